"""An agency with some invented participants, and the population register of the sandbox beside it, in one process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from ansinh import audit, oidc, register, sharing
from ansinh.kit import crypto, db
from ansinh.sandbox import population
from ansinh.terms import CitizenNumber, PartialDate, Sex, SocialInsuranceNumber
from tests.register import builders as records

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
KEY = "an invented API key"
TERMS = sharing.Terms(recipient="population-register", purpose="one record a person", legal_basis="Decree 164/2025/ND-CP")
WHY = register.Because(reason="population_register", by=audit.Actor("system", "population"), source="change 1")
ORIGIN = "http://127.0.0.1:1"


def person(number: int, **changes: Any) -> register.Enrolment:
    values: dict[str, Any] = {
        "full_name": f"Trần Thị Số {number}",
        "birth_date": PartialDate(1980, 1, 1 + number % 28),
        "sex": Sex.FEMALE,
        "identifiers": (records.citizen(f"001180{number:06d}"), records.insured(f"01{number:08d}")),
        "cards": () if number % 7 == 0 else (records.card(f"DN401{f'01{number:08d}'}"),),
    }
    return register.Enrolment(**{**values, **changes})


def enrolled(database: db.Database, count: int, *, first: int = 1) -> list[int]:
    with database.transaction() as conn:
        if first == 1:
            records.facilities(conn)
        return register.enrol(conn, [person(number) for number in range(first, first + count)])


def rename(database: db.Database, participant_id: int, number: int, to: int) -> None:
    """The person goes by another citizen number."""
    with database.transaction() as conn:
        old, new = CitizenNumber(f"001180{number:06d}"), CitizenNumber(f"001180{to:06d}")
        register.replace_number(conn, participant_id, old, new, since=TODAY, because=WHY, now=NOW)


def insurance_number(number: int) -> SocialInsuranceNumber:
    return SocialInsuranceNumber(f"01{number:08d}")


@dataclass
class Received:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return oidc_json(self.body)


def oidc_json(body: bytes) -> Any:
    import json

    return json.loads(body)


@dataclass
class Line:
    """The wire between the two, in one process. `breaks`: the numbers of calls that fail as if the network had gone."""

    client: TestClient
    breaks: set[int] = field(default_factory=set)
    falsify: Any = None
    calls: list[str] = field(default_factory=list)

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Received:
        return self._answer("GET", url, None, headers)

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Received:
        return self._answer("POST", url, body, headers)

    def _answer(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str] | None) -> Received:
        self.calls.append(url.removeprefix(ORIGIN))
        if len(self.calls) in self.breaks:
            raise ConnectionBroken
        answer = self.client.request(method, url.removeprefix(ORIGIN), content=body, headers=dict(headers or {}))
        received = Received(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content)
        return self.falsify(url, received) if self.falsify else received


class ConnectionBroken(Exception):  # noqa: N818
    """What a kill looks like to the code under test: nothing after it runs."""


def app(database: db.Database, key: bytes) -> FastAPI:
    """Both institutions behind one address: the population register's interface, and our feed."""
    served = FastAPI()
    served.include_router(
        population.build_router(database, clients={"agency": crypto.sha256_hex(KEY)}, signing_key=key, now=lambda: NOW, silence_s=0.05)
    )
    reader = sharing.Reader(code="population-register", name="Cơ sở dữ liệu dân cư", api_key_sha256=crypto.sha256_hex(KEY))
    served.include_router(sharing.build_router(database, readers=(reader,), signing_key=key, now=lambda: NOW))
    return served


def signing_key(key: bytes) -> oidc.SigningKey:
    return oidc.SigningKey(key)
