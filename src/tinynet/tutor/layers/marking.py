"""A learner's backpropagation through any layers, marked as examiners do it: what follows from a slip is no slip.

Asked with one observation, the learner's db(l) is their dSSR/dz(l). So each formula is tried with the learner's own
numbers from the layer above, from the last layer down:

    dSSR/da(l) from their dSSR/dz(l+1)        dSSR/dz(l) from that        dSSR/dW(l) and dSSR/db(l) from that

What doesn't follow is where they went wrong, and what stands there instead is looked up in `ways`. If it isn't there,
an experiment still tells dSSR/da from the slope: the tutor owns the arguments, so it hands over an activation whose
slope lies, and nothing else. Where everything follows for each observation alone, it is the sum over them.

Two principles: a layer whose numbers are right is not accused, whatever stands above it; and zeros prove nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import tanh
from typing import Any, NamedTuple

from tinynet.layers import Gradient, dot
from tinynet.tutor.layers.forms import Found, flat, like
from tinynet.tutor.layers.predicting import own_forward
from tinynet.tutor.layers.programs import RIGHT, Program, minus
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.layers.ways import Pass, biases, losses, outer, slopes, sums, together, ways, weights

Flow = tuple[list[float], list[float]]  # (dSSR/da, dSSR/dz) of a layer, in one observation
FEW = 3  # observations in which the layers are tried

# dW alone can't tell it from a slope that is missing; the latter is the usual one.
_NEEDS_BIASES = "dSSR/da instead of dSSR/dz"


class Explanation(NamedTuple):
    """What must have gone wrong in a layer, and what then flows in it, in each observation."""

    cost: int  # something unknown counts as two slips
    slips: list[Found]
    flows: list[Flow]


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
        return found if ("an added term", "") in found else found + self.of_the_sum(total, singles, found)

    # One observation at a time: where is 0, and does each layer follow from the one above?

    def of_each(self, singles: list[Gradient]) -> list[Found]:
        program, layers, rows = self.program, self.layers, self.rows
        if all(program.distance(single, layers, [row]) <= RIGHT for single, row in zip(singles, rows)):
            self.shown = {*range(1, len(layers) + 1)}
            return []
        loudest = max(range(len(rows)), key=lambda number: max(map(abs, flat(singles[number]))))
        forward = own_forward(program, layers, rows[loudest], singles[loudest])
        found, self.beside = [*forward.found], forward.beside
        if found == [("forward", "")]:
            return found
        without = [minus(single, forward.rest) for single in singles] if forward.rest else []
        if without and all(program.distance(some, layers, [row]) <= RIGHT for some, row in zip(without, rows)):
            return [("an added term", "")]
        passes = [[program.passed(layers, row, step) for row in rows[:FEW]] for step in forward.steps]
        return found + min([self.of_layers(some, singles[:FEW]) for some in passes], key=len)

    def of_layers(self, passes: list[Pass], singles: list[Gradient]) -> list[Found]:
        """From the last layer down, each with what the learner has from the layer above.

        Where several explanations fit one layer, the one that fits the most layers is taken: a slip comes again in each.
        """
        explained = []
        flows: list[Flow] = []
        true: list[Flow] = []
        self.silent, self.shown = set(), set()
        for l in range(len(self.layers), 0, -1):
            numbers = [single[l - 1] for single in singles]
            true = _right_flows(l, passes, true)
            if not any(flat(numbers)):
                first = l + 1 not in self.silent and any(flat([d_z for _, d_z in true]))
                self.silent.add(l)
                fitting = [Explanation(0, [(f"dSSR/dz({l})", "always 0")] * first, true)]
            elif self.is_right(l, passes, numbers, true):
                self.shown.add(l)
                fitting = [Explanation(0, [], true)]
            else:
                fitting = self.of_layer(l, passes, numbers, flows)
            flows = fitting[0].flows
            explained.append([one.slips for one in fitting])
        self.labels = [label for some in explained for label in {label for slips in some for _, label in slips}]
        self.tied |= any(len(some) > 1 for some in explained)
        often = [*self.labels, *self.elsewhere]
        best = [max(some, key=lambda slips: sum(often.count(label) for _, label in slips)) for some in explained]
        return [(place, label.partition(": ")[0]) for slips in best for place, label in slips]

    def is_right(self, l: int, passes: list[Pass], mine: list[Any], true: list[Flow]) -> bool:
        right = [(outer(d_z, p.a[l - 1]), d_z) for p, (_, d_z) in zip(passes, true)]
        return all(like(self.program.compared([x]), self.program.compared([y])) for x, y in zip(mine, right))

    def of_layer(self, l: int, passes: list[Pass], mine: list[Any], above: list[Flow]) -> list[Explanation]:
        """The simplest explanations of what the learner has in one layer."""
        starts, curves = _tables(l, passes, above)
        known = self.known(l, starts, curves, passes, mine)
        right = _flows(starts[0][1], curves[0][1])
        if not known or known[0].cost > 2:
            own = self.unknown(l, passes, mine, right)
            known = [own] if own and (not known or own.cost < known[0].cost) else known
        known = known or [
            Explanation(9, [(f"dSSR/dz({l})", "")], [(d_a, d_b) for (d_a, _), (_, d_b) in zip(right, mine)])
        ]
        if not self.beside[0]:
            self.beside = _beside(l, known[0], right, mine, passes)
        return known

    def known(self, l: int, starts: Any, curves: Any, passes: list[Pass], mine: list[Any]) -> list[Explanation]:
        """What may stand for dSSR/da(l), times what may stand for the slope: those that need the fewest slips."""
        best: list[Explanation] = []
        for (start, d_a), (curve, slope) in sorted(product(starts, curves), key=lambda pair: _slips(pair)):
            slips = [(f"dSSR/da({l})", start)] * bool(start) + [(f"dSSR/dz({l})", curve)] * bool(curve)
            if best and len(slips) > best[0].cost:
                break
            one = self.made(l, passes, mine, _flows(d_a, slope), slips)
            if one and (not best or one.cost <= best[0].cost):
                best = [*(best if best and best[0].cost == one.cost else []), one]
        return best

    def made(
        self, l: int, passes: list[Pass], mine: list[Any], flows: list[Flow], slips: list[Found]
    ) -> Explanation | None:
        """Whether dW and db are made of this dSSR/dz: one as it should be, or both in some known way without other slips.

        A part that was left out is evidence of nothing.
        """
        d_ws, d_bs = zip(*mine)
        right_b = all(map(like, d_bs, [d_z for _, d_z in flows]))
        if (
            slips
            and not right_b
            and not all(like(w, outer(d, p.a[l - 1])) for w, (_, d), p in zip(d_ws, flows, passes))
        ):
            return None
        made = [together([[*make(p, l, *flow)] for p, flow in zip(passes, flows)]) for make in (weights, biases)]
        parts = [("W", d_ws, made[0]), ("b", d_bs, made[1])][: 1 + self.program.biased]
        labels = {name: _label(numbers, table) for name, numbers, table in parts}
        if all(label in (None, "dW left out", "db left out") for label in labels.values()):
            return None
        if labels["W"] == _NEEDS_BIASES and not any(flat(d_bs)):
            return None
        wrong = [(f"dSSR/d{name}({l})", label or "") for name, label in labels.items() if label != ""]
        return Explanation(len(slips) + len(wrong) + [*labels.values()].count(None), slips + wrong, flows)

    def unknown(self, l: int, passes: list[Pass], mine: list[Any], right: list[Flow]) -> Explanation | None:
        """Nothing known stands for dSSR/dz(l): it is their db(l), or what their dW(l) is made of."""
        d_zs = [d_b for _, d_b in mine]
        if not any(flat(d_zs)):
            d_zs = [
                [dot(row, p.a[l - 1]) / (dot(p.a[l - 1], p.a[l - 1]) or 1) for row in w]
                for (w, _), p in zip(mine, passes)
            ]
        flows = [(d_a, d_z) for (d_a, _), d_z in zip(right, d_zs)]
        own = self.made(l, passes, mine, flows, [])
        return own and Explanation(own.cost + 2, [self.located(l, passes, right, flows), *own.slips], flows)

    def located(self, l: int, passes: list[Pass], right: list[Flow], flows: list[Flow]) -> Found:
        """If it isn't a constant: does the slope that is handed over enter as it should?"""
        mine, wanted = [flat([d_z for _, d_z in some]) for some in (flows, right)]
        if like(mine, [mine[0] / (wanted[0] or 1) * x for x in wanted]):
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
                known = [*sums([flat(row) for row in rows])]
                label = next((label for label, values in known if like(flat(part), values)), None)
                if label != "" and (label or f"dSSR/d{name}({l})" not in dict(found)):
                    slips["the sum", label or ""] = None
                    if not self.beside[0]:
                        few = flat(part)[: len(self.layers[l - 1].weights[0])] if name == "W" else flat(part)
                        self.beside = f"dSSR/d{name}({l}){'[0]' * (name == 'W')}", few, known[0][1][: len(few)]
        return list(slips) or [("the sum", "")] * (not found)


def _tables(l: int, passes: list[Pass], above: list[Flow]) -> tuple[Any, Any]:
    """What may stand for dSSR/da(l), and what for the slope: each in all observations."""
    starts = [[*ways(p, l, flow)] for p, flow in zip(passes, above)] or [[*losses(p)] for p in passes]
    return together(starts), together([[*slopes(p, l)] for p in passes])


def _right_flows(l: int, passes: list[Pass], above: list[Flow]) -> list[Flow]:
    starts = [next(ways(p, l, flow)) for p, flow in zip(passes, above)] or [next(losses(p)) for p in passes]
    return _flows([d_a for _, d_a in starts], [next(slopes(p, l))[1] for p in passes])


def _flows(d_as: Any, slopes: Any) -> list[Flow]:
    return [(d_a, [x * y for x, y in zip(d_a, slope)]) for d_a, slope in zip(d_as, slopes)]


def _slips(pair: Any) -> int:
    return sum(1 for label, _ in pair if label)


def _label(numbers: Sequence[Any], table: Any) -> str | None:
    """The first that these numbers are, in all observations."""
    return next((label for label, values in table if all(map(like, numbers, values))), None)


def _beside(l: int, one: Explanation, right: list[Flow], mine: Any, passes: list[Pass]) -> Any:
    """The learner's numbers where they first don't follow, and what follows: in the first observation."""
    place, (d_w, d_b), (_, d_z) = one.slips[0][0], mine[0], one.flows[0]
    if place.startswith("dSSR/dW"):
        return f"{place}[0]", d_w[0], outer(d_z, passes[0].a[l - 1])[0]
    return (place, d_b, d_z) if place.startswith("dSSR/db") else (f"dSSR/dz({l})", d_z, right[0][1])
