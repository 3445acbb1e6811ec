"""Each known mistake stands with its sentence and a program that makes it."""

import re

import pytest
from mistakes import MISTAKES

from tinynet import check, check_training, check_update
from tinynet.tutor.findings import PLACES

SENTENCES = {key: says for place in PLACES.values() for key, says in place.sayings.items()}


def verdict_of(how, program):
    whole = {"seven": check, "update": check_update, "training": check_training}
    if how == "SSR/n":
        return check(program, loss=how)
    return whole[how](program) if how in whole else check(program, how)


@pytest.mark.parametrize("key", MISTAKES)
def test_its_sentence_is_said(key):
    verdict = verdict_of(*MISTAKES[key])
    sentence = ".*".join(map(re.escape, re.split(r"\{.*?\}", SENTENCES[key])))
    assert not verdict.correct
    assert re.search(sentence, " ".join(verdict.text.split()), re.IGNORECASE), verdict
    if not key.startswith("("):
        assert any(key in label for label in verdict.mistakes), verdict


def test_no_mistake_is_without_a_program():
    assert set(MISTAKES) == set(SENTENCES)
