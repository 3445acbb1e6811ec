"""A learner's backpropagation through any layers, marked as examiners do it: what follows from a slip is no slip.

Asked with one observation, the learner's db(l) is their dSSR/dz(l). So each formula is tried with the learner's own
numbers from the layer above, from the last layer down:

    dSSR/da(l) from their dSSR/dz(l+1)        dSSR/dz(l) from that        dSSR/dW(l) and dSSR/db(l) from that

What doesn't follow is where they went wrong, and `one_layer` explains it. If everything follows for each observation
alone, it is the sum over them.

Two principles: a layer whose numbers are right is not accused, whatever stands above it; and zeros prove nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tinynet.layers import Gradient
from tinynet.tutor.layers.comparing import flat, judged_numbers, like, minus
from tinynet.tutor.layers.one_layer import Explanation, Flow, OneLayer, right_flows
from tinynet.tutor.layers.predicting import own_forward
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.layers.ways import Found, Pass, outer, sums

MEAN = "mean instead of sum"
FEW = 3  # observations in which the layers are tried


class Marking:
    """One network and its rows, and the first numbers of the learner's that didn't follow."""

    def __init__(self, program: Program, trial: Trial, elsewhere: Sequence[str] = ()) -> None:
        self.program, (self.layers, self.rows), self.elsewhere = program, trial, elsewhere
        self.beside: tuple[str, list[float], list[float]] = ("", [], [])
        self.labels: list[str] = []  # all that fit some layer; `elsewhere` are those of other networks
        self.tied = False  # whether several fit one layer
        self.shown: set[int] = set()  # the layers that are right
        self.silent: set[int] = set()  # the layers that are all 0, so that nothing can be said of them

    def places(self, total: Gradient) -> list[Found]:
        """The layers, from the last one down; then the sum."""
        program, layers, rows = self.program, self.layers, self.rows
        if program.is_right(total, layers, rows):
            return []
        if not any(judged_numbers(total, program.biased)):
            self.silent = {*range(1, len(layers) + 1)}
            return [("the sum", "always 0")]
        others = [([x / 2 for x in inputs], [y + 1 for y in observed]) for inputs, observed in rows]
        if program.gradient(layers, others) == total:
            return [("arguments", "not used")]
        program.ask_alone(layers, rows)
        singles = [single for single in (program.alone(layers, row) for row in rows) if single]
        if len(singles) < len(rows) or not any(flat(singles)):
            return self.of_the_parts(total)
        found = self.of_each(singles)
        return found if ("an added term", "") in found else found + self.of_the_sum(total, singles, found)

    # One observation at a time: where is 0, and does each layer follow from the one above?

    def of_each(self, singles: list[Gradient]) -> list[Found]:
        program, layers, rows = self.program, self.layers, self.rows
        if all(program.is_right(single, layers, [row]) for single, row in zip(singles, rows)):
            self.shown = {*range(1, len(layers) + 1)}
            return []
        loudest = max(range(len(rows)), key=lambda number: max(map(abs, flat(singles[number]))))
        forward = own_forward(program, layers, rows[loudest], singles[loudest])
        found, self.beside = [*forward.found], forward.beside
        if found == [("forward", "")]:
            return found
        without = [minus(single, forward.rest) for single in singles] if forward.rest else []
        if without and all(program.is_right(some, layers, [row]) for some, row in zip(without, rows)):
            return [("an added term", "")]
        passes = [[program.passed(layers, row, others) for row in rows[:FEW]] for others in forward.passed_through]
        return found + min([self.of_layers(some, singles[:FEW]) for some in passes], key=len)

    def of_layers(self, passes: list[Pass], singles: list[Gradient]) -> list[Found]:
        """From the last layer down, each with what the learner has from the layer above."""
        explained = []
        flows: list[Flow] = []
        true: list[Flow] = []
        self.silent, self.shown = set(), set()
        for l in range(len(self.layers), 0, -1):
            numbers = [single[l - 1] for single in singles]
            true = right_flows(l, passes, true)
            if not any(flat(numbers)):
                first = l + 1 not in self.silent and any(flat([d_z for _, d_z in true]))
                self.silent.add(l)
                fitting = [Explanation(0, [(f"dSSR/dz({l})", "always 0")] * first, true)]
            elif self.is_right(l, passes, numbers, true):
                self.shown.add(l)
                fitting = [Explanation(0, [], true)]
            else:
                layer = OneLayer(self.program, self.layers, l, passes, numbers, flows)
                fitting = layer.explanations()
                self.beside = self.beside if self.beside[0] else layer.beside(fitting[0])
            flows = fitting[0].flows
            explained.append([one.slips for one in fitting])
        return self.likeliest(explained)

    def likeliest(self, explained: list[list[list[Found]]]) -> list[Found]:
        """Of several explanations of one layer, the one that fits the most layers: a slip comes again in each."""
        self.labels = [label for some in explained for label in {label for slips in some for _, label in slips}]
        self.tied |= any(len(some) > 1 for some in explained)
        often = [*self.labels, *self.elsewhere]
        best = [max(some, key=lambda slips: sum(often.count(label) for _, label in slips)) for some in explained]
        return [(place, label.partition(": ")[0]) for slips in best for place, label in slips]

    def is_right(self, l: int, passes: list[Pass], mine: list[Any], true: list[Flow]) -> bool:
        right = [(outer(d_z, p.a[l - 1]), d_z) for p, (_, d_z) in zip(passes, true)]
        return all(
            like(judged_numbers([x], self.program.biased), judged_numbers([y], self.program.biased))
            for x, y in zip(mine, right)
        )

    # All observations.

    def of_the_sum(self, total: Gradient, singles: list[Gradient], found: list[Found]) -> list[Found]:
        """What was done to the sum of the rows, for each part. If some parts are right, the others are the places.

        Where a part is wrong for each row already, only a known slip is claimed.
        """
        labels: dict[str, str] = {}
        for l, parts in enumerate(total, 1):
            for name, part, rows in zip(
                "Wb"[: 1 + self.program.biased], parts, zip(*[single[l - 1] for single in singles])
            ):
                known, place = [*sums([flat(row) for row in rows])], f"dSSR/d{name}({l})"
                label = next((label for label, values in known if like(flat(part), values)), None)
                if label is not None or place not in dict(found):
                    labels[place] = "unknown" if label is None else label
                if labels.get(place) and not self.beside[0]:
                    few = flat(part)[: len(self.layers[l - 1].weights[0])] if name == "W" else flat(part)
                    self.beside = f"{place}{'[0]' * (name == 'W')}", few, known[0][1][: len(few)]
        return _of_parts(labels) or [("the sum", "")] * (not found)

    def of_the_parts(self, total: Gradient) -> list[Found]:
        """No row can be asked for alone: are some parts right?"""
        right = self.program.right(self.layers, self.rows)
        parts = [(l, k) for l in range(len(right)) for k in range(1 + self.program.biased)]
        wrong = [f"dSSR/d{'Wb'[k]}({l + 1})" for l, k in parts if not like(flat(total[l][k]), flat(right[l][k]))]
        return [(place, "") for place in wrong] if len(wrong) < len(parts) else [("the sum", "")]


def _of_parts(labels: dict[str, str]) -> list[Found]:
    """What most parts share is said of the sum. What both parts of a layer have besides is in its dSSR/dz."""
    found = [*labels.values()]
    usual = "" if "" in found else max(found, key=lambda label: (found.count(label), label == MEAN), default="")
    own = {place: label.replace("unknown", "") for place, label in labels.items() if label not in ("", usual)}
    for place, label in list(own.items()):
        if "dW" in place and own.get(place.replace("dW", "db")) == label:
            own = {place.replace("dW", "dz") if key == place else key: own[key] for key in own}
            own.pop(place.replace("dW", "db"))
    return [("the sum", usual.replace("unknown", ""))] * bool(usual or own) + list(own.items())
