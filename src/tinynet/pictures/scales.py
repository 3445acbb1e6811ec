"""Scales and round numbers. A scale turns a number into its share of an axis, 0 at the low end and 1 at the high end:

    share = (number - low) / (high - low)

The SSR of a descent falls by powers of ten, so there the number on the axis is log10(SSR).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from math import ceil, floor, isfinite, log10
from typing import NamedTuple


class Scale(NamedTuple):
    """A stretch of numbers, counted in a unit so large that nothing overflows."""

    low: float
    high: float
    unit: float
    ticks: list[tuple[float, str]]  # shares of the axis, and the labels there

    def share(self, number: float) -> float:
        return (number / self.unit - self.low) / (self.high - self.low)

    def number(self, share: float) -> float:
        return (self.low + share * (self.high - self.low)) * self.unit


def linear(numbers: Sequence[float], integers: bool = False) -> Scale:
    """The scale of these numbers. Where floats can't hold them apart, it reaches half their size to either side."""
    largest = max(max(map(abs, numbers)), 1e-300) if any(numbers) else 1.0
    power = floor(log10(largest))
    unit = 10.0**power
    low, high, half = min(numbers) / unit, max(numbers) / unit, largest / unit / 2
    low, high = padded(low, high) if high - low > 1e-10 * half else (low - half, high + half)
    ticks = round_numbers(low, high, finest=-power if integers else -13)
    shares = [(n * 10.0**e - low) / (high - low) for n, e in ticks]
    return Scale(low, high, unit, list(zip(shares, labels([(n, e + power) for n, e in ticks]))))


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


def round_numbers(low: float, high: float, finest: int) -> list[tuple[int, int]]:
    """The round numbers from low to high, as (n, e) for n * 10^e: multiples of 1, 2 or 5 times a power of ten.

    Of these steps the finest is taken that gives at most eight numbers. It gives at least three, as the step before,
    which gives nine or more, is at most 2.5 times smaller.
    """
    steps = ((digit, e, digit * 10.0**e) for e in count(finest) for digit in (1, 2, 5))
    found = ((digit, e, range(ceil(low / step), floor(high / step) + 1)) for digit, e, step in steps)
    digit, e, multiples = next(candidate for candidate in found if len(candidate[2]) <= 8)
    return [(k * digit, e) for k in multiples]


def labels(ticks: Sequence[tuple[int, int]]) -> list[str]:
    """All n * 10^e written out or, where one would be long, all with a power of ten."""
    plain = [f"{n / 10**-e:.{-e}f}" if e < 0 else str(n * 10**e) for n, e in ticks]
    powers = [tidy(f"{n:.13e}", e) for n, e in ticks]
    longest = max(map(len, plain))
    return plain if longest <= 7 or longest <= max(map(len, powers)) else powers


def short(number: float, digits: int = 4) -> str:
    """A number to four digits, as in -1.235e-12; never -0."""
    return tidy(f"{number + 0.0:.{digits}g}") if isfinite(number) else "overflow"


def tidy(number: str, power: int = 0) -> str:
    """1.20000e+07, times 10^power, as 1.2e7."""
    digits, e, own = number.partition("e")
    power += int(own or 0)
    digits = digits.rstrip("0").rstrip(".") if e else digits
    return f"{digits}e{power}" if power and float(digits) else digits
