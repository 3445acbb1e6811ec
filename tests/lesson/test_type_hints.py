"""What a tool can read from the annotations: of every public name, on every Python."""

import inspect
import typing

import pytest

import tinynet
from tinynet import layers

PUBLIC = [getattr(tinynet, name) for name in tinynet.__all__] + [getattr(layers, name) for name in dir(layers)]
CALLABLE = {value for value in PUBLIC if callable(value) and not isinstance(value, layers.Activation)}
METHODS = {
    method
    for value in CALLABLE
    if inspect.isclass(value)
    for name, method in vars(value).items()
    if inspect.isfunction(method) and not name.startswith("_")
}


@pytest.mark.parametrize("value", sorted(CALLABLE | METHODS, key=lambda value: value.__qualname__))
def test_the_type_hints_can_be_read(value):
    hints = typing.get_type_hints(value)
    if inspect.isfunction(value):
        taken = [name for name in inspect.signature(value).parameters if name != "self"]
        assert set(hints) == {*taken, "return"}
