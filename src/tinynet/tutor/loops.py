"""A learner's whole loop, held against laws instead of lists.

    0 steps        give the start
    1 step         is one step of gradient descent
    n steps        are n - 1 steps and one more (`memory`)
    the history    has steps + 1 entries, each the SSR of its parameters

Nothing is known of the code inside: whatever breaks a law is found.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, islice
from math import inf, isfinite, nan, sqrt
from typing import Any

from tinynet.arguments.numbers import number_of, shown
from tinynet.loss import ssr
from tinynet.network import Parameters
from tinynet.tutor.asking import NoAnswer, by_name, number_in
from tinynet.tutor.chains import NAMES
from tinynet.tutor.examining import Check
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.memory import depends_on_the_past
from tinynet.tutor.nearness import same_beside_1
from tinynet.tutor.points import LOSSES, Loop, number_of_steps, stepped, walked
from tinynet.tutor.steps import TRIALS, CheckOfAStep
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import laid_out

LENGTHS = (3, 0, 1, 2, 5, 12, 30)
MOST_LETTERS = 500  # of the verdict on one step, in the verdict on the loop

# Two places where a loop may stop too early: all residuals are 0, or a step raises the SSR.
_FLAT = Parameters(w1=1.4, w2=-0.7, w3=0.0, w4=0.0, b1=-0.6, b2=0.3, b3=0.5)
ENDS: Mapping[Loop, str] = {
    Loop(_FLAT, ((0.2, 0.5), (0.6, 0.5), (0.9, 0.5)), 0.02, 3): "the residuals are 0",
    Loop(*TRIALS[1].point, 0.5, 2): "a step raises the SSR",
}


def check_training(mine: Callable[..., Any], *, loss: str = "SSR") -> Verdict:
    """Is mine(start, data, learning_rate, steps) gradient descent, and if not, where does it go wrong?

    It returns the pair (parameters, history): the seven values after the last step, in the order of `Parameters` or by
    name, and the error at the start and after each step. `loss` is as for `check`.
    Errors: TypeError if mine is no function. What mine raises is in the verdict.

    >>> from tinynet import train
    >>> def mine(start, data, learning_rate, steps):
    ...     training = train(start, data, learning_rate=learning_rate, max_steps=steps)
    ...     return training.parameters, training.history[1:]
    >>> check_training(mine).places
    ('history',)
    """
    return CheckOfALoop(mine, loss).verdict()


class CheckOfALoop(Check):
    """The parameters after so many steps, and the history of the error."""

    subject = "the training"
    takes = ("start", "data", "learning_rate", "steps")
    wanted = "the pair (parameters, history)"
    questions = (*[Loop(*trial, steps) for trial in TRIALS[:4] for steps in LENGTHS], *ENDS)
    parts = ("start", "step", "memory", "history", "stopping")
    explained = "w1", "start, data, learning_rate"
    given = CheckOfAStep.given

    def read(self, result: Any, question: Any) -> dict[str, Any]:
        """The seven values by name, and the history, as if the error were the SSR."""
        if result is None:
            raise NoAnswer("returned None. Is there a return at its end? Write return parameters, history")
        try:
            parameters, history = result
            entries = [_number_in(entry) / self._share(question) for entry in islice(iter(history), 10_000)]
            return {**by_name(parameters, NAMES, number=_number_in), "history": entries}
        except Exception:
            wanted = "it must return a pair: the parameters, and the history of the error"
            raise NoAnswer(f"returned {shown(result)}; {wanted}{_what_it_is(result)}") from None

    def _share(self, question: Any) -> float:
        """The part of the SSR that the loss is, for these rows."""
        return LOSSES[self.loss](len(question[1]) or 1)

    def is_right(self, question: Any, loss: str) -> bool:
        times = LOSSES[loss](len(question.rows)) / self._share(question)
        points = walked(question.trial._replace(rate=question.rate * times), question.steps)
        mine, rights = self._end(question), [times * ssr(point, question.rows) for point in points]
        return same_beside_1([*mine, *self._history(question)], [*points[-1], *rights])

    def _end(self, loop: Loop) -> list[float]:
        """The seven values after these steps; none if there is no answer, or if it has become too large."""
        answer = self.learner.answer(*loop)
        return [answer[name] for name in NAMES] if answer and all(isfinite(answer[name]) for name in NAMES) else []

    def _history(self, loop: Loop) -> list[float]:
        return list(self.learner.answer(*loop)["history"])

    def table(self, question: Any) -> list[str]:
        right, last = walked(question.trial, question.steps)[-1], self._history(question)[-1:] or [nan]
        mine = [self.learner.answer(*question)[name] for name in NAMES]
        share = self._share(question)
        rows = [*zip(mine, right), (last[0] * share, ssr(right, question.rows) * share)]
        return laid_out(["", "your value", "right"], [*NAMES, f"last {self.loss}"], rows)

    def judged(self, answered: Sequence[Any]) -> list[Finding]:
        if self.learner.changed:
            return [finding("changed in place", how=self.learner.changed)]
        wrong = [loop for loop in answered if not self.is_right(loop, self.loss)]
        first = next((loop for loop in wrong if loop not in ENDS), None)
        if first is None:
            return self._of_an_end(wrong[0])
        length = self._takes_another_length(first)
        if length:
            return length
        found = self._starts_elsewhere(first)
        if not (found and self._goes_on_right(first)):
            found += [*self._step(first), *depends_on_the_past(self._end, wrong)]
        return [*found, *self._wrong_entries(wrong)]

    def _of_an_end(self, loop: Loop) -> list[Finding]:
        """It is right everywhere else. The history tells how many steps were taken."""
        taken, where = len(self._history(loop)) - 1, ENDS[loop]
        if taken < loop.steps:
            return [finding("(ends early)", mine=taken, steps=loop.steps, where=where)]
        if self._end(loop) in [[*point] for point in walked(loop.trial, loop.steps - 1)]:
            return [finding("(keeps the best)", where=where)]
        found = depends_on_the_past(self._end, [loop]) or self._wrong_entries([loop])
        return found or [finding("(right elsewhere)", where=f"when {where}")]

    def _takes_another_length(self, first: Loop) -> list[Finding]:
        """Whether its parameters are right after another number of steps than it was asked for."""
        ends = {steps: self._end(first._replace(steps=steps)) for steps in LENGTHS[2:]}
        taken = {steps: number_of_steps(end, first.trial) for steps, end in ends.items()}
        if None in taken.values() or all(number == steps for steps, number in taken.items()):
            return []
        listed = ", ".join(f"{mine} instead of {steps}" for steps, mine in taken.items() if mine != steps)
        if same_beside_1(self._history(first), [ssr(point, first.rows) for point in walked(first.trial, first.steps)]):
            return [finding("(returns others)", label="another number of steps", listed=listed)]
        for length, key in ((0, "(stands still)"), (1, "(one step)")):
            if {*taken.values()} == {length}:
                return [finding(key, label="another number of steps")]
        return [finding("another number of steps", listed=listed)]

    def _starts_elsewhere(self, first: Loop) -> list[Finding]:
        mine = self._end(first._replace(steps=0))
        if mine and not same_beside_1(mine, first.start):
            return [finding("another start")]
        two = first._replace(steps=2)
        same = self._end(two) == self._end(two._replace(start=TRIALS[2].parameters))
        return [finding("start not used")] if same else []

    def _goes_on_right(self, first: Loop) -> bool:
        """Does each point follow from the one before, wherever the loop starts?"""
        points = [self._end(first._replace(steps=steps)) for steps in range(4)]
        pairs = [*zip(points, points[1:])]
        return all(one and same_beside_1(two, stepped(Parameters(*one), first.rows, first.rate)) for one, two in pairs)

    def _step(self, first: Loop) -> list[Finding]:
        """One step, as a step."""
        if same_beside_1(self._end(first._replace(steps=1)), stepped(*first.trial)):
            return []
        inner = CheckOfAStep(lambda parameters, data, rate: self.learner.mine(parameters, data, rate, 1)[0]).verdict()
        if inner.correct:
            return []
        what = " ".join(inner.text.split("\n\n")[0].split()).rstrip(".")
        if len(what) > MOST_LETTERS:
            return [finding("(no step)", what="Give it to check_update")]
        return [finding("(no step)", what=what), *[Finding("step", label, "") for label in inner.mistakes]]

    def _wrong_entries(self, wrong: Sequence[Loop]) -> list[Finding]:
        """The history against the SSR of the learner's own parameters."""
        for loop in wrong:
            mine = self._history(loop)
            if len(mine) != loop.steps + 1:
                after = number_of(loop.steps, "step")
                return [finding("another number of entries", steps=after, mine=len(mine), right=loop.steps + 1)]
            ends = [self._end(loop._replace(steps=steps)) for steps in range(loop.steps + 1)]
            rights = [ssr(Parameters(*end), loop.rows) for end in ends if end]
            odd = [k for k, (x, y) in enumerate(zip(mine, rights)) if x != y and not same_beside_1([x], [y])]
            if odd:
                return [self._wrong_entry(odd[0], mine, rights, loop)]
        return []

    def _wrong_entry(self, number: int, mine: Sequence[float], rights: Sequence[float], loop: Loop) -> Finding:
        """The first wrong one, in the loss that was asked for, and what all of them are."""
        share, after = self._share(loop), number_of(number, "step")
        how = _what_they_are(mine, rights, len(loop.rows)) if self.loss == "SSR" else ""
        numbers = {"mine": mine[number] * share, "right": rights[number] * share}
        return finding("no SSR", "", "", number=number, after=after, loss=self.loss, how=how, **numbers)


# What people append instead of the SSRs, for n rows.
_HISTORIES: Mapping[str, Callable[[Sequence[float], int], Sequence[float]]] = {
    "half the SSR": lambda ssrs, n: [one / 2 for one in ssrs],
    "the SSR divided by the number of rows": lambda ssrs, n: [one / n for one in ssrs],
    "the SSR divided by twice the number of rows": lambda ssrs, n: [one / (2 * n) for one in ssrs],
    "the root of the SSR": lambda ssrs, n: [*map(sqrt, ssrs)],
    "the root of the mean squared residual": lambda ssrs, n: [sqrt(one / n) for one in ssrs],
    "the sum of all SSRs so far": lambda ssrs, n: [*accumulate(ssrs)],
    "the SSR before its step, not after it": lambda ssrs, n: [ssrs[0], *ssrs[:-1]],
}


def _what_they_are(mine: Sequence[float], ssrs: Sequence[float], n: int) -> str:
    """What a wrong history holds, if all of its entries are that."""
    known = (what for what, entries in _HISTORIES.items() if same_beside_1(mine, entries(ssrs, n)))
    what = next(known, "the SSR after one step more" if same_beside_1(mine[:-1], ssrs[1:]) else "")
    return f". Each entry is {what}" if what and len(mine) > 2 else ""


def _number_in(value: Any, which: str = "") -> float:
    """A loop that climbs ends at inf or nan: no right answer, but an answer."""
    return float(value) if value != value or abs(value) == inf else number_in(value, which)


def _what_it_is(result: Any) -> str:
    """The parameters alone, the pair the other way round, or no history."""
    if _are_parameters(result):
        return ". These are the parameters alone; write return parameters, history"
    first, second = map(_are_parameters, result) if isinstance(result, (tuple, list)) and len(result) == 2 else (0, 0)
    if second:
        return ". The history comes second"
    return ". The history must be a list: the SSR at the start and after each step" if first else ""


def _are_parameters(result: Any) -> bool:
    try:
        return bool(by_name(result, NAMES))
    except Exception:
        return False
