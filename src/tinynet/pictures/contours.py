"""The SSR over two parameters: lines along which it stays the same, as on a map, and the path of a descent.

The SSR is computed on a grid. A line of one level crosses a side of a square if one corner is lower and the other is
higher. It crosses the side where a straight line between the two heights has this level.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import dist, isfinite, isqrt, sqrt

from tinynet.arguments.numbers import number_of
from tinynet.backpropagation import backpropagate
from tinynet.loss import ssr
from tinynet.network import Parameters
from tinynet.pictures.plots import HEIGHT, Plot, Words
from tinynet.pictures.scales import Scale, linear, short
from tinynet.pictures.shapes import BACK, SHEET, Picture, Point, breadth, dot, joined, path, text
from tinynet.training import Step

FAR = 1e307  # where floats nearly end
LEVELS = 9
Grid = list[list[float]]  # the SSR by column and row
Corner = tuple[int, int, float]  # column, row and SSR


class Line:
    """The SSR along one parameter, its slope here, and where a step leads."""

    def __init__(self, name: str, parameters: Parameters, pairs: Sequence[Point], rate: float) -> None:
        self.name, self.parameters, self.pairs = name, parameters, pairs
        self.here, gradient = backpropagate(parameters, pairs)
        self.value: float = getattr(parameters, name)
        self.slope: float = getattr(gradient, name)
        self.new = self.value - self.slope * rate
        self.there = self.ssr(self.new)

    def ssr(self, value: float) -> float:
        return backpropagate(self.parameters._replace(**{self.name: value}), self.pairs)[0]

    def stretch(self) -> tuple[float, float]:
        """From where to where the curve is worth seeing: its lowest point, the step, and enough for a tangent.

        The lowest point comes first; a short step looks longer where not all of the way there is seen.
        """
        lowest, least = self.valley()
        step = abs(self.new - self.value) if isfinite(self.new) else 0.0
        seen = min(2.2 * lowest, max(0.3 * lowest, 25 * step)) if step else 2.2 * lowest
        downhill, uphill = max(seen, 1.4 * step, least), max(0.12 * seen, 0.25 * step, least)
        left, right = (uphill, downhill) if self.slope < 0 else (downhill, uphill)
        return max(self.value - min(left, FAR), -16 * FAR), min(self.value + min(right, FAR), 16 * FAR)

    def valley(self) -> tuple[float, float]:
        """About how far the lowest point is, and how wide the curve must be seen to look bent.

        Both follow from the parabola through three points of the curve. In the output layer the curve is this parabola.
        """
        unit = 1 / (max(abs(input) for input, _ in self.pairs) or 1.0) if self.name in ("w1", "w2") else 1.0
        wide = max(abs(self.value), unit)
        bend = (self.ssr(self.value + wide) - self.here + self.ssr(self.value - wide) - self.here) / wide / wide
        if not (bend > 0 and isfinite(bend) and isfinite(self.slope)):
            return 0.0, 4 * wide
        lowest, least = abs(self.slope) / bend, max(4e-6 * wide, 0.05 * sqrt(self.here / bend))
        if self.name in ("w3", "w4", "b3"):
            return lowest, least
        return min(lowest, 4 * wide), min(least, 4 * wide)


def draw_map(a: Line, b: Line, steps: Sequence[Step], words: Words, frame: Sequence[Parameters]) -> Picture:
    """The contours, the path of the steps or, with a learning rate, the next step, and the point."""
    here, there = (a.value, b.value), (a.new, b.new)
    way = [(getattr(step.parameters, a.name), getattr(step.parameters, b.name)) for step in steps]
    way = way or ([here, there] if here != there and isfinite(sum(there)) else [])
    held = [[getattr(each, line.name) for each in frame] for line in (a, b)]
    scales = [axis(line, numbers, more) for line, numbers, more in zip((a, b), zip(*way, here), held)]
    plot = Plot(scales[0], scales[1], words)
    places = [plot.place(*point) for point in way[:: len(way) // 200 + 1]]
    shapes = [*contours(plot, scales, a, b, [*places, plot.place(*here)]), plot.line("descent", way)]
    shapes += [dot(place, 2.5, f' fill="{BACK}"') for place in places[1:]]
    shapes += [dot(place, 4.5, f' fill="{SHEET}" stroke="{BACK}" stroke-width="2"') for place in places[:1]]
    said = f"{a.name} = {short(a.value)}, {b.name} = {short(b.value)}, SSR {short(a.here)}"
    entries = [("contour", "the same SSR all along the line")]
    if steps:
        first, last = steps[0].parameters._asdict(), steps[-1].parameters._asdict()
        others = " ".join(name for name in first if first[name] != last[name] and name not in (a.name, b.name))
        also = f" ({others} moved too)" if others else ""  # so the contours are not those that it passed
        entries.append(("descent", f"path of {number_of(len(steps) - 1, 'step')}{also}"))
    elif way:
        entries.append(("descent", f"one step: new {a.name} = {short(a.new)}, new {b.name} = {short(b.new)}"))
    title = f"The SSR over {a.name} and {b.name}"
    description = f"{title}, all else held, as contours. {'; '.join([said, *[words for _, words in entries[1:]]])}."
    return plot.picture(title, description, entries, said, [*shapes, dot(plot.place(*here), 5), plot.caption(said)])


def axis(line: Line, ends: Sequence[float], frame: Sequence[float]) -> Scale:
    """The scale of one parameter. It holds these ends, the stretch that is worth seeing, and a margin."""
    values = [*ends, *(frame or line.stretch())]
    low, high = min(values), max(values)
    more = 0.0 if frame else 0.15 * high - 0.15 * low
    return linear([max(low - more, -16 * FAR), min(high + more, 16 * FAR)])


def contours(plot: Plot, scales: Sequence[Scale], a: Line, b: Line, taken: list[Point]) -> list[str]:
    """The lines, spread evenly over the map, and their labels, away from the path and from each other."""
    count = max(10, min(50, isqrt(80_000 // len(a.pairs))))
    ways = [[scale.number(k / count) for k in range(count + 1)] for scale in scales]
    grid = [[ssr(a.parameters._replace(**{a.name: x, b.name: y}), a.pairs) for y in ways[1]] for x in ways[0]]
    some = sorted(height for column in grid for height in column if isfinite(height))
    levels = {float(short(some[int((k + 0.5) / LEVELS * len(some))], 2)) for k in range(LEVELS if some else 0)}
    shapes, labels = [], []
    for level in sorted(levels):
        lines = [[(plot.width * x / count, HEIGHT * (1 - y / count)) for x, y in line] for line in contour(grid, level)]
        shapes += [path("contour", "".join(map(joined, lines)))] * bool(lines)
        words, half = short(level), breadth(short(level)) / 2
        room = [(x, y) for line in lines for x, y in line if half < x < plot.width - half and 12 < y < HEIGHT - 12]
        far, (x, y) = max([(min(dist(p, other) for other in taken), p) for p in room], default=(0.0, (0.0, 0.0)))
        if far > 2 * half + 8:
            taken = [*taken, (x, y)]
            size = f'x="{x - half:.2f}" y="{y - 7:.2f}" width="{2 * half:.2f}" height="15"'
            labels += [f'<rect class="halo" {size} fill="{SHEET}"/>', text(x, y + 5, words, "middle")]
    return [*shapes, *labels]


def contour(grid: Grid, level: float) -> list[list[Point]]:
    """The pieces of the lines of this level, one or two in each square that they cross, in columns and rows."""
    pieces = []
    for x, (here, right) in enumerate(zip(grid, grid[1:])):
        for y in range(len(here) - 1):
            corners = [(x, y, here[y]), (x + 1, y, right[y]), (x + 1, y + 1, right[y + 1]), (x, y + 1, here[y + 1])]
            sides = list(zip(corners, [*corners[1:], corners[0]]))
            if all(isfinite(height) for _, _, height in corners):
                crossed = [crossing(a, b, level) for a, b in sides if (a[2] > level) != (b[2] > level)]
                pieces += [crossed[k : k + 2] for k in range(0, len(crossed), 2)]
    return pieces


def crossing(a: Corner, b: Corner, level: float) -> Point:
    share = (level - a[2]) / (b[2] - a[2]) if isfinite(b[2] - a[2]) else 0.5
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
