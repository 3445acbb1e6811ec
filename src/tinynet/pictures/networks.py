"""Networks with their numbers: boxes in columns, and the seven's forwards to the SSR and backwards to the derivatives.

On the way back each number is what came back so far times one local factor, as in `explain`:

    dSSR/dpredicted                                                    -2 * residual
    dSSR/dy1 = dSSR/dpredicted * dpredicted/dy1                        and dSSR/dw3, dSSR/db3 by factors of their own
    dSSR/dx1 = dSSR/dy1        * dy1/dx1
    dSSR/dw1 = dSSR/dx1        * dx1/dw1                               and dSSR/db1
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Optional, Union

from tinynet import derivatives
from tinynet.arguments.numbers import checked_name, finite, shown
from tinynet.network import Parameters, forward
from tinynet.pictures import shapes as svg
from tinynet.pictures.given import checked_point
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture, joined
from tinynet.training import Training

LINE, SPACE = 19, 28  # from one line of words to the next, from one box to the next
BOXES = {  # what stands in them: the name, the column, the numbers
    "w1": (0, "w1 dx1/dw1 dSSR/dw1"),
    "input": (0, "input"),
    "w2": (0, "w2 dx2/dw2 dSSR/dw2"),
    "top neuron": (1, "b1 x1 y1 dSSR/dy1 dy1/dx1 dSSR/dx1 dx1/db1 dSSR/db1"),
    "bottom neuron": (1, "b2 x2 y2 dSSR/dy2 dy2/dx2 dSSR/dx2 dx2/db2 dSSR/db2"),
    "w3": (2, "w3 dpredicted/dy1 dpredicted/dw3 dSSR/dw3"),
    "output": (2, "b3 predicted observed residual SSR dSSR/dpredicted dpredicted/db3 dSSR/db3"),
    "w4": (2, "w4 dpredicted/dy2 dpredicted/dw4 dSSR/dw4"),
}
COLOURS = {"top neuron": svg.TOP, "bottom neuron": svg.BOTTOM, "output": svg.PREDICTED}
WAYS = [("input", "w1", "top neuron", "w3", "output"), ("input", "w2", "bottom neuron", "w4", "output")]
FACTORS = {  # and which number they take; all but dy/dx are equal to it
    "dpredicted/dw3": "y1",
    "dpredicted/dw4": "y2",
    "dpredicted/db3": "",
    "dpredicted/dy1": "w3",
    "dpredicted/dy2": "w4",
    "dy1/dx1": "x1",
    "dy2/dx2": "x2",
    "dx1/dw1": "input",
    "dx1/db1": "",
    "dx2/dw2": "input",
    "dx2/db2": "",
}
LEGEND = (
    "x1 = input * w1 + b1, y1 = log(1 + e^x1), predicted = y1 * w3 + y2 * w4 + b3, residual = observed - predicted",
    "dSSR/dpredicted = -2 * residual; then what came back * the factor there; dy1/dx1 = e^x1 / (1 + e^x1)",
)


def draw_network(
    parameters: Union[Parameters, Training],
    input: float,
    observed: Optional[float] = None,
    *,
    selected: Optional[str] = None,
    link: Optional[Callable[[str], str]] = None,
) -> Picture:
    """The network with all numbers of one forward pass and, with `observed`, all factors and products on the way back.

    One picture is one row of `explain`, for all seven parameters at once.

    selected    the name of a parameter: it and the factors of its chain are marked
    link        a function from the name of a parameter to an address, to which the parameter then leads

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import START
    >>> "dSSR/dw1 = -0.0407" in draw_network(START, input=0.5, observed=1).svg
    True
    """
    parameters = checked_point(parameters)
    numbers = {**forward(parameters, finite(input, "input"))._asdict(), **parameters._asdict()}
    if observed is not None:
        numbers.update(way_back(numbers, finite(observed, "observed")))
    said = {name: f"{name} = {short(number)}" for name, number in numbers.items()}
    said.update({f: f"{f} = {n} = {short(numbers[n])}" for f, n in FACTORS.items() if f in said and n[:1] not in "x"})
    marked: list[str] = []
    if selected is not None:
        marked = [checked_name(selected, "selected", Parameters._fields), f"dSSR/d{selected}", *chain(selected)]
    columns: list[list[Box]] = [[], [], []]
    for name, (column, inside) in BOXES.items():
        rows = [row for row in inside.split() if row in said]
        columns[column].append(Box(name, rows, (222, 208, 254)[column], COLOURS.get(name, "#999"), name in COLOURS))

    def write(row: str, left: float, y: float, width: float) -> str:
        mark = f'<rect x="{left - 4:.2f}" y="{y - 14:.2f}" width="{svg.breadth(said[row], 13) + 8:.2f}" height="18" '
        words = svg.text(left, y, said[row], more=svg.PURPLE * row.startswith("d"))
        return f'{mark}rx="3" fill="{svg.MARK}"/>' * (row in marked) + linked(words, row.replace("dSSR/d", ""), link)

    diagram = Diagram(columns, 35, write)
    for way in WAYS:
        for one, other in zip(way, way[1:]):
            diagram.arrows(one, other, observed is not None)
    description, role = ", ".join(said.values()), "img" if link is None else "group"
    return diagram.picture("The network with its numbers", f"{description}.", LEGEND if "SSR" in said else (), role)


def linked(words: str, parameter: str, link: Callable[[str], str] | None) -> str:
    """The words, leading to the parameter's address, where there is one on this site or over http: no script."""
    if link is None or parameter not in Parameters._fields:
        return words
    to: Any = link(parameter)
    if not isinstance(to, str) or not to.startswith(("/", "?", "#", "http://", "https://")):
        raise ValueError(f"link returned {shown(to)}; it must return an address that begins with /, ?, # or http")
    return f'<a href="{svg.escaped(to)}" fill="{svg.INK}" text-decoration="underline">{words}</a>'


def chain(below: str) -> list[str]:
    """The factors from the SSR down to this number."""
    last = next((symbol for symbol in FACTORS if symbol.endswith(f"/d{below}")), "")
    return [*chain(last[1:].partition("/")[0]), last] if last else ["dSSR/dpredicted"]


def way_back(numbers: dict[str, float], observed: float) -> dict[str, float]:
    """Each number from the residual backwards, by those of the way forward."""
    residual = observed - numbers["predicted"]
    back = {"observed": observed, "residual": residual, "SSR": residual * residual}
    back["dSSR/dpredicted"] = derivatives.d_ssr_d_predicted(observed, numbers["predicted"])
    for symbol, takes in FACTORS.items():
        above, below = symbol[1:].split("/d")
        factor = getattr(derivatives, f"d_{above}_d_{below}")
        back[symbol] = factor(*[numbers[name] for name in takes.split()])
        back[f"dSSR/d{below}"] = back[f"dSSR/d{above}"] * back[symbol]
    return back


class Box(NamedTuple):
    """A rectangle with rows of words: a neuron, an input or a weight."""

    name: str
    rows: Sequence[str]
    width: float
    colour: str
    titled: bool = True

    @property
    def height(self) -> float:
        return LINE * (len(self.rows) + self.titled) + 24 if self.rows else self.width


class Diagram:
    """Boxes in columns, as far apart in each as there is room.

    gap      from one column to the next
    write    draws a row of a box, given its left end, its base line and its width
    """

    def __init__(
        self, columns: Sequence[Sequence[Box]], gap: float, write: Callable[[str, float, float, float], str]
    ) -> None:
        self.columns, self.gap = columns, gap
        self.height = max(sum(box.height + SPACE for box in column) for column in columns)
        self.places: dict[str, tuple[float, float]] = {}  # the upper left corners
        self.shapes: list[str] = []
        left = 16.0
        for column in columns:
            spare = (self.height - sum(box.height for box in column)) / len(column)
            top = 6 + spare / 2
            for box in column:
                self.places[box.name] = left, top
                self.draw(box, left, top, write)
                top += box.height + spare
            left += column[0].width + gap
        self.width = left - gap + 16
        self.boxes = {box.name: box for column in columns for box in column}

    def draw(self, box: Box, left: float, top: float, write: Callable[[str, float, float, float], str]) -> None:
        self.shapes.append(svg.box(left, top, box.width, box.height, box.colour))
        if box.titled and box.rows:
            self.shapes.append(svg.text(left + 10, top + 24, svg.fitting(box.name, box.width - 20), more=svg.BOLD))
        for k, row in enumerate(box.rows, box.titled):
            self.shapes.append(write(row, left + 10, top + 24 + LINE * k, box.width - 20))

    def arrows(self, one: str, other: str, back: bool) -> None:
        """From one box to the other and, beside that, back."""
        (x0, y0), (x1, y1) = self.places[one], self.places[other]
        here, there = self.boxes[one], self.boxes[other]
        if x0 == x1:
            x, beside = x0 + 60, (14.0, 0.0)
            start, tip = ((x, y0), (x, y1 + there.height)) if y0 > y1 else ((x, y0 + here.height), (x, y1))
        else:
            y, beside = (y0 + here.height / 2 if here.height < there.height else y1 + there.height / 2), (0.0, 14.0)
            start, tip = (x0 + here.width, y), (x1, y)
        self.shapes.append(svg.arrow("forwards", start, tip))
        if back:
            self.shapes.append(
                svg.arrow(
                    "backwards", (tip[0] + beside[0], tip[1] + beside[1]), (start[0] + beside[0], start[1] + beside[1])
                )
            )

    def edges(self) -> None:
        """Lines between all boxes of columns that are next to each other."""
        ways = [
            [(x0 + a.width, y0 + a.height / 2), (x1, y1 + b.height / 2)]
            for column, following in zip(self.columns, self.columns[1:])
            for a in column
            for b in following
            for (x0, y0), (x1, y1) in [(self.places[a.name], self.places[b.name])]
        ]
        self.shapes.insert(0, svg.path("edges", "".join(map(joined, ways))))

    def picture(self, title: str, description: str, legend: Sequence[str], role: str = "img") -> Picture:
        rows = [
            svg.text(16, self.height + 32 + 23 * k, words, more=svg.PURPLE * (k > 0)) for k, words in enumerate(legend)
        ]
        height = self.height + 12 + 23 * len(rows) + 8 * bool(rows)
        return svg.picture(self.width, height, title, description, [*self.shapes, svg.group("legend", rows)], role)
