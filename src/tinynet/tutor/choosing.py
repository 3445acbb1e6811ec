"""Of several explanations of a step, the one with the fewest mistakes is told.

chosen         a step without a learning rate gives the same "derivative" at every rate in two ways: as old - new, and as
               new. One of them is the learner's, and with the other nearly everything looks wrong
three_places   if a derivative seems wrong in more than three places, the explanation is wrong, and the first is told
one_minus      a wrong sign in all seven derivatives is one plus in the step
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.rates import Line


def chosen(choices: Mapping[str, list[Line]], judged: Callable[[str, Line], list[Finding]]) -> dict[str, Line]:
    """One line for each new value. Parameters with the same choice decide together."""
    lines: dict[str, Line] = {}
    for name, possible in choices.items():
        if len(possible) > 1 and name not in lines:
            names = [other for other in choices if _labels(choices[other]) == _labels(possible)]
            costs = [sum(_cost(choices[one][i], one, judged) for one in names) for i in range(len(possible))]
            lines.update({one: choices[one][costs.index(min(costs))] for one in names})
        lines.setdefault(name, possible[0])
    return {name: lines[name] for name in choices}


def _labels(lines: Sequence[Line]) -> list[list[str]]:
    return [[one.label for one in line.findings] for line in lines]


def _cost(line: Line, name: str, judged: Callable[[str, Line], list[Finding]]) -> int:
    """How much is wrong with the derivative of a line. A constant may come from the slip in the line itself."""
    if not line.derivative or line.is_bent:
        return 0
    return len([one for one in judged(name, line) if one.label != "constant factor" or not line.findings])


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
