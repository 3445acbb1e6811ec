"""What a learner's backpropagation returns, in whatever form, as numbers in the shape of the layers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import isfinite
from typing import Any

from tinynet.arguments.numbers import shown
from tinynet.layers import Activation, Gradient, Layer
from tinynet.tutor.asking import NoAnswer

Found = tuple[str, str]  # a place, and what stands there: "" where that is unknown
ALIKE = 1e-4


def plain(value: Any, depth: int = 0) -> Any:
    """Numbers as floats, everything that has an order as lists of them."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if hasattr(type(value), "__float__") and not isinstance(value, bool):
        if not isfinite(value):
            raise NoAnswer(f"returned {shown(value)} among its numbers; all must be finite")
        return float(value)
    if isinstance(value, (str, bytes, dict, set, frozenset)) or depth > 5 or not hasattr(value, "__iter__"):
        raise NoAnswer(f"returned {shown(value)}{' somewhere' if depth else ''}; it must return {WANTED}")
    items = [item for item in islice(value, _MOST) if not isinstance(item, Activation)]  # whole layers will do
    return [plain(item, depth + 1) for item in items]


_MOST = 1000  # of what goes on for ever, more than any trial needs
WANTED = "(ssr, gradient) or the gradient alone: for each layer (weights, biases), in the shape of the layer's"


def formed(result: Any, layers: list[Layer]) -> tuple[float | None, Gradient, list[Found]]:
    """The SSR and the gradient; where they stand in another order, that is found."""
    ssr, found = None, []
    if isinstance(result, list) and len(result) == 2 and isinstance(result[0], float):
        ssr, result = result
    elif isinstance(result, list) and len(result) == 2 and isinstance(result[1], float):
        (result, ssr), found = result, [("order", "SSR last")]
    for label, ordered in _orders(result):
        gradient = _fitting(ordered, layers)
        if gradient:
            place = "form" if label == "not layer by layer" else "order"
            return ssr, gradient[0], [*found, *([(place, label)] if label else []), *gradient[1]]
    wanted = _shape([[layer.weights, layer.biases] for layer in layers])
    raise NoAnswer(f"returned numbers of the shape {_shape(result)}; here the gradient has {wanted}")


def _orders(gradient: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(gradient, list):
        return
    yield "", gradient
    if all(isinstance(part, list) and len(part) == 2 for part in gradient):
        yield "biases before weights", [part[::-1] for part in gradient]
    turned = []
    if len(gradient) == 2 and all(isinstance(part, list) for part in gradient):
        turned.append([list(pair) for pair in zip(*gradient)])
        turned.append([list(pair) for pair in zip(*gradient[::-1])])
    if len(gradient) % 2 == 0:
        turned.append([[one, two] for one, two in zip(gradient[::2], gradient[1::2])])
    for some in turned:
        yield "not layer by layer", some
    for some in (gradient, *turned):
        yield "last layer first", some[::-1]


def _fitting(gradient: Any, layers: list[Layer]) -> tuple[Gradient, list[Found]] | None:
    """The gradient, if it has the shape of the layers; weights may lie on their side."""
    found, fitting = [], []
    if len(gradient) != len(layers):
        return None
    for l, (parts, layer) in enumerate(zip(gradient, layers), 1):
        if not isinstance(parts, list) or len(parts) != 2 or _shape(parts[1]) != _shape(layer.biases):
            return None
        w, b = parts
        if _shape(w) != _shape(layer.weights):
            if not isinstance(w, list) or not all(isinstance(row, list) for row in w):
                return None
            w = [list(some) for some in zip(*w)]
            if _shape(w) != _shape(layer.weights):
                return None
            found.append((f"dSSR/dW({l})", "dW transposed"))
        fitting.append((w, b))
    return fitting, found


def _shape(value: Any) -> str:
    """The shape in words: 3 for a row of three numbers, 2 x 3 for two such rows."""
    if not isinstance(value, list):
        return "a number"
    inner = [_shape(item) for item in value]
    if set(inner) == {"a number"}:
        return str(len(value))
    if len(set(inner)) == 1 and " " not in inner[0]:
        return f"{len(value)} x {inner[0]}"
    return f"({', '.join(inner)})"


# Numbers beside numbers.


def flat(value: Any) -> list[float]:
    return [number for item in value for number in flat(item)] if isinstance(value, (list, tuple)) else [value]


def like(mine: Any, other: Any) -> bool:
    one, two = flat(mine), flat(other)
    size = max(map(abs, [*two, 1e-12]))
    return len(one) == len(two) and all(abs(x - y) <= ALIKE * size for x, y in zip(one, two))
