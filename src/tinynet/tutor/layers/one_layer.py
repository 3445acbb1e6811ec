"""What a learner has in one layer, explained from what they have in the layer above it.

Everything that may stand for dSSR/da is multiplied with everything that may stand for the slope. If the learner's dW and
db can be made of such a product, that is an explanation, and the one with the fewest slips is told. If there is none, their
db is taken for their dSSR/dz. Then an experiment tells whether dSSR/da or the slope is wrong: the program is given an
activation with another slope, and its dSSR/dz must change along with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import tanh
from typing import Any, NamedTuple, Optional

from tinynet.layers import Layer, dot
from tinynet.tutor.layers.comparing import Beside, flat, like
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.ways import Found, Pass, biases, losses, outer, slopes, together, ways, weights

Flow = tuple[list[float], list[float]]  # (dSSR/da, dSSR/dz) of a layer, in one observation
ReadOff = Callable[[Any, Any, Any], list[float]]  # dSSR/dz from dW, db and the a of the layer below


class Explanation(NamedTuple):
    """What must have gone wrong in a layer, and what then flows in it, in each observation."""

    cost: int  # the number of slips; something unknown counts as two
    slips: list[Found]
    flows: list[Flow]
    beside: Optional[Beside] = None


class OneLayer:
    """Layer l in some observations: the learner's (dW, db), and what flows in the layer above."""

    def __init__(
        self, program: Program, layers: Sequence[Layer], l: int, passes: Sequence[Pass], mine: Sequence[Any], above: Any
    ) -> None:  # fmt: skip
        self.program, self.layers, self.l, self.passes, self.mine = program, layers, l, passes, mine
        self.below = [p.a[l - 1] for p in passes]
        self.d_as = together([[*ways(p, l, flow)] for p, flow in zip(passes, above)] or [[*losses(p)] for p in passes])
        self.slopes = together([[*slopes(p, l)] for p in passes])
        self.right = right_flows(l, passes, above)

    def explanations(self) -> list[Explanation]:
        """The simplest ones. If there is none, dSSR/dz is wrong, and it is what db is."""
        found = self.known()
        if not found or found[0].cost > 2:
            flows = [(d_a, d_b) for (d_a, _), (_, d_b) in zip(self.right, self.mine)]
            found = _simplest([*found, *self.unknown()]) or [Explanation(9, [(f"dSSR/dz({self.l})", "")], flows)]
        return [one._replace(beside=self.beside(one)) if one.slips else one for one in found]

    def known(self) -> list[Explanation]:
        """With what is known to stand for dSSR/da and for the slope: no slip, one slip, two slips."""
        best: list[Explanation] = []
        pairs = [*product(self.d_as, self.slopes)]
        for number in (0, 1, 2):
            if best and number > best[0].cost:
                break
            with_so_many = [pair for pair in pairs if sum(bool(label) for label, _ in pair) == number]
            best = _simplest([*best, *filter(None, (self.known_pair(*pair) for pair in with_so_many))])
        return best

    def known_pair(self, d_a: tuple[str, Any], slope: tuple[str, Any]) -> Optional[Explanation]:
        slips = [(f"dSSR/d{part}({self.l})", label) for part, (label, _) in (("a", d_a), ("z", slope)) if label]
        return self.made_of(_flows(d_a[1], slope[1]), slips)

    def made_of(self, flows: list[Flow], slips: list[Found]) -> Optional[Explanation]:
        """Whether dW and db are made of this dSSR/dz. If it is wrong itself, one of them must be as it should."""
        (d_ws, d_bs), d_zs = zip(*self.mine), [d_z for _, d_z in flows]
        biased = self.program.biased
        if (
            biased
            and slips
            and not all(map(like, d_bs, d_zs))
            and not all(map(like, d_ws, map(outer, d_zs, self.below)))
        ):
            return None
        labels = {"W": self.label_of(d_ws, weights, flows)}
        if biased:
            labels["b"] = self.label_of(d_bs, biases, flows)
        if all(label in (None, "dW left out", "db left out") for label in labels.values()):
            return None  # zeros prove nothing
        wrong = [(f"dSSR/d{name}({self.l})", label or "") for name, label in labels.items() if label != ""]
        return Explanation(len(slips) + len(wrong) + [*labels.values()].count(None), slips + wrong, flows)

    def label_of(self, mine: Sequence[Any], table: Callable[..., Any], flows: list[Flow]) -> Optional[str]:
        """What stands for dW or db in all observations; None if that is not known."""
        known = together([[*table(p, self.l, *flow)] for p, flow in zip(self.passes, flows)])
        return next((label for label, values in known if all(map(like, mine, values))), None)

    def unknown(self) -> Iterator[Explanation]:
        """Nothing known stands for dSSR/dz(l): it is their db(l), or what their dW(l) is made of."""
        for read_off in (from_biases, from_weights):
            d_zs = [read_off(d_w, d_b, a) for (d_w, d_b), a in zip(self.mine, self.below)]
            flows = [(d_a, d_z) for (d_a, _), d_z in zip(self.right, d_zs)]
            if any(flat(d_zs)) and (made := self.made_of(flows, [])):
                yield Explanation(made.cost + 2, [self.located(flows, read_off), *made.slips], flows)
        if not self.program.biased:
            yield Explanation(2, [(f"dSSR/dW({self.l})", "")], self.right)

    def located(self, flows: list[Flow], read_off: ReadOff) -> Found:
        """The right dSSR/dz times a number? If not: does the slope that is handed over enter as it should?"""
        l, p = self.l, self.passes[0]
        mine, right = [flat([d_z for _, d_z in each]) for each in (flows, self.right)]
        factor = mine[0] / (right[0] or 1)
        if like(mine, [factor * x for x in right]):
            place = f"dSSR/da({l})" if l == len(self.layers) else f"dSSR/dz({l})"
            return place, "flipped sign" if like([factor], [-1.0]) else "constant factor"
        layer = self.layers[l - 1]
        slope = layer.activation.slope
        other = layer._replace(activation=layer.activation._replace(slope=lambda x: slope(x) * (2 + tanh(x))))
        there = self.program.alone([*self.layers[: l - 1], other, *self.layers[l:]], (p.a[0], p.observed))
        wanted = [d * (2 + tanh(x)) for d, x in zip(flows[0][1], p.z[l])]
        follows = there and like(read_off(*there[l - 1], p.a[l - 1]), wanted)
        return (f"dSSR/da({l})" if follows else f"dSSR/dz({l})"), ""

    def beside(self, explanation: Explanation) -> Beside:
        """The learner's numbers where they first don't follow, and what follows: in the first observation."""
        place, (d_w, d_b), (_, d_z) = explanation.slips[0][0], self.mine[0], explanation.flows[0]
        if "dW" in place:
            return Beside(f"{place}[0]", d_w[0], outer(d_z, self.below[0])[0])
        return Beside(place, d_b, d_z) if "db" in place else Beside(f"dSSR/dz({self.l})", d_z, self.right[0][1])


def right_flows(l: int, passes: Sequence[Pass], above: Sequence[Flow]) -> list[Flow]:
    """What flows in layer l by the right formulas, from what flows in the layer above; the last layer has none above."""
    d_as = [next(ways(p, l, flow)) for p, flow in zip(passes, above)] or [next(losses(p)) for p in passes]
    return _flows([d_a for _, d_a in d_as], [next(slopes(p, l))[1] for p in passes])


def _flows(d_as: Any, slopes: Any) -> list[Flow]:
    return [(d_a, [x * y for x, y in zip(d_a, slope)]) for d_a, slope in zip(d_as, slopes)]


def _simplest(explanations: Iterable[Explanation]) -> list[Explanation]:
    """Without biases dW alone can't tell whether dSSR/dz is wrong or dW. dSSR/dz comes first: it is the usual slip."""
    found = sorted(explanations, key=lambda one: (one.cost, sum("dW" in place for place, _ in one.slips)))
    return [one for one in found if one.cost == found[0].cost]


def from_biases(d_w: Any, d_b: Any, a: Any) -> list[float]:
    return [*d_b]


def from_weights(d_w: Any, d_b: Any, a: Any) -> list[float]:
    return [dot(row, a) / (dot(a, a) or 1) for row in d_w]
