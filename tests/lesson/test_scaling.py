"""Data in one's own units: scaled, and the scaling folded back into the parameters."""

import math
import statistics
from random import Random

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import points
from tinynet import Parameters, Scaling, dosage, initial_parameters, layers, predict, ssr, train

YEARS = [(1950.0, 2929.0), (1974.0, 3432.0), (1998.0, 3819.0), (2019.6, 4224.0)]
sizes = st.floats(-6, 9).map(lambda power: 10**power)


def test_scaled_data_have_the_mean_0_and_the_standard_deviation_1():
    for column in zip(*Scaling.of(YEARS).scaled(YEARS)):
        assert statistics.fmean(column) == pytest.approx(0, abs=1e-12)
        assert statistics.pstdev(column) == pytest.approx(1, rel=1e-12)


def test_centre_and_spread_are_the_mean_and_the_standard_deviation():
    inputs, observed = zip(*YEARS)
    expected = [
        statistics.fmean(inputs),
        statistics.pstdev(inputs),
        statistics.fmean(observed),
        statistics.pstdev(observed),
    ]
    assert Scaling.of(YEARS) == pytest.approx(expected, rel=1e-14)


def test_folding_back_is_exact_algebra():
    w1, w2, w3, w4, b1, b2, b3, x, c, s, oc, os = sympy.symbols("w1 w2 w3 w4 b1 b2 b3 x c s oc os", real=True)

    def predicted(w1, w2, w3, w4, b1, b2, b3, x):
        return sympy.log(1 + sympy.exp(x * w1 + b1)) * w3 + sympy.log(1 + sympy.exp(x * w2 + b2)) * w4 + b3

    own = (w1 / s, w2 / s, w3 * os, w4 * os, b1 - w1 / s * c, b2 - w2 / s * c, b3 * os + oc)
    difference = predicted(*own, x) - (predicted(w1, w2, w3, w4, b1, b2, b3, (x - c) / s) * os + oc)
    assert (
        sympy.simplify(sympy.expand(difference.replace(sympy.exp, lambda power: sympy.exp(sympy.expand(power))))) == 0
    )

    numbers = (1.5, -0.5, 2.0, -3.0, 0.25, 0.75, 1.25)
    values = dict(zip((w1, w2, w3, w4, b1, b2, b3, c, s, oc, os), (*numbers, 1985, 20, 3600, 400)))
    folded = Scaling(1985, 20, 3600, 400).in_own_units(Parameters(*numbers))
    assert folded == pytest.approx([float(each.subs(values)) for each in own], rel=1e-14)


def close(own, scaled_way, input, scaling_of_input, size):
    centre, spread = scaling_of_input
    return abs(own - scaled_way) <= 1e-13 * (1 + (abs(centre) + abs(input)) / spread) * size


@given(points.parameters, st.floats(-1e4, 1e4), sizes, st.floats(-1e4, 1e4), sizes, st.floats(-3, 3))
def test_folded_back_the_network_predicts_what_it_did(parameters, centre, spread, observed_centre, observed_spread, z):
    scaling = Scaling(centre, spread, observed_centre, observed_spread)
    input = centre + z * spread
    scaled_way = predict(parameters, (input - centre) / spread) * observed_spread + observed_centre
    largest = max(map(abs, parameters)) ** 2 + 1
    size = (abs(observed_centre) + observed_spread * largest) * largest
    assert close(predict(scaling.in_own_units(parameters), input), scaled_way, input, (centre, spread), size)


def test_years_are_fitted_in_years():
    scaling = Scaling.of(YEARS)
    training = train(initial_parameters(2), scaling.scaled(YEARS), learning_rate=0.02)
    own = scaling.in_own_units(training.parameters)
    assert all(abs(predict(own, year) - observed) < 20 for year, observed in YEARS)
    assert ssr(own, YEARS) == pytest.approx(training.ssr * scaling.observed_spread**2, rel=1e-6)


@pytest.mark.parametrize(
    "data",
    [
        [(5, 7)],
        [(5, 7), (5, 7)],
        [(5, 1), (5, 3)],
        [(0.1, 1), (0.1, 3), (0.1, 5)],
        [(1, 0.1), (2, 0.1), (3, 0.1)],
        [(1e-200, 1), (2e-200, 3)],
        [(1e200, -1e300), (-1e200, 3e300)],
        [(1e-6 * k, 1e9 * k) for k in range(5)],
    ],
)
def test_nothing_is_divided_by_0_and_all_sizes_scale(data):
    scaling = Scaling.of(data)
    for values, column in zip(zip(*data), zip(*scaling.scaled(data))):
        assert all(map(math.isfinite, column))
        if min(values) == max(values):
            assert set(column) == {0.0}
        else:
            assert statistics.pstdev(column) == pytest.approx(1, rel=1e-9)
    assert all(map(math.isfinite, scaling.in_own_units(dosage.START)))


@pytest.mark.parametrize("data", [[(1e308, 0), (-1e308, 1)], [(0, 0), (5e-324, 1)]])
def test_what_floats_can_not_hold_scaled_is_refused(data):
    with pytest.raises(ValueError, match=r"^the inputs run from \S+ to \S+; floats can't hold them scaled$"):
        Scaling.of(data)
    with pytest.raises(
        ValueError, match=r"^the values of inputs\[0\] run from \S+ to \S+; floats can't hold them scaled$"
    ):
        layers.Scaling.of([([input], [observed]) for input, observed in data])


def test_parameters_too_large_for_the_own_units_are_refused():
    with pytest.raises(ValueError, match=r"^parameters in your own units\.w1 is inf"):
        Scaling(0, 1e-300, 0, 1).in_own_units(dosage.START._replace(w1=1e10))


@pytest.mark.parametrize(
    "call", [lambda: Scaling.of([]), lambda: Scaling.of([(0, "1")]), lambda: Scaling(0, 1, 0, 1).scaled(5)]
)
def test_bad_data_are_refused_in_one_sentence(call):
    with pytest.raises((TypeError, ValueError), match="^data"):
        call()


# Any number of layers

TWO = [([2104, 3], [400, -1]), ([1600, 3], [330, -2]), ([2400, 3], [369, -3]), ([1416, 2], [232, -2.5])]


def test_each_input_and_each_output_has_its_own_centre_and_spread():
    scaling = layers.Scaling.of(TWO)
    inputs, observed = zip(*TWO)
    assert scaling.input_centre == pytest.approx([statistics.fmean(values) for values in zip(*inputs)])
    assert scaling.input_spread == pytest.approx([statistics.pstdev(values) for values in zip(*inputs)])
    assert scaling.observed_centre == pytest.approx([statistics.fmean(values) for values in zip(*observed)])
    assert scaling.observed_spread == pytest.approx([statistics.pstdev(values) for values in zip(*observed)])


@pytest.mark.parametrize("seed", range(20))
def test_layers_folded_back_predict_what_they_did(seed):
    scaling = layers.Scaling.of(TWO)
    network = layers.initial_layers([2, 4, 3, 2], seed=seed, activation=layers.TANH)
    own = scaling.in_own_units(network)
    for (inputs, _), (scaled, _) in zip(TWO, scaling.scaled(TWO)):
        for j, predicted in enumerate(layers.predict(network, scaled)):
            back = predicted * scaling.observed_spread[j] + scaling.observed_centre[j]
            assert layers.predict(own, inputs)[j] == pytest.approx(back, rel=1e-11)


def test_one_linear_layer_folds_on_both_sides():
    scaling = layers.Scaling([10.0], [2.0], [100.0], [5.0])
    (layer,) = scaling.in_own_units([layers.Layer([[3.0]], [1.0], layers.IDENTITY)])
    assert (layer.weights, layer.biases) == ([[7.5]], [30.0])  # ((x - 10) / 2 * 3 + 1) * 5 + 100


def test_the_seven_as_layers_fold_back_alike():
    scaling = Scaling.of(YEARS)
    as_layers = layers.Scaling.of([([x], [o]) for x, o in YEARS])
    folded = layers.to_parameters(as_layers.in_own_units(layers.from_parameters(dosage.START)))
    assert folded == pytest.approx(scaling.in_own_units(dosage.START), rel=1e-14)


def test_behind_another_curve_only_the_inputs_are_scaled():
    data = [([155.0], [0.0]), ([170.0], [1.0]), ([200.0], [1.0])]
    network = layers.initial_layers([1, 2, 1], seed=1, output=layers.SIGMOID)
    scaling = layers.Scaling.of(data, output=layers.SIGMOID)
    assert [observed for _, observed in scaling.scaled(data)] == [observed for _, observed in data]
    own = scaling.in_own_units(network)
    for (inputs, _), (scaled, _) in zip(data, scaling.scaled(data)):
        assert layers.predict(own, inputs) == pytest.approx(layers.predict(network, scaled), rel=1e-12)
    with pytest.raises(
        ValueError, match=r"^the last activation is SIGMOID; it must be IDENTITY, or take Scaling\.of\(data, SIGMOID\)$"
    ):
        layers.Scaling.of(data).in_own_units(network)


@pytest.mark.parametrize(("centre", "spread"), [(5.0, 1.0), (0.0, 2.0)])
def test_behind_another_curve_the_observed_must_not_be_scaled_at_all(centre, spread):
    with pytest.raises(ValueError, match="^the last activation is TANH; it must be IDENTITY"):
        layers.Scaling([0.0], [1.0], [centre], [spread]).in_own_units([layers.Layer([[1.0]], [0.0], layers.TANH)])


def test_layers_too_large_for_the_own_units_are_refused():
    with pytest.raises(ValueError, match=r"^layers\[0\]\.weights\[0\]\[0\] is inf"):
        layers.Scaling([0.0], [1e-300], [0.0], [1.0]).in_own_units([layers.Layer([[1e10]], [0.0], layers.IDENTITY)])


def test_layers_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="^layers have 1 inputs; the scaling is for 2$"):
        layers.Scaling.of(TWO).in_own_units(layers.initial_layers([1, 2, 2], seed=1))
    with pytest.raises(ValueError, match="^layers have 3 outputs; the scaling is for 2$"):
        layers.Scaling.of(TWO).in_own_units(layers.initial_layers([2, 2, 3], seed=1))
    with pytest.raises(ValueError, match=r"^data\[0\]: expected 2 inputs, got 1$"):
        layers.Scaling.of(TWO).scaled([([1.0], [2.0, 3.0])])
    with pytest.raises(ValueError, match=r"^data\[0\]: expected 2 observed numbers, got 1$"):
        layers.Scaling.of(TWO).scaled([([1.0, 2.0], [3.0])])
    with pytest.raises(ValueError, match=r"^data\[1\]: expected 2 inputs, got 1$"):
        layers.Scaling.of([([1.0, 2.0], [3.0]), ([1.0], [3.0])])


# A bias that is held, by name


def test_the_six_parameters_of_the_videos_book():
    # Josh Starmer, "The StatQuest Illustrated Guide to Neural Networks and AI": ReLU, and no b3.
    start = [layers.Layer([[0.06], [3.49]], [0, 0], layers.RELU), layers.Layer([[-4.11, 2.74]], [0], layers.IDENTITY)]
    data = [([dose], [effect]) for dose, effect in dosage.DATA]
    names = ["weights", "b(1)[0]", "b(1)[1]"]
    training = layers.train(start, data, learning_rate=0.01, max_steps=500, trainable=names)
    ((w1,), (w2,)), (b1, b2), _ = training.parameters[0]
    ((w3, w4),), (b3,), _ = training.parameters[1]
    rounded = [round(value, 2) for value in (w1, b1, w2, b2, w3, w4)]
    assert (rounded, b3) == ([1.43, -0.61, 2.63, -0.27, -3.89, 1.35], 0)


def test_only_what_is_named_moves():
    start = layers.initial_layers([2, 3, 1], seed=1)
    after = layers.train(
        start, [([1, 2], [3])], learning_rate=0.01, max_steps=5, trainable=["W(1)[2][1]", "b(2)[0]"]
    ).parameters
    moved = [
        (l, j, k)
        for l, (old, new) in enumerate(zip(start, after), 1)
        for j, rows in enumerate(zip(old.weights, new.weights))
        for k, (one, other) in enumerate(zip(*rows))
        if one != other
    ]
    assert moved == [(1, 2, 1)]
    assert after[0].biases == start[0].biases
    assert after[1].biases != start[1].biases


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (
            ["b(3)[0]"],
            r"^trainable: 'b\(3\)\[0\]' is not one of weights, biases, W\(1\)\[0\]\[0\], W\(1\)\[0\]\[1\], W",
        ),
        (["b(1)[0]", "b(1)[0]"], r"^trainable holds b\(1\)\[0\] twice"),
        ([], "^trainable is empty"),
    ],
)
def test_names_that_are_none_are_refused(names, words):
    with pytest.raises(ValueError, match=words):
        layers.train(layers.initial_layers([2, 3, 1], seed=1), [([1, 2], [3])], learning_rate=0.01, trainable=names)


def test_twins_of_which_one_is_held_by_name_are_not_warned_of():
    twins = [layers.Layer([[1.0], [1.0]], [0.0, 0.0]), layers.Layer([[2.0, 2.0]], [0.0], layers.IDENTITY)]
    data = [([1.0], [2.0]), ([2.0], [-3.0])]
    layers.train(twins, data, learning_rate=0.01, max_steps=3, trainable=["b(1)[0]", "W(2)[0][0]"])
    with pytest.warns(UserWarning, match="stay identical"):
        layers.train(twins, data, learning_rate=0.01, max_steps=3, trainable=["b(1)[0]", "b(1)[1]"])


# Folding back rounds: each x loses digits if the centre is many spreads away, and each prediction is as large as the
# observed. The bound allows ten roundings of 1e-14 on that scale.


def bound(scaling_of_inputs, centre, spread, predicted):
    far = max(abs(centre) / spread for centre, spread in scaling_of_inputs)
    return 10 * 1e-14 * (1 + far) * max(abs(centre) + 3 * spread, abs(predicted))


def some_scaling(random):
    return random.choice([0, 1, 100, 1985, -3e4]) * random.uniform(0.5, 1.5), 10 ** random.uniform(-3, 4)


def test_predictions_in_own_units_are_those_of_the_scaled_way():
    random = Random(5)
    for _ in range(2000):
        parameters = Parameters(*[random.gauss(0, 1.5) for _ in range(7)])
        (x0, x_spread), (o0, o_spread) = some_scaling(random), some_scaling(random)
        own = Scaling(x0, x_spread, o0, o_spread).in_own_units(parameters)
        input = x0 + x_spread * random.gauss(0, 1.2)
        expected = predict(parameters, (input - x0) / x_spread) * o_spread + o0
        assert abs(predict(own, input) - expected) <= bound([(x0, x_spread)], o0, o_spread, expected)


def test_so_are_those_of_layers():
    random = Random(5)
    for _ in range(500):
        inputs, outputs = random.randrange(1, 4), random.randrange(1, 3)
        curve = random.choice([layers.SOFTPLUS, layers.TANH, layers.RELU])
        network = layers.initial_layers([inputs, 3, outputs], random.randrange(10**6), curve)
        into, out = [some_scaling(random) for _ in range(inputs)], [some_scaling(random) for _ in range(outputs)]
        own = layers.Scaling(*map(list, zip(*into)), *map(list, zip(*out))).in_own_units(network)
        x = [centre + spread * random.gauss(0, 1.2) for centre, spread in into]
        scaled = [(value - centre) / spread for value, (centre, spread) in zip(x, into)]
        for got, reached, (centre, spread) in zip(layers.predict(own, x), layers.predict(network, scaled), out):
            expected = reached * spread + centre
            assert abs(got - expected) <= bound(into, centre, spread, expected)
