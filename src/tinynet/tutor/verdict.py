"""What a check finds out."""

from collections.abc import Mapping
from typing import NamedTuple, Optional


class Verdict(NamedTuple):
    """What was found out about a learner's function. It is true if the function is correct; `str` and `repr` give the text.

    correct     whether it is right wherever it was tried
    places      where it goes wrong: names of the table `findings.PLACES`, led by a parameter if several are checked
    mistakes    the usual mistake made there, if it is a known one
    hints       three sentences, each a little more: where to look, what kind of slip, the remedy
    error       what the function raised, else None
    text        the words
    parts       for each part of the chain "right", "wrong", "follows" (wrong only because of another) or "unknown"
    convention  the name of a loss for which it is right, such as "SSR/2", else None
    """

    correct: bool
    places: tuple[str, ...]
    mistakes: tuple[str, ...]
    hints: tuple[str, ...]
    error: Optional[BaseException]
    text: str
    parts: Mapping[str, str] = {}
    convention: Optional[str] = None

    def __bool__(self) -> bool:
        return self.correct

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """For a notebook: the places marked, then the words."""
        from html import escape

        places = " ".join(f"<mark>{escape(place)}</mark>" for place in self.places)
        first = places or ("Right." if self.correct else "Not right.")
        return f'<p>{first}</p>\n<pre style="font-family: monospace">{escape(self.text)}</pre>'
