"""For the built site only: runs the visitor's own function, by Python in the visitor's own browser.

The server never imports this file, so it never runs code that is sent to it.
"""

from __future__ import annotations

import json
import linecache
from contextlib import redirect_stdout
from functools import partial
from html import escape
from io import StringIO
from types import FunctionType
from typing import Any

from answers import respond
from dialect import on_the_page
from markup import one_by_one

import tinynet
from tinynet import Parameters
from tinynet.tutor.chains import CHAINS

FILE = "your function"
SKELETON = """\
from math import exp
from tinynet import forward

# dSSR/d{name} = sum of  {factors}
# You may use p.x1, p.y1, p.x2, p.y2, p.predicted and parameters.w1 ... parameters.b3.
def d_{name}(parameters, data):
    total = 0
    for input, observed in data:
        p = forward(parameters, input)
        total += 0
    return total
"""

OTHERS = {
    "gradient": """\
from math import exp
from tinynet import Parameters, forward

# Return the seven derivatives in the order of Parameters. That of b3 stands there already.
def gradient(parameters, data):
    w1 = w2 = w3 = w4 = b1 = b2 = b3 = 0
    for input, observed in data:
        p = forward(parameters, input)
        b3 += -2 * (observed - p.predicted)
    return Parameters(w1, w2, w3, w4, b1, b2, b3)
""",
    "step": """\
from tinynet import Parameters, gradient

# step size = derivative * learning rate        new value = old value - step size
# Return the seven new values in the order of Parameters.
def step(parameters, data, learning_rate):
    derivatives = gradient(parameters, data)
    return parameters
""",
    "loop": """\
from tinynet import gradient, ssr, step_sizes, update

# Return two things: the parameters after `steps` steps, and a list with the SSR at the start and after each step.
def loop(start, data, learning_rate, steps):
    parameters, history = start, []
    return parameters, history
""",
}
JUDGES = {"gradient": tinynet.check, "step": tinynet.check_update, "loop": tinynet.check_training}


def answer(question: str) -> str:
    """Answers the page's script with the page at an address, a verdict or, at first, the functions to fill in."""
    asked = json.loads(question)
    if "address" in asked:
        return json.dumps(page_at(asked["address"]))
    if "code" in asked:
        return json.dumps({"html": checked(asked["code"], asked["name"])})
    return json.dumps({**{name: skeleton(name) for name in Parameters._fields}, **OTHERS})


def page_at(address: str) -> dict[str, str]:
    """The page, and the address at which a button has led there."""
    path, _, place = address.partition("#")
    status, text = respond(f"/{path}", "localhost")
    if status != 303:
        return {"address": address, "place": place, "page": text}
    return page_at(text)


def skeleton(name: str) -> str:
    return SKELETON.format(name=name, factors=" * ".join(CHAINS[name]))


def checked(code: str, name: str) -> str:
    """The verdict on a function, as HTML: its hints one by one."""
    wanted = name if name in OTHERS else f"d_{name}"
    judge = JUDGES.get(name) or partial(tinynet.check, name=name)
    linecache.cache[FILE] = (len(code), None, code.splitlines(keepends=True), FILE)
    namespace: dict[str, Any] = {"__name__": FILE}
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            exec(compile(code, FILE, "exec"), namespace)
            mine = namespace.get(wanted)
            mine = mine if isinstance(mine, FunctionType) and mine.__module__ == FILE else last_function(namespace)
            if mine is None:
                return f"<p>There is no function yet: write {wanted}, as in the box at the beginning.</p>"
            verdict = judge(mine)
    except SyntaxError as error:
        return f"<p>Line {error.lineno}: {escape(str(error.msg))}.</p>"
    except (Exception, SystemExit) as error:
        return f"<p>Before the function was called: {escape(f'{type(error).__name__}: {error}')}</p>"
    text, *hints = map(on_the_page, (verdict.text, *dict.fromkeys(verdict.hints)))
    if verdict or verdict.error:
        return f"<pre>{escape(text)}</pre>"
    return "<p><b>Not right.</b></p>" + one_by_one(hints, text)


def last_function(namespace: dict[str, Any]) -> Any:
    own = [value for value in namespace.values() if isinstance(value, FunctionType) and value.__module__ == FILE]
    return own[-1] if own else None
