"""Grade a class: every Python file in a folder is a filled-in copy of your_turn.py.

    PYTHONPATH=src python3 examples/grade.py FOLDER
    PYTHONPATH=src python3 examples/grade.py FOLDER --csv points.csv       save a spreadsheet too
    PYTHONPATH=src python3 examples/grade.py FOLDER --known mistakes.py    name your mistakes too

Each right part of the chain gets one point. So does a part that is wrong only because of another
one. A part that could not be judged (unknown) gets none: look at it yourself. A function that is
not right never gets all its points, and one that calls tinynet's own answer gets none. No
slip counts twice: while step and loop are judged, tinynet's functions stand in for the student's
functions that are not right.

mistakes.py holds functions of (parameters, data), such as `def forgot_the_bias(parameters, data)`.
If a student's derivative returns the same numbers as one of them, the table shows the name of that
function.

Each file runs in a process of its own, with a limit on its time and, where the system has one, on
its memory. This stops accidents. It is no sandbox: a program that means harm can read, change and
delete whatever you can, and can forge its own points. Grade files of strangers in a virtual machine
or a container.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import tinynet
from tinynet import check

sys.path.insert(0, str(Path(__file__).resolve().parent))  # `python -P` and runpy leave the folder of a script out

from _grading import ANSWERS, DERIVATIVES, EMPTY, UNREAD, examine, is_own_and_right, known_mistakes

FUNCTIONS = (*DERIVATIVES, "step", "loop")
TOO_LONG = "takes too long"
MISSING = "There is no such function in the file."
OWN_PARTS = {
    "step": ("old value", "learning rate", "update", "in place"),
    "loop": ("start", "step", "memory", "history", "stopping"),
}


class Grade(NamedTuple):
    """What one function of one student is worth."""

    student: str
    function: str
    points: int
    of: int
    parts: Mapping[str, str]  # each part of the chain: "right", "wrong", "follows" or "unknown"
    hint: str
    mistakes: list[str]


# The teacher's process starts a process for each file, which runs _grading.py, and collects the verdicts.


def main() -> None:
    options = arguments()
    if options.job:
        examine(json.loads(options.job))
    if options.folder is None:
        print(__doc__)
        return
    options.known = options.known and str(Path(options.known).resolve())
    try:  # a slip in the teacher's own file is told here, not thirty times
        mistakes = known_mistakes(options.known)
    except Exception as error:
        sys.exit(f"{options.known} stops with {type(error).__name__}: {error}")
    if options.known and not mistakes:
        sys.exit(f"{options.known} has no functions.")
    folder = Path(options.folder)
    files, others = handed_in(folder)
    files = [path for path in files if str(path.resolve()) != options.known]
    if not files:
        sys.exit(f"There is no Python file in {folder}.")
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        classroom = list(pool.map(lambda path: graded(path, folder, options), files))
    report(classroom, others)
    if options.csv:
        try:
            save(options.csv, classroom)
        except OSError as error:
            sys.exit(f"The CSV file was not saved: {error}")


def handed_in(folder: Path) -> tuple[list[Path], list[str]]:
    """The Python files, and the names of the others, to tell the teacher that they are not graded."""
    paths = sorted(path for path in folder.rglob("[!.]*") if path.is_file() and path.suffix != ".pyc")
    others = [path.relative_to(folder).as_posix() for path in paths if path.suffix != ".py"]
    return [path for path in paths if path.suffix == ".py"], others


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Grade the filled-in copies of your_turn.py in a folder.")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--csv", metavar="FILE", help="save a row for each function of each student")
    parser.add_argument("--known", metavar="FILE.py", help="your own list of mistakes, as functions")
    parser.add_argument("--loss", default="SSR", choices=("SSR", "SSR/2", "SSR/n", "SSR/(2n)"))
    parser.add_argument(
        "--seconds", type=float, default=5, help="the limit for a function (5); a file gets 3 times that"
    )
    parser.add_argument("--job", help=argparse.SUPPRESS)  # how this file starts itself for one student
    options = parser.parse_args()
    if options.folder is not None and not Path(options.folder).is_dir():
        parser.error(f"{options.folder} is not a folder")
    if not 0 < options.seconds < 3600:
        parser.error(f"--seconds is {options.seconds:g}; it must be more than 0 and less than 3600")
    if options.known and not Path(options.known).is_file():
        parser.error(f"{options.known} is not a file")
    return options


def graded(path: Path, folder: Path, options: argparse.Namespace) -> list[Grade]:
    """All grades of one student. A function that ends the process costs its own points, not those of the others."""
    found: dict[str, dict[str, Any]] = {}
    end = time.monotonic() + 3 * options.seconds
    while left := [name for name in FUNCTIONS if name not in found]:
        wrong = [name for name in found if name in FUNCTIONS and not is_own_and_right(name, found[name])]
        answers, how = run(path, left, wrong, options, end - time.monotonic())
        found.update(answers)
        silent = [name for name in left if name not in found]
        if "file" not in answers:  # not even the loading came to an end
            found.update((name, {"hint": f"The file was not loaded: it {how}."}) for name in silent)
        elif silent:
            found[silent[0]] = {"hint": f"The function {how}."}
            if time.monotonic() > end:
                found.update((name, {"hint": "Not reached: the time of the file was up."}) for name in silent[1:])
    student = path.relative_to(folder).with_suffix("").as_posix()
    return [grade(student, name, found[name], found.get("file", {})) for name in FUNCTIONS]


def run(path: Path, names: list[str], wrong: list[str], options: argparse.Namespace, seconds: float) -> Any:
    """What the student's process found out about these functions, and how it ended."""
    empty = tempfile.mkdtemp()
    results = Path(empty, "results")
    job = {"path": str(path.resolve()), "names": names, "wrong": wrong, "results": str(results), **vars(options)}
    where = os.pathsep.join([str(Path(tinynet.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), "--job", json.dumps(job)],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": where, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    how = ending(process, seconds)
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    shutil.rmtree(empty, ignore_errors=True)
    if any(line.startswith("Timeout") for line in lines):
        how = TOO_LONG
    return dict(json.loads(line) for line in lines if line.startswith("[")), how


def ending(process: subprocess.Popen[bytes], seconds: float) -> str:
    """How the student's process ends. What it has started ends too."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(seconds, 0.1))
    how = TOO_LONG if process.poll() is None else "ends the whole process"
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # all have ended
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    return how


def grade(student: str, name: str, answer: dict[str, Any], file: dict[str, str]) -> Grade:
    own = OWN_PARTS.get(name) or tuple(check(getattr(tinynet, f"d_ssr_{name}"), name[2:]).parts)
    found = answer.get("parts", {})
    parts = {**dict.fromkeys(own, "unknown"), **{part: said for part, said in found.items() if ": " not in part}}
    correct, calls = answer.get("correct", False), answer.get("calls", [])
    points = sum(parts[part] in ("right", "follows") for part in own)
    elsewhere = bool(answer.get("places")) and all(": " in place for place in answer["places"])
    if not correct and not elsewhere:
        points = min(points, len(own) - 1)
    hint = "" if correct else answer.get("hint") or file.get("hint") or MISSING
    if calls:
        hint = f"It calls tinynet's own {' and '.join(calls)}. {hint}".strip()
        points = 0 if set(calls) & ANSWERS.get(name, ANSWERS["derivative"]) else points
    return Grade(student, name, points, len(own), parts, hint, answer.get("mistakes", []))


# What the teacher sees.


def report(classroom: list[list[Grade]], others: list[str]) -> None:
    names = [shown(grades[0].student) for grades in classroom]
    width = max(7, *map(len, names))
    print("Points\n")
    print(f"{'student':{width}}" + "".join(f"{name:>6}" for name in FUNCTIONS) + "    total")
    for name, grades in zip(names, classroom):
        total = f"{sum(g.points for g in grades):5}/{sum(g.of for g in grades)}"
        print(f"{name:{width}}" + "".join(f"{cell(g):>6}" for g in grades) + f" {total}")
    print(f"{'of':{width}}" + "".join(f"{g.of:6}" for g in classroom[0]))
    print("\n-  the function is empty or missing      *  it calls tinynet's own functions; see below")
    print("!  the file could not be read; see below\n")
    print("What is not right, and the first hint\n")
    for name, grades in zip(names, classroom):
        details(name, grades)
    summary(classroom)
    if others:
        print(fill(ascii_only(f"Not graded, because they are no Python files: {', '.join(others)}."), 98))
    print("\nA process of its own is no sandbox: a file that means harm could have changed all of this.")


def shown(student: str) -> str:
    """The name in ASCII, and short enough for the table."""
    name = ascii_only(student).replace("\n", " ")
    return name if len(name) <= 26 else f"{name[:14]}...{name[-9:]}"


def cell(g: Grade) -> str:
    if is_missing(g) or is_unread(g):
        return "-" if is_missing(g) else "!"
    return f"{g.points}*" if is_called(g) else str(g.points)


def is_called(g: Grade) -> bool:
    return g.hint.startswith("It calls tinynet's own")


def is_unread(g: Grade) -> bool:
    return g.hint.startswith(UNREAD)


def is_missing(g: Grade) -> bool:
    return g.hint in (EMPTY, MISSING)


def details(student: str, grades: list[Grade]) -> None:
    """The functions that are not right. Several with the same hint stand together."""
    together = defaultdict(list)
    for g in grades:
        if g.hint:
            together[seen(g), g.hint].append(g)
    if together:
        print(student)
    for (what, hint), alike in together.items():
        whose = ", ".join(f"{g.function} {g.points}/{g.of}" if g.points else g.function for g in alike)
        whose = "all functions" if len(alike) == len(grades) else whose
        print(fill(f"{whose}: {what}{ascii_only(hint)}", 96, initial_indent="  ", subsequent_indent="      "))


def seen(g: Grade) -> str:
    """The parts that are wrong or unknown, unless all of them are, and the known mistakes."""
    wrong = [part for part, said in g.parts.items() if said == "wrong" and part != "form"]
    unknown = [part for part, said in g.parts.items() if said == "unknown"]
    texts = [f"{', '.join(wrong)} wrong"] if wrong else []
    if unknown and len(unknown) < g.of:
        texts.append(f"{', '.join(unknown)} unknown")
    texts += [f"known: {', '.join(g.mistakes)}"] if g.mistakes else []
    return ascii_only("; ".join(texts) + ". ") if texts else ""


def ascii_only(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


def summary(classroom: list[list[Grade]]) -> None:
    """Which place is wrong, in how many functions, of how many students."""
    places = defaultdict(list)
    every = [g for grades in classroom for g in grades]
    for g in every:
        for place in places_of(g):
            places[place].append(g.student)
    print("\nWhere the class goes wrong\n")
    print(f"{'place':40}students  functions")
    for place, students in sorted(places.items(), key=lambda item: (-len({*item[1]}), -len(item[1]), item[0])):
        print(f"{place[:60]:40}{len({*students}):8}{len(students):11}")
    done = sum(not any(g.hint for g in grades) for grades in classroom)
    right, missing = sum(not g.hint for g in every), sum(map(is_missing, every))
    print(f"\nFiles: {len(classroom)}, {done} of them right throughout.", end=" ")
    print(f"Functions: {len(every)}, {right} right, {missing} missing.")


def places_of(g: Grade) -> list[str]:
    wrong = [part for part, said in g.parts.items() if said == "wrong"]
    places = ["no number, or an exception" if part == "form" else part for part in wrong]
    if is_called(g):
        places.append("it calls tinynet's own functions")
    elif g.hint and not wrong and not is_missing(g):
        places.append("the file could not be read" if is_unread(g) else "not loaded, stopped, or too long")
    return places + [f"known: {ascii_only(mistake)}" for mistake in g.mistakes]


def save(path: str, classroom: list[list[Grade]]) -> None:
    kinds = ("right", "wrong", "follows", "unknown")
    with open(path, "w", newline="", encoding="utf-8-sig") as file:  # the mark tells spreadsheets that names are UTF-8
        writer = csv.writer(file)
        writer.writerow(["student", "function", "points", "of", *kinds, "known mistakes", "first hint"])
        for g in (g for grades in classroom for g in grades):
            lists = ["; ".join(part for part, said in g.parts.items() if said == kind) for kind in kinds]
            writer.writerow([g.student, g.function, g.points, g.of, *lists, "; ".join(g.mistakes), g.hint])


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
