"""A learner's whole step, and the derivatives inside it.

    new value = old value - derivative * learning rate

The questions, in their order:

    the whole          its arguments, the order of what it returns, whether it moves, rounding
    each new value     what its line does with the learning rate (`rates`); that line gives the derivative
    the derivatives    all that `judging` asks of derivatives, asked of those inside the step
    in place           were some of them taken out of turn?
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import isfinite
from typing import Any, Optional

from tinynet.loss import ssr
from tinynet.tutor.asking import by_name
from tinynet.tutor.chains import NAMES
from tinynet.tutor.checking import parts_of_chains
from tinynet.tutor.examining import Check
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.in_place import out_of_turn, out_of_turn_at_a_rate_of_its_own
from tinynet.tutor.judging import Derivatives, judged, rounded_off
from tinynet.tutor.nearness import RIGHT
from tinynet.tutor.points import LOSSES, POINTS, Point, Trial, number_of_steps, right_at, stepped
from tinynet.tutor.rates import MISSING, RATE, Line, NewValue, candidates
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.whole import in_order, not_used
from tinynet.tutor.wording import laid_out, shared

RATES = (0.02, 0.03, 0.05, 0.03, 0.05, 0.02, 0.04, 0.03, 0.04, 0.05, 0.001)
TRIALS = (*[Trial(*point, rate) for point, rate in zip(POINTS, RATES)], Trial(*POINTS[1], 0.5))  # the last leads up
ROUNDING = 2e-7  # of the old value: a step in float32 is right


def check_update(mine: Callable[..., Any], *, loss: str = "SSR") -> Verdict:
    """Is mine(parameters, data, learning_rate) one step of gradient descent, and if not, where does it go wrong?

    It returns the seven new values: in the order of `Parameters`, or by name. `loss` is as for `check`.
    Errors: TypeError if mine is no function. What mine raises is in the verdict.

    >>> from tinynet.derivatives import gradient
    >>> from tinynet.training import update
    >>> def mine(parameters, data, learning_rate):
    ...     return update(parameters, gradient(parameters, data))
    >>> check_update(mine).places, check_update(mine).mistakes
    (('learning rate',), ('learning rate missing',))
    """
    return CheckOfAStep(mine, loss).verdict()


class CheckOfAStep(Check):
    """The seven new values, after one step."""

    subject = "the step"
    takes = ("parameters", "data", "learning_rate")
    wanted = "the seven new values"
    questions = TRIALS
    parts = ("old value", "learning rate", "update", "in place", *parts_of_chains(NAMES))
    explained = "w1", "parameters, data, learning_rate"

    def given(self, question: Any) -> Any:
        """A step for SSR/2 at twice the rate is one for the SSR."""
        parameters, rows, rate, *more = question
        return parameters, rows, rate / LOSSES[self.loss](len(rows) or 1), *more

    def read(self, result: Any, question: Any) -> dict[str, float]:
        return by_name(result, NAMES)

    def is_right(self, question: Any, loss: str) -> bool:
        times = LOSSES[loss](len(question.rows)) / LOSSES[self.loss](len(question.rows))
        as_if = question._replace(rate=question.rate * times)
        mine = self.learner.answer(*question)
        return all(_is_right_value(mine[name], name, as_if) for name in NAMES)

    def table(self, question: Any) -> list[str]:
        rows = [(self.learner.answer(*question)[name], _right_value(name, question)) for name in NAMES]
        return laid_out(["", "your new value", "right"], NAMES, rows)

    def judged(self, answered: Sequence[Any]) -> list[Finding]:
        return self._of_the_whole(answered) or self._of_the_lines(answered)

    def _of_the_whole(self, trials: Sequence[Trial]) -> list[Finding]:
        """Before the step is taken apart: its arguments, how often it moves, the order of what it returns, rounding."""
        if self.learner.changed:
            return [finding("changed in place", how=self.learner.changed)]

        def right(under: str, name: str) -> bool:
            return all(_is_right_value(self.learner.answer(*trial)[under], name, trial) for trial in trials)

        found = self._not_used(trials) or self._another_number_of_steps(trials)
        return found or in_order(right, NAMES)[1] or self._rounded_off(trials)

    def _not_used(self, trials: Sequence[Trial]) -> list[Finding]:
        trial, other = (trials[1], trials[2]) if len(trials) > 2 else (trials[-1], trials[0])
        unused = not_used(lambda point: self.learner.answer(*point, trial.rate), trial.point, other.point)
        return unused if self._moves(trial) else []

    def _another_number_of_steps(self, trials: Sequence[Trial]) -> list[Finding]:
        """Whether it takes several steps, or none where a step leads up."""
        wrong = [trial for trial in trials if not self.is_right(trial, self.loss)]
        if not any(map(self._moves, wrong)) and all(ssr(stepped(*one), one.rows) > ssr(*one.point) for one in wrong):
            return [finding("(not always updated)")]
        numbers = {number_of_steps([*self.learner.answer(*trial).values()], trial) for trial in trials[1:3]}
        number = numbers.pop() if len(numbers) == 1 else None
        return [finding("several steps", number=number)] if number and number > 1 else []

    def _moves(self, trial: Trial) -> bool:
        return [*self.learner.answer(*trial).values()] != [*trial.parameters]

    def _rounded_off(self, trials: Sequence[Trial]) -> list[Finding]:
        each = [(trial, name) for trial in trials for name in NAMES]
        mine = [self.learner.answer(*trial)[name] for trial, name in each]
        besides = [0.05 * right_at(name, trial.point).size * trial.rate for trial, name in each]
        return rounded_off(mine, [_right_value(name, trial) for trial, name in each], besides)

    def _of_the_lines(self, trials: Sequence[Trial]) -> list[Finding]:
        """The line of each new value, when its derivative is taken, and the derivatives in these lines."""
        values = {name: NewValue(self.learner, name, LOSSES[self.loss]) for name in NAMES}
        lines = {name: self._line(value, trials) for name, value in values.items()}
        found = shared([one._replace(name=name) for name, line in lines.items() for one in line.findings], NAMES)
        if any(line.findings and not line.derivative for line in lines.values()):
            return found  # without the old values the derivatives cannot be recovered
        if all(line.findings and line.findings[0].place == "learning rate" for line in lines.values()):
            late = out_of_turn_at_a_rate_of_its_own(values, trials)
            if late:
                return [*late, *found]
        inner = self._of_the_derivatives(lines, trials)
        if any(one.place in ("arguments", "state") for one in inner):
            return inner
        late = out_of_turn(values, lines, trials)
        return [*late, *_in_one(found, inner, [name for name in NAMES if lines[name].derivative])]

    def _line(self, value: NewValue, trials: Sequence[Trial]) -> Line:
        """The line with the fewest mistakes in its derivative. A constant may come from the slip in the line itself.

        A step without a rate gives the same "derivative" at every rate in two ways: as old - new, and as new. For the wrong
        one nearly every factor looks wrong.
        """

        def mistakes(line: Line) -> int:
            found = self._of_the_derivatives({value.name: line}, trials)
            return len([one for one in found if one.label != "constant factor" or not line.findings])

        possible = candidates(value, [trial.point for trial in trials])
        return min(possible, key=mistakes) if len(possible) > 1 else possible[0]

    def _of_the_derivatives(self, lines: Mapping[str, Line], trials: Sequence[Trial]) -> list[Finding]:
        """All that is asked of derivatives, asked of those inside the step."""
        of = {name: line.derivative for name, line in lines.items() if line.derivative}

        @cache  # each of the seven is asked for alone
        def answer(point: Point) -> Optional[dict[str, float]]:
            if any(self.learner.answer(*point, rate) is None for rate in (RATE, 2 * RATE)):
                return None
            values = {name: derivative(point) for name, derivative in of.items()}
            return values if all(map(isfinite, values.values())) else None

        is_bent = any(line.is_bent for line in lines.values())
        trials = [trial for trial in trials if trial.rate > 0.01 or not is_bent]  # the steepest is bent near rate 0 too
        points = [trial.point for trial in trials if answer(trial.point)]
        return judged(Derivatives(answer, [*of], points, ROUNDING / RATE)) if of and points else []


def _right_value(name: str, trial: Trial) -> float:
    return float(getattr(trial.parameters, name) - right_at(name, trial.point).derivative * trial.rate)


def _is_right_value(mine: float, name: str, trial: Trial) -> bool:
    error = RIGHT * right_at(name, trial.point).size * trial.rate + ROUNDING * abs(getattr(trial.parameters, name))
    return bool(abs(mine - _right_value(name, trial)) <= error + 1e-12)


def _in_one(of_lines: Sequence[Finding], inner: Sequence[Finding], moving: Sequence[str]) -> list[Finding]:
    """What is wrong in the lines and in the derivatives, told with the fewest mistakes; and what does not move."""
    if any(one.label == MISSING for one in of_lines):  # then a constant is the rate taken instead
        inner = [one for one in inner if one.label != "constant factor"]
    still = [name for name in NAMES if name not in moving]
    says = f"{', '.join(still)}: {finding('not updated').says}"
    of_still = [Finding("update", f"not updated: {name}", says) for name in still]
    return [*_three_places(_one_minus([*of_lines, *inner], moving)), *of_still]


def _three_places(found: Sequence[Finding]) -> list[Finding]:
    """If a derivative seems wrong in more than three places, the explanation is wrong, and only the first is told."""
    places: dict[str, list[str]] = {}
    for one in filter(lambda one: one.place, found):
        places.setdefault(one.name, []).append(one.place)
    too_many = {name for name, its in places.items() if name and len({*its}) > 3}
    return [one for one in found if one.name not in too_many or one.place == places[one.name][0]]


def _one_minus(found: Sequence[Finding], moving: Sequence[str]) -> list[Finding]:
    """If all that moves has the wrong sign, no number tells whether the derivatives or the step are wrong."""
    flipped = [one.name for one in found if one.label == "flipped sign"]
    if "all" not in flipped and not (len(moving) > 1 and {*moving} <= {*flipped}):
        return [*found]
    rest = [one for one in found if one.label != "flipped sign"]
    return [finding("added instead of subtracted"), Finding("", "flipped sign", "", "all"), *rest]
