"""What a function does with its arguments: does it keep them, leave one out, or take the numbers in another order?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tinynet.network import Parameters
from tinynet.tutor.asking import Row, alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import taken_otherwise
from tinynet.tutor.points import POINTS, Answer, Derivatives, Point
from tinynet.tutor.spots import BASE, ROWS
from tinynet.tutor.words import natural


def misused(mine: Derivatives, points: Sequence[Point]) -> list[Finding]:
    """Something kept from call to call, an argument not used, or a row or the parameters taken in another order."""
    kept = _kept(mine)
    if kept:
        return [finding(kept)]
    other, point = points[1:3] if len(points) > 2 else (POINTS[1], points[0])
    unused = not_used(mine.answer, point, other)
    if unused and not (mine.names == ("b3",) and _residual_missing_in_b3(mine.value("b3"), *point)):
        return unused
    return taken_otherwise(
        lambda taken, names: all(
            mine.off(point, name, names[name], taken=taken(*point)) <= mine.within
            for point in points
            for name in mine.names
        ),
        len(mine.names) > 1,
    )


def not_used(answer: Callable[[Point], Answer], point: Point, other: Point) -> list[Finding]:
    """Whether the answer stays the same however the parameters change, or the data. An answer of 0 proves nothing."""
    (parameters, rows), far = point, [point[0]._replace(b3=point[0].b3 + by) for by in (-5.0, 5.0)]
    raised = [tuple((input, observed + by) for input, observed in rows) for by in (-5.0, 5.0)]
    changed = {
        "parameters": [(some, rows) for some in (other[0], *far)],
        "data": [(parameters, some) for some in (other[1], *raised)],
    }
    here = answer(point)
    for what, questions in changed.items():
        answers = [answer(question) for question in questions]
        if here and any(here.values()) and answers[0] and not any(differ(some, here) for some in answers):
            return [finding("not used", what=what)]
    return []


def _kept(mine: Derivatives) -> str:
    """Is the answer another one after a call with the same input and other parameters, or the reverse?"""
    fresh, close = ROWS[0][0] + 0.0123, ROWS[0][0] + 0.0123 + 1e-9
    mine.answer((POINTS[1][0], ((fresh, 0.9),) * 3))
    answers = [mine.answer((BASE.parameters(), ((input, 0.9),) * 3)) for input in (fresh, close)]
    if differ(*answers):
        return "kept by input"
    near = POINTS[1][0]._replace(b3=POINTS[1][0].b3 + 1e-12)
    answers = [mine.answer((parameters, POINTS[7][1])) for parameters in (POINTS[1][0], near)]
    return "kept by parameters" if differ(*answers) else ""


def differ(one: Answer, other: Answer) -> bool:
    """Whether these are two answers, beyond rounding."""
    if not one or not other:
        return False
    scale = max(map(abs, one.values()))
    return any(abs(one[name] - other[name]) > 1e-6 * scale + 1e-9 for name in one)


def _residual_missing_in_b3(b3: Callable[..., float], parameters: Parameters, rows: tuple[Row, ...]) -> bool:
    """Without the residual, dSSR/db3 is the number of rows, or 1, times a constant."""
    moved = b3(parameters, [(input, observed + 0.1) for input, observed in rows])
    once, whole = [b3(parameters, rows[:1]), b3(parameters, rows[1:2])], b3(parameters, rows)
    return moved == whole and once[0] == once[1] and (natural(once[0]) or alike(whole, len(rows) * once[0]))
