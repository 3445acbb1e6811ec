"""Scales and round numbers. A scale turns a number into its share of an axis, 0 at the low end and 1 at the high end:

    share = (number - low) / (high - low)

The SSR of a descent falls by powers of ten, so there the number on the axis is log10(SSR). Where the ticks belong is
computed in fractions, so that they stay right for numbers as close together as two floats can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count
from math import ceil, floor, frexp, isfinite, log10
from typing import NamedTuple

LONG = 10  # characters of a label


class Scale(NamedTuple):
    """A stretch of numbers, counted in a unit, a power of two, so large that nothing overflows."""

    low: float
    high: float
    unit: float
    ticks: list[tuple[float, str]]  # shares of the axis, and the labels there

    def share(self, number: float) -> float:
        return (number / self.unit - self.low) / (self.high - self.low)

    def number(self, share: float) -> float:
        return (self.low + share * (self.high - self.low)) * self.unit


def linear(numbers: Sequence[float], closest: float = 5e-11, integers: bool = False) -> Scale:
    """The scale of these numbers.

    closest    nearer than this, by their size, their differences count as rounding, and the scale reaches half their
               size to either side

    >>> [label for _, label in linear([0, 7]).ticks]
    ['0', '1', '2', '3', '4', '5', '6', '7']
    """
    largest = max(map(abs, numbers)) or 1.0
    unit = 2.0 ** (frexp(largest)[1] - 1)
    low, high, size = min(numbers) / unit, max(numbers) / unit, largest / unit
    low, high = padded(low, high) if high - low > closest * size else (low - size / 2, high + size / 2)
    coarse = floor(log10(high - low) + log10(unit)) - 1
    bottom, top = Fraction(low) * Fraction(unit), Fraction(high) * Fraction(unit)
    ticks = round_numbers(bottom, top, finest=max(coarse, 0) if integers else coarse)
    shares = [float((n * Fraction(10) ** e - bottom) / (top - bottom)) for n, e in ticks]
    return Scale(low, high, unit, list(zip(shares, labels(ticks))))


class LogarithmicScale(Scale):
    """A scale of log10(number). 0, which has none, lies at the low end."""

    def share(self, number: float) -> float:
        return super().share(log10(number)) if number > 0 else 0.0


def logarithmic(numbers: Sequence[float]) -> LogarithmicScale:
    """The scale of these numbers, at least a decade long, so that what hardly moves looks like it."""
    decades = [log10(number) for number in numbers if number > 0] or [0.0]
    missing = max(0.0, 1 - (max(decades) - min(decades))) / 2
    low, high = padded(min(decades) - missing, max(decades) + missing)
    if 0 in numbers:
        low -= 0.1 * (high - low)  # room for the 0, below all that have a logarithm
    ticks = [(1, n * 10**e) for n, e in round_numbers(low, high, finest=0)]
    if len(ticks) < 3:
        ticks = [(n, e) for e in range(floor(low), ceil(high)) for n in (1, 2, 5) if low <= log10(n) + e <= high]
    marks = list(zip([(log10(n) + e - low) / (high - low) for n, e in ticks], labels(ticks)))
    if 0 in numbers:
        marks = [(0.0, "0"), *[mark for mark in marks if mark[0] > 0.05][-7:]]
    return LogarithmicScale(low, high, 1.0, marks)


def padded(low: float, high: float) -> tuple[float, float]:
    return low - 0.05 * (high - low), high + 0.05 * (high - low)


def round_numbers(low: float | Fraction, high: float | Fraction, finest: int) -> list[tuple[int, int]]:
    """The round numbers from low to high, as (n, e) for n * 10^e: multiples of 1, 2 or 5 times a power of ten.

    Of these steps, from 10^finest on, the first is taken that gives at most eight numbers. It gives at least three, as
    the step before, which gives nine or more, is at most 2.5 times smaller.
    """
    steps = ((digit, e, digit * Fraction(10) ** e) for e in count(finest) for digit in (1, 2, 5))
    found = ((digit, e, range(ceil(low / step), floor(high / step) + 1)) for digit, e, step in steps)
    digit, e, multiples = next(candidate for candidate in found if len(candidate[2]) <= 8)
    return [(k * digit, e) for k in multiples]


def labels(ticks: Sequence[tuple[int, int]]) -> list[str]:
    """All n * 10^e written out or, where one would be long, all with a power of ten.

    Where that is long too, the first label alone is a number, and the others say how much more they are.

    >>> labels([(17000000000, -1), (17000000001, -1)])
    ['1700000000.0', '+0.1']
    """
    numbers = [Decimal(n).scaleb(e) for n, e in ticks]
    plain = [f"{number:f}" for number in numbers]
    powers = [tidy(f"{number.normalize():e}") for number in numbers]
    longest = max(map(len, plain))
    written = plain if longest <= 7 or longest <= max(map(len, powers)) else powers
    if max(map(len, written)) <= LONG or len(ticks) == 1:
        return written
    more = [(n - ticks[0][0], e) for n, e in ticks[1:]]
    return [written[0], *[f"+{label}" for label in labels(more)]]


def short(number: float, digits: int = 4) -> str:
    """A number to four digits, as in -1.235e-12; never -0."""
    return tidy(f"{number + 0.0:.{digits}g}") if isfinite(number) else "overflow"


def tidy(number: str) -> str:
    """1.20000e+07 as 1.2e7."""
    digits, e, power = number.partition("e")
    digits = digits.rstrip("0").rstrip(".") if e and "." in digits else digits
    return f"{digits}e{int(power)}" if e and int(power) and float(digits) else digits
