"""Word for word what is said of a number from paper, and of one factor alone."""

import math

import pytest

from tinynet import Parameters, check, dosage
from tinynet.tutor.findings import Finding
from tinynet.tutor.wording import of_findings, sentences

FIRST = (
    "Look at the first factor, dSSR/dpredicted.",
    "It is the derivative of (observed - predicted)^2. Check the 2, the sign and the residual.",
    "It is -2 * (observed - predicted).",
)
SLOPE = (
    "Look at the factor dy1/dx1.",
    "It is the slope of f where y1 was computed, at x1. What is the derivative of log(1 + e^x)?",
    "dy1/dx1 = e^x1 / (1 + e^x1).",
)
SUM = (
    "Look at the loop over the data.",
    "It is about how the products of the rows become one number.",
    "Add up the products of all rows, each with its own numbers, and do nothing else to the sum.",
)
NEARLY = (
    "Look at your constants and at your rounding.",
    "The formula seems to be right, but digits are lost on the way.",
    "Keep all digits until the end. If you take differences, take a smaller h.",
)
LOST_2 = (
    "the 2 is lost; the derivative of residual^2 is 2 * residual, times the derivative of the residual. If your book writes "
    'the error as SSR/2, check it with loss="SSR/2"'
)
FLIPPED = "the sign is flipped; when predicted rises, the residual falls: -2 * (observed - predicted)"


def table(name):
    return (f'Compare your table with explain("{name}", parameters, data).',) * 3


# The seven derivatives at the start of the series, as in the README: 0.760944, 0.332276, 7.142314 ... 3.459493

ON_PAPER = [
    ("0.7609", "w1", True, "right, to the digits that are written.", (), (), ()),
    (" 0.760 ", "w1", True, "right, but for rounding on the way; it is 0.761.", (), (), ()),
    ("7.1", "w3", True, "right, to the digits that are written.", (), (), ()),
    (
        "3.52", "b3", False,
        "3.52 is nearly right, it is 3.46; rounding to three digits on the way can do that.", ("nearly",), (), NEARLY,
    ),
    (
        "-0.761", "w1", False,
        f"-0.761 is not right, it is 0.761. Just that number comes out when {FLIPPED}.",
        ("dSSR/dpredicted",), ("flipped sign",), FIRST,
    ),
    (
        "0.380", "w1", False, f"0.380 is not right, it is 0.761. Just that number comes out when {LOST_2}.",
        ("dSSR/dpredicted",), ("lost the 2",), FIRST,
    ),
    (
        "1.05", "b1", False,
        "1.05 is not right, it is 0.97. Just that number comes out when your dy1/dx1 is the slope at y1; it must be "
        "the slope at x1; right is e^x1 / (1 + e^x1).", ("dy1/dx1",), ("slope taken at y",), SLOPE,
    ),
    (
        "0.254", "w1", False,
        "0.254 is not right, it is 0.761. Just that number comes out when your function returns the mean over the "
        "rows; the SSR is a sum, and so is its derivative. If your book takes the mean as the error, check it with "
        'loss="SSR/n".', ("the sum",), ("mean instead of sum",), SUM,
    ),
    (
        "0.802", "w1", False,
        "0.802 is not right, it is 0.761. Just that number comes out when only the last observation counts; the sum is over all "
        "rows. Is there = instead of +=, or does the function return what the last round left? Or when your dy1/dx1 is 1: "
        "the slope is left out; right is e^x1 / (1 + e^x1).",
        ("the sum", "dy1/dx1"), ("last observation only", "slope missing"), SUM,
    ),
    (
        "0.70", "w1", False,
        "0.70 is not right, it is 0.76. Two digits are too few to tell which mistake it is; give three.", (), (), table("w1"),
    ),
    (
        "5.123", "w1", False,
        '5.123 is not right, it is 0.761. No single mistake that is known gives this number; explain("w1", parameters, '
        "data) shows each factor, row by row.", (), (), table("w1"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("mine", "name", "right", "words", "places", "labels", "hints"), ON_PAPER)
def test_what_is_said_of_a_number(mine, name, right, words, places, labels, hints):
    verdict = check(mine, name, dosage.START, dosage.DATA)
    assert (verdict.correct, verdict.places, verdict.mistakes, verdict.hints) == (right, places, labels, hints)
    assert " ".join(str(verdict).split()) == f"dSSR/d{name}: {words}"
    assert verdict.error is None


@pytest.mark.parametrize(
    ("mine", "error", "words"),
    [
        (3, TypeError, '3; write a number from pencil and paper as text: check("3", "w1", parameters, data)'),
        ("x", ValueError, "'x'; it must be a number as text, such as \"0.760\""),
        ("nan", ValueError, "'nan'; it must be a number as text, such as \"0.760\""),
        ("1e9999999999", ValueError, "'1e9999999999'; it must be a number as text, such as \"0.760\""),
        ("0.7", ValueError, "'0.7'; it must have two significant digits or more, such as \"0.76\""),
    ],
)  # fmt: skip
def test_what_is_no_number_on_paper_is_refused(mine, error, words):
    with pytest.raises(error) as caught:
        check(mine, "w1", dosage.START, dosage.DATA)
    assert str(caught.value) == f"mine is {words}"


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


FACTORS = [
    ("dy1/dx1", sigmoid, None, (), (), ()),
    (
        "dy1/dx1", lambda x1: round(sigmoid(x1), 3),
        "Right to a few digits only. Do you round on the way, or use a constant with few digits?", ("nearly",), (), NEARLY,
    ),
    ("dy1/dx1", lambda x1: 3 * sigmoid(x1), "Your dy1/dx1 is 3 * e^x1 / (1 + e^x1); right is e^x1 / (1 + e^x1).", ("dy1/dx1",), ("constant factor",), SLOPE),
    ("dy1/dx1", lambda x1: x1**3, "Your values do not agree with dy1/dx1 = e^x1 / (1 + e^x1).", ("dy1/dx1",), (), SLOPE),
    ("dSSR/dpredicted", lambda o, p: p - o, f"T{LOST_2[1:]}.", ("dSSR/dpredicted",), ("lost the 2",), FIRST),
    (
        "dSSR/dpredicted", lambda o, p: 2 * (o - p),
        f"T{FLIPPED[1:]}; or are the arguments exchanged? They come as (observed, predicted).",
        ("dSSR/dpredicted",), ("flipped sign",), FIRST,
    ),
    (
        "dpredicted/dw3", lambda y1: y1 * y1,
        "Your dpredicted/dw3 is y1^2. In a trial with y1 = 1.103 that is 1.217; right is y1 = 1.103.",
        ("dpredicted/dw3",), ("y squared",),
        (
            "Look at the factor dpredicted/dw3.",
            "What is w3 multiplied by in predicted = y1 * w3 + y2 * w4 + b3?",
            "dpredicted/dw3 = y1.",
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "mine", "words", "places", "labels", "hints"), FACTORS)
def test_what_is_said_of_a_factor(name, mine, words, places, labels, hints):
    verdict = check(mine, name)
    assert (verdict.correct, verdict.places, verdict.mistakes, verdict.hints) == (words is None, places, labels, hints)
    assert words is None or " ".join(str(verdict).split("\n\n")[0].split()) == words


def test_a_factor_that_is_no_function_is_refused():
    with pytest.raises(TypeError, match=r"^mine is 3; it must be a function of \(observed, predicted\)$"):
        check(3, "dSSR/dpredicted")
    with pytest.raises(TypeError, match=r"^mine is None; it must be a function of \(x1\)$"):
        check(None, "dy1/dx1")


@pytest.mark.parametrize("alone", [{"parameters": dosage.START}, {"data": dosage.DATA}])
def test_a_function_needs_no_parameters_and_no_data(alone):
    words = "^mine is <function sigmoid .*; to check a function, leave out parameters and data$"
    with pytest.raises(TypeError, match=words):
        check(sigmoid, "w1", **alone)


P, Q = Finding("P", "one", "it is P"), Finding("dy1/dx1", "two", "it is Q")


def of(name, *findings):
    return [one._replace(name=name) for one in findings]


@pytest.mark.parametrize(
    ("found", "subject", "places", "labels", "said"),
    [
        ([P], "dSSR/dw1", ("P",), ("one",), ["dSSR/dw1: it is P"]),
        (of("w1", P) + of("w2", P), "all seven", ("w1: P", "w2: P"), ("w1: one", "w2: one"), ["dSSR/dw1, dSSR/dw2: it is P"]),
        (of("all", P) + of("w1", Q), "all seven", ("all: P",), ("all: one", "w1: two"),
         ["all seven: it is P", "dSSR/dw1: it is Q"]),
        ([], "dSSR/dw1", (), (), ["dSSR/dw1: not right, and the experiments do not show where"]),
        ([P], "all seven", ("P",), ("one",), ["it is P"]),
        (of("w1", Finding("P", "", "")), "all seven", ("w1: P",), (), ["all seven: not right, and the experiments do not show where"]),
        (of("w1", Finding("old value", "x", "it is x")), "the step", ("w1: old value",), ("w1: x",), ["w1: it is x"]),
    ],
)  # fmt: skip
def test_what_holds_for_several_is_said_once(found, subject, places, labels, said):
    known = [one._replace(place="dy1/dx1" if one.place == "P" else one.place) for one in found]
    told = of_findings(known, subject, [], "")
    assert told.places == tuple(place.replace("P", "dy1/dx1") for place in places)
    assert told.mistakes == labels
    assert sentences(found, subject) == said


def test_what_was_found_nowhere_is_not_claimed_and_two_things_are_said_to_be_two():
    nothing = of_findings([], "dSSR/dw1", [], "")
    assert str(nothing) == "dSSR/dw1: not right, and the experiments do not show where."
    assert nothing.hints == (
        "Take one row alone.",
        "Compare your numbers with those of explain, factor by factor.",
        "Then compare the sums.",
    )
    two = of_findings([Finding("dy1/dx1", "", "a"), Finding("the sum", "", "b")], "dSSR/dw1", [], "")
    assert two.hints == (f"More than one thing is wrong. {SLOPE[0]}", *SLOPE[1:])


def test_a_small_difference_of_large_numbers_is_nearly_right_on_paper():
    """y2 * w4 is 10.55, so three digits make the predicted 10.6, and the residual of -0.05 becomes -0.1."""
    parameters = Parameters(w1=1.0, w2=1.2, w3=0.01, w4=9.0, b1=0.3, b2=0.2, b3=0.0)
    assert check("0.200", "b3", parameters, [(0.5, 10.5)]).places == ("nearly",)
