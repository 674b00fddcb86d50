"""The population register's feed: what happened, in order, signed; and spoilt where a trouble was asked for."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ansinh.kit import crypto, db
from ansinh.kit.errors import NotFound, Refused
from ansinh.oidc import ProtocolError, read_jwks, read_signed
from ansinh.sandbox import population
from ansinh.sandbox.population import Citizen, Happening
from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import population_changes as wire
from ansinh.wire import population_pages as pages

KEY = "an invented API key"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LAN, BINH = CitizenNumber("001185000001"), CitizenNumber("001080000002")


@pytest.fixture
def feed(database: db.Database, tmp_path: Path) -> Iterator[TestClient]:
    with database.transaction() as conn:
        population.load(
            conn,
            [
                Citizen(citizen_number=LAN, full_name="Nguyễn Thị Lan", birth_date=PartialDate(1985, 3, 9), sex=Sex.FEMALE),
                Citizen(citizen_number=BINH, full_name="Trần Văn Bình", birth_date=PartialDate(1980, 1, 2), sex=Sex.MALE),
            ],
        )
    app = FastAPI()
    app.include_router(
        population.build_router(
            database,
            clients={"vss": crypto.sha256_hex(KEY)},
            signing_key=crypto.load_or_create_ec_key(tmp_path / "key.pem"),
            now=lambda: NOW,
            silence_s=0.05,
        )
    )
    with TestClient(app, headers={"authorization": f"Bearer {KEY}"}) as client:
        yield client


def happened(database: db.Database, kind: str, number: CitizenNumber = LAN, so: Happening | None = None) -> wire.Change:
    with database.transaction() as conn:
        return population.happen(conn, kind, number, random=Random(kind), now=NOW, so=so or Happening())


def page(feed: TestClient, after: int = 0, limit: int = 100) -> pages.Page:
    answer = feed.get("/population/v1/changes", params={"after": after, "limit": limit})
    assert answer.status_code == 200
    return pages.read_page(answer.json())


@pytest.mark.parametrize("kind", [each for each in population.KINDS if each not in {"number_issued", "merged"}])
def test_what_happened_is_told_as_it_happened(feed: TestClient, database: db.Database, kind: str) -> None:
    told = happened(database, kind)
    assert page(feed).changes == (told,)
    assert told.kind == kind


def test_a_person_whose_number_was_cancelled_is_issued_another(feed: TestClient, database: db.Database) -> None:
    happened(database, "number_cancelled")
    told = happened(database, "number_issued")
    assert page(feed, after=1).changes == (told,)
    assert told.subject.full_name == "Nguyễn Thị Lan"
    assert told.subject.citizen_number != LAN


def test_a_merged_entry_says_which_one_stays(feed: TestClient, database: db.Database) -> None:
    told = happened(database, "merged", so=Happening(other=BINH))
    assert page(feed).changes == (told,)
    with pytest.raises(Refused, match="no_other"):
        happened(database, "merged", BINH, Happening(other=LAN))


def test_changes_come_in_order_from_where_one_asks(feed: TestClient, database: db.Database) -> None:
    for day in (1, 2, 3, 4):
        happened(database, "move", so=Happening(day=date(2026, 11, day)))
    first = page(feed, limit=2)
    assert ([each.seq for each in first.changes], first.last) == ([1, 2], 4)
    assert [each.seq for each in page(feed, after=2).changes] == [3, 4]
    assert page(feed, after=4).changes == ()


def test_the_signature_covers_the_body_and_says_for_whom_and_from_where(feed: TestClient, database: db.Database) -> None:
    happened(database, "death")
    answer = feed.get("/population/v1/changes", params={"after": 0, "limit": 7})
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(answer.content).digest()).decode()}:"
    keys = read_jwks(feed.get("/population/v1/keys").json())
    signed = read_signed(answer.headers[pages.SIGNATURE_HEADER], keys)
    assert signed.header["typ"] == pages.PAGE_TYPE
    assert signed.claims == {"aud": "vss", "after": 0, "limit": 7, "content_digest": digest, "answered_at": NOW.isoformat()}
    assert answer.headers[pages.DIGEST_HEADER] == digest


def test_nobody_follows_it_without_a_key(feed: TestClient) -> None:
    assert feed.get("/population/v1/changes", headers={"authorization": "Bearer wrong"}).status_code == 401


@pytest.mark.parametrize("wrong", [{"after": "-1"}, {"after": "x"}, {"limit": "0"}, {"limit": "501"}])
def test_a_wrong_parameter_is_named(feed: TestClient, wrong: dict[str, str]) -> None:
    answer = feed.get("/population/v1/changes", params=wrong)
    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(wrong)))


def test_what_happened_is_what_the_register_verifies_from_then_on(database: db.Database, feed: TestClient) -> None:
    del feed
    told = happened(database, "number_replaced")
    assert isinstance(told.what, wire.NumberReplaced)
    with database.transaction() as conn:
        assert population.find(conn, LAN) is None
        found = population.find(conn, told.what.new_number)
    assert found is not None
    assert found.full_name == "Nguyễn Thị Lan"


def test_nothing_happens_to_nobody(database: db.Database, feed: TestClient) -> None:
    with pytest.raises(NotFound):
        happened(database, "death", CitizenNumber("001185999999"))
    with pytest.raises(Refused, match="no_such_kind"):
        happened(database, "wedding")
    assert page(feed).last == 0


def test_each_trouble_spoils_as_many_answers_as_were_asked_for(feed: TestClient, database: db.Database) -> None:
    for day in (1, 2, 3):
        happened(database, "move", so=Happening(day=date(2026, 11, day)))
    with database.transaction() as conn:
        population.trouble_feed(conn, "gap", times=2)
    assert [[each.seq for each in page(feed, after=1).changes] for _ in range(3)] == [[3], [3], [2, 3]]
    with database.transaction() as conn:
        population.trouble_feed(conn, "again")
    assert [each.seq for each in page(feed, after=2).changes] == [1, 2, 3, 3]


def test_a_page_with_a_wrong_signature_is_one(feed: TestClient, database: db.Database) -> None:
    with database.transaction() as conn:
        population.trouble_feed(conn, "wrong_signature")
    answer = feed.get("/population/v1/changes")
    keys = read_jwks(feed.get("/population/v1/keys").json())
    with pytest.raises(ProtocolError):
        read_signed(answer.headers[pages.SIGNATURE_HEADER], keys)


def test_a_slow_answer_comes_late_and_an_unavailable_one_is_a_503(feed: TestClient, database: db.Database) -> None:
    with database.transaction() as conn:
        population.trouble_feed(conn, "slow")
        population.trouble_feed(conn, "unavailable")
    statuses = [feed.get("/population/v1/changes").status_code for _ in range(3)]
    assert statuses == [200, 503, 200]
    with database.transaction() as conn, pytest.raises(Refused, match="no_such_trouble"):
        population.trouble_feed(conn, "earthquake")
