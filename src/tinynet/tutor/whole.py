"""What is asked of a whole function, before any of its numbers is judged alone.

    kept               does an earlier call change the answer?
    not_used           does the answer stay if one argument changes? An answer of 0 proves nothing
    in_order           do the right numbers stand in the wrong places?
    taken_otherwise    would all be right if the function took its arguments in another way?

For the last two the caller says what is right: whether what the learner returns as `under` is the right value of `name`, if
their function takes its arguments as `taken` does.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, pstdev
from typing import Any, Optional

from tinynet.network import Parameters
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import NAMES
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.nearness import FINE
from tinynet.tutor.points import POINTS, Point
from tinynet.tutor.spots import BASE, ROWS

Answer = Optional[Mapping[str, float]]
Taken = Callable[..., Any]  # (parameters, rows, ...) as the learner's function takes them
Right = Callable[[str, str, Taken], bool]

# Other ways to take a row, and the orders of the seven that people write.
ROWS_TAKEN: Mapping[str, Callable[[float, float], Row]] = {
    "input and observed exchanged": lambda input, observed: (observed, input),
    "absolute input": lambda input, observed: (abs(input), observed),
}
# What people do to a column of the data inside, as for other models.
SCALED: Mapping[str, Callable[[Sequence[float]], Sequence[float]]] = {
    "subtracts the mean of the {column}": lambda xs: [x - fmean(xs) for x in xs],
    "divides the {column} by the largest": lambda xs: [x / (max(xs) or 1) for x in xs],
    "divides the {column} by the largest absolute value": lambda xs: [x / (max(map(abs, xs)) or 1) for x in xs],
    "brings the {column} to 0 ... 1": lambda xs: [(x - min(xs)) / (max(xs) - min(xs) or 1) for x in xs],
    "standardises the {column}": lambda xs: [(x - fmean(xs)) / (pstdev(xs) or 1) for x in xs],
}
ORDERS = (
    "w1 b1 w2 b2 w3 w4 b3", "w1 w2 b1 b2 w3 w4 b3", "b1 b2 b3 w1 w2 w3 w4", "w1 b1 w3 w2 b2 w4 b3",
    "b3 w3 w4 b1 w1 b2 w2", "w3 w4 b3 w1 w2 b1 b2", "w3 w4 b3 w1 b1 w2 b2", "w3 w4 b3 b1 w1 b2 w2",
    "b1 w1 b2 w2 b3 w3 w4", "w1 w2 w3 w4 b3 b1 b2", "b3 b2 b1 w4 w3 w2 w1", "w2 w1 w4 w3 b2 b1 b3",
)  # fmt: skip


def kept(answer: Callable[[Point], Answer]) -> list[Finding]:
    """Is the answer another one after a call with the same input and other parameters, or the reverse?"""
    far, near = POINTS[1], POINTS[7]  # with the same parameters
    fresh = ROWS[0][0] + 0.0123
    answer(far._replace(rows=((fresh, 0.9),) * 3))
    if _differ(*[answer(Point(BASE.parameters(), ((input, 0.9),) * 3)) for input in (fresh, fresh + 1e-9)]):
        return [finding("kept by input")]
    if _differ(answer(near), answer(_raised(near, 1e-12))):
        return [finding("kept by parameters")]
    return []


def not_used(answer: Callable[[Point], Answer], point: Point, other: Point, is_b3: bool = False) -> list[Finding]:
    """Whether the answer stays the same however the parameters change, or the data.

    Without its residual dSSR/db3 uses neither, and rightly so: it is the number of rows.
    """
    here, with_b3 = answer(point), [_raised(point, by) for by in (-5.0, 5.0)]
    lower, higher = ([(input, observed + by) for input, observed in point.rows] for by in (-5.0, 5.0))
    with_data = [point._replace(rows=tuple(rows)) for rows in (other.rows, lower, higher)]
    if not here or not any(here.values()) or (is_b3 and answer(with_b3[0]._replace(rows=tuple(lower))) == here):
        return []
    with_parameters = [point._replace(parameters=other.parameters), *with_b3]
    for what, changed in (("parameters", with_parameters), ("data", with_data)):
        if answer(changed[0]) and not any(_differ(answer(one), here) for one in changed):
            return [finding("not used", what=what)]
    return []


def _raised(point: Point, by: float) -> Point:
    """The same with another b3."""
    return point._replace(parameters=point.parameters._replace(b3=point.parameters.b3 + by))


def _differ(one: Answer, other: Answer) -> bool:
    """Whether these are two answers, beyond rounding."""
    if not one or not other:
        return False
    size = max(map(abs, one.values()))
    return any(abs(one[name] - other[name]) > FINE * size + 1e-9 for name in one)


def as_given(*arguments: Any) -> Any:
    return arguments


def _reordered(order: str) -> Taken:
    """The parameters of a function that takes the seven in another order than they come in."""
    return lambda parameters, *more: (Parameters(**dict(zip(order.split(), parameters))), *more)


def _rows(change: Callable[[float, float], Row]) -> Taken:
    return lambda parameters, rows, *more: (parameters, tuple(change(*row) for row in rows), *more)


def _scaled(scaled: Callable[[Sequence[float]], Sequence[float]], column: int) -> Taken:
    """The inputs, column 0, or the observed values, column 1, are scaled first."""

    def taken(parameters: Any, rows: Sequence[Row], *more: Any) -> Any:
        columns = [*map(list, zip(*rows))]
        columns[column] = [*scaled(columns[column])]
        return (parameters, tuple(zip(*columns)), *more)

    return taken


def taken_otherwise(right: Right, names: Sequence[str]) -> list[Finding]:
    """Would all be right if the arguments were taken so? In another order each result may follow its number."""
    for key, change in ROWS_TAKEN.items():
        if all(right(name, name, _rows(change)) for name in names):
            return [finding(key)]
    for how, scaled in SCALED.items():
        for number, (column, place) in enumerate((("inputs", "predicted"), ("observed values", "dSSR/dpredicted"))):
            is_told_apart = column == "inputs" or (*names,) != ("b3",)  # in dSSR/db3 the sum of centred values is 0
            if is_told_apart and all(right(name, name, _scaled(scaled, number)) for name in names):
                label = f"{column.split()[0]} scaled"
                one = finding("(scaled)", place=place, label=label, how=how.format(column=column))
                return [one._replace(name="all" if len(names) > 1 else "")]
    for order in ("w1 w3 w2 w4 b1 b2 b3", *ORDERS[:10]):
        taken, numbered = _reordered(order), dict(zip(NAMES, order.split()))
        if all(right(name, name, taken) for name in names):
            return [finding("parameters taken in another order", taken=order.replace(" ", ", "))]
        if len(names) > 1 and all(right(name, numbered[name], taken) for name in names):
            return [finding("parameters numbered otherwise", taken=order.replace(" ", ", "))]
    return []


def in_order(right: Callable[[str, str], bool], names: Sequence[str]) -> tuple[dict[str, str], list[Finding]]:
    """Where the right value of each stands, if the order is wrong, and the finding."""
    if len(names) == 1:
        return {}, []
    pairs = {(name, under) for name in names for under in names if right(under, name)}
    elsewhere = {name: under for name, under in pairs if (name, name) not in pairs}
    are_exchanged = {*elsewhere} == {*elsewhere.values()}  # among themselves, whatever is wrong with others
    order = {**dict(zip(NAMES, NAMES)), **elsewhere} if elsewhere and are_exchanged else _usual_order(pairs)
    return order, [_in_words(order)] if order else []


def _usual_order(pairs: set[tuple[str, str]]) -> dict[str, str]:
    """Of the orders that people write, one that explains at least four numbers, and two more than the right order."""
    in_place = sum((name, name) in pairs for name in NAMES)
    orders = (dict(zip(names.split(), NAMES)) for names in ORDERS)
    fitting = (order for order in orders if len(pairs & {*order.items()}) >= max(4, in_place + 2))
    return next(fitting, {})


def _in_words(order: Mapping[str, str]) -> Finding:
    contents = {under: name for name, under in order.items()}
    listed = [contents[name] for name in NAMES]
    moved = [name for name in NAMES if contents[name] != name]
    if listed == ["w2", "w1", "w4", "w3", "b2", "b1", "b3"]:
        return finding("neurons exchanged")
    if len(moved) == 2:
        return finding("two exchanged", one=moved[0], two=moved[1])
    return finding("another order", listed=", ".join(listed))
