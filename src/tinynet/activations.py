"""Five curves and their slopes, and a layer: neurons that take the same inputs and share a curve.

name        f(x)                    slope f'(x)
SOFTPLUS    log(1 + e^x)            s(x)
SIGMOID     s(x) = 1 / (1 + e^-x)   s(x) * (1 - s(x))
TANH        tanh(x)                 1 - tanh(x)^2
RELU        x if x > 0, else 0      1 if x > 0, else 0
IDENTITY    x                       1
"""

from collections.abc import Callable, Sequence
from math import tanh
from typing import NamedTuple

from tinynet.neuron import sigmoid, softplus


class Activation(NamedTuple):
    """A curve f and its slope, two functions of the same x.

    >>> square = Activation("square", lambda x: x * x, lambda x: 2 * x)
    >>> square.f(3.0), square.slope(3.0)
    (9.0, 6.0)
    """

    name: str
    f: Callable[[float], float]
    slope: Callable[[float], float]

    def __repr__(self) -> str:
        return self.name


# The slope of the sigmoid is s * (1 - s):
#
#     s(x)  = 1 / (1 + e^-x)
#     s'(x) = e^-x / (1 + e^-x)^2 = 1 / (1 + e^-x) * e^-x / (1 + e^-x) = s(x) * (1 - s(x))
#
# With floats, 1 - s(x) loses all digits if s(x) is close to 1. s(-x) loses none, and it is the same number:
# 1 - s(x) = e^-x / (1 + e^-x) = 1 / (e^x + 1) = s(-x). So the code multiplies s(x) by s(-x).
#
# tanh is a sigmoid, stretched: tanh(x) = 2 * s(2x) - 1. By the chain rule its slope is 2 * s'(2x) * 2. With s for s(2x)
# that is 4 * s * (1 - s) = 1 - (2 * s - 1)^2 = 1 - tanh(x)^2. The code multiplies 4 * s(2x) * s(-2x).


def _sigmoid_slope(x: float) -> float:
    return sigmoid(x) * sigmoid(-x)


def _tanh_slope(x: float) -> float:
    return 4 * _sigmoid_slope(2 * x)


def _relu(x: float) -> float:
    return x if x > 0 else 0.0


def _relu_slope(x: float) -> float:  # at its corner, x = 0, the curve has no slope; 0 is the one to its left
    return 1.0 if x > 0 else 0.0


def _identity(x: float) -> float:
    return x


def _identity_slope(x: float) -> float:
    return 1.0


SOFTPLUS = Activation("SOFTPLUS", softplus, sigmoid)
SIGMOID = Activation("SIGMOID", sigmoid, _sigmoid_slope)
TANH = Activation("TANH", tanh, _tanh_slope)
RELU = Activation("RELU", _relu, _relu_slope)
IDENTITY = Activation("IDENTITY", _identity, _identity_slope)


class Layer(NamedTuple):
    """Neurons that take the same inputs: a row of weights and a bias for each.

    weights      weights[j][k] leads from neuron k of the layer below to neuron j of this one
    biases       biases[j] is the bias of neuron j
    activation   the curve of all of them

    >>> Layer(weights=[[2.0, 3.0]], biases=[1.0], activation=RELU)
    Layer(weights=[[2.0, 3.0]], biases=[1.0], activation=RELU)
    """

    weights: Sequence[Sequence[float]]
    biases: Sequence[float]
    activation: Activation = SOFTPLUS
