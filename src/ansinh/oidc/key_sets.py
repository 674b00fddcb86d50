"""Keys that somebody else signs with, and reading what they signed. What is not on the reader's list of algorithms is not even looked at.

A token is read in a fixed order (shape, header, algorithm, key, signature, claims) so that nothing an attacker writes
into a header decides how it is checked (RFC 8725 3.1). A key is used with algorithms of its own kind alone, so an RSA key
never becomes an HMAC secret, and no address in a header is ever fetched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError

from ansinh.oidc.errors import ProtocolError, UnknownKeyError
from ansinh.oidc.signed_tokens import SECRET_MEMBERS, PublicKey, SignedToken, older_name, read_part, read_public_key

READABLE = ("ES256", "PS256", "EdDSA", "RS256")  # what a reader may put on its list
ES256_ALONE = ("ES256",)

_MOST_KEYS = 20
_OF_KIND = {"EC": frozenset({"ES256"}), "RSA": frozenset({"RS256", "PS256"}), "OKP": frozenset({"EdDSA"})}


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key and the algorithms of the reader's list that it may be used with."""

    key: PublicKey
    algorithms: frozenset[str]


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The keys a provider signs with, by kid, and the algorithms its reader takes."""

    by_kid: Mapping[str, TrustedKey]
    algorithms: tuple[str, ...] = ES256_ALONE

    def find(self, kid: str | None, algorithm: str) -> PublicKey:
        """The key named, or the only one of this algorithm where none is named (OpenID Connect Core 10.1).

        Raises UnknownKeyError where there is none, ProtocolError("id_token_alg") where the key is one of another algorithm.
        """
        if kid is None:
            fitting = [each.key for each in self.by_kid.values() if algorithm in each.algorithms]
            if len(fitting) == 1:
                return fitting[0]
        if kid is None or kid not in self.by_kid:
            raise UnknownKeyError("id_token_key", "the token is signed with a key the provider does not publish")
        if algorithm not in self.by_kid[kid].algorithms:
            raise ProtocolError("id_token_alg", "the key it names is not for this algorithm")
        return self.by_kid[kid].key


def read_jwks(document: object, *, algorithms: Sequence[str] = ES256_ALONE) -> PublicKeys:
    """The keys of a published set that are of use for `algorithms`; others are left out (RFC 7517 section 5).

    Raises ProtocolError("jwks_unusable") where it is no key set, has more than 20 keys, or holds a private or symmetric key.
    """
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
        raise ProtocolError("jwks_unusable", "the provider's key set cannot be read")
    found = (_read_key(entry, frozenset(algorithms)) for entry in keys)
    return PublicKeys(dict(each for each in found if each is not None), tuple(algorithms))


def read_signed(token: str, keys: PublicKeys) -> SignedToken:
    """The token with its signature verified.

    Raises ProtocolError: `id_token_shape`, `id_token_alg`, `id_token_signature`; UnknownKeyError for a key not in `keys`.
    """
    header = read_part(token, 0)
    if header is None:
        raise ProtocolError("id_token_shape", "the token is not a signed JWT")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or older_name(algorithm) not in keys.algorithms:
        raise ProtocolError("id_token_alg", f"the token must be signed with {' or '.join(keys.algorithms)}")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise ProtocolError("id_token_shape", "the token's kid is not text")
    key = keys.find(kid, older_name(algorithm))
    try:
        read = jwt.decode(token, key, algorithms=[algorithm])
    except (JoseError, ValueError, TypeError, RecursionError):
        raise ProtocolError("id_token_signature", "the token's signature is not good") from None
    return SignedToken(header, read.claims)


def _read_key(entry: object, wanted: frozenset[str]) -> tuple[str, TrustedKey] | None:
    if not isinstance(entry, dict):
        raise ProtocolError("jwks_unusable", "the provider's key set cannot be read")
    kind = entry.get("kty")
    if kind == "oct" or SECRET_MEMBERS & entry.keys():
        raise ProtocolError("jwks_unusable", "the provider publishes a secret key")
    usable = _OF_KIND.get(kind, frozenset()) & wanted if isinstance(kind, str) else frozenset()
    if "alg" in entry:
        usable = usable & {older_name(str(entry["alg"]))}
    kid = entry.get("kid", "")
    if not usable or entry.get("use", "sig") != "sig" or not isinstance(kid, str):
        return None
    key = read_public_key(entry)
    return None if key is None else (kid or key.thumbprint(), TrustedKey(key, frozenset(usable)))
