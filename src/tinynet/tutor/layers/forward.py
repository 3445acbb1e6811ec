"""What does a learner's program predict?

The derivatives of one row are all 0 if observed is what the program predicts. So each usual mistake of a forward pass is
made on purpose, and what it predicts is handed over as observed. If the derivatives are then 0, this is the
learner's mistake. Else they are a straight line in observed, and two points of the line show where they would be 0.
"""

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.layers import Gradient, Layer
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import RIGHT, Beside, flat, is_nothing, like, minus
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.ways import Found, Pass, forwards, outer

UNKNOWN = "forward", ""


class Forward(NamedTuple):
    """What is wrong with the forward pass. If nothing is wrong, `networks` is `((),)`: the right network."""

    found: Sequence[Found] = ()
    networks: Sequence[Sequence[Layer]] = ((),)  # those that it may use, () for the right one
    beside: Optional[Beside] = None  # what it predicts, and what is right


def own_forward(program: Program, layers: Sequence[Layer], row: Any, single: Gradient) -> Forward:
    """The forward pass of the program, from one row and its derivatives there."""
    p = program.passed(layers, row)
    inputs, right = row[0], p.a[-1]
    if _returns_the_ssr(program, layers, row, right):
        return Forward()
    opposite = [-x for x in right]  # observed + predicted is 0 there
    if any(is_nothing(program.alone(layers, (inputs, observed)), single) for observed in (right, opposite)):
        return Forward()
    for label, networks in forwards(layers):
        predicted = program.passed(layers, row, networks[0]).a[-1]
        if isfinite(sum(predicted)) and is_nothing(program.alone(layers, (inputs, predicted)), single):
            return Forward([("forward", label)], networks, Beside("predicted", predicted, right))
    return _from_the_line(program, layers, p)


def _returns_the_ssr(program: Program, layers: Sequence[Layer], row: Any, predicted: Sequence[float]) -> bool:
    """If the program returns the SSR of this row, it predicts what is right."""
    try:
        ssr = program.answer(layers, [row]).ssr
    except NoAnswer:
        return False
    return ssr is not None and abs(ssr - sum((o - x) ** 2 for o, x in zip(row[1], predicted))) <= RIGHT * ssr


def _from_the_line(program: Program, layers: Sequence[Layer], p: Pass) -> Forward:
    """Where are the derivatives 0, if they are a straight line in observed?"""
    rows = [(p.a[0], [x + d for x in p.a[-1]]) for d in (0, 1, 2)]
    at_0, at_1, at_2 = (program.alone(layers, row) for row in rows)
    if at_0 is None or at_1 is None or at_2 is None:
        return Forward()
    change = minus(at_1, at_0)
    if not any(flat(change)) or not like(change, minus(at_2, at_1)):
        return Forward()
    if not all(like(d_w, outer(d_b, a)) for (d_w, d_b), a in zip(change, p.a)):
        return Forward([UNKNOWN])  # another a in a hidden layer
    predicted = [x - left / (more or 1) for x, left, more in zip(p.a[-1], at_0[-1][1], change[-1][1])]
    at_predicted = program.alone(layers, (p.a[0], predicted))
    is_zero = is_nothing(at_predicted, at_0) and like(change, program.right(layers, rows[1:2]))
    is_another = not like(sorted(predicted), sorted(p.a[-1]))
    if not is_zero or not is_another or max(map(abs, predicted)) <= 1e-9:  # 0 without a residual
        return Forward()
    return Forward([UNKNOWN], beside=Beside("predicted", predicted, p.a[-1]))
