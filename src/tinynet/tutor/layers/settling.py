"""For which networks does a program answer, and how must they be handed over?

People write for one network, in one form. So the networks are tried in turn, those that show most first: several layers,
one hidden layer with several outputs, one output. Each is handed over as lists and as arrays, with W[neuron][input] and
on its side. If a program answers in several ways, the way in which it is right is what its author means.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple, Optional

from tinynet.layers import IDENTITY, RELU, SIGMOID, SOFTPLUS, TANH, Activation, Gradient, Layer
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import is_nothing, like, speaks
from tinynet.tutor.layers.forms import Answer, sizes_written_in
from tinynet.tutor.layers.one_layer import from_biases, from_weights
from tinynet.tutor.layers.programs import Explained, Program, Setting
from tinynet.tutor.layers.trials import ONE_HIDDEN, ONE_OUTPUT, TRIALS, Curves, Rows, Trial, like_given, of_sizes
from tinynet.tutor.layers.ways import SOFTMAX, outer


class Settled(NamedTuple):
    """How a program is asked, and what it answers."""

    setting: Setting
    trials: Sequence[Trial]  # with what the program has written in
    answers: Sequence[tuple[Trial, Answer]]  # on those that it takes
    refusals: Sequence[str]  # what it does on the others, in words
    right_for: Optional[str]  # the loss for which all answers are right
    curves: Optional[Curves] = None  # the activations that it has written in
    added: Any = None  # how the term that it adds is seen
    fixed: bool = False  # whether it is written for networks of these sizes alone


def settle(program: Program, own: Trial | None) -> Settled:
    """The first networks that it takes. NoAnswer if it takes none: what it did with the first."""
    refused: list[NoAnswer] = []
    for trials in (like_given(own),) if own else (TRIALS, ONE_HIDDEN, ONE_OUTPUT):
        settled = settle_on(program, trials, refused)
        if settled:
            return settled
    for sizes in [] if own else sizes_written_in(refused):
        if settled := settle_on(program, of_sizes(sizes), []):
            return settled._replace(fixed=True)
    program.setting = Setting()
    raise refused[0]


def settle_on(program: Program, trials: Sequence[Trial], refused: list[NoAnswer]) -> Settled | None:
    """The way in which it is right on these networks, else the likeliest; the program stays in that setting."""
    program.added = None
    answers = [*_first_answers(program, trials[0], refused)]
    ways = [setting._replace(reading=reading) for setting, one in answers for reading in range(one.readings)]
    _must_repeat(program, answers, trials[0])
    right = (asked for way in ways if (asked := _ask(program, way, trials)).right_for)
    settled = next(right, None) or _in_the_likeliest_way(program, ways, trials)
    _must_repeat(program, answers[:1], trials[0])
    if settled:
        program.setting, program.added = settled.setting, settled.added
        program.biased = all(answer.biased for _, answer in settled.answers)
    return settled


def _first_answers(program: Program, trial: Trial, refused: list[NoAnswer]) -> Iterator[tuple[Setting, Answer]]:
    """Lists first. Arrays only if NumPy is loaded already: then the learner has imported it."""
    for turned in (False, True):
        for arrays in (False, True) if "numpy" in sys.modules else (False,):
            program.setting = Setting(arrays, turned)
            try:
                yield program.setting, program.whole_answer(*trial)
                break  # it takes lists
            except NoAnswer as did:
                refused.append(did)


def _in_the_likeliest_way(program: Program, ways: Sequence[Setting], trials: Sequence[Trial]) -> Settled | None:
    """On networks with what the program has written in: right, or else with a dW that fits the inputs.

    Weights on their side need a right forward pass too.
    """
    likely: list[tuple[bool, int, Settled]] = []
    for way in ways:
        program.setting = way
        settled = _ask(program, way, *suited(program, trials))
        if not settled.answers:  # it refuses such networks
            settled = _ask(program, way, trials)
        if settled.right_for:
            return settled
        if not way.turned or predicts_right(program, settled.trials[0]):
            likely.append((not fits_inputs(program, settled.trials[0]), len(likely), settled))
    return min(likely)[2] if likely else None


def _ask(program: Program, way: Setting, trials: Sequence[Trial], curves: Optional[Curves] = None) -> Settled:
    program.setting = way
    answers, refusals = [], []
    for trial in trials:
        try:
            answers.append((trial, program.answer(*trial)))
        except NoAnswer as did:
            refusals.append(f"On {trial} it {did.text}.")
    return Settled(way, trials, answers, refusals, program.right_for(answers), curves, program.added)


def _must_repeat(program: Program, answers: Sequence[tuple[Setting, Answer]], trial: Trial) -> None:
    """If an answer is another one by now, the program keeps something from call to call, and no more is asked."""
    for setting, answer in answers:
        program.setting = setting
        try:
            again = program.whole_answer(*trial).gradient
        except NoAnswer:
            again = []
        if not like(again, answer.gradient):
            raise Explained("state", "two answers to the same call")


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
