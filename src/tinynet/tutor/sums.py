"""What becomes of several rows: which of them count and how often, and whether each keeps to itself.

Nothing is looked up in a list. One row is changed, all others are held, and the change of the answer is compared with
what the same change does to the row alone: that is how often the row counts. If that depends on another row, the rows do
not keep to themselves, and which row it depends on tells what they share.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan

from tinynet.tutor.alone import Alone
from tinynet.tutor.asking import Row, alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.spots import ROWS

MANY: tuple[Row, ...] = (
    (0.3, 0.0), (0.8, 0.4), (0.45, 0.7), (0.15, 0.6), (0.15, 0.6), (0.95, 0.1), (0.05, 0.35), (0.7, 0.55), (0.25, 0.85),
)  # fmt: skip


def of_several(alone: Alone) -> tuple[list[Finding], float | None]:
    """What is wrong with the sum, and by what to divide the answer for one row, if that is known."""
    five, three = weights(alone, ROWS), weights(alone, ROWS[:3])
    if not all(map(isfinite, (*five, *three))) or not any(five):
        return _same_for_all(alone), alone.copies
    effects, others = _influences(alone, ROWS[:3], (0.0, 0.07))
    if any(others) or any(_influences(alone, ROWS[:3], (0.03, 0.0))[1]):
        return [finding("(done to the whole)") if alone.kind == "other" else _shared(effects, others)], None
    inputs = weights(alone, ROWS[:3], (0.03, 0.0))  # a row's input must count as often as its observed
    if all(three) and any(inputs) and not (inputs[1] or (inputs[0] and inputs[2])):
        return [finding("numbers of one row for all", which="first" if inputs[0] else "last")], None
    if len({round(weight, 6) for weight in five}) == 1 and five[0]:
        return _by_number(alone, five[0], three[0])
    if not all(alike(one, other, 1e-5) for one, other in zip(five, weights(alone, (*ROWS[1:], ROWS[0])))):
        return [finding("(entangled)")], None  # which rows count depends on what is in them
    counting, equally = _counting(five)
    return [_which(five)], (1 / five[counting[0]] if alone.copies > 1 else 1.0) if equally else None


def _same_for_all(alone: Alone) -> list[Finding]:
    """If changing a row changes nothing: is the answer that of one row, however many there are?"""
    one, three, five = (alone.value(alone.base.parameters(), ROWS[:count]) for count in (1, 3, 5))
    usual = ("mean instead of sum", "first observation only", "last observation only")
    return [finding(key) for key in usual] if one and alike(one, three) and alike(one, five) else []


def weights(alone: Alone, rows: Sequence[Row], by: Row | None = None) -> list[float]:
    """How often each row counts among these, in units of the row alone: what a change of it does."""
    by = by or ((0.03, 0.07) if alone.kind in ("flat", "other") else (0.0, 0.07))
    return [
        _change(alone, rows, i, _moved(row, by)) / (_change(alone, [row], 0, _moved(row, by)) or nan)
        for i, row in enumerate(rows)
    ]


def _moved(row: Row, by: Row) -> Row:
    return row[0] + by[0], row[1] + by[1]


def _change(alone: Alone, rows: Sequence[Row], i: int, other: Row) -> float:
    """What changes when one row becomes another; a row alone stands in as many copies as it takes."""
    copies = alone.copies if len(rows) == 1 else 1
    before, after = rows, [*rows[:i], other, *rows[i + 1 :]]
    parameters = alone.base.parameters()
    return alone.value(parameters, [*after] * copies) - alone.value(parameters, [*before] * copies)


def _by_number(alone: Alone, five: float, three: float) -> tuple[list[Finding], float | None]:
    """All rows count alike: does it depend on how many there are? If not, are there rows that count otherwise?"""
    copies = alone.copies
    if alike(five, three, 1e-5):
        return _among_many(alone), 1 / five
    if alike(five / three, 3 / 5, 1e-5):
        return [finding("mean instead of sum")], 1.0
    if alike(five / three, 2 / 4, 1e-5):
        return [finding("divided by n - 1")], copies / (copies - 1) if copies > 1 else 1.0
    times = [weight * (copies if copies > 1 else 1) for weight in (five, three)]
    return [finding("(weighted by number)", factor=times[0], of=5, other=times[1], few=3)], None


def _among_many(alone: Alone) -> list[Finding]:
    """Are rows left out that have a 0 in them? And of nine rows, two of them equal?"""
    for what, row, near in (("observed 0", (0.3, 0.0), (0.3, 1e-12)), ("input 0", (0.0, 0.35), (1e-12, 0.35))):
        there, beside = (alone.value(alone.base.parameters(), [some] * alone.copies) for some in (row, near))
        if there == 0 and abs(beside) > 1e-3:
            return [finding("(some rows left out)", what=what)]
    many = weights(alone, MANY)
    usual = many[1]
    odd = [i for i, weight in enumerate(many) if isfinite(weight) and not alike(weight, usual, 1e-5)]
    if not odd or not isfinite(usual):
        return []
    if odd == [3, 4]:
        return [finding("each row once")]
    return [_which(many)]


def _counting(weights: Sequence[float]) -> tuple[list[int], bool]:
    """The numbers of the rows that count, and whether they count equally often."""
    counting = [i for i, weight in enumerate(weights) if abs(weight) > 1e-6]
    return counting, all(alike(weights[i], weights[counting[0]], 1e-5) for i in counting)


def _which(weights: Sequence[float]) -> Finding:
    counting, equally = _counting(weights)
    last = len(weights) - 1
    known = {
        (0,): "first observation only",
        (last,): "last observation only",
        tuple(range(last)): "all but the last observation",
        tuple(range(1, last + 1)): "all but the first observation",
    }
    if equally and tuple(counting) in known:
        return finding(known[tuple(counting)])
    if equally and len(counting) <= last:
        which = f"row{'s' * (len(counting) > 1)} {', '.join(str(i + 1) for i in counting)}"
        return finding("(rows left out)", of=len(weights), which=which)
    return finding("(weighted)", weights=", ".join(f"{weight:.3g}" for weight in weights))


def _influences(alone: Alone, rows: Sequence[Row], by: Row) -> tuple[list[float], list[set[int]]]:
    """What each row does when it is changed by that much, and on which other rows that depends."""
    effects, others = [], []
    for i, row in enumerate(rows):
        changed = _moved(row, by)
        effects.append(_change(alone, rows, i, changed))
        others.append({j for j in range(len(rows)) if j != i and _depends(alone, rows, i, j, changed)})
    return effects, others


def _depends(alone: Alone, rows: Sequence[Row], i: int, j: int, changed: Row) -> bool:
    """Whether changing row i has another effect after row j is changed."""
    input, observed = rows[j]
    beside = [*rows[:j], (input + 0.013, observed + 0.011), *rows[j + 1 :]]
    one, two = _change(alone, rows, i, changed), _change(alone, beside, i, changed)
    return abs(one - two) > 1e-6 * (abs(one) + abs(two)) + 1e-10


def _shared(effects: Sequence[float], others: Sequence[set[int]]) -> Finding:
    """What the rows have in common that do not keep to themselves."""
    first, last = 0, len(effects) - 1
    acting = [i for i, effect in enumerate(effects) if abs(effect) > 1e-9]
    for which, name in ((first, "first"), (last, "last")):
        if acting == [which] and others[which]:
            return finding("residual of one row for all", which=name)
        if all(some <= {which} for some in others) and any(others):
            return finding("numbers of one row for all", which=name)
    if all(len(some) == last for some in others):
        return finding("sum times sum")
    return finding("rows misaligned" if any(others) and all(len(some) <= 1 for some in others) else "(entangled)")
