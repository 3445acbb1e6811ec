"""What was found in a learner's backpropagation, in words: where to look, what kind of slip it is, what is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.findings import PLACES, hints, parts_of
from tinynet.tutor.layers.clashes import clash
from tinynet.tutor.layers.forms import WANTED, Found
from tinynet.tutor.layers.losses import LOSSES
from tinynet.tutor.layers.trials import TRIALS, Trial
from tinynet.tutor.tables import column, wrapped
from tinynet.tutor.verdict import Verdict

if TYPE_CHECKING:
    from tinynet.tutor.layers.checking import Checking
    from tinynet.tutor.layers.marking import Marking

ALL_RIGHT = "Right, wherever it was tried: on 3 networks of two to four layers, with all five activations."
_HAND_OVER = (
    "If it is written for one network, hand that over: {}(mine, layers=network, data=rows), with network = "
    "[Layer(weights, biases, SIGMOID), ...] and rows = [([0.5, 0.1], [1.0]), ...]."
)
KINDS = ("da", "dz", "dW", "db")  # in the order of a backward pass

_SAYINGS = {  # of what needs other words than its label, or than the table of places has for seven parameters
    "a whole step": "your function moves the network: that is a whole step. layers.check_update(mine) checks steps; mine "
    "is called with (layers, data, learning_rate)",
    "wrong order": "your function takes (data, layers); it is called with (layers, data)",
    "not used": "the answer stays the same when the data change. Your function uses something else instead",
    "always 0": "all of your numbers are 0 here. Does the loop get there, and does it add to what you return?",
    "dW transposed": "your dW lies on its side: dW[k][j] instead of dW[j][k], where W(l)[j][k] leads from neuron k to neuron j",
    "some observations only": "only some of the rows count; the sum is over all rows",
    "mean over the outputs": "the residuals are divided by the number of outputs; do not divide them",
    "fixed learning rate": "your function does not use the learning rate that it is given, but a number of its own",
    "old value changed": "with a learning rate of 0 your function does not return the old values",
    "added instead of subtracted": "the step sizes are added instead of subtracted, or the sign of dSSR/da(last) is "
    "flipped. The numbers are the same",
}
_SENTENCES = {  # before the right formula
    "": "Your numbers do not follow.",
    "flipped sign": "The sign is flipped.",
    "lost the 2": "The 2 is missing.",
    "one path only": "Your function follows one path only.",
    "row for column": "Your function takes a row of W instead of a column.",
    "slope missing": "The slope f'(z) is missing.",
    "slope taken at a": "Your function takes the slope at a instead of z.",
    "slope of another layer": "The slope belongs to another layer.",
    "activation left out": "The activation is left out.",
}
_BOOKS = {  # what is a convention of books, beside something else that is wrong
    "lost the 2": 'Without the 2 it is the derivative of SSR/2, as many books write the error. If yours does: loss="SSR/2".',
    "mean instead of sum": 'The mean is the derivative of SSR/n. If your book takes the mean: loss="SSR/n".',
}
_OF_A_STEP = {  # the hints for places that are about all weights and biases, not about seven parameters
    "update": (
        "Look at the line that moves the weights and biases.",
        "A step goes downhill, and all weights and biases take it.",
        "new value = old value - derivative * learning rate, for each weight and bias.",
    ),
    "in place": (
        "Look at when each derivative is taken.",
        "Some derivatives are taken after weights have moved.",
        "take all derivatives first, then move all layers.",
    ),
}
_CROSS_ENTROPY = (
    "If you meant the cross-entropy: behind a sigmoid the slope cancels there, and dz(last) = predicted - observed. For "
    "the SSR the slope stays."
)


def remarks(
    check: Checking,
    found: Sequence[Found],
    trial: Trial,
    marking: Marking | None,
    refused: NoAnswer | None,
    beside: Any,
) -> Verdict:
    """All that was found; one sentence for what is the same in several layers; the first place gives the hints."""
    last, said = len(trial.layers), list(dict.fromkeys(found))
    hinted = [_OF_A_STEP.get(place) or hints(place, WANTED, place == f"dSSR/da({last})") for place, _ in said]
    groups: dict[tuple[str, str], list[str]] = {}
    for (place, label), (_, _, remedy) in zip(said, hinted):
        groups.setdefault((label, remedy), []).append(place)
    sentences = [_sentence(places, label, remedy) for (label, remedy), places in groups.items()]
    if refused:
        sentences[0] = f"Your function {refused.text}."
        explained = clash(str(refused.error), trial.layers) if refused.error else ""
        sentences[1:1] = [explained] * bool(explained) + [_HAND_OVER.format(check.call)] * (
            len(said) == 1 and not check.own
        )
    labels = tuple(dict.fromkeys(label for _, label in found if label))
    if [place for place, label in said if label == "slope missing"] == [f"dSSR/dz({last})"]:
        sentences.append(_CROSS_ENTROPY)
    sentences += [_BOOKS[label] for label in labels if label in _BOOKS]
    about = 1 if refused and len(said) > 1 else 0  # a form that comes from a slip: the slip is what the hints are about
    look, kind, remedy = hinted[about]
    place, label = said[about]
    beside = beside or (marking and marking.beside)
    text = [*map(wrapped, [*sentences, *(check.notes() if check.answers else [])])]
    if beside and beside[0]:
        text += ["", *_numbers(beside)]
    parts = _parts(found, last, marking)
    if set(parts.values()) & {"right", "follows"}:
        text += ["", *_ticks(parts, last)]
    text += ["", f"Tried on {trial}.", *([_explain(place, last)] if marking and not refused else [])]
    first = look, kind, _sentence([place], label, remedy)
    places = tuple(dict.fromkeys(place for place, _ in found))
    return Verdict(False, places, labels, first, refused and refused.error, "\n".join(text), parts)


def _sentence(places: Sequence[str], label: str, remedy: str) -> str:
    """Where, what it is there, and what is right: with the number of the layer, where it is one."""
    place, where = places[0], ", ".join(places)
    if label.endswith(" steps"):
        return f"Your function takes {label} instead of one. {remedy}"
    says = _SAYINGS.get(label) or PLACES.get(place, PLACES["form"]).sayings.get(label)
    if says or not place.startswith(("dSSR", "forward")):
        says = f"{says or label}." if (says or label)[-1:] not in ("", "?") else says or ""
        remedy = "" if label in _SAYINGS else remedy[0].upper() + remedy[1:]
        return f"{where}: {' '.join(filter(None, (says, remedy)))}"
    if len(places) == 1 and place.startswith("dSSR"):
        l = int(place[8:-1])
        remedy = remedy.replace("(l)", f"({l})").replace("(l+1)", f"({l + 1})").replace("(l-1)", f"({l - 1})")
        remedy = remedy.replace("(last)", f"({l})").replace("of layer l", f"of layer {l}")
    return f"{where}: {_SENTENCES.get(label, label + '.')} The right formula is {remedy}"


def _numbers(beside: tuple[str, list[float], list[float]]) -> list[str]:
    """The learner's numbers where they first don't follow, and the right ones."""
    name, mine, right = beside
    names = [name] if name == "SSR" else [f"{name}[{k}]" for k in range(len(mine))]
    columns = [["", *names], ["yours", *column(mine)], ["right", *column(right)]]
    widths = [max(map(len, cells)) for cells in columns]
    return ["  ".join(map(str.rjust, cells, widths)) for cells in zip(*columns)]


def _parts(found: Sequence[Found], last: int, marking: Marking | None) -> dict[str, str]:
    """For each part of the chain, in the order of a backward pass, whether it is right, wrong, or follows."""
    wrong = [place for place, _ in found]
    keys = [f"dSSR/{kind}({l})" for l in range(last, 0, -1) for kind in KINDS]
    if not marking or not (marking.shown or any(place in keys or place == "forward" for place in wrong)):
        return parts_of(keys, wrong, known=False)
    parts, follows = {}, "forward" in wrong
    for l in range(last, 0, -1):
        if l in marking.shown and "forward" not in wrong:
            follows = False
        for kind in KINDS:
            key = f"dSSR/{kind}({l})"
            parts[key] = "wrong" if key in wrong else "follows" if follows else "right"
            follows |= key in wrong and kind in ("da", "dz")
        if l in marking.silent:
            parts.update({f"dSSR/{kind}({l})": "unknown" for kind in KINDS if f"dSSR/{kind}({l})" not in wrong})
        if not marking.program.biased:
            parts[f"dSSR/db({l})"] = "unknown"
    return {**parts, **dict.fromkeys(wrong, "wrong")}


def _ticks(parts: dict[str, str], last: int) -> list[str]:
    """A row for each layer, the last one first: it reads in the order of a backward pass."""
    rows = [["", *(f"dSSR/{kind}" for kind in KINDS)]]
    rows += [[f"layer {l}", *(parts[f"dSSR/{kind}({l})"] for kind in KINDS)] for l in range(last, 0, -1)]
    return ["  ".join(cell.ljust(7) for cell in row).rstrip() for row in rows]


def _explain(place: str, last: int) -> str:
    number = place.rpartition("(")[2].rstrip(")") if "(" in place else str(last)
    name = f"W({number})[0][0]" if place.startswith("dSSR/dW") else f"b({number})[0]"
    return f'layers.explain("{name}", layers, data) shows the right numbers, factor by factor.'


# A right verdict, for the SSR or for the loss of a book.


def accepted(check: Checking) -> Verdict:
    trials, last = check.trials, len(check.trials[0].layers)
    if check.own:
        text = f"Right on your network and data, and on {len(trials) - 1} more networks of its shape."
    elif trials is TRIALS:
        text = ALL_RIGHT
    else:
        how = "of one hidden layer" if len(trials[0].layers) == 2 else "of two to four layers"
        text = f"Right for networks {how}, on {len(check.answers)} of them."
    if check.loss != "SSR":
        text = f"For {check.loss}: {text[0].lower()}{text[1:]}"
    more = [*check.notes(), *check.told, *_because(check)]
    if check.program.changed:
        more.append("It changes the lists that it is given. Here it got copies; whatever uses your lists afterwards gets "
                    "other numbers.")  # fmt: skip
    keys = [f"dSSR/{kind}({l})" for l in range(last, 0, -1) for kind in KINDS]
    parts = {key: "unknown" if "db" in key and not check.program.biased else "right" for key in keys}
    return Verdict(True, (), (), (), None, "\n".join(map(wrapped, [text, *more])), parts)


def _because(check: Checking) -> list[str]:
    """What beginners doubt, where it was seen."""
    curves = check.curves or {layer.activation for trial in check.trials for layer in trial.layers}
    said = []
    if {curve.name for curve in curves} == {"SIGMOID"}:
        said.append(
            "a * (1 - a) is right for the slope of a sigmoid: a is f(z) already, and f'(z) = f(z) * (1 - f(z))."
        )
    if check.loss in ("SSR/2", "SSR/(2n)"):
        said.append("predicted - observed is right there: the 2 of the square and the 1/2 cancel.")
    return said


def understood(notes: Sequence[str], setting: Any, curves: Any) -> list[str]:
    """One line on how a form of the learner's own was read."""
    read = [*notes, *["weights taken as W[input][neuron]"] * setting.turned, *["arrays taken"] * setting.arrays]
    said = [f"Understood: {'; '.join(read)}."] if read else []
    if curves:
        hidden, last = (curve.name for curve in curves)
        where = (
            f"{hidden} in every layer" if hidden == last else f"{hidden} in the hidden layers, {last} in the last one"
        )
        said.append(f"It has {where}; it does not look at layer.activation.")
    if any("without biases" in note for note in notes):
        said.append("Only the weights are judged.")
    return said


def other_loss(check: Checking, name: str) -> Verdict:
    """Right, but for another loss than the one that is asked for."""
    wanted, trial, loss = check.loss, check.trials[0], LOSSES[name]
    last = len(trial.layers)
    found = loss.places if wanted == "SSR" else (("dSSR/da(last)", ""),)
    places = [(place.replace("last", str(last)), label) for place, label in found]
    differs = loss.differs if wanted == "SSR" else "the number before the residual is another one"
    text = f"Right for {name}{loss.told}; {'for ' + wanted + ' ' if wanted != 'SSR' else ''}{differs}. "
    text += f'If your book does that: {check.call}(mine, loss="{name}").'
    look, kind, _ = hints(places[0][0], WANTED, True)
    keys = [f"dSSR/{kind}({l})" for l in range(last, 0, -1) for kind in KINDS]
    wrong = [place for place, _ in places]
    parts = parts_of(keys, wrong, keys if wrong[0] in keys else ())
    labels = tuple(label for _, label in places if label)
    words = "\n".join(map(wrapped, [text, *check.notes(), f"Tried on {trial}, and more."]))
    return Verdict(False, tuple(wrong), labels, (look, kind, f"{', '.join(labels)}: {text}"), None, words, parts, name)
