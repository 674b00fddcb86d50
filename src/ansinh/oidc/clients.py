"""What a provider knows of a relying party, and how strictly it compares what the browser brings with it."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Literal

from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.uris import is_sound, same_but_port

AuthMethod = Literal["client_secret_basic", "client_secret_post"]

_SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Client:
    """A registered relying party. `claims` are the userinfo claims it may ever receive, whatever it asks.

    `loopback_any_port`: its registered http loopback addresses match on any port (RFC 8252 7.3), for programs that
    cannot know their port beforehand.
    """

    client_id: str
    name: str
    token_endpoint_auth_method: AuthMethod
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("openid",)
    claims: tuple[str, ...] = ()
    loopback_any_port: bool = False
    secret_sha256: str = field(default="", repr=False)


def may_return_to(client: Client, uri: str) -> bool:
    """True if codes for `client` may be sent to `uri`: character by character equal to a registered address (RFC 9700 4.1.3)."""
    return _registered(client.redirect_uris, uri, any_port=client.loopback_any_port)


def may_return_after_logout(client: Client, uri: str) -> bool:
    """True if a browser may be sent to `uri` after signing out (OpenID Connect RP-Initiated Logout 1.0 section 3)."""
    return _registered(client.post_logout_redirect_uris, uri, any_port=client.loopback_any_port)


def check_registration(client: Client, secret: str) -> None:
    """Raises ProtocolError("invalid_client_metadata") for an address or a secret that could not protect a login.

    Secrets are stored as plain SHA-256, which is right for random ones only: they must have at least 32 characters.
    """
    for uri in (*client.redirect_uris, *client.post_logout_redirect_uris):
        if not is_sound(uri):
            raise ProtocolError(
                "invalid_client_metadata", "addresses must be https (http on loopback), without fragment", field="redirect_uris"
            )
    if not client.redirect_uris:
        raise ProtocolError("invalid_client_metadata", "at least one redirect address is needed", field="redirect_uris")
    if "openid" not in client.scopes:
        raise ProtocolError("invalid_client_metadata", "the scope openid is needed", field="scopes")
    if len(secret) < _SHORTEST_SECRET:
        raise ProtocolError("invalid_client_metadata", f"the secret needs {_SHORTEST_SECRET} random characters", field="client_secret")


def secret_hash(secret: str) -> str:
    """How a client secret is stored: 64 hex digits of its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_is(client: Client | None, secret: str) -> bool:
    """True if `secret` is the client's; takes the same time when there is no such client."""
    expected = client.secret_sha256 if client is not None else ""
    return hmac.compare_digest(expected or "0" * 64, secret_hash(secret)) and bool(expected)


def _registered(uris: tuple[str, ...], given: str, *, any_port: bool) -> bool:
    return given in uris or (any_port and any(same_but_port(uri, given) for uri in uris))
