"""Gradient descent: from the derivatives to parameters that fit.

    step size = derivative * learning rate
    new value = old value - step size

A positive derivative says that the SSR rises with the parameter, so the parameter goes down; the step is long where the
SSR is steep. All parameters move at once, from derivatives taken at the same point. Who updates w3 before taking the
derivative of w1 gets it at another point; and with the old forward pass, from a chain whose w3 is new and whose other
factors are old, the derivative of nothing.

Over and over, that is the descent. `train` ends it when all step sizes are tiny, or after so many steps. It fails when
the learning rate is too large: then each step overshoots, lands higher up where the derivatives are larger, and the
next overshoots further; or one leap carries both neurons to where softplus is flat, and there it stays, at the mean.

From a call of `train` to a new w1:

    train -> descend -> _descent    the loop, which for each step calls
                 backpropagate          the SSR and the seven derivatives (softplus_and_slope, for each x)
                 step_sizes             derivative * learning rate
                 must_be_finite         or the descent has diverged
             yields the step to train, and when that asks for the next one, calls
                 update                 old value - step size
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

from tinynet.arguments import checked_descent, checked_limits
from tinynet.backpropagation import backpropagate
from tinynet.loss import Data
from tinynet.network import Parameters
from tinynet.outcome import Training, attach_training, ended, must_be_finite, warn_of_twins


def step_sizes(gradient: Parameters, learning_rate: float) -> Parameters:
    """How far each parameter moves: derivative * learning rate. It is arithmetic, and checks nothing.

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
    """The new parameters, all moved at once: old value - step size. It is arithmetic, and checks nothing.

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
    """One point of a descent. The SSR, the gradient and the step sizes are those of its parameters."""

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

    Warns of two neurons that start identical.
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
    start, data, learning_rate, trainable = checked_descent(start, data, learning_rate, trainable)
    warn_of_twins(start, trainable)
    held = {name: 0.0 for name in Parameters._fields if name not in trainable}
    return _descent(start, data, learning_rate, held)


# Why twins are warned of: where w1 = w2, b1 = b2 and w3 = w4, each observation has x1 = x2, so y1 = y2 and f'(x1) =
# f'(x2), and with them all factors of the two chains are equal:
#
#     dSSR/dw1 = sum of -2 * residual * w3 * f'(x1) * input  =  sum of -2 * residual * w4 * f'(x2) * input = dSSR/dw2
#
# Likewise b1 and b2, w3 and w4. Equal values less equal step sizes are equal again: twins they stay, for ever, unless
# something is held in one of them and moves in the other.


def _descent(parameters: Parameters, data: Data, learning_rate: float, held: dict[str, float]) -> Iterator[Step]:
    """The loop. Each step is computed from its parameters alone, and yielded before they move."""
    last = None
    for number in count():
        ssr, gradient = backpropagate(parameters, data)
        sizes = step_sizes(gradient, learning_rate)
        if held:
            sizes = sizes._replace(**held)
        step = Step(number, parameters, ssr, gradient, sizes)
        must_be_finite(step, last, learning_rate)
        yield step
        parameters = update(parameters, sizes)
        last = step


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

    When all step sizes are that small, that step is not taken. `history[k]` is the SSR of step k, `history[0]` that of
    the start; to see the parameters of step k, walk `descend`. Warns of two neurons that start identical.
    Errors: TypeError or ValueError for bad arguments; DivergedError on the way. Whatever ends the descent early, Ctrl-C
    too, has an attribute `training` with everything up to the last step: at a prompt and in a notebook,
    `sys.last_value.training`.

    >>> from tinynet.dosage import DATA, START
    >>> training = train(START, DATA, learning_rate=0.02)
    >>> training
    <Training: converged after 4,169 steps, SSR 1.70657e-08>
    >>> print(f"{training.parameters:.2f}")
    w1=3.34 w2=-3.53 w3=-1.22 w4=-2.30 b1=-1.43 b2=0.57 b3=2.61
    """
    start, data, learning_rate, trainable = checked_descent(start, data, learning_rate, trainable)
    max_steps, min_step_size = checked_limits(max_steps, min_step_size)
    history: list[float] = []
    step = None
    try:
        for step in descend(start, data, learning_rate=learning_rate, trainable=trainable):
            history.append(step.ssr)
            converged = max(step.step_sizes) < min_step_size and min(step.step_sizes) > -min_step_size
            if converged or step.number >= max_steps:
                break
    except BaseException as error:  # it may be Ctrl-C
        attach_training(error, history, step, learning_rate, start, data, trainable)
        raise error
    return ended("converged" if converged else "max_steps", history, step, learning_rate, start, data, trainable)
