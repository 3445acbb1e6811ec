"""What hidden layers and more neurons are for: XOR, and a curve with two humps."""

import math
import os
import sys
import warnings

from tinynet import initial_parameters
from tinynet.layers import SIGMOID, TANH, from_parameters, initial_layers, predict, train

XOR = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
HUMPS = [([n / 8], [math.sin(math.pi * n / 8) ** 2]) for n in range(-8, 9)]  # (inputs, observed)


def main() -> None:
    print("1. XOR is 1 if exactly one of the two inputs is 1.\n")
    print("When the second input goes from 0 to 1, the prediction has to rise if the first input is 0, and to")
    print("fall if the first input is 1. Without a hidden layer that is impossible: a single weight leads from")
    print("the second input to the output, so its sign decides the direction.")
    xor("No hidden layer", [2, 1])
    print("\nThrough hidden neurons several ways lead from each input to the output. Some can raise the")
    print("prediction, and others can lower it.")
    xor("Four hidden neurons", [2, 4, 1])
    print("\n\n2. A curve with two humps, sin(pi * input)^2, after 2,000 steps\n")
    print("The curve goes up, down, up and down: it turns three times. Two softplus neurons turn twice at most.")
    humps()


def xor(title: str, sizes: list[int]) -> None:
    start = initial_layers(sizes, seed=1, activation=TANH, output=SIGMOID)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without a hidden layer it ends at the mean, and `train` warns of that
        training = train(start, XOR, learning_rate=0.5, max_steps=3000)
    print(f"\n{title}: SSR {training.ssr:.4f} after {training.steps:,} steps\n")
    print("inputs  observed  predicted")
    for inputs, (observed,) in XOR:
        (predicted,) = predict(training.parameters, inputs)
        print(f"{inputs}  {observed:8}  {predicted:9.3f}")


# The curve y1 * w3 + y2 * w4 + b3 turns where its slope w1 * w3 * f'(x1) + w2 * w4 * f'(x2) is 0. Multiply the slope by
# (1 + e^x1) * (1 + e^x2), and write A for w1 * w3 and B for w2 * w4:
#
#     A * e^x1 + B * e^x2 + (A + B) * e^(x1 + x2) = 0
#
# A sum of three exponential functions has at most two zeros (Descartes' rule of signs holds for it), unless it is 0
# everywhere.


def humps() -> None:
    two = train(from_parameters(initial_parameters(1)), HUMPS, learning_rate=0.02, max_steps=2000, min_step_size=0)
    eight = train(initial_layers([1, 8, 1], 1, TANH), HUMPS, learning_rate=0.02, max_steps=2000, min_step_size=0)
    print(f"\n{'':15}  two softplus neurons  eight tanh neurons")
    print(f"{'SSR':15}  {two.ssr:20.2f}  {eight.ssr:18.2f}\n")
    print("input  observed             predicted           predicted")
    for inputs, (observed,) in HUMPS[::2]:
        (by_two,), (by_eight,) = predict(two.parameters, inputs), predict(eight.parameters, inputs)
        print(f"{inputs[0]:5.2f}  {observed:8.4f}  {by_two:20.4f}  {by_eight:18.4f}")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
