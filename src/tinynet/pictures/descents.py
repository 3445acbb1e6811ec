"""The SSR over the steps of a descent, or of several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, Optional, Union

from tinynet.arguments.numbers import number_of, shown
from tinynet.arguments.seven import checked_data
from tinynet.loss import Data, ssr_of_the_mean
from tinynet.pictures.given import PAIRS, checked_history, in_order
from tinynet.pictures.plots import Plot, checked_words
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
    frame: History = (0.0,),
) -> Picture:
    """The SSR over the steps of one descent or of several; with data also the SSR of always predicting the mean.

    history    or a Training, which brings its data; or several by their labels, as in {0.1: training, 0.01: other}
    title      and `input` and `observed`: the words at the top and at the axes
    frame      a longer history, which the axes must hold too

    The axis is logarithmic, but linear from the SSR at the start to a tenth of it. So the first steps show what they
    do, however tiny the SSR is in the end. An SSR of 0 has no logarithm; it lies on the lower edge.
    Where many steps share a column of pixels, the lowest and the highest SSR are drawn, so that no spike gets lost.
    Errors: TypeError or ValueError for bad arguments.

    >>> from tinynet import train
    >>> from tinynet.dosage import DATA, START
    >>> "predicting the mean: 0.6667" in draw_descent(train(START, DATA, learning_rate=0.02)).svg
    True
    >>> rates = {rate: train(START, DATA, learning_rate=rate, max_steps=200) for rate in (0.01, 0.1)}
    >>> "0.1: SSR 0.6603 after 200 steps" in draw_descent(rates).svg
    True
    """
    words = checked_words(title, input, observed)
    several = isinstance(history, Mapping)
    descents = checked_several(history) if isinstance(history, Mapping) else {"": checked_history(history)}
    held = checked_history(frame, "frame")
    means = means_of(history.values() if isinstance(history, Mapping) else [history], data)
    ssrs = [ssr for descent in (*descents.values(), held if len(held) > 1 else []) for ssr in descent]
    longest = max(len(descent) for descent in (*descents.values(), held))
    start = max(descent[0] for descent in descents.values())
    plot = Plot(linear([0, max(2, longest - 1)], integers=True), fall([*ssrs, *means], start), words)
    shapes, entries, said = [], [("mean", f"always predicting the mean: {short(mean)}") for mean in means], ""
    shapes = [plot.line("mean", [(plot.x.number(share), mean) for share in (0, 1)]) for mean in means]
    for k, (label, descent) in enumerate(descents.items()):
        name, colour = (f"ssr-{k}", FIVE[k % 5]) if several else ("ssr", INK)
        steps, last = number_of(len(descent) - 1, "step"), short(descent[-1])
        said = f"{steps}, SSR {short(descent[0])} to {last}"
        entries.insert(k, (name, f"{label}: SSR {last} after {steps}" if several else "SSR"))
        end = plot.place(len(descent) - 1, descent[-1])
        shapes += [plot.line(name, enumerate(descent)), dot(end, 4, f' fill="{colour}"')]
    caption = "" if several else said
    told = [caption] * (not several) + [words for _, words in entries[not several :]]
    return plot.picture(
        "The descent of the SSR", f"{'; '.join(told)}.", entries, caption, [*shapes, plot.caption(caption)]
    )


def checked_several(histories: Mapping[Any, Any]) -> dict[str, list[float]]:
    if not 0 < len(histories) <= MOST:
        raise ValueError(f"history holds {number_of(len(histories), 'descent')}; it must hold from 1 to {MOST}")
    return {str(label): checked_history(each, f"history[{shown(label)}]") for label, each in histories.items()}


def means_of(histories: Iterable[Any], data: Any) -> list[float]:
    """The SSR of always predicting the mean: of these data or, where there are none, of those of each Training."""
    if data is not None:
        pairs = checked_data(in_order(data, "data", PAIRS))
        found = {ssr_of_the_mean([observed for _, observed in pairs])}
    else:
        found = {history.mean_ssr for history in histories if isinstance(history, Training)}
    return sorted(filter(isfinite, found))
