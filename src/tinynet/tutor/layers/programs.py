"""A learner's program, wrapped: a network goes in as they take it, a gradient of the SSR comes out.

A `Setting` says how a network is handed over and how the answer is read. `settling` finds out which setting it takes. A
Program does not change: asking it in another setting is another Program around the same function.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, Optional

from tinynet.layers import Gradient, Layer, backpropagate, dot
from tinynet.tutor.asking import Learner, NoAnswer
from tinynet.tutor.layers import forms
from tinynet.tutor.layers.comparing import LOSSES, RIGHT, Loss, flat, minus, speaks, times
from tinynet.tutor.layers.forms import Answer
from tinynet.tutor.layers.returned import Returned
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.layers.ways import Pass, passed

PATIENCE = 10.0  # seconds, after which a slow function is asked no more
Term = Callable[["Program", Sequence[Layer], Rows], Gradient]


class TooSlow(Exception):
    """It was asked for so long that no more is asked."""


class Explained(Exception):
    """What was noticed while the program was asked, a place and a label, explains everything. So no more is asked."""


class Setting(NamedTuple):
    """How a network is handed over, and which of the forms that fit what comes back is meant."""

    arrays: bool = False  # NumPy arrays instead of lists
    turned: bool = False  # W[input][neuron]
    reading: int = 0

    def handed(self, layers: Sequence[Layer], rows: Rows) -> tuple[list[Layer], list[Any]]:
        """Copies for the learner's program."""
        network = [Layer(self.copy(zip(*w) if self.turned else w), self.copy(b), f) for w, b, f in layers]
        return network, [(self.copy(inputs), self.copy(observed)) for inputs, observed in rows]

    def copy(self, numbers: Any) -> Any:
        lists = [[*one] if isinstance(one, (list, tuple)) else one for one in numbers]
        return sys.modules["numpy"].array(lists, dtype=float) if self.arrays else lists


class Call(NamedTuple):
    """One call of the learner's function."""

    returned: Returned
    network: list[Layer]  # its copy, after the call
    has_moved: bool  # whether the call changed the network
    has_changed: bool  # whether it changed the network or the data


@dataclass(frozen=True)
class Program:
    """The learner's function in a setting."""

    asked: Learner
    loss: Loss
    setting: Setting = field(default_factory=Setting)
    added: Optional[Term] = None  # shows the term that it adds, if it adds one
    noticed: set[str] = field(default_factory=set)  # in any setting: "changes its arguments"
    called: ClassVar[str] = "layers.check"  # what the learner has called

    @classmethod
    def of(cls, mine: Callable[..., Any], loss: str) -> Program:
        return cls(Learner(mine, lambda result, _: Returned.of(result)), LOSSES[loss])

    def call(self, layers: Sequence[Layer], rows: Rows, *more: float) -> Call:
        if self.asked.seconds > PATIENCE and self.asked.calls > 20:
            raise TooSlow
        network, data = self.setting.handed(layers, rows)
        before = repr(network), repr(data)
        returned = self.asked.call(network, data, *more)
        return Call(returned, network, repr(network) != before[0], (repr(network), repr(data)) != before)

    def read(self, returned: Returned, layers: Sequence[Layer]) -> Answer:
        answers = forms.read(returned, layers, self.setting.turned)
        return answers[min(self.setting.reading, len(answers) - 1)]

    def whole_answer(self, layers: Sequence[Layer], rows: Rows) -> Answer:
        """What it answers, as it came."""
        call = self.call(layers, rows)
        if call.returned.is_nothing and call.has_moved:
            raise Explained("form", "a whole step")
        answer = self.read(call.returned, layers)
        if call.has_changed:
            self.noticed.add("changes its arguments")
        if call.returned.is_network and _moved_along(answer.gradient, layers, backpropagate(layers, rows)[1]):
            raise Explained("form", "a whole step")
        return answer

    def answer(self, layers: Sequence[Layer], rows: Rows) -> Answer:
        """What it answers without the term that it adds."""
        answer = self.whole_answer(layers, rows)
        if not self.added:
            return answer
        return answer._replace(gradient=minus(answer.gradient, self.added(self, layers, rows)))

    def gradient(self, layers: Sequence[Layer], rows: Rows) -> Optional[Gradient]:
        """The gradient of the SSR that its answer amounts to; None if it does not answer."""
        try:
            return times(self.answer(layers, rows).gradient, 1 / self.loss.share(rows))
        except NoAnswer:
            return None

    def alone(self, layers: Sequence[Layer], row: Any) -> Optional[Gradient]:
        """What it makes of one row. If that is nothing, the row comes twice: a loop over data[:-1] sees nothing of a single row."""
        once = self.gradient(layers, [row])
        if speaks(once):
            return once
        twice = self.gradient(layers, [row, row])
        if twice is None or not speaks(twice):
            return once
        return times(twice, 0.5) if once is None else twice

    def passed(self, layers: Sequence[Layer], row: Any, forward: Sequence[Layer] = ()) -> Pass:
        inputs, observed = row
        return passed(self.loss.judged(layers), inputs, observed, self.loss.judged(forward or layers))

    def right(self, layers: Sequence[Layer], rows: Rows) -> Gradient:
        return self.loss.right_and_sizes(layers, rows)[0]

    def right_for(self, answers: Sequence[tuple[Trial, Answer]]) -> Optional[str]:
        """The loss for which it is right wherever it answers: the one that is asked for, if it is."""
        if not answers or any(answer.found for _, answer in answers):
            return None
        right = (loss for loss in (self.loss, *LOSSES.values()) if max(distances(answers, loss)) <= RIGHT)
        return next((loss.name for loss in right), None)


def distances(answers: Sequence[tuple[Trial, Answer]], loss: Loss) -> list[float]:
    return [loss.distance(times(answer.gradient, 1 / loss.share(trial.rows)), *trial) for trial, answer in answers]


def _moved_along(new: Gradient, layers: Sequence[Layer], right: Gradient) -> bool:
    """Whether these are layers that have moved along the gradient."""
    moved, downhill = flat(minus([layer[:2] for layer in layers], new)), flat(right)
    return dot(moved, downhill) ** 2 > 0.98 * dot(moved, moved) * dot(downhill, downhill)
