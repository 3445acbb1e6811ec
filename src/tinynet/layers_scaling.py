"""Data in your own units, for any number of layers: a centre and a spread for each input and each output.

In `scaling`, w1 and b1 take over the scaling of the input. Here each neuron j of the first layer does it, with a term
for each input k:

    z(1)[j] = sum over k of W(1)[j][k] * (input[k] - input_centre[k]) / input_spread[k]  +  b(1)[j]
            = sum over k of (W(1)[j][k] / input_spread[k]) * input[k]
                             new W(1)[j][k]
              + b(1)[j] - sum over k of (W(1)[j][k] / input_spread[k]) * input_centre[k]
                new b(1)[j]

In the last layer, neuron j does what w3, w4 and b3 did. The way back must come last, so this works with the activation
IDENTITY alone. If the last layer has another curve, its weights can't take the way back over, and the observed stay as
they are.

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

    The training's SSR is in scaled units. `layers.ssr(own, data)` is the SSR in your own.
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
        of_inputs = [centre_and_spread(values, f"the values of inputs[{k}]") for k, values in enumerate(inputs)]
        of_observed = [(0.0, 1.0)] * len(observed)
        if output == IDENTITY:
            names = [f"the values of observed[{j}]" for j in range(len(observed))]
            of_observed = list(map(centre_and_spread, observed, names))
        return cls(*map(list, zip(*of_inputs)), *map(list, zip(*of_observed)))

    def scaled(self, data: Iterable[Any]) -> Rows:
        """The data, scaled. Errors: TypeError or ValueError for bad data."""
        of_inputs, of_observed = self[:2], self[2:]
        rows = checked_vectors(data, len(self.input_centre), len(self.observed_centre))
        return [(_scaled(inputs, *of_inputs), _scaled(observed, *of_observed)) for inputs, observed in rows]

    def in_own_units(self, layers: Sequence[Layer]) -> list[Layer]:
        """Layers for the data as they were.

        Errors: TypeError or ValueError for bad or too large layers, or if the observed are scaled and the last
        activation is not IDENTITY.
        """
        layers = checked_layers(layers)
        for name, count, centres in (
            ("inputs", len(layers[0].weights[0]), self.input_centre),
            ("outputs", len(layers[-1].biases), self.observed_centre),
        ):
            if count != len(centres):
                raise ValueError(f"layers have {count} {name}; the scaling is for {len(centres)}")
        layers[0] = self._first(layers[0])
        curve = layers[-1].activation
        if curve == IDENTITY:
            layers[-1] = self._last(layers[-1])
        elif any(self.observed_centre) or set(self.observed_spread) != {1.0}:
            raise ValueError(
                f"the last activation is {curve!r}; it must be IDENTITY, or take Scaling.of(data, {curve!r})"
            )
        return checked_layers(layers)

    def _first(self, layer: Layer) -> Layer:
        weights = [[w / spread for w, spread in zip(row, self.input_spread)] for row in layer.weights]
        biases = []
        for row, b in zip(weights, layer.biases):
            for w, centre in zip(row, self.input_centre):
                b -= w * centre
            biases.append(b)
        return Layer(weights, biases, layer.activation)

    def _last(self, layer: Layer) -> Layer:
        weights = [[w * spread for w in row] for row, spread in zip(layer.weights, self.observed_spread)]
        columns = zip(layer.biases, self.observed_spread, self.observed_centre)
        return Layer(weights, [b * spread + centre for b, spread, centre in columns], layer.activation)


def _scaled(values: Sequence[float], centres: Sequence[float], spreads: Sequence[float]) -> list[float]:
    return [(value - centre) / spread for value, centre, spread in zip(values, centres, spreads)]
