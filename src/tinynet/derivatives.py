"""The seven derivatives of the SSR, each written out: a chain of factors, summed over the observations.

A change of w1 changes x1, which changes y1, which changes predicted, which changes the SSR. The chain rule multiplies
what happens at each of these steps:

    dSSR/dw1 = sum of  dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/dw1

It holds for one observation at a time, since each has its own x1, y1 and predicted. The SSR is a sum over them, so its
derivative is the sum of their products: first multiply, then add.

First the factors, each a function of just what it depends on; then the seven derivatives, made of nothing else; and
last the seven by mere trial, without a chain.
"""

from __future__ import annotations

from collections.abc import Iterator

from tinynet.arguments import checked_trial, finite_slopes
from tinynet.loss import Data, ssr
from tinynet.network import Forward, Parameters, forward
from tinynet.neuron import sigmoid

# One observation adds residual^2 to the SSR, and residual = observed - predicted falls by 1 when predicted rises by 1:
#
#     dSSR/dpredicted = dSSR/dresidual * dresidual/dpredicted = 2 * residual * -1 = -2 * (observed - predicted)
#
# Ganesh Kumar's article on the output layer, "Understanding Backpropagation: Chain Rule, SSR Gradients, and Weight
# Updates in Neural Networks", writes 2 * (predicted - observed) * -1 here, turning the difference round and keeping the
# -1. That flips the sign, and a descent along it climbs; his article on the hidden layer has it right. Test it: where
# predicted is above observed, raising it further must raise the SSR, so the derivative must be positive.


def d_ssr_d_predicted(observed: float, predicted: float) -> float:
    """dSSR/dpredicted, the share of one observation: -2 * (observed - predicted).

    >>> d_ssr_d_predicted(observed=1, predicted=4)  # too high: positive
    6
    """
    return -2 * (observed - predicted)


# predicted = y1 * w3 + y2 * w4 + b3. In each derivative the other terms are constants and fall away.


def d_predicted_d_w3(y1: float) -> float:
    """dpredicted/dw3 = y1."""
    return y1


def d_predicted_d_w4(y2: float) -> float:
    """dpredicted/dw4 = y2."""
    return y2


def d_predicted_d_b3() -> float:
    """dpredicted/db3 = 1."""
    return 1


def d_predicted_d_y1(w3: float) -> float:
    """dpredicted/dy1 = w3."""
    return w3


def d_predicted_d_y2(w4: float) -> float:
    """dpredicted/dy2 = w4."""
    return w4


# y1 = f(x1) and y2 = f(x2), and the slope of f is the sigmoid. It is taken at x, where f was taken: not at y.


def d_y1_d_x1(x1: float) -> float:
    """dy1/dx1 = e^x1 / (1 + e^x1)."""
    return sigmoid(x1)


def d_y2_d_x2(x2: float) -> float:
    """dy2/dx2 = e^x2 / (1 + e^x2)."""
    return sigmoid(x2)


# x1 = input * w1 + b1 and x2 = input * w2 + b2.


def d_x1_d_w1(input: float) -> float:
    """dx1/dw1 = input."""
    return input


def d_x1_d_b1() -> float:
    """dx1/db1 = 1."""
    return 1


def d_x2_d_w2(input: float) -> float:
    """dx2/dw2 = input."""
    return input


def d_x2_d_b2() -> float:
    """dx2/db2 = 1."""
    return 1


# The seven, from the prediction backwards. All begin with dSSR/dpredicted. The output layer stops after one more
# factor; the hidden layer goes on through y and x. The product of one observation for a bias differs from that for its
# weight in the last factor alone, and the bottom neuron mirrors the top. Everywhere p is the forward pass of one
# observation.

# fmt: off


def d_ssr_d_w3(parameters: Parameters, data: Data) -> float:
    """dSSR/dw3 = sum of dSSR/dpredicted * dpredicted/dw3."""
    return sum(d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_w3(p.y1)
                  for observed, p in _passes(parameters, data))


def d_ssr_d_w4(parameters: Parameters, data: Data) -> float:
    """dSSR/dw4 = sum of dSSR/dpredicted * dpredicted/dw4."""
    return sum(d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_w4(p.y2)
                  for observed, p in _passes(parameters, data))


def d_ssr_d_b3(parameters: Parameters, data: Data) -> float:
    """dSSR/db3 = sum of dSSR/dpredicted * dpredicted/db3."""
    return sum(d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_b3()
                  for observed, p in _passes(parameters, data))


def d_ssr_d_w1(parameters: Parameters, data: Data) -> float:
    """dSSR/dw1 = sum of dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/dw1.

    >>> flat = Parameters(w1=0, w2=0, w3=2, w4=0, b1=0, b2=0, b3=0)  # predicts 2 * log(2) = 1.39 everywhere
    >>> round(d_ssr_d_w1(flat, [(3, 1)]), 2)  # -2 * (1 - 1.39) * 2 * 0.5 * 3
    2.32
    """
    w3 = parameters.w3
    return sum(d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y1(w3) * d_y1_d_x1(p.x1) * d_x1_d_w1(p.input)
                  for observed, p in _passes(parameters, data))


def d_ssr_d_b1(parameters: Parameters, data: Data) -> float:
    """dSSR/db1 = sum of dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/db1."""
    w3 = parameters.w3
    return sum(d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y1(w3) * d_y1_d_x1(p.x1) * d_x1_d_b1()
                  for observed, p in _passes(parameters, data))


def d_ssr_d_w2(parameters: Parameters, data: Data) -> float:
    """dSSR/dw2 = sum of dSSR/dpredicted * dpredicted/dy2 * dy2/dx2 * dx2/dw2."""
    w4 = parameters.w4
    return sum(d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y2(w4) * d_y2_d_x2(p.x2) * d_x2_d_w2(p.input)
                  for observed, p in _passes(parameters, data))


def d_ssr_d_b2(parameters: Parameters, data: Data) -> float:
    """dSSR/db2 = sum of dSSR/dpredicted * dpredicted/dy2 * dy2/dx2 * dx2/db2."""
    w4 = parameters.w4
    return sum(d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y2(w4) * d_y2_d_x2(p.x2) * d_x2_d_b2()
                  for observed, p in _passes(parameters, data))


# fmt: on


def _passes(parameters: Parameters, data: Data) -> Iterator[tuple[float, Forward]]:
    """Each observed value with the forward pass of its input."""
    return ((observed, forward(parameters, input)) for input, observed in data)


def gradient(parameters: Parameters, data: Data) -> Parameters:
    """The seven derivatives of the SSR, each by its own function.

    >>> flat = Parameters(w1=0, w2=0, w3=0, w4=0, b1=0, b2=0, b3=0.5)  # predicts 0.5 everywhere
    >>> gradient(flat, [(0, 0), (0.5, 1), (1, 1)]).b3  # -2 times the residuals -0.5, 0.5 and 0.5
    -1.0
    """
    data = list(data)
    return Parameters(
        w1=d_ssr_d_w1(parameters, data),
        w2=d_ssr_d_w2(parameters, data),
        w3=d_ssr_d_w3(parameters, data),
        w4=d_ssr_d_w4(parameters, data),
        b1=d_ssr_d_b1(parameters, data),
        b2=d_ssr_d_b2(parameters, data),
        b3=d_ssr_d_b3(parameters, data),
    )


# Whoever doubts the chain can do without: a derivative says how the SSR changes with a parameter, and that can be
# tried. From w1 - h to w1 + h the SSR changes by nearly dSSR/dw1 for each unit of w1:
#
#     dSSR/dw1 is nearly ((SSR at w1 + h) - (SSR at w1 - h)) / ((w1 + h) - (w1 - h))        the central difference
#
# On paper the denominator is 2 * h. But floats far from 0 lie far apart, and w1 + h is rounded to the nearest of them.


def numerical_gradient(parameters: Parameters, data: Data, h: float = 1e-5) -> Parameters:
    """The seven derivatives of the SSR by central differences, without any chain rule.

    h    how far to go up and down; the error shrinks with h^2, but rounding grows as h shrinks

    Errors: TypeError or ValueError for bad arguments, or where the SSR overflows.

    >>> from tinynet.dosage import DATA, START
    >>> print(f"{numerical_gradient(START, DATA):.4f}")
    w1=0.7609 w2=0.3323 w3=7.1423 w4=1.4873 b1=0.9673 b2=0.7322 b3=3.4595
    """
    parameters, data, h = checked_trial(parameters, data, h)
    slopes = []
    for name, value in parameters._asdict().items():
        up, down = value + h, value - h
        rise = ssr(parameters._replace(**{name: up}), data) - ssr(parameters._replace(**{name: down}), data)
        slopes.append(rise / (up - down))
    return Parameters(*finite_slopes(slopes, h))
