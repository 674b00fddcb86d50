"""Who speaks at the token endpoint: reading and judging client credentials (RFC 6749 2.3.1)."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_plus, unquote_plus

from ansinh.oidc.clients import Client, secret_is
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters
from ansinh.oidc.profiles import AuthMethod


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client presented; nothing is proven yet."""

    client_id: str
    secret: str = field(repr=False)
    method: AuthMethod


def read_credentials(authorization: Sequence[str], params: Parameters) -> Credentials:
    """The secret in the Authorization headers or the form; exactly one way must be used.

    Raises ProtocolError("invalid_client") for none, for both at once, and for a header that is not HTTP Basic.
    """
    if len(authorization) > 1 or (authorization and "client_secret" in params):
        raise ProtocolError("invalid_client", "use one way to authenticate, not two")
    if authorization:
        client_id, secret = _read_basic(authorization[0])
        if params.get("client_id", client_id) != client_id:
            raise ProtocolError("invalid_client", "header and form name different clients")
        return Credentials(client_id, secret, "client_secret_basic")
    if "client_id" not in params or "client_secret" not in params:
        raise ProtocolError("invalid_client", "client authentication is missing")
    return Credentials(params["client_id"], params["client_secret"], "client_secret_post")


def authenticate(client: Client | None, credentials: Credentials) -> Client:
    """The client, proven. `client` is what the registry holds under the presented id, None if nothing.

    Raises ProtocolError("invalid_client"), the same for an unknown client, a wrong secret and a method that is not the
    registered one: a client that registered for the header may not be downgraded to the form.
    """
    known = secret_is(client, credentials.secret)
    if client is None or not known or credentials.method != client.token_endpoint_auth_method:
        raise ProtocolError("invalid_client", "client authentication failed")
    return client


def encode_for_basic(client_id: str, secret: str) -> tuple[str, str]:
    """User and password for HTTP Basic, each form-encoded first, as RFC 6749 2.3.1 asks and many clients forget."""
    return quote_plus(client_id), quote_plus(secret)


def _read_basic(header: str) -> tuple[str, str]:
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        raise ProtocolError("invalid_client", "only HTTP Basic is understood here")
    try:
        user, colon, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
        client_id, secret = unquote_plus(user, errors="strict"), unquote_plus(password, errors="strict")
    except (binascii.Error, ValueError):
        raise ProtocolError("invalid_client", "the Authorization header cannot be decoded") from None
    if not colon or not (client_id + secret).isprintable():
        raise ProtocolError("invalid_client", "the Authorization header cannot be decoded")
    return client_id, secret
