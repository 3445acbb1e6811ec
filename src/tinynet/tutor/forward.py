"""The learner's own forward pass, known by what it predicts: the zero of what one observation gives."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, nan

from tinynet.neuron import softplus
from tinynet.tutor.alone import Alone
from tinynet.tutor.asking import alike
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.spots import BASE, Spot
from tinynet.tutor.vocabulary import RIGHT_PASS, Pass, passes


def predicting(name: str, alone: Alone, spots: Mapping[Spot, Mapping[str, float]]) -> tuple[list[Finding], Pass | None]:
    """What is wrong with the learner's own predicted, where it shows; and their pass, None where nobody knows it."""
    samples = [(given, predicted) for spot, given in spots.items() if isfinite(predicted := alone.seen(spot)[1])]
    if not samples:
        return [], RIGHT_PASS
    if all(alike(predicted, -given["predicted"]) for given, predicted in samples):
        return [finding("sum instead of difference")], RIGHT_PASS
    if all(abs(predicted) < 1e-6 for _, predicted in samples):
        return [finding("observed instead of residual")], RIGHT_PASS
    for known in passes():
        if all(alike(predicted, value_of(known, given)) for given, predicted in samples):
            return _said(known), known
    shifts = [predicted - given["predicted"] for given, predicted in samples]
    if name == "b3" and all(alike(shift, shifts[0]) for shift in shifts):  # the same numbers as another predicted
        return [finding("added term", what=f"always {2 * shifts[0] * alone.weight:.6g}")], RIGHT_PASS
    if alone.bends(spots):
        return [finding("(bent)")], None
    return [finding("(no predicted)", parts=_parts_in_words(alone))], None


def value_of(known: Pass, given: Mapping[str, float]) -> float:
    try:
        return known.numbers(given)["predicted"]
    except (OverflowError, ValueError):
        return nan


def _said(known: Pass) -> list[Finding]:
    """Also lists what is wrong only because x or y is."""
    if not known.label:
        return []
    follows = ["dSSR/dpredicted"]
    for k, w in (("1", "w3"), ("2", "w4")):
        if known.f is not softplus or any(place[0] == k for place in known.letters):
            follows += [f"dy{k}/dx{k}", f"dpredicted/d{w}"]
    return [finding("(own pass)", label=known.label, part=known.part)._replace(follows=tuple(follows))]


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
