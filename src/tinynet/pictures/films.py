"""A film of the fit: frames that show one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import isfinite
from typing import Optional, Union

from tinynet.arguments.numbers import number_of
from tinynet.arguments.seven import checked_parameters
from tinynet.loss import Data
from tinynet.network import Parameters, forward
from tinynet.pictures.fits import across, curves, described, entries, lines_of, plot_of_fit
from tinynet.pictures.given import checked_list, checked_pairs, checked_room, checked_step, checked_words
from tinynet.pictures.plots import dots
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
    times the height of observations and predictions. Where a reader prefers reduced motion, or a
    viewer knows no animation, the last frame stands still.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> svg = animate_fit(train(START, DATA, learning_rate=0.02)).svg
    >>> "step 1, SSR 0.9397" in svg and "step 4,169, SSR 1.707e-8" in svg
    True
    """
    if isinstance(steps, Training):
        pairs = checked_pairs(steps.data if data is None else data)
        frames = telling(steps, pairs)
    else:
        frames, pairs = checked_list(steps, "steps", checked_step, "Step"), checked_pairs(data)
    words, room, x = checked_words(title, input, observed), checked_room(neurons, 4), across(pairs)
    drawn = [lines_of(step.parameters, x, room is not None) for step in frames]
    plot = plot_of_fit(x, drawn, pairs, words, room)
    said = [f"step {step.number:,}, SSR {short(step.ssr)}" for step in frames]
    moving = film([curves(plot, lines, pairs) + plot.caption(line) for lines, line in zip(drawn, said)])
    description = f"{described(pairs, drawn[0])} {number_of(len(frames), 'frame')}, from {said[0]} to {said[-1]}."
    shapes, longest = [moving, dots(plot, pairs)], max(said, key=len)
    return plot.picture("The fit of the network, step by step", description, entries(drawn[0]), longest, shapes)


def replayed(training: Training) -> Iterator[Step]:
    """The steps of a training, walked once more."""
    from warnings import catch_warnings, simplefilter

    start = checked_parameters(training.start, "steps.start")
    with catch_warnings():
        simplefilter("ignore")  # of twins it was warned before
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


def film(frames: list[str]) -> str:
    """Frames that show one after the other, again and again, with a rest on the last; without animation, the last.

    All others share one animation: they show at its beginning, and begin it one after the other. Its name tells films
    of other lengths apart; those of the same length share all of it.
    """
    seconds, rest = min(0.5, max(0.05, 8 / len(frames))), 2.0
    cycle = seconds * len(frames) + rest
    frame, last = f"tinynet-frame-{len(frames)}", f"tinynet-last-{len(frames)}"
    style = (
        f"@keyframes {frame}{{0%{{visibility:visible}}{100 * seconds / cycle:.4f}%{{visibility:hidden}}}}"
        f"@keyframes {last}{{0%{{visibility:hidden}}{100 - 100 * (seconds + rest) / cycle:.4f}%{{visibility:visible}}}}"
        f"@media (prefers-reduced-motion:no-preference){{.{frame}{{animation:{frame} {cycle:.3f}s step-end infinite}}"
        f".{last}{{animation:{last} {cycle:.3f}s step-end infinite}}}}"
    )
    moving = [
        f'<g class="{frame}" visibility="hidden" style="animation-delay:{k * seconds:.3f}s">{shapes}</g>'
        for k, shapes in enumerate(frames[:-1])
    ]
    return f'<style>{style}</style>{"".join(moving)}<g class="{last}">{frames[-1]}</g>'
