"""Pushed authorization requests (RFC 9126); negative test 8 of the security baseline."""

from datetime import UTC, datetime, timedelta

import pytest

from ansinh import oidc
from ansinh.oidc import pushed

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URI = pushed.request_uri("A" * 43)
KEPT = pushed.PushedRequest("portal", {"client_id": "portal", "scope": "openid"}, NOW + pushed.PUSHED_LIFE)


def test_a_pushed_request_is_pulled_by_its_client_until_it_expires() -> None:
    assert pushed.check_pulled(KEPT, client_id="portal", now=NOW)["scope"] == "openid"
    assert pushed.pushed_answer(URI) == {"request_uri": URI, "expires_in": 60}


@pytest.mark.parametrize(
    ("kept", "client_id", "now"),
    [
        (None, "portal", NOW),
        (KEPT, "another", NOW),
        (KEPT, "portal", NOW + pushed.PUSHED_LIFE),
        (KEPT, "portal", NOW + timedelta(days=1)),
    ],
    ids=["unknown or used", "another client's", "at its end", "long after"],
)
def test_8_a_request_uri_that_is_unknown_used_expired_or_anothers_is_refused(
    kept: pushed.PushedRequest | None, client_id: str, now: datetime
) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        pushed.check_pulled(kept, client_id=client_id, now=now)
    assert (refused.value.code, refused.value.field) == ("invalid_request_uri", "request_uri")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://127.0.0.1:9/request.jwt",
        "https://portal.example/r",
        "urn:ietf:params:oauth:request_uri:",
        URI + "A",
        URI[:-1] + "!",
        "urn:uuid:1",
    ],
)
def test_8_an_address_to_fetch_from_is_no_request_uri(text: str) -> None:
    assert not pushed.is_request_uri(text)
    assert pushed.is_request_uri(URI)


def test_a_request_uri_may_not_be_pushed_and_a_client_must_be_named() -> None:
    for params, field in (({"client_id": "portal", "request_uri": URI}, "request_uri"), ({"scope": "openid"}, "client_id")):
        with pytest.raises(oidc.ProtocolError) as refused:
            pushed.check_pushable(params)
        assert (refused.value.code, refused.value.field) == ("invalid_request", field)


def test_what_authenticates_the_client_is_not_kept() -> None:
    pushable = {"client_id": "portal", "client_secret": "s", "client_assertion": "a", "client_assertion_type": "t", "scope": "openid"}
    assert pushed.check_pushable(pushable) == {"client_id": "portal", "scope": "openid"}
