"""Which relying parties may send people here, and taking away what has expired."""

from dataclasses import replace
from datetime import datetime

from ansinh import oidc
from ansinh.kit import db
from ansinh.sandbox.eid import store


def register_client(conn: db.Connection, client: oidc.Client, *, secret: str) -> None:
    """Registers the client or changes its registration. The secret is kept as a hash.

    Raises ProtocolError("invalid_client_metadata") for addresses or a secret that could not protect a login.
    """
    oidc.check_registration(client, secret)
    store.clients.save(conn, replace(client, secret_sha256=oidc.secret_hash(secret)))


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Takes away codes, tokens, login pages, counters and sessions whose time is over; returns how many rows that were."""
    return store.tokens.purge(conn, now=now)
