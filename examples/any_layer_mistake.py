"""A learner's backpropagation for any number of layers, and the line in it that `check` finds.

The function looks right, but it takes the slope at a. The slope belongs at z, because f was taken there: a = f(z).
"""

import os
import sys

from tinynet.layers import check, forward


def backpropagate(layers, data, slope_at):
    """The derivatives, as a (weights, biases) for each layer; `slope_at` is "z" or "a"."""
    gradient = [([[0] * len(row) for row in layer.weights], [0] * len(layer.biases)) for layer in layers]
    for inputs, observed in data:
        passes = forward(layers, inputs)
        a = [inputs, *[a for z, a in passes]]  # a[l] goes into layer l, a[l + 1] comes out of it
        z = [z for z, a in passes]
        d_a = [-2 * (o - p) for o, p in zip(observed, a[-1])]
        for l in reversed(range(len(layers))):
            points = z[l] if slope_at == "z" else a[l + 1]
            d_z = [d * layers[l].activation.slope(point) for d, point in zip(d_a, points)]
            d_weights, d_biases = gradient[l]
            for j in range(len(d_z)):
                d_biases[j] += d_z[j]
                for k in range(len(a[l])):
                    d_weights[j][k] += d_z[j] * a[l][k]
            d_a = [sum(w * d for w, d in zip(column, d_z)) for column in zip(*layers[l].weights)]
    return gradient


def with_the_slope_at_a(layers, data):
    return backpropagate(layers, data, "a")


def with_the_slope_at_z(layers, data):
    return backpropagate(layers, data, "z")


def main():
    print("The slope is taken at a:\n")
    print(check(with_the_slope_at_a))
    print("\n\nThe slope is taken at z:\n")
    print(check(with_the_slope_at_z))


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
