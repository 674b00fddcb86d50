"""Calls of the gateway as the ASGI server hands them in, byte for byte, and a sandbox of invented people to call about."""

import asyncio
import hashlib
import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ansinh import checkin, register, vendors
from ansinh.doors import gateway
from ansinh.kit import db
from ansinh.terms import PartialDate
from tests.register.builders import THERE, card, citizen, facilities, insured, officer, person, span

NOW = datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)
SECRET = b"an invented secret of 32 bytes.."
MD5 = hashlib.md5(b"an invented password", usedforsecurity=False).hexdigest().upper()
LOOKUP, TAKE = "/api/egw/KQNhanLichSuKCB2024", "/api/token/take"
ASKED = {
    "maThe": "DN4010123456789",
    "hoTen": "Nguyễn Thị Mẫu",
    "ngaySinh": "09/03/1985",
    "hoTenCb": "Trần Văn Tiếp",
    "cccdCb": "001080000009",
}
LAST_YEAR = span(date(2025, 1, 1), date(2025, 12, 31))
NEXT_YEAR = span(date(2027, 1, 1), date(2027, 12, 31), THERE)


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


async def elsewhere(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"elsewhere"})


class Hospital:
    """A caller with a clock that the test moves."""

    def __init__(
        self,
        database: db.Database,
        *,
        cors_origins: Collection[str] = (),
        otherwise: ASGIApp = elsewhere,
        recorder: vendors.Recorder | None = None,
        **switches: Any,
    ) -> None:
        self.now = NOW
        numbers = itertools.count(1)
        self._app = gateway.app(
            database,
            token_secret=SECRET,
            otherwise=otherwise,
            recorder=recorder,
            now=lambda: self.now,
            new_id=lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
            cors_origins=cors_origins,
            switches=gateway.Switches(**switches),
        )

    def call(
        self,
        path: str,
        body: bytes | Iterable[bytes] = b"",
        *,
        query: bytes = b"",
        method: str = "POST",
        headers: dict[str, str] | None = None,
        caller: str = "10.0.0.7",
    ) -> Answered:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query,
            "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
            "client": (caller, 50000),
        }
        parts = [body] if isinstance(body, bytes) else list(body)
        arriving = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        arriving.append({"type": "http.request", "body": b"", "more_body": False})
        sent: list[Message] = []

        async def receive() -> Message:
            return arriving.pop(0)

        async def send(message: Message) -> None:
            sent.append(dict(message))

        async def run() -> None:
            await self._app(scope, receive, send)

        asyncio.run(run())
        start, *rest = sent
        got = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answered(start["status"], got, b"".join(message.get("body", b"") for message in rest))

    def take(self, username: str = "01001_BV", password: str = MD5, **options: Any) -> Answered:
        return self.call(TAKE, orjson.dumps({"username": username, "password": password}), **options)

    def token(self, **options: Any) -> str:
        """The query of a look-up with a token taken now."""
        key = self.take(**options).json["APIKey"]
        return f"token={key['access_token']}&id_token={key['id_token']}&username={key['username']}&password={MD5}"

    def look_up(self, *, path: str = LOOKUP, query: str | None = None, caller: str = "10.0.0.7", **changes: Any) -> Answered:
        body = orjson.dumps({**ASKED, **changes})
        return self.call(path, body, query=(self.token(caller=caller) if query is None else query).encode(), caller=caller)


def seed(database: db.Database) -> None:
    """A facility with an officer and an account, and one person for each answer that the register's data decide."""
    with database.transaction() as conn:
        facilities(conn)
        register.add_officers(conn, [officer()])
        accounts = [checkin.NewAccount(username=f"{code}_BV", password="an invented password") for code in ("01001", "79014")]
        checkin.open_accounts(conn, accounts, now=NOW, cost="sandbox")
        register.enrol(conn, _people())


def _people() -> list[register.Enrolment]:
    def somebody(number: int, *cards: register.Card, **changes: Any) -> register.Enrolment:
        return person(identifiers=(citizen(f"00118500000{number}"), insured(f"012345678{number}")), cards=cards, **changes)

    return [
        somebody(9, card("DN4010123456789", span(), living_area="K1")),
        somebody(1, card("HS4010123456781", LAST_YEAR), card("DN4010123456781")),  # 003 by the old number
        somebody(2, card("DN4010123456782", span(), NEXT_YEAR)),  # 004
        somebody(3, card("DN4010123456783", LAST_YEAR)),  # 010
        somebody(4, card("DN4010123456784", state=register.CardState.REVOKED)),  # 110
        somebody(5, birth_date=PartialDate(2024, 5, 1)),  # 130
        somebody(6, card("QN5970123456786", custody=register.Custody.ARMY)),  # 001
        somebody(8, card("DN4010123456788", state=register.CardState.HELD), card("HS4010123456788", state=register.CardState.LOCKED)),
        somebody(7, card("DN4010123456787"), full_name='Nguyễn "Mẫu" \\ Bảy', address='Số 7, ngõ "Bảy": phố Thử'),
    ]
