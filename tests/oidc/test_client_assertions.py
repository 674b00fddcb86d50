"""Negative test 20 of the security baseline, one rule at a time, and the good case beside it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansinh import oidc
from ansinh.oidc import client_assertions, client_keys
from tests.oidc.signing import ALGORITHM, hmac_signed, key, public, signed, unsigned

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ISSUER = "https://exchange.example"
CLIENT = "hospital-portal"
KEYS = client_keys.read_client_keys({"keys": [public(key("ec"), kid="one")]})


def claims(**changes: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    usual = {"iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "jti": "an-id", "iat": now, "exp": now + 60}
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def assertion(**changes: Any) -> str:
    return signed(claims(**changes), key("ec"), alg="ES256", kid="one")


def check(raw: str, keys: client_keys.ClientKeys = KEYS) -> client_assertions.Assertion:
    return client_assertions.check_assertion(raw, keys, client_id=CLIENT, audience=ISSUER, now=NOW)


def test_a_good_assertion_names_the_client_and_until_when_its_number_must_be_remembered() -> None:
    good = check(assertion())
    assert (good.client_id, good.jti) == (CLIENT, "an-id")
    assert good.expires_at >= NOW + timedelta(seconds=60)


@pytest.mark.parametrize("kind", ["rsa", "okp"])
def test_every_kind_of_key_may_sign(kind: str) -> None:
    keys = client_keys.read_client_keys({"keys": [public(key(kind), kid="k")]})
    assert check(signed(claims(), key(kind), alg=ALGORITHM[kind], kid="k"), keys).jti == "an-id"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"aud": [ISSUER]}, "aud"),
        ({"aud": f"{ISSUER}/oauth2/token"}, "aud"),
        ({"aud": None}, "aud"),
        ({"sub": None}, "sub"),
        ({"sub": "another"}, "sub"),
        ({"iss": "another"}, "iss"),
        ({"jti": None}, "jti"),
        ({"jti": ""}, "jti"),
        ({"jti": "x" * 300}, "jti"),
        ({"jti": "\ud800"}, "jti"),
        ({"exp": None}, "exp"),
        ({"exp": int(NOW.timestamp()) - 61}, "exp"),
        ({"exp": int(NOW.timestamp()) + 3700}, "exp"),
        ({"exp": "tomorrow"}, "exp"),
        ({"exp": True}, "exp"),
        ({"iat": int(NOW.timestamp()) + 61}, "iat"),
        ({"nbf": int(NOW.timestamp()) + 61}, "nbf"),
        ({"nbf": "soon"}, "nbf"),
    ],
)
def test_20_an_assertion_that_breaks_a_rule_is_invalid_client(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        check(assertion(**changes))
    assert refused.value.code == "invalid_client"
    assert rule in refused.value.detail


@pytest.mark.parametrize(
    "forge",
    [
        lambda: unsigned(claims()),
        lambda: signed(claims(), key("rsa"), alg="RS256", kid="one"),
        lambda: hmac_signed(claims(), key("ec").as_pem(private=False), kid="one"),
        lambda: signed(claims(), key("ec", 1), alg="ES256", kid="one"),
        lambda: signed(claims(), key("ec"), alg="ES256", kid="../../one"),
        lambda: signed(claims(), key("ec"), alg="ES256", kid="http://127.0.0.1:9/one"),
        lambda: "not.a.token",
        lambda: assertion()[:-4] + "AAAA",
    ],
    ids=["none", "RS256", "HS256", "another key", "kid as a path", "kid as an address", "no token", "another signature"],
)
def test_20_an_assertion_not_signed_with_the_clients_own_key_is_invalid_client(forge: Callable[[], str]) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        check(forge())
    assert refused.value.code == "invalid_client"


def test_clocks_may_differ_by_a_minute() -> None:
    second = int(NOW.timestamp())
    assert check(assertion(exp=second - 59)).jti == "an-id"
    assert check(assertion(iat=second + 59, nbf=second + 59)).jti == "an-id"


def test_a_request_is_asked_for_type_and_assertion_together() -> None:
    kind = {"client_assertion_type": client_assertions.ASSERTION_TYPE}
    assert client_assertions.read_assertion({}) is None
    assert client_assertions.read_assertion({**kind, "client_assertion": "a.b.c"}) == "a.b.c"
    for wrong in (kind, {"client_assertion": "a.b.c"}, {"client_assertion": "a.b.c", "client_assertion_type": "saml"}):
        with pytest.raises(oidc.ProtocolError) as refused:
            client_assertions.read_assertion(wrong)
        assert refused.value.code == "invalid_client"


def test_the_claimed_client_is_read_and_proves_nothing() -> None:
    assert client_assertions.claimed_client(assertion(sub="somebody")) == "somebody"
    assert client_assertions.claimed_client("a.b.c") is None
    for hostile in (7, "a\x00b", "\ud800"):  # it is looked up before anything is proven
        assert client_assertions.claimed_client(assertion(sub=hostile)) is None
