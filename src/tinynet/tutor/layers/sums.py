"""What a learner's program does to the rows: which of them count, and what becomes of their sum."""

from __future__ import annotations

from itertools import combinations

from tinynet.tutor.layers.forms import like


def summed(total: list[float], singles: list[list[float]]) -> tuple[str | None, list[float]]:
    """What was done to the rows ("" where they are added up, None where nothing known), and what they add up to."""
    known = kinds(singles)
    label = next((label for label, values in known.items() if like(total, values)), None)
    if label is None and _some(total, singles):
        label = "some observations only"
    return label, known[""]


def kinds(singles: list[list[float]]) -> dict[str, list[float]]:
    """The sum, and what often stands in its place."""
    added, count = [sum(values) for values in zip(*singles)], len(singles)
    return {
        "": added,
        "mean instead of sum": [value / count for value in added],
        "first observation only": singles[0],
        "last observation only": singles[-1],
        "all but the last observation": [a - x for a, x in zip(added, singles[-1])],
        "all but the first observation": [a - x for a, x in zip(added, singles[0])],
    }


def _some(total: list[float], singles: list[list[float]]) -> bool:
    """Whether some of the rows add up to the total."""
    few = singles[:8]
    choices = [chosen for size in range(2, len(few) - 1) for chosen in combinations(few, size)]
    return any(like(total, [sum(values) for values in zip(*chosen)]) for chosen in choices)
