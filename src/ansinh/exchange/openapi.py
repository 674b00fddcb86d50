"""The endpoints for programs as OpenAPI path items, for the page where developers look first.

The endpoints for browsers (authorize, logout) are described by the protocol; what this exchange supports of it stands in discovery.
"""

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_BASIC: dict[str, Any] = {"name": "authorization", "in": "header", "required": False, "schema": _TEXT}


def openapi_paths() -> dict[str, Any]:
    """Path items of OpenAPI 3.1, by path."""
    userinfo = {
        "200": _answer("The claims this client is registered for", ["sub", "acr", "amr"]),
        "400": _answer("More than one access token", ["error"]),
        "401": _answer("No access token, or one that opens nothing", []),
    }
    return {
        "/.well-known/openid-configuration": {
            "get": _operation("readDiscovery", "Provider metadata", {"200": _answer("Metadata", ["issuer"])})
        },
        "/oauth2/jwks": {"get": _operation("readKeys", "Public keys of the exchange", {"200": _answer("A JWK set", ["keys"])})},
        "/oauth2/token": {"post": _token()},
        "/oauth2/userinfo": {
            "get": _operation("readUserinfo", "The person behind an access token", userinfo, parameters=[_BASIC]),
            "post": _operation("postUserinfo", "The same, by POST", userinfo, fields=["access_token"], parameters=[_BASIC]),
        },
    }


def _token() -> dict[str, Any]:
    answers = {
        "200": _answer("Tokens", ["access_token", "token_type", "expires_in", "id_token"]),
        "400": _answer("The code cannot be redeemed, or the request is not valid", ["error"]),
        "401": _answer("Client authentication failed", ["error"]),
        "429": _answer("Too many failed attempts", ["error"]),
    }
    fields = ["grant_type", "code", "redirect_uri", "code_verifier", "client_id", "client_secret"]
    return _operation("redeemCode", "Redeem an authorization code, once", answers, fields=fields, parameters=[_BASIC])


def _operation(
    name: str, summary: str, answers: dict[str, Any], *, fields: list[str] | None = None, parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "tags": ["OpenID Connect"],
        "operationId": name,
        "summary": summary,
        "parameters": parameters or [],
        "responses": {**answers, "503": _answer("The database does not answer", ["error"])},
    }
    if fields is not None:
        form = {"type": "object", "properties": dict.fromkeys(fields, _TEXT)}
        operation["requestBody"] = {"required": False, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
        operation["responses"]["400"] = _answer("The request is not valid", ["error"])
        operation["responses"]["413"] = {"description": "The body is too large"}
    return operation


def _answer(description: str, required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "required": required}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
