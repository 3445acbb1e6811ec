"""The general formula explained, and a learner's own backpropagation through any layers checked.

explanation    one weight or bias of any layer, with your own numbers
checking       is a backpropagation right, and if not, where does it go wrong? The order of the questions
settling       for which networks does it answer, and how must they be handed over?
habits         what it has written in
marking        the layers, from the last one down: what follows from a slip is no slip
predicting     what it predicts
one_layer      what it has in one layer
summing        what it does with the observations
steps          the same for a whole step; `rates`: what it makes of the learning rate
paper          the same for one number from pencil and paper

These hold what the others ask with:

programs       a learner's program: a network goes in, a gradient comes out
forms          what it returns, in whatever form
trials         networks that can show what is wrong, and observations for them
ways           what may stand where a formula should, as data
losses         the losses of books
comparing      how far numbers are from others

These hold the words: `accepting` for a right program, `remarks` for a wrong one, `sayings` the sentences, `clashes` what
NumPy's complaints about shapes mean.
"""

from tinynet.tutor.layers.checking import check
from tinynet.tutor.layers.explanation import LayersDerivation, LayersRow, explain
from tinynet.tutor.layers.steps import check_update

__all__ = ["LayersDerivation", "LayersRow", "check", "check_update", "explain"]
