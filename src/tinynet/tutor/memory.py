"""Does a step of a learner's loop depend on anything but the parameters? And if so, on what?

    n steps = n - 1 steps, and one more from where they ended

If not, the last step is compared with what it would be for each of the usual causes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tinynet.backpropagation import backpropagate
from tinynet.network import Parameters
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import NAMES
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import USUAL, same_beside_1, steady
from tinynet.tutor.points import Loop, with_predictions_of

Points = Sequence[Parameters]  # after 0, 1, 2, ... steps
Rows = tuple[Row, ...]


def depends_on_the_past(end: Callable[[Loop], Sequence[float]], wrong: Sequence[Loop]) -> list[Finding]:
    """`end` gives the seven values after a loop. It is tried for the lengths that were wrong, the shortest first."""
    loops = {loop._replace(steps=steps) for loop in wrong for steps in (2, 3, loop.steps) if steps > 1}
    for loop in sorted(loops, key=lambda loop: loop.steps):
        ends = [end(loop._replace(steps=steps)) for steps in range(loop.steps + 1)]
        again = end(loop._replace(start=Parameters(*ends[-2]), steps=1)) if all(ends) else ()
        if again and not same_beside_1(ends[-1], again):
            how = _cause([Parameters(*one) for one in ends], loop.rows, loop.rate)
            return [finding("steps depend on what came before", steps=loop.steps, fewer=loop.steps - 1, how=how)]
    return []


def _gradient(point: Parameters, rows: Rows) -> Parameters:
    return backpropagate(point, rows)[1]


# For each cause the derivatives that the last step then takes, from the points before it, and the words.
CAUSES: Sequence[tuple[Callable[[Points, Rows], Sequence[float]], str]] = (
    (lambda points, rows: [sum(values) for values in zip(*[_gradient(point, rows) for point in points])],
     ": the derivatives of earlier steps are added again, in {names}. Set the sums back to 0 in each step"),
    (lambda points, rows: _gradient(points[-1], with_predictions_of(points[0], points[-1], rows)),
     ": the predictions of the start are used in every step, in {names}"),
    (lambda points, rows: _gradient(points[0], rows),
     ": the derivatives of the start are used in every step, in {names}"),
    (lambda points, rows: [0.0] * 7, ". In step {step} {names} do not move any more"),
)  # fmt: skip


def _cause(points: Points, rows: Rows, rate: float) -> str:
    """The cause that explains every new value whose last step is not right, in words."""
    *earlier, last = points
    moves = [(old - new) / rate for old, new in zip(earlier[-1], last)]
    rights = _gradient(earlier[-1], rows)
    odd = [number for number in range(7) if not same_beside_1([moves[number]], [rights[number]])]
    if not odd:
        return f". Step {len(earlier)} is right where it starts, but a step before it is not"
    names = ", ".join(NAMES[number] for number in odd) if len(odd) < 7 else "all seven"
    for derivatives, words in CAUSES:
        caused = derivatives(earlier, rows)
        if same_beside_1([moves[number] for number in odd], [caused[number] for number in odd]):
            return words.format(step=len(earlier), names=names)
    ratios = [move / (right or 1) for move, right in zip(moves, rights)]
    return f". Step {len(earlier)} takes {ratios[0]:.4g} times the learning rate" if steady(ratios, USUAL) else ""
