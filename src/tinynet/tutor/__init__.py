"""Every number explained, and a learner's own functions checked. The lesson needs nothing of this folder.

chains         the twelve factors and the seven chains, as data
explanation    the chain rule with your own numbers
checking       is my derivative right? The questions, in their order
experiments    where does it go wrong? One thing varied, the rest held
vocabulary     the usual mistakes, as data
factor         the same for one factor, `steps` for a whole step, `loops` for a whole loop, `paper` for a number
asking         how a function is asked, quietly
wording        what is said
verdict        what a check returns
"""

from tinynet.tutor.checking import check
from tinynet.tutor.explanation import Derivation, explain
from tinynet.tutor.loops import check_training
from tinynet.tutor.steps import check_update
from tinynet.tutor.verdict import Verdict

__all__ = ["Derivation", "Verdict", "check", "check_training", "check_update", "explain"]
