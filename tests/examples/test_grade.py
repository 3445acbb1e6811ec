"""A class graded: whatever thirty files do, each function of each student gets what it is worth."""

import csv
import importlib.util
import os
import re
import subprocess
import sys
import time

import pytest
from test_your_turn import EXERCISE, ROOT, SOLVED, filled

spec = importlib.util.spec_from_file_location("grade", ROOT / "examples" / "grade.py")
grade = importlib.util.module_from_spec(spec)
spec.loader.exec_module(grade)

FUNCTIONS = ("d_b3", "d_w3", "d_w4", "d_b1", "d_w1", "d_b2", "d_w2", "step", "loop")
FULL = dict(zip(FUNCTIONS, (4, 4, 4, 6, 6, 6, 6, 4, 5)))  # sum, predicted, and the factors; the parts of step and loop
RIGHT = filled(**SOLVED)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no alarm")


def but(**bodies):
    """A right file but for these functions."""
    return filled(**{**SOLVED, **bodies})


def top(line, text=RIGHT, before="# dSSR/dw4 = sum of"):
    """The file with a line of its own above d_w4, or above the text given."""
    assert text.count(before) == 1
    return text.replace(before, f"{line}\n\n\n{before}")


CALLS_W1 = "    from tinynet import d_ssr_d_w1\n    return d_ssr_d_w1(parameters, data)\n"
NUMERICAL = "    import tinynet\n    return tinynet.numerical_gradient(parameters, data).w2\n"
SLOPE = SOLVED["d_w1"].replace(".x1", ".y1")

# What is in the file, and the functions that lose points, with the points that are left. "all" is every function.
SIX = {
    "anna": (RIGHT, {}),
    "bert": (but(d_w1=SLOPE), {"d_w1": 5}),
    "carl": (RIGHT.replace("def d_w4(", "def d_w4(("), {"all": 0}),
    "dora": (but(d_w4="    while True:\n        pass\n"), {"d_w4": 0}),
    "emil": (top("def stop():\n    raise ValueError('half way')\n\n\nstop()"), dict.fromkeys(FUNCTIONS[2:], 0)),
    "fred": (but(d_w1=CALLS_W1), {"d_w1": 0}),
}
MORE = {
    "empty_exercise": (EXERCISE, dict.fromkeys(FUNCTIONS[1:], 0)),
    "no_bytes": ("", {"all": 0}),
    "loads_for_ever": (top("while True: pass"), dict.fromkeys(FUNCTIONS[2:], 0)),
    "catches_everything": (
        but(d_w4="    while True:\n        try:\n            while True: pass\n        except BaseException: pass\n"),
        {"d_w4": 0},
    ),
    "loops_in_c": (but(d_w4="    return sum(range(10**13))\n"), {"d_w4": 0}),
    "sleeps": (but(d_w4="    import time; time.sleep(1000)\n"), {"d_w4": 0}),
    "exits": (RIGHT + "\nsys.exit('done')\n", {}),
    "exits_early": (top("exit()"), dict.fromkeys(FUNCTIONS[2:], 0)),
    "exits_inside": (but(d_w4="    sys.exit(1)\n"), {"d_w4": 0}),
    "ends_the_process": (but(d_w4="    os._exit(0)\n"), {"d_w4": 0}),
    "ends_it_while_loading": (top("os._exit(0)"), {"all": 0}),
    "kills_itself": (but(d_w4="    os.kill(os.getpid(), 9)\n"), {"d_w4": 0}),
    "prints": (but(d_w4="    print('x' * 10**5)\n" + SOLVED["d_w4"]), {}),
    "reads": (top("name = input('Your name? ')"), dict.fromkeys(FUNCTIONS[2:], 0)),
    "reads_inside": (but(d_w4="    input()\n"), {"d_w4": 0}),
    "imports_what_is_not_there": ("import no_such_module_anywhere\n" + RIGHT, {"all": 0}),
    "imports_inside": (but(d_w4="    import no_such_module_anywhere\n"), {"d_w4": 0}),
    "eats_memory": (but(d_w4="    return len(bytearray(2**33))\n"), {"d_w4": 0}),
    "recurses": (but(d_w4="    return d_w4(parameters, data)\n"), {"d_w4": 0}),
    "null_bytes": ("\0" + RIGHT, {"all": 0}),
    "closes_what_is_open": (top("sys.stdout.close(); sys.stderr.close()"), {}),
    "starts_a_child": (top("import subprocess\nsubprocess.Popen(['sleep', '1000'])"), {}),
    "numerical": (but(d_w2=NUMERICAL), {"d_w2": 0}),
    "no_function": (top("d_w4 = 3", before="# x1 = input"), {"d_w4": 0}),
}


def write(folder, files):
    for name, (text, _) in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def run(*arguments):
    command = [sys.executable, ROOT / "examples" / "grade.py", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def graded(folder, *arguments):
    """What is printed, and the rows of the CSV file by student and function."""
    path = folder.parent / "points.csv"
    ran = run(folder, "--csv", path, *arguments)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.isascii()
    assert max(map(len, ran.stdout.splitlines())) <= 100
    with open(path, newline="", encoding="utf-8-sig") as file:
        return ran.stdout, {(row["student"], row["function"]): row for row in csv.DictReader(file)}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "class").mkdir()
    return tmp_path / "class"


def expect(files, rows):
    assert len(rows) == 9 * len(files)
    for name, (_, lost) in files.items():
        points = {function: int(rows[name, function]["points"]) for function in FUNCTIONS}
        parts = dict.fromkeys(FUNCTIONS, 0) if "all" in lost else {**FULL, **lost}
        assert points == parts, name


def test_six_files_in_trouble_get_what_they_are_worth(folder):
    write(folder, SIX)
    printed, rows = graded(folder, "--seconds", 1)
    expect(SIX, rows)
    assert rows["bert", "d_w1"]["wrong"] == "dy1/dx1"
    assert rows["bert", "d_w1"]["first hint"] == "Look at the factor dy1/dx1."
    assert rows["bert", "step"]["first hint"] == ""  # what stands in for d_w1 is no call of his
    line = SIX["carl"][0][: SIX["carl"][0].index("def d_w4((")].count("\n") + 1
    assert re.match(
        rf"The file could not be read: SyntaxError: .* \(line {line}\)\.", rows["carl", "d_b3"]["first hint"]
    )
    assert re.search("^carl +! +! +! +! +! +! +! +! +! +0/45$", printed, re.MULTILINE)
    assert re.search("^the file could not be read +1 +9$", printed, re.MULTILINE)
    assert "more than 1 s" in rows["dora", "d_w4"]["first hint"]
    raised = SIX["emil"][0][: SIX["emil"][0].index("raise ValueError")].count("\n") + 1
    assert f"ValueError: half way (line {raised})" in rows["emil", "d_w4"]["first hint"]
    assert "tinynet's own d_ssr_d_w1" in rows["fred", "d_w1"]["first hint"]
    assert "no sandbox" in printed


@pytest.mark.long
def test_thirty_files_of_every_kind_of_trouble_take_less_than_a_minute(folder):
    files = {**SIX, **MORE}
    assert len(files) == 30
    write(folder, files)
    started = time.monotonic()
    _, rows = graded(folder)
    assert time.monotonic() - started < 60
    expect(files, rows)


def test_a_teachers_own_mistake_is_named(folder):
    forgot = SOLVED["d_w1"].replace("parameters.w3", "parameters.w4")
    write(folder, {"gina": (but(d_w1=forgot), {}), "hans": (RIGHT, {})})
    known = folder.parent / "mistakes.py"
    head = "from math import exp\nfrom tinynet import forward\n\n"
    known.write_text(f"{head}def took_w4(parameters, data):\n{forgot}", encoding="utf-8")
    printed, rows = graded(folder, "--known", known)
    assert {key: row["known mistakes"] for key, row in rows.items() if row["known mistakes"]} == {
        ("gina", "d_w1"): "took_w4"
    }
    assert "known: took_w4" in printed


def test_parts_that_are_empty_and_functions_that_are_missing_count_nothing(folder):
    write(folder, {"empty": (EXERCISE, {}), "nothing": ("x = 1\n", {})})
    printed, rows = graded(folder)
    assert rows["empty", "step"]["first hint"] == "Not filled in."
    assert rows["nothing", "step"]["first hint"] == "There is no such function in the file."
    assert [int(rows["empty", name]["points"]) for name in FUNCTIONS] == [4, 0, 0, 0, 0, 0, 0, 0, 0]
    assert "Files: 2, 0 of them right throughout. Functions: 18, 1 right, 17 missing." in printed


def test_a_students_name_may_be_of_any_alphabet_and_in_a_folder_of_its_own(folder):
    (folder / "Zo\xeb").mkdir()
    write(folder / "Zo\xeb", {"your_turn": (RIGHT, {})})
    printed, rows = graded(folder)
    assert {student for student, _ in rows} == {"Zo\xeb/your_turn"}
    assert "Zo\\xeb/your_turn" in printed


def test_another_loss_is_right_where_the_book_has_it(folder):
    half = {name: body.replace("-2 *", "-1 *") for name, body in SOLVED.items()}
    text = filled(**half).replace("total += -2 *", "total += -1 *")
    write(folder, {"ida": (text, {}), "jan": (text.replace("/ (1 + exp(-forward(parameters, input).x2))", ""), {})})
    _, rows = graded(folder, "--loss", "SSR/2")
    assert {name: int(rows["ida", name]["points"]) for name in ("d_b3", "d_w1", "step")} == {
        "d_b3": 4,
        "d_w1": 6,
        "step": 4,
    }
    assert {name: int(rows["jan", name]["points"]) for name in ("d_b2", "d_w2", "step")} == {
        "d_b2": 5,
        "d_w2": 5,
        "step": 4,
    }


@pytest.mark.parametrize(
    "arguments", [["no_such_folder"], [".", "--seconds", "0"], [".", "--seconds", "nan"], [".", "--known", "none.py"]]
)
def test_a_wrong_call_is_one_sentence(arguments):
    ran = run(*arguments)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_a_folder_without_files_is_one_sentence(folder):
    ran = run(folder)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"There is no Python file in {folder}.\n"


def test_no_process_of_a_student_is_left(folder):
    mark = f"60{os.getpid()}"
    write(folder, {"starts_a_child": (top(f"import subprocess\nsubprocess.Popen(['sleep', '{mark}'])"), {})})
    graded(folder)
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f"sleep {mark}" not in listed


def test_what_is_no_python_file_is_named(folder):
    write(folder, {"anna": (RIGHT, {})})
    (folder / "lesson.ipynb").write_text("{}", encoding="utf-8")
    printed, _ = graded(folder)
    assert "Not graded, because they are no Python files: lesson.ipynb." in printed


@pytest.mark.parametrize(
    ("text", "said"), [("1 / 0\n", "stops with ZeroDivisionError: "), ("x = 1\n", "has no functions.")]
)
def test_a_slip_in_the_teachers_own_list_is_one_sentence(folder, text, said):
    write(folder, {"anna": (RIGHT, {})})
    known = folder.parent / "mistakes.py"
    known.write_text(text, encoding="utf-8")
    ran = run(folder, "--known", known)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"{known} {said}")
    assert ran.stderr.count("\n") == 1


def test_points_that_cannot_be_saved_are_printed_all_the_same(folder):
    write(folder, {"anna": (RIGHT, {})})
    ran = run(folder, "--csv", folder / "none" / "points.csv")
    assert ran.returncode == 1
    assert "45/45" in ran.stdout
    assert ran.stderr.startswith("The CSV file was not saved: ")


@pytest.mark.parametrize("way", ["in its own folder", "without the folder of the script"])
def test_it_finds_its_other_file_and_students_find_none_of_the_examples(folder, way):
    text = top("import importlib.util\nassert not importlib.util.find_spec('grade')")
    write(folder, {"looks_for_the_examples": (text, {})})
    script = str(ROOT / "examples" / "grade.py")
    alone = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    command = [sys.executable, *(["-c", alone] if way.startswith("without") else []), script, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii", "PYTHONSAFEPATH": "1"}
    environment = environment if way.startswith("without") else {**environment, "PYTHONSAFEPATH": ""}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert next(x for x in ran.stdout.splitlines() if x.startswith("looks_for_the_examples")).endswith("45/45")


def one(name, parts, **answer):
    return grade.grade("anna", name, {"correct": False, "parts": parts, "hint": "Look.", **answer}, {})


def test_a_step_that_is_wrong_in_itself_too_never_gets_all_its_points():
    right = dict.fromkeys(grade.OWN_PARTS["step"], "right")
    elsewhere = one("step", right, places=["w1: dy1/dx1"])
    both = one("step", {**right, "row by row": "wrong"}, places=["row by row", "w1: dy1/dx1"])
    assert (elsewhere.points, both.points, both.of) == (4, 3, 4)


def test_what_is_missing_is_counted_as_missing_and_not_as_stopped():
    assert grade.places_of(grade.grade("anna", "d_w1", {}, {})) == []
    assert grade.places_of(grade.grade("anna", "d_w1", {"hint": grade.EMPTY}, {})) == []
    assert grade.places_of(grade.grade("anna", "d_w1", {"hint": "It takes more than 5 s."}, {})) != []


def test_that_nothing_is_known_of_any_part_is_not_listed_part_by_part():
    parts = grade.OWN_PARTS["step"]
    assert grade.seen(one("step", dict.fromkeys(parts, "unknown"))) == ""
    some = {**dict.fromkeys(parts, "right"), "update": "unknown"}
    assert grade.seen(one("step", some)) == "update unknown. "
