"""What is added to the products of the chain, and the products without their brackets.

An added term is what is there although every product is 0, or what stays the same however many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, prod

from tinynet.tutor.alone import Alone, Value
from tinynet.tutor.asking import alike
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.spots import BASE, FIRM, HIGH, LOW, ROWS, SCATTERED, Spot, own_coordinates
from tinynet.tutor.vocabulary import neuron_of


def added_term(value: Value, name: str, copies: int, base: Spot = BASE) -> Callable[[Spot], float] | None:
    """The added term at a spot; None if there is none, or if it cannot be told from a missing residual."""
    low, high = (value(base.parameters(), [(base.input, observed)] * copies) for observed in (LOW, HIGH))
    if alike(low, high, 1e-9):
        return added_term(value, name, copies, FIRM) if base == BASE else None
    if copies == 1 and _once_for_all_rows(value, base):
        return lambda spot: _twice(value, spot)
    zero = next(iter(own_coordinates(name).values()), None)
    if zero:
        at = {zero: 0.0 if zero.startswith("w") else -60.0}
        left, again = (value(base._replace(**at).parameters(), [(base.input, o)] * copies) for o in (LOW, HIGH))
        if abs(left) > 1e-6 * max(abs(low), abs(high)) and alike(left, again, 1e-6):
            return lambda spot: value(spot._replace(**at).parameters(), [(spot.input, LOW)] * copies)
    return None


def _once_for_all_rows(value: Value, base: Spot) -> bool:
    a, b, c = ([row] for row in ROWS[:3])
    of_a, of_b, of_c, *several = (value(base.parameters(), rows) for rows in (a, b, c, a + b, a + c, a + b + c))
    terms = [of_a + of_b - several[0], of_a + of_c - several[1], (of_a + of_b + of_c - several[2]) / 2]
    size = abs(of_a) + abs(of_b) + abs(of_c)
    return abs(terms[0]) > 1e-6 * size and all(alike(terms[0], term, 1e-6) for term in terms)


def _twice(value: Value, spot: Spot) -> float:
    """The same row twice adds one product; what is left is the added term."""
    rows = [(spot.input, LOW)]
    return 2 * value(spot.parameters(), rows) - value(spot.parameters(), rows * 2)


def added_finding(added: Callable[[Spot], float], name: str) -> Finding:
    """Is it always the same, or a multiple of the parameter?"""
    here, *others = at = [added(spot) for spot in (BASE, *SCATTERED[:3])]
    own = [getattr(spot.parameters(), name) for spot in (BASE, *SCATTERED[:3])]
    if all(alike(other, here, 1e-3) for other in others):
        what = f"always {here:.6g}"
    elif all(alike(term * own[0], here * value, 1e-3) for term, value in zip(at, own)):
        what = f"{here / own[0]:.6g} * {name}"
    else:
        what = f"{here:.6g} at one place, {others[0]:.6g} at another"
    return finding("added term", what=what)


def without_brackets(name: str, alone: Alone) -> Finding | None:
    """Whether what comes out is the right formula of one row with brackets missing."""
    k = neuron_of(name)["k"]
    slope = f"dy{k}/dx{k}"
    samples = [(spot.numbers(observed), alone.at(spot, observed)) for spot in SCATTERED for observed in (LOW, HIGH)]
    for place, what, right, formula in (
        ("dSSR/dpredicted", "-2 * observed - predicted * ...", "-2 * (observed - predicted)", _bare_residual),
        (slope, f"e^x{k} / 1 + e^x{k}", f"e^x{k} / (1 + e^x{k})", _bare_slope(k, lambda x: (exp(x), exp(x)))),
        (slope, f"1 / 1 + e^-x{k}", f"1 / (1 + e^-x{k})", _bare_slope(k, lambda x: (1.0, exp(-x)))),
    ):
        for after in range(1 if place != slope else 4):
            if all(alike(mine, alone.copies * formula(given, name, after), 1e-6) for given, mine in samples):
                return finding("brackets missing", place, what=what, right=right)
    return None


def _bare_residual(given: Mapping[str, float], name: str, after: int) -> float:
    rest = prod(FACTORS[place].value(given) for place in CHAINS[name][1:])
    return -2 * given["observed"] - given["predicted"] * rest


def _bare_slope(k: str, parts: Callable[[float], tuple[float, float]]) -> Callable[..., float]:
    def formula(given: Mapping[str, float], name: str, after: int) -> float:
        """The last `after` factors stand behind the slope, so they multiply only its second part."""
        first, second = parts(given[f"x{k}"])
        others = [FACTORS[place].value(given) for place in CHAINS[name] if not place.startswith("dy")]
        return prod(others[: len(others) - after]) * first + second * prod(others[len(others) - after :])

    return formula
