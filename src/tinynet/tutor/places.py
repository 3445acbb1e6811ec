"""Which factor is wrong, if no words of the vocabulary fit? Each is moved along its own coordinate.

The rest of one row is a product of factors, each of one coordinate: w3, x1 and input for dSSR/dw1. If one coordinate is
moved and all others are held, only its own factor may change. So a mistake in one factor does not hide another.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import combinations
from math import isfinite, nan
from typing import NamedTuple

from tinynet.tutor.alone import Alone
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import ROUGH, alike, all_alike, steady
from tinynet.tutor.spots import ALONG, HIGH, AtRest, Spot, home, own_coordinates, right_rest
from tinynet.tutor.vocabulary import Word, words
from tinynet.tutor.words import constant, found_word, word_value

_OTHERS = {"w3": "w4", "w4": "w3", "x1": "x2", "x2": "x1", "input": "w1"}  # of the other neuron


def located(name: str, alone: Alone) -> list[Finding]:
    """The factors that change with their own coordinate as they should not, or with one that is foreign to them."""
    own, curves = own_coordinates(name), Curves(name, alone)
    if curves.are_no_product(own):
        return _of_a_bias(name, own, copy(alone))
    changing = {coordinate for coordinate in ALONG if curves.change(coordinate)}
    places = [place for place, coordinate in own.items() if coordinate in changing]
    known = {place: curves.word_for(place, own[place]) for place in places}
    explained = {coordinate for word in known.values() if word for coordinate in _moved_by(word)}
    missing = [place for place in places if curves.stay(own[place])]
    foreign: dict[str, list[str]] = {}
    for coordinate in sorted(changing - {*own.values()} - explained):
        place = home(name, coordinate)
        if place not in places and len(missing) == 1 and coordinate != "predicted":
            place = missing[0]  # it stands in the place of the only factor that is missing
        foreign.setdefault(place, []).append(coordinate)
    wrong = [place for place in CHAINS[name] if place in places or place in foreign]
    is_alone = len(wrong) == 1
    return [
        curves.finding(place, known.get(place), own.get(place), foreign.get(place, []), is_alone) for place in wrong
    ]


def _of_a_bias(name: str, own: dict[str, str], alone: Alone) -> list[Finding]:
    """A bias moves along with several coordinates: is it only a bias that got in somewhere?"""
    alone.base = AtRest(*alone.base)
    curves = Curves(name, alone)
    if curves.are_no_product(own):
        return [finding("(no product)")]
    places = [place for place, coordinate in own.items() if curves.change(coordinate)] or [CHAINS[name][-1]]
    return [Finding(place, "", f"your {place} depends on a bias, but it should not") for place in places]


def _moved_by(word: Word) -> set[str]:
    """The coordinates that move what a word takes."""
    return {taken.replace("y", "x") if taken in ("y1", "y2") else taken for taken in word.takes}


class Curves(NamedTuple):
    """The rest of a learner's derivative along single coordinates."""

    name: str
    alone: Alone

    def rests(self, spots: Sequence[Spot]) -> list[float]:
        return [self.alone.rest(spot) for spot in spots]

    def change(self, coordinate: str) -> bool:
        """Does the rest change along this coordinate differently from the right one?"""
        base, *spots = self.alone.along(coordinate)
        rights = [self.alone.rest(base) * right_rest(self.name, spot) for spot in spots]
        return not all_alike([rest * right_rest(self.name, base) for rest in self.rests(spots)], rights, ROUGH)

    def stay(self, coordinate: str) -> bool:
        return steady(self.rests(self.alone.along(coordinate)), ROUGH)

    def are_no_product(self, own: dict[str, str]) -> bool:
        """Whether what one coordinate does depends on another."""
        base = self.alone.base
        for one, two in combinations(own.values(), 2):
            right, up = base._replace(**{one: ALONG[one][1]}), base._replace(**{two: ALONG[two][1]})
            corner = right._replace(**{two: ALONG[two][1]})
            here, there, above, across = self.rests([base, right, up, corner])
            if isfinite(there + above + across) and not alike(here * across, there * above, ROUGH):
                return True
        return False

    def word_for(self, place: str, coordinate: str) -> Word | None:
        """The word that goes along its own coordinate, and along those of what it takes, as the learner's factor does."""
        for word in words(place):
            along = {coordinate, *_moved_by(word)}
            if word.takes and along <= {*ALONG} and all(self._go_with(word, one) for one in along):
                return word
        missing = next((word for word in words(place) if not word.takes), None)
        is_left_out = self.stay(coordinate) and not self.change(_OTHERS.get(coordinate, coordinate))
        return missing if is_left_out else None

    def _go_with(self, word: Word, coordinate: str) -> bool:
        """Whether the rest goes along a coordinate as it would with this word in its place."""
        spots = self.alone.along(coordinate)
        given = [spot.numbers(HIGH) for spot in spots]
        rule = FACTORS[word.place]
        others = [right_rest(self.name, spot) / (rule.value(one) or nan) for spot, one in zip(spots, given)]
        values = [word_value(word, one) for one in given]
        return len(spots) > 1 and isfinite(constant([others, values], self.rests(spots)))

    def finding(
        self, place: str, word: Word | None, coordinate: str | None, foreign: Sequence[str], is_alone: bool
    ) -> Finding:  # fmt: skip
        """A factor in words. No word is claimed if it depends on something foreign besides what the word takes."""
        formula = FACTORS[place].formula
        if word and not (word.takes and foreign):
            return found_word(place, word)
        if word:
            says = f"your {place} depends on {' and '.join(foreign)}; right is {formula}"
        elif not coordinate:
            says = f"your {place} depends on something that it should not depend on"
        elif not is_alone:
            says = f"your {place} does not change with {coordinate} as it should; right is {formula}"
        else:
            says = self._beside_one_another(place, coordinate)
        return Finding(place, "", says)

    def _beside_one_another(self, place: str, coordinate: str) -> str:
        """The learner's factor and the right one along its coordinate, if all other factors are right."""
        spots = sorted(self.alone.along(coordinate), key=lambda spot: getattr(spot, coordinate))
        rights = [FACTORS[place].value(spot.numbers(HIGH)) for spot in spots]
        others = [right_rest(self.name, spot) / right for spot, right in zip(spots, rights)]
        mine = [rest / self.alone.weight / other for rest, other in zip(self.rests(spots), others)]
        rows = [getattr(spot, coordinate) for spot in spots], mine, rights
        at, seen, should = (", ".join(f"{number:.4g}" for number in numbers) for numbers in rows)
        return f"your {place} at {coordinate} = {at} is {seen}; right is {FACTORS[place].formula} = {should}"
