"""What a learner has in one layer, explained from what they have in the layer above it.

A layer is computed in four parts, and `ways` has a table of what may stand for each of them:

    dSSR/da(l)  times the slope  =  dSSR/dz(l)        of that  dSSR/dW(l)  and  dSSR/db(l)

If the learner's dW and db can be made so, that is an explanation, and the one with the fewest slips is told. If they can't,
their db is taken for their dSSR/dz. Then an experiment tells whether dSSR/da or the slope is wrong: the program is given an
activation with another slope, and its dSSR/dz must change along with it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import tanh
from typing import Any, NamedTuple, Optional

from tinynet.layers import Gradient, Layer, dot
from tinynet.tutor.layers.comparing import Beside, flat, like
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.ways import Flow, Found, Pass, biases, outer, slopes, together, ways, weights

Flows = Sequence[Optional[Flow]]  # in each row; None above the last layer
ReadOff = Callable[[Any, list[float]], list[float]]  # dSSR/dz from (dW, db) and the a of the layer below, in one row

UNKNOWN_COST = 2  # as much as two known slips
LAST_RESORT = 9  # their db is taken for dSSR/dz, though nothing else fits: more than any other explanation


class Explanation(NamedTuple):
    """What must have gone wrong in a layer, and what then flows in it."""

    slips: Sequence[Found]
    flows: Flows
    cost: int  # the number of slips, where something unknown has a cost of its own
    beside: Optional[Beside] = None  # the first numbers that the slips make wrong
    is_right: bool = False  # whether the layer's numbers are right
    is_silent: bool = False  # whether all of them are 0


class Seen(NamedTuple):
    """Some rows: the right passes, and the learner's gradient of each alone."""

    program: Program
    layers: Sequence[Layer]
    passes: Sequence[Pass]
    singles: Sequence[Gradient]

    def right_flows(self, l: int, above: Flows) -> list[Flow]:
        """What flows in layer l by the right formulas, from what flows above it."""
        d_as = [next(ways(p, l, flow))[1] for p, flow in zip(self.passes, above)]
        return _flows(d_as, [p.slope(l) for p in self.passes])


def explained(seen: Seen, l: int, above: Explanation, right_flows: list[Flow]) -> list[Explanation]:
    """All 0: nothing can be said. Right: nothing to explain. Else: what in this layer makes these numbers?"""
    layer = OneLayer(seen, l, above.flows)
    if not any(flat(layer.mine)):
        is_first = not above.is_silent and any(flat(right_flows))
        return [Explanation([(layer.place("z"), "always 0")] * is_first, right_flows, 0, is_silent=True)]
    if layer.follows_from(right_flows):
        return [Explanation([], right_flows, int(not like(layer.right, right_flows)), is_right=True)]
    return [one._replace(beside=layer.beside(one)) for one in layer.simplest()]


class OneLayer:
    """Layer l: what the learner has there, and what is right, given what flows above."""

    def __init__(self, seen: Seen, l: int, above: Flows) -> None:
        self.seen, self.l, self.above, self.right = seen, l, above, seen.right_flows(l, above)
        self.mine = [single[l - 1] for single in seen.singles]
        self.below = [p.a[l - 1] for p in seen.passes]
        self.is_biased = bool(self.mine[0][1])

    def place(self, kind: str) -> str:
        return f"dSSR/d{kind}({self.l})"

    def follows_from(self, flows: Sequence[Flow]) -> bool:
        """Whether dW and db are what follows from this dSSR/dz."""
        wanted = [(outer(flow.d_z, a), flow.d_z * self.is_biased) for flow, a in zip(flows, self.below)]
        return all(map(like, self.mine, wanted))

    def simplest(self) -> list[Explanation]:
        """The cheapest explanations: dSSR/dz has no slip, or one, or two that are known, or something unknown."""
        best: list[Explanation] = []
        for number in (0, 1, 2):
            if not best or best[0].cost >= number:
                best = _cheapest([*best, *self.with_known_slips(number)])
        return best if best and best[0].cost <= UNKNOWN_COST else _cheapest([*best, *self.with_something_unknown()])

    def with_known_slips(self, number: int) -> Iterator[Explanation]:
        """Explanations with exactly this many known slips in dSSR/da and the slope."""
        d_as = together([[*ways(p, self.l, flow)] for p, flow in zip(self.seen.passes, self.above)])
        its_slopes = together([[*slopes(p, self.l)] for p in self.seen.passes])
        for (in_d_a, d_a), (in_slope, slope) in product(d_as, its_slopes):
            slips = [(self.place(kind), label) for kind, label in (("a", in_d_a), ("z", in_slope)) if label]
            if len(slips) == number:
                yield from self.if_d_z_is(_flows(d_a, slope), slips)

    def with_something_unknown(self) -> Iterator[Explanation]:
        """Nothing known stands for dSSR/dz: it is their db, or what their dW is made of."""
        for read_off in (from_biases, from_weights):
            flows = self.with_d_z(read_off)
            for made in self.if_d_z_is(flows, []) if any(flat([flow.d_z for flow in flows])) else ():
                yield Explanation([self.located(flows, read_off), *made.slips], flows, made.cost + UNKNOWN_COST)
        if self.is_biased:
            yield Explanation([(self.place("z"), "")], self.with_d_z(from_biases), LAST_RESORT)
        else:
            yield Explanation([(self.place("W"), "")], self.right, UNKNOWN_COST)

    def with_d_z(self, read_off: ReadOff) -> list[Flow]:
        """What flows if dSSR/dz is what is read off the learner's numbers."""
        return [Flow(right.d_a, read_off(mine, a)) for right, mine, a in zip(self.right, self.mine, self.below)]

    def if_d_z_is(self, flows: list[Flow], slips: list[Found]) -> Iterator[Explanation]:
        """Can dW and db be made of this dSSR/dz? If it has a slip, one of the two must follow from it exactly."""
        (d_ws, d_bs), d_zs = zip(*self.mine), [flow.d_z for flow in flows]
        is_one_right = all(map(like, d_bs, d_zs)) or all(map(like, d_ws, map(outer, d_zs, self.below)))
        if self.is_biased and slips and not is_one_right:
            return
        labels = {"W": self.label_of(d_ws, weights, flows)}
        if self.is_biased:
            labels["b"] = self.label_of(d_bs, biases, flows)
        if {*labels.values()} <= {None, "dW left out", "db left out"}:
            return  # zeros prove nothing
        wrong = [(self.place(kind), label or "") for kind, label in labels.items() if label != ""]
        yield Explanation([*slips, *wrong], flows, len(slips) + sum(1 if label else UNKNOWN_COST for _, label in wrong))

    def label_of(self, mine: Sequence[Any], table: Callable[..., Any], flows: list[Flow]) -> Optional[str]:
        """What stands for dW or db in all rows; None if that is not known."""
        known = together([[*table(p, self.l, flow)] for p, flow in zip(self.seen.passes, flows)])
        return next((label for label, values in known if all(map(like, mine, values))), None)

    def located(self, flows: list[Flow], read_off: ReadOff) -> Found:
        """The right dSSR/dz times a number? If not: does the slope that is handed over enter as it should?"""
        mine, right = (flat([flow.d_z for flow in each]) for each in (flows, self.right))
        factor = mine[0] / (right[0] or 1)
        if like(mine, [factor * x for x in right]):
            place = self.place("a" if self.l == len(self.seen.layers) else "z")
            return place, "flipped sign" if like([factor], [-1.0]) else "constant factor"
        return self.place("a" if self.takes_the_slope(flows[0].d_z, read_off) else "z"), ""

    def takes_the_slope(self, d_z: list[float], read_off: ReadOff) -> bool:
        """Multiply the slope by 2 + tanh(z): is dSSR/dz multiplied too?"""
        l, layers, p = self.l, [*self.seen.layers], self.seen.passes[0]
        curve = layers[l - 1].activation
        other = curve._replace(slope=lambda x: curve.slope(x) * (2 + tanh(x)))
        layers[l - 1] = layers[l - 1]._replace(activation=other)
        there = self.seen.program.alone(layers, (p.a[0], p.observed))
        wanted = [d * (2 + tanh(x)) for d, x in zip(d_z, p.z[l])]
        return there is not None and like(read_off(there[l - 1], self.below[0]), wanted)

    def beside(self, explanation: Explanation) -> Optional[Beside]:
        """The learner's numbers in the first row where they first don't follow, and what follows."""
        (d_w, d_b), flow = self.mine[0], explanation.flows[0]
        if not explanation.slips or not flow:
            return None
        place, label = explanation.slips[0]
        if place == self.place("z") and not label and all(flow.d_a):
            mine, right = ([x / y for x, y in zip(d_z, flow.d_a)] for d_z in (flow.d_z, self.right[0].d_z))
            return Beside(f"f'(z({self.l}))", mine, right)
        if "dW" in place:
            return Beside(f"{place}[0]", d_w[0], outer(flow.d_z, self.below[0])[0])
        return Beside(place, d_b, flow.d_z) if "db" in place else Beside(self.place("z"), flow.d_z, self.right[0].d_z)


def _flows(d_as: Any, slopes: Any) -> list[Flow]:
    return [Flow(d_a, [x * y for x, y in zip(d_a, slope)]) for d_a, slope in zip(d_as, slopes)]


def _cheapest(explanations: Iterable[Explanation]) -> list[Explanation]:
    """Without biases dW alone can't tell whether dSSR/dz is wrong or dW. dSSR/dz comes first: it is the usual slip."""
    found = sorted(explanations, key=lambda one: (one.cost, sum("dW" in place for place, _ in one.slips)))
    return [one for one in found if one.cost == found[0].cost]


def from_biases(mine: Any, a: list[float]) -> list[float]:
    return [*mine[1]]


def from_weights(mine: Any, a: list[float]) -> list[float]:
    return [dot(row, a) / (dot(a, a) or 1) for row in mine[0]]
