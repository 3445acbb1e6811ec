"""What learners write where a factor belongs, and what they write for the forward pass, as data.

A word is what stands in the place of a factor: its label, its formula, how it is computed, and the numbers it takes. In
them k is the neuron and w its output weight; j and v are those of the other neuron. The usual formulas are listed: a new
one is a new line. Besides, any other number may stand in the place of a factor, and any letter of the forward pass may be
another one; these are generated.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache
from math import exp, tanh
from typing import NamedTuple

from tinynet.neuron import sigmoid, softplus


class Word(NamedTuple):
    """Something that stands in the place of a factor."""

    place: str
    label: str
    formula: str
    function: Callable[..., float]
    takes: tuple[str, ...]

    @property
    def stands(self) -> str:
        return f"your {self.place} is {self.formula}"


LN_10 = 2.302585092994046
Line = tuple[str, str, Callable[..., float], str]  # as in a Word; the names of the numbers with spaces between

# fmt: off
RESIDUAL: Sequence[Line] = (
    ("residual missing", "a constant: the residual is left out", lambda: 1, ""),
    ("residual squared", "-2 * (observed - predicted)^2", lambda o, p: -2 * (o - p) ** 2, "observed predicted"),
    ("residual squared itself", "(observed - predicted)^2", lambda o, p: (o - p) ** 2, "observed predicted"),
    ("residual's absolute value", "-2 times the residual's absolute value", lambda o, p: -2 * abs(o - p),
     "observed predicted"),
    ("predicted instead of residual", "-2 * predicted", lambda p: -2 * p, "predicted"),
    ("twice the sign of the residual", "-2 times the sign of the residual", lambda o, p: 2 * (o < p) - 2 * (o > p), "observed predicted"),
    ("sign of the residual", "the sign of predicted - observed alone", lambda o, p: (o < p) - (o > p), "observed predicted"),
)
WEIGHT: Sequence[Line] = (
    ("output weight missing", "1: the weight is left out", lambda: 1, ""),
    ("other output weight", "{v}, the other neuron's", float, "{v}"),
    ("output weight twice", "{w}^2", lambda w: w * w, "{w}"),
    ("divided by output weight", "1 / {w}", lambda v: 1 / v, "{w}"),
)
SLOPE: Sequence[Line] = (
    ("slope missing", "1: the slope is left out", lambda: 1, ""),
    ("slope taken at y", "the slope at y{k}; it must be the slope at x{k}", sigmoid, "y{k}"),
    ("other neuron", "the slope at x{j}, the other neuron's", sigmoid, "x{j}"),
    ("softplus instead of its slope", "y{k} = log(1 + e^x{k}); it must be the derivative of y{k}", softplus, "x{k}"),
    ("slope of the sigmoid", "s * (1 - s), the slope of the sigmoid; f is softplus, and its slope is the sigmoid itself",
     lambda x: sigmoid(x) * (1 - sigmoid(x)), "x{k}"),
    ("e^x", "e^x{k}: the division by 1 + e^x{k} is missing", exp, "x{k}"),
    ("brackets missing", "e^x{k} / 1 + e^x{k}: without brackets round 1 + e^x{k} that is 2 * e^x{k}",
     lambda x: 2 * exp(x), "x{k}"),
    ("e^-x for e^x", "1 / (1 + e^x{k}); it is e^x{k} / (1 + e^x{k}), or 1 / (1 + e^-x{k})", lambda x: sigmoid(-x), "x{k}"),
    ("y * (1 - y)", "y{k} * (1 - y{k}); that belongs to the sigmoid, and y{k} is a softplus", lambda y: y * (1 - y), "y{k}"),
    ("1 - y^2", "1 - y{k}^2; that belongs to tanh, and y{k} is a softplus", lambda y: 1 - y * y, "y{k}"),
    ("1 - tanh^2", "1 - tanh(x{k})^2, the slope of tanh; f is softplus", lambda x: 1 - tanh(x) ** 2, "x{k}"),
    ("slope of ReLU", "the slope of ReLU, 0 or 1; f is softplus", lambda x: float(x > 0), "x{k}"),
    ("x instead of slope", "x{k}", float, "x{k}"),
    ("slope at the input", "the slope at the input; it must be the slope at x{k}", sigmoid, "input"),
    ("slope at the bias", "the slope at the bias; it must be the slope at x{k}", sigmoid, "b{k}"),
    *[(f"slope at another x: input * w{{k}} + {b}",
       f"the slope at input * w{{k}} + {b}; it must be the slope at x{{k}} = input * w{{k}} + b{{k}}",
       lambda i, w, b: sigmoid(i * w + b), f"input w{{k}} {b}") for b in ("b{j}", "b3")],
    ("slope at another x: input * w{k}", "the slope at input * w{k}, without b{k}", lambda i, w: sigmoid(i * w), "input w{k}"),
)
TIMES_INPUT: Line = ("bias times input", "input", float, "input")
PLUS_1: Line = ("input plus 1", "input + 1", lambda i: i + 1, "input")
INPUT: Sequence[Line] = (
    ("input missing", "1: the input is left out", lambda: 1, ""),
    ("input squared", "input^2: the input is there twice", lambda i: i * i, "input"),
    PLUS_1,
)
BIAS: Sequence[Line] = (TIMES_INPUT, PLUS_1)
LAST_Y: Sequence[Line] = (
    ("y missing", "1: y{k} is left out", lambda: 1, ""),
    ("other neuron", "y{j}, the other neuron's", float, "y{j}"),
    ("output weight instead of y", "{w}; the derivative of y{k} * {w} by {w} is y{k}", float, "{w}"),
    ("slope instead of y", "the slope e^x{k} / (1 + e^x{k})", sigmoid, "x{k}"),
    ("y squared", "y{k}^2", lambda y: y * y, "y{k}"),
    ("y times output weight", "y{k} * {w}", lambda y, w: y * w, "y{k} {w}"),
    ("y times the slope", "y{k} * e^x{k} / (1 + e^x{k})", lambda x: softplus(x) * sigmoid(x), "x{k}"),
    ("log10 instead of log", "log10(1 + e^x{k}); log is the natural logarithm", lambda y: y / LN_10, "y{k}"),
    ("ReLU instead of softplus", "the larger of x{k} and 0", lambda x: max(x, 0.0), "x{k}"),
)
LAST_ONE: Sequence[Line] = (("times both y", "y1 + y2", lambda a, b: a + b, "y1 y2"), TIMES_INPUT)

# Any other number: how it is called where it stands for a factor.
NUMBERS = {"x{k}": "x", "y{k}": "y", "w{k}": "weight", "b{k}": "bias", "{w}": "output weight", "{v}": "other output weight",
           "input": "input", "observed": "observed", "predicted": "predicted", "b3": "b3", "x{j}": "other x",
           "y{j}": "other y", "w{j}": "other weight", "b{j}": "other bias"}
# For each factor its lines, and what is right there.
LINES: Mapping[str, tuple[Sequence[Line], str]] = {
    "dSSR/dpredicted": (RESIDUAL, ""), "dpredicted/dy{k}": (WEIGHT, "{w}"), "dy{k}/dx{k}": (SLOPE, ""),
    "dx{k}/dw{k}": (INPUT, "input"), "dx{k}/db{k}": (BIAS, "1"), "dpredicted/dw3": (LAST_Y, "y{k}"),
    "dpredicted/dw4": (LAST_Y, "y{k}"), "dpredicted/db3": (LAST_ONE, "1"),
}
# fmt: on


def neuron_of(name: str) -> dict[str, str]:
    """What k, j, w and v stand for in the chain of a parameter, or in a factor."""
    top = any(part in name for part in ("w1", "b1", "w3", "y1", "x1"))
    return dict(zip("kjwv", ("1", "2", "w3", "w4") if top else ("2", "1", "w4", "w3")))


@cache
def words(place: str) -> list[Word]:
    """The words for one factor: the usual formulas, then other numbers in its place."""
    of = neuron_of(place)
    lines, right = next(entry for pattern, entry in LINES.items() if pattern.format(**of) == place)
    known = {takes for *_, function, takes in lines if function is float}
    return [
        Word(place, label.format(**of), formula.format(**of), function, (*takes.format(**of).split(),))
        for label, formula, function, takes in (*lines, *(_numbers(right, known) if right else ()))
    ]


def _numbers(right: str, known: Container[str]) -> Iterator[Line]:
    """Any other number in the place of the right one. An input instead of a weight is not told from one too many."""
    for name, kind in NUMBERS.items():
        if name != right and name not in known and (right, name) != ("{w}", "input"):
            yield (f"times the {kind}" if right == "1" else f"{kind} instead of {NUMBERS[right]}"), name, float, name


class Pass(NamedTuple):
    """A forward pass: what differs from the right one, f, and what is done to the whole predicted at the end.

    letters   what stands in a place instead: {"1:b1": "-b2"} has -b2 for b1 in x1, and "p:y1" is y1 in predicted
    """

    label: str = ""
    part: str = ""
    f: Callable[[float], float] = softplus
    letters: Mapping[str, str] = {}
    ends: Callable[[float], float] = float

    def numbers(self, given: Mapping[str, float]) -> dict[str, float]:
        """All numbers of one observation, with the learner's own x, y and predicted."""
        own = {**given, "0": 0.0, "1": 1.0}
        for k in "12":
            own[f"b{k}*w{k}"] = own[f"b{k}"] * own[f"w{k}"]

        def at(place: str) -> float:
            letter = self.letters.get(place, place[2:])
            return -own[letter[1:]] if letter[0] == "-" else own[letter]

        for k in "12":
            own[f"x{k}"] = at(f"{k}:input") * at(f"{k}:w{k}") + at(f"{k}:b{k}")
        own["y1"], own["y2"] = self.f(own["x1"]), self.f(own["x2"])
        own["predicted"] = self.ends(at("p:y1") * at("p:w3") + at("p:y2") * at("p:w4") + at("p:b3"))
        return own


RIGHT_PASS = Pass()
PASSES: Sequence[Pass] = (
    Pass("log10 instead of log", "f is log10(1 + e^x); log is the natural logarithm", lambda x: softplus(x) / LN_10),
    Pass("ReLU instead of softplus", "f is ReLU; it is softplus, log(1 + e^x)", lambda x: max(x, 0.0)),
    Pass("sigmoid instead of softplus", "f is the sigmoid; it is softplus, log(1 + e^x)", sigmoid),
    Pass("tanh instead of softplus", "f is tanh; it is softplus, log(1 + e^x)", tanh),
    Pass("no activation", "f is left out: y = x; it is softplus, log(1 + e^x)", float),
    Pass("log(1 + e^-x)", "f is log(1 + e^-x); it is log(1 + e^x)", lambda x: softplus(-x)),
    Pass("e^x instead of softplus", "f is e^x; it is log(1 + e^x)", exp),
    Pass("1 + e^x instead of softplus", "f is 1 + e^x: the logarithm is missing", lambda x: 1 + exp(x)),
    Pass("f of predicted", "f is applied to predicted too; the output has no activation", ends=softplus),
    Pass("hidden biases forgotten", "b1 and b2 are left out of x = input * w + b", letters={"1:b1": "0", "2:b2": "0"}),
    Pass("hidden biases subtracted", "b1 and b2 are subtracted; x = input * w + b", letters={"1:b1": "-b1", "2:b2": "-b2"}),
    Pass("b1 and b2 exchanged", "b1 and b2 are exchanged", letters={"1:b1": "b2", "2:b2": "b1"}),
    Pass("w1 and w2 exchanged", "w1 and w2 are exchanged", letters={"1:w1": "w2", "2:w2": "w1"}),
    Pass("the neurons exchanged", "x1 and x2 are exchanged", letters={"1:w1": "w2", "2:w2": "w1", "1:b1": "b2", "2:b2": "b1"}),
    Pass("brackets: (input + b) * w", "x is (input + b) * w; it is input * w + b", letters={"1:b1": "b1*w1", "2:b2": "b2*w2"}),
    Pass("top neuron alone", "y1 alone stands for y1 * w3 + y2 * w4 + b3", letters={"p:w3": "1", "p:y2": "0", "p:b3": "0"}),
)  # fmt: skip
_FORMULAS = {"1": "x1 = input * w1 + b1", "2": "x2 = input * w2 + b2", "p": "predicted = y1 * w3 + y2 * w4 + b3"}
_LABELS = {"p:b3=0": "bias forgotten: b3", "1:b1=0": "bias forgotten: b1", "2:b2=0": "bias forgotten: b2",
           "p:y1=0": "top neuron forgotten", "p:y2=0": "bottom neuron forgotten"}  # fmt: skip


@cache
def passes() -> list[Pass]:
    """The right pass, the usual other ones, and each with one other letter: another number, the opposite, 0 or 1."""
    found = [RIGHT_PASS, *PASSES]
    for place in ("1:w1", "1:b1", "2:w2", "2:b2", "p:y1", "p:w3", "p:y2", "p:w4", "p:b3"):
        own = place[2:]
        numbers = ("w1", "w2", "w3", "w4", "b1", "b2", "b3", "0", "1", f"-{own}")
        for other in (*numbers, *(("x1", "x2", "y1", "y2") if place[0] == "p" else ())):
            if other != own:
                is_left_out = other == {"b": "0", "y": "0", "w": "1"}[own[0]]
                term = {"y1": "y1 * w3", "y2": "y2 * w4"}.get(own, own)
                what = f"{term} is left out of" if is_left_out else f"{other} stands in the place of {own} in"
                label = _LABELS.get(f"{place}={other}", f"{other} for {own}")
                found.append(Pass(label, f"{what} {_FORMULAS[place[0]]}", letters={place: other}))
    return found
