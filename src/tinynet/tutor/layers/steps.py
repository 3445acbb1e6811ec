"""A learner's whole step through any layers: what it makes of the learning rate, and the derivatives inside it.

The new values at several rates show the line that gives them (`lines`), and the derivatives in that line. These are marked
as if they had been handed over alone. If the new values are no straight line in the rate, something moves before all
derivatives are taken. The layer that still moves along a line has moved first.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import chain
from typing import Any, ClassVar, Optional

from tinynet.arguments.numbers import checked_name, shown
from tinynet.layers import Layer, dot, step_sizes, update
from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.layers import sayings
from tinynet.tutor.layers.checking import Checking, own_trial
from tinynet.tutor.layers.comparing import LOSSES, by_part, each, flat, like, minus, speaks
from tinynet.tutor.layers.forms import Answer
from tinynet.tutor.layers.lines import BENT, PLAIN, STILL, Line, Part, line_of
from tinynet.tutor.layers.marking import Marked, mark
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.remarks import wrong
from tinynet.tutor.layers.returned import Returned
from tinynet.tutor.layers.settling import Settled, beside_a_term
from tinynet.tutor.layers.trials import Rows, Trial
from tinynet.tutor.layers.ways import Found
from tinynet.tutor.nearness import FINE
from tinynet.tutor.rates import RATE
from tinynet.tutor.verdict import Verdict


def check_update(mine: Callable[..., Any], layers: Any = None, data: Any = None, *, loss: str = "SSR") -> Verdict:
    """Is mine(layers, data, learning_rate) one step of gradient descent, and if not, where does it go wrong?

    mine           returns the new layers, in any form that `check` takes, or changes the ones that it is given
    layers, data   your own network and data, for a program that takes no other
    loss           what your book calls the error, as in `check`

    Errors: TypeError where mine is no function, and for bad layers or data. What mine raises is in the verdict.

    >>> from tinynet.layers import backpropagate, step_sizes, update
    >>> def mine(layers, data, learning_rate):
    ...     return update(layers, step_sizes(backpropagate(layers, data)[1], 1))
    >>> check_update(mine).places, check_update(mine).mistakes
    (('learning rate',), ('learning rate missing',))
    """
    checked_name(loss, "loss", tuple(LOSSES))
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (layers, data, learning_rate)")
    return CheckingStep(Step.of(mine, loss), own_trial(layers, data)).verdict()


@dataclass(frozen=True)
class Step(Program):
    """A step as a program: its answer is the derivatives inside it, solved from the new values line by line."""

    lines: Mapping[str, Line] = field(default_factory=dict)  # by part; those that are not known yet are taken for right
    called: ClassVar[str] = "layers.check_update"

    def whole_answer(self, layers: Sequence[Layer], rows: Rows) -> Answer:
        """A part that stays shows no derivative, so the right one stands for it."""
        parts, right = self.parts(layers, rows), by_part(self.right(layers, rows))
        lines = {name: self.lines.get(name, PLAIN) for name in parts}
        seen = (right[name] if lines[name] is STILL else lines[name].derivatives(parts[name], RATE) for name in parts)
        numbers = chain.from_iterable(seen)
        moving = [(weights, biases if f"b({l})" in parts else []) for l, (weights, biases, _) in enumerate(layers, 1)]
        return parts["W(1)"].step(RATE)._replace(gradient=each(lambda _: next(numbers), moving))

    def parts(self, layers: Sequence[Layer], rows: Rows) -> dict[str, Part]:
        """What moves: if no biases move, only the weights."""
        step, old = lru_cache(partial(self.new, layers, rows)), by_part(layers)
        of_biases = [line for name, line in self.lines.items() if name[0] == "b"]
        only_weights = bool(of_biases) and all(line is STILL for line in of_biases)
        names = [name for name in by_part(step(RATE).gradient) if name[0] == "W" or not only_weights]
        return {name: Part(name, old[name], step) for name in names}

    def new(self, layers: Sequence[Layer], rows: Rows, rate: float) -> Answer:
        """The new values, in the shape of the layers."""
        call = self.call(layers, rows, rate)
        if call.returned.is_nothing and call.has_changed:
            self.noticed.add("moves in place")
        if call.returned.is_nothing and "moves in place" not in self.noticed:
            wanted = "it must return the new layers, or change those that it is given"
            raise NoAnswer(f"returned None and changed nothing; {wanted}")
        answer = self.read(Returned.of(call.network) if call.returned.is_nothing else call.returned, layers)
        return answer._replace(ssr=None, found=[one for one in answer.found if one[1] != "SSR last"])

    def right_for(self, answers: Sequence[tuple[Trial, Answer]]) -> Optional[str]:
        """The step must also be proportional to the learning rate."""
        name = super().right_for(answers)
        parts = self.parts(*answers[0][0]).values() if name else ()
        return name if all(like(part.moved(5 * RATE), [5 * x for x in part.moved(RATE)]) for part in parts) else None


class CheckingStep(Checking):
    """The questions of `check`, asked of the derivatives inside a step, after those about the step itself."""

    def marked(self, settled: Settled) -> Verdict:
        """What became of the old value and of the learning rate; then when things move; then the derivatives."""
        trial, answer = settled.answers[0]
        step = replace(settled.program, added=None)
        assert isinstance(step, Step)
        right = by_part(step.right(*trial))
        step = replace(step, lines={name: line_of(part, right[name]) for name, part in step.parts(*trial).items()})
        found = [*answer.found, *_of_the_lines(step.lines)]
        found += _of_the_order(step, trial) if BENT in step.lines.values() else []
        if settled.program.added:  # it may have been an old value that did not stay
            step = beside_a_term(step, trial, settled.program.added)
        nothing_is_seen = "several steps" in dict(found) or ("update", "not updated") in found
        gradient = None if nothing_is_seen else step.gradient(*trial)
        inside = mark(step, trial, gradient) if gradient else Marked()
        flipped = f"dSSR/da({len(trial.layers)})", "flipped sign"
        found += [("update", "added instead of subtracted") if one == flipped else one for one in inside.found]
        return wrong(step, inside._replace(found=found, lead=self.with_one_output(trial, settled)), trial, settled)


def _of_the_lines(lines: Mapping[str, Line]) -> list[Found]:
    """One finding for all parts in which the same is wrong."""
    parts_of: dict[Found, list[str]] = {}
    for name, line in lines.items():
        parts_of.setdefault((line.place, line.label), []).append(name)
    led = {slip: f": {', '.join(parts)}" * (len(parts) < len(lines)) for slip, parts in parts_of.items() if slip[1]}
    return [(place, label + parts) for (place, label), parts in led.items()]


def _of_the_order(step: Step, trial: Trial) -> list[Found]:
    """If the order of the rows changes the step, but not near rate 0, the program moves after each row."""
    layers, rows = trial
    back, parts = step.parts(layers, rows[::-1]), step.parts(*trial).items()
    is_another = not all(like(part.moved(RATE), back[name].moved(RATE), FINE) for name, part in parts)
    by_row = is_another and like(step.gradient(layers, rows), step.gradient(layers, rows[::-1]))
    if not by_row and (number := _number_of_steps(step, trial)):
        return [("several steps", f"{number} steps")]
    bent = _bent_in_one_row(step, trial)
    in_place = [("in place", f"updated in place: {_who_moved_first(bent, len(trial.layers))}")] if bent else []
    return [("row by row", "row by row")] * (by_row or not bent) + in_place


def _who_moved_first(bent: Collection[str], last: int) -> str:
    """The layers that move along a line in one row have moved before the others."""
    if str(last) not in bent:
        return sayings.LAST_MOVED_FIRST
    return sayings.SOME_MOVED_FIRST if "1" in bent else sayings.LAYER_1_MOVED_FIRST


def _number_of_steps(step: Step, trial: Trial) -> int:
    """How many right steps it amounts to; 0 if it is none of that."""
    near_0, right = flat(step.gradient(*trial)), flat(step.right(*trial))
    number, new = round(dot(near_0, right) / (dot(right, right) or 1)), trial.layers
    for _ in range(number if number <= 100 else 0):
        new = update(new, step_sizes(step.right(new, trial.rows), RATE))
    there, parts = by_part(new), step.parts(*trial).items()
    ends_there = all(like(part.moved(RATE), minus(part.old, there[name]), 1e-4) for name, part in parts)
    return number if 2 <= number <= 100 and ends_there else 0


def _bent_in_one_row(step: Step, trial: Trial) -> set[str]:
    """The numbers of the layers that don't move along a line, though there is one row only: the loudest."""
    layers, rows = trial
    row = max(rows, key=lambda row: min(max(map(abs, flat(w))) for w, _ in step.right(layers, [row])))
    alone = [row] if speaks(step.gradient(layers, [row])) else [row, row]
    parts = step.parts(layers, alone).values()
    bent = (part for part in parts if not like(part.moved(2 * RATE), [2 * x for x in part.moved(RATE)], FINE))
    return {part.name[2:-1] for part in bent}
