"""The forward pass, the parameters, and random starting values."""

import copy
import pickle
import statistics
import subprocess
import sys

import mpmath
import pytest
from hypothesis import given

import points
from fifty_digits import softplus
from tinynet import Parameters, dosage, forward, initial_parameters, predict


def test_the_published_predictions_with_b3_at_0():
    start = dosage.FITTED._replace(b3=0)
    assert [round(predict(start, dose), 2) for dose, _ in dosage.DATA] == [-2.60, -1.61, -2.61]


@given(points.parameters, points.numbers)
def test_the_forward_pass_is_the_one_of_the_articles(parameters, input):
    w1, w2, w3, w4, b1, b2, b3 = map(mpmath.mpf, parameters)
    x1, x2 = input * w1 + b1, input * w2 + b2
    y1, y2 = softplus(x1), softplus(x2)
    expected = (input, x1, y1, x2, y2, y1 * w3 + y2 * w4 + b3)
    assert forward(parameters, input) == pytest.approx([float(value) for value in expected], rel=1e-13, abs=1e-13)


def test_the_top_neuron_is_x1_and_the_bottom_neuron_x2():
    only_top = Parameters(w1=2, w2=0, w3=1, w4=0, b1=3, b2=-800, b3=0)
    assert forward(only_top, 1).x1 == 5
    assert forward(only_top, 1).y2 == 0


def test_the_repr_can_be_pasted_back():
    assert eval(repr(dosage.START)) == dosage.START


def test_parameters_can_be_copied_and_pickled():
    assert copy.deepcopy(dosage.START) == dosage.START
    assert pickle.loads(pickle.dumps(dosage.START)) == dosage.START


def test_the_same_seed_gives_the_same_parameters_in_another_process():
    code = "from tinynet import initial_parameters; print(initial_parameters(7))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert eval(printed) == initial_parameters(7)


def test_the_same_seed_gives_the_same_parameters_on_every_version_of_python():
    uniform = [  # what Random(1).random() has given since Python 2.3
        (0.13436424411240122, 0.8474337369372327),
        (0.763774618976614, 0.2550690257394217),
        (0.49543508709194095, 0.4494910647887381),
        (0.651592972722763, 0.7887233511355132),
    ]
    weights = [mpmath.sqrt(-2 * mpmath.log(1 - u)) * mpmath.cos(2 * mpmath.pi * v) for u, v in uniform]
    assert initial_parameters(1) == pytest.approx([*map(float, weights), 0, 0, 0], rel=1e-13)


def test_initial_weights_are_standard_normal_and_biases_0():
    starts = [initial_parameters(seed) for seed in range(3000)]
    weights = [weight for start in starts for weight in start[:4]]
    assert all(start[4:] == (0, 0, 0) for start in starts)
    assert statistics.mean(weights) == pytest.approx(0, abs=0.04)
    assert statistics.stdev(weights) == pytest.approx(1, abs=0.03)
    assert sum(abs(weight) < 1.96 for weight in weights) / len(weights) == pytest.approx(0.95, abs=0.01)


def test_random_is_not_touched_for_others():
    import random

    random.seed(1)
    undisturbed = random.random()
    random.seed(1)
    initial_parameters(5)
    assert random.random() == undisturbed
