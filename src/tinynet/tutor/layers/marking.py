"""A learner's backpropagation through any layers, marked as examiners do it: what follows from a slip is no slip.

Say somebody forgets the slope in layer 2 of three. Then all their numbers in layers 2 and 1 are wrong, but only one line
is. So each formula is tried with the learner's own numbers from the layer above, from the last layer down:

    dSSR/da(l) from their dSSR/dz(l+1)        dSSR/dz(l) from that        dSSR/dW(l) and dSSR/db(l) from that

Their own dSSR/dz can be seen: for one observation, it is their dSSR/db. Where no biases come back, we take the dSSR/dz
that explains the layer below best. If everything is right for each observation alone, it is the sum over them.

Two principles: a layer whose numbers are right is not accused, whatever stands above it; and zeros prove nothing.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple, Optional

from tinynet.layers import Gradient
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import RIGHT, Beside, by_part, flat, like, speaks
from tinynet.tutor.layers.forward import UNKNOWN, own_forward
from tinynet.tutor.layers.one_layer import Explanation, Flows, Seen, explained
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.layers.ways import Found, sums

MOST_ROWS = 3  # in which the layers are tried
MEAN, OTHER = "mean instead of sum", "another"  # what is done to a part


class Marked(NamedTuple):
    """What was found out on one network."""

    found: Sequence[Found] = ()
    beside: Optional[Beside] = None  # the first numbers of the learner's that don't follow, and the right ones
    right: Collection[int] = ()  # the layers that are right
    silent: Collection[int] = ()  # those in which all is 0, so that nothing can be said of them
    added_to: Sequence[str] = ()  # the parts to which the program adds a term
    is_biased: bool = True  # whether biases came back
    labels: Sequence[str] = ()  # all mistakes that fit some layer
    is_tied: bool = False  # whether several fit one layer
    refused: Optional[NoAnswer] = None  # what it did instead of answering
    lead: str = ""  # what is said before what was found


def mark(program: Program, trial: Trial, total: Gradient, elsewhere: Sequence[str] = ()) -> Marked:
    """The term that the program adds; then what is wrong without it. `elsewhere` are the labels on other networks."""
    marked = of_all_rows(program, trial, total, elsewhere)._replace(is_biased=bool(total[0][1]))
    if not program.added:
        return marked
    slip, added_to = of_the_added_term(by_part(program.added(program, *trial)), trial)
    return marked._replace(found=[slip, *marked.found], added_to=added_to)


def of_the_added_term(term: dict[str, list[float]], trial: Trial) -> tuple[Found, list[str]]:
    """Where it is added. Is it the same number times each weight?"""
    largest = max(abs(number) for number in flat([*term.values()]))
    parts = [part for part, numbers in term.items() if max(map(abs, numbers)) > 1e-6 * largest]
    layers = by_part(trial.layers)
    added, weights = flat([term[part] for part in parts]), flat([layers[part] for part in parts])
    factor, added_to = added[0] / weights[0], [f"dSSR/d{part}" for part in parts]
    is_decay = like(added, [factor * weight for weight in weights])
    what = f"weight decay: {factor:.3g} * W" if is_decay else "what does not depend on the rows"
    return ("an added term", f"{what} is added to {', '.join(added_to)}"), added_to


def of_all_rows(program: Program, trial: Trial, total: Gradient, elsewhere: Sequence[str]) -> Marked:
    """What the answer for all rows shows; then each row alone; then the sum."""
    layers, rows = trial
    every = range(1, len(layers) + 1)
    if program.loss.distance(total, *trial) <= RIGHT:
        return Marked(right=every)
    if not speaks(total):
        return Marked([("the sum", "always 0")], silent=every)
    others = [([x / 2 for x in inputs], [y + 1 for y in observed]) for inputs, observed in rows]
    if program.gradient(layers, others) == total:
        return Marked([("arguments", "not used")])
    singles = [single for row in rows if (single := program.alone(layers, row))]
    if len(singles) < len(rows) or not any(map(speaks, singles)):
        return Marked([("the sum", "")])
    marked = of_each_row(program, trial, singles, elsewhere)
    in_the_sum = of_the_sum(total, singles, marked.found)
    return marked._replace(found=[*marked.found, *in_the_sum.found], beside=marked.beside or in_the_sum.beside)


def of_each_row(program: Program, trial: Trial, singles: Sequence[Gradient], elsewhere: Sequence[str]) -> Marked:
    """Is each row right? Is its prediction right? Does each layer follow from the one above?"""
    layers, rows = trial
    if all(program.loss.distance(single, layers, [row]) <= RIGHT for single, row in zip(singles, rows)):
        return Marked(right=range(1, len(layers) + 1))
    loudest = max(range(len(rows)), key=lambda number: max(map(abs, flat(singles[number]))))
    forward = own_forward(program, layers, rows[loudest], singles[loudest])
    if [*forward.found] == [UNKNOWN]:  # then nothing can be said of what follows
        return Marked(forward.found, forward.beside)
    passes = [[program.passed(layers, row, used) for row in rows[:MOST_ROWS]] for used in forward.networks]
    marks = [of_the_layers(Seen(program, layers, one, singles[:MOST_ROWS]), elsewhere) for one in passes]
    marked = min(marks, key=lambda one: len(one.found))
    return marked._replace(found=[*forward.found, *marked.found], beside=forward.beside or marked.beside)


def of_the_layers(seen: Seen, elsewhere: Sequence[str]) -> Marked:
    """From the last layer down, each with what the learner has from the layer above."""
    nothing: Flows = [None] * len(seen.passes)
    is_biased = bool(seen.singles[0][0][1])
    of_layer: dict[int, list[Explanation]] = {}
    above, right = [Explanation([], nothing, 0)], nothing
    for l in range(len(seen.layers), 0, -1):
        right = seen.right_flows(l, right)
        below = [explained(seen, l, one, right) for one in above]
        best = min(range(len(below)), key=lambda n: below[n][0].cost)
        if of_layer and not is_biased:  # what flows is not seen there, but by what follows from it
            of_layer[l + 1] = [one for one in above if like(one.flows, above[best].flows)]
        of_layer[l] = below[best]
        above = below[best][:1] if is_biased else below[best]
    return likeliest(of_layer, elsewhere)


def likeliest(of_layer: dict[int, list[Explanation]], elsewhere: Sequence[str]) -> Marked:
    """Of several explanations of one layer, the one that fits the most layers: a slip comes again in each."""
    labels = [label for ones in of_layer.values() for label in {label for one in ones for _, label in one.slips}]
    often = Counter([*labels, *elsewhere])
    best = {l: max(ones, key=lambda one: sum(often[label] for _, label in one.slips)) for l, ones in of_layer.items()}
    found = [(place, label.partition(": ")[0]) for one in best.values() for place, label in one.slips]
    beside = next((one.beside for one in best.values() if one.beside), None)
    right, silent = {l for l in best if best[l].is_right}, {l for l in best if best[l].is_silent}
    is_tied = any(len(ones) > 1 for ones in of_layer.values())
    return Marked(found, beside, right, silent, labels=labels, is_tied=is_tied)


def of_the_sum(total: Gradient, singles: Sequence[Gradient], found: Sequence[Found]) -> Marked:
    """What was done to the sum. If a part is wrong for each row already, only a known slip is claimed."""
    done: dict[str, str] = {}  # to each part
    beside = None
    rows = [by_part(single) for single in singles]
    for part, mine in by_part(total).items():
        (_, right), *_ = known = [*sums([row[part] for row in rows])]
        label, place = next((label for label, values in known if like(mine, values)), OTHER), f"dSSR/d{part}"
        if label != OTHER or place not in dict(found):
            done[place] = label
            beside = beside or (_beside(part, total, mine, right) if label else None)
    return Marked(_of_the_parts(done) or [("the sum", "")] * (not found), beside)


def _beside(part: str, total: Gradient, mine: list[float], right: list[float]) -> Beside:
    """The first row of weights, or the biases."""
    if part[0] == "b":
        return Beside(f"dSSR/d{part}", mine, right)
    weights, _ = total[int(part[2:-1]) - 1]
    return Beside(f"dSSR/d{part}[0]", mine[: len(weights[0])], right[: len(weights[0])])


def _of_the_parts(done: dict[str, str]) -> list[Found]:
    """What both parts of a layer have, and other layers have not, is in its dSSR/dz."""
    # Say dW(1) and db(1) are divided by the rows twice, and the others once. Then "mean instead of sum" is found in the
    # sum, and "divided twice" in dSSR/dz(1), once for both.
    labels = [*done.values()]
    usual = "" if "" in labels else max(labels, key=lambda label: (labels.count(label), label == MEAN), default="")
    others = {place: label for place, label in done.items() if label not in ("", usual)}
    found = [("the sum", usual)] * bool(usual or others)
    for place, label in others.items():
        in_both = others.get(place.replace("dW", "db")) == others.get(place.replace("db", "dW"))
        found.append((f"dSSR/dz{place[7:]}" if in_both else place, label))
    return [(place, label.replace(OTHER, "")) for place, label in dict.fromkeys(found)]
