"""Does a step of a learner's loop depend on anything but the parameters? And if so, on what?

    n steps = n - 1 steps, and one more from where they ended

If not, the last step is compared with what each of the usual causes would give.
"""

from collections.abc import Callable, Sequence

from tinynet.derivatives import gradient
from tinynet.network import Parameters
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import NAMES
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import USUAL, same_beside_1, steady
from tinynet.tutor.points import Loop, with_predictions_of

Points = Sequence[Parameters]  # after 0, 1, 2, ... steps

# Why a step depends on what came before: the derivatives that it then takes, from the points before it, and the words.
CAUSES: Sequence[tuple[Callable[[Points, tuple[Row, ...], float], Sequence[float]], str]] = (
    (lambda points, rows, rate: [sum(values) for values in zip(*[gradient(point, rows) for point in points])],
     ": the derivatives of earlier steps are added again, in {names}. Set the sums back to 0 in each step"),
    (lambda points, rows, rate: gradient(points[-1], with_predictions_of(points[0], points[-1], rows)),
     ": the predictions of the start are used in every step, in {names}"),
    (lambda points, rows, rate: gradient(points[0], rows),
     ": the derivatives of the start are used in every step, in {names}"),
    (lambda points, rows, rate: gradient(points[-2], rows), ": the derivatives of the step before are used, in {names}"),
    (lambda points, rows, rate: [d + (b - a) / rate for d, a, b in zip(gradient(points[-1], rows), points[0], points[-1])],
     ": each step is subtracted from the start, in {names}. Subtract it from the values of the step before"),
    (lambda points, rows, rate: [0.0] * 7, ". In step {step} {names} do not move any more"),
)  # fmt: skip


def depends_on_the_past(end: Callable[[Loop], Sequence[float]], wrong: Sequence[Loop]) -> list[Finding]:
    """`end` gives the seven values after a loop. It is tried for the lengths that were wrong, the shortest first."""
    loops = {loop._replace(steps=steps) for loop in wrong for steps in (2, 3, loop.steps) if steps > 1}
    for loop in sorted(loops, key=lambda loop: loop.steps):
        ends = [end(loop._replace(steps=steps)) for steps in range(loop.steps + 1)]
        again = end(loop._replace(start=Parameters(*ends[-2]), steps=1)) if all(ends) else ()
        if again and not same_beside_1(ends[-1], again):
            third = end(loop._replace(steps=3)) if loop.steps == 2 else []  # the second may be like the first
            how = _cause([Parameters(*one) for one in (*ends, third) if one], loop.rows, loop.rate)
            return [finding("steps depend on what came before", steps=loop.steps, fewer=loop.steps - 1, how=how)]
    return []


def _cause(points: Points, rows: tuple[Row, ...], rate: float) -> str:
    """The cause that explains every new value whose last step is not right, in words."""
    *earlier, last = points
    moves = [(old - new) / rate for old, new in zip(earlier[-1], last)]
    rights = gradient(earlier[-1], rows)
    odd = [number for number in range(7) if not same_beside_1([moves[number]], [rights[number]])]
    if not odd:
        return f". Step {len(earlier)} is right where it starts, but a step before it is not"
    names = ", ".join(NAMES[number] for number in odd) if len(odd) < 7 else "all seven"
    for derivatives, words in CAUSES:
        caused = derivatives(earlier, rows, rate)
        if same_beside_1([moves[number] for number in odd], [caused[number] for number in odd]):
            return words.format(step=len(earlier), names=names)
    before = [(old - new) / rate for old, new in zip(*earlier[-2:])]
    carried = [(move - right) / (last or 1) for move, right, last in zip(moves, rights, before)]
    if steady(carried, USUAL):
        return f". Step {len(earlier)} contains {carried[0]:.4g} times the step before it, as with momentum"
    ratios = [move / (right or 1) for move, right in zip(moves, rights)]
    return f". Step {len(earlier)} takes {ratios[0]:.4g} times the learning rate" if steady(ratios, USUAL) else ""
