"""A browser without a window, driven through a pipe. A message is JSON that ends in a zero byte."""

import json
import os
import select
import shutil
import subprocess
import time

CHROMIUM = shutil.which("chromium")
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--disable-features=BackForwardCache",
    "--remote-debugging-pipe",
]
KEYS = {"Tab": 9, "Enter": 13}
LONGEST = 60  # seconds that anything may take, on a busy machine too


class Browser:
    def __init__(self, profile):
        (commands, self.commands), (self.answers, answers) = os.pipe(), os.pipe()
        inside = f'exec "$@" 3<&{commands} 4>&{answers}'
        command = ["/bin/bash", "-c", inside, "bash", CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(command, pass_fds=(commands, answers), stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.number, self.session, self.rest, self.events = 0, {}, b"", []
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self.session = {"sessionId": self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Page", "Network", "Runtime", "Log"):
            self(f"{domain}.enable")

    def __call__(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params, **self.session}
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while (answer := self.next()).get("id") != self.number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def next(self):
        while b"\0" not in self.rest:
            assert select.select([self.answers], [], [], LONGEST)[0], "the browser does not answer"
            self.rest += os.read(self.answers, 1 << 20)
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def close(self):
        self("Browser.close")
        self.process.wait(LONGEST)
        os.close(self.commands)
        os.close(self.answers)

    def run(self, expression):
        answer = self("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, expression):
        """Wait until an expression is true. While one page gives way to the next, there is nothing to ask."""
        end = time.monotonic() + LONGEST
        while True:
            answer = self("Runtime.evaluate", expression=expression, returnByValue=True)
            if answer["result"].get("value") is True:
                return
            assert time.monotonic() < end, (expression, answer)
            time.sleep(0.01)

    def loaded(self, action):
        """Do something that leads to another page, and wait until that page is there."""
        self.run("window.old = true; 0")
        action()
        self.until("!window.old && document.readyState == 'complete' && location.href != 'about:blank'")

    def go(self, url):
        self.loaded(lambda: self("Page.navigate", url=url))

    def follow(self, script):
        self.loaded(lambda: self.run(f"setTimeout(() => {{ {script} }}); 0"))  # the answer comes before the page goes

    def press(self, words):
        self.follow(f"[...document.querySelectorAll('button')].find(b => b.textContent == {words!r}).click()")

    def key(self, key):
        typed = {"text": "\r"} if key == "Enter" else {}
        more = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key], **typed}
        self("Input.dispatchKeyEvent", type="keyDown", **more)
        self("Input.dispatchKeyEvent", type="keyUp", **more)

    def head(self):
        return self.run("document.querySelector('h2').textContent.trim()")

    def focus(self):
        return self.run("document.activeElement.id")

    def size(self, wide, high, dark=False, scale=1):
        metrics = {"width": wide, "height": high, "deviceScaleFactor": scale, "mobile": wide < 600}
        self("Emulation.setDeviceMetricsOverride", **metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self("Emulation.setEmulatedMedia", features=[scheme])

    def of(self, method):
        return [event["params"] for event in self.events if event.get("method") == method]

    def asked(self):
        """The addresses that were requested, by the page and its workers."""
        return [event["request"]["url"] for event in self.of("Network.requestWillBeSent")]
