"""The SSR over one parameter, with the tangent that a step follows downhill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite, sqrt
from typing import Optional, Union

from tinynet.arguments.numbers import checked_name, positive
from tinynet.backpropagation import backpropagate
from tinynet.loss import Data
from tinynet.network import Parameters, predict
from tinynet.pictures.given import Words, checked_fit, checked_frame, checked_words
from tinynet.pictures.plots import HEIGHT, Plot, curve
from tinynet.pictures.scales import linear, short
from tinynet.pictures.shapes import BACK, SHEET, Picture, Point, dot, path
from tinynet.training import Training

FAR = 1e307  # where floats nearly end


def draw_ssr(
    name: str,
    parameters: Union[Parameters, Training],
    data: Optional[Data] = None,
    learning_rate: Optional[float] = None,
    *,
    title: str = "",
    input: str = "",
    observed: str = "SSR",
    frame: Iterable[Parameters] = (),
) -> Picture:
    """The SSR over one parameter, the others held: the point, its tangent, and with a learning rate the next step.

    The slope of the tangent is the derivative. The step goes along the axis by derivative * learning rate, against the
    sign of the derivative, and its size says nothing of how far the lowest point is.

    parameters    or a Training, which brings its data and its learning rate
    title         and `input` (by itself the parameter) and `observed`: the words at the top and at the axes
    frame         parameters that the axes must hold: then they go by these alone, where the step stays within them

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, FITTED
    >>> "slope dSSR/db3 = -15.66" in draw_ssr("b3", FITTED._replace(b3=0), DATA, learning_rate=0.1).svg
    True
    """
    name = checked_name(name, "name", Parameters._fields)
    if isinstance(parameters, Training) and learning_rate is None:
        learning_rate = parameters.learning_rate
    parameters, pairs = checked_fit(parameters, data)
    rate = 0.0 if learning_rate is None else positive(learning_rate, "learning_rate")
    words = checked_words(title, input if input != "" else name, observed)
    line, *others = [Line(name, each, pairs, rate) for each in (parameters, *checked_frame(frame))]
    plot, columns, heights = plot_of(line, others, words)
    tangent = [line.here + line.slope * (value - line.value) for value in columns]
    shapes = [plot.inside([path("ssr", curve(plot, heights)), path("tangent", curve(plot, tangent))])]
    entries = [("ssr", "SSR"), ("tangent", f"tangent: slope dSSR/d{name} = {short(line.slope)}")]
    said = f"{name} = {short(line.value)}, SSR {short(line.here)}"
    if rate:
        product = f"{short(line.slope)} * {short(rate)} = {short(line.slope * rate)}"
        entries.append(("step", f"step size: {product}"))
        said = line.step_in_words()
        shapes += step_along(plot, line)
    shapes += [dot(plot.place(line.value, line.here), 5)] * isfinite(line.here)
    seen = "; ".join([said, *[words for _, words in entries[1:]]])
    description = f"The SSR over {name}, all else held, as a curve, with a dot where {name} is. {seen}."
    return plot.picture(f"The SSR over {name}", description, entries, said, [*shapes, plot.caption(said)])


def plot_of(line: Line, others: Sequence[Line], words: Words) -> tuple[Plot, list[float], list[float]]:
    """The axes, and in each of some columns the parameter and its SSR: fewer, where the data are many."""
    xs = [each.value for each in (line, *others)] + [*(others[0] if others else line).stretch()]
    x = linear([*xs, line.new] if isfinite(line.new) else xs)
    count = max(16, min(160, 40_000 // len(line.pairs)))
    columns = [x.number(k / count) for k in range(count + 1)]
    heights = [line.ssr(value) for value in columns]
    ends = [height for height in (line.here, line.there, *[other.here for other in others]) if isfinite(height)]
    return Plot(x, linear(span(ends, [] if others else heights)), words), columns, heights


def span(ends: Sequence[float], heights: Sequence[float]) -> list[float]:
    """What the axis of the SSR holds: the ends of the step, the lowest point, and of the rest five times as much."""
    seen = [height for height in heights if isfinite(height)]
    low, high = min([*ends, *seen], default=0.0), max(ends, default=1.0)
    highest = max([high, *seen])
    if high - low > 0.02 * (highest - low):
        highest = min(highest, low + 5 * (high - low))
    return [0.0 if 0 <= low < 0.2 * highest or not heights else low, highest]


def step_along(plot: Plot, line: Line) -> list[str]:
    """The step as an arrow on the axis, from below the point to below the new one."""
    if not (isfinite(line.new) and isfinite(line.here) and isfinite(line.there)):
        return []
    (x0, y0), (x1, y1) = plot.place(line.value, line.here), plot.place(line.new, line.there)
    heights = [path("height", f"M{x:.2f},{y:.2f}V{HEIGHT}") for x, y in ((x0, y0), (x1, y1))]
    long = max(min(9, x1 - x0), -9)  # the head of a short arrow is all of it
    shaft = path("step", f"M{x0:.2f},{HEIGHT}H{x1 - 0.9 * long:.2f}")
    tip = f'<path d="M{x1:.2f},{HEIGHT}l{-long:.2f},-5v10z" fill="{BACK}"/>'
    return [*heights, shaft, tip, dot((x1, y1), 4.5, f' fill="{SHEET}" stroke="{BACK}" stroke-width="2"')]


class Line:
    """The SSR along one parameter, its slope here, and where a step leads."""

    def __init__(self, name: str, parameters: Parameters, pairs: Sequence[Point], rate: float) -> None:
        self.name, self.parameters, self.pairs = name, parameters, pairs
        self.here, gradient = backpropagate(parameters, pairs)
        self.value: float = getattr(parameters, name)
        self.slope: float = getattr(gradient, name)
        self.new = self.value - self.slope * rate
        self.there = self.ssr(self.new)

    def at(self, value: float) -> Parameters:
        return self.parameters._replace(**{self.name: value})

    def ssr(self, value: float) -> float:
        return backpropagate(self.at(value), self.pairs)[0]

    def step_in_words(self) -> str:
        """Where the step leads, with as many digits as tell the new value from the old."""
        digits = next((k for k in range(4, 17) if short(self.value, k) != short(self.new, k)), 4)
        here = f"{self.name} = {short(self.value, digits)}, SSR {short(self.here)}"
        return f"{here}; new {self.name} = {short(self.new, digits)}, SSR {short(self.there)}"

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
        farthest = 4 * max(abs(self.value), unit)
        squares = self.squares(max(1e-4 * unit, 1e-8 * abs(self.value)))
        lowest, least = 0.0, farthest
        if squares > 0 and all(map(isfinite, (squares, self.slope, self.here))):
            lowest, least = abs(self.slope) / (2 * squares), max(1e-6 * farthest, 0.02 * sqrt(self.here / squares))
        if self.name not in ("w3", "w4", "b3") or not isfinite(lowest + least):
            lowest, least = min(lowest, farthest), min(least, farthest)
        return lowest, least

    def squares(self, h: float) -> float:
        """The sum of J^2, by differences; of many observations some are asked for all."""
        every = len(self.pairs) // 1000 + 1
        up, down = self.at(self.value + h), self.at(self.value - h)
        slopes = [(predict(up, input) - predict(down, input)) / (2 * h) for input, _ in self.pairs[::every]]
        return every * sum(slope * slope for slope in slopes)
