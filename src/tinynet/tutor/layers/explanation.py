"""The general formula with the learner's own numbers: one weight or bias of any layer, down to its new value.

    product    = dSSR/da(l)[j] * f'(z(l)[j]) * a(l-1)[k]        for a bias with 1 for a(l-1)[k]
    derivative = sum of the products, one for each observation
    step size  = derivative * learning rate                     new value = old value - step size

and in a hidden layer dSSR/da(l)[j] is itself a sum, over the neurons of the layer above.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.arguments.layers import checked_layers, checked_layers_data, checked_place
from tinynet.arguments.numbers import number_of, positive
from tinynet.layers import Data, Layers, _forward, backpropagate, dot
from tinynet.tutor.explanation import Factor, all_zero, as_latex, steps
from tinynet.tutor.tables import Block, Table, as_html, as_markdown, as_text, column, table


class LayersRow(NamedTuple):
    """What one observation adds to the sum; `values` holds one number for each factor.

    observed, predicted   one number for each output
    terms                 in a hidden layer the terms of dSSR/da(l)[j], for each neuron above (dSSR/dz, weight)
    """

    inputs: tuple[float, ...]
    observed: tuple[float, ...]
    predicted: tuple[float, ...]
    terms: tuple[tuple[float, float], ...]
    values: tuple[float, float, float]
    product: float


class LayersDerivation(NamedTuple):
    """One derivative of any layer, worked out. Its `str` and its `repr` are the worked table.

    place    the layer, counted from 1, and in it the neuron and the neuron below (for a bias None), counted from 0
    curve    the name of the layer's activation

    Without a learning rate there is no step: the last four are None.
    """

    name: str
    place: tuple[int, int, Optional[int]]
    curve: str
    factors: tuple[Factor, ...]
    rows: tuple[LayersRow, ...]
    derivative: float
    learning_rate: Optional[float] = None
    step_size: Optional[float] = None
    old: Optional[float] = None
    new: Optional[float] = None

    def __repr__(self) -> str:
        return as_text(_blocks(self))

    def _repr_html_(self) -> str:
        return as_html(_blocks(self))

    def to_markdown(self) -> str:
        """The chain, the tables and the words in Markdown."""
        return as_markdown(_blocks(self))

    def to_latex(self) -> str:
        """The chain in partial derivatives, the sum and the step, aligned; to be put into a displayed formula."""
        return as_latex(self)


def explain(name: str, layers: Layers, data: Data, learning_rate: Optional[float] = None) -> LayersDerivation:
    """The derivative of the SSR by one weight or bias, worked out; with a learning rate also its new value.

    name    as in the formulas: "W(1)[0][2]", "b(2)[0]"; layers are counted from 1, neurons from 0

    Errors: ValueError for a name that there is not; TypeError or ValueError for other bad arguments.

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
    The most positive product is that of data[2]. How each dSSR/dz(2)[n] comes about, explain("b(2)[n]",
    ...) tells.
    """
    layers = checked_layers(layers)
    l, j, k = checked_place(name, layers)
    rows = tuple(_row(layers, inputs, observed, l, j, k) for inputs, observed in checked_layers_data(data, layers))
    factors, curve = _factors(len(layers), l, j, k), layers[l - 1].activation.name
    derivative = dot([row.product for row in rows], [1.0] * len(rows))
    work = LayersDerivation(name, (l, j, k), curve, factors, rows, derivative)
    if learning_rate is None:
        return work
    learning_rate, (weights, biases, _) = positive(learning_rate, "learning_rate"), layers[l - 1]
    old, step_size = biases[j] if k is None else weights[j][k], derivative * learning_rate
    return work._replace(learning_rate=learning_rate, step_size=step_size, old=old, new=old - step_size)


def _factors(last: int, l: int, j: int, k: int | None) -> tuple[Factor, ...]:
    formula = f"column {j} of W({l + 1}), dot dSSR/dz({l + 1})"
    if l == last:
        formula = f"-2 * (observed[{j}] - predicted[{j}])"
    name, below = (f"b({l})[{j}]", "1") if k is None else (f"W({l})[{j}][{k}]", f"a({l - 1})[{k}]")
    return (
        Factor(f"dSSR/da({l})[{j}]", formula),
        Factor(f"da({l})[{j}]/dz({l})[{j}]", f"f'(z({l})[{j}])"),
        Factor(f"dz({l})[{j}]/d{name}", below),
    )


def _row(
    layers: Layers, inputs: Sequence[float], observed: Sequence[float], l: int, j: int, k: int | None
) -> LayersRow:
    passes = _forward(layers, inputs)
    predicted = passes[-1][1]
    terms: tuple[tuple[float, float], ...] = ()
    d_a = -2 * (observed[j] - predicted[j]) if l == len(layers) else 0.0
    if l < len(layers):
        column_j = [row[j] for row in layers[l].weights]
        _, d_z = backpropagate(layers, [(inputs, observed)])[1][l]  # of one observation, dSSR/db is dSSR/dz
        terms = tuple(zip(d_z, column_j))
        d_a = dot(*zip(*terms))
    below = 1.0 if k is None else (inputs if l == 1 else passes[l - 2][1])[k]
    slope = layers[l - 1].activation.slope(passes[l - 1][0][j])
    return LayersRow(tuple(inputs), tuple(observed), tuple(predicted), terms, (d_a, slope, below), d_a * slope * below)


# The rest is print: at most 100 columns wide for networks of up to five neurons a layer, at most 20 rows long.


def _blocks(work: LayersDerivation) -> list[Block]:
    return [_chain(work), *_ways(work), _table(work), *steps(work), _in_words(work).rstrip()]


def _chain(work: LayersDerivation) -> list[str]:
    width = max(len(symbol) for symbol, _ in work.factors)
    start = f"dSSR/d{work.name} = sum of "
    meant = "", f", the slope of {work.curve}", ", an input" if work.factors[2].formula.startswith("a(0)") else ""
    return [
        f"{first.rjust(len(start))} {times} {symbol:{width}} = {formula}{means}"
        for first, times, (symbol, formula), means in zip((start, "", ""), " **", work.factors, meant)
    ]


def _ways(work: LayersDerivation) -> list[Block]:
    """In a hidden layer the ways up, through each neuron of the layer above, and dSSR/da as their sum."""
    (l, j, _), terms = work.place, work.rows[0].terms
    if not terms:
        return []
    heads = [
        (f"dSSR/dz({l + 1})[{n}]", f"* W({l + 1})[{n}][{j}]", f"* {column([weight])[0]}")
        for n, (_, weight) in enumerate(terms)
    ]
    columns: list[Sequence[Any]] = [*zip(*[[d for d, _ in row.terms] for row in work.rows])]
    if len(terms) > 6:
        heads, columns = (
            [*heads[:3], ("...",) * 3, *heads[-2:]],
            [*columns[:3], ["..."] * len(work.rows), *columns[-2:]],
        )
    heads, columns = [*heads, ("", f"dSSR/da({l})[{j}]", "= the sum")], [*columns, [row.values[0] for row in work.rows]]
    says = f"dSSR/da({l})[{j}] is the sum over the {number_of(len(terms), 'neuron')} of layer {l + 1}:"
    return [says, _by_observation(heads, columns)]


def _table(work: LayersDerivation) -> Table:
    (_, j, _), row = work.place, work.rows[0]
    heads, numbers = [(formula,) for _, formula in work.factors], [[*row.values] for row in work.rows]
    heads[0] = (work.factors[0].symbol,)
    if not row.terms or len(row.observed) == 1:
        j = 0 if row.terms else j
        heads = [(f"observed[{j}]",), (f"predicted[{j}]",), *heads]
        numbers = [[row.observed[j], row.predicted[j], *values] for row, values in zip(work.rows, numbers)]
    columns = [*zip(*numbers), [row.product for row in work.rows]]
    return _by_observation([*heads, ("product",)], columns, f"dSSR/d{work.name}", work.derivative)


def _by_observation(
    heads: Sequence[tuple[str, ...]], columns: Sequence[Sequence[Any]], name: str = "", total: float = 0.0
) -> Table:
    labels = [f"data[{number}]" for number in range(len(columns[0]))]
    return table([("",) * len(heads[0]), *heads], [labels, *columns], "observation", name, total)


def _in_words(work: LayersDerivation) -> str:
    """Which way the weight or bias moves, and why."""
    name, derivative, products = f"dSSR/d{work.name}", work.derivative, [row.product for row in work.rows]
    if not isfinite(derivative):
        return f"{name} is not finite: numbers on the way are too large for floats. Scale the data down."
    if derivative == 0 and not any(products):
        return f"{name} is 0, because {all_zero(work)}: {work.name} stays where it is."
    if abs(derivative) <= 1e-14 * max(map(abs, products)):
        return f"{name} is 0 but for rounding: the products cancel each other, and {work.name} has nowhere to go."
    sign, one, effect, way = (1, "positive", "raises", "down") if derivative > 0 else (-1, "negative", "lowers", "up")
    most = max(range(len(products)), key=lambda number: products[number] * sign)
    return (
        f"{name} is {one}: a slightly larger {work.name} {effect} the SSR, so {work.name} goes {way}. "
        f"The most {one} product is that of data[{most}]. {_above(work)}"
    )


def _above(work: LayersDerivation) -> str:
    """It is no circle: where the numbers of the layer above come from."""
    l = work.place[0] + 1
    return f'How each dSSR/dz({l})[n] comes about, explain("b({l})[n]", ...) tells.' if work.rows[0].terms else ""
