"""Anything may arrive at the calls about treatment; what goes out is in the call's own shape, and never a defect."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh.kit import db
from tests.gateway.calling import ASKED, Answered, Hospital
from tests.gateway.test_gateway_fuzz import TEXT, VALUE, encoded
from tests.gateway.treated import COPAYMENT, DETAILS, HISTORY, forget, key_of

BOUNDED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = [*ASKED, "username"]


@pytest.fixture(scope="module")
def caller(treated_once: db.Database) -> tuple[Hospital, bytes, dict[str, str]]:
    forget(treated_once)
    most = 10**9
    hospital = Hospital(
        treated_once,
        login_failures_per_minute=most,
        token_failures_per_minute=most,
        lookups_per_minute=most,
        lookups_of_one_card=most,
        accounts_per_card=most,
    )
    return hospital, hospital.token().encode(), key_of(hospital)


def in_shape_of_history(answered: Answered) -> bool:
    return answered.status == 200 and list(answered.json) == ["maKetQua", "ghiChu", "dsLichSuKCB2025"]


def in_shape_of_co_payments(answered: Answered) -> bool:
    if answered.status == 401:
        return answered.body == b""
    return answered.status in {200, 400} and list(answered.json) == ["MaKetQua", "GhiChu", "DataCCT", "ThongTinSoThe"]


@BOUNDED
@given(st.binary(max_size=300))
def test_any_body_of_a_history_call_is_answered_in_shape(caller: tuple[Hospital, bytes, dict[str, str]], body: bytes) -> None:
    hospital, query, _ = caller
    assert in_shape_of_history(hospital.call(HISTORY, body, query=query))


@BOUNDED
@given(st.dictionaries(st.sampled_from(NAMES), VALUE), st.booleans())
def test_any_values_in_a_history_call_are_answered_in_shape(
    caller: tuple[Hospital, bytes, dict[str, str]], changed: dict[str, Any], as_form: bool
) -> None:
    hospital, query, _ = caller
    answered = hospital.call(HISTORY, encoded({**ASKED, **changed}, as_form=as_form), query=query)
    assert in_shape_of_history(answered)
    assert answered.json["maKetQua"] not in {"101", "401"}


@BOUNDED
@given(st.binary(max_size=200), st.binary(max_size=60))
def test_any_query_of_a_record_call_is_answered_in_shape(
    caller: tuple[Hospital, bytes, dict[str, str]], record: bytes, body: bytes
) -> None:
    hospital, query, _ = caller
    answered = hospital.call(DETAILS, body, query=query + b"&maHoSo=" + record)
    assert answered.status in {200, 429}
    assert list(answered.json)[:2] == ["maKetQua", "hoSoKCB"]
    assert answered.json["maKetQua"] in {"200", "204", "205", "500"}
    assert (answered.json["maKetQua"] == "500") is (answered.status == 429)


@BOUNDED
@given(st.integers(-(10**20), 10**20) | TEXT.map(lambda text: text.encode("utf-8", "replace").hex()))
def test_any_record_number_is_answered_in_shape(caller: tuple[Hospital, bytes, dict[str, str]], record: int | str) -> None:
    hospital, query, _ = caller
    answered = hospital.call(DETAILS, query=query + f"&maHoSo={record}".encode())
    assert list(answered.json)[:2] == ["maKetQua", "hoSoKCB"]
    assert answered.status in {200, 429}


@BOUNDED
@given(st.binary(max_size=300), st.booleans())
def test_any_body_of_a_co_payment_call_is_answered_in_shape(
    caller: tuple[Hospital, bytes, dict[str, str]], body: bytes, with_token: bool
) -> None:
    hospital, _, headers = caller
    answered = hospital.call(COPAYMENT, body, headers=headers if with_token else {})
    assert in_shape_of_co_payments(answered)
    assert with_token or answered.status == 401


@BOUNDED
@given(st.dictionaries(st.sampled_from(NAMES), VALUE), st.booleans())
def test_any_values_in_a_co_payment_call_are_answered_in_shape(
    caller: tuple[Hospital, bytes, dict[str, str]], changed: dict[str, Any], as_form: bool
) -> None:
    hospital, _, headers = caller
    answered = hospital.call(COPAYMENT, encoded({"username": "01001_BV", **ASKED, **changed}, as_form=as_form), headers=headers)
    assert in_shape_of_co_payments(answered)


@BOUNDED
@given(
    st.dictionaries(
        st.sampled_from(["accessToken", "tokenId"]), st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=120), min_size=1
    )
)
def test_a_co_payment_call_with_any_part_of_the_token_changed_gets_401(
    caller: tuple[Hospital, bytes, dict[str, str]], changed: dict[str, str]
) -> None:
    hospital, _, headers = caller
    answered = hospital.call(COPAYMENT, encoded({"username": "01001_BV", **ASKED}, as_form=False), headers={**headers, **changed})
    assert (answered.status, answered.body) == (401, b"")
