"""The SSR over the steps of a descent, or of several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from math import isfinite
from typing import Any, Optional, Union

from tinynet.arguments.numbers import from_zero, number_of, shown
from tinynet.arguments.seven import checked_data
from tinynet.loss import Data, ssr_of_the_mean
from tinynet.pictures.plots import Plot, checked_list
from tinynet.pictures.scales import fall, linear, short
from tinynet.pictures.shapes import FIVE, INK, Picture, dot
from tinynet.training import Training

MOST = 3 * len(FIVE)  # descents in one picture
History = Union[Iterable[float], Training]


def draw_descent(
    history: Union[History, Mapping[Any, History]],
    data: Optional[Data] = None,
    *,
    title: str = "",
    input: str = "step",
    observed: str = "SSR",
    frame: History = (),
) -> Picture:
    """The SSR over the steps of one descent or of several; with data also the SSR of always predicting the mean.

    history    SSRs, or a Training, which brings its data; or several by label, such as {0.1: training, 0.01: other}
    title      the words at the top; `input` and `observed` are those at the axes
    frame      a longer history, for which the axes must have room too

    The axis is logarithmic, but linear from the SSR at the start to a tenth of it. So the first steps are visible,
    however tiny the SSR is in the end. An SSR of 0 has no logarithm; it lies on the lower edge.
    If many steps share a column of pixels, their lowest and their highest SSR are drawn, so no spike gets lost.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> "predicting the mean: 0.6667" in draw_descent(train(START, DATA, learning_rate=0.02)).svg
    True
    >>> rates = {rate: train(START, DATA, learning_rate=rate, max_steps=99) for rate in (0.01, 0.1)}
    >>> "0.1: SSR 0.6536 after 99 steps" in draw_descent(rates).svg
    True
    """
    words = {"title": title, "input": input, "observed": observed}
    descents = checked_descents(history)
    with_frame = [*descents.values(), ssrs_of(frame, "frame", least=0)]
    several = history.values() if isinstance(history, Mapping) else [history]
    means = {each.mean_ssr for each in several if isinstance(each, Training)}
    if data is not None:
        means = {ssr_of_the_mean([observed for _, observed in checked_data(data)])}
    finite = sorted(filter(isfinite, means))
    x = linear([0, max(2, *[len(descent) - 1 for descent in with_frame])], integers=True)
    y = fall([*finite, *chain.from_iterable(with_frame)], start=max(descent[0] for descent in descents.values()))
    plot = Plot(x, y, words)
    shapes = [plot.line("mean", [(x.number(share), mean) for share in (0, 1)]) for mean in finite]
    entries, caption = [], ""
    for k, (label, descent) in enumerate(descents.items()):
        last, end = len(descent) - 1, short(descent[-1])
        name, colour, entry = f"ssr-{k}", FIVE[k % 5], f"{label}: SSR {end} after {number_of(last, 'step')}"
        if not isinstance(history, Mapping):
            name, colour, entry = "ssr", INK, "SSR"
            caption = f"{number_of(last, 'step')}, SSR {short(descent[0])} to {end}"
        shapes += [plot.line(name, enumerate(descent)), dot(plot.place(last, descent[-1]), 4, f' fill="{colour}"')]
        entries.append((name, entry))
    entries += [("mean", f"always predicting the mean: {short(mean)}") for mean in finite]
    return plot.picture("The descent of the SSR", "The SSR over the steps.", entries, [(caption, shapes)])


def checked_descents(history: Any) -> dict[Any, list[float]]:
    """The SSRs of each descent by its label, or of the only one."""
    if not isinstance(history, Mapping):
        return {"": ssrs_of(history, "history")}
    if not 0 < len(history) <= MOST:
        raise ValueError(f"history holds {number_of(len(history), 'descent')}; it must hold from 1 to {MOST}")
    return {label: ssrs_of(each, f"history[{shown(label)}]") for label, each in history.items()}


def ssrs_of(history: Any, name: str, least: int = 1) -> list[float]:
    values = history.history if isinstance(history, Training) else history
    return checked_list(values, name, from_zero, "SSRs", most=1_000_000, least=least)
