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
    assert eval(repr(dosage.START)) == eval(f"{dosage.START}") == dosage.START


def test_parameters_can_be_copied_and_pickled():
    assert copy.deepcopy(dosage.START) == dosage.START
    assert pickle.loads(pickle.dumps(dosage.START)) == dosage.START


def test_the_same_seed_gives_the_same_parameters_in_another_process():
    code = "from tinynet import initial_parameters; print(initial_parameters(7))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert eval(printed) == initial_parameters(7)


def test_the_same_seed_gives_the_same_parameters_on_every_version_of_python():
    # Two numbers of a Box-Muller pair come from two uniform ones, here what Random(1).random() has given since Python 2.3.
    for first, second, (w, v) in [
        (0.13436424411240122, 0.8474337369372327, (0, 1)),
        (0.763774618976614, 0.2550690257394217, (2, 3)),
    ]:
        angle, distance = 2 * mpmath.pi * first, mpmath.sqrt(-2 * mpmath.log(1 - mpmath.mpf(second)))
        pair = float(mpmath.cos(angle) * distance), float(mpmath.sin(angle) * distance)
        assert (initial_parameters(1)[w], initial_parameters(1)[v]) == pytest.approx(pair, rel=1e-13)
    assert initial_parameters(1)[:4] == (
        1.2881847531554629,
        1.449445608699771,
        0.06633580893826191,
        -0.7645436509716318,
    )


@pytest.mark.parametrize("seed", [-1, -(10**30)])
def test_a_negative_seed_would_be_that_of_its_positive_and_is_refused(seed):
    with pytest.raises(ValueError, match=f"^seed is {seed}; it must be a whole number from 0 on$"):
        initial_parameters(seed)


class Unshowable:
    def __repr__(self):
        raise RuntimeError

    __index__ = __repr__


@pytest.mark.parametrize(("seed", "shown"), [(True, "True"), ("1", "'1'"), (Unshowable(), "some Unshowable")])
def test_what_is_no_whole_number_is_no_seed(seed, shown):
    with pytest.raises(TypeError, match=f"^seed is {shown}; it must be a whole number from 0 on$"):
        initial_parameters(seed)


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


def test_without_a_format_parameters_are_written_as_they_would_be_typed():
    assert f"{dosage.START}" == "Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0.0, b2=0.0, b3=0.0)"
