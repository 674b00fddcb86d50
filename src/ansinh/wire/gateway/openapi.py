"""The calls as OpenAPI path items, for the page where developers look first."""

from typing import Any

from ansinh.wire.gateway.openapi_lookups import lookup_paths
from ansinh.wire.gateway.openapi_operation import TEXT, operation
from ansinh.wire.gateway.openapi_treatments import treatment_paths


def openapi_paths() -> dict[str, Any]:
    """Path items of OpenAPI 3.1, by path."""
    return {"/api/token/take": {"post": _take_token()}, **lookup_paths(), **treatment_paths()}


def _take_token() -> dict[str, Any]:
    fields = {
        "username": {**TEXT, "description": "Facility code and `_BV`.", "examples": ["01001_BV"]},
        "password": {**TEXT, "description": "MD5 of the password in hex, either case."},
    }
    key = {name: {"type": "string"} for name in ("access_token", "id_token", "token_type", "username", "expires_in")}
    reply = {
        "maKetQua": {
            "type": "string",
            "description": "200 issued; 401 account or password; 402 facility code; 403 locked, or called from an address that is not listed; 205 format; 500 error.",
        },
        "APIKey": {"type": ["object", "null"], "properties": key},
    }
    return operation(
        "takeToken", "Take a token: good for ten minutes, several may be good at once.", fields=fields, reply=reply, required=["maKetQua"]
    )
