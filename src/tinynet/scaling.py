"""Data in your own units: scale them for the descent, then fold the scaling back into the parameters.

softplus bends around x = 0 and is straight a few units away. At the start, x1 = input * w1 + b1 is about as large as the
input. If the input is a year, such as 1985, both neurons are straight for all of your data, the derivatives of the
weights are huge, and no learning rate suits them and the biases too. So measure the inputs from their mean (the centre),
in units of how far they usually lie from it (the spread, the standard deviation); and the observed likewise:

    scaled input    = (input - input_centre) / input_spread
    scaled observed = (observed - observed_centre) / observed_spread

After the descent you want to predict for 1985, not for 0.3. You need not scale anything any more, because the first
thing that a neuron does with the scaled input is again a line. Two lines in a row are one line:

    x1 = (input - input_centre) / input_spread * w1 + b1
       = input * (w1 / input_spread) + (b1 - w1 * input_centre / input_spread)
                  new w1                new b1

So x1 has the same value as before, and so have y1, x2 and y2. The output goes the other way, from scaled to your own:

    predicted in your units = (y1 * w3 + y2 * w4 + b3) * observed_spread + observed_centre
                            = y1 * (w3 * observed_spread) + y2 * (w4 * observed_spread)
                                    new w3                        new w4
                              + (b3 * observed_spread + observed_centre)
                                 new b3
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt
from typing import NamedTuple

from tinynet.arguments import checked_data, checked_parameters
from tinynet.loss import Data
from tinynet.network import Parameters


class Scaling(NamedTuple):
    """Where your inputs and your observed lie, and how far they spread.

    >>> from tinynet import initial_parameters, predict, ssr, train
    >>> data = [(1980, 340.0), (1990, 355.0), (2000, 370.0), (2010, 390.0), (2020, 415.0)]
    >>> scaling = Scaling.of(data)
    >>> training = train(initial_parameters(seed=1), scaling.scaled(data), learning_rate=0.02)
    >>> own = scaling.in_own_units(training.parameters)
    >>> round(predict(own, 2010))
    390

    The training itself knows the scaled rows only: its SSR and its pictures are in scaled units. The SSR in your own
    units is that of your own parameters and data, or the training's times observed_spread^2:

    >>> f"{ssr(own, data):.6f}" == f"{training.ssr * scaling.observed_spread ** 2:.6f}"
    True
    """

    input_centre: float
    input_spread: float
    observed_centre: float
    observed_spread: float

    @classmethod
    def of(cls, data: Data) -> Scaling:
        """The scaling that gives these data the mean 0 and the standard deviation 1. Values that are all equal become 0.

        Errors: TypeError or ValueError for bad data, or where the values are too large or too close for floats.
        """
        inputs, observed = zip(*checked_data(data))
        return cls(*centre_and_spread(inputs, "the inputs"), *centre_and_spread(observed, "the observed"))

    def scaled(self, data: Data) -> list[tuple[float, float]]:
        """The rows, scaled. Errors: TypeError or ValueError for bad data."""
        return [
            ((input - self.input_centre) / self.input_spread, (observed - self.observed_centre) / self.observed_spread)
            for input, observed in checked_data(data)
        ]

    def in_own_units(self, parameters: Parameters) -> Parameters:
        """The same network for the data as they were. Errors: TypeError or ValueError for bad parameters."""
        w1, w2, w3, w4, b1, b2, b3 = checked_parameters(parameters)
        own = Parameters(
            w1=w1 / self.input_spread,
            w2=w2 / self.input_spread,
            w3=w3 * self.observed_spread,
            w4=w4 * self.observed_spread,
            b1=b1 - w1 * self.input_centre / self.input_spread,
            b2=b2 - w2 * self.input_centre / self.input_spread,
            b3=b3 * self.observed_spread + self.observed_centre,
        )
        return checked_parameters(own, "parameters in your own units")


# The spread is sqrt(sum of deviation^2 / n). The square of 1e200 is beyond all floats, and that of 1e-200 is 0; in units
# of the largest deviation all squares lie between 0 and 1. The differences from the first value, not the values, are
# averaged: where all are equal, the deviations are then exactly 0.


def centre_and_spread(values: Sequence[float], name: str) -> tuple[float, float]:
    """The mean and the standard deviation; for the latter 1, where all values are equal."""
    first, total, squares = values[0], 0.0, 0.0
    for value in values:
        total += (value - first) / len(values)
    centre = first + total
    largest = max(abs(value - centre) for value in values) or 1.0
    for value in values:
        squares += ((value - centre) / largest) ** 2 / len(values)
    spread = largest * sqrt(squares) or 1.0
    if not isfinite(centre / spread) or not isfinite(1 / spread) or not isfinite(spread):
        raise ValueError(f"{name} run from {min(values):g} to {max(values):g}; floats can't hold them scaled")
    return centre, spread
