"""A relying party of the secure profile, written from the standards with a JOSE library: it shares no code with the exchange."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.testclient import TestClient

from ansinh import oidc, provider
from tests.exchange.world import EXCHANGE, VERIFIER, World

CALLBACK = "https://hospital.example/cb"
ENDPOINT = f"{EXCHANGE}/oauth2"


class SecureClient:
    """Pushes its requests, authenticates with its key, binds its tokens to another one."""

    def __init__(self, world: World, client_id: str = "hospital", **registration: Any) -> None:
        self.world = world
        self.client_id = client_id
        self.key = ECKey.generate_key("P-256", {"kid": "sig-1", "use": "sig"})
        self.proof_key = ECKey.generate_key("P-256")
        self.http = TestClient(world.exchange, base_url=EXCHANGE)
        self.registered = oidc.Client(
            client_id=client_id,
            name="Bệnh viện Thử Nghiệm",
            profile=oidc.SECURE,
            token_endpoint_auth_method="private_key_jwt",
            jwks={"keys": [self.key.as_dict(private=False), *registration.pop("more_keys", ())]},
            redirect_uris=(CALLBACK,),
            scopes=("openid", "offline_access"),
            claims=("HoVaTen", "SoDinhDanh"),
            **registration,
        )
        with world.database.transaction() as conn:
            provider.register_client(conn, EXCHANGE, self.registered, secret=None, now=world.clock())

    def assertion(self, **changes: Any) -> dict[str, str]:
        now = int(self.world.clock().timestamp())
        claims = {"iss": self.client_id, "sub": self.client_id, "aud": EXCHANGE, "iat": now, "exp": now + 60, "jti": secrets.token_hex(8)}
        raw = jwt.encode({"alg": "ES256", "kid": "sig-1"}, {**claims, **changes}, self.key)
        return {"client_assertion": raw, "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}

    def proof(self, method: str, url: str, *, access_token: str | None = None, key: ECKey | None = None, **changes: Any) -> str:
        by = key or self.proof_key
        claims: dict[str, Any] = {"jti": secrets.token_hex(8), "htm": method, "htu": url, "iat": int(self.world.clock().timestamp())}
        if access_token is not None:
            claims["ath"] = base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()).rstrip(b"=").decode()
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": by.as_dict(private=False)}
        return jwt.encode(header, {**claims, **changes}, by)

    def push(self, *, proof: str | None = None, **changes: str | None) -> httpx2.Response:
        params: dict[str, str | None] = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "openid offline_access",
            "state": "state-of-this-browser",
            "nonce": "nonce-of-this-login",
            "code_challenge": oidc.challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **self.assertion(),
            **changes,
        }
        return self.post("par", params, proof=proof)

    def authorization(self, request_uri: str, **more: str) -> str:
        return oidc.with_query(f"{ENDPOINT}/authorize", {"client_id": self.client_id, "request_uri": request_uri, **more})

    def redeem(self, code: str, *, proof: str | None = None, **changes: str | None) -> httpx2.Response:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        return self.post("token", {**form, **self.assertion(), **changes}, proof=proof or self.proof("POST", f"{ENDPOINT}/token"))

    def refresh(self, token: str, *, proof: str | None = None, **changes: str | None) -> httpx2.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return self.post("token", {**form, **self.assertion(), **changes}, proof=proof or self.proof("POST", f"{ENDPOINT}/token"))

    def userinfo(self, token: str, *, proof: str | None = None, scheme: str = "DPoP") -> httpx2.Response:
        headers = {"authorization": f"{scheme} {token}"}
        if scheme == "DPoP":
            headers["dpop"] = proof or self.proof("GET", f"{ENDPOINT}/userinfo", access_token=token)
        return self.http.get("/oauth2/userinfo", headers=headers)

    def post(self, path: str, form: Mapping[str, str | None], *, proof: str | None = None) -> httpx2.Response:
        data = {name: value for name, value in form.items() if value is not None}
        return self.http.post(f"/oauth2/{path}", data=data, headers={} if proof is None else {"dpop": proof})
