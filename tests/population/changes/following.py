"""An insurance register that follows an invented population register over loopback HTTP, and people who are in both."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from fastapi import FastAPI

from ansinh import audit, register
from ansinh.kit import clock, crypto, db, http
from ansinh.population import changes
from ansinh.register import Because, Residence
from ansinh.sandbox import population
from ansinh.sandbox.population import Citizen, Happening
from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import population_changes as wire
from tests.register import builders

API_KEY = "an invented API key"
AUDIENCE = "social-security"
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def institution(database: db.Database, key: bytes, *, now: clock.Clock = lambda: NOW, silence_s: float = 0.5) -> FastAPI:
    """The population register's origin."""
    app = FastAPI()
    app.include_router(
        population.build_router(
            database,
            clients={AUDIENCE: crypto.sha256_hex(API_KEY)},
            signing_key=key,
            now=now,
            silence_s=silence_s,
            questions_a_minute=100_000,
        )
    )
    return app


def feed_at(url: str, *, timeout_s: float = 60.0, audience: str = AUDIENCE) -> changes.Feed:
    return changes.Feed(f"{url}{population.PREFIX}", API_KEY, http.Client(timeout_s=timeout_s), audience=audience)


@dataclass
class Following:
    """Both registers in one database, as strangers, with one clock; `feed` is how ours follows."""

    dsn: str
    database: db.Database
    now: datetime = NOW
    url: str = ""

    @cached_property
    def feed(self) -> changes.Feed:
        return feed_at(self.url)

    def someone(self, *, in_population: bool = True, in_register: bool = True, **ours: Any) -> tuple[int, CitizenNumber]:
        """A person of both registers, in ours as `ours` says; participant (0 for none) and citizen number."""
        number = CitizenNumber(f"001185{next(_numbers):06d}")
        named = {"full_name": "Nguyễn Thị Mẫu", "birth_date": PartialDate(1985, 3, 9), "sex": Sex.FEMALE}
        with self.database.transaction() as conn:
            if in_population:
                population.load(conn, [Citizen(citizen_number=number, **named)])  # type: ignore[arg-type]
            if not in_register:
                return 0, number
            own = f"{number.value[2:]}"
            enrolment = builders.person(
                **{
                    "identifiers": (builders.citizen(number.value), builders.insured(own)),
                    "cards": (builders.card(f"DN401{own}"),),
                    **named,
                    **ours,
                }
            )
            return register.enrol(conn, [enrolment])[0], number

    def happen(self, kind: str, number: CitizenNumber, **so: Any) -> wire.Change:
        with self.database.transaction() as conn:
            return population.happen(conn, kind, number, random=Random(number.value), now=self.now, so=Happening(**so))

    def trouble(self, trouble: str, times: int = 1) -> None:
        with self.database.transaction() as conn:
            population.trouble_feed(conn, trouble, times=times)

    def sync(self, **how: Any) -> changes.Report:
        return changes.sync(self.database, self.feed, now=lambda: self.now, **how)

    def taken(self, change: wire.Change) -> changes.Taken:
        with self.database.transaction() as conn:
            return next(each for each in changes.latest_changes(conn, limit=500) if each.seq == change.seq)

    def record(self, participant_id: int) -> register.Record:
        with self.database.transaction() as conn:
            found = register.record_of(conn, participant_id)
        assert found is not None
        return found

    def kinds(self, participant_id: int) -> list[str]:
        with self.database.transaction() as conn:
            return [each.kind for each in audit.about(conn, participant_id)]

    def read(self, what: Callable[[db.Connection], Any]) -> Any:
        with self.database.transaction() as conn:
            return what(conn)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


def because() -> Because:
    return Because(reason="review", by=audit.Actor("officer", "mau.cases"), source="case 1")


def home(address: str, first_day: Any) -> Residence:
    return Residence(province_code="001", address=address, first_day=first_day)
