"""One number of a general backpropagation: from pencil and paper, as text, or from a function for this number alone.

One number can't be marked layer by layer. So each single mistake is made on purpose, and those that give just this number
are named. A function is asked on several networks, and a mistake is named if it gives all of its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import nan
from typing import Any

from tinynet.arguments.layers import Place, checked_place
from tinynet.arguments.numbers import number_of
from tinynet.tutor.asking import Learner, NoAnswer, by_name
from tinynet.tutor.findings import hints
from tinynet.tutor.layers.comparing import LOSSES, RIGHT, Loss, judged_as, right_and_sizes
from tinynet.tutor.layers.programs import Setting
from tinynet.tutor.layers.trials import ONE_HIDDEN, Trial, like_given
from tinynet.tutor.layers.ways import Found, passed, sums, with_one_slip
from tinynet.tutor.paper import ON_THE_WAY, read_number
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict


def check_number(mine: str, name: Any, trial: Trial, loss: str) -> Verdict:
    """Right to the digits that are written, right but for rounding, right for another loss, or what gives this number."""
    written, digits, exponent = read_number(mine)
    half = 0.500001 * 10.0**exponent  # of the last digit, and what a float may be off
    place, lead = checked_place(name, trial.layers), f"dSSR/d{name}: right"
    right, size = _right_and_size(trial, place, LOSSES[loss])
    to_digits = f"{right:.{max(0, -exponent)}f}"
    if abs(written - right) <= half:
        return Verdict(True, (), (), (), None, f"{lead}, to the digits that are written.")
    if abs(written - right) <= ON_THE_WAY * size:
        return Verdict(True, (), (), (), None, f"{lead}, but for rounding on the way; it is {to_digits}.")
    for other in filter(lambda one: one.sloped, LOSSES.values()):
        its_right, size = _right_and_size(trial, place, other)
        if abs(written - its_right) <= max(half, ON_THE_WAY * size / 10):
            return _right_for(other, f"{lead} for {other.name}{other.told}; for {loss} it is {to_digits}.", trial)
    slips = _single_slips(trial, place, LOSSES[loss])
    found = [slip for slip, number in slips if abs(written - number) <= half and digits > 2]
    return _wrong(name, mine.strip(), to_digits, found, digits)


def check_derivative(mine: Callable[..., Any], name: Any, own: Trial | None, loss: str) -> Verdict:
    """A function for one derivative: right wherever it is tried, or the mistakes that give its numbers on all networks."""
    learner = Learner(mine, lambda result, _: by_name(result, (name,)))
    trials = like_given(own) if own else ONE_HIDDEN
    places = [checked_place(name, trial.layers) for trial in trials]
    try:
        answers = [learner.call(*Setting().handed(*trial))[name] for trial in trials]
    except NoAnswer as did:
        text = wrapped(f"Your function {did.text}.")
        return Verdict(False, ("form",), (), hints("form", "the derivative, a number"), did.error, text)
    rights = [_right_and_size(trial, place, LOSSES[loss])[0] for trial, place in zip(trials, places)]
    wrong = [(one, right) for one, right in zip(answers, rights) if not _is_same(one, right)]
    if not wrong:
        return Verdict(True, (), (), (), None, f"dSSR/d{name}: right on {number_of(len(trials), 'network')}.")
    slips = zip(*[_single_slips(trial, place, LOSSES[loss]) for trial, place in zip(trials, places)])
    found = [one[0][0] for one in slips if all(_is_same(answer, number) for answer, (_, number) in zip(answers, one))]
    mine_there, right_there = wrong[0]
    return _wrong(name, f"{mine_there:.6g}", f"{right_there:.6g}", found, 6)


def _is_same(mine: float, number: float) -> bool:
    return abs(mine - number) <= RIGHT * (abs(number) + 1e-9)


def _right_and_size(trial: Trial, place: Place, loss: Loss) -> list[float]:
    """What is right, and the sum of the absolute products."""
    return [_in_layer(place, gradient[place[0] - 1]) for gradient in right_and_sizes(trial, loss)]


def _single_slips(trial: Trial, place: Place, loss: Loss) -> list[tuple[Found, float]]:
    """Each single mistake, and the number that it gives."""
    layers, last, l = judged_as(loss, trial.layers), len(trial.layers), place[0]
    passes = [with_one_slip(passed(layers, *row), last, l) for row in trial.rows]
    slips = [(rows[0][0], sum(_in_layer(place, numbers) for _, numbers in rows)) for rows in zip(*passes)]
    right = [[_right_and_size(Trial(layers, [row]), place, LOSSES["SSR"])[0]] for row in trial.rows]
    slips += [(("the sum", label), total[0]) for label, total in sums(right)]
    other_part = f"dSSR/d{'W' if place[2] is None else 'b'}({l})"
    return [(slip, loss.share(trial) * number) for slip, number in slips if slip[1] and slip[0] != other_part]


def _in_layer(place: Place, numbers: Any) -> float:
    """The number of (dW, db) that is asked for; a wrong dW may be too small for it."""
    (_, j, k), (d_w, d_b) = place, numbers
    try:
        return float(d_b[j] if k is None else d_w[j][k])
    except IndexError:
        return nan


def _right_for(loss: Loss, says: str, trial: Trial) -> Verdict:
    places, labels = zip(*loss.places) if loss.places else (("nearly",), ())
    text = wrapped(f'{says} If your book does that, add loss="{loss.name}".')
    places = tuple(place.replace("last", str(len(trial.layers))) for place in places)
    return Verdict(False, places, labels, (text,) * 3, None, text, {}, loss.name)


def _wrong(name: str, mine: str, right: str, found: Sequence[Found], digits: int) -> Verdict:
    """Of the mistakes that give this number those are named that change the least."""
    fewest = min((label.count(",") for _, label in found), default=0)
    found = list(dict.fromkeys(slip for slip in found if slip[1].count(",") == fewest))
    call = f'layers.explain("{name}", layers, data)'
    if found:
        said = [f"Just this number comes out with this at {place}: {label}" for place, label in found]
    elif digits < 3:
        said = ["Two digits are too few to tell which mistake it is; give three"]
    else:
        said = ["No single mistake that is known gives this number"]
    text = f"dSSR/d{name}: {mine} is not right, it is {right}. {'. '.join(said)}. {call} shows each factor, row by row."
    places, labels = (tuple(dict.fromkeys(slip[part] for slip in found)) for part in (0, 1))
    look = f"Look at {places[0]}." if places else f"Compare your numbers with {call}."
    return Verdict(False, places, labels, (look, f"It is {right}.", f"{said[0]}."), None, wrapped(text))
