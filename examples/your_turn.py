"""Your turn: derive the seven derivatives, then write a step, then the loop. Fill in one function after another.

Run this file after each function. It says how far you are, and looks at the first function that is not right yet.

    PYTHONPATH=src python3 examples/your_turn.py         one hint: where to look
    PYTHONPATH=src python3 examples/your_turn.py 2       two hints: also what kind of slip it is
    PYTHONPATH=src python3 examples/your_turn.py 3       three hints: also the remedy, and all that was found

In each derivative you may use, besides exp(x) for e^x:

    p = forward(parameters, input)      p.x1, p.y1, p.x2, p.y2, p.predicted
    parameters                          parameters.w1 ... parameters.b3
"""

import os
import sys
from math import exp

from tinynet import Parameters, check, check_training, check_update, forward, ssr
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
    """All seven derivatives, from your functions. You can use it in your step."""
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
# Return the seven new values in the order of Parameters: w1, w2, w3, w4, b1, b2, b3.
def step(parameters, data, learning_rate):
    return None


# Return two things: the parameters after `steps` steps, and a list with the SSR at the start and after each step.
# ssr(parameters, data) computes the SSR.
def loop(start, data, learning_rate, steps):
    return None


# ----------------------------------------------------------------------------------------------------------------------
# The exercise ends here. The rest of this file checks your functions. You can skip it.
# ----------------------------------------------------------------------------------------------------------------------

DERIVATIVES = {"b3": d_b3, "w3": d_w3, "w4": d_w4, "b1": d_b1, "w1": d_w1, "b2": d_b2, "w2": d_w2}


def main():
    level = sys.argv[1] if len(sys.argv) > 1 else "1"
    if level not in ("1", "2", "3"):
        sys.exit("How many hints? 1, 2 or 3.")
    verdicts = [(function, check(function, name)) for name, function in DERIVATIVES.items()]
    right = sum(verdict.correct for _, verdict in verdicts)
    print(f"Right: {right} of 7 derivatives.")
    if right == 7:  # the step and the loop need them all
        verdicts += [(step, check_update(step)), (loop, check_training(loop))]
    for function, verdict in verdicts:
        if not verdict:
            tell(function, verdict, int(level))
            return
    train_the_network()


def tell(function, verdict, level):
    name = function.__name__
    if is_empty(function):
        print(f"Next: fill in {name}, line {function.__code__.co_firstlineno} of this file.")
        return
    print(f"Not right yet: {name}.\n")
    if verdict.error or level == 3:
        print(f"{verdict}\n")
    for hint in verdict.hints[:level]:
        print(hint)


def is_empty(function):
    """Whether the function is compiled to the same code as one that only returns None."""
    return function.__code__.co_code == (lambda: None).__code__.co_code


def train_the_network():
    print("The step and the loop are right too, so they can train the network:\n")
    parameters, history = loop(START, DATA, 0.02, 4500)
    for number in range(0, 4501, 500):
        print(f"step {number:4}: SSR {history[number]:.8f}")
    print(f"\n{Parameters(*parameters):.2f}")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
