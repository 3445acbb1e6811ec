"""The general formula with numbers, a published example, a wrong backpropagation found out, and what layers are for."""
# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math
from itertools import islice

from tinynet import initial_parameters, layers
from tinynet.layers import SIGMOID, TANH, Layer, check, explain

# Matt Mazur, "A Step by Step Backpropagation Example" (2015): two inputs, two hidden neurons, two outputs. His error is
# half the SSR, so his learning rate of 0.5 is 0.25 on the SSR; his biases are never moved.
MAZUR = [
    Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], SIGMOID),
    Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], SIGMOID),
]
ROW = [([0.05, 0.10], [0.01, 0.99])]

XOR = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]

# Two humps; the inputs lie around 0, where tanh is steepest.
HUMPS = [([step / 8], [math.sin(math.pi * step / 8) ** 2]) for step in range(-8, 9)]


def main():
    the_formula()
    mazur()
    a_wrong_one()
    xor()
    two_humps()


def the_formula():
    print("1. The general formula, for one weight of the hidden layer in Mazur's example\n")
    print(explain("W(1)[0][0]", MAZUR, ROW, learning_rate=0.25))


def mazur():
    print("\n\n2. Mazur's example beside its printed figures; his error is half the SSR\n")
    steps = layers.descend(MAZUR, ROW, learning_rate=0.25, trainable=["weights"])
    start, first = islice(steps, 2)
    last = next(islice(steps, 9998, None))
    (w1, _), (w5, w6) = first.parameters[0].weights[0], first.parameters[1].weights[0]
    figures = [
        ("error at the start", start.ssr / 2, "0.298371109"),
        ("his w5 = W(2)[0][0] after one step", w5, "0.35891648"),
        ("his w6 = W(2)[0][1]", w6, "0.408666186"),
        ("his w1 = W(1)[0][0]", w1, "0.149780716"),
        ("error after one step", first.ssr / 2, "0.291027924"),
        (f"error after {last.number:,} steps", last.ssr / 2, "0.0000351085"),
    ]
    print(f"{'':36}{'computed':>13}   {'printed':>13}")
    for name, number, printed in figures:
        print(f"{name:36}{number:13.10f}   {printed:>13}")
    print("\nOf the last two, print has six and four digits right: it was rounded on the way.")


def a_wrong_one():
    print("\n\n3. A learner's backpropagation, found out\n")
    print(check(mine))


def mine(network, data):
    """It looks right. But the slope is taken at a, where f has been already."""
    total = [([[0.0] * len(row) for row in weights], [0.0] * len(biases)) for weights, biases, _ in network]
    for inputs, observed in data:
        passes = layers.forward(network, inputs)
        seen = [inputs, *[a for _, a in passes]]
        d_a = [-2 * (o - p) for o, p in zip(observed, seen[-1])]
        for l in range(len(network) - 1, -1, -1):
            slopes = [network[l].activation.slope(x) for x in seen[l + 1]]
            d_z = [d * slope for d, slope in zip(d_a, slopes)]
            for j, d in enumerate(d_z):
                total[l][1][j] += d
                for k, a in enumerate(seen[l]):
                    total[l][0][j][k] += d * a
            d_a = [sum(w * d for w, d in zip(column, d_z)) for column in zip(*network[l].weights)]
    return total


def xor():
    print("\n\n4. XOR: 1 where just one of the two inputs is 1\n")
    print("Without a hidden layer a larger input moves the prediction the same way, whatever the other input is.")
    print("XOR needs both ways.")
    for name, sizes in (("no hidden layer", [2, 1]), ("four hidden neurons", [2, 4, 1])):
        start = layers.initial_layers(sizes, seed=1, activation=TANH, output=SIGMOID)
        training = layers.train(start, XOR, learning_rate=0.5, max_steps=3000)
        print(f"\n{name}: {training}")
        for inputs, (observed,) in XOR:
            (predicted,) = layers.predict(training.parameters, inputs)
            verdict = "right" if abs(observed - predicted) < 0.1 else "not learned"
            print(f"    {inputs}  observed {observed}  predicted {predicted:.3f}  {verdict}")
        if len(sizes) == 2:
            print("0.5 everywhere is its best. No other start and no more steps help here, only more layers.")


def two_humps():
    print("\n\n5. A curve with two humps, sin(pi * input)^2, at 17 inputs from -1 to 1; 2,000 steps for each network\n")
    starts = layers.from_parameters(initial_parameters(1)), layers.initial_layers([1, 8, 1], 1, TANH)
    two, eight = (layers.train(start, HUMPS, learning_rate=0.02, max_steps=2000, min_step_size=0) for start in starts)
    print(f"two softplus neurons: SSR {two.ssr:.2f}; eight tanh neurons: SSR {eight.ssr:.2f}\n")
    print("     input  observed   two neurons   eight neurons")
    for inputs, (observed,) in HUMPS[::2]:
        (by_two,), (by_eight,) = (layers.predict(training.parameters, inputs) for training in (two, eight))
        print(f"    {inputs[0]:6.2f} {observed:9.2f} {by_two:13.2f} {by_eight:15.2f}")


if __name__ == "__main__":
    main()
