"""Converters agree with the SVG: each curve, dot and word of it is where it belongs in the PDF that they make of it.

What is expected is read from the SVG; what came out is read from the PDF by a library that knows nothing of SVG.
"""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
from functools import lru_cache
from itertools import islice
from random import Random
from xml.etree import ElementTree

import pytest

from tinynet import Parameters, animate_fit, descend, draw_descent, draw_fit, draw_network, draw_ssr, layers, train
from tinynet.dosage import DATA, FITTED, START

pdfplumber = pytest.importorskip("pdfplumber", reason="pdfplumber, which reads a PDF, is not installed")

SVG = "{http://www.w3.org/2000/svg}"
OUTPUT = FITTED._replace(w3=0.36, b3=0)
RANDOM = Random(1)
ROWS = [(RANDOM.gauss(0, 1), RANDOM.gauss(0, 1)) for _ in range(300)]


def deep():
    return layers.initial_layers([2, 3, 2, 1], seed=1)


PICTURES = {
    "fit": lambda: draw_fit(FITTED, DATA, before=START, title="Dosage & effectiveness"),
    "map": lambda: draw_ssr(("w3", "b3"), train(OUTPUT, DATA, learning_rate=0.1, trainable=["w3", "b3"])),
    "film": lambda: animate_fit(islice(descend(START, DATA, learning_rate=0.02), 0, 3001, 1000), DATA),
    "network": lambda: draw_network(START, 0.5, 1, selected="w1", link=lambda name: f"?{name}"),
    "many": lambda: draw_fit(START, ROWS, neurons="whole"),
    "descent": lambda: draw_descent(train(START, DATA, learning_rate=0.02)),
    "descents": lambda: draw_descent(
        {rate: train(START, DATA, learning_rate=rate, max_steps=500) for rate in (0.3, 0.1, 0.01)}
    ),
    "ssr": lambda: draw_ssr("b3", FITTED._replace(b3=0), DATA, 0.1),
    "forwards": lambda: draw_network(Parameters(*[-1.2345e-12] * 7), 0.5),
    "layers": lambda: layers.draw_network(deep(), [0.5, 1.0], [1.0]),
}
FEW = ["film"]


# The converters, each from the name of an SVG file to a PDF


def by_cairosvg(path):
    cairosvg = pytest.importorskip("cairosvg", reason="CairoSVG is not installed", exc_type=(ImportError, OSError))
    return cairosvg.svg2pdf(url=str(path))


def by_svglib(path):
    svglib = pytest.importorskip("svglib.svglib", reason="svglib is not installed")
    graphics = pytest.importorskip("reportlab.graphics.renderPDF", reason="reportlab is not installed")
    return graphics.drawToString(svglib.svg2rlg(str(path)))


def by_command(name, *arguments):
    def convert(path):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
        fill = {"svg": path, "pdf": path.with_suffix(".pdf"), "folder": path.parent, "page": path.with_suffix(".html")}
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', path.read_text())
        style = f"@page{{size:{size[1]}px {size[2]}px;margin:0}}body{{margin:0}}svg{{display:block}}"
        fill["page"].write_text(f"<!DOCTYPE html><style>{style}</style>{path.read_text()}")
        command = [name, *[argument.format(**fill) for argument in arguments]]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return fill["pdf"].read_bytes()

    return convert


CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --no-pdf-header-footer --user-data-dir={folder}/profile "
    "--print-to-pdf={pdf} {page}"
)
CONVERTERS = {
    "CairoSVG": by_cairosvg,
    "svglib": by_svglib,
    "rsvg-convert": by_command("rsvg-convert", "-f", "pdf", "-o", "{pdf}", "{svg}"),
    "Inkscape": by_command("inkscape", "{svg}", "--export-type=pdf", "-o", "{pdf}"),
    "LibreOffice": by_command(
        "soffice", "-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf:draw_pdf_Export",
        "--outdir", "{folder}", "{svg}",
    ),
    "Chromium": by_command("chromium", *CHROMIUM.split()),
}  # fmt: skip


# What the SVG says


def shapes_of(svg):
    """Lines as lists of points, the middles of dots, and texts with (x, y) and anchor: of all that is displayed."""
    lines, dots, texts = [], [], []

    def visit(element, dx, dy):
        if element.get("display") == "none":
            return
        if moved := re.fullmatch(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", "")):
            dx, dy = dx + float(moved[1]), dy + float(moved[2])
        if element.tag == f"{SVG}path" and not re.search("[hvHV]", element.get("d")):
            for piece in element.get("d").split("M")[1:]:
                pairs = re.findall(r"([-\d.]+),([-\d.]+)", piece)
                lines.append([(float(x) + dx, float(y) + dy) for x, y in pairs])
        elif element.tag == f"{SVG}circle":
            dots.append((float(element.get("cx")) + dx, float(element.get("cy")) + dy))
        elif element.tag == f"{SVG}text":
            place = float(element.get("x")) + dx, float(element.get("y")) + dy
            texts.append((element.text, place, element.get("text-anchor")))
        for child in element:
            visit(child, dx, dy)

    root = ElementTree.fromstring(svg)
    visit(root, 0.0, 0.0)
    return float(root.get("width")), lines, dots, texts


def near(one, other):
    return math.dist(one, other) < 1  # of 640 pixels or more


def drawn(line, paths):
    """Is there a path with these points? A converter may begin it elsewhere, or cut the dashes of a line itself."""
    if any(
        all(any(near(point, other) for other in path) for point in line) for path in paths if len(path) >= len(line)
    ):
        return True
    dashes = [place for path in paths if len(path) <= 16 for place in path]
    return all(any(math.dist(point, place) < 8 for place in dashes) for point in line)


@lru_cache
def picture(name):
    return PICTURES[name]()


@pytest.mark.parametrize(
    "name", [*FEW, *[pytest.param(name, marks=pytest.mark.long) for name in PICTURES if name not in FEW]]
)
@pytest.mark.parametrize(
    "converter",
    [*list(CONVERTERS)[:2], *[pytest.param(name, marks=pytest.mark.long) for name in list(CONVERTERS)[2:]]],
)
@pytest.mark.filterwarnings("ignore:the SSR is not clearly better")
def test_every_curve_dot_and_word_is_where_it_belongs(converter, name, tmp_path):
    path = tmp_path / "picture.svg"
    picture(name).save(path)
    width, lines, dots, texts = shapes_of(picture(name).svg)
    with pdfplumber.open(io.BytesIO(CONVERTERS[converter](path))) as pdf:
        (page,) = pdf.pages
        scale = width / float(page.width)
        found = [[(scale * x, scale * y) for x, y in shape["pts"]] for shape in (*page.curves, *page.lines)]
        found += [[(scale * r["x0"], scale * r["top"]), (scale * r["x1"], scale * r["bottom"])] for r in page.rects]
        round_ = [
            [(scale * x, scale * y) for x, y in c["pts"]] for c in page.curves if "c" in {to[0] for to in c["path"]}
        ]
        chars = [char for char in page.chars if char["text"].strip()]
    missing = [line for line in lines if not drawn(line, found)]
    assert missing == []
    middles = [tuple((min(c) + max(c)) / 2 for c in zip(*shape)) for shape in round_]
    assert [dot for dot in dots if not any(near(dot, middle) for middle in middles)] == []
    words, start = "".join(char["text"] for char in chars), 0
    for text, (x, y), anchor in texts:
        letters = "".join(text.split())
        start = words.find(letters, start)
        assert start >= 0, text
        first, last = chars[start], chars[start + len(letters) - 1]
        left, right, base = scale * first["x0"], scale * last["x1"], scale * (float(page.height) - first["matrix"][5])
        assert base == pytest.approx(y, abs=2), text
        at = {"start": left, "middle": (left + right) / 2, "end": right}[anchor]
        assert at == pytest.approx(x, abs=8), text  # about a letter: each has fonts of its own
        start += len(letters)
    assert len(words) == sum(len("".join(text.split())) for text, *_ in texts)  # no frame but the last, no word twice
