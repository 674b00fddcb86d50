"""The service for reception screens, listened to by a real Socket.IO client: both readings of `/event`, and who may listen at all."""

import base64
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
import socketio
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from ansinh.desk import WasRead
from ansinh.doors import desk as page
from ansinh.sandbox.cards import CardTrouble
from tests import browsing
from tests.desk.at_the_counter import CAN, NUMBER, Place
from tests.desk.conftest import CardOf

ALLOWED = "http://his.example"


@pytest.fixture
def devices(place_of: Callable[..., Place]) -> Iterator[tuple[Place, page.Devices, str]]:
    place = place_of()
    devices = page.Devices(serial="ANSINH-TEST", origins={ALLOWED})
    place.counter.hear(devices.hear)
    with browsing.served(devices.app) as base:
        yield place, devices, base


class Screen:
    """A reception screen: what it heard, as event of the main namespace, or as message of the namespace /event."""

    def __init__(self, base: str, namespace: str, *, transports: list[str] | None = None) -> None:
        self.heard: list[dict[str, Any]] = []
        self.client = socketio.Client(reconnection=False)
        self.client.on("/event" if namespace == "/" else "message", self.heard.append, namespace=namespace)
        self.client.connect(base, namespaces=[namespace], transports=transports or ["websocket"], wait_timeout=60)

    def hears(self, *ids: int, seconds: float = 60.0) -> list[dict[str, Any]]:
        end = time.monotonic() + seconds
        while [each["id"] for each in self.heard] != list(ids):
            assert time.monotonic() < end, [each["id"] for each in self.heard]
            time.sleep(0.01)
        return self.heard

    def leave(self) -> None:
        self.client.disconnect()


@pytest.mark.parametrize(("namespace", "transports"), [("/", ["websocket"]), ("/event", ["polling", "websocket"])])
def test_a_screen_hears_of_the_card_its_text_and_its_files(
    devices: tuple[Place, page.Devices, str], card_of: CardOf, namespace: str, transports: list[str]
) -> None:
    place, service, base = devices
    screen = Screen(base, namespace, transports=transports)
    assert service.count == 1
    chip = card_of()
    place.read(chip)
    _, text, raw = screen.hears(1, 2, 4)
    assert {key: text["data"][key] for key in ("idCode", "personName", "dateOfBirth", "gender", "nationality")} == {
        "idCode": NUMBER,
        "personName": "Nguyễn Thị Mẫu",
        "dateOfBirth": "09/03/1985",
        "gender": "Nữ",
        "nationality": "Việt Nam",
    }
    assert len(text["data"]) == 16
    assert base64.b64decode(raw["data"]["dg13"]) == chip.files[0x010D]
    assert base64.b64decode(raw["data"]["sod"]) == chip.files[0x011D]
    assert base64.b64decode(raw["data"]["img_data"]).startswith(b"\x89PNG")
    screen.leave()
    place.until(lambda _: service.count == 0)


def test_a_screen_hears_of_failures_in_words_and_of_a_bad_card_nothing_else(
    devices: tuple[Place, page.Devices, str], card_of: CardOf
) -> None:
    place, _, base = devices
    screen = Screen(base, "/")
    place.read(card_of(), "123456")
    assert screen.hears(1, 3)[1]["message"] == "Sáu số này không mở được thẻ"
    screen.heard.clear()
    place.read(card_of(CardTrouble.COPY))
    (_, failure) = screen.hears(1, 3)
    assert "bản sao" in failure["message"]
    assert failure["data"] == {}
    screen.leave()


def test_a_screen_is_told_only_what_a_check_in_needs_where_the_installer_says_so(place_of: Callable[..., Place], card_of: CardOf) -> None:
    place = place_of()
    found = place.read(card_of()).found
    assert found is not None
    told = next(iter(page.Devices(serial="", everything=False)._messages(WasRead(found))))["data"]
    assert {name for name, value in told.items() if value} <= {"idCode", "personName", "dateOfBirth", "gender", "residencePlace"}
    assert len(told) == 16


def test_the_serial_is_told_over_http_and_as_an_answer(devices: tuple[Place, page.Devices, str]) -> None:
    _, _, base = devices
    assert httpx2.get(f"{base}/info").json() == {"serial": "ANSINH-TEST"}
    assert httpx2.get(f"{base}/image").status_code == 404
    screen = Screen(base, "/")
    assert screen.client.call("/info", namespace="/", timeout=60) == {"serial": "ANSINH-TEST"}
    screen.leave()


def test_a_page_of_an_allowed_origin_may_listen_and_any_other_may_not(devices: tuple[Place, page.Devices, str]) -> None:
    _, service, base = devices
    socket = f"{base.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
    with connect(socket, origin=Origin(ALLOWED)) as opened:
        assert str(opened.recv(timeout=60)).startswith('0{"sid"')
    with pytest.raises(InvalidStatus):
        connect(socket, origin=Origin("http://evil.example"))
    answered = httpx2.get(f"{base}/socket.io/?EIO=4&transport=polling", headers={"origin": ALLOWED})
    assert answered.headers["access-control-allow-origin"] == ALLOWED
    refused = httpx2.get(f"{base}/socket.io/?EIO=4&transport=polling", headers={"origin": "http://evil.example"})
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers
    assert service.count == 0


def test_a_name_that_was_pointed_at_this_machine_is_not_answered(devices: tuple[Place, page.Devices, str]) -> None:
    _, _, base = devices
    assert httpx2.get(f"{base}/info", headers={"host": "rebound.example"}).status_code == 403


def test_a_screen_that_comes_late_hears_nothing_of_the_card_before(devices: tuple[Place, page.Devices, str], card_of: CardOf) -> None:
    place, _, base = devices
    place.read(card_of())
    screen = Screen(base, "/")
    place.counter.again()
    place.counter.give(CAN)
    screen.hears(2, 4)
    screen.leave()
