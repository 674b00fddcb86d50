"""The wire between a hospital and the gateway inside one process: real bytes both ways, and a switch that cuts it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import FastAPI

from ansinh.doors import gateway as doors
from ansinh.doors import visits
from ansinh.kit import db, http
from ansinh.kit.errors import CounterpartDown
from ansinh.sandbox import hospital
from ansinh.wire.programs import Officer
from tests.gateway.calling import SECRET
from tests.gateway.calling import Hospital as Gateway

ACCOUNT = hospital.Account("01001", "01001_BV", "an invented password", Officer("Trần Văn Tiếp", "001080000009"))
PATIENT = hospital.Patient(key="DN4010123456789", full_name="NGUYEN THI MAU", birth_date="09/03/1985", sex="2", registered_facility="01001")


class Between(http.Client):
    """`down` names the error of a cut wire; `lose` counts down to the call whose reply is lost;
    `error_page` is the status a proxy answers with instead of the gateway."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self.gateway = gateway
        self.down = ""
        self.lose = 0
        self.error_page = 0
        self.paths: list[str] = []
        self.answers: list[http.Answer] = []

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        if self.down:
            raise CounterpartDown(self.down, "the wire is cut")
        if self.error_page:
            return http.Answer(self.error_page, {}, b"<html>Bad Gateway</html>")
        path, _, query = url.removeprefix("http://gateway.invalid").partition("?")
        self.paths.append(path)
        answered = self.gateway.call(path, body, query=query.encode(), headers=dict(headers or {}))
        self.lose -= 1
        if self.lose == 0:
            raise CounterpartDown("timed_out", "the reply is lost")
        self.answers.append(http.Answer(answered.status, answered.headers, answered.body))
        return self.answers[-1]

    def now(self) -> datetime:
        return self.gateway.now

    def line(self, program: str = "2024") -> hospital.Line:
        return hospital.Line("http://gateway.invalid", ACCOUNT, program=hospital.program(program), client=self, now=self.now)


def between(database: db.Database, **switches: Any) -> Between:
    """To the gateway and to our own interface for visits, with one clock."""
    with database.transaction() as conn:
        conn.execute("DELETE FROM checkin.lookups")
    own = FastAPI()
    gateway = Gateway(database, otherwise=own, **switches)
    frame = doors.build_frame(database, token_secret=SECRET, switches=doors.Switches(), now=lambda: gateway.now)
    own.include_router(visits.build_router(frame, audience="http://testserver"))
    return Between(gateway)
