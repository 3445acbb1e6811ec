"""Where does a derivative go wrong? Vary one thing, hold the rest, and see what changes.

The questions in their order, for a function that doesn't answer right: is something added that is no product; is it the
sum over the data; what does it predict; and of the rest of one observation, which factor of the chain is another?
"""

from __future__ import annotations

from math import isfinite

from tinynet.tutor import sums
from tinynet.tutor.added import added_finding, added_term, without_brackets
from tinynet.tutor.alone import Alone, Value, copies_needed
from tinynet.tutor.asking import alike
from tinynet.tutor.chains import CHAINS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.forward import hidden_layer_is_right, predicting
from tinynet.tutor.places import flat, located, right_rest
from tinynet.tutor.spots import BASE, HIGH, LOW, SCATTERED, SPOTS, Spot, own_coordinates
from tinynet.tutor.vocabulary import RIGHT_PASS, Pass
from tinynet.tutor.words import Explanation, explanations, told

OF_SEVERAL = ("the sum", "an added term")  # places that something done to the whole sum may look like


def findings(value: Value, name: str) -> list[Finding]:
    """What is wrong with a derivative, as far as experiments with one row and with several show it."""
    copies = copies_needed(value)
    if not copies:
        return []
    alone = Alone(value, copies)
    found = _in_order(value, name, alone)
    unclear = alone.kind == "other" and all(one.place in OF_SEVERAL for one in found)
    if (unclear or not all(one.label for one in found)) and _done_to_the_whole(value, name, copies):
        return [finding("(done to the whole)")]
    return found


def _in_order(value: Value, name: str, alone: Alone) -> list[Finding]:
    """Brackets, an added term, the sum, and then one row."""
    brackets = without_brackets(name, alone)
    if brackets:
        return [brackets]
    added = added_term(value, name, alone.copies)
    if added:
        alone = Alone(value, alone.copies, added)
    of_rows, weight = sums.of_several(alone)
    if weight is None and alone.kind == "other":
        return of_rows
    alone.weight = weight or alone.copies
    inside = _of_one_row(name, alone)
    if weight is None:  # nobody knows how often a row counts, and a constant is no evidence
        inside = [one for one in inside if one.label not in ("lost the 2", "constant factor")]
    return [*([added_finding(added, name)] if added else []), *of_rows, *inside]


def _done_to_the_whole(value: Value, name: str, copies: int) -> bool:
    """Do equal right products give equal answers that neither lie on a line nor add up over two rows?"""

    def answer(spot: Spot, *products: float) -> float:
        observed = [spot.predicted + product / (-2 * right_rest(name, spot)) for product in products]
        return value(spot.parameters(), [(spot.input, one) for one in observed] * copies)

    products = (-9.0, 0.1, 0.3, 27.0)
    seen = [[answer(spot, product) for spot in (BASE, *SCATTERED[:4])] for product in products]
    if not all(alike(one, some[0], 1e-6) for some in seen for one in some):
        return False
    slopes = [(two[0] - one[0]) / (b - a) for one, two, a, b in zip(seen, seen[1:], products, products[1:])]
    adds_up = all(
        alike(answer(BASE, 27.0) + answer(BASE, other), answer(BASE, 27.0, other), 1e-6) for other in (9.0, -9.0)
    )
    return not adds_up and not all(alike(slope, slopes[0], 1e-6) for slope in slopes)


def _of_one_row(name: str, alone: Alone) -> list[Finding]:
    spots = {spot: spot.numbers(HIGH) for spot in SPOTS if isfinite(alone.rest(spot))}
    found, own = predicting(name, alone, spots)
    still = [flat(coordinate, alone) for coordinate in own_coordinates(name).values()]
    if own is None and alone.rest(alone.base) and (sum(still) >= 2 or (still == [True] and _is_constant(alone))):
        return [finding("(no product)")]  # what is missing in the slope is added to it: it shows in predicted instead
    explained = _explained(name, alone, own or RIGHT_PASS)
    if not explained:
        return [*found, *_unexplained(name, alone, own)]
    fewer = located(name, alone) if len(explained[0].words) > 1 and not found and alone.kind == "line" else []
    if fewer and all(one.place in CHAINS[name] for one in fewer) and len(fewer) < len(explained[0].words):
        return fewer  # one unknown slip is likelier than two known ones that happen to give the same numbers
    return [*found, *[some for one in explained for some in told(one)]]


def _is_constant(alone: Alone) -> bool:
    return all(alike(alone.rest(spot), alone.rest(SCATTERED[0])) for spot in SCATTERED)


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
