"""The main figures, with nothing but Python: for interpreters on which the test packages do not install.

PYTHONPATH=src python3 tests/smoke.py
"""

import math
import sys
from itertools import islice

from tinynet import DivergedError, backpropagate, descend, dosage, gradient, layers, softplus, train


def rounded(parameters):
    return type(parameters)(*[round(value, 2) for value in parameters])


assert softplus(-40) == 4.248354255291589e-18
assert softplus(1000) == 1000

ssr, found = backpropagate(dosage.START, dosage.DATA)
one_by_one = gradient(dosage.START, dosage.DATA)
assert all(math.isclose(one, other, rel_tol=1e-12) for one, other in zip(found, one_by_one))

training = train(dosage.START, dosage.DATA, learning_rate=0.02)
assert rounded(training.parameters) == dosage.FITTED, training
assert eval(repr(training.parameters), {"Parameters": type(training.parameters)}) == training.parameters

_, second = islice(descend(dosage.START, dosage.DATA, learning_rate=0.1), 2)
assert math.isclose(second.parameters.w1, 2.663905628037932, rel_tol=1e-14)

rows = [([dose], [effect]) for dose, effect in dosage.DATA]
general = layers.train(layers.from_parameters(dosage.START), rows, learning_rate=0.02)
assert rounded(layers.to_parameters(general.parameters)) == dosage.FITTED, general

# The same numbers on every Python, to the last digit, even where a descent bounces for 10,000 steps.
scattered = [([n / 4], [n * 7 % 5 / 5]) for n in range(9)]
start = layers.initial_layers([1, 4, 1], seed=1, activation=layers.TANH, output=layers.SIGMOID)
bouncing = layers.train(start, scattered, learning_rate=3, min_step_size=0)
assert bouncing.ssr == 0.8658418671655188, repr(bouncing.ssr)

try:
    train(dosage.START, dosage.DATA, learning_rate=5)
except DivergedError as error:
    assert error.training.parameters == error.step.parameters
else:
    raise AssertionError("the descent did not diverge")

print(f"smoke test passed on {sys.implementation.name} {sys.version.split()[0]}")
