"""Plots: two scales, the rectangle between them, and lines and dots in it with no more points than the eye sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import groupby
from math import isfinite, sqrt
from operator import itemgetter
from typing import Any

from tinynet.arguments.numbers import at_most, items, shown
from tinynet.pictures import shapes as svg
from tinynet.pictures.scales import Scale
from tinynet.pictures.shapes import Picture, Point

WIDTH, HEIGHT = 640, 310  # of the sheet; of the plot
MOST_DOTS = 3000  # in a plot
Check = Callable[[Any, str], Any]  # of a value, given its name for an error message
Words = Mapping[str, Any]  # the title, and what stands at the two axes: input, observed
Entries = Sequence[tuple[str, str]]  # of the legend: what is drawn, and words
Frames = Sequence[tuple[str, Sequence[str]]]  # of a film, or only one: the words above the plot, and the shapes in it


def checked_list(values: Any, name: str, check: Check, kind: str, most: int = 10_000, least: int = 1) -> list[Any]:
    """The values, each checked. A set is refused because it has no order."""
    expected = f"an iterable of {kind}"
    if isinstance(values, Set):
        raise TypeError(f"{name} is {shown(values)}; it must be {expected}")
    iterator = at_most(most, items(values, name, expected), name)
    checked = [check(value, f"{name}[{k}]") for k, value in enumerate(iterator)]
    if len(checked) < least:
        raise ValueError(f"{name} is empty; it must hold at least one of the {kind}")
    return checked


class Plot:
    """Two scales, and the words at the axes. Between the plot and the edges of the sheet is room for all labels."""

    def __init__(self, x: Scale, y: Scale, words: Words) -> None:
        for name, value in words.items():
            if not isinstance(value, str):
                raise TypeError(f"{name} is {shown(value)}; it must be text")
        self.x, self.y, self.words = x, y, words
        halves = [6 + svg.breadth(label) / 2 for _, label in x.ticks]
        self.left = max(30 + max(svg.breadth(label) for _, label in y.ticks), halves[0])
        self.width = WIDTH - self.left - max(20, halves[-1])
        self.row = 16 * (sum(svg.breadth(label) + 8 for _, label in x.ticks) > self.width)  # a second one, of labels

    def place(self, x: float, y: float) -> Point:
        """Where (x, y) lies, in pixels from the upper left corner of the plot."""
        return self.width * self.x.share(x), HEIGHT * (1 - self.y.share(y))

    def line(self, name: str, points: Iterable[Point]) -> str:
        """A line through these points. It is cut off at the edges of the plot and has a gap where numbers overflow."""
        ways = [svg.joined(thinned(piece)) for piece in cut([self.place(x, y) for x, y in points])]
        return svg.path(name, "".join(ways)) * bool(ways)

    def picture(self, name: str, about: str, entries: Entries, frames: Frames, above: str = "") -> Picture:
        """The sheet: a title (or a name, for screen readers alone), the legend, and the plot, with a shape on top."""
        title, rows, captions = self.words["title"], legend(entries), [words for words, _ in frames]
        headline = [svg.text(16, 32, svg.fitting(title, WIDTH - 40, 19), more=svg.LARGE)] if title else []
        legend_top = 52 if title else 24
        top = legend_top + 20 + 22 * len(rows)
        legends = f'<g transform="translate(16,{legend_top})">{svg.group("legend", rows)}</g>'
        shown = [svg.text(self.width, -14, words, "end") * bool(words) + "".join(shapes) for words, shapes in frames]
        shapes = "".join([*self.axes(max(captions, key=len)), film(shown), above])
        plot = f'<g transform="translate({self.left:.2f},{top})">{shapes}</g>'
        first = captions[0] if len(frames) == 1 else f"{len(frames)} frames, from {captions[0]} to {captions[-1]}"
        description = f"{about} {'; '.join(filter(None, [first, *[words for _, words in entries]]))}."
        return svg.picture(WIDTH, top + HEIGHT + 58 + self.row, title or name, description, [*headline, legends, plot])

    def axes(self, caption: str) -> list[str]:
        """Grid, labels and names. The caption takes some of the room above."""
        across = [(self.width * share, label) for share, label in self.x.ticks]
        down = [(HEIGHT - HEIGHT * share, label) for share, label in self.y.ticks]
        grid = "".join([f"M{x:.2f},0v{HEIGHT}" for x, _ in across] + [f"M0,{y:.2f}h{self.width:.2f}" for y, _ in down])
        labels = [svg.text(x, HEIGHT + 19 + k % 2 * self.row, label, "middle") for k, (x, label) in enumerate(across)]
        room = self.left + self.width - 36 - svg.breadth(caption)
        return [
            f'<path class="grid" d="{grid}" stroke="{svg.FAINT}"/>',
            f'<path class="frame" d="M0,0V{HEIGHT}H{self.width:.2f}" fill="none" stroke="{svg.PALE}"/>',
            svg.group("x-axis", labels),
            svg.group("y-axis", [svg.text(-8, y + 5, label, "end") for y, label in down]),
            svg.text(self.width / 2, HEIGHT + 42 + self.row, svg.fitting(self.words["input"], self.width), "middle"),
            svg.text(16 - self.left, -14, svg.fitting(self.words["observed"], room)),
        ]


def legend(entries: Entries) -> list[str]:
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


def cut(points: Sequence[Point]) -> list[list[Point]]:
    """The pieces of a line that lie between the upper and the lower edge of the plot."""
    way = list(points[:1])
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        edges = (0.0, float(HEIGHT)) if y0 < y1 else (float(HEIGHT), 0.0)
        passed = [edge for edge in edges if isfinite(y1 - y0) and min(y0, y1) < edge < max(y0, y1)]
        way += [*[(x0 + (edge - y0) / (y1 - y0) * (x1 - x0), edge) for edge in passed], (x1, y1)]
    runs = [list(run) for inside, run in groupby(way, lambda p: isfinite(p[0]) and 0 <= p[1] <= HEIGHT) if inside]
    return [run for run in runs if len(run) > 1]


def thinned(points: Sequence[Point]) -> list[Point]:
    """Fewer points for the same line: of each column of pixels the ends and the extremes, if they bend the line.

    The rule is Douglas and Peucker's: between two points that are kept, keep the one farthest from their straight line.
    """
    line: list[Point] = []
    for _, group in groupby(points, key=lambda point: round(point[0])):
        column = list(group)
        ends = {column[0], min(column, key=itemgetter(1)), max(column, key=itemgetter(1)), column[-1]}
        line += [point for point in column if point in ends]
    kept, stretches = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        far = distances(line[first : last + 1])
        if max(far) > 0.05:
            farthest = first + far.index(max(far))
            kept.add(farthest)
            stretches += [(first, farthest), (farthest, last)]
    return [line[k] for k in sorted(kept)]


def distances(line: Sequence[Point]) -> list[float]:
    """How far each point of a line is from the straight line between its ends. A point is x + y * i here."""
    points = [complex(*point) for point in line]
    start, way = points[0], points[-1] - points[0]
    back = way.conjugate() / abs(way) ** 2 if abs(way) > 1e-6 else 0j  # to shares of the way
    return [abs(p - start - min(max(((p - start) * back).real, 0.0), 1.0) * way) for p in points]


def film(frames: Sequence[str]) -> str:
    """The frames one after another, over and over, with a pause on the last. Without animation the last one is shown.

    All but the last run the same animation, each a little later. Films of the same length share its name.
    """
    seconds, count = min(0.5, max(0.05, 8 / len(frames))), len(frames)
    cycle = seconds * count + 2.0
    moving, last = f"tinynet-frame-{count}", f"tinynet-last-{count}"
    style = (
        f"@keyframes {moving}{{0%{{visibility:visible}}{100 * seconds / cycle:.4f}%{{visibility:hidden}}}}"
        f"@keyframes {last}{{0%{{visibility:hidden}}{100 * seconds * (count - 1) / cycle:.4f}%{{visibility:visible}}}}"
        f"@media screen and (prefers-reduced-motion:no-preference){{"
        f".{moving}{{display:inline;visibility:hidden;animation:{moving} {cycle:.3f}s step-end infinite}}"
        f".{last}{{animation:{last} {cycle:.3f}s step-end infinite}}}}"
    )
    before = [
        f'<g class="{moving}" display="none" style="animation-delay:{k * seconds:.3f}s">{shapes}</g>'
        for k, shapes in enumerate(frames[:-1])
    ]
    return f'<style>{style}</style>{"".join(before)}<g class="{last}">{frames[-1]}</g>' if before else frames[0]


def dots(plot: Plot, pairs: Sequence[Point]) -> str:
    """The observations. Many are small and pale. Of more than MOST_DOTS the outermost in each small square is drawn."""
    radius, side = max(1.5, min(5, 50 / sqrt(len(pairs)))), 1
    points = [plot.place(*pair) for pair in pairs]
    while len(points) > MOST_DOTS:
        points.sort(key=lambda point: abs(point[1] - HEIGHT / 2))
        points = list({(x // side, y // side): (x, y) for x, y in points}.values())
        side *= 2
    rim = ' stroke="#fff"' if radius == 5 else ""
    return svg.group("observed", [svg.dot(point, radius) for point in points], f' fill-opacity="{radius / 5:.2g}"{rim}')
