"""The chain rule with the learner's own numbers: factor by factor, row by row, down to the new value.

    product    = factor * factor * ...           one row for each observation
    derivative = sum of the products
    step size  = derivative * learning rate      new value = old value - step size

The factors and the chains come from `chains`, the rest is arithmetic and print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite, prod
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import checked_name, positive
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.loss import Data
from tinynet.network import Parameters
from tinynet.tutor.chains import CHAINS, FACTORS, Rule, passes
from tinynet.tutor.tables import Block, as_html, as_markdown, as_text, column, in_latex, table


class Factor(NamedTuple):
    """One factor of a chain, such as dy1/dx1 and e^x1 / (1 + e^x1)."""

    symbol: str
    formula: str


class Row(NamedTuple):
    """What one observation adds to the sum; `values` holds one number for each factor."""

    input: float
    observed: float
    predicted: float
    values: tuple[float, ...]
    product: float


class Derivation(NamedTuple):
    """One derivative, worked out. Its `str` and its `repr` are the worked table.

    Without a learning rate there is no step: the last four are None.
    """

    name: str
    factors: tuple[Factor, ...]
    rows: tuple[Row, ...]
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
        """The chain, the table and the words in Markdown."""
        return as_markdown(_blocks(self))

    def to_latex(self) -> str:
        """The chain in partial derivatives, the sum and the step, aligned; to be put into a displayed formula."""
        return as_latex(self)


def explain(name: str, parameters: Parameters, data: Data, learning_rate: Optional[float] = None) -> Derivation:
    """One derivative of the SSR, worked out with these numbers; with a learning rate also the parameter's new value.

    Errors: ValueError for a name that is none of the seven; TypeError or ValueError for other bad arguments.

    >>> from tinynet.dosage import DATA, START
    >>> explain("b3", START, DATA, learning_rate=0.02)
    dSSR/db3 = sum of  dSSR/dpredicted             * dpredicted/db3
             = sum of  -2 * (observed - predicted) * 1
    <BLANKLINE>
    input  observed  predicted  dSSR/dpredicted  dpredicted/db3    product
      0.0         0   0.686216         1.372431               1   1.372431
      0.5         1   0.858232        -0.283536               1  -0.283536
      1.0         0   1.185280         2.370559               1   2.370559
                                                                 ---------
                                                      dSSR/db3 =  3.459454
    <BLANKLINE>
    step size = dSSR/db3 * learning rate = 3.459454 * 0.02     =  0.069189
    new b3    = old b3 - step size       = 0        - 0.069189 = -0.069189
    <BLANKLINE>
    dSSR/db3 is positive: a slightly larger b3 raises the SSR, so b3 goes down. The most positive
    product is that of (1, 0): the prediction there is too high, and a larger b3 raises it. 1 of the 3
    products is negative; the positive ones outweigh it.
    """
    name = checked_name(name, "name", Parameters._fields)
    parameters = checked_parameters(parameters)
    rules = [FACTORS[symbol] for symbol in CHAINS[name]]
    rows = tuple(_row(rules, numbers) for numbers in passes(parameters, checked_data(data)))
    factors = tuple(Factor(symbol, FACTORS[symbol].formula) for symbol in CHAINS[name])
    derivative = 0.0
    for row in rows:  # as the lesson adds: the built-in sum has other last digits from Python 3.12 on
        derivative += row.product
    if learning_rate is None:
        return Derivation(name, factors, rows, derivative)
    learning_rate = positive(learning_rate, "learning_rate")
    step_size = derivative * learning_rate
    old: float = getattr(parameters, name)
    return Derivation(name, factors, rows, derivative, learning_rate, step_size, old, old - step_size)


def _row(rules: Iterable[Rule], numbers: Mapping[str, float]) -> Row:
    values = tuple([rule.value(numbers) for rule in rules])
    return Row(numbers["input"], numbers["observed"], numbers["predicted"], values, prod(values))


# The rest is print: at most 100 columns wide, whatever the numbers, and at most 20 rows long.


def _blocks(work: Derivation) -> list[Block]:
    heads = ["input", "observed", "predicted", *[factor.symbol for factor in work.factors], "product"]
    columns = [*zip(*[(*row[:3], *row.values, row.product) for row in work.rows])]
    numbers = table([(head,) for head in heads], columns, "row", f"dSSR/d{work.name}", work.derivative)
    return [_chain(work), numbers, *steps(work), _in_words(work).rstrip()]


def _chain(work: Derivation) -> list[str]:
    widths = [max(map(len, factor)) for factor in work.factors]
    symbols, formulas = (
        " * ".join(text.ljust(width) for text, width in zip(texts, widths)).rstrip() for texts in zip(*work.factors)
    )
    return [f"dSSR/d{work.name} = sum of  {symbols}", f"         = sum of  {formulas}"]


def steps(work: Any) -> list[Block]:
    """The step size and the new value, of one of the seven or of any layer."""
    cells = _steps(work)
    widths = [max(map(len, texts)) for texts in zip(*cells)]
    return [[" ".join(map(str.ljust, line, widths)) for line in cells]] if cells else []


def _steps(work: Any) -> list[list[str]]:
    if work.learning_rate is None:
        return []
    derivative, old, rate, step_size = (
        column([number])[0] for number in (work.derivative, work.old, work.learning_rate, work.step_size)
    )
    subtracted = f"({step_size})" if work.step_size < 0 else step_size
    results = column([work.step_size, work.new])
    return [
        ["step size", f"= dSSR/d{work.name} * learning rate", f"= {derivative}", f"* {rate}", f"= {results[0]}"],
        [f"new {work.name}", f"= old {work.name} - step size", f"= {old}", f"- {subtracted}", f"= {results[1]}"],
    ]


def as_latex(work: Any) -> str:
    """The formulas of one of the seven or of any layer. Up to six products are written out."""
    symbols, formulas = (" * ".join(texts) for texts in zip(*work.factors))
    *products, total = [text.strip() for text in column([*[row.product for row in work.rows], work.derivative])]
    written = " + ".join(products).replace("+ -", "- ") + " = " if 1 < len(products) <= 6 else ""
    lines = [[f"dSSR/d{work.name}", f"= \\sum {symbols}"], ["", f"= \\sum {formulas}"], ["", f"= {written}{total}"]]
    text = " \\\\\n".join(in_latex(f"{left} &{' '.join(rest)}") for left, *rest in lines + _steps(work))
    return f"\\begin{{aligned}}\n{text}\n\\end{{aligned}}"


def _in_words(work: Derivation) -> str:
    """Which way the parameter moves, and why."""
    name, derivative = work.name, work.derivative
    products = [row.product for row in work.rows]
    if work.new is not None and isfinite(derivative) and not isfinite(work.new):
        return f"The new {name} is not finite: the learning rate is far too large for this derivative."
    if not isfinite(derivative):
        return f"dSSR/d{name} is not finite: numbers on the way are too large for floats. Scale the data down."
    if derivative == 0 and not any(products):
        return f"dSSR/d{name} is 0, because {all_zero(work)}: {name} stays where it is."
    if abs(derivative) <= 4.5e-16 * len(products) * sum(map(abs, products)) and len(products) > 1:
        return f"dSSR/d{name} is 0 but for rounding: the products cancel each other, and {name} has nowhere to go."
    sign = 1 if derivative > 0 else -1
    one, other = ("positive", "negative")[::sign]
    effect, way = ("raises", "down") if derivative > 0 else ("lowers", "up")
    goes = f"goes {way}" if work.new is None or work.new != work.old else f"would go {way}, but the step is too small"
    most = max(work.rows, key=lambda row: row.product * sign)
    against, along = (sum(1 for product in products if product * sign * side > 0) for side in (-1, 1))
    verb, them = ("is", "it") if against == 1 else ("are", "them")
    outweigh = f"{one} one outweighs" if along == 1 else f"{one} ones outweigh"
    outweighed = f"{against:,} of the {len(products):,} products {verb} {other}; the {outweigh} {them}."
    return (
        f"dSSR/d{name} is {one}: a slightly larger {name} {effect} the SSR, so {name} {goes}. "
        f"The most {one} product is that of ({most.input:.6g}, {most.observed:.6g}): {_why(work, most)}. "
        f"{outweighed if against else ''}"
    )


def all_zero(work: Any) -> str:
    """Which factor it is, of one of the seven or of any layer: a dead neuron is one whose slope is 0 for all data."""
    for factor, values in zip(work.factors, zip(*[row.values for row in work.rows])):
        if not any(values):
            return f"{factor.symbol} is 0 everywhere"
    return "every product is 0"


def _why(work: Derivation, row: Row) -> str:
    """Two facts make the sign of a product: on which side the prediction is, and which way the parameter moves it."""
    side = "high" if row.values[0] > 0 else "low"
    moves = "raises" if (row.product > 0) == (row.values[0] > 0) else "lowers"
    signs: dict[str, list[str]] = {}
    for factor, value in zip(work.factors, row.values):
        if factor.formula.isidentifier():  # w3, w4, input, y1, y2; of the others the slope and 1 are positive
            signs.setdefault("positive" if value > 0 else "negative", []).append(factor.formula)
    facts = [f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} {sign}" for sign, names in signs.items()]
    because = f", because {' and '.join(facts)}" if facts else ""
    return f"the prediction there is too {side}, and a larger {work.name} {moves} it{because}"
