from typing import Any

import jsonschema_rs
import pytest

from ansinh.doors import gateway
from tests.gateway.calling import ASKED, LOOKUP, MD5, TAKE, Hospital
from tests.gateway.older import ALL, PERSON, ask


def schema_of(path: str, status: int) -> dict[str, Any]:
    schema: dict[str, Any] = gateway.openapi_paths()[path]["post"]["responses"][str(status)]["content"]["application/json"]["schema"]
    return schema


def test_every_call_is_described_with_both_encodings() -> None:
    paths = gateway.openapi_paths()
    assert set(paths) >= {TAKE, LOOKUP, *ALL}
    for path in (each for each in paths.values() if "requestBody" in each["post"]):  # one call has an empty body
        assert set(path["post"]["requestBody"]["content"]) == {"application/json", "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("changes", [{}, {"maThe": "HS4010123456781"}, {"hoTen": "Lê"}, {"ngaySinh": "x"}, {"query": ""}])
def test_replies_of_a_lookup_are_as_described(hospital: Hospital, changes: dict[str, str]) -> None:
    hospital.look_up()
    jsonschema_rs.validate(schema_of(LOOKUP, 200), hospital.look_up(**changes).json)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("changes", [{}, {"maThe": "HS4010123456781"}, {"maCSKCB": "79014"}, {"hoTen": "Lê"}, {"ngaySinh": "x"}])
def test_replies_of_older_generations_are_as_described(older: Hospital, path: str, changes: dict[str, str]) -> None:
    ask(older, path)
    described = schema_of(path, 200)
    reply = ask(older, path, **changes).json
    jsonschema_rs.validate(described, reply)
    assert list(described["properties"]) == list(reply)


def test_superseded_generations_are_described_as_deprecated_and_need_no_officer() -> None:
    paths = gateway.openapi_paths()
    assert {path for path, item in paths.items() if item["post"].get("deprecated")} == set(ALL)
    for path in ALL:
        assert paths[path]["post"]["requestBody"]["content"]["application/json"]["schema"]["required"] == list(PERSON)


@pytest.mark.parametrize("password", [MD5, "0" * 32, ""])
def test_replies_of_a_login_are_as_described(hospital: Hospital, password: str) -> None:
    jsonschema_rs.validate(schema_of(TAKE, 200), hospital.take(password=password).json)


def test_requests_are_as_described() -> None:
    content = gateway.openapi_paths()[LOOKUP]["post"]["requestBody"]["content"]
    jsonschema_rs.validate(content["application/json"]["schema"], ASKED)
