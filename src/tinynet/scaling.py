"""Data in your own units: scaled for the descent, folded back into the parameters afterwards.

A neuron bends around x = 0, and is nearly straight or flat a few units away. If the input is a year such as 1985,
x1 = input * w1 + b1 is far from 0 for all of your data, and dSSR/dw1 is some 2,000 times dSSR/db1: no learning rate
suits both. So subtract the mean (the centre) and divide by the standard deviation (the spread), of the observed too:

    scaled input    = (input - input_centre) / input_spread
    scaled observed = (observed - observed_centre) / observed_spread

Then train. The parameters that come out fit the scaled data, but you want to predict for 1985. A straight line of a
straight line is again a straight line. The scaling is one, and x1 is one, so w1 and b1 can take the scaling over:

    x1 = (input - input_centre) / input_spread * w1 + b1
       = input * (w1 / input_spread) + (b1 - w1 * input_centre / input_spread)
                  new w1                new b1

x1 keeps its value, and so do y1, x2 and y2. The output layer is a straight line too. It takes over the way back:

    predicted = (y1 * w3 + y2 * w4 + b3) * observed_spread + observed_centre
              = y1 * (w3 * observed_spread) + y2 * (w4 * observed_spread) + (b3 * observed_spread + observed_centre)
                      new w3                        new w4                   new b3
"""

from collections.abc import Sequence
from math import isfinite, sqrt
from typing import NamedTuple

from tinynet.arguments.seven import Rows, checked_data, checked_parameters
from tinynet.loss import Data
from tinynet.network import Parameters


class Scaling(NamedTuple):
    """The centre and the spread of the inputs and of the observed.

    >>> from tinynet import dosage, predict, ssr, train
    >>> data = [(1990, 355.0), (2000, 370.0), (2010, 390.0), (2020, 415.0)]  # in years and in your own units
    >>> scaling = Scaling.of(data)
    >>> training = train(dosage.START, scaling.scaled(data), learning_rate=0.02)
    >>> own = scaling.in_own_units(training.parameters)
    >>> round(predict(own, 2010))
    390

    The training has only seen scaled data, so its SSR and its pictures are in scaled units. The SSR in your own:

    >>> f"{ssr(own, data):.6f}" == f"{training.ssr * scaling.observed_spread**2:.6f}"
    True
    """

    input_centre: float
    input_spread: float
    observed_centre: float
    observed_spread: float

    @classmethod
    def of(cls, data: Data) -> "Scaling":
        """Measure the data. If all values are equal, their spread is 1. TypeError or ValueError for bad data."""
        inputs, observed = zip(*checked_data(data))
        return cls(*centre_and_spread(inputs, "the inputs"), *centre_and_spread(observed, "the observed"))

    def scaled(self, data: Data) -> Rows:
        """The data, scaled. Errors: TypeError or ValueError for bad data."""
        x0, x_spread, o0, o_spread = self
        return [((input - x0) / x_spread, (observed - o0) / o_spread) for input, observed in checked_data(data)]

    def in_own_units(self, parameters: Parameters) -> Parameters:
        """The parameters in your own units. Errors: TypeError or ValueError for bad or too large parameters."""
        w1, w2, w3, w4, b1, b2, b3 = checked_parameters(parameters)
        w1, w2 = w1 / self.input_spread, w2 / self.input_spread
        b1, b2 = b1 - w1 * self.input_centre, b2 - w2 * self.input_centre
        w3, w4 = w3 * self.observed_spread, w4 * self.observed_spread
        b3 = b3 * self.observed_spread + self.observed_centre
        return checked_parameters(Parameters(w1, w2, w3, w4, b1, b2, b3), "parameters in your own units")


# The standard deviation is the square root of the mean of deviation^2. As floats, (1e200)^2 is too large and (1e-200)^2
# too small. In units of the largest deviation, each square lies between 0 and 1.


def centre_and_spread(values: Sequence[float], name: str) -> tuple[float, float]:
    """The mean and the standard deviation. If all values are equal, the second is 1."""
    centre, squares = values[0], 0.0
    for value in values:
        centre += (value - values[0]) / len(values)  # exact if all values are equal
    largest = max(abs(value - centre) for value in values) or 1.0
    for value in values:
        squares += ((value - centre) / largest) ** 2
    spread = largest * sqrt(squares / len(values)) or 1.0
    if not all(map(isfinite, (centre, spread, 1 / spread))):
        raise ValueError(f"{name} run from {min(values):g} to {max(values):g}; floats can't hold them scaled")
    return centre, spread
