"""The questions that are asked of derivatives, whether they come alone, inside a step or inside a loop.

The whole comes before the parts, and the first question that explains what is seen is the last: is it right for another
way to write the error; are the right numbers in another order; does it use what it is given, as it is given; is it
nearly right, rounded, or a wide difference? Only then is one derivative experimented with (`experiments`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import isfinite, prod
from typing import NamedTuple, Optional

from tinynet.dosage import DATA, START
from tinynet.loss import ssr
from tinynet.network import Parameters
from tinynet.tutor.asking import alike
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.experiments import findings
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import NAMES, in_order, taken_otherwise
from tinynet.tutor.spots import BASE, ROWS, Row, own_pass
from tinynet.tutor.vocabulary import neuron_of
from tinynet.tutor.words import constant, of_factor

RIGHT, NEARLY = 1e-5, 1e-2  # of the sum of the absolute products

Point = tuple[Parameters, tuple[Row, ...]]
Answer = Optional[Mapping[str, float]]

# How the error may be written, and what then becomes of a derivative over n rows.
LOSSES: Mapping[str, Callable[[int], float]] = {
    "SSR": lambda n: 1.0,
    "SSR/2": lambda n: 1 / 2,
    "SSR/n": lambda n: 1 / n,
    "SSR/(2n)": lambda n: 1 / (2 * n),
}

# Where a function is tried: first where everybody tries it, then near there, for functions that insist on dosages from
# 0 to 1 or on three rows; then at points chosen so that no two mistakes come out the same: no zeros, no ones, unlike
# neurons, residuals of both signs, no number a small multiple of another, each with another number of observations. The
# last ones each ask a question: one row alone; the same parameters with other data, among them zeros and equal rows; w3
# of 0; large numbers, of which nothing may be cut off.

# fmt: off
POINTS: tuple[Point, ...] = (
    (START, tuple((float(input), float(observed)) for input, observed in DATA)),
    (Parameters(w1=1.41, w2=-0.73, w3=-0.97, w4=1.63, b1=-0.59, b2=0.31, b3=0.23),
     ((0.2, 0.9), (0.6, 0.3), (0.9, 0.8))),
    (Parameters(w1=-1.21, w2=1.73, w3=1.09, w4=-0.67, b1=0.43, b2=-0.89, b3=0.71),
     ((0.1, 0.4), (0.3, 0.9), (0.7, 0.2), (0.8, 0.6))),
    (Parameters(w1=-1.51, w2=-1.63, w3=1.31, w4=-0.91, b1=-1.73, b2=0.23, b3=1.13),
     ((-0.4, 1.7), (0.9, 0.2), (-1.3, 2.2))),
    (Parameters(w1=-0.91, w2=-1.13, w3=-0.61, w4=1.53, b1=-1.31, b2=0.23, b3=-1.73),
     ((-1.6, -2.5), (1.9, -1.1), (-0.8, 0.8), (-0.8, 0.8), (-0.6, -0.9))),
    (Parameters(w1=1.63, w2=1.21, w3=-1.81, w4=-0.71, b1=-0.83, b2=-1.43, b3=0.23),
     ((-2.0, 1.8), (1.5, -2.2), (-1.9, -0.8), (-1.8, 2.0))),
    (Parameters(w1=-1.21, w2=0.93, w3=-0.83, w4=1.13, b1=-1.63, b2=1.31, b3=-1.73),
     ((0.5, -0.3), (2.0, 1.1), (1.6, 2.1), (-2.2, -0.4), (-1.2, 1.6), (-1.7, 1.8), (0.5, 0.9))),
    (Parameters(w1=1.41, w2=-0.73, w3=-0.97, w4=1.63, b1=-0.59, b2=0.31, b3=0.23),
     ((0.3, 0.0), (0.8, 0.4), (0.45, 0.7), (0.15, 0.6), (0.3, 0.0), (0.95, 0.1), (0.0, 0.35), (0.7, 0.55), (0.25, 0.85))),
    (Parameters(w1=0.87, w2=-1.37, w3=1.19, w4=-0.77, b1=0.41, b2=0.67, b3=-0.29), ((0.65, 0.5),)),
    (Parameters(w1=1.07, w2=-1.27, w3=0.0, w4=1.39, b1=-0.37, b2=0.53, b3=0.17), ((0.4, 0.2), (0.85, 0.75), (0.55, 0.1))),
    (Parameters(w1=6.1, w2=-5.3, w3=4.7, w4=5.9, b1=1.3, b2=1.7, b3=-2.9), ((1.1, 3.0), (-1.2, 57.0), (0.7, -41.0))),
)
# fmt: on


class Derivatives(NamedTuple):
    """Derivatives that can be asked for, by name.

    noise, within   how exact they can be, beside a parameter of size 1 and in all
    """

    answer: Callable[[Point], Answer]
    names: Sequence[str]
    noise: float = 0.0
    within: float = RIGHT

    def value(self, name: str) -> Callable[[Parameters, Sequence[Row]], float]:
        def value(parameters: Parameters, rows: Sequence[Row]) -> float:
            answer = self.answer((parameters, tuple(rows)))
            return float("nan") if answer is None else answer[name]

        return value

    def off(self, point: Point, under: str, name: str = "", factor: float = 1.0, taken: Point | None = None) -> float:
        """How far from right, in sums of the absolute products: what stands under a name, as the derivative by a name."""
        right, size = right_at(name or under, taken or point)
        answer = self.answer(point)
        room = size + (self.noise * abs(getattr(point[0], under)) + 1e-12) / RIGHT
        return abs(answer[under] - factor * right) / room if answer else float("inf")


@lru_cache(maxsize=4000)
def right_at(name: str, point: Point) -> tuple[float, float]:
    """The derivative, and the sum of the absolute products."""
    rows = [own_pass(input, observed, point[0]) for input, observed in point[1]]
    products = [prod(FACTORS[place].value(row) for place in CHAINS[name]) for row in rows]
    return sum(products), sum(map(abs, products))


def all_right(mine: Derivatives, point: Point, times: float = 1.0) -> bool:
    return all(mine.off(point, name, factor=times) <= RIGHT * times for name in mine.names)


def judged(mine: Derivatives, points: Sequence[Point], asked_itself: bool = True) -> list[Finding]:
    """What is wrong with them; `points` are those that were answered."""
    pairs = [(name, under) for name in mine.names for under in mine.names if len(mine.names) > 1]
    order, found = in_order({(n, u) for n, u in pairs if all(mine.off(point, u, n) <= mine.within for point in points)})
    if not order and any(value for point in points for value in (mine.answer(point) or {}).values()):
        whole = _arguments(mine, points, asked_itself)
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
    """An answer of 0 proves nothing. But a slope that is 0 by integer division is 1 where x is so large that it is 1."""
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
    """Whether these are the right numbers, rounded; `besides` is what may be off in other ways."""
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


def _arguments(mine: Derivatives, points: Sequence[Point], asked_itself: bool) -> list[Finding]:
    """Something kept from an earlier call, one of them not used, or the numbers in a row taken in another order."""
    kept = _kept(mine)
    if kept:
        return [finding(kept)]
    (others, other_rows), (parameters, rows) = points[1:3] if len(points) > 2 else (POINTS[1], points[0])
    unused = not_used(mine.answer, (parameters, rows), (others, other_rows))
    if unused and not (mine.names == ("b3",) and _residual_missing_in_b3(mine.value("b3"), parameters, rows)):
        return unused
    return taken_otherwise(
        lambda taken, names: all(
            mine.off(point, name, names[name], taken=taken(*point)) <= mine.within
            for point in points
            for name in mine.names
        ),
        len(mine.names) > 1,
    )


def not_used(answer: Callable[[Point], Answer], point: Point, other: Point) -> list[Finding]:
    """Whether the answer stays the same however the parameters change, or the data. An answer of 0 proves nothing."""
    (parameters, rows), far = point, [point[0]._replace(b3=point[0].b3 + by) for by in (-5.0, 5.0)]
    raised = [tuple((input, observed + by) for input, observed in rows) for by in (-5.0, 5.0)]
    changed = {
        "parameters": [(some, rows) for some in (other[0], *far)],
        "data": [(parameters, some) for some in (other[1], *raised)],
    }
    here = answer(point)
    for what, questions in changed.items():
        answers = [answer(question) for question in questions]
        if here and any(here.values()) and answers[0] and not any(differ(some, here) for some in answers):
            return [finding("not used", what=what)]
    return []


def _kept(mine: Derivatives) -> str:
    """Whether an input seen with other parameters before, or parameters seen with other data, change the answer."""
    fresh, close = ROWS[0][0] + 0.0123, ROWS[0][0] + 0.0123 + 1e-9
    mine.answer((POINTS[1][0], ((fresh, 0.9),) * 3))
    answers = [mine.answer((BASE.parameters(), ((input, 0.9),) * 3)) for input in (fresh, close)]
    if differ(*answers):
        return "kept by input"
    near = POINTS[1][0]._replace(b3=POINTS[1][0].b3 + 1e-12)
    answers = [mine.answer((parameters, POINTS[7][1])) for parameters in (POINTS[1][0], near)]
    return "kept by parameters" if differ(*answers) else ""


def differ(one: Answer, other: Answer) -> bool:
    """Whether these are two answers, beyond rounding."""
    if not one or not other:
        return False
    scale = max(map(abs, one.values()))
    return any(abs(one[name] - other[name]) > 1e-6 * scale + 1e-9 for name in one)


def _residual_missing_in_b3(b3: Callable[..., float], parameters: Parameters, rows: tuple[Row, ...]) -> bool:
    """Nothing else is left in dSSR/db3 when the residual is: so many rows, or 1, times what became of -2."""
    moved = b3(parameters, [(input, observed + 0.1) for input, observed in rows])
    once, whole = [b3(parameters, rows[:1]), b3(parameters, rows[1:2])], b3(parameters, rows)
    usual = any(alike(abs(once[0]), some) for some in (1, 0.5, 2))
    return moved == whole and once[0] == once[1] and (usual or alike(whole, len(rows) * once[0]))


def shared(found: Sequence[Finding], names: Sequence[str]) -> list[Finding]:
    """What all of them have in common is said once: "all"."""
    by_name = {name: [one for one in found if one.name == name] for name in names}
    whole = [one for one in found if not one.name]
    if len(names) < len(NAMES) or not all(by_name.values()):
        return [*found]
    first, *others = by_name.values()
    both = [one for one in first if all(any(_alike(one, other) for other in some) for some in others)]
    places = [one.place for one in first if all(one.place in [other.place for other in some] for some in others)]
    if set(places) == {"nearly"}:
        return [first[0]._replace(name="")]
    said = [one.place for one in both]
    common = [*both, *[Finding(place, "", "", follows=()) for place in dict.fromkeys(places) if place not in said]]
    rest = [
        one
        for one in found
        if one.name
        and not any(_alike(one, other) for other in both)
        and not (one.place == "the sum" and "the sum" in said)
    ]
    named = [one._replace(name="" if one.place in WHOLE else "all") for one in common]
    return [*whole, *named, *[one for one in rest if one.place not in places or one.says]]


# These are of the whole function or of the whole step, so no name leads them where all share them.
WHOLE = ("", "form", "state", "arguments", "order", "learning rate", "old value", "update", "in place", "row by row")


def _alike(one: Finding, other: Finding) -> bool:
    return one[:3] == other[:3] if one.label == "constant factor" else one[:2] == other[:2]
