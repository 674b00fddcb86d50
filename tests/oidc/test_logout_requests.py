"""44: what a sign-out request must bring to be acted on without asking."""

from datetime import UTC, datetime

import pytest

from ansinh import oidc
from tests.exchange.world import new_key

ISSUER = "https://op.example"
KEY = oidc.SigningKey(new_key())
CLIENT = oidc.Client(
    "portal", "Portal", "client_secret_basic", ("https://rp.example/cb",), post_logout_redirect_uris=("https://rp.example/bye",)
)
WHO = oidc.Authentication(subject="person-1", acr="urn:ansinh:acr:1.1", amr=("pwd",), auth_time=None, sid="session-1")
CLAIMS = oidc.id_token_claims(WHO, issuer=ISSUER, client_id="portal", nonce=None, access_token="at", now=datetime(2020, 1, 1, tzinfo=UTC))


def read(token: str, **params: str) -> oidc.LogoutHint | None:
    return oidc.read_logout_hint({"id_token_hint": token, **params}, issuer=ISSUER, keys=oidc.own_keys([KEY]))


def test_an_id_token_of_ours_names_the_session_even_when_long_expired() -> None:
    assert read(KEY.sign(CLAIMS), client_id="portal") == oidc.LogoutHint("portal", "person-1", "session-1")


def test_a_request_without_a_token_has_no_hint() -> None:
    assert oidc.read_logout_hint({}, issuer=ISSUER, keys=oidc.own_keys([KEY])) is None


@pytest.mark.parametrize(
    "token",
    [
        "not a token",
        oidc.SigningKey(new_key()).sign(CLAIMS),
        KEY.sign(CLAIMS, typ="at+jwt"),
        KEY.sign(CLAIMS | {"iss": "https://other.example"}),
        KEY.sign({name: value for name, value in CLAIMS.items() if name != "sid"}),
        KEY.sign(CLAIMS | {"aud": ["portal", "other"]}),
        "eyJhbGciOiJub25lIn0.e30.",
    ],
)
def test_44_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(token)
    assert refused.value.field == "id_token_hint"


def test_44_a_token_of_another_client_is_refused() -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        read(KEY.sign(CLAIMS), client_id="library")
    assert refused.value.field == "client_id"


def test_the_browser_returns_to_the_registered_address_with_the_state() -> None:
    assert (
        oidc.return_address({"post_logout_redirect_uri": "https://rp.example/bye", "state": "s"}, CLIENT)
        == "https://rp.example/bye?state=s"
    )
    assert oidc.return_address({}, CLIENT) is None


@pytest.mark.parametrize(
    ("client", "uri"), [(CLIENT, "https://evil.example/"), (CLIENT, "https://rp.example/cb"), (None, "https://rp.example/bye")]
)
def test_44_an_address_that_is_not_registered_is_refused(client: oidc.Client | None, uri: str) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_redirect_uri"):
        oidc.return_address({"post_logout_redirect_uri": uri}, client)
