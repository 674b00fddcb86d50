"""Refresh tokens: each is used once and replaced; one that comes back was stolen from somebody (RFC 9700 4.14.2, RFC 6749 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from ansinh.oidc.clients import Client
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters, require

REFRESH_LIFE = timedelta(days=1)  # of one token, unused
FAMILY_LIFE = timedelta(days=30)  # of all that came from one login, however often it is refreshed


class Refreshed(Enum):
    """What to do with a presented token."""

    ROTATE = "rotate"  # give a new one, this one is used up
    REVOKE_FAMILY = "revoke_family"  # it was used before: everything from that login ends, whoever holds it


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """What is kept of a token. `thumbprint` binds it to a DPoP key, None for a bearer; `used_at` is None until it is redeemed."""

    family: str
    client_id: str
    scopes: tuple[str, ...]
    expires_at: datetime
    family_expires_at: datetime
    thumbprint: str | None = None
    used_at: datetime | None = None


def read_refresh(params: Parameters) -> str:
    """The token in a request with grant type refresh_token. Raises ProtocolError("invalid_request") where it is missing."""
    return require(params, "refresh_token")


def judge_refresh(token: RefreshToken | None, *, client: Client, thumbprint: str | None, now: datetime) -> Refreshed:
    """What becomes of a presented token; None is one that is unknown or revoked.

    Raises ProtocolError("invalid_grant") where it is not this client's, has expired, or the key is not the one it is bound to; none of
    these ends the family: whoever presents a token with the wrong proof may not end another's login.
    """
    if token is None or token.client_id != client.client_id:
        raise ProtocolError("invalid_grant", "the refresh token is unknown, revoked, or another client's")
    if token.thumbprint is not None and token.thumbprint != thumbprint:
        raise ProtocolError("invalid_grant", "the refresh token is bound to another key")
    if token.used_at is not None:
        return Refreshed.REVOKE_FAMILY
    if now >= min(token.expires_at, token.family_expires_at):
        raise ProtocolError("invalid_grant", "the refresh token has expired")
    return Refreshed.ROTATE


def narrowed_scopes(granted: Sequence[str], params: Parameters) -> tuple[str, ...]:
    """The scopes of the new tokens: those asked for, or all that were granted. Raises ProtocolError("invalid_scope") for any more."""
    asked = params.get("scope", "").split()
    if not asked:
        return tuple(granted)
    if not set(asked) <= set(granted):
        raise ProtocolError("invalid_scope", "more is asked for than was granted", field="scope")
    return tuple(scope for scope in granted if scope in asked)


def next_expiry(family_expires_at: datetime, *, now: datetime) -> datetime:
    """When a token of the family that is given now ends: never after the family does."""
    return min(now + REFRESH_LIFE, family_expires_at)
