"""What can be found, as data: for each finding its place and its sentence, so that the experiments need no prose.

A finding without a usual name has its key in brackets. In the sentences {} are the numbers and names that were seen.
"""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """Something wrong: where, what it is (if it is usual), and in words."""

    place: str
    label: str
    says: str


# fmt: off
SAYINGS = {
    # before any experiment
    "two answers to the same call": ("state", "the same call gave two different answers: something is kept between the "
        "calls, or left to chance"),
    "kept by input": ("state", "the same call gives another answer when its input was seen before with other parameters: "
        "something is kept between the calls"),
    "not used": ("arguments", "the answer stays the same when the {what} change; something else is used instead"),
    "input and observed exchanged": ("arguments", "input and observed are exchanged: each row is (input, observed), in "
        "this order"),
    "parameters taken in another order": ("arguments", "the parameters are taken in the order {taken}; they come in the "
        "order w1, w2, w3, w4, b1, b2, b3"),
    "parameters numbered otherwise": ("arguments", "the parameters are numbered otherwise: what you call w1, w2, w3, w4, b1, "
        "b2, b3 is here {taken}"),
    "neurons exchanged": ("order", "the two neurons are exchanged: what belongs to the top one stands at the bottom one, "
        "and the other way round"),
    "two exchanged": ("order", "{one} and {two} are exchanged: each is right for the other"),
    "another order": ("order", "these are the right numbers in another order, {listed}; they belong in the order w1, w2, "
        "w3, w4, b1, b2, b3"),
    "(asked enough)": ("", "not right; it was asked {calls} times, and that was not enough to find out where"),
    "(nearly)": ("nearly", "nearly right, off by {off:.1g} of the products that are summed: rounded on the way, a constant "
        "with few digits, or differences over a wide step?"),
    "(rounded off)": ("nearly", "rounded to {decimals} decimals; keep all digits until the end"),
    "(differences)": ("nearly", "these are differences of the SSR over a step of {h:g}; a derivative is their limit, for a "
        "small step"),
    "(always 0)": ("the sum", "it is always 0: is anything ever added to the total?"),
    "(always 0, or a factor is)": ("", "it is always 0: is anything ever added to the total? The derivative of x, and of "
        "predicted, by its bias is 1"),
    # one derivative
    "added term": ("an added term", "something is added that is no product of the chain: {what}"),
    "(no product)": ("not a product", "the factors of the chain are multiplied; here two of them are not: what one does "
        "depends on the other"),
    "(no sum)": ("the sum", "what several observations give is not the sum of what each gives alone"),
    "(done to the whole)": ("the sum", "the products of the chain are right, but something is done to the result besides: is "
        "it cut off, divided by its size, or only its sign kept?"),
    "(one number for all)": ("the sum", "all seven are right but for one number that they are multiplied by, and it is "
        "another at each point: are they divided by their size, or is the loss another function of the SSR?"),
    "(entangled)": ("the sum", "what one observation adds depends on the others; each must keep to itself"),
    "flipped sign": ("dSSR/dpredicted", "the sign is flipped; when predicted rises, the residual falls: -2 * (observed - "
        "predicted)"),
    "lost the 2": ("dSSR/dpredicted", "the 2 is lost; the derivative of residual^2 is 2 * residual, times that of the "
        "residual"),
    "(twice the 2)": ("dSSR/dpredicted", "everything is multiplied by 2: the 2 of residual^2 is taken twice"),
    "residual squared": ("dSSR/dpredicted", "the residual in dSSR/dpredicted is squared; it is -2 * (observed - "
        "predicted)"),
    "(residual squared itself)": ("dSSR/dpredicted", "residual^2 stands there itself; its derivative is -2 * (observed - "
        "predicted)"),
    "sum instead of difference": ("dSSR/dpredicted", "the residual is observed - predicted; here the two are added"),
    "observed instead of residual": ("dSSR/dpredicted", "for the residual stands observed; it is observed - predicted"),
    "(bent)": ("dSSR/dpredicted", "along observed the answer is no straight line everywhere: is something cut off, or a "
        "case told apart?"),
    "(no residual)": ("dSSR/dpredicted", "dSSR/dpredicted is no -2 * (observed - predicted): along observed it is no "
        "straight line through predicted"),
    "(no predicted)": ("predicted", "your predicted is not y1 * w3 + y2 * w4 + b3{parts}"),
    "constant factor": ("constant factor", "everything is multiplied by {factor:.6g}"),
    "(always)": ("", "your {name} is always {factor:.6g}; right is {formula}"),
    # one factor
    "(rounded)": ("nearly", "right to some digits only: rounded on the way, or a constant with few digits?"),
    # a whole step
    "not updated": ("update", "not updated; new value = old value - step size"),
    "(not always updated)": ("update", "where a step would raise the SSR, nothing moves; a step is taken wherever it leads"),
    "added instead of subtracted": ("update", "either the step sizes are added instead of subtracted, or the sign of "
        "dSSR/dpredicted is flipped"),
    "learning rate missing": ("learning rate", "the learning rate is left out; step size = derivative * learning rate"),
    "fixed learning rate": ("learning rate", "the learning rate that is given is not used; it is always {rate:.6g}"),
    "divided by the learning rate": ("learning rate", "the derivative is divided by the learning rate; step size = "
        "derivative * learning rate"),
    "learning rate twice": ("learning rate", "the learning rate is in it twice; step size = derivative * learning rate"),
    "learning rate added": ("learning rate", "the learning rate is added to the derivative; it must multiply it"),
    "brackets round old value - derivative": ("old value", "the old value is multiplied by the learning rate too: without "
        "the brackets it is old value - derivative * learning rate"),
    "step size returned": ("old value", "the step size is returned; the new value is old value - step size"),
    "derivative returned": ("old value", "the derivative is returned; the new value is old value - derivative * learning "
        "rate"),
    "other old value": ("old value", "the step is subtracted from the old {other}; it belongs to {name}"),
    "(fixed old value)": ("old value", "the old value is always {start:.6g}; use the parameters that are given"),
    "old value changed": ("old value", "with a learning rate of 0 the new value is {start:.6g}, not the old one, "
        "{old:.6g}{times}"),
    "several steps": ("several steps", "{number} steps are taken instead of one"),
    "row by row": ("row by row", "the parameters move after each row; the derivatives are sums over all rows, and the "
        "parameters move once"),
    "updated in place": ("in place", "updated in place: {how}; take all seven derivatives first"),
    # a whole loop
    "another number of steps": ("stopping", "the loop takes another number of steps than it is asked for: {listed}"),
    "(one step)": ("stopping", "it ends after one step, whatever the number: does each round begin again at the start, or is the "
        "return inside the loop?"),
    "another start": ("start", "with 0 steps it must return the start, and returns something else"),
    "start not used": ("start", "it ends in the same place whatever the start: the start is not used"),
    "(no step)": ("step", "one step of it is no step of gradient descent: {what}"),
    "steps depend on what came before": ("memory", "{steps} steps are not {fewer} and one more: a step depends on the "
        "parameters alone, not on its number or on what came before"),
    "another number of entries": ("history", "after {steps} steps the history has {mine} entries; it has one for the "
        "start and one for each step, {right}"),
    "no SSR": ("history", "entry {number} of the history is {mine:.6g}; the SSR of the parameters after {number} steps is "
        "{right:.6g}"),
}
# fmt: on


def finding(key: str, place: str = "", label: str = "", **seen: object) -> Finding:
    """The finding by that key, with what was seen in its sentence."""
    own, sentence = SAYINGS[key]
    return Finding(place or own, label or ("" if key.startswith("(") else key), sentence.format(**seen))
