"""A counter with a virtual reader, an invented holder whose record the gateway has, and a gateway in the same process."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from ansinh import checkin, desk, sandbox
from ansinh.chip import transport, trust, verification
from ansinh.doors import desk as page
from ansinh.doors import gateway, visits
from ansinh.kit import crypto, db, http
from ansinh.kit.errors import CounterpartDown
from ansinh.sandbox import virtual_card
from ansinh.terms import CitizenNumber, Sex
from tests.gateway.calling import NOW, SECRET
from tests.gateway.calling import seed as seed_gateway

GATEWAY = "http://gateway.test"
NUMBER, CAN = "001185000009", "000009"
KEY = crypto.new_ec_key()
ACCOUNT = desk.Account(
    facility_code="01001", username="01001_BV", password="an invented password", officer_name="Trần Văn Tiếp", officer_number="001080000009"
)
ASKED = desk.VisitAsked(visit_id="HS-1", category="1.1", care_kind="01")


def holder(people: Sequence[sandbox.Person]) -> sandbox.Person:
    """Whom the gateway's invented register knows too."""
    return replace(
        people[0],
        citizen_number=CitizenNumber.parse(NUMBER),
        full_name="Nguyễn Thị Mẫu",
        birth_date=date(1985, 3, 9),
        sex=Sex.FEMALE,
    )


def seed(database: db.Database) -> None:
    seed_gateway(database)


@dataclass
class Here:
    """The agency in this process, as an HTTP client sees it. `down` makes it a gateway that does not answer; `heard` are paths it was asked."""

    database: db.Database
    now: Callable[[], datetime]
    down: bool = False
    services: checkin.VerdictServices = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        frame = gateway.build_frame(self.database, token_secret=SECRET, switches=gateway.Switches(), now=self.now)
        own = FastAPI()
        own.include_router(visits.build_router(frame, audience=GATEWAY, services=self.services))
        whole = gateway.app(
            self.database,
            token_secret=SECRET,
            otherwise=own,
            recorder=None,
            now=self.now,
            switches=gateway.Switches(),
        )
        self._client = TestClient(whole, raise_server_exceptions=False)

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        if self.down:
            raise CounterpartDown("unreachable", "the counterpart could not be reached")
        path = url.removeprefix(GATEWAY)
        self.heard.append(path)
        answered = self._client.post(path, content=body, headers=dict(headers or {}))
        return http.Answer(answered.status_code, dict(answered.headers), answered.content)


@dataclass
class Place:
    """A counter at work; its clock is the test's. `station`: a reader, instead of the slot that cards are laid into."""

    trust: trust.TrustStore
    client: Here | None = None
    now: datetime = NOW
    key: bytes = KEY
    account: desk.Account = ACCOUNT
    policy: str = "hospital"
    news: list[desk.News] = field(default_factory=list)
    station: desk.Station | None = None
    service: desk.SecondOpinion | None = None

    def __post_init__(self) -> None:
        self.slot = desk.Slot("Virtual reader")
        examiner = desk.Examiner(
            trust=lambda: self.trust,
            policy=verification.Policy.named(self.policy),
            random=os.urandom,
            seconds=time.monotonic,
            now=lambda: self.now,
        )
        self.counter = desk.Counter(
            self.station or self.slot,
            examiner,
            gateway=self.gateway(),
            service=self.service,
            now=lambda: self.now,
            look_every_s=0.005,
        )
        self.counter.hear(self.news.append)

    def gateway(self) -> desk.Gateway | None:
        if self.client is None:
            return None
        line = desk.Line(GATEWAY, self.account, client=self.client, now=lambda: self.now)
        return desk.Gateway(line, key_pem=self.key, name="Quầy số 1", token=crypto.random_token, now=lambda: self.now)

    def lay(self, chip: virtual_card.Chip, *, around: Callable[[transport.Transport], transport.Transport] = lambda card: card) -> None:
        """Puts the card down; `around` may put something between the reader and the card."""
        card, before = virtual_card.VirtualCard(chip), self.counter.view.card

        def insert() -> transport.Transport:
            card.reset()
            return around(card)

        self.slot.put(insert)
        self.until(lambda view: view.stage is desk.Stage.ASKING and view.card != before)

    def read(self, chip: virtual_card.Chip, text: str = CAN) -> desk.View:
        """The view after the card was laid down and its digits were given."""
        self.lay(chip)
        self.counter.give(text)
        return self.until(lambda view: view.stage is not desk.Stage.READING)

    def until(self, wanted: Callable[[desk.View], bool], *, seconds: float = 60.0) -> desk.View:
        """The first view that is as wanted; fails with the last one."""
        end = time.monotonic() + seconds
        while not wanted(self.counter.view):
            assert time.monotonic() < end, self.counter.view
            time.sleep(0.003)
        return self.counter.view

    def site(self, **changes: Any) -> page.Site:
        values: dict[str, Any] = {
            "counter": self.counter,
            "form_token": "the form token of the test",
            "now": lambda: self.now,
            "facility_code": "01001",
            "policy": self.policy,
            **changes,
        }
        return page.Site(**values)
