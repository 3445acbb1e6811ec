"""What a learner's derivative gives for one observation alone.

    mine(parameters, [(input, observed)])  =  -2 * (observed - predicted) * rest

This is a line in `observed`. Its zero is the learner's own predicted, and its slope is -2 times the learner's own rest.
Where it is no line, its shape tells what became of the residual.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite, nan
from typing import NamedTuple

from tinynet.network import Parameters
from tinynet.tutor.asking import Row
from tinynet.tutor.nearness import EXACT, FINE, steady
from tinynet.tutor.spots import ALONG, BASE, FIRM, HIGH, LOW, MIDDLE, SCATTERED, Spot

Value = Callable[[Parameters, Sequence[Row]], float]
Term = Callable[[Spot], float]


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


class Alone(NamedTuple):
    """A learner's derivative by the parameter `name`, for one observation.

    copies   how many copies of the observation the function needs
    added    the term that is added, which is taken off again
    kind     what the answer is along observed: "line", "flat" or "other"
    base     the spot from which one coordinate at a time is moved
    weight   how often the observation counts in an answer; `sums` finds it out
    """

    name: str
    value: Value
    copies: int = 1
    added: Term = lambda spot: 0.0
    kind: str = "line"
    base: Spot = BASE
    weight: float = 1.0

    def without(self, added: Term) -> Alone:
        """The same without this term, looked at anew."""
        bare = self._replace(added=added, weight=float(self.copies))
        kinds = {bare.kind_at(spot) for spot in (BASE, *SCATTERED[:3])} - {""}
        bare = bare._replace(kind=kinds.pop() if len(kinds) == 1 else "other")
        return bare._replace(base=BASE if bare.rest(BASE) else FIRM)

    def of_rows(self, rows: Sequence[Row], spot: Spot | None = None) -> float:
        """The answer for several rows, with the parameters of a spot, or of the base."""
        return self.value((spot or self.base).parameters(), rows)

    def at(self, spot: Spot, observed: float) -> float:
        return self.of_rows([(spot.input, observed)] * self.copies, spot) - self.added(spot)

    def kind_at(self, spot: Spot) -> str:
        """As a function of observed: a line, flat, or something else; empty if 0 or no answer tells nothing."""
        low, middle, high = (self.at(spot, observed) for observed in (LOW, MIDDLE, HIGH))
        part, scale = (MIDDLE - LOW) / (HIGH - LOW), FINE * (abs(low) + abs(middle) + abs(high))
        if not scale > 0:
            return ""
        if abs(low - middle) <= scale >= abs(high - middle):
            return "flat"
        return "line" if abs(low + part * (high - low) - middle) <= scale else "other"

    def rest(self, spot: Spot) -> float:
        """The product of all factors after the first, but for a constant."""
        high = self.at(spot, HIGH)
        return (high - self.at(spot, LOW)) / (HIGH - LOW) / -2 if self.kind == "line" else high

    def predicted(self, spot: Spot) -> float:
        """What the learner predicts; nan if it does not show."""
        rest = self.rest(spot)
        return LOW + self.at(spot, LOW) / (2 * rest) if self.kind == "line" and rest else nan

    def along(self, coordinate: str) -> list[Spot]:
        """The base, and away from it along one coordinate, wherever there is an answer."""
        spots = [self.base, *[self.base._replace(**{coordinate: value}) for value in ALONG[coordinate]]]
        return [spot for spot in spots if isfinite(self.rest(spot))]
