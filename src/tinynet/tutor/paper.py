"""A number from pencil and paper, as text: its digits say how exactly it was worked out.

There is nothing to experiment with, so little can be claimed: only the single mistakes that give just this number with
these data. Two digits fit too many mistakes, so nothing is claimed; three allow only the usual ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from math import prod
from typing import Any

from tinynet.arguments.numbers import checked_name, finite, shown
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.network import Parameters
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding, hints, parts_of
from tinynet.tutor.spots import own_pass
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.vocabulary import PASSES, words
from tinynet.tutor.words import of_factor, stands, word_value

ON_THE_WAY = 1e-2  # of the sum of the absolute products: what rounding to three digits may lose
USUAL, MOST = 6, 25  # so many words of each list are tried on three digits, and on more


def check_number(mine: Any, name: Any, parameters: Any, data: Any, factor: Callable[[int], float]) -> Verdict:
    """Right to the digits that are written, right but for rounding on the way, or what gives just this number."""
    written, digits, exponent = read_number(mine, name)
    half = 0.500001 * 10.0**exponent  # of the last digit, and what a float may be off
    name = checked_name(name, "name", (*CHAINS, *FACTORS))
    parameters, rows = checked_parameters(parameters), checked_data(data)
    if name in FACTORS:
        return _of_a_factor(mine, name, parameters, rows, half)
    times = factor(len(rows))
    products = [times * prod(factors) for factors in _factors(name, parameters, rows)]
    right, size = sum(products), sum(map(abs, products))
    to_digits = f"{right:.{max(0, -exponent)}f}"
    if abs(written - right) <= half:
        return _right(name, f"dSSR/d{name}: right, to the digits that are written.")
    if abs(written - right) <= ON_THE_WAY * size:
        return _right(name, f"dSSR/d{name}: right, but for rounding on the way; it is {to_digits}.")
    if abs(written - right) <= ON_THE_WAY * size + times * _lost(name, parameters, rows):
        says = f"dSSR/d{name}: {mine.strip()} is nearly right, it is {to_digits}; rounding to three digits on the way can do that"
        parts = parts_of(_parts(name), ["nearly"], known=False)
        return Verdict(False, ("nearly",), (), hints("nearly"), None, wrapped(f"{says}."), parts)
    singles = _single(name, parameters, rows, digits)
    found = [one for one, value in singles if abs(times * value - written) <= half]
    return _wrong(name, mine, to_digits, found if digits > 2 else [], digits)


def _parts(name: str) -> list[str]:
    return ["predicted", *CHAINS[name], "the sum"] if name in CHAINS else [name]


def _right(name: str, text: str) -> Verdict:
    return Verdict(True, (), (), (), None, text, dict.fromkeys(_parts(name), "right"))


def _of_a_factor(mine: str, name: str, parameters: Parameters, rows: Sequence[Row], half: float) -> Verdict:
    """A factor has a number for each row; any of them will do."""
    written, _, exponent = read_number(mine)
    passes = [own_pass(input, observed, parameters) for input, observed in rows]
    rights = [FACTORS[name].value(numbers) for numbers in passes]
    near = [abs(written - right) <= max(half, ON_THE_WAY * abs(right) / 2) for right in rights]
    if any(near):
        which = f" in row {near.index(True) + 1} of the data" if len(rows) > 1 else ""
        return _right(name, f"{name}: right{which}.")
    listed = ", ".join(f"{right:.{max(0, -exponent)}f}" for right in rights)
    said = [f"{name}: {mine.strip()} is not right, it is {listed}" + " in the rows of the data" * (len(rows) > 1)]
    fitting = [word for word in words(name) if abs(word_value(word, passes[0]) - written) <= half]
    known = fitting[:1] if len(rows) == 1 else []
    said += [f"Just that number comes out when {stands(name, word)}" for word in known]
    labels = tuple(word.label for word in known)
    return Verdict(False, (name,), labels, hints(name), None, wrapped(". ".join(said) + "."), {name: "wrong"})


def as_text(mine: Any, name: Any, given: str) -> str:
    """How a number is checked, and what to do about a function that came with parameters or layers, and data."""
    if callable(mine):
        return f"to check a function, leave out {given} and data"
    number = shown(mine) if hasattr(mine, "__round__") else "0.760"
    named = f'"{name}"' if isinstance(name, str) else "name"
    return f'write a number from pencil and paper as text: check("{number}", {named}, {given}, data)'


def read_number(mine: Any, name: Any = None) -> tuple[float, int, int]:
    """The number, how many digits it has, and the power of ten of the last one."""
    if not isinstance(mine, str):
        raise TypeError(f"mine is {shown(mine)}; {as_text(mine, name, 'parameters')}")
    try:
        number = Decimal(mine.strip())
        digits, exponent = len(number.as_tuple().digits), int(number.as_tuple().exponent)
        finite(10.0**exponent * float(number), "mine")
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f'mine is {shown(mine)}; it must be a number as text, such as "0.760"') from None
    if digits < 2 and number != 0:
        raise ValueError(f'mine is {shown(mine)}; it must have two significant digits or more, such as "0.76"')
    return float(number), digits, exponent


def _factors(name: str, parameters: Parameters, rows: Sequence[Row]) -> list[list[float]]:
    passes = [own_pass(input, observed, parameters) for input, observed in rows]
    return [[FACTORS[place].value(numbers) for place in CHAINS[name]] for numbers in passes]


def _lost(name: str, parameters: Parameters, rows: Sequence[Row]) -> float:
    """What else rounding to three digits can lose: a difference of close numbers keeps few digits."""
    lost = 0.0
    for (input, observed), factors in zip(rows, _factors(name, parameters, rows)):
        own = own_pass(input, observed, parameters)
        parts = abs(own["y1"] * own["w3"]) + abs(own["y2"] * own["w4"]) + abs(own["b3"])
        lost += 2 * abs(prod(factors[1:])) * 0.005 * parts
        lost += 0.0005 * sum(abs(prod(factors[:number] + factors[number + 1 :])) for number in range(len(factors)))
    return lost


def _single(name: str, parameters: Parameters, rows: Sequence[Row], digits: int) -> Iterator[tuple[Finding, float]]:
    """Each single mistake, and the number that it gives."""
    passes = [own_pass(input, observed, parameters) for input, observed in rows]
    factors = _factors(name, parameters, rows)
    f = [prod(row) for row in factors]
    for times in (-1.0, 0.5):
        yield of_factor(times)[0], times * sum(f)
    if len(f) > 1:
        yield finding("mean instead of sum"), sum(f) / len(f)
        yield finding("first observation only"), f[0]
        yield finding("last observation only"), f[-1]
    for number, place in enumerate(CHAINS[name]):
        rest = [prod(row[:number] + row[number + 1 :]) for row in factors]
        for word in words(place)[: USUAL if digits < 4 else MOST]:
            says = f"{stands(place, word)}; right is {FACTORS[place].formula}"
            values = [word_value(word, own) for own in passes]
            yield Finding(place, word.label, says), sum(other * value for other, value in zip(rest, values))
    for one in PASSES[: 1 if digits < 4 else None]:  # another f: all that is computed from it follows
        owns = [{**own, **one.numbers(own)} for own in passes]
        yield (
            finding("(own pass)", label=one.label, part=one.part),
            sum(prod(FACTORS[place].value(own) for place in CHAINS[name]) for own in owns),
        )


def _wrong(name: str, mine: str, right: str, found: Sequence[Finding], digits: int) -> Verdict:
    said = [f"dSSR/d{name}: {mine.strip()} is not right, it is {right}"]
    if digits < 3:
        said.append("Two digits are too few to tell which mistake it is; give three")
    elif not found:
        said.append(f'No single mistake that is known gives this number; explain("{name}", parameters, data) shows each '
                    "factor, row by row")  # fmt: skip
    for number, says in enumerate(dict.fromkeys(one.says for one in found)):
        said.append(f"{'Just that number comes out when' if number == 0 else 'Or when'} {says}")
    places = tuple(dict.fromkeys(one.place for one in found))
    labels = tuple(dict.fromkeys(one.label for one in found))
    first = hints(places[0]) if places else (f'Compare your table with explain("{name}", parameters, data).',) * 3
    parts = parts_of(_parts(name), places, known=len(places) == 1)
    text = wrapped(". ".join(said).replace("?.", "?") + "." * (said[-1][-1] != "?"))
    return Verdict(False, places, labels, first, None, text, parts)
