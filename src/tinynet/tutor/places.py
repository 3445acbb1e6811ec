"""Which factor is wrong, if no words of the vocabulary fit? Each is moved along its own coordinate.

The rest of one row is a product of factors, each of one coordinate: w3, x1 and input for dSSR/dw1. If one coordinate is
moved and all others are held, only its own factor may change. So a mistake in one factor does not hide another.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import isfinite, nan
from typing import Optional

from tinynet.tutor.alone import Alone
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import ROUGH, alike, all_alike, steady
from tinynet.tutor.spots import ALONG, HIGH, AtRest, home, own_coordinates, right_rest
from tinynet.tutor.vocabulary import Word, words
from tinynet.tutor.words import constant, found_word, word_value

_OTHERS = {"w3": "w4", "w4": "w3", "x1": "x2", "x2": "x1", "input": "w1"}  # of the other neuron


def located(alone: Alone) -> list[Finding]:
    """The factors that change with their own coordinate as they should not, or with one that is foreign to them."""
    if _is_no_product(alone):
        return _of_a_bias(alone._replace(base=AtRest(*alone.base)))
    own, changing = own_coordinates(alone.name), [coordinate for coordinate in ALONG if _changes(alone, coordinate)]
    known = {place: _word_for(alone, place, one) for place, one in own.items() if one in changing}
    foreign = _foreign(alone, sorted({*changing} - {*own.values()}), known)
    wrong = [place for place in CHAINS[alone.name] if place in known or place in foreign]
    if len(wrong) == 1 and wrong[0] in known and not known[wrong[0]]:
        return [Finding(wrong[0], "", _beside_one_another(alone, wrong[0], own[wrong[0]]))]
    along = {place: own[place] for place in known}
    return [_finding(place, along.get(place), known.get(place), foreign.get(place, [])) for place in wrong]


def _of_a_bias(alone: Alone) -> list[Finding]:
    """Moving a coordinate also moves a bias. If it is a product once the biases are held, a bias got into a factor."""
    if _is_no_product(alone):
        return [finding("(no product)")]
    own = own_coordinates(alone.name)
    places = [place for place, coordinate in own.items() if _changes(alone, coordinate)] or [CHAINS[alone.name][-1]]
    return [Finding(place, "", f"your {place} depends on a bias, but it should not") for place in places]


def _foreign(alone: Alone, coordinates: Sequence[str], known: Mapping[str, Optional[Word]]) -> dict[str, list[str]]:
    """For each factor the coordinates that got into it, but for those of a known word.

    It is the factor of the same kind. But if exactly one factor is missing, a foreign coordinate stands in its place.
    """
    own, explained = own_coordinates(alone.name), {one for word in known.values() if word for one in _moved_by(word)}
    missing = [place for place in known if stays(alone, own[place])]
    foreign: dict[str, list[str]] = {}
    for coordinate in coordinates:
        place = home(alone.name, coordinate)
        if place not in known and len(missing) == 1 and coordinate != "predicted":
            place = missing[0]
        if coordinate not in explained:
            foreign.setdefault(place, []).append(coordinate)
    return foreign


def _changes(alone: Alone, coordinate: str) -> bool:
    """Does the rest change along this coordinate differently from the right one?"""
    base, *spots = alone.along(coordinate)
    rights = [alone.rest(base) * right_rest(alone.name, spot) for spot in spots]
    return not all_alike([rest * right_rest(alone.name, base) for rest in map(alone.rest, spots)], rights, ROUGH)


def stays(alone: Alone, coordinate: str) -> bool:
    return steady([*map(alone.rest, alone.along(coordinate))], ROUGH)


def _is_no_product(alone: Alone) -> bool:
    """Whether what one coordinate does depends on another."""
    base = alone.base
    for one, two in combinations(own_coordinates(alone.name).values(), 2):
        right, up = base._replace(**{one: ALONG[one][1]}), base._replace(**{two: ALONG[two][1]})
        corner = right._replace(**{two: ALONG[two][1]})
        here, there, above, across = map(alone.rest, (base, right, up, corner))
        if isfinite(there + above + across) and not alike(here * across, there * above, ROUGH):
            return True
    return False


def _word_for(alone: Alone, place: str, coordinate: str) -> Optional[Word]:
    """The word that goes along its own coordinate, and along those of what it takes, as the learner's factor does."""
    for word in words(place):
        along = {coordinate, *_moved_by(word)}
        if word.takes and along <= {*ALONG} and all(_goes_with(alone, word, one) for one in along):
            return word
    missing = next((word for word in words(place) if not word.takes), None)
    is_left_out = stays(alone, coordinate) and not _changes(alone, _OTHERS.get(coordinate, coordinate))
    return missing if is_left_out else None


def _moved_by(word: Word) -> set[str]:
    """The coordinates that move what a word takes."""
    return {taken.replace("y", "x") if taken in ("y1", "y2") else taken for taken in word.takes}


def _goes_with(alone: Alone, word: Word, coordinate: str) -> bool:
    """Whether the rest goes along a coordinate as it would with this word in its place."""
    spots = alone.along(coordinate)
    given = [spot.numbers(HIGH) for spot in spots]
    rule = FACTORS[word.place]
    others = [right_rest(alone.name, spot) / (rule.value(one) or nan) for spot, one in zip(spots, given)]
    values = [word_value(word, one) for one in given]
    return len(spots) > 1 and isfinite(constant([others, values], [*map(alone.rest, spots)]))


def _finding(place: str, coordinate: Optional[str], word: Optional[Word], foreign: Sequence[str]) -> Finding:
    """A factor in words. No word is claimed if it depends on something foreign besides what the word takes."""
    formula = FACTORS[place].formula
    if word and not (word.takes and foreign):
        return found_word(word)
    if word or not coordinate:
        says = f"your {place} depends on {' and '.join(foreign)}; right is {formula}"
    else:
        says = f"your {place} does not change with {coordinate} as it should; right is {formula}"
    return Finding(place, "", says)


def _beside_one_another(alone: Alone, place: str, coordinate: str) -> str:
    """The learner's factor and the right one along its coordinate, if all other factors are right."""
    spots = sorted(alone.along(coordinate), key=lambda spot: getattr(spot, coordinate))
    rights = [FACTORS[place].value(spot.numbers(HIGH)) for spot in spots]
    others = [right_rest(alone.name, spot) / right for spot, right in zip(spots, rights)]
    mine = [rest / alone.weight / other for rest, other in zip(map(alone.rest, spots), others)]
    rows = [getattr(spot, coordinate) for spot in spots], mine, rights
    at, seen, should = (", ".join(f"{number + 0.0:.4g}" for number in numbers) for numbers in rows)
    return f"your {place} at {coordinate} = {at} is {seen}; right is {FACTORS[place].formula} = {should}"
