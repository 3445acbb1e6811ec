"""Where does a derivative go wrong? Vary one thing, hold the rest, and see what changes.

One observation alone gives, from a function that is right,

    mine(parameters, [(input, observed)])  =  -2 * (observed - predicted) * rest

This is a line in `observed`. Its zero is the learner's own predicted, and its slope is -2 times the learner's own rest.
The rest is a product of factors, each of which depends on one coordinate: w3, x1 and input for dSSR/dw1. All of them
can be chosen freely, since the biases can move along: b1 = x1 - input * w1, b2 = x2 - input * w2, and b3 so that
predicted stays where it is. So a factor is held against its own coordinate, all others at rest, and nothing that is
wrong in another factor gets in its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product
from math import isfinite, nan
from typing import NamedTuple, Optional

from tinynet.network import Parameters
from tinynet.neuron import softplus
from tinynet.tutor.asking import Row, alike, own_pass
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.vocabulary import (
    OUTPUT,
    PASSES,
    RIGHT,
    SUMS,
    WIRINGS,
    Pass,
    Sum,
    Word,
    neuron_of,
    numbers,
    rank,
    words,
)

Value = Callable[[Parameters, Sequence[Row]], float]


class Finding(NamedTuple):
    """Something wrong: where, what it is (if it is usual), and in words."""

    place: str
    label: str
    says: str


class Spot(NamedTuple):
    """One observation's coordinates, all free."""

    input: float
    x1: float
    x2: float
    w1: float
    w2: float
    w3: float
    w4: float
    predicted: float

    def parameters(self) -> Parameters:
        b1, b2 = self.x1 - self.input * self.w1, self.x2 - self.input * self.w2
        b3 = self.predicted - softplus(self.x1) * self.w3 - softplus(self.x2) * self.w4
        return Parameters(self.w1, self.w2, self.w3, self.w4, b1, b2, b3)


# Inputs and observed values stay between 0 and 1 where they can, for functions that insist on dosages.
BASE = Spot(input=0.6, x1=0.7, x2=-0.5, w1=1.3, w2=-0.8, w3=1.4, w4=-1.1, predicted=0.45)
LOW, MIDDLE, HIGH = 0.1, 0.35, 0.9  # observed, on both sides of predicted
ALONG = {
    "input": (0.25, 0.95, -0.7),
    "x1": (-1.6, -0.4, 1.9),
    "x2": (-1.3, 0.8, 1.7),
    "w1": (-0.9, 0.4, 2.1),
    "w2": (-1.7, 0.5, 1.6),
    "w3": (-0.7, 0.3, 2.2),
    "w4": (-2.3, 0.4, 0.9),
    "predicted": (0.2, 0.7, 1.9),
}
CURVES = {name: [BASE._replace(**{name: value}) for value in values] for name, values in ALONG.items()}


def _scattered(number: int) -> Spot:
    """Everything elsewhere at once: multiples of irrational numbers, so that nothing is in step with anything."""
    low, high = Spot(0.1, -2, -2, -1.8, -1.8, -1.9, -1.9, 0.15), Spot(1, 2, 2, 1.8, 1.8, 1.9, 1.9, 0.85)
    turns = (0.6180339887, 0.4142135624, 0.7320508076, 0.2360679775, 0.6457513111, 0.3166247904, 0.6055512755, 0.1231)
    return Spot(*[a + (b - a) * (number * turn % 1) for a, b, turn in zip(low, high, turns)])


SCATTERED = [_scattered(number) for number in range(1, 9)]
SPOTS = [*SCATTERED, BASE, *[spot for curve in CURVES.values() for spot in curve]]
ROWS: tuple[Row, ...] = ((0.6, 0.9), (0.2, 0.75), (0.95, 0.1), (0.4, 0.3), (0.75, 0.55))

# The own coordinate of each factor, and of those that the chain doesn't have the factor where they would most likely
# have got in.
HOMES = {"w3": "dpredicted/dy", "w4": "dpredicted/dy", "x1": "dy", "x2": "dy", "input": "dx", "w1": "dx", "w2": "dx"}


def home(name: str, coordinate: str) -> str:
    """The factor to which a coordinate belongs in the chain of a parameter."""
    if coordinate == "predicted":
        return "dSSR/dpredicted"
    return next((symbol for symbol in CHAINS[name] if symbol.startswith(HOMES[coordinate])), CHAINS[name][-1])


def own_coordinates(name: str) -> dict[str, str]:
    """For each factor of the chain after the first its own coordinate."""
    k, w = neuron_of(name)["k"], neuron_of(name)["w"]
    if name == "b3":
        return {}
    if name in ("w3", "w4"):
        return {CHAINS[name][1]: f"x{k}"}
    return dict(zip(CHAINS[name][1:], (w, f"x{k}", "input")))


# First: what one observation gives. Some functions need several; copies of one are as good.


class Alone:
    """One observation alone, as far as the function can be asked so."""

    def __init__(self, value: Value, copies: int, added: Callable[[Spot], float] | None) -> None:
        self.value, self.copies, self.added = value, copies, added
        self.kind = self._kind()

    def at(self, spot: Spot, observed: float) -> float:
        parameters, row = spot.parameters(), (spot.input, observed)
        return self.value(parameters, [row] * self.copies) - (self.added(spot) if self.added else 0)

    def _kind(self) -> str:
        """As a function of observed: a line, flat, a parabola that touches 0, or something else."""
        kinds = {self._kind_at(spot) for spot in (BASE, *SCATTERED[:3])} - {""}
        return kinds.pop() if len(kinds) == 1 else "other"

    def _kind_at(self, spot: Spot) -> str:
        low, middle, high = (self.at(spot, observed) for observed in (LOW, MIDDLE, HIGH))
        part = (MIDDLE - LOW) / (HIGH - LOW)
        scale = 1e-6 * (abs(low) + abs(middle) + abs(high))
        if not scale > 0:  # 0 where the rest is 0, or no answer: that tells nothing
            return ""
        if abs(low - middle) <= scale >= abs(high - middle):
            return "flat"
        if abs(low + part * (high - low) - middle) <= scale:
            return "line"
        a, zero = _parabola(low, middle, high)
        return "parabola" if alike(a * (0.7 - zero) ** 2, self.at(spot, 0.7), 1e-6) else "other"

    def bends(self, spot: Spot) -> bool:
        return self._kind_at(spot) not in (self.kind, "")

    def seen(self, spot: Spot) -> tuple[float, float]:
        """The rest, but for a constant, and predicted."""
        low, high = self.at(spot, LOW), self.at(spot, HIGH)
        if self.kind == "parabola":
            return _parabola(low, self.at(spot, MIDDLE), high)
        if self.kind == "line":
            slope = (high - low) / (HIGH - LOW)
            return slope / -2, LOW - low / slope if slope else nan
        return high, nan


def _parabola(low: float, middle: float, high: float) -> tuple[float, float]:
    """a and z of a * (observed - z)^2 through three points."""
    first, second = (middle - low) / (MIDDLE - LOW), (high - middle) / (HIGH - MIDDLE)
    a = (second - first) / (HIGH - LOW)
    return (a, (LOW + MIDDLE - first / a) / 2) if a else (nan, nan)


def copies_needed(value: Value) -> int:
    """How many copies of one observation it takes for an answer that is not 0."""
    for copies in (1, 2, 3):
        values = [value(spot.parameters(), [(spot.input, HIGH)] * copies) for spot in (BASE, SCATTERED[0])]
        if all(map(isfinite, values)) and any(values):
            return copies
    return 0


# An added term: what is there although every product of the chain is 0; or what stays the same, however many rows.


def added_term(value: Value, name: str, copies: int) -> Callable[[Spot], float] | None:
    """What is added, for parameters; None where nothing is, or where it can't be told from a residual left out."""
    parameters = BASE.parameters()
    here = [value(parameters, [(BASE.input, observed)] * copies) for observed in (LOW, HIGH)]
    if alike(here[0], here[1], 1e-9):
        return None
    a, b, c = ([row] for row in ROWS[:3])
    if copies == 1:
        alone = [value(parameters, row) for row in (a, b, c)]
        terms = [alone[0] + alone[1] - value(parameters, a + b), alone[0] + alone[2] - value(parameters, a + c)]
        terms.append((sum(alone) - value(parameters, a + b + c)) / 2)
        if abs(terms[0]) > 1e-6 * sum(map(abs, alone)) and all(alike(terms[0], term, 1e-6) for term in terms):
            return lambda spot: _twice(value, spot)
    zero = {factor: coordinate for factor, coordinate in own_coordinates(name).items() if coordinate != "input"}
    if zero and copies:
        coordinate = next(iter(zero.values()))
        at = {coordinate: 0.0 if coordinate.startswith("w") else -60.0}
        left = [value(BASE._replace(**at).parameters(), [(BASE.input, o)] * copies) for o in (LOW, HIGH)]
        if abs(left[0]) > 1e-6 * max(map(abs, here)) and alike(left[0], left[1], 1e-6):
            return lambda spot: value(spot._replace(**at).parameters(), [(spot.input, LOW)] * copies)
    return None


def _twice(value: Value, spot: Spot) -> float:
    """One row and the same again are one product more: the rest is what was added."""
    rows = [(spot.input, LOW)]
    return 2 * value(spot.parameters(), rows) - value(spot.parameters(), rows * 2)


# The sum: what several rows give, from what each gives alone.


def the_sum(value: Value, alone: Alone) -> tuple[list[Sum], float]:
    """Which sums it can be, and what the copies of one row have to be divided by."""
    parameters = BASE.parameters()
    added = alone.added(BASE) if alone.added else 0.0
    singles = {row: _single(alone, parameters, row, added) for row in ROWS}
    several = (ROWS[:3], ROWS[:4], (ROWS[4], ROWS[1], ROWS[2]))
    totals = {rows: value(parameters, rows) for rows in several}
    totals = {rows: total for rows, total in totals.items() if isfinite(total)}
    if not totals:
        return [SUMS[0]], alone.copies
    fitting = _sums(alone, singles, {rows: total - added for rows, total in totals.items()})
    if added and not fitting:  # it is added for each row
        fitting = _sums(alone, singles, {rows: total - added * len(rows) for rows, total in totals.items()})
    return fitting, fitting[0].weight(alone.copies) if fitting else alone.copies


def _sums(
    alone: Alone, singles: dict[Row, tuple[float, float, float]], totals: dict[tuple[Row, ...], float]
) -> list[Sum]:
    fitting: list[Sum] = []
    for word in SUMS:
        if fitting and not (fitting[0] in SUMS[1:4] and word in SUMS[1:4]):
            break
        weight = word.weight(alone.copies)
        if weight and (not fitting or weight == fitting[0].weight(alone.copies)):
            fits = [_adds_up(word, _scaled(singles, rows, weight), total) for rows, total in totals.items()]
            fitting += [word] if all(fits) and word.label not in [other.label for other in fitting] else []
    return fitting


def _single(alone: Alone, parameters: Parameters, row: Row, added: float) -> tuple[float, float, float]:
    """Product, residual and rest of one row of the learner's."""
    low, high, here = (
        alone.value(parameters, [(row[0], observed)] * alone.copies) - added for observed in (LOW, HIGH, row[1])
    )
    slope = (high - low) / (HIGH - LOW)
    return (here, here / slope, slope / -2) if slope else (here, nan, nan)


def _adds_up(word: Sum, scaled: tuple[list[float], list[float], list[float]], total: float) -> bool:
    return abs(word.total(*scaled) - total) <= 2e-5 * max(map(abs, scaled[0]))


def _scaled(
    singles: dict[Row, tuple[float, float, float]], rows: Sequence[Row], weight: float
) -> tuple[list[float], list[float], list[float]]:
    f, r, s = (list(column) for column in zip(*[singles[row] for row in rows]))
    return [value / weight for value in f], r, [value / weight for value in s]


# The forward pass: the learner's predicted against all passes known.

Wiring = Callable[..., tuple[float, float, float, float]]


class Forward(NamedTuple):
    """The learner's own forward pass."""

    label: str = ""
    says: str = ""
    own: Pass = RIGHT
    wiring: Wiring | None = None


def passes_known() -> Iterator[Forward]:
    """One mistake, then two of different parts."""
    yield Forward()
    yield from [Forward(one.label, one.part, one) for one in PASSES]
    yield from [Forward(label, part, RIGHT, wiring) for label, part, wiring in WIRINGS]
    for one, two in combinations(PASSES, 2):
        changed = [[part for part in ("f", "x", "predicted") if getattr(some, part) is not getattr(RIGHT, part)]
                   for some in (one, two)]  # fmt: skip
        if not set(changed[0]) & set(changed[1]):
            both = one._replace(**{part: getattr(two, part) for part in changed[1]})
            both = both._replace(slope=two.slope if "f" in changed[1] else one.slope)
            yield Forward(f"{one.label}; {two.label}", f"{one.part}; and {two.part}", both)
    for one in PASSES:
        for label, part, wiring in WIRINGS:
            yield Forward(f"{one.label}; {label}", f"{one.part}; and {part}", one, wiring)


def forward_of(samples: Sequence[tuple[dict[str, float], float]]) -> Forward | None:
    """Which pass gives these predictions; None if none does."""
    for known in passes_known():
        if all(alike(predicted, _predicted(known, given)) for given, predicted in samples):
            return known
    return None


def _predicted(known: Forward, given: dict[str, float]) -> float:
    try:
        return numbers(known.own, known.wiring, given)["predicted"]
    except (OverflowError, ValueError):
        return nan


# The factors: which words, one for each place at most, give the rest at all spots, but for a constant factor.


class Explanation(NamedTuple):
    words: tuple[Word, ...]
    factor: float


Samples = Sequence[tuple[dict[str, float], dict[str, float], float]]  # right numbers, own numbers, the rest


def explanations(places: Sequence[str], samples: Samples) -> list[Explanation]:
    """Those with the fewest words; an odd constant counts as one more."""
    tables = [_entries(place, samples) for place in places]
    odd: list[Explanation] = []
    for count in range(len(places) + 1):
        found = _with_words(tables, count, samples)
        usual = [some for some in found if natural(some.factor)]
        exact = [some for some in usual if alike(some.factor, 1)]
        if usual or odd:
            return _plainest(exact or usual or odd)
        odd = found
    return odd


def _plainest(fitting: list[Explanation]) -> list[Explanation]:
    """Of several that fit, the most usual: the vocabulary lists them in this order."""
    ranks = [sum(map(rank, one.words)) for one in fitting]
    return [one for one, its in zip(fitting, ranks) if its == min(ranks)]


def natural(factor: float) -> bool:
    """1, and what can become of the sign and the 2."""
    return any(alike(abs(factor), usual) for usual in (1, 0.5, 2))


Entry = tuple[Optional[Word], list[float]]  # a word, or None for what is right, and its values


def _entries(place: str, samples: Samples) -> tuple[list[Entry], list[Entry]]:
    """What is right there, with the right numbers or with the learner's own, and the words."""
    of = neuron_of(place)
    right = [[_right(place, given) for given in some] for some in zip(*[sample[:2] for sample in samples])]
    rights: list[Entry] = [(None, right[0])] if right[0] == right[1] else [(None, right[1]), (None, right[0])]
    if right[0] != right[1] and place.startswith("dy"):
        rights.append((None, [own[f"slope{of['k']}"] for _, own, _ in samples]))
    return rights, [(word, [word_value(word, own) for _, own, _ in samples]) for word in words(place)]


def _right(place: str, given: dict[str, float]) -> float:
    if place == OUTPUT:
        return 1.0
    return FACTORS[place].value(given)


def word_value(word: Word, given: dict[str, float]) -> float:
    try:
        return float(word.function(*[given[name] for name in word.takes]))
    except (OverflowError, ValueError, ZeroDivisionError):
        return nan


def _with_words(tables: Sequence[tuple[list[Entry], list[Entry]]], count: int, samples: Samples) -> list[Explanation]:
    """All choices of so many words. The ratio of two samples weeds out nearly all, the others are looked at everywhere."""
    targets = [target for _, _, target in samples]
    first, second = [number for number, target in enumerate(targets) if target][:2]
    sought = targets[second] / targets[first]
    ratios = [[_ratios(entries, first, second) for entries in table] for table in tables]
    found: list[Explanation] = []
    for which in combinations(range(len(tables)), count):
        for chosen in product(*[table[number in which] for number, table in enumerate(ratios)]):
            ratio = 1.0
            for own, _ in chosen:
                ratio *= own
            if abs(ratio - sought) <= 1e-4 * abs(sought):
                factor = _constant([entry for _, entry in chosen], targets, first)
                if isfinite(factor):
                    found.append(Explanation(tuple(word for _, (word, _) in chosen if word), factor))
    found.sort(key=lambda some: (not alike(some.factor, 1), not natural(some.factor)))
    return list({some.words: some for some in reversed(found)}.values())


def _ratios(entries: list[Entry], first: int, second: int) -> list[tuple[float, Entry]]:
    return [(entry[1][second] / entry[1][first], entry) for entry in entries if entry[1][first]]


def _constant(chosen: Sequence[Entry], targets: Sequence[float], first: int) -> float:
    """What is left over, if it is the same everywhere; else nan."""
    factor = nan
    for number in (first, *range(len(targets))):
        value = 1.0
        for _, values in chosen:
            value *= values[number]
        if isfinite(factor) and not alike(factor * value, targets[number]):
            return nan
        if not isfinite(factor):
            if not value or not isfinite(value):
                return nan
            factor = targets[first] / value
    return factor


def constant_over(values: list[float], targets: Sequence[float]) -> float:
    """The same for one row of values."""
    return _constant([(None, values)], targets, max(range(len(values)), key=lambda number: abs(values[number])))


# Where no words fit: which coordinates change what they should not, each along its own curve.


def located(name: str, alone: Alone) -> list[Finding]:
    rest = _rests(alone, *CURVES)
    own = own_coordinates(name)
    if _no_product(own, alone, rest[BASE]):
        return [_NO_PRODUCT]
    flagged = {coordinate for coordinate in CURVES if _changes(name, coordinate, rest)}
    missing = [place for place, coordinate in own.items() if coordinate in flagged and _flat(coordinate, rest)]
    places = {home(name, coordinate) for coordinate in flagged if coordinate in own.values()}
    for coordinate in flagged - set(own.values()):
        if alone.kind in ("flat", "other") and coordinate == "predicted":
            continue
        at_home = home(name, coordinate)
        stays = at_home in places or len(missing) != 1 or coordinate == "predicted"
        places.add(at_home if stays else missing[0])
    return [_unknown(name, place, own.get(place, ""), alone, rest) for place in CHAINS[name] if place in places]


_NO_PRODUCT = Finding("not a product", "", "the factors of the chain are multiplied; here two of them are not: what one "
                      "does depends on the other")  # fmt: skip


def _rests(alone: Alone, *coordinates: str) -> dict[Spot, float]:
    return {spot: alone.seen(spot)[0] for spot in [BASE, *[spot for name in coordinates for spot in CURVES[name]]]}


def _right_rest(name: str, spot: Spot) -> float:
    given = own_pass(spot.input, HIGH, spot.parameters())
    value = 1.0
    for place in CHAINS[name][1:]:
        value *= _right(place, given)
    return value


def _changes(name: str, coordinate: str, rest: dict[Spot, float]) -> bool:
    """Whether the rest goes along this coordinate otherwise than it should."""
    right = _right_rest(name, BASE)
    pairs = [(rest[spot] * right, rest[BASE] * _right_rest(name, spot)) for spot in CURVES[coordinate]]
    return any(isfinite(mine) and not alike(mine, other, 1e-3) for mine, other in pairs)


def _flat(coordinate: str, rest: dict[Spot, float]) -> bool:
    return all(alike(rest[spot], rest[BASE], 1e-3) for spot in CURVES[coordinate] if isfinite(rest[spot]))


def _no_product(own: dict[str, str], alone: Alone, base: float) -> bool:
    for one, two in combinations(own.values(), 2):
        spots = [BASE._replace(**{one: ALONG[one][1]}), BASE._replace(**{two: ALONG[two][1]})]
        corner = spots[0]._replace(**{two: ALONG[two][1]})
        sides = [alone.seen(spot)[0] for spot in spots]
        across = alone.seen(corner)[0]
        if isfinite(across + sum(sides)) and not alike(base * across, sides[0] * sides[1], 1e-3):
            return True
    return False


def _unknown(name: str, place: str, coordinate: str, alone: Alone, rest: dict[Spot, float]) -> Finding:
    """A factor that goes otherwise along its own coordinate; the words that go as it does."""
    if not coordinate:
        return Finding(place, "", f"{place} depends on something that it should not")
    for word in words(place):
        along = {_coordinate(taken) for taken in word.takes} - {coordinate}
        if (
            word.takes
            and along <= set(CURVES)
            and all(_goes_with(place, word, name, c, rest) for c in (coordinate, *along))
        ):
            return found_word(place, word)
    if _flat(coordinate, rest):
        missing = next((word for word in words(place) if not word.takes), None)
        if missing and not _changes(name, _other(coordinate), rest):
            return found_word(place, missing)
    return Finding(place, "", f"{place} does not go along with {coordinate} as {FACTORS[place].formula} does")


def _goes_with(place: str, word: Word, name: str, coordinate: str, rest: dict[Spot, float]) -> bool:
    """Whether the rest goes along a coordinate as it would with this word in this place."""
    spots = [spot for spot in (BASE, *CURVES[coordinate]) if isfinite(rest[spot])]
    given = [own_pass(spot.input, HIGH, spot.parameters()) for spot in spots]
    values = [
        _right_rest(name, spot) / (_right(place, one) or nan) * word_value(word, one) for spot, one in zip(spots, given)
    ]
    return len(spots) > 1 and isfinite(_constant([(word, values)], [rest[spot] for spot in spots], 0))


def _coordinate(taken: str) -> str:
    return taken.replace("y", "x") if taken in ("y1", "y2") else taken


def _other(coordinate: str) -> str:
    swap = {"w3": "w4", "w4": "w3", "x1": "x2", "x2": "x1", "input": "w1"}
    return swap.get(coordinate, coordinate)


def found_word(place: str, word: Word) -> Finding:
    """In words, and with numbers: what stands there at one spot, and what should."""
    given = own_pass(BASE.input, HIGH, BASE.parameters())
    at = ", ".join(f"{name} = {given[name]:.4g}" for name in dict.fromkeys((*FACTORS[place].takes, *word.takes)))
    mine, right = word_value(word, given), _right(place, given)
    says = (
        f"your {place} is {word.formula}. At {at} that is {mine:.4g}; right is {FACTORS[place].formula} = {right:.4g}"
    )
    return Finding(place, word.label, says)


# All of it, in order, for one derivative.


def findings(value: Value, name: str) -> list[Finding]:
    """What is wrong with a derivative, as far as experiments with one row and with several show it."""
    copies = copies_needed(value)
    if not copies:
        return _entangled(value)
    added = added_term(value, name, copies)
    alone = Alone(value, copies, added)
    sums, weight = the_sum(value, alone)
    found = [] if added is None else [Finding("an added term", "added term", _added(name, added))]
    if not sums:
        found.append(Finding("the sum", "", "what several observations give is not the sum of what each gives alone"))
    found += [Finding("the sum", one.label, one.says) for one in sums if one.label]
    inside = _of_one_row(name, alone, weight)
    if not sums:  # then nobody knows how often a row counts, and a constant can't be told from it
        inside = [some for some in inside if some.label not in ("lost the 2", "constant factor")]
    return [*found, *inside]


def _entangled(value: Value) -> list[Finding]:
    """Copies of one row tell nothing: does one row at least keep to itself? Its slope in observed, beside another row."""
    parameters = BASE.parameters()
    slopes = [
        value(parameters, [(0.6, HIGH), (other, 0.3), (0.4, 0.2)])
        - value(parameters, [(0.6, LOW), (other, 0.3), (0.4, 0.2)])
        for other in (0.2, 0.9)
    ]
    if not all(map(isfinite, slopes)) or alike(slopes[0], slopes[1], 1e-6):
        return []
    return [Finding("the sum", "", "what one observation adds depends on the others; each must keep to itself")]


def _added(name: str, added: Callable[[Spot], float]) -> str:
    at = {spot: added(spot) for spot in (BASE, *SCATTERED[:3])}
    own = [getattr(spot.parameters(), name) for spot in at]
    if all(alike(value, at[BASE], 1e-3) for value in at.values()):
        what = f"always {at[BASE]:.6g}"
    elif all(alike(value * own[0], at[BASE] * mine, 1e-3) for value, mine in zip(at.values(), own)):
        what = f"{at[BASE] / own[0]:.6g} * {name}"
    else:
        what = f"{at[BASE]:.6g} at one place, {at[SCATTERED[0]]:.6g} at another"
    return f"something is added that is no product of the chain: {what}"


def _of_one_row(name: str, alone: Alone, weight: float) -> list[Finding]:
    spots = [spot for spot in SPOTS if isfinite(alone.seen(spot)[0])]
    rights = {spot: own_pass(spot.input, HIGH, spot.parameters()) for spot in spots}
    found, own = _predicting(alone, rights)
    if alone.kind == "bent":
        return found
    if own is None and sum(_flat(c, _rests(alone, c)) for c in own_coordinates(name).values()) > 1:
        return [_NO_PRODUCT]  # what is missing in the slope is added to it: it shows in predicted instead
    samples = [
        (given, numbers(own.own, own.wiring, given) if own else given, alone.seen(spot)[0] / weight)
        for spot, given in rights.items()
    ]
    places = CHAINS[name][1:]
    if alone.kind == "line":
        places = (OUTPUT, *places)
    elif alone.kind in ("flat", "other"):
        places = CHAINS[name]
        samples += [
            (given := own_pass(spot.input, LOW, spot.parameters()), given, alone.at(spot, LOW) / weight)
            for spot in spots
        ]
    explained = explanations(places, samples) if sum(target != 0 for _, _, target in samples) > 3 else []
    if alone.kind == "parabola":
        found.append(Finding("dSSR/dpredicted", "residual squared", "the residual in dSSR/dpredicted is squared; it is "
                                                                    "-2 * (observed - predicted)"))  # fmt: skip
        explained = [Explanation(some.words, some.factor / -2) for some in explained]
    if not explained:
        return [*found, *_unexplained(name, alone, own)]
    return [*found, *[some for one in explained for some in _told(one)]]


def _predicting(alone: Alone, rights: dict[Spot, dict[str, float]]) -> tuple[list[Finding], Forward | None]:
    """What is wrong with the learner's own predicted, where it shows."""
    samples = [(given, predicted) for spot, given in rights.items() if isfinite(predicted := alone.seen(spot)[1])]
    if not samples:
        return [], Forward()
    if all(alike(predicted, -given["predicted"]) for given, predicted in samples):
        return [Finding("dSSR/dpredicted", "sum instead of difference", "the residual is observed - predicted; here the "
                                                                        "two are added")], Forward()  # fmt: skip
    if all(abs(predicted) < 1e-6 for _, predicted in samples):
        return [Finding("dSSR/dpredicted", "observed instead of residual", "for the residual stands observed; it is "
                                                                           "observed - predicted")], Forward()  # fmt: skip
    own = forward_of(samples)
    if own is None and any(alone.bends(spot) for spot in rights):
        alone.kind = "bent"
        return [Finding("dSSR/dpredicted", "", "along observed the answer is no straight line everywhere: is something cut "
                        "off, or a case told apart?")], None  # fmt: skip
    if own is None:
        return [Finding("predicted", "", _which_part(alone))], None
    return ([Finding("predicted", own.label, own.says)] if own.label else []), own


def _parts(alone: Alone) -> list[tuple[str, float, float]]:
    """How the learner's predicted moves with b3, w3 and w4: by 1, y1 and y2, if those parts are right."""
    here = alone.seen(BASE)[1]
    y1, y2 = softplus(BASE.x1), softplus(BASE.x2)
    spots = (
        ("b3", BASE._replace(predicted=BASE.predicted + 1), 1.0),
        ("w3", BASE._replace(w3=BASE.w3 + 1, predicted=BASE.predicted + y1), y1),
        ("w4", BASE._replace(w4=BASE.w4 + 1, predicted=BASE.predicted + y2), y2),
    )
    return [(part, alone.seen(spot)[1] - here, right) for part, spot, right in spots]


def _hidden_layer_is_right(alone: Alone) -> bool:
    return all(alike(moved, right, 1e-3) for part, moved, right in _parts(alone) if part != "b3")


def _which_part(alone: Alone) -> str:
    wrong = [some for some in _parts(alone) if isfinite(some[1]) and not alike(*some[1:], 1e-3)]
    parts = [
        f"; when {part} goes up by 1, it goes up by {moved:.4g}, and should by {right:.4g}"
        for part, moved, right in wrong
    ]
    return "your predicted is not y1 * w3 + y2 * w4 + b3" + "".join(parts)


def _unexplained(name: str, alone: Alone, own: Forward | None) -> list[Finding]:
    if own is None and not _hidden_layer_is_right(alone):  # then x and y are the learner's own, and nobody knows them
        return []
    first = [Finding("dSSR/dpredicted", "", "dSSR/dpredicted is no -2 * (observed - predicted): along observed it is no "
                                            "straight line through predicted")]  # fmt: skip
    if alone.kind in ("flat", "other"):  # what bends along observed bends along everything that moves predicted
        return first
    return located(name, alone)


def _told(one: Explanation) -> list[Finding]:
    found = [found_word("dSSR/dpredicted" if word.place == OUTPUT else word.place, word) for word in one.words]
    flat = any(word.label == "residual missing" for word in one.words)
    return [*found, *([] if flat and alike(one.factor, -2) else of_factor(one.factor))]


def of_factor(factor: float) -> list[Finding]:
    """A constant that everything is multiplied by: the sign and the 2 belong to dSSR/dpredicted."""
    if not natural(factor):
        return [Finding("constant factor", "constant factor", f"everything is multiplied by {factor:.6g}")]
    found = []
    if factor < 0:
        found.append(Finding("dSSR/dpredicted", "flipped sign", "the sign is flipped; when predicted rises, the residual "
                                                                "falls: -2 * (observed - predicted)"))  # fmt: skip
    if abs(factor) < 0.75:
        found.append(Finding("dSSR/dpredicted", "lost the 2", "the 2 is lost; the derivative of residual^2 is 2 * residual, "
                                                              "times that of the residual"))  # fmt: skip
    if abs(factor) > 1.5:
        found.append(Finding("dSSR/dpredicted", "constant factor", "everything is multiplied by 2: the 2 of residual^2 is "
                                                                   "taken twice"))  # fmt: skip
    return found
