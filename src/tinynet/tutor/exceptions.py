"""What can be said of an exception in a learner's function: where it was raised, and what helps."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from tinynet.network import Forward, Parameters

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


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
    _, function, line = ([place for place in places if place[0]] or places)[-1]
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
