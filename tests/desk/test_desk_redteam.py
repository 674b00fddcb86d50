"""Attacks on the counter from pages of elsewhere, and what is left of a person when the next one comes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from websockets.sync.client import ClientConnection, connect

from ansinh import desk
from ansinh.desk import Stage
from ansinh.doors import desk as page
from ansinh.doors.desk.older_sessions import Bounds
from ansinh.kit import http
from tests import browsing
from tests.desk.at_the_counter import ASKED, CAN, NUMBER, Place
from tests.desk.conftest import CardOf

POLLING = "/socket.io/?EIO=4&transport=polling"


def test_a_script_or_picture_of_another_site_opens_no_session_though_browsers_send_no_origin_with_it() -> None:
    devices = page.Devices(serial="ANSINH-TEST", origins=set())
    with browsing.served(devices.app) as base:
        for site in ("cross-site", "same-site"):
            for path in (POLLING, f"{POLLING}&j=0", "/info"):
                assert httpx2.get(base + path, headers={"sec-fetch-site": site}).status_code == 403
        assert httpx2.get(base + POLLING, headers={"sec-fetch-site": "same-origin"}).status_code == 200
        assert httpx2.get(base + POLLING).status_code == 200  # a program, which sends nothing of the kind
        rebound = httpx2.get(base + POLLING, headers={"host": "reader.evil.example"})
        assert rebound.status_code == 403
        nobody = httpx2.post(f"{base}{POLLING}&sid=x", headers={"origin": "null"}, content="40")
        assert nobody.status_code == 403


def test_a_page_of_elsewhere_cannot_even_watch_when_the_counter_changes(place: Place) -> None:
    """It could not read an answer, but see how long it takes: a changed counter answers at once."""
    site = place.site()
    with browsing.served(page.app(site)) as base:
        for path in ("/", "/counter?since=0", "/picture/0", "/assets/counter.js", "/healthz"):
            for more in ({"sec-fetch-dest": "empty"}, {"sec-fetch-dest": "image"}, {"sec-fetch-dest": "iframe"}, {}):
                for origin in ({}, {"origin": "https://evil.example"}):
                    headers = {"sec-fetch-site": "cross-site", **more, **origin}
                    assert httpx2.get(base + path, headers=headers).status_code == 403
        followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        assert httpx2.get(base, headers=followed).status_code == 200
        assert httpx2.get(base, headers={"sec-fetch-site": "none"}).status_code == 200
        own = {"sec-fetch-site": "same-origin", "sec-fetch-dest": "empty"}
        assert httpx2.get(f"{base}/counter?since=x", headers=own).status_code == 200
        site.closing.set()


@contextmanager
def listening(base: str) -> Iterator[ClientConnection]:
    """A screen of Socket.IO 5 by hand, in the main namespace."""
    with connect(f"{base.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket") as screen:
        assert str(screen.recv(timeout=60)).startswith("0{")
        screen.send("40")
        yield screen


def test_a_page_without_an_origin_gets_no_script_of_the_service_whatever_browser_it_is_in() -> None:
    """Browsers of before 2019 send neither an Origin with a script tag nor who made the request."""
    devices = page.Devices(serial="ANSINH-TEST")
    with browsing.served(devices.app) as base:
        for protocol in ("3", "4"):
            answer = httpx2.get(f"{base}/socket.io/?EIO={protocol}&transport=polling&j=0")
            assert answer.status_code == 400
            assert "sid" not in answer.text


def test_a_screen_cannot_listen_and_not_be_counted() -> None:
    """The clerk's page says how many listen, and an event of a screen's own may be called anything."""
    devices = page.Devices(serial="ANSINH-TEST")
    with browsing.served(devices.app) as base, listening(base) as screen:
        assert str(screen.recv(timeout=60)).startswith("40{")
        for event in ('["disconnect"]', '["disconnect","transport close"]', '["connect"]', '["connect",{}]'):
            screen.send(f"42{event}")
            screen.send('421["/info"]')
            while not str(screen.recv(timeout=60)).startswith("431"):
                pass
            assert devices.count == 1


def test_what_a_screen_says_piles_up_nowhere() -> None:
    """A message may announce a billion attachments, each of which would be kept until the last one came."""
    devices = page.Devices(serial="ANSINH-TEST")
    with browsing.served(devices.app) as base, listening(base) as screen:
        assert str(screen.recv(timeout=60)).startswith("40{")
        screen.send('45999999999-["x",{"_placeholder":true,"num":0}]')
        for _ in range(3):
            screen.send(b"an attachment")
        screen.send('42["/info"]')
        assert str(screen.recv(timeout=60)).startswith('42["/info"')  # it was not taken for one of them
        assert devices._server._binary_packet == {}


def test_of_newer_screens_too_no_more_listen_than_there_may_be() -> None:
    devices = page.Devices(serial="ANSINH-TEST", bounds=Bounds(sessions=2))
    with browsing.served(devices.app) as base, listening(base) as first, listening(base) as second:
        assert str(first.recv(timeout=60)).startswith("40{")
        assert str(second.recv(timeout=60)).startswith("40{")
        first.send("40/event,")
        assert str(first.recv(timeout=60)).startswith("40/event,{")  # the same one again
        with listening(base) as third:
            assert str(third.recv(timeout=60)).startswith("44")
            assert devices.count == 2


def after(place: Place) -> desk.Gateway:
    """The gateway's side of the counter when all that it was told to do is done."""
    place.counter._line.submit(lambda: None).result(timeout=60)
    gateway = place.counter._gateway
    assert gateway is not None
    return gateway


@pytest.mark.parametrize("is_down", [True, False], ids=["not sent", "sent"])
def test_of_the_last_person_nothing_is_left_for_the_line_to_say_again(connected: Place, card_of: CardOf, *, is_down: bool) -> None:
    assert connected.client is not None
    connected.read(card_of())
    connected.client.down = is_down
    connected.counter.check_in(ASKED)
    connected.until(lambda view: view.stage in {Stage.VERIFIED, Stage.CHECKED_IN} and view.asked is not None)
    if not is_down:
        assert after(connected)._said is not None
    connected.counter.clear()
    connected.until(lambda view: view.found is None)
    assert after(connected)._said is None


ODD = (
    b"{}",
    b"[]",
    b"null",
    b'"x"',
    b"<html>log in first</html>",
    b'{"challenge": "short", "audience": "x"}',
    b'{"challenge": 5, "audience": "x"}',
    b'{"challenge": "' + b"A" * 43 + b'=", "audience": "x"}',
    b'{"challenge": "' + b"A" * 43 + b'", "audience": ""}',
    b'{"challenge": "' + b"A" * 43 + b'", "audience": ["' + b"x" * 300 + b'", ""]}',
)
"""What something in the gateway's place may answer: another program, a page to log in to a network, whoever stands in between."""


@pytest.mark.parametrize("body", ODD)
@pytest.mark.parametrize("path", ["/challenges", "/visits", "/look-ups"])
def test_what_answers_in_the_gateways_place_stops_no_reading_and_is_named(
    connected: Place, card_of: CardOf, path: str, body: bytes
) -> None:
    here = connected.client
    assert here is not None
    post = here.post

    def odd(url: str, sent: bytes, **options: Any) -> http.Answer:
        answer = post(url, sent, **options)
        return http.Answer(200, {}, body) if url.endswith(path) else answer

    here.post = odd  # type: ignore[method-assign,assignment]
    view = connected.read(card_of())
    assert view.stage is Stage.VERIFIED
    connected.counter.check_in(ASKED)
    view = connected.until(lambda view: view.stage is not Stage.SENDING and (view.trouble is not None or view.admission is not None))
    if path == "/look-ups":
        assert view.admission is not None
        assert view.admission.cover is None
    else:
        assert view.trouble is not None
        assert view.trouble.fault is desk.Fault.GATEWAY_DOWN
        here.post = post  # type: ignore[method-assign]
        connected.counter.check_in(ASKED)
        view = connected.until(lambda view: view.stage is Stage.CHECKED_IN)
        assert view.admission is not None
        assert view.admission.is_proven


def test_no_log_at_any_level_names_a_person_a_card_or_what_opens_it(
    connected: Place, card_of: CardOf, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    devices = page.Devices(serial="ANSINH-TEST")
    connected.counter.hear(devices.hear)
    with caplog.at_level(logging.DEBUG), browsing.served(devices.app):
        connected.read(card_of())
        connected.counter.check_in(ASKED)
        connected.until(lambda view: view.stage is Stage.CHECKED_IN)
        connected.counter.again()
        connected.counter.give("not what opens a card 001185000009")
        connected.counter.clear()
    out, err = capfd.readouterr()
    said = caplog.text + out + err + "".join(repr(record.args) for record in caplog.records)
    assert "desk.checked_in" in said
    for secret in (NUMBER, f'"{CAN}"', f"'{CAN}'", "Nguyễn Thị Mẫu", "NGUYEN", "DN4010123456789", "invented password"):
        assert secret not in said
