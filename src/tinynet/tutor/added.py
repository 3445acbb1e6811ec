"""What makes a derivative more than a sum of products: a term is added, or brackets are missing.

sum of the products + term        added once: the rows alone give more than together
sum of (product + term)           added for each row: it is there although the product is 0
a * first + second * b            this is a * (first + second) * b without its brackets
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp, prod

from tinynet.tutor.alone import Alone, Value
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import EXACT, FINE, ROUGH, alike, all_alike, steady
from tinynet.tutor.spots import BASE, FIRM, HIGH, LOW, ROWS, SCATTERED, Spot, own_coordinates
from tinynet.tutor.vocabulary import neuron_of

Term = Callable[[Spot], float]
Halves = Callable[[Mapping[str, float], str], "tuple[float, float]"]


def added_term(value: Value, name: str, copies: int, base: Spot = BASE) -> Term | None:
    """The added term at a spot; None if there is none, or if it cannot be told from a missing residual."""

    def at(spot: Spot, observed: float) -> float:
        return value(spot.parameters(), [(spot.input, observed)] * copies)

    low, high = at(base, LOW), at(base, HIGH)
    if alike(low, high, EXACT):  # nothing depends on observed here; a ReLU may be cut off, so try where it is not
        return added_term(value, name, copies, FIRM) if base == BASE else None
    if copies == 1 and _is_added_once(value, base):
        return lambda spot: 2 * at(spot, LOW) - value(spot.parameters(), [(spot.input, LOW)] * 2)
    coordinate = next(iter(own_coordinates(name).values()), "")
    if not coordinate:
        return None
    nothing = {coordinate: 0.0 if coordinate.startswith("w") else -60.0}  # where the product is 0
    left = at(base._replace(**nothing), LOW)
    if abs(left) > FINE * max(abs(low), abs(high)) and alike(left, at(base._replace(**nothing), HIGH), FINE):
        return lambda spot: at(spot._replace(**nothing), LOW)
    return None


def _is_added_once(value: Value, base: Spot) -> bool:
    """Do the rows alone give more than together: one term too many for two rows, two for three?"""

    def of(*rows: Row) -> float:
        return value(base.parameters(), rows)

    a, b, c = ROWS[:3]
    terms = [of(a) + of(b) - of(a, b), of(a) + of(c) - of(a, c), (of(a) + of(b) + of(c) - of(a, b, c)) / 2]
    return abs(terms[0]) > FINE * (abs(of(a)) + abs(of(b)) + abs(of(c))) and steady(terms, FINE)


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


# fmt: off
BARE: Sequence[tuple[str, str, str, Halves]] = (  # the factor, what is written, what is right, and the two halves
    ("dSSR/dpredicted", "-2 * observed - predicted * ...", "-2 * (observed - predicted)",
     lambda numbers, k: (-2 * numbers["observed"], -numbers["predicted"])),
    ("dy{k}/dx{k}", "e^x{k} / 1 + e^x{k}", "e^x{k} / (1 + e^x{k})",
     lambda numbers, k: (exp(numbers["x" + k]), exp(numbers["x" + k]))),
    ("dy{k}/dx{k}", "1 / 1 + e^-x{k}", "1 / (1 + e^-x{k})",
     lambda numbers, k: (1.0, exp(-numbers["x" + k]))),
)
# fmt: on


def without_brackets(name: str, alone: Alone) -> list[Finding]:
    """Whether one row gives the right product with brackets missing."""
    k = neuron_of(name)["k"]
    trials = [(spot, observed) for spot in SCATTERED for observed in (LOW, HIGH)]
    mine = [alone.at(*trial) / alone.copies for trial in trials]
    numbers = [spot.numbers(observed) for spot, observed in trials]
    for pattern, what, right, halves in BARE:
        place = pattern.format(k=k)
        others = [symbol for symbol in CHAINS[name] if symbol != place]
        for cut in range(len(others) + 1) if place in CHAINS[name] else ():  # so many factors stand before the brackets
            parts = [(_product(others[:cut], one), *halves(one, k), _product(others[cut:], one)) for one in numbers]
            if all_alike(mine, [a * first + second * b for a, first, second, b in parts], FINE):
                return [finding("brackets missing", place, what=what.format(k=k), right=right.format(k=k))]
    return []


def _product(places: Sequence[str], numbers: Mapping[str, float]) -> float:
    return prod(FACTORS[place].value(numbers) for place in places)
