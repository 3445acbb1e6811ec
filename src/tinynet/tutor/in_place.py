"""Were some derivatives of a step taken after other parameters had moved?

    old - new = learning rate * derivative(old parameters, with some new ones among them)

The old and the new parameters are known, and so is what a derivative gives with any mixture of them: the right one, and the
learner's own, since nothing has moved yet near rate 0. So for each of the seven the mixture is sought that gives what the
learner subtracted: the fewest new ones first.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple, Optional

from tinynet.network import Parameters
from tinynet.tutor.chains import NAMES
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import RIGHT, alike, all_alike
from tinynet.tutor.points import Point, Trial, right_at, stepped, with_predictions_of
from tinynet.tutor.rates import PLAIN, RATE, SQUARED, WITHOUT_RATE, Line, NewValue

Values = Mapping[str, NewValue]
Derivative = Callable[[Point], float]
Moved = Optional[tuple[str, ...]]  # the parameters that had moved before a derivative was taken; None if nobody knows


def out_of_turn(values: Values, lines: Mapping[str, Line], trials: Sequence[Trial]) -> list[Finding]:
    """Why some new values are no straight lines in the rate: they move after each row, or others had moved before."""
    bent = [name for name in NAMES if lines[name].is_bent]
    several_rows = trials[5 if len(trials) > 5 else -1].point
    if all(_is_straight_for_few_rows(values[name], several_rows) for name in bent):
        return [finding("row by row")] if bent else []
    moves = _moves(values, trials[1:3])
    learner = values["w1"].learner
    return [_updated_in_place(learner.besides(lambda: {n: _moved_before(n, moves, lines[n].derivative) for n in bent}))]


def out_of_turn_at_a_rate_of_its_own(values: Values, trials: Sequence[Trial]) -> list[Finding]:
    """The same for a step with its own rate. With one row the parameter that moves first shows that rate."""
    alone = [(value, trial.point) for trial in trials if len(trial.rows) == 1 for value in values.values()]
    ratios = [value.derivative(WITHOUT_RATE, one) / (right_at(value.name, one).derivative or 1) for value, one in alone]
    for rate in dict.fromkeys(round(ratio, 9) for ratio in ratios if ratio > 0):
        moves = _moves(values, [trial._replace(rate=rate) for trial in trials[1:4]])
        if all(move.is_row_by_row() for move in moves):
            return [finding("row by row")]
        moved = {name: _moved_before(name, moves) for name in NAMES}
        if None not in moved.values() and any(moved.values()):
            return [_updated_in_place(moved)]
    return []


class Move(NamedTuple):
    """A step that the learner took."""

    trial: Trial
    new: Parameters

    def is_row_by_row(self) -> bool:
        """Whether it is a right step for each row, one after another."""
        parameters = self.trial.parameters
        for row in self.trial.rows:
            parameters = stepped(parameters, [row], self.trial.rate)
        return all_alike(self.new, parameters, RIGHT)

    def follows_from(self, name: str, derivative: Derivative, moved: Sequence[str], keeps: bool) -> bool:
        """Is this the new value if these had moved? A learner who `keeps` the predictions has computed them before."""
        old, rows, rate = self.trial
        mixed = old._replace(**{one: getattr(self.new, one) for one in moved})
        point = Point(mixed, with_predictions_of(old, mixed, rows) if keeps else rows)
        return alike((getattr(old, name) - getattr(self.new, name)) / rate, derivative(point))


def _moves(values: Values, trials: Sequence[Trial]) -> list[Move]:
    return [Move(trial, Parameters(*[values[name].at(trial.rate, trial.point) for name in NAMES])) for trial in trials]


def _moved_before(name: str, moves: Sequence[Move], own: Optional[Derivative] = None) -> Moved:
    """The fewest parameters that explain all of these moves, with the right derivative or with the learner's own."""
    others = [other for other in NAMES if other != name]
    mixtures = [moved for count in range(7) for moved in combinations(others, count)]
    derivatives = [lambda point: right_at(name, point).derivative, *([own] if own else [])]
    for derivative in derivatives:
        for keeps, moved in product((False, True), mixtures):
            if all(move.follows_from(name, derivative, moved, keeps) for move in moves):
                return moved
    return None


def _is_straight_for_few_rows(value: NewValue, point: Point) -> bool:
    """With as few rows as move anything, but not with one more. A move of 0 is a straight line too, and proves nothing."""
    fewer = [point._replace(rows=point.rows[:count]) for count in range(1, len(point.rows) + 1)]
    moving = [one for one in fewer if value.at(RATE, one) != value.old(one)]
    straight = [any(value.fits(solved, [one]) for solved in (PLAIN, SQUARED)) for one in moving[:2]]
    return straight == [True, False]


def _updated_in_place(moved: Mapping[str, Moved]) -> Finding:
    """The order is given only if it is known for all."""
    known = {name: before for name, before in moved.items() if before}
    return finding("updated in place", how="" if None in moved.values() else f": {_in_words(known)}")


def _in_words(moved: Mapping[str, tuple[str, ...]]) -> str:
    order = sorted(NAMES, key=lambda name: len(moved.get(name, ())))
    if all({*moved.get(name, ())} == {*order[:number]} for number, name in enumerate(order)):
        return f"each parameter is updated right after its own derivative, in the order {', '.join(order)}"
    earlier = {one for before in moved.values() for one in before}
    if {*moved} <= {"w1", "w2", "b1", "b2"} and earlier <= {"w3", "w4", "b3"}:
        return f"the derivatives of the hidden layer ({', '.join(moved)}) come from already updated output weights"
    return "; ".join(f"the derivative of {n} is taken after the update of {', '.join(moved[n])}" for n in moved)
