"""Five common mistakes. First come the wrong functions, then what happens with them.

For each mistake the example prints what the tutor finds, and the SSR of a descent with and without the mistake.
"""

import os
import sys
from textwrap import fill

from tinynet import Parameters, check, check_training, check_update, forward, gradient, predict, ssr, step_sizes, update
from tinynet.dosage import DATA, START

LEARNING_RATE = 0.02


def right_step(parameters, data, learning_rate):
    return update(parameters, step_sizes(gradient(parameters, data), learning_rate))


# 1. The sign is flipped: predicted - observed instead of observed - predicted. One of the articles has this slip.


def d_w3_flipped(parameters, data):
    total = 0
    for input, observed in data:
        p = forward(parameters, input)
        total += -2 * (p.predicted - observed) * p.y1
    return total


def step_with_all_signs_flipped(parameters, data, learning_rate):
    flipped = Parameters(*[-derivative for derivative in gradient(parameters, data)])
    return update(parameters, step_sizes(flipped, learning_rate))


# 2. The slope comes from a tutorial with another activation. There y is a sigmoid, and its slope is y * (1 - y).


def gradient_with_another_slope(parameters, data):
    w3, w4 = parameters.w3, parameters.w4
    d_w1 = d_w2 = d_w3 = d_w4 = d_b1 = d_b2 = d_b3 = 0
    for input, observed in data:
        p = forward(parameters, input)
        d_predicted = -2 * (observed - p.predicted)
        d_x1 = d_predicted * w3 * p.y1 * (1 - p.y1)
        d_x2 = d_predicted * w4 * p.y2 * (1 - p.y2)
        d_w1 += d_x1 * input
        d_w2 += d_x2 * input
        d_w3 += d_predicted * p.y1
        d_w4 += d_predicted * p.y2
        d_b1 += d_x1
        d_b2 += d_x2
        d_b3 += d_predicted
    return Parameters(d_w1, d_w2, d_w3, d_w4, d_b1, d_b2, d_b3)


def step_with_another_slope(parameters, data, learning_rate):
    return update(parameters, step_sizes(gradient_with_another_slope(parameters, data), learning_rate))


# 3. The sum stops after the first observation, because `return` stands inside the loop.


def d_b3_of_the_first_row(parameters, data):
    total = 0
    for input, observed in data:
        total += -2 * (observed - predict(parameters, input))
        return total


def step_with_the_first_row(parameters, data, learning_rate):
    return right_step(parameters, data[:1], learning_rate)


# 4. The parameters move after each observation.


def step_row_by_row(parameters, data, learning_rate):
    for row in data:
        parameters = right_step(parameters, [row], learning_rate)
    return parameters


# 5. The sums are not set back to 0 before the next step.


def loop_without_a_reset(start, data, learning_rate, steps):
    parameters, history, total = start, [ssr(start, data)], [0] * 7
    for _ in range(steps):
        total = [old + new for old, new in zip(total, gradient(parameters, data))]
        parameters = update(parameters, step_sizes(Parameters(*total), learning_rate))
        history.append(ssr(parameters, data))
    return parameters, history


# What happens with them.


def main():
    print("1. The sign is flipped, as in one of the articles: -2 * (predicted - observed)\n")
    tell(check(d_w3_flipped, "w3"))
    compare("all signs flipped", descent(step_with_all_signs_flipped, 6))
    say("With the flipped sign every step goes uphill.")

    print("\n\n2. The slope comes from a tutorial with another activation: y * (1 - y)\n")
    tell(check(gradient_with_another_slope))
    compare("y * (1 - y)", descent(step_with_another_slope, 6))
    say("A falling SSR does not prove that all derivatives are right.")

    print("\n\n3. The sum stops after the first observation, because `return` stands inside the loop\n")
    tell(check(d_b3_of_the_first_row, "b3"))
    compare("first row only", descent(step_with_the_first_row, 6))
    say("This descent follows one observation and ignores the other two.")

    print("\n\n4. The parameters move after each observation\n")
    tell(check_update(step_row_by_row))
    compare("row by row", descent(step_row_by_row, 6))
    say("This is another method, stochastic gradient descent. The articles move once for all observations together.")

    print("\n\n5. The sums are not set back to 0 before the next step\n")
    tell(check_training(loop_without_a_reset))
    compare("not set back", loop_without_a_reset(START, DATA, LEARNING_RATE, 60)[1], every=10)
    say("Each step repeats the steps before it, so the descent gathers speed, overshoots, and comes back.")


def descent(step, steps):
    """The SSR at the start and after each step."""
    parameters, history = START, [ssr(START, DATA)]
    for _ in range(steps):
        parameters = step(parameters, DATA, LEARNING_RATE)
        history.append(ssr(parameters, DATA))
    return history


def tell(verdict):
    """What the tutor finds: the first paragraph. The others show the numbers that it compared."""
    print(str(verdict).partition("\n\n")[0])


def compare(title, history, every=1):
    """The SSR with the mistake, and without it."""
    right = descent(right_step, len(history) - 1)
    print("\nSSR after step    " + "".join(f"{number:11}" for number in range(0, len(history), every)))
    for name, values in ((title, history), ("right", right)):
        print(f"{name:18}" + "".join(f"{value:11.4f}" for value in values[::every]))


def say(sentence):
    print("\n" + fill(sentence, 100))


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
