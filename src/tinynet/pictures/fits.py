"""The fit: the observations, the two neurons' curves, and the prediction, their sum with b3; at once or as a film.

predicted = y1 * w3 + y2 * w4 + b3
            top       bottom    b3
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import inf, isfinite, sqrt
from typing import Any, NamedTuple, Optional, Union
from warnings import catch_warnings, simplefilter

from tinynet.arguments.numbers import from_zero, number_of, shown, whole
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.loss import Data, ssr
from tinynet.network import Parameters, forward
from tinynet.pictures.plots import Plot, Words, checked_list, checked_words, dots
from tinynet.pictures.scales import Scale, linear, short
from tinynet.pictures.shapes import Picture, Point
from tinynet.training import Step, Training, descend

COLUMNS, FRAMES = 150, 40  # in which a curve is computed; that a replay shows at most
PARTS = {"top": "top: y1 * w3", "bottom": "bottom: y2 * w4", "b3": "b3"}
ENTRIES = {"observed": "observed", "predicted": "predicted", "before": "before", **PARTS}

SUM = ", the sum of the top neuron's curve y1 * w3, dashed, the bottom one's y2 * w4, dotted, and b3"
Lines = Mapping[str, Sequence[float]]  # the name of a line, and its height in each column


class Frame(NamedTuple):
    """What a fit shows at one moment, and the words above."""

    lines: Lines
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

    By default, observations and predictions have at least 60 % of the height. Curves that leave the plot are cut off.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, FITTED
    >>> draw_fit(FITTED, DATA, title="Dosage").svg.count("<circle")  # three observations, and one in the legend
    4
    """
    parameters, pairs = checked_fit(parameters, data)
    words, room, x = checked_words(title, input, observed), checked_room(neurons, 0.5), across(pairs)
    lines, said = lines_of(parameters, x, room is not None), f"SSR {short(ssr(parameters, pairs))}"
    if before is not None:
        lines = {"before": lines_of(checked_point(before, "before"), x, False)["predicted"], **lines}
    others = checked_list(frame, "frame", checked_point, "Parameters", least=0)
    held = [lines_of(each, x, room is not None) for each in others]
    return fit("The fit of the network", x, [Frame(lines, said)], pairs, words, said, room, held)


def animate_fit(
    steps: Union[Iterable[Step], Training],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "input",
    observed: str = "observed / predicted",
    neurons: Union[bool, str] = True,
) -> Picture:
    """The fit at each of the steps, frame by frame, over and over, with a rest on the last.

    steps    as `descend` yields them, each a frame; or a Training, of which at most 40 steps are shown: many while
             the fit changes, few while it hardly does
    The other arguments are those of `draw_fit`. The axes hold all frames, the neurons' curves too, up to four
    times the height of observations and predictions. On paper, in a converter, in a viewer that knows no animation,
    and for a reader who prefers reduced motion, the last frame stands still.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> svg = animate_fit(train(START, DATA, learning_rate=0.02)).svg
    >>> "step 1, SSR 0.9397" in svg and "step 4,169, SSR 1.707e-8" in svg
    True
    """
    pairs = checked_data(steps.data if isinstance(steps, Training) and data is None else data)
    some = telling(steps) if isinstance(steps, Training) else checked_steps(steps, "steps")
    words, room, x = checked_words(title, input, observed), checked_room(neurons, 4), across(pairs)
    said = [f"step {step.number:,}, SSR {short(step.ssr)}" for step in some]
    frames = [Frame(lines_of(step.parameters, x, room is not None), words) for step, words in zip(some, said)]
    told = f"{number_of(len(frames), 'frame')}, from {said[0]} to {said[-1]}"
    return fit("The fit of the network, step by step", x, frames, pairs, words, told, room)


def checked_fit(parameters: Any, data: Any) -> tuple[Parameters, list[Point]]:
    """Parameters and data, or a Training alone."""
    if isinstance(parameters, Training) and data is None:
        data = parameters.data
    return checked_point(parameters), checked_data(data)


def checked_point(parameters: Any, name: str = "parameters") -> Parameters:
    return checked_parameters(parameters.parameters if isinstance(parameters, Training) else parameters, name)


def checked_room(neurons: Any, times: float) -> float | None:
    """The room for the parts, as a multiple of the height of the fit; None if they are left out."""
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


def lines_of(parameters: Parameters, x: Scale, parts: bool) -> Lines:
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
    held: Sequence[Lines] = (),
) -> Picture:
    """The observations and, frame by frame, the lines.

    told    the end of the description
    room    for the parts, as a multiple of the height of observations and predictions; None: no parts
    held    other lines that the axes must hold
    """
    y = linear(heights([*[lines for lines, _ in frames], *held], pairs, room))
    plot, inputs = Plot(x, y, words), columns(x)
    drawn = [
        "".join([plot.line(name, zip(inputs, line)) for name, line in lines.items()]) + plot.caption(said)
        for lines, said in frames
    ]
    ends = [f"{min(numbers):.4g} to {max(numbers):.4g}" for numbers in zip(*pairs)]
    description = f"{number_of(len(pairs), 'observation')} as dots, input {ends[0]}, observed {ends[1]}. "
    description += f"The prediction is the solid line{SUM if 'top' in frames[0].lines else ''}. {told}."
    entries = [(name, words) for name, words in ENTRIES.items() if name in frames[0].lines or name == "observed"]
    longest = max([said for _, said in frames], key=len)
    return plot.picture(name, description, entries, longest, [film(drawn), dots(plot, pairs)])


def heights(drawn: Sequence[Lines], pairs: Sequence[Point], times: float | None) -> list[float]:
    """What the axis holds: all observations and predictions, and the parts as far as there is room."""
    numbers = [n for lines in drawn for name in lines if name not in PARTS for n in lines[name] if isfinite(n)]
    parts = [n for lines in drawn for name in PARTS for n in lines.get(name, ()) if isfinite(n)]
    numbers += [observed for _, observed in pairs]
    low, high = min(numbers), max(numbers)
    room = (high - low) * (times or 0) / 2 or inf  # equal observations have no height: the curves give it
    return [max(min([low, *parts]), low - room), low, high, min(max([high, *parts]), high + room)]


def checked_steps(steps: Any, name: str) -> list[Step]:
    return checked_list(steps, name, checked_step, "Steps")


def checked_step(step: Any, name: str) -> Step:
    if not isinstance(step, Step):
        raise TypeError(f"{name} is {shown(step)}; it must be a Step, as descend yields them")
    number = whole(step.number, f"{name}.number")
    parameters = checked_parameters(step.parameters, f"{name}.parameters")
    return step._replace(number=number, parameters=parameters, ssr=from_zero(step.ssr, f"{name}.ssr"))


def replayed(training: Training) -> Iterator[Step]:
    """The steps of a training, walked once more."""
    start = checked_parameters(training.start, "steps.start")
    with catch_warnings():
        simplefilter("ignore")  # `train` has warned before
        steps = descend(start, training.data, learning_rate=training.learning_rate, trainable=training.trainable)
    return islice(steps, training.steps + 1)


def telling(training: Training) -> list[Step]:
    """The first step, the last, and between them those that change the fit by about the same amount.

    The root of the SSR measures the change, because it has the unit of the observations.
    """
    sizes = [sqrt(ssr) for ssr in training.history]
    changes = [abs(after - before) for before, after in zip(sizes, sizes[1:])]
    chosen, change, enough = {0, training.steps}, 0.0, sum(changes) / (FRAMES - 2)
    for number, more in enumerate(changes, 1):
        change += more
        if change >= enough > 0:
            chosen.add(number)
            change = 0.0
    return [step for step in replayed(training) if step.number in chosen]


def film(frames: list[str]) -> str:
    """Frames that show one after the other, again and again, with a rest on the last.

    Without animation only the last frame shows. All others share one animation: they show at its beginning, and begin
    it one after the other. Films of the same length share its name.
    """
    if len(frames) == 1:
        return frames[0]
    seconds, rest = min(0.5, max(0.05, 8 / len(frames))), 2.0
    cycle = seconds * len(frames) + rest
    frame, last = f"tinynet-frame-{len(frames)}", f"tinynet-last-{len(frames)}"
    style = (
        f"@keyframes {frame}{{0%{{visibility:visible}}{100 * seconds / cycle:.4f}%{{visibility:hidden}}}}"
        f"@keyframes {last}{{0%{{visibility:hidden}}{100 - 100 * (seconds + rest) / cycle:.4f}%{{visibility:visible}}}}"
        f"@media screen and (prefers-reduced-motion:no-preference){{"
        f".{frame}{{display:inline;visibility:hidden;animation:{frame} {cycle:.3f}s step-end infinite}}"
        f".{last}{{animation:{last} {cycle:.3f}s step-end infinite}}}}"
    )
    moving = [
        f'<g class="{frame}" display="none" style="animation-delay:{k * seconds:.3f}s">{shapes}</g>'
        for k, shapes in enumerate(frames[:-1])
    ]
    return f'<style>{style}</style>{"".join(moving)}<g class="{last}">{frames[-1]}</g>'
