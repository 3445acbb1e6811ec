"""One number of a general backpropagation: from pencil and paper, as text, or from a function for this number alone.

One number can't be marked layer by layer. So each single mistake is made on purpose, and those that give just this number
are named. A function gives a number for each of several networks, and a mistake is named if it gives all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import nan
from typing import Any, NamedTuple, Optional

from tinynet.arguments.layers import Place, checked_place
from tinynet.arguments.numbers import number_of
from tinynet.tutor.asking import Learner, NoAnswer, by_name
from tinynet.tutor.findings import hints
from tinynet.tutor.layers.comparing import LOSSES, RIGHT, Loss, judged_as, right_and_sizes
from tinynet.tutor.layers.programs import Setting
from tinynet.tutor.layers.trials import ONE_HIDDEN, Trial, like_given
from tinynet.tutor.layers.ways import Found, passed, sums, with_one_slip
from tinynet.tutor.paper import ON_THE_WAY, read_number
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict


class Entry(NamedTuple):
    """A weight or a bias of a network, its data, and the loss by which the derivative is taken."""

    trial: Trial
    place: Place
    loss: Loss

    def right_and_size(self) -> list[float]:
        """What is right, and the sum of the absolute products."""
        gradients = right_and_sizes(self.trial, self.loss)
        return [self.loss.share(self.trial) * self.of(gradient[self.place[0] - 1]) for gradient in gradients]

    def of(self, layer: Any) -> float:
        """The number of (dW, db) that is meant; a wrong dW may be too small for it."""
        (_, j, k), (d_w, d_b) = self.place, layer
        try:
            return float(d_b[j] if k is None else d_w[j][k])
        except IndexError:
            return nan

    def slips(self) -> Iterator[tuple[Found, float]]:
        """Each single mistake that is known, and the number that it gives."""
        layers, share = judged_as(self.loss, self.trial.layers), self.loss.share(self.trial)
        passes = [passed(layers, *row) for row in self.trial.rows]
        for rows in zip(*[with_one_slip(p, len(layers), self.place[0]) for p in passes]):
            yield rows[0][0], share * sum(self.of(layer) for _, layer in rows)
        singles = [
            [self._replace(trial=Trial(layers, [row]), loss=LOSSES["SSR"]).right_and_size()[0]]
            for row in self.trial.rows
        ]
        for label, (total,) in sums(singles):
            yield ("the sum", label), share * total


def check_number(mine: str, name: Any, trial: Trial, loss: str) -> Verdict:
    """Right to the digits that are written, right but for rounding, right for another loss, or what gives this number."""
    written, entry = read_number(mine), Entry(trial, checked_place(name, trial.layers), LOSSES[loss])
    right, size = entry.right_and_size()
    if written.is_just(right):
        return _right(f"dSSR/d{name}: right, to the digits that are written.")
    if abs(written.value - right) <= ON_THE_WAY * size:
        return _right(f"dSSR/d{name}: right, but for rounding on the way; it is {written.like(right)}.")
    for other in filter(lambda one: one.sloped, LOSSES.values()):
        its_right, its_size = entry._replace(loss=other).right_and_size()
        if written.is_just(its_right) or abs(written.value - its_right) <= ON_THE_WAY * its_size / 10:
            says = f"dSSR/d{name}: right for {other.name}{other.told}; for {loss} it is {written.like(right)}."
            return _right_for(other, says, len(trial.layers))
    found = [slip for slip, number in entry.slips() if written.digits > 2 and written.is_just(number)]
    nothing = "No single mistake that is known gives this number"
    if written.digits < 3:
        nothing = "Two digits are too few to tell which mistake it is; give three"
    return _wrong(name, mine.strip(), written.like(right), found, nothing)


def check_derivative(mine: Callable[..., Any], name: Any, own: Optional[Trial], loss: str) -> Verdict:
    """A function for one derivative: right wherever it is tried, or the mistakes that give its numbers on all networks."""
    trials = like_given(own) if own else ONE_HIDDEN
    entries = [Entry(trial, checked_place(name, trial.layers), LOSSES[loss]) for trial in trials]
    learner = Learner(mine, lambda result, _: by_name(result, (name,))[name])
    try:
        numbers = [learner.call(*Setting().handed(*trial)) for trial in trials]
    except NoAnswer as did:
        text = wrapped(f"Your function {did.text}.")
        return Verdict(False, ("form",), (), hints("form", "the derivative, a number"), did.error, text)
    rights = [entry.right_and_size()[0] for entry in entries]
    if all(map(_is_same, numbers, rights)):
        return _right(f"dSSR/d{name}: right on {number_of(len(trials), 'network')}.")
    slips = zip(*[entry.slips() for entry in entries])
    found = [each[0][0] for each in slips if all(_is_same(mine, its) for mine, (_, its) in zip(numbers, each))]
    mine_there, right_there = next((mine, right) for mine, right in zip(numbers, rights) if not _is_same(mine, right))
    return _wrong(name, f"{mine_there:.6g}", f"{right_there:.6g}", found, "No single mistake that is known gives it")


def _is_same(mine: float, number: float) -> bool:
    return abs(mine - number) <= RIGHT * (abs(number) + 1e-9)


def _right(text: str) -> Verdict:
    return Verdict(True, (), (), (), None, text)


def _right_for(loss: Loss, says: str, last: int) -> Verdict:
    text = wrapped(f'{says} If your book does that, add loss="{loss.name}".')
    return Verdict(False, loss.places(last) or ("nearly",), loss.labels, (text,) * 3, None, text, {}, loss.name)


def _wrong(name: str, mine: str, right: str, fitting: Sequence[Found], nothing: str) -> Verdict:
    """Of the mistakes that give this number those are named that change the least."""
    fewest = min((label.count(",") for _, label in fitting), default=0)
    found = list(dict.fromkeys((place, label) for place, label in fitting if label.count(",") == fewest))
    call = f'layers.explain("{name}", layers, data)'
    said = [f"Just this number comes out with this at {place}: {label}" for place, label in found] or [nothing]
    text = f"dSSR/d{name}: {mine} is not right, it is {right}. {'. '.join(said)}. {call} shows each factor, row by row."
    places, labels = (tuple(dict.fromkeys(each)) for each in (zip(*found) if found else ((), ())))
    look = f"Look at {places[0]}." if places else f"Compare your numbers with {call}."
    return Verdict(False, places, labels, (look, f"It is {right}.", f"{said[0]}."), None, wrapped(text))
