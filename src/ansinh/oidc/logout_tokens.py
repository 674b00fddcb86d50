"""Back-channel logout: the provider tells a relying party, server to server, which session has ended (OpenID Connect Back-Channel Logout 1.0)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.key_sets import PublicKeys, read_signed
from ansinh.oidc.times import instant

LOGOUT_TOKEN_TYPE = "logout+jwt"  # noqa: S105 - the name of a type
_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_LIFE = timedelta(minutes=2)
_SKEW = timedelta(seconds=60)
_LONGEST_TEXT = 255


@dataclass(frozen=True, slots=True)
class LogoutToken:
    """A good token. It counts once: the caller keeps `jti` until `expires_at`. `sid` None: every session of the subject."""

    subject: str | None
    sid: str | None
    jti: str
    expires_at: datetime


def logout_claims(*, issuer: str, client_id: str, subject: str, sid: str, jti: str, now: datetime) -> dict[str, Any]:
    """Claims to sign with type `logout+jwt` (section 2.4)."""
    return {
        "iss": issuer,
        "aud": client_id,
        "sub": subject,
        "sid": sid,
        "iat": int(now.timestamp()),
        "exp": int((now + _LIFE).timestamp()),
        "jti": jti,
        "events": {_EVENT: {}},
    }


def check_logout_token(raw: str, keys: PublicKeys, *, issuer: str, client_id: str, now: datetime) -> LogoutToken:
    """The token, believed (section 2.6). Raises ProtocolError("invalid_request") naming the claim; UnknownKeyError as `read_signed` does."""
    token = read_signed(raw, keys)
    claims = token.claims
    if token.header.get("typ") != LOGOUT_TOKEN_TYPE:
        raise _refused("typ")  # an id_token, whoever stole it, ends nobody's session
    if claims.get("iss") != issuer:
        raise _refused("iss")
    if claims.get("aud") not in (client_id, [client_id]):
        raise _refused("aud")
    if "nonce" in claims:
        raise _refused("nonce")
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_EVENT), dict):
        raise _refused("events")
    issued_at, expires_at = instant(claims, "iat"), instant(claims, "exp")
    if issued_at is None or not -_SKEW <= now - issued_at <= _LIFE + _SKEW:
        raise _refused("iat")
    if expires_at is None or expires_at + _SKEW <= now:
        raise _refused("exp")
    subject, sid, jti = (_text(claims.get(name), name) for name in ("sub", "sid", "jti"))
    if jti is None:
        raise _refused("jti")
    if subject is None and sid is None:
        raise _refused("sid")
    return LogoutToken(subject, sid, jti, expires_at + _SKEW)


def _text(value: object, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_TEXT or not value.isprintable():
        raise _refused(name)
    return value


def _refused(claim: str) -> ProtocolError:
    return ProtocolError("invalid_request", f"logout token: {claim} is not as it must be", field=claim)
