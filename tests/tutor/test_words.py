"""Word for word what is said of a number from paper, and of one factor alone."""

import math

import pytest

from tinynet import check, dosage
from tinynet.tutor.findings import Finding
from tinynet.tutor.wording import told, verdict

FIRST = (
    "Look at the first factor, dSSR/dpredicted.",
    "It is the derivative of (observed - predicted)^2: mind the 2, the sign, and the residual.",
    "It is -2 * (observed - predicted).",
)
SLOPE = (
    "Look at the factor dy1/dx1.",
    "The slip is in what dy1/dx1 contributes: left out, taken of the wrong thing, or another formula.",
    "dy1/dx1 = e^x1 / (1 + e^x1).",
)
SUM = (
    "Look at the loop over the data.",
    "Each row by itself is one thing, what becomes of several another.",
    "Add up the products of all rows, each with its own numbers, and divide by nothing.",
)
NEARLY = (
    "Look at your constants and your rounding.",
    "The formula seems right, but digits are lost on the way.",
    "Keep all digits until the end, and take a smaller h where you take differences.",
)
LOST_2 = "the 2 is lost; the derivative of residual^2 is 2 * residual, times that of the residual"
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
        "1.05 is not right, it is 0.97. Just that number comes out when your dy1/dx1 is taken at y1; it belongs at x1, "
        "where f was taken; right is e^x1 / (1 + e^x1).", ("dy1/dx1",), ("slope taken at y",), SLOPE,
    ),
    (
        "0.254", "w1", False,
        "0.254 is not right, it is 0.761. Just that number comes out when the mean is taken over the data; the SSR is a "
        "sum, and so is its derivative.", ("the sum",), ("mean instead of sum",), SUM,
    ),
    (
        "0.802", "w1", False,
        "0.802 is not right, it is 0.761. Just that number comes out when only the last observation counts; the sum is "
        "over all (is there = for +=, or a return outside the loop of what the last round left?). Or when your dy1/dx1 "
        "is 1: the slope is left out; right is e^x1 / (1 + e^x1).",
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
        (3, TypeError, "3; with parameters and data it must be a number as text, such as \"0.760\""),
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
        "right to some digits only: rounded on the way, or a constant with few digits?", ("nearly",), (), NEARLY,
    ),
    ("dy1/dx1", lambda x1: 3 * sigmoid(x1), "dy1/dx1 is multiplied by 3.", ("dy1/dx1",), ("constant factor",), SLOPE),
    ("dy1/dx1", lambda x1: x1**3, "it is not e^x1 / (1 + e^x1).", ("dy1/dx1",), (), SLOPE),
    ("dSSR/dpredicted", lambda o, p: p - o, f"{LOST_2}.", ("dSSR/dpredicted",), ("lost the 2",), FIRST),
    (
        "dSSR/dpredicted", lambda o, p: 2 * (o - p),
        f"{FLIPPED}; or are the arguments exchanged? They come as (observed, predicted).",
        ("dSSR/dpredicted",), ("flipped sign",), FIRST,
    ),
    (
        "dpredicted/dw3", lambda y1: y1 * y1,
        "your dpredicted/dw3 is y1^2. In a trial with y1 = 1.103 that is 1.217; right is y1 = 1.103.",
        ("dpredicted/dw3",), ("y squared",),
        (
            "Look at the factor dpredicted/dw3.",
            "The slip is in what dpredicted/dw3 contributes: left out, taken of the wrong thing, or another formula.",
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
    words = r'^mine is <function sigmoid .*; with parameters and data it must be a number as text, such as "0\.760"$'
    with pytest.raises(TypeError, match=words):
        check(sigmoid, "w1", **alone)


P, Q = Finding("P", "one", "it is P"), Finding("Q", "two", "it is Q")


@pytest.mark.parametrize(
    ("found", "several", "places", "labels", "sentences"),
    [
        ({"w1": [P]}, False, ("P",), ("one",), ["dSSR/dw1: it is P"]),
        ({"w1": [P], "w2": [P]}, True, ("w1: P", "w2: P"), ("w1: one", "w2: one"), ["dSSR/dw1, dSSR/dw2: it is P"]),
        ({"all": [P], "w1": [P, Q]}, True, ("all: P", "w1: Q"), ("all: one", "w1: one", "w1: two"), ["all, dSSR/dw1: it is P", "dSSR/dw1: it is Q"]),
        ({"w1": [], "w2": []}, True, (), (), ["dSSR/dw1, dSSR/dw2: not right, and the experiments do not show where"]),
        ({"all": [P], "w1": []}, True, ("all: P",), ("all: one",), ["all: it is P"]),
        ({"": [P], "w1": []}, True, ("P",), ("one",), ["it is P"]),
        ({"w1": [Finding("P", "", "")]}, True, ("w1: P",), (), []),
        ({"all": [Finding("old value", "x", "it is x")]}, True, ("old value",), ("x",), ["it is x"]),
    ],
)  # fmt: skip
def test_what_holds_for_several_is_said_once(found, several, places, labels, sentences):
    assert told(found, several) == (places, labels, sentences)


def test_what_was_found_nowhere_is_not_claimed_and_two_things_are_said_to_be_two():
    nothing = verdict({"w1": []}, ["w1"], "dSSR/dw1", [], [], ())
    assert " ".join(str(nothing).split()) == (
        "dSSR/dw1: not right, and the experiments do not show where; see explain for the numbers of each factor."
    )
    assert nothing.hints == (
        "Take one observation alone.",
        "Compare your numbers with explain, factor by factor.",
        "Then compare the sums.",
    )
    two = verdict({"w1": [Finding("dy1/dx1", "", "a"), Finding("the sum", "", "b")]}, ["w1"], "dSSR/dw1", [], [], ())
    assert two.hints == (f"More than one thing is wrong. {SLOPE[0]}", *SLOPE[1:])
