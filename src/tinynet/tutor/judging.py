"""The questions that are asked of derivatives, whether they come alone, inside a step or inside a loop.

The questions go from the whole to the parts, and stop at the first that explains what was seen:

    of all         do the right numbers stand in the wrong places? is anything kept from call to call? are all arguments
                   used, and as they are given?
    of each one    is it nearly right, always 0, rounded, a difference over a wide step?
                   then experiments with it; and if they show nothing, is it right nearly everywhere?
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite, nan
from typing import NamedTuple, Optional

from tinynet.loss import ssr
from tinynet.network import Parameters
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.experiments import experimented
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import FINE, NEARLY, RIGHT, alike, all_alike, steady
from tinynet.tutor.points import ONLY_THERE, POINTS, Point, right_at
from tinynet.tutor.spots import BASE
from tinynet.tutor.vocabulary import neuron_of
from tinynet.tutor.whole import Taken, as_given, in_order, kept, not_used, taken_otherwise
from tinynet.tutor.wording import shared
from tinynet.tutor.words import constant, of_factor


class Derivatives(NamedTuple):
    """Derivatives that can be asked for, by name.

    answer   all of them at a point, or None
    points   where they were answered
    noise    the error of an answer, relative to the parameter
    """

    answer: Callable[[Point], Optional[Mapping[str, float]]]
    names: Sequence[str]
    points: Sequence[Point] = ()
    noise: float = 0.0

    def value(self, name: str) -> Callable[[Parameters, Sequence[Row]], float]:
        """One of them as a function of parameters and rows."""
        return lambda parameters, rows: (self.answer(Point(parameters, tuple(rows))) or {name: nan})[name]

    def numbers(self, name: str) -> list[float]:
        """One of them at all points."""
        return [self.value(name)(*point) for point in self.points]

    def off(self, point: Point, under: str, name: str, taken: Taken = as_given) -> float:
        """How far what is returned as `under` is from the right `name`, relative to the sum of the absolute products."""
        right = right_at(name, Point(*taken(*point)))
        noise = self.noise * abs(getattr(point.parameters, under)) + 1e-12
        return float(abs(self.value(under)(*point) - right.derivative) / (right.size + noise / RIGHT))

    def is_right(self, under: str, name: str, taken: Taken = as_given) -> bool:
        return all(self.off(point, under, name, taken) <= RIGHT for point in self.points)

    def is_multiple(self, under: str, name: str) -> bool:
        """Whether what is returned as `under` is the right `name` times a constant, or that over the number of rows."""
        rights, counts = [right_at(name, one).derivative for one in self.points], [len(one.rows) for one in self.points]
        numbers = self.numbers(under)
        over_rows = [right / count for right, count in zip(rights, counts)]
        return any(isfinite(constant([column], numbers)) for column in (rights, over_rows))


def judged(mine: Derivatives) -> list[Finding]:
    """What is wrong with them."""
    order, found = in_order(mine.is_right, mine.names)
    if not order:  # the order may be wrong beside a slip that all share
        order, found = in_order(mine.is_multiple, mine.names)
    point, other = (mine.points[2], mine.points[1]) if len(mine.points) > 2 else (mine.points[0], POINTS[1])
    if not order and any(any(mine.numbers(name)) for name in mine.names):
        unused = not_used(mine.answer, point, other, is_b3=(*mine.names,) == ("b3",))
        of_all = kept(mine.answer) or unused or taken_otherwise(mine.is_right, mine.names)
        if of_all:
            return of_all
    for name in mine.names:
        found += [one._replace(name=name) for one in _of_one(mine, order.get(name, name), name)]
    return shared(found, mine.names) if len(mine.names) > 1 else [one._replace(name="") for one in found]


def judged_quickly(mine: Derivatives) -> list[Finding]:
    """What the answers alone tell, without an experiment: the sign and the 2, a constant, rounding."""
    found = []
    for name in mine.names:
        factor = constant([[right_at(name, point).derivative for point in mine.points]], mine.numbers(name))
        known = of_factor(factor) if isfinite(factor) else _recognised(mine, name, name)
        found += [one._replace(name=name if len(mine.names) > 1 else "") for one in known]
    return shared(found, mine.names)


def _of_one(mine: Derivatives, under: str, name: str) -> list[Finding]:
    distance = max(mine.off(point, under, name) for point in mine.points)
    if distance <= RIGHT:
        return []
    if distance <= NEARLY:
        return [finding("(nearly)", percent=100 * distance)]
    known = _always_the_same(mine, under, name) or _of_both_neurons(mine, under, name) or _recognised(mine, under, name)
    if known:
        return known
    found = experimented(mine.value(under), name) or _only_there(mine, under, name)
    others = [other for other in mine.names if other != name and mine.is_right(under, other)]
    if others and len({one.place for one in found}) != 1:
        return [finding("(used for another)", other=others[0], name=name)]
    return found or [finding("(not shown)")]


def _always_the_same(mine: Derivatives, under: str, name: str) -> list[Finding]:
    """Nothing more can be found in an answer that never changes. But dSSR/db3 without its residual is the number of rows."""
    numbers = mine.numbers(under)
    if not any(numbers):
        return [_always_0(mine.value(under), name)]
    if name == "b3" or len(numbers) == 1 or not steady(numbers):
        return []
    formula = " * ".join(FACTORS[place].formula for place in CHAINS[name])
    return [finding("(always)", name=f"dSSR/d{name}", factor=numbers[0], formula=f"the sum of {formula}")]


def _of_both_neurons(mine: Derivatives, under: str, name: str) -> list[Finding]:
    """Whether it is this derivative and that of the other neuron, added up."""
    for one, other in (("w1", "w2"), ("b1", "b2")):
        sums = [right_at(one, point).derivative + right_at(other, point).derivative for point in mine.points]
        if name in (one, other) and all_alike(mine.numbers(under), sums, RIGHT):
            return [finding("summed over neurons", one=one, other=other)]
    return []


def _always_0(value: Callable[..., float], name: str) -> Finding:
    """0 everywhere proves nothing. But integer division gives 0 only for small x: at x = 40 it gives 1."""
    k = neuron_of(name)["k"]
    large = BASE._replace(x1=40.0, x2=40.0)
    if len(CHAINS[name]) == 4 and value(large.parameters(), ((large.input, 0.9),) * 3):
        return finding("(integer division)", place=f"dy{k}/dx{k}", k=k)
    return finding("(always 0)" if name.startswith("w") else "(always 0, of a bias)")


def _only_there(mine: Derivatives, under: str, name: str) -> list[Finding]:
    """Right for one row and for several, and wrong at a single point: what is special there?"""
    wrong = [point for point in mine.points if mine.off(point, under, name) > NEARLY]
    where = ONLY_THERE.get(wrong[0]) if len(wrong) == 1 else None
    return [finding("(right elsewhere)", where=where)] if where else []


def _recognised(mine: Derivatives, under: str, name: str) -> list[Finding]:
    """The right numbers rounded, or differences of the SSR over a wide step."""
    numbers, rights = mine.numbers(under), [right_at(name, point).derivative for point in mine.points]
    return rounded_off(numbers, rights, [0.0] * len(rights)) or _differences(numbers, name, mine.points)


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
            if all(alike(one, _slope(name, point, up, down), FINE) for one, point in zip(mine, points)):
                return [finding("(differences)", h=h)]
    return []


def _slope(name: str, point: Point, up: float, down: float) -> float:
    parameters, rows = point
    above, below = (ssr(parameters._replace(**{name: getattr(parameters, name) + by}), rows) for by in (up, -down))
    return (above - below) / (up + down)
