"""JAR: an authorization request as a signed object (RFC 9101). What stands inside counts; what stands beside it does not."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ansinh.oidc.client_keys import ClientKeys, find, read_header, verify
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters, read_values
from ansinh.oidc.times import instant

_TYPES = frozenset({None, "JWT", "oauth-authz-req+jwt"})
_SKEW = timedelta(seconds=60)
_LONGEST_LIFE = timedelta(minutes=60)  # FAPI 2.0 Message Signing 5.3.1
_ABOUT_THE_OBJECT = frozenset({"iss", "aud", "exp", "nbf", "iat", "jti", "sub"})
_NOT_INSIDE = frozenset({"request", "request_uri"})  # RFC 9101 section 4


def read_request_object(raw: str, keys: ClientKeys, *, outer: Parameters, audience: str, client_id: str, now: datetime) -> Parameters:
    """The parameters inside the object, the only ones to go on with; `outer` are those around it, of which none is taken over.

    Raises ProtocolError("invalid_request_object") naming the rule: signature, algorithm (never `none`, never HMAC), issuer, audience,
    times, an object inside the object, or an outer parameter that says something else than the inner one.
    """
    header = read_header(raw)
    key = None if header is None or header.get("typ") not in _TYPES else find(keys, header.get("kid"))
    token = None if key is None else verify(raw, key)
    if token is None:
        raise _refused("signature, algorithm, type or key is not the client's")
    claims = token.claims
    if claims.get("iss") != client_id or claims.get("client_id", client_id) != client_id:
        raise _refused("iss and client_id must be the client")
    audiences = claims.get("aud")
    if audience not in (audiences if isinstance(audiences, list) else [audiences]):
        raise _refused("aud must be the issuer")
    _check_times(claims, now=now)
    if _NOT_INSIDE & claims.keys():
        raise _refused("a request object may not hold another")
    inside = read_values({name: _text(name, value) for name, value in claims.items() if name not in _ABOUT_THE_OBJECT})
    inside = {**inside, "client_id": client_id}
    for name, value in outer.items():
        if name not in _NOT_INSIDE and name in inside and inside[name] != value:
            raise _refused("a parameter outside says something else than the one inside", field=name)
    return inside


def _check_times(claims: Mapping[str, Any], *, now: datetime) -> None:
    expires_at, not_before = instant(claims, "exp"), instant(claims, "nbf")
    if expires_at is None or expires_at + _SKEW <= now:
        raise _refused("exp is missing or past")
    if not_before is None or not_before > now + _SKEW or now - not_before > _LONGEST_LIFE:
        raise _refused("nbf is missing, in the future, or more than an hour ago")
    if expires_at - not_before > _LONGEST_LIFE:
        raise _refused("it is valid for more than an hour")


def _text(name: str, value: Any) -> str:
    """One parameter as a form would carry it; `claims` may be an object and `max_age` a number (OpenID Connect Core 6.1)."""
    if isinstance(value, str):
        return value
    if name == "max_age" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name == "claims" and isinstance(value, dict):
        return json.dumps(value)
    raise _refused("a parameter is not text", field=name)


def _refused(detail: str, *, field: str | None = None) -> ProtocolError:
    return ProtocolError("invalid_request_object", f"request object: {detail}", field=field)
