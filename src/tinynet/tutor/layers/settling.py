"""For which networks does a program answer, and how must they be handed over?

People write for one network, in one form. So the networks are tried in turn, those that show most first: several layers,
one hidden layer with several outputs, one output. Each is handed over as lists and as arrays, with W[neuron][input] and
on its side. If a program answers in several ways, its author means the way in which it is right.

If it is right in no way, something may be hard-coded in it: an activation, or no biases. Then networks with
just that suit it, and its author means the way in which its first dW is a product with the inputs.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import product
from typing import NamedTuple, Optional

from tinynet.layers import SIGMOID, TANH, Activation, Gradient, Layer
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import is_nothing, like, minus, speaks, times
from tinynet.tutor.layers.forms import Answer, sizes_written_in
from tinynet.tutor.layers.one_layer import from_weights
from tinynet.tutor.layers.programs import Explained, Program, Setting, Term
from tinynet.tutor.layers.trials import FIVE, ONE_HIDDEN, ONE_OUTPUT, TRIALS, Curves, Rows, Trial, like_given, of_sizes
from tinynet.tutor.layers.ways import SOFTMAX, outer

LEAKY = Activation("leaky ReLU", lambda x: x if x > 0 else 0.01 * x, lambda x: 1.0 if x > 0 else 0.01)
CURVES = (*FIVE, LEAKY)


class Settled(NamedTuple):
    """How a program is asked, and what it answers."""

    program: Program  # in its setting
    trials: Sequence[Trial]  # with what it has written in
    answers: Sequence[tuple[Trial, Answer]]  # on those that it takes
    refusals: Sequence[str]  # what it does on the others, in words
    right_for: Optional[str]  # the loss for which all answers are right
    curves: Optional[Curves] = None  # the activations that it has written in
    is_fixed: bool = False  # whether it is written for networks of these sizes alone

    @property
    def is_biased(self) -> bool:
        return all(answer.gradient[0][1] for _, answer in self.answers)


def settle(program: Program, own: Optional[Trial]) -> Settled:
    """On the first networks that it takes. NoAnswer if it takes none: what it did with the first."""
    refused: list[NoAnswer] = []
    for trials in (like_given(own),) if own else (TRIALS, ONE_HIDDEN, ONE_OUTPUT):
        if settled := settle_on(program, trials, refused):
            return settled
    for sizes in [] if own else sizes_written_in(refused):
        if settled := settle_on(program, of_sizes(sizes), []):
            return settled._replace(is_fixed=True)
    raise refused[0]


def settle_on(program: Program, trials: Sequence[Trial], refused: list[NoAnswer]) -> Optional[Settled]:
    """In the way in which it is right on these networks, else in the likeliest. Refusals are appended to `refused`."""
    first = [*_first_answers(program, trials[0], refused)]
    ways = [replace(way, setting=way.setting._replace(reading=n)) for way, one in first for n in range(one.readings)]
    _must_repeat(first, trials[0])
    asked = (_asked(way, trials) for way in ways)
    settled = next((one for one in asked if one.right_for), None) or _likeliest(ways, trials)
    _must_repeat(first[:1], trials[0])
    return settled


def _first_answers(program: Program, trial: Trial, refused: list[NoAnswer]) -> Iterator[tuple[Program, Answer]]:
    """Lists first. Arrays only if NumPy is loaded already: then the learner has imported it."""
    for turned in (False, True):
        for arrays in (False, True) if "numpy" in sys.modules else (False,):
            way = replace(program, setting=Setting(arrays, turned))
            try:
                yield way, way.whole_answer(*trial)
                break  # it takes lists
            except NoAnswer as did:
                refused.append(did)


def _must_repeat(first: Sequence[tuple[Program, Answer]], trial: Trial) -> None:
    """If an answer is another one by now, the program keeps something from call to call, and no more is asked."""
    for way, answer in first:
        try:
            again = way.whole_answer(*trial).gradient
        except NoAnswer:
            again = []
        if not like(again, answer.gradient):
            raise Explained("state", "two answers to the same call")


def _asked(way: Program, trials: Sequence[Trial], curves: Optional[Curves] = None) -> Settled:
    answers, refusals = [], []
    for trial in trials:
        try:
            answers.append((trial, way.answer(*trial)))
        except NoAnswer as did:
            refusals.append(f"On {trial} it {did.text}.")
    return Settled(way, trials, answers, refusals, way.right_for(answers), curves)


def _likeliest(ways: Sequence[Program], trials: Sequence[Trial]) -> Optional[Settled]:
    """On networks that suit it: right, or with a dW that fits the inputs, or the first."""
    likely = []
    for way in ways:
        settled = _suited(way, trials)
        if settled.right_for:
            return settled
        if not way.setting.turned or _predicts_right(settled):  # weights on their side need that too
            likely.append(settled)
    return next(filter(_fits_inputs, likely), likely[0] if likely else None)


def _predicts_right(settled: Settled) -> bool:
    program, (layers, (row, *_)) = settled.program, settled.trials[0]
    single, at_right = (program.alone(layers, one) for one in (row, (row[0], program.passed(layers, row).a[-1])))
    return speaks(single) and is_nothing(at_right, single)


def _fits_inputs(settled: Settled) -> bool:
    """Whether the first dW is dz times the inputs. If so, the weights are read as they are meant."""
    layers, rows = settled.trials[0]
    row = max(rows, key=lambda row: max(map(abs, row[0])))
    single = settled.program.alone(layers, row)
    if single is None:
        return False
    d_w, d_b = single[0]
    return like(d_w, outer(d_b or from_weights(single[0], row[0]), row[0]))


def _suited(way: Program, trials: Sequence[Trial]) -> Settled:
    """Asked on the same networks with what it has written in. If it refuses these, on the networks as they are."""
    program = beside_a_term(way, trials[0], not_doubled)
    suited = trials if _has_biases(program, trials[0]) else [trial.without_biases() for trial in trials]
    curves = _own_curves(program, suited[0])
    suited = [trial.with_curves(curves) for trial in suited] if curves else suited
    program = beside_a_term(program, suited[0], left_over)
    settled = _asked(program, suited, curves)
    return settled if settled.answers else _asked(program, trials)


def _has_biases(program: Program, trial: Trial) -> bool:
    gradient = program.gradient(*trial)
    moved = [layer._replace(biases=[b + 0.5 for b in layer.biases]) for layer in trial.layers]
    return bool(gradient and gradient[0][1]) or program.gradient(moved, trial.rows) != gradient


def _own_curves(program: Program, trial: Trial) -> Optional[Curves]:
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
