"""What a step makes of the learning rate, and the derivatives inside it.

    new value = old value - derivative * learning rate

So (old value - new value) / learning rate is the derivative, and it is the same at each rate. The usual slips can be
solved for the derivative too: `FORMS` lists them. The learner's line is the one that gives the same derivative at three
rates. Here `old` are the old values of some weights or biases, and `new(rate)` the new ones at a rate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tinynet.layers import dot
from tinynet.tutor.findings import PLACES
from tinynet.tutor.layers.comparing import like, minus
from tinynet.tutor.rates import FORMS, MISSING

RATE = 0.02
TINY = 1e-4  # nearly no step at all
EXACT = 1e-6

Values = list[float]
New = Callable[[float], Values]


class Line(NamedTuple):
    """A line that may stand for the right one: what is wrong in it, and how it is solved for the derivatives."""

    label: str
    place: str
    derivatives: Callable[[Values, New, float], Values]

    def fits(self, old: Values, new: New) -> bool:
        once, *more = (self.derivatives(old, new, times * RATE) for times in (1, 2, 4))
        return all(like(one, once, EXACT) for one in more)


def line_of(old: Values, new: New, right: Values) -> Line:
    """Of several lines that fit, the one that gives the right derivatives, else the first."""
    moves = [(times * RATE, minus(old, new(times * RATE))) for times in (1, 2, 4)]
    if max(abs(x) for _, move in moves for x in move) <= 1e-9 * (1 + max(map(abs, old))):
        return STILL if any(right) else PLAIN
    if all(like(move, [rate] * len(old), EXACT) for rate, move in moves):
        return RATE_ALONE
    fitting = [line for line in LINES if line.fits(old, new)] or [BENT]
    best = next((line for line in fitting if _is_share(line.derivatives(old, new, RATE), right)), fitting[0])
    return _fixed(best, old, new, right) if best.label == MISSING else best


def several(number: int) -> Line:
    """So many steps in one: near rate 0 they are so many times the derivative."""
    return Line("", "", lambda old, new, _: [d / number for d in _near_0(old, new)])


def _is_share(numbers: Values, right: Values) -> bool:
    """Whether these are the right derivatives, or half of them, with either sign."""
    return any(like(numbers, [share * d for d in right]) for share in (1, 0.5, -1, -0.5))


def _fixed(missing: Line, old: Values, new: New, right: Values) -> Line:
    """The move is the same at every rate. Is it the right derivative times a rate of its own?"""
    moved = missing.derivatives(old, new, RATE)
    rate = dot(moved, right) / (dot(right, right) or 1)
    is_missing = any(abs(rate - share) < 1e-4 for share in (1, 0.5))  # a half is the loss of a book
    if is_missing or rate <= 0 or not like(moved, [rate * d for d in right]):
        return missing
    return _solved("fixed learning rate", "learning rate", lambda old, new, _: (old - new) / rate)


def _solved(label: str, place: str, derivative: Callable[[float, float, float], float]) -> Line:
    return Line(label, place, lambda old, new, rate: [derivative(x, y, rate) for x, y in zip(old, new(rate))])


def _near_0(old: Values, new: New, _: float = 0.0) -> Values:
    """Near 0 it is derivative + c * rate: so twice what it is at half the rate, less what it is at the whole."""
    return [(4 * (x - half) - (x - whole)) / TINY for x, half, whole in zip(old, new(TINY / 2), new(TINY))]


_PLACE = {label: place for place, one in PLACES.items() for label in one.sayings}
PLAIN = _solved("", "", lambda old, new, rate: (old - new) / rate)
STILL = PLAIN._replace(label="not updated", place="update")
RATE_ALONE = PLAIN._replace(label="learning rate alone", place="learning rate")
BENT = Line("", "", _near_0)  # no line: something has moved before the derivative is taken
_OTHER_START = Line(
    "old value changed", "old value", lambda old, new, rate: [x / rate for x in minus(new(rate), new(2 * rate))]
)
LINES = (PLAIN, *[_solved(labels[-1], _PLACE[labels[-1]], solved) for labels, solved in FORMS if labels], _OTHER_START)
