"""Sessions of browsers that are logged in: opened at a login, kept on the server, ended by a limit, by the person or by us.

The browser holds a random token and the database its hash. Limits are those of a shared computer: 15 minutes without a
request, 8 hours in all. Each login gets a token of its own, so that a token planted before the login is worth nothing after it.
A confirmation goes on with the session under a new token and does not lengthen its 8 hours.
"""

from datetime import datetime, timedelta

from ansinh import audit
from ansinh.identity import store
from ansinh.identity.model import Ended, LoginFailure, Session, Standing
from ansinh.identity.store.sessions import Login
from ansinh.kit import crypto, db, errors
from ansinh.oidc import LogoutToken, unproven_claims
from ansinh.wire import eid

IDLE_LIMIT = timedelta(minutes=15)
ABSOLUTE_LIMIT = timedelta(hours=8)


def open_session(
    conn: db.Connection,
    account_id: int,
    *,
    participant_id: int | None,
    standing: Standing,
    login: Login,
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
        login=login,
        csrf_token=crypto.random_token(),
        now=now,
    )
    return token


def go_on(
    conn: db.Connection,
    token: str,
    account_id: int,
    *,
    standing: Standing,
    participant_id: int | None,
    login: Login,
    now: datetime,
) -> str:
    """The session goes on under a new token after another login of its person; a new one where a doubt has just ended it."""
    if store.sessions.is_there(conn, token_hash=crypto.sha256_hex(token)):
        return renew_session(conn, token, standing=standing, participant_id=participant_id, login=login, now=now)
    return open_session(conn, account_id, participant_id=participant_id, standing=standing, login=login, replaces=None, now=now)


def renew_session(
    conn: db.Connection, token: str, *, standing: Standing, participant_id: int | None, login: Login | None = None, now: datetime
) -> str:
    """The same session under a new token, which is returned, and with another standing; the old token is worth nothing from now on.

    `login` is the login it now rests on, None where there was none. When the session began stays, so that its limit does. Logins begun
    from it and proofs bound to it are gone. Raises Refused with LoginFailure.SESSION_GONE as its code.
    """
    new_token = crypto.random_token()
    renewed = store.sessions.renew(
        conn,
        token_hash=crypto.sha256_hex(token),
        new_hash=crypto.sha256_hex(new_token),
        csrf_token=crypto.random_token(),
        participant_id=participant_id,
        standing=standing,
        login=login,
        now=now,
    )
    if not renewed:
        raise errors.Refused(LoginFailure.SESSION_GONE, "the session has ended")
    return new_token


def login_of(person: eid.EidClaims, id_token: str) -> Login:
    """What a session keeps of a finished login."""
    return Login(person.account_level, person.authentication_level, person.auth_time, id_token, _sid_of(id_token))


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


def end_other_sessions(conn: db.Connection, account_id: int, *, but: str, because: str, now: datetime) -> int:
    """Ends the sessions of the account in every browser but the one with the token `but`; returns how many."""
    ended = store.sessions.delete_of_account(conn, account_id=account_id, but=crypto.sha256_hex(but))
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
    proofs = store.proofs.delete_expired(conn, now=now)
    return sessions + logins + proofs + store.sessions.forget_logout_tokens(conn, now=now)


def _sid_of(id_token: str) -> str:
    """The exchange's number of its session, from a token that was checked when the person came."""
    sid = unproven_claims(id_token).get("sid")
    return sid if isinstance(sid, str) else ""


def _record_end(conn: db.Connection, ended: Ended, *, because: str, actor: audit.Actor, now: datetime) -> None:
    event = audit.Event(
        kind="session.ended", at=now, actor=actor, subject=ended.participant_id, purpose="own_record", detail={"reason": because}
    )
    audit.append(conn, event)
