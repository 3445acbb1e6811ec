"""Gradient descent by hand: the lesson gives the seven derivatives, and the loop is written out here."""

import os
import sys

from tinynet import Parameters, d_ssr_d_b1, d_ssr_d_b2, d_ssr_d_b3, d_ssr_d_w1, d_ssr_d_w2, d_ssr_d_w3, d_ssr_d_w4, ssr
from tinynet.dosage import DATA, FITTED, START

SEVEN = d_ssr_d_w1, d_ssr_d_w2, d_ssr_d_w3, d_ssr_d_w4, d_ssr_d_b1, d_ssr_d_b2, d_ssr_d_b3
LEARNING_RATE = 0.02
TINY = 1e-6


def main() -> None:
    old, steps = START, 0
    while True:
        sizes = [derivative(old, DATA) * LEARNING_RATE for derivative in SEVEN]
        if max(abs(size) for size in sizes) < TINY:
            break
        old = Parameters(*[value - size for value, size in zip(old, sizes)])
        steps += 1

    print(f"After {steps:,} steps each of the seven step sizes is below {TINY:f}. The SSR is {ssr(old, DATA):.1e}.")
    print(f"by hand    {old:.2f}")
    print(f"published  {FITTED:.2f}")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
