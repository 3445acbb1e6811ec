"""Worked examples that others have published, figure by figure. Where print is wrong, the test says so and what is right.

Most halve the squared error. The derivatives of the SSR are twice theirs, so tinynet's learning rate is half of theirs.
"""

from itertools import islice

import pytest

from tinynet import layers
from tinynet.layers import IDENTITY, RELU, SIGMOID, Layer


def after(steps, network, data, learning_rate, trainable=("weights", "biases")):
    descent = layers.descend(network, data, learning_rate=learning_rate, trainable=trainable)
    return next(islice(descent, steps, None))


def halved(network, data):
    """The gradient of half the SSR."""
    return layers.step_sizes(layers.backpropagate(network, data)[1], 0.5)


# Matt Mazur, "A Step by Step Backpropagation Example", 2015: 2-2-2, sigmoid, one observation, learning rate 0.5 on half
# the squared error. "The biases" are shared by a layer and never moved.

MAZUR = [
    Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], SIGMOID),
    Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], SIGMOID),
]
MAZURS_ROW = [([0.05, 0.10], [0.01, 0.99])]


def test_mazurs_total_error_at_the_start_is_0_298371109():
    assert layers.predict(MAZUR, [0.05, 0.10]) == pytest.approx([0.75136507, 0.772928465], abs=5e-9)
    assert layers.ssr(MAZUR, MAZURS_ROW) / 2 == pytest.approx(0.298371109, abs=5e-10)


def test_mazurs_gradient_of_w5_is_0_082167041_and_that_of_w1_0_000438568():
    (w1, _), (w5, _) = halved(MAZUR, MAZURS_ROW)
    assert w5[0][0] == pytest.approx(0.082167041, abs=5e-10)
    assert w1[0][0] == pytest.approx(0.000438568, abs=5e-10)


def test_mazurs_eight_weights_after_one_step():
    hidden, output = after(1, MAZUR, MAZURS_ROW, 0.25, ["weights"]).parameters
    assert [*output.weights[0], *output.weights[1]] == pytest.approx(
        [0.35891648, 0.408666186, 0.51130127, 0.561370121], abs=5e-9
    )
    assert [*hidden.weights[0], *hidden.weights[1]] == pytest.approx(
        [0.149780716, 0.19956143, 0.24975114, 0.29950229], abs=5e-9
    )
    assert (hidden.biases, output.biases) == ([0.35, 0.35], [0.60, 0.60])


def test_mazurs_error_after_one_step_is_printed_0_291027924_and_is_0_2910277737():
    error = after(1, MAZUR, MAZURS_ROW, 0.25, ["weights"]).ssr / 2
    assert error == pytest.approx(0.2910277737, abs=5e-11)
    assert abs(error - 0.291027924) > 1e-7  # right are its first six digits: 0.291028


def test_mazurs_error_after_ten_thousand_steps_is_printed_0_0000351085_and_is_0_00003510188():
    step = after(10_000, MAZUR, MAZURS_ROW, 0.25, ["weights"])
    assert step.ssr / 2 == pytest.approx(0.00003510188, abs=5e-12)
    assert abs(step.ssr / 2 - 0.0000351085) > 5e-9
    assert layers.predict(step.parameters, [0.05, 0.10]) == pytest.approx([0.015912196, 0.984065734], abs=3e-6)


def test_with_mazurs_biases_moving_too_the_error_would_be_0_28047():
    assert after(1, MAZUR, MAZURS_ROW, 0.25).ssr / 2 == pytest.approx(0.28047, abs=5e-6)


# Alexander Schiendorfer, "A worked example of backpropagation", 2020: 2-2-2, sigmoid, no biases, two observations at once,
# and the SSR itself, without a half.

SCHIENDORFER = [Layer([[6, -2], [-3, 5]], [0, 0], SIGMOID), Layer([[1, 0.25], [-2, 2]], [0, 0], SIGMOID)]
SCHIENDORFERS_ROWS = [([3, 1], [1, 0]), ([-1, 4], [0, 1])]


def test_schiendorfers_losses_of_both_observations():
    one, two = ([row] for row in SCHIENDORFERS_ROWS)
    assert layers.predict(SCHIENDORFER, [3, 1]) == pytest.approx([0.73194171, 0.12303186], abs=5e-9)
    assert layers.ssr(SCHIENDORFER, one) == pytest.approx(0.08699208259994781, abs=5e-14)
    assert layers.ssr(SCHIENDORFER, two) == pytest.approx(0.33025203, abs=5e-9)


def test_schiendorfers_delta_and_weight_derivatives_of_the_first_observation():
    (w, _), (v, d_z) = layers.backpropagate(SCHIENDORFER, SCHIENDORFERS_ROWS[:1])[1]
    assert d_z == pytest.approx([-0.10518770232556676, 0.026549048699963138], abs=1e-14)
    assert v[0] == pytest.approx([-0.10518769048825163, -0.0018919280994576303], abs=1e-14)
    assert v[1] == pytest.approx([0.02654904571226164, 0.0004775167642113309], abs=1e-14)
    assert w[1] == pytest.approx([0.0014201436720081408, 0.0004733812240027136], abs=1e-14)
    # In print 1 - h cancels: -5.34381483665323e-08 and -1.7812716122177433e-08 are right to eight digits.
    assert w[0] == pytest.approx([-5.34381483557e-08, -1.78127161186e-08], rel=1e-8)


def test_schiendorfers_weights_after_one_step_are_misprinted_and_the_predictions_are_right():
    step = after(1, SCHIENDORFER, SCHIENDORFERS_ROWS, 0.5, ["weights"])
    assert layers.predict(step.parameters, [3, 1]) == pytest.approx([0.74165987, 0.12162137], abs=5e-9)
    assert layers.predict(step.parameters, [-1, 4]) == pytest.approx([0.52811432, 0.88207988], abs=5e-9)
    assert layers.ssr(step.parameters, SCHIENDORFERS_ROWS[:1]) == pytest.approx(0.08153138, abs=5e-9)
    assert layers.ssr(step.parameters, SCHIENDORFERS_ROWS[1:]) == pytest.approx(0.29280989, abs=5e-9)
    exact = [1.05259373018, 0.112575130615, -2.01327451245, 2.01227681798]
    printed = [1.06837185, 0.07134767, -2.01725687, 2.01595986]
    assert [*step.parameters[1].weights[0], *step.parameters[1].weights[1]] == pytest.approx(exact, abs=1e-11)
    assert min(abs(one - other) for one, other in zip(exact, printed)) > 3e-3


# Michael Negnevitsky, "Artificial Intelligence", 2002, chapter 6: XOR, 2-2-1, sigmoid. Thresholds are subtracted, so they
# are biases with the other sign; half the squared error, learning rate 0.1.

NEGNEVITSKY = [Layer([[0.5, 0.4], [0.9, 1.0]], [-0.8, 0.1], SIGMOID), Layer([[-1.2, 1.1]], [-0.3], SIGMOID)]


def test_negnevitskys_outputs_and_error_gradients():
    (_, (y3, y4)), (_, (y5,)) = layers.forward(NEGNEVITSKY, [1, 1])
    assert [round(y, 4) for y in (y3, y4, y5)] == [0.5250, 0.8808, 0.5097]
    (_, (d3, d4)), (_, (d5,)) = halved(NEGNEVITSKY, [([1, 1], [0])])
    assert [round(-d, 4) for d in (d5, d3, d4)] == [-0.1274, 0.0381, -0.0147]


def test_negnevitskys_weights_and_thresholds_after_one_step():
    hidden, output = after(1, NEGNEVITSKY, [([1, 1], [0])], 0.05).parameters
    (w13, w23), (w14, w24) = hidden.weights
    ((w35, w45),) = output.weights
    new = [w13, w14, w23, w24, w35, w45, *[-b for b in (*hidden.biases, *output.biases)]]
    published = [0.5038, 0.8985, 0.4038, 0.9985, -1.2067, 1.0888, 0.7962, -0.0985, 0.3127]
    assert [round(value, 4) for value in new] == published


# "Numerical example: Forward and Back pass", chapter 2.12 of the online book pythonandml/dlbook: 3-2-2, sigmoid, all
# biases moved, half the squared error, learning rate 0.01.

DLBOOK = [
    Layer([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], [0.5, 0.5], SIGMOID),
    Layer([[0.7, 0.9], [0.8, 0.1]], [0.5, 0.5], SIGMOID),
]


def test_the_derivatives_of_the_network_with_two_outputs():
    (w1, b1), (w2, b2) = halved(DLBOOK, [([1, 4, 5], [0.1, 0.05])])
    assert [[round(x, 4) for x in row] for row in w2] == [[0.0765, 0.0772], [0.1183, 0.1193]]
    assert [[round(x, 4) for x in row] for row in w1] == [[0.002, 0.0079, 0.0099], [0.0004, 0.0016, 0.002]]
    assert [round(x, 4) for x in (*b1, *b2)] == [0.002, 0.0004, 0.0776, 0.1199]  # 0.0775 in print, cut


# "DeepNet", a test case of 2017 "made also by hand": 2-2-1, sigmoid, every bias its own, the squared error without a half.


def test_the_case_made_by_hand_without_a_half():
    network = [Layer([[1, 1], [1, 2]], [0, 0], SIGMOID), Layer([[1, 1]], [0], SIGMOID)]
    (w1, b1), (w2, b2) = layers.backpropagate(network, [([1, 2], [0])])[1]
    assert [*w1[0], *w1[1]] == pytest.approx([0.00864725, 0.0172945, 0.0012725, 0.00254501], abs=5e-8)
    assert b1 == pytest.approx([0.00864725, 0.0012725], abs=5e-9)
    assert [*w2[0], *b2] == pytest.approx([0.18233193, 0.19012863, 0.1914097], abs=5e-9)


# "The Back Propagation Algorithm", lecture notes, worked example 3.1: 2-2-1, sigmoid, no biases, half the squared error,
# learning rate 1. In print the hidden derivatives come from output weights that have already moved.

LECTURE = [Layer([[0.1, 0.8], [0.4, 0.6]], [0, 0], SIGMOID), Layer([[0.3, 0.9]], [0], SIGMOID)]


def test_the_lecture_notes_move_the_output_weights_too_early():
    hidden, output = after(1, LECTURE, [([0.35, 0.9], [0.5])], 0.5, ["weights"]).parameters
    assert output.weights[0] == pytest.approx([0.272392, 0.87305], abs=7e-5)  # print is rounded on the way
    printed, exact = [0.09916, 0.7978, 0.5928], [0.0990709288, 0.7976109599, 0.5926455194]
    right = [*hidden.weights[0], hidden.weights[1][1]]
    assert right == pytest.approx(exact, abs=1e-10)
    assert min(abs(one - other) for one, other in zip(printed, right)) > 8e-5
    (_, (_, a2)) = LECTURE, layers.forward(LECTURE, [0.35, 0.9])[0]
    d_z = halved(LECTURE, [([0.35, 0.9], [0.5])])[1][1][0]
    slope = a2[0] * (1 - a2[0])
    in_place = 0.1 - d_z * output.weights[0][0] * slope * 0.35
    assert in_place == pytest.approx(0.09916, abs=5e-6)


# An XOR example that is copied often (W(1) = 0.62, 0.55, 0.42, -0.17): in print the chain of the hidden weights is cut.


def test_the_xor_that_is_copied_often_leaves_two_factors_out():
    network = [Layer([[0.62, 0.55], [0.42, -0.17]], [0, 0], SIGMOID), Layer([[0.35, 0.81]], [0], SIGMOID)]
    hidden, output = after(1, network, [([0, 1], [0])], 0.125, ["weights"]).parameters
    assert output.weights[0] == pytest.approx([0.326593362, 0.793109407], abs=2e-9)
    weight3, weight4 = hidden.weights[0][1], hidden.weights[1][1]
    assert (weight3, weight4) == pytest.approx((0.5470027204, -0.1774207525), abs=1e-10)
    (_, a1), (_, (predicted,)) = layers.forward(network, [0, 1])
    cut = [0.25 * (0 - predicted) * predicted * 0 + 0.25 * (0 - predicted) * a * (1 - a) for a in a1]
    assert cut == pytest.approx([-0.037351064, -0.039958271], abs=2e-9)  # the printed changes: W(2) and a slope missing


# Ahammad Nafiz, "Backprop by Hand", 2024: 3-3-3-3-3, ReLU and at the end nothing, no biases, half the squared error. It
# has two slips of the pencil in sums, and is carried on from them.

NAFIZ = [
    Layer([[0.2, -0.1, 0.4], [0.5, 0.3, -0.6], [-0.2, 0.1, 0.3]], [0, 0, 0], RELU),
    Layer([[0.1, -0.2, 0.5], [0.4, 0.1, -0.3], [-0.1, 0.3, 0.2]], [0, 0, 0], RELU),
    Layer([[0.3, 0.1, -0.4], [0.2, -0.5, 0.6], [-0.3, 0.2, 0.4]], [0, 0, 0], RELU),
    Layer([[0.2, -0.1, 0.5], [0.4, 0.1, -0.3], [-0.2, 0.3, 0.2]], [0, 0, 0], IDENTITY),
]


def test_nafizs_forward_pass_through_four_layers():
    z = [z for z, _ in layers.forward(NAFIZ, [1, 4, 7])]
    assert z[0] == pytest.approx([2.6, -2.5, 2.3])
    assert z[1] == pytest.approx([1.41, 0.35, 0.20])
    assert z[2] == pytest.approx([0.378, 0.227, -0.273])
    assert z[3] == pytest.approx([0.0529, 0.1739, -0.0075])


def test_nafizs_dz_of_the_upper_layers_and_the_sum_that_is_wrong_in_print():
    d_z = [biases for _, biases in halved(NAFIZ, [([1, 4, 7], [1, 0, 0])])]
    assert d_z[3] == pytest.approx([-0.9471, 0.1739, -0.0075])
    assert d_z[2] == pytest.approx([-0.11836, 0.10985, 0])
    assert d_z[1][:2] == pytest.approx([-0.01354, -0.06677], abs=1e-5)
    assert d_z[1][2] == pytest.approx(0.113254)  # 0.53935 in print: 0.4 * 0.11836 is 0.04734, not 0.47344
