"""Five mistakes that nearly everybody makes once: what the tutor says, and what each does to the SSR."""
# mypy: allow-untyped-defs, allow-untyped-calls

from tinynet import Parameters, check, check_training, check_update, forward, gradient, predict, ssr, step_sizes, update
from tinynet.dosage import DATA, START


def told(verdict):
    """What was found, without what was tried."""
    return str(verdict).partition("\n\n")[0]


def first_steps(step, learning_rate=0.02, steps=6):
    """The SSR at the start and after each of the first steps, in a row."""
    parameters, history = START, [ssr(START, DATA)]
    for _ in range(steps):
        parameters = step(parameters, DATA, learning_rate)
        history.append(ssr(parameters, DATA))
    return "".join(f"{value:10.4g}" for value in history)


def right(parameters, data, learning_rate):
    return update(parameters, step_sizes(gradient(parameters, data), learning_rate))


print("1. The sign is flipped, as in a published article: -2 * (predicted - observed)\n")


def d_w3(parameters, data):
    return sum(-2 * (predict(parameters, input) - observed) * forward(parameters, input).y1 for input, observed in data)


def uphill(parameters, data, learning_rate):
    flipped = Parameters(*[-derivative for derivative in gradient(parameters, data)])
    return update(parameters, step_sizes(flipped, learning_rate))


print(told(check(d_w3, "w3")))
print("\nAll seven flipped:", first_steps(uphill))
print("Right, SSR:       ", first_steps(right))


print("\n\n2. The slope comes from a tutorial with another activation: y * (1 - y)\n")


def with_another_slope(parameters, data):
    """All seven, in one pass, as the tutorials write it; but there y is a sigmoid, and here it is a softplus."""
    w1, w2, w3, w4, b1, b2, b3 = parameters
    total = [0.0] * 7
    for input, observed in data:
        p = forward(parameters, input)
        d_predicted = -2 * (observed - p.predicted)
        d_x1 = d_predicted * w3 * p.y1 * (1 - p.y1)
        d_x2 = d_predicted * w4 * p.y2 * (1 - p.y2)
        terms = (d_x1 * input, d_x2 * input, d_predicted * p.y1, d_predicted * p.y2, d_x1, d_x2, d_predicted)
        total = [one + other for one, other in zip(total, terms)]
    return Parameters(*total)


def borrowed(parameters, data, learning_rate):
    return update(parameters, step_sizes(with_another_slope(parameters, data), learning_rate))


print(told(check(with_another_slope)))
print("\ny * (1 - y), SSR: ", first_steps(borrowed))
print("Right, SSR:       ", first_steps(right))
print("It goes down all the same, for w3, w4 and b3 are right: a falling SSR proves no derivative.")


print("\n\n3. The sum over the data stops after the first observation: return stands inside the loop\n")


def d_b3(parameters, data):
    total = 0
    for input, observed in data:
        total += -2 * (observed - predict(parameters, input))
        return total


def first_row_only(parameters, data, learning_rate):
    return right(parameters, data[:1], learning_rate)


print(told(check(d_b3, "b3")))
print("\nSo all seven, SSR:", first_steps(first_row_only))
print("Right, SSR:       ", first_steps(right))


print("\n\n4. The parameters move after each observation\n")


def row_by_row(parameters, data, learning_rate):
    for row in data:
        parameters = right(parameters, [row], learning_rate)
    return parameters


print(told(check_update(row_by_row)))
print("\nRow by row, SSR:  ", first_steps(row_by_row))
print("Together, SSR:    ", first_steps(right))
print("It goes down too: that is another method, stochastic gradient descent, and not the step of the articles.")


print("\n\n5. What is added up in a step is not set back to 0 before the next\n")


def never_reset(start, data, learning_rate, steps):
    parameters, history, total = start, [ssr(start, data)], [0.0] * 7
    for _ in range(steps):
        total = [one + other for one, other in zip(total, gradient(parameters, data))]
        parameters = update(parameters, step_sizes(Parameters(*total), learning_rate))
        history.append(ssr(parameters, data))
    return parameters, history


print(told(check_training(never_reset)))
history = never_reset(START, DATA, 0.02, 60)[1]
print("\nNot reset, SSR after 0, 10, ... 60 steps:", "".join(f"{value:9.4g}" for value in history[::10]))
parameters, history = START, []
for _ in range(61):
    history.append(ssr(parameters, DATA))
    parameters = right(parameters, DATA, 0.02)
print("Right, SSR after 0, 10, ... 60 steps:    ", "".join(f"{value:9.4g}" for value in history[::10]))
print("It overshoots and comes back, as with momentum, and is ahead at times: it is not the descent of the articles.")
