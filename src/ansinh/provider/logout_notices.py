"""Telling clients, server to server, that a session is over (OpenID Connect Back-Channel Logout 1.0): at least once, until they have heard."""

from datetime import datetime, timedelta

from ansinh import oidc
from ansinh.kit import crypto, db, errors, log
from ansinh.provider import store
from ansinh.provider.store.parties import Notice

# After the last of these the client's own session limits have to do.
_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (2, 10, 60, 300, 1800, 7200, 21600))
_HEARD = frozenset({200, 204})
_log = log.get("provider")


def deliver_logouts(database: db.Database, issuer: str, *, key: oidc.SigningKey, http: oidc.Http, now: datetime, most: int = 100) -> int:
    """Send what is due, at most `most`; how many clients have heard. A notice that is being sent is nobody else's."""
    heard = 0
    for _ in range(most):
        with database.transaction() as conn:
            notice = store.parties.due(conn, issuer, now=now)
            if notice is None:
                break
            heard += _deliver(conn, notice, issuer=issuer, key=key, http=http, now=now)
    return heard


def _deliver(conn: db.Connection, notice: Notice, *, issuer: str, key: oidc.SigningKey, http: oidc.Http, now: datetime) -> bool:
    claims = oidc.logout_claims(
        issuer=issuer,
        client_id=notice.client_id,
        subject=notice.subject,
        sid=str(notice.session_id),
        jti=crypto.random_token(16),
        now=now,
    )
    outcome = "heard"
    try:
        answer = http.post_form(notice.address, {"logout_token": key.sign(claims, typ=oidc.LOGOUT_TOKEN_TYPE)})
        if answer.status not in _HEARD:
            outcome = f"status_{answer.status}"
    except errors.CounterpartDown as down:
        outcome = down.code
    if outcome == "heard":
        store.parties.heard(conn, notice.notice_id)
        return True
    if notice.attempts < len(_PAUSES):
        store.parties.again(conn, notice.notice_id, next_at=now + _PAUSES[notice.attempts])
    else:
        store.parties.heard(conn, notice.notice_id)
    _log.warning("provider.logout_not_heard", client=notice.client_id, outcome=outcome, attempts=notice.attempts + 1)
    return False
