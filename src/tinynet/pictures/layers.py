"""Any layers, drawn: in each neuron its numbers forwards and, beside each, the derivative of the SSR by it.

dSSR/da = -2 * residual, or below the last layer the sum over the neurons above of dSSR/dz * their weight for this a
dSSR/dz = dSSR/da * f'(z)
dSSR/dW = dSSR/dz * the a that the weight takes             dSSR/db = dSSR/dz
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Optional, Union

from tinynet import layers as general
from tinynet.arguments.layers import checked_layers, checked_rows, vector
from tinynet.arguments.numbers import number_of
from tinynet.layers import Data, Layer, LayersTraining
from tinynet.pictures import shapes as svg
from tinynet.pictures.fits import across, finished, plot_of_fit
from tinynet.pictures.given import checked_words, in_order
from tinynet.pictures.plots import COLUMNS
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture, Point
from tinynet.training import Training

MOST_NEURONS, MOST_LAYERS = 5, 4  # that have room for numbers
CIRCLES, COLUMNS_OF_CIRCLES = 16, 12
INPUT, NEURON, LINE = 92, 186, 18  # widths of the boxes; from one line of words to the next
BACKWARDS = "Purple: dSSR by the number beside it; dSSR/dz = dSSR/da * f'(z)", "dSSR/dW = dSSR/dz * the a that W takes"


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
    return boxes(neurons(checked, passes, a0, seen), seen is not None)


class Neuron(NamedTuple):
    """Its numbers by name and, on the way back, the derivatives of the SSR by them."""

    title: str
    numbers: dict[str, float]
    back: dict[str, float]


def neurons(layers: Sequence[Layer], passes: Any, a0: list[float], observed: list[float] | None) -> list[list[Neuron]]:
    """Those of each layer, and before them the inputs."""
    drawn = [[Neuron(f"(0)[{k}]", {"a": a}, {}) for k, a in enumerate(a0)]]
    for number, ((weights, biases, activation), (z, a)) in enumerate(zip(layers, passes), 1):
        column = []
        for j, row in enumerate(weights):
            numbers = {**{f"W[{k}]": weight for k, weight in enumerate(row)}, "b": biases[j], "z": z[j], "a": a[j]}
            column.append(Neuron(f"({number})[{j}] {activation.name}", numbers, {}))
        drawn.append(column)
    if observed is not None:
        lead_back(drawn, layers, a0, observed)
    return drawn


def lead_back(drawn: list[list[Neuron]], layers: Sequence[Layer], a0: list[float], observed: list[float]) -> None:
    """Write beside each number the derivative, as `layers.backpropagate` has it, and below them what that takes."""
    gradient = general.backpropagate(layers, [(a0, observed)])[1]
    for number, (d_w, d_z) in enumerate(gradient, 1):
        for j, (_, numbers, back) in enumerate(drawn[number]):
            back.update({f"W[{k}]": derivative for k, derivative in enumerate(d_w[j])}, b=d_z[j], z=d_z[j])
            numbers["f'(z)"] = layers[number - 1].activation.slope(numbers["z"])
            if number == len(layers):
                numbers.update(observed=observed[j], residual=observed[j] - numbers["a"])
                back["a"] = -2 * numbers["residual"]
            else:
                back["a"] = general.dot([above[j] for above in layers[number].weights], gradient[number][1])


def boxes(columns: list[list[Neuron]], back: bool) -> Picture:
    """A column of boxes for each layer, and lines between all that are next to each other."""
    last = len(columns) - 1
    gap = {1: 180, 4: 14}.get(last, 70)
    lefts = [16, *[16 + INPUT + gap + (NEURON + gap) * k for k in range(last)]]
    talls = [LINE * (len(column[0].numbers) + 1) + 12 for column in columns]
    height = max(len(column) * (tall + 14) for column, tall in zip(columns, talls)) + 26
    rights: list[Point] = []
    shapes, said = [], []
    for k, (column, left, tall) in enumerate(zip(columns, lefts, talls)):
        middles = [13 + (height - 26) / len(column) * (j + 0.5) for j in range(len(column))]
        shapes.append(svg.path("edges", edges(rights, [(left, y) for y in middles])))
        width = NEURON if k else INPUT
        rights = [(left + width, y) for y in middles]
        for neuron, y in zip(column, middles):
            shapes += [svg.box(left, y, width, tall, colour(k, last)), *lines(neuron, left, y - tall / 2 + 20, width)]
            said += in_words(neuron)
    if back:
        rows = [svg.text(16, height + 13 + 20 * k, words, more=svg.PURPLE) for k, words in enumerate(BACKWARDS)]
        shapes.append(svg.group("legend", rows))
    width = lefts[-1] + NEURON + 16
    return svg.picture(width, height + 50 * back, "The layers with their numbers", "; ".join(said) + ".", shapes)


def colour(number: int, last: int) -> str:
    return "#999" if number == 0 else svg.PREDICTED if number == last else svg.TOP


def lines(neuron: Neuron, left: float, y: float, width: float) -> list[str]:
    """Its numbers, one below the other, each with its derivative beside it."""
    shapes = [svg.text(left + 8, y, svg.fitting(neuron.title, width - 16), more=svg.BOLD)]
    for row, (name, number) in enumerate(neuron.numbers.items(), 1):
        at, edge = y + LINE * row, left + width - 8
        place = edge if name in ("observed", "residual") else min(edge, left + 108)
        shapes += [svg.text(left + 8, at, name), svg.text(place, at, short(number, 3), "end")]
        if name in neuron.back:
            shapes.append(svg.text(edge, at, short(neuron.back[name], 3), "end", f' class="back"{svg.PURPLE}'))
    return shapes


def in_words(neuron: Neuron) -> list[str]:
    place = neuron.title.partition(" ")[0]
    said = {name: f"{name} of {place} = {short(number, 3)}" for name, number in neuron.numbers.items()}
    said.update({name: f"{said[name]}, dSSR by it {short(number, 3)}" for name, number in neuron.back.items()})
    return list(said.values())


def edges(here: Sequence[Point], above: Sequence[Point]) -> str:
    return "".join([f"M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}" for x0, y0 in here for x1, y1 in above])


def circles(sizes: list[int]) -> Picture:
    """Neurons without numbers."""
    few = sizes if len(sizes) <= COLUMNS_OF_CIRCLES else [*sizes[: COLUMNS_OF_CIRCLES - 1], sizes[-1]]
    shapes: list[str] = []
    before: list[Point] = []
    for number, size in enumerate(few):
        x, seen = 60 + 680 / (len(few) - 1) * number, min(size, CIRCLES)
        column = [(x, 40 + 320 / seen * (j + 0.5)) for j in range(seen)]
        shapes.insert(0, svg.group("pale", [svg.path("edges", edges(before, column))], ' stroke-opacity="0.3"'))
        look = f' fill="{svg.PAPER}" stroke="{colour(number, len(few) - 1)}" stroke-width="2"'
        shapes += [*[svg.dot(place, 8, look) for place in column], svg.text(x, 388, f"{size:,}", "middle")]
        before = column
    said = f"{number_of(len(sizes) - 1, 'layer')}, below each how many neurons"
    said += ", of which not all are drawn" if few != sizes or max(sizes) > CIRCLES else ""
    said += f". Numbers are drawn for at most {MOST_LAYERS} layers of {MOST_NEURONS} neurons."
    shapes.append(svg.text(16, 28, said))
    return svg.picture(800, 404, "The layers", f"{'-'.join(map(str, sizes[:100]))}: {said}", shapes)


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
    words = checked_words(title, input, observed)
    shape = len(checked[0].weights[0]), len(checked[-1].weights)
    if shape != (1, 1):
        counted = f"{number_of(shape[0], 'input')} and {number_of(shape[1], 'output')}"
        raise ValueError(f"layers have {counted}; draw_fit draws those of one input and one output")
    pairs = [(x, y) for (x,), (y,) in rows]
    x = across(pairs)
    line = {"predicted": [general.predict(checked, [x.number(k / COLUMNS)])[0] for k in range(COLUMNS + 1)]}
    plot = plot_of_fit(x, [line], pairs, words, None)
    return finished(plot, line, pairs, general.ssr(checked, rows), "The fit of the layers")
