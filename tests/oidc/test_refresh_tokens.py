"""Refresh tokens: negative test 25 of the security baseline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ansinh import oidc
from ansinh.oidc import refresh

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CLIENT = oidc.Client("portal", "Portal", "client_secret_basic", ("https://portal.example/back",))
TOKEN = refresh.RefreshToken("family", "portal", ("openid", "profile"), NOW + refresh.REFRESH_LIFE, NOW + refresh.FAMILY_LIFE)


def judge(token: refresh.RefreshToken | None, *, thumbprint: str | None = None, now: datetime = NOW) -> refresh.Refreshed:
    return refresh.judge_refresh(token, client=CLIENT, thumbprint=thumbprint, now=now)


def test_a_token_is_replaced_when_it_is_used() -> None:
    assert judge(TOKEN) is refresh.Refreshed.ROTATE


def test_25_a_token_that_comes_back_ends_its_whole_family_even_when_it_has_expired_meanwhile() -> None:
    used = replace(TOKEN, used_at=NOW - timedelta(seconds=1))
    assert judge(used) is refresh.Refreshed.REVOKE_FAMILY
    assert judge(used, now=NOW + timedelta(days=60)) is refresh.Refreshed.REVOKE_FAMILY


@pytest.mark.parametrize(
    ("token", "now"),
    [
        (None, NOW),
        (replace(TOKEN, client_id="another"), NOW),
        (TOKEN, TOKEN.expires_at),
        (replace(TOKEN, expires_at=NOW + timedelta(days=90)), TOKEN.family_expires_at),
        (replace(TOKEN, thumbprint="a key"), NOW),
    ],
    ids=["unknown", "another client's", "expired", "family expired", "no proof of its key"],
)
def test_25_a_token_that_is_not_good_is_invalid_grant(token: refresh.RefreshToken | None, now: datetime) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        judge(token, now=now)
    assert refused.value.code == "invalid_grant"


def test_a_used_token_shown_without_its_key_ends_nothing() -> None:
    with pytest.raises(oidc.ProtocolError):
        judge(replace(TOKEN, thumbprint="a key", used_at=NOW))
    assert judge(replace(TOKEN, thumbprint="a key"), thumbprint="a key") is refresh.Refreshed.ROTATE


def test_25_scopes_may_be_narrowed_and_never_widened() -> None:
    assert refresh.narrowed_scopes(TOKEN.scopes, {}) == ("openid", "profile")
    assert refresh.narrowed_scopes(TOKEN.scopes, {"scope": "profile"}) == ("profile",)
    with pytest.raises(oidc.ProtocolError) as refused:
        refresh.narrowed_scopes(TOKEN.scopes, {"scope": "openid address"})
    assert (refused.value.code, refused.value.field) == ("invalid_scope", "scope")


def test_25_the_family_ends_however_often_it_is_refreshed() -> None:
    assert refresh.next_expiry(TOKEN.family_expires_at, now=NOW) == NOW + refresh.REFRESH_LIFE
    late = TOKEN.family_expires_at - timedelta(hours=1)
    assert refresh.next_expiry(TOKEN.family_expires_at, now=late) == TOKEN.family_expires_at


def test_a_request_without_a_token_names_what_is_missing() -> None:
    assert refresh.read_refresh({"refresh_token": "t"}) == "t"
    with pytest.raises(oidc.ProtocolError, match="refresh_token"):
        refresh.read_refresh({})
