"""Plots: two scales, the rectangle that they span, and lines and dots in it that are no longer than the eye needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import inf, isfinite, sqrt
from operator import itemgetter

from tinynet.pictures import shapes as svg
from tinynet.pictures.given import Words
from tinynet.pictures.scales import Scale
from tinynet.pictures.shapes import Picture, Point

WIDTH, HEIGHT = 640, 310  # of the sheet, of the plot
COLUMNS = 150  # in which a curve is computed
MOST_DOTS = 3000


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

    def caption(self, words: str) -> str:
        return svg.text(self.width, -14, words, "end")

    def inside(self, shapes: Sequence[str]) -> str:
        """The shapes, cut off at the edges of the plot."""
        return f'<svg width="{self.width:.2f}" height="{HEIGHT}">{"".join(shapes)}</svg>'

    def picture(
        self, name: str, description: str, entries: Sequence[tuple[str, str]], caption: str, shapes: Sequence[str]
    ) -> Picture:
        """The sheet: from above a title, where there is one, the legend, the name of the axis, the plot.

        name       the title, for who listens, where there is no other
        entries    of the legend: what is drawn, and words
        caption    the longest there is: the name of the axis ends where it begins
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
            f'<path d="{grid}" stroke="{svg.FAINT}"/>',
            f'<path d="M0,0V{HEIGHT}H{self.width:.2f}" fill="none" stroke="{svg.PALE}"/>',
            svg.group("x-axis", [svg.text(x, y, label, "middle") for (x, label), y in zip(across, rows)]),
            svg.group("y-axis", [svg.text(-8, y + 5, label, "end") for y, label in down]),
            svg.text(self.width / 2, max(rows) + 23, svg.fitting(self.words.input, self.width), "middle"),
            svg.text(16 - self.left, -14, svg.fitting(self.words.observed, room)),
        ]
        return shapes, max(rows) + 39 - HEIGHT


def legend(entries: Sequence[tuple[str, str]]) -> list[str]:
    """What is drawn, each beside its words, in as many rows as that takes."""
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


def dots(plot: Plot, pairs: Sequence[Point]) -> str:
    """Small and pale, where they are many, with a white rim where they are few; of very many, those that show."""
    radius = max(1.5, min(5, 50 / sqrt(len(pairs))))
    points = showing([plot.place(*pair) for pair in pairs])
    rim = ' stroke="#fff"' if radius == 5 else ""
    look = f' fill-opacity="{radius / 5:.2g}"{rim}'
    return svg.group("observed", [svg.dot(point, radius) for point in points], look)


def showing(points: list[Point]) -> list[Point]:
    """Of more than MOST_DOTS one for each small square, and of each small column the extremes; in their old order."""
    side = 1
    while len(points) > MOST_DOTS and side < WIDTH:
        columns: dict[float, list[tuple[float, int]]] = {}
        squares: dict[Point, int] = {}
        for place, (x, y) in enumerate(points):
            columns.setdefault(x // side, []).append((y, place))
            squares[x // side, y // side] = place
        ends = [place for column in columns.values() for _, place in (min(column), max(column))]
        points = [points[place] for place in sorted({*squares.values(), *ends})]
        side *= 2
    return points


def curve(plot: Plot, numbers: Sequence[float]) -> str:
    """A line through numbers at equal distances, interrupted where they overflow."""
    last = len(numbers) - 1
    points = [(plot.width * k / last, HEIGHT * (1 - plot.y.share(number))) for k, number in enumerate(numbers)]
    # Far outside, any height will do: only what is inside is seen.
    near = [(x, min(max(y, -HEIGHT), 2 * HEIGHT) if isfinite(y) else y) for x, y in points]
    runs = groupby(near, key=lambda point: isfinite(point[1]))
    return "".join(svg.joined(thinned(list(run))) for drawn, run in runs if drawn)


def thinned(points: Sequence[Point]) -> list[Point]:
    """Fewer points for the same line: it passes within a twentieth of a pixel of those left out.

    Steeper than low and flatter than high, a line from the last point kept passes all points since.
    """
    kept, low, high = [points[0]], -inf, inf
    for last, (x, y) in zip(points, points[1:]):
        if not low <= (y - kept[-1][1]) / (x - kept[-1][0]) <= high:
            kept.append(last)
            low, high = -inf, inf
        x0, y0 = kept[-1]
        low, high = max(low, (y - 0.05 - y0) / (x - x0)), min(high, (y + 0.05 - y0) / (x - x0))
    return [*kept, points[-1]]


def extremes(points: Iterable[Point]) -> list[Point]:
    """The lowest and the highest of the points in each column of pixels."""
    columns = [sorted(column, key=itemgetter(1)) for _, column in groupby(points, key=lambda point: round(point[0]))]
    return [point for column in columns for point in sorted({column[0], column[-1]})]
