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
    convention_of,
    judged,
    not_used,
    right_at,
    rounded_off,
    shared,
)
from tinynet.tutor.orders import NAMES, in_order, taken_otherwise
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import laid_out

RATES = (0.02, 0.03, 0.05, 0.03, 0.05, 0.02, 0.04, 0.03, 0.04, 0.05, 0.001)
STEPS = (*[(*point, rate) for point, rate in zip(POINTS, RATES)], (*POINTS[1], 0.5))  # the last one leads up
RATE = 0.02
TINY = 1e-4  # nearly no step at all

Step = tuple[Parameters, "tuple[tuple[float, float], ...]", float]
Moves = Callable[..., float]  # (rate, parameters, rows): how far a parameter moves
Own = Optional[Callable[..., float]]  # the learner's own derivative, of (parameters, rows)


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
    plain = Derivatives(lambda point: _derivatives(asked, point, dict.fromkeys(NAMES, _plain)), NAMES, 2e-7 / RATE)
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
            advice='explain("w1", parameters, data, learning_rate)',
            loss=loss,
            convention=lambda answered: convention_of(plain, [step[:2] for step in answered], loss),
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


# The questions, in their order.


def _judged(asked: Asked, answered: Sequence[Step], factor: Callable[[int], float]) -> list[Finding]:
    whole = _of_the_whole(asked, answered)
    if whole:
        return whole
    forms = chosen({name: candidates(asked, name, answered, factor) for name in NAMES}, answered)
    found = [one._replace(name=name) for name, form in forms.items() for one in form.findings]
    moving = {name: form.derivative for name, form in forms.items() if form.derivative}
    inside = Derivatives(lambda point: _derivatives(asked, point, moving), tuple(moving), 2e-7 / RATE)
    points = [step[:2] for step in answered if inside.answer(step[:2])]
    bent = [name for name, form in forms.items() if form.bent]
    several = _several_steps(asked, bent, forms, answered)
    late = None if several else _in_place(asked, forms, answered)
    if several or (late and not bent):
        return shared([*found, *(several or late or [])], NAMES)
    inner = judged(inside, points) if moving and points else []
    mixed = any(one.place in ("arguments", "order", "state") and not one.name for one in inner)
    first = inner if mixed else _merged(found, inner)
    return limited(_added([*(late or []), *first], forms))


def _merged(found: Sequence[Finding], inner: Sequence[Finding]) -> list[Finding]:
    """What is wrong with the form of the step, and with the derivatives inside; what all share is said once."""
    return [*shared(found, NAMES), *inner]


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
        return [Form([_not_updated(name)], None)]
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
    # From d(rate) = derivative + c * rate, twice the one at half the rate less the one at the whole.
    return [Form([], lambda m, p, d: (4 * m.by(TINY / 2, p, d) - m.by(TINY, p, d)) / TINY, True)]


def _not_updated(name: str) -> Finding:
    return finding("not updated", label=f"not updated: {name}")


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
    olds = [getattr(point[0], moved.name) for point in points]
    if all(abs(start) < 1e-9 for start in starts):
        return [
            Form([finding("step size returned")], lambda m, p, d: m.new(RATE, p, d) / RATE),
            Form([finding("step size returned")], lambda m, p, d: -m.new(RATE, p, d) / RATE),
            Form([finding("brackets round old value - derivative")], lambda m, p, d: getattr(p, m.name) - m.new(RATE, p, d) / RATE),
        ]  # fmt: skip
    forms = []
    if all(alike(moved.new(2 * RATE, *point) - moved.new(RATE, *point), -RATE, 1e-6) for point in points):
        forms = [Form([finding("learning rate added")], lambda m, p, d: getattr(p, m.name) - m.new(RATE, p, d) - RATE)]
    other = next(
        (n for n in NAMES if n != moved.name and all(alike(s, getattr(p[0], n), 1e-6) for s, p in zip(starts, points))), ""
    )  # fmt: skip
    factor = starts[0] / (olds[0] or 1)
    if len(points) > 1 and all(alike(start, starts[0], 1e-6) for start in starts):
        wrong = finding("(fixed old value)", label="old value changed", start=starts[0])
    elif other:
        wrong = finding("other old value", other=other, name=moved.name)
    elif all(alike(start, factor * old, 1e-6) for start, old in zip(starts, olds)):
        wrong = finding("(times the old value)", label="old value changed", factor=factor)
    else:
        wrong = finding("old value changed", start=starts[0], old=olds[0])
    return [*forms, Form([wrong], _between)]


def chosen(forms: Mapping[str, list[Form]], answered: Sequence[Step]) -> dict[str, Form]:
    """Of several forms the one under which the derivatives are right, or nearly so, for most of the parameters."""
    return {name: some[0] for name, some in forms.items()}


# No line: some derivative is taken when other parameters are new already. Which, is what there is to find: the learner's
# own derivative, from near rate 0, is taken at the old parameters with some of the new ones among them.


def _several_steps(
    asked: Asked, bent: Sequence[str], forms: Mapping[str, Form], answered: Sequence[Step]
) -> list[Finding]:
    """Whether the whole is 2 steps or more at once."""
    for number in (2, 3, 4, 5, 10, 100) if bent else ():
        if all(_so_many_steps(asked, step, number) for step in answered[1:3]):
            return [finding("several steps", number=number)]
    return []


def _so_many_steps(asked: Asked, step: Step, number: int) -> bool:
    parameters, rows, rate = step
    for _ in range(number):
        parameters = update(parameters, step_sizes(backpropagate(parameters, rows)[1], rate))
    return all(alike(asked.answers[step][name], getattr(parameters, name), 1e-5) for name in NAMES)


def _in_place(asked: Asked, forms: Mapping[str, Form], answered: Sequence[Step]) -> list[Finding] | None:
    bent = [name for name, form in forms.items() if form.bent]
    if not bent:
        return None
    if all(_straight_with_one_row(asked, name, answered[-1]) for name in bent):
        return [finding("row by row")]
    own = {name: forms[name].derivative for name in NAMES}
    late = {
        name: new
        for name in bent
        if (new := _late(asked, name, lambda p, d, name=name: own[name](Moved(asked, name), p, d), answered))
        is not None
    }
    return [finding("updated in place", how=f": {_in_words(late)}" if late else "")]


def _straight_with_one_row(asked: Asked, name: str, step: Step) -> bool:
    """With as few rows as move anything: a move of 0 is a straight line too, and proves nothing."""
    parameters, rows, _ = step
    for count in range(1, len(rows)):
        one, two, four = (Moved(asked, name).by(RATE * times, parameters, rows[:count]) for times in (1, 2, 4))
        if one:
            return alike(two, 2 * one, 1e-6) and alike(four, 2 * two, 1e-6)
    return False


def _late(asked: Asked, name: str, own: Own, answered: Sequence[Step]) -> tuple[str, ...] | None:
    """The fewest parameters that must have been new already."""
    others = [other for other in NAMES if other != name]
    for count in range(7):
        for new in combinations(others, count):
            for kept in (False, True):
                if all(_fits(asked, name, own, step, new, kept) for step in answered[1:3]):
                    return new
    return None


def _fits(asked: Asked, name: str, own: Own, step: Step, new: Sequence[str], kept: bool) -> bool:
    parameters, rows, rate = step
    values = asked.answers[step]
    mixed = parameters._replace(**{other: values[other] for other in new})
    if kept:  # the predictions of the old parameters: as if observed had moved along with predicted
        rows = tuple((input, o + predict(mixed, input) - predict(parameters, input)) for input, o in rows)
    return bool(own) and alike((getattr(parameters, name) - values[name]) / rate, own(mixed, rows), 1e-4)  # type: ignore


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
