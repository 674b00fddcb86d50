"""Pairwise subjects: one person goes by another name at every sector, so that relying parties cannot compare notes (OpenID Connect Core 8.1)."""

import hashlib
import hmac
from collections.abc import Sequence

from ansinh.oidc import base64url
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.uris import origin_of


def pairwise(person: str, *, sector: str, salt: bytes) -> str:
    """The subject of `person` at `sector`: 43 characters, the same each time, from which neither the person nor another one follows.

    `salt` is a secret of the provider's; who loses it renames everybody.
    """
    return base64url.encode(hmac.digest(salt, f"{len(sector)}:{sector}{person}".encode(), hashlib.sha256))


def sector_of(redirect_uris: Sequence[str], sector_identifier_uri: str | None, *, listed: Sequence[str] | None = None) -> str:
    """The host a client's subjects are made for. `listed` is what the document at `sector_identifier_uri` holds.

    Raises ProtocolError("invalid_client_metadata") where the addresses have several hosts and no sector is named, or the sector's
    document does not list every one of them.
    """
    if sector_identifier_uri is None:
        hosts = {_host(uri) for uri in redirect_uris}
        if len(hosts) != 1:
            raise ProtocolError(
                "invalid_client_metadata", "addresses on several hosts need a sector_identifier_uri", field="sector_identifier_uri"
            )
        return hosts.pop()
    if listed is None or not set(redirect_uris) <= set(listed):
        raise ProtocolError(
            "invalid_client_metadata", "the sector's document does not list every redirect address", field="sector_identifier_uri"
        )
    return _host(sector_identifier_uri)


def _host(uri: str) -> str:
    origin = origin_of(uri)
    if origin is None:
        raise ProtocolError("invalid_client_metadata", "an address is not https (http on loopback)", field="redirect_uris")
    return origin[1]
