"""Plots: two scales, the rectangle that they span, and lines and dots in it that are no longer than the eye needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from itertools import groupby
from math import isfinite, sqrt
from typing import Any, NamedTuple

from tinynet.arguments.numbers import at_most, items, shown
from tinynet.pictures import shapes as svg
from tinynet.pictures.scales import Scale
from tinynet.pictures.shapes import Picture, Point

WIDTH, HEIGHT = 640, 310  # of the sheet, of the plot
MOST_DOTS = 3000


class Words(NamedTuple):
    """What stands at the top of a plot and at its axes."""

    title: str
    input: str
    observed: str


def checked_words(title: Any, input: Any, observed: Any) -> Words:
    for name, value in (("title", title), ("input", input), ("observed", observed)):
        if not isinstance(value, str):
            raise TypeError(f"{name} is {shown(value)}; it must be text")
    return Words(title, input, observed)


def checked_list(
    values: Any, name: str, checked: Callable[[Any, str], Any], kind: str, most: int = 10_000, least: int = 1
) -> list[Any]:
    """The values, each checked. A set is refused because it has no order."""
    expected = f"an iterable of {kind}"
    if isinstance(values, Set):
        raise TypeError(f"{name} is {shown(values)}; it must be {expected}")
    iterator = at_most(most, items(values, name, expected), name)
    checks = [checked(value, f"{name}[{k}]") for k, value in enumerate(iterator)]
    if len(checks) < least:
        raise ValueError(f"{name} is empty; it must hold at least one of the {kind}")
    return checks


class Plot:
    """Two scales, and the words at the axes. Between the edges of the sheet and the plot all labels have room."""

    def __init__(self, x: Scale, y: Scale, words: Words) -> None:
        self.x, self.y, self.words = x, y, words
        halves = [6 + svg.breadth(label) / 2 for _, label in x.ticks]
        self.left = max(30 + max(svg.breadth(label) for _, label in y.ticks), halves[0])
        self.width = WIDTH - self.left - max(20, halves[-1])

    def place(self, x: float, y: float) -> Point:
        """Where (x, y) lies, in pixels from the upper left corner of the plot."""
        return self.width * self.x.share(x), HEIGHT * (1 - self.y.share(y))

    def line(self, name: str, points: Iterable[Point]) -> str:
        """A line through these points. It is cut off at the edges of the plot and has a gap where numbers overflow."""
        placed = [self.place(x, y) for x, y in points]
        runs = [list(run) for finite, run in groupby(placed, lambda point: isfinite(sum(point))) if finite]
        pieces = [piece for run in runs for piece in cut(thinned(run), self.width)]
        return svg.path(name, "".join(map(svg.joined, pieces))) * bool(pieces)

    def caption(self, words: str) -> str:
        return svg.text(self.width, -14, words, "end") * bool(words)

    def picture(
        self, name: str, description: str, entries: Sequence[tuple[str, str]], caption: str, shapes: Sequence[str]
    ) -> Picture:
        """The sheet. From top to bottom it has a title, if there is one, the legend, the name of the axis and the plot.

        name       the title for a screen reader, if the plot has none
        entries    of the legend: what is drawn, and words
        caption    the longest one: the name of the axis ends where it begins
        """
        title, marks = self.words.title, legend(entries)
        down = 28 * bool(title)
        top = down + 44 + 22 * len(marks)
        axes, below = self.axes(caption)
        bold = ' font-size="18" font-weight="bold"'
        headline = [svg.text(16, 32, svg.fitting(title, WIDTH - 40, 19), more=bold)] * bool(title)
        legends = f'<g transform="translate(16,{down + 24})">{svg.group("legend", marks)}</g>'
        plot = f'<g transform="translate({self.left:.2f},{top})">{"".join([*axes, *shapes])}</g>'
        return svg.picture(WIDTH, top + HEIGHT + below, title or name, description, [*headline, legends, plot])

    def axes(self, caption: str) -> tuple[list[str], int]:
        """Grid, labels and names, and how much room they take below the plot."""
        across = [(self.width * share, label) for share, label in self.x.ticks]
        down = [(HEIGHT - HEIGHT * share, label) for share, label in self.y.ticks]
        wide = [svg.breadth(label) / 2 + 4 for _, label in across]
        close = any(a + b > x1 - x0 for (x0, _), (x1, _), a, b in zip(across, across[1:], wide, wide[1:]))
        rows = [HEIGHT + 19 + 16 * (close and k % 2) for k in range(len(across))]  # long labels stand in two rows
        grid = "".join([f"M{x:.2f},0v{HEIGHT}" for x, _ in across] + [f"M0,{y:.2f}h{self.width:.2f}" for y, _ in down])
        room = self.left + self.width - 36 - svg.breadth(caption)
        shapes = [
            f'<path class="grid" d="{grid}" stroke="{svg.FAINT}"/>',
            f'<path class="frame" d="M0,0V{HEIGHT}H{self.width:.2f}" fill="none" stroke="{svg.PALE}"/>',
            svg.group("x-axis", [svg.text(x, y, label, "middle") for (x, label), y in zip(across, rows)]),
            svg.group("y-axis", [svg.text(-8, y + 5, label, "end") for y, label in down]),
            svg.text(self.width / 2, max(rows) + 23, svg.fitting(self.words.input, self.width), "middle"),
            svg.text(16 - self.left, -14, svg.fitting(self.words.observed, room)),
        ]
        return shapes, max(rows) + 39 - HEIGHT


def legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    """A mark and words for each kind of line, in as many rows as needed."""
    rows, x = [""], 0.0
    for name, words in entries:
        mark = 16 if name == "observed" else 36
        words = svg.fitting(words, WIDTH - 32 - mark)
        if x and x + mark + svg.breadth(words) > WIDTH - 32:
            rows, x = [*rows, ""], 0.0
        y = 22 * (len(rows) - 1)
        drawn = svg.dot((x + 5, y), 5) if name == "observed" else svg.path(name, f"M{x:.2f},{y}h30")
        rows[-1] += drawn + svg.text(x + mark, y + 5, words)
        x += mark + svg.breadth(words) + 12
    return rows


def cut(points: Sequence[Point], width: float) -> list[list[Point]]:
    """The pieces of a line that lie between the edges of the plot.

    A part of the line passes start + t * way, to the right and down, for t from 0 to 1. Each edge bounds the t inside.
    """
    pieces: list[list[Point]] = []
    for start, end in zip(points, points[1:]):
        first, last = 0.0, 1.0
        for from_, to, edge in zip(start, end, (width, float(HEIGHT))):
            if from_ != to:
                low, high = sorted([-from_ / (to - from_), (edge - from_) / (to - from_)])
                first, last = max(first, low), min(last, high)
            elif not 0 <= from_ <= edge:
                last = -1.0
        if first < last:
            (x0, y0), (x1, y1) = start, end
            enter, leave = [(x0 + t * (x1 - x0), y0 + t * (y1 - y0)) for t in (first, last)]
            if first > 0 or not pieces or pieces[-1][-1] != start:
                pieces.append([enter])
            pieces[-1].append(end if last == 1 else leave)
    return pieces


def thinned(points: Sequence[Point]) -> list[Point]:
    """Fewer points for the same line: the ends and the extremes of each column of pixels, where they bend the line.

    Between two points that are kept, the one farthest from the straight line between them is kept too, if it is
    farther than a twentieth of a pixel, and so on to both sides of it (Douglas and Peucker).
    """
    line: list[complex] = []  # x + y * i, so that abs() is a distance
    near = [(min(max(x, -1e9), 1e9), min(max(y, -1e9), 1e9)) for x, y in points]
    for _, group in groupby(near, key=lambda point: round(point[0])):
        column = list(group)
        heights = [y for _, y in column]
        ends = {0, len(column) - 1, heights.index(min(heights)), heights.index(max(heights))}
        line += [complex(*column[k]) for k in sorted(ends)]
    kept, open_ = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_:
        first, last = open_.pop()
        start, way = line[first], line[last] - line[first]
        back = way.conjugate() / abs(way) ** 2 if abs(way) > 1e-6 else 0j  # to shares of the way
        away = [abs(p - start - min(max(((p - start) * back).real, 0.0), 1.0) * way) for p in line[first + 1 : last]]
        if away and max(away) > 0.05:
            k = first + 1 + away.index(max(away))
            kept.add(k)
            open_ += [(first, k), (k, last)]
    return [(line[k].real, line[k].imag) for k in sorted(kept)]


def dots(plot: Plot, pairs: Sequence[Point]) -> str:
    """The observations. A few dots are large and have a white rim; many are small and pale."""
    radius = max(1.5, min(5, 50 / sqrt(len(pairs))))
    points = showing([plot.place(*pair) for pair in pairs])
    rim = ' stroke="#fff"' if radius == 5 else ""
    look = f' fill-opacity="{radius / 5:.2g}"{rim}'
    return svg.group("observed", [svg.dot(point, radius) for point in points], look)


def showing(points: list[Point]) -> list[Point]:
    """At most MOST_DOTS dots, one in each small square: the one farthest from the middle of the height."""
    side, shown = 1, sorted(points, key=lambda point: abs(point[1] - HEIGHT / 2))
    while len(shown) > MOST_DOTS:
        shown = list({(x // side, y // side): (x, y) for x, y in shown}.values())
        side *= 2
    return shown if len(shown) < len(points) else points
