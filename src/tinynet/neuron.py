"""One neuron's curve, softplus, and its slope, the sigmoid.

    softplus:   f(x)  = log(1 + e^x)            close to 0 on the far left, close to x on the far right
    its slope:  f'(x) = e^x / (1 + e^x)         the sigmoid: between 0 and 1

By the chain rule, with log(u) outside and u = 1 + e^x inside:

    df/du = 1 / u        du/dx = e^x        f'(x) = df/du * du/dx = e^x / (1 + e^x)
"""

from math import exp, log1p

# On paper that is all. With floats, log(1 + e^x) fails at both ends:
#
#     x >=  710    e^x is beyond the largest float, and math.exp raises OverflowError
#     x <=  -37    e^x is too small beside 1: the sum rounds to 1, and log(1) is 0; right is nearly e^x
#
# (Digits are lost earlier: a float holds 16, and at x = -20 the sum keeps only 7 digits of e^x.)
# If x is positive, take e^x out of the sum. If it is not, leave the sum alone:
#
#     x > 0:     log(1 + e^x) = log(e^x * (e^-x + 1)) = x + log(1 + e^-x)
#     x <= 0:    log(1 + e^x)
#
# Now the power, e^-x or e^x, lies between 0 and 1, so it can't overflow, and log1p(power) is log(1 + power) without
# rounding the sum first. The slope has the same two cases: if x is positive, divide numerator and denominator by e^x.
#
#     x > 0:     e^x / (1 + e^x) = 1 / (e^-x + 1)
#     x <= 0:    e^x / (1 + e^x)


def softplus_and_slope(x: float) -> tuple[float, float]:
    """Softplus and its slope at x, both from one power of e, for every finite x.

    >>> softplus_and_slope(0)  # log(2), and the slope there
    (0.6931471805599453, 0.5)
    >>> softplus_and_slope(1000), softplus_and_slope(-1000)  # e^-1000 itself is less than the smallest float
    ((1000.0, 1.0), (0.0, 0.0))
    """
    if x > 0.0:
        power = exp(-x)
        return x + log1p(power), 1.0 / (1.0 + power)
    power = exp(x)
    return log1p(power), power / (1.0 + power)


def softplus(x: float) -> float:
    """log(1 + e^x), for every finite x.

    >>> softplus(0)
    0.6931471805599453
    """
    return softplus_and_slope(x)[0]


def sigmoid(x: float) -> float:
    """e^x / (1 + e^x), for every finite x: the slope of softplus at x.

    >>> sigmoid(0)
    0.5
    """
    return softplus_and_slope(x)[1]
