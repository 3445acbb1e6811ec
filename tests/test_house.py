"""The house: how long the lesson is, what it imports, and which functions run between `train` and the new w1."""

import ast
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

import tinynet
from tinynet import dosage, layers

HOUSE = Path(tinynet.__file__).parent
SEVEN = ["neuron", "network", "loss", "derivatives", "numerical", "backpropagation", "training", "scaling"]
ORDER = [*SEVEN, "activations", "layers_scaling", "layers"]
TOOLS = ["arguments", "tutor", "pictures"]
LAZY = {("training", "tutor.advice")}  # `layers` and `__init__` import by name, in their __getattr__


def lines(*paths):
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def lesson(*modules):
    return [HOUSE / f"{module}.py" for module in modules]


def test_the_rooms_keep_to_their_lines():
    assert lines(*lesson("__init__", *SEVEN, "dosage")) <= 988
    assert lines(*lesson("activations", "layers")) <= 468
    assert lines(*lesson("layers_scaling")) <= 115
    assert lines(*(HOUSE / "arguments").glob("*.py")) <= 465
    assert lines(*(HOUSE / "tutor").glob("*.py")) <= 4525
    assert lines(*(HOUSE / "tutor" / "layers").glob("*.py")) <= 2603
    assert lines(*(HOUSE / "pictures").glob("*.py")) <= 1250


def test_nothing_else_stands_beside_the_lesson():
    assert {path.stem for path in HOUSE.glob("*.py")} == {"__init__", *ORDER, "dosage"}
    assert {path.parent.name for path in HOUSE.glob("*/__init__.py")} == set(TOOLS)


def parsed(module):
    return ast.parse((HOUSE / f"{module}.py").read_text(encoding="utf-8"))


def is_for_types(node):
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(node):
    """The modules of tinynet that a file imports, in functions too; what is imported for types alone is left out."""
    if isinstance(node, ast.Import):
        yield from (alias.name[8:] for alias in node.names if alias.name.startswith("tinynet."))
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tinynet":
        for alias in node.names:
            whole = f"{node.module}.{alias.name}".split(".")[1:]
            is_file = HOUSE.joinpath(*whole).with_suffix(".py").exists() or HOUSE.joinpath(*whole).is_dir()
            yield ".".join(whole if is_file else whole[:-1])
    for child in node.orelse if is_for_types(node) else ast.iter_child_nodes(node):
        yield from imports(child)


@lru_cache
def graph():
    """Each module of the package with those that it imports, but for the lazy lines that `__init__` lists."""
    found = {}
    for path in HOUSE.rglob("*.py"):
        name = ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
        found[name] = set(imports(ast.parse(path.read_text(encoding="utf-8"))))
    return {name: {to for to in tos if (name, to) not in LAZY} for name, tos in found.items() if name != "__init__"}


def test_the_graph_sees_what_it_should():
    arrows = {(name, to) for name, tos in graph().items() for to in tos}
    assert {("training", "backpropagation"), ("tutor.points", "training"), ("network", "arguments.numbers")} <= arrows


def test_init_lists_the_lazy_imports():
    assert "`__getattr__` below, `__getattr__` in `layers`, and `Training.advice`" in " ".join(tinynet.__doc__.split())
    assert {("training", to) for to in imports(parsed("training"))} >= LAZY
    tutor, pictures = ("explain", "check", "check_update"), ("draw_network", "draw_fit")
    assert {**dict.fromkeys(tutor, "tutor"), **dict.fromkeys(pictures, "pictures")} == layers._LATER


def test_no_imports_run_in_a_circle():
    left = dict(graph())
    while free := [name for name, tos in left.items() if not tos & set(left)]:
        left = {name: tos for name, tos in left.items() if name not in free}
    assert left == {}


def test_each_file_of_the_lesson_builds_on_those_before_it():
    for number, module in enumerate(ORDER):
        upwards = {to for to in graph()[module] if to.split(".")[0] != "arguments"} - set(ORDER[:number])
        assert upwards == set(), module


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_knows_the_lesson_and_no_other_tool_but_the_arguments(tool):
    known = {"arguments", tool, *ORDER, "dosage"}
    for module, tos in graph().items():
        if module.split(".")[0] == tool:
            assert {to.split(".")[0] for to in tos} <= known, module


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


@pytest.mark.filterwarnings("ignore:the SSR is not clearly better")  # 200 steps are few
def test_what_runs_in_the_loop_of_train_is_what_the_lesson_shows():
    steps, rows = 200, len(dosage.DATA)
    settings = {"learning_rate": 0.02, "max_steps": steps, "min_step_size": 0}
    assert traced(lambda: tinynet.train(dosage.START, dosage.DATA, **settings), steps) == {
        "training._descent": 1,
        "training.all_finite": 1,
        "training.step_sizes": 1,
        "training.update": 1,
        "backpropagation.backpropagate": 1,
        "neuron.softplus_and_slope": 2 * rows,
    }


def test_what_runs_in_the_loop_of_layers_is_what_its_page_shows():
    steps, data = 200, [([0.5, 1.0], [1.0])]
    start = layers.initial_layers([2, 3, 1], seed=1, activation=layers.RELU)
    settings = {"learning_rate": 0.001, "max_steps": steps, "min_step_size": 0}
    found = traced(lambda: layers.train(start, data, **settings), steps)
    own = {"_descent", "backpropagate", "step_sizes", "update", "_forward", "dot"}
    curves = {"_relu", "_relu_slope", "_identity", "_identity_slope"}
    inner = {"layers.<listcomp>", "layers.<genexpr>"}
    checks = {"training.all_finite", "arguments.layers.all_numbers", "arguments.layers.<listcomp>"}
    assert set(found) - inner - checks == {f"layers.{name}" for name in own} | {
        f"activations.{name}" for name in curves
    }


def test_one_step_of_train_is_one_update():
    moved = tinynet.update(dosage.START, tinynet.step_sizes(tinynet.gradient(dosage.START, dosage.DATA), 0.02))
    after = tinynet.train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=1).parameters
    assert after == pytest.approx(moved, rel=1e-14)
