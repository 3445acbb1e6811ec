"""The house: how long the lesson is, what it imports, and which functions run between `train` and the new w1."""

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

import tinynet
from tinynet import dosage, layers

HOUSE = Path(tinynet.__file__).parent
LESSON = ("__init__", "neuron", "network", "loss", "derivatives", "backpropagation", "training", "dosage")
BESIDE = ("arguments", "outcome")


def lines(*modules):
    return sum(len((HOUSE / f"{module}.py").read_text(encoding="utf-8").splitlines()) for module in modules)


def test_the_lesson_is_short():
    assert lines(*LESSON) <= 770
    assert lines("layers") <= 460


def test_nothing_else_stands_beside_the_lesson():
    assert {path.stem for path in HOUSE.glob("*.py")} == {*LESSON, "layers", *BESIDE}
    assert {path.name for path in HOUSE.iterdir() if path.is_dir() and path.name != "__pycache__"} == {
        "tutor",
        "pictures",
    }


def imported(module):
    """The modules of tinynet that a file imports when it is imported itself, not in a function, not for types alone."""
    top = ast.parse((HOUSE / f"{module}.py").read_text(encoding="utf-8")).body
    found = [node for node in top if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "tinynet"]
    return {node.module.partition(".")[2] or node.names[0].name for node in found}


@pytest.mark.parametrize("module", [*LESSON, "layers", *BESIDE])
def test_the_lesson_imports_nothing_from_the_folders(module):
    assert not [name for name in imported(module) if name.startswith(("tutor", "pictures"))]


def test_each_file_of_the_lesson_builds_on_those_before_it():
    order = ["neuron", "network", "loss", "derivatives", "backpropagation", "training", "layers"]
    for number, module in enumerate(order):
        assert imported(module) - set(BESIDE) <= set(order[:number]), module


def traced(call, steps):
    """The functions of the package that run at least once a step, and how often."""
    seen = Counter()

    def look(frame, event, _):
        if event == "call" and frame.f_globals.get("__name__", "").startswith("tinynet."):
            seen[frame.f_globals["__name__"].partition(".")[2], frame.f_code.co_name] += 1

    sys.setprofile(look)
    try:
        call()
    finally:
        sys.setprofile(None)
    return {f"{module}.{name}": times // steps for (module, name), times in seen.items() if times >= steps}


def test_what_runs_in_the_loop_of_train_is_what_the_lesson_shows():
    steps, rows = 200, len(dosage.DATA)
    settings = {"learning_rate": 0.02, "max_steps": steps, "min_step_size": 0}
    assert traced(lambda: tinynet.train(dosage.START, dosage.DATA, **settings), steps) == {
        "training._descent": 1,
        "training.step_sizes": 1,
        "training.update": 1,
        "outcome.must_be_finite": 1,
        "backpropagation.backpropagate": 1,
        "neuron.softplus_and_slope": 2 * rows,
    }


def test_what_runs_in_the_loop_of_layers_is_what_its_page_shows():
    steps, data = 200, [([0.5, 1.0], [1.0])]
    start = layers.initial_layers([2, 3, 1], seed=1, activation=layers.RELU)
    settings = {"learning_rate": 0.001, "max_steps": steps, "min_step_size": 0}
    found = traced(lambda: layers.train(start, data, **settings), steps)
    of_layers = {"_descent", "backpropagate", "step_sizes", "update", "_forward", "_backward", "_summed", "dot"}
    curves = {"_relu", "_relu_slope", "_identity", "_identity_slope"}
    told = {"outcome.must_be_finite", "outcome._row", "outcome.naming_activations"}
    inner = {f"{module}.{name}" for module in ("layers", "outcome") for name in ("<listcomp>", "<genexpr>")}
    assert set(found) - inner == {f"layers.{name}" for name in of_layers | curves} | told


def test_w1_moves_in_update_and_nowhere_else():
    moved = tinynet.update(dosage.START, tinynet.step_sizes(tinynet.gradient(dosage.START, dosage.DATA), 0.02))
    after = tinynet.train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=1).parameters
    assert after == pytest.approx(moved, rel=1e-14)
