"""What the experiments find of mistakes that no list holds: where, with the learner's own numbers, and nothing else."""

import math
import time

import pytest
from test_checking import NAMES, all_seven, flat, passed, sigma, wrong

from tinynet import Parameters, check, check_training, check_update, dosage, ssr
from tinynet.tutor import asking


def chained(name, **own):
    """The derivative with factors of one's own, each a function of the numbers of the pass."""
    k, w = ("1", "w3") if name in ("w1", "b1", "w3") else ("2", "w4")
    hidden = {"weight": lambda n: getattr(n, w), "slope": lambda n: sigma(getattr(n, "x" + k))}
    parts = {
        "residual": lambda n: -2 * (n.observed - n.predicted),
        **(hidden if name in ("w1", "w2", "b1", "b2") else {}),
        "last": {"w": lambda n: n.input, "b": lambda n: 1.0}[name[0]] if name not in ("w3", "w4") else lambda n: getattr(n, "y" + k),
        **own,
    }  # fmt: skip

    def mine(parameters, data):
        rows = [passed(parameters, input, observed) for input, observed in data]
        for row in rows:
            row.b1, row.b2, row.b3 = parameters[4:]
        return math.fsum(math.prod(part(row) for part in parts.values()) for row in rows)

    return mine


def test_a_chain_of_ones_own_is_right():
    assert all(check(chained(name), name) for name in NAMES)


CURVES = {
    "a little more": lambda value: value + 0.1 * math.sin(3 * value),
    "cut off": lambda value: min(value, 0.3),
    "its root": lambda value: math.copysign(math.sqrt(abs(value)), value),
}


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize(
    ("name", "part", "of", "place"),
    [
        ("w1", "slope", lambda n: sigma(n.x1), "dy1/dx1"),
        ("b2", "slope", lambda n: sigma(n.x2), "dy2/dx2"),
        ("w2", "weight", lambda n: n.w4, "dpredicted/dy2"),
        ("b1", "weight", lambda n: n.w3, "dpredicted/dy1"),
        ("w1", "last", lambda n: n.input, "dx1/dw1"),
        ("w3", "last", lambda n: n.y1, "dpredicted/dw3"),
        ("w4", "last", lambda n: n.y2, "dpredicted/dw4"),
    ],
)
def test_a_factor_that_nobody_knows_is_located(name, part, of, place, curve):
    verdict = check(chained(name, **{part: lambda n: CURVES[curve](of(n))}), name)
    assert verdict.places == (place,)
    assert verdict.mistakes == ()


def test_it_is_shown_along_its_coordinate_beside_the_right_one():
    verdict = check(chained("w1", slope=lambda n: 0.5 + n.x1 / 4), "w1")
    assert flat(verdict).startswith(
        "dSSR/dw1: your dy1/dx1 at x1 = -1.6, -0.4, 0.7, 1.9 is 0.1, 0.4, 0.675, 0.975; "
        "right is e^x1 / (1 + e^x1) = 0.168, 0.4013, 0.6682, 0.8699."
    )


@pytest.mark.parametrize(
    ("name", "own", "place"),
    [
        ("w1", {"last": lambda n: n.b1 + n.input**2}, "dx1/dw1"),
        ("w2", {"weight": lambda n: n.b3**2 + n.w4}, "dpredicted/dy2"),
        ("b1", {"last": lambda n: n.b1**3}, "dx1/db1"),
        ("b2", {"slope": lambda n: sigma(n.b2)}, "dy2/dx2"),
    ],
)
def test_a_bias_in_a_factor_is_no_reason_to_say_that_it_is_no_product(name, own, place):
    assert check(chained(name, **own), name).places == (place,)


def test_two_factors_that_are_added_are_no_product():
    verdict = check(chained("w1", weight=lambda n: n.w3 + sigma(n.x1), slope=lambda n: 1), "w1")
    assert verdict.places == ("not a product",)


WHOLE = {
    "clipped": lambda value: max(-1.0, min(1.0, value)),
    "its sign": lambda value: math.copysign(1.0, value),
    "its absolute value": abs,
    "its tanh": math.tanh,
    "divided by its size": lambda value: value / (abs(value) + 1e-3),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("whole", WHOLE)
def test_what_is_done_to_the_whole_result_accuses_no_factor(whole, name):
    verdict = check(lambda parameters, data: WHOLE[whole](wrong(name)(parameters, data)), name)
    assert verdict.places == ("the sum",)
    assert "something is done to the sum of the products" in flat(verdict)


@pytest.mark.parametrize("by", ["its length", "the root of the SSR"])
def test_all_seven_divided_by_one_number(by):
    def mine(parameters, data):
        values = all_seven()(parameters, data)
        size = math.sqrt(sum(v * v for v in values)) if by == "its length" else math.sqrt(ssr(parameters, data))
        return [value / size for value in values]

    def step(parameters, data, learning_rate):
        return [old - learning_rate * d for old, d in zip(parameters, mine(parameters, data))]

    for verdict in (check(mine), check_update(step)):
        assert {place.split(": ")[-1] for place in verdict.places} <= {"the sum", "dSSR/dpredicted"}, by


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_rounding_is_no_other_mistake(decimals):
    assert check(lambda p, data: round(wrong("w1")(p, data), decimals), "w1").places == ("nearly",)

    def step(parameters, data, learning_rate):
        return [round(p - learning_rate * d, decimals + 1) for p, d in zip(parameters, all_seven()(parameters, data))]

    assert check_update(step).places == ("nearly",)


@pytest.mark.parametrize(("up", "down"), [(0.1, 0), (0, 0.1), (0.5, 0.5), (1, 0)])
def test_differences_over_a_wide_step_are_told_as_that(up, down):
    def mine(parameters, data):
        above, below = parameters._replace(w1=parameters.w1 + up), parameters._replace(w1=parameters.w1 - down)
        return (ssr(above, data) - ssr(below, data)) / (up + down)

    verdict = check(mine, "w1")
    assert verdict.places == ("nearly",)
    assert f"the change of the SSR over a step of {max(up, down):g}" in flat(verdict)


def test_the_weights_may_be_numbered_in_out_in_out():
    def mine(parameters, data):
        w_in, w_out, v_in, v_out, *biases = parameters
        d = all_seven()(Parameters(w_in, v_in, w_out, v_out, *biases), data)
        return [d[0], d[2], d[1], d[3], *d[4:]]

    verdict = check(mine)
    assert (verdict.places, verdict.mistakes) == (("arguments",), ("parameters numbered otherwise",))
    assert "your w1, w2, w3, w4, b1, b2, b3 are w1, w3, w2, w4, b1, b2, b3 here" in flat(verdict)


def test_three_that_stand_in_a_circle_are_said_beside_a_slip_in_another():
    def mine(parameters, data):
        w1, w2, w3, w4, b1, b2, b3 = all_seven()(parameters, data)
        return [w2, w3, w1, w4, b1, b2, -b3]

    verdict = check(mine)
    assert verdict.mistakes == ("another order", "b3: flipped sign")
    assert "in the order w2, w3, w1, w4, b1, b2, b3" in flat(verdict)


@pytest.mark.parametrize("name", ["w1", "b1"])
def test_always_0_is_told_and_proves_nothing(name):
    verdict = check(lambda parameters, data: 0.0, name)
    assert (verdict.places, verdict.mistakes) == ((), ())
    assert set(verdict.parts.values()) == {"unknown"}
    assert "returned 0 every time" in flat(verdict)


def test_what_is_0_for_small_inputs_is_tried_at_a_large_one():
    assert check(chained("w1", last=lambda n: int(n.input)), "w1").places == ("dx1/dw1",)


def test_what_is_kept_by_input_is_found_though_the_same_call_gives_the_same_answer():
    kept = {}

    def mine(parameters, data):
        for input, _ in data:
            kept.setdefault(input, passed(parameters, input, 0).predicted)
        return sum(-2 * (observed - kept[input]) for input, observed in data)

    verdict = check(mine, "b3")
    assert (verdict.places, verdict.mistakes) == (("state",), ("kept by input",))


@pytest.mark.parametrize("twice", [lambda data: [*dict(data).items()], lambda data: [*dict.fromkeys(data)]])
def test_rows_that_get_lost_because_they_come_twice_are_missed(twice):
    verdict = check(lambda parameters, data: wrong("b3")(parameters, twice(data)), "b3")
    assert verdict.places == ("the sum",)


def test_of_experiments_that_could_not_be_finished_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.5)

    def mine(parameters, data):
        time.sleep(0.06)
        return chained("w1", slope=lambda n: 0.5 + n.x1 / 4)(parameters, data)

    verdict = check(mine, "w1")
    assert (verdict.correct, verdict.places, verdict.mistakes) == (False, (), ())
    assert "too few to find out where" in flat(verdict)


def right_step(parameters, data, learning_rate):
    d = all_seven()(parameters, data)
    return Parameters(*[old - derivative * learning_rate for old, derivative in zip(parameters, d)])


def test_brackets_in_a_step():
    def mine(parameters, data, learning_rate):
        return [(old - d) * learning_rate for old, d in zip(parameters, all_seven()(parameters, data))]

    verdict = check_update(mine)
    assert (verdict.places, verdict.mistakes) == (("old value",), ("brackets round old value - derivative",))


def test_a_step_that_is_taken_only_downhill_is_no_step():
    def mine(parameters, data, learning_rate):
        new = right_step(parameters, data, learning_rate)
        return new if ssr(new, data) < ssr(parameters, data) else parameters

    assert check_update(mine).places == ("update",)
    assert "moves nothing" in flat(check_update(mine))


def test_derivatives_of_other_parameters_than_those_given():
    def mine(parameters, data, learning_rate):
        return [old - learning_rate * d for old, d in zip(parameters, all_seven()(dosage.START, data))]

    assert check_update(mine).places == ("arguments",)


def test_weight_decay_on_the_weights_alone_is_said_of_them():
    def mine(parameters, data, learning_rate):
        d = all_seven()(parameters, data)
        return [v - learning_rate * (d[k] + (0.3 * v if k < 4 else 0)) for k, v in enumerate(parameters)]

    assert check_update(mine).places == tuple(f"w{k}: an added term" for k in (1, 2, 3, 4))


@pytest.mark.parametrize("taken", [lambda steps: 10, lambda steps: 100, lambda steps: 10 * steps])
def test_a_loop_of_another_length_is_told_with_its_length(taken):
    def mine(start, data, learning_rate, steps):
        history = [ssr(start, data)]
        for _ in range(taken(steps)):
            start = right_step(start, data, learning_rate)
            history.append(ssr(start, data))
        return start, history

    verdict = check_training(mine)
    assert verdict.places == ("stopping",)
    assert f"{taken(1)} instead of 1, {taken(2)} instead of 2" in flat(verdict)


@pytest.mark.parametrize(
    ("name", "mine", "label"),
    [
        ("dy1/dx1", math.exp, "e^x"),
        ("dy2/dx2", lambda x2: sigma(x2) * (1 - sigma(x2)), "slope of the sigmoid"),
        ("dpredicted/dw3", lambda y1: 1, "y missing"),
        ("dx1/dw1", lambda input: input * input, "input squared"),
        ("dSSR/dpredicted", lambda observed, predicted: abs(observed - predicted) * -2, "residual's absolute value"),
    ],
)
def test_a_usual_mistake_in_one_factor_is_named(name, mine, label):
    verdict = check(mine, name)
    assert (verdict.places, verdict.mistakes) == ((name,), (label,))


@pytest.mark.parametrize("once", [True, False])
def test_what_is_added_once_or_for_each_row_is_an_added_term(once):
    def mine(parameters, data):
        return wrong("b3")(parameters, data) + (0.7 if once else 0.7 * parameters.b3)

    verdict = check(mine, "b3")
    assert verdict.places == ("an added term",)
    assert ("always 0.7" if once else "0.7 * b3") in flat(verdict)


def test_a_slow_step_is_accused_of_nothing(monkeypatch):
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.5)

    def mine(parameters, data, learning_rate):
        time.sleep(0.11)
        d = all_seven(w1=("slope taken at y",))(parameters, data)
        return [old - derivative * learning_rate for old, derivative in zip(parameters, d)]

    verdict = check_update(mine)
    assert (verdict.correct, verdict.places) == (False, ())
    assert "too few to find out where" in flat(verdict)
