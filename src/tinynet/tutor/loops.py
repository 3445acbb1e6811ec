"""A learner's whole loop, held against laws instead of lists.

0 steps give the start
1 step is one step of gradient descent
2 steps are 1 step and 1 step: a step depends on the parameters alone, not on its number or on what came before
the history has steps + 1 entries, each the SSR of its parameters
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from math import inf
from typing import Any

from tinynet.arguments.numbers import checked_name, finite, number_of, shown
from tinynet.backpropagation import backpropagate
from tinynet.loss import ssr
from tinynet.network import Parameters, predict
from tinynet.tutor.asking import Asked, NoAnswer, Row, by_name
from tinynet.tutor.examining import Check, examined
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import NAMES
from tinynet.tutor.points import LOSSES, stepped
from tinynet.tutor.steps import STEPS, of_a_step
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import laid_out

LENGTHS = (3, 0, 1, 2, 5, 12, 30)
MOST_STEPS = 1000  # so many are looked at, where another number of steps is taken

# Where loops end early that should not: all residuals are 0 already; and where a step leads up.
_FLAT = Parameters(w1=1.4, w2=-0.7, w3=0.0, w4=0.0, b1=-0.6, b2=0.3, b3=0.5)
ENDS = ((_FLAT, ((0.2, 0.5), (0.6, 0.5), (0.9, 0.5)), 0.02, 3), (*STEPS[1][:2], 0.5, 2))

Loop = tuple[Parameters, tuple[Row, ...], float, int]


def check_training(mine: Callable[..., Any], *, loss: str = "SSR") -> Verdict:
    """Is mine(start, data, learning_rate, steps) gradient descent, and if not, where does it go wrong?

    It returns the pair (parameters, history): the seven values after the last step, in the order of `Parameters` or by
    name, and the error at the start and after each step. `loss` is as for `check`.
    Errors: TypeError if mine is no function. What mine raises is in the verdict.

    >>> from tinynet import train
    >>> def mine(start, data, learning_rate, steps):
    ...     training = train(start, data, learning_rate=learning_rate, max_steps=steps)
    ...     return training.parameters, training.history[1:]
    >>> check_training(mine).places
    ('history',)
    """
    factor = LOSSES[checked_name(loss, "loss", tuple(LOSSES))]
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (start, data, learning_rate, steps)")
    asked = Asked(
        mine,
        NAMES,
        _pair,
        given=lambda loop: (*loop[:2], loop[2] / factor(len(loop[1]) or 1), loop[3]),
        after=lambda answer, loop: {**answer, "history": [some / factor(len(loop[1])) for some in answer["history"]]},
    )
    return examined(
        asked,
        Check(
            subject="the training",
            takes=("start", "data", "learning_rate", "steps"),
            questions=[(*step, steps) for step in STEPS[:4] for steps in LENGTHS] + [*ENDS],
            right=lambda loop, other: other == loss and _is_right(asked, loop),
            judged=lambda answered: _judged(asked, [loop for loop in answered if not _is_right(asked, loop)]),
            table=lambda loop: _table(asked, loop),
            parts=("start", "step", "memory", "history", "stopping"),
            wanted="the pair (parameters, history)",
            advice="start, data, learning_rate",
            loss=loss,
        ),
    )


def _pair(result: Any, names: Sequence[str]) -> dict[str, Any]:
    """The seven values by name, and the history."""
    if result is None:
        raise NoAnswer("returned None. Is there a return at its end? Write return parameters, history")
    try:
        parameters, history = result
        return {**by_name(parameters, names), "history": _numbers(history)}
    except Exception:
        raise NoAnswer(f"returned {shown(result)}; {WANTED}{_what_it_is(result, names)}") from None


WANTED = "it must return a pair: the parameters, and the history of the error"


def _numbers(history: Any) -> list[float]:
    entries = list(islice(iter(history), 10_000))
    return [finite(entry.item() if hasattr(entry, "item") else entry, "entry") for entry in entries]


def _what_it_is(result: Any, names: Sequence[str]) -> str:
    """The parameters alone, the pair the other way round, or no history."""
    parts: tuple[tuple[Callable[[], Any], str], ...] = (
        (lambda: result, "These are the parameters alone; write return parameters, history"),
        (lambda: result[1], "The history comes second"),
        (lambda: result[0], "The history must be a list: the SSR at the start and after each step"),
    )
    for part, words in parts:
        try:
            by_name(part(), names)
            return f". {words}"
        except Exception:
            continue
    return ""


def descended(loop: Loop) -> tuple[Parameters, list[float]]:
    """What is right."""
    parameters, rows, rate, steps = loop
    history = []
    for _ in range(steps):
        history.append(ssr(parameters, rows))
        parameters = stepped(parameters, rows, rate)
    return parameters, [*history, ssr(parameters, rows)]


def _is_right(asked: Asked, loop: Loop) -> bool:
    parameters, history = descended(loop)
    mine = asked.answers[loop]["history"]
    return _same(_values(asked, loop), parameters) and len(mine) == len(history) and _same(mine, history)


def _values(asked: Asked, loop: Any) -> list[float]:
    answer = asked.answer(*loop)
    return [] if answer is None else [answer[name] for name in NAMES]


def _same(ones: Sequence[float], others: Sequence[float]) -> bool:
    return len(ones) == len(others) and all(
        abs(one - other) <= 1e-5 * (1 + abs(other)) for one, other in zip(ones, others)
    )


def _judged(asked: Asked, wrong: Sequence[Loop]) -> list[Finding]:
    """The laws, in their order."""
    if asked.changed:
        return [finding("changed in place", how=asked.changed)]
    start = wrong[0][:3]
    found = _length(asked, wrong)
    if not found:
        found = _start(asked, start)
        if not (found and _goes_on_is_right(asked, start)):
            found += [*_step(asked, start), *_memory(asked, wrong)]
    return found if any(one.place == "stopping" for one in found) else [*found, *_history(asked, wrong)]


def _goes_on_is_right(asked: Asked, start: Any) -> bool:
    """Does each point follow from the one before, wherever the loop starts?"""
    points = [_values(asked, (*start, steps)) for steps in range(4)]
    return all(
        point and _same(after, descended((Parameters(*point), *start[1:], 1))[0])
        for point, after in zip(points, points[1:])
    )


def _length(asked: Asked, wrong: Sequence[Loop]) -> list[Finding]:
    return _ends_early(asked, wrong) or _another_length(asked, wrong)


def _ends_early(asked: Asked, wrong: Sequence[Loop]) -> list[Finding]:
    """Where nothing moves, only the history tells how many steps were taken."""
    if not all(loop in ENDS for loop in wrong):
        return []
    for end, where in zip(ENDS, ("the residuals are 0", "a step raises the SSR")):
        entries = len(asked.answers[end]["history"]) if end in wrong else inf
        if entries <= end[3]:
            return [finding("(ends early)", mine=entries - 1, steps=end[3], where=where)]
    return []


def _another_length(asked: Asked, wrong: Sequence[Loop]) -> list[Finding]:
    """Whether its parameters are right after another number of steps than it was asked for."""
    start = next((loop[:3] for loop in wrong if loop not in ENDS), wrong[0][:3])
    points = [start[0]]
    for _ in range(MOST_STEPS):
        points.append(stepped(points[-1], *start[1:]))
    taken = {}
    for steps in LENGTHS[2:]:
        mine = _values(asked, (*start, steps))
        away = [max((abs(x - y) for x, y in zip(mine, point)), default=inf) for point in points]
        nearest = away.index(min(away))
        taken[steps] = nearest if _same(mine, points[nearest]) else None
    if None in taken.values() or all(number == steps for steps, number in taken.items()):
        return []
    if set(taken.values()) == {0}:
        return [finding("(stands still)", label="another number of steps")]
    if set(taken.values()) == {1}:
        return [finding("(one step)", label="another number of steps")]
    return [
        finding(
            "another number of steps",
            listed=", ".join(f"{mine} instead of {n}" for n, mine in taken.items() if mine != n),
        )
    ]


def _start(asked: Asked, start: Any) -> list[Finding]:
    mine = _values(asked, (*start, 0))
    if mine and not _same(mine, start[0]):
        return [finding("another start")]
    used = _values(asked, (*start, 2)) != _values(asked, (STEPS[2][0], *start[1:], 2))
    return [] if used else [finding("start not used")]


def _step(asked: Asked, start: Any) -> list[Finding]:
    """One step, as a step."""
    if _same(_values(asked, (*start, 1)), descended((*start, 1))[0]):
        return []
    inner = of_a_step(lambda parameters, data, rate: asked.mine(parameters, data, rate, 1)[0])
    if inner.correct:
        return []
    if len(inner.places) > 3:  # then it is another method altogether
        return [finding("(no step)", what="give it to check_update")]
    what = " ".join(inner.text.split("\n\n")[0].split()).rstrip(".")
    return [finding("(no step)", what=what), *[Finding("step", label, "") for label in inner.mistakes]]


def _memory(asked: Asked, wrong: Sequence[Loop]) -> list[Finding]:
    """n steps against n - 1 steps and one more, for the lengths that were wrong. What does the last one do?"""
    lengths = {(*loop[:3], number) for loop in wrong for number in (2, 3, loop[3]) if number > 1}
    for start, rows, rate, steps in sorted(lengths, key=lambda loop: loop[3]):
        points = [_values(asked, (start, rows, rate, number)) for number in range(steps + 1)]
        again = points[-2] and _values(asked, (Parameters(*points[-2]), rows, rate, 1))
        if all(points) and again and not _same(points[-1], again):
            how = _what_it_does([Parameters(*point) for point in points], rows, rate)
            return [finding("steps depend on what came before", steps=steps, fewer=steps - 1, how=how)]
    return []


def _what_it_does(points: Sequence[Parameters], rows: Any, rate: float) -> str:
    """The usual causes, each tried: what the last step would be with it, for each parameter."""
    *earlier, before, after = points
    first = points[0]
    moves = [(x - y) / rate for x, y in zip(before, after)]
    here = backpropagate(before, rows)[1]
    added = [sum(values) for values in zip(*[backpropagate(point, rows)[1] for point in (*earlier, before)])]
    stale = [(input, observed + predict(before, input) - predict(first, input)) for input, observed in rows]
    causes = (
        (added, ": the derivatives of earlier steps are added again, in {names}. Set the sums back to 0 in each step"),
        (backpropagate(before, stale)[1], ": the predictions of the start are used in every step, in {names}"),
        (backpropagate(first, rows)[1], ": the derivatives of the start are used in every step, in {names}"),
        ([0.0] * 7, ". In step {step} {names} do not move any more"),
    )
    odd = [number for number in range(7) if not _same([moves[number]], [here[number]])]
    for derivatives, words in causes:
        if all(_same([moves[number]], [derivatives[number]]) for number in odd):
            names = ", ".join(NAMES[number] for number in odd) if len(odd) < 7 else "all seven"
            return words.format(step=len(points) - 1, names=names)
    ratios = [move / (derivative or 1) for move, derivative in zip(moves, here)]
    if all(abs(ratio - ratios[0]) < 1e-4 for ratio in ratios):
        return f". Step {len(points) - 1} takes {ratios[0]:.4g} times the learning rate"
    return ""


def _history(asked: Asked, wrong: Sequence[Loop]) -> list[Finding]:
    """Its entries against the SSR of the learner's own parameters."""
    for loop in wrong:
        mine, steps = asked.answers[loop]["history"], loop[-1]
        points = [_values(asked, (*loop[:-1], number)) for number in range(steps + 1)]
        own = [ssr(Parameters(*point), loop[1]) for point in points if point]
        if len(mine) != steps + 1:
            after = number_of(steps, "step")
            return [finding("another number of entries", steps=after, mine=len(mine), right=steps + 1)]
        for number, (one, other) in enumerate(zip(mine, own)):
            if not _same([one], [other]):
                after = number_of(number, "step")
                return [finding("no SSR", number=number, after=after, mine=one, right=other)]
    return []


def _table(asked: Asked, loop: Loop) -> list[str]:
    right, history = descended(loop)
    rows = list(zip(_values(asked, loop), right))
    mine = asked.answers[loop]["history"][-1:] or [float("nan")]
    return laid_out(["", "your value", "right"], [*NAMES, "last SSR"], [*rows, (mine[0], history[-1])])
