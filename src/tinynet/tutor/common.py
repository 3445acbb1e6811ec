"""What all seven derivatives have in common is said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tinynet.tutor.findings import Finding
from tinynet.tutor.orders import NAMES


def shared(found: Sequence[Finding], names: Sequence[str]) -> list[Finding]:
    """What all seven share, led by "all"; then what is left of each."""
    by_name = [[one for one in found if one.name == name] for name in names]
    if len(names) < len(NAMES) or not all(by_name):
        return [*found]
    slips = _in_all(by_name, _alike)
    places = list(dict.fromkeys(one.place for one in _in_all(by_name, lambda one, other: one.place == other.place)))
    if places == ["nearly"]:
        return [by_name[0][0]._replace(name="")]
    explained = [one.place for one in slips]
    common = slips + [Finding(place, "", "") for place in places if place not in explained]
    whole = [one for one in found if not one.name]
    rest = [one for one in found if one.name and _is_more(one, slips, places)]
    return [*whole, *[one._replace(name="" if one.place in WHOLE else "all") for one in common], *rest]


def _in_all(by_name: Sequence[list[Finding]], same: Callable[[Finding, Finding], bool]) -> list[Finding]:
    """What the first has in common with each of the others."""
    first, *others = by_name
    return [one for one in first if all(any(same(one, other) for other in findings) for findings in others)]


def _is_more(one: Finding, slips: Sequence[Finding], places: Sequence[str]) -> bool:
    """Whether this says more of one derivative than what is said of all."""
    if any(_alike(one, slip) or one.place == slip.place == "the sum" for slip in slips):
        return False
    return one.place not in places or bool(one.says)


# These are of the whole function or of the whole step, so no name leads them where all share them.
WHOLE = ("", "form", "state", "arguments", "order", "learning rate", "old value", "update", "in place", "row by row")


def _alike(one: Finding, other: Finding) -> bool:
    return one[:3] == other[:3] if one.label == "constant factor" else one[:2] == other[:2]
