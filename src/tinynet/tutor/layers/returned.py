"""What came back from a learner's program, taken apart: its numbers in a row, and the shape in which they stood.

The shape is put into words: "3" is a row of three numbers, "2 x 3" is two such rows, "(2 x 3, 2)" is a matrix and a row.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.activations import Activation, Layer
from tinynet.arguments.numbers import shown
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import flat

WANTED = "(ssr, gradient) or the gradient alone: for each layer (weights, biases), in the shape of the layer's"
_ENOUGH = 1000  # of what goes on for ever, more than any trial needs
_NAME = re.compile(r"(?:d|grad_?|delta_?|nabla_?)?(w|weights?|theta|b|bias|biases)_?(\d*)", re.IGNORECASE)


class Returned(NamedTuple):
    """What came back, taken apart at once, since a generator runs only then."""

    is_nothing: bool = False  # whether it is None
    numbers: Sequence[float] = ()
    shape: str = ""
    bare: str = ""  # the shape without brackets around a single number or a single row
    ssr: Optional[float] = None  # if a number stood beside the rest
    ssr_is_last: bool = False
    names: Sequence[str] = ()  # of a dictionary
    is_plain: bool = True  # whether it is made of lists alone, without arrays and dictionaries
    is_network: bool = False  # whether it is made of Layers

    @classmethod
    def of(cls, result: Any) -> "Returned":
        if result is None:
            return cls(is_nothing=True)
        items = [*result] if isinstance(result, (list, tuple)) else []
        is_network = bool(items) and all(isinstance(item, Layer) for item in items)
        names = next(([*map(str, one)] for one in (result, *items) if isinstance(one, Mapping)), [])
        ssr, rest, ssr_is_last = _without_ssr(_in_lists(result))
        is_plain = not names and _is_plain(result)
        shapes = shape(rest), shape(rest, bare=True)
        return cls(False, flat(rest), *shapes, ssr, ssr_is_last, names, is_plain, is_network)


def _without_ssr(lists: Any) -> tuple[Optional[float], Any, bool]:
    """The SSR, the rest, and whether the SSR stood behind it."""
    if isinstance(lists, list) and [type(item) for item in lists].count(float) == 1 and len(lists) == 2:
        ssr_is_last = isinstance(lists[1], float)
        return lists[ssr_is_last], lists[not ssr_is_last], ssr_is_last
    return None, lists, False


def _in_lists(value: Any, depth: int = 0) -> Any:
    """Numbers as floats; everything that has an order as lists of them; dictionaries in the order of their names."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if hasattr(type(value), "__float__") and not isinstance(value, bool):
        if not isfinite(value):
            raise NoAnswer(f"returned {shown(value)} among its numbers; all must be finite")
        return float(value)
    items = _by_name(value) if isinstance(value, Mapping) else None
    if items is None:
        if isinstance(value, (str, bytes, Mapping, set, frozenset)) or depth > 5 or not hasattr(value, "__iter__"):
            raise NoAnswer(f"returned {shown(value)}{' somewhere' if depth else ''}; it must return {WANTED}")
        items = [item for item in islice(value, _ENOUGH) if not isinstance(item, Activation)]  # whole layers will do
    return [_in_lists(item, depth + 1) for item in items]


def _by_name(named: Mapping[Any, Any]) -> Optional[list[Any]]:
    """dW1, db1, dW2, ... counted from 1 or 0, as pairs or as weights alone; or all weights and all biases."""
    weights: dict[int, Any] = {}
    biases: dict[int, Any] = {}
    for name, value in named.items():
        if match := _NAME.fullmatch(str(name)):
            (biases if match[1][0] in "bB" else weights)[int(match[2] or -1)] = value
    numbers = sorted(weights)
    if not biases:
        return [weights[number] for number in numbers] or None
    return [(weights[number], biases[number]) for number in numbers] if weights.keys() == biases.keys() else None


def _is_plain(value: Any) -> bool:
    return not hasattr(value, "tolist") and (not isinstance(value, (list, tuple)) or all(map(_is_plain, value)))


def shape(value: Any, bare: bool = False) -> str:
    """The shape in words; bare without brackets around what is alone in them."""
    if not isinstance(value, (list, tuple)):
        return "a number"
    inner = [shape(item, bare) for item in value]
    if bare and len(inner) == 1:
        return inner[0]
    if set(inner) == {"a number"}:
        return str(len(value))
    if len(set(inner)) == 1 and " " not in inner[0]:
        return f"{len(value)} x {inner[0]}"
    return f"({', '.join(inner)})"
