"""Pieces of HTML that know nothing about the network: a button, a field, a table, a section, a document."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, NamedTuple, Optional

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
Fields = dict[str, str]  # of an address or a form


class Row(NamedTuple):
    """A row of a table: whether it is the chosen one, its head, its cells."""

    chosen: bool
    head: str
    cells: list[str]


def brief(value: Any) -> str:
    return f"{value + 0.0:.6g}" if isinstance(value, float) else str(value)


def button(words: str, change: str = "", place: str = "", chosen: Optional[bool] = None, key: str = "") -> str:
    """A button. It changes `change` in the address, and keeps the focus at `place`."""
    place = (place or words).replace(",", "").replace(" ", "-")
    more = "" if chosen is None else f' aria-pressed="{str(chosen).lower()}"'
    more += f' accesskey="{key}" title="access key {key}"' if key else ""
    return f'<button name="press" value="{escape(change)}#{place}" id="{place}"{more}>{escape(words)}</button>'


def field(name: str, values: Fields, form: str = '<input size="9" {} value="{}">', label: str = "") -> str:
    """A field with what was typed and, if that was a mistake, the sentence about it."""
    more, wrong = f'name="{name}" id="{name}"' + (f' aria-label="{label}"' if label else ""), ""
    if name == values.get("wrong"):
        more += ' aria-invalid="true" aria-describedby="wrong" autofocus'
        wrong = f' <span class="wrong" id="wrong">{escape(values["sentence"])}</span>'
    return form.format(more, escape(values[name])) + wrong


def table(caption: str, heads: list[str], rows: list[Row]) -> str:
    lines = "".join(f'<th scope="col">{head}</th>' for head in heads)
    for row in rows:
        cells = "</td><td>".join(row.cells)
        lines += f'<tr{" class=chosen" * row.chosen}><th scope="row">{row.head}</th><td>{cells}</td></tr>'
    return f'<div class="wide"><table><caption>{caption}</caption>{lines}</table></div>'


def section(place: str, head: str, inside: str, *pictures: str) -> str:
    drawn = "".join(f'<div class="picture">{svg}</div>' for svg in pictures)
    return f'<section id="{place}" tabindex="-1"><h2>{head}</h2>{inside}{drawn}</section>'


def one_by_one(sentences: list[str], last: str) -> str:
    """The first sentence. A click opens the next one and, in the end, what is last."""
    rest = f"<pre>{escape(last)}</pre>"
    for number in range(len(sentences) - 1, -1, -1):
        more = "another hint" if number < len(sentences) - 1 else "all that was found"
        rest = f"<p>{escape(sentences[number])}</p><details><summary>{more}</summary>{rest}</details>"
    return rest


def document(title: str, inside: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - tinynet</title><link rel="icon" href="data:,"><style>{STYLE}</style></head>
<body><main>{inside}</main></body></html>"""
