"""Data and layers of any network, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from math import isfinite
from typing import Any, Optional

from tinynet.activations import Activation, Layer
from tinynet.arguments import numbers
from tinynet.network import Parameters

Rows = list[tuple[list[float], list[float]]]  # (inputs, observed) pairs
Place = tuple[int, int, Optional[int]]  # of a weight: its layer, its neuron, the neuron below; None for a bias

MOST = 100_000  # neurons of a layer, or weights of a neuron: a limit against endless iterators
MOST_LAYERS = 10_000
MOST_WEIGHTS = 10_000_000  # of a network that is made here, so that it is made in seconds


def checked_inputs(layers: Any, inputs: Any) -> tuple[list[Layer], list[float]]:
    """The arguments of `layers.forward` and `predict`."""
    layers, inputs = checked_layers(layers), vector(inputs, "inputs")
    _expect(len(layers[0].weights[0]), "input", inputs, "inputs")
    return layers, inputs


def checked_rows(layers: Any, data: Any) -> tuple[list[Layer], Rows]:
    """The arguments of `layers.ssr`."""
    layers = checked_layers(layers)
    return layers, checked_layers_data(data, layers)


def checked_layers_descent(
    layers: Any, data: Any, learning_rate: Any, trainable: Any
) -> tuple[list[Layer], Rows, float, tuple[str, ...]]:
    """The arguments of `layers.descend` and `train`."""
    layers, rows = checked_rows(layers, data)
    rate = numbers.positive(learning_rate, "learning_rate")
    return layers, rows, rate, numbers.checked_names(trainable, "trainable", ("weights", "biases", *places(layers)))


def checked_layers_differences(layers: Any, data: Any, h: Any) -> tuple[list[Layer], Rows, float]:
    """The arguments of `layers.numerical_gradient`."""
    layers, rows = checked_rows(layers, data)
    return layers, rows, numbers.checked_h(h, all_numbers(layers))


def checked_start(sizes: Any, seed: Any, activation: Any, output: Any) -> tuple[list[int], int, Activation, Activation]:
    """The arguments of `layers.initial_layers`."""
    curves = checked_activation(activation, "activation"), checked_activation(output, "output")
    return (checked_sizes(sizes), numbers.checked_seed(seed), *curves)


def checked_sizes(sizes: Any) -> list[int]:
    """The number of inputs, of neurons in each hidden layer, and of outputs."""
    expected = "whole numbers from 1 on, such as [1, 2, 1]"
    given = numbers.at_most(MOST, numbers.items(sizes, "sizes", f"a sequence of {expected}"), "sizes")
    checked = [numbers.whole(size, f"sizes[{number}]", 1) for number, size in enumerate(given)]
    if len(checked) < 2:
        raise ValueError(f"sizes is {numbers.shown(checked)}; it must hold two or more {expected}")
    if sum(below * here for below, here in zip(checked, checked[1:])) > MOST_WEIGHTS:
        raise ValueError(f"sizes is {numbers.shown(checked)}; a network may have at most {MOST_WEIGHTS:,} weights")
    return checked


def checked_layers(layers: Any) -> list[Layer]:
    """The layers with their numbers as floats. Each must fit onto the one below."""
    expected = "a sequence of Layers, such as [Layer([[0.5], [-0.5]], [0, 0]), Layer([[1, 2]], [0], IDENTITY)]"
    numbers.must_not_be_a_training(layers, "layers")
    if isinstance(layers, Layer):
        raise TypeError(f"layers is one Layer; it must be {expected}")
    if isinstance(layers, Parameters):
        raise TypeError(f"layers is {numbers.shown(layers)}; it must be {expected}, or from_parameters(...) of these")
    given = numbers.at_most(MOST_LAYERS, numbers.items(layers, "layers", expected), "layers")
    checked = [_layer(layer, f"layers[{number}]") for number, layer in enumerate(given)]
    if not checked:
        raise ValueError("layers is empty; it must hold at least one Layer")
    for number, (below, here) in enumerate(zip(checked, checked[1:]), 1):
        why = f" a neuron, one for each neuron of layers[{number - 1}]"
        _expect(len(below.weights), "weight", here.weights[0], f"layers[{number}]", why)
    return checked


def _layer(layer: Any, name: str) -> Layer:
    if not isinstance(layer, Layer):
        raise TypeError(f"{name} is {numbers.shown(layer)}; it must be a Layer, such as Layer([[0.5], [-0.5]], [0, 0])")
    rows = numbers.items(layer.weights, f"{name}.weights", "a list of rows, one for each neuron")
    numbered = enumerate(numbers.at_most(MOST, rows, f"{name}.weights"))
    weights = [vector(row, f"{name}.weights[{number}]") for number, row in numbered]
    if not weights or not weights[0]:
        raise ValueError(f"{name}.weights is {numbers.shown(layer.weights)}; it must hold at least one weight")
    for number, row in enumerate(weights):
        _expect(len(weights[0]), "weight", row, f"{name}.weights[{number}]", ", as in the first row")
    biases = vector(layer.biases, f"{name}.biases")
    _expect(len(weights), "number", biases, f"{name}.biases", ", one for each row of weights")
    return Layer(weights, biases, checked_activation(layer.activation, f"{name}.activation"))


def checked_activation(activation: Any, name: str) -> Activation:
    """An Activation whose f and slope can be called."""
    if not isinstance(activation, Activation):
        raise TypeError(f"{name} is {numbers.shown(activation)}; it must be an Activation, such as SOFTPLUS")
    for part in ("f", "slope"):
        if not callable(getattr(activation, part)):
            raise TypeError(f"{name}.{part} is {numbers.shown(getattr(activation, part))}; it must be a function of x")
    return activation


def checked_layers_data(data: Any, layers: list[Layer]) -> Rows:
    """The (inputs, observed) pairs as lists of floats, of the lengths that the layers take and give."""
    return checked_vectors(data, len(layers[0].weights[0]), len(layers[-1].weights))


def checked_vectors(data: Any, inputs: int = 0, outputs: int = 0) -> Rows:
    """The (inputs, observed) pairs as lists of floats, of these lengths; for 0, the first row sets the length."""
    checked = []
    for number, (given_inputs, given_observed) in enumerate(numbers.checked_pairs(data)):
        name = f"data[{number}]"
        pair = vector(given_inputs, f"{name}: inputs"), vector(given_observed, f"{name}: observed")
        _expect(inputs or len(pair[0]), "input", pair[0], name)
        _expect(outputs or len(pair[1]), "observed number", pair[1], name)
        inputs, outputs = len(pair[0]), len(pair[1])
        checked.append(pair)
    return checked


def vector(values: Any, name: str) -> list[float]:
    """A sequence of numbers as a list of floats."""
    expected = "a sequence of numbers, such as [0.5]"
    if isinstance(values, Set):  # it has no order
        raise TypeError(f"{name} is {numbers.shown(values)}; it must be {expected}")
    given = numbers.at_most(MOST, numbers.items(values, name, expected), name)
    return [numbers.finite(number, f"{name}[{place}]") for place, number in enumerate(given)]


def _expect(count: int, thing: str, values: Sequence[float], name: str, why: str = "") -> None:
    if len(values) != count:
        raise ValueError(f"{name}: expected {numbers.number_of(count, thing)}{why}, got {len(values)}")


def checked_place(name: Any, layers: list[Layer]) -> Place:
    """The place of "W(1)[0][2]" or "b(2)[0]": its layer, its neuron, and the neuron below, or None for a bias."""
    found = places(layers)
    return found[numbers.checked_name(name, "name", tuple(found))]


def places(layers: Sequence[Layer]) -> dict[str, Place]:
    """The place of each weight and each bias by its name, in the order of `all_numbers`."""
    found: dict[str, Place] = {}
    for l, layer in enumerate(layers, 1):
        for j, row in enumerate(layer.weights):
            found.update((f"W({l})[{j}][{k}]", (l, j, k)) for k in range(len(row)))
        found.update((f"b({l})[{j}]", (l, j, None)) for j in range(len(layer.biases)))
    return found


def all_numbers(shaped: Iterable[Any]) -> list[float]:
    """All numbers of layers, or of a gradient, in a row."""
    return [number for weights, biases, *_ in shaped for row in (*weights, biases) for number in row]


def faulty_activation(layers: Sequence[Layer], passes: Iterable[Any]) -> str:
    """Which f or slope is not finite at a finite x, in words; empty if all are."""
    for one_pass in passes:
        for (z, _), (_, _, (name, f, slope)) in zip(one_pass, layers):
            for x in filter(isfinite, z):
                for part, curve in (("f", f), ("slope", slope)):
                    if not isfinite(value := curve(x)):
                        return f" (the {part} of the activation {name} at x = {x:.6g} is {value})"
    return ""


def held(layers: Sequence[Layer], trainable: Sequence[str]) -> set[Place]:
    """The places of the weights and biases that do not move."""
    kinds = {"W": "weights", "b": "biases"}  # by the first letter of their names
    return {place for name, place in places(layers).items() if not {name, kinds[name[0]]} & {*trainable}}


def warn_of_twins(layers: Sequence[Layer], held: set[Place]) -> None:
    """Warn if two neurons of a hidden layer start identical, and the same parts of both move."""
    for l, (here, above) in enumerate(zip(layers, layers[1:]), 1):
        neurons = []
        for j, row in enumerate(here.weights):
            into, out = [(l, j, k) for k in range(len(row))], [(l + 1, m, j) for m in range(len(above.weights))]
            moves = tuple(place not in held for place in (*into, (l, j, None), *out))
            values = (*row, here.biases[j], *(weights[j] for weights in above.weights))
            neurons += [(values, moves)] if any(moves) else []
        if len(set(neurons)) < len(neurons):
            same = "the same bias, the same weights in and out"
            numbers.warn_that_identical(f"two neurons of layers[{l - 1}] start identical: {same}")
            return
