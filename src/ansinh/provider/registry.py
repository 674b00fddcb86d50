"""Which clients may ask a provider."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ansinh import oidc
from ansinh.kit import db, errors
from ansinh.provider import notes, store, trace


def register_client(conn: db.Connection, issuer: str, client: oidc.Client, *, secret: str | None, now: datetime) -> None:
    """Registers the client or changes its registration; a block stays. The secret, None for a client with a key, is kept as a hash.

    Raises ProtocolError("invalid_client_metadata") for what could not protect a login.
    """
    oidc.check_registration(client, secret)
    hashed = "" if secret is None else oidc.secret_hash(secret)
    store.clients.save(conn, issuer, replace(client, secret_sha256=hashed), now=now)


def change_client(conn: db.Connection, issuer: str, client: oidc.Client, *, now: datetime) -> None:
    """Changes a registration and keeps its secret. Raises as `register_client`, and NotFound("no_such_client")."""
    known = store.clients.find(conn, issuer, client.client_id)
    if known is None:
        raise errors.NotFound("no_such_client", "no such client is served")
    kept = known.secret_sha256 or None  # stands for the secret nobody knows any more
    has_key = client.token_endpoint_auth_method == "private_key_jwt"  # noqa: S105 - the name of a method
    oidc.check_registration(client, None if has_key else kept)
    store.clients.save(conn, issuer, replace(client, secret_sha256="" if has_key else kept or ""), now=now)


def find_client(conn: db.Connection, issuer: str, client_id: str | None) -> oidc.Client | None:
    """The registered client; None if there is none, or it is blocked."""
    client = store.clients.find(conn, issuer, client_id)
    notes.about(client)
    return client


def block_client(conn: db.Connection, issuer: str, client_id: str, *, now: datetime) -> None:
    """From now on it is answered like an unknown one; codes and tokens it holds are void."""
    store.clients.block(conn, issuer, client_id, now=now)


def end_sessions(conn: db.Connection, session_ids: Sequence[UUID], *, now: datetime) -> tuple[str, ...]:
    """Everything given out in these sessions is void from now on; the clients that were told of a person in them.

    Those that registered an address for it are told that it is over: `deliver_logouts` sends what is noted here.
    """
    if not session_ids:
        return ()
    store.tokens.end_sessions(conn, session_ids)
    return store.parties.dissolve(conn, session_ids, now=now)


def end_client(conn: db.Connection, issuer: str, client_id: str, *, session_ids: Sequence[UUID], now: datetime) -> None:
    """What this client holds of these sessions is void from now on, and it is told that they are over; for others they go on."""
    store.tokens.end_client(conn, session_ids, issuer=issuer, client_id=client_id)
    store.parties.leave(conn, session_ids, issuer=issuer, client_id=client_id, now=now)


def first_time(conn: db.Connection, what: str, *, until: datetime) -> bool:
    """False if `what` was seen before; for numbers that count once."""
    return store.seen.remember(conn, what, until=until)


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Takes away what has expired at every provider; returns how many rows that were."""
    return store.tokens.purge(conn, now=now) + store.traces.purge(conn, before=now - trace.LIFE)
