"""Screens of Socket.IO 1.x and 2.x clients, frame by frame: the requests are those that socket.io-client 2.5.0 makes, byte for byte."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from ansinh.doors import desk as page
from ansinh.doors.desk.older_sessions import Bounds
from ansinh.wire import device
from tests import browsing
from tests.desk.at_the_counter import NUMBER, Place
from tests.desk.conftest import CardOf

ALLOWED, EVIL = "http://his.example", "http://evil.example"
POLLING = "/socket.io/?EIO=3&transport=polling&t=Q88W0k8"
INFO = {"serial": "ANSINH-TEST"}
TEXT = {"content-type": "text/plain;charset=UTF-8"}
SECRET = "Nguyễn Thị Mẫu"


@contextmanager
def serving(seconds: Callable[[], float] = time.monotonic, **bounds: Any) -> Iterator[tuple[page.Devices, str]]:
    devices = page.Devices(serial=INFO["serial"], origins={ALLOWED}, bounds=Bounds(**bounds), seconds=seconds)
    with browsing.served(devices.app) as base:
        yield devices, base


@pytest.fixture
def service() -> Iterator[tuple[page.Devices, str]]:
    with serving() as served:
        yield served


def tell(devices: page.Devices, sentence: str = SECRET, *, size: int = 0) -> None:
    """As a counter does, from another thread."""
    assert devices._loop is not None
    message = {"id": 3, "message": sentence, "data": {"img_data": "x" * size} if size else {}}
    devices._loop.call_soon_threadsafe(devices._older.tell, [message])


def packets(body: str) -> list[str]:
    """What one answer to a poll holds."""
    found: list[str] = []
    while body:
        length, _, body = body.partition(":")
        found.append(body[: int(length)])
        body = body[int(length) :]
    return found


class Polling:
    """A client that polls, as XMLHttpRequest does it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = httpx2.Client(timeout=60.0)
        opened = self.http.get(f"{base}{POLLING}&b64=1")
        assert opened.status_code == 200, opened.text
        first, *self.first = packets(opened.text)
        self.said = json.loads(first.removeprefix("0"))
        self.url = f"{base}{POLLING}&b64=1&sid={self.said['sid']}"

    def post(self, body: bytes) -> httpx2.Response:
        return self.http.post(self.url, content=body, headers=TEXT)

    def poll(self) -> list[str]:
        return packets(self.http.get(self.url).raise_for_status().text)

    def status(self) -> int:
        return self.http.get(self.url).status_code


def socket(base: str, rest: str = "", **options: Any) -> ClientConnection:
    opened: ClientConnection = connect(f"{base.replace('http', 'ws', 1)}/socket.io/?EIO=3&transport=websocket{rest}", **options)
    return opened


def heard(packet: str, prefix: str) -> Any:
    assert packet.startswith(prefix)
    return json.loads(packet.removeprefix(prefix))


def until(stands: Callable[[], bool], *, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not stands():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_client_that_only_polls_hears_all_in_both_readings_of_the_channel(service: tuple[page.Devices, str]) -> None:
    devices, base = service
    screen = Polling(base)
    assert screen.said == {"sid": screen.said["sid"], "upgrades": ["websocket"], "pingInterval": 25000, "pingTimeout": 60000}
    assert screen.first == ["40"]
    assert devices.count == 1
    assert screen.post(b"9:40/event,").text == "ok"
    assert screen.poll() == ["40/event"]
    screen.post(b'22:42/event,0["/info",{}]')
    assert screen.poll() == ['43/event,0[{"serial":"ANSINH-TEST"}]']
    screen.post(b'11:42["/info"]1:28:2goingon')
    assert screen.poll() == ['42["/info",{"serial":"ANSINH-TEST"}]', "3", "3goingon"]
    tell(devices)
    main, channel = sorted(screen.poll(), reverse=True)
    expected = {"id": 3, "message": SECRET, "data": {}}
    assert heard(main, "42") == ["/event", expected]
    assert heard(channel, "42/event,") == ["message", expected]
    screen.post(b"9:41/event,")
    tell(devices)
    assert len(screen.poll()) == 1
    screen.post(b"1:1")
    assert devices.count == 0
    assert screen.status() == 400


def test_a_client_goes_over_to_a_websocket_and_misses_nothing_on_the_way(service: tuple[page.Devices, str]) -> None:
    devices, base = service
    screen = Polling(base)
    with socket(base, f"&sid={screen.said['sid']}") as upgraded:
        upgraded.send("2probe")
        assert upgraded.recv(timeout=60) == "3probe"
        assert screen.poll() == ["6"]  # the last poll ends at once, and those that were on their way
        assert screen.poll() == ["6"]
        tell(devices)
        assert [heard(each, "42")[1]["message"] for each in screen.poll()] == [SECRET]
        tell(devices, "between")
        upgraded.send("5")
        assert heard(str(upgraded.recv(timeout=60)), "42")[1]["message"] == "between"
        assert screen.status() == 400
        upgraded.send("2")
        assert upgraded.recv(timeout=60) == "3"
        assert devices.count == 1
    until(lambda: devices.count == 0)


@pytest.mark.parametrize("first", ["5", "2", "nonsense"])
def test_a_websocket_that_does_not_probe_as_it_should_is_closed_and_polling_goes_on(service: tuple[page.Devices, str], first: str) -> None:
    _, base = service
    screen = Polling(base)
    with socket(base, f"&sid={screen.said['sid']}") as upgraded:
        upgraded.send(first)
        with pytest.raises(ConnectionClosed):
            upgraded.recv(timeout=60)
    screen.post(b"1:2")
    assert screen.poll() == ["3"]
    screen.post(b"1:1")


def test_a_client_that_begins_with_a_websocket_is_served_like_any_other(service: tuple[page.Devices, str]) -> None:
    devices, base = service
    with socket(base) as screen:
        assert heard(str(screen.recv(timeout=60)), "0")["upgrades"] == []
        assert screen.recv(timeout=60) == "40"
        screen.send("40/event,")
        assert screen.recv(timeout=60) == "40/event"
        screen.send('42/event,0["/info",{}]')
        assert screen.recv(timeout=60) == '43/event,0[{"serial":"ANSINH-TEST"}]'
        screen.send("40/image,")
        assert screen.recv(timeout=60) == '44/image,"Invalid namespace"'
        screen.send(b"\x04anything")
        screen.send('42["/image",1]')
        tell(devices)
        assert {str(screen.recv(timeout=60))[:8] for _ in range(2)} == {'42["/eve', "42/event"}
    until(lambda: devices.count == 0)


def test_a_screen_of_an_older_client_hears_of_a_card_and_one_that_comes_later_does_not(
    place_of: Callable[..., Place], card_of: CardOf
) -> None:
    place = place_of()
    with serving() as (devices, base):
        place.counter.hear(devices.hear)
        with socket(base) as screen:
            screen.send("40/event")
            said = [str(screen.recv(timeout=60)) for _ in range(3)]
            assert said[-1] == "40/event"  # it is in both before the card comes
            place.read(card_of())
            said += [str(screen.recv(timeout=60)) for _ in range(6)]
            messages = [heard(each, "42") for each in said if each.startswith("42[")]
            assert [each["id"] for _, each in messages] == [1, 2, 4]
            assert messages[1][1]["data"]["idCode"] == NUMBER
            assert messages[1][1]["data"]["personName"] == SECRET
            assert sum(each.startswith("42/event,") for each in said) == 3
            with socket(base) as late:
                late.send("2")
                assert [str(late.recv(timeout=60))[:2] for _ in range(3)] == ["0{", "40", "3"]


def test_the_same_pages_may_listen_as_by_the_newer_protocol_and_no_others(service: tuple[page.Devices, str]) -> None:
    devices, base = service
    allowed = httpx2.get(base + POLLING, headers={"origin": ALLOWED})
    assert allowed.headers["access-control-allow-origin"] == ALLOWED
    assert allowed.headers["access-control-allow-credentials"] == "true"  # clients 2.x ask with credentials unless told not to
    before = httpx2.options(base + POLLING, headers={"origin": ALLOWED, "access-control-request-method": "POST"})
    assert (before.status_code, before.headers["access-control-allow-headers"]) == (204, "content-type")
    connected = devices.count
    for headers in ({"origin": EVIL}, {"origin": "null"}, {"host": "reader.evil.example"}, {"sec-fetch-site": "cross-site"}):
        for method in ("GET", "POST", "OPTIONS"):
            refused = httpx2.request(method, base + POLLING, headers=headers)
            assert refused.status_code == 403
            assert "access-control-allow-origin" not in refused.headers
    with pytest.raises(InvalidStatus):
        socket(base, origin=Origin(EVIL))
    with socket(base, origin=Origin(ALLOWED)) as opened:
        assert str(opened.recv(timeout=60)).startswith("0{")
    until(lambda: devices.count == connected)


def test_a_page_is_answered_in_bytes_unless_it_asks_for_text_for_clients_1_x_fail_with_much_text(service: tuple[page.Devices, str]) -> None:
    _, base = service
    for more, headers, begins in (("", {"origin": ALLOWED}, b'\x00\x01\x02\x00\xff0{"sid"'), ("&b64=1", {"origin": ALLOWED}, b"120:0{")):
        opened = httpx2.get(base + POLLING + more, headers=headers)
        assert opened.content.startswith(begins)
        assert opened.headers["content-type"].startswith("text/plain" if more else "application/octet-stream")
    assert httpx2.get(base + POLLING).content.startswith(b"120:0{")  # a program: some never say b64 and read text alone


def test_what_is_not_the_protocol_is_refused_in_its_own_words(service: tuple[page.Devices, str]) -> None:
    _, base = service
    sid = Polling(base).said["sid"]
    for method, query, code in (
        ("GET", "transport=polling&j=0", 0),
        ("GET", "transport=flashsocket", 0),
        ("GET", "transport=polling&sid=of-a-run-before", 1),
        ("POST", "transport=polling", 2),
        ("PUT", f"transport=polling&sid={sid}", 3),
    ):
        refused = httpx2.request(method, f"{base}/socket.io/?EIO=3&{query}")
        assert (refused.status_code, refused.json()["code"]) == (400, code)
    with pytest.raises(InvalidStatus):
        socket(base, "&sid=of-a-run-before")
    assert Polling(base).post(b"4:2probe").status_code == 400
    newer = httpx2.get(f"{base}/socket.io/?EIO=4&transport=polling")
    assert newer.text.startswith('0{"sid"')


def test_no_more_screens_are_served_than_there_may_be() -> None:
    with serving(sessions=2) as (devices, base):
        first = Polling(base)
        with socket(base):
            assert httpx2.get(base + POLLING).status_code == 503
            with pytest.raises(InvalidStatus):
                socket(base)
            first.post(b"1:1")
            assert Polling(base).first == ["40"]
            assert devices.count == 2


def test_for_a_client_that_fetches_nothing_little_is_kept_and_not_for_long() -> None:
    with serving(queued_bytes=4000, unfetched_s=0.5, look_every_s=0.02) as (devices, base):
        full = Polling(base)
        for _ in range(2):
            tell(devices, size=2500)
        assert full.status() == 400
        late = Polling(base)
        tell(devices)
        until(lambda: devices.count == 0)
        assert late.status() == 400


def test_a_client_that_is_silent_is_forgotten_and_one_that_pings_is_not() -> None:
    now_s = 1000.0
    with (
        serving(lambda: now_s, ping_interval_s=25, ping_timeout_s=60, look_every_s=0.02) as (devices, base),
        socket(base) as silent,
        ThreadPoolExecutor(1) as aside,
    ):
        screen = Polling(base)
        for _ in range(5):
            now_s += 20
            screen.post(b"1:2")
            assert screen.poll() == ["3"]
        until(lambda: devices.count == 1)
        assert [str(silent.recv(timeout=60))[:2] for _ in range(2)] == ["0{", "40"]
        with pytest.raises(ConnectionClosed):
            silent.recv(timeout=60)
        last = aside.submit(screen.poll)
        (session,) = devices._older._sessions.all()
        until(lambda: session.is_polled)
        now_s += 86
        assert last.result() == ["1"]  # waited for, until it is over
    assert devices.count == 0


def test_what_is_too_large_or_unreadable_ends_the_session_it_came_in() -> None:
    with serving(received_bytes=100) as (devices, base):
        assert Polling(base).post(b"200:4" + b"x" * 199).status_code == 413
        assert Polling(base).post(b"3:42[").status_code == 400
        with socket(base) as long, socket(base) as odd:
            long.send("2" + "x" * 100)
            odd.send("42[")
            for closed in (long, odd):
                assert [str(closed.recv(timeout=60))[:2] for _ in range(2)] == ["0{", "40"]
                with pytest.raises(ConnectionClosed):
                    closed.recv(timeout=60)
        until(lambda: devices.count == 0)


def test_a_poll_whose_client_leaves_ends_the_session_and_no_log_says_what_it_would_have_heard(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), serving() as (devices, base):
        screen = Polling(base)
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.get(screen.url, timeout=0.2)
        until(lambda: devices.count == 0)
        with socket(base) as other:
            tell(devices)
            said = [str(other.recv(timeout=60)) for _ in range(3)]
            assert "event" in said[-1]
    out, err = capfd.readouterr()
    ours = (
        out + err + "".join(record.getMessage() for record in caplog.records if record.name.startswith(("ansinh", "socketio", "engineio")))
    )
    assert SECRET not in ours
    assert "Nguy" not in ours


PAGE = """
async (base) => {
  const url = base + "/socket.io/?EIO=3&transport=polling&t=x";
  const text = (bytes) => Array.from(new Uint8Array(bytes), (each) => each < 10 ? each : String.fromCharCode(each)).join("");
  const call = (method, more, body) => new Promise((done, failed) => {
    const asked = new XMLHttpRequest();
    asked.open(method, url + more);
    if (body) asked.setRequestHeader("Content-type", "text/plain;charset=UTF-8");
    asked.withCredentials = true;
    asked.responseType = "arraybuffer";
    asked.onload = () => done(text(asked.response));
    asked.onerror = () => failed(new Error("not let through"));
    asked.send(body || null);
  });
  const opened = await call("GET", "");
  const sid = "&sid=" + JSON.parse(opened.slice(opened.indexOf("{"), opened.indexOf("}") + 1)).sid;
  await call("POST", sid, "9:40/event,");
  const joined = await call("GET", sid);
  const socket = new WebSocket(base.replace("http", "ws") + "/socket.io/?EIO=3&transport=websocket" + sid);
  const heard = [];
  let wake = () => {};
  socket.onmessage = (said) => { heard.push(said.data); wake(); };
  const next = async () => { if (!heard.length) await new Promise((go) => { wake = go; }); return heard.shift(); };
  await new Promise((go) => { socket.onopen = go; });
  socket.send("2probe");
  const probed = await next();
  const last = await call("GET", sid);
  socket.send("5");
  socket.send('42/event,0["/info",{}]');
  const told = [joined, probed, last, await next()];
  socket.close();
  return told;
}
"""


async def reception(_request: Request) -> Response:
    return Response("<!doctype html><title>reception</title>", media_type="text/html")


@pytest.mark.browser
def test_a_page_of_an_allowed_origin_in_a_browser_polls_with_credentials_and_goes_over(chromium: Any) -> None:
    with browsing.served(Starlette(routes=[Route("/", reception)])) as elsewhere:
        allowed = elsewhere.replace("127.0.0.1", "localhost")
        devices = page.Devices(serial=INFO["serial"], origins={allowed})
        with browsing.served(devices.app) as base:
            shown = chromium.new_context().new_page()
            shown.goto(allowed)
            told = shown.evaluate(PAGE, base)
            assert told == ["08\xff40/event", "3probe", "01\xff6", '43/event,0[{"serial":"ANSINH-TEST"}]']
            shown.goto(elsewhere)
            with pytest.raises(Exception, match="not let through"):
                shown.evaluate(PAGE, base)
            shown.context.close()


def test_news_of_a_counter_are_the_same_for_clients_of_both_protocols() -> None:
    with serving() as (devices, base), socket(base) as older:
        with connect(f"{base.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket") as newer:
            newer.recv(timeout=60)
            newer.send("40")
            newer.recv(timeout=60)
            assert devices.count == 2
            assert devices._loop is not None
            devices._loop.call_soon_threadsafe(devices._loop.create_task, devices._send([device.failure(SECRET)]))
            said = [str(older.recv(timeout=60)) for _ in range(3)][-1]
            assert heard(said, "42") == heard(str(newer.recv(timeout=60)), "42")
