"""Which relying parties may ask the exchange."""

from dataclasses import replace
from datetime import datetime

from ansinh import oidc
from ansinh.exchange import store
from ansinh.kit import db


def register_client(conn: db.Connection, client: oidc.Client, *, secret: str, now: datetime) -> None:
    """Registers the client or changes its registration. The secret is kept as a hash.

    Raises ProtocolError("invalid_client_metadata") for addresses or a secret that could not protect a login.
    """
    oidc.check_registration(client, secret)
    store.clients.save(conn, replace(client, secret_sha256=oidc.secret_hash(secret)), now=now)


def block_client(conn: db.Connection, client_id: str, *, now: datetime) -> None:
    """From now on the client is answered like an unknown one; logins under way for it end with a page, its tokens are void."""
    store.clients.block(conn, client_id, now=now)


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Takes away codes, tokens, logins and sessions whose time is over; returns how many rows that were."""
    return store.tokens.purge(conn, now=now)
