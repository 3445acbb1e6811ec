"""The SSR over one parameter, as a curve with its tangent; or over two, as a map with contours.

A contour crosses a side of a small square if its level lies between those of the corners. It crosses the side where a
straight line between the two heights has this level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import dist, inf, isfinite, isqrt, sqrt
from typing import Optional, Union

from tinynet.arguments.numbers import checked_names, number_of, positive
from tinynet.arguments.seven import checked_data
from tinynet.backpropagation import backpropagate
from tinynet.loss import Data, ssr
from tinynet.network import Parameters
from tinynet.pictures.fits import checked_point, walked
from tinynet.pictures.plots import HEIGHT, Plot, Words, checked_list
from tinynet.pictures.scales import linear, short
from tinynet.pictures.shapes import BACK, SHEET, Picture, Point, breadth, dot, joined, path, text
from tinynet.training import Step, Training

RING = f' fill="{SHEET}" stroke="{BACK}" stroke-width="2"'  # the look of an open dot


def draw_ssr(
    name: Union[str, Sequence[str]],
    parameters: Union[Parameters, Training, Iterable[Step]],
    data: Optional[Data] = None,
    learning_rate: Optional[float] = None,
    *,
    title: str = "",
    input: str = "",
    observed: str = "",
    frame: Iterable[Parameters] = (),
) -> Picture:
    """The SSR over one parameter or two. The others keep their values.

    Over one parameter it is a curve with its tangent. The slope of the tangent is the derivative. With a learning rate
    the picture shows the next step too: derivative * learning rate along the axis, downhill. A step does not know how
    far away the lowest point is.
    Over two it is a map with contours. It shows the next step or, for a Training or steps, their path. The other
    parameters have their values at the end of the path.

    parameters    or a Training, which brings its data and its learning rate; for two names also steps of `descend`
    title         the words at the top; `input` and `observed` are those at the axes, by default the names
    frame         parameters for which the axes must have room; they then hold only these, the point and its step

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, FITTED
    >>> start = FITTED._replace(w3=0.36, b3=0)
    >>> "slope dSSR/db3 = -15.66" in draw_ssr("b3", FITTED._replace(b3=0), DATA, learning_rate=0.1).svg
    True
    >>> training = train(start, DATA, learning_rate=0.1, trainable=["w3", "b3"])
    >>> f"path of {training.steps} steps" in draw_ssr(("w3", "b3"), training).svg
    True
    """
    names = checked_names([name] if isinstance(name, str) else name, "name", Parameters._fields)
    if len(names) > 2:
        raise ValueError(f"name holds {number_of(len(names), 'name')}; it must hold one or two")
    steps = [] if len(names) == 1 or isinstance(parameters, Parameters) else list(walked(parameters, "parameters"))
    if isinstance(parameters, Training):
        learning_rate = parameters.learning_rate if learning_rate is None else learning_rate
        data = parameters.data if data is None else data
    point, pairs = checked_point(steps[-1].parameters if steps else parameters), checked_data(data)
    rate = 0.0 if learning_rate is None else positive(learning_rate, "learning_rate")
    input, observed = input if input != "" else names[0], observed if observed != "" else [*names, "SSR"][1]
    words = {"title": title, "input": input, "observed": observed}
    lines = [Line(each, point, pairs, rate) for each in names]
    others = checked_list(frame, "frame", checked_point, "Parameters", least=0)
    if len(names) == 2:
        return draw_map(lines[0], lines[1], steps, words, others)
    return draw_slope(lines[0], rate, words, [Line(names[0], each, pairs, rate) for each in others])


class Line:
    """The SSR along one parameter, its slope here, and where a step leads."""

    def __init__(self, name: str, parameters: Parameters, pairs: Sequence[Point], rate: float) -> None:
        self.name, self.parameters, self.pairs = name, parameters, pairs
        self.here, gradient = backpropagate(parameters, pairs)
        self.value: float = getattr(parameters, name)
        self.slope: float = getattr(gradient, name)
        self.new = self.value - self.slope * rate
        self.there = self.ssr(self.new)

    def ssr(self, value: float, **others: float) -> float:
        return ssr(self.parameters._replace(**{self.name: value, **others}), self.pairs)

    def stretch(self) -> tuple[float, float]:
        """From where to where to draw the curve, to show its lowest point, or else the step, and that it bends.

        The parabola through three of its points says how far that is. For w3, w4 and b3 the curve is this parabola.
        """
        unit = 1 / (max(abs(input) for input, _ in self.pairs) or 1.0) if self.name in ("w1", "w2") else 1.0
        wide = max(abs(self.value), unit)
        most = inf if self.name in ("w3", "w4", "b3") else 4 * wide
        bend = (self.ssr(self.value + wide) - self.here + self.ssr(self.value - wide) - self.here) / wide / wide
        to_lowest, to_see_bend = 0.0, 4 * wide
        if bend > 0 and isfinite(bend) and isfinite(self.slope):
            to_lowest, to_see_bend = abs(self.slope) / bend, max(4e-6 * wide, 0.05 * sqrt(self.here / bend))
        step, least = abs(self.new - self.value) if isfinite(self.new) else 0.0, min(to_see_bend, most)
        to_see_step = max(0.3 * min(to_lowest, most), 25 * step) if step else most
        downhill = max(min(2.2 * to_lowest, to_see_step), 1.4 * step, least)
        uphill = max(downhill / 8, least)
        left, right = (uphill, downhill) if self.slope < 0 else (downhill, uphill)
        return self.value - left, self.value + right


def draw_slope(line: Line, rate: float, words: Words, others: Sequence[Line]) -> Picture:
    """The SSR over one parameter. If there are others, the axes hold them and not the whole stretch."""
    name = line.name
    xs = [each.value for each in (line, *others)] + [*(others[0] if others else line).stretch()]
    x = linear([*xs, line.new] if isfinite(line.new) else xs)
    count = max(16, min(160, 40_000 // len(line.pairs)))  # fewer if the data are many
    columns = [x.number(k / count) for k in range(count + 1)]
    heights = [line.ssr(value) for value in columns]
    ends = [height for height in (line.here, line.there, *[other.here for other in others]) if isfinite(height)]
    plot = Plot(x, linear(span(ends, [] if others else heights)), words)
    tangent = [(value, line.here + line.slope * (value - line.value)) for value in columns]
    shapes = [plot.line("ssr", zip(columns, heights)), plot.line("tangent", tangent)]
    entries = [("ssr", "SSR"), ("tangent", f"tangent: slope dSSR/d{name} = {short(line.slope)}")]
    caption = f"{name} = {short(line.value)}, SSR {short(line.here)}"
    if rate:
        entries.append(("step", f"step size: {short(line.slope)} * {short(rate)} = {short(line.slope * rate)}"))
        caption += f"; new {name} = {short(line.new)}, SSR {short(line.there)}"
        shapes += step_along(plot, line)
    shapes += [dot(plot.place(line.value, line.here), 5)] * isfinite(line.here)
    about = f"The SSR over {name}, all else held, as a curve, with a dot where {name} is."
    return plot.picture(f"The SSR over {name}", about, entries, [(caption, shapes)])


def span(ends: Sequence[float], heights: Sequence[float]) -> list[float]:
    """What the axis of the SSR holds: the ends of the step, the lowest point, and at most five times their height."""
    seen = [*ends, *[height for height in heights if isfinite(height)]]
    low, high, highest = min(seen, default=0.0), max(ends, default=1.0), max(seen, default=1.0)
    if high - low > 0.02 * (highest - low):
        highest = min(highest, low + 5 * (high - low))
    return [low if low >= 0.2 * highest else 0.0, highest]


def step_along(plot: Plot, line: Line) -> list[str]:
    """The step as an arrow on the axis, from below the point to below the new one."""
    if not all(map(isfinite, (line.new, line.here, line.there))):
        return []
    (x0, y0), (x1, y1) = plot.place(line.value, line.here), plot.place(line.new, line.there)
    heights = [path("height", f"M{x:.2f},{y:.2f}V{HEIGHT}") for x, y in ((x0, y0), (x1, y1))]
    long = max(min(9, x1 - x0), -9)  # a short arrow is all head
    arrow = path("step", f"M{x0:.2f},{HEIGHT}H{x1 - 0.9 * long:.2f}")
    arrow += f'<path d="M{x1:.2f},{HEIGHT}l{-long:.2f},-5v10z" fill="{BACK}"/>'
    return [*heights, arrow, dot((x1, y1), 4.5, RING)]


def draw_map(a: Line, b: Line, steps: Sequence[Step], words: Words, frame: Sequence[Parameters]) -> Picture:
    """The contours, the path of the steps or, with a learning rate, the next step, and the point."""
    here, there = (a.value, b.value), (a.new, b.new)
    way = [(getattr(step.parameters, a.name), getattr(step.parameters, b.name)) for step in steps]
    way = way or ([here, there] if here != there and isfinite(sum(there)) else [])
    held = [[getattr(each, line.name) for each in frame] or line.stretch() for line in (a, b)]
    x, y = [linear([*ends, *others], margin=0.2) for ends, others in zip(zip(*way, here), held)]
    plot = Plot(x, y, words)
    places = [plot.place(*point) for point in way[:: len(way) // 200 + 1]]
    squares = max(10, min(50, isqrt(80_000 // len(a.pairs))))
    lines = contours(plot, lambda x, y: a.ssr(x, **{b.name: y}), squares, [*places, plot.place(*here)])
    shapes = [*lines, plot.line("descent", way)]
    shapes += [dot(place, 2.5, f' fill="{BACK}"') for place in places[1:]]
    shapes += [*[dot(place, 4.5, RING) for place in places[:1]], dot(plot.place(*here), 5)]
    caption = f"{a.name} = {short(a.value)}, {b.name} = {short(b.value)}, SSR {short(a.here)}"
    entries = [("contour", "the same SSR all along the line")]
    if way:
        entries.append(("descent", of_path(a, b, steps)))
    title = f"The SSR over {a.name} and {b.name}"
    return plot.picture(title, f"{title}, all else held, as contours.", entries, [(caption, shapes)])


def of_path(a: Line, b: Line, steps: Sequence[Step]) -> str:
    """What the legend says. If other parameters moved too, the path ran over other contours than those of the map."""
    if not steps:
        return f"one step: new {a.name} = {short(a.new)}, new {b.name} = {short(b.new)}"
    first, last = steps[0].parameters._asdict(), steps[-1].parameters._asdict()
    others = [name for name in first if first[name] != last[name] and name not in (a.name, b.name)]
    return f"path of {number_of(len(steps) - 1, 'step')}" + f" ({' '.join(others)} moved too)" * bool(others)


def contours(plot: Plot, height: Callable[[float, float], float], count: int, taken: Sequence[Point]) -> list[str]:
    """The lines, from a grid of `count` squares a side, and their labels, away from the places taken and each other."""
    columns, rows = [[scale.number(k / count) for k in range(count + 1)] for scale in (plot.x, plot.y)]
    grid = [[height(x, y) for y in rows] for x in columns]
    heights = sorted(height for column in grid for height in column if isfinite(height))
    levels = [short(heights[int((k + 0.5) / 9 * len(heights))], 2) for k in range(9 if heights else 0)]
    shapes, labels, places = [], [], list(taken)
    for level in sorted(set(map(float, levels))):
        lines = [[(plot.width * x / count, HEIGHT * (1 - y / count)) for x, y in line] for line in contour(grid, level)]
        shapes += [path("contour", "".join(map(joined, lines)))] * bool(lines)
        words, half = short(level), breadth(short(level)) / 2
        room = [(x, y) for line in lines for x, y in line if half < x < plot.width - half - 9 and 9 < y < HEIGHT - 9]
        free = [(min(dist(point, place) for place in places), point) for point in room]
        far, (x, y) = max(free, default=(0.0, (0.0, 0.0)))
        if far > 2 * half + 8:
            places.append((x, y))
            size = f'x="{x - half:.2f}" y="{y - 7:.2f}" width="{2 * half:.2f}" height="15"'
            labels += [f'<rect class="halo" {size} fill="{SHEET}"/>', text(x, y + 5, words, "middle")]
    return [*shapes, *labels]


def contour(grid: Sequence[Sequence[float]], level: float) -> list[list[Point]]:
    """The pieces of the lines of this level, one or two in each square that they cross. A point is (column, row)."""
    pieces = []
    for x, (here, right) in enumerate(zip(grid, grid[1:])):
        for y in range(len(here) - 1):
            corners = [(x, y, here[y]), (x + 1, y, right[y]), (x + 1, y + 1, right[y + 1]), (x, y + 1, here[y + 1])]
            if all(isfinite(height) for _, _, height in corners):
                sides = zip(corners, [*corners[1:], corners[0]])
                crossed = [crossing(a, b, level) for a, b in sides if (a[2] > level) != (b[2] > level)]
                pieces += [crossed[k : k + 2] for k in range(0, len(crossed), 2)]
    return pieces


def crossing(a: Sequence[float], b: Sequence[float], level: float) -> Point:
    share = (level - a[2]) / (b[2] - a[2]) if isfinite(b[2] - a[2]) else 0.5
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
