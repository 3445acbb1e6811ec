"""What the pictures say, read back from the SVG and held against `explain`, `forward` and plain formulas."""

from __future__ import annotations

import colorsys
import math
import re
import time
from collections import OrderedDict
from functools import lru_cache
from itertools import islice, repeat
from random import Random
from xml.etree import ElementTree

import numpy
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_pictures import (
    SVG,
    assert_dots,
    assert_round,
    assert_sound,
    curves_of,
    frames_of,
    legend_of,
    numbers_of,
    of_class,
    parsed,
    placed,
    placed_by_fall,
    plot_curves,
    quick,
    width_of,
    words,
)
from test_pictures import points as points_of

import points
from tinynet import (
    Parameters,
    Step,
    animate_fit,
    descend,
    dosage,
    draw_descent,
    draw_fit,
    draw_network,
    draw_ssr,
    explain,
    forward,
    predict,
    train,
)
from tinynet.dosage import DATA, FITTED, START
from tinynet.pictures import Picture
from tinynet.pictures.shapes import breadth

TRAINED = train(START, DATA, learning_rate=0.02)
FILM = animate_fit(TRAINED)
SEVEN = Parameters._fields


def four_digits(number):
    """As the pictures write a number: four digits, no e-08, no -0."""
    return re.sub(r"e([+-])0*", lambda e: "e" + e[1].replace("+", ""), f"{number + 0.0:.4g}")


# The network is one row of explain, for all seven


@settings(max_examples=settings().max_examples // 2)
@given(points.parameters, st.floats(-2, 2), points.numbers)
def test_the_network_shows_the_numbers_of_explain_and_forward(parameters, input, observed):
    shown = {
        name: line.split(" = ")[-1]
        for name, line in numbers_of(parsed(draw_network(parameters, input, observed))).items()
    }
    expected = {**forward(parameters, input)._asdict(), **parameters._asdict(), "observed": observed}
    expected["residual"] = observed - expected["predicted"]
    expected["SSR"] = expected["residual"] ** 2
    for name in SEVEN:
        work = explain(name, parameters, [(input, observed)])
        expected.update(zip((factor.symbol for factor in work.factors), work.rows[0].values))
        expected[f"dSSR/d{name}"] = work.derivative
    passing = {f"dSSR/d{name}": shown.pop(f"dSSR/d{name}") for name in ("y1", "x1", "y2", "x2")}
    rounded = {name: float(four_digits(number)) for name, number in expected.items()}
    assert {name: float(number) for name, number in shown.items()} == pytest.approx(rounded, rel=1.01e-3, abs=1e-300)
    for name in ("x1", "x2"):  # dx/db is 1
        assert passing[f"dSSR/d{name}"] == shown[f"dSSR/db{name[1]}"]


def test_each_product_is_what_came_back_times_the_factor_beside_it():
    shown = {name: float(line.split(" = ")[-1]) for name, line in numbers_of(parsed(draw_network(START, 1, 0))).items()}
    chain = [("predicted", "w3"), ("predicted", "w4"), ("predicted", "b3"), ("predicted", "y1"), ("predicted", "y2")]
    chain += [("y1", "x1"), ("y2", "x2"), ("x1", "w1"), ("x1", "b1"), ("x2", "w2"), ("x2", "b2")]
    for above, below in chain:
        product = shown[f"dSSR/d{above}"] * shown[f"d{above}/d{below}"]
        assert shown[f"dSSR/d{below}"] == pytest.approx(product, rel=2e-3)
    assert shown["dSSR/dpredicted"] == pytest.approx(-2 * shown["residual"], rel=1e-3)


def test_arrows_lead_forwards_and_against_the_direction_in_a_colour_of_their_own():
    root = parsed(draw_network(START, 0.5, 1))
    ways = {
        name: [path for path in root.iter(f"{SVG}path") if path.get("class") == name]
        for name in ("forwards", "backwards")
    }
    assert [len(paths) for paths in ways.values()] == [
        4,
        4,
    ]  # from the input to both neurons, and from these to the output
    (forwards,), (backwards,) = ({path.get("stroke") for path in paths} for paths in ways.values())
    texts = [text for text in root.iter(f"{SVG}text") if text.text not in legend_of(root)]
    derivatives = [text for text in texts if text.text.startswith("d")]
    assert {text.get("fill") for text in derivatives} == {backwards} != {forwards}
    assert len(derivatives) == 23
    boxes = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "box"]
    for there, back in zip(ways["forwards"], ways["backwards"]):
        (start, tip), (begin, end) = points_of(there), points_of(back)
        assert math.dist(start, end) == math.dist(tip, begin) == pytest.approx(14)  # beside, in the other direction
        joined = [
            {number for number, box in enumerate(boxes) if touches(box, place)} for place in (start, tip, end, begin)
        ]
        assert joined[0] == joined[2] != joined[1] == joined[3]
        assert all(len(box) == 1 for box in joined)
    assert not [
        path for path in parsed(draw_network(START, 0.5)).iter(f"{SVG}path") if path.get("class") == "backwards"
    ]


def touches(box, place):
    left, top, width, height = (float(box.get(name)) for name in ("x", "y", "width", "height"))
    return left - 0.1 <= place[0] <= left + width + 0.1 and top - 0.1 <= place[1] <= top + height + 0.1


def test_a_selected_parameter_is_marked_with_its_chain():
    def marked(name):
        shapes = list(parsed(draw_network(START, 0.5, 1, selected=name)))
        return {
            after.text.split(" = ")[0] for shape, after in zip(shapes, shapes[1:]) if shape.get("fill") == "#ffe89a"
        }

    for name in SEVEN:
        factors = {factor.symbol for factor in explain(name, START, DATA).factors}
        assert marked(name) == {name, *factors, f"dSSR/d{name}"}


def test_a_parameter_leads_to_the_address_that_is_given():
    root = parsed(draw_network(START, 0.5, 1, link=lambda name: f"?selected={name}&k=<3>"))
    links = [(a.get("href"), a[0].text.split(" = ")[0]) for a in root.iter(f"{SVG}a")]
    named = [(f"?selected={name}&k=<3>", said) for name in SEVEN for said in (name, f"dSSR/d{name}")]
    assert sorted(links) == sorted(named)
    assert root.get("role") == "group"  # an image would hide the links from who listens


@pytest.mark.parametrize("to", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "", None, 5])
def test_an_address_that_could_be_a_script_is_refused(to):
    with pytest.raises(
        ValueError, match=r"^link returned .*; it must return an address that begins with /, \?, # or http$"
    ):
        draw_network(START, 0.5, 1, link=lambda name: to)


# The SSR over one parameter


def ssr_by_hand(parameters, data):
    def softplus(x):
        return max(x, 0) + math.log1p(math.exp(-abs(x)))

    w1, w2, w3, w4, b1, b2, b3 = parameters
    return sum((o - softplus(i * w1 + b1) * w3 - softplus(i * w2 + b2) * w4 - b3) ** 2 for i, o in data)


def assert_at(points, x, y, tolerance=0.6):
    """A line through these points passes (x, y)."""
    pairs = [pair for pair in zip(points, points[1:]) if pair[0][0] <= x <= pair[1][0]]
    near = [y0 + (y1 - y0) * ((x - x0) / (x1 - x0) if x1 > x0 else 0) for (x0, y0), (x1, y1) in pairs]
    assert any(abs(height - y) < tolerance for height in near)


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(st.sampled_from(SEVEN), points.parameters, points.data, st.floats(1e-3, 0.3))
def test_the_curve_the_tangent_and_the_step_are_where_they_belong(name, parameters, data, learning_rate):
    work = explain(name, parameters, data, learning_rate)
    here, there = ssr_by_hand(parameters, data), ssr_by_hand(parameters._replace(**{name: work.new}), data)
    assume(abs(work.derivative) > 1e-6 and here > 1e-6)
    root = parsed(draw_ssr(name, parameters, data, learning_rate))
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    lines = plot_curves(root)
    width = width_of(root)
    old, new = (across(work.old), down(here)), (across(work.new), down(there))
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")]
    assert dots == [pytest.approx(new, abs=0.5), pytest.approx(old, abs=0.5)]
    for x, y in dots:
        assert 0 <= x <= width
        assert 0 <= y <= 310
    assert_at(points_of(lines["ssr"]), *old, 2)
    low = min(y for _, y in points_of(lines["ssr"]))
    for _, y in points_of(lines["ssr"]):
        assert low <= y <= 620
    (x0, y0), (x1, y1) = max(
        zip(points_of(lines["tangent"]), points_of(lines["tangent"])[1:]), key=lambda pair: pair[1][0] - pair[0][0]
    )
    unit = across(work.old + 1) - across(work.old), down(here + work.derivative) - down(here)
    if min(y0, y1) > -300 and max(y0, y1) < 610 and abs(x1 - x0) > 5:
        assert (y1 - y0) / (x1 - x0) == pytest.approx(unit[1] / unit[0], rel=0.05, abs=0.02)
    step = next(path for path in root.iter(f"{SVG}path") if path.get("class") == "step" and "310" in path.get("d"))
    start, end = map(float, re.match(r"M([\d.]+),310H([\d.]+)$", step.get("d")).groups())
    assert start == pytest.approx(old[0], abs=0.5)
    assert (end - start) * (new[0] - old[0]) >= 0
    shown = words(root)
    assert f"tangent: slope dSSR/d{name} = {four_digits(work.derivative)}" in shown
    assert (
        f"step size: {four_digits(work.derivative)} * {four_digits(learning_rate)} = {four_digits(work.step_size)}"
        in shown
    )


def test_the_parabola_of_the_videos():
    root = parsed(draw_ssr("b3", FITTED._replace(b3=0), DATA, learning_rate=0.1))
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    curve = points_of(plot_curves(root)["ssr"])
    for b3, ssr in ((0, 20.4), (1, 7.8), (2, 1.11), (3, 0.46)):
        assert_at(curve, across(b3), down(ssr), 2)
    lowest = max(curve, key=lambda point: point[1])
    assert lowest[0] == pytest.approx(across(2.61), abs=8)
    assert {"b3 = 0, SSR 20.42; new b3 = 1.566, SSR 3.268", "step size: -15.66 * 0.1 = -1.566"} <= set(words(root))


@pytest.mark.parametrize("name", SEVEN)
@pytest.mark.parametrize("parameters", [START, FITTED, TRAINED.parameters, FITTED._replace(b3=0)])
def test_the_point_the_tangent_and_the_step_can_be_seen_at_a_start_and_near_the_end(name, parameters):
    root = parsed(draw_ssr(name, parameters, DATA, learning_rate=0.02))
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")]
    (x1, _), (x0, y0) = dots
    width = width_of(root)
    assert 0.04 * width < x0 < 0.96 * width
    assert 5 < y0 < 306
    curve, tangent = (points_of(plot_curves(root)[line]) for line in ("ssr", "tangent"))
    assert max(y for _, y in curve) - min(y for _, y in curve) > 100  # not flat
    (left, _), (right, _) = tangent[0], tangent[-1]
    inside = [x for x in range(1, int(width)) if max(left, curve[0][0]) <= x <= min(right, curve[-1][0])]
    ends = [abs(at(curve, x) - at(tangent, x)) for x in (inside[0], inside[-1])]
    assert max(ends) > 8  # the tangent leaves the curve
    slope = abs(explain(name, parameters, DATA).derivative)
    assert abs(x1 - x0) > 2 or slope < 0.02


def at(points, x):
    (x0, y0), (x1, y1) = next(pair for pair in zip(points, points[1:]) if pair[0][0] <= x <= pair[1][0])
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


# The SSR over two parameters


def inverse(place):
    """From pixels back to numbers, along a linear axis."""
    zero, one = place(0), place(1)
    return lambda pixels: (pixels - zero) / (one - zero)


def contours_of(root):
    """For each contour its label, where it has one, and its pieces, as points."""
    pieces = [
        [points_of({"d": piece}) for piece in path.get("d").split("M")[1:]]
        for path in frames_of(root)[0].findall(f"{SVG}path")
        if path.get("class") == "contour"
    ]
    plot = list(frames_of(root)[0])
    labels = {
        float(after.text): (float(after.get("x")), float(after.get("y")) - 5)
        for before, after in zip(plot, plot[1:])
        if before.get("class") == "halo"
    }
    return pieces, labels


NAMES = st.lists(st.sampled_from(SEVEN), min_size=2, max_size=2, unique=True)


OTHERS = [(-1, 3), (0.3, 1), (2, 5)]


@pytest.mark.parametrize(
    ("names", "parameters", "data"),
    [
        (("w1", "b1"), START, DATA),
        pytest.param(("w3", "w4"), FITTED, OTHERS, marks=pytest.mark.long),
        pytest.param(("b2", "w1"), FITTED, OTHERS, marks=pytest.mark.long),
    ],
)
def test_along_a_contour_the_ssr_stays_the_same(names, parameters, data):
    root = parsed(draw_ssr(names, parameters, data))
    across, down = inverse(placed(root, "x-axis")), inverse(placed(root, "y-axis"))

    def height(x, y):
        return ssr_by_hand(parameters._replace(**{names[0]: across(x), names[1]: down(y)}), data)

    pieces, labels = contours_of(root)
    assert 1 <= len(pieces) <= 9
    for lines in pieces:
        heights = sorted(height(x, y) for line in lines for x, y in line)
        around = [
            height(x + right, y + below)
            for line in lines
            for x, y in line
            for right, below in ((9, 0), (-9, 0), (0, 6), (0, -6))
        ]
        middle = heights[len(heights) // 2]
        assert heights[-1] - heights[0] < 0.5 * (max(around) - min(around)) + 0.02 * middle
    for level, (x, y) in labels.items():  # a label lies on its line
        nearby = [height(x + right, y + below) for right in (-9, 0, 9) for below in (-6, 0, 6)]
        assert min(nearby) <= level * 1.06 + 1e-9
        assert max(nearby) >= level * 0.94 - 1e-9


def test_the_contours_of_the_output_layer_are_ellipses_around_the_lowest_point():
    """With the others held, the SSR is quadratic in w3 and b3, so a contour is where a parabola in b3 has two roots."""
    start = FITTED._replace(w3=0.36, b3=0)
    root = parsed(draw_ssr(("w3", "b3"), start, DATA))
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    pieces, labels = contours_of(root)
    assert len(labels) > 4
    found = 0
    for level, place in labels.items():
        near = [min(away(place, *pair) for line in lines for pair in zip(line, line[1:])) for lines in pieces]
        lines = pieces[near.index(min(near))]
        assert min(near) < 0.1
        for x in (60, 200, 350, 500):
            w3 = inverse(across)(x)
            rest = [o - forward(start, i).y1 * w3 - forward(start, i).y2 * start.w4 for i, o in DATA]
            mean = sum(rest) / 3
            spread = (level - sum((r - mean) ** 2 for r in rest)) / 3
            roots = [down(mean + sign * math.sqrt(spread)) for sign in (1, -1)] if spread > 0.05 else []
            for y in roots:
                if 3 < y < 307:
                    assert any(crosses(line, x, y) for line in lines)
                    found += 1
    assert found > 8


@pytest.mark.parametrize("names", [("w3", "b3"), ("w4", "w3"), ("b3", "w4")])
def test_a_map_of_the_output_layer_holds_its_lowest_point(names):
    """Found by a linear least-squares fit of an independent library: predicted is linear in both."""
    start = FITTED._replace(w3=0.36, w4=0.63, b3=0)
    columns = {
        "w3": [forward(start, i).y1 for i, _ in DATA],
        "w4": [forward(start, i).y2 for i, _ in DATA],
        "b3": [1, 1, 1],
    }
    rest = [o - predict(start._replace(**dict.fromkeys(names, 0)), i) for i, o in DATA]
    lowest = numpy.linalg.lstsq(numpy.array([columns[name] for name in names]).T, numpy.array(rest), rcond=None)[0]
    root = parsed(draw_ssr(names, start, DATA))
    x, y = placed(root, "x-axis")(lowest[0]), placed(root, "y-axis")(lowest[1])
    assert 20 < x < width_of(root) - 20
    assert 20 < y < 290
    pieces, _ = contours_of(root)
    assert min(math.dist((x, y), point) for line in pieces[0] for point in line) < 150  # within the innermost one


def crosses(line, x, y):
    pairs = [(a, b) for a, b in zip(line, line[1:]) if min(a[0], b[0]) <= x <= max(a[0], b[0])]
    return any(
        abs(a[1] + (b[1] - a[1]) * ((x - a[0]) / (b[0] - a[0]) if a[0] != b[0] else 0) - y) < 1.5 for a, b in pairs
    )


def test_the_path_of_a_descent_passes_through_its_steps():
    start, moving = FITTED._replace(w3=0.36, b3=0), ["w3", "b3"]
    training = train(start, DATA, learning_rate=0.1, trainable=moving)
    steps = list(islice(descend(start, DATA, learning_rate=0.1, trainable=moving), training.steps + 1))
    picture = draw_ssr(moving, training)
    assert picture == draw_ssr(moving, steps, DATA)
    root = parsed(picture)
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    path = points_of(plot_curves(root)["descent"])
    for step in steps:
        place = across(step.parameters.w3), down(step.parameters.b3)
        assert min(away(place, *pair) for pair in zip(path, path[1:])) < 0.2
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")]
    for parameters, dot in ((start, dots[-2]), (training.parameters, dots[-1])):
        assert dot == pytest.approx((across(parameters.w3), down(parameters.b3)), abs=0.2)
    assert {f"path of {training.steps} steps", "w3", "b3"} <= set(words(root))
    assert "path of 4,169 steps (w1 w2 w4 b1 b2 moved too)" in words(parsed(draw_ssr(moving, TRAINED)))


def away(point, start, end):
    (x, y), (x0, y0), (x1, y1) = point, start, end
    squared = math.dist(start, end) ** 2
    t = max(0, min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / squared)) if squared else 0
    return math.dist(point, (x0 + t * (x1 - x0), y0 + t * (y1 - y0)))


def test_with_a_learning_rate_a_map_shows_the_next_step():
    point = FITTED._replace(w3=0.36, b3=0)
    root = parsed(draw_ssr(("b3", "w3"), point, DATA, learning_rate=0.1))
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    new = [explain(name, point, DATA, 0.1).new for name in ("b3", "w3")]
    path = points_of(plot_curves(root)["descent"])
    assert path[0] == pytest.approx((across(0), down(0.36)), abs=0.2)
    assert path[-1] == pytest.approx((across(new[0]), down(new[1])), abs=0.2)
    assert f"one step: new b3 = {four_digits(new[0])}, new w3 = {four_digits(new[1])}" in words(root)


def test_a_descent_that_bounces_is_drawn_from_side_to_side():
    start, moving = FITTED._replace(w3=0.36, b3=0), ["w3", "b3"]
    steps = list(islice(descend(start, DATA, learning_rate=0.2, trainable=moving), 12))
    root = parsed(draw_ssr(moving, steps, DATA))
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    path = points_of(plot_curves(root)["descent"])
    places = [(across(step.parameters.w3), down(step.parameters.b3)) for step in steps]
    turns = [(b[1] - a[1]) * (c[1] - b[1]) < 0 for a, b, c in zip(places, places[1:], places[2:])]
    assert sum(turns) > 7
    for one, other in zip(places, places[1:]):
        middle = [(a + b) / 2 for a, b in zip(one, other)]
        assert min(away(middle, *pair) for pair in zip(path, path[1:])) < 0.3


# Several descents


@pytest.mark.filterwarnings("ignore:the SSR is not clearly better")
def test_each_of_several_descents_runs_to_its_own_end():
    trainings = {rate: train(START, DATA, learning_rate=rate, max_steps=300) for rate in (0.1, 0.02, 0.3)}
    root = parsed(draw_descent({**trainings, "mine": [1.9, 0.5, 0.25]}, title="Learning rates"))
    across, down = placed(root, "x-axis"), placed_by_fall(root, 1.9)
    curves = {name: points_of(path) for name, path in plot_curves(root).items()}
    assert list(curves) == ["mean", "ssr-0", "ssr-1", "ssr-2", "ssr-3"]
    histories = [*[t.history for t in trainings.values()], [1.9, 0.5, 0.25]]
    for k, history in enumerate(histories):
        assert curves[f"ssr-{k}"][0] == pytest.approx((across(0), down(history[0])), abs=0.2)
        assert curves[f"ssr-{k}"][-1] == pytest.approx((across(len(history) - 1), down(history[-1])), abs=0.2)
    said = [
        f"{label}: SSR {four_digits(h[-1])} after {len(h) - 1} steps"
        for label, h in zip([*trainings, "mine"], histories)
    ]
    assert legend_of(root) == [*said, "always predicting the mean: 0.6667"]
    assert all(line in root.find(f"{SVG}desc").text for line in said)


def test_fifteen_descents_look_different_and_more_are_refused():
    root = parsed(draw_descent({k: [2, 1] for k in range(15)}))
    looks = {(p.get("stroke"), p.get("stroke-dasharray")) for p in plot_curves(root).values()}
    assert len(looks) == 15
    for count in (0, 16):
        with pytest.raises(ValueError, match=f"^history holds {count} descents; it must hold from 1 to 15$"):
            draw_descent({k: [2, 1] for k in range(count)})
    with pytest.raises(ValueError, match=r"^history\['a'\]\[1\] is nan; it must be a finite number from 0 on"):
        draw_descent({"a": [1, math.nan]})


def test_without_a_learning_rate_there_is_no_step():
    root = parsed(draw_ssr("w1", START, DATA))
    assert not [line for line in words(root) if "step" in line or "new" in line]
    assert len(list(root.iter(f"{SVG}circle"))) == 1


def test_axes_held_by_a_frame_stay_from_step_to_step():
    steps = list(islice(descend(START, DATA, learning_rate=0.02), 40))
    frame = [steps[0].parameters, steps[-1].parameters]
    for draw in (
        lambda step: draw_ssr("w3", step.parameters, DATA, 0.02, frame=frame),
        lambda step: draw_fit(step.parameters, DATA, frame=[each.parameters for each in steps]),
        lambda step: draw_descent(
            [each.ssr for each in steps[: step.number + 1]], DATA, frame=[each.ssr for each in steps]
        ),
    ):
        axes = {
            tuple(text.text for text in of_class(parsed(draw(step)), axis))
            for step in steps[::4]
            for axis in ("x-axis", "y-axis")
        }
        assert len(axes) == 2


# The fit


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(points.parameters, points.data)
def test_observations_and_predictions_have_three_fifths_of_the_height(parameters, data):
    inner = [observed for _, observed in data]
    root = parsed(draw_fit(parameters, data))
    _across, down = placed(root, "x-axis"), placed(root, "y-axis")
    inner += [forward(parameters, input).predicted for input, _ in data]
    assume(max(inner) - min(inner) > 1e-6)
    drawn = [y for _, y in points_of(plot_curves(root)["predicted"])] + [down(number) for number in inner]
    assert min(drawn) >= 0
    assert max(drawn) <= 310
    assert max(drawn) - min(drawn) >= 0.6 * 310 - 0.5


def test_the_three_parts_add_up_to_the_prediction():
    root = parsed(draw_fit(FITTED, DATA, neurons="whole"))
    zero = placed(root, "y-axis")(0)
    lines = {name: points_of(path) for name, path in plot_curves(root).items()}
    for x in range(1, 540, 20):
        parts = sum(zero - at(lines[name], x) for name in ("top", "bottom", "b3"))
        assert parts == pytest.approx(zero - at(lines["predicted"], x), abs=0.3)


def test_the_parts_may_be_left_out():
    root = parsed(draw_fit(FITTED, DATA, neurons=False))
    assert list(plot_curves(root)) == ["predicted"]
    assert legend_of(root) == ["observed", "predicted"]


def test_an_earlier_fit_is_a_ghost_behind():
    root = parsed(draw_fit(FITTED, DATA, before=START))
    ghosts = [path for path in root.iter(f"{SVG}path") if path.get("class") == "before"]
    down, across = placed(root, "y-axis"), placed(root, "x-axis")
    for input in (0, 0.3, 1):
        assert at(points_of(ghosts[-1]), across(input)) == pytest.approx(down(forward(START, input).predicted), abs=0.2)
    assert "before" in legend_of(root)


def test_dots_lie_above_the_lines():
    for picture in (draw_fit(START, DATA), FILM):
        kinds = [element.get("class") for element in parsed(picture).iter() if element.get("class")]
        assert kinds[-1] == "observed"


CLOSE = [
    [1.7e9 + 60 * k for k in range(5)],
    [1.7e9 + k for k in range(5)],
    [-1.7e9 + 60 * k for k in range(5)],
    [1 + 2**-28 * k for k in range(5)],
    [1e300 * (1 + 2**-20 * k) for k in range(5)],
]


@pytest.mark.parametrize("inputs", CLOSE, ids=lambda inputs: f"{inputs[0]:g}+{inputs[1] - inputs[0]:.2g}")
def test_large_inputs_close_together_stand_apart(inputs):
    data = [(input, k % 2) for k, input in enumerate(inputs)]
    picture = draw_fit(Parameters(0, 0, 0, 0, 0, 0, 0.5), data)
    assert_sound(picture)
    root = parsed(picture)
    assert_round(root, "x-axis")
    places = [float(dot.get("cx")) for dot in of_class(root, "observed")]
    assert min(after - before for before, after in zip(places, places[1:])) > 80
    assert_dots(root, data)


def test_predictions_that_differ_by_rounding_are_a_flat_line():
    root = parsed(draw_fit(Parameters(1, -1, 1e-9, 1e-9, 0, 0, 5e5), [(0, 5e5), (1, 5e5)], neurons=False))
    heights = [y for _, y in points_of(plot_curves(root)["predicted"])]
    assert max(heights) - min(heights) < 1


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_many_observations_keep_their_extremes_in_200_kilobytes(count):
    generator = Random(1)
    data = [(generator.gauss(0, 1), generator.gauss(0, 1)) for _ in range(count)]
    data += [(5, 9), (-6, -9), (0.25, 8)]
    start = time.perf_counter()
    picture = draw_fit(START, data)
    assert time.perf_counter() - start < 10  # on a busy machine; else one second
    assert len(picture.svg) < 200_000
    root = parsed(picture)
    across, down = quick(placed(root, "x-axis")), quick(placed(root, "y-axis"))
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in of_class(root, "observed")]
    for extreme in data[-3:]:
        place = across(extreme[0]), down(extreme[1])
        assert min(math.dist(place, dot) for dot in dots) < 1
    columns, shown = {}, {}
    for input, observed in data:
        columns.setdefault(across(input) // 40, []).append(down(observed))
    for x, y in dots:
        shown.setdefault(x // 40, []).append(y)
    for column, heights in columns.items():
        assert min(shown[column]) == pytest.approx(min(heights), abs=1)
        assert max(shown[column]) == pytest.approx(max(heights), abs=1)


def test_where_dots_are_left_out_another_is_near():
    generator = Random(2)
    data = [(generator.random(), generator.random()) for _ in range(5_000)]
    root = parsed(draw_fit(START, data))
    across, down = quick(placed(root, "x-axis")), quick(placed(root, "y-axis"))
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in of_class(root, "observed")]
    assert 1_000 < len(dots) <= 3_500
    squares = {(x // 20, y // 20) for x, y in dots}
    for input, observed in data:
        x, y = across(input) // 20, down(observed) // 20
        assert squares & {(x + right, y + below) for right in (-1, 0, 1) for below in (-1, 0, 1)}


# The film


def test_a_replay_shows_the_steps_that_change_what_is_seen():
    numbers = [
        int(line.split(",  SSR")[0].split(", SSR")[0][5:].replace(",", ""))
        for line in words(parsed(FILM))
        if line.startswith("step ")
    ]
    assert numbers[0] == 0
    assert numbers[-1] == TRAINED.steps
    assert 25 <= len(numbers) <= 41
    assert numbers == sorted(set(numbers))
    assert {1, 2} <= set(numbers)  # the first steps are large
    residuals = [math.sqrt(TRAINED.history[number]) for number in numbers]  # their size
    changes = [abs(after - before) for before, after in zip(residuals, residuals[1:])]
    gaps = [after - before for before, after in zip(numbers, numbers[1:])]
    assert max(gaps[:3]) < 20
    assert max(gaps) > 100
    assert max(changes[2:]) < 2 * min(changes[2:-1])  # but for the first two steps, which are larger than any frame


def test_each_frame_of_a_replay_differs_from_the_one_before_and_the_axes_hold_it():
    for film in (FILM, animate_fit(train(FITTED._replace(b3=0), DATA, learning_rate=0.1, trainable=["b3"]))):
        root = parsed(film)
        frames = [[points_of(path) for path in curves_of(frame).values()] for frame in frames_of(root)]
        for before, after in zip(frames, frames[1:]):
            apart = max(abs(at(a, x) - at(b, x)) for a, b in zip(before, after) for x in range(1, 600, 25))
            assert apart > 1 or after is frames[-1]
        heights = [y for frame in frames for line in frame for _, y in line]
        assert min(heights) >= 0
        assert max(heights) <= 310


@pytest.mark.filterwarnings("ignore:the SSR is not clearly better")
def test_a_replay_of_what_bounces_ends():
    training = train(START, DATA, learning_rate=0.31, max_steps=3000)
    assert len(re.findall("animation-delay", animate_fit(training).svg)) <= 41


# What is asked for, and words


def test_a_training_alone_will_do():
    end = TRAINED.parameters
    assert draw_fit(TRAINED) == draw_fit(end, DATA)
    assert draw_descent(TRAINED) == draw_descent(TRAINED.history, DATA)
    assert draw_network(TRAINED, 0.5, 1) == draw_network(end, 0.5, 1)
    assert draw_ssr("w1", TRAINED) == draw_ssr("w1", end, DATA, 0.02)
    assert draw_fit(TRAINED, [(0, 1)]) == draw_fit(end, [(0, 1)])


HOSTILE = [
    "</text><script>alert(1)</script>",
    '" onload="alert(1)',
    "' x='",
    "&lt; & &amp; ]]> <!-- <![CDATA[",
    "a\0b\x0b\x1f\x7f\ud800\ufffe",
    "\u05d0\u202e\u65e5\u672c\U0001f600",
    "x" * 5000,
    "  many\n\t words  " * 50,
    "url(http://example.org) @import",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_stay_words(hostile):
    said = {"title": hostile, "input": hostile, "observed": hostile}
    for draw in (
        lambda **more: draw_fit(START, DATA, **more),
        lambda **more: draw_descent([2, 1], **more),
        lambda **more: draw_ssr("w1", START, DATA, **more),
        lambda **more: animate_fit(islice(descend(START, DATA, learning_rate=0.02), 2), DATA, **more),
    ):
        harmless, svg = draw(title="t", input="i", observed="o"), draw(**said).svg
        shapes = [
            [(element.tag, sorted(element.keys())) for element in ElementTree.fromstring(text).iter()]
            for text in (harmless.svg, svg)
        ]
        assert shapes[0] == shapes[1]
        assert svg.isascii()
        assert len(svg) < len(harmless.svg) + 40_000


def test_the_words_stand_at_the_top_and_at_the_axes():
    root = parsed(draw_fit(FITTED, DATA, title="Dosage & effect", input="dose in mg", observed="effect <0 to 1>"))
    assert {"Dosage & effect", "dose in mg", "effect <0 to 1>"} <= set(words(root))
    assert root.get("aria-label") == root.find(f"{SVG}title").text == "Dosage & effect"


ALL = {
    "fit": lambda: draw_fit(FITTED, DATA, before=START, title="t"),
    "descent": lambda: draw_descent(TRAINED, title="t"),
    "descents": lambda: draw_descent({k: [2, 1, 0.5] for k in range(5)}, DATA, title="t"),
    "map": lambda: draw_ssr(("w3", "b3"), TRAINED, title="t"),
    "ssr": lambda: draw_ssr("b3", FITTED._replace(b3=0), DATA, 0.1, title="t"),
    "film": lambda: animate_fit(islice(descend(START, DATA, learning_rate=0.02), 3), DATA, title="t"),
    "network": lambda: draw_network(START, 0.5, 1),
    "selected": lambda: draw_network(START, 0.5, 1, selected="w1", link=lambda name: f"?{name}"),
}


def rgb(colour):
    if len(colour) == 4:
        colour = "#" + "".join(2 * c for c in colour[1:])
    return [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]


def luminance(colour):
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def inverted(colour):
    """What a dark page makes of it by the filter invert(0.91) hue-rotate(180deg), as Filter Effects defines them."""
    red, green, blue = (0.91 - 0.82 * part for part in rgb(colour))
    grey = 0.213 * red + 0.715 * green + 0.072 * blue
    turned = [min(max(2 * grey - part, 0), 1) for part in (red, green, blue)]  # by 180 degrees around the greys
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned)


@lru_cache
def drawn(name):
    return ALL[name]()


PAGES = {"white": lambda colour: colour, "dark": inverted}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ALL)
def test_all_text_is_large_enough_and_stands_out(name, page):
    root = parsed(drawn(name))
    sheet, seen = float(root.get("width")), PAGES[page]
    behind = {"#fff", *[rect.get("fill") for rect in root.iter(f"{SVG}rect")]}
    for text in root.iter(f"{SVG}text"):
        size = float(text.get("font-size") or root.get("font-size"))
        assert size * 800 / sheet >= 12
        for paper in behind:
            assert contrast(seen(paper), seen(text.get("fill") or root.get("fill"))) >= 4.5


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ALL)
def test_every_curve_stands_out(name, page):
    seen = PAGES[page]
    curves = [path for path in parsed(drawn(name)).iter(f"{SVG}path") if path.get("class") not in (None, "grid")]
    assert curves
    for path in curves:
        assert path.get("stroke-opacity") is None
        for paper in ("#fff", "#f7f7f7"):
            assert contrast(seen(paper), seen(path.get("stroke"))) >= 3


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("blind", [None, "protanomaly", "deuteranomaly", "tritanomaly"])
def test_colours_are_told_apart_without_dashes_by_colour_blind_readers_too(blind, page):
    """In the colour space CAM02-UCS about 1 can just be told apart side by side; 10 is another colour at a glance."""
    colorspacious = pytest.importorskip(
        "colorspacious", reason="colorspacious, which knows colour vision, is not installed"
    )
    colours = sorted(
        {
            path.get("stroke")
            for name in ALL
            for path in parsed(drawn(name)).iter(f"{SVG}path")
            if path.get("class") not in (None, "grid")
        }
    )
    assert len(colours) == 6
    space = {"name": "sRGB1+CVD", "cvd_type": blind or "protanomaly", "severity": 100 if blind else 0}
    seen = [colorspacious.cspace_convert(rgb(PAGES[page](colour)), space, "CAM02-UCS") for colour in colours]
    assert min(math.dist(one, other) for k, one in enumerate(seen) for other in seen[:k]) >= 10


@pytest.mark.parametrize("name", ALL)
def test_a_picture_may_stand_twice_on_a_page(name):
    svg = drawn(name).svg
    page = ElementTree.fromstring(f"<div>{svg}{svg}</div>")
    assert not [name for element in page.iter() for name in element.attrib if name.endswith("id")]
    assert "url(#" not in svg
    rules = [style.text for style in page.iter(f"{SVG}style")]
    assert len(set(rules)) == len(rules) / 2  # the names of a film mean the same in both


@pytest.mark.parametrize("name", ["fit", "descent", "ssr", "film"])
def test_long_words_are_cut_where_their_room_ends(name):
    wide = {"title": "W" * 90, "input": "concentration in ppm " * 9, "observed": "rate in counts/min^2 " * 9}
    draw = {
        "fit": lambda: draw_fit(FITTED, DATA, **wide),
        "descent": lambda: draw_descent(TRAINED, **wide),
        "ssr": lambda: draw_ssr("b3", FITTED, DATA, 0.1, **wide),
        "film": lambda: animate_fit(islice(descend(START, DATA, learning_rate=0.02), 2), DATA, **wide),
    }
    cut = [text for text in parsed(draw[name]()).iter(f"{SVG}text") if text.text.endswith("...")]
    assert [text.text[:4] for text in cut] == ["WWWW", "conc", "rate"]
    for text in cut:
        assert 8 < len(text.text) < 80
        assert breadth(text.text, float(text.get("font-size") or 14)) <= 640


# Refused


@pytest.mark.parametrize(
    ("draw", "error", "sentence"),
    [
        (
            lambda: draw_descent({0: 1.9, 1: 0.9}),
            TypeError,
            "history[0] is 1.9; it must be an iterable of SSRs",
        ),
        (lambda: draw_descent({1.9, 0.9}), TypeError, "history is {"),
        (
            lambda: draw_descent(OrderedDict([(1, 2)]).keys()),
            TypeError,
            f"history is {OrderedDict([(1, 2)]).keys()!r}; it must be an it",
        ),
        pytest.param(
            lambda: draw_descent(repeat(1.0)),
            ValueError,
            "history holds more than 1,000,000; that is the limit",
            marks=pytest.mark.long,
        ),
        (
            lambda: draw_fit(START, {0: 1}),
            TypeError,
            "data is {0: 1}; it must be an iterable of (input, observed) pairs",
        ),
        (lambda: draw_fit(START), TypeError, "data is None; it must be an iterable of (input, observed) pairs"),
        (lambda: animate_fit({1: 2}, DATA), TypeError, "steps is {1: 2}; it must be an iterable of Steps"),
        (
            lambda: draw_fit(START, DATA, frame=repeat(START)),
            ValueError,
            "frame holds more than 10,000; that is the limit",
        ),
        (lambda: draw_fit(START, DATA, frame=[1]), TypeError, "frame[0] is 1; it must be a Parameters"),
        (lambda: draw_fit(START, DATA, before=1), TypeError, "before is 1; it must be a Parameters"),
        (lambda: draw_fit(START, DATA, title=5), TypeError, "title is 5; it must be text"),
        (lambda: draw_fit(START, DATA, input=None), TypeError, "input is None; it must be text"),
        (
            lambda: draw_fit(START, DATA, neurons="no"),
            ValueError,
            "neurons is 'no'; it must be True, False or \"whole\"",
        ),
        (lambda: draw_fit(START, DATA, neurons=[]), ValueError, 'neurons is []; it must be True, False or "whole"'),
        (lambda: draw_ssr("w9", START, DATA), ValueError, "name: 'w9' is not one of w1, w2"),
        (lambda: draw_ssr(SEVEN[:3], START, DATA), ValueError, "name holds 3 names; it must hold one or two"),
        (lambda: draw_ssr(("w1", "w1"), START, DATA), ValueError, "name holds w1 twice"),
        (lambda: draw_ssr(("w1", "w2"), [START], DATA), TypeError, "parameters[0] is Parameters("),
        (lambda: draw_ssr("w1", START, DATA, 0), ValueError, "learning_rate is 0; it must be a finite number above 0"),
        (lambda: draw_ssr("w1", None, DATA), TypeError, "parameters is None; it must be a Parameters"),
        (lambda: draw_network(START, 1, 1, selected="x1"), ValueError, "selected: 'x1' is not one of w1, w2"),
        (lambda: Picture("x").save(None), TypeError, 'path is None; it must name an SVG file, such as "fit.svg"'),
        (lambda: Picture("x").save(5), TypeError, 'path is 5; it must name an SVG file, such as "fit.svg"'),
        (lambda: Picture("x").save(""), ValueError, "path is ''; it must name an SVG file, such as \"fit.svg\""),
        (lambda: Picture("x").save("a\0b"), ValueError, "path is 'a\\x00b'; it must name an SVG file"),
    ],
)
def test_a_bad_argument_is_refused_in_a_sentence_of_our_own(draw, error, sentence):
    with pytest.raises(error, match=f"^{re.escape(sentence)}"):
        draw()


def test_save_says_that_a_directory_is_no_file(tmp_path):
    (tmp_path / "fit.svg").mkdir()
    with pytest.raises(IsADirectoryError, match="directory"):
        Picture("<svg/>").save(tmp_path / "fit.svg")


# Hostile numbers, and time


large = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=settings().max_examples // 5, deadline=None)
@given(
    st.sampled_from(SEVEN) | NAMES,
    st.builds(Parameters, *[large] * 7),
    st.lists(st.tuples(large, large), min_size=1, max_size=6),
    st.none() | st.floats(1e-300, 1e300),
)
def test_every_ssr_can_be_drawn(name, parameters, data, learning_rate):
    svg = draw_ssr(name, parameters, data, learning_rate).svg
    ElementTree.fromstring(svg)
    assert not re.search(r"\b(nan|inf)\b", svg)


def test_a_picture_of_a_hundred_rows_takes_less_than_a_twentieth_of_a_second():
    data = [(k / 100, k % 7) for k in range(100)]
    start = time.perf_counter()
    for _ in range(3):
        draw_ssr("w1", dosage.START, data, 0.01)
    assert time.perf_counter() - start < 3 * 0.2  # a busy machine takes longer


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_the_ssr_of_many_rows_is_computed_in_few_columns(count):
    generator = Random(1)
    data = [(generator.gauss(0, 1), generator.gauss(0, 1)) for _ in range(count)]
    start = time.perf_counter()
    root = parsed(draw_ssr("w1", START, data, 0.1 / count))
    assert time.perf_counter() - start < 15 * count / 100_000 + 0.5  # on a busy machine; else a fifth of it
    across, down = placed(root, "x-axis"), placed(root, "y-axis")
    curve = points_of(plot_curves(root)["ssr"])
    for w1 in (2.7, 2.74, 2.8):
        assert_at(curve, across(w1), down(ssr_by_hand(START._replace(w1=w1), data)), 2)
    assert {f"tangent: slope dSSR/dw1 = {four_digits(explain('w1', START, data).derivative)}"} <= set(words(root))


# What an eye might miss


def test_the_colours_of_the_neurons_and_of_the_prediction_are_those_of_the_videos():
    curves = plot_curves(parsed(draw_fit(FITTED, DATA)))
    hues = {name: colorsys.rgb_to_hsv(*rgb(curves[name].get("stroke")))[0] for name in ("top", "bottom", "predicted")}
    assert 0.6 < hues["top"] < 0.7  # blue
    assert 0.05 < hues["bottom"] < 0.12  # orange
    assert 0.3 < hues["predicted"] < 0.45  # green


def test_long_labels_take_turns_in_two_rows():
    root = parsed(draw_fit(START, [(1e6, 0), (1e6 + 0.01, 1)]))
    rows = [float(text.get("y")) for text in of_class(root, "x-axis")]
    assert len(set(rows)) == 2
    assert all(here != after for here, after in zip(rows, rows[1:]))


def test_the_name_of_the_axis_ends_before_the_longest_caption_of_a_film():
    root = parsed(animate_fit(TRAINED, observed="effectiveness " * 9))
    (name,) = [text for text in root.iter(f"{SVG}text") if (text.text or "").startswith("effectiveness")]
    captions = [text for text in root.iter(f"{SVG}text") if re.match("step .*, SSR ", text.text or "")]
    assert len(captions) > 9
    end = float(name.get("x")) + breadth(name.text)
    assert all(end < float(caption.get("x")) - breadth(caption.text) for caption in captions)


def test_a_single_dip_among_many_steps_is_drawn_to_its_bottom():
    history = [1.0] * 20_000
    history[10_000] = 0.5
    root = parsed(draw_descent(history))
    lowest = max(points_of(plot_curves(root)["ssr"]), key=lambda point: point[1])
    assert lowest == pytest.approx((placed(root, "x-axis")(10_000), placed_by_fall(root, 1.0)(0.5)), abs=0.1)


@pytest.mark.parametrize(("frames", "seconds"), [(4, 4), (16, 10), (40, 10), (200, 12)])
def test_a_film_takes_eight_seconds_at_most_unless_it_is_very_long_and_rests_for_two(frames, seconds):
    svg = animate_fit(islice(descend(START, DATA, learning_rate=0.02), frames), DATA, neurons=False).svg
    assert set(re.findall(r"animation:\S+ ([\d.]+)s", svg)) == {f"{seconds:.3f}"}


def test_the_legend_ends_before_the_sheet_does():
    root = parsed(draw_descent({"a learning rate of " + "0" * k: [2.0, 1.0] for k in range(1, 16)}))
    entries = list(of_class(root, "legend").iter(f"{SVG}text"))
    assert len(entries) == 15
    assert all(16 + float(text.get("x")) + breadth(text.text) <= 640 - 16 for text in entries)


def test_of_a_training_and_other_data_the_data_give_the_mean():
    root = parsed(draw_descent(TRAINED, [(0, 0), (1, 2)]))
    assert legend_of(root) == ["SSR", "always predicting the mean: 2"]


def test_in_a_film_large_curves_of_the_neurons_get_four_times_the_height_of_the_fit():
    steps = [Step(0, Parameters(1, 1, 1000, -1000, 0, 0, 0.5), 0.5, START, START)]
    down = placed(parsed(animate_fit(steps, [(0, 0), (1, 1)])), "y-axis")
    assert down(0) - down(1) == pytest.approx(
        310 / 1.1 / 5, abs=0.2
    )  # the axis has a margin of a twentieth at both ends


def test_the_way_back_is_drawn_outside_of_the_way_forwards():
    root = parsed(draw_network(START, 0.5, 1))
    ends = {
        name: [points_of(path)[0][1] for path in root.iter(f"{SVG}path") if path.get("class") == name]
        for name in ("forwards", "backwards")
    }
    middle = sum(ends["forwards"]) / 4
    tips = [points_of(path)[-1][1] for path in root.iter(f"{SVG}path") if path.get("class") == "forwards"]
    for start, tip, back in zip(ends["forwards"], tips, ends["backwards"]):
        assert (back < tip) == (start + tip < 2 * middle)
