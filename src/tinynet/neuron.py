"""One neuron's curve, softplus, and its slope, the sigmoid.

    softplus:   f(x)  = log(1 + e^x)            close to 0 on the far left, close to x on the far right
    its slope:  f'(x) = e^x / (1 + e^x)         the sigmoid: between 0 and 1

The slope is the chain rule with log(u) outside and u = 1 + e^x inside:

    df/du = 1 / u        du/dx = e^x        f'(x) = df/du * du/dx = e^x / (1 + e^x)

From here to `backpropagation` it is all arithmetic: nothing is checked but a seed. What callers hand over is checked in
`data`.
"""

from __future__ import annotations

from math import exp, log1p

__all__ = ["sigmoid", "softplus"]

# On paper that is all. With floats, log(1 + e^x) fails at both ends:
#
#     x >=  710    e^x is beyond the largest float, and math.exp raises OverflowError
#     x <=  -37    e^x is too small beside 1: the sum rounds to 1, and log(1) is 0 instead of e^x
#
# Where x is positive, e^x can be taken out of the sum; where it is negative, nothing needs to be:
#
#     x > 0:     log(1 + e^x) = log(e^x * (e^-x + 1)) = x + log(1 + e^-x)
#     x <= 0:    log(1 + e^x)                         = 0 + log(1 + e^x)
#
# Both lines read max(x, 0) + log(1 + e^-|x|). Now the power lies between 0 and 1, so it can't overflow,
# and log1p(power) is log(1 + power) without first rounding the sum.


def softplus(x: float) -> float:
    """log(1 + e^x), for every finite x.

    >>> softplus(0)  # log(2)
    0.6931471805599453
    >>> softplus(1000), softplus(-1000)
    (1000.0, 0.0)
    """
    return max(x, 0) + log1p(exp(-abs(x)))


# The slope has the same two cases. Where x is positive, divide above and below by e^x:
#
#     x > 0:     e^x / (1 + e^x) =    1 / (1 + e^-|x|)
#     x <= 0:    e^x / (1 + e^x) = e^-|x| / (1 + e^-|x|)


def sigmoid(x: float) -> float:
    """e^x / (1 + e^x), for every finite x: the slope of softplus at x.

    >>> sigmoid(0)
    0.5
    >>> sigmoid(1000), sigmoid(-1000)
    (1.0, 0.0)
    """
    power = exp(-abs(x))
    return (1 if x > 0 else power) / (1 + power)
