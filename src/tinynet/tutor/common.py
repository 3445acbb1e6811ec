"""What all seven derivatives share is said once.

w1: flipped sign, w2: flipped sign, ..., b3: flipped sign; w2: slope missing
becomes
all: flipped sign; w2: slope missing
"""

from __future__ import annotations

from collections.abc import Sequence

from tinynet.tutor.findings import Finding
from tinynet.tutor.orders import NAMES

# These belong to the whole function or to the whole step, so they are not even led by "all".
OF_THE_WHOLE = (
    "", "form", "state", "arguments", "order", "nearly", "learning rate", "old value", "update", "in place", "row by row",
)  # fmt: skip


def shared(found: Sequence[Finding], names: Sequence[str]) -> list[Finding]:
    """What all seven share, by slip and then by place; then what is left of each."""
    if len(names) < len(NAMES):
        return [*found]
    slips = set.intersection(*[{_slip(one) for one in found if one.name == name} for name in names])
    places = set.intersection(*[{one.place for one in found if one.name == name} for name in names])
    common = [one for one in found if one.name == names[0] and _slip(one) in slips]
    explained = {one.place for one in common}
    common += [
        Finding(place, "", "") for place in dict.fromkeys(one.place for one in found) if place in places - explained
    ]
    covered = explained & {"the sum"}  # a sum that all seven do wrong needs no second remark about one of them
    rest = [one for one in found if one.name and _slip(one) not in slips and one.place not in covered]
    return [
        *[one for one in found if not one.name],
        *[one._replace(name="" if one.place in OF_THE_WHOLE else "all") for one in common],
        *[one for one in rest if one.says or one.place not in places],
    ]


def _slip(one: Finding) -> tuple[str, ...]:
    """Constants are the same slip only if they are the same number."""
    return (one.place, one.label, one.says if one.label == "constant factor" else "")
