"""What a learner's function prints during the experiments is not shown.

Only the thread that experiments is silenced. `input` and a debugger get the screen back until the call ends.
"""

import builtins
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, get_ident
from typing import Any


class Silence:
    """Stands for the screen. It swallows what the silenced threads print, and lets through all others and a debugger."""

    def __init__(self, screen: Any = None) -> None:
        self.screen = screen
        self.threads: set[int] = set()  # those that are silenced
        self.calls = 0  # how many are being made
        self.kept: tuple[Any, ...] = ()  # the screen, input and breakpoint as they were before the first of them
        self.lock = Lock()

    def write(self, text: str) -> int:
        is_debugger = sys._getframe(1).f_globals.get("__name__") in ("pdb", "cmd", "bdb")
        if is_debugger or get_ident() not in self.threads:
            self.screen.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.screen, name)

    def enter(self) -> None:
        with self.lock:
            if not self.calls:
                self.kept = sys.stdout, builtins.input, sys.breakpointhook
                if sys.stdout is not self:
                    self.screen, sys.stdout = sys.stdout, self
                builtins.input, sys.breakpointhook = self.loud(builtins.input), self.loud(sys.breakpointhook)
            self.calls += 1
            self.threads.add(get_ident())

    def leave(self) -> None:
        """The last that leaves puts everything back."""
        with self.lock:
            self.threads.discard(get_ident())
            self.calls -= 1
            if not self.calls:
                sys.stdout, builtins.input, sys.breakpointhook = self.kept

    def loud(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that gets the screen back."""

        def with_screen(*arguments: Any, **named: Any) -> Any:
            self.threads.discard(get_ident())
            return function(*arguments, **named)

        return with_screen


# One for ever: a print of another thread may still be in it when the screen is put back.
SILENCE = Silence()


@contextmanager
def quiet(wanted: bool) -> Iterator[None]:
    """Nothing that this thread prints is seen."""
    if not wanted or get_ident() in SILENCE.threads:
        yield
        return
    SILENCE.enter()
    try:
        yield
    finally:
        SILENCE.leave()
