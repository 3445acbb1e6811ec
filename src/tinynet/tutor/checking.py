"""Is my derivative right, and if not, where does it go wrong?

The questions come in this order, and the first that explains what is seen is the last: does it answer with numbers; is
it right wherever it answers; does the same question get the same answer; are the right numbers in another order; does it
use what it is given; are they nearly right. Only then is it experimented with.

Nobody has to trust the chain for that. A derivative says how the SSR changes with a parameter, and that can be tried:

    dSSR/dw1 is nearly ((SSR at w1 + h) - (SSR at w1 - h)) / (2 * h)        the central difference, for a small h
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import Any, Optional, Union

from tinynet.arguments.numbers import checked_name, shown
from tinynet.derivatives import gradient
from tinynet.dosage import DATA, START
from tinynet.loss import ssr
from tinynet.network import Parameters
from tinynet.numerical import numerical_gradient
from tinynet.tutor.alone import Value
from tinynet.tutor.asking import Asked, alike
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.examining import Found, examined
from tinynet.tutor.experiments import findings
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.orders import NAMES, TAKEN, in_order
from tinynet.tutor.spots import BASE, ROWS, Row, own_pass
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import laid_out
from tinynet.tutor.words import natural

RIGHT, NEARLY = 1e-5, 1e-2  # of the sum of the absolute products

Point = tuple[Parameters, tuple[Row, ...]]

# Where a function is tried: first where everybody tries it, then near there, for functions that insist on dosages from
# 0 to 1 or on three rows; then at points chosen so that no two mistakes come out the same: no zeros, no ones, unlike
# neurons, residuals of both signs, each with another number of observations, an observation or an input twice.

# fmt: off
POINTS: tuple[Point, ...] = (
    (START, tuple((float(input), float(observed)) for input, observed in DATA)),
    (Parameters(w1=1.4, w2=-0.7, w3=-0.9, w4=1.6, b1=-0.6, b2=0.3, b3=0.2),
     ((0.2, 0.9), (0.6, 0.3), (0.9, 0.8))),
    (Parameters(w1=-1.2, w2=1.7, w3=1.1, w4=-0.6, b1=0.4, b2=-0.9, b3=0.7),
     ((0.1, 0.4), (0.3, 0.9), (0.7, 0.2), (0.8, 0.6))),
    (Parameters(w1=-1.5, w2=-1.6, w3=1.3, w4=-0.9, b1=-1.7, b2=0.2, b3=1.1),
     ((-0.4, 1.7), (0.9, 0.2), (-1.3, 2.2))),
    (Parameters(w1=-0.9, w2=-1.1, w3=-0.6, w4=1.5, b1=-1.3, b2=0.2, b3=-1.7),
     ((-1.6, -2.5), (1.9, -1.1), (-0.8, 0.8), (-0.8, 0.8), (-0.6, -0.9))),
    (Parameters(w1=1.6, w2=1.2, w3=-1.8, w4=-0.7, b1=-0.8, b2=-1.4, b3=0.2),
     ((-2.0, 1.8), (1.5, -2.2), (-1.9, -0.8), (-1.8, 2.0))),
    (Parameters(w1=-1.2, w2=0.9, w3=-0.8, w4=1.1, b1=-1.6, b2=1.3, b3=-1.7),
     ((0.5, -0.3), (2.0, 1.1), (1.6, 2.1), (-2.2, -0.4), (-1.2, 1.6), (-1.7, 1.8), (0.5, 0.9))),
)
# fmt: on


def check(
    mine: Union[Callable[..., Any], str],
    name: Optional[str] = None,
    parameters: Optional[Parameters] = None,
    data: Any = None,
) -> Verdict:
    """Is mine(parameters, data) the derivative dSSR/dname, and if not, where does it go wrong?

    name    one of the seven parameters; or a factor of the chain, "dy1/dx1", and then mine takes what the factor takes;
            without a name mine returns all seven: in the order of `Parameters`, or by name

    Each call gets a `Parameters` and a list of (input, observed) pairs of its own; where it is wrong, it is called up to
    1,500 times. With parameters and data, mine is a number from pencil and paper, as text, so that its digits count.
    Errors: TypeError where mine is no function, ValueError for an unknown name. What mine raises is in the verdict.

    >>> from tinynet.network import predict
    >>> def mine(parameters, data):
    ...     return sum(-2 * (predict(parameters, input) - observed) for input, observed in data)
    >>> check(mine, "b3").places, check(mine, "b3").mistakes
    (('dSSR/dpredicted',), ('flipped sign',))
    """
    if parameters is not None or data is not None or isinstance(mine, str):
        from tinynet.tutor.paper import check_number

        return check_number(mine, name, parameters, data)
    if name is not None:
        checked_name(name, "name", (*NAMES, *FACTORS))
    if name in FACTORS:
        from tinynet.tutor.factor import check_factor

        return check_factor(mine, name)
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (parameters, data)")
    asked = Asked(mine, NAMES if name is None else (name,))
    return examined(
        asked,
        "all seven" if name is None else f"dSSR/d{name}",
        POINTS,
        lambda point: all(worst(asked, name, [point]) <= RIGHT for name in asked.names),
        lambda answered: judged(asked, answered),
        lambda point: _table(asked, point),
        ("parameters", "data"),
    )


@lru_cache(maxsize=1000)
def right_at(name: str, point: Point) -> tuple[float, float]:
    """The derivative, and the sum of the absolute products."""
    rows = [own_pass(input, observed, point[0]) for input, observed in point[1]]
    products = [prod(FACTORS[place].value(row) for place in CHAINS[name]) for row in rows]
    return sum(products), sum(map(abs, products))


def worst(asked: Asked, under: str, points: Sequence[Point], name: str = "") -> float:
    """How far from the derivative by this name, at the worst of the points, in sums of the absolute products."""
    pairs = [(float(asked.answers[point][under]), *right_at(name or under, point)) for point in points]
    return max(abs(mine - right) / size for mine, right, size in pairs)


def judged(asked: Asked, answered: Sequence[Point]) -> Found:
    """The questions before the experiments, then the experiments, then what all have in common."""
    pairs = [(name, under) for name in NAMES for under in NAMES] if len(asked.names) > 1 else []
    order, said = in_order({(name, under) for name, under in pairs if worst(asked, under, answered, name) <= RIGHT})
    if not order and any(value for point in answered for value in asked.answers[point].values()):
        arguments = _arguments(asked, answered)
        if arguments:
            return {"": arguments}
    found: Found = {"": said} if said else {}
    if len(asked.names) > 1 and one_number_for_all(
        value_of(asked, "b3"), [asked.answers[p] for p in answered], answered
    ):
        return {"all": [finding("(one number for all)")]}
    for name in asked.names:
        under = order.get(name, name)
        distance = worst(asked, under, answered, name)
        if RIGHT < distance <= NEARLY:
            found[name] = [finding("(nearly)", off=distance)]
        elif distance > NEARLY:
            mine = [float(asked.answers[point][under]) for point in answered]
            found[name] = recognised(mine, name, answered) or findings(value_of(asked, under), name)
    return shared(found, len(asked.names))


def one_number_for_all(b3: Value, answers: Sequence[Mapping[str, float]], points: Sequence[Point]) -> bool:
    """Whether all seven are off by the same factor, another at each point, and nobody knows why."""
    for answer, point in zip(answers, points):
        rights = {name: right_at(name, point)[0] for name in NAMES}
        if not all(alike(answer[name] * rights["b3"], answer["b3"] * rights[name], 1e-6) for name in NAMES):
            return False
    found = findings(b3, "b3")
    return any(one.place == "the sum" for one in found) and not any(
        one.label for one in found if one.place == "the sum"
    )


def recognised(mine: Sequence[float], name: str, points: Sequence[Point]) -> list[Finding]:
    """Always 0; or the right numbers rounded, or differences of the SSR over a wide step."""
    if not any(mine):
        return [finding("(always 0)" if name.startswith("w") else "(always 0, or a factor is)")]
    rounded = rounded_off([(number, right_at(name, point)[0]) for number, point in zip(mine, points)])
    return rounded or _differences(mine, name, points)


def rounded_off(pairs: Sequence[tuple[float, float]]) -> list[Finding]:
    """Whether these are the right numbers, rounded."""
    for decimals in range(4):
        if all(mine == round(mine, decimals) and abs(mine - right) <= 0.51 * 10**-decimals for mine, right in pairs):
            return [finding("(rounded off)", decimals=decimals)]
    return []


def _differences(mine: Sequence[float], name: str, points: Sequence[Point]) -> list[Finding]:
    for h in (1, 0.5, 0.1, 0.05, 0.01):
        for up, down in ((h, 0.0), (0.0, h), (h, h)):
            if all(alike(number, _slope(name, point, up, down), 1e-6) for number, point in zip(mine, points)):
                return [finding("(differences)", h=h)]
    return []


def _slope(name: str, point: Point, up: float, down: float) -> float:
    value = getattr(point[0], name)
    above, below = (ssr(point[0]._replace(**{name: value + by}), point[1]) for by in (up, -down))
    return (above - below) / (up + down)


def value_of(asked: Asked, name: str) -> Value:
    return lambda parameters, rows: asked.value(name, parameters, rows)


def _arguments(asked: Asked, answered: Sequence[Point]) -> list[Finding]:
    """One of them not used, kept from an earlier call, or the numbers in a row taken in another order."""
    if _kept_by_input(asked):
        return [finding("kept by input")]
    (others, other_rows), (parameters, rows) = answered[-2:] if len(answered) > 1 else (POINTS[1], answered[0])
    unused = not_used(asked, (parameters, rows), (others, other_rows))
    if unused and not _residual_missing_in_b3(asked, parameters, rows):
        return unused
    for key, seen, taken, roles in TAKEN:
        if all(_right_if(asked, point, taken(*point), NAMES) for point in answered):
            return [finding(key, **seen)]
        if len(asked.names) > 1 and all(_right_if(asked, point, taken(*point), roles) for point in answered):
            return [finding("parameters numbered otherwise", **seen)]
    return []


def _right_if(asked: Asked, point: Point, taken: Point, roles: Sequence[str]) -> bool:
    """Whether the numbers are right for arguments that are taken otherwise, by names that have other roles."""
    named = dict(zip(NAMES, roles))
    pairs = [(asked.answers[point][name], *right_at(named[name], taken)) for name in asked.names]
    return all(abs(mine - right) <= RIGHT * size for mine, right, size in pairs)


def not_used(asked: Asked, point: Point, other: Point, *more: float) -> list[Finding]:
    """Whether the answer stays the same however the parameters change, or the data."""
    (parameters, rows), far = point, [point[0]._replace(b3=point[0].b3 + by) for by in (-5.0, 5.0)]
    raised = [tuple((input, observed + by) for input, observed in rows) for by in (-5.0, 5.0)]
    changed = {
        "parameters": [(some, rows) for some in (other[0], *far)],
        "data": [(parameters, some) for some in (other[1], *raised)],
    }
    here = asked.answer(parameters, rows, *more)
    for what, questions in changed.items():
        answers = [asked.answer(*question, *more) for question in questions]
        if answers[0] is not None and all(answer in (here, None) for answer in answers):
            return [finding("not used", what=what)]
    return []


def _kept_by_input(asked: Asked) -> bool:
    """Whether an input that was seen with other parameters before is answered otherwise than one close by."""
    fresh, close = ROWS[0][0] + 0.0123, ROWS[0][0] + 0.0123 + 1e-9
    asked.answer(POINTS[1][0], ((fresh, 0.9),) * 3)
    answers = [asked.answer(BASE.parameters(), ((input, 0.9),) * 3) for input in (fresh, close)]
    if None in answers:
        return False
    return any(not alike(answers[0][name], answers[1][name], 1e-6) for name in asked.names)


def _residual_missing_in_b3(asked: Asked, parameters: Parameters, rows: tuple[Row, ...]) -> bool:
    """Nothing else is left in dSSR/db3 when the residual is: so many rows, or 1, times what became of -2."""
    if asked.names != ("b3",):
        return False
    moved = asked.value("b3", parameters, [(input, observed + 0.1) for input, observed in rows])
    once = [asked.value("b3", parameters, rows[:1]), asked.value("b3", parameters, rows[1:2])]
    whole = asked.value("b3", parameters, rows)
    return moved == whole and once[0] == once[1] and (natural(once[0]) or alike(whole, len(rows) * once[0]))


def shared(found: Found, of: int) -> Found:
    """What all of them have in common is said once: "all"."""
    own = {name: some for name, some in found.items() if name}
    if of == 1 or len(own) < of:
        return found
    first, *others = own.values()
    both = [one for one in first if all(any(_alike(one, other) for other in some) for some in others)]
    places = [one.place for one in first if all(one.place in [other.place for other in some] for some in others)]
    if set(places) == {"nearly"}:
        return {"": first}
    said = [one.place for one in both]
    common = [*both, *[Finding(place, "", "") for place in dict.fromkeys(places) if place not in said]]
    rest = {}
    for name, some in own.items():  # where the sum is found in all, what else it could be for one of them, it is not
        rest[name] = [f for f in some if not any(_alike(f, one) for one in both)]
        rest[name] = [f for f in rest[name] if not (f.place == "the sum" and "the sum" in said)]
    return {**{name: some for name, some in found.items() if not name}, "all": common, **rest}


def _alike(one: Finding, other: Finding) -> bool:
    return one == other if one.label == "constant factor" else one[:2] == other[:2]


def _table(asked: Asked, point: Point) -> list[str]:
    """What was returned, what is right, and the central difference that confirms it."""
    tried, right = numerical_gradient(*point), gradient(*point)
    rows = [(asked.answers[point][name], getattr(right, name), getattr(tried, name)) for name in asked.names]
    return laid_out(["", "your value", "derivative", "central difference"], [f"dSSR/d{n}" for n in asked.names], rows)
