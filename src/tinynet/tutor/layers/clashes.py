"""Two shapes clash, says NumPy. In which formula do they stand, and what is right there?"""

import re
from collections.abc import Sequence

from tinynet.layers import Layer

_SHAPES = re.compile(r"\((\d+),?(\d*)\)(?: and)? \((\d+),?(\d*)\)")
_SIZES = re.compile(r"size (\d+) is different from (\d+)")


def clash(message: str, layers: Sequence[Layer]) -> str:
    """Which formula has the shapes of NumPy's message; "" where it is about something else."""
    inner, shapes = _SIZES.search(message), _SHAPES.search(message)
    sizes = [(len(layer.weights), len(layer.weights[0])) for layer in layers]
    if inner:
        return _product([int(inner[2])], int(inner[1]), sizes)
    if not shapes:
        return ""
    left, right = ([int(size) for size in pair if size] for pair in (shapes.groups()[:2], shapes.groups()[2:]))
    first, second = (str(tuple(shape)).replace(", ", ",") for shape in (left, right))
    if "broadcast" in message:
        return f"{first} with {second}, element by element: {_element_by_element({left[-1], right[-1]}, sizes)}"
    told = _product(left, right[0], sizes)
    return told and f"{first} times {second}: {told}"


def _product(left: Sequence[int], second: int, sizes: Sequence[tuple[int, int]]) -> str:
    """A product of matrices that runs over the last size on the left, and over another number on the right."""
    for l, (height, width) in enumerate(sizes, 1):
        if (height, width) == (second, left[-1]):
            lead = f"W({l}) is {height} x {width}."
            if [*left] == [height, width]:
                lead = f"dSSR/da({l - 1}) takes the columns of W({l}); you have its rows."
            return f"{lead} Forward it is W({l}) @ a({l - 1}), backward W({l}).T @ dSSR/dz({l})."
    return ""


def _element_by_element(clashing: set[int], sizes: Sequence[tuple[int, int]]) -> str:
    for l, (height, width) in enumerate(sizes, 1):
        if clashing == {height, width}:
            each = f"dSSR/dW({l}) is each of the one times each of the other: np.outer(dSSR/dz({l}), a({l - 1}))."
            return f"dSSR/dz({l}) has {height} numbers, a({l - 1}) has {width}. {each}"
    return "dSSR/dz(l) = dSSR/da(l) * f'(z(l)) takes both from the same layer."
