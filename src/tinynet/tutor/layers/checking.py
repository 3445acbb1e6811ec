"""Is my backpropagation through any layers right, and if not, where does it go wrong?

The questions come in this order: for which networks does it answer (`settling`); is it right there for the SSR, or for the
loss of a book; is it nearly right. Only then is it marked, layer by layer (`marking`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Optional

from tinynet.arguments.layers import checked_rows
from tinynet.arguments.numbers import checked_name, shown
from tinynet.layers import IDENTITY, SIGMOID, ssr
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers import sayings
from tinynet.tutor.layers.accepting import accepted, other_loss
from tinynet.tutor.layers.comparing import LOSSES, NEARLY, RIGHT, Beside, Loss, times
from tinynet.tutor.layers.forms import Answer
from tinynet.tutor.layers.marking import Marked, mark
from tinynet.tutor.layers.paper import Entry, check_derivative
from tinynet.tutor.layers.programs import Explained, Program, TooSlow, distances
from tinynet.tutor.layers.remarks import wrong
from tinynet.tutor.layers.settling import Settled, settle, settle_on
from tinynet.tutor.layers.trials import EACH_CURVE, SQUARE, TRIALS, Trial
from tinynet.tutor.layers.ways import SOFTMAX
from tinynet.tutor.paper import as_text, read_number
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict


def check(mine: Any, name: Optional[str] = None, layers: Any = None, data: Any = None, *, loss: str = "SSR") -> Verdict:
    """Is mine(layers, data) what `backpropagate` is, and if not, where does it go wrong?

    name           such as "W(1)[0][2]": then mine returns this one derivative
    mine           returns (ssr, gradient) or the gradient alone: for each layer (weights, biases), in any usual form
    layers, data   your own network and data, for a program that takes no other
    loss           what your book calls the error, if it isn't the SSR: "SSR/2", "SSR/n", "SSR/(2n)", "SSR/(n*outputs)"

    A number from pencil and paper is checked as text: check("0.1497", "W(1)[0][0]", layers, data).
    Errors: TypeError where mine is no function, and for bad layers or data. What mine raises is in the verdict.

    >>> from tinynet.layers import backpropagate
    >>> check(lambda layers, data: backpropagate(layers, data)[1])
    Right, wherever it was tried: on 3 networks of two to four layers, with all five activations.
    """
    checked_name(loss, "loss", tuple(LOSSES))
    own = own_trial(layers, data)
    if isinstance(mine, str):
        entry = Entry.of(name, Trial(*checked_rows(layers, data)), loss)
        return entry.verdict(read_number(mine), mine.strip(), NEARLY)
    if not callable(mine):
        number = hasattr(mine, "__round__") and own
        wanted = as_text(mine, name, "layers") if number else "it must be a function of (layers, data)"
        raise TypeError(f"mine is {shown(mine)}; {wanted}")
    if name is not None:
        return check_derivative(mine, name, own, loss)
    return Checking(Program.of(mine, loss), own).verdict()


def own_trial(layers: Any, data: Any) -> Optional[Trial]:
    return None if layers is None and data is None else Trial(*checked_rows(layers, data))


class Checking:
    """One check of a program, on the learner's own network or on ours."""

    def __init__(self, program: Program, own: Optional[Trial] = None) -> None:
        self.program, self.own, self.first = program, own, own or TRIALS[0]

    def verdict(self) -> Verdict:
        try:
            return self.judged()
        except Explained as explained:
            return wrong(self.program, Marked([explained.args]), self.first)
        except TooSlow:
            seconds = self.program.asked.seconds / self.program.asked.calls
            said = wrapped(sayings.TOO_SLOW.format(seconds))
            return Verdict(False, (), (), ("Try it with fewer rows.",) * 3, None, said)
        except NoAnswer as refused:  # though it has answered before
            return wrong(self.program, Marked(refused=refused), self.first)

    def judged(self) -> Verdict:
        try:
            settled = settle(self.program, self.own)
        except NoAnswer as refused:
            return self.without_answer(refused)
        if settled.right_for is None or settled.program.added:
            return self.marked(settled)
        if settled.right_for != self.program.loss.name:
            return other_loss(settled)
        return self.right(settled)

    def without_answer(self, refused: NoAnswer) -> Verdict:
        """Does it take its arguments in the other order? Does it run where all layers have one size?"""
        swapped = Program.of(lambda data, layers: self.program.asked.mine(layers, data), self.program.loss.name)
        if swapped.gradient(*self.first):
            raise Explained("arguments", "wrong order")
        square = None if self.own else self.program.gradient(*SQUARE)
        marked = mark(self.program, SQUARE, square) if square else Marked()
        lead = "" if self.own or marked.found else sayings.HAND_OVER.format(self.program.called)
        return wrong(self.program, marked._replace(refused=refused, lead=lead), self.first)

    def right(self, settled: Settled) -> Verdict:
        """The gradient is right, if the activations are meant so. Is the SSR right too, if it comes back?"""
        loss, (hidden, last) = self.program.loss, settled.curves or (SIGMOID, SIGMOID)
        if not hidden and loss.is_sloped:  # it looks at the activations of the hidden layers alone
            label = "activation left out" if last is IDENTITY else "last activation written in"
            return wrong(settled.program, Marked([("forward", label)], lead=sayings.IF_MEANT), self.first, settled)
        for trial, answer in settled.answers:
            right = ssr(*trial) * loss.share(trial.rows)
            if answer.ssr is not None and loss.is_sloped and abs(answer.ssr - right) > RIGHT * right:
                marked = Marked([("SSR", "")], Beside("SSR", [answer.ssr], [right]))
                return wrong(self.program, marked, trial, settled)
        return accepted(settled, self.own is not None)

    def marked(self, settled: Settled) -> Verdict:
        """Marked on the first network where it is wrong, for the loss that it is meant for."""
        answers = wrong_answers(settled)
        trial, answer = answers[0]
        if not answer.found and RIGHT < max(distances(settled.answers, self.program.loss)) <= NEARLY:
            return wrong(self.program, Marked([("nearly", "")]), trial, settled)
        loss = meant_loss(settled, trial, answer)
        if loss is not self.program.loss:
            return judged_for(loss, "since there is a softmax at its end", trial, answer, settled)
        lead = self.with_one_output(trial, settled)
        if not lead and (elsewhere := self.wrong_elsewhere(answers[0], settled)) is not None:
            return elsewhere
        return wrong(settled.program, likeliest_slips(settled.program, answers)._replace(lead=lead), trial, settled)

    def wrong_elsewhere(self, first: tuple[Trial, Answer], settled: Settled) -> Optional[Verdict]:
        """If the first network is right for the loss of a book: what is wrong on the others?"""
        losses = [loss for loss in LOSSES.values() if loss.is_sloped] if self.program.loss.name == "SSR" else []
        loss = next((loss for loss in losses if distances([first], loss)[0] <= RIGHT), self.program.loss)
        away = zip(settled.answers, distances(settled.answers, loss))
        others = [one for one, distance in away if distance > RIGHT and loss is not self.program.loss]
        return judged_for(loss, "since that fits another network", *others[0], settled) if others else None

    def with_one_output(self, trial: Trial, several: Settled) -> str:
        """Is it right with one output, whatever the activations? Then the verdict says so."""
        if self.own or trial.sizes[-1] == 1:
            return ""
        ones = (settle_on(self.program, tried, []) for tried in (EACH_CURVE[:1], EACH_CURVE))
        is_right = all(one and one.right_for and one.curves == several.curves and not one.program.added for one in ones)
        return sayings.RIGHT_WITH_ONE_OUTPUT if is_right else ""


def wrong_answers(settled: Settled) -> list[tuple[Trial, Answer]]:
    """The networks where it is wrong. If it only adds a term, there are none, and the first one stands for them."""
    away = distances(settled.answers, settled.program.loss)
    found = [one for one, distance in zip(settled.answers, away) if distance > RIGHT or one[1].found]
    return found or [settled.answers[0]]


def meant_loss(settled: Settled, trial: Trial, answer: Answer) -> Loss:
    """With a softmax at its end, a program is meant for a cross-entropy: the one for which the least is wrong."""
    if settled.curves is None or settled.curves[1] is not SOFTMAX:
        return settled.program.loss
    losses = (loss for loss in LOSSES.values() if not loss.is_sloped)
    return min(losses, key=lambda one: len(mark_answer(replace(settled.program, loss=one), trial, answer).found))


def likeliest_slips(program: Program, answers: Sequence[tuple[Trial, Answer]]) -> Marked:
    """What is wrong on the first network. If several slips fit there, the other networks decide."""
    (trial, answer), *others = answers
    marked = mark_answer(program, trial, answer)
    labels = [label for one in others for label in mark_answer(program, *one).labels] if marked.is_tied else []
    return mark_answer(program, trial, answer, labels) if labels else marked


def judged_for(loss: Loss, why: str, trial: Trial, answer: Answer, settled: Settled) -> Verdict:
    """What is wrong if the program is meant for this loss. For the SSR the loss itself is wrong."""
    program = replace(settled.program, loss=loss)
    marked = mark_answer(program, trial, answer)
    slips = loss.found(len(trial.layers))
    found = [*(slips if loss.is_sloped else slips[:1]), *marked.found]
    return wrong(program, marked._replace(found=found, lead=f"Judged for {loss.name}, {why}."), trial, settled)


def mark_answer(program: Program, trial: Trial, answer: Answer, elsewhere: Sequence[str] = ()) -> Marked:
    """What is wrong with its form, then what is wrong with its numbers."""
    marked = mark(program, trial, times(answer.gradient, 1 / program.loss.share(trial.rows)), elsewhere)
    return marked._replace(found=[*answer.found, *marked.found])
