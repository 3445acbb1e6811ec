"""How a learner's function is asked: with copies of its own, quietly, not for ever, and nothing that it does is lost.

What it returns is turned into numbers by name, or into a sentence that says why it is none.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from math import isfinite, nan
from time import perf_counter
from typing import Any

from tinynet.arguments.numbers import finite, shown
from tinynet.network import Parameters

MOST_CALLS = 1500
MOST_SECONDS = 2.0  # a function that is slow is asked less

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep

Row = tuple[float, float]


class NoAnswer(Exception):
    """What the function did instead of returning numbers; `error` is what it raised, if it did."""

    def __init__(self, text: str, error: Exception | None = None) -> None:
        super().__init__(text)
        self.text, self.error = text, error


class Asked:
    """A function of the learner's, and what it answered so far. All numbers of one call are kept, so that the seven
    derivatives share their experiments."""

    def __init__(self, mine: Callable[..., Any], names: Sequence[str], form: Callable[..., Any] | None = None) -> None:
        self.mine, self.names, self.form = mine, names, form or by_name
        self.answers: dict[Any, Any] = {}
        self.calls, self.seconds = 0, 0.0
        self.refused: NoAnswer | None = None
        self.enough = False  # whether it was asked as often as it may be, and more was wanted

    def again(self, *arguments: Any) -> Any:
        """What it answers now. The first call may print, the others are quiet: nobody reads a screen of repetitions."""
        copies = [list(value) if isinstance(value, tuple) and type(value) is tuple else value for value in arguments]
        self.calls += 1
        started = perf_counter()
        try:
            with quiet(self.calls > 1):
                result = self.form(self.mine(*copies), self.names)
        except NoAnswer:
            raise
        except Exception as error:
            raise NoAnswer(f"raised {shown(error, 300)}{where(error, self.mine)}", error) from error
        finally:
            self.seconds += perf_counter() - started
        return result

    def answer(self, *arguments: Any) -> Any:
        """What it answers, asked once; None where it raises, or was asked enough."""
        if arguments not in self.answers:
            if self.calls >= MOST_CALLS or self.seconds > MOST_SECONDS:
                self.enough = True
                return None
            try:
                self.answers[arguments] = self.again(*arguments)
            except NoAnswer as refused:
                self.refused = self.refused or refused
                self.answers[arguments] = None
        return self.answers[arguments]

    def value(self, name: str, parameters: Parameters, rows: Sequence[Row], *more: float) -> float:
        """The derivative by that name; nan where there is none."""
        answer = self.answer(parameters, tuple(rows), *more)
        return nan if answer is None else float(answer[name])


def by_name(result: Any, names: Sequence[str]) -> dict[str, float]:
    """The numbers returned, by name: one number, seven in the order of `Parameters`, or seven by name."""
    if result is None:
        raise NoAnswer("returned None, nothing at all: is there a return in it, at its end? It must return numbers")
    values = {names[0]: result} if len(names) == 1 else named(result, names)
    if set(values) != set(names):
        wanted = f"seven numbers, {', '.join(names)} in this order or by name"
        raise NoAnswer(f"returned {shown(result)}; it must return {wanted}")
    return {name: _finite(values[name], f" for {name}" if len(names) > 1 else "") for name in names}


def named(result: Any, names: Sequence[str]) -> Mapping[str, Any]:
    """A mapping, a namedtuple and a pandas Series say by themselves what is what; other rows go by their order."""
    if isinstance(result, Mapping):
        return result
    keys = getattr(result, "_fields", None) or getattr(result, "index", None)
    try:
        if keys is not None and not callable(keys) and set(keys) == set(names):
            return dict(zip(keys, result))
        items = iter([] if isinstance(result, (str, bytes, set, frozenset)) else result)
    except TypeError:
        return {}
    row = list(islice(items, len(names) + 1))
    if len(row) == 1 and hasattr(result, "reshape"):
        return named(result.reshape(-1), names)
    return dict(zip(names, row)) if len(row) == len(names) else {}


def _finite(value: Any, which: str) -> float:
    """What float() makes of it. An array of one number is a number; text, True and what is not finite are none."""
    try:
        number = value.item() if hasattr(value, "item") else value
        return finite(number if hasattr(number, "__round__") else number.__float__(), "value")
    except Exception:
        raise NoAnswer(f"returned {shown(value)}{which}; it must be a finite number") from None


def where(error: Exception, mine: Callable[..., Any]) -> str:
    """The function and the line, the deepest that the learner wrote."""
    own = getattr(getattr(mine, "__code__", None), "co_filename", None)
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if not os.path.abspath(code.co_filename).startswith(PACKAGE):
            places.append((code.co_filename == own, code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    if not places:
        return ""
    _, function, line = [place for place in places if place[0] or own is None or not any(p[0] for p in places)][-1]
    return f" (in {function}, line {line})"


# What goes to the screen during the experiments is swallowed; but what waits for an answer must be seen, so `input` and
# a debugger get the screen back.


class _Silence:
    def __init__(self, screen: Any) -> None:
        self.screen = screen

    def write(self, text: str) -> int:
        if sys._getframe(1).f_globals.get("__name__") in ("pdb", "cmd", "bdb"):
            self.screen.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.screen, name)


@contextmanager
def quiet(really: bool) -> Iterator[None]:
    kept = sys.stdout, builtins.input, sys.breakpointhook

    def loud(function: Callable[..., Any]) -> Callable[..., Any]:
        def with_screen(*arguments: Any, **named: Any) -> Any:
            sys.stdout, builtins.input, sys.breakpointhook = kept
            return function(*arguments, **named)

        return with_screen

    if really:
        sys.stdout, builtins.input, sys.breakpointhook = _Silence(kept[0]), loud(kept[1]), loud(kept[2])
    try:
        yield
    finally:
        sys.stdout, builtins.input, sys.breakpointhook = kept


def alike(one: float, other: float, tolerance: float = 1e-4) -> bool:
    """Equal but for rounding and for derivatives taken by differences; nan is like nothing."""
    return isfinite(one) and abs(one - other) <= tolerance * (abs(one) + abs(other)) / 2 + 1e-9
