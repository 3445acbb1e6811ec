"""A learner's program: how it is asked, and how far its answer is from right.

People write for one fixed network, with the activations written in, with W[input][neuron], with arrays, without biases,
and for the loss of their book. None of these is a slip. Whether a program looks at something is tried: change that
alone, and see whether the answer changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

from tinynet.layers import (
    IDENTITY,
    RELU,
    SIGMOID,
    SOFTPLUS,
    TANH,
    Activation,
    Gradient,
    Layer,
    backpropagate,
    dot,
    predict,
)
from tinynet.tutor.asking import Learner, NoAnswer
from tinynet.tutor.layers.forms import Answer, Returned, flat, formed, like
from tinynet.tutor.layers.losses import LOSSES, judged_as
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.layers.ways import Pass, outer, passed

LEAKY = Activation("leaky ReLU", lambda x: x if x > 0 else 0.01 * x, lambda x: 1.0 if x > 0 else 0.01)
WRITTEN_IN = (SIGMOID, TANH, RELU, SOFTPLUS, IDENTITY, LEAKY)

PATIENCE = 10.0  # seconds, after which a slow function is asked no more
RIGHT, NEARLY = 1e-5, 1e-2  # of the sum of the absolute products


class TooSlow(Exception):
    """It was asked for so long that no more is asked."""


class IsStep(Exception):
    """It moves the network instead of returning derivatives."""


class Setting(NamedTuple):
    """How a network is handed over, and which of the forms that fit what comes back is meant."""

    arrays: bool = False  # NumPy arrays instead of lists
    turned: bool = False  # W[input][neuron]
    reading: int = 0


def settings() -> list[Setting]:
    """Lists first. Arrays only if NumPy is loaded already: the learner has imported it."""
    kinds = (False, True) if "numpy" in sys.modules else (False,)
    return [Setting(arrays, turned) for turned in (False, True) for arrays in kinds]


def handed(layers: Sequence[Layer], rows: Rows, setting: Setting) -> tuple[list[Layer], list[Any]]:
    """Copies for the learner's program."""

    def copy(numbers: Any, turned: bool = False) -> Any:
        numbers = zip(*numbers) if turned else numbers
        lists = [[*one] if isinstance(one, (list, tuple)) else one for one in numbers]
        return sys.modules["numpy"].array(lists, dtype=float) if setting.arrays else lists

    network = [Layer(copy(w, setting.turned), copy(b), f) for w, b, f in layers]
    return network, [(copy(x), copy(y)) for x, y in rows]


class Program:
    """The learner's function, the setting in which it is asked, and what was noticed on the way."""

    def __init__(self, mine: Callable[..., Any], loss: str = "SSR") -> None:
        self.asked = Learner(mine, lambda result, _: Returned.of(result))
        self.loss, self.setting = LOSSES[loss], Setting()
        self.changed, self.biased, self.readings = False, True, 1
        self.repeated, self.share = (
            1,
            1.0,
        )  # how many copies of a row it needs, and the share of the answer that belongs to one

    # Asking.

    def call(self, layers: Sequence[Layer], rows: Rows, *more: float, swapped: bool = False) -> Any:
        """What it returns, and the copies that it was given, after the call and in words before it."""
        if self.asked.seconds > PATIENCE and self.asked.calls > 20:
            raise TooSlow
        network, data = handed(layers, rows, self.setting)
        before = repr(network), repr(data)
        result = self.asked.call(*((data, network) if swapped else (network, data)), *more)
        return result, network, data, before

    def read(self, result: Returned, layers: Sequence[Layer]) -> Answer:
        fitting = formed(result, layers, self.setting.turned)
        answer = fitting[min(self.setting.reading, len(fitting) - 1)]
        self.biased, self.readings = answer.biased, len(fitting)
        return answer

    def answer(self, layers: Sequence[Layer], rows: Rows, swapped: bool = False) -> Answer:
        """What it answers now, as it came."""
        result, network, data, before = self.call(layers, rows, swapped=swapped)
        if result.numbers is None and repr(network) != before[0]:
            raise IsStep
        answer = self.read(result, layers)
        self.changed |= before != (repr(network), repr(data))
        if result.whole and _moved_along(answer.gradient, layers, backpropagate(layers, rows)[1]):
            raise IsStep
        return answer

    def gradient(self, layers: Sequence[Layer], rows: Rows) -> Gradient | None:
        """The gradient of the SSR that its answer amounts to: the number of a book's loss is taken off."""
        try:
            return self.scaled(self.answer(layers, rows).gradient, rows)
        except NoAnswer:
            return None

    def scaled(self, gradient: Gradient, rows: Rows) -> Gradient:
        return _times(gradient, 1 / self.loss.factor(len(rows), len(rows[0][1])))

    def alone(self, layers: Sequence[Layer], row: Any) -> Gradient | None:
        """What it makes of one row."""
        answer = self.gradient(layers, [row] * self.repeated)
        return answer and _times(answer, self.share)

    def ask_alone(self, trial: Trial) -> None:
        """How to ask for one row: alone, or twice if it answers 0 to one row, or raises.

        Zeros prove nothing: data[:-1] of one row is no row at all.
        """
        layers, rows = trial
        once, twice = ([self.gradient(layers, [row] * times) for row in rows[:2]] for times in (1, 2))
        self.repeated, self.share = 1, 1.0
        if not all(map(_speaks, once)) and all(map(_speaks, twice)):
            self.repeated, self.share = 2, 0.5 if None in once else 1.0

    # What is right.

    def passed(self, layers: Sequence[Layer], row: Any, forward: Sequence[Layer] = ()) -> Pass:
        inputs, observed = row
        return passed(judged_as(self.loss, layers), inputs, observed, judged_as(self.loss, forward or layers))

    def right(self, layers: Sequence[Layer], rows: Rows) -> Gradient:
        return backpropagate(judged_as(self.loss, layers), rows)[1]

    def distance(self, mine: Gradient, layers: Sequence[Layer], rows: Rows) -> float:
        """How far it is from right at most, each number as a share of the absolute products that it is a sum of."""
        sizes = [sizes_of(self.passed(layers, row)) for row in rows]
        numbers = [self.compared(some) for some in (mine, self.right(layers, rows), *sizes)]
        return float(max(abs(x - y) / (sum(size) + 1e-9) for x, y, *size in zip(*numbers)))

    def compared(self, gradient: Any) -> list[float]:
        """The numbers that are judged: where no biases come back, the weights alone."""
        return flat(gradient if self.biased else [w for w, _ in gradient])

    def fits_inputs(self, trial: Trial) -> bool:
        """Whether the first dW is the first db times the inputs: so they are read as they are meant."""
        single = self.alone(trial.layers, trial.rows[0])
        return single is not None and like(single[0][0], outer(single[0][1], trial.rows[0][0]))

    def forward_is_right(self, trial: Trial) -> bool:
        layers, (row, *_) = trial
        single, at_right = self.alone(layers, row), self.alone(layers, (row[0], predict(layers, row[0])))
        return _speaks(single) and self.nothing(at_right, single)

    # What it looks at.

    def looks_at_activations(self, trial: Trial) -> bool:
        return self._differs(
            trial, [x._replace(activation=SIGMOID if x.activation is TANH else TANH) for x in trial.layers]
        )

    def looks_at_biases(self, trial: Trial) -> bool:
        return self._differs(trial, [layer._replace(biases=[b + 0.5 for b in layer.biases]) for layer in trial.layers])

    def _differs(self, trial: Trial, others: list[Layer]) -> bool:
        return self.gradient(others, trial.rows) != self.gradient(*trial)

    def written_in(self, trial: Trial) -> tuple[Activation, Activation] | None:
        """The curve of the hidden layers and of the last one: where observed is what they predict, all must be 0.

        Where observed + predicted stands for the residual, all is 0 at the opposite.
        """
        singles = [self.alone(trial.layers, row) for row in trial.rows]
        for sign, last, hidden in product((1, -1), WRITTEN_IN, WRITTEN_IN):
            layers = trial.with_curves((hidden, last)).layers
            rows = [(inputs, [sign * a for a in predict(layers, inputs)]) for inputs, _ in trial.rows]
            if all(self.nothing(self.alone(layers, row), single) for row, single in zip(rows, singles)):
                return hidden, last
        return None

    @staticmethod
    def nothing(gradient: Gradient | None, beside: Gradient | None) -> bool:
        return bool(gradient and beside) and max(map(abs, flat(gradient))) <= 1e-6 * max(map(abs, flat(beside)))


def _moved_along(new: Gradient, layers: Sequence[Layer], right: Gradient) -> bool:
    """Whether these are layers that have moved along the gradient."""
    moved = [x - y for x, y in zip(flat([layer[:2] for layer in layers]), flat(new))]
    way = flat(right)
    return dot(moved, way) ** 2 > 0.98 * dot(moved, moved) * dot(way, way)


def _speaks(gradient: Gradient | None) -> bool:
    return gradient is not None and any(flat(gradient))


def _times(gradient: Gradient, factor: float) -> Gradient:
    return [([[x * factor for x in row] for row in w], [x * factor for x in b]) for w, b in gradient]


def minus(one: Gradient, other: Gradient) -> Gradient:
    return [
        ([[x - y for x, y in zip(*rows)] for rows in zip(w, v)], [x - y for x, y in zip(b, c)])
        for (w, b), (v, c) in zip(one, other)
    ]


def sizes_of(p: Pass) -> Any:
    """The sums of the absolute products, for one observation, in the shape of the gradient."""
    sizes: list[Any] = []
    d = [2 * (abs(o) + abs(x)) for o, x in zip(p.observed, p.a[-1])]
    for l in range(len(p.z) - 1, 0, -1):
        d = [x * abs(p.curves[l].slope(z)) for x, z in zip(d, p.z[l])]
        sizes.insert(0, (outer(d, [abs(x) for x in p.a[l - 1]]), d))
        d = [dot(map(abs, some), d) for some in zip(*p.W[l])]
    return sizes
