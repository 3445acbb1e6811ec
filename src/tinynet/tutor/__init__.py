"""Every number explained, and a learner's own functions checked. The lesson needs nothing of this folder.

What there is to say:

    chains         the twelve factors and the seven chains, as data
    tables         numbers in columns, and their forms: text, HTML, Markdown, LaTeX
    explanation    the chain rule with your own numbers
    vocabulary     the usual mistakes, as data: a new one is a new line there
    findings       the places, their hints, and the sentence of everything that can be found there, as data
    wording        the words of a verdict, and its parts
    verdict        what a check returns

How it is found out:

    examining      the frame of every check: does it answer, is it right, and if not, what is found?
    asking         how a function is asked: quietly, with copies, and not for ever
    checking       one derivative or all seven; `steps` a whole step, `loops` a whole loop
    judging        the questions that all of these ask of derivatives before any experiment
    orders         right numbers in another order
    experiments    one thing varied, the rest held: the questions in their order, and each in a room of its own,
                   `alone` (one observation, and the sum), `forward`, `words`, `places`; where, `spots` tells
    factor         one factor; `paper` a number from pencil and paper

The folder `layers` does the same for any number of layers.
"""

from tinynet.tutor.checking import check
from tinynet.tutor.explanation import Derivation, explain
from tinynet.tutor.loops import check_training
from tinynet.tutor.steps import check_update
from tinynet.tutor.verdict import Verdict

__all__ = ["Derivation", "Verdict", "check", "check_training", "check_update", "explain"]
