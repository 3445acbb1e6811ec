"""Every row of the error table that concerns data, parameters and settings: the type and the words."""

import re
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from itertools import count, cycle
from types import MappingProxyType

import numpy
import pytest

import tinynet.arguments.numbers
from tinynet import Parameters, check, dosage, explain, layers, numerical_gradient, train
from tinynet.arguments.numbers import checked_name, finite, from_zero, positive, shown, whole
from tinynet.arguments.seven import checked_data, checked_parameters

NOT_NUMBERS = ["1", "1e400", b"1", bytearray(b"1"), True, None, 1j, [1], numpy.bool_(True), numpy.complex64(1), object]
TOO_LARGE = [10**400, 10**5000, Fraction(10**400)]
NOT_FINITE = [float("nan"), float("inf"), -float("inf"), Decimal("nan"), numpy.float64("inf")]


def descend_with(trainable):
    return tinynet.descend(dosage.START, dosage.DATA, learning_rate=0.1, trainable=trainable)


@pytest.mark.parametrize("number", [2, 0.5, Fraction(1, 3), Decimal("0.1"), numpy.float32(0.25), numpy.int64(-3)])
def test_real_numbers_of_every_type_become_floats(number):
    assert type(finite(number, "x")) is float
    assert finite(number, "x") == float(number)


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_what_is_no_real_number_is_a_type_error_that_names_the_place(value):
    with pytest.raises(TypeError, match=r"^data\[1\]: observed is .+; it must be a finite number$"):
        checked_data([(0, 0), (0, value)])


@pytest.mark.parametrize("value", NOT_FINITE)
def test_what_is_not_finite_is_a_value_error_that_names_the_place(value):
    with pytest.raises(ValueError, match=r"^data\[3\]: input is -?(nan|inf); it must be a finite number$"):
        checked_data([(0, 0)] * 3 + [(value, 0)])


def test_what_is_not_finite_is_found_among_floats_too():
    with pytest.raises(ValueError, match=r"^data\[1\]: observed is nan; it must be a finite number$"):
        checked_data([(0.0, 0.0), (0.5, float("nan"))])


@pytest.mark.parametrize("value", TOO_LARGE, ids=["large", "longer than int can print", "fraction"])
def test_what_is_too_large_for_a_float_is_a_value_error_that_names_the_place(value):
    with pytest.raises(ValueError, match=r"^data\[0\]: input is too large for a float; it must be a finite number$"):
        checked_data([(value, 0)])


def test_a_number_that_can_not_be_converted_is_a_type_error():
    with pytest.raises(TypeError, match="x is Decimal.'sNaN'.; it must be a finite number"):
        finite(Decimal("sNaN"), "x")


@pytest.mark.parametrize("row", [(), (1,), (1, 2, 3), [1, 2, 3], {1: 2, 3: 4}, {1, 2}, frozenset([1, 2])])
def test_a_row_that_is_not_a_pair_is_a_value_error(row):
    with pytest.raises(
        ValueError, match=rf"^data\[1\] is {re.escape(repr(row))}; it must be a pair \(input, observed\)$"
    ):
        checked_data([(0, 0), row])


@pytest.mark.parametrize("row", [1, None, "ab", b"ab", bytearray(b"ab")])
def test_a_row_that_is_no_row_is_a_type_error(row):
    with pytest.raises(TypeError, match=r"^data\[0\] is .+; it must be a pair \(input, observed\)$"):
        checked_data([row])


@pytest.mark.parametrize("data", [None, 5, "0 1", b"01", numpy.float64(3), numpy.array(3.0), list])
def test_data_that_can_not_be_iterated_is_a_type_error(data):
    words = rf"^data is {re.escape(repr(data))}; it must be an iterable of \(input, observed\) pairs$"
    with pytest.raises(TypeError, match=words):
        checked_data(data)


def test_rows_that_are_only_numbered_are_data():
    class Numbered:
        def __getitem__(self, number):
            return [(0, 1), (2, 3)][number]

    assert checked_data(Numbered()) == [(0, 1), (2, 3)]


def test_what_has_no_length_must_end_and_what_has_one_may_be_longer(monkeypatch):
    monkeypatch.setattr(tinynet.arguments.numbers, "MOST_ROWS", 3)
    assert len(checked_data([(0, 0)] * 4)) == 4
    assert len(checked_data(iter([(0, 0)] * 3))) == 3
    with pytest.raises(ValueError, match="^data holds more than 3; that is the limit$"):
        checked_data(iter([(0, 0)] * 4))


def test_an_iterator_is_refused_after_a_million_rows():
    taken = count(1)
    with pytest.raises(ValueError, match="^data holds more than 1,000,000; that is the limit$"):
        checked_data((0.0, 0.0) for _ in taken)
    assert next(taken) == 1_000_002


@pytest.mark.parametrize("number", [2.0**53, -(2.0**53)])
def test_an_h_that_changes_a_parameter_in_one_direction_only_is_refused(number):
    # Beside 2^53 floats lie 1 apart on the side of 0, and 2 apart on the other.
    assert {number + 1 == number, number - 1 == number} == {True, False}
    words = "^h is 1; it must be large enough to change every parameter$"
    with pytest.raises(ValueError, match=words):
        numerical_gradient(dosage.START._replace(b3=number), dosage.DATA, h=1)
    with pytest.raises(ValueError, match=words):
        layers.numerical_gradient([layers.Layer([[1.0]], [number])], [([0.0], [0.0])], h=1)


class NumberOfAnArrayLibrary:
    """As a torch tensor of one number: it can be converted, not rounded."""

    def __init__(self, value):
        self.value = value

    def item(self):
        return self.value

    def __float__(self):
        return float(self.value)


def test_a_number_of_any_array_library_is_a_number():
    assert finite(NumberOfAnArrayLibrary(2.5), "x") == 2.5
    assert finite(numpy.array(2.5), "x") == finite(numpy.array([2.5]), "x") == 2.5
    for value in (True, 1j, "1"):
        with pytest.raises(TypeError, match="^x is .*; it must be a finite number$"):
            finite(NumberOfAnArrayLibrary(value), "x")
    with pytest.raises(TypeError, match="^x is array"):
        finite(numpy.array([1.0, 2.0]), "x")


def test_what_is_beyond_all_floats_is_said_to_be():
    for number in ("1e400", "-1e400"):
        with pytest.raises(ValueError, match="^x is too large for a float; it must be a finite number$"):
            finite(Decimal(number), "x")
    with pytest.raises(ValueError, match="^x is too small for a float; it must be a finite number above 0$"):
        positive(Fraction(1, 10**400), "x")
    assert whole(10**400, "x") == 10**400


def test_a_data_set_that_fails_says_why_itself():
    class Gone:
        def __iter__(self):
            raise OSError("the file is gone")

    with pytest.raises(OSError, match="^the file is gone$"):
        checked_data(Gone())


@pytest.mark.parametrize("data", [{(0, 1): 2}, {0: 1}, OrderedDict(), MappingProxyType({(0, 1): 2})])
def test_a_mapping_is_no_data_though_its_keys_may_look_like_it(data):
    with pytest.raises(TypeError, match=r"^data is .*; it must be an iterable of \(input, observed\) pairs$"):
        checked_data(data)


def test_a_mapping_holds_no_names_though_its_keys_may_look_like_it():
    with pytest.raises(TypeError, match=r"^trainable is \{'b3': False, 'w1': True\}; it must be a sequence of names"):
        descend_with({"w1": True, "b3": False})


def test_a_message_about_a_long_list_reads_only_its_start():
    class Counted(int):
        shown = 0

        def __repr__(self):
            Counted.shown += 1
            return "0"

    assert len(shown([[Counted()] * 1000] * 1000)) == 60
    assert Counted.shown <= 60 * 60


@pytest.mark.parametrize("data", [[], (), iter([]), numpy.zeros((0, 2))])
def test_no_data_is_a_value_error(data):
    with pytest.raises(ValueError, match="data is empty; it must hold at least one"):
        checked_data(data)


@pytest.mark.parametrize("value", [None, [0] * 7, (1, 2, 3, 4, 5, 6, 7), "w1", {"w1": 1}])
def test_parameters_of_another_type_are_a_type_error_that_shows_how_to_make_one(value):
    with pytest.raises(TypeError, match=r"^start is .+; it must be a Parameters, such as (Parameters\(.*\))$") as error:
        checked_parameters(value, "start")
    assert isinstance(eval(str(error.value).split("such as ")[1]), Parameters)


def test_a_parameter_that_is_not_finite_is_a_value_error_that_names_it():
    with pytest.raises(ValueError, match=r"^start\.b2 is nan; it must be a finite number$"):
        checked_parameters(dosage.START._replace(b2=float("nan")), "start")


def test_a_parameter_that_is_no_number_is_a_type_error_that_names_it():
    with pytest.raises(TypeError, match=r"^parameters\.w3 is '1'; it must be a finite number$"):
        checked_parameters(dosage.START._replace(w3="1"))


def test_arguments_in_the_wrong_order_are_told_from_each_other():
    with pytest.raises(TypeError, match="start is .* it must be a Parameters"):
        train(dosage.DATA, dosage.START, learning_rate=0.1)


@pytest.mark.parametrize("check", [positive, from_zero, whole])
@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), -0.5])
def test_a_setting_with_a_wrong_value_is_a_value_error_that_names_it(check, value):
    with pytest.raises(ValueError, match="^setting is "):
        check(value, "setting")


@pytest.mark.parametrize("check", [positive, from_zero, whole])
@pytest.mark.parametrize("value", ["1", None, True, 1j])
def test_a_setting_of_the_wrong_type_is_a_type_error_that_names_it(check, value):
    with pytest.raises(TypeError, match="^setting is "):
        check(value, "setting")


def test_what_each_setting_requires_is_said():
    with pytest.raises(ValueError, match="^learning_rate is 0; it must be a finite number above 0$"):
        positive(0, "learning_rate")
    with pytest.raises(ValueError, match="^min_step_size is -1; it must be a finite number from 0 on$"):
        from_zero(-1, "min_step_size")
    with pytest.raises(ValueError, match=r"^max_steps is 2\.5; it must be a whole number from 0 on$"):
        whole(2.5, "max_steps")
    with pytest.raises(TypeError, match=r"^min_step_size is None; it must be a finite number from 0 on$"):
        from_zero(None, "min_step_size")
    with pytest.raises(TypeError, match=r"^max_steps is None; it must be a whole number from 0 on$"):
        whole(None, "max_steps")
    with pytest.raises(ValueError, match=r"^max_steps is nan; it must be a whole number from 0 on$"):
        whole(float("nan"), "max_steps")
    assert (positive(5e-324, "x"), from_zero(0, "x"), whole(0, "x"), whole(1e4, "x")) == (5e-324, 0, 0, 10_000)


@pytest.mark.parametrize(("name", "error"), [("b4", ValueError), ("W2", ValueError), (3, TypeError), (None, TypeError)])
def test_an_unknown_name_is_refused_with_the_names_that_there_are(name, error):
    words = rf"^{{}}: {re.escape(repr(name))} is not one of w1, w2, w3, w4, b1, b2, b3$"
    with pytest.raises(error, match=words.format("trainable")):
        descend_with(["w1", name])
    with pytest.raises(error, match=words.format("name")):
        checked_name(name, "name", Parameters._fields)


def test_of_more_than_forty_names_the_first_eight_and_the_last_two_are_told():
    names = [f"n{number}" for number in range(41)]
    with pytest.raises(ValueError, match=r"is not one of n0, n1, n2, n3, n4, n5, n6, n7, \.\.\., n39, n40$"):
        checked_name("w1", "name", names)
    with pytest.raises(ValueError, match="n7, n8, .*, n38, n39$"):
        checked_name("w1", "name", names[:40])


def test_a_bare_name_is_a_type_error_that_shows_a_sequence_of_names():
    with pytest.raises(TypeError, match=r"""^trainable is 'b3'; it must be a sequence of names, such as \("b3",\)$"""):
        descend_with("b3")


def test_no_names_at_all_are_a_value_error():
    with pytest.raises(ValueError, match="^trainable is empty; it must name at least one of w1, w2"):
        descend_with([])


def test_what_is_long_or_can_not_be_shown_is_shown_short_and_in_ascii():
    class Unshowable:
        def __repr__(self):
            raise RuntimeError

    assert shown("x" * 58) == repr("x" * 58)
    assert shown("x" * 59) == "'" + "x" * 56 + "..."
    assert shown("\u00e9\n") == r"'\xe9\n'"
    assert len(shown(list(range(1000)))) == 60
    assert shown(numpy.zeros((2, 2))) == "array([[0., 0.], [0., 0.]])"
    assert shown(Unshowable()) == "some Unshowable"


def test_a_name_that_stands_twice_is_a_value_error():
    with pytest.raises(ValueError, match="^trainable holds w1 twice; name each one once$"):
        descend_with(cycle(["w1"]))


def test_what_never_ends_is_refused_where_it_is_wrong():
    with pytest.raises(TypeError, match=r"^data\[0\] is 0; it must be a pair"):
        checked_data(count())
    with pytest.raises(ValueError, match=r"^data\[0\] is count\(3\); it must be a pair"):
        checked_data([count()])


def test_a_number_of_steps_that_is_nearly_whole_is_whole_as_a_float():
    assert whole(Fraction(10**30 - 1, 10**30), "x") == 1


@pytest.mark.parametrize("written", ["dw2", "d_w2", "dSSR/dw2", "dL/dw2", "dloss/dw2", "d_ssr_d_w2"])
def test_a_derivative_written_out_is_answered_with_the_name_to_write(written):
    for call in (lambda: explain(written, dosage.START, dosage.DATA), lambda: check(print, written)):
        with pytest.raises(ValueError, match=f'^name: for {written} write "w2"$'):
            call()


def test_a_derivative_of_layers_written_out_is_answered_with_the_name_to_write():
    network, rows = layers.initial_layers([2, 2, 1], seed=1), [([0, 1], [1])]
    with pytest.raises(ValueError, match=r'^name: for dSSR/dW\(1\)\[0\]\[1\] write "W\(1\)\[0\]\[1\]"$'):
        layers.explain("dSSR/dW(1)[0][1]", network, rows)


@pytest.mark.parametrize("written", ["dx1/dw2", "dpredicted/dw2", "dx1/w2", "w2w2", "d"])
def test_what_may_mean_something_else_is_answered_with_the_list(written):
    with pytest.raises(ValueError, match=f"^name: '{written}' is not one of w1, w2"):
        explain(written, dosage.START, dosage.DATA)
