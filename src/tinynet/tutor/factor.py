"""Checks one factor. Its function takes the factor's own numbers, so a look at the vocabulary is enough."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from tinynet.tutor.asking import by_name
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.examining import Check
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import NEARLY, RIGHT, alike, all_alike
from tinynet.tutor.spots import BASE, HIGH, LOW, SPOTS
from tinynet.tutor.vocabulary import words
from tinynet.tutor.wording import laid_out
from tinynet.tutor.words import constant, found_word, natural, of_factor, word_value


class CheckOfAFactor(Check):
    """A function for dy1/dx1, say; it takes x1."""

    wanted = "one number"

    def __init__(self, mine: Any, name: str) -> None:
        self.subject, self.rule, self.takes, self.parts = name, FACTORS[name], FACTORS[name].takes, (name,)
        super().__init__(mine)
        passes = [spot.numbers(observed) for spot in (BASE, *SPOTS) for observed in (HIGH, LOW)]
        self.passes = {tuple(numbers[taken] for taken in self.takes): numbers for numbers in passes}
        self.questions = [*self.passes]
        parameter = next(parameter for parameter, chain in CHAINS.items() if name in chain)
        self.explained = parameter, "dosage.START, dosage.DATA"

    def read(self, result: Any, question: Any) -> dict[str, float]:
        return by_name(result, (self.subject,))

    def _value(self, question: Any) -> float:
        return float(self.learner.answer(*question)[self.subject])

    def _off(self, question: Any) -> float:
        right = self.rule.function(*question)
        return abs(self._value(question) - right) / (abs(right) or 1)

    def is_right(self, question: Any, loss: str) -> bool:
        return loss == "SSR" and self._off(question) <= RIGHT

    def table(self, question: Any) -> list[str]:
        row = [*question, self._value(question), self.rule.function(*question)]
        return laid_out(["", *self.takes, "your value", "right"], [self.subject], [row])

    def judged(self, answered: Sequence[Any]) -> list[Finding]:
        if max(map(self._off, answered)) <= NEARLY:
            return [finding("(rounded)")]
        name, values = self.subject, [*map(self._value, answered)]
        factor = constant([[self.rule.function(*question) for question in answered]], values)
        if isfinite(factor) and name == "dSSR/dpredicted" and natural(factor):
            exchanged = "; or are the arguments exchanged? They come as (observed, predicted)" * alike(factor, -1)
            return [one._replace(says=one.says + exchanged) for one in of_factor(factor)]
        for word in words(name):
            fits = all_alike([word_value(word, self.passes[question]) for question in answered], values)
            if fits and {*word.takes} <= {*self.takes}:
                return [found_word(name, word)]
        if isfinite(factor):
            return [Finding(name, "constant factor", f"{name} is multiplied by {factor:.6g}")]
        return [Finding(name, "", f"it is not {self.rule.formula}")]
