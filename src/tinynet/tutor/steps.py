"""A learner's whole step: how it depends on the learning rate, and the derivatives inside it.

    new value = old value - derivative * learning rate

This is a line in the learning rate: at rate 0 it is the old value, and its slope is the learner's own derivative, which
is then experimented with as if it had been handed over by itself. A step that is no line takes its derivatives where
some parameters are new already; near rate 0 nothing has moved yet, so there its derivatives show undisturbed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import isfinite, nan
from typing import Any

from tinynet.arguments.numbers import shown
from tinynet.backpropagation import backpropagate
from tinynet.network import Parameters, predict
from tinynet.numerical import numerical_gradient
from tinynet.training import step_sizes, update
from tinynet.tutor.alone import Value
from tinynet.tutor.asking import Asked, alike
from tinynet.tutor.checking import (
    NEARLY,
    POINTS,
    RIGHT,
    not_used,
    one_number_for_all,
    right_at,
    rounded_off,
    shared,
)
from tinynet.tutor.examining import Found, examined
from tinynet.tutor.experiments import findings
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import NAMES, exchanged, in_order
from tinynet.tutor.spots import Row
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import laid_out

RATES = (0.02, 0.03, 0.05, 0.03, 0.05, 0.02, 0.04)
STEPS = (*[(*point, rate) for point, rate in zip(POINTS, RATES)], (*POINTS[1], 0.5))  # the last one leads up
RATE = 0.02
TINY = 1e-4  # nearly no step at all

Step = tuple[Parameters, tuple[Row, ...], float]


def check_update(mine: Callable[..., Any]) -> Verdict:
    """Is mine(parameters, data, learning_rate) one step of gradient descent, and if not, where does it go wrong?

    It returns the seven new values: in the order of `Parameters`, or by name.
    Errors: TypeError where mine is no function. What mine raises is in the verdict.

    >>> from tinynet.derivatives import gradient
    >>> from tinynet.training import update
    >>> def mine(parameters, data, learning_rate):
    ...     return update(parameters, gradient(parameters, data))
    >>> check_update(mine).places, check_update(mine).mistakes
    (('learning rate',), ('learning rate missing',))
    """
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (parameters, data, learning_rate)")
    return of_a_step(Asked(mine, NAMES))


def of_a_step(asked: Asked) -> Verdict:
    return examined(
        asked,
        "the step",
        STEPS,
        lambda step: all(_far(asked, name, step) <= 1 for name in NAMES),
        lambda answered: _judged(asked, answered),
        lambda step: _table(asked, step),
        ("parameters", "data", "learning_rate"),
    )


def _right(name: str, step: Step) -> tuple[float, float]:
    """The right new value, and how far from it is right."""
    derivative, size = right_at(name, step[:2])
    old = getattr(step[0], name)
    return old - derivative * step[2], RIGHT * size * step[2] + 2e-7 * abs(old)


def _far(asked: Asked, under: str, step: Step, name: str = "", taken: Step | None = None) -> float:
    right, near = _right(name or under, taken or step)
    return float(abs(asked.answers[step][under] - right)) / near


def _judged(asked: Asked, answered: Sequence[Step]) -> Found:
    *others, far = answered[-2] if len(answered) > 1 else STEPS[1]
    *one, rate = answered[-1]
    unused = not_used(asked, tuple(one), tuple(others), rate)  # type: ignore[arg-type]
    if unused and any(asked.answers[answered[-1]][name] != getattr(one[0], name) for name in NAMES):
        return {"": unused}
    pairs = [(name, under) for name in NAMES for under in NAMES]
    _, order = in_order({(name, u) for name, u in pairs if all(_far(asked, u, step, name) <= 1 for step in answered)})
    if order:
        return {"": order}
    if all(_far(asked, name, step, taken=exchanged(*step)) <= 1 for step in answered for name in NAMES):
        return {"": [finding("input and observed exchanged")]}
    still = [step for step in answered if any(_far(asked, name, step) > 1 for name in NAMES)]
    if (
        all(asked.answers[step][name] == getattr(step[0], name) for step in still for name in NAMES)
        and still != answered
    ):
        return {"": [finding("(not always updated)")]}
    rounded = rounded_off([(asked.answers[step][name], _right(name, step)[0]) for step in answered for name in NAMES])
    return {"": rounded} if rounded else _one_by_one(asked, answered)


def _one_by_one(asked: Asked, answered: Sequence[Step]) -> Found:
    """First what became of the old value and the learning rate, then the derivatives, then when they were taken."""
    wrong = [name for name in NAMES if any(_far(asked, name, step) > 1 for step in answered)]
    forms = {name: form_of(asked, name, answered[min(1, len(answered) - 1)]) for name in NAMES}
    if any("always" in one.says for some, *_ in forms.values() for one in some if one.place == "old value"):
        at_0 = finding("(fixed old value)", label="old value changed", start=0)  # what looks like the step size alone
        forms = {
            name: ([at_0 if one.label == "step size returned" else one for one in form[0]], *form[1:])
            for name, form in forms.items()
        }
    bent, numbers = [name for name in wrong if forms[name][2]], []
    derivatives = {name: forms[name][1] for name in NAMES}
    if len(wrong) == len(NAMES) and all(derivatives.values()) and not bent:
        answers = [{name: value(*step[:2]) for name, value in derivatives.items() if value} for step in answered]
        if one_number_for_all(derivatives["b3"], answers, [step[:2] for step in answered]):  # type: ignore[arg-type]
            return {"all": [finding("(one number for all)")]}
    found: Found = {name: list(forms[name][0]) for name in wrong}
    for name in wrong:
        derivative = forms[name][1]
        number = _number_of_steps(asked, name, derivative, answered) if derivative and bent else 0
        if number:
            numbers.append(number)
        elif derivative:
            found[name] += _of_derivative(derivative, name, answered)
    found = _added(shared(found, len(NAMES)), wrong)
    whole: list[Finding] = []
    if numbers:
        whole = [finding("several steps", number=min(numbers))]
    elif bent:
        whole = _bent(asked, bent, derivatives, answered)
    return {"": [*whole, *found.pop("", [])], **found}


def _of_derivative(derivative: Value, name: str, answered: Sequence[Step]) -> list[Finding]:
    pairs = [(derivative(*step[:2]), *right_at(name, step[:2])) for step in answered]
    off = max(abs(mine - right) / size for mine, right, size in pairs)
    if off <= 1e-4:
        return []
    *others, (parameters, rows, _) = answered
    mine, raised = derivative(parameters, rows), [(input, observed + 5) for input, observed in rows]
    moved = [step[0] for step in others] + [parameters._replace(b3=parameters.b3 + by) for by in (-5.0, 5.0)]
    if all(alike(derivative(some, rows), mine) for some in moved) and not alike(derivative(parameters, raised), mine):
        return [finding("not used", what="parameters")]
    return [finding("(rounded)")] if off <= NEARLY else findings(derivative, name)


def _number_of_steps(asked: Asked, name: str, derivative: Value, answered: Sequence[Step]) -> int:
    """How many steps are taken at once; 0 where it is none of that."""
    ratio = derivative(*answered[0][:2]) / right_at(name, answered[0][:2])[0]
    number = round(ratio) if abs(ratio) < 1000 else 0
    return number if number > 1 and all(_so_many_steps(asked, name, step, number) for step in answered) else 0


def _so_many_steps(asked: Asked, name: str, step: Step, number: int) -> bool:
    parameters, rows, rate = step
    for _ in range(number):
        parameters = update(parameters, step_sizes(backpropagate(parameters, rows)[1], rate))
    return alike(asked.answers[step][name], getattr(parameters, name), 1e-5)


# How the new value depends on the rate: what is wrong with that, the learner's derivative in it, and whether it is no
# line. The derivative is None where nothing of it is left.

Form = tuple[list[Finding], "Value | None", bool]


def form_of(asked: Asked, name: str, step: Step) -> Form:
    here, at, _ = step

    def new(rate: float, parameters: Parameters = here, rows: Sequence[Row] = at) -> float:
        return asked.value(name, parameters, rows, rate)

    def moved(rate: float, parameters: Parameters = here, rows: Sequence[Row] = at) -> float:
        return float(getattr(parameters, name)) - new(rate, parameters, rows)

    def grows(times: float, offset: float = 0.0) -> bool:
        """Whether the move, less the offset, is so many times as large at twice the rate, and again."""
        return all(alike(two - offset, times * (one - offset), 1e-6) for one, two in ((a, b), (b, c)))

    a, b, c = (moved(RATE * times) for times in (1, 2, 4))
    old = float(getattr(here, name))
    scale = 1e-9 * (abs(old - a) + abs(old))
    if max(map(abs, (a, b, c))) <= scale:
        return [finding("not updated", label=f"not updated: {name}")], None, False
    if abs(a - b) <= scale >= abs(b - c):
        return _without_rate(name, new, moved, (here, tuple(at)))
    if grows(2):
        return [], lambda p, d: moved(RATE, p, d) / RATE, False
    if grows(1 / 2):
        return [finding("divided by the learning rate")], lambda p, d: moved(RATE, p, d) * RATE, False
    if grows(4):
        return [finding("learning rate twice")], lambda p, d: moved(RATE, p, d) / RATE**2, False
    if alike(c - b, 2 * (b - a), 1e-6):
        return _from_elsewhere(name, new, here, old - 2 * a + b)
    if grows(1 / 2, offset=old):
        wrong = [finding("divided by the learning rate"), finding("step size returned")]
        return wrong, lambda p, d: new(RATE, p, d) * RATE, False
    # From d(rate) = derivative + c * rate, twice the one at half the rate less the one at the whole.
    return [], lambda p, d: (4 * moved(TINY / 2, p, d) - moved(TINY, p, d)) / TINY, True


def _without_rate(name: str, new: Callable[..., float], moved: Callable[..., float], point: Any) -> Form:
    """The learning rate is left out, or is a fixed number; or there is no step at all, but the derivative alone."""
    right, size = right_at(name, point)
    if any(abs(new(RATE) * factor - right) <= 1e-4 * size for factor in (1, -1, 2, len(point[1]))):
        wrong = [finding("learning rate missing"), finding("derivative returned")]
        return wrong, lambda p, d: new(RATE, p, d), False
    ratios = [moved(RATE, *some) / right_at(name, some)[0] for some in POINTS[1:4]]
    fixed = ratios[0] if ratios[0] > 0 and all(alike(ratio, ratios[0]) for ratio in ratios) else 1.0
    if alike(fixed, 1) or fixed == 0.5:
        return [finding("learning rate missing")], lambda p, d: moved(RATE, p, d) / fixed, False
    return [finding("fixed learning rate", rate=fixed)], lambda p, d: moved(RATE, p, d) / fixed, False


def _from_elsewhere(name: str, new: Callable[..., float], parameters: Parameters, start: float) -> Form:
    """At rate 0 stands something else than the old value."""
    if abs(start) < 1e-9:
        return _nothing_to_start_from(name, new)
    if alike(new(2 * RATE) - new(RATE), -RATE, 1e-6):
        wrong = finding("learning rate added")
        return [wrong], lambda p, d: getattr(p, name) - new(RATE, p, d) - RATE, False
    old, (there, data) = getattr(parameters, name), POINTS[2]
    if alike(start, 2 * new(RATE, there, data) - new(2 * RATE, there, data), 1e-6):
        wrong = finding("(fixed old value)", label="old value changed", start=start)
        return [wrong], lambda p, d: (new(RATE, p, d) - new(2 * RATE, p, d)) / RATE, False
    others = [other for other in NAMES if alike(start, getattr(parameters, other), 1e-6)]
    if others:
        wrong = finding("other old value", other=others[0], name=name)
    else:
        factor = start / (old or nan)
        times = f": {factor:.6g} times as much" if isfinite(factor) else ""
        wrong = finding("old value changed", start=start, old=old, times=times)
    return [wrong], lambda p, d: (new(RATE, p, d) - new(2 * RATE, p, d)) / RATE, False


def _nothing_to_start_from(name: str, new: Callable[..., float]) -> Form:
    """The step size alone, and nobody knows which sign is meant; or the old value is multiplied by the rate too."""
    returned = [(new(RATE, *point) / RATE, getattr(point[0], name), *right_at(name, point)) for point in POINTS[1:4]]
    if all(abs(old - mine - right) <= 1e-4 * size for mine, old, right, size in returned):
        return [finding("brackets round old value - derivative")], None, False
    sign = -1 if all(mine / right < 0 for mine, _, right, _ in returned) else 1
    return [finding("step size returned")], lambda p, d: sign * new(RATE, p, d) / RATE, False


def _added(found: Found, wrong: Sequence[str]) -> Found:
    """Flipped in all that moves: whether the sign or the step is wrong, no number can tell."""
    moving = [some for name, some in found.items() if name not in ("", "all")]
    flips = [
        any(f.label == "flipped sign" for f in some) for some in moving if not any(f.place == "update" for f in some)
    ]
    everywhere = any(f.label == "flipped sign" for f in found.get("all", ()))
    if not everywhere and not (len(flips) > 1 and all(flips) and len(wrong) == len(NAMES)):
        return found
    less = {name: [f for f in some if f.label != "flipped sign"] for name, some in found.items() if name}
    common = [Finding("", "flipped sign", ""), *less.pop("all", [])]  # the label stays, the place is one
    return {"": [finding("added instead of subtracted")], "all": common, **less}


# No line: some derivative is taken when other parameters are new already. Which, is what there is to find: the learner's
# own derivative, from near rate 0, is taken at the old parameters with some of the new ones among them.


def _bent(asked: Asked, bent: Sequence[str], own: dict[str, Value | None], answered: Sequence[Step]) -> list[Finding]:
    if all(_straight_with_one_row(asked, name, answered[-1]) for name in bent):
        return [finding("row by row")]
    late = {name: new for name in bent if (new := _late(asked, name, own[name], answered)) is not None}
    return [
        finding(
            "updated in place", how=_in_words(late) if late else "the step is no straight line in the learning rate"
        )
    ]


def _straight_with_one_row(asked: Asked, name: str, step: Step) -> bool:
    parameters, rows, _ = step
    old = getattr(parameters, name)
    one, two, four = (old - asked.value(name, parameters, rows[:1], RATE * times) for times in (1, 2, 4))
    return len(rows) > 1 and alike(two, 2 * one, 1e-6) and alike(four, 2 * two, 1e-6)


def _late(asked: Asked, name: str, own: Value | None, answered: Sequence[Step]) -> tuple[str, ...] | None:
    """The fewest parameters that must have been new already."""
    others = [other for other in NAMES if other != name]
    for count in range(7 if own else 0):
        for new in combinations(others, count):
            for kept in (False, True):
                if all(_fits(asked, name, own, step, new, kept) for step in answered[1:3]):  # type: ignore[arg-type]
                    return new
    return None


def _fits(asked: Asked, name: str, own: Value, step: Step, new: Sequence[str], kept: bool) -> bool:
    parameters, rows, rate = step
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


def _table(asked: Asked, step: Step) -> list[str]:
    parameters, rows, rate = step
    tried = update(parameters, step_sizes(numerical_gradient(parameters, rows), rate))
    values = [(asked.answers[step][name], _right(name, step)[0], getattr(tried, name)) for name in NAMES]
    return laid_out(["", "your new value", "new value", "by central difference"], NAMES, values)
