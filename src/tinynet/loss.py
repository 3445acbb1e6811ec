"""The loss: how far the predictions are from the observations.

    residual = observed - predicted
    SSR      = sum of residual^2            the sum of the squared residuals, over all observations

The residuals are squared so that one above and one below can't cancel each other. Some books write E = 1/2 * SSR: their
E is ssr / 2 and their derivatives are half of those here, so halve their learning rate to repeat their steps.
"""

from __future__ import annotations

from collections.abc import Iterable

from tinynet.network import Parameters, predict

Data = Iterable[Iterable[float]]  # (input, observed) pairs


def ssr(parameters: Parameters, data: Data) -> float:
    """The sum of the squared residuals, in squared units of the observed.

    >>> flat = Parameters(w1=0, w2=0, w3=0, w4=0, b1=0, b2=0, b3=0.5)  # predicts 0.5 everywhere
    >>> ssr(flat, [(0, 0), (0.5, 1), (1, 0)])
    0.75
    """
    residuals = (observed - predict(parameters, input) for input, observed in data)
    return sum(residual * residual for residual in residuals)
