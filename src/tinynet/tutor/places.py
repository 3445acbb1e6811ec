"""Where no words of the vocabulary fit: which coordinates change what they should not, each along its own curve.

The rest of one row is a product of factors, each of one coordinate: w3, x1 and input for dSSR/dw1. So a factor is held
against its own coordinate, and all others stay: nothing that is wrong in another factor gets in its way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from itertools import combinations
from math import isfinite, nan

from tinynet.tutor.alone import Alone
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import ROUGH, alike, all_alike, steady
from tinynet.tutor.spots import ALONG, HIGH, AtRest, home, own_coordinates, right_rest
from tinynet.tutor.vocabulary import Word, words
from tinynet.tutor.words import constant, found_word, word_value


def located(name: str, alone: Alone) -> list[Finding]:
    """The factors that change with their own coordinate as they should not, or with one that is foreign to them."""
    own = own_coordinates(name)
    if no_product(own.values(), alone):
        return _of_a_bias(name, own, copy(alone))
    changing = {coordinate for coordinate in ALONG if _changes(name, coordinate, alone)}
    places = [place for place, coordinate in own.items() if coordinate in changing]
    known = {place: _goes_as(place, own[place], name, alone) for place in places}
    explained = {coordinate for word in known.values() if word for coordinate in _moved_by(word)}
    foreign = changing - {*own.values()} - explained
    if alone.kind in ("flat", "other"):
        foreign -= {"predicted"}
    missing = [place for place in places if flat(own[place], alone)]
    strangers: dict[str, list[str]] = {}
    for coordinate in foreign:
        strangers.setdefault(_got_into(name, coordinate, places, missing), []).append(coordinate)
    every = [place for place in CHAINS[name] if place in places or place in strangers]
    return [
        _said(name, place, own.get(place), known.get(place), strangers.get(place), len(every), alone) for place in every
    ]


def _got_into(name: str, coordinate: str, places: Sequence[str], missing: Sequence[str]) -> str:
    """The factor that a foreign coordinate has got into: its home, or else the only one that is missing."""
    at_home = home(name, coordinate)
    return at_home if at_home in places or len(missing) != 1 or coordinate == "predicted" else missing[0]


def _said(
    name: str,
    place: str,
    coordinate: str | None,
    word: Word | None,
    strangers: list[str] | None,
    count: int,
    alone: Alone,
) -> Finding:
    """No word is claimed for a factor that takes something foreign besides."""
    if word and not (word.takes and strangers):
        return found_word(place, word)
    if word and strangers:
        says = f"your {place} depends on {' and '.join(sorted(strangers))}; right is {FACTORS[place].formula}"
    elif not coordinate:
        says = f"{place} depends on something that it should not"
    elif count == 1:
        says = _beside_one_another(name, place, coordinate, alone)
    else:
        says = f"{place} does not go along with {coordinate} as {FACTORS[place].formula} does"
    return Finding(place, "", says)


def _of_a_bias(name: str, own: dict[str, str], alone: Alone) -> list[Finding]:
    """A bias moves along with several coordinates: is it only a bias that got in somewhere?"""
    alone.base = AtRest(*alone.base)
    if no_product(own.values(), alone):
        return [finding("(no product)")]
    places = [place for place, coordinate in own.items() if _changes(name, coordinate, alone)] or [CHAINS[name][-1]]
    return [Finding(place, "", f"{place} depends on a bias, and should not") for place in places]


def _changes(name: str, coordinate: str, alone: Alone) -> bool:
    """Does the rest change along this coordinate differently from the right one?"""
    base, *spots = alone.along(coordinate)
    mine = [alone.rest(spot) * right_rest(name, base) for spot in spots]
    return not all_alike(mine, [alone.rest(base) * right_rest(name, spot) for spot in spots], ROUGH)


def flat(coordinate: str, alone: Alone) -> bool:
    """Does the rest stay along this coordinate?"""
    return steady([alone.rest(spot) for spot in alone.along(coordinate)], ROUGH)


def no_product(coordinates: Iterable[str], alone: Alone) -> bool:
    """Whether what one coordinate does depends on another."""
    for one, two in combinations(coordinates, 2):
        across = {one: ALONG[one][1], two: ALONG[two][1]}
        sides = [alone.rest(alone.base._replace(**{side: value})) for side, value in across.items()]
        corner, base = alone.rest(alone.base._replace(**across)), alone.rest(alone.base)
        if isfinite(corner + sum(sides)) and not alike(base * corner, sides[0] * sides[1], ROUGH):
            return True
    return False


def _moved_by(word: Word) -> set[str]:
    """The coordinates that move what a word takes."""
    return {taken.replace("y", "x") if taken in ("y1", "y2") else taken for taken in word.takes}


_OTHERS = {"w3": "w4", "w4": "w3", "x1": "x2", "x2": "x1", "input": "w1"}


def _goes_as(place: str, coordinate: str, name: str, alone: Alone) -> Word | None:
    """The word that goes along its own coordinate, and along those of what it takes, as the learner's factor does."""
    for word in words(place):
        along = _moved_by(word) - {coordinate}
        if word.takes and along <= set(ALONG) and all(_goes_with(word, name, c, alone) for c in (coordinate, *along)):
            return word
    missing = next((word for word in words(place) if not word.takes), None)
    left_out = flat(coordinate, alone) and not _changes(name, _OTHERS.get(coordinate, coordinate), alone)
    return missing if left_out else None


def _goes_with(word: Word, name: str, coordinate: str, alone: Alone) -> bool:
    """Whether the rest goes along a coordinate as it would with this word in its place."""
    spots = alone.along(coordinate)
    given = [spot.numbers(HIGH) for spot in spots]
    others = [right_rest(name, spot) / (FACTORS[word.place].value(one) or nan) for spot, one in zip(spots, given)]
    values = [word_value(word, one) for one in given]
    return len(spots) > 1 and isfinite(constant([others, values], [alone.rest(spot) for spot in spots]))


def _beside_one_another(name: str, place: str, coordinate: str, alone: Alone) -> str:
    """The learner's factor and the right one along its coordinate, where all other factors are right."""
    spots = sorted(alone.along(coordinate), key=lambda spot: getattr(spot, coordinate))
    rights = [FACTORS[place].value(spot.numbers(HIGH)) for spot in spots]
    mine = [alone.rest(s) / alone.weight * right / right_rest(name, s) for s, right in zip(spots, rights)]
    at, seen, should = (
        ", ".join(f"{number:.4g}" for number in numbers)
        for numbers in ([getattr(spot, coordinate) for spot in spots], mine, rights)
    )
    return f"your {place} at {coordinate} = {at} is {seen}; right is {FACTORS[place].formula} = {should}"
