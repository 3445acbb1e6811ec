"""Pictures of the network and its training, as SVG: text that every browser draws, written with nothing but Python.

A picture is shapes, put where scales say. A scale turns a number into its share of an axis, 0 at the low end and 1 at
the high end:

    share = (number - low) / (high - low)

The SSR of a descent falls by powers of ten, so there the number on the axis is log10(SSR).

As in the videos, the top neuron's curve is blue, the bottom one's orange, and the prediction, their sum with b3, green:
in tones that colour-blind readers tell apart (Okabe and Ito), and dashed, dotted and solid. Each picture brings its own
white sheet, so that it reads the same on a dark page.
"""

from __future__ import annotations

import os
from binascii import crc32
from collections.abc import Callable, Iterable
from itertools import count, groupby, islice
from math import ceil, floor, inf, isfinite, log10, sqrt
from operator import itemgetter
from typing import Any, NamedTuple

from tinynet.arguments import checked_data, checked_parameters, finite, from_zero, items, number_of, shown, whole
from tinynet.derivatives import d_predicted_d_y1, d_predicted_d_y2, d_ssr_d_predicted, d_y1_d_x1, d_y2_d_x2, gradient
from tinynet.loss import Data, ssr
from tinynet.network import Forward, Parameters, forward
from tinynet.outcome import ssr_of_the_mean
from tinynet.training import Step

Point = tuple[float, float]  # (input, observed) or, in a picture, pixels to the right and down


class Picture(NamedTuple):
    """A picture as the text of an SVG document. A notebook shows it by itself."""

    svg: str

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the document to a file. Errors: FileNotFoundError where its directory does not exist."""
        directory = os.path.dirname(os.fspath(path))
        if directory and not os.path.isdir(directory):
            raise FileNotFoundError(f"path leads into {directory!a}; that directory must exist")
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self.svg)

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<Picture: {len(self.svg):,} characters of SVG>"


def draw_fit(parameters: Parameters, data: Data) -> Picture:
    """The observations, the scaled curves of the two neurons, and the prediction, their sum with b3.

    The axes show all observations, and of the curves what leaves the observations at least an eighth of the height.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import DATA, FITTED
    >>> draw_fit(FITTED, DATA).svg.count("<circle")  # three observations, and one in the legend
    4
    """
    parameters, pairs = checked_parameters(parameters), checked_data(data)
    plot = plot_of_fit(parameters, pairs)
    said = f"SSR {short(ssr(parameters, pairs))}"
    shapes = [dots(plot, pairs), curves(plot, parameters, said)]
    return plot.picture("The fit of the network", f"{described(pairs)} {said}.", FIT, shapes)


def animate_fit(steps: Iterable[Step], data: Data) -> Picture:
    """The fit at each of the steps, frame by frame, over and over, with a rest on the last.

    The axes are those of `draw_fit` at the last step. Where a reader prefers reduced motion, or a viewer knows no
    animation, the last frame stands still.
    Errors: TypeError or ValueError for bad arguments.

    >>> from itertools import islice
    >>> from tinynet import descend
    >>> from tinynet.dosage import DATA, START
    >>> every_hundredth = islice(descend(START, DATA, learning_rate=0.02), 0, 2001, 100)
    >>> animate_fit(every_hundredth, DATA).svg.count('class="predicted"')  # 21 frames, and the legend
    22
    """
    frames, pairs = checked_list(steps, "steps", checked_step, "Step", MOST_FRAMES), checked_data(data)
    plot = plot_of_fit(frames[-1].parameters, pairs)
    said = [f"step {step.number:,}, SSR {short(step.ssr)}" for step in frames]
    moving = film([curves(plot, step.parameters, words) for step, words in zip(frames, said)])
    description = f"{described(pairs)} {number_of(len(frames), 'frame')}, from {said[0]} to {said[-1]}."
    return plot.picture("The fit of the network, step by step", description, FIT, [dots(plot, pairs), moving])


def draw_descent(history: Iterable[float], data: Data | None = None) -> Picture:
    """The SSR over the steps, on a logarithmic scale; with data also that of always predicting the mean.

    Where many steps share a column of pixels, the lowest and the highest SSR are drawn, so that no spike gets lost. An
    SSR of 0 has no logarithm; it lies on the lower edge.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> "predicting the mean: 0.6667" in draw_descent(train(START, DATA, learning_rate=0.02).history, DATA).svg
    True
    """
    ssrs = checked_list(history, "history", from_zero, "SSR")
    mean_ssr = None if data is None else ssr_of_the_mean(checked_data(data))
    means = [] if mean_ssr is None or not isfinite(mean_ssr) else [mean_ssr]
    plot = Plot(linear([0, max(2, len(ssrs) - 1)], integers=True), logarithmic(ssrs + means), "step", "SSR")
    points = [plot.place(number, ssr) for number, ssr in enumerate(ssrs)]
    said = f"{number_of(len(ssrs) - 1, 'step')}, SSR {short(ssrs[0])} to {short(ssrs[-1])}"
    against = [("mean", f"always predicting the mean: {short(mean)}") for mean in means]
    shapes = [path("mean", f"M0,{plot.place(0, mean)[1]:.2f}H{plot.width:.2f}") for mean in means]
    shapes += [path("ssr", joined(extremes(points))), dot(points[-1], 3.5, BLUE), plot.caption(said)]
    description = "; ".join([f"On a logarithmic scale: {said}", *[words for _, words in against]])
    return plot.picture("The descent of the SSR", f"{description}.", [("ssr", "SSR"), *against], shapes)


def draw_network(parameters: Parameters, input: float, observed: float | None = None) -> Picture:
    """The network with all numbers of one forward pass and, with `observed`, the derivatives on the way back.

    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet.dosage import FITTED
    >>> "dSSR/dw1 = " in draw_network(FITTED, input=0.5, observed=1).svg
    True
    """
    parameters = checked_parameters(parameters)
    p = forward(parameters, finite(input, "input"))
    numbers = {**p._asdict(), **parameters._asdict()}
    if observed is not None:
        observed = finite(observed, "observed")
        numbers.update(observed=observed, SSR=ssr(parameters, [(p.input, observed)]))
        numbers.update(way_back(parameters, p, observed))
    lines = {name: f"{name} = {short(number)}" for name, number in numbers.items()}

    def some(names: str) -> list[str]:
        return [lines[name] for name in names.split() if name in lines]

    top = ["top neuron", *some("b1 x1 y1 dSSR/dy1 dSSR/dx1 dSSR/db1")]
    bottom = ["bottom neuron", *some("b2 x2 y2 dSSR/dy2 dSSR/dx2 dSSR/db2")]
    output = ["output", *some("b3 predicted observed SSR dSSR/dpredicted dSSR/db3")]
    apart, reach = tall(top) / 2 + 38, tall(output) / 2
    above, middle, below = apart - 8, 2 * apart - 8, 3 * apart - 8
    shapes = [
        edge(f"M86,{middle - 18}V{above}", f"286,{above}", RIGHT, 180, above, some("w1 dSSR/dw1")),
        edge(f"M86,{middle + 18}V{below}", f"286,{below}", RIGHT, 180, below, some("w2 dSSR/dw2")),
        edge(f"M462,{above}H674", f"674,{middle - reach}", DOWN, 568, above, some("w3 dSSR/dw3")),
        edge(f"M462,{below}H674", f"674,{middle + reach}", UP, 568, below, some("w4 dSSR/dw4")),
        node(86, middle, 140, [lines["input"]]),
        node(374, above, 176, top),
        node(374, below, 176, bottom),
        node(674, middle, 220, output),
    ]
    return picture(800, int(2 * middle), "The network with its numbers", ", ".join(lines.values()) + ".", shapes)


# From here on: what only this module uses.


def way_back(parameters: Parameters, p: Forward, observed: float) -> dict[str, float]:
    """The derivatives for one observation: at the nodes, from the prediction backwards, and the seven."""
    d_predicted = d_ssr_d_predicted(observed, p.predicted)
    d_y1 = d_predicted * d_predicted_d_y1(parameters.w3)
    d_y2 = d_predicted * d_predicted_d_y2(parameters.w4)
    d_x1 = d_y1 * d_y1_d_x1(p.x1)
    d_x2 = d_y2 * d_y2_d_x2(p.x2)
    nodes = {"predicted": d_predicted, "y1": d_y1, "x1": d_x1, "y2": d_y2, "x2": d_x2}
    seven = gradient(parameters, [(p.input, observed)])._asdict()
    return {f"dSSR/d{name}": derivative for name, derivative in {**nodes, **seven}.items()}


MOST_FRAMES = 10_000  # a descent never ends by itself


def checked_list(
    values: Any, name: str, checked: Callable[[Any, str], Any], kind: str, most: int | None = None
) -> list[Any]:
    """The values, each checked, at least one."""
    given = islice(items(values, name, f"an iterable of {kind}s"), None if most is None else most + 1)
    checks = [checked(value, f"{name}[{k}]") for k, value in enumerate(given)]
    if not checks:
        raise ValueError(f"{name} is empty; it must hold at least one {kind}")
    if most is not None and len(checks) > most:
        raise ValueError(f"{name} holds more than {number_of(most, kind)}; take some of them, as with itertools.islice")
    return checks


def checked_step(step: Any, name: str) -> Step:
    if not isinstance(step, Step):
        raise TypeError(f"{name} is {shown(step)}; it must be a Step, as descend yields them")
    number = whole(step.number, f"{name}.number")
    parameters = checked_parameters(step.parameters, f"{name}.parameters")
    return Step(number, parameters, from_zero(step.ssr, f"{name}.ssr"), step.gradient, step.step_sizes)


# Scales, and the round numbers on them.


class Scale(NamedTuple):
    """A stretch of numbers, counted in a unit so large that nothing overflows."""

    low: float
    high: float
    unit: float
    ticks: list[tuple[float, str]]  # shares of the axis, and the labels there

    def share(self, number: float) -> float:
        return (number / self.unit - self.low) / (self.high - self.low)

    def number(self, share: float) -> float:
        return (self.low + share * (self.high - self.low)) * self.unit


def linear(numbers: list[float], integers: bool = False) -> Scale:
    """The scale of these numbers. Where they coincide, or nearly, it reaches half their size to either side."""
    largest = max(max(map(abs, numbers)), 1e-300) if any(numbers) else 1.0
    power = floor(log10(largest))
    unit = 10.0**power
    low, high, half = min(numbers) / unit, max(numbers) / unit, largest / unit / 2
    low, high = padded(low, high) if high - low > 1e-6 * half else (low - half, high + half)
    ticks = round_numbers(low, high, finest=-power if integers else -9)
    shares = [(n * 10.0**e - low) / (high - low) for n, e in ticks]
    return Scale(low, high, unit, list(zip(shares, labels([(n, e + power) for n, e in ticks]))))


class LogarithmicScale(Scale):
    """A scale of log10(number). 0, which has none, lies at the low end."""

    def share(self, number: float) -> float:
        return super().share(log10(number)) if number > 0 else 0.0


def logarithmic(numbers: list[float]) -> LogarithmicScale:
    """The scale of these numbers, at least a decade long, so that what hardly moves looks like it."""
    decades = [log10(number) for number in numbers if number > 0] or [0.0]
    missing = max(0.0, 1 - (max(decades) - min(decades))) / 2
    low, high = padded(min(decades) - missing, max(decades) + missing)
    if 0 in numbers:
        low -= 0.1 * (high - low)  # room for the 0, below all that have a logarithm
    ticks = [(1, n * 10**e) for n, e in round_numbers(low, high, finest=0)]
    if len(ticks) < 3:
        ticks = [(n, e) for e in range(floor(low), ceil(high)) for n in (1, 2, 5) if low <= log10(n) + e <= high]
    marks = list(zip([(log10(n) + e - low) / (high - low) for n, e in ticks], labels(ticks)))
    if 0 in numbers:
        marks = [(0.0, "0"), *[mark for mark in marks if mark[0] > 0.05][-7:]]
    return LogarithmicScale(low, high, 1.0, marks)


def padded(low: float, high: float) -> tuple[float, float]:
    return low - 0.05 * (high - low), high + 0.05 * (high - low)


def round_numbers(low: float, high: float, finest: int) -> list[tuple[int, int]]:
    """The round numbers from low to high, as (n, e) for n * 10^e: multiples of 1, 2 or 5 times a power of ten.

    Of these steps the finest is taken that gives at most eight numbers. It gives at least three, as the step before,
    which gives nine or more, is at most 2.5 times smaller.
    """
    steps = ((digit, e, digit * 10.0**e) for e in count(finest) for digit in (1, 2, 5))
    found = ((digit, e, range(ceil(low / step), floor(high / step) + 1)) for digit, e, step in steps)
    digit, e, multiples = next(candidate for candidate in found if len(candidate[2]) <= 8)
    return [(k * digit, e) for k in multiples]


def labels(ticks: list[tuple[int, int]]) -> list[str]:
    """All n * 10^e written out or, where one would be long, all with a power of ten."""
    plain = [f"{n / 10**-e:.{-e}f}" if e < 0 else str(n * 10**e) for n, e in ticks]
    powers = [tidy(f"{n:.9e}", e) for n, e in ticks]
    longest = max(map(len, plain))
    return plain if longest <= 7 or longest <= max(map(len, powers)) else powers


def short(number: float) -> str:
    """A number to four digits, as in -1.235e-12; never -0."""
    return tidy(f"{number + 0.0:.4g}") if isfinite(number) else "overflow"


def tidy(number: str, power: int = 0) -> str:
    """1.20000e+07, times 10^power, as 1.2e7."""
    digits, e, own = number.partition("e")
    power += int(own or 0)
    digits = digits.rstrip("0").rstrip(".") if e else digits
    return f"{digits}e{power}" if power and float(digits) else digits


# Plots: two scales, and the rectangle that they span.

HEIGHT = 310
CHARACTER = 6.4  # the width of one, about
COLUMNS = 600  # in which a curve is computed


class Plot(NamedTuple):
    x: Scale
    y: Scale
    x_name: str
    y_name: str

    @property
    def left(self) -> float:
        return 30 + CHARACTER * max(len(label) for _, label in self.y.ticks)

    @property
    def width(self) -> float:
        return 680 - self.left

    def place(self, x: float, y: float) -> Point:
        """Where (x, y) lies, in pixels from the upper left corner of the plot."""
        return self.width * self.x.share(x), HEIGHT * (1 - self.y.share(y))

    def caption(self, words: str) -> str:
        return text(self.width, -16, words, "end")

    def picture(self, title: str, description: str, entries: list[tuple[str, str]], shapes: list[str]) -> Picture:
        across = [(self.width * share, label) for share, label in self.x.ticks]
        down = [(HEIGHT - HEIGHT * share, label) for share, label in self.y.ticks]
        lower = 14 * (max(len(label) for _, label in across) > 8)  # long labels stand in two rows
        grid = "".join([f"M{x:.2f},0v{HEIGHT}" for x, _ in across] + [f"M0,{y:.2f}h{self.width:.2f}" for y, _ in down])
        below = [HEIGHT + 18 + lower * (k % 2) for k in range(len(across))]
        sheet = [
            f'<path d="{grid}" stroke="#e4e4e4"/>',
            f'<path d="M0,0V{HEIGHT}H{self.width:.2f}" fill="none" stroke="#666"/>',
            group("x-axis", [text(x, y, label, "middle") for (x, label), y in zip(across, below)]),
            group("y-axis", [text(-8, y + 4, label, "end") for y, label in down]),
            text(self.width / 2, HEIGHT + 38 + lower, self.x_name, "middle"),
            text(0, -16, self.y_name),
            legend(entries),
        ]
        plot = f'<g transform="translate({self.left:.2f},74)">{"".join(sheet + shapes)}</g>'
        return picture(700, 444, title, description, [plot])


def plot_of_fit(parameters: Parameters, pairs: list[Point]) -> Plot:
    x = linear([input for input, _ in pairs])
    low, high = min(observed for _, observed in pairs), max(observed for _, observed in pairs)
    reach = 3 * (high - low) or inf  # equal observations have no size of their own: the curves give it
    numbers = [number for line in lines_of(parameters, x).values() for number in line if isfinite(number)]
    seen = [min(max(number, low - reach), high + reach) for number in numbers]
    return Plot(x, linear([low, high, *seen]), "input", "observed / predicted")


def lines_of(parameters: Parameters, x: Scale) -> dict[str, list[float]]:
    """The two scaled curves and their sum with b3, column by column."""
    passes = [forward(parameters, x.number(k / COLUMNS)) for k in range(COLUMNS + 1)]
    return {
        "top": [p.y1 * parameters.w3 for p in passes],
        "bottom": [p.y2 * parameters.w4 for p in passes],
        "predicted": [p.predicted for p in passes],
    }


def curves(plot: Plot, parameters: Parameters, words: str) -> str:
    """The three lines, cut off at the edges of the plot, and a caption."""
    paths = [path(name, curve(plot, line)) for name, line in lines_of(parameters, plot.x).items()]
    return f'<svg width="{plot.width:.2f}" height="{HEIGHT}">{"".join(paths)}</svg>{plot.caption(words)}'


def curve(plot: Plot, numbers: list[float]) -> str:
    """A line through the numbers of the columns, interrupted where they overflow."""
    points = [(plot.width * k / COLUMNS, HEIGHT * (1 - plot.y.share(number))) for k, number in enumerate(numbers)]
    # Far outside, any height will do: only what is inside is seen.
    near = [(x, min(max(y, -HEIGHT), 2 * HEIGHT) if isfinite(y) else y) for x, y in points]
    runs = groupby(near, key=lambda point: isfinite(point[1]))
    return "".join(joined(thinned(list(run))) for drawn, run in runs if drawn)


def thinned(points: list[Point]) -> list[Point]:
    """Fewer points for the same line: it passes within a twentieth of a pixel of those left out.

    Steeper than low and flatter than high, a line from the last point kept passes all points since.
    """
    kept, low, high = [points[0]], -inf, inf
    for last, (x, y) in zip(points, points[1:]):
        if not low <= (y - kept[-1][1]) / (x - kept[-1][0]) <= high:
            kept.append(last)
            low, high = -inf, inf
        x0, y0 = kept[-1]
        low, high = max(low, (y - 0.05 - y0) / (x - x0)), min(high, (y + 0.05 - y0) / (x - x0))
    return [*kept, points[-1]]


def extremes(points: list[Point]) -> list[Point]:
    """The lowest and the highest of the points in each column of pixels."""
    columns = [sorted(column, key=itemgetter(1)) for _, column in groupby(points, key=lambda point: round(point[0]))]
    return [point for column in columns for point in sorted({column[0], column[-1]})]


def film(frames: list[str]) -> str:
    """Frames that show one after the other, again and again, with a rest on the last; without animation, the last.

    All others share one animation: they show at its beginning, and begin it one after the other.
    """
    seconds, rest = min(0.5, max(0.05, 8 / len(frames))), 2.0
    cycle = seconds * len(frames) + rest
    frame, last = f"tinynet-frame-{len(frames)}", f"tinynet-last-{len(frames)}"
    style = (
        f"@keyframes {frame}{{0%{{visibility:visible}}{100 * seconds / cycle:.4f}%{{visibility:hidden}}}}"
        f"@keyframes {last}{{0%{{visibility:hidden}}{100 - 100 * (seconds + rest) / cycle:.4f}%{{visibility:visible}}}}"
        f"@media (prefers-reduced-motion:no-preference){{.{frame}{{animation:{frame} {cycle:.3f}s step-end infinite}}"
        f".{last}{{animation:{last} {cycle:.3f}s step-end infinite}}}}"
    )
    moving = [
        f'<g class="{frame}" visibility="hidden" style="animation-delay:{k * seconds:.3f}s">{shapes}</g>'
        for k, shapes in enumerate(frames[:-1])
    ]
    return f'<style>{style}</style>{"".join(moving)}<g class="{last}">{frames[-1]}</g>'


# Shapes.

BLUE, ORANGE, GREEN, INK = "#0072b2", "#d55e00", "#009e73", "#222"
STROKES = {
    "predicted": f'stroke="{GREEN}" stroke-width="3"',
    "top": f'stroke="{BLUE}" stroke-width="2" stroke-dasharray="9 4"',
    "bottom": f'stroke="{ORANGE}" stroke-width="2" stroke-dasharray="2 3"',
    "ssr": f'stroke="{BLUE}" stroke-width="1.5" stroke-linejoin="round"',
    "mean": f'stroke="{ORANGE}" stroke-width="1.5" stroke-dasharray="7 4"',
}
FIT = [("observed", "observed"), ("predicted", "predicted"), ("top", "top: y1 * w3"), ("bottom", "bottom: y2 * w4")]


def path(name: str, way: str) -> str:
    return f'<path class="{name}" d="{way}" fill="none" {STROKES[name]}/>'


def joined(points: list[Point]) -> str:
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)


def dot(point: Point, radius: float, colour: str = INK) -> str:
    return f'<circle cx="{point[0]:.2f}" cy="{point[1]:.2f}" r="{radius:.3g}" fill="{colour}"/>'


def dots(plot: Plot, pairs: list[Point]) -> str:
    """Small and pale, where they are many."""
    radius = max(1.5, min(5, 50 / sqrt(len(pairs))))
    return group("observed", [dot(plot.place(*pair), radius) for pair in pairs], f' fill-opacity="{radius / 5:.2g}"')


def text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}"{more}>{words}</text>'


def group(name: str, shapes: list[str], more: str = "") -> str:
    return f'<g class="{name}"{more}>{"".join(shapes)}</g>'


def legend(entries: list[tuple[str, str]]) -> str:
    shapes, x = [], 0.0
    for name, words in entries:
        observed = name == "observed"
        shapes += [dot((x + 5, -46), 5) if observed else path(name, f"M{x:.2f},-46h30")]
        x += 16 if observed else 36
        shapes += [text(x, -42, words)]
        x += CHARACTER * len(words) + 22
    return group("legend", shapes)


RIGHT, DOWN, UP = "l-9,-4v8z", "l-4,-9h8z", "l-4,9h8z"  # heads of arrows, from the tip


def edge(way: str, tip: str, head: str, x: float, y: float, lines: list[str]) -> str:
    """A way with an arrow's head, its weight above it and its derivative below."""
    line = f'<path d="{way}L{tip}" fill="none" stroke="#777" stroke-width="1.5"/><path d="M{tip}{head}" fill="#777"/>'
    return line + "".join(text(x, y + down, words, "middle", tone(words)) for down, words in zip((-8, 18), lines))


def node(x: float, y: float, width: float, lines: list[str]) -> str:
    """A box with its numbers, one below the other."""
    left, top = x - width / 2, y - tall(lines) / 2
    words = [text(left + 14, top + 17 * row + 6, line, "start", tone(line)) for row, line in enumerate(lines, 1)]
    size = f'x="{left}" y="{top}" width="{width}" height="{tall(lines)}" rx="8"'
    return f'<rect {size} fill="#f6f6f6" stroke="#777"/>{"".join(words)}'


def tall(lines: list[str]) -> float:
    return 17.0 * len(lines) + 18


def tone(line: str) -> str:
    """Headings are bold, derivatives blue."""
    return ' font-weight="bold"' if "=" not in line else f' fill="{BLUE}"' if line.startswith("dSSR") else ""


def described(pairs: list[Point]) -> str:
    inputs, observeds = zip(*pairs)
    return (
        f"{number_of(len(pairs), 'observation')} as dots, input {short(min(inputs))} to {short(max(inputs))}, observed "
        f"{short(min(observeds))} to {short(max(observeds))}. The top neuron's curve y1 * w3, dashed, and the bottom "
        "neuron's curve y2 * w4, dotted, add up with b3 to the prediction, the solid line."
    )


def picture(width: int, height: int, title: str, description: str, shapes: list[str]) -> Picture:
    """The document. Its name makes the ids differ from those of other pictures on the same page."""
    body = "".join(shapes)
    name = f"tinynet-{crc32((description + body).encode()):08x}"
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" font-family="Helvetica, Arial, sans-serif" '
        f'font-size="12" fill="{INK}"><title id="{name}-title">{title}</title>'
        f'<desc id="{name}-desc">{description}</desc>'
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6" fill="#fff" stroke="#ccc"/>'
        f"{body}</svg>\n"
    )
