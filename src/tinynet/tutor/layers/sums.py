"""What a learner's program does to the rows: which of them count, and what becomes of their sum."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tinynet.layers import Gradient, Layer
from tinynet.tutor.layers.forms import flat, like
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Rows


def singly(program: Program, layers: Sequence[Layer], rows: Rows) -> list[Gradient]:
    """What it makes of each row alone; where it answers 0 to one row, or raises, of the same row twice, as one of two.

    Zeros prove nothing: data[:-1] of one row is no row at all.
    """
    singles = [program.gradient(layers, [row]) for row in rows]
    if all(single and any(flat(single)) for single in singles):
        return [single for single in singles if single]
    raised = None in singles
    pairs = [program.gradient(layers, [row, row]) for row in rows]
    if not all(pairs) or not any(flat(pairs)):
        return []
    share = 0.5 if raised else 1.0
    return [[([[x * share for x in row] for row in w], [x * share for x in b]) for w, b in pair] for pair in pairs if pair]


def summed(total: list[float], singles: list[list[float]]) -> tuple[str | None, list[float]]:
    """What was done to the rows ("" where they are added up, None where nothing known), and what they add up to."""
    added, count = [sum(values) for values in zip(*singles)], len(singles)
    known = {
        "": added,
        "mean instead of sum": [value / count for value in added],
        "first observation only": singles[0],
        "last observation only": singles[-1],
        "all but the last observation": [a - x for a, x in zip(added, singles[-1])],
        "all but the first observation": [a - x for a, x in zip(added, singles[0])],
    }
    label = next((label for label, values in known.items() if like(total, values)), None)
    if label is None and _some(total, singles):
        label = "some observations only"
    return label, added


def _some(total: list[float], singles: list[list[float]]) -> bool:
    """Whether some of the rows add up to the total."""
    few = singles[:8]
    choices = [chosen for size in range(2, len(few) - 1) for chosen in combinations(few, size)]
    return any(like(total, [sum(values) for values in zip(*chosen)]) for chosen in choices)
