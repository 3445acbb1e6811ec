"""General backpropagations as learners write them: wrong ones and right ones, written without sight of the project's code.

`must` and `may` (follow-through marking; db(l) is what the learner took for dSSR/dz(l)):
- A slip in every layer (the slope forgotten everywhere): `must` is the last layer, where it is met first going down; the hidden ones are in `may`.
- A slip in dSSR/da of a layer shows in its dSSR/dz, and the other way round: the one that is meant is in `must`, the other in `may`.
- What raises on non-square weights, but is plain wrong on square ones, has the place in `must` and `form` in `may`; what is right on square ones and raises on others has `form`.
- Independent slips, two or three at once, are all in `must`.
- Some slips in every layer are none where the last layer happens to have just that activation (`sigmoid_slope_for_all`, `tanh_slope_for_all`, `slope_by_name_with_slips`, `everybody_the_first_activation`):
  there the hidden layers of `may` are the place. `sigmoid_at_the_end` is right where the last layer is a sigmoid.
- Right are programs for one activation, for two layers, in another usual form, and those that change what they are given: they get copies.
"""
import math
import random
from collections import defaultdict, deque
from functools import reduce

import numpy as np

from corpus import right, wrong

# What most of the learners below have in common: a forward pass of their own and a place for the sums.

def _forward(layers, inputs):
    zs, activations = [], [list(inputs)]
    for layer in layers:
        z = [sum(w * a for w, a in zip(row, activations[-1])) + b for row, b in zip(layer.weights, layer.biases)]
        zs.append(z)
        activations.append([layer.activation.f(v) for v in z])
    return zs, activations


def _zeros(layers):
    return ([[[0.0] * len(row) for row in layer.weights] for layer in layers],
            [[0.0] * len(layer.biases) for layer in layers])


def _vec(function):
    return np.vectorize(function, otypes=[float])


def _np_forward(layers, inputs):
    a = np.array(inputs, dtype=float)
    zs, activations = [], [a]
    for layer in layers:
        z = np.array(layer.weights, dtype=float) @ a + np.array(layer.biases, dtype=float)
        a = _vec(layer.activation.f)(z)
        zs.append(z)
        activations.append(a)
    return zs, activations


DZ_LAST = ("dSSR/da(last)",)            # what explains a wrong dSSR/dz(last) equally well
DZ_HIDDEN = ("dSSR/da(hidden)",)
DZ_ALL = ("dSSR/da(last)", "dSSR/dz(hidden)", "dSSR/da(hidden)")


# ------------------------------------------------------------------ the chain: dSSR/da of a hidden layer

@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)", "form"), label="row for column")
def row_for_column(layers, data):
    """W[k][j] for W[j][k]: raises where the weights are not square."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            layer = layers[l]
            dz = [d * layer.activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            if l > 0:
                da = [sum(layer.weights[k][j] * dz[j] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)", "form"), label="row for column")
def row_for_column_zip(layers, data):
    """The row of W with zip, so that nothing raises and too long rows are cut."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        delta = [2 * (p - o) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in reversed(range(len(layers))):
            for j, d in enumerate(delta):
                db[l][j] += d
                for k, a in enumerate(acts[l]):
                    dW[l][j][k] += d * a
            if l:
                W = list(layers[l].weights)
                below = []
                for k in range(len(acts[l])):
                    row = W[k % len(W)]
                    below.append(sum(w * d for w, d in zip(row, delta)) * layers[l - 1].activation.slope(zs[l - 1][k]))
                delta = below
    return [(w, b) for w, b in zip(dW, db)]


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)", "form"), label="row for column")
def numpy_missing_transpose(layers, data):
    """W @ delta in NumPy, without the .T: a matmul error unless square."""
    grads = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = -2 * (np.array(y) - acts[-1])
        for i in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[i].activation.slope)(zs[i])
            grads[i][0] += np.outer(delta, acts[i])
            grads[i][1] += delta
            delta = np.array(layers[i].weights) @ delta if i > 0 else None
    return [(W.tolist(), b.tolist()) for W, b in grads]


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",), label="one path only")
def first_neuron_above_only(layers, data):
    """Only the path through the first neuron above."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [dz[0] * layers[l].weights[0][k] for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",), label="one path only")
def overwritten_by_the_last_path(layers, data):
    """= instead of += in the sum over the neurons above: the last one stays."""
    weights_gradient, biases_gradient = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        error = [2 * (p - o) for p, o in zip(acts[-1], observed)]
        for l in range(len(layers) - 1, -1, -1):
            layer = layers[l]
            below = [0.0] * len(acts[l])
            for j in range(len(layer.biases)):
                dz = error[j] * layer.activation.slope(zs[l][j])
                biases_gradient[l][j] += dz
                for k in range(len(acts[l])):
                    weights_gradient[l][j][k] += dz * acts[l][k]
                    below[k] = dz * layer.weights[j][k]
            error = below
    return list(zip(weights_gradient, biases_gradient))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",), label="one path only")
def straight_path_only(layers, data):
    """Neuron k below hears of neuron k above only (the diagonal of W)."""
    dW, db = _zeros(layers)
    for x, y in data:
        zs, acts = _forward(layers, x)
        d = [2 * (p - o) for p, o in zip(acts[-1], y)]
        for l in reversed(range(len(layers))):
            d = [v * layers[l].activation.slope(z) for v, z in zip(d, zs[l])]
            for j, v in enumerate(d):
                db[l][j] += v
                for k, a in enumerate(acts[l]):
                    dW[l][j][k] += v * a
            n = len(d)
            d = [d[k] * layers[l].weights[k][k] if k < n else 0.0 for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def weights_left_out_of_the_chain(layers, data):
    """The deltas above are added up without the weights."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            db[l] = [b + d for b, d in zip(db[l], dz)]
            dW[l] = [[w + d * a for w, a in zip(row, acts[l])] for row, d in zip(dW[l], dz)]
            da = [sum(dz)] * len(acts[l])
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def weights_squared(layers, data):
    """W squared in the chain."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            W = layers[l].weights
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * W[j][k] ** 2 for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def chain_starts_from_da(layers, data):
    """Hands dSSR/da down instead of dSSR/dz: the slope above is lost on the way."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            W = layers[l].weights
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(da[j] * W[j][k] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def mean_over_the_paths(layers, data):
    """Divides the sum over the neurons above by their number."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            W = layers[l].weights
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * W[j][k] for j in range(len(dz))) / len(dz) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def through_weights_already_moved(layers, data):
    """Moves the weights (a copy) while going backwards, so the chain goes through the new ones."""
    rate = 0.1
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        W = [[list(row) for row in layer.weights] for layer in layers]
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    step = dz[j] * acts[l][k]
                    dW[l][j][k] += step
                    W[l][j][k] -= rate * step
            da = [sum(dz[j] * W[l][j][k] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)", "form"), label="another layer's W")
def weights_of_the_same_layer(layers, data):
    """Off by one: the chain goes through W(l) instead of W(l + 1)."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        last = len(layers) - 1
        dz = [None] * len(layers)
        dz[last] = [-2 * (o - p) * layers[last].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[last])]
        for l in range(last - 1, -1, -1):
            W = layers[l].weights
            dz[l] = []
            for k in range(len(zs[l])):
                s = 0
                for j in range(min(len(dz[l + 1]), len(W))):
                    s += dz[l + 1][j] * W[j][k % len(W[j])]
                dz[l].append(s * layers[l].activation.slope(zs[l][k]))
        for l in range(len(layers)):
            for j in range(len(dz[l])):
                db[l][j] += dz[l][j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[l][j] * acts[l][k]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def everything_from_the_outputs(layers, data):
    """Every hidden layer takes the deltas of the last layer, not those of the one above it."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        top = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in range(len(layers) - 1, -1, -1):
            if l == len(layers) - 1:
                dz = top
            else:
                W = layers[l + 1].weights
                dz = [sum(top[j % len(top)] * W[j][k] for j in range(len(W))) * layers[l].activation.slope(zs[l][k])
                      for k in range(len(zs[l]))]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def absolute_weights(layers, data):
    """Blame is shared by the size of the weights: abs(W) in the chain."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        blame = [2 * (p - o) for p, o in zip(acts[-1], observed)]
        for l in range(len(layers) - 1, -1, -1):
            dz = [e * layers[l].activation.slope(z) for e, z in zip(blame, zs[l])]
            for j, d in enumerate(dz):
                db[l][j] += d
                for k, a in enumerate(acts[l]):
                    dW[l][j][k] += d * a
            blame = [sum(abs(row[k]) * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def blame_split_by_shares(layers, data):
    """Splits the error by shares of the row's weights, as in a well-known beginners' book."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        error = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [e * layers[l].activation.slope(z) for e, z in zip(error, zs[l])]
            for j, d in enumerate(dz):
                db[l][j] += d
                for k, a in enumerate(acts[l]):
                    dW[l][j][k] += d * a
            below = [0.0] * len(acts[l])
            for row, d in zip(layers[l].weights, dz):
                whole = sum(abs(w) for w in row) or 1.0
                for k, w in enumerate(row):
                    below[k] += d * w / whole
            error = below
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def biases_in_the_chain(layers, data):
    """Adds the bias above to each path."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * (layers[l].weights[j][k] + layers[l].biases[j]) for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def sums_pile_up_downwards(layers, data):
    """The list for dSSR/da is made once and never emptied between layers."""
    dW, db = _zeros(layers)
    widest = max(max(len(layer.biases) for layer in layers), len(data[0][0]))
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        da = [0.0] * widest
        for l in range(len(layers) - 1, -1, -1):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
                    da[k] += dz[j] * layers[l].weights[j][k]
            if l > 0:
                dz = [da[k] * layers[l - 1].activation.slope(zs[l - 1][k]) for k in range(len(zs[l - 1]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def changed_while_still_needed(layers, data):
    """Writes the new deltas into the list it is still reading from."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        n = max(len(a) for a in acts)
        d = [2 * (p - o) * layers[-1].activation.slope(z) for p, o, z in zip(acts[-1], observed, zs[-1])]
        d = d + [0.0] * (n - len(d))
        for l in range(len(layers) - 1, -1, -1):
            W = layers[l].weights
            for j in range(len(W)):
                db[l][j] += d[j]
                for k in range(len(W[j])):
                    dW[l][j][k] += d[j] * acts[l][k]
            if l == 0:
                break
            for k in range(len(W[0])):
                d[k] = sum(d[j] * W[j][k] for j in range(len(W))) * layers[l - 1].activation.slope(zs[l - 1][k])
    return list(zip(dW, db))


# ------------------------------------------------------------------ the slope: dSSR/dz

@wrong("layers", "dSSR/dz(last)", DZ_ALL, label="slope missing")
def slope_forgotten_everywhere(layers, data):
    """dSSR/dz = dSSR/da in every layer."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        delta = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            for j in range(len(delta)):
                db[l][j] += delta[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += delta[j] * acts[l][k]
            delta = [sum(delta[j] * layers[l].weights[j][k] for j in range(len(delta))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN, label="slope missing")
def slope_forgotten_in_hidden_layers(layers, data):
    """The slope only in the last layer."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        delta = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in range(len(layers) - 1, -1, -1):
            for j in range(len(delta)):
                db[l][j] += delta[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += delta[j] * acts[l][k]
            delta = [sum(delta[j] * layers[l].weights[j][k] for j in range(len(delta))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_LAST, label="slope missing")
def slope_forgotten_at_the_outputs(layers, data):
    """No slope in the last layer, as if it were the identity."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            if l > 0:
                dz = [sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz))) * layers[l - 1].activation.slope(zs[l - 1][k])
                      for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN, label="slope missing")
def slope_forgotten_in_the_first_layer(layers, data):
    """The loop multiplies by the slope only where l > 0."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        d = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            if l > 0:
                d = [v * layers[l].activation.slope(z) for v, z in zip(d, zs[l])]
            for j in range(len(d)):
                db[l][j] += d[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += d[j] * acts[l][k]
            d = [sum(d[j] * layers[l].weights[j][k] for j in range(len(d))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_ALL, label="slope taken at a")
def slope_taken_at_a(layers, data):
    """slope(a) for slope(z), everywhere."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * layers[l].activation.slope(a) for d, a in zip(da, acts[l + 1])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN, label="slope taken at a")
def slope_taken_at_a_hidden(layers, data):
    """slope(a) for slope(z) in the hidden layers, right at the outputs; NumPy."""
    out = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = -2 * (np.array(y) - acts[-1]) * _vec(layers[-1].activation.slope)(zs[-1])
        for l in range(len(layers) - 1, -1, -1):
            out[l][0] += np.outer(delta, acts[l])
            out[l][1] += delta
            if l:
                delta = np.array(layers[l].weights).T @ delta * _vec(layers[l - 1].activation.slope)(acts[l])
    return [(W.tolist(), b.tolist()) for W, b in out]


@wrong("layers", "dSSR/dz(last)", DZ_ALL, label="a * (1 - a) for every activation")
def sigmoid_slope_for_all(layers, data):
    """a * (1 - a) whatever the activation is."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * a * (1 - a) for d, a in zip(da, acts[l + 1])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN, label="a * (1 - a) for every activation")
def sigmoid_slope_in_hidden_layers(layers, data):
    """a * (1 - a) in the hidden layers, the true slope at the outputs."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in range(len(layers) - 1, -1, -1):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            dz = [a * (1 - a) * sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz))) for k, a in enumerate(acts[l])]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_ALL)
def tanh_slope_for_all(layers, data):
    """1 - a^2 in every layer, the slope of tanh."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [2 * (p - o) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * (1 - a ** 2) for d, a in zip(da, acts[l + 1])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_ALL)
def slope_by_name_with_slips(layers, data):
    """Own slopes by the activation's name, softplus and tanh among them wrong."""
    def slope(activation, z):
        name = activation.name.lower()
        if name == "sigmoid":
            return activation.f(z) * (1 - activation.f(z))
        if name == "tanh":
            return 1 - activation.f(z)
        if name == "relu":
            return 1.0 if z > 0 else 0.0
        if name == "softplus":
            return activation.f(z)
        return z
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [2 * (p - o) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * slope(layers[l].activation, z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN + ("form",), label="slope of another layer")
def slope_function_of_the_layer_above(layers, data):
    """Off by one: f' of layer l + 1 at the z of layer l."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in range(len(layers) - 1, -1, -1):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            if l > 0:
                dz = [layers[l].activation.slope(zs[l - 1][k]) * sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz)))
                      for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN + ("form",), label="another layer's z")
def z_of_the_layer_above(layers, data):
    """f'(z(l + 1)) for f'(z(l)) in the hidden layers; modulo keeps it from raising."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in range(len(layers) - 1, -1, -1):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            if l > 0:
                f = layers[l - 1].activation.slope
                dz = [f(zs[l][k % len(zs[l])]) * sum(dz[j] * layers[l].weights[j][k] for j in range(len(dz)))
                      for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_ALL + ("form",), label="slope of another layer")
def everybody_the_first_activation(layers, data):
    """One activation for all on the way back: that of layers[0]."""
    slope = layers[0].activation.slope
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [2 * (p - o) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_ALL)
def f_instead_of_slope(layers, data):
    """Multiplies by a = f(z) instead of the slope."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [2 * (p - o) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.f(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_ALL)
def slope_added(layers, data):
    """dSSR/da + slope instead of dSSR/da * slope."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [2 * (p - o) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d + layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN)
def slope_twice_in_hidden_layers(layers, data):
    """The slope of a hidden layer comes in twice."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [2 * (p - o) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            if l:
                s = [layers[l - 1].activation.slope(z) for z in zs[l - 1]]
                da = [s[k] * sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(last)", DZ_LAST)
def cross_entropy_delta(layers, data):
    """a - y in the last layer, neither slope nor 2, as for cross-entropy."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        delta = [a - y for a, y in zip(acts[-1], observed)]
        for l in reversed(range(len(layers))):
            for j, d in enumerate(delta):
                db[l][j] += d
                for k, a in enumerate(acts[l]):
                    dW[l][j][k] += d * a
            if l:
                delta = [sum(row[k] * d for row, d in zip(layers[l].weights, delta)) * layers[l - 1].activation.slope(zs[l - 1][k])
                         for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN + ("dSSR/dW(first)", "dSSR/db(first)"))
def first_layer_never_reached(layers, data):
    """range(len(layers) - 1, 0, -1): stops before layer 0, whose gradient stays zero."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [2 * (p - o) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, 0, -1):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN, source="nnwj XOR example, as reposted in 2013 and in READMEs")
def hidden_delta_without_the_layer_above(layers, data):
    """A published short cut: the output's error times the hidden slope, no W and no slope above."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        errors = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers)):
            if l == len(layers) - 1:
                dz = [e * layers[l].activation.slope(z) for e, z in zip(errors, zs[l])]
            else:
                dz = [sum(errors) * layers[l].activation.slope(z) for z in zs[l]]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
    return list(zip(dW, db))


# ------------------------------------------------------------------ the residuals: dSSR/da of the last layer

@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",), label="lost the 2")
def lost_the_two(layers, data):
    """-(observed - predicted), the 2 forgotten."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-(o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",), label="flipped sign")
def flipped_sign(layers, data):
    """2 * (observed - predicted): uphill."""
    gW = [np.zeros(np.shape(layer.weights)) for layer in layers]
    gb = [np.zeros(len(layer.biases)) for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = 2 * (np.array(y) - acts[-1])
        for l in range(len(layers))[::-1]:
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            gW[l] = gW[l] + delta[:, None] * acts[l][None, :]
            gb[l] = gb[l] + delta
            delta = np.array(layers[l].weights).T.dot(delta)
    return list(zip(gW, gb))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def residuals_added_up(layers, data):
    """One residual for all outputs: their sum."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        residual = sum(o - p for o, p in zip(observed, acts[-1]))
        da = [-2 * residual for _ in acts[-1]]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)", "form"))
def one_output_only(layers, data):
    """Made for one output: observed[0] - predicted[0] is used for each."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        residual = observed[0] - acts[-1][0]
        da = [-2 * residual] * len(acts[-1])
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def only_the_first_output_counts(layers, data):
    """The other outputs get no residual at all."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [0.0] * len(acts[-1])
        da[0] = -2 * (observed[0] - acts[-1][0])
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def absolute_residuals(layers, data):
    """abs(observed - predicted): the sign is lost."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * abs(o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",), label="residual squared")
def squared_residuals(layers, data):
    """-2 * (observed - predicted)^2."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) ** 2 for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def mean_over_outputs(layers, data):
    """Divides by the number of outputs, as many libraries' MSE does."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        n = len(observed)
        da = [-2 * (o - p) / n for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",), label="predicted instead of residual")
def predicted_for_residual(layers, data):
    """-2 * predicted; observed never comes in."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * p for p in acts[-1]]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def residual_with_z(layers, data):
    """observed - z in the last layer, not observed - a."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - z) for o, z in zip(observed, zs[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def numpy_column_minus_row(layers, data):
    """(n, 1) - (n,) makes an n by n table; its row sums go on as the residuals."""
    gW = [np.zeros(np.shape(layer.weights)) for layer in layers]
    gb = [np.zeros(len(layer.biases)) for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        difference = acts[-1].reshape(-1, 1) - np.array(y)
        delta = 2 * difference.sum(axis=1)
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            gW[l] += np.outer(delta, acts[l])
            gb[l] += delta
            delta = np.array(layers[l].weights).T @ delta
    return [(W.tolist(), b.tolist()) for W, b in zip(gW, gb)]


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)", "form"))
def outputs_in_reverse(layers, data):
    """Compares the first output with the last observed value, and so on."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(reversed(list(observed)), acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


# ------------------------------------------------------------------ dSSR/dW

@wrong("layers", "dSSR/dW(any)", ("form",), label="dW transposed")
def dw_transposed(layers, data):
    """outer(a, dz) for outer(dz, a): the shape is right for square weights only."""
    grads = [[np.zeros(np.shape(layer.weights)).T, np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = -2 * (np.array(y) - acts[-1])
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            grads[l][0] = grads[l][0] + np.outer(acts[l], delta)
            grads[l][1] += delta
            delta = np.array(layers[l].weights).T @ delta
    return [(W.tolist(), b.tolist()) for W, b in grads]


@wrong("layers", "dSSR/dW(any)", label="dW transposed")
def dw_transposed_and_reshaped(layers, data):
    """outer(a, dz), then reshape to make the shape fit."""
    grads = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = -2 * (np.array(y) - acts[-1])
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            grads[l][0] += np.outer(acts[l], delta).reshape(grads[l][0].shape)
            grads[l][1] += delta
            delta = np.array(layers[l].weights).T @ delta
    return [(W.tolist(), b.tolist()) for W, b in grads]


@wrong("layers", "dSSR/dW(any)", label="dW with z")
def dw_with_z_below(layers, data):
    """z(l - 1) for a(l - 1) in dW."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        below = [list(inputs)] + zs
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(below[l])):
                    dW[l][j][k] += dz[j] * below[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)", ("form",), label="inputs instead of a")
def dw_with_the_inputs_everywhere(layers, data):
    """The network's inputs for a(l - 1) in every layer; modulo keeps it from raising."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(dW[l][j])):
                    dW[l][j][k] += dz[j] * inputs[k % len(inputs)]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)", ("form",), label="another layer's a")
def dw_with_its_own_a(layers, data):
    """a(l) for a(l - 1): activations counted from the wrong end; cut or filled with zeros to fit."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(min(len(dW[l][j]), len(acts[l + 1]))):
                    dW[l][j][k] += dz[j] * acts[l + 1][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)")
def dw_with_the_neurons_own_a(layers, data):
    """dz[j] * a(l)[j] in the whole row: the index of the neuron itself."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l + 1][j]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)")
def rows_that_are_one_list(layers, data):
    """[[0] * n] * m: all the rows of dW are the same list."""
    dW = [[[0.0] * len(layer.weights[0])] * len(layer.weights) for layer in layers]
    db = [[0.0] * len(layer.biases) for layer in layers]
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)")
def dw_without_the_input(layers, data):
    """dW[j][k] = dz[j] for every k: the a below is missing."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)")
def dw_from_da(layers, data):
    """dW takes dSSR/da instead of dSSR/dz; db and the chain are right."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += da[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)")
def dw_times_w(layers, data):
    """The weight itself left in dSSR/dW."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            W = layers[l].weights
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * W[j][k] * acts[l][k]
            da = [sum(W[j][k] * dz[j] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(first)")
def first_layer_with_squashed_inputs(layers, data):
    """Passes the inputs through the first activation before taking them as a(0)."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        acts[0] = [layers[0].activation.f(x) for x in inputs]
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(last)", ("form",), label="another layer's a")
def last_layer_with_its_own_outputs(layers, data):
    """The last layer, handled by hand, takes its own outputs for the a below."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for j in range(len(dz)):
            db[-1][j] += dz[j]
            for k in range(len(layers[-1].weights[j])):
                dW[-1][j][k] += dz[j] * acts[-1][k % len(acts[-1])]
        for l in range(len(layers) - 2, -1, -1):
            above = layers[l + 1].weights
            dz = [sum(above[j][k] * dz[j] for j in range(len(dz))) * layers[l].activation.slope(zs[l][k]) for k in range(len(zs[l]))]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
    return list(zip(dW, db))


# ------------------------------------------------------------------ dSSR/db

@wrong("layers", "dSSR/db(any)")
def biases_forgotten(layers, data):
    """db stays at zero everywhere."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/db(any)", label="db summed over neurons")
def db_summed_over_neurons(layers, data):
    """One bias for the whole layer: the sum of its dSSR/dz, for each neuron."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += sum(dz)
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/db(any)", ("form",), label="db summed over neurons")
def numpy_sum_over_the_wrong_axis(layers, data):
    """Batch of rows: np.sum(delta, axis=1) adds the neurons up instead of the observations; cut to fit."""
    X = np.array([x for x, _ in data], dtype=float)
    Y = np.array([y for _, y in data], dtype=float)
    zs, acts = [], [X]
    for layer in layers:
        zs.append(acts[-1] @ np.array(layer.weights).T + np.array(layer.biases))
        acts.append(_vec(layer.activation.f)(zs[-1]))
    out = []
    delta = -2 * (Y - acts[-1])
    for l in range(len(layers) - 1, -1, -1):
        delta = delta * _vec(layers[l].activation.slope)(zs[l])
        db = np.resize(delta.sum(axis=1), len(layers[l].biases))
        out.insert(0, ((delta.T @ acts[l]).tolist(), db.tolist()))
        delta = delta @ np.array(layers[l].weights)
    return out


@wrong("layers", "dSSR/db(any)")
def db_times_bias(layers, data):
    """The bias taken for an input: db = dz * b."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j] * layers[l].biases[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/db(any)")
def db_times_a(layers, data):
    """db = dz * a of the same neuron."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j] * acts[l + 1][j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/db(any)")
def db_from_da(layers, data):
    """db takes dSSR/da, dW and the chain dSSR/dz."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += da[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "dSSR/db(any)")
def db_counted_once_per_weight(layers, data):
    """db += dz stands inside the loop over k."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
                    db[l][j] += dz[j]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "the sum", ("dSSR/db(any)",))
def db_not_accumulated(layers, data):
    """= instead of += for the biases: the last observation's stay; the weights are summed."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] = dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


# ------------------------------------------------------------------ the forward pass

@wrong("layers", "forward", ("predicted",))
def forward_without_biases(layers, data):
    """The biases are forgotten on the way forward."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = [], [list(inputs)]
        for layer in layers:
            z = [sum(w * a for w, a in zip(row, acts[-1])) for row in layer.weights]
            zs.append(z)
            acts.append([layer.activation.f(v) for v in z])
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "forward", ("predicted", "dSSR/da(last)", "dSSR/dz(last)"))
def no_activation_in_the_last_layer(layers, data):
    """Takes the last layer as linear, forward and backward."""
    dW, db = _zeros(layers)
    last = len(layers) - 1
    for inputs, observed in data:
        zs, acts = [], [list(inputs)]
        for l, layer in enumerate(layers):
            z = [sum(w * a for w, a in zip(row, acts[-1])) + b for row, b in zip(layer.weights, layer.biases)]
            zs.append(z)
            acts.append(z if l == last else [layer.activation.f(v) for v in z])
        dz = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(last, -1, -1):
            if l != last:
                dz = [d * layers[l].activation.slope(z) for d, z in zip(dz, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            dz = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "forward", ("predicted", "dSSR/da(last)", "dSSR/dz(last)"))
def last_activation_twice(layers, data):
    """predicted = f(a) once more, after the loop; the way back knows nothing of it."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        predicted = [layers[-1].activation.f(a) for a in acts[-1]]
        da = [-2 * (o - p) for o, p in zip(observed, predicted)]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "forward", ("predicted", "dSSR/da(last)", "dSSR/dz(last)"))
def softmax_at_the_end(layers, data):
    """Softmax in the last layer, whatever its activation is, with a - y on the way back."""
    grads = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        e = np.exp(zs[-1] - zs[-1].max())
        acts[-1] = e / e.sum()
        delta = acts[-1] - np.array(y)
        for l in range(len(layers) - 1, -1, -1):
            grads[l][0] += np.outer(delta, acts[l])
            grads[l][1] += delta
            if l:
                delta = np.array(layers[l].weights).T @ delta * _vec(layers[l - 1].activation.slope)(zs[l - 1])
    return [(W.tolist(), b.tolist()) for W, b in grads]


@wrong("layers", "forward", ("predicted", "dSSR/da(last)", "dSSR/dz(last)"))
def sigmoid_at_the_end(layers, data):
    """A sigmoid in the last layer, always, forward and backward."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        acts[-1] = [1 / (1 + math.exp(-z)) for z in zs[-1]]
        dz = [-2 * (o - p) * p * (1 - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            if l:
                dz = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) * layers[l - 1].activation.slope(zs[l - 1][k])
                      for k in range(len(acts[l]))]
    return list(zip(dW, db))


@right("layers")
def tanh_everywhere(layers, data):
    """Own network with tanh in every layer; the layers' activations are never asked."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        acts = [list(inputs)]
        for layer in layers:
            acts.append([math.tanh(sum(w * a for w, a in zip(row, acts[-1])) + b) for row, b in zip(layer.weights, layer.biases)])
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * (1 - a * a) for d, a in zip(da, acts[l + 1])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "forward", ("predicted", "dSSR/da(last)"))
def numpy_bias_as_a_column(layers, data):
    """z + b with b of shape (n, 1): a table, of which only the first row goes on, so every neuron gets the first bias."""
    grads = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        a = np.array(x, dtype=float)
        zs, acts = [], [a]
        for layer in layers:
            z = (np.array(layer.weights) @ a + np.array(layer.biases).reshape(-1, 1))[0]
            a = _vec(layer.activation.f)(z)
            zs.append(z)
            acts.append(a)
        delta = 2 * (a - np.array(y))
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            grads[l][0] += np.outer(delta, acts[l])
            grads[l][1] += delta
            delta = np.array(layers[l].weights).T @ delta
    return [(W.tolist(), b.tolist()) for W, b in grads]


@wrong("layers", "forward", ("predicted",))
def hidden_layers_without_activation(layers, data):
    """Hands z on instead of a in the forward pass; activation only at the very end."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, values = [], [list(inputs)]
        for layer in layers:
            z = [sum(w * a for w, a in zip(row, values[-1])) + b for row, b in zip(layer.weights, layer.biases)]
            zs.append(z)
            values.append(z)
        predicted = [layers[-1].activation.f(z) for z in zs[-1]]
        da = [-2 * (o - p) for o, p in zip(observed, predicted)]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(values[l])):
                    dW[l][j][k] += dz[j] * values[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(values[l]))]
    return list(zip(dW, db))


# ------------------------------------------------------------------ the sum over the data

@wrong("layers", "the sum", label="mean instead of sum")
def mean_over_the_data(layers, data):
    """Divides by the number of observations at the end."""
    n = len(data)
    grads = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = -2 * (np.array(y) - acts[-1])
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            grads[l][0] += np.outer(delta, acts[l]) / n
            grads[l][1] += delta / n
            delta = np.array(layers[l].weights).T @ delta
    return [(W.tolist(), b.tolist()) for W, b in grads]


@wrong("layers", "the sum", label="first observation only")
def return_inside_the_loop(layers, data):
    """The return is indented too far: only the first observation counts."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
        return list(zip(dW, db))


@wrong("layers", "the sum", label="last observation only")
def zeros_inside_the_loop(layers, data):
    """The sums are set to zero for each observation: the last one stays."""
    for inputs, observed in data:
        dW, db = _zeros(layers)
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "the sum")
def deltas_never_reset(layers, data):
    """dSSR/dz is summed over the observations too, and each takes along those before it."""
    dW, db = _zeros(layers)
    dz = [[0.0] * len(layer.biases) for layer in layers]
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            own = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(own)):
                dz[l][j] += own[j]
                db[l][j] += dz[l][j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[l][j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, own)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "the sum")
def weights_move_between_observations(layers, data):
    """Makes a small step (on a copy) after each observation and adds up the gradients met on the way."""
    class Copy:
        def __init__(self, layer):
            self.weights = [list(row) for row in layer.weights]
            self.biases = list(layer.biases)
            self.activation = layer.activation
    own = [Copy(layer) for layer in layers]
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(own, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        steps = []
        for l in reversed(range(len(own))):
            dz = [d * own[l].activation.slope(z) for d, z in zip(da, zs[l])]
            steps.append((l, dz))
            da = [sum(row[k] * d for row, d in zip(own[l].weights, dz)) for k in range(len(acts[l]))]
        for l, dz in steps:
            for j in range(len(dz)):
                db[l][j] += dz[j]
                own[l].biases[j] -= 0.1 * dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
                    own[l].weights[j][k] -= 0.1 * dz[j] * acts[l][k]
    return list(zip(dW, db))


@wrong("layers", "the sum")
def residuals_summed_before_the_chain(layers, data):
    """Adds the residuals of all observations up and goes back once, with the last one's values."""
    dW, db = _zeros(layers)
    total = [0.0] * len(layers[-1].biases)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        for j in range(len(total)):
            total[j] += -2 * (observed[j] - acts[-1][j])
    da = total
    for l in reversed(range(len(layers))):
        dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
        for j in range(len(dz)):
            db[l][j] += dz[j]
            for k in range(len(acts[l])):
                dW[l][j][k] += dz[j] * acts[l][k]
        da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "the sum")
def last_row_left_out(layers, data):
    """range(len(data) - 1): one observation too few."""
    dW, db = _zeros(layers)
    for i in range(len(data) - 1 if len(data) > 1 else 1):
        inputs, observed = data[i]
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


# ------------------------------------------------------------------ order, form, state, arguments, nearly

@wrong("layers", "order", ("form",))
def layers_in_reverse_order(layers, data):
    """append while going backwards, and never reversed: the last layer's gradient comes first."""
    total = None
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        one = []
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            one.append(([[d * a for a in acts[l]] for d in dz], dz))
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
        if total is None:
            total = one
        else:
            total = [([[p + q for p, q in zip(r, s)] for r, s in zip(W, V)], [p + q for p, q in zip(b, c)])
                     for (W, b), (V, c) in zip(total, one)]
    return total


@wrong("layers", "order", ("form",))
def biases_before_weights(layers, data):
    """(biases, weights) in each pair, the wrong way round."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(db, dW))


@right("layers")
def all_weights_then_all_biases(layers, data):
    """Returns (dW, db), two lists over the layers, instead of a pair for each layer."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return dW, db


@wrong("layers", "form")
def ssr_only(layers, data):
    """Returns the SSR and no gradient."""
    total = 0.0
    for inputs, observed in data:
        _, acts = _forward(layers, inputs)
        total += sum((o - p) ** 2 for o, p in zip(observed, acts[-1]))
    return total


@wrong("layers", "form")
def return_forgotten(layers, data):
    """Computes it all and returns nothing."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    print(dW, db)


@wrong("layers", "form")
def one_flat_list(layers, data):
    """All the derivatives in one flat list of numbers."""
    flat = []
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    for W, b in zip(dW, db):
        for row in W:
            flat.extend(row)
        flat.extend(b)
    return flat


@wrong("layers", "form")
def last_layer_only(layers, data):
    """The gradient of the last layer alone, so the list is too short."""
    W = [[0.0] * len(row) for row in layers[-1].weights]
    b = [0.0] * len(layers[-1].biases)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        for j in range(len(b)):
            dz = -2 * (observed[j] - acts[-1][j]) * layers[-1].activation.slope(zs[-1][j])
            b[j] += dz
            for k in range(len(W[j])):
                W[j][k] += dz * acts[-2][k]
    return [(W, b)]


@wrong("layers", "form")
def square_table_for_every_layer(layers, data):
    """Makes the table of dW the wrong way round: right for square weights, an IndexError for others."""
    dW = [[[0.0] * len(layer.weights) for _ in layer.weights[0]] for layer in layers]
    db = [[0.0] * len(layer.biases) for layer in layers]
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "form")
def numpy_delta_times_a(layers, data):
    """delta * a instead of an outer product: broadcasts or fails, and never has the shape of W."""
    out = []
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = -2 * (np.array(y) - acts[-1])
        out = []
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            out.insert(0, (delta * acts[l], delta))
            delta = np.array(layers[l].weights).T @ delta
    return out


@wrong("layers", "form")
def numpy_whole_number_sums(layers, data):
    """Sums in arrays of whole numbers: NumPy refuses to add a float to them."""
    gW = [np.zeros(np.shape(layer.weights), dtype=int) for layer in layers]
    gb = [np.zeros(len(layer.biases), dtype=int) for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = -2 * (np.array(y) - acts[-1])
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            gW[l] += np.outer(delta, acts[l])
            gb[l] += delta
            delta = np.array(layers[l].weights).T @ delta
    return list(zip(gW, gb))


@wrong("layers", "form")
def index_one_too_far(layers, data):
    """zs[l + 1] does not exist for the last layer: IndexError, always."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l + 1])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@right("layers")
def two_layers_only(layers, data):
    """Unpacks exactly two layers: a ValueError for any other number."""
    hidden, output = layers
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        d2 = [-2 * (o - p) * output.activation.slope(z) for o, p, z in zip(observed, acts[2], zs[1])]
        d1 = [sum(output.weights[j][k] * d2[j] for j in range(len(d2))) * hidden.activation.slope(zs[0][k]) for k in range(len(zs[0]))]
        for l, d in ((0, d1), (1, d2)):
            for j in range(len(d)):
                db[l][j] += d[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += d[j] * acts[l][k]
    return list(zip(dW, db))


@wrong("layers", "dSSR/dW(any)", ("form", "forward", "predicted", "dSSR/da(hidden)"))
def numpy_lost_in_shapes(layers, data):
    """Batch in NumPy with X @ W and no transpose: a matmul error on the way forward."""
    X = np.array([x for x, _ in data], dtype=float)
    Y = np.array([y for _, y in data], dtype=float)
    acts, zs = [X], []
    for layer in layers:
        zs.append(np.dot(acts[-1], np.array(layer.weights)) + np.array(layer.biases))
        acts.append(_vec(layer.activation.f)(zs[-1]))
    delta = -2 * (Y - acts[-1])
    out = []
    for l in range(len(layers) - 1, -1, -1):
        delta = delta * _vec(layers[l].activation.slope)(zs[l])
        out.insert(0, (np.dot(delta.T, acts[l]), delta.sum(axis=0)))
        delta = np.dot(delta, np.array(layers[l].weights).T)
    return out


@wrong("layers", "state")
def sums_kept_in_a_default_argument(layers, data, memory={}):
    """The sums live in a default argument and are never reset between calls."""
    key = tuple(len(layer.biases) for layer in layers) + (len(data[0][0]),)
    if key not in memory:
        memory[key] = _zeros(layers)
    dW, db = memory[key]
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return [([list(row) for row in W], list(b)) for W, b in zip(dW, db)]


@wrong("layers", "state", ("the sum",))
def stochastic(layers, data):
    """Stochastic gradient: one observation by chance, times their number."""
    dW, db = _zeros(layers)
    inputs, observed = random.choice(list(data))
    n = len(data)
    zs, acts = _forward(layers, inputs)
    noise = 1 + 0.01 * random.random()
    da = [-2 * n * noise * (o - p) for o, p in zip(observed, acts[-1])]
    for l in reversed(range(len(layers))):
        dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
        for j in range(len(dz)):
            db[l][j] += dz[j]
            for k in range(len(acts[l])):
                dW[l][j][k] += dz[j] * acts[l][k]
        da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@right("layers")
def appends_one_to_the_inputs(layers, data):
    """Appends a 1 for the bias to the caller's own inputs."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        inputs.append(1.0)
        zs, acts = _forward(layers, inputs[:len(layers[0].weights[0])])
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@right("layers")
def eats_the_data(layers, data):
    """Takes the observations off the caller's list with pop."""
    dW, db = _zeros(layers)
    while data:
        inputs, observed = data.pop()
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "arguments", ("the sum", "dSSR/da(last)"))
def own_data_inside(layers, data):
    """Works with observations of its own that were left in from testing; data is not used."""
    n, m = len(layers[0].weights[0]), len(layers[-1].biases)
    own = [([0.5] * n, [1.0] * m), ([1.0] * n, [0.0] * m)]
    dW, db = _zeros(layers)
    for inputs, observed in own:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "nearly")
def rounded_on_the_way(layers, data):
    """Rounds dSSR/dz to four significant digits on the way, as on paper."""
    def short(x):
        return float(f"{x:.4g}")
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [short(d * layers[l].activation.slope(z)) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * short(acts[l][k])
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", "nearly")
def forward_differences_too_coarse(layers, data):
    """(SSR(w + h) - SSR(w)) / h with h = 0.0005."""
    h = 0.0005
    W = [[list(row) for row in layer.weights] for layer in layers]
    B = [list(layer.biases) for layer in layers]

    def ssr():
        total = 0.0
        for inputs, observed in data:
            a = list(inputs)
            for l, layer in enumerate(layers):
                a = [layer.activation.f(sum(w * v for w, v in zip(row, a)) + b) for row, b in zip(W[l], B[l])]
            total += sum((o - p) ** 2 for o, p in zip(observed, a))
        return total

    base = ssr()

    def difference(row, k):
        old = row[k]
        row[k] = old + h
        there = ssr()
        row[k] = old
        return (there - base) / h

    return [([[difference(row, k) for k in range(len(row))] for row in W[l]], [difference(B[l], j) for j in range(len(B[l]))])
            for l in range(len(layers))]


# ------------------------------------------------------------------ two and three at once

@wrong("layers", ("dSSR/da(last)", "dSSR/dW(any)"), ("dSSR/dz(last)",))
def lost_two_and_dw_with_z(layers, data):
    """Two: the 2 is lost, and dW takes z(l - 1)."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        below = [list(inputs)] + zs
        da = [p - o for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(below[l])):
                    dW[l][j][k] += dz[j] * below[l][k]
            da = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", ("dSSR/da(last)", "dSSR/dz(hidden)"), ("dSSR/dz(last)", "dSSR/da(hidden)"))
def sign_and_hidden_slope(layers, data):
    """Two: flipped sign, and no slope in the hidden layers."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in reversed(range(len(layers))):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            dz = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", ("dSSR/dz(last)", "the sum"), ("dSSR/da(last)",))
def no_output_slope_and_mean(layers, data):
    """Two: no slope at the outputs, and the mean over the data."""
    n = len(data)
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) / n for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            if l:
                dz = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) * layers[l - 1].activation.slope(zs[l - 1][k])
                      for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", ("dSSR/da(hidden)", "dSSR/db(any)"), ("dSSR/dz(hidden)",))
def one_path_and_bias_sums(layers, data):
    """Two: the first path only, and db summed over the neurons."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += sum(dz)
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [dz[0] * layers[l].weights[0][k] for k in range(len(acts[l]))]
    return list(zip(dW, db))


@wrong("layers", ("dSSR/da(last)", "dSSR/da(hidden)", "dSSR/dW(any)"), ("dSSR/dz(last)", "dSSR/dz(hidden)"))
def three_at_once(layers, data):
    """Three: lost 2, the last path only, and no a below in dW."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-(o - p) for o, p in zip(observed, acts[-1])]
        for l in reversed(range(len(layers))):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j]
            da = [dz[-1] * w for w in layers[l].weights[-1]]
    return list(zip(dW, db))


@wrong("layers", ("dSSR/da(last)", "the sum"), ("dSSR/dz(last)",))
def library_mse(layers, data):
    """Two: the mean over outputs and over observations, as torch's MSELoss has it; returns (loss, gradient)."""
    X = np.array([x for x, _ in data], dtype=float)
    Y = np.array([y for _, y in data], dtype=float)
    zs, acts = [], [X]
    for layer in layers:
        zs.append(acts[-1] @ np.array(layer.weights).T + np.array(layer.biases))
        acts.append(_vec(layer.activation.f)(zs[-1]))
    loss = float(((Y - acts[-1]) ** 2).mean())
    delta = -2 * (Y - acts[-1]) / Y.size
    out = []
    for l in range(len(layers) - 1, -1, -1):
        delta = delta * _vec(layers[l].activation.slope)(zs[l])
        out.insert(0, (delta.T @ acts[l], delta.sum(axis=0)))
        delta = delta @ np.array(layers[l].weights)
    return loss, out


@wrong("layers", ("dSSR/dz(hidden)", "dSSR/dW(any)"), ("dSSR/da(hidden)", "form"))
def prints_and_slips(layers, data):
    """Two, and it prints everything: slope at a in the hidden layers, dW transposed where it is square."""
    dW, db = _zeros(layers)
    for number, (inputs, observed) in enumerate(data):
        print("observation", number)
        zs, acts = _forward(layers, inputs)
        dz = [-2 * (o - p) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in range(len(layers) - 1, -1, -1):
            print("  layer", l + 1, "dz", dz)
            square = len(dz) == len(acts[l])
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    if square:
                        dW[l][k][j] += dz[j] * acts[l][k]
                    else:
                        dW[l][j][k] += dz[j] * acts[l][k]
            if l:
                dz = [sum(row[k] * d for row, d in zip(layers[l].weights, dz)) * layers[l - 1].activation.slope(acts[l][k])
                      for k in range(len(acts[l]))]
    return list(zip(dW, db))


# ------------------------------------------------------------------ other ways to write it, with slips

@wrong("layers", ("dSSR/da(last)", "dSSR/da(hidden)", "the sum"), ("dSSR/dz(last)", "dSSR/dz(hidden)"))
def engine_that_overwrites(layers, data):
    """An autodiff engine with parent.grad = instead of +=: half the square, one path, one observation."""
    tape = []

    class Node:
        def __init__(self, value, parents=()):
            self.value, self.parents, self.grad = value, parents, 0.0
            tape.append(self)

    def add(p, q):
        return Node(p.value + q.value, ((p, 1.0), (q, 1.0)))

    def mul(p, q):
        return Node(p.value * q.value, ((p, q.value), (q, p.value)))

    W = [[[Node(w) for w in row] for row in layer.weights] for layer in layers]
    B = [[Node(b) for b in layer.biases] for layer in layers]
    total = Node(0.0)
    for inputs, observed in data:
        a = [Node(x) for x in inputs]
        for l, layer in enumerate(layers):
            new = []
            for row, b in zip(W[l], B[l]):
                z = b
                for w, v in zip(row, a):
                    z = add(z, mul(w, v))
                new.append(Node(layer.activation.f(z.value), ((z, layer.activation.slope(z.value)),)))
            a = new
        for o, p in zip(observed, a):
            r = add(Node(-o), p)
            total = add(total, mul(r, r))
    total.grad = 1.0
    for node in reversed(tape):
        for parent, local in node.parents:
            parent.grad = local * node.grad
    return total.value, [([[w.grad for w in row] for row in W[l]], [b.grad for b in B[l]]) for l in range(len(layers))]


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def differences_divided_by_h(layers, data):
    """Central differences divided by h instead of 2h: everything doubled."""
    h = 1e-6
    W = [[list(row) for row in layer.weights] for layer in layers]
    B = [list(layer.biases) for layer in layers]

    def ssr():
        total = 0.0
        for inputs, observed in data:
            a = list(inputs)
            for l, layer in enumerate(layers):
                a = [layer.activation.f(sum(w * v for w, v in zip(row, a)) + b) for row, b in zip(W[l], B[l])]
            total += sum((o - p) ** 2 for o, p in zip(observed, a))
        return total

    def slope(row, k):
        old = row[k]
        row[k] = old + h
        up = ssr()
        row[k] = old - h
        down = ssr()
        row[k] = old
        return (up - down) / h

    return [([[slope(row, k) for k in range(len(row))] for row in W[l]], [slope(B[l], j) for j in range(len(B[l]))])
            for l in range(len(layers))]


@wrong("layers", "dSSR/db(any)", label="db summed over neurons")
def differences_move_all_biases(layers, data):
    """Numerical, but moves all the biases of a layer at once."""
    h = 1e-6

    def ssr(W, B):
        total = 0.0
        for inputs, observed in data:
            a = list(inputs)
            for l, layer in enumerate(layers):
                a = [layer.activation.f(sum(w * v for w, v in zip(row, a)) + b) for row, b in zip(W[l], B[l])]
            total += sum((o - p) ** 2 for o, p in zip(observed, a))
        return total

    W = [[list(row) for row in layer.weights] for layer in layers]
    B = [list(layer.biases) for layer in layers]
    out = []
    for l in range(len(layers)):
        dW = []
        for row in W[l]:
            dW.append([])
            for k in range(len(row)):
                old = row[k]
                row[k] = old + h
                up = ssr(W, B)
                row[k] = old - h
                dW[-1].append((up - ssr(W, B)) / (2 * h))
                row[k] = old
        there = B[:l] + [[b + h for b in B[l]]] + B[l + 1:]
        here = B[:l] + [[b - h for b in B[l]]] + B[l + 1:]
        out.append((dW, [(ssr(W, there) - ssr(W, here)) / (2 * h)] * len(B[l])))
    return out


@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)", "form"), label="row for column")
def recursive_with_rows(layers, data):
    """Recursion that hands down the rows' sums; zip cuts where the lengths differ."""
    layers = list(layers)
    gradient = [([[0.0] * len(row) for row in layer.weights], [0.0] * len(layer.biases)) for layer in layers]

    def back(l, a, observed):
        if l == len(layers):
            return [-2 * (o - p) for o, p in zip(observed, a)]
        layer = layers[l]
        z = [sum(w * v for w, v in zip(row, a)) + b for row, b in zip(layer.weights, layer.biases)]
        da = back(l + 1, [layer.activation.f(v) for v in z], observed)
        dz = [d * layer.activation.slope(v) for d, v in zip(da, z)]
        W, b = gradient[l]
        for j, d in enumerate(dz):
            b[j] += d
            for k, v in enumerate(a):
                W[j][k] += d * v
        return [sum(d * w for d, w in zip(dz, row)) for row in layer.weights]

    for inputs, observed in data:
        back(0, list(inputs), observed)
    return gradient


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN + ("form",), label="another layer's z")
def stages_that_share_z(layers, data):
    """z is a list of the class, one for all stages: at the way back it holds the last layer's."""
    class Stage:
        z = []

        def __init__(self, layer):
            self.layer = layer
            self.dW = [[0.0] * len(row) for row in layer.weights]
            self.db = [0.0] * len(layer.biases)

        def forward(self, a):
            self.a = a
            self.z[:] = [sum(w * v for w, v in zip(row, a)) + b for row, b in zip(self.layer.weights, self.layer.biases)]
            return [self.layer.activation.f(z) for z in self.z]

        def backward(self, da):
            below = [0.0] * len(self.a)
            for j, (d, z) in enumerate(zip(da, self.z)):
                d *= self.layer.activation.slope(z)
                self.db[j] += d
                for k, v in enumerate(self.a):
                    self.dW[j][k] += d * v
                    below[k] += d * self.layer.weights[j][k]
            return below

    stages = [Stage(layer) for layer in layers]
    for inputs, observed in data:
        a = list(inputs)
        for stage in stages:
            a = stage.forward(a)
        d = [-2 * (o - p) for o, p in zip(observed, a)]
        for stage in reversed(stages):
            d = stage.backward(d)
    return [(stage.dW, stage.db) for stage in stages]


@wrong("layers", "the sum")
def numpy_slope_at_the_mean(layers, data):
    """Batch in NumPy: the slope is taken at the mean z of the batch."""
    X = np.array([x for x, _ in data], dtype=float)
    Y = np.array([y for _, y in data], dtype=float)
    zs, acts = [], [X]
    for layer in layers:
        zs.append(acts[-1] @ np.array(layer.weights).T + np.array(layer.biases))
        acts.append(_vec(layer.activation.f)(zs[-1]))
    delta = -2 * (Y - acts[-1])
    out = []
    for l in range(len(layers) - 1, -1, -1):
        delta = delta * _vec(layers[l].activation.slope)(zs[l].mean(axis=0))
        out.insert(0, (delta.T @ acts[l], delta.sum(axis=0)))
        delta = delta @ np.array(layers[l].weights)
    return out


@wrong("layers", ("dSSR/da(last)", "dSSR/dW(any)"), ("dSSR/dz(last)",))
def duals_without_the_product_rule(layers, data):
    """Dual numbers whose product keeps one of its two terms: no dW at all, and half of the square."""
    class Dual:
        def __init__(self, v, d=0.0):
            self.v, self.d = v, d

        def __add__(self, other):
            return Dual(self.v + other.v, self.d + other.d)

        def __mul__(self, other):
            return Dual(self.v * other.v, self.v * other.d)

    def derivative(marked):
        total = Dual(0.0)
        for inputs, observed in data:
            a = [Dual(x) for x in inputs]
            for l, layer in enumerate(layers):
                new = []
                for j, (row, b) in enumerate(zip(layer.weights, layer.biases)):
                    z = Dual(b, float(marked == (l, j, None)))
                    for k, w in enumerate(row):
                        z = z + Dual(w, float(marked == (l, j, k))) * a[k]
                    new.append(Dual(layer.activation.f(z.v), layer.activation.slope(z.v) * z.d))
                a = new
            for o, p in zip(observed, a):
                r = p + Dual(-o)
                total = total + r * r
        return total.d

    return [([[derivative((l, j, k)) for k in range(len(row))] for j, row in enumerate(layer.weights)],
             [derivative((l, j, None)) for j in range(len(layer.biases))]) for l, layer in enumerate(layers)]


# ------------------------------------------------------------------ right ones

@right("layers")
def plain_loops(layers, data):
    """Loops and indices, as the formulas are written."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (observed[j] - acts[-1][j]) for j in range(len(observed))]
        for l in range(len(layers) - 1, -1, -1):
            layer = layers[l]
            dz = [da[j] * layer.activation.slope(zs[l][j]) for j in range(len(da))]
            for j in range(len(dz)):
                db[l][j] += dz[j]
                for k in range(len(acts[l])):
                    dW[l][j][k] += dz[j] * acts[l][k]
            da = [sum(dz[j] * layer.weights[j][k] for j in range(len(dz))) for k in range(len(acts[l]))]
    return list(zip(dW, db))


@right("layers")
def numpy_one_observation_at_a_time(layers, data):
    """NumPy with outer products, arrays in the answer."""
    grads = [(np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))) for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        delta = 2 * (acts[-1] - np.array(y, dtype=float))
        for l in range(len(layers) - 1, -1, -1):
            delta = delta * _vec(layers[l].activation.slope)(zs[l])
            grads[l][0][...] += np.outer(delta, acts[l])
            grads[l][1][...] += delta
            delta = np.array(layers[l].weights).T @ delta
    return grads


@right("layers")
def numpy_batch_of_rows(layers, data):
    """All observations at once, one in each row; returns (ssr, gradient)."""
    X = np.array([x for x, _ in data], dtype=float)
    Y = np.array([y for _, y in data], dtype=float)
    W = [np.array(layer.weights, dtype=float) for layer in layers]
    zs, acts = [], [X]
    for layer, w in zip(layers, W):
        zs.append(acts[-1] @ w.T + np.array(layer.biases, dtype=float))
        acts.append(_vec(layer.activation.f)(zs[-1]))
    ssr = float(((Y - acts[-1]) ** 2).sum())
    gradient = [None] * len(layers)
    delta = -2 * (Y - acts[-1])
    for l in range(len(layers) - 1, -1, -1):
        delta = delta * _vec(layers[l].activation.slope)(zs[l])
        gradient[l] = (delta.T @ acts[l], delta.sum(axis=0))
        delta = delta @ W[l]
    return ssr, gradient


@right("layers")
def numpy_batch_of_columns(layers, data):
    """All observations at once, one in each column; tuples of tuples in the answer."""
    A = [np.array([x for x, _ in data], dtype=float).T]
    Y = np.array([y for _, y in data], dtype=float).T
    Z = []
    for layer in layers:
        Z.append(np.array(layer.weights) @ A[-1] + np.array(layer.biases)[:, None])
        A.append(_vec(layer.activation.f)(Z[-1]))
    D = 2 * (A[-1] - Y)
    answer = []
    for layer, z, below in zip(reversed(list(layers)), reversed(Z), reversed(A[:-1])):
        D = D * _vec(layer.activation.slope)(z)
        answer.append((tuple(map(tuple, (D @ below.T).tolist())), tuple(D.sum(axis=1).tolist())))
        D = np.array(layer.weights).T @ D
    return tuple(reversed(answer))


@right("layers")
def recursive(layers, data):
    """Recursion: each layer asks the rest for dSSR/da and answers with its own."""
    layers = list(layers)
    gradient = [([[0.0] * len(row) for row in layer.weights], [0.0] * len(layer.biases)) for layer in layers]

    def back(l, a, observed):
        if l == len(layers):
            return [-2 * (o - p) for o, p in zip(observed, a)]
        layer = layers[l]
        z = [sum(w * v for w, v in zip(row, a)) + b for row, b in zip(layer.weights, layer.biases)]
        da = back(l + 1, [layer.activation.f(v) for v in z], observed)
        dz = [d * layer.activation.slope(v) for d, v in zip(da, z)]
        W, b = gradient[l]
        for j, d in enumerate(dz):
            b[j] += d
            for k, v in enumerate(a):
                W[j][k] += d * v
        return [sum(d * row[k] for d, row in zip(dz, layer.weights)) for k in range(len(a))]

    for inputs, observed in data:
        back(0, list(inputs), observed)
    return gradient


@right("layers")
def reversed_lists(layers, data):
    """Builds each observation's gradient with appends, reverses it, adds them up; (ssr, gradient)."""
    def one(inputs, observed):
        zs, acts = _forward(layers, inputs)
        residuals = [o - p for o, p in zip(observed, acts[-1])]
        da = [-2 * r for r in residuals]
        out = []
        for layer, z, a in list(zip(layers, zs, acts))[::-1]:
            dz = [d * layer.activation.slope(v) for d, v in zip(da, z)]
            out.append(([[d * v for v in a] for d in dz], dz))
            da = [sum(d * w for d, w in zip(dz, column)) for column in zip(*layer.weights)]
        out.reverse()
        return sum(r * r for r in residuals), out

    def add(p, q):
        return p[0] + q[0], [([[x + y for x, y in zip(r, s)] for r, s in zip(W, V)], [x + y for x, y in zip(b, c)])
                             for (W, b), (V, c) in zip(p[1], q[1])]

    return reduce(add, (one(x, y) for x, y in data))


@right("layers")
def central_differences(layers, data):
    """(SSR(w + h) - SSR(w - h)) / 2h, for every parameter."""
    h = 1e-5
    W = [[list(row) for row in layer.weights] for layer in layers]
    B = [list(layer.biases) for layer in layers]

    def ssr():
        total = 0.0
        for inputs, observed in data:
            a = list(inputs)
            for l, layer in enumerate(layers):
                a = [layer.activation.f(sum(w * v for w, v in zip(row, a)) + b) for row, b in zip(W[l], B[l])]
            total += sum((o - p) ** 2 for o, p in zip(observed, a))
        return total

    def slope(row, k):
        old = row[k]
        row[k] = old + h
        up = ssr()
        row[k] = old - h
        down = ssr()
        row[k] = old
        return (up - down) / (2 * h)

    return [([[slope(row, k) for k in range(len(row))] for row in W[l]], [slope(B[l], j) for j in range(len(B[l]))])
            for l in range(len(layers))]


@right("layers")
def dual_numbers(layers, data):
    """Dual numbers, forward: one pass for each parameter."""
    class Dual:
        def __init__(self, v, d=0.0):
            self.v, self.d = v, d

        def __add__(self, other):
            other = other if isinstance(other, Dual) else Dual(other)
            return Dual(self.v + other.v, self.d + other.d)

        __radd__ = __add__

        def __mul__(self, other):
            other = other if isinstance(other, Dual) else Dual(other)
            return Dual(self.v * other.v, self.v * other.d + self.d * other.v)

        __rmul__ = __mul__

    def through(activation, x):
        return Dual(activation.f(x.v), activation.slope(x.v) * x.d)

    def derivative(marked):
        total = Dual(0.0)
        for inputs, observed in data:
            a = [Dual(x) for x in inputs]
            for l, layer in enumerate(layers):
                new = []
                for j, (row, b) in enumerate(zip(layer.weights, layer.biases)):
                    z = Dual(b, 1.0 if marked == (l, j, None) else 0.0)
                    for k, w in enumerate(row):
                        z = z + Dual(w, 1.0 if marked == (l, j, k) else 0.0) * a[k]
                    new.append(through(layer.activation, z))
                a = new
            for o, p in zip(observed, a):
                r = Dual(o) + p * -1.0
                total = total + r * r
        return total.d

    return [([[derivative((l, j, k)) for k in range(len(row))] for j, row in enumerate(layer.weights)],
             [derivative((l, j, None)) for j in range(len(layer.biases))]) for l, layer in enumerate(layers)]


@right("layers")
def every_path_by_itself(layers, data):
    """Walks every path from a neuron up to every output and multiplies along it."""
    dW, db = _zeros(layers)
    top = len(layers) - 1

    def paths(l, j, product, zs, acts, observed):
        product *= layers[l].activation.slope(zs[l][j])
        if l == top:
            return product * -2 * (observed[j] - acts[-1][j])
        return sum(paths(l + 1, i, product * layers[l + 1].weights[i][j], zs, acts, observed) for i in range(len(layers[l + 1].biases)))

    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        for l, layer in enumerate(layers):
            for j in range(len(layer.biases)):
                dz = paths(l, j, 1.0, zs, acts, observed)
                db[l][j] += dz
                for k in range(len(layer.weights[j])):
                    dW[l][j][k] += dz * acts[l][k]
    return list(zip(dW, db))


@right("layers")
def class_with_state(layers, data):
    """A class for each layer that keeps its last input and z, made anew in every call."""
    class Stage:
        def __init__(self, layer):
            self.layer = layer
            self.dW = [[0.0] * len(row) for row in layer.weights]
            self.db = [0.0] * len(layer.biases)

        def forward(self, a):
            self.a = a
            self.z = [sum(w * v for w, v in zip(row, a)) + b for row, b in zip(self.layer.weights, self.layer.biases)]
            return [self.layer.activation.f(z) for z in self.z]

        def backward(self, da):
            below = [0.0] * len(self.a)
            for j, (d, z) in enumerate(zip(da, self.z)):
                d *= self.layer.activation.slope(z)
                self.db[j] += d
                for k, v in enumerate(self.a):
                    self.dW[j][k] += d * v
                    below[k] += d * self.layer.weights[j][k]
            return below

    stages = [Stage(layer) for layer in layers]
    for inputs, observed in data:
        a = list(inputs)
        for stage in stages:
            a = stage.forward(a)
        d = [-2 * (o - p) for o, p in zip(observed, a)]
        for stage in reversed(stages):
            d = stage.backward(d)
    return [(stage.dW, stage.db) for stage in stages]


@right("layers")
def little_autodiff_engine(layers, data):
    """A small engine: nodes know their parents and local derivatives, then back through the tape."""
    tape = []

    class Node:
        def __init__(self, value, parents=()):
            self.value, self.parents, self.grad = value, parents, 0.0
            tape.append(self)

    def add(p, q):
        return Node(p.value + q.value, ((p, 1.0), (q, 1.0)))

    def mul(p, q):
        return Node(p.value * q.value, ((p, q.value), (q, p.value)))

    W = [[[Node(w) for w in row] for row in layer.weights] for layer in layers]
    B = [[Node(b) for b in layer.biases] for layer in layers]
    total = Node(0.0)
    for inputs, observed in data:
        a = [Node(x) for x in inputs]
        for l, layer in enumerate(layers):
            new = []
            for row, b in zip(W[l], B[l]):
                z = b
                for w, v in zip(row, a):
                    z = add(z, mul(w, v))
                new.append(Node(layer.activation.f(z.value), ((z, layer.activation.slope(z.value)),)))
            a = new
        for o, p in zip(observed, a):
            r = add(Node(-o), p)
            total = add(total, mul(r, r))
    total.grad = 1.0
    for node in reversed(tape):
        for parent, local in node.parents:
            parent.grad += local * node.grad
    return total.value, [([[w.grad for w in row] for row in W[l]], [b.grad for b in B[l]]) for l in range(len(layers))]


@right("layers")
def half_the_loss_then_doubled(layers, data):
    """Works with half the SSR, as books do, and doubles at the very end."""
    dW, db = _zeros(layers)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        delta = [(p - o) * layers[-1].activation.slope(z) for o, p, z in zip(observed, acts[-1], zs[-1])]
        for l in range(len(layers) - 1, -1, -1):
            for j, d in enumerate(delta):
                db[l][j] += d
                for k, a in enumerate(acts[l]):
                    dW[l][j][k] += d * a
            if l > 0:
                delta = [sum(d * row[k] for d, row in zip(delta, layers[l].weights)) * layers[l - 1].activation.slope(zs[l - 1][k])
                         for k in range(len(acts[l]))]
    return [([[2 * w for w in row] for row in W], [2 * b for b in B]) for W, B in zip(dW, db)]


@right("layers")
def bias_as_weight_of_one(layers, data):
    """The bias is weight 0, of an input that is always 1; taken apart at the end."""
    wide = [[[b] + list(row) for row, b in zip(layer.weights, layer.biases)] for layer in layers]
    grads = [[[0.0] * len(row) for row in W] for W in wide]
    for inputs, observed in data:
        a = [[1.0] + list(inputs)]
        zs = []
        for W, layer in zip(wide, layers):
            zs.append([sum(w * v for w, v in zip(row, a[-1])) for row in W])
            a.append([1.0] + [layer.activation.f(z) for z in zs[-1]])
        da = [-2 * (o - p) for o, p in zip(observed, a[-1][1:])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j, d in enumerate(dz):
                for k, v in enumerate(a[l]):
                    grads[l][j][k] += d * v
            da = [sum(d * row[k] for d, row in zip(dz, wide[l])) for k in range(1, len(a[l]))]
    return [([row[1:] for row in G], [row[0] for row in G]) for G in grads]


@right("layers")
def jacobian_forwards(layers, data):
    """For each layer the matrix from its z to the outputs, built from the top, then times the residuals."""
    grads = [[np.zeros(np.shape(layer.weights)), np.zeros(len(layer.biases))] for layer in layers]
    for x, y in data:
        zs, acts = _np_forward(layers, x)
        residual = np.array(y, dtype=float) - acts[-1]
        J = np.diag(_vec(layers[-1].activation.slope)(zs[-1]))
        for l in range(len(layers) - 1, -1, -1):
            dz = -2 * residual @ J
            grads[l][0] += dz[:, np.newaxis] @ acts[l][np.newaxis, :]
            grads[l][1] += dz
            if l:
                J = J @ np.array(layers[l].weights) @ np.diag(_vec(layers[l - 1].activation.slope)(zs[l - 1]))
    return [(W, b) for W, b in grads]


@right("layers")
def einsum_over_everything(layers, data):
    """np.einsum over the whole batch."""
    X = np.asarray([x for x, _ in data], dtype=float)
    Y = np.asarray([y for _, y in data], dtype=float)
    a, keep = X, []
    for layer in layers:
        z = np.einsum("nk,jk->nj", a, np.asarray(layer.weights, dtype=float)) + np.asarray(layer.biases, dtype=float)
        keep.append((a, z))
        a = _vec(layer.activation.f)(z)
    d = -2 * (Y - a)
    result = []
    for layer, (below, z) in zip(list(layers)[::-1], keep[::-1]):
        d = d * _vec(layer.activation.slope)(z)
        result = [(np.einsum("nj,nk->jk", d, below).tolist(), np.einsum("nj->j", d).tolist())] + result
        d = np.einsum("nj,jk->nk", d, np.asarray(layer.weights, dtype=float))
    return result


@right("layers")
def single_precision(layers, data):
    """float32 all the way: right to about seven digits."""
    f = np.float32
    W = [np.array(layer.weights, dtype=f) for layer in layers]
    B = [np.array(layer.biases, dtype=f) for layer in layers]
    grads = [(np.zeros_like(w), np.zeros_like(b)) for w, b in zip(W, B)]
    for x, y in data:
        a = [np.array(x, dtype=f)]
        zs = []
        for w, b, layer in zip(W, B, layers):
            zs.append(w @ a[-1] + b)
            a.append(np.array([layer.activation.f(float(z)) for z in zs[-1]], dtype=f))
        d = f(-2) * (np.array(y, dtype=f) - a[-1])
        for l in reversed(range(len(W))):
            d = d * np.array([layers[l].activation.slope(float(z)) for z in zs[l]], dtype=f)
            grads[l][0][:] += np.outer(d, a[l])
            grads[l][1][:] += d
            d = W[l].T @ d
    return [(w.tolist(), b.tolist()) for w, b in grads]


@right("layers")
def dictionary_of_edges(layers, data):
    """A dictionary of deltas by (layer, neuron), summed with defaultdict, queue of layers to do."""
    sums = defaultdict(float)
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        delta = defaultdict(float)
        for j, o in enumerate(observed):
            delta[len(layers) - 1, j] = -2 * (o - acts[-1][j])
        todo = deque(range(len(layers)))
        while todo:
            l = todo.pop()
            for j in range(len(layers[l].biases)):
                d = delta[l, j] * layers[l].activation.slope(zs[l][j])
                sums["b", l, j] += d
                for k, w in enumerate(layers[l].weights[j]):
                    sums["w", l, j, k] += d * acts[l][k]
                    if l > 0:
                        delta[l - 1, k] += d * w
    return [([[sums["w", l, j, k] for k in range(len(row))] for j, row in enumerate(layer.weights)],
             [sums["b", l, j] for j in range(len(layer.biases))]) for l, layer in enumerate(layers)]


@right("layers")
def prints_its_way_through(layers, data):
    """Right, and prints every step."""
    dW, db = _zeros(layers)
    ssr = 0.0
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        print("predicted", acts[-1], "observed", observed)
        ssr += sum((o - p) ** 2 for o, p in zip(observed, acts[-1]))
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            print(f"dSSR/dz({l + 1}) = {dz}")
            for j, d in enumerate(dz):
                db[l][j] += d
                for k, a in enumerate(acts[l]):
                    dW[l][j][k] += d * a
            da = [sum(d * row[k] for d, row in zip(dz, layers[l].weights)) for k in range(len(acts[l]))]
    return ssr, [[W, b] for W, b in zip(dW, db)]


@right("layers")
def data_backwards_and_exact_sums(layers, data):
    """Takes the observations from the end and adds up with math.fsum."""
    parts = []
    for inputs, observed in reversed(list(data)):
        zs, acts = _forward(layers, inputs)
        da = [2.0 * p - 2.0 * o for o, p in zip(observed, acts[-1])]
        dzs = []
        for l in range(len(layers) - 1, -1, -1):
            dz = [layers[l].activation.slope(z) * d for z, d in zip(zs[l], da)]
            dzs.insert(0, dz)
            da = [math.fsum(d * w for d, w in zip(dz, column)) for column in zip(*layers[l].weights)]
        parts.append((dzs, acts))
    return [([[math.fsum(dzs[l][j] * acts[l][k] for dzs, acts in parts) for k in range(len(layer.weights[0]))]
              for j in range(len(layer.weights))],
             [math.fsum(dzs[l][j] for dzs, _ in parts) for j in range(len(layer.biases))])
            for l, layer in enumerate(layers)]


@right("layers")
def weight_moved_by_hand_only_on_a_copy(layers, data):
    """Keeps the old weights for the chain and steps on a copy, then works the gradient out of the step."""
    rate = 0.125
    W = [[list(row) for row in layer.weights] for layer in layers]
    B = [list(layer.biases) for layer in layers]
    for inputs, observed in data:
        zs, acts = _forward(layers, inputs)
        da = [-2 * (o - p) for o, p in zip(observed, acts[-1])]
        for l in range(len(layers) - 1, -1, -1):
            old = layers[l].weights
            dz = [d * layers[l].activation.slope(z) for d, z in zip(da, zs[l])]
            for j, d in enumerate(dz):
                B[l][j] -= rate * d
                for k, a in enumerate(acts[l]):
                    W[l][j][k] -= rate * d * a
            da = [sum(d * row[k] for d, row in zip(dz, old)) for k in range(len(acts[l]))]
    return [([[(o - n) / rate for o, n in zip(r, s)] for r, s in zip(layer.weights, W[l])],
             [(o - n) / rate for o, n in zip(layer.biases, B[l])]) for l, layer in enumerate(layers)]
