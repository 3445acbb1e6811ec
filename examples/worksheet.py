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
import re
import sys
from html import escape
from itertools import combinations, count
from math import e, exp, floor, log, log10
from random import Random
from textwrap import fill
from types import SimpleNamespace
from typing import NamedTuple

import tinynet as t

TOLERANCE = 0.01  # of the sum of the absolute products, as in `check`: so far rounding on the way may lead
FORMULAS = [
    "x1 = input * w1 + b1    y1 = ln(1 + e^x1)    predicted = y1 * w3 + y2 * w4 + b3",
    "x2 = input * w2 + b2    y2 = ln(1 + e^x2)    SSR = sum of (observed - predicted)^2",
]
LN = "ln is the natural logarithm, the key LN of a calculator. The key LOG is another one: ln(2) = 0.6931."
ROUND = "Round each number to four decimals, such as 0.6931 or 1.2500."
LINE = "_" * 30
HTML, LATEX = 0, 1
TYPESET = [  # a pattern in a formula, what it is in HTML, and in LaTeX
    (r"e\^(x\d)", r"e<sup>\1</sup>", r"e^{\1}"),
    (r"\^2", r"<sup>2</sup>", r"^2"),
    (r"\b([xywb])(\d)", r"<i>\1</i><sub>\2</sub>", r"\1_\2"),
    (r"\b(input|observed|predicted|SSR|sum of|ln)\b", r"\1", r"\\mbox{\1}"),
    (r" \* ", r" &middot; ", r" \\cdot "),
    (r" {4}", r"&emsp;&emsp;", r"\\qquad "),
]
STYLE = """
body { font: 11pt/1.5 Helvetica, Arial, sans-serif; max-width: 52em; margin: 2em auto; padding: 0 1em }
section { break-after: page }
@media screen {
  :root { color-scheme: light dark }
  section { border: 1px solid #888; border-radius: 4px; padding: 1em 2em; margin: 3em 0 }
}
h1 { font-size: 1.2em }
table { border-collapse: collapse; margin: 1em 0 }
th, td { border: 1px solid #888; padding: .3em .6em; min-width: 5em; height: 2.2em }
.left { text-align: left }
.right { text-align: right }
"""
PREAMBLE = r"""\documentclass[a4paper,12pt]{article}
\usepackage[margin=2cm]{geometry}
\pagestyle{empty}
\setlength{\parindent}{0pt}
\setlength{\parskip}{2.5ex}
\renewcommand{\arraystretch}{1.6}
"""

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
    """A mistake in a factor, in the logarithm or in the sum. `instead` gives the wrong factor."""

    what: str
    place: str
    instead: object


class Answer(NamedTuple):
    """A number, how far rounding may lead from it, and the mistakes that give it."""

    value: float
    tolerance: float
    what: str


class Sheet(NamedTuple):
    number: int
    name: str
    parameters: t.Parameters
    data: list[tuple[float, float]]
    right: Answer
    wrong: list[Answer]


def sheet(name, number):
    """The sheet with this number: its first numbers that suit paper."""
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
            return Sheet(number, name, parameters, data, answer(name, parameters, data), single)


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
    """The answer of a pupil who makes these mistakes, if `keep` rounds each number on the way."""
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
    what = " and ".join(mistake.what for mistake in done) or "the right answer"
    return Answer(total / divisor, TOLERANCE * size / divisor, what)


GIVEN = ["input", "observed", "x1", "y1", "x2", "y2", "predicted"]


# A page is a list: first its title; a text is a paragraph, a list holds formulas, and a pair (heads, rows) is a table.
# An empty cell is for the pupil to fill in.


def task(s):
    chain = [""] * len(CHAINS[s.name]) + ["product"]
    return [
        f"Worksheet {s.number}: a derivative by pencil and paper",
        f"Name: {LINE}",
        f"{s.parameters:.1f}",
        FORMULAS,
        LN,
        f"What is dSSR/d{s.name}? Write the factors of the chain rule above their columns.",
        ROUND,
        (GIVEN, [[f"{input:g}", f"{observed:g}", *[""] * 5] for input, observed in s.data]),
        (chain, [[""] * len(chain)] * len(s.data)),
        f"dSSR/d{s.name} = {LINE}",
    ]


def key(s):
    forwards = [[f"{row[0]:g}", f"{row[1]:g}", *decimals(t.forward(s.parameters, row[0])[1:])] for row in s.data]
    products = [decimals([*factors(s, row), answer(s.name, s.parameters, [row]).value]) for row in s.data]
    return [
        f"Key to worksheet {s.number}: dSSR/d{s.name} = {s.right.value:.4f}",
        (GIVEN, forwards),
        ([*CHAINS[s.name], "product"], products),
        (["answer", "+-", "what was done"], [[*decimals(one[:2]), one.what] for one in (s.right, *s.wrong)]),
        f"parameters = {s.parameters!r}",
        f"data = {s.data}",
    ]


def decimals(values):
    return [f"{value:.4f}" for value in values]


def factors(s, row):
    """The factors of the chain rule for one observation."""
    n = SimpleNamespace(observed=row[1], **s.parameters._asdict(), **t.forward(s.parameters, row[0])._asdict())
    return [FACTORS[symbol](n) for symbol in CHAINS[s.name]]


def as_text(pages):
    return "".join("\n\n".join(map(text_block, page)) + "\n\f\n" for page in pages)


def text_block(block):
    if isinstance(block, str):
        return fill(block, 100)
    if isinstance(block, list):
        return "\n".join(block)
    heads, rows = block
    lines = [[cell or "_" * 9 for cell in row] for row in [heads, *rows]]
    widths = [max(9, *map(len, column)) for column in zip(*lines)]
    gap = "\n" if all(rows[0]) else "\n\n"  # room to write
    return gap.join("  ".join(map(justified, row, widths)).rstrip() for row in lines)


def justified(cell, width):
    return cell.ljust(width) if side(cell) == "left" else cell.rjust(width)


def side(cell):
    return "left" if " " in cell else "right"


def as_html(pages):
    bodies = [f"<section><h1>{escape(title)}</h1>{''.join(map(html_block, rest))}</section>" for title, *rest in pages]
    head = f'<meta charset="utf-8"><title>Worksheets</title><style>{STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n' + "\n".join(bodies) + "\n</body></html>\n"


def html_block(block):
    if isinstance(block, str):
        return f"<p>{escape(block)}</p>"
    if isinstance(block, list):
        return "".join(f"<p>{typeset(line, HTML)}</p>" for line in block)
    lines = [
        "".join(f"<{tag} class={side(cell)}>{escape(cell)}</{tag}>" for cell in row) for tag, row in tagged(*block)
    ]
    return f"<table><tr>{'</tr><tr>'.join(lines)}</tr></table>"


def tagged(heads, rows):
    return [("th", heads), *[("td", row) for row in rows]]


def as_latex(pages):
    bodies = [f"\\section*{{{title}}}\n" + "\n\n".join(map(latex_block, rest)) for title, *rest in pages]
    return PREAMBLE + "\\begin{document}\n" + "\n\\newpage\n".join(bodies) + "\n\\end{document}\n"


def latex_block(block):
    if isinstance(block, str):
        return re.sub("_+", r"\\rule{5cm}{0.4pt}", block)
    if isinstance(block, list):
        return "\n\n".join(f"${typeset(line, LATEX)}$" for line in block)
    heads, rows = block
    columns = "|".join(side(cell)[0] for cell in rows[0])
    lines = [" & ".join(cell or r"\hspace{1.7cm}" for cell in row) + r"\\\hline" for row in [heads, *rows]]
    return "\n".join([rf"\begin{{tabular}}{{|{columns}|}}\hline", *lines, r"\end{tabular}"])


def typeset(formula, form):
    for pattern, *instead in TYPESET:
        formula = re.sub(pattern, instead[form], formula)
    return formula


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
    lines = [f"{s.parameters:.1f}", *[typeset(line, HTML) for line in FORMULAS], LN, ROUND]
    for row in s.data:
        blanks = [
            f"{symbol} = {numerical(1, value, max(0.01 * abs(value), 0.005))}"
            for symbol, value in zip(CHAINS[s.name], factors(s, row))
        ]
        lines.append(f"input {row[0]:g}, observed {row[1]:g}: " + ", ".join(blanks))
    lines.append(f"dSSR/d{s.name} = {numerical(4, s.right.value, s.right.tolerance, s.wrong)}")
    html = "".join(f"<p>{line}</p>" for line in lines)
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
    if told.count < 1:
        parser.error(f"--count is {told.count}; it must be 1 or more")
    if told.moodle and told.key:
        parser.error("--moodle needs no --key: its questions hold the answers")
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
