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
from threading import Lock, get_ident
from time import perf_counter
from typing import Any, ClassVar

from tinynet.arguments.numbers import finite, shown
from tinynet.network import Forward, Parameters

MOST_CALLS = 1500
MOST_SECONDS, SLOW = 2.0, 0.03  # a function that takes longer than that for a call is asked for so many seconds

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep

Row = tuple[float, float]


class NoAnswer(Exception):
    """What the function did instead of returning numbers; `error` is what it raised, `hint` what helps with that."""

    def __init__(self, text: str, error: Any = None, hint: str = "") -> None:
        super().__init__(text)
        self.text, self.error, self.hint = text, error, hint


class Asked:
    """A function of the learner's, and what it answered so far. All numbers of one call are kept, so that the seven
    derivatives share their experiments."""

    def __init__(
        self, mine: Callable[..., Any], names: Sequence[str], form: Callable[..., Any] | None = None,
        given: Callable[[Any], Any] = lambda arguments: arguments, after: Callable[[Any, Any], Any] = lambda answer, _: answer,
    ) -> None:  # fmt: skip
        self.mine, self.names, self.form = mine, names, form or by_name
        self.given, self.after = given, after  # another way to write the error: what it is given, what its answer means
        self.answers: dict[Any, Any] = {}
        self.calls, self.seconds = 0, 0.0
        self.refused: NoAnswer | None = None
        self.enough = False  # whether it was asked as often as it may be, and more was wanted
        self.changed = ""  # what it does to the list of rows that it is given

    def again(self, *arguments: Any) -> Any:
        """What it answers now. The first call may print, the others are quiet: nobody reads a screen of repetitions."""
        copies = [list(value) if type(value) is tuple else value for value in self.given(arguments)]
        self.calls += 1
        started = perf_counter()
        try:
            with quiet(self.calls > 1):
                return self.after(self.form(self.mine(*copies), self.names), arguments)
        except (NoAnswer, KeyboardInterrupt):
            raise
        except BaseException as error:  # also exit(), which would end the learner's session
            did = "called exit" if isinstance(error, SystemExit) else f"raised {shown(error, 300)}"
            raise NoAnswer(f"{did}{where(error, self.mine)}", error, helpful(error)) from error
        finally:
            self.seconds += perf_counter() - started
            for given, copy in zip(arguments, copies):
                if type(given) is tuple and list(map(id, given)) != list(map(id, copy)):
                    self.changed = "it empties it" if not copy else "the list is another one after the call"

    @property
    def slow(self) -> float:
        """The seconds of a call, where they and not the number of calls are what ends the experiments."""
        slow = self.seconds > MOST_SECONDS and self.seconds > SLOW * self.calls
        return self.seconds / self.calls if slow else 0.0

    def answer(self, *arguments: Any) -> Any:
        """What it answers, asked once; None where it raises, or was asked enough."""
        if arguments not in self.answers:
            if self.calls >= MOST_CALLS or self.slow:
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
        raise NoAnswer("returned None. Is there a return at its end? It must return numbers")
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
    if len(row) == 1 and hasattr(result, "tolist"):  # one row of an array or a matrix
        return named(result.tolist()[0], names)
    return dict(zip(names, row)) if len(row) == len(names) else {}


def _finite(value: Any, which: str) -> float:
    """What float() makes of it. An array of one number is a number; text, True and what is not finite are none."""
    try:
        number = value.item() if hasattr(value, "item") else value
        return finite(number if hasattr(number, "__round__") else number.__float__(), "value")
    except Exception:
        raise NoAnswer(f"returned {shown(value)}{which}; it must be a finite number") from None


def where(error: BaseException, mine: Callable[..., Any]) -> str:
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


def helpful(error: BaseException) -> str:
    """What can be said of an exception besides its message: which value it was, and what it should have been."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    values = dict(trace.tb_frame.f_locals) if trace is not None else {}
    values.pop("data", None)  # that one is as it was given
    for kind, help in _HELP:
        if isinstance(error, kind):
            return help(str(error), values)
    return ""


def _no_attribute(message: str, values: Mapping[str, Any]) -> str:
    kind, wanted = (message.split("'") + [""] * 4)[1:4:2]
    name = next((name for name, value in values.items() if type(value).__name__ == kind), "what stands before the dot")
    if kind in ("list", "tuple"):
        return f"{name} is a {kind} there, and a {kind} has no {wanted}. Parameters(*values) makes Parameters of it."
    fields = {"Forward": Forward._fields, "Parameters": Parameters._fields}.get(kind)
    elsewhere = " The weights and biases are in parameters." if wanted in Parameters._fields else ""
    return f"{name} is a {kind}; it has {', '.join(fields)}.{elsewhere if kind == 'Forward' else ''}" if fields else ""


_HELP: tuple[tuple[type[BaseException], Callable[[str, Mapping[str, Any]], str]], ...] = (
    (SystemExit, lambda *_: "Take exit() or quit() out of the function; return ends it."),
    (AttributeError, _no_attribute),
    (NameError, lambda *_: "The function uses a name that does not exist there. Is it spelled as where it was made?"),
    (OverflowError, lambda *_: "e^x is too large for a float when x is above 709. softplus and sigmoid take any x."),
    (
        ZeroDivisionError,
        lambda *_: "Something is divided that needs no division: the sum over the data is not divided.",
    ),
    (RecursionError, lambda *_: "The function calls itself without end."),
    (
        (IndexError),
        lambda *_: "An index is too large: data may have any number of rows, and there are seven parameters.",
    ),
    (KeyError, lambda *_: "parameters is not a dictionary: write parameters.w1."),
    (ValueError, lambda message, _: "A row is a pair (input, observed); parameters are seven." * ("unpack" in message)),
    (TypeError, lambda message, _: "Compare the arguments with those in the call below." * ("argument" in message)),
)


# What goes to the screen during the experiments is swallowed, of the thread that experiments alone. What waits for an
# answer must be seen, so `input` and a debugger get the screen back until the call ends.


class _Silence:
    """Stands for the screen: lets through what other threads print, and a debugger."""

    threads: ClassVar[set[int]] = set()  # those that are silenced
    entered: ClassVar[int] = 0  # how many calls are being made
    kept: ClassVar[tuple[Any, ...]] = ()  # the screen, input and breakpoint as they were before the first of them
    lock = Lock()

    def __init__(self, screen: Any) -> None:
        self.screen = screen

    def write(self, text: str) -> int:
        asks = sys._getframe(1).f_globals.get("__name__") in ("pdb", "cmd", "bdb")
        if asks or get_ident() not in self.threads:
            self.screen.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.screen, name)


# One for ever: a print of another thread may still be in it when the screen is put back.
_SILENCE = _Silence(None)


@contextmanager
def quiet(really: bool) -> Iterator[None]:
    """Nothing that this thread prints is seen. The last that leaves puts everything back."""
    inside = get_ident() in _Silence.threads
    if not really or inside:
        yield
        return
    with _Silence.lock:
        if not _Silence.entered:
            _Silence.kept = sys.stdout, builtins.input, sys.breakpointhook
            if sys.stdout is not _SILENCE:
                _SILENCE.screen, sys.stdout = sys.stdout, _SILENCE
            builtins.input, sys.breakpointhook = _loud(builtins.input), _loud(sys.breakpointhook)
        _Silence.entered += 1
        _Silence.threads.add(get_ident())
    try:
        yield
    finally:
        with _Silence.lock:
            _Silence.threads.discard(get_ident())
            _Silence.entered -= 1
            if not _Silence.entered:
                sys.stdout, builtins.input, sys.breakpointhook = _Silence.kept


def _loud(function: Callable[..., Any]) -> Callable[..., Any]:
    def with_screen(*arguments: Any, **named: Any) -> Any:
        _Silence.threads.discard(get_ident())
        return function(*arguments, **named)

    return with_screen


def alike(one: float, other: float, tolerance: float = 1e-4) -> bool:
    """Equal but for rounding and for derivatives taken by differences; nan is like nothing."""
    return isfinite(one) and abs(one - other) <= tolerance * (abs(one) + abs(other)) / 2 + 1e-9
