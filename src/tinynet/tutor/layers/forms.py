"""What a learner's program returns, in whatever form: numbers in the shape of the layers, and what was understood.

Our own form is a list of (weights, biases), one pair for each layer, as plain rows. There, weights on their side are a
mistake. Any other form is the learner's own, and weights on their side are how they keep them: W[input][neuron].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import shown
from tinynet.layers import Activation, Gradient, Layer
from tinynet.tutor.asking import NoAnswer

Found = tuple[str, str]  # a place, and what stands there: "" where that is unknown
ALIKE = 1e-4

WANTED = "(ssr, gradient) or the gradient alone: for each layer (weights, biases), in the shape of the layer's"
_TURNED = "weights as W[input][neuron]"
_MOST = 1000  # of what goes on for ever, more than any trial needs


class Answer(NamedTuple):
    """Numbers in the shape of the layers; what is wrong with their form; how a form of the learner's own was read."""

    ssr: Optional[float]
    gradient: Gradient
    found: Sequence[Found] = ()
    notes: Sequence[str] = ()
    biased: bool = True  # whether there are biases among the numbers; where there are none, 0 stands for them


def plain(value: Any, depth: int = 0) -> Any:
    """Numbers as floats, everything that has an order as lists of them; names stay."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if hasattr(type(value), "__float__") and not isinstance(value, bool):
        if not isfinite(value):
            raise NoAnswer(f"returned {shown(value)} among its numbers; all must be finite")
        return float(value)
    if isinstance(value, Mapping) and depth < 2:
        named = {str(key): some for key, some in value.items() if _NAME.fullmatch(str(key))}
        if named:
            return {key: plain(some, depth + 1) for key, some in named.items()}
    if isinstance(value, (str, bytes, dict, set, frozenset)) or depth > 5 or not hasattr(value, "__iter__"):
        raise NoAnswer(f"returned {shown(value)}{' somewhere' if depth else ''}; it must return {WANTED}")
    items = [item for item in islice(value, _MOST) if not isinstance(item, Activation)]  # whole layers will do
    return [plain(item, depth + 1) for item in items]


_NAME = re.compile(r"(?:d|grad_?|delta_?|nabla_?)?(w|weights?|theta|b|bias|biases)_?(\d*)", re.IGNORECASE)


class Returned(NamedTuple):
    """What came back, taken apart at once, since a generator runs only then."""

    whole: bool  # whether these are layers
    arrays: bool
    numbers: Any  # None where nothing came back

    @classmethod
    def of(cls, result: Any, names: object = None) -> Returned:
        whole = isinstance(result, (list, tuple)) and all(isinstance(layer, Layer) for layer in result)
        return cls(whole, _holds_arrays(result), None if result is None else plain(result))


def formed(returned: Returned, layers: Sequence[Layer], turned: bool = False) -> list[Answer]:
    """What comes back, as numbers in the shape of the layers: all that it may be where the shape alone doesn't tell.

    turned  whether the weights are handed over as W[input][neuron], so that theirs must come back so

    NoAnswer where it fits none of the forms.
    """
    result, ssr, found = returned.numbers, None, []
    if result is None:
        raise NoAnswer(f"returned None; it must return {WANTED}")
    if isinstance(result, list) and len(result) == 2:
        if isinstance(result[0], float) and not isinstance(result[1], float):
            ssr, result = result
        elif isinstance(result[1], float) and not isinstance(result[0], float):
            (result, ssr), found = result, [("order", "SSR last")]
    for note, wrong, parts in _readings(result):
        fitting = _fitting(parts, layers, bool(note) or returned.arrays or turned)
        if turned:
            fitting = [a if _TURNED in a.notes else a._replace(found=_transposed(layers)) for a in fitting][::-1]
        if fitting:
            found += [("order", wrong)] * bool(wrong)
            notes = [note] * bool(note)
            return [Answer(ssr, a.gradient, [*found, *a.found], [*notes, *a.notes], a.biased) for a in fitting]
    wanted = _shape([[layer.weights, layer.biases] for layer in layers])
    raise NoAnswer(f"returned numbers of the shape {_shape(result)}; here the gradient has {wanted}")


def _holds_arrays(value: Any) -> bool:
    return hasattr(value, "tolist") or (isinstance(value, (list, tuple)) and any(map(_holds_arrays, value)))


def _readings(gradient: Any) -> Iterator[tuple[str, str, list[Any]]]:
    """A note for a form of the learner's own, or the name of a wrong order; and for each layer (weights, biases)."""
    if isinstance(gradient, dict):
        yield from _by_name(gradient)
    if not isinstance(gradient, list):
        return
    yield "", "", gradient
    if all(isinstance(part, list) and len(part) == 2 for part in gradient):
        yield "", "biases before weights", [part[::-1] for part in gradient]
    half = len(gradient) // 2
    if len(gradient) == 2 and all(isinstance(part, list) for part in gradient):
        yield "all weights, then all biases", "", list(zip(*gradient))
        yield "all biases, then all weights", "", list(zip(*gradient[::-1]))
    if len(gradient) == 2 * half:
        yield "one flat list, dW(1), db(1), dW(2), ...", "", list(zip(gradient[::2], gradient[1::2]))
        yield "one flat list, all dW, then all db", "", list(zip(gradient[:half], gradient[half:]))
    yield "weights without biases", "", [(part, None) for part in gradient]
    yield "the bias in the matrix of the weights", "", [(part, ...) for part in gradient]
    yield "", "last layer first", gradient[::-1]
    yield "", "last layer first", [*zip(gradient[::2], gradient[1::2])][::-1]


def _by_name(gradient: dict[str, Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """dW1, db1, ... counted from 1 or 0; or the lists of all weights and all biases."""
    numbers: dict[str, dict[int, Any]] = {"w": {}, "b": {}}
    for key, value in gradient.items():
        kind, number = _NAME.fullmatch(key).groups()  # type: ignore[union-attr]
        numbers["b" if kind[0] in "bB" else "w"][int(number or -1)] = value
    weights, biases = (dict(sorted(some.items())) for some in numbers.values())
    note = f"by name, {', '.join(list(gradient)[:4])}{', ...' * (len(gradient) > 4)}"
    if [*weights] == [-1] and all(isinstance(some.get(-1, []), list) for some in (weights, biases)):
        weights, biases = dict(enumerate(weights[-1])), dict(enumerate(biases.get(-1, [])))
    if [*weights] == [*biases]:
        yield note, "", [*zip(weights.values(), biases.values())]
    elif not biases:
        yield f"{note}, weights without biases", "", [(part, None) for part in weights.values()]
        yield f"{note}, the bias in the matrix of the weights", "", [(part, ...) for part in weights.values()]


def _fitting(parts: Sequence[Any], layers: Sequence[Layer], own: bool) -> list[Answer]:
    """The gradient, if it has the shape of the layers. In a form of the learner's own all weights may lie on their side."""
    if len(parts) != len(layers) or not all(isinstance(part, (list, tuple)) and len(part) == 2 for part in parts):
        return []
    sizes = [_size(layer) for layer in layers]
    if parts[0][1] is ...:
        return _with_bias_inside([w for w, _ in parts], sizes)
    biases: list[Any] = [_bias(b, height) for (_, b), (height, _) in zip(parts, sizes)]
    matrices: list[Any] = [_matrix(w, size) for (w, _), size in zip(parts, sizes)]
    shapes = [_dimensions(w) for w in matrices]
    if None in biases or not all(shape in (size, size[::-1]) for shape, size in zip(shapes, sizes)):
        return []
    columns = any(_nested(b) for _, b in parts)
    as_it_is = Answer(
        None, [*zip(matrices, biases)], (), ["biases as columns or rows"] * columns, parts[0][1] is not None
    )
    turned = as_it_is._replace(gradient=[*zip(map(_turn, matrices), biases)], notes=[*as_it_is.notes, _TURNED])
    if own or columns:
        fitting = [as_it_is] * (shapes == sizes) + [turned] * (shapes == [size[::-1] for size in sizes])
        if fitting:
            return fitting
    lying = [shape != size for shape, size in zip(shapes, sizes)]
    found = [one for one, lies in zip(_transposed(layers), lying) if lies]
    rows = [_turn(w) if one else w for w, one in zip(matrices, lying)]
    return [as_it_is._replace(gradient=[*zip(rows, biases)], found=found)]


def _transposed(layers: Sequence[Layer]) -> list[Found]:
    return [(f"dSSR/dW({l})", "dW transposed") for l in range(1, len(layers) + 1)]


def _with_bias_inside(matrices: Sequence[Any], sizes: Sequence[tuple[int, int]]) -> list[Answer]:
    """The bias in the first or last column of W, or in its first or last row where W is on its side."""
    shapes, fitting = [_dimensions(w) for w in matrices], []
    for turned in (False, True):
        if shapes == [(width + 1, height) if turned else (height, width + 1) for height, width in sizes]:
            upright = [_turn(w) if turned else w for w in matrices]
            first = [([row[1:] for row in w], [row[0] for row in w]) for w in upright]
            last = [([row[:-1] for row in w], [row[-1] for row in w]) for w in upright]
            fitting += [Answer(None, some, (), [_TURNED] * turned) for some in (first, last)]
    return fitting


def _bias(b: Any, count: int) -> list[float] | None:
    if b is None or b is ...:
        return [0.0] * count
    numbers = flat(b) if isinstance(b, list) else [b]
    return numbers if len(numbers) == count and (not _nested(b) or min(_dimensions(b)) == 1) else None


def _matrix(w: Any, size: tuple[int, int]) -> Any:
    """A matrix; for one neuron, or one input, its only row or column, or a number, will do."""
    if isinstance(w, float):
        return [[w]]
    if isinstance(w, list) and 1 in size and all(isinstance(x, float) for x in w):
        return [w] if size[0] == 1 else [[x] for x in w]
    return w


def _dimensions(w: Any) -> tuple[int, int]:
    if not isinstance(w, list) or not w or not all(isinstance(row, list) for row in w):
        return 0, 0
    widths = {len(row) for row in w}
    return (
        (len(w), widths.pop()) if len(widths) == 1 and all(isinstance(x, float) for row in w for x in row) else (0, 0)
    )


def _nested(b: Any) -> bool:
    return isinstance(b, list) and any(isinstance(x, list) for x in b)


def _size(layer: Layer) -> tuple[int, int]:
    return len(layer.weights), len(layer.weights[0])


def _turn(w: Any) -> list[list[float]]:
    return [list(column) for column in zip(*w)]


def _shape(value: Any) -> str:
    """The shape in words: 3 for a row of three numbers, 2 x 3 for two such rows."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shape(some)}" for name, some in value.items())
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
