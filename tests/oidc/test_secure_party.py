"""The relying party of the secure profile: what it sends, and what it does not take for an answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from joserfc.jwk import ECKey

from ansinh import oidc
from ansinh.kit import http
from tests.exchange.world import new_key

ISSUER = "https://op.example"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
KEY = oidc.PartyKey(new_key())
CLIENT = oidc.Client(
    client_id="hospital",
    name="Bệnh viện Thử Nghiệm",
    profile=oidc.SECURE,
    token_endpoint_auth_method="private_key_jwt",
    jwks={"keys": [KEY.public()]},
    redirect_uris=("https://rp.example/cb",),
)


class Provider:
    """Judges what it is sent with the provider side of the core; `token_type` and `pushed` are its answers."""

    def __init__(
        self,
        *,
        token_type: str = "DPoP",  # noqa: S107 - the name of a type
        pushed: tuple[int, object] = (201, {"request_uri": "urn:x", "expires_in": 60}),
    ) -> None:
        self.token_type = token_type
        self.pushed = pushed
        self.signing = oidc.SigningKey(new_key())
        self.claims: dict[str, Any] = {}
        self.proofs: list[oidc.Proof] = []
        self.forms: list[dict[str, str]] = []
        self.takes_pushed = True

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        if url.endswith("/jwks"):
            return _json(oidc.jwks([self.signing]))
        if url.endswith("/userinfo"):
            assert headers is not None
            assert headers["authorization"] == "DPoP at"
            self.proofs.append(oidc.check_proof(headers["dpop"], method="GET", url=url, now=NOW, access_token="at"))
            return _json({"sub": "person-1"})
        par = f"{ISSUER}/par" if self.takes_pushed else None
        addresses = oidc.Provider(
            ISSUER,
            f"{ISSUER}/auth",
            f"{ISSUER}/token",
            f"{ISSUER}/userinfo",
            f"{ISSUER}/jwks",
            sends_issuer=True,
            pushed_authorization_request_endpoint=par,
        )
        return _json(oidc.discovery_document(addresses, acr_values=(), scopes=("openid",), claims=()))

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        assert auth is None
        assert headers is not None
        oidc.check_assertion(data["client_assertion"], CLIENT.keys, client_id="hospital", audience=ISSUER, now=NOW)
        self.proofs.append(oidc.check_proof(headers["dpop"], method="POST", url=url, now=NOW))
        self.forms.append(dict(data))
        if url.endswith("/par"):
            return _json(self.pushed[1], status=self.pushed[0])
        seconds = int(NOW.timestamp())
        claims = {"iss": ISSUER, "sub": "person-1", "aud": "hospital", "iat": seconds, "exp": seconds + 300} | self.claims
        return _json({"access_token": "at", "token_type": self.token_type, "id_token": self.signing.sign(claims)})


def _json(body: object, *, status: int = 200) -> http.Answer:
    return http.Answer(status, {}, orjson.dumps(body))


def _party(provider: Provider) -> oidc.SecureParty:
    registration = oidc.Registration(ISSUER, "hospital", "", "https://rp.example/cb")
    return oidc.SecureParty(registration, provider, key=KEY, random=token_urlsafe)


def _walk(provider: Provider) -> oidc.SignedIn:
    party = _party(provider)
    attempt = party.begin(now=NOW, random=token_urlsafe).attempt
    provider.claims["nonce"] = attempt.nonce
    return party.finish({"state": attempt.state, "iss": ISSUER, "code": "c"}, attempt, now=NOW)


def test_the_browser_carries_the_number_of_the_request_and_nothing_else() -> None:
    provider = Provider()
    begun = _party(provider).begin(now=NOW, random=token_urlsafe, acr_values=("urn:ansinh:acr:2.2",))
    assert parse_qs(urlsplit(begun.address).query) == {"client_id": ["hospital"], "request_uri": ["urn:x"]}
    assert provider.forms[0]["acr_values"] == "urn:ansinh:acr:2.2"


def test_one_login_is_bound_to_one_key_from_the_first_request_to_the_last() -> None:
    provider = Provider()
    assert _walk(provider).id_token.subject == "person-1"
    assert len(provider.proofs) == 3
    assert {proof.thumbprint for proof in provider.proofs} == {provider.forms[0]["dpop_jkt"]}
    assert len({proof.replay_key for proof in provider.proofs}) == 3


def test_two_logins_are_bound_to_two_keys_and_neither_is_printed() -> None:
    party = _party(Provider())
    one, other = (party.begin(now=NOW, random=token_urlsafe).attempt for _ in range(2))
    assert one.proof_key != other.proof_key
    assert "PRIVATE" not in repr(one)


def test_another_process_finishes_what_one_began() -> None:
    provider = Provider()
    attempt = _party(provider).begin(now=NOW, random=token_urlsafe).attempt
    provider.claims["nonce"] = attempt.nonce
    assert _party(provider).finish({"state": attempt.state, "iss": ISSUER, "code": "c"}, attempt, now=NOW).id_token.subject == "person-1"


def test_tokens_that_are_bound_to_no_key_are_not_taken() -> None:
    with pytest.raises(oidc.ProtocolError) as refused:
        _walk(Provider(token_type="Bearer"))
    assert refused.value.code == "token_answer"


def test_an_attempt_without_a_key_is_not_finished() -> None:
    attempt = oidc.Attempt(ISSUER, "state", "nonce", "verifier")
    with pytest.raises(oidc.ProtocolError) as refused:
        _party(Provider()).finish({"state": "state", "iss": ISSUER, "code": "c"}, attempt, now=NOW)
    assert refused.value.code == "attempt_unbound"


@pytest.mark.parametrize(
    ("pushed", "code"),
    [
        ((400, {"error": "invalid_request"}), "invalid_request"),
        ((401, {"error": "invalid_client<script>"}), "invalid_clientscript"),
        ((200, {"request_uri": "urn:x"}), "server_error"),
        ((201, {}), "server_error"),
        ((201, []), "server_error"),
    ],
)
def test_a_request_that_is_not_taken_says_why(pushed: tuple[int, object], code: str) -> None:
    with pytest.raises(oidc.ProviderRefusedError) as refused:
        _party(Provider(pushed=pushed)).begin(now=NOW, random=token_urlsafe)
    assert refused.value.code == code


def test_a_provider_that_takes_no_pushed_requests_is_not_sent_any_other() -> None:
    provider = Provider()
    provider.takes_pushed = False
    with pytest.raises(oidc.ProtocolError) as refused:
        _party(provider).begin(now=NOW, random=token_urlsafe)
    assert refused.value.code == "discovery_unsupported"


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----", ECKey.generate_key("P-384").as_pem()])
def test_a_key_that_is_no_private_key_on_p256_is_a_defect_of_the_service(pem: bytes) -> None:
    with pytest.raises(ValueError, match="P-256"):
        oidc.PartyKey(pem)


def test_a_public_key_does_not_authenticate_anybody() -> None:
    with pytest.raises(ValueError, match="P-256"):
        oidc.PartyKey(ECKey.generate_key("P-256").as_pem(private=False))
