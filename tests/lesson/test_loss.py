"""The SSR."""

import pytest
from hypothesis import given

import points
from fifty_digits import ssr_and_derivatives
from tinynet import dosage, ssr


@pytest.mark.parametrize(("b3", "published", "digits"), [(0, 20.4, 1), (1, 7.8, 1), (2, 1.11, 2), (3, 0.46, 2)])
def test_the_published_ssr_for_four_values_of_b3(b3, published, digits):
    assert round(ssr(dosage.FITTED._replace(b3=b3), dosage.DATA), digits) == published


@given(points.parameters, points.data)
def test_the_ssr_is_the_sum_of_the_squared_residuals(parameters, data):
    assert ssr_and_derivatives(parameters, data)["ssr"].is_met_by(ssr(parameters, data), tolerance=4e-15)


def test_a_residual_too_large_to_be_squared_gives_infinity_and_no_exception():
    assert ssr(dosage.START, [(0, 1e200)]) == float("inf")
