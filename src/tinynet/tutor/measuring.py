"""What is measured after a training, for the advice: how low the SSR could be, which learning rate suits, how it moves.

It is measured on layers; the seven parameters are two layers. A share is an SSR divided by the SSR of the mean: a
share of 0.1 means that nine tenths of it are explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, inf, log10
from random import Random
from typing import Any, Optional

from tinynet.activations import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH
from tinynet.arguments.layers import all_numbers, places
from tinynet.layers import Scaling, from_parameters, initial_layers
from tinynet.loss import ssr_of_the_mean
from tinynet.network import Parameters
from tinynet.scaling import centre_and_spread
from tinynet.training import Training, bounces
from tinynet.tutor.searching import Look, Surface, largest_curvature, search

LIMITS = {SIGMOID: (0, 1), TANH: (-1, 1), RELU: (0, inf), SOFTPLUS: (0, inf)}  # what each curve can reach
DEFAULT_STEPS = 10_000  # of `train`


class Trial:
    """What was tried after a training, with 54 passes over the data at most. A `time` is steps * learning rate.

    share     of the training
    found     where a search led from its end
    others    where short searches led from two other starts, with their seeds
    best      the lowest share that was seen, on the way of the training too
    time      of a descent from the start to where the first search led, or to a share of 0.01
    times     of descents to where the other searches led, by their seeds
    """

    def __init__(self, given: Training) -> None:
        training = self.training = as_layers(given)
        self.seven = training is not given
        self.unit: float = training.mean_ssr or training.history[0] or 1.0
        self.share: float = training.ssr / self.unit
        self._prepare(training)
        self._search(training)
        self._compare(training)

    def _prepare(self, training: Any) -> None:
        """The network and the rows for the searches: with an output that can reach the observed, and scaled if needed."""
        self.data = list(training.data)
        self.out_of_reach = out_of_reach(training.start[-1].activation, self.data, self.unit)
        self.output = IDENTITY if self.out_of_reach else training.start[-1].activation
        self.start = [*training.start[:-1], training.start[-1]._replace(activation=self.output)]
        self.far = far_values(self.data, self.output)
        self.rows = Scaling.of(self.data, self.output).scaled(self.data) if self.far else self.data
        self.surface = Surface(self.start, self.rows, training.trainable)
        self.all_move = len(self.surface.places) == len(self.surface.numbers)
        self.is_dead = not any(self.surface.moving(all_numbers(training.gradient)))
        self.mean = sum(map(ssr_of_the_mean, zip(*[observed for _, observed in self.rows]))) or self.unit

    def _search(self, training: Any) -> None:
        """How low the SSR can be, and which learning rate the curvature allows."""
        start = self.surface.look(self.surface.start)
        end = self.surface.moving(all_numbers(training.parameters))
        is_worse = training.ssr > 1.01 * training.history[0]
        is_lost = is_worse or self.is_dead or self.far or self.out_of_reach  # then the end is no place to search from
        reached = search(self.surface, start if is_lost else self.surface.look(end), 18, 0.01 * self.mean)
        self.found, self.time = self._share(reached), reached.time + (0 if is_lost else self._time_so_far())
        self.times: dict[int, float] = {}
        self.others = self._search_elsewhere()
        curvature = max(largest_curvature(self.surface, look, 5) for look in (start, reached))
        self.measured: float = 1 / (3 * curvature) if curvature > 0 else training.learning_rate

    def _compare(self, training: Any) -> None:
        """The training beside what was found."""
        self.best = min([self.found, min(training.history) / self.unit, *[share for share, _ in self.others]])
        self.is_worse_than_seen = self.share > self.best + 0.02
        self.line = straight_line(self.data) if self.all_move and self.output == IDENTITY else None
        self.is_worse_than_the_line = self.line is not None and self.share > 1.05 * self.line + 1e-4
        could_be_lower = self.share > 1.02 * self.best + 1e-4
        self.is_bouncing = bounces(training.history, 1e-6 * self.unit) and could_be_lower

    def _time_so_far(self) -> float:
        """The time of all steps so far; of a descent that bounces, only until its SSR was nearly as low as it is now."""
        history = self.training.history
        nearly = history[-1] + 0.02 * self.unit if bounces(history) else -inf
        steps = next((step for step, ssr in enumerate(history) if ssr <= nearly), self.training.steps)
        return float(steps * self.training.learning_rate)

    def _search_elsewhere(self) -> list[tuple[float, int]]:
        found = []
        alike = len({layer.activation for layer in self.start[:-1]}) <= 1  # `initial_layers` knows one for all
        for seed in (self.next_seed, self.next_seed + 1) if alike and self.all_move else ():
            start = initial_layers(self.sizes, seed, self.start[0].activation, self.output)
            surface = Surface(start, self.rows, self.training.trainable)
            reached = search(surface, surface.look(surface.start), 11, 0.01 * self.mean)
            found.append((self._share(reached), seed))
            self.times[seed] = reached.time
        return found

    def _share(self, look: Look) -> float:
        return look.ssr / self.mean

    @property
    def sizes(self) -> list[int]:
        """As `initial_layers` takes them."""
        return [len(self.start[0].weights[0]), *[len(layer.biases) for layer in self.start]]

    @property
    def next_seed(self) -> int:
        """The seed after the one that the start was made with, if it was; else 1."""
        first = self.surface.numbers[0]
        return next((seed for seed in range(1000) if Random(seed).gauss(0, 1) == first), 0) + 1

    @property
    def is_falling(self) -> bool:
        """At max_steps, whether the SSR fell clearly in the last tenth of the steps."""
        training, tenth = self.training, self.training.steps // 10
        if training.stopped != "max_steps" or tenth < 10 or bounces(training.history):
            return False
        before, ssr = training.history[-1 - tenth], training.ssr
        return bool(before - ssr > max(0.003 * ssr, 0.0005 * self.unit))

    @property
    def should_fit(self) -> bool:
        """Whether a network of this size can usually fit so few rows closely, and does not."""
        differ = len({(*inputs,) for inputs, _ in self.data}) == len(self.data)
        few = len(self.data) * len(self.data[0][1]) <= len(self.surface.places)
        return differ and few and self.all_move and len(self.start) > 1 and not self.seven and self.share > 0.1

    @property
    def weights_are_tiny(self) -> bool:
        return all(abs(weight) < 0.1 for layer in self.start for row in layer.weights for weight in row)

    @property
    def rate(self) -> Optional[float]:
        """The learning rate to try instead; None to keep it."""
        history, rate = self.training.history, self.training.learning_rate
        is_wrong = self.training.stopped == "diverged" or self.out_of_reach or self.is_bouncing
        has_leapt = self.is_dead or any(after > 1.01 * before for before, after in zip(history, history[1:]))
        too_large = has_leapt and rate > 1.2 * self.measured
        return self.measured if is_wrong or too_large or rate < self.measured / 5 else None

    @property
    def seed(self) -> Optional[int]:
        """The seed of a start from which the search led lower, or None. Another rate may help the start that there is."""
        share, seed = min(self.others, default=(inf, 0))
        margin = 0.1 if self.far else inf if self.rate is not None else 0.02
        return seed if share < self.found - margin else None

    @property
    def given_steps(self) -> int:
        """The limit that the training had, as far as is known."""
        return int(self.training.steps) if self.training.stopped == "max_steps" else DEFAULT_STEPS

    @property
    def steps(self) -> int:
        """About how many steps the advised training needs: twice as many as to where the short search led."""
        rate = float(self.measured if self.far else self.rate or self.training.learning_rate)
        time = self.time if self.seed is None else self.times[self.seed]
        return rounded_up(2 * time / rate)

    @property
    def is_stuck(self) -> bool:
        """Whether that is too many steps to be worth it. A search goes quickly over flat ground, a descent does not."""
        return self.steps > max(3 * self.given_steps, 10 * DEFAULT_STEPS)

    @property
    def needs_more_steps(self) -> bool:
        """Whether more steps with the same rate, from the same start, lead lower."""
        further = self.is_falling or self.share > self.found + 0.02 or self.is_worse_than_the_line
        return self.training.stopped == "max_steps" and further and self.rate is None and self.seed is None


def rounded_up(number: float) -> int:
    """To one digit: 43,210 becomes 50,000."""
    power = 10.0 ** floor(log10(max(number, 1)))
    return int(ceil(number / power) * power)


def as_layers(training: Any) -> Any:
    """A training of the seven as one of two layers."""
    if not isinstance(training.start, Parameters):
        return training
    start, end, gradient = map(from_parameters, (training.start, training.parameters, training.gradient))
    names = dict(zip(("w1", "w2", "b1", "b2", "w3", "w4", "b3"), places(start)))
    trainable = [names[name] for name in training.trainable]
    data = [([input], [observed]) for input, observed in training.data]
    return training._replace(start=start, parameters=end, gradient=gradient, trainable=trainable, data=data)


def columns(data: Any) -> list[tuple[str, Sequence[float]]]:
    """The values of each input and of each output."""
    inputs, observed = zip(*data)
    return [*[("inputs", values) for values in zip(*inputs)], *[("observed", values) for values in zip(*observed)]]


def far_values(data: Any, output: Any) -> str:
    """Which values are far from 0, far apart or close together, in a sentence. Only IDENTITY lets the observed scale."""
    for name, values in columns(data):
        centre, spread = centre_and_spread(values, name)
        if (abs(centre) > 3 * spread or not 0.1 <= spread <= 3) and (name == "inputs" or output == IDENTITY):
            return f"The {name} run from {min(values):g} to {max(values):g}."
    return ""


def out_of_reach(curve: Any, data: Any, unit: float) -> str:
    """That the last layer can't reach the observed, if that costs much, in a sentence."""
    low, high = LIMITS.get(curve, (-inf, inf))
    observed = [value for _, vector in data for value in vector]
    lowest, highest = min(observed), max(observed)
    if sum(max(low - value, value - high, 0) ** 2 for value in observed) <= 0.02 * unit:
        return ""
    reach = f"stays above {low}" if high == inf else f"stays between {low} and {high}"
    return (
        f"The last layer can't reach the observed: {curve!r} {reach}, and they run from {lowest:g} to {highest:g}. "
        "Give the last layer the activation IDENTITY."
    )


def straight_line(data: Any) -> Optional[float]:
    """The share of the best straight line, 1 - correlation^2; None if there are several inputs or outputs."""
    if len(columns(data)) != 2:
        return None
    (x0, x_spread), (o0, o_spread) = (centre_and_spread(values, name) for name, values in columns(data))
    products = 0.0
    for (x,), (o,) in data:
        products += (x - x0) / x_spread * ((o - o0) / o_spread)
    return max(0.0, 1 - (products / len(data)) ** 2)
