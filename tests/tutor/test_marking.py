"""Each wrong way that the marking of a general backpropagation knows, in a program of its own, is called by its name."""

import pytest

from learner import dot, learner
from tinynet import layers
from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Layer
from tinynet.tutor.layers import check, check_update, ways
from tinynet.tutor.layers.clashes import clash
from tinynet.tutor.layers.comparing import like
from tinynet.tutor.layers.remarks import _sentences
from tinynet.tutor.layers.trials import TRIALS


def columns(matrix):
    return list(zip(*matrix))


def slopes(layer, x):
    return [layer.activation.slope(number) for number in x]


def times(one, other):
    return [x * y for x, y in zip(one, other)]


LAST = [
    ("residual without its sign", lambda o, p: [-2 * abs(x - y) for x, y in zip(o, p)]),
    ("observed instead of residual", lambda o, p: [-2 * x for x in o]),
    ("one output only", lambda o, p: [-2 * (o[0] - p[0]), *[0] * (len(o) - 1)]),
    ("one output only", lambda o, p: [*[0] * (len(o) - 1), -2 * (o[-1] - p[-1])]),
    ("mean over the outputs", lambda o, p: [-2 * (x - y) / len(o) for x, y in zip(o, p)]),
    ("mean over the outputs", lambda o, p: [-(x - y) / len(o) for x, y in zip(o, p)]),
    ("lost the 2, flipped sign", lambda o, p: [x - y for x, y in zip(o, p)]),
    ("residual squared, lost the 2", lambda o, p: [-((x - y) ** 2) for x, y in zip(o, p)]),
    ("residuals added up, flipped sign", lambda o, p: [2 * (sum(o) - sum(p))] * len(o)),
]

HIDDEN = [
    ("weights missing", lambda net, l, dz, da, z, a: (list(dz) * 9)[: len(a[l])]),
    ("one path only", lambda net, l, dz, da, z, a: [w * dz[-1] for w in net[l].weights[-1]]),
    ("one path only", lambda net, l, dz, da, z, a: [max(times(some, dz), key=abs) for some in columns(net[l].weights)]),
    ("mean over the paths", lambda net, l, dz, da, z, a: [dot(some, dz) / len(dz) for some in columns(net[l].weights)]),
    ("slope of the layer above missing", lambda net, l, dz, da, z, a: [dot(some, da) for some in columns(net[l].weights)]),
    (
        "slope of the layer above twice",
        lambda net, l, dz, da, z, a: [dot(some, times(dz, slopes(net[l], z[l + 1]))) for some in columns(net[l].weights)],
    ),
]  # fmt: skip

SLOPE = [
    ("slope twice", lambda net, l, da, z, a: times(times(da, slopes(net[l - 1], z[l])), slopes(net[l - 1], z[l]))),
    ("1 - a^2 for every activation", lambda net, l, da, z, a: [d * (1 - x * x) for d, x in zip(da, a[l])]),
    ("the curve instead of its slope", lambda net, l, da, z, a: times(da, a[l])),
    ("z instead of the slope", lambda net, l, da, z, a: times(da, z[l])),
    (
        "slope without the bias",
        lambda net, l, da, z, a: times(da, slopes(net[l - 1], [x - b for x, b in zip(z[l], net[l - 1].biases)])),
    ),
    ("slope of another layer", lambda net, l, da, z, a: times(da, slopes(net[0], z[l]))),
    ("one slope for every activation", lambda net, l, da, z, a: [d * RELU.slope(x) for d, x in zip(da, z[l])]),
]  # fmt: skip

WEIGHTS = [
    (
        "dW with the slope of the layer below",
        lambda net, l, dz, da, z, a: [[d * x for x in (slopes(net[l - 2], z[l - 1]) if l > 1 else a[0])] for d in dz],
    ),
    ("another layer's a", lambda net, l, dz, da, z, a: [[d * x for x, _ in zip(a[1] * 9, a[l - 1])] for d in dz]),
    ("a missing", lambda net, l, dz, da, z, a: [[d for _ in a[l - 1]] for d in dz]),
    ("dW left out", lambda net, l, dz, da, z, a: [[0.0 for _ in a[l - 1]] for d in dz]),
    ("dSSR/da instead of dSSR/dz", lambda net, l, dz, da, z, a: [[d * x for x in a[l - 1]] for d in da]),
    ("dW summed over neurons", lambda net, l, dz, da, z, a: [[sum(dz) * x for x in a[l - 1]] for d in dz]),
    (
        "dW times W",
        lambda net, l, dz, da, z, a: [[d * x * w for x, w in zip(a[l - 1], row)] for d, row in zip(dz, net[l - 1].weights)],
    ),
]  # fmt: skip

BIASES = [
    ("db left out", lambda net, l, dz, da, z, a: [0.0] * len(dz)),
    ("db summed over neurons", lambda net, l, dz, da, z, a: [sum(dz) / len(dz)] * len(dz)),
    ("dSSR/da instead of dSSR/dz", lambda net, l, dz, da, z, a: list(da)),
    ("bias times b", lambda net, l, dz, da, z, a: times(dz, net[l - 1].biases)),
    ("bias times a", lambda net, l, dz, da, z, a: [d * sum(a[l - 1]) for d in dz]),
    ("bias times a", lambda net, l, dz, da, z, a: [d * a[l - 1][0] for d in dz]),
    ("bias times a", lambda net, l, dz, da, z, a: [d * a[l - 1][-1] for d in dz]),
    ("bias times a", lambda net, l, dz, da, z, a: times(dz, a[l])),
]


@pytest.mark.parametrize(
    ("line", "label", "formula"),
    [
        (line, label, formula)
        for line, table in (("da_last", LAST), ("da", HIDDEN), ("dz", SLOPE), ("dw", WEIGHTS), ("db", BIASES))
        for label, formula in table
    ],
)
def test_each_wrong_way_is_called_by_its_name(line, label, formula):
    verdict = check(learner("mine", **{line: formula}))
    assert (verdict.correct, verdict.mistakes) == (False, (label,))
    place = {"da_last": "da", "dw": "dW"}.get(line, line)
    assert {one[: len("dSSR/da")] for one in verdict.places} == {f"dSSR/{place}"}


@pytest.mark.parametrize(
    ("label", "line", "formula"),
    [
        ("biases left out", "z", lambda layer, below: [dot(row, below) for row in layer.weights]),
        ("biases subtracted", "z", lambda layer, below: [dot(row, below) - b for row, b in zip(layer.weights, layer.biases)]),
        ("activation left out", "a", lambda layer, z, last: list(z) if last else [layer.activation.f(x) for x in z]),
        *[
            ("one activation for all", "a", lambda layer, z, last, one=one: [one.f(x) for x in z])
            for one in (SOFTPLUS, SIGMOID, TANH, RELU)
        ],
    ],
)  # fmt: skip
def test_each_wrong_forward_pass_is_called_by_its_name(label, line, formula):
    verdict = check(learner("mine", **{line: formula}))
    assert (verdict.correct, verdict.places, verdict.mistakes) == (False, ("forward",), (label,))


def test_what_is_nested_wrongly_is_said_with_what_must_be_returned():
    for value, where in (("low", ""), ([([["low"]], [0.0])], " somewhere")):
        words = " ".join(str(check(lambda net, data, value=value: value)).split())
        assert f"returned 'low'{where}; it must return " in words


def test_what_is_wrong_on_one_network_only_is_told_of_that_network():
    def mine(net, data):
        gradient = layers.backpropagate(net, data)[1]
        return [([[2 * x for x in row] for row in w], b) for w, b in gradient] if len(net) == 4 else gradient

    assert "Tried on a 3-2-4-4-2 network (SIGMOID, RELU, IDENTITY, TANH) and 3 observations." in str(check(mine))


def test_what_comes_to_drift_after_some_calls_keeps_something():
    calls = []

    def mine(net, data):
        calls.append(1)
        gradient = layers.backpropagate(net, data)[1]
        return gradient if len(calls) < 4 else [(w, [x + 1 for x in b]) for w, b in gradient]

    assert check(mine).places == ("state",)


def test_arguments_that_are_changed_by_the_first_call_only_are_told():
    calls = []

    def mine(net, data):
        gradient = layers.backpropagate(net, data)
        if not calls:
            data.append(data[0])
        calls.append(1)
        return gradient

    verdict = check(mine)
    assert verdict
    assert "It changes the lists that it is given." in str(verdict)


def test_what_refuses_a_single_observation_is_asked_with_two():
    def mine(net, data):
        if len(data) < 2:
            raise ValueError("too few")
        return learner("mine", dz=lambda net, l, da, z, a: da)(net, data)

    assert check(mine).places == ("dSSR/dz(3)", "dSSR/dz(2)", "dSSR/dz(1)")


def gradient_of(net, data):
    return layers.backpropagate(net, data)[1]


def times_in(layers_of, factor):
    """The right gradient, multiplied by a number in these layers."""

    def mine(net, data):
        numbers = [factor(data) if l in layers_of else 1 for l in range(1, len(net) + 1)]
        gradient = gradient_of(net, data)
        return [([[x * n for x in row] for row in w], [x * n for x in b]) for n, (w, b) in zip(numbers, gradient)]

    return mine


def moves(derivatives, biased=True):
    """A step with these derivatives and a rate of its own."""

    def mine(net, data, learning_rate):
        new = layers.update(net, layers.step_sizes(derivatives(net, data), learning_rate))
        return new if biased else [layer._replace(biases=old.biases) for layer, old in zip(new, net)]

    return mine


def test_a_loop_that_ends_after_the_last_layer_is_told_of_the_layer_below_it_alone():
    verdict = check(times_in({1, 2}, lambda data: 0.0))
    assert (verdict.places, verdict.mistakes) == (("dSSR/dz(2)",), ("always 0",))


def test_a_number_that_everything_is_multiplied_by_is_said_of_the_residuals():
    verdict = check(times_in({1, 2, 3, 4}, lambda data: 1.5))
    assert verdict.places[0] in ("dSSR/da(2)", "dSSR/da(3)")
    assert verdict.mistakes == ("constant factor",)


def test_both_parts_of_one_layer_divided_by_the_rows_are_one_place():
    assert check(times_in({1}, lambda data: 1 / len(data))).places == ("the sum", "dSSR/dz(1)")


def test_half_a_derivative_without_a_rate_is_a_lost_2_and_no_rate_of_ones_own():
    half = check_update(lambda net, data, rate: moves(gradient_of)(net, data, 0.5))
    assert half.mistakes == ("learning rate missing", "lost the 2")
    own = check_update(lambda net, data, rate: moves(gradient_of)(net, data, 0.3))
    assert own.mistakes == ("fixed learning rate",)
    assert "but a number of its own." in " ".join(str(own).split())


def test_of_biases_that_never_move_nothing_is_known():
    slope_missing = learner("mine", dz=lambda net, l, da, z, a: da)
    parts = check_update(moves(slope_missing, biased=False)).parts
    assert {how for part, how in parts.items() if "db" in part} == {"unknown"}
    weights_alone = check(lambda net, data: [w for w, _ in gradient_of(net, data)])
    assert weights_alone.correct
    assert {how for part, how in weights_alone.parts.items() if "db" in part} == {"unknown"}


def test_derivatives_by_name_may_be_filled_in_from_the_last_layer_down():
    def mine(net, data):
        numbered = [*enumerate(gradient_of(net, data), 1)]
        return {f"{kind}{l}": part for l, pair in numbered[::-1] for kind, part in zip(("dW", "db"), pair)}

    assert check(mine).correct


def test_as_many_networks_are_named_as_were_tried():
    net, tried = layers.initial_layers([2, 3, 1], seed=1), []

    def mine(net, data):
        tried.append(tuple(float(b) for layer in net for b in layer.biases))
        return gradient_of(net, data)

    text = str(check(mine, layers=net, data=[([0.5, 0.1], [1.0]), ([0.2, -0.4], [0.3])]))
    assert text == f"Right on your network and data, and on {len({*tried}) - 1} more networks of its shape."


@pytest.mark.parametrize("share", [0.5, 0.5 * 1.0005, 0.5 * 1.004])
def test_half_a_number_from_paper_is_another_loss_only_if_it_is_nearly_exact(share):
    net, data = layers.initial_layers([2, 3, 1], seed=1), [([0.5, 0.1], [1.0]), ([0.2, -0.4], [0.3])]
    right = gradient_of(net, data)[0][0][0][0]
    verdict = check(f"{share * right:.6f}", "W(1)[0][0]", net, data)
    assert verdict.convention == ("SSR/2" if share < 0.501 else None)


def test_shapes_that_clash_element_by_element_are_told_the_outer_product_with_what_lies_below():
    net = layers.initial_layers([2, 3, 4], seed=1)
    for l, (above, below) in ((1, (3, 2)), (2, (4, 3))):
        message = clash(f"operands could not be broadcast together with shapes ({above},) ({below},)", net)
        assert f"np.outer(dSSR/dz({l}), a({l - 1}))" in message
        assert f"dSSR/dz({l}) has {above} numbers, a({l - 1}) has {below}" in message


def test_a_wrong_forward_pass_is_told_though_no_neuron_lives_in_the_first_row():
    net = [Layer([[1.0], [2.0]], [0.5, -0.3], RELU), Layer([[0.7, -0.4]], [0.2], IDENTITY)]
    data = [([-1.0], [0.9]), ([0.8], [0.1]), ([0.5], [1.3])]  # at -1 both z are below 0, with the biases and without

    def z(layer, below):
        return [dot(row, below) + (b if layer.activation is IDENTITY else 0) for row, b in zip(*layer[:2])]

    verdict = check(learner("mine", z=z), layers=net, data=data)
    assert (verdict.places, verdict.mistakes) == (("forward",), ("biases left out",))


def test_numbers_of_layers_are_alike_within_a_ten_thousandth_of_the_largest():
    assert like([[1.0], [300.0]], [[1.02], [300.02]])
    assert not like([[1.0], [300.0]], [[1.0], [300.04]])
    assert not like([1.0], [1.0, 1.0])


def test_every_mistake_that_may_stand_in_a_layer_has_a_sentence():
    trial = TRIALS[0]
    p = ways.passed(trial.layers, *trial.rows[0])
    flow = ways.Flow([0.5] * 3, [0.25] * 3)
    last = [*ways.ways(p, 3, None), *ways.weights(p, 2, flow), *ways.biases(p, 2, flow), *ways.slopes(p, 2)]
    hidden = ways.ways(p, 2, ways.Flow([0.5] * 4, [0.25] * 4))
    for label, _ in [*last, *hidden, *ways.forwards(trial.layers)]:
        (sentence,) = _sentences([("dSSR/dz(2)", label)], 3)
        assert not label or f": {label}." not in sentence


def with_last(curve, residual=1.0):
    """Right for a last layer with this activation, whatever the network says; the hidden layers as it says."""

    def mine(net, data):
        net = [*net[:-1], net[-1]._replace(activation=curve)]
        return [(times_each(w, residual), times_each(b, residual)) for w, b in layers.backpropagate(net, data)[1]]

    return mine


def times_each(numbers, factor):
    return [times_each(one, factor) if isinstance(one, list) else factor * one for one in numbers]


def test_an_activation_written_into_the_last_layer_alone_is_told_as_that():
    verdict = check(with_last(SIGMOID))
    assert verdict.places == ("forward",)
    assert "It has SIGMOID in the last layer; it does not look at the activation of that layer." in " ".join(
        verdict.text.split()
    )
    assert check(with_last(SIGMOID._replace(slope=lambda x: 1.0), 0.5)).convention == "cross-entropy"


def test_what_is_wrong_beside_the_loss_of_a_book_is_looked_for_on_other_networks():
    def mine(net, data):
        flat = RELU._replace(slope=lambda x: 1.0)
        net = [layer._replace(activation=flat if layer.activation is RELU else layer.activation) for layer in net]
        return [(times_each(w, 0.5), times_each(b, 0.5)) for w, b in layers.backpropagate(net, data)[1]]

    verdict = check(mine)
    assert verdict.mistakes == ("lost the 2", "slope missing")
    assert verdict.text.startswith("Judged for SSR/2")
    assert "Right with one" not in verdict.text
