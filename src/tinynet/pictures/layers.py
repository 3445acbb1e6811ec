"""Any layers, drawn: in each neuron its numbers forwards and, beside each, the derivative of the SSR by it.

dSSR/da = -2 * residual, or below the last layer the sum over the neurons above of dSSR/dz * their weight for this a
dSSR/dz = dSSR/da * f'(z)
dSSR/dW = dSSR/dz * the a that the weight takes             dSSR/db = dSSR/dz
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple, Optional, Union

from tinynet import layers as general
from tinynet.arguments import checked_layers, checked_rows, number_of, vector
from tinynet.layers import Data, Layer, LayersTraining
from tinynet.outcome import Training
from tinynet.pictures.given import checked_words, described, in_order
from tinynet.pictures.plots import COLUMNS, Plot, curve, dots
from tinynet.pictures.scales import linear, short
from tinynet.pictures.shapes import BACK, INK, PALE, PAPER, PREDICTED, TOP, Picture, fitting, group, path, picture, text

MOST_NEURONS, MOST_LAYERS = 5, 4  # that have room for numbers
CIRCLES, COLUMNS_OF_CIRCLES = 16, 12
BOX, LINE = 154, 16
BACK_WORDS = "Purple: dSSR by the number beside it. dSSR/dz = dSSR/da * f'(z), dSSR/dW = dSSR/dz * the a that W takes."


def draw_network(
    layers: Union[Sequence[Layer], LayersTraining], inputs: Sequence[float], observed: Optional[Sequence[float]] = None
) -> Picture:
    """The layers with all numbers of one forward pass and, with `observed`, the derivatives on the way back.

    layers    or a Training, which stands for its layers

    Of more than 5 neurons a layer, or more than 4 layers, the neurons alone are drawn.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.layers import initial_layers
    >>> draw_network(initial_layers([2, 3, 1], seed=1), [0.5, 1.0], [1.0]).svg.count("<rect")  # the sheet, 2 + 3 + 1
    7
    """
    checked = checked_layers(layers.parameters if isinstance(layers, Training) else layers)
    passes = general.forward(checked, inputs)
    a0 = vector(inputs, "inputs")
    seen: list[float] | None = None
    if observed is not None:
        ((_, seen),) = checked_rows(checked, [(a0, observed)])[1]
    sizes = [len(a0), *[len(layer.weights) for layer in checked]]
    if len(checked) > MOST_LAYERS or max(sizes) > MOST_NEURONS:
        return circles(sizes)
    return boxes(neurons(checked, passes, a0, seen), a0, sizes, seen is not None)


class Neuron(NamedTuple):
    """A heading, and for each number its name, itself and, on the way back, the derivative of the SSR by it."""

    title: str
    rows: list[tuple[str, float, float | None]]


def neurons(layers: Sequence[Layer], passes: Any, a0: list[float], observed: list[float] | None) -> list[list[Neuron]]:
    """From the last layer down, since there the derivatives come from."""
    drawn: list[list[Neuron]] = []
    d_as: list[float | None] = [None] * len(passes[-1][1])
    if observed is not None:
        d_as = [-2 * (o - p) for o, p in zip(observed, passes[-1][1])]
    for number in range(len(layers), 0, -1):
        (weights, biases, activation), (z, a) = layers[number - 1], passes[number - 1]
        below = passes[number - 2][1] if number > 1 else a0
        slopes = [activation.slope(x) if isfinite(x) else x for x in z]
        d_zs = [None if d is None else d * slope for d, slope in zip(d_as, slopes)]
        column = []
        for j, (d_a, d_z) in enumerate(zip(d_as, d_zs)):
            rows = [(f"W[{k}]", w, None if d_z is None else d_z * x) for k, (w, x) in enumerate(zip(weights[j], below))]
            rows += [("b", biases[j], d_z), ("z", z[j], d_z), ("a", a[j], d_a)]
            if observed is not None:
                rows += [("f'(z)", slopes[j], None)]
            if observed is not None and not drawn:
                rows += [("observed", observed[j], None), ("residual", observed[j] - a[j], None)]
            column.append(Neuron(f"({number})[{j}] {activation.name}", rows))
        drawn.insert(0, column)
        if observed is not None:
            d_as = [sum(row[k] * d_z for row, d_z in zip(weights, d_zs) if d_z is not None) for k in range(len(below))]
    return drawn


def boxes(columns: list[list[Neuron]], a0: list[float], sizes: list[int], back: bool) -> Picture:
    """A column of boxes for each layer, and lines between all that are next to each other."""
    talls = [LINE * 2 + 12, *[LINE * (len(column[0].rows) + 1) + 12 for column in columns]]
    height = max(size * (tall + 14) for size, tall in zip(sizes, talls)) + 26
    gap = (784 - 82 - BOX * len(columns)) / len(columns)
    lefts = [16.0, *[82 + gap + (BOX + gap) * k for k in range(len(columns))]]
    middles = [[26 / 2 + (height - 26) / size * (j + 0.5) for j in range(size)] for size in sizes]
    shapes, said = [], []
    for number, (left, right) in enumerate(zip(lefts, lefts[1:])):
        start = left + (BOX if number else 66)
        ways = [f"M{start:.1f},{y0:.1f}L{right:.1f},{y1:.1f}" for y0 in middles[number] for y1 in middles[number + 1]]
        shapes.append(f'<path class="edges" d="{"".join(ways)}" stroke="{PALE}"/>')
    for k, (y, x) in enumerate(zip(middles[0], a0)):
        shapes += box(16, y - talls[0] / 2, 66, talls[0], "#999")
        shapes += [text(22, y - 4, f"a(0)[{k}]", "start", ' font-weight="bold"'), text(76, y + 12, short(x, 3), "end")]
        said.append(f"a(0)[{k}] = {short(x, 3)}")
    for number, (column, left, ys) in enumerate(zip(columns, lefts[1:], middles[1:]), 1):
        for j, (neuron, y) in enumerate(zip(column, ys)):
            at = y - talls[number] / 2
            shapes += box(left, at, BOX, talls[number], PREDICTED if number == len(columns) else TOP)
            shapes.append(text(left + 6, at + 18, fitting(neuron.title, BOX - 16), "start", ' font-weight="bold"'))
            for name, value, derivative in neuron.rows:
                at += LINE
                shapes += [
                    text(left + 6, at + 18, name),
                    text(left + (BOX - 5 if len(name) > 5 else 93), at + 18, short(value, 3), "end"),
                ]
                said.append(f"{name} of ({number})[{j}] = {short(value, 3)}")
                if derivative is not None:
                    shapes.append(
                        text(left + BOX - 5, at + 18, short(derivative, 3), "end", f' class="back" fill="{BACK}"')
                    )
                    said[-1] += f", dSSR by it {short(derivative, 3)}"
    if back:
        shapes.append(group("legend", [text(16, height + 12, BACK_WORDS, "start", f' fill="{BACK}"')]))
    return picture(800, height + 28 * back, "The layers with their numbers", "; ".join(said) + ".", shapes)


def box(left: float, top: float, width: float, height: float, colour: str) -> list[str]:
    size = f'x="{left:.1f}" y="{top:.1f}" width="{width}" height="{height:.1f}"'
    return [f'<rect {size} rx="8" fill="{PAPER}" stroke="{colour}" stroke-width="2"/>']


def circles(sizes: list[int]) -> Picture:
    """Neurons without numbers."""
    few = sizes if len(sizes) <= COLUMNS_OF_CIRCLES else [*sizes[: COLUMNS_OF_CIRCLES - 1], sizes[-1]]
    xs = [60 + 680 / (len(few) - 1) * k for k in range(len(few))]
    ys = [[40 + 320 / min(size, CIRCLES) * (j + 0.5) for j in range(min(size, CIRCLES))] for size in few]
    ways = [
        f"M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}"
        for x0, x1, here, above in zip(xs, xs[1:], ys, ys[1:])
        for y0 in here
        for y1 in above
    ]
    shapes = [f'<path d="{"".join(ways)}" fill="none" stroke="{PALE}" stroke-opacity="0.3"/>']
    for number, (x, column) in enumerate(zip(xs, ys)):
        colour = "#999" if number == 0 else PREDICTED if number == len(xs) - 1 else TOP
        shapes += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{PAPER}" stroke="{colour}" stroke-width="2"/>'
            for y in column
        ]
        shapes.append(text(x, 388, f"{few[number]:,}", "middle"))
    said = f"Too large for numbers, which fit {MOST_NEURONS} neurons a layer and {MOST_LAYERS} layers."
    said += f" {number_of(len(sizes) - 1, 'layer')}; below, how many neurons."
    said += " Not all are drawn." if few != sizes or max(sizes) > CIRCLES else ""
    shapes.append(text(16, 24, said, "start", f' fill="{INK}"'))
    described_sizes = "-".join(map(str, islice(sizes, 100)))
    return picture(800, 404, "The layers", f"{said} {described_sizes}.", shapes)


def draw_fit(
    layers: Union[Sequence[Layer], LayersTraining],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "input",
    observed: str = "observed / predicted",
) -> Picture:
    """The observations and the prediction of layers with one input and one output.

    layers    or a Training, which brings its data
    title     and `input` and `observed`: the words at the top and at the axes

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.layers import initial_layers
    >>> draw_fit(initial_layers([1, 4, 1], seed=1), [([0.0], [0.0]), ([1.0], [2.0])]).svg.count("<circle")
    3
    """
    given: Any = layers
    if isinstance(layers, Training):
        given, data = layers.parameters, layers.data if data is None else data
    checked, rows = checked_rows(given, in_order(data, "data", "an iterable of (inputs, observed) pairs"))
    checked_words(title=title, input=input, observed=observed)
    shape = len(checked[0].weights[0]), len(checked[-1].weights)
    if shape != (1, 1):
        counted = f"{number_of(shape[0], 'input')} and {number_of(shape[1], 'output')}"
        raise ValueError(f"layers have {counted}; draw_fit draws those of one input and one output")
    pairs = [(x, y) for (x,), (y,) in rows]
    across = linear([x for x, _ in pairs])
    line = [general.predict(checked, [across.number(k / COLUMNS)])[0] for k in range(COLUMNS + 1)]
    plot = Plot(across, linear([y for _, y in pairs] + [y for y in line if isfinite(y)]), input, observed)
    said = f"SSR {short(general.ssr(checked, rows))}"
    shapes = [plot.inside([path("predicted", curve(plot, line))]), plot.caption(said), dots(plot, pairs)]
    entries = [("observed", "observed"), ("predicted", "predicted")]
    description = f"{described(pairs)} The prediction is the solid line. {said}."
    return plot.picture(title, "The fit of the layers", description, entries, said, shapes)
