"""Every number explained, and a learner's own functions checked. The lesson needs nothing of this folder.

chains         the twelve factors and the seven chains, as data
explanation    the chain rule with your own numbers
checking       is my derivative right, and if not, where does it go wrong?
"""

from tinynet.tutor.checking import Verdict, check, check_update
from tinynet.tutor.explanation import Derivation, explain

__all__ = ["Derivation", "Verdict", "check", "check_update", "explain"]
