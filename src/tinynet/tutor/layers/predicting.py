"""What does a learner's program predict? The derivatives show it: if observed is what it predicts, all of them are 0.

So the right prediction is handed over as observed. If the derivatives are not 0 there, the program predicts something
else: what some usual mistake of the forward pass predicts, or a number that can be worked out from what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.layers import Gradient, Layer
from tinynet.tutor.layers.comparing import RIGHT, Beside, flat, is_nothing, like, minus
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.ways import Found, Pass, forwards, outer


class Forward(NamedTuple):
    """What is wrong with the forward pass."""

    found: Sequence[Found] = ()
    networks: Sequence[Sequence[Layer]] = ((),)  # those that it may use instead of the right one, () for the right one
    beside: Optional[Beside] = None  # what it predicts, and what is right


def own_forward(program: Program, layers: Sequence[Layer], row: Any, single: Gradient) -> Forward:
    """The forward pass of the program, from one observation and its derivatives there."""
    inputs, right = row[0], program.passed(layers, row).a[-1]
    at_right = program.alone(layers, (inputs, right))
    if at_right is None or _ssr_is_right(program, layers, row, right):
        return Forward()
    opposite = [-x for x in right]  # observed + predicted is 0 there
    if any(is_nothing(program.alone(layers, (inputs, observed)), single) for observed in (right, opposite)):
        return Forward()
    for label, networks in forwards(layers):
        predicted = program.passed(layers, row, networks[0]).a[-1]
        there = program.alone(layers, (inputs, predicted)) if isfinite(sum(predicted)) else None
        if is_nothing(there, single):
            return Forward([("forward", label)], networks, Beside("predicted", predicted, right))
    return _from_what_is_left(program, layers, program.passed(layers, row), at_right)


def _ssr_is_right(program: Program, layers: Sequence[Layer], row: Any, right: Sequence[float]) -> bool:
    """If the program returns the right SSR of this row, it predicts what is right."""
    ssr = program.answer(layers, [row]).ssr if program.copies == 1 else None
    return ssr is not None and abs(ssr - sum((o - x) ** 2 for o, x in zip(row[1], right))) <= RIGHT * ssr


def _from_what_is_left(program: Program, layers: Sequence[Layer], p: Pass, rest: Gradient) -> Forward:
    """Is what is left at the right prediction what flows there from another prediction?

    The derivatives are a straight line in observed, so two more points of it show where they are 0.
    """
    one, two = (program.alone(layers, (p.a[0], [x + d for x in p.a[-1]])) for d in (1, 2))
    change = minus(one, rest) if one and two else []
    if not any(flat(change)) or not like(change, minus(two, one)):
        return Forward()
    if not all(like(d_w, outer(d_b, a)) for (d_w, d_b), a in zip(change, p.a)):
        return Forward([("forward", "")])  # another a in a hidden layer
    predicted = [x - left / (more or 1) for x, left, more in zip(p.a[-1], rest[-1][1], change[-1][1])]
    if max(map(abs, predicted)) < 1e-9:  # observed instead of the residual
        return Forward()
    there = program.alone(layers, (p.a[0], predicted))
    follows = like(change, program.right(layers, [(p.a[0], [x + 1 for x in p.a[-1]])]))
    if is_nothing(there, rest) and follows and not like(sorted(predicted), sorted(p.a[-1])):
        return Forward([("forward", "")], beside=Beside("predicted", predicted, p.a[-1]))
    return Forward()
