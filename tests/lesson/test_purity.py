"""Every function of the data: called twice it gives the same, it changes no argument, and takes its data in any form."""

import copy
from itertools import islice

import numpy
import pytest

import tinynet
from tinynet import Parameters, dosage

OF_DATA = {
    "ssr": lambda data: tinynet.ssr(dosage.START, data),
    "gradient": lambda data: tinynet.gradient(dosage.START, data),
    "backpropagate": lambda data: tinynet.backpropagate(dosage.START, data),
    "train": lambda data: tinynet.train(dosage.START, data, learning_rate=0.02, max_steps=20),
    "numerical_gradient": lambda data: tinynet.numerical_gradient(dosage.START, data),
    "explain": lambda data: tinynet.explain("w1", dosage.START, data),
    "draw_fit": lambda data: tinynet.draw_fit(dosage.START, data),
    "draw_descent": lambda data: tinynet.draw_descent([2.0, 1.0], data),
    "descend": lambda data: list(islice(tinynet.descend(dosage.START, data, learning_rate=0.02), 5)),
    **{
        f"d_ssr_d_{name}": lambda data, name=name: getattr(tinynet, f"d_ssr_d_{name}")(dosage.START, data)
        for name in Parameters._fields
    },
}
FORMS = {
    "tuple": tuple,
    "generator": lambda rows: (row for row in rows),
    "zip": lambda rows: zip([input for input, _ in rows], [observed for _, observed in rows]),
    "lists": lambda rows: [list(row) for row in rows],
    "numpy": numpy.array,
}
ROWS = [(0.0, 0.0), (0.5, 1.0), (1.0, 0.0), (0.25, 0.75)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", OF_DATA)
def test_data_gives_the_same_in_any_form(name, form):
    expected, found = OF_DATA[name](ROWS), OF_DATA[name](FORMS[form](ROWS))
    if form == "numpy" and name.startswith(("ssr", "gradient", "d_ssr")):
        assert found == pytest.approx(expected, rel=1e-14)  # the built-in sum compensates for Python's floats alone
    else:
        assert found == expected


@pytest.mark.parametrize("name", OF_DATA)
def test_calling_twice_gives_the_same_and_changes_nothing(name):
    rows = [list(row) for row in ROWS]
    before = copy.deepcopy(rows)
    assert OF_DATA[name](rows) == OF_DATA[name](rows)
    assert rows == before
