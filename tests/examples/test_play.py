"""The page to play with, without a browser: what it says, what it refuses, how it is served."""

import re
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

import pytest

from tinynet import Parameters, descend, dosage, explain, forward, numerical_gradient, update

EXAMPLES = Path(__file__).parents[2] / "examples"
sys.path.insert(0, str(EXAMPLES))
import play  # noqa: E402

HOST = "127.0.0.1:8717"


def asked(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return play.respond(path.partition("#")[0], HOST)


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
    return play.read(dict(parse_qsl(fields_of(text)["before"])))


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
    trainable = random.choice([play.NAMES, ("b3",), ("w3", "w4", "b3")])
    rate = random.choice([0.001, 0.01, 0.02])
    row = random.randrange(len(data))
    return play.State(start, data, rate, trainable, random.randint(0, 30), random.choice(play.NAMES), row)


def hold_numbers(count, seed):
    random = Random(seed)
    for _ in range(count):
        state = some_state(random)
        status, text = asked(play.address(state))
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
        assert play.read(dict(parse_qsl(play.address(state)[2:-1]))) == state


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
    assert state_of(text) == play.State()


def test_an_edited_value_makes_the_current_parameters_the_new_start():
    _, text = asked(play.address(play.State(step=7)))
    step = list(islice(descend(dosage.START, dosage.DATA, learning_rate=0.02), 8))[-1]
    _, text = after(text, "use this", w3="1.5")
    assert state_of(text) == play.State(step.parameters._replace(w3=1.5))
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
    for name, state in play.STAGES.items():
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
    assert asked("/?w1=" + "1" * 8000)[0] == 414


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
        *play.NAMES,
        "learning_rate",
        "data",
        "trainable",
        "step",
        "parameter",
        "observation",
        "press",
        "before",
        "now",
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
    ]
    pairs = [(random.choice(names), random.choice(values)) for _ in range(random.randint(1, 6))]
    query = urlencode(pairs) if random.random() < 0.8 else quote_from_bytes(random.randbytes(random.randint(0, 60)))
    return "/?" + query + "%" * random.choice([0, 0, 1]) + "x" * random.choice([0, 0, 0, 9000])


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
    server = ThreadingHTTPServer(("127.0.0.1", 0), play.Handler)
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


def test_without_a_terminal_it_says_how_to_open_it_and_ends():
    ran = subprocess.run([sys.executable, EXAMPLES / "play.py"], capture_output=True, text=True, timeout=20)
    assert (ran.returncode, "--serve" in ran.stdout) == (0, True)
