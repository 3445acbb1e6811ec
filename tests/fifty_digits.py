"""An oracle that shares no code with tinynet: the seven-parameter network in 50-digit arithmetic."""

from __future__ import annotations

from typing import NamedTuple

import mpmath

mpmath.mp.dps = 50


class Sum(NamedTuple):
    """A sum over the observations, and what its rounding errors are measured by.

    `size` is the sum of the absolute terms. The residual, a difference, stands in it with its own terms taken
    absolutely, and what comes from x is multiplied by 1 + |input * w| + |b|, since x is rounded before it is used.
    """

    value: mpmath.mpf
    size: mpmath.mpf

    def is_met_by(self, computed: float, tolerance: float = 2e-15) -> bool:
        return abs(computed - self.value) <= tolerance * self.size + mpmath.mpf("1e-290")


def softplus(x):
    return mpmath.log1p(mpmath.exp(x))


def slope(x):
    return 1 / (1 + mpmath.exp(-x))


def ssr_and_derivatives(parameters, data) -> dict[str, Sum]:
    w1, w2, w3, w4, b1, b2, b3 = map(mpmath.mpf, parameters)
    values = dict.fromkeys(("ssr", "w1", "w2", "w3", "w4", "b1", "b2", "b3"), mpmath.mpf(0))
    sizes = dict(values)
    for input, observed in data:
        input, observed = mpmath.mpf(input), mpmath.mpf(observed)
        x1, x2 = input * w1 + b1, input * w2 + b2
        rounding1, rounding2 = 1 + abs(input * w1) + abs(b1), 1 + abs(input * w2) + abs(b2)
        y1, y2, slope1, slope2 = softplus(x1), softplus(x2), slope(x1), slope(x2)
        residual = observed - (y1 * w3 + y2 * w4 + b3)
        size = abs(observed) + abs(y1 * w3) * rounding1 + abs(y2 * w4) * rounding2 + abs(b3)
        tails = {
            "w1": (w3 * slope1 * input, rounding1),
            "w2": (w4 * slope2 * input, rounding2),
            "w3": (y1, rounding1),
            "w4": (y2, rounding2),
            "b1": (w3 * slope1, rounding1),
            "b2": (w4 * slope2, rounding2),
            "b3": (mpmath.mpf(1), 1),
        }
        values["ssr"] += residual**2
        sizes["ssr"] += size**2
        for name, (tail, rounding) in tails.items():
            values[name] += -2 * residual * tail
            sizes[name] += 2 * size * abs(tail) * rounding
    return {name: Sum(values[name], sizes[name]) for name in values}
