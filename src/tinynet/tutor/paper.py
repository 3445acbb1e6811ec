"""A number from pencil and paper, as text: its digits say how exactly it was worked out.

There is nothing to experiment with, so little can be claimed: only the single mistakes that give just this number with
these data. Few digits fit many mistakes by chance, so from two nothing is claimed, from three the usual ones alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from math import prod
from typing import Any

from tinynet.arguments.numbers import checked_name, shown
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.network import Parameters
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.explanation import wrapped
from tinynet.tutor.findings import Finding, hints
from tinynet.tutor.spots import Row, own_pass
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.vocabulary import SUMS, words
from tinynet.tutor.words import of_factor, stands, word_value

ON_THE_WAY = 1e-2  # of the sum of the absolute products: what rounding to three digits may lose
USUAL = 6  # so many words of each list are tried on three digits


def check_number(mine: Any, name: Any, parameters: Any, data: Any, loss: Any) -> Verdict:
    """Right to the digits that are written, right but for rounding on the way, or what gives just this number."""
    written, digits, exponent = read_number(mine)
    unit = 10.0**exponent
    name = checked_name(name, "name", Parameters._fields)
    parameters, rows = checked_parameters(parameters), checked_data(data)
    products = [prod(factors) for factors in _factors(name, parameters, rows)]
    right, size = sum(products), sum(map(abs, products))
    to_digits = f"{right:.{max(0, -exponent)}f}"
    if abs(written - right) <= unit * 0.500001:
        return Verdict(True, (), (), (), None, f"dSSR/d{name}: right, to the digits that are written.")
    if abs(written - right) <= ON_THE_WAY * size:
        return Verdict(True, (), (), (), None, f"dSSR/d{name}: right, but for rounding on the way; it is {to_digits}.")
    if abs(written - right) <= ON_THE_WAY * size + _lost(name, parameters, rows):
        says = f"dSSR/d{name}: {mine.strip()} is nearly right, it is {to_digits}; rounding to three digits on the way can do that"
        return Verdict(False, ("nearly",), (), hints("nearly"), None, wrapped(f"{says}."))
    found = [one for one, value in _single(name, parameters, rows, digits) if abs(value - written) <= unit * 0.500001]
    return _wrong(name, mine, to_digits, found if digits > 2 else [], digits)


def read_number(mine: Any) -> tuple[float, int, int]:
    """The number, how many digits it has, and the power of ten of the last one."""
    if not isinstance(mine, str):
        raise TypeError(f'mine is {shown(mine)}; with parameters and data it must be a number as text, such as "0.760"')
    try:
        number = Decimal(mine.strip())
        digits, exponent = (
            len(str(abs(int(number.scaleb(-int(number.as_tuple().exponent)))))),
            int(number.as_tuple().exponent),
        )
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f'mine is {shown(mine)}; it must be a number as text, such as "0.760"') from None
    if digits < 2 and number != 0:
        raise ValueError(f'mine is {shown(mine)}; it must have two significant digits or more, such as "0.76"')
    return float(number), digits, exponent


def _factors(name: str, parameters: Parameters, rows: Sequence[Row]) -> list[list[float]]:
    passes = [own_pass(input, observed, parameters) for input, observed in rows]
    return [[FACTORS[place].value(numbers) for place in CHAINS[name]] for numbers in passes]


def _lost(name: str, parameters: Parameters, rows: Sequence[Row]) -> float:
    """What else three digits on the way can lose: where predicted and observed are close, their difference has few."""
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
    r, s = [row[0] / -2 for row in factors], [prod(row[1:]) for row in factors]
    for one in SUMS[1 : 4 if digits < 4 or name == "b3" else None] if len(f) > 1 else ():
        yield Finding("the sum", one.label, one.says), one.total(f, r, s)
    for number, place in enumerate(CHAINS[name]):
        rest = [prod(row[:number] + row[number + 1 :]) for row in factors]
        for word in words(place)[: USUAL if digits < 4 else None]:
            says = f"{stands(place, word)}; right is {FACTORS[place].formula}"
            yield (
                Finding(place, word.label, says),
                sum(other * word_value(word, own) for other, own in zip(rest, passes)),
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
    return Verdict(False, places, labels, first, None, wrapped(". ".join(said) + "."))
