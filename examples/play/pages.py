"""The page of a state: the same state, the same text."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape
from itertools import count

from dialect import on_the_page
from markup import Fields, Row, brief, button, document, field, one_by_one, section, table
from states import AGAIN, CHECK, NAMES, RANDOM, STAGES, STEPS, State, address, query, texts
from walks import frame_of, steps_at, told_about, walk_of

import tinynet
from tinynet import Parameters, Step

FEW = 8  # rows of the data: more of them are not printed
FIRST = """Press <b>one step</b>: each parameter moves downhill by its derivative * learning rate.
Press a parameter to see what its derivative is made of."""
A_NUMBER = r"[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d\d?)?"


def page(state: State) -> str:
    walk = walk_of(state)
    state = state._replace(step=min(state.step, walk.last))  # the descent may have ended before
    *before, here = steps_at(state, walk, state.step)
    told, words = told_about(state, walk, here)
    frame, ssrs = frame_of(walk)
    now, data, name = here.parameters, state.data, state.parameter
    old = before[0].parameters if before else now
    values = {**texts(state), **{name: brief(value) for name, value in now._asdict().items()}}
    values.update(before=query(state), now=" ".join(map(str, now)))
    fit = tinynet.draw_fit(now, data, before=old, frame=frame).svg
    over = tinynet.draw_ssr(name, now, data, state.learning_rate, frame=frame).svg
    descent = tinynet.draw_descent(told.history, data, frame=ssrs).svg
    board = section("fit", "The fit, and before", "", fit)
    board += section("ssr", f"The SSR over {name}", "", over)
    board += network(state, now, here)
    board += section("seven", "The seven parameters", seven(values, here))
    board += section("descent", "The SSR over the steps so far", "", descent)
    board += section("chain", f"dSSR/d{name}, factor by factor", chain(state, now, values))
    title = f"Step {here.number:,}, SSR {brief(here.ssr)}"
    return document(title, form(title, values, words, board, state.origin is not None))


def network(state: State, now: Parameters, here: Step) -> str:
    """The network at one observation, whole and, for narrow screens, in two halves, one below the other."""
    name, row, data = state.parameter, state.observation, state.data
    leading = {other: address(state._replace(parameter=other, mine="")) for other in NAMES}
    whole = tinynet.draw_network(now, *data[row], selected=name, link=leading.__getitem__).svg
    near = range(max(0, row - 4), min(len(data), row + 5))
    rows = [button("({}, {})".format(*map(brief, data[k])), f"observation={k}", f"row-{k}", k == row) for k in near]
    share = brief(tinynet.explain(name, now, [data[row]]).derivative)
    total = f"; all {len(data)} add up to {brief(getattr(here.gradient, name))}" if len(data) > 1 else ""
    said = f"""<p class="row">one observation: {"".join(rows)}</p>
<p>Every SSR and dSSR/d... in the network is <b>this observation's share</b>. Its share of dSSR/d{name} is {share}{total}:
<a href="#chain">see the factors</a>.</p>"""
    *halves, legend = in_halves(whole)
    narrow = "".join(f'<div class="half picture">{half}</div>' for half in halves)
    narrow += f'<div class="half">{legend}</div>'
    whole = f'<div class="whole picture">{focusable(whole, "link")}</div>'
    return section("network", "The network, forwards and backwards", said + whole + narrow)


def focusable(svg: str, place: str) -> str:
    """Each link with a place of its own, which keeps the focus."""
    places = map(f"{place}-{{}}".format, count())
    return re.sub('<a href="(.*?#)', lambda a: f'<a id="{(at := next(places))}" href="{a[1]}{at}', svg)


def in_halves(svg: str) -> list[str]:
    """The same picture twice: once its left part shows, once its last column; the legend stands below as text."""
    width, height, _ = map(float, re.findall(r'(?:width|height)="(\d+)"', svg)[:3])
    edge = max(map(float, re.findall(r'class="box" x="([\d.]+)"', svg))) - 17  # between the last two columns of boxes
    legend = re.search('<g class="legend">.*?</g>', svg)
    lines = re.findall(r'y="([\d.]+)"[^>]*>(.*?)</text>', legend[0] if legend else "")
    if legend and lines:
        svg, height = svg.replace(legend[0], ""), float(lines[0][0]) - 25
    size = r'width="\d+" height="\d+" viewBox="[\d. ]+"'
    parts = [("left", 0, edge), ("right", edge - 16, width - edge + 16)]
    views = [re.sub(size, f'viewBox="{left:g} 0 {wide:g} {height:g}"', svg, count=1) for _, left, wide in parts]
    drawn = [focusable(view, place) for view, (place, *_) in zip(views, parts)]
    return [*drawn, "".join(f"<p>{line}</p>" for _, line in lines)]


def seven(values: Fields, here: Step | None = None) -> str:
    """A row for each parameter: its old value to edit, and what the next step does to it."""
    moved = (here.gradient, here.step_sizes, tinynet.update(here.parameters, here.step_sizes)) if here else ()
    rows, box = [], '<input type="checkbox" name="trainable" value="{0}" aria-label="{0} moves"{1}>'
    for name in NAMES:
        ticked, chosen = name in values["trainable"].split(), name == values["parameter"]
        cells = [field(name, values, label=name), *[brief(getattr(some, name)) for some in moved]]
        head = button(name, f"parameter={name}", f"select-{name}", chosen)
        rows.append(Row(chosen, head, [*cells, box.format(name, " checked" * ticked)]))
    heads = ["name", "old value", *["derivative", "step size", "new value"][: len(moved)], "moves"]
    caption = "What the next step does to each parameter" if moved else "The values to start from"
    return '<input type="hidden" name="trainable" value="">' + table(caption, heads, rows)


def chain(state: State, now: Parameters, values: Fields) -> str:
    """What `explain` says. Its rows are a table for screen readers, with buttons."""
    name = state.parameter
    work = tinynet.explain(name, now, state.data, state.learning_rate if name in state.trainable else None)
    slope = "too large a number to be varied"
    with suppress(ValueError):
        slope = brief(getattr(tinynet.numerical_gradient(now, state.data), name))
    symbols, _, *step, words = map(escape, str(work).split("\n\n"))
    rows = []
    for k, some in enumerate(work.rows):
        cells = list(map(brief, (*some[:3], *some.values, some.product)))
        head = button(f"data[{k}]", f"observation={k}", f"data-{k}", k == state.observation)
        rows.append(Row(k == state.observation, head, cells))
    heads = ["row", "input", "observed", "predicted", *map("<br>".join, work.factors), "product:<br>its share"]
    left = f'<p class="more">{len(rows) - FEW} more rows are on the screen.</p>' if len(rows) > FEW else ""
    again = "".join(button(words, f"go={words}", f"{words} below") for words in ("one step", "ten steps", "back one"))
    ask = f'<label for="mine">my dSSR/d{name} is</label> {field("mine", values)} {button(CHECK, f"go={CHECK}")}'
    return f"""<p class="row">{again}</p><pre>{symbols}</pre><p class="row">{ask}</p>{judged(state, now)}
{table(f"The product of the factors for each observation: its share of dSSR/d{name}", heads, rows)}{left}
<p>The sum of the products: <b>dSSR/d{name} = {brief(work.derivative)}</b>.
The central difference, which needs no chain rule: {slope}.</p><pre>{"".join(step)}</pre><p>{words}</p>"""


def judged(state: State, now: Parameters) -> str:
    """What `check` says about the visitor's own number: the first hint first."""
    if not state.mine:
        return ""
    said = f"<p>{escape(state.mine)!s} is no number, such as 0.76.</p>"
    if re.fullmatch(A_NUMBER, state.mine):
        try:
            verdict = tinynet.check(state.mine.replace(",", "."), state.parameter, now, state.data)
            text, *hints = map(on_the_page, (verdict.text, *dict.fromkeys(verdict.hints)))
            said = f"<p>{escape(text)}</p>" if verdict else "<p><b>Not right.</b></p>" + one_by_one(hints, text)
        except ValueError as error:
            said = f"<p>{escape(str(error))}</p>"
    return f'<div role="status" id="verdict">{said}</div>'


def form(title: str, values: Fields, words: list[str], board: str, again: bool = False) -> str:
    """The whole page: the buttons, the sentences, the board, and the data."""
    steps = "".join(button(words, f"go={words}", key=str(k)) for k, words in enumerate(STEPS, 1))
    stages = "".join(button(words, query(stage)) for words, stage in STAGES.items())
    said = "".join(f"<p>{escape(text)}</p>" for text in words)
    if again:
        said += f"<p>These steps begin where the learning rate was changed. {button(AGAIN, f'go={AGAIN}')}</p>"
    said = said or FIRST
    hidden = [f'<input type="hidden" name="{name}" value="{escape(values[name])}">' for name in ("before", "now")]
    return f"""<form action="?" autocomplete="off">
<button name="press" value="#" class="first" tabindex="-1" aria-hidden="true"></button>{hidden[0]}{hidden[1]}
<header><h1>tinynet</h1><h2>{title}</h2><nav class="row" aria-label="steps">{steps}
<a class="skip" href="#seven">skip to the numbers</a></nav></header>
<p class="row settings"><label>learning rate {field("learning_rate", values, '<input size="6" {} value="{}">')}</label>
{button("use what I typed")}<span>start again:</span>{stages}{button(RANDOM, f"go={RANDOM}")}</p>
<div role="status" id="said">{said}</div><div class="board">{board}</div>
<section id="own"><h2><label for="data">Your own data, a row on each line: input observed</label></h2>
<p>{field("data", values, '<textarea rows="6" cols="24" {}>{}</textarea>')}</p><p>{button("use this", "", "use-below")}</p></section></form>"""
