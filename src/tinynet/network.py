"""The network: seven parameters, and the way from an input to a prediction.

    x1 = input * w1 + b1        y1 = f(x1)          top neuron
    x2 = input * w2 + b2        y2 = f(x2)          bottom neuron
    predicted = y1 * w3 + y2 * w4 + b3

f is softplus. Each neuron bends the input in one place; the output layer scales the two curves and adds them.
"""

from __future__ import annotations

from operator import index

from tinynet._typing import TYPE_CHECKING, NamedTuple
from tinynet.neuron import softplus

if TYPE_CHECKING:
    from random import Random

__all__ = ["Forward", "Parameters", "forward", "initial_parameters", "predict"]


class Parameters(NamedTuple):
    """A value for each of the seven parameters: the parameters themselves, their derivatives, or their step sizes.

    >>> Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)
    Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)
    """

    w1: float
    w2: float
    w3: float
    w4: float
    b1: float
    b2: float
    b3: float


class Forward(NamedTuple):
    """All numbers of one forward pass, neuron by neuron."""

    input: float
    x1: float
    y1: float
    x2: float
    y2: float
    predicted: float


def forward(parameters: Parameters, input: float) -> Forward:
    """The forward pass: from one input to the prediction, every number on the way kept.

    >>> forward(Parameters(w1=2, w2=-2, w3=1, w4=3, b1=0, b2=0, b3=-1), 0)
    Forward(input=0, x1=0, y1=0.6931471805599453, x2=0, y2=0.6931471805599453, predicted=1.7725887222397811)
    """
    w1, w2, w3, w4, b1, b2, b3 = parameters
    x1 = input * w1 + b1
    x2 = input * w2 + b2
    y1 = softplus(x1)
    y2 = softplus(x2)
    predicted = y1 * w3 + y2 * w4 + b3
    return Forward(input, x1, y1, x2, y2, predicted)


def predict(parameters: Parameters, input: float) -> float:
    """What the network predicts for one input.

    >>> predict(Parameters(w1=2, w2=-2, w3=1, w4=3, b1=0, b2=0, b3=-1), 0)
    1.7725887222397811
    """
    return forward(parameters, input).predicted


def initial_parameters(seed: int) -> Parameters:
    """Random parameters to start from: weights from the standard normal distribution, biases 0.

    The same whole number gives the same parameters on every version of Python. The weights are random because two
    neurons that start identical get identical derivatives, and stay identical for ever.
    Errors: TypeError where the seed is no whole number.

    >>> print(" ".join(f"{value:.3f}" for value in initial_parameters(seed=1)))
    0.309 -0.054 -1.111 0.350 0.000 0.000 0.000
    """
    random = seeded(seed)
    w1, w2, w3, w4 = (standard_normal(random) for _ in range(4))
    return Parameters(w1, w2, w3, w4, b1=0.0, b2=0.0, b3=0.0)


def seeded(seed: int) -> Random:
    """The random numbers that belong to a seed."""
    from random import Random

    try:
        return Random(index(seed))
    except TypeError:
        raise TypeError(f"seed is {seed!a}; it must be a whole number") from None


# Random.gauss may change from one version of Python to the next; Random.random, uniform in [0, 1), never does. Box and
# Muller (1958) make a normal number of two uniform ones: a random distance from the centre, seen from a random angle.


def standard_normal(random: Random) -> float:
    """A random number from the standard normal distribution: mean 0, standard deviation 1."""
    from math import cos, log, pi, sqrt

    return sqrt(-2 * log(1 - random.random())) * cos(2 * pi * random.random())
