"""The SSR over two parameters: lines along which it stays the same, as on a map, and the path of a descent.

A line of one height leaves a square of the grid where it has entered it. On a side between two corners, one lower and
one higher, it passes where a straight line between their heights does.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import dist, isfinite, isqrt, sqrt

from tinynet.arguments.numbers import number_of
from tinynet.backpropagation import backpropagate
from tinynet.loss import ssr
from tinynet.network import Parameters, predict
from tinynet.pictures.plots import HEIGHT, Plot, Words, thinned
from tinynet.pictures.scales import Scale, linear, short
from tinynet.pictures.shapes import BACK, SHEET, Picture, Point, breadth, dot, joined, path, text
from tinynet.training import Step

FAR = 1e307  # where floats nearly end
LEVELS = 9
Grid = list[list[float]]  # the SSR by column and row
Side = tuple[int, int, int]  # of a square: from (column, row) to the right, 0, or up, 1


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
        """How far the lowest point is, about, and how wide the curve must be seen to look bent.

        With J = dpredicted/dparameter, the SSR is about a parabola with the curvature 2 * sum of J^2, so the lowest
        point is |slope| / (2 * sum of J^2) away. In the output layer that is exact. In the hidden layer, where J may
        be nearly 0, no farther is looked than some times the size of the parameter.
        """
        unit = 1 / (max(abs(input) for input, _ in self.pairs) or 1.0) if self.name in ("w1", "w2") else 1.0
        farthest, squares = 4 * max(abs(self.value), unit), self.product(self)
        lowest, least = 0.0, farthest
        if squares > 0 and all(map(isfinite, (squares, self.slope, self.here))):
            lowest, least = abs(self.slope) / (2 * squares), max(1e-6 * farthest, 0.02 * sqrt(self.here / squares))
        if self.name not in ("w3", "w4", "b3") or not isfinite(lowest + least):
            lowest, least = min(lowest, farthest), min(least, farthest)
        return lowest, least

    def product(self, other: Line) -> float:
        """The sum of J * J of the other line; of many observations some are asked for all."""
        total, every = 0.0, len(self.pairs) // 1000 + 1
        for input, _ in self.pairs[::every]:  # -2 * residual is 1 here, so each derivative is J
            row = input, predict(self.parameters, input) - 0.5
            gradient = backpropagate(self.parameters, [row])[1]
            total += every * getattr(gradient, self.name) * getattr(gradient, other.name)
        return total


def lowest_of(a: Line, b: Line) -> Point:
    """The lowest point of the map, if both are in the output layer: there the SSR is quadratic.

    To (a + x, b + y) it rises by slopes * (x, y) + aa * x^2 + 2 * ab * x * y + bb * y^2, with the sums of J * J.
    """
    aa, ab, bb = a.product(a), a.product(b), b.product(b)
    determinant = aa * bb - ab * ab
    if not {a.name, b.name} <= {"w3", "w4", "b3"} or not determinant > 1e-9 * aa * bb:
        return a.value, b.value
    x, y = (ab * b.slope - bb * a.slope) / determinant / 2, (ab * a.slope - aa * b.slope) / determinant / 2
    return (a.value + x, b.value + y) if isfinite(x + y) else (a.value, b.value)


def draw_map(a: Line, b: Line, steps: Sequence[Step], words: Words, frame: Sequence[Parameters]) -> Picture:
    """The contours, the path of the steps or, with a learning rate, the next step, and the point."""
    here, there = (a.value, b.value), (a.new, b.new)
    way = [(getattr(step.parameters, a.name), getattr(step.parameters, b.name)) for step in steps]
    way = way or ([here, there] if here != there and isfinite(sum(there)) else [])
    ends = [*way, here] if steps else [*way, here, lowest_of(a, b)]
    scales = [axis(line, [p[k] for p in ends], [getattr(p, line.name) for p in frame]) for k, line in enumerate((a, b))]
    plot = Plot(scales[0], scales[1], words)
    places: list[Point] = []
    for place in [plot.place(*point) for point in way]:
        if isfinite(sum(place)) and (not places or dist(place, places[-1]) > 7):
            places.append(place)
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
    count = max(10, min(60, isqrt(120_000 // len(a.pairs))))
    ways = [[scale.number(k / count) for k in range(count + 1)] for scale in scales]
    grid = [[ssr(a.parameters._replace(**{a.name: x, b.name: y}), a.pairs) for y in ways[1]] for x in ways[0]]
    some = sorted(height for column in grid for height in column if isfinite(height))
    levels = {float(short(some[int((k + 0.5) / LEVELS * len(some))], 2)) for k in range(LEVELS if some else 0)}
    shapes, labels = [], []
    for level in sorted(levels):
        lines = [[(plot.width * x / count, HEIGHT * (1 - y / count)) for x, y in line] for line in contour(grid, level)]
        shapes += [path("contour", "".join(joined(thinned(line)) for line in lines))] * bool(lines)
        words, half = short(level), breadth(short(level)) / 2
        room = [(x, y) for line in lines for x, y in line if half < x < plot.width - half and 12 < y < HEIGHT - 12]
        far, (x, y) = max([(min(dist(p, other) for other in taken), p) for p in room], default=(0.0, (0.0, 0.0)))
        if far > 2 * half + 8:
            taken = [*taken, (x, y)]
            size = f'x="{x - half:.2f}" y="{y - 7:.2f}" width="{2 * half:.2f}" height="15"'
            labels += [f'<rect class="halo" {size} fill="{SHEET}"/>', text(x, y + 5, words, "middle")]
    return [*shapes, *labels]


def contour(grid: Grid, level: float) -> list[list[Point]]:
    """The lines of this level through a grid of heights, each a list of (column, row) with fractions."""
    links: dict[Side, list[Side]] = {}
    for x, (here, right) in enumerate(zip(grid, grid[1:])):
        for y in range(len(here) - 1):
            corners = here[y], right[y], right[y + 1], here[y + 1]
            sides = [(x, y, 0), (x + 1, y, 1), (x, y + 1, 0), (x, y, 1)]  # each from its corner to the next
            above = [corner > level for corner in corners]
            crossed = [side for side, a, b in zip(sides, above, [*above[1:], above[0]]) if a != b]
            if len(crossed) == 4 and (sum(corners) / 4 > level) != above[0]:
                crossed = [*crossed[1:], crossed[0]]  # a saddle: its middle is as the other two corners
            for one, other in zip(crossed[::2], crossed[1::2]) if all(map(isfinite, corners)) else []:
                links.setdefault(one, []).append(other)
                links.setdefault(other, []).append(one)
    ends = [side for side in links if len(links[side]) == 1]
    walks = [walk(links, side) for side in [*ends, *links] if links[side]]
    return [[crossing(grid, side, level) for side in line] for line in walks]


def walk(links: dict[Side, list[Side]], side: Side) -> list[Side]:
    """Follow the links from side to side and remove them on the way."""
    line = [side]
    while links[side]:
        following = links[side].pop()
        links[following].remove(side)
        line.append(following)
        side = following
    return line


def crossing(grid: Grid, side: Side, level: float) -> Point:
    x, y, up = side
    low, high = grid[x][y], grid[x][y + 1] if up else grid[x + 1][y]
    share = (level - low) / (high - low) if isfinite(high - low) else 0.5
    return (x, y + share) if up else (x + share, y)
