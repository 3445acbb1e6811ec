"""The general formula: against 50-digit arithmetic, against the seven, against a textbook; and what it refuses."""

import copy
import inspect
import itertools
import math
import pickle
import re
import typing
import warnings
from itertools import islice

import mpmath
import numpy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import points
import tinynet
from fifty_digits import ssr_and_derivatives
from tinynet import Parameters, dosage, layers
from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Layer

pytestmark = pytest.mark.filterwarnings(
    "ignore:the SSR is not clearly better"
)  # tests/lesson/test_bad_ends.py holds it

mpmath.mp.dps = 50

EXACT = {  # each curve and its slope, as a textbook has them
    "SOFTPLUS": (lambda x: mpmath.log1p(mpmath.exp(x)), lambda x: 1 / (1 + mpmath.exp(-x))),
    "SIGMOID": (lambda x: 1 / (1 + mpmath.exp(-x)), lambda x: mpmath.exp(-x) / (1 + mpmath.exp(-x)) ** 2),
    "TANH": (mpmath.tanh, lambda x: mpmath.sech(x) ** 2),
    "RELU": (lambda x: max(x, mpmath.mpf(0)), lambda x: mpmath.mpf(x > 0)),
    "IDENTITY": (lambda x: x, lambda x: mpmath.mpf(1)),
}
ACTIVATIONS = [SOFTPLUS, SIGMOID, TANH, RELU, IDENTITY]
ROWS = [([dose], [effect]) for dose, effect in dosage.DATA]
TWO_TWO_ONE = [Layer([[1, 2], [3, 4]], [5, 6]), Layer([[7, 8]], [9], IDENTITY)]


def ulps(value, exact):
    return abs(mpmath.mpf(value) - exact) / math.ulp(float(exact))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("x", [-1000, -50, -1.5, -1e-9, 1e-9, 0.3, 20, 50, 1000])
def test_each_curve_and_its_slope_are_exact_and_silent_even_far_out(activation, x):
    f, slope = EXACT[activation.name]
    assert ulps(activation.f(x), f(mpmath.mpf(x))) <= 3
    assert ulps(activation.slope(x), slope(mpmath.mpf(x))) <= 8


def test_the_slope_of_relu_at_0_is_0():
    assert [RELU.slope(x) for x in (-1, 0, -0.0, 5e-324)] == [0, 0, 0, 1]
    assert [RELU.f(x) for x in (-1, 0, 2)] == [0, 0, 2]


# The oracle sees a network as lists of numbers, and asks each derivative of the SSR on its own: for one weight at a
# time it goes forward once more, with the derivative of every number by that weight carried along.


class Carried:
    """A number, its derivative by the one weight in question, and the sizes of what each is a sum of."""

    def __init__(self, value, derivative=0, size=None, derivative_size=None):
        self.value, self.derivative = mpmath.mpf(value), mpmath.mpf(derivative)
        self.size = abs(self.value) if size is None else size
        self.derivative_size = abs(self.derivative) if derivative_size is None else derivative_size


def carried_dot(row, values, bias):
    pairs = [*zip(row, values), (bias, Carried(1))]
    return Carried(
        sum(w.value * v.value for w, v in pairs),
        sum(w.value * v.derivative + w.derivative * v.value for w, v in pairs),
        sum(w.size * v.size for w, v in pairs),
        sum(w.size * v.derivative_size + w.derivative_size * v.size for w, v in pairs),
    )


def oracle(network, data, wanted):
    """dSSR/d(the wanted number), and the sum of the absolute terms it is made of."""
    derivative = size = mpmath.mpf(0)
    for inputs, observed in data:
        values = [Carried(x) for x in inputs]
        for number, (weights, biases, activation) in enumerate(network):
            f, slope = EXACT[activation.name]
            rows = [[Carried(w, (number, j, k) == wanted) for k, w in enumerate(row)] for j, row in enumerate(weights)]
            bias = [Carried(b, (number, j, None) == wanted) for j, b in enumerate(biases)]
            z = [carried_dot(row, values, b) for row, b in zip(rows, bias)]
            if activation is RELU:
                assume(all(x.value == 0 == x.size or abs(x.value) > 1e-9 * x.size for x in z))
            values = [
                Carried(
                    f(x.value),
                    slope(x.value) * x.derivative,
                    max(abs(f(x.value)), slope(x.value) * x.size),
                    slope(x.value) * x.derivative_size * (1 + x.size),
                )
                for x in z
            ]
        for wish, got in zip(observed, values):
            derivative += -2 * (mpmath.mpf(wish) - got.value) * got.derivative
            size += 2 * (abs(wish) + got.size) * got.derivative_size
    return derivative, size


@st.composite
def networks_and_data(draw):
    number = st.floats(-2, 2)
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=1))
    sizes += [*draw(st.lists(st.integers(1, 6), min_size=0, max_size=4)), draw(st.integers(1, 4))]
    network = [
        Layer(
            [[draw(number) for _ in range(below)] for _ in range(here)],
            [draw(number) for _ in range(here)],
            draw(st.sampled_from(ACTIVATIONS)),
        )
        for below, here in zip(sizes, sizes[1:])
    ]
    rows = draw(st.integers(1, 3))
    data = [([draw(number) for _ in range(sizes[0])], [draw(number) for _ in range(sizes[-1])]) for _ in range(rows)]
    return network, data


@given(networks_and_data(), st.randoms(use_true_random=False))
def test_backpropagation_through_any_layers_is_exact(network_and_data, random):
    network, data = network_and_data
    _, gradient = layers.backpropagate(network, data)
    for number, (weights, biases) in enumerate(gradient):
        j = random.randrange(len(weights))
        k = random.randrange(len(weights[j]))
        for found, wanted in ((weights[j][k], (number, j, k)), (biases[j], (number, j, None))):
            derivative, size = oracle(network, data, wanted)
            assert abs(found - derivative) <= 1e-12 * size + mpmath.mpf("1e-290"), wanted


@given(networks_and_data())
def test_the_ssr_is_that_of_the_predictions(network_and_data):
    network, data = network_and_data
    residuals = [
        wish - got for inputs, observed in data for wish, got in zip(observed, layers.predict(network, inputs))
    ]
    assert layers.ssr(network, data) == pytest.approx(sum(r * r for r in residuals), rel=1e-12)
    assert layers.backpropagate(network, data)[0] == layers.ssr(network, data)


@given(points.parameters, points.data)
def test_the_seven_are_the_smallest_case(parameters, data):
    network, rows = layers.from_parameters(parameters), [([x], [y]) for x, y in data]
    sums = ssr_and_derivatives(parameters, data)
    ssr, gradient = layers.backpropagate(network, rows)
    ((((w1,), (w2,)), (b1, b2)), (((w3, w4),), (b3,))) = gradient
    assert sums["ssr"].is_met_by(ssr, tolerance=4e-15)
    for name, value in Parameters(w1, w2, w3, w4, b1, b2, b3)._asdict().items():
        assert sums[name].is_met_by(value), name
    for input, _ in data:
        assert layers.predict(network, [input]) == pytest.approx(
            [tinynet.predict(parameters, input)], rel=1e-14, abs=1e-14
        )


def test_a_full_training_of_either_ends_at_the_same_parameters():
    seven = tinynet.train(dosage.START, dosage.DATA, learning_rate=0.02)
    general = layers.train(layers.from_parameters(dosage.START), ROWS, learning_rate=0.02)
    assert layers.to_parameters(general.parameters) == pytest.approx(seven.parameters, abs=1e-9)
    assert (general.stopped, general.steps) == (seven.stopped, seven.steps)
    assert general.mean_ssr == seven.mean_ssr
    assert isinstance(general, tinynet.Training)


def test_the_textbook_example_of_han_and_kamber():
    """Two hidden neurons 4 and 5, output neuron 6, sigmoid everywhere, one observation, one step.

    The book halves the squared error, so its learning rate of 0.9 is 0.45 on the SSR.
    """
    network = [Layer([[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], [-0.4, 0.2], SIGMOID), Layer([[-0.3, -0.2]], [0.1], SIGMOID)]
    data = [([1, 0, 1], [1])]
    (_, (out4, out5)), (_, (out6,)) = layers.forward(network, [1, 0, 1])
    assert [round(out, 3) for out in (out4, out5, out6)] == [0.332, 0.525, 0.474]
    _, (_, (error6,)) = layers.backpropagate(network, data)[1]
    assert error6 / -2 == pytest.approx(0.13117, abs=5e-6)
    _, after = islice(layers.descend(network, data, learning_rate=0.45), 2)
    (((w14, w24, w34), (w15, w25, w35)), (b4, b5), _), (((w46, w56),), (b6,), _) = after.parameters
    new = {"w46": w46, "w56": w56, "w14": w14, "w15": w15, "w24": w24, "w25": w25, "w34": w34, "w35": w35}
    published = [-0.261, -0.138, 0.192, -0.306, 0.4, 0.1, -0.508, 0.194]
    assert [round(value, 3) for value in new.values()] == published
    assert [round(value, 3) for value in (b6, b5, b4)] == [0.218, 0.194, -0.408]


def test_the_forward_pass_gives_z_and_a_of_each_layer():
    (z1, a1), (z2, a2) = layers.forward(
        [Layer([[1, 2], [3, 4]], [5, 6], RELU), Layer([[7, 8]], [9], IDENTITY)], [1, -1]
    )
    assert (z1, a1, z2, a2) == ([4, 5], [4, 5], [77], [77])


def test_random_layers_are_the_random_parameters():
    assert layers.to_parameters(layers.initial_layers([1, 2, 1], seed=7)) == tinynet.initial_parameters(7)


def test_random_layers_have_the_sizes_and_activations_asked_for():
    network = layers.initial_layers([3, 5, 4, 2], seed=1, activation=RELU, output=SIGMOID)
    assert [(len(layer.weights), len(layer.weights[0])) for layer in network] == [(5, 3), (4, 5), (2, 4)]
    assert [layer.activation for layer in network] == [RELU, RELU, SIGMOID]
    assert [list(layer.biases) for layer in network] == [[0] * 5, [0] * 4, [0] * 2]


def test_a_descent_steps_from_the_gradient_of_all_layers_at_once():
    network = layers.initial_layers([1, 3, 1], seed=2, activation=TANH)
    first, second = islice(layers.descend(network, ROWS, learning_rate=0.1), 2)
    assert (first.number, first.parameters) == (0, network)
    assert (first.ssr, first.gradient) == layers.backpropagate(network, ROWS)
    for layer, (weights, biases), new in zip(network, first.gradient, second.parameters):
        assert new.biases == [b - d * 0.1 for b, d in zip(layer.biases, biases)]
        assert new.weights == [[w - d * 0.1 for w, d in zip(row, ds)] for row, ds in zip(layer.weights, weights)]
        assert new.activation is layer.activation


def test_the_mean_of_each_output_is_what_a_fit_has_to_beat():
    for data, mean_ssr in [
        ([([0], [1, 10]), ([1], [3, 10])], 2),  # 1 and 3 are each 1 away from their mean
        ([([0], [1, 10]), ([1], [3, 14])], 2 + 8),  # all outputs count, not the largest alone
    ]:
        assert layers.train(layers.initial_layers([1, 2], 1), data, learning_rate=0.1, max_steps=0).mean_ssr == mean_ssr


def test_a_descent_of_layers_that_diverges_keeps_what_it_has():
    with pytest.raises(tinynet.DivergedError, match=r"with learning_rate=10\. Try learning_rate=0\.0") as caught:
        layers.train(layers.from_parameters(dosage.START), ROWS, learning_rate=10)
    assert caught.value.training.parameters == caught.value.step.parameters
    assert isinstance(caught.value.step.parameters[0], Layer)


def test_a_weight_or_bias_that_is_not_finite_is_divergence_too():
    # The step takes b(1)[0] to minus infinity, where softplus is 0 and everything else finite.
    start = [Layer([[0.0]], [0.0]), Layer([[1e10]], [0.0], IDENTITY)]
    with pytest.raises(tinynet.DivergedError) as caught:
        layers.train(start, [([0.0], [0.0])], learning_rate=1e300, trainable=["b(1)[0]"])
    assert caught.value.step.number == 0


def test_twins_in_a_hidden_layer_are_warned_of():
    twins = [Layer([[1.0], [1.0]], [0.0, 0.0]), Layer([[2.0, 2.0]], [0.0], IDENTITY)]
    with pytest.warns(UserWarning, match=r"two neurons of layers\[0\] start identical.*change one"):
        layers.train(twins, ROWS, learning_rate=0.01, max_steps=1)


def test_the_warning_points_at_the_call():
    twins = [Layer([[1.0], [1.0]], [0.0, 0.0]), Layer([[2.0, 2.0]], [0.0], IDENTITY)]
    for call in (layers.train, layers.descend):
        with pytest.warns(UserWarning, match="start identical") as caught:
            call(twins, ROWS, learning_rate=0.01)
        assert caught[0].filename == __file__


@pytest.mark.parametrize("place", range(5))
def test_neurons_that_differ_in_one_number_are_no_twins(place):
    numbers = [1.0, 1.0, 0.0, 2.0, 3.0]
    numbers[place] += 0.5
    w1, w2, bias, out1, out2 = numbers
    like = [
        Layer([[1.0], [2.0]], [0.0, 0.0]),
        Layer([[w1, w2], [1.0, 1.0]], [bias, 0.0]),
        Layer([[out1, 2.0], [out2, 3.0]], [0, 0]),
    ]
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        after = layers.train(like, [([0.5], [1, 0])], learning_rate=0.01, max_steps=1).parameters
    assert seen == []
    one, other = ((after[1].weights[j], after[1].biases[j], [row[j] for row in after[2].weights]) for j in (0, 1))
    assert one != other


@pytest.mark.parametrize("trainable", [["b(2)[0]"], ["weights", "b(1)[0]"]])
def test_twins_that_are_held_or_move_apart_are_not_warned_of(trainable):
    twins = [Layer([[1.0], [1.0]], [0.0, 0.0]), Layer([[2.0, 2.0]], [0.0], IDENTITY)]
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        layers.descend(twins, ROWS, learning_rate=0.01, trainable=trainable)
    assert seen == []


def test_twins_further_up_are_warned_of():
    like = [Layer([[1.0], [2.0]], [0.0, 0.0]), Layer([[1.0, 1.0]] * 2, [0.0, 0.0]), Layer([[2.0, 2.0]], [0.0])]
    with pytest.warns(
        UserWarning, match=r"^two neurons of layers\[1\] start identical: the same bias, the same weights in and out\. "
    ):
        layers.descend(like, ROWS, learning_rate=0.01)


def test_the_defaults_of_a_training_are_those_of_the_seven():
    ours, theirs = inspect.signature(layers.train).parameters, inspect.signature(tinynet.train).parameters
    for name in ("max_steps", "min_step_size"):
        assert ours[name].default == theirs[name].default
    assert ours["max_steps"].default == 10_000
    assert ours["min_step_size"].default == 1e-6


def test_unless_told_otherwise_it_takes_ten_thousand_steps_at_most():
    start = layers.from_parameters(dosage.START)
    assert layers.train(start, ROWS, learning_rate=0.01, min_step_size=0).steps == 10_000


def test_layers_can_be_copied_and_pickled():
    network = layers.initial_layers([1, 2, 1], seed=1, activation=TANH)
    assert pickle.loads(pickle.dumps(network)) == copy.deepcopy(network) == network


def test_nothing_is_changed_in_place_and_calling_twice_gives_the_same():
    network = [Layer([[1.0], [2.0]], [3.0, 4.0], TANH), Layer([[5.0, 6.0]], [7.0], IDENTITY)]
    before = copy.deepcopy(network)
    calls = [
        lambda: layers.forward(network, [0.5]),
        lambda: layers.ssr(network, ROWS),
        lambda: layers.backpropagate(network, ROWS),
        lambda: layers.train(network, ROWS, learning_rate=1e-4, max_steps=5),
        lambda: list(islice(layers.descend(network, ROWS, learning_rate=1e-4), 3)),
    ]
    assert [call() for call in calls] == [call() for call in calls]
    assert network == before


@pytest.mark.parametrize(
    "form", [iter, tuple, lambda rows: zip([x for x, _ in rows], [y for _, y in rows]), lambda rows: numpy.array(rows)]
)
def test_data_may_come_in_any_form(form):
    network = layers.from_parameters(dosage.START)
    assert layers.ssr(network, form(ROWS)) == layers.ssr(network, ROWS)


def test_layers_may_be_made_of_arrays():
    network = [Layer(numpy.array([[1, 2], [3, 4]]), numpy.array([5, 6])), Layer(numpy.array([[7, 8]]), (9,), IDENTITY)]
    assert layers.predict(network, numpy.array([0.5, 1])) == layers.predict(TWO_TWO_ONE, [0.5, 1])


BAD_LAYERS = [
    ([], ValueError, "^layers is empty; it must hold at least one Layer$"),
    (None, TypeError, "^layers is None; it must be a sequence of Layers"),
    (TWO_TWO_ONE[0], TypeError, "^layers is one Layer; it must be a sequence of Layers"),
    (
        dosage.START,
        TypeError,
        r"^layers is Parameters\(.*; it must be a sequence of Layers.*, or from_parameters\(.*\) of these$",
    ),
    ([([[1]], [0])], TypeError, r"layers\[0\] is \(\[\[1\]\], \[0\]\); it must be a Layer, such as Layer\("),
    (
        [Layer([[1, 2], [3]], [0, 0])],
        ValueError,
        r"layers\[0\]\.weights\[1\]: expected 2 weights, as in the first row, got 1",
    ),
    (
        [Layer([[1], [2]], [0])],
        ValueError,
        r"^layers\[0\]\.biases: expected 2 numbers, one for each row of weights, got 1$",
    ),
    ([Layer([], [])], ValueError, r"layers\[0\]\.weights is \[\]; it must hold at least one weight"),
    ([Layer([[]], [0])], ValueError, r"layers\[0\]\.weights is \[\[\]\]; it must hold at least one weight"),
    ([Layer(5, [0])], TypeError, r"^layers\[0\]\.weights is 5; it must be a list of rows, one for each neuron$"),
    ([Layer([1], [0])], TypeError, r"layers\[0\]\.weights\[0\] is 1; it must be a sequence of numbers"),
    ([Layer([[math.nan]], [0])], ValueError, r"layers\[0\]\.weights\[0\]\[0\] is nan; it must be a finite number"),
    ([Layer([[1]], ["0"])], TypeError, r"layers\[0\]\.biases\[0\] is '0'; it must be a finite number"),
    ([Layer([[1]], [0], "tanh")], TypeError, r"layers\[0\]\.activation is 'tanh'; it must be an Activation"),
    (
        [Layer([[1]], [0]), Layer([[1, 2]], [0])],
        ValueError,
        r"layers\[1\]: expected 1 weight a neuron, one for each neuron of layers\[0\], got 2",
    ),
]


@pytest.mark.parametrize(("network", "error", "words"), BAD_LAYERS)
@pytest.mark.parametrize(
    "call",
    [
        lambda network: layers.forward(network, [0]),
        lambda network: layers.predict(network, [0]),
        lambda network: layers.ssr(network, ROWS),
        lambda network: layers.numerical_gradient(network, ROWS),
        lambda network: layers.train(network, ROWS, learning_rate=0.1),
        lambda network: layers.descend(network, ROWS, learning_rate=0.1),
        lambda network: layers.to_parameters(network),
    ],
)
def test_what_is_no_network_is_refused(call, network, error, words):
    with pytest.raises(error, match=words):
        call(network)


BAD_DATA = [
    ([], ValueError, "data is empty"),
    ([([0, 0], [0])] * 3 + [([0, 0, 0], [0])], ValueError, r"^data\[3\]: expected 2 inputs, got 3$"),
    ([([0, 0], [0, 0])], ValueError, r"^data\[0\]: expected 1 observed number, got 2$"),
    ([(0, [0])], TypeError, r"^data\[0\]: inputs is 0; it must be a sequence of numbers, such as \[0\.5\]$"),
    ([([0, math.nan], [0])], ValueError, r"^data\[0\]: inputs\[1\] is nan; it must be a finite number$"),
    ([([0, 0], [None])], TypeError, r"^data\[0\]: observed\[0\] is None; it must be a finite number$"),
    ([([0, 0],)], ValueError, r"^data\[0\] is .*; it must be a pair"),
]


@pytest.mark.parametrize(("data", "error", "words"), BAD_DATA)
@pytest.mark.parametrize("name", ["ssr", "numerical_gradient", "train", "descend"])
def test_data_that_does_not_fit_the_layers_is_refused(name, data, error, words):
    settings = {"learning_rate": 0.1} if name in ("train", "descend") else {}
    with pytest.raises(error, match=words):
        getattr(layers, name)(TWO_TWO_ONE, data, **settings)


@pytest.mark.parametrize("part", ["f", "slope"])
def test_an_activation_is_made_of_functions(part):
    broken = SOFTPLUS._replace(**{part: 5})
    with pytest.raises(TypeError, match=rf"^layers\[0\]\.activation\.{part} is 5; it must be a function of x$"):
        layers.predict([Layer([[1]], [0], broken)], [0])


def test_inputs_of_the_wrong_length_are_refused():
    with pytest.raises(ValueError, match="^inputs: expected 2 inputs, got 1$"):
        layers.predict(TWO_TWO_ONE, [0])


def test_what_are_no_inputs_is_refused():
    with pytest.raises(TypeError, match=r"^inputs is 0; it must be a sequence of numbers, such as \[0\.5\]$"):
        layers.predict(TWO_TWO_ONE, 0)
    with pytest.raises(ValueError, match=r"^inputs\[1\] is nan; it must be a finite number$"):
        layers.forward(TWO_TWO_ONE, [0, math.nan])


@pytest.mark.parametrize("name", ["activation", "output"])
def test_what_is_no_activation_is_refused_by_its_name(name):
    with pytest.raises(TypeError, match=f"^{name} is 'tanh'; it must be an Activation, such as SOFTPLUS$"):
        layers.initial_layers([1, 2, 1], seed=1, **{name: "tanh"})


@pytest.mark.parametrize("value", [None, [1], (1, 2, 3, 4, 5, 6, 7)])
def test_what_is_no_parameters_makes_no_layers(value):
    with pytest.raises(TypeError, match="^parameters is .* it must be a Parameters"):
        layers.from_parameters(value)


@pytest.mark.parametrize(("part", "other"), [("f", "slope"), ("slope", "f")])
@pytest.mark.parametrize("infinite", [math.inf, -math.inf, math.nan])
def test_an_activation_that_is_not_finite_is_divergence_and_is_named(part, other, infinite):
    cliff = Activation("cliff", **{part: lambda x: x if x < 2 else infinite, other: lambda x: 1.0})
    words = rf"at step \d+: .*learning_rate=1.* \(the {part} of the activation cliff at x = \S* is {infinite}\)\."
    with pytest.raises(tinynet.DivergedError, match=words) as caught:
        layers.train([Layer([[1.0]], [0.0], cliff)], [([1.0], [100.0])], learning_rate=1)
    assert len(caught.value.training.history) == caught.value.step.number + 1
    words = rf"^the SSR of the start .* \(the {part} of the activation cliff at x = 3 is {infinite}\)$"
    with pytest.raises(tinynet.DivergedError, match=words):
        layers.train([Layer([[1.0]], [0.0], cliff)], [([3.0], [100.0])], learning_rate=1)


def test_no_activation_is_blamed_for_an_x_that_is_infinite():
    double = Activation("double", lambda x: 2 * x, lambda x: 2.0)
    assert layers.predict([Layer([[1e308]], [0], double)], [10]) == [math.inf]
    with pytest.raises(tinynet.DivergedError, match="or start from smaller parameters$"):
        layers.train([Layer([[1e308]], [0], double)], [([10], [0])], learning_rate=0.1)


@pytest.mark.parametrize("part", ["f", "slope"])
def test_an_activation_without_functions_is_refused(part):
    half = SOFTPLUS._replace(**{part: None})
    with pytest.raises(TypeError, match=rf"^layers\[0\]\.activation\.{part} is None; it must be a function of x$"):
        layers.predict([Layer([[1.0]], [0.0], half)], [0])


@pytest.mark.parametrize("values", [{1, 2}, frozenset([1, 2]), {1: 2, 2: 3}])
def test_what_has_no_order_of_its_own_is_no_vector(values):
    with pytest.raises(TypeError, match=f"^inputs is {re.escape(repr(values))}; it must be a sequence of numbers"):
        layers.predict(TWO_TWO_ONE, values)


@pytest.mark.parametrize("seed", [None, "1", 1.5, [1]])
def test_what_is_no_whole_number_is_no_seed(seed):
    words = f"^seed is {re.escape(repr(seed))}; it must be a whole number from 0 on$"
    with pytest.raises(TypeError, match=words):
        layers.initial_layers([1, 2, 1], seed)
    with pytest.raises(TypeError, match=words):
        tinynet.initial_parameters(seed)
    assert tinynet.initial_parameters(numpy.int64(1)) == tinynet.initial_parameters(1)


def test_the_hints_of_every_function_can_be_resolved():
    for name in layers.__all__:
        if inspect.isfunction(getattr(layers, name)):
            assert typing.get_type_hints(getattr(layers, name))["return"]


def test_what_are_no_sizes_is_refused():
    with pytest.raises(
        TypeError, match=r"^sizes is 3; it must be a sequence of whole numbers from 1 on, such as \[1, 2, 1\]$"
    ):
        layers.initial_layers(3, seed=1)


@pytest.mark.parametrize("sizes", [[], [1], [1, 0, 1], [1, 2.5], [1, -1]])
def test_sizes_that_make_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match=r"^sizes(\[\d\])? is .*; it must "):
        layers.initial_layers(sizes, seed=1)


@pytest.mark.parametrize("sizes", [[10**9, 1], [100_000, 100_000], [10_001, 1000], [1, 10**400]])
def test_a_network_too_large_to_be_made_is_refused_at_once(sizes):
    with pytest.raises(ValueError, match=r"^sizes.* a network may have at most 10,000,000 weights$"):
        layers.initial_layers(sizes, seed=1)


def test_differences_of_a_wide_step_are_exact_if_the_ssr_is_a_parabola():
    network, data = [Layer([[0.5, -1.5]], [0.25], IDENTITY)], [([1.0, 2.0], [3.0]), ([-1.0, 0.5], [0.0])]
    residuals = [3 - (0.5 - 3 + 0.25), 0 - (-0.5 - 0.75 + 0.25)]
    right = [-2 * (residuals[0] - residuals[1]), -2 * (2 * residuals[0] + 0.5 * residuals[1]), -2 * sum(residuals)]
    [(weights, biases)] = layers.numerical_gradient(network, data, h=0.5)
    assert [*weights[0], *biases] == pytest.approx(right, abs=1e-9)


def test_sizes_that_are_too_few_are_shown():
    sentence = r"^sizes is \[3\]; it must hold two or more whole numbers from 1 on, such as \[1, 2, 1\]$"
    with pytest.raises(ValueError, match=sentence):
        layers.initial_layers([3], seed=1)


@pytest.mark.parametrize("learning_rate", [0, -1, math.nan])
def test_what_is_no_learning_rate_is_refused(learning_rate):
    with pytest.raises(ValueError, match="^learning_rate is "):
        layers.descend(TWO_TWO_ONE, [([0, 0], [0])], learning_rate=learning_rate)


@pytest.mark.parametrize(
    "network",
    [
        [Layer([[1]], [0])],
        [Layer([[1], [2], [3]], [0] * 3), Layer([[1, 2, 3]], [0], IDENTITY)],
        [Layer([[1], [2]], [0, 0], TANH), Layer([[1, 2]], [0], IDENTITY)],
        [Layer([[1], [2]], [0, 0]), Layer([[1, 2]], [0], SOFTPLUS)],
        [Layer([[1, 1], [2, 2]], [0, 0]), Layer([[1, 2]], [0], IDENTITY)],
    ],
)
def test_only_the_seven_parameter_network_has_seven_parameters(network):
    sentence = "^layers are not the seven-parameter network: 1 input, 2 SOFTPLUS neurons, 1 IDENTITY neuron$"
    with pytest.raises(ValueError, match=sentence):
        layers.to_parameters(network)


def test_an_activation_of_ones_own_is_used_like_the_five():
    square = Activation("square", lambda x: x * x, lambda x: 2 * x)
    assert layers.backpropagate([Layer([[3]], [0], square)], [([2], [0])]) == (
        36**2,
        [([[2 * 36 * 12 * 2]], [2 * 36 * 12])],
    )
    assert repr(Layer([[3]], [0], square)) == "Layer(weights=[[3]], biases=[0], activation=square)"


# Activations of the user's own. Each is fine at the start, at x = 1, and raises on the way down.


@pytest.mark.parametrize("part", ["f", "slope"])
@pytest.mark.parametrize(
    ("curve", "error", "words"),
    [
        (lambda x: 1 + math.log(x), ValueError, "math domain error|positive input"),
        (lambda x: 1 / (x > 0), ZeroDivisionError, "division"),
        (lambda x: x if x > 0 else math.exp(-1000 * x), OverflowError, "math range error"),
        (lambda x: x if x > 0 else None, TypeError, "NoneType"),
    ],
)
def test_what_an_activation_raises_comes_through_and_nothing_is_lost(part, curve, error, words):
    works = {"f": lambda x: x, "slope": lambda x: 1.0}
    network = [Layer([[0.0]], [1.0], Activation("mine", **{**works, part: curve}))]
    with pytest.raises(error, match=words) as caught:
        layers.train(network, [([1.0], [-20.0])], learning_rate=0.1)
    kept = caught.value.training
    steps = len(kept.history) - 1
    again = layers.train(network, [([1.0], [-20.0])], learning_rate=0.1, max_steps=steps)
    assert kept == again._replace(stopped="interrupted")


def test_an_activation_may_say_true_and_false():
    step = Activation("step", lambda x: x > 0, lambda x: 0.0)
    assert layers.predict([Layer([[1.0]], [0.0], step)], [3.0]) == [True]


@pytest.mark.parametrize("observed", [1, -1])
def test_a_step_size_of_just_the_minimum_is_taken(observed):
    flat = [Layer([[0.0]], [0.0], IDENTITY)]  # the step sizes of the bias are 2 * 0.25, then half of that
    settings = {"learning_rate": 0.25, "trainable": ["biases"], "min_step_size": 0.5}
    training = layers.train(flat, [([5.0], [observed])], **settings)
    assert (training.steps, training.stopped) == (1, "converged")
    assert training.history == (1.0, 0.25)
    short = layers.train(flat, [([5.0], [observed])], **settings, max_steps=0)
    assert (short.stopped, short.parameters) == ("max_steps", flat)


def test_what_stands_elsewhere_is_offered_here():
    import tinynet.pictures.layers
    import tinynet.tutor.layers

    for name in ("explain", "check"):
        assert layers.__getattr__(name) is getattr(tinynet.tutor.layers, name)
    for name in ("draw_network", "draw_fit"):
        assert layers.__getattr__(name) is getattr(tinynet.pictures.layers, name)


def test_a_start_that_is_too_large_is_said():
    with pytest.raises(
        tinynet.DivergedError, match=r"^the SSR of the start \(inf\) or its gradient is not finite"
    ) as caught:
        layers.train([Layer([[1e200]], [0.0], IDENTITY)], [([1e200], [0])], learning_rate=0.1)
    assert caught.value.step is None


def test_what_is_not_there_is_no_attribute():
    with pytest.raises(AttributeError, match="^module 'tinynet.layers' has no attribute 'nonsense'$"):
        layers.nonsense  # noqa: B018


def test_a_trial_step_that_fails_costs_no_finished_training():
    log = Activation("log", math.log, lambda x: 1 / x)
    ended = layers.train([Layer([[0.0]], [9e-5], log)], [([1.0], [-20.0])] * 2, learning_rate=1e-14)
    assert ended.stopped == "converged"
    assert "The SSR can fall further" in ended.advice


@pytest.mark.parametrize(("names", "held"), [(["weights"], "biases"), (("biases",), "weights")])
def test_only_what_is_trainable_moves_and_the_gradient_shows_all(names, held):
    network = layers.initial_layers([2, 3, 2], seed=3, activation=TANH)
    data = [([0.5, -1.0], [1.0, 0.0])]
    first, second = islice(layers.descend(network, data, learning_rate=0.1, trainable=names), 2)
    for place, (old, new) in enumerate(zip(first.parameters, second.parameters)):
        assert getattr(new, held) == getattr(old, held)
        assert getattr(new, *names) != getattr(old, *names)
        assert all(first.gradient[place][1])
    assert layers.train(network, data, learning_rate=0.1, trainable=names).trainable == tuple(names)


@pytest.mark.parametrize(("names", "error"), [(["w1"], ValueError), ([None], TypeError)])
def test_an_unknown_name_of_what_moves_is_refused(names, error):
    with pytest.raises(error, match="^trainable(: .* is not one of weights, biases, W| is None; it must be text)"):
        layers.train(TWO_TWO_ONE, [([0, 0], [0])], learning_rate=0.1, trainable=names)


@given(networks_and_data())
def test_the_gradient_by_central_differences_is_near(network_and_data):
    network, data = network_and_data
    assume(all(layer.activation is not RELU for layer in network))
    _, gradient = layers.backpropagate(network, data)
    size = 1 + layers.ssr(network, data)
    for (weights, biases), (by_weights, by_biases) in zip(gradient, layers.numerical_gradient(network, data)):
        assert [*weights, biases] == [pytest.approx(row, rel=1e-3, abs=1e-5 * size) for row in (*by_weights, by_biases)]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: layers.predict(TWO_TWO_ONE, itertools.count()), "inputs holds more than 100,000; that is the limit"),
        (lambda: layers.initial_layers(itertools.cycle([1]), 1), "sizes holds more than 100,000; that is the limit"),
        (
            lambda: layers.predict(itertools.repeat(Layer([[1]], [0])), [1]),
            "layers holds more than 10,000; that is the limit",
        ),
        (lambda: layers.predict([Layer(itertools.repeat([1]), [0])], [1]), r"layers\[0\].weights holds more than"),
        (lambda: layers.predict([Layer([itertools.count()], [0])], [1]), r"layers\[0\].weights\[0\] holds more than"),
        (lambda: layers.predict([Layer([[1]], itertools.count())], [1]), r"layers\[0\].biases holds more than"),
        (lambda: layers.ssr(TWO_TWO_ONE, [([0, 0], itertools.count())]), r"data\[0\]: observed holds more than"),
    ],
)
def test_what_goes_on_for_ever_is_refused(call, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        call()


def test_a_training_in_the_place_of_layers_is_known():
    training = layers.train(TWO_TWO_ONE, [([0, 0], [0])], learning_rate=0.001, max_steps=1)
    with pytest.raises(TypeError, match=r"^layers is a LayersTraining; did you mean its \.parameters\?$"):
        layers.predict(training, [0, 0])


def test_central_differences_divide_by_the_distance_that_floats_really_move():
    far, data = (
        [Layer([[1.0]], [1e11], IDENTITY)],
        [([0.5], [1e11])],
    )  # floats lie 1.5e-5 apart there, and 2 * h is 2e-5
    _, ((_, (exact,)),) = layers.backpropagate(far, data)
    assert exact == 1
    assert layers.numerical_gradient(far, data)[0][1] == [pytest.approx(exact, rel=1e-3)]


def test_an_ssr_beyond_all_floats_on_the_way_of_a_difference_names_h():
    with pytest.raises(ValueError, match=r"^h is 1e\+200; the SSR there is not finite: take a smaller h"):
        layers.numerical_gradient(TWO_TWO_ONE, [([0, 0], [0])], h=1e200)
    with pytest.raises(ValueError, match=r"^h is 0; it must be a finite number above 0$"):
        layers.numerical_gradient(TWO_TWO_ONE, [([0, 0], [0])], h=0)
