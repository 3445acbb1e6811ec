"""A learner's gradient, read back from whatever form it has.

Each form is written down once, as a function from the gradient to the form. To read one, the places of the numbers are
written in that form instead of the numbers. If that has the shape of what came back, each number goes to the place that
stands where it stood:

    the places in a layer       [[0, 1], [2, 3]], [4, 5]
    with the bias in the matrix [[0, 1, 4], [2, 3, 5]]
    what came back              [[7., 8., 9.], [4., 5., 6.]]        so the bias at place 4 is 9.

Our own form is a list of (weights, biases), one pair for each layer, as plain rows. There, weights on their side are a
mistake. Any other form is the learner's own, and weights on their side are how they keep them: W[input][neuron].
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, count, groupby, islice, product
from typing import Any, NamedTuple, Optional

from tinynet.layers import Gradient, Layer
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import each, flat
from tinynet.tutor.layers.returned import WANTED, Returned, shape
from tinynet.tutor.layers.ways import Found

Sizes = tuple[tuple[int, int], ...]  # for each layer its neurons, and the weights of each
Some = frozenset[int]  # some of the layers, counted from 0
NONE: Some = frozenset()
_MOST_ON_THEIR_SIDE = 6  # layers of which each may be on its side or not


class Form(NamedTuple):
    """A form that people return."""

    name: str
    written: Callable[[Any], Any]  # a gradient in this form
    is_wrong: bool = False  # whether it is a mistake
    joined: Optional[Callable[[Any, Any], Any]] = None  # a row of weights and its bias, if the bias is in the matrix


FORMS = (
    Form("", lambda g: g),
    Form("biases before weights", lambda g: [(b, w) for w, b in g], is_wrong=True),
    Form("all weights, then all biases", lambda g: [*zip(*g)]),
    Form("all biases, then all weights", lambda g: [*zip(*g)][::-1]),
    Form("one flat list, dW(1), db(1), dW(2), ...", lambda g: [part for pair in g for part in pair]),
    Form("one flat list, all dW, then all db", lambda g: [part for kind in zip(*g) for part in kind]),
    Form("weights without biases", lambda g: [w for w, _ in g]),
    Form("the bias in the matrix of the weights", lambda g: [w for w, _ in g], joined=lambda row, bias: [bias, *row]),
    Form("the bias in the matrix of the weights", lambda g: [w for w, _ in g], joined=lambda row, bias: [*row, bias]),
    Form("last layer first", lambda g: g[::-1], is_wrong=True),
    Form("last layer first", lambda g: [part for pair in g[::-1] for part in pair], is_wrong=True),
)


class Answer(NamedTuple):
    """Numbers in the shape of the layers, and how they were read."""

    ssr: Optional[float]
    gradient: Gradient  # the lists of biases are empty if none came back
    found: Sequence[Found] = ()  # what is wrong with the form
    notes: Sequence[str] = ()  # what a form of the learner's own is called
    readings: int = 1  # in how many ways it can be read


class Misfit(NoAnswer):
    """It returned numbers, but not in the shape of this network."""

    def __init__(self, returned: Returned, layers: Sequence[Layer]) -> None:
        wanted = shape([[layer.weights, layer.biases] for layer in layers])
        super().__init__(f"returned numbers of the shape {returned.shape}; here the gradient has {wanted}")
        self.returned = returned


def read(returned: Returned, layers: Sequence[Layer], turned: bool) -> list[Answer]:
    """All gradients that it may be, if the shape alone does not tell. NoAnswer if it fits none of the forms."""
    if returned.is_nothing:
        raise NoAnswer(f"returned None; it must return {WANTED}")
    answers = _fitting(returned, tuple((len(weights), len(weights[0])) for weights, _, _ in layers), turned)
    if not answers:
        raise Misfit(returned, layers)
    return [answer._replace(readings=len(answers)) for answer in answers]


class Way(NamedTuple):
    """A way to read what came back."""

    form: Form
    on_their_side: Some  # the layers whose weights lie on their side
    summed: Some  # the layers that have one number for all biases
    mistaken: Some = NONE  # the layers whose weights should lie the other way


def _fitting(returned: Returned, sizes: Sizes, turned: bool) -> list[Answer]:
    for ways in _ways_to_read(sizes, turned, returned.is_plain):
        blanks = [(way, _blank(way, sizes)) for way in ways]
        if answers := [_filled(returned, way, blank) for way, blank in blanks if blank.bare == returned.bare]:
            return answers
    return []


def _ways_to_read(sizes: Sizes, turned: bool, is_plain: bool) -> Iterator[list[Way]]:
    """The likeliest ways first; those in one list are as likely. The bias in the matrix may stand first or last."""
    every = frozenset(range(len(sizes)))
    handed = every if turned else NONE
    several = frozenset(l for l, (neurons, _) in enumerate(sizes) if neurons > 1)
    oblong = [l for l, size in enumerate(sizes) if len({1, *size}) == 3]  # on their side they have another shape
    for summed in (NONE, *(frozenset({l}) for l in several), several):
        for name, group in groupby(FORMS, lambda form: form.name):
            forms = [*group]
            is_ours = is_plain and (not name or forms[0].is_wrong)
            usual = [handed] if turned or is_ours else [NONE, every]
            yield [Way(form, side, summed) for form in forms for side in usual]
            for chosen in [] if summed else product((False, True), repeat=min(len(oblong), _MOST_ON_THEIR_SIDE)):
                side = frozenset(compress(oblong, chosen))
                yield [Way(form, side, NONE, mistaken=side ^ handed) for form in forms]


class Blank(NamedTuple):
    """A form to fill in: the places of the numbers in the layers, and in a row as they are written in the form."""

    in_layers: Gradient
    in_a_row: list[float]
    shape: str
    bare: str


@lru_cache(maxsize=2000)
def _blank(way: Way, sizes: Sizes) -> Blank:
    """If there is one number for all biases of a layer, all of them are one place."""
    numbers: Any = count()
    layers, parts = [], []
    for l, (here, below) in enumerate(sizes):
        weights, biases = [[*islice(numbers, below)] for _ in range(here)], [*islice(numbers, here)]
        part: Any = biases[:1] if l in way.summed else biases
        layers.append((weights, part * (here // len(part))))
        rows = [*map(way.form.joined, weights, part)] if way.form.joined else weights
        parts.append(([*zip(*rows)] if l in way.on_their_side else rows, part))
    written = way.form.written(parts)
    return Blank(layers, flat(written), shape(written), shape(written, bare=True))


def _filled(returned: Returned, way: Way, blank: Blank) -> Answer:
    """The numbers at their places. Brackets around a single number or row change no order, so they do not count."""
    number_at = dict(zip(blank.in_a_row, returned.numbers))
    seen = [(weights, biases if biases[0] in number_at else []) for weights, biases in blank.in_layers]
    found = [("order", "SSR last")] * returned.ssr_is_last + [("order", way.form.name)] * way.form.is_wrong
    found += [(f"dSSR/dW({l + 1})", "dW transposed") for l in sorted(way.mistaken)]
    notes = [way.form.name] if way.form.name and not way.form.is_wrong else []
    if returned.names:
        notes.insert(0, f"by name, {', '.join(returned.names[:4])}{', ...' * (len(returned.names) > 4)}")
    if len(way.on_their_side) == len(seen) and not way.mistaken:
        notes.append("weights as W[input][neuron]")
    if blank.shape != returned.shape and not way.mistaken:
        notes.append("a column, or a matrix of one row, was read as a list")
    return Answer(returned.ssr, each(number_at.__getitem__, seen), found, notes)


def sizes_written_in(refused: Sequence[NoAnswer]) -> list[Sequence[int]]:
    """If one shape comes back whatever network is handed over, but not one answer: the small networks of this shape."""
    several = [one.returned for one in refused if isinstance(one, Misfit)]
    is_constant = len(several) > 1 and all(one == several[0] for one in several)
    if is_constant or len({one.bare for one in several}) != 1:
        return []
    small = (sizes for number in (3, 4) for sizes in product(range(1, 9), repeat=number))
    return [sizes for sizes in small if _has_sizes(several[0]._replace(ssr_is_last=False), sizes)]


def _has_sizes(returned: Returned, sizes: Sequence[int]) -> bool:
    layers = tuple(zip(sizes[1:], sizes))
    surplus = len(returned.numbers) - sum(here * below for here, below in layers)
    fitting = (_fitting(returned, layers, turned) for turned in (False, True) if surplus in (0, sum(sizes[1:])))
    return any(not answer.found for answers in fitting for answer in answers)
