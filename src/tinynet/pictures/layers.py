"""Drawings of any layers: a neuron shows its numbers and, beside each number, the derivative of the SSR by it.

dSSR/da = -2 * residual, or below the last layer the sum over the neurons above of dSSR/dz * their weight for this a
dSSR/dz = dSSR/da * f'(z)
dSSR/dW = dSSR/dz * the a that the weight takes             dSSR/db = dSSR/dz
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional, Union

from tinynet import layers as general
from tinynet.arguments.layers import checked_inputs, checked_rows
from tinynet.arguments.numbers import number_of
from tinynet.layers import Data, Layer, LayersTraining
from tinynet.pictures import shapes as svg
from tinynet.pictures.fits import fit
from tinynet.pictures.networks import Box, Diagram
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture
from tinynet.training import Training

MOST_NEURONS, MOST_LAYERS = 5, 4  # with numbers in them
SMALL, COLUMNS = 16, 12  # at most so many boxes in a column, and columns, without numbers
BACKWARDS = "Purple: dSSR by the number beside it; dSSR/dz = dSSR/da * f'(z)", "dSSR/dW = dSSR/dz * the a that W takes"
Row = tuple[str, ...]  # the name of a number, the number and, on the way back, the derivative of the SSR by it


def draw_network(
    layers: Union[Sequence[Layer], LayersTraining], inputs: Sequence[float], observed: Optional[Sequence[float]] = None
) -> Picture:
    """The layers with all numbers of one forward pass and, with `observed`, the derivatives on the way back.

    layers    or a Training, which stands for its layers

    More than 4 layers, or more than 5 neurons in a layer, are drawn without numbers.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.layers import initial_layers
    >>> draw_network(initial_layers([2, 3, 1], seed=1), [0.5, 1.0], [1.0]).svg.count("<rect")  # the sheet, 2 + 3 + 1
    7
    """
    checked, a0 = checked_inputs(layers.parameters if isinstance(layers, Training) else layers, inputs)
    seen = None if observed is None else checked_rows(checked, [(a0, observed)])[1][0][1]
    sizes = [len(a0), *[len(layer.weights) for layer in checked]]
    if len(checked) > MOST_LAYERS or max(sizes) > MOST_NEURONS:
        return without_numbers(sizes)
    drawn = [
        [Box(title, rows, 92 if colour == svg.GREY else 190, colour) for title, rows in neurons.items()]
        for neurons, colour in zip(numbers(checked, a0, seen), colours(sizes))
    ]
    diagram = Diagram(drawn, {2: 180, 5: 12}.get(len(drawn), 70), write)
    diagram.edges()
    said = [f"{box.title}: {', '.join(map(' '.join, box.rows))}" for column in drawn for box in column]
    return diagram.picture("The layers with their numbers", f"{'; '.join(said)}.", BACKWARDS if seen else ())


def colours(sizes: Sequence[int]) -> list[str]:
    return [svg.GREY, *[svg.TOP] * (len(sizes) - 2), svg.PREDICTED]


def without_numbers(sizes: list[int]) -> Picture:
    """The neurons alone, or the first of very many, and below each layer how many it has."""
    drawn = sizes[:COLUMNS] + sizes[COLUMNS:][-1:]
    boxes = [[Box("", (), 16, colour)] * min(size, SMALL) for size, colour in zip(drawn, colours(drawn))]
    diagram = Diagram(boxes, 680 / (len(drawn) - 1) - 16, write)
    diagram.edges()
    for column, size in zip(diagram.columns, drawn):
        diagram.shapes.append(svg.text(column[0].left + 8, diagram.height + 16, f"{size:,}", "middle"))
    diagram.height += 16
    left_out = "; not all are drawn" if drawn != sizes or max(sizes) > SMALL else ""
    legend = [f"{number_of(len(sizes) - 1, 'layer')}, below each its number of neurons{left_out}"]
    legend.append(f"Numbers are drawn for at most {MOST_LAYERS} layers of {MOST_NEURONS} neurons")
    return diagram.picture("The layers", f"{'-'.join(map(str, drawn))}: {'. '.join(legend)}.", legend)


def numbers(layers: Sequence[Layer], a0: Sequence[float], observed: Any) -> list[dict[str, list[Row]]]:
    """The rows of the boxes by their titles: first those of the inputs, then those of each layer."""
    passes = general.forward(layers, a0)
    d_a, gradient = way_back(layers, passes, a0, observed) if observed else ([], [])
    drawn = [{f"(0)[{k}]": [row("a", a)] for k, a in enumerate(a0)}]
    for l, (layer, (z, a)) in enumerate(zip(layers, passes)):
        drawn.append({})
        for j, w in enumerate(layer.weights):
            names = [*[f"W[{k}]" for k in range(len(w))], "b", "z", "a"]
            values = [*w, layer.biases[j], z[j], a[j]]
            rows = [row(*each) for each in zip(names, values)]
            if observed:
                d_w, d_z = gradient[l]
                rows = [row(*each) for each in zip(names, values, [*d_w[j], d_z[j], d_z[j], d_a[l][j]])]
                rows.append(row("f'(z)", layer.activation.slope(z[j])))
            drawn[-1][f"({l + 1})[{j}] {layer.activation.name}"] = rows
    for rows, seen, a_j in zip(drawn[-1].values(), observed or (), passes[-1][1]):
        rows += [row("observed", seen), row("residual", seen - a_j)]
    return drawn


def way_back(layers: Sequence[Layer], passes: Any, a0: Sequence[float], observed: Sequence[float]) -> Any:
    """dSSR/da by layer and neuron, and the gradient, in which dSSR/db is dSSR/dz."""
    _, gradient = general.backpropagate(layers, [(a0, observed)])
    d_a = [-2 * (seen - a) for seen, a in zip(observed, passes[-1][1])]
    hidden = [[general.dot(w, d_z) for w in zip(*above.weights)] for above, (_, d_z) in zip(layers, gradient)]
    return [*hidden[1:], d_a], gradient


def row(name: str, *numbers: float) -> Row:
    return (name, *[short(number, 3) for number in numbers])


def write(row: Row, left: float, y: float, width: float) -> str:
    """A row of a box: the name at the left, the number at the right, or in the middle if a derivative is there."""
    place = left + width if row[0] in ("observed", "residual") else min(left + width, left + 104)
    back = [svg.text(left + width, y, words, "end", f' class="back"{svg.PURPLE}') for words in row[2:]]
    return "".join([svg.text(left, y, row[0]), svg.text(place, y, row[1], "end"), *back])


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
    title     the words at the top; `input` and `observed` are those at the axes

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.layers import initial_layers
    >>> draw_fit(initial_layers([1, 4, 1], seed=1), [([0.0], [0.0]), ([1.0], [2.0])]).svg.count("<circle")
    3
    """
    if isinstance(layers, Training) and data is None:
        data = layers.data
    checked, rows = checked_rows(layers.parameters if isinstance(layers, Training) else layers, data)
    words = {"title": title, "input": input, "observed": observed}
    if (len(checked[0].weights[0]), len(checked[-1].weights)) != (1, 1):
        inputs, outputs = number_of(len(checked[0].weights[0]), "input"), number_of(len(checked[-1].weights), "output")
        raise ValueError(f"layers have {inputs} and {outputs}; draw_fit draws those of one input and one output")
    pairs = [(x, y) for (x,), (y,) in rows]
    only = f"SSR {short(general.ssr(checked, rows))}", lambda x: {"predicted": general.predict(checked, [x])[0]}
    return fit("The fit of the layers", pairs, [only], words)
