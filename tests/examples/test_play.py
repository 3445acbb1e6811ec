"""The page to play with, without a browser: what it says, what it refuses, how it is served."""

import ast
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

import pytest

from tinynet import (
    Parameters,
    check,
    descend,
    dosage,
    explain,
    forward,
    initial_parameters,
    numerical_gradient,
    train,
    update,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
sys.path.insert(0, str(EXAMPLES / "play"))
import answers  # noqa: E402
import dialect  # noqa: E402
import serving  # noqa: E402
import states  # noqa: E402
import walks  # noqa: E402

HOST = "127.0.0.1:8717"


def asked(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return answers.respond("/" + path.lstrip("/").partition("#")[0], HOST)


def fields_of(text):
    """The form of a page, as a browser would send it."""
    fields = {}
    for tag in re.findall(r"<input [^>]*>", text):
        name = re.search(r' name="(.*?)"', tag)[1]
        value = re.search(r' value="(.*?)"', tag)
        if "checkbox" not in tag or " checked" in tag:
            fields[name] = " ".join([*filter(None, [fields.get(name)]), unescape(value[1])])
    fields["data"] = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)[1]).replace("\n", "\r\n")
    return fields


def press_of(text, words):
    """What a button sends."""
    return unescape(re.search(rf'<button name="press" value="([^"]*)"[^>]*>{re.escape(words)}</button>', text)[1])


def after(text, press, **typed):
    status, to = asked("/?" + urlencode({**fields_of(text), **typed, "press": press_of(text, press)}))
    return (status, to) if status != 303 else asked(to)


def state_of(text):
    return states.read(dict(parse_qsl(fields_of(text)["before"])))


def numbers_of(text, place):
    part = text[text.index(f'<section id="{place}"') :].partition("</section>")[0]
    return re.findall(r"<td>([^<]+)</td>", part) + re.findall(
        r"(?:</?b>|: )(?:dSSR/d.. = )?([-\d.e+]+)(?=</b>|\.</p>)", part
    )


def some_state(random):
    data = tuple(
        (round(random.uniform(-2, 2), 3), round(random.uniform(-2, 2), 3)) for _ in range(random.randint(1, 9))
    )
    start = Parameters(*[round(random.gauss(0, 1), 3) for _ in range(7)])
    trainable = random.choice([states.NAMES, ("b3",), ("w3", "w4", "b3")])
    rate = random.choice([0.001, 0.01, 0.02])
    row = random.randrange(len(data))
    return states.State(start, data, rate, trainable, random.randint(0, 30), random.choice(states.NAMES), row)


def hold_numbers(count, seed):
    random = Random(seed)
    for _ in range(count):
        state = some_state(random)
        status, text = asked(states.address(state))
        assert status == 200
        steps = descend(state.start, state.data, learning_rate=state.learning_rate, trainable=state.trainable)
        number = state_of(text).step
        assert number == state.step or (number < state.step and "Converged" in text)  # where `train` would end
        step = list(islice(steps, number + 1))[-1]
        rows = zip(step.gradient, step.step_sizes, update(step.parameters, step.step_sizes))
        assert numbers_of(text, "seven") == [f"{number + 0.0:.6g}" for row in rows for number in row]
        work = explain(state.parameter, step.parameters, state.data)
        expected = [number for row in work.rows for number in (*row[:3], *row.values, row.product)]
        measured = getattr(numerical_gradient(step.parameters, state.data), state.parameter)
        expected += [work.derivative, measured]
        assert numbers_of(text, "chain") == [f"{number + 0.0:.6g}" for number in expected]
        p = forward(step.parameters, state.data[state.observation][0])
        for name in ("x1", "y1", "x2", "y2", "predicted"):
            assert f">{name} = {getattr(p, name):.4g}<".replace("e-0", "e-") in text
        assert fields_of(text)["now"].split() == list(map(repr, step.parameters))


def test_the_numbers_of_twenty_random_states_are_those_of_descend_explain_and_forward():
    hold_numbers(20, 1)


@pytest.mark.long
def test_the_numbers_of_200_random_states_are_those_of_descend_explain_and_forward():
    hold_numbers(200, 17)


def test_an_address_can_be_read_back_without_loss():
    for seed in range(20):
        state = some_state(Random(seed))
        assert states.read(dict(parse_qsl(states.address(state)[1:-1]))) == state


def test_buttons_take_steps_and_the_address_is_the_state():
    _, text = asked("/")
    for press, step in (
        ("one step", 1),
        ("ten steps", 11),
        ("a hundred", 111),
        ("back one", 110),
        ("to the end", 4169),
    ):
        status, text = after(text, press)
        assert (status, state_of(text).step) == (200, step)
    assert "Converged (all step sizes are tiny) after 4,169 steps" in text
    _, text = after(text, "to the start")
    assert state_of(text) == states.State()


def test_an_edited_value_makes_the_current_parameters_the_new_start():
    _, text = asked(states.address(states.State(step=7)))
    step = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 8))[-1]
    _, text = after(text, "use this", w3="1.5")
    assert state_of(text) == states.State(step.parameters._replace(w3=1.5))
    _, text = after(text, "one step", learning_rate="0.01")
    assert (state_of(text).step, state_of(text).learning_rate) == (1, 0.01)


def test_what_was_pressed_keeps_the_focus():
    _, text = asked("/")
    for press, place in (("one step", "one-step"), ("w2", "select-w2"), ("data[2]", "data-2")):
        _, to = asked("/?" + urlencode({**fields_of(text), "press": press_of(text, press)}))
        assert to.partition("#")[2] == place
        assert f'id="{place}"' in text
    _, to = asked("/?" + urlencode({**fields_of(text), "press": "#", "b1": "3"}))
    assert to.partition("#")[2] == "b1"


def test_own_data_and_the_stages():
    _, text = asked("/")
    _, text = after(text, "use this", data="1 2\r\n3, 4\r\n")
    assert state_of(text).data == ((1.0, 2.0), (3.0, 4.0))
    _, text = after(text, "use this", data="0,5 1,5\r\n1,2;3\r\n2 , 4\r\n5,6")
    assert state_of(text).data == ((0.5, 1.5), (1.2, 3.0), (2.0, 4.0), (5.0, 6.0))
    for name, state in states.STAGES.items():
        assert state_of(after(text, name)[1]) == state


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"w1": "abc"}, "start.w1 is 'abc'; it must be a finite number"),
        ({"b3": "nan"}, "start.b3 is nan; it must be a finite number"),
        ({"learning_rate": "-1"}, "learning_rate is -1.0; it must be a finite number above 0"),
        ({"data": ""}, "data is empty; it must hold at least one (input, observed) pair"),
        ({"data": "0 1\n2 x"}, "data[1]: observed is 'x'; it must be a finite number"),
        ({"data": "0 1\n" * 101}, "on this page it must be 100 rows at most"),
    ],
)
def test_bad_input_is_refused_with_the_form_as_typed_and_the_usual_sentence(typed, sentence):
    status, text = after(asked("/")[1], "one step", **typed)
    assert (status, "<svg" in text) == (400, False)
    assert sentence in unescape(text)
    name, value = next(iter(typed.items()))
    assert fields_of(text)[name].replace("\r", "") == value.rstrip("\r") or name == "data"
    assert 'aria-invalid="true"' in text
    assert " autofocus" in text


def test_the_limits_are_said():
    assert "a whole number from 0 to 166,666, since rows times steps are at most 500,000" in asked("/?step=200000")[1]
    assert asked("/?w1=" + "1" * 24_000)[0] == 414
    assert asked("/?w1=" + "1" * 23_000)[0] == 400


def test_diverged_and_twins_are_said_in_the_words_of_train():
    text = asked("/?learning_rate=5&step=300")[1]
    assert "the descent diverged at step 106" in text
    assert "try a smaller learning rate" in text
    assert state_of(text).step == 105
    text = asked("/?w1=1&w2=1&w3=1&w4=1&b1=0&b2=0")[1]
    assert "the two neurons start identical" in text


def test_what_is_typed_is_no_markup():
    text = after(asked("/")[1], "use this", w1='"><script>', data="</textarea><script>")[1]
    assert "<script" not in text


def hostile(random):
    names = [
        *states.NAMES,
        "learning_rate",
        "data",
        "trainable",
        "step",
        "parameter",
        "observation",
        "press",
        "before",
        "now",
        "origin",
        "mine",
    ]
    values = [
        "",
        "nan",
        "1e308",
        "-1e308",
        "1e-320",
        "1e400",
        "9" * 400,
        "<script>",
        "\0",
        "\r\nX: y",
        "w1",
        "0 0\n1e300 1",
    ]
    values += [
        "go=one step#one-step",
        "go=to the end#x",
        "observation=7",
        "parameter=w9",
        "#",
        "-5",
        "3.5",
        "1_0",
        "\u0661",
        "1 2 3",
        "&=?#%",
        "b3",
        "1 2 3 4 5 6 7",
        "1 2 3 4 5 6 1e400",
        "0.761",
        "1e-999999999",
        "1e999999999",
        "0,5 1\n1,5; 2",
        "go=check#check",
        "go=again from the start#x",
    ]
    pairs = [(random.choice(names), random.choice(values)) for _ in range(random.randint(1, 6))]
    query = urlencode(pairs) if random.random() < 0.8 else quote_from_bytes(random.randbytes(random.randint(0, 60)))
    return "/?" + query + "%" * random.choice([0, 0, 1]) + "x" * random.choice([0, 0, 0, 30_000])


def hold(number, seed):
    random = Random(seed)
    for _ in range(number):
        path = hostile(random)
        assert asked(path)[0] in (200, 303, 400, 414), path


def test_hostile_addresses_are_answered():
    hold(100, 1)


@pytest.mark.long
def test_ten_thousand_hostile_addresses_are_answered():
    hold(10_000, 2)


@pytest.fixture(scope="module")
def port():
    server = serving.Server(("127.0.0.1", 0), serving.Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def fetched(port, path="/", method="GET", **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_it_answers_get_and_head_for_this_host_and_this_path_alone(port):
    answer, body = fetched(port)
    assert (answer.status, b"<svg" in body) == (200, True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    answer, body = fetched(port, method="HEAD")
    assert (answer.status, body) == (200, b"")
    assert fetched(port, method="POST")[0].status == 501
    assert fetched(port, Host="evil.example")[0].status == 403
    assert fetched(port, Host=f"localhost:{port}")[0].status == 200
    assert fetched(port, "/etc/passwd")[0].status == 404
    answer, _ = fetched(port, "/?press=go%3Done+step%23one-step&trainable=w1")
    assert (answer.status, answer.headers["Location"].endswith("#one-step")) == (303, True)


@pytest.mark.long
def test_hostile_addresses_are_answered_over_a_socket(port):
    random = Random(3)
    for _ in range(200):
        assert fetched(port, hostile(random))[0].status in (200, 303, 400, 414)


def test_twenty_clients_at_once(port):
    with ThreadPoolExecutor(20) as pool:
        pages = list(pool.map(lambda k: fetched(port, f"/?step={k}"), range(20)))
    assert all(f"<h2>Step {k}, SSR".encode() in body for k, (_, body) in enumerate(pages))


def test_only_the_names_of_this_machine_are_served():
    for host in ("127.0.0.1", "127.0.0.1:8717", "localhost", "LOCALHOST:1", "localhost.", "localhost.:8717"):
        assert answers.respond("/", host)[0] == 200, host
    for host in ("", ":8717", "127.0.0.1:80@evil.com", "127.0.0.1.evil.com", "127.0.0.1:", "127.0.0.1:x", "localhost..",
                 "evil.com:127.0.0.1", "127.0.0.2", "localhost\n", "127.0.0.1:\u0661", " localhost"):  # fmt: skip
        assert answers.respond("/", host)[0] == 403, host


def test_it_sends_nothing_that_could_load_or_be_framed_elsewhere(port):
    answer, body = fetched(port)
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; img-src data:; form-action 'self'; frame-ancestors 'none'; style-src 'unsafe-inline'"
    )
    assert b"<script" not in body


def test_code_that_is_sent_is_never_run(port, tmp_path):
    file = tmp_path / "written"
    code = f"open({str(file)!r}, 'w').close()"
    for name in ("code", "mine", "data", "press", "w1", "trainable", "parameter", "now", "before", "origin"):
        fetched(port, "/?" + urlencode({name: code, "press": "go=check#check"}))
        fetched(port, "/?" + urlencode({name: f"__import__('os').system('touch {file}')"}))
    assert not file.exists()
    folder = EXAMPLES / "play"
    for path in {*folder.glob("*.py")} - {folder / "own.py"}:  # the file of the built site alone
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "id")}
        assert not called & {"exec", "eval", "compile", "__import__"}, path
        imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert "own" not in imported, path


def started(*options):
    """The page as a user starts it, and the first line that it prints."""
    command = [sys.executable, EXAMPLES / "play.py", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return process, process.stdout.readline()


def ended(process):
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors


def test_it_listens_at_127_0_0_1_alone_and_says_where():
    process, line = started("--port", "0")
    try:
        port = int(re.fullmatch(r"Open http://127\.0\.0\.1:(\d+)/ in a browser\. Ctrl-C ends it\.\n", line)[1])
        assert fetched(port)[0].status == 200
        with pytest.raises(OSError):  # noqa: PT011
            socket.create_connection(("127.0.0.2", port), timeout=5).close()
    finally:
        assert ended(process) == (0, "")


def test_a_port_that_is_taken_is_named(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        ran = subprocess.run(
            [sys.executable, EXAMPLES / "play.py", "--port", str(number)], capture_output=True, text=True, timeout=20
        )
        assert (ran.returncode, ran.stdout) == (1, "")
        assert ran.stderr.startswith(f"Port {number} can't be used: ")
        monkeypatch.setattr(serving, "PORT", number)
        server, said = serving.bound(None)
        with server:
            assert said == f"Port {number}, the usual one, is taken. "
            assert server.server_address == ("127.0.0.1", server.server_port) != ("127.0.0.1", number)


def test_who_sends_nothing_is_not_waited_for():
    assert 1 <= serving.Handler.timeout <= 30
    patient = type("Patient", (serving.Handler,), {"timeout": 0.2})
    with serving.Server(("127.0.0.1", 0), patient) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket.create_connection(server.server_address, timeout=20) as silent:
            assert silent.recv(1) == b""  # the server has closed
        server.shutdown()


def test_who_goes_before_the_page_is_there_leaves_no_trace(capfd):
    with serving.Server(("127.0.0.1", 0), serving.Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for _ in range(3):
            hasty = socket.create_connection(server.server_address)
            hasty.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # ends with a reset
            hasty.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            hasty.close()
        assert fetched(server.server_port)[0].status == 200
        server.shutdown()
    assert capfd.readouterr().err == ""


def test_the_buttons_stop_at_the_ends():
    most = 500_000 // 3
    text = asked(states.address(states.State(learning_rate=1e-9)))[1]
    for press in ("back one", "to the start"):
        assert state_of(after(text, press)[1]).step == 0
    near = states.State(learning_rate=1e-9, step=most - 5)
    for press, step in (("one step", most - 4), ("ten steps", most), ("a hundred", most), ("to the end", most)):
        to = states.pressed({"before": states.query(near), "press": f"go={press}"})
        assert states.read(dict(parse_qsl(to[1:].partition("#")[0]))).step == step


def test_a_new_learning_rate_keeps_the_start_to_go_back_to():
    _, text = asked(states.address(states.State(step=7)))
    assert "again from the start" not in text
    assert state_of(after(text, "use what I typed", learning_rate="0,020")[1]) == states.State(step=7)  # the same rate
    here = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 8))[-1].parameters
    _, text = after(text, "use what I typed", learning_rate="0,05")
    assert state_of(text) == states.State(here, learning_rate=0.05, origin=dosage.START)
    _, text = after(text, "ten steps", learning_rate="0.03")
    assert state_of(text).origin == dosage.START
    _, text = after(text, "again from the start")
    assert state_of(text) == states.State(learning_rate=0.03)
    assert "again from the start" not in text


def test_my_own_number_is_checked_the_first_hint_first():
    _, text = asked("/")
    status, told = after(text, "check", mine="0,761")
    assert (status, "dSSR/dw1: right" in told) == (200, True)
    _, told = after(text, "check", mine="-0.761")
    verdict = check("-0.761", "w1", dosage.START, dosage.DATA)
    part = unescape(told[told.index('id="verdict"') :].partition("</div>")[0])
    hints = list(dict.fromkeys(verdict.hints))
    assert part.index(hints[0]) < part.index("<details>") < part.index(verdict.text.split("\n")[0])
    summaries = re.findall("<summary>(.*?)</summary>", part)
    assert summaries == ["another hint"] * (len(hints) - 1) + ["all that was found"]
    for typed in ("abc", "nan", "1e-999999999", "1" * 40, "0.7", "1e99", "0.000000000000000000000000001e-99"):
        assert after(text, "check", mine=typed)[0] == 200
    assert "two significant digits" in after(text, "check", mine="0.7")[1]
    assert "abc is no number" in after(text, "check", mine="abc")[1]
    assert after(text, "check", mine="1" * 41)[0] == 400
    assert state_of(after(told, "one step")[1]).mine == ""  # it was for the numbers of that page


def test_only_what_moves_has_a_step_below_its_chain():
    for name, moves in (("b3", True), ("w1", False)):
        _, text = asked(states.address(states.STAGES["b3 alone"]._replace(parameter=name)))
        assert ("- step size" in text.partition('<section id="chain"')[2]) is moves


def test_the_fit_before_the_last_step_is_drawn_too():
    def drawn(step):
        text = asked(states.address(states.State(step=step)))[1].partition('<section id="fit"')[2]
        return [max(re.findall(f'class="{name}" d="([^"]*)"', text), key=len) for name in ("before", "predicted")]

    assert len(set(drawn(0))) == 1
    assert len(set(drawn(1))) == 2


def test_steps_that_fly_away_leave_the_axes_to_the_others():
    walk = walks.walk_of(states.State(learning_rate=5, step=9))
    assert max(walk.history) > 1e6
    parameters, ssrs = walks.frame_of(walk)
    assert max(ssrs) <= 4 * walk.history[0]
    assert dosage.START in parameters
    assert max(abs(number) for each in parameters for number in each) < 100


def test_a_name_with_two_numbers_says_which_is_a_share():
    text = re.sub(r"\s+", " ", asked("/")[1])
    assert "dSSR/dw1 = -0.0407<" in text
    assert "this observation's share</b>. Its share of dSSR/dw1 is -0.0406955; all 3 add up to 0.760944" in text


@pytest.mark.parametrize("query", ["", "?step=4169", "?learning_rate=5&step=300", "?w1=x", "?mine=-0.761"])
def test_it_is_well_formed_and_each_place_is_there_once(query):
    text = asked("/" + query)[1]
    found = Reader()
    found.feed(text)
    assert found.open == []
    assert [place for place, times in Counter(found.places).items() if times > 1] == []
    assert found.tags["caption"] == found.tags["table"] >= 1
    assert (found.tags["h1"], found.tags["nav"], found.tags["main"]) == (1, 1, 1)
    assert found.keys == list("123456")


class Reader(HTMLParser):
    """Which tags are open, and what was seen."""

    def __init__(self):
        super().__init__()
        self.open, self.places, self.tags, self.keys = [], [], Counter(), []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.places += filter(None, [named.get("id")])
        self.keys += filter(None, [named.get("accesskey")])
        self.tags[tag] += 1
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags[tag] += 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, self.getpos()


def test_a_hundred_long_rows_fit_into_an_address():
    random = Random(1)
    data = "\r\n".join(f"{random.random()} {random.gauss(0, 1)}" for _ in range(100))
    status, text = after(asked("/")[1], "use this", data=data)
    assert status == 200
    status, text = after(text, "one step", learning_rate="0.001")
    assert (status, state_of(text).step) == (200, 1)


def test_the_steps_of_a_page_are_taken_once_for_all_its_neighbours(monkeypatch):
    taken = []
    descent = walks.descent
    monkeypatch.setattr(walks, "descent", lambda *some: taken.append(some) or descent(*some))
    state = states.State(learning_rate=0.0123)
    for step in range(5):
        asked(states.address(state._replace(step=step, parameter="w2")))
    assert sum(len(some) == 1 for some in taken) == 1


def test_without_a_terminal_it_says_how_to_open_it_and_ends():
    ran = subprocess.run([sys.executable, EXAMPLES / "play.py"], capture_output=True, text=True, timeout=20)
    assert (ran.returncode, "--serve" in ran.stdout, ran.stderr) == (0, True, "")


def test_who_stops_reading_sees_no_traceback():
    process = subprocess.Popen([sys.executable, EXAMPLES / "play.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(20) == 0
    process.stderr.close()


def test_the_page_speaks_of_its_own_fields_and_not_of_functions_that_nobody_can_call_there():
    data = [(1950.0 + 2.4 * k, 2929.0 + 45 * k) for k in range(30)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        far = train(initial_parameters(1), data, learning_rate=0.02)
        short = train(dosage.START, dosage.DATA, learning_rate=0.005, max_steps=3000)
        stuck = train(dosage.START._replace(b1=-800, b2=-900), dosage.DATA, learning_rate=0.1)
    number = check("0.512", "w1", dosage.START, dosage.DATA)
    told = [dialect.on_the_page(one.advice, one.data) for one in (far, short, stuck)] + [
        dialect.on_the_page(number.text)
    ]
    assert "type (input - 1985) / 20.77 for each input and (observed - 3582) / 389.5 for each observed." in told[0]
    assert "Try another start, w1=1.288 w2=" in told[2]
    assert "the table of w1 on this page shows each factor" in told[3]
    for text in told:
        assert not re.search(r"Scaling|explain|initial_|max_steps|learning_rate", text), text
