"""Shapes that clash: which formula of the general form has the shapes that NumPy complains of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tinynet.layers import Layer

_SHAPES = re.compile(r"\((\d+),?(\d*)\)(?: and)? \((\d+),?(\d*)\)")
_SIZES = re.compile(r"size (\d+) is different from (\d+)")


def clash(message: str, layers: Sequence[Layer]) -> str:
    """What NumPy's message means in a network of these layers; "" where that can't be told."""
    sizes, shapes = _SIZES.search(message), _SHAPES.search(message)
    if sizes:
        return _product(int(sizes[2]), int(sizes[1]), layers)
    if not shapes:
        return ""
    one, two = ([int(x) for x in shapes.groups()[at : at + 2] if x] for at in (0, 2))
    first, second = (str(tuple(shape)).replace(", ", ",") for shape in (one, two))
    if "broadcast" in message:
        return f"{first} with {second}, element by element: {_element_by_element({one[-1], two[-1]}, layers)}"
    told = _product(one[-1], two[0], layers, one)
    return told and f"{first} times {second}: {told}"


def _product(first: int, second: int, layers: Sequence[Layer], left: Sequence[int] = ()) -> str:
    """A product of matrices that runs over `first` numbers on the left and `second` on the right."""
    for l, layer in enumerate(layers, 1):
        height, width = len(layer.weights), len(layer.weights[0])
        if (height, width) == (second, first):
            rows = f"dSSR/da({l - 1}) takes the columns of W({l}); you have its rows."
            lead = rows if [*left] == [height, width] else f"W({l}) is {height} x {width}."
            return f"{lead} Forward it is W({l}) @ a({l - 1}), backward W({l}).T @ dSSR/dz({l})."
    return ""


def _element_by_element(sizes: set[int], layers: Sequence[Layer]) -> str:
    for l, layer in enumerate(layers, 1):
        height, width = len(layer.weights), len(layer.weights[0])
        if sizes == {height, width}:
            return (
                f"dSSR/dz({l}) has {height} numbers, a({l - 1}) has {width}. dSSR/dW({l}) is each of the one times each of the "
                f"other: np.outer(dSSR/dz({l}), a({l - 1}))."
            )
    return "dSSR/dz(l) = dSSR/da(l) * f'(z(l)) takes both from the same layer."
