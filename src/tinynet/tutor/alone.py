"""What a learner's derivative gives for one observation alone, and what several add up to.

    mine(parameters, [(input, observed)])  =  -2 * (observed - predicted) * rest

This is a line in `observed`. Its zero is the learner's own predicted, and its slope is -2 times the learner's own rest.
Where it is no line, its shape tells what became of the residual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isfinite, nan

from tinynet.network import Parameters
from tinynet.tutor.asking import alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.spots import ALONG, BASE, FIRM, HIGH, LOW, MIDDLE, ROWS, SCATTERED, Row, Spot, own_coordinates
from tinynet.tutor.vocabulary import SUMS, Sum

Value = Callable[[Parameters, Sequence[Row]], float]


def copies_needed(value: Value) -> int:
    """How many copies of one observation it takes for an answer that is not 0: some functions need several."""
    for copies in (1, 2, 3):
        values = [value(spot.parameters(), [(spot.input, HIGH)] * copies) for spot in (BASE, SCATTERED[0])]
        if all(map(isfinite, values)) and any(values):
            return copies
    return 0


class Alone:
    """One observation alone, as far as the function can be asked so: in copies, and less what is `added` besides."""

    def __init__(self, value: Value, copies: int, added: Callable[[Spot], float] | None = None) -> None:
        self.value, self.copies, self.added, self.weight = value, copies, added, float(copies)
        kinds = {self._kind_at(spot) for spot in (BASE, *SCATTERED[:3])} - {""}
        self.kind = kinds.pop() if len(kinds) == 1 else "other"
        self.base = BASE if self.rest(BASE) else FIRM

    def at(self, spot: Spot, observed: float) -> float:
        row = (spot.input, observed)
        return self.value(spot.parameters(), [row] * self.copies) - (self.added(spot) if self.added else 0)

    def _kind_at(self, spot: Spot) -> str:
        """As a function of observed: a line, flat, a parabola that touches 0, or something else."""
        low, middle, high = (self.at(spot, observed) for observed in (LOW, MIDDLE, HIGH))
        part, scale = (MIDDLE - LOW) / (HIGH - LOW), 1e-6 * (abs(low) + abs(middle) + abs(high))
        if not scale > 0:  # 0 where the rest is 0, or no answer: that tells nothing
            return ""
        if abs(low - middle) <= scale >= abs(high - middle):
            return "flat"
        if abs(low + part * (high - low) - middle) <= scale:
            return "line"
        a, zero = _parabola(low, middle, high)
        return "parabola" if alike(a * (0.7 - zero) ** 2, self.at(spot, 0.7), 1e-6) else "other"

    def bends(self, spots: Iterable[Spot]) -> bool:
        """Whether it is something else somewhere."""
        return any(self._kind_at(spot) not in (self.kind, "") for spot in spots)

    def seen(self, spot: Spot) -> tuple[float, float]:
        """The rest, but for a constant, and predicted."""
        low, high = self.at(spot, LOW), self.at(spot, HIGH)
        if self.kind == "parabola":
            return _parabola(low, self.at(spot, MIDDLE), high)
        if self.kind == "line":
            slope = (high - low) / (HIGH - LOW)
            return slope / -2, LOW - low / slope if slope else nan
        return high, nan

    def rest(self, spot: Spot) -> float:
        return self.seen(spot)[0]

    def along(self, coordinate: str) -> list[Spot]:
        """The base, and away from it along one coordinate, wherever there is an answer."""
        spots = [self.base, *[self.base._replace(**{coordinate: value}) for value in ALONG[coordinate]]]
        return [spot for spot in spots if isfinite(self.rest(spot))]


def _parabola(low: float, middle: float, high: float) -> tuple[float, float]:
    """a and z of a * (observed - z)^2 through three points."""
    first, second = (middle - low) / (MIDDLE - LOW), (high - middle) / (HIGH - MIDDLE)
    a = (second - first) / (HIGH - LOW)
    return (a, (LOW + MIDDLE - first / a) / 2) if a else (nan, nan)


# An added term: what is there although every product of the chain is 0; or what stays the same, however many rows.


def added_term(value: Value, name: str, copies: int) -> Callable[[Spot], float] | None:
    """What is added, at a spot; None where nothing is, or where it can't be told from a residual left out."""
    low, high = (value(BASE.parameters(), [(BASE.input, observed)] * copies) for observed in (LOW, HIGH))
    if alike(low, high, 1e-9):
        return None
    if copies == 1 and _once_for_all_rows(value):
        return lambda spot: _twice(value, spot)
    zero = next(iter(own_coordinates(name).values()), None)
    if zero:
        at = {zero: 0.0 if zero.startswith("w") else -60.0}
        left, again = (value(BASE._replace(**at).parameters(), [(BASE.input, o)] * copies) for o in (LOW, HIGH))
        if abs(left) > 1e-6 * max(abs(low), abs(high)) and alike(left, again, 1e-6):
            return lambda spot: value(spot._replace(**at).parameters(), [(spot.input, LOW)] * copies)
    return None


def _once_for_all_rows(value: Value) -> bool:
    a, b, c = ([row] for row in ROWS[:3])
    of_a, of_b, of_c, *several = (value(BASE.parameters(), rows) for rows in (a, b, c, a + b, a + c, a + b + c))
    terms = [of_a + of_b - several[0], of_a + of_c - several[1], (of_a + of_b + of_c - several[2]) / 2]
    size = abs(of_a) + abs(of_b) + abs(of_c)
    return abs(terms[0]) > 1e-6 * size and all(alike(terms[0], term, 1e-6) for term in terms)


def _twice(value: Value, spot: Spot) -> float:
    """One row and the same again are one product more: the rest is what was added."""
    rows = [(spot.input, LOW)]
    return 2 * value(spot.parameters(), rows) - value(spot.parameters(), rows * 2)


def said_of(added: Callable[[Spot], float], name: str) -> Finding:
    """Is it always the same, or a multiple of the parameter?"""
    here, *others = at = [added(spot) for spot in (BASE, *SCATTERED[:3])]
    own = [getattr(spot.parameters(), name) for spot in (BASE, *SCATTERED[:3])]
    if all(alike(other, here, 1e-3) for other in others):
        what = f"always {here:.6g}"
    elif all(alike(term * own[0], here * value, 1e-3) for term, value in zip(at, own)):
        what = f"{here / own[0]:.6g} * {name}"
    else:
        what = f"{here:.6g} at one place, {others[0]:.6g} at another"
    return finding("added term", what=what)


# The sum: what several rows give, from what each gives alone.


def the_sum(value: Value, alone: Alone) -> tuple[list[Sum], float]:
    """Which sums it can be, and what the copies of one row have to be divided by."""
    added = alone.added(BASE) if alone.added else 0.0
    singles = {row: _single(alone, row, added) for row in (*ROWS, TWIN)}
    one, two, three, four, five = ROWS
    several: list[tuple[Row, ...]] = [
        (one, two, three),
        (one, two, three, four),
        (five, two, three),
        (one, TWIN, three),
        (one, one, three),
    ]
    totals = {rows: total for rows in several if isfinite(total := value(BASE.parameters(), rows))}
    if not totals:
        return [SUMS[0]], alone.copies
    for times in (lambda rows: 1, len):  # what is added is added once, or for each row
        less = {rows: total - added * times(rows) for rows, total in totals.items()}
        fitting = _sums(alone.copies, singles, less)
        if fitting:
            return fitting, fitting[0].weight(alone.copies)
    return [], alone.copies


TWIN = (ROWS[0][0], 0.2)  # another observation with the same input

Single = tuple[float, float, float]


def _single(alone: Alone, row: Row, added: float) -> Single:
    """Product, residual and rest of one row of the learner's."""
    rows = [[(row[0], observed)] * alone.copies for observed in (LOW, HIGH, row[1])]
    low, high, here = (alone.value(BASE.parameters(), some) - added for some in rows)
    slope = (high - low) / (HIGH - LOW)
    return (here, here / slope, slope / -2) if slope else (here, nan, nan)


def _sums(copies: int, singles: dict[Row, Single], totals: dict[tuple[Row, ...], float]) -> list[Sum]:
    """The first that gives these totals; of the mean, the first and the last row all that do."""
    fitting: list[Sum] = []
    for word in SUMS:
        if fitting and not (fitting[0] in SUMS[1:4] and word in SUMS[1:4]):
            break
        weight = word.weight(copies)
        if weight and all(_adds_up(word, [singles[row] for row in rows], weight, t) for rows, t in totals.items()):
            fitting.append(word)
    return fitting


def _adds_up(word: Sum, singles: Sequence[Single], weight: float, total: float) -> bool:
    products, residuals, rests = (list(column) for column in zip(*singles))
    f, s = [value / weight for value in products], [value / weight for value in rests]
    return bool(abs(word.total(f, residuals, s) - total) <= 2e-5 * max(map(abs, f)))
