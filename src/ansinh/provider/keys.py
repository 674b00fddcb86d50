"""The keys a provider signs with now, as every process that serves it sees them within seconds. What becomes of keys: `key_changes`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ansinh import oidc
from ansinh.kit import crypto, db, errors
from ansinh.provider import store
from ansinh.provider.signers import Jwks
from ansinh.provider.store.signing_keys import Row

PICKED_UP_AFTER = timedelta(seconds=2)  # how old what a process knows of the schedule may be


@dataclass(frozen=True, slots=True)
class Vault:
    """Opens the private halves of one provider's keys, which the database holds sealed (AES-256-GCM) under `key`, 32 bytes."""

    issuer: str
    key: bytes = field(repr=False)

    def seal(self, pem: bytes, *, kid: str) -> bytes:
        return crypto.seal(self.key, pem, context=self._context(kid))

    def open(self, row: Row) -> oidc.SigningKey:
        """Raises CounterpartDown("signing_key_sealed") where this machine's key file is not the one it was sealed under."""
        pem = None if row.sealed is None else crypto.unseal(self.key, row.sealed, context=self._context(row.kid))
        if pem is None:
            raise errors.CounterpartDown("signing_key_sealed", f"key {row.kid} of {self.issuer} was sealed under another key file")
        return oidc.SigningKey(pem)

    def _context(self, kid: str) -> str:
        """A sealed key moved to another row, or another provider, does not open."""
        return f"{self.issuer} {kid}"


class KeyRing:
    """The keys of a provider as the database schedules them, read again when what is known is two seconds old.

    `first` gives the key a provider without any begins with, as PKCS#8 PEM: the one in its file where it had one before, so that
    nothing that was signed with it breaks.
    """

    def __init__(self, vault: Vault, *, first: Callable[[], bytes]) -> None:
        self._vault = vault
        self._first = first
        self._rows: tuple[Row, ...] = ()
        self._read_at: datetime | None = None
        self._opened: Mapping[str, oidc.SigningKey] = {}

    def signing(self, conn: db.Connection, *, now: datetime) -> oidc.SigningKey:
        rows = self._known(conn, now=now)
        current = oidc.signing_key([row.scheduled for row in rows], now=now)
        if current is None:
            raise errors.CounterpartDown("no_signing_key", f"{self._vault.issuer} has no key to sign with")
        if current.kid not in self._opened:
            self._opened = {row.kid: self._vault.open(row) for row in rows if row.kid == current.kid}
        return self._opened[current.kid]

    def published(self, conn: db.Connection, *, now: datetime) -> Jwks:
        rows = {row.kid: row for row in self._known(conn, now=now)}
        scheduled = [row.scheduled for row in rows.values()]
        return {"keys": [dict(rows[key.kid].public_jwk) for key in oidc.published_keys(scheduled, now=now)]}

    def _known(self, conn: db.Connection, *, now: datetime) -> tuple[Row, ...]:
        if self._read_at is None or not timedelta(0) <= now - self._read_at < PICKED_UP_AFTER:
            rows = store.signing_keys.every(conn, self._vault.issuer)
            if not _begun(rows, now=now):
                rows = begin(conn, self._vault, first=self._first, now=now)
            self._rows, self._read_at = tuple(rows), now
        return self._rows


def begin(conn: db.Connection, vault: Vault, *, first: Callable[[], bytes], now: datetime) -> list[Row]:
    """The keys of a provider; one of whose keys none has signed yet signs with `first` from now on. Of processes that race one begins."""
    with conn.transaction():  # also where each statement is one of its own: the lock must last until the key is there
        store.signing_keys.hold(conn, vault.issuer)
        rows = store.signing_keys.every(conn, vault.issuer)
        if not _begun(rows, now=now):
            add(conn, vault, first(), announced_at=now, signs_from=now)
            rows = store.signing_keys.every(conn, vault.issuer)
    return rows


def add(conn: db.Connection, vault: Vault, pem: bytes, *, announced_at: datetime, signs_from: datetime) -> str:
    """A key more; its kid."""
    key = oidc.SigningKey(pem)
    store.signing_keys.add(
        conn,
        vault.issuer,
        kid=key.kid,
        public_jwk=key.public(),
        sealed=vault.seal(pem, kid=key.kid),
        announced_at=announced_at,
        signs_from=signs_from,
    )
    return key.kid


def _begun(rows: Sequence[Row], *, now: datetime) -> bool:
    return any(row.signs_from <= now for row in rows)
