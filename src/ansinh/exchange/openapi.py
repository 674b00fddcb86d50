"""The endpoints for programs as OpenAPI path items, for the page where developers look first.

The endpoints for browsers (authorize, logout) are described by the protocol; what this exchange supports of it stands in discovery.
"""

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_AUTHENTICATION = ("client_id", "client_secret", "client_assertion", "client_assertion_type")
_PROOF: dict[str, Any] = {"name": "dpop", "in": "header", "required": False, "schema": _TEXT}
_BASIC: dict[str, Any] = {"name": "authorization", "in": "header", "required": False, "schema": _TEXT}


def openapi_paths() -> dict[str, Any]:
    """Path items of OpenAPI 3.1, by path."""
    userinfo = {
        "200": _answer("The claims this client is registered for", ["sub", "acr", "amr"]),
        "400": _answer("More than one access token", ["error"]),
        "401": _answer("No access token, or one that opens nothing", []),
        "403": _answer("The token was not issued for openid", ["error"]),
    }
    return {
        "/.well-known/openid-configuration": {
            "get": _operation("readDiscovery", "Provider metadata", {"200": _answer("Metadata", ["issuer"])})
        },
        "/oauth2/jwks": {"get": _operation("readKeys", "Public keys of the exchange", {"200": _answer("A JWK set", ["keys"])})},
        "/oauth2/par": {"post": _push()},
        "/oauth2/token": {"post": _token()},
        "/oauth2/introspect": {"post": _about_a_token("introspect", "What a token of one's own is good for", ["active"])},
        "/oauth2/revoke": {"post": _about_a_token("revoke", "Give a token back", [])},
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
    fields = ["grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", *_AUTHENTICATION]
    return _operation(
        "redeemCode", "Redeem an authorization code or a refresh token, once", answers, fields=fields, parameters=[_BASIC, _PROOF]
    )


def _push() -> dict[str, Any]:
    answers = {
        "201": _answer("The number for the browser to carry", ["request_uri", "expires_in"]),
        "400": _answer("The request could not be served", ["error"]),
        "401": _answer("Client authentication failed", ["error"]),
        "429": _answer("Too many failed attempts", ["error"]),
    }
    fields = [
        "response_type",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "request",
        *_AUTHENTICATION,
    ]
    return _operation("pushRequest", "Push an authorization request (RFC 9126)", answers, fields=fields, parameters=[_BASIC, _PROOF])


def _about_a_token(name: str, summary: str, required: list[str]) -> dict[str, Any]:
    answers = {
        "200": _answer("Done", required),
        "400": _answer("The token is missing", ["error"]),
        "401": _answer("Client authentication failed", ["error"]),
        "429": _answer("Too many failed attempts", ["error"]),
    }
    return _operation(name, summary, answers, fields=["token", "token_type_hint", *_AUTHENTICATION], parameters=[_BASIC])


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
