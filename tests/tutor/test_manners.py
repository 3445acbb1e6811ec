"""How the tutor treats a learner's program and screen; the loss of a learner's book; what a program can act on."""

import builtins
import re
import sys
import threading
import time

import numpy as np
import pytest
from test_checking import NAMES, all_seven, flat, wrong

from tinynet import Parameters, backpropagate, check, check_training, check_update, dosage, forward, layers, ssr
from tinynet.tutor import asking
from tinynet.tutor.findings import PLACES


def right(p, data):
    return backpropagate(p, data)[1]


# A learner's program


@pytest.mark.parametrize("leave", [sys.exit, lambda: sys.exit("wrong"), exit, quit])
def test_exit_ends_no_session(leave):
    def mine(parameters, data):
        leave()

    verdict = check(mine, "w1")
    assert verdict.places == ("form",)
    assert isinstance(verdict.error, SystemExit)
    assert flat(verdict).startswith("Your function called exit (in ")
    assert "exit" in verdict.hints[0]
    assert check_update(lambda p, data, rate: leave()).places == ("form",)


def test_an_interrupt_comes_through():
    def mine(parameters, data):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(mine, "w1")


def test_ten_threads_give_the_screen_back():
    kept = sys.stdout, builtins.input, sys.breakpointhook
    verdicts = []

    def mine(parameters, data):
        print("noise")
        return -right(parameters, data).w1

    threads = [threading.Thread(target=lambda: verdicts.append(check(mine, "w1"))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [verdict.mistakes for verdict in verdicts] == [("flipped sign",)] * 10
    assert (sys.stdout, builtins.input, sys.breakpointhook) == kept


def test_what_another_thread_prints_is_seen(capsys):
    started, done = threading.Event(), threading.Event()

    def mine(parameters, data):
        started.set()
        done.wait(5)
        print("noise")
        return -right(parameters, data).w1

    def other():
        started.wait(5)
        print("news")
        done.set()

    thread = threading.Thread(target=other)
    thread.start()
    check(mine, "w1")
    thread.join()
    assert capsys.readouterr().out == "news\nnoise\n"


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("form", [np.matrix, np.array, lambda g: np.array([g]), lambda g: np.array([g]).T, list, tuple])
def test_arrays_and_matrices_of_seven_are_seven_numbers(form):
    assert check(lambda p, data: form([*right(p, data)]))


def test_the_ssr_may_come_along_and_is_compared_too():
    assert check(backpropagate)
    verdict = check(lambda p, data: (2 * ssr(p, data), right(p, data)))
    assert verdict.places == ("SSR",)
    assert "your SSR is" in flat(verdict)


def test_a_slow_function_is_told_so_and_gets_what_the_answers_tell(monkeypatch):
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.7)

    def mine(parameters, data):
        time.sleep(0.1)
        return -right(parameters, data).w1

    verdict = check(mine, "w1")
    assert flat(verdict).startswith("dSSR/dw1: not right; your function is slow, 0.1")
    assert verdict.mistakes == ("flipped sign",)


HELPFUL = [
    (lambda p, data: forward(p, data[0][0]).w3, "a Forward; it has input, x1, y1, x2, y2, predicted."),
    (lambda p, data: p.x1, "a Parameters; it has w1, w2, w3, w4, b1, b2, b3."),
    (lambda p, data: list(p).w1, "is a list there, and a list has no w1"),
    (lambda p, data: p.w1 / 0, "division"),
    (lambda p, data: [a for a, b, c in data], "A row is a pair (input, observed)"),
    (lambda p, data: p["w1"], ""),
    (lambda p: 1.0, "Compare the arguments"),
    (lambda p, data: undefined, "name does not exist there"),  # noqa: F821
    (lambda p, data: np.exp(1) + sum(2.0**x for x in [2000.0]), "softplus and sigmoid take any x"),
]


@pytest.mark.parametrize(("mine", "words"), HELPFUL)
def test_the_hints_of_an_exception_speak_of_it(mine, words):
    verdict = check(mine, "w1")
    assert verdict.error is not None
    assert words in verdict.hints[2]
    assert all("return of" not in hint for hint in verdict.hints)


@pytest.mark.parametrize(
    ("verdict", "wanted"),
    [
        (lambda: check(lambda p, data: None, "w1"), "one number"),
        (lambda: check(lambda p, data: None), "all seven numbers"),
        (lambda: check_update(lambda p, data, rate: None), "the seven new values"),
        (lambda: check_training(lambda *loop: None), "the pair (parameters, history)"),
    ],
)
def test_the_remedy_of_no_answer_is_that_of_the_check(verdict, wanted):
    assert verdict().hints[2] == f"End it with a return of {wanted}."


@pytest.mark.parametrize("name", ["w1", "b3"])
def test_each_wrong_verdict_offers_explain_with_the_call_to_type(name):
    assert f'explain("{name}", parameters, data)' in check(wrong(name, "flipped sign"), name).text
    assert 'explain("w1", parameters, data, learning_rate)' in check_update(lambda p, data, rate: p).text


# The loss of a learner's book

LOSSES = {"SSR": lambda n: 1, "SSR/2": lambda n: 1 / 2, "SSR/n": lambda n: 1 / n, "SSR/(2n)": lambda n: 1 / (2 * n)}
PLACES_OF = {"2": "dSSR/dpredicted", "n": "the sum"}


def derivative(loss, name="w1"):
    return lambda p, data: LOSSES[loss](len(data)) * getattr(right(p, data), name)


def step(loss):
    def mine(p, data, rate):
        return [old - rate * LOSSES[loss](len(data)) * d for old, d in zip(p, right(p, data))]

    return mine


def loop(loss):
    def mine(start, data, rate, steps):
        p, history = start, [LOSSES[loss](len(data)) * ssr(start, data)]
        for _ in range(steps):
            p = Parameters(*step(loss)(p, data, rate))
            history.append(LOSSES[loss](len(data)) * ssr(p, data))
        return p, history

    return mine


@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_right_for_the_loss_of_the_book_is_right(loss):
    assert check(derivative(loss), "w1", loss=loss)
    assert check(lambda p, data: [LOSSES[loss](len(data)) * d for d in right(p, data)], loss=loss)
    assert check_update(step(loss), loss=loss)
    assert check_training(loop(loss), loss=loss)
    assert check(f"{LOSSES[loss](3) * 0.760944:.4f}", "w1", dosage.START, dosage.DATA, loss=loss)


@pytest.mark.parametrize("asked", LOSSES)
@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_right_for_another_loss_is_told_with_its_name(loss, asked):
    if loss == asked:
        return
    changed = [place for letter, place in PLACES_OF.items() if (letter in loss) != (letter in asked)]
    for verdict in (check(derivative(loss), "w1", loss=asked), check_update(step(loss), loss=asked)):
        assert not verdict.correct
        assert verdict.convention == loss
        assert [place.split(": ")[-1] for place in verdict.places] == changed
        assert f"ight for {loss}, as many books write the error, but not for {asked}." in flat(verdict)
        assert f'loss="{loss}"' in flat(verdict)
    assert check(derivative(loss), "w1", loss=check(derivative(loss), "w1", loss=asked).convention)


def test_beside_another_slip_the_convention_is_told_once():
    more = {name: ("lost the 2", *(("slope missing",) if name == "w1" else ())) for name in NAMES}
    verdict = check(all_seven(**more))
    assert verdict.convention is None
    assert set(verdict.places) == {"all: dSSR/dpredicted", "w1: dy1/dx1"}
    assert verdict.text.count('loss="SSR/2"') == 1


def test_an_unknown_loss_is_refused():
    for asked in (lambda: check(derivative("SSR"), "w1", loss="MSE"), lambda: check_update(step("SSR"), loss="MSE")):
        with pytest.raises(ValueError, match="loss"):
            asked()
    with pytest.raises(TypeError, match="loss"):
        check_training(loop("SSR"), loss=2)


# What a program can act on

CHAIN = {"predicted", "dSSR/dpredicted", "dpredicted/dy1", "dy1/dx1", "dx1/dw1", "the sum"}


def test_the_parts_of_a_right_derivative_are_right():
    assert dict(check(wrong("w1"), "w1").parts) == dict.fromkeys(CHAIN, "right")


@pytest.mark.parametrize(
    ("mistake", "part"),
    [("slope missing", "dy1/dx1"), ("flipped sign", "dSSR/dpredicted"), ("mean instead of sum", "the sum"), ("input missing", "dx1/dw1")],
)  # fmt: skip
def test_one_part_is_wrong_and_the_others_are_right(mistake, part):
    assert dict(check(wrong("w1", mistake), "w1").parts) == {**dict.fromkeys(CHAIN, "right"), part: "wrong"}


def test_what_follows_is_not_accused():
    def mine(p, data):
        return sum(-2 * (o - forward(p._replace(b3=0.0), i).predicted) * forward(p, i).y1 for i, o in data)

    parts = check(mine, "w3").parts
    assert parts == {"predicted": "wrong", "dSSR/dpredicted": "follows", "dpredicted/dw3": "right", "the sum": "right"}


def test_of_0_nothing_is_known():
    parts = check(lambda p, data: [0.0] * 7).parts
    assert len(parts) == 22 + 2 * 7
    assert set(parts.values()) == {"unknown"}


def test_each_place_is_a_part_and_each_part_of_seven_is_led_by_its_name():
    verdict = check(all_seven(w1=("slope missing",), b2=("bias times input",)))
    assert verdict.parts["w1: dy1/dx1"] == verdict.parts["b2: dx2/db2"] == "wrong"
    assert [part for part, how in verdict.parts.items() if how == "wrong"] == list(verdict.places)
    shared = check(all_seven(**dict.fromkeys(NAMES, ("flipped sign",))))
    assert shared.parts["all: dSSR/dpredicted"] == shared.parts["w3: dSSR/dpredicted"] == "wrong"


def test_the_parts_of_a_step_and_of_a_loop():
    parts = check_update(lambda p, data, rate: [old - d for old, d in zip(p, right(p, data))]).parts
    assert parts["learning rate"] == "wrong"
    assert parts["w1: dy1/dx1"] == parts["old value"] == "right"
    assert set(check_training(loop("SSR")).parts) == {"start", "step", "memory", "history", "stopping"}


def test_each_place_has_its_three_hints_in_sentences():
    for place, one in PLACES.items():
        for hint in one[:3]:
            assert hint[0].isupper() or hint.startswith(
                ("dSSR", "dpredicted", "dy", "dx", "new", "step", "z(l)", "x =")
            ), place
            assert hint.endswith((".", "?")), place


def test_of_several_refusals_the_first_is_told():
    def mine(p, data):
        if len(data) in (5, 7):  # asked in this order
            raise ValueError("five rows" if len(data) == 5 else "seven rows")
        return backpropagate(p, data)[1].w1

    assert "five rows" in str(check(mine, "w1"))
    assert "seven rows" not in str(check(mine, "w1"))


def test_two_answers_to_the_same_call_are_seen_where_the_data_of_the_lesson_get_one():
    calls = []

    def mine(p, data):
        calls.append(data)
        right = backpropagate(p, data)[1].w1
        return right if p == dosage.START else right * (1 + len(calls) / 100)

    assert check(mine, "w1").places == ("state",)


def test_an_answer_that_changes_only_when_it_is_asked_for_a_third_time_is_seen():
    times = {}

    def mine(p, data):
        key = (p, tuple(data))
        times[key] = times.get(key, 0) + 1
        return 2 * backpropagate(p, data)[1].w1 + (times[key] > 2)

    assert check(mine, "w1").places == ("state",)


@pytest.mark.parametrize(("off", "accepted"), [(0.9e-5, True), (2e-5, False)])
def test_the_ssr_beside_right_derivatives_is_right_to_a_hundred_thousandth(off, accepted):
    def mine(p, data):
        error, derivatives = backpropagate(p, data)
        return error * (1 + off), derivatives

    assert check(mine).correct == accepted


def test_a_number_from_paper_that_is_no_text_is_shown_as_text():
    call = re.escape('check("-2.7298", "w1", parameters, data)')
    with pytest.raises(TypeError, match=f"^mine is -2.7298; write a number from pencil and paper as text: {call}$"):
        check(-2.7298, "w1", dosage.START, dosage.DATA)
    call = re.escape('check("0.5", "b(2)[0]", layers, data)')
    network = layers.from_parameters(dosage.START)
    with pytest.raises(TypeError, match=f"{call}$"):
        layers.check(0.5, "b(2)[0]", network, [([1.0], [0.0])])


def test_a_function_beside_parameters_and_data_is_told_to_come_alone():
    with pytest.raises(TypeError, match="; to check a function, leave out parameters and data$"):
        check(len, "w1", dosage.START, dosage.DATA)


@pytest.mark.parametrize("number", [1, 0.5, np.float64(2)])
def test_one_derivative_without_its_name_is_told_to_name_it(number):
    verdict = check(lambda parameters, data: number)
    assert verdict.places == ("form",)
    assert 'For one derivative give its name: check(mine, "w1").' in " ".join(verdict.text.split())
