"""Any number of layers and neurons: the general formula, with the seven derivatives as a special case.

The names are now numbered. Layer l takes the outputs a(l-1) of the layer below. Each of its neurons j computes from
them its z and a, as the top neuron computed x1 and y1:

    z(l)[j] = sum over k of W(l)[j][k] * a(l-1)[k] + b(l)[j]        was  x1 = input * w1 + b1
    a(l)[j] = f(z(l)[j])                                            was  y1 = f(x1)

W(l)[j][k] leads from neuron k of the layer below to neuron j of this one. A row of W belongs to the neuron that
receives, a column to the neuron that sends. a(0) is the inputs, and a of the last layer is predicted. The seven
parameters are two layers, with f(z) = z in the second:

    w1 = W(1)[0][0]     b1 = b(1)[0]        w3 = W(2)[0][0]
    w2 = W(1)[1][0]     b2 = b(1)[1]        w4 = W(2)[0][1]     b3 = b(2)[0]

Now backwards, for one observation. The last layer begins as before, and each of its outputs has its own residual. A
neuron j of a hidden layer feeds all neurons m of the layer above. It changes the SSR through each of them, so the chain
rule adds up these ways, and what was w3 is now a column of W:

    for one neuron                                                        for the whole layer
    dSSR/da(last)[j] = -2 * (observed[j] - predicted[j])                  -2 * the residuals
    dSSR/da(l)[j]    = sum over m of dSSR/dz(l+1)[m] * W(l+1)[m][j]       column j of W(l+1), dot dSSR/dz(l+1)
    dSSR/dz(l)[j]    = dSSR/da(l)[j] * f'(z(l)[j])                        element by element
    dSSR/dW(l)[j][k] = dSSR/dz(l)[j] * a(l-1)[k]                          each of dSSR/dz(l) times each of a(l-1)
    dSSR/db(l)[j]    = dSSR/dz(l)[j]                                      dSSR/dz(l)

As before, each derivative of the SSR is the sum of these over the data. For w1 the product is

    dSSR/dz(2)[0] * w3 * f'(x1) * input

dSSR/dz(2)[0] is dSSR/dpredicted, because f(z) = z has the slope 1. So this is the chain of the articles. dSSR/dx1 of
`backpropagation` is dSSR/dz(1)[0]. There is no circle: layer l needs layer l+1, that needs layer l+2, and the last one
needs only the residuals.

The formula for hidden layers follows Anirudh, "Computing Gradient of Loss Function With Respect to Hidden Layers"
(IITM-BS Notes, Deep Learning, week 3), after lectures of Mitesh Khapra; z and a are called a and h there.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import count
from random import Random
from typing import Any

from tinynet.activations import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Layer
from tinynet.arguments import layers as arguments
from tinynet.arguments.layers import all_numbers
from tinynet.arguments.numbers import checked_limits, finite_slope
from tinynet.arguments.seven import checked_parameters
from tinynet.layers_scaling import Scaling
from tinynet.loss import ssr_of_the_mean
from tinynet.network import Parameters
from tinynet.training import DivergedError, Step, Training, all_finite, diverged, warn_of_a_bad_end

__all__ = ["IDENTITY", "RELU", "SIGMOID", "SOFTPLUS", "TANH", "Activation", "Layer", "Scaling"]
__all__ += ["forward", "from_parameters", "initial_layers", "predict", "ssr", "to_parameters"]
__all__ += ["backpropagate", "descend", "numerical_gradient", "step_sizes", "train", "update"]

Layers = Sequence[Layer]
Data = Iterable[tuple[Sequence[float], Sequence[float]]]  # (inputs, observed) pairs
Gradient = list[tuple[list[list[float]], list[float]]]  # for each layer (weights, biases), in its shape


def from_parameters(parameters: Parameters) -> list[Layer]:
    """The seven-parameter network as two layers. Errors: TypeError or ValueError for bad parameters.

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
    activation   the curve of the hidden layers; `output` is the curve of the last

    [1, 2, 1] gives the network of `initial_parameters(seed)`. Errors: TypeError or ValueError for bad arguments.

    >>> [(len(layer.weights), layer.activation) for layer in initial_layers([2, 4, 1], seed=1, activation=TANH)]
    [(4, TANH), (1, IDENTITY)]
    """
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


def backpropagate(layers: Layers, data: Data) -> tuple[float, Gradient]:
    """The SSR and its gradient: a (weights, biases) for each layer, in its shape. Its arguments are not checked.

    data    (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])

    >>> from tinynet.dosage import DATA, START
    >>> ssr, gradient = backpropagate(from_parameters(START), [([dose], [effect]) for dose, effect in DATA])
    >>> (weights, biases), _ = gradient
    >>> print(f"SSR {ssr:.4f}, dSSR/dw1 {weights[0][0]:.4f}, dSSR/db2 {biases[1]:.4f}")
    SSR 1.8959, dSSR/dw1 0.7609, dSSR/db2 0.7322
    """
    ssr = 0.0
    gradient = [([[0.0] * len(row) for row in weights], [0.0] * len(biases)) for weights, biases, _ in layers]
    for inputs, observed in data:
        passes = _forward(layers, inputs)
        residuals = [o - p for o, p in zip(observed, passes[-1][1])]
        ssr += dot(residuals, residuals)

        d_a = [-2 * residual for residual in residuals]
        for l in reversed(range(len(layers))):
            W, _, (_, _, slope) = layers[l]
            d_W, d_b = gradient[l]
            z = passes[l][0]  # layers[l] is layer l + 1 of the formulas
            a = passes[l - 1][1] if l > 0 else inputs
            d_z = [d * slope(x) for d, x in zip(d_a, z)]
            for j in range(len(z)):
                d_b[j] += d_z[j]
                for k in range(len(a)):
                    d_W[j][k] += d_z[j] * a[k]
            if l > 0:  # the inputs do not move
                d_a = [dot(column, d_z) for column in zip(*W)]
    return ssr, gradient


def numerical_gradient(layers: Layers, data: Data, h: float = 1e-5) -> Gradient:
    """The gradient by central differences, as in `numerical`: one weight or bias at a time goes up and down by h.

    Errors: TypeError or ValueError for bad arguments, or if the SSR is too large for a float.

    >>> (weights, biases), _ = numerical_gradient(initial_layers([1, 2, 1], seed=1), [([0.5], [1.0])])
    >>> _, gradient = backpropagate(initial_layers([1, 2, 1], seed=1), [([0.5], [1.0])])
    >>> abs(weights[0][0] - gradient[0][0][0][0]) < 1e-8
    True
    """
    layers, rows, h = arguments.checked_layers_differences(layers, data, h)
    numbers, slopes = all_numbers(layers), []
    for place, value in enumerate(numbers):
        before, up, down, after = numbers[:place], value + h, value - h, numbers[place + 1 :]
        rise = ssr(shaped(layers, [*before, up, *after]), rows) - ssr(shaped(layers, [*before, down, *after]), rows)
        slopes.append(finite_slope(rise / (up - down), h))
    return [(weights, biases) for weights, biases, _ in shaped(layers, slopes)]  # type: ignore[misc]


def shaped(layers: Layers, numbers: Iterable[float]) -> list[Layer]:
    """The layers with other numbers, in the order of `all_numbers`."""
    each = iter(numbers)
    return [
        Layer([[next(each) for _ in row] for row in weights], [next(each) for _ in biases], activation)
        for weights, biases, activation in layers
    ]


def step_sizes(gradient: Gradient, learning_rate: float) -> Gradient:
    """How far each weight and bias moves: derivative * learning rate. Its arguments are not checked.

    >>> step_sizes([([[1.0, -2.0]], [3.0])], learning_rate=0.5)
    [([[0.5, -1.0]], [1.5])]
    """
    return [
        ([[d * learning_rate for d in row] for row in weights], [d * learning_rate for d in biases])
        for weights, biases in gradient
    ]


def update(layers: Layers, step_sizes: Gradient) -> list[Layer]:
    """The new layers, all moved at once: old value - step size. Its arguments are not checked.

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


class LayersTraining(Training):
    """A Training of layers: `parameters` are the layers, `gradient` has their shape."""

    parameters: list[Layer]  # type: ignore[assignment]
    gradient: Gradient  # type: ignore[assignment]


def descend(
    layers: Layers, data: Data, *, learning_rate: float, trainable: Iterable[str] = ("weights", "biases")
) -> Iterator[Any]:
    """Gradient descent as a generator without end; step 0 is the start.

    data         (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])
    trainable    which move: "weights", "biases", or single ones such as "b(2)[0]"; the others have the step size 0

    Two identical neurons cause a warning.
    Errors: TypeError or ValueError for bad arguments, at the call; DivergedError on the way.

    >>> from tinynet.dosage import DATA, START
    >>> step = next(descend(from_parameters(START), [([dose], [effect]) for dose, effect in DATA], learning_rate=0.02))
    >>> step.number, f"{step.ssr:.4f}"
    (0, '1.8959')
    """
    layers, rows, learning_rate, trainable = arguments.checked_layers_descent(layers, data, learning_rate, trainable)
    arguments.warn_of_twins(layers, arguments.held(layers, trainable))
    return _descent(layers, rows, learning_rate, trainable)


def _descent(layers: Layers, data: Data, learning_rate: float, trainable: tuple[str, ...]) -> Iterator[Any]:
    """The loop, as in `training`, with this file's `backpropagate`, `step_sizes` and `update`."""
    held = arguments.held(layers, trainable)
    last = None
    for number in count():
        ssr, gradient = backpropagate(layers, data)
        sizes = step_sizes(gradient, learning_rate)
        for l, j, k in held:
            weights, biases = sizes[l - 1]
            if k is None:
                biases[j] = 0.0
            else:
                weights[j][k] = 0.0
        if not all_finite((ssr, *all_numbers(gradient), *all_numbers(layers))):
            passes = (_forward(layers, inputs) for inputs, _ in data)
            raise diverged(ssr, last, learning_rate, arguments.faulty_activation(layers, passes))
        step = Step(number, layers, ssr, gradient, sizes)  # type: ignore[arg-type]
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
    """Gradient descent that stops as `tinynet.train` does; its `.parameters` are the layers.

    data         (inputs, observed) pairs, each a sequence, such as ([0.0], [1.0])
    trainable    which move: "weights", "biases", or single ones such as "b(2)[0]"; only their step sizes count

    Two identical neurons cause a warning.
    Errors: TypeError or ValueError for bad arguments; DivergedError on the way; whatever an activation of your own
    raises. An error or Ctrl-C after step 0 has an attribute `training` with everything up to the last step.

    >>> both_or_none = [([0, 0], [1]), ([0, 1], [0]), ([1, 0], [0]), ([1, 1], [1])]
    >>> training = train(initial_layers([2, 4, 1], seed=1, activation=TANH), both_or_none, learning_rate=0.05)
    >>> [round(predict(training.parameters, inputs)[0], 2) for inputs, _ in both_or_none]
    [1.0, 0.0, 0.0, 1.0]
    """
    layers, rows, learning_rate, trainable = arguments.checked_layers_descent(layers, data, learning_rate, trainable)
    max_steps, min_step_size = checked_limits(max_steps, min_step_size)
    arguments.warn_of_twins(layers, arguments.held(layers, trainable))
    mean_ssr = sum(map(ssr_of_the_mean, zip(*[observed for _, observed in rows])))
    history: list[float] = []
    step: Any = None

    def ended(stopped: str) -> LayersTraining:
        if len(history) == step.number:  # Ctrl-C came before the loop appended it
            history.append(step.ssr)
        reached = step.parameters, step.gradient, tuple(history)
        return LayersTraining(*reached, stopped, learning_rate, mean_ssr, layers, rows, trainable)  # type: ignore[arg-type]

    try:
        for step in _descent(layers, rows, learning_rate, trainable):
            history.append(step.ssr)
            converged = max(map(abs, all_numbers(step.step_sizes))) < min_step_size
            if converged or step.number >= max_steps:
                break
    except BaseException as error:  # Ctrl-C too
        if step is not None:
            error.training = ended("diverged" if isinstance(error, DivergedError) else "interrupted")  # type: ignore[attr-defined]
        raise
    training = ended("converged" if converged else "max_steps")
    warn_of_a_bad_end(training)
    return training


_OF_THE_TUTOR = "explain", "check", "check_update"
_LATER = {**dict.fromkeys(_OF_THE_TUTOR, "tutor"), "draw_network": "pictures", "draw_fit": "pictures"}


def __getattr__(name: str) -> Any:
    """Names from `tutor` and `pictures`, imported on first use."""
    if name not in _LATER:
        raise AttributeError(f"module 'tinynet.layers' has no attribute {name!r}")
    return getattr(import_module(f"tinynet.{_LATER[name]}.layers"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, *_LATER])
