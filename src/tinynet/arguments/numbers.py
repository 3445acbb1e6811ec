"""Numbers, names and seeds, checked. The derivation has no checks; it trusts what passes here."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from itertools import islice
from math import inf, isfinite
from operator import index
from typing import Any

MOST_ROWS = 1_000_000  # an iterator that yields more is taken for endless


def finite(value: Any, name: str, *place: int, expected: str = "a finite number") -> float:
    """A real number as a finite float. A type counts as a real number if it can be rounded.

    The name may hold {} for the place. Filling it in takes time, so that is only done for an error message.
    """
    if type(value) is float and isfinite(value):
        return value
    name = name.format(*place)
    try:
        number = _as_float(value)
    except OverflowError:
        raise ValueError(f"{name} is too large for a float; it must be {expected}") from None
    except Exception as error:
        raise TypeError(f"{name} is {shown(value)}; it must be {expected}") from error
    if not isfinite(number):
        raise ValueError(f"{name} is {number}; it must be {expected}")
    return number


def _as_float(value: Any) -> float:
    if hasattr(type(value), "item"):  # an array of one number, or a scalar of an array library
        value = value.item()
    if isinstance(value, bool) or not hasattr(type(value), "__round__"):
        raise TypeError
    number = float(value)
    if number in (inf, -inf) and value != number:  # float(Decimal("1e400")) returns inf and raises nothing
        raise OverflowError
    return number


def positive(value: Any, name: str) -> float:
    """A finite number above 0."""
    expected = "a finite number above 0"
    number = finite(value, name, expected=expected)
    if not number > 0:
        what = "too small for a float" if number == 0 and value != 0 else shown(value)
        raise ValueError(f"{name} is {what}; it must be {expected}")
    return number


def from_zero(value: Any, name: str) -> float:
    """A finite number from 0 on."""
    expected = "a finite number from 0 on"
    number = finite(value, name, expected=expected)
    if number < 0:
        raise ValueError(f"{name} is {shown(value)}; it must be {expected}")
    return number


def whole(value: Any, name: str, first: int = 0) -> int:
    """A whole number from `first` on."""
    expected = f"a whole number from {first} on"
    number = value if type(value) is int else finite(value, name, expected=expected)
    if number < first or number != int(number):
        raise ValueError(f"{name} is {shown(value)}; it must be {expected}")
    return int(number)


def checked_seed(seed: Any) -> int:
    """A whole number from 0 on. (Python's generator takes -1 for 1.)"""
    try:
        number = index(seed)
    except Exception:
        number = None
    if number is None or isinstance(seed, bool):
        raise TypeError(f"seed is {shown(seed)}; it must be a whole number from 0 on")
    return whole(number, "seed")


def checked_limits(max_steps: Any, min_step_size: Any) -> tuple[int, float]:
    """When `train` stops."""
    return whole(max_steps, "max_steps"), from_zero(min_step_size, "min_step_size")


def checked_h(h: Any, numbers: Iterable[float]) -> float:
    """The h of a central difference. Each number plus h, and minus h, must be another float."""
    checked = positive(h, "h")
    if not all(number - checked < number < number + checked for number in numbers):
        raise ValueError(f"h is {checked:g}; it must be large enough to change every parameter")
    return checked


def finite_slope(slope: float, h: float) -> float:
    """The slope; a ValueError if the SSR on the way was too large for a float."""
    if not isfinite(slope):
        raise ValueError(f"h is {h:g}; the SSR there is not finite: take a smaller h, or smaller parameters and data")
    return slope


def checked_name(value: Any, name: str, of: Sequence[str]) -> str:
    """One of these names."""
    if isinstance(value, str) and value in of:
        return value
    kind = ValueError if isinstance(value, str) else TypeError
    meant = kind is ValueError and re.sub("^(d(SSR|L|E|C|J|loss|error)/|d_ssr_)?d_?", "", value, flags=re.IGNORECASE)
    each = [*of[:8], "...", *of[-2:]] if len(of) > 40 else of
    wrong = f'for {value} write "{meant}"' if meant in of else f"{shown(value)} is not one of {', '.join(each)}"
    raise kind(f"{name}: {wrong}")


def checked_names(names: Any, name: str, of: Sequence[str]) -> tuple[str, ...]:
    """Some of these names, at least one, none of them twice."""
    checked: list[str] = []
    for value in items(names, name, f'a sequence of names, such as ("{of[-1]}",)'):
        if checked_name(value, name, of) in checked:
            raise ValueError(f"{name} holds {value} twice; name each one once")
        checked.append(value)
    if not checked:
        raise ValueError(f"{name} is empty; it must name at least one of {', '.join(of[:8])}")
    return tuple(checked)


def must_not_be_a_training(value: Any, name: str) -> None:
    """A Training holds parameters or layers, but is neither."""
    if hasattr(value, "parameters"):
        raise TypeError(f"{name} is a {type(value).__name__}; did you mean its .parameters?")


def checked_pairs(data: Any) -> list[tuple[Any, Any]]:
    """The rows of the data as pairs of whatever they hold, at least one."""
    rows = items(data, "data", "an iterable of (input, observed) pairs")
    if not hasattr(data, "__len__"):
        rows = at_most(MOST_ROWS, rows, "data")
    pairs = [_pair(row, number) for number, row in enumerate(rows)]
    if not pairs:
        raise ValueError("data is empty; it must hold at least one (input, observed) pair")
    return pairs


def _pair(row: Any, number: int) -> tuple[Any, Any]:
    if type(row) is tuple and len(row) == 2:
        return row
    expected = "a pair (input, observed)"
    values = () if isinstance(row, (Mapping, Set)) else tuple(islice(items(row, f"data[{number}]", expected), 3))
    if len(values) != 2:
        raise ValueError(f"data[{number}] is {shown(row)}; it must be {expected}")
    return values


def items(value: Any, name: str, expected: str) -> Iterator[Any]:
    """An iterator over the value. Text and mappings are refused: nobody means their characters or keys."""
    iterable = hasattr(type(value), "__iter__") or hasattr(type(value), "__getitem__")
    if iterable and not isinstance(value, (str, bytes, bytearray, Mapping)):
        with suppress(TypeError):  # such as an array without a dimension, or a class
            return iter(value)
    raise TypeError(f"{name} is {shown(value)}; it must be {expected}")


def at_most(most: int, values: Iterator[Any], name: str) -> Iterator[Any]:
    """The values of an iterator that may be endless: the first one too many is an error."""
    for number, value in enumerate(values):
        if number >= most:
            raise ValueError(f"{name} holds more than {most:,}; that is the limit")
        yield value


def number_of(number: int, thing: str) -> str:
    """A number and what it counts: 1 step, 4,169 steps."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def shown(value: object, longest: int = 60) -> str:
    """The repr of a value in ASCII, on one line, cut if it is long. Only the start of a long list is read."""
    from reprlib import Repr

    short = Repr()
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = short.maxfrozenset = short.maxdeque = longest
    short.maxstring = short.maxlong = 10_000
    short.repr_instance = lambda x, level: repr(x)  # type: ignore[method-assign]
    try:
        text = " ".join(short.repr(value).split()).encode("ascii", "backslashreplace").decode()
    except Exception:
        text = f"some {type(value).__name__}"
    return text if len(text) <= longest else text[: longest - 3] + "..."


def warn_that_identical(which: str) -> None:
    """Warn of identical neurons. (`training` shows why.)"""
    warn(f"{which}. Their derivatives are equal too, so they will stay identical; change one")


def warn(sentence: str) -> None:
    """A warning that points at the first line outside tinynet."""
    import warnings

    level, frame = 1, sys._getframe()
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith("tinynet."):
        level, frame = level + 1, frame.f_back
    warnings.warn(sentence, stacklevel=level)
