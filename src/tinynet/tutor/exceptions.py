"""What can be said of an exception in a learner's function: where it was raised, and what helps."""

from __future__ import annotations

import os
from collections.abc import Callable
from traceback import walk_tb
from typing import Any

from tinynet.network import Forward, Parameters

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


def where(error: BaseException, mine: Callable[..., Any]) -> str:
    """The function and the line that the learner wrote: the deepest, if possible in the file of `mine`."""
    own_file = getattr(getattr(mine, "__code__", None), "co_filename", None)
    lines = [(frame.f_code.co_filename, frame.f_code.co_name, line) for frame, line in walk_tb(error.__traceback__)]
    outside = [line for line in lines if not os.path.abspath(line[0]).startswith(PACKAGE)]
    best = [line for line in outside if line[0] == own_file] or outside
    return f" (in {best[-1][1]}, line {best[-1][2]})" if best else ""


def helpful(error: BaseException) -> str:
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
