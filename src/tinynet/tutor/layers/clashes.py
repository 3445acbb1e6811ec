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
        second, first = map(int, sizes.groups())
        return _of_a_product(first, second, "", layers)
    if not shapes:
        return ""
    one, two = (tuple(int(x) for x in shapes.groups()[at : at + 2] if x) for at in (0, 2))
    if "broadcast" in message:
        return _element_by_element(one, two, layers)
    return _of_a_product(one[-1], two[0], f"{_written(one)} times {_written(two)}: ", layers)


def _of_a_product(first: int, second: int, lead: str, layers: Sequence[Layer]) -> str:
    for l, layer in enumerate(layers, 1):
        height, width = len(layer.weights), len(layer.weights[0])
        if (height, width) == (second, first) and lead.startswith(f"({height},{width})"):
            return (
                f"{lead}dSSR/da({l - 1}) takes the columns of W({l}); you have its rows. It is W({l}).T @ dSSR/dz({l})."
            )
        if (height, width) == (second, first):
            return (
                f"{lead}W({l}) is {height} x {width}. Forward it is W({l}) @ a({l - 1}), or a({l - 1}) @ W({l}).T; backward "
                f"dSSR/da({l - 1}) takes the columns: W({l}).T @ dSSR/dz({l}), or dSSR/dz({l}) @ W({l})."
            )
    return ""


def _element_by_element(one: tuple[int, ...], two: tuple[int, ...], layers: Sequence[Layer]) -> str:
    lead = f"{_written(one)} with {_written(two)}, element by element: "
    for l, layer in enumerate(layers, 1):
        if {one[-1], two[-1]} == {len(layer.weights), len(layer.weights[0])}:
            return (
                f"{lead}dSSR/dz({l}) has {len(layer.weights)} numbers, a({l - 1}) has {len(layer.weights[0])}. dSSR/dW({l}) is "
                f"each of the one times each of the other: np.outer(dSSR/dz({l}), a({l - 1}))."
            )
    return f"{lead}dSSR/dz(l) = dSSR/da(l) * f'(z(l)) takes both from the same layer."


def _written(shape: tuple[int, ...]) -> str:
    return str(shape).replace(", ", ",")
