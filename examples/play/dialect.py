"""The tutor's words, for a visitor who has the fields and buttons of the page instead of Python."""

from __future__ import annotations

import re
from typing import Any

import tinynet

INSTEAD: Any = (
    (r"(?<=\n\n)explain\(.*?\)", "The table on this page"),
    (r'explain\("(\w+)"[^)]*\)', r"the table of \1 on this page"),
    (r"learning_rate=(\S*\d)", r"the learning rate \1"),
    (r"max_steps=([\d_]+)", lambda found: f"{int(found[1]):,} steps"),
    (r"more steps, about (\S+) steps", r"more steps, about \1"),
    (r"initial_parameters\((\d+)\)", lambda found: f"{tinynet.initial_parameters(int(found[1])):.3f}"),
    (r"scale the data \(Scaling\.of\)", "type smaller numbers for the data"),
)


def on_the_page(text: str, data: Any = ()) -> str:
    """What can be typed or pressed here, for each call of a function that the tutor suggests."""
    head, code, lines = text.partition("Scale the data:\n")
    if code:
        rate = re.search(r"learning_rate=(\S*\d)", lines)
        text = f"{head}{scaled_by_hand(data)} Then take the learning rate {rate[1] if rate else ''}."
    for pattern, words in INSTEAD:
        text = re.sub(pattern, words, text)
    return text


def scaled_by_hand(data: Any) -> str:
    centre, spread, level, height = map("{:.4g}".format, tinynet.Scaling.of(data))
    return (
        f"Scale the data: type (input - {centre}) / {spread} for each input and "
        f"(observed - {level}) / {height} for each observed."
    )
