"""The calls about treatment are as their OpenAPI description says."""

from typing import Any

import jsonschema_rs
import pytest

from ansinh.doors import gateway
from ansinh.kit import db
from tests.gateway.calling import ASKED, Answered, Hospital
from tests.gateway.treated import COPAYMENT, DETAILS, HISTORY, copayments, details, history, record_numbers


def validate(path: str, answered: Answered) -> None:
    answers = gateway.openapi_paths()[path]["post"]["responses"]
    jsonschema_rs.validate(answers[str(answered.status)]["content"]["application/json"]["schema"], answered.json)


@pytest.mark.parametrize("changes", [{}, {"maThe": "DN4010123456783"}, {"hoTen": "Lê"}, {"ngaySinh": "x"}, {"query": ""}])
def test_replies_of_the_history_are_as_described(reception: Hospital, changes: dict[str, Any]) -> None:
    validate(HISTORY, history(reception, **changes))


@pytest.mark.parametrize("record", ["visit-1", "visit-2", "nobody's", ""])
def test_replies_about_a_record_are_as_described(reception: Hospital, treated: db.Database, record: str) -> None:
    validate(DETAILS, details(reception, record_numbers(treated).get(record, record)))


@pytest.mark.parametrize("changes", [{}, {"hoTen": "Lê"}, {"maThe": "1"}])
def test_replies_about_co_payments_are_as_described(reception: Hospital, changes: dict[str, Any]) -> None:
    validate(COPAYMENT, copayments(reception, **changes))


def test_the_requests_are_as_described() -> None:
    for path, asked in {HISTORY: ASKED, COPAYMENT: {"username": "01001_BV", **ASKED}}.items():
        content = gateway.openapi_paths()[path]["post"]["requestBody"]["content"]
        assert set(content) == {"application/json", "application/x-www-form-urlencoded"}
        jsonschema_rs.validate(content["application/json"]["schema"], asked)
    assert "requestBody" not in gateway.openapi_paths()[DETAILS]["post"]
