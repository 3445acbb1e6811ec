"""How fast is tinynet? Every figure is a ratio in one run: python tests/benchmark.py [--short]

Each contender takes the same steps on the same data and is first checked to land on the same parameters as the
inlined loop, which is the limit: hand-written for this one network, it keeps and checks nothing. Then all take turns,
round after round, and each is given its best time. What is not installed is left out.
"""

from __future__ import annotations

import gc
import importlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import warnings
from importlib.util import find_spec
from math import exp, log1p, sin
from pathlib import Path

import tinynet
from tinynet import dosage, layers

SHORT = "--short" in sys.argv
ROUNDS = 5
STEPS_TO_AGREE = 200
SRC = str(Path(tinynet.__file__).parent.parent)


def observations(count):
    """The dosages where there are three of them, else a smooth curve; and a learning rate that suits the count."""
    data = [(n / (count - 1), 4 * n / (count - 1) * (1 - n / (count - 1))) for n in range(count)]
    return list(dosage.DATA) if count == 3 else data, 0.06 / count


# The contenders: each takes a start, data, a learning rate and a number of steps, and returns the seven parameters.


def inlined(start, data, learning_rate, steps):
    w1, w2, w3, w4, b1, b2, b3 = start
    for _ in range(steps):
        d_w1 = d_w2 = d_w3 = d_w4 = d_b1 = d_b2 = d_b3 = 0.0
        for input, observed in data:
            x1 = input * w1 + b1
            x2 = input * w2 + b2
            if x1 > 0:
                e = exp(-x1)
                y1 = x1 + log1p(e)
                slope1 = 1 / (1 + e)
            else:
                e = exp(x1)
                y1 = log1p(e)
                slope1 = e / (1 + e)
            if x2 > 0:
                e = exp(-x2)
                y2 = x2 + log1p(e)
                slope2 = 1 / (1 + e)
            else:
                e = exp(x2)
                y2 = log1p(e)
                slope2 = e / (1 + e)
            d = -2 * (observed - (y1 * w3 + y2 * w4 + b3))
            d1 = d * w3 * slope1
            d2 = d * w4 * slope2
            d_w1 += d1 * input
            d_w2 += d2 * input
            d_w3 += d * y1
            d_w4 += d * y2
            d_b1 += d1
            d_b2 += d2
            d_b3 += d
        w1 -= d_w1 * learning_rate
        w2 -= d_w2 * learning_rate
        w3 -= d_w3 * learning_rate
        w4 -= d_w4 * learning_rate
        b1 -= d_b1 * learning_rate
        b2 -= d_b2 * learning_rate
        b3 -= d_b3 * learning_rate
    return w1, w2, w3, w4, b1, b2, b3


def tinynet_train(start, data, learning_rate, steps):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of so few steps
        return tinynet.train(start, data, learning_rate=learning_rate, max_steps=steps).parameters


def by_gradient(gradient):
    def contender(start, data, learning_rate, steps):
        for _ in range(steps):
            start = tinynet.update(start, tinynet.step_sizes(gradient(start, data), learning_rate))
        return start

    return contender


def numpy_by_hand(start, data, learning_rate, steps):
    import numpy as np

    input, observed = np.array(data).T
    w1, w2, w3, w4, b1, b2, b3 = start
    for _ in range(steps):
        x1, x2 = input * w1 + b1, input * w2 + b2
        e1, e2 = np.exp(-np.abs(x1)), np.exp(-np.abs(x2))
        y1, y2 = np.maximum(x1, 0) + np.log1p(e1), np.maximum(x2, 0) + np.log1p(e2)
        slope1, slope2 = np.where(x1 > 0, 1, e1) / (1 + e1), np.where(x2 > 0, 1, e2) / (1 + e2)
        d = -2 * (observed - (y1 * w3 + y2 * w4 + b3))
        d1, d2 = d * w3 * slope1, d * w4 * slope2
        w1, w2, w3, w4, b1, b2, b3 = (
            w1 - learning_rate * (d1 @ input),
            w2 - learning_rate * (d2 @ input),
            w3 - learning_rate * (d @ y1),
            w4 - learning_rate * (d @ y2),
            b1 - learning_rate * d1.sum(),
            b2 - learning_rate * d2.sum(),
            b3 - learning_rate * d.sum(),
        )
    return w1, w2, w3, w4, b1, b2, b3


def micrograd(start, data, learning_rate, steps):
    from micrograd.engine import Value

    def softplus(x):  # the operation that micrograd lacks
        e = exp(-abs(x.data))
        out = Value(max(x.data, 0) + log1p(e), (x,), "softplus")

        def backward():
            x.grad += (1 if x.data > 0 else e) / (1 + e) * out.grad

        out._backward = backward
        return out

    parameters = [Value(value) for value in start]
    w1, w2, w3, w4, b1, b2, b3 = parameters
    for _ in range(steps):
        ssr = Value(0)
        for input, observed in data:
            predicted = softplus(w1 * input + b1) * w3 + softplus(w2 * input + b2) * w4 + b3
            ssr = ssr + (observed - predicted) ** 2
        for parameter in parameters:
            parameter.grad = 0
        ssr.backward()
        for parameter in parameters:
            parameter.data -= learning_rate * parameter.grad
    return [parameter.data for parameter in parameters]


def autograd(start, data, learning_rate, steps):
    import autograd.numpy as np
    from autograd import grad

    input, observed = np.array(data).T

    def ssr(p):
        y1, y2 = np.logaddexp(0, input * p[0] + p[4]), np.logaddexp(0, input * p[1] + p[5])
        return np.sum((observed - (y1 * p[2] + y2 * p[3] + p[6])) ** 2)

    gradient, p = grad(ssr), np.array(start)
    for _ in range(steps):
        p = p - learning_rate * gradient(p)
    return p.tolist()


def pytorch(start, data, learning_rate, steps):
    import torch

    torch.set_num_threads(1)
    f = torch.nn.Softplus(threshold=1000)
    input, observed = torch.tensor(data, dtype=torch.float64).T
    parameters = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in start]
    w1, w2, w3, w4, b1, b2, b3 = parameters
    optimizer = torch.optim.SGD(parameters, lr=learning_rate)
    for _ in range(steps):
        ssr = ((observed - (f(input * w1 + b1) * w3 + f(input * w2 + b2) * w4 + b3)) ** 2).sum()
        optimizer.zero_grad()
        ssr.backward()
        optimizer.step()
    return [parameter.item() for parameter in parameters]


def jax(start, data, learning_rate, steps):
    import jax
    import jax.numpy as np

    jax.config.update("jax_enable_x64", True)
    input, observed = np.array(data).T

    @jax.jit
    def step(p, input, observed, learning_rate):
        def ssr(p):
            y1, y2 = jax.nn.softplus(input * p[0] + p[4]), jax.nn.softplus(input * p[1] + p[5])
            return np.sum((observed - (y1 * p[2] + y2 * p[3] + p[6])) ** 2)

        return p - learning_rate * jax.grad(ssr)(p)

    p = np.array(start)
    for _ in range(steps):
        p = step(p, input, observed, learning_rate)
    return p.tolist()


CONTENDERS = {  # name: (function, the package it needs, the most observations it can take)
    "inlined loop": (inlined, None, 3000),
    "tinynet.train": (tinynet_train, None, 3000),
    "tinynet, backpropagate": (by_gradient(lambda start, data: tinynet.backpropagate(start, data)[1]), None, 3000),
    "tinynet, one by one": (by_gradient(tinynet.gradient), None, 3000),
    "NumPy by hand": (numpy_by_hand, "numpy", 3000),
    "micrograd": (micrograd, "micrograd", 100 if SHORT else 300),  # its recursion ends there
    "autograd": (autograd, "autograd", 3000),
    "PyTorch": (pytorch, "torch", 3000),
    "JAX, compiled step": (jax, "jax", 3000),
}


def one_step(count):
    """Microseconds a step for each contender that can take so many observations."""
    data, learning_rate = observations(count)
    limit = inlined(dosage.START, data, learning_rate, STEPS_TO_AGREE)
    names = [name for name, (_, needs, most) in CONTENDERS.items() if count <= most and (not needs or find_spec(needs))]
    seconds = {}
    for name in names:
        contender = CONTENDERS[name][0]
        if not SHORT or count <= 30:
            found = contender(dosage.START, data, learning_rate, STEPS_TO_AGREE)
            assert all(abs(one - other) < 1e-9 for one, other in zip(found, limit)), (name, found, limit)
        quick = name in ("inlined loop", "tinynet.train")
        steps = max(100, 12_000 // count) if quick else max(20, 1_500 // count)
        contender(dosage.START, data, learning_rate, steps)  # warm up, for those that compile
        seconds[name] = (contender, steps, [])
    getattr(
        gc, "freeze", gc.collect
    )()  # PyPy has no freeze; what one contender keeps alive is no burden to another that makes much garbage
    for _ in range(ROUNDS * (2 if SHORT else 6)):
        for contender, steps, times in seconds.values():
            begin = time.perf_counter()
            contender(dosage.START, data, learning_rate, steps)
            times.append((time.perf_counter() - begin) / steps)
    return {name: min(times) * 1e6 for name, (_, _, times) in seconds.items()}


def table():
    counts = (3, 30, 300) if SHORT else (3, 30, 300, 3000)
    columns = {count: one_step(count) for count in counts}
    print("microseconds a step, and how many times the inlined loop\n")
    print("observations            " + "".join(f"{count:>18,}" for count in counts))
    for name in columns[3]:
        cells = [(column.get(name), column["inlined loop"]) for column in columns.values()]
        print(f"{name:24}" + "".join(f"{us:10.1f} {us / limit:6.2f}x" if us else f"{'-':>18}" for us, limit in cells))
    print(f"\nbackpropagation against one by one, at 3: {ratio(passes):.1f} times as fast (one forward pass for seven)")
    print(f"3,000 observations against 300: {ratio(longer):.2f} times the time")


def ratio(pair):
    """How many times the time of the first the second takes, best of the rounds."""
    first, second = pair()
    times = [(timed(first), timed(second)) for _ in range(ROUNDS if SHORT else ROUNDS * 4)]
    return min(time for _, time in times) / min(time for time, _ in times)


def timed(call):
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def passes():
    data = list(dosage.DATA)
    return (
        lambda: [tinynet.backpropagate(dosage.START, data) for _ in range(1000)],
        lambda: [tinynet.gradient(dosage.START, data) for _ in range(1000)],
    )


def longer():
    """A hundred passes over 300 observations, and over 3,000, in turns: the machine's phases fall on both."""
    return [
        lambda data=data, rate=rate: tinynet_train(dosage.START, data, rate, 99)
        for data, rate in map(observations, (300, 3000))
    ]


def deep():
    """One step of a 2-16-16-1 network on 100 observations, in tinynet.layers and in micrograd."""
    from random import Random

    nn = importlib.import_module("micrograd.nn")
    random = Random(1)
    data = [([random.uniform(-1, 1), random.uniform(-1, 1)], [random.uniform(-1, 1)]) for _ in range(100)]
    start = layers.initial_layers([2, 16, 16, 1], seed=1, activation=layers.RELU)
    model = nn.MLP(2, [16, 16, 1])

    def micrograd_step():
        ssr = sum((model(inputs) - observed) ** 2 for inputs, (observed,) in data)
        model.zero_grad()
        ssr.backward()
        for parameter in model.parameters():
            parameter.data -= 1e-4 * parameter.grad

    # max_steps=9 is ten passes: the start and nine more
    return (lambda: layers.train(start, data, learning_rate=1e-4, max_steps=9, min_step_size=0)), micrograd_step


def growth():
    """How the time of a step of layers grows with the weights and with the observations."""

    def step(neurons, count):
        start = layers.initial_layers([4, neurons, neurons, 1], seed=1, activation=layers.TANH)
        data = [([n / count, 0.5, -0.5, 1], [0.5]) for n in range(count)]
        weights = sum(len(layer.weights) * (len(layer.weights[0]) + 1) for layer in start)
        return min(timed(lambda: layers.backpropagate(start, data)) for _ in range(5)) * 1e6, weights

    print("\nlayers: microseconds a pass, and nanoseconds per weight and observation")
    for neurons, count in ((16, 30), (16, 300), (64, 30)):
        us, weights = step(neurons, count)
        print(f"    {weights:5} weights, {count:3} observations: {us:9.0f} {us * 1000 / weights / count:8.1f}")


def tutor():
    """How long `check` takes: for what is right, for a usual mistake, for one that no list holds; of one and of seven."""

    def seven(slope):
        def mine(parameters, data):
            total = [0.0] * 7
            for input, observed in data:
                p = tinynet.forward(parameters, input)
                d = -2 * (observed - p.predicted)
                x1, x2 = d * parameters.w3 * slope(p.x1, p.y1), d * parameters.w4 * slope(p.x2, p.y2)
                terms = (x1 * input, x2 * input, d * p.y1, d * p.y2, x1, x2, d)
                total = [one + other for one, other in zip(total, terms)]
            return total

        return mine

    print("\nmilliseconds of check           one derivative    all seven")
    for what, slope in (
        ("right", lambda x, y: tinynet.sigmoid(x)),
        ("a usual mistake", lambda x, y: tinynet.sigmoid(y)),
        ("one of the learner's own", lambda x, y: tinynet.sigmoid(x) + 0.1 * sin(3 * x)),
    ):
        mine = seven(slope)
        one = min(timed(lambda: tinynet.check(lambda p, data: mine(p, data)[0], "w1")) for _ in range(5))  # noqa: B023
        all_of_them = min(timed(lambda: tinynet.check(mine)) for _ in range(5))  # noqa: B023
        print(f"    {what:24} {one * 1000:14.1f} {all_of_them * 1000:12.1f}")


def cold_start():
    """A fresh interpreter in a fresh virtual environment that imports, trains and prints, beside one that does not."""
    job = (
        "from tinynet import dosage, train; print(train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=2000))"
    )
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=False, symlinks=True)
        python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
        shutil.copytree(Path(tinynet.__file__).parent, Path(folder) / "installed" / "tinynet")
        subprocess.run([python, "-m", "compileall", "-q", Path(folder) / "installed"], check=True)  # as pip does
        environment = {**os.environ, "PYTHONPATH": str(Path(folder) / "installed")}

        def start(code):
            return timed(
                lambda: subprocess.run([python, "-c", code], env=environment, stdout=subprocess.DEVNULL, check=True)
            )

        times = [(start("pass"), start(job)) for _ in range(10 if SHORT else 40)]
    nothing, trained = min(time for time, _ in times), min(time for _, time in times)
    print(
        f"\ncold start to the trained result: {trained * 1000:.0f} ms, python -c pass {nothing * 1000:.0f} ms: ", end=""
    )
    print(f"{trained / nothing:.2f} times")


def memory():
    """The most memory that a process of a million steps ever held."""
    job = (
        "from tinynet import dosage, train;"
        "train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=10**6, min_step_size=0);"
        "print(*[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')])"
    )
    environment = {**os.environ, "PYTHONPATH": SRC}
    printed = subprocess.run(
        [sys.executable, "-c", job], env=environment, capture_output=True, text=True, check=True
    ).stdout
    print(f"a million steps: {int(printed) * 1024 / 1e6:.0f} MB at the most")


def main():
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    )
    for package in ("numpy", "micrograd", "autograd", "torch", "jax"):
        if find_spec(package):
            print(f"{package} {importlib.import_module('importlib.metadata').version(package)}")
    print()
    table()
    if find_spec("micrograd"):
        print(f"\n2-16-16-1 on 100 observations: micrograd takes {10 * ratio(deep):.0f} times as long as layers")
    growth()
    tutor()
    cold_start()
    if not SHORT and Path("/proc/self/status").exists():
        memory()


if __name__ == "__main__":
    main()
