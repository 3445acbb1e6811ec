"""The descent of a page: every SSR, some parameters along the way, and what there is to say about it."""

from __future__ import annotations

import warnings
from functools import lru_cache
from itertools import islice
from math import ceil, log10
from typing import NamedTuple

from dialect import on_the_page
from markup import brief
from states import MOST, WHY, Mistake, State

import tinynet
from tinynet import DivergedError, Parameters, Step, Training

EVERY = 20  # steps from one kept set of parameters to the next; a page computes those between again


class Walk(NamedTuple):
    """A descent up to some step, or up to its end."""

    history: list[float]  # the SSR of each step
    kept: dict[int, Parameters]  # by the number of their step
    diverged: str  # how it ended, if it did so
    warned: list[str]

    @property
    def last(self) -> int:
        return len(self.history) - 1


@lru_cache(maxsize=4)
def walked(start: State, most: int) -> Walk:
    """At most `most` steps from the start; fewer if the descent ends, where `train` would end too."""
    history, kept, diverged = [], {}, ""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            for step in islice(descent(start), most + 1):
                history.append(step.ssr)
                if step.number % EVERY == 0 or step.number < 3:
                    kept[step.number] = step.parameters
                if max(map(abs, step.step_sizes)) < 1e-6:
                    break
        except DivergedError as error:
            diverged = on_the_page(str(error), start.data)
    return Walk(history, kept, diverged, [str(warning.message) for warning in caught])


def descent(state: State, parameters: Parameters | None = None):  # type: ignore[no-untyped-def]
    start = parameters or state.start
    return tinynet.descend(start, state.data, learning_rate=state.learning_rate, trainable=state.trainable)


def walk_of(state: State) -> Walk:
    """The walk goes farther than the state: to a round number of steps, so that the axes can stay for a while."""
    decade = 10 ** max(2, ceil(log10(max(state.step, 1))))
    rounds = [decade // 5, decade // 2, decade] if decade > 100 else [decade]
    horizon = min(MOST // len(state.data), next(number for number in rounds if number >= state.step))
    start = State(state.start, state.data, state.learning_rate, state.trainable)
    walk = walked(start, horizon)
    if not walk.history:
        raise Mistake("data", walk.diverged)
    return walk


def steps_at(state: State, walk: Walk, number: int) -> list[Step]:
    """The step with this number, and before it the step before, if there is one."""
    first = max(number - 1, 0)
    mark = first - first % EVERY
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        steps = islice(descent(state, walk.kept[mark]), first - mark, number - mark + 1)
        return [step._replace(number=mark + step.number) for step in steps]


def told_about(state: State, walk: Walk, here: Step) -> tuple[Training, list[str]]:
    """What `train` would return here, and what there is to say."""
    words = [walk.diverged] * (bool(walk.diverged) and here.number == walk.last) + walk.warned
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        settings = {"learning_rate": state.learning_rate, "trainable": state.trainable}
        told = tinynet.train(here.parameters, state.data, max_steps=0, **settings)  # type: ignore[arg-type]
        told = told._replace(start=state.start, history=tuple(walk.history[: here.number + 1]))
        if told.stopped == "converged":
            mean = f"always predicting the mean gives {brief(told.mean_ssr)}"
            words.append(
                f"Converged (all step sizes are tiny) after {told.steps:,} steps: SSR {brief(told.ssr)}; {mean}."
            )
        if told.stopped == "converged" or (told.steps >= 100 and not words):
            words += on_the_page(told.advice, state.data).splitlines()
    return told, words + [f"This is the last step, {WHY}."] * (told.steps == MOST // len(state.data))


def frame_of(walk: Walk) -> tuple[list[Parameters], list[float]]:
    """What the axes must have room for. Steps that fly away are left out: they would leave no room for the others."""
    highest = 4 * walk.history[0]
    calm = [parameters for number, parameters in walk.kept.items() if walk.history[number] <= highest]
    return [*calm[:: len(calm) // 3 + 1], *calm[2:3]], [ssr for ssr in walk.history if ssr <= highest]
