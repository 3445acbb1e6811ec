"""A learner's whole step: what it does with the learning rate, and the derivatives inside it.

    new value = old value - derivative * learning rate

Every usual slip in this line can be solved for the derivative: if the rate is left out, it is old value - new value. So
each line of the table FORMS is tried, and the learner's is the one that gives the same derivative at three rates. All
that `judging` asks of derivatives is then asked of these.

If no line fits, some parameters had moved before all derivatives were taken. Near rate 0 nothing has moved yet, so there
the step shows the learner's own derivatives. With these and some of the new values it can be computed who moved first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import checked_name, shown
from tinynet.backpropagation import backpropagate
from tinynet.loss import ssr
from tinynet.network import Parameters, predict
from tinynet.training import step_sizes, update
from tinynet.tutor.asking import Asked, alike
from tinynet.tutor.checking import parts_of_chains
from tinynet.tutor.examining import Check, examined
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.judging import (
    LOSSES,
    POINTS,
    RIGHT,
    Derivatives,
    Point,
    judged,
    not_used,
    right_at,
    rounded_off,
    shared,
)
from tinynet.tutor.orders import NAMES, in_order, taken_otherwise
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import UNKNOWN, laid_out

RATES = (0.02, 0.03, 0.05, 0.03, 0.05, 0.02, 0.04, 0.03, 0.04, 0.05, 0.001)
STEPS = (*[(*point, rate) for point, rate in zip(POINTS, RATES)], (*POINTS[1], 0.5))  # the last one leads up
RATE = 0.02
TINY = 4e-4  # nearly no step at all

Step = tuple[Parameters, "tuple[tuple[float, float], ...]", float]
Share = Callable[[int], float]  # the part of the SSR that a loss is, for so many rows


def check_update(mine: Callable[..., Any], *, loss: str = "SSR") -> Verdict:
    """Is mine(parameters, data, learning_rate) one step of gradient descent, and if not, where does it go wrong?

    It returns the seven new values: in the order of `Parameters`, or by name. `loss` is as for `check`.
    Errors: TypeError if mine is no function. What mine raises is in the verdict.

    >>> from tinynet.derivatives import gradient
    >>> from tinynet.training import update
    >>> def mine(parameters, data, learning_rate):
    ...     return update(parameters, gradient(parameters, data))
    >>> check_update(mine).places, check_update(mine).mistakes
    (('learning rate',), ('learning rate missing',))
    """
    checked_name(loss, "loss", tuple(LOSSES))
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (parameters, data, learning_rate)")
    return of_a_step(mine, loss)


def of_a_step(mine: Callable[..., Any], loss: str = "SSR") -> Verdict:
    share = LOSSES[loss]

    def given(step: Step) -> Step:  # a step for SSR/2 at twice the rate is one for the SSR
        return (*step[:2], step[2] / share(len(step[1]) or 1))

    def right(step: Step, other: str) -> bool:
        count = len(step[1])
        as_if = (*step[:2], step[2] * LOSSES[other](count) / share(count))
        return all(_far(asked, name, step, taken=as_if) <= 1 for name in NAMES)

    asked = Asked(mine, NAMES, given=given)
    return examined(
        asked,
        Check(
            subject="the step",
            takes=("parameters", "data", "learning_rate"),
            questions=STEPS,
            right=right,
            judged=lambda answered: _judged(asked, answered, share),
            table=lambda step: _table(asked, step),
            parts=["old value", "learning rate", "update", "in place", *parts_of_chains(NAMES)],
            wanted="the seven new values",
            advice="parameters, data, learning_rate",
            loss=loss,
        ),
    )


def _right(name: str, step: Step) -> tuple[float, float]:
    """The right new value, and how far from it is right."""
    derivative, size = right_at(name, step[:2])
    old = getattr(step[0], name)
    return old - derivative * step[2], RIGHT * size * step[2] + 2e-7 * abs(old) + 1e-12


def _far(asked: Asked, under: str, step: Step, name: str = "", taken: Any = None) -> float:
    right, near = _right(name or under, taken or step)
    return float(abs(asked.answers[step][under] - right)) / near


def _table(asked: Asked, step: Step) -> list[str]:
    rows = [(asked.answers[step][name], _right(name, step)[0]) for name in NAMES]
    return laid_out(["", "your new value", "right"], NAMES, rows)


# The questions, in their order.


def _judged(asked: Asked, answered: Sequence[Step], share: Share) -> list[Finding]:
    whole = _of_the_whole(asked, answered)
    if whole:
        return whole
    lines = chosen(asked, {name: candidates(asked, name, answered, share) for name in NAMES}, answered)
    found = shared([one._replace(name=name) for name, line in lines.items() for one in line.findings], NAMES)
    if any(line.findings and line.derivative is None for line in lines.values()):
        return found  # the old values are not there, and what is computed with others tells nothing
    bent = [name for name, line in lines.items() if line.bent]
    out_of_turn = _several_steps(asked, answered) if bent else _at_a_rate_of_its_own(asked, lines, answered, share)
    if out_of_turn:
        return [*out_of_turn, *(found if not bent else [])]
    inner = _of_the_derivatives(asked, lines, answered)
    if any(one.place in ("arguments", "state") for one in inner):
        return inner
    if any(one.label == "learning rate missing" for one in found):  # then a constant is the rate that is taken instead
        inner = [one for one in inner if one.label != "constant factor"]
    late = _in_place(asked, lines, answered, {one.name for one in inner}) if bent else []
    still = [name for name, line in lines.items() if line.derivative is None]
    return [*late, *limited(_added([*found, *inner], lines)), *_not_updated(still)]


def _of_the_whole(asked: Asked, answered: Sequence[Step]) -> list[Finding]:
    """Before the step is taken apart: its arguments, the order of what it returns, whether it moves, rounding."""
    if asked.changed:
        return [finding("changed in place", how=asked.changed)]
    (*point, rate), other = answered[1 if len(answered) > 1 else 0], answered[2 if len(answered) > 2 else 0]
    unused = not_used(lambda at: asked.answer(*at, rate), tuple(point), other[:2])  # type: ignore[arg-type]
    if unused and any(asked.answer(*point, rate)[name] != getattr(point[0], name) for name in NAMES):
        return unused
    pairs = [(name, under) for name in NAMES for under in NAMES]
    _, order = in_order({(n, u) for n, u in pairs if all(_far(asked, u, step, n) <= 1 for step in answered)})
    order = order or taken_otherwise(
        lambda take, names: all(
            _far(asked, name, step, names[name], take(*step)) <= 1 for step in answered for name in NAMES
        )
    )
    wrong = [step for step in answered if any(_far(asked, name, step) > 1 for name in NAMES)]
    if all(list(asked.answers[step].values()) == list(step[0]) and _leads_up(step) for step in wrong):
        return [finding("(not always updated)")]
    steps = [(step, name) for step in answered for name in NAMES]
    rights = [_right(name, step)[0] for step, name in steps]
    besides = [0.05 * right_at(name, step[:2])[1] * step[2] for step, name in steps]
    return order or rounded_off([asked.answers[step][name] for step, name in steps], rights, besides)


def _leads_up(step: Step) -> bool:
    parameters, rows, rate = step
    return ssr(update(parameters, step_sizes(backpropagate(parameters, rows)[1], rate)), rows) > ssr(parameters, rows)


def _of_the_derivatives(asked: Asked, lines: Mapping[str, Line], answered: Sequence[Step]) -> list[Finding]:
    """All that is asked of derivatives, asked of those inside the step."""
    of = {name: line.derivative for name, line in lines.items() if line.derivative}
    bent = any(line.bent for line in lines.values())
    inside = Derivatives(lambda point: _derivatives(asked, point, of), (*of,), 2e-7 / RATE, 1e-5 if bent else RIGHT)
    near = [step for step in answered if step[2] > 0.01 or not bent]  # the steepest point is bent near rate 0 too
    points = [step[:2] for step in near if inside.answer(step[:2])]
    return judged(inside, points, False) if of and points else []


def _derivatives(asked: Asked, point: Point, of: Mapping[str, Callable[[Point], float]]) -> Optional[dict[str, float]]:
    """The learner's own derivatives at a point, as the lines of the new values give them."""
    if asked.answer(*point, RATE) is None or asked.answer(*point, 2 * RATE) is None:
        return None
    values = {name: derivative(point) for name, derivative in of.items()}
    return values if all(value == value for value in values.values()) else None


def limited(found: Sequence[Finding]) -> list[Finding]:
    """More than three places for one derivative: then the explanation is wrong. The first one is what to look at."""
    kept = []
    for one in found:
        places = list(dict.fromkeys(other.place for other in found if other.name == one.name and other.place))
        if len(places) <= 3 or one.name == "" or one.place == places[0]:
            kept.append(one)
    return kept


def _not_updated(names: Sequence[str]) -> list[Finding]:
    says = f"{', '.join(names)}: {finding('not updated').says}"
    return [finding("not updated", label=f"not updated: {name}")._replace(says=says) for name in names]


def _added(found: Sequence[Finding], lines: Mapping[str, Line]) -> list[Finding]:
    """Flipped in all that moves: whether the sign or the step is wrong, no number can tell."""
    moving = [name for name, line in lines.items() if line.derivative]
    flipped = [one.name for one in found if one.label == "flipped sign"]
    if "all" not in flipped and not (len(moving) > 1 and set(moving) <= set(flipped)):
        return [*found]
    rest = [one for one in found if one.label != "flipped sign"]
    return [finding("added instead of subtracted"), Finding("", "flipped sign", "", "all"), *rest]


# What a new value does with the learning rate.

MISSING, TWICE, DIVIDED = "learning rate missing", "learning rate twice", "divided by the learning rate"
Solved = Callable[[float, float, float], float]

# fmt: off
FORMS: tuple[tuple[tuple[str, ...], Solved], ...] = (  # the slips, and the derivative, of (old, new, rate)
    ((),                                            lambda old, new, rate: (old - new) / rate),
    ((MISSING,),                                    lambda old, new, rate: old - new),
    ((MISSING, "derivative returned"),              lambda old, new, rate: new),
    ((TWICE,),                                      lambda old, new, rate: (old - new) / rate**2),
    ((DIVIDED,),                                    lambda old, new, rate: (old - new) * rate),
    ((DIVIDED, "step size returned"),               lambda old, new, rate: new * rate),
    (("step size returned",),                       lambda old, new, rate: new / rate),
    (("step size returned",),                       lambda old, new, rate: -new / rate),
    (("brackets round old value - derivative",),    lambda old, new, rate: old - new / rate),
    (("learning rate added",),                      lambda old, new, rate: old - new - rate),
)
# fmt: on
PLAIN, SQUARED = FORMS[0][1], FORMS[3][1]


class NewValue(NamedTuple):
    """One of the seven new values, at any point and rate."""

    asked: Asked
    name: str
    share: Share

    def old(self, point: Point) -> float:
        return float(getattr(point[0], self.name))

    def at(self, rate: float, point: Point) -> float:
        return self.asked.value(self.name, *point, rate)

    def derivative(self, solved: Solved, point: Point, rate: float = RATE) -> float:
        """For the SSR. A learner whose loss is a share of it was given a rate that makes up for that."""
        share = self.share(len(point[1]))
        return solved(self.old(point), self.at(rate, point), rate / share) / share

    def fits(self, solved: Solved, points: Sequence[Point]) -> bool:
        """Whether the derivative is the same at every rate."""
        rates = (RATE, 2 * RATE, 4 * RATE)
        for point in points:
            one, two, four = (self.derivative(solved, point, rate) for rate in rates)
            if not (alike(one, two, 1e-6) and alike(one, four, 1e-6)):
                return False
        return True

    def between(self, point: Point, rate: float = RATE) -> float:
        """The derivative, whatever it is subtracted from."""
        return (self.at(rate, point) - self.at(2 * rate, point)) / rate

    def limit(self, solved: Solved, point: Point) -> float:
        """The derivative near rate 0."""
        return _limit(*(self.derivative(solved, point, rate) for rate in (TINY, TINY / 2, TINY / 4)))


def _limit(one: float, half: float, quarter: float) -> float:
    """The value at 0 of what is d + c * h + e * h^2 at h, h / 2 and h / 4."""
    return (one - 6 * half + 8 * quarter) / 3


class Line(NamedTuple):
    """What is wrong in the line of one new value, and the derivative in it, of a point."""

    findings: list[Finding]
    derivative: Optional[Callable[[Point], float]]
    bent: bool = False


def candidates(asked: Asked, name: str, answered: Sequence[Step], share: Share) -> list[Line]:
    """The lines that may stand there. A point where nothing moves tells nothing."""
    value = NewValue(asked, name, share)
    points = [step[:2] for step in answered if abs(value.at(RATE, step[:2]) - value.old(step[:2])) > 1e-9]
    if not points:
        return [Line([], None)]
    here = points[1:3] or points
    fixed = _fixed_rate(value, points)
    if fixed:
        return [
            Line(
                [finding("fixed learning rate", rate=fixed)],
                lambda p: value.derivative(lambda o, n, r: (o - n) / fixed, p),
            )
        ]
    lines = [
        Line([finding(key) for key in keys], lambda point, solved=solved: value.derivative(solved, point))  # type: ignore[misc]
        for keys, solved in FORMS
        if value.fits(solved, here)
    ]
    if lines:
        return lines[:1] if not lines[0].findings else lines
    if all(alike(value.between(point), value.between(point, 2 * RATE), 1e-6) for point in here):
        starts = [2 * value.at(RATE, point) - value.at(2 * RATE, point) for point in points]
        return [Line([_another_start(value, points, starts)], value.between)]
    return [_near_rate_0(value, (points[1:] or points)[:3])]


def _fixed_rate(value: NewValue, points: Sequence[Point]) -> float:
    """The rate by which a right derivative is multiplied, if that is another than the one given, and always the same."""
    if not value.fits(FORMS[1][1], points[1:3] or points):
        return 0.0
    ratios = [value.derivative(FORMS[1][1], point) / (right_at(value.name, point)[0] or 1) for point in points]
    usual = any(alike(abs(ratios[0]), some) for some in (0.5, 1, 2))
    return 0.0 if usual or not all(alike(ratio, ratios[0]) for ratio in ratios) else abs(ratios[0])


def _near_rate_0(value: NewValue, points: Sequence[Point]) -> Line:
    starts = [_limit(*(value.at(rate, point) for rate in (TINY, TINY / 2, TINY / 4))) for point in points]
    if not all(alike(start, value.old(point), 1e-4) for start, point in zip(starts, points)):
        return Line([_another_start(value, points, starts)], None)
    near, far = ([abs(value.derivative(PLAIN, p, rate)) for p in points[:2]] for rate in (TINY, 30 * TINY))
    if all(one < 0.1 * other for one, other in zip(near, far)):
        return Line([finding(TWICE)], lambda point: value.limit(SQUARED, point), True)
    return Line([], lambda point: value.limit(PLAIN, point), True)


def _another_start(value: NewValue, points: Sequence[Point], starts: Sequence[float]) -> Finding:
    """What stands where the old value belongs: it must hold at all points."""
    olds = [value.old(point) for point in points]
    factor = starts[0] / (olds[0] or 1)
    for other in NAMES:
        if all(alike(start, getattr(point[0], other), 1e-6) for start, point in zip(starts, points)):
            return finding("other old value", other=other, name=value.name)
    if all(alike(start, factor * old, 1e-6) for start, old in zip(starts, olds)):
        return finding("(times the old value)", label="old value changed", factor=factor)
    return finding("old value changed", start=starts[0], old=olds[0])


def chosen(asked: Asked, lines: Mapping[str, list[Line]], answered: Sequence[Step]) -> dict[str, Line]:
    """Of several lines the one with which the fewest places are wrong, in all parameters that have the same choice."""
    best: dict[str, Line] = {}
    choices = {name: tuple(tuple(one.label for one in line.findings) for line in some) for name, some in lines.items()}
    for choice in set(choices.values()):
        names = [name for name in NAMES if choices[name] == choice]
        costs = [sum(_cost(asked, name, lines[name][i], answered) for name in names) for i in range(len(choice))]
        best.update({name: lines[name][costs.index(min(costs))] for name in names})
    return {name: best[name] for name in NAMES}


def _cost(asked: Asked, name: str, line: Line, answered: Sequence[Step]) -> int:
    if not line.derivative or line.bent:
        return 0
    found = _of_the_derivatives(asked, {name: line}, answered)
    found = [one for one in found if one.label != "constant factor" or not line.findings]
    return sum(3 if one.place in UNKNOWN or one.place == "an added term" else 1 for one in found)


# Some derivative is taken when other parameters are new already. Which, is what there is to find: the learner's own
# derivative, from near rate 0, is taken at the old parameters with some of the new ones among them.

Own = Callable[[Point], float]


def _several_steps(asked: Asked, answered: Sequence[Step]) -> list[Finding]:
    """Whether the whole is 2 steps or more at once."""
    for number in (2, 3, 4, 5, 10, 100):
        if all(_fits_moves(asked, step, [step[1]] * number, step[2]) for step in answered[1:3]):
            return [finding("several steps", number=number)]
    return []


def _fits_moves(asked: Asked, step: Step, moves: Sequence[Any], rate: float) -> bool:
    """Whether this step is several moves, each with these rows."""
    parameters = step[0]
    for rows in moves:
        parameters = update(parameters, step_sizes(backpropagate(parameters, rows)[1], rate))
    return all(alike(asked.answers[step][name], getattr(parameters, name), 1e-5) for name in NAMES)


def _in_place(asked: Asked, lines: Mapping[str, Line], answered: Sequence[Step], wrong: set[str]) -> list[Finding]:
    bent = [name for name, line in lines.items() if line.bent]
    if all(_straight_with_few_rows(asked, name, answered[5 if len(answered) > 5 else -1]) for name in bent):
        return [finding("row by row")]
    enough = asked.enough
    late = {name: _late(asked, name, _own(name, lines[name], wrong), answered, None) for name in bent}
    asked.enough = enough  # that it is in place is seen already; this only tells the order
    return _told(late)


def _told(late: Mapping[str, Optional[tuple[str, ...]]]) -> list[Finding]:
    known = {name: new for name, new in late.items() if new}
    return [finding("updated in place", how=f": {_in_words(known)}" if known else "")]


def _at_a_rate_of_its_own(
    asked: Asked, lines: Mapping[str, Line], answered: Sequence[Step], share: Share
) -> list[Finding]:
    """Where the rate is not used nothing shows near rate 0: then the right derivatives are tried, at the rate taken."""
    if not all(line.findings and line.findings[0].place == "learning rate" for line in lines.values()):
        return []
    alone = next((step[:2] for step in answered if len(step[1]) == 1), None)
    moved = (
        [(NewValue(asked, n, share).derivative(FORMS[1][1], alone), right_at(n, alone)[0]) for n in NAMES]
        if alone
        else []
    )
    for rate in dict.fromkeys((1.0, *(round(move / right, 9) for move, right in moved if right and move / right > 0))):
        if all(_fits_moves(asked, step, [[row] for row in step[1]], rate * share(1)) for step in answered[1:4]):
            return [finding("row by row")]
        late = {name: _late(asked, name, _right_derivative(name, share), answered, rate) for name in NAMES}
        if None not in late.values() and any(late.values()):
            return _told(late)
    return []


def _right_derivative(name: str, share: Share = lambda count: 1.0) -> Own:
    return lambda point: right_at(name, point)[0] * share(len(point[1]))


def _own(name: str, line: Line, wrong: set[str]) -> Own:
    """The learner's own derivative; where it was shown right, nobody needs to be asked for it."""
    right = not wrong & {name, "all", ""} and not line.findings
    return _right_derivative(name) if right or not line.derivative else line.derivative


def _straight_with_few_rows(asked: Asked, name: str, step: Step) -> bool:
    """With as few rows as move anything: a move of 0 is a straight line too, and proves nothing."""
    parameters, rows, _ = step
    for count in range(1, len(rows)):
        value, few = NewValue(asked, name, lambda count: 1.0), (parameters, rows[:count])
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
