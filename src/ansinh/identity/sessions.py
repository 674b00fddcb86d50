"""Sessions of browsers that are logged in: opened at a login, kept on the server, ended by a limit, by the person or by us.

The browser holds a random token and the database its hash. Limits are those of a shared computer: 15 minutes without a
request, 8 hours in all. Each login gets a token of its own, so that a token planted before the login is worth nothing after it.
"""

from datetime import datetime, timedelta

from ansinh import audit
from ansinh.identity import store
from ansinh.identity.model import Ended, Session, Standing
from ansinh.kit import crypto, db, errors
from ansinh.oidc import LogoutToken, unproven_claims

IDLE_LIMIT = timedelta(minutes=15)
ABSOLUTE_LIMIT = timedelta(hours=8)


def open_session(
    conn: db.Connection,
    account_id: int,
    *,
    participant_id: int | None,
    standing: Standing,
    account_level: int,
    authentication_level: int,
    auth_time: datetime | None,
    id_token: str,
    replaces: str | None,
    now: datetime,
) -> str:
    """Opens a session and returns its token, which is stored nowhere; the session `replaces` names by its token is ended."""
    if replaces is not None:
        end_session(conn, replaces, because="replaced", now=now)
    token = crypto.random_token()
    store.sessions.insert(
        conn,
        token_hash=crypto.sha256_hex(token),
        account_id=account_id,
        participant_id=participant_id,
        standing=standing,
        account_level=account_level,
        authentication_level=authentication_level,
        auth_time=auth_time,
        csrf_token=crypto.random_token(),
        id_token=id_token,
        sid=_sid_of(id_token),
        now=now,
    )
    return token


def session_of(conn: db.Connection, token: str | None, *, now: datetime) -> Session | None:
    """The session of a browser's token, its idle clock started again; None without a token, after a limit or after sign-out."""
    if not token:
        return None
    return store.sessions.touch(
        conn, token_hash=crypto.sha256_hex(token), now=now, seen_after=now - IDLE_LIMIT, started_after=now - ABSOLUTE_LIMIT
    )


def form_is_ours(session: Session, csrf_token: str) -> bool:
    """True if a posted form carries the session's own token (synchroniser token), so that no foreign page can have sent it."""
    return crypto.same(session.csrf_token, csrf_token)


def end_session(conn: db.Connection, token: str, *, because: str = "signed_out", now: datetime) -> Ended | None:
    """Ends a browser's session; what is returned lets the caller sign out at the exchange too. None if there was no session."""
    ended = store.sessions.delete(conn, token_hash=crypto.sha256_hex(token))
    if ended is not None:
        _record_end(conn, ended, because=because, actor=audit.Actor("citizen", str(ended.account_id)), now=now)
    return ended


def end_sessions_of_participant(conn: db.Connection, participant_id: int, *, because: str, now: datetime) -> int:
    """Ends every session that sees this participant (a death, a number cancelled or re-issued); returns how many."""
    ended = store.sessions.delete_of_participant(conn, participant_id=participant_id)
    for each in ended:
        _record_end(conn, each, because=because, actor=audit.Actor("system", "identity"), now=now)
    return len(ended)


def end_sessions_told_by_exchange(conn: db.Connection, token: LogoutToken, *, issuer: str, now: datetime) -> int:
    """Ends the sessions that came from the one the exchange says is over; returns how many.

    Raises Refused("logout_token_used") for a token that was taken before.
    """
    if not store.sessions.take_logout_token(conn, jti_hash=crypto.sha256_hex(f"{issuer}|{token.jti}"), expires_at=token.expires_at):
        raise errors.Refused("logout_token_used", "the logout token was used before", field="jti")
    ended = store.sessions.delete_of_exchange(conn, issuer=issuer, subject=token.subject, sid=token.sid)
    for each in ended:
        _record_end(conn, each, because="signed_out_elsewhere", actor=audit.Actor("system", "identity"), now=now)
    return len(ended)


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Deletes what nobody can use any more: sessions past a limit, logins never finished, problems older than 30 days. Returns how many rows."""
    sessions = store.sessions.delete_expired(conn, seen_before=now - IDLE_LIMIT, started_before=now - ABSOLUTE_LIMIT)
    logins = store.logins.delete_expired(conn, attempts_before=now, problems_before=now - timedelta(days=30))
    return sessions + logins + store.sessions.forget_logout_tokens(conn, now=now)


def _sid_of(id_token: str) -> str:
    """The exchange's number of its session, from a token that was checked when the person came."""
    sid = unproven_claims(id_token).get("sid")
    return sid if isinstance(sid, str) else ""


def _record_end(conn: db.Connection, ended: Ended, *, because: str, actor: audit.Actor, now: datetime) -> None:
    event = audit.Event(
        kind="session.ended", at=now, actor=actor, subject=ended.participant_id, purpose="own_record", detail={"reason": because}
    )
    audit.append(conn, event)
