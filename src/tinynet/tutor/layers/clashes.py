"""What NumPy's message about two shapes means in a network: which formula of the general form has these shapes.

Where W(2) is 3 x 2, (3,2) and (3,) are W(2) @ dSSR/dz(2): the rows of W(2) where its columns are meant.
"""

import re
from collections.abc import Sequence

from tinynet.layers import Layer

_SHAPES = re.compile(r"\((\d+),?(\d*)\)(?: and)? \((\d+),?(\d*)\)")
_SIZES = re.compile(r"size (\d+) is different from (\d+)")


def clash(message: str, layers: Sequence[Layer]) -> str:
    """The sentence; "" where the message is about something else."""
    sizes, shapes = _SIZES.search(message), _SHAPES.search(message)
    if sizes:
        return _product([int(sizes[2])], int(sizes[1]), layers)
    if not shapes:
        return ""
    left, right = ([int(size) for size in pair if size] for pair in (shapes.groups()[:2], shapes.groups()[2:]))
    first, second = (str(tuple(shape)).replace(", ", ",") for shape in (left, right))
    if "broadcast" in message:
        return f"{first} with {second}, element by element: {_element_by_element({left[-1], right[-1]}, layers)}"
    told = _product(left, right[0], layers)
    return told and f"{first} times {second}: {told}"


def _product(left: Sequence[int], second: int, layers: Sequence[Layer]) -> str:
    """A product of matrices that runs over the last size on the left, and over another number on the right."""
    for l, (weights, _, _) in enumerate(layers, 1):
        height, width = len(weights), len(weights[0])
        if (height, width) == (second, left[-1]):
            lead = f"W({l}) is {height} x {width}."
            if [*left] == [height, width]:
                lead = f"dSSR/da({l - 1}) takes the columns of W({l}); you have its rows."
            return f"{lead} Forward it is W({l}) @ a({l - 1}), backward W({l}).T @ dSSR/dz({l})."
    return ""


def _element_by_element(sizes: set[int], layers: Sequence[Layer]) -> str:
    for l, (weights, _, _) in enumerate(layers, 1):
        height, width = len(weights), len(weights[0])
        if sizes == {height, width}:
            each = f"dSSR/dW({l}) is each of the one times each of the other: np.outer(dSSR/dz({l}), a({l - 1}))."
            return f"dSSR/dz({l}) has {height} numbers, a({l - 1}) has {width}. {each}"
    return "dSSR/dz(l) = dSSR/da(l) * f'(z(l)) takes both from the same layer."
