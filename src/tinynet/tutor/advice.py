"""What to try after a training that ended badly. Every number in it was measured.

A training ended badly if it diverged or bounces, or if something better was seen:

    the mean            always predicting the mean of the observed
    a straight line     the line of least squares
    a search            a better method than gradient descent, started where the training ended and at two other starts
    the history         the SSR was still falling when the steps ran out

The learning rate is a third of 1 / (the largest curvature of the SSR), measured at the start and where the search ended. A
descent is stable below 2 / (the largest curvature), but the curvature may be larger on the way. The number of steps comes
from the search: how long its way is, and how steep. `measuring` takes at most 54 passes over the data for all of this.
"""

from tinynet.activations import IDENTITY
from tinynet.training import Training
from tinynet.tutor.measuring import DEFAULT_STEPS, Measured


def advice(training: Training) -> str:
    """Why a training ended badly, and what to try; empty if it did not."""
    if training.stopped == "interrupted":
        return ""
    seen = Measured(training)
    if training.stopped == "diverged":
        return what_to_try(seen)
    signs = what_was_seen(seen) if seen.share > 1e-4 else ""
    return f"{signs}\n{what_to_try(seen)}" if signs else ""


def what_was_seen(seen: Measured) -> str:
    """The signs of a bad end, in sentences; empty if there is none."""
    if seen.ground.out_of_reach:
        return seen.ground.out_of_reach
    if seen.is_dead:
        return "All derivatives are exactly 0, so no step can move anything: the neurons are flat for every row."
    if not seen.ground.all_move and not seen.is_worse_than_seen:  # what is held may keep it there
        return ""
    signs = [sign for sign in (how_high(seen), how_it_moves(seen)) if sign]
    if not signs and seen.should_fit:
        return f"{len(seen.ground.surface.places)} weights and biases can usually fit so few observed values closely."
    if not signs and seen.is_worse_than_seen:
        return f"The SSR can fall further, from {seen.training.ssr:.3g} to {seen.best * seen.unit:.3g} or less."
    return " ".join(signs[:1] if seen.ground.far else signs)


def how_high(seen: Measured) -> str:
    """How the SSR compares with the start, the mean and a straight line, in a sentence; empty if it is low."""
    ssr, mean, start = seen.training.ssr, seen.training.mean_ssr, seen.training.history[0]
    before = f"The SSR is higher than at the start, where it was {start:.3g}. " if ssr > 1.01 * start else ""
    if ssr > 1.01 * mean > 0:
        return f"{before}The SSR is {readable(ssr / mean)} times that of always predicting the mean."
    if ssr > 0.99 * mean > 0:
        return f"{before}The SSR is not clearly better than that of always predicting the mean."
    if seen.line is not None and seen.is_worse_than_the_line:
        return f"{before}A straight line through the data has a lower SSR, {seen.line * mean:.3g}."
    if ssr > 0.9 * mean > 0 and not seen.seven:
        return f"{before}The SSR is hardly lower than that of always predicting the mean."
    return before.strip()


def how_it_moves(seen: Measured) -> str:
    """That the SSR bounces or is still falling, in a sentence; empty if it came to rest."""
    history, tenth = seen.training.history, seen.training.steps // 10
    if seen.is_bouncing:
        last = history[-1 - max(100, tenth) :]
        rises = sum(after > before for before, after in zip(last, last[1:]))
        return f"The SSR does not only go down: it rose in {rises:,} of the last {len(last) - 1:,} steps."
    if seen.is_falling:
        return f"The SSR is still falling: by {history[-1 - tenth] - history[-1]:.2g} in the last {tenth:,} steps."
    return ""


def what_to_try(seen: Measured) -> str:
    """The remedy, to be typed."""
    remedy, ground = seen.remedy, seen.ground
    if ground.far:
        return f"{ground.far} Scale the data:\n{scaled_training(seen)}"
    remedies = [] if remedy.rate is None else [f"learning_rate={remedy.rate:.2g}"]
    which = "larger weights at the start" if ground.weights_are_tiny else "another start"
    if remedy.seed is not None:
        reached = f"a short search from there reached the SSR {min(seen.others).share * seen.unit:.2g}"
        remedies.append(f"{which}, {initial(seen, remedy.seed)} ({reached})")
    if remedy.needs_more_steps and remedy.is_stuck:
        seed = min(seen.others).seed if seen.others else ground.next_seed
        return f"More steps would help, but about {remedy.steps:,} of them. Try {which}, {initial(seen, seed)}."
    if remedy.needs_more_steps:
        remedies.append(f"more steps, about max_steps={max(remedy.steps, 2 * seen.training.steps):_}")
    elif remedies and remedy.steps > remedy.given_steps and not remedy.is_stuck:
        remedies.append(f"about max_steps={remedy.steps:_}")
    elif remedy.seed is None and (ground.weights_are_tiny or (seen.should_fit and not remedies)):
        remedies.append(f"{which}, {initial(seen, ground.next_seed)}")
    return f"Try {' and '.join(remedies)}." if remedies else nothing_better(seen)


def nothing_better(seen: Measured) -> str:
    if seen.share > seen.found.share + 0.02:
        return "Try a smaller min_step_size."
    if len(seen.ground.start) == 1:
        return "Nothing better was found. This network has no hidden layer, so try one that has."
    return "Nothing better was found from here or from other starts." + ("" if seen.seven else " Try more neurons.")


def scaled_training(seen: Measured) -> str:
    """The lines that train on scaled data."""
    module, remedy, output = "" if seen.seven else "layers.", seen.remedy, seen.ground.output
    start = "start" if remedy.seed is None else initial(seen, remedy.seed)
    curve = "" if output == IDENTITY else f", output={output!r}"
    steps = f", max_steps={remedy.steps:_}" if remedy.steps > DEFAULT_STEPS and not remedy.is_stuck else ""
    return (
        f"    scaling = {module}Scaling.of(data{curve})\n"
        f"    training = {module}train({start}, scaling.scaled(data), learning_rate={seen.stable_rate:.2g}{steps})\n"
        f"    own = scaling.in_own_units(training.parameters)  # for the data as they are"
    )


def initial(seen: Measured, seed: int) -> str:
    if seen.seven:
        return f"initial_parameters({seed})"
    hidden, output = seen.ground.start[0].activation, seen.ground.output
    return f"initial_layers({seen.ground.sizes}, seed={seed}, activation={hidden!r}, output={output!r})"


def readable(number: float) -> str:
    return f"{number:,.0f}" if 100 <= number < 1e6 else f"{number:.3g}"
