"""Where no words of the vocabulary fit: which coordinates change what they should not, each along its own curve.

The rest is a product of factors, each of one coordinate: w3, x1 and input for dSSR/dw1. A factor is held against its own
coordinate, all others at rest, so nothing that is wrong in another factor gets in its way.
"""

from __future__ import annotations

from copy import copy
from itertools import combinations
from math import isfinite, nan, prod

from tinynet.tutor.alone import Alone
from tinynet.tutor.asking import alike
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.spots import ALONG, HIGH, AtRest, Spot, home, own_coordinates
from tinynet.tutor.vocabulary import Word, words
from tinynet.tutor.words import constant, found_word, word_value


def located(name: str, alone: Alone) -> list[Finding]:
    own = own_coordinates(name)
    if no_product(own, alone):
        return _with_biases_at_rest(name, own, copy(alone))
    flagged = {coordinate for coordinate in ALONG if _changes(name, coordinate, alone)}
    places = [place for place, coordinate in own.items() if coordinate in flagged]
    known = {place: _goes_as(place, own[place], name, alone) for place in places}
    explained = {coordinate for word in known.values() if word for coordinate in _along(word)}
    missing = [place for place in places if flat(own[place], alone)]
    foreign: dict[str, list[str]] = {}
    for coordinate in flagged - {*own.values()} - explained:
        if coordinate != "predicted" or alone.kind not in ("flat", "other"):
            at_home = home(name, coordinate)
            stays = at_home in places or len(missing) != 1 or coordinate == "predicted"
            foreign.setdefault(at_home if stays else missing[0], []).append(coordinate)
    every = [place for place in CHAINS[name] if place in places or place in foreign]
    found = []
    for place in every:
        word = known.get(place)
        if word and word.takes and place in foreign:
            found.append(_depends(place, foreign[place]))
        else:
            found.append(found_word(place, word) if word else _told(name, place, own.get(place), alone, {*every}))
    return found


def _depends(place: str, others: list[str]) -> Finding:
    """No word is claimed for a factor that takes something foreign besides."""
    return Finding(
        place, "", f"your {place} depends on {' and '.join(sorted(others))}; right is {FACTORS[place].formula}"
    )


def _with_biases_at_rest(name: str, own: dict[str, str], alone: Alone) -> list[Finding]:
    """A bias moves along with several coordinates: is it only a bias that got in somewhere?"""
    alone.base = AtRest(*alone.base)
    if no_product(own, alone):
        return [finding("(no product)")]
    places = [place for place, coordinate in own.items() if _changes(name, coordinate, alone)] or [CHAINS[name][-1]]
    return [Finding(place, "", f"{place} depends on a bias, and should not") for place in places]


def right_rest(name: str, spot: Spot) -> float:
    given = spot.numbers(HIGH)
    return prod(FACTORS[place].value(given) for place in CHAINS[name][1:])


def _changes(name: str, coordinate: str, alone: Alone) -> bool:
    """Does the rest change along this coordinate differently from the right one?"""
    base, *spots = alone.along(coordinate)
    pairs = [(alone.rest(s) * right_rest(name, base), alone.rest(base) * right_rest(name, s)) for s in spots]
    return any(not alike(mine, other, 1e-3) for mine, other in pairs)


def flat(coordinate: str, alone: Alone) -> bool:
    return all(alike(alone.rest(spot), alone.rest(alone.base), 1e-3) for spot in alone.along(coordinate))


def no_product(own: dict[str, str], alone: Alone) -> bool:
    """Whether what one coordinate does depends on another."""
    for one, two in combinations(own.values(), 2):
        across = {one: ALONG[one][1], two: ALONG[two][1]}
        sides = [alone.rest(alone.base._replace(**{side: value})) for side, value in across.items()]
        corner, base = alone.rest(alone.base._replace(**across)), alone.rest(alone.base)
        if isfinite(corner + sum(sides)) and not alike(base * corner, sides[0] * sides[1], 1e-3):
            return True
    return False


def _along(word: Word) -> set[str]:
    """The coordinates that move what a word takes."""
    return {taken.replace("y", "x") if taken in ("y1", "y2") else taken for taken in word.takes}


def _goes_as(place: str, coordinate: str, name: str, alone: Alone) -> Word | None:
    """The word that goes along its own coordinate, and along those of what it takes, as the learner's factor does."""
    for word in words(place):
        along = _along(word) - {coordinate}
        if word.takes and along <= set(ALONG) and all(_goes_with(word, name, c, alone) for c in (coordinate, *along)):
            return word
    missing = next((word for word in words(place) if not word.takes), None)
    left_out = flat(coordinate, alone) and not _changes(name, _OTHERS.get(coordinate, coordinate), alone)
    return missing if left_out else None


_OTHERS = {"w3": "w4", "w4": "w3", "x1": "x2", "x2": "x1", "input": "w1"}


def _told(name: str, place: str, coordinate: str | None, alone: Alone, places: set[str]) -> Finding:
    """A factor that no word explains."""
    if not coordinate:
        return Finding(place, "", f"{place} depends on something that it should not")
    if len(places) == 1:
        return Finding(place, "", _beside_one_another(name, place, coordinate, alone))
    return Finding(place, "", f"{place} does not go along with {coordinate} as {FACTORS[place].formula} does")


def _beside_one_another(name: str, place: str, coordinate: str, alone: Alone) -> str:
    """The learner's factor and the right one along its coordinate, where all other factors are right."""
    spots = sorted(alone.along(coordinate), key=lambda spot: getattr(spot, coordinate))
    rights = [FACTORS[place].value(spot.numbers(HIGH)) for spot in spots]
    others = [right_rest(name, spot) / value for spot, value in zip(spots, rights)]
    mine = [alone.rest(spot) / alone.weight / other for spot, other in zip(spots, others)]
    at, seen, should = (
        ", ".join(f"{value:.4g}" for value in some) for some in ([getattr(s, coordinate) for s in spots], mine, rights)
    )
    return f"your {place} at {coordinate} = {at} is {seen}; right is {FACTORS[place].formula} = {should}"


def _goes_with(word: Word, name: str, coordinate: str, alone: Alone) -> bool:
    """Whether the rest goes along a coordinate as it would with this word in its place."""
    spots = alone.along(coordinate)
    given = [spot.numbers(HIGH) for spot in spots]
    others = [right_rest(name, spot) / (FACTORS[word.place].value(one) or nan) for spot, one in zip(spots, given)]
    values = [word_value(word, one) for one in given]
    return len(spots) > 1 and isfinite(constant([others, values], [alone.rest(spot) for spot in spots]))
