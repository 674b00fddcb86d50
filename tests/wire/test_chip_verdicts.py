"""What is sent to a verification service for chip data, and what comes back signed."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kit import crypto
from ansinh.wire import chip_verdicts as wire

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
KEY, OTHER = crypto.new_ec_key(), crypto.new_ec_key()
QUESTION = wire.Question("0123456789abcdef", b"n" * 32, {name: name.encode() for name in wire.FILES})
VERDICT = wire.Verdict(
    issuer="c06",
    request_id=QUESTION.request_id,
    nonce=QUESTION.nonce,
    at=NOW,
    result="genuine",
    checks=(("sod_signature", "successful", ""), ("signer_revocation", "undetermined", "stale")),
    hashes={"sod": "0" * 64},
)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*wire.FILES.values(), "nonce", "requestId"]), inner),
    max_leaves=10,
)


def test_a_question_arrives_as_it_was_sent() -> None:
    assert wire.read_question(wire.write_question(QUESTION)) == QUESTION


def test_the_body_has_the_names_that_programs_use() -> None:
    assert set(wire.write_question(QUESTION)) == {
        *("requestId", "nonce", "method", "sodData", "dg1DataB64", "dg2DataB64", "dg13DataB64", "dg14DataB64", "dg15DataB64")
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"method": "C07"}, "method"),
        ({"requestId": "short"}, "requestId"),
        ({"requestId": 7}, "requestId"),
        ({"nonce": "AAAA"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"sodData": None}, "sodData"),
        ({"dg13DataB64": "*"}, "dg13DataB64"),
        ({"dg1DataB64": ""}, "dg1DataB64"),
        ({"dg14DataB64": ["AA"]}, "dg14DataB64"),
    ],
)
def test_a_wrong_field_is_named_and_its_value_not_repeated(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(wire.Unreadable) as refused:
        wire.read_question({**wire.write_question(QUESTION), **changed})
    assert refused.value.field == field
    assert "*" not in str(refused.value)


def test_a_card_without_dg15_is_asked_about_without_it() -> None:
    files = {name: raw for name, raw in QUESTION.files.items() if name != "dg15"}
    assert wire.read_question(wire.write_question(wire.Question("12345678", b"n" * 16, files))).files == files


def test_a_verdict_is_read_with_the_key_that_signed_it_and_no_other() -> None:
    token = wire.sign_verdict(VERDICT, KEY)
    assert wire.read_verdict(token, wire.public_keys(OTHER, KEY)) == VERDICT
    with pytest.raises(wire.Unreadable):
        wire.read_verdict(token, wire.public_keys(OTHER))


def test_a_verdict_of_which_one_sign_was_changed_is_none() -> None:
    token = wire.sign_verdict(VERDICT, KEY)
    head, payload, signature = token.split(".")
    for spoiled in (f"{head}.{payload[:-2]}AA.{signature}", f"{head}.{payload}.", f"{head}.{payload}", "", f"{head}..{signature}"):
        with pytest.raises(wire.Unreadable):
            wire.read_verdict(spoiled, wire.public_keys(KEY))


def test_a_verdict_may_say_about_whom_and_an_older_one_says_nothing() -> None:
    about = replace(VERDICT, subject="S" * 43)
    assert wire.read_verdict(wire.sign_verdict(about, KEY), wire.public_keys(KEY)) == about
    assert VERDICT.subject is None
    for wrong in ("S" * 42, "S" * 44, "S" * 42 + "=", ""):
        with pytest.raises(wire.Unreadable) as refused:
            wire.read_verdict(wire.sign_verdict(replace(VERDICT, subject=wrong), KEY), wire.public_keys(KEY))
        assert refused.value.field == "verdict.subject"


def _part(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def test_a_verdict_names_its_service_before_anything_is_believed() -> None:
    assert wire.named_issuer(wire.sign_verdict(VERDICT, KEY)) == "c06"
    for odd in ("", "a.b", "a.b.c", "é.é.é", f"a.{_part('[]')}.c", f"a.{_part('{}')}.c", f"a.{_part('[' * 8000)}.c"):
        assert wire.named_issuer(odd) == ""
    assert wire.named_issuer(f"a.{_part(json.dumps({'iss': 5}))}.c") == ""


@pytest.mark.parametrize(
    "header", ["[" * 8000, "[]", "5", "null", '{"alg": []}', '{"alg": "ES256", "kid": []}', '{"alg": "ES256", "crit": 5}']
)
def test_a_header_of_any_shape_is_no_verdict_and_no_crash(header: str) -> None:
    _, payload, signature = wire.sign_verdict(VERDICT, KEY).split(".")
    with pytest.raises(wire.Unreadable):
        wire.read_verdict(f"{_part(header)}.{payload}.{signature}", wire.public_keys(KEY))


def test_a_reply_arrives_as_it_was_sent() -> None:
    reply = wire.Reply(
        code=wire.OK, message="x", request_id="12345678", passive_ok=True, chip_ok=None, token="t", data={"full_name": "Nguyễn Thị Mẫu"}
    )
    assert wire.read_reply(wire.write_reply(reply)) == reply


@given(_ANY)
def test_anything_else_is_unreadable(body: Any) -> None:
    for read in (wire.read_question, wire.read_reply):
        with pytest.raises(wire.Unreadable):
            read(body)
