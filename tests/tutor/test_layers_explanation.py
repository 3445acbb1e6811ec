"""Any weight and bias worked out: against 50-digit arithmetic, beside `explain` of the seven, and read on a screen."""

import random
import re

import mpmath
import pytest

import tinynet
from tinynet import Parameters, dosage, layers
from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Layer
from tinynet.tutor.layers import explain

ROWS = [([dose], [effect]) for dose, effect in dosage.DATA]
SEVEN = {
    "w1": "W(1)[0][0]",
    "w2": "W(1)[1][0]",
    "w3": "W(2)[0][0]",
    "w4": "W(2)[0][1]",
    "b1": "b(1)[0]",
    "b2": "b(1)[1]",
    "b3": "b(2)[0]",
}

# The oracle knows no chain rule: it goes forward with 50 digits, at a weight 10^-15 higher and lower.

mpmath.mp.dps = 50
H = mpmath.mpf("1e-15")
CURVES = {
    "SOFTPLUS": lambda x: mpmath.log1p(mpmath.exp(x)),
    "SIGMOID": lambda x: 1 / (1 + mpmath.exp(-x)),
    "TANH": mpmath.tanh,
    "RELU": lambda x: max(x, mpmath.mpf(0)),
    "IDENTITY": lambda x: x,
}


def exact_ssr(network, data, moved, by):
    total = mpmath.mpf(0)
    for inputs, observed in data:
        values = [mpmath.mpf(x) for x in inputs]
        for l, (weights, biases, activation) in enumerate(network, 1):
            sums = []
            for j, (row, bias) in enumerate(zip(weights, biases)):
                z = mpmath.mpf(bias) + (by if moved == (l, j, None) else 0)
                for k, (weight, value) in enumerate(zip(row, values)):
                    z += (mpmath.mpf(weight) + (by if moved == (l, j, k) else 0)) * value
                sums.append(z)
            values = [CURVES[activation.name](z) for z in sums]
        total += sum((mpmath.mpf(wish) - got) ** 2 for wish, got in zip(observed, values))
    return total


def exact(network, data, place):
    return (exact_ssr(network, data, place, H) - exact_ssr(network, data, place, -H)) / (2 * H)


def random_network(number):
    """A network of two to five layers and its data; each z of a RELU at some distance from the corner."""
    draw = random.Random(number)
    while True:
        sizes = [draw.randint(1, 4) for _ in range(draw.randint(3, 6))]
        network = [
            Layer(
                [[draw.uniform(-1.5, 1.5) for _ in range(below)] for _ in range(here)],
                [draw.uniform(-1.5, 1.5) for _ in range(here)],
                draw.choice([SOFTPLUS, SIGMOID, TANH, RELU, IDENTITY]),
            )
            for below, here in zip(sizes, sizes[1:])
        ]
        data = [
            ([draw.uniform(-2, 2) for _ in range(sizes[0])], [draw.uniform(-2, 2) for _ in range(sizes[-1])])
            for _ in range(draw.randint(1, 3))
        ]
        passes = [zip(network, layers.forward(network, inputs)) for inputs, _ in data]
        if all(abs(x) > 0.01 for some in passes for layer, (z, _) in some if layer.activation is RELU for x in z):
            return network, data, draw


def agree(number):
    network, data, draw = random_network(number)
    ssr, gradient = layers.backpropagate(network, data)
    numerical = layers.numerical_gradient(network, data)
    size = max(abs(d) for weights, biases in gradient for row in (*weights, biases) for d in row)
    for l, (weights, biases) in enumerate(gradient, 1):
        for j, (row, bias) in enumerate(zip(weights, biases)):
            for k, found in (*enumerate(row), (None, bias)):
                by_differences = numerical[l - 1][1][j] if k is None else numerical[l - 1][0][j][k]
                assert abs(found - by_differences) <= 1e-6 * (size + ssr), (number, l, j, k)
                assert explain(f"b({l})[{j}]" if k is None else f"W({l})[{j}][{k}]", network, data).derivative == found
        j = draw.randrange(len(weights))
        for k in (draw.randrange(len(weights[j])), None):
            found = biases[j] if k is None else weights[j][k]
            assert abs(found - exact(network, data, (l, j, k))) <= 1e-13 * (size + ssr), (number, l, j, k)


@pytest.mark.parametrize("tenth", [0, 80, *[pytest.param(n, marks=pytest.mark.long) for n in (20, 40, 60)]])
def test_explain_differences_and_backpropagate_agree_with_50_digits(tenth):
    for number in range(tenth, tenth + 20):
        agree(number)


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(100, 1000, 100))
def test_they_agree_on_a_thousand_networks(hundred):
    for number in range(hundred, hundred + 100):
        agree(number)


def test_the_random_networks_hold_all_activations_and_up_to_five_layers():
    networks = [random_network(number)[0] for number in range(100)]
    assert {layer.activation.name for network in networks for layer in network} == set(CURVES)
    assert {len(network) for network in networks} == {2, 3, 4, 5}


@pytest.mark.parametrize("name", SEVEN)
def test_on_the_seven_it_tells_the_same_story_with_the_same_numbers(name):
    seven = tinynet.explain(name, dosage.START, dosage.DATA, learning_rate=0.02)
    general = explain(SEVEN[name], layers.from_parameters(dosage.START), ROWS, learning_rate=0.02)
    for one, other in zip(seven.rows, general.rows):
        assert ((one.input,), (one.observed,), (one.predicted,)) == (other.inputs, other.observed, other.predicted)
        assert other.product == pytest.approx(one.product, rel=1e-15)
        (d_predicted, *_), (d_a, slope, below) = one.values, other.values
        if other.terms:
            ((d_z, weight),) = other.terms
            assert (d_z, weight, slope, below) == one.values
            assert d_a == d_predicted * weight
        else:
            assert (d_a, slope, below) == (*one.values[:1], 1.0, *one.values[1:])
    numbers = ("derivative", "learning_rate", "step_size", "old", "new")
    assert [getattr(general, number) for number in numbers] == pytest.approx(
        [getattr(seven, number) for number in numbers]
    )
    shown = {word.strip("()") for word in str(general).split()}
    last = [line.split() for line in str(seven).splitlines() if line.startswith(("step size", "new"))]
    assert {word.strip("()") for line in last for word in line if word.strip("()-").replace(".", "").isdigit()} <= shown


def test_the_step_is_that_of_descend():
    network = layers.initial_layers([2, 3, 2], seed=4, activation=TANH)
    data = [([0.5, -1.0], [1.0, 0.0]), ([1.0, 2.0], [0.0, 3.0])]
    steps = layers.descend(network, data, learning_rate=0.1)
    next(steps)
    new = next(steps).parameters
    assert explain("W(1)[2][1]", network, data, 0.1).new == new[0].weights[2][1]
    assert explain("b(2)[1]", network, data, 0.1).new == new[1].biases[1]


NETWORK = [
    Layer([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]], [0.0, 1.0, -1.0], RELU),
    Layer([[1.0, -2.0, 3.0], [0.5, 1.5, -0.5]], [0.5, 0.0], IDENTITY),
]


def test_the_ways_up_are_spelled_out():
    lines = str(explain("W(1)[1][0]", NETWORK, [([1.0, 1.0], [0.0, 1.0])], learning_rate=0.125)).splitlines()
    # z(1) = 3, 3, 0; a(1) = 3, 3, 0; predicted = -2.5, 6; dSSR/dz(2) = -5, 10
    assert lines[:3] == [
        "dSSR/dW(1)[1][0] = sum of    dSSR/da(1)[1]        = column 1 of W(2), dot dSSR/dz(2)",
        "                           * da(1)[1]/dz(1)[1]    = f'(z(1)[1]), the slope of RELU",
        "                           * dz(1)[1]/dW(1)[1][0] = a(0)[0], an input",
    ]
    text = "\n".join(" ".join(line.split()) for line in lines[3:])
    assert "dSSR/dz(2)[0] dSSR/dz(2)[1]\n* W(2)[0][1] * W(2)[1][1] dSSR/da(1)[1]\n* -2 * 1.5 = the sum\n" in text
    assert "data[0] -5 10 25\n" in text
    assert "dSSR/da(1)[1] f'(z(1)[1]) a(0)[0] product\ndata[0] 25 1 1 25\n" in text
    assert "dSSR/dW(1)[1][0] = 25\n" in text
    assert "step size = dSSR/dW(1)[1][0] * learning rate = 25 * 0.125 = 3.125\n" in text
    assert "new W(1)[1][0] = old W(1)[1][0] - step size = 3 - 3.125 = -0.125\n" in text
    assert 'explain("b(2)[n]", ...)' in text.replace("\n", " ")


def test_the_last_layer_begins_with_its_own_residual():
    work = explain("b(2)[1]", NETWORK, [([1.0, 1.0], [0.0, 1.0])])
    assert "= -2 * (observed[1] - predicted[1])" in str(work)
    assert "step size" not in str(work)
    assert (work.step_size, work.old, work.new, work.learning_rate) == (None,) * 4
    assert work.derivative == 10
    assert work.rows[0].values == (10, 1, 1)
    assert work.rows[0].terms == ()


def test_the_table_of_an_output_shows_what_was_observed_and_predicted_there():
    lines = str(explain("b(2)[1]", NETWORK, [([1.0, 1.0], [0.0, 1.0])])).splitlines()
    text = "\n".join(" ".join(line.split()) for line in lines)
    assert "observed[1] predicted[1] dSSR/da(2)[1] f'(z(2)[1]) 1 product\ndata[0] 1 6 10 1 1 10\n" in text


def test_the_largest_product_is_the_largest_on_the_side_of_the_derivative():
    line = [Layer([[0.0]], [0.0], IDENTITY)]
    data = [([1.0], [observed]) for observed in (-1.0, 5.0, 1.0)]  # products 2, -10, -2
    assert "The most negative product comes from data[1]." in " ".join(str(explain("b(1)[0]", line, data)).split())


def test_a_dead_neuron_is_named():
    dead = [Layer([[1.0], [1.0]], [-5.0, 0.0], RELU), Layer([[1.0, 1.0]], [0.0], IDENTITY)]
    words = " ".join(str(explain("W(1)[0][0]", dead, [([1.0], [1.0]), ([2.0], [1.0])])).split())
    assert "is 0, because da(1)[0]/dz(1)[0] is 0 everywhere: W(1)[0][0] stays where it is." in words


@pytest.mark.parametrize(("more", "cancel"), [(0.0, True), (1e-15, True), (1e-13, False)])
def test_products_that_cancel_are_told(more, cancel):
    line = [Layer([[0.0]], [0.0], IDENTITY)]
    words = str(explain("b(1)[0]", line, [([1.0], [1.0]), ([1.0], [more - 1.0])]))
    assert ("is 0 but for rounding" in words) is cancel


def test_numbers_that_overflow_are_told():
    steep = [Layer([[1e200]], [0.0], IDENTITY), Layer([[1e200]], [0.0], IDENTITY)]
    assert "is not finite" in str(explain("W(1)[0][0]", steep, [([1.0], [1.0])]))


@pytest.mark.parametrize("sizes", [[1, 1], [5, 5, 5, 5, 5], [5, 5], [12, 12, 12], [40, 30, 20, 2]])
@pytest.mark.parametrize("rows", [1, 3, 20, 21, pytest.param(500, marks=pytest.mark.long)])
def test_it_fits_a_screen(sizes, rows):
    network = layers.initial_layers(sizes, seed=1, activation=TANH)
    draw = random.Random(1)
    data = [([draw.gauss(0, 100) for _ in range(sizes[0])], [draw.gauss(0, 100) for _ in range(sizes[-1])])] * rows
    for l in range(1, len(sizes)):
        for name in (f"W({l})[{sizes[l] - 1}][{sizes[l - 1] - 1}]", f"b({l})[0]"):
            lines = str(explain(name, network, data, 0.01)).splitlines()
            assert max(map(len, lines)) <= (100 if max(sizes) <= 5 else 120)
            assert len(lines) <= 75
            assert str(explain(name, network, data)).isascii()


def test_of_many_neurons_above_the_first_and_the_last_are_shown():
    network = layers.initial_layers([1, 2, 9, 1], seed=1, activation=TANH)
    text = str(explain("b(1)[0]", network, ROWS))
    assert "the sum over the 9 neurons of layer 2" in text
    assert [n for n in range(9) if f"dSSR/dz(2)[{n}]" in text] == [0, 1, 2, 7, 8]


def test_of_many_observations_the_first_and_the_last_are_shown():
    text = str(explain("b(2)[0]", layers.from_parameters(dosage.START), ROWS * 10))
    assert "... 10 more observations, all in the sum" in text
    assert "data[9]" in text
    assert "data[10]" not in text
    assert "data[20]" in text


@pytest.mark.parametrize(
    "name",
    [
        "W(0)[0][0]",
        "W(3)[0][0]",
        "W(1)[3][0]",
        "W(1)[0][2]",
        "b(1)[3]",
        "w1",
        "W(1)[0]",
        "b(2)[0][0]",
        "",
        "W(1)[-1][0]",
    ],
)
def test_an_unknown_name_is_refused_with_those_that_there_are(name):
    words = r"^name: '.*' is not one of W\(1\)\[0\]\[0\], W\(1\)\[0\]\[1\], W\(1\)\[1\]\[0\], .*, b\(2\)\[1\]$"
    with pytest.raises(ValueError, match=words):
        explain(name, NETWORK, [([0, 0], [0, 0])])


@pytest.mark.parametrize("name", [None, 1, ("W", 1, 0, 0)])
def test_a_name_that_is_no_text_is_refused(name):
    with pytest.raises(TypeError, match=rf"^name: {re.escape(repr(name))} is not one of W\(1\)\[0\]\[0\], "):
        explain(name, NETWORK, [([0, 0], [0, 0])])


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="^learning_rate is 0"):
        explain("b(1)[0]", NETWORK, [([0, 0], [0, 0])], 0)
    with pytest.raises(ValueError, match="^data is empty"):
        explain("b(1)[0]", NETWORK, [])
    with pytest.raises(TypeError, match="^layers is Parameters"):
        explain("b(1)[0]", Parameters(1, 2, 3, 4, 5, 6, 7), [])
