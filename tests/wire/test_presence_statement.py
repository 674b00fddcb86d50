"""The statement of a desk: what is written is read back, with its own key only; whatever else arrives is no statement."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from ansinh.kit import crypto
from ansinh.wire import presence

KEY = crypto.new_ec_key()
PUBLIC = presence.public_jwk(KEY)
CHALLENGE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"  # bytes 0 to 31
NUMBER = "001185000001"
GOOD: dict[str, Any] = {
    "iss": presence.desk_id(KEY),
    "aud": "http://gateway.test",
    "iat": 1_790_000_000,
    "jti": "an-invented-statement",
    "challenge": CHALLENGE,
    "facility": "01001",
    "subject": presence.subject_of(CHALLENGE, NUMBER),
    "level": "chip_read",
    "policy": "hospital",
    "checks": [{"name": "sod_signature", "outcome": "successful", "reason": ""}],
    "hashes": {"sod": "0" * 64, "dg1": "1" * 64},
    "access": "pace_can",
}


def signed(claims: Any = None, *, key: bytes = KEY, **header: Any) -> str:
    """Any claims under any header, signed by whoever."""
    head = {"alg": "ES256", "kid": presence.desk_id(KEY), "typ": presence.TYPE, **header}
    payload = json.dumps(GOOD if claims is None else claims)
    return jws.serialize_compact({name: value for name, value in head.items() if value is not None}, payload, ECKey.import_key(key))


def reason_of(statement: str, public: dict[str, str] = PUBLIC) -> str:
    with pytest.raises(presence.StatementError) as refused:
        presence.read(statement, public)
    return refused.value.reason


def test_what_a_desk_writes_is_read_back_with_its_key() -> None:
    claims = presence.Claims.model_validate_json(json.dumps(GOOD))
    statement = presence.write(claims, KEY)
    assert presence.named_desk(statement) == claims.iss
    assert presence.read(statement, PUBLIC) == claims


def test_a_desk_is_named_by_the_thumbprint_of_its_key() -> None:
    members = json.dumps({name: PUBLIC[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":")).encode()  # RFC 7638 section 3
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(members).digest()).rstrip(b"=").decode()
    assert presence.desk_id(KEY) == thumbprint == presence.read_public_jwk(PUBLIC)[0]
    with pytest.raises(ValueError, match="thumbprint"):
        presence.write(presence.Claims.model_validate_json(json.dumps(GOOD)), crypto.new_ec_key())


def test_the_signature_of_another_key_and_changed_claims_are_refused() -> None:
    assert reason_of(signed(key=crypto.new_ec_key())) == "wrong_signature"
    head, _, signature = signed().split(".")
    changed = base64.urlsafe_b64encode(json.dumps({**GOOD, "level": "chip_authenticated"}).encode()).rstrip(b"=").decode()
    assert reason_of(f"{head}.{changed}.{signature}") == "wrong_signature"


@pytest.mark.parametrize(
    "header",
    [
        {"typ": None},
        {"typ": "JWT"},
        {"kid": None},
        {"kid": 7},
        {"jwk": PUBLIC},
        {"jku": "http://elsewhere.test"},
        {"crit": ["exp"]},
        {"x5u": "u"},
    ],
)
def test_a_header_that_is_not_exactly_this_one_is_no_statement(header: dict[str, Any]) -> None:
    try:
        statement = signed(**header)
    except Exception:  # noqa: BLE001 - the library does not write some of them; then by hand
        head = {"alg": "ES256", "kid": presence.desk_id(KEY), "typ": presence.TYPE, **header}
        encoded = base64.urlsafe_b64encode(json.dumps(head).encode()).rstrip(b"=").decode()
        statement = ".".join([encoded, *signed().split(".")[1:]])
    assert reason_of(statement) == "not_a_statement"


def test_no_algorithm_but_es256_is_looked_at() -> None:
    head = {"alg": "HS256", "kid": presence.desk_id(KEY), "typ": presence.TYPE}
    secret = OctKey.import_key(json.dumps(PUBLIC).encode())  # the public key taken for a shared secret
    assert reason_of(jws.serialize_compact(head, json.dumps(GOOD), secret, algorithms=["HS256"])) == "not_a_statement"
    unsigned = base64.urlsafe_b64encode(json.dumps({**head, "alg": "none"}).encode()).rstrip(b"=").decode()
    assert reason_of(f"{unsigned}.{signed().split('.')[1]}.") == "not_a_statement"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "x" * 43},
        {"hashes": {"dg1": "1" * 64}},
        {"hashes": {"sod": "0" * 64, "dg3": "1" * 64}},
        {"hashes": {"sod": "0" * 63}},
        {"level": "chip_and_face"},
        {"level": "none"},
        {"iat": "1790000000"},
        {"iat": 1.5},
        {"iat": 2**60},
        {"challenge": "x" * 42},
        {"facility": "1001"},
        {"checks": []},
        {"checks": [{"name": "sod_signature", "outcome": "successful"}] * 2},
        {"checks": [{"name": f"check_{number}", "outcome": "successful"} for number in range(49)]},
        {"checks": [{"name": "sod_signature", "outcome": "green"}]},
        {"checks": [{"name": "sod_signature", "outcome": "failed", "reason": "Nguyễn Thị Mẫu"}]},
        {"access": "nfc"},
        {"verdict_jws": "not.a jws"},
        {"full_name": "Nguyễn Thị Mẫu"},
    ],
)
def test_claims_that_are_not_these_are_refused(changes: dict[str, Any]) -> None:
    assert reason_of(signed({**GOOD, **changes})) == "wrong_claims"


@pytest.mark.parametrize("missing", ["aud", "challenge", "subject", "checks", "policy"])
def test_no_claim_may_be_missing(missing: str) -> None:
    assert reason_of(signed({name: value for name, value in GOOD.items() if name != missing})) == "wrong_claims"


def test_a_statement_has_a_length() -> None:
    longest = {**GOOD, "verdict_jws": "a.b." + "c" * (presence.LONGEST_VERDICT - 4)}
    assert presence.read(signed(longest), PUBLIC).verdict_jws == longest["verdict_jws"]
    assert reason_of(f"{signed()}{'x' * presence.LONGEST_STATEMENT}") == "not_a_statement"


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=80), st.lists(st.binary(max_size=40), min_size=3, max_size=3)))
def test_whatever_arrives_is_read_or_is_no_statement(raw: str | list[bytes]) -> None:
    statement = raw if isinstance(raw, str) else ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in raw)
    with pytest.raises(presence.StatementError):
        presence.read(statement, PUBLIC)


def test_the_subject_is_the_number_under_the_challenge() -> None:
    expected = hmac.new(bytes(range(32)), NUMBER.encode(), hashlib.sha256).digest()
    assert presence.subject_of(CHALLENGE, NUMBER) == base64.urlsafe_b64encode(expected).rstrip(b"=").decode()
    assert presence.subject_of("B" + CHALLENGE[1:], NUMBER) != presence.subject_of(CHALLENGE, NUMBER)


def test_the_card_signs_eight_bytes_of_the_challenges_hash() -> None:
    assert presence.card_challenge(CHALLENGE) == hashlib.sha256(bytes(range(32))).digest()[:8]


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {**PUBLIC, "crv": "P-384"},
        {**PUBLIC, "x": PUBLIC["y"]},  # not on the curve
        {**PUBLIC, "y": "A"},
        {**PUBLIC, "x": 5},
        {**PUBLIC, "d": PUBLIC["x"]},
        {"kty": "oct", "k": "AAAA"},
    ],
)
def test_only_a_public_key_on_p256_is_a_desks(entry: dict[str, Any]) -> None:
    with pytest.raises(presence.StatementError, match="wrong_key"):
        presence.read_public_jwk(entry)


def test_a_statement_in_a_log_says_nothing_about_whom_or_which_card() -> None:
    claims = presence.Claims.model_validate_json(json.dumps(GOOD))
    for hidden in (GOOD["subject"], "0" * 64, "1" * 64):
        assert hidden not in repr(claims)
        assert hidden not in str(claims)
