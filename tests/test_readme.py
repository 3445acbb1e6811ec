"""What README.md says beyond its examples, which run as doctests."""

import importlib.util
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tinynet import dosage, predict, train

README = Path(__file__).parent.parent / "README.md"
MODULES = Path(__file__).parent.parent / "src" / "tinynet"


def test_every_module_is_on_the_tour_once():
    on_tour = re.findall(r"^\| \[`(\w+)`\]", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    folders = [path.parent.name for path in MODULES.glob("*/__init__.py")]
    assert sorted(on_tour) == sorted([*folders, *[path.stem for path in MODULES.glob("[a-z]*.py")]])


def test_every_link_into_the_project_leads_to_a_file():
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).is_file()] == []


def block_with(word):
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return next(block for block in blocks if word in block)


def test_the_lines_for_matplotlib_plot_the_fit_and_the_descent(monkeypatch):
    drawn = []
    names = ("plot", "scatter", "semilogy", "show")
    pyplot = SimpleNamespace(**{name: lambda *args, name=name: drawn.append((name, *args)) for name in names})
    monkeypatch.setitem(sys.modules, "matplotlib", SimpleNamespace(pyplot=pyplot))
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    training = train(dosage.START, dosage.DATA, learning_rate=0.02)
    exec(block_with("matplotlib"), {"predict": predict, "training": training, "data": dosage.DATA})
    (_, inputs, curve), dots, _, descent, _ = drawn
    assert (inputs[0], inputs[-1], len(inputs)) == (0, 1, 101)
    assert [round(curve[place], 2) for place in (0, 50, 100)] == [0, 1, 0]
    assert dots == ("scatter", (0, 0.5, 1), (0, 1, 0))
    assert descent == ("semilogy", training.history)


@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="needs PyTorch")
def test_the_same_network_in_pytorch_ends_at_the_same_numbers(capsys):
    exec(block_with("torch"), {})
    w1, b3 = map(float, capsys.readouterr().out.split())
    assert (round(w1, 2), round(b3, 2)) == (3.34, 2.61)
