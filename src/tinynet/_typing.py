"""What tinynet needs of the module `typing`, without importing it: that takes longer than a short training does."""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for True

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    Any = object

    class _Named(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return type.__new__(cls, name, bases, body)
            fields = body["__annotations__"]
            defaults = [body.pop(field) for field in fields if field in body]
            base = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            return type(name, (base,), {"__slots__": (), **body})

    class NamedTuple(metaclass=_Named):
        """As in `typing`: the annotated names of a class become the fields of a tuple."""
