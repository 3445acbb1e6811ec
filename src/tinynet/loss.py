"""The loss: how far the predictions are from the observations.

    residual = observed - predicted
    SSR      = sum of residual^2            the sum of the squared residuals, over all observations

Squares can't cancel each other. A positive and a negative residual would. Some books write E = 1/2 * SSR. Their error
and their derivatives are half as large, so to repeat a step of theirs, take half their learning rate.
"""

from collections.abc import Iterable, Sequence

from tinynet.network import Parameters, predict

Data = Iterable[Iterable[float]]  # (input, observed) pairs


def ssr(parameters: Parameters, data: Data) -> float:
    """The sum of the squared residuals, in squared units of the observed.

    >>> flat = Parameters(w1=0, w2=0, w3=0, w4=0, b1=0, b2=0, b3=0.5)  # predicts 0.5 everywhere
    >>> ssr(flat, [(0, 0), (0.5, 1), (1, 0)])
    0.75
    """
    total = 0.0
    for input, observed in data:
        residual = observed - predict(parameters, input)
        total += residual * residual
    return total


def ssr_of_the_mean(observed: Sequence[float]) -> float:
    """The SSR of always predicting the mean of the observed. A good fit has far less, unless this is 0.

    >>> ssr_of_the_mean([0, 1, 0.5])
    0.5
    """
    above_first = total = 0.0
    for value in observed:
        above_first += value - observed[0]
    mean = observed[0] + above_first / len(observed)  # exact if all observed are equal
    for value in observed:
        total += (value - mean) * (value - mean)
    return total
