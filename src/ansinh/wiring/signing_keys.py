"""Which providers sign here, where the key file is that seals what they sign with, and how changes of keys are recorded."""

from pathlib import Path

from ansinh import audit, provider
from ansinh.kit import crypto, db
from ansinh.sandbox import eid
from ansinh.settings import Settings

SEALED_UNDER = "signing-keys.secret"  # every machine that serves or works on one database needs this same file


def issuers(settings: Settings) -> dict[str, str]:
    """The providers by issuer, with the short names the command line knows them by."""
    return {settings.exchange_url: "exchange", f"{settings.institutions_url}{eid.REALM}": "eid"}


def vault(settings: Settings, issuer: str) -> provider.Vault:
    """Opens the provider's keys."""
    return provider.Vault(issuer, crypto.load_or_create_secret(settings.keys / SEALED_UNDER))


def ring(settings: Settings, issuer: str) -> provider.KeyRing:
    """The provider's keys. An installation from before they were kept in the database goes on with the one in its file."""
    former = settings.keys / f"{issuers(settings)[issuer]}.pem"
    return provider.KeyRing(vault(settings, issuer), first=lambda: _key_in(former))


def recorded(by: str) -> provider.Record:
    """Changes of keys go to the audit log, in their own transaction, as done by this part of the system."""

    def record(conn: db.Connection, change: provider.KeyChange) -> None:
        detail = {"issuer": change.issuer, "key": change.kid, **change.more}
        audit.append(conn, audit.Event(change.kind, change.at, audit.Actor("system", by), subject=None, purpose="keys", detail=detail))

    return record


def _key_in(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else crypto.new_ec_key()
