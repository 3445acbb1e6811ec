"""The main figures, with nothing but Python: for interpreters on which the test packages do not install.

PYTHONPATH=src python3 tests/smoke.py
"""

import math
import sys
import warnings
from itertools import islice
from random import Random

import tinynet
from tinynet import (
    DivergedError,
    Parameters,
    backpropagate,
    descend,
    dosage,
    gradient,
    initial_parameters,
    layers,
    softplus,
    train,
)


def rounded(parameters):
    return type(parameters)(*[round(value, 2) for value in parameters])


assert softplus(-40) == 4.248354255291589e-18
assert softplus(1000) == 1000

ssr, found = backpropagate(dosage.START, dosage.DATA)

# Three views of one truth, equal to the last bit on every Python.
random = Random(1)
for _ in range(300):
    parameters = Parameters(*[random.gauss(0, 2) for _ in range(7)])
    rows = [(random.gauss(0, 2), random.gauss(0, 2)) for _ in range(random.randrange(1, 40))]
    assert backpropagate(parameters, rows) == (tinynet.ssr(parameters, rows), gradient(parameters, rows))

assert initial_parameters(1) == Parameters(
    w1=1.2881847531554629, w2=1.449445608699771, w3=0.06633580893826191, w4=-0.7645436509716318, b1=0.0, b2=0.0, b3=0.0
), initial_parameters(1)

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
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    bouncing = layers.train(start, scattered, learning_rate=3, min_step_size=0)
assert bouncing.ssr == 0.8658418671655188, repr(bouncing.ssr)
assert len(warned) == 1, warned

try:
    train(dosage.START, dosage.DATA, learning_rate=5)
except DivergedError as error:
    assert error.training.parameters == error.step.parameters
else:
    raise AssertionError("the descent did not diverge")

print(f"smoke test passed on {sys.implementation.name} {sys.version.split()[0]}")
