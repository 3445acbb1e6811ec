"""What a program has written in: the activations, or that there are no biases.

People write for one network, so their program may ignore what it is given and use its own. That is no mistake. Whether
it looks at something is tried: change that alone, and see whether the answer changes. If it does not look at the
activations, its derivatives show those that it uses: all derivatives are 0 if observed is what it predicts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Optional

from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Gradient, Layer
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import is_nothing, like, speaks
from tinynet.tutor.layers.one_layer import from_biases, from_weights
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Curves, Rows, Trial
from tinynet.tutor.layers.ways import SOFTMAX, outer

LEAKY = Activation("leaky ReLU", lambda x: x if x > 0 else 0.01 * x, lambda x: 1.0 if x > 0 else 0.01)
CURVES = (SIGMOID, TANH, RELU, SOFTPLUS, IDENTITY, LEAKY)


def suited(program: Program, trials: Sequence[Trial]) -> tuple[Sequence[Trial], Optional[Curves]]:
    """The same networks with what the program has written in, and the activations if these are written in."""
    first, program.added = trials[0], None
    program.ask_alone(*first)
    seek_added_term(program, first, program.not_doubled)
    biases = [layer._replace(biases=[b + 0.5 for b in layer.biases]) for layer in first.layers]
    if not program.biased and not _looks_at(biases, program, first):
        trials = [trial.without_biases() for trial in trials]
    others = [layer._replace(activation=SIGMOID if layer.activation is TANH else TANH) for layer in first.layers]
    curves = None if _looks_at(others, program, first) else written_in(program, trials[0])
    trials = [trial.with_curves(curves) for trial in trials] if curves else trials
    seek_added_term(program, trials[0], program.left_over)
    return trials, curves


def seek_added_term(program: Program, trial: Trial, term: Callable[[Sequence[Layer], Rows], Gradient]) -> None:
    """What is left is an added term if it is the same for two rows."""
    try:
        left = [term(trial.layers, [row]) for row in trial.rows[:2]]
        if not program.added and _is_added(left, program.whole_answer(trial.layers, trial.rows[:1]).gradient):
            program.added = term
    except NoAnswer:
        return


def _is_added(left: Sequence[Gradient | None], single: Gradient | None) -> bool:
    one, *others = left
    same = bool(others) and all(speaks(other) and like(one, other) for other in others)
    return same and not is_nothing(one, single) and not like(one, single)


def _looks_at(changed: list[Layer], program: Program, trial: Trial) -> bool:
    return program.gradient(changed, trial.rows) != program.gradient(*trial)


def written_in(program: Program, trial: Trial) -> Optional[Curves]:
    """The activation of the hidden layers and of the last one. Those of the network are tried first: they may be meant.

    If observed + predicted stands for the residual, all derivatives are 0 at the opposite.
    """
    first, end = trial.layers[0].activation, trial.layers[-1].activation
    singles = [program.alone(trial.layers, row) for row in trial.rows]
    beside_a_term: list[Curves] = []  # with which the same is left in two rows
    for sign, last, hidden in product((1, -1), (end, *CURVES, SOFTMAX), (first, *CURVES)):
        layers = trial.with_curves((hidden, last)).layers
        rows = [(row[0], [sign * a for a in program.passed(layers, row).a[-1]]) for row in trial.rows]
        if all(is_nothing(program.alone(layers, row), single) for row, single in zip(rows, singles)):
            return hidden, last
        if not program.added and _is_added([program.alone(layers, row) for row in rows[:2]], singles[0]):
            beside_a_term.append((hidden, last))
    return beside_a_term[0] if beside_a_term else None


def predicts_right(program: Program, trial: Trial) -> bool:
    layers, (row, *_) = trial
    single, at_right = (program.alone(layers, one) for one in (row, (row[0], program.passed(layers, row).a[-1])))
    return speaks(single) and is_nothing(at_right, single)


def fits_inputs(program: Program, trial: Trial) -> bool:
    """Whether the first dW is dz times the inputs. If so, the weights are read as they are meant."""
    row = max(trial.rows, key=lambda row: max(map(abs, row[0])))
    single = program.alone(trial.layers, row)
    if single is None:
        return False
    d_z = (from_biases if program.biased else from_weights)(*single[0], row[0])
    return like(single[0][0], outer(d_z, row[0]))
