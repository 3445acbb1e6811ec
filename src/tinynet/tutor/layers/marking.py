"""A learner's backpropagation through any layers, marked as examiners do it: what follows from a slip is no slip.

Asked with one observation, the learner's db(l) is their dSSR/dz(l). So each formula is tried with the learner's own
numbers from the layer above, from the last layer down:

    dSSR/da(l) from their dSSR/dz(l+1)        dSSR/dz(l) from that        dSSR/dW(l) and dSSR/db(l) from that

What doesn't follow is where they went wrong, and what stands there instead is looked up in `ways`. If it isn't there,
an experiment still tells dSSR/da from the slope: the tutor owns the arguments, so it hands over an activation whose
slope lies, and nothing else. Where everything follows for each observation alone, it is the sum over them (`sums`).

Two principles: a layer whose numbers are right is not accused, whatever stands above it; and zeros prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import isfinite, tanh
from typing import Any, Optional

from tinynet.layers import Gradient, dot, predict
from tinynet.tutor.layers.forms import Found, flat, like
from tinynet.tutor.layers.programs import RIGHT, Program
from tinynet.tutor.layers.sums import summed
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.layers.ways import (
    Pass,
    Step,
    biases,
    forward_step,
    forwards,
    losses,
    outer,
    slopes,
    ways,
    weights,
)

Flow = tuple[list[float], list[float]]  # (dSSR/da, dSSR/dz) of a layer, in one observation
Forward = tuple[list[Found], list[Step], Optional[Gradient]]  # the slip, steps that may be theirs, what is left at 0
Explanation = tuple[float, list[Found], list[Flow]]  # how much must have gone wrong, what, and what flows on


# dW alone can't tell dSSR/da for dSSR/dz from a slope that is missing; the latter is the usual one.
_NO_WITNESS = {"dSSR/da instead of dSSR/dz", "db left out"}


class Marking:
    """One network and its rows, and the first numbers of the learner's that didn't follow."""

    def __init__(self, program: Program, trial: Trial, elsewhere: Sequence[str] = ()) -> None:
        self.program, (self.layers, self.rows) = program, trial
        self.beside: tuple[str, list[float], list[float]] = ("", [], [])
        self.elsewhere, self.tied = elsewhere, False  # labels that fit on other networks; whether several fit here
        self.labels: list[str] = []
        self.shown: set[int] = set()  # the layers that are right
        self.silent: set[int] = set()  # the layers that are all 0, so that nothing can be said of them

    def places(self, total: Gradient) -> list[Found]:
        """The layers, from the last one down; then the sum."""
        program, (layers, rows) = self.program, (self.layers, self.rows)
        if program.distance(total, layers, rows) <= RIGHT:
            return []
        if not any(program.compared(total)):
            self.silent = {*range(1, len(layers) + 1)}
            return [("the sum", "always 0")]
        others = [([x / 2 for x in inputs], [y + 1 for y in observed]) for inputs, observed in rows]
        if program.gradient(layers, others) == total:
            return [("arguments", "not used")]
        program.ask_alone(Trial(layers, rows))
        singles = [single for single in (program.alone(layers, row) for row in rows) if single]
        if len(singles) < len(rows) or not any(flat(singles)):
            return [("the sum", "")]
        found = self.of_each(singles)
        if found != [("an added term", "")]:
            found += self.of_the_sum(total, singles, found)
        return found or [("the sum", "")]

    # One observation at a time: where is 0, and does each layer follow from the one above?

    def of_each(self, singles: list[Gradient]) -> list[Found]:
        program, layers, rows = self.program, self.layers, self.rows
        if all(program.distance(single, layers, [row]) <= RIGHT for single, row in zip(singles, rows)):
            self.shown = {*range(1, len(layers) + 1)}
            return []
        loudest = max(range(len(rows)), key=lambda number: max(map(abs, flat(singles[number]))))
        found, steps, rest = self.forward(rows[loudest], singles[loudest])
        if found == [("forward", "")]:
            return found
        without = [_minus(single, rest) for single in singles] if rest else []
        if rest and all(program.distance(some, layers, [row]) <= RIGHT for some, row in zip(without, rows)):
            return [("an added term", "")]
        few = rows[:3]
        marks = [self.of_layers([program.passed(layers, row, step) for row in few], singles) for step in steps]
        return found + min(marks, key=len)

    def forward(self, row: Any, single: Gradient) -> Forward:
        """Where observed is what the learner predicts, everything is 0. So what do they predict?"""
        program, layers, (inputs, observed) = self.program, self.layers, row
        right = predict(layers, inputs)
        at_right = program.alone(layers, (inputs, right))
        ssr = program.answer(layers, [row]).ssr if program.repeated == 1 else None
        known = ssr is not None and abs(ssr - sum((o - x) ** 2 for o, x in zip(observed, right))) <= RIGHT * ssr
        if at_right is None or known or program.nothing(at_right, single):
            return [], [forward_step], None
        if program.nothing(program.alone(layers, (inputs, [-x for x in right])), single):
            return [], [forward_step], None  # observed + predicted
        for label, *steps in forwards(len(layers)):
            predicted = program.passed(layers, (inputs, []), steps[0]).a[-1]
            there = program.alone(layers, (inputs, predicted)) if isfinite(sum(predicted)) else None
            if program.nothing(there, single):
                self.beside = "predicted", predicted, right
                return [("forward", label)], steps, None
        return self.shifted(program.passed(layers, row), at_right)

    def shifted(self, p: Pass, rest: Gradient) -> Forward:
        """What is left at the right prediction: an added term, or what flows there from another prediction?"""
        ask = self.program.alone
        nothing_said: Forward = [], [forward_step], None
        further = [ask(self.layers, (p.a[0], [x + d for x in p.a[-1]])) for d in (1, 2)]
        if further[0] is None or further[1] is None:
            return nothing_said
        change, again = _minus(further[0], rest), _minus(further[1], further[0])
        if not any(flat(change)) or not like(change, again):
            return nothing_said
        if not all(like(d_w, outer(d_b, a)) for (d_w, d_b), a in zip(change, p.a)):
            return [("forward", "")], [forward_step], None  # another a in a hidden layer
        own = [x - left / (more or 1) for x, left, more in zip(p.a[-1], rest[-1][1], change[-1][1])]
        if max(map(abs, own)) < 1e-9:  # observed instead of the residual
            return nothing_said
        there = ask(self.layers, (p.a[0], own))
        follows = like(change, self.program.right(self.layers, [(p.a[0], [x + 1 for x in p.a[-1]])]))
        if there and self.program.nothing(there, rest) and follows and not like(sorted(own), sorted(p.a[-1])):
            self.beside = "predicted", own, p.a[-1]
            return [("forward", "")], [forward_step], None
        return [], [forward_step], rest

    def of_layers(self, passes: list[Pass], singles: list[Gradient]) -> list[Found]:
        """From the last layer down, each with what the learner has from the layer above.

        Where several explanations fit one layer, the one that fits the most layers is taken: a slip comes again in each.
        """
        truth = [_flows(p) for p in passes]
        mine = {l: [single[l - 1] for single in singles[:3]] for l in range(1, len(self.layers) + 1)}
        self.silent = {l for l in mine if not any(flat(mine[l]))}
        self.shown = {l for l in mine if l not in self.silent and self.is_right(l, passes, mine[l], truth)}
        flows: list[Flow] = []
        explanations: list[Explanation]
        explained = []
        for l in range(len(self.layers), 0, -1):
            right = [flow[l] for flow in truth]
            if l in self.silent:
                first = l + 1 not in self.silent and any(flat([d_z for _, d_z in right]))
                explanations = [(0, [(f"dSSR/dz({l})", "always 0")] * first, right)]
            elif l in self.shown:
                explanations = [(0, [], right)]
            elif l - 1 in self.shown:  # so its dSSR/dz must be right
                explanations = [
                    (0, (_forms(l, passes, mine[l], right, True) or (0, [(f"dSSR/dW({l})", "")]))[1], right)
                ]
            else:
                explanations = self.of_layer(l, passes, mine[l], flows)
            explanations.sort(key=lambda one: {label for _, label in one[1]} >= _NO_WITNESS)
            if not self.program.biased:
                explanations = [(c, [s for s in slips if s[1] != "db left out"], f) for c, slips, f in explanations]
            flows = explanations[0][2]
            explained.append([slips for _, slips, _ in explanations])
        self.labels = [label for some in explained for label in {label for slips in some for _, label in slips}]
        self.tied |= any(len(some) > 1 for some in explained)
        often = [*self.labels, *self.elsewhere]
        best = [max(some, key=lambda slips: sum(often.count(label) for _, label in slips)) for some in explained]
        return [(place, label.partition(": ")[0]) for slips in best for place, label in slips]

    def is_right(self, l: int, passes: list[Pass], mine: list[Any], truth: list[dict[int, Flow]]) -> bool:
        pairs = [
            ((d_w, d_b), (outer(flow[l][1], p.a[l - 1]), flow[l][1]))
            for (d_w, d_b), p, flow in zip(mine, passes, truth)
        ]
        return all(like(self.program.compared([one]), self.program.compared([other])) for one, other in pairs)

    def of_layer(self, l: int, passes: list[Pass], mine: list[Any], above: list[Flow]) -> list[Explanation]:
        """The simplest explanations of what the learner has in one layer."""
        starts = [list(ways(p, l, flow)) for p, flow in zip(passes, above)] or [list(losses(p)) for p in passes]
        curves = [list(slopes(p, l)) for p in passes]
        known = _simplest(_known(l, starts, curves, passes, mine))
        right = [(start[0][1], _product(start[0][1], curve[0][1])) for start, curve in zip(starts, curves)]
        if not known or known[0][0] > 2:
            own = list(_own(l, right, passes, mine))
            if own and (not known or own[0][0] < known[0][0]):
                known = [
                    (cost, [self.unknown(l, passes, right, flows), *slips], flows)
                    for cost, slips, flows in _simplest(iter(own))
                ]
        known = known or [(9, [(f"dSSR/dz({l})", "")], [(d_a, d_b) for (d_a, _), (_, d_b) in zip(right, mine)])]
        if known[0][1] and not self.beside[0]:
            self.beside = _beside(l, known[0], right, mine, passes)
        return known

    def unknown(self, l: int, passes: list[Pass], right: list[Flow], flows: list[Flow]) -> Found:
        """Nothing known stands there. If it isn't a constant: does the slope that is handed over enter as it should?"""
        mine, wanted = [flat([d_z for _, d_z in some]) for some in (flows, right)]
        factor = mine[0] / (wanted[0] or 1)
        if like(mine, [factor * x for x in wanted]):
            return (f"dSSR/da({l})" if l == len(self.layers) else f"dSSR/dz({l})"), "constant factor"
        p, curve = passes[0], self.layers[l - 1].activation
        liar = self.layers[l - 1]._replace(activation=curve._replace(slope=lambda x: curve.slope(x) * (2 + tanh(x))))
        there = self.program.alone([*self.layers[: l - 1], liar, *self.layers[l:]], (p.a[0], p.observed))
        follows = there and like(there[l - 1][1], [d * (2 + tanh(x)) for d, x in zip(flows[0][1], p.z[l])])
        return (f"dSSR/da({l})" if follows else f"dSSR/dz({l})"), ""

    # All observations.

    def of_the_sum(self, total: Gradient, singles: list[Gradient], found: list[Found]) -> list[Found]:
        """What was done to the rows. Where a part is wrong for each of them, only a known slip is claimed."""
        slips: dict[Found, None] = {}
        for l, parts in enumerate(total, 1):
            for name, part, rows in zip("Wb", parts, zip(*[single[l - 1] for single in singles])):
                numbers: Any = part
                label, added = summed(flat(numbers), [flat(row) for row in rows])
                if label != "" and (label or f"dSSR/d{name}({l})" not in dict(found)):
                    slips["the sum", label or ""] = None
                    if not self.beside[0]:
                        few = numbers[0] if name == "W" else numbers
                        self.beside = f"dSSR/d{name}({l}){'[0]' * (name == 'W')}", few, added[: len(few)]
        return list(slips)


def _known(l: int, starts: Any, curves: Any, passes: list[Pass], mine: list[Any]) -> Iterator[Explanation]:
    """All that fits of what may stand for dSSR/da(l), times what may stand for the slope; the fewest slips first."""
    pairs = product(range(len(starts[0])), range(len(curves[0])))
    for i, j in sorted(pairs, key=lambda ij: (ij[0] > 0) + (ij[1] > 0)):
        flows = [(start[i][1], _product(start[i][1], curve[j][1])) for start, curve in zip(starts, curves)]
        slips = [(f"dSSR/da({l})", starts[0][i][0])] * (i > 0) + [(f"dSSR/dz({l})", curves[0][j][0])] * (j > 0)
        forms = _forms(l, passes, mine, flows, not slips)
        if forms:
            yield len(slips) + forms[0], slips + forms[1], flows


def _own(l: int, right: list[Flow], passes: list[Pass], mine: list[Any]) -> Iterator[Explanation]:
    """What the learner may have had for dSSR/dz(l): their db(l), or what their dW(l) is made of."""
    below = [p.a[l - 1] for p in passes]
    from_weights = [[dot(row, a) / (dot(a, a) or 1) for row in d_w] for (d_w, _), a in zip(mine, below)]
    for d_zs in ([d_b for _, d_b in mine], from_weights):
        flows = [(d_a, d_z) for (d_a, _), d_z in zip(right, d_zs)]
        forms = _forms(l, passes, mine, flows, True) if any(flat(d_zs)) else None
        if forms:
            yield 2 + forms[0], forms[1], flows


def _simplest(explanations: Iterator[Explanation]) -> list[Explanation]:
    """Those with the fewest slips. They come in the order of their first part, so the search can end."""
    best: list[Explanation] = []
    for explanation in explanations:
        if not best or explanation[0] < best[0][0]:
            best = [explanation]
        elif explanation[0] == best[0][0]:
            best.append(explanation)
    return best


def _forms(l: int, passes: list[Pass], mine: Any, flows: list[Flow], any_way: bool) -> tuple[int, list[Found]] | None:
    """Whether dW and db are made of this dSSR/dz, and the slips on the way: one as it should be, or both any way.

    Something unknown counts as two slips. A part that was left out is evidence of nothing.
    """
    d_ws, d_bs = zip(*mine)
    any_way = any_way or all(like(d_b, d_z) for d_b, (_, d_z) in zip(d_bs, flows))
    if not any_way and not all(like(d_w, outer(d_z, p.a[l - 1])) for d_w, (_, d_z), p in zip(d_ws, flows, passes)):
        return None
    labels = [
        _label(numbers, [list(make(p, l, d_a, d_z)) for p, (d_a, d_z) in zip(passes, flows)])
        for make, numbers in ((weights, d_ws), (biases, d_bs))
    ]
    if all(label in (None, "dW left out", "db left out") for label in labels):
        return None
    slips = [(f"dSSR/d{name}({l})", label or "") for name, label in zip("Wb", labels) if label != ""]
    return sum(2 if label is None else 1 for label in labels if label != ""), slips


def _label(numbers: Sequence[Any], made: list[Any]) -> str | None:
    """The first that these numbers are, in all observations."""
    for some in zip(*made):
        if all(like(mine, values) for mine, (_, values) in zip(numbers, some)):
            return str(some[0][0])
    return None


def _flows(p: Pass) -> dict[int, Flow]:
    """The right (dSSR/da, dSSR/dz) of each layer."""
    flows: dict[int, Flow] = {}
    for l in range(len(p.z) - 1, 0, -1):
        _, d_a = next(losses(p)) if l == len(p.z) - 1 else next(ways(p, l, flows[l + 1]))
        flows[l] = d_a, _product(d_a, next(slopes(p, l))[1])
    return flows


def _beside(l: int, explanation: Explanation, right: list[Flow], mine: Any, passes: list[Pass]) -> Any:
    """The learner's numbers where they first don't follow, and what follows: in the first observation."""
    (_, slips, flows), (d_w, d_b) = explanation, mine[0]
    place = slips[0][0]
    if place.startswith("dSSR/dW"):
        return f"{place}[0]", d_w[0], outer(flows[0][1], passes[0].a[l - 1])[0]
    return (place, d_b, flows[0][1]) if place.startswith("dSSR/db") else (f"dSSR/dz({l})", flows[0][1], right[0][1])


def _product(one: Iterable[float], other: Iterable[float]) -> list[float]:
    return [x * y for x, y in zip(one, other)]


def _minus(one: Gradient, other: Gradient) -> Gradient:
    return [
        ([[x - y for x, y in zip(*rows)] for rows in zip(w, v)], [x - y for x, y in zip(b, c)])
        for (w, b), (v, c) in zip(one, other)
    ]
