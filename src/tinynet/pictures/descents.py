"""The SSR over the steps of a descent."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Optional, Union

from tinynet.arguments.numbers import number_of
from tinynet.loss import Data, ssr_of_the_mean
from tinynet.pictures.given import checked_history, checked_pairs, checked_words
from tinynet.pictures.plots import Plot, extremes
from tinynet.pictures.scales import linear, logarithmic, short
from tinynet.pictures.shapes import Picture, dot, joined, path
from tinynet.training import Training


def draw_descent(
    history: Union[Iterable[float], Training],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "step",
    observed: str = "SSR",
    frame: Union[Iterable[float], Training] = (0.0,),
) -> Picture:
    """The SSR over the steps, on a logarithmic scale; with data also that of always predicting the mean.

    history    or a Training, which brings its data
    title      and `input` and `observed`: the words at the top and at the axes
    frame      a longer history, which the axes must hold too

    Where many steps share a column of pixels, the lowest and the highest SSR are drawn, so that no spike gets lost. An
    SSR of 0 has no logarithm; it lies on the lower edge.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> "predicting the mean: 0.6667" in draw_descent(train(START, DATA, learning_rate=0.02)).svg
    True
    """
    words = checked_words(title, input, observed)
    if isinstance(history, Training) and data is None:
        means = [history.mean_ssr]
    else:
        means = [] if data is None else [ssr_of_the_mean([observed for _, observed in checked_pairs(data)])]
    means = [mean for mean in means if isfinite(mean)]
    ssrs, held = checked_history(history), checked_history(frame)
    steps = linear([0, max(2, len(ssrs) - 1, len(held) - 1)], integers=True)
    plot = Plot(steps, logarithmic([*ssrs, *means, *(held if len(held) > 1 else [])]), words)
    points = [plot.place(number, ssr) for number, ssr in enumerate(ssrs)]
    said = f"{number_of(len(ssrs) - 1, 'step')}, SSR {short(ssrs[0])} to {short(ssrs[-1])}"
    entries = [("ssr", "SSR"), *[("mean", f"always predicting the mean: {short(mean)}") for mean in means]]
    shapes = [path("mean", f"M0,{plot.place(0, mean)[1]:.2f}H{plot.width:.2f}") for mean in means]
    shapes += [path("ssr", joined(extremes(points))), dot(points[-1], 4), plot.caption(said)]
    description = "; ".join([f"On a logarithmic scale: {said}", *[words for _, words in entries[1:]]])
    return plot.picture("The descent of the SSR", f"{description}.", entries, said, shapes)
