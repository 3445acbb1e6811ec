"""Of several explanations of a step, the one with the fewest mistakes is told.

chosen         a step without a learning rate gives the same "derivative" at every rate in two ways: as old - new, and as
               new. One of them is the learner's, and with the other nearly everything looks wrong
three_places   if a derivative seems wrong in more than three places, the explanation is wrong, and the first is told
one_minus      a wrong sign in all seven derivatives is one plus in the step
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.rates import Line


def chosen(possible: Sequence[Line], judged: Callable[[Line], list[Finding]]) -> Line:
    """The line with the fewest mistakes in its derivative. A constant may come from the slip in the line itself."""

    def mistakes(line: Line) -> int:
        if not line.derivative or line.is_bent:
            return 0
        return len([one for one in judged(line) if one.label != "constant factor" or not line.findings])

    return min(possible, key=mistakes) if len(possible) > 1 else possible[0]


def three_places(found: Sequence[Finding]) -> list[Finding]:
    """At most three places for one derivative, or else only the first."""
    places: dict[str, list[str]] = {}
    for one in filter(lambda one: one.place, found):
        places.setdefault(one.name, []).append(one.place)
    too_many = {name for name, its in places.items() if name and len({*its}) > 3}
    return [one for one in found if one.name not in too_many or one.place == places[one.name][0]]


def one_minus(found: Sequence[Finding], moving: Sequence[str]) -> list[Finding]:
    """If all that moves has the wrong sign, no number tells whether the derivatives or the step are wrong."""
    flipped = [one.name for one in found if one.label == "flipped sign"]
    if "all" not in flipped and not (len(moving) > 1 and {*moving} <= {*flipped}):
        return [*found]
    rest = [one for one in found if one.label != "flipped sign"]
    return [finding("added instead of subtracted"), Finding("", "flipped sign", "", "all"), *rest]
