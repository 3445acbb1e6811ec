"""One number of a general backpropagation: from pencil and paper, as text, or from a function for this number alone.

One number can't be marked layer by layer. So each single mistake is made on purpose, and those that give just this number
are named. What a function returns is rounded to six digits, and judged in the same way.
"""

from collections.abc import Callable, Iterator
from math import nan
from typing import Any, NamedTuple, Optional

from tinynet.arguments.layers import Place, checked_place
from tinynet.arguments.numbers import number_of
from tinynet.tutor.asking import Learner, NoAnswer, by_name
from tinynet.tutor.findings import hints
from tinynet.tutor.layers.comparing import LOSSES, RIGHT, Loss
from tinynet.tutor.layers.programs import Setting
from tinynet.tutor.layers.trials import ONE_HIDDEN, Trial, like_given
from tinynet.tutor.layers.ways import Found, passed, sums, together, with_one_slip
from tinynet.tutor.paper import Written, read_number
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict


def check_derivative(mine: Callable[..., Any], name: Any, own: Optional[Trial], loss: str) -> Verdict:
    """A function for one number: right wherever it is tried, or wrong as its first wrong number is."""
    learner = Learner(mine, lambda result, _: by_name(result, (name,))[name])
    trials = like_given(own) if own else ONE_HIDDEN
    for trial in trials:
        entry = Entry.of(name, trial, loss)
        try:
            number = f"{learner.call(*Setting().handed(*trial)):.5e}"
        except NoAnswer as did:
            text = wrapped(f"Your function {did.text}.")
            return Verdict(False, ("form",), (), hints("form", "the derivative, a number"), did.error, text)
        verdict = entry.verdict(read_number(number), f"{float(number):g}", RIGHT)
        if not verdict:
            return verdict
    return Verdict(True, (), (), (), None, f"dSSR/d{name}: right on {number_of(len(trials), 'network')}.")


class Entry(NamedTuple):
    """A weight or a bias of a network, its data, and the loss by which the derivative is taken."""

    name: str
    trial: Trial
    place: Place
    loss: Loss

    @classmethod
    def of(cls, name: Any, trial: Trial, loss: str) -> "Entry":
        return cls(name, trial, checked_place(name, trial.layers), LOSSES[loss])

    def verdict(self, written: Written, mine: str, share: float) -> Verdict:
        """Right to the digits, right but for a share of the absolute products, right for another loss, or wrong."""
        right, size = self.right_and_size()
        lead = f"dSSR/d{self.name}: right"
        if written.is_just(right):
            return Verdict(True, (), (), (), None, f"{lead}, to the digits that are written.")
        if abs(written.value - right) <= share * size:
            return Verdict(True, (), (), (), None, f"{lead}, but for rounding on the way; it is {written.like(right)}.")
        for loss in filter(lambda one: one.is_sloped, LOSSES.values()):
            its_right, its_size = self._replace(loss=loss).right_and_size()
            if written.is_just(its_right) or abs(written.value - its_right) <= share * its_size / 10:
                says = f"{lead} for {loss.name}{loss.told}; for {self.loss.name} it is {written.like(right)}."
                text = wrapped(f'{says} If your book does that, add loss="{loss.name}".')
                places, labels = zip(*loss.found(len(self.trial.layers))) if loss.slips else (("nearly",), ())
                return Verdict(False, places, labels, (text,) * 3, None, text, {}, loss.name)
        return self.wrong(written, f"dSSR/d{self.name}: {mine} is not right, it is {written.like(right)}.")

    def wrong(self, written: Written, lead: str) -> Verdict:
        """Name the mistakes that give this number, fewest slips first. Two digits are too few for that."""
        nothing = "No single mistake that is known gives this number"
        if written.digits < 3 and written.value:
            nothing = "Two digits are too few to tell which mistake it is; give three"
        fitting = [slip for slip, number in self.slips() if written.digits > 2 and written.is_just(number)]
        fewest = min((label.count(",") for _, label in fitting), default=0)
        found = [*dict.fromkeys(slip for slip in fitting if slip[1].count(",") == fewest)]
        said = ". ".join(f"Just this number comes out with this at {place}: {label}" for place, label in found)
        said = said or nothing
        call = f'layers.explain("{self.name}", layers, data)'
        places, labels = (tuple(dict.fromkeys(slip[k] for slip in found)) for k in (0, 1))
        look = f"Look at {places[0]}." if places else f"Compare your numbers with {call}."
        text = wrapped(f"{lead} {said}. {call} shows each factor, row by row.")
        return Verdict(False, places, labels, (look, lead, f"{said}."), None, text)

    def right_and_size(self) -> list[float]:
        """What is right, and the sum of the absolute products."""
        gradients, share = self.loss.right_and_sizes(*self.trial), self.loss.share(self.trial.rows)
        return [share * self.within(gradient[self.place[0] - 1]) for gradient in gradients]

    def slips(self) -> Iterator[tuple[Found, float]]:
        """Each single mistake that is known, and the number that it gives."""
        layers, share = self.loss.judged(self.trial.layers), self.loss.share(self.trial.rows)
        passes = [passed(layers, *row) for row in self.trial.rows]
        rows = [[*with_one_slip(p, len(layers), self.place[0])] for p in passes]
        for slip, given in together(rows):
            yield slip, share * sum(map(self.within, given))
        (_, right), *_ = together(rows)
        for label, (total,) in sums([[self.within(layer)] for layer in right]):
            yield ("the sum", label), share * total

    def within(self, layer: Any) -> float:
        """The number of (dW, db) that is meant; a wrong dW may be too small for it."""
        (_, j, k), (d_w, d_b) = self.place, layer
        try:
            return float(d_b[j] if k is None else d_w[j][k])
        except IndexError:
            return nan
