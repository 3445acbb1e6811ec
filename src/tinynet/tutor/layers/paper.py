"""One number of a general backpropagation from pencil and paper, as text: its digits say how exactly it was worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import nan
from typing import Any

from tinynet.arguments.layers import checked_place, checked_rows
from tinynet.layers import Layer
from tinynet.tutor.asking import Asked, NoAnswer
from tinynet.tutor.findings import hints
from tinynet.tutor.layers.forms import flat
from tinynet.tutor.layers.losses import LOSSES
from tinynet.tutor.layers.programs import sizes_of
from tinynet.tutor.layers.trials import ONE_HIDDEN, Trial, like_given
from tinynet.tutor.layers.ways import Pass, biases, kinds, losses, passed, slopes, ways, weights
from tinynet.tutor.paper import ON_THE_WAY, read_number
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict

Slip = tuple[str, str]  # the place, and what stands there


def check_number(mine: str, name: Any, layers: Any, data: Any, loss: str) -> Verdict:
    """Right to the digits that are written, right but for rounding, right for another loss, or what gives this number."""
    written, digits, exponent = read_number(mine)
    layers, rows = checked_rows(layers, data)
    l, j, k = checked_place(name, layers)
    passes, unit = [passed(layers, *row) for row in rows], 10.0**exponent * 0.500001
    values = list(_single(passes, l, j, k))
    right = values[0][1]
    size = sum(flat(sizes_of(p)[l - 1][1][j] if k is None else sizes_of(p)[l - 1][0][j][k])[0] for p in passes)
    factors = {key: one.factor(len(rows), len(rows[0][1])) for key, one in LOSSES.items() if one.sloped}
    lead, wanted = f"dSSR/d{name}", factors.get(loss, 1.0)
    shown = f"{right * wanted:.{max(0, -exponent)}f}"
    if abs(written - right * wanted) <= unit:
        return Verdict(True, (), (), (), None, f"{lead}: right, to the digits that are written.")
    if abs(written - right * wanted) <= ON_THE_WAY * size * wanted:
        return Verdict(True, (), (), (), None, f"{lead}: right, but for rounding on the way; it is {shown}.")
    for key, factor in factors.items():
        if abs(written - right * factor) <= max(unit, ON_THE_WAY * size * factor / 10):
            text = f'{lead}: right for {key}{LOSSES[key].told}; for {loss} it is {shown}. If your book does that, add loss="{key}".'
            places = tuple(place.replace("last", str(len(layers))) for place, _ in LOSSES[key].places) or ("nearly",)
            return Verdict(
                False,
                places,
                tuple(x for _, x in LOSSES[key].places),
                (wrapped(text),) * 3,
                None,
                wrapped(text),
                {},
                key,
            )
    found = [slip for slip, value in values[1:] if abs(written - value * wanted) <= unit] if digits > 2 else []
    return _wrong(name, mine, shown, list(dict.fromkeys(found)), digits)


def check_derivative(mine: Callable[..., Any], name: Any, own: Trial | None, loss: str) -> Verdict:
    """A function for one derivative: right wherever it is tried, or what gives just its numbers on all networks."""
    asked = Asked(mine, (name,))
    trials = like_given(own) if own else ONE_HIDDEN
    places = [checked_place(name, layers) for layers, _ in trials]
    found: list[set[Slip]] = []
    lines = []
    for (layers, rows), place in zip(trials, places):
        copies = [Layer([[*row] for row in w], [*b], f) for w, b, f in layers], [([*x], [*y]) for x, y in rows]
        try:
            number = asked.again(*copies)[name] / LOSSES[loss].factor(len(rows), len(rows[0][1]))
        except NoAnswer as did:
            text = wrapped(f"Your function {did.text}.")
            return Verdict(False, ("form",), (), hints("form", "the derivative, a number"), did.error, text)
        values = list(_single([passed(layers, *row) for row in rows], *place))
        lines.append((number, values[0][1]))
        found.append({slip for slip, value in values if abs(number - value) <= 1e-5 * (abs(value) + 1e-9)})
    common = [slip for slip, _ in values if all(slip in some for some in found)]
    if ("", "") in common:
        return Verdict(True, (), (), (), None, f"dSSR/d{name}: right on {len(trials)} networks.")
    number, right = next((one, other) for one, other in lines if abs(one - other) > 1e-5 * abs(other))
    return _wrong(name, f"{number:.6g}", f"{right:.6g}", list(dict.fromkeys(common)), 6)


def _wrong(name: str, mine: str, right: str, found: list[Slip], digits: int) -> Verdict:
    few = min((label.count(",") for _, label in found), default=0)
    found = [slip for slip in found if slip[1].count(",") == few]
    call = f'layers.explain("{name}", layers, data)'
    said = [f"dSSR/d{name}: {mine.strip()} is not right, it is {right}"]
    if digits < 3:
        said.append("Two digits are too few to tell which mistake it is; give three")
    elif not found:
        said.append("No single mistake that is known gives this number")
    for number, (place, label) in enumerate(found):
        said.append(f"{'Just this number comes out' if number == 0 else 'Or'} with this at {place}: {label}")
    said.append(f"{call} shows each factor, row by row")
    places, labels = (tuple(dict.fromkeys(some)) for some in (zip(*found) if found else ((), ())))
    look = f"Look at {places[0]}." if places else f"Compare your numbers with {call}."
    return Verdict(
        False, places, labels, (look, f"It is {right}.", said[1] + "."), None, wrapped(". ".join(said) + ".")
    )


def _single(passes: list[Pass], l: int, j: int, k: int | None) -> Iterator[tuple[Slip, float]]:
    """What is right, and each single mistake, with the number that it gives."""
    last, make = len(passes[0].z) - 1, biases if k is None else weights

    def numbers(flows: list[Any], number: int = 0) -> list[float]:
        """The one that is asked for, in each row; nan where another layer's numbers are too few."""
        made = [list(make(p, l, *flow))[number][1] for p, flow in zip(passes, flows)]
        few = [flat(some[j : j + 1]) for some in made]
        return [some[k or 0] if len(some) > (k or 0) else nan for some in few]

    def down(m: int, start: int = 0, slope: int = 0) -> list[Any]:
        """The (dSSR/da, dSSR/dz) of layer l, with another start or slope in layer m."""
        flows = []
        for p in passes:
            flow: Any = None
            for at in range(last, l - 1, -1):
                begin, curve = (start, slope) if at == m else (0, 0)
                d_a = list(losses(p) if at == last else ways(p, at, flow))[begin][1]
                flow = d_a, [x * s for x, s in zip(d_a, list(slopes(p, at))[curve][1])]
            flows.append(flow)
        return flows

    right = down(last)
    rows = numbers(right)
    yield ("", ""), sum(rows)
    for label, total in kinds([[value] for value in rows]).items():
        if label:
            yield ("the sum", label), total[0]
    for number, (label, _) in enumerate(list(make(passes[0], l, *right[0]))[1:], 1):
        yield (f"dSSR/d{'b' if k is None else 'W'}({l})", label), sum(numbers(right, number))
    for m in range(last, l - 1, -1):
        flow = (down(m + 1)[0] if m + 1 > l else None) if m < last else None
        p = passes[0]
        starts = list(losses(p)) if m == last else list(ways(p, m, flow or ([0.0] * len(p.z[m + 1]),) * 2))
        for number, (label, some) in enumerate(starts[1:], 1):
            if len(some) == len(p.z[m]):
                yield (f"dSSR/da({m})", label), sum(numbers(down(m, start=number)))
        for number, (label, _) in enumerate(list(slopes(p, m))[1:], 1):
            yield (f"dSSR/dz({m})", label), sum(numbers(down(m, slope=number)))
