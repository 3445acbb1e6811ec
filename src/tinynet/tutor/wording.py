"""From findings to a verdict: each thing is said once.

    w1: flipped sign, w2: flipped sign, ... b3: flipped sign, w2: slope missing

is said as

    all: flipped sign, w2: slope missing
"""

from collections.abc import Sequence

from tinynet.tutor.asking import NoAnswer
from tinynet.tutor.chains import NAMES
from tinynet.tutor.findings import PLACES, Finding, hints
from tinynet.tutor.tables import column, side_by_side, wrapped
from tinynet.tutor.verdict import Verdict

# If one of these is wrong, nobody knows of the other parts.
UNKNOWN = ("", "form", "state", "arguments", "not a product", "nearly")
OF_THE_STEP = ("learning rate", "old value", "update")
# These belong to the whole function or to the whole step, so they are not even led by "all".
OF_THE_WHOLE = ("", "form", "state", "arguments", "order", "nearly", *OF_THE_STEP, "in place", "row by row")


def shared(found: Sequence[Finding], names: Sequence[str]) -> list[Finding]:
    """What all seven share, by slip and then by place; then what is left of each."""
    if len(names) < len(NAMES):
        return [*found]
    each = [[one for one in found if one.name == name] for name in names]
    slips = set.intersection(*[{*map(_slip, its)} for its in each])
    places = set.intersection(*[{one.place for one in its} for its in each])
    common = [one for one in each[0] if _slip(one) in slips]
    explained = {one.place for one in common}
    others = dict.fromkeys(one.place for one in each[0] if one.place in places - explained)
    common += [Finding(place, "", "") for place in others]
    common = [one._replace(name="" if one.place in OF_THE_WHOLE else "all") for one in common]
    covered = explained & {"the sum"}  # a sum that all seven do wrong needs no second remark about one of them
    rest = [one for one in found if one.name and _slip(one) not in slips and one.place not in covered]
    whole = [one for one in found if not one.name]
    return [*whole, *common, *[one for one in rest if one.says or one.place not in places]]


def _slip(one: Finding) -> tuple[str, ...]:
    """Constants are the same slip only if they are the same number."""
    return (one.place, one.label, one.says if one.label == "constant factor" else "")


def right(text: str, keys: Sequence[str]) -> Verdict:
    return Verdict(True, (), (), (), None, text, dict.fromkeys(keys, "right"))


def wrong(found: Sequence[Finding], text: Sequence[str], keys: Sequence[str], advice: tuple[str, ...]) -> Verdict:
    """A verdict with these findings; `keys` are the parts of what was checked."""
    places = tuple(dict.fromkeys(one.led(one.place) for one in _placed(found)))
    labels = tuple(dict.fromkeys(one.led(one.label) for one in found if one.label))
    return Verdict(False, places, labels, advice, None, "\n".join(text), parts_of(found, keys))


def _placed(found: Sequence[Finding]) -> list[Finding]:
    """Those that have a place of their own: what is wrong in all seven is not said again of one."""
    of_all = {one.place for one in found if one.name in ("all", "")}
    return [one for one in found if one.place and (one.name in ("all", "") or one.place not in of_all)]


def of_no_answer(refused: NoAnswer, keys: Sequence[str], wanted: str, call: Sequence[str]) -> Verdict:
    """A function that raised, or returned no numbers."""
    advice, error = hints("form", wanted), refused.error
    if error is not None:
        look = "Your function called exit." if isinstance(error, SystemExit) else "It stopped with an exception."
        about = "The message says what is wrong, and in which function and line."
        advice = look, about, refused.hint or "Change that line, and check again."
    text = [sentence(f"Your function {refused.text}"), *([wrapped(refused.hint)] if refused.hint else [])]
    text += ["", "It was called with:", *call] if call else []
    return wrong([Finding("form", "", "")], text, keys, advice)._replace(error=error)


def of_findings(
    found: Sequence[Finding], subject: str, keys: Sequence[str], wanted: str, below: Sequence[str] = ()
) -> Verdict:
    """All that was found, said once, and what stands below it; the first place gives the hints."""
    places = [one.place for one in _placed(found)]
    look, about, remedy = hints(places[0] if places else "", wanted)
    if len({*places}) > 1:
        look = f"More than one thing is wrong. {look}"
    text = [*map(sentence, sentences(found, subject)), *below]
    return wrong(found, text, keys, (look, about, remedy))


def sentences(found: Sequence[Finding], subject: str) -> list[str]:
    """The sentences, each once, after the names of all derivatives that it holds for."""
    of: dict[str, list[str]] = {}
    for one in found:
        if one.says:
            of.setdefault(one.says, []).append(_lead(one, subject))
    led = [(", ".join(dict.fromkeys(filter(None, leads))), says) for says, leads in of.items()]
    nothing = f"{subject}: {PLACES[''].sayings['(not shown)']}"
    return [f"{names}: {says}" if names else says for names, says in led] or [nothing]


def _lead(one: Finding, subject: str) -> str:
    """What stands before a sentence: the derivative or the new value that it is about."""
    if one.name == "all":
        return "all seven"
    if not one.name:
        return subject if subject.startswith("dSSR/d") and subject[6:] in NAMES else ""
    return one.name if one.place in OF_THE_STEP else f"dSSR/d{one.name}"


def parts_of(found: Sequence[Finding], keys: Sequence[str]) -> dict[str, str]:
    """For each part whether it is right, by what was found of its parameter, of all seven, and of the whole function.

    What is wrong is a part even if `keys` do not list it, so `parts[place]` holds for each place of a verdict.
    """
    parts = {}
    for key in keys:
        name, _, part = key.rpartition(": ")
        about = [one for one in found if one.name in (name, "all", "")]
        is_known = not any(one.place in UNKNOWN for one in about)
        follows = any(part in one.follows for one in about)
        is_wrong = part in [one.place for one in about]
        parts[key] = "wrong" if is_wrong else "follows" if follows else "right" if is_known else "unknown"
    return {**parts, **{one.led(one.place): "wrong" for one in found if one.place}}


def sentence(text: str) -> str:
    text = text[0].upper() + text[1:] if text.split()[0].isalpha() else text
    return wrapped(text if text[-1] in ".?" else f"{text}.")


def laid_out(heads: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[float]]) -> list[str]:
    return ["", *side_by_side([heads, *zip(names, *map(column, zip(*rows)))], "  ", str.rjust)]
