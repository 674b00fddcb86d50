"""What a provider signs with, as its endpoints see it, and keys that never change. Those that turn: `keys`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from ansinh import oidc
from ansinh.kit import db

Jwks = dict[str, Any]


class Keys(Protocol):
    """What the endpoints need. Neither leaves a key it has read where a log or an error could show it."""

    def signing(self, conn: db.Connection, *, now: datetime) -> oidc.SigningKey:
        """The one key that signs now."""

    def published(self, conn: db.Connection, *, now: datetime) -> Jwks:
        """The key set to publish (RFC 7517 section 5)."""


class FixedKeys:
    """Keys that never change, as PKCS#8 PEM: the first signs, all are published."""

    def __init__(self, pems: Sequence[bytes]) -> None:
        self._keys = tuple(oidc.SigningKey(pem) for pem in pems)

    def signing(self, _conn: db.Connection, *, now: datetime) -> oidc.SigningKey:  # noqa: ARG002 - never changes
        return self._keys[0]

    def published(self, _conn: db.Connection, *, now: datetime) -> Jwks:  # noqa: ARG002
        return oidc.jwks(self._keys)


def as_keys(given: Sequence[bytes] | Keys) -> Keys:
    """Keys given as PEM never change."""
    return FixedKeys(given) if isinstance(given, Sequence) else given
