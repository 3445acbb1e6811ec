"""Where does a derivative go wrong? Vary one thing, hold the rest, and see what changes.

The questions in their order, for a function that doesn't answer right: is something added that is no product; is it the
sum over the data; what does it predict; and of the rest of one observation, which factor of the chain is another?
"""

from __future__ import annotations

from math import isfinite

from tinynet.tutor import sums
from tinynet.tutor.alone import Alone, Value, added_term, copies_needed, said_of, without_brackets
from tinynet.tutor.chains import CHAINS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.forward import hidden_layer_is_right, predicting
from tinynet.tutor.places import flat, located
from tinynet.tutor.spots import HIGH, LOW, SPOTS, own_coordinates
from tinynet.tutor.vocabulary import RIGHT, Pass
from tinynet.tutor.words import Explanation, explanations, told


def findings(value: Value, name: str) -> list[Finding]:
    """What is wrong with a derivative, as far as experiments with one row and with several show it."""
    copies = copies_needed(value)
    if not copies:
        return sums.entangled(value)
    alone = Alone(value, copies)
    brackets = without_brackets(name, alone)
    if brackets:
        return [brackets]
    added = added_term(value, name, copies)
    if added:
        alone = Alone(value, copies, added)
    of_rows, weight = sums.of_several(alone)
    known, alone.weight = weight is not None, weight or copies
    if weight is None and alone.kind == "other":
        return of_rows
    found = [said_of(added, name)] if added else []
    inside = _of_one_row(name, alone)
    if not known:  # nobody knows how often a row counts, and a constant is no evidence
        inside = [one for one in inside if one.label not in ("lost the 2", "constant factor")]
    return [*found, *of_rows, *inside]


def _of_one_row(name: str, alone: Alone) -> list[Finding]:
    spots = {spot: spot.numbers(HIGH) for spot in SPOTS if isfinite(alone.rest(spot))}
    found, own = predicting(name, alone, spots)
    if own is None and found[0].place == "dSSR/dpredicted":
        return found
    still = [flat(coordinate, alone) for coordinate in own_coordinates(name).values()]
    if own is None and alone.rest(alone.base) and sum(still) >= 2:
        return [finding("(no product)")]  # what is missing in the slope is added to it: it shows in predicted instead
    if found and found[0].place == "an added term":
        return found
    explained = _explained(name, alone, own or RIGHT)
    if not explained:
        return [*found, *_unexplained(name, alone, own)]
    fewer = located(name, alone) if len(explained[0].words) > 1 and not found and alone.kind == "line" else []
    if fewer and all(one.place in CHAINS[name] for one in fewer) and len(fewer) < len(explained[0].words):
        return fewer  # something that nobody knows in one place, rather than two things that together come out the same
    return [*found, *[some for one in explained for some in told(one)]]


def _explained(name: str, alone: Alone, own: Pass) -> list[Explanation]:
    """In words of the vocabulary. Where observed doesn't move along a line, the residual is one of the factors."""
    bends = alone.kind in ("flat", "other")
    places = CHAINS[name] if bends else CHAINS[name][1:]
    seen = [(spot.numbers(HIGH), alone.rest(spot)) for spot in SPOTS if isfinite(alone.rest(spot))]
    seen += [(spot.numbers(LOW), alone.at(spot, LOW)) for spot in SPOTS if bends and isfinite(alone.rest(spot))]
    samples = [(given, own.numbers(given), target / alone.weight) for given, target in seen]
    return explanations(places, samples) if sum(target != 0 for _, _, target in samples) > 3 else []


def _unexplained(name: str, alone: Alone, own: Pass | None) -> list[Finding]:
    if own is None and not hidden_layer_is_right(alone):  # then x and y are the learner's own, and nobody knows them
        return []
    if alone.kind in ("flat", "other"):  # what bends along observed bends along everything that moves predicted
        return [finding("(no residual)")]
    return located(name, alone)
