"""What does a function do with several rows: which of them count, and does each use its own numbers only?

One row is changed, and all others are held. The change of the answer is compared with the same for this row alone:

    weight of a row = (answer with the row changed - answer) / (the same for this row alone)

If the rows are summed, every weight is 1. If a weight depends on another row, the rows share something, and which row it
depends on tells what they share.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite, nan
from typing import NamedTuple, Optional

from tinynet.tutor.alone import Alone
from tinynet.tutor.asking import Row
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import FINE, RIGHT, alike, all_alike, steady
from tinynet.tutor.spots import BASE, ROWS, SCATTERED, Spot, right_rest

MANY: tuple[Row, ...] = (
    (0.3, 0.0), (0.8, 0.4), (0.45, 0.7), (0.15, 0.6), (0.15, 0.6), (0.95, 0.1), (0.05, 0.35), (0.7, 0.55), (0.25, 0.85),
)  # fmt: skip
OBSERVED, INPUT, BOTH = (0.0, 0.07), (0.03, 0.0), (0.03, 0.07)  # by how much a row is changed


class Several(NamedTuple):
    """What is wrong with several rows, and how often one row alone counts beside them, if that is known."""

    findings: list[Finding]
    weight: Optional[float] = None


def of_several(alone: Alone) -> Several:
    five, three = _weights(alone, ROWS), _weights(alone, ROWS[:3])
    if not all(map(isfinite, (*five, *three))) or not any(five):
        return Several(_same_for_all(alone), alone.copies)
    shared = _shared(alone, all(three))
    if shared:
        return Several(shared)
    if steady(five, RIGHT) and five[0]:
        return _by_number(alone, five[0], three[0])
    if not all_alike(five, _weights(alone, (*ROWS[1:], ROWS[0])), RIGHT):
        return Several([finding("(entangled)")])  # which rows count depends on what is in them
    counting = [weight for weight in five if abs(weight) > FINE]
    weight = 1 / counting[0] if alone.copies > 1 else 1.0
    return Several([_which(five)], weight if steady(counting, RIGHT) else None)


def _weights(alone: Alone, rows: Sequence[Row], by: Optional[Row] = None) -> list[float]:
    """How often each row counts among these."""
    by = by or (OBSERVED if alone.kind == "line" else BOTH)
    return [_change(alone, rows, i, by) / (_change(alone, [row], 0, by) or nan) for i, row in enumerate(rows)]


def _change(alone: Alone, rows: Sequence[Row], i: int, by: Row) -> float:
    """What changes when one row does; a row alone stands in as many copies as it takes."""
    copies = alone.copies if len(rows) == 1 else 1
    return alone.of_rows(_moved(rows, i, by) * copies) - alone.of_rows([*rows] * copies)


def _moved(rows: Sequence[Row], i: int, by: Row) -> list[Row]:
    (input, observed), (more_input, more_observed) = rows[i], by
    return [*rows[:i], (input + more_input, observed + more_observed), *rows[i + 1 :]]


# If changing a row changes nothing, the answers for several rows are compared with what these make of the single ones.
_OF_SINGLES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "mean instead of sum": lambda singles: sum(singles) / len(singles),
    "first observation only": lambda singles: singles[0],
    "last observation only": lambda singles: singles[-1],
}


def _same_for_all(alone: Alone) -> list[Finding]:
    singles = [alone.of_rows([row] * alone.copies) for row in ROWS]
    parts = [part for number in range(2, 6) for part in (slice(number), slice(-number, None))]
    answers = [(alone.of_rows(ROWS[part]), singles[part]) for part in parts]
    return [finding(key) for key, of in _OF_SINGLES.items() if all(mine and alike(mine, of(s)) for mine, s in answers)]


def _shared(alone: Alone, all_count: bool) -> list[Finding]:
    """What the rows have in common, if changing one of them does something else after another one is changed."""
    rows = ROWS[:3]
    others = _influences(alone, rows, OBSERVED)
    if not any(others) and not any(_influences(alone, rows, INPUT)):
        first, second, third = _weights(alone, rows, INPUT)  # an input must count as often as its observed
        is_of_one = all_count and not second and bool(first) != bool(third)
        return [finding("numbers of one row for all", which="first" if first else "last")] if is_of_one else []
    if alone.kind == "other":
        return [finding("(done to the whole)")]
    one = _of_one_for_all(alone, rows)
    if one:  # in another order it must be the row in the same place, else it is what is in the row
        return [one if one == _of_one_for_all(alone, rows[::-1]) else finding("(entangled)")]
    if all(len(those) == 2 for those in others):
        return [finding("sum times sum")]
    return [finding("rows misaligned" if any(others) and all(len(those) <= 1 for those in others) else "(entangled)")]


def _of_one_for_all(alone: Alone, rows: Sequence[Row]) -> Optional[Finding]:
    """Whether all rows use the residual, or the numbers, of the first or of the last one."""
    others = _influences(alone, rows, OBSERVED)
    acting = [i for i in range(3) if abs(_change(alone, rows, i, OBSERVED)) > 1e-9]
    for row, which in ((0, "first"), (2, "last")):
        if acting == [row] and others[row]:
            return finding("residual of one row for all", which=which)
        if any(others) and all(those <= {row} for those in others):
            return finding("numbers of one row for all", which=which)
    return None


def _influences(alone: Alone, rows: Sequence[Row], by: Row) -> list[set[int]]:
    """For each of three rows the other rows on which its effect depends."""

    def depends(i: int, j: int) -> bool:
        one = _change(alone, rows, i, by)
        other = _change(alone, _moved(rows, j, (0.013, 0.011)), i, by)
        return abs(one - other) > FINE * (abs(one) + abs(other)) + 1e-10

    return [{j for j in range(3) if j != i and depends(i, j)} for i in range(3)]


def _by_number(alone: Alone, of_five: float, of_three: float) -> Several:
    """All rows count alike: does it depend on how many there are?"""
    copies, ratio = alone.copies, of_five / of_three
    if alike(ratio, 1, RIGHT):
        return Several(_left_out(alone), 1 / of_five)
    if alike(ratio, 3 / 5, RIGHT):
        return Several([finding("mean instead of sum")], 1.0)
    if alike(ratio, 2 / 4, RIGHT):
        return Several([finding("divided by n - 1")], copies / (copies - 1) if copies > 1 else 1.0)
    factor, other = of_five * copies, of_three * copies
    return Several([finding("(weighted by number)", factor=factor, of=5, other=other, fewer=3)])


def _left_out(alone: Alone) -> list[Finding]:
    """Are rows with a 0 left out? Are equal rows counted once?"""
    for what, row, near in (("observed 0", (0.3, 0.0), (0.3, 1e-12)), ("input 0", (0.0, 0.35), (1e-12, 0.35))):
        if alone.of_rows([row] * alone.copies) == 0 and abs(alone.of_rows([near] * alone.copies)) > 1e-3:
            return [finding("(some rows left out)", what=what)]
    many = _weights(alone, MANY)
    odd = [i for i, weight in enumerate(many) if isfinite(weight) and not alike(weight, many[1], RIGHT)]
    if not odd or not isfinite(many[1]):
        return []
    return [finding("each row once") if odd == [3, 4] else _which(many)]


def _which(weights: Sequence[float]) -> Finding:
    """Which rows count, if some do not; else how often."""
    every = [*range(len(weights))]
    counting = [i for i in every if abs(weights[i]) > FINE]
    if counting == every or not steady([weights[i] for i in counting], RIGHT):
        return finding("(weighted)", weights=", ".join(f"{weight + 0.0:.3g}" for weight in weights))
    known = {"first observation only": every[:1], "last observation only": every[-1:],
             "all but the last observation": every[:-1], "all but the first observation": every[1:]}  # fmt: skip
    which = f"row{'s' * (len(counting) > 1)} {', '.join(str(i + 1) for i in counting)}"
    unknown = finding("(rows left out)", of=len(weights), which=which)
    return next((finding(key) for key, rows in known.items() if rows == counting), unknown)


_ONE_TURNED = (((9.0, 27.0), (9.0, -27.0)), ((27.0, 9.0), (-27.0, 9.0)))  # two products; one changes its sign


def done_to_the_whole(alone: Alone) -> bool:
    """Whether the answer is a function of the right sum, but not the sum itself.

    Then equal products give equal answers everywhere. But these are no straight line, and two rows do not add up,
    though both count.
    """

    def answer(spot: Spot, *products: float) -> float:
        observed = [spot.predicted + product / (-2 * right_rest(alone.name, spot)) for product in products]
        return alone.of_rows([(spot.input, one) for one in observed] * alone.copies, spot)

    points = [(product, answer(BASE, product)) for product in (-9.0, 0.1, 0.3, 27.0)]
    if not all(alike(answer(spot, product), y, FINE) for product, y in points for spot in SCATTERED[:4]):
        return False
    slopes = [(y - y0) / (x - x0) for (x0, y0), (x, y) in zip(points, points[1:])]
    apart = [answer(BASE, 27.0) + answer(BASE, other) for other in (9.0, -9.0)]
    together = [answer(BASE, 27.0, other) for other in (9.0, -9.0)]
    one_counts = any(steady([answer(BASE, *pair) for pair in pairs], FINE) for pairs in _ONE_TURNED)
    return not steady(slopes, FINE) and not all_alike(apart, together, FINE) and not one_counts
