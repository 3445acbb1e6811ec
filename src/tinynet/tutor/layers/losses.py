"""The losses that books use. Each is the SSR times a number, so its gradient is the gradient of the SSR times that number.

The cross-entropy differs in one thing more: behind a sigmoid or a softmax the slope cancels in dz(last).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tinynet.layers import Layer
from tinynet.tutor.layers.trials import Trial


class Loss(NamedTuple):
    """A loss, and what is said of it."""

    name: str
    factor: Callable[[int, int], float]  # of the SSR, for n rows and k outputs
    told: str  # what follows its name
    differs: str  # how the SSR differs from it
    places: tuple[tuple[str, str], ...]  # where that shows, and how it is called there

    def share(self, trial: Trial) -> float:
        """The number for these observations."""
        return self.factor(len(trial.rows), len(trial.rows[0][1]))

    @property
    def sloped(self) -> bool:
        """Whether the slope of the last layer stays."""
        return _CROSSED not in self.places


_HALF, _MEAN = ("dSSR/da(last)", "lost the 2"), ("the sum", "mean instead of sum")
_ALL = ("dSSR/da(last)", "mean over the outputs")
_CROSSED = ("dSSR/dz(last)", "slope missing")
_TWO = "for the SSR there is a 2 before the residual"
_SUM = "the SSR is a sum, and so is its derivative"
_SLOPE = "predicted - observed is dz(last) there, since the slope of the sigmoid cancels; for the SSR the slope stays"

# fmt: off
LOSSES = {loss.name: loss for loss in (
    Loss("SSR", lambda n, k: 1.0, "", "", ()),
    Loss("SSR/2", lambda n, k: 1 / 2, ", as many books write the error", _TWO, (_HALF,)),
    Loss("SSR/n", lambda n, k: 1 / n, ", the mean over the rows", _SUM, (_MEAN,)),
    Loss("SSR/(2n)", lambda n, k: 1 / (2 * n), ", half the mean over the rows", f"{_SUM}, and {_TWO}", (_HALF, _MEAN)),
    Loss("SSR/(n*outputs)", lambda n, k: 1 / (n * k), ", the mean over the rows and the outputs", _SUM, (_ALL, _MEAN)),
    Loss("cross-entropy", lambda n, k: 1 / 2, " behind a sigmoid", _SLOPE, (_CROSSED,)),
    Loss("cross-entropy/n", lambda n, k: 1 / (2 * n), " behind a sigmoid, the mean over the rows", _SLOPE, (_CROSSED, _MEAN)),
    Loss("2*cross-entropy", lambda n, k: 1.0, ", twice the cross-entropy behind a sigmoid", _SLOPE, (_CROSSED,)),
)}
# fmt: on


def judged_as(loss: Loss, layers: Sequence[Layer]) -> list[Layer]:
    """The layers in which a backpropagation of the SSR gives the gradient of this loss, but for the number."""
    if loss.sloped:
        return [*layers]
    *others, last = layers
    return [*others, last._replace(activation=last.activation._replace(slope=lambda x: 1.0))]
