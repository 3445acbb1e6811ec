"""Backpropagation by hand: one observation through the network and back, the sum over all observations, the step.

You can follow part 1 with pencil and paper, line by line. For the chain of one
parameter over all observations, call `explain("w1", START, DATA)`.
"""

import os
import sys

from tinynet import Parameters, d_ssr_d_predicted, d_y1_d_x1, d_y2_d_x2, forward, gradient, ssr, step_sizes, update
from tinynet.dosage import DATA, START

LEARNING_RATE = 0.02
ORDER = ("b3", "w3", "w4", "b1", "w1", "b2", "w2")  # from the prediction backwards


def main() -> None:
    print("1. One observation: input {}, observed {}.".format(*DATA[1]))
    one_observation(*DATA[1])
    print("\n2. The same for every observation. The sums are the derivatives of the SSR.")
    all_observations()
    print(f"\n3. The step: step size = derivative * {LEARNING_RATE}, new value = old value - step size.")
    print("   No parameter moves before all seven derivatives are known.")
    the_step()


def one_observation(input: float, observed: float) -> None:
    w1, w2, w3, w4, b1, b2, b3 = START
    _, x1, y1, x2, y2, predicted = forward(START, input)
    print("\nForwards, with f(x) = log(1 + e^x):\n")
    show("x1", "input * w1 + b1", f"{input} * {w1} + {b1}", x1)
    show("y1", "f(x1)", f"f({x1:.6f})", y1)
    show("x2", "input * w2 + b2", f"{input} * {w2} + {b2}", x2)
    show("y2", "f(x2)", f"f({x2:.6f})", y2)
    show("predicted", "y1 * w3 + y2 * w4 + b3", f"{y1:.6f} * {w3} + {y2:.6f} * {w4} + {b3}", predicted)
    show("residual", "observed - predicted", f"{observed} - {predicted:.6f}", observed - predicted)

    print("\nBackwards, from dSSR/dpredicted. Each line after it multiplies a derivative from above by one more")
    print("factor of the chain rule. The slope of f is f'(x) = e^x / (1 + e^x).\n")
    d_predicted = d_ssr_d_predicted(observed, predicted)
    show("dSSR/dpredicted", "-2 * residual", f"-2 * {observed - predicted:.6f}", d_predicted)
    show("dSSR/db3", "dSSR/dpredicted * 1", f"{d_predicted:.6f} * 1", d_predicted)
    show("dSSR/dw3", "dSSR/dpredicted * y1", f"{d_predicted:.6f} * {y1:.6f}", d_predicted * y1)
    show("dSSR/dw4", "dSSR/dpredicted * y2", f"{d_predicted:.6f} * {y2:.6f}", d_predicted * y2)
    for n, w, neuron, slope in ((1, w3, "top", d_y1_d_x1(x1)), (2, w4, "bottom", d_y2_d_x2(x2))):
        d_y = d_predicted * w
        d_x = d_y * slope
        print(f"    through the {neuron} neuron:")
        show(f"dSSR/dy{n}", f"dSSR/dpredicted * w{n + 2}", f"{d_predicted:.6f} * {w}", d_y)
        show(f"dSSR/dx{n}", f"dSSR/dy{n} * f'(x{n})", f"{d_y:.6f} * {slope:.6f}", d_x)
        show(f"dSSR/db{n}", f"dSSR/dx{n} * 1", f"{d_x:.6f} * 1", d_x)
        show(f"dSSR/dw{n}", f"dSSR/dx{n} * input", f"{d_x:.6f} * {input}", d_x * input)


def all_observations() -> None:
    """The derivatives of a single observation are the products of its chains."""
    print("\ninput  observed" + "".join(f"{'dSSR/d' + name:>11}" for name in ORDER))
    for input, observed in DATA:
        row(f"{input:5}  {observed:8}", gradient(START, [(input, observed)]))
    print(" " * 15 + "  ---------" * len(ORDER))
    row("sum", gradient(START, DATA))


def the_step() -> None:
    sizes = step_sizes(gradient(START, DATA), LEARNING_RATE)
    new = update(START, sizes)
    print("\n" + " " * 15 + "".join(f"{name:>11}" for name in ORDER))
    row("old value", START)
    row("step size", sizes)
    row("new value", new)
    print(f"\nThe SSR falls from {ssr(START, DATA):.4f} to {ssr(new, DATA):.4f}.")


def show(name: str, formula: str, numbers: str, value: float) -> None:
    print(f"    {name:15} = {formula:22} = {numbers:39} = {value:9.6f}")


def row(title: str, values: Parameters) -> None:
    print(f"{title:15}" + "".join(f"{getattr(values, name):11.6f}" for name in ORDER))


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
