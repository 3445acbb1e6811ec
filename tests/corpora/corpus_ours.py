"""One half of the corpus: learners' programs, each with the places that must be named and those that may be.

Nothing here comes from tinynet: the forward pass is written again in each style. Where a program follows one that is
public, its structure was taken over in own words, and the source is named.
"""
# ruff: noqa: E501

import math
from math import exp, log

import numpy as np
from corpus import right, wrong

NAMES = ("w1", "w2", "w3", "w4", "b1", "b2", "b3")


def f(x):
    return log(1 + exp(x))


def s(x):
    return 1 / (1 + exp(-x))


def net(p, i):
    x1, x2 = i * p.w1 + p.b1, i * p.w2 + p.b2
    y1, y2 = f(x1), f(x2)
    return x1, y1, x2, y2, y1 * p.w3 + y2 * p.w4 + p.b3


# One derivative, plain loops


@wrong("w1", "dy1/dx1", label="brackets missing")
def brackets_forgotten(parameters, data):
    total = 0
    for i, o in data:
        x1, y1, x2, y2, guess = net(parameters, i)
        total += -2 * (o - guess) * parameters.w3 * (exp(x1) / 1 + exp(x1)) * i
    return total


@wrong("w1", "dy1/dx1", label="e^-x for e^x")
def one_over_one_plus_e_to_x(parameters, data):
    total = 0
    for i, o in data:
        x1, y1, x2, y2, guess = net(parameters, i)
        total += -2 * (o - guess) * parameters.w3 / (1 + exp(x1)) * i
    return total


@wrong("b1", "dy1/dx1", label="y * (1 - y)", source="iamtrask.github.io, A Neural Network in 11 lines of Python: nonlin(x, deriv=True)")
def y_times_one_minus_y(parameters, data):
    def nonlin(y, deriv=False):
        return y * (1 - y) if deriv else f(y)

    total = 0
    for i, o in data:
        l1, l2 = nonlin(i * parameters.w1 + parameters.b1), nonlin(i * parameters.w2 + parameters.b2)
        error = o - (l1 * parameters.w3 + l2 * parameters.w4 + parameters.b3)
        total += -2 * error * parameters.w3 * nonlin(l1, deriv=True)
    return total


@wrong("w2", "dy2/dx2", label="1 - y^2")
def tanh_slope_of_y(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * (1 - net(parameters, i)[3] ** 2) * i for i, o in data)


@wrong("b2", "dy2/dx2", label="1 - tanh^2")
def tanh_slope(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * (1 - math.tanh(net(parameters, i)[2]) ** 2) for i, o in data)


@wrong("w1", "dy1/dx1", label="slope of ReLU", source="reddit-style answer: 'just use x > 0'")
def relu_slope(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * (net(parameters, i)[0] > 0) * i for i, o in data)


@wrong("b1", "dy1/dx1", label="e^x")
def exp_alone(parameters, data):
    d = 0.0
    for i, o in data:
        x1, y1, x2, y2, guess = net(parameters, i)
        d = d + (guess - o) * 2 * parameters.w3 * exp(x1)
    return d


@wrong("w3", "dpredicted/dw3", label="x instead of y")
def x_for_y(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * net(parameters, i)[0] for i, o in data)


@wrong("w4", "dpredicted/dw4", label="y missing")
def y_left_out(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) for i, o in data)


@wrong("w1", "dx1/dw1", label="weight instead of input")
def weight_for_input(parameters, data):
    t = 0
    for i, o in data:
        x1, y1, x2, y2, guess = net(parameters, i)
        t += -2 * (o - guess) * parameters.w3 * s(x1) * parameters.w1
    return t


@wrong("w3", "dpredicted/dw3", label="output weight instead of y")
def weight_for_y(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 for i, o in data)


@wrong("w2", "dx2/dw2", label="observed instead of input")
def observed_for_input(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) * o for i, o in data)


@wrong("w3", "predicted", ["dpredicted/dw3"], label="log10 instead of log")
def log_ten(parameters, data):
    total = 0
    for i, o in data:
        y1 = math.log10(1 + exp(i * parameters.w1 + parameters.b1))
        y2 = math.log10(1 + exp(i * parameters.w2 + parameters.b2))
        total += -2 * (o - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3)) * y1
    return total


@wrong("b3", "predicted", label="ReLU instead of softplus")
def relu_forward(parameters, data):
    total = 0
    for i, o in data:
        y1, y2 = max(0, i * parameters.w1 + parameters.b1), max(0, i * parameters.w2 + parameters.b2)
        total += -2 * (o - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3))
    return total


@wrong("w1", "predicted", ["dy1/dx1"], label="sigmoid instead of softplus", source="victorzhou.com, An Introduction to Neural Networks: deriv_sigmoid")
def sigmoid_network(parameters, data):
    def deriv_sigmoid(x):
        fx = s(x)
        return fx * (1 - fx)

    total = 0
    for x, y_true in data:
        sum_h1, sum_h2 = parameters.w1 * x + parameters.b1, parameters.w2 * x + parameters.b2
        h1, h2 = s(sum_h1), s(sum_h2)
        y_pred = parameters.w3 * h1 + parameters.w4 * h2 + parameters.b3
        d_L_d_ypred = -2 * (y_true - y_pred)
        total += d_L_d_ypred * parameters.w3 * deriv_sigmoid(sum_h1) * x
    return total


@wrong("w4", "predicted", label="bias forgotten: b3")
def b3_forgotten(parameters, data):
    return sum(-2 * (o - f(i * parameters.w1 + parameters.b1) * parameters.w3 - f(i * parameters.w2 + parameters.b2) * parameters.w4)
               * f(i * parameters.w2 + parameters.b2) for i, o in data)  # fmt: skip


@wrong("b1", "predicted", label="w3 and w4 exchanged")
def outputs_crossed(parameters, data):
    w1, w2, w3, w4, b1, b2, b3 = parameters
    t = 0
    for i, o in data:
        guess = f(i * w1 + b1) * w4 + f(i * w2 + b2) * w3 + b3
        t -= 2 * (o - guess) * w3 * s(i * w1 + b1)
    return t


@wrong("w1", "arguments", label="input and observed exchanged")
def pairs_the_wrong_way_round(parameters, data):
    total = 0
    for observed, dose in data:
        x1, y1, x2, y2, guess = net(parameters, dose)
        total += -2 * (observed - guess) * parameters.w3 * s(x1) * dose
    return total


@wrong("w3", "the sum", label="mean instead of sum", source="NumPy tutorial code: np.mean in the loss")
def mean_in_numpy(parameters, data):
    X, Y = np.array(data).T
    a1, a2 = np.log(1 + np.exp(X * parameters.w1 + parameters.b1)), np.log(1 + np.exp(X * parameters.w2 + parameters.b2))
    out = a1 * parameters.w3 + a2 * parameters.w4 + parameters.b3
    return np.mean(-2 * (Y - out) * a1)


@wrong("b2", "the sum", label="divided by n - 1")
def sample_variance_habit(parameters, data):
    terms = [-2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) for i, o in data]
    return sum(terms) / (len(terms) - 1)


@wrong("b3", "dSSR/dpredicted", label="residual's absolute value")
def absolute_residual(parameters, data):
    return sum(-2 * abs(o - net(parameters, i)[4]) for i, o in data)


@wrong("w3", "the sum", label="rows misaligned")
def rows_shifted(parameters, data):
    residuals = [o - net(parameters, i)[4] for i, o in data]
    ys = [net(parameters, i)[1] for i, o in data]
    ys = ys[1:] + ys[:1]
    return sum(-2 * r * y for r, y in zip(residuals, ys))


@wrong("w2", "the sum", label="all but the last observation")
def range_one_too_short(parameters, data):
    total = 0
    for k in range(len(data) - 1):
        i, o = data[k]
        x1, y1, x2, y2, guess = net(parameters, i)
        total += -2 * (o - guess) * parameters.w4 * s(x2) * i
    return total


@wrong("w1", "the sum", label="all but the first observation")
def range_from_one(parameters, data):
    total = 0
    for k in range(1, len(data)):
        i, o = data[k]
        x1, y1, x2, y2, guess = net(parameters, i)
        total += -2 * (o - guess) * parameters.w3 * s(x1) * i
    return total


@wrong("w4", "the sum", label="sum times sum")
def sum_times_sum(parameters, data):
    residuals = sum(-2 * (o - net(parameters, i)[4]) for i, o in data)
    return residuals * sum(net(parameters, i)[3] for i, o in data)


@wrong("w1", "the sum", label="first observation only")
def return_inside_the_loop(parameters, data):
    total = 0
    for i, o in data:
        x1, y1, x2, y2, guess = net(parameters, i)
        total += -2 * (o - guess) * parameters.w3 * s(x1) * i
        return total


@wrong("b1", "the sum", label="last observation only")
def assigned_instead_of_added(parameters, data):
    total = 0
    for i, o in data:
        x1, y1, x2, y2, guess = net(parameters, i)
        total = -2 * (o - guess) * parameters.w3 * s(x1)
    return total


_total = 0


@wrong("b3", "state", label="two answers to the same call")
def a_global_total(parameters, data):
    global _total
    for i, o in data:
        _total += -2 * (o - net(parameters, i)[4])
    return _total


@wrong("w3", "state")
def a_list_as_default(parameters, data, terms=[]):  # noqa: B006
    for i, o in data:
        terms.append(-2 * (o - net(parameters, i)[4]) * net(parameters, i)[1])
    return sum(terms)


class Tape:
    def __init__(self):
        self.grad = 0.0

    def __call__(self, parameters, data):
        for i, o in data:
            x1, y1, x2, y2, guess = net(parameters, i)
            self.grad += -2 * (o - guess) * y2
        return self.grad


wrong("w4", "state", source="the gradients that zero_grad is for")(Tape())


@wrong("b2", "dSSR/dpredicted", label="flipped sign", source="Backpropagation Main Ideas, article: 2 * (predicted - observed) * -1")
def sign_of_the_article(parameters, data):
    return sum(2 * (net(parameters, i)[4] - o) * -1 * parameters.w4 * s(net(parameters, i)[2]) for i, o in data)


@wrong("w1", "dSSR/dpredicted", label="lost the 2", source="books with E = 1/2 * SSR")
def half_the_squares(parameters, data):
    return sum((net(parameters, i)[4] - o) * parameters.w3 * s(net(parameters, i)[0]) * i for i, o in data)


@wrong("b3", "dSSR/dpredicted", label="residual squared")
def never_differentiated(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) ** 2 for i, o in data)


@wrong("w3", "dSSR/dpredicted")
def the_ssr_itself_times_y(parameters, data):
    return sum((o - net(parameters, i)[4]) ** 2 * net(parameters, i)[1] for i, o in data)


@wrong("w2", "dSSR/dpredicted", label="sum instead of difference")
def plus_predicted(parameters, data):
    return sum(-2 * (o + net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) * i for i, o in data)


@wrong("b3", "dSSR/dpredicted", label="residual missing")
def minus_two_for_each(parameters, data):
    return sum(-2 for _ in data)


@wrong("w1", ["dpredicted/dy1", "dy1/dx1"])
def copied_from_w2(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) * i for i, o in data)


@wrong("b2", "dpredicted/dy2", label="other output weight")
def b1s_weight_left_in_the_copy(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[2]) for i, o in data)


@wrong("w4", "dpredicted/dw4", label="other neuron")
def w3s_y_left_in_the_copy(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * net(parameters, i)[1] for i, o in data)


@wrong("w1", "not a product")
def factors_added(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * (parameters.w3 + s(net(parameters, i)[0])) * i for i, o in data)


@wrong("w2", "an added term", source="weight decay out of a course on regularisation")
def with_weight_decay(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) * i for i, o in data) + 0.2 * parameters.w2


@wrong("b3", "an added term")
def starts_at_one(parameters, data):
    total = 1
    for i, o in data:
        total += -2 * (o - net(parameters, i)[4])
    return total


@wrong("b1", "nearly")
def rounded_to_three(parameters, data):
    return round(sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[0]) for i, o in data), 3)


@wrong("w3", "nearly")
def coarse_difference(parameters, data):
    def ssr(w3):
        return sum((o - net(parameters._replace(w3=w3), i)[4]) ** 2 for i, o in data)

    return (ssr(parameters.w3 + 1e-3) - ssr(parameters.w3)) / 1e-3


@wrong("w1", ["dpredicted/dy1", "dy1/dx1", "dx1/dw1"])
def three_at_once(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * exp(net(parameters, i)[0]) * parameters.w1 for i, o in data)


@wrong("w2", ["dSSR/dpredicted", "dy2/dx2", "the sum"])
def three_elsewhere(parameters, data):
    terms = [(o - net(parameters, i)[4]) * parameters.w4 * net(parameters, i)[3] * i for i, o in data]
    return sum(terms) / len(terms)


@wrong("b1", "dx1/db1", label="bias times input")
def copied_from_w1(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[0]) * i for i, o in data)


@wrong("b2", "dx2/db2", label="times the bias")
def b2_as_factor(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) * parameters.b2 for i, o in data)


@wrong("b3", "dpredicted/db3", label="times the bias")
def b3_as_factor(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.b3 for i, o in data)


@wrong("w1", "dx1/dw1", label="y instead of input")
def y_for_input(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[0]) * net(parameters, i)[1] for i, o in data)


@wrong("w1", "dy1/dx1", label="slope taken at y", source="stackoverflow.com/questions/53287032: the prime of A[k + 1]")
def prime_of_the_activation(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[1]) * i for i, o in data)


@wrong("w2", "dy2/dx2", label="slope of the sigmoid", source="michaelsjoeberg.com, Backpropagation: sigmoid_dx")
def s_times_one_minus_s(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) * (1 - s(net(parameters, i)[2])) * i for i, o in data)


@wrong("w2", "dy2/dx2")
def an_arctangent(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w4 * math.atan(1 + net(parameters, i)[2] ** 2) * i for i, o in data)


@wrong("w1", "dpredicted/dy1")
def root_of_the_weight(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * math.cbrt(parameters.w3) * s(net(parameters, i)[0]) * i for i, o in data)


if not hasattr(math, "cbrt"):  # before Python 3.11
    math.cbrt = lambda x: math.copysign(abs(x) ** (1 / 3), x)


@wrong("w3", "arguments")
def start_from_above(parameters, data):
    w1, w2, w3, w4, b1, b2, b3 = 2.74, -1.13, 0.36, 0.63, 0, 0, 0
    return sum(-2 * (o - (f(i * w1 + b1) * w3 + f(i * w2 + b2) * w4 + b3)) * f(i * w1 + b1) for i, o in data)


@wrong("b3", "arguments")
def data_from_above(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) for i, o in [(0, 0), (0.5, 1), (1, 0)])


@wrong("w1", "arguments", label="parameters taken in another order")
def unpacked_neuron_by_neuron(parameters, data):
    w1, b1, w2, b2, w3, w4, b3 = parameters
    total = 0
    for i, o in data:
        guess = f(i * w1 + b1) * w3 + f(i * w2 + b2) * w4 + b3
        total += -2 * (o - guess) * w3 * s(i * w1 + b1) * i
    return total


@wrong("w1", "form")
def return_forgotten(parameters, data):
    sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[0]) * i for i, o in data)


@wrong("w1", "form")
def misspelt(parameters, data):
    return sum(-2 * (o - net(parameters, i)[4]) * parameters.w_3 for i, o in data)


@wrong("b1", "form")
def a_row_of_terms(parameters, data):
    return [-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[0]) for i, o in data]


@wrong("w2", "constant factor")
def three_times(parameters, data):
    return sum(-3 * 2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2]) * i for i, o in data)


@wrong("w2", ["predicted"], label="bias forgotten: b1")
def b1_forgotten(parameters, data):
    total = 0
    for i, o in data:
        y1, x2 = f(i * parameters.w1), i * parameters.w2 + parameters.b2
        total += -2 * (o - (y1 * parameters.w3 + f(x2) * parameters.w4 + parameters.b3)) * parameters.w4 * s(x2) * i
    return total


@wrong("w1", "predicted", ["dy1/dx1"], label="brackets: (input + b) * w")
def brackets_in_x(parameters, data):
    total = 0
    for i, o in data:
        x1, x2 = (i + parameters.b1) * parameters.w1, (i + parameters.b2) * parameters.w2
        total += -2 * (o - (f(x1) * parameters.w3 + f(x2) * parameters.w4 + parameters.b3)) * parameters.w3 * s(x1) * i
    return total


@wrong("b3", "predicted", label="top neuron forgotten")
def bottom_neuron_only(parameters, data):
    return sum(-2 * (o - (net(parameters, i)[3] * parameters.w4 + parameters.b3)) for i, o in data)


@wrong("w3", ["predicted"], ["dpredicted/dw3"], label="1 + e^x instead of softplus")
def logarithm_forgotten(parameters, data):
    total = 0
    for i, o in data:
        y1, y2 = 1 + exp(i * parameters.w1 + parameters.b1), 1 + exp(i * parameters.w2 + parameters.b2)
        total += -2 * (o - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3)) * y1
    return total


@wrong("w1", "predicted")
def a_sine_for_a_network(parameters, data):
    return sum(-2 * (o - (net(parameters, i)[4] + math.sin(3 * parameters.b3))) * parameters.w3 * s(net(parameters, i)[0]) * i for i, o in data)


# All seven, in several styles


def seven(p, data, residual=lambda o, g: -2 * (o - g), slope=lambda x, y: s(x), act=f, total=sum, swap=False):
    """For the programs below that differ from right in one thing."""
    rows = {name: [] for name in NAMES}
    for i, o in data:
        x1, x2 = i * p.w1 + p.b1, i * p.w2 + p.b2
        y1, y2 = act(x1), act(x2)
        r = residual(o, y1 * p.w3 + y2 * p.w4 + p.b3)
        k1, k2 = slope(x1, y1), slope(x2, y2)
        w3, w4 = (p.w4, p.w3) if swap else (p.w3, p.w4)
        for name, term in zip(NAMES, (r * w3 * k1 * i, r * w4 * k2 * i, r * y1, r * y2, r * w3 * k1, r * w4 * k2, r)):
            rows[name].append(term)
    return {name: total(rows[name]) for name in NAMES}


HIDDEN_SLOPES = ["w1: dy1/dx1", "b1: dy1/dx1", "w2: dy2/dx2", "b2: dy2/dx2"]


@wrong("seven", "all: dSSR/dpredicted", label="flipped sign")
def all_flipped(parameters, data):
    return seven(parameters, data, residual=lambda o, g: -2 * (g - o))


@wrong("seven", "all: dSSR/dpredicted", label="lost the 2")
def all_halved(parameters, data):
    return list(seven(parameters, data, residual=lambda o, g: g - o).values())


@wrong("seven", "all: dSSR/dpredicted", label="residual squared")
def all_squared(parameters, data):
    return seven(parameters, data, residual=lambda o, g: -2 * (o - g) ** 2)


@wrong("seven", "all: the sum", label="mean instead of sum", source="community.deeplearning.ai and Coursera notebooks: 1/m * np.sum(...)")
def all_means(parameters, data):
    return seven(parameters, data, total=lambda terms: sum(terms) / len(terms))


@wrong("seven", HIDDEN_SLOPES, label="slope of the sigmoid", source="neuralnetworksanddeeplearning.com, network.py: sigmoid_prime(z)")
def sigmoid_primes(parameters, data):
    return seven(parameters, data, slope=lambda x, y: s(x) * (1 - s(x)))


@wrong("seven", HIDDEN_SLOPES, label="y * (1 - y)", source="iamtrask.github.io, A Neural Network in 13 lines of Python")
def all_y_one_minus_y(parameters, data):
    return seven(parameters, data, slope=lambda x, y: y * (1 - y))


@wrong("seven", "all: predicted", HIDDEN_SLOPES, label="ReLU instead of softplus")
def a_relu_network(parameters, data):
    return seven(parameters, data, act=lambda x: max(x, 0), slope=lambda x, y: float(x > 0))


@wrong("seven", "all: predicted", HIDDEN_SLOPES, label="tanh instead of softplus")
def a_tanh_network(parameters, data):
    return seven(parameters, data, act=math.tanh, slope=lambda x, y: 1 - y * y)


@wrong("seven", "all: predicted", HIDDEN_SLOPES, label="sigmoid instead of softplus")
def a_sigmoid_network(parameters, data):
    return seven(parameters, data, act=s, slope=lambda x, y: y * (1 - y))


@wrong("seven", ["w1: dpredicted/dy1", "b1: dpredicted/dy1", "w2: dpredicted/dy2", "b2: dpredicted/dy2"], label="other output weight")
def weights_crossed_going_back(parameters, data):
    return seven(parameters, data, swap=True)


@wrong("seven", "order", label="another order")
def biases_first(parameters, data):
    d = seven(parameters, data)
    return [d[name] for name in ("b1", "b2", "b3", "w1", "w2", "w3", "w4")]


@wrong("seven", "order", label="another order")
def neuron_by_neuron(parameters, data):
    d = seven(parameters, data)
    return tuple(d[name] for name in ("w1", "b1", "w2", "b2", "w3", "w4", "b3"))


@wrong("seven", "order", label="neurons exchanged")
def bottom_first(parameters, data):
    d = seven(parameters, data)
    return [d[name] for name in ("w2", "w1", "w4", "w3", "b2", "b1", "b3")]


@wrong("seven", "order", label="two exchanged")
def b1_and_b2_exchanged(parameters, data):
    d = seven(parameters, data)
    return [d[name] for name in ("w1", "w2", "w3", "w4", "b2", "b1", "b3")]


@wrong("seven", ["order", "w1: dy1/dx1"])
def backwards_and_one_wrong(parameters, data):
    d = {**seven(parameters, data), "w1": seven(parameters, data, slope=lambda x, y: s(y))["w1"]}
    return [d[name] for name in reversed(NAMES)]


@wrong("seven", "w1: dx1/dw1", label="input missing")
def one_input_forgotten(parameters, data):
    d = seven(parameters, data)
    return {**d, "w1": d["b1"]}


@wrong("seven", ["w1: dx1/dw1", "w2: dx2/dw2"], label="weight instead of input")
def both_weights_for_input(parameters, data):
    d = seven(parameters, data)
    return {**d, "w1": d["b1"] * parameters.w1, "w2": d["b2"] * parameters.w2}


@wrong("seven", ["b1: dx1/db1", "b2: dx2/db2"], label="bias times input")
def biases_like_weights(parameters, data):
    d = seven(parameters, data)
    return {**d, "b1": d["w1"], "b2": d["w2"]}


@wrong("seven", ["w3: dpredicted/dw3", "w4: dpredicted/dw4"], label="other neuron")
def ys_exchanged(parameters, data):
    d = seven(parameters, data)
    return {**d, "w3": d["w4"], "w4": d["w3"]}


# (what that returns can't be told from w3 and w4 exchanged)
from corpus import ENTRIES  # noqa: E402

ENTRIES[-1] = ENTRIES[-1]._replace(must=frozenset(), may=frozenset(["order", "w3: dpredicted/dw3", "w4: dpredicted/dw4"]), label=None)


class Network:
    """In the style of student repositories: forward keeps what backward needs."""

    def forward(self, p, X):
        self.z = np.outer(X, [p.w1, p.w2]) + [p.b1, p.b2]
        self.a = np.log1p(np.exp(self.z))
        return self.a @ np.array([p.w3, p.w4]) + p.b3

    def backward(self, p, X, y, out, prime):
        delta = -2 * (y - out)
        hidden = np.outer(delta, [p.w3, p.w4]) * prime(self.z, self.a)
        return [*(X @ hidden), *(delta @ self.a), *hidden.sum(0), delta.sum()]


def sigma(z):
    return 1 / (1 + np.exp(-z))


@wrong("seven", HIDDEN_SLOPES, label="slope taken at y", source="github.com/till2/Backpropagation-from-Scratch, structure of the notebook")
def class_with_prime_of_a(parameters, data):
    X, y = np.array(data).T
    net = Network()
    return net.backward(parameters, X, y, net.forward(parameters, X), lambda z, a: sigma(a))


@wrong("seven", HIDDEN_SLOPES, label="slope missing")
def class_without_prime(parameters, data):
    X, y = np.array(data).T
    net = Network()
    return net.backward(parameters, X, y, net.forward(parameters, X), lambda z, a: np.ones_like(z))


@wrong("seven", "all: the sum", label="mean instead of sum")
def class_with_means(parameters, data):
    X, y = np.array(data).T
    net = Network()
    return np.array(net.backward(parameters, X, y, net.forward(parameters, X), lambda z, a: sigma(z))) / len(X)


@wrong("seven", ["all: the sum", "all: dSSR/dpredicted"], source="mattmazur.com, A Step by Step Backpropagation Example: 1/2 * squares, averaged in many copies")
def class_with_half_means(parameters, data):
    X, y = np.array(data).T
    net = Network()
    return np.array(net.backward(parameters, X, y, net.forward(parameters, X), lambda z, a: sigma(z))) / (2 * len(X))


@wrong("seven", "b3: the sum", label="last observation only")
def b3_overwritten(parameters, data):
    d = seven(parameters, data)
    i, o = data[-1]
    return {**d, "b3": -2 * (o - net(parameters, i)[4])}


@wrong("seven", "state")
def gradients_never_zeroed(parameters, data, grads=dict.fromkeys(NAMES, 0.0)):  # noqa: B006
    for name, value in seven(parameters, data).items():
        grads[name] += value
    return dict(grads)


@wrong("seven", "form")
def only_six(parameters, data):
    return list(seven(parameters, data).values())[:6]


@wrong("seven", "form")
def one_is_none(parameters, data):
    return {**seven(parameters, data), "w4": None}


@wrong("seven", ["w1: an added term", "w2: an added term", "w3: an added term", "w4: an added term"])
def decay_on_all_weights(parameters, data):
    d = seven(parameters, data)
    return {name: value + (0.1 * getattr(parameters, name) if name[0] == "w" else 0) for name, value in d.items()}


@wrong("seven", "all: predicted", label="w3 and w4 exchanged")
def crossed_forward_everywhere(parameters, data):
    w1, w2, w3, w4, b1, b2, b3 = parameters
    d = dict.fromkeys(NAMES, 0.0)
    for i, o in data:
        x1, y1, x2, y2, _ = net(parameters, i)
        r = -2 * (o - (y1 * w4 + y2 * w3 + b3))
        for name, term in zip(NAMES, (w3 * s(x1) * i, w4 * s(x2) * i, y1, y2, w3 * s(x1), w4 * s(x2), 1)):
            d[name] += r * term
    return d


# One factor


@wrong("dy1/dx1", "dy1/dx1", label="e^x")
def factor_exp(x1):
    return exp(x1)


@wrong("dy2/dx2", "dy2/dx2", label="slope of the sigmoid")
def factor_sigmoid_prime(x2):
    return s(x2) * (1 - s(x2))


@wrong("dSSR/dpredicted", "dSSR/dpredicted", label="flipped sign")
def factor_flipped(observed, predicted):
    return 2 * (observed - predicted)


@wrong("dpredicted/dw3", "dpredicted/dw3", label="y missing")
def factor_one(y1):
    return 1


@wrong("dx1/db1", "dx1/db1")
def factor_zero():
    return 0


@wrong("dy1/dx1", "form")
def factor_without_return(x1):
    s(x1)


# A whole step


def stepped(p, data, rate, sign=-1):
    return {name: getattr(p, name) + sign * rate * d for name, d in seven(p, data).items()}


@wrong("update", "update", ["all: dSSR/dpredicted"], label="added instead of subtracted", source="michaelsjoeberg.com, Backpropagation: w_1 += w_1_dx")
def step_added(parameters, data, learning_rate):
    return stepped(parameters, data, learning_rate, 1)


@wrong("update", "learning rate", label="learning rate missing")
def step_without_rate(parameters, data, learning_rate):
    return stepped(parameters, data, 1)


@wrong("update", "learning rate", label="divided by the learning rate")
def step_divided(parameters, data, learning_rate):
    return stepped(parameters, data, 1 / learning_rate)


@wrong("update", "learning rate", label="learning rate twice")
def step_rate_twice(parameters, data, learning_rate):
    return stepped(parameters, data, learning_rate**2)


@wrong("update", "old value", label="step size returned")
def step_sizes_alone(parameters, data, learning_rate):
    return {name: d * learning_rate for name, d in seven(parameters, data).items()}


@wrong("update", ["old value", "learning rate"])
def derivatives_alone(parameters, data, learning_rate):
    return seven(parameters, data)


@wrong("update", "row by row", label="row by row")
def after_each_row(parameters, data, learning_rate):
    for row in data:
        parameters = type(parameters)(**stepped(parameters, [row], learning_rate))
    return parameters


@wrong("update", "several steps", label="several steps")
def three_steps(parameters, data, learning_rate):
    for _ in range(3):
        parameters = type(parameters)(**stepped(parameters, data, learning_rate))
    return parameters


@wrong("update", "in place", label="updated in place", source="the usual published slip: output layer first, then the hidden layer from its new weights")
def output_layer_first(parameters, data, learning_rate):
    new = stepped(parameters, data, learning_rate)
    middle = parameters._replace(w3=new["w3"], w4=new["w4"], b3=new["b3"])
    later = stepped(middle, data, learning_rate)
    return middle._replace(**{name: later[name] for name in ("w1", "w2", "b1", "b2")})


@wrong("update", "in place", label="updated in place")
def one_after_another(parameters, data, learning_rate):
    for name in NAMES:
        parameters = parameters._replace(**{name: stepped(parameters, data, learning_rate)[name]})
    return parameters


@wrong("update", "update", label="not updated: b1")
def b1_stands_still(parameters, data, learning_rate):
    return {**stepped(parameters, data, learning_rate), "b1": parameters.b1}


@wrong("update", "old value", ["b2: old value"], label="other old value")
def b1_for_b2(parameters, data, learning_rate):
    new = stepped(parameters, data, learning_rate)
    return {**new, "b2": parameters.b1 - (parameters.b2 - new["b2"])}


ENTRIES[-1] = ENTRIES[-1]._replace(must=frozenset(["b2: old value"]), may=frozenset())


@wrong("update", ["w1: dy1/dx1", "b1: dy1/dx1", "w2: dy2/dx2", "b2: dy2/dx2"])
def step_with_sigmoid_prime(parameters, data, learning_rate):
    d = seven(parameters, data, slope=lambda x, y: s(x) * (1 - s(x)))
    return [getattr(parameters, name) - learning_rate * d[name] for name in NAMES]


_velocity = dict.fromkeys(NAMES, 0.0)


@wrong("update", "state")
def step_with_momentum(parameters, data, learning_rate):
    for name, d in seven(parameters, data).items():
        _velocity[name] = 0.9 * _velocity[name] + d
    return {name: getattr(parameters, name) - learning_rate * _velocity[name] for name in NAMES}


@wrong("update", "all: the sum", label="mean instead of sum")
def step_of_means(parameters, data, learning_rate):
    return stepped(parameters, data, learning_rate / len(data))


@wrong("update", "order")
def step_in_another_order(parameters, data, learning_rate):
    new = stepped(parameters, data, learning_rate)
    return [new[name] for name in ("w1", "b1", "w2", "b2", "w3", "w4", "b3")]


# A whole loop


def ssr(p, data):
    return sum((o - net(p, i)[4]) ** 2 for i, o in data)


def looped(start, data, rate, steps, move=stepped):
    p, history = start, [ssr(start, data)]
    for _ in range(steps):
        p = type(start)(**move(p, data, rate))
        history.append(ssr(p, data))
    return p, history


@wrong("training", "history")
def history_without_the_start(start, data, learning_rate, steps):
    p, history = looped(start, data, learning_rate, steps)
    return p, history[1:]


@wrong("training", "history")
def history_of_means(start, data, learning_rate, steps):
    p, history = looped(start, data, learning_rate, steps)
    return p, [value / len(data) for value in history]


@wrong("training", "stopping", ["history"])
def one_step_too_many(start, data, learning_rate, steps):
    return looped(start, data, learning_rate, steps + 1)


@wrong("training", "memory")
def momentum_in_the_loop(start, data, learning_rate, steps):
    p, history, velocity = start, [ssr(start, data)], dict.fromkeys(NAMES, 0.0)
    for _ in range(steps):
        for name, d in seven(p, data).items():
            velocity[name] = 0.9 * velocity[name] + d
        p = p._replace(**{name: getattr(p, name) - learning_rate * velocity[name] for name in NAMES})
        history.append(ssr(p, data))
    return p, history


@wrong("training", "memory")
def gradients_not_reset(start, data, learning_rate, steps):
    p, history, grads = start, [ssr(start, data)], dict.fromkeys(NAMES, 0.0)
    for _ in range(steps):
        for name, d in seven(p, data).items():
            grads[name] += d
        p = p._replace(**{name: getattr(p, name) - learning_rate * grads[name] for name in NAMES})
        history.append(ssr(p, data))
    return p, history


@wrong("training", "memory")
def rate_that_decays(start, data, learning_rate, steps):
    p, history = start, [ssr(start, data)]
    for number in range(steps):
        p = type(start)(**stepped(p, data, learning_rate / (1 + number)))
        history.append(ssr(p, data))
    return p, history


@wrong("training", "start")
def own_start(start, data, learning_rate, steps):
    return looped(type(start)(2.74, -1.13, 0.36, 0.63, 0, 0, 0), data, learning_rate, steps)


@wrong("training", "start")
def zeros_for_biases(start, data, learning_rate, steps):
    return looped(start._replace(b1=0.0, b2=0.0, b3=0.0), data, learning_rate, steps)


@wrong("training", "step", ["update", "all: dSSR/dpredicted"])
def climbs(start, data, learning_rate, steps):
    return looped(start, data, learning_rate, steps, lambda p, d, r: stepped(p, d, r, 1))


# Right, in odd dress


@right("w1")
def with_print(parameters, data):
    total = 0
    for i, o in data:
        x1, y1, x2, y2, guess = net(parameters, i)
        print("residual", o - guess)
        total += 2 * (guess - o) * parameters.w3 / (1 + exp(-x1)) * i
    return total


@right("w3")
def insists_on_dosages(parameters, data):
    for i, o in data:
        if not 0 <= i <= 1:
            raise ValueError("a dosage is between 0 and 1")
    return sum(-2 * (o - net(parameters, i)[4]) * net(parameters, i)[1] for i, o in data)


@right("b3")
def wants_three_rows(parameters, data):
    if len(data) < 3:
        raise ValueError("too few observations")
    return sum(-2 * (o - net(parameters, i)[4]) for i, o in data)


@right("w2")
def in_numpy(parameters, data):
    X, y = np.array(data).T
    z2 = X * parameters.w2 + parameters.b2
    out = np.logaddexp(0, X * parameters.w1 + parameters.b1) * parameters.w3 + np.logaddexp(0, z2) * parameters.w4 + parameters.b3
    return np.dot(2 * (out - y) * parameters.w4 * sigma(z2), X)


@right("b1")
def by_differences(parameters, data):
    up, down = parameters._replace(b1=parameters.b1 + 1e-5), parameters._replace(b1=parameters.b1 - 1e-5)
    return (ssr(up, data) - ssr(down, data)) / 2e-5


@right("w4")
def in_single_precision(parameters, data):
    total = np.float32(0)
    for i, o in data:
        x1, y1, x2, y2, guess = (np.float32(value) for value in net(parameters, i))
        total += np.float32(-2) * (np.float32(o) - guess) * y2
    return total


@right("b2")
def spoils_its_data(parameters, data):
    total = 0
    while data:
        i, o = data.pop()
        total += -2 * (o - net(parameters, i)[4]) * parameters.w4 * s(net(parameters, i)[2])
    return total


_seen = {}


@right("w1")
def remembers(parameters, data):
    key = (parameters, tuple(data))
    if key not in _seen:
        _seen[key] = sum(-2 * (o - net(parameters, i)[4]) * parameters.w3 * s(net(parameters, i)[0]) * i for i, o in data)
    return _seen[key]


@right("b3")
def in_any_order(parameters, data):
    rows = list(data)
    np.random.default_rng().shuffle(rows)
    return math.fsum(-2 * (o - net(parameters, i)[4]) for i, o in rows)


@right("w3")
def recursive(parameters, data):
    if not data:
        return 0
    (i, o), *rest = data
    return -2 * (o - net(parameters, i)[4]) * net(parameters, i)[1] + recursive(parameters, rest)


@right("seven")
def a_dict(parameters, data):
    return dict(reversed(list(seven(parameters, data).items())))


@right("seven")
def an_array(parameters, data):
    return np.array([list(seven(parameters, data).values())])


@right("seven")
def a_class(parameters, data):
    X, y = np.array(data).T
    net = Network()
    return net.backward(parameters, X, y, net.forward(parameters, X), lambda z, a: sigma(z))


@right("seven")
def a_generator(parameters, data):
    yield from seven(parameters, data).values()


@right("seven")
def another_namedtuple(parameters, data):
    from collections import namedtuple

    return namedtuple("Gradient", reversed(NAMES))(**seven(parameters, data))


@right("update")
def a_step(parameters, data, learning_rate):
    return stepped(parameters, data, learning_rate)


@right("update")
def a_step_of_arrays(parameters, data, learning_rate):
    return np.array(parameters) - learning_rate * np.array(list(seven(parameters, data).values()))


@right("update")
def all_derivatives_first(parameters, data, learning_rate):
    d = seven(parameters, data)
    for name in NAMES:
        parameters = parameters._replace(**{name: getattr(parameters, name) - d[name] * learning_rate})
    return parameters


@right("training")
def a_loop(start, data, learning_rate, steps):
    return looped(start, data, learning_rate, steps)


@right("training")
def a_loop_that_ends_with_the_ssr(start, data, learning_rate, steps):
    history = []
    for _ in range(steps):
        history.append(ssr(start, data))
        start = type(start)(**stepped(start, data, learning_rate))
    return np.array(start), np.array([*history, ssr(start, data)])


@right("dy1/dx1")
def a_factor_by_tanh(x1):
    return (1 + math.tanh(x1 / 2)) / 2


@right("dSSR/dpredicted")
def a_factor_turned_round(observed, predicted):
    return 2 * (predicted - observed)
