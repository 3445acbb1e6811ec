"""The examples, run as a user runs them."""

import html
import importlib.util
import math
import os
import re
import subprocess
import sys
import tempfile
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.name for path in (ROOT / "examples").glob("[!_]*.py"))
ASKED = {"dosage.py": ("--save", "pictures")}  # the arguments that save pictures
OPEN_PIPE = {"play.py"}  # these do not look after it yet
WIDE = {"play.py"}  # the source of a page
TORCH = bool(importlib.util.find_spec("torch"))


def start(name, *arguments, **more):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii", **more.pop("env", {})}
    command = [sys.executable, "-W", "error", ROOT / "examples" / name, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **more)


@lru_cache
def run(name, *arguments):
    """What an example prints, and the files that it saves."""
    if name == "in_pytorch.py" and not TORCH:
        pytest.skip("needs PyTorch")
    with tempfile.TemporaryDirectory() as cwd:
        process = start(name, *arguments, cwd=cwd)
        printed, errors = process.communicate()
        saved = {path.name: path.read_text(encoding="utf-8") for path in Path(cwd).rglob("*.svg")}
    assert (process.returncode, errors) == (0, "")
    return printed, saved


def output(name):
    return run(name)[0]


def numbers(text):
    return [float(number) for number in re.findall(r"(?<!\w)-?\d+\.\d+(?:e-\d+)?", text)]


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_silent_on_stderr_and_prints_narrow_ascii(name):
    printed = output(name)
    assert printed.isascii()
    assert max(map(len, printed.splitlines())) <= (120 if name in WIDE else 100)


@pytest.mark.skipif(os.name == "nt", reason="there are no broken pipes on Windows")
@pytest.mark.parametrize("name", sorted({*NAMES} - OPEN_PIPE))
def test_a_reader_that_ends_early_causes_no_traceback(name):
    if name == "in_pytorch.py" and not TORCH:
        pytest.skip("needs PyTorch")
    process = start(name, env={"PYTHONUNBUFFERED": "1"})
    process.stdout.close()
    process.wait()
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="there are no broken pipes on Windows")
def test_nor_does_one_that_ends_before_the_buffer_is_written():
    process = start("train.py", env={"PYTHONUNBUFFERED": ""})
    process.stdout.close()
    process.wait()
    assert process.stderr.read() == ""
    process.stderr.close()


# The oracle: the descent of the videos, from the formulas alone.

VIDEOS = [(0, 0), (0.5, 1), (1, 0)]


def descent(steps, learning_rate=0.02, rows=3):
    """The SSR at the start and after each step, and the parameters there as w1, w2, w3, w4, b1, b2, b3."""
    history, points = [], [np.array([2.74, -1.13, 0.36, 0.63, 0, 0, 0])]
    inputs, observed = np.array(VIDEOS[:rows]).T
    while len(history) <= steps:
        w1, w2, w3, w4, b1, b2, b3 = points[-1]
        x1, x2 = inputs * w1 + b1, inputs * w2 + b2
        y1, y2 = np.log(1 + np.exp(x1)), np.log(1 + np.exp(x2))
        residuals = observed - (y1 * w3 + y2 * w4 + b3)
        history.append(residuals @ residuals)
        d1, d2 = (-2 * residuals * w * np.exp(x) / (1 + np.exp(x)) for w, x in ((w3, x1), (w4, x2)))
        sums = d1 @ inputs, d2 @ inputs, -2 * residuals @ y1, -2 * residuals @ y2, d1.sum(), d2.sum()
        points.append(points[-1] - learning_rate * np.array([*sums, (-2 * residuals).sum()]))
    return history, points[:-1]


def row_after_row(passes):
    """The parameters at the start and after each pass, if they move after each row. Central differences, no chain rule."""
    points = [np.array([2.74, -1.13, 0.36, 0.63, 0, 0, 0])]
    for _ in range(passes):
        at = points[-1]
        for row in VIDEOS:
            slopes = [(ssr_at(at + h, [row]) - ssr_at(at - h, [row])) / 2e-5 for h in 1e-5 * np.eye(7)]
            at = at - 0.02 * np.array(slopes)
        points.append(at)
    return points


def ssr_at(point, data=VIDEOS):
    w1, w2, w3, w4, b1, b2, b3 = point
    curves = ((observed, np.log(1 + np.exp(x * w1 + b1)), np.log(1 + np.exp(x * w2 + b2))) for x, observed in data)
    return sum((observed - (y1 * w3 + y2 * w4 + b3)) ** 2 for observed, y1, y2 in curves)


def test_the_first_example_prints_the_descent_of_the_videos():
    table, parameters, predictions = output("train.py").split("\n\n")
    history, points = descent(4500)
    assert table.splitlines() == [f"step {number:4}: SSR {history[number]:.8f}" for number in range(0, 4501, 500)]
    rows = [line.split() for line in parameters.splitlines()[1:]]
    order = ["w1", "w2", "w3", "w4", "b1", "b2", "b3"]
    assert [(name, new) for name, _, new in rows] == [(name, f"{value:.2f}") for name, value in zip(order, points[-1])]
    assert [old for _, old, _ in rows] == ["2.74", "-1.13", "0.36", "0.63", "0.00", "0.00", "0.00"]
    assert [line.split() for line in predictions.splitlines()[1:]] == [
        ["0", "0", "0.000"],
        ["0.5", "1", "1.000"],
        ["1", "0", "0.000"],
    ]


def test_by_hand_stops_with_the_step_that_the_formulas_say_and_at_the_published_end():
    said, by_hand, published = output("by_hand.py").splitlines()
    assert by_hand.split()[2:] == published.split()[1:]
    steps = int(re.search(r"After ([\d,]+) steps", said)[1].replace(",", ""))
    history, (*_, before, last, after) = descent(steps + 1)
    assert said.endswith(f"The SSR is {history[-2]:.1e}.")
    assert np.abs(last - before).max() >= 1e-6 > np.abs(after - last).max()


def test_every_line_of_the_worked_derivation_can_be_computed_from_its_numbers():
    first = output("worked_derivation.py").partition("\n2. ")[0]
    lines = re.findall(r"^    (\S+) += .+ = (.+?) += +(-?\d+\.\d{6})$", first, re.MULTILINE)
    assert len(lines) == 18
    known = {}
    for name, work, result in lines:
        assert eval(work, {"f": lambda x: math.log(1 + math.exp(x))}) == pytest.approx(float(result), abs=3e-6)
        known[name] = result
    assert all(known[f"dSSR/d{name}"] in first.split(f"dSSR/d{name} ")[1] for name in ("b3", "w3", "w4"))
    slopes = [1 / (1 + math.exp(-float(known[x]))) for x in ("x1", "x2")]
    assert f"{known['dSSR/dy1']} * {slopes[0]:.6f}" in first
    assert f"{known['dSSR/dy2']} * {slopes[1]:.6f}" in first


def test_the_dosages_show_each_published_figure_beside_the_computed_one():
    lines = [" ".join(line.split()) for line in output("dosage.py").splitlines()]
    for line in (
        "predictions at b3 = 0 -2.60 -1.61 -2.61 -2.6 -1.61 -2.61",
        "SSR at b3 = 0, 1, 2, 3 20.42 7.77 1.11 0.46 20.4 7.8 1.11 0.46",
        "first derivative and step size -15.66 -1.57 -15.7 -1.57",
        "second derivative -6.26 -6.26",
        "b3 after one, two, all steps 1.57 2.19 2.61 1.57 2.19 2.61",
        "start 0.3600 0.6300 0.0000 1.3977",
        "derivatives 2.5761 1.2568 1.8996",
        "step 1 0.1024 0.5043 -0.1900 1.0674",
        "computed -1.22 -2.30 2.61",
        "published -1.22 -2.30 2.61",
        "computed 3.34 -3.53 -1.22 -2.30 -1.43 0.57 2.61",
        "published 3.34 -3.53 -1.22 -2.30 -1.43 0.57 2.61",
    ):
        assert line in lines


def test_both_ends_of_the_dosages_predict_the_same_from_other_parameters():
    parameters, predictions = output("dosage.py").partition("\n4. ")[2].split("\nBoth ")
    one, other = (numbers(line)[1:] for line in parameters.splitlines() if line.startswith("learning rate"))
    assert [f"{value:.2f}" for value in one] == [f"{value:.2f}" for value in descent(4169, 0.02)[1][-1]]
    assert [f"{value:.2f}" for value in other] == [f"{value:.2f}" for value in descent(750, 0.1)[1][-1]]
    rows = [numbers(line) for line in predictions.splitlines() if numbers(line)]
    assert [row[0] for row in rows] == [0.02] * 3 + [0.1] * 3
    for _, _, observed, top, bottom, b3, predicted in rows:
        assert top + bottom + b3 == pytest.approx(predicted, abs=2e-3)
        assert predicted == pytest.approx(observed, abs=1e-3)
    assert all(abs(row[3] - twin[3]) > 0.05 for row, twin in zip(rows, rows[3:]))


def test_the_dosages_save_pictures_only_if_asked():
    assert run("dosage.py")[1] == {}
    printed, saved = run("dosage.py", *ASKED["dosage.py"])
    assert printed.startswith(output("dosage.py"))
    told = re.findall(r"^saved (.+)$", printed, re.MULTILINE)
    assert len(told) == 6
    assert {*told} == {str(Path("pictures", name)) for name in saved}


def test_the_dosages_say_if_a_picture_can_not_be_saved(tmp_path):
    (tmp_path / "file").write_text("")
    process = start("dosage.py", "--save", "file", cwd=tmp_path)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert errors.startswith("dosage-ssr.svg is not saved: ")
    assert len(errors.splitlines()) == 1


@lru_cache
def mistakes():
    """For each common mistake what is said, the numbers of the steps, the SSR with it, and without it."""
    found = []
    for part in re.split(r"(?:^|\n)\d\. ", output("common_mistakes.py"))[1:]:
        said, _, table = part.partition("\nSSR after step")
        steps, wrong, right = table.splitlines()[:3]
        found.append((said, [int(step) for step in steps.split()], numbers(wrong), numbers(right)))
    return found


def test_each_common_mistake_stands_beside_the_right_descent():
    assert len(mistakes()) == 5
    history, _ = descent(60)
    for _, steps, wrong, right in mistakes():
        assert len(wrong) == len(right) == len(steps) == 7
        assert wrong[0] == right[0]
        assert right == [round(history[step], 4) for step in steps]


def test_the_sentences_about_the_common_mistakes_are_true():
    uphill, other_slope, first_row, row_by_row, repeated = (wrong for _, _, wrong, _ in mistakes())
    assert uphill == sorted(uphill)
    assert other_slope == sorted(other_slope, reverse=True)
    assert first_row == [round(ssr_at(point), 4) for point in descent(6, rows=1)[1]]
    assert row_by_row == [round(ssr_at(point), 4) for point in row_after_row(6)]
    changes = [after > before for before, after in zip(repeated, repeated[1:])]
    assert [rises for rises, _ in groupby(changes)][:3] == [False, True, False]  # it overshoots, and comes back


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "sign"),
        (2, r"y1 \* \(1 - y1\)"),
        (2, r"y2 \* \(1 - y2\)"),
        (3, "first observation"),
        (4, "row"),
        (5, "step"),
    ],
)
def test_the_tutor_finds_the_common_mistake(number, words):
    assert re.search(words, mistakes()[number - 1][0].split("\n\n")[1])


def test_mazurs_printed_figures_stand_beside_the_computed_ones():
    lines = re.findall(r" (\d\.\d{10}) +(\d\.\d{8,}) +(\d) digits$", output("any_layer.py"), re.MULTILINE)
    assert len(lines) == 6
    assert all(round(float(found), len(shown) - 2) == float(shown) for found, shown, _ in lines[:4])
    assert [digits for _, _, digits in lines] == ["9"] * 4 + ["6", "3"]
    errors = mazurs_errors(10_000)
    assert [lines[at][0] for at in (0, 4, 5)] == [f"{errors[step]:.10f}" for step in (0, 1, 10_000)]


def mazurs_errors(steps):
    """Half the SSR at the start and after each step, from the formulas for two layers of sigmoids."""
    v, w = np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([[0.40, 0.45], [0.50, 0.55]])
    inputs, observed, errors = np.array([0.05, 0.10]), np.array([0.01, 0.99]), []
    for _ in range(steps + 1):
        hidden = 1 / (1 + np.exp(-(v @ inputs + 0.35)))
        out = 1 / (1 + np.exp(-(w @ hidden + 0.60)))
        errors.append(((observed - out) ** 2).sum() / 2)
        d_out = (out - observed) * out * (1 - out)
        d_hidden = (w.T @ d_out) * hidden * (1 - hidden)
        v, w = v - 0.5 * np.outer(d_hidden, inputs), w - 0.5 * np.outer(d_out, hidden)
    return errors


def test_the_slip_in_the_learners_backpropagation_is_found_and_without_it_all_is_right():
    at_a, at_z = output("any_layer_mistake.py").split("The slope is taken at z:")
    assert "dSSR/dz(" in at_a
    assert "takes the slope at a instead of z" in " ".join(at_a.split())
    assert at_z.strip().startswith("Right")


def test_more_neurons_do_what_two_can_not():
    xor, humps = output("why_layers.py").split("\n2. ")
    straight, hidden = (float(ssr) for ssr in re.findall(r"SSR (\d\.\d+)", xor))
    assert straight > 1000 * hidden
    rows = re.findall(r"^\[\d, \d\] +(\d) +(\d\.\d+)$", xor, re.MULTILINE)
    assert [predicted for _, predicted in rows[:4]] == ["0.500"] * 4
    assert [round(float(predicted)) for _, predicted in rows[4:]] == [int(observed) for observed, _ in rows[4:]]
    two, eight = numbers(humps.partition("SSR")[2].partition("\n")[0])
    assert two > 30 * eight
    assert len([line for line in humps.splitlines() if len(numbers(line)) == 4]) == 9


def test_the_curve_of_two_softplus_neurons_turns_twice_at_most():
    normal, t = np.random.default_rng(1).normal(0, 3, size=(2000, 6, 1)), np.linspace(-10, 10, 2001)
    w1, w2, w3, w4, b1, b2 = normal.swapaxes(0, 1)
    slopes = w1 * w3 / (1 + np.exp(-t * w1 - b1)) + w2 * w4 / (1 + np.exp(-t * w2 - b2))
    turns = (np.sign(slopes[:, 1:]) != np.sign(slopes[:, :-1])).sum(axis=1)
    assert {*turns} == {0, 1, 2}


def test_pytorch_ends_at_the_same_numbers():
    lines = [line.split() for line in output("in_pytorch.py").splitlines()[3:]]
    assert [line[0] for line in lines] == ["w1", "w2", "w3", "w4", "b1", "b2", "b3"]
    for (_, torch, tinynet, difference), value in zip(lines, descent(4169)[1][-1]):
        assert float(torch) == pytest.approx(value, abs=1e-9)
        assert float(tinynet) == pytest.approx(value, abs=1e-9)
        assert abs(float(difference)) < 1e-12


@pytest.mark.skipif(TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_is_needed():
    process = start("in_pytorch.py")
    printed, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert printed == "This example needs PyTorch: python3 -m pip install torch\n"


def test_own_data_are_fitted_in_their_own_units_far_better_than_by_a_line():
    printed = output("own_data.py")
    network, line = (float(value) for value in re.findall(r"SSR of .*: +(\d+\.\d) millions", printed))
    year, millions = np.array(np.loadtxt(ROOT / "examples" / "own_data.csv", delimiter=",", skiprows=2)).T
    assert line == pytest.approx(np.polyfit(year, millions, 1, full=True)[1][0], abs=0.05)
    assert network < 0.05 * line
    rows = np.array([row.split() for row in re.findall(r"^   1\d{3} .*$", printed, re.MULTILINE)], float)
    assert (rows[:, 0] == year).all()
    assert (rows[:, 1] == np.round(millions, 1)).all()
    assert np.abs(rows[:, 2] - millions).max() < 9


def test_own_data_follow_the_advice_that_is_printed():
    advised = re.search(r"scaling\.scaled\(data\), (learning_rate=[\d.]+)\)", output("own_data.py"))[1]
    assert f"scaling.scaled(data), {advised})" in (ROOT / "examples" / "own_data.py").read_text(encoding="utf-8")


def test_puromycin_leaves_less_than_the_textbook_curve():
    printed = output("puromycin.py")
    network, textbook = (float(line.split()[-1]) for line in printed.splitlines() if line.startswith("SSR of the"))
    assert network < textbook == 1195.45


KEPT = sorted((ROOT / "examples").glob("*.svg"))
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
ID = re.compile(r"tinynet-[0-9a-f]{8}")


@pytest.mark.parametrize("path", KEPT, ids=[path.name for path in KEPT])
def test_a_kept_picture_is_the_one_that_its_example_saves(path):
    """But for the id, which the last digit of a number changes, and half a pixel of rounding."""
    example = path.name.split("-")[0] + ".py"
    kept = ID.sub("", path.read_text(encoding="utf-8"))
    saved = ID.sub("", run(example, *ASKED.get(example, ()))[1][path.name])
    assert NUMBER.sub("", kept) == NUMBER.sub("", saved)
    pairs = zip(map(float, NUMBER.findall(kept)), map(float, NUMBER.findall(saved)))
    assert all(abs(one - other) <= 0.5 for one, other in pairs)


def test_the_wrong_line_is_in_the_picture_with_all_that_is_said_of_it():
    printed, saved = run("wrong_line.py")
    rows = re.findall(r"<text[^>]*>(.*?)</text>", saved["wrong_line-verdict.svg"])
    shown = html.unescape(" ".join(" ".join(rows).split()))
    assert " ".join(printed.split("\n\n")[0].split()) in shown
    assert " ".join(printed.split("\n\n")[1].split()) in shown
    assert "dy1/dx1 is the slope at y1" in shown
    assert saved["wrong_line-verdict.svg"].count("<rect") == 2
