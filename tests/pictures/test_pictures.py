"""The pictures, read back: what stands in the SVG is compared with numbers that come from elsewhere."""

from __future__ import annotations

import math
import random
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from xml.etree import ElementTree

import numpy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tinynet import Parameters, Step, dosage, train
from tinynet.dosage import DATA, START
from tinynet.pictures import Picture, animate_fit, draw_descent, draw_fit, draw_network, draw_ssr
from tinynet.pictures.scales import fall, labels, linear
from tinynet.training import descend

SVG = "{http://www.w3.org/2000/svg}"
ZERO = Parameters(0, 0, 0, 0, 0, 0, 0)
LARGEST = sys.float_info.max

finite = st.floats(allow_nan=False, allow_infinity=False)
any_parameters = st.builds(Parameters, *[finite] * 7)
any_data = st.lists(st.tuples(finite, finite), min_size=1, max_size=12)
any_history = st.lists(finite.map(abs), min_size=1, max_size=40)


def parsed(picture):
    return ElementTree.fromstring(picture.svg)


def of_class(root, name):
    return next(element for element in root.iter() if element.get("class") == name)


def ticks(root, axis):
    """(place, label) of each tick."""
    coordinate = {"x-axis": "x", "y-axis": "y"}[axis]
    return [(Fraction(text.get(coordinate)), text.text) for text in of_class(root, axis)]


def numbers_at(root, axis):
    """(place, number) of each tick."""
    return [(place, Decimal(label)) for place, label in ticks(root, axis)]


BELOW = 5  # the base line of a label lies as many pixels below its tick


def placed(root, axis):
    """Where a number belongs on a linear axis, as its first and last tick say."""
    (start, low), *_, (end, high) = ((place, Fraction(number)) for place, number in numbers_at(root, axis))
    below = BELOW if axis == "y-axis" else 0
    return lambda number: float(start - below + (Fraction(number) - low) / (high - low) * (end - start))


def placed_by_fall(root, start):
    """Where an SSR belongs: by its logarithm, but linearly from the start to a tenth of it, as two ticks say."""

    tenth, linear = start / 10, start / 10 * math.log(10)

    def height(ssr):
        if ssr <= tenth:
            return math.log10(ssr)
        return math.log10(tenth) + (min(ssr, start) - tenth) / linear + math.log10(max(ssr, start) / start)

    (low, one), *_, (high, other) = (
        (float(place), height(float(label))) for place, label in ticks(root, "y-axis") if label != "0"
    )
    return lambda ssr: low - BELOW + (height(ssr) - one) / (other - one) * (high - low)


def quick(place):
    """The same line, without fractions, for a hundred thousand numbers."""
    zero, one = place(0), place(1)
    return lambda number: zero + (one - zero) * number


def points(path):
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", path.get("d"))]


def frames_of(root):
    """The plot itself, without the legend; of a film each frame."""
    plot = list(root)[-1]
    return [g for g in plot if (g.get("class") or "").startswith("tinynet-")] or [plot]


def curves_of(frame):
    return {
        path.get("class"): path for path in frame.findall(f"{SVG}path") if path.get("class") not in ("grid", "frame")
    }


def plot_curves(root):
    """The paths in the plot itself, by class: not those of the legend, and of frames the last."""
    return curves_of(frames_of(root)[-1])


def width_of(root):
    """How wide the plot is: its frame goes from the upper left corner down and to the right."""
    (frame,) = [path for path in root.iter(f"{SVG}path") if path.get("class") == "frame"]
    return float(re.fullmatch(r"M0,0V310H([\d.]+)", frame.get("d"))[1])


def words(root):
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


# Every finite input


def assert_sound(picture):
    """Valid XML, ASCII, complete, named for a screen reader, of itself alone, and every number in it finite."""
    root = parsed(picture)
    assert root.tag == f"{SVG}svg"
    assert picture.svg.isascii()
    _, _, width, height = map(float, root.get("viewBox").split())
    assert (float(root.get("width")), float(root.get("height"))) == (width, height)
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-label") == title.text
    assert "id" not in {name for element in root.iter() for name in element}
    assert title.text.strip()
    assert desc.text.strip()
    assert not re.search(r"\b(nan|inf|infinity)\b", picture.svg, re.IGNORECASE)
    assert not re.search(r"<script|href|url\(|@import|\bon\w+=", picture.svg)
    assert picture.svg.count("http") == 1  # the name space
    for element in root.iter():
        for name in {"x", "y", "cx", "cy", "r", "width", "height"} & set(element.keys()):
            assert abs(float(element.get(name))) < 1000


def assert_round(root, axis, logarithmic=False):
    labels = [label for _, label in ticks(root, axis)]
    places = [place for place, _ in ticks(root, axis)]
    assert 3 <= len(labels) <= 8
    assert places == sorted(places, reverse=axis == "y-axis")
    assert all(abs(after - before) > 13 for before, after in zip(places, places[1:]))
    assert all(len(label) <= 13 for label in labels)
    numbers = [number for _, number in numbers_at(root, axis) if number or not logarithmic]
    assert numbers == sorted(set(numbers))
    if logarithmic:
        assert {number.normalize().as_tuple().digits for number in numbers} <= {(1,), (2,), (5,)}
        assert all(label != "0" or place == 310 + BELOW for place, label in ticks(root, axis))
    else:
        steps = {Fraction(after) - Fraction(before) for before, after in zip(numbers, numbers[1:])}
        assert len(steps) == 1
        step = steps.pop()
        digits = Decimal(step.numerator) / Decimal(step.denominator)
        assert digits.normalize().as_tuple().digits in {(1,), (2,), (5,)}
        assert all((Fraction(number) / step).denominator == 1 for number in numbers)


EXTREMES = [
    [(0, 0)],
    [(0.5, 1.0)],
    [(1, 5), (2, 5), (3, 5)],
    [(7, 1), (7, 2)],
    [(1e-300, 1e-300), (-1e-300, 2e-300)],
    [(1e300, -1e300), (2e300, 1e300)],
    [(-LARGEST, LARGEST), (LARGEST, -LARGEST)],
    [(LARGEST, LARGEST)],
    [(5e-324, 0), (0, 5e-324)],
    [(1e16, 1e16 + 2), (1e16 + 2, 1e16)],
    [(-3, -2), (-2, -7)],
]


@pytest.mark.parametrize("data", EXTREMES)
@pytest.mark.parametrize(
    "parameters", [ZERO, dosage.START, Parameters(*[1e300] * 7), Parameters(*[-LARGEST, 1] * 3, 5)]
)
def test_extreme_data_make_a_sound_fit_with_round_ticks(parameters, data):
    picture = draw_fit(parameters, data)
    assert_sound(picture)
    for axis in ("x-axis", "y-axis"):
        assert_round(parsed(picture), axis)


@settings(deadline=None)
@given(any_parameters, any_data)
def test_every_fit_is_sound_has_round_ticks_and_dots_where_they_belong(parameters, data):
    picture = draw_fit(parameters, data)
    assert_sound(picture)
    root = parsed(picture)
    for axis in ("x-axis", "y-axis"):
        assert_round(root, axis)
    assert_dots(root, data)


@settings(deadline=None)
@given(any_history, st.none() | any_data)
@example([0.0], None)
@example([0.0, 0.0], [(0, 1), (1, 1)])
@example([1e300, 0.0, 1e-300], None)
@example([5e-324, LARGEST], [(0, LARGEST), (1, -LARGEST)])
@example([13.5, 1.35, 0.0], None)
@example([3.0] * 20, [(0, 1), (1, 2)])
@example([5e-324], None)
def test_every_descent_is_sound_and_has_round_ticks(history, data):
    picture = draw_descent(history, data)
    assert_sound(picture)
    assert_round(parsed(picture), "x-axis")
    assert_round(parsed(picture), "y-axis", logarithmic=True)


@settings(deadline=None)
@given(st.lists(st.floats(0.9, 1.1e3), min_size=1, max_size=5), st.booleans())
def test_ticks_of_less_than_three_decades_are_round_too(history, zero):
    assert_round(parsed(draw_descent(history + [0.0] * zero)), "y-axis", logarithmic=True)


@settings(deadline=None)
@given(any_parameters, finite, st.none() | finite)
def test_every_network_is_sound(parameters, input, observed):
    assert_sound(draw_network(parameters, input, observed))


@settings(max_examples=settings().max_examples // 3)
@given(
    st.lists(
        st.builds(Step, st.integers(0, 10**9), any_parameters, finite.map(abs), st.just(ZERO), st.just(ZERO)),
        min_size=1,
        max_size=8,
    ),
    any_data,
)
def test_every_animation_is_sound(steps, data):
    assert_sound(animate_fit(steps, data))


# The fit


def assert_dots(root, data):
    """The dots are at the data, to a thousandth of the axis."""
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    dots = list(of_class(root, "observed"))
    assert len(dots) == len(data)
    for dot, (input, observed) in zip(dots, data):
        assert float(dot.get("cx")) == pytest.approx(across(input), abs=0.5)  # of more than 500 pixels
        assert float(dot.get("cy")) == pytest.approx(down(observed), abs=0.3)  # of 310


def test_dots_stand_at_the_data():
    data = [(0.02, 76), (0.06, 97), (0.11, 123), (0.22, 159), (0.56, 191), (1.1, 207)]
    assert_dots(parsed(draw_fit(dosage.FITTED, data)), data)


def softplus(x):
    return math.log(1 + math.exp(x))


@pytest.mark.parametrize("sign", [1, -1])
def test_the_curves_are_the_two_summands_and_the_prediction(sign):
    w1, w2, _, _, b1, b2, _ = dosage.FITTED
    w3, w4, b3 = -1.22 * sign, -2.3 * sign, 2.61 * sign
    formulas = {
        "top": lambda input: softplus(input * w1 + b1) * w3,
        "bottom": lambda input: softplus(input * w2 + b2) * w4,
        "predicted": lambda input: softplus(input * w1 + b1) * w3 + softplus(input * w2 + b2) * w4 + b3,
    }
    root = parsed(draw_fit(dosage.FITTED._replace(w3=w3, w4=w4, b3=b3), [(0, 0), (0.5, sign), (1, 0)]))
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    for name, formula in formulas.items():
        drawn = points(plot_curves(root)[name])
        inputs = [k / 100 for k in range(-4, 105) if 0.1 < down(formula(k / 100)) < 309.9]
        assert len(inputs) > 30
        for input in inputs:
            x = across(input)
            (x0, y0), (x1, y1) = next(pair for pair in zip(drawn, drawn[1:]) if pair[0][0] <= x <= pair[1][0])
            assert y0 + (y1 - y0) * (x - x0) / (x1 - x0) == pytest.approx(down(formula(input)), abs=0.08)


def test_a_curve_is_interrupted_where_it_overflows():
    steep = Parameters(w1=1e200, w2=0, w3=1e200, w4=0, b1=0, b2=0, b3=0)
    root = parsed(draw_fit(steep, [(-1, 0), (1, 1)]))
    x, _ = points(plot_curves(root)["top"])[-1]
    assert x <= placed(root, "x-axis")(0)


def test_a_curve_goes_on_where_it_is_finite_again():
    humped = Parameters(w1=10, w2=10, w3=1e307, w4=-2e307, b1=0, b2=-5, b3=1.7e308)
    way = plot_curves(parsed(draw_fit(humped, [(-0.2, 1.7e308), (1, 1.7e308)])))["predicted"].get("d")
    assert re.fullmatch(r"(M[-\d.]+,[-\d.]+(L[-\d.]+,[-\d.]+)+){2}", way)


@pytest.mark.parametrize(("sign", "edge"), [(1, 0), (-1, 310)])
def test_a_curve_that_leaves_the_plot_ends_at_its_edge_just_where_it_leaves(sign, edge):
    steep = Parameters(w1=2, w2=0, w3=100 * sign, w4=0, b1=0, b2=0, b3=-150 * sign)
    root = parsed(draw_fit(steep, [(-1, 0), (1, 1)]))
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    drawn = points(plot_curves(root)["top"])
    outside = [k / 1e4 for k in range(-10_000, 10_000) if not 0 <= down(100 * sign * softplus(2 * k / 1e4)) <= 310]
    assert drawn[-1] == pytest.approx((across(min(outside)), edge), abs=0.2)
    assert all(0 <= y <= 310 for _, y in drawn)


def test_the_unit_of_the_input_does_not_matter():
    one = plot_curves(parsed(draw_fit(START, DATA)))
    other = plot_curves(parsed(draw_fit(START._replace(w1=2.74e-4, w2=-1.13e-4), [(i * 1e4, o) for i, o in DATA])))
    for name in ("top", "bottom", "predicted"):
        here, there = points(one[name]), points(other[name])
        for end in (0, -1):
            assert here[end][1] == pytest.approx(there[end][1], abs=0.02)  # the width goes by the labels


@pytest.mark.parametrize(("count", "radius", "opacity"), [(3, 5, "1"), (400, 2.5, "0.5"), (10_000, 1.5, "0.3")])
def test_many_dots_are_small_and_faint(count, radius, opacity):
    group = of_class(parsed(draw_fit(START, [(n, n) for n in range(count)])), "observed")
    assert group.get("fill-opacity") == opacity
    assert {float(dot.get("r")) for dot in group} == {radius}


def test_the_fit_names_its_axes_and_its_lines():
    root = parsed(draw_fit(dosage.START, dosage.DATA))
    named = {"input", "observed / predicted", "observed", "predicted", "top: y1 * w3", "bottom: y2 * w4", "b3"}
    assert named <= set(words(root))
    assert "SSR 1.896" in words(root)


@pytest.mark.parametrize(
    ("draw", "title"),
    [
        (lambda: draw_fit(START, DATA), "The fit of the network"),
        (lambda: draw_descent([2, 1]), "The descent of the SSR"),
        (lambda: draw_network(START, 0.5), "The network with its numbers"),
        (lambda: animate_fit([Step(0, START, 1, START, START)], DATA), "The fit of the network, step by step"),
    ],
)
def test_every_picture_has_a_title(draw, title):
    assert parsed(draw()).find(f"{SVG}title").text == title


@pytest.mark.parametrize(
    ("numbers", "low", "high"),
    [
        ([0, 1], -0.05, 1.05),  # a twentieth more at each end
        ([0.00005, 0.00009], 0.000048, 0.000092),
        ([-300, 700], -350, 750),
        ([1, 1.3], 0.985, 1.315),
        ([1, 1 + 1e-6], 1 - 5e-8, 1 + 1.05e-6),
        ([1, 1 + 1e-13], 0.5, 1.5),  # too near: half the size to either side
        ([3, 3], 1.5, 4.5),
        ([0, 0], -0.5, 0.5),
    ],
)
def test_the_ends_of_a_linear_scale(numbers, low, high):
    scale = linear(numbers)
    assert (scale.low * scale.unit, scale.high * scale.unit) == pytest.approx((low, high), rel=1e-11)


@pytest.mark.parametrize(
    ("ticks", "texts"),
    [
        ([(1, 0), (20, 0)], ["1", "20"]),
        ([(1, 2), (3, 1)], ["100", "30"]),
        ([(1, -5), (20, -5)], ["0.00001", "0.00020"]),  # seven characters
        ([(1, -6), (20, -6)], ["1e-6", "2e-5"]),
        ([(123456, 3)], ["123456000"]),  # no longer than 1.23456e8
        ([(1, 8)], ["1e8"]),
    ],
)
def test_labels_are_written_out_unless_that_is_long(ticks, texts):
    assert labels(ticks) == texts


def test_tiny_numbers_have_ticks_too():
    assert [label for _, label in linear([1e-20, 3e-20]).ticks] == ["1e-20", "1.5e-20", "2e-20", "2.5e-20", "3e-20"]


TENTH = 9 / math.log(10)  # what a number takes from a tenth of itself on, in decades


@pytest.mark.parametrize(
    ("numbers", "start", "below", "above"),
    [
        ([1, 1000], 1000, 2, 0),  # decades below a tenth of the start, and above the start
        ([100], 100, 0, 0),
        ([50, 100], 100, 0, 0),
        ([1e-8, 2, 200], 2, math.log10(2e7), 2),
        ([0, 1, 1000], 1000, 2, 0),
        ([1e-40, 1e60], 1e60, 99, 0),
        ([1e-3, 1e3], 1e-3, 0, 6),
    ],
)
def test_the_ends_of_the_scale_of_a_fall(numbers, start, below, above):
    scale = fall(numbers, start)
    whole = below + TENTH + above
    low, high = -below - 0.05 * whole, TENTH + above + 0.05 * whole  # a twentieth more at each end
    assert (scale.low, scale.high) == pytest.approx((low - 0.1 * (high - low) * (0 in numbers), high))  # room for the 0
    assert ("0" in [label for _, label in scale.ticks]) == (0 in numbers)


def test_equal_differences_are_equal_distances_above_a_tenth_of_the_start_and_equal_ratios_below():
    scale = fall([2, 1e-8], 2)
    linear = [scale.share(ssr) for ssr in (2, 1.55, 1.1, 0.65, 0.2)]
    assert {round(before - after, 9) for before, after in zip(linear, linear[1:])} == {round(linear[0] - linear[1], 9)}
    ratios = [scale.share(2 * 10**-k) for k in range(1, 9)]
    assert {round(before - after, 9) for before, after in zip(ratios, ratios[1:])} == {round(ratios[0] - ratios[1], 9)}
    assert scale.share(0.2001) - scale.share(0.2) == pytest.approx(scale.share(0.2) - scale.share(0.1999), rel=1e-3)


def test_a_hundred_decades_have_ticks_at_round_powers():
    assert [label for _, label in fall([1e-40, 1e60], 1e60).ticks] == ["1e-40", "1e-20", "1", "1e20", "1e40", "1e60"]


def test_the_first_steps_take_a_fifth_of_the_height_though_the_end_is_at_1e_8():
    training = train(START, DATA, learning_rate=0.02)
    assert training.ssr < 1e-7
    root = parsed(draw_descent(training))
    heights = [y for _, y in points(plot_curves(root)["ssr"])]
    first = placed_by_fall(root, training.history[0])
    assert first(training.history[0]) == pytest.approx(min(heights), abs=0.1)
    assert first(training.history[5]) - first(training.history[0]) > 310 / 5


def test_the_axis_of_a_descent_ends_at_the_last_step():
    for history, texts in (([4, 3, 2, 1], ["0", "1", "2", "3"]), ([2], ["0", "1", "2"]), ([2, 1], ["0", "1", "2"])):
        assert [label for _, label in ticks(parsed(draw_descent(history)), "x-axis")] == texts


def test_few_frames_take_half_a_second_each():
    svg = animate_fit(islice(descend(START, DATA, learning_rate=0.02), 4), DATA).svg
    assert re.findall(r"animation-delay:([\d.]+)s", svg) == ["0.000", "0.500", "1.000"]
    assert "@keyframes tinynet-frame-4{0%{visibility:visible}12.5000%{visibility:hidden}}" in svg  # of four seconds
    assert "@keyframes tinynet-last-4{0%{visibility:hidden}37.5000%{visibility:visible}}" in svg


def test_lines_differ_in_colour_and_in_dashes():
    lines = plot_curves(parsed(draw_fit(dosage.START, dosage.DATA))).values()
    assert len({line.get("stroke") for line in lines}) == 4
    assert len({line.get("stroke-dasharray") for line in lines}) == 4


# The descent


@pytest.mark.filterwarnings("ignore:the SSR is not clearly better")
def test_the_line_of_a_descent_runs_through_its_history():
    history = train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=100).history
    root = parsed(draw_descent(history))
    across, down = placed(root, "x-axis"), placed_by_fall(root, history[0])
    line = [path for path in root.iter(f"{SVG}path") if path.get("class") == "ssr"][-1]
    drawn = points(line)
    for number, ssr in enumerate(history):
        x, y = across(number), down(ssr)
        near = [pair for pair in zip(drawn, drawn[1:]) if pair[0][0] - 0.1 <= x <= pair[1][0] + 0.1]
        assert min(abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) for (x0, y0), (x1, y1) in near) < 0.15
    assert drawn[0] == pytest.approx((across(0), down(history[0])), abs=0.1)
    assert drawn[-1] == pytest.approx((across(100), down(history[-1])), abs=0.1)


@pytest.mark.long
def test_a_hundred_thousand_steps_keep_every_spike_within_60_kilobytes():
    generator = random.Random(2)
    history = [math.exp(generator.gauss(0, 1) - k / 20_000) for k in range(100_000)]
    spikes = {
        generator.randrange(100_000): 10 ** generator.choice([-6, 6]) * generator.uniform(1, 2) for _ in range(100)
    }
    for number, ssr in spikes.items():
        history[number] = ssr
    picture = draw_descent(history, dosage.DATA)
    assert len(picture.svg.encode()) <= 60_000
    root = parsed(picture)
    across, down = quick(placed(root, "x-axis")), placed_by_fall(root, history[0])
    drawn = points([path for path in root.iter(f"{SVG}path") if path.get("class") == "ssr"][-1])
    columns = {}
    for number, ssr in enumerate(history):
        columns.setdefault(round(across(number)), []).append(down(ssr))
    reached = {}
    for x, y in drawn:
        for column in (math.floor(x), math.ceil(x)):
            reached.setdefault(column, []).append(y)
    for column, heights in columns.items():
        assert min(reached[column]) <= min(heights) + 0.1
        assert max(reached[column]) >= max(heights) - 0.1


def test_always_predicting_the_mean_is_a_line_at_its_ssr():
    root = parsed(draw_descent([2.0, 0.1, 0.001], dosage.DATA))
    line = points(plot_curves(root)["mean"])
    assert [x for x, _ in line] == pytest.approx([0, width_of(root)], abs=0.01)
    assert [y for _, y in line] == pytest.approx([placed_by_fall(root, 2.0)(2 / 3)] * 2, abs=0.1)
    assert "always predicting the mean: 0.6667" in words(root)


def test_without_data_there_is_no_such_line():
    assert "mean" not in draw_descent([2.0, 1.0]).svg


def test_an_ssr_of_0_lies_on_the_lower_edge_which_says_so():
    root = parsed(draw_descent([10, 1, 0]))
    line = [path for path in root.iter(f"{SVG}path") if path.get("class") == "ssr"][-1]
    assert points(line)[-1][1] == 310
    assert ticks(root, "y-axis")[0] == (310 + BELOW, "0")


def test_a_history_of_one_shows_a_dot():
    root = parsed(draw_descent([1.5]))
    (dot,) = root.iter(f"{SVG}circle")
    assert float(dot.get("cy")) == pytest.approx(placed_by_fall(root, 1.5)(1.5), abs=0.1)


def test_the_steps_are_counted_in_whole_numbers():
    for length in (1, 2, 3, 4, 10, 12345):
        labels = [label for _, label in ticks(parsed(draw_descent([1.0] * length)), "x-axis")]
        assert all(label.isdigit() for label in labels)


# The network


def numbers_of(root):
    """What the network shows, line by line: name -> "name = number" or "name = formula = number"."""
    said = [line for line in words(root) if " = " in line and line not in legend_of(root)]
    return {line.split(" = ")[0]: line for line in said}


def legend_of(root):
    return [
        "".join(text.itertext())
        for g in root.iter(f"{SVG}g")
        if g.get("class") == "legend"
        for text in g.iter(f"{SVG}text")
    ]


BY_HAND = Parameters(w1=2, w2=-3, w3=0.5, w4=4, b1=0.25, b2=1, b3=-2)  # at input 0.5, observed 1


def test_the_network_shows_every_number_of_the_way_forward():
    y1, y2 = softplus(1.25), softplus(-0.5)
    expected = {"input": 0.5, "x1": 1.25, "y1": y1, "x2": -0.5, "y2": y2, "predicted": 0.5 * y1 + 4 * y2 - 2}
    expected.update(BY_HAND._asdict())
    shown = numbers_of(parsed(draw_network(BY_HAND, 0.5)))
    assert {name: f"{name} = {number:.4g}" for name, number in expected.items()} == shown


def test_the_network_shows_every_derivative_of_the_way_back():
    y1, y2 = softplus(1.25), softplus(-0.5)
    slope1, slope2 = 1 / (1 + math.exp(-1.25)), 1 / (1 + math.exp(0.5))
    predicted = 0.5 * y1 + 4 * y2 - 2
    d = -2 * (1 - predicted)
    expected = {
        "dSSR/dpredicted": d,
        "dSSR/db3": d,
        "dSSR/dw3": d * y1,
        "dSSR/dw4": d * y2,
        "dSSR/dy1": d * 0.5,
        "dSSR/dx1": d * 0.5 * slope1,
        "dSSR/db1": d * 0.5 * slope1,
        "dSSR/dw1": d * 0.5 * slope1 * 0.5,
        "dSSR/dy2": d * 4,
        "dSSR/dx2": d * 4 * slope2,
        "dSSR/db2": d * 4 * slope2,
        "dSSR/dw2": d * 4 * slope2 * 0.5,
        "dpredicted/dw3": y1,
        "dpredicted/dw4": y2,
        "dpredicted/db3": 1,
        "dpredicted/dy1": 0.5,
        "dpredicted/dy2": 4,
        "dy1/dx1": slope1,
        "dy2/dx2": slope2,
        "dx1/dw1": 0.5,
        "dx1/db1": 1,
        "dx2/dw2": 0.5,
        "dx2/db2": 1,
        "observed": 1,
        "residual": 1 - predicted,
        "SSR": (1 - predicted) ** 2,
    }
    back = numbers_of(parsed(draw_network(BY_HAND, 0.5, 1)))
    forwards = numbers_of(parsed(draw_network(BY_HAND, 0.5)))
    shown = {name: line.split(" = ")[-1] for name, line in back.items() if name not in forwards}
    assert shown == {name: f"{number:.4g}" for name, number in expected.items()}


def test_the_description_of_the_network_says_all_that_it_shows():
    root = parsed(draw_network(BY_HAND, 0.5, 1))
    described = root.find(f"{SVG}desc").text.rstrip(".").split(", ")
    assert set(described) == set(numbers_of(root).values())


def test_numbers_are_short_and_never_minus_zero():
    shown = words(parsed(draw_network(Parameters(-1.23456e-12, 1.5e12, -0.0, 100000, 1e5, 123456, 0.1), 1)))
    assert {"w1 = -1.235e-12", "w2 = 1.5e12", "w3 = 0", "w4 = 1e5", "b2 = 1.235e5", "b3 = 0.1"} <= set(shown)


def test_what_overflows_is_called_so():
    assert "x1 = overflow" in words(parsed(draw_network(Parameters(1e300, 0, 0, 0, 0, 0, 0), 1e300)))


# The animation

STEPS = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 0, 3001, 300))


def test_each_frame_says_its_step_and_its_ssr():
    shown = words(parsed(animate_fit(STEPS, dosage.DATA)))
    assert [line for line in shown if line.startswith("step")] == [
        f"step {step.number:,}, SSR {step.ssr:.4g}" for step in STEPS
    ]


def test_the_last_frame_is_the_fit_of_the_last_parameters():
    film = parsed(animate_fit(STEPS, dosage.DATA))
    frame = [step.parameters for step in STEPS]
    fit = parsed(draw_fit(frame[-1], dosage.DATA, neurons="whole", frame=frame))
    for name, path in plot_curves(fit).items():
        assert plot_curves(film)[name].get("d") == path.get("d")
    assert ticks(film, "x-axis") == ticks(fit, "x-axis")
    assert ticks(film, "y-axis") == ticks(fit, "y-axis")


def test_without_animation_only_the_last_frame_shows():
    frames = frames_of(parsed(animate_fit(STEPS, dosage.DATA)))
    assert [frame.get("display") for frame in frames] == ["none"] * 10 + [None]


def test_one_step_and_many_steps_make_as_many_frames():
    for number in (1, 2, 60):
        film = animate_fit(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), number), dosage.DATA)
        frames = frames_of(parsed(film))
        assert len(frames) == number
        assert all(list(curves_of(frame)) == ["top", "bottom", "b3", "predicted"] for frame in frames)


def test_a_film_of_forty_frames_stays_below_60_kilobytes():
    steps = islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 0, 4000, 100)
    assert len(animate_fit(steps, dosage.DATA).svg) < 60_000


# All of them


def all_of_them():
    return [
        draw_fit(dosage.START, dosage.DATA),
        draw_fit(dosage.FITTED, dosage.DATA),
        draw_descent([2.0, 1.0], dosage.DATA),
        draw_network(dosage.FITTED, 0.5, 1),
        draw_ssr("w1", dosage.START, dosage.DATA, 0.02),
        animate_fit(STEPS, dosage.DATA),
        animate_fit(STEPS[:3], dosage.DATA),
    ]


def test_animations_of_pictures_on_the_same_page_do_not_collide():
    names = [name for picture in all_of_them() for name in re.findall(r"@keyframes ([\w-]+)", picture.svg)]
    assert len(names) == len(set(names)) == 4


def test_the_same_arguments_make_the_same_picture():
    assert all_of_them() == all_of_them()


def test_data_may_be_a_generator_and_numbers_those_of_numpy():
    rows = [(0.0, 0.0), (0.5, 1.0), (1.0, 0.0)]
    fit = draw_fit(dosage.FITTED, rows)
    assert draw_fit(dosage.FITTED, (row for row in rows)) == fit
    assert draw_fit(Parameters(*numpy.array(dosage.FITTED)), numpy.array(rows)) == fit
    assert draw_descent(numpy.array([2.0, 1.0]), iter(rows)) == draw_descent((2, 1), rows)
    assert draw_network(dosage.FITTED, numpy.float64(0.5), numpy.int64(1)) == draw_network(dosage.FITTED, 0.5, 1)
    assert animate_fit(iter(STEPS), zip([0, 0.5, 1], [0, 1, 0])) == animate_fit(STEPS, rows)


def test_a_picture_shows_itself_in_a_notebook_and_briefly_at_the_prompt():
    picture = Picture("<svg/>")
    assert picture._repr_svg_() == picture.svg == "<svg/>"
    assert picture._repr_html_() == '<figure style="margin:0"><svg/></figure>'
    assert repr(picture) == "<Picture: 6 characters of SVG>"


def test_save_writes_the_document(tmp_path):
    picture = draw_fit(dosage.START, dosage.DATA)
    picture.save(tmp_path / "fit.svg")
    picture.save(str(tmp_path / "again.svg"))
    assert (tmp_path / "fit.svg").read_bytes() == (tmp_path / "again.svg").read_bytes() == picture.svg.encode()


def test_save_takes_the_ending_in_capitals_too(tmp_path):
    draw_fit(START, DATA).save(tmp_path / "FIT.SVG")
    assert (tmp_path / "FIT.SVG").read_bytes().startswith(b"<svg")


def test_save_writes_into_the_current_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Picture("<svg/>").save("fit.svg")
    assert (tmp_path / "fit.svg").read_text() == "<svg/>"


def test_save_says_which_directory_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        Picture("<svg/>").save(tmp_path / "nowhere" / "fit.svg")
    assert not (tmp_path / "nowhere").exists()


def test_importing_tinynet_does_not_import_the_pictures():
    code = "import sys, tinynet; sys.exit('tinynet.pictures' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Bad arguments

STEP = STEPS[0]


@pytest.mark.parametrize(
    ("draw", "arguments", "error", "sentence"),
    [
        (
            draw_fit,
            ((1, 2, 3, 4, 5, 6, 7), dosage.DATA),
            TypeError,
            "parameters is (1, 2, 3, 4, 5, 6, 7); it must be a Par",
        ),
        (
            draw_fit,
            (ZERO._replace(w2=math.nan), dosage.DATA),
            ValueError,
            "parameters.w2 is nan; it must be a finite number",
        ),
        (draw_fit, (ZERO, []), ValueError, "data is empty"),
        (draw_fit, (ZERO, [(0, 1), (1, math.inf)]), ValueError, "data[1]: observed is inf; it must be a finite number"),
        (draw_fit, (ZERO, None), TypeError, "data is None"),
        (draw_descent, ([],), ValueError, "history is empty; it must hold at least one"),
        (draw_descent, ([3, 2, 1, math.nan],), ValueError, "history[3] is nan; it must be a finite number"),
        (draw_descent, ([3, math.inf],), ValueError, "history[1] is inf; it must be a finite number"),
        (draw_descent, ([3, -1],), ValueError, "history[1] is -1; it must be a finite number from 0 on"),
        (draw_descent, (["3"],), TypeError, "history[0] is '3'; it must be a finite number"),
        (draw_descent, ([10**400],), ValueError, "history[0] is too large for a float"),
        (draw_descent, (5,), TypeError, "history is 5; it must be an iterable of SSRs"),
        (draw_descent, ("321",), TypeError, "history is '321'; it must be an iterable of SSRs"),
        (draw_descent, ([1], []), ValueError, "data is empty"),
        (draw_network, (None, 1), TypeError, "parameters is None; it must be a Parameters"),
        (draw_network, (ZERO, math.nan), ValueError, "input is nan; it must be a finite number"),
        (draw_network, (ZERO, True), TypeError, "input is True; it must be a finite number"),
        (draw_network, (ZERO, 1, "1"), TypeError, "observed is '1'; it must be a finite number"),
        (animate_fit, ([], dosage.DATA), ValueError, "steps is empty; it must hold at least one"),
        (animate_fit, (None, dosage.DATA), TypeError, "steps is None; it must be an iterable of Steps"),
        (animate_fit, ([STEP, ZERO], dosage.DATA), TypeError, "steps[1] is Parameters("),
        (animate_fit, (STEP, dosage.DATA), TypeError, "steps[0] is 0; it must be a Step, as descend yields them"),
        (
            animate_fit,
            ([STEP._replace(ssr=math.nan)], dosage.DATA),
            ValueError,
            "steps[0].ssr is nan; it must be a finite",
        ),
        (
            animate_fit,
            ([STEP._replace(number=-1)], dosage.DATA),
            ValueError,
            "steps[0].number is -1; it must be a whole",
        ),
        (
            animate_fit,
            ([STEP._replace(parameters=[1])], dosage.DATA),
            TypeError,
            "steps[0].parameters is [1]; it must be a",
        ),
        (animate_fit, ([STEP], [(0,)]), ValueError, "data[0] is (0,); it must be a pair (input, observed)"),
    ],
)
def test_a_bad_argument_is_refused_in_a_sentence_that_names_it(draw, arguments, error, sentence):
    with pytest.raises(error, match=f"^{re.escape(sentence)}"):
        draw(*arguments)


def test_a_descent_without_end_makes_no_film():
    def without_end():
        yield from islice(descend(START, DATA, learning_rate=0.02), 10_001)
        pytest.fail("more was taken than is needed to know")

    with pytest.raises(ValueError, match=r"^steps holds more than 10,000; that is the limit$"):
        animate_fit(without_end(), DATA)


@pytest.mark.parametrize("name", ["fit.png", "fit.JPG", "a/fit.pdf"])
def test_what_is_no_svg_is_not_written_under_its_name(tmp_path, name):
    with pytest.raises(ValueError, match=r"it must name an SVG file, .*cairosvg fit.svg -o fit.png$"):
        draw_fit(dosage.START, dosage.DATA).save(tmp_path / name)
    assert not list(tmp_path.iterdir())
