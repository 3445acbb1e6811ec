"""Contours: lines along which a height stays the same, as on a map. The height is computed on a grid.

A line of one level crosses a side of a square if one corner is lower and the other higher, where a straight line
between the two heights has this level.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import dist, isfinite

from tinynet.pictures.plots import HEIGHT, Plot
from tinynet.pictures.scales import short
from tinynet.pictures.shapes import SHEET, Point, breadth, joined, path, text

LEVELS = 9
Corner = tuple[int, int, float]  # column, row and height


def contours(plot: Plot, height: Callable[[float, float], float], count: int, taken: Sequence[Point]) -> list[str]:
    """The lines, from a grid of so many squares, and their labels, away from the places taken and from each other."""
    columns, rows = [[scale.number(k / count) for k in range(count + 1)] for scale in (plot.x, plot.y)]
    grid = [[height(x, y) for y in rows] for x in columns]
    heights = sorted(height for column in grid for height in column if isfinite(height))
    some = [heights[int((k + 0.5) / LEVELS * len(heights))] for k in range(LEVELS)] if heights else []
    shapes, labels, places = [], [], list(taken)
    for level in sorted({float(short(height, 2)) for height in some}):
        lines = [[(plot.width * x / count, HEIGHT * (1 - y / count)) for x, y in line] for line in contour(grid, level)]
        shapes += [path("contour", "".join(map(joined, lines)))] * bool(lines)
        words, half = short(level), breadth(short(level)) / 2
        room = [(x, y) for line in lines for x, y in line if half < x < plot.width - half - 9 and 9 < y < HEIGHT - 9]
        free = [(min(dist(point, place) for place in places), point) for point in room]
        far, (x, y) = max(free, default=(0.0, (0.0, 0.0)))
        if far > 2 * half + 8:
            places.append((x, y))
            size = f'x="{x - half:.2f}" y="{y - 7:.2f}" width="{2 * half:.2f}" height="15"'
            labels += [f'<rect class="halo" {size} fill="{SHEET}"/>', text(x, y + 5, words, "middle")]
    return [*shapes, *labels]


def contour(grid: Sequence[Sequence[float]], level: float) -> list[list[Point]]:
    """The pieces of the lines of this level, one or two in each square that they cross, in columns and rows."""
    pieces = []
    for x, (here, right) in enumerate(zip(grid, grid[1:])):
        for y in range(len(here) - 1):
            corners = [(x, y, here[y]), (x + 1, y, right[y]), (x + 1, y + 1, right[y + 1]), (x, y + 1, here[y + 1])]
            if all(isfinite(height) for _, _, height in corners):
                sides = zip(corners, [*corners[1:], corners[0]])
                crossed = [crossing(a, b, level) for a, b in sides if (a[2] > level) != (b[2] > level)]
                pieces += [crossed[k : k + 2] for k in range(0, len(crossed), 2)]
    return pieces


def crossing(a: Corner, b: Corner, level: float) -> Point:
    share = (level - a[2]) / (b[2] - a[2]) if isfinite(b[2] - a[2]) else 0.5
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
