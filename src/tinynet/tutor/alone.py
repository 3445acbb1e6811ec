"""What a learner's derivative gives for one observation alone, and what several add up to.

    mine(parameters, [(input, observed)])  =  -2 * (observed - predicted) * rest

This is a line in `observed`. Its zero is the learner's own predicted, and its slope is -2 times the learner's own rest.
Where it is no line, its shape tells what became of the residual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isfinite, nan

from tinynet.network import Parameters
from tinynet.tutor.asking import Row
from tinynet.tutor.nearness import EXACT, FINE, steady
from tinynet.tutor.spots import ALONG, BASE, FIRM, HIGH, LOW, MIDDLE, SCATTERED, Spot

Value = Callable[[Parameters, Sequence[Row]], float]


def copies_needed(value: Value) -> int:
    """How many copies of one row the answer needs to depend on the row, or else to be other than 0; 0 if it never is."""
    same = 0
    for copies in (1, 2, 3):
        rows = [(spot, observed) for spot in (BASE, SCATTERED[0], FIRM) for observed in (HIGH, LOW)]
        values = [value(spot.parameters(), [(spot.input, observed)] * copies) for spot, observed in rows]
        if all(map(isfinite, values)) and any(values):
            if not steady(values, EXACT):
                return copies
            same = same or copies
    return same


class Alone:
    """One observation, in as many copies as the function needs, and without the term that is `added`.

    kind     what the answer is along observed: "line", "flat" or "other"
    weight   how often the observation counts in an answer; `sums` finds it out
    """

    def __init__(self, value: Value, copies: int, added: Callable[[Spot], float] | None = None) -> None:
        self.value, self.copies, self.added, self.weight = value, copies, added, float(copies)
        kinds = {self._kind_at(spot) for spot in (BASE, *SCATTERED[:3])} - {""}
        self.kind = kinds.pop() if len(kinds) == 1 else "other"
        self.base = BASE if self.rest(BASE) else FIRM

    def at(self, spot: Spot, observed: float) -> float:
        row = (spot.input, observed)
        return self.value(spot.parameters(), [row] * self.copies) - (self.added(spot) if self.added else 0)

    def _kind_at(self, spot: Spot) -> str:
        """As a function of observed: a line, flat, or something else."""
        low, middle, high = (self.at(spot, observed) for observed in (LOW, MIDDLE, HIGH))
        part, scale = (MIDDLE - LOW) / (HIGH - LOW), FINE * (abs(low) + abs(middle) + abs(high))
        if not scale > 0:  # 0 where the rest is 0, or no answer: that tells nothing
            return ""
        if abs(low - middle) <= scale >= abs(high - middle):
            return "flat"
        if abs(low + part * (high - low) - middle) <= scale:
            return "line"
        return "other"

    def bends(self, spots: Iterable[Spot]) -> bool:
        """Whether it is something else somewhere."""
        return any(self._kind_at(spot) not in (self.kind, "") for spot in spots)

    def seen(self, spot: Spot) -> tuple[float, float]:
        """The rest, but for a constant, and predicted."""
        low, high = self.at(spot, LOW), self.at(spot, HIGH)
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
