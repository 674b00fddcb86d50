"""Secrets: random tokens, password verifiers, key files. Knows no protocol."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# OWASP Password Storage Cheat Sheet: of its equal choices for Argon2id the one with the least memory, 7 MiB and 5 passes in 1 lane, which
# costs the least CPU here: it stays in the processor's cache when several people log in at once.
_FULL = PasswordHasher(time_cost=5, memory_cost=7 * 1024, parallelism=1)
# Thousands of invented people are given accounts at every new start; their passwords are printed on request anyway.
_SANDBOX = PasswordHasher(time_cost=1, memory_cost=2 * 1024, parallelism=1)
# As little as Argon2 can: a bench opens such accounts to measure everything else about a login.
_NEXT_TO_NOTHING = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
Cost = Literal["full", "sandbox", "next to nothing"]
_HASHERS: Mapping[Cost, PasswordHasher] = MappingProxyType({"full": _FULL, "sandbox": _SANDBOX, "next to nothing": _NEXT_TO_NOTHING})
_NONCE = 12

# What is verified where there is no account, so that the time of the answer does not tell which accounts exist. Made by _FULL.
NOBODYS_PASSWORD = "$argon2id$v=19$m=7168,t=5,p=1$B0w/g/kaNKEtkyvqnvHbmw$gxNAHM7hGpclPcfQUJ1Zdw3u6FZbq+twWP/dG4wqfLY"  # noqa: S105 - a verifier whose password opens nothing


def random_token(n_bytes: int = 32) -> str:
    """`n_bytes` of randomness in the URL-safe alphabet."""
    return secrets.token_urlsafe(n_bytes)


def sha256_hex(text: str) -> str:
    """SHA-256 of the UTF-8 text, 64 lower-case hex digits: how bearer secrets of high entropy are stored."""
    return hashlib.sha256(text.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Equality in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def hash_password(text: str, *, cost: Cost = "full") -> str:
    """An Argon2id verifier in PHC string format."""
    return _HASHERS[cost].hash(text)


def verify_password(verifier: str, text: str) -> bool:
    """True if `text` is what the verifier was made from; False for any other text and for a broken verifier."""
    try:
        return _FULL.verify(verifier, text)
    except (VerificationError, InvalidHashError):
        return False


def load_or_create_secret(path: Path) -> bytes:
    """The secret of 32 bytes kept in `path`, made on first use with mode 0600. Two processes that race get the same one."""
    return _load_or_create(path, lambda: secrets.token_bytes(32))


def load_or_create_ec_key(path: Path) -> bytes:
    """The P-256 private key kept in `path` as PKCS#8 PEM, made on first use with mode 0600."""
    return _load_or_create(path, new_ec_key)


def new_ec_key() -> bytes:
    """A P-256 private key as PKCS#8 PEM."""
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def seal(key: bytes, plain: bytes, *, context: str) -> bytes:
    """`plain` under AES-256-GCM (NIST SP 800-38D): a random nonce of 12 bytes, then the ciphertext. `context` must be given again to open it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def unseal(key: bytes, sealed: bytes, *, context: str) -> bytes | None:
    """What was sealed; None where key or context is another one, or it was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except (InvalidTag, ValueError):
        return None


def _load_or_create(path: Path, make: Callable[[], bytes]) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())  # else a machine that loses its power may keep the name of a key and nothing in it
        try:
            os.link(draft, path)  # atomic and never overwrites: the first of two racing processes wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
