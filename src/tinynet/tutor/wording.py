"""The words of a verdict: what was found, three hints, and what was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tinynet.tutor.asking import Asked, NoAnswer
from tinynet.tutor.explanation import column, wrapped
from tinynet.tutor.findings import Finding
from tinynet.tutor.verdict import Verdict

# For each place: where to look, what kind of slip it is, and the remedy.

# fmt: off
HINTS = {
    "form": ("Look at what your function returns.", "It must hand back numbers, on every way through it.",
             "End it with a return of the number, or of all seven."),
    "state": ("Call it twice with the same arguments and compare.", "Something outlives the call: a variable outside the "
              "function, a list as a default, an accumulator that isn't reset.", "Make everything that you add up inside "
              "the function, and start it at 0 there."),
    "arguments": ("Look at what your function does with its arguments.", "Something else is used in their place, or they "
                  "are taken in another order than they come in.", "Use parameters by name, parameters.w1, and take each "
                  "row as (input, observed)."),
    "order": ("Look at the order of what you return.", "The numbers are right, but they stand in the wrong places.",
              "Return them in the order w1, w2, w3, w4, b1, b2, b3, or by name."),
    "nearly": ("Look at your constants and your rounding.", "The formula seems right, but digits are lost on the way.",
               "Keep all digits until the end, and take a smaller h where you take differences."),
    "an added term": ("Look at what the total starts with, and what is added outside the products.", "Something is added "
                      "that is no product of the chain.", "Start at 0, and add nothing but the products."),
    "not a product": ("Look at how the factors are put together.", "Two of them are added, or one is inside another.",
                      "Multiply them: that is the chain rule."),
    "the sum": ("Look at the loop over the data.", "Each row by itself is one thing, what becomes of several another.",
                "Add up the products of all rows, each with its own numbers, and divide by nothing."),
    "dSSR/dpredicted": ("Look at the first factor, dSSR/dpredicted.", "It is the derivative of (observed - predicted)^2: "
                        "mind the 2, the sign, and the residual.", "It is -2 * (observed - predicted)."),
    "predicted": ("Look at your forward pass.", "The predicted that your residual uses is not that of the network.",
                  "x = input * w + b, y = log(1 + e^x) for each neuron, then predicted = y1 * w3 + y2 * w4 + b3."),
    "constant factor": ("Look for a number that everything is multiplied by.", "All is right but for a constant.",
                        "Take the constant out."),
    "old value": ("Look at what you subtract from.", "new value = old value - step size, and the old value is not there as "
                  "it should be.", "Subtract each step size from the old value of the same parameter, and return that."),
    "learning rate": ("Look at where the learning rate comes in.", "It must multiply each derivative, once.",
                      "step size = derivative * learning rate."),
    "update": ("Look at the last line, where the parameters move.", "A step goes downhill, and all seven take it.",
               "new value = old value - step size, for each of the seven."),
    "in place": ("Look at when each derivative is taken.", "Some are taken when other parameters are new already.",
                 "Take all seven derivatives first, then move all parameters."),
    "row by row": ("Look at where in the loop the parameters move.", "They move after each row.",
                   "Sum over all rows first, then move once."),
    "several steps": ("Count the steps that are taken.", "More than one step is taken.", "Take one, and return."),
    "start": ("Look at where your loop starts.", "With 0 steps it must end where it starts.",
              "Begin with the start that is given, and return it where no step is asked for."),
    "step": ("Look at a single step of your loop.", "One step is not one step of gradient descent.",
             "Give that step to check_update; the loop can wait."),
    "memory": ("Look at what is carried from one step to the next.", "A step depends on the parameters alone, not on its "
               "number or on what came before.", "Set to 0 in each step what you add up in it."),
    "history": ("Look at when you append to the history.", "It has one entry for the start and one for each step, each the "
                "SSR of its parameters.", "Append the SSR before each step, and once more at the end."),
    "stopping": ("Count the rounds of your loop.", "It takes another number of steps than it is asked for.",
                 "for step in range(steps)."),
}
# fmt: on


def hints(place: str) -> tuple[str, str, str]:
    from tinynet.tutor.chains import FACTORS

    place = place.split(": ")[-1]
    if place in HINTS:
        return HINTS[place]
    return (f"Look at the factor {place}.", f"The slip is in what {place} contributes: left out, taken of the wrong "
            f"thing, or another formula.", f"{place} = {FACTORS[place].formula}.")  # fmt: skip


def of_no_answer(refused: NoAnswer, arguments: Sequence[Any], names: Sequence[str]) -> Verdict:
    raised = (
        "It stopped with an exception.",
        "The message says what, and in which line of your file.",
        "Mend that line.",
    )
    text = [sentence(f"Your function {refused.text}")]
    text += ["", "It was called with:", *called_with(arguments, names)] if arguments else []
    first = HINTS["form"] if refused.error is None else raised
    return Verdict(False, ("form",), (), first, refused.error, "\n".join(text))


def sentence(text: str) -> str:
    return wrapped(text if text.endswith("?") else f"{text}.")


def called_with(arguments: Sequence[Any], names: Sequence[str]) -> list[str]:
    return [f"{name} = {list(v) if type(v) is tuple else v!r}" for name, v in zip(names, arguments)]


def verdict(
    found: Mapping[str, Sequence[Finding]], names: Sequence[str], subject: str, lines: Sequence[str], point: Sequence[Any],
    takes: Sequence[str],
) -> Verdict:  # fmt: skip
    """All that was found, said once; the first place gives the hints."""
    places, labels, sentences = told(found, len(names) > 1)
    if not sentences:
        sentences = [
            f"{subject}: not right, and the experiments do not show where; see explain for the numbers of each factor"
        ]
    text = [*map(sentence, sentences)]
    text += ["", "The first point where it is not right:"] if point else []
    first = hints(places[0]) if places else (
        "Take one observation alone.", "Compare your numbers with explain, factor by factor.", "Then compare the sums."
    )  # fmt: skip
    if len({place.split(": ")[-1] for place in places}) > 1:
        first = (f"More than one thing is wrong. {first[0]}", *first[1:])
    return Verdict(False, places, labels, first, None, "\n".join([*text, *called_with(point, takes), *lines]))


# These are of the whole function or of the whole step, so no name leads them.
OF_THE_WHOLE = ("form", "state", "arguments", "order", "learning rate", "old value", "update", "in place", "row by row")


def told(found: Mapping[str, Sequence[Finding]], several: bool) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """Places, labels and sentences. A sentence that holds for several names is said once."""
    places: list[str] = []
    labels: list[str] = []
    said: dict[str, list[str]] = {}
    for name, some in found.items():
        for finding in some:
            lead = f"{name}: " if several and name and not (name == "all" and finding.place in OF_THE_WHOLE) else ""
            bare = finding.label.startswith("not updated")
            lead = "" if bare else lead
            places += [lead + finding.place] if finding.place else []
            labels += [lead + finding.label] if finding.label else []
            if finding.says:
                of_step = name == "all" or finding.place in OF_THE_WHOLE
                subject = name if of_step else f"dSSR/d{name}"
                said.setdefault(finding.says, []).append(subject if lead or bare else "")
        if not some and several and name and "all" not in found and "" not in found:
            said.setdefault("not right, and the experiments do not show where", []).append(f"dSSR/d{name}")
    if not several:
        said = {says: [f"dSSR/d{name}" for name in found if name] for says in said}
    shared = {place.split(": ")[1] for place in places if place.startswith("all: ")}
    places = [place for place in places if place.startswith("all: ") or place.split(": ")[-1] not in shared]
    subjects = {says: ", ".join(dict.fromkeys(filter(None, names))) for says, names in said.items()}
    sentences = [f"{names}: {says}" if names else says for says, names in subjects.items()]
    return tuple(dict.fromkeys(places)), tuple(dict.fromkeys(labels)), sentences


def unanswered(asked: Asked, answered: Sequence[Any]) -> str:
    if asked.refused is None:
        return ""
    return f" wherever it answered, at {len(answered)} points; elsewhere it {asked.refused.text}"


def laid_out(heads: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[float]]) -> list[str]:
    columns = [list(names), *map(column, zip(*rows))]
    widths = [max(len(head), len(cells[0])) for head, cells in zip(heads, columns)]
    return ["", *["  ".join(map(str.rjust, cells, widths)) for cells in [heads, *zip(*columns)]]]
