"""What only a browser can say: which frame shows at which time, and whether words overlap."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from itertools import islice

import pytest

from tinynet import Parameters, dosage
from tinynet.pictures import animate_fit, draw_descent, draw_fit, draw_network
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
]
STEPS = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 0, 3001, 300))
LAST = len(STEPS) - 1


@pytest.fixture
def browse(tmp_path):
    """Open a page that holds pictures, run a script in it, and return what the script returns."""

    def browse(pictures, script, *options):
        page = tmp_path / "page.html"
        page.write_text(
            "<!DOCTYPE html><body>"
            + "".join(picture.svg for picture in pictures)
            + f"<pre id='result'></pre><script>{HELP}\ndocument.getElementById('result').textContent = "
            + f"'RESULT' + JSON.stringify((() => {{{script}}})()) + 'END'</script></body>"
        )
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [CHROMIUM, *OPTIONS, *options, profile, "--dump-dom", page.as_uri()]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return json.loads(unescape(re.search(r">RESULT(.*?)END<", run.stdout, re.DOTALL)[1]))

    return browse


HELP = """
const all = (where, what) => [...where.querySelectorAll(what)];

// The frames that show: what they say, and their curves.
function showing() {
  return all(document, 'svg g[class^=tinynet]')
    .filter(frame => getComputedStyle(frame).visibility == 'visible')
    .map(frame => [frame.querySelector('text').textContent, ...all(frame, 'path').map(path => path.getAttribute('d'))]);
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
    const texts = all(svg, 'text').map(text => [text.textContent, boxOf(text)]);
    texts.forEach(([words, box], k) => {
      if (!within(box, sheet, 4)) found.push([words, 'the edge']);
      for (const [others, other] of texts.slice(k + 1)) if (!apart(box, other)) found.push([words, others]);
      for (const line of all(svg, lines)) {
        const place = line.getScreenCTM(), lengths = Array.from({length: line.getTotalLength()}, (_, s) => s);
        const points = lengths.map(s => line.getPointAtLength(s).matrixTransform(place));
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
    expected = [f"step {step.number:,}, SSR {step.ssr:.4g}" for step in STEPS]
    assert said == [*expected, expected[LAST], expected[0], expected[1]]


def test_first_middle_and_last_frame_differ_and_the_last_is_the_fit(browse):
    film, fit = animate_fit(STEPS, dosage.DATA), draw_fit(STEPS[-1].parameters, dosage.DATA)
    (first,), (middle,), (last,) = browse([film], "return [0.25, 2.75, 7].map(at)")
    assert all(len({first[k], middle[k], last[k]}) == 3 for k in range(4))
    curves = re.search(r"<svg width.*?</svg>", fit.svg)[0]
    assert last[1:] == re.findall(r' d="(.*?)"', curves)


def test_a_hundred_frames_leave_no_gap_and_never_overlap(browse):
    steps = islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 100)
    script = "return Array.from({length: 997}, (_, k) => 0.0131 * k).map(seconds => at(seconds).length)"
    assert set(browse([animate_fit(steps, dosage.DATA)], script)) == {1}


def test_who_prefers_reduced_motion_sees_the_last_frame_alone(browse):
    film = animate_fit(STEPS, dosage.DATA)
    script = "return [document.getAnimations().length, showing().map(([words]) => words)]"
    moving, _ = browse([film], script)
    assert moving == len(STEPS)
    still = browse([film], script, "--force-prefers-reduced-motion")
    assert still == [0, [f"step {STEPS[-1].number:,}, SSR {STEPS[-1].ssr:.4g}"]]


def test_two_animations_on_a_page_keep_their_own_time(browse):
    short, long = animate_fit(STEPS[:3], dosage.DATA), animate_fit(STEPS, dosage.DATA)
    words = [turn[0] for turn in browse([short, long], "return at(3.2)")]
    assert [text.split(",")[0] for text in words] == ["step 600", "step 1"]


SIZES = [-1.2345e-12, -1.2345e-5, -0.00012345, -1.2345, -123.45, -12345.6, -1.2345e6, -1.2345e12]


def test_nothing_overlaps_in_the_network_from_1e_12_to_1e12(browse):
    pictures = [
        draw_network(Parameters(one, other, one, other, other, one, -one), sign * other, -one)
        for one in SIZES
        for other in SIZES
        for sign in (1, -1)
    ]
    pictures += [draw_network(dosage.FITTED, 0.5, 1), draw_network(dosage.FITTED, 0.5)]
    assert browse(pictures, "return clashes('path')") == []


def test_the_numbers_of_a_node_stay_within_its_box(browse):
    pictures = [draw_network(Parameters(*[size] * 7), size, size) for size in SIZES]
    script = """
    return all(document, 'rect[rx="8"]').map(rect => {
      const node = rect.getBoundingClientRect();
      const texts = all(rect.parentNode, 'text').map(boxOf).filter(box => !apart(box, node));
      return [texts.length, texts.filter(box => within(box, node, 4)).length];
    })"""
    assert browse(pictures, script) == [[1, 1], [7, 7], [7, 7], [7, 7]] * len(SIZES)


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
