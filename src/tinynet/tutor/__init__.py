"""Explains every number, and checks a learner's own functions. The lesson does not need this folder.

What a verdict says:

    chains         the twelve factors and the seven chains, as data
    tables         numbers in columns, and their forms: text, HTML, Markdown, LaTeX
    explanation    the chain rule with your own numbers
    vocabulary     the usual mistakes, as data: a new one is a new line there
    findings       the places, their hints, and the sentence of everything that can be found there, as data
    wording        from findings to a verdict: each thing said once
    verdict        what a check returns

How the tutor finds it out:

    asking         a function is called: `quiet`ly, with copies, a limited number of times; exceptions are explained
    nearness       when two numbers count as equal
    examining      the frame of every check: does it answer, is it right, and if not, what is found?
    checking       one derivative, all seven, or one factor; `paper` a number from pencil and paper
    steps          a whole step: `rates` for its learning rate, `in_place` for derivatives taken out of turn
    loops          a whole loop; `memory` for what a step of it carries on
    points         the points at which all of these are tried, and what is right there
    judging        the questions asked of derivatives; `whole` those that come before any experiment
    experiments    vary one thing, hold the rest, at one of the `spots`: `alone` is one row and its prediction, `added` a
                   term that is added, `sums` several rows, `words` and `places` the factors

After a training `advice` says what to try, from what `measuring` and `searching` find.

The folder `layers` does the same for any number of layers.
"""

from tinynet.tutor.checking import check
from tinynet.tutor.explanation import Derivation, explain
from tinynet.tutor.loops import check_training
from tinynet.tutor.steps import check_update
from tinynet.tutor.verdict import Verdict

__all__ = ["Derivation", "Verdict", "check", "check_training", "check_update", "explain"]
