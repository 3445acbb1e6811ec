"""Five mistakes that nearly everybody makes once, and what each does to the SSR."""
# mypy: allow-untyped-defs, allow-untyped-calls

import warnings
from math import exp, log
from textwrap import fill

from tinynet import (
    DivergedError,
    Parameters,
    check,
    check_update,
    d_ssr_d_w1,
    forward,
    gradient,
    predict,
    sigmoid,
    softplus,
    ssr,
    step_sizes,
    train,
    update,
)
from tinynet.dosage import DATA, START


def first_steps(step, start=START, data=DATA, learning_rate=0.02):
    """The SSR at the start and after each of the first five steps, in a row."""
    history = [ssr(start, data)]
    for _ in range(5):
        start = step(start, data, learning_rate)
        history.append(ssr(start, data))
    return "".join(f"{value:10.4g}" for value in history)


def right(parameters, data, learning_rate):
    return update(parameters, step_sizes(gradient(parameters, data), learning_rate))


print("1. The sign is flipped, as in a published article: -2 * (predicted - observed)\n")


def d_w3(parameters, data):
    return sum(-2 * (predict(parameters, input) - observed) * forward(parameters, input).y1 for input, observed in data)


def uphill(parameters, data, learning_rate):
    flipped = Parameters(*[-derivative for derivative in gradient(parameters, data)])
    return update(parameters, step_sizes(flipped, learning_rate))


print(check(d_w3, "w3"))
print("\nFlipped, SSR:     ", first_steps(uphill))
print("Right, SSR:       ", first_steps(right))


print("\n\n2. w3 is updated in place, before the derivative of w1 is taken\n")


def in_place(parameters, data, learning_rate):
    new = right(parameters, data, learning_rate)
    rows = [(observed, forward(parameters, input)) for input, observed in data]
    d_w1 = sum(-2 * (observed - p.predicted) * new.w3 * sigmoid(p.x1) * p.input for observed, p in rows)
    return new._replace(w1=parameters.w1 - d_w1 * learning_rate)


print(str(check_update(in_place)).partition("\n\n")[0])
together, before = right(START, DATA, 0.1), in_place(START, DATA, 0.1)
print(f"\ndSSR/dw1 is {d_ssr_d_w1(START, DATA):.3f}, so w1 has to go down. With learning rate 0.1, from {START.w1},")
print(f"    it goes to {together.w1:.3f} when all seven move together;")
print(f"    it goes to {before.w1:.3f} when w3 has moved before, from {START.w3} to {before.w3:.3f}: the wrong way.\n")
print("In place, SSR:    ", first_steps(in_place, learning_rate=0.1))
print("Together, SSR:    ", first_steps(right, learning_rate=0.1))


print("\n\n3. The two neurons start identical\n")

twins = START._replace(w2=START.w1, w4=START.w3)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    end = train(twins, DATA, learning_rate=0.02)
print(fill(f"The warning: {caught[0].message}.", 100))
print(
    f"\nAfter {end.steps:,} steps w1={end.parameters.w1:.4f} and w2={end.parameters.w2:.4f}: two neurons, one curve.\n"
)
print("Twins, SSR:       ", first_steps(right, twins), f" ... {end.ssr:.2g}")
end = train(START, DATA, learning_rate=0.02)
print("Unlike, SSR:      ", first_steps(right), f" ... {end.ssr:.2g}")


print("\n\n4. The learning rate is too large for the number of observations\n")

many = DATA * 100
print("The SSR is a sum, so with 100 times the data all derivatives are 100 times as large.\n")
print("  3 observations, learning rate 0.02  :", first_steps(right))
print("300 observations, learning rate 0.02  :", first_steps(right, data=many))
print("300 observations, learning rate 0.0002:", first_steps(right, data=many, learning_rate=0.0002))
try:
    train(START, many, learning_rate=0.02)
except DivergedError as error:
    print()
    print(fill(f"The error: {error}.", 100))


print("\n\n5. Softplus as it is on paper, log(1 + e^x), at 710\n")

for x in (709, 710):
    try:
        naive = str(log(1 + exp(x)))
    except OverflowError:
        naive = "OverflowError, for e^x is beyond the largest float"
    print(f"softplus({x}): {softplus(x)}        log(1 + exp({x})): {naive}")
far = START._replace(b1=710)
print(f"\nA start with b1 = 710 has the SSR {ssr(far, DATA):.4g}; with log(1 + exp(x)) it would have none.")
