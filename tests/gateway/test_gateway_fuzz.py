"""Anything may arrive; what goes out is always JSON of the call's own shape, never a 5xx and never a stack trace."""

from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh.kit import db
from tests.gateway.calling import ASKED, LOOKUP, MD5, TAKE, Hospital, seed
from tests.gateway.older import KEYS, ON_THE_CARD

LOOKUPS = st.sampled_from(list(KEYS))
TEXT = st.text(max_size=30) | st.sampled_from(
    ["\x00", "\ud800", "x" * 5000, "DN4010123456789", "001185000001", "'; DROP TABLE x; --", "%00", "\u202e"]
)
VALUE: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
LABELS = st.sampled_from(["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "ý"])
BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def caller(database: db.Database) -> tuple[Hospital, bytes]:
    seed(database)
    hospital = Hospital(
        database,
        login_failures_per_minute=10**6,
        token_failures_per_minute=10**6,
        lookups_of_one_card=10**6,
        old_generations=True,
    )
    return hospital, hospital.token().encode()


def encoded(fields: dict[str, Any], *, as_form: bool) -> bytes:
    if as_form:
        return urlencode({name: str(value) for name, value in fields.items()}, errors="surrogatepass").encode()
    return _json(fields)


def _json(value: Any) -> bytes:
    import json

    return json.dumps(value).encode()  # unlike orjson it writes lone surrogates, as a careless client would


@BOUNDED
@given(LOOKUPS, st.binary(max_size=400), LABELS)
def test_any_body_of_a_lookup_is_answered_in_shape(caller: tuple[Hospital, bytes], path: str, body: bytes, label: str) -> None:
    hospital, query = caller
    answered = hospital.call(path, body, query=query, headers={"Content-Type": label})
    assert answered.status == 200
    assert list(answered.json) == KEYS[path]


@BOUNDED
@given(LOOKUPS, st.dictionaries(st.sampled_from([*ASKED, *ON_THE_CARD]), VALUE), st.booleans())
def test_any_values_in_a_lookup_are_answered_in_shape(
    caller: tuple[Hospital, bytes], path: str, changed: dict[str, Any], as_form: bool
) -> None:
    hospital, query = caller
    answered = hospital.call(path, encoded({**ASKED, **changed}, as_form=as_form), query=query)
    assert answered.status == 200
    assert list(answered.json) == KEYS[path]
    assert answered.json["maKetQua"] not in {"100", "101", "401"}


@BOUNDED
@given(LOOKUPS, st.binary(max_size=300))
def test_any_query_of_a_lookup_is_answered_in_shape(caller: tuple[Hospital, bytes], path: str, query: bytes) -> None:
    hospital, _ = caller
    answered = hospital.call(path, orjson.dumps(ASKED), query=query)
    assert answered.status == 200
    assert list(answered.json) == KEYS[path]
    assert answered.json["maKetQua"] == "401"


@BOUNDED
@given(st.dictionaries(st.sampled_from(["token", "id_token", "username", "password"]), TEXT, min_size=1))
def test_a_token_with_any_part_changed_is_not_good(caller: tuple[Hospital, bytes], changed: dict[str, str]) -> None:
    hospital, query = caller
    parts = dict(pair.split("=", 1) for pair in query.decode().split("&"))
    sent = urlencode({**parts, **changed}, errors="surrogatepass").encode()
    answered = hospital.call(LOOKUP, orjson.dumps(ASKED), query=sent)
    assert answered.status == 200
    assert answered.json["maKetQua"] in ({"000"} if set(changed) == {"password"} else {"401"})


@BOUNDED
@given(st.binary(max_size=400), LABELS)
def test_any_body_of_a_login_is_answered_in_shape(caller: tuple[Hospital, bytes], body: bytes, label: str) -> None:
    hospital, _ = caller
    answered = hospital.call(TAKE, body, headers={"Content-Type": label})
    assert answered.status == 200
    assert list(answered.json)[:2] == ["maKetQua", "APIKey"]
    assert answered.json["maKetQua"] in {"205", "401", "402"}


@BOUNDED
@given(st.dictionaries(st.sampled_from(["username", "password"]), VALUE, min_size=1), st.booleans())
def test_any_values_in_a_login_are_answered_in_shape(caller: tuple[Hospital, bytes], changed: dict[str, Any], as_form: bool) -> None:
    hospital, _ = caller
    answered = hospital.call(TAKE, encoded({"username": "79014_BV", "password": MD5, **changed}, as_form=as_form))
    assert answered.status == 200
    assert answered.json["maKetQua"] in {"205", "401", "402", "403"}
    assert answered.json["APIKey"] is None
