"""Gateway tokens: signed, not stored, so that any process can check one and a second login never ends the first.

Decides whether a token is good; the shape it travels in is `wire`'s.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import Enum

from ansinh.checkin.model import Token
from ansinh.wire import gateway

LIFETIME = timedelta(minutes=10)


class TokenState(Enum):
    GOOD = "good"
    WRONG = "wrong"  # not one of ours, changed, of another account, with another id, or from another address
    EXPIRED = "expired"


def issue(secret: bytes, username: str, *, id_token: str, caller: str, now: datetime) -> Token:
    """A token for the account, good for ten minutes. `caller` is the address it is bound to, "" for none; `id_token` is a fresh GUID."""
    issued = gateway.filetime(now)
    token = gateway.AccessToken(_mac(secret, username, caller, id_token, issued), username, issued)
    return Token(access_token=token.render(), id_token=id_token, username=username, expires_at=gateway.instant_of(issued) + LIFETIME)


def check(secret: bytes, credentials: gateway.Credentials, *, caller: str, now: datetime) -> TokenState:
    """Whether the token is one that `issue` made for this account, id and caller, less than ten minutes ago.

    Signature first: of a token that is not ours, not even the age is told.
    """
    token = gateway.read_access_token(credentials.token)
    if token is None or token.username != credentials.username.upper():
        return TokenState.WRONG
    expected = _mac(secret, token.username, caller, credentials.id_token.lower(), token.issued)
    if not hmac.compare_digest(expected, token.mac):
        return TokenState.WRONG
    return TokenState.GOOD if now < gateway.instant_of(token.issued) + LIFETIME else TokenState.EXPIRED


def expires_at(credentials: gateway.Credentials) -> datetime:
    """The first instant at which a token that was found good no longer is. Raises ValueError for a text that is no token."""
    token = gateway.read_access_token(credentials.token)
    if token is None:
        raise ValueError("not a token")
    return gateway.instant_of(token.issued) + LIFETIME


def _mac(secret: bytes, username: str, caller: str, id_token: str, issued: int) -> bytes:
    # the official signature input is account - caller IP - tokenId - timestamp (one source, a summary of dispatch 1839/CNTT-PM)
    return hmac.digest(secret, f"{username}-{caller}-{id_token}-{issued}".encode(), hashlib.sha256)
