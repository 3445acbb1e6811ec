"""Is my derivative right, and if not, where does it go wrong?

The questions come in this order, and the first that explains what is seen is the last: does it answer with numbers; is
it right wherever it answers; does the same question get the same answer; does it use what it is given; are the right
numbers in another order; are they nearly right. Only then is it experimented with.

Nobody has to trust the chain for that. A derivative says how the SSR changes with a parameter, and that can be tried:

    dSSR/dw1 is nearly ((SSR at w1 + h) - (SSR at w1 - h)) / (2 * h)        the central difference, for a small h
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from math import prod
from typing import Any

from tinynet.arguments import checked_text, shown
from tinynet.dosage import DATA, START
from tinynet.network import Parameters
from tinynet.tutor.asking import Asked, NoAnswer, Row, alike, own_pass
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.experiments import Finding, Value, findings, natural
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import of_no_answer, table, verdict

NAMES = Parameters._fields
RIGHT, NEARLY = 1e-5, 1e-2  # of the sum of the absolute products

Point = tuple[Parameters, tuple[Row, ...]]

# Where a function is tried: first where everybody tries it, then near there, for functions that insist on dosages from
# 0 to 1 or on three rows; then at points chosen so that no two mistakes come out the same: no zeros, no ones, unlike
# neurons, residuals of both signs, and each with another number of observations.

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
     ((-1.6, -2.5), (1.9, -1.1), (-0.8, 0.8), (-0.2, -1.9), (-0.6, -0.9))),
    (Parameters(w1=1.6, w2=1.2, w3=-1.8, w4=-0.7, b1=-0.8, b2=-1.4, b3=0.2),
     ((-2.0, 1.8), (1.5, -2.2), (-1.9, -0.8), (-1.8, 2.0))),
    (Parameters(w1=-1.2, w2=0.9, w3=-0.8, w4=1.1, b1=-1.6, b2=1.3, b3=-1.7),
     ((0.5, -0.3), (2.0, 1.1), (1.6, 2.1), (-2.2, -0.4), (-1.2, 1.6), (-1.7, 1.8), (0.5, 0.9))),
)
# fmt: on


def check(
    mine: Callable[..., Any] | str,
    name: str | None = None,
    parameters: Parameters | None = None,
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
        checked_text(name, "name", NAMES if name in NAMES else (*NAMES, *FACTORS))
    if name in FACTORS:
        from tinynet.tutor.factor import check_factor

        return check_factor(mine, name)
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (parameters, data)")
    return derivatives(Asked(mine, NAMES if name is None else (name,)))


def derivatives(asked: Asked) -> Verdict:
    """One derivative, or all seven."""
    try:
        asked.answers[POINTS[0]] = asked.again(*POINTS[0])
    except NoAnswer as refused:
        return of_no_answer(refused, POINTS[0])
    answered = [point for point in POINTS if asked.answer(*point) is not None]
    if asked.refused and asked.refused.error is None:
        return of_no_answer(asked.refused, next(point for point in POINTS if asked.answers[point] is None))
    wrong = {name: distance for name in asked.names if (distance := worst(asked, name, answered)) > RIGHT}
    shown_at = next(
        (point for point in answered if any(worst(asked, name, [point]) > RIGHT for name in wrong)), POINTS[0]
    )
    found = judged(asked, wrong, answered) if wrong else {}
    return verdict(found, asked.names, not wrong, answered, asked, table(asked, shown_at), shown_at)


def right_at(name: str, point: Point) -> tuple[float, float]:
    """The derivative, and the sum of the absolute products."""
    rows = [own_pass(input, observed, point[0]) for input, observed in point[1]]
    products = [prod(FACTORS[place].value(row) for place in CHAINS[name]) for row in rows]
    return sum(products), sum(map(abs, products))


def worst(asked: Asked, name: str, points: Sequence[Point], as_name: str | None = None) -> float:
    """How far from right, at the worst of the points, in units of the sum of the absolute products."""
    return max(
        float(abs(asked.answers[p][name] - right)) / size
        for p in points
        for right, size in [right_at(as_name or name, p)]
    )


Found = dict[str, list[Finding]]  # for each name what is wrong with it; "all" is what all share


def judged(asked: Asked, wrong: Mapping[str, float], answered: Sequence[Point]) -> Found:
    """The questions before the experiments, then the experiments, then what all have in common."""
    if _kept_something(asked, answered):
        return {"": [Finding("state", "two answers to the same call", "the same call gave two different answers: "
                             "something is kept between the calls, or left to chance")]}  # fmt: skip
    found: Found = {}
    order = in_order(_standing(asked, answered)) if len(asked.names) > 1 else None
    arguments = None if order else _arguments(asked, answered)
    if arguments:
        return {"": arguments}
    if order:
        found[""] = [_order(order)]
        wrong = {name: far for name in order if (far := worst(asked, order[name], answered, name)) > RIGHT}
    order = order or {name: name for name in asked.names}
    for name, distance in wrong.items():
        value = value_of(asked, order[name])
        found[name] = _nearly(distance) if distance <= NEARLY else findings(value, name)
    return shared(found, len(asked.names))


def value_of(asked: Asked, name: str) -> Value:
    return lambda parameters, rows: asked.value(name, parameters, rows)


def _kept_something(asked: Asked, answered: Sequence[Point]) -> bool:
    for point in answered[:2]:
        for _ in range(2):
            try:
                again = asked.again(*point)
            except NoAnswer:
                return False
            if any(not alike(again[name], asked.answers[point][name], 1e-9) for name in asked.names):
                return True
    return False


def _arguments(asked: Asked, answered: Sequence[Point]) -> list[Finding]:
    """One of them not used, or the numbers in a row taken in another order."""
    (parameters, rows), (others, other_rows) = answered[1:3] if len(answered) > 2 else (answered[0], POINTS[1])
    unused = not_used(asked, (parameters, rows), (others, other_rows))
    if unused and not _residual_missing_in_b3(asked, parameters, rows):
        return [unused]
    for label, says, taken in TAKEN:
        exchanged = [(p, taken(*p)) for p in answered]  # type: ignore[no-untyped-call]
        if all(
            abs(asked.answers[p][name] - right_at(name, other)[0]) <= RIGHT * right_at(name, other)[1]
            for p, other in exchanged for name in asked.names
        ):  # fmt: skip
            return [Finding("arguments", label, says)]
    return []


def not_used(asked: Asked, point: Point, other: Point, *more: float) -> Finding | None:
    """Whether the answer stays the same however the parameters change, or the data."""
    (parameters, rows), far = point, [parameters_moved(point[0], by) for by in (-5.0, 5.0)]
    changed = {
        "parameters": [(some, rows) for some in (other[0], *far)],
        "data": [(parameters, some) for some in (other[1], *[_raised(rows, by) for by in (-5.0, 5.0)])],
    }
    here = asked.answer(parameters, rows, *more)
    for what, questions in changed.items():
        answers = [asked.answer(*question, *more) for question in questions]
        if answers[0] is not None and all(answer in (here, None) for answer in answers):
            text = f"the answer stays the same when the {what} change; something else is used instead"
            return Finding("arguments", "not used", text)
    return None


def parameters_moved(parameters: Parameters, by: float) -> Parameters:
    return parameters._replace(b3=parameters.b3 + by)


def _raised(rows: tuple[Row, ...], by: float) -> tuple[Row, ...]:
    return tuple((input, observed + by) for input, observed in rows)


def _residual_missing_in_b3(asked: Asked, parameters: Parameters, rows: tuple[Row, ...]) -> bool:
    """Nothing else is left in dSSR/db3 when the residual is: so many rows, or 1, times what became of -2."""
    if asked.names != ("b3",):
        return False
    moved = asked.value("b3", parameters, [(input, observed + 0.1) for input, observed in rows])
    once = [asked.value("b3", parameters, rows[:1]), asked.value("b3", parameters, rows[1:2])]
    whole = asked.value("b3", parameters, rows)
    return moved == whole and once[0] == once[1] and (natural(once[0]) or alike(whole, len(rows) * once[0]))


def _reordered(names: str) -> Callable[[Parameters, tuple[Row, ...]], Point]:
    """What a function computes with that takes the seven in another order than they come in."""
    return lambda parameters, rows: (Parameters(**dict(zip(names.split(), parameters))), rows)


ORDERS = ("w1 b1 w2 b2 w3 w4 b3", "w1 w2 b1 b2 w3 w4 b3", "b1 b2 b3 w1 w2 w3 w4", "w1 b1 w3 w2 b2 w4 b3",
          "b3 w3 w4 b1 w1 b2 w2", "w3 w4 b3 w1 w2 b1 b2", "w3 w4 b3 w1 b1 w2 b2", "w3 w4 b3 b1 w1 b2 w2",
          "b1 w1 b2 w2 b3 w3 w4", "w1 w2 w3 w4 b3 b1 b2", "w1 w2 w4 w3 b1 b2 b3", "w2 w1 w3 w4 b1 b2 b3", "w1 w2 w3 w4 b2 b1 b3",
          "b3 b2 b1 w4 w3 w2 w1", "w2 w1 w4 w3 b2 b1 b3", "b3 w3 w4 w1 b1 w2 b2",
          "w1 b1 w2 b2 w3 b3 w4", "w1 w2 w3 w4 b3 b2 b1")  # fmt: skip
TAKEN = (
    ("input and observed exchanged", "input and observed are exchanged: each row is (input, observed), in this order",
     lambda parameters, rows: (parameters, tuple((observed, input) for input, observed in rows))),
    *[("parameters taken in another order", f"the parameters are taken in the order {names.replace(' ', ', ')}; they come "
       f"in the order {', '.join(NAMES)}", _reordered(names)) for names in ORDERS[:10]],
)  # fmt: skip


def _standing(asked: Asked, answered: Sequence[Point]) -> set[tuple[str, str]]:
    return {(name, under) for name in NAMES for under in NAMES if worst(asked, under, answered, name) <= RIGHT}


def in_order(stands: set[tuple[str, str]]) -> dict[str, str] | None:
    """For each name the one under which its number was returned, if the right numbers stand in other places.

    `stands` holds the pairs of a name and one where its right number stands. All seven may be right elsewhere; or, in an
    order that somebody writes, at least four, and more than stand in their own place; or two are exchanged.
    """
    own = sum((name, name) in stands for name in NAMES)
    elsewhere = {name: under for name, under in stands if (name, name) not in stands}
    full = {**{name: name for name in NAMES if (name, name) in stands}, **elsewhere}
    if len(full) == 7 == len(set(full.values())) and elsewhere:
        return {name: full[name] for name in NAMES}
    for names in ORDERS:
        order = dict(zip(names.split(), NAMES))
        if sum(pair in stands for pair in order.items()) >= max(4, own + 2):
            return {name: order[name] for name in NAMES}
    return _swapped(stands)


def _swapped(stands: set[tuple[str, str]]) -> dict[str, str] | None:
    """Two of them exchanged, whatever is wrong with others."""
    swaps = [(one, two) for one, two in permutations(NAMES, 2) if {(one, two), (two, one)} <= stands]
    pairs = {one: two for one, two in swaps if (one, one) not in stands}
    return {name: pairs.get(name, name) for name in NAMES} if pairs and len(set(pairs.values())) == len(pairs) else None


def _order(order: Mapping[str, str]) -> Finding:
    """`order` tells for each derivative where it stands; what stands in the first place, the second, ..."""
    contents = {under: name for name, under in order.items()}
    moved = [name for name in NAMES if contents[name] != name]
    listed = ", ".join(contents[name] for name in NAMES)
    if contents == dict(zip(NAMES, ("w2", "w1", "w4", "w3", "b2", "b1", "b3"))):
        return Finding("order", "neurons exchanged", "the two neurons are exchanged: what belongs to the top one stands at "
                       "the bottom one, and the other way round")  # fmt: skip
    if len(moved) == 2:
        return Finding(
            "order", "two exchanged", f"{moved[0]} and {moved[1]} are exchanged: each is right for the other"
        )
    return Finding("order", "another order", f"these are the right numbers in another order, {listed}; they belong in the "
                   f"order {', '.join(NAMES)}")  # fmt: skip


def _nearly(distance: float) -> list[Finding]:
    return [Finding("nearly", "", f"right but for {distance:.1g} of the sum of the absolute products: rounded on the way, a "
                    "constant with few digits, or differences over a wide step?")]  # fmt: skip


def shared(found: Found, of: int) -> Found:
    """What all seven have in common is said once: "all"."""
    own = {name: some for name, some in found.items() if name}
    if of == 1 or len(own) < of:
        return found
    first, *others = own.values()
    both = [finding for finding in first if all(any(_alike(finding, other) for other in some) for some in others)]
    places = [finding.place for finding in first if all(any(finding.place == f.place for f in some) for some in others)]
    if set(places) == {"nearly"}:
        return {"": first}
    common = [
        *both,
        *[Finding(place, "", "") for place in dict.fromkeys(places) if place not in {f.place for f in both}],
    ]
    sums = [one for one in both if one.place == "the sum"]  # then what else it could be for one of them, it is not
    rest = {
        name: [f for f in some if not any(_alike(f, one) for one in both) and not (sums and f.place == "the sum")]
        for name, some in own.items()
    }
    return {**{name: some for name, some in found.items() if not name}, "all": common, **rest}


def _alike(one: Finding, other: Finding) -> bool:
    return one == other if one.label == "constant factor" else one[:2] == other[:2]
