"""What is measured after a training, for the advice: how low the SSR could be, which learning rate suits, how it moves.

It is measured on layers; the seven parameters are two layers. A share is an SSR divided by the SSR of the mean: a
share of 0.1 means that nine tenths of it are explained. A time is a number of steps * the learning rate.
"""

from collections.abc import Sequence
from functools import cached_property
from math import ceil, floor, inf, log10
from random import Random
from typing import Any, NamedTuple, Optional

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


class Measured:
    """What was seen of a training and around it, with 54 passes over the data at most.

    share         of the training
    found         where a search led from its end; `others` where it led from two other starts
    best          the lowest share that was seen, on the way of the training too
    stable_rate   the learning rate that suits the curvature
    line          the share of the best straight line, if there is one to compare with
    """

    def __init__(self, given: Training) -> None:
        training = self.training = as_layers(given)
        self.seven = training is not given
        self.unit: float = training.mean_ssr or training.history[0] or 1.0
        self.share: float = training.ssr / self.unit
        ground = self.ground = Ground(training, self.unit)
        self.is_dead = not any(ground.surface.moving(all_numbers(training.gradient)))
        start = ground.surface.look(ground.surface.start)
        here, so_far = self._where_to_search_from(start)
        reached = search(ground.surface, here, 18, 0.01 * ground.mean)
        self.found = Searched(reached.ssr / ground.mean, time=reached.time + so_far)
        self.others = ground.elsewhere()
        curvature = max(largest_curvature(ground.surface, look, 5) for look in (start, reached))
        self.stable_rate: float = 1 / (3 * curvature) if curvature > 0 else training.learning_rate
        self.best = min([self.found.share, min(training.history) / self.unit, *[one.share for one in self.others]])
        self.line = straight_line(ground.data) if ground.all_move and ground.output == IDENTITY else None

    def _where_to_search_from(self, start: Look) -> tuple[Look, float]:
        """The end of the training and its time; the start if that is no place to search from."""
        training, ground = self.training, self.ground
        is_worse = training.ssr > 1.01 * training.history[0]
        if is_worse or self.is_dead or ground.far or ground.out_of_reach:
            return start, 0.0
        return ground.surface.look(ground.surface.moving(all_numbers(training.parameters))), self._time_so_far()

    @cached_property
    def is_worse_than_seen(self) -> bool:
        return bool(self.share > self.best + 0.02)

    @cached_property
    def is_worse_than_the_line(self) -> bool:
        return self.line is not None and self.share > 1.05 * self.line + 1e-4

    @cached_property
    def is_bouncing(self) -> bool:
        return bounces(self.training.history, 1e-6 * self.unit) and self.share > 1.02 * self.best + 1e-4

    @cached_property
    def remedy(self) -> "Remedy":
        return Remedy(self)

    def _time_so_far(self) -> float:
        """The time of all steps so far; of a descent that bounces, only until its SSR was nearly as low as it is now."""
        history = self.training.history
        nearly = history[-1] + 0.02 * self.unit if bounces(history) else -inf
        steps = next((step for step, ssr in enumerate(history) if ssr <= nearly), self.training.steps)
        return float(steps * self.training.learning_rate)

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
        data, ground = self.ground.data, self.ground
        differ = len({(*inputs,) for inputs, _ in data}) == len(data)
        few = len(data) * len(data[0][1]) <= len(ground.surface.places)
        return differ and few and ground.all_move and len(ground.start) > 1 and not self.seven and self.share > 0.1


class Ground:
    """The network and the rows that the searches use: scaled, or with another output, if no descent can lead down else.

    out_of_reach   that the last layer can't reach the observed, in a sentence; then its activation becomes IDENTITY
    far            that the values are far from 0, in a sentence; then they are scaled
    mean           the SSR of the mean on these rows
    """

    def __init__(self, training: Any, unit: float) -> None:
        self.data, self.trainable = list(training.data), training.trainable
        output = training.start[-1].activation
        self.out_of_reach = out_of_reach(output, self.data, unit)
        self.output = IDENTITY if self.out_of_reach else output
        self.start = [*training.start[:-1], training.start[-1]._replace(activation=self.output)]
        self.far = far_values(self.data, self.output)
        self.rows = Scaling.of(self.data, self.output).scaled(self.data) if self.far else self.data
        self.mean: float = sum(map(ssr_of_the_mean, zip(*[observed for _, observed in self.rows]))) or unit
        self.surface = Surface(self.start, self.rows, self.trainable)
        self.all_move = len(self.surface.places) == len(self.surface.numbers)

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
    def weights_are_tiny(self) -> bool:
        return all(abs(weight) < 0.1 for layer in self.start for row in layer.weights for weight in row)

    def elsewhere(self) -> "list[Searched]":
        """Short searches from two other starts. `initial_layers` knows one activation for all hidden layers."""
        are_alike = len({layer.activation for layer in self.start[:-1]}) <= 1
        found = []
        for seed in (self.next_seed, self.next_seed + 1) if are_alike and self.all_move else ():
            start = initial_layers(self.sizes, seed, self.start[0].activation, self.output)
            surface = Surface(start, self.rows, self.trainable)
            reached = search(surface, surface.look(surface.start), 11, 0.01 * self.mean)
            found.append(Searched(reached.ssr / self.mean, seed, reached.time))
        return found


class Searched(NamedTuple):
    """Where a search led: its share, the seed that it started from, and the time of a descent to there."""

    share: float
    seed: int = 0
    time: float = 0.0


class Remedy:
    """What may help, by what was seen."""

    def __init__(self, seen: Measured) -> None:
        self.seen = seen

    @property
    def rate(self) -> Optional[float]:
        """The learning rate to try instead; None to keep it."""
        seen, training = self.seen, self.seen.training
        history, rate, stable = training.history, training.learning_rate, self.seen.stable_rate
        has_leapt = seen.is_dead or any(after > 1.01 * before for before, after in zip(history, history[1:]))
        is_wrong = training.stopped == "diverged" or seen.ground.out_of_reach or seen.is_bouncing
        return stable if is_wrong or (has_leapt and rate > 1.2 * stable) or rate < stable / 5 else None

    @property
    def seed(self) -> Optional[int]:
        """The seed of a start from which the search led lower, or None. Another rate may help the start that there is."""
        lowest = min(self.seen.others, default=Searched(inf))
        margin = 0.1 if self.seen.ground.far else inf if self.rate is not None else 0.02
        return lowest.seed if lowest.share < self.seen.found.share - margin else None

    @property
    def given_steps(self) -> int:
        """The limit that the training had, as far as is known."""
        return int(self.seen.training.steps) if self.seen.training.stopped == "max_steps" else DEFAULT_STEPS

    @property
    def steps(self) -> int:
        """About how many steps the advised training needs: twice as many as to where the short search led."""
        rate = self.seen.stable_rate if self.seen.ground.far else self.rate or self.seen.training.learning_rate
        reached = self.seen.found if self.seed is None else min(self.seen.others)
        return rounded_up(2 * reached.time / float(rate))

    @property
    def is_stuck(self) -> bool:
        """Whether that is too many steps to be worth it. A search goes quickly over flat ground, a descent does not."""
        return self.steps > max(3 * self.given_steps, 10 * DEFAULT_STEPS)

    @property
    def needs_more_steps(self) -> bool:
        """Whether more steps with the same rate, from the same start, lead lower."""
        seen = self.seen
        further = seen.is_falling or seen.share > seen.found.share + 0.02 or seen.is_worse_than_the_line
        return seen.training.stopped == "max_steps" and further and self.rate is None and self.seed is None


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
    runs = f"{curve!r} {reach}, and they run from {lowest:g} to {highest:g}"
    return f"The last layer can't reach the observed: {runs}. Give the last layer the activation IDENTITY."


def straight_line(data: Any) -> Optional[float]:
    """The share of the best straight line, 1 - correlation^2; None if there are several inputs or outputs."""
    if len(columns(data)) != 2:
        return None
    (x0, x_spread), (o0, o_spread) = (centre_and_spread(values, name) for name, values in columns(data))
    products = 0.0
    for (x,), (o,) in data:
        products += (x - x0) / x_spread * ((o - o0) / o_spread)
    return max(0.0, 1 - (products / len(data)) ** 2)
