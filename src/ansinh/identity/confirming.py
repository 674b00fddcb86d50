"""Linking and unlinking by the person: only with a login made anew for it, from this very session.

Nothing a browser brings says who the person is: it is the exchange's word through the back channel, about the same issuer and subject
as the session's. An equal citizen number, name, e-mail address or telephone number links nothing. Why two steps: facts that agree say
whose record it is, a fresh login with two factors says who sits there.
"""

from collections.abc import Sequence
from datetime import datetime

from ansinh import audit
from ansinh.identity import admission, proofs, sessions, store
from ansinh.identity.login import Taken
from ansinh.identity.model import Admission, Candidate, LoginFailure, Purpose, Session, Standing
from ansinh.kit import crypto, db, errors
from ansinh.wire import eid

CONFIRMED_AT = eid.Assurance(2, 2)
_STANDING_FOR = {Purpose.LINK: Standing.TO_CONFIRM, Purpose.UNLINK: Standing.LINKED}


def may_begin(session: Session, purpose: Purpose) -> bool:
    """Whether there is anything to link or to unlink."""
    return _STANDING_FOR.get(purpose) is session.standing


def confirm(
    conn: db.Connection,
    person: eid.EidClaims,
    *,
    taken: Taken,
    token: str | None,
    id_token: str,
    candidates: Sequence[Candidate],
    now: datetime,
) -> Admission:
    """A login begun for linking or unlinking is back. Linking is done at once; for unlinking the proof is kept for `unlink`.

    `token` is that of the browser's session, which goes on under a new one. Raises Refused with a LoginFailure as its code:
    SESSION_GONE, OTHER_PERSON, LEVEL_REFUSED, TOKEN_INVALID for a login that is none of now. Then nothing has changed.
    """
    session = _own(conn, taken, token, now=now)
    assert token is not None
    _check_login(conn, person, session, fresh_since=taken.attempt.fresh_since)
    judged = admission.judge(conn, person, candidates, now=now)
    if judged.decision.standing is Standing.DECEASED:
        sessions.end_session(conn, token, because="deceased", now=now)
        return admission.refuse_deceased(conn, judged, issuer=person.issuer, now=now)
    standing: Standing = judged.decision.standing
    participant_id = judged.decision.participant_id
    if taken.purpose is Purpose.LINK and standing is Standing.TO_CONFIRM:
        standing = _linked(conn, token, judged, person, candidates, now=now)
    participant_id = participant_id if standing is Standing.LINKED else None
    admission.record_login(conn, session.account_id, person, participant_id=participant_id, now=now)
    renewed = sessions.go_on(
        conn,
        token,
        session.account_id,
        standing=standing,
        participant_id=participant_id,
        login=sessions.login_of(person, id_token),
        now=now,
    )
    if taken.purpose is Purpose.UNLINK and standing is Standing.LINKED:
        proofs.prove(
            conn,
            renewed,
            purpose=Purpose.UNLINK,
            account_id=session.account_id,
            issuer=person.issuer,
            subject=person.subject,
            now=now,
        )
    return Admission(standing, session_token=renewed)


def may_unlink(conn: db.Connection, session: Session, token: str, *, now: datetime) -> bool:
    """True for five minutes after a login for unlinking."""
    return may_begin(session, Purpose.UNLINK) and proofs.is_proven(
        conn, token, purpose=Purpose.UNLINK, account_id=session.account_id, now=now
    )


def unlink(conn: db.Connection, session: Session, token: str, *, now: datetime) -> str:
    """The account sees the record no longer, in any browser; returns the session's new token.

    Raises Refused("unlink_not_proven") without a login for it in the last five minutes.
    """
    if session.participant_id is None or not proofs.take(conn, token, purpose=Purpose.UNLINK, account_id=session.account_id, now=now):
        raise errors.Refused("unlink_not_proven", "a fresh login is needed first")
    store.accounts.end_link_of(conn, session.account_id, because="unlinked", now=now)
    store.proofs.forget_of(conn, session.account_id)
    event = audit.Event(
        kind="identity.unlinked",
        at=now,
        actor=audit.Actor("citizen", str(session.account_id)),
        subject=session.participant_id,
        purpose="account_linking",
        detail={"account": session.account_id, "reason": "unlinked"},
    )
    audit.append(conn, event)
    sessions.end_other_sessions(conn, session.account_id, but=token, because="unlinked", now=now)
    return sessions.renew_session(conn, token, standing=Standing.TO_CONFIRM, participant_id=None, now=now)


def _own(conn: db.Connection, taken: Taken, token: str | None, *, now: datetime) -> Session:
    """The session the attempt was begun from, if it is this browser's."""
    session = sessions.session_of(conn, token, now=now)
    if session is None or token is None or crypto.sha256_hex(token) != taken.session_hash:
        raise errors.Refused(LoginFailure.SESSION_GONE, "the session this was begun from has ended")
    return session


def _check_login(conn: db.Connection, person: eid.EidClaims, session: Session, *, fresh_since: datetime | None) -> None:
    """Same issuer and subject, strong enough, and a login of its own.

    `oidc` has compared it with the request, with room for clocks that differ; the login the session came from would still fit into that.
    """
    known = store.accounts.number_of(conn, issuer=person.issuer, subject=person.subject)
    if known is None or known[0] != session.account_id:
        raise errors.Refused(LoginFailure.OTHER_PERSON, "another person has logged in")
    if not person.assurance.meets(CONFIRMED_AT):
        raise errors.Refused(LoginFailure.LEVEL_REFUSED, "the login is of a lower level than is needed")
    if person.auth_time is None or fresh_since is None:
        raise errors.Refused(LoginFailure.TOKEN_INVALID, "nobody says when the login was")
    is_another = session.auth_time is None or person.auth_time > session.auth_time
    if not is_another and person.auth_time < fresh_since.replace(microsecond=0):  # the provider tells whole seconds
        raise errors.Refused(LoginFailure.TOKEN_INVALID, "the login is none of now")


def _linked(
    conn: db.Connection,
    token: str,
    judged: admission.Judged,
    person: eid.EidClaims,
    candidates: Sequence[Candidate],
    *,
    now: datetime,
) -> Standing:
    """Proves, takes the proof and links; another account that was faster turns it into a case."""
    account_id, participant_id = judged.account_id, judged.decision.participant_id
    assert participant_id is not None
    proofs.prove(conn, token, purpose=Purpose.LINK, account_id=account_id, issuer=person.issuer, subject=person.subject, now=now)
    if not proofs.take(conn, token, purpose=Purpose.LINK, account_id=account_id, now=now):
        raise errors.Refused(LoginFailure.SESSION_GONE, "the proof does not count")
    made = store.accounts.thaw(conn, account_id, participant_id=participant_id) or store.accounts.link(
        conn, account_id, participant_id=participant_id, made_by="confirmation", now=now
    )
    if not made:
        return admission.overtaken(conn, judged, person, candidates, now=now).standing
    store.proofs.forget_of(conn, account_id)
    store.decisions.settle_passed_on(conn, account_id, outcome="linked")
    event = audit.Event(
        kind="identity.linked",
        at=now,
        actor=audit.Actor("citizen", str(account_id)),
        subject=participant_id,
        purpose="account_linking",
        detail={"account": account_id, "rule": "facts_agree_and_fresh_login"},
    )
    audit.append(conn, event)
    return Standing.LINKED
