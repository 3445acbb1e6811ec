"""What is hard-coded in a program: activations, no biases, a term that it adds."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import product
from typing import Optional

from tinynet.layers import SIGMOID, TANH, Activation, Gradient, Layer
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import is_nothing, like, minus, speaks, times
from tinynet.tutor.layers.programs import Program, Term
from tinynet.tutor.layers.trials import FIVE, Curves, Rows, Trial
from tinynet.tutor.layers.ways import SOFTMAX

LEAKY = Activation("leaky ReLU", lambda x: x if x > 0 else 0.01 * x, lambda x: 1.0 if x > 0 else 0.01)
CURVES = (*FIVE, LEAKY)


def has_biases(program: Program, trial: Trial) -> bool:
    gradient = program.gradient(*trial)
    moved = [layer._replace(biases=[b + 0.5 for b in layer.biases]) for layer in trial.layers]
    return bool(gradient and gradient[0][1]) or program.gradient(moved, trial.rows) != gradient


def own_curves(program: Program, trial: Trial) -> Optional[Curves]:
    """The activations that it has instead of the network's. Those of the network are tried first: they may be meant.

    With the right ones all derivatives are 0 if observed is what is predicted; if observed + predicted stands for the
    residual, at the opposite. If it adds a term, the same is left in two rows.
    """
    layers, rows = trial
    others = [layer._replace(activation=SIGMOID if layer.activation is TANH else TANH) for layer in layers]
    asked, last_changed = program.gradient(*trial), program.gradient([*layers[:-1], others[-1]], rows)
    if last_changed != asked:
        return None
    singles = [program.alone(layers, row) for row in rows]
    with_a_term: list[Curves] = []
    lasts, looks_at_hidden = (layers[-1].activation, *CURVES, SOFTMAX), program.gradient(others, rows) != asked
    hiddens: tuple[Optional[Activation], ...] = (None,) if looks_at_hidden else (layers[0].activation, *CURVES)
    for sign, last, hidden in product((1, -1), lasts, hiddens):
        passes = [program.passed(trial.with_curves((hidden, last)).layers, row) for row in rows]
        there = [(p.a[0], [sign * a for a in p.a[-1]]) for p in passes]
        if all(is_nothing(program.alone(layers, row), single) for row, single in zip(there, singles)):
            return hidden, last
        if not program.added and _is_added([program.alone(layers, row) for row in there[:2]], singles[0]):
            with_a_term.append((hidden, last))
    return with_a_term[0] if with_a_term else None


def not_doubled(program: Program, layers: Sequence[Layer], rows: Rows) -> Gradient:
    """Two copies of a row give twice its gradient; an added term stays the same."""
    once, twice = (program.whole_answer(layers, rows[:1] * copies).gradient for copies in (1, 2))
    return minus(times(once, 2), twice)  # type: ignore[no-any-return]


def left_over(program: Program, layers: Sequence[Layer], rows: Rows) -> Gradient:
    """What a row gives is 0 if observed is what is predicted. An added term remains."""
    return program.whole_answer(layers, [(row[0], program.passed(layers, row).a[-1]) for row in rows]).gradient


def beside_a_term(program: Program, trial: Trial, term: Term) -> Program:
    """The program without the term that it adds, if this shows one."""
    with suppress(NoAnswer):
        left = [term(program, trial.layers, [row]) for row in trial.rows[:2]]
        if not program.added and _is_added(left, program.whole_answer(trial.layers, trial.rows[:1]).gradient):
            return replace(program, added=term)
    return program


def _is_added(left: Sequence[Optional[Gradient]], single: Optional[Gradient]) -> bool:
    """What is left in two rows is an added term if it is the same in both, and not all that there is."""
    one, *others = left
    same = bool(others) and all(speaks(other) and like(one, other) for other in others)
    return same and not is_nothing(one, single) and not like(one, single)
