"""How far a learner's numbers are from others, place by place.

A derivative is a sum of products. It counts as right if it is off by at most a hundred-thousandth of what these products
sum up to without their signs. So the sums that nearly cancel are not judged too strictly. A gradient without biases has
empty lists in their place, and then only the weights are compared.
"""

from collections.abc import Callable, Sequence
from operator import sub
from typing import Any, NamedTuple, Optional

from tinynet.layers import Gradient, Layer, dot
from tinynet.tutor.layers.trials import Rows
from tinynet.tutor.layers.ways import Found, Pass, outer, passed


class Loss(NamedTuple):
    """A loss, and what is said of it."""

    name: str
    factor: Callable[[int, int], float]  # the loss is the SSR times this, for n rows and k outputs
    told: str  # what follows its name
    differs: str  # how the SSR differs from it
    slips: tuple[Found, ...]  # where that shows, and how it is called there

    def found(self, last: int) -> list[Found]:
        """Where it shows in a network of so many layers, and how it is called there."""
        return [(place.replace("last", str(last)), label) for place, label in self.slips]

    @property
    def is_sloped(self) -> bool:
        """Whether dSSR/dz of the last layer has the slope in it."""
        return _CROSSED not in self.slips

    def share(self, rows: Rows) -> float:
        """What the SSR of these rows is multiplied by to give the loss."""
        return self.factor(len(rows), len(rows[0][1]))

    def judged(self, layers: Sequence[Layer]) -> list[Layer]:
        """The layers in which a backpropagation of the SSR gives the gradient of this loss, but for its factor."""
        *others, last = layers
        flat_last = last._replace(activation=last.activation._replace(slope=lambda x: 1.0))
        return [*others, last if self.is_sloped else flat_last]

    def right_and_sizes(self, layers: Sequence[Layer], rows: Rows) -> tuple[Gradient, Gradient]:
        """The right gradient of the SSR, and the sums of the absolute products."""
        passes = [passed(self.judged(layers), *row) for row in rows]
        right, sizes = ([_backward(p, number) for p in passes] for number in (float, abs))
        return each(lambda *d: sum(d), *right), each(lambda *d: sum(d), *sizes)

    def distance(self, mine: Gradient, layers: Sequence[Layer], rows: Rows) -> float:
        """How far a gradient of the SSR is from the right one, at its worst place."""
        off = each(lambda x, y, size: abs(x - y) / (size + 1e-9), mine, *self.right_and_sizes(layers, rows))
        return max(flat(off))


_HALF, _MEAN = ("dSSR/da(last)", "lost the 2"), ("the sum", "mean instead of sum")
_ALL = ("dSSR/da(last)", "mean over the outputs")
_CROSSED = ("dSSR/dz(last)", "slope missing")
_TWO = "for the SSR there is a 2 before the residual"
_SUM = "the SSR is a sum, and so is its derivative"
_SLOPE = "predicted - observed is dz(last) there, since the slope of the sigmoid cancels; for the SSR the slope stays"

LOSSES = {loss.name: loss for loss in (
    Loss("SSR", lambda n, k: 1.0, "", "", ()),
    Loss("SSR/2", lambda n, k: 1 / 2, ", as many books write the error", _TWO, (_HALF,)),
    Loss("SSR/n", lambda n, k: 1 / n, ", the mean over the rows", _SUM, (_MEAN,)),
    Loss("SSR/(2n)", lambda n, k: 1 / (2 * n), ", half the mean over the rows", f"{_SUM}, and {_TWO}", (_HALF, _MEAN)),
    Loss("SSR/(n*outputs)", lambda n, k: 1 / (n * k), ", the mean over the rows and the outputs", _SUM, (_ALL, _MEAN)),
    Loss("cross-entropy", lambda n, k: 1 / 2, " behind a sigmoid", _SLOPE, (_CROSSED,)),
    Loss("cross-entropy/n", lambda n, k: 1 / (2 * n), " behind a sigmoid, the mean over the rows", _SLOPE, (_CROSSED, _MEAN)),
    Loss("2*cross-entropy", lambda n, k: 1.0, " behind a sigmoid", _SLOPE, (_CROSSED,)),
)}  # fmt: skip

RIGHT, NEARLY = 1e-5, 1e-2  # as shares of the sum of the absolute products
ALIKE = 1e-4  # as a share of the largest number


class Beside(NamedTuple):
    """Some numbers of the learner's, and the right ones."""

    name: str
    mine: list[float]
    right: list[float]


def _backward(p: Pass, number: Callable[[float], float]) -> Gradient:
    """The backward pass of one observation; with abs all numbers are taken without their signs."""
    gradient: list[Any] = []
    d = [2 * (number(x) + number(-o)) for o, x in zip(p.observed, p.a[-1])]
    for l in range(len(p.z) - 1, 0, -1):
        d = [x * number(slope) for x, slope in zip(d, p.slope(l))]
        gradient.insert(0, (outer(d, [number(x) for x in p.a[l - 1]]), d))
        d = [dot(map(number, column), d) for column in zip(*p.W[l])]
    return gradient


def by_part(numbers: Any) -> dict[str, list[float]]:
    """The numbers of "W(1)", "b(1)", "W(2)", ..., each in a row; of the weights alone, if there are no biases."""
    parts = [(f"{kind}({l})", part) for l, layer in enumerate(numbers, 1) for kind, part in zip("Wb", layer)]
    return {name: flat(part) for name, part in parts if part}


def like(mine: Any, other: Any, tolerance: float = ALIKE) -> bool:
    """Equal but for rounding and for derivatives taken by differences."""
    one, two = flat(mine), flat(other)
    size = max(map(abs, [*one, *two, 0.0]))
    return len(one) == len(two) and all(abs(x - y) <= tolerance * size + 1e-13 for x, y in zip(one, two))


def is_nothing(gradient: Optional[Gradient], beside: Optional[Gradient]) -> bool:
    """All of it is 0, compared with the other."""
    return bool(gradient and beside) and max(map(abs, flat(gradient))) <= 1e-6 * max(map(abs, flat(beside)))


def speaks(gradient: Optional[Gradient]) -> bool:
    """Zeros prove nothing."""
    return gradient is not None and any(flat(gradient))


def flat(value: Any) -> list[float]:
    return [number for item in value for number in flat(item)] if isinstance(value, (list, tuple)) else [value]


def each(function: Callable[..., float], *nested: Any) -> Any:
    """The function of the numbers at each place. Where one list is shorter, as that of biases left out, all are cut."""
    if isinstance(nested[0], (list, tuple)):
        return [each(function, *items) for items in zip(*nested)]
    return function(*nested)


def times(gradient: Gradient, factor: float) -> Gradient:
    return each(lambda number: factor * number, gradient)  # type: ignore[no-any-return]


def minus(one: Any, other: Any) -> Any:
    return each(sub, one, other)
