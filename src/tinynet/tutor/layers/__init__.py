"""The general formula explained, and a learner's own backpropagation through any layers checked.

explanation    one weight or bias of any layer, with your own numbers
checking       is a backpropagation right, and if not, where does it go wrong? The order of the questions
steps          the same for a whole step; `lines`: the line of a new value; `paper`: one number from pencil and paper
settling       for which networks does it answer, how must they be handed over, and what is hard-coded in it?
marking        the layers, from the last one down, and the sum; `forward`: what it predicts; `one_layer`: a single layer
programs       a learner's program: a network goes in, a gradient comes out; `forms`: in whatever form it `returned`
trials         networks that can show what is wrong, and observations for them
ways           what may stand where a formula should, as data
comparing      how far numbers are from others, for the loss of which book
accepting      what is said of a right one
remarks        what is said of a wrong one; `clashes`: of shapes that clash; `sayings`: the sentences
"""

from tinynet.tutor.layers.checking import check
from tinynet.tutor.layers.explanation import LayersDerivation, LayersRow, explain
from tinynet.tutor.layers.steps import check_update

__all__ = ["LayersDerivation", "LayersRow", "check", "check_update", "explain"]
