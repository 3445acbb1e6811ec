"""Programs as people write them: their own network, their form, their book's loss; and the principles of the marking."""

import math

import numpy as np
import pytest

import corpus_layers_score as score
from learner import MEASURED, RELU_NET, TANH_NET, XOR, XOR_NET, Learner, learner
from tinynet import layers
from tinynet.layers import IDENTITY, RELU, SIGMOID, TANH, Layer
from tinynet.tutor.layers import check, check_update


def right(net, data):
    return layers.backpropagate(net, data)[1]


def share(factor):
    """The right gradient times a number that may depend on the rows."""

    def mine(net, data):
        times = factor(len(data), len(data[0][1]))
        return [([[x * times for x in row] for row in w], [x * times for x in b]) for w, b in right(net, data)]

    return mine


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 5])
@pytest.mark.parametrize("name", score.FIXED)
def test_the_corpora_of_fixed_networks_and_steps_are_judged(name, every):
    found = score.scores(score.half(name)[::every], lambda line: None)
    assert found["right accepted"][0] == found["right accepted"][1]
    assert found["told"][0] == found["told"][1]
    assert found["judged"][0] >= 0.85 * found["judged"][1]
    assert found["located"][0] >= 0.85 * found["located"][1]
    assert found["misleading"][0] <= 0.02 * found["misleading"][1]


def test_there_are_sixty_programs_for_fixed_networks_and_forty_wrong_steps():
    assert sum(len(score.half(name)) for name in score.FIXED[:2]) >= 60
    assert sum(not entry.correct and entry.source != "told" for entry in score.half(score.FIXED[2])) >= 40


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("SSR/2", lambda n, k: 1 / 2),
        ("SSR/n", lambda n, k: 1 / n),
        ("SSR/(2n)", lambda n, k: 1 / (2 * n)),
        ("SSR/(n*outputs)", lambda n, k: 1 / (n * k)),
    ],
)
def test_the_loss_of_a_book_is_told_and_can_be_asked_for(name, factor):
    verdict = check(share(factor))
    assert (verdict.correct, verdict.convention) == (False, name)
    assert set(verdict.places) <= {"dSSR/da(3)", "the sum"}
    assert all(verdict.parts[place] == "wrong" for place in verdict.places)
    assert f'layers.check(mine, loss="{name}")' in " ".join(str(verdict).split())
    assert check(share(factor), loss=verdict.convention)
    assert check(right, loss=name).convention == "SSR"
    step = check_update(lambda net, data, rate: layers.update(net, layers.step_sizes(share(factor)(net, data), rate)))
    assert step.convention == name


def test_cross_entropy_is_called_what_it_is():
    slip = {"dz": lambda net, l, da, z, a: list(da) if l == len(net) else Learner().dz(net, l, da, z, a)}
    verdict = check(learner("mine", **slip))
    assert verdict.convention == "2*cross-entropy"
    assert "cross-entropy behind a sigmoid" in str(verdict)
    half = check(learner("mine", da_last=lambda o, p: [y - x for x, y in zip(o, p)], **slip))
    assert half.convention == "cross-entropy"


def test_a_loss_is_one_of_those_that_are_known():
    with pytest.raises(ValueError, match="loss: 'MSE' is not one of SSR, SSR/2"):
        check(right, loss="MSE")


@pytest.mark.parametrize(
    "form",
    [
        lambda g: (
            {f"dW{n}": np.array(w).T for n, (w, _) in enumerate(g, 1)} | {f"db{n}": b for n, (_, b) in enumerate(g, 1)}
        ),
        lambda g: {f"W{n}": w for n, (w, _) in enumerate(g)} | {f"b{n}": b for n, (_, b) in enumerate(g)},
        lambda g: [np.array(part) for pair in g for part in pair],
        lambda g: ([b for _, b in g], [w for w, _ in g]),
        lambda g: [(np.array(w).T, np.array(b).reshape(1, -1)) for w, b in g],
        lambda g: [(np.array(w), np.array(b).reshape(-1, 1)) for w, b in g],
        lambda g: [np.column_stack([b, w]) for w, b in g],
        lambda g: [np.column_stack([w, b]).T for w, b in g],
        lambda g: (1.5, {"dW": [w for w, _ in g], "db": [b for _, b in g]})[1],
    ],
)
def test_each_usual_form_is_understood_and_said(form):
    verdict = check(lambda net, data: form(right(net, data)))
    assert verdict, verdict.text
    assert "\nUnderstood: " in str(verdict)
    wrong = check(lambda net, data: form(learner("mine", dz=lambda net, l, da, z, a: da)(net, data)))
    assert wrong.places == ("dSSR/dz(3)", "dSSR/dz(2)", "dSSR/dz(1)")


def test_weights_without_biases_are_judged_alone():
    verdict = check(lambda net, data: [w for w, _ in right(net, data)])
    assert verdict
    assert "Only the weights are judged." in str(verdict)
    assert verdict.parts["dSSR/db(1)"] == "unknown"


def test_w_on_its_side_in_one_layer_is_a_mistake():
    def mine(net, data):
        (w1, b1), *others = right(net, data)
        return {"dW1": np.array(w1), "db1": b1} | {
            name: part
            for n, (w, b) in enumerate(others, 2)
            for name, part in ((f"dW{n}", np.array(w).T), (f"db{n}", b))
        }

    assert {place[:7] for place in check(mine).places} == {"dSSR/dW"}


def test_a_program_that_keeps_w_input_neuron_throughout_is_right():
    def mine(net, data):
        X, Y = (np.array([row[k] for row in data], float) for k in (0, 1))
        A = [X]
        for layer in net:
            A.append(np.tanh(A[-1] @ layer.weights + layer.biases))
        d, out = 2 * (A[-1] - Y) * (1 - A[-1] ** 2), []
        for n in range(len(net) - 1, -1, -1):
            out[:0] = [A[n].T @ d, d.sum(axis=0)]
            d = d @ np.array(net[n].weights).T * (1 - A[n] ** 2)
        return out

    verdict = check(mine)
    assert verdict, verdict.text
    assert "TANH in every layer; it does not look at layer.activation" in " ".join(str(verdict).split())


@pytest.mark.parametrize(("net", "data"), [(XOR_NET, XOR), (TANH_NET, MEASURED), (RELU_NET, XOR)])
def test_their_own_network_and_data_are_what_it_is_tried_on(net, data):
    asked = []

    def mine(got, rows):
        asked.append(
            [[layer.weights, layer.biases] for layer in got] == [[layer.weights, layer.biases] for layer in net]
        )
        return right(got, rows)

    assert check(mine, layers=net, data=data)
    assert any(asked)
    assert not all(asked)


def test_zeros_and_symmetry_in_their_network_hide_nothing():
    net = [Layer([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0], TANH), Layer([[0.0, 0.0]], [0.0], IDENTITY)]
    wrong = learner("mine", da=lambda net, l, dz, da, z, a: [w * dz[0] * 2 for w in net[l].weights[0]])
    assert not check(wrong, layers=net, data=XOR)
    assert check(right, layers=net, data=XOR)


def test_what_takes_no_trial_is_asked_for_its_network():
    def mine(net, data):
        raise ValueError("four layers only")

    verdict = check(mine)
    assert verdict.places == ("form",)
    assert "layers.check(mine, layers=network, data=rows)" in " ".join(str(verdict).split())
    assert "layers=network" not in str(check(mine, layers=XOR_NET, data=XOR))


def test_each_part_is_ticked_in_the_order_of_a_backward_pass():
    wrong = learner("mine", dz=lambda net, l, da, z, a: da if l == 2 else Learner().dz(net, l, da, z, a))
    verdict = check(wrong)
    assert list(verdict.parts) == [f"dSSR/{kind}({l})" for l in (3, 2, 1) for kind in ("da", "dz", "dW", "db")]
    assert list(verdict.parts.values()) == ["right"] * 5 + ["wrong"] + ["follows"] * 6
    table = [line.split() for line in str(verdict).splitlines() if line.startswith("layer ")]
    assert table[1] == ["layer", "2", "right", "wrong", "follows", "follows"]
    assert set(check(right).parts.values()) == {"right"}


def test_zeros_are_unknown():
    zeros = check(lambda net, data: [([[0.0 for _ in r] for r in w], [0.0 for _ in b]) for w, b, _ in net])
    assert {zeros.parts[key] for key in zeros.parts if key.startswith("dSSR")} == {"unknown"}


def test_a_dead_unit_accuses_nobody():
    net = [Layer([[1.0, 1.0], [-1.0, -1.0]], [0.1, -5.0], RELU), Layer([[0.5, 0.7]], [0.2], SIGMOID)]
    wrong = learner("mine", da_last=lambda o, p: [2 * (x - y) for x, y in zip(o, p)])
    assert check(wrong, layers=net, data=XOR).places == ("dSSR/da(2)",)


def test_all_but_the_last_row_is_the_sum_alone():
    verdict = check(lambda net, data: right(net, data[:-1] or [(data[0][0], layers.predict(net, data[0][0]))]))
    assert verdict.places == ("the sum",)
    assert verdict.mistakes == ("all but the last observation",)


def test_observed_plus_predicted_is_about_the_residual():
    verdict = check(learner("mine", da_last=lambda o, p: [-2 * (x + y) for x, y in zip(o, p)]))
    assert (verdict.places, verdict.mistakes) == (("dSSR/da(3)",), ("sum instead of difference",))


def test_one_slope_everywhere_goes_before_the_slope_of_another_layer():
    def slopes(net, l, da, z, a):
        curve = RELU if net[l - 1].activation is SIGMOID else net[l - 1].activation
        return [d * curve.slope(x) for d, x in zip(da, z[l])]

    assert check(learner("mine", dz=slopes)).mistakes == ("one slope for every activation",)


def test_shapes_that_clash_are_named_by_their_formula():
    def mine(net, data):
        (x, y), (first, second) = data[0], net
        h = np.tanh(np.array(first.weights) @ x + first.biases)
        d2 = 2 * (np.dot(second.weights, h) + second.biases - y)
        return np.dot(second.weights, d2)

    verdict = check(mine, layers=TANH_NET, data=MEASURED)
    assert "(2,3) times (2,): dSSR/da(1) takes the columns of W(2); you have its rows." in " ".join(
        str(verdict).split()
    )


def test_a_whole_step_is_sent_to_check_update():
    def step(net, data):
        net[:] = layers.update(net, layers.step_sizes(right(net, data), 0.1))

    for mine in (step, lambda net, data: layers.update(net, layers.step_sizes(right(net, data), 0.1))):
        verdict = check(mine)
        assert verdict.places == ("form",)
        assert "layers.check_update(mine)" in str(verdict)


# Han and Kamber's textbook: 3-2-1, sigmoid everywhere; the number is computed independently, by hand below.
BOOK = [Layer([[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], [-0.4, 0.2], SIGMOID), Layer([[-0.3, -0.2]], [0.1], SIGMOID)]
ROW = [([1, 0, 1], [1])]


def test_a_number_from_a_book():
    o = 0.4739  # published, rounded: 0.474
    error = -2 * (1 - o) * o * (1 - o)
    assert check(f"{error:.3f}", "b(2)[0]", BOOK, ROW)
    half = check(f"{error / 2:.4f}", "b(2)[0]", BOOK, ROW)
    assert half.convention == "SSR/2"
    assert check(f"{error / 2:.4f}", "b(2)[0]", BOOK, ROW, loss="SSR/2")
    flipped = check(f"{-error:.3f}", "b(2)[0]", BOOK, ROW)
    assert "flipped sign" in flipped.mistakes
    assert check("7.777", "W(1)[0][0]", BOOK, ROW).places == ()
    with pytest.raises(ValueError, match="name"):
        check("0.1497", "w1", BOOK, ROW)


def test_the_published_slip_of_a_step_is_called_by_its_name():
    entry = next(entry for entry in score.half(score.FIXED[2]) if entry.name == "output_moved_first")
    verdict = check_update(entry.function)
    assert verdict.places == ("in place",)
    assert "output layer moved before the hidden delta" in verdict.mistakes[0]


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 11])
def test_no_verdict_has_lines_that_are_too_long(every):
    for name in score.FIXED:
        for entry in score.half(name)[::every]:
            text = str(score.verdict_of(entry))
            assert max(map(len, text.split("\n"))) <= 100
            assert "{" not in text  # a sentence whose gaps nobody has filled


@pytest.mark.parametrize(("loss", "said"), [("SSR", False), ("SSR/2", True), ("SSR/n", False), ("SSR/(2n)", True)])
def test_where_the_2_cancels_the_verdict_of_a_right_program_says_so(loss, said):
    times = {"SSR": lambda n, k: 1, "SSR/2": lambda n, k: 1 / 2, "SSR/n": lambda n, k: 1 / n}
    verdict = check(share(times.get(loss, lambda n, k: 1 / (2 * n))), loss=loss)
    assert (verdict.correct, "the 2 of the square and the 1/2 cancel" in " ".join(str(verdict).split())) == (True, said)


@pytest.mark.parametrize(("loss", "said"), [("SSR", True), ("SSR/n", True), ("SSR/2", False)])
def test_a_lost_2_beside_a_slip_may_be_another_book_but_not_where_its_loss_is_asked_for(loss, said):
    def mine(net, data):
        share = {"SSR": 1, "SSR/n": len(data), "SSR/2": 2}[loss]
        (w, b), *others = right(net, data)
        halved = [([[x / 2 / share for x in row] for row in w], [x / 2 / share for x in b]) for w, b in others]
        return [([[0.0] * len(row) for row in w], [x / 2 / share for x in b]), *halved]

    verdict = check(mine, loss=loss)
    assert "lost the 2" in verdict.mistakes
    assert ("is the derivative of SSR/2" in " ".join(str(verdict).split())) == said


def test_an_error_returned_beside_a_right_gradient_of_the_cross_entropy_is_not_held_against_the_ssr():
    def mine(net, data):
        *hidden, last = net
        crossed = [*hidden, last._replace(activation=last.activation._replace(slope=lambda z: 1.0))]
        halved = [([[x / 2 for x in row] for row in w], [x / 2 for x in b]) for w, b in right(crossed, data)]
        return 0.25, halved

    assert check(mine, loss="cross-entropy")


@pytest.mark.parametrize("number", [1, 2])
def test_a_square_dw_that_lies_on_its_side_is_called_so_where_it_is_the_only_one(number):
    def mine(net, data):
        parts = enumerate(right(net, data), 1)
        return [([list(column) for column in zip(*w)] if l == number else w, b) for l, (w, b) in parts]

    verdict = check(mine)
    assert (verdict.places, verdict.mistakes) == ((f"dSSR/dW({number})",), ("dW transposed",))


@pytest.mark.parametrize("number", [2, 20])
def test_several_steps_at_once_are_counted(number):
    def mine(net, data, rate):
        for _ in range(number):
            net = layers.update(net, layers.step_sizes(right(net, data), rate))
        return net

    assert check_update(mine).mistakes == (f"{number} steps",)


def test_of_two_ways_to_treat_the_rows_the_mean_is_what_the_sum_is_said_to_be():
    def mine(net, data):
        pairs = zip(right(net, data), right(net, data[:1]))
        return [([[x / len(data) for x in row] for row in w], b) for (w, _), (_, b) in pairs]

    verdict = check(mine)
    assert verdict.places == ("the sum", "dSSR/db(1)", "dSSR/db(2)", "dSSR/db(3)")
    assert verdict.mistakes == ("mean instead of sum", "first observation only")


def test_where_no_biases_come_back_the_weights_alone_locate_what_nobody_knows():
    odd = learner("odd", da=lambda net, l, dz, das, z, a: [
        sum(w * d for w, d in zip(column, dz)) * (1.3 + 0.2 * k) for k, column in enumerate(zip(*net[l].weights))
    ])  # fmt: skip
    verdict = check(lambda net, data: [w for w, _ in odd(net, data)])
    assert {place.partition("(")[0] for place in verdict.places} == {"dSSR/da"}


def test_a_function_for_one_derivative():
    def mine(net, data):
        return right(net, data)[0][0][1][0]

    assert check(mine, "W(1)[1][0]")
    assert check(mine, "W(1)[1][0]", XOR_NET, XOR)
    flipped = check(lambda net, data: -mine(net, data), "W(1)[1][0]")
    assert (flipped.correct, "flipped sign" in flipped.mistakes) == (False, True)
    assert check(lambda net, data: None, "W(1)[1][0]").places == ("form",)


def test_a_slow_function_is_told_that_it_is_slow(monkeypatch):
    monkeypatch.setattr("tinynet.tutor.layers.programs.PATIENCE", -1.0)
    wrong = learner("mine", dz=lambda net, l, da, z, a: da)
    assert "s a call" in str(check(wrong))
    assert check(right)


def test_adding_the_residual_is_right_and_the_verdict_says_why():
    def mine(net, data, rate):
        for (w, b), layer in zip(right(net, [(x, y) for x, y in data]), net):
            for row, gradient in zip(layer.weights, w):
                for k, d in enumerate(gradient):
                    residual_times_slopes = -d
                    row[k] += rate * residual_times_slopes
            for k, d in enumerate(b):
                layer.biases[k] -= rate * d

    assert "Adding is right there" in str(check_update(mine))
    assert "Adding" not in str(
        check_update(lambda net, data, rate: layers.update(net, layers.step_sizes(right(net, data), rate)))
    )


@pytest.mark.parametrize("ask", [check, check_update])
@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_a_program_that_stops_answering_ends_in_a_verdict(ask, times):
    calls = []

    def mine(net, data, rate=None):
        calls.append(1)
        if len(calls) > times:
            raise ValueError("used up")
        gradient = right(net, data)
        return gradient if rate is None else layers.update(net, layers.step_sizes(gradient, rate))

    verdict = ask(mine)
    assert verdict.correct or verdict.places


def test_a_program_without_biases_that_refuses_networks_without_them():
    def mine(net, data):
        if not any(b for layer in net for b in layer.biases):
            raise ValueError("no biases")
        return [w for w, _ in right([layer._replace(biases=[0.1] * len(layer.biases)) for layer in net], data)]

    assert not check(mine).correct


# One hidden layer in NumPy, as blogs write it: the activations are written in, the observations are columns.

CURVES = {
    "SIGMOID": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "TANH": (np.tanh, lambda z, a: 1 - a**2),
    "RELU": (lambda z: np.maximum(0, z), lambda z, a: 1.0 * (z > 0)),
    "IDENTITY": (lambda z: z, lambda z, a: np.ones_like(z)),
}


def blog(
    hidden="SIGMOID", last="IDENTITY", db1=lambda d: d.sum(axis=1), db2=lambda d: d.sum(axis=1),
    loss=lambda P, Y: 2 * (P - Y), back=lambda W, d: W.T @ d,
):  # fmt: skip
    (f, f_slope), (g, g_slope) = CURVES[hidden], CURVES[last]

    def mine(layers, data):
        X, Y = (np.array([row[k] for row in data], float).T for k in (0, 1))
        W1, b1, W2, b2 = (np.array(part, float) for layer in layers for part in layer[:2])
        Z1 = W1 @ X + b1.reshape(-1, 1)
        A1 = f(Z1)
        Z2 = W2 @ A1 + b2.reshape(-1, 1)
        P = g(Z2)
        dZ2 = loss(P, Y) * g_slope(Z2, P)
        dZ1 = back(W2, dZ2) * f_slope(Z1, A1)
        return {"dW1": dZ1 @ X.T, "db1": db1(dZ1), "dW2": dZ2 @ A1.T, "db2": db2(dZ2)}

    return mine


@pytest.mark.parametrize("hidden", ["SIGMOID", pytest.param("TANH", marks=pytest.mark.long), "RELU"])
@pytest.mark.parametrize("last", ["SIGMOID", pytest.param("TANH", marks=pytest.mark.long), "RELU", "IDENTITY"])
def test_the_activations_that_are_written_in_are_recognised(hidden, last):
    where = "every layer" if hidden == last else f"the hidden layers, {last} in the last one"
    said = f"It has {hidden} in {where}; it does not look at layer.activation."
    for mine, places in (
        (blog(hidden, last), ()),
        (blog(hidden, last, loss=lambda P, Y: 2 * np.abs(P - Y)), ("dSSR/da(2)",)),
        (blog(hidden, last, back=lambda W, d: W[:1].T @ d[:1]), ("dSSR/da(1)",)),
    ):
        verdict = check(mine)
        assert (verdict.correct, verdict.places) == (not places, places)
        assert said in " ".join(str(verdict).split())


def one_output(layers, data):
    """Right for one output and a linear end, in plain loops: it takes no network with more."""
    (W1, b1, _), (W2, (b2,), _) = layers
    dW1, db1, dW2, db2 = [[0.0] * len(row) for row in W1], [0.0] * len(b1), [0.0] * len(b1), 0.0
    for inputs, (observed,) in data:
        a = [SIGMOID.f(sum(w * x for w, x in zip(row, inputs)) + b) for row, b in zip(W1, b1)]
        d = -2 * (observed - sum(w * y for w, y in zip(W2[0], a)) - b2)
        db2 += d
        for j, y in enumerate(a):
            dW2[j] += d * y
            db1[j] += d * W2[0][j] * y * (1 - y)
            dW1[j] = [old + d * W2[0][j] * y * (1 - y) * x for old, x in zip(dW1[j], inputs)]
    return dW1, db1, [dW2], db2


def test_a_linear_output_is_no_relu_where_only_one_output_can_be_tried():
    verdict = check(one_output)
    assert verdict
    assert "one hidden layer and one output" in " ".join(str(verdict).split())
    assert "SIGMOID in the hidden layers, IDENTITY in the last one" in " ".join(str(verdict).split())


@pytest.mark.parametrize("last", ["SIGMOID", "IDENTITY"])
def test_one_number_for_the_biases_of_all_outputs_is_right_for_one_output_only(last):
    verdict = check(blog(last=last, db2=np.sum))
    assert (verdict.correct, verdict.places) == (False, ("dSSR/db(2)",))
    words = " ".join(str(verdict).split())
    assert words.startswith(
        "Right with one hidden layer and one output. With more it goes wrong: dSSR/db(2): It is one number for"
    )
    net = [Layer([[0.5, -0.4], [0.3, 0.8]], [0.1, 0.2], SIGMOID), Layer([[0.7, -0.6]], [0.3], SIGMOID)]
    assert check(blog(last="SIGMOID", db2=np.sum), layers=net, data=XOR)


def test_one_number_for_the_biases_of_a_hidden_layer_is_located_in_whatever_form_it_comes():
    for form in (dict, lambda named: [*named.values()]):
        verdict = check(lambda net, data, form=form: form(blog(db1=np.sum)(net, data)))
        assert (verdict.places, verdict.mistakes) == (("dSSR/db(1)",), ("db summed over neurons",))
        assert "Right with one hidden layer" not in str(verdict)
    other = check(blog(db1=lambda d: d[0].sum()))
    assert (other.places, other.mistakes) == (("dSSR/db(1)",), ())


def test_columns_are_no_numbers():
    for keep in (lambda d: d.sum(axis=1, keepdims=True), lambda d: d.sum(axis=1).reshape(1, -1)):
        assert check(blog(db1=keep, db2=keep))


def test_a_step_that_refuses_a_single_row_is_judged_all_the_same():
    def mine(net, data, rate):
        if len(data) < 2:
            raise ValueError("two rows or more")
        moved = [*net[:-1], *layers.update(net, layers.step_sizes(right(net, data), rate))[-1:]]
        return [*layers.update(moved, layers.step_sizes(right(moved, data), rate))[:-1], moved[-1]]

    verdict = check_update(mine)
    assert verdict.places == ("in place",)
    assert "output layer moved before the hidden delta" in verdict.mistakes[0]


def test_a_step_that_refuses_a_learning_rate_ends_in_a_verdict():
    def mine(net, data, rate):
        if rate != 0.02:
            raise ValueError("another rate")
        return layers.update(net, layers.step_sizes(right(net, data), 2 * rate))

    verdict = check_update(mine)
    assert verdict.places == ("form",)
    assert isinstance(verdict.error, ValueError)


def test_of_activations_that_fit_alike_the_one_of_the_learners_network_is_meant():
    net = [Layer([[0.5, -0.4], [0.3, 0.8]], [0.1, 0.2], SIGMOID), Layer([[0.7, 0.6]], [2.0], IDENTITY)]
    verdict = check(blog(loss=lambda P, Y: 2 * (Y - P)), layers=net, data=XOR)  # a ReLU has the same positive outputs
    assert verdict.mistakes == ("flipped sign",)
    assert "SIGMOID in the hidden layers, IDENTITY in the last one" in " ".join(str(verdict).split())


def without_biases(network, data):
    """A 2-2-1 network in scalars. The slope of the output is left out of dW(2), and stands in the hidden delta."""
    sigmoid = layers.SIGMOID.f
    (w, _, _), ((v,), _, _) = network
    d_w, d_v = [[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0]
    for (x0, x1), (observed,) in data:
        h = [sigmoid(w[0][0] * x0 + w[0][1] * x1), sigmoid(w[1][0] * x0 + w[1][1] * x1)]
        out = sigmoid(v[0] * h[0] + v[1] * h[1])
        for j in (0, 1):
            delta = 2 * (out - observed) * out * (1 - out) * v[j] * h[j] * (1 - h[j])
            d_w[j] = [d_w[j][0] + delta * x0, d_w[j][1] + delta * x1]
            d_v[j] += 2 * (out - observed) * h[j]
    return [d_w, [d_v]]


@pytest.mark.parametrize("own", [False, True], ids=["its sizes are found by the shape", "on its own network"])
def test_without_biases_the_layer_below_tells_whether_dz_or_dw_is_wrong(own):
    network = layers.initial_layers([2, 2, 1], seed=1, activation=layers.SIGMOID, output=layers.SIGMOID)
    verdict = check(without_biases, layers=network, data=XOR) if own else check(without_biases)
    assert verdict.places == ("dSSR/dW(2)",)
    assert "a 2-2-1 network (SIGMOID, SIGMOID)" in verdict.text


def decaying(hidden_slope=True, rows=lambda n: 1, on_biases=0):
    """Right for sigmoids in every layer, or with a slip, and 0.01 * W added."""

    def mine(network, data):
        curves = [layer._replace(activation=layers.SIGMOID) for layer in network]
        if not hidden_slope:
            flat_slope = layers.Activation("a", layers.SIGMOID.f, lambda x: 1.0)
            curves[:-1] = [layer._replace(activation=flat_slope) for layer in curves[:-1]]
        gradient = layers.backpropagate(curves, data)[1]
        return [
            (
                [[d / rows(len(data)) + 0.01 * w for d, w in zip(*pair)] for pair in zip(d_w, layer.weights)],
                [d / rows(len(data)) + on_biases * b for d, b in zip(d_b, layer.biases)],
            )
            for (d_w, d_b), layer in zip(gradient, network)
        ]

    return mine


@pytest.mark.parametrize(
    ("settings", "beside"),
    [({}, ()), ({"on_biases": 0.01}, ()), ({"hidden_slope": False}, ("dSSR/dz(2)", "dSSR/dz(1)")),
     ({"rows": lambda n: n}, ("the sum",))],
    ids=["alone", "on the biases too", "beside a slip", "beside the mean"],
)  # fmt: skip
def test_weight_decay_is_an_added_term_and_what_is_left_is_judged(settings, beside):
    verdict = check(decaying(**settings))
    assert verdict.places == ("an added term", *beside)
    assert "0.01 * W is added to dSSR/dW(1)" in verdict.text
    assert verdict.parts["dSSR/dW(1)"] == "wrong"


def test_weight_decay_in_a_step_is_an_added_term():
    def mine(network, data, rate):
        return layers.update(network, layers.step_sizes(decaying()(network, data), rate))

    assert check_update(mine).places == ("an added term",)


@pytest.mark.parametrize("hidden_slope", [True, False])
def test_the_cross_entropy_behind_a_softmax_is_called_what_it_is(hidden_slope):
    def mine(network, data):
        (W1, b1, _), (W2, b2, _) = network
        total = [0.0] * sum(len(w) + 1 for w in (*W1, *W2))
        for x, observed in data:
            a = [math.tanh(layers.dot(w, x) + b) for w, b in zip(W1, b1)]
            powers = [math.exp(layers.dot(w, a) + b) for w, b in zip(W2, b2)]
            d2 = [power / sum(powers) - o for power, o in zip(powers, observed)]
            d1 = [layers.dot(w, d2) * (1 - h * h if hidden_slope else 1) for w, h in zip(zip(*W2), a)]
            row = [*(d * i for d in d1 for i in x), *d1, *(d * h for d in d2 for h in a), *d2]
            total = [one + more for one, more in zip(total, row)]
        numbers = iter(total)
        take = lambda shape: [next(numbers) for _ in shape]  # noqa: E731
        return [([take(w) for w in W1], take(b1)), ([take(w) for w in W2], take(b2))]

    verdict = check(mine)
    assert verdict.convention == ("cross-entropy" if hidden_slope else None)
    assert ("dSSR/dz(1)" in verdict.places) is not hidden_slope
    assert "dSSR/dz(2)" in verdict.places
    assert "softmax" in verdict.text
    assert check(mine, loss="cross-entropy").places == (() if hidden_slope else ("dSSR/dz(1)",))


def test_beside_a_softmax_the_convention_is_told_once():
    def mine(net, data):
        X, Y = (np.array([row[k] for row in data], float).T for k in (0, 1))
        W1, b1, W2, b2 = (np.array(part, float) for layer in net for part in layer[:2])
        A1 = np.tanh(W1 @ X + b1[:, None])
        E = np.exp(W2 @ A1 + b2[:, None])
        dZ2 = (E / E.sum(axis=0) - Y) / len(data)
        dZ1 = W2.T @ dZ2
        return dZ1 @ X.T, dZ1.sum(axis=1), dZ2 @ A1.T, dZ2.sum(axis=1)

    verdict = check(mine)
    assert verdict.places == ("dSSR/dz(2)", "dSSR/dz(1)")  # the convention, and the slip
    assert "Judged for cross-entropy/n" in verdict.text


def test_a_step_that_is_right_for_one_output_alone_is_told_so():
    summed = blog("SIGMOID", "SIGMOID", db2=lambda d: np.sum(d))

    def step(net, data, rate):
        parts = {f"{kind}{l}": part for l, layer in enumerate(net, 1) for kind, part in zip("Wb", layer)}
        return {name: np.array(part) - rate * summed(net, data)[f"d{name}"] for name, part in parts.items()}

    verdict = check_update(step)
    assert verdict.places == ("dSSR/db(2)",)
    assert verdict.text.startswith("Right with one hidden layer and one output.")
