"""A right backpropagation in words: for which networks it is right, and for which loss."""

import re
from collections.abc import Iterator
from inspect import getsource
from typing import Any

from tinynet.tutor.layers import sayings
from tinynet.tutor.layers.comparing import LOSSES
from tinynet.tutor.layers.marking import Marked
from tinynet.tutor.layers.remarks import hints_of, keys, ticked, understood
from tinynet.tutor.layers.settling import Settled
from tinynet.tutor.layers.trials import TRIALS
from tinynet.tutor.layers.ways import SOFTMAX
from tinynet.tutor.tables import wrapped
from tinynet.tutor.verdict import Verdict


def accepted(settled: Settled, is_own: bool) -> Verdict:
    text, name = _for_which_networks(settled, is_own), settled.program.loss.name
    text = text if name == "SSR" else f"For {name}: {text[0].lower()}{text[1:]}"
    lines = [text, *understood(settled), *settled.refusals, *_because(settled)]
    last = len(settled.trials[0].layers)
    ticks = ticked(Marked(right=range(1, last + 1), is_biased=settled.is_biased), last)
    return Verdict(True, (), (), (), None, "\n".join(map(wrapped, lines)), ticks)


def _for_which_networks(settled: Settled, is_own: bool) -> str:
    trials = settled.trials
    if is_own:
        return f"Right on your network and data, and on {len(trials) - 1} more networks of its shape."
    if trials is TRIALS:
        return "Right, wherever it was tried: on 3 networks of two to four layers, with all five activations."
    if settled.is_fixed:
        return f"Right for {'-'.join(map(str, trials[0].sizes))} networks, on {len(settled.answers)} of them."
    layers = "of one hidden layer" if len(trials[0].layers) == 2 else "of two to four layers"
    if all(trial.sizes[-1] == 1 for trial in trials):
        layers += " and one output (with more outputs it does not answer, or in another shape)"
    return f"Right for networks {layers}, on {len(settled.answers)} of them."


def _because(settled: Settled) -> Iterator[str]:
    """Reassurance about what beginners doubt, and a warning if the arguments are changed."""
    program = settled.program
    curves = settled.curves or {layer.activation for trial in settled.trials for layer in trial.layers}
    if {curve and curve.name for curve in curves} == {"SIGMOID"}:
        yield sayings.OF_A_SIGMOID
    if program.loss.name in ("SSR/2", "SSR/(2n)"):
        yield sayings.RESIDUAL
    if program.called == "layers.check_update" and _adds(program.asked.mine):
        yield sayings.ADDED
    if "changes its arguments" in program.noticed:
        yield sayings.CHANGES


def _adds(mine: Any) -> bool:
    """Whether a line of its source adds something times the rate, without a minus."""
    try:
        source = getsource(mine)
    except (OSError, TypeError):
        return False
    return re.search(r"\+=[^-#\n]*\b(learning_rate|rate|lr|eta|alpha)\b[^-#\n]*$", source, re.MULTILINE) is not None


def other_loss(settled: Settled) -> Verdict:
    """Right, but for another loss than the one that is asked for."""
    program, trial, loss = settled.program, settled.trials[0], LOSSES[settled.right_for or "SSR"]
    last, wanted, differs = len(trial.layers), program.loss.name, loss.differs
    places, labels = zip(*loss.found(last)) if loss.slips else ((), ())
    if wanted != "SSR":
        places, labels = (f"dSSR/da({last})",), ()
        differs = f"for {wanted} the number before the residual is another one"
    text = f'Right for {loss.name}{loss.told}; {differs}. If your book does that: {program.called}(mine, loss="{loss.name}").'
    if settled.curves and settled.curves[1] is SOFTMAX:
        text = text.replace("sigmoid", "softmax")
    words = "\n".join(map(wrapped, [text, *understood(settled), f"Tried on {trial}, and more."]))
    hints = (*hints_of(places[0], last)[:2], f"{', '.join(labels)}: {text}")
    parts = dict.fromkeys(keys(last), "follows" if places[0] in keys(last) else "right")
    return Verdict(False, places, labels, hints, None, words, {**parts, **dict.fromkeys(places, "wrong")}, loss.name)
