"""Gradient descent by hand: the lesson gives the seven derivatives, and the loop is written out here."""

import os
import sys

from tinynet import Parameters, d_ssr_d_b1, d_ssr_d_b2, d_ssr_d_b3, d_ssr_d_w1, d_ssr_d_w2, d_ssr_d_w3, d_ssr_d_w4, ssr
from tinynet.dosage import DATA, FITTED, START

SEVEN = d_ssr_d_w1, d_ssr_d_w2, d_ssr_d_w3, d_ssr_d_w4, d_ssr_d_b1, d_ssr_d_b2, d_ssr_d_b3
LEARNING_RATE = 0.02
TINY = 1e-6


def main() -> None:
    parameters, steps = START, 0
    while True:
        sizes = [derivative(parameters, DATA) * LEARNING_RATE for derivative in SEVEN]
        if max(abs(size) for size in sizes) < TINY:
            break
        parameters = Parameters(*[old - size for old, size in zip(parameters, sizes)])
        steps += 1

    print(f"After {steps:,} steps all seven step sizes are below {TINY:f}. The SSR is {ssr(parameters, DATA):.1e}.")
    print(f"by hand    {parameters:.2f}")
    print(f"published  {FITTED:.2f}")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
