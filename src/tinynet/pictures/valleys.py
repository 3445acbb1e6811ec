"""The SSR along one parameter, its slope, and the stretch of it that is worth seeing."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt

from tinynet.backpropagation import backpropagate
from tinynet.network import Parameters, predict
from tinynet.pictures.shapes import Point

FAR = 1e307  # where floats nearly end


class Line:
    """The SSR along one parameter, its slope here, and where a step leads."""

    def __init__(self, name: str, parameters: Parameters, pairs: Sequence[Point], rate: float) -> None:
        self.name, self.parameters, self.pairs = name, parameters, pairs
        self.here, gradient = backpropagate(parameters, pairs)
        self.value: float = getattr(parameters, name)
        self.slope: float = getattr(gradient, name)
        self.new = self.value - self.slope * rate
        self.there = self.ssr(self.new)

    def ssr(self, value: float) -> float:
        return backpropagate(self.parameters._replace(**{self.name: value}), self.pairs)[0]

    def stretch(self) -> tuple[float, float]:
        """From where to where the curve is worth seeing: its lowest point, the step, and enough for a tangent.

        The lowest point comes first; a short step looks longer where not all of the way there is seen.
        """
        lowest, least = self.valley()
        step = abs(self.new - self.value) if isfinite(self.new) else 0.0
        seen = min(2.2 * lowest, max(0.3 * lowest, 25 * step)) if step else 2.2 * lowest
        downhill, uphill = max(seen, 1.4 * step, least), max(0.12 * seen, 0.25 * step, least)
        left, right = (uphill, downhill) if self.slope < 0 else (downhill, uphill)
        return max(self.value - min(left, FAR), -16 * FAR), min(self.value + min(right, FAR), 16 * FAR)

    def valley(self) -> tuple[float, float]:
        """How far the lowest point is, about, and how wide the curve must be seen to look bent.

        With J = dpredicted/dparameter, the SSR is about a parabola with the curvature 2 * sum of J^2, so the lowest
        point is |slope| / (2 * sum of J^2) away. In the output layer that is exact. In the hidden layer, where J may
        be nearly 0, no farther is looked than some times the size of the parameter. Of many observations some are
        asked for all.
        """
        unit = 1 / (max(abs(input) for input, _ in self.pairs) or 1.0) if self.name in ("w1", "w2") else 1.0
        farthest, every, squares = 4 * max(abs(self.value), unit), len(self.pairs) // 1000 + 1, 0.0
        for input, _ in self.pairs[::every]:  # -2 * residual is 1 here, so each derivative is J
            row = input, predict(self.parameters, input) - 0.5
            squares += every * getattr(backpropagate(self.parameters, [row])[1], self.name) ** 2
        lowest, least = 0.0, farthest
        if squares > 0 and all(map(isfinite, (squares, self.slope, self.here))):
            lowest, least = abs(self.slope) / (2 * squares), max(1e-6 * farthest, 0.02 * sqrt(self.here / squares))
        if self.name not in ("w3", "w4", "b3") or not isfinite(lowest + least):
            lowest, least = min(lowest, farthest), min(least, farthest)
        return lowest, least
