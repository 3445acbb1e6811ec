"""What all seven derivatives have in common is said once."""

from __future__ import annotations

from collections.abc import Sequence

from tinynet.tutor.findings import Finding
from tinynet.tutor.orders import NAMES


def shared(found: Sequence[Finding], names: Sequence[str]) -> list[Finding]:
    """What all of them have in common is said once: "all"."""
    by_name = {name: [one for one in found if one.name == name] for name in names}
    whole = [one for one in found if not one.name]
    if len(names) < len(NAMES) or not all(by_name.values()):
        return [*found]
    first, *others = by_name.values()
    both = [one for one in first if all(any(_alike(one, other) for other in some) for some in others)]
    places = [one.place for one in first if all(one.place in [other.place for other in some] for some in others)]
    if set(places) == {"nearly"}:
        return [first[0]._replace(name="")]
    said = [one.place for one in both]
    common = [*both, *[Finding(place, "", "", follows=()) for place in dict.fromkeys(places) if place not in said]]
    rest = [
        one
        for one in found
        if one.name
        and not any(_alike(one, other) for other in both)
        and not (one.place == "the sum" and "the sum" in said)
    ]
    named = [one._replace(name="" if one.place in WHOLE else "all") for one in common]
    return [*whole, *named, *[one for one in rest if one.place not in places or one.says]]


# These are of the whole function or of the whole step, so no name leads them where all share them.
WHOLE = ("", "form", "state", "arguments", "order", "learning rate", "old value", "update", "in place", "row by row")


def _alike(one: Finding, other: Finding) -> bool:
    return one[:3] == other[:3] if one.label == "constant factor" else one[:2] == other[:2]
