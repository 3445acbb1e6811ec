from corpus import right, wrong

import cmath
import functools
import math
import random
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np

# ---------------------------------------------------------------------------------------------------------------
# one derivative: w1
# ---------------------------------------------------------------------------------------------------------------


def softplus(z):
    return math.log(1 + math.exp(z))


def logistic(z):
    return 1 / (1 + math.exp(-z))


def guess(p, dose):
    """One learner's forward pass, used by several of his functions."""
    top = softplus(dose * p.w1 + p.b1)
    bottom = softplus(dose * p.w2 + p.b2)
    return top * p.w3 + bottom * p.w4 + p.b3


@wrong("w1", {"dy1/dx1"}, source="own (calculator habit)")
def w1_brackets_around_the_denominator_forgotten(parameters, data):
    """Types e^x / 1 + e^x from the article without the brackets."""
    total = 0
    for dose, observed in data:
        x1 = dose * parameters.w1 + parameters.b1
        total += -2 * (observed - guess(parameters, dose)) * parameters.w3 * (math.exp(x1) / 1 + math.exp(x1)) * dose
    return total


@wrong("w1", {"dy1/dx1"})
def w1_one_over_one_plus_ex(parameters, data):
    """Loses the minus in the exponent of the sigmoid: 1 / (1 + e^x)."""
    def slope(z):
        return 1 / (1 + np.exp(z))
    return sum(-2 * (o - guess(parameters, d)) * parameters.w3 * slope(d * parameters.w1 + parameters.b1) * d for d, o in data)


@wrong("w1", {"dy1/dx1"}, source="bluebird, activations/softplus: softplus_prime written as f * (1 - f)")
def w1_f_times_one_minus_f(parameters, data):
    """Uses f(1-f) with f the softplus, as for a sigmoid neuron."""
    class Softplus:
        def forward(self, z):
            self.out = np.log1p(np.exp(z))
            return self.out

        def backward(self, upstream):
            return upstream * self.out * (1 - self.out)
    table = np.array(list(data), dtype=float)
    dose, observed = table[:, 0], table[:, 1]
    layer = Softplus()
    top = layer.forward(parameters.w1 * dose + parameters.b1)
    bottom = Softplus().forward(parameters.w2 * dose + parameters.b2)
    error = -2 * (observed - (parameters.w3 * top + parameters.w4 * bottom + parameters.b3))
    return float((layer.backward(error * parameters.w3) * dose).sum())


@wrong("w1", {"dy1/dx1"}, source="dennybritz/nn-from-scratch (tanh hidden layer)")
def w1_tanh_derivative_from_another_course(parameters, data):
    """Takes 1 - tanh(x)^2, the derivative of the hidden layer in another course."""
    X = np.array([row[0] for row in data]).reshape(-1, 1)
    y = np.array([row[1] for row in data]).reshape(-1, 1)
    z1 = X * np.array([[parameters.w1, parameters.w2]]) + np.array([[parameters.b1, parameters.b2]])
    a1 = np.log(1 + np.exp(z1))
    yhat = a1 @ np.array([[parameters.w3], [parameters.w4]]) + parameters.b3
    delta3 = 2 * (yhat - y)
    delta2 = delta3 @ np.array([[parameters.w3, parameters.w4]]) * (1 - np.tanh(z1) ** 2)
    return (X.T @ delta2)[0, 0]


@wrong("w1", {"dy1/dx1"}, source="common activation collections (code search): relu_derivative")
def w1_step_function_as_slope(parameters, data):
    """Hidden units are softplus, but the backward pass is that of ReLU."""
    def relu_derivative(z):
        return 1.0 if z > 0 else 0.0
    result = 0.0
    for dose, observed in data:
        z = parameters.w1 * dose + parameters.b1
        result += 2 * (guess(parameters, dose) - observed) * parameters.w3 * relu_derivative(z) * dose
    return result


@wrong("w1", {"dy1/dx1"}, source="an activation class whose lrelu_prime returns x instead of 1 (code search)")
def w1_leaky_prime_returns_x(parameters, data):
    """A 'prime' that returns x where positive and x/10 elsewhere, copied from a leaky ReLU class."""
    def prime(z):
        return np.where(z > 0, z, 0.1 * z)
    return sum(2 * (guess(parameters, d) - o) * parameters.w3 * float(prime(parameters.w1 * d + parameters.b1)) * d for d, o in data)


@wrong("w1", {"dy1/dx1"})
def w1_stops_at_e_to_the_x(parameters, data):
    """Differentiates the inside of the log only: dy/dx = e^x."""
    return sum([-2 * (obs - guess(parameters, inp)) * parameters.w3 * math.e ** (inp * parameters.w1 + parameters.b1) * inp for inp, obs in data])


@wrong("w1", {"dy1/dx1"})
def w1_derivative_of_log_only(parameters, data):
    """Differentiates the log and forgets the inner derivative: 1 / (1 + e^x), through a helper called dlog."""
    dlog = lambda u: 1 / u
    out = 0
    for i, o in data:
        inside = 1 + math.exp(i * parameters.w1 + parameters.b1)
        out -= 2 * (o - guess(parameters, i)) * parameters.w3 * dlog(inside) * i
    return out


@wrong("w1", {"dpredicted/dy1"}, label="other output weight")
def w1_borrowed_w4(parameters, data):
    """Sends the error back through w4."""
    w1, w2, w3, w4, b1, b2, b3 = parameters
    g = 0
    for i, o in data:
        x1 = i * w1 + b1
        e = o - guess(parameters, i)
        g = g + (-2) * e * w4 * logistic(x1) * i
    return g


@wrong("w1", {"dpredicted/dy1"})
def w1_divides_by_w3(parameters, data):
    """Divides by w3 where the chain multiplies."""
    return sum(-2 * (o - guess(parameters, i)) / parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i for i, o in data)


@wrong("w1", {"dpredicted/dy1"})
def w1_absolute_weight(parameters, data):
    """'A negative weight cannot send blame back': takes |w3|."""
    return sum(-2 * (o - guess(parameters, i)) * abs(parameters.w3) * logistic(i * parameters.w1 + parameters.b1) * i for i, o in data)


@wrong("w1", {"dy1/dx1", "dx1/dw1"}, source="Bot-Academy/NeuralNetworkFromScratch, pull request 3 (slope missing)")
def w1_error_times_weight_and_nothing_more(parameters, data):
    """Stops the chain at the output weight: neither slope nor input."""
    back = [-2 * (target - guess(parameters, feature)) * parameters.w3 for feature, target in data]
    return sum(back)


@wrong("w1", {"dSSR/dpredicted", "dy1/dx1", "dx1/dw1"})
def w1_three_slips_at_once(parameters, data):
    """Sign flipped, 1 - y^2 for the slope, and the weight for the input."""
    total = 0.0
    for value, target in data:
        y1 = softplus(value * parameters.w1 + parameters.b1)
        total += 2 * (target - guess(parameters, value)) * parameters.w3 * (1 - y1 ** 2) * parameters.w1
    return total


@wrong("w1", {"not a product"})
def w1_weight_plus_slope(parameters, data):
    """Adds the output weight and the slope instead of multiplying them."""
    s = 0
    for i, o in data:
        s += -2 * (o - guess(parameters, i)) * (parameters.w3 + logistic(i * parameters.w1 + parameters.b1)) * i
    return s


@wrong("w1", {"not a product"}, {"an added term", "dpredicted/dy1", "dy1/dx1", "dx1/dw1"})
def w1_chain_rule_as_a_sum(parameters, data):
    """Adds up the four factors of the chain."""
    s = 0
    for i, o in data:
        links = [-2 * (o - guess(parameters, i)), parameters.w3, logistic(i * parameters.w1 + parameters.b1), i]
        s += sum(links)
    return s


@wrong("w1", {"an added term"}, source="dennybritz/nn-from-scratch, issue 13 (regularization in the gradient)")
def w1_with_weight_decay(parameters, data):
    """Adds reg * w1, as a course with regularization does."""
    reg = 0.1
    g = sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i for i, o in data)
    return g + reg * parameters.w1


@wrong("w1", {"an added term"})
def w1_total_starts_at_one(parameters, data):
    """Initialises the running total with 1, as for a product."""
    total = 1
    for i, o in data:
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i
    return total


@wrong("w1", {"predicted"})
def w1_log10_forward(parameters, data):
    """The log on the calculator is log10; used in the forward pass."""
    def f(z):
        return math.log10(1 + math.exp(z))
    total = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        x2 = i * parameters.w2 + parameters.b2
        predicted = f(x1) * parameters.w3 + f(x2) * parameters.w4 + parameters.b3
        total += -2 * (o - predicted) * parameters.w3 * math.exp(x1) / (1 + math.exp(x1)) * i
    return total


@wrong("w1", {"predicted", "dy1/dx1"}, source="PyTorch-style two-layer examples with ReLU (code search)")
def w1_relu_forwards_and_backwards(parameters, data):
    """A ReLU network throughout, the slope too."""
    arr = np.asarray(list(data), float)
    x, t = arr.T
    h1 = np.maximum(0, x * parameters.w1 + parameters.b1)
    h2 = np.maximum(0, x * parameters.w2 + parameters.b2)
    grad_pred = 2.0 * (h1 * parameters.w3 + h2 * parameters.w4 + parameters.b3 - t)
    grad_h1 = grad_pred * parameters.w3
    grad_h1[h1 <= 0] = 0
    return x.dot(grad_h1)


@wrong("w1", {"predicted", "dy1/dx1"}, source="A Neural Network in 11 lines of Python (nonlin with deriv=True)")
def w1_nonlin_with_a_flag(parameters, data):
    """Sigmoid neurons, and x(1-x) as slope, in one function with a flag."""
    def nonlin(v, deriv=False):
        if deriv:
            return v * (1 - v)
        return 1 / (1 + np.exp(-v))
    syn = 0
    for l0, y in data:
        l1 = nonlin(l0 * parameters.w1 + parameters.b1)
        m1 = nonlin(l0 * parameters.w2 + parameters.b2)
        l2 = l1 * parameters.w3 + m1 * parameters.w4 + parameters.b3
        l2_delta = -2 * (y - l2)
        syn += l2_delta * parameters.w3 * nonlin(l1, True) * l0
    return syn


@wrong("w1", {"the sum"}, source="Q&A threads on (n,) against (n,1) shapes")
def w1_broadcast_to_a_square(parameters, data):
    """observed is a column, predicted a row: the residuals become an n by n table."""
    inputs = np.array([i for i, _ in data], dtype=float)
    observed = np.array([[o] for _, o in data], dtype=float)
    z1, z2 = parameters.w1 * inputs + parameters.b1, parameters.w2 * inputs + parameters.b2
    predicted = np.log(1 + np.exp(z1)) * parameters.w3 + np.log(1 + np.exp(z2)) * parameters.w4 + parameters.b3
    d = -2 * (observed - predicted) * parameters.w3 * (1 / (1 + np.exp(-z1))) * inputs
    return np.sum(d)


@wrong("w1", {"the sum"})
def w1_range_len_minus_one(parameters, data):
    """range(len(data) - 1), since 'lists start at 0'."""
    data = list(data)
    total = 0
    for k in range(len(data) - 1):
        i, o = data[k]
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i
    return total


@wrong("w1", {"the sum"})
def w1_return_inside_the_if(parameters, data):
    """return stands in the loop, two rows are all that is ever added."""
    total, n = 0, 0
    for i, o in data:
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i
        n += 1
        if n >= 2:
            return total
    return total


@wrong("w1", {"the sum"}, label="last observation only")
def w1_equals_for_plus_equals(parameters, data):
    """= where += was meant."""
    gradient = 0
    for i, o in data:
        gradient = -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i
    return gradient


@wrong("w1", {"dx1/dw1"}, label="x instead of input")
def w1_x1_for_input(parameters, data):
    """The x of dx1/dw1 is read as x1."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(x1) * x1
               for i, o in data for x1 in [i * parameters.w1 + parameters.b1])


@wrong("w1", {"dx1/dw1"})
def w1_observed_for_input(parameters, data):
    """Multiplies by the second number of the row."""
    return sum(-2 * (row[1] - guess(parameters, row[0])) * parameters.w3 * logistic(row[0] * parameters.w1 + parameters.b1) * row[1] for row in data)


@wrong("w1", {"dx1/dw1"})
def w1_input_plus_one(parameters, data):
    """A column of ones for the bias got added to the input: dx1/dw1 = input + 1."""
    g = []
    for i, o in data:
        g.append(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * (i + 1))
    return math.fsum(g)


@wrong("w1", {"dy1/dx1"}, label="other neuron")
def w1_slope_of_the_bottom_neuron(parameters, data):
    """x2 where x1 belongs, after copying the line below."""
    total = 0
    for i, o in data:
        x2 = i * parameters.w2 + parameters.b2
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * math.exp(x2) / (1 + math.exp(x2)) * i
    return total


@wrong("w1", {"dy1/dx1"}, label="slope taken at y", source="benoitfragit/libBrain, issue 78 (derivative given the activation)")
def w1_slope_of_the_stored_activation(parameters, data):
    """The derivative is called with the stored output of the neuron."""
    class Neuron:
        def __init__(self, w, b):
            self.w, self.b = w, b

        def fire(self, v):
            self.value = softplus(self.w * v + self.b)
            return self.value
    total = 0
    for i, o in data:
        n1, n2 = Neuron(parameters.w1, parameters.b1), Neuron(parameters.w2, parameters.b2)
        out = n1.fire(i) * parameters.w3 + n2.fire(i) * parameters.w4 + parameters.b3
        total += -2 * (o - out) * parameters.w3 * logistic(n1.value) * i
    return total


@wrong("w1", {"dSSR/dpredicted"})
def w1_residual_in_a_huber_loss(parameters, data):
    """Clips each residual to -0.5 .. 0.5 so that nothing explodes."""
    g = 0
    for i, o in data:
        r = max(-0.5, min(0.5, o - guess(parameters, i)))
        g += -2 * r * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i
    return g


@wrong("w1", (), {"dSSR/dpredicted", "the sum", "not a product"})
def w1_gradient_clipped(parameters, data):
    """Clips the finished derivative to -0.3 .. 0.3, as trainers do."""
    g = sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i for i, o in data)
    return float(np.clip(g, -0.3, 0.3))


@wrong("w1", {"predicted"}, {"dx1/dw1", "dy1/dx1", "the sum"}, source="'the neural network with hours of sleep' lesson: X / amax(X) (code search)")
def w1_inputs_scaled_by_their_maximum(parameters, data):
    """Scales the inputs by their maximum before everything else; with the dosages nothing changes."""
    X = np.array([i for i, _ in data], float)
    T = np.array([o for _, o in data], float)
    X = X / np.amax(np.abs(X)) if np.any(X) else X
    z1 = X * parameters.w1 + parameters.b1
    z2 = X * parameters.w2 + parameters.b2
    yhat = np.log(1 + np.exp(z1)) * parameters.w3 + np.log(1 + np.exp(z2)) * parameters.w4 + parameters.b3
    return float(np.sum(-2 * (T - yhat) * parameters.w3 / (1 + np.exp(-z1)) * X))


@wrong("w1", {"form"}, source="svupper/Neural-Network: ^ for a power")
def w1_caret_for_power(parameters, data):
    """Writes e^x with the caret."""
    e = 2.718281828
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * (e ^ (i * parameters.w1)) / (1 + e ^ (i * parameters.w1)) * i for i, o in data)


@wrong("w1", {"form"})
def w1_forgot_return(parameters, data):
    """No return at the end."""
    dssr_dw1 = 0
    for i, o in data:
        dssr_dw1 += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i
    print("dSSR/dw1 =", dssr_dw1)


@wrong("w1", {"form"})
def w1_math_domain_error(parameters, data):
    """log(x) in place of log(1 + e^x): negative x."""
    def f(z):
        return math.log(z) if z else 0.0
    return sum(-2 * (o - f(i * parameters.w1 + parameters.b1) * parameters.w3 - f(i * parameters.w2 + parameters.b2) * parameters.w4 - parameters.b3)
               * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i for i, o in data)


@wrong("w1", {"form"})
def w1_overflow(parameters, data):
    """Percent: multiplies x by 1000 before e^x, OverflowError."""
    total = 0
    for i, o in data:
        x1 = 1000 * (i * parameters.w1 + parameters.b1)
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * math.exp(x1) / (1 + math.exp(x1)) * i
    return total


@wrong("w1", {"nearly"})
def w1_rounded_to_four_decimals(parameters, data):
    """Rounds y1, y2 and the slope to four decimals on the way, as on paper."""
    t = 0
    for i, o in data:
        x1, x2 = i * parameters.w1 + parameters.b1, i * parameters.w2 + parameters.b2
        y1, y2, s = round(softplus(x1), 4), round(softplus(x2), 4), round(logistic(x1), 4)
        t += -2 * (o - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3)) * parameters.w3 * s * i
    return t


@wrong("w1", {"arguments"})
class w1_global_parameters:
    """Uses the starting values from the top of the notebook, not those that are handed over."""
    Values = namedtuple("Values", "w1 w2 w3 w4 b1 b2 b3")
    START = Values(2.74, -1.13, 0.36, 0.63, 0, 0, 0)

    def __new__(cls, parameters, data):
        p = cls.START
        return sum(-2 * (o - guess(p, i)) * p.w3 * logistic(i * p.w1 + p.b1) * i for i, o in data)


@wrong("w1", {"constant factor"}, label="constant factor")
def w1_in_percent(parameters, data):
    """Gives the derivative per hundredth of the weight."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i for i, o in data) / 100


# ---------------------------------------------------------------------------------------------------------------
# w2
# ---------------------------------------------------------------------------------------------------------------


@wrong("w2", {"dpredicted/dy2"}, label="other output weight")
def w2_copied_from_w1_with_w3_left(parameters, data):
    """Copied the function for w1 and changed all but w3."""
    total = 0
    for i, o in data:
        x2 = i * parameters.w2 + parameters.b2
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * math.exp(x2) / (1 + math.exp(x2)) * i
    return total


@wrong("w2", {"dy2/dx2", "dpredicted/dy2"}, source="dennybritz/nn-from-scratch, pull request 3 (index forgotten)")
def w2_only_the_name_changed(parameters, data):
    """Copied the function for w1 and changed its name."""
    gradient_w2 = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        gradient_w2 += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(x1) * i
    return gradient_w2


@wrong("w2", {"predicted"}, {"dy2/dx2"})
def w2_bias_of_the_other_neuron(parameters, data):
    """x2 = input * w2 + b1: an index forgotten in the forward pass."""
    t = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        x2 = i * parameters.w2 + parameters.b1
        p = softplus(x1) * parameters.w3 + softplus(x2) * parameters.w4 + parameters.b3
        t += -2 * (o - p) * parameters.w4 * logistic(x2) * i
    return t


@wrong("w2", {"predicted"})
def w2_output_weights_exchanged(parameters, data):
    """In the forward pass y1 goes through w4 and y2 through w3."""
    v = np.array([parameters.w4, parameters.w3])
    g = 0.0
    for i, o in data:
        z = np.array([parameters.w1, parameters.w2]) * i + np.array([parameters.b1, parameters.b2])
        out = np.log1p(np.exp(z)) @ v + parameters.b3
        g += -2 * (o - out) * parameters.w4 / (1 + np.exp(-z[1])) * i
    return g


@wrong("w2", {"predicted"})
def w2_b3_forgotten(parameters, data):
    """No final bias in the forward pass."""
    def model(dose):
        return softplus(dose * parameters.w1 + parameters.b1) * parameters.w3 + softplus(dose * parameters.w2 + parameters.b2) * parameters.w4
    return functools.reduce(lambda acc, row: acc - 2 * (row[1] - model(row[0])) * parameters.w4 * logistic(row[0] * parameters.w2 + parameters.b2) * row[0], data, 0)


@wrong("w2", {"predicted"})
def w2_b3_inside_the_activation(parameters, data):
    """b3 is added before the softplus of the bottom neuron."""
    total = 0
    for i, o in data:
        x1, x2 = i * parameters.w1 + parameters.b1, i * parameters.w2 + parameters.b2
        predicted = softplus(x1) * parameters.w3 + softplus(x2 + parameters.b3) * parameters.w4
        total += -2 * (o - predicted) * parameters.w4 * logistic(x2) * i
    return total


@wrong("w2", {"the sum"}, label="mean instead of sum", source="hunkim/DeepLearningZeroToAll, issue 173 (average over the batch)")
def w2_mean_over_the_batch(parameters, data):
    """Averages over the batch."""
    A = np.array(list(data), float)
    X, Y = A[:, 0:1], A[:, 1:2]
    l1 = X @ np.array([[parameters.w1, parameters.w2]]) + np.array([parameters.b1, parameters.b2])
    a1 = np.log(1 + np.exp(l1))
    diff = a1 @ np.array([[parameters.w3], [parameters.w4]]) + parameters.b3 - Y
    d_l1 = 2 * diff @ np.array([[parameters.w3, parameters.w4]]) / (1 + np.exp(-l1))
    d_W1 = X.T @ d_l1
    return d_W1[0, 1] / len(X)


@wrong("w2", {"the sum"})
def w2_divided_by_n_minus_one(parameters, data):
    """Divides by n - 1 as for a variance; with three rows this looks like a lost 2."""
    n = len(data)
    s = sum(-2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) * i for i, o in data)
    return s / (n - 1 if n > 1 else 1)


@wrong("w2", {"the sum"})
def w2_sum_times_sum(parameters, data):
    """Sums the residuals, sums the rest, multiplies the two."""
    residuals = [o - guess(parameters, i) for i, o in data]
    rest = [parameters.w4 * logistic(i * parameters.w2 + parameters.b2) * i for i, o in data]
    return -2 * sum(residuals) * sum(rest)


@wrong("w2", {"dx2/dw2"}, label="input missing")
def w2_input_left_out(parameters, data):
    """Forgets the last link."""
    t = 0
    for i, o in data:
        t += -2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2)
    return t


@wrong("w2", {"dx2/dw2"})
def w2_weight_for_input(parameters, data):
    """d(w2 * input)/dw2 = w2, he says."""
    t = 0
    for i, o in data:
        t += -2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) * parameters.w2
    return t


@wrong("w2", {"dSSR/dpredicted"}, label="lost the 2", source="a C++ student network: dSSR as value - expected (code search)")
def w2_without_the_two(parameters, data):
    """The 2 of the square is dropped."""
    dSSR_dn = [(guess(parameters, i) - o) for i, o in data]
    return sum(e * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) * i for e, (i, o) in zip(dSSR_dn, data))


@wrong("w2", {"dSSR/dpredicted"}, label="residual squared")
def w2_residual_squared(parameters, data):
    """Keeps the square and brings the 2 down as well."""
    return sum(-2 * (o - guess(parameters, i)) ** 2 * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) * i for i, o in data)


@wrong("w2", {"dSSR/dpredicted"})
def w2_relative_residual(parameters, data):
    """Divides each residual by the observed value, if that is not 0."""
    def rel(o, p):
        return (o - p) / o if o != 0 else (o - p)
    return sum(-2 * rel(o, guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) * i for i, o in data) * 1.0


@wrong("w2", {"form"})
def w2_zero_division(parameters, data):
    """Divides by the input to cancel it, and the first input is 0."""
    t = 0
    for i, o in data:
        t += -2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) / i
    return t


@wrong("w2", {"dy2/dx2"}, label="softplus instead of its slope")
def w2_softplus_for_its_slope(parameters, data):
    """Uses y2 itself where its slope belongs."""
    total = 0
    for i, o in data:
        y2 = softplus(i * parameters.w2 + parameters.b2)
        total += 2 * (guess(parameters, i) - o) * parameters.w4 * y2 * i
    return total


@wrong("w2", {"dy2/dx2"})
def w2_softsign_curve(parameters, data):
    """A slope of his own making, half of (1 + x / (1 + |x|))."""
    def slope(v):
        return 0.5 * (1 + v / (1 + abs(v)))
    return sum(2 * (guess(parameters, i) - o) * parameters.w4 * slope(i * parameters.w2 + parameters.b2) * i for i, o in data)


@wrong("w2", {"dy2/dx2", "dSSR/dpredicted"})
def w2_slope_squared_and_sign(parameters, data):
    """Slope applied twice (once in the delta, once in the product) and the residual the wrong way round."""
    acc = 0
    for i, o in data:
        s = logistic(i * parameters.w2 + parameters.b2)
        delta = 2 * (o - guess(parameters, i)) * parameters.w4 * s
        acc += delta * s * i
    return acc


@wrong("w2", {"state"})
def w2_mutable_default(parameters, data, grads=[]):
    """A list as default argument keeps the terms of earlier calls."""
    for i, o in data:
        grads.append(-2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) * i)
    return sum(grads)


@wrong("w2", {"arguments"})
def w2_fixed_data(parameters, data):
    """Works on the three dosages typed into the function."""
    doses, effects = [0, 0.5, 1], [0, 1, 0]
    return sum(-2 * (e - guess(parameters, d)) * parameters.w4 * logistic(d * parameters.w2 + parameters.b2) * d for d, e in zip(doses, effects))


# ---------------------------------------------------------------------------------------------------------------
# w3
# ---------------------------------------------------------------------------------------------------------------


@wrong("w3", {"dpredicted/dw3"})
def w3_x1_for_y1(parameters, data):
    """Multiplies by x1, before the activation."""
    total = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        total += -2 * (o - guess(parameters, i)) * x1
    return total


@wrong("w3", {"dpredicted/dw3"})
def w3_y1_left_out(parameters, data):
    """The derivative of w3 * y1 is taken as 1."""
    return sum(-2 * (o - guess(parameters, i)) for i, o in data)


@wrong("w3", {"dpredicted/dw3"})
def w3_itself_for_y1(parameters, data):
    """The derivative of w3 * y1 is taken as w3."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 for i, o in data)


@wrong("w3", {"dpredicted/dw3"}, label="other neuron")
def w3_neurons_numbered_from_zero(parameters, data):
    """hidden[1] is meant as the first neuron."""
    total = 0
    for i, o in data:
        hidden = [softplus(i * parameters.w1 + parameters.b1), softplus(i * parameters.w2 + parameters.b2)]
        total += -2 * (o - guess(parameters, i)) * hidden[1]
    return total


@wrong("w3", {"dpredicted/dw3"}, source="hunkim/DeepLearningZeroToAll, issue 112 (a slope too many at the output)")
def w3_slope_of_hidden_neuron_too(parameters, data):
    """Puts the slope of the hidden neuron into the chain of an output weight."""
    total = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        total += -2 * (o - guess(parameters, i)) * softplus(x1) * logistic(x1)
    return total


@wrong("w3", {"dpredicted/dw3"})
def w3_chain_of_w1(parameters, data):
    """Ends with the input as for w1."""
    return -2 * sum((o - guess(parameters, i)) * i for i, o in data)


@wrong("w3", {"dSSR/dpredicted", "dpredicted/dw3"}, source="student versions of d_ypred_d_w5 = h1 * deriv_sigmoid(sum_o1) (code search)")
def w3_output_treated_as_sigmoid_slope(parameters, data):
    """Without the 2, and times the slope of a softplus at h1."""
    g = 0
    for x, t in data:
        h1 = softplus(parameters.w1 * x + parameters.b1)
        d_pred_d_w3 = h1 * logistic(h1)
        g += -(t - guess(parameters, x)) * d_pred_d_w3
    return g


@wrong("w3", {"predicted", "dSSR/dpredicted"}, {"not a product", "dpredicted/dw3"}, source="d_L_d_ypred student repositories with an activation at the output")
def w3_output_is_activated(parameters, data):
    """The output goes through softplus as well, with its slope in the chain."""
    g = 0
    for x, t in data:
        h1, h2 = softplus(parameters.w1 * x + parameters.b1), softplus(parameters.w2 * x + parameters.b2)
        sum_o1 = parameters.w3 * h1 + parameters.w4 * h2 + parameters.b3
        y_pred = softplus(sum_o1)
        g += -2 * (t - y_pred) * h1 * logistic(sum_o1)
    return g


@wrong("w3", {"predicted"}, {"dpredicted/dw3"})
def w3_softplus_with_minus(parameters, data):
    """softplus(x) = log(1 + e^-x): mixed up with the sigmoid."""
    f = lambda v: math.log(1 + math.exp(-v))
    out = 0
    for i, o in data:
        y1, y2 = f(i * parameters.w1 + parameters.b1), f(i * parameters.w2 + parameters.b2)
        out += -2 * (o - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3)) * y1
    return out


@wrong("w3", {"predicted"}, {"dpredicted/dw3"})
def w3_precedence_in_the_softplus(parameters, data):
    """np.log(1) + np.exp(x): a bracket closed too early."""
    x = np.array([r[0] for r in data]); t = np.array([r[1] for r in data])
    y1 = np.log(1) + np.exp(x * parameters.w1 + parameters.b1)
    y2 = np.log(1) + np.exp(x * parameters.w2 + parameters.b2)
    return (-2 * (t - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3)) * y1).sum()


@wrong("w3", {"predicted"})
def w3_second_neuron_forgotten(parameters, data):
    """The bottom neuron is missing from the prediction."""
    total = 0
    for i, o in data:
        y1 = softplus(i * parameters.w1 + parameters.b1)
        total += -2 * (o - (y1 * parameters.w3 + parameters.b3)) * y1
    return total


@wrong("w3", (), {"form", "predicted", "dpredicted/dw3"}, source="an activation module with log1p(x) for softplus (code search)")
def w3_log1p_of_x(parameters, data):
    """np.log1p(x) without the exponential: nan from x = -1 on."""
    x = np.array([r[0] for r in data]); t = np.array([r[1] for r in data])
    with np.errstate(all="ignore"):
        y1, y2 = np.log1p(x * parameters.w1 + parameters.b1), np.log1p(x * parameters.w2 + parameters.b2)
    return float(np.sum(-2 * (t - y1 * parameters.w3 - y2 * parameters.w4 - parameters.b3) * y1))


@wrong("w3", {"the sum"})
def w3_misaligned_columns(parameters, data):
    """Sorts the observed column by itself, so that rows no longer belong together."""
    inputs = [i for i, o in data]
    targets = sorted(o for i, o in data)
    return sum(-2 * (t - guess(parameters, i)) * softplus(i * parameters.w1 + parameters.b1) for i, t in zip(inputs, targets))


@wrong("w3", {"the sum"})
def w3_zip_with_the_next(parameters, data):
    """zip(inputs, observed[1:]): shifted by one, and the last is cut off."""
    inputs, observed = [r[0] for r in data], [r[1] for r in data]
    g = 0
    for i, o in zip(inputs, observed[1:]):
        g += -2 * (o - guess(parameters, i)) * softplus(i * parameters.w1 + parameters.b1)
    return g


@wrong("w3", {"form"}, {"the sum"})
def w3_list_of_terms(parameters, data):
    """Returns the terms of the rows and forgets to add them."""
    return [-2 * (o - guess(parameters, i)) * softplus(i * parameters.w1 + parameters.b1) for i, o in data]


@wrong("w3", {"nearly"})
def w3_e_with_three_digits(parameters, data):
    """E = 2.718 as a constant."""
    E = 2.718
    def f(v):
        return math.log(1 + E ** v)
    return sum(-2 * (o - f(i * parameters.w1 + parameters.b1) * parameters.w3 - f(i * parameters.w2 + parameters.b2) * parameters.w4 - parameters.b3) * f(i * parameters.w1 + parameters.b1) for i, o in data)


# ---------------------------------------------------------------------------------------------------------------
# w4
# ---------------------------------------------------------------------------------------------------------------


@wrong("w4", {"dpredicted/dw4"}, label="other neuron")
def w4_copied_from_w3(parameters, data):
    """y1 left over from w3."""
    return sum(-2 * (o - guess(parameters, i)) * math.log(1 + math.exp(i * parameters.w1 + parameters.b1)) for i, o in data)


@wrong("w4", {"dSSR/dpredicted"}, label="flipped sign", source="iamtrask/Grokking-Deep-Learning, issue 37 (sign of the delta)")
def w4_target_minus_output_without_minus(parameters, data):
    """delta = 2 * (target - output)."""
    weights_grad = 0
    for i, target in data:
        layer_1 = [softplus(i * parameters.w1 + parameters.b1), softplus(i * parameters.w2 + parameters.b2)]
        layer_2 = layer_1[0] * parameters.w3 + layer_1[1] * parameters.w4 + parameters.b3
        layer_2_delta = 2 * (target - layer_2)
        weights_grad += layer_1[1] * layer_2_delta
    return weights_grad


@wrong("w4", {"dSSR/dpredicted"})
def w4_absolute_residual(parameters, data):
    """abs() around the residual, 'the error is positive'."""
    return sum(-2 * abs(o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2) for i, o in data)


@wrong("w4", {"dSSR/dpredicted"}, label="residual missing")
def w4_sum_of_activations(parameters, data):
    """Nothing but dpredicted/dw4 is left."""
    return sum(softplus(i * parameters.w2 + parameters.b2) for i, o in data)


@wrong("w4", {"dSSR/dpredicted"}, label="predicted instead of residual")
def w4_prediction_for_residual(parameters, data):
    """-2 * predicted: the observed value got lost."""
    return sum(-2 * guess(parameters, i) * softplus(i * parameters.w2 + parameters.b2) for i, o in data)


@wrong("w4", {"dSSR/dpredicted"})
def w4_sign_of_the_residual(parameters, data):
    """The derivative of |residual|: only its sign."""
    return sum(-np.sign(o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2) for i, o in data)


@wrong("w4", {"predicted"})
def w4_product_of_the_neurons(parameters, data):
    """predicted = y1 * w3 * y2 * w4 + b3: a * for a +."""
    tot = 0
    for i, o in data:
        y1, y2 = softplus(i * parameters.w1 + parameters.b1), softplus(i * parameters.w2 + parameters.b2)
        predicted = y1 * parameters.w3 * y2 * parameters.w4 + parameters.b3
        tot += -2 * (o - predicted) * y2
    return tot


@wrong("w4", {"predicted"})
def w4_integer_prediction(parameters, data):
    """Rounds the prediction to a whole number, since effective is 0 or 1."""
    return sum(-2 * (o - round(guess(parameters, i))) * softplus(i * parameters.w2 + parameters.b2) for i, o in data)


@wrong("w4", {"the sum"}, {"arguments", "state"})
def w4_every_second_row(parameters, data):
    """Removes rows from the list while looping over it."""
    g = 0
    for row in data:
        g += -2 * (row[1] - guess(parameters, row[0])) * softplus(row[0] * parameters.w2 + parameters.b2)
        data.remove(row)
    return g


@wrong("w4", {"the sum"})
def w4_weighted_by_row_number(parameters, data):
    """Multiplies each term by its row number, a leftover of enumerate."""
    g = 0
    for k, (i, o) in enumerate(data):
        g += k * (-2) * (o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2)
    return g


@wrong("w4", {"the sum"})
def w4_running_mean(parameters, data):
    """Divides the total by the number of rows inside the loop."""
    g = 0
    for i, o in data:
        g += -2 * (o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2)
        g /= len(data)
    return g


@wrong("w4", {"form"})
def w4_undefined_name(parameters, data):
    """Calls a helper that was never written."""
    return sum(-2 * (o - guess(parameters, i)) * soft_plus(i * parameters.w2 + parameters.b2) for i, o in data)  # noqa: F821


@wrong("w4", {"form"})
def w4_returns_text(parameters, data):
    """Returns a sentence."""
    g = sum(-2 * (o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2) for i, o in data)
    return "dSSR/dw4 = %.3f" % g


@wrong("w4", {"form"})
def w4_infinite_recursion(parameters, data):
    """Recursion over the rows without an end."""
    i, o = data[0]
    return -2 * (o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2) + w4_infinite_recursion(parameters, data[1:] or data)


@wrong("w4", {"nearly"})
def w4_half_precision(parameters, data):
    """Stores y2 in float16 before it is multiplied in."""
    total = 0.0
    for i, o in data:
        y2 = float(np.float16(softplus(i * parameters.w2 + parameters.b2)))
        total += -2 * (o - guess(parameters, i)) * y2
    return total


# ---------------------------------------------------------------------------------------------------------------
# b1
# ---------------------------------------------------------------------------------------------------------------


@wrong("b1", {"dx1/db1"}, label="bias times input")
def b1_like_w1(parameters, data):
    """Copied from w1, the input stays."""
    total = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(x1) * i
    return total


@wrong("b1", {"dx1/db1"})
def b1_times_itself(parameters, data):
    """Multiplies by b1 (which is 0 at the start, so all is 0 there)."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * parameters.b1 for i, o in data)


@wrong("b1", {"dx1/db1"})
def b1_times_w1(parameters, data):
    """dx1/db1 = w1, reading the formula for dx1/dinput."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * parameters.w1 for i, o in data)


@wrong("b1", {"dpredicted/dy1", "dy1/dx1"}, source="biases all updated with the output error, as in several student trainers")
def b1_same_as_the_output_bias(parameters, data):
    """A bias is a bias: the same formula as for b3."""
    return sum(-2 * (o - guess(parameters, i)) for i, o in data)


@wrong("b1", {"dy1/dx1"}, label="slope of the sigmoid")
def b1_sigmoid_slope(parameters, data):
    """s * (1 - s), the memorised line."""
    s = lambda v: 1 / (1 + math.exp(-v))
    ds = lambda v: s(v) * (1 - s(v))
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * ds(i * parameters.w1 + parameters.b1) for i, o in data)


@wrong("b1", {"dy1/dx1", "dx1/db1"})
def b1_tanh_half_and_input(parameters, data):
    """Slope (1 - tanh(x)^2) / 2, from a scaled tanh, and the input behind it."""
    g = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        g += -2 * (o - guess(parameters, i)) * parameters.w3 * ((1 - math.tanh(x1) ** 2) / 2) * i
    return g


@wrong("b1", {"dpredicted/dy1"}, label="output weight missing")
def b1_output_weight_missing(parameters, data):
    """Skips w3."""
    dSSR_dpred = [-2 * (o - guess(parameters, i)) for i, o in data]
    dy1_dx1 = [logistic(i * parameters.w1 + parameters.b1) for i, o in data]
    return sum(a * b * 1 for a, b in zip(dSSR_dpred, dy1_dx1))


@wrong("b1", {"dy1/dx1"})
def b1_slope_plus_one(parameters, data):
    """A '+ 1' from the denominator slipped out: e^x / e^x + 1... gives slope e^x / (1 + e^x) + 1."""
    t = 0
    for i, o in data:
        e = math.exp(i * parameters.w1 + parameters.b1)
        t += -2 * (o - guess(parameters, i)) * parameters.w3 * (e / (1 + e) + 1)
    return t


@wrong("b1", {"dy1/dx1"})
def b1_slope_from_finite_difference_one_sided_and_big(parameters, data):
    """The slope as softplus(x + 1) - softplus(x)."""
    t = 0
    for i, o in data:
        x1 = i * parameters.w1 + parameters.b1
        t += -2 * (o - guess(parameters, i)) * parameters.w3 * (softplus(x1 + 1) - softplus(x1))
    return t


@wrong("b1", {"predicted"}, {"dy1/dx1"})
def b1_bias_subtracted(parameters, data):
    """x = input * w - b, a threshold as in the perceptron; the slope is taken there too."""
    g = 0
    for i, o in data:
        x1, x2 = i * parameters.w1 - parameters.b1, i * parameters.w2 - parameters.b2
        p = softplus(x1) * parameters.w3 + softplus(x2) * parameters.w4 + parameters.b3
        g += -2 * (o - p) * parameters.w3 * logistic(x1)
    return g


@wrong("b1", {"predicted"}, {"dy1/dx1"})
def b1_bias_inside_the_bracket(parameters, data):
    """x1 = (input + b1) * w1: bracket in the wrong place."""
    g = 0
    for i, o in data:
        x1, x2 = (i + parameters.b1) * parameters.w1, (i + parameters.b2) * parameters.w2
        p = softplus(x1) * parameters.w3 + softplus(x2) * parameters.w4 + parameters.b3
        g += -2 * (o - p) * parameters.w3 * logistic(x1)
    return g


@wrong("b1", {"the sum"}, label="first observation only")
def b1_early_return(parameters, data):
    """return is indented one level too far."""
    total = 0
    for i, o in data:
        total += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1)
        return total


@wrong("b1", {"the sum"})
def b1_neighbouring_rows_averaged(parameters, data):
    """Smooths the terms: means of neighbouring rows are added."""
    terms = [-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) for i, o in data]
    if len(terms) == 1:
        return terms[0]
    return sum((a + b) / 2 for a, b in zip(terms, terms[1:]))


class GradientKeeper:
    """Keeps its total between calls."""

    def __init__(self):
        self.total = 0.0
        self.__doc__ = "A class whose total is set in __init__ and never reset."

    def __call__(self, parameters, data):
        for i, o in data:
            self.total += -2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1)
        return self.total


wrong("b1", {"state"})(GradientKeeper())


@wrong("b1", {"state"})
def b1_dropout(parameters, data):
    """Drops the hidden neuron at random in half of the rows."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * random.choice([0.0, 2.0]) * logistic(i * parameters.w1 + parameters.b1) for i, o in data)


@wrong("b1", {"form"})
def b1_tuple_by_a_comma(parameters, data):
    """A comma at the end of the line makes a tuple."""
    g = sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) for i, o in data),
    return g


# ---------------------------------------------------------------------------------------------------------------
# b2
# ---------------------------------------------------------------------------------------------------------------


@wrong("b2", {"dx2/db2"}, label="bias times input")
def b2_matrix_product_with_inputs(parameters, data):
    """X.T @ delta for the biases too."""
    M = np.array(list(data), float)
    X, T = M[:, :1], M[:, 1:]
    Z = X * [[parameters.w1, parameters.w2]] + [[parameters.b1, parameters.b2]]
    A = np.logaddexp(0, Z)
    D = 2 * (A @ [[parameters.w3], [parameters.w4]] + parameters.b3 - T)
    H = D * [[parameters.w3, parameters.w4]] * (1 / (1 + np.exp(-Z)))
    return (X.T @ H)[0, 1]


@wrong("b2", {"the sum"})
def b2_wrong_axis(parameters, data):
    """np.outer of the output deltas and the slopes, summed over one axis; the last column is returned."""
    M = np.array(list(data), float)
    x, t = M[:, 0], M[:, 1]
    x1, x2 = x * parameters.w1 + parameters.b1, x * parameters.w2 + parameters.b2
    delta = 2 * (np.log(1 + np.exp(x1)) * parameters.w3 + np.log(1 + np.exp(x2)) * parameters.w4 + parameters.b3 - t)
    table = np.outer(delta * parameters.w4, 1 / (1 + np.exp(-x2)))
    return table.sum(axis=0)[-1]


@wrong("b2", {"dy2/dx2"}, {"not a product"})
def b2_both_slopes(parameters, data):
    """Adds the slopes of both neurons: the delta is summed over the hidden layer."""
    g = 0
    for i, o in data:
        s = logistic(i * parameters.w1 + parameters.b1) + logistic(i * parameters.w2 + parameters.b2)
        g += -2 * (o - guess(parameters, i)) * parameters.w4 * s
    return g


@wrong("b2", {"dpredicted/dy2"}, {"not a product"})
def b2_sum_of_the_output_weights(parameters, data):
    """Sends the error back through w3 + w4."""
    g = 0
    for i, o in data:
        g += -2 * (o - guess(parameters, i)) * (parameters.w3 + parameters.w4) * logistic(i * parameters.w2 + parameters.b2)
    return g


@wrong("b2", {"dpredicted/dy2", "dy2/dx2"})
def b2_weight_squared_slope_of_relu(parameters, data):
    """w4 twice, and the step function for the slope."""
    g = 0
    for i, o in data:
        x2 = i * parameters.w2 + parameters.b2
        back = -2 * (o - guess(parameters, i)) * parameters.w4
        g += back * parameters.w4 * (x2 > 0)
    return g


@wrong("b2", {"dSSR/dpredicted", "dy2/dx2"})
def b2_cube_and_exponential(parameters, data):
    """Residual to the third power, e^x as the slope."""
    g = 0
    for i, o in data:
        r = o - guess(parameters, i)
        g += -2 * r ** 3 * parameters.w4 * math.exp(i * parameters.w2 + parameters.b2)
    return g


@wrong("b2", {"dy2/dx2"}, label="slope missing")
def b2_linear_neuron(parameters, data):
    """The slope is left out."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w4 for i, o in data)


@wrong("b2", {"dy2/dx2"})
def b2_degrees(parameters, data):
    """An arctan slope in degrees for the sigmoid: 90 + atan(x) in degrees, over 180."""
    def s(v):
        return (90 + math.degrees(math.atan(v))) / 180
    return sum(-2 * (o - guess(parameters, i)) * parameters.w4 * s(i * parameters.w2 + parameters.b2) for i, o in data)


@wrong("b2", {"predicted"})
def b2_sigmoid_forward(parameters, data):
    """Sigmoid neurons in the forward pass, the softplus slope in the backward pass."""
    g = 0
    for i, o in data:
        a1, a2 = logistic(i * parameters.w1 + parameters.b1), logistic(i * parameters.w2 + parameters.b2)
        p = a1 * parameters.w3 + a2 * parameters.w4 + parameters.b3
        g += -2 * (o - p) * parameters.w4 * a2
    return g


@wrong("b2", {"constant factor"}, label="constant factor")
def b2_divided_by_three(parameters, data):
    """Divides by 3, typed in."""
    g = sum(-2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) for i, o in data)
    return g / 3


@wrong("b2", {"nearly"})
def b2_forward_difference(parameters, data):
    """Forward difference of the SSR with h = 0.001."""
    def loss(p):
        return sum((o - guess(p, i)) ** 2 for i, o in data)
    h = 0.001
    return (loss(parameters._replace(b2=parameters.b2 + h)) - loss(parameters)) / h


@wrong("b2", {"dSSR/dpredicted"}, label="lost the 2")
def b2_difference_over_2h_one_sided(parameters, data):
    """A one-sided difference divided by 2h."""
    def loss(b2):
        q = parameters._replace(b2=b2)
        return sum((o - guess(q, i)) ** 2 for i, o in data)
    h = 1e-7
    return (loss(parameters.b2 + h) - loss(parameters.b2)) / (2 * h)


@wrong("b2", {"form"})
def b2_reduce_without_start(parameters, data):
    """reduce without an initial value: the first row is taken for the total."""
    return functools.reduce(lambda acc, r: acc - 2 * (r[1] - guess(parameters, r[0])) * parameters.w4 * logistic(r[0] * parameters.w2 + parameters.b2), data)


@wrong("b2", (), {"arguments", "form"})
def b2_arguments_swapped(data, parameters):
    """def with the data first."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) for i, o in data)


# ---------------------------------------------------------------------------------------------------------------
# b3
# ---------------------------------------------------------------------------------------------------------------


@wrong("b3", {"dSSR/dpredicted"}, label="flipped sign", source="dennybritz/nn-from-scratch, issue 11")
def b3_sign_of_the_article(parameters, data):
    """-2 * (predicted - observed), as one article prints it."""
    return sum(-2 * (guess(parameters, i) - o) for i, o in data)


@wrong("b3", {"dpredicted/db3"})
def b3_times_b3(parameters, data):
    """Multiplies by b3."""
    return sum(-2 * (o - guess(parameters, i)) * parameters.b3 for i, o in data)


@wrong("b3", {"dpredicted/db3"})
def b3_times_input(parameters, data):
    """Multiplies by the input."""
    return sum(-2 * (o - guess(parameters, i)) * i for i, o in data)


@wrong("b3", {"dpredicted/db3"}, {"not a product"})
def b3_times_hidden_layer(parameters, data):
    """Multiplies by both outputs of the hidden layer."""
    g = 0
    for i, o in data:
        y1, y2 = softplus(i * parameters.w1 + parameters.b1), softplus(i * parameters.w2 + parameters.b2)
        g += -2 * (o - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3)) * (y1 + y2)
    return g


@wrong("b3", {"dSSR/dpredicted"})
def b3_returns_the_ssr(parameters, data):
    """Returns the SSR itself."""
    return sum((o - guess(parameters, i)) ** 2 for i, o in data)


@wrong("b3", {"dSSR/dpredicted"}, source="ADGEfficiency/teaching-monolith, issue 1 (wrong derivative for the squared error)")
def b3_half_and_reversed(parameters, data):
    """0.5 * (observed - predicted), as if the half of the loss stayed and the square fell off."""
    return sum(0.5 * (o - guess(parameters, i)) for i, o in data)


@wrong("b3", {"dSSR/dpredicted"})
def b3_tanh_of_residual(parameters, data):
    """Squashes the residual by tanh, 'for stability'."""
    return sum(-2 * math.tanh(o - guess(parameters, i)) for i, o in data)


@wrong("b3", {"the sum", "dSSR/dpredicted"})
def b3_half_mean_squared(parameters, data):
    """The loss of another course, 1/(2n) sum of squares."""
    m = len(data)
    return 1 / m * sum(guess(parameters, i) - o for i, o in data)


@wrong("b3", (), {"the sum", "dSSR/dpredicted", "not a product"})
def b3_root_mean_square(parameters, data):
    """Differentiates the root of the SSR."""
    r = [o - guess(parameters, i) for i, o in data]
    return -sum(r) / math.sqrt(sum(v * v for v in r))


@wrong("b3", {"predicted"})
def b3_b3_times_input_in_prediction(parameters, data):
    """b3 is multiplied by the input in the forward pass."""
    g = 0
    for i, o in data:
        p = softplus(i * parameters.w1 + parameters.b1) * parameters.w3 + softplus(i * parameters.w2 + parameters.b2) * parameters.w4 + parameters.b3 * i
        g += -2 * (o - p)
    return g


@wrong("b3", {"predicted"})
def b3_base_two_softplus(parameters, data):
    """np.log2(1 + 2**x), a binary softplus."""
    a = np.array(list(data), float)
    f = lambda z: np.log2(1 + 2 ** z)
    p = f(a[:, 0] * parameters.w1 + parameters.b1) * parameters.w3 + f(a[:, 0] * parameters.w2 + parameters.b2) * parameters.w4 + parameters.b3
    return -2 * np.sum(a[:, 1] - p)


@wrong("b3", {"predicted", "the sum", "dSSR/dpredicted"})
def b3_mean_no_two_relu(parameters, data):
    """ReLU, the mean, and no 2, three at once."""
    def relu(v):
        return v if v > 0 else 0
    e = [relu(i * parameters.w1 + parameters.b1) * parameters.w3 + relu(i * parameters.w2 + parameters.b2) * parameters.w4 + parameters.b3 - o for i, o in data]
    return sum(e) / len(e)


@wrong("b3", {"arguments"})
def b3_columns_exchanged(parameters, data):
    """Unpacks the row as (observed, input)."""
    return sum(-2 * (observed - guess(parameters, dose)) for observed, dose in data)


running_total = 0


@wrong("b3", {"state"})
def b3_global_accumulator(parameters, data):
    """A global that is never set back to 0."""
    global running_total
    for i, o in data:
        running_total += -2 * (o - guess(parameters, i))
    return running_total


@wrong("b3", (), {"dpredicted/db3", "dSSR/dpredicted", "arguments", "constant factor"}, source="a student network with d_ypred_d_b3 = 0 (code search)")
def b3_derivative_of_a_constant(parameters, data):
    """dpredicted/db3 = 0, 'since b3 is a constant'."""
    return sum(-2 * (o - guess(parameters, i)) * 0 for i, o in data)

# ---------------------------------------------------------------------------------------------------------------
# all seven at once
# ---------------------------------------------------------------------------------------------------------------


def alle(places):
    return {"all: " + place for place in places}


def plain_seven(p, data, residual=lambda o, pred: -2 * (o - pred)):
    """The learner's own backward pass, right if residual is."""
    g = [0.0] * 7
    for i, o in data:
        x1, x2 = i * p.w1 + p.b1, i * p.w2 + p.b2
        y1, y2 = softplus(x1), softplus(x2)
        d = residual(o, y1 * p.w3 + y2 * p.w4 + p.b3)
        h1, h2 = d * p.w3 * logistic(x1), d * p.w4 * logistic(x2)
        for k, v in enumerate((h1 * i, h2 * i, d * y1, d * y2, h1, h2, d)):
            g[k] += v
    return g


@wrong("seven", {"all: the sum"}, label="all: mean instead of sum")
def seven_numpy_mean(parameters, data):
    """np.mean in place of np.sum in all seven."""
    A = np.array(list(data), float)
    i, o = A[:, 0], A[:, 1]
    x1, x2 = i * parameters.w1 + parameters.b1, i * parameters.w2 + parameters.b2
    y1, y2 = np.log1p(np.exp(x1)), np.log1p(np.exp(x2))
    d = -2 * (o - y1 * parameters.w3 - y2 * parameters.w4 - parameters.b3)
    s1, s2 = 1 / (1 + np.exp(-x1)), 1 / (1 + np.exp(-x2))
    return np.mean([d * parameters.w3 * s1 * i, d * parameters.w4 * s2 * i, d * y1, d * y2, d * parameters.w3 * s1, d * parameters.w4 * s2, d], axis=1)


@wrong("seven", {"all: dSSR/dpredicted"}, label="all: flipped sign")
def seven_descent_direction(parameters, data):
    """Returns the direction of descent, all signs turned."""
    return [-v for v in plain_seven(parameters, data)]


@wrong("seven", {"all: dSSR/dpredicted"})
def seven_absolute_residual(parameters, data):
    """The residual's absolute value in all."""
    return plain_seven(parameters, data, lambda o, p: -2 * abs(o - p))


@wrong("seven", {"all: dSSR/dpredicted"}, label="all: lost the 2", source="Mazur, A step by step backpropagation example (half of the square)")
def seven_half_squared_error(parameters, data):
    """E = 1/2 (target - out)^2."""
    return tuple(plain_seven(parameters, data, lambda target, out: -(target - out)))


@wrong("seven", {"order"})
def seven_biases_first(parameters, data):
    """Right numbers, returned as b1, b2, b3, w1, ..."""
    w1, w2, w3, w4, b1, b2, b3 = plain_seven(parameters, data)
    return b1, b2, b3, w1, w2, w3, w4


@wrong("seven", {"order"})
def seven_neuron_by_neuron(parameters, data):
    """Neuron by neuron: w1, b1, w2, b2, w3, w4, b3, as the layers are stored."""
    w1, w2, w3, w4, b1, b2, b3 = plain_seven(parameters, data)
    hidden = np.array([[w1, b1], [w2, b2]])
    out = np.array([w3, w4, b3])
    return np.concatenate([hidden.ravel(), out])


@wrong("seven", {"order"})
def seven_neurons_exchanged(parameters, data):
    """Top and bottom neuron mixed up in the result."""
    g = plain_seven(parameters, data)
    return dict(w1=g[1], w2=g[0], w3=g[3], w4=g[2], b1=g[5], b2=g[4], b3=g[6])


@wrong("seven", {"order"})
def seven_sorted_by_name(parameters, data):
    """Returns the values of a dictionary sorted by name."""
    g = dict(zip(("w1", "w2", "w3", "w4", "b1", "b2", "b3"), plain_seven(parameters, data)))
    return [g[name] for name in sorted(g)]


@wrong("seven", {"order"})
def seven_output_bias_before_the_others(parameters, data):
    """The last three in the order b3, b1, b2."""
    w1, w2, w3, w4, b1, b2, b3 = plain_seven(parameters, data)
    return [w1, w2, w3, w4, b3, b1, b2]


@wrong("seven", {"w2: dpredicted/dy2", "b2: dpredicted/dy2"}, source="copy and paste in student trainers")
def seven_w3_left_in_the_bottom_branch(parameters, data):
    """Bottom branch copied from the top one, w3 left in both of its lines."""
    r = dict.fromkeys(["w1", "w2", "w3", "w4", "b1", "b2", "b3"], 0)
    for dose, effect in data:
        h1, h2 = dose * parameters.w1 + parameters.b1, dose * parameters.w2 + parameters.b2
        a1, a2 = softplus(h1), softplus(h2)
        dL = -2 * (effect - (a1 * parameters.w3 + a2 * parameters.w4 + parameters.b3))
        r["w1"] += dL * parameters.w3 * logistic(h1) * dose
        r["w2"] += dL * parameters.w3 * logistic(h2) * dose
        r["w3"] += dL * a1
        r["w4"] += dL * a2
        r["b1"] += dL * parameters.w3 * logistic(h1)
        r["b2"] += dL * parameters.w3 * logistic(h2)
        r["b3"] += dL
    return r


@wrong("seven", {"b1: dx1/db1", "b2: dx2/db2"})
def seven_biases_times_input(parameters, data):
    """Both hidden biases multiplied by the input: one delta for weight and bias."""
    g = plain_seven(parameters, data)
    return [g[0], g[1], g[2], g[3], g[0], g[1], g[6]]


@wrong("seven", {"all: predicted"})
def seven_without_b3(parameters, data):
    """The forward pass has no b3."""
    w1, w2, w3, w4, b1, b2, _ = parameters
    out = np.zeros(7)
    for x, t in data:
        z = np.array([w1, w2]) * x + np.array([b1, b2])
        a = np.log(1 + np.exp(z))
        v = np.array([w3, w4])
        delta = 2 * (a @ v - t)
        hidden = delta * v / (1 + np.exp(-z))
        out += np.concatenate([hidden * x, delta * a, hidden, [delta]])
    return out


@wrong("seven", {"all: predicted"}, {"w3: dpredicted/dw3", "w4: dpredicted/dw4"})
def seven_log10(parameters, data):
    """math.log10 for the logarithm, the slope right."""
    g = [0] * 7
    for i, o in data:
        x1, x2 = i * parameters.w1 + parameters.b1, i * parameters.w2 + parameters.b2
        y1, y2 = math.log10(1 + math.exp(x1)), math.log10(1 + math.exp(x2))
        d = -2 * (o - (y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3))
        g = [a + b for a, b in zip(g, (d * parameters.w3 * logistic(x1) * i, d * parameters.w4 * logistic(x2) * i, d * y1, d * y2,
                                       d * parameters.w3 * logistic(x1), d * parameters.w4 * logistic(x2), d))]
    return g


@wrong("seven", {"all: predicted"}, {"w1: dy1/dx1", "b1: dy1/dx1", "w3: dpredicted/dw3"})
def seven_b1_forgotten_in_x1(parameters, data):
    """x1 = input * w1, without its bias."""
    return plain_seven(parameters._replace(b1=0.0), data)


@wrong("seven", {"all: predicted"}, {"w1: dpredicted/dy1", "b1: dpredicted/dy1", "w2: dpredicted/dy2", "b2: dpredicted/dy2"})
def seven_output_weights_exchanged_everywhere(parameters, data):
    """w3 and w4 exchanged from the unpacking on."""
    p = parameters
    return plain_seven(p._replace(w3=p.w4, w4=p.w3), data)


@wrong("seven", {"w1: dy1/dx1", "b1: dy1/dx1", "w2: dy2/dx2", "b2: dy2/dx2"}, source="louisjc/mnist-neural-network, issue 1 (outputs * (1 - outputs))")
class seven_outputs_times_one_minus_outputs:
    """A class of another course whose hidden deltas are outputs * (1 - outputs)."""

    def __new__(cls, parameters, data):
        self = super().__new__(cls)
        self.W, self.c = np.array([parameters.w1, parameters.w2]), np.array([parameters.b1, parameters.b2])
        self.v, self.d = np.array([parameters.w3, parameters.w4]), parameters.b3
        total = np.zeros(7)
        for vector, target in data:
            hidden_outputs = np.log(1 + np.exp(self.W * vector + self.c))
            outputs = hidden_outputs @ self.v + self.d
            output_deltas = 2 * (outputs - target)
            hidden_deltas = hidden_outputs * (1 - hidden_outputs) * self.v * output_deltas
            total += np.concatenate([hidden_deltas * vector, output_deltas * hidden_outputs, hidden_deltas, [output_deltas]])
        return total


@wrong("seven", {"all: predicted", "w1: dy1/dx1", "b1: dy1/dx1", "w2: dy2/dx2", "b2: dy2/dx2"}, {"w3: dpredicted/dw3", "w4: dpredicted/dw4"}, source="victorzhou-like student trainers with sigmoid neurons")
def seven_a_sigmoid_network(parameters, data):
    """A sigmoid network all through, rightly derived: another function than asked."""
    w1, w2, w3, w4, b1, b2, b3 = parameters
    grads = np.zeros(7)
    for x, y_true in data:
        h1, h2 = logistic(w1 * x + b1), logistic(w2 * x + b2)
        d_L_d_ypred = -2 * (y_true - (w3 * h1 + w4 * h2 + b3))
        d_h1, d_h2 = h1 * (1 - h1), h2 * (1 - h2)
        grads += np.array([d_L_d_ypred * w3 * d_h1 * x, d_L_d_ypred * w4 * d_h2 * x, d_L_d_ypred * h1, d_L_d_ypred * h2,
                           d_L_d_ypred * w3 * d_h1, d_L_d_ypred * w4 * d_h2, d_L_d_ypred])
    return grads


@wrong("seven", {"w1: the sum", "w2: the sum", "w3: the sum", "w4: the sum"})
def seven_only_biases_accumulate(parameters, data):
    """+= for the biases, = for the weights."""
    db1 = db2 = db3 = 0
    for i, o in data:
        dw1, dw2, dw3, dw4, e1, e2, e3 = plain_seven(parameters, [(i, o)])
        db1 += e1
        db2 += e2
        db3 += e3
    return dw1, dw2, dw3, dw4, db1, db2, db3


@wrong("seven", {"w1: the sum", "w2: the sum", "w3: the sum", "w4: the sum"}, source="dennybritz/nn-from-scratch, issue 13")
def seven_weights_averaged_biases_not(parameters, data):
    """dW / m but db forgotten."""
    m = len(data)
    g = plain_seven(parameters, data)
    return [v / m for v in g[:4]] + g[4:]


@wrong("seven", {"w1: an added term", "w2: an added term", "w3: an added term", "w4: an added term"}, source="dennybritz/nn-from-scratch (reg_lambda on the weights)")
def seven_regularised_weights(parameters, data):
    """Adds reg_lambda * W to the four weights."""
    reg_lambda = 0.05
    g = np.array(plain_seven(parameters, data))
    g[:4] += reg_lambda * np.array(parameters[:4])
    return g


@wrong("seven", {"w1: dx1/dw1", "w2: dSSR/dpredicted", "w4: dpredicted/dw4"})
def seven_three_lines_wrong(parameters, data):
    """Three different slips in three lines: no input, a sign, y1 for y2."""
    a = b = c = d = e = f = h = 0
    for i, o in data:
        x1, x2 = i * parameters.w1 + parameters.b1, i * parameters.w2 + parameters.b2
        y1, y2 = softplus(x1), softplus(x2)
        r = o - y1 * parameters.w3 - y2 * parameters.w4 - parameters.b3
        a += -2 * r * parameters.w3 * logistic(x1)
        b += 2 * r * parameters.w4 * logistic(x2) * i
        c += -2 * r * y1
        d += -2 * r * y1
        e += -2 * r * parameters.w3 * logistic(x1)
        f += -2 * r * parameters.w4 * logistic(x2)
        h += -2 * r
    return a, b, c, d, e, f, h


@wrong("seven", {"b2: dy2/dx2"}, label="b2: slope missing")
def seven_one_slope_missing(parameters, data):
    """Only in b2 is the slope missing."""
    g = plain_seven(parameters, data)
    g[5] = sum(-2 * (o - guess(parameters, i)) * parameters.w4 for i, o in data)
    return g


@wrong("seven", {"b3: dpredicted/db3", "w3: dpredicted/dw3"})
def seven_output_layer_wrong(parameters, data):
    """x1 for y1 in w3, times b3 in b3."""
    g = plain_seven(parameters, data)
    back = [-2 * (o - guess(parameters, i)) for i, o in data]
    g[2] = sum(d * (i * parameters.w1 + parameters.b1) for d, (i, o) in zip(back, data))
    g[6] = sum(d * parameters.b3 for d in back)
    return g


@wrong("seven", {"all: the sum"}, label="all: last observation only", source="an update outside the inner loop, Q&A threads")
def seven_last_row(parameters, data):
    """The backward pass stands after the loop over the rows."""
    for i, o in data:
        x1, x2 = i * parameters.w1 + parameters.b1, i * parameters.w2 + parameters.b2
        y1, y2 = softplus(x1), softplus(x2)
        predicted = y1 * parameters.w3 + y2 * parameters.w4 + parameters.b3
    d = -2 * (o - predicted)
    return d * parameters.w3 * logistic(x1) * i, d * parameters.w4 * logistic(x2) * i, d * y1, d * y2, d * parameters.w3 * logistic(x1), d * parameters.w4 * logistic(x2), d


@wrong("seven", {"all: the sum", "all: dSSR/dpredicted"})
def seven_mean_and_sign(parameters, data):
    """Mean, and predicted - observed with the -2."""
    n = len(data)
    return [v / n for v in plain_seven(parameters, data, lambda o, p: -2 * (p - o))]


@wrong("seven", {"all: dSSR/dpredicted"})
def seven_central_difference_by_h(parameters, data):
    """Central differences divided by h instead of 2h."""
    h = 1e-5
    def loss(p):
        return sum((o - guess(p, i)) ** 2 for i, o in data)
    out = []
    for name in parameters._fields:
        value = getattr(parameters, name)
        out.append((loss(parameters._replace(**{name: value + h})) - loss(parameters._replace(**{name: value - h}))) / h)
    return out


@wrong("seven", {"nearly"}, {"all: nearly"})
def seven_forward_difference(parameters, data):
    """Forward differences with h = 0.0005."""
    h = 0.0005
    def loss(p):
        return sum((o - guess(p, i)) ** 2 for i, o in data)
    base = loss(parameters)
    return {n: (loss(parameters._replace(**{n: getattr(parameters, n) + h})) - base) / h for n in parameters._fields}


class ZeroGradForgotten:
    """Gradients are attributes; zero_grad() exists and is never called."""

    def __init__(self):
        self.zero_grad()

    def zero_grad(self):
        self.grad = np.zeros(7)

    def __call__(self, parameters, data):
        for row in data:
            self.grad += plain_seven(parameters, [row])
        return self.grad.copy()


wrong("seven", {"state"}, source="SGD classes with clear_gradients (code search)")(ZeroGradForgotten())


@wrong("seven", {"form"})
def seven_without_b3_in_the_result(parameters, data):
    """Six numbers."""
    return plain_seven(parameters, data)[:6]


@wrong("seven", {"form"})
def seven_names_of_gradients(parameters, data):
    """A dictionary with keys dw1, dw2, ..."""
    return {"d" + n: v for n, v in zip(parameters._fields, plain_seven(parameters, data))}


@wrong("seven", {"form"}, {"all: the sum"})
def seven_per_row_table(parameters, data):
    """A row of seven for each observation, not added up."""
    return np.array([plain_seven(parameters, [row]) for row in data])


@wrong("seven", {"form"})
def seven_attribute_error(parameters, data):
    """Looks for parameters.weights."""
    W = np.array(parameters.weights)
    return W


@wrong("seven", {"arguments"})
def seven_columns_exchanged(parameters, data):
    """for observed, input in data."""
    return plain_seven(parameters, [(i, o) for o, i in data])


@wrong("seven", {"w3: dpredicted/dw3", "w4: dpredicted/dw4"}, source="adrianoff/python_learning, backpropogation0 (a chain with a slope a layer)")
def seven_slope_in_the_output_layer(parameters, data):
    """A slope of the hidden neuron in each output weight."""
    g = plain_seven(parameters, data)
    g[2] = sum(-2 * (o - guess(parameters, i)) * softplus(i * parameters.w1 + parameters.b1) * logistic(i * parameters.w1 + parameters.b1) for i, o in data)
    g[3] = sum(-2 * (o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2) * logistic(i * parameters.w2 + parameters.b2) for i, o in data)
    return g


@wrong("seven", {"w1: dpredicted/dy1", "b1: dpredicted/dy1", "w2: dpredicted/dy2", "b2: dpredicted/dy2"})
def seven_matrix_reversed_in_the_backward_pass(parameters, data):
    """W2 the wrong way round in the backward pass: each neuron gets the other's weight."""
    A = np.array(list(data), float)
    X, T = A[:, :1], A[:, 1:]
    Z = X @ [[parameters.w1, parameters.w2]] + [parameters.b1, parameters.b2]
    H = np.log(1 + np.exp(Z))
    W2 = np.array([[parameters.w3], [parameters.w4]])
    D = 2 * (H @ W2 + parameters.b3 - T)
    B = (D @ W2[::-1].T) / (1 + np.exp(-Z))
    return np.r_[(X.T @ B).ravel(), (H.T @ D).ravel(), B.sum(axis=0), D.sum()]


# ---------------------------------------------------------------------------------------------------------------
# factors
# ---------------------------------------------------------------------------------------------------------------


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"}, label="flipped sign")
def factor_residual_reversed(observed, predicted):
    """-2 * (predicted - observed)."""
    return -2 * (predicted - observed)


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"}, {"arguments"}, label="flipped sign")
def factor_arguments_reversed(predicted, observed):
    """The arguments in the other order: the same values as a flipped sign."""
    return -2 * (observed - predicted)


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"})
def factor_square_kept(observed, predicted):
    """2 * (predicted - observed)^2 with the power kept."""
    residual = predicted - observed
    return 2 * residual ** 2


@wrong("dSSR/dpredicted", {"dSSR/dpredicted"})
def factor_residual_sum(observed, predicted):
    """Plus for minus between the two."""
    return -2 * (observed + predicted)


@wrong("dy1/dx1", {"dy1/dx1"})
def factor_brackets(x1):
    """e^x / 1 + e^x."""
    return math.e ** x1 / 1 + math.e ** x1


@wrong("dy1/dx1", {"dy1/dx1"})
def factor_normal_curve(x1):
    """A bell curve for the slope."""
    return math.exp(-x1 * x1 / 2) / math.sqrt(2 * math.pi)


@wrong("dy1/dx1", {"dy1/dx1"}, label="softplus instead of its slope")
def factor_softplus_itself(x1):
    """The function for its slope."""
    return np.log(1 + np.exp(x1))


@wrong("dy2/dx2", {"dy2/dx2"}, label="slope of the sigmoid")
def factor_s_one_minus_s(x2):
    """s * (1 - s)."""
    s = 1 / (1 + math.exp(-x2))
    return s * (1 - s)


@wrong("dy2/dx2", {"nearly"}, {"dy2/dx2"})
def factor_sigmoid_with_fraction(x2):
    """A Fraction with denominator 400 at most."""
    return Fraction(1 / (1 + math.exp(-x2))).limit_denominator(400)


@wrong("dpredicted/dw3", {"dpredicted/dw3"})
def factor_one_for_y1(y1):
    """1, since w3 stands alone."""
    return 1


@wrong("dpredicted/dy2", {"dpredicted/dy2"})
def factor_weight_squared(w4):
    """w4 squared over 2, integrating."""
    return w4 ** 2 / 2


@wrong("dx1/dw1", {"dx1/dw1"})
def factor_one_for_input(input):
    """1 for the input."""
    return 1.0


@wrong("dx2/db2", {"dx2/db2"})
def factor_constant_has_no_slope():
    """0, a constant has no derivative."""
    return 0


@wrong("dpredicted/db3", {"form"})
def factor_returns_nothing():
    """Only prints 1."""
    print(1)


@wrong("dx2/dw2", {"form"})
def factor_name_error(dose):
    """The argument is called dose, the body says input."""
    return dosage  # noqa: F821


# ---------------------------------------------------------------------------------------------------------------
# a whole step
# ---------------------------------------------------------------------------------------------------------------


@wrong("update", {"update"}, label="added instead of subtracted")
def step_uphill(parameters, data, learning_rate):
    """old + step size."""
    return [old + learning_rate * g for old, g in zip(parameters, plain_seven(parameters, data))]


@wrong("update", {"learning rate"}, label="learning rate missing")
def step_without_rate(parameters, data, learning_rate):
    """old - derivative."""
    return [old - g for old, g in zip(parameters, plain_seven(parameters, data))]


@wrong("update", {"learning rate"})
def step_divided_by_rate(parameters, data, learning_rate):
    """Divides by the learning rate."""
    return [old - g / learning_rate for old, g in zip(parameters, plain_seven(parameters, data))]


@wrong("update", {"learning rate"})
def step_rate_squared(parameters, data, learning_rate):
    """The rate is multiplied in twice, in the delta and in the step."""
    scaled = plain_seven(parameters, data, lambda o, p: -2 * (o - p) * learning_rate)
    return [old - learning_rate * g for old, g in zip(parameters, scaled)]


@wrong("update", {"learning rate"}, {"arguments"})
def step_rate_from_the_notebook(parameters, data, learning_rate):
    """lr = 0.01 from a cell above."""
    lr = 0.01
    return [old - lr * g for old, g in zip(parameters, plain_seven(parameters, data))]


@wrong("update", {"old value"})
def step_sizes_returned(parameters, data, learning_rate):
    """Returns the step sizes."""
    return [learning_rate * g for g in plain_seven(parameters, data)]


@wrong("update", {"old value"}, {"update"}, source="Kose-i/prac_python, feadforward_feadback.py: W = -eta*grad_W")
def step_old_value_lost(parameters, data, learning_rate):
    """W = -eta * grad."""
    eta = learning_rate
    return -eta * np.array(plain_seven(parameters, data))


@wrong("update", {"old value"})
def step_with_decay(parameters, data, learning_rate):
    """The old value shrinks by one percent."""
    return [0.99 * old - learning_rate * g for old, g in zip(parameters, plain_seven(parameters, data))]


@wrong("update", {"update"}, label="not updated: b1")
def step_b1_forgotten(parameters, data, learning_rate):
    """b1 stays where it is."""
    g = plain_seven(parameters, data)
    new = [old - learning_rate * v for old, v in zip(parameters, g)]
    new[4] = parameters.b1
    return type(parameters)(*new)


@wrong("update", {"in place"}, label="updated in place", source="joelgrus/data-science-from-scratch, issue 31; kim-marcel/basic_neural_network, issue 7")
def step_output_layer_first(parameters, data, learning_rate):
    """Output weights are updated first, the hidden layer is derived from the new ones."""
    w1, w2, w3, w4, b1, b2, b3 = parameters
    rows = [(i, i * w1 + b1, i * w2 + b2, o) for i, o in data]
    deltas = [-2 * (o - softplus(u) * w3 - softplus(v) * w4 - b3) for i, u, v, o in rows]
    w3 -= learning_rate * sum(d * softplus(u) for d, (i, u, v, o) in zip(deltas, rows))
    w4 -= learning_rate * sum(d * softplus(v) for d, (i, u, v, o) in zip(deltas, rows))
    b3 -= learning_rate * sum(deltas)
    h1 = [d * w3 * logistic(u) for d, (i, u, v, o) in zip(deltas, rows)]
    h2 = [d * w4 * logistic(v) for d, (i, u, v, o) in zip(deltas, rows)]
    w1 -= learning_rate * sum(h * r[0] for h, r in zip(h1, rows))
    w2 -= learning_rate * sum(h * r[0] for h, r in zip(h2, rows))
    return w1, w2, w3, w4, b1 - learning_rate * sum(h1), b2 - learning_rate * sum(h2), b3


@wrong("update", {"in place"}, label="updated in place", source="the StatQuest-like programs with global w1 ... b3 (code search)")
def step_one_after_another(parameters, data, learning_rate):
    """Each parameter moves right after its own derivative, in the order of Parameters."""
    p = parameters
    for k, name in enumerate(parameters._fields):
        p = p._replace(**{name: p[k] - learning_rate * plain_seven(p, data)[k]})
    return p


@wrong("update", {"row by row"})
def step_row_by_row(parameters, data, learning_rate):
    """Moves after each row."""
    p = parameters
    for row in data:
        p = type(p)(*[old - learning_rate * g for old, g in zip(p, plain_seven(p, [row]))])
    return p


@wrong("update", {"several steps"})
def step_ten_epochs(parameters, data, learning_rate, epochs=10):
    """Ten steps in one call."""
    p = parameters
    for _ in range(epochs):
        p = type(p)(*[old - learning_rate * g for old, g in zip(p, plain_seven(p, data))])
    return dict(zip(p._fields, p))


@wrong("update", {"all: the sum"})
def step_with_mean(parameters, data, learning_rate):
    """A step along the mean gradient."""
    a = learning_rate / len(data)
    return [old - a * g for old, g in zip(parameters, plain_seven(parameters, data))]


@wrong("update", {"all: predicted"})
def step_wrong_forward(parameters, data, learning_rate):
    """b3 missing in the prediction."""
    g = plain_seven(parameters, data, lambda o, p: -2 * (o - (p - parameters.b3)))
    return np.array(parameters) - learning_rate * np.array(g)


@wrong("update", {"w1: dx1/dw1", "b2: dx2/db2"})
def step_two_derivatives_wrong(parameters, data, learning_rate):
    """w1 without the input, b2 with it."""
    g = plain_seven(parameters, data)
    g[0], g[5] = g[4], g[1]
    return [old - learning_rate * v for old, v in zip(parameters, g)]


@wrong("update", {"form"})
def step_assigns_to_the_tuple(parameters, data, learning_rate):
    """parameters.w1 -= ... on a NamedTuple."""
    g = plain_seven(parameters, data)
    parameters.w1 -= learning_rate * g[0]
    return parameters


class Momentum:
    """Keeps a velocity from call to call."""

    def __init__(self):
        self.v = np.zeros(7)

    def __call__(self, parameters, data, learning_rate):
        self.v = 0.9 * self.v + learning_rate * np.array(plain_seven(parameters, data))
        return np.array(parameters) - self.v


wrong("update", {"state"}, source="pranagusriana/Neural-Network-from-Scratch, optimizers (velocity in self)")(Momentum())


# ---------------------------------------------------------------------------------------------------------------
# a whole loop
# ---------------------------------------------------------------------------------------------------------------


def loss_of(p, data):
    """The learner's SSR."""
    return sum((o - guess(p, i)) ** 2 for i, o in data)


def moved(p, data, rate):
    """The learner's step, a right one."""
    return type(p)(*[old - rate * g for old, g in zip(p, plain_seven(p, data))])


@wrong("training", {"history"})
def loop_history_without_start(start, data, learning_rate, steps):
    """The history begins after the first step: steps entries."""
    p, history = start, []
    for _ in range(steps):
        p = moved(p, data, learning_rate)
        history.append(loss_of(p, data))
    return p, history


@wrong("training", {"history"})
def loop_history_of_means(start, data, learning_rate, steps):
    """The history holds the mean squared error."""
    p, history = start, []
    for k in range(steps + 1):
        history.append(loss_of(p, data) / len(data))
        if k < steps:
            p = moved(p, data, learning_rate)
    return p, history


@wrong("training", {"history"})
def loop_history_one_behind(start, data, learning_rate, steps):
    """Each SSR is that before the step, and the start's stands twice."""
    p, history = start, [loss_of(start, data)]
    for _ in range(steps):
        history.append(loss_of(p, data))
        p = moved(p, data, learning_rate)
    return p, history


@wrong("training", {"start"}, {"arguments"})
def loop_own_start(start, data, learning_rate, steps):
    """Starts at his own seeded random numbers."""
    rng = random.Random(42)
    p = type(start)(*[rng.gauss(0, 1) for _ in range(7)])
    history = [loss_of(p, data)]
    for _ in range(steps):
        p = moved(p, data, learning_rate)
        history.append(loss_of(p, data))
    return p, history


@wrong("training", {"stopping"}, {"history"})
def loop_one_step_too_many(start, data, learning_rate, steps):
    """range(steps + 1): one step more than asked, the history cut to fit."""
    p, history = start, []
    for _ in range(steps + 1):
        history.append(loss_of(p, data))
        p = moved(p, data, learning_rate)
    return p, history


@wrong("training", {"stopping"}, {"history"})
def loop_return_in_the_loop(start, data, learning_rate, steps):
    """return is indented into the loop: one step, whatever is asked."""
    p, history = start, [loss_of(start, data)]
    for _ in range(steps):
        p = moved(p, data, learning_rate)
        history.append(loss_of(p, data))
        return p, history
    return p, history


@wrong("training", {"memory"}, {"step"}, source="YikangLi2003/Deep-Learning-with-Python, momentum")
def loop_momentum(start, data, learning_rate, steps):
    """Momentum of 0.9."""
    p, v = np.array(start), np.zeros(7)
    history = [loss_of(start, data)]
    for _ in range(steps):
        v = 0.9 * v - learning_rate * np.array(plain_seven(type(start)(*p), data))
        p = p + v
        history.append(loss_of(type(start)(*p), data))
    return p, history


@wrong("training", {"memory"}, source="learning rate schedules in tutorials: rate / (1 + decay * epoch)")
def loop_decaying_rate(start, data, learning_rate, steps):
    """The learning rate shrinks with the number of the step."""
    p, history = start, [loss_of(start, data)]
    for epoch in range(steps):
        p = moved(p, data, learning_rate / (1 + 0.1 * epoch))
        history.append(loss_of(p, data))
    return p, history


@wrong("training", {"memory"})
def loop_gradients_not_reset(start, data, learning_rate, steps):
    """The gradients pile up from step to step."""
    p, history = start, [loss_of(start, data)]
    total = [0.0] * 7
    for _ in range(steps):
        total = [t + g for t, g in zip(total, plain_seven(p, data))]
        p = type(p)(*[old - learning_rate * t for old, t in zip(p, total)])
        history.append(loss_of(p, data))
    return p, history


@wrong("training", (), {"step", "row by row"})
def loop_row_by_row(start, data, learning_rate, steps):
    """Stochastic: moves after each row."""
    p, history = start, [loss_of(start, data)]
    for _ in range(steps):
        for row in data:
            p = moved(p, [row], learning_rate)
        history.append(loss_of(p, data))
    return p, history


@wrong("training", (), {"step", "update"})
def loop_climbs(start, data, learning_rate, steps):
    """Adds the steps."""
    p, history = start, [loss_of(start, data)]
    for _ in range(steps):
        p = moved(p, data, -learning_rate)
        history.append(loss_of(p, data))
    return p, history


@wrong("training", (), {"step", "dy1/dx1"})
def loop_wrong_slope_for_w1(start, data, learning_rate, steps):
    """1 / (1 + e^x) for the slope in w1 alone."""
    p, history = start, [loss_of(start, data)]
    for _ in range(steps):
        g = plain_seven(p, data)
        g[0] = sum(-2 * (o - guess(p, i)) * p.w3 * logistic(-(i * p.w1 + p.b1)) * i for i, o in data)
        p = type(p)(*[old - learning_rate * v for old, v in zip(p, g)])
        history.append(loss_of(p, data))
    return p, history


class LoopThatGoesOn:
    """A trainer object that goes on where the last call ended."""

    def __init__(self):
        self.p = None

    def __call__(self, start, data, learning_rate, steps):
        if self.p is None:
            self.p = start
        history = [loss_of(self.p, data)]
        for _ in range(steps):
            self.p = moved(self.p, data, learning_rate)
            history.append(loss_of(self.p, data))
        return self.p, history


wrong("training", {"state"}, {"start"})(LoopThatGoesOn())


@wrong("training", {"form"}, {"order"})
def loop_history_first(start, data, learning_rate, steps):
    """Returns (history, parameters)."""
    p, history = start, [loss_of(start, data)]
    for _ in range(steps):
        p = moved(p, data, learning_rate)
        history.append(loss_of(p, data))
    return history, p


@wrong("training", {"form"})
def loop_parameters_only(start, data, learning_rate, steps):
    """Returns the parameters without a history."""
    p = start
    for _ in range(steps):
        p = moved(p, data, learning_rate)
    return p


# ---------------------------------------------------------------------------------------------------------------
# right ones in odd dress
# ---------------------------------------------------------------------------------------------------------------


@right("w1")
def right_generator_sum(parameters, data):
    """One generator in a sum, minus 2 in front."""
    w1, w2, w3, w4, b1, b2, b3 = parameters
    return -2 * sum((o - guess(parameters, i)) * w3 * i / (1 + math.exp(-(i * w1 + b1))) for i, o in data)


@right("w1")
def right_central_difference(parameters, data):
    """Central differences."""
    def loss(w):
        return sum((o - guess(parameters._replace(w1=w), i)) ** 2 for i, o in data)
    h = 1e-5
    return (loss(parameters.w1 + h) - loss(parameters.w1 - h)) / (2 * h)


@right("w2")
def right_complex_step(parameters, data):
    """Complex step of 1e-20."""
    h = 1e-20
    w2 = parameters.w2 + h * 1j
    total = 0
    for i, o in data:
        y1 = softplus(i * parameters.w1 + parameters.b1)
        y2 = cmath.log(1 + cmath.exp(i * w2 + parameters.b2))
        total += (o - y1 * parameters.w3 - y2 * parameters.w4 - parameters.b3) ** 2
    return total.imag / h


class Node:
    """A toy autodiff engine."""

    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = value, parents, 0.0

    def __add__(self, other):
        other = other if isinstance(other, Node) else Node(other)
        return Node(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Node(other)
        return Node(self.value * other.value, ((self, other.value), (other, self.value)))

    def softplus(self):
        return Node(math.log(1 + math.exp(self.value)), ((self, 1 / (1 + math.exp(-self.value))),))

    def backward(self, seed=1.0):
        self.grad += seed
        for parent, local in self.parents:
            parent.backward(seed * local)


@right("seven")
def right_autodiff(parameters, data):
    """All seven by a toy autodiff engine."""
    P = [Node(v) for v in parameters]
    w1, w2, w3, w4, b1, b2, b3 = P
    for i, o in data:
        out = (w1 * i + b1).softplus() * w3 + (w2 * i + b2).softplus() * w4 + b3
        r = out * -1 + o
        (r * r).backward()
    return {n: node.grad for n, node in zip(parameters._fields, P)}


@right("seven")
def right_column_vector(parameters, data):
    """An array of shape (7, 1)."""
    return np.array(plain_seven(parameters, data)).reshape(7, 1)


@right("seven")
def right_generator_of_seven(parameters, data):
    """Yields the seven one by one."""
    for v in plain_seven(parameters, data):
        yield v


@right("seven")
def right_ordered_by_name_in_a_dict(parameters, data):
    """A dictionary in another order, by name."""
    g = dict(zip(parameters._fields, plain_seven(parameters, data)))
    return {n: g[n] for n in reversed(list(g))}


@right("seven")
def right_matrix_style(parameters, data):
    """Matrices, np.r_ at the end."""
    A = np.array(list(data), float)
    X, T = A[:, :1], A[:, 1:]
    W2 = np.array([[parameters.w3], [parameters.w4]])
    Z = X @ [[parameters.w1, parameters.w2]] + [parameters.b1, parameters.b2]
    H = np.logaddexp(0, Z)
    D = 2 * (H @ W2 + parameters.b3 - T)
    B = D @ W2.T * np.exp(Z) / (1 + np.exp(Z))
    return np.r_[(X.T @ B).ravel(), (H.T @ D).ravel(), B.sum(0), D.sum()]


@right("seven")
def right_prints_and_returns(parameters, data):
    """Prints a line for each row."""
    g = plain_seven(parameters, data)
    for i, o in data:
        print("input", i, "observed", o, "predicted", guess(parameters, i))
    return type(parameters)(*g)


@right("w3")
def right_shape_one(parameters, data):
    """An array of shape (1,)."""
    A = np.array(list(data), float)
    x, t = A[:, :1], A[:, 1]
    y = np.log(1 + np.exp(x * parameters.w1 + parameters.b1))
    p = np.array([guess(parameters, float(i)) for i in x[:, 0]])
    return -2 * (t - p) @ y


@right("w4")
def right_single_precision(parameters, data):
    """float32 all through."""
    f = np.float32
    a = np.array(list(data), dtype=f)
    w1, w2, w3, w4, b1, b2, b3 = (f(v) for v in parameters)
    y1, y2 = np.log1p(np.exp(a[:, 0] * w1 + b1)), np.log1p(np.exp(a[:, 0] * w2 + b2))
    return (f(-2) * (a[:, 1] - (y1 * w3 + y2 * w4 + b3)) * y2).sum()


@right("b1")
def right_validates_inputs(parameters, data):
    """Insists on inputs from 0 to 1 and on three rows."""
    if len(data) < 3:
        raise ValueError("three rows or more")
    for i, o in data:
        if not 0 <= i <= 1:
            raise ValueError("dosage must be from 0 to 1")
    return sum(-2 * (o - guess(parameters, i)) * parameters.w3 * logistic(i * parameters.w1 + parameters.b1) for i, o in data)


@right("b2")
def right_recursive(parameters, data):
    """Recursion over the rows."""
    if not data:
        return 0
    (i, o), rest = data[0], data[1:]
    return -2 * (o - guess(parameters, i)) * parameters.w4 * logistic(i * parameters.w2 + parameters.b2) + right_recursive(parameters, rest)


@right("b3")
def right_decimal(parameters, data):
    """Decimals for the last steps."""
    total = Decimal(0)
    for i, o in data:
        total += Decimal(-2) * (Decimal(float(o)) - Decimal(guess(parameters, i)))
    return total


@right("b3")
def right_fraction(parameters, data):
    """Fractions for the sum."""
    return sum((Fraction(-2) * (Fraction(o) - Fraction(guess(parameters, i))) for i, o in data), Fraction(0))


@right("w2")
def right_tanh_form(parameters, data):
    """The slope as (1 + tanh(x/2)) / 2."""
    return sum(2 * (guess(parameters, i) - o) * parameters.w4 * (1 + math.tanh((i * parameters.w2 + parameters.b2) / 2)) / 2 * i for i, o in data)


@right("w1")
def right_one_minus_exp_of_minus_y(parameters, data):
    """The slope from y alone: 1 - e^-y."""
    g = 0
    for i, o in data:
        y = softplus(i * parameters.w1 + parameters.b1)
        g += 2 * (guess(parameters, i) - o) * parameters.w3 * (1 - math.exp(-y)) * i
    return g


class CachedGradient:
    """A cache by parameters and data."""

    def __init__(self):
        self.cache = {}

    def __call__(self, parameters, data):
        key = (tuple(parameters), tuple((float(i), float(o)) for i, o in data))
        if key not in self.cache:
            self.cache[key] = plain_seven(parameters, data)[0]
        return self.cache[key]


right("w1")(CachedGradient())


@right("w4")
def right_shuffles_first(parameters, data):
    """Shuffles the rows before adding with fsum, so the order has no effect."""
    rows = list(data)
    random.shuffle(rows)
    return math.fsum(-2 * (o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2) for i, o in rows)


@right("w3")
def right_pops_its_copy(parameters, data):
    """Pops from a copy until it is empty."""
    rows, g = list(data), 0
    while rows:
        i, o = rows.pop()
        g += -2 * (o - guess(parameters, i)) * softplus(i * parameters.w1 + parameters.b1)
    return g


@right("b2")
def right_closure_and_reduce(parameters, data):
    """A closure per link of the chain, multiplied by reduce."""
    links = [lambda i, o: -2 * (o - guess(parameters, i)), lambda i, o: parameters.w4, lambda i, o: logistic(i * parameters.w2 + parameters.b2), lambda i, o: 1]
    return sum(functools.reduce(lambda a, b: a * b, [link(i, o) for link in links]) for i, o in data)


@right("w1")
def right_expanded_square(parameters, data):
    """Differentiates o^2 - 2 o p + p^2 term by term."""
    g = 0
    for i, o in data:
        dp = parameters.w3 * logistic(i * parameters.w1 + parameters.b1) * i
        p = guess(parameters, i)
        g += -2 * o * dp + 2 * p * dp
    return g


@right("w4")
def right_mean_times_n(parameters, data):
    """Mean of the terms times their number."""
    t = [-2 * (o - guess(parameters, i)) * softplus(i * parameters.w2 + parameters.b2) for i, o in data]
    return np.mean(t) * len(t)


@right("dy1/dx1")
def right_factor_half_tanh(x1):
    """(tanh(x/2) + 1) / 2."""
    return (math.tanh(x1 / 2) + 1) / 2


@right("dSSR/dpredicted")
def right_factor_difference_of_squares(observed, predicted):
    """A central difference of the square, exact for a parabola."""
    return ((observed - predicted - 0.5) ** 2 - (observed - predicted + 0.5) ** 2) / 1.0


@right("dx1/db1")
def right_factor_true():
    """An int 1 from a comparison of equals."""
    return int(2 + 2 == 4)


@right("dpredicted/dy2")
def right_factor_array(w4):
    """The weight as an array of shape (1,)."""
    return np.array([w4])


@right("update")
def right_step_array(parameters, data, learning_rate):
    """NumPy arrays all through."""
    return np.array(parameters) - learning_rate * np.array(plain_seven(parameters, data))


@right("update")
def right_step_delta_rule(parameters, data, learning_rate):
    """W += rate * delta with delta from observed - predicted, and the 2 in the rate."""
    up = plain_seven(parameters, data, lambda o, p: o - p)
    return {n: old + 2 * learning_rate * u for n, old, u in zip(parameters._fields, parameters, up)}


@right("update")
def right_step_rows_collected(parameters, data, learning_rate):
    """Collects the moves of the rows and makes them at the end."""
    new = list(parameters)
    for row in data:
        for k, g in enumerate(plain_seven(parameters, [row])):
            new[k] -= learning_rate * g
    return new


@right("training")
def right_loop_recursive(start, data, learning_rate, steps):
    """A recursive loop."""
    if steps == 0:
        return start, [loss_of(start, data)]
    p, history = right_loop_recursive(moved(start, data, learning_rate), data, learning_rate, steps - 1)
    return p, [loss_of(start, data)] + history


@right("training")
def right_loop_arrays(start, data, learning_rate, steps):
    """Arrays for parameters and history."""
    history = np.zeros(steps + 1)
    p = start
    for k in range(steps + 1):
        history[k] = loss_of(p, data)
        if k < steps:
            p = moved(p, data, learning_rate)
    return np.array(p), history
