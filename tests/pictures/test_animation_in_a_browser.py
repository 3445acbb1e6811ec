"""What only a browser can say: which frame shows at which time, and whether words overlap."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import time
from base64 import b64decode
from io import BytesIO
from itertools import islice
from random import Random

import pytest

from tinynet import Parameters, dosage, initial_parameters, layers, train
from tinynet.pictures import Picture, animate_fit, draw_descent, draw_fit, draw_network, draw_ssr
from tinynet.training import descend

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=900,600",
    "--remote-debugging-pipe",  # commands come in on 3, answers go out on 4
]
STEPS = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 0, 3001, 300))
LAST = len(STEPS) - 1


class Browser:
    """One browser for all tests. A message is JSON that ends in a zero byte."""

    def __init__(self, profile):
        command = [CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        (commands, self.commands), (self.answers, answers) = os.pipe(), os.pipe()
        inside = f'exec "$@" 3<&{commands} 4>&{answers}'
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", inside, "bash", *command], pass_fds=(commands, answers), stderr=subprocess.DEVNULL
        )
        os.close(commands)
        os.close(answers)
        self.number, self.rest, self.session = 0, b"", {}
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = {"sessionId": self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}

    def ask(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **self.session}
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while (answer := self.next()).get("id") != self.number:
            pass
        return answer["result"]

    def next(self):
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.answers], [], [], 120)
            assert ready, "the browser does not answer"
            self.rest += os.read(self.answers, 1 << 20)
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def run(self, script):
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.ask("Browser.close")
    browser.process.wait(60)
    os.close(browser.commands)
    os.close(browser.answers)


@pytest.fixture
def browse(browser, tmp_path):
    """Open a page that holds pictures, run a script in it, and return what the script returns."""

    def browse(pictures, script, reduced=False, media=""):
        motion = {"name": "prefers-reduced-motion", "value": "reduce" if reduced else "no-preference"}
        browser.ask("Emulation.setEmulatedMedia", media=media, features=[motion])
        page = tmp_path / "page.html"
        page.write_text("<!DOCTYPE html><body>" + "".join(picture.svg for picture in pictures))
        browser.ask("Page.navigate", url=page.as_uri())
        while not browser.run(f"location.href == {page.as_uri()!r} && document.readyState == 'complete'"):
            time.sleep(0.01)
        return browser.run(f"(() => {{{HELP}\n{script}}})()")

    return browse


HELP = """
const all = (where, what) => [...where.querySelectorAll(what)];

// The frames that show: what they say, and their curves.
function showing() {
  return all(document, 'svg g[class^=tinynet]')
    .filter(frame => getComputedStyle(frame).visibility == 'visible' && getComputedStyle(frame).display != 'none')
    .map(frame => [all(frame, 'text').pop().textContent, ...all(frame, 'path').map(path => path.getAttribute('d'))]);
}

function at(seconds) {
  document.getAnimations().forEach(animation => { animation.pause(); animation.currentTime = 1000 * seconds; });
  return showing();
}

// A box as high as its words, without the space between lines.
function boxOf(text) {
  const box = text.getBoundingClientRect();
  return {left: box.left, right: box.right, top: box.top + 1, bottom: box.bottom - 1};
}

const within = (a, b, space) =>
  a.left > b.left + space && a.right < b.right - space && a.top > b.top + space && a.bottom < b.bottom - space;
const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

// Words that stick out of their picture, or overlap each other or a line of the given kind.
function clashes(lines) {
  const found = [];
  for (const svg of all(document, 'body > svg')) {
    const sheet = svg.getBoundingClientRect();
    const seen = all(svg, 'text').filter(text => getComputedStyle(text).visibility == 'visible');
    const texts = seen.map(text => [text.textContent, boxOf(text)]);
    const drawn = all(svg, lines).map(line => {
      const place = line.getScreenCTM(), lengths = Array.from({length: line.getTotalLength() / 2}, (_, s) => 2 * s);
      return [line, lengths.map(s => line.getPointAtLength(s).matrixTransform(place))];
    });
    texts.forEach(([words, box], k) => {
      if (!within(box, sheet, 4)) found.push([words, 'the edge']);
      for (const [others, other] of texts.slice(k + 1)) if (!apart(box, other)) found.push([words, others]);
      for (const [line, points] of drawn) {
        const touched = points.some(({x, y}) => !apart(box, {left: x, right: x, top: y, bottom: y}));
        if (touched) found.push([words, line.outerHTML]);
      }
    });
  }
  return found;
}
"""


def test_every_frame_has_its_turn_the_last_one_rests_and_all_begins_again(browse):
    film = animate_fit(STEPS, dosage.DATA)
    seconds = 0.5
    cycle = seconds * len(STEPS) + 2
    times = [seconds * (k + 0.5) for k in range(len(STEPS))] + [cycle - 0.1, cycle + 0.1, cycle + seconds * 1.5]
    turns = browse([film], f"return {times}.map(at)")
    assert [len(turn) for turn in turns] == [1] * len(times)
    said = [turn[0][0] for turn in turns]
    expected = [f"step {step.number:,}, SSR {step.ssr:.4g}".replace("e-0", "e-") for step in STEPS]
    assert said == [*expected, expected[LAST], expected[0], expected[1]]


def test_first_middle_and_last_frame_differ_and_the_last_is_the_fit(browse):
    frame = [step.parameters for step in STEPS]
    film, fit = animate_fit(STEPS, dosage.DATA), draw_fit(frame[-1], dosage.DATA, neurons="whole", frame=frame)
    (first,), (middle,), (last,) = browse([film], "return [0.25, 2.75, 7].map(at)")
    assert all(len({first[k], middle[k], last[k]}) == 3 for k in (0, 1, 2, 4))  # and b3, which is flat
    assert last[1:] == re.findall(r' d="(.*?)"', fit.svg[fit.svg.index('<path class="frame"') :])[1:]


@pytest.mark.parametrize(("frames", "times"), [(8, 79), pytest.param(100, 997, marks=pytest.mark.long)])
def test_many_frames_leave_no_gap_and_never_overlap(browse, frames, times):
    steps = islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), frames)
    script = f"return Array.from({{length: {times}}}, (_, k) => 13.1 / {times} * k).map(seconds => at(seconds).length)"
    assert set(browse([animate_fit(steps, dosage.DATA)], script)) == {1}


def test_who_prefers_reduced_motion_sees_the_last_frame_alone(browse):
    film = animate_fit(STEPS, dosage.DATA)
    script = "return [document.getAnimations().length, showing().map(([words]) => words)]"
    moving, _ = browse([film], script)
    assert moving == len(STEPS)
    still = browse([film], script, reduced=True)
    assert still == [0, [f"step {STEPS[-1].number:,}, SSR {STEPS[-1].ssr:.4g}".replace("e-0", "e-")]]


def test_on_paper_the_last_frame_stands_alone(browse, browser):
    pdfplumber = pytest.importorskip("pdfplumber", reason="pdfplumber, which reads a PDF, is not installed")
    film = animate_fit(STEPS, dosage.DATA)
    last = f"step {STEPS[-1].number:,}, SSR {STEPS[-1].ssr:.4g}".replace("e-0", "e-")
    still = browse([film], "return [document.getAnimations().length, showing().map(([words]) => words)]", media="print")
    assert still == [0, [last]]
    browse([film], "return 0")
    with pdfplumber.open(BytesIO(b64decode(browser.ask("Page.printToPDF")["data"]))) as printed:
        words = " ".join(page.extract_text() for page in printed.pages)
    assert re.findall(r"step [\d,]+, SSR \S+", words) == [last]


def test_a_screen_reader_finds_the_title_and_the_description(browse, browser):
    fit = draw_fit(dosage.FITTED, dosage.DATA, title="Dosage")
    browse([Picture(fit._repr_html_())], "return 0")
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    (image,) = [node for node in nodes if node["role"]["value"] in ("image", "img")]
    assert image["name"]["value"] == "Dosage"
    assert "3 observations as dots" in image["description"]["value"]
    assert "figure" in [node["role"]["value"] for node in nodes]


def test_two_animations_on_a_page_keep_their_own_time_and_one_may_stand_there_twice(browse):
    short, long = animate_fit(STEPS[:3], dosage.DATA), animate_fit(STEPS, dosage.DATA)
    words = [turn[0] for turn in browse([short, long, short], "return at(3.2)")]
    assert [text.split(",")[0] for text in words] == ["step 600", "step 1", "step 600"]


SIZES = [-1.2345e-12, -1.2345e-5, -0.00012345, -1.2345, -123.45, -12345.6, -1.2345e6, -1.2345e12]


@pytest.mark.parametrize("sizes", [SIZES[::4], pytest.param(SIZES, marks=pytest.mark.long)], ids=["few", "all"])
def test_nothing_overlaps_in_the_network_from_1e_12_to_1e12(browse, sizes):
    pictures = [
        draw_network(Parameters(one, other, one, other, other, one, -one), sign * other, -one)
        for one in sizes
        for other in sizes
        for sign in (1, -1)
    ]
    pictures += [draw_network(dosage.FITTED, 0.5, 1), draw_network(dosage.FITTED, 0.5)]
    assert browse(pictures, "return clashes('path.forwards, path.backwards')") == []


def test_the_numbers_of_a_node_stay_within_its_box(browse):
    pictures = [draw_network(Parameters(*[size] * 7), size, size) for size in SIZES]
    pictures += [layers.draw_network([layers.Layer([[size]], [size])], [size], [size]) for size in SIZES]
    script = """
    return all(document, 'rect[rx="8"]').map(rect => {
      const node = rect.getBoundingClientRect();
      const texts = all(rect.parentNode, 'text').map(boxOf).filter(box => !apart(box, node));
      return [texts.length, texts.filter(box => within(box, node, 4)).length];
    })"""
    assert browse(pictures, script) == [
        *[[1, 1], [12, 12], [12, 12], [17, 17]] * len(SIZES),
        *[[3, 3], [19, 19]] * len(SIZES),
    ]


def test_no_words_overlap_in_plots_of_small_and_large_numbers(browse):
    data = [
        [(0, 0), (1, 1)],
        [(-1e-300, 1e-300), (-1.00001e-300, -1e-300)],
        [(1e6, 1e6), (1e6 + 1, 1e6 + 1)],
        [(-1.7e308, 1.7e308), (1.7e308, -1.7e308)],
        [(-1e12, -1e12), (-1.00001e12, -1.00001e12)],
    ]
    pictures = [draw_fit(dosage.START, rows) for rows in data]
    pictures += [
        draw_descent(history, dosage.DATA) for history in ([1.0], [1e300, 1e-300, 0], [3, 2, 0.1, 0], [1e-5] * 9)
    ]
    pictures += [draw_descent([1e-200] * 100_000, [(0, 1.2345e-100), (1, -1e-100)])]
    assert browse(pictures, "return clashes('path.ssr, path.predicted')") == []


# Random inputs for each picture: of all sizes, with words of all lengths.


def any_number(random):
    return random.choice(
        [random.gauss(0, 1), random.gauss(0, 1) * 10 ** random.randint(-12, 12), random.randint(-9, 9)]
    )


def any_data(random):
    size, shift, at = 10.0 ** random.randint(-8, 8), any_number(random), any_number(random)
    count = random.choice([1, 3, 12, 200])
    return [
        (at + size * random.gauss(0, 1), shift + random.choice([1, size]) * random.gauss(0, 1)) for _ in range(count)
    ]


def any_parameters(random):
    return random.choice(
        [initial_parameters(random.randint(0, 99)), Parameters(*[any_number(random) for _ in range(7)])]
    )


def any_words(random):
    if random.random() < 0.5:
        return {}
    words = {"title": "W" * 90, "input": "concentration in ppm", "observed": "rate in counts/min^2 " * 5}
    return {name: word[: random.randint(1, 100)] for name, word in words.items()}


def any_fit(random):
    before = random.choice([None, any_parameters(random)])
    neurons = random.choice([True, True, False, "whole"])
    return draw_fit(any_parameters(random), any_data(random), neurons=neurons, before=before, **any_words(random))


def any_descent(random):
    history = [abs(any_number(random)) * random.choice([1, 1, 0]) for _ in range(random.choice([1, 2, 9, 300]))]
    return draw_descent(history, random.choice([None, any_data(random)]), **any_words(random))


def any_ssr(random):
    name, rate = random.choice(Parameters._fields), random.choice([None, 0.1, abs(any_number(random)) or 1])
    return draw_ssr(name, any_parameters(random), any_data(random), rate, **any_words(random))


def any_map(random):
    names, rate = random.sample(Parameters._fields, 2), random.choice([None, 0.1, abs(any_number(random)) or 1])
    if random.random() < 0.5:
        return draw_ssr(names, any_parameters(random), any_data(random), rate, **any_words(random))
    data = [(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(5)]
    training = train(initial_parameters(random.randint(0, 99)), data, learning_rate=0.01, max_steps=20)
    return draw_ssr(names, training, **any_words(random))


def any_descents(random):
    histories = {
        any_number(random): [abs(any_number(random)) for _ in range(random.choice([1, 9, 300]))]
        for _ in range(random.randint(1, 9))
    }
    return draw_descent(histories, random.choice([None, any_data(random)]), **any_words(random))


def any_network(random):
    numbers = any_parameters(random), any_number(random), random.choice([None, any_number(random)])
    return draw_network(*numbers, selected=random.choice([None, "w1", "b2", "w4"]))


def any_film(random):
    data = [(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(5)]
    return animate_fit(
        train(initial_parameters(random.randint(0, 99)), data, learning_rate=0.01, max_steps=20), **any_words(random)
    )


def any_layers(random):
    sizes = [random.randint(1, 5) for _ in range(random.randint(2, 5))]
    drawn = [
        layers.Layer([[any_number(random) for _ in row] for row in weights], biases, activation)
        for weights, biases, activation in layers.initial_layers(sizes, random.randint(0, 99), layers.TANH)
    ]
    observed = random.choice([None, [any_number(random) for _ in range(sizes[-1])]])
    return layers.draw_network(drawn, [any_number(random) for _ in range(sizes[0])], observed)


def any_fit_of_layers(random):
    data = [([input], [observed]) for input, observed in any_data(random)]
    return layers.draw_fit(layers.initial_layers([1, 3, 1], random.randint(0, 99)), data, **any_words(random))


ANY = [any_fit, any_descent, any_descents, any_ssr, any_map, any_network, any_film, any_layers, any_fit_of_layers]


def test_no_words_overlap_or_leave_their_picture_on_some_random_inputs(browse):
    pictures = [draw(Random(seed)) for draw in ANY for seed in range(1)]
    assert browse(pictures, "return clashes('path.forwards, path.backwards')") == []


@pytest.mark.long
@pytest.mark.parametrize("draw", ANY, ids=[draw.__name__ for draw in ANY])
def test_no_words_overlap_or_leave_their_picture_on_fifty_random_inputs(browse, draw):
    pictures = [draw(Random(seed)) for seed in range(50)]
    assert browse(pictures, "return clashes('path.forwards, path.backwards')") == []
