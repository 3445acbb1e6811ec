"""The same network in PyTorch, and the same numbers. Needs PyTorch: python3 -m pip install torch"""

import os
import sys

from tinynet import Parameters, train
from tinynet.dosage import DATA, START

try:
    import torch
except ImportError:
    print("This example needs PyTorch: python3 -m pip install torch")
    sys.exit()  # nothing went wrong: there is nothing to compare

LEARNING_RATE = 0.02


def main() -> None:
    training = train(START, DATA, learning_rate=LEARNING_RATE)
    fitted = in_pytorch(training.steps)
    print(f"The parameters after {training.steps:,} steps:\n")
    print(f"{'':4}{'PyTorch':>14}{'tinynet':>14}{'difference':>14}")
    for name, one, other in zip(Parameters._fields, fitted, training.parameters):
        print(f"{name:4}{one:14.9f}{other:14.9f}{one - other:14.1e}")


def in_pytorch(steps: int) -> Parameters:
    """The parameters after so many steps."""
    parameters = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in START]
    w1, w2, w3, w4, b1, b2, b3 = parameters
    inputs, observed = torch.tensor(DATA, dtype=torch.float64).T
    f = torch.nn.functional.softplus
    optimizer = torch.optim.SGD(parameters, lr=LEARNING_RATE)
    for _ in range(steps):
        predicted = f(inputs * w1 + b1) * w3 + f(inputs * w2 + b2) * w4 + b3
        ssr = ((observed - predicted) ** 2).sum()  # the sum: torch.nn.MSELoss() takes the mean
        optimizer.zero_grad()  # without it, each step would add its derivatives to those of the steps before
        ssr.backward()
        optimizer.step()
    return Parameters(*[parameter.item() for parameter in parameters])


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
