"""Checks one factor. Its function takes the factor's own numbers, so a look at the vocabulary is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

from tinynet.arguments.numbers import shown
from tinynet.tutor.asking import Asked, alike
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.examining import Check, Question, examined
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.points import NEARLY, TOLERANCE
from tinynet.tutor.spots import BASE, HIGH, LOW, SPOTS
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.vocabulary import words
from tinynet.tutor.wording import laid_out
from tinynet.tutor.words import constant, found_word, natural, of_factor, word_value


def check_factor(mine: Callable[..., Any], name: str) -> Verdict:
    """Compare, then look up."""
    rule = FACTORS[name]
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of ({', '.join(rule.takes)})")
    asked = Asked(mine, (name,))
    passes = [spot.numbers(observed) for spot in (BASE, *SPOTS) for observed in (HIGH, LOW)]
    given = {tuple(numbers[taken] for taken in rule.takes): numbers for numbers in passes}

    def off(question: Question) -> float:
        right = rule.function(*question)
        return float(abs(asked.answers[question][name] - right)) / (abs(right) or 1)

    def judged(answered: list[Question]) -> list[Finding]:
        seen = [(given[question], float(asked.answers[question][name])) for question in answered]
        return _found(name, seen, max(map(off, answered)))

    def table(question: Question) -> list[str]:
        row = [*question, asked.answers[question][name], rule.function(*question)]
        return laid_out(["", *rule.takes, "your value", "right"], [name], [row])

    parameter = next(parameter for parameter, chain in CHAINS.items() if name in chain)
    return examined(
        asked,
        Check(
            subject=name,
            takes=rule.takes,
            questions=list(given),
            right=lambda question, loss: loss == "SSR" and off(question) <= TOLERANCE,
            judged=judged,
            table=table,
            parts=(name,),
            wanted="one number",
            advice="dosage.START, dosage.DATA",
            parameter=parameter,
        ),
    )


def _found(name: str, seen: Sequence[tuple[Mapping[str, float], float]], off: float) -> list[Finding]:
    if off <= NEARLY:
        return [finding("(rounded)")]
    targets = [value for _, value in seen]
    factor = constant([[FACTORS[name].value(numbers) for numbers, _ in seen]], targets)
    if isfinite(factor) and name == "dSSR/dpredicted" and natural(factor):
        exchanged = "; or are the arguments exchanged? They come as (observed, predicted)" * (alike(factor, -1))
        return [one._replace(says=one.says + exchanged) for one in of_factor(factor)]
    for word in words(name):
        if set(word.takes) <= set(FACTORS[name].takes) and all(alike(word_value(word, n), value) for n, value in seen):
            return [found_word(name, word)]
    if isfinite(factor):
        return [Finding(name, "constant factor", f"{name} is multiplied by {factor:.6g}")]
    return [Finding(name, "", f"it is not {FACTORS[name].formula}")]
