"""What was found in a learner's backpropagation, in words: where to look, what kind of slip it is, what is right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.findings import PLACES, hints
from tinynet.tutor.layers.clashes import clash
from tinynet.tutor.layers.forms import WANTED, Found
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.tables import column, wrapped
from tinynet.tutor.verdict import Verdict

if TYPE_CHECKING:
    from tinynet.tutor.layers.checking import Checking
    from tinynet.tutor.layers.marking import Marking

KINDS = ("da", "dz", "dW", "db")  # in the order of a backward pass

# What needs other words than its label. A place with a formula says what is right by itself, the others do not.
_SAYINGS = {
    "": "Your numbers do not follow.",
    "flipped sign": "The sign is flipped.",
    "lost the 2": "The 2 is missing.",
    "one path only": "Your function follows one path only.",
    "row for column": "Your function takes a row of W instead of a column.",
    "slope missing": "The slope f'(z) is missing.",
    "slope taken at a": "Your function takes the slope at a instead of z.",
    "slope of another layer": "The slope belongs to another layer.",
    "activation left out": "The activation is left out.",
    "dW transposed": "Your dW lies on its side: dW[k][j] instead of dW[j][k]. W(l)[j][k] leads from neuron k to neuron j.",
    "mean instead of sum": "It is divided by the number of rows, and other parts are not.",
    "divided twice": "It is divided by the number of rows twice.",
    "first observation only": "Only the first row counts in it.",
    "last observation only": "Only the last row counts in it.",
    "all but the first observation": "The first row is left out in it.",
    "all but the last observation": "The last row is left out in it.",
    "mean over the outputs": "The residuals are divided by the number of outputs; do not divide them.",
    "always 0": "All of your numbers are 0 here. Does the loop get there, and does it add to what you return? Is your slope 0, "
    "as that of ReLU is below 0?",
    "a whole step": "Your function moves the network: that is a whole step. layers.check_update(mine) checks steps; mine "
    "is called with (layers, data, learning_rate).",
    "wrong order": "Your function takes (data, layers); it is called with (layers, data).",
    "not used": "The answer stays the same when the data change. Your function uses something else instead.",
    "fixed learning rate": "Your function does not use the learning rate that it is given, but a number of its own.",
    "old value changed": "With a learning rate of 0 your function does not return the old values.",
    "added instead of subtracted": "The step sizes are added instead of subtracted, or the sign of dSSR/da(last) is "
    "flipped. The numbers are the same.",
}
_WHOLE = {"dW transposed", "mean over the outputs"}  # they say what is right
_BOOKS = {  # what is a convention of books, beside something else that is wrong
    "lost the 2": 'Without the 2 it is the derivative of SSR/2, as many books write the error. If yours does: loss="SSR/2".',
    "mean instead of sum": 'The mean is the derivative of SSR/n. If your book takes the mean: loss="SSR/n".',
}
_DIVIDES = {"lost the 2": "2", "mean instead of sum": "n"}  # by this; a loss that has it is no other convention
_CROSS_ENTROPY = (
    "If you meant the cross-entropy: behind a sigmoid the slope cancels there, and dz(last) = predicted - observed. For "
    "the SSR the slope stays."
)
_HAND_OVER = (
    "If it is written for one network, hand that over: {}(mine, layers=network, data=rows), with network = "
    "[Layer(weights, biases, SIGMOID), ...] and rows = [([0.5, 0.1], [1.0]), ...]."
)
_OF_LAYERS = {  # the hints for places that are about all weights and biases, not about seven parameters
    "order": (
        "Look at the order of what you return.",
        "The numbers stand in the wrong places.",
        "Return (weights, biases) for each layer, the first layer first. If you return the SSR, it stands before them.",
    ),
    "update": (
        "Look at the line that moves the weights and biases.",
        "A step goes downhill, and all weights and biases take it.",
        "New value = old value - derivative * learning rate, for each weight and bias.",
    ),
    "in place": (
        "Look at when each derivative is taken.",
        "Some derivatives are taken after weights have moved.",
        "Take all derivatives first, then move all layers.",
    ),
}


def remarks(
    check: Checking, found: Sequence[Found], trial: Trial, marking: Marking | None, refused: NoAnswer | None, beside: Any
) -> Verdict:  # fmt: skip
    """All that was found; one sentence for what is the same in several layers; the first place gives the hints."""
    last, said = len(trial.layers), list(dict.fromkeys(found))
    sentences = _sentences(said, last)
    if refused:
        sentences[0] = f"Your function {refused.text}."
        explained = clash(str(refused.error), trial.layers)
        hand_over = _HAND_OVER.format(check.call) if len(said) == 1 and not check.own else ""
        sentences[1:1] = [*filter(None, (explained, hand_over))]
    labels = tuple(dict.fromkeys(label for _, label in said if label))
    if [place for place, label in said if label == "slope missing"] == [f"dSSR/dz({last})"]:
        sentences.append(_CROSS_ENTROPY)
    of_parts = {label for place, label in said if place != "the sum" and label == "mean instead of sum"}
    sentences += [_BOOKS[x] for x in labels if x in _BOOKS and _DIVIDES[x] not in check.loss and x not in of_parts]
    text = [*map(wrapped, sentences), *map(wrapped, check.notes() if check.answers else [])]
    beside = beside or (marking.beside if marking else ("", [], []))
    parts = _parts(said, last, marking)
    text += _numbers(*beside) + (_ticks(parts, last) if {*parts.values()} & {"right", "follows"} else [])
    main = said[1:] if refused and len(said) > 1 else said  # the slip is what the hints are about, not the form
    place = main[0][0]
    text += ["", f"Tried on {trial}."] + [_explain(place, last)] * (marking is not None and not refused)
    first = (*hints_of(place, last)[:2], _sentences(main[:1], last)[0])
    places = tuple(dict.fromkeys(place for place, _ in said))
    return Verdict(False, places, labels, first, refused and refused.error, "\n".join(text), parts)


def hints_of(place: str, last: int) -> tuple[str, str, str]:
    return _OF_LAYERS.get(place) or hints(place, WANTED, place == f"dSSR/da({last})")


def _sentences(found: Sequence[Found], last: int) -> list[str]:
    """Where, what it is there, and what is right; places for which all of that is the same share a sentence."""
    groups: dict[tuple[str, str], list[str]] = {}
    for place, label in found:
        groups.setdefault((label, hints_of(place, last)[2]), []).append(place)
    return [f"{', '.join(places)}: {_says(places, *group)}" for group, places in groups.items()]


def _says(places: Sequence[str], label: str, remedy: str) -> str:
    place = places[0]
    if label in _WHOLE:
        return _SAYINGS[label]
    if place.startswith(("dSSR", "forward")):
        return f"{_SAYINGS.get(label, label + '.')} The right formula is {_formula(places, remedy)}"
    if not label:
        return remedy
    says = PLACES[place].sayings.get(label, "") or _SAYINGS.get(label, label)
    if label in _SAYINGS and label not in PLACES[place].sayings:
        return says
    return f"{says[0].upper()}{says[1:]}{'.' * (says[-1] not in '?.')} {remedy}"


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


def _numbers(name: str, mine: list[float], right: list[float]) -> list[str]:
    """The learner's numbers where they first don't follow, and the right ones."""
    if not name:
        return []
    names = [name] if name == "SSR" else [f"{name}[{k}]" for k in range(len(mine))]
    return ["", *_aligned([["", *names], ["yours", *column(mine)], ["right", *column(right)]], str.rjust)]


def _aligned(columns: Sequence[Sequence[str]], to: Any) -> list[str]:
    widths = [max(map(len, cells)) for cells in columns]
    return ["  ".join(map(to, cells, widths)).rstrip() for cells in zip(*columns)]


def keys(last: int) -> list[str]:
    """The parts of the chain, in the order of a backward pass."""
    return [f"dSSR/{kind}({l})" for l in range(last, 0, -1) for kind in KINDS]


def _parts(found: Sequence[Found], last: int, marking: Marking | None) -> dict[str, str]:
    """For each part of the chain, in the order of a backward pass, whether it is right, wrong, or follows."""
    wrong = [place for place, _ in found]
    parts = dict.fromkeys(keys(last), "unknown")
    if marking and (marking.shown or "forward" in wrong or {*wrong} & {*parts}):
        follows = "forward" in wrong
        for key in parts:
            l = int(key[8:-1])
            follows &= not (l in marking.shown and "forward" not in wrong)
            silent = l in marking.silent or ("db" in key and not marking.program.biased)
            parts[key] = "unknown" if silent else "follows" if follows else "right"
            follows |= key in wrong and ("da" in key or "dz" in key)
    return {**parts, **dict.fromkeys(wrong, "wrong")}


def _ticks(parts: Mapping[str, str], last: int) -> list[str]:
    """A row for each layer, the last one first: it reads in the order of a backward pass."""
    rows = range(last, 0, -1)
    columns = [["", *(f"layer {l}" for l in rows)]]
    columns += [[f"dSSR/{kind}", *(parts[f"dSSR/{kind}({l})"] for l in rows)] for kind in KINDS]
    return ["", *_aligned(columns, str.ljust)]


def _explain(place: str, last: int) -> str:
    number = place.rpartition("(")[2].rstrip(")") if "(" in place else str(last)
    name = f"W({number})[0][0]" if place.startswith("dSSR/dW") else f"b({number})[0]"
    return f'layers.explain("{name}", layers, data) shows the right numbers, factor by factor.'
