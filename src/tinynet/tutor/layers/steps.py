"""A learner's whole step through any layers: what it makes of the learning rate, and the derivatives inside it.

The derivative inside a step comes out of how the new values depend on the rate (`rates`). It is marked as if it had been
handed over by itself. A step that is no straight line in the rate takes some derivative when something has moved
already. Which layer still moves along a line with one observation tells which one moved first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from tinynet.arguments.numbers import checked_name, shown
from tinynet.layers import Layer, dot, step_sizes, update
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.checking import Checking, own_trial
from tinynet.tutor.layers.comparing import flat, like
from tinynet.tutor.layers.forms import Answer, Returned
from tinynet.tutor.layers.losses import LOSSES
from tinynet.tutor.layers.marking import Marking
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.rates import BENT, PLAIN, RATE, STILL, New, Slip, near, several, slip_of
from tinynet.tutor.layers.settling import Settled
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.layers.ways import Found
from tinynet.tutor.verdict import Verdict

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
    return _Stepping(_Step(mine, loss), own_trial(layers, data)).verdict()


class _Step(Program):
    """A step, asked for the derivative inside it: how that comes out of the new values depends on the part."""

    called = "layers.check_update"

    def __init__(self, mine: Callable[..., Any], loss: str) -> None:
        super().__init__(mine, loss)
        self.slips: dict[Part, Slip] = {}
        self.in_place = False  # whether it has changed a network that it was given; where all is right, it changes none

    def new(self, layers: Sequence[Layer], rows: Rows, rate: float) -> Answer:
        """The new numbers, in the shape of the layers."""
        result, network, data, before = self.call(layers, rows, rate)
        self.in_place |= result.numbers is None and (repr(network), repr(data)) != before
        if result.numbers is None and not self.in_place:
            wanted = "it must return the new layers, or change those that it is given"
            raise NoAnswer(f"returned None and changed nothing; {wanted}")
        answer = self.read(Returned.of(network) if result.numbers is None else result, layers)
        self.biased &= any(self.slips.get((l, 1)) is not STILL for l in range(len(layers)))
        return answer._replace(ssr=None, found=[one for one in answer.found if one[1] != "SSR last"])

    def values(self, layers: Sequence[Layer], rows: Rows) -> Callable[[int, int], New]:
        """The new values of a part, at any rate."""
        at = lru_cache(lambda rate: self.new(layers, rows, rate).gradient)
        return lambda l, k: lambda rate: flat(at(rate)[l][k])

    def moved(self, layers: Sequence[Layer], rows: Rows, rate: float) -> dict[Part, list[float]]:
        """How far each part moves: old less new."""
        new = self.new(layers, rows, rate).gradient
        parts = [(l, k) for l in range(len(layers)) for k in range(1 + self.biased)]
        return {(l, k): [x - y for x, y in zip(flat(layers[l][k]), flat(new[l][k]))] for l, k in parts}

    def answer(self, layers: Sequence[Layer], rows: Rows, swapped: bool = False) -> Answer:
        if swapped:
            raise NoAnswer("takes its arguments in this order")
        answer, values, right = self.new(layers, rows, RATE), self.values(layers, rows), self.right(layers, rows)
        gradient = []
        for l, (weights, biases, _) in enumerate(layers):
            d_w, d_b = (self.slips.get((l, k), PLAIN) for k in (0, 1))
            w = flat(right[l][0]) if d_w is STILL else d_w.derivative(flat(weights), values(l, 0), RATE)
            b = right[l][1] if d_b is STILL else d_b.derivative([*biases], values(l, 1), RATE)  # it can't be seen
            entries = iter(w)
            gradient.append(([[next(entries) for _ in row] for row in weights], b if self.biased else [0.0] * len(b)))
        return answer._replace(gradient=gradient)

    def right_for(self, answers: Sequence[tuple[Trial, Answer]]) -> str | None:
        """The step must be a straight line in the rate besides."""
        name = super().right_for(answers)
        if name is None:
            return None
        (layers, rows), _ = answers[0]
        one, five = (self.moved(layers, rows, RATE * times) for times in (1, 5))
        return name if all(like(five[part], [5 * x for x in one[part]]) for part in one) else None


class _Stepping(Checking):
    """The questions of `check`, asked of the derivative inside a step, after those of the step."""

    program: _Step

    def marked(self, settled: Settled) -> Verdict:
        """First what became of the old value and of the learning rate, then when things move, then the derivatives."""
        trial, answer = settled.answers[0]
        found = [*answer.found, *self.of_the_rate(trial)]
        marking, total = Marking(self.program, trial), self.program.gradient(*trial)
        over = "several steps" in dict(found) or ("update", "not updated") in found  # nothing inside it can be seen
        marks = marking.places(total) if total and not over else []
        flipped = f"dSSR/da({len(trial.layers)})", "flipped sign"
        marks = [("update", "added instead of subtracted") if one == flipped else one for one in marks]
        return self.said(found + marks, trial, marking)

    def of_the_rate(self, trial: Trial) -> list[Found]:
        """What each part makes of the rate; one finding for all that make the same of it."""
        (layers, rows), program = trial, self.program
        values, right, found = program.values(layers, rows), program.right(layers, rows), dict[Found, list[str]]()
        parts = [*program.moved(layers, rows, RATE)]
        for l, k in parts:
            slip = program.slips[l, k] = slip_of(flat(layers[l][k]), values(l, k), flat(right[l][k]))
            if slip.label:
                found.setdefault((slip.place, slip.label), []).append(f"{'Wb'[k]}({l + 1})")
        named = [
            (place, label if len(names) == len(parts) else f"{label}: {', '.join(names)}")
            for (place, label), names in found.items()
        ]
        return named + (self.of_the_order(trial) if BENT in program.slips.values() else [])

    # No straight line: something moves before the last derivative is taken.

    def of_the_order(self, trial: Trial) -> list[Found]:
        (layers, rows), program = trial, self.program
        by_row = len(rows) > 1 and self.ends_at(layers, rows, self.row_by_row(layers, rows))
        number = 0 if by_row else self.number_of_steps(layers, rows)
        if number:
            program.slips = dict.fromkeys(program.slips, several(number))
            return [("several steps", f"{number} steps")]
        loudest = max(rows, key=lambda row: min(max(map(abs, flat(w))) for w, _ in program.right(layers, [row])))
        one, two = (program.moved(layers, [loudest], times * RATE) for times in (1, 2))
        bent = {l for l, k in one if not near(two[l, k], [2 * x for x in one[l, k]])}
        found = [("row by row", "row by row")] * (by_row or not bent)
        return found + [("in place", f"updated in place: {_order(bent, len(layers))}")] * bool(bent)

    def row_by_row(self, layers: Sequence[Layer], rows: Rows) -> list[Layer]:
        new = [*layers]
        for row in rows:
            parts = self.program.new(new, [row], RATE).gradient
            biases = [b if self.program.biased else old.biases for (_, b), old in zip(parts, new)]
            new = [Layer(w, b, old.activation) for (w, _), b, old in zip(parts, biases, new)]
        return new

    def number_of_steps(self, layers: Sequence[Layer], rows: Rows) -> int:
        """How many right steps it amounts to; 0 where it is none of that."""
        limit, right = (flat(some) for some in (self.program.gradient(layers, rows), self.program.right(layers, rows)))
        number, new = round(dot(limit, right) / (dot(right, right) or 1)), [*layers]
        for _ in range(number if number <= 100 else 0):
            new = update(new, step_sizes(self.program.right(new, rows), RATE))
        return number if 2 <= number <= 100 and self.ends_at(layers, rows, new, 1e-4) else 0

    def ends_at(self, layers: Sequence[Layer], rows: Rows, new: Sequence[Layer], tolerance: float = 1e-6) -> bool:
        moved = self.program.moved(layers, rows, RATE).items()
        right = {(l, k): [x - y for x, y in zip(flat(layers[l][k]), flat(new[l][k]))] for (l, k), _ in moved}
        return all(near(some, right[part], tolerance) for part, some in moved)


def _order(bent: set[int], last: int) -> str:
    """Which layer moved first: the one that still moves along a line."""
    if last - 1 not in bent:
        return "the output layer moved before the hidden delta is taken"
    if 0 not in bent:
        return "the layers move from the first one up, before the next is computed"
    return "some weights move before all derivatives are taken"
