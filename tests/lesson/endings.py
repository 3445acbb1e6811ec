"""Is the advice after a training right? 300 trainings of many kinds, judged by an oracle: python tests/lesson/endings.py [count]

The oracle shares no code with tinynet. It is NumPy, knows the whole history, and has tried ten starts of its own on the
same data, each with its best learning rate. What it finds:

    up, down   in the last steps the SSR went up again and again, by more than a hundredth of the mean's SSR
    at mean    the SSR is above 0.99 of the mean's, where the observed differ
    worked     the SSR is near the best of the ten starts
    far        it "converged", but from there a descent that tries each step can fall much further
    between    none of these: better than the mean, worse than the best; nothing is asked of the advice
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from random import Random

import numpy as np

import tinynet
from tinynet import DivergedError, Parameters

KINDS = ("sine", "line", "step", "noise", "constant", "hump")


def dataset(random, kind):
    rows, size = random.choice((3, 5, 10, 20, 40, 60)), 10 ** random.uniform(-2, 2)
    inputs = [n / (rows - 1) * random.choice((1, 1, 2)) for n in range(rows)]
    curve = {
        "sine": lambda x: np.sin(6 * x),
        "line": lambda x: 2 * x - 1,
        "step": lambda x: float(x > 0.5),
        "noise": lambda x: random.gauss(0, 1),
        "constant": lambda x: 0.7,
        "hump": lambda x: 4 * x * (1 - x),
    }[kind]
    noise = random.choice((0, 0.1)) if kind != "constant" else 0
    return [(x, float(size * (curve(x) + random.gauss(0, noise)))) for x in inputs], size


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
    """Each network has a rate of its own: it doubles after a step that led down, and is quartered where one led up."""
    rate = np.full(len(p), 1e-3)
    value, gradient = ssr_and_gradient(p, x, y)
    for _ in range(steps):
        new = p - rate[:, None] * gradient
        new_value, new_gradient = ssr_and_gradient(new, x, y)
        better = new_value < value
        p, gradient = np.where(better[:, None], new, p), np.where(better[:, None], new_gradient, gradient)
        value, rate = np.where(better, new_value, value), np.where(better, rate * 1.3, rate / 4)
    return value


def judged(history, stopped, end, x, y, mean, best, enough):
    tail = np.diff(history[-101:])
    if stopped == "max_steps" and len(tail) > 20 and (tail > 0).mean() >= 0.25 and np.ptp(history[-101:]) > enough:
        return "up, down"
    if history[-1] > 0.99 * mean > 0:
        return "at mean"
    if history[-1] <= 1.1 * best + enough / 2:
        return "worked"
    if stopped == "converged" and history[-1] - descended(np.array([end]), x, y, 3000)[0] > 2 * enough:
        return "far"
    return "between"


def right(kind, advice, training, x, y):
    if kind in ("worked", "between"):
        return advice == ""
    if kind == "up, down":
        return "instead of down" in advice
    if kind == "far":
        return "fall much further" in advice
    if "fall much further" in advice:
        return training.ssr - descended(np.array([training.parameters]), x, y, 3000)[0] > 0
    return "no better than the mean" in advice


def one(number):
    random = Random(number)
    kind = KINDS[number % len(KINDS)]
    data, size = dataset(random, kind)
    x, y = np.array(data).T
    mean = float(((y - y.mean()) ** 2).sum()) if np.ptp(y) else 0.0
    start = tinynet.initial_parameters(number)
    start = start._replace(w3=start.w3 * size, w4=start.w4 * size)
    rate = 10 ** random.uniform(-6, 0) / (len(data) if random.random() < 0.7 else 1)
    enough = 0.01 * (mean or float(ssr_and_gradient(np.array([start]), x, y)[0][0]))
    try:
        training = tinynet.train(start, data, learning_rate=rate, max_steps=random.choice((300, 3000, 10_000)))
    except DivergedError as error:
        return kind, "diverged", error.training is None or "smaller learning rate" in str(error.training), ""
    restarts = np.array([np.array([random.gauss(0, 1) for _ in range(4)] + [0] * 3) for _ in range(10)])
    restarts[:, 2:4] *= size
    best = min(descended(restarts, x, y, 2000).min(), training.ssr)
    found = judged(np.array(training.history), training.stopped, training.parameters, x, y, mean, best, enough)
    line = f"no. {number}, {kind}, rate {rate:.2g}: {found}; {training!r}"
    return kind, found, right(found, training.advice, training, x, y), line


def main(count):
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    told, mistaken = Counter(), []
    for number in range(count):
        _, found, good, line = one(number)
        told[found, good] += 1
        mistaken += [] if good else [line]
    print("ending      trainings  advice right")
    for ending in ("worked", "up, down", "at mean", "far", "between", "diverged"):
        good, bad = told[ending, True], told[ending, False]
        print(f"{ending:11}{good + bad:10}{good:14}")
    print(f"{'in all':11}{count:10}{count - len(mistaken):14}  {100 * (1 - len(mistaken) / count):.1f} %")
    print(*mistaken, sep="\n")


if __name__ == "__main__":
    assert Parameters._fields == ("w1", "w2", "w3", "w4", "b1", "b2", "b3")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
