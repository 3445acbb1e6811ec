"""Wrong general backpropagations, each one slip away from a right program, and some right ones in odd dress."""

import math
import random

import numpy as np

from corpus import right, wrong
from learner import Learner, columns, dot, learner

HIDDEN, LAST = "dSSR/d{}(hidden)", "dSSR/d{}(last)"
DZ_ALL = ("dSSR/da(last)", "dSSR/dz(hidden)", "dSSR/da(hidden)")


def slip(must, may, label, name, **lines):
    wrong("layers", must, may, label=label)(learner(name, **lines))


# dSSR/da of the last layer

slip(LAST.format("a"), (), "flipped sign", "flipped", da_last=lambda o, p: [2 * (x - y) for x, y in zip(o, p)])
slip(LAST.format("a"), (), "lost the 2", "half_the_ssr", da_last=lambda o, p: [y - x for x, y in zip(o, p)])
slip(LAST.format("a"), (), "residual squared", "squared", da_last=lambda o, p: [-2 * (x - y) ** 2 for x, y in zip(o, p)])
slip(LAST.format("a"), (), "residual missing", "no_residual", da_last=lambda o, p: [-2 for _ in p])
slip(LAST.format("a"), (), "residuals added up", "one_residual", da_last=lambda o, p: [-2 * (sum(o) - sum(p))] * len(p))
slip(LAST.format("a"), (), "mean over the outputs", "mse", da_last=lambda o, p: [-2 * (x - y) / len(p) for x, y in zip(o, p)])
slip(LAST.format("a"), ("dSSR/dz(last)",), None, "cross_entropy", da_last=lambda o, p: [(y - x) / (y * (1.2 - y)) for x, y in zip(o, p)])

# the slope

slip(LAST.format("z"), DZ_ALL, "slope missing", "no_slope", dz=lambda layers, l, da, z, a: list(da))
slip(HIDDEN.format("z"), ("dSSR/da(hidden)",), "slope missing", "no_slope_in_hidden_layers",
     dz=lambda layers, l, da, z, a: da if l < len(layers) else Learner().dz(layers, l, da, z, a))
slip(LAST.format("z"), DZ_ALL, "slope taken at a", "slope_at_a",
     dz=lambda layers, l, da, z, a: [d * layers[l - 1].activation.slope(x) for d, x in zip(da, a[l])])
slip(HIDDEN.format("z"), ("dSSR/da(hidden)", "dSSR/dz(last)", "dSSR/da(last)"), "a * (1 - a) for every activation", "all_sigmoid",
     dz=lambda layers, l, da, z, a: [d * x * (1 - x) for d, x in zip(da, a[l])])
slip(HIDDEN.format("z"), ("dSSR/da(hidden)",), "slope of another layer", "slope_of_the_last_layer",
     dz=lambda layers, l, da, z, a: [d * layers[-1].activation.slope(x) for d, x in zip(da, z[l])])
slip(HIDDEN.format("z"), ("dSSR/da(hidden)",), None, "slope_of_its_own_making",
     dz=lambda layers, l, da, z, a: [d * math.cos(x) for d, x in zip(da, z[l])] if l < len(layers) else Learner().dz(layers, l, da, z, a))
slip(LAST.format("z"), DZ_ALL, "the curve instead of its slope", "curve_for_slope",
     dz=lambda layers, l, da, z, a: [d * x for d, x in zip(da, a[l])])

# dSSR/da of a hidden layer

slip(HIDDEN.format("a"), ("dSSR/dz(hidden)",), "weights missing", "no_weights",
     da=lambda layers, l, dz, da, z, a: [sum(dz)] * len(a[l]))
slip(HIDDEN.format("a"), ("dSSR/dz(hidden)", "form"), "row for column", "rows",
     da=lambda layers, l, dz, da, z, a: [dot(layers[l].weights[k], dz) for k in range(len(a[l]))])
slip(HIDDEN.format("a"), ("dSSR/dz(hidden)",), "one path only", "last_path",
     da=lambda layers, l, dz, da, z, a: [w * dz[-1] for w in layers[l].weights[-1]])
slip(HIDDEN.format("a"), ("dSSR/dz(hidden)",), "slope of the layer above missing", "da_flows_on",
     da=lambda layers, l, dz, da, z, a: [dot(column, da) for column in columns(layers[l].weights)])
slip(HIDDEN.format("a"), ("dSSR/dz(hidden)",), None, "squares_the_flow",
     da=lambda layers, l, dz, da, z, a: [dot(column, dz) ** 3 for column in columns(layers[l].weights)])
slip(HIDDEN.format("a"), ("dSSR/dz(hidden)",), "mean over the paths", "mean_path",
     da=lambda layers, l, dz, da, z, a: [dot(column, dz) / len(dz) for column in columns(layers[l].weights)])

# dSSR/dW and dSSR/db

slip(("dSSR/dW(last)",), ("dSSR/dW(hidden)", "form"), "dW transposed", "turned",
     dw=lambda layers, l, dz, da, z, a: [[d * x for d in dz] for x in a[l - 1]])
slip(("dSSR/dW(last)",), ("dSSR/dW(hidden)",), "dW with z", "z_below",
     dw=lambda layers, l, dz, da, z, a: [[d * x for x in (z[l - 1] or a[0])] for d in dz])
slip(("dSSR/dW(last)",), ("dSSR/dW(hidden)",), "a missing", "no_a", dw=lambda layers, l, dz, da, z, a: [[d] * len(a[l - 1]) for d in dz])
slip(("dSSR/db(last)",), ("dSSR/db(hidden)",), "db summed over neurons", "one_bias", db=lambda layers, l, dz, da, z, a: [sum(dz)] * len(dz))
slip(("dSSR/db(last)",), ("dSSR/db(hidden)",), "db left out", "no_bias", db=lambda layers, l, dz, da, z, a: [0.0] * len(dz))
slip(("dSSR/db(hidden)",), ("dSSR/db(last)",), "bias times b", "times_bias",
     db=lambda layers, l, dz, da, z, a: [d * b for d, b in zip(dz, layers[l - 1].biases)])

# forward

slip(("forward",), (), "biases left out", "no_bias_forward", z=lambda layer, below: [dot(row, below) for row in layer.weights])
slip(("forward",), (), "activation left out", "linear_end", a=lambda layer, z, last: z if last else [layer.activation.f(x) for x in z])
slip(("forward",), (), None, "bias_twice", z=lambda layer, below: [dot(row, below) + 1.7 * b for row, b in zip(layer.weights, layer.biases)])

# the sum, order, state, arguments, form

slip(("the sum",), (), "mean instead of sum", "mean",
     total=lambda gs: [([[x / len(gs) for x in row] for row in w], [x / len(gs) for x in b]) for w, b in Learner().total(gs)])
slip(("the sum",), (), "last observation only", "last_row", total=lambda gs: gs[-1])
slip(("the sum",), ("dSSR/db(any)",), None, "biases_of_the_first_row", total=lambda gs: [(w, g[1]) for (w, _), g in zip(Learner().total(gs), gs[0])])
slip(("order",), (), None, "from_behind", total=lambda gs: Learner().total(gs)[::-1])
right("layers")(learner("two_lists", total=lambda gs: tuple(zip(*Learner().total(gs)))))


@wrong("layers", "state")
def keeps_adding(layers, data, kept=[]):  # noqa: B006
    kept.append(Learner()(layers, data))
    return kept[-1] if len(kept) < 2 or len(kept[-2]) != len(layers) else Learner().total(kept[-2:])


@right("layers")  # it gets copies, and the verdict says so
def shifts_the_weights(layers, data):
    gradient = Learner()(layers, data)
    for layer in layers:
        layer.weights[0][0] -= 0.1
    return gradient


@wrong("layers", "form")
def forgets_to_return(layers, data):
    Learner()(layers, data)


@wrong("layers", "form")
def flat(layers, data):
    return [x for w, b in Learner()(layers, data) for row in (*w, b) for x in row]


@wrong("layers", "nearly")
def rounds(layers, data):
    return [([[round(x, 3) for x in row] for row in w], [round(x, 3) for x in b]) for w, b in Learner()(layers, data)]


@wrong("layers", ("an added term",))
def weight_decay(layers, data):
    gradient = Learner()(layers, data)
    return [
        ([[d + 0.1 * w for d, w in zip(*rows)] for rows in zip(dw, layer.weights)], db)
        for (dw, db), layer in zip(gradient, layers)
    ]


@wrong("layers", ("dSSR/da(last)", "dSSR/da(hidden)", "dSSR/dz(hidden)"), ("dSSR/dz(last)",))
def three_slips(layers, data):
    return learner(
        "three",
        da_last=lambda o, p: [2 * (x - y) for x, y in zip(o, p)],
        da=lambda layers, l, dz, da, z, a: [sum(dz)] * len(a[l]),
        dz=lambda layers, l, da, z, a: [d * layers[l - 1].activation.slope(x) for d, x in zip(da, a[l] if l < len(layers) else z[l])],
    )(layers, data)


right("layers")(Learner())


@right("layers")
def with_numpy(layers, data):
    total = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    ssr = 0.0
    for inputs, observed in data:
        zs, activations = [], [np.array(inputs)]
        for layer in layers:
            zs.append(np.array(layer.weights) @ activations[-1] + np.array(layer.biases))
            activations.append(np.vectorize(layer.activation.f, otypes=[float])(zs[-1]))
        delta = -2 * (np.array(observed) - activations[-1])
        ssr += float(np.sum((np.array(observed) - activations[-1]) ** 2))
        for l in reversed(range(len(layers))):
            delta = delta * np.vectorize(layers[l].activation.slope, otypes=[float])(zs[l])
            total[l][0] += np.outer(delta, activations[l])
            total[l][1] += delta
            delta = np.array(layers[l].weights).T @ delta
    return ssr, total


@right("layers")
def in_single_precision(layers, data):
    return [(np.array(w, dtype=np.float32), np.array(b, dtype=np.float32)) for w, b in Learner()(layers, data)]


@right("layers")
def by_central_differences(layers, data):
    def ssr():
        return sum((o - p) ** 2 for inputs, observed in data for o, p in zip(observed, Learner().forward(layers, inputs)[1][-1]))

    def slope(numbers, place):
        old, results = numbers[place], []
        for numbers[place] in (old + 1e-5, old - 1e-5):
            results.append(ssr())
        numbers[place] = old
        return (results[0] - results[1]) / 2e-5

    return ssr(), [([[slope(row, k) for k in range(len(row))] for row in w], [slope(b, j) for j in range(len(b))]) for w, b, _ in layers]


@right("layers")
def as_generators(layers, data):
    return ((iter(w), tuple(b)) for w, b in Learner()(layers, data))


@right("layers")
def in_another_order_and_noisy(layers, data):
    print("called")
    return Learner()(layers, random.sample(data, len(data)))
