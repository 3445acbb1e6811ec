"""The chain rule with the learner's own numbers: factor by factor, row by row, down to the new value.

    product    = factor * factor * ...           one row for each observation
    derivative = sum of the products
    step size  = derivative * learning rate      new value = old value - step size

The factors and the chains come from `chains`. The rest is arithmetic and printing, at most 100 columns wide and 20 rows
long. `sum_and_step`, `steps` and `in_words` serve any number of layers too.
"""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite, prod
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import checked_name, positive
from tinynet.arguments.seven import checked_data, checked_parameters
from tinynet.loss import Data
from tinynet.network import Parameters
from tinynet.tutor.chains import CHAINS, FACTORS, Rule, passes
from tinynet.tutor.tables import Block, as_html, as_markdown, as_text, column, in_latex, side_by_side, table


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

    def _blocks(self) -> list[Block]:
        return [_chain(self), _table(self), *steps(self), in_words(self, lambda number: _why(self, number))]

    def __repr__(self) -> str:
        return as_text(self._blocks())

    def _repr_html_(self) -> str:
        return as_html(self._blocks())

    def to_markdown(self) -> str:
        """The chain, the tables and the words in Markdown."""
        return as_markdown(self._blocks())

    def to_latex(self) -> str:
        """The chain in partial derivatives, the sum and the step, aligned. Put it into a displayed formula."""
        symbols, formulas, *_ = (" * ".join(texts) for texts in zip(*self.factors))
        *products, total = [text.strip() for text in column([*[row.product for row in self.rows], self.derivative])]
        written = " + ".join(products).replace("+ -", "- ") + " = " if 1 < len(products) <= 6 else ""  # six at most
        lines = [[f"dSSR/d{self.name}", f"= \\sum {symbols}"], ["", f"= \\sum {formulas}"], ["", f"= {written}{total}"]]
        lines += _steps(self) if self.learning_rate else []
        text = " \\\\\n".join(in_latex(f"{left} &{' '.join(rest)}") for left, *rest in lines)
        return f"\\begin{{aligned}}\n{text}\n\\end{{aligned}}"


def explain(name: str, parameters: Parameters, data: Data, learning_rate: Optional[float] = None) -> Derivation:
    """One derivative of the SSR, worked out with these numbers; with a learning rate also the parameter's new value.

    Errors: ValueError for an unknown name; TypeError or ValueError for other bad arguments.

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
    product comes from (1, 0): the prediction there is too high, and a larger b3 raises it. 1 of the 3
    products is negative; the positive ones outweigh it.
    """
    name = checked_name(name, "name", Parameters._fields)
    parameters = checked_parameters(parameters)
    factors = tuple(Factor(symbol, FACTORS[symbol].formula) for symbol in CHAINS[name])
    rules = [FACTORS[symbol] for symbol in CHAINS[name]]
    rows = tuple(_row(rules, numbers) for numbers in passes(parameters, checked_data(data)))
    return Derivation(name, factors, rows, *sum_and_step(rows, getattr(parameters, name), learning_rate))


def _row(rules: Iterable[Rule], numbers: Mapping[str, float]) -> Row:
    values = tuple([rule.value(numbers) for rule in rules])
    return Row(numbers["input"], numbers["observed"], numbers["predicted"], values, prod(values))


def sum_and_step(rows: Iterable[Any], old: float, learning_rate: Optional[float]) -> tuple[Any, ...]:
    """The numbers of a Derivation from `derivative` on."""
    derivative = 0.0
    for row in rows:  # as the lesson adds: the built-in sum has other last digits from Python 3.12 on
        derivative += row.product
    if learning_rate is None:
        return (derivative,)
    learning_rate = positive(learning_rate, "learning_rate")
    step_size = derivative * learning_rate
    return derivative, learning_rate, step_size, old, old - step_size


def _chain(work: Derivation) -> list[str]:
    symbols, formulas = side_by_side([*zip(*work.factors)], " * ")
    return [f"dSSR/d{work.name} = sum of  {symbols}", f"         = sum of  {formulas}"]


def _table(work: Derivation) -> Block:
    heads = ["input", "observed", "predicted", *[factor.symbol for factor in work.factors], "product"]
    columns = zip(*[(*row[:3], *row.values, row.product) for row in work.rows])
    return table([((head,), values) for head, values in zip(heads, columns)], "row", work)


def steps(work: Any) -> list[Block]:
    """The step size and the new value, if there is a learning rate."""
    return [side_by_side(_steps(work), " ")] if work.learning_rate else []


def _steps(work: Any) -> list[list[str]]:
    numbers = work.derivative, work.old, work.learning_rate, work.step_size
    derivative, old, rate, step_size = (column([number])[0] for number in numbers)
    subtracted = f"({step_size})" if work.step_size < 0 else step_size
    results = column([work.step_size, work.new])
    return [
        ["step size", f"= dSSR/d{work.name} * learning rate", f"= {derivative}", f"* {rate}", f"= {results[0]}"],
        [f"new {work.name}", f"= old {work.name} - step size", f"= {old}", f"- {subtracted}", f"= {results[1]}"],
    ]


def in_words(work: Any, about: Callable[[int], str]) -> str:
    """Which way the parameter moves, and the product that counts most; `about` describes it by the number of its row."""
    name, derivative, products = work.name, work.derivative, [row.product for row in work.rows]
    if work.new is not None and isfinite(derivative) and not isfinite(work.new):
        return f"The new {name} is not finite: the learning rate is far too large for this derivative."
    if not isfinite(derivative):
        return f"dSSR/d{name} is not finite: numbers on the way are too large for floats. Scale the data down."
    if derivative == 0 and not any(products):
        return f"dSSR/d{name} is 0, because {_all_zero(work)}: {name} stays where it is."
    if abs(derivative) <= 4.5e-16 * len(products) * sum(map(abs, products)) and len(products) > 1:
        return f"dSSR/d{name} is 0 but for rounding: the products cancel each other, and {name} has nowhere to go."
    sign, one, effect, way = (1, "positive", "raises", "down") if derivative > 0 else (-1, "negative", "lowers", "up")
    goes = f"goes {way}" if work.new is None or work.new != work.old else f"would go {way}, but the step is too small"
    most = max(range(len(products)), key=lambda number: products[number] * sign)
    moves = f"a slightly larger {name} {effect} the SSR, so {name} {goes}"
    return f"dSSR/d{name} is {one}: {moves}. The most {one} product comes from {about(most)}"


def _all_zero(work: Any) -> str:
    """Which factor is 0 for all data. For a dead neuron it is the slope."""
    columns = zip(work.factors, zip(*[row.values for row in work.rows]))
    zeros = (f"{factor.symbol} is 0 everywhere" for factor, values in columns if not any(values))
    return next(zeros, "every product is 0")


def _why(work: Derivation, number: int) -> str:
    """Two facts make the sign of a product: on which side the prediction is, and which way the parameter moves it."""
    row = work.rows[number]
    side = "high" if row.values[0] > 0 else "low"
    moves = "raises" if (row.product > 0) == (row.values[0] > 0) else "lowers"
    signs: dict[str, list[str]] = {}
    for factor, value in zip(work.factors, row.values):
        if factor.formula.isidentifier():  # w3, w4, input, y1 or y2; the slope and 1 are positive anyway
            signs.setdefault("positive" if value > 0 else "negative", []).append(factor.formula)
    facts = [f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} {sign}" for sign, names in signs.items()]
    because = f", because {' and '.join(facts)}" if facts else ""
    says = f"the prediction there is too {side}, and a larger {work.name} {moves} it{because}"
    return f"({row.input:.6g}, {row.observed:.6g}): {says}.{_outweighed(work)}"


def _outweighed(work: Derivation) -> str:
    """How many products have the other sign, in a sentence; empty if none has."""
    one, other, sign = ("positive", "negative", 1) if work.derivative > 0 else ("negative", "positive", -1)
    along, against = (sum(row.product * side > 0 for row in work.rows) for side in (sign, -sign))
    if not against:
        return ""
    outweigh = "one outweighs" if along == 1 else "ones outweigh"
    are, them = ("is", "it") if against == 1 else ("are", "them")
    return f" {against:,} of the {len(work.rows):,} products {are} {other}; the {one} {outweigh} {them}."
