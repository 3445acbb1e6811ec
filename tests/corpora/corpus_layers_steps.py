"""Whole steps through any layers, wrong ones and right ones: mine(layers, data, learning_rate).

`must` and `may` as in the other corpora of layers.
"""

import numpy as np
from corpus import given, right, told, wrong
from learner import XOR, XOR_NET, Learner, columns, dot, learner
from tinynet.layers import Layer, backpropagate, step_sizes, update

DZ_LAST = ("dSSR/da(last)",)
EVERY = ("dSSR/da(hidden)", "dSSR/dz(hidden)")


def moved(layers, gradient, rate):
    return [
        Layer([[x - rate * d for x, d in zip(*rows)] for rows in zip(w, v)], [x - rate * d for x, d in zip(b, c)], f)
        for (w, b, f), (v, c) in zip(layers, gradient)
    ]


def gradient_of(layers, data):
    return backpropagate(layers, data)[1]


def inside(name, must, may=(), label=None, **lines):
    """A right step with a slip in its derivatives."""
    slip = learner(name, **lines)

    def step(layers, data, rate):
        return moved(layers, slip(layers, data), rate)

    step.__name__ = name
    return wrong("step", must, may, label=label)(step)


# -------------------------------------------------------------------------------------------------------------- right


@right("step")
def three_calls(layers, data, rate):
    return update(layers, step_sizes(backpropagate(layers, data)[1], rate))


@right("step")
def in_place_but_at_the_end(layers, data, rate):
    for layer, (d_w, d_b) in zip(layers, gradient_of(layers, data)):
        for row, d_row in zip(layer.weights, d_w):
            for k, d in enumerate(d_row):
                row[k] -= rate * d
        for j, d in enumerate(d_b):
            layer.biases[j] -= rate * d


@right("step")
def new_layers_in_the_old_list(layers, data, rate):
    layers[:] = moved(layers, gradient_of(layers, data), rate)


@right("step")
def plus_times_the_negative(layers, data, rate):
    negative = learner("negative", da_last=lambda o, p: [2 * (x - y) for x, y in zip(o, p)])
    return moved(layers, negative(layers, data), -rate)


@right("step")
def arrays_by_name(layers, data, rate):
    named = {}
    for l, (layer, (d_w, d_b)) in enumerate(zip(layers, gradient_of(layers, data)), 1):
        named[f"W{l}"] = np.array(layer.weights).T - rate * np.array(d_w).T
        named[f"b{l}"] = (np.array(layer.biases) - rate * np.array(d_b)).reshape(1, -1)
    return named


@right("step")
def with_the_ssr(layers, data, rate):
    ssr, gradient = backpropagate(layers, data)
    return moved(layers, gradient, rate), ssr


@told("SSR/2", "step")
def half_the_error(layers, data, rate):
    return moved(layers, gradient_of(layers, data), rate / 2)


@told("SSR/n", "step")
def mean_error(layers, data, rate):
    return moved(layers, gradient_of(layers, data), rate / len(data))


@told("SSR/2", "step")
def two_arrays_as_blogs_write_it(layers, data, rate):
    """One hidden layer, sigmoid twice, += with (observed - predicted)."""
    X, Y = (np.array([row[k] for row in data], float) for k in (0, 1))
    (W1, b1, _), (W2, b2, _) = ((np.array(layer.weights).T, np.array(layer.biases), 0) for layer in two(layers))
    h = 1 / (1 + np.exp(-(X @ W1 + b1)))
    y = 1 / (1 + np.exp(-(h @ W2 + b2)))
    d2 = (Y - y) * y * (1 - y)
    d1 = d2 @ W2.T * h * (1 - h)
    W2 += rate * h.T @ d2
    b2 += rate * d2.sum(axis=0)
    W1 += rate * X.T @ d1
    b1 += rate * d1.sum(axis=0)
    return [W1, b1, W2, b2]


def two(layers):
    first, second = layers
    return first, second


# ------------------------------------------------------------------------------------------------- when things move


def backwards(layers, data, rate, rows_at_once=True, recompute=False, moves="Wb", scale=1.0, slip=None):
    """From the last layer down, each layer moved as soon as its derivatives are known."""
    program = slip or Learner()
    layers = [Layer([[*row] for row in w], [*b], f) for w, b, f in layers]
    for group in [data] if rows_at_once else [[row] for row in data]:
        passes = [program.forward(layers, inputs) for inputs, _ in group]
        das = [program.da_last(observed, a[-1]) for (_, observed), (_, a) in zip(group, passes)]
        for l in range(len(layers), 0, -1):
            if recompute:
                passes = [program.forward(layers, inputs) for inputs, _ in group]
            dzs = [program.dz(layers, l, da, z, a) for da, (z, a) in zip(das, passes)]
            layer, old = layers[l - 1], [list(row) for row in layers[l - 1].weights]
            for dz, (_, a) in zip(dzs, passes):
                for j, d in enumerate(dz):
                    for k, x in enumerate(a[l - 1]):
                        layer.weights[j][k] -= scale * rate * d * x
                    layer.biases[j] -= scale * rate * d
            used = layer.weights if "W" in moves else old
            das = [[dot(column, dz) for column in columns(used)] for dz in dzs]
    return layers


@wrong("step", "in place", label="output layer moved before the hidden delta")
def output_moved_first(layers, data, rate):
    return backwards(layers, data, rate)


@wrong("step", "in place", DZ_LAST, label="output layer moved before the hidden delta")
def output_moved_first_half_the_error(layers, data, rate):
    return backwards(layers, data, rate, scale=0.5)


@wrong("step", "in place", label="output layer moved before the hidden delta")
def output_moved_first_and_predicted_again(layers, data, rate):
    return backwards(layers, data, rate, recompute=True)


@wrong("step", "in place", label="output layer moved before the hidden delta")
def each_layer_after_a_gradient_of_its_own(layers, data, rate):
    for l in range(len(layers) - 1, -1, -1):
        layers[l] = moved(layers, gradient_of(layers, data), rate)[l]
    return layers


@wrong("step", "in place", label="from the first one up")
def from_the_first_layer_up(layers, data, rate):
    for l in range(len(layers)):
        layers[l] = moved(layers, gradient_of(layers, data), rate)[l]
    return layers


@wrong("step", {"in place", "row by row"}, label="output layer moved before the hidden delta")
def row_by_row_and_output_first(layers, data, rate):
    return backwards(layers, data, rate, rows_at_once=False)


@wrong("step", "row by row")
def row_by_row(layers, data, rate):
    for row in data:
        layers = moved(layers, gradient_of(layers, [row]), rate)
    return layers


@wrong("step", "row by row")
def row_by_row_in_place(layers, data, rate):
    for inputs, observed in data:
        for l, (d_w, d_b) in enumerate(gradient_of(layers, [(inputs, observed)])):
            layers[l] = moved(layers[l : l + 1], [(d_w, d_b)], rate)[0]


@wrong("step", "row by row")
def row_by_row_from_behind(layers, data, rate):
    for row in reversed(data):
        layers = moved(layers, gradient_of(layers, [row]), rate)
    return layers


@wrong("step", "row by row", DZ_LAST)
def row_by_row_half_the_error(layers, data, rate):
    for row in data:
        layers = moved(layers, gradient_of(layers, [row]), rate / 2)
    return layers


@wrong("step", "in place")
def weights_first_then_biases(layers, data, rate):
    gradient = gradient_of(layers, data)
    layers = [new._replace(biases=old.biases) for new, old in zip(moved(layers, gradient, rate), layers)]
    gradient = gradient_of(layers, data)
    return [old._replace(biases=new.biases) for new, old in zip(moved(layers, gradient, rate), layers)]


@wrong("step", "in place", ("dSSR/dz(hidden)", "dSSR/da(hidden)"), label="output layer moved before the hidden delta")
def output_first_and_no_hidden_slope(layers, data, rate):
    class Slip(Learner):
        def dz(self, layers, l, da, z, a):
            return list(da) if l < len(layers) else Learner.dz(self, layers, l, da, z, a)

    return backwards(layers, data, rate, slip=Slip())


@wrong("step", "several steps")
def three_steps(layers, data, rate):
    for _ in range(3):
        layers = moved(layers, gradient_of(layers, data), rate)
    return layers


@wrong("step", "several steps")
def ten_steps_in_place(layers, data, rate):
    for _ in range(10):
        layers[:] = moved(layers, gradient_of(layers, data), rate)


# ------------------------------------------------------------------------------------- the learning rate, the old value


@wrong("step", "learning rate", label="learning rate missing")
def rate_missing(layers, data, rate):
    return moved(layers, gradient_of(layers, data), 1)


@wrong("step", "learning rate", DZ_LAST, label="learning rate missing")
def rate_missing_half_the_error(layers, data, rate):
    return moved(layers, gradient_of(layers, data), 0.5)


@wrong("step", "learning rate", label="fixed learning rate")
def rate_fixed(layers, data, rate):
    return moved(layers, gradient_of(layers, data), 0.1)


@wrong("step", "learning rate", label="learning rate twice")
def rate_twice(layers, data, rate):
    return moved(layers, step_sizes(gradient_of(layers, data), rate), rate)


@wrong("step", "learning rate", label="divided by the learning rate")
def rate_divides(layers, data, rate):
    return moved(layers, gradient_of(layers, data), 1 / rate)


@wrong("step", "learning rate", label="learning rate added")
def rate_added(layers, data, rate):
    return [
        Layer(
            [[x - (d + rate) for x, d in zip(*rows)] for rows in zip(w, v)], [x - (d + rate) for x, d in zip(b, c)], f
        )
        for (w, b, f), (v, c) in zip(layers, gradient_of(layers, data))
    ]


@wrong("step", "learning rate", label="learning rate missing")
def rate_missing_for_biases(layers, data, rate):
    gradient = gradient_of(layers, data)
    return [
        one._replace(biases=two.biases) for one, two in zip(moved(layers, gradient, rate), moved(layers, gradient, 1))
    ]


@wrong("step", "update", label="added instead of subtracted")
def added(layers, data, rate):
    return moved(layers, gradient_of(layers, data), -rate)


@wrong("step", "update", label="not updated: b(1), b(2), b(3)")
def biases_not_updated(layers, data, rate):
    return [new._replace(biases=old.biases) for new, old in zip(moved(layers, gradient_of(layers, data), rate), layers)]


@wrong("step", "update", label="not updated")
def first_layer_not_updated(layers, data, rate):
    return [layers[0], *moved(layers, gradient_of(layers, data), rate)[1:]]


@wrong("step", "update", label="not updated")
def nothing_moves(layers, data, rate):
    moved(layers, gradient_of(layers, data), rate)
    return layers


@wrong("step", "old value", label="step size returned")
def step_size_returned(layers, data, rate):
    return step_sizes(gradient_of(layers, data), rate)


@wrong("step", {"old value"}, {"learning rate"}, label="derivative returned")
def derivative_returned(layers, data, rate):
    return gradient_of(layers, data)


@wrong("step", "old value", label="brackets")
def brackets(layers, data, rate):
    return [
        Layer(
            [[(x - d) * rate for x, d in zip(*rows)] for rows in zip(w, v)], [(x - d) * rate for x, d in zip(b, c)], f
        )
        for (w, b, f), (v, c) in zip(layers, gradient_of(layers, data))
    ]


@wrong("step", "old value", label="old value changed")
def old_value_doubled(layers, data, rate):
    doubled = [Layer([[2 * x for x in row] for row in w], [2 * x for x in b], f) for w, b, f in layers]
    return moved(doubled, gradient_of(layers, data), rate)


@wrong("step", "an added term", ("dSSR/dW(any)",))
def weight_decay(layers, data, rate):
    return [
        Layer(
            [[x - rate * (d + 0.3 * x) for x, d in zip(*rows)] for rows in zip(w, v)],
            [x - rate * d for x, d in zip(b, c)],
            f,
        )
        for (w, b, f), (v, c) in zip(layers, gradient_of(layers, data))
    ]


VELOCITY = {}


@wrong("step", "state")
def momentum(layers, data, rate):
    gradient = gradient_of(layers, data)
    key = tuple(len(layer.biases) for layer in layers)
    before = VELOCITY.get(key, gradient)
    VELOCITY[key] = [
        ([[0.9 * v + d for v, d in zip(*rows)] for rows in zip(old, w)], [0.9 * v + d for v, d in zip(c, b)])
        for (old, c), (w, b) in zip(before, gradient)
    ]
    return moved(layers, VELOCITY[key], rate)


# ------------------------------------------------------------------------------------------------- inside the step

inside(
    "flipped", "update", label="added instead of subtracted", da_last=lambda o, p: [2 * (x - y) for x, y in zip(o, p)]
)
inside("no_slope", "dSSR/dz(last)", ("dSSR/dz(hidden)",), label="slope missing", dz=lambda net, l, da, z, a: list(da))
inside("one_way", "dSSR/da(hidden)", da=lambda net, l, dz, da, z, a: [w * dz[0] for w in net[l].weights[0]])
inside("with_z", "dSSR/dW(any)", dw=lambda net, l, dz, da, z, a: [[d * x for x in (z[l - 1] or a[0])] for d in dz])
inside("last_row", "the sum", total=lambda every: every[-1])
inside("biases_of_a", "dSSR/db(any)", db=lambda net, l, dz, da, z, a: [d * x for d, x in zip(dz, a[l])])
inside("no_bias", "forward", z=lambda layer, below: [dot(row, below) for row in layer.weights])
inside("squared", "dSSR/da(last)", da_last=lambda o, p: [-2 * (x - y) ** 2 for x, y in zip(o, p)])


@wrong("step", {"learning rate", "dSSR/dz(last)"}, ("dSSR/dz(hidden)",))
def rate_missing_and_no_slope(layers, data, rate):
    slip = learner("slip", dz=lambda net, l, da, z, a: list(da))
    return moved(layers, slip(layers, data), 1)


@wrong("step", {"in place", "the sum"})
def output_first_and_last_row_only(layers, data, rate):
    return backwards(layers, data[-1:], rate)


@wrong("step", "form")
def forgets_to_return(layers, data, rate):
    moved(layers, gradient_of(layers, data), rate)


@wrong("step", "form")
def raises(layers, data, rate):
    return moved(layers, gradient_of(layers, data), rate)[len(layers)]


@given(XOR_NET, XOR)
@wrong("step", {"update", "row by row", "in place"}, DZ_LAST, label="output layer moved before the hidden delta")
def arrays_in_place_as_in_many_posts(layers, data, rate):
    """Row by row, sigmoid twice, half the error, the output layer first, and the biases never move."""
    W1, W2 = (layer.weights for layer in layers)
    for x, y in data:
        h = 1 / (1 + np.exp(-(W1 @ x + layers[0].biases)))
        o = 1 / (1 + np.exp(-(W2 @ h + layers[1].biases)))
        d2 = (o - y) * o * (1 - o)
        W2 -= rate * np.outer(d2, h)
        W1 -= rate * np.outer((W2.T @ d2) * h * (1 - h), x)
