"""The general formula with numbers, on a published example with two inputs, two hidden neurons and two outputs.

The example is Matt Mazur's "A Step by Step Backpropagation Example" (2015). His error is half the SSR, so his learning
rate of 0.5 is 0.25 here. He moves the weights only, not the biases.
"""

import os
import sys
from itertools import islice

from tinynet.layers import SIGMOID, Layer, descend, explain

MAZUR = [
    Layer(weights=[[0.15, 0.20], [0.25, 0.30]], biases=[0.35, 0.35], activation=SIGMOID),
    Layer(weights=[[0.40, 0.45], [0.50, 0.55]], biases=[0.60, 0.60], activation=SIGMOID),
]
DATA = [([0.05, 0.10], [0.01, 0.99])]  # (inputs, observed)


def main() -> None:
    print("1. The general formula for one weight of the hidden layer: W(1)[0][0], which Mazur calls w1\n")
    print(explain("W(1)[0][0]", MAZUR, DATA, learning_rate=0.25))

    print("\n\n2. The descent beside Mazur's printed figures (his error is half the SSR)\n")
    steps = descend(MAZUR, DATA, learning_rate=0.25, trainable=["weights"])
    start, first = islice(steps, 2)
    last = next(islice(steps, 9998, None))
    (w1, _), (w5, w6) = first.parameters[0].weights[0], first.parameters[1].weights[0]
    print(f"{'':33}{'computed':>13}{'printed':>15}   agree to")
    compare("error at the start", start.ssr / 2, "0.298371109")
    compare("w5 = W(2)[0][0] after one step", w5, "0.35891648")
    compare("w6 = W(2)[0][1] after one step", w6, "0.408666186")
    compare("w1 = W(1)[0][0] after one step", w1, "0.149780716")
    compare("error after one step", first.ssr / 2, "0.291027924")
    compare(f"error after {last.number:,} steps", last.ssr / 2, "0.0000351085")
    print("\nThe last two agree to fewer digits, because these two printed figures are not exact.")


def compare(title: str, computed: float, printed: str) -> None:
    """Both numbers, and the number of significant digits to which they agree."""
    digits = max(n for n in range(1, 17) if f"{computed:.{n}g}" == f"{float(printed):.{n}g}")
    print(f"{title:33}{computed:13.10f}{printed:>15}   {digits} digits")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
