"""The learner's own forward pass, known by what it predicts: the zero of what one observation gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import isfinite, nan
from typing import NamedTuple

from tinynet.neuron import softplus
from tinynet.tutor.alone import Alone
from tinynet.tutor.asking import alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.spots import BASE, Spot
from tinynet.tutor.vocabulary import PASSES, RIGHT, WIRINGS, Pass, Wiring, numbers


class Forward(NamedTuple):
    """A forward pass: what differs from the right one, and how its numbers are computed."""

    label: str = ""
    says: str = ""
    own: Pass = RIGHT
    wiring: Wiring | None = None

    def numbers(self, given: Mapping[str, float]) -> dict[str, float]:
        return numbers(self.own, self.wiring, given)

    def predicted(self, given: Mapping[str, float]) -> float:
        try:
            return self.numbers(given)["predicted"]
        except (OverflowError, ValueError):
            return nan


def passes_known() -> Iterator[Forward]:
    """One mistake, then two of different parts."""
    yield Forward()
    yield from [Forward(one.label, one.part, one) for one in PASSES]
    yield from [Forward(label, part, RIGHT, wiring) for label, part, wiring in WIRINGS]
    for one, two in combinations(PASSES, 2):
        changed, others = _changed(one), _changed(two)
        if not changed & others:
            both = one._replace(**{part: getattr(two, part) for part in others})
            both = both._replace(slope=two.slope if "f" in others else one.slope)
            yield Forward(f"{one.label}; {two.label}", f"{one.part}; and {two.part}", both)
    for one in PASSES:
        for label, part, wiring in WIRINGS:
            yield Forward(f"{one.label}; {label}", f"{one.part}; and {part}", one, wiring)


def _changed(one: Pass) -> set[str]:
    return {part for part in ("f", "x", "predicted") if getattr(one, part) is not getattr(RIGHT, part)}


def predicting(alone: Alone, spots: Mapping[Spot, Mapping[str, float]]) -> tuple[list[Finding], Forward | None]:
    """What is wrong with the learner's own predicted, where it shows; and their pass, None where nobody knows it."""
    samples = [(given, predicted) for spot, given in spots.items() if isfinite(predicted := alone.seen(spot)[1])]
    if not samples:
        return [], Forward()
    if all(alike(predicted, -given["predicted"]) for given, predicted in samples):
        return [finding("sum instead of difference")], Forward()
    if all(abs(predicted) < 1e-6 for _, predicted in samples):
        return [finding("observed instead of residual")], Forward()
    for known in passes_known():
        if all(alike(predicted, known.predicted(given)) for given, predicted in samples):
            return (
                [Finding("predicted", known.label, f"in your predicted, {known.says}")] if known.label else []
            ), known
    if alone.bends(spots):
        return [finding("(bent)")], None
    return [finding("(no predicted)", parts=_parts_in_words(alone))], None


def _parts(alone: Alone) -> list[tuple[str, float, float]]:
    """How the learner's predicted moves with b3, w3 and w4: by 1, y1 and y2, if those parts are right."""
    here = alone.seen(BASE)[1]
    y1, y2 = softplus(BASE.x1), softplus(BASE.x2)
    spots = (
        ("b3", BASE._replace(predicted=BASE.predicted + 1), 1.0),
        ("w3", BASE._replace(w3=BASE.w3 + 1, predicted=BASE.predicted + y1), y1),
        ("w4", BASE._replace(w4=BASE.w4 + 1, predicted=BASE.predicted + y2), y2),
    )
    return [(part, alone.seen(spot)[1] - here, right) for part, spot, right in spots]


def hidden_layer_is_right(alone: Alone) -> bool:
    return all(alike(moved, right, 1e-3) for part, moved, right in _parts(alone) if part != "b3")


def _parts_in_words(alone: Alone) -> str:
    wrong = [some for some in _parts(alone) if isfinite(some[1]) and not alike(*some[1:], 1e-3)]
    return "".join(
        f"; when {part} goes up by 1, it goes up by {moved:.4g}, and should by {right:.4g}"
        for part, moved, right in wrong
    )
