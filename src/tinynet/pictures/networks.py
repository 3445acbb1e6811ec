"""The network with all its numbers: forwards to the SSR and, in a colour of their own, backwards to the derivatives.

On the way back each number is what came back so far times one local factor, as in `explain`:

    dSSR/dpredicted                                                    -2 * residual
    dSSR/dy1 = dSSR/dpredicted * dpredicted/dy1                        and dSSR/dw3, dSSR/db3 by factors of their own
    dSSR/dx1 = dSSR/dy1        * dy1/dx1
    dSSR/dw1 = dSSR/dx1        * dx1/dw1                               and dSSR/db1
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Optional, Union

from tinynet import derivatives
from tinynet.arguments.numbers import checked_name, finite, shown
from tinynet.network import Parameters, forward
from tinynet.pictures import shapes as svg
from tinynet.pictures.given import checked_point
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import Picture, Point
from tinynet.training import Training

LINE = 19  # from one line of words to the next
INPUT, NEURON, OUTPUT = (16, 150), (292, 208), (540, 244)  # where a box begins, and its width
BOXES = {
    "top neuron": "b1 x1 y1 dSSR/dy1 dy1/dx1 dSSR/dx1 dx1/db1 dSSR/db1",
    "bottom neuron": "b2 x2 y2 dSSR/dy2 dy2/dx2 dSSR/dx2 dx2/db2 dSSR/db2",
    "output": "b3 predicted observed residual SSR dSSR/dpredicted dpredicted/db3 dSSR/db3",
    "": "input",
}
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
FORWARDS = (
    "x1 = input * w1 + b1, y1 = log(1 + e^x1), predicted = y1 * w3 + y2 * w4 + b3, residual = observed - predicted"
)
BACKWARDS = "dSSR/dpredicted = -2 * residual; then what came back * the factor there; dy1/dx1 = e^x1 / (1 + e^x1)"


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
    lines = {name: f"{name} = {short(number)}" for name, number in numbers.items()}
    lines.update({f: f"{f} = {n} = {short(numbers[n])}" for f, n in FACTORS.items() if f in lines and n[:1] not in "x"})
    marked: list[str] = []
    if selected is not None:
        marked = [checked_name(selected, "selected", Parameters._fields), f"dSSR/d{selected}", *chain(selected)]
    sheet = Sheet(lines, marked, link)
    height = laid_out(sheet, back=observed is not None)
    description, role = ", ".join(lines.values()), "img" if link is None else "group"
    return svg.picture(800, height, "The network with its numbers", f"{description}.", sheet.shapes, role)


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


def laid_out(sheet: Sheet, back: bool) -> float:
    """Everything in its place: the top neuron, the bottom one as in a mirror, the input and output between them."""
    half, reach = sheet.tall("top neuron") / 2, sheet.tall("output") / 2
    above = 20 + half
    middle = max(above + half + 22, 58 + (LINE * 6 if back else 34) + reach)
    below = 2 * middle - above
    for sign, w_in, w_out, n in ((-1, "w1", "w3", 1), (1, "w2", "w4", 2)):
        outer = (above if sign < 0 else below) + sign * (half - 30)
        inner, edge = outer - sign * 16, middle + sign * reach
        sheet.forwards(f"M44,{middle + sign * 21}V{outer}", (NEURON[0], outer), "right", (168, outer), sign, w_in)
        sheet.forwards(f"M500,{outer}H756", (756, edge), "down" if sign < 0 else "up", (620, outer), sign, w_out)
        if back:
            sheet.backwards(f"M292,{inner}", (62, inner), 168, sign, f"dx{n}/d{w_in} dSSR/d{w_in}")
            names = f"dpredicted/dy{n} dpredicted/d{w_out} dSSR/d{w_out}"
            sheet.backwards(f"M738,{edge}V{inner}", (500, inner), 618, sign, names)
    sheet.node("", INPUT, middle, "#bbb")
    sheet.node("top neuron", NEURON, above, svg.TOP)
    sheet.node("bottom neuron", NEURON, below, svg.BOTTOM)
    sheet.node("output", OUTPUT, middle, svg.PREDICTED)
    if back:
        sheet.legend(below + half + 36)
    return below + half + (84 if back else 20)


class Sheet:
    """What is drawn so far, and the lines of words that there are to draw."""

    def __init__(self, lines: dict[str, str], marked: Sequence[str], link: Callable[[str], str] | None) -> None:
        self.lines, self.marked, self.link = lines, marked, link
        self.shapes: list[str] = []

    def inside(self, title: str) -> list[str]:
        return [name for name in BOXES[title].split() if name in self.lines]

    def tall(self, title: str) -> int:
        return LINE * (len(self.inside(title)) + bool(title)) + 24

    def words(self, x: float, y: float, name: str, anchor: str = "start") -> None:
        """The line of this name; with a mark, and leading to its parameter's address, where there is one."""
        line = self.lines[name]
        if name in self.marked:
            room = svg.breadth(line, 13) + 8
            size = f'x="{x - (room / 2 if anchor == "middle" else 4):.2f}" y="{y - 14:.2f}" width="{room:.2f}"'
            self.shapes.append(f'<rect {size} height="18" rx="3" fill="{svg.MARK}"/>')
        said = svg.text(x, y, line, anchor, svg.PURPLE * name.startswith("d"))
        parameter = name.replace("dSSR/d", "")
        if self.link is not None and parameter in Parameters._fields:
            said = f'<a href="{address(self.link(parameter))}" fill="{svg.INK}" text-decoration="underline">{said}</a>'
        self.shapes.append(said)

    def forwards(self, way: str, tip: Point, to: str, at: Point, sign: int, name: str) -> None:
        """An arrow, with its weight on the outer side."""
        self.shapes.append(svg.arrow("forwards", way, tip, to))
        self.words(at[0], at[1] - 8 if sign < 0 else at[1] + 19, name, "middle")

    def backwards(self, way: str, tip: Point, x: float, sign: int, names: str) -> None:
        """An arrow against the direction, with factors and products on the inner side."""
        self.shapes.append(svg.arrow("backwards", f"{way}H{tip[0] + 9}", tip, "left"))
        for row, name in enumerate(names.split() if sign < 0 else names.split()[::-1]):
            self.words(x, tip[1] + 19 + LINE * row if sign < 0 else tip[1] - 9 - LINE * row, name, "middle")

    def node(self, title: str, place: tuple[int, int], middle: float, colour: str) -> None:
        """A box with its numbers, one below the other."""
        left, y = place[0] + 14, middle - self.tall(title) / 2 + 24
        self.shapes.append(svg.box(place[0], middle, place[1], self.tall(title), colour))
        if title:
            self.shapes.append(svg.text(left, y, title, more=svg.BOLD))
        for row, name in enumerate(self.inside(title), bool(title)):
            self.words(left, y + LINE * row, name)

    def legend(self, y: float) -> None:
        ways = svg.arrow("forwards", f"M16,{y}", (50, y), "right")
        ways += svg.arrow("backwards", f"M50,{y + 24}", (16, y + 24), "left")
        said = svg.text(60, y + 5, FORWARDS) + svg.text(60, y + 29, BACKWARDS, more=svg.PURPLE)
        self.shapes += [ways, svg.group("legend", [said])]


def address(to: Any) -> str:
    """Where a link leads: on this site, or over http; whatever else could be a script."""
    if not isinstance(to, str) or not to.startswith(("/", "?", "#", "http://", "https://")):
        raise ValueError(f"link returned {shown(to)}; it must return an address that begins with /, ?, # or http")
    return svg.escaped(to)
