"""The frame of every check.

    question                                        what follows
    does it answer with numbers?                    if not, that is the verdict
    is it right wherever it answers?                if so, it is right
    is it right for another loss, such as SSR/2?    if so, that is said
    otherwise                                       experiments: what they find is said, above the first wrong numbers

Each kind of check is a subclass: derivatives and factors (`checking`), steps, loops.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

from tinynet.arguments.numbers import checked_name, number_of, shown
from tinynet.network import Parameters
from tinynet.tutor.asking import Learner, NoAnswer
from tinynet.tutor.findings import BOOKS, Finding, finding
from tinynet.tutor.nearness import EXACT, all_alike
from tinynet.tutor.points import LOSSES
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import of_findings, of_no_answer, right

Question = tuple[Any, ...]

_RIGHT_FOR = {
    "SSR": "",
    "SSR/2": " for SSR/2: the 2 of residual^2 and the 1/2 cancel, so its first factor is predicted - observed",
    "SSR/n": " for SSR/n, the mean of the squared residuals",
    "SSR/(2n)": " for SSR/(2n): the 2 of residual^2 and the 1/2 cancel, and the mean is taken over the rows",
}


class Check(ABC):
    """What is checked. Each kind of check says how it asks, which answers are right, and what is wrong with others.

    subject    how it is called in a verdict
    takes      the arguments of the learner's function
    wanted     what it must return
    questions  the arguments of all calls that are compared
    parts      the keys of `Verdict.parts`
    explained  the name and the arguments in the call of explain that a verdict suggests
    """

    subject: str
    takes: Sequence[str]
    wanted: str
    questions: Sequence[Question]
    parts: Sequence[str]
    explained: tuple[str, str]

    def __init__(self, mine: Callable[..., Any], loss: str = "SSR") -> None:
        self.loss = checked_name(loss, "loss", tuple(LOSSES))
        if not callable(mine):
            raise TypeError(f"mine is {shown(mine)}; it must be a function of ({', '.join(self.takes)})")
        self.learner = Learner(mine, self.read, self.given)

    def given(self, question: Question) -> Question:
        """What the learner's function is given for a question."""
        return question

    @abstractmethod
    def read(self, result: Any, question: Question) -> Mapping[str, Any]:
        """The numbers in what it returns, by name; NoAnswer if there are none."""

    @abstractmethod
    def is_right(self, question: Question, loss: str) -> bool:
        """Whether its answer is right if the error is written so."""

    @abstractmethod
    def judged(self, answered: Sequence[Question]) -> list[Finding]:
        """What experiments find."""

    def judged_quickly(self, answered: Sequence[Question]) -> list[Finding]:
        """What the answers tell without experiments."""
        return []

    @abstractmethod
    def table(self, question: Question) -> list[str]:
        """Its numbers beside the right ones."""

    def verdict(self) -> Verdict:
        """The questions of the frame, in their order."""
        answered: list[Question] = []
        for question in self.questions:
            if self.learner.answer(*question) is not None:
                answered.append(question)
            elif self.learner.refused and (not answered or self.learner.refused.error is None):
                return of_no_answer(self.learner.refused, self.parts, self.wanted, self._call(question))
        wrong = [question for question in answered if not self.is_right(question, self.loss)]
        return self._wrong(wrong[0], answered) if wrong else self._right(len(answered))

    def _call(self, question: Question) -> list[str]:
        values = [list(value) if type(value) is tuple else value for value in self.given(question)]
        return [f"{name} = {value!r}" for name, value in zip(self.takes, values)]

    def _right(self, points: int) -> Verdict:
        text = f"{self.subject}: right{_RIGHT_FOR[self.loss]}"
        if self.learner.refused:
            text += f" wherever it answered, at {number_of(points, 'point')}; elsewhere it {self.learner.refused.text}"
        if self.learner.changed:
            text += f", but it changes the list of rows that it is given: {self.learner.changed}"
        return right(f"{text}.", self.parts)

    def _wrong(self, first: Question, answered: Sequence[Question]) -> Verdict:
        """What was found, above the first point where it is not right."""
        convention = next((loss for loss in LOSSES if all(self.is_right(one, loss) for one in answered)), None)
        found = self._for_another_loss(convention) if convention else [*map(self._by_the_book, self._found(answered))]
        call = self._call(first)
        below = ["", "The first point where it is not right:", *call] if call else []
        name = next((one.name for one in found if one.name in Parameters._fields), self.explained[0])
        advice = f'explain("{name}", {self.explained[1]}) shows the right numbers, factor by factor.'
        below += [*self.table(first), "", advice]
        verdict = of_findings(found, self.subject, self.parts, self.wanted, below)
        return verdict._replace(convention=convention)

    def _for_another_loss(self, other: str) -> list[Finding]:
        """The mistakes that lead from the loss that was asked for to the learner's."""
        says = finding("(convention)", loss=self.loss, other=other).says
        found = []
        for sign, key in (("2", "lost the 2"), ("n", "mean instead of sum")):
            if (sign in other) != (sign in self.loss):
                one = finding(key)._replace(says=says, name="all" if self.subject in ("all seven", "the step") else "")
                found.append(one if sign in other else one._replace(label=""))
        return found

    def _by_the_book(self, one: Finding) -> Finding:
        """A slip in all derivatives may be the loss of a book. Say so only if no other loss was asked for."""
        if one.label == "mean instead of sum" and "n" in self.loss:
            return one._replace(says=finding("(divided twice)").says)
        advice = BOOKS.get(one.label, "") if self.loss == "SSR" and one.name in ("", "all") else ""
        return one._replace(says=one.says and one.says + advice)

    def _found(self, answered: Sequence[Question]) -> list[Finding]:
        """What experiments show. If they could not be finished, only what the answers show without any."""
        found = self._kept_something(answered) or self.judged(answered)
        if not self.learner.stopped:
            return found
        slow = f" is slow, {self.learner.slow:.2g} s a call, so it" if self.learner.slow else ""
        says = f"not right; your function{slow} was called only {self.learner.calls} times, too few to find out where"
        return [Finding("", "", says), *self.judged_quickly(answered)]

    def _kept_something(self, answered: Sequence[Question]) -> list[Finding]:
        """Whether the same call gives the same answer again."""
        for question in (*answered[:2], *answered[:2]):
            try:
                again = self.learner.call(*question)
            except NoAnswer:
                return []
            if not all_alike(_flat(self.learner.answers[question]), _flat(again), EXACT):
                return [finding("two answers to the same call")]
        return []


def _flat(answer: Mapping[str, Any]) -> list[float]:
    """All numbers of an answer, those of a history too; what is not finite is like nothing, not even like itself."""
    numbers = [number for value in answer.values() for number in (value if isinstance(value, list) else [value])]
    return [*filter(isfinite, numbers)]
