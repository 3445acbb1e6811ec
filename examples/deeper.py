"""What two neurons can't do and more can: a curve with two humps, and a class that no straight line cuts off."""

from __future__ import annotations

import math

from tinynet import initial_parameters, layers, predict, train
from tinynet.layers import SIGMOID, TANH

# sin(2 pi x)^2 for x from 0 to 1, with the inputs laid from -1 to 1: tanh is steepest at 0, and with biases of 0 at
# the start all neurons would be steepest at the left edge.
HUMPS = [(2 * x - 1, math.sin(2 * math.pi * x) ** 2) for x in (step / 16 for step in range(17))]

XOR = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]


def main() -> None:
    two_humps()
    xor()


def two_humps() -> None:
    print("1. A curve with two humps, sin(2 pi x)^2, at 17 points\n")
    seven = min(
        (train(initial_parameters(seed), HUMPS, learning_rate=0.02) for seed in (1, 2)), key=lambda end: end.ssr
    )
    print(f"two softplus neurons: {seven}")
    data = [([input], [observed]) for input, observed in HUMPS]
    eight = layers.train(layers.initial_layers([1, 8, 1], 1, TANH), data, learning_rate=0.02, max_steps=4000)
    print(f"eight tanh neurons: {eight}\n")
    print("    x      observed   two neurons   eight neurons")
    for input, observed in HUMPS[::2]:
        (predicted,) = layers.predict(eight.parameters, [input])
        print(f"    {(input + 1) / 2:.3f} {observed:10.2f} {predict(seven.parameters, input):13.2f} {predicted:15.2f}")


def xor() -> None:
    print("\n2. XOR: 1 where just one of the two inputs is 1\n")
    print("Without a hidden layer a larger input moves the prediction the same way, whatever the other input is.")
    print("XOR needs both ways, so nothing helps there but a hidden layer, whatever the advice says.\n")
    for name, sizes in (("no hidden layer", [2, 1]), ("four hidden neurons", [2, 4, 1])):
        start = layers.initial_layers(sizes, seed=1, activation=TANH, output=SIGMOID)
        training = layers.train(start, XOR, learning_rate=0.5, max_steps=3000)
        print(f"{name}: {training}")
        for inputs, (observed,) in XOR:
            (predicted,) = layers.predict(training.parameters, inputs)
            verdict = "right" if abs(observed - predicted) < 0.1 else "not learned"
            print(f"    {inputs}  observed {observed}  predicted {predicted:.3f}  {verdict}")


if __name__ == "__main__":
    main()
