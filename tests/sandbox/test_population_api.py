"""The population register over HTTP: signed answers, clear refusals, and silence where it is the trouble."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ansinh import sandbox
from ansinh.kit import crypto, db
from ansinh.oidc import read_jwks, read_signed
from ansinh.sandbox import Person, Trouble, population
from ansinh.terms import PartialDate
from tests.sandbox.builders import crowd, with_trouble

KEY = "an invented API key"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def populated(server_dsn: str, template: str) -> Iterator[db.Database]:
    """Nothing here writes after the loading, so one database does for all."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE populated TEMPLATE {template}")
    pool = db.Database(server_dsn.replace("/postgres?", "/populated?"))
    with pool.transaction() as conn:
        population.load(conn, [sandbox.citizen(person) for person in crowd()])
    yield pool
    pool.close()
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("DROP DATABASE populated WITH (FORCE)")


@pytest.fixture
def ask(populated: db.Database, tmp_path: Path) -> Callable[[], TestClient]:
    router = population.build_router(
        populated,
        clients={"vss": crypto.sha256_hex(KEY)},
        signing_key=crypto.load_or_create_ec_key(tmp_path / "key.pem"),
        now=lambda: NOW,
        questions_a_number_an_hour=5,
        silence_s=0.3,
    )
    app = FastAPI()
    app.include_router(router)
    return lambda: TestClient(app, headers={"authorization": f"Bearer {KEY}"})


@pytest.fixture
def client(ask: Callable[[], TestClient]) -> Iterator[TestClient]:
    with ask() as client:
        yield client


def question(person: Person, **changed: object) -> dict[str, object]:
    return {
        "request_id": "q-1",
        "purpose": "insurance.verification",
        "citizen_number": person.citizen_number.value,
        "full_name": person.full_name,
        "birth_date": person.birth_date.isoformat(),
        "sex": person.sex.value,
    } | changed


def test_a_person_is_verified_field_by_field_and_no_stored_value_comes_back(client: TestClient) -> None:
    person = crowd()[0]
    answer = client.post("/population/v1/verify", json=question(person))
    assert answer.status_code == 200
    body = answer.json()
    assert {key: body[key] for key in ("request_id", "purpose", "result", "fields", "status")} == {
        "request_id": "q-1",
        "purpose": "insurance.verification",
        "result": "verified",
        "fields": {"full_name": "yes", "birth_date": "yes", "sex": "yes"},
        "status": "living",
    }
    for stored in (person.citizen_number.value, person.full_name, person.birth_date.isoformat(), "male"):
        assert stored not in answer.text


def test_the_signature_covers_the_answer_and_binds_it_to_the_question(client: TestClient) -> None:
    answer = client.post("/population/v1/verify", json=question(crowd()[0]))
    members = answer.json()
    signed = read_signed(members.pop("signature"), read_jwks(client.get("/population/v1/keys").json()))
    assert signed.claims == members
    assert signed.header["typ"] == "population-answer+jwt"
    assert members["question_sha256"] == hashlib.sha256(answer.request.content).hexdigest()
    assert members["answered_at"] == "2026-11-22T03:00:00+00:00"


def test_an_unknown_number_and_a_wrong_guess_get_the_same_answer(client: TestClient) -> None:
    person = crowd()[0]
    asked = [
        question(person, citizen_number="001080999999"),
        question(person, full_name="Lê Văn Không"),
        question(person, birth_date="1901-01-01"),
    ]
    answers = [client.post("/population/v1/verify", json=each).json() for each in asked]
    differing = ("signature", "question_sha256")
    assert len({str({key: value for key, value in each.items() if key not in differing}) for each in answers}) == 1
    assert answers[0]["result"] == "not_verified"
    assert answers[0]["status"] is None


@pytest.mark.parametrize("trouble", [Trouble.NAME_DIFFERS, Trouble.BIRTH_DATE_DIFFERS])
def test_what_the_insurance_register_holds_of_people_who_differ_is_not_verified(client: TestClient, trouble: Trouble) -> None:
    person = with_trouble(trouble)[0]
    held = person.insured[0]
    asked = question(person, full_name=held.full_name, birth_date=held.birth_date.iso())
    assert client.post("/population/v1/verify", json=asked).json()["result"] == "not_verified"
    assert client.post("/population/v1/verify", json=question(person)).json()["result"] == "verified"


def test_a_death_shows_in_the_status(client: TestClient) -> None:
    assert client.post("/population/v1/verify", json=question(with_trouble(Trouble.DECEASED)[0])).json()["status"] == "deceased"


def test_people_with_the_time_out_trouble_are_answered_after_the_silence_and_then_with_503(client: TestClient) -> None:
    before = time.monotonic()
    answer = client.post("/population/v1/verify", json=question(with_trouble(Trouble.POPULATION_TIMEOUT)[0]))
    assert time.monotonic() - before >= 0.3
    assert (answer.status_code, answer.json()["title"]) == (503, "no_answer")


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic dnNzOnZzcw==", "Bearer", "Bearer caf\u00e9"])
def test_who_has_no_key_is_refused(ask: Callable[[], TestClient], header: str | None) -> None:
    client = ask()
    client.headers.pop("authorization")
    headers = {} if header is None else {b"authorization": header.encode("latin-1")}
    answer = client.post("/population/v1/verify", json=question(crowd()[0]), headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"], answer.json()["title"]) == (401, "Bearer", "unknown_client")


def test_birth_dates_cannot_be_tried_out(client: TestClient) -> None:
    person = crowd()[0]
    codes = [
        client.post("/population/v1/verify", json=question(person, birth_date=f"1980-01-{day:02d}")).status_code for day in range(1, 8)
    ]
    assert codes == [200] * 5 + [429] * 2
    other = client.post("/population/v1/verify", json=question(crowd()[1]))
    assert other.status_code == 200


def test_a_refusal_says_when_to_come_back(client: TestClient) -> None:
    answers = [client.post("/population/v1/verify", json=question(crowd()[0])) for _ in range(6)]
    assert (answers[-1].status_code, answers[-1].headers["retry-after"]) == (429, "3600")


WRONG = [
    ("citizen_number", "12345"),
    ("citizen_number", 123456789012),
    ("citizen_number", "1" * 5000),
    ("full_name", ""),
    ("full_name", "   "),
    ("full_name", "Nguyễn\u0000Văn"),
    ("full_name", "\ud800"),
    ("full_name", "x" * 201),
    ("full_name", ["Nguyễn"]),
    ("birth_date", "31/02/1980"),
    ("birth_date", "1980-02-31"),
    ("birth_date", "1980-13"),
    ("birth_date", 1980),
    ("sex", "unknown"),
    ("sex", None),
    ("purpose", ""),
    ("purpose", "Because I want to"),
    ("request_id", "a\nb"),
    ("request_id", "r" * 65),
    ("surprise", "x"),
]


@pytest.mark.parametrize(("field", "value"), WRONG, ids=[f"{field} {str(value)[:12]!r}" for field, value in WRONG])
def test_a_wrong_field_is_named_and_its_value_is_not_repeated(client: TestClient, field: str, value: object) -> None:
    body = json.dumps(question(crowd()[0]) | {field: value})
    answer = client.post("/population/v1/verify", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field
    assert not isinstance(value, str) or len(value.strip()) < 4 or value not in answer.text


@pytest.mark.parametrize("field", ["request_id", "purpose", "citizen_number", "full_name", "birth_date", "sex"])
def test_a_missing_field_is_named(client: TestClient, field: str) -> None:
    asked = question(crowd()[0])
    del asked[field]
    answer = client.post("/population/v1/verify", json=asked)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe{}", b"[]", b"null", b'"text"', b"[" * 100_000, b'{"a":' * 50_000])
def test_a_body_that_is_no_question_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/population/v1/verify", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json()["field"] == "body"


def test_a_form_is_no_question(client: TestClient) -> None:
    answer = client.post("/population/v1/verify", data={key: str(value) for key, value in question(crowd()[0]).items()})
    assert (answer.status_code, answer.json()["field"]) == (422, "body")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.dictionaries(st.sampled_from([*question(crowd()[0])]), st.none() | st.text() | st.integers() | st.lists(st.text(), max_size=2))
)
def test_whatever_is_sent_is_answered_without_an_error_of_ours(client: TestClient, body: dict[str, object]) -> None:
    answer = client.post("/population/v1/verify", json=question(crowd()[5]) | body)
    assert answer.status_code in {200, 422, 429}


def test_loading_twice_adds_nobody(conn: db.Connection) -> None:
    citizens = [sandbox.citizen(person) for person in crowd()[:20]]
    assert population.load(conn, citizens) == {person.citizen_number for person in crowd()[:20]}
    assert population.load(conn, citizens) == frozenset()


def test_a_loaded_citizen_is_found_as_given(conn: db.Connection) -> None:
    person = with_trouble(Trouble.DECEASED)[0]
    population.load(conn, [sandbox.citizen(person)])
    found = population.find(conn, person.citizen_number)
    assert found == sandbox.citizen(person)
    assert found is not None
    assert found.birth_date == PartialDate.of(person.birth_date)


def test_the_api_is_documented(ask: Callable[[], TestClient]) -> None:
    document = ask().get("/openapi.json").json()
    verify = document["paths"]["/population/v1/verify"]["post"]
    assert {"200", "400", "401", "422", "429", "503"} <= set(verify["responses"])
    assert verify["security"]
    assert "Question" in document["components"]["schemas"]
