"""A learner's backpropagation through any layers, marked as examiners do it: what follows from a slip is no slip.

Say somebody forgets the slope in layer 2 of three. Then all their numbers in layers 2 and 1 are wrong, but only one line
is. So each formula is tried with the learner's own numbers from the layer above, from the last layer down:

    dSSR/da(l) from their dSSR/dz(l+1)        dSSR/dz(l) from that        dSSR/dW(l) and dSSR/db(l) from that

Their own dSSR/dz can be seen: for one observation, it is their dSSR/db. Where no biases come back, it is what explains
most of the layer below. If everything is right for each observation alone, it is the sum over them.

Two principles: a layer whose numbers are right is not accused, whatever stands above it; and zeros prove nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.layers import Gradient, Layer
from tinynet.tutor.layers.comparing import RIGHT, Beside, by_part, flat, is_nothing, judged_numbers, like, minus
from tinynet.tutor.layers.one_layer import Explanation, Flow, OneLayer, right_flows
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.layers.ways import Found, Pass, forwards, outer, sums

MOST_ROWS = 3  # in which the layers are tried


class Marking:
    """The marking of a program on one network; `places` does it, the rest is what is known afterwards."""

    def __init__(self, program: Program, trial: Trial, elsewhere: Sequence[str] = ()) -> None:
        self.program, self.trial, self.elsewhere = program, trial, elsewhere  # the labels on other networks
        self.every = {*range(1, len(trial.layers) + 1)}
        self.beside: Beside | None = None  # the first numbers of the learner's that don't follow
        self.added_to: list[str] = []  # the parts to which the program adds a term
        self.labels: list[str] = []  # all mistakes that fit some layer
        self.tied = False  # whether several fit one layer
        self.right: set[int] = set()  # the layers that are right
        self.silent: set[int] = set()  # those in which all is 0, so that nothing can be said of them

    def places(self, total: Gradient) -> list[Found]:
        """The term that the program adds; then what is wrong without it."""
        return [*self.of_the_added_term(), *self.of_all_rows(total)]

    def of_the_added_term(self) -> list[Found]:
        """Where it is added. Is it the same number times each weight?"""
        program, layers = self.program, self.trial.layers
        if not program.added:
            return []
        term = by_part(program.added(layers, self.trial.rows), program.biased)
        largest = max(abs(number) for numbers in term.values() for number in numbers)
        term = {part: numbers for part, numbers in term.items() if max(map(abs, numbers)) > 1e-6 * largest}
        self.added_to = [f"dSSR/d{part}" for part in term]
        weights = flat([by_part([layer[:2] for layer in layers], True)[part] for part in term])
        factor = flat([*term.values()])[0] / weights[0]
        is_decay = like([*term.values()], [factor * weight for weight in weights])
        what = f"weight decay: {factor:.3g} * W" if is_decay else "what does not depend on the rows"
        return [("an added term", f"{what} is added to {', '.join(self.added_to)}")]

    def of_all_rows(self, total: Gradient) -> list[Found]:
        """What the answer for all observations shows; then the layers, from the last one down; then the sum."""
        program, (layers, rows) = self.program, self.trial
        if program.is_right(total, layers, rows):
            self.right = self.every
            return []
        if not any(judged_numbers(total, program.biased)):
            self.silent = self.every
            return [("the sum", "always 0")]
        others = [([x / 2 for x in inputs], [y + 1 for y in observed]) for inputs, observed in rows]
        if program.gradient(layers, others) == total:
            return [("arguments", "not used")]
        program.ask_alone(layers, rows)
        singles = [single for single in (program.alone(layers, row) for row in rows) if single]
        if len(singles) < len(rows) or not any(flat(singles)):
            return [("the sum", "")]
        found = self.of_each_row(singles)
        in_the_sum, beside = of_the_sum(total, singles, found, program.biased)
        self.beside = self.beside or beside
        return found + in_the_sum

    def of_each_row(self, singles: list[Gradient]) -> list[Found]:
        """One observation at a time: is the prediction right, and does each layer follow from the one above?"""
        program, (layers, rows) = self.program, self.trial
        if self.all_right(singles):
            self.right = self.every
            return []
        loudest = max(range(len(rows)), key=lambda number: max(map(abs, flat(singles[number]))))
        forward = own_forward(program, layers, rows[loudest], singles[loudest])
        found, self.beside = [*forward.found], forward.beside
        if found == [("forward", "")]:
            return found
        passes = [[program.passed(layers, row, used) for row in rows[:MOST_ROWS]] for used in forward.networks]
        return found + min([self.of_layers(one, singles[:MOST_ROWS]) for one in passes], key=len)

    def all_right(self, singles: Sequence[Gradient]) -> bool:
        layers, rows = self.trial
        return all(self.program.is_right(single, layers, [row]) for single, row in zip(singles, rows))

    def of_layers(self, passes: list[Pass], singles: list[Gradient]) -> list[Found]:
        """From the last layer down, each with what the learner has from the layer above."""
        explained: list[list[Explanation]] = []
        above, right = [Explanation(0, [], [])], list[Flow]()
        self.silent, self.right = set(), set()
        for l in range(len(self.trial.layers), 0, -1):
            right = right_flows(l, passes, right)
            mine = [single[l - 1] for single in singles]
            fitting = [(self.of_one_layer(l, passes, mine, one.flows, right), one) for one in above]
            above, follows_from = min(fitting, key=lambda one: one[0][0].cost)
            if explained and not self.program.biased:  # what flows is not seen there, but by what follows from it
                explained[-1] = [one for one in explained[-1] if like(one.flows, follows_from.flows)]
            explained.append(above)
            above = above[:1] if self.program.biased else above
        self.beside = self.beside or next((ones[0].beside for ones in explained if ones[0].beside), None)
        return self.likeliest([[one.slips for one in ones] for ones in explained])

    def of_one_layer(
        self, l: int, passes: list[Pass], mine: list[Any], above: list[Flow], right: list[Flow]
    ) -> list[Explanation]:  # fmt: skip
        """A layer that is all 0 says nothing, one that is right needs no explanation, another follows from that above."""
        if not any(flat(mine)):
            is_first = l + 1 not in self.silent and any(flat([d_z for _, d_z in right]))
            self.silent.add(l)
            return [Explanation(0, [(f"dSSR/dz({l})", "always 0")] * is_first, right)]
        if self.is_right(l, passes, mine, right):
            self.right.add(l)
            return [Explanation(int(not like(right_flows(l, passes, above), right)), [], right)]
        return OneLayer(self.program, self.trial.layers, l, passes, mine, above).explanations()

    def is_right(self, l: int, passes: list[Pass], mine: list[Any], right: list[Flow]) -> bool:
        layer = [(outer(d_z, p.a[l - 1]), d_z) for p, (_, d_z) in zip(passes, right)]
        biased = self.program.biased
        return all(like(judged_numbers([x], biased), judged_numbers([y], biased)) for x, y in zip(mine, layer))

    def likeliest(self, explained: list[list[list[Found]]]) -> list[Found]:
        """Of several explanations of one layer, the one that fits the most layers: a slip comes again in each."""
        self.labels = [label for fitting in explained for label in {label for slips in fitting for _, label in slips}]
        self.tied |= any(len(fitting) > 1 for fitting in explained)
        often = [*self.labels, *self.elsewhere]
        best = [max(fitting, key=lambda slips: sum(often.count(label) for _, label in slips)) for fitting in explained]
        return [(place, label.partition(": ")[0]) for slips in best for place, label in slips]


MEAN, UNKNOWN = "mean instead of sum", "unknown"


def of_the_sum(
    total: Gradient, singles: Sequence[Gradient], found: Sequence[Found], biased: bool
) -> tuple[list[Found], Beside | None]:
    """What was done to the sum, and the first numbers that show it.

    If a part is wrong for each observation already, only a known slip is claimed.
    """
    treated: dict[str, str] = {}
    beside: Beside | None = None
    rows = [by_part(single, biased) for single in singles]
    for part, mine in by_part(total, biased).items():
        known, place = [*sums([row[part] for row in rows])], f"dSSR/d{part}"
        label = next((label for label, values in known if like(mine, values)), UNKNOWN)
        if label != UNKNOWN or place not in dict(found):
            treated[place] = label
            beside = beside or (Beside.of(place, total, mine, known[0][1]) if label else None)
    return _of_the_parts(treated) or [("the sum", "")] * (not found), beside


def _of_the_parts(treated: dict[str, str]) -> list[Found]:
    """What both parts of a layer have, and other layers have not, is in its dSSR/dz."""
    labels = [*treated.values()]
    usual = "" if "" in labels else max(labels, key=lambda label: (labels.count(label), label == MEAN), default="")
    others = {place: label for place, label in treated.items() if label not in ("", usual)}
    found = [("the sum", usual)] * bool(usual or others)
    for place, label in others.items():
        in_both = others.get(place.replace("dW", "db")) == others.get(place.replace("db", "dW"))
        found.append((f"dSSR/dz{place[7:]}" if in_both else place, label))
    return [(place, label.replace(UNKNOWN, "")) for place, label in dict.fromkeys(found)]


class Forward(NamedTuple):
    """What is wrong with the forward pass."""

    found: Sequence[Found] = ()
    networks: Sequence[Sequence[Layer]] = ((),)  # those that it may use instead of the right one, () for the right one
    beside: Optional[Beside] = None  # what it predicts, and what is right


def own_forward(program: Program, layers: Sequence[Layer], row: Any, single: Gradient) -> Forward:
    """The forward pass of the program, from one observation and its derivatives there."""
    inputs, right = row[0], program.passed(layers, row).a[-1]
    at_right = program.alone(layers, (inputs, right))
    if at_right is None or _ssr_is_right(program, layers, row, right):
        return Forward()
    opposite = [-x for x in right]  # observed + predicted is 0 there
    if any(is_nothing(program.alone(layers, (inputs, observed)), single) for observed in (right, opposite)):
        return Forward()
    for label, networks in forwards(layers):
        predicted = program.passed(layers, row, networks[0]).a[-1]
        there = program.alone(layers, (inputs, predicted)) if isfinite(sum(predicted)) else None
        if is_nothing(there, single):
            return Forward([("forward", label)], networks, Beside("predicted", predicted, right))
    return _from_what_is_left(program, layers, program.passed(layers, row), at_right)


def _ssr_is_right(program: Program, layers: Sequence[Layer], row: Any, right: Sequence[float]) -> bool:
    """If the program returns the right SSR of this row, it predicts what is right."""
    ssr = program.answer(layers, [row]).ssr if program.copies == 1 else None
    return ssr is not None and abs(ssr - sum((o - x) ** 2 for o, x in zip(row[1], right))) <= RIGHT * ssr


def _from_what_is_left(program: Program, layers: Sequence[Layer], p: Pass, rest: Gradient) -> Forward:
    """Is what is left at the right prediction what flows there from another prediction?

    The derivatives are a straight line in observed, so two more points of it show where they are 0.
    """
    one, two = (program.alone(layers, (p.a[0], [x + d for x in p.a[-1]])) for d in (1, 2))
    change = minus(one, rest) if one and two else []
    if not any(flat(change)) or not like(change, minus(two, one)):
        return Forward()
    if not all(like(d_w, outer(d_b, a)) for (d_w, d_b), a in zip(change, p.a)):
        return Forward([("forward", "")])  # another a in a hidden layer
    predicted = [x - left / (more or 1) for x, left, more in zip(p.a[-1], rest[-1][1], change[-1][1])]
    if max(map(abs, predicted)) < 1e-9:  # observed instead of the residual
        return Forward()
    there = program.alone(layers, (p.a[0], predicted))
    follows = like(change, program.right(layers, [(p.a[0], [x + 1 for x in p.a[-1]])]))
    if is_nothing(there, rest) and follows and not like(sorted(predicted), sorted(p.a[-1])):
        return Forward([("forward", "")], beside=Beside("predicted", predicted, p.a[-1]))
    return Forward()
