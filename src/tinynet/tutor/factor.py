"""One factor of the chain alone: mine takes what the factor takes, and the vocabulary is all there is to look up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite, nan
from typing import Any

from tinynet.arguments import shown
from tinynet.tutor.asking import Asked, NoAnswer, alike, own_pass
from tinynet.tutor.chains import FACTORS
from tinynet.tutor.experiments import HIGH, LOW, SPOTS, Finding, constant_over, found_word, of_factor, word_value
from tinynet.tutor.explanation import wrapped
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.vocabulary import Word, words
from tinynet.tutor.wording import hints, laid_out, of_no_answer

Seen = Sequence[tuple[dict[str, float], float]]  # the numbers of a pass, and what was returned for them


def check_factor(mine: Callable[..., Any], name: str) -> Verdict:
    """Compare, then look up."""
    rule = FACTORS[name]
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of ({', '.join(rule.takes)})")
    asked = Asked(mine, (name,))
    passes = [own_pass(spot.input, observed, spot.parameters()) for spot in SPOTS for observed in (HIGH, LOW)]
    given = [tuple(numbers[taken] for taken in rule.takes) for numbers in passes]
    try:
        asked.answers[given[0]] = asked.again(*given[0])
    except NoAnswer as refused:
        return of_no_answer(refused, given[0], rule.takes)
    seen = [(numbers, (asked.answer(*some) or {name: nan})[name]) for numbers, some in zip(passes, given)]
    seen = [(numbers, value) for numbers, value in seen if isfinite(value)]
    off = [abs(value - rule.value(numbers)) / (abs(rule.value(numbers)) or 1) for numbers, value in seen]
    if max(off) <= 1e-5:
        return Verdict(True, (), (), (), None, f"{name}: right.")
    found = _changing(asked, given[0], name) or _found(name, seen, max(off))
    return _verdict(name, found, *seen[off.index(max(off))])


def _changing(asked: Asked, given: tuple[float, ...], name: str) -> list[Finding]:
    answers = [asked.again(*given)[name] for _ in range(2)]
    if all(alike(answer, asked.answers[given][name], 1e-9) for answer in answers):
        return []
    return [Finding("state", "two answers to the same call", "the same call gave two different answers")]


def _found(name: str, seen: Seen, off: float) -> list[Finding]:
    targets = [value for _, value in seen]
    if off <= 1e-2:
        return [Finding("nearly", "", "right to some digits: rounded, or a constant with few digits?")]
    factor = constant_over([FACTORS[name].value(numbers) for numbers, _ in seen], targets)
    if isfinite(factor) and name == "dSSR/dpredicted":
        return of_factor(factor) if natural_place(factor) else [_times(name, factor)]
    fitting = [word for word in words(name) if set(word.takes) <= set(FACTORS[name].takes) and _fits(word, seen)]
    if fitting:
        return [found_word(name, fitting[0])]
    return [_times(name, factor)] if isfinite(factor) else [Finding(name, "", f"it is not {FACTORS[name].formula}")]


def natural_place(factor: float) -> bool:
    return of_factor(factor)[0].place == "dSSR/dpredicted"


def _times(name: str, factor: float) -> Finding:
    return Finding(name, "constant factor", f"{name} is multiplied by {factor:.6g}")


def _fits(word: Word, seen: Seen) -> bool:
    return all(alike(word_value(word, numbers), value) for numbers, value in seen)


def _verdict(name: str, found: Sequence[Finding], numbers: dict[str, float], value: float) -> Verdict:
    takes = FACTORS[name].takes
    row = [*[numbers[taken] for taken in takes], value, FACTORS[name].value(numbers)]
    lines = laid_out(["", *takes, "your value", "right"], [name], [row])
    text = [*[wrapped(f"{finding.says}.") for finding in found], *lines]
    labels = tuple(finding.label for finding in found if finding.label)
    places = tuple(dict.fromkeys(finding.place for finding in found))
    return Verdict(False, places, labels, hints(places[0]), None, "\n".join(text))
