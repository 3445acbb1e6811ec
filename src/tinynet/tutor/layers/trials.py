"""Networks that can show what is wrong with a backpropagation, and observations for them."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import number_of
from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Layer, dot

Rows = list[tuple[list[float], list[float]]]
Curves = tuple[Optional[Activation], Activation]  # in the hidden layers, None for those that they have; in the last one


class Trial(NamedTuple):
    """A network that can show mistakes, and observations for it."""

    layers: list[Layer]
    rows: Rows

    @property
    def sizes(self) -> list[int]:
        return [len(self.layers[0].weights[0]), *[len(layer.biases) for layer in self.layers]]

    def __repr__(self) -> str:
        curves = ", ".join(layer.activation.name for layer in self.layers)
        return f"a {'-'.join(map(str, self.sizes))} network ({curves}) and {number_of(len(self.rows), 'observation')}"

    def with_curves(self, curves: Curves) -> "Trial":
        """The same with another activation in the hidden layers and in the last one."""
        hidden, last = curves
        layers = [layer._replace(activation=hidden or layer.activation) for layer in self.layers[:-1]]
        return self._replace(layers=[*layers, self.layers[-1]._replace(activation=last)])

    def without_biases(self) -> "Trial":
        return self._replace(layers=[layer._replace(biases=[0.0] * len(layer.biases)) for layer in self.layers])


def trial(sizes: Sequence[int], activations: Iterable[Any], count: int, seed: int) -> Trial:
    """Random numbers of two decimals, none near 0. In the first row no z is near 0; the other rows are close to it."""
    random = Random(seed)

    def numbers(how_many: int) -> list[float]:
        return [random.choice((-1, 1)) * round(random.uniform(0.35, 1.5), 2) for _ in range(how_many)]

    layers, rows, inputs = [], [], numbers(sizes[0])
    for _ in range(count):
        rows.append((inputs, numbers(sizes[-1])))
        inputs = [round(x + random.uniform(-0.4, 0.4), 2) for x in inputs]
    a = rows[0][0]
    for below, here, activation in zip(sizes, sizes[1:], activations):
        matrix, z = [numbers(below) for _ in range(here)], numbers(here)
        layers.append(Layer(matrix, [round(x - dot(row, a), 2) for x, row in zip(z, matrix)], activation))
        a = [activation.f(x) for x in z]
    return Trial(layers, rows)


# Two outputs or more, another activation in each layer, the last one not IDENTITY, square W and others, and numbers of
# observations that are no layer's size. What fails for the shapes may still run on the last one, square throughout.
TRIALS = (
    trial([3, 3, 3, 4], (SIGMOID, TANH, SOFTPLUS), 5, 1),
    trial([3, 2, 4, 4, 2], (SIGMOID, RELU, IDENTITY, TANH), 3, 2),
    trial([1, 4, 3], (RELU, SOFTPLUS), 2, 3),
)
SQUARE = trial([3, 3, 3, 3], (SIGMOID, TANH, SOFTPLUS), 2, 4)

# For programs that are written for one hidden layer, and for those that have one output besides. The seeds were searched
# for: with every activation in the hidden layer, some z of the last layer are negative, and some residuals. So a ReLU that
# is written in at the end differs from the identity, and nothing is right only because it is 0.
ONE_HIDDEN = (trial([2, 3, 4], (TANH, SIGMOID), 5, 11719), trial([2, 3, 4], (SIGMOID, TANH), 3, 51470))


def of_sizes(sizes: Sequence[int]) -> tuple[Trial, ...]:
    curves = [TANH] * (len(sizes) - 2) + [SIGMOID]
    return trial(sizes, curves, 5, 8757), trial(sizes, curves[::-1], 3, 7)


ONE_OUTPUT = of_sizes([2, 3, 1])
FIVE = (SIGMOID, TANH, RELU, SOFTPLUS, IDENTITY)
EACH_CURVE = tuple(ONE_OUTPUT[0].with_curves(curves) for curves in zip(FIVE, (*FIVE[1:], SIGMOID)))


def like_given(given: Trial) -> tuple[Trial, ...]:
    """The learner's own network and data, and the same shape with other numbers: no zeros, nothing symmetric."""
    curves, count = [layer.activation for layer in given.layers], len(given.rows)
    more = count + 1 if count > 1 else 1  # a program for one row stays one
    return given, trial(given.sizes, curves, more, 5), trial(given.sizes, curves, count, 6)
