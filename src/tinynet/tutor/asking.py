"""How a learner's function is called: quietly, with fresh copies, and a limited number of times.

What it returns is turned into numbers by name, or into a sentence that says why it is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from math import isfinite, nan
from time import perf_counter
from typing import Any

from tinynet.arguments.numbers import finite, shown
from tinynet.network import Parameters
from tinynet.tutor.exceptions import helpful, where
from tinynet.tutor.quiet import quiet

MOST_CALLS = 1500
MOST_SECONDS, SLOW = 2.0, 0.03  # a function that takes longer than that for a call is asked for so many seconds

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
        self.given, self.after = (
            given,
            after,
        )  # for another loss: changes the arguments before a call, and the answer after it
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
                    self.changed = "it is empty after the call" if not copy else "it holds other rows after the call"

    @property
    def slow(self) -> float:
        """The seconds per call if the function is too slow to go on, else 0."""
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


def alike(one: float, other: float, tolerance: float = 1e-4) -> bool:
    """Equal but for rounding and for derivatives taken by differences; nan is like nothing."""
    return isfinite(one) and abs(one - other) <= tolerance * (abs(one) + abs(other)) / 2 + 1e-9
