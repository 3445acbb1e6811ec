"""The worksheets for a class: simulated pupils work them out here, from the formulas alone."""

import importlib.util
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
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


def printed(*arguments):
    ran = subprocess.run(
        [sys.executable, PATH, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(PATH.parents[1] / "src"), "PYTHONIOENCODING": "ascii"},
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


def test_the_page_and_the_document_hold_every_sheet():
    page = printed("--count", "3", "--key", "--html")
    seen = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append(tag)
    parser.feed(page)
    assert seen.count("pre") == page.count("</pre>") == 6
    document = printed("--count", "3", "--key", "--latex")
    assert document.count(r"\begin{verbatim}") == document.count(r"\end{verbatim}") == 6


def test_a_feedback_can_hold_the_signs_of_a_blank():
    assert worksheet.cloze("a}b~c#d") == r"a\}b\~c\#d"
