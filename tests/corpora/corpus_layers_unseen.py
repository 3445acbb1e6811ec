"""Programs for fixed networks, in the forms and conventions of public ones, written before the code that judges them was read.

The truth about each: `right`: to be accepted. `told(loss)`: right for that loss, which the verdict is to name. `wrong`:
`must` and `may` as in the other corpora of layers. `given(network, data)`: the learner hands these over too.
"""

import math

import numpy as np
from corpus import given, right, told, wrong
from learner import MEASURED, RELU_NET, TANH_NET, XOR, XOR_NET
from tinynet.layers import SIGMOID, Layer

DZ_LAST = ("dSSR/da(last)",)
DZ_HIDDEN = ("dSSR/da(hidden)",)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(a):
    return a * (1 - a)


def rows_of(data):
    return np.array([x for x, _ in data], float), np.array([y for _, y in data], float)


def columns_of(data):
    X, Y = rows_of(data)
    return X.T, Y.T


# ------------------------------------------------------------------------------- the class with weights1 and weights2


class BlogNetwork:
    """Rows times weights, sigmoid twice, no biases."""

    def __init__(self, x, y, weights1, weights2):
        self.input, self.y, self.weights1, self.weights2 = x, y, weights1, weights2

    def feedforward(self):
        self.layer1 = sigmoid(np.dot(self.input, self.weights1))
        self.output = sigmoid(np.dot(self.layer1, self.weights2))

    def backprop(self):
        error = -2 * (self.y - self.output) * sigmoid_derivative(self.output)
        d_weights2 = np.dot(self.layer1.T, error)
        d_weights1 = np.dot(self.input.T, np.dot(error, self.weights2.T) * sigmoid_derivative(self.layer1))
        return d_weights1, d_weights2


def blog(kind, network, data):
    X, y = rows_of(data)
    first, second = network
    net = kind(X, y, np.array(first.weights).T, np.array(second.weights).T)
    net.feedforward()
    return net.backprop()


@right("layers")
def blog_class(network, data):
    return blog(BlogNetwork, network, data)


@given(XOR_NET, XOR)
@right("layers")
def blog_class_on_xor(network, data):
    return blog(BlogNetwork, network, data)


class NoHiddenSlope(BlogNetwork):
    def backprop(self):
        error = -2 * (self.y - self.output) * sigmoid_derivative(self.output)
        return np.dot(self.input.T, np.dot(error, self.weights2.T)), np.dot(self.layer1.T, error)


@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def blog_class_without_the_hidden_slope(network, data):
    return blog(NoHiddenSlope, network, data)


class SlopeOfTheSum(BlogNetwork):
    """The slope that expects the output is given the weighted sum, in the hidden layer only."""

    def backprop(self):
        error = -2 * (self.y - self.output) * sigmoid_derivative(self.output)
        z1 = np.dot(self.input, self.weights1)
        return np.dot(self.input.T, np.dot(error, self.weights2.T) * sigmoid_derivative(z1)), np.dot(self.layer1.T, error)


@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def blog_class_slope_of_the_sum(network, data):
    return blog(SlopeOfTheSum, network, data)


class ErrorSquared(BlogNetwork):
    def backprop(self):
        error = -2 * (self.y - self.output) ** 2 * sigmoid_derivative(self.output)
        d_weights1 = np.dot(self.input.T, np.dot(error, self.weights2.T) * sigmoid_derivative(self.layer1))
        return d_weights1, np.dot(self.layer1.T, error)


@wrong("layers", ["dSSR/da(last)"], ["dSSR/dz(last)"])
def blog_class_with_the_error_squared(network, data):
    return blog(ErrorSquared, network, data)


# ---------------------------------------------------------------------- the course: examples are columns, dictionaries


def course_forward(network, X):
    first, second = network
    W1, b1 = np.array(first.weights), np.array(first.biases).reshape(-1, 1)
    W2, b2 = np.array(second.weights), np.array(second.biases).reshape(-1, 1)
    A1 = np.tanh(W1 @ X + b1)
    return W1, W2, A1, sigmoid(W2 @ A1 + b2)


@told("cross-entropy")
def course_cross_entropy(network, data):
    X, Y = columns_of(data)
    W1, W2, A1, A2 = course_forward(network, X)
    dZ2 = A2 - Y
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    return {
        "dW1": np.dot(dZ1, X.T), "db1": np.sum(dZ1, axis=1, keepdims=True),
        "dW2": np.dot(dZ2, A1.T), "db2": np.sum(dZ2, axis=1, keepdims=True),
    }  # fmt: skip


@told("SSR/(2n)")
def course_squared_error(network, data):
    X, Y = columns_of(data)
    m = X.shape[1]
    W1, W2, A1, A2 = course_forward(network, X)
    dZ2 = (A2 - Y) * A2 * (1 - A2)
    dZ1 = W2.T.dot(dZ2) * (1 - A1**2)
    grads = {"dW2": dZ2.dot(A1.T) / m, "db2": dZ2.sum(axis=1, keepdims=True) / m}
    grads.update(dW1=dZ1.dot(X.T) / m, db1=dZ1.sum(axis=1, keepdims=True) / m)
    return grads


@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def course_power_forgotten(network, data):
    X, Y = columns_of(data)
    W1, W2, A1, A2 = course_forward(network, X)
    dZ2 = 2 * (A2 - Y) * A2 * (1 - A2)
    dZ1 = np.dot(W2.T, dZ2) * (1 - A1)
    return {
        "dW1": np.dot(dZ1, X.T), "db1": np.sum(dZ1, axis=1, keepdims=True),
        "dW2": np.dot(dZ2, A1.T), "db2": np.sum(dZ2, axis=1, keepdims=True),
    }  # fmt: skip


@wrong("layers", ["dSSR/db(last)", "dSSR/db(hidden)"], ["the sum"])
def course_biases_all_in_one(network, data):
    """np.sum without an axis: every bias gets the sum over all neurons."""
    X, Y = columns_of(data)
    W1, W2, A1, A2 = course_forward(network, X)
    dZ2 = 2 * (A2 - Y) * A2 * (1 - A2)
    dZ1 = np.dot(W2.T, dZ2) * (1 - A1**2)
    db1, db2 = np.full((len(W1), 1), np.sum(dZ1)), np.full((len(W2), 1), np.sum(dZ2))
    return {"dW1": np.dot(dZ1, X.T), "db1": db1, "dW2": np.dot(dZ2, A1.T), "db2": db2}


@wrong("layers", ["the sum"], ["dSSR/db(any)", "dSSR/dW(any)", "dSSR/da(last)"])
def course_mean_in_the_weights_only(network, data):
    X, Y = columns_of(data)
    m = X.shape[1]
    W1, W2, A1, A2 = course_forward(network, X)
    dZ2 = 2 * (A2 - Y) * A2 * (1 - A2)
    dZ1 = W2.T.dot(dZ2) * (1 - A1**2)
    return {"dW1": dZ1 @ X.T / m, "db1": dZ1.sum(axis=1, keepdims=True), "dW2": dZ2 @ A1.T / m, "db2": dZ2.sum(axis=1, keepdims=True)}


@wrong("layers", ["an added term"], ["dSSR/dW(any)"])
def course_with_weight_decay(network, data):
    X, Y = columns_of(data)
    W1, W2, A1, A2 = course_forward(network, X)
    dZ2 = 2 * (A2 - Y) * A2 * (1 - A2)
    dZ1 = W2.T.dot(dZ2) * (1 - A1**2)
    return {
        "dW1": dZ1 @ X.T + 0.1 * W1, "db1": dZ1.sum(axis=1, keepdims=True),
        "dW2": dZ2 @ A1.T + 0.1 * W2, "db2": dZ2.sum(axis=1, keepdims=True),
    }  # fmt: skip


@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def course_output_slope_again(network, data):
    """The slope of the output layer stands in the hidden layer too."""
    X, Y = columns_of(data)
    W1, W2, A1, A2 = course_forward(network, X)
    dZ2 = 2 * (A2 - Y) * A2 * (1 - A2)
    dZ1 = W2.T.dot(dZ2) * A1 * (1 - A1)
    return {"dW1": dZ1 @ X.T, "db1": dZ1.sum(axis=1), "dW2": dZ2 @ A1.T, "db2": dZ2.sum(axis=1)}


# ------------------------------------------------------- the book's class: nabla_b and nabla_w, biases as columns


def book(network, data, delta_of, back=None, outer=None, prime=None):
    """Sigmoid in every layer, any number of layers; returns (nabla_b, nabla_w)."""
    weights = [np.array(layer.weights, float) for layer in network]
    biases = [np.array(layer.biases, float).reshape(-1, 1) for layer in network]
    prime = prime or (lambda z: sigmoid(z) * (1 - sigmoid(z)))
    back = back or (lambda w, delta: w.transpose() @ delta)
    outer = outer or (lambda delta, a: delta @ a.transpose())
    nabla_w, nabla_b = [np.zeros(w.shape) for w in weights], [np.zeros(b.shape) for b in biases]
    for x, y in data:
        a = np.array(x, float).reshape(-1, 1)
        activations, zs = [a], []
        for w, b in zip(weights, biases):
            zs.append(w @ activations[-1] + b)
            activations.append(sigmoid(zs[-1]))
        delta = delta_of(activations[-1], np.array(y, float).reshape(-1, 1), zs[-1])
        nabla_b[-1] = nabla_b[-1] + delta
        nabla_w[-1] = nabla_w[-1] + outer(delta, activations[-2])
        for l in range(2, len(weights) + 1):
            delta = back(weights[-l + 1], delta) * prime(zs[-l])
            nabla_b[-l] = nabla_b[-l] + delta
            nabla_w[-l] = nabla_w[-l] + outer(delta, activations[-l - 1])
    return nabla_b, nabla_w


@right("layers")
def book_full_error(network, data):
    return book(network, data, lambda a, y, z: 2 * (a - y) * a * (1 - a))


@told("SSR/2")
def book_half_error(network, data):
    return book(network, data, lambda a, y, z: (a - y) * a * (1 - a))


@told("cross-entropy")
def book_cross_entropy(network, data):
    return book(network, data, lambda a, y, z: a - y)


@wrong("layers", ["dSSR/da(last)"], ["dSSR/dz(last)"])
def book_sign(network, data):
    return book(network, data, lambda a, y, z: 2 * (y - a) * a * (1 - a))


@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def book_prime_of_a(network, data):
    """sigmoid_prime is written for outputs, and gets z, below the last layer."""
    return book(network, data, lambda a, y, z: 2 * (a - y) * a * (1 - a), prime=lambda z: z * (1 - z))


@wrong("layers", ["dSSR/da(hidden)"], ["dSSR/dz(hidden)", "form"])
def book_not_transposed(network, data):
    def back(w, delta):
        return (w if w.shape[0] == w.shape[1] else w.T) @ delta

    return book(network, data, lambda a, y, z: 2 * (a - y) * a * (1 - a), back=back)


@wrong("layers", ["the sum"])
def book_last_row_only(network, data):
    """= for += over the rows."""
    for x, y in data:
        kept = book(network, [(x, y)], lambda a, t, z: 2 * (a - t) * a * (1 - a))
    return kept


# ---------------------------------------------------------------------------------- rows times W, and W[input][neuron]


def batch(network, data, first=None, slope=lambda a: 1 - a**2, back=lambda d, W: d @ W.T, x_of=lambda X, A: X, b=lambda d: d.sum(axis=0, keepdims=True)):
    """tanh hidden, linear at the end, W[input][neuron], biases as rows."""
    X, Y = rows_of(data)
    W1, b1, W2, b2 = (np.array(v, float) for layer in network for v in (np.transpose(layer.weights), [layer.biases]))
    A1 = np.tanh(X @ W1 + b1)
    out = A1 @ W2 + b2
    d2 = first(out, Y) if first else 2 * (out - Y)
    d1 = back(d2, W2) * slope(A1)
    return x_of(X, A1).T @ d1, b(d1), A1.T @ d2, b(d2)


@right("layers")
def batch_flat(network, data):
    return list(batch(network, data))


@given(TANH_NET, MEASURED)
@right("layers")
def batch_of_pairs_on_measurements(network, data):
    dW1, db1, dW2, db2 = batch(network, data)
    return [(dW1, db1), (dW2, db2)]


@told("SSR/n")
def batch_mean_over_rows(network, data):
    return batch(network, data, first=lambda out, Y: 2 * (out - Y) / len(Y))


@told("SSR/(n*outputs)")
@given(TANH_NET, MEASURED)
def batch_mean_over_everything(network, data):
    dW1, db1, dW2, db2 = batch(network, data, first=lambda out, Y: 2 * (out - Y) / Y.size)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def batch_slope_by_thumb(network, data):
    return list(batch(network, data, slope=lambda a: 1 - a))


@wrong("layers", ["dSSR/da(last)"], ["dSSR/dz(last)"])
def batch_with_plus(network, data):
    return list(batch(network, data, first=lambda out, Y: 2 * (out + Y)))


@given(TANH_NET, MEASURED)
@wrong("layers", ["the sum"], ["dSSR/db(any)"])
def batch_mean_of_biases(network, data):
    return list(batch(network, data, b=lambda d: d.mean(axis=0, keepdims=True)))


@wrong("layers", ["dSSR/dW(any)"])
def batch_last_on_its_side(network, data):
    """dW2 as (output, hidden), dW1 as (input, hidden)."""
    dW1, db1, dW2, db2 = batch(network, data)
    return {"dW1": dW1, "db1": db1, "dW2": dW2.T, "db2": db2}


@given(TANH_NET, MEASURED)
@wrong("layers", ["dSSR/da(hidden)"], ["dSSR/dz(hidden)"])
def batch_mean_over_the_ways_down(network, data):
    dW1, db1, dW2, db2 = batch(network, data, back=lambda d, W: d @ W.T / W.shape[1])
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# ------------------------------------------------------------------------------------ the bias in the matrix of weights


def theta(network, data, keep=lambda error: error[1:], scale=1.0):
    """The bias in column 0, a 1 before the inputs; one row at a time, sigmoid everywhere."""
    Theta1, Theta2 = (np.column_stack([layer.biases, layer.weights]) for layer in network)
    D1, D2 = np.zeros_like(Theta1), np.zeros_like(Theta2)
    for x, y in data:
        a1 = np.insert(np.array(x, float), 0, 1)
        a2 = np.insert(sigmoid(Theta1 @ a1), 0, 1)
        a3 = sigmoid(Theta2 @ a2)
        d3 = 2 * (a3 - np.array(y)) * a3 * (1 - a3)
        d2 = keep((Theta2.T @ d3) * a2 * (1 - a2))
        D1, D2 = D1 + np.outer(d2, a1), D2 + np.outer(d3, a2)
    return D1 * scale, D2 * scale


@right("layers")
def theta_bias_first(network, data):
    return theta(network, data)


@told("SSR/n")
def theta_mean(network, data):
    return theta(network, data, scale=1 / len(data))


@wrong("layers", ["dSSR/dz(hidden)"], ["dSSR/da(hidden)"])
def theta_drops_the_wrong_one(network, data):
    return theta(network, data, keep=lambda error: error[:-1])


@right("layers")
def neurons_with_the_bias_at_the_end(network, data):
    """A list for each neuron, its bias last; half the error would lose the 2, this one keeps it."""
    net = [[[*row, bias] for row, bias in zip(layer.weights, layer.biases)] for layer in network]
    total = [[[0.0] * len(neuron) for neuron in layer] for layer in net]
    for x, y in data:
        outputs = [list(x)]
        for layer in net:
            outputs.append([1 / (1 + math.exp(-sum(w * v for w, v in zip(n, [*outputs[-1], 1])))) for n in layer])
        deltas = [2 * (o - t) * o * (1 - o) for o, t in zip(outputs[-1], y)]
        for number in reversed(range(len(net))):
            for j, delta in enumerate(deltas):
                for k, v in enumerate([*outputs[number], 1]):
                    total[number][j][k] += delta * v
            errors = [sum(net[number][j][k] * deltas[j] for j in range(len(deltas))) for k in range(len(outputs[number]))]
            deltas = [e * o * (1 - o) for e, o in zip(errors, outputs[number])]
    return total


# --------------------------------------------------------------------------------------------- arrays wanted, and others


@right("layers")
def wants_arrays(network, data):
    """Takes it that weights and inputs are arrays."""
    grads = []
    for x, y in data:
        a, zs = [x], []
        for layer in network:
            zs.append(layer.weights @ a[-1] + layer.biases)
            a.append(np.array([layer.activation.f(float(v)) for v in zs[-1]]))
        delta, mine = 2 * (a[-1] - y), []
        for n in range(len(network) - 1, -1, -1):
            delta = delta * [network[n].activation.slope(float(v)) for v in zs[n]]
            mine.insert(0, (delta[:, None] * a[n], delta))
            delta = network[n].weights.T @ delta
        grads.append(mine)
    return [(sum(g[n][0] for g in grads), sum(g[n][1] for g in grads)) for n in range(len(network))]


@given(RELU_NET, XOR)
@right("layers")
def three_layers_relu_then_sigmoid(network, data):
    return three(network, data)


def three(network, data, gate=lambda z: z > 0):
    (W1, b1), (W2, b2), (W3, b3) = ((np.array(v.weights), np.array(v.biases)[:, None]) for v in network)
    X, Y = columns_of(data)
    Z1 = W1 @ X + b1
    A1 = np.maximum(0, Z1)
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(0, Z2)
    A3 = sigmoid(W3 @ A2 + b3)
    d3 = 2 * (A3 - Y) * A3 * (1 - A3)
    d2 = (W3.T @ d3) * gate(Z2)
    d1 = (W2.T @ d2) * gate(Z1)
    g = {}
    for name, d, A in (("1", d1, X), ("2", d2, A1), ("3", d3, A2)):
        g["dW" + name], g["db" + name] = d @ A.T, np.sum(d, axis=1, keepdims=True)
    return g


@given(RELU_NET, XOR)
@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def three_layers_relu_for_its_slope(network, data):
    return three(network, data, gate=lambda z: np.maximum(0, z))


@given(RELU_NET, XOR)
@wrong("layers", ["dSSR/dz(hidden)"], DZ_HIDDEN)
def three_layers_gate_turned_round(network, data):
    return three(network, data, gate=lambda z: z < 0)


@right("layers")
def leaky(network, data):
    """Leaky ReLU in every layer but the last, which is linear."""
    dW, db = [np.zeros(np.shape(v.weights)) for v in network], [np.zeros(len(v.biases)) for v in network]
    for x, y in data:
        a, zs = [np.array(x, float)], []
        for layer in network:
            zs.append(np.array(layer.weights) @ a[-1] + layer.biases)
            a.append(zs[-1] if layer is network[-1] else np.where(zs[-1] > 0, zs[-1], 0.01 * zs[-1]))
        d = 2 * (a[-1] - y)
        for n in reversed(range(len(network))):
            d = d if n == len(network) - 1 else d * np.where(zs[n] > 0, 1, 0.01)
            dW[n], db[n] = dW[n] + np.outer(d, a[n]), db[n] + d
            d = np.array(network[n].weights).T @ d
    return list(zip(dW, db))


ONE_EACH = [Layer([[0.8]], [0.1], SIGMOID), Layer([[-1.2]], [0.4], SIGMOID)]
EVEN = [([0.1], [0]), ([0.2], [1]), ([0.3], [0]), ([0.4], [1])]


def one_each(network, data, hidden_error=lambda d, w2, s: d * s * w2, times=lambda x, w1: x):
    """One neuron in each layer, plain numbers."""
    (w1, b1), (w2, b2) = ((layer.weights[0][0], layer.biases[0]) for layer in network)
    g = dict.fromkeys(("w1", "b1", "w2", "b2"), 0.0)
    for (x,), (t,) in data:
        h = 1 / (1 + math.exp(-(x * w1 + b1)))
        y = 1 / (1 + math.exp(-(h * w2 + b2)))
        d = 2 * (y - t)
        s = y * (1 - y)
        dh = hidden_error(d, w2, s) * h * (1 - h)
        g["w2"] += d * s * h
        g["b2"] += d * s
        g["w1"] += dh * times(x, w1)
        g["b1"] += dh
    return g


@given(ONE_EACH, EVEN)
@right("layers")
def one_neuron_each(network, data):
    return one_each(network, data)


@given(ONE_EACH, EVEN)
@wrong("layers", ["dSSR/da(hidden)", "dSSR/dW(first)"], ["dSSR/dz(hidden)", "dSSR/dW(hidden)"])
def one_neuron_each_two_slips(network, data):
    """The way down leaves the output's slope out, and the weight stands where the input belongs."""
    return one_each(network, data, lambda d, w2, s: d * w2, lambda x, w1: w1)


# A worked example on a blog: 2-2-2, sigmoid, half the error, and the weights only.
WORKED = [Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], SIGMOID), Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], SIGMOID)]
WORKED_ROW = [([0.05, 0.10], [0.01, 0.99])]


def worked(network, data, total=lambda v: v[0] + v[1]):
    (i1, i2), (t1, t2) = data[0]
    (w1, w2), (w3, w4) = network[0].weights
    (w5, w6), (w7, w8) = network[1].weights
    (b1, b2), (b3, b4) = network[0].biases, network[1].biases
    s = lambda v: 1 / (1 + math.exp(-v))  # noqa: E731
    h1, h2 = s(w1 * i1 + w2 * i2 + b1), s(w3 * i1 + w4 * i2 + b2)
    o1, o2 = s(w5 * h1 + w6 * h2 + b3), s(w7 * h1 + w8 * h2 + b4)
    d1, d2 = -(t1 - o1) * o1 * (1 - o1), -(t2 - o2) * o2 * (1 - o2)
    e1, e2 = total((d1 * w5, d2 * w7)) * h1 * (1 - h1), total((d1 * w6, d2 * w8)) * h2 * (1 - h2)
    return [[[e1 * i1, e1 * i2], [e2 * i1, e2 * i2]], [[d1 * h1, d1 * h2], [d2 * h1, d2 * h2]]]


@given(WORKED, WORKED_ROW)
@told("SSR/2")
def worked_example(network, data):
    return worked(network, data)


@given(WORKED, WORKED_ROW)
@wrong("layers", ["dSSR/da(hidden)"], ["dSSR/dz(hidden)", "dSSR/da(last)"])
def worked_example_one_way_only(network, data):
    """Only the error of the first output goes down; besides, the book halves the error."""
    return worked(network, data, total=lambda v: v[0])
