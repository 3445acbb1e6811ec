"""The worked derivation: its numbers are those of the derivatives and of `train`, and its words are true."""

from __future__ import annotations

import math
import re
import runpy
from functools import reduce
from html.parser import HTMLParser
from operator import add
from pathlib import Path
from shutil import which
from subprocess import PIPE, run
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tinynet import check, derivatives, forward, layers, train
from tinynet.dosage import DATA, START
from tinynet.network import Parameters
from tinynet.neuron import softplus
from tinynet.tutor.explanation import CHAINS, FACTORS, explain
from tinynet.tutor.tables import column

NAMES = Parameters._fields

numbers = st.floats(-5, 5).map(lambda value: round(value, 3))
some_parameters = st.builds(Parameters, *[numbers] * 7)
some_data = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=200)


# The chain


@pytest.mark.parametrize(
    ("name", "formulas"),
    [
        ("w1", ["-2 * (observed - predicted)", "w3", "e^x1 / (1 + e^x1)", "input"]),
        ("w2", ["-2 * (observed - predicted)", "w4", "e^x2 / (1 + e^x2)", "input"]),
        ("w3", ["-2 * (observed - predicted)", "y1"]),
        ("w4", ["-2 * (observed - predicted)", "y2"]),
        ("b1", ["-2 * (observed - predicted)", "w3", "e^x1 / (1 + e^x1)", "1"]),
        ("b2", ["-2 * (observed - predicted)", "w4", "e^x2 / (1 + e^x2)", "1"]),
        ("b3", ["-2 * (observed - predicted)", "1"]),
    ],
)
def test_the_factors_lead_from_the_ssr_to_the_parameter(name: str, formulas: list[str]) -> None:
    factors = explain(name, START, DATA).factors
    assert [factor.formula for factor in factors] == formulas
    ends = [symbol[1:].split("/d") for symbol, _ in factors]
    assert [first for first, _ in ends] == ["SSR", *[second for _, second in ends[:-1]]]
    assert ends[-1][1] == name


def test_every_factor_is_computed_by_its_function_of_derivatives() -> None:
    for symbol, rule in FACTORS.items():
        first, second = symbol[1:].lower().split("/d")
        assert rule.function is getattr(derivatives, f"d_{first}_d_{second}")
    assert {symbol for chain in CHAINS.values() for symbol in chain} == set(FACTORS)


def test_every_formula_says_what_its_function_computes() -> None:
    values = {"observed": 0.3, "predicted": 1.7, "input": -0.6}
    values.update(x1=0.4, y1=0.9, x2=-1.2, y2=0.2, w3=-0.7, w4=2.5)
    for rule in FACTORS.values():
        formula = re.sub(r"e\^(x\d)", r"math.exp(\1)", rule.formula)
        assert rule.value(values) == pytest.approx(eval(formula, {"math": math}, values), rel=1e-12)


# The numbers


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=settings().max_examples // 2)
@given(parameters=some_parameters, data=some_data, learning_rate=st.floats(1e-6, 0.1))
def test_the_numbers_are_those_of_the_derivatives_and_of_train(
    name: str, parameters: Parameters, data: list[tuple[float, float]], learning_rate: float
) -> None:
    w1, w2, w3, w4, b1, b2, _ = parameters
    assume((w1, b1, w3) != (w2, b2, w4))
    work = explain(name, parameters, data, learning_rate)
    for row, (input, observed) in zip(work.rows, data):
        product = row.values[0]
        for value in row.values[1:]:
            product *= value
        assert (row.input, row.observed, row.product) == (input, observed, product)
        assert len(row.values) == len(work.factors)
    assert len(work.rows) == len(data)
    one_by_one = reduce(add, (row.product for row in work.rows))  # the built-in sum compensates from Python 3.12 on
    assert work.derivative == pytest.approx(
        one_by_one, rel=1e-14, abs=1e-14 * sum(abs(row.product) for row in work.rows)
    )
    assert work.derivative == getattr(derivatives, f"d_ssr_d_{name}")(parameters, data)
    assert work.step_size == work.derivative * learning_rate
    assert work.old == getattr(parameters, name)
    step = train(parameters, data, learning_rate=learning_rate, max_steps=1, min_step_size=0)
    rounding = 1e-13 * (abs(work.old) + learning_rate * sum(abs(row.product) for row in work.rows))
    assert work.new == pytest.approx(getattr(step.parameters, name), rel=0, abs=rounding)


def test_the_published_first_step_of_b3() -> None:
    fixed = Parameters(w1=3.34, w2=-3.53, w3=-1.22, w4=-2.30, b1=-1.43, b2=0.57, b3=0)
    work = explain("b3", fixed, DATA, learning_rate=0.1)
    assert [round(row.predicted, 2) for row in work.rows] == pytest.approx([-2.6, -1.61, -2.61], abs=0.011)
    assert work.derivative == pytest.approx(-15.7, abs=0.05)
    assert (work.step_size, work.new) == (pytest.approx(-1.57, abs=0.005), pytest.approx(1.57, abs=0.005))


def test_without_a_learning_rate_there_is_no_step() -> None:
    work = explain("w1", START, DATA)
    assert (work.step_size, work.old, work.new) == (None, None, None)
    assert "step" not in str(work)


def test_the_data_may_be_any_iterable() -> None:
    assert explain("w1", START, iter(DATA)) == explain("w1", START, [list(row) for row in DATA])


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("w5", START, DATA), ValueError, r"^name: 'w5' is not one of w1, w2, w3, w4, b1, b2, b3$"),
        (("w1", tuple(START), DATA), TypeError, r"^parameters is \(2\.74, .* it must be a Parameters"),
        (("w1", START, []), ValueError, r"^data is empty"),
        (("w1", START, [(0, math.nan)]), ValueError, r"^data\[0\]: observed is nan; it must be a finite number$"),
        (("w1", START, DATA, 0), ValueError, r"^learning_rate is 0; it must be a finite number above 0$"),
    ],
)
def test_bad_arguments_are_named(arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        explain(*arguments)


# The table


def test_the_table_of_w1_at_the_published_start() -> None:
    assert (
        str(explain("w1", START, DATA, 0.02))
        == """\
dSSR/dw1 = sum of  dSSR/dpredicted             * dpredicted/dy1 * dy1/dx1           * dx1/dw1
         = sum of  -2 * (observed - predicted) * w3             * e^x1 / (1 + e^x1) * input

input  observed  predicted  dSSR/dpredicted  dpredicted/dy1   dy1/dx1  dx1/dw1    product
  0.0         0   0.686216         1.372431            0.36  0.500000      0.0   0.000000
  0.5         1   0.858232        -0.283536            0.36  0.797380      0.5  -0.040696
  1.0         0   1.185280         2.370559            0.36  0.939346      1.0   0.801639
                                                                                ---------
                                                                     dSSR/dw1 =  0.760944

step size = dSSR/dw1 * learning rate = 0.760944 * 0.02     = 0.015219
new w1    = old w1 - step size       = 2.74     - 0.015219 = 2.724781

dSSR/dw1 is positive: a slightly larger w1 raises the SSR, so w1 goes down. The most positive
product comes from (1, 0): the prediction there is too high, and a larger w1 raises it, because w3
and input are positive. 1 of the 3 products is negative; the positive one outweighs it."""
    )


def row_of(work: Any) -> str:
    return str(work).split("\n")[4]


def test_a_table_of_just_100_columns_keeps_its_decimals() -> None:
    large = Parameters(w1=25 / 123456.12, w2=0, w3=-250000, w4=0, b1=0, b2=0, b3=-333333.33)
    assert row_of(explain("w1", large, [(-123456.12, -2222.22)])) == (
        "-123456.12  -2222.22  -333333.330      -662222.220         -250000  1.4e-11  -123456.12  -283853.552"
    )


def test_a_table_of_101_columns_loses_a_decimal() -> None:
    large = Parameters(w1=230 / 123456.12, w2=0, w3=-1e95, w4=0, b1=0, b2=0, b3=-333333.33)
    row = row_of(explain("w1", large, [(-123456.12, -222222.22)]))
    assert row.split()[:4] == ["-123456.1", "-222222.2", "-333333.3", "-222222.2"]
    assert len(row) <= 100


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([0.0001, 0.5], ["0.0001", "0.5000"]),
        ([0.0005], ["0.0005"]),
        ([0.00008], ["8e-05"]),
        ([999999.5, 1e6], ["999999.5", "   1e+06"]),
        ([-0.0, 1.5], ["0.0", "1.5"]),
    ],
)
def test_a_column_of_numbers(numbers: list[float], texts: list[str]) -> None:
    assert column(numbers) == texts


def test_tiny_numbers_have_four_digits_after_the_first_or_fewer() -> None:
    rows = [
        row_of(explain("b3", START._replace(w3=0, w4=0, b3=b3), [(0, 0)])).split()[2]
        for b3 in (1.23456789e-7, -1.5e-7, 2e-8)
    ]
    assert rows == ["1.2346e-07", "-1.5e-07", "2e-08"]


def test_it_shows_by_itself_at_the_prompt() -> None:
    work = explain("w1", START, DATA)
    assert repr(work) == str(work)


any_size = st.one_of(st.floats(-1e300, 1e300), st.integers(-(10**6), 10**6), st.floats(-1e-300, 1e-300), numbers)


@settings(max_examples=settings().max_examples * 3)
@given(
    name=st.sampled_from(NAMES),
    parameters=st.builds(Parameters, *[any_size] * 7),
    data=st.lists(st.tuples(any_size, any_size), min_size=1, max_size=40),
    learning_rate=st.floats(1e-300, 1e300),
)
def test_any_numbers_make_an_aligned_ascii_table_of_at_most_100_columns(
    name: str, parameters: Parameters, data: list[tuple[float, float]], learning_rate: float
) -> None:
    text = str(explain(name, parameters, data, learning_rate))
    lines = text.splitlines()
    assert text.isascii()
    assert max(map(len, lines)) <= 100
    assert not any(line != line.rstrip() for line in lines)
    table = lines[3 : lines.index("", 3)]
    shown = min(len(data), 20)
    assert len(table) == shown + 3 + (len(data) > 20)
    heads = [head.end() for head in re.finditer(r"\S+", table[0])]
    for row in [line for line in table[1:-2] if " more row" not in line]:
        assert [cell.end() for cell in re.finditer(r"\S+", row)] == heads
    assert {len(line) for line in table if " more row" not in line} == {len(table[0])}


def test_beyond_twenty_rows_the_middle_is_left_out_but_summed() -> None:
    data = [(number / 10, 1) for number in range(1, 1001)]
    work = explain("b3", START, data)
    inputs = [line.split()[0] for line in str(work).splitlines()[4:25]]
    assert inputs[:10] == [f"{number / 10:.1f}" for number in range(1, 11)]
    assert inputs[11:] == [f"{number / 10:.1f}" for number in range(991, 1001)]
    assert "... 980 more rows, all in the sum" in str(work)
    assert work.derivative == derivatives.d_ssr_d_b3(START, data)
    assert len(work.rows) == 1000


def test_twenty_rows_are_all_shown() -> None:
    assert "more row" not in str(explain("b3", START, [(0, number) for number in range(20)]))


# The words

SENTENCE = re.compile(
    r"dSSR/d(?P<name>\w\d) is (?P<sign>positive|negative): a slightly larger \w\d (?P<effect>raises|lowers) the SSR, "
    r"so \w\d (?:goes (?P<way>up|down)|would go (?P<barely>up|down), but the step is too small). "
    r"The most (?:positive|negative) product comes from \((?P<input>\S+), (?P<observed>\S+)\): the prediction there "
    r"is too (?P<side>high|low), and a larger \w\d (?P<moves>raises|lowers) it(?:, because (?P<because>[^.]*))?\."
    r"(?: (?P<against>\S+) of the (?P<all>\S+) products (?:is|are) (?P<other>positive|negative); "
    r"the (?P=sign) (?P<along>one outweighs|ones outweigh) (?:it|them)\.)?"
)


def in_words(work: Any) -> str:
    return " ".join(str(work).split("\n\n")[-1].split())


def exact(parameters: Parameters, input: float) -> Any:
    w1, w2, w3, w4, b1, b2, b3 = map(mpmath.mpf, parameters)
    top, bottom = (mpmath.log(1 + mpmath.exp(x)) for x in (input * w1 + b1, input * w2 + b2))
    return top * w3 + bottom * w4 + b3


def rise(function: Any, name: str, parameters: Parameters) -> Any:
    """How much more the function is where the parameter is a little larger."""
    higher = parameters._replace(**{name: mpmath.mpf(getattr(parameters, name)) + mpmath.mpf(10) ** -40})
    return function(higher) - function(parameters)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=settings().max_examples // 2)
@given(parameters=some_parameters, data=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_the_words_are_true(name: str, parameters: Parameters, data: list[tuple[float, float]]) -> None:
    work = explain(name, parameters, data, 0.01)
    words = in_words(work)
    with mpmath.workdps(100):
        ssr_rises = rise(lambda p: sum((o - exact(p, i)) ** 2 for i, o in data), name, parameters)
        said = SENTENCE.fullmatch(words)
        if said is None:
            assert " is 0" in words
            largest = max(abs(row.product) for row in work.rows)
            assert abs(ssr_rises) * mpmath.mpf(10) ** 40 <= 1e-12 * max(largest, 1)
            return
        assert (said["sign"], said["effect"]) == (("positive", "raises") if ssr_rises > 0 else ("negative", "lowers"))
        assert said["name"] == name
        if said["way"]:
            assert (work.new < work.old) == (said["way"] == "down")
        else:
            assert work.new == work.old
        input, observed = next((i, o) for i, o in data if (f"{i:.6g}", f"{o:.6g}") == (said["input"], said["observed"]))
        assert (exact(parameters, input) > observed) == (said["side"] == "high")
        assert (rise(lambda p: exact(p, input), name, parameters) > 0) == (said["moves"] == "raises")
        for names, sign in re.findall(r"(\w+(?: and \w+)?) (?:is|are) (positive|negative)", said["because"] or ""):
            for factor in names.split(" and "):
                value = {"input": input, "w3": parameters.w3, "w4": parameters.w4}.get(factor, 1)  # y1, y2 always are
                assert (value > 0) == (sign == "positive")
        against = [row.product for row in work.rows if row.product * float(ssr_rises > 0 or -1) < 0]
        assert int(said["against"] or 0) == len(against)
        if against:
            along = [row.product for row in work.rows if row.product * against[0] < 0]
            assert said["along"] == ("one outweighs" if len(along) == 1 else "ones outweigh")


def test_a_step_too_small_to_be_seen_moves_nothing() -> None:
    assert "so w1 would go down, but the step is too small." in in_words(explain("w1", START, DATA, 1e-20))


def test_a_zero_derivative_says_why() -> None:
    assert in_words(explain("w1", START._replace(w3=0), DATA)) == (
        "dSSR/dw1 is 0, because dpredicted/dy1 is 0 everywhere: w1 stays where it is."
    )
    flat = Parameters(0, 0, 0, 0, 0, 0, 0.5)
    assert "dSSR/dpredicted is 0 everywhere" in in_words(explain("b3", flat, [(1, 0.5)]))
    assert "every product is 0" in in_words(explain("w1", flat._replace(w3=1, b3=0), [(0, 3), (1, math.log(2))]))
    assert "the products cancel each other" in in_words(explain("b3", flat, [(0, 0), (1, 1)]))


def test_what_is_too_large_for_floats_is_said_to_be() -> None:
    assert "is not finite" in in_words(explain("w1", START, [(1e300, 1e300)]))


# The example


def test_the_example_works_out_all_seven_and_the_whole_first_step(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(Path(__file__).parents[2] / "examples" / "worked_derivation.py"), run_name="__main__")
    text = capsys.readouterr().out
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 100
    _, sums, step = re.split(r"\n\d\. ", text)
    heads, *rows = [line.split() for line in sums.splitlines() if re.match(r" *(input|[\d.]+ +\d|sum)", line)]
    for name in NAMES:
        work = explain(name, START, DATA)
        place = heads.index(f"dSSR/d{name}")
        found = [row[place] for row in rows[:-1]]
        assert found == [f"{row.product:.6f}" for row in work.rows]
        assert rows[-1][place - 1] == f"{work.derivative:.6f}"
    after = train(START, DATA, learning_rate=0.02, max_steps=1)
    old, _, new = (
        re.search(rf"^{word} +(.*)$", step, re.MULTILINE) for word in ("old value", "step size", "new value")
    )
    names = re.search(r"^ +(b3.*)$", step, re.MULTILINE).group(1).split()
    assert dict(zip(names, old.group(1).split())) == {name: f"{value:.6f}" for name, value in START._asdict().items()}
    moved = {name: f"{value:.6f}" for name, value in after.parameters._asdict().items()}
    assert dict(zip(names, new.group(1).split())) == moved
    assert text.endswith(f"The SSR falls from {after.history[0]:.4f} to {after.ssr:.4f}.\n")


def words(*arguments):
    """The closing sentences, in one line."""
    return " ".join(str(explain(*arguments)).split("\n\n")[-1].split())


W3_NEGATIVE = START._replace(w3=-0.5)
CLOSING = [  # each read by eye: the side of the prediction, the way it moves, and why
    (
        ("w4", START, [(1, 5)]),
        "dSSR/dw4 is negative: a slightly larger w4 lowers the SSR, so w4 goes up. The most negative product comes from "
        "(1, 5): the prediction there is too low, and a larger w4 raises it, because y2 is positive.",
    ),
    (
        ("w1", W3_NEGATIVE, [(-1, 5), (2, 7), (3, -4), (-2, -9)]),
        "dSSR/dw1 is positive: a slightly larger w1 raises the SSR, so w1 goes down. The most positive product comes from "
        "(2, 7): the prediction there is too low, and a larger w1 lowers it, because w3 is negative and input is positive. "
        "1 of the 4 products is negative; the positive ones outweigh it.",
    ),
    (
        ("w1", W3_NEGATIVE, [(-1, -5)]),
        "dSSR/dw1 is positive: a slightly larger w1 raises the SSR, so w1 goes down. The most positive product comes from "
        "(-1, -5): the prediction there is too high, and a larger w1 raises it, because w3 and input are negative.",
    ),
    (
        ("b1", W3_NEGATIVE, [(1, -5)]),
        "dSSR/db1 is negative: a slightly larger b1 lowers the SSR, so b1 goes up. The most negative product comes from "
        "(1, -5): the prediction there is too high, and a larger b1 lowers it, because w3 is negative.",
    ),
    (
        ("b3", START, [(0, 0), (0.5, 1), (1, 1), (0, 0.5)]),
        "dSSR/db3 is positive: a slightly larger b3 raises the SSR, so b3 goes down. The most positive product comes from "
        "(0, 0): the prediction there is too high, and a larger b3 raises it. "
        "1 of the 4 products is negative; the positive ones outweigh it.",
    ),
    (
        ("b3", START, [(0, -3), (0.5, 1), (0.5, 1)]),
        "dSSR/db3 is positive: a slightly larger b3 raises the SSR, so b3 goes down. The most positive product comes from "
        "(0, -3): the prediction there is too high, and a larger b3 raises it. "
        "2 of the 3 products are negative; the positive one outweighs them.",
    ),
    (
        ("b3", Parameters(0, 0, 0, 0, 0, 0, 0.25), [(0, 0)]),
        "dSSR/db3 is positive: a slightly larger b3 raises the SSR, so b3 goes down. The most positive product comes from "
        "(0, 0): the prediction there is too high, and a larger b3 raises it.",
    ),
    (
        ("b3", Parameters(0, 0, 0, 0, 0, 0, 0), [(0, 1e6), (0, -1e6), (0, -5e-10)]),
        "dSSR/db3 is 0 but for rounding: the products cancel each other, and b3 has nowhere to go.",
    ),
    (
        ("b3", Parameters(0, 0, 0, 0, 0, 0, 0), [(0, 1e6), (0, -1e6), (0, -5e-8)]),
        "dSSR/db3 is positive: a slightly larger b3 raises the SSR, so b3 goes down. The most positive product comes from "
        "(0, -1e+06): the prediction there is too high, and a larger b3 raises it. "
        "1 of the 3 products is negative; the positive ones outweigh it.",
    ),
    (
        ("w3", START._replace(b1=-800), [(0, 5)]),
        "dSSR/dw3 is 0, because dpredicted/dw3 is 0 everywhere: w3 stays where it is.",
    ),
    (("w1", START, [(0, 5), (0, 3)]), "dSSR/dw1 is 0, because dx1/dw1 is 0 everywhere: w1 stays where it is."),
    (
        ("w1", Parameters(0, 0, 1, 0, 0, 0, 0), [(0, 5), (1, softplus(0.0))]),
        "dSSR/dw1 is 0, because every product is 0: w1 stays where it is.",
    ),
    (
        ("b3", Parameters(0, 0, 0, 0, 0, 0, 0), [(0, 1), (0, -1)]),
        "dSSR/db3 is 0 but for rounding: the products cancel each other, and b3 has nowhere to go.",
    ),
]


@pytest.mark.parametrize(("arguments", "closing"), CLOSING)
def test_the_closing_sentences_to_the_letter(arguments, closing):
    assert words(*arguments) == closing


@pytest.mark.parametrize(
    ("count", "elided"),
    [(20, None), (21, "... 1 more row, all in the sum"), (2000, "... 1,980 more rows, all in the sum")],
)
def test_only_what_goes_beyond_twenty_rows_is_elided(count, elided):
    table = str(explain("b3", START, [(row / count, 1) for row in range(count)])).split("\n\n")[1].splitlines()
    rows = table[1:-2]
    assert len(rows) == 20 + (elided is not None)
    assert [row.strip() for row in rows if "..." in row] == [elided] * (elided is not None)
    assert elided is None or rows[10].strip() == elided
    assert elided is None or rows[10].startswith("        ")


def test_a_negative_step_size_is_subtracted_in_brackets():
    assert "new w4    = old w4 - step size       = 0.63      - (-0.213569) =  0.843569" in str(
        explain("w4", START, [(1, 5)], 0.1)
    )
    assert "(0)" not in str(explain("w1", START, [(0, 5)], 0.1))


# The other forms


class Cells(HTMLParser):
    """The rows of the tables, each cell with its tag, as a browser takes them apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str, str]]] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append((tag, dict(attributes).get("scope", ""), ""))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("th", "td"):
            tag, scope, text = self.rows[-1][-1]
            self.rows[-1][-1] = (tag, scope, text + data)


@pytest.mark.parametrize("name", NAMES)
def test_html_and_markdown_hold_the_numbers_of_the_text_and_the_html_heads_each_row(name: str) -> None:
    data = [(n / 10, n % 3) for n in range(25)]
    work = explain(name, START, data, 0.02)
    lines = [line.split() for line in str(work).split("\n\n")[1].splitlines()]
    head, *rows, _, total = [line for line in lines if "more" not in line]
    found = Cells(work._repr_html_()).rows
    assert [[text for _, _, text in row] for row in found if len(row) > 2 and "more" not in row[0][2]] == [head, *rows]
    assert {(tag, scope) for row in found[1:] for tag, scope, _ in row[:1]} == {("th", "row")}
    assert {(tag, scope) for row in found[1:] for tag, scope, _ in row[1:]} == {("td", "")}
    assert {(tag, scope) for tag, scope, _ in found[0]} == {("th", "col")}
    assert [text for _, _, text in found[-1]] == [total[0], total[-1]]
    assert "... 5 more rows, all in the sum" in found[11][0][2]
    table = [line.strip("| ").split(" | ") for line in work.to_markdown().splitlines() if line.startswith("|")]
    assert [row for row in table if "more" not in row[0]][0:1] == [head]
    assert [row for row in table[2:-1] if "more" not in row[0]] == rows
    assert table[-1][-2:] == [f"**{total[0]}**", f"**{total[-1]}**"]
    assert work.to_markdown().count("```") == 4


def test_latex_writes_partial_derivatives_the_sum_and_the_step() -> None:
    assert explain("w1", START, DATA, 0.02).to_latex() == (
        r"""\begin{aligned}
\frac{\partial \mathrm{SSR}}{\partial w_1} &= \sum \frac{\partial \mathrm{SSR}}{\partial \mathrm{predicted}} """
        r"\cdot \frac{\partial \mathrm{predicted}}{\partial y_1} \cdot \frac{\partial y_1}{\partial x_1} "
        r"""\cdot \frac{\partial x_1}{\partial w_1} \\
 &= \sum -2 \cdot (\mathrm{observed} - \mathrm{predicted}) \cdot w_3 \cdot \frac{e^{x_1}}{1 + e^{x_1}} """
        r"""\cdot \mathrm{input} \\
 &= 0.000000 - 0.040696 + 0.801639 = 0.760944 \\
\text{step size} &= \frac{\partial \mathrm{SSR}}{\partial w_1} \cdot \text{learning rate} = 0.760944 \cdot 0.02 """
        r"""= 0.015219 \\
\text{new }w_1 &= \text{old }w_1 - \text{step size} = 2.74 - 0.015219 = 2.724781
\end{aligned}"""
    )


@pytest.mark.skipif(not which("pdflatex"), reason="there is no TeX")
def test_latex_compiles(tmp_path: Path) -> None:
    network = layers.initial_layers([2, 3, 3, 2], seed=1, activation=layers.TANH)
    data = [([0.5, -1.0], [1.0, 0.0]), ([1.0, 2.0], [0.0, 3.0])]
    work: list[Any] = [explain(name, START, DATA, 0.02) for name in NAMES]
    work += [layers.explain(name, network, data, 0.1) for name in ("W(1)[0][1]", "W(2)[2][1]", "b(3)[1]", "b(1)[0]")]
    work += [explain("w1", START, [(1e300, 1e300)], 0.1), explain("b3", START, [(0, 1e-7)] * 9, 1e-9)]
    formulas = "\n".join(rf"\[{one.to_latex()}\]" for one in work)
    page = rf"\documentclass{{article}}\usepackage{{amsmath}}\begin{{document}}{formulas}\end{{document}}"
    (tmp_path / "page.tex").write_text(page, encoding="ascii")
    ran = run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"], cwd=tmp_path, stdout=PIPE)
    assert ran.returncode == 0, ran.stdout
    assert b"Overfull" not in ran.stdout


def test_a_verdict_marks_its_places_in_a_notebook() -> None:
    def mine(parameters: Parameters, data: Any) -> float:
        return sum(2 * (observed - forward(parameters, input).predicted) for input, observed in data)

    page = check(mine, "b3")._repr_html_()
    assert page.startswith("<p><mark>dSSR/dpredicted</mark></p>\n<pre ")
    assert "<p>Right.</p>" in check(derivatives.d_ssr_d_b3, "b3")._repr_html_()
