"""What to try after a training that ended badly. Each kind of advice rests on a measurement."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from tinynet.network import Parameters
from tinynet.training import Training

# The advice. Each kind rests on a measurement, and says it:
#
#     up and down        in the last steps the SSR rose again and again, by more than a hundredth of `mean_ssr` in all
#     still far away     no step moves much any more, yet one short step downhill shows how far the SSR can fall
#     at the mean        the SSR is above 0.99 of `mean_ssr`
#
# All are shares of `mean_ssr` (where the observed are all equal, of the first SSR), so they don't depend on the units.


def advice(training: Training) -> str:
    """Why a training ended badly, and what to try; empty if it did not."""
    if training.stopped in ("diverged", "interrupted"):
        return "Try a smaller learning rate." if training.stopped == "diverged" else ""
    converged = training.stopped == "converged"
    enough = 0.01 * (training.mean_ssr or training.history[0])
    rate = training.learning_rate
    if not converged and (rises := _rises(training.history, enough)):
        lowest = min(training.history)
        where = f"The lowest, {lowest:.6g}, was at step {training.history.index(lowest):,}."
        return f"{rises}: try a smaller learning rate than {rate:g}. {where}"
    if converged and training.ssr > enough and _fall(training) > enough:
        largest = max(map(abs, _moving(training, training.gradient)))
        return (
            f"The largest derivative is still {largest:.3g}, and the SSR can fall much further: "
            f"try a larger learning rate than {rate:g}, or a smaller min_step_size."
        )
    if training.ssr > 0.99 * training.mean_ssr > 0:
        overshot = any(after > 1.01 * before for before, after in zip(training.history, training.history[1:]))
        smaller = "a smaller learning rate, " if overshot else "" if converged else "a larger learning rate, "
        longer = "a smaller min_step_size" if converged else "more steps"
        return f"That is no better than the mean, or hardly: try {smaller}another start, or {longer}."
    return ""


def _rises(history: Sequence[float], enough: float) -> str:
    """That the SSR bounces: at least a quarter of the last hundred steps went up, the highest far from the lowest."""
    last = history[-101:]
    steps, rises = len(last) - 1, sum(after > before for before, after in zip(last, last[1:]))
    if steps < 20 or rises < 0.25 * steps or max(last) - min(last) <= enough:
        return ""
    way = "up" if rises == steps else "up and down"
    return f"The SSR goes {way} instead of down (it rose in {rises} of the last {steps} steps)"


# Straight downhill, the SSR is nearly a parabola. A step with the rate t changes it by
#
#     -slope * t + curvature / 2 * t^2        slope     = sum of derivative^2
#                                             curvature = sum of derivative * (its fall on a short step) / t
#
# That is lowest at t = slope / curvature, and there slope^2 / (2 * curvature) lower. At a saddle the curvature is
# negative; its size still tells how far the end is.


def _fall(training: Training) -> float:
    """How far the SSR can fall straight downhill, measured on a short step; 0 where that can't be tried."""
    before = _moving(training, training.gradient)
    largest = max(map(abs, before))
    if not largest > 1e-300:
        return 0.0
    t = 1e-4 / largest
    try:
        after = _moving(training, _gradient_after(training, t))
    except Exception:  # an activation of the user's own may not reach there
        return 0.0
    slope = sum(derivative * derivative for derivative in before)
    curvature = abs(sum(derivative * (derivative - later) for derivative, later in zip(before, after))) / t
    return slope * slope / (2 * curvature) if curvature else inf


def _gradient_after(training: Training, t: float) -> Any:
    """The gradient after one step with the learning rate t."""
    from warnings import catch_warnings, simplefilter

    if isinstance(training.parameters, Parameters):
        from tinynet.training import descend
    else:
        from tinynet.layers import descend
    with catch_warnings():
        simplefilter("ignore")  # of twins it was warned before
        steps = descend(training.parameters, training.data, learning_rate=t, trainable=training.trainable)
    next(steps)
    return next(steps).gradient


def _moving(training: Training, gradient: Any) -> list[float]:
    """The derivatives of what moves, in a row."""
    if isinstance(gradient, Parameters):
        return [getattr(gradient, name) for name in training.trainable]
    kept = [
        part for layer in gradient for part, name in zip(layer, ("weights", "biases")) if name in training.trainable
    ]
    return [number for part in kept for row in part for number in (row if isinstance(row, list) else [row])]
