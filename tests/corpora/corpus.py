"""The two decorators that collect a corpus of learners' programs."""

from typing import Callable, NamedTuple, Optional


class Entry(NamedTuple):
    kind: str
    correct: bool
    function: Callable
    must: frozenset[str]
    may: frozenset[str]
    label: Optional[str]
    source: str
    name: str


ENTRIES: list[Entry] = []


def _name(function):
    return getattr(function, "__name__", None) or type(function).__name__


def wrong(kind, must, may=(), label=None, source="own"):
    must, may = ((x,) if isinstance(x, str) else x for x in (must, may))
    must, may = frozenset(must), frozenset(may)

    def decorate(function):
        ENTRIES.append(Entry(kind, False, function, must, may, label, source, _name(function)))
        return function

    return decorate


def right(kind, source="own"):
    def decorate(function):
        ENTRIES.append(Entry(kind, True, function, frozenset(), frozenset(), None, source, _name(function)))
        return function

    return decorate


def told(loss, kind="layers", source="own"):
    """Right for another loss, which the verdict is to name."""

    def decorate(function):
        ENTRIES.append(Entry(kind, False, function, frozenset(), frozenset(), loss, "told", _name(function)))
        return function

    return decorate


def given(layers, data):
    """What the learner hands over besides the function."""

    def decorate(function):
        function.given = (layers, data)
        return function

    return decorate
