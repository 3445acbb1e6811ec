"""The page to play with, walked as a first user walks it, in a browser without a window, and without a script."""

import json
import os
import select
import shutil
import subprocess
import sys
import threading
import time
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))
import play

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.skipif("CI" in os.environ, reason="a browser is driven by hand, not in CI"),
]
OPTIONS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-features=BackForwardCache"
KEYS = {"Tab": 9, "Enter": 13}
# What Chromium logs by itself for a document that comes with the status 400.
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"


class Browser:
    """Commands through a pipe, and the events that came meanwhile."""

    def __init__(self, profile):
        (theirs, self.out), (self.into, back) = os.pipe(), os.pipe()
        high = [os.dup2(end, 200 + k) for k, end in enumerate((theirs, back))]
        command = [CHROMIUM, *OPTIONS.split(), "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(
            command,
            preexec_fn=lambda: (os.dup2(200, 3), os.dup2(201, 4)),
            pass_fds=(3, 4, *high),
            stderr=subprocess.DEVNULL,
        )
        for end in (theirs, back, *high):
            os.close(end)
        self.number, self.session, self.buffer, self.events, self.seen = 0, None, b"", [], []
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self.session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self(f"{domain}.enable")

    def __call__(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.next()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def next(self):
        end = time.monotonic() + 20
        while b"\0" not in self.buffer:
            assert select.select([self.into], [], [], max(0, end - time.monotonic()))[0], "the browser does not answer"
            self.buffer += os.read(self.into, 1 << 20)
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def loaded(self):
        """Wait for the page that what was just done leads to."""
        while True:
            event = self.events.pop(0) if self.events else self.next()
            self.seen.append(event)
            if event.get("method") == "Page.loadEventFired":
                return

    def run(self, expression):
        answer = self("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def follow(self, expression):
        self.run(f"setTimeout(() => {{ {expression} }}); 0")  # the answer comes before the page goes
        self.loaded()

    def key(self, key):
        more = {
            "key": key,
            "code": key,
            "windowsVirtualKeyCode": KEYS[key],
            **({"text": "\r"} if key == "Enter" else {}),
        }
        self("Input.dispatchKeyEvent", type="keyDown", **more)
        self("Input.dispatchKeyEvent", type="keyUp", **more)

    def head(self):
        return self.run("document.querySelector('h2').firstChild.textContent.trim()")

    def focus(self):
        return self.run("document.activeElement.id")


@pytest.fixture
def browser(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), play.Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = Browser(tmp_path / "profile")
    browser("Page.navigate", url=f"http://127.0.0.1:{server.server_port}/")
    browser.loaded()
    yield browser
    requests = [e["params"]["request"]["url"] for e in browser.seen if e.get("method") == "Network.requestWillBeSent"]
    here = (f"http://127.0.0.1:{server.server_port}/", "data:,", "about:blank")
    assert [url for url in requests if not url.startswith(here)] == []
    logged = [e["params"]["entry"]["text"] for e in browser.seen if e.get("method") == "Log.entryAdded"]
    assert set(logged) <= {REFUSED}
    assert not [e for e in browser.seen if e.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown")]
    browser("Browser.close")
    browser.process.wait(10)
    os.close(browser.into)
    os.close(browser.out)
    server.shutdown()
    server.server_close()


def press(browser, words):
    browser.follow(f"[...document.querySelectorAll('button')].find(b => b.textContent == {words!r}).click()")


def test_the_walk_of_a_first_user(browser):
    assert browser.head() == "Step 0, SSR 1.89588"
    browser.follow("[...document.querySelectorAll('svg a')][0].dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert browser.run("document.querySelector('#chain h2').textContent") == "dSSR/dw1, factor by factor"
    assert "dSSR/dw1 = 0.760944" in browser.run("document.querySelector('#chain').textContent")
    press(browser, "one step")
    assert (browser.head(), browser.focus()) == ("Step 1, SSR 0.939674", "one-step")
    press(browser, "a hundred")
    assert browser.head().startswith("Step 101,")
    browser.follow("history.back()")
    assert browser.head() == "Step 1, SSR 0.939674"
    browser.run("document.querySelector('#w3').value = '1.5'; 0")
    press(browser, "one step")
    assert browser.head().startswith("Step 1,")
    assert "w3=1.5&" in browser.run("location.search")
    browser.run("document.querySelector('#w3').value = 'nonsense'; 0")
    press(browser, "one step")
    assert browser.run("[document.querySelector('#w3').value, document.querySelector('#wrong').textContent]") == [
        "nonsense",
        "start.w3 is 'nonsense'; it must be a finite number",
    ]
    assert (browser.focus(), browser.run("document.querySelectorAll('svg').length")) == ("w3", 0)
    browser.run("document.querySelector('#w3').value = '1'; document.querySelector('#data').value = '1 2\\n3 4'; 0")
    press(browser, "use this")
    assert "data=1.0+2.0%0A3.0+4.0&" in browser.run("location.search")


def test_by_keyboard_alone_the_focus_stays_on_what_was_pressed(browser):
    browser.key("Tab")
    assert browser.focus() == "one-step"
    for step in (1, 2):
        browser.key("Enter")
        browser.loaded()
        assert browser.head().startswith(f"Step {step},")
        assert browser.focus() == "one-step"
    place = "link-4"  # of another parameter than w1
    for _ in range(60):
        if browser.focus() == place:
            break
        browser.key("Tab")
    browser.key("Enter")
    browser.loaded()
    assert browser.focus() == place
