"""Negative test 9 of the security baseline: request objects (RFC 9101, FAPI 2.0 Message Signing)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ansinh import oidc
from ansinh.oidc import client_keys, request_objects
from tests.oidc.signing import hmac_signed, key, public, signed, unsigned

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
ISSUER, CLIENT = "https://exchange.example", "hospital-portal"
KEYS = client_keys.read_client_keys({"keys": [public(key("ec"), kid="one")]})


def claims(**changes: Any) -> dict[str, Any]:
    usual = {
        "iss": CLIENT,
        "aud": ISSUER,
        "nbf": SECOND,
        "exp": SECOND + 300,
        "client_id": CLIENT,
        "response_type": "code",
        "redirect_uri": "https://portal.example/back",
        "scope": "openid",
        "max_age": 60,
        "claims": {"userinfo": {"HoVaTen": None}},
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def read(raw: str, **outer: str) -> oidc.Parameters:
    return request_objects.read_request_object(raw, KEYS, outer={"client_id": CLIENT, **outer}, audience=ISSUER, client_id=CLIENT, now=NOW)


def signed_object(**changes: Any) -> str:
    return signed(claims(**changes), key("ec"), alg="ES256", kid="one", typ="oauth-authz-req+jwt")


def test_the_parameters_inside_are_read_as_a_form_would_carry_them() -> None:
    inside = read(signed_object())
    assert inside["redirect_uri"] == "https://portal.example/back"
    assert inside["max_age"] == "60"
    assert inside["claims"] == '{"userinfo": {"HoVaTen": null}}'
    assert "iss" not in inside


def test_9_what_stands_outside_and_not_inside_does_not_count() -> None:
    assert "state" not in read(signed_object(), state="from outside")
    assert read(signed_object(), scope="openid")["scope"] == "openid"


def test_9_what_says_something_else_outside_than_inside_is_refused() -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(signed_object(), redirect_uri="https://portal.example/elsewhere")
    assert (refused.value.code, refused.value.field) == ("invalid_request_object", "redirect_uri")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"aud": "https://another.example"}, "aud"),
        ({"aud": ["https://another.example"]}, "aud"),
        ({"aud": None}, "aud"),
        ({"iss": "another"}, "iss"),
        ({"client_id": "another"}, "client_id"),
        ({"exp": None}, "exp"),
        ({"exp": SECOND - 61}, "exp"),
        ({"exp": SECOND + 7200}, "hour"),
        ({"nbf": None}, "nbf"),
        ({"nbf": SECOND + 61}, "nbf"),
        ({"nbf": SECOND - 3700}, "nbf"),
        ({"request": "a.b.c"}, "another"),
        ({"request_uri": "https://a.example"}, "another"),
        ({"scope": 7}, "text"),
        ({"max_age": True}, "text"),
    ],
)
def test_9_an_object_that_breaks_a_rule_is_refused(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(signed_object(**changes))
    assert refused.value.code == "invalid_request_object"
    assert rule in refused.value.detail


def test_an_object_for_several_audiences_is_good_if_we_are_among_them() -> None:
    assert read(signed_object(aud=["https://another.example", ISSUER]))["scope"] == "openid"


@pytest.mark.parametrize(
    "forge",
    [
        lambda: unsigned(claims()),
        lambda: hmac_signed(claims(), key("ec").as_pem(private=False), kid="one"),
        lambda: signed(claims(), key("ec", 1), alg="ES256", kid="one"),
        lambda: signed(claims(), key("ec"), alg="ES256", kid="two"),
        lambda: signed(claims(), key("ec"), alg="ES256", kid="one", typ="dpop+jwt"),
    ],
    ids=["none", "HS256 with the public key", "another key", "unknown key", "another type"],
)
def test_9_an_object_not_signed_by_the_client_is_refused(forge: Callable[[], str]) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(forge())
    assert refused.value.code == "invalid_request_object"


@pytest.mark.parametrize("changes", [{"state": "a\x00b"}, {"state": "\ud800"}, {"\ud800": "a"}], ids=["control", "half", "half-in-name"])
def test_what_no_form_could_carry_is_refused_inside_too(changes: dict[str, str]) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_request"):
        read(signed_object(**changes))
