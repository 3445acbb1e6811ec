"""What callers hand over, turned into floats that the arithmetic can trust, or refused in one sentence.

Nothing is repaired: text that looks like a number is text, True is no 1, and what is not finite is no observation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import islice
from math import inf, isfinite
from operator import index
from typing import TYPE_CHECKING, Any

from tinynet.network import Parameters

if TYPE_CHECKING:
    from tinynet.layers import Activation, Layer

Rows = list[tuple[list[float], list[float]]]  # (inputs, observed) pairs


def checked_descent(
    start: Any, data: Any, learning_rate: Any, trainable: Any
) -> tuple[Parameters, list[tuple[float, float]], float, tuple[str, ...]]:
    """What `descend` and `train` are given: a start, data, a learning rate, and the names of what moves."""
    start, data = checked_parameters(start, "start"), checked_data(data)
    return start, data, positive(learning_rate, "learning_rate"), checked_names(trainable, "trainable")


def checked_limits(max_steps: Any, min_step_size: Any) -> tuple[int, float]:
    """Where `train` ends."""
    return whole(max_steps, "max_steps"), from_zero(min_step_size, "min_step_size")


def checked_trial(parameters: Any, data: Any, h: Any) -> tuple[Parameters, list[tuple[float, float]], float]:
    """What `numerical_gradient` is given: h must take every parameter to another float."""
    parameters, data, h = checked_parameters(parameters), checked_data(data), positive(h, "h")
    _must_move(parameters, h)
    return parameters, data, h


def finite_slopes(slopes: list[float], h: float) -> list[float]:
    """What `numerical_gradient` has measured: nothing, where an SSR on the way is beyond all floats."""
    if not all(map(isfinite, slopes)):
        raise ValueError(
            f"h is {h:g}; the SSR there is not finite, so take a smaller h, or smaller parameters and data"
        )
    return slopes


def _must_move(numbers: Iterable[float], h: float) -> None:
    if not all(number - h < number < number + h for number in numbers):
        raise ValueError(f"h is {h:g}; it must be large enough to change every parameter")


def checked_seed(seed: Any) -> int:
    """A whole number from 0 on. (Python's generator takes -1 for 1.)"""
    try:
        number = index(seed)
    except Exception:
        number = None
    if number is None or isinstance(seed, bool):
        raise TypeError(f"seed is {shown(seed)}; it must be a whole number from 0 on")
    if number < 0:
        raise ValueError(f"seed is {shown(seed)}; it must be a whole number from 0 on")
    return number


def checked_data(data: Any) -> list[tuple[float, float]]:
    """The (input, observed) pairs as floats, at least one."""
    return [
        (finite(input, "data[{}]: input", number), finite(observed, "data[{}]: observed", number))
        for number, (input, observed) in enumerate(checked_pairs(data))
    ]


def checked_pairs(data: Any) -> list[tuple[Any, Any]]:
    """The rows of the data as pairs of whatever they hold, at least one."""
    rows = items(data, "data", "an iterable of (input, observed) pairs")
    if not hasattr(data, "__len__"):
        rows = few(rows, "data", MOST_ROWS)  # a list may be longer; what goes on for ever has no length
    pairs = [_pair(row, number) for number, row in enumerate(rows)]
    if not pairs:
        raise ValueError("data is empty; it must hold at least one (input, observed) pair")
    return pairs


def _pair(row: Any, number: int) -> tuple[Any, Any]:
    if isinstance(row, (Mapping, Set)):
        raise ValueError(f"data[{number}] is {shown(row)}; it must be {_PAIR}")
    values = row if type(row) is tuple else tuple(islice(items(row, f"data[{number}]", _PAIR), 3))
    if len(values) != 2:
        raise ValueError(f"data[{number}] is {shown(row)}; it must be {_PAIR}")
    return values


_PAIR = "a pair (input, observed)"


def checked_parameters(parameters: Any, name: str = "parameters") -> Parameters:
    """The parameters as floats."""
    if isinstance(getattr(parameters, "parameters", None), Parameters):
        _did_you_mean(name, parameters)
    if not isinstance(parameters, Parameters):
        raise TypeError(
            f"{name} is {shown(parameters)}; it must be a Parameters, "
            "such as Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)"
            + ("; this one is of tinynet before it was reloaded" if type(parameters).__name__ == "Parameters" else "")
        )
    return Parameters(*[finite(value, f"{name}.{field}") for field, value in zip(Parameters._fields, parameters)])


def _did_you_mean(name: str, given: Any) -> None:
    kind = type(given).__name__
    raise TypeError(f"{name} is a {kind}; did you mean {kind.lower()}.parameters?")


def checked_names(names: Any, name: str, of: tuple[str, ...] = Parameters._fields) -> tuple[str, ...]:
    """Some of these names, at least one."""
    checked: list[str] = []
    for value in items(names, name, f'a sequence of names, such as ("{of[-1]}",)'):
        if checked_name(value, name, of) in checked:
            raise ValueError(f"{name} holds {value} twice; each name stands for itself once")
        checked.append(value)
    if not checked:
        raise ValueError(f"{name} is empty; it must name at least one of {', '.join(of)}")
    return tuple(checked)


def checked_name(value: Any, name: str, of: tuple[str, ...] = Parameters._fields) -> str:
    """One of these names: by themselves, the seven parameters."""
    if isinstance(value, str) and value in of:
        return value
    which = "is no parameter; the seven are" if of == Parameters._fields else "is none of"
    raise ValueError(f"{name}: {shown(value)} {which} {', '.join(of)}")


def finite(value: Any, name: str, *place: int, expected: str = "a finite number") -> float:
    """A real number as a finite float. Real numbers, of whatever type, are those that can be rounded.

    The name may hold a {} for the place: it is filled in only where there is something to complain of.
    """
    if type(value) is float and isfinite(value):
        return value
    name = name.format(*place)
    try:
        number = _as_float(value)
    except OverflowError:
        raise ValueError(f"{name} is too large for a float; it must be {expected}") from None
    except Exception as error:
        raise TypeError(f"{name} is {shown(value)}; it must be {expected}") from error
    if not isfinite(number):
        raise ValueError(f"{name} is {number}; it must be {expected}")
    return number


def _as_float(value: Any) -> float:
    if hasattr(type(value), "item"):  # an array of one number, or a scalar of an array library
        value = value.item()
    if isinstance(value, bool) or not hasattr(type(value), "__round__"):
        raise TypeError
    number = float(value)
    if number in (inf, -inf) and value != number:  # as float(Decimal("1e400")) says nothing
        raise OverflowError
    return number


def positive(value: Any, name: str) -> float:
    """A finite number above 0."""
    number = finite(value, name, expected="a finite number above 0")
    if number == 0 and value != 0:
        raise ValueError(f"{name} is too small for a float; it must be a finite number above 0")
    if not number > 0:
        raise ValueError(f"{name} is {shown(value)}; it must be a finite number above 0")
    return number


def from_zero(value: Any, name: str) -> float:
    """A finite number from 0 on."""
    number = finite(value, name, expected="a finite number from 0 on")
    if number < 0:
        raise ValueError(f"{name} is {shown(value)}; it must be a finite number from 0 on")
    return number


def whole(value: Any, name: str, first: int = 0) -> int:
    """A whole number from the first on, however large."""
    expected = f"a whole number from {first} on"
    number = value if type(value) is int else finite(value, name, expected=expected)
    if number < first or number != int(number):
        raise ValueError(f"{name} is {shown(value)}; it must be {expected}")
    return int(number)


def number_of(number: int, thing: str) -> str:
    """Counted in words: 1 step, 4,169 steps."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def shown(value: object, longest: int = 60) -> str:
    """The repr of a value, in ASCII, on one line, and cut where it gets long: of a long list only the start is read."""
    from reprlib import Repr

    short = Repr()
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = short.maxfrozenset = short.maxdeque = longest
    short.maxstring = short.maxlong = 10_000
    short.repr_instance = lambda x, level: repr(x)  # type: ignore[method-assign]
    try:
        text = " ".join(short.repr(value).split()).encode("ascii", "backslashreplace").decode()
    except Exception:
        text = f"some {type(value).__name__}"
    return text if len(text) <= longest else text[: longest - 3] + "..."


def items(value: Any, name: str, expected: str) -> Iterator[Any]:
    """What can be iterated: neither the characters of a text nor the keys of a mapping are meant."""
    iterable = hasattr(type(value), "__iter__") or hasattr(type(value), "__getitem__")
    if not iterable or isinstance(value, (str, bytes, bytearray, Mapping)):
        raise TypeError(f"{name} is {shown(value)}; it must be {expected}")
    try:
        return iter(value)
    except TypeError as error:  # as of an array without a dimension, or a class
        raise TypeError(f"{name} is {shown(value)}; it must be {expected}") from error


def few(values: Iterator[Any], name: str, most: int) -> Iterator[Any]:
    """The values, which may go on for ever: refused after the first too many."""
    for number, value in enumerate(values):
        if number >= most:
            raise ValueError(f"{name} holds more than {most:,}; it must end")
        yield value


MOST_ROWS = 1_000_000
MOST = 100_000  # neurons or weights of a neuron: what holds more goes on for ever
MOST_LAYERS = 10_000
_ROWS = "a list of rows, one for each neuron"


# What `layers` is given. Its classes are imported where they are asked for, since it imports this module.


def checked_inputs(layers: Any, inputs: Any) -> tuple[list[Layer], list[float]]:
    """What `layers.forward` and `predict` are given."""
    layers, inputs = checked_layers(layers), vector(inputs, "inputs")
    _expect(len(layers[0].weights[0]), "input", inputs, "inputs")
    _must_work(layers, [inputs])
    return layers, inputs


def checked_rows(layers: Any, data: Any) -> tuple[list[Layer], Rows]:
    """What `layers.ssr` is given."""
    layers = checked_layers(layers)
    rows = checked_layers_data(data, layers)
    _must_work(layers, [inputs for inputs, _ in rows])
    return layers, rows


def _must_work(layers: list[Layer], rows: Iterable[list[float]]) -> None:
    if found := faulty_activation(layers, rows, ("f",)):
        kind, sentence = found
        raise (ValueError if kind is OverflowError else kind)(sentence)


def faulty_activation(
    layers: list[Layer], rows: Iterable[list[float]], parts: tuple[str, ...]
) -> tuple[type[Exception], str] | None:
    """The first f or slope of the user's own that raises, or returns no finite number where x is one."""
    from tinynet import layers as general

    five = (general.SOFTPLUS, general.SIGMOID, general.TANH, general.RELU, general.IDENTITY)
    if all(layer.activation in five for layer in layers):
        return None
    for a in rows:
        for layer in layers:
            z = [general.dot(row, a) + bias for row, bias in zip(layer.weights, layer.biases)]
            for x in z:
                for part in parts:
                    if layer.activation not in five and (found := _fault(layer.activation, part, x)):
                        return found
            a = [layer.activation.f(x) for x in z]
    return None


def _fault(activation: Activation, part: str, x: float) -> tuple[type[Exception], str] | None:
    name = f"the {part} of the activation {activation!r}, at x = {x:.6g},"
    try:
        value = getattr(activation, part)(x)
    except Exception as error:
        kind = OverflowError if isinstance(error, OverflowError) or not isfinite(x) else ValueError
        return kind, f"{name} raised {shown(error)}; it must return a finite number"
    if not isfinite(x):  # what comes of that is infinite too, as with the five
        return None
    try:
        finite(float(value) if isinstance(value, bool) else value, name)  # True is 1 in the arithmetic, too
        return None
    except (TypeError, ValueError) as error:
        infinite = isinstance(value, float) and value in (inf, -inf)
        return OverflowError if infinite else type(error), f"{name} is {shown(value)}; it must be a finite number"


def checked_layers_descent(
    layers: Any, data: Any, learning_rate: Any, trainable: Any
) -> tuple[list[Layer], Rows, float, tuple[str, ...]]:
    """What `layers.descend` and `train` are given."""
    layers, learning_rate = checked_layers(layers), positive(learning_rate, "learning_rate")
    names = checked_names(trainable, "trainable", ("weights", "biases"))
    return layers, checked_layers_data(data, layers), learning_rate, names


def checked_layers_trial(layers: Any, data: Any, h: Any) -> tuple[list[Layer], Rows, float]:
    """What `layers.numerical_gradient` is given."""
    (layers, rows), h = checked_rows(layers, data), positive(h, "h")
    _must_move([number for layer in layers for row in (*layer.weights, layer.biases) for number in row], h)
    return layers, rows, h


def checked_start(sizes: Any, seed: Any, activation: Any, output: Any) -> tuple[list[int], int, Activation, Activation]:
    """What `layers.initial_layers` is given."""
    curves = checked_activation(activation, "activation"), checked_activation(output, "output")
    return (checked_sizes(sizes), checked_seed(seed), *curves)


def checked_sizes(sizes: Any) -> list[int]:
    """How many inputs, how many neurons in each hidden layer, how many outputs."""
    expected = "whole numbers from 1 on, such as [1, 2, 1]"
    given = items(sizes, "sizes", f"a sequence of {expected}")
    checked = [whole(size, f"sizes[{number}]", 1) for number, size in enumerate(few(given, "sizes", MOST))]
    if len(checked) < 2:
        raise ValueError(f"sizes is {shown(checked)}; it must hold two or more {expected}")
    return checked


def checked_layers(layers: Any) -> list[Layer]:
    """The layers with their numbers as floats, each fitting onto the one below."""
    from tinynet.layers import Layer

    if isinstance(getattr(layers, "parameters", None), list):
        _did_you_mean("layers", layers)
    if isinstance(layers, Layer):
        raise TypeError(f"layers is one Layer; it must be {_LAYERS}")
    if isinstance(layers, Parameters):
        raise TypeError(f"layers is {shown(layers)}; it must be {_LAYERS}, or from_parameters(...) of these")
    checked = [
        _layer(layer, f"layers[{number}]")
        for number, layer in enumerate(few(items(layers, "layers", _LAYERS), "layers", MOST_LAYERS))
    ]
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
    from tinynet.layers import Layer

    if not isinstance(layer, Layer):
        raise TypeError(f"{name} is {shown(layer)}; it must be a Layer, such as Layer([[0.5], [-0.5]], [0, 0])")
    rows = list(few(items(layer.weights, f"{name}.weights", _ROWS), f"{name}.weights", MOST))
    weights = [vector(row, f"{name}.weights[{number}]") for number, row in enumerate(rows)]
    if not weights or not weights[0]:
        raise ValueError(f"{name}.weights is {shown(layer.weights)}; it must hold at least one weight")
    for number, row in enumerate(weights):
        _expect(len(weights[0]), "weight", row, f"{name}.weights[{number}]", ", as in the first row")
    biases = vector(layer.biases, f"{name}.biases")
    _expect(len(weights), "number", biases, f"{name}.biases", ", one for each row of weights")
    return Layer(weights, biases, checked_activation(layer.activation, f"{name}.activation"))


def checked_activation(activation: Any, name: str) -> Activation:
    from tinynet.layers import Activation

    if not isinstance(activation, Activation):
        raise TypeError(f"{name} is {shown(activation)}; it must be an Activation, such as SOFTPLUS")
    for part in ("f", "slope"):
        if not callable(getattr(activation, part)):
            raise TypeError(f"{name}.{part} is {shown(getattr(activation, part))}; it must be a function of x")
    return activation


def checked_layers_data(data: Any, layers: list[Layer]) -> list[tuple[list[float], list[float]]]:
    """The (inputs, observed) pairs as lists of floats, as many as the network has inputs and outputs."""
    checked = []
    for number, (inputs, observed) in enumerate(checked_pairs(data)):
        name = f"data[{number}]"
        pair = vector(inputs, f"{name}: inputs"), vector(observed, f"{name}: observed")
        _expect(len(layers[0].weights[0]), "input", pair[0], name)
        _expect(len(layers[-1].weights), "observed number", pair[1], name)
        checked.append(pair)
    return checked


def vector(values: Any, name: str) -> list[float]:
    expected = "a sequence of numbers, such as [0.5]"
    if isinstance(values, Set):
        raise TypeError(f"{name} is {shown(values)}; it must be {expected}")
    numbers = few(items(values, name, expected), name, MOST)
    return [finite(number, f"{name}[{place}]") for place, number in enumerate(numbers)]


def _expect(count: int, thing: str, values: list[float], name: str, why: str = "") -> None:
    if len(values) != count:
        raise ValueError(f"{name}: expected {number_of(count, thing)}{why}, got {len(values)}")


def checked_place(name: Any, layers: list[Layer]) -> tuple[int, int, int | None]:
    """Where "W(1)[0][2]" or "b(2)[0]" stands: its layer, its neuron, and the neuron below, or None for a bias."""
    if not isinstance(name, str):
        raise TypeError(f'name is {shown(name)}; it must be a text, such as "W(1)[0][0]"')
    for l, layer in enumerate(layers, 1):
        for j, row in enumerate(layer.weights):
            for k in (None, *range(len(row))):
                if name == (f"b({l})[{j}]" if k is None else f"W({l})[{j}][{k}]"):
                    return l, j, k
    each = [
        f"W({l})[0][0] to W({l})[{len(layer.biases) - 1}][{len(layer.weights[0]) - 1}], "
        f"b({l})[0] to b({l})[{len(layer.biases) - 1}]"
        for l, layer in enumerate(layers, 1)
    ]
    raise ValueError(f"name: {shown(name)} is none of {', '.join(each)}")


def checked_text(value: Any, name: str, of: tuple[str, ...] = Parameters._fields) -> str:
    """One of these names; what is no text is no name at all."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is {shown(value)}; it must be one of {', '.join(of)}, as text")
    return checked_name(value, name, of)
