"""The frame of every check: does it answer with numbers, is it right wherever it answers, and if not, what is found?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tinynet.tutor.asking import Asked, NoAnswer, alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import of_no_answer, unanswered, verdict

Question = tuple[Any, ...]
Found = dict[str, list[Finding]]  # for each name what is wrong with it; "all" is what all share, "" the whole function


def examined(
    asked: Asked,
    subject: str,
    questions: Sequence[Question],
    right: Callable[[Question], bool],
    judged: Callable[[list[Question]], Found],
    table: Callable[[Question], Sequence[str]],
    takes: Sequence[str],
) -> Verdict:
    """Ask all the questions, compare, and have what is wrong judged by experiments."""
    first = questions[0]
    try:
        asked.answers[first] = asked.again(*first)
    except NoAnswer as refused:
        return of_no_answer(refused, first, takes)
    answered = [question for question in questions if asked.answer(*question) is not None]
    if asked.refused and asked.refused.error is None:
        return of_no_answer(asked.refused, next(q for q in questions if asked.answers[q] is None), takes)
    wrong = next((question for question in answered if not right(question)), None)
    if wrong is None:
        return Verdict(True, (), (), (), None, f"{subject}: right{unanswered(asked, answered)}.")
    found = kept_something(asked, answered) or judged(answered)
    if asked.enough:  # of experiments that could not be finished nothing is claimed
        found = {"": [finding("(asked enough)", calls=asked.calls)]}
    return verdict(found, asked.names, subject, table(wrong), wrong, takes)


def kept_something(asked: Asked, answered: Sequence[Question]) -> Found:
    """Whether the same call gives the same answer again."""
    for question in answered[:2]:
        for _ in range(2):
            try:
                again = asked.again(*question)
            except NoAnswer:
                return {}
            if not same(asked.answers[question], again):
                return {"": [finding("two answers to the same call")]}
    return {}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Equal but for rounding, in every number."""
    rows = [[some[name] if isinstance(some[name], list) else [some[name]] for name in one] for some in (one, other)]
    return all(
        len(mine) == len(theirs) and all(alike(x, y, 1e-9) for x, y in zip(mine, theirs)) for mine, theirs in zip(*rows)
    )
