"""The tutor says of each program of the corpora what is written down in verdicts.txt."""

import pytest

import verdicts

PROGRAMS = list(verdicts.programs())
KEPT = verdicts.kept()


@pytest.mark.parametrize(
    ("name", "judged", "half"),
    [
        pytest.param(*program, id=program[0].split(",")[0], marks=[] if number % 20 == 0 else [pytest.mark.long])
        for number, program in enumerate(PROGRAMS)
    ],
)
def test_the_verdict_is_the_one_that_was_read(name, judged, half):
    assert verdicts.said(judged, half) == KEPT[name]


def test_each_verdict_that_was_read_is_tried():
    assert [name for name, *_ in PROGRAMS] == list(KEPT)
