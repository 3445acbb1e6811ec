"""What is measured after a training, for the advice: how low the SSR could be, which learning rate suits, how it moves.

It is measured on layers: the seven parameters are two of them. Shares are of the SSR of the mean: a share of 0.1 means
that nine tenths of it are explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from random import Random
from typing import Any, Optional

from tinynet.activations import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH
from tinynet.arguments.layers import all_numbers, places
from tinynet.layers import Scaling, from_parameters, initial_layers
from tinynet.loss import ssr_of_the_mean
from tinynet.network import Parameters
from tinynet.scaling import centre_and_spread
from tinynet.training import Training, bounces
from tinynet.tutor.searching import Surface, largest_curvature, search

LIMITS = {SIGMOID: (0, 1), TANH: (-1, 1), RELU: (0, inf), SOFTPLUS: (0, inf)}  # what each curve can reach


def significant(number: float, digits: int = 2) -> float:
    return float(f"{number:.{digits}g}")


def as_layers(training: Any) -> Any:
    """A training of the seven as one of two layers."""
    if not isinstance(training.start, Parameters):
        return training
    start, end, gradient = map(from_parameters, (training.start, training.parameters, training.gradient))
    names = dict(zip(("w1", "w2", "b1", "b2", "w3", "w4", "b3"), places(start)))
    return training._replace(
        start=start,
        parameters=end,
        gradient=gradient,
        data=[([input], [observed]) for input, observed in training.data],
        trainable=[names[name] for name in training.trainable],
    )


def columns(data: Any) -> Iterator[tuple[str, Sequence[float]]]:
    """The values of each input and of each output."""
    for name, vectors in zip(("inputs", "observed"), zip(*data)):
        for values in zip(*vectors):
            yield name, values


class Trial:
    """What was tried after a training, with at most 54 passes over the data."""

    def __init__(self, given: Training) -> None:
        self.training = training = as_layers(given)
        self.seven = training is not given
        self.unit = training.mean_ssr or training.history[0] or 1.0
        self.share = training.ssr / self.unit
        self.out_of_reach = self._out_of_reach()
        self.start, self.output = training.start, training.start[-1].activation
        if self.out_of_reach:
            self.output = IDENTITY
            self.start = [*self.start[:-1], self.start[-1]._replace(activation=IDENTITY)]
        self.far = self._far()
        self.rows = Scaling.of(training.data, self.output).scaled(training.data) if self.far else training.data
        self.rows_unit = sum(map(ssr_of_the_mean, zip(*[observed for _, observed in self.rows]))) or self.unit
        self._search()
        self.best = min([self.found, min(training.history) / self.unit, *(share for share, _ in self.others)])
        self.is_worse_than_seen = self.share > self.best + 0.02
        self.line = self._line()
        self.is_worse_than_the_line = self.line is not None and self.share > 1.05 * self.line + 1e-4
        self.is_bouncing = bounces(training.history, 1e-6 * self.unit) and self.is_worse_than_seen
        self.is_falling = self._is_falling()

    def _far(self) -> str:
        """Which values are far from 0, far apart or close together, in a sentence."""
        for name, values in columns(self.training.data):
            centre, spread = centre_and_spread(values, name)
            is_constant = min(values) == max(values)
            if name == "observed" and self.output != IDENTITY:
                continue
            if abs(centre) > 3 * spread or spread > 3 or (spread < 0.1 and not is_constant):
                return f"The {name} run from {min(values):g} to {max(values):g}."
        return ""

    def _out_of_reach(self) -> str:
        """That the last layer can't reach the observed, if that costs much, in a sentence."""
        curve = self.training.start[-1].activation
        low, high = LIMITS.get(curve, (-inf, inf))
        observed = [value for name, values in columns(self.training.data) if name == "observed" for value in values]
        beyond = [max(low - value, value - high, 0) for value in observed]
        if sum(distance * distance for distance in beyond) <= 0.02 * self.unit:
            return ""
        reach = f"stays above {low}" if high == inf else f"stays between {low} and {high}"
        return (
            f"The last layer can't reach the observed: {curve!r} {reach}, and they run from {min(observed):g} to "
            f"{max(observed):g}. Give the last layer the activation IDENTITY."
        )

    def _line(self) -> Optional[float]:
        """The share of the best straight line: 1 - correlation^2. None if there is no line to compare with."""
        each = [values for _, values in columns(self.training.data)]
        if len(each) != 2 or not self.all_move or self.output != IDENTITY:
            return None
        (x0, x_spread), (o0, o_spread) = (centre_and_spread(values, "") for values in each)
        products = 0.0
        for x, o in zip(*each):
            products += (x - x0) / x_spread * ((o - o0) / o_spread)
        return max(0.0, 1 - (products / len(each[0])) ** 2)

    def _search(self) -> None:
        """Where a search leads from the end (or from the start, if the end is lost), and from two other starts."""
        training = self.training
        surface = Surface(self.start, self.rows, training.trainable)
        self.numbers = len(surface.numbers)
        self.all_move = len(surface.places) == self.numbers
        self.is_dead = not any(surface.moving(all_numbers(training.gradient)))
        first = surface.look(surface.start)
        lost = training.stopped == "diverged" or training.ssr > 1.01 * training.history[0]
        here = first
        if not (lost or self.far or self.out_of_reach or self.is_dead):
            here = surface.look(surface.moving(all_numbers(training.parameters)))
        reached = search(surface, here, 18)
        self.found = reached.ssr / self.rows_unit
        curvature = max(largest_curvature(surface, look, 5) for look in (first, reached))
        self.measured = significant(0.25 / curvature) if curvature > 0 else training.learning_rate
        self.sizes = [len(self.start[0].weights[0]), *(len(layer.biases) for layer in self.start)]
        self.hidden = self.start[0].activation
        alike = len({layer.activation for layer in self.start[:-1]}) <= 1
        made = (seed for seed in range(1000) if Random(seed).gauss(0, 1) == surface.numbers[0])
        self.next_seed = next(made, 0) + 1
        self.others = []
        for seed in (self.next_seed, self.next_seed + 1) if self.all_move and alike else ():
            other = Surface(initial_layers(self.sizes, seed, self.hidden, self.output), self.rows, training.trainable)
            self.others.append((search(other, other.look(other.start), 11).ssr / self.rows_unit, seed))

    def _is_falling(self) -> bool:
        """At max_steps, whether the SSR fell clearly in the last tenth of the steps."""
        history, tenth = self.training.history, self.training.steps // 10
        if self.training.stopped != "max_steps" or tenth < 10 or bounces(history):
            return False
        return history[-1 - tenth] - history[-1] > max(0.003 * history[-1], 0.001 * self.unit)

    @property
    def more_steps(self) -> bool:
        """Whether more steps of the same training lead lower."""
        further = self.is_falling or self.share > self.found + 0.02 or self.is_worse_than_the_line
        return self.training.stopped == "max_steps" and further and self.rate is None and self.seed is None

    @property
    def should_fit(self) -> bool:
        """Whether a network of this size can usually fit so few rows closely, and does not."""
        data = self.training.data
        values = len(data) * len(data[0][1])
        return (
            not self.seven
            and len(self.start) > 1
            and self.all_move
            and self.share > 0.1
            and len({(*inputs,) for inputs, _ in data}) == len(data)
            and values <= self.numbers
        )

    def initial(self, seed: int) -> str:
        if self.seven:
            return f"initial_parameters({seed})"
        return f"initial_layers({self.sizes}, seed={seed}, activation={self.hidden!r}, output={self.output!r})"

    @property
    def seed(self) -> Optional[int]:
        """The seed of a start from which the search led lower, or None. Another rate may help the start that there is."""
        share, seed = min(self.others, default=(inf, 0))
        margin = 0.1 if self.far else inf if self.rate is not None else 0.02
        return seed if share < self.found - margin else None

    @property
    def rate(self) -> Optional[float]:
        """The learning rate to try instead; None to keep it."""
        history, rate = self.training.history, self.training.learning_rate
        overshot = any(after > 1.01 * before for before, after in zip(history, history[1:]))
        if self.training.stopped == "diverged" or self.out_of_reach:
            return self.measured
        if self.is_bouncing and history[-1] < history[0]:  # it came down, so the rate is not too large by far
            return min(self.measured, significant(rate / 3))
        if (overshot or self.is_dead) and rate > 1.2 * self.measured:
            return self.measured
        return self.measured if rate < self.measured / 5 else None

    @property
    def weights_are_tiny(self) -> bool:
        weights = [w for layer in self.training.start for row in layer.weights for w in row]
        return bool(max(map(abs, weights)) < 0.1)

    def scaled_training(self, start: str) -> str:
        """The lines that train on scaled data."""
        module = "" if self.seven else "layers."
        curve = "" if self.output == IDENTITY else f", output={self.output!r}"
        return (
            f"    scaling = {module}Scaling.of(data{curve})\n"
            f"    training = {module}train({start}, scaling.scaled(data), learning_rate={self.measured:g})\n"
            f"    own = scaling.in_own_units(training.parameters)  # for the data as they are"
        )
