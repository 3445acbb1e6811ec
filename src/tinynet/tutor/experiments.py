"""Where does a derivative go wrong? Vary one thing, hold the rest, and see what changes.

The questions in their order, for a function that is not right:

    added               is it a sum of products at all, or is something added?
    sums                which rows count, and does each keep to itself?
    alone               what does it predict?
    words, places       and of the rest of one observation, which factor of the chain is wrong?
"""

from math import isfinite
from typing import Optional

from tinynet.tutor.added import added_finding, added_term, without_brackets
from tinynet.tutor.alone import Alone, Value, copies_needed, hidden_layer_is_right, predicting
from tinynet.tutor.chains import CHAINS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import steady
from tinynet.tutor.places import located, stays
from tinynet.tutor.spots import HIGH, LOW, SCATTERED, SPOTS, own_coordinates
from tinynet.tutor.sums import done_to_the_whole, of_several
from tinynet.tutor.vocabulary import RIGHT_PASS, Pass
from tinynet.tutor.words import Explanation, Sample, explanations, findings_of


def experimented(value: Value, name: str) -> list[Finding]:
    """What is wrong with a derivative, as far as experiments with one row and with several show it."""
    copies = copies_needed(value)
    if not copies:
        return []
    alone = Alone(name, value, copies).without(lambda spot: 0.0)
    found = without_brackets(alone) or _of_the_sum(alone)
    if (alone.kind == "other" or not all(one.label for one in found)) and done_to_the_whole(alone):
        return [finding("(done to the whole)")]
    return found


def _of_the_sum(alone: Alone) -> list[Finding]:
    """What is added, what becomes of several rows, and then one row, without what is added."""
    term = added_term(alone)
    alone = alone.without(term) if term else alone
    several = of_several(alone)
    around = [*([added_finding(term, alone.name)] if term else []), *several.findings]
    if several.weight is not None:
        return [*around, *_of_one_row(alone._replace(weight=several.weight))]
    if alone.kind == "other":
        return around
    # nobody knows how often a row counts, so a constant is no evidence
    return [*around, *[one for one in _of_one_row(alone) if one.label not in ("lost the 2", "constant factor")]]


def _of_one_row(alone: Alone) -> list[Finding]:
    """What it predicts, and then the factors: in words of the vocabulary, or the places alone."""
    found, own = predicting(alone)
    if own is None and _is_no_product(alone):
        return [finding("(no product)")]
    explained = _explained(alone, own or RIGHT_PASS)
    if not explained:
        return [*found, *_unexplained(alone, own)]
    slips = len(explained[0].words)
    fewer = located(alone) if slips > 1 and not found and alone.kind == "line" else []
    if 0 < len(fewer) < slips and all(one.place in CHAINS[alone.name] for one in fewer):
        return fewer  # one unknown slip is likelier than two known ones that happen to give the same numbers
    return [*found, *[one for explanation in explained for one in findings_of(explanation)]]


def _is_no_product(alone: Alone) -> bool:
    """Whether factors are added to the residual: then the slope along observed does not change with them."""
    still = [stays(alone, coordinate) for coordinate in own_coordinates(alone.name).values()]
    is_constant = steady([alone.rest(spot) for spot in SCATTERED])
    return bool(alone.rest(alone.base)) and (sum(still) >= 2 or (still == [True] and is_constant))


def _explained(alone: Alone, own: Pass) -> list[Explanation]:
    """In words of the vocabulary. If observed does not move along a line, the residual is one of the factors."""
    is_line = alone.kind == "line"
    spots = [spot for spot in SPOTS if isfinite(alone.rest(spot))]
    seen = [(spot.numbers(HIGH), alone.rest(spot)) for spot in spots]
    seen += [(spot.numbers(LOW), alone.at(spot, LOW)) for spot in spots if not is_line]
    samples = [Sample(given, own.numbers(given), rest / alone.weight) for given, rest in seen]
    chain = CHAINS[alone.name][1:] if is_line else CHAINS[alone.name]
    return explanations(chain, samples) if sum(one.measured != 0 for one in samples) > 3 else []


def _unexplained(alone: Alone, own: Optional[Pass]) -> list[Finding]:
    if own is None and not hidden_layer_is_right(alone):  # then x and y are the learner's own, and nobody knows them
        return []
    if alone.kind != "line":  # what bends along observed bends along everything that moves predicted
        return [finding("(no residual)")]
    return located(alone)
