"""The fit: the observations, the two neurons' curves, and the prediction, their sum with b3.

predicted = y1 * w3 + y2 * w4 + b3
            top       bottom    b3

One picture is all there is. A film of a descent has many frames of it, and any layers have the prediction alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf, isfinite
from typing import Any, NamedTuple, Optional, Union

from tinynet.arguments.numbers import number_of, shown
from tinynet.loss import Data, ssr
from tinynet.network import Parameters, forward
from tinynet.pictures import shapes as svg
from tinynet.pictures.given import checked_fit, checked_frame, checked_point
from tinynet.pictures.plots import Plot, Words, checked_words, dots
from tinynet.pictures.scales import Scale, linear, short
from tinynet.pictures.shapes import Picture, Point
from tinynet.training import Training

COLUMNS = 150  # in which a curve is computed
PARTS = {"top": "top: y1 * w3", "bottom": "bottom: y2 * w4", "b3": "b3"}
ENTRIES = {"observed": "observed", "predicted": "predicted", "before": "before", **PARTS}
SUM = "The top neuron's curve y1 * w3, dashed, the bottom one's y2 * w4, dotted, and b3 add up to the solid line."


class Frame(NamedTuple):
    """What a fit shows at one moment: the height of each line in each column, and the words above."""

    lines: Mapping[str, Sequence[float]]
    said: str


def draw_fit(
    parameters: Union[Parameters, Training],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "input",
    observed: str = "observed / predicted",
    neurons: Union[bool, str] = True,
    before: Optional[Parameters] = None,
    frame: Iterable[Parameters] = (),
) -> Picture:
    """The observations, the scaled curves of the two neurons, b3, and the prediction, their sum.

    parameters    or a Training, which brings its data
    title         and `input` and `observed`: the words at the top and at the axes
    neurons       False leaves out the two curves and b3; "whole" shows all of them, however flat that makes the fit
    before        parameters of an earlier step, whose prediction is drawn as a ghost
    frame         parameters whose predictions the axes must hold too, so that several pictures have the same axes

    By default, observations and predictions have at least 60 % of the height. Curves that leave it are cut off, and
    the legend says how far they go.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, FITTED
    >>> draw_fit(FITTED, DATA, title="Dosage").svg.count("<circle")  # three observations, and one in the legend
    4
    """
    parameters, pairs = checked_fit(parameters, data)
    words, room = checked_words(title, input, observed), checked_room(neurons, 0.5)
    x = across(pairs)
    ghost = [] if before is None else lines_of(checked_point(before, "before"), x, False)["predicted"]
    lines = {**({"before": ghost} if ghost else {}), **lines_of(parameters, x, room is not None)}
    held = [Frame(lines_of(each, x, room is not None), "") for each in checked_frame(frame)]
    said = f"SSR {short(ssr(parameters, pairs))}"
    return fit("The fit of the network", x, [Frame(lines, said)], pairs, words, said, room, held)


def checked_room(neurons: Any, times: float) -> float | None:
    """How many times the height of the fit its parts may take besides; None where they are left out."""
    if isinstance(neurons, bool):
        return times if neurons else None
    if neurons == "whole":
        return inf
    raise ValueError(f'neurons is {shown(neurons)}; it must be True, False or "whole"')


def across(pairs: Sequence[Point]) -> Scale:
    """The scale of the inputs."""
    return linear([input for input, _ in pairs])


def columns(x: Scale) -> list[float]:
    """The inputs for which a curve is computed."""
    return [x.number(k / COLUMNS) for k in range(COLUMNS + 1)]


def lines_of(parameters: Parameters, x: Scale, parts: bool) -> dict[str, list[float]]:
    """The prediction and, behind it, its parts, column by column."""
    passes = [forward(parameters, input) for input in columns(x)]
    predicted = {"predicted": [p.predicted for p in passes]}
    if not parts:
        return predicted
    top, bottom = [p.y1 * parameters.w3 for p in passes], [p.y2 * parameters.w4 for p in passes]
    return {"top": top, "bottom": bottom, "b3": [parameters.b3] * len(passes), **predicted}


def fit(
    name: str,
    x: Scale,
    frames: Sequence[Frame],
    pairs: Sequence[Point],
    words: Words,
    told: str,
    room: float | None = None,
    held: Sequence[Frame] = (),
) -> Picture:
    """The observations and, frame by frame, the lines.

    told    the end of the description
    room    for the parts, as a multiple of the height of observations and predictions; None: no parts
    held    other frames that the axes must hold
    """
    y = linear(heights([*frames, *held], [observed for _, observed in pairs], room))
    plot = Plot(x, y, words)
    inputs = columns(x)
    drawn = [
        "".join([plot.line(name, zip(inputs, line)) for name, line in lines.items()]) + plot.caption(said)
        for lines, said in frames
    ]
    longest = max([said for _, said in frames], key=len)
    description = f"{described(pairs, 'top' in frames[0].lines)} {told}."
    shapes = [svg.film(drawn), dots(plot, pairs)]
    return plot.picture(name, description, entries(frames, y), longest, shapes)


def heights(frames: Sequence[Frame], observeds: Sequence[float], times: float | None) -> list[float]:
    """What the axis holds: all observations and predictions and, of their parts, what has room."""
    whole = [n for lines, _ in frames for name in lines if name not in PARTS for n in lines[name] if isfinite(n)]
    parts = [n for lines, _ in frames for name in lines if name in PARTS for n in lines[name] if isfinite(n)]
    low, high = min([*observeds, *whole]), max([*observeds, *whole])
    below, above = max(0.0, low - min(parts, default=low)), max(0.0, max(parts, default=high) - high)
    room = (high - low) * (times or 0) or inf  # equal observations have no size of their own: the curves give it
    if below + above > room:
        below, above = min(below, max(room / 2, room - above)), min(above, max(room / 2, room - below))
    return [low - below, low, high, high + above]


def entries(frames: Sequence[Frame], y: Scale) -> list[tuple[str, str]]:
    """The legend, with a word where a part leaves the plot: how far it goes."""
    lines = frames[0].lines
    found = {name: words for name, words in ENTRIES.items() if name in lines or name == "observed"}
    for name in [name for name in PARTS if name in lines]:
        reached = [n for frame in frames for n in frame.lines[name] if n == n]
        ends = {"down": min(reached, default=0.0), "up": max(reached, default=0.0)}
        gone = [f"{way} to {short(n)}" for way, n in ends.items() if not 0 <= y.share(n) <= 1]
        if gone:
            found[name] += f" = {short(reached[0])}" if name == "b3" and len(frames) == 1 else f", {', '.join(gone)}"
    return list(found.items())


def described(pairs: Sequence[Point], parts: bool) -> str:
    inputs, observeds = ([f"{end(numbers):.4g}" for end in (min, max)] for numbers in zip(*pairs))
    dots = f"{number_of(len(pairs), 'observation')} as dots, input {' to '.join(inputs)}, "
    return f"{dots}observed {' to '.join(observeds)}. {SUM if parts else 'The prediction is the solid line.'}"
