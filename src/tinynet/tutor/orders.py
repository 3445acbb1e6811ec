"""Right numbers that stand in the wrong places, and arguments that are taken in another order.

Both are questions about the whole function, and both are asked through one function of the caller:

    right(under, name, taken)     is what the learner returns as `under` the right value of `name`,
                                  if their function takes its arguments as `taken` does?
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import Any

from tinynet.network import Parameters
from tinynet.tutor.findings import Finding, finding

NAMES = Parameters._fields

# The orders that people write.
ORDERS = (
    "w1 b1 w2 b2 w3 w4 b3", "w1 w2 b1 b2 w3 w4 b3", "b1 b2 b3 w1 w2 w3 w4", "w1 b1 w3 w2 b2 w4 b3",
    "b3 w3 w4 b1 w1 b2 w2", "w3 w4 b3 w1 w2 b1 b2", "w3 w4 b3 w1 b1 w2 b2", "w3 w4 b3 b1 w1 b2 w2",
    "b1 w1 b2 w2 b3 w3 w4", "w1 w2 w3 w4 b3 b1 b2", "w1 w2 w4 w3 b1 b2 b3", "w2 w1 w3 w4 b1 b2 b3",
    "w1 w2 w3 w4 b2 b1 b3", "b3 b2 b1 w4 w3 w2 w1", "w2 w1 w4 w3 b2 b1 b3", "b3 w3 w4 w1 b1 w2 b2",
    "w1 b1 w2 b2 w3 b3 w4", "w1 w2 w3 w4 b3 b2 b1",
)  # fmt: skip

Taken = Callable[..., Any]  # (parameters, rows, ...) as the learner's function takes them
Right = Callable[[str, str, Taken], bool]


def as_given(*arguments: Any) -> Any:
    return arguments


def _reordered(order: str) -> Taken:
    """The parameters of a function that takes the seven in another order than they come in."""
    return lambda parameters, *more: (Parameters(**dict(zip(order.split(), parameters))), *more)


def _rows(change: Callable[[float, float], tuple[float, float]]) -> Taken:
    return lambda parameters, rows, *more: (parameters, tuple(change(*row) for row in rows), *more)


def taken_otherwise(right: Right, names: Sequence[str]) -> list[Finding]:
    """Would all be right if the arguments were taken so? In another order each result may follow its number."""
    for key, change in (
        ("input and observed exchanged", lambda i, o: (o, i)),
        ("absolute input", lambda i, o: (abs(i), o)),
    ):
        if all(right(name, name, _rows(change)) for name in names):
            return [finding(key)]
    for order in ("w1 w3 w2 w4 b1 b2 b3", *ORDERS[:10]):
        taken, numbered = _reordered(order), dict(zip(NAMES, order.split()))
        if all(right(name, name, taken) for name in names):
            return [finding("parameters taken in another order", taken=order.replace(" ", ", "))]
        if len(names) > 1 and all(right(name, numbered[name], taken) for name in names):
            return [finding("parameters numbered otherwise", taken=order.replace(" ", ", "))]
    return []


def in_order(right: Right, names: Sequence[str]) -> tuple[dict[str, str], list[Finding]]:
    """Where the right value of each stands, if the order is wrong, and the finding.

    Either all seven stand elsewhere, or at least four fit an order that people write, or two are exchanged.
    """
    pairs = [(name, under) for name in names for under in names if len(names) > 1]
    stands = {(name, under) for name, under in pairs if right(under, name, as_given)}
    order = _all_elsewhere(stands) or _as_people_write(stands) or _exchanged(stands)
    return order, [_in_words(order)] if order else []


def _all_elsewhere(stands: set[tuple[str, str]]) -> dict[str, str]:
    order = {name: under for name, under in stands if (name, name) not in stands or name == under}
    is_full = len(order) == len(NAMES) == len(set(order.values()))
    return {name: order[name] for name in NAMES} if is_full and any(name != order[name] for name in NAMES) else {}


def _as_people_write(stands: set[tuple[str, str]]) -> dict[str, str]:
    at_home = sum((name, name) in stands for name in NAMES)
    for names in ORDERS:
        order = dict(zip(names.split(), NAMES))
        if sum(pair in stands for pair in order.items()) >= max(4, at_home + 2):
            return {name: order[name] for name in NAMES}
    return {}


def _exchanged(stands: set[tuple[str, str]]) -> dict[str, str]:
    """Two of them, whatever is wrong with others."""
    swaps = [(one, two) for one, two in permutations(NAMES, 2) if {(one, two), (two, one)} <= stands]
    pairs = {one: two for one, two in swaps if (one, one) not in stands}
    return {name: pairs.get(name, name) for name in NAMES} if pairs and len(set(pairs.values())) == len(pairs) else {}


def _in_words(order: Mapping[str, str]) -> Finding:
    contents = {under: name for name, under in order.items()}
    listed = [contents[name] for name in NAMES]
    moved = [name for name in NAMES if contents[name] != name]
    if listed == ["w2", "w1", "w4", "w3", "b2", "b1", "b3"]:
        return finding("neurons exchanged")
    if len(moved) == 2:
        return finding("two exchanged", one=moved[0], two=moved[1])
    return finding("another order", listed=", ".join(listed))
