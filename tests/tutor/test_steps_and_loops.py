"""Steps and loops in which something is wrong that hardly anybody does; and word for word what is said of them."""

import struct

import pytest

from tinynet import Parameters, backpropagate, check, check_training, check_update, dosage, forward, ssr, train


def step(new):
    """A step whose every new value is made of old value, derivative and learning rate."""

    def mine(parameters, data, learning_rate):
        derivatives = backpropagate(parameters, data)[1]
        return Parameters(*[new(old, d, learning_rate) for old, d in zip(parameters, derivatives)])

    return mine


def said(verdict):
    return " ".join(str(verdict).split("\n\n")[0].split())


def test_the_learning_rate_added_to_the_derivative_is_said():
    verdict = check_update(step(lambda old, d, rate: old - (d + rate)))
    assert verdict.mistakes == ("learning rate added",)
    assert verdict.places == ("learning rate",)


def test_a_derivative_over_the_rate_that_is_returned_alone_is_said():
    verdict = check_update(step(lambda old, d, rate: d / rate))
    assert set(verdict.mistakes) == {"divided by the learning rate", "step size returned"}


def test_an_old_value_that_is_always_the_same_is_said():
    def mine(parameters, data, learning_rate):
        derivatives = backpropagate(parameters, data)[1]
        return Parameters(*[0.5 - d * learning_rate for d in derivatives])

    verdict = check_update(mine)
    assert verdict.places == ("old value",)
    assert said(verdict) == "With a learning rate of 0 the new value is 0.5 instead of the old one, 2.74."


def test_input_and_observed_exchanged_are_said_of_a_step_and_of_a_derivative():
    def mine(parameters, data, learning_rate):
        derivatives = backpropagate(parameters, [(observed, input) for input, observed in data])[1]
        return Parameters(*[old - d * learning_rate for old, d in zip(parameters, derivatives)])

    words = "our function takes each row as (observed, input); each row is (input, observed)."
    assert (check_update(mine).places, said(check_update(mine))) == (("arguments",), f"Y{words}")
    one = check(lambda p, data: backpropagate(p, [(observed, input) for input, observed in data])[1].w1, "w1")
    assert (one.places, said(one)) == (("arguments",), f"dSSR/dw1: y{words}")


def test_rows_that_are_always_the_same_are_said():
    def mine(parameters, data, learning_rate):
        derivatives = backpropagate(parameters, dosage.DATA)[1]
        return Parameters(*[old - d * learning_rate for old, d in zip(parameters, derivatives)])

    verdict = check_update(mine)
    assert (verdict.places, verdict.mistakes) == (("arguments",), ("not used",))


def test_a_step_of_right_numbers_in_single_precision_is_right():
    def rounded(number):
        return struct.unpack("f", struct.pack("f", number))[0]

    assert check_update(step(lambda old, d, rate: rounded(old - d * rate)))


def test_a_step_that_shrinks_the_old_values_by_a_millionth_or_two_is_wrong():
    assert not check_update(step(lambda old, d, rate: old * (1 - 2e-6) - d * rate))


def loop(move, start=None):
    def mine(first, data, learning_rate, steps):
        parameters = start or first
        history = [ssr(parameters, data)]
        for _ in range(steps):
            parameters = move(parameters, data, learning_rate)
            history.append(ssr(parameters, data))
        return parameters, history

    return mine


right = step(lambda old, d, rate: old - d * rate)


def test_the_loop_of_this_file_is_right():
    assert check_training(loop(right))


@pytest.mark.parametrize("length", [5, 12])
def test_a_loop_that_is_one_step_short_for_one_length_alone_is_wrong(length):
    def mine(start, data, learning_rate, steps):
        return loop(right)(start, data, learning_rate, steps - (steps == length))

    assert check_training(mine).places == ("stopping",)


def test_a_loop_that_returns_nothing_is_said():
    verdict = check_training(lambda start, data, learning_rate, steps: None)
    assert verdict.places == ("form",)
    assert (
        said(verdict) == "Your function returned None. Is there a return at its end? Write return parameters, history."
    )


def test_what_is_no_loop_at_all_is_refused():
    with pytest.raises(TypeError, match=r"^mine is 3; it must be a function of \(start, data, learning_rate, steps\)$"):
        check_training(3)


def test_a_loop_that_goes_from_a_start_of_its_own_is_said():
    verdict = check_training(loop(right, start=Parameters(1.0, -1.0, 0.5, 0.25, 0.1, -0.2, 0.3)))
    assert verdict.places == ("start",)

    def only_later(first, data, learning_rate, steps):
        if steps == 0:
            return first, [ssr(first, data)]
        return loop(right, start=dosage.START)(first, data, learning_rate, steps)

    verdict = check_training(only_later)
    assert "ends in the same place whatever the start: it does not use the start" in said(verdict)


def test_a_loop_whose_step_is_wrong_in_many_places_is_sent_to_check_update():
    def wild(parameters, data, learning_rate):
        d = backpropagate(parameters, data)[1]
        return parameters._replace(
            w1=parameters.w1 + d.w1 * learning_rate,
            w2=parameters.w2 * 0.5 - d.w2 * learning_rate,
            w3=parameters.w3 - d.w3 * learning_rate**2,
            w4=parameters.w4 - d.w4 * d.w4 * learning_rate,
            b1=parameters.b2 - d.b1 * learning_rate,
            b2=parameters.b2 - 3 * d.b2 * learning_rate,
        )

    verdict = check_training(loop(wild))
    assert verdict.places == ("step",)
    assert "Give it to check_update" in said(verdict)


def test_the_entries_of_the_history_are_counted_and_compared():
    def short(start, data, learning_rate, steps):
        parameters, history = loop(right)(start, data, learning_rate, steps)
        return parameters, history[1:]

    verdict = check_training(short)
    assert (verdict.places, verdict.mistakes) == (("history",), ("another number of entries",))

    def halved(start, data, learning_rate, steps):
        parameters, history = loop(right)(start, data, learning_rate, steps)
        return parameters, [some / 2 for some in history]

    assert check_training(halved).places == ("history",)


def test_a_function_that_answers_at_first_only_is_told_so_with_what_it_was_given():
    def mine(parameters, data):
        return backpropagate(parameters, data)[1].w1 * 2 if len(data) == 3 else None

    verdict = check(mine, "w1")
    assert verdict.places == ("form",)
    words = "Your function returned None. Is there a return at its end? It must return numbers."
    assert said(verdict) == words


def steps_of(start, data, rate, steps):
    return train(start, data, learning_rate=rate, max_steps=steps, min_step_size=0)


@pytest.mark.parametrize(
    ("loop", "words"),
    [
        (
            lambda *given: steps_of(*given).parameters,
            "These are the parameters alone; write return parameters, history.",
        ),
        (
            lambda *given: (steps_of(*given).parameters, None),
            "The history must be a list: the SSR at the start and after",
        ),
        (lambda *given: steps_of(*given)[:3:2], "The history comes second."),
    ],
)
def test_a_loop_without_its_history_is_told_what_to_return(loop, words):
    turned = (lambda *given: loop(*given)[::-1]) if "second" in words else loop
    verdict = check_training(turned)
    assert verdict.places == ("form",)
    assert words in said(verdict)


def test_parameters_that_never_move_are_told_in_words():
    def mine(start, data, learning_rate, steps):
        return start, [ssr(start, data)] * (steps + 1)

    verdict = check_training(mine)
    assert (verdict.places, verdict.mistakes) == (("stopping",), ("another number of steps",))
    assert said(verdict).startswith("Your loop returns the start, however many steps it is asked for")


def test_a_loop_one_step_short_is_told_the_numbers():
    def mine(start, data, learning_rate, steps):
        training = steps_of(start, data, learning_rate, max(steps - 1, 0))
        return training.parameters, training.history

    assert "that it is asked for: 0 instead of 1, 1 instead of 2, 4 instead of 5, " in said(check_training(mine))


def test_one_step_is_one_step():
    def mine(start, data, learning_rate, steps):
        training = steps_of(start, data, learning_rate, steps)
        return training.parameters, training.history[:1] if steps == 1 else training.history

    assert said(check_training(mine)).startswith("The length of your history is 1 after 1 step; it must be 2")


def test_the_mean_without_its_2_added_at_no_rate_is_still_read_as_old_value_and_derivative():
    def mine(parameters, data, learning_rate):
        derivatives = backpropagate(parameters, data)[1]
        return Parameters(*[old + d / 2 for old, d in zip(parameters, derivatives)])

    verdict = check_update(mine)
    assert "an added term" not in " ".join(verdict.places)
    assert set(verdict.mistakes) >= {"learning rate missing", "all: lost the 2"}


def test_momentum_from_a_start_of_its_own_is_two_mistakes():
    def mine(start, data, learning_rate, steps):
        start, speed = Parameters(*[value + 0.1 for value in start]), [0.0] * 7
        history = [ssr(start, data)]
        for _ in range(steps):
            speed = [0.9 * old + d for old, d in zip(speed, backpropagate(start, data)[1])]
            start = Parameters(*[old - learning_rate * v for old, v in zip(start, speed)])
            history.append(ssr(start, data))
        return start, history

    assert check_training(mine).places[:1] == ("start",)
    assert "memory" in check_training(mine).places


def test_a_history_that_goes_wrong_late_is_said_beside_a_rate_that_falls():
    def mine(start, data, learning_rate, steps):
        history = [ssr(start, data)]
        for number in range(steps):
            start = right(start, data, learning_rate * 0.9**number)
            history.append(ssr(start, data) * (1 if number < 4 else 1.1))
        return start, history

    verdict = check_training(mine)
    assert verdict.places == ("memory", "history")
    assert "Entry 5 of your history is" in said(verdict)


def a_step_with(b2):
    """A right step but for this derivative by b2."""

    def mine(parameters, data, learning_rate):
        derivatives = backpropagate(parameters, data)[1]._replace(b2=b2(parameters, data))
        return Parameters(*[old - d * learning_rate for old, d in zip(parameters, derivatives)])

    return mine


def test_of_a_derivative_in_a_step_with_four_places_only_the_first_is_said():
    def four_slips(p, data):
        passes = [(i, o - forward(p, i).predicted + p.b3, i * p.w2 + p.b2) for i, o in data]
        return sum(-2 * residual * p.w3 * (x2 > 0) * i for i, residual, x2 in passes)

    assert check_update(a_step_with(four_slips)).places == ("b2: predicted",)


def test_a_derivative_that_is_always_the_same_is_not_taken_for_another_sum():
    verdict = check_update(a_step_with(lambda p, data: 1.0))
    assert verdict.places == ()
    assert "your dSSR/db2 is always 1; right is the sum of -2 * (observed - predicted) * w4 *" in str(verdict)


@pytest.mark.parametrize("number", [2, 4, 6, 20, 100, 1000])
def test_several_steps_in_one_are_counted(number):
    def mine(parameters, data, learning_rate):
        for _ in range(number):
            parameters = right(parameters, data, learning_rate)
        return parameters

    verdict = check_update(mine)
    assert verdict.places == ("several steps",)
    assert f"takes {number} steps instead of one" in said(verdict)


def test_a_loop_that_climbs_until_it_overflows_is_judged_by_its_first_step():
    verdict = check_training(loop(lambda p, data, rate: right(p, data, -rate)))
    assert verdict.places == ("step",)
    assert "added instead of subtracted" in verdict.mistakes


@pytest.mark.parametrize(
    ("what", "entries"),
    [
        ("half the SSR", lambda ssrs, n: [x / 2 for x in ssrs]),
        ("the SSR divided by the number of rows", lambda ssrs, n: [x / n for x in ssrs]),
        ("the SSR divided by twice the number of rows", lambda ssrs, n: [x / n / 2 for x in ssrs]),
        ("the root of the SSR", lambda ssrs, n: [x**0.5 for x in ssrs]),
        ("the root of the mean squared residual", lambda ssrs, n: [(x / n) ** 0.5 for x in ssrs]),
        ("the sum of all SSRs so far", lambda ssrs, n: [sum(ssrs[: k + 1]) for k in range(len(ssrs))]),
        ("the SSR before its step, not after it", lambda ssrs, n: [ssrs[0], *ssrs[:-1]]),
        ("the SSR after one step more", lambda ssrs, n: [*ssrs[1:], ssrs[-1]]),
    ],
)
def test_what_a_wrong_history_holds_is_said(what, entries):
    def mine(start, data, learning_rate, steps):
        parameters, history = loop(right)(start, data, learning_rate, steps)
        return parameters, entries(history, len(data))

    verdict = check_training(mine)
    assert verdict.places == ("history",)
    assert f"Each entry is {what}." in said(verdict)


def test_a_first_step_unlike_the_later_ones_is_not_told_as_sums_that_go_on():
    def mine(start, data, learning_rate, steps):
        parameters, history = start, [ssr(start, data)]
        for number in range(steps):
            parameters = right(parameters, data, learning_rate if number else 1)
            history.append(ssr(parameters, data))
        return parameters, history

    verdict = check_training(mine)
    assert "Step 3 is right where it starts, but a step before it is not." in said(verdict)


def carrying(new):
    """A loop whose next parameters are new(points so far, data, learning rate)."""

    def mine(start, data, learning_rate, steps):
        points = [start]
        for _ in range(steps):
            points.append(new(points, data, learning_rate))
        return points[-1], [ssr(point, data) for point in points]

    return mine


def less(parameters, derivatives, rate):
    return Parameters(*[old - rate * d for old, d in zip(parameters, derivatives)])


@pytest.mark.parametrize(
    ("words", "new"),
    [
        ("the derivatives of the step before are used",
         lambda p, data, rate: less(p[-1], backpropagate(p[max(len(p) - 2, 0)], data)[1], rate)),
        ("the derivatives of the start are used in every step",
         lambda p, data, rate: less(p[-1], backpropagate(p[0], data)[1], rate)),
        ("each step is subtracted from the start",
         lambda p, data, rate: less(p[0], backpropagate(p[-1], data)[1], rate)),
        ("contains 0.9 times the step before it, as with momentum",
         lambda p, data, rate: Parameters(*[new + 0.9 * (y - x) for new, x, y in zip(
             less(p[-1], backpropagate(p[-1], data)[1], rate), p[-2] if len(p) > 1 else p[0], p[-1])])),
    ],
)  # fmt: skip
def test_what_a_loop_carries_on_is_told_apart_by_three_steps(words, new):
    verdict = check_training(carrying(new))
    assert verdict.places == ("memory",)
    assert words in said(verdict)


@pytest.mark.parametrize(("loss", "share"), [("SSR/2", lambda n: 0.5), ("SSR/n", lambda n: 1 / n)])
def test_a_loop_that_is_right_for_the_loss_of_a_book_is_told_so(loss, share):
    def mine(start, data, learning_rate, steps):
        parameters, history = loop(right)(start, data, learning_rate * share(len(data)), steps)
        return parameters, [share(len(data)) * entry for entry in history]

    verdict = check_training(mine)
    assert (verdict.correct, verdict.convention) == (False, loss)
    assert check_training(mine, loss=loss)


def test_groups_of_rows_are_not_told_as_a_step_after_each_row():
    def mine(parameters, data, learning_rate):
        for number in range(0, len(data), 2):
            parameters = right(parameters, data[number : number + 2], learning_rate)
        return parameters

    assert check_update(mine).places == ("in place",)


@pytest.mark.parametrize(
    ("slip", "label"),
    [
        (lambda d, n: -d, "flipped sign"),
        (lambda d, n: d / 2, "lost the 2"),
        (lambda d, n: d / n, "mean instead of sum"),
    ],
)
def test_a_wrong_order_is_seen_beside_a_slip_that_all_share(slip, label):
    def mine(parameters, data):
        d = backpropagate(parameters, data)[1]
        return [slip(x, len(data)) for x in (d.b1, d.b2, d.b3, d.w1, d.w2, d.w3, d.w4)]

    assert check(mine).mistakes == ("another order", f"all: {label}")
