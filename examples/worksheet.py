"""A worksheet for a class: one derivative by pencil and paper, and on another page the key.

    python worksheet.py [seed]

The same seed gives the same sheet. All numbers have one or two digits, every x lies between -2 and 2, there are
residuals of both signs, and the right answer and the usual wrong ones differ in their first three digits.
"""
# mypy: allow-untyped-defs, allow-untyped-calls

import sys
from itertools import count
from math import exp
from random import Random
from textwrap import fill

from tinynet import Parameters, check, explain, forward, predict


def sheet(seed):
    """The name, the parameters, the data, and the explanation: the first draw that suits paper."""
    random = Random(seed)

    def tenths(low, high, but=(0,)):
        return random.choice([tenth / 10 for tenth in range(low, high + 1) if tenth not in but])

    for _ in count():
        name = random.choice(Parameters._fields)
        inputs = random.sample([0, 0.5, 1, 1.5, 2], 3)
        parameters = Parameters(*[tenths(-15, 15, (-10, 0, 10)) for _ in range(4)], *[tenths(-9, 9) for _ in range(3)])
        data = [(input, tenths(-20, 20)) for input in sorted(inputs)]
        if suits(name, parameters, data):
            return name, parameters, data, explain(name, parameters, data)


def suits(name, parameters, data):
    passes = [forward(parameters, input) for input, _ in data]
    residuals = [observed - p.predicted for p, (_, observed) in zip(passes, data)]
    if not all(-2 <= x <= 2 for p in passes for x in (p.x1, p.x2)) or not min(residuals) < -0.1 < 0.1 < max(residuals):
        return False
    answers = [
        explain(name, parameters, data).derivative,
        *[value for _, value in wrong_answers(name, parameters, data)],
    ]
    texts = {three_digits(answer) for answer in answers}
    return len(texts) == len(answers) and all(0.1 < abs(answer) < 100 for answer in answers)


def wrong_answers(name, parameters, data):
    """What comes out when one usual thing is done: (what was done, the number)."""
    rows = []
    for input, observed in data:
        p = forward(parameters, input)
        x, y, weight, other = (p.x1, p.y1, "w3", "w4") if name in ("w1", "b1", "w3") else (p.x2, p.y2, "w4", "w3")
        rows.append((observed, p.predicted, x, y, input, getattr(parameters, weight), getattr(parameters, other)))
    hidden, weighted = name in ("w1", "w2", "b1", "b2"), name in ("w1", "w2")

    def total(residual=lambda o, g: -2 * (o - g), slope=None, w=None, last=None):
        terms = []
        for o, g, x, y, input, own, other in rows:
            term = residual(o, g)
            if hidden:
                term *= (own if w is None else w(own, other)) * (1 / (1 + exp(-x)) if slope is None else slope(x, y))
                term *= (input if weighted else 1) if last is None else last(x, y, input)
            elif name != "b3":
                term *= y if last is None else last(x, y, input)
            terms.append(term)
        return terms

    right = total()
    yield "the sign is flipped", -sum(right)
    yield "the 2 is lost", sum(right) / 2
    yield "the mean is taken, not the sum", sum(right) / len(right)
    yield "predicted stands for the residual", sum(total(residual=lambda o, g: -2 * g))
    if hidden:
        yield "the slope dy/dx is left out", sum(total(slope=lambda x, y: 1))
        yield "the slope is that of the sigmoid, s * (1 - s)", sum(total(slope=lambda x, y: slope_of_the_sigmoid(x)))
        yield "the other neuron's output weight is taken", sum(total(w=lambda own, other: other))
    if weighted:
        yield "the input is left out", sum(total(last=lambda x, y, input: 1))
    if name in ("b1", "b2"):
        yield "the input is multiplied in, as for the weight", sum(total(last=lambda x, y, input: input))
    if name in ("w3", "w4"):
        yield "x stands for y", sum(total(last=lambda x, y, input: x))


def slope_of_the_sigmoid(x):
    s = 1 / (1 + exp(-x))
    return s * (1 - s)


def three_digits(number):
    return f"{number:.2e}"


def page(title, lines):
    print(f"{title}\n{'=' * len(title)}\n")
    print("\n".join(lines))


def main(seed):
    name, parameters, data, work = sheet(seed)
    given = ["input", "observed", "x1", "y1", "x2", "y2", "predicted"]
    heads = [*given, *[factor.symbol for factor in work.factors], "product"]
    widths = [max(7, len(head)) for head in heads]
    blank = "  ".join("_" * width for width in widths)

    def line(cells):
        return "  ".join(cell.rjust(width) for cell, width in zip(cells, widths))

    task = [
        f"{parameters:.1f}",
        "",
        "x1 = input * w1 + b1    y1 = log(1 + e^x1)    predicted = y1 * w3 + y2 * w4 + b3",
        "x2 = input * w2 + b2    y2 = log(1 + e^x2)    SSR = sum of (observed - predicted)^2",
        "",
        f"What is dSSR/d{name}? Write the factors of the chain rule above their columns, keep four digits.",
        "",
        line([*given, *["_" * len(factor.symbol) for factor in work.factors], "product"]),
    ]
    task += ["\n" + line([f"{input:g}", f"{observed:g}", *blank.split("  ")[2:]]) for input, observed in data]
    page(f"Worksheet {seed}: a derivative by pencil and paper", [*task, "", f"dSSR/d{name} = ____________"])
    print("\f")
    key = [str(work), "", "Usual wrong answers, and what was done:", ""]
    answers = [
        f"{work.derivative:#10.3g}    right",
        *[f"{value:#10.3g}    {what}" for what, value in wrong_answers(name, parameters, data)],
    ]
    page(f"Key to worksheet {seed}", [*key, *answers, ""])
    wrong = f"{-work.derivative:.4f}"
    print(fill(f'A pupil\'s number can be looked up. check("{wrong}", "{name}", parameters, data) says:', 100))
    print(f"\n{check(wrong, name, parameters, data)}")
    print(f"\nparameters = {parameters!r}\ndata = {data}")
    assert all(abs(row.predicted - predict(parameters, row.input)) < 1e-12 for row in work.rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
