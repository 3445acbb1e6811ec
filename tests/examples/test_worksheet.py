"""The worksheets for a class: simulated pupils work them out here, from the formulas alone."""

import importlib.util
import math
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tinynet import check

PATH = Path(__file__).parents[2] / "examples" / "worksheet.py"
spec = importlib.util.spec_from_file_location("worksheet", PATH)
worksheet = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worksheet)

NAMES = ["w1", pytest.param("b3", marks=pytest.mark.long), pytest.param("w4", marks=pytest.mark.long)]
NAMES += [pytest.param(name, marks=pytest.mark.long) for name in ("w2", "w3", "b1", "b2")]


def pupil(name, p, data, digits=None, log=math.log):
    """The derivative as a pupil works it out who keeps so many significant digits."""

    def keep(value):
        return value if digits is None else float(f"{value:.{digits - 1}e}")

    total = 0.0
    for input, observed in data:
        x1, x2 = keep(input * p.w1 + p.b1), keep(input * p.w2 + p.b2)
        y1, y2 = (keep(log(keep(1 + keep(math.exp(x))))) for x in (x1, x2))
        s1, s2 = (keep(keep(math.exp(x)) / keep(1 + keep(math.exp(x)))) for x in (x1, x2))
        predicted = keep(keep(y1 * p.w3) + keep(y2 * p.w4) + p.b3)
        chain = {
            "w1": [p.w3, s1, input], "w2": [p.w4, s2, input], "w3": [y1], "w4": [y2],
            "b1": [p.w3, s1], "b2": [p.w4, s2], "b3": [],
        }[name]  # fmt: skip
        product = keep(-2 * (observed - predicted))
        for factor in chain:
            product = keep(product * factor)
        total = keep(total + product)
    return total


@pytest.mark.parametrize("name", NAMES)
def test_thirty_pupils_who_keep_three_or_four_digits_are_accepted_and_log10_is_named(name):
    for number in range(1, 31):
        s = worksheet.sheet(name, number)
        for digits in (3, 4):
            text = f"{pupil(name, s.parameters, s.data, digits):#.{digits}g}"
            assert check(text, name, s.parameters, s.data), (number, digits, text)
        text = f"{pupil(name, s.parameters, s.data, log=math.log10):#.4g}"
        verdict = check(text, name, s.parameters, s.data)
        assert not verdict, number
        assert re.search("log10|base 10", verdict.text), (number, verdict.text)


@pytest.mark.parametrize("name", NAMES)
def test_the_key_is_right_and_the_answers_are_farther_apart_than_the_tolerance(name):
    for number in range(1, 31):
        s = worksheet.sheet(name, number)
        assert s.right.value == pytest.approx(pupil(name, s.parameters, s.data), rel=1e-12)
        log10 = [one.value for one in s.wrong if "base 10" in one.what]
        assert log10 == pytest.approx([pupil(name, s.parameters, s.data, log=math.log10)], rel=1e-12)
        answers = sorted((one.value, one.tolerance) for one in (s.right, *s.wrong))
        for (low, reach), (high, other) in zip(answers, answers[1:]):
            assert high - low > reach + other, number


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PATH.parents[1] / "src"), "PYTHONIOENCODING": "ascii"}


def printed(*arguments):
    ran = subprocess.run(
        [sys.executable, PATH, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
    )
    return ran.stdout


def test_thirty_sheets_and_keys_each_end_with_a_form_feed():
    text = printed("--parameter", "w1", "--count", "30", "--seed", "1", "--key")
    pages = text.split("\f")
    assert len(pages) == 61
    assert not pages[-1].strip()
    assert max(map(len, text.splitlines())) <= 100
    for number, (task, key) in enumerate(zip(pages[:30], pages[30:60]), 1):
        s = worksheet.sheet("w1", number)
        assert "Name: ____" in task
        assert "ln(1 + e^x1)" in task
        assert "four decimals" in task
        assert "log(" not in task
        assert f"{s.right.value:.4f}" not in task
        assert f"dSSR/dw1 = {s.right.value:.4f}" in key
        for input, _ in s.data:
            x1 = input * s.parameters.w1 + s.parameters.b1
            assert f"{x1:.4f}" in key
            assert f"{math.log(1 + math.exp(x1)):.4f}" in key


def test_moodle_reads_each_blank_with_its_wrong_answers():
    quiz = ET.fromstring(printed("--count", "3", "--moodle"))
    questions = quiz.findall("question[@type='cloze']")
    assert len(questions) == 3
    for number, question in enumerate(questions, 1):
        s = worksheet.sheet("w1", number)
        assert {child.tag for child in question} == {"name", "questiontext", "generalfeedback", "penalty", "hidden"}
        blanks = re.findall(r"\{(\d):NUMERICAL:((?:\\.|[^}\\])*)\}", question.find("questiontext/text").text)
        assert [weight for weight, _ in blanks] == ["1"] * 12 + ["4"]
        right, *wrong = re.split(r"(?<!\\)~", blanks[-1][1])
        value, tolerance = re.fullmatch(r"=([^:]+):([^#]+)#right", right).groups()
        assert float(value) == pytest.approx(pupil("w1", s.parameters, s.data), rel=1e-5)
        assert float(tolerance) > 0
        assert len(wrong) == len(s.wrong)
        for text, one in zip(wrong, s.wrong):
            value, tolerance, feedback = re.fullmatch(r"%0%([^:]+):([^#]+)#(.+)", text).groups()
            assert float(value) == pytest.approx(one.value, rel=1e-5)
            assert float(tolerance) == pytest.approx(one.tolerance, rel=1e-2)
            assert feedback == one.what


def test_the_page_holds_every_sheet_in_tables():
    page = printed("--count", "3", "--key", "--html")
    opened, closed = Counter(), Counter()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: opened.update([tag])
    parser.handle_endtag = lambda tag: closed.update([tag])
    parser.feed(page)
    assert opened - closed == {"meta": 1}
    assert (opened["section"], opened["h1"], opened["table"]) == (6, 6, 3 * 2 + 3 * 3)
    assert page.count("ln(1 + e<sup><i>x</i><sub>1</sub></sup>)") == 3
    assert page.count("<th class=right></th>") == 3 * 4  # the factors, which the pupil names


def test_the_document_can_be_typeset(tmp_path):
    document = printed("--count", "3", "--key", "--latex")
    assert document.count(r"\begin{tabular}") == document.count(r"\end{tabular}") == 3 * 2 + 3 * 3
    assert document.count("(1 + e^{x_1})") == 3
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is not installed")
    (tmp_path / "sheets.tex").write_text(document)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "sheets.tex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    assert "Overfull" not in ran.stdout
    assert "(6 pages" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--count", "0"), "--count is 0; it must be 1 or more"),
        (("--count", "-3"), "--count is -3; it must be 1 or more"),
        (("--key", "--moodle"), "--moodle needs no --key: its questions hold the answers"),
    ],
)
def test_a_wrong_call_is_one_sentence(arguments, said):
    ran = subprocess.run([sys.executable, PATH, *arguments], capture_output=True, text=True, env=ENVIRONMENT)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.endswith(f"error: {said}\n")


def test_a_feedback_can_hold_the_signs_of_a_blank():
    assert worksheet.cloze("a}b~c#d") == r"a\}b\~c\#d"


@pytest.mark.parametrize("number", range(1, 13))
def test_the_numbers_of_a_sheet_suit_paper(number):
    s = worksheet.sheet("b3", number)
    p = s.parameters
    for input, observed in s.data:
        x1, x2 = input * p.w1 + p.b1, input * p.w2 + p.b2
        assert -2 <= x1 <= 2
        assert -2 <= x2 <= 2
        top, bottom = math.log(1 + math.exp(x1)) * p.w3, math.log(1 + math.exp(x2)) * p.w4
        predicted = top + bottom + p.b3
        assert abs(observed - predicted) >= 0.4 * (abs(top) + abs(bottom) + abs(predicted))


def test_an_answer_of_moodle_may_be_rounded_to_two_decimals_and_a_third_of_the_sum_to_a_third_of_its_error():
    s = worksheet.sheet("w1", 1)
    tolerances = re.findall(r"\{1:NUMERICAL:=[^:]*:([^#]*)#", worksheet.as_moodle([s]))
    assert len(tolerances) == 4 * len(s.data)
    assert min(map(float, tolerances)) >= 0.005
    mean = next(one for one in s.wrong if "the mean" in one.what)
    assert mean.value == pytest.approx(s.right.value / 3)
    assert mean.tolerance == pytest.approx(s.right.tolerance / 3)
