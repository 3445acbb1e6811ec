"""Worksheets for a class: one derivative by pencil and paper, for each pupil with other numbers, and the keys.

    PYTHONPATH=src python3 examples/worksheet.py --parameter w1 --count 30 --seed 1           30 sheets
    PYTHONPATH=src python3 examples/worksheet.py --parameter w1 --count 30 --seed 1 --key     and then their keys

The same number gives the same sheet, so `--seed 17` prints sheet 17 again. A form feed ends each page. `--html` prints a
page for a browser, `--latex` a document for LaTeX, and `--moodle` a file for the question bank of Moodle.

All numbers have one or two digits, each x lies between -2 and 2, and there are residuals of both signs. No usual wrong
answer comes close to the right one or to another wrong one, and no two mistakes together give the right answer.
"""
# mypy: allow-untyped-defs, allow-untyped-calls

import argparse
import os
import sys
from html import escape
from itertools import combinations, count
from math import e, exp, floor, log, log10
from random import Random
from types import SimpleNamespace
from typing import NamedTuple

import tinynet as t

TOLERANCE = 0.01  # of the sum of the absolute products, as in `check`: what rounding on the way may lose
FORMULAS = [
    "x1 = input * w1 + b1    y1 = ln(1 + e^x1)    predicted = y1 * w3 + y2 * w4 + b3",
    "x2 = input * w2 + b2    y2 = ln(1 + e^x2)    SSR = sum of (observed - predicted)^2",
]
LN = "ln is the natural logarithm, the key LN of a calculator. The key LOG is another one: ln(2) = 0.6931."
ROUND = "Round each number to four decimals, such as 0.6931 or 1.2500."

# Each factor by the function of the lesson that computes it. n holds the numbers of one observation.
FACTORS = {
    "dSSR/dpredicted": lambda n: t.d_ssr_d_predicted(n.observed, n.predicted),
    "dpredicted/dw3": lambda n: t.d_predicted_d_w3(n.y1),
    "dpredicted/dw4": lambda n: t.d_predicted_d_w4(n.y2),
    "dpredicted/db3": lambda n: t.d_predicted_d_b3(),
    "dpredicted/dy1": lambda n: t.d_predicted_d_y1(n.w3),
    "dpredicted/dy2": lambda n: t.d_predicted_d_y2(n.w4),
    "dy1/dx1": lambda n: t.d_y1_d_x1(n.x1),
    "dy2/dx2": lambda n: t.d_y2_d_x2(n.x2),
    "dx1/dw1": lambda n: t.d_x1_d_w1(n.input),
    "dx1/db1": lambda n: t.d_x1_d_b1(),
    "dx2/dw2": lambda n: t.d_x2_d_w2(n.input),
    "dx2/db2": lambda n: t.d_x2_d_b2(),
}


class Mistake(NamedTuple):
    """What was done in the place of a factor, of the logarithm or of the sum; `instead` gives what stands there."""

    what: str
    place: str
    instead: object


class Answer(NamedTuple):
    """A number, how far from it rounding may lead, and what was done."""

    value: float
    tolerance: float
    what: str


class Sheet(NamedTuple):
    number: int
    name: str
    parameters: t.Parameters
    data: list[tuple[float, float]]
    work: t.Derivation
    right: Answer
    wrong: list[Answer]


def sheet(name, number):
    """The sheet with this number: the first draw that suits paper."""
    random = Random(f"{name} {number}")

    def tenths(low, high, but=(0,)):
        return random.choice([tenth / 10 for tenth in range(low, high + 1) if tenth not in but])

    for _ in count():
        inputs = [0, *sorted(random.sample([0.5, 1, 1.5, 2], 2))]
        weights = [tenths(-15, 15, (-10, 0, 10)) for _ in range(4)]
        parameters = t.Parameters(*weights, *[tenths(-9, 9) for _ in range(3)])
        data = [(input, tenths(-20, 20)) for input in inputs]
        if suits(name, parameters, data):
            single = [answer(name, parameters, data, mistake) for mistake in mistakes(name)]
            work = t.explain(name, parameters, data)
            return Sheet(number, name, parameters, data, work, answer(name, parameters, data), single)


def suits(name, parameters, data):
    passes = [t.forward(parameters, input) for input, _ in data]
    residuals = [observed - p.predicted for p, (_, observed) in zip(passes, data)]
    if not all(-2 <= x <= 2 for p in passes for x in (p.x1, p.x2)) or not min(residuals) < 0 < max(residuals):
        return False
    terms = [abs(p.y1 * parameters.w3) + abs(p.y2 * parameters.w4) + abs(p.predicted) for p in passes]
    if any(abs(residual) < 0.4 * term for residual, term in zip(residuals, terms)):
        return False  # a small difference of large numbers has few digits left
    usual = mistakes(name)
    answers = [answer(name, parameters, data, *some) for some in [(), *zip(usual)]]
    double = [answer(name, parameters, data, *two) for two in combinations(usual, 2) if two[0].place != two[1].place]
    return (
        all(0.1 < abs(value) < 100 for value, _, _ in answers)
        and all(apart(*two) for two in combinations(answers, 2))
        and all(apart(answers[0], one) for one in double)
        and all(survives_rounding(name, parameters, data, *some) for some in [(), (usual[-1],)])
    )


def survives_rounding(name, parameters, data, *done):
    """Whether pupils who keep three digits, each sometimes one too high or too low, stay close enough to the answer."""
    noise = Random(repr(parameters))

    def keep(value):
        digit = 10.0 ** floor(log10(abs(value))) / 100 if value else 0
        return float(f"{value + noise.uniform(-0.5, 0.5) * digit:.2e}")

    exact = answer(name, parameters, data, *done)
    kept = [answer(name, parameters, data, *done, keep=keep).value for _ in range(12)]
    return all(abs(value - exact.value) < 0.9 * exact.tolerance for value in kept)


def apart(one, other):
    return abs(one.value - other.value) > 1.2 * (one.tolerance + other.tolerance)


def mistakes(name):
    """What pupils usually do."""
    k, own, other = ("1", "w3", "w4") if name in ("w1", "b1", "w3") else ("2", "w4", "w3")
    known = [
        Mistake("the sign is flipped", "dSSR/dpredicted", lambda value, n: -value),
        Mistake("the 2 is lost", "dSSR/dpredicted", lambda value, n: value / 2),
        Mistake("predicted stands for the residual", "dSSR/dpredicted", lambda value, n: -2 * n.predicted),
        Mistake(f"{other} stands for {own}", f"dpredicted/dy{k}", lambda value, n: getattr(n, other)),
        Mistake(f"the slope dy{k}/dx{k} is left out", f"dy{k}/dx{k}", lambda value, n: 1),
        Mistake("the slope is that of the sigmoid, s * (1 - s)", f"dy{k}/dx{k}", lambda value, n: value * (1 - value)),
        Mistake("the input is left out", f"dx{k}/dw{k}", lambda value, n: 1),
        Mistake("the input is multiplied in, as for the weight", f"dx{k}/db{k}", lambda value, n: n.input),
        Mistake(f"x{k} stands for y{k}", f"dpredicted/d{own}", lambda value, n: getattr(n, f"x{k}")),
        Mistake("the mean is taken, not the sum", "the sum", None),
        Mistake("y is taken with LOG, the logarithm to base 10, not with LN", "ln", None),
    ]
    return [mistake for mistake in known if mistake.place in (*CHAINS[name], "the sum", "ln")]


CHAINS = {
    name: [factor.symbol for factor in t.explain(name, t.dosage.START, t.dosage.DATA).factors]
    for name in t.Parameters._fields
}


def answer(name, parameters, data, *done, keep=float):
    """What comes out when these mistakes are made, and `keep` rounds each number on the way."""
    total = size = 0.0
    base = 10 if any(mistake.place == "ln" for mistake in done) else e
    for input, observed in data:
        n = SimpleNamespace(observed=observed, **parameters._asdict(), **t.forward(parameters, input)._asdict())
        if base != e or keep is not float:
            n.y1, n.y2 = (keep(log(keep(1 + keep(exp(x))), base)) for x in (n.x1, n.x2))
            n.predicted = keep(keep(n.y1 * n.w3) + keep(n.y2 * n.w4) + n.b3)
        factors = {symbol: keep(FACTORS[symbol](n)) for symbol in CHAINS[name]}
        for mistake in done:
            if mistake.place in factors:
                factors[mistake.place] = mistake.instead(factors[mistake.place], n)
        product = 1.0
        for factor in factors.values():
            product = keep(product * factor)
        total, size = keep(total + product), size + abs(product)
    divisor = len(data) if any(mistake.place == "the sum" for mistake in done) else 1
    what = " and ".join(mistake.what for mistake in done) or "right"
    return Answer(total / divisor, TOLERANCE * size / divisor, what)


GIVEN = ["input", "observed", "x1", "y1", "x2", "y2", "predicted"]


def table(heads, rows):
    widths = [max(9, len(head)) for head in heads]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths)) for row in [heads, *rows]]
    return "\n\n".join(lines)


def blank(head):
    return "_" * 9


def task(s):
    heads = [*map(blank, CHAINS[s.name]), "product"]
    ask = f"What is dSSR/d{s.name}? Write the factors of the chain rule above their columns."
    passes = [[f"{input:g}", f"{observed:g}", *map(blank, GIVEN[2:])] for input, observed in s.data]
    return [
        f"Worksheet {s.number}: a derivative by pencil and paper        Name: {'_' * 30}",
        "\n".join([f"{s.parameters:.1f}", "", *FORMULAS]),
        LN,
        f"{ask}\n{ROUND}",
        table(GIVEN, passes),
        table(heads, [[blank(head) for head in heads]] * len(s.data)),
        f"dSSR/d{s.name} = ____________",
    ]


def key(s):
    passes = [t.forward(s.parameters, input) for input, _ in s.data]
    forwards = [
        [f"{input:g}", f"{observed:g}", *(f"{value:.4f}" for value in p[1:])]
        for p, (input, observed) in zip(passes, s.data)
    ]
    products = [[f"{value:.4f}" for value in (*factors(s, row), product(s, row))] for row in s.data]
    answers = [f"{one.value:10.4f} +- {one.tolerance:.4f}    {one.what}" for one in (s.right, *s.wrong)]
    return [
        f"Key to worksheet {s.number}",
        table(GIVEN, forwards),
        table([*CHAINS[s.name], "product"], products),
        f"dSSR/d{s.name} = {s.right.value:.4f}",
        "Right, and what usual mistakes give:\n\n" + "\n".join(answers),
        f"parameters = {s.parameters!r}\ndata = {s.data}",
    ]


def factors(s, row):
    """The factors of the chain rule for one observation."""
    n = SimpleNamespace(observed=row[1], **s.parameters._asdict(), **t.forward(s.parameters, row[0])._asdict())
    return [FACTORS[symbol](n) for symbol in CHAINS[s.name]]


def product(s, row):
    return answer(s.name, s.parameters, [row]).value


def as_text(pages):
    return "".join("\n\n".join(page) + "\n\f\n" for page in pages)


def as_html(pages):
    style = "pre { font-size: 9pt; break-after: page; margin: 2em }"
    texts = [escape("\n\n".join(page)) for page in pages]
    body = "\n".join(f"<pre>{text}</pre>" for text in texts)
    head = f'<meta charset="utf-8"><title>Worksheets</title><style>{style}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n{body}\n</body></html>\n'


def as_latex(pages):
    start = "\\documentclass[a4paper,landscape]{article}\n\\usepackage[margin=2cm]{geometry}\n\\pagestyle{empty}\n"
    bodies = ["\\begin{verbatim}\n" + "\n\n".join(page) + "\n\\end{verbatim}\n\\newpage\n" for page in pages]
    return start + "\\begin{document}\\small\n" + "".join(bodies) + "\\end{document}\n"


def numerical(weight, value, tolerance, wrong=()):
    """One blank of a cloze question, with its usual wrong answers."""
    others = "".join(f"~%0%{one.value:.6g}:{one.tolerance:.3g}#{cloze(one.what)}" for one in wrong)
    return f"{{{weight}:NUMERICAL:={value:.6g}:{tolerance:.3g}#right{others}}}"


def cloze(text):
    """The text with the signs that mean something in a blank escaped."""
    for sign in "\\}~#":
        text = text.replace(sign, "\\" + sign)
    return text


def as_moodle(sheets):
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "".join(map(question, sheets)) + "</quiz>\n"


def question(s):
    lines = [f"{s.parameters:.1f}", *FORMULAS, LN, ROUND]
    for row in s.data:
        blanks = [
            f"{symbol} = {numerical(1, value, max(0.01 * abs(value), 0.005))}"
            for symbol, value in zip(CHAINS[s.name], factors(s, row))
        ]
        lines.append(f"input {row[0]:g}, observed {row[1]:g}: " + ", ".join(blanks))
    lines.append(f"dSSR/d{s.name} = {numerical(4, s.right.value, s.right.tolerance, s.wrong)}")
    html = "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    return (
        f'<question type="cloze">\n<name><text>dSSR/d{s.name}, worksheet {s.number}</text></name>\n'
        f'<questiontext format="html"><text>{escape(html, quote=False)}</text></questiontext>\n'
        '<generalfeedback format="html"><text></text></generalfeedback>\n<penalty>0.3333333</penalty>\n'
        "<hidden>0</hidden>\n</question>\n"
    )


def main():
    parser = argparse.ArgumentParser(description="Worksheets for a class: a derivative by pencil and paper.")
    parser.add_argument("--parameter", choices=t.Parameters._fields, default="w1")
    parser.add_argument("--count", type=int, default=1, help="how many sheets")
    parser.add_argument("--seed", type=int, default=1, help="the number of the first sheet")
    parser.add_argument("--key", action="store_true", help="print the keys after the sheets")
    form = parser.add_mutually_exclusive_group()
    for name in ("html", "moodle", "latex"):
        form.add_argument(f"--{name}", action="store_true")
    told = parser.parse_args()
    sheets = [sheet(told.parameter, number) for number in range(told.seed, told.seed + told.count)]
    pages = [*map(task, sheets), *(map(key, sheets) if told.key else [])]
    if told.moodle:
        print(as_moodle(sheets), end="")
    else:
        print((as_html if told.html else as_latex if told.latex else as_text)(pages), end="")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
