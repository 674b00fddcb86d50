"""PAR: the authorization request arrives on the back channel, and the browser carries only its number (RFC 9126)."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters, require

PUSHED_LIFE = timedelta(seconds=60)  # FAPI 2.0 wants less than 600 s; a browser needs a moment
_PREFIX = "urn:ietf:params:oauth:request_uri:"
_OURS = re.compile(re.escape(_PREFIX) + r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PushedRequest:
    """What was kept under a request_uri. It counts once: the caller consumes it when the login it began is over, or it expires."""

    client_id: str
    parameters: Parameters = field(repr=False)
    expires_at: datetime


def request_uri(random: str) -> str:
    """The number of a pushed request; `random` is 43 characters of 256 random bits, base64url."""
    return _PREFIX + random


def is_request_uri(text: str) -> bool:
    """True for what `request_uri` makes; anything else, above all an address to fetch from, is not looked at any further."""
    return _OURS.fullmatch(text) is not None


def check_pushable(params: Parameters) -> Parameters:
    """The parameters to keep, without what authenticates the client. Raises ProtocolError("invalid_request") for a request_uri among them."""
    if "request_uri" in params:
        raise ProtocolError("invalid_request", "request_uri may not be pushed", field="request_uri")
    require(params, "client_id")
    return {name: value for name, value in params.items() if name not in _AUTHENTICATION}


def pushed_answer(uri: str) -> dict[str, Any]:
    """The successful answer (RFC 9126 2.2), sent with status 201."""
    return {"request_uri": uri, "expires_in": int(PUSHED_LIFE.total_seconds())}


def check_pulled(pushed: PushedRequest | None, *, client_id: str, now: datetime) -> Parameters:
    """The parameters to go on with; `pushed` is None for a number that is unknown or used.

    Raises ProtocolError("invalid_request_uri"): the browser is then sent nowhere, for no address has been checked.
    """
    if pushed is None or pushed.client_id != client_id:
        raise ProtocolError("invalid_request_uri", "request_uri is unknown, was used, or is another client's", field="request_uri")
    if now >= pushed.expires_at:
        raise ProtocolError("invalid_request_uri", "request_uri has expired", field="request_uri")
    return pushed.parameters


_AUTHENTICATION = frozenset({"client_secret", "client_assertion", "client_assertion_type"})
