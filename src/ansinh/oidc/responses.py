"""The provider's answers through the browser: addresses with a code or an error, always with `iss` (RFC 9207)."""

from urllib.parse import urlencode

from ansinh.oidc.errors import ProtocolError


def code_address(redirect_uri: str, *, code: str, state: str | None, issuer: str) -> str:
    """Where the browser takes the code (RFC 6749 4.1.2)."""
    return with_query(redirect_uri, {"code": code, "state": state, "iss": issuer})


def error_address(redirect_uri: str, error: ProtocolError, *, state: str | None, issuer: str) -> str:
    """Where the browser takes an error (RFC 6749 4.1.2.1); `error.detail` must be free of personal data, it stands in the address."""
    return with_query(redirect_uri, {"error": error.code, "error_description": error.detail, "state": state, "iss": issuer})


def with_query(uri: str, params: dict[str, str | None]) -> str:
    """`uri` with the parameters that are not None added to its query."""
    query = urlencode({name: value for name, value in params.items() if value is not None})
    if not query:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{query}"
