"""What to try after a training that ended badly. Every number in an advice was measured.

A training ended badly if it diverged or bounces, or if something better was seen:

    the mean            always predicting the mean of the observed
    a straight line     the line of least squares
    a search            a better method than gradient descent, started where the training ended and at two other starts
    the history         the SSR was still falling when the steps ran out

The learning rate comes from the curvature of the SSR, measured at the start and where the search ended. A descent is
stable below 2 / (the largest curvature). The advice is a quarter of 1 / (the largest curvature), since the curvature
may be larger on the way. `measuring` does all of this with at most 60 passes over the data, always the same ones.
"""

from __future__ import annotations

from typing import Optional

from tinynet.training import Training
from tinynet.tutor.measuring import Trial


def advice(training: Training) -> str:
    """Why a training ended badly, and what to try; empty if it did not."""
    trial = Trial(training)
    if training.stopped == "interrupted" or (training.stopped != "diverged" and trial.share < 1e-4):
        return ""
    seen = what_was_seen(training, trial)
    return "" if seen is None else f"{seen}\n{what_to_try(training, trial)}".strip()


def what_was_seen(training: Training, trial: Trial) -> Optional[str]:
    """The signs of a bad end, in sentences; None if there is none."""
    if training.stopped == "diverged":
        return ""
    if trial.out_of_reach:
        return trial.out_of_reach
    if trial.is_dead:
        return "All derivatives are exactly 0, so no step can move anything: the neurons are flat for every row."
    signs = [sign for sign in (how_high(training, trial), how_it_moves(training, trial)) if sign]
    signs = signs[:1] if trial.far else signs
    if not signs and trial.should_fit:
        signs = [f"{trial.numbers} weights and biases can usually fit so few observed values closely."]
    elif not signs and trial.is_worse_than_seen:
        signs = [f"The SSR can fall further, from {training.ssr:.3g} to {trial.best * trial.unit:.3g} or less."]
    if not signs or (not trial.all_move and not trial.is_worse_than_seen):  # what is held may keep it there
        return None
    return " ".join(signs)


def how_high(training: Training, trial: Trial) -> str:
    """How the SSR compares with the start, the mean and a straight line, in a sentence; empty if it is low."""
    ssr, mean, start = training.ssr, training.mean_ssr, training.history[0]
    before = f"The SSR is higher than at the start, where it was {start:.3g}. " if ssr > 1.01 * start else ""
    if ssr > 1.01 * mean > 0:
        return f"{before}The SSR is {readable(ssr / mean)} times that of always predicting the mean."
    if ssr > 0.99 * mean > 0:
        return f"{before}The SSR is not clearly better than that of always predicting the mean."
    if trial.is_worse_than_the_line and trial.line is not None:
        return f"{before}A straight line through the data has a lower SSR, {trial.line * trial.unit:.3g}."
    if ssr > 0.9 * mean > 0 and not trial.seven:
        return f"{before}The SSR is hardly lower than that of always predicting the mean."
    return before.strip()


def how_it_moves(training: Training, trial: Trial) -> str:
    """That the SSR bounces or is still falling, in a sentence; empty if it came to rest."""
    last, tenth = training.history[-101:], training.steps // 10
    if trial.is_bouncing:
        rises = sum(after > before for before, after in zip(last, last[1:]))
        return f"The SSR does not only go down: it rose in {rises} of the last {len(last) - 1} steps."
    if trial.is_falling:
        return f"The SSR is still falling: by {training.history[-1 - tenth] - training.ssr:.2g} in the last {tenth:,} steps."
    return ""


def what_to_try(training: Training, trial: Trial) -> str:
    """The remedy, to be typed."""
    if trial.far:
        start = "start" if trial.seed is None else trial.initial(trial.seed)
        return f"{trial.far} Scale the data:\n{trial.scaled_training(start)}"
    remedies = [] if trial.rate is None else [f"learning_rate={trial.rate:g}"]
    if trial.more_steps:
        remedies.append(f"more steps, about max_steps={5 * training.steps:_}")
    which = "larger weights at the start" if trial.weights_are_tiny else "another start"
    if trial.seed is not None:
        reached = min(trial.others)[0] * trial.unit
        remedies.append(
            f"{which}, {trial.initial(trial.seed)} (a short search from there reached the SSR {reached:.2g})"
        )
    elif trial.weights_are_tiny or (trial.should_fit and not remedies):
        remedies.append(f"{which}, {trial.initial(trial.next_seed)}")
    if remedies:
        return f"Try {' and '.join(remedies)}."
    if trial.share > trial.found + 0.02:
        return "Try a smaller min_step_size."
    if len(trial.start) == 1:
        return "Nothing better was found. This network has no hidden layer, so try one that has."
    return "Nothing better was found from here or from other starts." + ("" if trial.seven else " Try more neurons.")


def readable(number: float) -> str:
    return f"{number:,.0f}" if 100 <= number < 1e6 else f"{number:.3g}"
