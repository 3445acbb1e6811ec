"""Shapes and words: what every picture is made of, its colours, and the sheet that it lies on.

Each colour has one meaning, in all pictures. As in the videos the top neuron is blue, the bottom one orange and the
prediction green; a derivative or a step is purple. Colour-blind readers can tell these colours apart, and lines differ
in their dashes too. A picture brings its own white sheet, so that it reads the same on a dark page. It has no ids, so
that it may stand on a page twice. It uses only what every converter knows: no clips, no masks, no nested documents.
"""

from __future__ import annotations

import os
import re
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, Union

from tinynet.arguments.numbers import shown

Point = tuple[float, float]  # (input, observed) or, in a picture, pixels to the right and down

TOP, BOTTOM, PREDICTED, BACK = "#2e44e2", "#b36000", "#008f4a", "#853066"
INK, PALE, FAINT, PAPER, MARK, SHEET = "#1a1a1a", "#7a7a7a", "#e4e4e4", "#f7f7f7", "#ffe89a", "#fff"
LETTERS = 14  # their size
BOLD, PURPLE = ' font-weight="bold"', f' fill="{BACK}"'
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
        """Write the document to a file whose name ends in .svg.

        Errors: TypeError or ValueError if path is not the name of such a file; OSError if the file can't be written.
        """
        expected = 'it must name an SVG file, such as "fit.svg"'
        try:
            name = os.fsdecode(path)
        except TypeError:
            raise TypeError(f"path is {shown(path)}; {expected}") from None
        if not name or "\0" in name or Path(name).suffix.lower() in (".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"):
            raise ValueError(f"path is {shown(name)}; {expected}; CairoSVG converts it: cairosvg fit.svg -o fit.png")
        Path(name).write_bytes(self.svg.encode())

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        """The document as part of a page, where a screen reader finds its title and its description."""
        return f'<figure style="margin:0">{self.svg}</figure>'

    def __repr__(self) -> str:
        return f"<Picture: {len(self.svg):,} characters of SVG>"


def picture(
    width: float, height: float, title: str, description: str, shapes: Sequence[str], role: str = "img"
) -> Picture:
    """The document: a title and a description for those who listen, a white sheet, and the shapes on it."""
    title, description = escaped(title), escaped(description)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="{role}" aria-label="{title}" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="{LETTERS}" fill="{INK}"><title>{title}</title>'
        f"<desc>{description}</desc>"
        f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="6" fill="{SHEET}" stroke="#ccc"/>'
        f"{''.join(shapes)}</svg>\n"
    )


# Words.


def escaped(words: str) -> str:
    """Words that are markup for nothing: ASCII, on one line, without what XML forbids."""
    words = " ".join(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", words).split())
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        words = words.replace(character, entity)
    return words.encode("ascii", "xmlcharrefreplace").decode()


def breadth(words: str, size: float = LETTERS) -> float:
    """How wide words get, or a little less: by their letters, as the widest of the usual fonts have them."""
    return size * sum(map(_letter, words))


def _letter(c: str) -> float:
    if c in " .,:;'|!()[]/ijltfrI-":
        return 0.36
    return 1.0 if ord(c) > 126 or c in "mwMW@%" else 0.75 if c.isupper() else 0.6


def fitting(words: str, room: float, size: float = LETTERS) -> str:
    """The words, cut where the room ends."""
    words = " ".join(words[:1000].split())
    if breadth(words, size) <= room:
        return words
    ends = list(accumulate(map(_letter, words)))
    return words[: bisect(ends, room / size - breadth("...", 1))] + "..."


def text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}"{more}>{escaped(words)}</text>'


def haloed(x: float, y: float, words: str) -> str:
    """Words in the middle of a line that stay legible: below them lies a piece of the sheet."""
    width = breadth(words)
    size = f'x="{x - width / 2:.2f}" y="{y - 12:.2f}" width="{width:.2f}" height="15"'
    return f'<rect class="halo" {size} fill="{SHEET}"/>' + text(x, y, words, "middle")


# Lines, dots and boxes.


def group(name: str, shapes: Sequence[str], more: str = "") -> str:
    return f'<g class="{name}"{more}>{"".join(shapes)}</g>'


def path(name: str, way: str) -> str:
    return f'<path class="{name}" d="{way}" fill="none" {STROKES[name]}/>'


def joined(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)


def dot(point: Point, radius: float, more: str = "") -> str:
    return f'<circle cx="{point[0]:.2f}" cy="{point[1]:.2f}" r="{radius:.3g}"{more}/>'


def box(left: float, top: float, width: float, height: float, colour: str) -> str:
    size = f'x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="box" {size} rx="8" fill="{PAPER}" stroke="{colour}" stroke-width="2"/>'


HEADS = {"right": "l-9,-4v8z", "left": "l9,-4v8z", "down": "l-4,-9h8z", "up": "l-4,9h8z"}  # from the tip


def arrow(name: str, start: Point, tip: Point) -> str:
    """A line across or down that ends in a head."""
    (x0, y0), (x1, y1) = start, tip
    to = ("right" if x0 < x1 else "left") if y0 == y1 else "down" if y0 < y1 else "up"
    head = f'<path d="M{x1:.2f},{y1:.2f}{HEADS[to]}" fill="{BACK if name == "backwards" else PALE}"/>'
    return path(name, joined([start, tip])) + head


def film(frames: list[str]) -> str:
    """Frames that show one after the other, again and again, with a rest on the last.

    The last alone is there without animation, for a converter, on paper, and for a reader who prefers reduced motion.
    All others share one animation: they show at its beginning, and begin it one after the other. Its name tells films
    of other lengths apart; those of the same length share all of it.
    """
    if len(frames) == 1:
        return frames[0]
    seconds, rest = min(0.5, max(0.05, 8 / len(frames))), 2.0
    cycle = seconds * len(frames) + rest
    frame, last = f"tinynet-frame-{len(frames)}", f"tinynet-last-{len(frames)}"
    style = (
        f"@keyframes {frame}{{0%{{visibility:visible}}{100 * seconds / cycle:.4f}%{{visibility:hidden}}}}"
        f"@keyframes {last}{{0%{{visibility:hidden}}{100 - 100 * (seconds + rest) / cycle:.4f}%{{visibility:visible}}}}"
        f"@media screen and (prefers-reduced-motion:no-preference){{"
        f".{frame}{{display:inline;visibility:hidden;animation:{frame} {cycle:.3f}s step-end infinite}}"
        f".{last}{{animation:{last} {cycle:.3f}s step-end infinite}}}}"
    )
    moving = [
        f'<g class="{frame}" display="none" style="animation-delay:{k * seconds:.3f}s">{shapes}</g>'
        for k, shapes in enumerate(frames[:-1])
    ]
    return f'<style>{style}</style>{"".join(moving)}<g class="{last}">{frames[-1]}</g>'
