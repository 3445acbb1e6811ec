"""What is said of a right backpropagation: for which networks, in which form, and for the loss of which book."""

from __future__ import annotations

import re
from inspect import getsource
from typing import Any

from tinynet.tutor.layers.losses import LOSSES
from tinynet.tutor.layers.programs import Program
from tinynet.tutor.layers.remarks import hints_of, keys, understood
from tinynet.tutor.layers.settling import Settled
from tinynet.tutor.layers.trials import TRIALS
from tinynet.tutor.layers.ways import SOFTMAX
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict

_CHANGES = (
    "It changes the lists that it is given. Here it got copies; whatever uses your lists afterwards gets other numbers."
)
_OF_A_SIGMOID = "a * (1 - a) is right for the slope of a sigmoid: a is f(z) already, and f'(z) = f(z) * (1 - f(z))."
_HALVED = "predicted - observed is right there: the 2 of the square and the 1/2 cancel."
_ADDED = "Adding is right there: the minus of the step and the minus before (observed - predicted) cancel."


def accepted(program: Program, settled: Settled, own: bool) -> Verdict:
    text, name = _for_which_networks(settled, own), program.loss.name
    if name != "SSR":
        text = f"For {name}: {text[0].lower()}{text[1:]}"
    lines = [text, *understood(settled), *settled.refusals, *_because(program, settled)]
    lines += [_CHANGES] * program.changes_arguments
    of_layers = keys(len(settled.trials[0].layers))
    parts = {key: "unknown" if "db" in key and not program.biased else "right" for key in of_layers}
    return Verdict(True, (), (), (), None, "\n".join(map(wrapped, lines)), parts)


def _for_which_networks(settled: Settled, own: bool) -> str:
    trials = settled.trials
    if own:
        return f"Right on your network and data, and on {len(trials) - 1} more networks of its shape."
    if trials is TRIALS:
        return "Right, wherever it was tried: on 3 networks of two to four layers, with all five activations."
    if settled.fixed:
        return f"Right for {'-'.join(map(str, trials[0].sizes))} networks, on {len(settled.answers)} of them."
    layers = "of one hidden layer" if len(trials[0].layers) == 2 else "of two to four layers"
    if all(trial.outputs == 1 for trial in trials):
        layers += " and one output (with more outputs it does not answer, or in another shape)"
    return f"Right for networks {layers}, on {len(settled.answers)} of them."


def _because(program: Program, settled: Settled) -> list[str]:
    """What beginners doubt, where it was seen."""
    curves = settled.curves or {layer.activation for trial in settled.trials for layer in trial.layers}
    seen = {
        _OF_A_SIGMOID: {curve.name for curve in curves} == {"SIGMOID"},
        _HALVED: program.loss.name in ("SSR/2", "SSR/(2n)"),
        _ADDED: program.called == "layers.check_update" and _adds(program.asked.mine),
    }
    return [sentence for sentence, was_seen in seen.items() if was_seen]


def _adds(mine: Any) -> bool:
    """Whether a line of its source adds something times the rate, without a minus."""
    try:
        source = getsource(mine)
    except (OSError, TypeError):
        return False
    return re.search(r"\+=[^-#\n]*\b(learning_rate|rate|lr|eta|alpha)\b[^-#\n]*$", source, re.MULTILINE) is not None


def other_loss(program: Program, settled: Settled) -> Verdict:
    """Right, but for another loss than the one that is asked for."""
    wanted, loss, trial = program.loss.name, LOSSES[settled.right_for or "SSR"], settled.trials[0]
    last = len(trial.layers)
    found, differs = loss.places, loss.differs
    if wanted != "SSR":
        found, differs = (("dSSR/da(last)", ""),), f"for {wanted} the number before the residual is another one"
    places = tuple(place.replace("last", str(last)) for place, _ in found)
    labels = tuple(label for _, label in found if label)
    text = f'Right for {loss.name}{loss.told}; {differs}. If your book does that: {program.called}(mine, loss="{loss.name}").'
    follows = keys(last) if places[0] in keys(last) else ()
    if settled.curves and settled.curves[1] is SOFTMAX:
        text = text.replace("sigmoid", "softmax")
    look, kind, _ = hints_of(places[0], last)
    words = "\n".join(map(wrapped, [text, *understood(settled), f"Tried on {trial}, and more."]))
    hints = look, kind, f"{', '.join(labels)}: {text}"
    parts = {key: "follows" if key in follows else "right" for key in keys(last)}
    return Verdict(False, places, labels, hints, None, words, {**parts, **dict.fromkeys(places, "wrong")}, loss.name)
