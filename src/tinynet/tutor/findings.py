"""What can be found, as data: each place with its three hints, and with the sentence of everything that is found there.

Experiments name a finding by its key. A key in brackets is not a usual mistake: it becomes no label. In the sentences {}
are the numbers and names that were seen. A new mistake is one more line under its place, and one program that makes it in
`tests/tutor/mistakes.py`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tinynet.tutor.chains import FACTORS


class Finding(NamedTuple):
    """Something that is wrong: its place, its label if it is a usual mistake, and its sentence.

    name     the parameter that it is about, "all" if all seven share it, "" for the whole function
    follows  the places that are wrong only because of this one
    """

    place: str
    label: str
    says: str
    name: str = ""
    follows: tuple[str, ...] = ()

    def led(self, text: str) -> str:
        """Led by the name, as places and labels are."""
        return f"{self.name}: {text}" if self.name else text


class Place(NamedTuple):
    """A place: where to look, what it is about, the remedy, and what is said of it."""

    look: str
    about: str
    remedy: str
    sayings: Mapping[str, str] = {}


PLACES: dict[str, Place] = {
    # nothing that was seen belongs to a place
    "": Place("Take one row alone.", "Compare your numbers with those of explain, factor by factor.",
        "Then compare the sums.", {
        "(always 0)": "your function returned 0 every time. Check that the loop adds to the total, and that no factor "
            "is always 0, as 1 // 2 is",
        "(always 0, of a bias)": "your function returned 0 every time. Check that the loop adds to the total, and that "
            "no factor is always 0, as 1 // 2 is. The derivative of x or of predicted with respect to its bias is 1",
        "(integer division)": "the factor dy{k}/dx{k} is always 0 or 1. Do you use // or int()? Write / instead",
        "(right elsewhere)": "right at all other points, but wrong {where}. Is something cut off there?",
        "(always)": "your {name} is always {factor:.6g}; right is {formula}",
        "(not shown)": "not right, and the experiments do not show where"}),
    # the whole function
    "form": Place("Look at what your function returns.", "It must return numbers in every case.",
        "End it with a return of {wanted}."),
    "state": Place("Call your function twice with the same arguments and compare.",
        "Something stays from one call to the next: a variable outside the function, a list as a default value, a "
        "total that is not set back to 0.",
        "Create everything that you add up inside the function, and let it start at 0 there.", {
        "two answers to the same call": "the same call gave two different answers. Your function keeps something from "
            "one call to the next, or uses random numbers",
        "kept by input": "your function gives another answer when it has seen the same input with other parameters "
            "before. It keeps something from one call to the next",
        "kept by parameters": "your function gives another answer when it has seen the same parameters with other "
            "data before. It keeps something from one call to the next"}),
    "arguments": Place("Look at what your function does with its arguments.",
        "It uses something else in their place, takes them in another order, or changes them.",
        "Use parameters by name, such as parameters.w1, and take each row as (input, observed).", {
        "not used": "the answer stays the same when the {what} change. Your function uses something else instead",
        "input and observed exchanged": "your function takes each row as (observed, input); each row is (input, observed)",
        "absolute input": "your function uses the absolute value of the input; the network takes the input as it is",
        "parameters taken in another order": "your function takes the parameters in the order {taken}; they come in "
            "the order w1, w2, w3, w4, b1, b2, b3",
        "parameters numbered otherwise": "your function numbers the parameters in another way: your w1, w2, w3, w4, "
            "b1, b2, b3 are {taken} here",
        "changed in place": "your function changes the list of rows that it is given: {how}. Whatever uses the rows "
            "afterwards gets other data"}),
    "order": Place("Look at the order of what you return.",
        "The numbers are right, but they stand in the wrong places.",
        "Return them in the order w1, w2, w3, w4, b1, b2, b3, or by name.", {
        "neurons exchanged": "the two neurons are exchanged: each has the numbers of the other",
        "two exchanged": "{one} and {two} are exchanged: each has the number of the other",
        "another order": "these are the right numbers in the order {listed}; they belong in the order w1, w2, w3, w4, b1, b2, b3",
        "(used for another)": "the derivative of {other} is used for {name}"}),
    "nearly": Place("Look at your constants and at your rounding.",
        "The formula seems to be right, but digits are lost on the way.",
        "Keep all digits until the end. If you take differences, take a smaller h.", {
        "(nearly)": "nearly right: the error is about {percent:.1g} % of the products. Do you round on the way, use a "
            "constant with few digits, or take differences over a wide step?",
        "(rounded off)": "your values are rounded to {decimals} decimals. Keep all digits until the end",
        "(differences)": "your value is the change of the SSR over a step of {h:g}, divided by the step. Take a much smaller step",
        "(rounded)": "right to a few digits only. Do you round on the way, or use a constant with few digits?"}),
    # the sum over the data
    "an added term": Place("Look at what the total starts with, and at what is added outside the products.",
        "Something is added that is not a product of the chain. Missing brackets can do that too.",
        "Start the total at 0, and add only the products.", {
        "added term": "your function adds something that is not a product of the chain: {what}",
        "brackets missing": "your function computes {what}. The brackets are missing: right is {right}"}),
    "the sum": Place("Look at the loop over the data.", "It is about how the products of the rows become one number.",
        "Add up the products of all rows, each with its own numbers, and do nothing else to the sum.", {
        "mean instead of sum": "your function returns the mean over the rows; the SSR is a sum, and so is its derivative",
        "(divided twice)": "the sum is divided by the number of rows twice",
        "summed over neurons": "your number is dSSR/d{one} + dSSR/d{other}. Sum over the rows, not over the neurons",
        "first observation only": "only the first observation counts; the sum is over all rows. Does the loop return too early?",
        "last observation only": "only the last observation counts; the sum is over all rows. Is there = instead of "
            "+=, or does the function return what the last round left?",
        "all but the first observation": "the first row is left out; the sum is over all rows",
        "all but the last observation": "the last row is left out; the sum is over all rows",
        "each row once": "equal rows count only once; each row counts",
        "(rows left out)": "of {of} rows your function uses only {which}; the sum is over all rows",
        "(some rows left out)": "rows with {what} do not count; the sum is over all rows",
        "divided by n - 1": "the sum is divided by the number of rows minus 1; do not divide it",
        "(weighted by number)": "the sum is multiplied by {factor:.4g} for {of} rows and by {other:.4g} for {fewer} "
            "rows; do not divide or multiply it",
        "(weighted)": "the rows do not count equally: they are multiplied by {weights}",
        "numbers of one row for all": "every row uses numbers of the {which} row; each row has its own. Is your "
            "forward pass inside the loop?",
        "residual of one row for all": "the residual of the {which} row is used for every row; each row has its own",
        "sum times sum": "the sum over the rows is taken before the product: what one row adds depends on the other "
            "rows. Multiply for each row first, then add",
        "rows misaligned": "a row uses numbers of another row: the rows are shifted or reversed",
        "(entangled)": "what one row adds depends on the other rows. Each row must use its own numbers only",
        "(done to the whole)": "something is done to the sum of the products. Is it cut off, divided by its size, or "
            "is only its sign kept?"}),
    # the factors
    "not a product": Place("Look at how the factors are put together.",
        "Two factors are added, or one factor contains another.", "Multiply them: that is the chain rule.", {
        "(no product)": "the chain rule multiplies all factors, but your function does not: what one factor does "
            "depends on another one"}),
    "dSSR/dpredicted": Place("Look at the first factor, dSSR/dpredicted.",
        "It is the derivative of (observed - predicted)^2. Check the 2, the sign and the residual.",
        "It is -2 * (observed - predicted).", {
        "flipped sign": "the sign is flipped; when predicted rises, the residual falls: -2 * (observed - predicted)",
        "lost the 2": "the 2 is lost; the derivative of residual^2 is 2 * residual, times the derivative of the residual",
        "(convention)": "right for {other}, as many books write the error, but not for {loss}. If your book does "
            'that, check it with loss="{other}"',
        "(twice the 2)": "everything is multiplied by 2, as if the 2 of residual^2 were taken twice",
        "sum instead of difference": "the residual is observed - predicted; your function adds the two",
        "observed instead of residual": "observed stands in the place of the residual, observed - predicted",
        "(bent)": "your function treats some values of observed differently. Is something cut off, or is there an if?",
        "(no residual)": "your dSSR/dpredicted is not -2 * (observed - predicted). That is a straight line in observed, "
            "and it is 0 if observed = predicted; yours is another curve"}),
    "predicted": Place("Look at your forward pass.", "Your predicted is not the network's.",
        "x = input * w + b, y = log(1 + e^x) for each neuron, then predicted = y1 * w3 + y2 * w4 + b3.", {
        "(no predicted)": "your predicted is not y1 * w3 + y2 * w4 + b3{parts}",
        "(scaled)": "your function {how} before it computes with them. The formulas take them as they are; scale your data "
            "outside, before the descent",
        "(own pass)": "in your predicted, {part}"}),
    "constant factor": Place("Look for a number that multiplies everything.",
        "Everything is right except for a constant.", "Take the constant out.", {
        "constant factor": "everything is multiplied by {factor:.6g}"}),
    # a whole step
    "old value": Place("Look at the old value, from which you subtract the step size.",
        "new value = old value - step size, but your old value is missing or changed.",
        "Subtract each step size from the old value of the same parameter, and return the result.", {
        "brackets round old value - derivative": "the old value is multiplied by the learning rate too; without the "
            "brackets it is old value - derivative * learning rate",
        "step size returned": "your function returns the step size; the new value is old value - step size",
        "derivative returned": "your function returns the derivative; the new value is old value - derivative * learning rate",
        "other old value": "the step is subtracted from the old {other}; it belongs to {name}",
        "old value changed": "with a learning rate of 0 the new value is {start:.6g} instead of the old one, {old:.6g}",
        "(times the old value)": "with a learning rate of 0 the new value is {factor:.6g} times the old one"}),
    "learning rate": Place("Look at where you use the learning rate.", "It must multiply each derivative, once.",
        "step size = derivative * learning rate.", {
        "learning rate missing": "the learning rate is left out; step size = derivative * learning rate",
        "fixed learning rate": "your function does not use the given learning rate; it always takes {rate:.6g}",
        "a part without the learning rate": "with a learning rate of 0 the new value is {start:.6g} instead of the old "
            "one, {old:.6g}, and it depends on the data. So a part of the derivative is not multiplied by the learning "
            "rate. Are brackets missing?",
        "another learning rate": "your step is not proportional to the learning rate: given {rate:g} it takes {taken:.6g}, "
            "and given {other:g} it takes {other_taken:.6g}",
        "divided by the learning rate": "the derivative is divided by the learning rate; step size = derivative * learning rate",
        "learning rate twice": "the learning rate is used twice; step size = derivative * learning rate",
        "learning rate added": "the learning rate is added to the derivative; it must multiply it"}),
    "update": Place("Look at the line where the parameters move.",
        "A step goes downhill, and all seven parameters take it.",
        "new value = old value - step size, for each of the seven.", {
        "not updated": "the new value is still the old one; new value = old value - step size",
        "(not always updated)": "your function moves nothing if a step would raise the SSR; take every step",
        "added instead of subtracted": "the step sizes are added instead of subtracted, or the sign of "
            "dSSR/dpredicted is flipped. Both give the same numbers"}),
    "in place": Place("Look at when each derivative is taken.",
        "Some derivatives are taken after other parameters have moved.",
        "Take all seven derivatives first, then move all parameters.", {
        "updated in place": "some derivatives use parameters that have moved already{how}. Take all seven derivatives first"}),
    "row by row": Place("Look at where in the loop the parameters move.", "They move after each row.",
        "Sum over all rows first, then move once.", {
        "row by row": "the parameters move after each row. That is another method, stochastic gradient descent: it "
            "learns too, but a step of the articles sums the derivatives over all rows first and moves once"}),
    "several steps": Place("Count the steps that your function takes.", "It takes more than one.",
        "Take one step, and return.", {
        "several steps": "your function takes {number} steps instead of one"}),
    # a whole loop
    "start": Place("Look at where your loop starts.", "It must begin with the start that it is given.",
        "Begin with the start that is given, and return it if no step is asked for.", {
        "another start": "with 0 steps your function must return the start; it returns something else",
        "start not used": "your function ends in the same place whatever the start: it does not use the start"}),
    "step": Place("Look at a single step of your loop.", "One step of it is not one step of gradient descent.",
        "Give that step to check_update; the loop can wait.", {
        "(no step)": "one step of your loop is not a step of gradient descent. {what}"}),
    "memory": Place("Look at what your loop carries from one step to the next.",
        "A step depends on the parameters alone, not on its number or on what came before.",
        "Compute everything anew in each step, and set back to 0 what you add up in it.", {
        "steps depend on what came before": "taking {steps} steps does not give the same result as taking {fewer} and "
            "then another. A step must depend on the parameters alone{how}"}),
    "history": Place("Look at when you append to the history.",
        "It has one entry for the start and one for each step, each the SSR of its parameters.",
        "Append the SSR before each step, and once more at the end.", {
        "another number of entries": "the length of your history is {mine} after {steps}; it must be {right}, one "
            "entry for the start and one for each step",
        "no SSR": "entry {number} of your history is {mine:.6g}; the {loss} of the parameters after {after} is "
            "{right:.6g}{how}"}),
    "stopping": Place("Count the rounds of your loop, and look at what it returns.",
        "It does not end where the number of steps that it is asked for leads.",
        "Write for step in range(steps), leave the loop at its end only, and return the parameters of the last step.", {
        "another number of steps": "your loop does not take the number of steps that it is asked for: {listed}",
        "(ends early)": "your loop ends early: it stops after {mine} of {steps} steps when {where}. Take as many steps as "
            "you are asked for",
        "(keeps the best)": "your loop does not end at its last step when {where}. Keep the values of every step, and "
            "return those of the last one",
        "(returns others)": "your history is right, but your loop returns the parameters after another number of steps: "
            "{listed}. Return those of the last step",
        "(stands still)": "your loop returns the start, however many steps it is asked for. Does each round keep its new values?",
        "(one step)": "your loop takes one step, whatever the number. Does each round begin at the start again, or is "
            "the return inside the loop? Or are the rows used up after one round, as an iterator is?"}),
    # any number of layers; (l) is the number of the layer
    "forward": Place("Look at the forward pass.",
        "Your backward pass may be right, but it starts from another prediction.",
        "z(l)[j] = sum over k of W(l)[j][k] * a(l-1)[k] + b(l)[j], and a(l)[j] = f(z(l)[j])."),
    "SSR": Place("Look at the SSR.", "The gradient is right; the SSR is not.",
        "It is the sum of the squared residuals, over all rows and outputs.", {
        "(no SSR)": "the seven derivatives are right, but your SSR is {mine:.6g} where {right:.6g} is right"}),
    "dSSR/da(last)": Place("Look at {place}: it does not follow from your predictions.", "It is about the residuals.",
        "dSSR/da(last)[k] = -2 * (observed[k] - predicted[k])."),
    "dSSR/da": Place("Look at {place}: it does not follow from what you have above it.",
        "A neuron acts through all neurons of the layer above: add up all of these ways.",
        "dSSR/da(l)[k] = sum over j of dSSR/dz(l+1)[j] * W(l+1)[j][k]."),
    "dSSR/dz": Place("Look at {place}: it does not follow from what you have above it.",
        "It is about the slope of the activation.", "dSSR/dz(l)[k] = dSSR/da(l)[k] * f'(z(l)[k]), with f of layer l."),
    "dSSR/dW": Place("Look at {place}: it does not follow from your dSSR/dz.",
        "It is about what the weights are multiplied by.", "dSSR/dW(l)[j][k] = dSSR/dz(l)[j] * a(l-1)[k]."),
    "dSSR/db": Place("Look at {place}: it does not follow from your dSSR/dz.", "A bias is multiplied by 1.",
        "dSSR/db(l)[j] = dSSR/dz(l)[j]."),
}  # fmt: skip
_SUMS = {"predicted": "y1 * w3 + y2 * w4 + b3", "x1": "input * w1 + b1", "x2": "input * w2 + b2"}


def _place_of_a_factor(symbol: str) -> Place:
    of, by = symbol[1:].split("/d")
    about = f"It is the slope of f where {of} was computed, at {by}. What is the derivative of log(1 + e^x)?"
    if of in _SUMS:
        about = f"What is {by} multiplied by in {of} = {_SUMS[of]}?"
    return Place(f"Look at the factor {symbol}.", about, f"{symbol} = {FACTORS[symbol].formula}.")


PLACES.update({symbol: _place_of_a_factor(symbol) for symbol in FACTORS if symbol not in PLACES})
# What is said besides if all derivatives have it.
BOOKS = {
    "mean instead of sum": '. If your book takes the mean as the error, check it with loss="SSR/n"',
    "lost the 2": '. If your book writes the error as SSR/2, check it with loss="SSR/2"',
}
PLACE_OF = {key: place for place, one in PLACES.items() for key in one.sayings}


def finding(key: str, place: str = "", label: str = "", **seen: object) -> Finding:
    """The finding by that key, with what was seen in its sentence."""
    says = PLACES[PLACE_OF[key]].sayings[key].format(**seen)
    return Finding(place or PLACE_OF[key], label or ("" if key.startswith("(") else key), says)


def hints(place: str, wanted: str = "the number, or of all seven", last: bool = False) -> tuple[str, str, str]:
    """Where to look, what it is about, and the remedy; a place of layers comes with the number of its layer."""
    one = PLACES["dSSR/da(last)"] if last else PLACES.get(place) or PLACES[place.partition("(")[0]]
    look, about, remedy = one[:3]
    return look.format(place=place), about, remedy.format(wanted=wanted)
