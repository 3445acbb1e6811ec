"""Gradient descent: from the derivatives to parameters that fit.

    step size = derivative * learning rate
    new value = old value - step size

A positive derivative says that the SSR rises with the parameter, so the parameter goes down; a large one says to go
far. All parameters move at once, from derivatives taken at the same point. Who updates w3 before taking the derivative
of w1 puts the new w3 into a chain whose other factors are old, and gets the derivative of nothing.

Over and over, that is the descent. It ends when all step sizes are tiny, and fails when the learning rate is too large:
then each step overshoots, lands higher up where the derivatives are larger, and the next overshoots further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from math import inf, isfinite

from tinynet._typing import Any, NamedTuple
from tinynet.backpropagation import Seven, one_pass
from tinynet.data import checked_data, checked_names, checked_parameters, from_zero, number_of, positive, whole
from tinynet.loss import Data
from tinynet.network import Parameters

__all__ = ["DivergedError", "Step", "Training", "descend", "step_sizes", "train", "update"]


def step_sizes(gradient: Parameters, learning_rate: float) -> Parameters:
    """How far each parameter moves: derivative * learning rate.

    >>> step_sizes(Parameters(w1=1, w2=2, w3=3, w4=4, b1=5, b2=6, b3=-7), learning_rate=0.5).b3
    -3.5
    """
    return Parameters(*[derivative * learning_rate for derivative in gradient])


def update(parameters: Parameters, step_sizes: Parameters) -> Parameters:
    """The new parameters, all moved at once: old value - step size.

    >>> sizes = Parameters(w1=0, w2=0, w3=0, w4=0, b1=0, b2=0, b3=-3.5)
    >>> update(Parameters(w1=1, w2=2, w3=3, w4=4, b1=5, b2=6, b3=7), sizes).b3
    10.5
    """
    return Parameters(*[old - step_size for old, step_size in zip(parameters, step_sizes)])


class Step(NamedTuple):
    """One point of a descent; the SSR and the gradient are those of its parameters."""

    number: int
    parameters: Parameters
    ssr: float
    gradient: Parameters


class _Training(NamedTuple):
    parameters: Parameters
    gradient: Parameters
    history: tuple[float, ...]
    stopped: str
    learning_rate: float
    mean_ssr: float


class Training(_Training):
    """How a training ended, and the way there. Its `str` says it in words.

    parameters      the values reached
    gradient        the derivatives there
    history         history[k] is the SSR after k steps; the last is that of `parameters`
    stopped         "converged", "max_steps" or "diverged"
    learning_rate   as given
    mean_ssr        the SSR of always predicting the mean of the observed: what a fit has to beat
    advice          what to try next, where the descent ended badly; else empty

    >>> from tinynet.dosage import DATA, START
    >>> print(train(START, DATA, learning_rate=0.02, max_steps=4000))
    Stopped at max_steps after 4,000 steps: SSR 8.8867e-08; always predicting the mean gives 0.666667.
    """

    advice = ""

    @property
    def ssr(self) -> float:
        """The SSR reached."""
        return self.history[-1]

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.history) - 1

    def __repr__(self) -> str:
        return f"<Training: {self.stopped} after {number_of(self.steps, 'step')}, SSR {self.ssr:.6g}>"

    def __str__(self) -> str:
        reached = f"SSR {self.ssr:.6g}; always predicting the mean gives {self.mean_ssr:.6g}."
        return f"{_ENDS[self.stopped]} after {number_of(self.steps, 'step')}: {reached}\n{self.advice}".rstrip()


_ENDS = {
    "converged": "Converged (all step sizes are tiny)",
    "max_steps": "Stopped at max_steps",
    "diverged": "Diverged",
}


class DivergedError(ArithmeticError):
    """The SSR, its gradient or a parameter is no longer a finite number.

    step       the last finite Step; None where the start itself is not finite
    training   where `train` raises it: everything up to that step, as a Training

    >>> from tinynet.dosage import DATA, START
    >>> try:
    ...     train(START, DATA, learning_rate=5)
    ... except DivergedError as error:
    ...     print(error.training.stopped, len(error.training.history) == error.step.number + 1)
    diverged True
    """

    step: Step | None = None
    training: Training | None = None


def descend(
    start: Parameters, data: Data, *, learning_rate: float, trainable: Iterable[str] = Parameters._fields
) -> Iterator[Step]:
    """Gradient descent as a generator without end; step 0 is the start.

    data         (input, observed) pairs: a list, a generator, the rows of an array
    trainable    the names of the parameters that move; the gradient of a step shows all seven all the same

    Warns of two neurons that start identical.
    Errors: TypeError or ValueError for bad arguments, at the call; DivergedError on the way.

    >>> from tinynet.dosage import DATA, START
    >>> for step in descend(START, DATA, learning_rate=0.02):
    ...     print(step.number, f"{step.ssr:.4f}")
    ...     if step.number == 2:
    ...         break
    0 1.8959
    1 0.9397
    2 0.7628
    """
    problem = _seven(start, data, learning_rate, trainable)
    return (problem.step(number, *point) for number, point in enumerate(descent(problem)))


def train(
    start: Parameters,
    data: Data,
    *,
    learning_rate: float,
    max_steps: int = 10_000,
    min_step_size: float = 1e-6,
    trainable: Iterable[str] = Parameters._fields,
) -> Training:
    """Gradient descent until all step sizes are below `min_step_size` in absolute value, or for `max_steps` steps.

    data         (input, observed) pairs: a list, a generator, the rows of an array
    trainable    the names of the parameters that move; only their step sizes count

    When all step sizes are that small, that step is not taken. Warns of two neurons that start identical.
    Errors: TypeError or ValueError for bad arguments; DivergedError, whose `.training` holds everything up to the last
    finite step.

    >>> from tinynet.dosage import DATA, START
    >>> training = train(START, DATA, learning_rate=0.02)
    >>> training.stopped, f"{training.parameters.w1:.2f}"
    ('converged', '3.34')
    """
    problem = _seven(start, data, learning_rate, trainable)
    mean_ssr = ssr_of_the_mean([observed for _, observed in problem.data])
    training: Training = run(problem, mean_ssr, max_steps, min_step_size)
    return training


def _seven(start: Parameters, data: Data, learning_rate: float, trainable: Iterable[str]) -> Problem:
    """The descent of the seven parameters. One that does not move has a learning rate of 0."""
    start = checked_parameters(start, "start")
    pairs = checked_data(data)
    learning_rate = positive(learning_rate, "learning_rate")
    moving = checked_names(trainable, "trainable")
    if _stay_twins(start, moving):
        warn_of_twins("the two neurons start identical: (w1, b1, w3) == (w2, b2, w4)")
    rates = tuple(learning_rate if name in moving else 0.0 for name in Parameters._fields)
    return Problem(tuple(start), pairs, one_pass, _moved, rates, learning_rate, _step)


def _moved(values: Seven, gradient: Seven, rates: Seven) -> tuple[Seven, float]:
    """The seven new values, and their sum: it is finite only where all seven are."""
    w1, w2, w3, w4, b1, b2, b3 = values
    d_w1, d_w2, d_w3, d_w4, d_b1, d_b2, d_b3 = gradient
    rate_w1, rate_w2, rate_w3, rate_w4, rate_b1, rate_b2, rate_b3 = rates
    w1 -= d_w1 * rate_w1
    w2 -= d_w2 * rate_w2
    w3 -= d_w3 * rate_w3
    w4 -= d_w4 * rate_w4
    b1 -= d_b1 * rate_b1
    b2 -= d_b2 * rate_b2
    b3 -= d_b3 * rate_b3
    return (w1, w2, w3, w4, b1, b2, b3), w1 + w2 + w3 + w4 + b1 + b2 + b3


def _step(number: int, values: Seven, ssr: float, gradient: Seven) -> Step:
    return Step(number, Parameters(*values), ssr, Parameters(*gradient))


def _stay_twins(start: Parameters, moving: Iterable[str]) -> bool:
    """Twins stay twins when each value of the one moves just where its counterpart in the other does."""
    top = [name in moving for name in ("w1", "b1", "w3")]
    bottom = [name in moving for name in ("w2", "b2", "w4")]
    return (start.w1, start.b1, start.w3) == (start.w2, start.b2, start.w4) and top == bottom and any(top)


def warn_of_twins(which: str) -> None:
    """Points at the call of `train` or `descend`, two calls above the one that noticed."""
    import warnings

    reason = "Their derivatives are equal too, so they will stay identical for ever; change one"
    warnings.warn(f"{which}. {reason}", stacklevel=4)


def ssr_of_the_mean(observed: Sequence[float]) -> float:
    """The SSR of always predicting the mean; exactly 0 where all observed are equal."""
    first = observed[0]
    mean = first + sum(value - first for value in observed) / len(observed)
    return sum((value - mean) * (value - mean) for value in observed)


class Problem(NamedTuple):
    """What a descent has to know of a network: its parameters as numbers in a row, and what to do with them."""

    start: Sequence[float]
    data: Sequence[Any]
    one_pass: Callable[[Any, Any], tuple[float, Any]]  # numbers, data -> SSR, gradient
    moved: Callable[[Any, Any, Any], tuple[Any, float]]  # numbers, gradient, rates -> new numbers, their sum
    rates: Sequence[float]  # the learning rate of each number
    learning_rate: float
    step: Callable[[int, Any, float, Any], Step]  # dresses the numbers for the user


# Each point of the descent must be finite: its SSR, its gradient, its parameters. One sum watches over all three. A
# derivative that is not finite makes a new value that is not, whatever its rate; a value that is not finite stays so.


def descent(problem: Problem) -> Iterator[tuple[Any, float, Any]]:
    """The loop: parameters, SSR and gradient, step after step, as plain as they are computed."""
    values, data, one_pass, moved, rates, _, _ = problem
    last = None
    for number in count():
        try:
            ssr, gradient = one_pass(values, data)
        except OverflowError:  # an activation of the user's own may raise where ours don't
            raise _diverged(problem, number, last, inf) from None
        new, total = moved(values, gradient, rates)
        if not -inf < ssr + total < inf and not all(map(isfinite, (ssr, *gradient, *values))):
            raise _diverged(problem, number, last, ssr)
        last = values, ssr, gradient
        yield last
        values = new


def _diverged(problem: Problem, number: int, last: Any, ssr: float) -> DivergedError:
    if last is None:
        return DivergedError(
            f"the SSR of the start ({ssr:.6g}) or its gradient is not finite: "
            "scale the data down, or start from smaller parameters"
        )
    rate = problem.learning_rate
    error = DivergedError(
        f"the descent diverged at step {number}: the SSR went from {last[1]:.6g} to {ssr:.6g} "
        f"with learning_rate={rate:g}; try learning_rate={rate / 10:g}"
    )
    error.step = problem.step(number - 1, *last)
    return error


def run(problem: Problem, mean_ssr: float, max_steps: int, min_step_size: float) -> Any:
    """A descent to its end, and what to try next where that is no good one."""
    end: list[Any] = []
    history = tuple(_ssrs(problem, whole(max_steps, "max_steps"), from_zero(min_step_size, "min_step_size"), end))
    stopped, point, error = end
    if not history:
        raise error
    step = problem.step(len(history) - 1, *point)
    ended = Training(step.parameters, step.gradient, history, stopped, problem.learning_rate, mean_ssr)
    if error:
        ended.advice = "Try a smaller learning rate."
        error.training = ended
        raise error
    ended.advice = _advice(ended, problem, point)
    return ended


# The history grows as a tuple: a list, copied into one, would need room for both.


def _ssrs(problem: Problem, max_steps: int, min_step_size: float, end: list[Any]) -> Iterator[float]:
    """The SSR of each step. Put into `end`: why the descent stops, the last point, and the error where it diverges.

    While one step size is large, the others need not be asked.
    """
    rates, large = problem.rates, 0
    stopped, point, error = "max_steps", None, None
    try:
        for number, point in enumerate(descent(problem)):
            _, ssr, gradient = point
            yield ssr
            if abs(gradient[large] * rates[large]) < min_step_size:
                sizes = [abs(derivative * rate) for derivative, rate in zip(gradient, rates)]
                large = sizes.index(max(sizes))
                if sizes[large] < min_step_size:
                    stopped = "converged"
                    break
            if number >= max_steps:
                break
    except DivergedError as diverged:
        stopped, error = "diverged", diverged
    end += stopped, point, error


def _advice(ended: Training, problem: Problem, point: Any) -> str:
    largest = max(abs(derivative) for derivative, rate in zip(point[2], problem.rates) if rate)
    converged = ended.stopped == "converged"
    # Far from the end: more than a hundredth of the SSR that there was to lose can still be lost.
    enough = 0.01 * (ended.mean_ssr or ended.history[0])
    if converged and ended.ssr > enough and largest > 1e-300 and _fall(problem, point, 1e-4 / largest) > enough:
        return (
            f"The largest derivative is still {largest:.3g}, and the SSR can fall much further: "
            f"try a larger learning rate than {ended.learning_rate:g}, or a smaller min_step_size."
        )
    if ended.ssr > 0.99 * ended.mean_ssr > 0:
        overshot = any(after > 1.01 * before for before, after in zip(ended.history, ended.history[1:]))
        rate = "a smaller learning rate, " if overshot else "" if converged else "a larger learning rate, "
        longer = "a smaller min_step_size" if converged else "more steps"
        return f"That is no better than the mean, or hardly: try {rate}another start, or {longer}."
    return ""


# Straight downhill, the SSR is nearly a parabola. A step with the rate t changes it by
#
#     -slope * t + curvature / 2 * t^2        slope     = sum of derivative^2
#                                             curvature = sum of derivative * (its fall on a short step) / t
#
# That is lowest at t = slope / curvature, and there slope^2 / (2 * curvature) lower. At a saddle the curvature is
# negative; its size still tells how far the end is.


def _fall(problem: Problem, point: Any, t: float) -> float:
    """How far the SSR can fall straight downhill, measured on a short step with the rate t."""
    values, _, gradient = point
    there, _ = problem.moved(values, gradient, [t if rate else 0.0 for rate in problem.rates])
    _, after = problem.one_pass(there, problem.data)
    moving = [(derivative, later) for derivative, later, rate in zip(gradient, after, problem.rates) if rate]
    slope = sum(derivative * derivative for derivative, _ in moving)
    curvature = abs(sum(derivative * (derivative - later) for derivative, later in moving)) / t
    return slope * slope / (2 * curvature) if curvature else inf
