"""A learner's whole step, and the derivatives inside it.

    new value = old value - derivative * learning rate

First the step is looked at as a whole, then what each new value does with the learning rate (`rates`). All that `judging`
asks of derivatives is then asked of those inside the step. If some were taken out of turn, `in_place` finds out which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from tinynet.arguments.numbers import checked_name, shown
from tinynet.loss import ssr
from tinynet.tutor.asking import Asked
from tinynet.tutor.checking import parts_of_chains
from tinynet.tutor.common import shared
from tinynet.tutor.examining import Check, examined
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.in_place import at_a_rate_of_its_own, in_place, several_steps
from tinynet.tutor.judging import judged, rounded_off
from tinynet.tutor.orders import NAMES, in_order, taken_otherwise
from tinynet.tutor.points import LOSSES, POINTS, TOLERANCE, Derivatives, Point, right_at, stepped
from tinynet.tutor.rates import RATE, Line, Share, Step, candidates
from tinynet.tutor.uses import not_used
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import UNKNOWN, laid_out

RATES = (0.02, 0.03, 0.05, 0.03, 0.05, 0.02, 0.04, 0.03, 0.04, 0.05, 0.001)
STEPS = (*[(*point, rate) for point, rate in zip(POINTS, RATES)], (*POINTS[1], 0.5))  # the last one leads up


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


def _right_value(name: str, step: Step) -> tuple[float, float]:
    """The right new value, and how far from it is right."""
    derivative, size = right_at(name, step[:2])
    old = getattr(step[0], name)
    return old - derivative * step[2], TOLERANCE * size * step[2] + 2e-7 * abs(old) + 1e-12


def _far(asked: Asked, under: str, step: Step, name: str = "", taken: Any = None) -> float:
    right, near = _right_value(name or under, taken or step)
    return float(abs(asked.answers[step][under] - right)) / near


def _table(asked: Asked, step: Step) -> list[str]:
    rows = [(asked.answers[step][name], _right_value(name, step)[0]) for name in NAMES]
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
    out_of_turn = several_steps(asked, answered) if bent else at_a_rate_of_its_own(asked, lines, answered, share)
    if out_of_turn:
        return [*out_of_turn, *(found if not bent else [])]
    inner = _of_the_derivatives(asked, lines, answered)
    if any(one.place in ("arguments", "state") for one in inner):
        return inner
    if any(one.label == "learning rate missing" for one in found):  # then a constant is the rate that is taken instead
        inner = [one for one in inner if one.label != "constant factor"]
    late = in_place(asked, lines, answered, {one.name for one in inner}) if bent else []
    still = [name for name, line in lines.items() if line.derivative is None]
    return [*late, *limited(_added([*found, *inner], lines)), *_not_updated(still)]


def _of_the_whole(asked: Asked, answered: Sequence[Step]) -> list[Finding]:
    """Before the step is taken apart: its arguments, the order of what it returns, whether it moves, rounding."""
    if asked.changed:
        return [finding("changed in place", how=asked.changed)]
    step, other = answered[1 if len(answered) > 1 else 0], answered[2 if len(answered) > 2 else 0]
    unused = not_used(lambda point: asked.answer(*point, step[2]), step[:2], other[:2])
    if unused and list(asked.answers[step].values()) != list(step[0]):
        return unused
    wrong = [step for step in answered if any(_far(asked, name, step) > 1 for name in NAMES)]
    if all(list(asked.answers[step].values()) == list(step[0]) and _leads_up(step) for step in wrong):
        return [finding("(not always updated)")]
    steps = [(step, name) for step in answered for name in NAMES]
    rights = [_right_value(name, step)[0] for step, name in steps]
    besides = [0.05 * right_at(name, step[:2])[1] * step[2] for step, name in steps]
    return _in_another_order(asked, answered) or rounded_off(
        [asked.answers[step][name] for step, name in steps], rights, besides
    )


def _in_another_order(asked: Asked, answered: Sequence[Step]) -> list[Finding]:
    """What it returns is in another order, or it takes the parameters in one."""

    def right(take: Callable[..., Any], names: Mapping[str, str]) -> bool:
        return all(_far(asked, name, step, names[name], take(*step)) <= 1 for step in answered for name in NAMES)

    pairs = [(name, under) for name in NAMES for under in NAMES]
    stands = {(name, under) for name, under in pairs if all(_far(asked, under, step, name) <= 1 for step in answered)}
    return in_order(stands)[1] or taken_otherwise(right)


def _leads_up(step: Step) -> bool:
    return ssr(stepped(*step), step[1]) > ssr(*step[:2])


def _of_the_derivatives(asked: Asked, lines: Mapping[str, Line], answered: Sequence[Step]) -> list[Finding]:
    """All that is asked of derivatives, asked of those inside the step."""
    of = {name: line.derivative for name, line in lines.items() if line.derivative}
    bent = any(line.bent for line in lines.values())
    inside = Derivatives(lambda point: _derivatives(asked, point, of), (*of,), 2e-7 / RATE, 1e-5 if bent else TOLERANCE)
    near = [step for step in answered if step[2] > 0.01 or not bent]  # the steepest point is bent near rate 0 too
    points = [step[:2] for step in near if inside.answer(step[:2])]
    return judged(inside, points) if of and points else []


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
    """If all that moves has the wrong sign, no number tells whether the derivatives or the step are wrong."""
    moving = [name for name, line in lines.items() if line.derivative]
    flipped = [one.name for one in found if one.label == "flipped sign"]
    if "all" not in flipped and not (len(moving) > 1 and set(moving) <= set(flipped)):
        return [*found]
    rest = [one for one in found if one.label != "flipped sign"]
    return [finding("added instead of subtracted"), Finding("", "flipped sign", "", "all"), *rest]


def chosen(asked: Asked, lines: Mapping[str, list[Line]], answered: Sequence[Step]) -> dict[str, Line]:
    """Of several possible lines, the one with the fewest wrong places. Parameters with the same choice decide together."""
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
