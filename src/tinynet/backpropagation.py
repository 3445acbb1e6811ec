"""All seven derivatives, and the SSR, in one pass over the data.

Each of the seven functions makes its own forward pass, and multiplies what others have multiplied before. Side by side,
with f' for the slope of softplus:

    dSSR/dw1 = sum of  -2 * residual * w3 * f'(x1) * input        dSSR/dw2 = sum of  -2 * residual * w4 * f'(x2) * input
    dSSR/db1 = sum of  -2 * residual * w3 * f'(x1)                dSSR/db2 = sum of  -2 * residual * w4 * f'(x2)
    dSSR/dw3 = sum of  -2 * residual * y1                         dSSR/dw4 = sum of  -2 * residual * y2
    dSSR/db3 = sum of  -2 * residual

    -2                                  is in every term of every sum:   multiplied once, after the sums
    residual                            is in all seven:                 computed once for each observation
    top    = residual * w3 * f'(x1)     is in both w1 and b1:            computed once
    bottom = residual * w4 * f'(x2)     is in both w2 and b2:            computed once

That sharing is all that backpropagation is. One more thing is shared: the exponential that softplus and the sigmoid
both need. So their two formulas stand here once more, case by case as in `neuron`.
"""

from __future__ import annotations

from math import exp, log1p

from tinynet.loss import Data
from tinynet.network import Parameters

__all__ = ["backpropagate"]


def backpropagate(parameters: Parameters, data: Data) -> tuple[float, Parameters]:
    """The SSR and its gradient.

    >>> flat = Parameters(w1=0, w2=0, w3=0, w4=0, b1=0, b2=0, b3=0.5)  # predicts 0.5 everywhere
    >>> ssr, gradient = backpropagate(flat, [(0, 0), (0.5, 1), (1, 1)])
    >>> ssr, gradient.b3
    (0.75, -1.0)
    """
    ssr, gradient = one_pass(parameters, data)
    return ssr, Parameters(*gradient)


Seven = tuple[float, float, float, float, float, float, float]  # w1, w2, w3, w4, b1, b2, b3, as in Parameters


def one_pass(parameters: Seven, data: Data) -> tuple[float, Seven]:
    """`backpropagate` in plain tuples, which cost less to make."""
    w1, w2, w3, w4, b1, b2, b3 = parameters
    # to_w1 ... to_b3 are the sums before the -2
    ssr = to_w1 = to_w2 = to_w3 = to_w4 = to_b1 = to_b2 = to_b3 = 0.0
    for input, observed in data:
        x1 = input * w1 + b1
        x2 = input * w2 + b2
        if x1 > 0:
            power = exp(-x1)
            y1 = x1 + log1p(power)
            slope1 = 1 / (1 + power)
        else:
            power = exp(x1)
            y1 = log1p(power)
            slope1 = power / (1 + power)
        if x2 > 0:
            power = exp(-x2)
            y2 = x2 + log1p(power)
            slope2 = 1 / (1 + power)
        else:
            power = exp(x2)
            y2 = log1p(power)
            slope2 = power / (1 + power)

        residual = observed - (y1 * w3 + y2 * w4 + b3)
        top = residual * w3 * slope1
        bottom = residual * w4 * slope2

        ssr += residual * residual
        to_w1 += top * input
        to_w2 += bottom * input
        to_w3 += residual * y1
        to_w4 += residual * y2
        to_b1 += top
        to_b2 += bottom
        to_b3 += residual
    return ssr, (-2 * to_w1, -2 * to_w2, -2 * to_w3, -2 * to_w4, -2 * to_b1, -2 * to_b2, -2 * to_b3)
