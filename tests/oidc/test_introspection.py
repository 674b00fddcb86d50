"""Introspection and revocation (RFC 7662, RFC 7009); negative test 26 of the security baseline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ansinh import oidc
from ansinh.oidc import introspection

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TOKEN = introspection.IssuedToken("portal", "7", ("openid",), NOW - timedelta(minutes=1), NOW + timedelta(minutes=4))


def answer(token: introspection.IssuedToken | None, *, client_id: str = "portal", now: datetime = NOW) -> dict[str, object]:
    return introspection.introspection_answer(token, client_id=client_id, issuer="https://exchange.example", now=now)


def test_a_client_learns_of_its_own_token_what_it_is_good_for() -> None:
    told = answer(TOKEN)
    assert told["active"] is True
    assert (told["client_id"], told["sub"], told["scope"], told["token_type"]) == ("portal", "7", "openid", "Bearer")
    assert told["exp"] == int((NOW + timedelta(minutes=4)).timestamp())


def test_a_bound_token_names_the_key_it_is_bound_to() -> None:
    told = answer(replace(TOKEN, thumbprint="a key"))
    assert (told["token_type"], told["cnf"]) == ("DPoP", {"jkt": "a key"})


@pytest.mark.parametrize(
    ("token", "client_id", "now"),
    [(None, "portal", NOW), (TOKEN, "another", NOW), (TOKEN, "portal", TOKEN.expires_at)],
    ids=["unknown", "another client's", "expired"],
)
def test_26_of_anything_else_a_client_learns_only_that_it_is_not_active(
    token: introspection.IssuedToken | None, client_id: str, now: datetime
) -> None:
    assert answer(token, client_id=client_id, now=now) == {"active": False}


def test_a_request_without_a_token_names_what_is_missing() -> None:
    assert introspection.token_of({"token": "t", "token_type_hint": "refresh_token"}) == "t"
    with pytest.raises(oidc.ProtocolError, match="token is missing"):
        introspection.token_of({})
