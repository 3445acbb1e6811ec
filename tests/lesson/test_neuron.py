"""softplus and the sigmoid against 50-digit arithmetic."""

import math

import mpmath
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tinynet import sigmoid, softplus

mpmath.mp.dps = 50

finite = st.floats(-745, 745) | st.floats(-745, 1e308) | st.floats(-1, 1)


def everywhere(test):
    """At random, and where e^x is zero, invisible beside 1, 1, or beyond all floats."""
    for x in (-745.0, -37.0, 0.0, 710.0, 1e308):
        test = example(x)(test)
    return given(finite)(test)


def units_in_the_last_place(value, exact):
    return abs(mpmath.mpf(value) - exact) / math.ulp(float(exact))


@everywhere
def test_softplus_is_within_two_units_in_the_last_place(x):
    assert units_in_the_last_place(softplus(x), mpmath.log1p(mpmath.exp(mpmath.mpf(x)))) <= 2


@everywhere
def test_sigmoid_is_within_three_units_in_the_last_place(x):
    assert units_in_the_last_place(sigmoid(x), 1 / (1 + mpmath.exp(-mpmath.mpf(x)))) <= 3


def test_softplus_keeps_its_digits_where_1_plus_e_to_the_x_rounds_to_1():
    assert math.log(1 + math.exp(-40)) == 0
    assert softplus(-40) == 4.248354255291589e-18


def test_softplus_does_not_overflow_where_e_to_the_x_does():
    with pytest.raises(OverflowError):
        math.exp(710)
    assert softplus(710) == 710


@given(st.floats(-30, 30))
def test_the_sigmoid_is_the_slope_of_softplus(x):
    h = mpmath.mpf(10) ** -20
    exact = lambda x: mpmath.log1p(mpmath.exp(x))  # noqa: E731
    slope = (exact(mpmath.mpf(x) + h) - exact(mpmath.mpf(x) - h)) / (2 * h)
    assert sigmoid(x) == pytest.approx(float(slope), rel=1e-14)


@pytest.mark.parametrize("f", [softplus, sigmoid])
def test_whole_numbers_give_floats(f):
    assert [type(f(x)) for x in (-3, 0, 3)] == [float] * 3
