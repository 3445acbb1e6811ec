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

Now backwards, for one observation. The last layer begins as before, and each of its outputs has its own residual. A
neuron of a hidden layer feeds not one neuron but all of the layer above. It changes the SSR through each of them, so
the chain rule adds up these ways, and what was w3 is now a column of W (of a single number, where there is one output):

    for one neuron                                                        for the whole layer
    dSSR/da(last)[j] = -2 * (observed[j] - predicted[j])                  -2 * the residuals
    dSSR/da(l)[j]    = sum over m of dSSR/dz(l+1)[m] * W(l+1)[m][j]       column j of W(l+1), dot dSSR/dz(l+1)
    dSSR/dz(l)[j]    = dSSR/da(l)[j] * f'(z(l)[j])                        element by element
    dSSR/dW(l)[j][k] = dSSR/dz(l)[j] * a(l-1)[k]                          each of dSSR/dz(l) times each of a(l-1)
    dSSR/db(l)[j]    = dSSR/dz(l)[j]                                      dSSR/dz(l)

As before, the derivatives of the SSR are the sums of these over the data. For w1 they read

    dSSR/dz(2)[0] * w3 * f'(x1) * input

and dSSR/dz(2)[0] is dSSR/dpredicted, since f(z) = z has the slope 1: the chain of the articles. What was called
dSSR/dx1 in `backpropagation` is dSSR/dz(1)[0]. It is no circle: layer l needs layer l+1, that needs layer l+2, and the
last one needs only the residuals.

The formula for hidden layers follows Anirudh, "Computing Gradient of Loss Function With Respect to Hidden Layers"
(IITM-BS Notes, Deep Learning, week 3), after lectures of Mitesh Khapra: what is z and a here is a and h there. Books
that write E = 1/2 * SSR have half of all these derivatives, so halve their learning rate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from math import tanh
from typing import TYPE_CHECKING, Any, NamedTuple

from tinynet import arguments
from tinynet.network import Parameters
from tinynet.neuron import sigmoid, softplus
from tinynet.outcome import Training, attach_training, ended, must_be_finite, naming_activations, warn_of_twin_neurons
from tinynet.training import Step

__all__ = ["IDENTITY", "RELU", "SIGMOID", "SOFTPLUS", "TANH", "Activation", "Layer"]
__all__ += ["forward", "from_parameters", "initial_layers", "predict", "ssr", "to_parameters"]
__all__ += ["backpropagate", "descend", "numerical_gradient", "step_sizes", "train", "update"]


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
# the curve is close to 1 (tanh also to -1), those differences lose all digits. But 1 - s(x) = s(-x), and tanh(x) =
# 2 * s(2x) - 1:
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
Data = Iterable[Iterable[Iterable[float]]]  # (inputs, observed) pairs
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
    w1, w2, w3, w4, b1, b2, b3 = arguments.checked_parameters(parameters)
    return [Layer([[w1], [w2]], [b1, b2], SOFTPLUS), Layer([[w3, w4]], [b3], IDENTITY)]


def to_parameters(layers: Layers) -> Parameters:
    """Two layers of that shape as the seven parameters; ValueError for any other shape.

    >>> from tinynet.dosage import FITTED
    >>> to_parameters(from_parameters(FITTED)) == FITTED
    True
    """
    layers = arguments.checked_layers(layers)
    shape = [(len(layer.weights), len(layer.weights[0]), layer.activation) for layer in layers]
    if shape != [(2, 1, SOFTPLUS), (1, 2, IDENTITY)]:
        raise ValueError("layers are not the seven-parameter network: 1 input, 2 SOFTPLUS neurons, 1 IDENTITY neuron")
    (((w1,), (w2,)), (b1, b2), _), (((w3, w4),), (b3,), _) = layers
    return Parameters(w1, w2, w3, w4, b1, b2, b3)


def initial_layers(
    sizes: Iterable[int], seed: int, activation: Activation = SOFTPLUS, output: Activation = IDENTITY
) -> list[Layer]:
    """Random layers to start from: weights from the standard normal distribution, biases 0.

    sizes        how many inputs, how many neurons in each hidden layer, how many outputs
    activation   that of the hidden layers; `output` that of the last

    [1, 2, 1] gives the network of `initial_parameters(seed)`. Errors: TypeError or ValueError for bad arguments.

    >>> [(len(layer.weights), layer.activation) for layer in initial_layers([2, 4, 1], seed=1, activation=TANH)]
    [(4, TANH), (1, IDENTITY)]
    """
    from random import Random

    sizes, seed, hidden, last = arguments.checked_start(sizes, seed, activation, output)
    normal, curves = Random(seed).gauss, [hidden] * (len(sizes) - 2) + [last]
    return [
        Layer([[normal(0, 1) for _ in range(below)] for _ in range(here)], [0.0] * here, curve)
        for below, here, curve in zip(sizes, sizes[1:], curves)
    ]


def forward(layers: Layers, inputs: Iterable[float]) -> list[tuple[list[float], list[float]]]:
    """The forward pass: for each layer its (z, a), each with a number for each neuron.

    Errors: TypeError or ValueError for bad arguments.

    >>> forward([Layer([[2.0], [-2.0]], [1.0, 1.0], RELU), Layer([[1.0, 1.0]], [0.5], IDENTITY)], [3.0])
    [([7.0, -5.0], [7.0, 0.0]), ([7.5], [7.5])]
    """
    return _forward(*arguments.checked_inputs(layers, inputs))


def predict(layers: Layers, inputs: Iterable[float]) -> list[float]:
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
    layers, rows = arguments.checked_rows(layers, data)
    total = 0.0
    for inputs, observed in rows:
        residuals = [o - p for o, p in zip(observed, _forward(layers, inputs)[-1][1])]
        total += dot(residuals, residuals)
    return total


# `backpropagate` and all it calls, `step_sizes` and `update` check nothing: they are arithmetic, like the first pages.


def dot(one: Iterable[float], other: Iterable[float]) -> float:
    """The sum of the products, added one after another, so that the last digits are the same on every Python.

    >>> dot([1.0, 2.0], [3.0, 4.0])
    11.0
    """
    total = 0.0
    for x, y in zip(one, other):
        total += x * y
    return total


def _forward(layers: Layers, a: Iterable[float]) -> list[tuple[list[float], list[float]]]:
    """The (z, a) of each layer, for one observation."""
    passes = []
    for weights, biases, (_, f, _) in layers:
        z = [dot(row, a) + bias for row, bias in zip(weights, biases)]
        a = [f(x) for x in z]
        passes.append((z, a))
    return passes


def _backward(layers: Layers, passes: Sequence[Any], residuals: Sequence[float]) -> list[list[float]]:
    """The dSSR/dz of each layer, for one observation, from the last layer down."""
    d_a = [-2 * residual for residual in residuals]
    d_zs: list[list[float]] = []
    for (weights, _, (_, _, slope)), (z, _) in zip(reversed(layers), reversed(passes)):
        d_z = [d * slope(x) for d, x in zip(d_a, z)]
        d_zs.insert(0, d_z)
        if len(d_zs) < len(layers):  # the inputs need none
            d_a = [dot(column, d_z) for column in zip(*weights)]
    return d_zs


def backpropagate(layers: Layers, data: Data) -> tuple[float, Gradient]:
    """The SSR and its gradient: for each layer its (weights, biases), in the shape of the layer's.

    data    (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])

    >>> from tinynet.dosage import DATA, START
    >>> ssr, gradient = backpropagate(from_parameters(START), [([dose], [effect]) for dose, effect in DATA])
    >>> (weights, biases), _ = gradient
    >>> print(f"SSR {ssr:.4f}, dSSR/dw1 {weights[0][0]:.4f}, dSSR/db2 {biases[1]:.4f}")
    SSR 1.8959, dSSR/dw1 0.7609, dSSR/db2 0.7322
    """
    ssr, seen, flowed = 0.0, [], []  # of each observation, for each layer: the a(l-1) it saw, and its dSSR/dz(l)
    for inputs, observed in data:
        passes = _forward(layers, inputs)
        residuals = [o - p for o, p in zip(observed, passes[-1][1])]
        ssr += dot(residuals, residuals)
        seen.append([inputs, *[a for _, a in passes[:-1]]])
        flowed.append(_backward(layers, passes, residuals))
    return ssr, [_summed(a, d_z) for a, d_z in zip(zip(*seen), zip(*flowed))]


# The sum over the data of dSSR/dz[j] * a[k] is a dot product too: the dSSR/dz[j] of all observations, dot their a[k].
# So is that of dSSR/dz[j] alone, if a bias is taken for the weight of an a that is always 1. zip(*rows) turns the rows
# of the observations into columns: one for each neuron, with a number from each observation.


def _summed(a: Sequence[Any], d_z: Sequence[Any]) -> tuple[list[list[float]], list[float]]:
    """dSSR/dW and dSSR/db of one layer, from its a(l-1) and dSSR/dz(l) in all observations.

    >>> _summed(a=[[1.0, 2.0], [3.0, 4.0]], d_z=[[10.0], [100.0]])  # 2 observations, 2 neurons below, 1 here
    ([[310.0, 420.0]], [110.0])
    """
    sent, received, ones = list(zip(*a)), list(zip(*d_z)), [1.0] * len(a)
    return [[dot(d, x) for x in sent] for d in received], [dot(d, ones) for d in received]


def numerical_gradient(layers: Layers, data: Data, h: float = 1e-5) -> Gradient:
    """The gradient by central differences, as in `derivatives`: one weight or bias at a time goes up and down by h.

    Errors: TypeError or ValueError for bad arguments, or where the SSR overflows.

    >>> (weights, biases), _ = numerical_gradient(initial_layers([1, 2, 1], seed=1), [([0.5], [1.0])])
    >>> (d_w1, *_), *_ = backpropagate(initial_layers([1, 2, 1], seed=1), [([0.5], [1.0])])[1][0]
    >>> abs(weights[0][0] - d_w1[0]) < 1e-8
    True
    """
    layers, rows, h = arguments.checked_layers_trial(layers, data, h)

    def slope(numbers: Any, place: int) -> float:
        value = numbers[place]
        numbers[place] = up = value + h
        above = ssr(layers, rows)
        numbers[place] = down = value - h
        below = ssr(layers, rows)
        numbers[place] = value
        return arguments.finite_slopes([(above - below) / (up - down)], h)[0]

    return [
        ([[slope(row, k) for k in range(len(row))] for row in weights], [slope(biases, j) for j in range(len(biases))])
        for weights, biases, _ in layers
    ]


def step_sizes(gradient: Gradient, learning_rate: float) -> Gradient:
    """How far each weight and bias moves: derivative * learning rate, in the shape of the gradient.

    >>> step_sizes([([[1.0, -2.0]], [3.0])], learning_rate=0.5)
    [([[0.5, -1.0]], [1.5])]
    """
    return [
        ([[d * learning_rate for d in row] for row in weights], [d * learning_rate for d in biases])
        for weights, biases in gradient
    ]


def update(layers: Layers, step_sizes: Gradient) -> list[Layer]:
    """The new layers, all moved at once: old value - step size.

    >>> update([Layer([[1.0, 1.0]], [1.0])], [([[0.5, -1.0]], [1.5])])
    [Layer(weights=[[0.5, 2.0]], biases=[-0.5], activation=SOFTPLUS)]
    """
    return [
        Layer(
            [[old - size for old, size in zip(*rows)] for rows in zip(layer.weights, weights)],
            [old - size for old, size in zip(layer.biases, biases)],
            layer.activation,
        )
        for layer, (weights, biases) in zip(layers, step_sizes)
    ]


def descend(
    layers: Layers, data: Data, *, learning_rate: float, trainable: Iterable[str] = ("weights", "biases")
) -> Iterator[LayersStep]:
    """Gradient descent as a generator without end; step 0 is the start.

    data         (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])
    trainable    which move, of "weights" and "biases"; the others have the step size 0

    Warns of two neurons that start identical.
    Errors: TypeError or ValueError for bad arguments, at the call; DivergedError on the way.

    >>> from tinynet.dosage import DATA, START
    >>> step = next(descend(from_parameters(START), [([dose], [effect]) for dose, effect in DATA], learning_rate=0.02))
    >>> step.number, f"{step.ssr:.4f}"
    (0, '1.8959')
    """
    layers, rows, learning_rate, trainable = arguments.checked_layers_descent(layers, data, learning_rate, trainable)
    warn_of_twin_neurons(layers)
    steps = _descent(layers, rows, learning_rate, trainable)
    return naming_activations(steps, layers, rows, learning_rate)


def _descent(layers: Layers, data: Data, learning_rate: float, trainable: tuple[str, ...]) -> Iterator[Any]:
    """The loop, as in `training`, with this file's `backpropagate`, `step_sizes` and `update`."""
    last = None
    for number in count():
        ssr, gradient = backpropagate(layers, data)
        sizes = step_sizes(gradient, learning_rate)
        if "weights" not in trainable:
            sizes = [([[0.0] * len(row) for row in weights], biases) for weights, biases in sizes]
        if "biases" not in trainable:
            sizes = [(weights, [0.0] * len(biases)) for weights, biases in sizes]
        step = Step(number, layers, ssr, gradient, sizes)  # type: ignore[arg-type]
        must_be_finite(step, last, learning_rate)
        yield step
        layers = update(layers, sizes)
        last = step


def train(
    layers: Layers,
    data: Data,
    *,
    learning_rate: float,
    max_steps: int = 10_000,
    min_step_size: float = 1e-6,
    trainable: Iterable[str] = ("weights", "biases"),
) -> LayersTraining:
    """Gradient descent to its end, as `tinynet.train`; `.parameters` are the layers.

    data         (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])
    trainable    which move, of "weights" and "biases"; only their step sizes count

    Warns of two neurons that start identical.
    Errors: TypeError or ValueError for bad arguments; DivergedError on the way. Whatever ends the descent early has an
    attribute `training`, as there.

    >>> both_or_none = [([0, 0], [1]), ([0, 1], [0]), ([1, 0], [0]), ([1, 1], [1])]
    >>> training = train(initial_layers([2, 4, 1], seed=1, activation=TANH), both_or_none, learning_rate=0.05)
    >>> [round(predict(training.parameters, inputs)[0], 2) for inputs, _ in both_or_none]
    [1.0, 0.0, 0.0, 1.0]
    """
    layers, rows, learning_rate, trainable = arguments.checked_layers_descent(layers, data, learning_rate, trainable)
    max_steps, min_step_size = arguments.checked_limits(max_steps, min_step_size)
    asked = learning_rate, layers, rows, trainable
    history: list[float] = []
    step: Any = None
    try:
        for step in descend(layers, rows, learning_rate=learning_rate, trainable=trainable):
            history.append(step.ssr)
            largest = max(max(map(abs, row)) for weights, biases in step.step_sizes for row in (*weights, biases))
            if largest < min_step_size or step.number >= max_steps:
                break
    except BaseException as error:
        attach_training(error, history, step, *asked)
        raise error
    return ended("converged" if largest < min_step_size else "max_steps", history, step, *asked)  # type: ignore


def __getattr__(name: str) -> Any:
    """What the folders add, imported when somebody asks for it."""
    if name in ("explain", "check"):
        from tinynet.tutor import layers as found
    elif name in ("draw_network", "draw_fit"):
        from tinynet.pictures import layers as found  # type: ignore[no-redef]
    else:
        raise AttributeError(f"module 'tinynet.layers' has no attribute {name!r}")
    return getattr(found, name)


def __dir__() -> list[str]:
    return sorted([*__all__, "explain", "check", "draw_network", "draw_fit"])
