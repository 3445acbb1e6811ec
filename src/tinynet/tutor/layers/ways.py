"""What may stand in a general backpropagation where a formula should: first what is right, then the usual mistakes.

Each function yields pairs of a label ("" for what is right) and the numbers, for one observation. Where layers differ
in size, `zip` cuts to the shorter, as it does in a learner's program.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import exp
from typing import Any, NamedTuple, Optional

from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Layer, dot

Found = tuple[str, str]  # a place, such as "dSSR/dz(2)", and what stands there; "" if that is unknown
NO_SLIP = ("", "")
Numbers = Iterator[tuple[str, list[float]]]
SOFTMAX = Activation("softmax", exp, lambda x: 1.0)  # of all z of a layer, so `passed` and `Pass.slope` work it out


class Flow(NamedTuple):
    """What flows back through a layer in one row: its dSSR/da and its dSSR/dz."""

    d_a: list[float]
    d_z: list[float]


class Pass(NamedTuple):
    """One observation on its way forward. Layers are counted from 1; a[0] are the inputs, a[-1] what is predicted."""

    W: list[Any]
    b: list[Any]
    curves: list[Any]
    z: list[list[float]]
    a: list[list[float]]
    observed: list[float]

    def slope(self, l: int) -> list[float]:
        """f'(z(l)). Each output of a softmax depends on every z; this is what that makes of dSSR/da."""
        if self.curves[l] is not SOFTMAX:
            return [self.curves[l].slope(x) for x in self.z[l]]
        residuals = [o - a for o, a in zip(self.observed, self.a[l])]
        return [a * (1 - dot(residuals, self.a[l]) / (r or 1)) for a, r in zip(self.a[l], residuals)]


def passed(layers: Sequence[Layer], inputs: list[float], observed: list[float], forward: Sequence[Layer] = ()) -> Pass:
    """The pass through these layers, or through others on the way forward."""
    W, b, _ = zip(*layers)
    curves = [layer.activation for layer in forward or layers]
    p = Pass([[], *W], [[], *b], [None, *curves], [[]], [inputs], observed)
    for weights, biases, curve in forward or layers:
        z = [dot(row, p.a[-1]) + bias for row, bias in zip(weights, biases)]
        p.z.append(z)
        p.a.append(_softmax(z) if curve.name == SOFTMAX.name else [curve.f(x) for x in z])
    return p


def _softmax(z: list[float]) -> list[float]:
    powers = [exp(x - max(z)) for x in z]
    return [power / sum(powers) for power in powers]


def forwards(layers: Sequence[Layer]) -> Iterator[tuple[str, list[list[Layer]]]]:
    """Mistakes of the forward pass, each as other layers: all of them, the last one, the hidden ones."""
    for first, last in ((0, len(layers)), (len(layers) - 1, len(layers)), (0, len(layers) - 1)):
        for label, changed in together([[*_mistaken(layer)] for layer in layers[first:last]]):
            used = [*layers[:first], *changed, *layers[last:]]
            kept = [new._replace(activation=f._replace(f=new.activation.f)) for new, (_, _, f) in zip(used, layers)]
            yield label, [used, kept]  # backward with their own slopes, or with those of the right layers


def _mistaken(layer: Layer) -> Iterator[tuple[str, Layer]]:
    """What may stand for a layer on the way forward."""
    weights, biases, _ = layer
    turned = [[row[j] for row in weights if j < len(row)] for j in range(len(biases))]
    yield "activation left out", layer._replace(activation=IDENTITY)
    yield "biases left out", layer._replace(biases=[0.0 for _ in biases])
    yield "biases subtracted", layer._replace(biases=[-b for b in biases])
    yield "row for column", layer._replace(weights=turned)
    for curve in (SOFTPLUS, SIGMOID, TANH, RELU):
        yield "one activation for all", layer._replace(activation=curve)


def losses(p: Pass) -> Numbers:
    """dSSR/da of the last layer: -2 * the residuals. The sign and the 2 may be lost besides."""
    residuals, count = [o - x for o, x in zip(p.observed, p.a[-1])], len(p.observed)
    forms = [
        ("", residuals),
        ("residual squared", [r * r for r in residuals]),
        ("residual without its sign", [abs(r) for r in residuals]),
        ("residual missing", [1.0] * count),
        ("predicted instead of residual", p.a[-1]),
        ("observed instead of residual", p.observed),
        ("sum instead of difference", [o + x for o, x in zip(p.observed, p.a[-1])]),
        ("residuals added up", [sum(residuals)] * count),
        ("one output only", [residuals[0], *[0.0] * (count - 1)]),
        ("one output only", [*[0.0] * (count - 1), residuals[-1]]),
    ]
    factors = [
        ("", -2.0), ("flipped sign", 2.0), ("lost the 2", -1.0), ("lost the 2, flipped sign", 1.0),
        ("mean over the outputs", -2 / count), ("mean over the outputs", -1 / count),
    ]  # fmt: skip
    for form, values in forms:
        for factor, times in factors:
            both = form if form == "residual missing" else ", ".join(filter(None, (form, factor)))
            yield both, [times * value for value in values]


def ways(p: Pass, l: int, above: Optional[Flow]) -> Numbers:
    """dSSR/da of a layer, from what the learner has in the layer above; of the last layer from the residuals."""
    if above is None:
        yield from losses(p)
        return
    d_a, d_z = above
    W, columns = p.W[l + 1], list(zip(*p.W[l + 1]))
    yield "", [dot(column, d_z) for column in columns]
    yield "row for column", [dot(row, d_z) for row in W]
    yield "weights missing", [sum(d_z)] * len(columns)
    yield "weights missing", list(d_z)
    yield "one path only", [w * d_z[0] for w in W[0]]
    yield "one path only", [w * d_z[-1] for w in W[-1]]
    yield "one path only", [column[k % len(column)] * d_z[k % len(d_z)] for k, column in enumerate(columns)]
    yield "one path only", [max((w * d for w, d in zip(column, d_z)), key=abs) for column in columns]
    yield "mean over the paths", [dot(column, d_z) / len(d_z) for column in columns]
    yield "slope of the layer above missing", [dot(column, d_a) for column in columns]
    slope = [p.curves[l + 1].slope(x) for x in p.z[l + 1]]
    yield "slope of the layer above twice", [dot(column, [d * s for d, s in zip(d_z, slope)]) for column in columns]
    for other in (*p.W[1 : l + 1], *p.W[l + 2 :]):
        yield "another layer's W", [dot(column, d_z) for column in zip(*other)]


def slopes(p: Pass, l: int) -> Numbers:
    """f'(z(l))."""
    slope, z, a = p.curves[l].slope, p.z[l], p.a[l]
    yield "", p.slope(l)
    yield "slope missing", [1.0] * len(z)
    yield "slope taken at a", [slope(x) for x in a]
    yield "slope twice", [slope(x) ** 2 for x in z]
    yield "a * (1 - a) for every activation", [x * (1 - x) for x in a]
    yield "1 - a^2 for every activation", [1 - x * x for x in a]
    yield "z * (1 - z)", [x * (1 - x) for x in z]
    yield "1 - a", [1 - x for x in a]
    yield "the curve instead of its slope", list(a)
    yield "z instead of the slope", list(z)
    yield "slope without the bias", [slope(x - b) for x, b in zip(z, p.b[l])]
    for other in (SOFTPLUS, SIGMOID, TANH, RELU):
        yield f"one slope for every activation: {other.name}", [other.slope(x) for x in z]
    for m in (*range(1, l), *range(l + 1, len(p.z))):
        yield "slope of another layer", [p.curves[m].slope(x) for x in z]
        yield "slope of another layer", [p.curves[m].slope(x) for x in a]
        yield "another layer's z", [slope(x) for x in p.z[m]]
        yield "another layer's z", [slope(x) for x in p.a[m]]
        yield "another layer's z", [p.curves[m].slope(x) for x in p.z[m]]


def together(tables: list[list[tuple[Any, Any]]]) -> list[tuple[Any, list[Any]]]:
    """Several tables with the same labels as one: each label with what it has in every table."""
    return [(entries[0][0], [value for _, value in entries]) for entries in zip(*tables)]


def outer(d: Sequence[float], a: Sequence[float]) -> list[list[float]]:
    return [[x * y for y in a] for x in d]


def weights(p: Pass, l: int, flow: Flow) -> Iterator[tuple[str, Any]]:
    """dSSR/dW(l), from dSSR/dz(l)."""
    (d_a, d_z), below, count = flow, p.a[l - 1], len(p.a[l - 1])
    yield "", outer(d_z, below)
    if len(d_z) == count:
        yield "dW transposed", outer(below, d_z)
    if l > 1:
        yield "dW with z", outer(d_z, p.z[l - 1])
        yield "inputs instead of a", outer(d_z, p.a[0][:count])
        yield "dW with the slope of the layer below", outer(d_z, [p.curves[l - 1].slope(x) for x in p.z[l - 1]])
    for m in range(1, len(p.a)):
        yield "another layer's a", outer(d_z, p.a[m][:count])
        yield "another layer's z", outer(d_z, p.z[m][:count])
    yield "a missing", outer(d_z, [1.0] * count)
    yield "dW left out", outer([0.0] * len(d_z), below)
    yield "dSSR/da instead of dSSR/dz", outer(d_a, below)
    yield "dW summed over neurons", outer([sum(d_z)] * len(d_z), below)
    yield "dW times W", [[d * x * w for x, w in zip(below, row)] for d, row in zip(d_z, p.W[l])]


def biases(p: Pass, l: int, flow: Flow) -> Numbers:
    """dSSR/db(l), from dSSR/dz(l)."""
    (d_a, d_z), count, below = flow, len(flow.d_z), p.a[l - 1]
    yield "", list(d_z)
    yield "db left out", [0.0] * count
    yield "db summed over neurons", [sum(d_z)] * count
    yield "db summed over neurons", [sum(d_z) / count] * count
    yield "dSSR/da instead of dSSR/dz", list(d_a)
    yield "bias times b", [d * b for d, b in zip(d_z, p.b[l])]
    for a in (sum(below), below[0], below[-1]):
        yield "bias times a", [d * a for d in d_z]
    yield "bias times a", [d * x for d, x in zip(d_z, p.a[l])]


def with_one_slip(p: Pass, l: int, down_to: int, above: Optional[Flow] = None, slip: Found = NO_SLIP) -> Iterator[Any]:
    """All (dW, db) of a layer further down that a backward pass from layer l can give if one part of it is wrong."""
    for in_d_a, d_a in _entries(f"dSSR/da({l})", ways(p, l, above), slip):
        for in_d_z, slope in _entries(f"dSSR/dz({l})", slopes(p, l), in_d_a):
            flow = Flow(d_a, [x * y for x, y in zip(d_a, slope)])
            if l > down_to:
                yield from with_one_slip(p, l - 1, down_to, flow, in_d_z)
                continue
            for in_d_w, d_w in _entries(f"dSSR/dW({l})", weights(p, l, flow), in_d_z):
                for in_d_b, d_b in _entries(f"dSSR/db({l})", biases(p, l, flow), in_d_w):
                    yield in_d_b, (d_w, d_b)


def _entries(place: str, table: Numbers, slip: Found) -> Iterator[tuple[Found, list[float]]]:
    """What may stand there: anything if there is no slip so far, else what is right."""
    for label, numbers in table if slip == NO_SLIP else islice(table, 1):
        yield (place, label) if label else slip, numbers


def sums(singles: list[list[float]]) -> Numbers:
    """What may stand for the sum over the rows."""
    added, count = [sum(values) for values in zip(*singles)], len(singles)
    yield "", added
    yield "mean instead of sum", [value / count for value in added]
    yield "divided twice", [value / count / count for value in added]
    yield "first observation only", singles[0]
    yield "last observation only", singles[-1]
    yield "all but the last observation", [a - x for a, x in zip(added, singles[-1])]
    yield "all but the first observation", [a - x for a, x in zip(added, singles[0])]
