"""A learner's whole step: how it depends on the learning rate, and the derivatives inside it.

    new value = old value - derivative * learning rate

This is a line in the learning rate: at rate 0 it is the old value, and its slope is the learner's own derivative. So the
questions are: is the whole step right for other arguments, in another order, or rounded; how does each new value depend
on the rate; and then, of the derivatives inside, all that `judging` asks of any. A new value that is no line in the rate
takes its derivative where some parameters have moved already; near rate 0 nothing has moved yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import checked_name, shown
from tinynet.backpropagation import backpropagate
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
Own = Callable[..., float]  # the learner's own derivative, of (parameters, rows)


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
    factor = LOSSES[loss]

    def given(step: Step) -> Step:  # a step for SSR/2 at twice the rate is one for the SSR
        return (*step[:2], step[2] / factor(len(step[1]) or 1))

    asked = Asked(mine, NAMES, given=given)
    return examined(
        asked,
        Check(
            subject="the step",
            takes=("parameters", "data", "learning_rate"),
            questions=STEPS,
            right=lambda step: all(_far(asked, name, step) <= 1 for name in NAMES),
            judged=lambda answered: _judged(asked, answered, factor),
            table=lambda step: _table(asked, step),
            parts=["old value", "learning rate", "update", "in place", *parts_of_chains(NAMES)],
            wanted="the seven new values",
            advice="parameters, data, learning_rate",
            loss=loss,
            convention=lambda answered: _convention(asked, answered, loss),
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


def _convention(asked: Asked, answered: Sequence[Step], loss: str) -> str | None:
    """Another way to write the error for which the step is right: for it the rate is so many times as large."""

    def as_if(step: Step, other: str) -> Step:
        return (*step[:2], step[2] * LOSSES[other](len(step[1])) / LOSSES[loss](len(step[1])))

    for other in LOSSES:
        fits = other != loss and all(
            _far(asked, n, step, taken=as_if(step, other)) <= 1 for step in answered for n in NAMES
        )
        if fits:
            return other
    return None


# The questions, in their order.


def _judged(asked: Asked, answered: Sequence[Step], factor: Callable[[int], float]) -> list[Finding]:
    whole = _of_the_whole(asked, answered)
    if whole:
        return whole
    forms = chosen(asked, {name: candidates(asked, name, answered, factor) for name in NAMES}, answered)
    found = shared([one._replace(name=name) for name, form in forms.items() for one in form.findings], NAMES)
    bent = [name for name, form in forms.items() if form.bent]
    if any(form.findings and form.derivative is None for form in forms.values()):
        return found  # the old values are not there, and what is computed with others tells nothing
    if bent and _several_steps(asked, answered):
        return _several_steps(asked, answered)
    fixed = [] if bent else _moved_at_a_fixed_rate(asked, forms, answered, factor)
    if fixed:
        return [*fixed, *found]
    moves = {name: form.derivative for name, form in forms.items() if form.derivative}
    inside = Derivatives(
        lambda point: _derivatives(asked, point, moves), (*moves,), 2e-7 / RATE, 1e-5 if bent else RIGHT
    )
    near = [step for step in answered if step[2] > 0.01 or not bent]  # near rate 0 the steepest point is still bent
    points = [step[:2] for step in near if inside.answer(step[:2])]
    inner = judged(inside, points, False) if moves and points else []
    if any(one.place in ("arguments", "state") for one in inner):
        return inner
    if any(one.label == "learning rate missing" for one in found):  # then a constant is the rate that is taken instead
        inner = [one for one in inner if one.label != "constant factor"]
    late = _in_place(asked, forms, answered, {one.name for one in inner}) if bent else []
    still = [name for name, form in forms.items() if form.derivative is None]
    return [*late, *limited(_added([*found, *inner], forms)), *_not_updated(still)]


def _not_updated(names: Sequence[str]) -> list[Finding]:
    says = f"{', '.join(names)}: {finding('not updated').says}"
    return [finding("not updated", label=f"not updated: {name}")._replace(says=says) for name in names]


def _of_the_whole(asked: Asked, answered: Sequence[Step]) -> list[Finding]:
    """Before the step is taken apart: its arguments, the order of what it returns, whether it moves, rounding."""
    if asked.changed:
        return [finding("changed in place", how=asked.changed)]
    *point, rate = answered[1 if len(answered) > 1 else 0]
    other = answered[2][:2] if len(answered) > 2 else POINTS[1]
    if any(asked.answer(*point, rate)[name] != getattr(point[0], name) for name in NAMES):
        unused = not_used(lambda point: asked.answer(*point, rate), tuple(point), other)  # type: ignore[arg-type]
        if unused:
            return unused
    pairs = [(name, under) for name in NAMES for under in NAMES]
    _, order = in_order({(n, u) for n, u in pairs if all(_far(asked, u, step, n) <= 1 for step in answered)})
    if order:
        return order
    taken = taken_otherwise(
        lambda take, names: all(
            _far(asked, name, step, names[name], take(*step)) <= 1 for step in answered for name in NAMES
        )
    )
    if taken:
        return taken
    still = [step for step in answered if any(_far(asked, name, step) > 1 for name in NAMES)]
    if still != answered and all(asked.answers[step][n] == getattr(step[0], n) for step in still for n in NAMES):
        return [finding("(not always updated)")]
    steps = [(step, name) for step in answered for name in NAMES]
    rights = [_right(name, step)[0] for step, name in steps]
    besides = [0.05 * right_at(name, step[:2])[1] * step[2] for step, name in steps]
    return rounded_off([asked.answers[step][name] for step, name in steps], rights, besides)


def limited(found: Sequence[Finding]) -> list[Finding]:
    """More than three places for one derivative: then the explanation is wrong. The first one is what to look at."""
    kept = []
    for one in found:
        places = list(dict.fromkeys(other.place for other in found if other.name == one.name and other.place))
        if len(places) <= 3 or one.name == "" or one.place == places[0]:
            kept.append(one)
    return kept


def _derivatives(asked: Asked, point: Point, of: Mapping[str, Callable[..., float]]) -> dict[str, float] | None:
    """The learner's own derivatives at a point, as the forms of the new values give them."""
    if asked.answer(*point, RATE) is None or asked.answer(*point, 2 * RATE) is None:
        return None
    values = {name: derivative(Moved(asked, name), *point) for name, derivative in of.items()}
    return values if all(value == value for value in values.values()) else None


# How a new value depends on the rate.


class Moved(NamedTuple):
    """One new value, at any rate and point: (rate, parameters, rows)."""

    asked: Asked
    name: str

    def new(self, rate: float, parameters: Parameters, rows: Any) -> float:
        return self.asked.value(self.name, parameters, rows, rate)

    def by(self, rate: float, parameters: Parameters, rows: Any) -> float:
        return float(getattr(parameters, self.name)) - self.new(rate, parameters, rows)


class Form(NamedTuple):
    """What is wrong with how a new value depends on the rate, and how the derivative inside is got out."""

    findings: list[Finding]
    derivative: Optional[Callable[[Moved, Parameters, Any], float]]
    bent: bool = False


def _plain(moved: Moved, p: Parameters, d: Any) -> float:
    return moved.by(RATE, p, d) / RATE


def _between(moved: Moved, p: Parameters, d: Any) -> float:
    return (moved.new(RATE, p, d) - moved.new(2 * RATE, p, d)) / RATE


def candidates(asked: Asked, name: str, answered: Sequence[Step], factor: Callable[[int], float]) -> list[Form]:
    """The forms that this new value may have. A point where nothing moves tells nothing."""
    moved = Moved(asked, name)
    points = [step[:2] for step in answered if abs(moved.by(RATE, *step[:2])) > 1e-9]
    if not points:
        return [Form([], None)]
    here, *others = points[1:] or points
    a, b, c = (moved.by(RATE * times, *here) for times in (1, 2, 4))
    old = float(getattr(here[0], name))

    def grows(times: float, offset: float = 0.0) -> bool:
        """Whether the move, less the offset, is so many times as large at twice the rate, and again."""
        return all(alike(two - offset, times * (one - offset), 1e-6) for one, two in ((a, b), (b, c)))

    if grows(1):
        return _without_rate(moved, [here, *others], factor)
    if grows(2):
        return [Form([], _plain)]
    if grows(1 / 2):
        return [Form([finding("divided by the learning rate")], lambda m, p, d: m.by(RATE, p, d) * RATE)]
    if grows(4):
        return [Form([finding("learning rate twice")], lambda m, p, d: m.by(RATE, p, d) / RATE**2)]
    if alike(c - b, 2 * (b - a), 1e-6):
        return _from_elsewhere(moved, [here, *others])
    if grows(1 / 2, offset=old):
        wrong = [finding("divided by the learning rate"), finding("step size returned")]
        return [Form(wrong, lambda m, p, d: m.new(RATE, p, d) * RATE)]
    return _near_rate_0(moved, [here, *others])


def _limit(one: float, half: float, quarter: float) -> float:
    """The value at 0 of what is d + c * h + e * h^2 at h, h / 2 and h / 4."""
    return (one - 6 * half + 8 * quarter) / 3


def _near_rate_0(moved: Moved, points: Sequence[Point]) -> list[Form]:
    """No line: then the old value and the derivative show near rate 0, where nothing has moved yet."""

    def limit(power: int) -> Callable[[Moved, Parameters, Any], float]:
        return lambda m, p, d: _limit(*(m.by(h, p, d) / h**power for h in (TINY, TINY / 2, TINY / 4)))

    points = points[:3]  # beyond them one is so steep that it is bent near rate 0 too
    starts = [_limit(*(moved.new(h, *point) for h in (TINY, TINY / 2, TINY / 4))) for point in points]
    olds = [getattr(point[0], moved.name) for point in points]
    if not all(alike(start, old, 1e-4) for start, old in zip(starts, olds)):
        return [Form([_another_start(moved.name, points, starts)], None)]
    if all(abs(moved.by(TINY, *point)) < 3e-3 * abs(moved.by(30 * TINY, *point)) for point in points[:2]):
        return [Form([finding("learning rate twice")], limit(2), True)]
    return [Form([], limit(1), True)]


def _without_rate(moved: Moved, points: Sequence[Point], factor: Callable[[int], float]) -> list[Form]:
    """The rate is left out, with the old value or without; or it is a fixed number."""

    def by(times: float) -> Callable[[Moved, Parameters, Any], float]:
        return lambda m, p, d: m.by(RATE, p, d) / times / factor(len(d))

    missing = finding("learning rate missing")
    ratios = [
        moved.by(RATE, *point) / factor(len(point[1])) / (right_at(moved.name, point)[0] or 1) for point in points
    ]
    forms = [
        Form([missing], by(1)),
        Form([missing, finding("derivative returned")], lambda m, p, d: m.new(RATE, p, d) / factor(len(d))),
    ]
    if not any(alike(abs(ratios[0]), usual) for usual in (0.5, 1, 2)) and all(alike(r, ratios[0]) for r in ratios):
        fixed = abs(ratios[0])
        return [Form([finding("fixed learning rate", rate=fixed)], by(fixed))]
    return forms


def _from_elsewhere(moved: Moved, points: Sequence[Point]) -> list[Form]:
    """At rate 0 stands something else than the old value. What it is, must hold at other points too."""
    starts = [2 * moved.new(RATE, *point) - moved.new(2 * RATE, *point) for point in points]
    if all(abs(start) < 1e-9 for start in starts):
        return [
            Form([finding("step size returned")], lambda m, p, d: m.new(RATE, p, d) / RATE),
            Form([finding("step size returned")], lambda m, p, d: -m.new(RATE, p, d) / RATE),
            Form([finding("brackets round old value - derivative")], lambda m, p, d: getattr(p, m.name) - m.new(RATE, p, d) / RATE),
        ]  # fmt: skip
    forms = []
    if all(alike(moved.new(2 * RATE, *point) - moved.new(RATE, *point), -RATE, 1e-6) for point in points):
        derivative = lambda m, p, d: getattr(p, m.name) - m.new(RATE, p, d) - RATE  # noqa: E731
        forms = [Form([finding("learning rate added")], derivative)]
    return [*forms, Form([_another_start(moved.name, points, starts)], _between)]


def _another_start(name: str, points: Sequence[Point], starts: Sequence[float]) -> Finding:
    """What stands where the old value belongs: it must hold at all points."""
    olds = [getattr(point[0], name) for point in points]
    factor = starts[0] / (olds[0] or 1)
    if all(abs(start) < 1e-9 for start in starts):
        return finding("step size returned")
    if len(points) > 1 and all(alike(start, starts[0], 1e-6) for start in starts):
        return finding("(fixed old value)", label="old value changed", start=starts[0])
    for other in NAMES:
        if all(alike(start, getattr(point[0], other), 1e-6) for start, point in zip(starts, points)):
            return finding("other old value", other=other, name=name)
    if all(alike(start, factor * old, 1e-6) for start, old in zip(starts, olds)):
        return finding("(times the old value)", label="old value changed", factor=factor)
    return finding("old value changed", start=starts[0], old=olds[0])


def chosen(asked: Asked, forms: Mapping[str, list[Form]], answered: Sequence[Step]) -> dict[str, Form]:
    """Of several forms the one under which the fewest places are wrong, in all parameters that have the same choice."""
    best: dict[str, Form] = {}
    choices = {name: tuple(tuple(one.label for one in form.findings) for form in some) for name, some in forms.items()}
    for choice in set(choices.values()):
        names = [name for name in NAMES if choices[name] == choice]
        costs = [sum(_cost(asked, name, forms[name][i], answered) for name in names) for i in range(len(choice))]
        best.update({name: forms[name][costs.index(min(costs))] for name in names})
    return {name: best[name] for name in NAMES}


def _cost(asked: Asked, name: str, form: Form, answered: Sequence[Step]) -> int:
    if not form.derivative or form.bent:
        return 0
    of = {name: form.derivative}
    inside = Derivatives(lambda point: _derivatives(asked, point, of), (name,), 2e-7 / RATE)
    points = [step[:2] for step in answered if inside.answer(step[:2])]
    found = judged(inside, points, False) if points else []
    found = [one for one in found if one.label != "constant factor" or not form.findings]
    return sum(3 if one.place in UNKNOWN or one.place == "an added term" else 1 for one in found)


# No line: some derivative is taken when other parameters are new already. Which, is what there is to find: the learner's
# own derivative, from near rate 0, is taken at the old parameters with some of the new ones among them.


def _several_steps(asked: Asked, answered: Sequence[Step]) -> list[Finding]:
    """Whether the whole is 2 steps or more at once."""
    for number in (2, 3, 4, 5, 10, 100):
        if all(_so_many_steps(asked, step, number) for step in answered[1:3]):
            return [finding("several steps", number=number)]
    return []


def _so_many_steps(asked: Asked, step: Step, number: int) -> bool:
    parameters, rows, rate = step
    for _ in range(number):
        parameters = update(parameters, step_sizes(backpropagate(parameters, rows)[1], rate))
    return all(alike(asked.answers[step][name], getattr(parameters, name), 1e-5) for name in NAMES)


def _in_place(asked: Asked, forms: Mapping[str, Form], answered: Sequence[Step], wrong: set[str]) -> list[Finding]:
    bent = [name for name, form in forms.items() if form.bent]
    if all(_straight_with_few_rows(asked, name, answered[5 if len(answered) > 5 else -1]) for name in bent):
        return [finding("row by row")]
    enough = asked.enough
    late = {name: _late(asked, name, _own(asked, name, forms, wrong), answered, None) for name in bent}
    asked.enough = enough  # that it is in place is seen already; this only tells the order
    return _told(late)


def _told(late: Mapping[str, Optional[tuple[str, ...]]]) -> list[Finding]:
    known = {name: new for name, new in late.items() if new}
    return [finding("updated in place", how=f": {_in_words(known)}" if known else "")]


def _moved_at_a_fixed_rate(
    asked: Asked, forms: Mapping[str, Form], answered: Sequence[Step], factor: Callable[[int], float]
) -> list[Finding]:
    """Where the rate is not used nothing shows near rate 0: then the right derivatives are tried, at the rate taken."""
    if not all(form.findings and form.findings[0].place == "learning rate" for form in forms.values()):
        return []
    alone = next((step for step in answered if len(step[1]) == 1), None)
    moves = [(Moved(asked, n).by(RATE, *alone[:2]), right_at(n, alone[:2])[0]) for n in NAMES] if alone else []
    for rate in dict.fromkeys((1.0, *(round(move / right, 9) for move, right in moves if right and move / right > 0))):
        if all(_fits_row_by_row(asked, step, rate, factor) for step in answered[1:4]):
            return [finding("row by row")]
        late = {name: _late(asked, name, _right_derivative(name, factor), answered, rate) for name in NAMES}
        if None not in late.values() and any(late.values()):
            return _told(late)
    return []


def _right_derivative(name: str, factor: Callable[[int], float]) -> Own:
    return lambda p, d: right_at(name, (p, tuple(d)))[0] * factor(len(d))


def _fits_row_by_row(asked: Asked, step: Step, rate: float, factor: Callable[[int], float]) -> bool:
    parameters = step[0]
    for row in step[1]:
        parameters = update(parameters, step_sizes(backpropagate(parameters, [row])[1], rate * factor(1)))
    return all(alike(asked.answers[step][name], getattr(parameters, name), 1e-6) for name in NAMES)


def _own(asked: Asked, name: str, forms: Mapping[str, Form], wrong: set[str]) -> Own:
    """The learner's own derivative; where it was shown right, nobody needs to be asked for it."""
    if not wrong & {name, "all", ""} and not forms[name].findings:
        return _right_derivative(name, lambda n: 1.0)
    derivative = forms[name].derivative
    return lambda p, d: derivative(Moved(asked, name), p, d) if derivative else float("nan")


def _straight_with_few_rows(asked: Asked, name: str, step: Step) -> bool:
    """With as few rows as move anything: a move of 0 is a straight line too, and proves nothing."""
    parameters, rows, _ = step
    for count in range(1, len(rows)):
        one, two, four = (Moved(asked, name).by(RATE * times, parameters, rows[:count]) for times in (1, 2, 4))
        if one:
            return any(alike(two, k * one, 1e-6) and alike(four, k * two, 1e-6) for k in (2, 4))
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
    return alike((getattr(parameters, name) - values[name]) / rate, own(mixed, rows), 1e-4)


def _in_words(late: dict[str, tuple[str, ...]]) -> str:
    order = sorted(NAMES, key=lambda name: len(late.get(name, ())))
    if all(set(late.get(name, ())) == set(order[:number]) for number, name in enumerate(order)):
        return f"each parameter is updated right after its own derivative, in the order {', '.join(order)}"
    if {"w1", "w2", "b1", "b2"}.issuperset(late) and {"w3", "w4", "b3"}.issuperset(sum(late.values(), ())):
        return f"the derivatives of the hidden layer ({', '.join(late)}) come from already updated output weights"
    return "; ".join(f"the derivative of {name} is taken after the update of {', '.join(late[name])}" for name in late)


def _added(found: Sequence[Finding], forms: Mapping[str, Form]) -> list[Finding]:
    """Flipped in all that moves: whether the sign or the step is wrong, no number can tell."""
    moving = [name for name, form in forms.items() if form.derivative]
    flipped = [one.name for one in found if one.label == "flipped sign"]
    if "all" not in flipped and not (len(moving) > 1 and set(moving) <= set(flipped)):
        return [*found]
    rest = [one for one in found if one.label != "flipped sign"]
    return [finding("added instead of subtracted"), Finding("", "flipped sign", "", "all"), *rest]


def _table(asked: Asked, step: Step) -> list[str]:
    rows = [(asked.answers[step][name], _right(name, step)[0]) for name in NAMES]
    return laid_out(["", "your new value", "right"], NAMES, rows)
