"""Every mistake is made here by hand, in plain arithmetic, and must be named; nothing right may be called wrong."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tinynet
from tinynet import numerical_gradient
from tinynet.dosage import DATA, START
from tinynet.network import Parameters
from tinynet.tutor import Verdict, check, check_update

NAMES = Parameters._fields
EXAMPLES = Path(__file__).parents[2] / "examples"

# The chain rule once more, by hand: for each factor what is right, and what the mistakes put in its place. Nothing here
# comes from tinynet but the names of the parameters.


def sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def passed(p: Parameters, input: float, observed: float) -> SimpleNamespace:
    x1 = p.w1 * input + p.b1
    x2 = p.w2 * input + p.b2
    y1 = math.log(1 + math.exp(x1))
    y2 = math.log(1 + math.exp(x2))
    predicted = p.w3 * y1 + p.w4 * y2 + p.b3
    return SimpleNamespace(
        input=input, observed=observed, x1=x1, x2=x2, y1=y1, y2=y2, predicted=predicted, w3=p.w3, w4=p.w4
    )


RESIDUAL = {
    "": lambda n: -2 * (n.observed - n.predicted),
    "residual missing": lambda n: 1,
    "residual squared": lambda n: -2 * (n.observed - n.predicted) ** 2,
    "predicted instead of residual": lambda n: -2 * n.predicted,
}
TOP_WEIGHT = {"": lambda n: n.w3, "output weight missing": lambda n: 1, "other output weight": lambda n: n.w4}
BOTTOM_WEIGHT = {"": lambda n: n.w4, "output weight missing": lambda n: 1, "other output weight": lambda n: n.w3}
TOP_SLOPE = {
    "": lambda n: sigma(n.x1),
    "slope missing": lambda n: 1,
    "slope taken at y": lambda n: sigma(n.y1),
    "softplus instead of its slope": lambda n: n.y1,
    "slope of the sigmoid": lambda n: sigma(n.x1) * (1 - sigma(n.x1)),
    "other neuron": lambda n: sigma(n.x2),
}
BOTTOM_SLOPE = {
    "": lambda n: sigma(n.x2),
    "slope missing": lambda n: 1,
    "slope taken at y": lambda n: sigma(n.y2),
    "softplus instead of its slope": lambda n: n.y2,
    "slope of the sigmoid": lambda n: sigma(n.x2) * (1 - sigma(n.x2)),
    "other neuron": lambda n: sigma(n.x1),
}
TOP_INPUT = {"": lambda n: n.input, "input missing": lambda n: 1, "x instead of input": lambda n: n.x1}
BOTTOM_INPUT = {"": lambda n: n.input, "input missing": lambda n: 1, "x instead of input": lambda n: n.x2}
BIAS = {"": lambda n: 1, "bias times input": lambda n: n.input}
CHAINS: dict[str, list[dict[str, Any]]] = {
    "w1": [RESIDUAL, TOP_WEIGHT, TOP_SLOPE, TOP_INPUT],
    "w2": [RESIDUAL, BOTTOM_WEIGHT, BOTTOM_SLOPE, BOTTOM_INPUT],
    "w3": [RESIDUAL, {"": lambda n: n.y1, "other neuron": lambda n: n.y2}],
    "w4": [RESIDUAL, {"": lambda n: n.y2, "other neuron": lambda n: n.y1}],
    "b1": [RESIDUAL, TOP_WEIGHT, TOP_SLOPE, BIAS],
    "b2": [RESIDUAL, BOTTOM_WEIGHT, BOTTOM_SLOPE, BIAS],
    "b3": [RESIDUAL],
}
SUM = {
    "": sum,
    "flipped sign": lambda terms: -sum(terms),
    "lost the 2": lambda terms: sum(terms) / 2,
    "mean instead of sum": lambda terms: sum(terms) / len(terms),
    "first observation only": lambda terms: terms[0],
    "last observation only": lambda terms: terms[-1],
}
SHARED = [label for label in (*SUM, *RESIDUAL) if label]


def labels(name: str) -> list[str]:
    return [label for place in (SUM, *CHAINS[name]) for label in place if label]


def place(name: str, label: str) -> int:
    return next(number for number, place in enumerate((SUM, *CHAINS[name])) if label in place)


def pairs(name: str) -> list[tuple[str, str]]:
    return [(a, b) for a, b in combinations(labels(name), 2) if place(name, a) != place(name, b)]


def wrong(name: str, *made: str) -> Any:
    """The derivative with these mistakes in it; without any, the right one."""
    known = set(labels(name))
    made = tuple(label for label in made if label in known)
    factors = [next((of[label] for label in made if label in of), of[""]) for of in CHAINS[name]]
    total = next((SUM[label] for label in made if label in SUM), sum)

    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> float:
        rows = [passed(parameters, input, observed) for input, observed in data]
        return total([math.prod(factor(row) for factor in factors) for row in rows])

    return mine


def all_seven(**made: tuple[str, ...]) -> Any:
    functions = [wrong(name, *made.get(name, ())) for name in NAMES]
    return lambda parameters, data: [mine(parameters, data) for mine in functions]


def a_step(**made: tuple[str, ...]) -> Any:
    seven = all_seven(**made)

    def mine(parameters: Parameters, data: list[tuple[float, float]], learning_rate: float) -> list[float]:
        return [old - slope * learning_rate for old, slope in zip(parameters, seven(parameters, data))]

    return mine


def named(verdict: Verdict) -> list[str]:
    return sorted(verdict.mistakes)


def flat(verdict: Verdict) -> str:
    return " ".join(str(verdict).split())


# One derivative


@pytest.mark.parametrize(("name", "label"), [(name, label) for name in NAMES for label in labels(name)])
def test_each_mistake_in_each_derivative_is_named(name: str, label: str) -> None:
    verdict = check(wrong(name, label), name)
    assert verdict.correct is False
    assert verdict.mistakes == (label,)
    assert verdict.error is None


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.long] * (n in ("w2", "b1", "b2"))) for n in NAMES])
def test_each_two_mistakes_in_each_derivative_are_named(name: str) -> None:
    alike = {"mean instead of sum", "first observation only", "last observation only"}  # of a sum of ones
    for pair in pairs(name):
        expected = set(pair)
        if name == "b3" and "residual missing" in pair and alike & expected:
            expected = {"residual missing", *alike}
        assert named(check(wrong(name, *pair), name)) == sorted(expected), pair


@pytest.mark.parametrize("factor", [3, -0.25, 1.1, 1e6, -1e-6])
@pytest.mark.parametrize("name", NAMES)
def test_a_constant_factor_is_named_with_its_value(name: str, factor: float) -> None:
    verdict = check(lambda parameters, data: factor * wrong(name)(parameters, data), name)
    assert verdict.mistakes == ("constant factor",)
    assert f"multiplied by {factor:.6g}." in str(verdict)


def test_a_constant_factor_may_come_with_another_mistake() -> None:
    for name in NAMES:
        for label in labels(name):
            if label in ("flipped sign", "lost the 2"):  # they are constant factors too
                continue
            verdict = check(lambda parameters, data: 3 * wrong(name, label)(parameters, data), name)  # noqa: B023
            assert named(verdict) == sorted(["constant factor", label]), name


@pytest.mark.parametrize("name", NAMES)
def test_a_lost_minus_2_is_a_flipped_sign_and_a_lost_2(name: str) -> None:
    verdict = check(lambda parameters, data: -wrong(name)(parameters, data) / 2, name)
    assert named(verdict) == ["flipped sign", "lost the 2"]


def test_a_function_that_is_right_only_at_the_published_start_is_wrong() -> None:
    assert not check(lambda parameters, data: wrong("w1")(START, DATA), "w1").correct


def test_a_verdict_is_as_true_as_it_is_correct() -> None:
    assert check(wrong("w1"), "w1")
    assert not check(wrong("w1", "flipped sign"), "w1")


def test_every_text_is_ascii_and_at_most_100_columns_wide() -> None:
    verdicts = [check(wrong(name, *some), name) for name in NAMES for some in pairs(name)[::5]]
    verdicts += [check(lambda parameters, data: 1e300, "w1"), check(lambda parameters, data: "\u00e9" * 500, "w1")]
    verdicts += [check_update(a_step(**{name: (labels(name)[-1],)})) for name in NAMES]
    for verdict in verdicts:
        assert str(verdict).isascii()
        assert max(map(len, str(verdict).splitlines())) <= 100


# Right, but written differently


def d_w1_from_the_sum_backwards(parameters: Parameters, data: list[tuple[float, float]]) -> float:
    total = 0.0
    for input, observed in reversed(data):
        n = passed(parameters, input, observed)
        total += input * (math.exp(n.x1) / (1 + math.exp(n.x1))) * n.w3 * (n.predicted - observed) * 2
    return total


def d_w1_in_numpy(parameters: Parameters, data: list[tuple[float, float]]) -> Any:
    inputs, observed = np.array(data).T
    w1, w2, w3, w4, b1, b2, b3 = map(np.float64, parameters)
    x1 = inputs * w1 + b1
    predicted = np.logaddexp(0, x1) * w3 + np.logaddexp(0, inputs * w2 + b2) * w4 + b3
    return np.sum(2 * (predicted - observed) * w3 * inputs / (1 + np.exp(-x1)))


def d_w1_in_single_precision(parameters: Parameters, data: list[tuple[float, float]]) -> Any:
    single = np.float32
    total = single(0)
    w1, w2, w3, w4, b1, b2, b3 = map(single, parameters)
    for input, observed in data:
        x1 = single(input) * w1 + b1
        y1, y2 = (np.log(single(1) + np.exp(x)) for x in (x1, single(input) * w2 + b2))
        residual = single(observed) - (y1 * w3 + y2 * w4 + b3)
        total += single(-2) * residual * w3 * single(input) / (single(1) + np.exp(-x1))
    return total


def d_w1_by_differences(parameters: Parameters, data: list[tuple[float, float]]) -> float:
    def ssr(w1: float) -> float:
        return sum((o - passed(parameters._replace(w1=w1), i, o).predicted) ** 2 for i, o in data)

    return (ssr(parameters.w1 + 1e-5) - ssr(parameters.w1 - 1e-5)) / 2e-5


def d_w1_in_50_digits(parameters: Parameters, data: list[tuple[float, float]]) -> Any:
    with mpmath.workdps(50):
        w1, w2, w3, w4, b1, b2, b3 = map(mpmath.mpf, parameters)

        def ssr(w1: Any) -> Any:
            top, bottom = (
                (lambda i: mpmath.log(1 + mpmath.exp(w1 * i + b1))),
                (lambda i: mpmath.log(1 + mpmath.exp(w2 * i + b2))),
            )
            return mpmath.fsum((o - (top(i) * w3 + bottom(i) * w4 + b3)) ** 2 for i, o in data)

        return mpmath.diff(ssr, w1)


@pytest.mark.parametrize(
    "mine",
    [
        d_w1_from_the_sum_backwards,
        d_w1_in_numpy,
        d_w1_in_single_precision,
        d_w1_by_differences,
        d_w1_in_50_digits,
    ],
)
def test_a_right_derivative_written_differently_is_right(mine: Any) -> None:
    verdict = check(mine, "w1")
    assert verdict.correct, verdict


ONE_NUMBER = [np.float64, np.float32, np.array, lambda value: np.array([value]), lambda value: np.array([[value]])]


@pytest.mark.parametrize("kind", [*ONE_NUMBER, Fraction, Decimal, mpmath.mpf])
def test_whatever_is_one_real_number_counts(kind: Any) -> None:
    assert check(lambda parameters, data: kind(wrong("b1")(parameters, data)), "b1").correct


def test_what_has_only_a_float_in_it_counts() -> None:
    class Tensor:
        def __init__(self, value: float) -> None:
            self.value = value

        def __float__(self) -> float:
            return self.value

    assert check(lambda parameters, data: Tensor(wrong("b1")(parameters, data)), "b1").correct


slopes = {
    "exp over one plus exp": lambda x: math.exp(x) / (1 + math.exp(x)),
    "one over one plus exp": sigma,
    "tanh": lambda x: 0.5 + 0.5 * math.tanh(x / 2),
    "one minus": lambda x: 1 - 1 / (1 + math.exp(x)),
}
curves = {
    "log": lambda x: math.log(1 + math.exp(x)),
    "log1p": lambda x: math.log1p(math.exp(x)),
    "stable": lambda x: max(x, 0) + math.log1p(math.exp(-abs(x))),
    "minus x": lambda x: x + math.log(1 + math.exp(-x)),
}


@settings(max_examples=settings().max_examples * 10)
@given(
    name=st.sampled_from(NAMES),
    slope=st.sampled_from(sorted(slopes)),
    curve=st.sampled_from(sorted(curves)),
    order=st.permutations(range(5)),
    backwards=st.booleans(),
    total=st.sampled_from([sum, math.fsum, np.sum, lambda terms: sum(reversed(terms))]),
    kind=st.sampled_from([float, np.float64, np.array, Fraction]),
)
def test_no_right_derivative_is_called_wrong(
    name: str, slope: str, curve: str, order: list[int], backwards: bool, total: Any, kind: Any
) -> None:
    f, s = curves[curve], slopes[slope]

    def mine(p: Parameters, data: list[tuple[float, float]]) -> Any:
        terms = []
        for input, observed in reversed(data) if backwards else data:
            x = {"1": p.b1 + p.w1 * input, "2": p.w2 * input + p.b2}
            residual = observed - p.b3 - f(x["1"]) * p.w3 - f(x["2"]) * p.w4
            k = name[1] if name in ("w1", "b1", "w2", "b2") else {"w3": "1", "w4": "2", "b3": ""}[name]
            hidden = name in ("w1", "b1", "w2", "b2")
            factors = [
                2.0,
                -residual,
                {"1": p.w3, "2": p.w4}[k] if hidden else 1.0,
                s(x[k]) if hidden else f(x[k]) if k else 1.0,
                input if name in ("w1", "w2") else 1.0,
            ]
            terms.append(math.prod(factors[number] for number in order))
        return kind(total(terms))

    assert check(mine, name).correct


# All seven


@pytest.mark.parametrize("kind", [list, tuple, np.array, iter, lambda values: Parameters(*values)])
def test_all_seven_in_any_row_of_seven_numbers_are_right(kind: Any) -> None:
    verdict = check(lambda parameters, data: kind(all_seven()(parameters, data)))
    assert verdict.correct
    assert str(verdict).startswith("all seven: right.")


def test_all_seven_by_name_may_come_in_any_order() -> None:
    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> dict[str, float]:
        return OrderedDict((name, wrong(name)(parameters, data)) for name in reversed(NAMES))

    assert check(mine).correct


@pytest.mark.parametrize("name", NAMES)
def test_each_mistake_in_one_of_the_seven_is_named_with_its_parameter(name: str) -> None:
    for label in labels(name):
        assert check(all_seven(**{name: (label,)})).mistakes == (f"{name}: {label}",)


@pytest.mark.parametrize("label", SHARED)
def test_a_mistake_that_all_seven_share_is_said_once(label: str) -> None:
    verdict = check(all_seven(**dict.fromkeys(NAMES, (label,))))
    assert verdict.mistakes == (f"all: {label}",)
    assert str(verdict).startswith("All seven: ")


@pytest.mark.parametrize("label", SHARED)
def test_what_one_parameter_has_besides_is_named_besides(label: str) -> None:
    made = {**dict.fromkeys(NAMES, (label,)), "w1": (label, "slope missing"), "b2": (label, "bias times input")}
    assert check(all_seven(**made)).mistakes == (f"all: {label}", "w1: slope missing", "b2: bias times input")


def test_two_mistakes_that_all_seven_share_are_both_said_once() -> None:
    made = ("first observation only", "residual missing")  # for b3 alone, other explanations would do as well
    assert named(check(all_seven(**dict.fromkeys(NAMES, made)))) == sorted(f"all: {label}" for label in made)


def test_a_constant_factor_in_all_seven_is_said_once() -> None:
    verdict = check(lambda parameters, data: [3 * slope for slope in all_seven()(parameters, data)])
    assert verdict.mistakes == ("all: constant factor",)
    assert "All seven: everything is multiplied by 3." in str(verdict)


def test_different_constant_factors_are_said_of_each() -> None:
    verdict = check(lambda parameters, data: [k * v for k, v in zip(range(3, 10), all_seven()(parameters, data))])
    assert verdict.mistakes == tuple(f"{name}: constant factor" for name in NAMES)


# What is no derivative at all


def test_what_mine_raises_is_in_the_verdict() -> None:
    raised = ZeroDivisionError("by hand")

    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> float:
        raise raised

    for verdict in (check(mine, "w1"), check(mine)):
        assert (verdict.correct, verdict.mistakes) == (False, ())
        assert verdict.error is raised
        assert verdict.places == ("form",)
        assert re.match(r"Your function raised ZeroDivisionError\('by hand'\) \(in mine, line \d+\)\.", str(verdict))


def test_what_a_generator_raises_is_in_the_verdict() -> None:
    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> Any:
        yield 1 / 0

    assert isinstance(check(mine).error, ZeroDivisionError)


def test_an_interrupt_is_no_verdict() -> None:
    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> float:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(mine, "w1")


def test_a_function_of_other_arguments_gets_its_error_back() -> None:
    assert isinstance(check(lambda parameters: 0.0, "w1").error, TypeError)


NO_NUMBERS: list[Any] = ["0.1", b"1", True, np.bool_(True), math.nan, -math.inf, 1j, [0.1], (), {}, 10**400]
NO_NUMBERS += [np.array([1.0, 2.0]), np.array("0.1"), np.complex128(1), Decimal("NaN"), object(), lambda: 1]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_finite_number_is_said_in_the_verdict(value: Any) -> None:
    verdict = check(lambda parameters, data: value, "w1")
    assert (verdict.correct, verdict.mistakes, verdict.error) == (False, (), None)
    assert " it must be a finite number." in flat(verdict)
    verdict = check(lambda parameters, data: [1, 2, value, 4, 5, 6, 7])
    assert (verdict.correct, verdict.mistakes, verdict.error) == (False, (), None)
    assert " for w3; it must be a finite number." in flat(verdict)


def of_a_function(result: Any) -> Any:
    return lambda *arguments: result


def test_what_was_returned_is_shown() -> None:
    for verdict in (check(of_a_function(None), "w1"), check(of_a_function(None)), check_update(of_a_function(None))):
        assert flat(verdict).startswith("Your function returned None. Is there a return at its end?")
    for verdict in (
        check(of_a_function([1, 2, "x", 4, 5, 6, 7])),
        check_update(of_a_function([1, 2, "x", 4, 5, 6, 7])),
    ):
        assert flat(verdict).startswith("Your function returned 'x' for w3; it must be a finite number. ")
    assert flat(check(of_a_function([1, 2]))).startswith(
        "Your function returned [1, 2]; it must return seven numbers, w1, w2, w3, w4, b1, b2, b3 in this order or by name. "
    )


def test_what_was_raised_is_shown_up_to_300_characters() -> None:
    def mine(parameters: Parameters, data: Any) -> float:
        raise ValueError(" ".join(["x"] * 500))

    said = " ".join(str(check(mine, "w1")).split("\n\n")[0].split())
    assert said.startswith("Your function raised ValueError('x x x x")
    assert re.search(r"x\.\.\. \(in mine, line \d+\)\.$", said)
    assert said.index("...") == len("Your function raised ") + 297


def test_what_is_no_function_is_shown() -> None:
    with pytest.raises(TypeError, match=r"^mine is 5; it must be a function of \(parameters, data\)$"):
        check(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^mine is 5; it must be a function of \(parameters, data, learning_rate\)$"):
        check_update(5)  # type: ignore[arg-type]


NOT_SEVEN: list[Any] = [1.0, "1234567", b"1234567", [], [1.0] * 6, [1.0] * 8, set(range(7)), np.array(1.0)]
NOT_SEVEN += [dict.fromkeys(NAMES[:6], 1.0), dict.fromkeys([*NAMES, "w5"], 1.0), dict.fromkeys([*NAMES[:6], "x"], 1.0)]


@pytest.mark.parametrize("value", NOT_SEVEN)
def test_what_is_not_seven_numbers_is_said_to_be_none(value: Any) -> None:
    for verdict in (check(lambda parameters, data: value), check_update(lambda parameters, data, learning_rate: value)):
        assert (verdict.correct, verdict.mistakes, verdict.error) == (False, (), None)
        assert "it must return seven numbers, w1, w2, w3, w4, b1, b2, b3 in this order or by name." in flat(verdict)


def test_what_goes_on_for_ever_is_not_waited_for() -> None:
    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> Any:
        yield from [1.0] * 8  # one too many, which is all there is to know
        pytest.fail("more was taken")

    assert "must return seven numbers" in flat(check(mine))


@pytest.mark.parametrize("mine", [None, 3, [1]])
def test_what_is_no_function_is_a_type_error(mine: Any) -> None:
    with pytest.raises(TypeError, match=r"^mine is .*; it must be a function of \(parameters, data\)$"):
        check(mine, "w1")
    with pytest.raises(TypeError, match=r"^mine is .*; it must be a function of \(parameters, data, learning_rate\)$"):
        check_update(mine)


def test_a_function_that_spoils_its_data_spoils_nothing_else() -> None:
    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> float:
        result = wrong("w2")(parameters, data)
        data.clear()
        return float(result)

    assert check(mine, "w2").correct
    assert check(mine, "w2").correct


def test_a_function_gets_a_list_of_pairs_and_a_parameters() -> None:
    def mine(parameters: Parameters, data: list[tuple[float, float]]) -> float:
        assert type(parameters) is Parameters
        assert type(data) is list
        assert all(type(number) is float for row in (parameters, *data) for number in row)
        return float(wrong("w2")(parameters, data))

    assert check(mine, "w2").correct


# A whole step


def test_a_right_step_in_several_notations_is_right() -> None:
    def by_name(parameters: Parameters, data: Any, learning_rate: float) -> dict[str, float]:
        slopes = dict(zip(NAMES, all_seven()(parameters, data)))
        return {name: value - learning_rate * slopes[name] for name, value in parameters._asdict().items()}

    def in_numpy(parameters: Parameters, data: Any, learning_rate: float) -> Any:
        return np.array(parameters) - learning_rate * np.array(all_seven()(parameters, data))

    def half_and_half(parameters: Parameters, data: Any, learning_rate: float) -> Any:
        for name, slope in zip(NAMES, all_seven()(parameters, data)):  # all derivatives first: no harm done
            parameters = parameters._replace(**{name: getattr(parameters, name) - slope * learning_rate})
        return parameters

    for mine in (a_step(), by_name, in_numpy, half_and_half):
        verdict = check_update(mine)
        assert verdict.correct
        assert str(verdict).startswith("the step: right.")


def moved(parameters: Parameters, names: Any, slopes: Any, learning_rate: float) -> Parameters:
    new = {name: getattr(parameters, name) - learning_rate * slopes[NAMES.index(name)] for name in names}
    return parameters._replace(**new)


def in_groups(*groups: Any, sign: int = 1, **made: tuple[str, ...]) -> Any:
    """A step that updates group after group, with derivatives taken anew each time."""
    seven = all_seven(**made)

    def mine(parameters: Parameters, data: Any, learning_rate: float) -> Parameters:
        for names in groups:
            parameters = moved(parameters, names, seven(parameters, data), sign * learning_rate)
        return parameters

    return mine


OUTPUT, HIDDEN = ("w3", "w4", "b3"), ("w1", "w2", "b1", "b2")


def test_hidden_derivatives_from_updated_output_weights_are_an_update_in_place() -> None:
    verdict = check_update(in_groups(OUTPUT, HIDDEN))
    assert verdict.mistakes == ("updated in place",)
    assert "the hidden layer (w1, w2, b1, b2) come from already updated output weights" in flat(verdict)


def test_so_they_are_when_the_predictions_are_kept() -> None:
    def mine(parameters: Parameters, data: Any, learning_rate: float) -> Parameters:
        residuals = [(input, observed - passed(parameters, input, observed).predicted) for input, observed in data]
        slopes = all_seven()(parameters, data)
        new = moved(parameters, OUTPUT, slopes, learning_rate)
        chain = {"w1": (new.w3, "w1", "b1", 1), "b1": (new.w3, "w1", "b1", 0)}
        chain.update({"w2": (new.w4, "w2", "b2", 1), "b2": (new.w4, "w2", "b2", 0)})
        for name, (weight, w, b, power) in chain.items():
            slope = sum(
                -2 * residual * weight * sigma(getattr(parameters, w) * input + getattr(parameters, b)) * input**power
                for input, residual in residuals
            )
            new = new._replace(**{name: getattr(parameters, name) - learning_rate * slope})
        return new

    verdict = check_update(mine)
    assert verdict.mistakes == ("updated in place",)
    assert "come from already updated output weights" in flat(verdict)


@pytest.mark.parametrize(
    "order",
    [NAMES, NAMES[::-1], ("w3", "w4", "b3", "w1", "b1", "w2", "b2"), ("b3", "w3", "b1", "w4", "w1", "w2", "b2")],
)
def test_each_parameter_right_after_its_own_derivative_is_an_update_in_place(order: tuple[str, ...]) -> None:
    verdict = check_update(in_groups(*zip(order)))
    assert verdict.mistakes == ("updated in place",)
    assert f"in the order {', '.join(order)}." in flat(verdict)


@pytest.mark.parametrize("groups", [(HIDDEN, OUTPUT), (("w3",), (*HIDDEN, "w4", "b3")), (("b3", "w1"), NAMES[1:6])])
def test_other_updates_in_place_are_found_too(groups: Any) -> None:
    assert check_update(in_groups(*groups)).mistakes == ("updated in place",)


def test_adding_is_told_as_what_it_can_be() -> None:
    expected = ("added instead of subtracted", "all: flipped sign")  # the same numbers: none can tell them apart
    assert check_update(in_groups(NAMES, sign=-1)).mistakes == expected
    assert check_update(a_step(**dict.fromkeys(NAMES, ("flipped sign",)))).mistakes == expected


def test_a_missing_learning_rate_is_named() -> None:
    def mine(parameters: Parameters, data: Any, learning_rate: float) -> Parameters:
        return moved(parameters, NAMES, all_seven()(parameters, data), 1)

    assert check_update(mine).mistakes == ("learning rate missing",)


def test_a_learning_rate_missing_for_one_parameter_is_named_with_it() -> None:
    def mine(parameters: Parameters, data: Any, learning_rate: float) -> Parameters:
        slopes = all_seven()(parameters, data)
        return moved(moved(parameters, NAMES[1:], slopes, learning_rate), NAMES[:1], slopes, 1)

    assert check_update(mine).mistakes == ("w1: learning rate missing",)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_forgotten_parameters_are_named(count: int) -> None:
    for forgotten in combinations(NAMES, count):
        verdict = check_update(in_groups([name for name in NAMES if name not in forgotten]))
        assert verdict.mistakes == tuple(f"not updated: {name}" for name in forgotten)


def test_a_step_that_goes_nowhere_forgets_all_seven() -> None:
    assert check_update(lambda parameters, data, learning_rate: parameters).mistakes == tuple(
        f"not updated: {name}" for name in NAMES
    )


@pytest.mark.parametrize(
    "name", [n if n in ("w2", "b1", "b3") else pytest.param(n, marks=pytest.mark.long) for n in NAMES]
)
def test_each_mistake_in_a_derivative_is_named_inside_a_step(name: str) -> None:
    for label in labels(name):
        assert check_update(a_step(**{name: (label,)})).mistakes == (f"{name}: {label}",)


@pytest.mark.parametrize(
    "name", [n if n in ("w2", "b1", "b3") else pytest.param(n, marks=pytest.mark.long) for n in NAMES]
)
def test_two_mistakes_in_a_derivative_are_named_inside_a_step(name: str) -> None:
    for pair in pairs(name)[::7]:
        if pair == ("other output weight", "other neuron"):
            continue  # the right derivative of the other neuron's parameter: that is what is said
        assert {f"{name}: {label}" for label in pair} <= set(check_update(a_step(**{name: pair})).mistakes)


@pytest.mark.parametrize("label", SHARED)
def test_a_mistake_of_all_seven_inside_a_step_is_said_once(label: str) -> None:
    assert f"all: {label}" in check_update(a_step(**dict.fromkeys(NAMES, (label,)))).mistakes


def test_several_mistakes_in_a_step_are_all_named() -> None:
    adding_without_b1 = in_groups([name for name in NAMES if name != "b1"], sign=-1, w1=("slope missing",))
    assert check_update(adding_without_b1).mistakes == (
        "added instead of subtracted",
        "all: flipped sign",
        "w1: slope missing",
        "not updated: b1",
    )


def test_an_update_in_place_may_come_with_other_mistakes() -> None:
    added = ("updated in place", "added instead of subtracted", "all: flipped sign")
    for groups in ((OUTPUT, HIDDEN), tuple(zip(NAMES)), tuple(zip(NAMES[::-1]))):
        assert check_update(in_groups(*groups, sign=-1)).mistakes == added
    for name, label in (("w1", "slope missing"), ("w3", "other neuron")):
        for groups in ((OUTPUT, HIDDEN), tuple(zip(NAMES))):
            verdict = check_update(in_groups(*groups, **{name: (label,)}))
            assert verdict.mistakes == ("updated in place", f"{name}: {label}")


def test_so_it_may_with_the_same_mistake_in_a_whole_layer() -> None:
    verdict = check_update(in_groups(OUTPUT, HIDDEN, **dict.fromkeys(HIDDEN, ("slope missing",))))
    assert verdict.mistakes == ("updated in place", *(f"{name}: slope missing" for name in HIDDEN))


def test_so_it_may_with_a_factor_that_all_share() -> None:
    for groups in ((OUTPUT, HIDDEN), tuple(zip(NAMES))):
        assert check_update(in_groups(*groups, sign=3)).mistakes == ("updated in place", "all: constant factor")


def test_only_what_must_be_new_is_called_new() -> None:
    verdict = check_update(in_groups(HIDDEN, OUTPUT, w3=("residual missing",)))
    assert "the derivative of w3 is taken after the update of w1, b1;" in flat(verdict)


def test_with_predictions_kept_the_other_neuron_may_be_new() -> None:
    def mine(parameters: Parameters, data: Any, learning_rate: float) -> Parameters:
        right = moved(parameters, NAMES, all_seven()(parameters, data), learning_rate)
        slope = sum(
            -2
            * (observed - passed(parameters, input, observed).predicted)
            * right.w4
            * sigma(right.w1 * input + right.b1)
            for input, observed in data
        )
        return right._replace(b2=parameters.b2 - learning_rate * slope)

    assert check_update(mine).mistakes == ("updated in place", "b2: other neuron")


# Central differences


def test_the_numerical_gradient_is_the_one_in_50_digits() -> None:
    def ssr(*values: Any) -> Any:
        w1, w2, w3, w4, b1, b2, b3 = values
        softplus = [
            lambda i: mpmath.log(1 + mpmath.exp(w1 * i + b1)),
            lambda i: mpmath.log(1 + mpmath.exp(w2 * i + b2)),
        ]
        return mpmath.fsum((o - softplus[0](i) * w3 - softplus[1](i) * w4 - b3) ** 2 for i, o in DATA)

    with mpmath.workdps(50):
        orders = [tuple(int(name == other) for other in NAMES) for name in NAMES]
        exact = [float(mpmath.diff(ssr, tuple(map(mpmath.mpf, START)), order)) for order in orders]
    result = numerical_gradient(START, DATA)
    assert type(result) is Parameters
    assert result == pytest.approx(exact, abs=1e-9)


def test_the_error_shrinks_with_the_square_of_h_until_rounding_wins() -> None:
    exact = wrong("w1")(START, DATA)
    large, small, tiny = (abs(numerical_gradient(START, DATA, h).w1 - exact) for h in (1e-1, 1e-2, 1e-13))
    assert large / small == pytest.approx(100, rel=0.01)
    assert tiny > small


def test_the_numerical_gradient_takes_any_iterable_once() -> None:
    assert numerical_gradient(START, iter(DATA)) == numerical_gradient(START, list(DATA))


@pytest.mark.parametrize("h", [0, -1e-5, math.nan, math.inf])
def test_an_impossible_h_is_a_value_error(h: float) -> None:
    with pytest.raises(ValueError, match=r"^h is "):
        numerical_gradient(START, DATA, h)


@pytest.mark.parametrize("b3", [2.0**53, -(2.0**53)])  # 2^53 - 1 is another float, 2^53 + 1 is rounded back
def test_an_h_that_is_lost_on_one_side_is_a_value_error(b3: float) -> None:
    with pytest.raises(ValueError, match=r"^h is 1; it must be large enough to change every parameter$"):
        numerical_gradient(START._replace(b3=b3), DATA, 1)


def test_the_numerical_gradient_checks_what_it_is_given() -> None:
    with pytest.raises(TypeError, match=r"^parameters is \(1, 2\)"):
        numerical_gradient((1, 2), DATA)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^data is empty"):
        numerical_gradient(START, [])


# The points


# Updates in place, told with their order


def in_order(names):
    def step(parameters, data, learning_rate):
        for name in names:
            derivative = getattr(tinynet.gradient(parameters, data), name)
            parameters = parameters._replace(**{name: getattr(parameters, name) - learning_rate * derivative})
        return parameters

    return step


def late(names, new):
    """A step in which the derivatives of some are taken when others are new already."""

    def step(parameters, data, learning_rate):
        right = tinynet.update(parameters, tinynet.step_sizes(tinynet.gradient(parameters, data), learning_rate))
        mixed = parameters._replace(**{name: getattr(right, name) for name in new})
        wrong = tinynet.gradient(mixed, data)
        return right._replace(**{n: getattr(parameters, n) - learning_rate * getattr(wrong, n) for n in names})

    return step


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (
            in_order(["b3", "w4", "w3", "w1", "b1", "w2", "b2"]),
            "Some derivatives use parameters that have moved already: each parameter is updated right after its own "
            "derivative, in the order b3, w4, w3, w1, b1, w2, b2. Take all seven derivatives first.",
        ),
        (
            late(["w1", "b1"], ["w3", "w4"]),
            "Some derivatives use parameters that have moved already: the derivatives of the hidden layer (w1, b1) come from "
            "already updated output weights. Take all seven derivatives first.",
        ),
        (
            late(["w2", "w4"], ["w1", "b3"]),
            "Some derivatives use parameters that have moved already: the derivative of w2 is taken after the update of w1, b3; "
            "the derivative of w4 is taken after the update of w1, b3. Take all seven derivatives first.",
        ),
        (
            late(["w2"], ["w1", "b3"]),
            "Some derivatives use parameters that have moved already: the derivative of w2 is taken after the update of w1, b3. "
            "Take all seven derivatives first.",
        ),
    ],
)
def test_updating_in_place_is_told_with_its_order(step, sentence):
    assert " ".join(str(check_update(step)).split("\n\n")[0].split()) == sentence
    assert check_update(step).mistakes == ("updated in place",)


FIRST = """\
parameters = Parameters(w1=-1.5, w2=-1.6, w3=1.3, w4=-0.9, b1=-1.7, b2=0.2, b3=1.1)
data = [(-0.4, 1.7), (0.9, 0.2), (-1.3, 2.2)]
"""


def test_added_in_place_is_told_in_two_sentences() -> None:
    words = flat(check_update(in_groups(OUTPUT, HIDDEN, sign=-1)))
    assert words.startswith(
        "Some derivatives use parameters that have moved already: the derivatives of the hidden layer (w1, w2, b1, b2) come from"
    )
    assert "The step sizes are added instead of subtracted, or the sign of dSSR/dpredicted is flipped." in words


def test_two_that_move_are_all() -> None:
    flipped = in_groups(("w1", "b3"), sign=-1)
    assert check_update(flipped).mistakes[:2] == ("added instead of subtracted", "all: flipped sign")


def test_two_mistakes_that_all_share_come_with_an_update_in_place() -> None:
    both = in_groups(OUTPUT, HIDDEN, **dict.fromkeys(NAMES, ("flipped sign", "residual squared")))
    assert check_update(both).mistakes == (
        "updated in place", "added instead of subtracted", "all: flipped sign", "all: residual squared"
    )  # fmt: skip


def test_what_a_function_raised_is_shown_at_length():
    def mine(parameters, data):
        raise ValueError("x" * 150)

    assert "x" * 150 in str(check(mine, "b3")).replace("\n", "")


HUGE = [1e60, 1e155, 1e200, 1e308, -1.7e308]


@pytest.mark.parametrize("huge", HUGE)
def test_huge_values_are_explained_by_no_mistake(huge):
    assert check(lambda parameters, data: huge, "w1").places == ("arguments",)
    assert check(lambda parameters, data: [huge] * 7).places == ("arguments",)

    def step(parameters, data, learning_rate):
        right = tinynet.update(parameters, tinynet.step_sizes(tinynet.gradient(parameters, data), learning_rate))
        return right._replace(w3=huge, w1=-huge)

    assert not check_update(step).correct


def test_an_h_that_changes_nothing_is_refused():
    with pytest.raises(ValueError, match="^h is 1e-17; it must be large enough to change every parameter"):
        numerical_gradient(START, DATA, 1e-17)
