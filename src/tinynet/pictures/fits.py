"""The fit: the observations, the two neurons' curves, and the prediction, their sum with b3.

predicted = y1 * w3 + y2 * w4 + b3
            top       bottom    b3
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isfinite
from typing import Optional, Union

from tinynet.arguments.numbers import number_of
from tinynet.loss import Data, ssr
from tinynet.network import Parameters, forward
from tinynet.pictures.given import Words, checked_fit, checked_frame, checked_point, checked_room, checked_words
from tinynet.pictures.plots import COLUMNS, HEIGHT, Plot, curve, dots
from tinynet.pictures.scales import Scale, linear, short
from tinynet.pictures.shapes import Picture, Point, breadth, haloed, path
from tinynet.training import Training

Lines = dict[str, list[float]]  # the name of a line, and its height in each column

PARTS = {"top": "top: y1 * w3", "bottom": "bottom: y2 * w4", "b3": "b3"}
ENTRIES = {"observed": "observed", "predicted": "predicted", "before": "before", **PARTS}
SUM = "The top neuron's curve y1 * w3, dashed, the bottom one's y2 * w4, dotted, and b3 add up to the solid line."


def draw_fit(
    parameters: Union[Parameters, Training],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "input",
    observed: str = "observed / predicted",
    neurons: Union[bool, str] = True,
    before: Optional[Parameters] = None,
    frame: Iterable[Parameters] = (),
) -> Picture:
    """The observations, the scaled curves of the two neurons, b3, and the prediction, their sum.

    parameters    or a Training, which brings its data
    title         and `input` and `observed`: the words at the top and at the axes
    neurons       False leaves out the two curves and b3; "whole" shows all of them, however flat that makes the fit
    before        parameters of an earlier step, whose prediction is drawn as a ghost
    frame         parameters whose predictions the axes must hold too, so that several pictures have the same axes

    By itself, observations and predictions have at least 60 % of the height, and curves that leave it are cut off.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, FITTED
    >>> draw_fit(FITTED, DATA, title="Dosage").svg.count("<circle")  # three observations, and one in the legend
    4
    """
    parameters, pairs = checked_fit(parameters, data)
    words, room = checked_words(title, input, observed), checked_room(neurons, 0.5)
    x = across(pairs)
    lines, *others = [
        lines_of(each, x, room is not None)
        for each in (parameters, *([] if before is None else [checked_point(before, "before")]), *checked_frame(frame))
    ]
    plot = plot_of_fit(x, [lines, *others], pairs, words, room)
    ghost = {} if before is None else {"before": others[0]["predicted"]}
    return finished(plot, {**ghost, **lines}, pairs, ssr(parameters, pairs))


def across(pairs: Sequence[Point]) -> Scale:
    """The scale of the inputs. What is only a rounding apart there is two inputs all the same."""
    return linear([input for input, _ in pairs], closest=0.0)


def lines_of(parameters: Parameters, x: Scale, parts: bool) -> Lines:
    """The prediction and, behind it, its parts, column by column."""
    passes = [forward(parameters, x.number(k / COLUMNS)) for k in range(COLUMNS + 1)]
    predicted = {"predicted": [p.predicted for p in passes]}
    if not parts:
        return predicted
    top, bottom = [p.y1 * parameters.w3 for p in passes], [p.y2 * parameters.w4 for p in passes]
    return {"top": top, "bottom": bottom, "b3": [parameters.b3] * len(passes), **predicted}


def plot_of_fit(x: Scale, drawn: Sequence[Lines], pairs: Sequence[Point], words: Words, times: float | None) -> Plot:
    """Axes that hold all observations and, of all these lines, the predictions; of their parts what has room.

    times    how large that room is, measured by the height of observations and predictions; None: no parts
    """
    inner = [observed for _, observed in pairs]
    inner += [number for lines in drawn for number in lines["predicted"] if isfinite(number)]
    outer = [n for lines in drawn for name in PARTS if name in lines for n in lines[name] if isfinite(n)]
    low, high = min(inner), max(inner)
    below, above = max(0.0, low - min(outer, default=low)), max(0.0, max(outer, default=high) - high)
    room = (high - low) * (times or 0) or inf  # equal observations have no size of their own: the curves give it
    if below + above > room:
        below, above = min(below, max(room / 2, room - above)), min(above, max(room / 2, room - below))
    return Plot(x, linear([low - below, low, high, high + above]), words)


def finished(
    plot: Plot, lines: Lines, pairs: Sequence[Point], ssr: float, name: str = "The fit of the network"
) -> Picture:
    """The lines, and the observations on them."""
    said = f"SSR {short(ssr)}"
    shapes = [curves(plot, lines, pairs), plot.caption(said), dots(plot, pairs)]
    return plot.picture(name, f"{described(pairs, lines)} {said}.", entries(lines), said, shapes)


def entries(lines: Lines) -> list[tuple[str, str]]:
    return [(name, words) for name, words in ENTRIES.items() if name in lines or name == "observed"]


def described(pairs: Sequence[Point], lines: Lines) -> str:
    inputs, observeds = ([f"{end(numbers):.4g}" for end in (min, max)] for numbers in zip(*pairs))
    dots = f"{number_of(len(pairs), 'observation')} as dots, input {' to '.join(inputs)}, "
    return f"{dots}observed {' to '.join(observeds)}. {SUM if 'top' in lines else 'The prediction is the solid line.'}"


def curves(plot: Plot, lines: Lines, pairs: Sequence[Point]) -> str:
    """The lines, cut off at the edges of the plot, with a word where a part leaves it."""
    drawn = plot.inside([path(name, curve(plot, numbers)) for name, numbers in lines.items()])
    return drawn + leaving(plot, lines, pairs, up=True) + leaving(plot, lines, pairs, up=False)


def leaving(plot: Plot, lines: Lines, pairs: Sequence[Point], up: bool) -> str:
    """At one edge, for each part that goes beyond it, how far it goes."""
    edge = plot.y.number(float(up))
    parts = {name: lines[name] for name in PARTS if name in lines}
    gone = {name: [k for k, n in enumerate(part) if (n > edge if up else n < edge)] for name, part in parts.items()}
    words, taken = [], near(plot, lines, pairs, up) if any(gone.values()) else set()
    for name, columns in gone.items():
        if columns:
            far = (max if up else min)(number for number in parts[name] if number == number)
            said = f"b3: {short(far)}" if name == "b3" else f"{name}: {'up' if up else 'down'} to {short(far)}"
            x, row = spot(taken, breadth(said), plot.width, plot.width * columns[0] / COLUMNS)
            taken |= {(column, row) for column in range(x // 10, int(x + breadth(said)) // 10 + 1)}
            words.append(haloed(x, 16 + 17 * row if up else HEIGHT - 6 - 17 * row, said))
    return "".join(words)


def near(plot: Plot, lines: Lines, pairs: Sequence[Point], up: bool) -> set[tuple[float, float]]:
    """Where lines and dots are, beside one edge, in fields of 10 by 17 pixels: (column, row) as seen from there."""
    points = [(plot.width * k / COLUMNS, number) for line in lines.values() for k, number in enumerate(line)]
    points += [(plot.width * plot.x.share(input), observed) for input, observed in pairs[:1000]]
    away = [(x, HEIGHT * (1 - plot.y.share(y) if up else plot.y.share(y))) for x, y in points]
    return {(x // 10, y // 17) for x, y in away if 0 <= y < HEIGHT / 2}


def spot(taken: set[tuple[float, float]], wide: float, width: float, near: float) -> tuple[int, int]:
    """Where words fit best: on as few lines and other words as can be, and then near where their line leaves."""
    rest = range(6, max(7, int(width - wide - 6)), 10)

    def cost(place: tuple[int, int]) -> tuple[int, float]:
        x, row = place
        covered = sum((column, row) in taken for column in range((x - 6) // 10, int(x + wide + 6) // 10 + 1))
        return covered, abs(x + wide / 2 - near) + 34 * row

    return min([(x, row) for row in range(3) for x in rest], key=cost)
