"""Two experiments with a whole function: does it keep anything from call to call, and does it use its arguments?

kept        ask twice for nearly the same, and in between for something that a cache would take for the same
not used    change one argument and hold the other: does the answer stay? An answer of 0 proves nothing
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Optional

from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import FINE
from tinynet.tutor.points import POINTS, Point
from tinynet.tutor.spots import BASE, ROWS

Answer = Optional[Mapping[str, float]]


def kept(answer: Callable[[Point], Answer]) -> list[Finding]:
    """Is the answer another one after a call with the same input and other parameters, or the reverse?"""
    parameters, fresh = POINTS[1][0], ROWS[0][0] + 0.0123
    answer((parameters, ((fresh, 0.9),) * 3))
    if _differ(*[answer((BASE.parameters(), ((input, 0.9),) * 3)) for input in (fresh, fresh + 1e-9)]):
        return [finding("kept by input")]
    near = parameters._replace(b3=parameters.b3 + 1e-12)
    if _differ(*[answer((one, POINTS[7][1])) for one in (parameters, near)]):
        return [finding("kept by parameters")]
    return []


def not_used(answer: Callable[[Point], Answer], point: Point, other: Point, is_b3: bool = False) -> list[Finding]:
    """Whether the answer stays the same however the parameters change, or the data.

    Without its residual dSSR/db3 uses neither, and rightly so: it is the number of rows.
    """
    (parameters, rows), here = point, answer(point)
    far = [parameters._replace(b3=parameters.b3 + by) for by in (-5.0, 5.0)]
    raised = [tuple((input, observed + by) for input, observed in rows) for by in (-5.0, 5.0)]
    if not here or not any(here.values()) or (is_b3 and answer((far[0], raised[0])) == here):
        return []
    for what, changed in (
        ("parameters", [(one, rows) for one in (other[0], *far)]),
        ("data", [(parameters, some) for some in (other[1], *raised)]),
    ):
        if answer(changed[0]) and not any(_differ(answer(one), here) for one in changed):
            return [finding("not used", what=what)]
    return []


def _differ(one: Answer, other: Answer) -> bool:
    """Whether these are two answers, beyond rounding."""
    if not one or not other:
        return False
    size = max(map(abs, one.values()))
    return any(abs(one[name] - other[name]) > FINE * size + 1e-9 for name in one)
