"""What a learner's program returns, read back from whatever form it has.

Each form is written down once, as a function from the gradient to the form. To read one, the places of the numbers are
written in that form instead of the numbers, and each number that came back goes to the place that stands where it stood.

Our own form is a list of (weights, biases), one pair for each layer, as plain rows. There, weights on their side are a
mistake. Any other form is the learner's own, and weights on their side are how they keep them: W[input][neuron].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import count, islice, product
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import shown
from tinynet.layers import Activation, Gradient, Layer
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import each, flat
from tinynet.tutor.layers.ways import Found

WANTED = "(ssr, gradient) or the gradient alone: for each layer (weights, biases), in the shape of the layer's"
_ENOUGH = 1000  # of what goes on for ever, more than any trial needs
_MOST_TURNED = 6  # layers of which each may be on its side or not


class Form(NamedTuple):
    """A form that people return."""

    note: str  # what it is called, if it is a form of the learner's own
    wrong: str  # what is wrong with it, if it is a mistake
    written: Callable[[Any], Any]  # a gradient in this form
    inside: Optional[Callable[[Any, Any], Any]] = None  # a row of weights with its bias, if that is in the matrix


_IN_THE_MATRIX = "the bias in the matrix of the weights"

FORMS = (
    Form("", "", lambda g: g),
    Form("", "biases before weights", lambda g: [(b, w) for w, b in g]),
    Form("all weights, then all biases", "", lambda g: [*zip(*g)]),
    Form("all biases, then all weights", "", lambda g: [*zip(*g)][::-1]),
    Form("one flat list, dW(1), db(1), dW(2), ...", "", lambda g: [part for pair in g for part in pair]),
    Form("one flat list, all dW, then all db", "", lambda g: [part for kind in zip(*g) for part in kind]),
    Form("weights without biases", "", lambda g: [w for w, _ in g]),
    Form(_IN_THE_MATRIX, "", lambda g: [w for w, _ in g], lambda row, bias: [bias, *row]),
    Form(_IN_THE_MATRIX, "", lambda g: [w for w, _ in g], lambda row, bias: [*row, bias]),
    Form("", "last layer first", lambda g: g[::-1]),
    Form("", "last layer first", lambda g: [part for pair in g[::-1] for part in pair]),
)


class Answer(NamedTuple):
    """Numbers in the shape of the layers; what is wrong with their form; how a form of the learner's own was read."""

    ssr: Optional[float]
    gradient: Gradient
    found: Sequence[Found] = ()
    notes: Sequence[str] = ()
    biased: bool = True  # whether there are biases among the numbers; where there are none, 0 stands for them
    readings: int = 1  # how many forms fit


class Returned(NamedTuple):
    """What came back, taken apart at once, since a generator runs only then."""

    whole: bool  # whether these are layers
    plain: bool  # whether it is made of lists alone, without arrays and dictionaries
    names: list[str]  # of a dictionary
    numbers: Any  # None where nothing came back

    @classmethod
    def of(cls, result: Any) -> Returned:
        whole = isinstance(result, (list, tuple)) and all(isinstance(layer, Layer) for layer in result)
        beside = [result, *(result if isinstance(result, (list, tuple)) else [])]  # the dictionary may follow an SSR
        keys = next(([*map(str, one)] for one in beside if isinstance(one, Mapping)), [])
        return cls(whole, not keys and _is_plain(result), keys, None if result is None else numbers_of(result))


def formed(returned: Returned, layers: Sequence[Layer], turned: bool = False) -> list[Answer]:
    """What comes back, as numbers in the shape of the layers: all that it may be if the shape alone doesn't tell.

    turned  whether the weights are handed over as W[input][neuron], so that theirs must come back so

    NoAnswer if it fits none of the forms.
    """
    if returned.numbers is None:
        raise NoAnswer(f"returned None; it must return {WANTED}")
    ssr, result, found = _without_ssr(returned.numbers)
    sizes = tuple((len(layer.weights), len(layer.weights[0])) for layer in layers)
    came_back = CameBack(flat(result), shape(result, bare=True), shape(result), returned.plain)
    fitting = _fitting(came_back, sizes, turned)
    if not fitting:
        raise Misfit(came_back, shape([[layer.weights, layer.biases] for layer in layers]))
    names = [f"by name, {', '.join(returned.names[:4])}{', ...' * (len(returned.names) > 4)}"] * bool(returned.names)
    return [a._replace(ssr=ssr, found=[*found, *a.found], notes=[*names, *a.notes]) for a in fitting]


class CameBack(NamedTuple):
    """The numbers that came back, in a row, and the shape that they had."""

    numbers: list[float]
    bare: str  # the shape without brackets around a single number or a single row
    shape: str
    plain: bool


class Misfit(NoAnswer):
    """It returned numbers, but not in the shape of this network."""

    def __init__(self, came_back: CameBack, wanted: str) -> None:
        super().__init__(f"returned numbers of the shape {came_back.shape}; here the gradient has {wanted}")
        self.came_back = came_back


def sizes_written_in(refused: Sequence[NoAnswer]) -> list[Sequence[int]]:
    """If one shape comes back whatever network is handed over, but not one answer: the small networks of this shape."""
    came_back = [one.came_back for one in refused if isinstance(one, Misfit)]
    is_constant = len(came_back) > 1 and all(one == came_back[0] for one in came_back)
    if is_constant or len({one.bare for one in came_back}) != 1:
        return []
    small = [sizes for number in (3, 4) for sizes in product(range(1, 9), repeat=number)]
    return [sizes for sizes in small if _has_sizes(came_back[0], sizes)]


def _has_sizes(came_back: CameBack, sizes: Sequence[int]) -> bool:
    layers = tuple(zip(sizes[1:], sizes))
    without_biases = sum(here * below for here, below in layers)
    if len(came_back.numbers) not in (without_biases, without_biases + sum(sizes[1:])):
        return False
    return any(not one.found for turned in (False, True) for one in _fitting(came_back, layers, turned))


Sizes = tuple[tuple[int, int], ...]  # for each layer its neurons, and the weights of each


def _fitting(came_back: CameBack, sizes: Sizes, turned: bool) -> list[Answer]:
    """In the first form that fits. A bias in the matrix may stand first or last, and both fit.

    If none fits, one number may have come back for all biases of a layer, or of each.
    """
    several = frozenset(l for l, (neurons, _) in enumerate(sizes) if neurons > 1)
    for summed in (frozenset[int](), *(frozenset({l}) for l in several), several):
        fitting: list[Answer] = []
        for form in FORMS:
            if not fitting or fitting[0].notes[:1] == [form.note]:
                fitting += _read(form, came_back, sizes, turned, summed)
        if fitting:
            return fitting
    return []


def _without_ssr(result: Any) -> tuple[float | None, Any, list[Found]]:
    if isinstance(result, list) and len(result) == 2:
        first, second = result
        if isinstance(first, float) and not isinstance(second, float):
            return first, second, []
        if isinstance(second, float) and not isinstance(first, float):
            return second, first, [("order", "SSR last")]
    return None, result, []


def _read(form: Form, came_back: CameBack, sizes: Sizes, turned: bool, summed: frozenset[int]) -> list[Answer]:
    """What came back, read in this form: all weights stand or all lie on their side; if not so, some of them lie."""
    ours, every, none = came_back.plain and not form.note, frozenset(range(len(sizes))), frozenset[int]()
    usual = [every] if turned else [none] if ours else [none, every]
    wrong = [("order", form.wrong)] * bool(form.wrong)
    fitting = [answer for lying in usual if (answer := _filled(came_back, _written(form, sizes, lying, summed)))]
    if fitting or summed:
        return [answer._replace(found=wrong) for answer in fitting]
    oblong = [l for l, size in enumerate(sizes) if len({1, *size}) == 3]
    for chosen in product((False, True), repeat=min(len(oblong), _MOST_TURNED)):
        lying = frozenset(l for l, lies in zip(oblong, chosen) if lies)
        if answer := _filled(came_back, _written(form, sizes, lying, summed)):
            slips = [(f"dSSR/dW({l + 1})", "dW transposed") for l in sorted(lying ^ (every if turned else none))]
            return [answer._replace(found=wrong + slips, notes=[form.note] * bool(form.note))]
    return []


class Written(NamedTuple):
    """The places of the numbers: in the layers, and in a row as they are written in a form; and that form's shape."""

    in_layers: Gradient
    in_a_row: list[float]
    bare: str
    shape: str
    notes: Sequence[str]


@lru_cache(maxsize=2000)
def _written(form: Form, sizes: Sizes, lying: frozenset[int], summed: frozenset[int]) -> Written:
    """The places, written in a form.

    lying   the layers whose weights lie on their side
    summed  the layers whose biases have one number for all, so that all of them are one place
    """
    numbers: Any = count()
    places = [([[*islice(numbers, below)] for _ in range(here)], [*islice(numbers, here)]) for here, below in sizes]
    places = [(w, b[:1] * len(b) if l in summed else b) for l, (w, b) in enumerate(places)]
    parts: list[Any] = [(w, b[:1] if l in summed else b) for l, (w, b) in enumerate(places)]
    parts = [([form.inside(*pair) for pair in zip(w, b)] if form.inside else w, b) for w, b in parts]
    written = form.written([([*zip(*w)] if l in lying else w, b) for l, (w, b) in enumerate(parts)])
    notes = [form.note, "weights as W[input][neuron]" * (len(lying) == len(sizes))]
    return Written(places, flat(written), shape(written, bare=True), shape(written), notes)


def _filled(came_back: CameBack, written: Written) -> Answer | None:
    """The numbers at their places, if what came back has this form.

    Brackets around a single number or a single row do not change the order of the numbers, so they do not count.
    """
    if written.bare != came_back.bare:
        return None
    number_at = dict(zip(written.in_a_row, came_back.numbers))
    notes = [*written.notes, "columns and single rows taken as lists" * (written.shape != came_back.shape)]
    biased = written.in_layers[0][1][0] in number_at
    gradient = each(lambda place: number_at.get(place, 0.0), written.in_layers)
    return Answer(None, gradient, (), [*filter(None, notes)], biased)


def numbers_of(value: Any, depth: int = 0) -> Any:
    """Numbers as floats; everything that has an order as lists of them; dictionaries in the order of their names."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if hasattr(type(value), "__float__") and not isinstance(value, bool):
        if not isfinite(value):
            raise NoAnswer(f"returned {shown(value)} among its numbers; all must be finite")
        return float(value)
    named = _by_name(value) if isinstance(value, Mapping) else None
    if named is None:
        if isinstance(value, (str, bytes, Mapping, set, frozenset)) or depth > 5 or not hasattr(value, "__iter__"):
            raise NoAnswer(f"returned {shown(value)}{' somewhere' if depth else ''}; it must return {WANTED}")
        named = [item for item in islice(value, _ENOUGH) if not isinstance(item, Activation)]  # whole layers will do
    return [numbers_of(item, depth + 1) for item in named]


_NAME = re.compile(r"(?:d|grad_?|delta_?|nabla_?)?(w|weights?|theta|b|bias|biases)_?(\d*)", re.IGNORECASE)


def _by_name(named: Mapping[Any, Any]) -> list[Any] | None:
    """dW1, db1, dW2, ... counted from 1 or 0, as pairs or as weights alone; or all weights and all biases."""
    numbered: dict[bool, dict[int, Any]] = {False: {}, True: {}}
    for key, value in named.items():
        if match := _NAME.fullmatch(str(key)):
            numbered[match[1][0] in "bB"][int(match[2] or -1)] = value
    weights, biases = ([parts[number] for number in sorted(parts)] for parts in numbered.values())
    if numbered[True].keys() not in (set(), numbered[False].keys()):
        return None
    return [*zip(weights, biases)] if biases else weights or None


def _is_plain(value: Any) -> bool:
    """Whether it is made of lists alone, without arrays."""
    return not hasattr(value, "tolist") and (not isinstance(value, (list, tuple)) or all(map(_is_plain, value)))


def shape(value: Any, bare: bool = False) -> str:
    """The shape in words: 3 for a row of three numbers, 2 x 3 for two such rows; bare without what holds only one."""
    if not isinstance(value, (list, tuple)):
        return "a number"
    inner = [shape(item, bare) for item in value]
    if bare and len(inner) == 1:
        return inner[0]
    if set(inner) == {"a number"}:
        return str(len(value))
    if len(set(inner)) == 1 and " " not in inner[0]:
        return f"{len(value)} x {inner[0]}"
    return f"({', '.join(inner)})"
