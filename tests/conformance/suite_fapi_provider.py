"""The conformance suite's part as a FAPI 2.0 provider: it checks what the client sends, wants its DPoP nonce, and lies where a module says so."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from ansinh.identity import client as kit
from ansinh.kit import http
from tests.conformance.suite_provider import ABSENT, over
from tests.exchange.world import StoppedClock, new_key

ISSUER = "https://suite.example/test/a/ansinh/"
CALLBACK = "https://service.example/callback"
CLIENT = "the-service"
NONCE = "a-nonce-of-the-suite"
_PEM = new_key()


@dataclass(slots=True)
class FapiProvider:
    """`claims`, `answer`, `tokens` and `metadata` are laid over sound values; ABSENT takes one away. `nonces`: it wants its nonce in
    proofs; `satisfied` False: and yet another each time. `scheme`: how its resource writes the name of the scheme.
    """

    clock: StoppedClock = field(default_factory=StoppedClock)
    claims: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    nonces: bool = True
    satisfied: bool = True
    scheme: str = "DPoP"
    algorithm: str = "ES256"
    called: list[str] = field(default_factory=list)
    pushed: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "suite", "use": "sig", "alg": "ES256"}))

    def service(self) -> kit.Party:
        return kit.secure_party(ISSUER, CLIENT, _PEM, CALLBACK, memory=kit.ProcessMemory(), kid="service", http_client=self, now=self.clock)

    def log_in(self) -> kit.SignedIn:
        """A login at a service built with the kit, from its beginning to its end; raises what the kit raises."""
        service = self.service()
        begun = service.begin()
        carried = dict(parse_qsl(urlsplit(begun.address).query))
        assert carried == {"client_id": CLIENT, "request_uri": "urn:ietf:params:oauth:request_uri:one"}
        sound = {"code": "a-code", "state": self.pushed["state"], "iss": ISSUER}
        return service.finish(urlencode(over(sound, self.answer)).encode(), browser=begun.browser)

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        if url.endswith("/jwks"):
            return _json({"keys": [self.key.as_dict(private=False)]})
        if url.endswith("/userinfo"):
            self.called.append("userinfo")
            assert headers is not None
            assert headers["authorization"] == "DPoP an-access-token"
            if not self._proven("GET", url, headers["dpop"], access_token="an-access-token"):
                return http.Answer(401, {"www-authenticate": f'{self.scheme} error="use_dpop_nonce"', "dpop-nonce": NONCE}, b"")
            return _json({"sub": "the-person"})
        assert url == f"{ISSUER}.well-known/openid-configuration"
        return _json(over(_METADATA, self.metadata))

    def post_form(
        self, url: str, data: Mapping[str, str], *, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> http.Answer:
        assert (auth, headers is not None) == (None, True)
        assert headers is not None
        self._check_assertion(data)
        place = url.removeprefix(ISSUER)
        self.called.append(place)
        if not self._proven("POST", url, headers["dpop"]):
            return _json({"error": "use_dpop_nonce"}, status=400, headers={"dpop-nonce": NONCE})
        if place == "par":
            assert data["code_challenge_method"] == "S256"
            self.pushed = dict(data)
            return _json({"request_uri": "urn:ietf:params:oauth:request_uri:one", "expires_in": 60}, status=201)
        assert (place, data["code"], data["redirect_uri"]) == ("token", "a-code", CALLBACK)
        digest = hashlib.sha256(data["code_verifier"].encode()).digest()
        assert self.pushed["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
        sound = {"access_token": "an-access-token", "token_type": "DPoP", "expires_in": 300, "id_token": self._id_token()}
        return _json(over(sound, self.tokens))

    def _id_token(self) -> str:
        now = int(self.clock().timestamp())
        sound = {
            "iss": ISSUER,
            "sub": "the-person",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.pushed["nonce"],
            "acr": "urn:ansinh:acr:2.2",
        }
        claims = over(sound, self.claims)
        if self.algorithm == "none":
            return f"{_b64(orjson.dumps({'alg': 'none'}))}.{_b64(orjson.dumps(claims))}."
        if self.algorithm == "HS256":
            secret = OctKey.import_key(orjson.dumps(self.key.as_dict(private=False)))
            return jwt.encode({"alg": "HS256", "kid": "suite"}, claims, secret, algorithms=["HS256"])
        return jwt.encode({"alg": "ES256", "kid": "suite"}, claims, self.key)

    def _check_assertion(self, data: Mapping[str, str]) -> None:
        public = ECKey.import_key(_PEM)
        claims = jwt.decode(data["client_assertion"], public, algorithms=["ES256"]).claims
        assert (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, ISSUER)
        self._once(claims["jti"])

    def _proven(self, method: str, url: str, raw: str, *, access_token: str | None = None) -> bool:
        header = orjson.loads(base64.urlsafe_b64decode(raw.split(".", maxsplit=1)[0] + "=="))
        claims = jwt.decode(raw, ECKey.import_key(header["jwk"]), algorithms=["ES256"]).claims
        assert (header["typ"], claims["htm"], claims["htu"], "d" in header["jwk"]) == ("dpop+jwt", method, url, False)
        if access_token is not None:
            assert claims["ath"] == _b64(hashlib.sha256(access_token.encode()).digest())
        self._once(claims["jti"])
        return not self.nonces or (self.satisfied and claims.get("nonce") == NONCE)

    def _once(self, jti: str) -> None:
        assert jti not in self.used
        self.used.add(jti)


def _b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _json(body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> http.Answer:
    return http.Answer(status, {"content-type": "application/json", **(headers or {})}, orjson.dumps(body))


_METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}authorize",
    "token_endpoint": f"{ISSUER}token",
    "userinfo_endpoint": f"{ISSUER}userinfo",
    "jwks_uri": f"{ISSUER}jwks",
    "pushed_authorization_request_endpoint": f"{ISSUER}par",
    "require_pushed_authorization_requests": True,
    "response_types_supported": ["code"],
    "code_challenge_methods_supported": ["S256"],
    "id_token_signing_alg_values_supported": ["ES256", "PS256"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "dpop_signing_alg_values_supported": ["ES256", "PS256", "EdDSA"],
    "authorization_response_iss_parameter_supported": True,
}
__all__ = ["ABSENT", "CALLBACK", "CLIENT", "ISSUER", "FapiProvider"]
