"""What is said of a right backpropagation: for which networks, in which form, and for the loss of which book."""

from __future__ import annotations

import re
from inspect import getsource
from typing import TYPE_CHECKING, Any

from tinynet.tutor.layers.losses import LOSSES
from tinynet.tutor.layers.remarks import hints_of, keys
from tinynet.tutor.layers.trials import TRIALS
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict

if TYPE_CHECKING:
    from tinynet.tutor.layers.checking import Checking


def accepted(check: Checking) -> Verdict:
    trials, last = check.trials, len(check.trials[0].layers)
    if check.own:
        text = f"Right on your network and data, and on {len(trials) - 1} more networks of its shape."
    elif trials is TRIALS:
        text = "Right, wherever it was tried: on 3 networks of two to four layers, with all five activations."
    else:
        how = "of one hidden layer" if last == 2 else "of two to four layers"
        if all(len(trial.layers[-1].biases) == 1 for trial in trials):
            how += " and one output (with more outputs it does not answer, or in another shape)"
        text = f"Right for networks {how}, on {len(check.answers)} of them."
    if check.loss != "SSR":
        text = f"For {check.loss}: {text[0].lower()}{text[1:]}"
    more = [*check.notes(), *check.told, *_because(check)]
    if check.program.changed:
        more.append("It changes the lists that it is given. Here it got copies; whatever uses your lists afterwards gets "
                    "other numbers.")  # fmt: skip
    parts = {key: "unknown" if "db" in key and not check.program.biased else "right" for key in keys(last)}
    return Verdict(True, (), (), (), None, "\n".join(map(wrapped, [text, *more])), parts)


def _because(check: Checking) -> list[str]:
    """What beginners doubt, where it was seen."""
    curves = check.curves or {layer.activation for trial in check.trials for layer in trial.layers}
    said = []
    if {curve.name for curve in curves} == {"SIGMOID"}:
        said.append(
            "a * (1 - a) is right for the slope of a sigmoid: a is f(z) already, and f'(z) = f(z) * (1 - f(z))."
        )
    if check.loss in ("SSR/2", "SSR/(2n)"):
        said.append("predicted - observed is right there: the 2 of the square and the 1/2 cancel.")
    if check.call == "layers.check_update" and _adds(check.program.asked.mine):
        said.append("Adding is right there: the minus of the step and the minus before (observed - predicted) cancel.")
    return said


def _adds(mine: Any) -> bool:
    """Whether a line of its source adds something times the rate, without a minus."""
    try:
        source = getsource(mine)
    except (OSError, TypeError):
        return False
    return re.search(r"\+=[^-#\n]*\b(learning_rate|rate|lr|eta|alpha)\b[^-#\n]*$", source, re.MULTILINE) is not None


def understood(check: Checking, answer: Any) -> list[str]:
    """One line on how a form of the learner's own was read."""
    setting = check.program.setting
    read = [*answer.notes, *["weights taken as W[input][neuron]"] * setting.turned, *["arrays taken"] * setting.arrays]
    said = [f"Understood: {'; '.join(read)}."] if read else []
    if check.curves:
        hidden, last = (curve.name for curve in check.curves)
        where = "every layer" if hidden == last else f"the hidden layers, {last} in the last one"
        said.append(f"It has {hidden} in {where}; it does not look at layer.activation.")
    return said + ["Only the weights are judged."] * (not answer.biased)


def other_loss(check: Checking, name: str) -> Verdict:
    """Right, but for another loss than the one that is asked for."""
    wanted, trial, loss = check.loss, check.trials[0], LOSSES[name]
    last = len(trial.layers)
    found, differs = loss.places, f"{loss.differs}"
    if wanted != "SSR":
        found, differs = (("dSSR/da(last)", ""),), f"for {wanted} the number before the residual is another one"
    places = tuple(place.replace("last", str(last)) for place, _ in found)
    text = f'Right for {name}{loss.told}; {differs}. If your book does that: {check.call}(mine, loss="{name}").'
    labels = tuple(label for _, label in found if label)
    parts = {
        **dict.fromkeys(keys(last), "follows" if places[0] in keys(last) else "right"),
        **dict.fromkeys(places, "wrong"),
    }
    words = "\n".join(map(wrapped, [text, *check.notes(), f"Tried on {trial}, and more."]))
    look, kind, _ = hints_of(places[0], last)
    return Verdict(False, places, labels, (look, kind, f"{', '.join(labels)}: {text}"), None, words, parts, name)
