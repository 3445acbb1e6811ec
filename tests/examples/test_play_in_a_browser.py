"""The page to play with, walked as a first user walks it, in a browser without a window: served, and as a built site."""

import base64
import json
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "play"))
import building
import serving
from browsing import CHROMIUM, Browser

# The folder of the npm package `pyodide`, such as node_modules/pyodide.
RUNTIME = os.environ.get("PYODIDE", "")
# What Chromium logs by itself for a document that comes with the status 400.
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.skipif(bool(os.environ.get("CI")) and not RUNTIME, reason="CI drives the browser in a step of its own"),
]


@contextmanager
def opened(server, profile):
    """Open what a server offers, and look afterwards whether all that was asked for came from there."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = Browser(profile)
    here = f"http://127.0.0.1:{server.server_port}/"
    browser.go(here)
    yield browser
    assert [url for url in browser.asked() if not url.startswith((here, f"blob:{here}", "data:", "about:"))] == []
    assert {event["entry"]["text"] for event in browser.of("Log.entryAdded")} <= {REFUSED}
    assert not browser.of("Runtime.exceptionThrown")
    browser.close()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def one_browser(tmp_path_factory):
    with opened(serving.Server(("127.0.0.1", 0), serving.Handler), tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(one_browser):
    """The first page, as if the browser had just been opened."""
    one_browser.size(1366, 768)
    one_browser.go(one_browser.run("location.origin") + "/")
    return one_browser


def test_the_walk_of_a_first_user(browser):
    assert browser.head() == "Step 0, SSR 1.89588"
    browser.follow("document.querySelector('svg a').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert browser.run("document.querySelector('#chain h2').textContent") == "dSSR/dw1, factor by factor"
    assert "dSSR/dw1 = 0.760944" in browser.run("document.querySelector('#chain').textContent")
    browser.press("one step")
    assert browser.head() == "Step 1, SSR 0.939674"
    browser.until("document.activeElement.id == 'one-step'")
    browser.press("a hundred")
    assert browser.head().startswith("Step 101,")
    browser.follow("history.back()")
    assert browser.head() == "Step 1, SSR 0.939674"
    browser.run("document.querySelector('#w3').value = '1.5'; 0")
    browser.press("one step")
    assert browser.head().startswith("Step 1,")
    assert "w3=1.5&" in browser.run("location.search")
    browser.run("document.querySelector('#w3').value = 'nonsense'; 0")
    browser.press("one step")
    assert browser.run("[document.querySelector('#w3').value, document.querySelector('#wrong').textContent]") == [
        "nonsense",
        "start.w3 is 'nonsense'; it must be a finite number",
    ]
    browser.until("document.activeElement.id == 'w3'")
    assert browser.run("document.querySelectorAll('svg').length") == 0
    browser.run("document.querySelector('#w3').value = '1'; document.querySelector('#data').value = '1 2\\n3 4'; 0")
    browser.press("use this")
    assert "data=1.0+2.0%0A3.0+4.0&" in browser.run("location.search")


def test_by_keyboard_alone_the_focus_stays_on_what_was_pressed(browser):
    browser.key("Tab")
    assert browser.focus() == "one-step"
    for step in (1, 2):
        browser.loaded(lambda: browser.key("Enter"))
        assert browser.head().startswith(f"Step {step},")
        browser.until("document.activeElement.id == 'one-step'")
    place = "link-4"  # of another parameter than w1
    for _ in range(60):
        if browser.focus() == place:
            break
        browser.key("Tab")
    browser.loaded(lambda: browser.key("Enter"))
    browser.until(f"document.activeElement.id == {place!r}")


EDGES = """(() => { const boxes = {};
for (const place of ['one-step', 'network', 'fit', 'ssr', 'seven'])
  boxes[place] = document.getElementById(place).getBoundingClientRect();
const seen = element => element.getBoundingClientRect().width > 0;
const outside = [...document.querySelectorAll('button, input, svg, p, h2')].filter(seen).filter(element =>
  !element.closest('#chain .wide') && element.getBoundingClientRect().right > innerWidth && element.className != 'first');
return {seen: Object.keys(boxes).filter(place => boxes[place].bottom <= innerHeight),
  wide: document.documentElement.scrollWidth, outside: outside.map(element => element.outerHTML.slice(0, 80))}; })()"""


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("state", ["?step=1", "?step=4169", "?learning_rate=5&step=300"])
def test_buttons_network_fit_and_ssr_are_in_one_view(browser, size, state):
    browser.size(*size)
    browser.go(browser.run("location.origin") + "/" + state)
    found = browser.run(EDGES)
    assert {"one-step", "network", "fit", "ssr"} <= set(found["seen"])
    assert (found["wide"] <= size[0], found["outside"]) == (True, [])
    browser.run("scrollTo(0, document.body.scrollHeight); 0")
    assert 0 <= browser.run("document.getElementById('one-step').getBoundingClientRect().top") < 60


def test_on_a_phone_only_the_table_of_the_rows_is_panned(browser):
    browser.size(390, 844)
    for state in ("", "?step=1", "?step=4169", "?w3=abc&step=1"):
        browser.go(browser.run("location.origin") + "/" + state)
        found = browser.run(
            EDGES.replace("'network', 'fit', 'ssr', ", "" if "abc" in state else "'network', 'fit', 'ssr', ")
        )
        assert (found["wide"], found["outside"]) == (390, []), state
    assert browser.run("document.querySelectorAll('svg').length") == 0  # the last state is refused


STATES = ("", "?step=1", "?step=4169", "?learning_rate=5&step=300", "?w3=abc&step=1", "?mine=-0.761")


@pytest.mark.parametrize("wide", [390, 1366])
def test_each_part_of_the_accessibility_tree_has_a_name(browser, wide):
    browser.size(wide, 800)
    for state in STATES:
        browser.go(browser.run("location.origin") + "/" + state)
        names = {}
        for node in browser("Accessibility.getFullAXTree")["nodes"]:
            if not node["ignored"]:
                names.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
        for role in (
            "button",
            "link",
            "textbox",
            "checkbox",
            "image",
            "table",
            "navigation",
            "heading",
            "columnheader",
        ):
            assert all(names.get(role, ["none"])), (state, role)
        assert (len(names["main"]), names["navigation"]) == (1, ["steps"])
        assert len(names["textbox"]) == (9 if "abc" in state else 10)
        assert len(names.get("image", [])) == (0 if "abc" in state else 3)
        assert len(names["table"]) == (1 if "abc" in state else 2)


COLOURS = """(() => {
const found = [], clear = "rgba(0, 0, 0, 0)";
const shown = element => element.getClientRects().length && getComputedStyle(element).visibility == "visible";
const behind = element => { for (; element; element = element.parentElement) {
  const colour = getComputedStyle(element).backgroundColor; if (colour != clear) return colour; } };
for (const element of document.querySelectorAll("body *:not(svg *)"))
  if (shown(element) && [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim()))
    found.push(["text", element.textContent.slice(0, 20), getComputedStyle(element).color, behind(element)]);
for (const element of document.querySelectorAll("button, input:not([type]), textarea"))
  if (shown(element)) found.push(["line", element.id, getComputedStyle(element).borderTopColor, behind(element.parentElement)]);
for (const svg of document.querySelectorAll("svg")) if (shown(svg)) {
  const rects = [...svg.querySelectorAll("rect")].map(rect => [rect.getBoundingClientRect(), getComputedStyle(rect).fill]);
  for (const text of svg.querySelectorAll("text")) {
    const box = text.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const under = rects.filter(([r]) => r.left < x && x < r.right && r.top < y && y < r.bottom).pop();
    found.push(["drawn text", text.textContent, getComputedStyle(text).fill, under[1]]);
  }
  for (const path of svg.querySelectorAll("path[stroke]:not(.grid)"))
    if (getComputedStyle(path).stroke != "none") found.push(["drawn line", path.getAttribute("class"), getComputedStyle(path).stroke, "rgb(255, 255, 255)"]);
}
return found; })()"""


def luminance(colour):
    parts = [part / 255 / 12.92 if part <= 0.04045 * 255 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def filtered(colour):
    """What `invert(.91) hue-rotate(180deg)` makes of a colour: the matrices of the W3C's Filter Effects, section 9."""
    r, g, b = (255 * 0.91 + (1 - 2 * 0.91) * part for part in colour)
    rows = (-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856)
    return [min(255, max(0, x * r + y * g + z * b)) for x, y, z in rows]


def contrast(front, back, change):
    colours = [list(map(float, re.findall(r"[\d.]+", colour)[:3])) for colour in (front, back)]
    low, high = sorted(luminance(change(colour)) for colour in colours)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_a_contrast_of_four_and_a_half_and_lines_of_three(browser, dark):
    for wide, state in [(390, ""), *[(1366, state) for state in STATES]]:
        browser.size(wide, 800, dark)
        browser.go(browser.run("location.origin") + "/" + state)
        found = browser.run(COLOURS)
        assert len(found) > 30
        for kind, words, front, back in found:
            change = filtered if dark and kind.startswith("drawn") else list
            least = 4.5 if "text" in kind else 3
            assert contrast(front, back, change) >= least, (state, kind, words, front, back)


@pytest.mark.long  # it depends on how quick the machine is
def test_three_quick_presses_are_three_steps(browser):
    browser.run("document.getElementById('one-step').focus(); 0")
    for _ in range(3):
        browser.key("Enter")
        time.sleep(0.2)
    browser.until("document.querySelector('h2').textContent == 'Step 3, SSR 0.72704'")


def test_it_is_printed_on_one_page(browser):
    rows = "%0A".join(f"{k / 100}+{k % 7 / 10}" for k in range(100))
    for state in ("?step=20", f"?learning_rate=0.001&data={rows}"):
        browser.go(browser.run("location.origin") + "/" + state)
        pdf = browser("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        assert pages_of(pdf) == 1, state


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(pdf)))


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    building.build(str(folder), RUNTIME)
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_): ...


LOOP = """
    for _ in range(steps):
        history.append(ssr(parameters, data))
        parameters = update(parameters, step_sizes(gradient(parameters, data), learning_rate))
    history.append(ssr(parameters, data))
    return"""
ALL = """
    h = 1e-5
    def ssr(p):
        return sum((observed - forward(p, input).predicted) ** 2 for input, observed in data)
    def moved(k, h):
        return Parameters(*[value + h * (k == j) for j, value in enumerate(parameters)])
    return [(ssr(moved(k, h)) - ssr(moved(k, -h))) / (2 * h) for k in range(7)]
    return"""
KINDS = (  # a right function of each kind
    ("gradient", "\n    return", ALL),
    ("step", "return parameters", "return [old - d * learning_rate for old, d in zip(parameters, derivatives)]"),
    ("loop", "\n    return", LOOP),
)


@pytest.mark.skipif(not RUNTIME, reason="PYODIDE names no folder of the npm package pyodide")
def test_the_built_site_steps_goes_back_and_checks_functions(site, tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    with opened(server, tmp_path / "profile") as browser:
        walked(browser)


def walked(browser):
    assert browser.head() == "Step 0, SSR 1.89588"  # before Python is there
    assert "13.5 MB" in browser.run("document.querySelector('#loading').textContent")
    browser.until("document.querySelector('#loading').hidden && !busy")
    browser.size(390, 844)
    assert browser.run("document.documentElement.scrollWidth") == 390
    browser.size(1366, 768)
    browser.key("Tab")
    for _ in range(3):
        browser.key("Enter")  # at once
    browser.until("document.querySelector('h2').textContent.startsWith('Step 3,') && !busy")
    assert browser.focus() == "one-step"
    browser.run("history.back(); 0")
    browser.until("document.querySelector('h2').textContent.startsWith('Step 2,') && !busy")
    code = browser.run("document.querySelector('#code').value")
    wrong = code.replace("+= 0", "+= 2 * (observed - p.predicted) * parameters.w3 / (1 + exp(-p.x1)) * input")
    assert told(browser, wrong).startswith("Not right.")
    assert told(browser, wrong.replace("+= 2", "+= -2")).startswith("dSSR/dw1: right")
    assert "ZeroDivisionError" in told(browser, code.replace("+= 0", "+= 1 / 0"))
    assert told(browser, "def d_w1(parameters, data)\n  pass").startswith("Line 1:")
    for kind, before, after in KINDS:
        browser.run(f"$('kind').value = {kind!r}; $('kind').dispatchEvent(new Event('change')); 0")
        skeleton = browser.run("document.querySelector('#code').value")
        assert f"def {kind}(" in skeleton
        assert told(browser, skeleton).startswith("Not right.")
        said = told(browser, skeleton.replace(before, after))
        assert "right" in said.splitlines()[0], said
        assert not said.startswith("Not right."), said
    browser.run("$('kind').value = ''; $('kind').dispatchEvent(new Event('change')); 0")
    assert "def d_w1(" in browser.run("document.querySelector('#code').value")
    checking(browser, code.replace("    return total", "    while True: pass"))
    browser.run("document.querySelector('#stop').click(); 0")
    browser.until("document.querySelector('#loading').hidden && !busy")
    assert browser.run("document.querySelector('#told').textContent") == "Stopped."
    browser.run("document.querySelector('#one-step').click(); 0")
    browser.until("document.querySelector('h2').textContent.startsWith('Step 3,') && !busy")


def checking(browser, code):
    browser.run(f"document.querySelector('#code').value = {json.dumps(code)}; 0")
    browser.run("document.querySelector('#check-code').click(); 0")


def told(browser, code):
    checking(browser, code)
    browser.until("!busy")
    return browser.run("document.querySelector('#told').textContent")


def test_a_site_is_built_for_the_usual_runtime_and_refused_for_another(tmp_path):
    said = building.build(str(tmp_path / "site"))
    assert said.startswith(f"{tmp_path / 'site'} is ready")
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert f'data-runtime="{building.USUAL}"' in page
    assert f"connect-src 'self' {building.USUAL}" in page
    assert not (tmp_path / "site" / "runtime").exists()
    script = (Path(building.__file__).parent / "site.js").read_text(encoding="utf-8")
    assert len(script.splitlines()) <= 80
    first = (tmp_path / "site" / "python.zip").read_bytes()
    building.build(str(tmp_path / "site"))
    assert (tmp_path / "site" / "python.zip").read_bytes() == first
    command = [sys.executable, Path(building.__file__).parents[1] / "play.py", "--site", tmp_path / "other"]
    ran = subprocess.run([*command, "--runtime", tmp_path], capture_output=True, text=True, timeout=20)
    assert (ran.returncode, "is no folder of Pyodide" in ran.stderr) == (1, True)
    for name in building.RUNTIME:
        (tmp_path / name).write_text('version = "0.1"')
    ran = subprocess.run([*command, "--runtime", tmp_path], capture_output=True, text=True, timeout=20)
    assert (ran.returncode, "another Pyodide than" in ran.stderr) == (1, True)
