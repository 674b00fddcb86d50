"""The relying party's judgement of an id_token: one small check a claim (OpenID Connect Core 3.1.3.7).

Every check names its claim in the error code, so that a trace of a failed login says which rule failed and no more.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.id_tokens import at_hash
from ansinh.oidc.key_sets import PublicKeys, read_signed
from ansinh.oidc.signed_tokens import SignedToken
from ansinh.oidc.times import instant

_SKEW = timedelta(seconds=30)
# The token comes straight from the token endpoint: an old one was kept by somebody.
_OLDEST = timedelta(minutes=10)
_LONGEST_TEXT = 255
_MOST_METHODS = 20


@dataclass(frozen=True, slots=True)
class Expected:
    """What the relying party knows when the token arrives. `fresh_since`: the login itself may not be older (None: any age)."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    now: datetime
    fresh_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class IdToken:
    """An id_token that passed every check. `acr`, `auth_time` and `sid` are None where the provider did not say, or said what is no text."""

    issuer: str
    subject: str
    acr: str | None
    amr: tuple[str, ...]
    auth_time: datetime | None
    sid: str | None
    raw: str


def check_id_token(raw: str, keys: PublicKeys, *, expected: Expected) -> IdToken:
    """The token, believed. Raises ProtocolError named after the failed check, UnknownKeyError for a key not in `keys`."""
    token = read_signed(raw, keys)
    for check in _CHECKS:
        check(token, expected)
    claims = token.claims
    return IdToken(
        issuer=expected.issuer,
        subject=claims["sub"],
        acr=_text(claims.get("acr")),
        amr=_methods(claims.get("amr")),
        auth_time=None if claims.get("auth_time") is None else _instant(token, "auth_time"),
        sid=_text(claims.get("sid")),
        raw=raw,
    )


def check_typ(token: SignedToken, _expected: Expected) -> None:
    """Other kinds of token (access token, logout token) are typed and may not stand in for an id_token (RFC 8725 3.11)."""
    typ = token.header.get("typ", "JWT")
    if not isinstance(typ, str) or typ.upper() != "JWT":
        raise ProtocolError("id_token_typ", "this is another kind of token")


def check_iss(token: SignedToken, expected: Expected) -> None:
    if token.claims.get("iss") != expected.issuer:
        raise ProtocolError("id_token_iss", "issued by somebody else")


def check_aud(token: SignedToken, expected: Expected) -> None:
    """For us alone: a further audience is a party we do not trust (3.1.3.7 rule 3)."""
    if token.claims.get("aud") not in (expected.client_id, [expected.client_id]):
        raise ProtocolError("id_token_aud", "issued for somebody else, or not for us alone")


def check_azp(token: SignedToken, expected: Expected) -> None:
    if token.claims.get("azp", expected.client_id) != expected.client_id:
        raise ProtocolError("id_token_azp", "another client is the authorised party")


def check_exp(token: SignedToken, expected: Expected) -> None:
    if _instant(token, "exp") <= expected.now - _SKEW:
        raise ProtocolError("id_token_exp", "the token has expired")


def check_iat(token: SignedToken, expected: Expected) -> None:
    if not -_SKEW <= expected.now - _instant(token, "iat") <= _OLDEST:
        raise ProtocolError("id_token_iat", "issued in the future, or long ago")


def check_nbf(token: SignedToken, expected: Expected) -> None:
    if "nbf" in token.claims and _instant(token, "nbf") > expected.now + _SKEW:
        raise ProtocolError("id_token_nbf", "not valid yet")


def check_nonce(token: SignedToken, expected: Expected) -> None:
    """Ties the token to the login this browser began (3.1.3.7 rule 11)."""
    nonce = token.claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode("utf-8", "replace"), expected.nonce.encode()):
        raise ProtocolError("id_token_nonce", "not issued for this login")


def check_sub(token: SignedToken, _expected: Expected) -> None:
    subject = token.claims.get("sub")
    if _text(subject) is None or not str(subject).isascii():
        raise ProtocolError("id_token_sub", "the subject is missing or unusable")


def check_at_hash(token: SignedToken, expected: Expected) -> None:
    """Optional in the code flow, but wrong is wrong (3.1.3.8)."""
    if "at_hash" in token.claims and token.claims["at_hash"] != at_hash(expected.access_token, token.header["alg"]):
        raise ProtocolError("id_token_at_hash", "issued with another access token")


def check_auth_time(token: SignedToken, expected: Expected) -> None:
    """Where a fresh login was asked for, the provider must say when it was, and it must be fresh (rule 13)."""
    if expected.fresh_since is None:
        return
    if _instant(token, "auth_time") < expected.fresh_since - _SKEW:
        raise ProtocolError("id_token_auth_time", "the login is older than was asked")


_CHECKS: tuple[Callable[[SignedToken, Expected], None], ...] = (
    check_typ,
    check_iss,
    check_aud,
    check_azp,
    check_exp,
    check_iat,
    check_nbf,
    check_nonce,
    check_sub,
    check_at_hash,
    check_auth_time,
)


def _instant(token: SignedToken, name: str) -> datetime:
    found = instant(token.claims, name)
    if found is None:
        raise ProtocolError(f"id_token_{name}", f"{name} is missing or not a time")
    return found


def _methods(value: object) -> tuple[str, ...]:
    found = (_text(method) for method in value[:_MOST_METHODS]) if isinstance(value, list) else ()
    return tuple(method for method in found if method is not None)


def _text(value: object) -> str | None:
    """A short text that can be kept; None for a missing or a hostile one: a database takes neither U+0000 nor half a surrogate pair."""
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT and value.isprintable() else None
