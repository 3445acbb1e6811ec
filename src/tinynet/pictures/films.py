"""A film of the fit: the steps of a descent, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import isfinite
from typing import Any, Optional, Union
from warnings import catch_warnings, simplefilter

from tinynet.arguments.numbers import from_zero, number_of, shown, whole
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.loss import Data
from tinynet.network import Parameters, forward
from tinynet.pictures.fits import Frame, across, checked_room, fit, lines_of
from tinynet.pictures.given import PAIRS, checked_list, in_order
from tinynet.pictures.plots import checked_words
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture, Point
from tinynet.training import Step, Training, descend

FRAMES = 40  # that a replay shows, at most


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

    steps    as `descend` yields them, each a frame; or a Training, which is replayed, and shows only steps that change
             what is seen: many where the curves move, few where they stand
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
    pairs = checked_data(in_order(steps.data if isinstance(steps, Training) and data is None else data, "data", PAIRS))
    some = telling(steps, pairs) if isinstance(steps, Training) else checked_steps(steps, "steps")
    words, room, x = checked_words(title, input, observed), checked_room(neurons, 4), across(pairs)
    frames = [
        Frame(lines_of(step.parameters, x, room is not None), f"step {step.number:,}, SSR {short(step.ssr)}")
        for step in some
    ]
    told = f"{number_of(len(frames), 'frame')}, from {frames[0].said} to {frames[-1].said}"
    return fit("The fit of the network, step by step", x, frames, pairs, words, told, room)


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


def telling(training: Training, pairs: Sequence[Point]) -> list[Step]:
    """The first step, the last, and between them those at equal distances of the way that the curves go.

    So many are shown where the curves move, and few where they stand.
    """
    inputs, observeds = zip(*pairs)
    places = [min(inputs) / 8 * (8 - k) + max(inputs) / 8 * k for k in range(9)]
    height = max(observeds) - min(observeds) or 1.0
    before, way, ways = None, 0.0, []
    for step in replayed(training):
        here = sight(step.parameters, places)
        way += apart(before or here, here, height)
        ways.append(way)
        before = here
    least, last, chosen = way / (FRAMES - 2), 0.0, {0, training.steps}
    for number, way in enumerate(ways):
        if way - last >= least > 0:
            chosen.add(number)
            last = way
    return [step for step in replayed(training) if step.number in chosen]


def sight(parameters: Parameters, places: Sequence[float]) -> list[float]:
    """The curves of a step, as far as they tell it from another."""
    passes = [forward(parameters, place) for place in places]
    return [n for p in passes for n in (p.predicted, p.y1 * parameters.w3, p.y2 * parameters.w4)]


def apart(one: Sequence[float], other: Sequence[float], height: float) -> float:
    """The largest difference, as a share of the height; all of it at most."""
    return max([min(abs(a - b) / height, 1.0) for a, b in zip(one, other) if isfinite(a - b)], default=0.0)
