"""Data and parameters of the network with seven parameters, checked."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from tinynet.arguments import numbers
from tinynet.network import Parameters

Rows = list[tuple[float, float]]  # (input, observed) pairs


def checked_descent(
    start: Any, data: Any, learning_rate: Any, trainable: Any
) -> tuple[Parameters, Rows, float, tuple[str, ...]]:
    """The arguments of `descend` and `train`."""
    start, data = checked_parameters(start, "start"), checked_data(data)
    rate = numbers.positive(learning_rate, "learning_rate")
    return start, data, rate, numbers.checked_names(trainable, "trainable", Parameters._fields)


def checked_differences(parameters: Any, data: Any, h: Any) -> tuple[Parameters, Rows, float]:
    """The arguments of `numerical_gradient`."""
    parameters, data = checked_parameters(parameters), checked_data(data)
    return parameters, data, numbers.checked_h(h, parameters)


def checked_data(data: Any) -> Rows:
    """The (input, observed) pairs as floats, at least one."""
    pairs = numbers.checked_pairs(data)
    values = [value for pair in pairs for value in pair]
    if set(map(type, values)) == {float} and all(map(isfinite, values)):  # the usual case, quickly
        return pairs
    return [
        (numbers.finite(input, "data[{}]: input", number), numbers.finite(observed, "data[{}]: observed", number))
        for number, (input, observed) in enumerate(pairs)
    ]


def checked_parameters(parameters: Any, name: str = "parameters") -> Parameters:
    """The parameters as floats."""
    numbers.must_not_be_a_training(parameters, name)
    if not isinstance(parameters, Parameters):
        raise TypeError(
            f"{name} is {numbers.shown(parameters)}; it must be a Parameters, "
            "such as Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)"
        )
    named = zip(Parameters._fields, parameters)
    return Parameters(*[numbers.finite(value, f"{name}.{field}") for field, value in named])


def warn_of_twins(start: Parameters, trainable: Sequence[str]) -> None:
    """Warn if two neurons start identical and will stay so."""
    top = [name in trainable for name in ("w1", "b1", "w3")]
    bottom = [name in trainable for name in ("w2", "b2", "w4")]
    if (start.w1, start.b1, start.w3) == (start.w2, start.b2, start.w4) and top == bottom and any(top):
        numbers.warn_that_identical("the two neurons start identical: (w1, b1, w3) == (w2, b2, w4)")
