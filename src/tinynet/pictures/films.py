"""A film of the fit: frames that show one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import isfinite
from typing import Optional, Union

from tinynet.arguments import checked_parameters, number_of
from tinynet.loss import Data
from tinynet.network import Parameters, forward
from tinynet.outcome import Training
from tinynet.pictures.fits import SUM, curves, entries_of_fit, plot_of_fit
from tinynet.pictures.given import checked_list, checked_pairs, checked_room, checked_step, checked_words, described
from tinynet.pictures.plots import dots
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture, Point
from tinynet.training import Step, descend

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
        frames = telling(replayed(steps), pairs)
    else:
        frames, pairs = checked_list(steps, "steps", checked_step, "Step"), checked_pairs(data)
    checked_words(title=title, input=input, observed=observed)
    plot = plot_of_fit([step.parameters for step in frames], pairs, input, observed, checked_room(neurons, 4))
    said = [f"step {step.number:,}, SSR {short(step.ssr)}" for step in frames]
    moving = film(
        [curves(plot, step.parameters, bool(neurons)) + plot.caption(words) for step, words in zip(frames, said)]
    )
    seen = SUM if neurons else "The prediction is the solid line."
    frames_in_words = f"{number_of(len(frames), 'frame')}, from {said[0]} to {said[-1]}."
    description, longest = f"{described(pairs)} {seen} {frames_in_words}", max(said, key=len)
    entries, shapes = entries_of_fit(bool(neurons)), [moving, dots(plot, pairs)]
    return plot.picture(title, "The fit of the network, step by step", description, entries, longest, shapes)


def replayed(training: Training) -> Iterator[Step]:
    """The steps of a training, walked once more."""
    from warnings import catch_warnings, simplefilter

    start = checked_parameters(training.start, "steps.start")
    with catch_warnings():
        simplefilter("ignore")  # of twins it was warned before
        steps = descend(start, training.data, learning_rate=training.learning_rate, trainable=training.trainable)
    return islice(steps, training.steps + 1)


def telling(steps: Iterable[Step], pairs: Sequence[Point]) -> list[Step]:
    """The first step, the last, and between them each that looks different from the one before.

    Different by a share of the height: by the smallest that leaves FRAMES of them, or less, however long the descent.
    """
    kept: list[Seen] = []
    least = 0.02
    low, high = min(input for input, _ in pairs), max(input for input, _ in pairs)
    places = [low / 24 * (24 - k) + high / 24 * k for k in range(25)]
    height = max(observed for _, observed in pairs) - min(observed for _, observed in pairs) or 1.0
    for step in steps:
        here = step, [number / height for number in sight(step.parameters, places)]
        if not kept or apart(kept[-1], here) >= least:
            kept.append(here)
        while len(kept) >= FRAMES:
            least *= 1.2
            kept = sparse(kept, least)
    return [*[one for one, _ in kept if one is not step], step]


Seen = tuple[Step, list[float]]


def sight(parameters: Parameters, places: Sequence[float]) -> list[float]:
    """The curves of a step, as far as they tell it from another."""
    passes = [forward(parameters, place) for place in places]
    lines = [(p.predicted, p.y1 * parameters.w3, p.y2 * parameters.w4) for p in passes]
    return [number for line in lines for number in line]


def apart(one: Seen, other: Seen) -> float:
    """The largest difference in height, as far as one can be seen."""
    return max([min(abs(a - b), 1.0) for a, b in zip(one[1], other[1]) if isfinite(a - b)], default=0.0)


def sparse(steps: Sequence[Seen], least: float) -> list[Seen]:
    kept = [steps[0]]
    for step in steps[1:]:
        if apart(kept[-1], step) >= least:
            kept.append(step)
    return kept if least <= 1 else [*steps[::2]]


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
