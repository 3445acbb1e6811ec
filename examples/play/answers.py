"""What the page answers to an address. The server and the built site both ask here."""

from __future__ import annotations

import re
from random import randrange
from urllib.parse import parse_qs

from markup import document, section
from pages import form, page, seven
from states import Mistake, State, pressed, read, texts

LONGEST = 24_000  # bytes in an address
HERE = r"(127\.0\.0\.1|localhost\.?)(:[0-9]{1,5})?"  # what a Host may be


def respond(path: str, host: str) -> tuple[int, str]:
    """The status, and the page or, with 303, the address to go to."""
    path, _, query = path.partition("?")
    if not re.fullmatch(HERE, host, re.IGNORECASE):
        return 403, document("Refused", "<h1>Refused</h1><p>This page answers to 127.0.0.1 alone.</p>")
    if path != "/":
        return 404, document("Not found", '<h1>Not found</h1><p>There is one page here: <a href="/">the start</a>.</p>')
    if len(query) > LONGEST:
        said = f"The address has {len(query):,} bytes; at most {LONGEST:,} are read."
        return 414, document("Too long", f"<h1>Too long</h1><p>{said}</p>")
    fields = {name: " ".join(given) for name, given in parse_qs(query, keep_blank_values=True).items()}
    try:
        return (303, pressed(fields, randrange(1_000_000))) if "press" in fields else (200, page(read(fields)))
    except Mistake as mistake:
        values = {"before": "", "now": "", **texts(State()), **fields, **dict(zip(("wrong", "sentence"), mistake.args))}
        board = section("seven", "The seven parameters", seven(values))
        title = "Not understood"
        return 400, document(title, form(title, values, [mistake.args[1]], board))  # the form as it was typed
