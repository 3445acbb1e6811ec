"""A learner's wrong line, and what the tutor says of it. Saves both as a picture, wrong_line-verdict.svg.

PYTHONPATH=src python3 examples/wrong_line.py
"""

import inspect
import os
import sys
from html import escape
from textwrap import wrap

from tinynet import check, forward, sigmoid


def d_w1(parameters, data):
    total = 0
    for input, observed in data:
        p = forward(parameters, input)
        d_predicted = -2 * (observed - p.predicted)
        slope = sigmoid(p.y1)
        total += d_predicted * parameters.w3 * slope * input
    return total


WRONG = "slope = sigmoid(p.y1)"
WIDTH, HEIGHT, MARGIN, LINE = 640, 434, 24, 20
FONT = 'font-family="Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve"'


def main():
    verdict = check(d_w1, "w1")
    print(inspect.getsource(d_w1))
    print(verdict)
    finding = " ".join(verdict.text.split("\n\n")[0].split())
    try:
        with open("wrong_line-verdict.svg", "w", encoding="utf-8") as file:
            file.write(drawn(inspect.getsource(d_w1).splitlines(), finding, verdict.hints[1]))
        print("\nsaved wrong_line-verdict.svg")
    except OSError as error:
        sys.exit(f"wrong_line-verdict.svg is not saved: {error}")


def drawn(code, finding, hint):
    """The function with its wrong line marked, the call, and the answer."""
    rows = [(line, "#1a1a1a") for line in code]
    rows += [("", ""), ('>>> check(d_w1, "w1")', "#6a6a6a")]
    rows += [(line, "#b00020") for line in wrap(finding, 66)]
    rows += [("", ""), (">>> _.hints[1]", "#6a6a6a"), *[(line, "#1a1a1a") for line in wrap(hint, 66)]]
    texts, y = [], MARGIN + 14
    for text, colour in rows:
        if text.strip() == WRONG:
            texts.append(f'<rect x="8" y="{y - 15}" width="{WIDTH - 16}" height="{LINE}" rx="3" fill="#ffe3e3"/>')
        texts.append(f'<text x="{MARGIN}" y="{y}" fill="{colour}">{escape(text)}</text>' if text else "")
        y += LINE
    title = "A wrong line, and what the tutor says of it"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{title}" {FONT}><title>{title}</title><desc>{escape(finding)}</desc>'
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="6" fill="#fff" stroke="#ccc"/>'
        f"{''.join(texts)}</svg>\n"
    )


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
