"""Plots: two scales, the rectangle that they span, and lines and dots in it that are no longer than the eye needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import inf, isfinite, sqrt
from operator import itemgetter

from tinynet.pictures.scales import Scale
from tinynet.pictures.shapes import (
    FAINT,
    INK,
    PALE,
    Picture,
    Point,
    breadth,
    dot,
    fitting,
    group,
    joined,
    path,
    picture,
    text,
)

HEIGHT = 310
COLUMNS = 600  # in which a curve is computed
MOST_DOTS = 2000


class Plot:
    """The axes, how far the plot is from the left edge of the sheet, and how wide it is: all labels have room."""

    def __init__(self, x: Scale, y: Scale, x_name: str, y_name: str) -> None:
        self.x, self.y, self.x_name, self.y_name = x, y, x_name, y_name
        half = 6 + max(breadth(label) for _, label in x.ticks) / 2
        self.left = max(30 + max(breadth(label) for _, label in y.ticks), half)
        self.width = 700 - self.left - max(20, half)

    def place(self, x: float, y: float) -> Point:
        """Where (x, y) lies, in pixels from the upper left corner of the plot."""
        return self.width * self.x.share(x), HEIGHT * (1 - self.y.share(y))

    def caption(self, words: str) -> str:
        return text(self.width, -16, words, "end")

    def inside(self, shapes: Sequence[str]) -> str:
        """The shapes, cut off at the edges of the plot."""
        return f'<svg width="{self.width:.2f}" height="{HEIGHT}">{"".join(shapes)}</svg>'

    def picture(
        self,
        title: str,
        name: str,
        description: str,
        entries: Sequence[tuple[str, str]],
        caption: str,
        shapes: list[str],
    ) -> Picture:
        """The sheet: from above a title, where there is one, the legend, the name of the axis, the plot.

        name       the title, for who listens, where there is no other
        entries    of the legend: what is drawn, and words
        caption    the longest there is: the name of the axis ends where it begins
        """
        marks, rows = legend(entries)
        top = 54 + 20 * rows + 26 * bool(title)
        across = [(self.width * share, label) for share, label in self.x.ticks]
        down = [(HEIGHT - HEIGHT * share, label) for share, label in self.y.ticks]
        wide = [breadth(label) / 2 + 4 for _, label in across]
        close = any(a + b > x1 - x0 for (x0, _), (x1, _), a, b in zip(across, across[1:], wide, wide[1:]))
        lower = 14 * close  # long labels stand in two rows
        grid = "".join([f"M{x:.2f},0v{HEIGHT}" for x, _ in across] + [f"M0,{y:.2f}h{self.width:.2f}" for y, _ in down])
        below = [HEIGHT + 18 + lower * (k % 2) for k in range(len(across))]
        sheet = [
            f'<path d="{grid}" stroke="{FAINT}"/>',
            f'<path d="M0,0V{HEIGHT}H{self.width:.2f}" fill="none" stroke="{PALE}"/>',
            group("x-axis", [text(x, y, label, "middle") for (x, label), y in zip(across, below)]),
            group("y-axis", [text(-8, y + 4, label, "end") for y, label in down]),
            text(self.width / 2, HEIGHT + 38 + lower, fitting(self.x_name, self.width), "middle"),
            text(16 - self.left, -16, fitting(self.y_name, self.left + self.width - 36 - breadth(caption))),
        ]
        bold = ' font-size="16" font-weight="bold"'
        headline = [text(16, 30, fitting(title, 640, 17), "start", bold)] if title else []
        legends = f'<g transform="translate(16,{22 + 26 * bool(title)})">{marks}</g>'
        plot = f'<g transform="translate({self.left:.2f},{top})">{"".join(sheet + shapes)}</g>'
        height = top + HEIGHT + 52 + lower
        return picture(700, height, title or name, description, [*headline, legends, plot])


def legend(entries: Sequence[tuple[str, str]]) -> tuple[str, int]:
    """What is drawn, each beside its words, in as many rows as that takes."""
    shapes, x, row = [], 0.0, 0
    for name, words in entries:
        mark = 16 if name in ("observed", "point") else 36
        room = mark + breadth(words)
        if x and x + room > 668:
            x, row = 0.0, row + 1
        y = 20 * row
        shapes += [dot((x + 5, y), 5, f' fill="{INK}"') if mark == 16 else path(name, f"M{x:.2f},{y}h30")]
        shapes += [text(x + mark, y + 4, fitting(words, 668 - mark))]
        x += room + 14
    return group("legend", shapes), row + 1


def dots(plot: Plot, pairs: Sequence[Point]) -> str:
    """Small and pale, where they are many, with a white rim where they are few; of very many, those that show."""
    radius = max(1.5, min(5, 50 / sqrt(len(pairs))))
    points = showing([plot.place(*pair) for pair in pairs])
    rim = ' stroke="#fff"' if radius == 5 else ""
    return group(
        "observed", [dot(point, radius) for point in points], f' fill="{INK}" fill-opacity="{radius / 5:.2g}"{rim}'
    )


def showing(points: list[Point]) -> list[Point]:
    """Of more than MOST_DOTS one for each small square, and the extremes; in their old order."""
    if len(points) <= MOST_DOTS:
        return points
    side, kept = 2.0, points
    while len(kept) > MOST_DOTS:
        squares: dict[tuple[float, float], Point] = {}
        for point in points:
            squares.setdefault((point[0] // side, point[1] // side), point)
        ends = [end(points, key=itemgetter(axis)) for axis in (0, 1) for end in (min, max)]
        columns: dict[float, tuple[Point, Point]] = {}
        for point in points:
            low, high = columns.get(point[0] // side, (point, point))
            columns[point[0] // side] = (min(low, point, key=itemgetter(1)), max(high, point, key=itemgetter(1)))
        chosen = {*squares.values(), *ends, *[point for column in columns.values() for point in column]}
        kept, side = [point for point in dict.fromkeys(points) if point in chosen], side * 1.3
    return kept


def curve(plot: Plot, numbers: Sequence[float]) -> str:
    """A line through numbers at equal distances, interrupted where they overflow."""
    last = len(numbers) - 1
    points = [(plot.width * k / last, HEIGHT * (1 - plot.y.share(number))) for k, number in enumerate(numbers)]
    # Far outside, any height will do: only what is inside is seen.
    near = [(x, min(max(y, -HEIGHT), 2 * HEIGHT) if isfinite(y) else y) for x, y in points]
    runs = groupby(near, key=lambda point: isfinite(point[1]))
    return "".join(joined(thinned(list(run))) for drawn, run in runs if drawn)


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
