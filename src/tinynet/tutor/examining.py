"""The frame of every check: does it answer with numbers, is it right wherever it answers, and if not, what is found?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tinynet.arguments.numbers import number_of
from tinynet.network import Parameters
from tinynet.tutor.asking import Asked, NoAnswer, alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.points import LOSSES
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import called_with, of_no_answer, verdict

Question = tuple[Any, ...]


class Check(NamedTuple):
    """What is checked: how it is called in a verdict, what it takes, and how its answers are judged.

    right   whether the answer to a question is right, if the error is written so
    judged  what is wrong, from the questions that were answered
    table   its numbers beside the right ones
    parts   the keys of `Verdict.parts`
    wanted  what the function must return
    advice, parameter   the arguments and the parameter in the call of explain that the verdict suggests
    loss    how the error is written
    quickly  what the answers tell without experiments
    """

    subject: str
    takes: Sequence[str]
    questions: Sequence[Question]
    right: Callable[[Question, str], bool]
    judged: Callable[[list[Question]], Sequence[Finding]]
    table: Callable[[Question], Sequence[str]]
    parts: Sequence[str]
    wanted: str
    advice: str
    parameter: str = "w1"
    loss: str = "SSR"
    quickly: Callable[[list[Question]], Sequence[Finding]] = lambda answered: []


def examined(asked: Asked, check: Check) -> Verdict:
    """Ask all the questions, compare, and have what is wrong judged by experiments."""
    first = check.questions[0]
    try:
        asked.answers[first] = asked.again(*first)
    except NoAnswer as refused:
        return of_no_answer(refused, called_with(asked.given(first), check.takes), check.parts, check.wanted)
    answered = [question for question in check.questions if asked.answer(*question) is not None]
    if asked.refused and asked.refused.error is None:
        where = next(question for question in check.questions if asked.answers.get(question, 0) is None)
        return of_no_answer(asked.refused, called_with(asked.given(where), check.takes), check.parts, check.wanted)
    wrong = next((question for question in answered if not check.right(question, check.loss)), None)
    if wrong is None:
        return _right(asked, check, answered)
    convention = next((loss for loss in LOSSES if all(check.right(question, loss) for question in answered)), None)
    found = _conventional(convention, check) if convention else _found(asked, check, answered)
    name = next((one.name for one in found if one.name in Parameters._fields), check.parameter)
    lines = [*check.table(wrong), "", f'explain("{name}", {check.advice}) shows the right numbers, factor by factor.']
    call = called_with(asked.given(wrong), check.takes)
    return verdict(found, check.subject, check.parts, check.wanted, call, lines, convention)


def _found(asked: Asked, check: Check, answered: list[Question]) -> Sequence[Finding]:
    """What experiments show. If they could not be finished, only what the answers show without any."""
    found = _kept_something(asked, answered) or check.judged(answered)
    return [_asked_enough(asked), *check.quickly(answered)] if asked.enough else found


def _conventional(other: str, check: Check) -> list[Finding]:
    """Right for another way to write the error: said once, with what there is to do in either case."""
    ours, theirs = (("2" in loss, "n" in loss) for loss in (check.loss, other))
    more = "all" if check.subject in ("all seven", "the step") else ""
    says = finding("(convention)", loss=check.loss, other=other).says
    usual = (("dSSR/dpredicted", "lost the 2"), ("the sum", "mean instead of sum"))
    return [
        Finding(place, label if divided else "", says, more)
        for (place, label), multiplied, divided in zip(usual, ours, theirs)
        if multiplied != divided
    ]


def _right(asked: Asked, check: Check, answered: Sequence[Question]) -> Verdict:
    text = f"{check.subject}: right{_FOR[check.loss]}"
    if asked.refused is not None:
        text += f" wherever it answered, at {number_of(len(answered), 'point')}; elsewhere it {asked.refused.text}"
    if asked.changed:
        text += f", but it changes the list of rows that it is given: {asked.changed}"
    return Verdict(True, (), (), (), None, f"{text}.", dict.fromkeys(check.parts, "right"))


_FOR = {
    "SSR": "",
    "SSR/2": " for SSR/2: the 2 of residual^2 and the 1/2 cancel, so its first factor is predicted - observed",
    "SSR/n": " for SSR/n, the mean of the squared residuals",
    "SSR/(2n)": " for SSR/(2n): the 2 of residual^2 and the 1/2 cancel, and the mean is taken over the rows",
}


def _asked_enough(asked: Asked) -> Finding:
    slow = f"your function is slow, {asked.slow:.2g} s a call, so it" if asked.slow else "your function"
    return Finding("", "", f"not right; {slow} was called only {asked.calls} times, too few to find out where")


def _kept_something(asked: Asked, answered: Sequence[Question]) -> list[Finding]:
    """Whether the same call gives the same answer again."""
    for question in answered[:2]:
        for _ in range(2):
            try:
                again = asked.again(*question)
            except NoAnswer:
                return []
            if not same(asked.answers[question], again):
                return [finding("two answers to the same call")]
    return []


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Equal but for rounding, in every number."""
    rows = [[some[name] if isinstance(some[name], list) else [some[name]] for name in one] for some in (one, other)]
    return all(
        len(mine) == len(theirs) and all(alike(x, y, 1e-9) for x, y in zip(mine, theirs)) for mine, theirs in zip(*rows)
    )
