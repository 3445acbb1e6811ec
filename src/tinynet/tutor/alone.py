"""What a learner's derivative gives for one observation alone, and what the learner predicts for it.

    mine(parameters, [(input, observed)])  =  -2 * (observed - predicted) * rest

This is a line in `observed`. Its zero is the learner's own predicted, and its slope is -2 times the learner's own rest.
Where it is no line, its shape tells what became of the residual.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite, nan
from typing import NamedTuple, Optional

from tinynet.network import Parameters
from tinynet.neuron import softplus
from tinynet.tutor.asking import Row
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import EXACT, FINE, ROUGH, alike, all_alike, steady
from tinynet.tutor.spots import ALONG, BASE, FAR, FIRM, HIGH, LOW, MIDDLE, SCATTERED, SPOTS, Spot
from tinynet.tutor.vocabulary import RIGHT_PASS, Pass, passes

Value = Callable[[Parameters, Sequence[Row]], float]
Term = Callable[[Spot], float]


def copies_needed(value: Value) -> int:
    """How many copies of one row the answer needs to depend on the row, or else to be other than 0; 0 if it never is."""
    same = 0
    for copies in (1, 2, 3):
        rows = [(spot, observed) for spot in (BASE, SCATTERED[0], FIRM, FAR) for observed in (HIGH, LOW)]
        values = [value(spot.parameters(), [(spot.input, observed)] * copies) for spot, observed in rows]
        values = [*filter(isfinite, values)]  # some insist on dosages and refuse FAR
        if len(values) >= 6 and any(values):
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

    def without(self, added: Term) -> "Alone":
        """The same without this term, looked at anew."""
        bare = self._replace(added=added, weight=float(self.copies))
        kinds = {bare.kind_at(spot) for spot in (BASE, FAR, *SCATTERED[:3])} - {""}
        bare = bare._replace(kind=kinds.pop() if len(kinds) == 1 else "other")
        return bare._replace(base=next((spot for spot in (BASE, FIRM, FAR) if bare.rest(spot)), FIRM))

    def of_rows(self, rows: Sequence[Row], spot: Optional[Spot] = None) -> float:
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


def predicting(alone: Alone) -> tuple[list[Finding], Optional[Pass]]:
    """What is wrong with the learner's own predicted, if it shows; and their pass, None if nobody knows it."""
    spots = [spot for spot in SPOTS if isfinite(alone.predicted(spot))]
    mine, given = [alone.predicted(spot) for spot in spots], [spot.numbers(HIGH) for spot in spots]
    rights = [numbers["predicted"] for numbers in given]
    if not spots:
        return [], RIGHT_PASS
    if all_alike(mine, [-right for right in rights]):
        return [finding("sum instead of difference")], RIGHT_PASS
    if all(abs(predicted) < 1e-6 for predicted in mine):
        return [finding("observed instead of residual")], RIGHT_PASS
    for known in passes():
        if all(alike(predicted, value_of(known, numbers)) for predicted, numbers in zip(mine, given)):
            return _own_pass(known), known
    shifts = [predicted - right for predicted, right in zip(mine, rights)]
    if alone.name == "b3" and steady(shifts):  # the same numbers as another predicted
        return [finding("added term", what=f"always {2 * shifts[0] * alone.weight:.6g}")], RIGHT_PASS
    if any(alone.kind_at(spot) not in (alone.kind, "") for spot in spots):
        return [finding("(bent)")], None
    return [finding("(no predicted)", parts=_in_words(alone))], None


def value_of(known: Pass, given: Mapping[str, float]) -> float:
    try:
        return known.numbers(given)["predicted"]
    except (OverflowError, ValueError):
        return nan


def _own_pass(known: Pass) -> list[Finding]:
    """Also lists what is wrong only because x or y is."""
    if not known.label:
        return []
    follows = ["dSSR/dpredicted"]
    for k, w in (("1", "w3"), ("2", "w4")):
        if known.f is not softplus or any(place[0] == k for place in known.letters):
            follows += [f"dy{k}/dx{k}", f"dpredicted/d{w}"]
    return [finding("(own pass)", label=known.label, part=known.part)._replace(follows=tuple(follows))]


def _moves(alone: Alone) -> list[tuple[str, float, float]]:
    """How the learner's predicted moves when b3, w3 or w4 goes up by 1, and how it should: by 1, y1 and y2."""
    y1, y2 = softplus(BASE.x1), softplus(BASE.x2)
    up = (("b3", BASE, 1.0), ("w3", BASE._replace(w3=BASE.w3 + 1), y1), ("w4", BASE._replace(w4=BASE.w4 + 1), y2))
    moved = [(part, spot._replace(predicted=BASE.predicted + right), right) for part, spot, right in up]
    return [(part, alone.predicted(spot) - alone.predicted(BASE), right) for part, spot, right in moved]


def hidden_layer_is_right(alone: Alone) -> bool:
    """Whether y1 and y2 are right, by what w3 and w4 do."""
    return all(alike(moved, right, ROUGH) for part, moved, right in _moves(alone) if part != "b3")


def _in_words(alone: Alone) -> str:
    return "".join(
        f"; when {part} goes up by 1, it goes up by {moved:.4g}, and should by {right:.4g}"
        for part, moved, right in _moves(alone)
        if isfinite(moved) and not alike(moved, right, ROUGH)
    )
