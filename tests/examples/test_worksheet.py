"""The worksheet for a class: ten thousand sheets, each answer computed here once more, from the formulas alone."""

import importlib.util
import math
import subprocess
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "examples" / "worksheet.py"
spec = importlib.util.spec_from_file_location("worksheet", PATH)
worksheet = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worksheet)


def factors(p, input, observed):
    """What each factor of each chain is, written out: from the series' formulas, and nothing of the package."""
    x1, x2 = input * p.w1 + p.b1, input * p.w2 + p.b2
    y1, y2 = math.log(1 + math.exp(x1)), math.log(1 + math.exp(x2))
    s1, s2 = math.exp(x1) / (1 + math.exp(x1)), math.exp(x2) / (1 + math.exp(x2))
    predicted = y1 * p.w3 + y2 * p.w4 + p.b3
    first = -2 * (observed - predicted)
    chains = {
        "w1": [first, p.w3, s1, input], "w2": [first, p.w4, s2, input], "w3": [first, y1], "w4": [first, y2],
        "b1": [first, p.w3, s1, 1], "b2": [first, p.w4, s2, 1], "b3": [first, 1],
    }  # fmt: skip
    return chains, {"predicted": predicted, "x1": x1, "x2": x2, "s1": s1, "s2": s2}


def answers(name, p, data):
    """The right number and the usual wrong ones, by what was done."""
    k = "1" if name in ("w1", "b1", "w3") else "2"
    other = {"w1": p.w4, "b1": p.w4, "w2": p.w3, "b2": p.w3}.get(name)

    def total(change):
        products = []
        for input, observed in data:
            chains, numbers = factors(p, input, observed)
            chain = list(chains[name])
            change(chain, numbers, input)
            products.append(math.prod(chain))
        return products

    def put(place, value):
        return lambda chain, numbers, input: chain.__setitem__(place, value(numbers, input))

    products = total(lambda chain, numbers, input: None)
    right = math.fsum(products)
    yield "right", right
    yield "the sign is flipped", -right
    yield "the 2 is lost", right / 2
    yield "the mean is taken, not the sum", right / len(data)
    yield "predicted stands for the residual", sum(total(put(0, lambda numbers, input: -2 * numbers["predicted"])))
    if other is not None:
        yield "the slope dy/dx is left out", sum(total(put(2, lambda numbers, input: 1)))
        sigmoids = total(put(2, lambda numbers, input: numbers["s" + k] * (1 - numbers["s" + k])))
        yield "the slope is that of the sigmoid, s * (1 - s)", sum(sigmoids)
        yield "the other neuron's output weight is taken", sum(total(put(1, lambda numbers, input: other)))
    if name in ("w1", "w2"):
        yield "the input is left out", sum(total(put(3, lambda numbers, input: 1)))
    if name in ("b1", "b2"):
        yield "the input is multiplied in, as for the weight", sum(total(put(3, lambda numbers, input: input)))
    if name in ("w3", "w4"):
        yield "x stands for y", sum(total(put(1, lambda numbers, input: numbers["x" + k])))


@pytest.mark.parametrize("seeds", [range(200), pytest.param(range(200, 10_000), marks=pytest.mark.long)])
def test_the_key_is_right_and_tells_right_and_wrong_apart(seeds):
    names = set()
    for seed in seeds:
        name, parameters, data, work = worksheet.sheet(seed)
        names.add(name)
        computed = dict(answers(name, parameters, data))
        printed = {"right": work.derivative, **dict(worksheet.wrong_answers(name, parameters, data))}
        assert printed == pytest.approx(computed, rel=1e-12)
        assert len({f"{answer:.2e}" for answer in computed.values()}) == len(computed), seed
        passes = [factors(parameters, *row)[1] for row in data]
        assert all(-2 <= numbers[x] <= 2 for numbers in passes for x in ("x1", "x2")), seed
        signs = {observed > numbers["predicted"] for numbers, (_, observed) in zip(passes, data)}
        assert signs == {True, False}, seed
        assert all(round(value, 1) == value for value in (*parameters, *sum(data, ()))), seed
    assert len(names) == 7


def printed(*arguments):
    ran = subprocess.run(
        [sys.executable, PATH, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(PATH.parent.parent / "src"), "PYTHONIOENCODING": "ascii"},
    )
    return ran.stdout


def test_the_task_and_the_key_stand_on_two_pages_and_the_task_gives_nothing_away():
    task, key = printed("5").split("\f")
    name, parameters, data, work = worksheet.sheet(5)
    assert f"What is dSSR/d{name}?" in task
    assert f"{parameters:.1f}" in task
    assert f"{work.derivative:.3g}" not in task
    assert not [factor.symbol for factor in work.factors[1:] if factor.symbol in task]
    assert str(work) in key
    for what, value in answers(name, parameters, data):
        assert f"{value:#10.3g}    {what}" in key


def test_the_same_seed_gives_the_same_sheet():
    assert printed("7") == printed("7") != printed("8")
