"""What a provider knows of a relying party, and how strictly it compares what the browser brings with it."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ansinh.oidc.client_keys import ClientKeys, read_client_keys
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.profiles import BASIC, AuthMethod, Profile
from ansinh.oidc.subjects import sector_of
from ansinh.oidc.uris import is_sound, same_but_port

UserinfoForm = Literal["json", "signed", "encrypted"]
SubjectType = Literal["public", "pairwise"]

_SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Client:
    """A registered relying party. `claims` are the userinfo claims it may ever receive, whatever it asks.

    `loopback_any_port`: its registered http loopback addresses match on any port (RFC 8252 7.3), for programs that
    cannot know their port beforehand. `jwks` is the registered key set: to authenticate with, to sign requests with, and, with use
    "enc", to encrypt answers for. `sector`: the host pairwise subjects are made for.

    `default_acr_values`: what it needs where a request names no level (OpenID Connect Registration 1.0 section 2). `purpose` and
    `purpose_en` tell the person what it asks for. `consent_days`: how long a consent holds; None for an authority that acts by law,
    which informs and does not ask. `traced`: its last logins are kept, masked, for its developers.
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
    profile: Profile = BASIC
    jwks: Mapping[str, Any] | None = None
    userinfo_form: UserinfoForm = "json"
    subject_type: SubjectType = "public"
    sector: str = ""
    backchannel_logout_uri: str | None = None
    default_acr_values: tuple[str, ...] = ()
    purpose: str = ""
    purpose_en: str = ""
    consent_days: int | None = None
    traced: bool = False

    @property
    def keys(self) -> ClientKeys:
        """The keys the client signs with; none where it registered none."""
        return {} if self.jwks is None else read_client_keys(self.jwks)

    @property
    def encryption_key(self) -> Mapping[str, Any] | None:
        """The registered key to encrypt for."""
        entries = () if self.jwks is None else self.jwks["keys"]
        return next((entry for entry in entries if entry.get("use") == "enc"), None)


def may_return_to(client: Client, uri: str) -> bool:
    """True if codes for `client` may be sent to `uri`: character by character equal to a registered address (RFC 9700 4.1.3)."""
    return _registered(client.redirect_uris, uri, any_port=client.loopback_any_port)


def may_return_after_logout(client: Client, uri: str) -> bool:
    """True if a browser may be sent to `uri` after signing out (OpenID Connect RP-Initiated Logout 1.0 section 3)."""
    return _registered(client.post_logout_redirect_uris, uri, any_port=client.loopback_any_port)


def check_registration(client: Client, secret: str | None) -> None:
    """Raises ProtocolError("invalid_client_metadata") naming what could not protect a login.

    Secrets are stored as plain SHA-256, which is right for random ones only: they must have at least 32 characters. A client that
    authenticates with a key has none.
    """
    for uri in (*client.redirect_uris, *client.post_logout_redirect_uris):
        if not is_sound(uri):
            raise _unfit("addresses must be https (http on loopback), without fragment", "redirect_uris")
    if not client.redirect_uris:
        raise _unfit("at least one redirect address is needed", "redirect_uris")
    if client.backchannel_logout_uri is not None and not is_sound(client.backchannel_logout_uri):
        raise _unfit("the address must be https (http on loopback), without fragment", "backchannel_logout_uri")
    if "openid" not in client.scopes:
        raise _unfit("the scope openid is needed", "scopes")
    if client.token_endpoint_auth_method not in client.profile.auth_methods:
        raise _unfit(f"not a method of the profile {client.profile.name}", "token_endpoint_auth_method")
    _check_proof_of_identity(client, secret)
    if client.userinfo_form == "encrypted" and client.encryption_key is None:
        raise _unfit("an encrypted answer needs a key with use enc", "jwks")
    if client.subject_type == "pairwise" and not client.sector:
        sector_of(client.redirect_uris, None)


def _check_proof_of_identity(client: Client, secret: str | None) -> None:
    if client.token_endpoint_auth_method == "private_key_jwt":  # noqa: S105 - the name of a method
        if not client.keys:
            raise _unfit("private_key_jwt needs a key set", "jwks")
        if secret is not None:
            raise _unfit("a client that authenticates with a key has no secret", "client_secret")
    elif secret is None or len(secret) < _SHORTEST_SECRET:
        raise _unfit(f"the secret needs {_SHORTEST_SECRET} random characters", "client_secret")


def _unfit(reason: str, field_name: str) -> ProtocolError:
    return ProtocolError("invalid_client_metadata", reason, field=field_name)


def secret_hash(secret: str) -> str:
    """How a client secret is stored: 64 hex digits of its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_is(client: Client | None, secret: str) -> bool:
    """True if `secret` is the client's; takes the same time when there is no such client."""
    expected = client.secret_sha256 if client is not None else ""
    return hmac.compare_digest(expected or "0" * 64, secret_hash(secret)) and bool(expected)


def _registered(uris: tuple[str, ...], given: str, *, any_port: bool) -> bool:
    return given in uris or (any_port and any(same_but_port(uri, given) for uri in uris))
