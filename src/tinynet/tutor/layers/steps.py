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
from tinynet.layers import Layer, dot, step_sizes, update
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.books import LOSSES
from tinynet.tutor.layers.checking import Checking
from tinynet.tutor.layers.forms import Answer, Found, Returned, flat, formed, like
from tinynet.tutor.layers.marking import Marking
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.verdict import Verdict

RATE = 0.02
TINY = 1e-4  # nearly no step at all

Part = tuple[int, int]  # a layer, counted from 0, and its weights (0) or biases (1)
Derivative = Callable[..., float]


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
    """A step, asked for the derivative inside it: how that comes out of what it moves depends on the part."""

    wanted = "the new layers, or change those that it is given"

    def __init__(self, mine: Callable[..., Any], loss: str) -> None:
        super().__init__(mine, loss)
        self.derivatives: dict[Part, Derivative] = {}
        self.in_place = False  # whether it has changed a network that it was given; where all is right, it changes none
        self.judges_biases = True  # not where no bias ever moves
        self.still: set[Part] = set()  # parts that never move: their derivative can't be seen, so it is not judged

    def new(self, layers: Sequence[Layer], rows: Rows, rate: float) -> Answer:
        """The new numbers, in the shape of the layers."""
        result, network, data, before = self.call(layers, rows, rate)
        self.in_place |= result.numbers is None and (repr(network), repr(data)) != before
        if result.numbers is None and not self.in_place:
            raise NoAnswer(f"returned None and changed nothing; it must return {self.wanted}")
        fitting = formed(Returned.of(network) if result.numbers is None else result, layers, self.setting.turned)
        answer = fitting[min(self.setting.reading, len(fitting) - 1)]
        self.biased, self.readings = answer.biased and self.judges_biases, len(fitting)
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
            raise NoAnswer("takes its arguments in this order")
        answer, right = self.new(layers, rows, RATE), self.right(layers, rows)
        moved = {
            rate: self.moved(layers, rows, rate)
            for rate in (RATE, *((2 * RATE, TINY / 2, TINY) if self.derivatives else ()))
        }
        gradient: Any = []
        for l, layer in enumerate(layers):
            parts = []
            for k in (0, 1):
                moves, old = [some.get((l, k), []) for some in moved.values()], flat(layer[k])
                own = self.derivatives.get((l, k), _line)
                numbers = [own(old[n], *some) for n, some in enumerate(zip(*moves))] or [0.0] * len(old)
                unseen = (l, k) in self.still and self.biased
                parts.append(flat(right[l][k]) if unseen else numbers)
            width = len(layer.weights[0])
            gradient.append(([parts[0][at : at + width] for at in range(0, len(parts[0]), width)], parts[1]))
        return answer._replace(gradient=gradient)


# The derivative from the old value and from how far it moves at the rates RATE, 2 * RATE, TINY / 2 and TINY. Of a bent one
# d(rate) = derivative + c * rate, so it is twice the one at half the rate less the one at the whole.


def _line(old: float, one: float, *_: float) -> float:
    return one / RATE


def _bent(old: float, one: float, two: float, half: float, whole: float) -> float:
    return (4 * half - whole) / TINY


class _Stepping(Checking):
    """The questions of `check`, asked of the derivative inside a step, after those of the step."""

    program: _Step
    call = "layers.check_update"

    def right_for(self) -> str | None:
        name = super().right_for()
        if name is None:
            return None
        (layers, rows), _ = self.answers[0]
        one, five = (self.program.moved(layers, rows, RATE * times) for times in (1, 5))
        return name if all(like(five[part], [5 * x for x in one[part]]) for part in one) else None

    def compared(self) -> Verdict:
        """First what became of the old value and of the learning rate, then when things move, then the derivatives."""
        trial, answer = self.answers[0]
        found = [*answer.found, *self.of_the_form(trial)]
        marking, total = Marking(self.program, trial), self.program.gradient(*trial)
        over = "several steps" in dict(found) or ("update", "not updated") in found  # nothing inside it can be seen
        marks = marking.places(total) if total and not over else []
        flipped = f"dSSR/da({len(trial.layers)})", "flipped sign"
        marks = [("update", "added instead of subtracted") if one == flipped else one for one in marks]
        return self.said(found + marks, trial, marking)

    def of_the_form(self, trial: Trial) -> list[Found]:
        """How each part depends on the rate; one finding for all that do so in the same way."""
        layers, rows = trial
        one, two, four = (self.program.moved(layers, rows, RATE * times) for times in (1, 2, 4))
        found: dict[Found, list[Part]] = {}
        bent = []
        for part in one:
            old = flat(layers[part[0]][part[1]])
            right = flat(self.program.right(layers, rows)[part[0]][part[1]])
            label, own = _form(old, one[part], two[part], four[part], right)
            self.program.derivatives[part] = own
            if label == "bent":
                bent.append(part)
            elif label:
                found.setdefault((_PLACES[label], label), []).append(part)
        self.program.still = {part for (_, label), parts in found.items() for part in parts if label == "not updated"}
        self.program.judges_biases = not {(l, 1) for l in range(len(layers))} <= self.program.still
        named = [
            (place, label if len(parts) == len(one) else f"{label}: {', '.join(map(_name, parts))}")
            for (place, label), parts in found.items()
        ]
        return named + (self.of_the_order(trial, bent) if bent else [])

    # No straight line: something moves before the last derivative is taken.

    def of_the_order(self, trial: Trial, bent: list[Part]) -> list[Found]:
        layers, rows = trial
        found: list[Found] = []
        if len(rows) > 1 and self.one_by_one(layers, rows):
            found.append(("row by row", "row by row"))
        elif number := self.number_of_steps(layers, rows):
            self.program.derivatives = {part: _several(number) for part in self.program.derivatives}
            return [("several steps", f"{number} steps")]
        loudest = max(rows, key=lambda row: self.least(layers, row))
        one, two, four = (self.program.moved(layers, [loudest], RATE * times) for times in (1, 2, 4))
        straight = {l for l, _ in one} - {l for l, k in one if not _times((one[l, k], two[l, k], four[l, k]), 2)}
        if straight == {l for l, _ in one}:
            return found or [("row by row", "row by row")]
        return [*found, ("in place", f"updated in place: {_order(straight, len(layers), one.keys())}")]

    def least(self, layers: Sequence[Layer], row: Any) -> float:
        """The most that the least moving weights move with one row: where nothing moves, nothing can be seen."""
        return min(max(map(abs, flat(w))) for w, _ in self.program.right(layers, [row]))

    def one_by_one(self, layers: Sequence[Layer], rows: Rows) -> bool:
        """Whether it is the same as one step after another, each with one row."""
        new = [*layers]
        for row in rows:
            parts = self.program.new(new, [row], RATE).gradient
            new = [
                Layer(w, b if self.program.biased else layer.biases, layer.activation)
                for (w, b), layer in zip(parts, new)
            ]
        return self.ends_at(new, layers, rows)

    def number_of_steps(self, layers: Sequence[Layer], rows: Rows) -> int:
        """How many right steps it amounts to; 0 where it is none of that."""
        limit, right = (flat(some) for some in (self.program.gradient(layers, rows), self.program.right(layers, rows)))
        number = round(dot(limit, right) / (dot(right, right) or 1))
        if not 2 <= number <= 100:
            return 0
        new = [*layers]
        for _ in range(number):
            new = update(new, step_sizes(self.program.right(new, rows), RATE))
        return number if self.ends_at(new, layers, rows, 1e-4) else 0

    def ends_at(self, new: Sequence[Layer], layers: Sequence[Layer], rows: Rows, tolerance: float = 1e-6) -> bool:
        """Whether the step takes the layers to these new ones."""
        return all(
            _near(moved, [x - y for x, y in zip(flat(layers[l][k]), flat(new[l][k]))], tolerance)
            for (l, k), moved in self.program.moved(layers, rows, RATE).items()
        )


_PLACES = {
    "not updated": "update",
    "learning rate missing": "learning rate",
    "fixed learning rate": "learning rate",
    "divided by the learning rate": "learning rate",
    "learning rate twice": "learning rate",
    "learning rate added": "learning rate",
    "learning rate alone": "learning rate",
    "derivative returned": "old value",
    "step size returned": "old value",
    "brackets round old value - derivative": "old value",
    "old value changed": "old value",
}


_POWERS: dict[float, tuple[str, Derivative]] = {  # by what the move is multiplied by when the rate is doubled
    2: ("", _line),
    0.5: ("divided by the learning rate", lambda old, one, *_: one * RATE),
    4: ("learning rate twice", lambda old, one, *_: one / RATE**2),
}


def _form(
    old: list[float], one: list[float], two: list[float], four: list[float], right: list[float]
) -> tuple[str, Derivative]:
    """What became of the old value and the rate, and how the derivative comes out of the move."""
    moves, tiny = (one, two, four), 1e-9 * (1 + max(map(abs, old)))
    if max(map(abs, [*one, *two, *four])) <= tiny:
        return ("not updated" if any(right) else ""), _line
    if all(abs(x - RATE) <= tiny for x in one) and _times(moves, 2):
        return "learning rate alone", _line
    if _times(moves, 1):
        return _without_rate(old, one, right)
    return next((form for factor, form in _POWERS.items() if _times(moves, factor)), None) or _from_elsewhere(
        old, one, two, four, right
    )


def _without_rate(old: list[float], one: list[float], right: list[float]) -> tuple[str, Derivative]:
    """The move is the same at every rate."""
    if _is_derivative([x - y for x, y in zip(old, one)], right):
        return "derivative returned", lambda old, one, *_: old - one
    share = dot(one, right) / (dot(right, right) or 1)
    usual = any(abs(share - x) < 1e-4 for x in (1, 0.5))  # the rate is missing; a half is the loss of a book
    if share > 0 and not usual and _near(one, [share * d for d in right], 1e-4):
        return "fixed learning rate", lambda old, one, *_: one / share
    return "learning rate missing", lambda old, one, *_: one


def _from_elsewhere(
    old: list[float], one: list[float], two: list[float], four: list[float], right: list[float]
) -> tuple[str, Derivative]:
    """The step does not start from the old value, or it is no straight line."""
    rises = [y - x for x, y in zip(one, two)]
    if not _near([y - x for x, y in zip(two, four)], [2 * x for x in rises]):
        return "bent", _bent
    if _near(rises, [RATE] * len(rises)):
        return "learning rate added", lambda old, one, *_: one - RATE
    if max(abs(x - 2 * y + z) for x, y, z in zip(old, one, two)) > 1e-6 * max(map(abs, old)):
        return "old value changed", lambda old, one, two, *_: (two - one) / RATE
    if _is_derivative([x - (x - y) / RATE for x, y in zip(old, one)], right):
        return "brackets round old value - derivative", lambda old, one, *_: old - (old - one) / RATE
    return "step size returned", lambda old, one, *_: (old - one) / RATE


def _is_derivative(numbers: list[float], right: list[float]) -> bool:
    """Whether these are the right derivatives, or half of them, with either sign."""
    return any(_near(numbers, [share * d for d in right], 1e-4) for share in (1, 0.5, -1, -0.5))


def _several(number: int) -> Derivative:
    return lambda *moves: _bent(*moves) / number


def _times(moves: Sequence[list[float]], factor: float) -> bool:
    """Whether each move is so many times the one at half its rate."""
    return all(_near(more, [factor * x for x in less]) for less, more in zip(moves, moves[1:]))


def _near(one: Sequence[float], other: Sequence[float], tolerance: float = 1e-6) -> bool:
    size = max([*map(abs, one), *map(abs, other)])
    return all(abs(x - y) <= tolerance * size + 1e-13 for x, y in zip(one, other))


def _order(straight: set[int], last: int, parts: Any) -> str:
    """Which layer moved first: the one that still moves along a line."""
    if straight == {last - 1} or (straight and last - 1 in straight and 0 not in straight):
        return "the output layer moved before the hidden delta is taken"
    if 0 in straight:
        return "the layers move from the first one up, before the next is computed"
    return "some weights move before all derivatives are taken"


def _name(part: Part) -> str:
    return f"{'Wb'[part[1]]}({part[0] + 1})"
