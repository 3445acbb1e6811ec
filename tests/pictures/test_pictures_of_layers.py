"""The picture of any layers, read back: each number is that of `forward`, `backpropagate` and `explain`."""

from __future__ import annotations

import math
import re
from collections import Counter
from random import Random

import pytest
from test_pictures import SVG, parsed

from tinynet import layers
from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Layer


def three_digits(number):
    """As the pictures of layers write a number: three digits, no e-08, no -0."""
    return re.sub(r"e([+-])0*", lambda e: "e" + e[1].replace("+", ""), f"{number + 0.0:.3g}")


def boxes_of(root):
    """What stands in each box, by its heading: {"(1)[0] SOFTPLUS": {"W[0]": ("1.29", "3.39"), ...}, ...}."""
    found = {}
    for shape in root:
        if shape.tag == f"{SVG}text" and shape.get("font-weight") == "bold":
            found[shape.text] = box = {}
        elif shape.tag == f"{SVG}text":
            if shape.get("text-anchor") == "start":
                box[shape.text] = row = []
            else:
                assert (shape.get("class") == "back") == (len(row) == 1)
                row.append(shape.text)
    return {title: {name: tuple(row) for name, row in box.items()} for title, box in found.items()}


def network(sizes, seed):
    random = Random(seed)
    curves = [random.choice([SOFTPLUS, SIGMOID, TANH, RELU, IDENTITY]) for _ in sizes[1:]]
    drawn = [
        Layer(weights, [random.gauss(0, 1) for _ in biases], curve)
        for (weights, biases, _), curve in zip(layers.initial_layers(sizes, seed), curves)
    ]
    return drawn, [random.gauss(0, 1) for _ in range(sizes[0])], [random.gauss(0, 1) for _ in range(sizes[-1])]


SIZES = [[1, 1], [1, 2, 1], [2, 3, 1], [3, 4, 4, 2], [5, 5, 5, 5, 5], [4, 1, 3]]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_each_number_is_that_of_forward_backpropagate_and_explain(sizes):
    for seed in range(3):
        drawn, inputs, observed = network(sizes, seed)
        passes = layers.forward(drawn, inputs)
        _, gradient = layers.backpropagate(drawn, [(inputs, observed)])
        expected = {f"(0)[{k}]": {"a": (inputs[k],)} for k in range(sizes[0])}
        for l, (layer, (z, a), (d_w, d_b)) in enumerate(zip(drawn, passes, gradient), 1):
            for j in range(len(z)):
                box = expected[f"({l})[{j}] {layer.activation}"] = {}
                for k, weight in enumerate(layer.weights[j]):
                    work = layers.explain(f"W({l})[{j}][{k}]", drawn, [(inputs, observed)])
                    assert work.derivative == pytest.approx(d_w[j][k], rel=1e-12, abs=1e-300)
                    box[f"W[{k}]"] = weight, work.derivative
                work = layers.explain(f"b({l})[{j}]", drawn, [(inputs, observed)])
                assert work.derivative == pytest.approx(d_b[j], rel=1e-12, abs=1e-300)
                d_a, slope, _ = work.rows[0].values
                box.update({"b": (layer.biases[j], d_b[j]), "z": (z[j], d_b[j]), "a": (a[j], d_a), "f'(z)": (slope,)})
                if l == len(drawn):
                    box.update(observed=(observed[j],), residual=(observed[j] - a[j],))
        written = {
            title: {name: tuple(map(three_digits, row)) for name, row in box.items()} for title, box in expected.items()
        }
        assert boxes_of(parsed(layers.draw_network(drawn, inputs, observed))) == written
        forwards = {
            title: {name: row[:1] for name, row in box.items() if name not in ("f'(z)", "observed", "residual")}
            for title, box in written.items()
        }
        assert boxes_of(parsed(layers.draw_network(drawn, inputs))) == forwards


def test_it_can_be_worked_out_by_hand():
    drawn = [Layer([[2.0], [-1.0]], [0.5, 0.0], RELU), Layer([[3.0, 4.0]], [1.0], IDENTITY)]
    boxes = boxes_of(parsed(layers.draw_network(drawn, [1.0], [10.0])))
    assert boxes == {
        "(0)[0]": {"a": ("1",)},
        "(1)[0] RELU": {
            "W[0]": ("2", "-9"),  # dSSR/da = -2 * 1.5 * 3, the slope 1, the input 1
            "b": ("0.5", "-9"),
            "z": ("2.5", "-9"),
            "a": ("2.5", "-9"),
            "f'(z)": ("1",),
        },
        "(1)[1] RELU": {"W[0]": ("-1", "0"), "b": ("0", "0"), "z": ("-1", "0"), "a": ("0", "-12"), "f'(z)": ("0",)},
        "(2)[0] IDENTITY": {
            "W[0]": ("3", "-7.5"),
            "W[1]": ("4", "0"),
            "b": ("1", "-3"),
            "z": ("8.5", "-3"),
            "a": ("8.5", "-3"),
            "f'(z)": ("1",),
            "observed": ("10",),
            "residual": ("1.5",),
        },
    }


def test_the_description_says_all_that_it_shows():
    drawn, inputs, observed = network([2, 3, 1], 4)
    root = parsed(layers.draw_network(drawn, inputs, observed))
    expected = [
        f"{title}: {', '.join(' '.join([name, *numbers]) for name, numbers in box.items())}"
        for title, box in boxes_of(root).items()
    ]
    assert root.find(f"{SVG}desc").text == "; ".join(expected) + "."


def test_every_neuron_is_joined_to_all_of_the_next_layer():
    drawn, inputs, _ = network([3, 4, 2], 1)
    root = parsed(layers.draw_network(drawn, inputs))
    ways = "".join(path.get("d") for path in root.iter(f"{SVG}path") if path.get("class") == "edges")
    assert len(re.findall("M[^M]+", ways)) == 3 * 4 + 4 * 2
    boxes = [rect for rect in root.iter(f"{SVG}rect") if rect.get("rx") == "8"]
    middles = {
        (left, round(float(box.get("y")) + float(box.get("height")) / 2, 1))
        for box in boxes
        for left in (float(box.get("x")), round(float(box.get("x")) + float(box.get("width")), 1))
    }
    ends = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", ways)]
    for x, y in ends:
        assert min(math.dist((x, y), middle) for middle in middles) < 0.2


@pytest.mark.parametrize(("sizes", "shown"), [([3, 14, 40, 2], [3, 14, 16, 2]), ([1] * 7, [1] * 7), ([6, 1], [6, 1])])
def test_of_a_large_network_the_neurons_alone_are_drawn_and_counted(sizes, shown):
    root = parsed(layers.draw_network(layers.initial_layers(sizes, seed=1), [0.5] * sizes[0], [1.0] * sizes[-1]))
    boxes = [rect for rect in root.iter(f"{SVG}rect") if rect.get("width") == "16.0"]
    assert list(Counter(box.get("x") for box in boxes).values()) == shown
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert [word for word in words if word.isdigit()] == [str(size) for size in sizes]
    assert any("not all are drawn" in word for word in words) == (shown != sizes)


def test_a_training_stands_for_its_layers():
    start, data = layers.initial_layers([1, 2, 1], seed=1), [([0.0], [0.0]), ([0.5], [1.0]), ([1.0], [0.0])]
    training = layers.train(start, data, learning_rate=0.02, max_steps=5)
    assert layers.draw_network(training, [0.5], [1.0]) == layers.draw_network(training.parameters, [0.5], [1.0])
    assert layers.draw_fit(training) == layers.draw_fit(training.parameters, data)


def test_the_inputs_may_come_from_a_generator():
    drawn, inputs, observed = network([2, 3, 1], 4)
    assert layers.draw_network(drawn, iter(inputs), iter(observed)) == layers.draw_network(drawn, inputs, observed)


def test_the_fit_of_the_seven_is_that_of_their_layers():
    from tinynet import draw_fit
    from tinynet.dosage import DATA, FITTED

    rows = [([dose], [effect]) for dose, effect in DATA]
    ours, seven = layers.draw_fit(layers.from_parameters(FITTED), rows), draw_fit(FITTED, DATA, neurons=False)
    drawn = [[shape.attrib for shape in parsed(picture).iter() if shape.get("class")] for picture in (ours, seven)]
    assert drawn[0] == drawn[1]


def test_what_overflows_is_called_so():
    drawn = [Layer([[1e300]], [0.0], IDENTITY), Layer([[1e300]], [0.0], SOFTPLUS)]
    boxes = boxes_of(parsed(layers.draw_network(drawn, [1e10], [0.0])))
    assert boxes["(1)[0] IDENTITY"]["a"][0] == boxes["(2)[0] SOFTPLUS"]["a"][0] == "overflow"


def test_what_a_slope_raises_comes_through():
    def slope(x):
        raise RuntimeError("no slope here")

    drawn = [Layer([[1.0]], [0.5], Activation("ODD", lambda x: x, slope))]
    layers.draw_network(drawn, [1.0])  # which needs no slope
    with pytest.raises(RuntimeError, match="^no slope here$"):
        layers.draw_network(drawn, [1.0], [2.0])


def test_the_name_of_an_activation_stays_a_name():
    named = Activation('</text><script>alert("' + "W" * 500, lambda x: x, lambda x: 1.0)
    svg = layers.draw_network([Layer([[1.0]], [0.5], named)], [1.0], [2.0]).svg
    assert "<script" not in svg
    assert "&lt;/text&gt;" in svg
    assert len(svg) < 5000


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_all_letters_are_large_enough_at_800_pixels(sizes):
    drawn, inputs, observed = network(sizes, 1)
    root = parsed(layers.draw_network(drawn, inputs, observed))
    assert float(root.get("font-size")) * 800 / float(root.get("width")) >= 12
