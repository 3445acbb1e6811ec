"""Two slips at once, every usual one with every other: nothing false may be told of a program.

What is true of a slip is written beside it, from how the slip is made: the place, and what shows it as well.
"""

from itertools import combinations

import pytest

from corpus_layers_score import general
from learner import Learner, dot, learner
from tinynet.layers import SIGMOID, Layer, step_sizes, update
from tinynet.tutor.layers import check, check_update


def slopes(net, l, x):
    return [net[l - 1].activation.slope(number) for number in x]


def times(*several):
    product = [1.0] * min(map(len, several))
    for one in several:
        product = [x * y for x, y in zip(product, one)]
    return product


def scaled(gradient, w_by, b_by):
    return [([[x * w_by for x in row] for row in w], [x * b_by for x in b]) for w, b in gradient]


LAST, WAYS = {"dSSR/da(last)", "dSSR/dz(last)"}, {"dSSR/da(hidden)", "dSSR/dz(hidden)"}
SLOPE = {"dSSR/dz(any)", "dSSR/da(hidden)", "dSSR/da(last)"}
FORWARD, WEIGHTS, BIASES, SUM = {"forward"}, {"dSSR/dW(any)"}, {"dSSR/db(any)"}, {"the sum"}

SLIPS = [
    ("sign", LAST, {"da_last": lambda o, p: [2 * (x - y) for x, y in zip(o, p)]}),
    ("half", LAST, {"da_last": lambda o, p: [y - x for x, y in zip(o, p)]}),
    ("squared", LAST, {"da_last": lambda o, p: [-2 * (x - y) ** 2 for x, y in zip(o, p)]}),
    ("no residual", LAST, {"da_last": lambda o, p: [-2.0 for _ in o]}),
    ("sum of outputs", LAST, {"da_last": lambda o, p: [-2 * (sum(o) - sum(p))] * len(o)}),
    ("added", LAST, {"da_last": lambda o, p: [-2 * (x + y) for x, y in zip(o, p)]}),
    ("no weights", WAYS, {"da": lambda net, l, dz, da, z, a: [sum(dz)] * len(a[l])}),
    ("first way", WAYS, {"da": lambda net, l, dz, da, z, a: [w * dz[0] for w in net[l].weights[0]]}),
    ("mean way", WAYS, {"da": lambda net, l, dz, da, z, a: [dot(c, dz) / len(dz) for c in zip(*net[l].weights)]}),
    ("past the slope", WAYS, {"da": lambda net, l, dz, da, z, a: [dot(c, da) for c in zip(*net[l].weights)]}),
    ("no slope", SLOPE, {"dz": lambda net, l, da, z, a: list(da)}),
    ("slope at a", SLOPE, {"dz": lambda net, l, da, z, a: times(da, slopes(net, l, a[l]))}),
    ("slope twice", SLOPE, {"dz": lambda net, l, da, z, a: times(da, slopes(net, l, z[l]), slopes(net, l, z[l]))}),
    ("a(1 - a)", SLOPE, {"dz": lambda net, l, da, z, a: [d * x * (1 - x) for d, x in zip(da, a[l])]}),
    ("curve", SLOPE, {"dz": lambda net, l, da, z, a: times(da, a[l])}),
    ("with z", WEIGHTS, {"dw": lambda net, l, dz, da, z, a: [[d * x for x in (z[l - 1] or a[0])] for d in dz]}),
    ("no a", WEIGHTS, {"dw": lambda net, l, dz, da, z, a: [[d for _ in a[l - 1]] for d in dz]}),
    ("dW of da", WEIGHTS, {"dw": lambda net, l, dz, da, z, a: [[d * x for x in a[l - 1]] for d in da]}),
    ("db summed", BIASES, {"db": lambda net, l, dz, da, z, a: [sum(dz)] * len(dz)}),
    ("db times b", BIASES, {"db": lambda net, l, dz, da, z, a: times(dz, net[l - 1].biases)}),
    ("db left out", BIASES, {"db": lambda net, l, dz, da, z, a: [0.0] * len(dz)}),
    ("db of da", BIASES, {"db": lambda net, l, dz, da, z, a: list(da)}),
    ("no biases", FORWARD, {"z": lambda layer, below: [dot(row, below) for row in layer.weights]}),
    ("minus biases", FORWARD, {"z": lambda layer, below: [dot(r, below) - b for r, b in zip(layer.weights, layer.biases)]}),
    ("sigmoid for all", FORWARD, {"a": lambda layer, z, last: [SIGMOID.f(x) for x in z]}),
    ("linear end", FORWARD, {"a": lambda layer, z, last: list(z) if last else [layer.activation.f(x) for x in z]}),
    ("mean", SUM, {"total": lambda every: scaled(Learner().total(every), 1 / len(every), 1 / len(every))}),
    ("first row", SUM, {"total": lambda every: every[0]}),
    ("last row", SUM, {"total": lambda every: every[-1]}),
    ("mean of weights", SUM | {"dSSR/dW(any)"}, {"total": lambda every: scaled(Learner().total(every), 1 / len(every), 1)}),
]  # fmt: skip

RIGHT = {"a(1 - a)", "sigmoid for all"}  # a program for sigmoids, and no slip
PAIRS = [
    (one, two) for one, two in combinations(SLIPS, 2) if not set(one[2]) & set(two[2]) and {one[0], two[0]} != RIGHT
]


def told_falsely(one, two, ask=check, also=frozenset()):
    """Places that are in neither of the slips, or that it is right."""
    program = learner("pair", **one[2], **two[2])
    mine = program if ask is check else lambda net, data, rate: update(net, step_sizes(program(net, data), rate))
    verdict = ask(mine)
    if verdict.correct:
        return ["right"]
    return [place for place in verdict.places if not general(place, verdict) & (one[1] | two[1] | also)]


@pytest.mark.parametrize(("ask", "also"), [(check, frozenset()), (check_update, frozenset({"update"}))])
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 59])
def test_of_two_slips_at_once_nothing_false_is_told(ask, also, every):
    pairs = PAIRS[::every]
    false = [(one[0], two[0], wrong) for one, two in pairs if (wrong := told_falsely(one, two, ask, also))]
    assert len(false) <= max(1, 0.03 * len(pairs)), false


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 4])
def test_each_slip_alone_is_told_truly(every):
    none = ("none", frozenset(), {})
    assert [(one[0], wrong) for one in SLIPS[::every] if (wrong := told_falsely(one, none))] == []


# Two slips of a step: of how it moves, and of what is inside.

MOVES = [
    ("rate missing", {"learning rate"}, lambda net, g, rate: update(net, step_sizes(g, 1))),
    ("rate twice", {"learning rate"}, lambda net, g, rate: update(net, step_sizes(g, rate * rate))),
    ("rate divides", {"learning rate"}, lambda net, g, rate: update(net, step_sizes(g, 1 / rate))),
    ("added", {"update"}, lambda net, g, rate: update(net, step_sizes(g, -rate))),
    ("biases stay", {"update"}, lambda net, g, rate: [
        Layer(new.weights, old.biases, old.activation) for new, old in zip(update(net, step_sizes(g, rate)), net)
    ]),
    ("step size", {"old value"}, lambda net, g, rate: step_sizes(g, rate)),
]  # fmt: skip


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 37])
def test_of_a_slip_of_the_step_and_one_inside_nothing_false_is_told(every):
    pairs = [(move, slip) for move in MOVES for slip in SLIPS if (move[0], slip[0]) != ("added", "sign")][::every]
    false = []
    for (name, places, move), (other, inside, lines) in pairs:
        program = learner("pair", **lines)
        verdict = check_update(lambda net, data, rate, move=move, program=program: move(net, program(net, data), rate))
        allowed = places | inside | {"update"}
        wrong = [place for place in verdict.places if not general(place, verdict) & allowed]
        if wrong or verdict.correct:
            false.append((name, other, wrong))
    assert len(false) <= max(1, 0.03 * len(pairs)), false
