"""Is a number from pencil and paper right, and if not, which single mistake gives just this number?

It comes as text, so its digits say how exactly it was worked out. Two digits fit too many mistakes, so none is named; three
digits allow only the usual ones.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from math import prod
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import checked_name, finite, shown
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.tutor.chains import CHAINS, FACTORS, Numbers, passes
from tinynet.tutor.findings import BOOKS, Finding, finding, hints
from tinynet.tutor.nearness import NEARLY
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.vocabulary import PASSES, Word, words
from tinynet.tutor.wording import right, wrong
from tinynet.tutor.words import of_factor, word_value

USUAL, MOST = 6, 25  # so many words of each factor are tried on three digits, and on more


def check_number(mine: Any, name: Any, parameters: Any, data: Any, share: Callable[[int], float]) -> Verdict:
    """Right to the digits that are written, right but for rounding on the way, or what gives just this number."""
    written = read_number(mine, name)
    name = checked_name(name, "name", (*CHAINS, *FACTORS))
    parameters, rows = checked_parameters(parameters), checked_data(data)
    numbers = [*passes(parameters, rows)]
    if name in FACTORS:
        return _of_a_factor(written, mine.strip(), name, numbers)
    return _of_a_derivative(written, mine.strip(), Work(name, numbers, share(len(rows))))


class Written(NamedTuple):
    """A number with so many significant digits, and the power of ten of the last one."""

    value: float
    digits: int
    exponent: int

    def is_just(self, number: float) -> bool:
        """Whether it is that number, to the digits that are written."""
        return abs(self.value - number) <= 0.500001 * 10.0**self.exponent

    def like(self, number: float) -> str:
        """That number with as many decimals."""
        return f"{number:.{max(0, -self.exponent)}f}"


def as_text(mine: Any, name: Any, given: str) -> str:
    """How a number is checked, and what to do about a function that came with parameters or layers, and data."""
    if callable(mine):
        return f"to check a function, leave out {given} and data"
    number = shown(mine) if hasattr(mine, "__round__") else "0.760"
    named = f'"{name}"' if isinstance(name, str) else "name"
    return f'write a number from pencil and paper as text: check("{number}", {named}, {given}, data)'


def read_number(mine: Any, name: Any = None) -> Written:
    if not isinstance(mine, str):
        raise TypeError(f"mine is {shown(mine)}; {as_text(mine, name, 'parameters')}")
    try:
        number = Decimal(mine.strip())
        written = Written(float(number), len(number.as_tuple().digits), int(number.as_tuple().exponent))
        finite(10.0**written.exponent * written.value, "mine")
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f'mine is {shown(mine)}; it must be a number as text, such as "0.760"') from None
    if written.digits < 2 and written.value != 0:
        raise ValueError(f'mine is {shown(mine)}; it must have two significant digits or more, such as "0.76"')
    return written


class Work(NamedTuple):
    """The right work for one derivative: the numbers of each row. `times` is 1, or the share of the SSR that is a loss."""

    name: str
    rows: Sequence[Numbers]
    times: float

    def total(self, rows: Sequence[Numbers], slip: Optional[Word] = None) -> float:
        """The derivative from these rows; with a word of the vocabulary in its place, if one is given."""

        def value(place: str, numbers: Numbers) -> float:
            return word_value(slip, numbers) if slip and slip.place == place else FACTORS[place].value(numbers)

        return self.times * sum(prod([value(place, numbers) for place in CHAINS[self.name]]) for numbers in rows)


def _of_a_derivative(written: Written, mine: str, work: Work) -> Verdict:
    products = [work.total([numbers]) for numbers in work.rows]
    subject, parts = f"dSSR/d{work.name}", ["predicted", *CHAINS[work.name], "the sum"]
    total, room = sum(products), NEARLY * sum(map(abs, products))
    exact, off = written.like(total), abs(written.value - total)
    if written.is_just(total):
        return right(f"{subject}: right, to the digits that are written.", parts)
    if off <= room:
        return right(f"{subject}: right, but for rounding on the way; it is {exact}.", parts)
    if off <= room + _lost(work):
        says = f"{subject}: {mine} is nearly right, it is {exact}; rounding to three digits on the way can do that."
        return wrong([Finding("nearly", "", "")], [wrapped(says)], parts, hints("nearly"))
    return _wrong_derivative(written, f"{subject}: {mine} is not right, it is {exact}", work, parts)


def _wrong_derivative(written: Written, lead: str, work: Work, parts: Sequence[str]) -> Verdict:
    mistakes = _single_mistakes(work, written.digits) if written.digits > 2 else ()
    found = [one for one, value in mistakes if written.is_just(value)]
    table = f'explain("{work.name}", parameters, data)'
    nothing = f"No single mistake that is known gives this number; {table} shows each factor, row by row"
    if written.digits < 3:
        nothing = "Two digits are too few to tell which mistake it is; give three"
    books = BOOKS if work.times == 1 else {}
    text = _in_words(lead, [*dict.fromkeys(one.says + books.get(one.label, "") for one in found)], nothing)
    advice = hints(found[0].place) if found else (f"Compare your table with {table}.",) * 3
    is_clear = len({one.place for one in found}) == 1
    return wrong(found if is_clear else [*found, Finding("", "", "")], [text], parts, advice)


def _of_a_factor(written: Written, mine: str, name: str, rows: Sequence[Numbers]) -> Verdict:
    """A factor has a number for each row; any of them will do."""
    rights = [FACTORS[name].value(numbers) for numbers in rows]
    for row, value in enumerate(rights, 1):
        if written.is_just(value) or abs(written.value - value) <= NEARLY * abs(value) / 2:
            return right(f"{name}: right{f' in row {row} of the data' * (len(rights) > 1)}.", [name])
    known = [word for word in words(name) if len(rights) == 1 and written.is_just(word_value(word, rows[0]))][:1]
    listed = ", ".join(map(written.like, rights)) + " in the rows of the data" * (len(rights) > 1)
    text = _in_words(f"{name}: {mine} is not right, it is {listed}", [word.stands for word in known])
    return wrong([Finding(name, known[0].label if known else "", "")], [text], [name], hints(name))


def _lost(work: Work) -> float:
    """What else rounding to three digits can lose: a difference of close numbers keeps few digits."""
    lost = 0.0
    for numbers in work.rows:
        factors = [FACTORS[place].value(numbers) for place in CHAINS[work.name]]
        terms = abs(numbers["y1"] * numbers["w3"]) + abs(numbers["y2"] * numbers["w4"]) + abs(numbers["b3"])
        lost += 2 * abs(prod(factors[1:])) * 0.005 * terms
        lost += 0.0005 * sum(abs(prod(factors[:k] + factors[k + 1 :])) for k in range(len(factors)))
    return work.times * lost


def _single_mistakes(work: Work, digits: int) -> Iterator[tuple[Finding, float]]:
    """Each single mistake, and the number that it gives."""
    rows, whole = work.rows, work.total(work.rows)
    for times in (-1.0, 0.5):
        yield of_factor(times)[0], times * whole
    if len(rows) > 1:
        yield finding("mean instead of sum"), whole / len(rows)
        yield finding("first observation only"), work.total(rows[:1])
        yield finding("last observation only"), work.total(rows[-1:])
    for place in CHAINS[work.name]:
        for word in words(place)[: USUAL if digits < 4 else MOST]:
            says = f"{word.stands}; right is {FACTORS[place].formula}"
            yield Finding(place, word.label, says), work.total(rows, word)
    for own in PASSES[: 1 if digits < 4 else None]:  # another f: all that is computed from it follows
        yield finding("(own pass)", label=own.label, part=own.part), work.total([own.numbers(one) for one in rows])


def _in_words(lead: str, sayings: Sequence[str], nothing: str = "") -> str:
    """The lead, and what gives just that number, each said once; or, if it is not known, what else there is to say."""
    said = [f"Just that number comes out when {says}" for says in sayings[:1]]
    said += [f"Or when {says}" for says in sayings[1:]]
    return wrapped((". ".join([lead, *(said or filter(None, [nothing]))]) + ".").replace("?.", "?"))
