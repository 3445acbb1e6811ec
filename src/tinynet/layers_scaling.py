"""Data in your own units, for any number of layers: a centre and a spread for each input and each output.

In `scaling`, w1 and b1 take over the scaling of the input. Here each neuron j of the first layer does it, with a term
for each input k:

    z(1)[j] = sum over k of W(1)[j][k] * (input[k] - input_centre[k]) / input_spread[k]  +  b(1)[j]
            = sum over k of (W(1)[j][k] / input_spread[k]) * input[k]
                             new W(1)[j][k]
              + b(1)[j] - sum over k of (W(1)[j][k] / input_spread[k]) * input_centre[k]
                new b(1)[j]

In the last layer, neuron j does what w3, w4 and b3 did. That needs the activation IDENTITY, because the scaling
must come last. Behind another curve, no weights can do it. Then the observed stay as they are:

    predicted[j] = z[j] * observed_spread[j] + observed_centre[j]
                 = sum over k of (W[j][k] * observed_spread[j]) * a[k]
                                  new W[j][k]
                   + b[j] * observed_spread[j] + observed_centre[j]
                     new b[j]
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tinynet.activations import IDENTITY, Activation, Layer
from tinynet.arguments.layers import Rows, checked_activation, checked_layers, checked_vectors
from tinynet.scaling import centre_and_spread


class Scaling(NamedTuple):
    """The centres and the spreads of the inputs and of the observed, a number for each.

    >>> from tinynet.layers import Scaling, initial_layers, predict, train
    >>> data = [([2104, 3], [400]), ([1600, 3], [330]), ([2400, 3], [369]), ([1416, 2], [232])]
    >>> scaling = Scaling.of(data)
    >>> training = train(initial_layers([2, 3, 1], seed=1), scaling.scaled(data), learning_rate=0.02)
    >>> own = scaling.in_own_units(training.parameters)
    >>> [round(price) for price in predict(own, [1600, 3])]
    [330]

    The training's SSR is in scaled units. The SSR in your own is that of `layers.ssr(own, data)`.
    """

    input_centre: Sequence[float]
    input_spread: Sequence[float]
    observed_centre: Sequence[float]
    observed_spread: Sequence[float]

    @classmethod
    def of(cls, data: Iterable[Any], output: Activation = IDENTITY) -> "Scaling":
        """Measure the data. If all values of an input or an output are equal, their spread is 1.

        output    the activation of the last layer; unless it is IDENTITY, the observed are not scaled

        Errors: TypeError or ValueError for bad arguments.
        """
        rows, output = checked_vectors(data), checked_activation(output, "output")
        inputs, observed = (list(zip(*vectors)) for vectors in zip(*rows))
        measured = [centre_and_spread(values, f"the values of inputs[{k}]") for k, values in enumerate(inputs)]
        if output == IDENTITY:
            also = [centre_and_spread(values, f"the values of observed[{j}]") for j, values in enumerate(observed)]
        else:
            also = [(0.0, 1.0)] * len(observed)
        return cls(*map(list, zip(*measured)), *map(list, zip(*also)))

    def scaled(self, data: Iterable[Any]) -> Rows:
        """The data, scaled. Errors: TypeError or ValueError for bad data."""
        rows = checked_vectors(data, len(self.input_centre), len(self.observed_centre))
        return [
            (
                [(x - centre) / spread for x, centre, spread in zip(inputs, self.input_centre, self.input_spread)],
                [
                    (o - centre) / spread
                    for o, centre, spread in zip(observed, self.observed_centre, self.observed_spread)
                ],
            )
            for inputs, observed in rows
        ]

    def in_own_units(self, layers: Sequence[Layer]) -> list[Layer]:
        """Layers for the data as they were.

        Errors: TypeError or ValueError for bad or too large layers, or if the observed are scaled and the last
        activation is not IDENTITY.
        """
        layers = checked_layers(layers)
        for name, count, scaling in (
            ("inputs", len(layers[0].weights[0]), self.input_centre),
            ("outputs", len(layers[-1].biases), self.observed_centre),
        ):
            if count != len(scaling):
                raise ValueError(f"layers have {count} {name}; the scaling is for {len(scaling)}")
        weights = [[w / spread for w, spread in zip(row, self.input_spread)] for row in layers[0].weights]
        biases = []
        for row, b in zip(weights, layers[0].biases):
            for w, centre in zip(row, self.input_centre):
                b -= w * centre
            biases.append(b)
        layers[0] = layers[0]._replace(weights=weights, biases=biases)
        if layers[-1].activation == IDENTITY:
            weights = [[w * spread for w in row] for row, spread in zip(layers[-1].weights, self.observed_spread)]
            each = zip(layers[-1].biases, self.observed_spread, self.observed_centre)
            layers[-1] = layers[-1]._replace(
                weights=weights, biases=[b * spread + centre for b, spread, centre in each]
            )
        elif any(self.observed_centre) or set(self.observed_spread) != {1.0}:
            curve = layers[-1].activation
            raise ValueError(
                f"the last activation is {curve!r}; it must be IDENTITY, or take Scaling.of(data, {curve!r})"
            )
        return checked_layers(layers)
