"""What a provider publishes of itself: metadata and keys."""

from starlette.responses import Response

from ansinh import oidc
from ansinh.provider.calls import Call, document
from ansinh.provider.model import Provider

_PUBLIC = {"cache-control": f"public, max-age={int(oidc.METADATA_LIFE.total_seconds())}"}


def discovery(provider: Provider, _call: Call) -> Response:
    """OpenID Connect Discovery 1.0 section 4."""
    claims = ("sub", "acr", "amr", "auth_time", *provider.claims)
    body = oidc.discovery_document(provider.addresses, acr_values=provider.acr_values, scopes=provider.scopes, claims=claims)
    return document(body, headers=_PUBLIC)


def jwks(provider: Provider, _call: Call) -> Response:
    """The public keys (RFC 7517)."""
    with provider.database.transaction() as conn:
        return document(provider.keys.published(conn, now=provider.now()), headers=_PUBLIC)
