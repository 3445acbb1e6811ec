"""The network: seven parameters, and the way from an input to a prediction.

    x1 = input * w1 + b1        y1 = f(x1)          top neuron
    x2 = input * w2 + b2        y2 = f(x2)          bottom neuron
    predicted = y1 * w3 + y2 * w4 + b3

f is softplus. Each neuron bends the input in one place, around x = 0. The output layer scales the two curves, and adds
them and b3. The forward pass is arithmetic without checks. `descend` and `train` check their arguments.
"""

from typing import NamedTuple

from tinynet.arguments.numbers import checked_seed
from tinynet.neuron import softplus


class Parameters(NamedTuple):
    """Seven numbers by name: the parameters, their derivatives, or their step sizes.

    >>> start = Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)
    >>> start
    Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)
    >>> print(f"{start:.1f}")
    w1=2.7 w2=-1.1 w3=0.4 w4=0.6 b1=0.0 b2=0.0 b3=0.0
    """

    w1: float
    w2: float
    w3: float
    w4: float
    b1: float
    b2: float
    b3: float

    def __format__(self, form: str) -> str:
        """f"{parameters:.2f}": each value with its name, in that format."""
        return " ".join(f"{name}={value:{form}}" for name, value in self._asdict().items()) if form else repr(self)


class Forward(NamedTuple):
    """All numbers of one forward pass, in the order in which they are computed."""

    input: float
    x1: float
    y1: float
    x2: float
    y2: float
    predicted: float


def forward(parameters: Parameters, input: float) -> Forward:
    """The forward pass: from one input to the prediction, with every number on the way.

    >>> forward(Parameters(w1=2, w2=-2, w3=1, w4=3, b1=0, b2=0, b3=-1), 0)
    Forward(input=0, x1=0, y1=0.6931471805599453, x2=0, y2=0.6931471805599453, predicted=1.7725887222397811)
    """
    w1, w2, w3, w4, b1, b2, b3 = parameters
    x1 = input * w1 + b1
    y1 = softplus(x1)
    x2 = input * w2 + b2
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

    seed    a whole number from 0 on; the same seed gives the same parameters on every Python that is tested

    The weights are random because two neurons that start identical stay identical (`training` shows why).
    Errors: TypeError or ValueError for any other seed.

    >>> print(f"{initial_parameters(seed=1):.3f}")
    w1=1.288 w2=1.449 w3=0.066 w4=-0.765 b1=0.000 b2=0.000 b3=0.000
    """
    from random import Random  # imported here, because a training from given parameters does not need it

    normal = Random(checked_seed(seed)).gauss
    return Parameters(w1=normal(0, 1), w2=normal(0, 1), w3=normal(0, 1), w4=normal(0, 1), b1=0.0, b2=0.0, b3=0.0)
