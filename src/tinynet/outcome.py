"""How a training ended, in words, and what to try next. Nothing here derives anything.

Training         what `train` returns: the values reached, the way there, and the advice
DivergedError    what a descent raises whose numbers are no longer finite
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from math import inf, isfinite
from typing import Any, NamedTuple, Optional

from tinynet.arguments import faulty_activation, number_of
from tinynet.network import Parameters


class DivergedError(ArithmeticError):
    """The SSR, its gradient or a parameter is no longer a finite number.

    step       the last finite Step; None where the start itself is not finite
    training   where `train` raises it: everything up to that step, as a Training

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> try:
    ...     train(START, DATA, learning_rate=5)
    ... except DivergedError as error:
    ...     print(error.training.stopped, len(error.training.history) == error.step.number + 1)
    diverged True
    """

    step: Any = None
    training: Optional[Training] = None


class Training(NamedTuple):
    """How a training ended, and the way there. A prompt and a notebook show its `repr`; its `str` says it in full.

    parameters      the values reached
    gradient        the derivatives there
    history         history[k] is the SSR after k steps; the last is that of `parameters`
    stopped         "converged" or "max_steps"; where `train` raised, "diverged" or "interrupted"
    learning_rate   as given
    mean_ssr        the SSR of always predicting the mean of the observed: what a fit has to beat
    start           as given
    data            as given, checked: a list of (input, observed) pairs
    trainable       the names of what moved

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> print(train(START, DATA, learning_rate=0.02, max_steps=4000))
    Stopped at max_steps after 4,000 steps: SSR 8.8867e-08; always predicting the mean gives 0.666667.
    """

    parameters: Parameters
    gradient: Parameters
    history: tuple[float, ...]
    stopped: str
    learning_rate: float
    mean_ssr: float
    start: Parameters
    data: Any
    trainable: tuple[str, ...]

    @property
    def ssr(self) -> float:
        """The SSR reached."""
        return self.history[-1]

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.history) - 1

    @property
    def advice(self) -> str:
        """What to try next, where the descent ended badly; else empty."""
        return _advice(self)

    def __repr__(self) -> str:
        line = f"<Training: {self.stopped} after {number_of(self.steps, 'step')}, SSR {self.ssr:.6g}>"
        return f"{line}\n{self.advice}".rstrip()

    def __str__(self) -> str:
        reached = f"SSR {self.ssr:.6g}; always predicting the mean gives {self.mean_ssr:.6g}."
        return f"{_ENDS[self.stopped]} after {number_of(self.steps, 'step')}: {reached}\n{self.advice}".rstrip()


_ENDS = {
    "converged": "Converged (all step sizes are tiny)",
    "max_steps": "Stopped at max_steps",
    "diverged": "Diverged",
    "interrupted": "Interrupted",
}


def ended(stopped: str, history: list[float], step: Any, rate: float, *asked: Any) -> Training:
    """The Training that ended with this step: `asked` is the start, the data and the names of what moved."""
    history[step.number :] = [step.ssr]  # Ctrl-C may come before the history has its last entry
    return Training(step.parameters, step.gradient, tuple(history), stopped, rate, ssr_of_the_mean(asked[1]), *asked)


def attach_training(error: BaseException, history: list[float], step: Any, *asked: Any) -> None:
    """Give what ended a training early all that was reached, as its `training`."""
    if step is not None:
        stopped = "diverged" if isinstance(error, DivergedError) else "interrupted"
        error.training = ended(stopped, history, step, *asked)  # type: ignore[attr-defined]
    if isinstance(error, DivergedError):
        error.__traceback__ = None  # the lines on the way help nobody


def ssr_of_the_mean(data: Iterable[Any]) -> float:
    """The SSR of always predicting the mean of the observed, output by output; exactly 0 where all are equal."""
    rows = [observed if isinstance(observed, list) else [observed] for _, observed in data]
    return sum(map(_around_the_mean, zip(*rows)))


def _around_the_mean(observed: Sequence[float]) -> float:
    first = observed[0]
    mean = first + sum(value - first for value in observed) / len(observed)
    return sum((value - mean) * (value - mean) for value in observed)


def warn_of_twins(start: Parameters, trainable: Iterable[str]) -> None:
    """Twins stay twins when each value of the one moves just where its counterpart in the other does."""
    top = [name in trainable for name in ("w1", "b1", "w3")]
    bottom = [name in trainable for name in ("w2", "b2", "w4")]
    if (start.w1, start.b1, start.w3) == (start.w2, start.b2, start.w4) and top == bottom and any(top):
        warn("the two neurons start identical: (w1, b1, w3) == (w2, b2, w4)")


def warn_of_twin_neurons(layers: Sequence[Any]) -> None:
    """Two neurons of a hidden layer with the same weights in, the same bias and the same weights out."""
    for number, (here, above) in enumerate(zip(layers, layers[1:])):
        neurons = list(zip(map(tuple, here.weights), here.biases, zip(*above.weights)))
        if len(set(neurons)) < len(neurons):
            return warn(f"two neurons of layers[{number}] start identical: the same bias, the same weights in and out")


def warn(which: str) -> None:
    """A warning that points at the first line outside of tinynet, however many calls below it this one is."""
    import warnings

    level, frame = 1, sys._getframe()
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith("tinynet."):
        level, frame = level + 1, frame.f_back
    reason = "Their derivatives are equal too, so they will stay identical for ever; change one"
    warnings.warn(f"{which}. {reason}", stacklevel=level)


# A sum is finite only where all its terms are; it may overflow where none does, so then each is asked.


def must_be_finite(step: Any, last: Any, learning_rate: float) -> None:
    """Raise a DivergedError where the SSR, a derivative or a parameter is not finite."""
    _, parameters, ssr, gradient, _ = step
    if not isinstance(parameters, Parameters):
        parameters, gradient = _row(parameters), _row(gradient)
    if not isfinite(sum(gradient, sum(parameters, ssr))) and not all(map(isfinite, (ssr, *gradient, *parameters))):
        raise diverged(ssr, last, learning_rate)


def _row(shaped: Iterable[Any]) -> list[float]:
    """All numbers of layers, or of their gradient, in a row."""
    return [number for weights, biases, *_ in shaped for row in (*weights, biases) for number in row]


def diverged(ssr: float, last: Any, learning_rate: float, why: str = "") -> DivergedError:
    """The error of a descent that came from the step `last`, if there was one, to this SSR."""
    if last is None:
        return DivergedError(
            f"the SSR of the start ({ssr:.6g}) or its gradient is not finite: "
            f"scale the data down, or start from smaller parameters{why}"
        )
    error = DivergedError(
        f"the descent diverged at step {last.number + 1}: the SSR went from {last.ssr:.6g} to {ssr:.6g} "
        f"with learning_rate={learning_rate:g}; try learning_rate={learning_rate / 10:g}{why}"
    )
    error.step = last
    return error


def naming_activations(steps: Iterator[Any], start: Any, data: Any, learning_rate: float) -> Iterator[Any]:
    """The steps of a descent of layers. Where an activation of the user's own ends it, the error names it and its x."""
    last = None
    try:
        for step in steps:
            yield step
            last = step
    except Exception as error:
        named = _named(error, start, data, last, learning_rate)
        if named is error:
            raise
        raise named from (None if isinstance(named, DivergedError) else error)


def _named(error: Exception, start: Any, data: Any, last: Any, learning_rate: float) -> Exception:
    from tinynet.layers import update

    layers = start if last is None else update(last.parameters, last.step_sizes)
    found = faulty_activation(layers, [inputs for inputs, _ in data], ("f", "slope"))
    if found is None:
        return error
    kind, sentence = found
    if kind is OverflowError:
        return diverged(inf, last, learning_rate, f" ({sentence})")
    named = kind(sentence)
    named.step = last  # type: ignore[attr-defined]
    return named


# The advice. Each kind rests on a measurement, and says it:
#
#     up and down        in the last steps the SSR rose again and again, by more than a hundredth of `mean_ssr` in all
#     still far away     no step moves much any more, yet one short step downhill shows how far the SSR can fall
#     at the mean        the SSR is above 0.99 of `mean_ssr`
#
# All are shares of `mean_ssr` (where the observed are all equal, of the first SSR), so they don't depend on the units.


def _advice(training: Training) -> str:
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
