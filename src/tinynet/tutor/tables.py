"""Numbers in columns, and the forms in which a derivation is shown: text, HTML, Markdown and LaTeX.

A derivation is shown as blocks. A block is a list of lines, which stay as they are, a `Table`, or a text, which is a
paragraph. A table holds its numbers as texts, so they are the same in every form.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from textwrap import fill
from typing import Any, NamedTuple, Union

from tinynet.arguments.numbers import number_of

WIDTH = 100  # of a text, in columns
MOST_ROWS = 20  # of a table

Column = tuple[tuple[str, ...], Sequence[Any]]  # the lines of its head; its numbers, or texts
Form = Callable[[Any], str]


class Table(NamedTuple):
    """Rows of texts below their heads, each of one or more lines.

    left_out       a sentence, if the rows in the middle are left out
    name, total    the sum of the last column, to stand below it, and its name; empty if there is none
    """

    heads: Sequence[tuple[str, ...]]
    rows: Sequence[tuple[str, ...]]
    left_out: str
    name: str
    total: str

    def text(self) -> str:
        head = [*zip(*self.heads)]
        lines = side_by_side([*head, *self.rows], "  ", str.rjust)
        width = max(map(len, lines))
        if self.left_out:
            lines.insert(len(head) + MOST_ROWS // 2, self.left_out.center(width).rstrip())
        if self.name:
            lines += [("-" * len(self.total)).rjust(width), f"{self.name} = {self.total}".rjust(width)]
        return "\n".join(lines)

    def cells(self) -> Iterator[list[str]]:
        """The rows for a form that aligns them by itself."""
        for number, row in enumerate(self.rows):
            if self.left_out and number == MOST_ROWS // 2:
                yield [self.left_out, *[""] * (len(row) - 1)]
            yield [cell.strip() for cell in row]

    def html(self) -> str:
        heads = "".join(f'<th scope="col">{"<br>".join(filter(None, map(escaped, head)))}</th>' for head in self.heads)
        rows = [(first, "".join(f"<td>{cell}</td>" for cell in rest)) for first, *rest in self.cells()]
        body = "".join(f'<tr><th scope="row">{first}</th>{rest}</tr>\n' for first, rest in rows)
        label = f'<th scope="row" colspan="{len(self.heads) - 1}">{self.name}</th>'
        foot = f"<tfoot><tr>{label}<td>{self.total.strip()}</td></tr></tfoot>" if self.name else ""
        return f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody>{foot}</table>"

    def markdown(self) -> str:
        rows = [[" ".join(head).strip() for head in self.heads], ["---:"] * len(self.heads), *self.cells()]
        if self.name:
            rows.append([*[""] * (len(self.heads) - 2), f"**{self.name}**", f"**{self.total.strip()}**"])
        return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


Block = Union[list[str], Table, str]


def table(columns: Sequence[Column], row: str, work: Any = None) -> Table:
    """A table with as many digits as fit. `row` is the word for a row; `work.derivative` is the last column's sum."""
    heads, numbers = zip(*columns)
    count, half = len(numbers[0]), MOST_ROWS // 2
    left_out = f"... {number_of(count - MOST_ROWS, f'more {row}')}, all in the sum" if count > MOST_ROWS else ""
    shown = [[*values[:half], *values[-half:]] if left_out else [*values] for values in numbers]
    if work:
        shown[-1].append(work.derivative)
    texts = _fitting(heads, shown)
    name, total = (f"dSSR/d{work.name}", texts[-1].pop()) if work else ("", "")
    return Table(heads, [*zip(*texts)], left_out, name, total)


def _fitting(heads: Sequence[tuple[str, ...]], columns: Sequence[list[Any]]) -> list[list[str]]:
    """The columns as texts, with as many digits as fit."""
    for digits in range(6, 0, -1):
        texts = [values if isinstance(values[0], str) else column(values, digits) for values in columns]
        widths = [max(map(len, (*head, *cells))) for head, cells in zip(heads, texts)]
        if sum(widths) + 2 * (len(widths) - 1) <= WIDTH:
            break
    return texts


def column(numbers: Sequence[float], digits: int = 6) -> list[str]:
    """The numbers as texts of one length, with as many decimals as they need, up to `digits`; tiny ones as 1.5e-07."""
    plain = [number for number in numbers if _is_plain(number, digits)]
    decimals = next((n for n in range(digits) if all(round(number, n) == number for number in plain)), digits)
    texts = [f"{x + 0.0:.{decimals}f}" if _is_plain(x, digits) else _power(x, max(digits - 2, 1)) for x in numbers]
    width = max(map(len, texts))
    return [text.rjust(width) for text in texts]


def _is_plain(number: float, digits: int) -> bool:
    return number == 0 or 10.0 ** (2 - digits) <= abs(number) < 1e6


def _power(number: float, digits: int) -> str:
    texts = [f"{number:.{decimals}e}" for decimals in range(digits + 1)]
    return next((text for text in texts if float(text) == number), texts[-1])


def side_by_side(rows: Sequence[Sequence[str]], between: str, form: Callable[[str, int], str] = str.ljust) -> list[str]:
    """A line for each row, with the texts of a column one below another."""
    widths = [max(map(len, texts)) for texts in zip(*rows)]
    return [between.join(map(form, row, widths)).rstrip() for row in rows]


def wrapped(text: str) -> str:
    return fill(text, WIDTH)


def escaped(text: str) -> str:
    return escape(text, quote=False)


def as_text(blocks: Iterable[Block]) -> str:
    return "\n\n".join(_each(blocks, str, Table.text, wrapped))


def as_html(blocks: Iterable[Block]) -> str:
    pre, p = '<pre style="font-family: monospace">{}</pre>'.format, "<p>{}</p>".format
    return "\n".join(_each(blocks, lambda text: pre(escaped(text)), Table.html, lambda text: p(escaped(text))))


def as_markdown(blocks: Iterable[Block]) -> str:
    return "\n\n".join(_each(blocks, "```\n{}\n```".format, Table.markdown, str))


def _each(blocks: Iterable[Block], lines: Form, table: Form, text: Form) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, list):
            yield lines("\n".join(block))
        else:
            yield text(block) if isinstance(block, str) else table(block)


_IN_LATEX = (  # in this order: what the text says, what LaTeX says
    (r"e\^(x\d) / \(1 \+ e\^x\d\)",         r"\\frac{e^{\1}}{1 + e^{\1}}"),
    (r"column (\d+) of W\((\d+)\), dot dSSR/dz\(\d+\)", r"\\left(\\sum_m dSSR/dz(\2)[m] * W(\2)[m][\1]\\right)"),
    (r"\bd([^\s/]+)/d(\S+)",                r"\\frac{\\partial \1}{\\partial \2}"),
    (r"\b([Wabz])\((\d+)\)\[(\w+)\]\[(\w+)\]", r"\1^{(\2)}_{\3,\4}"),
    (r"\b([abz])\((\d+)\)\[(\w+)\]",        r"\1^{(\2)}_{\3}"),
    (r"\b([wbxy])(\d)\b",                   r"\1_\2"),
    (r"\b(SSR|predicted|observed|input|nan)\b(?:\[(\d+)\])?", r"\\mathrm{\1}_{\2}"),
    (r"_{}",                                r""),
    (r"\b(step size|learning rate|new |old )", r"\\text{\1}"),
    (r"(\d)e([+-])0*(\d+)",                 r"\1 * 10^{\2\3}"),
    (r"\binf\b",                            r"\\infty"),
    (r" \* ",                               r" \\cdot "),
)  # fmt: skip


def in_latex(text: str) -> str:
    for pattern, form in _IN_LATEX:
        text = re.sub(pattern, form, text)
    return text
