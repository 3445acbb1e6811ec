"""A wrong backpropagation in words: where it goes wrong, what stands there, what is right, and the numbers of both.

`sayings` holds the sentences; here it is decided which of them are said, and in which order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Optional

from tinynet.layers import Layer
from tinynet.tutor import findings
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers import sayings
from tinynet.tutor.layers.comparing import Beside
from tinynet.tutor.layers.forms import WANTED
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.settling import Settled
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.layers.ways import Found
from tinynet.tutor.tables import column, side_by_side, wrapped
from tinynet.tutor.verdict import Verdict

if TYPE_CHECKING:
    from tinynet.tutor.layers.marking import Marking

KINDS = ("da", "dz", "dW", "db")  # in the order of a backward pass


class Wrong(NamedTuple):
    """What was found out about a program that is not right."""

    found: Sequence[Found]
    trial: Trial  # where it was found
    marking: Optional[Marking] = None
    refused: Optional[NoAnswer] = None  # what it did instead of answering
    beside: Optional[Beside] = None  # its numbers and the right ones, if the marking has no others
    own: bool = False  # whether the network is the learner's own
    one_output: bool = False  # whether it is right for networks with one output

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label for _, label in self.found if label))


def remarks(program: Program, settled: Settled | None, wrong: Wrong) -> Verdict:
    """All that was found, its numbers, a tick for each part of the chain, and where it was tried."""
    wrong = wrong._replace(found=list(dict.fromkeys(wrong.found)))
    last, refused, marking = len(wrong.trial.layers), wrong.refused, wrong.marking
    slip = ((refused and wrong.found[1:]) or wrong.found)[0]  # the hints are about the slip, not about the form
    parts = _parts(wrong, last)
    lines = [*map(wrapped, _said(program, wrong, last)), *map(wrapped, understood(settled) if settled else [])]
    lines += _numbers(wrong.beside or (marking.beside if marking else None))
    lines += _ticks(parts, last) if {*parts.values()} & {"right", "follows"} else []
    lines += ["", f"Tried on {wrong.trial}.", *[_explain(slip[0], last)] * (marking is not None and not refused)]
    hints = (*hints_of(slip[0], last)[:2], _sentences([slip], last)[0])
    places = tuple(dict.fromkeys(place for place, _ in wrong.found))
    return Verdict(False, places, wrong.labels, hints, refused and refused.error, "\n".join(lines), parts)


def too_slow(program: Program) -> Verdict:
    seconds = program.asked.seconds / program.asked.calls
    text = f"Not right. Your function takes {seconds:.2g} s a call, so it was not asked further to find out where."
    return Verdict(False, (), (), ("Try it with fewer rows.",) * 3, None, wrapped(text))


def hints_of(place: str, last: int) -> tuple[str, str, str]:
    return sayings.HINTS.get(place) or findings.hints(place, WANTED, place == f"dSSR/da({last})")


def keys(last: int) -> list[str]:
    """The parts of the chain, in the order of a backward pass."""
    return [f"dSSR/{kind}({l})" for l in range(last, 0, -1) for kind in KINDS]


def _said(program: Program, wrong: Wrong, last: int) -> list[str]:
    """What it did, or that it is right for one output; then what was found; then what else may be meant."""
    found, refused, labels, loss = wrong.found, wrong.refused, wrong.labels, program.loss.name
    sentences, first = _sentences(found, last), [sayings.ONE_OUTPUT] * wrong.one_output
    if refused:
        hand_over = sayings.HAND_OVER.format(program.called) if len(found) == 1 and not wrong.own else ""
        first = [f"Your function {refused.text}.", clash(str(refused.error), wrong.trial.layers), hand_over]
        sentences = sentences[1:]
    slopes = [place for place, label in found if label == "slope missing"]
    means = {place for place, label in found if label == "mean instead of sum"}
    meant = (
        (slopes == [f"dSSR/dz({last})"], sayings.CROSS_ENTROPY),
        ("weight decay" in " ".join(labels), sayings.WEIGHT_DECAY),
        ("lost the 2" in labels and "2" not in loss, sayings.HALVED),
        (means == {"the sum"} and "n" not in loss, sayings.MEAN),
    )
    return [*filter(None, first), *sentences, *(sentence for is_seen, sentence in meant if is_seen)]


def _sentences(found: Sequence[Found], last: int) -> list[str]:
    """Where, what it is there, and what is right; places for which all of that is the same share a sentence."""
    groups: dict[tuple[str, str], list[str]] = {}
    for place, label in found:
        groups.setdefault((label, hints_of(place, last)[2]), []).append(place)
    return [f"{', '.join(places)}: {_says(places, *group)}" for group, places in groups.items()]


def _says(places: Sequence[str], label: str, remedy: str) -> str:
    """The sentence of this folder, else that of the place, else the label; then what is right."""
    place, says = places[0], sayings.SAYINGS.get(label)
    if label in sayings.WHOLE:
        return str(says)
    if place.startswith(("dSSR", "forward")):
        return f"{says or label + '.'} The right formula is {_formula(places, remedy)}"
    if not label:
        return f"{findings.PLACES[place].about} {remedy}"
    of_the_place = findings.PLACES[place].sayings.get(label)
    if says and "{" in (of_the_place or "{"):  # the sentence of the place names numbers, which are not known here
        return says
    text = of_the_place or label
    return f"{text[0].upper()}{text[1:]}{'.' * (text[-1] not in '?.')} {remedy}"


def _formula(places: Sequence[str], general: str) -> str:
    """With the number of the layer, if it is about one layer."""
    if len(places) > 1:
        return general
    formula = general.replace("(last)", "(l)")
    if "(" not in places[0]:
        return formula
    l = int(places[0].rpartition("(")[2][:-1])
    numbered = re.sub(r"\(l([+-]1)?\)", lambda match: f"({l + int(match[1] or 0)})", formula)
    return numbered.replace("layer l", f"layer {l}")


def understood(settled: Settled) -> list[str]:
    """How a form of the learner's own was read, and what the program has written in."""
    if not settled.answers:
        return []
    answer, setting = settled.answers[0][1], settled.setting
    read = [*answer.notes, *["weights taken as W[input][neuron]"] * setting.turned, *["arrays taken"] * setting.arrays]
    said = [f"Understood: {'; '.join(read)}."] if read else []
    if settled.curves:
        hidden, last = (curve.name for curve in settled.curves)
        which = "every layer" if hidden == last else f"the hidden layers, {last} in the last one"
        said.append(f"It has {hidden} in {which}; it does not look at layer.activation.")
    return said + ["Only the weights are judged."] * (not answer.biased)


def _explain(place: str, last: int) -> str:
    number = place.rpartition("(")[2].rstrip(")") if "(" in place else str(last)
    name = f"W({number})[0][0]" if place.startswith("dSSR/dW") else f"b({number})[0]"
    return f'layers.explain("{name}", layers, data) shows the right numbers, factor by factor.'


def _numbers(beside: Beside | None) -> list[str]:
    """The learner's numbers where they first don't follow, and the right ones."""
    if not beside:
        return []
    name, mine, right = beside
    names = [name] if name == "SSR" else [f"{name}[{k}]" for k in range(len(mine))]
    columns = ["", *names], ["yours", *column(mine)], ["right", *column(right)]
    return ["", *side_by_side([*zip(*columns)], "  ", str.rjust)]


def _ticks(parts: Mapping[str, str], last: int) -> list[str]:
    """A row for each layer, the last one first: it reads in the order of a backward pass."""
    rows = range(last, 0, -1)
    columns = [["", *(f"layer {l}" for l in rows)]]
    columns += [[f"dSSR/{kind}", *(parts[f"dSSR/{kind}({l})"] for l in rows)] for kind in KINDS]
    return ["", *side_by_side([*zip(*columns)], "  ")]


def _parts(wrong: Wrong, last: int) -> dict[str, str]:
    """For each part of the chain, in the order of a backward pass, whether it is right, wrong, or follows."""
    places, marking = [place for place, _ in wrong.found], wrong.marking
    parts = dict.fromkeys(keys(last), "unknown")
    if marking and (marking.right or {*places} & {"forward", *parts}):
        follows = "forward" in places
        for key in parts:
            l = int(key[8:-1])
            follows &= l not in marking.right or "forward" in places
            silent = l in marking.silent or ("db" in key and not marking.program.biased)
            parts[key] = "unknown" if silent else "follows" if follows else "right"
            follows |= key in places and ("da" in key or "dz" in key)
    return {**parts, **dict.fromkeys([*places, *(marking.added_to if marking else [])], "wrong")}


_SHAPES = re.compile(r"\((\d+),?(\d*)\)(?: and)? \((\d+),?(\d*)\)")
_SIZES = re.compile(r"size (\d+) is different from (\d+)")


def clash(message: str, layers: Sequence[Layer]) -> str:
    """What NumPy's message means in a network of these layers; "" where that can't be told."""
    sizes, shapes = _SIZES.search(message), _SHAPES.search(message)
    if sizes:
        return _product(int(sizes[2]), int(sizes[1]), layers)
    if not shapes:
        return ""
    one, two = ([int(x) for x in shapes.groups()[at : at + 2] if x] for at in (0, 2))
    first, second = (str(tuple(shape)).replace(", ", ",") for shape in (one, two))
    if "broadcast" in message:
        return f"{first} with {second}, element by element: {_element_by_element({one[-1], two[-1]}, layers)}"
    told = _product(one[-1], two[0], layers, one)
    return told and f"{first} times {second}: {told}"


def _product(first: int, second: int, layers: Sequence[Layer], left: Sequence[int] = ()) -> str:
    """A product of matrices that runs over `first` numbers on the left and `second` on the right."""
    for l, layer in enumerate(layers, 1):
        height, width = len(layer.weights), len(layer.weights[0])
        if (height, width) == (second, first):
            rows = f"dSSR/da({l - 1}) takes the columns of W({l}); you have its rows."
            lead = rows if [*left] == [height, width] else f"W({l}) is {height} x {width}."
            return f"{lead} Forward it is W({l}) @ a({l - 1}), backward W({l}).T @ dSSR/dz({l})."
    return ""


def _element_by_element(sizes: set[int], layers: Sequence[Layer]) -> str:
    for l, layer in enumerate(layers, 1):
        height, width = len(layer.weights), len(layer.weights[0])
        if sizes == {height, width}:
            return (
                f"dSSR/dz({l}) has {height} numbers, a({l - 1}) has {width}. dSSR/dW({l}) is each of the one times each of the "
                f"other: np.outer(dSSR/dz({l}), a({l - 1}))."
            )
    return "dSSR/dz(l) = dSSR/da(l) * f'(z(l)) takes both from the same layer."
