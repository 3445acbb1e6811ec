"""The state of the page, and the address that holds it.

The address is the state: where the descent starts, with which data and learning rate, and how many steps it has taken.
So the back button undoes, a link shows just this moment, and the server remembers nothing.

    read(fields)       the fields of an address    ->  the state
    address(state)     a state                     ->  its address
    pressed(fields)    a form that was sent        ->  the address of the new state
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any, NamedTuple, Optional
from urllib.parse import parse_qsl, quote, urlencode

from markup import Fields, brief

import tinynet
from tinynet import Parameters, dosage

NAMES = Parameters._fields
MOST_ROWS, MOST = 100, 500_000  # of rows; of rows times steps
WHY = f"since rows times steps are at most {MOST:,} on this page"
STEPS = {"one step": 1, "ten steps": 10, "a hundred": 100, "to the end": 10_000, "back one": -1, "to the start": -MOST}
AGAIN, RANDOM, CHECK = "again from the start", "random start", "check"


class State(NamedTuple):
    """All there is to know about a page."""

    start: Parameters = dosage.START
    data: tuple[tuple[float, float], ...] = dosage.DATA
    learning_rate: float = 0.02
    trainable: tuple[str, ...] = NAMES
    step: int = 0
    parameter: str = "w1"  # the selected one
    observation: int = 1  # the selected row of the data
    origin: Optional[Parameters] = None  # the start before the learning rate was changed
    mine: str = ""  # what the visitor says that the selected derivative is


OUTPUT = dosage.FITTED._replace(w3=0.36, w4=0.63, b3=0.0)
STAGES = {  # of the articles
    "b3 alone": State(dosage.FITTED._replace(b3=0.0), learning_rate=0.1, trainable=("b3",), parameter="b3"),
    "w3, w4, b3": State(OUTPUT, learning_rate=0.1, trainable=("w3", "w4", "b3"), parameter="w3"),
    "all seven": State(),
}


class Mistake(ValueError):
    """What is wrong with an address: the field, and a sentence."""


def address(state: State, place: str = "") -> str:
    return f"?{query(state)}#{quote(place)}"


def query(state: State) -> str:
    return urlencode({name: text for name, text in texts(state).items() if text or name == "trainable"})


def texts(state: State) -> Fields:
    """The fields of an address. Each number is written so that it can be read back without loss."""
    fields = {**state.start._asdict(), **state._asdict(), "trainable": " ".join(state.trainable)}
    fields["data"] = "\n".join(f"{input} {observed}" for input, observed in state.data)
    fields["origin"] = " ".join(map(str, state.origin or ()))
    return {name: str(value) for name, value in fields.items() if name != "start"}


def number(text: str, kind: type = float) -> Any:
    """The number that a text stands for, with a decimal point or comma.

    If it stands for none, the text itself is returned. The checks of tinynet then refuse it in their usual words.
    """
    try:
        return kind(text.replace(",", ".", 1))
    except ValueError:
        return text


def numbers(line: str) -> tuple[Any, ...]:
    """The numbers in a line: "0.5 1", "0.5, 1", "0.5,1", and with decimal commas "0,5 1" or "0,5; 1,5"."""
    parts = re.split(r"[\s;]+", line.strip().strip(";"))
    if len(parts) == 1 or any(part.startswith(",") or part.endswith(",") for part in parts):
        parts = line.replace(",", " ").replace(";", " ").split()
    return tuple(map(number, parts))


def read(fields: Fields) -> State:
    """The state that an address asks for."""
    given = {**texts(State()), **fields}
    data = tuple(numbers(line) for line in given["data"].splitlines() if line.strip())
    given["observation"] = fields.get("observation", "1" if len(data) > 1 else "0")
    step, row = (number(given[name], int) for name in ("step", "observation"))
    rate, moving = number(given["learning_rate"]), given["trainable"].split()
    start = Parameters(*[number(given[name]) for name in NAMES])
    origin = tuple(map(number, given["origin"].split()))
    try:
        tinynet.descend(start, data, learning_rate=rate, trainable=moving)
    except (TypeError, ValueError) as error:
        place = re.match(r"(?:start\.)?(\w+)", str(error))
        raise Mistake(place[1] if place else "", str(error)) from None
    most = MOST // len(data)
    for name, good, words in (
        ("data", len(data) <= MOST_ROWS, f"{MOST_ROWS} rows at most"),
        ("step", step in range(most + 1), f"a whole number from 0 to {most:,}, {WHY}"),
        ("observation", row in range(len(data)), f"a row of the data, from 0 to {len(data) - 1}"),
        ("parameter", given["parameter"] in NAMES, f"one of {', '.join(NAMES)}"),
        ("origin", origin == () or finite_seven(origin), "seven finite numbers"),
        ("mine", len(given["mine"]) <= 40, "a number of 40 characters at most"),
    ):
        if not good:
            raise Mistake(name, f"{name} is {given[name][:40]!a}; on this page it must be {words}")
    trainable = tuple(name for name in NAMES if name in moving)
    before = Parameters(*origin) if origin else None
    return State(start, data, rate, trainable, step, given["parameter"], row, before, given["mine"].strip())


def finite_seven(origin: tuple[Any, ...]) -> bool:
    return len(origin) == 7 and all(isinstance(number, float) and isfinite(number) for number in origin)


def pressed(fields: Fields, seed: int = 1) -> str:
    """The address that a button leads to. It holds what was typed, and then what the button changes."""
    press, _, place = fields["press"].partition("#")
    change = dict(parse_qsl(press))
    if "data" in change:  # a stage of the articles: nothing typed is left
        return address(read(change), place)
    state, typed = with_what_was_typed(read(dict(parse_qsl(fields.get("before", "")))), fields)
    go = change.pop("go", "")
    if go in STEPS:
        state = state._replace(step=max(0, min(state.step + STEPS[go], MOST // len(state.data))))
    elif go == AGAIN:
        state = state._replace(start=state.origin or state.start, step=0, origin=None)
    elif go == RANDOM:
        state = state._replace(start=tinynet.initial_parameters(seed), step=0, origin=None)
    mine = fields.get("mine", "") if go == CHECK or not (go or change) else ""  # a number holds for one state alone
    return address(read({**texts(state), **change, "mine": mine}), place or "".join(list(typed)[:1]))


def with_what_was_typed(state: State, fields: Fields) -> tuple[State, Fields]:
    """The state after an edit, and what was edited.

    The descent then starts anew from the values that the page shows. It shows them rounded, and its field `now` holds
    them in full. A new learning rate keeps the old start, to go back to.
    """
    now = dict(zip(NAMES, fields.get("now", "").split()))
    shown = {**texts(state), **{name: brief(number(value)) for name, value in now.items()}}
    editable = [name for name in (*NAMES, "learning_rate", "data", "trainable") if name in fields]
    typed = {name: fields[name] for name in editable if differs(name, fields[name], shown[name])}
    if not typed:
        return state, typed
    new = read({**texts(state), **now, **typed, "step": "0", "observation": "0"})
    same = new.start == (state.origin or state.start) or any(name in NAMES for name in typed)
    origin = None if same else state.origin or state.start
    return new._replace(observation=min(state.observation, len(new.data) - 1), origin=origin), typed


def differs(name: str, typed: str, shown: str) -> bool:
    if name == "data":
        return [numbers(line) for line in typed.splitlines() if line.strip()] != list(map(numbers, shown.splitlines()))
    return bool(number(typed.strip()) != number(shown))
