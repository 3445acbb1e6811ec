"""What a user can import, and what importing costs."""

import importlib.util
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tinynet
from tinynet import dosage, layers

ROOT = Path(__file__).parent.parent
PUBLIC = """
    softplus sigmoid softplus_and_slope Parameters initial_parameters Forward forward predict ssr
    d_ssr_d_predicted d_predicted_d_w3 d_predicted_d_w4 d_predicted_d_b3 d_predicted_d_y1 d_predicted_d_y2
    d_y1_d_x1 d_y2_d_x2 d_x1_d_w1 d_x1_d_b1 d_x2_d_w2 d_x2_d_b2
    d_ssr_d_w1 d_ssr_d_w2 d_ssr_d_w3 d_ssr_d_w4 d_ssr_d_b1 d_ssr_d_b2 d_ssr_d_b3
    gradient backpropagate numerical_gradient
    step_sizes update descend Step train Training DivergedError Scaling
    explain Derivation check check_update check_training Verdict
    draw_fit draw_descent draw_network draw_ssr animate_fit Picture
    dosage layers
""".split()  # noqa: SIM905
OF_LAYERS = """
    Activation SOFTPLUS SIGMOID TANH RELU IDENTITY Layer initial_layers from_parameters to_parameters
    forward predict ssr backpropagate numerical_gradient step_sizes update descend train Scaling
""".split()  # noqa: SIM905


def test_a_star_import_gives_the_public_names_and_no_others():
    names = {}
    exec("from tinynet import *", names)
    assert sorted(set(names) - {"__builtins__"}) == sorted(PUBLIC)
    assert sorted(layers.__all__) == sorted(OF_LAYERS)
    assert sorted(dosage.__all__) == ["DATA", "FITTED", "START"]


def test_every_public_name_is_documented_and_in_the_readme():
    table = re.search(
        r"## All public names.*?\n\n\|(.*?)\n\n", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    named = re.findall(r"`(\w+)`", table.group(1))
    of_folders = ["explain", "check", "check_update", "draw_network", "draw_fit"]
    assert sorted(named) == sorted([*PUBLIC, *OF_LAYERS, *of_folders, "DATA", "FITTED", "START"])
    assert [name for name in PUBLIC if not getattr(tinynet, name).__doc__] == []
    assert [name for name in OF_LAYERS if not getattr(layers, name).__doc__] == []


def test_tab_completion_offers_the_public_names_and_no_imports():
    assert dir(tinynet) == sorted(PUBLIC)
    assert dir(layers) == sorted([*OF_LAYERS, "explain", "check", "check_update", "draw_network", "draw_fit"])


def test_help_shows_each_class_once():
    for thing in (tinynet, layers, tinynet.Training, tinynet.Derivation):
        assert not re.search(r"class (\w+)\(\1\)", pydoc.plaintext.document(thing))


def test_a_name_that_there_is_not_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'tinynet' has no attribute 'relu'"):
        tinynet.relu  # noqa: B018


def modules_after(code):
    command = [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_importing_loads_only_what_a_first_training_uses():
    new = modules_after("import tinynet") - modules_after("import typing")
    own = {name for name in new if name.split(".")[0] == "tinynet"}
    assert not [name for name in own if name.startswith(("tinynet.layers", "tinynet.tutor", "tinynet.pictures"))]
    unused = {"dataclasses", "inspect", "argparse", "random", "enum", "warnings"}
    assert new & unused == set()


USER = """
from itertools import islice
import tinynet
from tinynet import Parameters, dosage, layers

training = tinynet.train(dosage.START, [(0, 0), (0.5, 1)], learning_rate=0.02, trainable=["w3", "b3"])
reveal_type(training.parameters.w1)
reveal_type(training.history)
steps = list(islice(tinynet.descend(Parameters(1, 2, 3, 4, b1=5, b2=6, b3=7), dosage.DATA, learning_rate=0.1), 3))
reveal_type(steps[0].gradient.b3)
general = layers.train(layers.initial_layers([1, 2, 1], seed=1), [([0.0], [1.0])], learning_rate=0.1)
reveal_type(general.parameters[0].biases[0])
reveal_type(tinynet.backpropagate(dosage.START, zip([0.0], [1.0]))[1].w1)
reveal_type(tinynet.check(lambda parameters, data: 0.0, "w1").mistakes)
reveal_type(tinynet.explain("w1", dosage.START, dosage.DATA).rows[0].product)
tinynet.draw_fit(training.parameters, dosage.DATA).save("fit.svg")

import numpy as np

rows = np.array([(0.0, 0.0), (0.5, 1.0), (1.0, 0.0)])
tinynet.train(Parameters(*rows.ravel()[:7]), zip(*rows.T), learning_rate=np.float64(0.02))
tinynet.numerical_gradient(dosage.START, rows, rows[1, 0])
tinynet.explain("w1", dosage.START, rows, np.float64(0.02))
layers.initial_layers(np.array([1, 2, 1]), seed=1)
layers.train(layers.from_parameters(dosage.START), list(zip(rows[:, :1], rows[:, 1:])), learning_rate=0.1)
layers.predict(layers.from_parameters(dosage.START), np.array([1.0]))
"""


@pytest.mark.skipif(not importlib.util.find_spec("mypy"), reason="needs mypy")
def test_a_users_script_is_typed(tmp_path):
    (tmp_path / "script.py").write_text(USER)
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "script.py"], capture_output=True, text=True, cwd=tmp_path
    )
    assert re.findall(r'Revealed type is "(.*)"', run.stdout) == [
        "float",
        "tuple[float, ...]",
        "float",
        "float",
        "float",
        "tuple[str, ...]",
        "float",
    ], run.stdout
    assert "error" not in run.stdout


@pytest.mark.skipif(not importlib.util.find_spec("mypy"), reason="needs mypy")
def test_a_star_import_is_typed_and_a_misspelt_name_is_seen(tmp_path):
    (tmp_path / "star.py").write_text("\n".join(["from tinynet import *", *PUBLIC]))
    (tmp_path / "misspelt.py").write_text("from tinynet import trian\n")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "star.py", "misspelt.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    (error,) = [line for line in run.stdout.splitlines() if "error:" in line]
    assert error.startswith("misspelt.py")
    assert 'has no attribute "trian"' in error
