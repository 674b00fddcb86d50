"""A relying party of the secure profile: pushes its requests, authenticates with a key, and binds each login to a key of its own.

(FAPI 2.0 Security Profile 5.3.3; RFC 9126, RFC 7523, RFC 9449.) The key a login is bound to lives as long as its attempt, so that any
process may finish what another began, and nothing that leaks from one login opens another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Unpack

from joserfc import jwt
from joserfc.jwk import ECKey

from ansinh.oidc.client_assertions import ASSERTION_TYPE
from ansinh.oidc.discovery import Provider
from ansinh.oidc.dpop import TYPE, token_hash
from ansinh.oidc.errors import ProtocolError, ProviderRefusedError
from ansinh.oidc.keys import ALGORITHM, SigningKey
from ansinh.oidc.login import Attempt, Begun, Randomness, Tokens, Wishes, compose, read_tokens, token_form
from ansinh.oidc.relying_party import Http, HttpAnswer, Registration, RelyingParty
from ansinh.oidc.responses import with_query

_ASSERTION_LIFE = timedelta(seconds=60)
_WANTS_NONCE = "use_dpop_nonce"
_NONCE = re.compile(r"[!#-\[\]-~]{1,500}", re.ASCII)


class PartyKey(SigningKey):
    """The private key a relying party authenticates with; its public half is registered at the provider."""

    def assertion(self, client_id: str, *, audience: str, random: Randomness, now: datetime) -> dict[str, str]:
        """The form fields that authenticate the client, once (RFC 7523 2.2). `audience` is the provider's issuer."""
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "iat": int(now.timestamp()),
            "exp": int((now + _ASSERTION_LIFE).timestamp()),
            "jti": random(),
        }
        return {"client_assertion": self.sign(claims), "client_assertion_type": ASSERTION_TYPE}


class ProofKey:
    """The private key one login is bound to."""

    def __init__(self, pem: bytes | None = None) -> None:
        self._key = ECKey.generate_key("P-256") if pem is None else ECKey.import_key(pem)

    @property
    def pem(self) -> str:
        return self._key.as_pem(private=True).decode()

    @property
    def thumbprint(self) -> str:
        """RFC 7638, SHA-256, base64url: the value of `dpop_jkt`."""
        return self._key.thumbprint()

    def proof(
        self, method: str, url: str, *, random: Randomness, now: datetime, access_token: str | None = None, nonce: str | None = None
    ) -> str:
        """The value of the header DPoP for one request (RFC 9449 4.2); `nonce` is one the server gave."""
        claims: dict[str, Any] = {"jti": random(), "htm": method, "htu": url, "iat": int(now.timestamp())}
        if access_token is not None:
            claims["ath"] = token_hash(access_token)
        if nonce is not None:
            claims["nonce"] = nonce
        public = self._key.as_dict(private=False)
        header = {"typ": TYPE, "alg": ALGORITHM, "jwk": {name: public[name] for name in ("kty", "crv", "x", "y")}}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True)
class BoundTokens(Tokens):
    """Tokens of a login with the key they are bound to."""

    key: ProofKey = field(repr=False)


class SecureParty(RelyingParty):
    """One registration of the secure profile at one provider; safe to share between threads."""

    def __init__(self, registration: Registration, http: Http, *, key: PartyKey, random: Randomness) -> None:
        super().__init__(registration, http)
        self._key = key
        self._random = random

    def begin(self, *, now: datetime, random: Randomness, **wishes: Unpack[Wishes]) -> Begun:
        """Pushes the request; the browser carries its number alone. Raises ProviderRefusedError with the provider's code for a refused one."""
        provider, ours = self.provider(now=now), self._registration
        if provider.pushed_authorization_request_endpoint is None:
            raise ProtocolError("discovery_unsupported", "the provider takes no pushed requests")
        parameters, attempt = compose(provider, ours.client_id, redirect_uri=ours.redirect_uri, random=random, now=now, **wishes)
        key = ProofKey()
        form = {**parameters, "dpop_jkt": key.thumbprint}
        answer = self._post(provider, provider.pushed_authorization_request_endpoint, form, key=key, now=now)
        carried = {"client_id": ours.client_id, "request_uri": _request_uri(answer.status, answer.json())}
        return Begun(with_query(provider.authorization_endpoint, dict(carried)), replace(attempt, proof_key=key.pem))

    def _redeem(self, provider: Provider, code: str, attempt: Attempt, *, now: datetime) -> Tokens:
        if not attempt.proof_key:
            raise ProtocolError("attempt_unbound", "this login was not begun with a key")
        key = ProofKey(attempt.proof_key.encode())
        form = token_form(code, redirect_uri=self._registration.redirect_uri, verifier=attempt.verifier)
        answer = self._post(provider, provider.token_endpoint, form, key=key, now=now)
        tokens = read_tokens(answer.status, answer.json(), token_type="dpop")  # noqa: S106 - the name of a type
        return BoundTokens(tokens.access_token, tokens.id_token, key)

    def _userinfo(self, provider: Provider, tokens: Tokens, *, now: datetime) -> object:
        assert isinstance(tokens, BoundTokens)
        answer = self._read_userinfo(provider, tokens, nonce=None, now=now)
        nonce = _wanted_nonce(answer)
        if nonce is not None:
            answer = self._read_userinfo(provider, tokens, nonce=nonce, now=now)
        if answer.status != 200:
            raise ProtocolError("userinfo_answer", "the provider gave no userinfo")
        return answer.json()

    def _read_userinfo(self, provider: Provider, tokens: BoundTokens, *, nonce: str | None, now: datetime) -> HttpAnswer:
        url = provider.userinfo_endpoint
        proof = tokens.key.proof("GET", url, random=self._random, now=now, access_token=tokens.access_token, nonce=nonce)
        return self._http.get(url, headers={"authorization": f"DPoP {tokens.access_token}", "dpop": proof})

    def _post(self, provider: Provider, url: str, form: Mapping[str, str], *, key: ProofKey, now: datetime) -> HttpAnswer:
        """The answer to a form with a fresh assertion and proof; sent once more where the server wants its nonce in it (RFC 9449 8)."""
        answer = self._send(provider, url, form, proof=key.proof("POST", url, random=self._random, now=now), now=now)
        nonce = _wanted_nonce(answer)
        if nonce is None:
            return answer
        return self._send(provider, url, form, proof=key.proof("POST", url, random=self._random, now=now, nonce=nonce), now=now)

    def _send(self, provider: Provider, url: str, form: Mapping[str, str], *, proof: str, now: datetime) -> HttpAnswer:
        return self._http.post_form(url, {**form, **self._authentication(provider, now)}, headers={"dpop": proof})

    def _authentication(self, provider: Provider, now: datetime) -> dict[str, str]:
        return self._key.assertion(self._registration.client_id, audience=provider.issuer, random=self._random, now=now)


def _wanted_nonce(answer: HttpAnswer) -> str | None:
    """The nonce a server asks for: in an OAuth error document (RFC 9449 8) or in the challenge of a resource (section 9)."""
    nonce = answer.headers.get("dpop-nonce", "")
    if answer.status not in {400, 401} or not _NONCE.fullmatch(nonce):
        return None
    if _WANTS_NONCE in answer.headers.get("www-authenticate", ""):
        return nonce
    if "json" not in answer.headers.get("content-type", ""):
        return None
    body = answer.json()
    return nonce if isinstance(body, dict) and body.get("error") == _WANTS_NONCE else None


def _request_uri(status: int, answer: object) -> str:
    if isinstance(answer, dict) and status == 201 and isinstance(answer.get("request_uri"), str):
        return str(answer["request_uri"])
    raise ProviderRefusedError(answer.get("error") if isinstance(answer, dict) else None, "the provider did not take the request")
