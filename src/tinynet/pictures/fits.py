"""The fit: the observations, the two neurons' curves, and the prediction, their sum with b3.

predicted = y1 * w3 + y2 * w4 + b3
            top       bottom    b3
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isfinite
from typing import Optional, Union

from tinynet.loss import Data, ssr
from tinynet.network import Parameters, forward
from tinynet.outcome import Training
from tinynet.pictures.given import checked_fit, checked_frame, checked_point, checked_room, checked_words, described
from tinynet.pictures.plots import COLUMNS, HEIGHT, Plot, curve, dots
from tinynet.pictures.scales import Scale, linear, short
from tinynet.pictures.shapes import Picture, Point, breadth, haloed, path

PARTS = [("top", "top: y1 * w3"), ("bottom", "bottom: y2 * w4"), ("b3", "b3")]
SUM = "The top neuron's curve y1 * w3, dashed, the bottom one's y2 * w4, dotted, and b3 add up to the solid line."


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

    By itself, observations and predictions have at least 60 % of the height, and curves that leave it are cut off.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, FITTED
    >>> draw_fit(FITTED, DATA, title="Dosage").svg.count("<circle")  # three observations, and one in the legend
    4
    """
    parameters, pairs = checked_fit(parameters, data)
    checked_words(title=title, input=input, observed=observed)
    ghosts = [] if before is None else [checked_point(before, "before")]
    room = checked_room(neurons, 0.5)
    plot = plot_of_fit([parameters, *ghosts, *checked_frame(frame)], pairs, input, observed, room)
    said = f"SSR {short(ssr(parameters, pairs))}"
    ghost = [plot.inside([path("before", curve(plot, lines_of(old, plot.x)["predicted"]))]) for old in ghosts]
    shapes = [*ghost, curves(plot, parameters, bool(neurons)), plot.caption(said), dots(plot, pairs)]
    description = f"{described(pairs)} {SUM if neurons else 'The prediction is the solid line.'} {said}."
    entries = entries_of_fit(bool(neurons), [("before", "before")] * len(ghosts))
    return plot.picture(title, "The fit of the network", description, entries, said, shapes)


def entries_of_fit(neurons: bool, more: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    return [("observed", "observed"), ("predicted", "predicted"), *more, *(PARTS if neurons else [])]


def plot_of_fit(
    points: Sequence[Parameters], pairs: Sequence[Point], input: str, observed: str, times: float | None
) -> Plot:
    """Axes that hold all observations and, of all these parameters, the predictions; of their parts what has room.

    times    how large that room is, measured by the height of observations and predictions; None: no parts
    """
    x = linear([input for input, _ in pairs])
    drawn = [lines_of(parameters, x) for parameters in points]
    inner = [observed for _, observed in pairs]
    inner += [number for lines in drawn for number in lines["predicted"] if isfinite(number)]
    outer = [
        number
        for lines in drawn
        for name, _ in PARTS * (times is not None)
        for number in lines[name]
        if isfinite(number)
    ]
    low, high = min(inner), max(inner)
    room = (high - low) * (times or 0) or inf  # equal observations have no size of their own: the curves give it
    below, above = (max(0.0, low - min(outer)), max(0.0, max(outer) - high)) if outer else (0.0, 0.0)
    if below + above > room:
        below, above = min(below, max(room / 2, room - above)), min(above, max(room / 2, room - below))
    return Plot(x, linear([low - below, low, high, high + above]), input, observed)


def lines_of(parameters: Parameters, x: Scale) -> dict[str, list[float]]:
    """The prediction and its parts, column by column."""
    passes = [forward(parameters, x.number(k / COLUMNS)) for k in range(COLUMNS + 1)]
    return {
        "top": [p.y1 * parameters.w3 for p in passes],
        "bottom": [p.y2 * parameters.w4 for p in passes],
        "b3": [parameters.b3] * len(passes),
        "predicted": [p.predicted for p in passes],
    }


def curves(plot: Plot, parameters: Parameters, neurons: bool) -> str:
    """The lines, cut off at the edges of the plot, with a word where a part leaves it."""
    lines = lines_of(parameters, plot.x)
    names = [*[name for name, _ in PARTS * neurons], "predicted"]
    words = leaving(plot, {name: lines[name] for name in names[:-1]})
    return plot.inside([path(name, curve(plot, lines[name])) for name in names]) + words


def leaving(plot: Plot, lines: dict[str, list[float]]) -> str:
    """How far lines go that leave the plot: at that edge, one below the other."""
    words = []
    for up in (True, False):
        rows = 0
        for name, numbers in lines.items():
            shares = [plot.y.share(number) for number in numbers]
            outside = [k for k, share in enumerate(shares) if (share > 1 if up else share < 0)]
            if outside:
                ends = [number for number in numbers if number == number]
                said = f"{'up' if up else 'down'} to {short((max if up else min)(ends))}"
                said = f"b3: {short(numbers[0])}" if name == "b3" else f"{name}: {said}"
                x = min(max(plot.width * outside[0] / COLUMNS, 6), plot.width - 6 - breadth(said))
                words.append(haloed(x, 15 + 16 * rows if up else HEIGHT - 6 - 16 * rows, said))
                rows += 1
    return "".join(words)
