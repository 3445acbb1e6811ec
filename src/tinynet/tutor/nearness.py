"""When two numbers count as equal.

Digits get lost in several ways, so there are several bounds. Each is relative to the size of the numbers:

    EXACT   1e-9   the same call again, or the same sum in another order
    FINE    1e-6   the difference of two answers, in which leading digits cancel
    RIGHT   1e-5   float32 and central differences; of a derivative it is relative to the sum of the absolute products
    USUAL   1e-4   what is worked out from answers that are central differences themselves
    ROUGH   1e-3   a ratio of differences
    NEARLY  1e-2   everything is rounded to three digits on the way
"""

from collections.abc import Sequence
from math import isfinite

EXACT, FINE, RIGHT, USUAL, ROUGH, NEARLY = 1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2


def alike(one: float, other: float, within: float = USUAL) -> bool:
    """Equal but for a part of their mean size; nan is like nothing."""
    return isfinite(one) and abs(one - other) <= within * (abs(one) + abs(other)) / 2 + 1e-9


def all_alike(ones: Sequence[float], others: Sequence[float], within: float = USUAL) -> bool:
    """As many numbers, and each like the other."""
    return len(ones) == len(others) and all(alike(one, other, within) for one, other in zip(ones, others))


def steady(values: Sequence[float], within: float = USUAL) -> bool:
    """All are like the first."""
    return all(alike(value, values[0], within) for value in values)


def same_beside_1(ones: Sequence[float], others: Sequence[float]) -> bool:
    """For parameters and SSRs: they begin at about 1, and what has become small keeps the error of what it was."""
    pairs = [*zip(ones, others)]
    return len(ones) == len(others) and all(abs(one - other) <= RIGHT * (1 + abs(other)) for one, other in pairs)
