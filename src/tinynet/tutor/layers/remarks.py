"""A wrong backpropagation in words: where it goes wrong, what stands there, what is right, and the numbers of both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Optional

from tinynet.tutor import findings
from tinynet.tutor.layers import sayings
from tinynet.tutor.layers.clashes import clash
from tinynet.tutor.layers.comparing import Beside
from tinynet.tutor.layers.marking import Marked
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.returned import WANTED
from tinynet.tutor.layers.settling import Settled
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.layers.ways import Found
from tinynet.tutor.tables import column, side_by_side, wrapped
from tinynet.tutor.verdict import Verdict

KINDS = ("da", "dz", "dW", "db")  # in the order of a backward pass


def wrong(program: Program, marked: Marked, trial: Trial, settled: Optional[Settled] = None) -> Verdict:
    """All that was found, its numbers, a tick for each part of the chain, and where it was tried."""
    found, refused, last = list(dict.fromkeys(marked.found)), marked.refused, len(trial.layers)
    parts = ticked(marked, last)
    places = tuple(dict.fromkeys(["form"] * bool(refused) + [place for place, _ in found]))
    labels = tuple(dict.fromkeys(label for _, label in found if label))
    slip = found[0] if found else ("form", "")
    did = [f"Your function {refused.text}.", clash(str(refused.error), trial.layers)] if refused else []
    said = [*did, marked.lead, *_sentences(found, last), *_meant(found, last, program.loss.name), *understood(settled)]
    lines = [*map(wrapped, filter(None, said)), *_numbers(marked.beside), *_ticks(parts, last), f"\nTried on {trial}."]
    if not refused and {*places} & {*parts, "forward", "the sum", "nearly"}:
        lines.append(_explain(slip[0], last))
    hints = (*hints_of(slip[0], last)[:2], *_sentences([slip], last))
    return Verdict(False, places, labels, hints, refused and refused.error, "\n".join(lines), parts)


def hints_of(place: str, last: int) -> tuple[str, str, str]:
    return sayings.HINTS.get(place) or findings.hints(place, WANTED, place == f"dSSR/da({last})")


def keys(last: int) -> list[str]:
    """The parts of the chain, in the order of a backward pass."""
    return [f"dSSR/{kind}({l})" for l in range(last, 0, -1) for kind in KINDS]


def _meant(found: Sequence[Found], last: int, loss: str) -> Iterator[str]:
    """What else may be meant."""
    places_of: dict[str, list[str]] = {}
    for place, label in found:
        places_of.setdefault(label.partition(":")[0], []).append(place)
    if places_of.get("slope missing") == [f"dSSR/dz({last})"]:
        yield sayings.CROSS_ENTROPY
    if "weight decay" in places_of:
        yield sayings.WEIGHT_DECAY
    if "lost the 2" in places_of and "2" not in loss:
        yield sayings.HALVED
    if places_of.get("mean instead of sum") == ["the sum"] and "n" not in loss:
        yield sayings.MEAN


def _sentences(found: Sequence[Found], last: int) -> list[str]:
    """Where, what it is there, and what is right; places for which all of that is the same share a sentence."""
    groups: dict[tuple[str, str], list[str]] = {}
    for place, label in found:
        groups.setdefault((label, hints_of(place, last)[2]), []).append(place)
    return [f"{', '.join(places)}: {_says(places, label, remedy)}" for (label, remedy), places in groups.items()]


def _says(places: Sequence[str], label: str, remedy: str) -> str:
    """What stands there, and what is right."""
    if label in sayings.WHOLE:
        return sayings.WHOLE[label]
    if places[0].startswith(("dSSR", "forward")):
        known = {**sayings.WHOLE, **sayings.OF_THE_CHAIN}
        says = [known[slip] for slip in label.partition(": ")[0].split(", ")]
        return f"{' '.join(says)} The right formula is {_formula(places, remedy)}"
    place = findings.PLACES[places[0]]
    text = place.sayings.get(label, label) if label else place.about
    return f"{text[0].upper()}{text[1:]}{'.' * (text[-1] not in '?.')} {remedy}"


def _formula(places: Sequence[str], general: str) -> str:
    """With the number of the layer, if it is about one layer."""
    number = re.search(r"\((\d+)\)", places[0])
    if len(places) > 1 or not number:
        return general
    l = int(number[1])
    numbered = re.sub(r"\((?:l|last)([+-]1)?\)", lambda match: f"({l + int(match[1] or 0)})", general)
    return numbered.replace("layer l", f"layer {l}")


def understood(settled: Optional[Settled]) -> list[str]:
    """How a form of the learner's own was read, and what the program has written in."""
    if not settled or not settled.answers:
        return []
    setting, notes = settled.program.setting, settled.answers[0][1].notes
    read = [*notes, *["weights taken as W[input][neuron]"] * setting.turned, *["arrays taken"] * setting.arrays]
    said = [f"Understood: {'; '.join(read)}."] if read else []
    if settled.curves:
        hidden, last = settled.curves
        if not hidden:
            said.append(f"It has {last.name} in the last layer; it does not look at the activation of that layer.")
            return said
        which = "every layer" if hidden == last else f"the hidden layers, {last.name} in the last one"
        said.append(f"It has {hidden.name} in {which}; it does not look at layer.activation.")
    return said + ["Only the weights are judged."] * (not settled.is_biased)


def _explain(place: str, last: int) -> str:
    number = place.rpartition("(")[2].rstrip(")") if "(" in place else str(last)
    name = f"W({number})[0][0]" if place.startswith("dSSR/dW") else f"b({number})[0]"
    return f'layers.explain("{name}", layers, data) shows the right numbers, factor by factor.'


def _numbers(beside: Optional[Beside]) -> list[str]:
    """The learner's numbers where they first don't follow, and the right ones."""
    if not beside:
        return []
    name, mine, right = beside
    names = [name] if name == "SSR" else [f"{name}[{k}]" for k in range(len(mine))]
    columns = ["", *names], ["yours", *column(mine)], ["right", *column(right)]
    return ["", *side_by_side([*zip(*columns)], "  ", str.rjust)]


def _ticks(parts: Mapping[str, str], last: int) -> list[str]:
    """A row for each layer, the last one first: it reads in the order of a backward pass."""
    if not {*parts.values()} & {"right", "follows"}:
        return []
    rows = range(last, 0, -1)
    columns = [["", *(f"layer {l}" for l in rows)]]
    columns += [[f"dSSR/{kind}", *(parts[f"dSSR/{kind}({l})"] for l in rows)] for kind in KINDS]
    return ["", *side_by_side([*zip(*columns)], "  ")]


def ticked(marked: Marked, last: int) -> dict[str, str]:
    """A tick for each part of the chain: what is computed from a wrong dSSR/da or dSSR/dz follows from it."""
    wrong = dict.fromkeys([*(place for place, _ in marked.found), *marked.added_to], "wrong")
    if not marked.right and not wrong.keys() & {"forward", *keys(last)}:
        return {**dict.fromkeys(keys(last), "unknown"), **wrong}
    parts, above = {}, "follows" if "forward" in wrong else "right"
    for l in range(last, 0, -1):
        above = "right" if l in marked.right and "forward" not in wrong else above
        for kind in KINDS:
            key = f"dSSR/{kind}({l})"
            is_seen = l not in marked.silent and (kind != "db" or marked.is_biased)
            parts[key] = above if is_seen else "unknown"
            if key in wrong and kind in ("da", "dz"):
                above = "follows"
    return {**parts, **wrong}
