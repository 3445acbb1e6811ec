"""What is said, word for word, of mistakes in each place: in a term, in the sum, in the pass, in a factor."""

import math
import sys
import threading
from types import SimpleNamespace

import pytest
from test_checking import all_seven, passed, sigma, wrong
from test_experiments import chained

from tinynet import Parameters, backpropagate, check, forward, sigmoid
from tinynet.tutor.alone import Alone, copies_needed, value_of
from tinynet.tutor.findings import Finding
from tinynet.tutor.judging import rounded_off
from tinynet.tutor.nearness import alike, all_alike, same_beside_1, steady
from tinynet.tutor.points import right_at
from tinynet.tutor.quiet import Silence
from tinynet.tutor.vocabulary import Pass

ADDED = "your function adds something that is not a product of the chain: "
PASS = "in your predicted, "
PREDICTED = "your predicted is not y1 * w3 + y2 * w4 + b3; when "
WHOLE = "something is done to the sum of the products. Is it cut off, divided by its size, or is only its sign kept?"

ENTANGLED = "what one row adds depends on the other rows. Each row must use its own numbers only."
BENT = "your function treats some values of observed differently. Is something cut off, or is there an if?"
NO_RESIDUAL = (
    "your dSSR/dpredicted is not -2 * (observed - predicted). That is a straight line in observed, and it is 0 if observed = "
    "predicted; yours is another curve."
)
SLOPE = "your dy1/dx1 does not change with x1 as it should; right is e^x1 / (1 + e^x1)."
NO_PRODUCT = (
    "the chain rule multiplies all factors, but your function does not: what one factor does depends on another one."
)


def first(mine, name):
    """The findings about one derivative, and nothing of what follows them."""
    paragraph = " ".join(str(check(mine, name)).split("\n\n")[0].split())
    return paragraph.split(f"dSSR/d{name}: ", 1)[-1].split(f" dSSR/d{name}: ")


def softplus(x):
    return math.log(1 + math.exp(x))


def passing(name, f=softplus, slope=sigma, predicted=lambda p, y1, y2: y1 * p.w3 + y2 * p.w4 + p.b3, both=False):
    """The derivative with a forward pass of one's own."""

    def mine(p, data):
        total = 0.0
        for i, o in data:
            x1, x2 = i * (p.w2 if both else p.w1) + (p.b2 if both else p.b1), i * p.w2 + p.b2
            rest = {"w1": p.w3 * slope(x1) * i, "w3": f(x1), "b3": 1.0}[name]
            total += -2 * (o - predicted(p, f(x1), f(x2))) * rest
        return total

    return mine


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize("name", ["w1", "w2", "w3", "w4", "b1", "b2"])
def test_a_multiple_of_the_parameter_that_is_added_is_said_with_its_number(name, once):
    def mine(p, data):
        return wrong(name)(p, data) + 0.7 * getattr(p, name) * (1 if once else len(data))

    assert first(mine, name) == [f"{ADDED}0.7 * {name}."]


@pytest.mark.parametrize("name", ["w1", "w3"])
def test_a_constant_that_is_added_for_each_row_is_said_with_its_number(name):
    assert first(lambda p, d: wrong(name)(p, d) + 0.5 * len(d), name) == [f"{ADDED}always 0.5."]


@pytest.mark.parametrize("name", ["w1", "w3", "b3"])
@pytest.mark.parametrize(("term", "said"), [(1e5, "100000"), (1e6, "1e+06")])
def test_a_term_beside_which_the_products_are_hardly_seen_is_said_and_nothing_else(name, term, said):
    assert first(lambda p, d: wrong(name)(p, d) + term, name) == [f"{ADDED}always {said}."]
    assert first(lambda p, d: wrong(name)(p, d) + term * getattr(p, name), name) == [f"{ADDED}{said} * {name}."]


def test_another_term_is_said_at_two_places():
    assert first(lambda p, d: wrong("w1")(p, d) + p.w2**2, "w1") == [f"{ADDED}0.64 at one place, 0.275315 at another."]


MEAN = (
    "your function returns the mean over the rows; the SSR is a sum, and so is its derivative. If your book takes the mean as "
    'the error, check it with loss="SSR/n".'
)


def test_a_term_beside_a_mean():
    mine = lambda p, d: wrong("w1")(p, d) / len(d) + 0.4 * p.w1  # noqa: E731
    assert first(mine, "w1") == [
        f"{ADDED}0.4 * w1.",
        MEAN,
    ]


def no_b3(p, y1, y2):
    return y1 * p.w3 + y2 * p.w4


@pytest.mark.parametrize("name", ["w1", "w3", "b3"])
@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"predicted": no_b3}, f"{PASS}b3 is left out of predicted = y1 * w3 + y2 * w4 + b3."),
        (
            {"f": lambda x: math.tanh(x), "slope": lambda x: 1 - math.tanh(x) ** 2},
            f"{PASS}f is tanh; it is softplus, log(1 + e^x).",
        ),
        (
            {"predicted": lambda p, y1, y2: y1 * p.w3 + 2.5 * y2 * p.w4 + p.b3},
            f"{PREDICTED}w4 goes up by 1, it goes up by 1.185, and should by 0.4741.",
        ),
        (
            {"predicted": lambda p, y1, y2: y1 * p.w3 + y2 * p.w4 + 3 * p.b3},
            f"{PREDICTED}b3 goes up by 1, it goes up by 3, and should by 1.",
        ),
        (
            {"predicted": lambda p, y1, y2: y1 * p.w3**2 + y2 * p.w4 + p.b3},
            f"{PREDICTED}w3 goes up by 1, it goes up by 4.192, and should by 1.103.",
        ),
        (
            {"f": lambda x: math.sin(x) + 2},
            f"{PREDICTED}w3 goes up by 1, it goes up by 2.644, and should by 1.103; "
            "when w4 goes up by 1, it goes up by 1.521, and should by 0.4741.",
        ),
    ],
)
def test_what_is_said_of_a_forward_pass(name, own, says):
    assert first(passing(name, **own), name)[0] == says


SQUARED = (
    "your dSSR/dpredicted is {}. In a trial with observed = 0.9, predicted = 0.45 that is {}; right is -2 * (observed - "
    "predicted) = -0.9."
)


@pytest.mark.parametrize("name", ["w1", "w3", "b3"])
@pytest.mark.parametrize(
    ("residual", "says"),
    [
        (lambda n: (n.observed - n.predicted) ** 2, [SQUARED.format("(observed - predicted)^2", "0.2025")]),
        (lambda n: -2 * (n.observed - n.predicted) ** 2, [SQUARED.format("-2 * (observed - predicted)^2", "-0.405")]),
        (
            lambda n: 3 * (n.observed - n.predicted) ** 2,
            [SQUARED.format("-2 * (observed - predicted)^2", "-0.405"), "everything is multiplied by -1.5."],
        ),
        (lambda n: math.expm1(n.observed - n.predicted), [NO_RESIDUAL]),
        (
            lambda n: -2 * (n.observed + n.predicted),
            ["the residual is observed - predicted; your function adds the two."],
        ),
        (lambda n: (-2 if n.predicted < 1 else n.observed) * (n.observed - n.predicted), [BENT]),
    ],
)
def test_what_is_said_of_a_residual(name, residual, says):
    assert first(chained(name, residual=residual), name) == says


SUM_FIRST = (
    "the sum over the rows is taken before the product: what one row adds depends on the other rows. Multiply for each row "
    "first, then add."
)
SUMS = {
    "their product": (lambda of, p, d: math.prod(of(p, [row]) for row in d), SUM_FIRST),
    "the largest": (lambda of, p, d: 1.5 * max(of(p, [row]) for row in d), ENTANGLED),
    "from the third on": (
        lambda of, p, d: of(p, d[2:]),
        "of 5 rows your function uses only rows 3, 4, 5; the sum is over all rows.",
    ),
    "the cube root": (lambda of, p, d: math.copysign(abs(of(p, d)) ** (1 / 3), of(p, d)), WHOLE),
}


@pytest.mark.parametrize("name", ["w1", "w3", "b3"])
@pytest.mark.parametrize("made", SUMS)
def test_what_is_said_of_a_sum(name, made):
    mine, says = SUMS[made]
    assert first(lambda p, d: mine(wrong(name), p, d), name) == [says]


def odd(x):
    return 0.5 + x / 4


@pytest.mark.parametrize(
    ("name", "own", "says"),
    [
        (
            "w1",
            {"last": lambda n: n.input * (1 + n.w4**2)},
            ["your dpredicted/dy1 depends on w4; right is w3."],
        ),
        (
            "w1",
            {"slope": lambda n: 1 + n.x2**2},
            ["your dy1/dx1 at x1 = -1.6, -0.4, 0.7, 1.9 is 1.25, 1.25, 1.25, 1.25; "
             "right is e^x1 / (1 + e^x1) = 0.168, 0.4013, 0.6682, 0.8699."],
        ),
        (
            "w1",
            {"weight": lambda n: 1 + n.w4**2},
            ["your dpredicted/dy1 at w3 = -0.7, 0.3, 1.4, 2.2 is 2.21, 2.21, 2.21, 2.21; "
             "right is w3 = -0.7, 0.3, 1.4, 2.2."],
        ),
        (
            "w1",
            {"slope": lambda n: odd(n.x1), "last": lambda n: n.input**3 + 2},
            [SLOPE, "your dx1/dw1 does not change with input as it should; right is input."],
        ),
        (
            "w1",
            {"slope": lambda n: odd(n.x1), "weight": lambda n: 1},
            ["your dpredicted/dy1 is 1: the weight is left out. In a trial with w3 = 1.4 that is 1; right is w3 = 1.4.",
             SLOPE],
        ),
        (
            "w1",
            {"slope": lambda n: odd(n.x1), "weight": lambda n: n.w4},
            ["your dpredicted/dy1 is w4, the other neuron's. In a trial with w3 = 1.4, w4 = -1.1 that is -1.1; right "
             "is w3 = 1.4.", SLOPE],
        ),
        (
            "w2",
            {"slope": lambda n: odd(n.x2), "last": lambda n: 1},
            ["your dy2/dx2 does not change with x2 as it should; right is e^x2 / (1 + e^x2).",
             "your dx2/dw2 is 1: the input is left out. In a trial with input = 0.6 that is 1; right is input = 0.6."],
        ),
        (
            "w2",
            {"slope": lambda n: 1, "last": lambda n: n.input + n.input**3},
            ["your dy2/dx2 is 1: the slope is left out. In a trial with x2 = -0.5 that is 1; right is "
             "e^x2 / (1 + e^x2) = 0.3775.", "your dx2/dw2 does not change with input as it should; right is input."],
        ),
        (
            "w2",
            {"slope": lambda n: sigma(n.y2), "weight": lambda n: n.w4 + n.w4**3},
            ["your dpredicted/dy2 does not change with w4 as it should; right is w4.",
             "your dy2/dx2 is the slope at y2; it must be the slope at x2. In a trial with x2 = -0.5, y2 = 0.4741 "
             "that is 0.6163; right is e^x2 / (1 + e^x2) = 0.3775."],
        ),
        (
            "w4",
            {"last": lambda n: n.y2 * (1 + n.w3**2)},
            ["your dpredicted/dw4 depends on w3; right is y2."],
        ),
        (
            "b1",
            {"last": lambda n: 1 + n.input**2},
            ["your dx1/db1 at input = -0.7, 0.25, 0.6, 0.95 is 1.49, 1.062, 1.36, 1.902; right is 1 = 1, 1, 1, 1."],
        ),
        ("b3", {"last": lambda n: 1 + n.w3**2}, ["your dpredicted/db3 depends on w3; right is 1."]),
        (
            "w1",
            {"weight": lambda n: n.w3 * (2 + math.sin(n.predicted))},
            ["your dSSR/dpredicted depends on predicted; right is -2 * (observed - predicted)."],
        ),
        ("w1", {"residual": lambda n: 3 + math.sin(n.predicted)}, [NO_RESIDUAL]),
        ("w1", {"last": lambda n: n.b1 + n.input**2}, ["your dx1/dw1 depends on a bias, but it should not."]),
        ("w1", {"weight": lambda n: n.w3 * n.input + sigma(n.x1), "slope": lambda n: 1, "last": lambda n: 1},
         [NO_PRODUCT]),
        ("w1", {"slope": lambda n: -1.1 * sigma(n.x1)}, ["everything is multiplied by -1.1."]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_factor(name, own, says):
    assert first(chained(name, **own), name) == says


def test_a_pass_beyond_all_floats_predicts_nothing():
    def beyond(x):
        raise OverflowError

    given = dict.fromkeys(("input", "w1", "w2", "w3", "w4", "b1", "b2", "b3"), 1.0)
    assert math.isnan(value_of(Pass(f=beyond), given))


def test_a_debugger_gets_the_screen_back_and_nobody_else():
    shown = []
    silence = Silence(SimpleNamespace(write=shown.append, encoding="utf-8"))
    silence.threads = {threading.get_ident()}
    assert silence.write("swallowed") == 9
    for module in ("pdb", "cmd", "bdb", "other"):
        exec("wrote = silence.write(name)", {"__name__": module, "silence": silence, "name": module})
    assert shown == ["pdb", "cmd", "bdb"]
    assert silence.encoding == "utf-8"


def test_the_screen_is_whole_after_a_check(capsys):
    kept = sys.stdout, sys.breakpointhook

    def mine(p, d):
        print("once")
        return wrong("w1", "flipped sign")(p, d)

    check(mine, "w1")
    assert capsys.readouterr().out == "once\n"
    assert (sys.stdout, sys.breakpointhook) == kept


def test_numbers_are_alike_within_a_part_of_their_mean():
    assert alike(1.0, 1.00009)
    assert not alike(1.0, 1.00011)
    assert alike(300.0, 303.0, 0.01)
    assert not alike(300.0, 303.1, 0.01)
    assert alike(0.0, 9e-10)
    assert not alike(0.0, 2e-9)
    assert not alike(math.nan, 1.0)
    assert not alike(1.0, math.nan)
    assert not alike(math.inf, math.inf)


def test_rows_of_numbers_are_alike_only_if_they_are_as_long():
    assert all_alike([1.0, 300.0], [1.00009, 300.02])
    assert not all_alike([1.0, 300.0], [1.00009, 300.04])
    assert not all_alike([1.0, 2.0], [1.0])
    assert steady([5.0, 5.0004, 4.9996])
    assert not steady([5.0, 5.0004, 4.9994])
    assert not steady([math.nan, math.nan])


def test_a_parameter_that_has_become_small_keeps_the_error_of_what_it_was():
    assert same_beside_1([1e-6, 100.0], [8e-6, 100.0009])
    assert not same_beside_1([1e-6, 100.0], [2e-5, 100.0])
    assert not same_beside_1([1.0, 100.0], [1.0, 100.002])
    assert not same_beside_1([], [1.0])


def test_the_right_derivative_and_the_size_of_its_products():
    point = Parameters(1.0, 1.0, 2.0, 0.0, 0.0, 0.0, 0.0), ((0.0, 0.0), (0.0, 4 * math.log(2)))
    assert right_at("b3", point) == pytest.approx((0.0, 8 * math.log(2)))
    assert right_at("w3", point) == pytest.approx((0.0, 8 * math.log(2) ** 2))


def test_numbers_rounded_to_few_decimals():
    says = "your values are rounded to {} decimals. Keep all digits until the end"
    assert rounded_off([3.0, 2.0], [3.4, 1.6], [0, 0]) == [Finding("nearly", "", says.format(0))]
    assert rounded_off([3.4, 2.0], [3.44, 1.96], [0, 0]) == [Finding("nearly", "", says.format(1))]
    assert rounded_off([3.123], [3.1234], [0]) == [Finding("nearly", "", says.format(3))]
    assert rounded_off([3.1234], [3.12341], [0]) == rounded_off([3.0], [3.6], [0]) == []
    assert rounded_off([3.0], [3.6], [0.1]) == [Finding("nearly", "", says.format(0))]


def test_how_many_copies_of_a_row_it_takes():
    for least in (1, 2, 3):
        assert copies_needed(lambda p, d, least=least: 1.0 if len(d) >= least else 0.0) == least
    assert copies_needed(lambda p, d: 0.0) == copies_needed(lambda p, d: math.nan) == 0


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("line", lambda r: 3 * r),
        ("flat", lambda r: 3.0),
        ("other", lambda r: 3 * r * r),
        ("other", lambda r: 3 * r**3),
        ("other", lambda r: 3 * r * r + 1e-3),
        ("other", lambda r: 3 * r * r + 6e-5 * r**3),
    ],
)
def test_the_shape_along_observed(kind, shape):
    def mine(p, d):
        return math.fsum(shape(o - passed(p, i, o).predicted) for i, o in d)

    alone = Alone("w1", mine).without(lambda spot: 0.0)
    assert alone.kind == kind
    if kind == "line":
        assert (alone.rest(alone.base), alone.predicted(alone.base)) == pytest.approx((-1.5, 0.45))


def test_what_all_seven_share_is_not_said_again():
    def mine(p, d):
        return [value / len(d) * (-1 if name == "w2" else 1) for name, value in zip(p._fields, all_seven()(p, d))]

    verdict = check(mine)
    assert verdict.places == ("all: the sum", "w2: dSSR/dpredicted")
    assert verdict.mistakes == ("all: mean instead of sum", "w2: flipped sign")


def test_where_all_rows_count_alike_a_mean_may_be_any_row():
    assert check(wrong("b3", "residual missing", "mean instead of sum"), "b3").mistakes == (
        "mean instead of sum",
        "first observation only",
        "last observation only",
        "residual missing",
    )
    assert check(wrong("w1", "residual missing", "mean instead of sum"), "w1").mistakes == (
        "mean instead of sum",
        "residual missing",
    )
    verdict = check(all_seven(**dict.fromkeys(Parameters._fields, ("residual missing", "mean instead of sum"))))
    assert verdict.mistakes == ("all: mean instead of sum", "all: residual missing")
    assert " ".join(str(verdict).split()).startswith(f"All seven: {MEAN} All seven: your")


def test_a_slope_nobody_knows_is_found_beside_a_pass_nobody_knows():
    def predicted(p, y1, y2):
        return y1 * p.w3 + y2 * p.w4 + 3 * p.b3

    assert first(passing("w1", predicted=predicted, slope=odd), "w1") == [
        f"{PREDICTED}b3 goes up by 1, it goes up by 3, and should by 1.",
        "your dy1/dx1 at x1 = -1.6, -0.4, 0.7, 1.9 is 0.1, 0.4, 0.675, 0.975; "
        "right is e^x1 / (1 + e^x1) = 0.168, 0.4013, 0.6682, 0.8699.",
    ]
    assert len(first(passing("w1", predicted=lambda p, a, b: predicted(p, a * p.w3, b), slope=odd), "w1")) == 1


def test_one_factor_nobody_knows_rather_than_two_words_that_come_out_the_same():
    assert first(chained("w1", slope=lambda n: n.x1 * n.y1), "w1") == [
        "your dy1/dx1 at x1 = -1.6, -0.4, 0.7, 1.9 is -0.2942, -0.2052, 0.7722, 3.875; "
        "right is e^x1 / (1 + e^x1) = 0.168, 0.4013, 0.6682, 0.8699."
    ]


def test_a_residual_squared_twice_over_beside_a_word():
    mine = chained("w1", residual=lambda n: -2 * (n.observed - n.predicted) ** 2, slope=lambda n: 1)
    assert check(mine, "w1").mistakes == ("residual squared", "slope missing")


@pytest.mark.parametrize(
    ("own", "place", "label"),
    [
        ({"slope": lambda n: 1, "weight": lambda n: n.w3 * (1 + n.x2**2)}, "dy1/dx1", ()),
        ({"last": lambda n: 1, "weight": lambda n: n.w3 * (1 + n.x2**2)}, "dx1/dw1", ("input missing",)),
    ],
)
def test_what_does_not_belong_there_is_looked_for_where_a_factor_is_missing(own, place, label):
    verdict = check(chained("w1", **own), "w1")
    assert (verdict.places, verdict.mistakes) == ((place,), label)


def test_no_factor_is_said_to_be_the_half_of_what_is_no_sum():
    def mine(p, d):
        return max((wrong("w1")(p, [row]) for row in d), key=abs) / 2

    assert check(mine, "w1").mistakes == ()
    assert first(mine, "w1") == [ENTANGLED]


def whole(verdict):
    return " ".join(str(verdict).split("\n\n")[0].split())


def test_what_is_said_of_numbers_that_are_nearly_right():
    assert first(lambda p, d: 1.001 * wrong("w1")(p, d), "w1") == [
        "nearly right: the error is about 0.1 % of the products. Do you round on the way, use a constant with few digits, or "
        "take differences over a wide step?"
    ]
    assert check(lambda p, d: 1.001 * wrong("w1")(p, d), "w1").places == ("nearly",)
    assert check(lambda p, d: 1.02 * wrong("w1")(p, d), "w1").places == ("constant factor",)
    assert whole(check(lambda p, d: [1.001 * value for value in all_seven()(p, d)])).startswith(
        "Nearly right: the error is about"
    )


@pytest.mark.parametrize("h", [1, 0.5, 0.1, 0.05, 0.01])
def test_differences_are_said_with_their_step(h):
    def mine(p, d):
        def loss(w):
            return math.fsum((o - passed(p._replace(w3=w), i, o).predicted) ** 2 for i, o in d)

        return (loss(p.w3 + h) - loss(p.w3)) / h

    assert first(mine, "w3") == [
        f"your value is the change of the SSR over a step of {h}, divided by the step. Take a much smaller step."
    ]


def test_what_is_said_where_an_argument_is_not_used():
    other = [(0.1, 0.2), (0.6, 0.9), (0.8, 0.3)]
    fixed = Parameters(1.1, -0.7, 0.9, 1.3, -0.4, 0.6, 0.2)
    says = "dSSR/dw1: the answer stays the same when the {} change. Your function uses something else instead."
    assert whole(check(lambda p, d: wrong("w1")(p, other), "w1")) == says.format("data")
    assert whole(check(lambda p, d: wrong("w1")(fixed, d), "w1")) == says.format("parameters")
    assert check(lambda p, d: all_seven()(fixed, d)).places == ("arguments",)


def test_a_residual_that_is_missing_in_b3_uses_its_data():
    assert check(lambda p, d: float(len(d)), "b3").mistakes == ("residual missing",)
    assert check(lambda p, d: -2.0 * len(d), "b3").mistakes == ("residual missing",)
    assert check(lambda p, d: 3.0 * len(d), "b3").places != ("arguments",)


def test_a_constant_in_all_seven_is_said_once():
    thrice = check(lambda p, d: [3 * value for value in all_seven()(p, d)])
    assert (thrice.places, thrice.mistakes) == (("all: constant factor",), ("all: constant factor",))
    assert whole(thrice) == "All seven: everything is multiplied by 3."


def test_what_is_kept_by_input_is_said():
    kept = {}

    def mine(p, d):
        return math.fsum(-2 * (o - kept.setdefault(i, passed(p, i, o).predicted)) for i, o in d)

    assert whole(check(mine, "b3")) == (
        "dSSR/db3: your function gives another answer when it has seen the same input with other parameters before. It keeps "
        "something from one call to the next."
    )


def test_a_function_that_is_always_0():
    assert first(lambda p, d: 0.0, "w2") == [
        "your function returned 0 every time. Check that the loop adds to the total, and that no factor is always 0, "
        "as 1 // 2 is."
    ]
    assert whole(check(lambda p, d: 0.0, "b2")) == (
        "dSSR/db2: your function returned 0 every time. Check that the loop adds to the total, and that no factor is always 0, as 1 // 2 is. The derivative of x or of predicted with "
        "respect to its bias is 1."
    )


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        (None, "returned None. Is there a return at its end? It must return numbers"),
        ((1.0, 2.0), "it must return seven numbers, w1, w2, w3, w4, b1, b2, b3 in this order or by name"),
        (7 * ["x"], "returned 'x' for w1; it must be a finite number"),
    ],
)
def test_what_is_said_of_what_is_no_seven_numbers(returned, says):
    assert says in " ".join(str(check(lambda p, d: returned)).split())


@pytest.mark.parametrize("term", [lambda p: 2 + 0.3 * math.sin(p.w2), lambda p: p.w1 * (2 + 0.3 * math.sin(p.w2))])
def test_a_term_that_hardly_changes_is_not_said_to_stay(term):
    (says,) = first(lambda p, d: wrong("w1")(p, d) + term(p), "w1")
    assert says.startswith(ADDED)
    assert says.endswith(" at another.")


@pytest.mark.parametrize("name", ["w1", "w3", "b2"])
def test_a_residual_added_to_the_rest_is_no_product(name):
    def mine(p, d):
        rows = [passed(p, i, o) for i, o in d]
        rests = {
            "w1": lambda n: n.w3 * sigma(n.x1) * n.input,
            "w3": lambda n: n.y1,
            "b2": lambda n: n.w4 * sigma(n.x2),
        }
        return math.fsum(-2 * (n.observed - n.predicted) + rests[name](n) for n in rows)

    assert first(mine, name) == [NO_PRODUCT]


@pytest.mark.parametrize("name", ["w1", "w3", "b3"])
@pytest.mark.parametrize("bound", [1, 2])
def test_what_is_cut_off_far_away_is_done_to_the_whole(name, bound):
    assert first(lambda p, d: max(-bound, min(bound, wrong(name)(p, d))), name) == [WHOLE]


def test_a_bias_in_a_factor_is_no_usual_mistake():
    assert check(chained("w1", last=lambda n: n.b1 + n.input**2), "w1").mistakes == ()
    assert check(chained("b3", last=lambda n: 1 + n.w3**2), "b3").mistakes == ()
    mine = chained("w1", slope=lambda n: odd(n.x1), last=lambda n: n.input**3 + 2)
    assert check(mine, "w1").mistakes == ()


def test_observed_in_the_place_of_the_residual_is_said():
    def mine(parameters, data):
        return sum(-2 * o * parameters.w3 * sigmoid(forward(parameters, i).x1) * i for i, o in data)

    verdict = check(mine, "w1")
    assert (verdict.places, verdict.mistakes) == (("dSSR/dpredicted",), ("observed instead of residual",))
    assert str(verdict).startswith("dSSR/dw1: observed stands in the place of the residual, observed - predicted.\n\n")


@pytest.mark.parametrize("order", ["w1 w3 w2 w4 b1 b2 b3", "w1 b1 w2 b2 w3 w4 b3", "b3 w3 w4 b1 w1 b2 w2"])
def test_parameters_that_are_taken_in_another_order_are_said_with_it(order):
    names = order.split()
    verdict = check(lambda p, data: backpropagate(Parameters(**dict(zip(names, p))), data)[1].w4, "w4")
    assert (verdict.places, verdict.mistakes) == (("arguments",), ("parameters taken in another order",))
    assert " ".join(str(verdict).split("\n\n")[0].split()) == (
        f"dSSR/dw4: your function takes the parameters in the order {', '.join(names)}; they come in the order w1, w2, w3, w4, b1, b2, b3."
    )


def test_a_slip_beside_the_slope_of_relu_is_told_although_x2_is_negative_where_it_is_looked_for_first():
    def mine(p, data):
        passes = [(input, observed, forward(p, input)) for input, observed in data]
        return sum(-2 * (observed - f.predicted) * (f.x2 > 0) * input for input, observed, f in passes)  # no w4

    assert check(mine, "w2").places == ("dpredicted/dy2", "dy2/dx2")


@pytest.mark.parametrize(("off", "known"), [(0.00003, True), (0.0005, False)])
def test_a_known_slope_is_called_by_its_name_to_a_ten_thousandth(off, known):
    def mine(x1):
        s = 1 / (1 + math.exp(-x1))
        return s * (1 - s) * (1 + off * math.sin(5 * x1))

    assert bool(check(mine, "dy1/dx1").mistakes) == known


@pytest.mark.parametrize(
    ("times", "place"),
    [
        (lambda p, f, i: 1 + 0.03 * f.x1, "dy1/dx1"),
        (lambda p, f, i: 1 + 0.03 * i, "dx1/dw1"),
        (lambda p, f, i: 1 + 0.03 * p.w3, "dpredicted/dy1"),
        (lambda p, f, i: 1 + 0.02 * p.w3 * f.x1, "not a product"),
    ],
)
def test_what_is_off_by_a_few_hundredths_is_located_like_what_is_far_off(times, place):
    def mine(p, data):
        passes = [(i, o, forward(p, i)) for i, o in data]
        return sum(-2 * (o - f.predicted) * p.w3 * sigmoid(f.x1) * i * times(p, f, i) for i, o, f in passes)

    assert check(mine, "w1").places == (place,)


@pytest.mark.parametrize(("factor", "asked"), [(2, True), (-1, False), (1, False), (4, False)])
def test_exchanged_arguments_are_asked_for_where_they_would_give_just_that(factor, asked):
    verdict = check(lambda observed, predicted: factor * (observed - predicted), "dSSR/dpredicted")
    assert ("are the arguments exchanged?" in " ".join(verdict.text.split())) == asked


def test_a_term_is_seen_beside_the_slope_of_relu_too():
    def mine(p, data):
        passes = [(input, observed, forward(p, input)) for input, observed in data]
        return 1 + sum(-2 * (observed - f.predicted) * p.w4 * (f.x2 > 0) * input for input, observed, f in passes)

    assert check(mine, "w2").places == ("an added term", "dy2/dx2")


@pytest.mark.parametrize(
    ("name", "x", "w", "power"), [("w1", "x1", "w3", 1), ("b1", "x1", "w3", 0), ("w2", "x2", "w4", 1), ("b2", "x2", "w4", 0)]
)  # fmt: skip
def test_missing_brackets_in_the_slope_are_said_of_its_own_neuron(name, x, w, power):
    def bare(n):  # residual * weight * 1 / 1 + e^-x * input
        return -2 * (n.observed - n.predicted) * getattr(n, w) + math.exp(-getattr(n, x)) * n.input**power

    says = f"your function computes 1 / 1 + e^-{x}. The brackets are missing: right is 1 / (1 + e^-{x})."
    mine = lambda p, d: sum(bare(passed(p, *row)) for row in d)  # noqa: E731
    assert first(mine, name) == [says]
    assert first(lambda p, d: mine(p, d) if len(d) > 1 else 0.0, name) == [says]  # one row alone tells nothing


@pytest.mark.parametrize(("name", "k"), [("w1", 1), ("w2", 2), ("b2", 2)])
def test_integer_division_is_said_of_the_slope_of_its_own_neuron(name, k):
    verdict = check(
        chained(name, slope=lambda n: math.exp(getattr(n, f"x{k}")) // (1 + math.exp(getattr(n, f"x{k}")))), name
    )
    assert verdict.places == (f"dy{k}/dx{k}",)
    assert "Do you use // or int()?" in " ".join(str(verdict).split())


@pytest.mark.parametrize(
    ("name", "follows"),
    [
        ("w1", {"dSSR/dpredicted", "dy1/dx1"}),
        ("w3", {"dSSR/dpredicted", "dpredicted/dw3"}),
        ("w4", {"dSSR/dpredicted"}),
    ],
)
def test_what_takes_the_x_of_a_forgotten_bias_follows_and_the_other_neuron_is_right(name, follows):
    parts = check(lambda p, d: getattr(backpropagate(p._replace(b1=0.0), d)[1], name), name).parts
    assert parts["predicted"] == "wrong"
    assert {part for part, how in parts.items() if how == "follows"} == follows
