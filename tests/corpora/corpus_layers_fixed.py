"""Programs for fixed networks, in usual forms and conventions: the second half, written with the code in sight.

One backpropagation of columns, with hooks for slips, in the forms in which people return its results.
"""

import numpy as np
from corpus import given, right, told, wrong
from learner import MEASURED, RELU_NET, TANH_NET, XOR, XOR_NET

DZ_HIDDEN = ("dSSR/da(hidden)",)

CURVES = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "relu": (lambda z: np.maximum(0, z), lambda z, a: (z > 0) * 1.0),
    "leaky": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z, a: np.where(z > 0, 1, 0.01)),
    "linear": (lambda z: z, lambda z, a: np.ones_like(z)),
    "softplus": (lambda z: np.log1p(np.exp(z)), lambda z, a: 1 / (1 + np.exp(-z))),
}


def fixed(network, data, curves, error=None, slope=None, back=None, dw=None, db=None, bias=True, layers=None):
    """[(dW, db)] with dW as (neurons, inputs) and db as a column, for exactly as many layers as there are curves."""
    if len(network) != len(curves):
        raise ValueError(f"this network has {len(curves)} layers")
    X, Y = (np.array([row[k] for row in data], float).T for k in (0, 1))
    weights = [np.array(layer.weights, float) for layer in network]
    A, Z = [X], []
    for layer, W, curve in zip(network, weights, curves):
        Z.append(W @ A[-1] + bias * np.array(layer.biases, float)[:, None])
        A.append(CURVES[curve][0](Z[-1]))
    dA, out = (error or (lambda Y, a: -2 * (Y - a)))(Y, A[-1]), []
    for n in reversed(range(len(curves))):
        dZ = dA * (slope or (lambda n, z, a: CURVES[curves[n]][1](z, a)))(n, Z[n], A[n + 1])
        out.insert(
            0,
            (
                (dw or (lambda n, d, a: d @ a.T))(n, dZ, A[n]),
                (db or (lambda n, d: d.sum(axis=1, keepdims=True)))(n, dZ),
            ),
        )
        dA = (back or (lambda n, W, d: W.T @ d))(n, weights[n], dZ)
    return out


def named(pairs, first=1, turned=False):
    return {f"d{k}{n}": v.T if turned else v for n, pair in enumerate(pairs, first) for k, v in zip("Wb", pair)}


def flat(pairs, turned=False):
    return [part.T if turned else part for pair in pairs for part in pair]


def with_bias(pairs, last=True):
    return [np.hstack([w, b] if last else [b, w]) for w, b in pairs]


TWO, THREE, LINEAR = ("sigmoid", "sigmoid"), ("relu", "relu", "sigmoid"), ("tanh", "linear")


@right("layers")
def counted_from_0(network, data):
    return named(fixed(network, data, TWO), first=0)


@right("layers")
def turned_and_named(network, data):
    return named(fixed(network, data, LINEAR), turned=True)


@given(RELU_NET, XOR)
@right("layers")
def three_layers_flat(network, data):
    return flat(fixed(network, data, THREE))


@right("layers")
def bias_in_the_last_column(network, data):
    return with_bias(fixed(network, data, TWO))


@right("layers")
def bias_in_the_first_row(network, data):
    return [w.T for w in with_bias(fixed(network, data, LINEAR), last=False)]


@right("layers")
def leaky_then_sigmoid(network, data):
    return flat(fixed(network, data, ("leaky", "sigmoid")))


@right("layers")
def softplus_then_linear(network, data):
    return [w for w, _ in fixed(network, data, ("softplus", "linear"))], [
        b for _, b in fixed(network, data, ("softplus", "linear"))
    ]


@given(XOR_NET, XOR)
@right("layers")
def with_the_cost(network, data):
    pairs = fixed(network, data, TWO)
    return float(cost(network, data)), named(pairs)


def cost(network, data):
    total = 0.0
    for x, y in data:
        a = np.array(x, float)
        for layer in network:
            a = 1 / (1 + np.exp(-(np.array(layer.weights) @ a + layer.biases)))
        total += ((np.array(y) - a) ** 2).sum()
    return total


@right("layers")
def sorts_its_rows(network, data):
    data.sort()
    return flat(fixed(network, data, TWO))


@right("layers")
def pops_its_rows(network, data):
    rows = []
    while data:
        rows.append(data.pop())
    return named(fixed(network, rows, LINEAR))


@told("SSR/2")
@given(XOR_NET, XOR)
def half_named(network, data):
    return named(fixed(network, data, TWO, error=lambda Y, a: a - Y))


@told("SSR/n")
@given(RELU_NET, XOR)
def mean_of_three_layers(network, data):
    return named(fixed(network, data, THREE, error=lambda Y, a: 2 * (a - Y) / Y.shape[1]))


@told("cross-entropy/n")
def cross_entropy_mean(network, data):
    def slope(n, z, a):
        return 1.0 if n == 1 else CURVES["relu"][1](z, a)

    return named(fixed(network, data, ("relu", "sigmoid"), error=lambda Y, a: (a - Y) / Y.shape[1], slope=slope))


@wrong("layers", "dSSR/da(last)", ("dSSR/dz(last)",))
def sign_in_a_dictionary(network, data):
    return named(fixed(network, data, TWO, error=lambda Y, a: 2 * (Y - a)))


@wrong("layers", "dSSR/dz(hidden)", DZ_HIDDEN)
def no_slope_below(network, data):
    return flat(fixed(network, data, LINEAR, slope=lambda n, z, a: 1.0))


@wrong("layers", "dSSR/dz(last)", ("dSSR/da(last)",))
def slope_of_the_output_twice(network, data):
    return flat(fixed(network, data, TWO, slope=lambda n, z, a: (a * (1 - a)) ** (n + 1)))


@given(RELU_NET, XOR)
@wrong("layers", "dSSR/da(hidden)", ("dSSR/dz(hidden)",))
def first_way_down_only(network, data):
    return named(fixed(network, data, THREE, back=lambda n, W, d: W[:1].T @ d[:1]))


@given(TANH_NET, MEASURED)
@wrong("layers", "dSSR/dW(first)", ("dSSR/dW(any)",))
def hidden_outputs_for_inputs(network, data):
    """dW1 with the hidden outputs, cut to fit."""
    grads = fixed(network, data, LINEAR)
    X, Y = (np.array([row[k] for row in data], float).T for k in (0, 1))
    A1 = np.tanh(np.array(network[0].weights) @ X + np.array(network[0].biases)[:, None])
    d2 = -2 * (Y - (np.array(network[1].weights) @ A1 + np.array(network[1].biases)[:, None]))
    d1 = (np.array(network[1].weights).T @ d2) * (1 - A1**2)
    return [d1 @ A1[: len(X)].T, *flat(grads)[1:]]


@wrong("layers", "forward", ("dSSR/da(last)",))
def forgets_the_biases(network, data):
    return flat(fixed(network, data, TWO, bias=False))


@wrong("layers", "dSSR/db(any)", ("dSSR/db(last)", "dSSR/db(hidden)"))
def db_as_one_number(network, data):
    return flat(fixed(network, data, LINEAR, db=lambda n, d: np.full((len(d), 1), d.sum())))


@wrong("layers", "the sum")
def last_row_of_a_batch(network, data):
    return flat(fixed(network, data[-1:], TWO))


@wrong("layers", "the sum")
def all_but_the_last_row(network, data):
    return (
        flat(fixed(network, data[:-1] or data[:0], LINEAR))
        if len(data) > 1
        else flat(nothing(fixed(network, data, LINEAR)))
    )


def nothing(pairs):
    return [(0 * w, 0 * b) for w, b in pairs]


@wrong("layers", {"dSSR/da(last)", "dSSR/dz(hidden)"}, DZ_HIDDEN + ("dSSR/dz(last)",))
def sign_and_slope(network, data):
    return named(fixed(network, data, LINEAR, error=lambda Y, a: 2 * (Y - a), slope=lambda n, z, a: 1.0))


@wrong("layers", "dSSR/dW(any)", ("dSSR/dW(first)", "dSSR/dW(last)"))
def a_forgotten_in_dw(network, data):
    return named(fixed(network, data, TWO, dw=lambda n, d, a: d @ np.ones_like(a).T))


@wrong("layers", "form")
def shapes_that_clash(network, data):
    return flat(fixed(network, data, TWO, back=lambda n, W, d: W @ d))
