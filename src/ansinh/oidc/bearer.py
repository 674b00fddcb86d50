"""Reading an access token from a request (RFC 6750 2). Never from the query: addresses are logged and shared."""

from collections.abc import Sequence

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters


def read_bearer(authorization: Sequence[str], form: Parameters) -> str | None:
    """The token in the Authorization header or the form body; None if there is none.

    Raises ProtocolError("invalid_request") for more than one (RFC 6750 2).
    """
    tokens = [value.strip() for scheme, _, value in (header.partition(" ") for header in authorization) if scheme.lower() == "bearer"]
    if "access_token" in form:
        tokens.append(form["access_token"])
    if len(tokens) > 1:
        raise ProtocolError("invalid_request", "send the access token once")
    return tokens[0] if tokens else None
