"""The keys we sign with ourselves, and the set we publish. One algorithm, ES256; what others sign is read in `key_sets`."""

from collections.abc import Mapping, Sequence
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from ansinh.oidc.key_sets import PublicKeys, read_jwks

ALGORITHM = "ES256"
_UNFIT = "the key must be a P-256 private key in PEM"


class SigningKey:
    """A P-256 private key; its `kid` is its RFC 7638 thumbprint unless it goes by another name."""

    def __init__(self, pem: bytes, *, kid: str | None = None) -> None:
        """Raises ValueError for anything but a private key on P-256."""
        try:
            self._key = ECKey.import_key(pem)
        except (JoseError, ValueError, TypeError) as wrong:
            raise ValueError(_UNFIT) from wrong
        if self._key.curve_name != "P-256" or not self._key.is_private:
            raise ValueError(_UNFIT)
        self.kid = kid or self._key.thumbprint()

    def sign(self, claims: Mapping[str, Any], *, typ: str = "JWT") -> str:
        """The claims as a signed compact JWT."""
        return jwt.encode({"alg": ALGORITHM, "kid": self.kid, "typ": typ}, dict(claims), self._key, algorithms=[ALGORITHM])

    def public(self) -> dict[str, Any]:
        """The public half as a JWK."""
        return {**self._key.as_dict(private=False), "kid": self.kid, "use": "sig", "alg": ALGORITHM}


def jwks(keys: Sequence[SigningKey]) -> dict[str, Any]:
    """The key set to publish (RFC 7517 section 5)."""
    return {"keys": [key.public() for key in keys]}


def own_keys(keys: Sequence[SigningKey]) -> PublicKeys:
    """Our own keys as a relying party would see them: to recognise tokens we issued."""
    return read_jwks(jwks(keys))
