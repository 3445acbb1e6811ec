"""The notebook, executed as a learner runs it: from top to bottom, in a kernel of its own."""

import os
import re
from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="it is in the extra `notebook`")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel", reason="it is in the extra `notebook`")

ROOT = Path(__file__).parents[2]
PATH = ROOT / "examples" / "lesson.ipynb"
NOTEBOOK = nbformat.read(PATH, as_version=4)
SCRIPTS = [cell for cell in NOTEBOOK.cells if cell.cell_type == "code"]
INSTALLS = "%pip install -q .."


@pytest.fixture(scope="module")
def executed():
    """The cells after a run. The package is found without the cell that installs it."""
    notebook = nbformat.read(PATH, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace(INSTALLS, "")
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(PATH.parent)}})
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    client.execute(env={**os.environ, "PYTHONPATH": path})
    return notebook.cells


def shown(cell):
    """What a code cell shows, as text."""
    texts = [output.get("text", "") for output in cell.outputs]
    texts += [text for output in cell.outputs for text in output.get("data", {}).values()]
    return "\n".join(texts)


def the_cell(cells, words):
    (found,) = [cell for cell in cells if cell.cell_type == "code" and words in cell.source]
    return shown(found)


def test_it_keeps_no_outputs_and_needs_one_cell_to_install():
    nbformat.validate(NOTEBOOK)
    assert all(not cell.outputs and cell.execution_count is None for cell in SCRIPTS)
    assert [cell.source for cell in SCRIPTS if re.search("^[%!]", cell.source, re.MULTILINE)] == [INSTALLS]
    assert SCRIPTS[0].source == INSTALLS
    assert 25 <= len(NOTEBOOK.cells) <= 40
    assert set(NOTEBOOK.metadata) == {"kernelspec", "language_info"}


def test_nothing_is_written_to_stderr(executed):
    kinds = {output.get("name", output.output_type) for cell in executed for output in cell.get("outputs", [])}
    assert kinds == {"stdout", "execute_result"}


NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?!\d)")
QUOTED = re.compile(r"```.*?```|`.*?`|\*\*Try it\..*?(?:\n\n|\Z)|e\^x1|\w+/\w+|stages? \d", re.DOTALL | re.IGNORECASE)


def test_the_figures_of_its_text_are_in_the_outputs_beside_it(executed):
    compared = 0
    for above, cell, below in zip(executed, executed[1:], executed[2:]):
        if cell.cell_type == "markdown" and below.cell_type == "code":
            beside = shown(below) + (shown(above) if above.cell_type == "code" else "") + below.source
            numbers = {float(text.replace(",", "")) for text in NUMBER.findall(beside)}
            for text in NUMBER.findall(QUOTED.sub("", cell.source)):
                figure, digits = float(text.replace(",", "")), len(text.partition(".")[2])
                assert any(round(number, digits) == figure for number in numbers), (text, cell.source)
                compared += 1
    assert compared >= 12


def test_the_three_stages_end_at_the_published_values(executed):
    published = {"w1": "3.34", "w2": "-3.53", "w3": "-1.22", "w4": "-2.30", "b1": "-1.43", "b2": "0.57", "b3": "2.61"}
    text = " ".join(f"{name}={value}" for name, value in published.items())
    first = the_cell(executed, "for step in range(11)").splitlines()
    assert "b3 0.00, SSR 20.4236, step size -1.5655" in first[0]
    assert [re.search("b3 (.*?),", first[k])[1] for k in (1, 2, 10)] == ["1.57", "2.19", "2.61"]
    assert text in the_cell(executed, 'trainable=["w3", "w4", "b3"]')
    assert text in the_cell(executed, "animate_fit(training)")


def test_each_picture_is_shown(executed):
    drawn = [
        cell for cell in executed if cell.cell_type == "code" and re.search(r"^(draw|animate)_\w+\(", cell.source, re.M)
    ]
    assert len(drawn) == 7
    assert all("<svg" in shown(cell) for cell in drawn)


def test_the_trap_is_found_where_it_is_and_the_mended_line_is_right(executed):
    trap, mended = the_cell(executed, "exp(p.y1)"), the_cell(executed, "exp(p.x1)")
    assert "dy1/dx1" in trap
    assert "0.762161" in trap
    assert "right" in mended
    assert "0.762161" not in mended


def test_what_is_left_to_do_is_not_right_yet(executed):
    for words in ('check(d_w2, "w2")', "check_update(step)"):
        assert "Right!" not in the_cell(executed, words)
