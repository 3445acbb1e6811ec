"""Which words of the vocabulary explain what was measured, up to a constant? At most one stands for each factor.

    measured = constant * factor * factor * ...         in each sample, with a word in the place of some of the factors

The fewest words are sought. No two mistakes have to be searched for together: between two samples the constant cancels,
and their ratio weeds out nearly all choices.
"""

from collections.abc import Sequence
from itertools import combinations, product
from math import isfinite, nan, prod
from typing import NamedTuple, Optional

from tinynet.tutor.chains import FACTORS, Numbers
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import NEARLY, USUAL, alike
from tinynet.tutor.spots import BASE, HIGH, LOW, SCATTERED
from tinynet.tutor.vocabulary import Word, words


class Sample(NamedTuple):
    """One trial: the right numbers, the learner's own, and what was measured."""

    right: Numbers
    own: Numbers
    measured: float


class Choice(NamedTuple):
    """What may stand in a place: a word, or None for what is right; its value in each sample; the ratio of two of them."""

    word: Optional[Word]
    values: list[float]
    ratio: float


class Explanation(NamedTuple):
    words: tuple[Word, ...]
    factor: float


def word_value(word: Word, given: Numbers) -> float:
    try:
        return float(word.function(*[given[name] for name in word.takes]))
    except (OverflowError, ValueError, ZeroDivisionError):
        return nan


def explanations(places: Sequence[str], samples: Sequence[Sample]) -> list[Explanation]:
    """Those with the fewest words; an odd constant counts as one more. Of these the most usual, which are listed first."""
    measured = [sample.measured for sample in samples]
    first, second = [number for number, value in enumerate(measured) if value][:2]
    choices = [_choices(place, samples, first, second) for place in places]
    odd: list[Explanation] = []
    for count in range(len(places) + 1):
        found = _with_words(choices, count, measured, measured[second] / measured[first])
        usual = [one for one in found if natural(one.factor)]
        if usual or odd:
            fitting = [one for one in usual if alike(one.factor, 1)] or usual or odd
            ranks = [sum(words(word.place).index(word) for word in one.words) for one in fitting]
            return [one for one, rank in zip(fitting, ranks) if rank == min(ranks)]
        odd = found
    return odd


def _choices(place: str, samples: Sequence[Sample], first: int, second: int) -> list[Choice]:
    """The right factor, with the learner's numbers and with the right numbers, then each word."""
    rule = FACTORS[place]
    with_own, with_right = [rule.value(one.own) for one in samples], [rule.value(one.right) for one in samples]
    values: list[tuple[Optional[Word], list[float]]] = [(None, with_own)]
    values += [(None, with_right)] if with_right != with_own else []
    values += [(word, [word_value(word, one.own) for one in samples]) for word in words(place)]
    return [Choice(word, column, column[second] / column[first]) for word, column in values if column[first]]


def _with_words(choices: Sequence[list[Choice]], count: int, measured: list[float], ratio: float) -> list[Explanation]:
    """All that fit with so many words. The ratio of two samples weeds out nearly all, so it is compared first."""
    found: dict[tuple[Word, ...], Explanation] = {}
    for places in combinations(range(len(choices)), count):
        possible = [[one for one in its if bool(one.word) == (n in places)] for n, its in enumerate(choices)]
        for chosen in product(*possible):
            if abs(prod([one.ratio for one in chosen]) - ratio) > USUAL * abs(ratio):
                continue
            taken = tuple([one.word for one in chosen if one.word])
            factor = constant([one.values for one in chosen], measured)
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


def findings_of(one: Explanation) -> list[Finding]:
    if len(one.words) == 1 and not one.words[0].takes and not natural(one.factor):  # a number stands there
        word = one.words[0]
        seen = {"name": word.place, "factor": one.factor, "formula": FACTORS[word.place].formula}
        return [finding("(always)", word.place, word.label, **seen), Finding("constant factor", "constant factor", "")]
    found = [found_word(word, one.factor) for word in one.words]
    left_out = any(word.label == "residual missing" for word in one.words)
    return found if left_out and alike(one.factor, -2) else [*found, *of_factor(one.factor)]


def found_word(word: Word, factor: float = 1) -> Finding:
    """In words, and with the numbers of a trial in which the word and the right factor differ."""
    times, rule = factor if word.label == "residual missing" else 1, FACTORS[word.place]
    trials = [BASE.numbers(HIGH), BASE.numbers(LOW), *[spot.numbers(HIGH) for spot in SCATTERED]]
    differ = (given for given in trials if not alike(word_value(word, given) * times, rule.value(given), NEARLY))
    given = next(differ, trials[0])
    takes = [f"{name} = {given[name]:.4g}" for name in dict.fromkeys((*rule.takes, *word.takes))]
    trial = f"In a trial with {', '.join(takes)} that" if takes else "That"
    right = rule.formula if rule.formula == "1" else f"{rule.formula} = {rule.value(given):.4g}"
    says = f"{word.stands}. {trial} is {word_value(word, given) * times:.4g}; right is {right}"
    return Finding(word.place, word.label, says)


def of_factor(factor: float) -> list[Finding]:
    """A constant that everything is multiplied by: the sign and the 2 belong to dSSR/dpredicted."""
    if not natural(factor):
        return [finding("constant factor", factor=factor)]
    found = [finding("flipped sign")] if factor < 0 else []
    if not alike(abs(factor), 1):
        found.append(finding("lost the 2") if abs(factor) < 1 else finding("(twice the 2)", label="constant factor"))
    return found
