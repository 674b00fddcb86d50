"""What a person who has just logged in may see: account, link, cases and session, decided together in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from ansinh import audit
from ansinh.identity import cases, sessions, store
from ansinh.identity.linking import Decision, decide
from ansinh.identity.login import record_problem
from ansinh.identity.model import Admission, Candidate, CaseReason, LoginFailure, Problem, Standing
from ansinh.kit import db
from ansinh.wire import eid

_LINK_RULE = "citizen_number_name_birth_date"
_DOUBTED = frozenset({Standing.UNDER_REVIEW, Standing.NO_PARTICIPATION, Standing.DECEASED})


def admit(
    conn: db.Connection,
    person: eid.EidClaims,
    *,
    id_token: str,
    candidates: Sequence[Candidate],
    replaces: str | None,
    now: datetime,
) -> Admission:
    """Decides the standing of a finished login and opens its session, if it gets one.

    `candidates` are the participants who carry the person's citizen number, empty where `needs_candidates` says so.
    `replaces` is the token of the session this browser had before, which ends.
    """
    account_id = store.accounts.keep(conn, person, now=now)
    before = store.accounts.participant_of(conn, account_id)
    decision = _linked(conn, account_id, decision=_decide(conn, person, candidates, account_id=account_id, before=before), now=now)
    cases.settle(conn, account_id, decision=decision, now=now)
    if before is not None and decision.standing in _DOUBTED:
        sessions.end_sessions_of_participant(conn, before, because=decision.standing.value, now=now)
    if decision.standing is Standing.DECEASED:
        if replaces is not None:
            sessions.end_session(conn, replaces, because="replaced", now=now)
        return Admission(decision.standing, problem=_refuse(conn, account_id, decision=decision, issuer=person.issuer, now=now))
    _record_login(conn, account_id, person, participant_id=decision.participant_id, now=now)
    token = sessions.open_session(
        conn,
        account_id,
        participant_id=decision.participant_id,
        standing=decision.standing,
        account_level=person.account_level,
        authentication_level=person.authentication_level,
        auth_time=person.auth_time,
        id_token=id_token,
        replaces=replaces,
        now=now,
    )
    return Admission(decision.standing, session_token=token)


def _decide(
    conn: db.Connection, person: eid.EidClaims, candidates: Sequence[Candidate], *, account_id: int, before: int | None
) -> Decision:
    others = store.accounts.held_by_others(conn, [each.participant_id for each in candidates], account_id=account_id)
    return decide(person, candidates, linked_before=before, held_by_others=others)


def _linked(conn: db.Connection, account_id: int, *, decision: Decision, now: datetime) -> Decision:
    """The decision with its link made; another account that was faster turns it into a case."""
    if decision.participant_id is None or store.accounts.participant_of(conn, account_id) == decision.participant_id:
        return decision
    if not store.accounts.link(conn, account_id, participant_id=decision.participant_id, now=now):
        return Decision(Standing.UNDER_REVIEW, reasons=(CaseReason.LINKED_TO_OTHER_ACCOUNT,), participant_ids=decision.participant_ids)
    event = audit.Event(
        kind="identity.linked",
        at=now,
        actor=audit.Actor("system", "identity"),
        subject=decision.participant_id,
        purpose="account_linking",
        detail={"account": account_id, "rule": _LINK_RULE},
    )
    audit.append(conn, event)
    return decision


def _record_login(conn: db.Connection, account_id: int, person: eid.EidClaims, *, participant_id: int | None, now: datetime) -> None:
    event = audit.Event(
        kind="login.completed",
        at=now,
        actor=audit.Actor("citizen", str(account_id)),
        subject=participant_id,
        purpose="own_record",
        detail={
            "account_level": person.account_level,
            "authentication_level": person.authentication_level,
            "provider": person.issuer,
        },
    )
    audit.append(conn, event)


def _refuse(conn: db.Connection, account_id: int, *, decision: Decision, issuer: str, now: datetime) -> Problem:
    only = decision.participant_ids[0] if len(decision.participant_ids) == 1 else None
    return record_problem(conn, LoginFailure.DECEASED, issuer=issuer, actor=audit.Actor("citizen", str(account_id)), subject=only, now=now)
