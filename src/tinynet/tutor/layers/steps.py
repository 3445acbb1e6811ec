"""A learner's whole step through any layers: how it depends on the learning rate, and the derivatives inside it.

    new value = old value - derivative * learning rate

This is a straight line in the learning rate, for each weight and bias. What it is at rate 0 should be the old value, and
its slope is the learner's own derivative, which is then marked as if it had been handed over by itself. A step that is
no straight line takes some derivative when something has moved already. Which layer still moves along a line with one
observation, tells which one moved first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tinynet.arguments.layers import checked_rows
from tinynet.arguments.numbers import checked_name, shown
from tinynet.layers import Gradient, Layer, backpropagate, dot, step_sizes, update
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.findings import finding
from tinynet.tutor.layers.books import LOSSES
from tinynet.tutor.layers.checking import Checking
from tinynet.tutor.layers.forms import Answer, Found, flat, formed
from tinynet.tutor.layers.marking import Marking
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.verdict import Verdict

RATE = 0.02
TINY = 1e-4  # nearly no step at all
ALIKE = 1e-6

Part = tuple[int, int]  # a layer, counted from 0, and its weights (0) or biases (1)


def check_update(mine: Callable[..., Any], layers: Any = None, data: Any = None, *, loss: str = "SSR") -> Verdict:
    """Is mine(layers, data, learning_rate) one step of gradient descent, and if not, where does it go wrong?

    mine           returns the new layers, in any form that `check` takes, or changes the ones that it is given
    layers, data   your own network and data, for a program that takes no other
    loss           what your book calls the error, as in `check`

    Errors: TypeError where mine is no function, and for bad layers or data. What mine raises is in the verdict.

    >>> from tinynet.layers import backpropagate, step_sizes, update
    >>> def mine(layers, data, learning_rate):
    ...     return update(layers, step_sizes(backpropagate(layers, data)[1], 1))
    >>> check_update(mine).places, check_update(mine).mistakes
    (('learning rate',), ('learning rate missing',))
    """
    checked_name(loss, "loss", tuple(LOSSES))
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (layers, data, learning_rate)")
    own = None if layers is None and data is None else Trial(*checked_rows(layers, data))
    return _Stepping(_Step(mine, loss), loss, own).verdict()


class _Step(Program):
    """A step, asked for its derivative: how that is worked out from what it moves depends on the rate."""

    def __init__(self, mine: Callable[..., Any], loss: str) -> None:
        super().__init__(mine, loss)
        self.derivative: dict[Part, Callable[[Any, float], Any]] = {}
        self.bent: set[Part] = set()

    def new(self, layers: Sequence[Layer], rows: Rows, rate: float) -> Answer:
        """The new numbers, in the shape of the layers."""
        result, network, data, before = self.call(layers, rows, rate)
        left = repr(network) != before[0]
        if result is None and not left and repr(data) == before[1]:
            raise NoAnswer("returned nothing and changed nothing; it must return the new layers, or change those it is given")
        fitting = formed(network if result is None else result, layers, self.setting.turned)
        answer = fitting[min(self.setting.reading, len(fitting) - 1)]
        self.biased, self.readings = answer.biased, len(fitting)
        return answer._replace(ssr=None, found=[one for one in answer.found if one[1] != "SSR last"])

    def moved(self, layers: Sequence[Layer], rows: Rows, rate: float) -> dict[Part, list[float]]:
        """How far each part moves: old less new."""
        new = self.new(layers, rows, rate).gradient
        return {
            (l, k): [x - y for x, y in zip(flat(layer[k]), flat(some[k]))]
            for l, (layer, some) in enumerate(zip(layers, new))
            for k in range(2 if self.biased else 1)
        }

    def answer(self, layers: Sequence[Layer], rows: Rows, swapped: bool = False) -> Answer:
        if swapped:
            raise NoAnswer("takes its arguments in order")
        answer = self.new(layers, rows, RATE)
        one = self.moved(layers, rows, RATE)
        few = {rate: self.moved(layers, rows, rate) for rate in (TINY / 2, TINY)} if self.bent else {}
        found: list[Any] = []
        for l, layer in enumerate(layers):
            parts = []
            for k in (0, 1):
                numbers = one.get((l, k), [0.0] * len(layer.biases))
                if (l, k) in self.bent:  # from d(rate) = derivative + c * rate, twice the one at half the rate less the other
                    pairs = zip(few[TINY / 2][l, k], few[TINY][l, k])
                    numbers = [(4 * half - whole) / TINY for half, whole in pairs]
                else:
                    own = self.derivative.get((l, k), lambda moved, old: moved / RATE)
                    numbers = [own(moved, old) for moved, old in zip(numbers, flat(layer[k]))]
                parts.append(numbers)
            width = len(layer.weights[0])
            rows_of = [parts[0][at : at + width] for at in range(0, len(parts[0]), width)]
            found.append((rows_of, parts[1]))
        return answer._replace(gradient=found)


class _Stepping(Checking):
    """The questions of `check`, asked of the derivative inside a step, after those of the step."""

    program: _Step
    call = "layers.check_update(mine{})"

    def compared(self) -> Verdict:
        """First what became of the old value and of the learning rate, then when things moved, then the derivative."""
        trial, answer = self.answers[0]
        try:
            found = [*answer.found, *self.of_the_form(trial)]
        except NoAnswer as did:
            return self.without_answer(did)
        marking = Marking(self.program, trial)
        total = self.program.gradient(*trial)
        still = {place for place, label in found if label == "not updated"}
        marks = marking.places(total) if total and not still else []
        flips = f"dSSR/da({len(trial.layers)})", "flipped sign"
        if flips in marks:
            marks = [("update", "added instead of subtracted") if one == flips else one for one in marks]
        return self.said([*found, *marks], trial, marking)
