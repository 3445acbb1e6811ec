"""Is my derivative right, and if not, what did I do?

A wrong derivative is a right one with something done to it: a factor of the chain left out, a factor replaced by
something else, the sum over the data changed. So the mistakes are made here from the chains of `explanation`. What a
learner's function returns is compared with the chain as it is, then with each known mistake in it, then with each two
of them, then with a constant factor.

Nobody has to trust the chain for that. A derivative says how the SSR changes with a parameter, and that can be tried:

    dSSR/dw1 is nearly ((SSR at w1 + h) - (SSR at w1 - h)) / (2 * h)        the central difference, for a small h
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from math import inf, nan, prod
from typing import Any, NamedTuple

from tinynet.arguments import checked_name, finite, shown
from tinynet.derivatives import numerical_gradient
from tinynet.network import Parameters, predict
from tinynet.neuron import sigmoid, softplus
from tinynet.training import step_sizes
from tinynet.tutor.explanation import CHAINS, FACTORS, Rule, column, passes, wrapped


class Mistake(NamedTuple):
    """A rule that stands in the place of a factor. Where the chain has no such place, it is one more factor."""

    label: str
    place: str
    rule: Rule
    sentence: str


# The known mistakes, for the neuron k and its output weight w; j and v are those of the other neuron. What is done to
# the sum is one more factor: 1/count makes it a mean, and a 0 drops an observation. `float` takes a number as it is.

# fmt: off
KNOWN: tuple[tuple[str, str, Callable[..., float], tuple[str, ...], str], ...] = (
    ("flipped sign", "the sign", lambda: -1, (),
     "the sign is flipped; when predicted rises, the residual falls: -2 * (observed - predicted)"),
    ("lost the 2", "the 2", lambda: 0.5, (),
     "the 2 is lost; the derivative of residual^2 is 2 * residual, times that of the residual"),
    ("mean instead of sum", "the sum", lambda count: 1 / count, ("count",),
     "the mean is taken over the data; the SSR is a sum, and so is its derivative"),
    ("first observation only", "the sum", lambda number: number == 1, ("number",),
     "only the first observation counts; the sum is over all (does the loop return too early?)"),
    ("last observation only", "the sum", lambda number, count: number == count, ("number", "count"),
     "only the last observation counts; the sum is over all (is there = for +=?)"),
    ("residual missing", "dSSR/dpredicted", lambda: 1, (),
     "dSSR/dpredicted is left out; it is -2 * (observed - predicted), and every chain begins with it"),
    ("residual squared", "dSSR/dpredicted",
     lambda observed, predicted: -2 * (observed - predicted) * (observed - predicted), ("observed", "predicted"),
     "the residual in dSSR/dpredicted is squared; it is -2 * (observed - predicted)"),
    ("predicted instead of residual", "dSSR/dpredicted", lambda predicted: -2 * predicted, ("predicted",),
     "in dSSR/dpredicted stands predicted for the residual; it is -2 * (observed - predicted)"),
    ("output weight missing", "dpredicted/dy{k}", lambda: 1, (),
     "the output weight dpredicted/dy{k} is left out; it is {w}"),
    ("other output weight", "dpredicted/dy{k}", float, ("{v}",),
     "for the output weight dpredicted/dy{k} stands {v}, the other neuron's; it is {w}"),
    ("slope missing", "dy{k}/dx{k}", lambda: 1, (),
     "the slope dy{k}/dx{k} is left out; it is e^x{k} / (1 + e^x{k})"),
    ("slope taken at y", "dy{k}/dx{k}", sigmoid, ("y{k}",),
     "the slope dy{k}/dx{k} is taken at y{k}; it belongs at x{k}, where f was taken: e^x{k} / (1 + e^x{k})"),
    ("softplus instead of its slope", "dy{k}/dx{k}", softplus, ("x{k}",),
     "for the slope dy{k}/dx{k} stands y{k} = log(1 + e^x{k}); it is the derivative of that, e^x{k} / (1 + e^x{k})"),
    ("slope of the sigmoid", "dy{k}/dx{k}", lambda x: sigmoid(x) * (1 - sigmoid(x)), ("x{k}",),
     "for the slope dy{k}/dx{k} stands s * (1 - s), the slope of the sigmoid; f is softplus, and its slope is the "
     "sigmoid itself: s = e^x{k} / (1 + e^x{k})"),
    ("other neuron", "dy{k}/dx{k}", sigmoid, ("x{j}",),
     "the slope dy{k}/dx{k} is taken at x{j}, the other neuron's; it belongs at x{k}: e^x{k} / (1 + e^x{k})"),
    ("other neuron", "dpredicted/d{w}", float, ("y{j}",),
     "for dpredicted/d{w} stands y{j}, the other neuron's; it is y{k}"),
    ("input missing", "dx{k}/dw{k}", lambda: 1, (),
     "dx{k}/dw{k} is left out; x{k} = input * w{k} + b{k}, so it is input"),
    ("x instead of input", "dx{k}/dw{k}", float, ("x{k}",),
     "for dx{k}/dw{k} stands x{k}; x{k} = input * w{k} + b{k}, so it is input"),
    ("bias times input", "dx{k}/db{k}", float, ("input",),
     "for dx{k}/db{k} stands input; x{k} = input * w{k} + b{k}, so it is 1"),
    ("learning rate missing", "learning rate", lambda: 1, (),
     "the learning rate is left out; step size = derivative * learning rate"),
    ("not updated: {name}", "update", lambda: 0, (),
     "not updated; new value = old value - step size"),
)
# fmt: on
OF_THE_SUM = ("the sign", "the 2", "the sum")

# A step size is a chain with two more factors.
STEPS = {name: (*chain, "learning rate", "update") for name, chain in CHAINS.items()}
RULES = {**FACTORS, "learning rate": Rule(float, ("learning_rate",)), "update": Rule(lambda: 1, ())}


class Point(NamedTuple):
    """Where a function is tried."""

    parameters: Parameters
    data: tuple[tuple[float, float], ...]
    learning_rate: float


# Chosen so that no two mistakes, and no two pairs of them, come out the same at all four: no zeros, no ones, unlike
# neurons, residuals of both signs, and each with another number of observations, so that a mean is no constant factor.
# Only for b3 without its residual are the mean, the first and the last the same: 1.

# fmt: off
POINTS = (
    Point(Parameters(w1=-1.5, w2=-1.6, w3=1.3, w4=-0.9, b1=-1.7, b2=0.2, b3=1.1),
          ((-0.4, 1.7), (0.9, 0.2), (-1.3, 2.2)), 0.03),
    Point(Parameters(w1=-0.9, w2=-1.1, w3=-0.6, w4=1.5, b1=-1.3, b2=0.2, b3=-1.7),
          ((-1.6, -2.5), (1.9, -1.1), (-0.8, 0.8), (-0.2, -1.9), (-0.6, -0.9)), 0.05),
    Point(Parameters(w1=1.6, w2=1.2, w3=-1.8, w4=-0.7, b1=-0.8, b2=-1.4, b3=0.2),
          ((-2.0, 1.8), (1.5, -2.2), (-1.9, -0.8), (-1.8, 2.0)), 0.02),
    Point(Parameters(w1=-1.2, w2=0.9, w3=-0.8, w4=1.1, b1=-1.6, b2=1.3, b3=-1.7),
          ((0.5, -0.3), (2.0, 1.1), (1.6, 2.1), (-2.2, -0.4), (-1.2, 1.6), (-1.7, 1.8)), 0.04),
)
# fmt: on
TOLERANCE = 1e-6  # of the sum of the absolute products: far above rounding, far below any mistake


class Verdict(NamedTuple):
    """What was found out about a learner's function. True where it is correct; its `str` and its `repr` are the words.

    correct     whether it is right at all points
    mistakes    the labels: none where it is correct, and none where no known mistake fits
    error       what the function raised, else None
    text        the words
    """

    correct: bool
    mistakes: tuple[str, ...]
    error: Exception | None
    text: str

    def __bool__(self) -> bool:
        return self.correct

    def __repr__(self) -> str:
        return self.text


def check(mine: Callable[..., Any], name: str | None = None) -> Verdict:
    """Is mine(parameters, data) the derivative dSSR/dname, and if not, which mistake is in it?

    Without a name, mine returns all seven: in the order of `Parameters`, or as a mapping by name. It is called at four
    points, each with a `Parameters` and a list of (input, observed) pairs of its own.
    Errors: TypeError where mine is no function, ValueError for an unknown name. What mine raises is in the verdict.

    >>> from tinynet.network import predict
    >>> def mine(parameters, data):
    ...     return sum(-2 * (predict(parameters, input) - observed) for input, observed in data)
    >>> check(mine, "b3").mistakes
    ('flipped sign',)
    """
    return _judged(mine, Parameters._fields if name is None else (checked_name(name, "name"),), CHAINS)


def check_update(mine: Callable[..., Any]) -> Verdict:
    """Is mine(parameters, data, learning_rate) one step of gradient descent, and if not, which mistake is in it?

    It returns the seven new values: in the order of `Parameters`, or as a mapping by name. It is called at four points,
    each with a `Parameters`, a list of (input, observed) pairs and a learning rate of its own.
    Errors: TypeError where mine is no function. What mine raises is in the verdict.

    >>> from tinynet.derivatives import gradient
    >>> from tinynet.training import update
    >>> def mine(parameters, data, learning_rate):
    ...     return update(parameters, gradient(parameters, data))
    >>> check_update(mine).mistakes
    ('learning rate missing',)
    """
    return _judged(mine, Parameters._fields, STEPS)


Chains = Mapping[str, Sequence[str]]  # CHAINS or STEPS
Rows = Sequence[Mapping[str, float]]  # for each observation the numbers of its pass
Seen = Sequence[tuple[Rows, float]]  # for each point its rows, and the derivative or step size returned there
Returned = Sequence[Mapping[str, float]]  # for each point what was returned, by name
Explanation = tuple[Mistake, ...]  # of what is right: ()
Found = dict[str, list[Explanation]]  # for each name all explanations that fit


def _judged(mine: Callable[..., Any], names: Sequence[str], chains: Chains) -> Verdict:
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of ({', '.join(_arguments(POINTS[0], chains))})")
    returned = []
    for point in POINTS:
        error = None
        try:
            values = _by_name(mine(*_arguments(point, chains).values()), names)
        except Exception as raised:
            values, error = f"raised {shown(raised, 300)}", raised
        if isinstance(values, str):
            return Verdict(False, (), error, _text([f"Your function {values}"], "It was called with:", point, chains))
        returned.append(values)
    return _compared(returned, names, chains)


def _compared(returned: Returned, names: Sequence[str], chains: Chains) -> Verdict:
    seen = {name: list(_seen(name, returned, chains)) for name in names}
    found = {name: _simplest(chains[name], _known(name, chains), seen[name]) for name in names}
    late = _late(found, returned) if chains is STEPS else {}
    found.update({name: [besides] for name, (_, besides) in late.items()})
    labels, sentences = _findings(found, {name: new for name, (new, _) in late.items()}, seen, chains)
    right = [all(_fits(chains[name], (), [seen[name][number]]) for name in names) for number in range(len(POINTS))]
    where, number = f"Tried at {len(POINTS)} points. The first of them:", 0
    if not all(right):
        where, number = f"Tried at {len(POINTS)} points. The first where it is not right:", right.index(False)
    table = _table(POINTS[number], chains, {name: pairs[number] for name, pairs in seen.items()})
    return Verdict(all(right), labels, None, _text(sentences, where, POINTS[number], chains, table))


def _arguments(point: Point, chains: Chains) -> dict[str, Any]:
    """What the function is called with. The list is its own copy, to do with what it likes."""
    arguments = {"parameters": point.parameters, "data": list(point.data)}
    return arguments if chains is CHAINS else {**arguments, "learning_rate": point.learning_rate}


def _by_name(result: Any, names: Sequence[str]) -> dict[str, float] | str:
    """The numbers returned, by name, or what is wrong with them."""
    values = {names[0]: result} if len(names) == 1 else result
    if not isinstance(values, Mapping):
        try:
            items = iter([] if isinstance(values, (str, bytes, set, frozenset)) else values)
        except TypeError:
            items = iter([])
        row = list(islice(items, len(names) + 1))
        values = dict(zip(names, row)) if len(row) == len(names) else {}
    if set(values) != set(names):
        return f"returned {shown(result)}; it must return seven numbers, {', '.join(names)} in this order or by name"
    numbers = {name: _number(values[name]) for name in names}
    for name, number in numbers.items():
        if number is None:
            which = f" for {name}" if len(names) > 1 else ""
            return f"returned {shown(values[name])}{which}; it must be a finite number"
    return {name: number for name, number in numbers.items() if number is not None}


def _number(value: Any) -> float | None:
    """What float() makes of it. An array of one number is a number; text, True and what is not finite are none."""
    try:
        value = value.item() if hasattr(value, "item") else value
        return finite(value if hasattr(value, "__round__") else value.__float__(), "value")
    except Exception:
        return None


# Of all explanations that fit, those with the fewest mistakes.


def _known(name: str, chains: Chains) -> list[Mistake]:
    """The mistakes that make sense in one chain."""
    k, j, w, v = ("1", "2", "w3", "w4") if name in ("w1", "b1", "w3") else ("2", "1", "w4", "w3")

    def filled(text: str) -> str:
        return text.format(name=name, k=k, j=j, w=w, v=v)

    return [
        Mistake(filled(label), filled(place), Rule(function, tuple(map(filled, takes))), filled(sentence))
        for label, place, function, takes, sentence in KNOWN
        if filled(place) in (*OF_THE_SUM, *chains[name])
    ]


def _simplest(chain: Sequence[str], known: Sequence[Mistake], seen: Seen) -> list[Explanation]:
    """What explains the values: [()] where they are right, [] where nothing does."""
    for explanations in _by_simplicity(chain, known, *seen[0]):
        fitting = [mistakes for mistakes in explanations if _fits(chain, mistakes, seen)]
        if fitting:
            return fitting
    return []


def _by_simplicity(
    chain: Sequence[str], known: Sequence[Mistake], rows: Rows, value: float
) -> Iterator[list[Explanation]]:
    for count in range(3):
        yield [some for some in combinations(known, count) if len({mistake.place for mistake in some}) == count]
    yield [(_constant(chain, (), rows, value),)]
    others = [mistake for mistake in known if mistake.place not in ("the sign", "the 2")]  # constants themselves
    yield [(_constant(chain, (mistake,), rows, value), mistake) for mistake in others]


def _constant(chain: Sequence[str], others: Explanation, rows: Rows, value: float) -> Mistake:
    """The factor that is missing at one point; whether it is constant, the other points tell.

    0 is no factor, and one within 1e-5 of 1 is no mistake but an inexact derivative: nan fits nothing.
    """
    factor = value / (sum(_products(chain, others, rows)) or nan) or nan
    factor = nan if abs(factor - 1) < 1e-5 else factor
    return Mistake("constant factor", "constant", Rule(lambda: factor, ()), f"everything is multiplied by {factor:.6g}")


def _fits(chain: Sequence[str], mistakes: Explanation, seen: Iterable[tuple[Rows, float]]) -> bool:
    """Whether the chain with these mistakes in it gives the values seen."""
    for rows, value in seen:
        products = _products(chain, mistakes, rows)
        if not abs(value - sum(products)) <= TOLERANCE * sum(map(abs, products)) < inf:
            return False
    return True


def _products(chain: Sequence[str], mistakes: Explanation, rows: Rows) -> list[float]:
    instead = {mistake.place: mistake.rule for mistake in mistakes}
    rules = [*[instead.pop(place, RULES[place]) for place in chain], *instead.values()]
    return [prod([rule.value(row) for rule in rules]) for row in rows]


def _seen(
    name: str, returned: Returned, chains: Chains, new: Sequence[str] = (), kept: bool = False
) -> Iterator[tuple[Rows, float]]:
    """For each point its rows, with some parameters new already, and what was returned."""
    for (old, data, learning_rate), values in zip(POINTS, returned):
        mixed = old._replace(**{other: values[other] for other in new})
        rows = list(passes(mixed, data, learning_rate=learning_rate, count=len(data)))
        for number, (row, (input, _)) in enumerate(zip(rows, data), 1):
            row["number"] = number
            if kept:
                row["predicted"] = predict(old, input)
        yield rows, values[name] if chains is CHAINS else getattr(old, name) - values[name]


# Updated in place, a derivative is taken when some of the other parameters are new already: in the whole pass or, where
# the predictions were kept, in the numbers after them. Which ones are new is what there is to find.

Late = dict[str, tuple[tuple[str, ...], Explanation]]  # what was new already, and what is wrong besides


def _late(found: Found, returned: Returned) -> Late:
    """How that explains the step sizes that nothing else does.

    The simplest first: with no mistake besides, then with those that all others share, then with one of its own.
    """
    explained = {name: explanations for name, explanations in found.items() if explanations}
    shared = tuple(_shared(explained, least=1).values())
    late: Late = {}
    for name in [name for name in found if name not in explained]:
        late.update(_late_one(name, [(), shared, *zip(_known(name, STEPS))], returned))
    return late


def _late_one(name: str, besides: list[Explanation], returned: Returned) -> Late:
    chain = STEPS[name]
    others = [other for other in STEPS if other != name]
    orders = [(new, kept) for count in range(1, 7) for new in combinations(others, count) for kept in (False, True)]
    first = [next(_seen(name, returned, STEPS, *order)) for order in orders]  # most fail at the first point already
    for mistakes in besides:
        for order, at_first in zip(orders, first):
            if _fits(chain, mistakes, [at_first]) and _fits(chain, mistakes, _seen(name, returned, STEPS, *order)):
                return {name: (order[0], mistakes)}
    return {}


# The rest is words.


def _findings(
    found: Found, late: Mapping[str, tuple[str, ...]], seen: Mapping[str, Seen], chains: Chains
) -> tuple[tuple[str, ...], list[str]]:
    """The labels, and the sentences."""
    labels = ["updated in place"] if late else []
    sentences = [f"updated in place: {_order(found, late)}; take all seven derivatives first"] if late else []
    shared = _shared(found)
    for sentence, mistake in shared.items():
        added = chains is STEPS and mistake.label == "flipped sign"
        labels += ["added instead of subtracted"] if added else []
        labels += [mistake.label if mistake.place == "learning rate" else f"all: {mistake.label}"]
        either = "either the step sizes are added instead of subtracted, or " if added else ""
        sentences += [f"all: {either}{sentence}"]
    subjects: dict[str, list[str]] = {}
    for name, explanations in found.items():
        own = [[mistake for mistake in mistakes if mistake.sentence not in shared] for mistakes in explanations]
        if [] not in own:
            lead = "" if len(found) == 1 else f"{name}: "
            mistakes = [mistake for some in own for mistake in some]
            labels += [mistake.label if mistake.place == "update" else lead + mistake.label for mistake in mistakes]
            sentence = _sentence(own) if own else _unknown(seen[name], chains)
            subjects.setdefault(sentence, []).append(name if chains is STEPS else f"dSSR/d{name}")
    sentences += [f"{', '.join(names)}: {sentence}" for sentence, names in subjects.items()]
    right = "the step" if chains is STEPS else "all seven" if len(found) > 1 else f"dSSR/d{next(iter(found))}"
    return tuple(dict.fromkeys(labels)), sentences or [f"{right}: right"]


def _shared(found: Found, least: int = 2) -> dict[str, Mistake]:
    """The mistakes made in all chains, by their sentences; what is not updated at all doesn't count."""
    all_made = [{mistake.sentence: mistake for mistakes in some for mistake in mistakes} for some in found.values()]
    moved = [made for made in all_made if not any(mistake.place == "update" for mistake in made.values())]
    first = moved[0] if len(moved) >= least else {}
    return {sentence: mistake for sentence, mistake in first.items() if all(sentence in made for made in moved)}


def _sentence(explanations: list[list[Mistake]]) -> str:
    """One explanation, or several to choose from; what they have in common is said once."""
    common = [mistake.sentence for mistake in explanations[0] if all(mistake in some for some in explanations)]
    rest = ["; and ".join(m.sentence for m in some if m.sentence not in common) for some in explanations]
    either = f"either {'; or '.join(rest)}" if len(explanations) > 1 else ""
    return "; and ".join(filter(None, [*common, either]))


def _unknown(seen: Seen, chains: Chains) -> str:
    owners = [name for name in chains if _fits(chains[name], (), seen)]
    return "; ".join(["not right, and no mistake I know", *[f"it is what belongs to {name}" for name in owners]])


def _order(found: Found, late: Mapping[str, tuple[str, ...]]) -> str:
    order = sorted(found, key=lambda name: len(late.get(name, ())))
    if all(set(late.get(name, ())) == set(order[:number]) for number, name in enumerate(order)):
        return f"each parameter is updated right after its own derivative, in the order {', '.join(order)}"
    if {"w1", "w2", "b1", "b2"}.issuperset(late) and {"w3", "w4", "b3"}.issuperset(sum(late.values(), ())):
        return f"the derivatives of the hidden layer ({', '.join(late)}) come from already updated output weights"
    return "; ".join(f"the derivative of {name} is taken after the update of {', '.join(late[name])}" for name in late)


def _table(point: Point, chains: Chains, values: Mapping[str, tuple[Rows, float]]) -> list[str]:
    """What was returned, what is right, and the central difference that confirms it."""
    tried = numerical_gradient(point.parameters, point.data)
    if chains is STEPS:
        tried = step_sizes(tried, point.learning_rate)
    numbers = [
        (value, sum(_products(chains[name], (), rows)), getattr(tried, name)) for name, (rows, value) in values.items()
    ]
    heads = ["", "your value", "derivative", "central difference"]
    names = [f"dSSR/d{name}" for name in values]
    if chains is STEPS:
        numbers = [
            (old - mine, old - right, old - other) for old, (mine, right, other) in zip(point.parameters, numbers)
        ]
        heads = ["", "your new value", "new value", "by central difference"]
        names = list(values)
    columns = [names, *map(column, zip(*numbers))]
    widths = [max(len(head), len(cells[0])) for head, cells in zip(heads, columns)]
    return ["", *["  ".join(map(str.rjust, cells, widths)) for cells in [heads, *zip(*columns)]]]


def _text(sentences: list[str], where: str, point: Point, chains: Chains, table: Sequence[str] = ()) -> str:
    arguments = [f"{name} = {value}" for name, value in _arguments(point, chains).items()]
    return "\n".join([*[wrapped(f"{sentence}.") for sentence in sentences], "", where, *arguments, *table])
