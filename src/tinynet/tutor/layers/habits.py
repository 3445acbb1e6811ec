"""What a program has written in: the activations, or that there are no biases.

People write for one network, so their program may ignore what it is given and use its own. That is no mistake. Whether
it looks at something is tried: change that alone, and see whether the answer changes. If it does not look at the
activations, its derivatives show those that it uses: all derivatives are 0 if observed is what it predicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Optional

from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Layer, predict
from tinynet.tutor.layers.comparing import is_nothing, like, speaks
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.trials import Curves, Trial
from tinynet.tutor.layers.ways import outer

LEAKY = Activation("leaky ReLU", lambda x: x if x > 0 else 0.01 * x, lambda x: 1.0 if x > 0 else 0.01)
CURVES = (SIGMOID, TANH, RELU, SOFTPLUS, IDENTITY, LEAKY)


def suited(program: Program, trials: Sequence[Trial]) -> tuple[Sequence[Trial], Optional[Curves]]:
    """The same networks with what the program has written in, and the activations if these are written in."""
    first = trials[0]
    program.ask_alone(*first)
    biases = [layer._replace(biases=[b + 0.5 for b in layer.biases]) for layer in first.layers]
    if not program.biased and not _looks_at(biases, program, first):
        trials = [trial.without_biases() for trial in trials]
    others = [layer._replace(activation=SIGMOID if layer.activation is TANH else TANH) for layer in first.layers]
    curves = None if _looks_at(others, program, first) else written_in(program, trials[0])
    return [trial.with_curves(curves) for trial in trials] if curves else trials, curves


def _looks_at(changed: list[Layer], program: Program, trial: Trial) -> bool:
    return program.gradient(changed, trial.rows) != program.gradient(*trial)


def written_in(program: Program, trial: Trial) -> Optional[Curves]:
    """The activation of the hidden layers and of the last one. Those of the network are tried first: they may be meant.

    If observed + predicted stands for the residual, all derivatives are 0 at the opposite.
    """
    first, end = trial.layers[0].activation, trial.layers[-1].activation
    singles = [program.alone(trial.layers, row) for row in trial.rows]
    for sign, last, hidden in product((1, -1), (end, *CURVES), (first, *CURVES)):
        layers = trial.with_curves((hidden, last)).layers
        rows = [(inputs, [sign * a for a in predict(layers, inputs)]) for inputs, _ in trial.rows]
        if all(is_nothing(program.alone(layers, row), single) for row, single in zip(rows, singles)):
            return hidden, last
    return None


def predicts_right(program: Program, trial: Trial) -> bool:
    layers, ((inputs, observed), *_) = trial
    single, at_right = (
        program.alone(layers, (inputs, observed)),
        program.alone(layers, (inputs, predict(layers, inputs))),
    )
    return speaks(single) and is_nothing(at_right, single)


def fits_inputs(program: Program, trial: Trial) -> bool:
    """Whether the first dW is the first db times the inputs. If so, the weights are read as they are meant."""
    single = program.alone(trial.layers, trial.rows[0])
    return single is not None and like(single[0][0], outer(single[0][1], trial.rows[0][0]))
