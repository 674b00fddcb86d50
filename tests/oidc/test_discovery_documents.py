"""A provider's word about itself."""

from typing import Any

import pytest

from ansinh import oidc

ISSUER = "https://op.example/realm"
PROVIDER = oidc.Provider(
    issuer=ISSUER,
    authorization_endpoint="https://op.example/auth",
    token_endpoint="https://op.example/token",
    userinfo_endpoint="https://op.example/userinfo",
    jwks_uri="https://op.example/jwks",
    end_session_endpoint="https://op.example/logout",
    sends_issuer=True,
)


def document(**changes: Any) -> dict[str, Any]:
    return oidc.discovery_document(PROVIDER, acr_values=("LoA1",), scopes=("openid",), claims=("sub",)) | changes


def test_what_one_side_publishes_the_other_reads() -> None:
    assert oidc.read_discovery(document(), issuer=ISSUER) == PROVIDER


def test_the_document_stands_below_the_issuer() -> None:
    assert oidc.discovery_address(ISSUER) == "https://op.example/realm/.well-known/openid-configuration"


@pytest.mark.parametrize("published", [None, [], "text", {}, {"issuer": "https://op.example/realm/"}, {"issuer": "https://evil.example"}])
def test_30_metadata_of_another_issuer_is_refused(published: Any) -> None:
    whole = document(**published) if isinstance(published, dict) and published else published
    with pytest.raises(oidc.ProtocolError, match="discovery_issuer"):
        oidc.read_discovery(whole, issuer=ISSUER)


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"])
@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/token",
        "http://op.example/token",
        "https://op.example:444/token",
        "https://op.example@evil.example/token",
        "https://op.example.evil.example/",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        7,
    ],
)
def test_30_an_endpoint_on_another_origin_is_refused(endpoint: str, address: object) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        oidc.read_discovery(document(**{endpoint: address}), issuer=ISSUER)
    assert (refused.value.code, refused.value.field) == ("discovery_endpoint", endpoint)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("code_challenge_methods_supported", ["plain"]),
        ("code_challenge_methods_supported", None),
        ("id_token_signing_alg_values_supported", ["RS256"]),
        ("id_token_signing_alg_values_supported", "ES256"),
    ],
)
def test_a_provider_without_s256_or_es256_is_refused(name: str, value: object) -> None:
    with pytest.raises(oidc.ProtocolError, match="discovery_unsupported"):
        oidc.read_discovery(document(**{name: value}), issuer=ISSUER)


def test_a_provider_without_sign_out_is_accepted() -> None:
    found = oidc.read_discovery(document(end_session_endpoint=None), issuer=ISSUER)
    assert oidc.logout_address(found, id_token_hint="t", post_logout_redirect_uri="https://rp.example/bye", state="s") is None
