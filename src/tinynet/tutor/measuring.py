"""What is measured after a training, for the advice: how low the SSR could be, which learning rate suits, how it moves.

Shares are of the SSR of the mean: a share of 0.1 means that nine tenths of it are explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import inf, isfinite
from random import Random
from typing import Any, Optional

from tinynet.activations import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation
from tinynet.arguments.layers import all_numbers
from tinynet.layers import Scaling as LayersScaling
from tinynet.layers import initial_layers
from tinynet.loss import ssr_of_the_mean
from tinynet.network import Parameters, initial_parameters
from tinynet.scaling import Scaling, centre_and_spread
from tinynet.training import Training, bounces
from tinynet.tutor.searching import Look, Surface, largest_curvature, search

LIMITS = {SIGMOID: (0, 1), TANH: (-1, 1), RELU: (0, inf), SOFTPLUS: (0, inf)}  # what each curve can reach


def significant(number: float, digits: int = 2) -> float:
    return float(f"{number:.{digits}g}")


class Trial:
    """What is measured after a training. Shares are of `unit`, the SSR of the mean."""

    def __init__(self, training: Training) -> None:
        self.training = training
        self.given: Any = training.start
        self.unit = training.mean_ssr or training.history[0] or 1.0
        self.share = training.ssr / self.unit
        self.seven = isinstance(training.start, Parameters)
        self.is_close = training.stopped != "diverged" and self.share < 1e-4

    # The data

    def columns(self) -> Iterator[tuple[str, Sequence[float]]]:
        """Each input and each output with its values."""
        for name, column in zip(("inputs", "observed"), zip(*self.training.data)):
            vectors = [[value] for value in column] if self.seven else column
            for values in zip(*vectors):
                yield name, values

    @cached_property
    def far(self) -> str:
        """Which values are far from 0, far apart or close together, in a sentence."""
        for name, values in self.columns():
            centre, spread = centre_and_spread(values, name)
            if name == "observed" and not self.seven and self.start[-1].activation != IDENTITY:
                continue
            if abs(centre) > 3 * spread or spread > 3 or spread < 0.1:
                return f"The {name} run from {min(values):g} to {max(values):g}."
        return ""

    @cached_property
    def out_of_reach(self) -> str:
        """That the last layer can't reach the observed, if that costs much, in a sentence."""
        if self.seven or self.given[-1].activation not in LIMITS:
            return ""
        curve = self.given[-1].activation
        low, high = LIMITS[curve]
        observed = [value for name, values in self.columns() if name == "observed" for value in values]
        beyond = [max(low - value, value - high, 0) for value in observed]
        if sum(distance * distance for distance in beyond) <= 0.02 * self.unit:
            return ""
        reach = f"stays above {low}" if high == inf else f"stays between {low} and {high}"
        return (
            f"The last layer can't reach the observed: {curve!r} {reach}, and they run from {min(observed):g} to "
            f"{max(observed):g}. Give the last layer the activation IDENTITY."
        )

    @cached_property
    def start(self) -> Any:
        """The start of the training, with a last layer that can reach the observed."""
        start = self.given
        return [*start[:-1], start[-1]._replace(activation=IDENTITY)] if self.out_of_reach else start

    @cached_property
    def rows(self) -> Any:
        """The data, scaled if they are far."""
        data = self.training.data
        if not self.far:
            return data
        return (Scaling.of(data) if self.seven else LayersScaling.of(data, self.start[-1].activation)).scaled(data)

    @cached_property
    def rows_unit(self) -> float:
        observed = [[o] if self.seven else o for _, o in self.rows]
        return sum(map(ssr_of_the_mean, zip(*observed))) or self.unit

    @cached_property
    def line(self) -> Optional[float]:
        """The share of the best straight line: 1 - correlation^2. None if there is no line to compare with."""
        columns = [values for _, values in self.columns()]
        if len(columns) != 2 or not self.all_move:
            return None
        if not self.seven and self.start[-1].activation != IDENTITY:
            return None
        (x0, x_spread), (o0, o_spread) = (centre_and_spread(values, "") for values in columns)
        products = 0.0
        for x, o in zip(*columns):
            products += (x - x0) / x_spread * ((o - o0) / o_spread)
        return max(0.0, 1 - (products / len(columns[0])) ** 2)

    @property
    def is_worse_than_the_line(self) -> bool:
        return self.line is not None and self.share > 1.05 * self.line + 1e-4

    # The history

    @cached_property
    def is_dead(self) -> bool:
        gradient = self.training.gradient if self.seven else all_numbers(self.training.gradient)
        return not any(gradient[place] for place in self.surface.places)

    # If the falls in tenths of the history shrink by the same ratio each time, they are a geometric series: after the
    # last fall there is still fall * (ratio + ratio^2 + ...) = fall * ratio / (1 - ratio) to come (Aitken).

    @cached_property
    def ratio(self) -> float:
        tenth, history = self.training.steps // 10, self.training.history
        before, last = history[-1 - 2 * tenth] - history[-1 - tenth], history[-1 - tenth] - history[-1]
        return min(last / before, 0.99) if before > 0 else 0.99

    @cached_property
    def is_falling(self) -> bool:
        """At max_steps, whether the SSR has still far to fall."""
        tenth = self.training.steps // 10
        if self.training.stopped != "max_steps" or tenth < 10 or bounces(self.training.history):
            return False
        to_come = (self.training.history[-1 - tenth] - self.training.ssr) * self.ratio / (1 - self.ratio)
        return to_come > max(0.03 * self.training.ssr, 0.002 * self.unit)

    @property
    def steps(self) -> int:
        """About as many steps as leave a twentieth of what is to come: ratio^n = 1/20 for n = 3 / (1 - ratio), nearly."""
        steps = self.training.steps
        if self.is_slowed and self.rate:
            return int(significant(min(10, self.training.learning_rate / self.rate) * steps, 1))
        if self.is_falling:
            more = int(steps + steps / 10 * 3 / (1 - self.ratio))
            return int(significant(min(max(more, 2 * steps), 10 * steps), 1))
        further = self.share > self.found + 0.02 or self.is_worse_than_the_line
        return 5 * steps if self.training.stopped == "max_steps" and further else 0

    @property
    def is_slowed(self) -> bool:
        """Whether the new rate needs more steps for the same way."""
        return self.training.stopped == "max_steps" and self.is_bouncing and self.rate is not None

    @cached_property
    def is_bouncing(self) -> bool:
        """Whether the SSR bounces, and has been seen lower."""
        return bounces(self.training.history, 1e-6 * self.unit) and self.is_worse_than_seen

    # The searches: 54 passes over the data at most

    @cached_property
    def surface(self) -> Surface:
        return Surface(self.start, self.rows, self.training.trainable)

    @cached_property
    def first(self) -> Look:
        return self.surface.look(self.surface.start)

    @cached_property
    def reached(self) -> Look:
        """Where a search leads from the end; from the start, if the end is lost or the data are scaled."""
        lost = self.training.stopped == "diverged" or self.training.ssr > 1.01 * self.training.history[0]
        if lost or self.far or self.out_of_reach or self.is_dead:
            return search(self.surface, self.surface.start, 19)
        end = Surface(self.training.parameters, self.rows, self.training.trainable)
        return search(self.surface, end.start, 19) if self.all_move else search(end, end.start, 19)

    @property
    def found(self) -> float:
        return self.reached.ssr / self.rows_unit

    @cached_property
    def others(self) -> list[tuple[float, int]]:
        """The shares that other starts lead to, with their seeds: two or more, as far as 43 looks go."""
        if not self.all_move or not self.sizes:
            return []
        here, found = self.reached, []
        left = 43 - self.surface.looks if isfinite(here.ssr) else 24
        for seed in range(self.next_seed, self.next_seed + 6):
            start = initial_parameters(seed) if self.seven else initial_layers(self.sizes, seed, *self.curves)
            surface = Surface(start, self.rows, self.training.trainable)
            reached = search(surface, surface.start, min(left, 12 if self.seven else 20))
            found.append((reached.ssr / self.rows_unit, seed))
            left -= surface.looks
            if left < 6:
                break
        return found

    @property
    def all_move(self) -> bool:
        return len(self.surface.places) == len(self.surface.numbers)

    @cached_property
    def next_seed(self) -> int:
        """The seed after the one that the start was made with, if it was; else 1."""
        first = self.surface.numbers[0]
        return next((seed for seed in range(1000) if Random(seed).gauss(0, 1) == first), 0) + 1

    @property
    def should_fit(self) -> bool:
        """Whether a network of this size can usually fit so few rows closely, and does not."""
        rows = {(*inputs,) for inputs, _ in self.training.data} if not self.seven else ()
        values = len(rows) * len(self.training.data[0][1]) if rows else inf
        hidden = not self.seven and len(self.start) > 1
        return (
            hidden
            and self.all_move
            and self.share > 0.1
            and len(rows) == len(self.training.data)
            and values <= len(self.surface.places)
        )

    @property
    def sizes(self) -> list[int]:
        """As `initial_layers` takes them; empty if the hidden layers differ in their activations."""
        if self.seven:
            return [1, 2, 1]
        alike = len({layer.activation for layer in self.start[:-1]}) <= 1
        return [len(self.start[0].weights[0]), *(len(layer.biases) for layer in self.start)] if alike else []

    @property
    def curves(self) -> list[Activation]:
        return [self.start[0].activation, self.start[-1].activation]

    def initial(self, seed: int) -> str:
        if self.seven:
            return f"initial_parameters({seed})"
        hidden, last = self.curves
        return f"initial_layers({self.sizes}, seed={seed}, activation={hidden!r}, output={last!r})"

    @cached_property
    def best(self) -> float:
        return min([self.found, min(self.training.history) / self.unit, *(share for share, _ in self.others)])

    @property
    def is_worse_than_seen(self) -> bool:
        return self.share > self.best + 0.02

    @property
    def seed(self) -> Optional[int]:
        """The seed of a start from which the search led lower, or None. Another rate may help the start that there is."""
        share, seed = min(self.others, default=(inf, 0))
        margin = 0.1 if self.far else inf if self.rate is not None else 0.02
        return seed if share < self.found - margin else None

    @cached_property
    def measured(self) -> float:
        """A quarter of 1 / (the largest curvature): at the start, and where the search led."""
        curvatures = [largest_curvature(self.surface, look, 5) for look in (self.first, self.reached)]
        return significant(0.25 / max(curvatures)) if max(curvatures) > 0 else self.training.learning_rate

    @cached_property
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
        start = self.given
        weights = start[:4] if self.seven else [w for layer in start for row in layer.weights for w in row]
        return bool(max(map(abs, weights)) < 0.1)

    def scaled_training(self, start: str) -> str:
        """The lines that train on scaled data."""
        module = "" if self.seven else "layers."
        output = self.start[-1].activation if not self.seven else IDENTITY
        curve = "" if output == IDENTITY else f", output={output!r}"
        return (
            f"    scaling = {module}Scaling.of(data{curve})\n"
            f"    training = {module}train({start}, scaling.scaled(data), learning_rate={self.measured:g})\n"
            f"    own = scaling.in_own_units(training.parameters)  # for the data as they are"
        )
