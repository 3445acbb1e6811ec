"""A learner's program, wrapped: a network goes in as they take it, a gradient of the SSR comes out.

`setting` says how a network is handed over and how the answer is read; `settling` finds out which setting it takes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tinynet.layers import Gradient, Layer, backpropagate, dot
from tinynet.tutor.asking import Learner, NoAnswer
from tinynet.tutor.layers.comparing import (
    LOSSES,
    RIGHT,
    Loss,
    distance,
    flat,
    judged_as,
    minus,
    right_and_sizes,
    speaks,
    times,
)
from tinynet.tutor.layers.forms import Answer, Returned, formed
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.layers.ways import Found, Pass, passed

PATIENCE = 10.0  # seconds, after which a slow function is asked no more


class TooSlow(Exception):
    """It was asked for so long that no more is asked."""


class Explained(Exception):
    """What was noticed while the program was asked explains everything, so no more is asked."""

    def __init__(self, place: str, label: str) -> None:
        super().__init__(place, label)
        self.found: Found = place, label


class Setting(NamedTuple):
    """How a network is handed over, and which of the forms that fit what comes back is meant."""

    arrays: bool = False  # NumPy arrays instead of lists
    turned: bool = False  # W[input][neuron]
    reading: int = 0

    def handed(self, layers: Sequence[Layer], rows: Rows) -> tuple[list[Layer], list[Any]]:
        """Copies for the learner's program."""

        def copy(numbers: Any, turned: bool = False) -> Any:
            numbers = zip(*numbers) if turned else numbers
            lists = [[*one] if isinstance(one, (list, tuple)) else one for one in numbers]
            return sys.modules["numpy"].array(lists, dtype=float) if self.arrays else lists

        network = [Layer(copy(w, self.turned), copy(b), f) for w, b, f in layers]
        return network, [(copy(x), copy(y)) for x, y in rows]


class Program:
    """The learner's function, and what was noticed when it was asked."""

    called = "layers.check"  # what the learner has called

    def __init__(self, mine: Callable[..., Any], loss: str = "SSR") -> None:
        self.asked = Learner(mine, lambda result, _: Returned.of(result))
        self.loss, self.setting = LOSSES[loss], Setting()
        self.changes_arguments = False
        self.biased = True  # whether the last answer had biases
        self.copies, self.share = 1, 1.0  # of one row: how often it is handed over, and how much of the answer it is
        self.added: Callable[[Sequence[Layer], Rows], Gradient] | None = None  # a term that it adds, if it does

    def call(self, layers: Sequence[Layer], rows: Rows, *more: float, swapped: bool = False) -> Any:
        """What it returns, and the copies that it was given, after the call and in words before it."""
        if self.asked.seconds > PATIENCE and self.asked.calls > 20:
            raise TooSlow
        network, data = self.setting.handed(layers, rows)
        before = repr(network), repr(data)
        result = self.asked.call(*((data, network) if swapped else (network, data)), *more)
        return result, network, data, before

    def answer(self, layers: Sequence[Layer], rows: Rows) -> Answer:
        """What it answers now, without the term that it adds."""
        answer = self.whole_answer(layers, rows)
        return answer._replace(gradient=minus(answer.gradient, self.added(layers, rows))) if self.added else answer

    def whole_answer(self, layers: Sequence[Layer], rows: Rows) -> Answer:
        """What it answers now, as it came."""
        result, network, data, before = self.call(layers, rows)
        if result.numbers is None and repr(network) != before[0]:
            raise Explained("form", "a whole step")
        answer = self.read(result, layers)
        self.changes_arguments |= before != (repr(network), repr(data))
        if result.whole and _moved_along(answer.gradient, layers, backpropagate(layers, rows)[1]):
            raise Explained("form", "a whole step")
        return answer

    def read(self, result: Returned, layers: Sequence[Layer]) -> Answer:
        fitting = formed(result, layers, self.setting.turned)
        answer = fitting[min(self.setting.reading, len(fitting) - 1)]
        self.biased = answer.biased
        return answer._replace(readings=len(fitting))

    def takes_data_first(self, layers: Sequence[Layer], rows: Rows) -> bool:
        try:
            return bool(self.read(self.call(layers, rows, swapped=True)[0], layers))
        except NoAnswer:
            return False

    def gradient(self, layers: Sequence[Layer], rows: Rows) -> Gradient | None:
        """The gradient of the SSR that its answer amounts to; None if it does not answer."""
        try:
            return self.of_the_ssr(self.answer(layers, rows).gradient, Trial([*layers], rows))
        except NoAnswer:
            return None

    def of_the_ssr(self, gradient: Gradient, trial: Trial) -> Gradient:
        """The number of a book's loss is taken off."""
        return times(gradient, 1 / self.loss.share(trial))

    def alone(self, layers: Sequence[Layer], row: Any) -> Gradient | None:
        """What it makes of one row."""
        answer = self.gradient(layers, [row] * self.copies)
        return answer and times(answer, self.share)

    def ask_alone(self, layers: Sequence[Layer], rows: Rows) -> None:
        """How to ask for one row: alone, or twice if it answers 0 to one row, or raises.

        Zeros prove nothing: data[:-1] of one row is no row at all.
        """
        once, twice = ([self.gradient(layers, [row] * copies) for row in rows[:2]] for copies in (1, 2))
        self.copies, self.share = 1, 1.0
        if not all(map(speaks, once)) and all(map(speaks, twice)):
            self.copies, self.share = 2, 0.5 if None in once else 1.0

    def not_doubled(self, layers: Sequence[Layer], rows: Rows) -> Gradient:
        """What a row gives is twice as much if the row comes twice. An added term is not."""
        once, twice = (self.whole_answer(layers, rows[:1] * copies).gradient for copies in (1, 2))
        return minus(times(once, 2), twice)  # type: ignore[no-any-return]

    def left_over(self, layers: Sequence[Layer], rows: Rows) -> Gradient:
        """What a row gives is 0 if observed is what is predicted. An added term is not."""
        return self.whole_answer(layers, [(row[0], self.passed(layers, row).a[-1]) for row in rows]).gradient

    def passed(self, layers: Sequence[Layer], row: Any, forward: Sequence[Layer] = ()) -> Pass:
        inputs, observed = row
        return passed(judged_as(self.loss, layers), inputs, observed, judged_as(self.loss, forward or layers))

    def right(self, layers: Sequence[Layer], rows: Rows) -> Gradient:
        trial = Trial([*layers], rows)
        return self.of_the_ssr(right_and_sizes(trial, self.loss)[0], trial)

    def is_right(self, gradient: Gradient, layers: Sequence[Layer], rows: Rows) -> bool:
        """Whether this is the gradient of the SSR."""
        trial = Trial([*layers], rows)
        return distance(times(gradient, self.loss.share(trial)), trial, self.loss, self.biased) <= RIGHT

    def right_for(self, answers: Sequence[tuple[Trial, Answer]]) -> str | None:
        """The loss for which it is right wherever it answers: the one that is asked for, if it is."""
        if not answers or any(answer.found for _, answer in answers):
            return None
        right = (loss for loss in (self.loss, *LOSSES.values()) if max(distances(answers, loss)) <= RIGHT)
        return next((loss.name for loss in right), None)


def distances(answers: Sequence[tuple[Trial, Answer]], loss: Loss) -> list[float]:
    return [distance(answer.gradient, trial, loss, answer.biased) for trial, answer in answers]


def _moved_along(new: Gradient, layers: Sequence[Layer], right: Gradient) -> bool:
    """Whether these are layers that have moved along the gradient."""
    moved, downhill = flat(minus([layer[:2] for layer in layers], new)), flat(right)
    return dot(moved, downhill) ** 2 > 0.98 * dot(moved, moved) * dot(downhill, downhill)
