"""By which line does a learner's step get the new values of a layer's weights, or of its biases?

    new value = old value - derivative * learning rate

The table of `rates` has the usual slips in this line, each solved for the derivative: without the rate, it is old value - new
value. A line fits if it gives the same derivatives at three rates. If none does, something had moved before the derivatives
were taken. Near rate 0 nothing has moved yet, so there the step shows them.
"""

from collections.abc import Callable
from typing import NamedTuple

from tinynet.layers import dot
from tinynet.tutor.findings import PLACE_OF
from tinynet.tutor.layers.comparing import by_part, like, minus
from tinynet.tutor.layers.forms import Answer
from tinynet.tutor.nearness import FINE
from tinynet.tutor.rates import FORMS, MISSING, RATE

RATES = (RATE, 2 * RATE, 4 * RATE)
TINY = 1e-4  # nearly no step at all
Values = list[float]


class Part(NamedTuple):
    """The weights of a layer, or its biases: before a step, and after a step with any learning rate."""

    name: str  # "W(1)"
    old: Values
    step: Callable[[float], Answer]

    def new(self, rate: float) -> Values:
        return by_part(self.step(rate).gradient)[self.name]

    def moved(self, rate: float) -> Values:
        """How far: old less new."""
        return minus(self.old, self.new(rate))  # type: ignore[no-any-return]


class Line(NamedTuple):
    """A line that may give the new values: what is wrong in it, and the derivatives in a step with some rate."""

    place: str
    label: str
    derivatives: Callable[[Part, float], Values]

    def fits(self, part: Part) -> bool:
        once, *more = (self.derivatives(part, rate) for rate in RATES)
        return all(like(one, once, FINE) for one in more)


def line_of(part: Part, right: Values) -> Line:
    """Of several lines that fit, the one that gives the right derivatives, else the first."""
    moves = [part.moved(rate) for rate in RATES]
    if max(abs(x) for move in moves for x in move) <= 1e-9 * (1 + max(map(abs, part.old))):
        return STILL if any(right) else PLAIN
    if all(like(move, [rate] * len(move), FINE) for rate, move in zip(RATES, moves)):
        return RATE_ALONE
    fitting = [line for line in LINES if line.fits(part)] or [BENT]
    shares = [[share * d for d in right] for share in (1, 0.5, -1, -0.5)]  # lost: the 2, or the sign
    right_ones = (line for share in shares for line in fitting if like(line.derivatives(part, RATE), share))
    best = next(right_ones, fitting[0])
    return _with_a_rate_of_its_own(best, part, right) if best.label == MISSING else best


def _with_a_rate_of_its_own(missing: Line, part: Part, right: Values) -> Line:
    """The move is the same at every rate. Is it the right derivative times a rate of the learner's own?"""
    move = part.moved(RATE)
    rate = dot(move, right) / (dot(right, right) or 1)
    is_missing = any(abs(rate - share) < 1e-4 for share in (1, 0.5))  # a half is the loss of a book
    if is_missing or rate <= 0 or not like(move, [rate * d for d in right]):
        return missing
    return Line("learning rate", "fixed learning rate", _each(lambda old, new, _: (old - new) / rate))


def _each(solved: Callable[[float, float, float], float]) -> Callable[[Part, float], Values]:
    """A line that is solved for one derivative, for all of a part."""
    return lambda part, rate: [solved(old, new, rate) for old, new in zip(part.old, part.new(rate))]


def _near_0(part: Part, _: float) -> Values:
    """Near 0, move / rate = derivative + c * rate. So derivative = 2 * (value at rate / 2) - (value at rate)."""
    return [(4 * half - whole) / TINY for half, whole in zip(part.moved(TINY / 2), part.moved(TINY))]


def _from_another_start(part: Part, rate: float) -> Values:
    return [(once - twice) / rate for once, twice in zip(part.new(rate), part.new(2 * rate))]


PLAIN = Line("", "", _each(FORMS[0][1]))
STILL = PLAIN._replace(place="update", label="not updated")
RATE_ALONE = PLAIN._replace(place="learning rate", label="learning rate alone")
BENT = Line("", "", _near_0)
_SLIPS = [Line(PLACE_OF[slips[-1]], slips[-1], _each(solved)) for slips, solved in FORMS if slips]
LINES = (PLAIN, *_SLIPS, Line("old value", "old value changed", _from_another_start))
