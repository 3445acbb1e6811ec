"""What is measured for an advice, and from which measurements on what is said: on endings that are made up."""

import random
from math import inf
from types import SimpleNamespace

import numpy as np
import pytest

from tinynet import Parameters, Scaling, Training, backpropagate, dosage, initial_parameters, layers, ssr, train
from tinynet.tutor import measuring
from tinynet.tutor.advice import how_high, how_it_moves, readable, scaled_training, what_to_try, what_was_seen
from tinynet.tutor.measuring import Measured, Searched
from tinynet.tutor.searching import Look, largest_curvature, newton_step, search

pytestmark = pytest.mark.filterwarnings("ignore:the SSR", "ignore:the two neurons")

NOTHING = {  # as if nothing had been found out
    "all_move": True,
    "far": "",
    "found": Searched(0.1),
    "is_bouncing": False,
    "is_dead": False,
    "is_falling": False,
    "is_stuck": False,
    "is_worse_than_seen": False,
    "is_worse_than_the_line": False,
    "line": None,
    "stable_rate": 0.1,
    "needs_more_steps": False,
    "next_seed": 2,
    "out_of_reach": "",
    "output": layers.IDENTITY,
    "rate": None,
    "seed": None,
    "seven": True,
    "share": 0.1,
    "given_steps": 10_000,
    "should_fit": False,
    "steps": 10_000,
    "start": layers.from_parameters(dosage.START),
    "unit": 1.0,
    "weights_are_tiny": False,
}


def ended(history, data=dosage.DATA, mean=1.0):
    """A training with these SSRs, though its parameters never moved."""
    flat = Parameters(0, 0, 0, 0, 0, 0, 0)
    names = Parameters._fields
    return Training(dosage.START, flat, tuple(history), "max_steps", 0.02, mean, dosage.START, list(data), names)


def found(history=(1.0,), mean=1.0, **measured):
    """A stand-in for a Measured that found only this."""
    one = SimpleNamespace(**{**NOTHING, "training": ended(history, mean=mean), **measured})
    one.ground = one.remedy = one
    return one


def trial_with(history=(1.0,), **measured):
    trial = Measured(ended(history))
    for name, value in {"is_dead": False, **measured}.items():
        vars(trial.ground if hasattr(trial.ground, name) else trial)[name] = value
    return trial


# How high the SSR is


@pytest.mark.parametrize(
    ("ssr", "seven", "words"),
    [
        (101.1, True, "The SSR is 1.01 times that of always predicting the mean."),
        (100.9, True, "The SSR is not clearly better than that of always predicting the mean."),
        (99.1, True, "The SSR is not clearly better than that of always predicting the mean."),
        (98.9, True, ""),
        (98.9, False, "The SSR is hardly lower than that of always predicting the mean."),
        (90.1, False, "The SSR is hardly lower than that of always predicting the mean."),
        (89.9, False, ""),
    ],
)
def test_how_the_ssr_compares_with_that_of_the_mean(ssr, seven, words):
    assert how_high(found([1000, ssr], mean=100, seven=seven)) == words


@pytest.mark.parametrize(("ssr", "told"), [(50.6, True), (50.4, False)])
def test_that_the_ssr_is_more_than_a_hundredth_above_the_start(ssr, told):
    words = "The SSR is higher than at the start, where it was 50." if told else ""
    assert how_high(found([50, ssr], mean=100)) == words


@pytest.mark.parametrize(("times", "worse"), [(1.06, True), (1.04, False)])
def test_worse_than_a_line_is_a_twentieth_above_it(times, worse):
    data = [(-1.0, 0.0), (-0.5, 1.0), (0.0, -1.0), (1.0, 2.0)]
    line = 1 - np.corrcoef(*zip(*data))[0, 1] ** 2
    trial = Measured(ended([5, times * line + 1e-4], data))
    assert trial.line == pytest.approx(line)
    assert bool(trial.is_worse_than_the_line) is worse


@pytest.mark.parametrize(("share", "close"), [(0.9e-4, True), (1.1e-4, False)])
def test_a_ten_thousandth_of_the_mean_is_close(share, close):
    assert (ended([5, 100 * share], mean=100).advice == "") is close


@pytest.mark.parametrize(
    ("number", "text"), [(99.94, "99.9"), (100.4, "100"), (1234, "1,234"), (999_999, "999,999"), (2e6, "2e+06")]
)
def test_a_number_of_times_is_readable(number, text):
    assert readable(number) == text


# How it moves


def test_the_last_tenth_of_the_steps_is_what_it_fell_in():
    words = "The SSR is still falling: by 10 in the last 10 steps."
    assert how_it_moves(found(range(200, 99, -1), is_falling=True)) == words


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ([1.0031] * 91 + [1.0] * 10, True),
        ([1.0029] * 91 + [1.0] * 10, False),  # too little beside the SSR
        ([0.01051] * 91 + [0.01] * 10, True),
        ([0.01049] * 91 + [0.01] * 10, False),  # too little beside the mean
        ([2.0] * 81 + [1.0] * 20, False),  # it fell before
        ([2.0] * 91 + [1.0] * 9, False),  # too few steps to say
        ([2 - k / 100 + k % 2 for k in range(101)], False),  # it bounces
    ],
)
def test_it_is_still_falling_if_it_fell_clearly_in_the_last_tenth(history, told):
    assert Measured(ended(history)).is_falling is told


def test_what_converged_is_not_falling():
    assert not Measured(ended([2.0] * 91 + [1.0] * 10)._replace(stopped="converged")).is_falling


@pytest.mark.parametrize(("steps", "told"), [(5000, "5_000"), (2000, "2_000"), (1000, "2_000")])
def test_more_steps_are_as_many_as_were_measured_but_twice_as_many_at_least(steps, told):
    advised = what_to_try(found([1.0] * 1001, needs_more_steps=True, steps=steps))
    assert advised == f"Try more steps, about max_steps={told}."


@pytest.mark.parametrize(
    ("steps", "given", "more"),
    [(20_000, 10_000, " and about max_steps=20_000"), (10_000, 10_000, ""), (20_000, 30_000, "")],
)
def test_another_rate_or_start_comes_with_its_number_of_steps_if_it_needs_more_than_were_given(steps, given, more):
    asked = {"steps": steps, "given_steps": given}
    assert what_to_try(found(rate=0.1, **asked)) == f"Try learning_rate=0.1{more}."
    start = "another start, initial_parameters(7) (a short search from there reached the SSR 0.5)"
    assert what_to_try(found(seed=7, others=[Searched(0.5, 7)], **asked)) == f"Try {start}{more}."
    more = f", max_steps={steps:_}" if steps > 10_000 else ""  # these lines are typed anew, so 10,000 steps are given
    assert f"learning_rate=0.1{more})\n" in scaled_training(found(**asked))


def test_a_start_from_which_it_would_take_too_many_steps_is_called_so():
    words = "More steps would help, but about 300,000 of them. Try another start, initial_parameters({})."
    far = {"needs_more_steps": True, "is_stuck": True, "steps": 300_000}
    assert what_to_try(found(others=[], **far)) == words.format(2)
    assert what_to_try(found(others=[Searched(0.5, 2), Searched(0.4, 3)], **far)) == words.format(3)
    assert what_to_try(found(rate=0.1, is_stuck=True, steps=300_000)) == "Try learning_rate=0.1."
    assert "max_steps" not in scaled_training(found(is_stuck=True, steps=300_000))


@pytest.mark.parametrize(
    ("given", "time", "stuck"), [(2, 999.0, False), (2, 1001.0, True), (70_000, 1001.0, False), (70_000, 2101.0, True)]
)
def test_more_than_a_hundred_thousand_steps_and_three_times_those_given_are_too_many(given, time, stuck):
    trial = trial_with(
        [1.0] * given + [0.5], found=Searched(0.1, time=time), others=[], stable_rate=0.02, is_bouncing=False
    )
    assert trial.remedy.is_stuck is stuck


@pytest.mark.parametrize(("number", "told"), [(0.0, 0), (9.5, 10), (43_210.0, 50_000), (50_000.0, 50_000)])
def test_a_number_of_steps_is_rounded_up_to_one_digit(number, told):
    assert measuring.rounded_up(number) == told


@pytest.mark.parametrize("seed", [1, 2, 4, 6])
def test_the_search_tells_how_long_gradient_descent_takes_to_the_same_ssr(seed):
    """Against the descent itself, within a factor of 4."""
    rate, low = 0.01, 0.02
    rows = [([input], [observed]) for input, observed in dosage.DATA]
    start = layers.initial_layers([1, 2, 1], seed)
    surface = measuring.Surface(start, rows, ("weights", "biases"))
    reached = search(surface, surface.look(surface.start), 60)
    steps = next(step.number for step in layers.descend(start, rows, learning_rate=rate) if step.ssr <= low)
    assert reached.ssr < low
    assert steps > 100
    assert 0.25 < first_time_below(low, surface) / rate / steps < 4


def first_time_below(low, surface):
    looks = (search(surface, surface.look(surface.start), looks) for looks in range(1, 61))
    return next(look.time for look in looks if look.ssr <= low)


# The data


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (2.1, 4.1, True),  # centre 3.1, spread 1
        (1.9, 3.9, False),
        (-4.1, -2.1, True),
        (-3.1, 3.1, True),
        (-2.9, 2.9, False),
        (-0.09, 0.09, True),
        (-0.11, 0.11, False),
        (0.0, 0.0, False),
        (7.0, 7.0, True),
    ],
)
def test_values_far_from_0_or_far_apart_or_close_together_are_to_be_scaled(low, high, told):
    words = f"The inputs run from {low:g} to {high:g}." if told else ""
    assert Measured(ended([1.0], [(low, 1.0), (high, -1.0)])).ground.far == words


@pytest.mark.parametrize("output", [layers.IDENTITY, layers.SIGMOID])
def test_the_observed_are_only_to_be_scaled_before_identity(output):
    start = layers.initial_layers([1, 2, 1], seed=1, output=output)
    training = layers.train(start, [([0.0], [0.5]), ([1.0], [0.51])], learning_rate=0.1, max_steps=0)
    words = "The observed run from 0.5 to 0.51." if output == layers.IDENTITY else ""
    assert Measured(training).ground.far == words


def test_of_data_that_are_far_the_first_sign_is_enough():
    history = [1000, *[200, 300] * 60]
    height, bounces = what_was_seen(found(history, mean=100, is_bouncing=True)).split(". ")
    assert bounces.startswith("The SSR does not only go down")
    far = found(history, mean=100, is_bouncing=True, far="The inputs run from 60 to 78.")
    assert what_was_seen(far) == f"{height}."


@pytest.mark.parametrize(("rows", "told"), [(7, True), (8, False)])
def test_a_network_should_fit_as_many_values_as_it_has_weights_and_biases(rows, told):
    start = layers.initial_layers([1, 2, 1], seed=1)
    training = layers.train(start, [([k / 5], [k % 2]) for k in range(rows)], learning_rate=0.1, max_steps=0)
    assert Measured(training).should_fit is told


@pytest.mark.parametrize(("share", "told"), [(0.11, True), (0.09, False)])
def test_a_tenth_of_the_mean_is_a_close_enough_fit_of_few_values(share, told):
    start = layers.initial_layers([1, 2, 1], seed=1)
    trial = Measured(layers.train(start, [([0.0], [1.0]), ([1.0], [0.0])], learning_rate=0.1, max_steps=0))
    trial.share = share
    assert trial.should_fit is told


@pytest.mark.parametrize(("rows", "told"), [(5, True), (6, False)])
def test_each_output_of_each_row_is_a_value(rows, told):
    start = layers.initial_layers([1, 2, 2], seed=1)  # ten weights and biases
    training = layers.train(start, [([k / 5], [k % 2, 0.5]) for k in range(rows)], learning_rate=0.1, max_steps=0)
    assert Measured(training).should_fit is told


def test_rows_with_the_same_inputs_can_not_all_be_fitted():
    start = layers.initial_layers([1, 2, 1], seed=1)
    training = layers.train(start, [([0.0], [1.0]), ([0.0], [0.0])], learning_rate=0.1, max_steps=0)
    assert not Measured(training).should_fit


@pytest.mark.parametrize(("beyond", "told"), [(0.15, True), (0.14, False)])
def test_what_can_not_be_reached_is_told_if_it_costs_a_fiftieth_of_the_mean(beyond, told):
    start = layers.initial_layers([1, 1], seed=1, output=layers.SIGMOID)
    rows = [([0.0], [-beyond]), ([1.0], [1.0])]
    training = layers.train(start, rows, learning_rate=0.1, max_steps=0)._replace(mean_ssr=1.0)
    trial = Measured(training)
    assert bool(trial.ground.out_of_reach) is told
    assert trial.ground.start[-1].activation == trial.ground.output == (layers.IDENTITY if told else layers.SIGMOID)


# Where it might go


def test_the_next_seed_is_the_one_after_that_of_the_start():
    start = initial_parameters(4)
    assert Measured(train(start, dosage.DATA, learning_rate=0.1, max_steps=0)).ground.next_seed == 5
    assert Measured(train(dosage.START, dosage.DATA, learning_rate=0.1, max_steps=0)).ground.next_seed == 1


@pytest.mark.parametrize(
    ("share", "far", "measured", "seed"),
    [
        (0.28, "", 0.02, 7),
        (0.26, "", 0.02, None),
        (0.36, "far", 0.02, 7),
        (0.34, "far", 0.02, None),
        (0.9, "", 0.2, None),  # the rate is far too small, and another one may help
    ],
)
def test_another_start_is_advised_if_it_leads_clearly_lower(share, far, measured, seed):
    trial = trial_with(
        found=Searched(share), others=[Searched(0.5, 6), Searched(0.25, 7)], far=far, stable_rate=measured
    )
    assert trial.remedy.seed == seed


def test_the_way_of_the_training_counts_among_what_was_seen(monkeypatch):
    monkeypatch.setattr(measuring, "search", lambda surface, here, looks, low: here)
    assert Measured(ended([1.9, 0.01, 1.0])).best == 0.01


def test_what_a_search_finds_on_scaled_rows_is_a_share_of_their_own_mean(monkeypatch):
    monkeypatch.setattr(measuring, "search", lambda surface, here, looks, low: here)
    data = [(1990, 355.0), (2000, 370.0), (2010, 390.0), (2020, 415.0)]
    scaled = Scaling.of(data).scaled(data)  # the mean is 0 and the standard deviation 1, so the SSR of the mean is 4
    assert Measured(ended([1.0], data, mean=2000.0)).found.share == pytest.approx(ssr(dosage.START, scaled) / 4)


@pytest.mark.parametrize("name", Parameters._fields)
def test_of_the_seven_the_named_one_is_searched(name):
    start = Parameters(*range(1, 8))
    trial = Measured(ended([1.0])._replace(start=start, trainable=(name,)))
    assert trial.ground.surface.start == [getattr(start, name)]


def test_what_is_held_is_compared_with_no_line_and_no_other_start():
    trial = Measured(ended([1.0])._replace(trainable=("b3",)))
    assert (trial.line, trial.others) == (None, [])
    assert Measured(ended([1.0])).line is not None
    assert [one.seed for one in Measured(ended([1.0])).others] == [1, 2]


def test_hidden_layers_with_different_curves_have_no_other_start():
    start = layers.initial_layers([1, 2, 2, 1], seed=1)
    start[0] = start[0]._replace(activation=layers.TANH)
    assert Measured(layers.train(start, [([0.0], [1.0]), ([1.0], [0.0])], learning_rate=0.1, max_steps=0)).others == []


def test_from_an_end_above_the_start_the_search_goes_back_to_the_start():
    start, dead = (
        dosage.FITTED._replace(b3=1),
        dosage.FITTED._replace(b1=-800, b2=-900),
    )  # which can only reach the mean
    gradient = backpropagate(dead, dosage.DATA)[1]
    above = ended([1.9, 2.0], mean=2 / 3)._replace(start=start, parameters=dead, gradient=gradient)
    assert Measured(above).found.share < 0.1
    assert Measured(above._replace(history=(2.1, 2.0))).found.share == pytest.approx(1)


@pytest.mark.parametrize(
    ("share", "words"), [(0.13, "Try a smaller min_step_size."), (0.11, "Nothing better was found")]
)
def test_a_search_that_led_lower_from_the_end_asks_for_smaller_steps(share, words):
    assert what_to_try(found(share=share, found=Searched(0.1))).startswith(words)


def test_another_start_comes_with_the_ssr_that_it_leads_to():
    words = "Try another start, initial_parameters(7) (a short search from there reached the SSR 0.5)."
    assert what_to_try(found(seed=7, others=[Searched(0.5, 6), Searched(0.25, 7)], unit=2.0)) == words


@pytest.mark.parametrize(
    ("rate", "words"), [(0.1, "learning_rate=0.1"), (None, "another start, initial_parameters(2)")]
)
def test_another_start_is_for_small_networks_that_nothing_else_was_found_for(rate, words):
    assert what_to_try(found(should_fit=True, rate=rate)) == f"Try {words}."


def test_a_start_of_layers_is_told_with_its_sizes_and_both_activations():
    start = layers.initial_layers([2, 3, 1], seed=1, activation=layers.TANH)
    trial = found(seed=4, others=[Searched(0.25, 4)], seven=False, start=start, output=layers.SIGMOID, sizes=[2, 3, 1])
    assert "initial_layers([2, 3, 1], seed=4, activation=TANH, output=SIGMOID) " in what_to_try(trial)


@pytest.mark.parametrize(
    ("ssr", "words"),
    [
        (150, "The SSR is 1.5 times that of always predicting the mean."),
        (50, "9 weights and biases can usually fit so few observed values closely."),
    ],
)
def test_that_few_values_should_be_fitted_is_only_told_without_another_sign(ssr, words):
    surface = SimpleNamespace(places=[*range(9)])
    assert what_was_seen(found([1000, ssr], mean=100, should_fit=True, surface=surface)) == words


def test_how_low_the_ssr_was_seen_is_told_in_its_own_unit():
    words = "The SSR can fall further, from 50 to 25 or less."
    assert what_was_seen(found([1000, 50], mean=100, is_worse_than_seen=True, best=0.25, unit=100)) == words


@pytest.mark.parametrize(("seven", "more"), [(True, ""), (False, " Try more neurons.")])
def test_where_nothing_better_was_found_only_layers_can_have_more_neurons(seven, more):
    words = "Nothing better was found from here or from other starts."
    assert what_to_try(found(seven=seven)) == words + more


@pytest.mark.parametrize("worse", [True, False])
def test_what_is_held_is_only_told_of_where_something_better_was_seen(worse):
    words = "The SSR is 1.5 times that of always predicting the mean." if worse else ""
    assert what_was_seen(found([500, 150], mean=100, all_move=False, is_worse_than_seen=worse)) == words


@pytest.mark.parametrize(("seed", "start"), [(None, "start"), (3, "initial_parameters(3)")])
def test_scaled_data_are_trained_on_from_the_better_start(seed, start):
    assert f"training = train({start}, scaling.scaled(data), learning_rate=0.1)\n" in scaled_training(found(seed=seed))


@pytest.mark.parametrize(
    ("history", "measured", "rate"),
    [
        ([1.0, 1.02], 0.016, 0.016),  # it overshot, and the rate of 0.02 is more than 1.2 times the one measured
        ([1.0, 1.02], 0.017, None),
        ([1.0, 1.005], 0.016, None),
        ([1.0, 0.9], 0.11, 0.11),  # the rate is less than a fifth of the one measured
        ([1.0, 0.9], 0.09, None),
    ],
)
def test_another_rate_is_advised_if_the_one_given_is_clearly_wrong(history, measured, rate):
    assert trial_with(history, stable_rate=measured).remedy.rate == rate


def test_what_bounces_needs_another_rate():
    assert trial_with(stable_rate=0.05, is_bouncing=True).remedy.rate == 0.05
    assert trial_with(stable_rate=0.05, is_bouncing=False).remedy.rate is None


@pytest.mark.parametrize(
    ("measured", "more"),
    [
        ({"found": Searched(0.1)}, True),
        ({"found": Searched(0.49)}, False),  # the search led hardly lower
        ({"found": Searched(0.1), "others": [Searched(0.0, 7)]}, False),  # another start leads lower still
        ({"found": Searched(0.1), "stable_rate": 0.2}, False),  # another rate leads there sooner
        ({"found": Searched(0.49), "is_worse_than_the_line": True}, True),
    ],
)
def test_more_steps_are_advised_if_nothing_else_would_do(measured, more):
    given = {"share": 0.5, "others": [], "stable_rate": 0.02, "is_worse_than_the_line": False}
    assert trial_with([1.0, 0.5], **{**given, **measured}).remedy.needs_more_steps is more


@pytest.mark.parametrize(("weight", "tiny"), [(0.09, True), (0.11, False)])
def test_weights_below_a_tenth_are_tiny_whatever_the_biases(weight, tiny):
    start = Parameters(0, -weight, 0, 0, 1, 1, 1)
    assert Measured(ended([1.0])._replace(start=start)).ground.weights_are_tiny is tiny


def test_where_all_observed_are_equal_the_ssr_is_compared_with_that_of_the_start():
    assert Measured(ended([4.0, 1.0], mean=0.0)).share == 0.25


def curvature(point):
    """The largest eigenvalue of the Hessian, by differences of the gradient."""
    moves = 1e-5 * np.eye(7)
    up, down = ([backpropagate(Parameters(*point + sign * h), dosage.DATA)[1] for h in moves] for sign in (1, -1))
    return np.abs(np.linalg.eigvalsh((np.array(up) - np.array(down)) / 2e-5)).max()


@pytest.mark.parametrize("at_the_start", [True, False])
def test_the_rate_is_a_third_of_1_over_the_larger_of_two_curvatures(at_the_start, monkeypatch):
    monkeypatch.setattr(measuring, "search", lambda surface, here, looks, low: here)  # it stays at the end
    steep, flat = dosage.START._replace(w3=9.0), dosage.START
    start, end = (steep, flat) if at_the_start else (flat, steep)
    gradient = backpropagate(end, dosage.DATA)[1]
    assert curvature(steep) > 10 * curvature(flat)
    measured = Measured(ended([1.0])._replace(start=start, parameters=end, gradient=gradient)).stable_rate
    assert measured == pytest.approx(1 / (3 * curvature(steep)), rel=0.1)


def test_the_inverse_curvature_of_the_search_is_symmetric_and_explains_the_last_move():
    # Any L-BFGS has both: step = -B * slopes, B symmetric, and B * (the last turn of the slopes) = the last move.
    draw = random.Random(1)
    pairs = []
    while len(pairs) < 6:
        move, turn = ([draw.gauss(0, 1) for _ in range(5)] for _ in range(2))
        pairs += [(move, turn)] if np.dot(move, turn) > 0.5 else []
    for last in range(1, 7):
        move, turn = pairs[last - 1]
        inverse = -np.array([newton_step(axis, pairs[:last]) for axis in np.eye(5)])
        assert inverse == pytest.approx(inverse.T)
        assert inverse @ turn == pytest.approx(move)


@pytest.mark.parametrize(("slopes", "step"), [([3.0, -4.0], [-0.3, 0.4]), ([0.06, -0.08], [-0.06, 0.08])])
def test_the_first_step_of_the_search_is_the_slopes_but_no_longer_than_a_half(slopes, step):
    assert newton_step(slopes, []) == pytest.approx(step)


def test_what_overflows_is_no_place_to_go_and_no_curvature():
    surface = Measured(ended([1.0])).ground.surface
    assert surface.look([9, 9, 9, 9, 1e308, -1e308, 0]).ssr == inf  # predicted is inf - inf
    steep = SimpleNamespace(look=lambda point: Look(point, inf, [inf]))
    assert largest_curvature(steep, Look([0.0], 1.0, [1.0]), 5) == 0


def test_a_search_goes_on_where_the_surface_does_not_bend():
    plane = SimpleNamespace(look=lambda point: Look(point, -point[0], [-1.0]))
    assert search(plane, Look([0.0], 0.0, [-1.0]), 5).ssr < -2


def test_of_a_short_training_the_last_hundred_steps_are_counted():
    history = [1 + k % 2 for k in range(301)]
    words = "The SSR does not only go down: it rose in 50 of the last 100 steps."
    assert how_it_moves(found(history, is_bouncing=True)) == words


def test_a_move_of_the_search_takes_as_long_as_it_would_on_the_flatter_of_its_two_ends():
    floor = SimpleNamespace(look=lambda point: Look(point, 1.0, [0.1]))
    reached = search(floor, Look([0.0], 2.0, [10.0]), 1)
    assert reached.time == pytest.approx(0.5 / 0.1)  # a move of a half, down to a slope of a tenth
