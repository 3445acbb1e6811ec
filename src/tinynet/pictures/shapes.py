"""Shapes and words: what every picture is made of, its colours, and the sheet that it lies on.

Each colour has one meaning. As in the videos, the top neuron is blue, the bottom one orange and the prediction green.
Derivatives and steps are purple. Colour-blind readers can tell the colours apart, and lines differ in their dashes too.
A picture has its own white sheet, so it looks the same on a dark page. It has no ids, so it may stand on a page twice.
It uses only what every converter knows: no clips, no masks, no nested documents.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple, Union

from tinynet.arguments.numbers import shown

Point = tuple[float, float]  # (input, observed) or, in a picture, pixels to the right and down

TOP, BOTTOM, PREDICTED, BACK = "#2e44e2", "#b36000", "#008f4a", "#853066"
INK, PALE, GREY, FAINT, PAPER, MARK, SHEET = "#1a1a1a", "#7a7a7a", "#999", "#e4e4e4", "#f7f7f7", "#ffe89a", "#fff"
LETTERS, NARROW = 14, " .,:;'|!()[]/ijltfrI-"  # the size of letters; the narrow ones
BOLD, LARGE, PURPLE = ' font-weight="bold"', ' font-size="18" font-weight="bold"', f' fill="{BACK}"'
FIVE = (TOP, BOTTOM, INK, PREDICTED, BACK)  # for several lines that mean the same
STROKES = {
    "predicted": f'stroke="{PREDICTED}" stroke-width="3"',
    "before": f'stroke="{PREDICTED}" stroke-width="1.5" stroke-dasharray="14 3"',
    "top": f'stroke="{TOP}" stroke-width="2" stroke-dasharray="9 4"',
    "bottom": f'stroke="{BOTTOM}" stroke-width="2.5" stroke-dasharray="2.5 3"',
    "b3": f'stroke="{PALE}" stroke-width="1.5" stroke-dasharray="1 4" stroke-linecap="round"',
    "ssr": f'stroke="{INK}" stroke-width="2" stroke-linejoin="round"',
    "mean": f'stroke="{PALE}" stroke-width="1.5" stroke-dasharray="7 4"',
    "contour": f'stroke="{INK}" stroke-width="1.2"',
    "tangent": f'stroke="{BACK}" stroke-width="2" stroke-dasharray="9 4"',
    "step": f'stroke="{BACK}" stroke-width="3"',
    "descent": f'stroke="{BACK}" stroke-width="2" stroke-linejoin="round"',
    "height": f'stroke="{PALE}" stroke-dasharray="3 3"',
    "forwards": f'stroke="{PALE}" stroke-width="1.5"',
    "backwards": f'stroke="{BACK}" stroke-width="1.5" stroke-dasharray="6 3"',
    "edges": f'stroke="{PALE}"',
}
for k, dashes in enumerate(("", ' stroke-dasharray="9 4"', ' stroke-dasharray="2.5 3"')):
    STROKES.update({f"ssr-{5 * k + n}": f'stroke="{colour}" stroke-width="2"{dashes}' for n, colour in enumerate(FIVE)})


class Picture(NamedTuple):
    """A picture as the text of an SVG document. A notebook shows it by itself."""

    svg: str

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Write the document to a file. Errors: TypeError, ValueError or OSError if that can't be an SVG file."""
        name, expected = shown(path), 'it must name an SVG file, such as "fit.svg"'
        if not isinstance(path, (str, bytes, os.PathLike)):
            raise TypeError(f"path is {name}; {expected}")
        file = Path(os.fsdecode(path))
        if file.suffix.lower() != ".svg" or "\0" in file.name:
            raise ValueError(f"path is {name}; {expected}; CairoSVG makes others of it: cairosvg fit.svg -o fit.png")
        file.write_bytes(self.svg.encode())

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return f'<figure style="margin:0">{self.svg}</figure>'  # a screen reader finds the description in it

    def __repr__(self) -> str:
        return f"<Picture: {len(self.svg):,} characters of SVG>"


def picture(width: float, height: float, title: str, about: str, shapes: Sequence[str], role: str = "img") -> Picture:
    """The document: a title and a description for screen readers, a white sheet, and the shapes on it."""
    title, size = escaped(title), f'width="{width:g}" height="{height:g}"'
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:g} {height:g}" role="{role}" '
        f'aria-label="{title}" font-family="Helvetica, Arial, sans-serif" font-size="{LETTERS}" fill="{INK}">'
        f"<title>{title}</title><desc>{escaped(about)}</desc>"
        f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="6" fill="{SHEET}" stroke="#ccc"/>'
        f"{''.join(shapes)}</svg>\n"
    )


def escaped(words: str) -> str:
    """Words that can't be taken for markup: ASCII, on one line, without the characters that XML forbids."""
    words = " ".join(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", words).split())
    return escape(words).encode("ascii", "xmlcharrefreplace").decode()


def breadth(words: str, size: float = LETTERS) -> float:
    """About how wide the words are in the widest of the usual fonts."""
    narrow, wide = sum(c in NARROW for c in words), sum(ord(c) > 126 or c in "mwMW@%" for c in words)
    capitals = sum(c.isupper() and c not in "IMW" and ord(c) <= 126 for c in words)
    return size * (0.6 * len(words) - 0.24 * narrow + 0.4 * wide + 0.15 * capitals)


def fitting(words: str, room: float, size: float = LETTERS) -> str:
    """The words, cut if they are broader than the room."""
    words = " ".join(words[:1000].split())
    cuts = [words, *[f"{words[:length]}..." for length in range(min(len(words), 200), 0, -1)]]
    return next((cut for cut in cuts if breadth(cut, size) <= room), "...")


def text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}"{more}>{escaped(words)}</text>'


def group(name: str, shapes: Sequence[str], more: str = "") -> str:
    return f'<g class="{name}"{more}>{"".join(shapes)}</g>'


def path(name: str, way: str) -> str:
    return f'<path class="{name}" d="{way}" fill="none" {STROKES[name]}/>'


def joined(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)


def dot(point: Point, radius: float, more: str = "") -> str:
    return f'<circle cx="{point[0]:.2f}" cy="{point[1]:.2f}" r="{radius:.3g}"{more}/>'
