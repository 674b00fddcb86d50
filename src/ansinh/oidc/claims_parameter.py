"""The `claims` parameter: a relying party names single claims (OpenID Connect Core 5.5). It never widens what the party is registered for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansinh.oidc.clients import Client
from ansinh.oidc.errors import ProtocolError

_MOST_CLAIMS = 50
_LONGEST = 4096
_MEMBERS = frozenset({"essential", "value", "values"})


@dataclass(frozen=True, slots=True)
class AskedClaims:
    """Names asked of the userinfo endpoint, those the party may have; `acr_essential` holds the levels it cannot do without, in its order."""

    userinfo: tuple[str, ...] = ()
    acr_essential: tuple[str, ...] = ()


def read_claims(text: str, client: Client) -> AskedClaims:
    """What is asked for and registered. Raises ProtocolError("invalid_request") for what is no such object."""
    asked = _object(text)
    userinfo, id_token = asked.get("userinfo"), asked.get("id_token")
    wanted = tuple(name for name in _requests(userinfo, "userinfo") if name in client.claims)
    acr = _requests(id_token, "id_token").get("acr")
    return AskedClaims(wanted, _essential_levels(acr))


def _object(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST:
        raise _refused("it is too long")
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise _refused("it is not JSON, or names something twice") from None
    if not isinstance(value, dict):
        raise _refused("it must be an object")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _requests(member: object, name: str) -> Mapping[str, Any]:
    if member is None:
        return {}
    if not isinstance(member, dict) or len(member) > _MOST_CLAIMS:
        raise _refused(f"{name} must be an object of at most {_MOST_CLAIMS} claims")
    for request in member.values():
        if request is not None and not (isinstance(request, dict) and request.keys() <= _MEMBERS):
            raise _refused(f"{name}: a claim is asked for with null or with essential, value, values")
    return member


def _essential_levels(request: object) -> tuple[str, ...]:
    if not isinstance(request, dict) or request.get("essential") is not True:
        return ()
    values = request.get("values", [request["value"]] if "value" in request else [])
    if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
        raise _refused("an essential acr needs a value or values")
    return tuple(values)


def _refused(detail: str) -> ProtocolError:
    return ProtocolError("invalid_request", f"claims: {detail}", field="claims")
