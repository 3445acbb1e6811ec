"""What a learner has in one layer, explained from what they have in the layer above it.

All that may stand for dSSR/da is multiplied with all that may stand for the slope, and dW and db are looked for in the
product. What needs the fewest slips is the explanation. If nothing known is found, an experiment still tells dSSR/da from
the slope: an activation whose slope lies is handed over, and nothing else is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import tanh
from typing import Any, NamedTuple, Optional

from tinynet.layers import Layer, dot
from tinynet.tutor.layers.comparing import Beside, flat, like
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.ways import Found, Pass, biases, losses, outer, slopes, together, ways, weights

Flow = tuple[list[float], list[float]]  # (dSSR/da, dSSR/dz) of a layer, in one observation

# dW alone can't tell this from a missing slope, which is the usual slip.
_NEEDS_BIASES = "dSSR/da instead of dSSR/dz"


Witness = Callable[[Any, Any, Any], list[float]]  # of dSSR/dz: from dW, db and what comes in from below


class Explanation(NamedTuple):
    """What must have gone wrong in a layer, and what then flows in it, in each observation."""

    cost: int  # something unknown counts as two slips
    slips: list[Found]
    flows: list[Flow]


class OneLayer:
    """Layer l in some observations: the learner's (dW, db), and what flows in the layer above."""

    def __init__(
        self, program: Program, layers: Sequence[Layer], l: int, passes: Sequence[Pass], mine: Sequence[Any], above: Any
    ) -> None:  # fmt: skip
        self.program, self.layers, self.l, self.passes, self.mine = program, layers, l, passes, mine
        self.below = [p.a[l - 1] for p in passes]
        starts = [[*ways(p, l, flow)] for p, flow in zip(passes, above)] or [[*losses(p)] for p in passes]
        self.starts, self.curves = together(starts), together([[*slopes(p, l)] for p in passes])
        self.right = right_flows(l, passes, above)

    def explanations(self) -> list[Explanation]:
        """The simplest ones."""
        known = self.known()
        own = self.unknown() if not known or known[0].cost > 2 else None
        if own and (not known or own.cost < known[0].cost):
            return [own]
        flows = [(d_a, d_b) for (d_a, _), (_, d_b) in zip(self.right, self.mine)]
        return known or [Explanation(9, [(f"dSSR/dz({self.l})", "")], flows)]

    def known(self) -> list[Explanation]:
        """What may stand for dSSR/da(l), times what may stand for the slope: those that need the fewest slips."""
        best: list[Explanation] = []
        pairs = product(self.starts, self.curves)
        for (start, d_a), (curve, slope) in sorted(pairs, key=lambda pair: bool(pair[0][0]) + bool(pair[1][0])):
            slips = [(f"dSSR/da({self.l})", start)] * bool(start) + [(f"dSSR/dz({self.l})", curve)] * bool(curve)
            if best and len(slips) > best[0].cost:
                break
            one = self.made(_flows(d_a, slope), slips)
            if one and best and one.cost == best[0].cost:
                best.append(one)
            elif one and (not best or one.cost < best[0].cost):
                best = [one]
        return best

    def made(self, flows: list[Flow], slips: list[Found]) -> Optional[Explanation]:
        """Whether dW and db are made of this dSSR/dz: one as it should be, or both in some known way without other slips.

        A part that was left out is evidence of nothing.
        """
        (d_ws, d_bs), d_zs = zip(*self.mine), [d_z for _, d_z in flows]
        if slips and not all(map(like, d_bs, d_zs)) and not all(map(like, d_ws, map(outer, d_zs, self.below))):
            return None
        tables = {"W": (d_ws, weights), "b": (d_bs, biases)} if self.program.biased else {"W": (d_ws, weights)}
        labels: dict[str, str | None] = {}
        for name, (numbers, made) in tables.items():
            known = together([[*made(p, self.l, *flow)] for p, flow in zip(self.passes, flows)])
            labels[name] = next((label for label, values in known if all(map(like, numbers, values))), None)
        if all(label in (None, "dW left out", "db left out") for label in labels.values()):
            return None
        if labels["W"] == _NEEDS_BIASES and not any(flat(d_bs)):
            return None
        wrong = [(f"dSSR/d{name}({self.l})", label or "") for name, label in labels.items() if label != ""]
        return Explanation(len(slips) + len(wrong) + [*labels.values()].count(None), slips + wrong, flows)

    def unknown(self) -> Optional[Explanation]:
        """Nothing known stands for dSSR/dz(l): it is their db(l), or what their dW(l) is made of."""
        found = []
        for witness in (_by_biases, _by_weights):
            d_zs = [witness(d_w, d_b, a) for (d_w, d_b), a in zip(self.mine, self.below)]
            flows = [(d_a, d_z) for (d_a, _), d_z in zip(self.right, d_zs)]
            if any(flat(d_zs)) and (own := self.made(flows, [])):
                found.append(Explanation(own.cost + 2, [self.located(flows, witness), *own.slips], flows))
        return min(found, key=lambda own: own.cost, default=None)

    def located(self, flows: list[Flow], witness: Witness) -> Found:
        """If it isn't a constant: does the slope that is handed over enter as it should?"""
        l, p, layer = self.l, self.passes[0], self.layers[self.l - 1]
        mine, wanted = [flat([d_z for _, d_z in some]) for some in (flows, self.right)]
        factor = mine[0] / (wanted[0] or 1)
        if like(mine, [factor * x for x in wanted]):
            place = f"dSSR/da({l})" if l == len(self.layers) else f"dSSR/dz({l})"
            return place, "flipped sign" if like([factor], [-1.0]) else "constant factor"
        slope = layer.activation.slope
        liar = layer._replace(activation=layer.activation._replace(slope=lambda x: slope(x) * (2 + tanh(x))))
        there = self.program.alone([*self.layers[: l - 1], liar, *self.layers[l:]], (p.a[0], p.observed))
        follows = there and like(
            witness(*there[l - 1], p.a[l - 1]), [d * (2 + tanh(x)) for d, x in zip(flows[0][1], p.z[l])]
        )
        return (f"dSSR/da({l})" if follows else f"dSSR/dz({l})"), ""

    def beside(self, one: Explanation) -> Beside:
        """The learner's numbers where they first don't follow, and what follows: in the first observation."""
        place, (d_w, d_b), (_, d_z) = one.slips[0][0], self.mine[0], one.flows[0]
        if place.startswith("dSSR/dW"):
            return Beside(f"{place}[0]", d_w[0], outer(d_z, self.below[0])[0])
        return Beside(place, d_b, d_z) if "db" in place else Beside(f"dSSR/dz({self.l})", d_z, self.right[0][1])


def _by_biases(d_w: Any, d_b: Any, a: Any) -> list[float]:
    return [*d_b]


def _by_weights(d_w: Any, d_b: Any, a: Any) -> list[float]:
    return [dot(row, a) / (dot(a, a) or 1) for row in d_w]


def right_flows(l: int, passes: Sequence[Pass], above: Sequence[Flow]) -> list[Flow]:
    starts = [next(ways(p, l, flow)) for p, flow in zip(passes, above)] or [next(losses(p)) for p in passes]
    return _flows([d_a for _, d_a in starts], [next(slopes(p, l))[1] for p in passes])


def _flows(d_as: Any, curves: Any) -> list[Flow]:
    return [(d_a, [x * y for x, y in zip(d_a, slope)]) for d_a, slope in zip(d_as, curves)]
