"""Where a derivative is experimented with: observations whose coordinates can be chosen freely.

One observation has eight of them, and one at a time is moved. The biases move along, so that the others stay where they
are: b1 = x1 - input * w1, b2 = x2 - input * w2, and b3 so that predicted stays.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import prod
from typing import NamedTuple

from tinynet.network import Parameters
from tinynet.neuron import softplus
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import CHAINS, FACTORS, passes
from tinynet.tutor.vocabulary import neuron_of


class Spot(NamedTuple):
    """One observation's coordinates, all free."""

    input: float
    x1: float
    x2: float
    w1: float
    w2: float
    w3: float
    w4: float
    predicted: float

    def parameters(self) -> Parameters:
        b1, b2 = self.x1 - self.input * self.w1, self.x2 - self.input * self.w2
        b3 = self.predicted - softplus(self.x1) * self.w3 - softplus(self.x2) * self.w4
        return Parameters(self.w1, self.w2, self.w3, self.w4, b1, b2, b3)

    def numbers(self, observed: float) -> Mapping[str, float]:
        return numbers_of(self.input, observed, self.parameters())


class AtRest(Spot):
    """The biases stay; the weights of the input and predicted move instead."""

    def parameters(self) -> Parameters:
        b1, b2, b3 = BASE.parameters()[4:]
        return Parameters((self.x1 - b1) / self.input, (self.x2 - b2) / self.input, self.w3, self.w4, b1, b2, b3)


@lru_cache(maxsize=1000)
def numbers_of(input: float, observed: float, parameters: Parameters) -> Mapping[str, float]:
    """All numbers of one pass that a factor may take, by name."""
    return next(passes(parameters, [(input, observed)]))


# Inputs and observed values stay between 0 and 1 where they can, for functions that insist on dosages.
BASE = Spot(input=0.6, x1=0.7, x2=-0.5, w1=1.3, w2=-0.8, w3=1.4, w4=-1.1, predicted=0.45)
LOW, MIDDLE, HIGH = 0.1, 0.35, 0.9  # observed, on both sides of predicted
ROWS: tuple[Row, ...] = ((0.6, 0.9), (0.2, 0.75), (0.95, 0.1), (0.4, 0.3), (0.75, 0.55))

ALONG = {  # where each coordinate is moved to
    "input": (0.25, 0.95, -0.7), "x1": (-1.6, -0.4, 1.9), "x2": (-1.3, 0.8, 1.7), "w1": (-0.9, 0.4, 2.1),
    "w2": (-1.7, 0.5, 1.6), "w3": (-0.7, 0.3, 2.2), "w4": (-2.3, 0.4, 0.9), "predicted": (0.2, 0.7, 1.9),
}  # fmt: skip
FIRM = BASE._replace(x1=0.4, x2=0.6)  # x1 and x2 are positive, so what ReLU cuts off does not show

# Everything elsewhere at once: multiples of irrational numbers, so that nothing is in step with anything.
_LOWEST, _HIGHEST = Spot(0.1, -2, -2, -1.8, -1.8, -1.9, -1.9, 0.15), Spot(1, 2, 2, 1.8, 1.8, 1.9, 1.9, 0.85)
_TURNS = (0.6180339887, 0.4142135624, 0.7320508076, 0.2360679775, 0.6457513111, 0.3166247904, 0.6055512755, 0.1231)
SCATTERED = [
    Spot(*[low + (high - low) * (number * turn % 1) for low, high, turn in zip(_LOWEST, _HIGHEST, _TURNS)])
    for number in range(1, 9)
]
SPOTS = [*SCATTERED, BASE, *[BASE._replace(**{name: value}) for name, values in ALONG.items() for value in values]]


def right_rest(name: str, spot: Spot) -> float:
    """The product of all factors after the first."""
    given = spot.numbers(HIGH)
    return prod(FACTORS[place].value(given) for place in CHAINS[name][1:])


HOMES = {"w3": "dpredicted/dy", "w4": "dpredicted/dy", "x1": "dy", "x2": "dy", "input": "dx", "w1": "dx", "w2": "dx"}


def home(name: str, coordinate: str) -> str:
    """The factor to which a coordinate belongs in the chain of a parameter, or into which it has most likely got."""
    if coordinate == "predicted":
        return "dSSR/dpredicted"
    return next((symbol for symbol in CHAINS[name] if symbol.startswith(HOMES[coordinate])), CHAINS[name][-1])


def own_coordinates(name: str) -> dict[str, str]:
    """For each factor of the chain after the first its own coordinate."""
    neuron = neuron_of(name)
    if name in ("w3", "w4"):
        return {CHAINS[name][1]: f"x{neuron['k']}"}
    return dict(zip(CHAINS[name][1:], (neuron["w"], f"x{neuron['k']}", "input"))) if name != "b3" else {}
