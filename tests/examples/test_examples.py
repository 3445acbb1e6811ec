"""The examples, run as a user runs them."""

import os
import re
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


@lru_cache
def output(name):
    return run(name)[0]


@lru_cache
def run(name):
    """What an example prints, and the files that it saves."""
    path = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(path / "src"), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-W", "error", path / "examples" / name]
    with tempfile.TemporaryDirectory() as cwd:
        ran = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment)
        saved = {path.name: path.read_text(encoding="utf-8") for path in Path(cwd).iterdir()}
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout, saved


@pytest.mark.parametrize("name", [path.name for path in EXAMPLES])
def test_it_runs_silent_on_stderr_and_prints_narrow_ascii(name):
    printed = output(name)
    assert printed.isascii()
    assert max(map(len, printed.splitlines())) <= 120


def test_the_dosages_show_each_published_figure_beside_the_computed_one():
    printed = output("dosage.py")
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    for line in (
        "predictions at b3 = 0 -2.60 -1.61 -2.61 -2.6 -1.61 -2.61",
        "SSR at b3 = 0, 1, 2, 3 20.42 7.77 1.11 0.46 20.4 7.8 1.11 0.46",
        "first derivative, step size -15.66 -1.57 -15.7 -1.57",
        "second derivative -6.26 -6.26",
        "b3 after one, two, all steps 1.57 2.19 2.61 1.57 2.19 2.61",
        "SSR at the start 1.40 1.40",
        "first derivatives 2.58 1.26 1.90 2.58 1.26 1.90",
        "after one step 0.10 0.50 -0.19 0.10 0.50 -0.19",
        "published end reached in step 668 668",
        "the end -1.22 -2.30 2.61",
        "published -1.22 -2.30 2.61",
        "the end 3.34 -3.53 -1.22 -2.30 -1.43 0.57 2.61",
        "published 3.34 -3.53 -1.22 -2.30 -1.43 0.57 2.61",
    ):
        assert line in lines
    assert all(len(stage.splitlines()) < 25 for stage in printed.split("\n\n"))


def test_puromycin_leaves_less_than_the_textbook_curve():
    printed = output("puromycin.py")
    network, textbook = (float(line.split()[-1]) for line in printed.splitlines() if line.startswith("SSR of the"))
    assert network < textbook == 1195.45


def test_more_neurons_do_what_two_can_not():
    xor, humps = re.split(r"\n\d\. ", output("any_layer.py"))[-2:]
    straight, hidden = (float(rest.split(";")[0]) for rest in xor.split("SSR ")[1:])
    assert straight > 1000 * hidden
    assert xor.count("not learned") == xor.count("  right") == 4
    two, eight = map(float, re.findall(r"SSR (\d+\.\d+)", humps))
    assert two > 30 * eight


def test_mazurs_printed_figures_stand_beside_the_computed_ones():
    mazur = re.split(r"\n\d\. ", output("any_layer.py"))[1]
    lines = re.findall(r"(\d\.\d{8,}) +(\d\.\d{8,})$", mazur, re.MULTILINE)
    assert len(lines) == 6
    assert all(round(float(found), len(shown) - 2) == float(shown) for found, shown in lines[:4])
    assert lines[4:] == [("0.2910277737", "0.291027924"), ("0.0000351019", "0.0000351085")]


def test_the_slip_in_the_learners_backpropagation_is_found():
    assert "dSSR/dz(3), dSSR/dz(2), dSSR/dz(1): slope taken at a;" in output("any_layer.py")


KEPT = sorted((Path(__file__).parents[2] / "examples").glob("*.svg"))
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
ID = re.compile(r"tinynet-[0-9a-f]{8}")


@pytest.mark.parametrize("path", KEPT, ids=[path.name for path in KEPT])
def test_a_kept_picture_is_the_one_that_its_example_saves(path):
    """But for the id, which the last digit of a number changes, and half a pixel of rounding."""
    kept = ID.sub("", path.read_text(encoding="utf-8"))
    saved = ID.sub("", run(path.name.split("-")[0] + ".py")[1][path.name])
    assert NUMBER.sub("", kept) == NUMBER.sub("", saved)
    pairs = zip(map(float, NUMBER.findall(kept)), map(float, NUMBER.findall(saved)))
    assert all(abs(one - other) <= 0.5 for one, other in pairs)


@pytest.mark.parametrize("name", ["dosage.py", "puromycin.py"])
def test_the_pictures_are_named_in_the_output(name):
    printed, saved = run(name)
    assert saved
    assert sorted(re.findall(r"saved (\S+)", printed)) == sorted(saved)
