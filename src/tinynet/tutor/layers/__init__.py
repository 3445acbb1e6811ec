"""The general formula explained, and a learner's own backpropagation through any layers checked.

explanation    one weight or bias of any layer, with your own numbers
checking       is a backpropagation right, and for which networks, in which form, for the loss of which book?
steps          the same for a whole step
rates          what a step makes of the learning rate
paper          the same for one number from pencil and paper
programs       how a network is handed to a learner's program, and how far its answer is from right
forms          what it returns, in whatever form
losses         the losses of books
marking        where a backpropagation goes wrong: what follows from a slip is no slip
predicting     what it predicts
one_layer      what it has in one layer
ways           what may stand where a formula should, as data
trials         networks that can show it, and observations for them
remarks        what is said of a wrong program; `accepting` of a right one
clashes        what NumPy's complaints about shapes mean
"""

from tinynet.tutor.layers.checking import check
from tinynet.tutor.layers.explanation import LayersDerivation, LayersRow, explain
from tinynet.tutor.layers.steps import check_update

__all__ = ["LayersDerivation", "LayersRow", "check", "check_update", "explain"]
