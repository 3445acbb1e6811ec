"""Which words of the vocabulary, at most one for each factor, explain what was measured, up to a constant?

    measured = constant * factor * factor * ...         in each sample, with a word in the place of some of the factors

The fewest words are sought. No two mistakes have to be searched for together: between two samples the constant cancels,
and their ratio weeds out nearly all choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import isfinite, nan, prod
from typing import NamedTuple, Optional

from tinynet.tutor.chains import FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import NEARLY, USUAL, alike
from tinynet.tutor.spots import BASE, HIGH, LOW, SCATTERED
from tinynet.tutor.vocabulary import Word, words

Numbers = Mapping[str, float]
Sample = tuple[Numbers, Numbers, float]  # the right numbers, the learner's own, and what was measured
Column = tuple[Optional[Word], list[float]]  # a word, or None for what is right, and its value in each sample
Table = tuple[list[Column], list[Column]]  # for one place: what is right there, and what is wrong


class Explanation(NamedTuple):
    words: tuple[Word, ...]
    factor: float


def word_value(word: Word, given: Numbers) -> float:
    try:
        return float(word.function(*[given[name] for name in word.takes]))
    except (OverflowError, ValueError, ZeroDivisionError):
        return nan


def explanations(places: Sequence[str], samples: Sequence[Sample]) -> list[Explanation]:
    """Those with the fewest words; an odd constant counts as one more."""
    tables = [_table(place, samples) for place in places]
    odd: list[Explanation] = []
    for count in range(len(places) + 1):
        found = _with_words(tables, count, [measured for *_, measured in samples])
        usual = [one for one in found if natural(one.factor)]
        if usual or odd:
            return _most_usual([one for one in usual if alike(one.factor, 1)] or usual or odd)
        odd = found
    return odd


def _most_usual(fitting: list[Explanation]) -> list[Explanation]:
    """Of several that fit, the most usual: the vocabulary lists them in this order."""
    ranks = [sum(words(word.place).index(word) for word in one.words) for one in fitting]
    return [one for one, rank in zip(fitting, ranks) if rank == min(ranks)]


def _table(place: str, samples: Sequence[Sample]) -> Table:
    """What is right in a place, with the learner's own numbers or else with the right ones; and its words."""
    own, rule = [numbers for _, numbers, _ in samples], FACTORS[place]
    rights: list[Column] = [(None, [*map(rule.value, own)]), (None, [rule.value(numbers) for numbers, _, _ in samples])]
    wrongs: list[Column] = [(word, [word_value(word, numbers) for numbers in own]) for word in words(place)]
    return rights[: 1 + (rights[0] != rights[1])], wrongs


def _with_words(tables: Sequence[Table], count: int, measured: list[float]) -> list[Explanation]:
    """All choices of so many words that fit."""
    one, two = [number for number, value in enumerate(measured) if value][:2]
    sought = measured[two] / measured[one]
    ratios = [[[(v[two] / v[one], (w, v)) for w, v in columns if v[one]] for columns in table] for table in tables]
    found: dict[tuple[Word, ...], Explanation] = {}
    for wrong in combinations(range(len(tables)), count):
        for chosen in product(*[table[place in wrong] for place, table in enumerate(ratios)]):
            if abs(prod([ratio for ratio, _ in chosen]) - sought) <= USUAL * abs(sought):
                taken = tuple(word for _, (word, _) in chosen if word)
                factor = constant([values for _, (_, values) in chosen], measured)
                if isfinite(factor) and (taken not in found or alike(factor, 1)):
                    found[taken] = Explanation(taken, factor)
    return list(found.values())


def constant(columns: Sequence[Sequence[float]], measured: Sequence[float]) -> float:
    """What the products of these are multiplied by in what was measured, if it is the same everywhere; else nan."""
    products = [prod(row) for row in zip(*columns)]
    largest = max(range(len(products)), key=lambda number: abs(products[number]))
    factor = measured[largest] / products[largest] if products[largest] else nan
    return factor if all(alike(factor * value, other) for value, other in zip(products, measured)) else nan


def natural(factor: float) -> bool:
    """1, and what can become of the sign and the 2."""
    return any(alike(abs(factor), usual) for usual in (1, 0.5, 2))


# In findings.


def findings_of(one: Explanation) -> list[Finding]:
    if len(one.words) == 1 and not one.words[0].takes and not natural(one.factor):  # a number stands there
        word = one.words[0]
        seen = {"name": word.place, "factor": one.factor, "formula": FACTORS[word.place].formula}
        return [finding("(always)", word.place, word.label, **seen), Finding("constant factor", "constant factor", "")]
    found = [found_word(word.place, word, one.factor) for word in one.words]
    left_out = any(word.label == "residual missing" for word in one.words)
    return found if left_out and alike(one.factor, -2) else [*found, *of_factor(one.factor)]


def found_word(place: str, word: Word, factor: float = 1) -> Finding:
    """With numbers: what stands there in a trial where it shows, and what should."""
    times, rule = factor if word.label == "residual missing" else 1, FACTORS[place]
    trials = [BASE.numbers(HIGH), BASE.numbers(LOW), *[spot.numbers(HIGH) for spot in SCATTERED]]
    shows = (given for given in trials if not alike(word_value(word, given) * times, rule.value(given), NEARLY))
    given = next(shows, trials[0])
    takes = [f"{name} = {given[name]:.4g}" for name in dict.fromkeys((*rule.takes, *word.takes))]
    trial = f"In a trial with {', '.join(takes)} that" if takes else "That"
    right = rule.formula if rule.formula == "1" else f"{rule.formula} = {rule.value(given):.4g}"
    says = f"{stands(place, word)}. {trial} is {word_value(word, given) * times:.4g}; right is {right}"
    return Finding(place, word.label, says)


def stands(place: str, word: Word) -> str:
    return f"your {place} is {word.formula}"


def of_factor(factor: float) -> list[Finding]:
    """A constant that everything is multiplied by: the sign and the 2 belong to dSSR/dpredicted."""
    if not natural(factor):
        return [finding("constant factor", factor=factor)]
    found = [finding("flipped sign")] if factor < 0 else []
    if not alike(abs(factor), 1):
        found.append(finding("lost the 2") if abs(factor) < 1 else finding("(twice the 2)", label="constant factor"))
    return found
