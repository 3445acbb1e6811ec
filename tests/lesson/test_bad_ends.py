"""`train` warns once, in one line, of an end that is no better than the mean, or bounces; and of nothing else."""

import warnings
from itertools import accumulate

import pytest

import tinynet
from tinynet import Parameters, Training, dosage, initial_parameters, layers, train
from tinynet.training import bounces, warn_of_a_bad_end

XOR = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]


def warned(call):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        call()
    return [(str(warning.message), warning.filename) for warning in seen]


def test_an_end_at_the_mean_is_warned_of_once():
    ((sentence, file),) = warned(lambda: train(dosage.START, dosage.DATA, learning_rate=0.3))
    assert (
        sentence
        == "the SSR is not clearly better than always predicting the mean (after 10,000 steps); the training's .advice says what to try"
    )
    assert file == __file__


def sentences_at_the_end(history, mean=100, stopped="max_steps"):
    """What is said at the end of these SSRs."""
    flat = Parameters(0, 0, 0, 0, 0, 0, 0)
    ended = Training(dosage.START, flat, history, stopped, 0.5, mean, dosage.START, dosage.DATA, Parameters._fields)
    return [sentence for sentence, _ in warned(lambda: warn_of_a_bad_end(ended))]


@pytest.mark.parametrize(("highest", "told"), [(21.5, 1), (20.9, 0)])
def test_an_end_that_bounces_by_more_than_a_hundredth_of_the_mean_is_warned_of(highest, told):
    sentences = sentences_at_the_end((*[20, highest] * 300,))
    assert len(sentences) == told
    assert all(
        sentence.startswith("the SSR goes up and down instead of down (after 599 steps)") for sentence in sentences
    )


@pytest.mark.parametrize(("last", "told"), [(20.5, 1), (20.3, 0)])
def test_what_bounces_but_ends_within_two_hundredths_of_its_lowest_is_not_warned_of(last, told):
    assert len(sentences_at_the_end((*[20, 30] * 300, last))) == told


@pytest.mark.parametrize(("last", "told"), [(99.1, 1), (98.9, 0)])
def test_an_end_within_a_hundredth_of_the_mean_is_warned_of(last, told):
    assert len(sentences_at_the_end((*range(300, 99, -1), last))) == told


@pytest.mark.parametrize(("steps", "told"), [(100, 1), (99, 0)])
def test_what_was_cut_off_before_a_hundred_steps_is_not_warned_of(steps, told):
    assert len(sentences_at_the_end((*range(200 + steps, 199, -1),))) == told


def test_what_converged_at_the_mean_is_warned_of_however_soon():
    assert len(sentences_at_the_end((300, 200), stopped="converged")) == 1


def test_where_all_observed_are_equal_what_bounces_far_below_the_start_is_not_warned_of():
    assert sentences_at_the_end((20, *[1e-9, 2e-9] * 300), mean=0) == []


@pytest.mark.parametrize(("rises", "bouncing"), [(25, True), (24, False)])
def test_what_rose_in_a_quarter_of_the_last_hundred_steps_bounces(rises, bouncing):
    history = accumulate([-1] * 50 + [1] * rises + [-1] * (100 - rises), initial=1000)
    assert bounces(list(history)) is bouncing


def test_fewer_than_twenty_steps_do_not_bounce():
    assert not bounces([1, 2] * 10)
    assert bounces([*[1, 2] * 10, 1])


def test_layers_warn_alike():
    start = layers.initial_layers([2, 1], seed=1)
    ((sentence, file),) = warned(lambda: layers.train(start, XOR, learning_rate=0.05))
    assert sentence.startswith("the SSR is not clearly better than always predicting the mean")
    assert file == __file__


@pytest.mark.parametrize(
    "call",
    [
        lambda: train(dosage.START, dosage.DATA, learning_rate=0.02),
        lambda: train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=1),
        lambda: train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=0),
        lambda: train(initial_parameters(1), dosage.DATA, learning_rate=0.1, trainable=["b3"]),
        lambda: train(initial_parameters(1), [(0, 1), (1, 1)], learning_rate=0.01),
    ],
)
def test_no_warning_of_a_fit_that_worked_nor_of_a_look_at_a_few_steps(call):
    assert warned(call) == []


def test_what_diverged_is_an_error_and_no_warning():
    def call():
        with pytest.raises(tinynet.DivergedError):
            train(dosage.START, dosage.DATA, learning_rate=5)

    assert warned(call) == []


def test_nothing_of_the_advice_runs_while_it_trains(monkeypatch):
    calls = []
    monkeypatch.setattr("tinynet.backpropagation.backpropagate", lambda *given: calls.append(given))
    assert len(warned(lambda: train(dosage.START, dosage.DATA, learning_rate=0.3))) == 1
    assert calls == []
