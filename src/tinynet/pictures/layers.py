"""Any layers, drawn: in each neuron its numbers forwards and, beside each, the derivative of the SSR by it.

dSSR/da = -2 * residual, or below the last layer the sum over the neurons above of dSSR/dz * their weight for this a
dSSR/dz = dSSR/da * f'(z)
dSSR/dW = dSSR/dz * the a that the weight takes             dSSR/db = dSSR/dz
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional, Union

from tinynet import layers as general
from tinynet.arguments.layers import checked_layers, checked_rows, vector
from tinynet.arguments.numbers import number_of
from tinynet.layers import Data, Layer, LayersTraining
from tinynet.pictures import shapes as svg
from tinynet.pictures.fits import Frame, across, columns, fit
from tinynet.pictures.networks import Box, Diagram
from tinynet.pictures.plots import checked_words
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture
from tinynet.training import Training

MOST_NEURONS, MOST_LAYERS = 5, 4  # that have room for numbers
SMALL, COLUMNS = 16, 12  # boxes in a column, and columns, without numbers
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
    checked = checked_layers(layers.parameters if isinstance(layers, Training) else layers)
    passes = general.forward(checked, inputs)
    a0 = vector(inputs, "inputs")
    seen = None if observed is None else checked_rows(checked, [(a0, observed)])[1][0][1]
    sizes = [len(a0), *[len(layer.weights) for layer in checked]]
    if len(checked) > MOST_LAYERS or max(sizes) > MOST_NEURONS:
        return without_numbers(sizes)
    boxes = []
    for k, neurons in enumerate(numbers(checked, passes, a0, seen)):
        boxes.append([Box(name, rows, 190 if k else 92, colour(k, len(checked))) for name, rows in neurons.items()])
    diagram = Diagram(boxes, {2: 180, 5: 12}.get(len(boxes), 70), write)
    diagram.edges()
    said = [f"{box.name}: {', '.join(' '.join(row) for row in box.rows)}" for column in boxes for box in column]
    return diagram.picture("The layers with their numbers", f"{'; '.join(said)}.", BACKWARDS if seen else ())


def colour(layer: int, last: int) -> str:
    return "#999" if layer == 0 else svg.PREDICTED if layer == last else svg.TOP


def without_numbers(sizes: list[int]) -> Picture:
    """The neurons alone, or the first ones of very many, and below each layer their number."""
    few = sizes if len(sizes) <= COLUMNS else [*sizes[: COLUMNS - 1], sizes[-1]]
    drawn = [
        [Box(f"{k} {j}", (), 16, colour(k, len(few) - 1), titled=False) for j in range(min(size, SMALL))]
        for k, size in enumerate(few)
    ]
    diagram = Diagram(drawn, 680 / (len(few) - 1) - 16, write)
    diagram.edges()
    counts = [(diagram.places[column[0].name][0] + 8, f"{size:,}") for column, size in zip(drawn, few)]
    diagram.shapes += [svg.text(x, diagram.height + 16, count, "middle") for x, count in counts]
    diagram.height += 16
    said = [f"{number_of(len(sizes) - 1, 'layer')}, below each its number of neurons"]
    said[0] += "; not all are drawn" if few != sizes or max(sizes) > SMALL else ""
    said.append(f"Numbers are drawn for at most {MOST_LAYERS} layers of {MOST_NEURONS} neurons")
    return diagram.picture("The layers", f"{'-'.join(map(str, sizes[:100]))}: {'. '.join(said)}.", said)


def numbers(layers: Sequence[Layer], passes: Any, a0: Sequence[float], observed: Any) -> list[dict[str, list[Row]]]:
    """What stands in the boxes of each layer, and before them in those of the inputs."""
    drawn = [{f"(0)[{k}]": [row("a", a)] for k, a in enumerate(a0)}]
    gradient = general.backpropagate(layers, [(a0, observed)])[1] if observed else []
    for l, ((weights, biases, activation), (z, a)) in enumerate(zip(layers, passes)):
        drawn.append({})
        for j, w in enumerate(weights):
            names = [*[f"W[{k}]" for k in range(len(w))], "b", "z", "a"]
            columns, more = [names, [*w, biases[j], z[j], a[j]]], []
            if observed:
                more = [row("f'(z)", activation.slope(z[j]))]
                if l + 1 == len(layers):
                    more += [row("observed", observed[j]), row("residual", observed[j] - a[j])]
                    d_a = -2 * (observed[j] - a[j])
                else:
                    d_a = general.dot([above[j] for above in layers[l + 1].weights], gradient[l + 1][1])
                d_w, d_z = gradient[l]
                columns.append([*d_w[j], d_z[j], d_z[j], d_a])
            drawn[-1][f"({l + 1})[{j}] {activation.name}"] = [*[row(*each) for each in zip(*columns)], *more]
    return drawn


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
    title     and `input` and `observed`: the words at the top and at the axes

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.layers import initial_layers
    >>> draw_fit(initial_layers([1, 4, 1], seed=1), [([0.0], [0.0]), ([1.0], [2.0])]).svg.count("<circle")
    3
    """
    given: Any = layers
    if isinstance(layers, Training):
        given, data = layers.parameters, layers.data if data is None else data
    checked, rows = checked_rows(given, data)
    words = checked_words(title, input, observed)
    shape = len(checked[0].weights[0]), len(checked[-1].weights)
    if shape != (1, 1):
        counted = f"{number_of(shape[0], 'input')} and {number_of(shape[1], 'output')}"
        raise ValueError(f"layers have {counted}; draw_fit draws those of one input and one output")
    pairs = [(x, y) for (x,), (y,) in rows]
    x, said = across(pairs), f"SSR {short(general.ssr(checked, rows))}"
    line = {"predicted": [general.predict(checked, [input])[0] for input in columns(x)]}
    return fit("The fit of the layers", x, [Frame(line, said)], pairs, words, said)
