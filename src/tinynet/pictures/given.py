"""What the pictures are given, checked. A `Training` stands for its parameters, its history and its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from itertools import islice
from math import inf
from typing import Any, NamedTuple

from tinynet.arguments.numbers import from_zero, items, shown, whole
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.network import Parameters
from tinynet.pictures.shapes import Point
from tinynet.training import Step, Training

MOST = {"Step": 10_000, "SSR": 1_000_000, "Parameters": 10_000}  # a descent never ends by itself


class Words(NamedTuple):
    """What stands at the top of a plot and at its axes."""

    title: str
    input: str
    observed: str


def checked_words(title: Any, input: Any, observed: Any) -> Words:
    for name, value in (("title", title), ("input", input), ("observed", observed)):
        if not isinstance(value, str):
            raise TypeError(f"{name} is {shown(value)}; it must be text")
    return Words(title, input, observed)


def checked_fit(parameters: Any, data: Any) -> tuple[Parameters, list[Point]]:
    """Parameters and data, or a Training alone."""
    if isinstance(parameters, Training) and data is None:
        data = parameters.data
    return checked_point(parameters), checked_pairs(data)


def checked_point(parameters: Any, name: str = "parameters") -> Parameters:
    if isinstance(parameters, Training):
        return checked_parameters(parameters.parameters, f"{name}.parameters")
    return checked_parameters(parameters, name)


def checked_pairs(data: Any) -> list[Point]:
    return checked_data(in_order(data, "data", "an iterable of (input, observed) pairs"))


def checked_history(history: Any) -> list[float]:
    if isinstance(history, Training):
        history = history.history
    return checked_list(history, "history", from_zero, "SSR")


def checked_frame(frame: Any) -> list[Parameters]:
    return checked_list(frame, "frame", checked_point, "Parameters", least=0)


def checked_list(values: Any, name: str, checked: Callable[[Any, str], Any], kind: str, least: int = 1) -> list[Any]:
    """The values, each checked, at least one."""
    most, kinds = MOST[kind], "Parameters" if kind == "Parameters" else f"{kind}s"
    iterator = items(in_order(values, name, f"an iterable of {kinds}"), name, f"an iterable of {kinds}")
    checks = [checked(value, f"{name}[{k}]") for k, value in enumerate(islice(iterator, most))]
    if len(checks) < least:
        raise ValueError(f"{name} is empty; it must hold at least one {kind}")
    if len(checks) == most and next(iterator, None) is not None:
        raise ValueError(f"{name} holds more than {most:,} {kinds}; take some of them, as with itertools.islice")
    return checks


def in_order(values: Any, name: str, expected: str) -> Any:
    """Anything but a mapping, of which only the keys would be seen, and a set, which has no order."""
    if isinstance(values, (Mapping, Set)) or (hasattr(values, "keys") and hasattr(values, "columns")):
        raise TypeError(f"{name} is {shown(values)}; it must be {expected}")
    return values


def checked_step(step: Any, name: str) -> Step:
    if not isinstance(step, Step):
        raise TypeError(f"{name} is {shown(step)}; it must be a Step, as descend yields them")
    number = whole(step.number, f"{name}.number")
    parameters = checked_parameters(step.parameters, f"{name}.parameters")
    return step._replace(number=number, parameters=parameters, ssr=from_zero(step.ssr, f"{name}.ssr"))


def checked_room(neurons: Any, times: float) -> float | None:
    """How many times the height of the fit its parts may take besides; None where they are left out."""
    if isinstance(neurons, bool):
        return times if neurons else None
    if neurons == "whole":
        return inf
    raise ValueError(f'neurons is {shown(neurons)}; it must be True, False or "whole"')
