"""The factors and the seven derivatives: exact, proven, and what the articles publish."""

import mpmath
import pytest
import sympy
from hypothesis import given

import points
import tinynet
from fifty_digits import ssr_and_derivatives
from tinynet import Parameters, backpropagate, derivatives, dosage, gradient, network

SEVEN = {name: getattr(tinynet, f"d_ssr_d_{name}") for name in Parameters._fields}

near_and_far = pytest.mark.parametrize(
    ("where", "data"), [(points.parameters, points.data), (points.far_parameters, points.far_data)]
)


def test_the_published_first_derivative_of_b3():
    assert round(tinynet.d_ssr_d_b3(dosage.FITTED._replace(b3=0), dosage.DATA), 1) == -15.7


def test_the_published_second_derivative_of_b3():
    after_one_step = dosage.FITTED._replace(b3=1.56551)
    assert round(tinynet.d_ssr_d_b3(after_one_step, dosage.DATA), 2) == -6.26


def test_the_first_derivatives_of_the_output_layer():
    start = dosage.FITTED._replace(w3=0.36, w4=0.63, b3=0)
    at_start = gradient(start, dosage.DATA)
    assert [round(value, 2) for value in (at_start.w3, at_start.w4, at_start.b3)] == [2.58, 1.26, 1.90]


def test_raising_a_prediction_that_is_too_high_raises_the_ssr():
    assert tinynet.d_ssr_d_predicted(observed=0, predicted=1) > 0


@near_and_far
def test_each_derivative_is_exact(where, data):
    @given(where, data)
    def is_exact(parameters, data):
        oracle = ssr_and_derivatives(parameters, data)
        for name, derivative in SEVEN.items():
            assert oracle[name].is_met_by(derivative(parameters, data)), name

    is_exact()


@given(points.parameters, points.data)
def test_the_gradient_is_the_seven_in_the_order_of_the_parameters(parameters, data):
    assert gradient(parameters, data)._asdict() == {name: f(parameters, data) for name, f in SEVEN.items()}


@near_and_far
def test_the_seven_one_by_one_and_in_one_pass_are_equal_to_the_last_bit(where, data):
    @given(where, data)
    def are_equal(parameters, data):
        assert backpropagate(parameters, data) == (tinynet.ssr(parameters, data), gradient(parameters, data))

    are_equal()


def symbols():
    parameters = Parameters(*sympy.symbols(Parameters._fields, real=True))
    data = [sympy.symbols(f"input_{row} observed_{row}", real=True) for row in (1, 2)]
    return parameters, data


@pytest.fixture
def _on_symbols(monkeypatch):
    monkeypatch.setattr(network, "softplus", lambda x: sympy.log(1 + sympy.exp(x)))
    monkeypatch.setattr(derivatives, "sigmoid", lambda x: sympy.exp(x) / (1 + sympy.exp(x)))


@pytest.mark.usefixtures("_on_symbols")
@pytest.mark.parametrize("name", Parameters._fields)
def test_each_derivative_is_the_one_that_computer_algebra_finds(name):
    parameters, data = symbols()
    w1, w2, w3, w4, b1, b2, b3 = parameters

    def f(x):
        return sympy.log(1 + sympy.exp(x))

    ssr = sum((observed - (f(input * w1 + b1) * w3 + f(input * w2 + b2) * w4 + b3)) ** 2 for input, observed in data)
    difference = SEVEN[name](parameters, data) - sympy.diff(ssr, getattr(parameters, name))
    assert sympy.simplify(difference) == 0


FACTORS = {  # what the series gives for each factor, at x1 = 0.5, x2 = -2, y1 = 0.3, y2 = 0.7
    "d_ssr_d_predicted": ((3, 5), 4),
    "d_predicted_d_w3": ((0.3,), 0.3),
    "d_predicted_d_w4": ((0.7,), 0.7),
    "d_predicted_d_b3": ((), 1),
    "d_predicted_d_y1": ((-1.22,), -1.22),
    "d_predicted_d_y2": ((-2.30,), -2.30),
    "d_y1_d_x1": ((0.5,), float(mpmath.exp(0.5) / (1 + mpmath.exp(0.5)))),
    "d_y2_d_x2": ((-2,), float(mpmath.exp(-2) / (1 + mpmath.exp(-2)))),
    "d_x1_d_w1": ((0.25,), 0.25),
    "d_x1_d_b1": ((), 1),
    "d_x2_d_w2": ((0.25,), 0.25),
    "d_x2_d_b2": ((), 1),
}


@pytest.mark.parametrize("name", FACTORS)
def test_each_factor_is_the_one_of_the_articles(name):
    arguments, expected = FACTORS[name]
    assert getattr(tinynet, name)(*arguments) == pytest.approx(expected, rel=1e-15)


@near_and_far
def test_backpropagation_is_exact(where, data):
    @given(where, data)
    def is_exact(parameters, data):
        oracle = ssr_and_derivatives(parameters, data)
        ssr, found = backpropagate(parameters, data)
        assert oracle["ssr"].is_met_by(ssr, tolerance=4e-15)
        for name, value in found._asdict().items():
            assert oracle[name].is_met_by(value), name

    is_exact()


@given(points.parameters, points.data)
def test_backpropagation_gives_what_the_seven_give(parameters, data):
    sizes = {name: sum_.size for name, sum_ in ssr_and_derivatives(parameters, data).items()}
    _, found = backpropagate(parameters, data)
    for name, value in gradient(parameters, data)._asdict().items():
        assert abs(getattr(found, name) - value) <= 2e-15 * sizes[name] + 1e-290


def test_central_differences_divide_by_the_distance_that_floats_really_move():
    far = dosage.START._replace(b3=1e11)  # floats lie 1.5e-5 apart there, and 2 * h is 2e-5
    data = [(0.5, 1e11)]
    assert tinynet.numerical_gradient(far, data).b3 == pytest.approx(gradient(far, data).b3, rel=1e-3)


def test_central_differences_that_overflow_are_refused():
    for parameters, h in ((dosage.START, 1e308), (dosage.START._replace(b3=1e200), 1e190)):
        with pytest.raises(ValueError, match=r"^h is 1e\+\d+; the SSR there is not finite: take a smaller h"):
            tinynet.numerical_gradient(parameters, dosage.DATA, h)


def test_unless_told_otherwise_the_differences_are_over_a_hundred_thousandth():
    by_default = tinynet.numerical_gradient(dosage.START, dosage.DATA)
    assert by_default == tinynet.numerical_gradient(dosage.START, dosage.DATA, h=1e-5)
    assert by_default == pytest.approx(tinynet.gradient(dosage.START, dosage.DATA), rel=1e-8)
