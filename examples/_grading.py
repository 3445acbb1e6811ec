"""What grade.py does in the process of one student: load the file, judge one function after another, write each verdict.

Each verdict is written at once, so that a function that ends the process costs no other.
"""

from __future__ import annotations

import faulthandler
import json
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from math import isclose
from pathlib import Path
from traceback import extract_tb
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, Callable, Optional, TextIO

import tinynet
from tinynet import Parameters, Verdict, check, check_training, check_update, layers
from tinynet.dosage import DATA, START

DERIVATIVES = ("d_b3", "d_w3", "d_w4", "d_b1", "d_w1", "d_b2", "d_w2")
EMPTY = "Not filled in."
UNREAD = "The file could not be read:"
MEND = "Mend that and hand it in again; until then none of its functions can be judged."
EXAMPLES = Path(__file__).resolve().parent
STANDS_IN = ("derivatives", "stands_in")  # the names of what calls tinynet for the teacher
MOST_BYTES = 2**30  # the memory of one student's process
SECOND = Parameters(0.7, -1.3, 0.9, -0.6, 0.4, -0.2, 0.3), [(0.3, 1.2), (0.9, -0.4), (1.4, 0.8)]

# Whoever calls one of these has not written the function.
ANSWERS = {
    "step": {"update", "step_sizes", "descend", "train"},
    "loop": {"descend", "train"},
    "derivative": {"gradient", "backpropagate", "numerical_gradient", "explain", "descend", "train"}
    | {f"d_ssr_d_{name}" for name in Parameters._fields},
}


class TimeIsUpError(KeyboardInterrupt):
    """It acts like Ctrl-C: neither `except Exception` in a student's loop nor the tutor catches it."""


def examine(job: dict[str, Any]) -> None:
    seconds, loss, mistakes = job["seconds"], job["loss"], known_mistakes(job["known"])
    limit_memory()
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != EXAMPLES]  # they are not meant for the students
    sys.modules["student"] = student = ModuleType("student")
    with open(job["results"], "w", encoding="utf-8", buffering=1) as file:
        _, trouble = timed(seconds, file, partial(load, job["path"], student))
        begun = "__builtins__" in student.__dict__  # `exec` puts them there
        hint = trouble and (f"The file stops: {trouble}" if begun else f"{UNREAD} {trouble} {MEND}")
        file.write(json.dumps(["file", {"hint": hint}]) + "\n")
        functions = student.__dict__
        mine = {name: functions.get(name) for name in job["names"]}
        functions.update((name, stand_in(name, loss)) for name in job["wrong"])
        for name, function in mine.items():
            answer, trouble = timed(seconds, file, partial(judged, name, function, mistakes, loss))
            answer = answer or {"hint": trouble}
            if not is_own_and_right(name, answer):
                functions[name] = stand_in(name, loss)
            file.write(json.dumps([name, answer]) + "\n")
    os._exit(0)  # whatever threads and exit functions the student has left


def stand_in(name: str, loss: str) -> Callable[..., Any]:
    """A right function to replace a wrong one, so that the functions that call it are not wrong too."""

    def derivatives(parameters: Parameters, data: Any) -> Parameters:
        factor = {"SSR": 1, "SSR/2": 1 / 2, "SSR/n": 1 / len(data), "SSR/(2n)": 1 / (2 * len(data))}[loss]
        return Parameters(*(factor * value for value in tinynet.gradient(Parameters(*parameters), data)))

    def stands_in(parameters: Parameters, data: Any, *rate: float) -> Any:
        if name == "step":
            return tinynet.update(Parameters(*parameters), tinynet.step_sizes(derivatives(parameters, data), *rate))
        return getattr(derivatives(parameters, data), name[2:])

    return stands_in


def is_own_and_right(name: str, answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("correct")) and not set(answer["calls"]) & ANSWERS.get(name, ANSWERS["derivative"])


def limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # the system has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def load(path: str, student: ModuleType) -> None:
    """If the file stops half way, what it has defined by then stays. `if __name__ == "__main__"` does not run."""
    student.__file__ = path
    sys.argv[:] = [path]
    exec(compile(Path(path).read_bytes(), path, "exec"), student.__dict__)


def timed(seconds: float, results: TextIO, work: Callable[[], Any]) -> tuple[Any, str]:
    """What the work returns, and in one sentence what stopped it.

    If the alarm is caught, or not heard, as in a loop in C, the process ends a second later, and says so in the results.
    """

    def ring(*_: object) -> None:
        raise TimeIsUpError

    faulthandler.dump_traceback_later(seconds + 1, exit=True, file=results)
    try:
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, ring)
            signal.setitimer(signal.ITIMER_REAL, seconds)
        return work(), ""
    except TimeIsUpError:
        return None, f"It takes more than {seconds:g} s. Is there a loop without end?"
    except BaseException as error:
        return None, sentence(error)
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def sentence(error: BaseException) -> str:
    """What an exception says, and the student's line."""
    path = sys.modules["student"].__file__
    lines = [at.lineno for at in extract_tb(error.__traceback__) if at.filename == path]
    line, said = lines[-1] if lines else None, str(error)
    if isinstance(error, SystemExit):
        return f"It called exit, line {line}."
    if isinstance(error, SyntaxError):
        line, said = error.lineno, error.msg
    return ": ".join([type(error).__name__, said][: 2 if said else 1])[:200] + (f" (line {line})." if line else ".")


def judged(name: str, function: Any, mistakes: Mapping[str, Any], loss: str) -> dict[str, Any]:
    """The parts of the verdict that the tables show."""
    if function is None:
        return {}
    if not callable(function):
        return {"hint": f"{name} is not a function."}
    if is_empty(function):
        return {"hint": EMPTY}
    verdict = verdict_on(name, function, loss)
    first = verdict.text.split("\n\n")[0] if verdict.error or not verdict.hints else verdict.hints[0]
    return {
        "correct": verdict.correct,
        "places": verdict.places,
        "parts": dict(verdict.parts),
        "hint": " ".join(first.split()),
        "calls": calls_of_answers(name, function),
        "mistakes": [] if verdict or name not in DERIVATIVES else same_as(function, mistakes),
    }


def verdict_on(name: str, function: Callable[..., Any], loss: str) -> Verdict:
    if name == "step":
        return check_update(function, loss=loss)
    if name == "loop":
        return check_training(function, loss=loss)
    return check(function, name[2:], loss=loss)


def is_empty(function: Any) -> bool:
    """Whether the function is compiled to the same code as one that only returns None."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_code == (lambda: None).__code__.co_code


def calls_of_answers(name: str, function: Callable[..., Any]) -> list[str]:
    """The functions of tinynet that give the answer, and that one call of this function really reaches."""
    ours, folder = answers_of_tinynet(), str(Path(tinynet.__file__).parent)
    reached: dict[str, None] = {}

    def look(frame: FrameType, event: str, _: object) -> None:
        caller = (frame.f_back or frame).f_code
        inside = caller.co_filename.startswith(folder) or caller.co_name in STANDS_IN
        if event == "call" and frame.f_code in ours and not inside:
            reached[ours[frame.f_code]] = None

    sys.setprofile(look)
    try:
        function(START, [*DATA], *{"step": (0.02,), "loop": (0.02, 2)}.get(name, ()))
    except Exception:  # the verdict has told it
        pass
    finally:
        sys.setprofile(None)
    return [*reached]


def answers_of_tinynet() -> dict[CodeType, str]:
    rooms = ((tinynet, ""), (layers, "layers."))
    names = set().union(*ANSWERS.values())
    return {getattr(room, name).__code__: at + name for room, at in rooms for name in names if hasattr(room, name)}


# A teacher's own list of mistakes.


def known_mistakes(path: Optional[str]) -> dict[str, list[float]]:
    """The functions of the teacher's file, and what each returns at two points."""
    if path is None:
        return {}
    functions = {
        name: function
        for name, function in runpy.run_path(path).items()
        if isinstance(function, FunctionType) and function.__code__.co_filename == path and name[0] != "_"
    }
    return {name: at_two_points(function) for name, function in functions.items()}


def at_two_points(function: Callable[..., Any]) -> list[float]:
    return [float(function(parameters, [*data])) for parameters, data in ((START, DATA), SECOND)]


def same_as(function: Callable[..., Any], mistakes: Mapping[str, list[float]]) -> list[str]:
    try:
        mine = at_two_points(function)
    except Exception:  # the verdict has told it
        return []
    return [name for name, values in mistakes.items() if all(map(partial(isclose, rel_tol=1e-6), mine, values))]
