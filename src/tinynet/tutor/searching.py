"""The SSR of a network as a surface over what moves: a quick way down on it, and how sharply it bends.

A look at the surface is one pass over the data: the SSR at a point, and the slopes there.
"""

from collections.abc import Sequence
from math import inf, isfinite, sqrt
from typing import NamedTuple

from tinynet import layers
from tinynet.activations import Layer
from tinynet.arguments.layers import all_numbers, held, places
from tinynet.layers import dot, shaped

Vector = Sequence[float]


class Look(NamedTuple):
    """What one pass over the data shows at a point; and how long gradient descent takes to get there."""

    point: Vector
    ssr: float
    slopes: Vector
    time: float = 0.0  # the number of steps * the learning rate


class Surface:
    """The SSR over the numbers that move; all others are held."""

    def __init__(self, network: Sequence[Layer], data: layers.Data, trainable: Sequence[str]) -> None:
        still = held(network, trainable)
        self.network, self.data, self.numbers = network, data, all_numbers(network)
        self.places = [number for number, place in enumerate(places(network).values()) if place not in still]
        self.start = self.moving(self.numbers)

    def moving(self, numbers: Vector) -> list[float]:
        return [numbers[place] for place in self.places]

    def look(self, point: Vector) -> Look:
        """One pass over the data. The SSR is infinite if the network fails at that point."""
        numbers = list(self.numbers)
        for place, value in zip(self.places, point):
            numbers[place] = value
        try:
            ssr, gradient = layers.backpropagate(shaped(self.network, numbers), self.data)
        except Exception:  # an activation of the user's own may raise anything
            return Look(point, inf, [0.0] * len(point))
        return Look(point, ssr if isfinite(ssr) else inf, self.moving(all_numbers(gradient)))


def along(point: Vector, far: float, direction: Vector) -> list[float]:
    return [x + far * d for x, d in zip(point, direction)]


def norm(vector: Vector) -> float:
    return sqrt(dot(vector, vector))


# The search is L-BFGS (Nocedal 1980). On a straight valley floor gradient descent creeps, because the learning rate must
# suit the steep walls. Newton's step, slopes / curvature, suits both. L-BFGS has seen the curvature on its own way: a move
# changed the slopes by turn = curvature * move. From the last six pairs (move, turn) it makes the step.


def search(surface: Surface, here: Look, looks: int, low: float = 0.0) -> Look:
    """The lowest point that L-BFGS reaches with so many more looks, and the time of a descent along its way to `low`.

    A step of gradient descent moves by slope * learning rate. So a move takes length / slope of that time; the slope is
    the smaller one of its two ends, since the search may stand beside the valley floor, where it is steeper.
    """
    pairs: list[tuple[Vector, Vector]] = []
    far = 1.0
    for _ in range(looks):
        there = surface.look(along(here.point, far, newton_step(here.slopes, pairs)))
        if not there.ssr < here.ssr:  # too far
            far /= 4
            continue
        move, turn = along(there.point, -1, here.point), along(there.slopes, -1, here.slopes)
        if min(dot(move, turn), dot(turn, turn)) > 0:
            pairs = [*pairs, (move, turn)][-6:]
        slope = min(norm(here.slopes), norm(there.slopes))
        time = here.time + (norm(move) / (slope or 1) if here.ssr > low else 0)
        here, far = there._replace(time=time), 1.0
    return here


def newton_step(slopes: Vector, pairs: Sequence[tuple[Vector, Vector]]) -> list[float]:
    """The step of L-BFGS (its two loops); at first a short one straight downhill."""
    step = [-slope for slope in slopes]
    if not pairs:
        length = norm(step)
        return [x * min(1, 0.5 / length) for x in step] if length else step
    shares = []
    for move, turn in reversed(pairs):
        shares.append(dot(move, step) / dot(move, turn))
        step = along(step, -shares[-1], turn)
    move, turn = pairs[-1]
    step = [x * dot(move, turn) / dot(turn, turn) for x in step]
    for (move, turn), share in zip(pairs, reversed(shares)):
        step = along(step, share - dot(turn, step) / dot(move, turn), move)
    return step


def largest_curvature(surface: Surface, here: Look, looks: int) -> float:
    """The largest curvature at a point, from below, with so many looks (power iteration).

    A short move changes the slopes by curvature * direction. This change points more along the direction of the largest
    curvature than the move did. So the next move goes along the change.
    """
    direction, curvature = here.slopes, 0.0
    h = 1e-6 * (1 + norm(here.point))
    for _ in range(looks):
        length = norm(direction)
        if not length > 0 or not isfinite(length):
            break
        there = surface.look(along(here.point, h / length, direction))
        direction = [(after - before) / h for after, before in zip(there.slopes, here.slopes)]
        curvature = norm(direction)
    return curvature if isfinite(curvature) else 0.0
