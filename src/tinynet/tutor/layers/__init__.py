"""The general formula explained, and a learner's own backpropagation through any layers checked.

explanation    one weight or bias of any layer, with your own numbers
marking        where a learner's backpropagation goes wrong: what follows from a slip is no slip
trials         networks that can show it, and observations for them
forms          what a learner returns, in whatever form
ways           what may stand where a formula should, as data
remarks        what is said
"""

from tinynet.tutor.layers.explanation import LayersDerivation, LayersRow, explain
from tinynet.tutor.layers.checking import check

__all__ = ["LayersDerivation", "LayersRow", "check", "explain"]
