"""The corpus of learners' programs: ours, and two parts by people who had not seen the tutor's code."""

import contextlib
import io

import pytest

import corpus_score

BOUNDS = {"corpus_ours": 1.0, "corpus_theirs": 0.9, "corpus_unseen": 0.9}


def scores(entries):
    missed = []
    with contextlib.redirect_stdout(io.StringIO()):
        found = corpus_score.scores(entries, missed.append)
    return found, "\n".join(missed)


@pytest.mark.long
@pytest.mark.parametrize("half", BOUNDS)
def test_right_ones_are_accepted_wrong_ones_refused_and_located(half):
    holds(BOUNDS[half], corpus_score.half(half))


def test_so_is_every_fifth_of_them():
    holds(0.9, [entry for half in BOUNDS for entry in corpus_score.half(half)[::5]])


def holds(bound, entries):
    found, missed = scores(entries)
    accepted, right = found["right accepted"]
    refused, wrong = found["wrong refused"]
    assert (accepted, refused) == (right, wrong), missed
    assert found["located"][0] >= bound * wrong, missed
    assert found["misleading"][0] <= max(1, 0.01 * wrong), missed


def test_there_are_enough_of_them():
    entries = [entry for half in BOUNDS for entry in corpus_score.half(half)]
    assert sum(not entry.correct for entry in entries) >= 200
    assert sum(entry.correct for entry in entries) >= 40
    assert sum(not entry.correct for entry in corpus_score.half("corpus_ours")) >= 100


@pytest.mark.parametrize("every", [14, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("half", BOUNDS)
def test_no_verdict_claims_a_place_that_is_none(half, every):
    places = {"form", "state", "arguments", "order", "nearly", "an added term", "not a product", "the sum", "predicted"}
    places |= {"constant factor", "old value", "learning rate", "update", "in place", "row by row", "several steps"}
    places |= {"start", "step", "memory", "history", "stopping", "dSSR/dpredicted", "dpredicted/dw3", "dpredicted/dw4"}
    places |= {"dpredicted/db3", "dpredicted/dy1", "dpredicted/dy2", "dy1/dx1", "dy2/dx2"}
    places |= {"dx1/dw1", "dx1/db1", "dx2/dw2", "dx2/db2"}
    names = {"w1", "w2", "w3", "w4", "b1", "b2", "b3", "all"}
    with contextlib.redirect_stdout(io.StringIO()):
        verdicts = [corpus_score.judged(entry) for entry in corpus_score.half(half)[::every]]
    for verdict in verdicts:
        for place in verdict.places:
            name, _, last = place.rpartition(": ")
            assert last in places
            assert not name or name in names
        assert len(verdict.hints) == (0 if verdict.correct else 3)
        assert str(verdict).isascii()
        lines = str(verdict).splitlines()
        assert len(lines) == 1 if verdict.correct else max(map(len, lines)) <= 120
