"""A page to play with: press a button and see what one step of gradient descent does to every number.

    PYTHONPATH=src python3 examples/play.py             a page at 127.0.0.1, opened in your browser; Ctrl-C ends it
    PYTHONPATH=src python3 examples/play.py --serve     the same without a terminal, and without opening a browser

The address is the state: where the descent starts, with which data and learning rate, and how many steps it has taken.
So the back button undoes, a link shows just this moment, and the server remembers nothing. Two functions are all of it:

    pressed(fields)    a form that was sent   ->  the address of the new state
    page(state)        a state                ->  the text of its page
"""

from __future__ import annotations

import os
import re
import sys
import warnings
import webbrowser
from contextlib import suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, islice
from random import randrange
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qs, parse_qsl, quote, urlencode

import tinynet
from tinynet import DivergedError, Parameters, Step, dosage

NAMES = Parameters._fields
MOST_ROWS, MOST, LONGEST = 100, 500_000, 8_000  # of rows, of rows times steps, of bytes in an address
WHY = f"since rows times steps are at most {MOST:,} on this page"
STEPS = {"one step": 1, "ten steps": 10, "a hundred": 100, "to the end": 10_000, "back one": -1, "to the start": -MOST}
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


OUTPUT = dosage.FITTED._replace(w3=0.36, w4=0.63, b3=0.0)
STAGES = {  # of the articles
    "b3 alone": State(dosage.FITTED._replace(b3=0.0), learning_rate=0.1, trainable=("b3",), parameter="b3"),
    "w3, w4, b3": State(OUTPUT, learning_rate=0.1, trainable=("w3", "w4", "b3"), parameter="w3"),
    "all seven": State(),
}


class Mistake(ValueError):
    """What is wrong with an address: the field, and a sentence."""


def address(state: State, place: str = "") -> str:
    return f"/?{urlencode(texts(state))}#{quote(place)}"


def texts(state: State) -> Fields:
    """The fields of an address. Each number is written so that it can be read back without loss."""
    start, data, rate, trainable, *chosen = state
    lines = "\n".join(f"{input} {observed}" for input, observed in data)
    return dict(zip((*NAMES, *State._fields[1:]), map(str, (*start, lines, rate, " ".join(trainable), *chosen))))


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
    data, most = tuple(tuple(map(number, line)) for line in lines), MOST // max(len(lines), 1)
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
    """The address that a button leads to: what was typed counts first, then what the button changes.

    Whoever edits anything starts anew, from the values that the page shows rounded and its field `now` holds in full.
    """
    press, _, place = fields["press"].partition("#")
    change = dict(parse_qsl(press))
    if "data" in change:  # a stage of the articles: nothing typed is left
        return address(read(change), place)
    state = read(dict(parse_qsl(fields.get("before", ""))))
    now = dict(zip(NAMES, fields.get("now", "").split()))
    shown = {**texts(state), **{name: brief(number(value)) for name, value in now.items()}}
    editable = [name for name in (*NAMES, "learning_rate", "data", "trainable") if name in fields]
    typed = {name: fields[name] for name in editable if fields[name].strip().splitlines() != shown[name].splitlines()}
    if typed:
        new = read({**texts(state), **now, **typed, "step": "0", "observation": "0"})
        state = new._replace(observation=min(state.observation, len(new.data) - 1))
    go = change.pop("go", "")
    if go in STEPS:
        state = state._replace(step=max(0, min(state.step + STEPS[go], MOST // len(state.data))))
    elif go == "random start":
        state = state._replace(start=tinynet.initial_parameters(seed), step=0)
    return address(read({**texts(state), **change}), place or "".join(list(typed)[:1]))


def walk(state: State) -> tuple[list[Step], tinynet.Training, list[str]]:
    """The steps from the start on, what `train` would return at the state's, and what there is to say."""
    # They go on to the hundredth, or the thousandth, ..., so that the axes can stay, if the descent doesn't end before.
    settings: dict[str, Any] = {"learning_rate": state.learning_rate, "trainable": state.trainable}
    most, steps, words = MOST // len(state.data), [], []
    horizon = min(most, 10 ** max(2, len(str(state.step - 1))))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            for step in islice(tinynet.descend(state.start, state.data, **settings), horizon + 1):
                steps.append(step)
                if max(map(abs, step.step_sizes)) < 1e-6:  # where `train` says that it has converged
                    break
        except DivergedError as error:
            words += [str(error)] * (state.step >= len(steps) - 1)
        if not steps:
            raise Mistake("data", words[0])
        words += [str(warning.message) for warning in caught]
        here = steps[: state.step + 1]
        told = tinynet.train(here[-1].parameters, state.data, max_steps=0, **settings)
    told = told._replace(start=state.start, history=tuple(step.ssr for step in here))
    words += [str(told)] * (told.stopped == "converged")
    words += told.advice.splitlines() * (told.steps >= 100 and not words)
    return steps, told, words + [f"This is the last step, {WHY}."] * (told.steps == most)


def page(state: State) -> str:
    """The page of a state: the same state, the same text."""
    steps, told, words = walk(state)
    state = state._replace(step=told.steps)  # the last one, where the descent ended before
    here, before = steps[state.step], steps[max(0, state.step - 1)].parameters
    calm = [step for step in steps if step.ssr <= 4 * steps[0].ssr]  # those that fly away leave no room for others
    frame = [step.parameters for step in (*calm[:: len(calm) // 3 + 1], *calm[2:3])]
    now, data, name, row = here.parameters, state.data, state.parameter, state.observation
    values = {**texts(state), **{name: brief(value) for name, value in now._asdict().items()}}
    values.update(before=address(state)[2:-1], now=" ".join(map(str, now)))
    leading = {other: address(state._replace(parameter=other)) for other in NAMES}
    network = tinynet.draw_network(now, *data[row], selected=name, link=leading.__getitem__).svg
    places = map("link-{}".format, count())  # each link keeps the focus
    network = re.sub('<a href="(.*?#)', lambda a: f'<a id="{(at := next(places))}" href="{a[1]}{at}', network)
    near = range(max(0, row - 4), min(len(data), row + 5))
    rows = [button("({}, {})".format(*map(brief, data[k])), f"observation={k}", f"row-{k}", k == row) for k in near]
    choice = f'<p class="row">for {"".join(rows)} <a href="#chain">what dSSR/d{name} is made of</a></p>'
    title = f"Step {here.number:,}, SSR {brief(here.ssr)}"
    over = tinynet.draw_ssr(name, now, data, state.learning_rate, frame=frame)
    descent = tinynet.draw_descent(told.history, data, frame=[step.ssr for step in calm])
    board = section("network", "The network, forwards and backwards", choice, network)
    board += section("fit", "The fit, and before", "", tinynet.draw_fit(now, data, before=before, frame=frame).svg)
    board += section("seven", "The seven parameters", seven(values, here))
    board += section("chain", f"dSSR/d{name}, factor by factor", chain(state, now))
    board += section("ssr", f"The SSR over {name}", "", over.svg)
    board += section("descent", "The SSR over the steps so far", "", descent.svg)
    return document(title, values, [f"Always predicting the mean: SSR {brief(told.mean_ssr)}", *words], board)


def button(words: str, change: str = "", place: str = "", chosen: bool | None = None) -> str:
    """A button, with what it changes of the address, and its own place, which is to keep the focus."""
    place = (place or words).replace(",", "").replace(" ", "-")
    state = "" if chosen is None else f' aria-pressed="{str(chosen).lower()}"'
    return f'<button name="press" value="{escape(change)}#{place}" id="{place}"{state}>{escape(words)}</button>'


def field(name: str, values: Fields, form: str = '<input size="9" {} value="{}">') -> str:
    """A field with what was typed; where that was a mistake, the sentence beside it."""
    more, wrong = f'name="{name}" id="{name}"' + f' aria-label="{name}"' * (name in NAMES), ""
    if name == values.get("wrong"):
        more += ' aria-invalid="true" aria-describedby="wrong" autofocus'
        wrong = f' <span class="wrong" id="wrong">{escape(values["sentence"])}</span>'
    return form.format(more, escape(values[name])) + wrong


def seven(values: Fields, here: Step | None = None) -> str:
    """A row for each parameter: its old value to edit, and what the next step does to it."""
    moved = (here.gradient, here.step_sizes, tinynet.update(here.parameters, here.step_sizes)) if here else ()
    rows, box = [], '<input type="checkbox" name="trainable" value="{0}" aria-label="{0} moves"{1}>'
    for name in NAMES:
        ticked, chosen = name in values["trainable"].split(), name == values["parameter"]
        cells = [field(name, values), *[brief(getattr(some, name)) for some in moved]]
        head = button(name, f"parameter={name}", f"select-{name}", chosen)
        rows.append((chosen, head, [*cells, box.format(name, " checked" * ticked)]))
    heads = ["parameter", "old value", *["derivative", "step size", "new value"][: len(moved)], "moves"]
    return '<input type="hidden" name="trainable" value="">' + table(heads, rows)


def chain(state: State, now: Parameters) -> str:
    """What `explain` says; its rows as a table that can be listened to, and pressed."""
    moves = state.parameter in state.trainable
    work = tinynet.explain(state.parameter, now, state.data, state.learning_rate if moves else None)
    slope = "too large a number to be varied"
    with suppress(ValueError):
        slope = brief(getattr(tinynet.numerical_gradient(now, state.data), work.name))
    symbols, _, *step, words = map(escape, str(work).split("\n\n"))
    rows = []
    for k, some in enumerate(work.rows):
        chosen, cells = k == state.observation, list(map(brief, (*some[:3], *some.values, some.product)))
        rows.append((chosen, button(f"data[{k}]", f"observation={k}", f"data-{k}", chosen), cells))
    heads = ["row", "input", "observed", "predicted", *map("<br>".join, work.factors), "product"]
    again = "".join(button(words, f"go={words}", f"{words} below") for words in ("one step", "ten steps", "back one"))
    return f"""<p class="row">{again}</p><pre>{symbols}</pre>{table(heads, rows)}
<p>The sum of the products: <b>dSSR/d{work.name} = {brief(work.derivative)}</b>.
The central difference, which needs no chain rule: {slope}.</p><pre>{"".join(step)}</pre><p>{words}</p>"""


def table(heads: list[str], rows: list[tuple[bool, str, list[str]]]) -> str:  # is it chosen, head, cells
    lines = "".join(f'<th scope="col">{head}</th>' for head in heads)
    for chosen, head, cells in rows:
        lines += f'<tr{" class=chosen" * chosen}><th scope="row">{head}</th><td>{"</td><td>".join(cells)}</td></tr>'
    return f'<div class="wide"><table>{lines}</table></div>'


def brief(value: Any) -> str:
    return f"{value + 0.0:.6g}" if isinstance(value, float) else str(value)


def section(place: str, head: str, inside: str, svg: str = "") -> str:
    drawn = f'<div class="picture">{svg}</div>' * bool(svg)
    return f'<section id="{place}" tabindex="-1"><h2>{head}</h2>{inside}{drawn}</section>'


def document(title: str, values: Fields, words: list[str], board: str) -> str:
    """All of a page: the form with its buttons, what there is to say, the board, and the data."""
    steps = "".join(button(words, f"go={words}") for words in STEPS)
    stages = "".join(button(words, address(stage)[2:-1]) for words, stage in STAGES.items())
    said = "".join(f"<p>{escape(text)}</p>" for text in words[1:])
    hidden = [f'<input type="hidden" name="{name}" value="{escape(values[name])}">' for name in ("before", "now")]
    form = f"""<p>A network learns to hit the dots. Press <b>one step</b>: each parameter moves by its
derivative * learning rate, downhill. Click a parameter to see what its derivative is made of.</p>
<form action="/" autocomplete="off"><button name="press" value="#" class="first" tabindex="-1" aria-hidden="true"></button>
{hidden[0]}{hidden[1]}<section><h2>{title} <small>{words[0]}</small></h2><p class="row">{steps}
<label>learning rate {field("learning_rate", values)}</label>{button("use what I typed")}
<span>start again:</span>{stages}{button("random start", "go=random start")}</p>
<div role="status">{said}</div></section><div class="board">{board}</div>
<section id="own"><h2><label for="data">Your own data, a row on each line: input observed</label></h2>
<p>{field("data", values, '<textarea rows="6" cols="24" {}>{}</textarea>')}</p><p>{button("use this", "", "use-below")}</p></section></form>"""
    return plain(title, form)


def plain(title: str, inside: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - tinynet</title><link rel="icon" href="data:,"><style>{STYLE}</style></head><body><main><h1>tinynet</h1>{inside}</main></body></html>"""


STYLE = """
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #aaa; --soft: #f2f2f2; --mark: #ffe89a }
@media (prefers-color-scheme: dark) { .picture svg { filter: invert(.91) hue-rotate(180deg) }
  :root { --ink: #e6e6e6; --paper: #17181a; --line: #666; --soft: #26282b; --mark: #5a4a10 } }
* { box-sizing: border-box } body, button, input, textarea { font: 15px/1.35 Helvetica, Arial, sans-serif }
body { margin: 0 auto; padding: .4rem 1rem; max-width: 1600px; background: var(--paper); color: var(--ink) }
h1, h2, p, pre { font-size: 1rem; margin: 0 0 .35rem } h1 { margin-right: .6rem; float: left } section { min-width: 0 }
button, input, textarea { color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 5px }
button { padding: .2rem .5rem } #one-step { font-weight: bold } table { border-collapse: collapse }
td, th { padding: .06rem .45rem; text-align: right; border-bottom: 1px solid var(--line) } table:has(.wrong) * { text-align: left }
[aria-pressed=true], .chosen, [role=status] p, .wrong { background: var(--mark) } [aria-invalid] { border: 2px solid #c00 }
:focus-visible { outline: 3px solid #c2418f } .first { position: absolute; left: -999rem } small { font-weight: normal } .wide { max-height: 28rem; margin-bottom: .4rem }
form * { scroll-margin-top: 100vh } #chain, #chain * { scroll-margin-top: 4rem } .picture, .wide, pre { overflow: auto }
.picture svg { display: block; width: 100%; min-width: 420px; height: auto } #network svg { min-width: 600px } .board { display: grid; gap: .5rem 1rem }
.row { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center } .board { grid-template-columns: minmax(0, 1fr) }
@media (min-width: 1200px) { .board { grid-template-columns: 54fr 46fr } #network { grid-row: span 2 } #chain { grid-column: span 2 } }
"""
POLICY = "default-src 'none'; img-src data:; form-action 'self'; frame-ancestors 'none'; style-src 'unsafe-inline'"


def respond(path: str, host: str) -> tuple[int, str]:
    """The status, and the page or, with 303, the address to go to."""
    path, _, query = path.partition("?")
    if host.partition(":")[0] not in ("127.0.0.1", "localhost"):
        return 403, plain("Refused", "<p>This page answers to 127.0.0.1 alone.</p>")
    if path != "/":
        return 404, plain("Not found", '<p>There is one page here: <a href="/">the start</a>.</p>')
    if len(query) > LONGEST:
        return 414, plain("Too long", f"<p>The address has {len(query):,} bytes; at most {LONGEST:,} are read.</p>")
    fields = {name: " ".join(given) for name, given in parse_qs(query, keep_blank_values=True).items()}
    try:
        return (303, pressed(fields, randrange(1_000_000))) if "press" in fields else (200, page(read(fields)))
    except Mistake as mistake:
        values = {"before": "", "now": "", **texts(State()), **fields, **dict(zip(("wrong", "sentence"), mistake.args))}
        board = section("seven", "The seven parameters", seven(values))
        return 400, document("Not understood", values, ["", mistake.args[1]], board)  # the form as it was typed


class Handler(BaseHTTPRequestHandler):
    timeout = 10  # seconds for a request to come in
    lock = Lock()  # warnings can be caught for one page at a time

    def do_GET(self) -> None:
        with self.lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the page itself tells
            status, text = respond(self.path, self.headers.get("Host", ""))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        if status == 303:
            self.send_header("Location", text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text.encode())

    do_HEAD = do_GET

    def log_message(self, *_: Any) -> None: ...  # the terminal shows the address alone


def main() -> None:
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
    main() if sys.stdout.isatty() or "--serve" in sys.argv else print(__doc__)
