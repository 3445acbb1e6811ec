"""Right functions that are hard to ask: they validate, need several rows, are slow, print, keep a cache, use chance.

None of them is accused of anything: forty derivatives, each a plain right one in one of these dresses.
"""

import functools
import random
import time

import pytest
from test_checking import NAMES, wrong

from tinynet import Parameters, check, check_update
from tinynet.tutor import asking


def insists_on_dosages(mine):
    def function(parameters, data):
        if not all(0 <= input <= 1 for input, _ in data):
            raise ValueError("a dosage lies between 0 and 1")
        return mine(parameters, data)

    return function


def insists_on_three_rows(mine):
    def function(parameters, data):
        assert len(data) >= 3, "three rows at least"
        return mine(parameters, data)

    return function


def insists_on_the_order(mine):
    def function(parameters, data):
        inputs = [input for input, _ in data]
        if inputs != sorted(inputs):
            raise ValueError("sort the data by input first")
        return mine(parameters, data)

    return function


def insists_on_different_inputs(mine):
    def function(parameters, data):
        if len({input for input, _ in data}) < len(data):
            raise ValueError("each input once")
        return mine(parameters, data)

    return function


def is_slow(mine):
    def function(parameters, data):
        time.sleep(0.035)
        return mine(parameters, data)

    return function


def prints(mine):
    def function(parameters, data):
        for row in data:
            print("row", row)
        return mine(parameters, data)

    return function


def keeps_a_cache(mine):
    @functools.cache
    def kept(parameters, rows):
        return mine(parameters, list(rows))

    return lambda parameters, data: kept(parameters, tuple(data))


def adds_in_random_order(mine):
    def function(parameters, data):
        return mine(parameters, random.sample(data, len(data)))

    return function


def takes_random_differences(mine):
    """A central difference of the learner's own SSR, over a random small step."""
    name = mine.name

    def function(parameters, data):
        h = random.uniform(0.9, 1.1) * 1e-4
        moved = [parameters._replace(**{name: getattr(parameters, name) + sign * h}) for sign in (1, -1)]
        up, down = (sum((o - predicted(p, i)) ** 2 for i, o in data) for p in moved)
        return (up - down) / (2 * h)

    return function


def predicted(p, input):
    from math import exp, log1p

    return log1p(exp(input * p.w1 + p.b1)) * p.w3 + log1p(exp(input * p.w2 + p.b2)) * p.w4 + p.b3


def empties_its_data(mine):
    def function(parameters, data):
        rows = []
        while data:
            rows.append(data.pop())
        return mine(parameters, rows)

    return function


DRESSES = (
    insists_on_dosages,
    insists_on_three_rows,
    insists_on_the_order,
    insists_on_different_inputs,
    is_slow,
    prints,
    keeps_a_cache,
    adds_in_random_order,
    takes_random_differences,
    empties_its_data,
)


@pytest.mark.parametrize("name", ["w1", "w4", "b2", "b3"])
@pytest.mark.parametrize("dress", DRESSES)
def test_a_right_derivative_is_right_in_any_dress(dress, name, capsys):
    mine = wrong(name)
    mine.name = name
    verdict = check(dress(mine), name)
    assert verdict.correct, verdict
    assert (verdict.places, verdict.mistakes) == ((), ())
    silent = dress in (insists_on_dosages, insists_on_three_rows, insists_on_the_order, insists_on_different_inputs)
    assert ("wherever it answered" in str(verdict)) == silent


@pytest.mark.parametrize("dress", [dress for dress in DRESSES if dress is not takes_random_differences])
def test_a_wrong_one_in_the_same_dress_is_not_called_right_and_nothing_else_is_accused(dress, capsys, monkeypatch):
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.7)
    mine = wrong("w1", "slope taken at y")
    mine.name = "w1"
    verdict = check(dress(mine), "w1")
    assert not verdict.correct
    assert set(verdict.places) <= {"dy1/dx1"}


@pytest.mark.parametrize("dress", DRESSES[:8])
def test_all_seven_and_a_step_in_any_dress(dress, capsys):
    def seven(parameters, data):
        return Parameters(*[wrong(name)(parameters, data) for name in NAMES])

    def step(parameters, data, learning_rate):
        return [old - d * learning_rate for old, d in zip(parameters, dress(seven)(parameters, data))]

    assert check(dress(seven)).correct
    assert check_update(step).correct
