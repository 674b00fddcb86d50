"""Verifying one person over the population register's API: what is believed, what is refused, what is recorded, what is never told."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ansinh import audit, sandbox
from ansinh.kit import crypto, db
from ansinh.kit.errors import CounterpartDown, Refused, RoomError
from ansinh.oidc import SigningKey
from ansinh.population import online
from ansinh.sandbox import Person, Trouble
from ansinh.sandbox import population as register
from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import population as wire
from tests.sandbox.builders import crowd, with_trouble

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KEY = "an invented API key"
OFFICER = audit.Actor("officer", "an.nguyen", "Officer")
MARK_KEY = b"m" * 32


@dataclass
class Asked:
    """What `OverHttp` needs of an HTTP client, in one process; `change` may falsify an answer on its way."""

    client: TestClient
    change: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    sent: list[bytes] = field(default_factory=list)
    asked_for_keys: int = 0

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> "Received":
        self.asked_for_keys += 1
        return Received(*_read(self.client.get(_path(url), headers=dict(headers or {}))))

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> "Received":
        self.sent.append(body)
        status, received = _read(self.client.post(_path(url), content=body, headers=dict(headers or {})))
        if self.change is not None:
            received = json.dumps(self.change(json.loads(received))).encode()
        return Received(status, received)


@dataclass
class Received:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


def _path(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:1")


def _read(response: Any) -> tuple[int, bytes]:
    return response.status_code, response.content


@pytest.fixture
def signing_key(tmp_path: Path) -> bytes:
    return crypto.load_or_create_ec_key(tmp_path / "key.pem")


@pytest.fixture
def asked(database: db.Database, signing_key: bytes) -> Iterator[Asked]:
    with database.transaction() as conn:
        register.load(conn, [sandbox.citizen(person) for person in crowd()])
    app = FastAPI()
    app.include_router(
        register.build_router(database, clients={"vss": crypto.sha256_hex(KEY)}, signing_key=signing_key, now=lambda: NOW, silence_s=0.05)
    )
    with TestClient(app) as client:
        yield Asked(client)


def _over(asked: Asked, key: str = KEY) -> online.OverHttp:
    return online.OverHttp(f"http://127.0.0.1:1{register.PREFIX}", key, asked)


def _claim(person: Person) -> online.Claim:
    return online.Claim(
        citizen_number=person.citizen_number, full_name=person.full_name, birth_date=PartialDate.of(person.birth_date), sex=person.sex
    )


def _asking(reference: str = "Q-1", purpose: str = "register.verify", subject: int | None = 7) -> online.Asking:
    return online.Asking(reference=reference, purpose=purpose, actor=OFFICER, subject=subject)


def _ask(database: db.Database, asked: Asked, claim: online.Claim, asking: online.Asking | None = None, **more: Any) -> online.Finding:
    return online.verify_one(database, _over(asked), claim, asking or _asking(), mark_key=MARK_KEY, now=NOW, **more)


def _events(database: db.Database) -> list[tuple[str, str]]:
    with database.transaction() as conn:
        return [(each.kind, str(each.detail.get("result", ""))) for each in reversed(audit.about(conn, 7))]


@pytest.fixture
def person() -> Person:
    return next(each for each in crowd() if each.trouble is None and each.deceased_on is None)


def test_who_agrees_is_verified_and_both_ends_of_the_question_are_recorded(database: db.Database, asked: Asked, person: Person) -> None:
    found = _ask(database, asked, _claim(person))
    assert found == online.Finding(
        verified=True,
        full_name=online.Level.YES,
        birth_date=online.Level.YES,
        sex=online.Level.YES,
        status=online.Status.LIVING,
        answered_at=NOW,
    )
    assert _events(database) == [("population.asked", ""), ("population.answered", "verified")]


def test_an_unknown_number_and_a_wrong_name_look_the_same(database: db.Database, asked: Asked, person: Person) -> None:
    held = {each.citizen_number.value for each in crowd()}
    nobody = next(number for number in (f"001099{each:06d}" for each in range(1_000_000)) if number not in held)
    unknown = _ask(database, asked, replace(_claim(person), citizen_number=CitizenNumber(nobody)), _asking("Q-1"))
    wrong = _ask(database, asked, replace(_claim(person), full_name="Phan Thị Không Phải"), _asking("Q-2"))
    assert unknown == wrong
    assert not unknown.verified
    assert unknown.status is None


def test_a_year_alone_agrees_to_the_year(database: db.Database, asked: Asked, person: Person) -> None:
    found = _ask(database, asked, replace(_claim(person), birth_date=PartialDate(person.birth_date.year)))
    assert (found.verified, found.birth_date) == (True, online.Level.YES_TO_YEAR)


def test_a_question_needs_a_purpose_and_nothing_is_sent_without_one(database: db.Database, asked: Asked, person: Person) -> None:
    with pytest.raises(Refused) as refused:
        _ask(database, asked, _claim(person), _asking(purpose="curiosity"))
    assert (refused.value.code, refused.value.field) == ("purpose", "purpose")
    assert asked.sent == []
    assert _events(database) == []


def test_nobody_is_asked_about_without_a_sex(database: db.Database, asked: Asked, person: Person) -> None:
    with pytest.raises(Refused, match="sex"):
        _ask(database, asked, replace(_claim(person), sex=Sex.UNKNOWN))
    assert asked.sent == []


def test_a_register_that_keeps_silent_is_an_error_and_on_record(database: db.Database, asked: Asked) -> None:
    with pytest.raises(CounterpartDown) as down:
        _ask(database, asked, _claim(with_trouble(Trouble.POPULATION_TIMEOUT)[0]))
    assert down.value.code == "population_busy"
    assert _events(database) == [("population.asked", ""), ("population.answered", "no_answer:population_busy")]


def test_a_wrong_api_key_is_an_error(database: db.Database, asked: Asked, person: Person) -> None:
    with pytest.raises(CounterpartDown) as down:
        online.verify_one(database, _over(asked, "another key"), _claim(person), _asking(), mark_key=MARK_KEY, now=NOW)
    assert down.value.code == "population_refused"


FALSIFIED: Mapping[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], str]] = {
    "the result": (lambda answer: answer | {"result": "not_verified"}, "population_signature"),
    "a field": (lambda answer: answer | {"fields": answer["fields"] | {"sex": "no"}}, "population_signature"),
    "a member more": (lambda answer: answer | {"note": "x"}, "population_signature"),
    "no signature": (lambda answer: {name: value for name, value in answer.items() if name != "signature"}, "population_answer"),
    "half a signature": (lambda answer: answer | {"signature": answer["signature"][:-9]}, "population_signature"),
    "another form": (lambda _answer: {"hello": 1}, "population_answer"),
    "a level of its own": (lambda answer: answer | {"fields": answer["fields"] | {"full_name": "perhaps"}}, "population_answer"),
}


@pytest.mark.parametrize("what", FALSIFIED)
def test_a_falsified_answer_is_not_believed(database: db.Database, asked: Asked, person: Person, what: str) -> None:
    asked.change, code = FALSIFIED[what]
    with pytest.raises(CounterpartDown) as down:
        _ask(database, asked, _claim(person))
    assert down.value.code == code


def _signed_again(key: bytes, **changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def change(answer: dict[str, Any]) -> dict[str, Any]:
        members = {name: value for name, value in answer.items() if name != "signature"} | changes
        return members | {"signature": SigningKey(key).sign(members, typ=wire.ANSWER_TYPE)}

    return change


@pytest.mark.parametrize(
    "changes",
    [
        {"request_id": "Q-2"},
        {"purpose": "benefit.payment"},
        {"question_sha256": "0" * 64},
        {"answered_at": (NOW - timedelta(minutes=6)).isoformat()},
        {"answered_at": (NOW + timedelta(minutes=6)).isoformat()},
        {"answered_at": "2026-11-23T03:00:00"},
        {"fields": {"full_name": "no", "birth_date": "yes", "sex": "yes"}},
    ],
)
def test_a_well_signed_answer_to_another_question_is_not_believed(
    database: db.Database, asked: Asked, person: Person, signing_key: bytes, changes: dict[str, Any]
) -> None:
    asked.change = _signed_again(signing_key, **changes)
    with pytest.raises(CounterpartDown) as down:
        _ask(database, asked, _claim(person))
    assert down.value.code == "population_answer"


def test_an_answer_signed_with_a_key_nobody_published_is_not_believed(
    database: db.Database, asked: Asked, person: Person, tmp_path: Path
) -> None:
    asked.change = _signed_again(crypto.load_or_create_ec_key(tmp_path / "other.pem"))
    with pytest.raises(CounterpartDown) as down:
        _ask(database, asked, _claim(person))
    assert down.value.code == "population_signature"


def test_keys_are_fetched_once_and_a_made_up_kid_does_not_change_that(
    database: db.Database, asked: Asked, person: Person, tmp_path: Path
) -> None:
    over = _over(asked)
    for number in range(3):
        online.verify_one(database, over, _claim(person), _asking(f"Q-{number}"), mark_key=MARK_KEY, now=NOW)
    asked.change = _signed_again(crypto.load_or_create_ec_key(tmp_path / "other.pem"))
    for number in range(3, 5):
        with pytest.raises(CounterpartDown):
            online.verify_one(database, over, _claim(person), _asking(f"Q-{number}"), mark_key=MARK_KEY, now=NOW)
    assert asked.asked_for_keys == 1


def test_nobody_tries_out_birth_dates_on_one_number(database: db.Database, asked: Asked, person: Person) -> None:
    limits = online.Limits(a_number_an_hour=2)
    for number in range(2):
        _ask(database, asked, replace(_claim(person), birth_date=PartialDate(1900 + number)), _asking(f"Q-{number}"), limits=limits)
    with pytest.raises(Refused) as refused:
        _ask(database, asked, _claim(person), _asking("Q-3"), limits=limits)
    assert refused.value.code == "too_many_questions"
    assert len(asked.sent) == 2


def test_nobody_leafs_through_the_register(database: db.Database, asked: Asked) -> None:
    people = [each for each in crowd() if each.trouble is None][:4]
    limits = online.Limits(a_minute=3)
    for number, each in enumerate(people[:3]):
        _ask(database, asked, _claim(each), _asking(f"Q-{number}"), limits=limits)
    with pytest.raises(Refused, match="a minute"):
        _ask(database, asked, _claim(people[3]), _asking("Q-4"), limits=limits)


def test_the_counts_hold_no_number_and_are_forgotten_after_a_day(database: db.Database, asked: Asked, person: Person) -> None:
    _ask(database, asked, _claim(person))
    with database.transaction() as conn:
        kept = str(conn.execute("SELECT * FROM population.questions").fetchall())
        assert person.citizen_number.value not in kept
        assert person.full_name not in kept
        assert online.forget_questions(conn, now=NOW + timedelta(hours=23)) == 0
        assert online.forget_questions(conn, now=NOW + timedelta(hours=25)) == 1


def test_no_error_names_the_person(database: db.Database, asked: Asked, person: Person) -> None:
    said: list[str] = []
    for change, _ in FALSIFIED.values():
        asked.change = change
        with pytest.raises(RoomError) as wrong:
            _ask(database, asked, _claim(person), _asking(f"Q-{len(said)}"), limits=online.Limits(a_number_an_hour=99))
        said.append(str(wrong.value))
    assert not [each for each in said if person.citizen_number.value in each or person.full_name in each]
