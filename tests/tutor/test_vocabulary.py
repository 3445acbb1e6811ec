"""Each word of the vocabulary and each forward pass triggers itself: a new entry is tried by being there."""

import math

import pytest

from tinynet import check, forward
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.vocabulary import PASSES, passes, words

# For each factor a derivative in which it stands.
IN = {place: next(name for name, chain in CHAINS.items() if place in chain) for place in FACTORS}
WORDS = [word for place in FACTORS for word in words(place)]


def program(name, place, function, takes):
    """The derivative with something else in the place of one factor."""

    def mine(p, data):
        total = 0.0
        for i, o in data:
            at = {**p._asdict(), **forward(p, i)._asdict(), "observed": o}
            factors = {factor: FACTORS[factor].value(at) for factor in CHAINS[name]}
            total += math.prod({**factors, place: float(function(*[at[taken] for taken in takes]))}.values())
        return total

    return mine


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
def test_each_word_is_found_in_its_place(every):
    missed = []
    for word in WORDS[::every]:
        verdict = check(program(IN[word.place], word.place, word.function, word.takes), IN[word.place])
        assert not verdict.correct, word
        if word.place not in verdict.places:
            missed.append((word.place, word.label, verdict.places))
    assert len(missed) <= 0.1 * len(WORDS[::every]), missed  # some give the same numbers as another slip


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.long)])
def test_each_forward_pass_is_found_in_what_it_predicts(every):
    for one in passes()[1::every]:

        def mine(p, data, one=one):
            return sum(
                -2 * (o - one.numbers({**p._asdict(), "input": i})["predicted"]) * forward(p, i).y1 for i, o in data
            )

        verdict = check(mine, "w3")
        assert "predicted" in verdict.places, (one, verdict)


def test_labels_are_told_apart_and_formulas_are_filled_in():
    for place in FACTORS:
        assert len({word.label for word in words(place)}) == len(words(place))
        assert not any("{" in word.label + word.formula + "".join(word.takes) for word in words(place))
    assert len({one.label for one in PASSES}) == len(PASSES)
