"""Gradient descent: from the derivatives to parameters that fit.

    step size = derivative * learning rate
    new value = old value - step size

If a derivative is positive, the SSR rises with the parameter, so the parameter goes down. The step is long if the SSR
is steep. All parameters move at once, from derivatives taken at the same point. If you update w3 before you take the
derivative of w1, you take that derivative at another point. If you keep the old forward pass instead, w3 is new and
the other factors are old: a mixture of old and new values, which is not a derivative of anything.

Repeat the step, and you have the descent. `train` stops when all step sizes are tiny, or after a number of steps. The
descent fails if the learning rate is too large. Then each step overshoots and lands higher up. The derivatives are
larger there, so the next step overshoots further. Or a long step carries a neuron to where softplus is flat. Its
derivatives are nearly 0 there, so it hardly moves. If that happens to both neurons, only b3 still moves: to the mean.

From a call of `train` to a new w1:

    train -> _descent               the loop. For each step it calls
                 backpropagate          the SSR and the seven derivatives (softplus_and_slope, for each x)
                 step_sizes             derivative * learning rate
                 all_finite             if not, the descent has diverged
             then yields the step. When train asks for the next one, it calls
                 update                 old value - step size
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count
from math import isfinite
from typing import Any, NamedTuple, Optional

from tinynet.arguments.numbers import checked_limits, number_of, warn
from tinynet.arguments.seven import checked_descent, warn_of_twins
from tinynet.backpropagation import backpropagate
from tinynet.loss import Data, ssr_of_the_mean
from tinynet.network import Parameters


def step_sizes(gradient: Parameters, learning_rate: float) -> Parameters:
    """How far each parameter moves: derivative * learning rate. Its arguments are not checked.

    >>> step_sizes(Parameters(w1=1, w2=2, w3=3, w4=4, b1=5, b2=6, b3=-7), learning_rate=0.5).b3
    -3.5
    """
    return Parameters(
        gradient.w1 * learning_rate,
        gradient.w2 * learning_rate,
        gradient.w3 * learning_rate,
        gradient.w4 * learning_rate,
        gradient.b1 * learning_rate,
        gradient.b2 * learning_rate,
        gradient.b3 * learning_rate,
    )


def update(parameters: Parameters, step_sizes: Parameters) -> Parameters:
    """The new parameters, all moved at once: old value - step size. Its arguments are not checked.

    >>> sizes = Parameters(w1=0, w2=0, w3=0, w4=0, b1=0, b2=0, b3=-3.5)
    >>> update(Parameters(w1=1, w2=2, w3=3, w4=4, b1=5, b2=6, b3=7), sizes).b3
    10.5
    """
    return Parameters(
        parameters.w1 - step_sizes.w1,
        parameters.w2 - step_sizes.w2,
        parameters.w3 - step_sizes.w3,
        parameters.w4 - step_sizes.w4,
        parameters.b1 - step_sizes.b1,
        parameters.b2 - step_sizes.b2,
        parameters.b3 - step_sizes.b3,
    )


class Step(NamedTuple):
    """One point of a descent: its parameters, and their SSR, gradient and step sizes."""

    number: int
    parameters: Parameters
    ssr: float
    gradient: Parameters
    step_sizes: Parameters


def descend(
    start: Parameters, data: Data, *, learning_rate: float, trainable: Iterable[str] = Parameters._fields
) -> Iterator[Step]:
    """Gradient descent as a generator without end; step 0 is the start.

    data         (input, observed) pairs: a list, a generator, the rows of an array
    trainable    the names of the parameters that move; the others have the step size 0

    Two identical neurons cause a warning.
    Errors: TypeError or ValueError for bad arguments, at the call; DivergedError on the way.

    >>> from tinynet.dosage import DATA, START
    >>> for step in descend(START, DATA, learning_rate=0.02):
    ...     print(f"step {step.number}: SSR {step.ssr:.4f}, w1 {step.parameters.w1:.4f}")
    ...     if step.number == 2:
    ...         break
    step 0: SSR 1.8959, w1 2.7400
    step 1: SSR 0.9397, w1 2.7248
    step 2: SSR 0.7628, w1 2.7207
    """
    # A generator runs nothing before its first step, so the checks stand here: their errors come at the call.
    start, data, learning_rate, trainable = checked_descent(start, data, learning_rate, trainable)
    warn_of_twins(start, trainable)
    return _descent(start, data, learning_rate, trainable)


def _descent(parameters: Parameters, data: Data, learning_rate: float, trainable: Iterable[str]) -> Iterator[Step]:
    """The loop. It computes each step from its parameters alone, and yields it before they move."""
    held = {name: 0.0 for name in Parameters._fields if name not in trainable}
    last = None
    for number in count():
        ssr, gradient = backpropagate(parameters, data)
        sizes = step_sizes(gradient, learning_rate)
        if held:  # an empty _replace would take longer than the update
            sizes = sizes._replace(**held)
        if not all_finite((ssr, *gradient, *parameters)):
            raise diverged(ssr, last, learning_rate)
        step = Step(number, parameters, ssr, gradient, sizes)
        yield step
        parameters = update(parameters, sizes)
        last = step


# Two neurons are identical if w1 = w2, b1 = b2 and w3 = w4. Then each observation has x1 = x2, so y1 = y2 and
# f'(x1) = f'(x2), and all factors of the two chains are equal:
#
#     dSSR/dw1 = sum of -2 * residual * w3 * f'(x1) * input  =  sum of -2 * residual * w4 * f'(x2) * input = dSSR/dw2
#
# The same holds for b1 and b2, and for w3 and w4. Equal values minus equal step sizes are equal again. So the neurons
# stay identical, unless a parameter moves in one of them and is held in the other. `train` and `descend` warn of this.


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
    trainable    the names of the parameters that move; `train` stops when their step sizes are tiny

    The tiny step is not taken. To see the parameters of each step, use `descend`. Two identical neurons cause a
    warning, and so does an SSR that ends no better than that of the mean, or bounces.
    Errors: TypeError or ValueError for bad arguments; DivergedError on the way. An error or Ctrl-C after step 0 has an
    attribute `training` with everything up to the last step: `sys.last_value.training`, at a prompt or in a notebook.

    >>> from tinynet.dosage import DATA, START
    >>> training = train(START, DATA, learning_rate=0.02)
    >>> training
    <Training: converged after 4,169 steps, SSR 1.70657e-08>
    >>> print(f"{training.parameters:.2f}")
    w1=3.34 w2=-3.53 w3=-1.22 w4=-2.30 b1=-1.43 b2=0.57 b3=2.61
    """
    start, data, learning_rate, trainable = checked_descent(start, data, learning_rate, trainable)
    max_steps, min_step_size = checked_limits(max_steps, min_step_size)
    warn_of_twins(start, trainable)
    mean_ssr = ssr_of_the_mean([observed for _, observed in data])
    history: list[float] = []
    step: Any = None

    def ended(stopped: str) -> Training:
        if len(history) == step.number:  # Ctrl-C came before the loop appended it
            history.append(step.ssr)
        reached = step.parameters, step.gradient, tuple(history)
        return Training(*reached, stopped, learning_rate, mean_ssr, start, data, trainable)

    try:
        for step in _descent(start, data, learning_rate, trainable):
            history.append(step.ssr)
            converged = max(map(abs, step.step_sizes)) < min_step_size
            if converged or step.number >= max_steps:
                break
    except BaseException as error:  # Ctrl-C too
        if step is not None:
            error.training = ended("diverged" if isinstance(error, DivergedError) else "interrupted")  # type: ignore[attr-defined]
        raise
    training = ended("converged" if converged else "max_steps")
    warn_of_a_bad_end(training)
    return training


class Training(NamedTuple):
    """What `train` returns: the parameters reached, and the way there.

    parameters      the values reached
    gradient        the derivatives there
    history         history[k] is the SSR after k steps; the last one is the SSR of `parameters`
    stopped         "converged" or "max_steps"; "diverged" or "interrupted" if `train` raised
    learning_rate   as given
    mean_ssr        the SSR of always predicting the mean of the observed: a good fit has far less
    start           as given, as floats
    data            as given, as a list of pairs of floats
    trainable       the names of the parameters that moved

    The repr is one line. If the training ended badly, `advice` follows on the next lines.

    >>> from tinynet.dosage import DATA, START
    >>> train(START, DATA, learning_rate=0.02, max_steps=4000)
    <Training: max_steps after 4,000 steps, SSR 8.8867e-08>
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
        """The number of steps taken."""
        return len(self.history) - 1

    @property
    def advice(self) -> str:
        """Why the training ended badly, and what to try; empty if it did not."""
        from tinynet.tutor.advice import advice

        return advice(self)

    def __repr__(self) -> str:
        line = f"<Training: {self.stopped} after {number_of(self.steps, 'step')}, SSR {self.ssr:.6g}>"
        return f"{line}\n{self.advice}".rstrip()


class DivergedError(ArithmeticError):
    """The SSR, a derivative or a parameter is no longer a finite number.

    step       the last Step that was finite; None if the start is not
    training   the Training up to `step`; None if `descend` raised the error, or if the start is not finite

    >>> from tinynet.dosage import DATA, START
    >>> try:
    ...     train(START, DATA, learning_rate=5)
    ... except DivergedError as error:
    ...     print(error.training.stopped, len(error.training.history) == error.step.number + 1)
    diverged True
    """

    step: Optional[Step] = None
    training: Optional[Training] = None

    def __str__(self) -> str:
        facts = super().__str__()
        if self.step is None:
            return facts
        return f"{facts}. {self.training.advice}" if self.training else f"{facts}; try a smaller learning rate"


def bounces(history: Sequence[float], enough: float = 0.0) -> bool:
    """Whether, in the last tenth of the steps (at least 100), the SSR moved twice as far as it fell, by `enough`."""
    last = history[-1 - max(100, len(history) // 10) :]
    way = sum(abs(after - before) for before, after in zip(last, last[1:]))
    return len(last) > 20 and way >= 2 * (last[0] - last[-1]) and max(last) - min(last) > enough


def warn_of_a_bad_end(training: Training) -> None:
    """Warn if the SSR ends no better than that of the mean, or bounces; but not if it was cut off before 100 steps."""
    ssr, mean, history, names = training.ssr, training.mean_ssr, training.history, set(training.trainable)
    if not (names >= set(Parameters._fields) or names >= {"weights", "biases"}):
        return  # with the rest held, there may be nothing better
    if ssr > 0.99 * mean > 0:
        end = "is not clearly better than always predicting the mean"
    elif bounces(history, 0.01 * (mean or history[0])) and ssr > 1.02 * min(history) + 1e-4 * mean:
        end = "goes up and down instead of down"
    else:
        return
    if training.stopped == "converged" or training.steps >= 100:
        warn(f"the SSR {end} (after {number_of(training.steps, 'step')}); the training's .advice says what to try")


def all_finite(numbers: Collection[float]) -> bool:
    """Whether each number is finite. A finite sum proves it quickly; finite numbers may have a sum that overflows."""
    return isfinite(sum(numbers)) or all(map(isfinite, numbers))


def diverged(ssr: float, last: Any, learning_rate: float, why: str = "") -> DivergedError:
    """The error to raise if the step after `last`, or the start, has a number that is not finite."""
    if last is None:
        what = f"the SSR of the start ({ssr:.6g}) or its gradient is not finite"
        what += ": scale the data (Scaling.of), or start from smaller parameters"
    else:
        jump = f"the SSR went from {last.ssr:.6g} to {ssr:.6g}"
        fault = "a derivative or a parameter is no longer finite" if isfinite(ssr) else jump
        what = f"the descent diverged at step {last.number + 1}: {fault} with learning_rate={learning_rate:g}"
    error = DivergedError(what + why)
    error.step = last
    return error
