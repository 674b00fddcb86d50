"""Back-channel logout: negative test 45 of the security baseline (OpenID Connect Back-Channel Logout 1.0 section 2.6)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey

from ansinh import oidc
from ansinh.oidc import logout_tokens

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ISSUER, CLIENT = "https://exchange.example", "portal"
KEY = oidc.SigningKey(ECKey.generate_key("P-256").as_pem(private=True))
KEYS = oidc.own_keys([KEY])


def token(*, typ: str = "logout+jwt", **changes: Any) -> str:
    usual = logout_tokens.logout_claims(issuer=ISSUER, client_id=CLIENT, subject="7", sid="a-session", jti="an-id", now=NOW)
    return KEY.sign({name: value for name, value in {**usual, **changes}.items() if value is not None}, typ=typ)


def check(raw: str, now: datetime = NOW) -> logout_tokens.LogoutToken:
    return logout_tokens.check_logout_token(raw, KEYS, issuer=ISSUER, client_id=CLIENT, now=now)


def test_a_good_token_names_exactly_one_session() -> None:
    good = check(token())
    assert (good.subject, good.sid, good.jti) == ("7", "a-session", "an-id")


def test_a_token_without_a_session_means_all_of_the_subjects() -> None:
    assert check(token(sid=None)).sid is None
    assert check(token(sub=None)).subject is None


@pytest.mark.parametrize("typ", ["JWT", "at+jwt", "dpop+jwt"])
def test_45_another_kind_of_token_ends_nobodys_session(typ: str) -> None:
    with pytest.raises(oidc.ProtocolError, match="typ"):
        check(token(typ=typ))


@pytest.mark.parametrize(
    ("changes", "claim"),
    [
        ({"iss": "https://another.example"}, "iss"),
        ({"aud": "another"}, "aud"),
        ({"aud": [CLIENT, "another"]}, "aud"),
        ({"nonce": "n"}, "nonce"),
        ({"events": None}, "events"),
        ({"events": {}}, "events"),
        ({"events": {"http://schemas.openid.net/event/backchannel-logout": 1}}, "events"),
        ({"iat": None}, "iat"),
        ({"iat": int((NOW + timedelta(minutes=5)).timestamp())}, "iat"),
        ({"iat": int((NOW - timedelta(minutes=10)).timestamp())}, "iat"),
        ({"exp": int((NOW - timedelta(minutes=2)).timestamp())}, "exp"),
        ({"exp": None}, "exp"),
        ({"jti": None}, "jti"),
        ({"jti": "x" * 300}, "jti"),
        ({"sub": None, "sid": None}, "sid"),
        ({"sub": 7}, "sub"),
        ({"sid": "a\nb"}, "sid"),
    ],
)
def test_45_a_token_that_breaks_a_rule_is_refused_by_the_name_of_the_claim(changes: dict[str, Any], claim: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        check(token(**changes))
    assert (refused.value.code, refused.value.field) == ("invalid_request", claim)


def test_45_a_token_signed_by_somebody_else_is_refused() -> None:
    other = oidc.SigningKey(ECKey.generate_key("P-256").as_pem(private=True))
    claims = logout_tokens.logout_claims(issuer=ISSUER, client_id=CLIENT, subject="7", sid="s", jti="j", now=NOW)
    with pytest.raises(oidc.ProtocolError):
        check(other.sign(claims, typ="logout+jwt"))
