"""Right numbers in another order, and parameters taken in one: the orders that people write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations
from typing import Any

from tinynet.network import Parameters
from tinynet.tutor.findings import Finding, finding

NAMES = Parameters._fields

ORDERS = (
    "w1 b1 w2 b2 w3 w4 b3", "w1 w2 b1 b2 w3 w4 b3", "b1 b2 b3 w1 w2 w3 w4", "w1 b1 w3 w2 b2 w4 b3",
    "b3 w3 w4 b1 w1 b2 w2", "w3 w4 b3 w1 w2 b1 b2", "w3 w4 b3 w1 b1 w2 b2", "w3 w4 b3 b1 w1 b2 w2",
    "b1 w1 b2 w2 b3 w3 w4", "w1 w2 w3 w4 b3 b1 b2", "w1 w2 w4 w3 b1 b2 b3", "w2 w1 w3 w4 b1 b2 b3",
    "w1 w2 w3 w4 b2 b1 b3", "b3 b2 b1 w4 w3 w2 w1", "w2 w1 w4 w3 b2 b1 b3", "b3 w3 w4 w1 b1 w2 b2",
    "w1 b1 w2 b2 w3 b3 w4", "w1 w2 w3 w4 b3 b2 b1",
)  # fmt: skip


def _reordered(names: str) -> Callable[..., Any]:
    """What a function computes with that takes the seven in another order than they come in."""
    return lambda parameters, rows, *more: (Parameters(**dict(zip(names.split(), parameters))), rows, *more)


def _rows(change: Callable[[float, float], tuple[float, float]]) -> Callable[..., Any]:
    return lambda parameters, rows, *more: (parameters, tuple(change(*row) for row in rows), *more)


# Other ways to read the arguments: the key of the finding, its numbers, the arguments as they are read, and the roles
# that w1, w2, w3, w4, b1, b2, b3 then have.
TAKEN: tuple[tuple[str, dict[str, str], Callable[..., Any], tuple[str, ...]], ...] = (
    ("input and observed exchanged", {}, _rows(lambda input, observed: (observed, input)), NAMES),
    ("absolute input", {}, _rows(lambda input, observed: (abs(input), observed)), NAMES),
    *[
        ("parameters taken in another order", {"taken": order.replace(" ", ", ")}, _reordered(order), (*order.split(),))
        for order in ("w1 w3 w2 w4 b1 b2 b3", *ORDERS[:10])
    ],
)


def taken_otherwise(
    right: Callable[[Callable[..., Any], Mapping[str, str]], bool], several: bool = True
) -> list[Finding]:
    """Is all right if the arguments are read in one of these ways? The results keep their names, or follow the roles."""
    for key, seen, taken, roles in TAKEN:
        if right(taken, dict(zip(NAMES, NAMES))):
            return [finding(key, **seen)]
        if several and roles != NAMES and right(taken, dict(zip(NAMES, roles))):
            return [finding("parameters numbered otherwise", **seen)]
    return []


def in_order(stands: set[tuple[str, str]]) -> tuple[dict[str, str], list[Finding]]:
    """Where each right number stands, if the order is wrong.

    `stands` holds the pairs of a name and a place where its right number stands. Either all seven stand elsewhere, or at
    least four fit an order that people write, or two are exchanged.
    """
    order = _all_elsewhere(stands) or _as_people_write(stands) or _swapped(stands)
    return order, [_said(order)] if order else []


def _all_elsewhere(stands: set[tuple[str, str]]) -> dict[str, str]:
    full = {name: under for name, under in stands if (name, name) not in stands or name == under}
    moved = any(name != under for name, under in full.items())
    return {name: full[name] for name in NAMES} if moved and len(full) == 7 == len(set(full.values())) else {}


def _as_people_write(stands: set[tuple[str, str]]) -> dict[str, str]:
    own = sum((name, name) in stands for name in NAMES)
    for names in ORDERS:
        order = dict(zip(names.split(), NAMES))
        if sum(pair in stands for pair in order.items()) >= max(4, own + 2):
            return {name: order[name] for name in NAMES}
    return {}


def _swapped(stands: set[tuple[str, str]]) -> dict[str, str]:
    """Two of them exchanged, whatever is wrong with others."""
    swaps = [(one, two) for one, two in permutations(NAMES, 2) if {(one, two), (two, one)} <= stands]
    pairs = {one: two for one, two in swaps if (one, one) not in stands}
    return {name: pairs.get(name, name) for name in NAMES} if pairs and len(set(pairs.values())) == len(pairs) else {}


def _said(order: Mapping[str, str]) -> Finding:
    """`order` tells for each derivative where it stands; what stands in the first place, the second, ..."""
    contents = {under: name for name, under in order.items()}
    listed = [contents[name] for name in NAMES]
    moved = [name for name in NAMES if contents[name] != name]
    if listed == ["w2", "w1", "w4", "w3", "b2", "b1", "b3"]:
        return finding("neurons exchanged")
    if len(moved) == 2:
        return finding("two exchanged", one=moved[0], two=moved[1])
    return finding("another order", listed=", ".join(listed))
