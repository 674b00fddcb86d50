"""Provider metadata (OpenID Connect Discovery 1.0, RFC 8414): published on one side, read and doubted on the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansinh.oidc.client_keys import ALGORITHMS
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.keys import ALGORITHM
from ansinh.oidc.strictness import AS_STANDARD, Strictness
from ansinh.oidc.uris import origin_of
from ansinh.oidc.userinfo_answers import CONTENT_ENCRYPTION, KEY_AGREEMENT


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's addresses. `sends_issuer`: it promises `iss` in every response (RFC 9207), so one without is refused."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    sends_issuer: bool = False
    pushed_authorization_request_endpoint: str | None = None
    introspection_endpoint: str | None = None
    revocation_endpoint: str | None = None


def discovery_address(issuer: str) -> str:
    """Where an issuer publishes its metadata (Discovery 1.0 section 4)."""
    return issuer.rstrip("/") + "/.well-known/openid-configuration"


def discovery_document(
    provider: Provider, *, acr_values: tuple[str, ...], scopes: tuple[str, ...], claims: tuple[str, ...]
) -> dict[str, Any]:
    """What this core can do, said of `provider`: each flag here has a test that the endpoint does as it says."""
    document: dict[str, Any] = {
        "issuer": provider.issuer,
        "authorization_endpoint": provider.authorization_endpoint,
        "token_endpoint": provider.token_endpoint,
        "userinfo_endpoint": provider.userinfo_endpoint,
        "jwks_uri": provider.jwks_uri,
        "end_session_endpoint": provider.end_session_endpoint,
        "pushed_authorization_request_endpoint": provider.pushed_authorization_request_endpoint,
        "introspection_endpoint": provider.introspection_endpoint,
        "revocation_endpoint": provider.revocation_endpoint,
        "scopes_supported": list(scopes),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "acr_values_supported": list(acr_values),
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "userinfo_signing_alg_values_supported": [ALGORITHM],
        "userinfo_encryption_alg_values_supported": [KEY_AGREEMENT],
        "userinfo_encryption_enc_values_supported": [CONTENT_ENCRYPTION],
        "request_object_signing_alg_values_supported": list(ALGORITHMS),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "dpop_signing_alg_values_supported": list(ALGORITHMS),
        "code_challenge_methods_supported": ["S256"],
        "claim_types_supported": ["normal"],
        "claims_supported": list(claims),
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["vi", "en"],
        "claims_parameter_supported": True,
        "request_parameter_supported": True,
        "request_uri_parameter_supported": False,
        "require_pushed_authorization_requests": False,
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }
    return {name: value for name, value in document.items() if value is not None}


def read_discovery(document: object, *, issuer: str, strictness: Strictness = AS_STANDARD) -> Provider:
    """The metadata of `issuer`, believed as far as it speaks of itself.

    Raises ProtocolError("discovery_issuer") where it names another issuer (section 4.3), ("discovery_endpoint") for an
    endpoint that is missing or on another origin than the issuer and those of `strictness` (one provider naming another's endpoint
    is the mix-up attack, RFC 9700 4.4), ("discovery_unsupported") where S256 or every algorithm of the list is not offered.
    """
    if not isinstance(document, dict) or document.get("issuer") != issuer:
        raise ProtocolError("discovery_issuer", "the metadata is not that of the issuer asked for")
    if strictness.pkce_announced:
        _require_one(document, "code_challenge_methods_supported", ("S256",))
    _require_one(document, "id_token_signing_alg_values_supported", strictness.algorithms)
    origins = (issuer, *strictness.origins)
    return Provider(
        issuer=issuer,
        authorization_endpoint=_endpoint(document, "authorization_endpoint", origins),
        token_endpoint=_endpoint(document, "token_endpoint", origins),
        userinfo_endpoint=_endpoint(document, "userinfo_endpoint", origins),
        jwks_uri=_endpoint(document, "jwks_uri", origins),
        end_session_endpoint=_offered(document, "end_session_endpoint", origins),
        pushed_authorization_request_endpoint=_offered(document, "pushed_authorization_request_endpoint", origins),
        sends_issuer=strictness.issuer_in_answers or document.get("authorization_response_iss_parameter_supported") is True,
    )


def _require_one(document: Mapping[str, Any], name: str, wanted: Sequence[str]) -> None:
    offered = document.get(name)
    if not isinstance(offered, list) or not any(value in offered for value in wanted):
        raise ProtocolError("discovery_unsupported", f"the provider does not offer {' or '.join(wanted)}", field=name)


def _offered(document: Mapping[str, Any], name: str, origins: Sequence[str]) -> str | None:
    return _endpoint(document, name, origins) if document.get(name) else None


def _endpoint(document: Mapping[str, Any], name: str, origins: Sequence[str]) -> str:
    uri = document.get(name)
    origin = origin_of(uri) if isinstance(uri, str) else None
    if not isinstance(uri, str) or origin is None or origin not in {origin_of(each) for each in origins}:
        raise ProtocolError("discovery_endpoint", "the endpoint is missing or not at the issuer", field=name)
    return uri
