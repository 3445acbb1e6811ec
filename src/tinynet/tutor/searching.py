"""The SSR of a network as a surface over what moves: a quick way down on it, and how sharply it bends.

A look at the surface is one pass over the data: the SSR at a point, and the slopes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isfinite, sqrt
from typing import Any, NamedTuple

from tinynet import backpropagation, layers
from tinynet.arguments.layers import all_numbers, held, places
from tinynet.network import Parameters

Vector = Sequence[float]


class Look(NamedTuple):
    """What one pass over the data shows at a point."""

    point: Vector
    ssr: float
    slopes: Vector


class Surface:
    """The SSR over the numbers that move; all others are held."""

    def __init__(self, parameters: Any, data: Any, trainable: Sequence[str]) -> None:
        self.parameters, self.data = parameters, data
        seven = isinstance(parameters, Parameters)
        self.numbers = list(parameters) if seven else all_numbers(parameters)
        if isinstance(parameters, Parameters):
            moves = [name in trainable for name in Parameters._fields]
        else:
            still = held(parameters, trainable)
            moves = [place not in still for place in places(parameters).values()]
        self.places = [place for place, moves in enumerate(moves) if moves]
        self.start = [self.numbers[place] for place in self.places]
        self.looks = 0

    def look(self, point: Vector) -> Look:
        """One pass over the data. The SSR is infinite if the network fails at that point."""
        self.looks += 1
        numbers = list(self.numbers)
        for place, value in zip(self.places, point):
            numbers[place] = value
        try:
            if isinstance(self.parameters, Parameters):
                ssr, gradient = backpropagation.backpropagate(Parameters(*numbers), self.data)
                slopes: Vector = gradient
            else:
                ssr, shaped = layers.backpropagate(self.shaped(numbers), self.data)
                slopes = all_numbers(shaped)
        except Exception:  # an activation of the user's own may raise anything
            return Look(point, inf, [0.0] * len(point))
        return Look(point, ssr if isfinite(ssr) else inf, [slopes[place] for place in self.places])

    def shaped(self, numbers: Iterable[float]) -> list[layers.Layer]:
        """The layers with these numbers."""
        each = iter(numbers)
        return [
            layer._replace(
                weights=[[next(each) for _ in row] for row in layer.weights], biases=[next(each) for _ in layer.biases]
            )
            for layer in self.parameters
        ]


def dot(one: Vector, other: Vector) -> float:
    total = 0.0
    for x, y in zip(one, other):
        total += x * y
    return total


def along(point: Vector, far: float, direction: Vector) -> list[float]:
    return [x + far * d for x, d in zip(point, direction)]


# The search is L-BFGS (Nocedal 1980). On a straight valley floor gradient descent creeps, because the learning rate must
# suit the steep walls. Newton's step, slopes / curvature, suits both. L-BFGS has seen the curvature on its own way: a move
# changed the slopes by turn = curvature * move. From the last six pairs (move, turn) it makes the step.


def search(surface: Surface, point: Vector, looks: int) -> Look:
    """The lowest point that L-BFGS reaches with so many looks. It gives up after three steps that hardly lead down."""
    here = surface.look(point)
    pairs: list[tuple[Vector, Vector]] = []
    looks -= 1
    idle = 0
    while looks > 0 and idle < 3 and isfinite(here.ssr):
        step = newton_step(here.slopes, pairs)
        fall, far = -dot(here.slopes, step), 1.0
        if not fall > 0 or not isfinite(fall):
            break
        there = surface.look(along(here.point, far, step))
        looks -= 1
        while looks > 0 and not there.ssr <= here.ssr - 1e-4 * far * fall:  # too far: the SSR hardly falls, or rises
            bend = there.ssr - here.ssr + far * fall  # of the parabola through both, whose lowest point comes next
            far *= max(0.1, min(0.5, far * fall / (2 * bend))) if isfinite(bend) else 0.1
            there = surface.look(along(here.point, far, step))
            looks -= 1
        if not there.ssr < here.ssr:
            break
        move, turn = along(there.point, -1, here.point), along(there.slopes, -1, here.slopes)
        if dot(move, turn) > 1e-12 * sqrt(dot(move, move) * dot(turn, turn)):
            pairs = [*pairs, (move, turn)][-6:]
        idle = idle + 1 if there.ssr > 0.9999 * here.ssr else 0
        here = there
    return here


def newton_step(slopes: Vector, pairs: Sequence[tuple[Vector, Vector]]) -> list[float]:
    """The step of L-BFGS (its two loops); at first a short one straight downhill."""
    step = [-slope for slope in slopes]
    if not pairs:
        length = sqrt(dot(step, step))
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


# A short move along a direction changes the slopes by curvature * direction, and what comes out points more than before
# along the direction of the largest curvature. Repeat it (power iteration).


def largest_curvature(surface: Surface, here: Look, looks: int) -> float:
    """The largest curvature at a point, from below, with so many looks."""
    direction, curvature = here.slopes, 0.0
    h = 1e-6 * (1 + sqrt(dot(here.point, here.point)))
    for _ in range(looks):
        length = sqrt(dot(direction, direction))
        if not length > 0 or not isfinite(length):
            break
        there = surface.look(along(here.point, h / length, direction))
        direction = [(after - before) / h for after, before in zip(there.slopes, here.slopes)]
        curvature = sqrt(dot(direction, direction))
    return curvature if isfinite(curvature) else 0.0
