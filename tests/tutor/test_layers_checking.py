"""A general backpropagation checked: the corpus, the places, the words, and what a check may not disturb."""

import builtins
import io
import itertools
import sys

import pytest

import corpus_layers_score as score
from learner import Learner, learner
from tinynet import layers
from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Layer
from tinynet.tutor.layers import check, trials
from tinynet.tutor.verdict import Verdict

USUAL = {
    "flipped sign": {"da_last": lambda o, p: [2 * (x - y) for x, y in zip(o, p)]},
    "lost the 2": {"da_last": lambda o, p: [y - x for x, y in zip(o, p)]},
    "residual missing": {"da_last": lambda o, p: [-2] * len(o)},
    "residual squared": {"da_last": lambda o, p: [-2 * (x - y) ** 2 for x, y in zip(o, p)]},
    "predicted instead of residual": {"da_last": lambda o, p: [-2 * y for y in p]},
    "residuals added up": {"da_last": lambda o, p: [-2 * (sum(o) - sum(p))] * len(o)},
    "row for column": {
        "da": lambda net, l, dz, da, z, a: [sum(w * d for w, d in zip(row, dz)) for row in net[l].weights][: len(a[l])]
    },
    "weights missing": {"da": lambda net, l, dz, da, z, a: [sum(dz)] * len(a[l])},
    "one path only": {"da": lambda net, l, dz, da, z, a: [w * dz[0] for w in net[l].weights[0]]},
    "slope missing": {"dz": lambda net, l, da, z, a: da},
    "slope taken at a": {"dz": lambda net, l, da, z, a: [d * net[l - 1].activation.slope(x) for d, x in zip(da, a[l])]},
    "slope of another layer": {
        "dz": lambda net, l, da, z, a: [d * net[-1].activation.slope(x) for d, x in zip(da, z[l])]
    },
    "a * (1 - a) for every activation": {"dz": lambda net, l, da, z, a: [d * x * (1 - x) for d, x in zip(da, a[l])]},
    "dW with z": {"dw": lambda net, l, dz, da, z, a: [[d * x for x in (z[l - 1] or a[0])] for d in dz]},
    "dW transposed": {"dw": lambda net, l, dz, da, z, a: [[d * x for d in dz] for x in a[l - 1]]},
    "inputs instead of a": {
        "dw": lambda net, l, dz, da, z, a: [[d * x for x, _ in zip(a[0] * 9, a[l - 1])] for d in dz]
    },
    "db summed over neurons": {"db": lambda net, l, dz, da, z, a: [sum(dz)] * len(dz)},
    "mean instead of sum": {
        "total": lambda all: [
            ([[x / len(all) for x in row] for row in w], [x / len(all) for x in b]) for w, b in Learner().total(all)
        ]
    },
    "first observation only": {"total": lambda all: all[0]},
    "last observation only": {"total": lambda all: all[-1]},
}


@pytest.mark.parametrize("label", USUAL)
def test_each_of_the_usual_twenty_is_named(label):
    assert len(USUAL) == 20
    verdict = check(learner("mine", **USUAL[label]))
    assert (verdict.correct, verdict.mistakes) == (False, (label,))
    assert len(verdict.hints) == 3
    assert len(set(verdict.hints)) == 3
    assert not any(label in hint for hint in verdict.hints[:2])


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 6])
@pytest.mark.parametrize("name", score.HALVES)
def test_the_corpus_is_judged(name, every):
    scores = score.scores(score.half(name)[::every], lambda line: None)
    found = {what: (some / max(of, 1), of) for what, (some, of) in scores.items()}
    assert found["right accepted"][0] == found["wrong refused"][0] == 1
    assert found["located"][0] >= 0.9
    assert found["misleading"][0] * found["misleading"][1] <= max(1, 0.02 * found["misleading"][1])
    assert found["usual mistake named"][0] >= 0.9 or every > 1


def test_the_corpus_is_large_enough():
    entries = [entry for name in score.HALVES for entry in score.half(name)]
    assert sum(not entry.correct for entry in entries) >= 60
    assert sum(entry.correct for entry in entries) >= 15


def test_what_is_right_is_one_line():
    verdict = check(layers.backpropagate)
    assert isinstance(verdict, Verdict)
    assert verdict
    assert (verdict.places, verdict.mistakes, verdict.hints, verdict.error) == ((), (), (), None)
    assert str(verdict).count("\n") == 0


def test_central_differences_are_right():
    assert check(layers.numerical_gradient)
    assert check(lambda net, data: layers.numerical_gradient(net, data, h=1e-4))


def off_by(share):
    """Each weight's derivative changed by a share of its own."""

    def mine(net, data):
        return [([[d * (1 + share) for d in row] for row in w], b) for w, b in layers.backpropagate(net, data)[1]]

    return mine


def test_right_is_within_a_hundred_thousandth_of_the_products_and_nearly_within_a_hundredth():
    assert check(off_by(5e-6))
    assert check(off_by(1e-3)).places == ("nearly",)
    assert check(off_by(1e-3)).mistakes == ()
    assert check(off_by(0.3)).places[0] == "dSSR/dW(3)"


def test_what_follows_from_a_slip_is_no_slip():
    wrong = learner("mine", dz=lambda net, l, da, z, a: da if l == 2 else Learner().dz(net, l, da, z, a))
    assert check(wrong).places == ("dSSR/dz(2)",)


def test_three_slips_are_as_easy_as_one():
    slips = {**USUAL["flipped sign"], **USUAL["weights missing"], **USUAL["dW with z"]}
    verdict = check(learner("mine", **slips))
    assert verdict.mistakes == ("flipped sign", "dW with z", "weights missing")
    assert verdict.places[0] == "dSSR/da(3)"


@pytest.mark.parametrize("wrong", ["da", "dz"])
def test_an_unknown_slip_is_located_by_a_slope_that_lies(wrong):
    made = {
        "da": lambda net, l, dz, da, z, a: [1.3 * x * abs(x) for x in Learner().da(net, l, dz, da, z, a)],
        "dz": lambda net, l, da, z, a: [d * 0.3 * net[l - 1].activation.slope(0.7 * x) for d, x in zip(da, z[l])],
    }
    verdict = check(learner("mine", **{wrong: made[wrong]}))
    assert {place[: len("dSSR/da")] for place in verdict.places} == {f"dSSR/{wrong}"}
    assert verdict.mistakes == ()


def test_a_trial_is_the_same_every_time():
    assert trials.trial([3, 3, 3, 4], (SIGMOID, TANH, SOFTPLUS), 5, 1) == trials.TRIALS[0]
    assert trials.trial([3, 2, 4, 4, 2], (SIGMOID, RELU, IDENTITY, TANH), 3, 2) == trials.TRIALS[1]
    assert trials.trial([1, 4, 3], (RELU, SOFTPLUS), 2, 3) == trials.TRIALS[2]


def test_the_numbers_stand_beside_the_right_ones():
    lines = str(check(learner("mine", **USUAL["flipped sign"]))).splitlines()
    sentence = "The sign is flipped. The right formula is dSSR/da(3)[k] = -2 * (observed[k] - predicted[k])."
    assert " ".join(" ".join(lines).split()).startswith(f"dSSR/da(3): {sentence}")
    assert lines[3].split() == ["yours", "right"]
    trial = trials.TRIALS[0]
    (_, right), *_ = layers.backpropagate(trial.layers, trial.rows[:1])[1][::-1]
    for line, number in zip(lines[4:], right):
        _, mine, follows = line.split()
        assert (float(mine), float(follows)) == pytest.approx((-number, number), abs=1e-6)
    assert lines[-2] == "Tried on a 3-3-3-4 network (SIGMOID, TANH, SOFTPLUS) and 5 observations."
    assert lines[-1] == 'layers.explain("b(3)[0]", layers, data) shows the right numbers, factor by factor.'


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 5])
def test_the_words_fit_a_screen(every):
    for name in [*USUAL][::every]:
        assert max(map(len, str(check(learner("mine", **USUAL[name]))).splitlines())) <= 100


@pytest.mark.parametrize(
    ("form", "place", "label"),
    [
        (lambda g: g[::-1], "order", "last layer first"),
        (lambda g: [(b, w) for w, b in g], "order", "biases before weights"),
        (lambda g: (g, 1.0), "order", "SSR last"),
    ],
)
def test_numbers_in_another_order_are_said_first(form, place, label):
    right = lambda net, data: layers.backpropagate(net, data)[1]  # noqa: E731
    verdict = check(lambda net, data: form(right(net, data)))
    assert (verdict.places, verdict.mistakes) == ((place,), (label,))
    wrong = check(lambda net, data: form(learner("mine", **USUAL["flipped sign"])(net, data)))
    assert (wrong.places[0], wrong.places[-1], wrong.mistakes) == (place, "dSSR/da(3)", (label, "flipped sign"))


@pytest.mark.parametrize(
    "returned",
    [None, 1.0, "text", [], [1, 2], {"weights": 1}, [[[1.0]]], float("nan"), [([[float("inf")]], [0.0])], object()],
)
def test_what_is_no_gradient_is_said(returned):
    verdict = check(lambda net, data: returned)
    assert verdict.places == ("form",)
    assert str(verdict).startswith("Your function returned ")


def test_an_exception_names_the_function_and_the_line():
    def inner(net):
        return net[99]

    verdict = check(lambda net, data: inner(net))
    assert verdict.places == ("form",)
    assert isinstance(verdict.error, IndexError)
    line = inner.__code__.co_firstlineno + 1
    assert f"in inner, line {line}" in " ".join(str(verdict).split())


def test_a_generator_that_raises_is_the_learners_too():
    def mine(net, data):
        yield net[99]

    assert isinstance(check(mine).error, IndexError)


def test_rows_for_columns_that_only_run_on_square_weights_are_named_all_the_same():
    def rows(net, l, dz, da, z, a):
        return [sum(net[l].weights[k][j] * dz[j] for j in range(len(dz))) for k in range(len(a[l]))]

    verdict = check(learner("mine", da=rows))
    assert verdict.places[:2] == ("form", "dSSR/da(2)")
    assert verdict.mistakes == ("row for column",)
    assert isinstance(verdict.error, IndexError)


def test_arguments_in_the_other_order_are_said():
    verdict = check(lambda data, net: layers.backpropagate(net, data))
    assert (verdict.places, verdict.mistakes) == (("arguments",), ("wrong order",))


def test_an_unused_argument_is_said():
    verdict = check(lambda net, data: [([[1.0] * len(r) for r in w], [1.0] * len(b)) for w, b, _ in net])
    assert (verdict.places, verdict.mistakes) == (("arguments",), ("not used",))


def test_arguments_changed_in_place_are_told_and_hurt_nobody():
    def mine(net, data):
        gradient = layers.backpropagate(net, data)
        data.clear()
        net[0].weights[0][0] = 7.0
        return gradient

    before = repr(trials.TRIALS)
    verdict = check(mine)
    assert verdict
    assert "It changes the lists that it is given." in str(verdict)
    assert repr(trials.TRIALS) == before
    assert check(layers.backpropagate)


def test_memory_is_said():
    calls = []

    def mine(net, data):
        calls.append(1)
        return [([[d * len(calls) for d in row] for row in w], b) for w, b in layers.backpropagate(net, data)[1]]

    assert check(mine).places == ("state",)


def test_a_wrong_ssr_beside_a_right_gradient_is_said():
    def mine(net, data):
        ssr, gradient = layers.backpropagate(net, data)
        return ssr / 2, gradient

    assert check(mine).places == ("SSR",)


def test_what_is_right_wherever_it_answers_is_right_and_told():
    def mine(net, data):
        if len(net) != 3:
            raise NotImplementedError("three layers, please")
        return layers.backpropagate(net, data)

    verdict = check(mine)
    assert verdict
    assert " ".join(str(verdict).split()).count("three layers, please") == 2


def test_the_forward_pass_is_judged_with_the_ssr_as_a_witness():
    def residual_with_z(net, data):
        gradients, ssr = [], 0.0
        for inputs, observed in data:
            z, a = Learner().forward(net, inputs)
            ssr += sum((o - p) ** 2 for o, p in zip(observed, a[-1]))
            slip = learner("mine", da_last=lambda o, p, z=z: [-2 * (x - y) for x, y in zip(o, z[-1])])
            gradients.append(slip.one(net, inputs, observed))
        return ssr, Learner().total(gradients)

    assert check(residual_with_z).places == ("dSSR/da(3)",)
    assert check(lambda net, data: residual_with_z(net, data)[1]).places == ("forward",)


@pytest.mark.parametrize("power", [0, pytest.param(1, marks=pytest.mark.long), 3])
@pytest.mark.parametrize("factor", [0, -1e-320, pytest.param(1e-12, marks=pytest.mark.long), 1e150, 1e300])
@pytest.mark.parametrize("parts", [(0,), (1,), (0, 1)])
def test_whatever_numbers_come_back_there_is_a_verdict(power, factor, parts):
    def bent(d):
        return max(min(d**power * factor, 1e308), -1e308)

    def mine(net, data):
        return [
            ([[bent(d) for d in row] for row in w] if 0 in parts else w, [bent(d) for d in b] if 1 in parts else b)
            for w, b in layers.backpropagate(net, data)[1]
        ]

    verdict = check(mine)
    assert not verdict
    assert verdict.places
    assert len(verdict.hints) == 3


def test_what_goes_on_for_ever_is_no_gradient():
    assert check(lambda net, data: itertools.repeat(1.0)).places == ("form",)


def test_whole_layers_with_derivatives_in_them_will_do():
    assert check(lambda net, data: [Layer(w, b) for w, b in layers.backpropagate(net, data)[1]])
    assert check(lambda net, data: (1.0, [Layer(w, b) for w, b in layers.backpropagate(net, data)[1]])).places == (
        "SSR",
    )


def test_what_is_no_function_is_refused():
    with pytest.raises(TypeError, match=r"^mine is 5; it must be a function of \(layers, data\)$"):
        check(5)


def test_ctrl_c_comes_through():
    def mine(net, data):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(mine)


def test_what_is_printed_during_the_experiments_is_swallowed(capsys):
    def mine(net, data):
        print("called")
        return learner("mine", **USUAL["lost the 2"])(net, data)

    check(mine)
    assert capsys.readouterr().out.count("called") <= 1


def test_a_question_gets_the_screen_back(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(builtins, "input", lambda prompt="": screen.write(prompt) and "1")

    def mine(net, data):
        input("factor? ")
        return layers.backpropagate(net, data)

    assert check(mine)
    assert "factor? " in screen.getvalue()


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 4])
def test_a_check_takes_few_calls(every):
    calls = []
    for label in [*USUAL][1::every]:
        wrong = learner("mine", **USUAL[label])
        calls.append([])
        check(lambda net, data, wrong=wrong: calls[-1].append(1) or wrong(net, data))
    assert max(map(len, calls)) <= 100


def test_the_trials_can_show_every_mistake():
    shapes = [[(len(layer.weights), len(layer.weights[0])) for layer in trial.layers] for trial in trials.TRIALS]
    assert any(len(shape) >= 3 for shape in shapes)
    assert all(shape[-1][0] >= 2 for shape in shapes)
    assert any(height == width for shape in shapes for height, width in shape)
    used = {layer.activation for trial in trials.TRIALS for layer in trial.layers}
    assert used == {layers.SOFTPLUS, layers.SIGMOID, layers.TANH, layers.RELU, layers.IDENTITY}
    for trial in trials.TRIALS:
        assert trial.layers[-1].activation is not layers.IDENTITY
        activations = [layer.activation for layer in trial.layers]
        assert len(set(activations)) == len(activations)


@pytest.mark.parametrize("hidden", [SIGMOID, TANH, RELU, SOFTPLUS, IDENTITY])
def test_whatever_is_written_in_the_outputs_have_both_signs_and_so_do_the_residuals(hidden):
    for trial in (*trials.ONE_HIDDEN, trials.ONE_OUTPUT[0]):
        network = trial.with_curves((hidden, IDENTITY)).layers
        passes = [(layers.forward(network, inputs), observed) for inputs, observed in trial.rows]
        outputs = [(z, o) for made, observed in passes for z, o in zip(made[-1][0], observed)]
        assert min(outputs)[0] < 0 < max(outputs)[0]
        assert {o > z for z, o in outputs if z > 0} == {True, False}
        assert any(z < 0 for made, _ in passes for z in made[0][0])
