"""Is the advice after a training right? Trainings of many kinds, judged by an oracle: python tests/lesson/endings.py [count]

Half of the data are in units of their own (years, thousandths, thousands), and half of those are scaled first. The oracle
shares no code with tinynet. It is NumPy, and has tried ten starts of its own on the data with mean 0 and standard
deviation 1, each with its best learning rate; and it follows the advice, as a reader does. What it asks:

    good       the SSR is within 2 % of the best of the ten starts: no advice
    bad        the SSR is at the mean or above, or 0.05 of the mean's above the best (if a line is nearly the best: 1.1
               times the line's): an advice, and following it at most five times leads to a lower SSR
    between    silence, or an advice that leads to a lower SSR

Shares are of the SSR of the mean.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections import Counter
from random import Random

import numpy as np

import tinynet
from tinynet import DivergedError, Parameters

KINDS = ("sine", "line", "step", "hump", "saturating", "noise", "constant", "growth")
CURVES = {
    "sine": lambda x: np.sin(6 * x),
    "line": lambda x: 2 * x - 1,
    "step": lambda x: float(x > 0.5),
    "hump": lambda x: 4 * x * (1 - x),
    "saturating": lambda x: x / (0.15 + x),
    "growth": lambda x: np.exp(3 * x) / 20,
    "constant": lambda x: 0.7,
}


def dataset(random, kind):
    rows = random.choice((3, 5, 10, 20, 40))
    noise = random.choice((0, 0.1)) if kind != "constant" else 0
    x = np.linspace(0, 1, rows)
    y = np.array([random.gauss(0, 1) if kind == "noise" else CURVES[kind](v) + random.gauss(0, noise) for v in x])
    units = random.random()
    if units < 0.5:
        return x * random.choice((1, 1, 2)), y * 10 ** random.uniform(-1, 1), False
    x, y = x * 10 ** random.uniform(-4, 4), y * 10 ** random.uniform(-4, 4)
    away = random.choice((0, 0, 1, 30))
    return x + away * np.ptp(x), y + random.choice((0, 3)) * np.ptp(y), units > 0.75


def ssr_and_gradient(p, x, y):
    """For many networks at once: p has a row for each."""
    w1, w2, w3, w4, b1, b2, b3 = (p[:, k : k + 1] for k in range(7))
    x1, x2 = x * w1 + b1, x * w2 + b2
    y1, y2 = np.logaddexp(0, x1), np.logaddexp(0, x2)
    s1, s2 = 1 / (1 + np.exp(-x1)), 1 / (1 + np.exp(-x2))
    r = y - (y1 * w3 + y2 * w4 + b3)
    d = -2 * r
    parts = d * w3 * s1 * x, d * w4 * s2 * x, d * y1, d * y2, d * w3 * s1, d * w4 * s2, d * np.ones_like(x)
    return (r * r).sum(1), np.stack([part.sum(1) for part in parts], 1)


def descended(p, x, y, steps):
    """Each network has a rate of its own: it grows after a step that led down, and is quartered where one led up."""
    rate = np.full(len(p), 1e-3)
    value, gradient = ssr_and_gradient(p, x, y)
    for _ in range(steps):
        new = p - rate[:, None] * gradient
        new_value, new_gradient = ssr_and_gradient(new, x, y)
        better = new_value < value
        p, gradient = np.where(better[:, None], new, p), np.where(better[:, None], new_gradient, gradient)
        value, rate = np.where(better, new_value, value), np.where(better, rate * 1.3, rate / 4)
    return value


def best_and_line(x, y, random):
    """The best share of ten starts, and that of the straight line."""
    z = (x - x.mean()) / x.std()
    o = (y - y.mean()) / (np.std(y) if np.ptp(y) else 1)
    starts = np.array([[random.gauss(0, 1) for _ in range(4)] + [0] * 3 for _ in range(10)])
    best = descended(starts, z, o, 3000).min() / len(x)
    slope, level = np.polyfit(z, o, 1)
    return best, ((o - slope * z - level) ** 2).mean()


def trained(start, rows, rate, steps):
    """The training and its advice; a DivergedError is an advice too."""
    try:
        training = tinynet.train(start, rows, learning_rate=rate, max_steps=steps)
    except DivergedError as error:
        return float("inf"), str(error).split(". ", 1)[-1], error
    return training.ssr / (training.mean_ssr or training.history[0]), training.advice, training


def followed(start, rows, rate, steps, advice, share):
    """The lowest share on the way of a reader who takes each advice at its word, at most five times."""
    for _ in range(5):
        if not advice:
            break
        if "Scaling.of(data)" in advice:
            rows = tinynet.Scaling.of(rows).scaled(rows)
        if found := re.search(r"learning_rate=([\d.e+-]+\d)", advice):
            rate = float(found[1])
        if found := re.search(r"max_steps=([\d_]+)", advice):
            steps = min(int(found[1]), 100_000)
        if found := re.search(r"initial_parameters\((\d+)\)", advice):
            start = tinynet.initial_parameters(int(found[1]))
        reached, advice, _ = trained(start, rows, rate, steps)
        share = min(share, reached)
    return share


def one(number):
    random = Random(number)
    kind = KINDS[number % len(KINDS)]
    x, y, scaled = dataset(random, kind)
    rows = list(zip(x.tolist(), y.tolist()))
    if scaled:
        rows = tinynet.Scaling.of(rows).scaled(rows)
    start = tinynet.initial_parameters(number)
    rate = 10 ** random.uniform(-5, 0) / (len(rows) if random.random() < 0.7 else 1)
    steps = random.choice((300, 3000, 10_000))
    best, line = best_and_line(x, y, random)
    share, advice, training = trained(start, rows, rate, steps)
    goal = 1.1 * line if line - best < 0.05 else best + 0.05
    if kind == "constant":
        ending, right = (
            "constant",
            (not advice) == (share < 0.01) or followed(start, rows, rate, steps, advice, share) < share,
        )
    elif share <= max(1.02 * best, 1e-4):
        ending, right = "good", not advice
    elif share > min(0.99, goal) and share > best + 0.01:
        ending = "bad"
        right = bool(advice) and followed(start, rows, rate, steps, advice, share) < share - 0.001
    else:
        ending = "between"
        right = not advice or followed(start, rows, rate, steps, advice, share) < share
    line = f"no. {number}, {kind}, rate {rate:.2g}, best {best:.4f}, line {line:.4f}: {ending}; share {share:.4f}; {training!r}"
    return kind, ending, right, line


def main(first, last):
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    told, mistaken = Counter(), []
    for number in range(first, last):
        _, ending, right, line = one(number)
        told[ending, right] += 1
        mistaken += [] if right else [line]
    print("ending      trainings  advice right")
    for ending in ("good", "bad", "between", "constant"):
        print(f"{ending:11}{told[ending, True] + told[ending, False]:10}{told[ending, True]:14}")
    count = last - first
    print(f"{'in all':11}{count:10}{count - len(mistaken):14}  {100 * (1 - len(mistaken) / count):.1f} %")
    print(*mistaken, sep="\n")


if __name__ == "__main__":
    assert Parameters._fields == ("w1", "w2", "w3", "w4", "b1", "b2", "b3")
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers if len(numbers) == 2 else [0, *(numbers or [300])]))
