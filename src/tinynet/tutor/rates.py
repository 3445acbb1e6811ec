"""What a learner's step does with the learning rate.

    new value = old value - derivative * learning rate

Every usual slip in this line can be solved for the derivative: if the rate is left out, it is old value - new value. So
each line of the table FORMS is tried, and the learner's is the one that gives the same derivative at three rates. If no
line fits, some parameters had moved before all derivatives were taken. Near rate 0 nothing has moved yet, so there the
step shows the learner's own derivatives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Optional

from tinynet.network import Parameters
from tinynet.tutor.asking import Asked, alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import NAMES
from tinynet.tutor.points import Point, right_at
from tinynet.tutor.words import natural

RATE = 0.02
TINY = 4e-4  # nearly no step at all

Step = tuple[Parameters, "tuple[tuple[float, float], ...]", float]
Share = Callable[[int], float]  # the part of the SSR that a loss is, for so many rows

MISSING, TWICE, DIVIDED = "learning rate missing", "learning rate twice", "divided by the learning rate"
Solved = Callable[[float, float, float], float]

# fmt: off
FORMS: tuple[tuple[tuple[str, ...], Solved], ...] = (  # the slips, and the derivative, of (old, new, rate)
    ((),                                            lambda old, new, rate: (old - new) / rate),
    ((MISSING,),                                    lambda old, new, rate: old - new),
    ((MISSING, "derivative returned"),              lambda old, new, rate: new),
    ((TWICE,),                                      lambda old, new, rate: (old - new) / rate**2),
    ((DIVIDED,),                                    lambda old, new, rate: (old - new) * rate),
    ((DIVIDED, "step size returned"),               lambda old, new, rate: new * rate),
    (("step size returned",),                       lambda old, new, rate: new / rate),
    (("step size returned",),                       lambda old, new, rate: -new / rate),
    (("brackets round old value - derivative",),    lambda old, new, rate: old - new / rate),
    (("learning rate added",),                      lambda old, new, rate: old - new - rate),
)
# fmt: on
PLAIN, WITHOUT_RATE, SQUARED = FORMS[0][1], FORMS[1][1], FORMS[3][1]


class Line(NamedTuple):
    """What is wrong in the line of one new value, and the derivative in it, of a point."""

    findings: list[Finding]
    derivative: Optional[Callable[[Point], float]]
    bent: bool = False


class NewValue(NamedTuple):
    """One of the seven new values, at any point and rate."""

    asked: Asked
    name: str
    share: Share

    def old(self, point: Point) -> float:
        return float(getattr(point[0], self.name))

    def at(self, rate: float, point: Point) -> float:
        return self.asked.value(self.name, *point, rate)

    def derivative(self, solved: Solved, point: Point, rate: float = RATE) -> float:
        """For the SSR. A learner whose loss is a share of it was given a rate that makes up for that."""
        share = self.share(len(point[1]))
        return solved(self.old(point), self.at(rate, point), rate / share) / share

    def fits(self, solved: Solved, points: Sequence[Point]) -> bool:
        """Whether the derivative is the same at every rate."""
        return all(
            alike(self.derivative(solved, point), self.derivative(solved, point, times * RATE), 1e-6)
            for point in points
            for times in (2, 4)
        )

    def line(self, solved: Solved, *findings: Finding) -> Line:
        return Line([*findings], lambda point: self.derivative(solved, point))

    def between(self, point: Point, rate: float = RATE) -> float:
        """The derivative, whatever it is subtracted from."""
        return (self.at(rate, point) - self.at(2 * rate, point)) / rate

    def limit(self, solved: Solved, point: Point) -> float:
        """The derivative near rate 0."""
        return limit(lambda rate: self.derivative(solved, point, rate))


def limit(function: Callable[[float], float]) -> float:
    """The value at 0 of d + c * h + e * h^2, from its values at h, h / 2 and h / 4."""
    return (function(TINY) - 6 * function(TINY / 2) + 8 * function(TINY / 4)) / 3


def candidates(asked: Asked, name: str, answered: Sequence[Step], share: Share) -> list[Line]:
    """The lines that may stand there. A point where nothing moves tells nothing."""
    value = NewValue(asked, name, share)
    points = [step[:2] for step in answered if abs(value.at(RATE, step[:2]) - value.old(step[:2])) > 1e-9]
    if not points:
        return [Line([], None)]
    here = points[1:3] or points
    fixed = _fixed_rate(value, points)
    if fixed:
        return [value.line(lambda old, new, rate: (old - new) / fixed, finding("fixed learning rate", rate=fixed))]
    lines = [value.line(solved, *map(finding, keys)) for keys, solved in FORMS if value.fits(solved, here)]
    if lines:
        return lines if lines[0].findings else lines[:1]
    if all(alike(value.between(point), value.between(point, 2 * RATE), 1e-6) for point in here):
        starts = [2 * value.at(RATE, point) - value.at(2 * RATE, point) for point in points]
        return [Line([_another_start(value, points, starts)], value.between)]
    return [_near_rate_0(value, (points[1:] or points)[:3])]


def _fixed_rate(value: NewValue, points: Sequence[Point]) -> float:
    """The learner's own fixed rate, if the derivatives are right; else 0."""
    if not value.fits(WITHOUT_RATE, points[1:3] or points):
        return 0.0
    ratios = [value.derivative(WITHOUT_RATE, point) / (right_at(value.name, point)[0] or 1) for point in points]
    return 0.0 if natural(ratios[0]) or not all(alike(ratio, ratios[0]) for ratio in ratios) else abs(ratios[0])


def _near_rate_0(value: NewValue, points: Sequence[Point]) -> Line:
    starts = [limit(lambda rate, point=point: value.at(rate, point)) for point in points]  # type: ignore[misc]
    if not all(alike(start, value.old(point), 1e-4) for start, point in zip(starts, points)):
        return Line([_another_start(value, points, starts)], None)
    near, far = ([abs(value.derivative(PLAIN, p, rate)) for p in points[:2]] for rate in (TINY, 30 * TINY))
    if all(one < 0.1 * other for one, other in zip(near, far)):
        return Line([finding(TWICE)], lambda point: value.limit(SQUARED, point), True)
    return Line([], lambda point: value.limit(PLAIN, point), True)


def _another_start(value: NewValue, points: Sequence[Point], starts: Sequence[float]) -> Finding:
    """What stands where the old value belongs: it must hold at all points."""
    olds = [value.old(point) for point in points]
    factor = starts[0] / (olds[0] or 1)
    for other in NAMES:
        if all(alike(start, getattr(point[0], other), 1e-6) for start, point in zip(starts, points)):
            return finding("other old value", other=other, name=value.name)
    if all(alike(start, factor * old, 1e-6) for start, old in zip(starts, olds)):
        return finding("(times the old value)", label="old value changed", factor=factor)
    return finding("old value changed", start=starts[0], old=olds[0])
