"""Two slips at once: at most three in a hundred verdicts tell something false (`pairs`)."""

import pytest
from pairs import NAMES, Learner, programs, true_of

from tinynet import backpropagate, check, check_update
from tinynet.dosage import START

ALL = list(programs())


def judged(kind, pair):
    mine = Learner(*pair)
    if kind == "update":
        return check_update(mine)
    return check(mine) if kind == "seven" else check(lambda p, data: mine(p, data)[NAMES.index(kind)], kind)


def false(kind, pair):
    """What is named and is not true; and whether anything is."""
    verdict = judged(kind, pair)
    needed, may = true_of(pair, kind)
    assert not verdict.correct, (kind, pair)
    return set(verdict.places) - set().union(*needed, may), bool(verdict.places)


@pytest.mark.parametrize("every", [67, pytest.param(1, marks=pytest.mark.long)])
def test_of_two_slips_at_most_three_in_a_hundred_are_told_something_false(every):
    wrong = [(kind, pair, places) for kind, pair in ALL[::every] if (places := false(kind, pair)[0])]
    assert len(wrong) <= 0.03 * len(ALL[::every]), wrong


def test_the_learner_without_a_slip_is_right():
    assert check(Learner())
    assert check_update(Learner())
    at = {"w1": 0.3, "w2": -0.8, "w3": 1.1, "w4": 0.6, "b1": -0.2, "b2": 0.9, "b3": 0.4}
    mine = Learner()(list(at.values()), [(0.5, 1.0), (-1.2, 0.3)])
    assert mine == pytest.approx(backpropagate(type(START)(**at), [(0.5, 1.0), (-1.2, 0.3)])[1])


def test_there_are_a_thousand_of_them():
    assert len(ALL) > 1000
