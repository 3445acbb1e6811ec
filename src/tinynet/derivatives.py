"""The seven derivatives of the SSR, each written out: a chain of factors, summed over the observations.

A change of w1 changes x1, which changes y1, which changes predicted, which changes the SSR. The chain rule multiplies
the derivatives of these steps:

    dSSR/dw1 = sum of  dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/dw1

The product belongs to one observation, because each observation has its own x1, y1 and predicted. The SSR is a sum over
the observations, so its derivative is the sum of their products: first multiply, then add.

First come the twelve factors. Each takes only the numbers in its formula. Then come the seven derivatives, which
multiply these factors.
"""

from tinynet.loss import Data
from tinynet.network import Parameters, forward
from tinynet.neuron import sigmoid

# One observation adds residual^2 to the SSR. Its residual, observed - predicted, falls by 1 when predicted rises by 1:
#
#     dSSR/dpredicted = dSSR/dresidual * dresidual/dpredicted = 2 * residual * -1 = -2 * (observed - predicted)
#
# Ganesh Kumar's article on the output layer, "Understanding Backpropagation: Chain Rule, SSR Gradients, and Weight
# Updates in Neural Networks", writes 2 * (predicted - observed) * -1 here. It turns the difference round and keeps the
# -1, so the sign is flipped, and the descent climbs. His article on the hidden layer has the right sign. You can test
# the sign: if predicted is above observed, raising it further raises the SSR, so the derivative must be positive.


def d_ssr_d_predicted(observed: float, predicted: float) -> float:
    """dSSR/dpredicted for one observation: -2 * (observed - predicted).

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


# y1 = f(x1) and y2 = f(x2). The slope of f is the sigmoid. Take the slope at x, where f was taken, not at y.


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


# The seven, from the prediction backwards. All begin with dSSR/dpredicted. For w3, w4 and b3 one more factor follows.
# For the others the chain goes on through y and x, and only its last factor differs between a neuron's weight and its
# bias. The bottom neuron has the chain of the top neuron, with its own numbers. p is the forward pass of one
# observation.


def d_ssr_d_w3(parameters: Parameters, data: Data) -> float:
    """dSSR/dw3 = sum of dSSR/dpredicted * dpredicted/dw3."""
    total = 0.0
    for input, observed in data:
        p = forward(parameters, input)
        total += d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_w3(p.y1)
    return total


def d_ssr_d_w4(parameters: Parameters, data: Data) -> float:
    """dSSR/dw4 = sum of dSSR/dpredicted * dpredicted/dw4."""
    total = 0.0
    for input, observed in data:
        p = forward(parameters, input)
        total += d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_w4(p.y2)
    return total


def d_ssr_d_b3(parameters: Parameters, data: Data) -> float:
    """dSSR/db3 = sum of dSSR/dpredicted * dpredicted/db3."""
    total = 0.0
    for input, observed in data:
        p = forward(parameters, input)
        total += d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_b3()
    return total


def d_ssr_d_w1(parameters: Parameters, data: Data) -> float:
    """dSSR/dw1 = sum of dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/dw1.

    >>> flat = Parameters(w1=0, w2=0, w3=2, w4=0, b1=0, b2=0, b3=0)  # predicts 2 * log(2) = 1.386 everywhere
    >>> round(d_ssr_d_w1(flat, [(3, 1)]), 2)  # -2 * (1 - 1.386) * 2 * 0.5 * 3
    2.32
    """
    w3 = parameters.w3
    total = 0.0
    for input, observed in data:
        p = forward(parameters, input)
        total += d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y1(w3) * d_y1_d_x1(p.x1) * d_x1_d_w1(input)
    return total


def d_ssr_d_b1(parameters: Parameters, data: Data) -> float:
    """dSSR/db1 = sum of dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/db1."""
    w3 = parameters.w3
    total = 0.0
    for input, observed in data:
        p = forward(parameters, input)
        total += d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y1(w3) * d_y1_d_x1(p.x1) * d_x1_d_b1()
    return total


def d_ssr_d_w2(parameters: Parameters, data: Data) -> float:
    """dSSR/dw2 = sum of dSSR/dpredicted * dpredicted/dy2 * dy2/dx2 * dx2/dw2."""
    w4 = parameters.w4
    total = 0.0
    for input, observed in data:
        p = forward(parameters, input)
        total += d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y2(w4) * d_y2_d_x2(p.x2) * d_x2_d_w2(input)
    return total


def d_ssr_d_b2(parameters: Parameters, data: Data) -> float:
    """dSSR/db2 = sum of dSSR/dpredicted * dpredicted/dy2 * dy2/dx2 * dx2/db2."""
    w4 = parameters.w4
    total = 0.0
    for input, observed in data:
        p = forward(parameters, input)
        total += d_ssr_d_predicted(observed, p.predicted) * d_predicted_d_y2(w4) * d_y2_d_x2(p.x2) * d_x2_d_b2()
    return total


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
