"""31: an id_token is believed only if everything in it fits."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from ansinh import oidc
from tests.exchange.world import new_key
from tests.oidc.signing import signed as by_hand

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
PEM = new_key()
KEY = oidc.SigningKey(PEM)
KEYS = oidc.own_keys([KEY])
EXPECTED = oidc.Expected(issuer="https://op.example", client_id="portal", nonce="the-nonce", access_token="the-token", now=NOW)
GOOD: dict[str, Any] = {
    "iss": "https://op.example",
    "sub": "person-1",
    "aud": "portal",
    "azp": "portal",
    "iat": SECONDS,
    "exp": SECONDS + 300,
    "auth_time": SECONDS - 10,
    "nonce": "the-nonce",
    "acr": "urn:ansinh:acr:2.1",
    "amr": ["pwd"],
    "sid": "session-1",
    "at_hash": oidc.at_hash("the-token"),
}
ABSENT = object()


def signed(changes: dict[str, Any] | None = None, *, typ: str = "JWT") -> str:
    claims = {name: value for name, value in (GOOD | (changes or {})).items() if value is not ABSENT}
    return by_hand(claims, ECKey.import_key(PEM), alg="ES256", kid=KEY.kid, typ=typ)


def refusal(token: str, *, keys: oidc.PublicKeys = KEYS, expected: oidc.Expected = EXPECTED) -> str:
    with pytest.raises(oidc.ProtocolError) as refused:
        oidc.check_id_token(token, keys, expected=expected)
    return refused.value.code


def test_a_sound_token_is_believed() -> None:
    token = oidc.check_id_token(signed(), KEYS, expected=EXPECTED)
    assert (token.subject, token.acr, token.amr, token.sid) == ("person-1", "urn:ansinh:acr:2.1", ("pwd",), "session-1")
    assert token.auth_time == NOW - timedelta(seconds=10)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["portal"]},
        {"azp": ABSENT},
        {"at_hash": ABSENT},
        {"iat": SECONDS + 20},
        {"exp": SECONDS - 20},
        {"acr": ABSENT, "auth_time": ABSENT},
    ],
    ids=["aud-list", "no-azp", "no-at_hash", "their-clock-ahead", "their-clock-behind", "no-acr"],
)
def test_what_the_standard_allows_is_allowed(changes: dict[str, Any]) -> None:
    assert oidc.check_id_token(signed(changes), KEYS, expected=EXPECTED).subject == "person-1"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://other.example"}, "id_token_iss"),
        ({"iss": "https://op.example/"}, "id_token_iss"),
        ({"iss": ABSENT}, "id_token_iss"),
        ({"aud": "other"}, "id_token_aud"),
        ({"aud": ABSENT}, "id_token_aud"),
        ({"aud": []}, "id_token_aud"),
        ({"aud": ["portal", "stranger"]}, "id_token_aud"),
        ({"aud": {"portal": 1}}, "id_token_aud"),
        ({"azp": "other"}, "id_token_azp"),
        ({"exp": SECONDS - 30}, "id_token_exp"),
        ({"exp": ABSENT}, "id_token_exp"),
        ({"exp": str(SECONDS + 300)}, "id_token_exp"),
        ({"exp": True}, "id_token_exp"),
        ({"exp": 10**400}, "id_token_exp"),
        ({"iat": ABSENT}, "id_token_iat"),
        ({"iat": SECONDS + 31}, "id_token_iat"),
        ({"iat": SECONDS - 601}, "id_token_iat"),
        ({"iat": "now"}, "id_token_iat"),
        ({"nbf": SECONDS + 31}, "id_token_nbf"),
        ({"nonce": ABSENT}, "id_token_nonce"),
        ({"nonce": "other"}, "id_token_nonce"),
        ({"nonce": ["the-nonce"]}, "id_token_nonce"),
        ({"nonce": "\ud800"}, "id_token_nonce"),
        ({"sub": ABSENT}, "id_token_sub"),
        ({"sub": ""}, "id_token_sub"),
        ({"sub": 7}, "id_token_sub"),
        ({"sub": "x" * 256}, "id_token_sub"),
        ({"sub": "a\nb"}, "id_token_sub"),
        ({"at_hash": oidc.at_hash("another-token")}, "id_token_at_hash"),
        ({"at_hash": None}, "id_token_at_hash"),
    ],
)
def test_31_a_claim_that_does_not_fit_is_named(changes: dict[str, Any], code: str) -> None:
    assert refusal(signed(changes)) == code


@pytest.mark.parametrize("unusable", ["a\x00b", "\ud800", "", "x" * 256, 7, None, ["pwd"]])
def test_what_no_database_could_hold_is_left_out(unusable: object) -> None:
    token = oidc.check_id_token(signed({"sid": unusable, "acr": unusable, "amr": ["pwd", unusable]}), KEYS, expected=EXPECTED)
    assert (token.sid, token.acr, token.amr) == (None, None, ("pwd",))


def test_a_provider_names_a_few_methods_or_the_first_few_count() -> None:
    token = oidc.check_id_token(signed({"amr": [f"m{number}" for number in range(500)]}), KEYS, expected=EXPECTED)
    assert token.amr == tuple(f"m{number}" for number in range(20))


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_31_an_unsigned_token_is_refused() -> None:
    assert refusal(f"{encoded({'alg': 'none', 'kid': KEY.kid})}.{encoded(GOOD)}.") == "id_token_alg"


def test_31_a_token_signed_with_the_public_key_as_a_secret_is_refused() -> None:
    body = f"{encoded({'alg': 'HS256', 'kid': KEY.kid})}.{encoded(GOOD)}"
    for secret in (ECKey.import_key(PEM).as_pem(private=False), json.dumps(KEY.public()).encode()):
        mac = base64.urlsafe_b64encode(hmac.digest(secret, body.encode(), hashlib.sha256)).rstrip(b"=").decode()
        assert refusal(f"{body}.{mac}") == "id_token_alg"


def test_31_another_algorithm_is_refused_whatever_its_key() -> None:
    key = RSAKey.generate_key(2048)
    assert refusal(jwt.encode({"alg": "RS256", "kid": KEY.kid}, GOOD, key)) == "id_token_alg"


def test_31_a_token_of_another_key_under_the_same_name_is_refused() -> None:
    stranger = ECKey.import_key(new_key())
    assert refusal(jwt.encode({"alg": "ES256", "kid": KEY.kid}, GOOD, stranger)) == "id_token_signature"


def test_31_a_token_that_brings_its_own_key_is_refused() -> None:
    stranger = ECKey.import_key(new_key())
    header = {"alg": "ES256", "kid": KEY.kid, "jwk": stranger.as_dict(private=False)}
    assert refusal(jwt.encode(header, GOOD, stranger)) == "id_token_signature"


def test_31_a_changed_token_is_refused() -> None:
    header, _, signature = signed().split(".")
    assert refusal(f"{header}.{encoded(GOOD | {'sub': 'somebody-else'})}.{signature}") == "id_token_signature"


def test_31_a_token_of_an_unknown_key_is_refused_by_that_name() -> None:
    with pytest.raises(oidc.UnknownKeyError):
        oidc.check_id_token(oidc.SigningKey(new_key()).sign(GOOD), KEYS, expected=EXPECTED)


def test_31_a_token_without_a_key_name_is_good_only_while_there_is_one_key() -> None:
    token = jwt.encode({"alg": "ES256"}, GOOD, ECKey.import_key(PEM))
    assert oidc.check_id_token(token, KEYS, expected=EXPECTED).subject == "person-1"
    with pytest.raises(oidc.UnknownKeyError):
        oidc.check_id_token(token, oidc.own_keys([KEY, oidc.SigningKey(new_key())]), expected=EXPECTED)


@pytest.mark.parametrize("typ", ["at+jwt", "logout+jwt", "secevent+jwt"])
def test_26_another_kind_of_token_is_not_an_id_token(typ: str) -> None:
    assert refusal(signed(typ=typ)) == "id_token_typ"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b",
        "a.b.c.d",
        "!!.!!.!!",
        f"{encoded([])}.{encoded(GOOD)}.x",
        f"{encoded(['alg'])}.{encoded(GOOD)}.x",
        f"{encoded({'alg': 'ES256', 'kid': 7})}.{encoded(GOOD)}.x",
        "é.b.c",
        "a" * 20_000,
        base64.urlsafe_b64encode(b"[" * 9000).decode() + ".b.c",
    ],
)
def test_31_what_is_no_token_is_refused(token: str) -> None:
    assert refusal(token) == "id_token_shape"


@pytest.mark.parametrize(
    "header", [{"alg": "ES256", "b64": False}, {"alg": "ES256", "crit": ["b64"], "b64": False}, {"alg": "ES256", "crit": ["x"]}]
)
def test_31_a_header_that_demands_what_we_do_not_know_is_refused(header: dict[str, Any]) -> None:
    assert refusal(f"{encoded(header | {'kid': KEY.kid})}.{encoded(GOOD)}.c2ln") == "id_token_signature"


@pytest.mark.parametrize(("auth_time", "accepted"), [(SECONDS - 60, True), (SECONDS - 89, True), (SECONDS - 91, False), (ABSENT, False)])
def test_33_a_login_older_than_asked_is_refused(auth_time: object, *, accepted: bool) -> None:
    expected = oidc.Expected(
        issuer="https://op.example",
        client_id="portal",
        nonce="the-nonce",
        access_token="the-token",
        now=NOW,
        fresh_since=NOW - timedelta(seconds=60),
    )
    token = signed({"auth_time": auth_time})
    if accepted:
        assert oidc.check_id_token(token, KEYS, expected=expected).subject == "person-1"
    else:
        assert refusal(token, expected=expected) == "id_token_auth_time"
