"""The questions that are asked of derivatives, whether they come alone, inside a step or inside a loop.

The questions go from the whole to the parts, and stop at the first that explains what was seen. Are the right numbers in
another order? Does the function use what it is given, as it is given (`uses`)? Is it nearly right, rounded, or a wide
difference? Only then is one derivative experimented with (`experiments`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite

from tinynet.loss import ssr
from tinynet.tutor.asking import alike
from tinynet.tutor.chains import CHAINS
from tinynet.tutor.common import shared
from tinynet.tutor.experiments import findings
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import in_order
from tinynet.tutor.points import NEARLY, POINTS, Derivatives, Point, right_at
from tinynet.tutor.spots import BASE
from tinynet.tutor.uses import misused
from tinynet.tutor.vocabulary import neuron_of
from tinynet.tutor.words import constant, of_factor


def judged(mine: Derivatives, points: Sequence[Point]) -> list[Finding]:
    """What is wrong with them; `points` are those that were answered."""
    pairs = [(name, under) for name in mine.names for under in mine.names if len(mine.names) > 1]
    order, found = in_order({(n, u) for n, u in pairs if all(mine.off(point, u, n) <= mine.within for point in points)})
    if not order and any(value for point in points for value in (mine.answer(point) or {}).values()):
        whole = misused(mine, points)
        if whole:
            return whole
    for name in mine.names:
        found += [one._replace(name=name) for one in _of_one(mine, order.get(name, name), name, points)]
    return shared(found, mine.names) if len(mine.names) > 1 else [one._replace(name="") for one in found]


def quickly(mine: Derivatives, points: Sequence[Point]) -> list[Finding]:
    """What the answers alone tell, without an experiment: the order, the sign and the 2, a constant, rounding."""
    found = []
    for name in mine.names:
        numbers = [(mine.answer(point) or {})[name] for point in points]
        factor = constant([[right_at(name, point)[0] for point in points]], numbers)
        known = of_factor(factor) if isfinite(factor) else _recognised(numbers, name, points) if any(numbers) else []
        found += [one._replace(name=name if len(mine.names) > 1 else "") for one in known]
    return shared(found, mine.names)


def _of_one(mine: Derivatives, under: str, name: str, points: Sequence[Point]) -> list[Finding]:
    distance = max(mine.off(point, under, name) for point in points)
    if distance <= mine.within:
        return []
    if distance <= NEARLY:
        return [finding("(nearly)", off=distance)]
    numbers = [(mine.answer(point) or {})[under] for point in points]
    if not any(numbers):
        return [_always_0(mine.value(under), name)]
    known = _recognised(numbers, name, points)
    if known:
        return known
    found = findings(mine.value(under), name) or _only_there(mine, under, name, points)
    others = [
        other for other in mine.names if other != name and all(mine.off(p, under, other) <= mine.within for p in points)
    ]
    if others and len({one.place for one in found}) != 1:
        return [finding("(used for another)", other=others[0], name=name)]
    return found or [finding("(not shown)")]


def _always_0(value: Callable[..., float], name: str) -> Finding:
    """0 everywhere proves nothing. But integer division gives 0 only for small x: at x = 40 it gives 1."""
    k = neuron_of(name)["k"]
    large = BASE._replace(x1=40.0, x2=40.0)
    if len(CHAINS[name]) == 4 and value(large.parameters(), ((large.input, 0.9),) * 3):
        return finding("(integer division)", place=f"dy{k}/dx{k}", k=k)
    return finding("(always 0)" if name.startswith("w") else "(always 0, of a bias)")


def _only_there(mine: Derivatives, under: str, name: str, points: Sequence[Point]) -> list[Finding]:
    """Right for one row and for several, and yet not everywhere: what do the points where it is wrong have in common?"""
    wrong = [point for point in points if mine.off(point, under, name) > NEARLY]
    for number, where in ((8, "for one row alone"), (9, "where w3 is 0"), (10, "where x and the residuals are large")):
        if wrong == [POINTS[number]]:
            return [finding("(right elsewhere)", where=where)]
    return []


def _recognised(mine: Sequence[float], name: str, points: Sequence[Point]) -> list[Finding]:
    """The right numbers rounded, or differences of the SSR over a wide step."""
    rights = [right_at(name, point)[0] for point in points]
    rounded = rounded_off(mine, rights, [0.0] * len(rights))
    return rounded or _differences(mine, name, points)


def rounded_off(mine: Sequence[float], rights: Sequence[float], besides: Sequence[float]) -> list[Finding]:
    """Whether these are the right numbers, rounded; `besides` allows each number another error."""
    for decimals in range(4):
        near = 0.51 * 10**-decimals
        if all(m == round(m, decimals) and abs(m - r) <= near + b for m, r, b in zip(mine, rights, besides)):
            return [finding("(rounded off)", decimals=decimals)]
    return []


def _differences(mine: Sequence[float], name: str, points: Sequence[Point]) -> list[Finding]:
    for h in (1, 0.5, 0.1, 0.05, 0.01, 0.001):
        for up, down in ((h, 0.0), (0.0, h), (h, h)):
            if all(alike(number, _slope(name, point, up, down), 1e-6) for number, point in zip(mine, points)):
                return [finding("(differences)", h=h)]
    return []


def _slope(name: str, point: Point, up: float, down: float) -> float:
    value = getattr(point[0], name)
    above, below = (ssr(point[0]._replace(**{name: value + by}), point[1]) for by in (up, -down))
    return (above - below) / (up + down)
