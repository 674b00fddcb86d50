from typing import Any

import jsonschema_rs
import pytest

from ansinh.doors import gateway
from tests.gateway.calling import ASKED, LOOKUP, MD5, TAKE, Hospital


def schema_of(path: str, status: int) -> dict[str, Any]:
    schema: dict[str, Any] = gateway.openapi_paths()[path]["post"]["responses"][str(status)]["content"]["application/json"]["schema"]
    return schema


def test_both_calls_are_described_with_both_encodings() -> None:
    paths = gateway.openapi_paths()
    assert set(paths) == {TAKE, LOOKUP}
    for path in paths.values():
        assert set(path["post"]["requestBody"]["content"]) == {"application/json", "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("changes", [{}, {"maThe": "HS4010123456781"}, {"hoTen": "Lê"}, {"ngaySinh": "x"}, {"query": ""}])
def test_replies_of_a_lookup_are_as_described(hospital: Hospital, changes: dict[str, str]) -> None:
    hospital.look_up()
    jsonschema_rs.validate(schema_of(LOOKUP, 200), hospital.look_up(**changes).json)


@pytest.mark.parametrize("password", [MD5, "0" * 32, ""])
def test_replies_of_a_login_are_as_described(hospital: Hospital, password: str) -> None:
    jsonschema_rs.validate(schema_of(TAKE, 200), hospital.take(password=password).json)


def test_requests_are_as_described() -> None:
    content = gateway.openapi_paths()[LOOKUP]["post"]["requestBody"]["content"]
    jsonschema_rs.validate(content["application/json"]["schema"], ASKED)
