"""What the pictures are given, checked. A `Training` stands for its parameters, its history and its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

from tinynet.arguments.numbers import at_most, from_zero, items, shown
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.network import Parameters
from tinynet.pictures.shapes import Point
from tinynet.training import Training

PAIRS = "an iterable of (input, observed) pairs"


def checked_fit(parameters: Any, data: Any) -> tuple[Parameters, list[Point]]:
    """Parameters and data, or a Training alone."""
    if isinstance(parameters, Training) and data is None:
        data = parameters.data
    return checked_point(parameters), checked_data(in_order(data, "data", PAIRS))


def checked_point(parameters: Any, name: str = "parameters") -> Parameters:
    if isinstance(parameters, Training):
        return checked_parameters(parameters.parameters, f"{name}.parameters")
    return checked_parameters(parameters, name)


def checked_history(history: Any, name: str = "history") -> list[float]:
    if isinstance(history, Training):
        history = history.history
    return checked_list(history, name, from_zero, "SSRs", 1_000_000)


def checked_frame(frame: Any) -> list[Parameters]:
    return checked_list(frame, "frame", checked_point, "Parameters") if frame != () else []


def checked_list(
    values: Any, name: str, checked: Callable[[Any, str], Any], kind: str, most: int = 10_000
) -> list[Any]:
    """The values, each checked, at least one."""
    iterator = items(in_order(values, name, f"an iterable of {kind}"), name, f"an iterable of {kind}")
    checks = [checked(value, f"{name}[{k}]") for k, value in enumerate(at_most(most, iterator, name))]
    if not checks:
        raise ValueError(f"{name} is empty; it must be an iterable of {kind}")
    return checks


def in_order(values: Any, name: str, expected: str) -> Any:
    """Anything but a mapping or a table, of which only the keys would be seen, and a set, which has no order."""
    if isinstance(values, (Mapping, Set)) or (hasattr(values, "keys") and hasattr(values, "columns")):
        raise TypeError(f"{name} is {shown(values)}; it must be {expected}")
    return values
