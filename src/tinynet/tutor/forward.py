"""The learner's own forward pass, known by what it predicts.

    mine(parameters, [(input, observed)]) = -2 * (observed - predicted) * rest

This is 0 where observed = predicted. So the zero of one row is what the learner predicts for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, nan

from tinynet.neuron import softplus
from tinynet.tutor.alone import Alone
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import ROUGH, alike, all_alike, steady
from tinynet.tutor.spots import BASE, HIGH, SPOTS
from tinynet.tutor.vocabulary import RIGHT_PASS, Pass, passes


def predicting(alone: Alone) -> tuple[list[Finding], Pass | None]:
    """What is wrong with the learner's own predicted, if it shows; and their pass, None if nobody knows it."""
    spots = [spot for spot in SPOTS if isfinite(alone.predicted(spot))]
    mine, given = [alone.predicted(spot) for spot in spots], [spot.numbers(HIGH) for spot in spots]
    rights = [numbers["predicted"] for numbers in given]
    if not spots:
        return [], RIGHT_PASS
    if all_alike(mine, [-right for right in rights]):
        return [finding("sum instead of difference")], RIGHT_PASS
    if all(abs(predicted) < 1e-6 for predicted in mine):
        return [finding("observed instead of residual")], RIGHT_PASS
    for known in passes():
        if all(alike(predicted, value_of(known, numbers)) for predicted, numbers in zip(mine, given)):
            return _own_pass(known), known
    shifts = [predicted - right for predicted, right in zip(mine, rights)]
    if alone.name == "b3" and steady(shifts):  # the same numbers as another predicted
        return [finding("added term", what=f"always {2 * shifts[0] * alone.weight:.6g}")], RIGHT_PASS
    if any(alone.kind_at(spot) not in (alone.kind, "") for spot in spots):
        return [finding("(bent)")], None
    return [finding("(no predicted)", parts=_in_words(alone))], None


def value_of(known: Pass, given: Mapping[str, float]) -> float:
    try:
        return known.numbers(given)["predicted"]
    except (OverflowError, ValueError):
        return nan


def _own_pass(known: Pass) -> list[Finding]:
    """Also lists what is wrong only because x or y is."""
    if not known.label:
        return []
    follows = ["dSSR/dpredicted"]
    for k, w in (("1", "w3"), ("2", "w4")):
        if known.f is not softplus or any(place[0] == k for place in known.letters):
            follows += [f"dy{k}/dx{k}", f"dpredicted/d{w}"]
    return [finding("(own pass)", label=known.label, part=known.part)._replace(follows=tuple(follows))]


def _moves(alone: Alone) -> list[tuple[str, float, float]]:
    """How the learner's predicted moves when b3, w3 or w4 goes up by 1, and how it should: by 1, y1 and y2."""
    y1, y2 = softplus(BASE.x1), softplus(BASE.x2)
    up = (("b3", BASE, 1.0), ("w3", BASE._replace(w3=BASE.w3 + 1), y1), ("w4", BASE._replace(w4=BASE.w4 + 1), y2))
    moved = [(part, spot._replace(predicted=BASE.predicted + right), right) for part, spot, right in up]
    return [(part, alone.predicted(spot) - alone.predicted(BASE), right) for part, spot, right in moved]


def hidden_layer_is_right(alone: Alone) -> bool:
    """Whether y1 and y2 are right, by what w3 and w4 do."""
    return all(alike(moved, right, ROUGH) for part, moved, right in _moves(alone) if part != "b3")


def _in_words(alone: Alone) -> str:
    return "".join(
        f"; when {part} goes up by 1, it goes up by {moved:.4g}, and should by {right:.4g}"
        for part, moved, right in _moves(alone)
        if isfinite(moved) and not alike(moved, right, ROUGH)
    )
