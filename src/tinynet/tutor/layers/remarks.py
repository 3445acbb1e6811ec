"""What was found in a learner's backpropagation, in words: where to look, what kind of slip it is, what is right."""

from __future__ import annotations

from typing import Any

from tinynet.tutor.layers.forms import WANTED, Found
from tinynet.tutor.layers.trials import Trial
from tinynet.tutor.tables import column, wrapped
from tinynet.tutor.verdict import Verdict

ALL_RIGHT = "Right, wherever it was tried: on 3 networks of two to four layers, with all five activations."
_WORDS = {  # for the beginning of each place these three
    "form": ("what comes back", "It has another form than was asked for.", f"it must return {WANTED}"),
    "order": (
        "what comes back, and in which order",
        "The numbers are there, but not where they belong.",
        "the order is that of the layers, in each the weights before the biases",
    ),
    "state": (
        "what is left from one call to the next",
        "The same call gives two answers.",
        "the same call gives two answers: something is kept from call to call, or left to chance",
    ),
    "arguments": (
        "what the function is given",
        "It is about the layers and the data, not about the formulas.",
        "mine(layers, data) uses both of them and changes neither",
    ),
    "nearly": (
        "the last digits",
        "It is no slip in the formulas.",
        "right to a hundredth of the products that are added, not to 0.00001: rounded, or differences over large steps",
    ),
    "forward": (
        "the way forward",
        "The way back may be right, but it starts from another prediction.",
        "right is z(l)[j] = sum over k of W(l)[j][k] * a(l-1)[k] + b(l)[j], and a(l)[j] = f(z(l)[j])",
    ),
    "an added term": (
        "what is added to the products",
        "Where observed is predicted, all must be 0, and something is left.",
        "where observed is predicted all must be 0, and something is left that is no product of the chain",
    ),
    "SSR": (
        "the SSR",
        "The gradient is right; the SSR is not.",
        "right is the sum of the squared residuals, over all observations and outputs",
    ),
    "the sum": (
        "the sum over the data",
        "It is how the observations come together.",
        "right is the sum of what each observation gives alone",
    ),
    "dSSR/da(last)": (
        "{}: it doesn't follow from the predictions",
        "It is about the residuals.",
        "right is dSSR/da(last)[k] = -2 * (observed[k] - predicted[k])",
    ),
    "dSSR/da": (
        "{}: it doesn't follow from what you have above it",
        "It is about the ways up, from one neuron to all of the layer above.",
        "right is dSSR/da(l)[k] = sum over j of dSSR/dz(l+1)[j] * W(l+1)[j][k]",
    ),
    "dSSR/dz": (
        "{}: it doesn't follow from what you have above it",
        "It is about the slope.",
        "right is dSSR/dz(l)[k] = dSSR/da(l)[k] * f'(z(l)[k]), with f of layer l",
    ),
    "dSSR/dW": (
        "{}: it doesn't follow from your dSSR/dz",
        "It is about what the weights are multiplied by.",
        "right is dSSR/dW(l)[j][k] = dSSR/dz(l)[j] * a(l-1)[k]",
    ),
    "dSSR/db": (
        "{}: it doesn't follow from your dSSR/dz",
        "It is about what the biases are multiplied by: 1.",
        "right is dSSR/db(l)[j] = dSSR/dz(l)[j]",
    ),
}


def remarks(found: list[Found], trial: Trial, what: str, error: Exception | None, beside: Any) -> Verdict:
    last = len(trial.layers)
    groups: dict[tuple[str, Any], list[str]] = {}  # one sentence for what is the same in several layers
    for place, label in dict.fromkeys(found):
        words = _WORDS["dSSR/da(last)" if place == f"dSSR/da({last})" else place.partition("(")[0]]
        groups.setdefault((label, words), []).append(place)
    sentences = [
        f"{', '.join(places)}: {'; '.join(filter(None, (label, remedy)))}."
        for (label, (_, _, remedy)), places in groups.items()
    ]
    places = tuple(dict.fromkeys(place for place, _ in found))
    if what:
        sentences[0] = what
    told = 1 if what and len(groups) > 1 else 0  # a form that comes from a slip: the slip is what the hints are about
    (_, (look, kind, _)), (place, *_) = list(groups.items())[told]
    text = [wrapped(sentence) for sentence in sentences]
    if beside[0]:
        text += ["", *_table(beside, "right" if places[0] in ("forward", "SSR") else "what follows"), ""]
    labels = tuple(dict.fromkeys(label for _, label in found if label))
    hints = f"Look at {look.format(place)}.", kind, sentences[told]
    return Verdict(False, places, labels, hints, error, "\n".join([*text, f"Tried on {trial}."]))


def _table(beside: tuple[str, list[float], list[float]], what: str) -> list[str]:
    name, mine, right = beside
    names = [name] if name == "SSR" else [f"{name}[{k}]" for k in range(len(mine))]
    columns = [["", *names], ["yours", *column(mine)], [what, *column(right)]]
    widths = [max(map(len, cells)) for cells in columns]
    return ["  ".join(map(str.rjust, cells, widths)) for cells in zip(*columns)]
