"""Formulas whose brackets are missing. Without them the product falls into a sum:

a * (first + second) * b     becomes     a * first + second * b
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp, prod

from tinynet.tutor.alone import Alone
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import FINE, all_alike
from tinynet.tutor.spots import HIGH, LOW, SCATTERED
from tinynet.tutor.vocabulary import neuron_of

Halves = Callable[[Mapping[str, float], str], "tuple[float, float]"]

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
        for behind in range(len(others) + 1) if place in CHAINS[name] else ():
            cut = len(others) - behind  # so many factors stand before the brackets
            if all_alike(mine, [_fallen(halves(one, k), others[:cut], others[cut:], one) for one in numbers], FINE):
                return [finding("brackets missing", place, what=what.format(k=k), right=right.format(k=k))]
    return []


def _fallen(
    halves: tuple[float, float], before: Sequence[str], behind: Sequence[str], numbers: Mapping[str, float]
) -> float:
    one, other = (prod(FACTORS[place].value(numbers) for place in places) for places in (before, behind))
    return one * halves[0] + halves[1] * other
