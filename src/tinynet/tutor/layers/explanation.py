"""The general formula with the learner's own numbers: one weight or bias of any layer, down to its new value.

    product    = dSSR/da(l)[j] * f'(z(l)[j]) * a(l-1)[k]        for a bias with 1 for a(l-1)[k]
    derivative = sum of the products, one for each observation
    step size  = derivative * learning rate                     new value = old value - step size

and in a hidden layer dSSR/da(l)[j] is itself a sum, over the neurons of the layer above.
"""

from collections.abc import Sequence
from math import prod
from re import findall
from typing import NamedTuple, Optional

from tinynet.arguments.layers import Place, checked_layers, checked_layers_data, checked_place
from tinynet.arguments.numbers import number_of
from tinynet.layers import Data, Layers, _forward, backpropagate, dot
from tinynet.tutor.explanation import Derivation, in_words, steps, sum_and_step
from tinynet.tutor.tables import Block, Column, column, table


class LayersFactor(NamedTuple):
    """One factor of the chain. `meaning` is printed after the formula, such as ", an input"."""

    symbol: str
    formula: str
    meaning: str = ""


class LayersRow(NamedTuple):
    """What one observation adds to the sum."""

    inputs: tuple[float, ...]
    observed: tuple[float, ...]  # one number for each output
    predicted: tuple[float, ...]
    terms: tuple[
        tuple[float, float], ...
    ]  # of dSSR/da(l)[j], in a hidden layer: for each neuron above (dSSR/dz, weight)
    values: tuple[float, float, float]  # one number for each factor
    product: float


class LayersDerivation(Derivation):
    """A Derivation of one weight or bias of any layer."""

    factors: tuple[LayersFactor, ...]  # type: ignore[assignment]
    rows: tuple[LayersRow, ...]  # type: ignore[assignment]

    def _blocks(self) -> list[Block]:
        l, j = map(int, findall(r"\d+", self.name)[:2])
        above = f' explain("b({l + 1})[n]", ...) shows how each dSSR/dz({l + 1})[n] comes about.'
        words = in_words(self, lambda number: f"data[{number}].{above * bool(self.rows[0].terms)}")
        return [_chain(self), *_ways(self, l, j), _table(self, j), *steps(self), words]


def explain(name: str, layers: Layers, data: Data, learning_rate: Optional[float] = None) -> LayersDerivation:
    """The derivative of the SSR by one weight or bias, worked out; with a learning rate also its new value.

    name    as in the formulas: "W(1)[0][2]", "b(2)[0]"; layers are counted from 1, neurons from 0

    Errors: ValueError for an unknown name; TypeError or ValueError for other bad arguments.

    >>> from tinynet.dosage import DATA, START
    >>> from tinynet.layers import from_parameters
    >>> data = [([dose], [effect]) for dose, effect in DATA]
    >>> explain("W(1)[0][0]", from_parameters(START), data, learning_rate=0.02)
    dSSR/dW(1)[0][0] = sum of    dSSR/da(1)[0]        = column 0 of W(2), dot dSSR/dz(2)
                               * da(1)[0]/dz(1)[0]    = f'(z(1)[0]), the slope of SOFTPLUS
                               * dz(1)[0]/dW(1)[0][0] = a(0)[0], an input
    <BLANKLINE>
    dSSR/da(1)[0] is the sum over the 1 neuron of layer 2:
    <BLANKLINE>
             dSSR/dz(2)[0]
              * W(2)[0][0]  dSSR/da(1)[0]
                    * 0.36      = the sum
    data[0]       1.372431       0.494075
    data[1]      -0.283536      -0.102073
    data[2]       2.370559       0.853401
    <BLANKLINE>
             observed[0]  predicted[0]  dSSR/da(1)[0]  f'(z(1)[0])  a(0)[0]    product
    data[0]            0      0.686216       0.494075     0.500000      0.0   0.000000
    data[1]            1      0.858232      -0.102073     0.797380      0.5  -0.040696
    data[2]            0      1.185280       0.853401     0.939346      1.0   0.801639
                                                                             ---------
                                                          dSSR/dW(1)[0][0] =  0.760944
    <BLANKLINE>
    step size      = dSSR/dW(1)[0][0] * learning rate = 0.760944 * 0.02     = 0.015219
    new W(1)[0][0] = old W(1)[0][0] - step size       = 2.74     - 0.015219 = 2.724781
    <BLANKLINE>
    dSSR/dW(1)[0][0] is positive: a slightly larger W(1)[0][0] raises the SSR, so W(1)[0][0] goes down.
    The most positive product comes from data[2]. explain("b(2)[n]", ...) shows how each dSSR/dz(2)[n]
    comes about.
    """
    layers = checked_layers(layers)
    l, j, k = checked_place(name, layers)
    rows = tuple(_row(layers, inputs, observed, (l, j, k)) for inputs, observed in checked_layers_data(data, layers))
    weights, biases, _ = layers[l - 1]
    old = biases[j] if k is None else weights[j][k]
    factors = _factors(layers, name, l, j, k)
    return LayersDerivation(name, factors, rows, *sum_and_step(rows, old, learning_rate))  # type: ignore[arg-type]


def _factors(layers: Layers, name: str, l: int, j: int, k: Optional[int]) -> tuple[LayersFactor, ...]:
    last = f"-2 * (observed[{j}] - predicted[{j}])"
    hidden = f"column {j} of W({l + 1}), dot dSSR/dz({l + 1})"
    below = "1" if k is None else f"a({l - 1})[{k}]"
    return (
        LayersFactor(f"dSSR/da({l})[{j}]", last if l == len(layers) else hidden),
        LayersFactor(f"da({l})[{j}]/dz({l})[{j}]", f"f'(z({l})[{j}])", f", the slope of {layers[l - 1].activation!r}"),
        LayersFactor(f"dz({l})[{j}]/d{name}", below, ", an input" if below.startswith("a(0)") else ""),
    )


def _row(layers: Layers, inputs: Sequence[float], observed: Sequence[float], place: Place) -> LayersRow:
    l, j, k = place
    passes = _forward(layers, inputs)
    predicted, below = passes[-1][1], inputs if l == 1 else passes[l - 2][1]
    terms: tuple[tuple[float, float], ...] = ()
    if l == len(layers):
        d_a = -2 * (observed[j] - predicted[j])
    else:
        _, d_z = backpropagate(layers, [(inputs, observed)])[1][l]  # of one observation, dSSR/db is dSSR/dz
        terms = tuple(zip(d_z, [weights[j] for weights in layers[l].weights]))
        d_a = dot(*zip(*terms))
    values = d_a, layers[l - 1].activation.slope(passes[l - 1][0][j]), 1.0 if k is None else below[k]
    return LayersRow(tuple(inputs), tuple(observed), tuple(predicted), terms, values, prod(values))


def _chain(work: LayersDerivation) -> list[str]:
    width = max(len(factor.symbol) for factor in work.factors)
    first = f"dSSR/d{work.name} = sum of "
    return [
        f"{lead.rjust(len(first))} {times} {symbol:{width}} = {formula}{meaning}"
        for lead, times, (symbol, formula, meaning) in zip((first, "", ""), " **", work.factors)
    ]


def _ways(work: LayersDerivation, l: int, j: int) -> list[Block]:
    """In a hidden layer: a column for the way up through each neuron of the layer above, and dSSR/da, their sum."""
    neurons = len(work.rows[0].terms)
    if not neurons:
        return []
    columns: list[Column] = [(("",) * 3, [f"data[{number}]" for number in range(len(work.rows))])]
    for n, (_, weight) in enumerate(work.rows[0].terms):
        head = f"dSSR/dz({l + 1})[{n}]", f"* W({l + 1})[{n}][{j}]", f"* {column([weight])[0]}"
        columns.append((head, [row.terms[n][0] for row in work.rows]))
    if neurons > 6:
        columns[4:-2] = [(("...",) * 3, ["..."] * len(work.rows))]
    columns.append((("", f"dSSR/da({l})[{j}]", "= the sum"), [row.values[0] for row in work.rows]))
    heading = f"dSSR/da({l})[{j}] is the sum over the {number_of(neurons, 'neuron')} of layer {l + 1}:"
    return [heading, table(columns, "observation")]


def _table(work: LayersDerivation, j: int) -> Block:
    is_hidden, outputs = bool(work.rows[0].terms), len(work.rows[0].observed)
    columns: list[Column] = [(("",), [f"data[{number}]" for number in range(len(work.rows))])]
    if not is_hidden or outputs == 1:
        output = 0 if is_hidden else j
        columns.append(((f"observed[{output}]",), [row.observed[output] for row in work.rows]))
        columns.append(((f"predicted[{output}]",), [row.predicted[output] for row in work.rows]))
    (symbol, *_), slope, below = work.factors
    heads = symbol, slope.formula, below.formula, "product"
    numbers = zip(*[(*row.values, row.product) for row in work.rows])
    return table([*columns, *[((head,), values) for head, values in zip(heads, numbers)]], "observation", work)
