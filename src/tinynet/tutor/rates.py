"""What a learner's step does with the learning rate.

    new value = old value - derivative * learning rate

Every usual slip in this line can be solved for the derivative: if the rate is left out, it is old value - new value. So
each line of the table FORMS is tried, and the learner's is the one that gives the same derivative at three rates. If no
line fits, some parameters had moved before all derivatives were taken. Near rate 0 nothing has moved yet, so there the
step shows the learner's own derivatives.
"""

from collections.abc import Callable, Sequence
from math import nan
from typing import NamedTuple, Optional

from tinynet.tutor.asking import Learner
from tinynet.tutor.chains import NAMES
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import FINE, alike, all_alike, steady
from tinynet.tutor.points import Point, right_at
from tinynet.tutor.words import natural

RATE = 0.02
TINY = 4e-4  # nearly no step at all

MISSING, TWICE, DIVIDED = "learning rate missing", "learning rate twice", "divided by the learning rate"
Solved = Callable[[float, float, float], float]


class Form(NamedTuple):
    """A line of a step: the slips in it, and the derivative that it gives for an old value, a new value and a rate."""

    slips: tuple[str, ...]
    solved: Solved


FORMS = (
    Form((),                                            lambda old, new, rate: (old - new) / rate),
    Form((MISSING,),                                    lambda old, new, rate: old - new),
    Form((MISSING, "derivative returned"),              lambda old, new, rate: new),
    Form((TWICE,),                                      lambda old, new, rate: (old - new) / rate**2),
    Form((DIVIDED,),                                    lambda old, new, rate: (old - new) * rate),
    Form((DIVIDED, "step size returned"),               lambda old, new, rate: new * rate),
    Form(("step size returned",),                       lambda old, new, rate: new / rate),
    Form(("step size returned",),                       lambda old, new, rate: -new / rate),
    Form(("brackets round old value - derivative",),    lambda old, new, rate: old - new / rate),
    Form(("learning rate added",),                      lambda old, new, rate: old - new - rate),
)  # fmt: skip
PLAIN, WITHOUT_RATE, SQUARED = FORMS[0].solved, FORMS[1].solved, FORMS[3].solved


class Line(NamedTuple):
    """What is wrong in the line of one new value, and the derivative in it, as a function of a point.

    is_bent   no line of the table fits
    """

    findings: list[Finding]
    derivative: Optional[Callable[[Point], float]]
    is_bent: bool = False


class NewValue(NamedTuple):
    """One of the seven new values, at any point and rate. `share` is the part of the SSR that the loss is, for n rows."""

    learner: Learner
    name: str
    share: Callable[[int], float]

    def old(self, point: Point) -> float:
        return float(getattr(point.parameters, self.name))

    def at(self, rate: float, point: Point) -> float:
        return float((self.learner.answer(*point, rate) or {self.name: nan})[self.name])

    def derivative(self, solved: Solved, point: Point, rate: float = RATE) -> float:
        """For the SSR. A learner whose loss is a share of it was given a rate that makes up for that."""
        share = self.share(len(point.rows))
        return solved(self.old(point), self.at(rate, point), rate / share) / share

    def fits(self, solved: Solved, points: Sequence[Point]) -> bool:
        """Whether the derivative is the same at every rate."""
        rates = (RATE, 2 * RATE, 4 * RATE)
        return all(steady([self.derivative(solved, point, rate) for rate in rates], FINE) for point in points)

    def line(self, solved: Solved, findings: Sequence[Finding]) -> Line:
        return Line([*findings], lambda point: self.derivative(solved, point))

    def between(self, point: Point, rate: float = RATE) -> float:
        """The derivative, whatever it is subtracted from."""
        return (self.at(rate, point) - self.at(2 * rate, point)) / rate


def limit(function: Callable[[float], float]) -> float:
    """The value at 0 of d + c * h + e * h^2, from its values at h, h / 2 and h / 4."""
    return (function(TINY) - 6 * function(TINY / 2) + 8 * function(TINY / 4)) / 3


def candidates(value: NewValue, answered: Sequence[Point]) -> list[Line]:
    """The lines that may stand there. A point where nothing moves tells nothing."""
    points = [point for point in answered if abs(value.at(RATE, point) - value.old(point)) > 1e-9]
    few = points[1:3] or points
    if not points:
        return [Line([], None)]
    known = _known(value, few)
    return _at_another_rate(value, points, bool(known)) or known or _from_another_start(value, points, few)


def _at_another_rate(value: NewValue, points: Sequence[Point], is_known: bool) -> list[Line]:
    """If the derivatives are right: is the rate before them always the same, or another one than the given one?"""
    taken = []
    for rate in (RATE, 2 * RATE):
        moves = [value.derivative(WITHOUT_RATE, point, rate) for point in points]
        ratios = [move / (right_at(value.name, point).derivative or 1) for move, point in zip(moves, points)]
        if not steady(ratios):
            return []
        taken.append(ratios[0])
    is_fixed = alike(*taken) and not natural(abs(taken[0]))
    if is_known and not is_fixed:
        return []
    own = abs(taken[0]) if is_fixed else taken[0]
    words = finding("another learning rate", rate=RATE, taken=own, other=2 * RATE, other_taken=taken[1])
    words = finding("fixed learning rate", rate=own) if is_fixed else words
    return [value.line(lambda old, new, rate: (old - new) / own, [words])]


def _known(value: NewValue, few: Sequence[Point]) -> list[Line]:
    """The lines of the table that fit; the right one alone if it is among them."""
    fitting = [form for form in FORMS if value.fits(form.solved, few)]
    lines = [value.line(form.solved, [*map(finding, form.slips)]) for form in fitting]
    return lines[:1] if PLAIN in [form.solved for form in fitting] else lines


def _from_another_start(value: NewValue, points: Sequence[Point], few: Sequence[Point]) -> list[Line]:
    """If the new value is a line in the rate, it starts at the learner's own old value; else what shows near rate 0."""
    if all(alike(value.between(point), value.between(point, 2 * RATE), FINE) for point in few):
        return [_on_a_line(value, points)]
    points = (points[1:] or points)[:3]
    starts = [limit(lambda rate, point=point: value.at(rate, point)) for point in points]  # type: ignore[misc]
    if not all_alike(starts, [*map(value.old, points)]):
        return [Line([_another_start(value, points, starts)], None)]
    near, far = ([abs(value.derivative(PLAIN, point, rate)) for point in points[:2]] for rate in (TINY, 30 * TINY))
    if all(one < 0.1 * other for one, other in zip(near, far)):
        return [Line([finding(TWICE)], lambda point: limit(lambda rate: value.derivative(SQUARED, point, rate)), True)]
    return [Line([], lambda point: limit(lambda rate: value.derivative(PLAIN, point, rate)), True)]


def _on_a_line(value: NewValue, points: Sequence[Point]) -> Line:
    """It starts at another value. If this depends on the data, a part of the derivative is not multiplied by the rate."""

    def start(point: Point) -> float:
        return 2 * value.at(RATE, point) - value.at(2 * RATE, point)

    one, others = points[0], tuple((input, observed + 1) for input, observed in points[0].rows)
    if not alike(start(one), start(one._replace(rows=others)), FINE):
        return Line([finding("a part without the learning rate", start=start(one), old=value.old(one))], None)
    return Line([_another_start(value, points, [*map(start, points)])], value.between)


def _another_start(value: NewValue, points: Sequence[Point], starts: Sequence[float]) -> Finding:
    """What stands where the old value belongs: it must hold at all points."""
    for other in NAMES:
        if all_alike(starts, [getattr(point.parameters, other) for point in points], FINE):
            return finding("other old value", other=other, name=value.name)
    olds = [*map(value.old, points)]
    factor = starts[0] / (olds[0] or 1)
    if all_alike(starts, [factor * old for old in olds], FINE):
        return finding("(times the old value)", label="old value changed", factor=factor)
    return finding("old value changed", start=starts[0], old=olds[0])
