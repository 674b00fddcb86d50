"""What a person who has just logged in may see: account, cases and session, decided together in one transaction.

A login links nothing. Where all agrees it says so (Standing.TO_CONFIRM), and `confirming` makes the link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh import audit
from ansinh.identity import cases, freezing, sessions, store
from ansinh.identity.facts import facts_of
from ansinh.identity.linking import Decision, Settled, decide
from ansinh.identity.login import record_problem
from ansinh.identity.model import Admission, Candidate, CaseReason, LoginFailure, Problem, Standing, Verdict
from ansinh.kit import db
from ansinh.wire import eid

_DOUBTED = frozenset({Standing.UNDER_REVIEW, Standing.DECLINED, Standing.NO_PARTICIPATION, Standing.DECEASED})


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found about a person who has logged in: their account, and the decision."""

    account_id: int
    decision: Decision


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
    judged = judge(conn, person, candidates, now=now)
    account_id, decision = judged.account_id, judged.decision
    if decision.standing is Standing.DECEASED:
        if replaces is not None:
            sessions.end_session(conn, replaces, because="replaced", now=now)
        return refuse_deceased(conn, judged, issuer=person.issuer, now=now)
    participant_id = decision.participant_id if decision.standing is Standing.LINKED else None
    record_login(conn, account_id, person, participant_id=participant_id, now=now)
    token = sessions.open_session(
        conn,
        account_id,
        participant_id=participant_id,
        standing=decision.standing,
        login=sessions.login_of(person, id_token),
        replaces=replaces,
        now=now,
    )
    return Admission(decision.standing, session_token=token)


def judge(conn: db.Connection, person: eid.EidClaims, candidates: Sequence[Candidate], *, now: datetime) -> Judged:
    """The account with today's particulars, and what may be shown to it; cases are opened and closed, and sessions ended, accordingly."""
    known = store.accounts.number_of(conn, issuer=person.issuer, subject=person.subject)
    account_id = store.accounts.keep(conn, person, now=now)
    link = store.accounts.link_of(conn, account_id)
    if known is not None and link is not None and known[1] != person.citizen_number.value:
        freezing.freeze_link(conn, link.participant_id, because="number_changed", now=now)
        link = store.accounts.link_of(conn, account_id)
    before = None if link is None else link.participant_id
    holders = store.accounts.holders(conn, [each.participant_id for each in candidates], account_id=account_id)
    facts = facts_of(person, candidates, own_link=None if link is None else link.link_id, linked_to=before, holders=holders)
    decision = decide(
        person,
        candidates,
        linked_before=before,
        held_by_others=frozenset(holders),
        is_frozen=link is not None and link.is_frozen,
        settled={
            reason: Settled(Verdict(found.verdict), found.participant_id)
            for found in store.decisions.on_facts(conn, account_id, list(facts.values()))
            for reason, digest in facts.items()
            if digest == found.facts
        },
    )
    cases.settle(conn, account_id, decision=decision, facts=facts, now=now)
    if before is not None and decision.standing in _DOUBTED:
        sessions.end_sessions_of_participant(conn, before, because=decision.standing.value, now=now)
    return Judged(account_id, decision)


def overtaken(conn: db.Connection, judged: Judged, person: eid.EidClaims, candidates: Sequence[Candidate], *, now: datetime) -> Decision:
    """The decision where another account was faster: a case."""
    holders = store.accounts.holders(conn, judged.decision.participant_ids, account_id=judged.account_id)
    facts = facts_of(person, candidates, own_link=None, linked_to=None, holders=holders)
    decision = Decision(
        Standing.UNDER_REVIEW, reasons=(CaseReason.LINKED_TO_OTHER_ACCOUNT,), participant_ids=judged.decision.participant_ids
    )
    cases.settle(conn, judged.account_id, decision=decision, facts=facts, now=now)
    return decision


def record_login(conn: db.Connection, account_id: int, person: eid.EidClaims, *, participant_id: int | None, now: datetime) -> None:
    """Audits a login that succeeded."""
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


def refuse_deceased(conn: db.Connection, judged: Judged, *, issuer: str, now: datetime) -> Admission:
    """No session for who is dead to the register."""
    about = judged.decision.participant_ids
    actor = audit.Actor("citizen", str(judged.account_id))
    problem: Problem = record_problem(
        conn, LoginFailure.DECEASED, issuer=issuer, actor=actor, subject=about[0] if len(about) == 1 else None, now=now
    )
    return Admission(Standing.DECEASED, problem=problem)
