"""A step in which some parameters moved before all derivatives were taken: which moved first?

    old - new = learning rate * derivative(old parameters, with some of the new ones among them)

The learner's own derivative is known from near rate 0, where nothing has moved yet. The fewest new ones that give what the
learner subtracted are those that had moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, Optional

from tinynet.network import Parameters, predict
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import RIGHT, alike, all_alike
from tinynet.tutor.orders import NAMES
from tinynet.tutor.points import LOSSES, Point, right_at, stepped
from tinynet.tutor.rates import PLAIN, RATE, SQUARED, WITHOUT_RATE, Line, NewValue, Trial

Values = Mapping[str, NewValue]  # the seven new values, by name
Derivative = Callable[[Point], float]
Late = Mapping[str, Optional[tuple[str, ...]]]  # which others had moved when a derivative was taken; None if unknown


def several_steps(values: Values, trials: Sequence[Trial]) -> list[Finding]:
    """Whether the whole is 2 steps or more at once."""
    for number in (2, 3, 4, 5, 10, 100):
        if all(_is_walked(values, trial, [trial[1]] * number, trial[2]) for trial in trials[1:3]):
            return [finding("several steps", number=number)]
    return []


def _is_walked(values: Values, trial: Trial, walk: Sequence[Any], rate: float) -> bool:
    """Whether this step is a walk: one right step after another, each with these rows."""
    parameters = trial[0]
    for rows in walk:
        parameters = stepped(parameters, rows, rate)
    return all_alike(_new(values, trial), parameters, RIGHT)


def _new(values: Values, trial: Trial) -> Parameters:
    return Parameters(*[values[name].at(trial[2], trial[:2]) for name in NAMES])


def in_place(values: Values, lines: Mapping[str, Line], trials: Sequence[Trial], wrong: set[str]) -> list[Finding]:
    """Of lines that are bent: row by row, or which parameters had moved; `wrong` are those with a wrong derivative."""
    bent, learner = [name for name in NAMES if lines[name].is_bent], values["w1"].learner
    if all(_is_straight_for_few_rows(values[name], trials[5 if len(trials) > 5 else -1][:2]) for name in bent):
        return [finding("row by row")]
    stopped = learner.stopped
    late = {}
    for name in bent:
        shown_right = not wrong & {name, "all", ""} and not lines[name].findings
        derivative = None if shown_right else lines[name].derivative
        late[name] = _late(values, name, derivative or _right_derivative(values[name]), trials)
    learner.stopped = stopped  # that it is in place is seen already; this only tells the order
    return [_finding_of(late)]


def at_a_rate_of_its_own(values: Values, lines: Mapping[str, Line], trials: Sequence[Trial]) -> list[Finding]:
    """If the rate is not used, nothing shows near rate 0. So try the right derivatives at the rate the learner took."""
    if not all(line.findings and line.findings[0].place == "learning rate" for line in lines.values()):
        return []
    share = values["w1"].share(1)
    single = [trial[:2] for trial in trials if len(trial[1]) == 1][:1]
    moved = [(values[name].derivative(WITHOUT_RATE, p) / (right_at(name, p)[0] or 1)) for p in single for name in NAMES]
    for rate in dict.fromkeys((1.0, *(round(ratio, 9) for ratio in moved if ratio > 0))):
        if all(_is_walked(values, trial, [[row] for row in trial[1]], rate * share) for trial in trials[1:4]):
            return [finding("row by row")]
        late = {name: _late(values, name, _right_derivative(values[name]), trials, rate) for name in NAMES}
        if None not in late.values() and any(late.values()):
            return [_finding_of(late)]
    return []


def _right_derivative(value: NewValue) -> Derivative:
    return lambda point: right_at(value.name, point)[0] * value.share(len(point[1]))


def _is_straight_for_few_rows(value: NewValue, point: Point) -> bool:
    """With as few rows as move anything: a move of 0 is a straight line too, and proves nothing."""
    value = value._replace(share=LOSSES["SSR"])
    for count in range(1, len(point[1])):
        few = point[0], point[1][:count]
        if value.at(RATE, few) != value.old(few):
            return any(value.fits(solved, [few]) for solved in (PLAIN, SQUARED))
    return False


def _late(
    values: Values, name: str, derivative: Derivative, trials: Sequence[Trial], rate: float | None = None
) -> tuple[str, ...] | None:
    """The fewest parameters that must have been new already: with new predictions, or with those of the old parameters."""
    others = [other for other in NAMES if other != name]
    for keeps_predictions in (False, True):
        for count in range(7):
            for new in combinations(others, count):
                if all(_fits(values, name, derivative, trial, new, keeps_predictions, rate) for trial in trials[1:3]):
                    return new
    return None


def _fits(
    values: Values, name: str, derivative: Derivative, trial: Trial, new: Sequence[str], keeps: bool, rate: float | None
) -> bool:
    (parameters, rows, given), after = trial, _new(values, trial)
    mixed = parameters._replace(**{other: getattr(after, other) for other in new})
    if keeps:  # as if observed had moved along with predicted
        rows = tuple((input, o + predict(mixed, input) - predict(parameters, input)) for input, o in rows)
    subtracted = getattr(parameters, name) - getattr(after, name)
    return alike(subtracted / (rate or given), derivative((mixed, rows)))


def _finding_of(late: Late) -> Finding:
    known = {name: new for name, new in late.items() if new}
    return finding("updated in place", how=f": {_in_words(known)}" if known else "")


def _in_words(late: Mapping[str, tuple[str, ...]]) -> str:
    order = sorted(NAMES, key=lambda name: len(late.get(name, ())))
    if all({*late.get(name, ())} == {*order[:number]} for number, name in enumerate(order)):
        return f"each parameter is updated right after its own derivative, in the order {', '.join(order)}"
    if {"w1", "w2", "b1", "b2"} >= {*late} and {"w3", "w4", "b3"} >= {one for new in late.values() for one in new}:
        return f"the derivatives of the hidden layer ({', '.join(late)}) come from already updated output weights"
    return "; ".join(f"the derivative of {name} is taken after the update of {', '.join(late[name])}" for name in late)
