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

from tinynet.arguments import shown
from tinynet.backpropagation import backpropagate
from tinynet.derivatives import numerical_gradient
from tinynet.network import Parameters, predict
from tinynet.training import step_sizes, update
from tinynet.tutor.asking import Asked, NoAnswer, Row, alike
from tinynet.tutor.checking import NAMES, NEARLY, POINTS, RIGHT, Found, in_order, not_used, right_at, shared
from tinynet.tutor.checking import _order as order_of
from tinynet.tutor.experiments import Finding, Value, findings
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import laid_out, of_no_answer, verdict

RATES = (0.02, 0.03, 0.05, 0.03, 0.05, 0.02, 0.04)
STEPS = tuple((*point, rate) for point, rate in zip(POINTS, RATES))
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
    try:
        asked.answers[STEPS[0]] = asked.again(*STEPS[0])
    except NoAnswer as refused:
        return of_no_answer(refused, STEPS[0])
    answered = [step for step in STEPS if asked.answer(*step) is not None]
    if asked.refused and asked.refused.error is None:
        return of_no_answer(asked.refused, next(step for step in STEPS if asked.answers[step] is None))
    wrong = [name for name in NAMES if any(far(asked, name, step) > 1 for step in answered)]
    shown_at = next((step for step in answered if any(far(asked, name, step) > 1 for name in wrong)), STEPS[0])
    found = _judged(asked, wrong, answered) if wrong else {}
    return verdict(found, NAMES, not wrong, answered, asked, _table(asked, shown_at), shown_at, right="the step")


def new_value(name: str, step: Step) -> tuple[float, float]:
    """The right new value, and how far from it is right."""
    derivative, size = right_at(name, step[:2])
    old = getattr(step[0], name)
    return old - derivative * step[2], RIGHT * size * step[2] + 2e-7 * abs(old)


def far(asked: Asked, name: str, step: Step, under: str | None = None) -> float:
    right, near = new_value(name, step)
    return float(abs(asked.answers[step][under or name] - right)) / near


def _judged(asked: Asked, wrong: Sequence[str], answered: Sequence[Step]) -> Found:
    if _kept_something(asked, answered):
        return {"": [Finding("state", "two answers to the same call", "the same call gave two different answers: something "
                             "is kept between the calls, or left to chance")]}  # fmt: skip
    (*one, rate), (*other, _) = answered[1:3] if len(answered) > 2 else (answered[0], STEPS[1])
    unused = not_used(asked, tuple(one), tuple(other), rate)  # type: ignore[arg-type]
    if unused and any(asked.answer(*one, rate)[name] != getattr(one[0], name) for name in NAMES):
        return {"": [unused]}
    stands = {
        (name, under) for name in NAMES for under in NAMES if all(far(asked, name, s, under) <= 1 for s in answered)
    }
    order = in_order(stands)
    if order:
        return {"": [order_of(order)]}
    if _in_a_row(asked, answered):
        return {"": [Finding("arguments", "input and observed exchanged", "input and observed are exchanged: each row is "
                                                                          "(input, observed), in this order")]}  # fmt: skip
    return _one_by_one(asked, wrong, answered)


def _kept_something(asked: Asked, answered: Sequence[Step]) -> bool:
    for step in answered[:2]:
        try:
            again = asked.again(*step)
        except NoAnswer:
            return False
        if any(not alike(again[name], asked.answers[step][name], 1e-9) for name in NAMES):
            return True
    return False


def _in_a_row(asked: Asked, answered: Sequence[Step]) -> bool:
    for parameters, rows, rate in answered:
        exchanged = (parameters, tuple((observed, input) for input, observed in rows), rate)
        for name in NAMES:
            right, near = new_value(name, exchanged)
            if abs(asked.answers[parameters, rows, rate][name] - right) > near:
                return False
    return True


def _one_by_one(asked: Asked, wrong: Sequence[str], answered: Sequence[Step]) -> Found:
    """First what became of the old value and the learning rate, then the derivatives, then when they were taken."""
    forms = {name: form_of(asked, name, answered[min(1, len(answered) - 1)]) for name in NAMES}
    found: Found = {name: forms[name][0] for name in wrong}
    bent = [name for name in wrong if forms[name][2]]
    times: set[float] = set()
    for name in wrong:
        derivative = forms[name][1]
        if derivative is None:
            continue
        ratios = [derivative(*step[:2]) / right_at(name, step[:2])[0] for step in answered]
        off = max(abs(derivative(*s[:2]) - right) / size for s in answered for right, size in [right_at(name, s[:2])])
        number = round(ratios[0]) if abs(ratios[0]) < 1000 else 0
        if bent and number > 1 and all(_so_many_steps(asked, name, step, number) for step in answered):
            times.add(number)
        elif off > 1e-4:
            near = [Finding("nearly", "", "right to some digits only: rounded on the way?")]
            found[name] = [*found[name], *(near if off <= NEARLY else findings(derivative, name))]
    found = _added(shared(found, len(wrong)), wrong)
    if times:
        whole = [Finding("several steps", "several steps", f"{min(times)} steps are taken instead of one")]
    else:
        whole = _bent(asked, bent, {name: forms[name][1] for name in NAMES}, answered) if bent else []
    return {"": [*whole, *found.pop("", [])], **found}


def _so_many_steps(asked: Asked, name: str, step: Step, number: int) -> bool:
    parameters, rows, rate = step
    for _ in range(number):
        parameters = update(parameters, step_sizes(backpropagate(parameters, rows)[1], rate))
    return alike(asked.answers[step][name], getattr(parameters, name), 1e-5)


Form = tuple[list[Finding], "Value | None", bool]


def form_of(asked: Asked, name: str, step: Step) -> Form:
    """How the new value depends on the rate: what is wrong with that, the derivative in it, and whether it is no line."""
    parameters, rows, _ = step

    def new(rate: float, parameters: Parameters = parameters, rows: Sequence[Row] = rows) -> float:
        return asked.value(name, parameters, rows, rate)

    def old(parameters: Parameters) -> float:
        return float(getattr(parameters, name))

    one, two, four = (new(RATE * times) for times in (1, 2, 4))
    here, scale = old(parameters), 1e-9 * (abs(one) + abs(old(parameters)))
    moved = [here - value for value in (one, two, four)]
    if max(map(abs, moved)) <= scale:
        return (
            [Finding("update", f"not updated: {name}", "not updated; new value = old value - step size")],
            None,
            False,
        )
    if abs(one - two) <= scale >= abs(two - four):
        return _without_rate(name, new, old, parameters, rows)
    if alike(moved[1], 2 * moved[0], 1e-6) and alike(moved[2], 2 * moved[1], 1e-6):
        return [], lambda p, d: (old(p) - new(RATE, p, d)) / RATE, False
    if alike(moved[1], moved[0] / 2, 1e-6) and alike(moved[2], moved[1] / 2, 1e-6):
        return [_rate("divided by the learning rate", "the derivative is divided by the learning rate; step size = "
                      "derivative * learning rate")], lambda p, d: (old(p) - new(RATE, p, d)) * RATE, False  # fmt: skip
    if alike(moved[1], 4 * moved[0], 1e-6) and alike(moved[2], 4 * moved[1], 1e-6):
        return [_rate("learning rate twice", "the learning rate is in it twice; step size = derivative * learning rate")], (
            lambda p, d: (old(p) - new(RATE, p, d)) / RATE**2), False  # fmt: skip
    if alike(four - two, 2 * (two - one), 1e-6):
        return _from_elsewhere(name, new, parameters, 2 * one - two)
    if alike(two, one / 2, 1e-6) and alike(four, two / 2, 1e-6):
        wrong = [
            _rate("divided by the learning rate", "the derivative is divided by the learning rate"),
            _STEP_RETURNED,
        ]
        return wrong, lambda p, d: new(RATE, p, d) * RATE, False
    # From d(rate) = derivative + c * rate, twice the one at half the rate less the one at the whole.
    return [], lambda p, d: (4 * (old(p) - new(TINY / 2, p, d)) - (old(p) - new(TINY, p, d))) / TINY, True


def _rate(label: str, says: str) -> Finding:
    return Finding("learning rate", label, says)


_STEP_RETURNED = Finding("old value", "step size returned", "the step size is returned; the new value is old value - step "
                         "size")  # fmt: skip


def _without_rate(
    name: str,
    new: Callable[..., float],
    old: Callable[[Parameters], float],
    parameters: Parameters,
    rows: Sequence[Row],
) -> Form:
    """The learning rate is left out, or is a fixed number; or there is no step at all, but the derivative alone."""
    missing = _rate("learning rate missing", "the learning rate is left out; step size = derivative * learning rate")
    right, size = right_at(name, (parameters, tuple(rows)))
    if any(abs(new(RATE) * factor - right) <= 1e-4 * size for factor in (1, -1, 2, len(rows))):
        returned = Finding("old value", "derivative returned", "the derivative is returned; the new value is old value - "
                           "derivative * learning rate")  # fmt: skip
        return [missing, returned], lambda p, d: new(RATE, p, d), False
    ratios = [(old(p) - new(RATE, p, d)) / right_at(name, (p, d))[0] for p, d in POINTS[1:4]]
    fixed = ratios[0] if ratios[0] > 0 and all(alike(ratio, ratios[0]) for ratio in ratios) else 1.0
    if not alike(fixed, 1) and 1 / fixed not in (2.0,):
        missing = _rate("fixed learning rate", f"the learning rate that is given is not used; it is always {fixed:.6g}")
    return [missing], lambda p, d: (old(p) - new(RATE, p, d)) / fixed, False


def _from_elsewhere(name: str, new: Callable[..., float], parameters: Parameters, start: float) -> Form:
    """At rate 0 stands something else than the old value."""
    if abs(start) < 1e-9:  # without the old value nobody knows which sign is meant
        ratios = [new(RATE, p, d) / RATE / right_at(name, (p, d))[0] for p, d in POINTS[1:4]]
        sign = -1 if all(ratio < 0 for ratio in ratios) else 1
        return [_STEP_RETURNED], lambda p, d: sign * new(RATE, p, d) / RATE, False
    if alike(new(2 * RATE) - new(RATE), -RATE, 1e-6):
        wrong = _rate("learning rate added", "the learning rate is added to the derivative; it must multiply it")
        return [wrong], lambda p, d: getattr(p, name) - new(RATE, p, d) - RATE, False
    others = [other for other in NAMES if alike(start, getattr(parameters, other), 1e-6)]
    factor = start / (getattr(parameters, name) or nan)
    if others:
        says = f"the step is subtracted from the old {others[0]}; it belongs to {name}"
    else:
        says = (
            f"with a learning rate of 0 the new value is {start:.6g}, not the old one, {getattr(parameters, name):.6g}"
        )
        says += f": {factor:.6g} times as much" if isfinite(factor) else ""
    wrong = Finding("old value", "other old value" if others else "old value changed", says)
    return [wrong], lambda p, d: (new(RATE, p, d) - new(2 * RATE, p, d)) / RATE, False


def _added(found: Found, wrong: Sequence[str]) -> Found:
    """Flipped in all that moves: whether the sign or the step is wrong, no number can tell."""
    moving = [some for name, some in found.items() if name not in ("", "all")]
    flips = [any(f.label == "flipped sign" for f in some) for some in moving if not any(_still(f) for f in some)]
    everywhere = any(f.label == "flipped sign" for f in found.get("all", ()))
    if not everywhere and not (len(flips) > 1 and all(flips) and len(wrong) == len(NAMES)):
        return found
    sign = "either the step sizes are added instead of subtracted, or the sign of dSSR/dpredicted is flipped"
    both = [Finding("update", "added instead of subtracted", sign)]
    rest = [f for f in found.get("all", ()) if f.label != "flipped sign"]
    own = {
        name: [f for f in some if f.label != "flipped sign"] for name, some in found.items() if name not in ("", "all")
    }
    return {"": both, "all": [Finding("", "flipped sign", ""), *rest], **own}  # the label stays, the place is one


def _still(finding: Finding) -> bool:
    return finding.label.startswith("not updated")


# No line: some derivative is taken when other parameters are new already. Which, is what there is to find: the learner's
# own derivative, from near rate 0, is taken at the old parameters with some of the new ones among them.


def _bent(asked: Asked, bent: Sequence[str], own: dict[str, Value | None], answered: Sequence[Step]) -> list[Finding]:
    if _row_by_row(asked, bent, answered):
        return [Finding("row by row", "row by row", "the parameters move after each row; the derivatives are sums over all "
                        "rows, and the parameters move once")]  # fmt: skip
    late = {name: new for name in bent if (new := _late(asked, name, own[name], answered)) is not None}
    told = _in_words(late) if late else "the step is no straight line in the learning rate"
    return [Finding("in place", "updated in place", f"updated in place: {told}; take all seven derivatives first")]


def _row_by_row(asked: Asked, bent: Sequence[str], answered: Sequence[Step]) -> bool:
    parameters, rows, _ = answered[-1]
    for name in bent:
        old = getattr(parameters, name)
        one, two, four = (old - asked.value(name, parameters, rows[:1], RATE * times) for times in (1, 2, 4))
        if not (alike(two, 2 * one, 1e-6) and alike(four, 2 * two, 1e-6)):
            return False
    return len(rows) > 1


def _late(asked: Asked, name: str, own: Value | None, answered: Sequence[Step]) -> tuple[str, ...] | None:
    others = [other for other in NAMES if other != name]
    for count in range(7):
        for new in combinations(others, count):
            for kept in (False, True):
                if own and all(_fits(asked, name, own, step, new, kept) for step in answered[1:3]):
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
    tried = numerical_gradient(*step[:2])
    rows = [
        (asked.answers[step][name], new_value(name, step)[0], getattr(step[0], name) - getattr(tried, name) * step[2])
        for name in NAMES
    ]
    return laid_out(["", "your new value", "new value", "by central difference"], NAMES, rows)
