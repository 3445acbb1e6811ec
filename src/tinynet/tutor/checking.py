"""Is my derivative right, and if not, where does it go wrong?

Nobody has to trust the chain for that. A derivative says how the SSR changes with a parameter, and that can be tried:

    dSSR/dw1 is nearly ((SSR at w1 + h) - (SSR at w1 - h)) / (2 * h)        the central difference, for a small h
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any, Optional, Union

from tinynet.arguments.numbers import checked_name
from tinynet.backpropagation import backpropagate
from tinynet.derivatives import gradient
from tinynet.tutor.asking import by_name
from tinynet.tutor.chains import CHAINS, FACTORS, NAMES
from tinynet.tutor.examining import Check
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.judging import Derivatives, judged, judged_quickly
from tinynet.tutor.nearness import NEARLY, RIGHT, alike, all_alike
from tinynet.tutor.points import LOSSES, POINTS, Point, right_at
from tinynet.tutor.spots import BASE, HIGH, LOW, SPOTS
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.vocabulary import words
from tinynet.tutor.wording import laid_out
from tinynet.tutor.words import constant, found_word, natural, of_factor, word_value


def check(
    mine: Union[Callable[..., Any], str],
    name: Optional[str] = None,
    parameters: Any = None,
    data: Any = None,
    *,
    loss: str = "SSR",
) -> Verdict:
    """Is mine(parameters, data) the derivative dSSR/dname, and if not, where does it go wrong?

    name    one of the seven parameters; or a factor of the chain, "dy1/dx1", and then mine takes what the factor takes;
            without a name mine returns all seven: in the order of `Parameters`, by name, or as (ssr, gradient)
    loss    how your book writes the error: "SSR", "SSR/2", "SSR/n" (the mean over the rows) or "SSR/(2n)"

    Each call gets a `Parameters` and a list of (input, observed) pairs of its own. A wrong function is called up to
    1,500 times. With parameters and data, mine is a number from pencil and paper, as text, so that its digits count.
    Errors: TypeError if mine is no function, ValueError for an unknown name. What mine raises is in the verdict.

    In a test write `verdict = check(mine, "w1")` and `assert verdict, verdict.text`: a bare verdict at the end of a
    notebook's cell is only shown, whatever it says.

    >>> from tinynet.network import predict
    >>> def mine(parameters, data):
    ...     return sum(-2 * (predict(parameters, input) - observed) for input, observed in data)
    >>> check(mine, "b3").places, check(mine, "b3").mistakes
    (('dSSR/dpredicted',), ('flipped sign',))
    """
    checked_name(loss, "loss", tuple(LOSSES))
    if parameters is not None or data is not None or isinstance(mine, str):
        from tinynet.tutor.paper import check_number

        return check_number(mine, name, parameters, data, LOSSES[loss])
    if name is not None:
        checked_name(name, "name", (*NAMES, *FACTORS))
    if name in FACTORS:
        return CheckOfAFactor(mine, name).verdict()
    return CheckOfDerivatives(mine, NAMES if name is None else (name,), loss).verdict()


class CheckOfDerivatives(Check):
    """One derivative, or all seven and perhaps the SSR beside them."""

    takes = ("parameters", "data")
    questions = POINTS

    def __init__(self, mine: Any, names: Sequence[str], loss: str) -> None:
        super().__init__(mine, loss)
        self.names, several = names, len(names) > 1
        self.subject = "all seven" if several else f"dSSR/d{names[0]}"
        self.wanted = "all seven numbers" if several else "one number"
        self.parts = parts_of_chains(names)
        self.explained = names[0], "parameters, data"

    def read(self, result: Any, question: Any) -> dict[str, float]:
        """The derivatives by name, and the SSR if it comes as (ssr, gradient): those of the SSR, whatever the loss."""
        _, rows = question
        times, is_pair = LOSSES[self.loss](len(rows) or 1), isinstance(result, (tuple, list)) and len(result) == 2
        if len(self.names) > 1 and is_pair and hasattr(result[-1], "__iter__"):
            ssr, derivatives = result
            numbers = {**by_name(derivatives, self.names), **by_name(ssr, ("SSR",))}
        else:
            numbers = by_name(result, self.names, '. For one derivative give its name: check(mine, "w1")')
        return {name: value / times for name, value in numbers.items()}

    def is_right(self, question: Any, loss: str) -> bool:
        answer, rows = self.learner.answer(*question), len(question.rows)
        times = LOSSES[loss](rows) / LOSSES[self.loss](rows)
        rights = {name: right_at(name, question) for name in self.names}
        off = {name: abs(answer[name] - times * right.derivative) for name, right in rights.items()}
        is_right = all(off[name] <= RIGHT * times * right.size + 1e-12 for name, right in rights.items())
        return is_right and (loss != self.loss or self._ssr_is_right(question))

    def _ssr_is_right(self, question: Point) -> bool:
        """If there is one."""
        right = backpropagate(*question)[0]
        return bool(abs(self.learner.answer(*question).get("SSR", right) - right) <= RIGHT * right)

    def _derivatives(self, answered: Sequence[Any]) -> Derivatives:
        return Derivatives(lambda point: self.learner.answer(*point), self.names, answered)

    def judged(self, answered: Sequence[Any]) -> list[Finding]:
        """The SSR is judged only if all derivatives are right: a slip in them makes the SSR wrong as well."""
        mine = self._derivatives(answered)
        for point in answered:
            if not self._ssr_is_right(point) and all(mine.is_right(name, name) for name in self.names):
                ssr, _ = backpropagate(*point)
                return [finding("(no SSR)", mine=self.learner.answer(*point)["SSR"], right=ssr)]
        return judged(mine)

    def judged_quickly(self, answered: Sequence[Any]) -> list[Finding]:
        return judged_quickly(self._derivatives(answered))

    def table(self, question: Any) -> list[str]:
        times, right = LOSSES[self.loss](len(question.rows)), gradient(*question)
        answer: Mapping[str, float] = self.learner.answer(*question)
        rows = [(answer[name] * times, getattr(right, name) * times) for name in self.names]
        return laid_out(["", "your value", "right"], [f"dSSR/d{name}" for name in self.names], rows)


def parts_of_chains(names: Sequence[str]) -> list[str]:
    """The keys of `Verdict.parts`, led by the name if there are several."""
    parts = [(name, part) for name in names for part in ("predicted", *CHAINS[name], "the sum")]
    return [f"{name}: {part}" if len(names) > 1 else part for name, part in parts]


class CheckOfAFactor(Check):
    """A function for dy1/dx1, say; it takes x1."""

    wanted = "one number"

    def __init__(self, mine: Any, name: str) -> None:
        self.subject, self.rule, self.takes, self.parts = name, FACTORS[name], FACTORS[name].takes, (name,)
        super().__init__(mine)
        passes = [spot.numbers(observed) for spot in (BASE, *SPOTS) for observed in (HIGH, LOW)]
        self.passes = {tuple(numbers[taken] for taken in self.takes): numbers for numbers in passes}
        self.questions = [*self.passes]
        parameter = next(parameter for parameter, chain in CHAINS.items() if name in chain)
        self.explained = parameter, "dosage.START, dosage.DATA"

    def read(self, result: Any, question: Any) -> dict[str, float]:
        return by_name(result, (self.subject,))

    def _value(self, question: Any) -> float:
        return float(self.learner.answer(*question)[self.subject])

    def _off(self, question: Any) -> float:
        right = self.rule.function(*question)
        return abs(self._value(question) - right) / (abs(right) or 1)

    def is_right(self, question: Any, loss: str) -> bool:
        return loss == "SSR" and self._off(question) <= RIGHT

    def table(self, question: Any) -> list[str]:
        row = [*question, self._value(question), self.rule.function(*question)]
        return laid_out(["", *self.takes, "your value", "right"], [self.subject], [row])

    def judged(self, answered: Sequence[Any]) -> list[Finding]:
        """Is it rounded, the right one times a constant, or a word of the vocabulary?"""
        if max(map(self._off, answered)) <= NEARLY:
            return [finding("(rounded)")]
        unknown = Finding(self.subject, "", f"your values do not agree with {self.subject} = {self.rule.formula}")
        return self._times_a_constant(answered) or self._known_word(answered) or [unknown]

    def _times_a_constant(self, answered: Sequence[Any]) -> list[Finding]:
        rights = [self.rule.function(*question) for question in answered]
        factor = constant([rights], [*map(self._value, answered)])
        if not isfinite(factor):
            return []
        if self.subject == "dSSR/dpredicted" and natural(factor):
            exchanged = "; or are the arguments exchanged? They come as (observed, predicted)"
            return [one._replace(says=one.says + exchanged) if alike(factor, -1) else one for one in of_factor(factor)]
        times = "" if self.rule.formula == "1" else f" * {self.rule.formula}"
        says = f"your {self.subject} is {factor:.6g}{times}; right is {self.rule.formula}"
        return [Finding(self.subject, "constant factor", says)]

    def _known_word(self, answered: Sequence[Any]) -> list[Finding]:
        """The first word that takes what the factor takes, and gives the learner's values."""
        mine, passes = [*map(self._value, answered)], [self.passes[question] for question in answered]
        possible = [word for word in words(self.subject) if {*word.takes} <= {*self.takes}]
        fitting = [word for word in possible if all_alike([word_value(word, numbers) for numbers in passes], mine)]
        return [found_word(word) for word in fitting[:1]]
