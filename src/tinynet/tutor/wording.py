"""The words of a verdict: what was found, each thing said once, three hints, and what was tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.chains import CHAINS
from tinynet.tutor.findings import PLACES, Finding, hints, parts_of
from tinynet.tutor.tables import column, wrapped
from tinynet.tutor.verdict import Verdict

NOTHING_SHOWN = PLACES[""].sayings["(not shown)"]
# If one of these is wrong, the other parts are unknown.
UNKNOWN = ("", "form", "state", "arguments", "not a product", "nearly")
OF_THE_STEP = ("learning rate", "old value", "update")


def of_no_answer(refused: NoAnswer, call: Sequence[str], keys: Sequence[str], wanted: str) -> Verdict:
    """A function that raised, or returned no numbers."""
    first = hints("form", wanted)
    if refused.error is not None:
        look = (
            "Your function called exit." if isinstance(refused.error, SystemExit) else "It stopped with an exception."
        )
        about = "The message says what is wrong, and in which function and line."
        first = look, about, refused.hint or "Change that line, and check again."
    text = [sentence(f"Your function {refused.text}"), *([wrapped(refused.hint)] if refused.hint else [])]
    text += ["", "It was called with:", *call] if call else []
    parts = parts_of(keys, ["form"], known=False)
    return Verdict(False, ("form",), (), first, refused.error, "\n".join(text), parts)


def verdict(
    found: Sequence[Finding], subject: str, keys: Sequence[str], wanted: str, call: Sequence[str], lines: Sequence[str],
    convention: str | None = None,
) -> Verdict:  # fmt: skip
    """All that was found, said once; the first place gives the hints."""
    of_all = {one.place for one in found if one.name in ("all", "")}
    placed = [one for one in found if one.place and (one.name in ("all", "") or one.place not in of_all)]
    places = tuple(dict.fromkeys(one.named_place for one in placed))
    labels = [(f"{one.name}: " if one.name else "") + one.label for one in found if one.label]
    first = hints(placed[0].place if placed else "", wanted)
    if len({one.place for one in placed}) > 1:
        first = (f"More than one thing is wrong. {first[0]}", *first[1:])
    text = [
        *map(sentence, sentences(found, subject)),
        *(["", "The first point where it is not right:"] if call else []),
    ]
    return Verdict(
        False, places, tuple(dict.fromkeys(labels)), first, None, "\n".join([*text, *call, *lines]),
        parts_of_names(found, keys), convention,
    )  # fmt: skip


def sentences(found: Sequence[Finding], subject: str) -> list[str]:
    """The sentences, each once, after the names of all derivatives that it holds for."""
    of: dict[str, list[str]] = {}
    lead = subject if subject.startswith("dSSR/d") and subject[6:] in CHAINS else ""
    for one in found:
        name = {"": lead, "all": "all seven"}.get(one.name)
        derivative = f"dSSR/d{one.name}" if one.place not in OF_THE_STEP else one.name
        if one.says:
            of.setdefault(one.says, []).append(derivative if name is None else name)
    led = [(", ".join(dict.fromkeys(filter(None, names))), says) for says, names in of.items()]
    return [f"{names}: {says}" if names else says for names, says in led] or [f"{subject}: {NOTHING_SHOWN}"]


def parts_of_names(found: Sequence[Finding], keys: Sequence[str]) -> dict[str, str]:
    """For each part whether it is right, by what was found of its parameter, of all seven, and of the whole function."""
    parts: dict[str, str] = {}
    for name in dict.fromkeys(key.rpartition(": ")[0] for key in keys):
        about = [one for one in found if one.name in (name, "all", "")]
        its = [key for key in keys if key.rpartition(": ")[0] == name]
        lead = f"{name}: " if name else ""
        wrong = [key for key in its if key[len(lead) :] in [one.place for one in about]]
        follows = [lead + place for one in about for place in one.follows]
        parts.update(parts_of(its, wrong, follows, not any(one.place in UNKNOWN for one in about)))
    return {**parts, **{one.named_place: "wrong" for one in found if one.place}}


def sentence(text: str) -> str:
    text = text[0].upper() + text[1:] if text.split()[0].isalpha() else text
    return wrapped(text if text[-1] in ".?" else f"{text}.")


def called_with(arguments: Sequence[Any], names: Sequence[str]) -> list[str]:
    return [f"{name} = {list(v) if type(v) is tuple else v!r}" for name, v in zip(names, arguments)]


def laid_out(heads: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[float]]) -> list[str]:
    columns = [list(names), *map(column, zip(*rows))]
    widths = [max(len(head), len(cells[0])) for head, cells in zip(heads, columns)]
    return ["", *["  ".join(map(str.rjust, cells, widths)) for cells in [heads, *zip(*columns)]]]
