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
import sys
import warnings
from base64 import b64encode
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import randrange
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

import tinynet
from tinynet import DivergedError, Parameters, Step, dosage

NAMES = Parameters._fields
MOST_ROWS, MOST_WORK, LONGEST = 100, 500_000, 8_000  # rows of data, rows times steps, bytes of an address
WHY = f"since rows times steps are at most {MOST_WORK:,} on this page"
STEPS = {"back one": -1, "one step": 1, "ten steps": 10, "a hundred": 100}
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
    "b3 alone": State(dosage.FITTED._replace(b3=0.0), dosage.DATA, 0.1, ("b3",), parameter="b3"),
    "w3, w4, b3": State(OUTPUT, dosage.DATA, 0.1, ("w3", "w4", "b3"), parameter="w3"),
    "all seven": State(),
}


class Mistakes(ValueError):
    """What is wrong with an address: its one argument has for each field a sentence."""


# From an address to a state, and back.


def address(state: State, place: str = "") -> str:
    return "/?" + urlencode(texts(state)) + f"#{quote(place)}" * bool(place)


def texts(state: State) -> Fields:
    """The fields of an address. Each number is written so that it can be read back without loss."""
    return {
        **{name: repr(value) for name, value in state.start._asdict().items()},
        "learning_rate": repr(state.learning_rate),
        "data": "\n".join(f"{input!r} {observed!r}" for input, observed in state.data),
        "trainable": " ".join(state.trainable),
        "step": str(state.step),
        "parameter": state.parameter,
        "observation": str(state.observation),
    }


def number(text: str) -> Any:
    """The number that a text stands for, or else the text itself, which tinynet refuses in its own words."""
    try:
        return float(text)
    except ValueError:
        return text


def whole(text: str) -> int:
    """A whole number from 0 on, or else -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def read(fields: Fields) -> State:
    """The state that an address asks for. Each field is tried by itself, so each mistake is told beside its field."""
    given = {**texts(State()), **fields}
    values = {name: number(given[name]) for name in NAMES}
    lines = [line.replace(",", " ").split() for line in given["data"].splitlines() if line.strip()]
    rows: Any = [tuple(map(number, line)) for line in lines]
    rate, moving, parameter = number(given["learning_rate"]), given["trainable"].split(), given["parameter"]
    good: dict[str, Any] = {"start": dosage.START, "data": dosage.DATA, "learning_rate": 1.0}
    trials: dict[str, Any] = {name: {"start": dosage.START._replace(**{name: values[name]})} for name in NAMES}
    trials.update(data={"data": rows}, learning_rate={"learning_rate": rate}, trainable={"trainable": moving})
    found = {}
    for name, trial in trials.items():
        try:
            tinynet.descend(**{**good, **trial})
        except (TypeError, ValueError) as error:
            found[name] = str(error)
    given["observation"] = fields.get("observation", str(min(1, max(len(rows) - 1, 0))))
    if len(rows) > MOST_ROWS:
        found["data"] = f"data holds {len(rows):,} rows; on this page it must hold at most {MOST_ROWS}"
    step, row, most = whole(given["step"]), whole(given["observation"]), MOST_WORK // max(len(rows), 1)
    limits = {
        "step": (0 <= step <= most, f"a whole number from 0 to {most:,}, {WHY}"),
        "observation": (0 <= row < max(len(rows), 1), f"a row of the data, from 0 to {len(rows) - 1}"),
        "parameter": (parameter in NAMES, f"one of {', '.join(NAMES)}"),
    }
    for name, (kept, expected) in limits.items():
        if not kept:
            found[name] = f"{name} is {given[name][:40]!a}; it must be {expected}"
    if found:
        raise Mistakes(found)
    trainable = tuple(name for name in NAMES if name in moving)
    return State(Parameters(**values), tuple(rows), rate, trainable, step, parameter, row)


def pressed(fields: Fields, seed: int = 1) -> str:
    """The address that a button leads to: what was typed counts first, then what was pressed.

    before    the address of the page that the form was on
    now       the seven values there; whoever edits one of them, or anything else, starts anew from them
    """
    press, place = fields["press"].partition(" below")[0], spot(fields["press"])
    if press in STAGES:
        return address(STAGES[press], place)
    state = read(dict(parse_qsl(fields.get("before", ""))))
    now = dict(zip(NAMES, fields.get("now", "").split()))
    shown = {name: brief(number(text)) for name, text in now.items()}
    typed = {name: fields[name] for name in NAMES if name in fields and fields[name].strip() != shown.get(name)}
    others: Fields = {name: fields[name] for name in fields if name in ("learning_rate", "data")}
    others["trainable"] = " ".join(name for name in NAMES if f"move_{name}" in fields)
    new = read({**texts(state), **now, **typed, **others, "step": "0", "observation": "0"})
    edited = [*typed, *[name for name in others if getattr(new, name) != getattr(state, name)]]
    if edited:
        state = new._replace(observation=min(state.observation, len(new.data) - 1))
        place = edited[0] if press == "use" else place
    step, most, row = state.step, MOST_WORK // len(state.data), whole(press[4:])
    if press in STEPS:
        step = max(0, min(step + STEPS[press], most))
    elif press == "to the end":
        rate, moving = state.learning_rate, state.trainable
        most = min(step + 10_000, most)
        try:
            step = tinynet.train(state.start, state.data, learning_rate=rate, max_steps=most, trainable=moving).steps
        except DivergedError as error:
            step = error.step.number if error.step else 0
    elif press == "back to the start":
        step = 0
    elif press == "random start":
        values = [round(value, 2) for value in tinynet.initial_parameters(seed)]
        state, step = state._replace(start=Parameters(*values)), 0
    elif press[7:] in NAMES:
        state = state._replace(parameter=press[7:])
    elif press.startswith("row ") and 0 <= row < len(state.data):
        state = state._replace(observation=row)
    return address(state._replace(step=step), place)


# From a state to what there is to see.


def walk(state: State) -> tuple[Step, Parameters, list[float], list[str], float, list[float], list[Parameters]]:
    """The descent up to the step of the state: that step, the parameters before it, the history, what `train` says.

    And what the axes hold: a hundred steps, or a thousand, ..., so that they stay from step to step. But steps that fly
    away, far above the SSR of the start, would leave no room for the others.
    """
    most, horizon, words = MOST_WORK // len(state.data), 100, []
    while horizon < state.step:
        horizon *= 10
    horizon = min(horizon, most)
    marks = {0, 2, horizon // 10, horizon // 3, horizon}
    settings: dict[str, Any] = {"learning_rate": state.learning_rate, "trainable": state.trainable}
    here, before, history, frame = None, state.start, [], []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            for step in tinynet.descend(state.start, state.data, **settings):
                history.append(step.ssr)
                if step.number <= state.step:
                    before, here = (here or step).parameters, step
                if step.number in marks and step.ssr <= 4 * history[0]:
                    frame.append(step.parameters)
                if step.number == horizon:
                    break
        except DivergedError as error:
            if here is None:
                raise Mistakes({"data": str(error)}) from None
            words += [str(error)] * (state.step >= len(history) - 1)
        assert here is not None
        words += [str(warning.message) for warning in caught]
        told = tinynet.train(state.start, state.data, max_steps=0, **settings)
        ended = tinynet.train(here.parameters, state.data, max_steps=0, **settings).stopped
    past, at = history[: here.number + 1], here.number
    told = told._replace(parameters=here.parameters, gradient=here.gradient, history=tuple(past), stopped=ended)
    words += [str(told)] * (ended == "converged") + [told.advice] * (ended != "converged" and at >= 100 and not words)
    words += [f"This is the last step, {WHY}."] * (at == most)
    ahead = past + [ssr for ssr in history[at + 1 :] if ssr <= 4 * history[0]]
    return here, before, past, list(filter(None, words)), told.mean_ssr, ahead, frame


def page(state: State) -> str:
    """The page of a state: the same state, the same text."""
    here, before, history, words, mean_ssr, ahead, frame = walk(state)
    state = state._replace(step=here.number)  # which is the last one, where the descent diverged
    now, data, name, row, rate = here.parameters, state.data, state.parameter, state.observation, state.learning_rate
    work = tinynet.explain(name, now, data, rate if name in state.trainable else None)
    try:
        slope = cell(getattr(tinynet.numerical_gradient(now, data), name))
    except ValueError as error:
        slope = escape(str(error))
    values = {**texts(state), **{name: brief(value) for name, value in now._asdict().items()}}
    values.update({f"move_{name}": "on" for name in state.trainable})
    values.update(before=address(state)[2:], now=" ".join(map(repr, now)))
    near = range(max(0, row - 4), min(len(data), row + 5))
    rows = "".join(row_button(k, row, "input {}, observed {}".format(*map(brief, data[k]))) for k in near)
    leading = '<a href="#chain">What the marked derivative is made of</a>'
    address_of = {name: address(state._replace(parameter=name), "network") for name in NAMES}
    network = tinynet.draw_network(now, *data[row], selected=name, link=address_of.__getitem__)
    fit = tinynet.draw_fit(now, data, before=before, frame=frame)
    over = tinynet.draw_ssr(name, now, data, rate, frame=frame)
    descent = tinynet.draw_descent(history, data, frame=ahead)
    board = section("network", "The network, forwards and backwards", f'<p class="row">{rows} {leading}</p>', network)
    board += section("fit", "The fit, and that of the step before", "", fit)
    board += section("seven", "The seven parameters", seven(values, {}, state, here))
    board += section("ssr", f"The SSR over {name}", "", over)
    board += section("descent", "The SSR over the steps so far", "", descent)
    chain = section("chain", f"dSSR/d{name}, factor by factor", explained(row, work, slope))
    title = f"Step {here.number:,}, SSR {brief(here.ssr)}"
    head = f"{title} <small>(always predicting the mean: {brief(mean_ssr)})</small>"
    return document(title, form(values, {}, head, words, f'<div class="board">{board}</div>{chain}'))


def refused(fields: Fields, mistakes: Fields) -> str:
    """The form as it was typed, with a sentence beside each field that is wrong, and no pictures."""
    values = {**texts(State()), **fields}
    if "press" not in fields:
        values.update({f"move_{name}": "on" for name in values["trainable"].split()})
    words = [text for name, text in mistakes.items() if name not in (*NAMES, "learning_rate", "data")]
    board = section("seven", "The seven parameters", seven(values, mistakes))
    return document("Not understood", form(values, mistakes, "Not understood", words, board))


# The parts of a page.


def form(values: Fields, mistakes: Fields, head: str, words: list[str], parts: str) -> str:
    steps = "".join(map(button, ("back to the start", *STEPS, "to the end")))
    again = "".join(map(button, (*STAGES, "random start")))
    hidden = [
        f'<input type="hidden" name="{name}" value="{escape(values.get(name, ""))}">' for name in ("before", "now")
    ]
    said = "".join(f"<p>{escape(text)}</p>" for text in words)
    area = field("data", values, mistakes, '<textarea rows="6" cols="24" {}>{}</textarea>')
    return f"""<form action="/" autocomplete="off">{"".join(hidden)}
<button name="press" value="use" class="first" tabindex="-1" aria-hidden="true">Enter</button>
<section><h2>{head}</h2><p class="row">{steps}
<label>learning rate {field("learning_rate", values, mistakes)}</label>{button("use", "use what I typed")}
<span>start again:</span>{again}</p><div class="said" role="status">{said}</div></section>{parts}
<section id="own"><h2><label for="data">Your own data, a row on each line: input observed</label></h2>
<p>{area}</p><p>{button("use below", "use what I typed")}</p></section></form>"""


def button(press: str, words: str = "", pressed: str = "") -> str:
    return f'<button name="press" value="{press}" id="{spot(press)}"{pressed}>{escape(words or press)}</button>'


def row_button(k: int, row: int, words: str, where: str = "") -> str:
    return button(f"row {k}{where}", words, f' aria-pressed="{str(k == row).lower()}"')


def spot(press: str) -> str:
    """The place of a button on the page, so that it keeps the focus."""
    return press.replace(",", "").replace(" ", "-")


def field(name: str, values: Fields, mistakes: Fields, form: str = '<input size="9" {} value="{}">') -> str:
    """A field with what was typed; where that was a mistake, the sentence beside it."""
    more, wrong = f' aria-label="{name}"' * (name in NAMES), ""
    if name in mistakes:
        more += f' aria-invalid="true" aria-describedby="wrong-{name}"' + " autofocus" * (name == next(iter(mistakes)))
        wrong = f' <span class="wrong" id="wrong-{name}">{escape(mistakes[name])}</span>'
    return form.format(f'name="{name}" id="{name}"{more}', escape(values[name])) + wrong


def seven(values: Fields, mistakes: Fields, state: State | None = None, here: Step | None = None) -> str:
    """A row for each parameter: its old value to edit, and what the next step does to it."""
    rows = []
    for name in NAMES:
        ticked = " checked" * (f"move_{name}" in values)
        cells, head, chosen = [field(name, values, mistakes)], name, False
        if state and here:
            after, chosen = tinynet.update(here.parameters, here.step_sizes), name == state.parameter
            cells += [cell(getattr(some, name)) for some in (here.gradient, here.step_sizes, after)]
            head = button(f"select {name}", name, f' aria-pressed="{str(chosen).lower()}"')
        cells.append(f'<input type="checkbox" name="move_{name}" aria-label="{name} moves"{ticked}>')
        rows.append(line(head, cells, chosen))
    return table(["", "old value", *["derivative", "step size", "new value"] * bool(here), "moves"], rows)


def explained(row: int, work: tinynet.Derivation, slope: str) -> str:
    """What `explain` says; its rows as a table that can be listened to, and pressed."""
    chain, _, *step, words = str(work).split("\n\n")
    rows = []
    for k, some in enumerate(work.rows):
        cells = [cell(value) for value in (*some[:3], *some.values, some.product)]
        rows.append(line(row_button(k, row, f"data[{k}]", " below"), cells, k == row))
    heads = ["row", "input", "observed", "predicted", *["<br>".join(factor) for factor in work.factors], "product"]
    wide = f' colspan="{len(heads) - 1}"'
    rows.append(line(f"dSSR/d{work.name} =", [cell(work.derivative)], False, wide))
    rows.append(line("central difference", [slope], False, wide))
    held = "" if step else f"{work.name} is held, and stays where it is. Tick it among the seven, and it moves."
    return f"""<p class="row">{button("back one below", "back one")}{button("one step below", "one step")}</p>
<pre tabindex="0">{escape(chain)}</pre>{table(heads, rows)}
<pre tabindex="0">{escape("".join(step))}</pre><p>{escape(words)} {held}</p>"""


def table(heads: list[str], rows: list[str]) -> str:
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    return f'<div class="wide" tabindex="0"><table><tr>{head}</tr>{"".join(rows)}</table></div>'


def line(head: str, cells: list[str], chosen: bool, wide: str = "") -> str:
    inside = "".join(f"<td>{text}</td>" for text in cells)
    return f'<tr{" class=chosen" * chosen}><th scope="row"{wide}>{head}</th>{inside}</tr>'


def cell(value: float) -> str:
    """A number for people, with all its digits for programs."""
    return f'<data value="{value!r}">{brief(value)}</data>'


def brief(value: Any) -> str:
    return f"{value + 0.0:.6g}" if isinstance(value, float) else str(value)


def section(place: str, head: str, inside: str, picture: tinynet.Picture | None = None) -> str:
    drawn = f'<div class="picture" tabindex="0">{picture.svg}</div>' if picture else ""
    return f'<section id="{place}" tabindex="-1"><h2>{head}</h2>{inside}{drawn}</section>'


def document(title: str, inside: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - tinynet</title><link rel="icon" href="data:,"><style>{STYLE}</style></head><body><h1>tinynet</h1>
<p>A network learns to hit the dots. Press <b>one step</b>: each parameter moves by its derivative * learning rate,
downhill. Click a parameter to see what its derivative is made of.</p><main>{inside}</main></body></html>"""


STYLE = """
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #aaa; --soft: #f2f2f2; --mark: #ffe89a }
@media (prefers-color-scheme: dark) { .picture svg { filter: invert(.91) hue-rotate(180deg) }
  :root { --ink: #e6e6e6; --paper: #17181a; --line: #666; --soft: #26282b; --mark: #5a4a10 } }
* { box-sizing: border-box } body, button, input, textarea { font: 15px/1.4 Helvetica, Arial, sans-serif }
body { margin: 0 auto; padding: .5rem 1rem; max-width: 1600px; background: var(--paper); color: var(--ink) }
h1 { font-size: 1rem; margin: 0 .6rem 0 0; float: left } h2 { font-size: 1rem; margin: 0 0 .3rem }
p { margin: 0 0 .4rem } td:has(.wrong) { text-align: left } .row { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center } h2 small { font-weight: normal }
button, input, textarea { color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 5px }
button { cursor: pointer; padding: .25rem .5rem } #one-step { font-weight: bold } td, th { padding: .15rem .45rem }
[aria-pressed=true], .chosen, .said p, .wrong { background: var(--mark) } .said p, .wrong { padding: .2rem .6rem }
:focus-visible { outline: 3px solid #c2418f; outline-offset: 1px } .first { position: absolute; left: -999rem }
form * { scroll-margin-top: 100vh } #chain, #chain * { scroll-margin-top: 5rem } table { border-collapse: collapse }
.board { display: grid; gap: .8rem; grid-template-columns: minmax(0, 1fr) } td, th { text-align: right }
@media (min-width: 1000px) { .board { grid-template-columns: 1fr 1fr } #network { grid-row: span 2 } }
.picture, .wide, pre { overflow: auto } .wide { max-height: 28rem } tr + tr { border-top: 1px solid var(--line) }
.picture svg { display: block; width: 100%; min-width: 600px; height: auto } [aria-invalid] { border: 2px solid #c00 }
"""


# The server.


class Handler(BaseHTTPRequestHandler):
    timeout = 10  # seconds for a request to come in
    lock = Lock()  # warnings can be caught for one page at a time

    def do_GET(self) -> None:
        with self.lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            status, text = respond(self.path, self.headers.get("Host", ""))
        body = text.encode()
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if status == 303:
            self.send_header("Location", text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_: Any) -> None:
        """Nothing: the terminal shows the address alone."""


POLICY = "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src"
SUM = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": f"{POLICY} 'sha256-{SUM}'"}


def respond(path: str, host: str) -> tuple[int, str]:
    """The status, and the page or, with 303, the address to go to."""
    path, _, query = path.partition("?")
    if host.partition(":")[0] not in ("127.0.0.1", "localhost"):
        return 403, document("Refused", "<p>This page answers to 127.0.0.1 alone.</p>")
    if path != "/":
        return 404, document("Not found", '<p>There is one page here: <a href="/">the start</a>.</p>')
    if len(query) > LONGEST:
        words = f"The address has {len(query):,} bytes; it must have at most {LONGEST:,}, so use fewer or shorter rows."
        return 414, document("Too long", f"<p>{words} What you typed is one page back.</p>")
    fields = dict(parse_qsl(query, keep_blank_values=True))
    try:
        return (303, pressed(fields, randrange(1_000_000))) if "press" in fields else (200, page(read(fields)))
    except Mistakes as mistakes:
        return 400, refused(fields, mistakes.args[0])


def main() -> None:
    if not (sys.stdout.isatty() or "--serve" in sys.argv):
        print("A page to play with. In a terminal this opens it; without one, add --serve:")
        print("    PYTHONPATH=src python3 examples/play.py --serve")
        return
    try:
        server = ThreadingHTTPServer(("127.0.0.1", 8717), Handler)
    except OSError:  # something else is there
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}/"
    print(f"Open {url} in a browser. Ctrl-C ends it.", flush=True)
    if sys.stdout.isatty() and (sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ):
        import webbrowser

        webbrowser.open(url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
