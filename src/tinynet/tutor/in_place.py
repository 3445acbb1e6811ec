"""What moves too early in a step? Several steps at once, a step after each row, or parameters updated in place.

    old - new = learning rate * derivative(old parameters, with some new ones among them)

The learner's own derivative is known from near rate 0, since nothing has moved there yet. So the new ones among the old
are looked for: the fewest that give what the learner subtracted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, combinations
from typing import Any, NamedTuple, Optional

from tinynet.network import Parameters, predict
from tinynet.tutor.chains import NAMES
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import RIGHT, alike, all_alike
from tinynet.tutor.points import LOSSES, Point, right_at, stepped
from tinynet.tutor.rates import PLAIN, RATE, SQUARED, WITHOUT_RATE, Line, NewValue, Trial

Derivative = Callable[[Point], float]
Moved = Optional[tuple[str, ...]]  # the parameters that had moved before a derivative was taken; None if unknown


class WholeStep(NamedTuple):
    """A learner's step: its seven new values and their lines, by name, and where it was tried."""

    values: Mapping[str, NewValue]
    lines: Mapping[str, Line]
    trials: Sequence[Trial]

    @property
    def is_bent(self) -> bool:
        return any(line.is_bent for line in self.lines.values())

    def several_steps(self) -> list[Finding]:
        """Whether the whole is 2 steps or more at once."""
        for number in (2, 3, 4, 5, 10, 100):
            if all(self._is_walk(trial, [trial[1]] * number, trial[2]) for trial in self.trials[1:3]):
                return [finding("several steps", number=number)]
        return []

    def in_place(self, wrong: set[str]) -> list[Finding]:
        """Row by row, or which parameters had moved; `wrong` are the names of all derivatives that are wrong."""
        bent, learner = [name for name in NAMES if self.lines[name].is_bent], self.values["w1"].learner
        several_rows = self.trials[5 if len(self.trials) > 5 else -1][:2]
        if all(_is_straight_for_few_rows(self.values[name], several_rows) for name in bent):
            return [finding("row by row")]
        stopped = learner.stopped
        moved = {}
        for name in bent:
            shown_right = not wrong & {name, "all", ""} and not self.lines[name].findings
            own = None if shown_right else self.lines[name].derivative
            moved[name] = self._moved_before(name, own or _right_derivative(self.values[name]))
        learner.stopped = stopped  # that it is in place is seen already; this only tells the order
        return _in_place(moved)

    def at_a_rate_of_its_own(self) -> list[Finding]:
        """If the rate is not used, nothing shows near rate 0. So try the right derivatives at the rate that was taken."""
        if not all(line.findings and line.findings[0].place == "learning rate" for line in self.lines.values()):
            return []
        share = self.values["w1"].share(1)
        alone = [(value, trial[:2]) for trial in self.trials if len(trial[1]) == 1 for value in self.values.values()]
        ratios = [value.derivative(WITHOUT_RATE, one) / (right_at(value.name, one)[0] or 1) for value, one in alone]
        for rate in dict.fromkeys((1.0, *(round(ratio, 9) for ratio in ratios if ratio > 0))):
            if all(self._is_walk(trial, [[row] for row in trial[1]], rate * share) for trial in self.trials[1:4]):
                return [finding("row by row")]
            moved = {name: self._moved_before(name, _right_derivative(self.values[name]), rate) for name in NAMES}
            if None not in moved.values() and any(moved.values()):
                return _in_place(moved)
        return []

    def _new(self, trial: Trial) -> Parameters:
        return Parameters(*[self.values[name].at(trial[2], trial[:2]) for name in NAMES])

    def _is_walk(self, trial: Trial, walk: Sequence[Any], rate: float) -> bool:
        """Whether this step is one right step after another, each with the next rows."""
        parameters = trial[0]
        for rows in walk:
            parameters = stepped(parameters, rows, rate)
        return all_alike(self._new(trial), parameters, RIGHT)

    def _moved_before(self, name: str, own: Derivative, rate: float | None = None) -> Moved:
        """The fewest that explain it: the learner predicts with them, or keeps the predictions of the old parameters."""
        others, two = [other for other in NAMES if other != name], self.trials[1:3]
        subtracted = [(getattr(one[0], name) - getattr(self._new(one), name)) / (rate or one[2]) for one in two]
        for keeps in (False, True):
            for moved in chain.from_iterable(combinations(others, count) for count in range(7)):
                if all(alike(value, own(self._mixed(trial, moved, keeps))) for value, trial in zip(subtracted, two)):
                    return moved
        return None

    def _mixed(self, trial: Trial, moved: Sequence[str], keeps: bool) -> Point:
        """Old parameters with some new ones, and the rows. To keep the old residuals, observed moves with predicted."""
        (old, rows, _), new = trial, self._new(trial)
        mixed = old._replace(**{name: getattr(new, name) for name in moved})
        if keeps:
            rows = tuple((input, o + predict(mixed, input) - predict(old, input)) for input, o in rows)
        return mixed, rows


def _right_derivative(value: NewValue) -> Derivative:
    return lambda point: right_at(value.name, point)[0] * value.share(len(point[1]))


def _is_straight_for_few_rows(value: NewValue, point: Point) -> bool:
    """With as few rows as move anything: a move of 0 is a straight line too, and proves nothing."""
    value = value._replace(share=LOSSES["SSR"])
    for count in range(1, len(point[1])):
        fewer = point[0], point[1][:count]
        if value.at(RATE, fewer) != value.old(fewer):
            return any(value.fits(solved, [fewer]) for solved in (PLAIN, SQUARED))
    return False


def _in_place(moved: Mapping[str, Moved]) -> list[Finding]:
    known = {name: before for name, before in moved.items() if before}
    return [finding("updated in place", how=f": {_in_words(known)}" if known else "")]


def _in_words(moved: Mapping[str, tuple[str, ...]]) -> str:
    order = sorted(NAMES, key=lambda name: len(moved.get(name, ())))
    if all({*moved.get(name, ())} == {*order[:number]} for number, name in enumerate(order)):
        return f"each parameter is updated right after its own derivative, in the order {', '.join(order)}"
    earlier = {one for before in moved.values() for one in before}
    if {*moved} <= {"w1", "w2", "b1", "b2"} and earlier <= {"w3", "w4", "b3"}:
        return f"the derivatives of the hidden layer ({', '.join(moved)}) come from already updated output weights"
    return "; ".join(f"the derivative of {n} is taken after the update of {', '.join(moved[n])}" for n in moved)
