"""A learner's whole step through any layers: what it makes of the learning rate, and the derivatives inside it.

The new values at several rates show the derivatives inside the step (`LINES`). They are marked as if they had been handed
over alone. If the new values are no straight line in the rate, something moves before all derivatives are taken. The
layer that still moves along a line has moved first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tinynet.arguments.numbers import checked_name, shown
from tinynet.layers import Layer, dot, step_sizes, update
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.findings import PLACES
from tinynet.tutor.layers.checking import Checking, own_trial
from tinynet.tutor.layers.comparing import LOSSES, by_part, each, flat, like, minus
from tinynet.tutor.layers.forms import Answer, Returned
from tinynet.tutor.layers.marking import Marking
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.settling import Settled, seek_added_term
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.layers.ways import Found
from tinynet.tutor.rates import FORMS, MISSING
from tinynet.tutor.verdict import Verdict

RATE = 0.02
TINY = 1e-4  # nearly no step at all
EXACT = 1e-6

Values = list[float]
New = Callable[[float], Values]


class Line(NamedTuple):
    """A line that may stand for the right one: what is wrong in it, and how it is solved for the derivatives."""

    label: str
    place: str
    derivatives: Callable[[Values, New, float], Values]

    def fits(self, old: Values, new: New) -> bool:
        once, *more = (self.derivatives(old, new, times * RATE) for times in (1, 2, 4))
        return all(like(one, once, EXACT) for one in more)


def line_of(old: Values, new: New, right: Values) -> Line:
    """Of several lines that fit, the one that gives the right derivatives, else the first."""
    moves = [(times * RATE, minus(old, new(times * RATE))) for times in (1, 2, 4)]
    if max(abs(x) for _, move in moves for x in move) <= 1e-9 * (1 + max(map(abs, old))):
        return STILL if any(right) else PLAIN
    if all(like(move, [rate] * len(old), EXACT) for rate, move in moves):
        return RATE_ALONE
    fitting = [line for line in LINES if line.fits(old, new)] or [BENT]
    best = next((line for line in fitting if _is_share(line.derivatives(old, new, RATE), right)), fitting[0])
    return _fixed(best, old, new, right) if best.label == MISSING else best


def several(number: int) -> Line:
    """So many steps in one: near rate 0 they are so many times the derivative."""
    return Line("", "", lambda old, new, _: [d / number for d in _near_0(old, new)])


def _is_share(numbers: Values, right: Values) -> bool:
    """Whether these are the right derivatives, or half of them, with either sign."""
    return any(like(numbers, [share * d for d in right]) for share in (1, 0.5, -1, -0.5))


def _fixed(missing: Line, old: Values, new: New, right: Values) -> Line:
    """The move is the same at every rate. Is it the right derivative times a rate of its own?"""
    moved = missing.derivatives(old, new, RATE)
    rate = dot(moved, right) / (dot(right, right) or 1)
    is_missing = any(abs(rate - share) < 1e-4 for share in (1, 0.5))  # a half is the loss of a book
    if is_missing or rate <= 0 or not like(moved, [rate * d for d in right]):
        return missing
    return _solved("fixed learning rate", "learning rate", lambda old, new, _: (old - new) / rate)


def _solved(label: str, place: str, derivative: Callable[[float, float, float], float]) -> Line:
    return Line(label, place, lambda old, new, rate: [derivative(x, y, rate) for x, y in zip(old, new(rate))])


def _near_0(old: Values, new: New, _: float = 0.0) -> Values:
    """Near 0 it is derivative + c * rate: so twice what it is at half the rate, less what it is at the whole."""
    return [(4 * (x - half) - (x - whole)) / TINY for x, half, whole in zip(old, new(TINY / 2), new(TINY))]


_PLACE = {label: place for place, one in PLACES.items() for label in one.sayings}
PLAIN = _solved("", "", lambda old, new, rate: (old - new) / rate)
STILL = PLAIN._replace(label="not updated", place="update")
RATE_ALONE = PLAIN._replace(label="learning rate alone", place="learning rate")
BENT = Line("", "", _near_0)  # no line: something has moved before the derivative is taken
_OTHER_START = Line(
    "old value changed", "old value", lambda old, new, rate: [x / rate for x in minus(new(rate), new(2 * rate))]
)
LINES = (PLAIN, *[_solved(labels[-1], _PLACE[labels[-1]], solved) for labels, solved in FORMS if labels], _OTHER_START)


Parts = dict[str, Values]  # "W(1)", "b(1)", ...: the numbers of each in a row


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
    return CheckingStep(Step(mine, loss), own_trial(layers, data)).verdict()


class Step(Program):
    """A step as a program: its answer is the derivatives inside it, solved from the new values line by line."""

    called = "layers.check_update"

    def __init__(self, mine: Callable[..., Any], loss: str) -> None:
        super().__init__(mine, loss)
        self.lines: dict[str, Line] = {}  # by part; the right line stands for those that are not known yet
        self.in_place = False  # whether it has changed a network that it was given

    def whole_answer(self, layers: Sequence[Layer], rows: Rows) -> Answer:
        answer, at = self.new(layers, rows, RATE), self.values(layers, rows)
        old, right = self.parts(layers), self.parts(self.right(layers, rows))
        derivatives: Parts = {}
        for part, numbers in old.items():
            line = self.lines.get(part, PLAIN)
            # a part that stays shows no derivative, so the right one stands for it
            derivatives[part] = right[part] if line is STILL else line.derivatives(numbers, at(part), RATE)
        gradient = []
        for l, (weights, biases, _) in enumerate(layers, 1):
            entries = iter(derivatives[f"W({l})"])
            d_b = derivatives.get(f"b({l})", [0.0] * len(biases))
            gradient.append((each(lambda _: next(entries), weights), d_b))  # noqa: B023
        return answer._replace(gradient=gradient)

    def new(self, layers: Sequence[Layer], rows: Rows, rate: float) -> Answer:
        """The new values, in the shape of the layers."""
        result, network, data, before = self.call(layers, rows, rate)
        self.in_place |= result.numbers is None and (repr(network), repr(data)) != before
        if result.numbers is None and not self.in_place:
            wanted = "it must return the new layers, or change those that it is given"
            raise NoAnswer(f"returned None and changed nothing; {wanted}")
        answer = self.read(Returned.of(network) if result.numbers is None else result, layers)
        self.biased &= any(self.lines.get(f"b({l})") is not STILL for l in range(1, len(layers) + 1))
        return answer._replace(ssr=None, found=[one for one in answer.found if one[1] != "SSR last"])

    def parts(self, numbers: Any) -> Parts:
        return by_part(numbers, self.biased)

    def values(self, layers: Sequence[Layer], rows: Rows) -> Callable[[str], New]:
        """The new values of a part, as a function of the rate."""
        at = lru_cache(lambda rate: self.parts(self.new(layers, rows, rate).gradient))
        return lambda part: lambda rate: at(rate)[part]

    def moved(self, layers: Sequence[Layer], rows: Rows, rate: float) -> Parts:
        """How far each part moves: old less new."""
        new = self.parts(self.new(layers, rows, rate).gradient)
        old = self.parts(layers)
        return {part: minus(old[part], numbers) for part, numbers in new.items()}

    def right_for(self, answers: Sequence[tuple[Trial, Answer]]) -> str | None:
        """The step must be a straight line in the rate besides."""
        name = super().right_for(answers)
        if name is None:
            return None
        once, five_times = (self.moved(*answers[0][0], RATE * times) for times in (1, 5))
        return name if all(like(five_times[part], [5 * x for x in once[part]]) for part in once) else None


class CheckingStep(Checking):
    """The questions of `check`, asked of the derivatives inside a step, after those about the step itself."""

    program: Step

    def marked(self, settled: Settled) -> Verdict:
        """What became of the old value and of the learning rate; then when things move; then the derivatives."""
        trial, answer = settled.answers[0]
        found = [*answer.found, *self.of_the_rate(trial)]
        term, self.program.added = self.program.added, None
        if term:  # it may have been an old value that did not stay
            seek_added_term(self.program, trial, term)
        marking, gradient = Marking(self.program, trial), self.program.gradient(*trial)
        nothing_is_seen = "several steps" in dict(found) or ("update", "not updated") in found
        inside = marking.places(gradient) if gradient and not nothing_is_seen else []
        flipped = f"dSSR/da({len(trial.layers)})", "flipped sign"
        inside = [("update", "added instead of subtracted") if one == flipped else one for one in inside]
        return self.said(found + inside, trial, marking)

    def of_the_rate(self, trial: Trial) -> list[Found]:
        """The line of each part; one finding for all parts in which the same is wrong."""
        program, values = self.program, self.program.values(*trial)
        old, right = program.parts(trial.layers), program.parts(program.right(*trial))
        program.lines = {part: line_of(old[part], values(part), right[part]) for part in program.moved(*trial, RATE)}
        parts_of: dict[Found, list[str]] = {}
        for part, line in program.lines.items():
            parts_of.setdefault((line.place, line.label), []).append(part)
        found = [
            (place, label if len(parts) == len(program.lines) else f"{label}: {', '.join(parts)}")
            for (place, label), parts in parts_of.items()
            if label
        ]
        return found + (self.of_the_order(trial) if BENT in program.lines.values() else [])

    # No straight line: something moves before the last derivative is taken.

    def of_the_order(self, trial: Trial) -> list[Found]:
        program, (layers, rows) = self.program, trial
        by_row = len(rows) > 1 and self.ends_at(self.row_by_row(trial), trial)
        number = 0 if by_row else self.number_of_steps(trial)
        if number:
            program.lines = dict.fromkeys(program.lines, several(number))
            return [("several steps", f"{number} steps")]
        program.ask_alone(layers, rows)
        loudest = max(rows, key=lambda row: min(max(map(abs, flat(w))) for w, _ in program.right(layers, [row])))
        once, twice = (program.moved(layers, [loudest] * program.copies, times * RATE) for times in (1, 2))
        bent = {part[2:-1] for part in once if not like(twice[part], [2 * x for x in once[part]], EXACT)}
        found = [("row by row", "row by row")] * (by_row or not bent)
        return found + [("in place", f"updated in place: {_order(bent, len(layers))}")] * bool(bent)

    def row_by_row(self, trial: Trial) -> list[Layer]:
        new = trial.layers
        for row in trial.rows:
            try:
                parts = self.program.new(new, [row], RATE).gradient
            except NoAnswer:  # it refuses a single row
                return trial.layers
            biases = [b if self.program.biased else old.biases for (_, b), old in zip(parts, new)]
            new = [Layer(w, b, old.activation) for (w, _), b, old in zip(parts, biases, new)]
        return new

    def number_of_steps(self, trial: Trial) -> int:
        """How many right steps it amounts to; 0 if it is none of that."""
        near_0, right = (flat(gradient) for gradient in (self.program.gradient(*trial), self.program.right(*trial)))
        number, new = round(dot(near_0, right) / (dot(right, right) or 1)), trial.layers
        for _ in range(number if number <= 100 else 0):
            new = update(new, step_sizes(self.program.right(new, trial.rows), RATE))
        return number if 2 <= number <= 100 and self.ends_at(new, trial, 1e-4) else 0

    def ends_at(self, new: Sequence[Layer], trial: Trial, tolerance: float = EXACT) -> bool:
        """Whether the step moves the network to these layers."""
        old, there = self.program.parts(trial.layers), self.program.parts(new)
        moved = self.program.moved(*trial, RATE)
        return all(like(numbers, minus(old[part], there[part]), tolerance) for part, numbers in moved.items())


def _order(bent: set[str], last: int) -> str:
    """Which layer moved first: the one that still moves along a line."""
    if str(last) not in bent:
        return "the output layer moved before the hidden delta is taken"
    if "1" not in bent:
        return "the layers move from the first one up, before the next is computed"
    return "some weights move before all derivatives are taken"
