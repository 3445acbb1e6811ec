"""The network with seven parameters and its numbers: forwards to the SSR, and backwards to the derivatives.

On the way back each number is what came back so far times one local factor, as in `explain`:

    dSSR/dy1 = dSSR/dpredicted * dpredicted/dy1        and dSSR/dw3, dSSR/db3 by factors of their own
    dSSR/dx1 = dSSR/dy1        * dy1/dx1
    dSSR/dw1 = dSSR/dx1        * dx1/dw1               and dSSR/db1
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, product
from typing import Any, NamedTuple, Optional, Union

from tinynet import derivatives
from tinynet.arguments.numbers import checked_name, finite, shown
from tinynet.network import Parameters, forward
from tinynet.pictures import shapes as svg
from tinynet.pictures.fits import checked_point
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture, Point, joined
from tinynet.training import Training

LINE, SPACE, ASIDE = 19, 28, 14  # from row to row, from box to box, from the way forwards to the way back
NEURON = "w1 b1 x1 y1 dSSR/dy1 dy1/dx1 dSSR/dx1 dx1/dw1 dSSR/dw1 dx1/db1 dSSR/db1"
OUTPUT = "w3 w4 b3 predicted observed residual SSR dSSR/dpredicted dpredicted/dw3 dSSR/dw3 dpredicted/dw4 dSSR/dw4"
COLUMNS = [  # of boxes: title, names of the numbers in it, width, colour
    [("", "input", 152, svg.GREY)],
    [("top neuron", NEURON, 216, svg.TOP), ("bottom neuron", NEURON.replace("1", "2"), 216, svg.BOTTOM)],
    [("output", f"{OUTPUT} dpredicted/db3 dSSR/db3 dpredicted/dy1 dpredicted/dy2", 254, svg.PREDICTED)],
]
FACTORS = {  # d above / d below: {above: {below: the number that this factor's formula takes, "" for none}}
    "predicted": {"w3": "y1", "w4": "y2", "b3": "", "y1": "w3", "y2": "w4"},
    "y1": {"x1": "x1"},
    "x1": {"w1": "input", "b1": ""},
    "y2": {"x2": "x2"},
    "x2": {"w2": "input", "b2": ""},
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

    It shows one row of `explain`, for all seven parameters at once.

    selected    the name of a parameter to mark, with the factors of its chain
    link        a function from the name of a parameter to an address; the parameter becomes a link to it

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
    factors = [] if selected is None else chain(checked_name(selected, "selected", Parameters._fields))
    marked = [selected, f"dSSR/d{selected}", *factors]

    def write(name: str, left: float, y: float, width: float) -> str:
        size = f'x="{left - 4:.2f}" y="{y - 14:.2f}" width="{svg.breadth(said[name], 13) + 8:.2f}" height="18"'
        mark = f'<rect {size} rx="3" fill="{svg.MARK}"/>' * (name in marked)
        return mark + linked(name, svg.text(left, y, said[name], more=svg.PURPLE * name.startswith("d")), link)

    def box(title: str, names: str, width: float, colour: str) -> Box:
        return Box(title, [name for name in names.split() if name in said], width, colour)

    diagram = Diagram([[box(*each) for each in column] for column in COLUMNS], 78, write)
    diagram.arrows(observed is not None)
    description, role = f"{', '.join(said.values())}.", "img" if link is None else "group"
    return diagram.picture("The network with its numbers", description, LEGEND if "SSR" in said else (), role)


def linked(name: str, words: str, link: Callable[[str], str] | None) -> str:
    """The words and, if they are of a parameter, its link. An address that could be a script is refused."""
    parameter = name.replace("dSSR/d", "")
    if link is None or parameter not in Parameters._fields:
        return words
    to: Any = link(parameter)
    if not isinstance(to, str) or not to.startswith(("/", "?", "#", "http://", "https://")):
        raise ValueError(f"link returned {shown(to)}; it must return an address that begins with /, ?, # or http")
    return f'<a href="{svg.escaped(to)}" fill="{svg.INK}" text-decoration="underline">{words}</a>'


def chain(below: str) -> list[str]:
    """The factors from the SSR down to this number."""
    above = next((above for above, factors in FACTORS.items() if below in factors), "")
    return [*chain(above), f"d{above}/d{below}"] if above else ["dSSR/dpredicted"]


def way_back(numbers: dict[str, float], observed: float) -> dict[str, float]:
    """The numbers of the way back, from those of the way forward."""
    residual = observed - numbers["predicted"]
    back = {"observed": observed, "residual": residual, "SSR": residual * residual}
    back["dSSR/dpredicted"] = derivatives.d_ssr_d_predicted(observed, numbers["predicted"])
    for above, factors in FACTORS.items():
        for below, takes in factors.items():
            factor = getattr(derivatives, f"d_{above}_d_{below}")
            back[f"d{above}/d{below}"] = factor(numbers[takes]) if takes else factor()
            back[f"dSSR/d{below}"] = back[f"dSSR/d{above}"] * back[f"d{above}/d{below}"]
    return back


class Box(NamedTuple):
    """A rectangle with rows, below a title if it has one."""

    title: str
    rows: Sequence[Any]
    width: float
    colour: str
    left: float = 0.0
    top: float = 0.0

    @property
    def height(self) -> float:
        return LINE * (len(self.rows) + bool(self.title)) + 24

    def drawn(self, write: Callable[..., str]) -> list[str]:
        x, y, room = self.left + 10, self.top + 24, self.width - 20
        size = f'x="{self.left:.1f}" y="{self.top:.1f}" width="{self.width:.1f}" height="{self.height:.1f}"'
        box = f'<rect class="box" {size} rx="8" fill="{svg.PAPER}" stroke="{self.colour}" stroke-width="2"/>'
        title = [svg.text(x, y, svg.fitting(self.title, room), more=svg.BOLD)] * bool(self.title)
        return [box, *title, *[write(row, x, y + LINE * k, room) for k, row in enumerate(self.rows, len(title))]]


class Diagram:
    """Boxes in columns, spread over the height. `write(row, left, y, width)` draws a row; y is its base line."""

    def __init__(self, columns: Sequence[Sequence[Box]], gap: float, write: Callable[..., str]) -> None:
        self.height = max(sum(box.height + SPACE for box in column) for column in columns)
        self.columns, left = [], 16.0
        for column in columns:
            spare = (self.height - sum(box.height for box in column)) / len(column)
            tops = accumulate([6 + spare / 2, *[box.height + spare for box in column]])
            self.columns.append([box._replace(left=left, top=top) for box, top in zip(column, tops)])
            left += column[0].width + gap
        self.width = left - gap + 16
        self.shapes = [shape for column in self.columns for box in column for shape in box.drawn(write)]

    def ways(self) -> Iterator[tuple[Point, Point]]:
        """The ends of the lines from each box to those of the next column."""
        for column, following in zip(self.columns, self.columns[1:]):
            for box, other in product(column, following):
                yield (box.left + box.width, box.top + box.height / 2), (other.left, other.top + other.height / 2)

    def edges(self) -> None:
        self.shapes.insert(0, svg.path("edges", "".join(map(joined, self.ways()))))  # below the boxes

    def arrows(self, back: bool) -> None:
        """Arrows forwards and, outside of them, back."""
        for (x0, y0), (x1, y1) in self.ways():
            aside = ASIDE if y0 + y1 > self.height else -ASIDE
            self.shapes.append(arrow("forwards", svg.PALE, (x0, y0), (x1, y1)))
            self.shapes += [arrow("backwards", svg.BACK, (x1, y1 + aside), (x0, y0 + aside))] * back

    def picture(self, title: str, description: str, legend: Sequence[str], role: str = "img") -> Picture:
        below = [(self.height + 32 + 23 * k, words) for k, words in enumerate(legend)]
        words = svg.group("legend", [svg.text(16, y, words, more=svg.PURPLE * ("dSSR" in words)) for y, words in below])
        height = self.height + 12 + bool(legend) * 8 + 23 * len(legend)
        return svg.picture(self.width, height, title, description, [*self.shapes, words], role)


def arrow(name: str, colour: str, start: Point, tip: Point) -> str:
    way = complex(*tip) - complex(*start)  # x + y * i, so that * i turns by a right angle
    ends = [complex(*tip) + way / abs(way) * corner for corner in (-9 + 4j, -9 - 4j)]
    head = joined([tip, *[(end.real, end.imag) for end in ends]])
    return f'{svg.path(name, joined([start, tip]))}<path d="{head}z" fill="{colour}"/>'
