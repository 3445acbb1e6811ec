"""Wrong calls: every public function that checks, every argument, some hundred wrong things in its place.

Each ends in a result or in one sentence of the package's own that names the argument: a TypeError, a ValueError or a
DivergedError, soon, and with nothing lost. What is arithmetic, and says so, is not called.
"""

import itertools
import math
import signal
import warnings
from collections import Counter, OrderedDict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import tinynet
from tinynet import DivergedError, Parameters, dosage, layers


class Broken:
    """Everything about it raises."""

    def __repr__(self):
        raise RuntimeError("no repr")

    def __iter__(self):
        raise RuntimeError("no iter")

    def __float__(self):
        raise RuntimeError("no float")

    def __index__(self):
        raise RuntimeError("no index")

    def __len__(self):
        raise RuntimeError("no len")

    def __eq__(self, other):
        raise RuntimeError("no eq")

    __hash__ = None


class HugeRepr:
    def __repr__(self):
        return "x" * 10**7


class Str(str):
    pass


class Float(float):
    def __repr__(self):
        return "a float\nof two lines"


class LikeANumber:
    def __float__(self):
        return "no number"


def failing():
    yield (0.0, 0.0)
    raise LookupError("the file has ended")


def wrong_things():
    """Anew for each argument, since some can be walked only once."""
    some = {
        "nothing": [None, (), [], {}, set(), "", b"", iter(()), range(0), np.array([]), float("nan"), math.inf, -math.inf],
        "numbers": [
            0, -1, 1, 2.5, True, False, 1 + 2j, 10**400, -(10**400), 1e308, 5e-324, Decimal("1e400"), Decimal("NaN"),
            Decimal("sNaN"), Fraction(1, 10**400), Fraction(10**400), np.float32(1), np.int64(-3), np.bool_(True),
            np.float64("nan"), np.array(0.5), np.array([[0.5]]), np.longdouble("1e4000"), Float(1), LikeANumber(),
        ],
        "texts": ["w1", "w9", "W1", "dy1/dx1", "W(1)[0][0]", "W(9)[0][0]", "b(1)[7]", "weights", "\0", "\ud800", "\u00e9" * 9,
                  "a" * 10**5, b"w1", bytearray(b"w1"), Str("w1"), "1.5", "nan", "1e999", "0.76"],
        "rows": [
            [(0, 0), (1,)], [(0, 0, 0)], [0, 1, 2], [(0, None)], [("0", "1")], [(0, float("nan"))], [(0, 10**400)], "ab", ["ab"],
            {0: 1}, {(0, 1)}, [{0, 1}], [{0: 1, 2: 3}], [[[0], [1]]], [([0], [1])], ([0], [1]), np.zeros((2, 3)), np.zeros(3),
            np.array([["a", "b"]]), np.zeros((2, 2), dtype=complex), zip([0], [1]), itertools.count(),
            (row for row in [(0, 1), 3]), failing(), deque([(0, 1)]), [(True, False)], [(1j, 0)],
            [itertools.count()], [(0, 1)] * 3 + [None], memoryview(b"ab"), range(5), OrderedDict(a=1), [()], [[]],
        ],
        "objects": [
            object(), Broken(), HugeRepr(), [Broken()], [(Broken(), 0)], type, int, len, print, lambda: 0, Exception("e"),
            NotImplemented, Ellipsis, tinynet, Parameters, dosage.START, dosage.DATA, dosage.START._replace(w1=math.nan),
            dosage.START._replace(b3="x"), dosage.START._replace(w2=10**400), dosage.START[:6], list(dosage.START),
            dosage.START._asdict(), namedtuple("P", "w1 w2")(1, 2), layers.SOFTPLUS, layers.Layer([[1.0]], [0.0]),
            [layers.Layer([[1.0]], [0.0])], [layers.Layer([[1.0, 2.0], [3.0]], [0.0, 1.0])], [layers.Layer([], [])],
            [layers.Layer([[1.0]], [0.0, 1.0])], [layers.Layer([["a"]], [0.0])], [layers.Layer([[1.0]], [0.0], "tanh")],
            [layers.Layer([[math.inf]], [0.0])], [layers.Layer([[1.0]], [0.0], layers.Activation("f", 3, 4))],
            [layers.Layer({0: 1}, {0: 1})], [layers.Layer([[1.0]], [0.0]), 7],
        ],
    }  # fmt: skip
    return [value for values in some.values() for value in values]


def endless():
    return [
        itertools.repeat((0, 1)),
        itertools.cycle([(0, 1)]),
        itertools.repeat(([0], [1])),
        itertools.repeat(layers.Layer([[1.0]], [0.0])),
    ]


TWO = layers.from_parameters(dosage.START)
ROWS = [([dose], [effect]) for dose, effect in dosage.DATA]
TRAINED = tinynet.train(dosage.START, dosage.DATA, learning_rate=0.02, max_steps=3)


def right(parameters, data):
    return tinynet.gradient(parameters, list(data)).w1


def number_on_paper(mine, name, parameters, data, loss):
    return tinynet.check(mine, name, parameters, data, loss=loss)


def number_on_paper_in_layers(mine, name, layers, data, loss):
    return tinynet.layers.check(mine, name, layers, data, loss=loss)


def own_network(mine, layers, data, loss):
    return tinynet.layers.check(mine, layers=layers, data=data, loss=loss)


CALLS = {
    tinynet.initial_parameters: {"seed": 1},
    tinynet.numerical_gradient: {"parameters": dosage.START, "data": dosage.DATA, "h": 1e-5},
    tinynet.descend: {"start": dosage.START, "data": dosage.DATA, "learning_rate": 0.02, "trainable": ("w1",)},
    tinynet.train: {"start": dosage.START, "data": dosage.DATA, "learning_rate": 0.02, "max_steps": 3, "min_step_size": 0,
                    "trainable": ("w1",)},
    tinynet.explain: {"name": "w1", "parameters": dosage.START, "data": dosage.DATA, "learning_rate": 0.02},
    tinynet.check: {"mine": right, "name": "w1"},
    tinynet.check_update: {"mine": lambda parameters, data, learning_rate: parameters},
    tinynet.check_training: {"mine": lambda start, data, learning_rate, steps: (start, [])},
    tinynet.draw_fit: {"parameters": dosage.START, "data": dosage.DATA, "title": "a", "input": "b", "observed": "c"},
    tinynet.draw_descent: {"history": [3.0, 2.0], "data": dosage.DATA},
    tinynet.draw_network: {"parameters": dosage.START, "input": 0.5, "observed": 1.0},
    tinynet.draw_ssr: {"name": "b3", "parameters": dosage.START, "data": dosage.DATA, "learning_rate": 0.1},
    tinynet.animate_fit: {"steps": TRAINED, "data": dosage.DATA},
    layers.initial_layers: {"sizes": [1, 2, 1], "seed": 1, "activation": layers.TANH, "output": layers.IDENTITY},
    layers.from_parameters: {"parameters": dosage.START},
    layers.to_parameters: {"layers": TWO},
    layers.forward: {"layers": TWO, "inputs": [0.5]},
    layers.predict: {"layers": TWO, "inputs": [0.5]},
    layers.ssr: {"layers": TWO, "data": ROWS},
    layers.numerical_gradient: {"layers": TWO, "data": ROWS, "h": 1e-5},
    layers.descend: {"layers": TWO, "data": ROWS, "learning_rate": 0.02, "trainable": ("weights",)},
    layers.train: {"layers": TWO, "data": ROWS, "learning_rate": 0.02, "max_steps": 3, "min_step_size": 0},
    layers.explain: {"name": "W(1)[0][0]", "layers": TWO, "data": ROWS, "learning_rate": 0.02},
    tinynet.Scaling.of: {"data": dosage.DATA},
    tinynet.Scaling.of(dosage.DATA).scaled: {"data": dosage.DATA},
    tinynet.Scaling.of(dosage.DATA).in_own_units: {"parameters": dosage.START},
    number_on_paper: {"mine": "0.76", "name": "w1", "parameters": dosage.START, "data": dosage.DATA, "loss": "SSR"},
    layers.check: {"mine": layers.backpropagate},
    layers.check_update: {"mine": lambda network, data, learning_rate: network, "layers": TWO, "data": ROWS, "loss": "SSR"},
    number_on_paper_in_layers: {"mine": "0.76", "name": "W(1)[0][0]", "layers": TWO, "data": ROWS, "loss": "SSR"},
    own_network: {"mine": layers.backpropagate, "layers": TWO, "data": ROWS, "loss": "SSR"},
    layers.Scaling.of: {"data": ROWS},
    layers.Scaling.of(ROWS).scaled: {"data": ROWS},
    layers.Scaling.of(ROWS).in_own_units: {"layers": TWO},
    layers.draw_network: {"layers": TWO, "inputs": [0.5], "observed": [1.0]},
    layers.draw_fit: {"layers": TWO, "data": ROWS},
}  # fmt: skip
SAID_OTHERWISE = {
    "mine": ("mine", "name"),
    "parameters": ("parameters", "start"),
    "steps": ("steps", "step"),
    "start": ("start", "parameters"),
}


def too_long(*_):
    raise AssertionError("it took more than five seconds")


def outcome(function, name, value):
    """What became of one wrong call: "a result" or the kind of the error; AssertionError where it is not as it should be."""
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(5)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = function(**{**CALLS[function], name: value})
            if function in (tinynet.descend, layers.descend):
                next(result)
        return "a result"
    except (TypeError, ValueError, DivergedError) as error:
        sentence = str(error)
        assert "\n" not in sentence, sentence
        assert len(sentence) < 500, sentence
        assert sentence.isprintable() or "\\" in sentence, sentence
        names = SAID_OTHERWISE.get(name, (name,))
        mine = isinstance(error, DivergedError) or any(
            one in sentence for one in (*names, "parameters", "layers", "data")
        )
        assert mine, f"{type(error).__name__}: {sentence}"
        last = error.__traceback__
        while last.tb_next:
            last = last.tb_next
        assert "tinynet" in last.tb_frame.f_code.co_filename, f"raised elsewhere: {sentence}"
        return type(error).__name__
    except (LookupError, RuntimeError) as error:  # what the caller's own iterator raised comes through
        assert str(error) in ("the file has ended", "no iter")
        return "the caller's own"
    finally:
        signal.alarm(0)


def swept(function, things):
    wrong, counts = [], Counter()
    for name in CALLS[function]:
        for value in things():
            if name == "max_steps" and type(value) in (int, float) and value > 1e6:
                continue  # that many are no mistake
            try:
                counts[outcome(function, name, value)] += 1
            except BaseException as error:
                shown = "Broken" if isinstance(value, Broken) else type(value).__name__
                wrong.append(
                    f"{function.__module__}.{function.__name__}({name}={shown}): {type(error).__name__} {error!s:.200}"
                )
    return wrong, counts


@pytest.mark.skipif(not hasattr(signal, "alarm"), reason="needs an alarm")
@pytest.mark.parametrize("function", CALLS, ids=lambda function: f"{function.__module__}.{function.__qualname__}")
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_a_wrong_call_ends_in_one_sentence_of_our_own(function, every):
    wrong, counts = swept(function, lambda: wrong_things()[::every])
    assert not wrong, "\n".join(wrong)
    assert counts["TypeError"] + counts["ValueError"] > len(wrong_things()[::every]) // 3


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "alarm"), reason="needs an alarm")
@pytest.mark.parametrize("function", CALLS, ids=lambda function: f"{function.__module__}.{function.__qualname__}")
def test_what_goes_on_for_ever_is_refused(function):
    wrong, counts = swept(function, endless)
    assert not wrong, "\n".join(wrong)
    assert counts["TypeError"] + counts["ValueError"] >= 3 * len(CALLS[function])
