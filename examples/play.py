"""A page to play with: press a button and see what one step of gradient descent does to every number.

    PYTHONPATH=src python3 examples/play.py             a page at 127.0.0.1, opened in your browser; Ctrl-C ends it
    PYTHONPATH=src python3 examples/play.py --serve     the same without a terminal, and without opening a browser

The address is the state: where the descent starts, with which data and learning rate, and how many steps it has taken.
So the back button undoes, a link shows just this moment, and the server remembers nothing. Two functions are all of it:

    pressed(fields)    a form that was sent   ->  the address of the new state
    page(state)        a state                ->  the text of its page

Every number on the page comes from tinynet: descend, train, explain, numerical_gradient, and the pictures.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
import webbrowser
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, islice
from random import randrange
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import tinynet
from tinynet import DivergedError, Parameters, Step, dosage

NAMES = Parameters._fields
MOST_ROWS, MOST_WORK, LONGEST = 100, 500_000, 8_000  # rows of data, rows times steps, bytes of an address
WHY = f"since rows times steps are at most {MOST_WORK:,} on this page"
STEPS = {
    "one step": 1,
    "ten steps": 10,
    "a hundred": 100,
    "to the end": 10_000,
    "back one": -1,
    "to the start": -MOST_WORK,
}
Fields = dict[str, str]  # of an address or a form


class State(NamedTuple):
    """All there is to know of a page."""

    start: Parameters = dosage.START
    data: tuple[tuple[float, float], ...] = dosage.DATA
    learning_rate: float = 0.02
    trainable: tuple[str, ...] = NAMES
    step: int = 0
    parameter: str = "w1"  # the selected one
    observation: int = 1  # the selected row of the data


B3, OUTPUT = dosage.FITTED._replace(b3=0.0), dosage.FITTED._replace(w3=0.36, w4=0.63, b3=0.0)
STAGES = {  # of the articles
    "b3 alone": State(B3, learning_rate=0.1, trainable=("b3",), parameter="b3"),
    "w3, w4, b3": State(OUTPUT, learning_rate=0.1, trainable=("w3", "w4", "b3"), parameter="w3"),
    "all seven": State(),
}


class Mistake(ValueError):
    """What is wrong with an address: the field, and a sentence."""


# From an address to a state, and back.


def address(state: State, place: str = "") -> str:
    return f"/?{urlencode(texts(state))}#{place}"


def texts(state: State) -> Fields:
    """The fields of an address. Each number is written so that it can be read back without loss."""
    start, data, rate, trainable, *chosen = state
    lines = "\n".join(f"{input} {observed}" for input, observed in data)
    names = (*NAMES, "learning_rate", "data", "trainable", "step", "parameter", "observation")
    return dict(zip(names, map(str, (*start, rate, lines, " ".join(trainable), *chosen))))


def number(text: str, kind: type = float) -> Any:
    """The number that a text stands for, or else the text itself, which is then refused in the usual words."""
    try:
        return kind(text)
    except ValueError:
        return text


def read(fields: Fields) -> State:
    """The state that an address asks for."""
    given = {**texts(State()), **fields}
    lines = [line.replace(",", " ").split() for line in given["data"].splitlines() if line.strip()]
    data, most = tuple(tuple(map(number, line)) for line in lines), MOST_WORK // max(len(lines), 1)
    given["observation"] = fields.get("observation", "1" if len(lines) > 1 else "0")
    step, row = (number(given[name], int) for name in ("step", "observation"))
    rate, moving = number(given["learning_rate"]), given["trainable"].split()
    start = Parameters(*[number(given[name]) for name in NAMES])
    try:
        tinynet.descend(start, data, learning_rate=rate, trainable=moving)
    except (TypeError, ValueError) as error:
        raise Mistake(re.match(r"(?:start\.)?(\w+)", str(error))[1], str(error)) from None  # type: ignore[index]
    for name, value, good, words in (
        ("data", len(data), range(MOST_ROWS + 1), f"{MOST_ROWS} rows at most"),
        ("step", step, range(most + 1), f"a whole number from 0 to {most:,}, {WHY}"),
        ("observation", row, range(len(data)), f"a row of the data, from 0 to {len(data) - 1}"),
        ("parameter", given["parameter"], NAMES, f"one of {', '.join(NAMES)}"),
    ):
        if value not in good:
            raise Mistake(name, f"{name} is {given[name][:40]!a}; on this page it must be {words}")
    trainable = tuple(name for name in NAMES if name in moving)
    return State(start, data, rate, trainable, step, given["parameter"], row)


def pressed(fields: Fields, seed: int = 1) -> str:
    """The address that a button leads to: what was typed counts first, then what was pressed.

    before    the address of the page that the form was on
    now       the seven values there: whoever edits one of them, or anything else, starts anew from them
    press     what the button changes of the address, and the place on the page that keeps the focus
    """
    press, _, place = fields["press"].partition("#")
    change = dict(parse_qsl(press))
    if "data" in change:  # a stage of the articles: nothing typed is left
        return address(read(change), spot(place))
    state = read(dict(parse_qsl(fields.get("before", ""))))
    now = dict(zip(NAMES, fields.get("now", "").split()))
    shown = {**texts(state), **{name: brief(number(value)) for name, value in now.items()}}
    editable = [name for name in (*NAMES, "learning_rate", "data", "trainable") if name in fields]
    typed = {name: fields[name] for name in editable if fields[name].split() != shown[name].split()}
    if typed:
        new = read({**texts(state), **now, **typed, "step": "0", "observation": "0"})
        state = new._replace(observation=min(state.observation, len(new.data) - 1))
    go = change.pop("go", "")
    if go in STEPS:
        state = state._replace(step=max(0, min(state.step + STEPS[go], MOST_WORK // len(state.data))))
    elif go == "random start":
        values = [round(value, 2) for value in tinynet.initial_parameters(seed)]
        state = state._replace(start=Parameters(*values), step=0)
    return address(read({**texts(state), **change}), spot(place or "".join(list(typed)[:1])))


# From a state to what there is to see.


def walk(state: State) -> tuple[Step, Parameters, tinynet.Training, list[str], list[float], list[Parameters]]:
    """The descent, up to the step of the state, or to where it ends before.

    That step, the parameters of the one before, what `train` would return there, and what there is to say of it. And
    what the axes hold so that they stay from step to step: some SSRs and parameters of the first hundred steps, or the
    first thousand, ..., but for those that fly far above the SSR of the start.
    """
    rate, most, words = state.learning_rate, MOST_WORK // len(state.data), []
    horizon = min(most, 10 ** max(2, len(str(state.step - 1))))
    here, before, history, ahead, frame = None, state.start, [], [], []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        steps = tinynet.descend(state.start, state.data, learning_rate=rate, trainable=state.trainable)
        try:
            for step in islice(steps, horizon + 1):
                if step.number <= state.step:
                    before, here = (here or step).parameters, step
                    history.append(step.ssr)
                if step.ssr <= 4 * history[0]:
                    ahead.append(step.ssr)
                    frame += [step.parameters] * (step.number in (0, 2, horizon // 10, horizon))
                if max(map(abs, step.step_sizes)) < 1e-6:  # where `train` says that it has converged
                    break
        except DivergedError as error:
            if error.step is here:
                words = [str(error)]
        if here is None:
            raise Mistake("data", words[0])
        words += [str(warning.message) for warning in caught]
        told = tinynet.train(here.parameters, state.data, learning_rate=rate, trainable=state.trainable, max_steps=0)
    told = told._replace(start=state.start, history=tuple(history))
    if told.stopped == "converged":
        words.append(str(told))
    elif told.steps >= 100 and not words:
        words += told.advice.splitlines()
    words += [f"This is the last step, {WHY}."] * (told.steps == most)
    return here, before, told, words, ahead, frame


def page(state: State) -> str:
    """The page of a state: the same state, the same text."""
    here, before, told, words, ahead, frame = walk(state)
    state = state._replace(step=here.number)  # the last one, where the descent ended before
    now, data, name, row = here.parameters, state.data, state.parameter, state.observation
    values = {**texts(state), **{name: brief(value) for name, value in now._asdict().items()}}
    values.update(before=address(state)[2:-1], now=" ".join(map(str, now)))
    places = count()

    def link(name: str) -> str:
        return address(state._replace(parameter=name), f"link-{next(places)}")

    network = tinynet.draw_network(now, *data[row], selected=name, link=link).svg
    network = re.sub(r'<a href="([^"]*#)([^"]*)"', r'<a id="\2" href="\1\2"', network)  # which keeps the focus
    near = range(max(0, row - 4), min(len(data), row + 5))
    rows = "".join(row_button(k, row, "({}, {})".format(*map(brief, data[k]))) for k in near)
    choice = f'<p class="row">for {rows} <a href="#chain">what dSSR/d{name} is made of</a></p>'
    title = f"Step {here.number:,}, SSR {brief(here.ssr)}"
    fit = tinynet.draw_fit(now, data, before=before, frame=frame).svg
    ssr = tinynet.draw_ssr(name, now, data, state.learning_rate, frame=frame).svg
    descent = tinynet.draw_descent(told.history, data, frame=ahead or (0.0,)).svg
    words = [f"{title}; always predicting the mean: {brief(told.mean_ssr)}", *words]
    moved = here.gradient, here.step_sizes, tinynet.update(now, here.step_sizes)
    return document(
        title,
        values,
        words,
        {
            "network": ("The network, forwards and backwards", f'{choice}<div class="picture">{network}</div>'),
            "fit": ("The fit, and that of the step before", f'<div class="picture">{fit}</div>'),
            "seven": ("The seven parameters", seven(values, moved)),
            "chain": (f"dSSR/d{name}, factor by factor", chain(state, now)),
            "ssr": (f"The SSR over {name}", f'<div class="picture">{ssr}</div>'),
            "descent": ("The SSR over the steps so far", f'<div class="picture">{descent}</div>'),
        },
    )


def refused(fields: Fields, name: str, sentence: str) -> str:
    """The form as it was typed, with the sentence beside the field, and no pictures."""
    values = {**texts(State()), "before": "", "now": "", **fields, "wrong": name, "sentence": sentence}
    return document("Not understood", values, [], {"seven": ("The seven parameters", seven(values))})


# The parts of a page.


def button(words: str, change: str = "", place: str = "", chosen: bool | None = None) -> str:
    place = spot(place or words)
    state = "" if chosen is None else f' aria-pressed="{str(chosen).lower()}"'
    return f'<button name="press" value="{escape(change)}#{place}" id="{place}"{state}>{escape(words)}</button>'


def row_button(k: int, row: int, words: str, place: str = "") -> str:
    return button(words, f"observation={k}", place or f"row-{k}", k == row)


def spot(place: str) -> str:
    """The name of a place on the page, such as a button, so that it keeps the focus."""
    return re.sub(r"[^\w]+", "-", place)


def field(name: str, values: Fields, form: str = '<input size="9" {} value="{}">') -> str:
    """A field with what was typed; where that was a mistake, the sentence beside it."""
    more, wrong = f'name="{name}" id="{name}"' + f' aria-label="{name}"' * (name in NAMES), ""
    if name == values.get("wrong"):
        more += ' aria-invalid="true" aria-describedby="wrong" autofocus'
        wrong = f' <span class="wrong" id="wrong">{escape(values["sentence"])}</span>'
    return form.format(more, escape(values[name])) + wrong


def seven(values: Fields, moved: tuple[Parameters, ...] = ()) -> str:
    """A row for each parameter: its old value to edit, and what the next step does to it."""
    rows = []
    for name in NAMES:
        ticked = " checked" * (name in values["trainable"].split())
        box = f'<input type="checkbox" name="trainable" value="{name}" aria-label="{name} moves"{ticked}>'
        chosen = name == values["parameter"]
        head = button(name, f"parameter={name}", f"select-{name}", chosen)
        rows.append((chosen, head, [field(name, values), *[cell(getattr(some, name)) for some in moved], box]))
    heads = ["parameter", "old value", *["derivative", "step size", "new value"][: len(moved)], "moves"]
    return '<input type="hidden" name="trainable" value="">' + table(heads, rows)


def chain(state: State, now: Parameters) -> str:
    """What `explain` says; its rows as a table that can be listened to, and pressed."""
    rate = state.learning_rate if state.parameter in state.trainable else None
    work = tinynet.explain(state.parameter, now, state.data, rate)
    try:
        slope = cell(getattr(tinynet.numerical_gradient(now, state.data), work.name))
    except ValueError as error:
        slope = escape(str(error))
    symbols, _, *step, words = map(escape, str(work).split("\n\n"))
    rows = []
    for k, some in enumerate(work.rows):
        head = row_button(k, state.observation, f"data[{k}]", f"data-{k}")
        cells = [cell(value) for value in (*some[:3], *some.values, some.product)]
        rows.append((k == state.observation, head, cells))
    heads = ["row", "input", "observed", "predicted", *map("<br>".join, work.factors), "product"]
    again = "".join(button(words, f"go={words}", f"{words} below") for words in ("one step", "ten steps", "back one"))
    return f"""<p class="row">{again}</p><pre>{symbols}</pre>{table(heads, rows)}
<p>The sum of the products: <b>dSSR/d{work.name} = {cell(work.derivative)}</b>.
The central difference, which needs no chain rule: {slope}.</p><pre>{"".join(step)}</pre><p>{words}</p>"""


def table(heads: list[str], rows: list[tuple[bool, str, list[str]]]) -> str:
    """Each row is whether it is chosen, its head, and its cells."""
    lines = "".join(f'<th scope="col">{head}</th>' for head in heads)
    for chosen, head, cells in rows:
        inside = "".join(f"<td>{text}</td>" for text in cells)
        lines += f'<tr{" class=chosen" * chosen}><th scope="row">{head}</th>{inside}</tr>'
    return f'<div class="wide"><table>{lines}</table></div>'


def cell(value: float) -> str:
    """A number for people, with all its digits for programs."""
    return f'<data value="{value!r}">{brief(value)}</data>'


def brief(value: Any) -> str:
    return f"{value + 0.0:.6g}" if isinstance(value, float) else str(value)


def document(title: str, values: Fields, words: list[str], sections: dict[str, tuple[str, str]]) -> str:
    """All of a page: the form with its buttons, what there is to say, the sections, and the data."""
    steps = "".join(button(words, f"go={words}") for words in STEPS)
    stages = "".join(button(words, address(stage)[2:-1]) for words, stage in STAGES.items())
    if values.get("wrong") not in (None, *NAMES, "learning_rate", "data"):
        words = [values["sentence"]]
    said = "".join(f"<p>{escape(text)}</p>" for text in words)
    parts = "".join(
        f'<section id="{place}" tabindex="-1"><h2>{head}</h2>{inside}</section>'
        for place, (head, inside) in sections.items()
    )
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(values[name])}">' for name in ("before", "now")
    )
    return plain(
        title,
        f"""<p>A network learns to hit the dots. Press <b>one step</b>: each parameter moves by its
derivative * learning rate, downhill. Click a parameter to see what its derivative is made of.</p>
<form action="/" autocomplete="off">{hidden}<button name="press" value="#" class="first" tabindex="-1" aria-hidden="true">
</button><section><h2>{title}</h2><p class="row">{steps}<label>learning rate {field("learning_rate", values)}</label>
{button("use what I typed")}<span>start again:</span>{stages}{button("random start", "go=random start")}</p>
<div class="said" role="status">{said}</div></section><div class="board">{parts}</div><section>
<h2><label for="data">Your own data, a row on each line: input observed</label></h2>
<p>{field("data", values, '<textarea rows="6" cols="24" {}>{}</textarea>')}</p>
<p>{button("use this", "", "use-below")}</p></section></form>""",
    )


def plain(title: str, inside: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - tinynet</title><link rel="icon" href="data:,"><style>{STYLE}</style></head>
<body><main><h1>tinynet</h1>{inside}</main></body></html>"""


STYLE = """
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #aaa; --soft: #f2f2f2; --mark: #ffe89a }
@media (prefers-color-scheme: dark) { .picture svg { filter: invert(.91) hue-rotate(180deg) }
  :root { --ink: #e6e6e6; --paper: #17181a; --line: #666; --soft: #26282b; --mark: #5a4a10 } }
* { box-sizing: border-box } body, button, input, textarea { font: 15px/1.35 Helvetica, Arial, sans-serif }
body { margin: 0 auto; padding: .4rem 1rem; max-width: 1600px; background: var(--paper); color: var(--ink) }
h1, h2 { font-size: 1rem; margin: 0 0 .2rem } h1 { margin-right: .6rem; float: left } p { margin: 0 0 .4rem }
button, input, textarea { color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 5px }
button { cursor: pointer; padding: .2rem .5rem } #one-step { font-weight: bold } table { border-collapse: collapse }
td, th { padding: .06rem .45rem; text-align: right } td:has(.wrong) { text-align: left }
tr { border-top: 1px solid var(--line) } .row { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center }
[aria-pressed=true], .chosen, .said p + p, .wrong { background: var(--mark) } .said p + p, .wrong { padding: .1rem .4rem }
:focus-visible { outline: 3px solid #c2418f; outline-offset: 1px } .first { position: absolute; left: -999rem }
form * { scroll-margin-top: 100vh } #chain, #chain * { scroll-margin-top: 4rem } [aria-invalid] { border: 2px solid #c00 }
.picture, .wide, pre { overflow: auto } .wide { max-height: 28rem } pre { margin: .5rem 0 }
.picture svg { display: block; width: 100%; min-width: 600px; height: auto } .board { display: grid; gap: .5rem 1rem;
  grid-template-columns: minmax(0, 1fr) } #chain { grid-column: 1 / -1 } section { min-width: 0 }
@media (min-width: 1200px) { .board { grid-template-columns: 54fr 46fr } #network { grid-row: span 2 } }
"""
POLICY = "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src"
SUM = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": f"{POLICY} 'sha256-{SUM}'"}


# The server.


def respond(path: str, host: str) -> tuple[int, str]:
    """The status, and the page or, with 303, the address to go to."""
    path, _, query = path.partition("?")
    if host.partition(":")[0] not in ("127.0.0.1", "localhost"):
        return 403, plain("Refused", "<p>This page answers to 127.0.0.1 alone.</p>")
    if path != "/":
        return 404, plain("Not found", '<p>There is one page here: <a href="/">the start</a>.</p>')
    if len(query) > LONGEST:
        words = f"The address has {len(query):,} bytes; it must have at most {LONGEST:,}, so use fewer or shorter rows."
        return 414, plain("Too long", f"<p>{words} What you typed is one page back.</p>")
    pairs = parse_qsl(query, keep_blank_values=True)
    fields = {**dict(pairs)}
    if "trainable" in fields:  # as boxes are ticked, or in a word
        fields["trainable"] = " ".join(value for name, value in pairs if name == "trainable")
    try:
        return (303, pressed(fields, randrange(1_000_000))) if "press" in fields else (200, page(read(fields)))
    except Mistake as mistake:
        return 400, refused(fields, *mistake.args)


class Handler(BaseHTTPRequestHandler):
    timeout = 10  # seconds for a request to come in
    lock = Lock()  # warnings can be caught for one page at a time

    def do_GET(self) -> None:
        with self.lock:
            status, text = respond(self.path, self.headers.get("Host", ""))
        body = text.encode()
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Length": str(len(body)), "Location": text}.items():
            if name != "Location" or status == 303:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_: Any) -> None:
        """Nothing: the terminal shows the address alone."""


def main() -> None:
    if not (sys.stdout.isatty() or "--serve" in sys.argv):
        print(__doc__)
        return
    try:
        server = ThreadingHTTPServer(("127.0.0.1", 8717), Handler)
    except OSError:  # something else is there
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}/"
    print(f"Open {url} in a browser. Ctrl-C ends it.", flush=True)
    if sys.stdout.isatty() and (sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ):
        webbrowser.open(url)
    with suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
