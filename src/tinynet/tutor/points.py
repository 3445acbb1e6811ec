"""The points at which derivatives, steps and loops are tried, and what is right there."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import NamedTuple, Optional

from tinynet.backpropagation import backpropagate
from tinynet.dosage import DATA, START
from tinynet.network import Parameters, predict
from tinynet.training import step_sizes, update
from tinynet.tutor.asking import Row
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.nearness import same_beside_1
from tinynet.tutor.spots import numbers_of

MOST_STEPS = 1000  # so many right steps are compared with the learner's


class Point(NamedTuple):
    """What a derivative is asked for."""

    parameters: Parameters
    rows: tuple[Row, ...]


class Trial(NamedTuple):
    """What a step is asked for."""

    parameters: Parameters
    rows: tuple[Row, ...]
    rate: float

    @property
    def point(self) -> Point:
        return Point(*self[:2])


class Loop(NamedTuple):
    """What a loop is asked for."""

    start: Parameters
    rows: tuple[Row, ...]
    rate: float
    steps: int

    @property
    def trial(self) -> Trial:
        return Trial(*self[:3])


class Right(NamedTuple):
    """A right derivative, and its size: the sum of the absolute products."""

    derivative: float
    size: float


# How the error may be written, and what then becomes of a derivative over n rows.
LOSSES: Mapping[str, Callable[[int], float]] = {
    "SSR": lambda n: 1.0,
    "SSR/2": lambda n: 1 / 2,
    "SSR/n": lambda n: 1 / n,
    "SSR/(2n)": lambda n: 1 / (2 * n),
}

# The first is where everybody tries. The next is near there, for functions that insist on dosages from 0 to 1 or on three
# rows. At the others no two mistakes come out the same: no zeros, no ones, unlike neurons, residuals of both signs, no
# number a small multiple of another, and other numbers of rows. The last four each ask a question: the parameters of the
# second with other data, among them zeros and equal rows; and the three of ONLY_THERE.
POINTS: tuple[Point, ...] = (
    Point(START, tuple((float(input), float(observed)) for input, observed in DATA)),
    Point(Parameters(1.41, -0.73, -0.97, 1.63, -0.59, 0.31, 0.23), ((0.2, 0.9), (0.6, 0.3), (0.9, 0.8))),
    Point(Parameters(-1.21, 1.73, 1.09, -0.67, 0.43, -0.89, 0.71), ((0.1, 0.4), (0.3, 0.9), (0.7, 0.2), (0.8, 0.6))),
    Point(Parameters(-1.51, -1.63, 1.31, -0.91, -1.73, 0.23, 1.13), ((-0.4, 1.7), (0.9, 0.2), (-1.3, 2.2))),
    Point(Parameters(-0.91, -1.13, -0.61, 1.53, -1.31, 0.23, -1.73),
     ((-1.6, -2.5), (1.9, -1.1), (-0.8, 0.8), (-0.8, 0.8), (-0.6, -0.9))),
    Point(Parameters(1.63, 1.21, -1.81, -0.71, -0.83, -1.43, 0.23),
     ((-2.0, 1.8), (1.5, -2.2), (-1.9, -0.8), (-1.8, 2.0))),
    Point(Parameters(-1.21, 0.93, -0.83, 1.13, -1.63, 1.31, -1.73),
     ((0.5, -0.3), (2.0, 1.1), (1.6, 2.1), (-2.2, -0.4), (-1.2, 1.6), (-1.7, 1.8), (0.5, 0.9))),
    Point(Parameters(1.41, -0.73, -0.97, 1.63, -0.59, 0.31, 0.23),
     ((0.3, 0.0), (0.8, 0.4), (0.45, 0.7), (0.15, 0.6), (0.3, 0.0), (0.95, 0.1), (0.0, 0.35), (0.7, 0.55), (0.25, 0.85))),
    Point(Parameters(0.87, -1.37, 1.19, -0.77, 0.41, 0.67, -0.29), ((0.65, 0.5),)),
    Point(Parameters(1.07, -1.27, 0.0, 1.39, -0.37, 0.53, 0.17), ((0.4, 0.2), (0.85, 0.75), (0.55, 0.1))),
    Point(Parameters(6.1, -5.3, 4.7, 5.9, 1.3, 1.7, -2.9), ((1.1, 3.0), (-1.2, 57.0), (0.7, -41.0))),
)  # fmt: skip
# What is special about a point, if a function is wrong there and nowhere else.
ONLY_THERE = dict(zip(POINTS[8:], ("for one row alone", "where w3 is 0", "where x and the residuals are large")))


@lru_cache(maxsize=4000)
def right_at(name: str, point: Point) -> Right:
    parameters, rows = point
    passes = [numbers_of(input, observed, parameters) for input, observed in rows]
    products = [prod(FACTORS[place].value(numbers) for place in CHAINS[name]) for numbers in passes]
    return Right(sum(products), sum(map(abs, products)))


def stepped(parameters: Parameters, rows: Sequence[Row], rate: float) -> Parameters:
    """The parameters after a right step."""
    return update(parameters, step_sizes(backpropagate(parameters, rows)[1], rate))


@lru_cache(maxsize=100)
def walked(trial: Trial, steps: int) -> list[Parameters]:
    """The right parameters after 0, 1, 2, ... steps."""
    points = [trial.parameters]
    for _ in range(steps):
        points.append(stepped(points[-1], trial.rows, trial.rate))
    return points


def number_of_steps(mine: Sequence[float], trial: Trial) -> Optional[int]:
    """After how many right steps these are the parameters."""
    points = walked(trial, MOST_STEPS)
    fitting = [number for number, point in enumerate(points) if same_beside_1(mine, point)]
    return min(fitting, key=lambda number: max(abs(x - y) for x, y in zip(mine, points[number])), default=None)


def with_predictions_of(old: Parameters, new: Parameters, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows that give the new parameters the residuals of the old: observed moves along with predicted."""
    return tuple((input, observed + predict(new, input) - predict(old, input)) for input, observed in rows)
