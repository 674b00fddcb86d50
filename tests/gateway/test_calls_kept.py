"""Calls at the gateway that an account wants to see afterwards: what is kept, whose it is, and what it costs the others."""

from typing import Any

import orjson
import pytest
from starlette.types import Receive, Scope, Send

from ansinh import audit, checkin, vendors
from ansinh.kit import db
from tests.gateway.calling import ASKED, LOOKUP, MD5, NOW, Hospital

OWN, OTHER = "01001_BV", "79014_BV"
KEY = b"an invented key of 32 bytes....."


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """A stranger to the gateway: 404 with the body it got, 200 for an interface of its own."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200 if scope["path"] == "/api/own" else 404, "headers": []})
    await send({"type": "http.response.body", "body": body})


class Kept:
    """A gateway whose first facility wants its calls kept, and whose second does not."""

    def __init__(self, database: db.Database) -> None:
        self._database = database
        with database.transaction() as conn:
            checkin.keep_calls(conn, OWN, keeps=True, by=audit.Actor("agency", "an officer"), now=NOW)
        self.recorder = vendors.Recorder(database, mark_key=KEY, every_s=3600)
        self.hospital = Hospital(database, recorder=self.recorder, otherwise=echo)

    def calls(self, account: str = OWN) -> list[vendors.KeptCall]:
        """Newest first. Calls that only claim an account are noted by another thread: those are waited for by a call of its own."""
        self.recorder.flush()
        with self._database.transaction() as conn:
            return vendors.calls_of(conn, account)


@pytest.fixture
def keeping(seeded: db.Database) -> Kept:
    return Kept(seeded)


def wait_for(keeping: Kept, count: int) -> list[vendors.KeptCall]:
    for _ in range(500):
        calls = keeping.calls()
        if len(calls) >= count:
            break
    return calls


def test_a_lookup_and_its_token_are_kept_without_the_person(keeping: Kept, seeded: db.Database) -> None:
    keeping.hospital.look_up()
    looked_up, took = keeping.calls()
    assert (looked_up.endpoint, looked_up.code, looked_up.status, looked_up.is_proven) == ("lookup_2024", "000", 200, True)
    assert (took.endpoint, took.code, took.is_proven) == ("token", "200", True)
    assert looked_up.at == NOW
    with seeded.transaction() as conn:
        stored = str(conn.execute("SELECT kept::text FROM vendors.calls").fetchall())
    assert [value for value in (*ASKED.values(), MD5, "Số 7") if value in stored] == []


def test_an_account_that_does_not_want_it_leaves_nothing(keeping: Kept) -> None:
    keeping.hospital.look_up(query=keeping.hospital.token(username=OTHER))
    assert keeping.recorder.waiting == 0
    assert keeping.calls(OTHER) == []


def test_a_refused_token_is_kept_as_a_claim(keeping: Kept) -> None:
    keeping.hospital.look_up(query=f"token=nonsense&id_token=x&username={OWN}&password={MD5}")
    (refused,) = wait_for(keeping, 1)
    assert (refused.code, refused.is_proven) == ("401", False)


def test_a_wrong_password_is_kept_as_a_claim(keeping: Kept) -> None:
    keeping.hospital.take(OWN, "0" * 32)
    (refused,) = wait_for(keeping, 1)
    assert (refused.endpoint, refused.code, refused.is_proven) == ("token", "401", False)


@pytest.mark.parametrize("path", ["/api/egw/checkIn", "/API/egw//nhanHoSo"])
@pytest.mark.parametrize("by", ["body", "token"])
def test_a_path_that_is_not_here_is_answered_elsewhere_and_kept(keeping: Kept, path: str, by: str) -> None:
    query = keeping.hospital.token()
    sent: dict[str, Any] = {"body": orjson.dumps({"username": OWN})} if by == "body" else {"query": query.split("&")[0].encode()}
    answered = keeping.hospital.call(path, **sent)
    assert (answered.status, answered.body) == (404, sent.get("body", b""))
    kept = next(call for call in wait_for(keeping, 2) if not call.endpoint)
    assert (kept.status, kept.path, kept.is_proven) == (404, path, False)


def test_a_path_that_is_not_here_still_gets_its_whole_body(keeping: Kept) -> None:
    answered = keeping.hospital.call("/api/echo", [b"a" * 60_000, b"b" * 60_000, b"c"])
    assert answered.body == b"a" * 60_000 + b"b" * 60_000 + b"c"


def test_another_interface_that_answers_under_api_is_no_call_of_the_gateway(keeping: Kept) -> None:
    answered = keeping.hospital.call("/api/own", orjson.dumps({"username": OWN}))
    assert answered.status == 200
    assert keeping.calls() == []


def test_a_stranger_who_names_no_account_leaves_nothing(keeping: Kept) -> None:
    keeping.hospital.call("/api/egw/checkIn", b"{}")
    keeping.hospital.call(LOOKUP, b"{}")
    assert keeping.calls() == []


def test_a_call_with_another_method_is_kept(keeping: Kept) -> None:
    query = keeping.hospital.token()
    keeping.hospital.call(LOOKUP, query=query.encode(), method="GET")
    kept = next(call for call in wait_for(keeping, 2) if call.method == "GET")
    assert (kept.endpoint, kept.status) == ("lookup_2024", 405)


def test_keeping_calls_is_switched_off_within_seconds(keeping: Kept, seeded: db.Database) -> None:
    query = keeping.hospital.token()
    with seeded.transaction() as conn:
        checkin.keep_calls(conn, OWN, keeps=False, by=audit.Actor("agency", "an officer"), now=NOW)
    before = len(keeping.calls())
    hospital = Hospital(seeded, recorder=keeping.recorder)
    hospital.look_up(query=query)
    assert len(keeping.calls()) == before
