"""Train the network of the articles: start, data, the loop, and what comes out."""

import os
import sys

from tinynet import Parameters, gradient, predict, ssr, step_sizes, update

start = Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)
data = [(0, 0), (0.5, 1), (1, 0)]  # (input, observed): a dosage, and how well it worked
learning_rate = 0.02


def main() -> None:
    parameters = start
    print(f"step    0: SSR {ssr(parameters, data):.8f}")
    for step in range(1, 4501):
        derivatives = gradient(parameters, data)  # dSSR/dw1 ... dSSR/db3
        parameters = update(parameters, step_sizes(derivatives, learning_rate))  # new w1 = old w1 - step size
        if step % 500 == 0:
            print(f"step {step:4}: SSR {ssr(parameters, data):.8f}")

    print("\n       start    new")
    for name, old, new in zip(Parameters._fields, start, parameters):
        print(f"{name}    {old:5.2f}  {new:5.2f}")

    print("\ninput  observed  predicted")
    for input, observed in data:
        print(f"{input:5}  {observed:8}  {predict(parameters, input):9.3f}")


# `train(start, data, learning_rate=0.02)` is this loop in one call. It stops when the steps have become tiny.

if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
