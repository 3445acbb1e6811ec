"""The fit: the observations, the two neurons' curves, and the prediction, their sum with b3; at once or as a film.

predicted = y1 * w3 + y2 * w4 + b3
            top       bottom    b3
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice
from math import inf, isfinite, sqrt
from typing import Any, Optional, Union
from warnings import catch_warnings, simplefilter

from tinynet.arguments.numbers import from_zero, number_of, shown, whole
from tinynet.arguments.seven import Rows, checked_data, checked_parameters
from tinynet.loss import Data, ssr
from tinynet.network import Parameters, forward, predict
from tinynet.pictures.plots import Plot, Words, checked_list, dots
from tinynet.pictures.scales import linear, short
from tinynet.pictures.shapes import Picture, Point
from tinynet.training import Step, Training, descend

COLUMNS = 150  # of the plot: at their edges the curves are computed
FRAMES = 40  # of a film of a Training, at most
PARTS = {"top": "top: y1 * w3", "bottom": "bottom: y2 * w4", "b3": "b3"}
ENTRIES = {"observed": "observed", "predicted": "predicted", "before": "before", **PARTS}
SUM = ", the sum of the top neuron's curve y1 * w3, dashed, the bottom one's y2 * w4, dotted, and b3"

Curves = Callable[[float], dict[str, float]]  # from an input to the heights of the curves there, by name
Frames = Sequence[tuple[str, Curves]]  # for each the words above the plot, and what it shows


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
    title         the words at the top; `input` and `observed` are those at the axes
    neurons       False leaves out the two curves and b3; "whole" shows all of them, however flat that makes the fit
    before        parameters of an earlier step, whose prediction is drawn as a ghost
    frame         more parameters, for whose curves the axes must have room, so that several pictures share their axes

    By default, observations and predictions take at least 60 % of the height. Curves that leave the plot are cut off.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, FITTED
    >>> draw_fit(FITTED, DATA, title="Dosage").svg.count("<circle")  # three observations, and one in the legend
    4
    """
    point = checked_point(parameters)
    pairs = checked_data(parameters.data if isinstance(parameters, Training) and data is None else data)
    words = {"title": title, "input": input, "observed": observed}
    room = checked_room(neurons, 0.5)
    others = [curves(each, room) for each in checked_list(frame, "frame", checked_point, "Parameters", least=0)]
    ghost = None if before is None else checked_point(before, "before")
    only = f"SSR {short(ssr(point, pairs))}", curves(point, room, ghost)
    return fit("The fit of the network", pairs, [only], words, room, others)


def animate_fit(
    steps: Union[Iterable[Step], Training],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "input",
    observed: str = "observed / predicted",
    neurons: Union[bool, str] = True,
) -> Picture:
    """A film of the fit: a frame for each step, over and over, with a pause on the last.

    steps    the steps of `descend`; or a Training, of which at most 40 steps are shown: many while the fit changes,
             few while it hardly does

    The other arguments are those of `draw_fit`. The axes hold all frames. Above and below observations and predictions
    the neurons' curves have room for twice their height. The last frame stands still on paper, in a converter, in a
    viewer that knows no animation, and for a reader who prefers reduced motion.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> svg = animate_fit(train(START, DATA, learning_rate=0.02)).svg
    >>> "step 1, SSR 0.9397" in svg and "step 4,169, SSR 1.707e-8" in svg
    True
    """
    pairs = checked_data(steps.data if isinstance(steps, Training) and data is None else data)
    chosen = telling(steps) if isinstance(steps, Training) else walked(steps, "steps")
    words = {"title": title, "input": input, "observed": observed}
    room = checked_room(neurons, 4)
    frames = [(f"step {step.number:,}, SSR {short(step.ssr)}", curves(step.parameters, room)) for step in chosen]
    return fit("The fit of the network, step by step", pairs, frames, words, room)


def checked_point(parameters: Any, name: str = "parameters") -> Parameters:
    return checked_parameters(parameters.parameters if isinstance(parameters, Training) else parameters, name)


def checked_room(neurons: Any, times: float) -> float | None:
    """The room for the neurons' curves and b3, in heights of the fit; None if they are left out."""
    if isinstance(neurons, bool):
        return times if neurons else None
    if neurons == "whole":
        return inf
    raise ValueError(f'neurons is {shown(neurons)}; it must be True, False or "whole"')


def curves(parameters: Parameters, room: float | None, before: Parameters | None = None) -> Curves:
    """The heights of the prediction and, behind it, of an earlier one and of the parts, if they have room."""

    def heights(input: float) -> dict[str, float]:
        _, _, y1, _, y2, predicted = forward(parameters, input)
        ghost = {} if before is None else {"before": predict(before, input)}
        parts = {"top": y1 * parameters.w3, "bottom": y2 * parameters.w4, "b3": parameters.b3}
        return {**ghost, **(parts if room is not None else {}), "predicted": predicted}

    return heights


def fit(
    name: str, pairs: Rows, frames: Frames, words: Words, room: float | None = None, others: Sequence[Curves] = ()
) -> Picture:
    """The observations and, frame by frame, the curves. The axes hold the other curves too."""
    x = linear([input for input, _ in pairs])
    inputs = [x.number(k / COLUMNS) for k in range(COLUMNS + 1)]
    heights = [[shown(input) for input in inputs] for shown in (*[shown for _, shown in frames], *others)]
    lines = [{name: [at[name] for at in along] for name in along[0]} for along in heights]
    plot = Plot(x, linear(span(lines, pairs, room)), words)
    drawn = [
        (caption, [plot.line(name, zip(inputs, line)) for name, line in each.items()])
        for (caption, _), each in zip(frames, lines)
    ]
    ends = [f"{min(numbers):.4g} to {max(numbers):.4g}" for numbers in zip(*pairs)]
    about = f"{number_of(len(pairs), 'observation')} as dots, input {ends[0]}, observed {ends[1]}. "
    about += f"The prediction is the solid line{SUM if 'top' in lines[0] else ''}."
    entries = [(name, words) for name, words in ENTRIES.items() if name in lines[0] or name == "observed"]
    return plot.picture(name, about, entries, drawn, dots(plot, pairs))


def span(drawn: Sequence[dict[str, list[float]]], pairs: Sequence[Point], times: float | None) -> list[float]:
    """What the axis holds: all observations and predictions, and the parts as far as there is room."""
    named = [(name, height) for lines in drawn for name in lines for height in lines[name] if isfinite(height)]
    parts = [height for name, height in named if name in PARTS]
    numbers = [*[height for name, height in named if name not in PARTS], *[observed for _, observed in pairs]]
    low, high = min(numbers), max(numbers)
    room = (high - low) * (times or 0) / 2 or inf  # equal observations have no height: the curves give it
    return [max(min([low, *parts]), low - room), low, high, min(max([high, *parts]), high + room)]


def checked_step(step: Any, name: str) -> Step:
    if not isinstance(step, Step):
        raise TypeError(f"{name} is {shown(step)}; it must be a Step, as descend yields them")
    number = whole(step.number, f"{name}.number")
    parameters = checked_parameters(step.parameters, f"{name}.parameters")
    return step._replace(number=number, parameters=parameters, ssr=from_zero(step.ssr, f"{name}.ssr"))


def walked(steps: Any, name: str) -> Iterable[Step]:
    """The steps of a Training, computed once more, or the steps as given."""
    if not isinstance(steps, Training):
        return checked_list(steps, name, checked_step, "Steps")
    with catch_warnings():
        simplefilter("ignore")  # `train` has warned before
        again = descend(steps.start, steps.data, learning_rate=steps.learning_rate, trainable=steps.trainable)
    return islice(again, steps.steps + 1)


def telling(training: Training) -> list[Step]:
    """The first step, the last, and between them those that change the root of the SSR by about the same amount."""
    sizes = [sqrt(ssr) for ssr in training.history]
    ways = list(accumulate([0.0, *[abs(after - before) for before, after in zip(sizes, sizes[1:])]]))
    parts = [int(way / (ways[-1] or 1.0) * (FRAMES - 2)) for way in ways]
    chosen = {0, training.steps, *[number for number, part in enumerate(parts) if part > parts[number - 1]]}
    return [step for step in walked(training, "steps") if step.number in chosen]
