"""Any number of layers and neurons: the general formula, with the seven derivatives as its smallest case.

A layer is what the two neurons are, with names that can be counted. Layer l takes the outputs a(l-1) of the layer below
and makes from them, for each of its own neurons j, what x1 and y1 were for the top neuron:

    z(l)[j] = sum over k of W(l)[j][k] * a(l-1)[k] + b(l)[j]        was  x1 = input * w1 + b1
    a(l)[j] = f(z(l)[j])                                            was  y1 = f(x1)

W(l)[j][k] leads from neuron k of the layer below to neuron j of this one: a row of W belongs to the neuron that
receives, a column to the neuron that sends. a(0) is the inputs; a of the last layer is predicted. With two layers, and
f(z) = z in the second:

    w1 = W(1)[0][0]     b1 = b(1)[0]        w3 = W(2)[0][0]
    w2 = W(1)[1][0]     b2 = b(1)[1]        w4 = W(2)[0][1]     b3 = b(2)[0]

Now backwards. The output layer begins as before, with dSSR/dpredicted = -2 * (observed - predicted). A neuron of a
hidden layer feeds not one neuron but all of the layer above. It changes the SSR through each of them, so the chain rule
adds up these ways, and what was w3 is now a column of W:

    for one neuron                                                        for the whole layer
    dSSR/da(l)[k]    = sum over j of dSSR/dz(l+1)[j] * W(l+1)[j][k]       column k of W(l+1), dot dSSR/dz(l+1)
    dSSR/dz(l)[k]    = dSSR/da(l)[k] * f'(z(l)[k])                        element by element
    dSSR/dW(l)[j][k] = dSSR/dz(l)[j] * a(l-1)[k]                          dSSR/dz(l) outer a(l-1)
    dSSR/db(l)[j]    = dSSR/dz(l)[j]                                      dSSR/dz(l)

All this is for one observation; as before, the derivatives of the SSR are the sums over the data. For w1 they read
dSSR/dz(2) * w3 * f'(x1) * input, and dSSR/dz(2) is dSSR/dpredicted, since f(z) = z has the slope 1: the chain of the
articles. It is no circle: layer l needs layer l+1, that needs layer l+2, and the last one needs only the residual.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from math import tanh

from tinynet._typing import TYPE_CHECKING, Any, NamedTuple
from tinynet.data import checked_pairs, checked_parameters, finite, items, number_of, positive, shown, whole
from tinynet.network import Parameters, seeded, standard_normal
from tinynet.neuron import sigmoid, softplus
from tinynet.training import Problem, Step, Training, descent, run, ssr_of_the_mean, warn_of_twins

# A matrix times a vector: for each row the sum of the products. Nearly all of the work is done here.

if sys.version_info >= (3, 12):
    from math import sumprod

    def times(matrix: Iterable[Sequence[float]], vector: Sequence[float]) -> list[float]:
        return [sumprod(row, vector) for row in matrix]

else:
    from operator import mul

    def times(matrix: Iterable[Sequence[float]], vector: Sequence[float]) -> list[float]:
        return [sum(map(mul, row, vector), 0.0) for row in matrix]


__all__ = [
    "IDENTITY",
    "RELU",
    "SIGMOID",
    "SOFTPLUS",
    "TANH",
    "Activation",
    "Layer",
    "backpropagate",
    "descend",
    "forward",
    "from_parameters",
    "initial_layers",
    "predict",
    "ssr",
    "to_parameters",
    "train",
]


class Activation(NamedTuple):
    """A curve f and its slope, two functions of the same x.

    >>> square = Activation("square", lambda x: x * x, lambda x: 2 * x)
    >>> predict([Layer([[3.0]], [1.0], square)], [2.0])
    [49.0]
    """

    name: str
    f: Callable[[float], float]
    slope: Callable[[float], float]

    def __repr__(self) -> str:
        return self.name


# The slopes of the sigmoid and of tanh are usually written with the value of the curve: s * (1 - s) and 1 - t^2. Where
# the curve is close to 1, those differences lose all digits. But 1 - s(x) = s(-x), and tanh(x) = 2 * s(2x) - 1:
#
#     s(x)     = 1 / (1 + e^-x)
#     s'(x)    = e^-x / (1 + e^-x)^2 = s(x) * (1 - s(x)) = s(x) * s(-x)
#     tanh'(x) = 2 * s'(2x) * 2    = 4 * s(2x) * s(-2x)


def _sigmoid_slope(x: float) -> float:
    return sigmoid(x) * sigmoid(-x)


def _tanh_slope(x: float) -> float:
    return 4 * _sigmoid_slope(2 * x)


def _relu(x: float) -> float:
    return x if x > 0 else 0.0


def _relu_slope(x: float) -> float:  # at 0, where the curve has a corner, the slope of its left side
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
    """The neurons that take the same inputs: a row of weights and a bias for each.

    weights      weights[j][k] leads from neuron k of the layer below to neuron j of this one
    biases       biases[j] is that of neuron j
    activation   the curve of all of them

    >>> predict([Layer(weights=[[2.0, 3.0]], biases=[1.0], activation=IDENTITY)], [4.0, 5.0])
    [24.0]
    """

    weights: Sequence[Sequence[float]]
    biases: Sequence[float]
    activation: Activation = SOFTPLUS


Layers = Sequence[Layer]
Data = Iterable[Sequence[Sequence[float]]]  # (inputs, observed) pairs
Gradient = list[tuple[list[list[float]], list[float]]]  # for each layer (weights, biases), in its shape


if TYPE_CHECKING:  # the steps and trainings of the seven, with layers where those have Parameters

    class LayersStep(Step):
        parameters: list[Layer]  # type: ignore[assignment]
        gradient: Gradient  # type: ignore[assignment]

    class LayersTraining(Training):
        parameters: list[Layer]  # type: ignore[assignment]
        gradient: Gradient  # type: ignore[assignment]

else:
    LayersStep, LayersTraining = Step, Training


def from_parameters(parameters: Parameters) -> list[Layer]:
    """The seven-parameter network as two layers. Errors: TypeError or ValueError for what is no Parameters.

    >>> from tinynet.dosage import FITTED
    >>> for layer in from_parameters(FITTED):
    ...     print(layer)
    Layer(weights=[[3.34], [-3.53]], biases=[-1.43, 0.57], activation=SOFTPLUS)
    Layer(weights=[[-1.22, -2.3]], biases=[2.61], activation=IDENTITY)
    """
    w1, w2, w3, w4, b1, b2, b3 = checked_parameters(parameters)
    return [Layer([[w1], [w2]], [b1, b2], SOFTPLUS), Layer([[w3, w4]], [b3], IDENTITY)]


def to_parameters(layers: Layers) -> Parameters:
    """Two layers of that shape as the seven parameters; ValueError for any other shape.

    >>> from tinynet.dosage import FITTED
    >>> to_parameters(from_parameters(FITTED)) == FITTED
    True
    """
    layers = checked_layers(layers)
    if [(len(layer.weights), len(layer.weights[0]), layer.activation) for layer in layers] != _SEVEN:
        raise ValueError("layers are not the seven-parameter network: 1 input, 2 SOFTPLUS neurons, 1 IDENTITY neuron")
    (((w1,), (w2,)), (b1, b2), _), (((w3, w4),), (b3,), _) = layers
    return Parameters(w1, w2, w3, w4, b1, b2, b3)


_SEVEN = [(2, 1, SOFTPLUS), (1, 2, IDENTITY)]


def initial_layers(
    sizes: Sequence[int], seed: int, activation: Activation = SOFTPLUS, output: Activation = IDENTITY
) -> list[Layer]:
    """Random layers to start from: weights from the standard normal distribution, biases 0.

    sizes        how many inputs, how many neurons in each hidden layer, how many outputs
    activation   that of the hidden layers; `output` that of the last

    [1, 2, 1] gives the network of `initial_parameters(seed)`. Errors: TypeError or ValueError for bad arguments.

    >>> [(len(layer.weights), layer.activation) for layer in initial_layers([2, 4, 1], seed=1, activation=TANH)]
    [(4, TANH), (1, IDENTITY)]
    """
    sizes = [whole(size, f"sizes[{number}]", 1) for number, size in enumerate(items(sizes, "sizes", _SIZES))]
    if len(sizes) < 2:
        raise ValueError(
            f"sizes is {shown(sizes)}; it must hold two or more whole numbers from 1 on, such as [1, 2, 1]"
        )
    activation, output = _activation(activation, "activation"), _activation(output, "output")
    random = seeded(seed)
    layers = []
    for number, (below, here) in enumerate(zip(sizes, sizes[1:]), start=1):
        weights = [[standard_normal(random) for _ in range(below)] for _ in range(here)]
        layers.append(Layer(weights, [0.0] * here, output if number == len(sizes) - 1 else activation))
    return layers


_SIZES = "a sequence of whole numbers from 1 on, such as [1, 2, 1]"


def forward(layers: Layers, inputs: Sequence[float]) -> list[tuple[list[float], list[float]]]:
    """The forward pass: for each layer its (z, a), each with a number for each neuron.

    Errors: TypeError or ValueError for bad arguments.

    >>> forward([Layer([[2.0], [-2.0]], [1.0, 1.0], RELU), Layer([[1.0, 1.0]], [0.5], IDENTITY)], [3.0])
    [([7.0, -5.0], [7.0, 0.0]), ([7.5], [7.5])]
    """
    layers = checked_layers(layers)
    inputs = _vector(inputs, "inputs")
    _expect(len(layers[0].weights[0]), "input", inputs, "inputs")
    return _forward(layers, inputs)


def predict(layers: Layers, inputs: Sequence[float]) -> list[float]:
    """What the network predicts, a number for each output: the a of the last layer.

    Errors: TypeError or ValueError for bad arguments.

    >>> predict([Layer([[2.0]], [1.0], IDENTITY)], [3.0])
    [7.0]
    """
    return forward(layers, inputs)[-1][1]


def ssr(layers: Layers, data: Data) -> float:
    """The sum of the squared residuals, over all observations and outputs.

    data    (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])

    Errors: TypeError or ValueError for bad arguments.

    >>> ssr([Layer([[2.0]], [1.0], IDENTITY)], [([3.0], [9.0]), ([0.0], [0.0])])
    5.0
    """
    layers = checked_layers(layers)
    pairs = [(observed, _forward(layers, inputs)[-1][1]) for inputs, observed in checked_data(data, layers)]
    return sum((o - p) * (o - p) for observed, predicted in pairs for o, p in zip(observed, predicted))


def _forward(layers: Layers, a: Sequence[float]) -> list[tuple[list[float], list[float]]]:
    passes = []
    for weights, biases, (_, f, _) in layers:
        z = [product + bias for product, bias in zip(times(weights, a), biases)]
        a = [f(x) for x in z]
        passes.append((z, a))
    return passes


def backpropagate(layers: Layers, data: Data) -> tuple[float, Gradient]:
    """The SSR and its gradient: for each layer its (weights, biases), in the shape of the layer's.

    data    (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, START
    >>> ssr, gradient = backpropagate(from_parameters(START), [([dose], [effect]) for dose, effect in DATA])
    >>> (weights, biases), _ = gradient
    >>> print(f"SSR {ssr:.4f}, dSSR/dw1 {weights[0][0]:.4f}, dSSR/db2 {biases[1]:.4f}")
    SSR 1.8959, dSSR/dw1 0.7609, dSSR/db2 0.7322
    """
    layers = checked_layers(layers)
    return one_pass(layers, checked_data(data, layers))


# One layer at a time, for all observations together: z[l], a[l] and the derivatives are lists with an entry for each
# observation, d_z standing for dSSR/dz(l). The sum over the observations is then a dot product, too.


def one_pass(layers: Layers, data: Sequence[tuple[Sequence[float], Sequence[float]]]) -> tuple[float, Gradient]:
    """`backpropagate` for what is checked already."""
    z, a = _passes(layers, [inputs for inputs, _ in data])
    residuals = [[o - p for o, p in zip(observed, predicted)] for (_, observed), predicted in zip(data, a[-1])]
    d_a = [[-2 * residual for residual in row] for row in residuals]
    gradient: Gradient = []
    for l in range(len(layers), 0, -1):
        slope = layers[l - 1].activation.slope
        d_z = [[d * slope(x) for d, x in zip(ds, xs)] for ds, xs in zip(d_a, z[l])]
        gradient.append(_outer(d_z, a[l - 1]))
        if l > 1:
            columns = list(zip(*layers[l - 1].weights))
            d_a = [times(columns, ds) for ds in d_z]
    return sum(residual * residual for row in residuals for residual in row), gradient[::-1]


def _passes(layers: Layers, inputs: list[Sequence[float]]) -> tuple[list[Any], list[Any]]:
    """z[l] and a[l] for each layer l, counted from 1 as in the formulas; a[0] is the inputs."""
    z: list[Any] = [None]
    a: list[Any] = [inputs]
    for layer in zip(*[_forward(layers, row) for row in inputs]):
        z.append([one_z for one_z, _ in layer])
        a.append([one_a for _, one_a in layer])
    return z, a


def _outer(d_z: list[list[float]], a: Sequence[Sequence[float]]) -> tuple[list[list[float]], list[float]]:
    """dSSR/dW = dSSR/dz outer a(l-1) and dSSR/db = dSSR/dz, summed over the observations."""
    received, sent = list(zip(*d_z)), list(zip(*a))
    return [times(sent, d) for d in received], [sum(d) for d in received]


def descend(layers: Layers, data: Data, *, learning_rate: float) -> Iterator[LayersStep]:
    """Gradient descent as a generator without end; step 0 is the start. All parameters move.

    data    (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])

    Warns of two neurons that start identical.
    Errors: TypeError or ValueError for bad arguments, at the call; DivergedError on the way.

    >>> from tinynet.dosage import DATA, START
    >>> step = next(descend(from_parameters(START), [([dose], [effect]) for dose, effect in DATA], learning_rate=0.02))
    >>> step.number, f"{step.ssr:.4f}"
    (0, '1.8959')
    """
    problem = _problem(layers, data, learning_rate)
    steps: Iterator[Any] = (problem.step(number, *point) for number, point in enumerate(descent(problem)))
    return steps


def train(
    layers: Layers, data: Data, *, learning_rate: float, max_steps: int = 10_000, min_step_size: float = 1e-6
) -> LayersTraining:
    """Gradient descent to its end, as `tinynet.train` but for all parameters; `.parameters` are the layers.

    data    (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])

    Warns of two neurons that start identical.
    Errors: TypeError or ValueError for bad arguments; DivergedError on the way.

    >>> both_or_none = [([0, 0], [1]), ([0, 1], [0]), ([1, 0], [0]), ([1, 1], [1])]
    >>> training = train(initial_layers([2, 4, 1], seed=1, activation=TANH), both_or_none, learning_rate=0.05)
    >>> [round(predict(training.parameters, inputs)[0], 2) for inputs, _ in both_or_none]
    [1.0, 0.0, 0.0, 1.0]
    """
    problem = _problem(layers, data, learning_rate)
    outputs = zip(*[observed for _, observed in problem.data])
    mean_ssr = sum(ssr_of_the_mean(observed) for observed in outputs)
    training: LayersTraining = run(problem, mean_ssr, max_steps, min_step_size)
    return training


def _problem(layers: Layers, data: Data, learning_rate: float) -> Problem:
    """The descent of layers, their weights and biases laid out in a row."""
    layers = checked_layers(layers)
    rate = positive(learning_rate, "learning_rate")
    start = _row(layers)

    def pass_in_a_row(values: Sequence[float], data: Any) -> tuple[float, list[float]]:
        ssr, gradient = one_pass(_layers(values, layers), data)
        return ssr, _row(gradient)

    def step(number: int, values: Sequence[float], ssr: float, gradient: Sequence[float]) -> Step:
        shaped = [layer[:2] for layer in _layers(gradient, layers)]
        return Step(number, _layers(values, layers), ssr, shaped)  # type: ignore[arg-type]

    if (number := _twins(layers)) is not None:
        warn_of_twins(f"two neurons of layers[{number}] start identical: the same bias, the same weights in and out")
    return Problem(start, checked_data(data, layers), pass_in_a_row, _moved, [rate] * len(start), rate, step)


def _row(shaped: Iterable[Any]) -> list[float]:
    """All numbers of (weights, biases, ...) in a row."""
    return [number for weights, biases, *_ in shaped for row in (*weights, biases) for number in row]


def _layers(numbers: Iterable[float], like: Layers) -> list[Layer]:
    """Numbers in a row as layers again."""
    take = iter(numbers)
    return [
        Layer([list(islice(take, len(row))) for row in weights], list(islice(take, len(biases))), activation)
        for weights, biases, activation in like
    ]


def _moved(values: list[float], gradient: list[float], rates: list[float]) -> tuple[list[float], float]:
    new = [old - derivative * rate for old, derivative, rate in zip(values, gradient, rates)]
    return new, sum(new)


def _twins(layers: Layers) -> int | None:
    """The first layer with two neurons of the same weights in, the same bias and the same weights out."""
    for number, (here, above) in enumerate(zip(layers, layers[1:])):
        neurons = list(zip(map(tuple, here.weights), here.biases, zip(*above.weights)))
        if len(set(neurons)) < len(neurons):
            return number
    return None


def checked_layers(layers: Any) -> list[Layer]:
    """The layers with their numbers as floats, each fitting onto the one below."""
    if isinstance(layers, Layer):
        raise TypeError(f"layers is one Layer; it must be {_LAYERS}")
    if isinstance(layers, Parameters):
        raise TypeError(f"layers is {shown(layers)}; it must be {_LAYERS}, or from_parameters(...) of these")
    checked = [_layer(layer, f"layers[{number}]") for number, layer in enumerate(items(layers, "layers", _LAYERS))]
    if not checked:
        raise ValueError("layers is empty; it must hold at least one Layer")
    for number, (below, here) in enumerate(zip(checked, checked[1:])):
        if len(here.weights[0]) != len(below.weights):
            raise ValueError(
                f"layers[{number + 1}]: expected {number_of(len(below.weights), 'weight')} a neuron, "
                f"one for each neuron of layers[{number}], got {len(here.weights[0])}"
            )
    return checked


_LAYERS = "a sequence of Layers, such as [Layer([[0.5], [-0.5]], [0, 0]), Layer([[1, 2]], [0], IDENTITY)]"


def _layer(layer: Any, name: str) -> Layer:
    if not isinstance(layer, Layer):
        raise TypeError(f"{name} is {shown(layer)}; it must be a Layer, such as Layer([[0.5], [-0.5]], [0, 0])")
    rows = list(items(layer.weights, f"{name}.weights", "a list of rows, one for each neuron"))
    weights = [_vector(row, f"{name}.weights[{number}]") for number, row in enumerate(rows)]
    if not weights or not weights[0]:
        raise ValueError(f"{name}.weights is {shown(layer.weights)}; it must hold at least one weight")
    for number, row in enumerate(weights):
        _expect(len(weights[0]), "weight", row, f"{name}.weights[{number}]", ", as in the first row")
    biases = _vector(layer.biases, f"{name}.biases")
    _expect(len(weights), "number", biases, f"{name}.biases", ", one for each row of weights")
    return Layer(weights, biases, _activation(layer.activation, f"{name}.activation"))


def _activation(activation: Any, name: str) -> Activation:
    if not isinstance(activation, Activation):
        raise TypeError(f"{name} is {shown(activation)}; it must be an Activation, such as SOFTPLUS")
    for part in ("f", "slope"):
        if not callable(getattr(activation, part)):
            raise TypeError(f"{name}.{part} is {shown(getattr(activation, part))}; it must be a function of x")
    return activation


def checked_data(data: Any, layers: Layers) -> list[tuple[list[float], list[float]]]:
    """The (inputs, observed) pairs as lists of floats, as many as the network has inputs and outputs."""
    checked = []
    for number, (inputs, observed) in enumerate(checked_pairs(data)):
        name = f"data[{number}]"
        pair = _vector(inputs, f"{name}: inputs"), _vector(observed, f"{name}: observed")
        _expect(len(layers[0].weights[0]), "input", pair[0], name)
        _expect(len(layers[-1].weights), "observed number", pair[1], name)
        checked.append(pair)
    return checked


def _vector(values: Any, name: str) -> list[float]:
    expected = "a sequence of numbers, such as [0.5]"
    if isinstance(values, (dict, set, frozenset)):
        raise TypeError(f"{name} is {shown(values)}; it must be {expected}")
    numbers = items(values, name, expected)
    return [finite(number, f"{name}[{place}]") for place, number in enumerate(numbers)]


def _expect(count: int, thing: str, values: list[float], name: str, why: str = "") -> None:
    if len(values) != count:
        raise ValueError(f"{name}: expected {number_of(count, thing)}{why}, got {len(values)}")
