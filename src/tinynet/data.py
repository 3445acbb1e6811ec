"""What callers hand over, turned into floats that the arithmetic can trust, or refused in one sentence.

Nothing is repaired: text that looks like a number is text, True is no 1, and what is not finite is no observation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import isfinite

from tinynet._typing import Any
from tinynet.network import Parameters

__all__: list[str] = []


def checked_data(data: Any) -> list[tuple[float, float]]:
    """The (input, observed) pairs as floats, at least one."""
    return [
        (finite(input, "data[{}]: input", number), finite(observed, "data[{}]: observed", number))
        for number, (input, observed) in enumerate(checked_pairs(data))
    ]


def checked_pairs(data: Any) -> list[tuple[Any, Any]]:
    """The rows of the data as pairs of whatever they hold, at least one."""
    rows = items(data, "data", "an iterable of (input, observed) pairs")
    pairs = [_pair(row, number) for number, row in enumerate(rows)]
    if not pairs:
        raise ValueError("data is empty; it must hold at least one (input, observed) pair")
    return pairs


def _pair(row: Any, number: int) -> tuple[Any, Any]:
    values = row if type(row) is tuple else tuple(islice(items(row, f"data[{number}]", _PAIR), 3))
    if len(values) != 2 or isinstance(row, (dict, set, frozenset)):
        raise ValueError(f"data[{number}] is {shown(row)}; it must be {_PAIR}")
    return values


_PAIR = "a pair (input, observed)"


def checked_parameters(parameters: Any, name: str = "parameters") -> Parameters:
    """The parameters as floats."""
    if not isinstance(parameters, Parameters):
        raise TypeError(
            f"{name} is {shown(parameters)}; it must be a Parameters, "
            "such as Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)"
        )
    return Parameters(*[finite(value, f"{name}.{field}") for field, value in zip(Parameters._fields, parameters)])


def checked_names(names: Any, name: str) -> tuple[str, ...]:
    """Names of parameters, at least one."""
    checked: list[str] = []
    for value in items(names, name, 'a sequence of names, such as ("b3",)'):
        if checked_name(value, name) in checked:
            raise ValueError(f"{name} holds {value} twice; each name stands for itself once")
        checked.append(value)
    if not checked:
        raise ValueError(f"{name} is empty; it must name at least one of {', '.join(Parameters._fields)}")
    return tuple(checked)


def checked_name(value: Any, name: str) -> str:
    """The name of a parameter."""
    if isinstance(value, str) and value in Parameters._fields:
        return value
    raise ValueError(f"{name}: {shown(value)} is no parameter; the seven are {', '.join(Parameters._fields)}")


def finite(value: Any, name: str, *place: int, expected: str = "a finite number") -> float:
    """A real number as a finite float. Real numbers, of whatever type, are those that can be rounded.

    The name may hold a {} for the place: it is filled in only where there is something to complain of.
    """
    if type(value) is float and isfinite(value):
        return value
    name = name.format(*place)
    if isinstance(value, bool) or not hasattr(type(value), "__round__"):
        raise TypeError(f"{name} is {shown(value)}; it must be {expected}")
    try:
        number = float(value)
    except OverflowError:
        raise ValueError(f"{name} is too large for a float; it must be {expected}") from None
    except Exception as error:
        raise TypeError(f"{name} is {shown(value)}; it must be {expected}") from error
    if not isfinite(number):
        raise ValueError(f"{name} is {number}; it must be {expected}")
    return number


def positive(value: Any, name: str) -> float:
    """A finite number above 0."""
    number = finite(value, name, expected="a finite number above 0")
    if not number > 0:
        raise ValueError(f"{name} is {shown(value)}; it must be a finite number above 0")
    return number


def from_zero(value: Any, name: str) -> float:
    """A finite number from 0 on."""
    number = finite(value, name, expected="a finite number from 0 on")
    if number < 0:
        raise ValueError(f"{name} is {shown(value)}; it must be a finite number from 0 on")
    return number


def whole(value: Any, name: str, first: int = 0) -> int:
    """A whole number from the first on."""
    expected = f"a whole number from {first} on"
    number = finite(value, name, expected=expected)
    if number < first or number != int(number):
        raise ValueError(f"{name} is {shown(value)}; it must be {expected}")
    return int(number)


def number_of(number: int, thing: str) -> str:
    """Counted in words: 1 step, 4,169 steps."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def shown(value: object, longest: int = 60) -> str:
    """The repr of a value, in ASCII, on one line, and cut where it gets long."""
    try:
        text = " ".join(ascii(value).split())
    except Exception:
        text = f"some {type(value).__name__}"
    return text if len(text) <= longest else text[: longest - 3] + "..."


def items(value: Any, name: str, expected: str) -> Iterator[Any]:
    """What can be iterated; the characters of a text are not meant."""
    try:
        if not isinstance(value, (str, bytes, bytearray)):
            iterator: Iterator[Any] = iter(value)
            return iterator
    except TypeError:
        pass
    raise TypeError(f"{name} is {shown(value)}; it must be {expected}")
