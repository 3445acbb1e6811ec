"""For which networks does a program answer, and how must they be handed over?

People write for one network, in one form. So the networks are tried in turn, those that show most first: several layers,
one hidden layer with several outputs, one output. Each is handed over as lists and as arrays, with W[neuron][input] and
on its side. If a program answers in several ways, the way in which it is right is what its author means.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Optional

from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers.comparing import like
from tinynet.tutor.layers.forms import Answer, sizes_written_in
from tinynet.tutor.layers.habits import fits_inputs, predicts_right, suited
from tinynet.tutor.layers.programs import Explained, Program, Setting
from tinynet.tutor.layers.trials import ONE_HIDDEN, ONE_OUTPUT, TRIALS, Curves, Trial, like_given, of_sizes


class Settled(NamedTuple):
    """How a program is asked, and what it answers.

    trials     the networks, with what the program has written in
    answers    those that it answers, and how
    refusals   what it does on the others, in words
    right_for  the loss for which all answers are right
    curves     the activations that it has written in
    added      how the term that it adds is seen
    fixed      whether it is written for networks of these sizes alone
    """

    setting: Setting
    trials: Sequence[Trial]
    answers: Sequence[tuple[Trial, Answer]]
    refusals: Sequence[str]
    right_for: Optional[str]
    curves: Optional[Curves] = None
    added: Any = None
    fixed: bool = False


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
    settled = _in_the_right_way(program, ways, trials) or _in_the_likeliest_way(program, ways, trials)
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


def _in_the_right_way(program: Program, ways: Sequence[Setting], trials: Sequence[Trial]) -> Settled | None:
    return next((settled for way in ways if (settled := _ask(program, way, trials)).right_for), None)


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
