"""Programs that used to be led wrong: each is led to its place, and what is right in it is not accused."""

from math import exp

import pytest

from tinynet import (
    Parameters,
    backpropagate,
    check,
    check_training,
    check_update,
    forward,
    gradient,
    predict,
    sigmoid,
    softplus,
    ssr,
)

LEADS = {}  # name -> (how it is checked, the name of the derivative, the places, the program)


def lead(kind, places, name=None, named=None):
    def decorate(program):
        LEADS[named or program.__name__] = (kind, name, places, program)
        return program

    return decorate


def right(p, data):
    return backpropagate(p, data)[1]


def stepped(p, data, rate):
    return Parameters(*[old - rate * d for old, d in zip(p, right(p, data))])


def of_rows(term):
    """The sum over the rows of term(p, f, input, observed), with f the forward pass."""
    return lambda p, data: sum(term(p, forward(p, i), i, o) for i, o in data)


def looped(step):
    """A loop whose step gets what it may carry along: (p, data, rate, number, kept, start); None ends it."""

    def mine(start, data, rate, steps):
        p, history, kept = start, [ssr(start, data)], {}
        for number in range(steps):
            new = step(p, data, rate, number, kept, start)
            if new is None:
                break
            p = new
            history.append(ssr(p, data))
        return p, history

    return mine


d1 = lambda p, f, o: -2 * (o - f.predicted) * p.w3  # noqa: E731
lead("check", ("dy1/dx1",), "w1", "b2 in an x1 of one's own")(
    of_rows(lambda p, f, i, o: d1(p, f, o) * sigmoid(i * p.w1 + p.b2) * i)
)
lead("check", ("dy1/dx1",), "w1", "brackets missing in the slope")(
    of_rows(lambda p, f, i, o: d1(p, f, o) * exp(f.x1) / 1 + exp(f.x1) * i)
)
lead("check", ("dSSR/dpredicted",), "w3", "brackets missing in the residual")(
    of_rows(lambda p, f, i, o: -2 * o - f.predicted * f.y1)
)
lead("check", ("predicted",), "b3", "y1 for predicted")(of_rows(lambda p, f, i, o: -2 * (o - f.y1)))
lead("check", ("dy1/dx1",), "w1", "integer division")(
    of_rows(lambda p, f, i, o: d1(p, f, o) * (exp(f.x1) // (1 + exp(f.x1))) * i)
)
lead("check", ("dpredicted/dy1",), "w1", "x1 for w3")(
    of_rows(lambda p, f, i, o: -2 * (o - f.predicted) * f.x1 * sigmoid(f.x1) * i)
)


lead("check", ("dy2/dx2",), "w2", "e^x2 over 1 + e^x1")(
    of_rows(lambda p, f, i, o: -2 * (o - f.predicted) * p.w4 * exp(f.x2) / (1 + exp(f.x1)) * i)
)


@lead("check", ("predicted",), "w1")
def b3_in_a_forward_pass_of_ones_own(p, data):
    total = 0
    for i, o in data:
        x1, x2 = i * p.w1 + p.b3, i * p.w2 + p.b2
        total += -2 * (o - (softplus(x1) * p.w3 + softplus(x2) * p.w4 + p.b3)) * p.w3 * sigmoid(x1) * i
    return total


@lead("check", ("arguments",), "w1")
def unpacked_in_another_order(p, data):
    w1, b1, w2, b2, w3, w4, b3 = p
    return right(Parameters(w1, w2, w3, w4, b1, b2, b3), data).w1


@lead("check", ("the sum",), "w1")
def forward_before_the_loop(p, data):
    f = forward(p, data[0][0])
    return sum(d1(p, f, o) * sigmoid(f.x1) * i for i, o in data)


@lead("check", ("the sum",), "w1")
def residual_before_the_loop(p, data):
    first = data[0][1] - predict(p, data[0][0])
    return sum(-2 * first * p.w3 * sigmoid(forward(p, i).x1) * i for i, o in data)


@lead("check", ("the sum",), "w1")
def total_residual_times_each_row(p, data):
    total = sum(o - predict(p, i) for i, o in data)
    return sum(-2 * total * p.w3 * sigmoid(forward(p, i).x1) * i for i, o in data)


lead("check", ("the sum",), "w1", "no rows with observed 0")(
    lambda p, data: sum(right(p, [row]).w1 for row in data if row[1] != 0)
)
lead("check", ("the sum",), "w1", "three rows")(lambda p, data: sum(right(p, [data[k]]).w1 for k in range(3)))
lead("check", ("the sum",), "w1", "each row once")(lambda p, data: right(p, list(set(data))).w1)
lead("check", ("the sum",), "w1", "the first seven rows")(lambda p, data: right(p, data[:7]).w1)


@lead("check", "right", "w1")
def pops_its_rows(p, data):
    total = 0.0
    while data:
        total += right(p, [data.pop()]).w1
    return total


@lead("update", ("arguments",))
def the_rows_are_used_up(p, data, rate):
    first = pops_its_rows(p, data)
    rest = right(p, data)[1:] if data else [0.0] * 6
    return [old - rate * d for old, d in zip(p, (first, *rest))]


lead("update", {"learning rate", "old value", "all: the sum"}, None, "the gradient of all rows but one")(
    lambda p, data, rate: gradient(p, data[:-1])
)
lead("update", {"old value", "all: dSSR/dpredicted"}, None, "brackets round old value, and half")(
    lambda p, data, rate: [(old - d / 2) * rate for old, d in zip(p, right(p, data))]
)
lead("update", {"old value"}, None, "1.5 times the old value")(
    lambda p, data, rate: [1.5 * old - rate * d for old, d in zip(p, right(p, data))]
)


def in_place(p, data, rate):
    for name in p._fields:
        p = p._replace(**{name: getattr(p, name) - rate * getattr(right(p, data), name)})
    return p


lead("update", {"in place", "learning rate"}, None, "in place, without the rate")(
    lambda p, data, _: in_place(p, data, 1)
)
lead("update", {"in place", "all: the sum"}, None, "in place, without the last row")(
    lambda p, data, rate: in_place(p, data[:-1], rate)
)


@lead("update", {"b2: order"})
def one_wrong_index(p, data, rate):
    new = stepped(p, data, rate)
    return new._replace(b2=p.b2 - rate * right(p, data).b1)


@lead("update", ("row by row",))
def row_by_row(p, data, rate):
    for row in data:
        p = stepped(p, [row], rate)
    return p


lead("check", (), "w1", "always 0")(lambda p, data: 0)
lead("check", ("nearly",), "w1", "forward differences")(
    lambda p, data: (ssr(p._replace(w1=p.w1 + 1e-3), data) - ssr(p, data)) / 1e-3
)
lead("update", ("nearly",), None, "forward differences in a step")(
    lambda p, data, rate: [
        old - rate * (ssr(p._replace(**{name: old + 1e-3}), data) - ssr(p, data)) / 1e-3
        for name, old in zip(p._fields, p)
    ]
)
lead("seven", ("arguments",), None, "the absolute input")(lambda p, data: right(p, [(abs(i), o) for i, o in data]))
lead("check", (), "w1", "wrong for one row alone")(lambda p, data: right(p, data).w1 if len(data) > 1 else 0.0)
lead("check", (), "w1", "cut off at 100")(lambda p, data: max(-100, min(100, right(p, data).w1)))
lead("check", (), "w3", "nothing where w3 is 0")(lambda p, data: right(p, data).w3 if p.w3 else 0.0)
lead("check", (), "w1", "x cut off at 4")(of_rows(lambda p, f, i, o: d1(p, f, o) * sigmoid(max(-4, min(4, f.x1))) * i))


@lead("check", ("state",), "w1")
def kept_by_parameters(p, data, kept={}):  # noqa: B006
    return kept.setdefault(p, right(p, data).w1)


@lead("training", ("form",))
def a_list_where_parameters_belong(start, data, rate, steps):
    def d_w1(parameters):
        return parameters.w1

    p = start
    for _ in range(steps):
        d_w1(p)
        p = list(stepped(Parameters(*p), data, rate))
    return p, [0.0] * (steps + 1)


plain = looped(lambda p, data, rate, *_: stepped(p, data, rate))
lead("training", ("form",), None, "the parameters alone")(lambda *loop: plain(*loop)[0])
lead("training", ("form",), None, "the history first")(lambda *loop: plain(*loop)[::-1])
lead("training", ("stopping",), None, "ends where the steps are small")(
    looped(lambda p, data, rate, *_: stepped(p, data, rate) if max(map(abs, right(p, data))) * rate > 1e-6 else None)
)
lead("training", ("memory",), None, "a rate that decays late")(
    looped(lambda p, data, rate, number, *_: stepped(p, data, rate * (0.9 if number >= 12 else 1)))
)
lead("training", ("memory",), None, "predictions of the start")(
    looped(
        lambda p, data, rate, number, kept, start: stepped(
            p, [(i, o + predict(p, i) - predict(start, i)) for i, o in data], rate
        )
    )
)


@looped
def sums_that_grow(p, data, rate, number, kept, start):
    kept["sums"] = [old + d for old, d in zip(kept.get("sums", [0.0] * 7), right(p, data))]
    return Parameters(*[old - rate * d for old, d in zip(p, kept["sums"])])


@looped
def frozen(p, data, rate, number, kept, start):
    new = Parameters(*[old if n in kept else x for n, old, x in zip(p._fields, p, stepped(p, data, rate))])
    kept.update({n: True for n, d in zip(p._fields, right(p, data)) if abs(d * rate) < 1e-3})
    return new


lead("training", ("memory",), None, "sums_that_grow")(sums_that_grow)
lead("training", ("memory",), None, "frozen once its step is small")(frozen)


def judged(kind, name, program):
    if kind == "check":
        return check(program, name)
    return {"seven": check, "update": check_update, "training": check_training}[kind](program)


@pytest.mark.parametrize("what", LEADS)
def test_it_is_led_right(what):
    kind, name, places, program = LEADS[what]
    verdict = judged(kind, name, program)
    assert verdict.correct == (places == "right"), verdict
    assert places == "right" or set(verdict.places) == set(places), verdict


SAID = {
    "e^x2 over 1 + e^x1": "your dy2/dx2 depends on x1; right is",
    "integer division": "// or int()",
    "forward_before_the_loop": "every row uses numbers of the first row",
    "residual_before_the_loop": "the residual of the first row is used for every row",
    "no rows with observed 0": "rows with observed 0 do not count",
    "the first seven rows": "uses only rows 1, 2, 3, 4, 5, 6, 7;",
    "pops_its_rows": "it is empty after the call",
    "1.5 times the old value": "the new value is 1.5 times the old one",
    "one_wrong_index": "the derivative of b1 is used for b2",
    "row_by_row": "stochastic gradient descent",
    "always 0": "returned 0 every time",
    "wrong for one row alone": "wrong for one row alone",
    "nothing where w3 is 0": "wrong where w3 is 0",
    "a_list_where_parameters_belong": "parameters is a list there",
    "the history first": "The history comes second",
    "a rate that decays late": "takes 0.9 times the learning rate",
    "predictions of the start": "the predictions of the start are used",
    "sums_that_grow": "Set the sums back to 0",
    "frozen once its step is small": "do not move any more",
}


@pytest.mark.parametrize("what", SAID)
def test_and_told_what_it_is(what):
    kind, name, _, program = LEADS[what]
    assert SAID[what] in " ".join(judged(kind, name, program).text.split())
