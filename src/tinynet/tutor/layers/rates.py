"""How a new value depends on the learning rate, and the derivative that is in it.

    new value = old value - derivative * learning rate

So (old value - new value) / learning rate is the derivative, the same at each rate. `FORMS` lists what else people
write. The right line is the one that gives the same derivative at three rates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tinynet.layers import dot
from tinynet.tutor.findings import PLACES
from tinynet.tutor.rates import FORMS, MISSING

RATE = 0.02
TINY = 1e-4  # nearly no step at all

New = Callable[[float], list[float]]  # the new values at a rate


class Slip(NamedTuple):
    """What was made of the old value and the rate, and the derivatives in it: from the old values, the new and a rate."""

    label: str
    place: str
    derivative: Callable[[list[float], New, float], list[float]]


def _each(label: str, place: str, derivative: Callable[[float, float, float], float]) -> Slip:
    return Slip(label, place, lambda old, new, rate: [derivative(x, y, rate) for x, y in zip(old, new(rate))])


def _bent(old: list[float], new: New, _: float = 0.0) -> list[float]:
    """Near 0 it is derivative + c * rate: so twice what it is at half the rate, less what it is at the whole."""
    return [(4 * (x - half) - (x - whole)) / TINY for x, half, whole in zip(old, new(TINY / 2), new(TINY))]


PLAIN = _each("", "", lambda old, new, rate: (old - new) / rate)
STILL = PLAIN._replace(label="not updated", place="update")
ALONE = PLAIN._replace(label="learning rate alone", place="learning rate")
BENT = Slip("", "", _bent)
OTHER_START = Slip(
    "old value changed", "old value", lambda old, new, rate: [(x - y) / rate for x, y in zip(new(rate), new(2 * rate))]
)
_PLACE = {label: place for place, one in PLACES.items() for label in one.sayings}
SLIPS = (PLAIN, *[_each(labels[-1], _PLACE[labels[-1]], solved) for labels, solved in FORMS if labels], OTHER_START)


def slip_of(old: list[float], new: New, right: list[float]) -> Slip:
    """Of several that fit, the first one that gives the right derivative, else the first."""
    moves = [[x - y for x, y in zip(old, new(n * RATE))] for n in (1, 2, 4)]
    if max(abs(x) for some in moves for x in some) <= 1e-9 * (1 + max(map(abs, old))):
        return STILL if any(right) else PLAIN
    if all(near(some, [n * RATE] * len(old)) for n, some in zip((1, 2, 4), moves)):
        return ALONE
    fitting = [slip for slip in SLIPS if _fits(slip, old, new)]
    found = [slip for slip in fitting if _is_share(slip.derivative(old, new, RATE), right)] or fitting or [BENT]
    return _fixed(found[0], old, new, right) if found[0].label == MISSING else found[0]


def _fits(slip: Slip, old: list[float], new: New) -> bool:
    one, *others = (slip.derivative(old, new, n * RATE) for n in (1, 2, 4))
    return all(near(one, other) for other in others)


def _fixed(missing: Slip, old: list[float], new: New, right: list[float]) -> Slip:
    """The move is the same at every rate. Is it the right derivative times a rate of its own?"""
    moved = missing.derivative(old, new, RATE)
    rate = dot(moved, right) / (dot(right, right) or 1)
    usual = any(abs(rate - x) < 1e-4 for x in (1, 0.5))  # the rate is missing; a half is the loss of a book
    if usual or rate <= 0 or not near(moved, [rate * d for d in right], 1e-4):
        return missing
    return _each("fixed learning rate", "learning rate", lambda old, new, _: (old - new) / rate)


def several(number: int) -> Slip:
    return Slip("", "", lambda old, new, _: [d / number for d in _bent(old, new)])


def _is_share(numbers: list[float], right: list[float]) -> bool:
    """Whether these are the right derivatives, or half of them, with either sign."""
    return any(near(numbers, [share * d for d in right], 1e-4) for share in (1, 0.5, -1, -0.5))


def near(one: Sequence[float], other: Sequence[float], tolerance: float = 1e-6) -> bool:
    size = max([*map(abs, one), *map(abs, other)])
    return all(abs(x - y) <= tolerance * size + 1e-13 for x, y in zip(one, other))
