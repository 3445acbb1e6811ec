"""The exercise, filled in as a learner fills it in: function by function, with slips, to the trained network."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXERCISE = (ROOT / "examples" / "your_turn.py").read_text(encoding="utf-8")
FIRST = "    return sum(-2 * (observed - forward(parameters, input).predicted) * {} for input, observed in data)\n"
SOLVED = {
    "d_w3": FIRST.format("forward(parameters, input).y1"),
    "d_w4": FIRST.format("forward(parameters, input).y2"),
    "d_b1": FIRST.format("parameters.w3 / (1 + exp(-forward(parameters, input).x1))"),
    "d_w1": FIRST.format("parameters.w3 / (1 + exp(-forward(parameters, input).x1)) * input"),
    "d_b2": FIRST.format("parameters.w4 / (1 + exp(-forward(parameters, input).x2))"),
    "d_w2": FIRST.format("parameters.w4 / (1 + exp(-forward(parameters, input).x2)) * input"),
    "step": "    d = gradient(parameters, data)\n"
    "    return [old - derivative * learning_rate for old, derivative in zip(parameters, d)]\n",
    "loop": "    parameters, history = start, [ssr(start, data)]\n"
    "    for _ in range(steps):\n"
    "        parameters = Parameters(*step(parameters, data, learning_rate))\n"
    "        history.append(ssr(parameters, data))\n"
    "    return parameters, history\n",
}


def filled(**bodies):
    """The exercise with these functions filled in."""
    text = EXERCISE
    for name, body in bodies.items():
        text, changed = re.subn(rf"(def {name}\(.*\):\n)    return None\n", lambda m, body=body: m[1] + body, text)
        assert changed == 1, name
    return text


def next_is(name, text):
    line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"def {name}("))
    return f"Next: fill in {name}, line {line} of this file.\n"


@pytest.fixture
def run(tmp_path):
    def run(text, *arguments):
        path = tmp_path / "your_turn.py"
        path.write_text(text, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
        ran = subprocess.run([sys.executable, path, *arguments], capture_output=True, text=True, env=environment)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    return run


def test_one_function_after_another_is_asked_for_and_nothing_of_the_rest(run):
    done = {}
    names = [*SOLVED]
    for count, name in enumerate(names):
        printed = run(filled(**done))
        assert printed == f"Right: {min(count + 1, 7)} of 7 derivatives.\n{next_is(name, filled(**done))}"
        done[name] = SOLVED[name]
    printed = run(filled(**done))
    assert printed.startswith("Right: 7 of 7 derivatives.\nThe step and the loop are right too")
    assert printed.splitlines()[-1] == "w1=3.34 w2=-3.53 w3=-1.22 w4=-2.30 b1=-1.43 b2=0.57 b3=2.61"


def test_the_hints_come_one_level_at_a_time(run):
    slip = filled(d_w3=SOLVED["d_w3"], d_w4=SOLVED["d_w4"], d_b1=SOLVED["d_b1"].replace(".x1", ".y1"))
    first, second, third = (run(slip, *level) for level in ((), ("2",), ("3",)))
    assert first == "Right: 3 of 7 derivatives.\nNot right yet: d_b1.\n\nLook at the factor dy1/dx1.\n"
    assert second.startswith(first)
    assert len(second.splitlines()) == len(first.splitlines()) + 1
    assert "e^x1" not in first + second
    assert third.startswith("Right: 3 of 7 derivatives.\nNot right yet: d_b1.\n\ndSSR/db1: ")
    assert "the slope at y1" in third
    assert "e^x1 / (1 + e^x1)" in third.splitlines()[-1]


def test_an_exception_never_hides_which_function_it_came_from(run):
    body = "    p = forward(parameters, data[0][0])\n    return p.y3\n"
    printed = run(filled(d_w3=body))
    line = filled(d_w3=body).splitlines().index("    return p.y3") + 1
    assert "1 of 7" in printed
    assert "Not right yet: d_w3.\n\nYour function raised AttributeError" in printed
    assert f"(in d_w3, line {line})" in " ".join(printed.split())


def test_a_later_function_that_is_right_counts_but_is_not_talked_about(run):
    printed = run(filled(d_w2=SOLVED["d_w2"]))
    assert printed == f"Right: 2 of 7 derivatives.\n{next_is('d_w3', filled(d_w2=SOLVED['d_w2']))}"


@pytest.mark.parametrize("ending", ["total = 1\n", "print(1)\n"])
def test_a_forgotten_return_is_told_and_is_no_empty_function(run, ending):
    printed = " ".join(run(filled(d_w3="    " + ending), "3").split())
    assert "Not right yet: d_w3. Your function returned None" in printed
    assert "fill in" not in printed


def test_a_slip_in_the_step_and_in_the_loop(run):
    done = {name: body for name, body in SOLVED.items() if name.startswith("d_")}
    added = SOLVED["step"].replace("old - derivative", "old + derivative")
    printed = run(filled(**done, step=added), "3")
    assert printed.startswith("Right: 7 of 7 derivatives.\nNot right yet: step.\n")
    assert "added" in printed
    late = SOLVED["loop"].replace("[ssr(start, data)]", "[]")
    printed = run(filled(**done, step=SOLVED["step"], loop=late), "2")
    assert "Not right yet: loop." in printed
    assert "history" in printed


@pytest.mark.parametrize("number", ["0", "4", "two", "-1"])
def test_a_number_of_hints_that_there_is_not_is_one_sentence(number):
    command = [sys.executable, ROOT / "examples" / "your_turn.py", number]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "How many hints? 1, 2 or 3.\n")


def test_the_exercise_shows_nothing_of_what_checks_it():
    exercise, rest = EXERCISE.split("# The exercise ends here.")
    assert not re.search(r"check\w*\(|argv|verdict|print\(", exercise, re.IGNORECASE)
    assert not re.search(r"^def (d_|gradient|step|loop)", rest, re.MULTILINE)
