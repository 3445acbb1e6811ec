"""How a learner's function is called: quietly, with fresh copies, and a limited number of times.

What it returns is turned into numbers by name, or into a sentence that says why it is none. Of an exception it is said
where it was raised, and what helps.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from time import perf_counter
from traceback import walk_tb
from typing import Any, Optional

from tinynet.arguments.numbers import finite, shown
from tinynet.network import Forward, Parameters
from tinynet.tutor.quiet import quiet

MOST_CALLS = 1500
MOST_SECONDS, SLOW = 2.0, 0.03  # calls that take longer than SLOW end after MOST_SECONDS

Row = tuple[float, float]
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep

# The kind of exception, a word in its message, and what helps.
HELP = (
    (SystemExit, "", "Take exit() or quit() out of the function; return ends it."),
    (NameError, "", "This name does not exist there. Is it spelled as in the line that defines it?"),
    (OverflowError, "", "e^x is too large for a float when x is above 709. softplus and sigmoid take any x."),
    (ZeroDivisionError, "", "The chain needs one division alone, by 1 + e^x, and that is never 0."),
    (RecursionError, "", "The function calls itself without end."),
    (IndexError, "", "An index is too large: data may have any number of rows, and there are seven parameters."),
    (KeyError, "", "parameters is not a dictionary: write parameters.w1."),
    (ValueError, "unpack", "A row is a pair (input, observed); parameters are seven."),
    (TypeError, "argument", "Compare the arguments with those in the call below."),
)


class NoAnswer(Exception):
    """What the function did instead of returning numbers; `error` is what it raised, `hint` what helps with that."""

    def __init__(self, text: str, error: Any = None, hint: str = "") -> None:
        super().__init__(text)
        self.text, self.error, self.hint = text, error, hint


class Learner:
    """A learner's function, with all answers that it gave so far: all experiments share them.

    read      makes an answer of what it returns and of the question
    given     what it is given for a question
    refused   the first NoAnswer, if there was one
    stopped   whether another answer was wanted after the last call that it may take
    changed   what it does to the list of rows that it is given
    """

    def __init__(self, mine: Any, read: Callable[[Any, Any], Any], given: Any = lambda question: question) -> None:
        self.mine, self.read, self.given = mine, read, given
        self.answers: dict[Any, Any] = {}
        self.calls, self.seconds = 0, 0.0
        self.refused: Optional[NoAnswer] = None
        self.stopped, self.changed = False, ""

    def call(self, *question: Any) -> Any:
        """What it answers now. Only the first call may print: nobody reads a screen of repetitions."""
        arguments = self.given(question)
        copies = [list(value) if type(value) is tuple else value for value in arguments]
        self.calls += 1
        started = perf_counter()
        try:
            with quiet(self.calls > 1):
                return self.read(self.mine(*copies), question)
        except (NoAnswer, KeyboardInterrupt):
            raise
        except BaseException as error:  # also exit(), which would end the learner's session
            did = "called exit" if isinstance(error, SystemExit) else f"raised {shown(error, 300)}"
            raise NoAnswer(f"{did}{_where(error, self.mine)}", error, _helpful(error)) from error
        finally:
            self.seconds += perf_counter() - started
            for value, copy in zip(arguments, copies):
                if type(value) is tuple and [*map(id, value)] != [*map(id, copy)]:
                    self.changed = "it is empty after the call" if not copy else "it holds other rows after the call"

    @property
    def slow(self) -> float:
        """The seconds per call if the function is too slow to go on, else 0."""
        is_slow = self.seconds > MOST_SECONDS and self.seconds > SLOW * self.calls
        return self.seconds / self.calls if is_slow else 0.0

    def answer(self, *question: Any) -> Any:
        """What it answers; None if it does not, or may not be called any more."""
        if question not in self.answers:
            if self.calls >= MOST_CALLS or self.slow:
                self.stopped = True
                return None
            try:
                self.answers[question] = self.call(*question)
            except NoAnswer as refused:
                self.answers[question], self.refused = None, self.refused or refused
        return self.answers[question]

    def besides(self, wanted: Callable[[], Any]) -> Any:
        """Asks something optional. If the calls run out here, the verdict still counts as complete."""
        stopped, found = self.stopped, wanted()
        self.stopped = stopped
        return found


def number_in(value: Any, which: str = "") -> float:
    """What float() makes of it. An array of one number is a number; text, True and what is not finite are none."""
    try:
        number = value.item() if hasattr(value, "item") else value
        return finite(number if hasattr(number, "__round__") else number.__float__(), "value")
    except Exception:
        raise NoAnswer(f"returned {shown(value)}{which}; it must be a finite number") from None


def by_name(result: Any, names: Sequence[str], hint: str = "", number: Any = number_in) -> dict[str, float]:
    """The numbers returned, by name: one, or seven in the order of `Parameters` or by name. `number` reads each."""
    if result is None:
        raise NoAnswer("returned None. Is there a return at its end? It must return numbers")
    values = {names[0]: result} if len(names) == 1 else _named(result, names)
    if set(values) != set(names):
        wanted = f"it must return seven numbers, {', '.join(names)} in this order or by name"
        raise NoAnswer(f"returned {shown(result)}; {wanted}{hint if hasattr(result, '__round__') else ''}")
    return {name: number(values[name], f" for {name}" if len(names) > 1 else "") for name in names}


def _named(result: Any, names: Sequence[str]) -> Mapping[str, Any]:
    """A mapping, a namedtuple and a pandas Series say by themselves what is what; other rows go by their order."""
    if isinstance(result, Mapping):
        return result
    keys = getattr(result, "_fields", None) or getattr(result, "index", None)
    try:
        if keys is not None and not callable(keys) and set(keys) == set(names):
            return dict(zip(keys, result))
        row = [] if isinstance(result, (str, bytes, set, frozenset)) else [*islice(iter(result), len(names) + 1)]
    except TypeError:
        return {}
    if len(row) == 1 and hasattr(result, "tolist"):  # one row of an array or a matrix
        return _named(result.tolist()[0], names)
    return dict(zip(names, row)) if len(row) == len(names) else {}


def _where(error: BaseException, mine: Callable[..., Any]) -> str:
    """The function and the line that the learner wrote: the deepest, if possible in the file of `mine`."""
    own_file = getattr(getattr(mine, "__code__", None), "co_filename", None)
    lines = [(frame.f_code.co_filename, frame.f_code.co_name, line) for frame, line in walk_tb(error.__traceback__)]
    outside = [line for line in lines if not os.path.abspath(line[0]).startswith(PACKAGE)]
    best = [line for line in outside if line[0] == own_file] or outside
    return f" (in {best[-1][1]}, line {best[-1][2]})" if best else ""


def _helpful(error: BaseException) -> str:
    """What helps, in a sentence; empty if nothing is known."""
    if isinstance(error, AttributeError):
        return _no_attribute(error)
    return next((help for kind, word, help in HELP if isinstance(error, kind) and word in str(error)), "")


def _no_attribute(error: AttributeError) -> str:
    """For "'Forward' object has no attribute 'w3'": which value it was, and what it has."""
    kind, wanted = (str(error).split("'") + [""] * 4)[1:4:2]
    *_, (frame, _) = walk_tb(error.__traceback__)
    names = [name for name, value in frame.f_locals.items() if type(value).__name__ == kind and name != "data"]
    name = names[0] if names else "what stands before the dot"
    if kind in ("list", "tuple"):
        return f"{name} is a {kind} there, and a {kind} has no {wanted}. Parameters(*values) makes Parameters of it."
    if kind == "Forward":
        elsewhere = " The weights and biases are in parameters." * (wanted in Parameters._fields)
        return f"{name} is a Forward; it has {', '.join(Forward._fields)}.{elsewhere}"
    return f"{name} is a Parameters; it has {', '.join(Parameters._fields)}." if kind == "Parameters" else ""
