"""The campaign finds what should not be: a bounded run against the real gateway, and servers that answer wrongly on purpose."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from ansinh import checkin, register
from ansinh.cli.fuzz.campaign import Campaign
from ansinh.doors import gateway, visits
from ansinh.kit import db
from ansinh.kit.errors import Refused
from ansinh.terms import FacilityCode
from ansinh.wire import programs
from tests.gateway.calling import NOW, SECRET
from tests.register.builders import card, citizen, insured, officer, person

PEOPLE = [
    {
        "citizen_number": "001185000009", "card_number": "DN4010123456789", "social_insurance_number": "0123456789",
        "name": "Nguyễn Thị Mẫu", "birth_date": "1985-03-09", "sex": "female", "registered_facility": "01001",
    }
]  # fmt: skip
FACILITIES = [
    {
        "facility_code": f"010{number:02d}", "username": f"010{number:02d}_BV", "password": "an invented password",
        "officers": [{"name": "Trần Văn Tiếp", "citizen_number": "001080000009"}],
    }
    for number in range(1, 25)
]  # fmt: skip


def seed(database: db.Database) -> None:
    with database.transaction() as conn:
        codes = [FacilityCode.parse(str(each["facility_code"])) for each in FACILITIES]
        register.add_facilities(conn, [register.Facility(code=code, name="Bệnh viện Mẫu") for code in codes])
        register.add_officers(conn, [officer(facility_code=code) for code in codes])
        accounts = [checkin.NewAccount(username=f"{code.value}_BV", password="an invented password") for code in codes]
        checkin.open_accounts(conn, accounts, now=NOW, cost="sandbox")
        register.enrol(conn, [person(identifiers=(citizen("001185000009"), insured()), cards=(card(),))])


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def walked(campaign: Campaign, calls: int, *, first: int = 0) -> Campaign:
    for _ in campaign.run(first, calls, connections=3):
        pass
    return campaign


def test_some_hundred_spoiled_calls_are_all_answered_as_they_should_be(database: db.Database) -> None:
    seed(database)
    own = FastAPI()
    switches = gateway.Switches(old_generations=True)
    frame = gateway.build_frame(database, token_secret=SECRET, switches=switches, now=lambda: NOW)  # a day on which the card is good
    own.include_router(visits.build_router(frame, audience="http://testserver"))
    with serving(gateway.app(database, token_secret=SECRET, otherwise=own, switches=switches, now=lambda: NOW)) as url:
        campaign = walked(Campaign(url, facilities=FACILITIES, people=PEOPLE, seed=1), 700)
    assert [failure.why for failure in campaign.failures] == []
    assert sum(campaign.counts.values()) == 700
    assert {name for name, _ in campaign.counts} == {*programs.PATHS, "elsewhere"}
    assert campaign.taken["lookup_2024"] > 0
    assert campaign.next_number == 700


@contextmanager
def wrong_server(spoil: Callable[[int, dict[str, Any]], tuple[int, bytes]]) -> Iterator[str]:
    """Answers logins as it should and everything else as `spoil` says."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", "0")))
            good = {"maKetQua": "200", "APIKey": {"access_token": "a", "id_token": "b"}}
            status, body = (200, orjson.dumps(good)) if self.path.endswith("/take") else spoil(200, good)
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, b"{}"), "status 500"),
        ((200, b"<html>"), "not JSON"),
        ((200, b'{"maKetQua":200}'), "other keys, or another order"),
        ((418, b"{}"), "status 418 is not one of this call"),
    ],
)
def test_a_reply_that_should_not_be_is_found_and_the_call_kept(answer: tuple[int, bytes], why: str) -> None:
    with wrong_server(lambda _status, _good: answer) as url:
        campaign = walked(Campaign(url, facilities=FACILITIES, people=PEOPLE, seed=1), 60)
    assert why in {failure.why for failure in campaign.failures}
    kept = campaign.failures[0].as_dict()
    assert set(kept) == {"number", "seed", "call", "why", "status", "request_base64", "reply_base64"}


def test_a_gateway_that_hangs_up_without_a_word_is_found() -> None:
    calls = iter(range(1_000))
    with wrong_server(lambda status, good: (0, b"") if next(calls) > len(programs.PATHS) else (status, orjson.dumps(good))) as url:
        campaign = walked(Campaign(url, facilities=FACILITIES, people=PEOPLE, seed=1), 40)
    assert "no reply" in {failure.why for failure in campaign.failures}


def test_a_campaign_against_nothing_says_so() -> None:
    with pytest.raises((Refused, OSError)):
        Campaign("http://127.0.0.1:1", facilities=FACILITIES, people=PEOPLE, seed=1)


# the calls and the shapes


CALLER = programs.Caller(
    "01001_BV", "0" * 32, "Trần Văn Tiếp", "001080000009", "DN4010123456789", "Nguyễn Mẫu", "09/03/1985", ("01002_BV", "1" * 32)
)


def made(number: int, seed: int) -> bytes:
    call, _ = programs.spoiled(number, seed, names=list(programs.PATHS), callers=[CALLER])
    return call.render(token=b"t", token_id=b"i")


def test_the_same_number_and_seed_make_the_same_call() -> None:
    assert [made(number, 5) for number in range(200)] == [made(number, 5) for number in range(200)]
    assert [made(number, 5) for number in range(200)] != [made(number, 6) for number in range(200)]


def test_every_call_can_be_made_and_says_its_length() -> None:
    for number in range(2_000):
        head, _, body = made(number, 3).partition(b"\r\n\r\n")
        assert head.split(b"\r\n")[1] == b"Host: gateway"
        lengths = [int(line[16:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length: ")]
        assert lengths in ([len(body)], []), number


GOOD = orjson.dumps({"maKetQua": "000", "ghiChu": "x", "dsLichSuKCB2025": None})
HEADERS = {"content-type": "application/json; charset=utf-8", "content-length": str(len(GOOD))}


def test_a_good_reply_has_no_fault() -> None:
    assert programs.fault("history_2025", "POST", 200, HEADERS, GOOD) == ""


@pytest.mark.parametrize(
    ("method", "status", "body", "fault"),
    [
        ("POST", 503, GOOD, "status 503"),
        ("POST", 404, GOOD, "status 404 is not one of this call"),
        ("GET", 200, GOOD, "status 200 for GET"),
        ("POST", 405, GOOD, "status 405 for POST"),
        ("HEAD", 405, GOOD, "a body where there must be none"),
        ("POST", 200, b'{"maKetQua":"000"}', "other keys, or another order"),
        ("POST", 200, b'{"ghiChu":"x","maKetQua":"000","dsLichSuKCB2025":null}', "other keys, or another order"),
        ("POST", 200, b'{"maKetQua":"000", "ghiChu":"x","dsLichSuKCB2025":null}', "not compact"),
        ("POST", 200, b'{"maKetQua":0,"ghiChu":"x","dsLichSuKCB2025":null}', "a code that is no text of digits"),
        ("POST", 200, b'{"maKetQua":"OK","ghiChu":"x","dsLichSuKCB2025":null}', "a code that is no text of digits"),
        ("POST", 200, b'{"maKetQua":"000","ghiChu":1,"dsLichSuKCB2025":null}', "ghiChu is of another kind"),
        ("POST", 200, b'{"maKetQua":"000","ghiChu":"x","dsLichSuKCB2025":[]}', "dsLichSuKCB2025 is of another kind"),
        ("POST", 200, b'{"maKetQua":"000","ghiChu":"x","dsLichSuKCB2025":[{"maHoSo":null}]}', "dsLichSuKCB2025 is of another kind"),
        ("POST", 200, b"[]", "not a JSON object"),
    ],
)
def test_each_fault_of_a_reply_is_named(method: str, status: int, body: bytes, fault: str) -> None:
    headers = {**HEADERS, "content-length": str(len(body))}
    assert programs.fault("history_2025", method, status, headers, body) == fault


def test_length_and_label_are_looked_at() -> None:
    assert programs.fault("history_2025", "POST", 200, {**HEADERS, "content-length": "1"}, GOOD) == "no content-length, or another one"
    assert programs.fault("history_2025", "POST", 200, {**HEADERS, "content-type": "text/html"}, GOOD) == "not labelled as JSON"


def test_an_empty_401_is_right_for_the_copayment_call_and_wrong_for_others() -> None:
    assert programs.fault("copayment", "POST", 401, {}, b"") == ""
    assert programs.fault("lookup_2024", "POST", 401, {"content-length": "0"}, b"") != ""


def test_our_own_interface_refuses_with_problem_documents() -> None:
    problem = orjson.dumps({"type": "t", "title": "t", "status": 422, "detail": "d"})
    assert programs.fault("visits", "POST", 422, {"content-type": "application/problem+json"}, problem) == ""
    assert programs.fault("visits", "POST", 422, {"content-type": "application/json"}, problem) == "status 422 without a problem document"
