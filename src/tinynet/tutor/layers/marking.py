"""A learner's backpropagation through any layers, marked as examiners do it: what follows from a slip is no slip.

Asked with one observation, the learner's db(l) is their dSSR/dz(l). So each formula is tried with the learner's own
numbers from the layer above, from the last layer down:

    dSSR/da(l) from their dSSR/dz(l+1)        dSSR/dz(l) from that        dSSR/dW(l) and dSSR/db(l) from that

What doesn't follow is where they went wrong, and what stands there instead is looked up in `ways`. If it isn't there,
an experiment still tells dSSR/da from the slope: the tutor owns the arguments, so it hands over an activation whose
slope lies, and nothing else. Where everything follows for each observation alone, it is the sum over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import isfinite, tanh
from typing import Any, Optional

from tinynet.arguments.numbers import shown
from tinynet.layers import Gradient, Layer, backpropagate, dot
from tinynet.tutor.asking import Asked, NoAnswer
from tinynet.tutor.layers.forms import Found, flat, formed, like, plain
from tinynet.tutor.layers.remarks import ALL_RIGHT, remarks
from tinynet.tutor.layers.trials import SQUARE, TRIALS, Rows, Trial
from tinynet.tutor.layers.ways import (
    Pass,
    Step,
    biases,
    forward_step,
    forwards,
    losses,
    outer,
    passed,
    slopes,
    ways,
    weights,
)
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict

Flow = tuple[list[float], list[float]]  # (dSSR/da, dSSR/dz) of a layer, in one observation
Forward = tuple[list[Found], list[Step], Optional[Gradient]]  # the slip, steps that may be theirs, what is left at 0
Explanation = tuple[float, list[Found], list[Flow]]  # how much must have gone wrong, what, and what flows on

RIGHT, NEARLY = 1e-5, 1e-2  # of the sum of the absolute products


def check(mine: Callable[..., Any]) -> Verdict:
    """Is mine(layers, data) what `backpropagate` is, and if not, where does it go wrong?

    mine    returns (ssr, gradient) or the gradient alone: for each layer (weights, biases), in the shape of the layer's

    Errors: TypeError where mine is no function. What mine raises is in the verdict.

    >>> from tinynet.layers import backpropagate
    >>> check(lambda layers, data: backpropagate(layers, data)[1])
    Right, wherever it was tried: on 3 networks of two to four layers, with all five activations.
    """
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (layers, data)")
    return _Check(mine).verdict()


class _Check:
    """One check: the function, whether it changed its arguments, and the first numbers that didn't follow."""

    def __init__(self, mine: Callable[..., Any]) -> None:
        self.asked = Asked(mine, (), lambda result, names: plain(result))
        self.changed, self.beside = False, ("", [0.0], [0.0])

    def ask(self, layers: list[Layer], rows: Rows, swapped: bool = False) -> tuple[float | None, Gradient, list[Found]]:
        """The SSR, where there is one, the gradient, and what had to be done to its form."""
        copies = [Layer([[*row] for row in w], [*b], f) for w, b, f in layers], [([*x], [*y]) for x, y in rows]
        result = self.asked.again(*(copies[::-1] if swapped else copies))
        self.changed |= repr(copies) != repr(([*layers], [*rows]))
        return formed(result, layers)

    def gradient(self, layers: list[Layer], rows: Rows) -> Gradient | None:
        try:
            return self.ask(layers, rows)[1]
        except NoAnswer:
            return None

    # What it is first of all: no gradient, none to rely on, a right one, nearly a right one.

    def verdict(self) -> Verdict:
        try:
            first = self.ask(*TRIALS[0])
        except NoAnswer as refused:
            return self.without_answer(refused)
        if not like(self.gradient(*TRIALS[0]) or [], first[1]):
            return self.said([("state", "")])
        told, answers = [ALL_RIGHT], [first]
        for trial in TRIALS[1:]:
            try:
                answers.append(self.ask(*trial))
            except NoAnswer as refused:
                if refused.error is None:
                    return self.without_answer(refused, trial)
                answers.append((None, backpropagate(*trial)[1], []))
                told.append(f"On {trial} it {refused.text}.")
        if self.changed:
            return self.said([("arguments", "changed in place")])
        if not like(self.gradient(*TRIALS[0]) or [], first[1]):
            return self.said([("state", "")])
        return self.compared(answers, "\n".join(map(wrapped, told)))

    def without_answer(self, refused: NoAnswer, trial: Trial = TRIALS[0]) -> Verdict:
        """Does it take its arguments in the other order? Does it run where all layers have one size?"""
        try:
            self.ask(*trial, swapped=True)
            return self.said([("arguments", "wrong order")], trial)
        except NoAnswer:
            answer = self.gradient(*SQUARE)
        found = [("form", ""), *(self.places(SQUARE, answer, []) if answer else [])]
        return self.said(found, trial, f"It {refused.text}.", refused.error)

    def compared(self, answers: list[Any], told: str) -> Verdict:
        away = [_distance(gradient, *trial) for (_, gradient, _), trial in zip(answers, TRIALS)]
        wrong = [number for number, answer in enumerate(answers) if away[number] > RIGHT or answer[2]]
        if wrong and (answers[wrong[0]][2] or max(away) > NEARLY):
            trial, (_, gradient, forms) = TRIALS[wrong[0]], answers[wrong[0]]
            return self.said(self.places(trial, gradient, forms), trial)
        if wrong:
            return self.said([("nearly", "")])
        for (ssr, *_), trial in zip(answers, TRIALS):
            right = backpropagate(*trial)[0]
            if ssr is not None and abs(ssr - right) > RIGHT * right:
                self.beside = "SSR", [ssr], [right]
                return self.said([("SSR", "")], trial)
        return Verdict(True, (), (), (), None, told)

    def places(self, trial: Trial, total: Gradient, forms: list[Found]) -> list[Found]:
        """Form and order first; then the layers, from the last one down; then the sum."""
        layers, rows = trial
        if _distance(total, layers, rows) <= RIGHT:
            return forms
        others = [([x / 2 for x in inputs], [y + 1 for y in observed]) for inputs, observed in rows]
        if self.gradient(layers, others) == total:
            return [("arguments", "not used")]
        singles = [single for single in (self.gradient(layers, [row]) for row in rows) if single]
        if len(singles) < len(rows):
            return [*forms, ("the sum", "")]
        found = self.of_each(layers, rows, singles)
        if found != [("an added term", "")]:
            found += self.of_the_sum(total, singles, found)
        return [*forms, *found] or [("the sum", "")]

    # One observation at a time: where is 0, and does each layer follow from the one above?

    def of_each(self, layers: list[Layer], rows: Rows, singles: list[Gradient]) -> list[Found]:
        if all(_distance(single, layers, [row]) <= RIGHT for single, row in zip(singles, rows)):
            return []
        found, steps, rest = self.forward(layers, rows[0], singles[0])
        if found == [("forward", "")]:
            return found
        if rest and all(_distance(_minus(some, rest), layers, [row]) <= RIGHT for some, row in zip(singles, rows)):
            return [("an added term", "")]
        few = rows[:3]
        marks = [self.of_layers(layers, [passed(layers, *row, step) for row in few], singles) for step in steps]
        return found + min(marks, key=len)

    def forward(self, layers: list[Layer], row: Any, single: Gradient) -> Forward:
        """Where observed is what the learner predicts, everything is 0. So what do they predict?"""
        (inputs, observed), right = row, passed(layers, *row).a[-1]
        at_right = self.gradient(layers, [(inputs, right)])
        ssr = self.ask(layers, [row])[0]
        known = ssr is not None and abs(ssr - sum((o - x) ** 2 for o, x in zip(observed, right))) <= RIGHT * ssr
        if at_right is None or known or _nothing(at_right, single):
            return [], [forward_step], None
        for label, *steps in forwards(len(layers)):
            predicted = passed(layers, inputs, [], steps[0]).a[-1]
            there = self.gradient(layers, [(inputs, predicted)]) if isfinite(sum(predicted)) else None
            if there and _nothing(there, single):
                self.beside = "predicted", predicted, right
                return [("forward", label)], steps, None
        return self.shifted(layers, passed(layers, *row), at_right)

    def shifted(self, layers: list[Layer], p: Pass, rest: Gradient) -> Forward:
        """What is left at the right prediction: an added term, or what flows there from another prediction?"""
        unknown: Forward = [("forward", "")], [forward_step], None
        further = [self.gradient(layers, [(p.a[0], [x + d for x in p.a[-1]])]) for d in (1, 2)]
        if further[0] is None or further[1] is None:
            return [], [forward_step], None
        change, again = _minus(further[0], rest), _minus(further[1], further[0])
        if not any(flat(change)) or not like(change, again):
            return [], [forward_step], None
        if not all(like(d_w, outer(d_b, a)) for (d_w, d_b), a in zip(change, p.a)):
            return unknown  # another a in a hidden layer
        own = [x - left / (more or 1) for x, left, more in zip(p.a[-1], rest[-1][1], change[-1][1])]
        if max(map(abs, own)) < 1e-9:  # observed instead of the residual
            return [], [forward_step], None
        there = self.gradient(layers, [(p.a[0], own)])
        follows = like(change, backpropagate(layers, [(p.a[0], [x + 1 for x in p.a[-1]])])[1])
        if there and _nothing(there, rest) and follows and not like(sorted(own), sorted(p.a[-1])):
            self.beside = "predicted", own, p.a[-1]
            return unknown
        return [], [forward_step], rest

    def of_layers(self, layers: list[Layer], passes: list[Pass], singles: list[Gradient]) -> list[Found]:
        """From the last layer down, each with what the learner has from the layer above.

        Where several explanations fit one layer, that which fits the most layers is taken: a slip comes again in each.
        """
        flows: list[Flow] = []
        explained = []
        for l in range(len(layers), 0, -1):
            explanations = self.of_layer(l, layers, passes, [single[l - 1] for single in singles[:3]], flows)
            flows = explanations[0][2]
            explained.append([slips for _, slips, _ in explanations])
        often = [label for some in explained for label in {label for slips in some for _, label in slips}]
        best = [max(some, key=lambda slips: sum(often.count(label) for _, label in slips)) for some in explained]
        return [slip for slips in best for slip in slips]

    def of_layer(
        self, l: int, layers: list[Layer], passes: list[Pass], mine: list[Any], above: list[Flow]
    ) -> list[Explanation]:
        """The simplest explanations of what the learner has in one layer."""
        starts = [list(ways(p, l, flow)) for p, flow in zip(passes, above)] or [list(losses(p)) for p in passes]
        curves = [list(slopes(p, l)) for p in passes]
        known = _simplest(_known(l, starts, curves, passes, mine))
        right = [(start[0][1], _times(start[0][1], curve[0][1])) for start, curve in zip(starts, curves)]
        if not known or known[0][0] > 2:
            own = list(_own(l, right, passes, mine))
            if own and (not known or own[0][0] < known[0][0]):
                known = [
                    (cost, [self.unknown(l, layers, passes, right, flows), *slips], flows)
                    for cost, slips, flows in _simplest(iter(own))
                ]
        known = known or [(9, [(f"dSSR/dz({l})", "")], [(d_a, d_b) for (d_a, _), (_, d_b) in zip(right, mine)])]
        if known[0][1] and not self.beside[0]:
            self.beside = _beside(l, known[0], right, mine, passes)
        return known

    def unknown(self, l: int, layers: list[Layer], passes: list[Pass], right: list[Flow], flows: list[Flow]) -> Found:
        """Nothing known stands there. If it isn't a constant: does the slope that is handed over enter as it should?"""
        mine, wanted = [flat([d_z for _, d_z in some]) for some in (flows, right)]
        factor = mine[0] / (wanted[0] or 1)
        if like(mine, [factor * x for x in wanted]):
            return (f"dSSR/da({l})" if l == len(layers) else f"dSSR/dz({l})"), "constant factor"
        p, curve = passes[0], layers[l - 1].activation
        liar = layers[l - 1]._replace(activation=curve._replace(slope=lambda x: curve.slope(x) * (2 + tanh(x))))
        there = self.gradient([*layers[: l - 1], liar, *layers[l:]], [(p.a[0], p.observed)])
        follows = there and like(there[l - 1][1], [d * (2 + tanh(x)) for d, x in zip(flows[0][1], p.z[l])])
        return (f"dSSR/da({l})" if follows else f"dSSR/dz({l})"), ""

    # All observations.

    def of_the_sum(self, total: Gradient, singles: list[Gradient], found: list[Found]) -> list[Found]:
        """What was done to the rows. Where a part is wrong for each of them, only a known slip is claimed."""
        slips: dict[Found, None] = {}
        for l, parts in enumerate(total, 1):
            for name, part, rows in zip("Wb", parts, zip(*[single[l - 1] for single in singles])):
                numbers: Any = part
                label, added = _summed(flat(numbers), [flat(row) for row in rows])
                if label != "" and (label or f"dSSR/d{name}({l})" not in dict(found)):
                    slips["the sum", label or ""] = None
                    if not self.beside[0]:
                        few = numbers[0] if name == "W" else numbers
                        self.beside = f"dSSR/d{name}({l}){'[0]' * (name == 'W')}", few, added[: len(few)]
        return list(slips)

    def said(
        self, found: list[Found], trial: Trial = TRIALS[0], what: str = "", error: Exception | None = None
    ) -> Verdict:
        return remarks(found, trial, what, error, self.beside)


def _known(l: int, starts: Any, curves: Any, passes: list[Pass], mine: list[Any]) -> Iterator[Explanation]:
    """All that fits of what may stand for dSSR/da(l), times what may stand for the slope; the fewest slips first."""
    pairs = product(range(len(starts[0])), range(len(curves[0])))
    for i, j in sorted(pairs, key=lambda ij: (ij[0] > 0) + (ij[1] > 0)):
        flows = [(start[i][1], _times(start[i][1], curve[j][1])) for start, curve in zip(starts, curves)]
        slips = [(f"dSSR/da({l})", starts[0][i][0])] * (i > 0) + [(f"dSSR/dz({l})", curves[0][j][0])] * (j > 0)
        forms = _forms(l, passes, mine, flows, not slips)
        if forms:
            yield len(slips) + forms[0], slips + forms[1], flows


def _own(l: int, right: list[Flow], passes: list[Pass], mine: list[Any]) -> Iterator[Explanation]:
    """What the learner may have had for dSSR/dz(l): their db(l), or what their dW(l) is made of."""
    below = [p.a[l - 1] for p in passes]
    from_weights = [[dot(row, a) / dot(a, a) for row in d_w] for (d_w, _), a in zip(mine, below)]
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


def _summed(total: list[float], singles: list[list[float]]) -> tuple[str | None, list[float]]:
    """What was done to the rows ("" where they are added up, None where nothing known), and what they add up to."""
    added = [sum(values) for values in zip(*singles)]
    known = {
        "": added,
        "mean instead of sum": [value / len(singles) for value in added],
        "first observation only": singles[0],
        "last observation only": singles[-1],
    }
    return next((label for label, values in known.items() if like(total, values)), None), added


def _beside(l: int, explanation: Explanation, right: list[Flow], mine: Any, passes: list[Pass]) -> Any:
    """The learner's numbers where they first don't follow, and what follows: in the first observation."""
    (_, slips, flows), (d_w, d_b) = explanation, mine[0]
    place = slips[0][0]
    if place.startswith("dSSR/dW"):
        return f"{place}[0]", d_w[0], outer(flows[0][1], passes[0].a[l - 1])[0]
    return (place, d_b, flows[0][1]) if place.startswith("dSSR/db") else (f"dSSR/dz({l})", flows[0][1], right[0][1])


def _times(one: Iterable[float], other: Iterable[float]) -> list[float]:
    return [x * y for x, y in zip(one, other)]


def _minus(one: Gradient, other: Gradient) -> Gradient:
    return [
        ([[x - y for x, y in zip(*rows)] for rows in zip(w, v)], [x - y for x, y in zip(b, c)])
        for (w, b), (v, c) in zip(one, other)
    ]


def _nothing(gradient: Gradient, beside: Gradient) -> bool:
    return max(map(abs, flat(gradient))) <= 1e-6 * max(map(abs, flat(beside)))


def _distance(mine: Gradient, layers: list[Layer], rows: Rows) -> float:
    """How far it is from right at most, each number as a share of the absolute products that it is a sum of."""
    right, sizes = flat(backpropagate(layers, rows)[1]), flat([_sizes(passed(layers, *row)) for row in rows])
    sizes = [sum(sizes[number :: len(right)]) for number in range(len(right))]
    return max(abs(x - y) / (size + 1e-9) for x, y, size in zip(flat(mine), right, sizes))


def _sizes(p: Pass) -> Any:
    """The sums of the absolute products, for one observation, in the shape of the gradient."""
    sizes: list[Any] = []
    d = [2 * (abs(o) + abs(x)) for o, x in zip(p.observed, p.a[-1])]
    for l in range(len(p.z) - 1, 0, -1):
        d = [x * abs(p.curves[l].slope(z)) for x, z in zip(d, p.z[l])]
        sizes.insert(0, (outer(d, [abs(x) for x in p.a[l - 1]]), d))
        d = [dot(map(abs, some), d) for some in zip(*p.W[l])]
    return sizes
