"""A software authenticator of the tests' own (Web Authentication Level 3, 6), which can also lie in every way a browser would not let it."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
BOTH = PRESENT | VERIFIED


def text(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(slots=True)
class Authenticator:
    """One key for one site. `sign_count` is what it signed last; `counts` is how much each use adds."""

    origin: str
    rp_id: str
    credential_id: bytes = b"a-credential-of-the-tests-own-32"
    user_handle: bytes | None = None
    sign_count: int = 0
    counts: int = 1
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: Mapping[str, Any], *, flags: int = BOTH, fmt: str = "none", **lies: str) -> str:
        """RegistrationResponseJSON. `lies` replace `origin`, `rp_id`, `challenge` or `type`."""
        self.user_handle = raw(options["user"]["id"])
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._public_key()
        authenticator_data = self._data(flags | ATTESTED, lies) + attested
        client_data = self._client_data("webauthn.create", options["challenge"], lies)
        attestation = cbor2.dumps({"fmt": fmt, "attStmt": {}, "authData": authenticator_data})
        return self._answer({"clientDataJSON": text(client_data), "attestationObject": text(attestation)})

    def use(self, options: Mapping[str, Any], *, flags: int = BOTH, user_handle: bytes | None = None, **lies: str) -> str:
        """AuthenticationResponseJSON. `lies` as above; `user_handle` is whose it says the passkey is."""
        self.sign_count += self.counts
        authenticator_data = self._data(flags, lies)
        client_data = self._client_data("webauthn.get", options["challenge"], lies)
        signature = self.key.sign(authenticator_data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": text(client_data), "authenticatorData": text(authenticator_data), "signature": text(signature)}
        handle = user_handle or self.user_handle
        return self._answer(said | ({} if handle is None else {"userHandle": text(handle)}))

    def _data(self, flags: int, lies: Mapping[str, str]) -> bytes:
        rp_id = lies.get("rp_id", self.rp_id)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str, lies: Mapping[str, str]) -> bytes:
        said = {"type": lies.get("type", kind), "challenge": lies.get("challenge", challenge), "origin": lies.get("origin", self.origin)}
        return json.dumps(said | {"crossOrigin": False}).encode()

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def _answer(self, response: Mapping[str, str]) -> str:
        identifier = text(self.credential_id)
        answer = {"id": identifier, "rawId": identifier, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(answer)
