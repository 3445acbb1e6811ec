"""README.md: its Python blocks run as they stand and print what stands below them; its tables and links are whole."""

import contextlib
import io
import re
import warnings
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = ROOT / "src" / "tinynet"
BLOCKS = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", README, re.DOTALL)


def printed(source, names):
    """What a block prints; if it raises, the last line of the traceback too."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the training that ends badly
        try:
            exec(source, names)
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    return out.getvalue()


def test_each_block_prints_what_stands_below_it():
    names = {"__name__": "__main__"}
    assert len(BLOCKS) >= 7
    for source, expected in BLOCKS:
        assert printed(source, names) == expected, source


def test_a_block_can_be_pasted_at_a_prompt():
    assert ">>>" not in README
    assert "<BLANKLINE>" not in README
    for source, _ in BLOCKS:
        assert not re.search(r"^    .*\n\n    ", source, re.MULTILINE), "an empty line ends a function at a prompt"
        assert not re.search(r"^    .*\n[^\s]", source, re.MULTILINE), "a function must end with an empty line"


def test_it_has_no_more_than_300_lines():
    assert README.count("\n") <= 300


def test_every_file_of_the_lesson_and_every_folder_is_on_the_tour_once():
    on_tour = re.findall(r"^\| \[`(\w+)`\]\(src/", README, flags=re.MULTILINE)
    folders = [path.parent.name for path in MODULES.glob("*/__init__.py")]
    assert sorted(on_tour) == sorted([*folders, *[path.stem for path in MODULES.glob("[a-z]*.py")]])


def test_every_example_is_in_the_table():
    listed = re.findall(r"^\| \[`([\w.]+)`\]\(examples/", README, flags=re.MULTILINE)
    files = {path.name for path in (ROOT / "examples").iterdir() if path.suffix in (".py", ".ipynb")}
    assert {name for name in files if not name.startswith("_")} == set(listed)


def test_every_link_into_the_project_leads_to_a_file():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
