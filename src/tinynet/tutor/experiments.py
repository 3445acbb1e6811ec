"""Where does a derivative go wrong? Vary one thing, hold the rest, and see what changes.

The questions in their order, for a function that is not right:

    added               is it a sum of products at all, or is something added?
    sums                which rows count, and does each keep to itself?
    forward             what does it predict?
    words, places       and of the rest of one observation, which factor of the chain is another?
"""

from __future__ import annotations

from math import isfinite

from tinynet.tutor.added import added_finding, added_term, without_brackets
from tinynet.tutor.alone import Alone, Value, copies_needed
from tinynet.tutor.chains import CHAINS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.forward import hidden_layer_is_right, predicting
from tinynet.tutor.nearness import steady
from tinynet.tutor.places import Curves, located
from tinynet.tutor.spots import HIGH, LOW, SCATTERED, SPOTS, own_coordinates
from tinynet.tutor.sums import Sums, done_to_the_whole
from tinynet.tutor.vocabulary import RIGHT_PASS, Pass
from tinynet.tutor.words import Explanation, explanations, findings_of


def experimented(value: Value, name: str) -> list[Finding]:
    """What is wrong with a derivative, as far as experiments with one row and with several show it."""
    copies = copies_needed(value)
    if not copies:
        return []
    alone = Alone(value, copies)
    found = without_brackets(name, alone) or _of_the_sum(value, name, alone)
    is_unclear = alone.kind == "other" and all(one.place in ("the sum", "an added term") for one in found)
    if (is_unclear or not all(one.label for one in found)) and done_to_the_whole(name, alone):
        return [finding("(done to the whole)")]
    return found


def _of_the_sum(value: Value, name: str, alone: Alone) -> list[Finding]:
    """What is added, what becomes of several rows, and then one row, without what is added."""
    added = added_term(value, name, alone.copies)
    alone = Alone(value, alone.copies, added) if added else alone
    of_rows, weight = Sums(alone).findings()
    if weight is None and alone.kind == "other":
        return of_rows
    alone.weight = weight or alone.copies
    inside = _of_one_row(name, alone)
    if weight is None:  # nobody knows how often a row counts, and a constant is no evidence
        inside = [one for one in inside if one.label not in ("lost the 2", "constant factor")]
    return [*([added_finding(added, name)] if added else []), *of_rows, *inside]


def _of_one_row(name: str, alone: Alone) -> list[Finding]:
    found, own = predicting(name, alone)
    if own is None and _is_no_product(name, alone):
        return [finding("(no product)")]
    explained = _explained(name, alone, own or RIGHT_PASS)
    if not explained:
        return [*found, *_unexplained(name, alone, own)]
    slips = len(explained[0].words)
    fewer = located(name, alone) if slips > 1 and not found and alone.kind == "line" else []
    if 0 < len(fewer) < slips and all(one.place in CHAINS[name] for one in fewer):
        return fewer  # one unknown slip is likelier than two known ones that happen to give the same numbers
    return [*found, *[one for explanation in explained for one in findings_of(explanation)]]


def _is_no_product(name: str, alone: Alone) -> bool:
    """Whether factors are added to the residual: then the slope along observed does not change with them."""
    still = [Curves(name, alone).stay(coordinate) for coordinate in own_coordinates(name).values()]
    is_constant = steady([alone.rest(spot) for spot in SCATTERED])
    return bool(alone.rest(alone.base)) and (sum(still) >= 2 or (still == [True] and is_constant))


def _explained(name: str, alone: Alone, own: Pass) -> list[Explanation]:
    """In words of the vocabulary. Where observed does not move along a line, the residual is one of the factors."""
    bends = alone.kind in ("flat", "other")
    spots = [spot for spot in SPOTS if isfinite(alone.rest(spot))]
    seen = [(spot.numbers(HIGH), alone.rest(spot)) for spot in spots]
    seen += [(spot.numbers(LOW), alone.at(spot, LOW)) for spot in spots if bends]
    samples = [(given, own.numbers(given), target / alone.weight) for given, target in seen]
    places = CHAINS[name] if bends else CHAINS[name][1:]
    return explanations(places, samples) if sum(target != 0 for *_, target in samples) > 3 else []


def _unexplained(name: str, alone: Alone, own: Pass | None) -> list[Finding]:
    if own is None and not hidden_layer_is_right(alone):  # then x and y are the learner's own, and nobody knows them
        return []
    if alone.kind in ("flat", "other"):  # what bends along observed bends along everything that moves predicted
        return [finding("(no residual)")]
    return located(name, alone)
