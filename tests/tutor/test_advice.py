"""The advice after a training: what it says of each kind of bad end, and where following it leads."""

import math
import re
import warnings

import numpy as np
import pytest

import tinynet
from tinynet import DivergedError, Parameters, Scaling, dosage, initial_parameters, layers, train
from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Layer, initial_layers
from tinynet.tutor.searching import Surface, largest_curvature, search

pytestmark = pytest.mark.filterwarnings("ignore:the SSR", "ignore:the two neurons")

YEARS = [(1950.0 + 2.4 * k, 2929 + 45 * k + 60 * math.sin(5 * k)) for k in range(30)]
WAVE = [(x / 2, 2 * math.sin(x)) for x in range(10)]
XOR = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]


def rate_of(advice):
    return float(re.search(r"learning_rate=([\d.e+-]+\d)", advice)[1])


def scaled_down(network, factor):
    return [layer._replace(weights=[[w * factor for w in row] for row in layer.weights]) for layer in network]


# 1. Data far from where the neurons bend


def test_years_are_to_be_scaled_with_a_rate_that_was_measured_on_the_scaled_rows():
    training = train(initial_parameters(1), YEARS, learning_rate=0.02)
    assert "The inputs run from 1950 to 2019.6. Scale the data:\n    scaling = Scaling.of(data)\n" in training.advice
    scaling = Scaling.of(YEARS)
    again = train(initial_parameters(1), scaling.scaled(YEARS), learning_rate=rate_of(training.advice))
    x, y = np.array(YEARS).T
    line = 1 - np.corrcoef(x, y)[0, 1] ** 2
    assert again.ssr / again.mean_ssr < 1.2 * line


def test_the_lines_of_the_advice_run_as_they_stand():
    lines = re.findall("^    .*$", train(initial_parameters(1), YEARS, learning_rate=0.02).advice, re.MULTILINE)
    names = {**vars(tinynet), "data": YEARS, "start": initial_parameters(1)}
    exec("\n".join(line[4:] for line in lines), names)
    assert abs(tinynet.predict(names["own"], 1985) - 3600) < 100


def test_temperatures_before_a_sigmoid_are_to_be_scaled_but_not_the_observed():
    data = [([60.0 + 2 * k], [float(k > 4)]) for k in range(10)]
    training = layers.train(initial_layers([1, 2, 1], 1, SIGMOID, SIGMOID), data, learning_rate=0.1)
    assert "The inputs run from 60 to 78." in training.advice
    assert "layers.Scaling.of(data, output=SIGMOID)" in training.advice


def test_areas_beside_bedrooms_are_to_be_scaled_after_they_diverged():
    rows = [([2104, 3], [400]), ([1600, 3], [330]), ([2400, 3], [369]), ([1416, 2], [232]), ([3000, 4], [540])]
    start = [Layer([[0.5, 0.5]], [0.5], IDENTITY)]
    with pytest.raises(DivergedError) as caught:
        layers.train(start, rows, learning_rate=1e-4, max_steps=3000)
    assert "The inputs run from 1416 to 3000. Scale the data:" in str(caught.value)
    scaled = layers.Scaling.of(rows).scaled(rows)
    again = layers.train(start, scaled, learning_rate=rate_of(str(caught.value).split("layers.train")[1]))
    assert again.ssr < 0.1 * again.mean_ssr


def test_a_saturated_start_is_to_be_changed():
    training = train(dosage.START._replace(b1=-800, b2=-900), dosage.DATA, learning_rate=0.1)
    assert re.search(r"Try another start, initial_parameters\(1\) \(a short search from there reached", training.advice)


# 2. A zigzag


def test_a_small_zigzag_is_seen_and_the_new_rate_leads_lower():
    training = train(initial_parameters(4), WAVE, learning_rate=0.03, max_steps=3000)
    assert re.search(r"it rose in \d+ of the last 300 steps\.\nTry learning_rate=", training.advice)
    again = train(initial_parameters(4), WAVE, learning_rate=rate_of(training.advice), max_steps=30_000)
    assert again.ssr < 0.7 * training.ssr


def test_xor_that_bounces_in_bursts_is_told_so_and_the_new_rate_and_steps_lead_to_a_fit():
    start = initial_layers([2, 2, 1], seed=1)
    training = layers.train(start, XOR, learning_rate=0.1)
    assert re.search(
        r"rose in \d+ of the last 1,000 steps\.\nTry learning_rate=\S+ and about max_steps=", training.advice
    )
    steps = int(re.search(r"max_steps=([\d_]+)", training.advice)[1])
    again = layers.train(start, XOR, learning_rate=rate_of(training.advice), max_steps=steps)
    assert again.ssr < 0.1 * training.ssr


@pytest.mark.parametrize(("lowest", "told"), [(0.9, True), (0.99, False)])
def test_a_warning_of_bouncing_always_comes_with_an_advice(lowest, told):
    history = (3.0, lowest, *[1.0, 1.2] * 300, 1.0)
    training = train(dosage.FITTED._replace(b3=2.5), dosage.DATA, learning_rate=1e-9, max_steps=1)
    training = training._replace(history=tuple(ssr * training.ssr for ssr in history), stopped="max_steps")
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        tinynet.training.warn_of_a_bad_end(training)
    assert bool(seen) is told
    assert "does not only go down" in training.advice


def test_a_rate_that_diverged_is_replaced_by_one_that_descends():
    with pytest.raises(DivergedError) as caught:
        train(dosage.START, dosage.DATA, learning_rate=5)
    assert re.search(r"with learning_rate=5\. Try learning_rate=0\.0\d+\.$", str(caught.value))
    rate = rate_of(caught.value.training.advice)
    assert train(dosage.START, dosage.DATA, learning_rate=rate, max_steps=20_000).ssr < 1e-3


# 3. Far above the mean


def test_far_above_the_mean_is_said_and_that_the_start_was_better():
    training = train(initial_parameters(1), WAVE, learning_rate=0.1, max_steps=3000)
    assert training.advice.startswith(f"The SSR is higher than at the start, where it was {training.history[0]:.3g}. ")
    times = f"{training.ssr / training.mean_ssr:,.0f}"
    assert f"The SSR is {times} times that of always predicting the mean." in training.advice


# 4. Between the mean and a good fit


def test_worse_than_a_straight_line_is_said():
    data = [(x / 10, 2.0 * x / 10 + 0.05 * (-1) ** x) for x in range(10)]
    training = train(initial_parameters(1), data, learning_rate=0.002, max_steps=500)
    x, y = np.array(data).T
    line = np.polyfit(x, y, 1, full=True)[1][0]
    assert f"A straight line through the data has a lower SSR, {line:.3g}." in training.advice


def test_xor_that_is_stuck_halfway_is_said():
    training = layers.train(initial_layers([2, 2, 1], 3, SIGMOID, SIGMOID), XOR, learning_rate=0.5)
    assert 0.45 < training.ssr < 0.55
    assert re.search(
        r"Try another start, initial_layers\(\[2, 2, 1\], seed=\d+, activation=SIGMOID, output=SIGMOID\)",
        training.advice,
    )


# 5. More steps


def test_more_steps_are_said_with_about_how_many():
    training = train(dosage.START, dosage.DATA, learning_rate=0.005, max_steps=3000)
    assert "The SSR is still falling: by" in training.advice
    steps = int(re.search(r"about max_steps=([\d_]+)", training.advice)[1])
    assert train(dosage.START, dosage.DATA, learning_rate=0.005, max_steps=steps).ssr < 0.2 * training.ssr


# 6. What the last layer can't reach


@pytest.mark.parametrize(
    ("output", "values", "words"),
    [
        (SIGMOID, [-0.9, 0.5, 0.9], "SIGMOID stays between 0 and 1, and they run from -0.9 to 0.9"),
        (SIGMOID, [0.5, 1.5, 2.5], "SIGMOID stays between 0 and 1, and they run from 0.5 to 2.5"),
        (TANH, [-3, 0, 3], "TANH stays between -1 and 1, and they run from -3 to 3"),
        (RELU, [-1, 0, 1], "RELU stays above 0, and they run from -1 to 1"),
        (SOFTPLUS, [-1, 0, 1], "SOFTPLUS stays above 0, and they run from -1 to 1"),
    ],
)
def test_what_the_last_layer_can_not_reach_is_said(output, values, words):
    data = [([k / 2], [value]) for k, value in enumerate(values)]
    training = layers.train(initial_layers([1, 3, 1], seed=1, output=output), data, learning_rate=0.05, max_steps=2000)
    assert (
        f"The last layer can't reach the observed: {words}. Give the last layer the activation IDENTITY."
        in training.advice
    )


def test_a_little_beyond_the_reach_is_no_matter():
    data = [([-2.0], [-0.01]), ([0.0], [0.5]), ([2.0], [1.0])]
    training = layers.train(initial_layers([1, 2, 1], 2, TANH, SIGMOID), data, learning_rate=0.5)
    assert "can't reach" not in training.advice


# 7. Dead ReLU


def test_neurons_that_start_dead_need_another_start():
    start = [Layer([[1.0], [2.0]], [-9, -9], RELU), Layer([[1.0, 1.0]], [0.0], RELU)]
    training = layers.train(start, [([0.0], [1.0]), ([1.0], [2.0])], learning_rate=0.01)
    assert training.advice.startswith("All derivatives are exactly 0")
    assert "another start, initial_layers([1, 2, 1]" in training.advice
    assert "min_step_size" not in training.advice


def test_neurons_killed_by_a_leap_need_a_smaller_rate():
    start = [Layer([[1.0], [2.0]], [0.5, 0.1], RELU), Layer([[1.0, 1.0]], [0.0], RELU)]
    data = [([0.0], [1.0]), ([1.0], [2.0]), ([2.0], [0.0])]
    training = layers.train(start, data, learning_rate=0.5)
    assert training.advice.startswith("All derivatives are exactly 0")
    assert "min_step_size" not in training.advice
    assert layers.train(start, data, learning_rate=rate_of(training.advice)).ssr < 0.7 * training.ssr


# 8. Tiny weights


@pytest.mark.parametrize("sizes", [[2, 5, 1], [2, 4, 4, 1]])
def test_tiny_weights_are_to_be_larger(sizes):
    start = scaled_down(initial_layers(sizes, 1, SIGMOID, SIGMOID), 0.01)
    training = layers.train(start, XOR, learning_rate=0.1)
    assert f"larger weights at the start, initial_layers({sizes}, seed=" in training.advice
    assert "min_step_size" not in training.advice


# 9. A network that can't do better


def test_a_network_that_can_not_do_better_is_promised_nothing():
    linear = layers.train(initial_layers([2, 1], seed=1), XOR, learning_rate=0.05)
    assert linear.advice.endswith("Nothing better was found. This network has no hidden layer, so try one that has.")
    parity = [([k / 10], [float(k % 2 == 0)]) for k in range(1, 10)]
    one = layers.train(initial_layers([1, 1, 1], 1, SIGMOID, SIGMOID), parity, learning_rate=1.0)
    assert one.advice.endswith("Nothing better was found from here or from other starts. Try more neurons.")


def test_what_is_held_may_keep_the_rest_where_it_is():
    assert train(initial_parameters(1), dosage.DATA, learning_rate=0.1, trainable=["b3"]).advice == ""


# What holds for all


def test_a_good_fit_and_an_interrupted_one_get_no_advice():
    good = train(dosage.START, dosage.DATA, learning_rate=0.02)
    assert good.advice == ""
    assert train(dosage.START, dosage.DATA, learning_rate=0.3)._replace(stopped="interrupted").advice == ""


@pytest.mark.parametrize("times", [1e-6, 1e-3, 1, 1e3, 1e6])
def test_noise_that_is_fitted_as_well_as_can_be_cries_no_wolf_in_any_units(times):
    rows = [(x / 7, times * ((-1) ** x / 5 + x / 7)) for x in range(15)]
    scaled = Scaling.of(rows).scaled(rows)
    assert train(initial_parameters(4), scaled, learning_rate=0.01, max_steps=20_000).advice == ""


class Rows(list):
    passes = 0

    def __iter__(self):
        Rows.passes += 1
        return super().__iter__()


ENDS = [
    lambda: train(initial_parameters(1), YEARS, learning_rate=0.02),
    lambda: train(initial_parameters(2), WAVE, learning_rate=0.05, max_steps=3000),
    lambda: train(dosage.START, dosage.DATA, learning_rate=0.003, max_steps=3000),
    lambda: layers.train(initial_layers([2, 2, 1], 3, SIGMOID, SIGMOID), XOR, learning_rate=0.5),
    lambda: layers.train(scaled_down(initial_layers([2, 5, 1], 1, SIGMOID, SIGMOID), 0.01), XOR, learning_rate=0.1),
]


@pytest.mark.parametrize("end", ENDS)
def test_an_advice_is_the_same_each_time_and_costs_sixty_passes_at_most(end, monkeypatch):
    training = end()
    looks = []
    for module in (tinynet.backpropagation, layers):
        real = module.backpropagate
        monkeypatch.setattr(module, "backpropagate", lambda *given, real=real: looks.append(1) or real(*given))
    advice = training.advice
    assert len(looks) <= 54
    Rows.passes = 0
    assert training._replace(data=Rows(training.data)).advice == advice != ""
    assert Rows.passes <= 60


def test_a_user_s_activation_that_raises_costs_no_advice():
    def root(x):
        return math.sqrt(x)

    curve = layers.Activation("root", root, lambda x: 0.5 / math.sqrt(x))
    training = layers.train([Layer([[1.0]], [0.1], curve)], [([1.0], [5.0]), ([2.0], [-9.0])], learning_rate=1e-9)
    assert training.advice != ""


# The measurements, against NumPy


def test_the_largest_curvature_is_that_of_the_hessian():
    wave = [([x], [o]) for x, o in WAVE]
    surface = Surface(layers.from_parameters(initial_parameters(3)), wave, ("weights", "biases"))
    here = surface.look(surface.start)
    steps = 1e-5 * np.eye(7)
    hessian = [
        (np.array(surface.look(here.point + s).slopes) - surface.look(here.point - s).slopes) / 2e-5 for s in steps
    ]
    assert largest_curvature(surface, here, 8) == pytest.approx(
        np.abs(np.linalg.eigvalsh(np.array(hessian))).max(), rel=0.05
    )


def test_the_search_finds_the_least_squares_of_a_line():
    rows = [([x], [2 * x - 1 + math.sin(9 * x)]) for x in range(6)]
    surface = Surface([Layer([[0.0]], [0.0], IDENTITY)], rows, ("weights", "biases"))
    x, y = (np.array([values[k][0] for values in rows], float) for k in (0, 1))
    assert search(surface, surface.look(surface.start), 18).ssr == pytest.approx(
        np.polyfit(x, y, 1, full=True)[1][0], rel=1e-9
    )


def test_only_what_moves_is_searched():
    surface = Surface(initial_layers([1, 2, 1], seed=1), [([1.0], [2.0])], ("b(1)[0]", "b(2)[0]"))
    assert surface.places == [2, 6]


def test_no_warning_comes_from_an_advice():
    training = train(
        Parameters(1, 1, 1, 1, 0, 0, 0), [(k / 2, k * k / 4 + 2) for k in range(5)], learning_rate=0.002, max_steps=500
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert training.advice
