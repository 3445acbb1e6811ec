"""Shapes and text: what every picture is made of, its colours, and the sheet that it lies on.

Each colour has one meaning, in all pictures. As in the videos the top neuron is blue, the bottom one orange and the
prediction green, in tones that colour-blind readers tell apart (Okabe and Ito); what flows back, a derivative or a
step, is purple. Lines differ in their dashes too. Each picture brings its own white sheet, so that it reads the same on
a dark page, and no ids, so that it may stand on a page twice.
"""

from __future__ import annotations

import os
import re
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, Union

from tinynet.arguments.numbers import shown

Point = tuple[float, float]  # (input, observed) or, in a picture, pixels to the right and down

TOP, BOTTOM, PREDICTED, BACK = "#0072b2", "#d55e00", "#009e73", "#97196b"
INK, PALE, FAINT, PAPER, MARK, SHEET = "#222", "#666", "#e4e4e4", "#f7f7f7", "#ffe89a", "#fff"
LETTERS = 14  # their size
BOLD, PURPLE = ' font-weight="bold"', f' fill="{BACK}"'
STROKES = {
    "predicted": f'stroke="{PREDICTED}" stroke-width="3"',
    "before": f'stroke="{PREDICTED}" stroke-width="3" stroke-opacity="0.35"',
    "top": f'stroke="{TOP}" stroke-width="2" stroke-dasharray="9 4"',
    "bottom": f'stroke="{BOTTOM}" stroke-width="2.5" stroke-dasharray="2.5 3"',
    "b3": f'stroke="{PALE}" stroke-width="1.5" stroke-dasharray="1 4" stroke-linecap="round"',
    "ssr": f'stroke="{INK}" stroke-width="2" stroke-linejoin="round"',
    "mean": f'stroke="{PALE}" stroke-width="1.5" stroke-dasharray="7 4"',
    "tangent": f'stroke="{BACK}" stroke-width="2" stroke-dasharray="9 4"',
    "step": f'stroke="{BACK}" stroke-width="3"',
    "height": f'stroke="{PALE}" stroke-dasharray="3 3"',
    "forwards": f'stroke="{PALE}" stroke-width="1.5"',
    "backwards": f'stroke="{BACK}" stroke-width="1.5" stroke-dasharray="6 3"',
    "edges": f'stroke="{PALE}"',
}


class Picture(NamedTuple):
    """A picture as the text of an SVG document. A notebook shows it by itself."""

    svg: str

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Write the document to a file.

        Errors: TypeError or ValueError for what is no name of a file; FileNotFoundError where its directory does not
        exist, IsADirectoryError where it is one itself.
        """
        try:
            name = os.fspath(path)
        except TypeError:
            raise TypeError(f'path is {shown(path)}; it must be the name of a file, such as "fit.svg"') from None
        if not name or (b"\0" if isinstance(name, bytes) else "\0") in name:
            raise ValueError(f'path is {shown(name)}; it must be the name of a file, such as "fit.svg"')
        ending = os.path.splitext(os.fsdecode(name))[1].lower()
        if ending in (".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"):
            raise ValueError(f"path ends in {ending}; a picture is written as SVG, so let it end in .svg")
        if os.path.isdir(name):
            raise IsADirectoryError(f"path is {name!a}, a directory; it must be the name of a file in it")
        directory = os.path.dirname(name)
        if directory and not os.path.isdir(directory):
            raise FileNotFoundError(f"path leads into {directory!a}; that directory must exist")
        with open(name, "w", encoding="utf-8", newline="\n") as file:
            file.write(self.svg)

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<Picture: {len(self.svg):,} characters of SVG>"


def picture(
    width: float, height: float, title: str, description: str, shapes: Sequence[str], role: str = "img"
) -> Picture:
    """The document: a title and a description for those who listen, a white sheet, and the shapes on it."""
    title = escaped(title)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="{role}" aria-label="{title}" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="{LETTERS}" fill="{INK}"><title>{title}</title>'
        f"<desc>{escaped(description)}</desc>"
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
    """Words that stay legible where they lie on a line."""
    halo = f' stroke="{SHEET}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return text(x, y, words, more=halo)


# Lines, dots and boxes.


def group(name: str, shapes: Sequence[str], more: str = "") -> str:
    return f'<g class="{name}"{more}>{"".join(shapes)}</g>'


def path(name: str, way: str) -> str:
    return f'<path class="{name}" d="{way}" fill="none" {STROKES[name]}/>'


def joined(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)


def dot(point: Point, radius: float, more: str = "") -> str:
    return f'<circle cx="{point[0]:.2f}" cy="{point[1]:.2f}" r="{radius:.3g}"{more}/>'


def box(left: float, middle: float, width: float, height: float, colour: str) -> str:
    size = f'x="{left:.1f}" y="{middle - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {size} rx="8" fill="{PAPER}" stroke="{colour}" stroke-width="2"/>'


HEADS = {"right": "l-9,-4v8z", "left": "l9,-4v8z", "down": "l-4,-9h8z", "up": "l-4,9h8z"}  # from the tip


def arrow(name: str, way: str, tip: Point, to: str) -> str:
    """A line that ends in a head."""
    colour = BACK if name == "backwards" else PALE
    head = f'<path d="M{tip[0]:.2f},{tip[1]:.2f}{HEADS[to]}" fill="{colour}"/>'
    return path(name, f"{way}L{tip[0]:.2f},{tip[1]:.2f}") + head
