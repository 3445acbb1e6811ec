"""Which words of the vocabulary, at most one for each factor, explain what was measured, up to a constant?

No two mistakes have to be searched for together: the ratio of two samples weeds out nearly all choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import isfinite, nan, prod
from typing import NamedTuple, Optional

from tinynet.tutor.asking import alike
from tinynet.tutor.chains import FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.spots import BASE, HIGH, LOW, SCATTERED
from tinynet.tutor.vocabulary import Word, words

Sample = tuple[Mapping[str, float], Mapping[str, float], float]  # right numbers, the learner's own, the rest
Entry = tuple[Optional[Word], list[float]]  # a word, or None for what is right, and its values


class Explanation(NamedTuple):
    words: tuple[Word, ...]
    factor: float


def word_value(word: Word, given: Mapping[str, float]) -> float:
    try:
        return float(word.function(*[given[name] for name in word.takes]))
    except (OverflowError, ValueError, ZeroDivisionError):
        return nan


def explanations(places: Sequence[str], samples: Sequence[Sample]) -> list[Explanation]:
    """Those with the fewest words; an odd constant counts as one more."""
    tables = [_entries(place, samples) for place in places]
    odd: list[Explanation] = []
    for count in range(len(places) + 1):
        found = _with_words(tables, count, [target for _, _, target in samples])
        usual = [some for some in found if natural(some.factor)]
        if usual or odd:
            return _most_usual([some for some in usual if alike(some.factor, 1)] or usual or odd)
        odd = found
    return odd


def _most_usual(fitting: list[Explanation]) -> list[Explanation]:
    """Of several that fit, the most usual: the vocabulary lists them in this order."""
    ranks = [sum(words(word.place).index(word) for word in one.words) for one in fitting]
    return [one for one, its in zip(fitting, ranks) if its == min(ranks)]


def _entries(place: str, samples: Sequence[Sample]) -> tuple[list[Entry], list[Entry]]:
    """What is right there, with the learner's own numbers or with the right ones; and the words."""
    given, own = [list(column) for column in zip(*samples)][:2]
    rights: list[Entry] = [(None, [FACTORS[place].value(some) for some in numbers]) for numbers in (own, given)]
    return rights[: 1 + (rights[0] != rights[1])], [
        (word, [word_value(word, some) for some in own]) for word in words(place)
    ]


def _with_words(
    tables: Sequence[tuple[list[Entry], list[Entry]]], count: int, targets: list[float]
) -> list[Explanation]:
    """All choices of so many words that fit."""
    first, second = [number for number, target in enumerate(targets) if target][:2]
    sought = targets[second] / targets[first]
    ratios = [
        [[(one[1][second] / one[1][first], one) for one in some if one[1][first]] for some in table] for table in tables
    ]
    found: dict[tuple[Word, ...], Explanation] = {}
    for which in combinations(range(len(tables)), count):
        for chosen in product(*[table[number in which] for number, table in enumerate(ratios)]):
            if abs(prod([own for own, _ in chosen]) - sought) <= 1e-4 * abs(sought):
                taken = tuple(word for _, (word, _) in chosen if word)
                factor = constant([values for _, (_, values) in chosen], targets)
                if isfinite(factor) and (taken not in found or alike(factor, 1)):
                    found[taken] = Explanation(taken, factor)
    return list(found.values())


def constant(columns: Sequence[Sequence[float]], targets: Sequence[float]) -> float:
    """What the products of these have to be multiplied by to be the targets, if it is the same everywhere; else nan."""
    products = [prod(row) for row in zip(*columns)]
    largest = max(range(len(products)), key=lambda number: abs(products[number]))
    factor = targets[largest] / products[largest] if products[largest] else nan
    fits = all(alike(factor * value, target) for value, target in zip(products, targets))
    return factor if fits else nan


def natural(factor: float) -> bool:
    """1, and what can become of the sign and the 2."""
    return any(alike(abs(factor), usual) for usual in (1, 0.5, 2))


# In words.


def told(one: Explanation) -> list[Finding]:
    places = [word.place for word in one.words]
    if len(one.words) == 1 and not one.words[0].takes and not natural(one.factor):
        always = finding("(always)", places[0], one.words[0].label, name=places[0], factor=one.factor,
                         formula=FACTORS[places[0]].formula)  # fmt: skip
        return [always, Finding("constant factor", "constant factor", "")]
    found = [found_word(place, word, one.factor) for place, word in zip(places, one.words)]
    left_out = any(word.label == "residual missing" for word in one.words)
    return [*found, *([] if left_out and alike(one.factor, -2) else of_factor(one.factor))]


def found_word(place: str, word: Word, factor: float = 1) -> Finding:
    """With numbers: what stands there in a trial where it shows, and what should."""
    times = factor if word.label == "residual missing" else 1
    trials = [BASE.numbers(HIGH), BASE.numbers(LOW), *[spot.numbers(HIGH) for spot in SCATTERED]]
    shows = [given for given in trials if not alike(word_value(word, given) * times, FACTORS[place].value(given), 1e-2)]
    given, takes = (shows or trials)[0], dict.fromkeys((*FACTORS[place].takes, *word.takes))
    trial = f"In a trial with {', '.join(f'{name} = {given[name]:.4g}' for name in takes)} that" if takes else "That"
    mine, should = (
        word_value(word, given) * times,
        f" = {FACTORS[place].value(given):.4g}" * (FACTORS[place].formula != "1"),
    )
    return Finding(
        place, word.label, f"{stands(place, word)}. {trial} is {mine:.4g}; right is {FACTORS[place].formula}{should}"
    )


def stands(place: str, word: Word) -> str:
    return f"your {place} is {word.formula}"


def of_factor(factor: float) -> list[Finding]:
    """A constant that everything is multiplied by: the sign and the 2 belong to dSSR/dpredicted."""
    if not natural(factor):
        return [finding("constant factor", factor=factor)]
    signs = [finding("flipped sign")] if factor < 0 else []
    twos = [finding("lost the 2")] if abs(factor) < 0.75 else []
    return [*signs, *twos, *([finding("(twice the 2)", label="constant factor")] if abs(factor) > 1.5 else [])]
