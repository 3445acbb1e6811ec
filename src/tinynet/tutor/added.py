"""What makes a derivative more than a sum of products: a term is added, or brackets are missing.

sum of the products + term        added once: the rows alone give more than together
sum of (product + term)           added for each row: it is there although the product is 0
a * first + second * b            this is a * (first + second) * b without its brackets
"""

from collections.abc import Callable, Sequence
from math import exp, prod
from typing import Optional

from tinynet.tutor.alone import Alone, Term
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import CHAINS, FACTORS, Numbers
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import EXACT, FINE, ROUGH, alike, all_alike, steady
from tinynet.tutor.spots import BASE, FIRM, HIGH, LOW, ROWS, SCATTERED, Spot, own_coordinates
from tinynet.tutor.vocabulary import neuron_of


def added_term(alone: Alone) -> Optional[Term]:
    """The added term at a spot; None if there is none, or if it cannot be told from a missing residual."""
    for base in (BASE, FIRM):  # at BASE a ReLU may be cut off, and then nothing depends on observed
        if not alike(alone.at(base, LOW), alone.at(base, HIGH), EXACT):
            return _added_once(alone, base) or _added_for_each_row(alone, base)
    return None


def _added_once(alone: Alone, base: Spot) -> Optional[Term]:
    """Do the rows alone give more than together: one term too many for two rows, two for three?"""

    def of(*rows: Row) -> float:
        return alone.of_rows(rows, base)

    def term(spot: Spot) -> float:
        return 2 * alone.at(spot, LOW) - alone.of_rows([(spot.input, LOW)] * 2, spot)

    a, b, c = ROWS[:3]
    terms = [of(a) + of(b) - of(a, b), of(a) + of(c) - of(a, c), (of(a) + of(b) + of(c) - of(a, b, c)) / 2]
    is_there = abs(terms[0]) > FINE * (abs(of(a)) + abs(of(b)) + abs(of(c))) and steady(terms, FINE)
    return term if alone.copies == 1 and is_there else None


def _added_for_each_row(alone: Alone, base: Spot) -> Optional[Term]:
    """Is there something left where the product is 0: for an output weight of 0, or for y = log(1 + e^-60)?"""
    coordinate = next(iter(own_coordinates(alone.name).values()), "")
    if not coordinate:
        return None

    def left(spot: Spot, observed: float = LOW) -> float:
        return alone.at(spot._replace(**{coordinate: 0.0 if coordinate in ("w3", "w4") else -60.0}), observed)

    is_there = abs(left(base)) > FINE * max(abs(alone.at(base, LOW)), abs(alone.at(base, HIGH)))
    return left if is_there and alike(left(base), left(base, HIGH), FINE) else None


def added_finding(term: Term, name: str) -> Finding:
    """Is it always the same, or a multiple of the parameter?"""
    spots = (BASE, *SCATTERED[:3])
    terms, values = [term(spot) for spot in spots], [getattr(spot.parameters(), name) for spot in spots]
    factor = terms[0] / values[0]
    if steady(terms, ROUGH):
        what = f"always {terms[0]:.6g}"
    elif all_alike(terms, [factor * value for value in values], ROUGH):
        what = f"{factor:.6g} * {name}"
    else:
        what = f"{terms[0]:.6g} at one place, {terms[1]:.6g} at another"
    return finding("added term", what=what)


BRACKETS: Sequence[tuple[str, str, str, Callable[[Numbers, str], "tuple[float, float]"]]] = (  # the factor, what is written, what is right, and the two halves
    ("dSSR/dpredicted", "-2 * observed - predicted * ...", "-2 * (observed - predicted)",
     lambda numbers, x: (-2 * numbers["observed"], -numbers["predicted"])),
    ("dy{k}/dx{k}", "e^x{k} / 1 + e^x{k}", "e^x{k} / (1 + e^x{k})",
     lambda numbers, x: (exp(numbers[x]), exp(numbers[x]))),
    ("dy{k}/dx{k}", "1 / 1 + e^-x{k}", "1 / (1 + e^-x{k})",
     lambda numbers, x: (1.0, exp(-numbers[x]))),
)  # fmt: skip


def without_brackets(alone: Alone) -> list[Finding]:
    """Whether one row gives the right product with brackets missing, wherever in the product their factor stands."""
    k, chain = neuron_of(alone.name)["k"], CHAINS[alone.name]
    trials = [(spot, observed) for spot in SCATTERED for observed in (LOW, HIGH)]
    mine = [alone.at(spot, observed) / alone.copies for spot, observed in trials]
    rows = [spot.numbers(observed) for spot, observed in trials]
    for pattern, what, right, halves in BRACKETS:
        place = pattern.format(k=k)
        others = [other for other in chain if other != place]
        for cut in range(len(others) + 1) if place in chain else ():
            before, after = others[:cut], others[cut:]
            terms = [(_product(before, one), *halves(one, f"x{k}"), _product(after, one)) for one in rows]
            if all_alike(mine, [a * first + second * b for a, first, second, b in terms], FINE):
                return [finding("brackets missing", place, what=what.format(k=k), right=right.format(k=k))]
    return []


def _product(places: Sequence[str], numbers: Numbers) -> float:
    return prod(FACTORS[place].value(numbers) for place in places)
