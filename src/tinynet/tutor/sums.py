"""What does a function do with several rows: which of them count, and does each use its own numbers only?

One row is changed, and all others are held. The change of the answer is compared with the same for this row alone:

    weight of row i = (answer with row i changed - answer) / (the same for row i alone)

If the rows are summed, every weight is 1. If a weight depends on another row, the rows share something, and which row it
depends on tells what they share.
"""

from __future__ import annotations

from collections.abc import Sequence
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

Found = tuple[list[Finding], Optional[float]]  # what is wrong, and the weight of one row alone, if it is known


class Sums(NamedTuple):
    """What a function makes of several rows, compared with what it makes of one row alone."""

    alone: Alone

    def findings(self) -> Found:
        five, three = self.weights(ROWS), self.weights(ROWS[:3])
        if not all(map(isfinite, (*five, *three))) or not any(five):
            return self._same_for_all(), self.alone.copies
        shared = self._shared(all(three))
        if shared:
            return shared, None
        if steady(five, RIGHT) and five[0]:
            return self._by_number(five[0], three[0])
        if not all_alike(five, self.weights((*ROWS[1:], ROWS[0])), RIGHT):
            return [finding("(entangled)")], None  # which rows count depends on what is in them
        counting, is_equal = _counting(five)
        return [_which(five)], (1 / five[counting[0]] if self.alone.copies > 1 else 1.0) if is_equal else None

    def answer(self, rows: Sequence[Row]) -> float:
        return self.alone.value(self.alone.base.parameters(), rows)

    def weights(self, rows: Sequence[Row], by: Row | None = None) -> list[float]:
        """How often each row counts among these."""
        by = by or (BOTH if self.alone.kind in ("flat", "other") else OBSERVED)
        return [self.change(rows, i, by) / (self.change([row], 0, by) or nan) for i, row in enumerate(rows)]

    def change(self, rows: Sequence[Row], i: int, by: Row) -> float:
        """What changes when one row does; a row alone stands in as many copies as it takes."""
        copies = self.alone.copies if len(rows) == 1 else 1
        return self.answer(_moved(rows, i, by) * copies) - self.answer([*rows] * copies)

    def _same_for_all(self) -> list[Finding]:
        """If changing a row changes nothing: is the answer that of one row, however many there are?"""
        answers = [self.answer(ROWS[:count]) for count in (1, 3, 5)]
        usual = ("mean instead of sum", "first observation only", "last observation only")
        return [finding(key) for key in usual] if answers[0] and steady(answers) else []

    def _shared(self, all_count: bool) -> list[Finding]:
        """What the rows have in common, if changing one of them does something else after another one is changed."""
        others = self._influences(OBSERVED)
        if any(others) or any(self._influences(INPUT)):
            return [finding("(done to the whole)") if self.alone.kind == "other" else self._what_they_share(others)]
        inputs = self.weights(ROWS[:3], INPUT)  # a row's input must count as often as its observed
        if all_count and any(inputs) and not (inputs[1] or (inputs[0] and inputs[2])):
            return [finding("numbers of one row for all", which="first" if inputs[0] else "last")]
        return []

    def _influences(self, by: Row) -> list[set[int]]:
        """For each of three rows the other rows on which its effect depends."""
        return [{j for j in range(3) if j != i and self._depends(i, j, by)} for i in range(3)]

    def _depends(self, i: int, j: int, by: Row) -> bool:
        one, other = self.change(ROWS[:3], i, by), self.change(_moved(ROWS[:3], j, (0.013, 0.011)), i, by)
        return abs(one - other) > FINE * (abs(one) + abs(other)) + 1e-10

    def _what_they_share(self, others: Sequence[set[int]]) -> Finding:
        acting = [i for i in range(3) if abs(self.change(ROWS[:3], i, OBSERVED)) > 1e-9]
        for row, which in ((0, "first"), (2, "last")):
            if acting == [row] and others[row]:
                return finding("residual of one row for all", which=which)
            if any(others) and all(those <= {row} for those in others):
                return finding("numbers of one row for all", which=which)
        if all(len(those) == 2 for those in others):
            return finding("sum times sum")
        return finding("rows misaligned" if any(others) and all(len(those) <= 1 for those in others) else "(entangled)")

    def _by_number(self, five: float, three: float) -> Found:
        """All rows count alike: does it depend on how many there are? If not, do some rows count otherwise?"""
        copies = self.alone.copies
        if alike(five, three, RIGHT):
            return self._among_many(), 1 / five
        if alike(five / three, 3 / 5, RIGHT):
            return [finding("mean instead of sum")], 1.0
        if alike(five / three, 2 / 4, RIGHT):
            return [finding("divided by n - 1")], copies / (copies - 1) if copies > 1 else 1.0
        return [finding("(weighted by number)", factor=five * copies, of=5, other=three * copies, fewer=3)], None

    def _among_many(self) -> list[Finding]:
        """Are rows left out that have a 0 in them? And of nine rows, two of them equal?"""
        for what, row, near in (("observed 0", (0.3, 0.0), (0.3, 1e-12)), ("input 0", (0.0, 0.35), (1e-12, 0.35))):
            there, beside = (self.answer([one] * self.alone.copies) for one in (row, near))
            if there == 0 and abs(beside) > 1e-3:
                return [finding("(some rows left out)", what=what)]
        many = self.weights(MANY)
        odd = [i for i, weight in enumerate(many) if isfinite(weight) and not alike(weight, many[1], RIGHT)]
        if not odd or not isfinite(many[1]):
            return []
        return [finding("each row once") if odd == [3, 4] else _which(many)]


def _moved(rows: Sequence[Row], i: int, by: Row) -> list[Row]:
    return [*rows[:i], (rows[i][0] + by[0], rows[i][1] + by[1]), *rows[i + 1 :]]


def _counting(weights: Sequence[float]) -> tuple[list[int], bool]:
    """The numbers of the rows that count, and whether they count equally often."""
    counting = [i for i, weight in enumerate(weights) if abs(weight) > FINE]
    return counting, steady([weights[i] for i in counting], RIGHT)


def _which(weights: Sequence[float]) -> Finding:
    counting, is_equal = _counting(weights)
    every = [*range(len(weights))]
    if not is_equal or counting == every:
        return finding("(weighted)", weights=", ".join(f"{weight + 0.0:.3g}" for weight in weights))
    known = {"first observation only": every[:1], "last observation only": every[-1:],
             "all but the last observation": every[:-1], "all but the first observation": every[1:]}  # fmt: skip
    which = f"row{'s' * (len(counting) > 1)} {', '.join(str(i + 1) for i in counting)}"
    unknown = finding("(rows left out)", of=len(weights), which=which)
    return next((finding(key) for key, rows in known.items() if rows == counting), unknown)


def done_to_the_whole(name: str, alone: Alone) -> bool:
    """Whether the answer is a function of the right sum, but not the sum itself.

    Then equal products give equal answers everywhere. But these are no straight line, and two rows do not add up.
    """

    def answer(spot: Spot, *products: float) -> float:
        observed = [spot.predicted + product / (-2 * right_rest(name, spot)) for product in products]
        return alone.value(spot.parameters(), [(spot.input, one) for one in observed] * alone.copies)

    points = [(product, answer(BASE, product)) for product in (-9.0, 0.1, 0.3, 27.0)]
    if not all(alike(answer(spot, product), y, FINE) for product, y in points for spot in SCATTERED[:4]):
        return False
    slopes = [(y - y0) / (x - x0) for (x0, y0), (x, y) in zip(points, points[1:])]
    apart = [answer(BASE, 27.0) + answer(BASE, other) for other in (9.0, -9.0)]
    together = [answer(BASE, 27.0, other) for other in (9.0, -9.0)]
    return not steady(slopes, FINE) and not all_alike(apart, together, FINE)
