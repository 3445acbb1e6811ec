"""Is my backpropagation through any layers right, and if not, where does it go wrong?

The questions come in this order: does it answer, and for which networks; is it right there for the SSR, or for the loss
of a book; is it right for what it has written in; does it keep something. Only then is it marked, layer by layer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Optional, Union

from tinynet.arguments.layers import checked_rows
from tinynet.arguments.numbers import checked_name, shown
from tinynet.layers import Activation, ssr
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.accepting import accepted, other_loss, understood
from tinynet.tutor.layers.forms import Answer, Found, like
from tinynet.tutor.layers.losses import LOSSES
from tinynet.tutor.layers.marking import Marking
from tinynet.tutor.layers.programs import NEARLY, RIGHT, IsStep, Program, Setting, TooSlow, settings
from tinynet.tutor.layers.remarks import remarks
from tinynet.tutor.layers.trials import ONE_HIDDEN, ONE_OUTPUT, SQUARE, TRIALS, Trial, like_given
from tinynet.tutor.paper import as_text
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict


def check(
    mine: Union[Callable[..., Any], str],
    name: Optional[str] = None,
    layers: Any = None,
    data: Any = None,
    *,
    loss: str = "SSR",
) -> Verdict:
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
        from tinynet.tutor.layers.paper import check_number

        return check_number(mine, name, layers, data, loss)
    if not callable(mine):
        number = hasattr(mine, "__round__") and own
        wanted = as_text(mine, name, "layers") if number else "it must be a function of (layers, data)"
        raise TypeError(f"mine is {shown(mine)}; {wanted}")
    if name is not None:
        from tinynet.tutor.layers.paper import check_derivative

        return check_derivative(mine, name, own, loss)
    return Checking(Program(mine, loss), loss, own).verdict()


def own_trial(layers: Any, data: Any) -> Trial | None:
    return None if layers is None and data is None else Trial(*checked_rows(layers, data))


class Checking:
    """One check: a program, the networks that it is tried on, and what it answers there."""

    call = "layers.check"

    def __init__(self, program: Program, loss: str = "SSR", own: Trial | None = None) -> None:
        self.program, self.loss, self.own = program, loss, own
        self.trials: Sequence[Trial] = (own,) if own else TRIALS
        self.answers: list[tuple[Trial, Answer]] = []
        self.first: Any = None  # the way, the network and the answer
        self.kept = False  # whether that answer changed
        self.told: list[str] = []  # where it didn't answer
        self.curves: tuple[Activation, Activation] | None = None

    def verdict(self) -> Verdict:
        try:
            return self.judged()
        except IsStep:
            return self.said([("form", "a whole step")])
        except TooSlow:
            seconds = self.program.asked.seconds / self.program.asked.calls
            text = (
                f"Not right. Your function takes {seconds:.2g} s a call, so it was not asked further to find out where."
            )
            return Verdict(False, (), (), ("Try it with fewer rows.",) * 3, None, wrapped(text))

    def judged(self) -> Verdict:
        refused = self.settle()
        if refused:
            return self.without_answer(refused)
        if self.kept or self.keeps_something():
            return self.said([("state", "two answers to the same call")])
        name = self.right_for()
        if name is None:
            return self.compared()
        return self.accepted() if name == self.loss else other_loss(self, name)

    # For which networks does it answer, handed over in which way?

    def settle(self) -> NoAnswer | None:
        """Find networks that it takes, and how; or what it did instead of answering."""
        refused = None
        for trials in (like_given(self.own),) if self.own else (TRIALS, ONE_HIDDEN, ONE_OUTPUT):
            ways: list[Setting] = []
            for setting in settings():
                if any(way.turned == setting.turned for way in ways):
                    continue  # it takes lists
                self.program.setting = setting
                try:
                    answer = self.program.answer(*trials[0])
                except NoAnswer as did:
                    refused = refused or did
                    continue
                self.first = self.first if ways else (setting, trials[0], answer)
                self.kept |= self.keeps_something()
                ways += [setting._replace(reading=reading) for reading in range(self.program.readings)]
            if ways and self.choose(ways, trials):
                return None
        self.trials, self.answers, self.program.setting = (self.own,) if self.own else TRIALS, [], Setting()
        return refused

    def choose(self, ways: Sequence[Setting], trials: Sequence[Trial]) -> bool:
        """The first way in which it is right, as it is or for what it has written in.

        If there is none, the first in which dW fits the inputs. Weights on their side need a right forward pass too.
        """
        for way in ways:
            self.ask(way, trials, None)
            if self.right_for():
                return True
        fitting: list[Any] = []
        for way in ways:
            adapted = self.adapted(way, trials)
            self.ask(*adapted)
            if not self.answers:  # it refuses such networks
                adapted = way, trials, None
                self.ask(*adapted)
            if self.right_for():
                return True
            if not way.turned or self.program.forward_is_right(self.trials[0]):
                fitting.append((not self.program.fits_inputs(self.trials[0]), len(fitting), adapted))
        if fitting:
            self.ask(*min(fitting)[2])
        return bool(fitting)

    def adapted(self, way: Setting, trials: Sequence[Trial]) -> tuple[Setting, Sequence[Trial], Any]:
        """If a program ignores biases or activations, they are written in. Give it networks that match."""
        self.program.setting, first = way, trials[0]
        self.program.ask_alone(first)
        if not self.program.biased and not self.program.looks_at_biases(first):
            trials = [trial.without_biases() for trial in trials]
        curves = None if self.program.looks_at_activations(first) else self.program.written_in(trials[0])
        return way, [trial.with_curves(curves) for trial in trials] if curves else trials, curves

    def ask(self, way: Setting, trials: Sequence[Trial], curves: Any) -> None:
        """Ask on all these networks."""
        self.program.setting, self.trials, self.curves = way, trials, curves
        self.answers, self.told = [], []
        for trial in trials:
            try:
                self.answers.append((trial, self.program.answer(*trial)))
            except NoAnswer as did:
                self.told.append(f"On {trial} it {did.text}.")

    # What is it right for?

    def distances(self, name: str) -> list[float]:
        asked, self.program.loss = self.program.loss, LOSSES[name]
        found = [
            self.program.distance(self.program.scaled(answer.gradient, trial.rows), *trial)
            for trial, answer in self.answers
        ]
        self.program.loss = asked
        return found

    def right_for(self) -> str | None:
        """The loss for which it is right wherever it answers: the one that is asked for, if it is."""
        if not self.answers or any(answer.found for _, answer in self.answers):
            return None
        return next((name for name in (self.loss, *LOSSES) if max(self.distances(name)) <= RIGHT), None)

    def keeps_something(self) -> bool:
        """Whether its first answer is another one by now."""
        way, trial, answer = self.first
        self.program.setting, here = way, self.program.setting
        again = self.program.gradient(*trial)
        self.program.setting = here
        return again is None or not like(again, self.program.scaled(answer.gradient, trial.rows))

    def notes(self) -> list[str]:
        return understood(self, self.answers[0][1])

    def accepted(self) -> Verdict:
        loss = LOSSES[self.loss]
        for trial, answer in self.answers:
            right = ssr(*trial) * loss.factor(len(trial.rows), len(trial.rows[0][1]))
            if answer.ssr is not None and loss.sloped and abs(answer.ssr - right) > RIGHT * right:
                return self.said([("SSR", "")], trial, beside=("SSR", [answer.ssr], [right]))
        return accepted(self)

    def compared(self) -> Verdict:
        """Marked at the first network where it is wrong. If several slips fit there, the other networks decide."""
        away = self.distances(self.loss)
        wrong = [one for one, distance in zip(self.answers, away) if distance > RIGHT or one[1].found]
        trial, answer = wrong[0]
        if not answer.found and max(away) <= NEARLY:
            return self.said([("nearly", "")], trial)
        marking, found = self.marked(trial, answer)
        if marking.tied:
            elsewhere = [label for other in wrong[1:] for label in self.marked(*other)[0].labels]
            marking, found = self.marked(trial, answer, elsewhere)
        return self.said([*answer.found, *found], trial, marking)

    def marked(self, trial: Trial, answer: Answer, elsewhere: Sequence[str] = ()) -> tuple[Marking, list[Found]]:
        marking = Marking(self.program, trial, elsewhere)
        return marking, marking.places(self.program.scaled(answer.gradient, trial.rows))

    def without_answer(self, refused: NoAnswer) -> Verdict:
        """Does it take its arguments in the other order? Does it run where all layers have one size?"""
        trial = self.trials[0]
        try:
            self.program.answer(*trial, swapped=True)
            return self.said([("arguments", "wrong order")], trial)
        except NoAnswer:
            square = None if self.own else self.program.gradient(*SQUARE)
        marking = Marking(self.program, SQUARE)
        found = [("form", ""), *(marking.places(square) if square else [])]
        return self.said(found, trial, marking, refused)

    def said(
        self, found: list[Found], trial: Trial | None = None, marking: Marking | None = None,
        refused: NoAnswer | None = None, beside: Any = None,
    ) -> Verdict:  # fmt: skip
        return remarks(self, found, trial or self.trials[0], marking, refused, beside)
