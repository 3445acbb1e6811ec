"""The SSR over one parameter, with the tangent that a step follows downhill; or over two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Optional, Union

from tinynet.arguments.numbers import checked_names, number_of, positive
from tinynet.loss import Data
from tinynet.network import Parameters
from tinynet.pictures.contours import Line, draw_map
from tinynet.pictures.fits import checked_fit, checked_point, checked_steps, replayed
from tinynet.pictures.plots import HEIGHT, Plot, Words, checked_list, checked_words
from tinynet.pictures.scales import linear, short
from tinynet.pictures.shapes import BACK, SHEET, Picture, dot, path
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

    Over one it is a curve, with its tangent at the point. The slope of the tangent is the derivative. With a learning
    rate the next step goes along the axis by derivative * learning rate, against the sign of the derivative. Its size
    says nothing of how far the lowest point is.
    Over two it is a map with contours, with the next step or, of a Training or steps, with the path. The other
    parameters are held as they are at its end.

    parameters    or a Training, which brings its data and its learning rate; for two names also steps of `descend`
    title         and `input` and `observed` (by default the names): the words at the top and at the axes
    frame         parameters that the axes must hold; they then hold nothing else but the point and its step

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
    steps: list[Step] = []
    if isinstance(parameters, Training):
        steps = list(replayed(parameters)) if len(names) == 2 else []
        learning_rate = parameters.learning_rate if learning_rate is None else learning_rate
    elif len(names) == 2 and not isinstance(parameters, Parameters):
        steps = checked_steps(parameters, "parameters")
        parameters = steps[-1].parameters
    point, pairs = checked_fit(parameters, data)
    rate = 0.0 if learning_rate is None else positive(learning_rate, "learning_rate")
    words = checked_words(title, input if input != "" else names[0], observed if observed != "" else [*names, "SSR"][1])
    others = checked_list(frame, "frame", checked_point, "Parameters", least=0)
    lines = [Line(each, point, pairs, rate) for each in names]
    if len(names) == 2:
        return draw_map(lines[0], lines[1], steps, words, others)
    return draw_slope(lines[0], rate, words, [Line(names[0], each, pairs, rate) for each in others])


def draw_slope(line: Line, rate: float, words: Words, others: Sequence[Line]) -> Picture:
    """The SSR over one parameter: the axes go by the others, if there are any."""
    name = line.name
    xs = [each.value for each in (line, *others)] + [*(others[0] if others else line).stretch()]
    x = linear([*xs, line.new] if isfinite(line.new) else xs)
    count = max(16, min(160, 40_000 // len(line.pairs)))  # fewer, where the data are many
    columns = [x.number(k / count) for k in range(count + 1)]
    heights = [line.ssr(value) for value in columns]
    ends = [height for height in (line.here, line.there, *[other.here for other in others]) if isfinite(height)]
    plot = Plot(x, linear(span(ends, [] if others else heights)), words)
    tangent = [(value, line.here + line.slope * (value - line.value)) for value in columns]
    shapes = [plot.line("ssr", zip(columns, heights)), plot.line("tangent", tangent)]
    entries = [("ssr", "SSR"), ("tangent", f"tangent: slope dSSR/d{name} = {short(line.slope)}")]
    said = f"{name} = {short(line.value)}, SSR {short(line.here)}"
    if rate:
        size = f"{short(line.slope)} * {short(rate)} = {short(line.slope * rate)}"
        entries.append(("step", f"step size: {size}"))
        said += f"; new {name} = {short(line.new)}, SSR {short(line.there)}"
        shapes += step_along(plot, line)
    shapes += [dot(plot.place(line.value, line.here), 5)] * isfinite(line.here)
    seen = "; ".join([said, *[words for _, words in entries[1:]]])
    description = f"The SSR over {name}, all else held, as a curve, with a dot where {name} is. {seen}."
    return plot.picture(f"The SSR over {name}", description, entries, said, [*shapes, plot.caption(said)])


def span(ends: Sequence[float], heights: Sequence[float]) -> list[float]:
    """What the axis of the SSR holds: the ends of the step, the lowest point, and of the rest five times as much."""
    seen = [height for height in heights if isfinite(height)]
    low, high = min([*ends, *seen], default=0.0), max(ends, default=1.0)
    highest = max([high, *seen])
    if high - low > 0.02 * (highest - low):
        highest = min(highest, low + 5 * (high - low))
    return [low if low >= 0.2 * highest else 0.0, highest]


def step_along(plot: Plot, line: Line) -> list[str]:
    """The step as an arrow on the axis, from below the point to below the new one."""
    if not (isfinite(line.new) and isfinite(line.here) and isfinite(line.there)):
        return []
    (x0, y0), (x1, y1) = plot.place(line.value, line.here), plot.place(line.new, line.there)
    heights = [path("height", f"M{x:.2f},{y:.2f}V{HEIGHT}") for x, y in ((x0, y0), (x1, y1))]
    long = max(min(9, x1 - x0), -9)  # the head of a short arrow is all of it
    arrow = path("step", f"M{x0:.2f},{HEIGHT}H{x1 - 0.9 * long:.2f}")
    arrow += f'<path d="M{x1:.2f},{HEIGHT}l{-long:.2f},-5v10z" fill="{BACK}"/>'
    return [*heights, arrow, dot((x1, y1), 4.5, f' fill="{SHEET}" stroke="{BACK}" stroke-width="2"')]
