"""The published description of our interface is true, and whatever is sent to it is answered by it, never with a 5xx."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from ansinh.kit import db
from tests.visits.desk import Desk, look_up, prepare, visit

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    ("POST", "/api/v1/visits"),
    ("GET", "/api/v1/visits"),
    ("GET", "/api/v1/visits/{visit_id}"),
    ("POST", "/api/v1/visits/{visit_id}/evidence"),
    ("POST", "/api/v1/visits/{visit_id}/look-ups"),
    ("POST", "/api/v1/visits/{visit_id}/end"),
    ("POST", "/api/v1/visits/challenges"),
    ("POST", "/api/v1/desks"),
    ("GET", "/api/v1/desks"),
    ("POST", "/api/v1/desks/{desk_id}/close"),
    ("POST", "/api/v1/scans"),
]


@pytest.fixture
def fuzzed(database: db.Database) -> Desk:
    prepare(database)
    desk = Desk(database, token_failures_per_minute=10**6)
    desk.post("", visit("0"))
    return desk


def described(desk: Desk) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", desk.app)


def test_every_operation_is_described(fuzzed: Desk) -> None:
    operations = [each.ok() for each in described(fuzzed).get_all_operations()]
    assert sorted((each.method.upper(), each.path) for each in operations) == sorted(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_one_that_the_description_names(fuzzed: Desk, method: str, path: str) -> None:
    schema = described(fuzzed)

    @given(case=schema[path][method].as_strategy())
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    def try_one(case: Any) -> None:
        case.call_and_validate(headers=fuzzed.headers, checks=CHECKS)

    try_one()


def test_good_answers_are_as_described(fuzzed: Desk) -> None:
    schema = described(fuzzed)
    answers = [
        ("POST", "/api/v1/visits", fuzzed.post("", visit())),
        ("POST", "/api/v1/visits/{visit_id}/look-ups", fuzzed.post("/HS-1/look-ups", look_up(with_history=True))),
        ("GET", "/api/v1/visits/{visit_id}", fuzzed.get("/HS-1")),
        ("GET", "/api/v1/visits", fuzzed.get("", params={"since": "2026-01-01T00:00:00Z"})),
    ]
    for method, path, answer in answers:
        assert answer.status_code == 200
        schema[path][method].validate_response(answer)
