"""What learners usually write where a factor belongs, as data: a new mistake is a new line here.

A word is what stands in the place of a factor: its label, its formula, how it is computed, and the numbers it takes. In
them k is the neuron and w its output weight; j and v are those of the other neuron. A word needs no partner: what is
found in one place is looked up there, whatever is wrong elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import exp, expm1, log1p, tanh
from typing import NamedTuple

from tinynet.neuron import sigmoid, softplus


class Word(NamedTuple):
    """Something that stands in the place of a factor."""

    place: str
    label: str
    formula: str
    function: Callable[..., float]
    takes: tuple[str, ...]


def _s(x: float) -> float:
    return sigmoid(x) * (1 - sigmoid(x))


def _step(x: float) -> float:
    return float(x > 0)


def _inverse(x: float) -> float:
    return 1 / x if x else 0.0


Line = tuple[str, str, Callable[..., float], tuple[str, ...]]

# fmt: off
RESIDUAL: Sequence[Line] = (
    ("residual missing", "the same for every observed and predicted: the residual is left out", lambda: 1, ()),
    ("residual squared", "-2 * (observed - predicted)^2", lambda o, p: -2 * (o - p) ** 2, ("observed", "predicted")),
    ("residual's absolute value", "-2 times the residual's absolute value", lambda o, p: -2 * abs(o - p),
     ("observed", "predicted")),
    ("predicted instead of residual", "-2 * predicted", lambda p: -2 * p, ("predicted",)),
    ("residual cubed", "-2 * (observed - predicted)^3", lambda o, p: -2 * (o - p) ** 3, ("observed", "predicted")),
    ("sign of the residual", "the sign of predicted - observed alone, as for the absolute value of the residual",
     lambda o, p: (o < p) - (o > p), ("observed", "predicted")),
    ("product instead of difference", "-2 * observed * predicted", lambda o, p: -2 * o * p, ("observed", "predicted")),
    ("slope of the sigmoid at predicted", "-2 * the residual * predicted * (1 - predicted)",
     lambda o, p: -2 * (o - p) * p * (1 - p), ("observed", "predicted")),
    ("residual divided by observed", "-2 * the residual / observed", lambda o, p: -2 * (o - p) / o if o else 0,
     ("observed", "predicted")),
)
TIMES: Sequence[Line] = (
    ("slope of the sigmoid at predicted", "multiplied by predicted * (1 - predicted); the output has no activation",
     lambda p: p * (1 - p), ("predicted",)),
    ("slope of the sigmoid at predicted", "multiplied by the slope of the sigmoid at predicted; the output has no activation",
     _s, ("predicted",)),
    ("slope at predicted", "multiplied by e^predicted / (1 + e^predicted); the output has no activation", sigmoid,
     ("predicted",)),
    ("times predicted", "multiplied by predicted", float, ("predicted",)),
    ("divided by predicted", "divided by predicted", _inverse, ("predicted",)),
)
WEIGHT: Sequence[Line] = (
    ("output weight missing", "1: the weight is left out", lambda: 1, ()),
    ("other output weight", "{v}, the other neuron's", float, ("{v}",)),
    ("weight of the input instead of output weight", "w{k}, the weight of the input", float, ("w{k}",)),
    ("output weight twice", "{w}^2", lambda w: w * w, ("{w}",)),
    ("divided by output weight", "1 / {w}", _inverse, ("{w}",)),
    ("output weight times y", "{w} * y{k}", lambda w, y: w * y, ("{w}", "y{k}")),
    ("both output weights", "w3 + w4", lambda w, v: w + v, ("w3", "w4")),
    ("bias instead of output weight", "b3", float, ("b3",)),
    ("absolute output weight", "the absolute value of {w}", abs, ("{w}",)),
    ("y instead of output weight", "y{k}", float, ("y{k}",)),
)
SLOPE: Sequence[Line] = (
    ("slope missing", "1: the slope is left out", lambda: 1, ()),
    ("slope taken at y", "taken at y{k}; it belongs at x{k}, where f was taken", sigmoid, ("y{k}",)),
    ("softplus instead of its slope", "y{k} = log(1 + e^x{k}); it is the derivative of that", softplus, ("x{k}",)),
    ("slope of the sigmoid", "s * (1 - s), the slope of the sigmoid; f is softplus, and its slope is the sigmoid itself",
     _s, ("x{k}",)),
    ("other neuron", "taken at x{j}, the other neuron's", sigmoid, ("x{j}",)),
    ("e^x", "e^x{k}: the division by 1 + e^x{k} is missing", exp, ("x{k}",)),
    ("brackets missing", "e^x{k} / 1 + e^x{k}: without brackets round 1 + e^x{k} that is 2 * e^x{k}",
     lambda x: 2 * exp(x), ("x{k}",)),
    ("e^-x for e^x", "1 / (1 + e^x{k}); it is e^x{k} / (1 + e^x{k}), or 1 / (1 + e^-x{k})", lambda x: sigmoid(-x),
     ("x{k}",)),
    ("brackets missing, 1 / 1 + e^-x", "1 / 1 + e^-x{k}: the brackets are missing", lambda x: 1 + exp(-x), ("x{k}",)),
    ("y * (1 - y)", "y{k} * (1 - y{k}); that belongs to the sigmoid, and y{k} is a softplus", lambda y: y * (1 - y),
     ("y{k}",)),
    ("1 - y^2", "1 - y{k}^2; that belongs to tanh, and y{k} is a softplus", lambda y: 1 - y * y, ("y{k}",)),
    ("1 - tanh^2", "1 - tanh(x{k})^2, the slope of tanh; f is softplus", lambda x: 1 - tanh(x) ** 2, ("x{k}",)),
    ("slope of ReLU", "the slope of ReLU, 0 or 1; f is softplus", _step, ("x{k}",)),
    ("slope of a leaky ReLU", "the slope of a leaky ReLU, 0.01 or 1", lambda x: 1 if x > 0 else 0.01, ("x{k}",)),
    ("tanh", "tanh(x{k})", tanh, ("x{k}",)),
    ("x instead of slope", "x{k}", float, ("x{k}",)),
    ("ReLU instead of slope", "the larger of x{k} and 0", lambda x: max(x, 0.0), ("x{k}",)),
    ("slope squared", "squared: it is taken twice", lambda x: sigmoid(x) ** 2, ("x{k}",)),
    ("1 - y", "1 - y{k}", lambda y: 1 - y, ("y{k}",)),
    ("e^y", "e^y{k}", exp, ("y{k}",)),
    ("e^-x", "e^-x{k}", lambda x: exp(-x), ("x{k}",)),
    ("1 + e^x", "1 + e^x{k}", lambda x: 1 + exp(x), ("x{k}",)),
    ("slope at input * w", "taken at input * w{k}, without b{k}", lambda i, w: sigmoid(i * w), ("input", "w{k}")),
    ("slope at the input", "taken at the input; it belongs at x{k}", sigmoid, ("input",)),
    ("slope at the weight", "taken at w{k}; it belongs at x{k}", sigmoid, ("w{k}",)),
    ("slope at the bias", "taken at b{k}; it belongs at x{k}", sigmoid, ("b{k}",)),
    ("slope at predicted", "taken at predicted; it belongs at x{k}", sigmoid, ("predicted",)),
    ("divided by ln 10", "e^x{k} / (1 + e^x{k}) / ln 10: log is the natural one", lambda x: sigmoid(x) / 2.302585092994046,
     ("x{k}",)),
    ("slope times y", "multiplied by y{k} besides", lambda x: sigmoid(x) * softplus(x), ("x{k}",)),
)
INPUT: Sequence[Line] = (
    ("input missing", "1: the input is left out", lambda: 1, ()),
    ("x instead of input", "x{k}", float, ("x{k}",)),
    ("weight instead of input", "w{k}; x{k} is differentiated by w{k}, so its factor stays", float, ("w{k}",)),
    ("observed instead of input", "observed", float, ("observed",)),
    ("predicted instead of input", "predicted", float, ("predicted",)),
    ("input squared", "input^2: it is taken twice", lambda i: i * i, ("input",)),
    ("divided by input", "1 / input", _inverse, ("input",)),
    ("input times weight", "input * w{k}", lambda i, w: i * w, ("input", "w{k}")),
    ("input plus bias", "input + b{k}", lambda i, b: i + b, ("input", "b{k}")),
    ("weight plus bias", "w{k} + b{k}", lambda w, b: w + b, ("w{k}", "b{k}")),
    ("input plus 1", "input + 1", lambda i: i + 1, ("input",)),
    ("bias instead of input", "b{k}", float, ("b{k}",)),
    ("y instead of input", "y{k}", float, ("y{k}",)),
    ("input times y", "input * y{k}", lambda i, y: i * y, ("input", "y{k}")),
)
BIAS: Sequence[Line] = (
    ("bias times input", "input", float, ("input",)),
    ("times the bias", "b{k}", float, ("b{k}",)),
    ("times the weight", "w{k}", float, ("w{k}",)),
    ("times x", "x{k}", float, ("x{k}",)),
    ("times y", "y{k}", float, ("y{k}",)),
    ("input plus 1", "input + 1", lambda i: i + 1, ("input",)),
)
LAST_Y: Sequence[Line] = (
    ("y missing", "1: y{k} is left out", lambda: 1, ()),
    ("other neuron", "y{j}, the other neuron's", float, ("y{j}",)),
    ("x instead of y", "x{k}", float, ("x{k}",)),
    ("output weight instead of y", "{w}; it is y{k}, for {w} is what predicted is differentiated by", float, ("{w}",)),
    ("slope instead of y", "the slope e^x{k} / (1 + e^x{k})", sigmoid, ("x{k}",)),
    ("output weight times y", "y{k} * {w}", lambda y, w: y * w, ("y{k}", "{w}")),
    ("input instead of y", "input", float, ("input",)),
    ("y times input", "y{k} * input", lambda y, i: y * i, ("y{k}", "input")),
    ("y squared", "y{k}^2", lambda y: y * y, ("y{k}",)),
    ("y times the slope", "y{k} * e^x{k} / (1 + e^x{k})", lambda x: softplus(x) * sigmoid(x), ("x{k}",)),
    ("1 + e^x instead of y", "1 + e^x{k}: the logarithm is missing", lambda x: 1 + exp(x), ("x{k}",)),
    ("log10 instead of log", "log10(1 + e^x{k}); log is the natural logarithm", lambda y: y / 2.302585092994046, ("y{k}",)),
    ("ReLU instead of softplus", "the larger of x{k} and 0", lambda x: max(x, 0.0), ("x{k}",)),
    ("tanh instead of softplus", "tanh(x{k})", tanh, ("x{k}",)),
    ("log(1 + e^-x)", "log(1 + e^-x{k}); e^x{k} is meant", lambda x: softplus(-x), ("x{k}",)),
    ("predicted instead of y", "predicted", float, ("predicted",)),
    ("both y", "y1 + y2", lambda a, b: a + b, ("y1", "y2")),
    ("other output weight instead of y", "{v}", float, ("{v}",)),
    ("slope of the sigmoid", "s * (1 - s)", _s, ("x{k}",)),
    ("observed instead of y", "observed", float, ("observed",)),
)
LAST_ONE: Sequence[Line] = (
    ("times the bias", "b3", float, ("b3",)),
    ("times both y", "y1 + y2", lambda a, b: a + b, ("y1", "y2")),
    ("bias times input", "input", float, ("input",)),
    ("times y1", "y1", float, ("y1",)),
    ("times y2", "y2", float, ("y2",)),
    ("times predicted", "predicted", float, ("predicted",)),
    ("times w3", "w3", float, ("w3",)),
    ("times w4", "w4", float, ("w4",)),
)
# fmt: on
OUTPUT = "output"  # what the residual may be multiplied by besides; it belongs to dSSR/dpredicted
_LINES = {
    OUTPUT: TIMES,
    "dSSR/dpredicted": RESIDUAL, "dpredicted/dy{k}": WEIGHT, "dy{k}/dx{k}": SLOPE, "dx{k}/dw{k}": INPUT,
    "dx{k}/db{k}": BIAS, "dpredicted/dw3": LAST_Y, "dpredicted/dw4": LAST_Y, "dpredicted/db3": LAST_ONE,
}  # fmt: skip


def neuron_of(name: str) -> dict[str, str]:
    """What k, j, w and v stand for in the chain of a parameter, or in a factor."""
    top = any(part in name for part in ("w1", "b1", "w3", "y1", "x1"))
    return dict(zip("kjwv", ("1", "2", "w3", "w4") if top else ("2", "1", "w4", "w3")))


@cache
def words(place: str) -> list[Word]:
    """The words for one factor."""
    of = neuron_of(place)
    lines = next(lines for pattern, lines in _LINES.items() if pattern.format(**of) == place)
    return [
        Word(place, label, formula.format(**of), function, tuple(name.format(**of) for name in takes))
        for label, formula, function, takes in lines
    ]


def rank(word: Word) -> int:
    """How unusual a word is in its place: the lists begin with the usual ones."""
    return words(word.place).index(word)


# The learner's own forward pass. Each is a pass of all numbers: what differs from the right one is in its label.


class Pass(NamedTuple):
    """A forward pass: f and its slope, x and predicted from their parts; `part` is the part that differs."""

    label: str
    part: str
    f: Callable[[float], float] = softplus
    slope: Callable[[float], float] = sigmoid
    x: Callable[..., float] = lambda input, w, b: input * w + b
    predicted: Callable[..., float] = lambda y1, y2, w3, w4, b3: y1 * w3 + y2 * w4 + b3


Wiring = Callable[..., "tuple[float, float, float, float]"]

# fmt: off
PASSES = (
    Pass("bias forgotten: b3", "b3 is left out of y1 * w3 + y2 * w4 + b3",
         predicted=lambda y1, y2, w3, w4, b3: y1 * w3 + y2 * w4),
    Pass("b3 subtracted", "b3 is subtracted; it is added",
         predicted=lambda y1, y2, w3, w4, b3: y1 * w3 + y2 * w4 - b3),
    Pass("w3 and w4 exchanged", "w3 and w4 are exchanged; it is y1 * w3 + y2 * w4 + b3",
         predicted=lambda y1, y2, w3, w4, b3: y1 * w4 + y2 * w3 + b3),
    Pass("bottom neuron forgotten", "y2 * w4 is left out",
         predicted=lambda y1, y2, w3, w4, b3: y1 * w3 + b3),
    Pass("top neuron forgotten", "y1 * w3 is left out",
         predicted=lambda y1, y2, w3, w4, b3: y2 * w4 + b3),
    Pass("output weights forgotten", "w3 and w4 are left out",
         predicted=lambda y1, y2, w3, w4, b3: y1 + y2 + b3),
    Pass("w4 forgotten", "w4 is left out", predicted=lambda y1, y2, w3, w4, b3: y1 * w3 + y2 + b3),
    Pass("w3 forgotten", "w3 is left out", predicted=lambda y1, y2, w3, w4, b3: y1 + y2 * w4 + b3),
    Pass("w3 for both", "w3 stands for w4", predicted=lambda y1, y2, w3, w4, b3: y1 * w3 + y2 * w3 + b3),
    Pass("w4 for both", "w4 stands for w3", predicted=lambda y1, y2, w3, w4, b3: y1 * w4 + y2 * w4 + b3),
    Pass("y1 for both", "y1 stands for y2", predicted=lambda y1, y2, w3, w4, b3: y1 * w3 + y1 * w4 + b3),
    Pass("y2 for both", "y2 stands for y1", predicted=lambda y1, y2, w3, w4, b3: y2 * w3 + y2 * w4 + b3),
    Pass("minus for plus", "y2 * w4 is subtracted; it is added",
         predicted=lambda y1, y2, w3, w4, b3: y1 * w3 - y2 * w4 + b3),
    Pass("f of predicted", "f is taken of predicted too; the output has none",
         predicted=lambda y1, y2, w3, w4, b3: softplus(y1 * w3 + y2 * w4 + b3)),
    Pass("sigmoid of predicted", "the sigmoid is taken of predicted; the output has none",
         predicted=lambda y1, y2, w3, w4, b3: sigmoid(y1 * w3 + y2 * w4 + b3)),
    Pass("b3 twice", "b3 is added twice", predicted=lambda y1, y2, w3, w4, b3: y1 * w3 + y2 * w4 + 2 * b3),
    Pass("log10 instead of log", "f is log10(1 + e^x); log is the natural logarithm",
         lambda x: softplus(x) / 2.302585092994046, lambda x: sigmoid(x) / 2.302585092994046),
    Pass("log2 instead of log", "f is log2(1 + e^x); log is the natural logarithm",
         lambda x: softplus(x) / 0.6931471805599453, lambda x: sigmoid(x) / 0.6931471805599453),
    Pass("ReLU instead of softplus", "f is ReLU; it is softplus, log(1 + e^x)", lambda x: max(x, 0.0), _step),
    Pass("sigmoid instead of softplus", "f is the sigmoid; it is softplus, log(1 + e^x)", sigmoid, _s),
    Pass("tanh instead of softplus", "f is tanh; it is softplus, log(1 + e^x)", tanh, lambda x: 1 - tanh(x) ** 2),
    Pass("no activation", "f is left out: y = x; it is softplus, log(1 + e^x)", float, lambda x: 1.0),
    Pass("log(1 + e^-x)", "f is log(1 + e^-x); it is log(1 + e^x)", lambda x: softplus(-x), lambda x: -sigmoid(-x)),
    Pass("e^x instead of softplus", "f is e^x; it is log(1 + e^x)", exp, exp),
    Pass("1 + e^x instead of softplus", "f is 1 + e^x: the logarithm is missing", lambda x: 1 + exp(x), exp),
    Pass("log1p(1 + e^x)", "f is log(2 + e^x): log1p adds a 1 of its own", lambda x: log1p(1 + exp(x)),
         lambda x: exp(x) / (2 + exp(x))),
    Pass("e^x - 1", "f is e^x - 1; it is log(1 + e^x)", expm1, exp),
    Pass("softplus twice", "f is taken twice", lambda x: softplus(softplus(x)), lambda x: sigmoid(softplus(x)) * sigmoid(x)),
    Pass("leaky ReLU instead of softplus", "f is a leaky ReLU; it is softplus", lambda x: x if x > 0 else 0.01 * x,
         lambda x: 1.0 if x > 0 else 0.01),
    Pass("hidden biases forgotten", "b1 and b2 are left out of x = input * w + b", x=lambda input, w, b: input * w),
    Pass("hidden biases subtracted", "b1 and b2 are subtracted; x = input * w + b", x=lambda input, w, b: input * w - b),
    Pass("brackets: (input + b) * w", "x is (input + b) * w; it is input * w + b", x=lambda input, w, b: (input + b) * w),
    Pass("input plus weight", "x is input + w + b; it is input * w + b", x=lambda input, w, b: input + w + b),
    Pass("weights and biases exchanged", "x is input * b + w; it is input * w + b", x=lambda input, w, b: input * b + w),
)
# Those of one neuron alone, or of what each neuron takes: from the parameters that stand for w1, b1, w2, b2.
WIRINGS: Sequence[tuple[str, str, Wiring]] = (
    ("bias forgotten: b1", "b1 is left out of x1 = input * w1 + b1", lambda w1, b1, w2, b2: (w1, 0, w2, b2)),
    ("bias forgotten: b2", "b2 is left out of x2 = input * w2 + b2", lambda w1, b1, w2, b2: (w1, b1, w2, 0)),
    ("b1 and b2 exchanged", "b1 and b2 are exchanged", lambda w1, b1, w2, b2: (w1, b2, w2, b1)),
    ("w1 and w2 exchanged", "w1 and w2 are exchanged", lambda w1, b1, w2, b2: (w2, b1, w1, b2)),
    ("b1 for both", "b1 stands for b2", lambda w1, b1, w2, b2: (w1, b1, w2, b1)),
    ("b2 for both", "b2 stands for b1", lambda w1, b1, w2, b2: (w1, b2, w2, b2)),
    ("w1 for both", "w1 stands for w2", lambda w1, b1, w2, b2: (w1, b1, w1, b2)),
    ("w2 for both", "w2 stands for w1", lambda w1, b1, w2, b2: (w2, b1, w2, b2)),
    ("x1 for both", "x1 stands for x2", lambda w1, b1, w2, b2: (w1, b1, w1, b1)),
    ("x2 for both", "x2 stands for x1", lambda w1, b1, w2, b2: (w2, b2, w2, b2)),
    ("the neurons exchanged", "x1 and x2 are exchanged", lambda w1, b1, w2, b2: (w2, b2, w1, b1)),
)
# fmt: on
RIGHT = Pass("", "")


def numbers(own: Pass, wiring: Wiring | None, given: Mapping[str, float]) -> dict[str, float]:
    """The numbers of the learner's own pass. `slope1` and `slope2` are those of their own f."""
    w1, b1, w2, b2 = given["w1"], given["b1"], given["w2"], given["b2"]
    if wiring:
        w1, b1, w2, b2 = wiring(w1, b1, w2, b2)
    x1, x2 = own.x(given["input"], w1, b1), own.x(given["input"], w2, b2)
    y1, y2 = own.f(x1), own.f(x2)
    predicted = own.predicted(y1, y2, given["w3"], given["w4"], given["b3"])
    mine = {"x1": x1, "x2": x2, "y1": y1, "y2": y2, "predicted": predicted}
    return {**given, **mine, "slope1": own.slope(x1), "slope2": own.slope(x2)}


# The sum over the data. Of n rows, f are the products; s are the rests and r the residuals, so f = -2 * r * s. The
# weight is what n copies of one row give, in units of its product.


class Sum(NamedTuple):
    label: str
    says: str
    weight: Callable[[int], float]
    total: Callable[[list[float], list[float], list[float]], float]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _crossed(r: list[float], s: list[float]) -> float:
    return -2 * sum(one * other for one, other in zip(r, s))


# fmt: off
SUMS = (
    Sum("", "", lambda n: n, lambda f, r, s: sum(f)),
    Sum("mean instead of sum", "the mean is taken over the data; the SSR is a sum, and so is its derivative",
        lambda n: 1, lambda f, r, s: _mean(f)),
    Sum("first observation only", "only the first observation counts; the sum is over all (does the loop return too "
        "early?)", lambda n: 1, lambda f, r, s: f[0]),
    Sum("last observation only", "only the last observation counts; the sum is over all (is there = for +=, or a return "
        "outside the loop of what the last round left?)", lambda n: 1, lambda f, r, s: f[-1]),
    Sum("all but the last observation", "the last observation is left out; the sum is over all",
        lambda n: n - 1, lambda f, r, s: sum(f[:-1])),
    Sum("all but the first observation", "the first observation is left out; the sum is over all",
        lambda n: n - 1, lambda f, r, s: sum(f[1:])),
    Sum("divided by n - 1", "the sum is divided by the number of observations less one; nothing is divided",
        lambda n: n / (n - 1) if n > 1 else 0, lambda f, r, s: sum(f) / (len(f) - 1)),
    Sum("every second observation", "only every second observation counts", lambda n: (n + 1) // 2,
        lambda f, r, s: sum(f[::2])),
    Sum("root of the number", "the sum is divided by the root of the number of observations", lambda n: n**0.5,
        lambda f, r, s: sum(f) / len(f) ** 0.5),
    Sum("multiplied by the number", "the sum is multiplied by the number of observations", lambda n: n * n,
        lambda f, r, s: sum(f) * len(f)),
    Sum("running total added up", "the total so far is added again in each round", lambda n: n * (n + 1) / 2,
        lambda f, r, s: sum(sum(f[: k + 1]) for k in range(len(f)))),
    Sum("sum times sum", "the sum of the residuals is multiplied by the sum of the rest; it is the sum of the products",
        lambda n: n * n, lambda f, r, s: -2 * sum(r) * sum(s)),
    Sum("sum times sum", "the mean of the residuals is multiplied by the sum of the rest; it is the sum of the products",
        lambda n: n, lambda f, r, s: -2 * _mean(r) * sum(s)),
    Sum("sum times sum", "the mean of the residuals is multiplied by the mean of the rest; it is the sum of the products",
        lambda n: 1, lambda f, r, s: -2 * _mean(r) * _mean(s)),
    Sum("sum of the residuals times the last row", "the residuals are summed, and multiplied by the rest of the last row",
        lambda n: n, lambda f, r, s: -2 * sum(r) * s[-1]),
    Sum("sum of the residuals times the first row", "the residuals are summed, and multiplied by the rest of the first row",
        lambda n: n, lambda f, r, s: -2 * sum(r) * s[0]),
    Sum("residual of the last row", "the residual of the last row is used for all", lambda n: n,
        lambda f, r, s: -2 * r[-1] * sum(s)),
    Sum("residual of the first row", "the residual of the first row is used for all", lambda n: n,
        lambda f, r, s: -2 * r[0] * sum(s)),
    Sum("rows misaligned", "the residual of one row is multiplied by the rest of another: the rows are shifted",
        lambda n: n, lambda f, r, s: _crossed(r[1:] + r[:1], s)),
    Sum("rows misaligned", "the residual of one row is multiplied by the rest of another: the rows are shifted",
        lambda n: n, lambda f, r, s: _crossed(r[-1:] + r[:-1], s)),
    Sum("rows misaligned", "the residual of one row is multiplied by the rest of another: the rows are shifted",
        lambda n: n - 1, lambda f, r, s: _crossed(r[1:], s)),
    Sum("rows misaligned", "the residual of one row is multiplied by the rest of another: the rows are shifted",
        lambda n: n - 1, lambda f, r, s: _crossed(r, s[1:])),
    Sum("rows misaligned", "the residual of one row is multiplied by the rest of another: the rows are reversed",
        lambda n: n, lambda f, r, s: _crossed(r[::-1], s)),
)
# fmt: on
