"""The SSR over one parameter, with the tangent that a step follows downhill; or over two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, Optional, Union

from tinynet.arguments.numbers import checked_name, checked_names, number_of, positive
from tinynet.loss import Data
from tinynet.network import Parameters
from tinynet.pictures.contours import draw_contours
from tinynet.pictures.films import checked_steps, replayed
from tinynet.pictures.given import checked_fit, checked_frame
from tinynet.pictures.plots import HEIGHT, Plot, Words, checked_words
from tinynet.pictures.scales import linear, short
from tinynet.pictures.shapes import BACK, SHEET, Picture, Point, dot, path
from tinynet.pictures.valleys import Line
from tinynet.training import Step, Training


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
    """The SSR over one parameter or two, the others held.

    Over one it is a curve, with the point, its tangent, and with a learning rate the next step. The slope of the
    tangent is the derivative. The step goes along the axis by derivative * learning rate, against the sign of the
    derivative, and its size says nothing of how far the lowest point is.
    Over two it is a map with contours, with the point, and with a learning rate the next step. Of a Training, or of
    steps as `descend` yields them, it shows the path. The others are held as they are at its end.

    parameters    or a Training, which brings its data and its learning rate; for two names also steps
    title         and `input` and `observed` (by themselves the names): the words at the top and at the axes
    frame         parameters that the axes must hold: then they go by these alone, where the step stays within them

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
    steps: list[Step] = []
    if not isinstance(name, str):
        name = checked_two(name)
        if isinstance(parameters, Training):
            steps = list(replayed(parameters))
        elif not isinstance(parameters, Parameters):
            steps = checked_steps(parameters, "parameters")
            parameters = steps[-1].parameters
    elif isinstance(parameters, Training) and learning_rate is None:
        learning_rate = parameters.learning_rate
    point, pairs = checked_fit(parameters, data)
    rate = 0.0 if learning_rate is None else positive(learning_rate, "learning_rate")
    names = (checked_name(name, "name", Parameters._fields), "SSR") if isinstance(name, str) else name
    words = checked_words(title, input if input != "" else names[0], observed if observed != "" else names[1])
    if isinstance(name, str):
        return draw_slope(name, point, pairs, rate, words, checked_frame(frame))
    return draw_contours(names, point, pairs, steps, rate, words, checked_frame(frame))


def checked_two(names: Any) -> tuple[str, str]:
    names = checked_names(names, "name", Parameters._fields)
    if len(names) != 2:
        raise ValueError(f"name holds {number_of(len(names), 'name')}; it must be one name, or hold two")
    return names[0], names[1]


def draw_slope(
    name: str, parameters: Parameters, pairs: Sequence[Point], rate: float, words: Words, frame: Sequence[Parameters]
) -> Picture:
    """The SSR over one parameter."""
    line, *others = [Line(name, each, pairs, rate) for each in (parameters, *frame)]
    plot, columns, heights = plot_of(line, others, words)
    tangent = [(value, line.here + line.slope * (value - line.value)) for value in columns]
    shapes = [plot.line("ssr", zip(columns, heights)), plot.line("tangent", tangent)]
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
