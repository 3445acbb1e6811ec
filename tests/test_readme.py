"""What README.md says beyond its examples, which run as doctests."""

import importlib.util
import re
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
MODULES = Path(__file__).parent.parent / "src" / "tinynet"


def test_every_module_is_on_the_tour_once():
    on_tour = re.findall(r"^\| \[`(\w+)`\]", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(on_tour) == sorted(path.stem for path in MODULES.glob("[a-z]*.py"))


def test_every_link_into_the_project_leads_to_a_file():
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).is_file()] == []


@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="needs PyTorch")
def test_the_same_network_in_pytorch_ends_at_the_same_numbers(capsys):
    code = next(
        block for block in re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL) if "torch" in block
    )
    exec(code, {})
    w1, b3 = map(float, capsys.readouterr().out.split())
    assert (round(w1, 2), round(b3, 2)) == (3.34, 2.61)
