"""What the tutor says, and how it asks: places, hints, bounds, calls, output, numbers from paper, loops."""

import builtins
import io
import itertools
import math
import random
import sys
import time
from collections import namedtuple

import pytest
from test_checking import NAMES, a_step, all_seven, flat, in_groups, passed, sigma, wrong

from tinynet import Parameters, check, check_training, check_update, dosage, layers
from tinynet.tutor import asking
from tinynet.tutor.asking import MOST_CALLS


def scale(name, parameters, data):
    """The sum of the absolute products."""
    return sum(abs(wrong(name)(parameters, [row])) for row in data)


# Where right ends


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("off", "places"), [(0.99e-5, None), (1.01e-5, ("nearly",)), (0.99e-2, ("nearly",))])
def test_right_and_nearly_right_have_bounds(name, off, places):
    for sign in (-1, 1):
        verdict = check(lambda p, data: wrong(name)(p, data) + sign * off * scale(name, p, data), name)  # noqa: B023
        assert verdict.correct == (places is None)
        assert verdict.places == (places or ())
        assert verdict.mistakes == ()


@pytest.mark.parametrize("name", NAMES)
def test_beyond_the_bound_it_is_no_longer_nearly_right(name):
    for sign in (-1, 1):
        verdict = check(lambda p, data: wrong(name)(p, data) + sign * 1.01e-2 * scale(name, p, data), name)  # noqa: B023
        assert not verdict.correct
        assert "nearly" not in verdict.places


# Three mistakes at once


THREES = [
    ("w1", ("output weight missing", "other output weight"), ("slope missing", "slope taken at y", "other neuron",
     "slope of the sigmoid", "softplus instead of its slope"), ("input missing", "x instead of input")),
    ("w2", ("output weight missing", "other output weight"), ("slope missing", "slope taken at y", "other neuron",
     "slope of the sigmoid", "softplus instead of its slope"), ("input missing", "x instead of input")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "weights", "slopes", "inputs"), THREES)
def test_three_at_once_are_located_all_three(name, weights, slopes, inputs):
    k = name[1]
    for three in itertools.product(weights, slopes, inputs):
        verdict = check(wrong(name, *three), name)
        assert not verdict.correct
        if three[1] == "slope missing" and three[2] == "x instead of input":
            continue  # the same numbers as x for the slope, and the input left out
        if three[0] == "output weight missing" and "softplus" in three[1]:
            continue  # the same numbers as y for the weight, and the slope left out
        assert set(verdict.places) == {f"dpredicted/dy{k}", f"dy{k}/dx{k}", f"dx{k}/dw{k}"}, three
        if "softplus" not in three[1]:
            assert sorted(verdict.mistakes) == sorted(three)


# How it asks


def test_what_a_wrong_function_prints_is_seen_once(capsys):
    def mine(parameters, data):
        print("asked")
        return wrong("w1", "slope missing")(parameters, data)

    assert check(mine, "w1").places == ("dy1/dx1",)
    assert capsys.readouterr().out == "asked\n"


def test_what_waits_for_an_answer_is_seen(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n" * 5000))
    given = []

    def mine(parameters, data):
        given.append(input("which? "))
        return wrong("b3", "flipped sign")(parameters, data)

    assert check(mine, "b3").mistakes == ("flipped sign",)
    assert capsys.readouterr().out.count("which? ") == len(given) > 5
    assert builtins.input is input


def test_the_screen_comes_back_whatever_happens(capsys):
    screen, hook = sys.stdout, sys.breakpointhook
    calls = []

    def mine(parameters, data):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return 0.1

    with pytest.raises(KeyboardInterrupt):
        check(mine, "w1")
    assert (sys.stdout, sys.breakpointhook) == (screen, hook)


@pytest.mark.parametrize("mistake", ["slope missing", "residual squared", "mean instead of sum"])
def test_it_is_not_asked_for_ever(mistake):
    calls = []

    def counted(function):
        return lambda *arguments: calls.append(1) or function(*arguments)

    for verdict in (
        lambda: check(counted(wrong("w1", mistake)), "w1"),
        lambda: check(counted(all_seven(**dict.fromkeys(NAMES, (mistake,))))),
        lambda: check_update(counted(in_groups(*zip(NAMES), w1=(mistake,)))),
        lambda: check(counted(lambda parameters, data: math.sin(wrong("w1", mistake)(parameters, data))), "w1"),
    ):
        calls.clear()
        verdict()
        assert len(calls) <= MOST_CALLS == 1500


def test_a_slow_function_is_asked_less(monkeypatch):
    calls = []
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.7)

    def mine(parameters, data):
        calls.append(1)
        time.sleep(0.04)
        return wrong("w1", "slope missing")(parameters, data)

    assert not check(mine, "w1").correct
    assert len(calls) < 40


# What is right in odd ways, or wrong in them


def test_a_function_that_insists_is_right_where_it_answers():
    def mine(parameters, data):
        if len(data) != 3 or not all(0 <= input <= 1 for input, _ in data):
            raise ValueError("three dosages, please")
        return wrong("w3")(parameters, data)

    verdict = check(mine, "w3")
    assert verdict.correct
    assert flat(verdict).startswith("dSSR/dw3: right wherever it answered, at 3 points; elsewhere it raised ValueError")
    assert "\n" not in str(verdict)


def test_one_that_insists_and_is_wrong_is_located_all_the_same():
    def mine(parameters, data):
        if len(data) < 3 or not all(0 <= input <= 1 for input, _ in data):
            raise ValueError("three dosages, please")
        return wrong("w1", "slope taken at y", "other output weight")(parameters, data)

    assert check(mine, "w1").places == ("dpredicted/dy1", "dy1/dx1")


def test_a_named_result_is_read_by_its_names():
    Gradient = namedtuple("Gradient", reversed(NAMES))

    class Series:
        """As a pandas Series: iterates over its values, and knows their names."""

        def __init__(self, values):
            self.index, self.values = list(values), list(values.values())

        def __iter__(self):
            return iter(self.values)

    for kind in (lambda values: Gradient(**values), Series):
        mine = all_seven()
        turned = lambda p, data: kind(dict(reversed(list(zip(NAMES, mine(p, data))))))  # noqa: B023, E731
        assert check(turned).correct


def test_a_wrong_forward_pass_is_said_once_with_its_part():
    def mine(parameters, data):
        without_b3 = [(input, observed + parameters.b3) for input, observed in data]
        return all_seven()(parameters, without_b3)

    verdict = check(mine)
    assert verdict.places == ("all: predicted",)
    assert verdict.mistakes == ("all: bias forgotten: b3",)
    assert flat(verdict).startswith(
        "All seven: in your predicted, b3 is left out of predicted = y1 * w3 + y2 * w4 + b3."
    )


def test_an_unknown_forward_pass_is_told_by_its_parts():
    def mine(parameters, data):
        return sum(-2 * (o - passed(parameters, i, o).predicted - 0.7 * math.sin(parameters.b3)) for i, o in data)

    verdict = check(mine, "b3")
    assert verdict.places == ("predicted",)
    assert "when b3 goes up by 1" in flat(verdict)


def test_an_exception_names_the_function_and_the_line():
    def helper(x):
        return x / 0

    def mine(parameters, data):
        return helper(data[0][0])

    line = helper.__code__.co_firstlineno + 1
    for verdict in (check(mine, "w1"), check_update(lambda p, d, r: mine(p, d))):
        assert f"(in helper, line {line})" in flat(verdict)
        assert isinstance(verdict.error, ZeroDivisionError)
        assert verdict.places == ("form",)


def test_the_hints_go_from_where_to_the_remedy():
    verdict = check(wrong("w1", "slope taken at y"), "w1")
    where, kind, remedy = verdict.hints
    assert where == "Look at the factor dy1/dx1."
    assert "e^x1" not in where + kind
    assert remedy == "dy1/dx1 = e^x1 / (1 + e^x1)."


def test_a_factor_is_shown_beside_the_right_one():
    words = flat(check(wrong("w1", "slope taken at y"), "w1"))
    y1 = math.log(1 + math.exp(0.7))
    assert (
        f"In a trial with x1 = 0.7, y1 = {y1:.4g} that is {sigma(y1):.4g}; right is e^x1 / (1 + e^x1) = {sigma(0.7):.4g}."
        in words
    )
    assert "your value right dSSR/dw1 0.762161 0.760944" in words


def test_an_unknown_name_lists_the_names():
    with pytest.raises(ValueError, match="^name: 'w5' is no"):
        check(wrong("w1"), "w5")
    with pytest.raises(ValueError, match="dy1/dx1"):
        check(wrong("w1"), "dy1/dx3")


# One factor


FACTORS = {
    "dSSR/dpredicted": lambda observed, predicted: -2 * (observed - predicted),
    "dpredicted/dw3": lambda y1: y1,
    "dpredicted/dw4": lambda y2: y2,
    "dpredicted/db3": lambda: 1,
    "dpredicted/dy1": lambda w3: w3,
    "dpredicted/dy2": lambda w4: w4,
    "dy1/dx1": sigma,
    "dy2/dx2": lambda x: math.exp(x) / (1 + math.exp(x)),
    "dx1/dw1": lambda input: input,
    "dx1/db1": lambda: 1.0,
    "dx2/dw2": lambda input: input,
    "dx2/db2": lambda: 1,
}


@pytest.mark.parametrize("name", FACTORS)
def test_a_factor_alone(name):
    assert check(FACTORS[name], name).correct
    doubled = check(lambda *numbers: 2 * FACTORS[name](*numbers), name)
    assert doubled.places == (name,)
    assert check(lambda *numbers: None, name).places == ("form",)


# A step


@pytest.mark.parametrize("mistake", ["slope missing", "input missing", "other output weight", "slope of the sigmoid"])
def test_what_is_wrong_inside_a_step_is_located_as_outside(mistake):
    assert check_update(a_step(w1=(mistake,))).mistakes == (f"w1: {mistake}",)


def test_several_steps_and_row_by_row_are_told_apart_from_in_place():
    one = in_groups(NAMES)

    def twice(parameters, data, rate):
        return one(Parameters(*one(parameters, data, rate)), data, rate)

    def each(parameters, data, rate):
        for row in data:
            parameters = one(parameters, [row], rate)
        return parameters

    assert check_update(twice).places == ("several steps",)
    assert check_update(each).places == ("row by row",)
    assert check_update(in_groups(*zip(NAMES))).places == ("in place",)


# A loop


def squares(parameters, data):
    return sum((observed - passed(parameters, input, observed).predicted) ** 2 for input, observed in data)


def looped(start, data, rate, steps, one=None):
    history = [squares(start, data)]
    for _ in range(steps):
        start = (one or in_groups(NAMES))(start, data, rate)
        history.append(squares(start, data))
    return start, history


def test_a_right_loop_is_right():
    verdict = check_training(looped)
    assert verdict.correct
    assert str(verdict) == "the training: right."


@pytest.mark.parametrize(
    ("loop", "place"),
    [
        (lambda s, d, r, n: (looped(s, d, r, n)[0], looped(s, d, r, n)[1][1:]), "history"),
        (lambda s, d, r, n: looped(s, d, r, max(n - 1, 0)), "stopping"),
        (lambda s, d, r, n: looped(dosage.START, d, r, n), "start"),
        (lambda s, d, r, n: looped(s, d, r, n, lambda p, d, r: in_groups(NAMES, sign=-1)(p, d, r)), "step"),
        (lambda s, d, r, n: looped(s, d, r / max(n, 1), n), "memory"),
        (lambda s, d, r, n: None, "form"),
        (lambda s, d, r, n: looped(s, d, r, n)[0], "form"),
    ],
)
def test_a_wrong_loop_is_located(loop, place):
    assert place in check_training(loop).places


# Numbers from pencil and paper


def test_a_number_is_right_to_its_digits():
    for text in ("0.76", "0.761", "0.7609", "7.609e-1", "  0.761 "):
        assert check(text, "w1", dosage.START, dosage.DATA).correct, text
    assert "but for rounding on the way" in str(check("0.7603", "w1", dosage.START, dosage.DATA))


@pytest.mark.parametrize(
    ("text", "says"), [("0.125", "to the digits that are written"), ("0.124", "rounding on the way")]
)
def test_the_last_digit_may_be_off_by_half_a_unit_and_no_more(text, says):
    straight = Parameters(w1=1.0, w2=1.0, w3=0.0, w4=0.0, b1=0.0, b2=0.0, b3=0.062275)  # dSSR/db3 is 2 * b3 = 0.12455
    assert says in str(check(text, "b3", straight, [(0.5, 0.0)]))
    network = [layers.Layer([[0.0]], [0.062275], layers.IDENTITY)]
    assert says in str(layers.check(text, "b(1)[0]", network, [([0.5], [0.0])]))


def test_two_digits_accuse_of_nothing():
    assert check("-0.76", "w1", dosage.START, dosage.DATA).mistakes == ()  # with three, it is the sign
    network = [layers.Layer([[0.0]], [0.0625], layers.IDENTITY)]
    assert layers.check("-0.12", "b(1)[0]", network, [([0.5], [0.0])]).mistakes == ()


def test_a_wrong_number_is_explained_by_what_gives_just_it():
    assert check("-0.761", "w1", dosage.START, dosage.DATA).mistakes == ("flipped sign",)
    assert check("1.153", "b3", dosage.START, dosage.DATA).mistakes == ("mean instead of sum",)
    assert check("5.0", "w1", dosage.START, dosage.DATA).places == ()
    assert 'explain("w1"' in str(check("5.123", "w1", dosage.START, dosage.DATA))


@pytest.mark.parametrize(
    ("mine", "error"), [(0.76, TypeError), ("x", ValueError), ("0.8", ValueError), ("nan", ValueError)]
)
def test_what_is_no_number_on_paper(mine, error):
    with pytest.raises(error, match="^mine is "):
        check(mine, "w1", dosage.START, dosage.DATA)


def a_task(draw):
    parameters = Parameters(*[round(draw.uniform(-2, 2), 1) for _ in NAMES])
    data = [(round(draw.uniform(-2, 2), 1), round(draw.uniform(-2, 2), 1)) for _ in range(draw.choice((3, 4)))]
    return draw.choice(NAMES), parameters, data


def on_paper(name, p, data, digits):
    """The derivative with every number on the way rounded to so many significant digits."""

    def r(x):
        return float(f"{x:.{digits - 1}e}")

    total = 0.0
    for i, o in data:
        x1, x2 = r(i * p.w1 + p.b1), r(i * p.w2 + p.b2)
        y1, y2 = r(math.log(1 + math.exp(x1))), r(math.log(1 + math.exp(x2)))
        d = r(-2 * (o - r(r(y1 * p.w3) + r(y2 * p.w4) + p.b3)))
        factors = {"w1": (p.w3, r(sigma(x1)), i), "w2": (p.w4, r(sigma(x2)), i), "w3": (y1,), "w4": (y2,), "b3": (),
                   "b1": (p.w3, r(sigma(x1))), "b2": (p.w4, r(sigma(x2)))}[name]  # fmt: skip
        for factor in factors:
            d = r(d * factor)
        total = r(total + d)
    decimals = digits - 1 - (math.floor(math.log10(abs(total))) if total else 0)
    return f"{total:.{max(decimals, 1)}f}"


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_of_right_numbers_with_rounded_intermediates_none_is_called_a_mistake(count):
    draw = random.Random(14)
    for number in range(count):
        name, parameters, data = a_task(draw)
        text = on_paper(name, parameters, data, 3 + number % 2)
        if len(text.replace("-", "").replace(".", "").lstrip("0")) > 1:
            assert check(text, name, parameters, data).mistakes == (), (text, name, parameters, data)


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_of_random_numbers_at_most_one_in_fifty_is_given_a_cause(count):
    draw, given, wrongs = random.Random(15), 0, 0
    while wrongs < count:
        name, parameters, data = a_task(draw)
        verdict = check(f"{draw.choice((-1, 1)) * draw.uniform(1, 10):.{draw.choice((2, 3))}f}", name, parameters, data)
        wrongs += not verdict.correct
        given += bool(verdict.mistakes)
    assert given <= 0.02 * count
