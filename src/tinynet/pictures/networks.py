"""The network with all its numbers: forwards to the SSR and, in a colour of their own, backwards to the derivatives.

On the way back each number is what came back so far times one local factor, as in `explain`:

    dSSR/dpredicted                                                    -2 * residual
    dSSR/dy1 = dSSR/dpredicted * dpredicted/dy1                        and dSSR/dw3, dSSR/db3 by factors of their own
    dSSR/dx1 = dSSR/dy1        * dy1/dx1
    dSSR/dw1 = dSSR/dx1        * dx1/dw1                               and dSSR/db1
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional, Union

from tinynet import derivatives as d
from tinynet.arguments import checked_name, finite, shown
from tinynet.network import Forward, Parameters, forward
from tinynet.outcome import Training
from tinynet.pictures.given import checked_point
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import (
    BACK,
    BOTTOM,
    INK,
    MARK,
    PAPER,
    PREDICTED,
    TOP,
    Picture,
    arrow,
    breadth,
    escaped,
    group,
    lettered,
    picture,
    text,
)

LINE = 18  # from one line of words to the next
FORWARDS = (
    "x1 = input * w1 + b1,  y1 = log(1 + e^x1),  predicted = y1 * w3 + y2 * w4 + b3,  residual = observed - predicted"
)
BACKWARDS = "-2 * residual, and then: what came back * the local factor;  dy1/dx1 = e^x1 / (1 + e^x1)"
CHAINS = {
    "w3": "dSSR/dpredicted dpredicted/dw3",
    "w4": "dSSR/dpredicted dpredicted/dw4",
    "b3": "dSSR/dpredicted dpredicted/db3",
    "w1": "dSSR/dpredicted dpredicted/dy1 dy1/dx1 dx1/dw1",
    "b1": "dSSR/dpredicted dpredicted/dy1 dy1/dx1 dx1/db1",
    "w2": "dSSR/dpredicted dpredicted/dy2 dy2/dx2 dx2/dw2",
    "b2": "dSSR/dpredicted dpredicted/dy2 dy2/dx2 dx2/db2",
}


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
    p = forward(parameters, finite(input, "input"))
    numbers: dict[str, tuple[str, float]] = {
        name: ("", number) for name, number in {**p._asdict(), **parameters._asdict()}.items()
    }
    if observed is not None:
        numbers.update(way_back(parameters, p, finite(observed, "observed")))
    marked = (
        [] if selected is None else [selected, *CHAINS[checked_name(selected, "selected")].split(), f"dSSR/d{selected}"]
    )
    sheet = Sheet({name: f"{name}{how} = {short(number)}" for name, (how, number) in numbers.items()}, marked, link)
    back = observed is not None
    top = sheet.some("b1 x1 y1"), sheet.some("dSSR/dy1 dy1/dx1 dSSR/dx1 dx1/db1 dSSR/db1")
    bottom = sheet.some("b2 x2 y2"), sheet.some("dSSR/dy2 dy2/dx2 dSSR/dx2 dx2/db2 dSSR/db2")
    output = sheet.some("b3 predicted observed residual SSR"), sheet.some("dSSR/dpredicted dpredicted/db3 dSSR/db3")
    half = (LINE * (len(top[0]) + len(top[1]) + 1) + 24) / 2  # of a neuron's height
    reach = (LINE * (len(output[0]) + len(output[1]) + 1) + 24) / 2
    above = 20 + half
    middle = max(above + half + 22, above - half + 38 + LINE * 6 * back + 34 * (not back) + reach)
    below = 2 * middle - above
    for sign, y, w_in, w_out, n in ((-1, above, "w1", "w3", 1), (1, below, "w2", "w4", 2)):
        outer = y + sign * (half - 30)
        sheet.forwards(f"M44,{middle + sign * 21}V{outer}", (292, outer), "right", 168, outer, sign, w_in)
        sheet.forwards(
            f"M500,{outer}H756", (756, middle + sign * reach), "down" if sign < 0 else "up", 620, outer, sign, w_out
        )
        if back:
            inner = outer - sign * 16
            sheet.backwards(f"M292,{inner}", (62, inner), 168, inner, sign, f"dx{n}/d{w_in} dSSR/d{w_in}")
            names = f"dpredicted/dy{n} dpredicted/d{w_out} dSSR/d{w_out}"
            sheet.backwards(f"M738,{middle + sign * reach}V{inner}", (500, inner), 618, inner, sign, names)
    sheet.node(16, middle, 144, "", "#bbb", [sheet.some("input")])
    sheet.node(292, above, 208, "top neuron", TOP, top)
    sheet.node(292, below, 208, "bottom neuron", BOTTOM, bottom)
    sheet.node(540, middle, 244, "output", PREDICTED, output)
    height = below + half + (80 if back else 20)
    if back:
        for k, words in enumerate((FORWARDS, BACKWARDS)):
            way, y = ("forwards", "backwards")[k], height - 46 + 22 * k
            marks = arrow(way, f"M{16 + 34 * k},{y}", (50 - 34 * k, y), ("right", "left")[k])
            sheet.shapes += [
                marks,
                group("legend", [text(60, y + 4, words, "start", f' font-size="12" fill="{(INK, BACK)[k]}"')]),
            ]
    description = ", ".join(sheet.lines.values()) + "."
    role = "img" if link is None else "group"
    return picture(800, height, "The network with its numbers", description, sheet.shapes, role, 13)


def way_back(parameters: Parameters, p: Forward, observed: float) -> dict[str, tuple[str, float]]:
    """Each number from the residual backwards, with how it comes about, where that is not a product."""
    residual = observed - p.predicted
    d_predicted = d.d_ssr_d_predicted(observed, p.predicted)
    local = {
        "dpredicted/dw3": (" = y1", d.d_predicted_d_w3(p.y1)),
        "dpredicted/dw4": (" = y2", d.d_predicted_d_w4(p.y2)),
        "dpredicted/db3": ("", d.d_predicted_d_b3()),
        "dpredicted/dy1": (" = w3", d.d_predicted_d_y1(parameters.w3)),
        "dpredicted/dy2": (" = w4", d.d_predicted_d_y2(parameters.w4)),
        "dy1/dx1": ("", d.d_y1_d_x1(p.x1)),
        "dy2/dx2": ("", d.d_y2_d_x2(p.x2)),
        "dx1/dw1": (" = input", d.d_x1_d_w1(p.input)),
        "dx1/db1": ("", d.d_x1_d_b1()),
        "dx2/dw2": (" = input", d.d_x2_d_w2(p.input)),
        "dx2/db2": ("", d.d_x2_d_b2()),
    }
    back = {"observed": ("", observed), "residual": ("", residual), "SSR": ("", residual * residual)}
    back["dSSR/dpredicted"] = ("", d_predicted)
    for symbol, (_, factor) in local.items():
        above, below = symbol.split("/d")
        back[f"dSSR/d{below}"] = ("", back.get(f"dSSR/{above}", ("", 0.0))[1] * factor)
    return {**back, **local}


class Sheet:
    """What is drawn so far, and the lines of words that there are to draw."""

    def __init__(self, lines: dict[str, str], marked: list[str], link: Optional[Callable[[str], str]]) -> None:
        self.lines, self.marked, self.link = lines, marked, link
        self.shapes: list[str] = []

    def some(self, names: str) -> list[str]:
        return [name for name in names.split() if name in self.lines]

    def words(self, x: float, y: float, name: str, anchor: str = "start") -> None:
        """The line of this name; with a mark, and leading to its parameter's address, where there is one."""
        line = self.lines[name]
        if name in self.marked:
            room = breadth(line, 12) + 8
            left = x - (room / 2 if anchor == "middle" else 4)
            self.shapes.append(
                f'<rect x="{left:.2f}" y="{y - 13:.2f}" width="{room:.2f}" height="17" rx="3" fill="{MARK}"/>'
            )
        said = text(x, y, line, anchor, lettered(line))
        parameter = name.replace("dSSR/d", "")
        if self.link is not None and parameter in CHAINS:
            said = f'<a href="{address(self.link(parameter))}" fill="{INK}" text-decoration="underline">{said}</a>'
        self.shapes.append(said)

    def forwards(self, way: str, tip: tuple[float, float], to: str, x: float, y: float, sign: int, name: str) -> None:
        """An arrow, with its weight on the outer side."""
        self.shapes.append(arrow("forwards", way, tip, to))
        self.words(x, y - 7 if sign < 0 else y + 17, name, "middle")

    def backwards(self, way: str, tip: tuple[float, float], x: float, y: float, sign: int, names: str) -> None:
        """An arrow against the direction, with factors and products on the inner side."""
        self.shapes.append(arrow("backwards", way + f"H{tip[0] + 9}", tip, "left"))
        rows = names.split() if sign < 0 else names.split()[::-1]
        for row, name in enumerate(rows):
            self.words(x, y + 18 + LINE * row if sign < 0 else y - 9 - LINE * row, name, "middle")

    def node(self, left: float, y: float, width: float, title: str, colour: str, parts: Any) -> None:
        """A box with its numbers, one below the other."""
        rows = sum(map(len, parts)) + bool(title)
        tall = LINE * rows + 24
        at = y - tall / 2 + 24
        size = f'x="{left}" y="{y - tall / 2}" width="{width}" height="{tall}" rx="8"'
        self.shapes.append(f'<rect {size} fill="{PAPER}" stroke="{colour}" stroke-width="2"/>')
        if title:
            self.shapes.append(text(left + 14, at, title, "start", lettered(title)))
            at += LINE
        for name in [name for part in parts for name in part]:
            self.words(left + 14, at, name)
            at += LINE


def address(to: Any) -> str:
    """Where a link leads: on this site, or over http; whatever else could be a script."""
    if not isinstance(to, str) or not to.startswith(("/", "?", "#", "http://", "https://")):
        raise ValueError(f"link returned {shown(to)}; it must return an address that begins with /, ?, # or http")
    return escaped(to)
