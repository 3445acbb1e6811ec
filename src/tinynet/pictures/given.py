"""What the pictures are given, checked. A `Training` stands for its parameters, its history and its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

from tinynet.arguments.numbers import at_most, items, shown
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.network import Parameters
from tinynet.pictures.plots import Words
from tinynet.pictures.shapes import Point
from tinynet.training import Training


def checked_fit(parameters: Any, data: Any) -> tuple[Parameters, list[Point]]:
    """Parameters and data, or a Training alone."""
    if isinstance(parameters, Training) and data is None:
        data = parameters.data
    return checked_point(parameters), checked_rows(data)


def checked_point(parameters: Any, name: str = "parameters") -> Parameters:
    return checked_parameters(parameters.parameters if isinstance(parameters, Training) else parameters, name)


def checked_rows(data: Any) -> list[Point]:
    return checked_data(in_order(data, "data", "an iterable of (input, observed) pairs"))


def checked_list(
    values: Any, name: str, checked: Callable[[Any, str], Any], kind: str, most: int = 10_000, least: int = 1
) -> list[Any]:
    """The values, each checked."""
    expected = f"an iterable of {kind}"
    iterator = at_most(most, items(in_order(values, name, expected), name, expected), name)
    checks = [checked(value, f"{name}[{k}]") for k, value in enumerate(iterator)]
    if len(checks) < least:
        raise ValueError(f"{name} is empty; it must hold at least one of the {kind}")
    return checks


def in_order(values: Any, name: str, expected: str) -> Any:
    """Refuse a mapping or a table, since only its keys would be seen, and a set, which has no order."""
    if isinstance(values, (Mapping, Set)) or (hasattr(values, "keys") and hasattr(values, "columns")):
        raise TypeError(f"{name} is {shown(values)}; it must be {expected}")
    return values


def checked_words(title: Any, input: Any, observed: Any) -> Words:
    for name, value in (("title", title), ("input", input), ("observed", observed)):
        if not isinstance(value, str):
            raise TypeError(f"{name} is {shown(value)}; it must be text")
    return Words(title, input, observed)
