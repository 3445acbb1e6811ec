from corpus import right, wrong

# Learners' programs, written without a look at the tutor or at the other corpora.
# Places of one parameter are led by its name ("w1: the sum"), those that all seven share by "all"; what belongs to a
# whole step or loop (order, form, state, nearly of a step, update, learning rate, in place, history, ...) has no name.

import cmath
import functools
import math
import random
from collections import namedtuple
from decimal import Decimal, getcontext
from fractions import Fraction
from math import e, exp, log, log1p

import numpy as np

ALL = ("w1", "w2", "w3", "w4", "b1", "b2", "b3")


# What several of the learners share: their softplus, their slope, their forward pass (all three right).
def softplus(x):
    return max(x, 0.0) + log1p(exp(-abs(x)))


def sigma(x):
    return 1 / (1 + exp(-x)) if x > -700 else 0.0


def squiggle(p, dose):
    return softplus(dose * p.w1 + p.b1) * p.w3 + softplus(dose * p.w2 + p.b2) * p.w4 + p.b3


def SSR(p, data):
    return sum((obs - squiggle(p, dose)) ** 2 for dose, obs in data)


def clean_gradient(p, data):
    w1, w2, w3, w4, b1, b2, b3 = p
    g = [0.0] * 7
    for t, obs in data:
        x1, x2 = t * w1 + b1, t * w2 + b2
        y1, y2 = softplus(x1), softplus(x2)
        d = 2 * (y1 * w3 + y2 * w4 + b3 - obs)
        h1, h2 = d * w3 * sigma(x1), d * w4 * sigma(x2)
        for k, v in enumerate((h1 * t, h2 * t, d * y1, d * y2, h1, h2, d)):
            g[k] += v
    return g


# ------------------------------------------------------------------------------------------------------------ wrong: w1


@wrong("w1", {"dy1/dx1"}, source="only the outer derivative of log(u), u = 1 + e^x")
def w1_only_outer(parameters, data):
    total = 0
    for dosage, observed in data:
        x1 = dosage * parameters.w1 + parameters.b1
        u = 1 + exp(x1)
        total += -2 * (observed - squiggle(parameters, dosage)) * parameters.w3 * (1 / u) * dosage
    return total


@wrong("w1", {"the sum"}, source="range from 1, as in a textbook that counts from 1")
def w1_counts_from_one(parameters, data):
    data = list(data)
    d = 0.0
    for i in range(1, len(data)):
        x, y = data[i]
        z = x * parameters.w1 + parameters.b1
        d += -2 * (y - squiggle(parameters, x)) * parameters.w3 * sigma(z) * x
    return d


@wrong("w1", {"dy1/dx1"}, source="brackets lost around 1 + e^x in the slope")
def w1_brackets_in_slope(parameters, data):
    total = 0
    for inp, obs in data:
        x1 = inp * parameters.w1 + parameters.b1
        slope = e**x1 / 1 + e**x1
        total += -2 * (obs - squiggle(parameters, inp)) * parameters.w3 * slope * inp
    return total


@wrong(
    "w1", {"an added term"}, may={"not a product", "dy1/dx1", "dx1/dw1", "dpredicted/dy1"}, source="the whole chain on one line, brackets lost"
)
def w1_brackets_in_chain(parameters, data):
    w1, w2, w3, w4, b1, b2, b3 = parameters
    result = 0
    for inp, obs in data:
        x1 = inp * w1 + b1
        predicted = squiggle(parameters, inp)
        result += -2 * (obs - predicted) * w3 * exp(x1) / 1 + exp(x1) * inp
    return result


@wrong("w1", {"the sum"}, may={"predicted"}, source="the prediction is computed once, before the loop")
def w1_prediction_outside_loop(parameters, data):
    data = list(data)
    first = data[0][0]
    x1 = first * parameters.w1 + parameters.b1
    predicted = squiggle(parameters, first)
    grad = 0
    for dose, observed in data:
        x1 = dose * parameters.w1 + parameters.b1
        grad += -2 * (observed - predicted) * parameters.w3 * sigma(x1) * dose
    return grad


@wrong("w1", {"the sum"}, source="each factor summed by itself, then multiplied")
def w1_sums_then_multiplies(p, data):
    xs = np.array([r[0] for r in data], dtype=float)
    ys = np.array([r[1] for r in data], dtype=float)
    pred = np.array([squiggle(p, x) for x in xs])
    slope = 1 / (1 + np.exp(-(xs * p.w1 + p.b1)))
    return float(np.sum(-2 * (ys - pred)) * p.w3 * np.sum(slope) * np.sum(xs))


@wrong("w1", {"dpredicted/dy1", "dSSR/dpredicted"}, source="two at once: w4 for w3, and half the square")
def w1_other_weight_and_half(p, rows):
    acc = 0.0
    for t, target in rows:
        error = squiggle(p, t) - target
        acc += error * p.w4 * sigma(p.w1 * t + p.b1) * t
    return acc


@wrong("w1", {"dx1/dw1"}, source="input multiplied in the delta and again in the gradient")
def w1_input_twice(p, rows):
    def delta(t, target):
        return -2 * (target - squiggle(p, t)) * p.w3 * sigma(p.w1 * t + p.b1) * t

    return sum(delta(t, target) * t for t, target in rows)


@wrong("w1", {"dSSR/dpredicted"}, source="residuals made positive, since they are 'errors'")
def w1_absolute_residual(parameters, data):
    answer = 0
    for x, y in data:
        residual = abs(y - squiggle(parameters, x))
        answer += -2 * residual * parameters.w3 * sigma(x * parameters.w1 + parameters.b1) * x
    return answer


@wrong("w1", {"predicted"}, may={"dy1/dx1"}, source="b2 typed for b1 in the top neuron")
def w1_wrong_bias_on_top(parameters, data):
    w1, w2, w3, w4, b1, b2, b3 = parameters
    total = 0.0
    for inp, obs in data:
        x1 = inp * w1 + b2
        x2 = inp * w2 + b2
        pred = softplus(x1) * w3 + softplus(x2) * w4 + b3
        total += -2 * (obs - pred) * w3 * sigma(x1) * inp
    return total


@wrong("w1", {"dx1/dw1"}, source="int() around the input, from a dosage read as text")
def w1_int_input(parameters, data):
    total = 0.0
    for dose, obs in data:
        x1 = dose * parameters.w1 + parameters.b1
        total += -2 * (obs - squiggle(parameters, dose)) * parameters.w3 * sigma(x1) * int(dose)
    return total


# ------------------------------------------------------------------------------------------------------------ wrong: w2


@wrong("w2", {"predicted"}, source="log10 for log in the forward pass")
def w2_log10(parameters, data):
    w1, w2, w3, w4, b1, b2, b3 = parameters
    d = 0
    for i, o in data:
        x1 = i * w1 + b1
        x2 = i * w2 + b2
        y1 = math.log10(1 + exp(x1))
        y2 = math.log10(1 + exp(x2))
        d += -2 * (o - (y1 * w3 + y2 * w4 + b3)) * w4 * (exp(x2) / (1 + exp(x2))) * i
    return d


@wrong("w2", {"dy2/dx2"}, label="other neuron", source="copied from w1, x1 left in the slope")
def w2_slope_of_top(p, rows):
    d = 0
    for i, o in rows:
        x1 = i * p.w1 + p.b1
        d += -2 * (o - squiggle(p, i)) * p.w4 * (exp(x1) / (1 + exp(x1))) * i
    return d


@wrong("w2", {"dx2/dw2"}, source="derivative of input * w2 taken by input")
def w2_itself(p, rows):
    return sum(-2 * (o - squiggle(p, i)) * p.w4 * sigma(i * p.w2 + p.b2) * p.w2 for i, o in rows)


@wrong("w2", {"dy2/dx2"}, source="out * (1 - out), the well-known form for sigmoid outputs, at a softplus output")
def w2_out_times_one_minus_out(p, rows):
    deriv = 0
    for i, o in rows:
        y2 = softplus(i * p.w2 + p.b2)
        deriv += -2 * (o - squiggle(p, i)) * p.w4 * y2 * (1 - y2) * i
    return deriv


@wrong("w2", {"dy2/dx2"}, label="slope taken at y", source="zserge/nanonn issue 4, retold: the logistic of the output")
def w2_slope_at_output(p, rows):
    outs = [(i, o, softplus(i * p.w2 + p.b2)) for i, o in rows]
    return sum(-2 * (o - squiggle(p, i)) * p.w4 / (1 + exp(-y2)) * i for i, o, y2 in outs)


@wrong("w2", {"the sum"}, label="first observation only", source="return indented too far")
def w2_return_in_loop(parameters, data):
    derivative = 0
    for inp, observed in data:
        x2 = inp * parameters.w2 + parameters.b2
        derivative += -2 * (observed - squiggle(parameters, inp)) * parameters.w4 * sigma(x2) * inp
        return derivative


@wrong("w2", {"the sum"}, label="last observation only", source="= for +=")
def w2_assigns(parameters, data):
    for inp, observed in data:
        x2 = inp * parameters.w2 + parameters.b2
        derivative = -2 * (observed - squiggle(parameters, inp)) * parameters.w4 * sigma(x2) * inp
    return derivative


@wrong("w2", {"dy2/dx2"}, source="slope of tanh, left over from another exercise")
def w2_tanh_slope(p, rows):
    return sum(-2 * (o - squiggle(p, i)) * p.w4 * (1 - math.tanh(i * p.w2 + p.b2) ** 2) * i for i, o in rows)


@wrong("w2", {"predicted"}, source="only the bottom path is predicted, 'the other is constant'")
def w2_own_path_only(p, rows):
    g = 0
    for i, o in rows:
        x2 = i * p.w2 + p.b2
        y2 = softplus(x2)
        g += -2 * (o - y2 * p.w4) * p.w4 * sigma(x2) * i
    return g


@wrong("w2", {"the sum", "dSSR/dpredicted"}, source="np.mean, and the 2 cancelled against the half that isn't there")
def w2_mean_without_two(p, rows):
    rows = np.asarray(list(rows), dtype=float)
    x, y = rows[:, 0], rows[:, 1]
    z1, z2 = x * p.w1 + p.b1, x * p.w2 + p.b2
    out = np.log1p(np.exp(z1)) * p.w3 + np.log1p(np.exp(z2)) * p.w4 + p.b3
    return np.mean(-(y - out) * p.w4 / (1 + np.exp(-z2)) * x)


@wrong("w2", {"the sum"}, source="rows put in a dict, so that a repeated input loses its first row")
def w2_dict_of_rows(p, rows):
    table = {i: o for i, o in rows}
    return sum(-2 * (table[i] - squiggle(p, i)) * p.w4 * sigma(i * p.w2 + p.b2) * i for i in table)


# ------------------------------------------------------------------------------------------------------------ wrong: w3


@wrong("w3", {"dpredicted/dw3"}, source="x1 for y1")
def w3_before_activation(p, data):
    return sum(-2 * (o - squiggle(p, i)) * (i * p.w1 + p.b1) for i, o in data)


@wrong("w3", {"dpredicted/dw3"}, may={"dpredicted/dy1"}, source="y1 * w3 left as it stands")
def w3_keeps_w3(p, data):
    total = 0
    for i, o in data:
        y1 = softplus(i * p.w1 + p.b1)
        total = total + -2 * (o - squiggle(p, i)) * y1 * p.w3
    return total


@wrong("w3", {"dpredicted/dw3"}, label="other neuron", source="y2 for y1, from numbering w3 as the bottom weight")
def w3_other_y(p, data):
    ys = [(softplus(i * p.w1 + p.b1), softplus(i * p.w2 + p.b2)) for i, _ in data]
    grad = 0
    for (i, o), (top, bottom) in zip(data, ys):
        grad -= 2 * (o - (top * p.w3 + bottom * p.w4 + p.b3)) * bottom
    return grad


@wrong("w3", {"dpredicted/dw3"}, source="every weight's derivative ends with the input, they think")
def w3_input(p, data):
    return sum(-2 * (o - squiggle(p, i)) * i for i, o in data)


@wrong("w3", {"dpredicted/dw3"}, may={"dy1/dx1"}, source="the slope for the value of softplus")
def w3_slope_for_value(p, data):
    s = 0
    for i, o in data:
        x1 = i * p.w1 + p.b1
        s += -2 * (o - squiggle(p, i)) * exp(x1) / (1 + exp(x1))
    return s


@wrong("w3", {"dSSR/dpredicted"}, label="residual squared", source="the power rule without lowering the power")
def w3_power_kept(p, data):
    s = 0
    for i, o in data:
        s += -2 * (o - squiggle(p, i)) ** 2 * softplus(i * p.w1 + p.b1)
    return s


@wrong("w3", {"the sum"}, source="numpy broadcasting: a column minus a row gives a square of residuals")
def w3_broadcast(p, data):
    table = np.array([list(row) for row in data], dtype=float)
    X, Y = table[:, 0], table[:, [1]]
    y1 = np.logaddexp(0, X * p.w1 + p.b1)
    y2 = np.logaddexp(0, X * p.w2 + p.b2)
    predicted = y1 * p.w3 + y2 * p.w4 + p.b3
    return float((-2 * (Y - predicted) * y1).sum())


@wrong("w3", {"dSSR/dpredicted"}, source="residuals clipped to -1..1 against outliers")
def w3_clipped_residual(p, data):
    s = 0
    for i, o in data:
        r = min(1, max(-1, o - squiggle(p, i)))
        s += -2 * r * softplus(i * p.w1 + p.b1)
    return s


@wrong("w3", {"predicted"}, may={"nearly", "dSSR/dpredicted"}, source="a learner's forward() that ends in round(..., 1)")
def w3_rounded_prediction(p, data):
    def forward(dose):
        return round(squiggle(p, dose), 1)

    return sum(-2 * (o - forward(i)) * softplus(i * p.w1 + p.b1) for i, o in data)


@wrong("w3", {"dpredicted/dw3", "dSSR/dpredicted"}, may={"the sum"}, source="two at once: relu for y1, sign turned")
def w3_relu_and_sign(p, data):
    s = 0
    for i, o in data:
        s += 2 * (o - squiggle(p, i)) * max(0, i * p.w1 + p.b1)
    return s


# ------------------------------------------------------------------------------------------------------------ wrong: w4


@wrong("w4", {"dpredicted/dw4"}, source="both hidden outputs feed the output, so both are in it")
def w4_both_y(p, data):
    s = 0
    for i, o in data:
        y1, y2 = softplus(i * p.w1 + p.b1), softplus(i * p.w2 + p.b2)
        s += -2 * (o - squiggle(p, i)) * (y1 + y2)
    return s


@wrong("w4", {"predicted"}, may={"dpredicted/dw4"}, source="b2 forgotten in the bottom neuron")
def w4_without_b2(p, data):
    s = 0
    for i, o in data:
        x1 = i * p.w1 + p.b1
        x2 = i * p.w2
        y1, y2 = softplus(x1), softplus(x2)
        s += -2 * (o - (y1 * p.w3 + y2 * p.w4 + p.b3)) * y2
    return s


@wrong("w4", {"dSSR/dpredicted"}, label="flipped sign", source="as printed in the article on the output layer")
def w4_article_sign(parameters, data):
    derivative = 0
    for inp, observed in data:
        predicted = squiggle(parameters, inp)
        derivative += 2 * (predicted - observed) * -1 * softplus(inp * parameters.w2 + parameters.b2)
    return derivative


@wrong("w4", {"predicted"}, may={"dpredicted/dw4"}, source="softplus without its log")
def w4_no_log(parameters, data):
    act = lambda x: 1 + exp(x)
    w1, w2, w3, w4, b1, b2, b3 = parameters
    out = 0
    for inp, obs in data:
        a, b = act(w1 * inp + b1), act(w2 * inp + b2)
        out += -2 * (obs - (a * w3 + b * w4 + b3)) * b
    return out


class _W4Accumulator:
    """The total is set to 0 where it is made, and never again."""

    def __init__(self):
        self.total = 0.0

    def __call__(self, parameters, data):
        for i, o in data:
            self.total += -2 * (o - squiggle(parameters, i)) * softplus(i * parameters.w2 + parameters.b2)
        return self.total


wrong("w4", {"state"}, source="micrograd without zero_grad, retold as a class")(_W4Accumulator())


@wrong("w4", {"dpredicted/dw4"}, source="a hand-made 'softplus' that is max(0, x), used for the factor alone")
def w4_relu_factor(p, data):
    relu = lambda x: x if x > 0 else 0
    return sum(-2 * (o - squiggle(p, i)) * relu(i * p.w2 + p.b2) for i, o in data)


@wrong("w4", {"dpredicted/dw4"}, may={"dy2/dx2"}, source="one factor too many: the slope, as in the hidden layer")
def w4_slope_too_much(p, data):
    s = 0
    for i, o in data:
        x2 = i * p.w2 + p.b2
        s += -2 * (o - squiggle(p, i)) * softplus(x2) * sigma(x2)
    return s


@wrong("w4", {"dpredicted/dw4"}, may={"dpredicted/dy2", "dx2/dw2"}, source="the chain goes on to w2")
def w4_goes_on_to_w2(p, data):
    return sum(-2 * (o - squiggle(p, i)) * softplus(i * p.w2 + p.b2) * p.w2 for i, o in data)


@wrong("w4", {"arguments"}, may={"predicted", "dpredicted/dw4", "dSSR/dpredicted"}, source="the columns read as (observed, input)")
def w4_columns_swapped(p, data):
    s = 0
    for observed, dose in data:
        s += -2 * (observed - squiggle(p, dose)) * softplus(dose * p.w2 + p.b2)
    return s


@wrong("w4", {"the sum"}, source="range(len(data) - 1)")
def w4_last_row_lost(p, data):
    data = list(data)
    s = 0
    for k in range(len(data) - 1):
        i, o = data[k]
        s += -2 * (o - squiggle(p, i)) * softplus(i * p.w2 + p.b2)
    return s


# ------------------------------------------------------------------------------------------------------------ wrong: b1


@wrong("b1", {"dx1/db1"}, label="bias times input", source="the line of w1, copied")
def b1_copied_from_w1(p, data):
    return sum(-2 * (o - squiggle(p, i)) * p.w3 * sigma(i * p.w1 + p.b1) * i for i, o in data)


@wrong("b1", {"dx1/db1"}, source="the bias itself as its derivative")
def b1_times_b1(p, data):
    return sum(-2 * (o - squiggle(p, i)) * p.w3 * sigma(i * p.w1 + p.b1) * p.b1 for i, o in data)


@wrong("b1", {"dx1/db1"}, source="w1 as dx1/db1")
def b1_times_w1(p, data):
    s = 0
    for i, o in data:
        d_x1_d_b1 = p.w1
        s += -2 * (o - squiggle(p, i)) * p.w3 * sigma(i * p.w1 + p.b1) * d_x1_d_b1
    return s


@wrong("b1", {"dy1/dx1"}, label="slope missing", source="a bias is added, so no activation in its chain")
def b1_no_slope(p, data):
    residuals = [o - squiggle(p, i) for i, o in data]
    return sum(-2 * r * p.w3 for r in residuals)


@wrong("b1", {"dpredicted/dy1", "dy1/dx1"}, source="two at once: w3 forgotten, slope at y1")
def b1_no_w3_slope_at_y(p, data):
    s = 0
    for i, o in data:
        y1 = softplus(i * p.w1 + p.b1)
        s += -2 * (o - squiggle(p, i)) * sigma(y1)
    return s


@wrong("b1", {"dy1/dx1"}, source="np.clip(x, -1, 1) against overflow, far too tight")
def b1_clipped_slope(p, data):
    s = 0.0
    for i, o in data:
        x = np.clip(i * p.w1 + p.b1, -1, 1)
        s += -2 * (o - squiggle(p, i)) * p.w3 * np.exp(x) / (1 + np.exp(x))
    return s


@wrong("b1", {"dy1/dx1"}, label="slope of the sigmoid", source="e^x / (1 + e^x)^2")
def b1_squared_denominator(p, data):
    total = 0
    for i, o in data:
        ex = exp(i * p.w1 + p.b1)
        total += -2 * (o - squiggle(p, i)) * p.w3 * ex / (1 + ex) ** 2
    return total


@wrong("b1", {"not a product"}, may={"an added term"}, source="w3 + slope")
def b1_adds_w3_and_slope(p, data):
    return sum(-2 * (o - squiggle(p, i)) * (p.w3 + sigma(i * p.w1 + p.b1)) for i, o in data)


@wrong("b1", {"not a product"}, may={"an added term"}, source="the chain rule with plus signs")
def b1_chain_added(p, data):
    s = 0
    for i, o in data:
        d1 = -2 * (o - squiggle(p, i))
        d2 = p.w3
        d3 = sigma(i * p.w1 + p.b1)
        d4 = 1
        s += d1 + d2 + d3 + d4
    return s


@wrong("b1", {"dSSR/dpredicted"}, source="the derivative of |residual|")
def b1_sign_of_residual(p, data):
    return float(sum(-2 * np.sign(o - squiggle(p, i)) * p.w3 * sigma(i * p.w1 + p.b1) for i, o in data))


def _b1_with_memory():
    seen = {}

    def b1_stale_cache(p, data):
        total = 0
        for i, o in data:
            if i not in seen:
                seen[i] = (squiggle(p, i), sigma(i * p.w1 + p.b1))
            predicted, slope = seen[i]
            total += -2 * (o - predicted) * p.w3 * slope
        return total

    return b1_stale_cache


wrong(
    "b1",
    {"state"},
    may={"arguments", "predicted", "dy1/dx1"},
    source="a cache by input alone, which outlives the parameters (the same call twice agrees)",
)(_b1_with_memory())


# ------------------------------------------------------------------------------------------------------------ wrong: b2


@wrong("b2", {"dpredicted/dy2", "dy2/dx2"}, may={"order", "arguments"}, source="gives the derivative of b1")
def b2_is_b1(p, data):
    return sum(-2 * (o - squiggle(p, i)) * p.w3 * sigma(i * p.w1 + p.b1) for i, o in data)


@wrong("b2", {"dy2/dx2"}, source="the sign of the exponent in the sigmoid")
def b2_sigmoid_exponent(p, data):
    sig = lambda x: 1 / (1 + np.exp(x))
    return sum(-2 * (o - squiggle(p, i)) * p.w4 * sig(i * p.w2 + p.b2) for i, o in data)


@wrong("b2", {"dSSR/dpredicted"}, label="flipped sign", source="2 * residual, the inner derivative -1 forgotten")
def b2_inner_minus_forgotten(p, data):
    s = 0
    for i, o in data:
        residual = o - squiggle(p, i)
        s += 2 * residual * p.w4 * sigma(i * p.w2 + p.b2)
    return s


@wrong("b2", {"dpredicted/dy2"}, source="y2 for w4: the other partner of the product")
def b2_y2_for_w4(p, data):
    s = 0
    for i, o in data:
        x2 = i * p.w2 + p.b2
        s += -2 * (o - squiggle(p, i)) * softplus(x2) * sigma(x2)
    return s


@wrong("b2", {"dSSR/dpredicted"}, may={"the sum", "constant factor"}, source="the root of the SSR is differentiated")
def b2_root_of_ssr(p, data):
    data = list(data)
    size = math.sqrt(SSR(p, data))
    if size == 0:
        return 0.0
    return sum(-(o - squiggle(p, i)) * p.w4 * sigma(i * p.w2 + p.b2) for i, o in data) / size


@wrong("b2", {"predicted"}, may={"the sum", "dy2/dx2"}, source="inputs centred inside, as for other models")
def b2_centred_inputs(p, data):
    rows = [tuple(r) for r in data]
    mean = sum(i for i, _ in rows) / len(rows)
    rows = [(i - mean, o) for i, o in rows]
    return sum(-2 * (o - squiggle(p, i)) * p.w4 * sigma(i * p.w2 + p.b2) for i, o in rows)


@wrong("b2", {"constant factor"}, label="constant factor", source="the learning rate 0.1 already in the derivative")
def b2_learning_rate_inside(p, data):
    learning_rate = 0.1
    s = 0
    for i, o in data:
        s += learning_rate * -2 * (o - squiggle(p, i)) * p.w4 * sigma(i * p.w2 + p.b2)
    return s


@wrong("b2", {"predicted", "dy2/dx2"}, source="x2 through int()")
def b2_int_x2(p, data):
    s = 0
    for i, o in data:
        x2 = int(i * p.w2 + p.b2)
        pred = softplus(i * p.w1 + p.b1) * p.w3 + softplus(x2) * p.w4 + p.b3
        s += -2 * (o - pred) * p.w4 * sigma(x2)
    return s


@wrong("b2", {"dpredicted/dy2"}, source="w4 in the delta and again in the gradient")
def b2_w4_twice(p, data):
    def back(i, o):
        return -2 * (o - squiggle(p, i)) * p.w4

    return sum(back(i, o) * p.w4 * sigma(i * p.w2 + p.b2) for i, o in data)


@wrong("b2", {"dSSR/dpredicted"}, source="observed^2 - predicted^2")
def b2_difference_of_squares(p, data):
    return sum(-2 * (o**2 - squiggle(p, i) ** 2) * p.w4 * sigma(i * p.w2 + p.b2) for i, o in data)


# ------------------------------------------------------------------------------------------------------------ wrong: b3


@wrong("b3", {"dSSR/dpredicted"}, label="lost the 2", source="minus the sum of the residuals")
def b3_no_two(p, data):
    return -sum(o - squiggle(p, i) for i, o in data)


@wrong("b3", {"dpredicted/db3"}, source="times b3")
def b3_times_b3(p, data):
    return sum(-2 * (o - squiggle(p, i)) * p.b3 for i, o in data)


@wrong("b3", {"predicted"}, source="w3 and w4 exchanged in the forward pass")
def b3_crossed_weights(p, data):
    s = 0
    for i, o in data:
        y1, y2 = softplus(i * p.w1 + p.b1), softplus(i * p.w2 + p.b2)
        s += -2 * (o - (y1 * p.w4 + y2 * p.w3 + p.b3))
    return s


@wrong("b3", {"the sum"}, label="last observation only", source="=+ for +=")
def b3_equals_plus(p, data):
    slope = 0
    for i, o in data:
        slope =+ -2 * (o - squiggle(p, i))
    return slope


@wrong("b3", {"constant factor"}, may={"the sum"}, label="constant factor", source="divided by 3, the rows of the video")
def b3_over_three(p, data):
    s = 0
    for i, o in data:
        s += -2 * (o - squiggle(p, i))
    return s / 3


_residuals = []


@wrong("b3", {"state"}, source="a list of residuals outside of the function")
def b3_global_residuals(p, data):
    for i, o in data:
        _residuals.append(o - squiggle(p, i))
    return -2 * sum(_residuals)


@wrong("b3", {"the sum"}, label="mean instead of sum", source="np.mean")
def b3_mean(p, data):
    x, y = np.array(list(data), dtype=float).T
    f = np.logaddexp(0, x * p.w1 + p.b1) * p.w3 + np.logaddexp(0, x * p.w2 + p.b2) * p.w4 + p.b3
    return np.mean(-2 * (y - f))


@wrong("b3", {"the sum"}, may={"form", "arguments", "dSSR/dpredicted"}, source="an iterator used up while counting")
def b3_used_up(p, data):
    rows = iter(data)
    n = len(list(rows))
    total = 0.0
    for i, o in rows:
        total += -2 * (o - squiggle(p, i))
    return total if n else 0.0


@wrong("b3", {"the sum"}, source="the square of the sum for the sum of the squares")
def b3_square_of_sum(p, data):
    data = list(data)
    return -2 * sum(o - squiggle(p, i) for i, o in data) * len(data)


@wrong("b3", {"predicted"}, source="minus between the two paths")
def b3_minus_between(p, data):
    s = 0
    for i, o in data:
        top = softplus(i * p.w1 + p.b1) * p.w3
        bottom = softplus(i * p.w2 + p.b2) * p.w4
        s += -2 * (o - (top - bottom + p.b3))
    return s


@wrong("b3", {"dSSR/dpredicted"}, may={"the sum"}, source="rows predicted too high are skipped")
def b3_skips_negative(p, data):
    s = 0
    for i, o in data:
        r = o - squiggle(p, i)
        if r < 0:
            continue
        s += -2 * r
    return s


@wrong("b3", {"the sum"}, source="set() of the rows, so that a repeated row counts once")
def b3_set_of_rows(p, data):
    return sum(-2 * (o - squiggle(p, i)) for i, o in {tuple(r) for r in data})


@wrong("b3", {"predicted"}, source="softplus = log1p(x), the exp forgotten (seen in a student's repository)")
def b3_log1p_of_x(p, data):
    act = lambda x: log1p(abs(x))
    s = 0
    for i, o in data:
        s += -2 * (o - (act(i * p.w1 + p.b1) * p.w3 + act(i * p.w2 + p.b2) * p.w4 + p.b3))
    return s


# -------------------------------------------------------------------------------------------------------- wrong: factors


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"}, may={"arguments"}, label="flipped sign", source="arguments taken in the other order")
def dpred_arguments_swapped(predicted, observed):
    return -2 * (observed - predicted)


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"}, source="cube over three: integrated, not differentiated")
def dpred_integrated(observed, predicted):
    return (observed - predicted) ** 3 / 3


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"}, label="lost the 2", source="predicted - observed, as for half the square")
def dpred_half(observed, predicted):
    return predicted - observed


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"}, source="relative error")
def dpred_relative(observed, predicted):
    return -2 * (observed - predicted) / predicted if predicted else 0.0


@wrong("dpredicted/dw3", {"dpredicted/dw3"}, source="the derivative of a linear term 'is 1'")
def dw3_one(y1):
    return 1


@wrong("dpredicted/dw4", {"dpredicted/dw4"}, source="the activation applied once more")
def dw4_activated_again(y2):
    return log(1 + exp(y2))


@wrong("dpredicted/db3", {"dpredicted/db3"}, source="b3 is a constant, and constants vanish")
def db3_zero():
    return 0


@wrong("dpredicted/dy1", {"dpredicted/dy1"}, source="w3 + 1, the bias's share added")
def dy1_plus_one(w3):
    return w3 + 1


@wrong("dpredicted/dy2", {"dpredicted/dy2"}, source="integrated: w4^2 / 2")
def dy2_integrated(w4):
    return w4**2 / 2


@wrong("dy1/dx1", {"dy1/dx1"}, source="derivative of the log: 1 over what stands in it")
def slope1_outer_only(x1):
    return 1 / (1 + exp(x1))


@wrong("dy1/dx1", {"dy1/dx1"}, source="the next function's derivative copied (bent identity), from a collection of activations")
def slope1_bent_identity(x):
    return x / (2 * math.sqrt(x * x + 1)) + 1


@wrong("dy1/dx1", {"dy1/dx1"}, source="inner derivative only")
def slope1_inner_only(x1):
    return math.e**x1


@wrong("dy1/dx1", {"dy1/dx1"}, source="a guard that bends too early")
def slope1_guard_too_early(x):
    if x > 1:
        return 1.0
    if x < -1:
        return 0.0
    return exp(x) / (1 + exp(x))


@wrong("dy2/dx2", {"dy2/dx2"}, source="relu's derivative under softplus' name")
def slope2_step(x2):
    return 1.0 if x2 > 0 else 0.0


@wrong("dy2/dx2", {"dy2/dx2"}, source="base 10")
def slope2_base_ten(x2):
    return 10**x2 / (1 + 10**x2)


@wrong("dx1/dw1", {"dx1/dw1"}, label="input missing", source="the line of b1")
def dw1_one(input):
    return 1.0


@wrong("dx2/dw2", {"dx2/dw2"}, source="a minus, since w2 is negative in the video")
def dw2_minus(input):
    return -input


@wrong("dx1/db1", {"dx1/db1"}, source="the starting value of b1")
def db1_start():
    b1 = 0.0
    return b1


@wrong("dx2/db2", {"form"}, may={"arguments"}, source="asks for an argument that isn't given")
def db2_wants_input(input):
    return 1


# ---------------------------------------------------------------------------------------------------------- wrong: seven


@wrong("seven", {"order"}, source="neuron by neuron: w1 b1 w2 b2 w3 w4 b3")
def seven_by_neuron(p, data):
    w1, w2, w3, w4, b1, b2, b3 = clean_gradient(p, data)
    return w1, b1, w2, b2, w3, w4, b3


@wrong("seven", {"order"}, source="from the output backwards")
def seven_backwards(p, data):
    return np.array(clean_gradient(p, data)[::-1])


@wrong("seven", {"order"}, source="top and bottom exchanged in the return line")
def seven_w1_w2_exchanged(p, data):
    g = clean_gradient(p, data)
    return [g[1], g[0], g[2], g[3], g[4], g[5], g[6]]


@wrong(
    "seven",
    {"all: predicted"},
    may={"arguments", "order", "all: arguments"}
    | {f"{n}: {f}" for n, f in (("w1", "dpredicted/dy1"), ("b1", "dpredicted/dy1"), ("w2", "dy2/dx2"), ("b2", "dy2/dx2"), ("w2", "dpredicted/dy2"))}
    | {"w3: dpredicted/dw3", "w4: dpredicted/dw4", "w2: dx2/dw2", "w2: dpredicted/dw3", "w3: dx2/dw2", "w3: dpredicted/dy2", "w3: dy2/dx2"},
    source="w2 for the top neuron's output weight, w3 for the bottom neuron's input weight (as in two StatQuest programs)",
)
def seven_other_names(p, data):
    w1, w2, w3, w4, b1, b2, b3 = p
    d = dict.fromkeys(ALL, 0.0)
    for x, y in data:
        h1, h2 = w1 * x + b1, w3 * x + b2
        base = -2 * (y - softplus(h1) * w2 - softplus(h2) * w4 - b3)
        d["b3"] += base
        d["w2"] += base * softplus(h1)
        d["w4"] += base * softplus(h2)
        d["w1"] += base * w2 * sigma(h1) * x
        d["b1"] += base * w2 * sigma(h1)
        d["w3"] += base * w4 * sigma(h2) * x
        d["b2"] += base * w4 * sigma(h2)
    return d


@wrong("seven", {"all: predicted"}, may={"w3: dpredicted/dw3", "w4: dpredicted/dw4"}, source="relu forward, softplus' slope backward")
def seven_relu_forward(p, data):
    rows = np.array([tuple(r) for r in data], dtype=float)
    X, T = rows[:, 0], rows[:, 1]
    Z = np.outer(X, [p.w1, p.w2]) + np.array([p.b1, p.b2])
    A = np.maximum(Z, 0)
    D = -2 * (T - (A @ np.array([p.w3, p.w4]) + p.b3))
    H = D[:, None] * np.array([p.w3, p.w4]) / (1 + np.exp(-Z))
    gw = H.T @ X
    gv = A.T @ D
    gb = H.sum(0)
    return np.concatenate([gw, gv, gb, [D.sum()]])


@wrong("seven", {f"{n}: the sum" for n in ("w1", "w2", "w3", "w4")}, source="weights averaged, biases summed")
def seven_weights_averaged(p, data):
    data = list(data)
    g = clean_gradient(p, data)
    n = len(data)
    return [v / n for v in g[:4]] + g[4:]


@wrong("seven", {"b3: dSSR/dpredicted"}, label="b3: lost the 2", source="the 2 lost in one place")
def seven_b3_without_two(p, data):
    g = {}
    for name, value in zip(ALL, clean_gradient(p, data)):
        g[name] = value
    g["b3"] = 0
    for i, o in data:
        g["b3"] -= o - squiggle(p, i)
    return g


def _hidden(place_1, place_2):
    return {f"w1: {place_1}", f"b1: {place_1}", f"w2: {place_2}", f"b2: {place_2}"}


@wrong("seven", _hidden("dy1/dx1", "dy2/dx2"), source="s * (1 - s) in both neurons")
def seven_sigmoid_prime(p, data):
    def d_activation(x):
        s = sigma(x)
        return s * (1 - s)

    out = [0.0] * 7
    for i, o in data:
        x1, x2 = i * p.w1 + p.b1, i * p.w2 + p.b2
        d = -2 * (o - squiggle(p, i))
        out[2] += d * softplus(x1)
        out[3] += d * softplus(x2)
        out[6] += d
        out[4] += d * p.w3 * d_activation(x1)
        out[5] += d * p.w4 * d_activation(x2)
        out[0] += d * p.w3 * d_activation(x1) * i
        out[1] += d * p.w4 * d_activation(x2) * i
    return tuple(out)


@wrong("seven", _hidden("dy1/dx1", "dy2/dx2"), source="the derivative function is handed the cached output a, not z")
def seven_slope_at_a(p, data):
    X, Y = (np.array(c, dtype=float) for c in zip(*data))
    W1, B1 = np.array([[p.w1], [p.w2]]), np.array([[p.b1], [p.b2]])
    W2 = np.array([[p.w3, p.w4]])
    Z1 = W1 @ X[None, :] + B1
    A1 = np.logaddexp(0, Z1)
    A2 = W2 @ A1 + p.b3
    dZ2 = 2 * (A2 - Y)
    dZ1 = (W2.T @ dZ2) / (1 + np.exp(-A1))
    dW1, db1 = dZ1 @ X, dZ1.sum(axis=1)
    dW2, db2 = (dZ2 @ A1.T)[0], dZ2.sum()
    return [*dW1, *dW2, *db1, db2]


@wrong("seven", {"w3: the sum"}, label="w3: last observation only", source="one += forgotten")
def seven_w3_assigned(p, data):
    dw1 = dw2 = dw3 = dw4 = db1 = db2 = db3 = 0.0
    for x, y in data:
        z1, z2 = p.w1 * x + p.b1, p.w2 * x + p.b2
        d = -2 * (y - squiggle(p, x))
        dw3 = d * softplus(z1)
        dw4 += d * softplus(z2)
        db3 += d
        dw1 += d * p.w3 * sigma(z1) * x
        db1 += d * p.w3 * sigma(z1)
        dw2 += d * p.w4 * sigma(z2) * x
        db2 += d * p.w4 * sigma(z2)
    return dw1, dw2, dw3, dw4, db1, db2, db3


@wrong("seven", {"all: dSSR/dpredicted"}, label="all: flipped sign", source="error = target - output, as in code that adds the update")
def seven_deltas_to_add(p, data):
    return [-v for v in clean_gradient(p, data)]


class _Network:
    def __init__(self):
        self.grads = dict.fromkeys(ALL, 0.0)

    def backward(self, p, data):
        for name, g in zip(ALL, clean_gradient(p, data)):
            self.grads[name] += g
        return dict(self.grads)


def _bound():
    net = _Network()

    def seven_grads_kept(p, data):
        return net.backward(p, data)

    return seven_grads_kept


wrong("seven", {"state"}, source="grads of the object never zeroed")(_bound())


@wrong("seven", _hidden("dpredicted/dy1", "dpredicted/dy2"), source="output weights reversed on the way back")
def seven_back_through_reversed(p, data):
    x, y = np.array(list(data), dtype=float).T
    hid = np.array([p.w1, p.w2])[:, None] * x + np.array([p.b1, p.b2])[:, None]
    out_w = np.array([p.w3, p.w4])
    act = np.logaddexp(0, hid)
    d = -2 * (y - out_w @ act - p.b3)
    dh = out_w[::-1, None] * d / (1 + np.exp(-hid))
    return np.r_[dh @ x, act @ d, dh.sum(axis=1), d.sum()].tolist()


@wrong("seven", {"w1: dx1/dw1", "w2: dx2/dw2"}, source="the delta handed on as the weight's derivative")
def seven_no_input(p, data):
    g = clean_gradient(p, data)
    return [g[4], g[5], g[2], g[3], g[4], g[5], g[6]]


@wrong(
    "seven",
    {"all: dSSR/dpredicted"},
    may={"all: not a product", "all: the sum", "all: constant factor", "all: an added term"},
    source="gradient divided by its length",
)
def seven_unit_length(p, data):
    g = np.array(clean_gradient(p, data))
    size = np.linalg.norm(g)
    return g / size if size else g


@wrong(
    "seven",
    {"all: dSSR/dpredicted"},
    may={"all: the sum", "all: nearly", "nearly", "all: not a product", "all: constant factor"} | {f"{n}: dSSR/dpredicted" for n in ALL},
    source="gradient clipping to -1..1",
)
def seven_clipped(p, data):
    return np.clip(clean_gradient(p, data), -1, 1)


@wrong("seven", {"form"}, source="b3 forgotten in the return line")
def seven_only_six(p, data):
    w1, w2, w3, w4, b1, b2, b3 = clean_gradient(p, data)
    return w1, w2, w3, w4, b1, b2


@wrong("seven", {"form"}, source="weights and biases in two lists")
def seven_nested(p, data):
    g = clean_gradient(p, data)
    return [g[:4], g[4:]]


@wrong("seven", {f"{n}: an added term" for n in ("w1", "w2", "w3", "w4")}, source="L2 penalty on the weights")
def seven_weight_penalty(p, data):
    g = clean_gradient(p, data)
    for k in range(4):
        g[k] += 2 * 0.1 * p[k]
    return g


@wrong(
    "seven",
    {"b3: the sum"},
    may={"order", "w3: dpredicted/dw3", "w4: dpredicted/dw4"},
    source="two at once: w3 and w4 exchanged, b3 averaged",
)
def seven_exchanged_and_mean(p, data):
    data = list(data)
    g = clean_gradient(p, data)
    return {"w1": g[0], "w2": g[1], "w3": g[3], "w4": g[2], "b1": g[4], "b2": g[5], "b3": g[6] / len(data)}


@wrong("seven", {"all: nearly"}, may={"nearly"}, source="results rounded to two decimals")
def seven_two_decimals(p, data):
    return [round(v, 2) for v in clean_gradient(p, data)]


@wrong("seven", {"all: nearly"}, may={"nearly", "all: predicted", "all: an added term", "all: dSSR/dpredicted"}, source="forward differences with h = 0.1")
def seven_coarse_difference(p, data):
    data = list(data)
    base = SSR(p, data)
    h = 0.1
    return [(SSR(p._replace(**{n: getattr(p, n) + h}), data) - base) / h for n in ALL]


@wrong("seven", {"w3: dpredicted/dw3", "w4: dpredicted/dw4"}, may={"w3: dpredicted/dy1", "w4: dpredicted/dy2"}, source="w3 and w4 multiplied into their own")
def seven_output_weights_kept(p, data):
    g = clean_gradient(p, data)
    g[2] *= p.w3
    g[3] *= p.w4
    return g


@wrong("seven", {"w2: dy2/dx2"}, label="w2: other neuron", source="copy and paste, one x1 left")
def seven_one_x1_left(p, data):
    g = clean_gradient(p, data)
    g[1] = 0
    for i, o in data:
        x1 = i * p.w1 + p.b1
        g[1] += -2 * (o - squiggle(p, i)) * p.w4 * (exp(x1) / (1 + exp(x1))) * i
    return g


@wrong("seven", {"all: the sum"}, source="header row skipped in data that has none")
def seven_header_skipped(p, data):
    return clean_gradient(p, list(data)[1:])


class _Value:
    """micrograd, with = where += belongs."""

    def __init__(self, data, children=(), local=()):
        self.data, self.children, self.local, self.grad = float(data), children, local, 0.0

    def __add__(self, other):
        return _Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        return _Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        return _Value(self.data * other.data, (self, other), (other.data, self.data))

    def softplus(self):
        return _Value(softplus(self.data), (self,), (sigma(self.data),))

    def backward(self, add):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for c in v.children:
                    visit(c)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for c, d in zip(v.children, v.local):
                c.grad = c.grad + d * v.grad if add else d * v.grad


def _engine(p, data, add):
    leaves = [_Value(v) for v in p]
    w1, w2, w3, w4, b1, b2, b3 = leaves
    loss = _Value(0.0)
    for i, o in data:
        i, o = _Value(i), _Value(o)
        y1, y2 = (i * w1 + b1).softplus(), (i * w2 + b2).softplus()
        r = o - (y1 * w3 + y2 * w4 + b3)
        loss = loss + r * r
    loss.backward(add)
    return [v.grad for v in leaves]


@wrong("seven", {"all: the sum", "all: dSSR/dpredicted"}, source="micrograd with grad = instead of grad +=")
def seven_engine_overwrites(p, data):
    return _engine(p, data, add=False)


@wrong(
    "seven",
    {"all: predicted"},
    may=_hidden("dy1/dx1", "dy2/dx2") | {"w3: dpredicted/dw3", "w4: dpredicted/dw4"},
    source="softplus with a sharpness: log(1 + e^(3x)) / 3, taken from a library",
)
def seven_sharpness(p, data):
    k = 3
    g = [0.0] * 7
    for t, obs in data:
        x1, x2 = t * p.w1 + p.b1, t * p.w2 + p.b2
        y1, y2 = softplus(k * x1) / k, softplus(k * x2) / k
        d = -2 * (obs - y1 * p.w3 - y2 * p.w4 - p.b3)
        h1, h2 = d * p.w3 * sigma(k * x1), d * p.w4 * sigma(k * x2)
        g = [a + b for a, b in zip(g, (h1 * t, h2 * t, d * y1, d * y2, h1, h2, d))]
    return g


@wrong("seven", {"all: predicted"}, source="b3 forgotten in the prediction")
def seven_without_b3(p, data):
    return clean_gradient(p._replace(b3=0.0), data)


@wrong("seven", {"b1: dy1/dx1", "b2: dy2/dx2"}, source="bias gradients from the error before the slope")
def seven_biases_before_slope(p, data):
    g = clean_gradient(p, data)
    g[4] = sum(-2 * (o - squiggle(p, i)) * p.w3 for i, o in data)
    g[5] = sum(-2 * (o - squiggle(p, i)) * p.w4 for i, o in data)
    return g


@wrong(
    "seven",
    {"all: predicted", "w1: dx1/dw1", "b2: dx2/db2"},
    may={"w3: dpredicted/dw3", "w4: dpredicted/dw4"} | _hidden("dy1/dx1", "dy2/dx2"),
    source="three at once: b1 forgotten in x1, input forgotten for w1, input added for b2",
)
def seven_three_slips(p, data):
    out = dict.fromkeys(ALL, 0)
    for i, o in data:
        x1 = i * p.w1
        x2 = i * p.w2 + p.b2
        d = -2 * (o - (softplus(x1) * p.w3 + softplus(x2) * p.w4 + p.b3))
        out["w1"] += d * p.w3 * sigma(x1)
        out["b1"] += d * p.w3 * sigma(x1)
        out["w2"] += d * p.w4 * sigma(x2) * i
        out["b2"] += d * p.w4 * sigma(x2) * i
        out["w3"] += d * softplus(x1)
        out["w4"] += d * softplus(x2)
        out["b3"] += d
    return out


# --------------------------------------------------------------------------------------------------------- wrong: update


def _moved(p, g, rate):
    return [v - rate * d for v, d in zip(p, g)]


@wrong("update", {"update"}, may={"all: dSSR/dpredicted", "all: update"}, label="added instead of subtracted", source="plus")
def step_plus(p, data, rate):
    return [v + rate * d for v, d in zip(p, clean_gradient(p, data))]


@wrong("update", {"learning rate"}, may={"all: learning rate"}, label="learning rate missing", source="the rate only multiplies what is printed")
def step_without_rate(p, data, rate):
    g = clean_gradient(p, data)
    sizes = [rate * d for d in g]
    print("step sizes", sizes)
    return [v - d for v, d in zip(p, g)]


@wrong("update", {"learning rate"}, may={"all: learning rate"}, source="the rate in the derivative and in the step")
def step_rate_twice(p, data, rate):
    g = np.array(clean_gradient(p, data)) * rate
    return np.array(p) - rate * g


@wrong("update", {"learning rate"}, may={"all: learning rate"}, source="divided by the rate")
def step_rate_divides(p, data, rate):
    return [v - d / rate for v, d in zip(p, clean_gradient(p, data))]


@wrong("update", {"in place"}, label="updated in place", source="output layer first, then the hidden layer through the new output weights")
def step_hidden_after_output(p, data, rate):
    w1, w2, w3, w4, b1, b2, b3 = p
    errors = [(i, -2 * (o - squiggle(p, i))) for i, o in data]
    g3 = sum(d * softplus(i * w1 + b1) for i, d in errors)
    g4 = sum(d * softplus(i * w2 + b2) for i, d in errors)
    w3, w4, b3 = w3 - rate * g3, w4 - rate * g4, b3 - rate * sum(d for _, d in errors)
    h1 = [(i, d * w3 * sigma(i * w1 + b1)) for i, d in errors]
    h2 = [(i, d * w4 * sigma(i * w2 + b2)) for i, d in errors]
    w1, w2 = w1 - rate * sum(i * h for i, h in h1), w2 - rate * sum(i * h for i, h in h2)
    return w1, w2, w3, w4, b1 - rate * sum(h for _, h in h1), b2 - rate * sum(h for _, h in h2), b3


@wrong("update", {"row by row"}, source="update inside the loop over the rows")
def step_row_by_row(p, data, rate):
    for row in data:
        p = type(p)(*_moved(p, clean_gradient(p, [row]), rate))
    return p


@wrong("update", {"b1: update"}, may={"update"}, label="not updated: b1", source="a line forgotten")
def step_b1_forgotten(p, data, rate):
    new = _moved(p, clean_gradient(p, data), rate)
    new[4] = p.b1
    return new


@wrong("update", {"old value"}, may={"all: old value"}, source="the step sizes for the new values")
def step_sizes_returned(p, data, rate):
    return {n: rate * d for n, d in zip(ALL, clean_gradient(p, data))}


class _Momentum:
    def __init__(self):
        self.velocity = [0.0] * 7

    def __call__(self, p, data, rate):
        self.velocity = [0.9 * v + rate * d for v, d in zip(self.velocity, clean_gradient(p, data))]
        return [a - v for a, v in zip(p, self.velocity)]


wrong("update", {"state"}, source="momentum kept in the object")(_Momentum())


@wrong("update", {"all: the sum"}, may={"the sum", "all: constant factor"}, source="mean gradient")
def step_mean(p, data, rate):
    data = list(data)
    return [v - rate * d / len(data) for v, d in zip(p, clean_gradient(p, data))]


@wrong(
    "update",
    {f"{n}: an added term" for n in ("w1", "w2", "w3", "w4")},
    may={"old value"} | {f"{n}: old value" for n in ("w1", "w2", "w3", "w4")},
    source="weight decay",
)
def step_decay(p, data, rate):
    g = clean_gradient(p, data)
    decay = [0.1, 0.1, 0.1, 0.1, 0, 0, 0]
    return [v - rate * (d + k * v) for v, d, k in zip(p, g, decay)]


@wrong("update", {"several steps"}, source="a training loop of ten rounds for one step")
def step_ten_rounds(p, data, rate):
    for _ in range(10):
        p = type(p)(*_moved(p, clean_gradient(p, data), rate))
    return p


@wrong("update", {"learning rate"}, may={"arguments", "all: learning rate"}, source="0.1 written in")
def step_fixed_rate(p, data, learning_rate):
    alpha = 0.1
    return _moved(p, clean_gradient(p, data), alpha)


@wrong("update", {"order"}, source="new values neuron by neuron")
def step_other_order(p, data, rate):
    w1, w2, w3, w4, b1, b2, b3 = _moved(p, clean_gradient(p, data), rate)
    return w1, b1, w3, w2, b2, w4, b3


@wrong("update", _hidden("dy1/dx1", "dy2/dx2"), source="slope forgotten in the hidden layer")
def step_no_slope(p, data, rate):
    new = dict(zip(ALL, p))
    for i, o in data:
        d = -2 * (o - squiggle(p, i)) * rate
        new["w3"] -= d * softplus(i * p.w1 + p.b1)
        new["w4"] -= d * softplus(i * p.w2 + p.b2)
        new["b3"] -= d
        new["w1"] -= d * p.w3 * i
        new["w2"] -= d * p.w4 * i
        new["b1"] -= d * p.w3
        new["b2"] -= d * p.w4
    return new


@wrong("update", {"in place"}, label="updated in place", source="each parameter right after its own derivative")
def step_one_after_another(p, data, rate):
    for k, n in enumerate(ALL):
        p = p._replace(**{n: p[k] - rate * clean_gradient(p, data)[k]})
    return p


@wrong("update", {"b2: old value"}, may={"old value"}, source="new b2 = old b1 - step")
def step_b2_from_b1(p, data, rate):
    new = _moved(p, clean_gradient(p, data), rate)
    new[5] = p.b1 - rate * clean_gradient(p, data)[5]
    return new


@wrong("update", {"w3: update"}, may={"w3: dSSR/dpredicted"}, source="one += among six -=")
def step_w3_plus(p, data, rate):
    g = clean_gradient(p, data)
    w1, w2, w3, w4, b1, b2, b3 = p
    w1 -= rate * g[0]
    w2 -= rate * g[1]
    w3 += rate * g[2]
    w4 -= rate * g[3]
    b1 -= rate * g[4]
    b2 -= rate * g[5]
    b3 -= rate * g[6]
    return w1, w2, w3, w4, b1, b2, b3


_calls = [0]


@wrong("update", {"state"}, may={"learning rate"}, source="the rate decays with a counter outside")
def step_decaying_rate(p, data, rate):
    _calls[0] += 1
    return _moved(p, clean_gradient(p, data), rate / _calls[0])


@wrong("update", {"form"}, source="assigns to the fields of a NamedTuple")
def step_assigns_fields(p, data, rate):
    g = clean_gradient(p, data)
    p.w1 -= rate * g[0]
    return p


@wrong("update", {"nearly"}, may={"all: nearly", "old value", "all: old value", "update"}, source="new values rounded to two decimals as in the video")
def step_rounded(p, data, rate):
    return [round(v, 2) for v in _moved(p, clean_gradient(p, data), rate)]


@wrong("update", {"b1: learning rate", "b2: learning rate", "b3: learning rate"}, may={"learning rate"}, source="biases moved by the bare derivative")
def step_bias_without_rate(p, data, rate):
    g = clean_gradient(p, data)
    return [v - d * (rate if n[0] == "w" else 1) for n, v, d in zip(ALL, p, g)]


@wrong("update", {"all: predicted"}, may={"predicted", "w3: dpredicted/dw3", "w4: dpredicted/dw4"}, source="sigmoid as activation forward, its own name kept")
def step_sigmoid_forward(p, data, rate):
    g = [0.0] * 7
    for i, o in data:
        x1, x2 = i * p.w1 + p.b1, i * p.w2 + p.b2
        y1, y2 = sigma(x1), sigma(x2)
        d = -2 * (o - (y1 * p.w3 + y2 * p.w4 + p.b3))
        for k, v in enumerate((d * p.w3 * sigma(x1) * i, d * p.w4 * sigma(x2) * i, d * y1, d * y2, d * p.w3 * sigma(x1), d * p.w4 * sigma(x2), d)):
            g[k] += v
    return _moved(p, g, rate)


# ------------------------------------------------------------------------------------------------------- wrong: training


def _next(p, data, rate):
    return type(p)(*_moved(p, clean_gradient(p, data), rate))


@wrong("training", {"history"}, source="the start's SSR not recorded")
def loop_history_without_start(start, data, rate, steps):
    p, history = start, []
    for _ in range(steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"history"}, source="recorded before the update, the end not recorded")
def loop_history_without_end(start, data, rate, steps):
    p, history = start, []
    for _ in range(steps):
        history.append(SSR(p, data))
        p = _next(p, data, rate)
    return p, history


@wrong("training", {"history"}, source="mean squared error for SSR")
def loop_history_of_means(start, data, rate, steps):
    data = list(data)
    p, history = start, [SSR(start, data) / len(data)]
    for _ in range(steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data) / len(data))
    return p, history


@wrong("training", {"stopping"}, may={"step", "history"}, source="range(1, steps)")
def loop_one_step_short(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for epoch in range(1, steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"stopping"}, may={"step", "history", "start", "several steps"}, source="steps + 1 updates, one for each entry of the history")
def loop_one_step_more(start, data, rate, steps):
    p, history = start, []
    for _ in range(steps + 1):
        history.append(SSR(p, data))
        p = _next(p, data, rate)
    return p, history


@wrong("training", {"stopping"}, may={"history"}, source="break when all step sizes are below 0.02")
def loop_breaks_early(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        g = clean_gradient(p, data)
        if max(abs(rate * d) for d in g) < 0.02:
            break
        p = _next(p, data, rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"stopping"}, may={"history"}, source="break when the SSR hardly changes")
def loop_breaks_on_plateau(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data))
        if abs(history[-2] - history[-1]) < 0.01 * history[-2]:
            break
    return p, history


@wrong("training", {"memory"}, source="momentum 0.9")
def loop_momentum(start, data, rate, steps):
    p, v, history = start, np.zeros(7), [SSR(start, data)]
    for _ in range(steps):
        v = 0.9 * v - rate * np.array(clean_gradient(p, data))
        p = type(start)(*(np.array(p) + v).tolist())
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"memory"}, may={"learning rate"}, source="learning rate decays with the step's number")
def loop_decay(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for k in range(steps):
        p = _next(p, data, rate / (1 + 0.1 * k))
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"start"}, may={"arguments"}, source="own starting values inside")
def loop_own_start(start, data, rate, steps):
    p = type(start)(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0.0, b2=0.0, b3=0.0)
    p = p._replace(w1=1.0)
    history = [SSR(p, data)]
    for _ in range(steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data))
    return p, history


class _Trainer:
    def __init__(self):
        self.p = None

    def __call__(self, start, data, rate, steps):
        if self.p is None:
            self.p = start
        history = [SSR(self.p, data)]
        for _ in range(steps):
            self.p = _next(self.p, data, rate)
            history.append(SSR(self.p, data))
        return self.p, history


wrong("training", {"state"}, may={"start"}, source="goes on where the last call ended")(_Trainer())


@wrong("training", {"memory"}, source="derivatives not set back to 0 between the steps")
def loop_gradients_pile_up(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    total = [0.0] * 7
    for _ in range(steps):
        total = [a + b for a, b in zip(total, clean_gradient(p, data))]
        p = type(start)(*_moved(p, total, rate))
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"step"}, may={"row by row"}, source="an update after every row")
def loop_stochastic(start, data, rate, steps):
    data = list(data)
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        for row in data:
            p = _next(p, [row], rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"step"}, may={"update", "all: dSSR/dpredicted"}, source="climbs")
def loop_climbs(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, data, -rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"stopping"}, may={"memory", "history"}, source="the best parameters seen are returned, not the last")
def loop_best_seen(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    best, lowest = start, history[0]
    for _ in range(steps):
        p = _next(p, data, rate)
        s = SSR(p, data)
        history.append(s)
        if s < lowest:
            best, lowest = p, s
    return best, history


@wrong("training", {"form"}, source="history first, parameters second")
def loop_swapped_return(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data))
    return history, p


@wrong("training", {"history"}, source="the SSR not set back to 0, so the history adds up")
def loop_history_adds_up(start, data, rate, steps):
    p, history, ssr = start, [], 0
    for k in range(steps + 1):
        for i, o in data:
            ssr += (o - squiggle(p, i)) ** 2
        history.append(ssr)
        if k < steps:
            p = _next(p, data, rate)
    return p, history


@wrong("training", {"history"}, source="only the last row's squared residual is recorded")
def loop_history_last_row(start, data, rate, steps):
    p, history = start, []
    for k in range(steps + 1):
        for i, o in data:
            residual = o - squiggle(p, i)
        history.append(residual**2)
        if k < steps:
            p = _next(p, data, rate)
    return p, history


@wrong("training", {"step"}, may={"in place"}, source="hidden derivatives through the output weights just updated (a bug report to a Java network)")
def loop_in_place(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = type(start)(*step_hidden_after_output(p, data, rate))
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"step"}, may={"memory", "the sum", "all: the sum", "row by row"}, source="one row a step, in turn")
def loop_one_row_a_step(start, data, rate, steps):
    data = list(data)
    p, history = start, [SSR(start, data)]
    for k in range(steps):
        p = _next(p, [data[k % len(data)]], rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"memory"}, may={"learning rate", "step"}, source="the rate grows by 5 % after a good step and halves after a bad one")
def loop_adaptive_rate(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data))
        rate = rate * 1.05 if history[-1] < history[-2] else rate / 2
    return p, history


@wrong("training", {"step"}, may={"memory", "all: dSSR/dpredicted", "learning rate", "all: not a product", "all: the sum"}, source="Adagrad")
def loop_adagrad(start, data, rate, steps):
    p, history, squares = start, [SSR(start, data)], np.zeros(7)
    for _ in range(steps):
        g = np.array(clean_gradient(p, data))
        squares += g * g
        p = type(start)(*(np.array(p) - rate * g / (np.sqrt(squares) + 1e-8)).tolist())
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"state"}, may={"step"}, source="random half of the rows each step, unseeded")
def loop_random_batch(start, data, rate, steps):
    data = list(data)
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, random.sample(data, (len(data) + 1) // 2), rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"step"}, may={"learning rate", "all: constant factor", "constant factor"}, source="the rate in the step size and again in the update")
def loop_rate_twice(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, data, rate * rate)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"step"}, may={"b3: update", "update", "the sum"}, source="b3 held fixed by mistake")
def loop_b3_fixed(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, data, rate)._replace(b3=start.b3)
        history.append(SSR(p, data))
    return p, history


@wrong("training", {"history"}, source="history shifted: each SSR is that of the parameters before, the first one twice")
def loop_history_lags(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        old = p
        p = _next(p, data, rate)
        history.append(SSR(old, data))
    return p, history


# ------------------------------------------------------------------------------------------------------------ wrong: more

_DOSAGE = ((0.0, 0.0), (0.5, 1.0), (1.0, 0.0))


@wrong("w1", {"dx1/dw1"}, label="x instead of input", source="x1 for the input: two things called x")
def w1_x1_for_input(p, data):
    s = 0
    for x, y in data:
        pred = squiggle(p, x)
        x = x * p.w1 + p.b1
        s += -2 * (y - pred) * p.w3 * sigma(x) * x
    return s


@wrong("b1", {"dSSR/dpredicted"}, label="predicted instead of residual", source="-2 * predicted")
def b1_predicted_for_residual(p, data):
    s = 0
    for i, o in data:
        predicted = squiggle(p, i)
        s += -2 * predicted * p.w3 * sigma(i * p.w1 + p.b1)
    return s


@wrong("w4", {"dSSR/dpredicted"}, label="residual missing", source="the -2 kept, the residual lost")
def w4_no_residual(p, data):
    return sum(-2 * softplus(i * p.w2 + p.b2) for i, _ in data)


@wrong("w3", {"arguments"}, may={"the sum"}, source="loops over the data at the top of the file, not over the argument")
def w3_global_data(p, data):
    s = 0
    for dose, effect in _DOSAGE:
        s += -2 * (effect - squiggle(p, dose)) * softplus(dose * p.w1 + p.b1)
    return s


@wrong("b2", {"arguments"}, may={"predicted", "dpredicted/dy2", "dy2/dx2"}, source="the parameters of the video written in, the argument unused")
def b2_fixed_parameters(p, data):
    w1, b1, w2, b2, w3, w4, b3 = 2.74, 0, -1.13, 0, 0.36, 0.63, 0
    s = 0
    for i, o in data:
        x1, x2 = i * w1 + b1, i * w2 + b2
        s += -2 * (o - (softplus(x1) * w3 + softplus(x2) * w4 + b3)) * w4 * sigma(x2)
    return s


@wrong("w3", {"dpredicted/dw3"}, may={"predicted"}, source="a product divided by one of its factors (a student's graph class), but of a sum")
def w3_divides_prediction(p, data):
    s = 0
    for i, o in data:
        predicted = squiggle(p, i)
        s += -2 * (o - predicted) * (predicted / p.w3)
    return s


@wrong("b3", {"the sum"}, may={"arguments"}, source="rows removed from the list that is being walked")
def b3_removes_rows(p, data):
    data = list(data)
    s = 0
    for row in data:
        i, o = row
        s += -2 * (o - squiggle(p, i))
        data.remove(row)
    return s


@wrong("w2", {"dpredicted/dy2", "dx2/dw2"}, source="two at once: output weight forgotten, input taken as 1")
def w2_stops_at_slope(p, data):
    return sum(-2 * (o - squiggle(p, i)) * sigma(i * p.w2 + p.b2) for i, o in data)


@wrong("w2", {"dSSR/dpredicted", "dy2/dx2", "the sum"}, source="three at once: plus for minus, s * (1 - s), divided by n")
def w2_three_slips(p, data):
    data = list(data)
    total = 0
    for i, o in data:
        s = sigma(i * p.w2 + p.b2)
        total += 2 * (o - squiggle(p, i)) * p.w4 * s * (1 - s) * i
    return total / len(data)


@wrong("dpredicted/dy1", {"dpredicted/dy1"}, label="output weight missing", source="'the output just adds them'")
def dy1_one(w3):
    return 1.0


@wrong("dy2/dx2", {"dy2/dx2"}, label="softplus instead of its slope", source="y2 itself")
def slope2_softplus(x2):
    return log(1 + exp(x2))


@wrong("dx1/dw1", {"dx1/dw1"}, source="integrated: input^2 / 2")
def dw1_integrated(input):
    return input * input / 2


@wrong("seven", {"all: the sum"}, label="all: mean instead of sum", source="division by m, as in a course on machine learning")
def seven_over_m(p, data):
    data = list(data)
    m = len(data)
    return {n: g / m for n, g in zip(ALL, clean_gradient(p, data))}


@wrong("seven", {"w2: dpredicted/dy2", "b2: dpredicted/dy2"}, source="bottom neuron copied from the top, w3 left twice")
def seven_w3_left(p, data):
    g = clean_gradient(p, data)
    g[1] = g[5] = 0.0
    for i, o in data:
        delta2 = -2 * (o - squiggle(p, i)) * p.w3 * sigma(i * p.w2 + p.b2)
        g[1] += delta2 * i
        g[5] += delta2
    return g


@wrong("seven", {"form"}, source="prints the seven and returns nothing")
def seven_only_printed(p, data):
    print(*clean_gradient(p, data))


@wrong("update", {"all: the sum"}, may={"update", "learning rate", "old value", "the sum"}, source="1 // n: integer division by the number of rows")
def step_integer_division(p, data, rate):
    data = list(data)
    return [v - rate * d * (1 // len(data)) for v, d in zip(p, clean_gradient(p, data))]


@wrong("update", {"all: the sum"}, may={"the sum"}, source="return inside the loop over the rows")
def step_returns_in_loop(p, data, rate):
    new = list(p)
    for row in data:
        for k, d in enumerate(clean_gradient(p, [row])):
            new[k] -= rate * d
        return new


# ----------------------------------------------------------------------------------------------------------------- right


@right("w1", source="the article's formulas as they stand, no guard against overflow")
def ok_w1_as_printed(p, data):
    w1, w2, w3, w4, b1, b2, b3 = p
    derivative = 0
    for inp, observed in data:
        x1 = inp * w1 + b1
        x2 = inp * w2 + b2
        y1 = log(1 + e**x1)
        y2 = log(1 + e**x2)
        predicted = y1 * w3 + y2 * w4 + b3
        derivative += -2 * (observed - predicted) * w3 * (e**x1 / (1 + e**x1)) * inp
    return derivative


@right("b2", source="slow: every row of the sum asks all rows again")
def ok_b2_slow(p, data):
    data = list(data)
    total = 0.0
    for k in range(len(data)):
        residuals = [o - squiggle(p, i) for i, o in data]
        slopes = [sigma(i * p.w2 + p.b2) for i, _ in data]
        total -= 2 * residuals[k] * p.w4 * slopes[k]
    return total




@right("w1", source="validates: inputs in 0..1 and three rows or more")
def ok_w1_validates(parameters, data):
    data = list(data)
    if len(data) < 3:
        raise ValueError("need three rows")
    for i, _ in data:
        if not 0 <= i <= 1:
            raise ValueError(f"dosage out of range: {i}")
    return sum(-2 * (o - squiggle(parameters, i)) * parameters.w3 * sigma(i * parameters.w1 + parameters.b1) * i for i, o in data)


@right("w1", source="complex step")
def ok_w1_complex(p, data):
    h = 1e-30
    act = lambda z: cmath.log(1 + cmath.exp(z)) if z.real < 30 else z + cmath.log(1 + cmath.exp(-z))
    total = 0j
    for i, o in data:
        w1 = complex(p.w1, h)
        total += (o - (act(i * w1 + p.b1) * p.w3 + softplus(i * p.w2 + p.b2) * p.w4 + p.b3)) ** 2
    return total.imag / h


@right("w1", source="everything on one line, the minus inside")
def ok_w1_one_line(p, d):
    return 2 * p.w3 * sum((squiggle(p, x) - y) * (1 - sigma(-(x * p.w1 + p.b1))) * x for x, y in d)


@right("w2", source="Decimal with 40 digits")
def ok_w2_decimal(p, data):
    getcontext().prec = 40
    D = Decimal
    w1, w2, w3, w4, b1, b2, b3 = (D(float(v)) for v in p)
    f = lambda x: (1 + x.exp()).ln() if x < 40 else x
    s = D(0)
    for i, o in data:
        i, o = D(float(i)), D(float(o))
        x1, x2 = i * w1 + b1, i * w2 + b2
        s += -2 * (o - f(x1) * w3 - f(x2) * w4 - b3) * w4 / (1 + (-x2).exp()) * i
    return float(s)


@right("w2", source="vectorised, a matrix of factors and prod")
def ok_w2_prod(p, data):
    x, y = np.array([tuple(r) for r in data], dtype=float).T
    z1, z2 = x * p.w1 + p.b1, x * p.w2 + p.b2
    predicted = np.logaddexp(0, z1) * p.w3 + np.logaddexp(0, z2) * p.w4 + p.b3
    factors = np.vstack([-2 * (y - predicted), np.full_like(x, p.w4), 0.5 * (1 + np.tanh(z2 / 2)), x])
    return factors.prod(axis=0).sum()


@right("w3", source="prints as it goes")
def ok_w3_prints(p, data):
    total = 0
    for n, (i, o) in enumerate(data):
        y1 = softplus(i * p.w1 + p.b1)
        term = -2 * (o - squiggle(p, i)) * y1
        print(f"row {n}: y1={y1:.3f} term={term:.3f}")
        total += term
    print("dSSR/dw3 =", total)
    return total


@right("w3", source="recursion over the rows")
def ok_w3_recursive(p, data):
    data = list(data)
    if not data:
        return 0.0
    (i, o), rest = data[0], data[1:]
    return -2 * (o - squiggle(p, i)) * softplus(i * p.w1 + p.b1) + ok_w3_recursive(p, rest)


@right("w3", source="the SSR is a parabola in w3: its slope from three exact points")
def ok_w3_parabola(p, data):
    data = list(data)
    up, down = SSR(p._replace(w3=p.w3 + 1), data), SSR(p._replace(w3=p.w3 - 1), data)
    return (up - down) / 2


@right("w4", source="rows in random order")
def ok_w4_shuffled(p, data):
    rows = list(data)
    random.shuffle(rows)
    return math.fsum(-2 * (o - squiggle(p, i)) * softplus(i * p.w2 + p.b2) for i, o in rows)


@right("w4", source="a generator of terms, summed by a while loop")
def ok_w4_generator(p, data):
    def terms():
        for i, o in data:
            yield (squiggle(p, i) - o) * 2 * softplus(i * p.w2 + p.b2)

    it, total = terms(), 0.0
    while True:
        try:
            total += next(it)
        except StopIteration:
            return total


class _Dual:
    def __init__(self, a, b=0.0):
        self.a, self.b = a, b

    def __add__(self, o):
        o = o if isinstance(o, _Dual) else _Dual(o)
        return _Dual(self.a + o.a, self.b + o.b)

    __radd__ = __add__

    def __mul__(self, o):
        o = o if isinstance(o, _Dual) else _Dual(o)
        return _Dual(self.a * o.a, self.a * o.b + self.b * o.a)

    __rmul__ = __mul__

    def soft(self):
        return _Dual(softplus(self.a), sigma(self.a) * self.b)


@right("b1", source="dual numbers")
def ok_b1_dual(p, data):
    b1 = _Dual(p.b1, 1.0)
    total = _Dual(0.0)
    for i, o in data:
        predicted = (b1 + i * p.w1).soft() * p.w3 + softplus(i * p.w2 + p.b2) * p.w4 + p.b3
        r = o + (-1) * predicted
        total = total + r * r
    return total.b


@right("b1", source="central differences with h = 1e-4")
def ok_b1_numerical(p, data):
    data = [tuple(r) for r in data]
    h = 1e-4
    return (SSR(p._replace(b1=p.b1 + h), data) - SSR(p._replace(b1=p.b1 - h), data)) / (2 * h)


@functools.lru_cache(maxsize=None)
def _cached_row(p, i, o):
    return -2 * (o - squiggle(p, i)) * p.w4 * sigma(i * p.w2 + p.b2)


@right("b2", source="a cache with everything in its key")
def ok_b2_cached(p, data):
    return sum(_cached_row(p, float(i), float(o)) for i, o in data)


@right("b2", source="slope from the output: 1 - e^-y2")
def ok_b2_slope_from_y(p, data):
    s = 0.0
    for i, o in data:
        y2 = softplus(i * p.w2 + p.b2)
        s += -2 * (o - squiggle(p, i)) * p.w4 * -math.expm1(-y2)
    return s


@right("b3", source="Fractions of the sums")
def ok_b3_fraction(p, data):
    return float(-2 * sum((Fraction(float(o)) - Fraction(squiggle(p, i)) for i, o in data), Fraction(0)))


@right("b3", source="float32 arrays")
def ok_b3_float32(p, data):
    x, y = np.array([tuple(r) for r in data], dtype=np.float32).T
    f = np.float32
    out = np.logaddexp(f(0), x * f(p.w1) + f(p.b1)) * f(p.w3) + np.logaddexp(f(0), x * f(p.w2) + f(p.b2)) * f(p.w4) + f(p.b3)
    return np.sum(f(-2) * (y - out))


@right("b3", source="sorts a copy, works with a dict of lists")
def ok_b3_dict(p, data):
    columns = {"dose": [], "effect": []}
    for i, o in sorted(tuple(r) for r in data):
        columns["dose"].append(i)
        columns["effect"].append(o)
    return 2 * (sum(squiggle(p, i) for i in columns["dose"]) - sum(columns["effect"]))


@right("dSSR/dpredicted", source="expanded square")
def ok_dpred(observed, predicted):
    return 2 * predicted - 2 * observed


@right("dy1/dx1", source="by tanh")
def ok_slope1(x1):
    return (1 + math.tanh(x1 / 2)) / 2


@right("dy2/dx2", source="numpy, two branches by where")
def ok_slope2(x2):
    small = np.exp(-np.abs(x2))
    return np.where(x2 >= 0, 1 / (1 + small), small / (1 + small))


@right("dpredicted/dw3", source="difference quotient of a line")
def ok_dw3(y1):
    line = lambda w3: y1 * w3
    return line(1.0) - line(0.0)


@right("dx2/db2", source="keyword arguments swallowed")
def ok_db2(*ignored, **also):
    return 1


@right("seven", source="dict by name, in another order")
def ok_seven_dict(p, data):
    return {n: g for n, g in sorted(zip(ALL, clean_gradient(p, data)), reverse=True)}


@right("seven", source="own autodiff engine")
def ok_seven_engine(p, data):
    return _engine(p, data, add=True)


@right("seven", source="matrices, the series in the columns")
def ok_seven_matrix(p, data):
    X, T = (np.array(c, dtype=np.float64)[None, :] for c in zip(*data))
    W, V = np.array([[p.w1], [p.w2]]), np.array([[p.w3, p.w4]])
    Z = W @ X + np.array([[p.b1], [p.b2]])
    A = np.logaddexp(0, Z)
    E = 2 * (V @ A + p.b3 - T)
    G = V.T @ E * (0.5 + 0.5 * np.tanh(Z / 2))
    return np.concatenate([(G @ X.T).ravel(), (E @ A.T).ravel(), G.sum(axis=1), E.sum(axis=1)])


Gradients = namedtuple("Gradients", ALL)


@right("seven", source="numerical, Richardson: two central differences combined")
def ok_seven_richardson(p, data):
    data = [tuple(r) for r in data]

    def central(n, h):
        return (SSR(p._replace(**{n: getattr(p, n) + h}), data) - SSR(p._replace(**{n: getattr(p, n) - h}), data)) / (2 * h)

    return Gradients(*((4 * central(n, 5e-4) - central(n, 1e-3)) / 3 for n in ALL))


class _Net:
    """Holds its numbers, but sets them back in forward."""

    def __call__(self, p, data):
        self.load(p)
        self.zero()
        for i, o in data:
            self.backward(i, o, self.forward(i))
        return [self.g[n] for n in ALL]

    def load(self, p):
        self.p = p._asdict()

    def zero(self):
        self.g = dict.fromkeys(ALL, 0.0)

    def forward(self, i):
        q = self.p
        self.x = i * q["w1"] + q["b1"], i * q["w2"] + q["b2"]
        self.y = tuple(map(softplus, self.x))
        return self.y[0] * q["w3"] + self.y[1] * q["w4"] + q["b3"]

    def backward(self, i, o, out):
        d = -2 * (o - out)
        for k, (w, b, v) in enumerate((("w1", "b1", "w3"), ("w2", "b2", "w4"))):
            h = d * self.p[v] * sigma(self.x[k])
            self.g[v] += d * self.y[k]
            self.g[b] += h
            self.g[w] += h * i
        self.g["b3"] += d


right("seven", source="class with state that is reset")(_Net())


@right("update", source="two minus signs that cancel: target - output, and +=")
def ok_update_added(p, data, rate):
    new = list(p)
    for k, d in enumerate(seven_deltas_to_add(p, data)):
        new[k] += rate * d
    return new


@right("update", source="dict by name")
def ok_update_dict(p, data, rate):
    return {n: v - rate * g for n, v, g in zip(ALL, p, clean_gradient(p, data))}


@right("update", source="arrays, and prints the old and the new")
def ok_update_array(p, data, rate):
    old = np.array(p, dtype=float)
    new = old - np.multiply(rate, clean_gradient(p, data))
    for n, a, b in zip(ALL, old, new):
        print(f"{n}: {a:.2f} -> {b:.2f}")
    return new


@right("update", source="row by row into a copy, derivatives all at the old point")
def ok_update_rows(p, data, rate):
    new = list(p)
    for row in data:
        new = _moved(new, clean_gradient(p, [row]), rate)
    return tuple(new)


@right("training", source="plain")
def ok_loop_plain(start, data, rate, steps):
    p, history = start, [SSR(start, data)]
    for _ in range(steps):
        p = _next(p, data, rate)
        history.append(SSR(p, data))
    return p, history


@right("training", source="recursion, a tuple as history")
def ok_loop_recursive(start, data, rate, steps):
    here = (SSR(start, data),)
    if steps == 0:
        return start, here
    p, rest = ok_loop_recursive(_next(start, data, rate), data, rate, steps - 1)
    return p, here + rest


@right("training", source="a generator and an array filled in advance, parameters as an array")
def ok_loop_generator(start, data, rate, steps):
    def walk(p):
        while True:
            yield p
            p = _next(p, data, rate)

    history = np.empty(steps + 1)
    for k, p in zip(range(steps + 1), walk(start)):
        history[k] = SSR(p, data)
    return np.array(p), history


class _OkTrainer:
    """A class that keeps its parameters, but starts anew with every call."""

    def __call__(self, start, data, rate, steps):
        self.p = dict(zip(ALL, start))
        self.history = []
        while True:
            p = type(start)(**self.p)
            self.history.append(SSR(p, data))
            if len(self.history) > steps:
                return self.p, self.history
            for n, g in zip(ALL, clean_gradient(p, data)):
                self.p[n] -= rate * g


right("training", source="class, parameters as a dict")(_OkTrainer())
