"""One number of a general backpropagation: from pencil and paper, as text, or from a function for this number alone.

There is nothing to mark layer by layer, so each single mistake is made by ourselves, to see which gives just this number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from math import nan
from typing import Any

from tinynet.arguments.layers import Place, checked_place
from tinynet.tutor.asking import Asked, NoAnswer
from tinynet.tutor.findings import hints
from tinynet.tutor.layers.comparing import RIGHT, flat, right_and_sizes
from tinynet.tutor.layers.forms import Found
from tinynet.tutor.layers.losses import LOSSES
from tinynet.tutor.layers.programs import Setting
from tinynet.tutor.layers.trials import ONE_HIDDEN, Trial, like_given
from tinynet.tutor.layers.ways import Pass, biases, losses, passed, slopes, sums, ways, weights
from tinynet.tutor.paper import ON_THE_WAY, read_number
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict


def check_number(mine: str, name: Any, trial: Trial, loss: str) -> Verdict:
    """Right to the digits that are written, right but for rounding, right for another loss, or what gives this number."""
    written, digits, exponent = read_number(mine)
    l, j, k = checked_place(name, trial.layers)
    (_, right), *others = _numbers(trial, (l, j, k))
    unit, lead = 10.0**exponent * 0.500001, f"dSSR/d{name}"
    weights_, biases_ = right_and_sizes(trial, LOSSES["SSR"])[1][l - 1]
    size = biases_[j] if k is None else weights_[j][k]
    factors = {key: one.factor(len(trial.rows), len(trial.rows[0][1])) for key, one in LOSSES.items() if one.sloped}
    wanted = factors.get(loss, 1.0)
    shown = f"{right * wanted:.{max(0, -exponent)}f}"
    if abs(written - right * wanted) <= unit:
        return Verdict(True, (), (), (), None, f"{lead}: right, to the digits that are written.")
    if abs(written - right * wanted) <= ON_THE_WAY * size * wanted:
        return Verdict(True, (), (), (), None, f"{lead}: right, but for rounding on the way; it is {shown}.")
    for key, factor in factors.items():
        if abs(written - right * factor) <= max(unit, ON_THE_WAY * size * factor / 10):
            return _right_for(key, f"{lead}: right for {key}{LOSSES[key].told}; for {loss} it is {shown}.", trial)
    found = [slip for slip, value in others if abs(written - value * wanted) <= unit]
    return _wrong(name, mine.strip(), shown, found if digits > 2 else [], digits)


def _right_for(key: str, says: str, trial: Trial) -> Verdict:
    places, labels = zip(*LOSSES[key].places) if LOSSES[key].places else (("nearly",), ())
    text = wrapped(f'{says} If your book does that, add loss="{key}".')
    places = tuple(place.replace("last", str(len(trial.layers))) for place in places)
    return Verdict(False, places, labels, (text,) * 3, None, text, {}, key)


def check_derivative(mine: Callable[..., Any], name: Any, own: Trial | None, loss: str) -> Verdict:
    """A function for one derivative: right wherever it is tried, or what gives just its numbers on all networks."""
    asked, lines = Asked(mine, (name,)), list[tuple[bool, float, float]]()
    common: list[Found] = []
    for trial in like_given(own) if own else ONE_HIDDEN:
        numbers = [*_numbers(trial, checked_place(name, trial.layers))]
        right, value = numbers[0]
        try:
            answer = asked.again(*Setting().handed(*trial))[name]
        except NoAnswer as did:
            text = wrapped(f"Your function {did.text}.")
            return Verdict(False, ("form",), (), hints("form", "the derivative, a number"), did.error, text)
        number = answer / LOSSES[loss].factor(len(trial.rows), len(trial.rows[0][1]))
        fitting = [slip for slip, other in numbers if abs(number - other) <= RIGHT * (abs(other) + 1e-9)]
        common = [slip for slip in fitting if not lines or slip in common]
        lines.append((right not in fitting, number, value))
    if not any(wrong for wrong, _, _ in lines):
        return Verdict(True, (), (), (), None, f"dSSR/d{name}: right on {len(lines)} networks.")
    _, number, value = max(lines, key=lambda line: line[0])
    return _wrong(name, f"{number:.6g}", f"{value:.6g}", common, 6)


def _wrong(name: str, mine: str, right: str, found: Sequence[Found], digits: int) -> Verdict:
    few = min((label.count(",") for _, label in found), default=0)
    found = list(dict.fromkeys(slip for slip in found if slip[1].count(",") == few))
    call = f'layers.explain("{name}", layers, data)'
    said = [f"Just this number comes out with this at {place}: {label}" for place, label in found]
    if not said:
        said = ["No single mistake that is known gives this number"]
        if digits < 3:
            said = ["Two digits are too few to tell which mistake it is; give three"]
    text = wrapped(
        ". ".join(
            [f"dSSR/d{name}: {mine} is not right, it is {right}", *said, f"{call} shows each factor, row by row."]
        )
    )
    places, labels = (tuple(dict.fromkeys(slip[part] for slip in found)) for part in (0, 1))
    look = f"Look at {places[0]}." if places else f"Compare your numbers with {call}."
    return Verdict(False, places, labels, (look, f"It is {right}.", f"{said[0]}."), None, text)


def _numbers(trial: Trial, place: Place) -> Iterator[tuple[Found, float]]:
    """What is right, and what each single mistake gives."""
    passes, last = [passed(trial.layers, *row) for row in trial.rows], len(trial.layers)
    right = [some[1] for some in (_product(p, place, ("", 0), 0) for p in passes) if some]
    for label, total in sums([[number] for number in right]):
        yield ("the sum" if label else "", label), total[0]
    kinds = [("db" if place[2] is None else "dW", place[0])]
    kinds += [(kind, m) for m in range(last, place[0] - 1, -1) for kind in ("da", "dz")]
    for slip in kinds:
        for entry in count(1):
            made = [some for some in (_product(p, place, slip, entry) for p in passes) if some]
            if not made:
                break
            yield (f"dSSR/{slip[0]}({slip[1]})", made[0][0]), sum(number for _, number in made)


def _product(p: Pass, place: Place, slip: tuple[str, int], entry: int) -> tuple[str, float] | None:
    """What one observation adds if this entry of the table stands for one part of the chain; None after the last entry."""
    l, j, k = place
    label, flow, last = "", ([0.0], [0.0]), len(p.z) - 1

    def part(kind: str, m: int, table: Iterator[tuple[str, Any]]) -> Any:
        nonlocal label
        entries = [*table]
        label, numbers = entries[entry] if (kind, m) == slip else (label, entries[0][1])
        return numbers

    try:
        for m in range(last, l - 1, -1):
            d_a = part("da", m, losses(p) if m == last else ways(p, m, flow))
            flow = d_a, [x * s for x, s in zip(d_a, part("dz", m, slopes(p, m)))]
            if len(d_a) != len(p.z[m]):
                return label, nan
        made = part("db", l, biases(p, l, *flow)) if k is None else part("dW", l, weights(p, l, *flow))
    except IndexError:
        return None
    numbers = flat(made[j : j + 1])
    return label, numbers[k or 0] if len(numbers) > (k or 0) else nan
