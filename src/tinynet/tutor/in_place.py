"""A step in which some parameters moved before all derivatives were taken: which moved first?

The learner's own derivative, from near rate 0, is taken at the old parameters with some of the new ones among them. The
fewest new ones that give what the learner subtracted are those that had moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, Optional

from tinynet.network import predict
from tinynet.tutor.asking import Asked, alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import NAMES
from tinynet.tutor.points import LOSSES, Point, right_at, stepped
from tinynet.tutor.rates import PLAIN, RATE, SQUARED, WITHOUT_RATE, Line, NewValue, Share, Step

Own = Callable[[Point], float]


def several_steps(asked: Asked, answered: Sequence[Step]) -> list[Finding]:
    """Whether the whole is 2 steps or more at once."""
    for number in (2, 3, 4, 5, 10, 100):
        if all(_fits_moves(asked, step, [step[1]] * number, step[2]) for step in answered[1:3]):
            return [finding("several steps", number=number)]
    return []


def _fits_moves(asked: Asked, step: Step, moves: Sequence[Any], rate: float) -> bool:
    """Whether this step is several moves, each with these rows."""
    parameters = step[0]
    for rows in moves:
        parameters = stepped(parameters, rows, rate)
    return all(alike(asked.answers[step][name], getattr(parameters, name), 1e-5) for name in NAMES)


def in_place(asked: Asked, lines: Mapping[str, Line], answered: Sequence[Step], wrong: set[str]) -> list[Finding]:
    bent = [name for name, line in lines.items() if line.bent]
    if all(_straight_with_few_rows(asked, name, answered[5 if len(answered) > 5 else -1]) for name in bent):
        return [finding("row by row")]
    enough = asked.enough
    late = {name: _late(asked, name, _own(name, lines[name], wrong), answered, None) for name in bent}
    asked.enough = enough  # that it is in place is seen already; this only tells the order
    return _finding_of(late)


def _finding_of(late: Mapping[str, Optional[tuple[str, ...]]]) -> list[Finding]:
    known = {name: new for name, new in late.items() if new}
    return [finding("updated in place", how=f": {_in_words(known)}" if known else "")]


def at_a_rate_of_its_own(
    asked: Asked, lines: Mapping[str, Line], answered: Sequence[Step], share: Share
) -> list[Finding]:
    """If the rate is not used, nothing shows near rate 0. So try the right derivatives at the rate the learner took."""
    if not all(line.findings and line.findings[0].place == "learning rate" for line in lines.values()):
        return []
    single = [step[:2] for step in answered if len(step[1]) == 1][:1]  # one row
    moved = [
        (NewValue(asked, name, share).derivative(WITHOUT_RATE, point), right_at(name, point)[0])
        for point in single
        for name in NAMES
    ]
    for rate in dict.fromkeys((1.0, *(round(move / right, 9) for move, right in moved if right and move / right > 0))):
        if all(_fits_moves(asked, step, [[row] for row in step[1]], rate * share(1)) for step in answered[1:4]):
            return [finding("row by row")]
        late = {name: _late(asked, name, _right_derivative(name, share), answered, rate) for name in NAMES}
        if None not in late.values() and any(late.values()):
            return _finding_of(late)
    return []


def _right_derivative(name: str, share: Share = LOSSES["SSR"]) -> Own:
    return lambda point: right_at(name, point)[0] * share(len(point[1]))


def _own(name: str, line: Line, wrong: set[str]) -> Own:
    """The learner's own derivative; where it was shown right, nobody needs to be asked for it."""
    right = not wrong & {name, "all", ""} and not line.findings
    return _right_derivative(name) if right or not line.derivative else line.derivative


def _straight_with_few_rows(asked: Asked, name: str, step: Step) -> bool:
    """With as few rows as move anything: a move of 0 is a straight line too, and proves nothing."""
    parameters, rows, _ = step
    for count in range(1, len(rows)):
        value, few = NewValue(asked, name, LOSSES["SSR"]), (parameters, rows[:count])
        if value.at(RATE, few) != value.old(few):
            return any(value.fits(solved, [few]) for solved in (PLAIN, SQUARED))
    return False


def _late(asked: Asked, name: str, own: Own, answered: Sequence[Step], rate: float | None) -> tuple[str, ...] | None:
    """The fewest parameters that must have been new already."""
    others = [other for other in NAMES if other != name]
    for kept in (False, True):
        for count in range(7):
            for new in combinations(others, count):
                if all(_fits(asked, name, own, step, new, kept, rate or step[2]) for step in answered[1:3]):
                    return new
    return None


def _fits(asked: Asked, name: str, own: Own, step: Step, new: Sequence[str], kept: bool, rate: float) -> bool:
    parameters, rows, _ = step
    values = asked.answers[step]
    mixed = parameters._replace(**{other: values[other] for other in new})
    if kept:  # the predictions of the old parameters: as if observed had moved along with predicted
        rows = tuple((input, o + predict(mixed, input) - predict(parameters, input)) for input, o in rows)
    return alike((getattr(parameters, name) - values[name]) / rate, own((mixed, rows)), 1e-4)


def _in_words(late: dict[str, tuple[str, ...]]) -> str:
    order = sorted(NAMES, key=lambda name: len(late.get(name, ())))
    if all(set(late.get(name, ())) == set(order[:number]) for number, name in enumerate(order)):
        return f"each parameter is updated right after its own derivative, in the order {', '.join(order)}"
    if {"w1", "w2", "b1", "b2"}.issuperset(late) and {"w3", "w4", "b3"}.issuperset(sum(late.values(), ())):
        return f"the derivatives of the hidden layer ({', '.join(late)}) come from already updated output weights"
    return "; ".join(f"the derivative of {name} is taken after the update of {', '.join(late[name])}" for name in late)
