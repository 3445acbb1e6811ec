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
from tinynet.pictures.fits import checked_point
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture, Point, joined
from tinynet.training import Training

LINE, SPACE = 19, 28  # from one line of words to the next, from one box to the next
BOXES = {  # what stands in them, and their widths, in each column
    222: {"w1": "w1 dx1/dw1 dSSR/dw1", "input": "input", "w2": "w2 dx2/dw2 dSSR/dw2"},
    208: {
        "top neuron": "b1 x1 y1 dSSR/dy1 dy1/dx1 dSSR/dx1 dx1/db1 dSSR/db1",
        "bottom neuron": "b2 x2 y2 dSSR/dy2 dy2/dx2 dSSR/dx2 dx2/db2 dSSR/db2",
    },
    254: {
        "w3": "w3 dpredicted/dy1 dpredicted/dw3 dSSR/dw3",
        "output": "b3 predicted observed residual SSR dSSR/dpredicted dpredicted/db3 dSSR/db3",
        "w4": "w4 dpredicted/dy2 dpredicted/dw4 dSSR/dw4",
    },
}
COLOURS = {"top neuron": svg.TOP, "bottom neuron": svg.BOTTOM, "output": svg.PREDICTED}
WAYS = [("input", "w1", "top neuron", "w3", "output"), ("input", "w2", "bottom neuron", "w4", "output")]
TAKES = (  # the factors, each after what it follows, and which number they take
    "dpredicted/dw3 y1, dpredicted/dw4 y2, dpredicted/db3, dpredicted/dy1 w3, dpredicted/dy2 w4, "
    "dy1/dx1 x1, dy2/dx2 x2, dx1/dw1 input, dx1/db1, dx2/dw2 input, dx2/db2"
)
FACTORS = {symbol: takes for symbol, *takes in map(str.split, TAKES.split(","))}
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
    marked: list[str] = []
    if selected is not None:
        marked = [checked_name(selected, "selected", Parameters._fields), f"dSSR/d{selected}", *chain(selected)]

    def write(row: str, left: float, y: float, width: float) -> str:
        size = f'x="{left - 4:.2f}" y="{y - 14:.2f}" width="{svg.breadth(said[row], 13) + 8:.2f}" height="18"'
        words = linked(
            svg.text(left, y, said[row], more=svg.PURPLE * row.startswith("d")), row.replace("dSSR/d", ""), link
        )
        return f'<rect {size} rx="3" fill="{svg.MARK}"/>' * (row in marked) + words

    columns = [
        [
            Box(name, [row for row in rows.split() if row in said], width, COLOURS.get(name, "#999"), name in COLOURS)
            for name, rows in boxes.items()
        ]
        for width, boxes in BOXES.items()
    ]
    diagram = Diagram(columns, 35, write)
    for way in WAYS:
        for one, other in zip(way, way[1:]):
            diagram.arrows(one, other, observed is not None)
    description, role = ", ".join(said.values()), "img" if link is None else "group"
    return diagram.picture("The network with its numbers", f"{description}.", LEGEND if "SSR" in said else (), role)


def linked(words: str, parameter: str, link: Callable[[str], str] | None) -> str:
    """The words as a link to the address of the parameter. An address that could be a script is refused."""
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
        back[symbol] = factor(*[numbers[name] for name in takes])
        back[f"dSSR/d{below}"] = back[f"dSSR/d{above}"] * back[symbol]
    return back


class Box(NamedTuple):
    """A rectangle with rows of words: a neuron, an input or a weight."""

    name: str
    rows: Sequence[Any]
    width: float
    colour: str
    titled: bool = True

    @property
    def height(self) -> float:
        return LINE * (len(self.rows) + self.titled) + 24

    def drawn(self, left: float, top: float, write: Callable[..., str]) -> list[str]:
        size, look = f'x="{left:.1f}" y="{top:.1f}" width="{self.width:.1f}" height="{self.height:.1f}"', 'class="box"'
        box = f'<rect {look} {size} rx="8" fill="{svg.PAPER}" stroke="{self.colour}" stroke-width="2"/>'
        x, y, room = left + 10, top + 24, self.width - 20
        title = svg.text(x, y, svg.fitting(self.name, room), more=svg.BOLD)
        rows = [write(row, x, y + LINE * k, room) for k, row in enumerate(self.rows, self.titled)]
        return [box, *[title] * self.titled, *rows]


class Diagram:
    """Boxes in columns, spread over the height.

    gap      from one column to the next
    write    draws a row of a box, given its left end, its base line and its width
    """

    def __init__(self, columns: Sequence[Sequence[Box]], gap: float, write: Callable[..., str]) -> None:
        self.columns, self.shapes = columns, []
        self.height = max(sum(box.height + SPACE for box in column) for column in columns)
        self.places: dict[str, tuple[float, float, Box]] = {}  # the upper left corners
        left = 16.0
        for column in columns:
            spare = (self.height - sum(box.height for box in column)) / len(column)
            top = 6 + spare / 2
            for box in column:
                self.places[box.name] = left, top, box
                self.shapes += box.drawn(left, top, write)
                top += box.height + spare
            left += column[0].width + gap
        self.width = left - gap + 16

    def arrows(self, one: str, other: str, back: bool) -> None:
        """An arrow from one box to the other, across or down or up; and one back, beside it."""
        (x0, y0, here), (x1, y1, there) = self.places[one], self.places[other]
        middle = y0 + here.height / 2 if here.height < there.height else y1 + there.height / 2
        ways = [((x0 + here.width, middle), (x1, middle)), ((x1, middle + 14), (x0 + here.width, middle + 14))]
        if x0 == x1:
            ends = (y0, y1 + there.height) if y0 > y1 else (y0 + here.height, y1)
            ways = [((x0 + 60, ends[0]), (x0 + 60, ends[1])), ((x0 + 74, ends[1]), (x0 + 74, ends[0]))]
        for name, (start, tip) in zip(["forwards", "backwards"][: 1 + back], ways):
            colour = svg.BACK if name == "backwards" else svg.PALE
            self.shapes += [svg.path(name, joined([start, tip])), f'<path d="{head(start, tip)}" fill="{colour}"/>']

    def edges(self) -> None:
        """Lines between all boxes of columns that are next to each other."""
        ways = [
            [(left + a.width, top + a.height / 2), (self.places[b.name][0], self.places[b.name][1] + b.height / 2)]
            for column, following in zip(self.columns, self.columns[1:])
            for left, top, a in [self.places[a.name] for a in column]
            for b in following
        ]
        self.shapes.insert(0, svg.path("edges", "".join(map(joined, ways))))

    def picture(self, title: str, description: str, legend: Sequence[str], role: str = "img") -> Picture:
        y = self.height + 32
        rows = [svg.text(16, y + 23 * k, words, more=svg.PURPLE * ("dSSR" in words)) for k, words in enumerate(legend)]
        height = y + 23 * len(rows) - 12 - 8 * (not rows)
        return svg.picture(self.width, height, title, description, [*self.shapes, svg.group("legend", rows)], role)


def head(start: Point, tip: Point) -> str:
    """The triangle at the end of an arrow across or down."""
    (x0, y0), (x1, y1) = start, tip
    across, down = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
    ends = [(x1 - 9 * across + 4 * side * down, y1 - 9 * down + 4 * side * across) for side in (1, -1)]
    return f"{joined([tip, *ends])}z"
