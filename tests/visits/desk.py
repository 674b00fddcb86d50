"""A reception desk that calls our own interface: one facility with its token, over ASGI."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from fastapi import FastAPI
from starlette.testclient import TestClient

from ansinh import register
from ansinh.doors import gateway, visits
from ansinh.kit import db
from ansinh.terms import CitizenNumber, FacilityCode
from tests.gateway.calling import NOW, SECRET, Hospital, seed
from tests.register.builders import officer

THEIR_NUMBER = "079080000009"
OFFICER = {"citizen_number": "001080000009", "full_name": "Trần Văn Tiếp"}
THEIR_OFFICER = {"citizen_number": THEIR_NUMBER, "full_name": "Lê Thị Đón"}
PERSON = {"number": "DN4010123456789", "full_name": "Nguyễn Thị Mẫu", "birth_date": "1985-03-09"}
BY_CHIP = {"level": "chip_read", "source": "CHIP_CCCD", "at": "2026-11-20T08:00:00+07:00", "device": "reader 1"}
OUTAGE = {"since": "2026-11-20T07:10:00+07:00", "error_code": "502", "attempts": 3}


def visit(visit_id: str = "HS-1", **changes: Any) -> dict[str, Any]:
    """A visit as the desk tells it; a change to None takes the field out."""
    told = {
        "visit_id": visit_id,
        "person": PERSON,
        "category": "1.1",
        "care_kind": "01",
        "arrived_at": "2026-11-20T07:30:00+07:00",
        "officer": OFFICER,
        "evidence": BY_CHIP,
        **changes,
    }
    return {name: value for name, value in told.items() if value is not None}


def look_up(**changes: Any) -> dict[str, Any]:
    return {"moment": "arrival", "person": PERSON, "officer": OFFICER, **changes}


AUDIENCE = "http://gateway.test"


class Desk:
    """Its clock is the test's. `headers` hold a token taken now."""

    def __init__(self, database: db.Database, username: str = "01001_BV", **switches: Any) -> None:
        self.now = NOW
        frame = gateway.build_frame(database, token_secret=SECRET, switches=gateway.Switches(**switches), now=lambda: self.now)
        app = FastAPI()
        app.include_router(visits.build_router(frame, audience=AUDIENCE))
        self.app = app
        self.client = TestClient(app, raise_server_exceptions=False)
        key = Hospital(database).take(username).json["APIKey"]
        self.headers = {"accessToken": key["access_token"], "tokenId": key["id_token"]}

    def post(self, path: str, message: Any, **options: Any) -> Any:
        headers = {**self.headers, "content-type": "application/json", **options.pop("headers", {})}
        content = message if isinstance(message, bytes) else orjson.dumps(message)
        return self.client.post(f"{visits.PREFIX}{path}", content=content, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(f"{visits.PREFIX}{path}", headers={**self.headers, **options.pop("headers", {})}, **options)


def prepare(database: db.Database) -> None:
    """The gateway's invented people, and an officer for the other facility."""
    seed(database)
    theirs = officer(facility_code=FacilityCode("79014"), citizen_number=CitizenNumber(THEIR_NUMBER), full_name="Lê Thị Đón")
    with database.transaction() as conn:
        register.add_officers(conn, [theirs])


def later(minutes: int) -> datetime:
    return NOW.astimezone(UTC) + timedelta(minutes=minutes)
