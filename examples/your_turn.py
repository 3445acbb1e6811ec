"""Your turn: derive the seven derivatives, then write a step, then the loop. Fill in one function after another.

Run this file after each: it says how far you are, and looks at the first that isn't right yet.

    PYTHONPATH=src python3 examples/your_turn.py         where to look
    PYTHONPATH=src python3 examples/your_turn.py 2       and what kind of slip it is
    PYTHONPATH=src python3 examples/your_turn.py 3       and the remedy, with all that was found

In each derivative you may use, besides exp(x) for e^x:

    p = forward(parameters, input)      p.x1, p.y1, p.x2, p.y2, p.predicted
    parameters                          parameters.w1 ... parameters.b3
"""
# mypy: allow-untyped-defs, allow-untyped-calls

import sys
from math import exp  # noqa: F401

from tinynet import Parameters, Verdict, check, check_training, check_update, forward, ssr  # noqa: F401
from tinynet.dosage import DATA, START


# predicted = y1 * w3 + y2 * w4 + b3
# dSSR/db3 = sum of  dSSR/dpredicted * dpredicted/db3
#          = sum of  -2 * (observed - predicted) * 1
def d_b3(parameters, data):
    total = 0
    for input, observed in data:
        p = forward(parameters, input)
        total += -2 * (observed - p.predicted) * 1
    return total


# dSSR/dw3 = sum of  dSSR/dpredicted * dpredicted/dw3
def d_w3(parameters, data):
    return None


# dSSR/dw4 = sum of  dSSR/dpredicted * dpredicted/dw4
def d_w4(parameters, data):
    return None


# x1 = input * w1 + b1        y1 = log(1 + e^x1)
# dSSR/db1 = sum of  dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/db1
def d_b1(parameters, data):
    return None


# dSSR/dw1 = sum of  dSSR/dpredicted * dpredicted/dy1 * dy1/dx1 * dx1/dw1
def d_w1(parameters, data):
    return None


# x2 = input * w2 + b2        y2 = log(1 + e^x2)
# dSSR/db2 = sum of  dSSR/dpredicted * dpredicted/dy2 * dy2/dx2 * dx2/db2
def d_b2(parameters, data):
    return None


# dSSR/dw2 = sum of  dSSR/dpredicted * dpredicted/dy2 * dy2/dx2 * dx2/dw2
def d_w2(parameters, data):
    return None


def gradient(parameters, data):
    """All seven, from your functions."""
    return Parameters(
        w1=d_w1(parameters, data),
        w2=d_w2(parameters, data),
        w3=d_w3(parameters, data),
        w4=d_w4(parameters, data),
        b1=d_b1(parameters, data),
        b2=d_b2(parameters, data),
        b3=d_b3(parameters, data),
    )


# step size = derivative * learning rate        new value = old value - step size
# Return the seven new values, as a Parameters or in its order.
def step(parameters, data, learning_rate):
    return None


# Return the parameters after so many steps, and a list of the SSR: at the start, and after each step.
def loop(start, data, learning_rate, steps):
    return None


def empty(function):
    """Whether it is still as it was: return None, and nothing else."""
    return function.__code__.co_code == (lambda: None).__code__.co_code


tasks = {
    "d_b3": lambda: check(d_b3, "b3"),
    "d_w3": lambda: check(d_w3, "w3"),
    "d_w4": lambda: check(d_w4, "w4"),
    "d_b1": lambda: check(d_b1, "b1"),
    "d_w1": lambda: check(d_w1, "w1"),
    "d_b2": lambda: check(d_b2, "b2"),
    "d_w2": lambda: check(d_w2, "w2"),
    "step": lambda: check_update(step),
    "loop": lambda: check_training(loop),
}
hints = int(sys.argv[1]) if len(sys.argv) > 1 else 1
verdicts: dict[str, Verdict] = {}
for name, look in tasks.items():
    if name in ("step", "loop") and not all(verdicts.values()):
        break  # they need what comes before
    verdicts[name] = look()
right = sum(verdict.correct for verdict in verdicts.values())
print(f"{min(right, 7)} of 7 derivatives are right.")

todo = next((name for name in tasks if not verdicts.get(name)), None)
if todo:
    verdict = verdicts[todo]
    function = globals()[todo]
    if empty(function):
        print(f"Next: fill in {todo}, line {function.__code__.co_firstlineno} of this file.")
    elif verdict.error or hints >= 3:
        print(f"\n{todo}: {verdict}\n")
    else:
        print(f"Not yet right: {todo}.\n")
    if not empty(function):
        print("\n".join(verdict.hints[:hints]))
else:
    print("The step and the loop are right too, so they can train the network:")
    parameters, history = loop(START, DATA, 0.02, 4200)
    for number in range(0, 4201, 600):
        print(f"after {number:4} steps the SSR is {history[number]:.6f}")
    print(" ".join(f"{name}={value:.2f}" for name, value in zip(Parameters._fields, parameters)))
