"""Gradient descent: the published ends, the bookkeeping, and what is said when it goes wrong."""

import copy
import math
import pickle
import re
import sys
import warnings
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

import points
from tinynet import (
    DivergedError,
    Parameters,
    Step,
    backpropagate,
    descend,
    dosage,
    initial_parameters,
    layers,
    ssr,
    step_sizes,
    train,
    update,
)

pytestmark = pytest.mark.filterwarnings(
    "ignore:the SSR is not clearly better"
)  # tests/lesson/test_bad_ends.py holds it

OUTPUT = ("w3", "w4", "b3")
B3_UNKNOWN = dosage.FITTED._replace(b3=0)
OUTPUT_UNKNOWN = dosage.FITTED._replace(w3=0.36, w4=0.63, b3=0)
TWINS = Parameters(w1=1, w2=1, w3=2, w4=2, b1=0, b2=0, b3=0)


def rounded(parameters):
    return Parameters(*[round(value, 2) for value in parameters])


def test_the_published_first_step_of_b3():
    first, second = islice(descend(B3_UNKNOWN, dosage.DATA, learning_rate=0.1, trainable=["b3"]), 2)
    assert round(step_sizes(first.gradient, 0.1).b3, 2) == -1.57
    assert round(second.parameters.b3, 2) == 1.57


def test_the_published_second_step_of_b3():
    _, second, third = islice(descend(B3_UNKNOWN, dosage.DATA, learning_rate=0.1, trainable=["b3"]), 3)
    assert round(second.gradient.b3, 2) == -6.26
    assert round(step_sizes(second.gradient, 0.1).b3, 3) == -0.626
    assert round(third.parameters.b3, 2) == 2.19


def test_the_published_end_of_b3():
    training = train(B3_UNKNOWN, dosage.DATA, learning_rate=0.1, trainable=["b3"])
    assert training.stopped == "converged"
    assert rounded(training.parameters) == dosage.FITTED


def test_the_first_step_of_the_output_layer():
    first, second = islice(descend(OUTPUT_UNKNOWN, dosage.DATA, learning_rate=0.1, trainable=OUTPUT), 2)
    assert round(first.ssr, 2) == 1.40
    assert rounded(second.parameters) == dosage.FITTED._replace(w3=0.10, w4=0.50, b3=-0.19)


def test_the_published_end_of_the_output_layer_is_reached_in_step_668_and_kept():
    training = train(OUTPUT_UNKNOWN, dosage.DATA, learning_rate=0.1, trainable=OUTPUT)
    assert rounded(training.parameters) == dosage.FITTED
    descent = descend(OUTPUT_UNKNOWN, dosage.DATA, learning_rate=0.1, trainable=OUTPUT)
    apart = [step.number for step in islice(descent, 2000) if rounded(step.parameters) != dosage.FITTED]
    assert apart == list(range(668))


@pytest.mark.parametrize("learning_rate", [0.01, 0.02, 0.03])
def test_the_published_end_of_all_seven(learning_rate):
    training = train(dosage.START, dosage.DATA, learning_rate=learning_rate)
    assert training.stopped == "converged"
    assert rounded(training.parameters) == dosage.FITTED


def test_all_seven_take_about_4200_steps():
    assert 4100 < train(dosage.START, dosage.DATA, learning_rate=0.02).steps < 4300


def test_another_learning_rate_ends_in_another_equally_good_minimum():
    training = train(dosage.START, dosage.DATA, learning_rate=0.1)
    assert training.ssr < 1e-8
    assert rounded(training.parameters) != dosage.FITTED


def test_all_parameters_move_at_once():
    _, second = islice(descend(dosage.START, dosage.DATA, learning_rate=0.1), 2)
    assert second.parameters.w1 == pytest.approx(2.663905628037932, abs=1e-14)
    in_place = 2.8148750526660757  # what hidden derivatives from already updated output weights give
    assert abs(second.parameters.w1 - in_place) > 0.1


def test_a_step_size_is_the_derivative_times_the_learning_rate():
    assert step_sizes(Parameters(1, -2, 3, -4, 5, -6, 0), 0.5) == (0.5, -1, 1.5, -2, 2.5, -3, 0)


def test_a_new_value_is_the_old_one_minus_the_step_size():
    assert update(Parameters(1, 1, 1, 1, 1, 1, 1), Parameters(1, -2, 3, -4, 5, -6, 0)) == (0, 3, -2, 5, -4, 7, 1)


@given(points.parameters, points.data, st.floats(1e-4, 0.01))
def test_a_descent_is_step_sizes_and_updates_from_the_gradient(start, data, learning_rate):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # random starts may be twins
        steps = list(islice(descend(start, data, learning_rate=learning_rate), 4))
    parameters = start
    for number, step in enumerate(steps):
        error, gradient = backpropagate(parameters, data)
        sizes = step_sizes(gradient, learning_rate)
        assert step == Step(number, parameters, error, gradient, sizes)
        parameters = update(parameters, sizes)


@given(st.sets(st.sampled_from(Parameters._fields), min_size=1))
def test_only_what_is_trainable_moves_and_the_gradient_shows_all_seven(names):
    first, second = islice(descend(dosage.START, dosage.DATA, learning_rate=0.02, trainable=names), 2)
    moved = {name for name, old, new in zip(Parameters._fields, first.parameters, second.parameters) if old != new}
    assert moved == names
    assert all(first.gradient)


def test_history_k_is_the_ssr_after_k_steps():
    training = train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=50)
    steps = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 51))
    assert training.history == tuple(step.ssr for step in steps)
    assert training.history == pytest.approx([ssr(step.parameters, dosage.DATA) for step in steps], rel=1e-12)
    assert (training.steps, training.stopped, training.ssr) == (50, "max_steps", training.history[-1])
    assert training.parameters == steps[-1].parameters
    assert training.gradient == steps[-1].gradient


def test_no_steps_at_all_return_the_start():
    training = train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=0)
    assert training.parameters == dosage.START
    assert training.history == (backpropagate(dosage.START, dosage.DATA)[0],)
    assert (training.steps, training.stopped) == (0, "max_steps")


def test_the_step_that_is_too_small_is_not_taken():
    training = train(dosage.START, dosage.DATA, learning_rate=0.02, min_step_size=1e-4)
    steps = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), training.steps + 1))
    small = [max(map(abs, step_sizes(step.gradient, 0.02))) < 1e-4 for step in steps]
    assert small == [False] * training.steps + [True]


def test_frozen_parameters_do_not_hold_up_convergence():
    training = train(initial_parameters(1), dosage.DATA, learning_rate=0.1, trainable=["b3"])
    assert training.stopped == "converged"
    assert abs(training.gradient.b3) * 0.1 < 1e-6 < abs(training.gradient.w3) * 0.1


def test_a_min_step_size_of_0_never_converges():
    assert train(dosage.FITTED, [(0, 2.61)], learning_rate=0.1, min_step_size=0, max_steps=300).stopped == "max_steps"


def test_the_ssr_of_the_mean():
    assert train(dosage.START, dosage.DATA, learning_rate=0.1, max_steps=0).mean_ssr == pytest.approx(2 / 3)
    assert train(dosage.START, [(0, 0.1)] * 3, learning_rate=0.1, max_steps=0).mean_ssr == 0


def test_the_ssr_of_the_mean_keeps_its_digits():
    observed = [1e8 + 1 / 3, 1e8 + 0.7, 1e8 + 1.1]
    mean = sum(map(Fraction, observed)) / 3
    exact = sum((value - mean) ** 2 for value in map(Fraction, observed))
    training = train(dosage.START, [(0, value) for value in observed], learning_rate=1e-9, max_steps=0)
    assert training.mean_ssr == pytest.approx(float(exact), rel=1e-13)


def test_unless_told_otherwise_it_takes_ten_thousand_steps_at_most():
    assert train(dosage.START, dosage.DATA, learning_rate=0.01, min_step_size=0).steps == 10_000


def test_a_training_shows_itself_in_one_short_line():
    training = train(dosage.START, dosage.DATA, learning_rate=0.02)
    assert repr(training) == f"<Training: converged after {training.steps:,} steps, SSR {training.ssr:.6g}>"
    assert pickle.loads(pickle.dumps(training)) == training


def test_a_good_fit_is_told_without_advice():
    training = train(dosage.START, dosage.DATA, learning_rate=0.02)
    assert training.advice == ""
    assert repr(training) == str(training) == "<Training: converged after 4,169 steps, SSR 1.70657e-08>"


def test_one_step_is_no_steps():
    assert "after 1 step," in str(train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=1))
    assert "after 0 steps," in str(train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=0))


@pytest.mark.parametrize("observed", [1, -1])
def test_a_step_size_of_just_the_minimum_is_taken(observed):
    flat = Parameters(w1=0, w2=0.5, w3=0, w4=0, b1=0, b2=0, b3=0)  # the step sizes are 2 * 0.25, then half of that
    training = train(flat, [(0, observed)], learning_rate=0.25, trainable=["b3"], min_step_size=0.5)
    assert training.steps == 1


def test_nothing_is_compared_with_a_mean_that_all_observed_share():
    assert "no better than the mean" not in str(train(dosage.START, [(0, 1), (1, 1)], learning_rate=0.01, max_steps=5))


def test_a_descent_that_diverges_keeps_everything_up_to_the_last_finite_step():
    with pytest.raises(DivergedError) as caught:
        train(dosage.START, dosage.DATA, learning_rate=5)
    last, training = caught.value.step, caught.value.training
    steps = list(islice(descend(dosage.START, dosage.DATA, learning_rate=5), last.number + 1))
    assert last == steps[-1]
    assert training.history == tuple(step.ssr for step in steps)
    assert (training.parameters, training.gradient, training.stopped) == (last.parameters, last.gradient, "diverged")
    assert all(map(math.isfinite, (last.ssr, *last.parameters, *last.gradient)))
    assert str(training).startswith("<Training: diverged after ")
    assert re.search(r"\nTry learning_rate=0\.\d+\.$", str(training))
    assert str(caught.value).endswith(training.advice)


def test_a_descent_that_diverges_says_when_and_how_and_what_to_try():
    sentence = r"at step (\d+): the SSR went from .*e\+30\d to inf with learning_rate=5; try a smaller learning rate$"
    with pytest.raises(ArithmeticError, match=sentence) as caught:
        for step in descend(dosage.START, dosage.DATA, learning_rate=5):
            last = step
    assert caught.value.step == last
    assert f"at step {last.number + 1}:" in str(caught.value)
    assert caught.value.training is None


def test_a_gradient_that_is_not_finite_is_divergence_too():
    # predicted is 0, so the SSR is finite, but dSSR/dw3 = -2 * residual * y1 is beyond the largest float.
    start = Parameters(w1=1e200, w2=0, w3=0, w4=0, b1=0, b2=0, b3=0)
    with pytest.raises(DivergedError, match="gradient is not finite"):
        next(descend(start, [(1, 1e150)], learning_rate=0.1))


def test_a_parameter_that_is_not_finite_is_divergence_too():
    # The step takes b1 to minus infinity, where softplus is 0 and everything else finite.
    start = Parameters(w1=0, w2=0, w3=1e10, w4=0, b1=0, b2=0, b3=0)
    with pytest.raises(DivergedError, match="at step 1: a derivative or a parameter is no longer finite") as caught:
        train(start, [(0, 0)], learning_rate=1e300, trainable=["b1"])
    assert caught.value.step.number == 0


def test_large_finite_parameters_whose_sum_overflows_are_no_divergence():
    start = Parameters(w1=1.7e308, w2=1.7e308, w3=0, w4=0, b1=0, b2=0, b3=0)
    assert train(start, [(0, 1)], learning_rate=0.1, trainable=["b3"]).stopped == "converged"


def test_a_start_that_is_not_finite_has_no_last_step():
    with pytest.raises(
        DivergedError,
        match=r"^the SSR of the start \(inf\) or its gradient is not finite: scale the data \(Scaling\.of\), or start",
    ) as caught:
        train(dosage.START, [(0, 1e200)], learning_rate=0.1)
    assert caught.value.step is None
    assert caught.value.training is None


def test_two_neurons_that_start_identical_are_warned_of():
    sentence = (
        r"^the two neurons start identical: \(w1, b1, w3\) == \(w2, b2, w4\)\. "
        "Their derivatives are equal too, so they will stay identical; change one$"
    )
    with pytest.warns(UserWarning, match=sentence):
        training = train(TWINS, dosage.DATA, learning_rate=0.01, max_steps=100)
    w1, w2, w3, w4, b1, b2, _ = training.parameters
    assert (w1, b1, w3) == (w2, b2, w4)
    with pytest.warns(UserWarning, match="stay identical"):
        descend(TWINS, dosage.DATA, learning_rate=0.01)
    with pytest.warns(UserWarning, match="stay identical"):
        train(TWINS, dosage.DATA, learning_rate=0.01, max_steps=1, trainable=["w3", "w4"])


@pytest.mark.parametrize("names", [["b1", "b2"], ["w1", "w2", "b3"], ["w3", "w4"]])
def test_twins_of_which_the_same_moves_are_warned_of(names):
    with pytest.warns(UserWarning, match="stay identical"):
        train(TWINS, dosage.DATA, learning_rate=0.01, max_steps=1, trainable=names)


def test_the_warning_points_at_the_call():
    for call in (train, descend):
        with pytest.warns(UserWarning, match="start identical") as caught:
            call(TWINS, dosage.DATA, learning_rate=0.01)
        assert caught[0].filename == __file__


@pytest.mark.parametrize(
    "names", [["b3"], ["w1"], ["b1"], ["w3"], ["w2"], ["b2"], ["w4"], ["w1", "b1", "w3"], ["w1", "w4"]]
)
def test_twins_that_are_frozen_or_move_apart_are_not_warned_of(names):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        after = train(TWINS, dosage.DATA, learning_rate=0.01, max_steps=3, trainable=names).parameters
    assert seen == []
    together = (after.w1, after.b1, after.w3) == (after.w2, after.b2, after.w4)
    assert together == (names == ["b3"])


@pytest.mark.parametrize("changed", [{"w1": 1.5}, {"b1": 0.5}, {"w3": 3}])
def test_one_different_value_is_enough(changed):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        after = train(TWINS._replace(**changed), dosage.DATA, learning_rate=0.01, max_steps=3).parameters
    assert seen == []
    assert (after.w1, after.b1, after.w3) != (after.w2, after.b2, after.w4)


BAD = [
    ({"start": None}, TypeError, "^start is None; it must be a Parameters, such as Parameters"),
    ({"data": [(0, math.nan)]}, ValueError, r"^data\[0\]: observed is nan; it must be a finite number$"),
    ({"learning_rate": 0}, ValueError, "^learning_rate is 0; it must be a finite number above 0$"),
    ({"learning_rate": math.inf}, ValueError, "^learning_rate is inf; it must be a finite number above 0$"),
    ({"trainable": ["w5"]}, ValueError, "^trainable: 'w5' is not one of w1, w2, w3, w4, b1, b2, b3$"),
    ({"trainable": 5}, TypeError, r'^trainable is 5; it must be a sequence of names, such as \("b3",\)$'),
]


@pytest.mark.parametrize(("changed", "error", "words"), BAD)
@pytest.mark.parametrize("descent", [train, descend])
def test_bad_arguments_are_refused_at_the_call(descent, changed, error, words):
    with pytest.raises(error, match=words):
        descent(**{"start": dosage.START, "data": dosage.DATA, "learning_rate": 0.1, **changed})


@pytest.mark.parametrize(
    ("changed", "words"), [({"max_steps": -1}, "^max_steps is -1"), ({"min_step_size": -1}, "^min_step_size is -1")]
)
def test_bad_limits_are_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        train(dosage.START, dosage.DATA, learning_rate=0.1, **changed)


def test_a_limit_beyond_all_counting_is_fine():
    assert train(dosage.START, dosage.DATA, learning_rate=0.1, max_steps=10**30, min_step_size=1).stopped == "converged"


@pytest.mark.parametrize("raised", [KeyboardInterrupt, OverflowError])  # another ArithmeticError is no divergence
def test_ctrl_c_and_errors_leave_what_was_reached_within_reach(raised, monkeypatch):
    calls = iter(range(1000))

    def backpropagate_and_stop(parameters, data):
        if next(calls) == 20:
            raise raised
        return backpropagate(parameters, data)

    monkeypatch.setattr("tinynet.training.backpropagate", backpropagate_and_stop)
    with pytest.raises(raised) as caught:
        train(dosage.START, dosage.DATA, learning_rate=0.02)
    monkeypatch.undo()
    reached = caught.value.training
    assert (reached.stopped, reached.steps) == ("interrupted", 19)
    assert reached == train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=19)._replace(stopped="interrupted")
    assert str(reached).startswith("<Training: interrupted after 19 steps, SSR ")


@pytest.mark.parametrize(
    ("call", "start", "data"),
    [
        (train, dosage.START, dosage.DATA),
        (layers.train, layers.from_parameters(dosage.START), [([dose], [effect]) for dose, effect in dosage.DATA]),
    ],
)
def test_ctrl_c_before_an_ssr_is_written_down_loses_no_step(call, start, data):
    def interrupt(frame, event, _):
        step = frame.f_locals.get("step") if frame.f_code is call.__code__ else None
        if step is not None and step.number == len(frame.f_locals["history"]) == 3:
            raise KeyboardInterrupt
        return interrupt

    before = sys.gettrace()
    sys.settrace(interrupt)
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            call(start, data, learning_rate=0.02)
    finally:
        sys.settrace(before)
    reached = caught.value.training
    assert reached == call(start, data, learning_rate=0.02, max_steps=3)._replace(stopped="interrupted")


def test_what_fails_before_the_first_step_has_nothing_to_keep():
    with pytest.raises(DivergedError) as caught:
        train(dosage.START, [(0, 1e200)], learning_rate=0.1)
    assert caught.value.training is None


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))])
def test_copies_and_pickles_lose_nothing(copied):
    training = train(dosage.START, dosage.DATA, learning_rate=0.3)
    assert copied(training) == training
    assert copied(training).advice == training.advice != ""
    assert training._replace(stopped="max_steps").advice == training.advice
    assert (training.start, training.data, training.trainable) == (dosage.START, list(dosage.DATA), Parameters._fields)
    step = next(descend(dosage.START, dosage.DATA, learning_rate=0.3))
    assert copied(step) == step
    with pytest.raises(DivergedError) as caught:
        train(dosage.START, dosage.DATA, learning_rate=5)
    again = copied(caught.value)
    assert (str(again), again.step, again.training) == (str(caught.value), caught.value.step, caught.value.training)


def test_a_step_knows_its_step_sizes_and_what_is_held_has_none():
    step = next(descend(dosage.START, dosage.DATA, learning_rate=0.02, trainable=["b3"]))
    assert step.step_sizes == Parameters(0, 0, 0, 0, 0, 0, step.gradient.b3 * 0.02)
    frozen = dosage.START._replace(b1=-0.0)
    _, after = islice(descend(frozen, dosage.DATA, learning_rate=0.02, trainable=["b3"]), 2)
    assert math.copysign(1, after.parameters.b1) == -1


@pytest.mark.parametrize("call", [train, descend])
def test_a_training_in_the_place_of_parameters_is_known(call):
    training = train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=1)
    with pytest.raises(TypeError, match=r"^start is a Training; did you mean its \.parameters\?$"):
        call(training, dosage.DATA, learning_rate=0.02)
