"""The chain rule as data: the twelve factors, the seven chains, and the numbers that they take.

Each factor stands beside the function of `derivatives` that computes it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from tinynet import derivatives as d
from tinynet.network import Parameters, forward

Numbers = Mapping[str, float]  # of one observation, by name


class Rule(NamedTuple):
    """How a factor is computed: a function, the numbers of the forward pass that it takes, and its formula."""

    function: Callable[..., float]
    takes: tuple[str, ...]
    formula: str

    def value(self, numbers: Numbers) -> float:
        return self.function(*map(numbers.__getitem__, self.takes))


FACTORS = {
    "dSSR/dpredicted": Rule(d.d_ssr_d_predicted, ("observed", "predicted"), "-2 * (observed - predicted)"),
    "dpredicted/dw3":  Rule(d.d_predicted_d_w3,  ("y1",),                   "y1"),
    "dpredicted/dw4":  Rule(d.d_predicted_d_w4,  ("y2",),                   "y2"),
    "dpredicted/db3":  Rule(d.d_predicted_d_b3,  (),                        "1"),
    "dpredicted/dy1":  Rule(d.d_predicted_d_y1,  ("w3",),                   "w3"),
    "dpredicted/dy2":  Rule(d.d_predicted_d_y2,  ("w4",),                   "w4"),
    "dy1/dx1":         Rule(d.d_y1_d_x1,         ("x1",),                   "e^x1 / (1 + e^x1)"),
    "dy2/dx2":         Rule(d.d_y2_d_x2,         ("x2",),                   "e^x2 / (1 + e^x2)"),
    "dx1/dw1":         Rule(d.d_x1_d_w1,         ("input",),                "input"),
    "dx1/db1":         Rule(d.d_x1_d_b1,         (),                        "1"),
    "dx2/dw2":         Rule(d.d_x2_d_w2,         ("input",),                "input"),
    "dx2/db2":         Rule(d.d_x2_d_b2,         (),                        "1"),
}  # fmt: skip
CHAINS = {
    "w1": ("dSSR/dpredicted", "dpredicted/dy1", "dy1/dx1", "dx1/dw1"),
    "w2": ("dSSR/dpredicted", "dpredicted/dy2", "dy2/dx2", "dx2/dw2"),
    "w3": ("dSSR/dpredicted", "dpredicted/dw3"),
    "w4": ("dSSR/dpredicted", "dpredicted/dw4"),
    "b1": ("dSSR/dpredicted", "dpredicted/dy1", "dy1/dx1", "dx1/db1"),
    "b2": ("dSSR/dpredicted", "dpredicted/dy2", "dy2/dx2", "dx2/db2"),
    "b3": ("dSSR/dpredicted", "dpredicted/db3"),
}
NAMES = Parameters._fields


def passes(parameters: Parameters, data: Iterable[tuple[float, float]]) -> Iterator[dict[str, float]]:
    """For each observation all the numbers that a factor may take, by name."""
    fixed = parameters._asdict()
    return ({**fixed, **forward(parameters, input)._asdict(), "observed": observed} for input, observed in data)
