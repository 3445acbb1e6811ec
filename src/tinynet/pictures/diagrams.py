"""Any network as a diagram: boxes in columns, from the inputs at the left to the output at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tinynet.pictures import shapes as svg
from tinynet.pictures.shapes import Picture, Point, joined

LINE, SPACE, ASIDE = 19, 28, 14  # from row to row, from box to box, from the way forwards to the way back


class Box(NamedTuple):
    """A rectangle with a title, unless that is empty, and rows."""

    title: str
    rows: Sequence[Any]
    width: float
    colour: str
    left: float = 0.0
    top: float = 0.0

    @property
    def height(self) -> float:
        return LINE * (len(self.rows) + bool(self.title)) + 24

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def drawn(self, write: Callable[..., str]) -> list[str]:
        x, y, room = self.left + 10, self.top + 24, self.width - 20
        size = f'x="{self.left:.1f}" y="{self.top:.1f}" width="{self.width:.1f}" height="{self.height:.1f}"'
        box = f'<rect class="box" {size} rx="8" fill="{svg.PAPER}" stroke="{self.colour}" stroke-width="2"/>'
        title = [svg.text(x, y, svg.fitting(self.title, room), more=svg.BOLD)] * bool(self.title)
        return [box, *title, *[write(row, x, y + LINE * k, room) for k, row in enumerate(self.rows, len(title))]]


class Diagram:
    """Boxes in columns, spread over the height.

    gap      from one column to the next
    write    draws a row of a box, given its left end, its base line and its width
    """

    def __init__(self, columns: Sequence[Sequence[Box]], gap: float, write: Callable[..., str]) -> None:
        self.height = max(sum(box.height + SPACE for box in column) for column in columns)
        self.columns: list[list[Box]] = []
        left = 16.0
        for column in columns:
            spare = (self.height - sum(box.height for box in column)) / len(column)
            top = 6 + spare / 2
            self.columns.append([])
            for box in column:
                self.columns[-1].append(box._replace(left=left, top=top))
                top += box.height + spare
            left += column[0].width + gap
        self.width = left - gap + 16
        self.shapes = [shape for column in self.columns for box in column for shape in box.drawn(write)]

    def ways(self) -> Iterator[tuple[Point, Point]]:
        """The ends of the lines from each box to those of the next column."""
        for column, following in zip(self.columns, self.columns[1:]):
            for box in column:
                for other in following:
                    yield (box.left + box.width, box.middle), (other.left, other.middle)

    def edges(self) -> None:
        """Lines, below the boxes."""
        self.shapes.insert(0, svg.path("edges", "".join(map(joined, self.ways()))))

    def arrows(self, back: bool) -> None:
        """Arrows forwards and, outside of them, back."""
        for (x0, y0), (x1, y1) in self.ways():
            aside = ASIDE if y0 + y1 > self.height else -ASIDE
            self.shapes.append(arrow("forwards", svg.PALE, (x0, y0), (x1, y1)))
            self.shapes += [arrow("backwards", svg.BACK, (x1, y1 + aside), (x0, y0 + aside))] * back

    def picture(self, title: str, description: str, legend: Sequence[str], role: str = "img") -> Picture:
        y = self.height + 32
        rows = [svg.text(16, y + 23 * k, words, more=svg.PURPLE * ("dSSR" in words)) for k, words in enumerate(legend)]
        height = y + 23 * len(rows) - 12 - 8 * (not rows)
        return svg.picture(self.width, height, title, description, [*self.shapes, svg.group("legend", rows)], role)


def arrow(name: str, colour: str, start: Point, tip: Point) -> str:
    way = complex(*tip) - complex(*start)  # x + y * i, so that * i turns by a right angle
    ends = [complex(*tip) + way / abs(way) * corner for corner in (-9 + 4j, -9 - 4j)]
    head = joined([tip, *[(end.real, end.imag) for end in ends]])
    return f'{svg.path(name, joined([start, tip]))}<path d="{head}z" fill="{colour}"/>'
