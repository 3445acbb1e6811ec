"""What to try after a training that ended badly. The learning rates and the seeds that it names were tried out.

A training ended badly if it diverged or bounces, or if something better was seen:

    the mean            always predicting the mean of the observed
    a straight line     the line of least squares
    a search            a better method than gradient descent, started where the training ended and at two other starts
    the history         the SSR was still falling when the steps ran out

The learning rate is a third of 1 / (the largest curvature of the SSR), measured at the start and where the search ended. A
descent is stable below 2 / (the largest curvature), but the curvature may be larger on the way. The number of steps comes
from the search: how long its way is, and how steep. `measuring` takes at most 54 passes over the data for all of this.
"""

from __future__ import annotations

from tinynet.activations import IDENTITY
from tinynet.training import Training
from tinynet.tutor.measuring import DEFAULT_STEPS, Trial


def advice(training: Training) -> str:
    """Why a training ended badly, and what to try; empty if it did not."""
    if training.stopped == "interrupted":
        return ""
    trial = Trial(training)
    if training.stopped == "diverged":
        return what_to_try(trial)
    seen = what_was_seen(trial) if trial.share > 1e-4 else ""
    return f"{seen}\n{what_to_try(trial)}" if seen else ""


def what_was_seen(trial: Trial) -> str:
    """The signs of a bad end, in sentences; empty if there is none."""
    if trial.out_of_reach:
        return trial.out_of_reach
    if trial.is_dead:
        return "All derivatives are exactly 0, so no step can move anything: the neurons are flat for every row."
    if not trial.all_move and not trial.is_worse_than_seen:  # what is held may keep it there
        return ""
    signs = [sign for sign in (how_high(trial), how_it_moves(trial)) if sign]
    if not signs and trial.should_fit:
        return f"{len(trial.surface.places)} weights and biases can usually fit so few observed values closely."
    if not signs and trial.is_worse_than_seen:
        return f"The SSR can fall further, from {trial.training.ssr:.3g} to {trial.best * trial.unit:.3g} or less."
    return " ".join(signs[:1] if trial.far else signs)


def how_high(trial: Trial) -> str:
    """How the SSR compares with the start, the mean and a straight line, in a sentence; empty if it is low."""
    ssr, mean, start = trial.training.ssr, trial.training.mean_ssr, trial.training.history[0]
    before = f"The SSR is higher than at the start, where it was {start:.3g}. " if ssr > 1.01 * start else ""
    if ssr > 1.01 * mean > 0:
        return f"{before}The SSR is {readable(ssr / mean)} times that of always predicting the mean."
    if ssr > 0.99 * mean > 0:
        return f"{before}The SSR is not clearly better than that of always predicting the mean."
    if trial.line is not None and trial.is_worse_than_the_line:
        return f"{before}A straight line through the data has a lower SSR, {trial.line * mean:.3g}."
    if ssr > 0.9 * mean > 0 and not trial.seven:
        return f"{before}The SSR is hardly lower than that of always predicting the mean."
    return before.strip()


def how_it_moves(trial: Trial) -> str:
    """That the SSR bounces or is still falling, in a sentence; empty if it came to rest."""
    history, tenth = trial.training.history, trial.training.steps // 10
    if trial.is_bouncing:
        last = history[-1 - max(100, tenth) :]
        rises = sum(after > before for before, after in zip(last, last[1:]))
        return f"The SSR does not only go down: it rose in {rises:,} of the last {len(last) - 1:,} steps."
    if trial.is_falling:
        return f"The SSR is still falling: by {history[-1 - tenth] - history[-1]:.2g} in the last {tenth:,} steps."
    return ""


def what_to_try(trial: Trial) -> str:
    """The remedy, to be typed."""
    if trial.far:
        return f"{trial.far} Scale the data:\n{scaled_training(trial)}"
    remedies = [] if trial.rate is None else [f"learning_rate={trial.rate:.2g}"]
    which = "larger weights at the start" if trial.weights_are_tiny else "another start"
    if trial.seed is not None:
        reached = f"{min(trial.others)[0] * trial.unit:.2g}"
        remedies.append(f"{which}, {initial(trial, trial.seed)} (a short search from there reached the SSR {reached})")
    if trial.needs_more_steps and trial.is_stuck:
        _, seed = min(trial.others, default=(0, trial.next_seed))
        return f"More steps would help, but about {trial.steps:,} of them. Try {which}, {initial(trial, seed)}."
    if trial.needs_more_steps:
        remedies.append(f"more steps, about max_steps={max(trial.steps, 2 * trial.training.steps):_}")
    elif remedies and trial.steps > trial.given_steps and not trial.is_stuck:
        remedies.append(f"about max_steps={trial.steps:_}")
    elif trial.seed is None and (trial.weights_are_tiny or (trial.should_fit and not remedies)):
        remedies.append(f"{which}, {initial(trial, trial.next_seed)}")
    return f"Try {' and '.join(remedies)}." if remedies else nothing_better(trial)


def nothing_better(trial: Trial) -> str:
    if trial.share > trial.found + 0.02:
        return "Try a smaller min_step_size."
    if len(trial.start) == 1:
        return "Nothing better was found. This network has no hidden layer, so try one that has."
    return "Nothing better was found from here or from other starts." + ("" if trial.seven else " Try more neurons.")


def scaled_training(trial: Trial) -> str:
    """The lines that train on scaled data."""
    module = "" if trial.seven else "layers."
    start = "start" if trial.seed is None else initial(trial, trial.seed)
    curve = "" if trial.output == IDENTITY else f", output={trial.output!r}"
    steps = f", max_steps={trial.steps:_}" if trial.steps > DEFAULT_STEPS and not trial.is_stuck else ""
    return (
        f"    scaling = {module}Scaling.of(data{curve})\n"
        f"    training = {module}train({start}, scaling.scaled(data), learning_rate={trial.measured:.2g}{steps})\n"
        f"    own = scaling.in_own_units(training.parameters)  # for the data as they are"
    )


def initial(trial: Trial, seed: int) -> str:
    if trial.seven:
        return f"initial_parameters({seed})"
    hidden, output = trial.start[0].activation, trial.output
    return f"initial_layers({trial.sizes}, seed={seed}, activation={hidden!r}, output={output!r})"


def readable(number: float) -> str:
    return f"{number:,.0f}" if 100 <= number < 1e6 else f"{number:.3g}"
