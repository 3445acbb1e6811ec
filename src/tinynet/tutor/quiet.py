"""What a learner's function prints during the experiments is not shown.

Only the thread that experiments is silenced. `input` and a debugger need the screen, so they get it back until the call
ends.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, get_ident
from typing import Any, ClassVar


class _Silence:
    """Stands for the screen: lets through what other threads print, and a debugger."""

    threads: ClassVar[set[int]] = set()  # those that are silenced
    entered: ClassVar[int] = 0  # how many calls are being made
    kept: ClassVar[tuple[Any, ...]] = ()  # the screen, input and breakpoint as they were before the first of them
    lock = Lock()

    def __init__(self, screen: Any) -> None:
        self.screen = screen

    def write(self, text: str) -> int:
        asks = sys._getframe(1).f_globals.get("__name__") in ("pdb", "cmd", "bdb")
        if asks or get_ident() not in self.threads:
            self.screen.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.screen, name)


# One for ever: a print of another thread may still be in it when the screen is put back.
_SILENCE = _Silence(None)


@contextmanager
def quiet(really: bool) -> Iterator[None]:
    """Nothing that this thread prints is seen. The last that leaves puts everything back."""
    inside = get_ident() in _Silence.threads
    if not really or inside:
        yield
        return
    with _Silence.lock:
        if not _Silence.entered:
            _Silence.kept = sys.stdout, builtins.input, sys.breakpointhook
            if sys.stdout is not _SILENCE:
                _SILENCE.screen, sys.stdout = sys.stdout, _SILENCE
            builtins.input, sys.breakpointhook = _loud(builtins.input), _loud(sys.breakpointhook)
        _Silence.entered += 1
        _Silence.threads.add(get_ident())
    try:
        yield
    finally:
        with _Silence.lock:
            _Silence.threads.discard(get_ident())
            _Silence.entered -= 1
            if not _Silence.entered:
                sys.stdout, builtins.input, sys.breakpointhook = _Silence.kept


def _loud(function: Callable[..., Any]) -> Callable[..., Any]:
    def with_screen(*arguments: Any, **named: Any) -> Any:
        _Silence.threads.discard(get_ident())
        return function(*arguments, **named)

    return with_screen
