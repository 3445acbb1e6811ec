"""The SSR: over the steps of a descent, and over one parameter, with the tangent that a step follows downhill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite, sqrt
from typing import Optional, Union

from tinynet import derivatives
from tinynet.arguments import checked_name, number_of, positive
from tinynet.loss import Data, ssr
from tinynet.network import Parameters, predict
from tinynet.outcome import Training, ssr_of_the_mean
from tinynet.pictures.given import checked_fit, checked_frame, checked_history, checked_pairs, checked_words
from tinynet.pictures.plots import HEIGHT, Plot, curve, extremes
from tinynet.pictures.scales import linear, logarithmic, short
from tinynet.pictures.shapes import BACK, INK, Picture, Point, dot, joined, path


def draw_descent(
    history: Union[Iterable[float], Training],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "step",
    observed: str = "SSR",
    frame: Union[Iterable[float], Training] = (0.0,),
) -> Picture:
    """The SSR over the steps, on a logarithmic scale; with data also that of always predicting the mean.

    history    or a Training, which brings its data
    title      and `input` and `observed`: the words at the top and at the axes
    frame      a longer history, which the axes must hold too

    Where many steps share a column of pixels, the lowest and the highest SSR are drawn, so that no spike gets lost. An
    SSR of 0 has no logarithm; it lies on the lower edge.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> "predicting the mean: 0.6667" in draw_descent(train(START, DATA, learning_rate=0.02)).svg
    True
    """
    checked_words(title=title, input=input, observed=observed)
    if isinstance(history, Training) and data is None:
        mean_ssr: float | None = history.mean_ssr
    else:
        mean_ssr = None if data is None else ssr_of_the_mean(checked_pairs(data))
    ssrs, held = checked_history(history), checked_history(frame)
    means = [] if mean_ssr is None or not isfinite(mean_ssr) else [mean_ssr]
    seen = ssrs + means + (held if len(held) > 1 else [])
    plot = Plot(linear([0, max(2, len(ssrs) - 1, len(held) - 1)], integers=True), logarithmic(seen), input, observed)
    points = [plot.place(number, ssr) for number, ssr in enumerate(ssrs)]
    said = f"{number_of(len(ssrs) - 1, 'step')}, SSR {short(ssrs[0])} to {short(ssrs[-1])}"
    against = [("mean", f"always predicting the mean: {short(mean)}") for mean in means]
    shapes = [path("mean", f"M0,{plot.place(0, mean)[1]:.2f}H{plot.width:.2f}") for mean in means]
    shapes += [path("ssr", joined(extremes(points))), dot(points[-1], 4, f' fill="{INK}"'), plot.caption(said)]
    description = "; ".join([f"On a logarithmic scale: {said}", *[words for _, words in against]])
    return plot.picture(title, "The descent of the SSR", f"{description}.", [("ssr", "SSR"), *against], said, shapes)


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
    name = checked_name(name, "name")
    if isinstance(parameters, Training) and learning_rate is None:
        learning_rate = parameters.learning_rate
    parameters, pairs = checked_fit(parameters, data)
    rate = 0.0 if learning_rate is None else positive(learning_rate, "learning_rate")
    checked_words(title=title, input=input, observed=observed)
    line, others = (
        Line(name, parameters, pairs, rate),
        [Line(name, other, pairs, rate) for other in checked_frame(frame)],
    )
    xs = [line.value, *[other.value for other in others], *(others[0] if others else line).stretch()]
    x = linear([*xs, line.new] if isfinite(line.new) else xs)
    columns = max(24, min(160, 8_000 // len(pairs)))
    across = [x.number(k / columns) for k in range(columns + 1)]
    heights = [line.ssr(value) for value in across]
    ends = [height for height in (line.here, line.there, *[other.here for other in others]) if isfinite(height)]
    plot = Plot(x, linear(span(ends, [] if others else heights)), input or name, observed)
    tangent = [line.here + line.slope * (value - line.value) for value in across]
    shapes = [plot.inside([path("ssr", curve(plot, heights)), path("tangent", curve(plot, tangent))])]
    entries = [("ssr", "SSR"), ("tangent", f"tangent: slope dSSR/d{name} = {short(line.slope)}")]
    said = f"{name} = {short(line.value)}, SSR {short(line.here)}"
    if rate:
        product = f"{short(line.slope)} * {short(rate)} = {short(line.slope * rate)}"
        entries.append(("step", f"step size: {product}"))
        digits = next((k for k in range(4, 17) if short(line.value, k) != short(line.new, k)), 4)
        said = f"{name} = {short(line.value, digits)}, SSR {short(line.here)}; "
        said += f"new {name} = {short(line.new, digits)}, SSR {short(line.there)}"
        shapes += step_along(plot, line)
    shapes += [dot(plot.place(line.value, line.here), 5, f' fill="{INK}"')] * isfinite(line.here)
    words = "; ".join([said, *[words for _, words in entries[1:]]])
    description = f"The SSR over {name}, all else held, as a curve, with a dot where {name} is. {words}."
    return plot.picture(title, f"The SSR over {name}", description, entries, said, [*shapes, plot.caption(said)])


class Line:
    """The SSR along one parameter, and where a step leads on it."""

    def __init__(self, name: str, parameters: Parameters, pairs: Sequence[Point], rate: float) -> None:
        self.name, self.parameters, self.pairs = name, parameters, pairs
        self.value: float = getattr(parameters, name)
        self.slope: float = getattr(derivatives, f"d_ssr_d_{name}")(parameters, pairs)
        self.new = self.value - self.slope * rate
        self.here, self.there = self.ssr(self.value), self.ssr(self.new)

    def at(self, value: float) -> Parameters:
        return self.parameters._replace(**{self.name: value})

    def ssr(self, value: float) -> float:
        return ssr(self.at(value), self.pairs)

    def stretch(self) -> tuple[float, float]:
        """From where to where the curve is worth seeing: its lowest point, the step, and enough for a tangent.

        With J = dpredicted/dparameter, the SSR is about a parabola with the curvature 2 * sum of J^2, so the lowest
        point is |slope| / (2 * sum of J^2) away. In the output layer that is exact. In the hidden layer, where J may
        be nearly 0, no farther is looked than some times the size of the parameter.
        """
        largest = max(abs(input) for input, _ in self.pairs) or 1.0
        unit = 1 / largest if self.name in ("w1", "w2") else 1.0
        farthest = 4 * max(abs(self.value), unit)
        h = max(1e-4 * unit, 1e-8 * abs(self.value))
        up, down = self.at(self.value + h), self.at(self.value - h)
        slopes = [(predict(up, input) - predict(down, input)) / (2 * h) for input, _ in self.pairs]
        squares = sum(slope * slope for slope in slopes)
        lowest, least = 0.0, 1e-6 * farthest
        if isfinite(squares) and isfinite(self.slope) and isfinite(self.here) and squares > 0:
            lowest, least = abs(self.slope) / (2 * squares), max(least, 0.02 * sqrt(self.here / squares))
        else:
            least = farthest
        if self.name not in ("w3", "w4", "b3") or not isfinite(lowest) or not isfinite(least):
            lowest, least = min(lowest, farthest), min(least, farthest)
        step = abs(self.new - self.value) if isfinite(self.new) else 0.0
        seen = min(2.2 * lowest, max(0.3 * lowest, 25 * step)) if step else 2.2 * lowest  # a short step looks longer so
        downhill, uphill = max(seen, 1.4 * step, least), max(0.12 * seen, 0.25 * step, least)
        left, right = (uphill, downhill) if self.slope < 0 else (downhill, uphill)
        far = 1e307  # where floats end
        return max(self.value - min(left, far), -16 * far), min(self.value + min(right, far), 16 * far)


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
    return [*heights, shaft, tip, dot((x1, y1), 4.5, f' fill="#fff" stroke="{BACK}" stroke-width="2"')]
