"""Scales and round numbers. A scale turns a number into its share of an axis, 0 at the low end and 1 at the high end.

linear    share = (number - low) / (high - low)
fall      logarithmic, but linear from the SSR at the start to a tenth of it

The SSR of a descent often falls most in its first steps and ends at a tiny number. A logarithmic axis alone hardly
shows these first steps. Both parts have the same slope where they meet. Above the start the axis is logarithmic again.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from math import ceil, floor, isfinite, log, log10
from typing import NamedTuple

LARGEST = sys.float_info.max
CLOSE = 1e-9  # numbers that differ by less, relative to their size, count as equal


class Scale(NamedTuple):
    """A stretch of numbers, in a unit that is a power of ten, so that nothing overflows."""

    low: float
    high: float
    unit: float
    ticks: list[tuple[float, str]]  # shares of the axis, and the labels there

    def share(self, number: float) -> float:
        return (number / self.unit - self.low) / (self.high - self.low)

    def number(self, share: float) -> float:
        return (self.low + share * (self.high - self.low)) * self.unit


def linear(numbers: Sequence[float], integers: bool = False, margin: float = 0.05) -> Scale:
    """The scale of these numbers. If they hardly differ, it goes on for half their size on either side.

    >>> [label for _, label in linear([0, 7]).ticks]
    ['0', '1', '2', '3', '4', '5', '6', '7']
    """
    ends = max(min(numbers), -LARGEST), min(max(numbers), LARGEST)
    size = max(map(abs, ends)) or 1.0
    power = min(max(floor(log10(size)), -307), 308)  # of ten, and no float loses digits
    unit = float(f"1e{power}")
    low, high = ends[0] / unit, ends[1] / unit
    more = margin * (high - low) if high - low > CLOSE * size / unit else size / unit / 2
    low, high = low - more, high + more
    ticks = round_numbers(low, high, finest=-power if integers else -999)
    shares = [(n * 10.0**e - low) / (high - low) for n, e in ticks]
    return Scale(low, high, unit, list(zip(shares, labels([(n, e + power) for n, e in ticks]))))


class Fall(Scale):
    """A scale of an SSR that falls, in units of the SSR at the start. 0 has no logarithm; it is at the low end."""

    def share(self, number: float) -> float:
        return (decades(number, self.unit) - self.low) / (self.high - self.low) if number > 0 else 0.0


def decades(number: float, start: float) -> float:
    """How far above a tenth of the start a number lies on the axis."""
    if number > start:
        return 9 / log(10) + log10(number) - log10(start)
    tenths = number / start * 10
    return (tenths - 1) / log(10) if tenths > 1 else log10(number) - log10(start) + 1


def fall(numbers: Sequence[float], start: float) -> Fall:
    """The scale of these numbers, at least a decade long, so that an SSR that hardly moves looks like one."""
    positive = [number for number in numbers if number > 0] or [1.0]
    start = max(start or max(positive), 1e-300)  # numbers close to the smallest float have few digits
    low, high = min(0.0, decades(min(positive), start)), max(9 / log(10), decades(max(positive), start))
    margin, for_zero = 0.05 * (high - low), 0.11 * (high - low) * (0 in numbers)
    scale, first = Fall(low - margin - for_zero, high + margin, start, []), floor(log10(start)) - 1
    powers = round_numbers(floor(log10(min(positive))), ceil(log10(max(*positive, start))) + 0.5, finest=0, most=7)
    candidates = [f"1e{n * 10**e}" for n, e in powers] + [f"{n}e{e}" for e in (first, first + 1) for n in (1, 2, 5)]
    for number in [0.0] * (0 in numbers) + [float(candidate) for candidate in candidates]:
        share = scale.share(number)
        if 0 <= share < 1 and len(scale.ticks) < 8 and all(abs(share - other) > 0.07 for other, _ in scale.ticks):
            scale.ticks.append((share, short(number)))
    scale.ticks.sort()
    return scale


def round_numbers(low: float, high: float, finest: int, most: int = 8) -> list[tuple[int, int]]:
    """The multiples of 1, 2 or 5 times a power of ten, from 10^finest on, that lie between; as (n, e) for n * 10^e."""
    steps = ((digit, e) for e in count(max(floor(log10(high - low)) - 2, finest)) for digit in (1, 2, 5))
    digit, e = next((d, e) for d, e in steps if floor(high / (d * 10.0**e)) - ceil(low / (d * 10.0**e)) < most)
    return [(k * digit, e) for k in range(ceil(low / (digit * 10.0**e)), floor(high / (digit * 10.0**e)) + 1)]


def labels(ticks: Sequence[tuple[int, int]]) -> list[str]:
    """All n * 10^e written out or, if one is long, all with a power of ten."""
    numbers = [Decimal(f"{n}e{e}") for n, e in ticks]
    plain, powers = [f"{number:f}" for number in numbers], [tidy(f"{number:e}") for number in numbers]
    longest = max(map(len, plain))
    return plain if longest <= 7 or longest <= max(map(len, powers)) else powers


def short(number: float, digits: int = 4) -> str:
    """A number to four digits, as in -1.235e-12; never -0."""
    return tidy(f"{number + 0.0:.{digits}g}") if isfinite(number) else "overflow"


def tidy(number: str) -> str:
    """1.20000e+07 as 1.2e7."""
    digits, e, power = number.partition("e")
    digits = digits.rstrip("0").rstrip(".") if e and "." in digits else digits
    return f"{digits}e{int(power)}" if e and int(power) and float(digits) else digits
