"""Cases that an officer has to decide before an account sees insurance data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ansinh import audit
from ansinh.identity import store
from ansinh.identity.linking import Decision
from ansinh.identity.model import CaseFile, CaseReason, CaseSummary, Decided, OpenCase, PassedOn, Session, Standing
from ansinh.identity.references import new_reference
from ansinh.kit import db

# what a correction of the register settles by itself; the other reasons may hide a stranger, so an officer closes them
_SETTLED_BY_AGREEMENT = (CaseReason.NAME_DIFFERS, CaseReason.BIRTH_DATE_DIFFERS, CaseReason.SEVERAL_NUMBERS)
_TOLD_FOR = timedelta(days=90)


def settle(conn: db.Connection, account_id: int, *, decision: Decision, facts: Mapping[CaseReason, str], now: datetime) -> None:
    """Opens the cases a decision asks for, at most one open case per account and reason, and closes those that agreement makes moot.

    A case that is open already is about today's `facts` from now on.
    """
    for reason in decision.reasons:
        reference = new_reference()
        is_new = store.cases.open_case(
            conn,
            account_id,
            reason=reason,
            participant_ids=decision.participant_ids,
            facts=facts[reason],
            reference=reference,
            now=now,
        )
        if is_new:
            _record_opening(conn, reference, reason=reason, decision=decision, now=now)
    if decision.standing in {Standing.LINKED, Standing.TO_CONFIRM}:
        store.cases.close_cases(conn, account_id, reasons=_SETTLED_BY_AGREEMENT, outcome="agrees_now", now=now)


def cases_of(conn: db.Connection, account_id: int) -> list[OpenCase]:
    """The open cases of one account, oldest first."""
    return store.cases.open_cases_of(conn, account_id)


def open_cases(conn: db.Connection, *, limit: int = 100) -> list[CaseSummary]:
    """The open cases of all accounts, oldest first; citizen numbers mask themselves when printed."""
    return store.cases.all_open_cases(conn, limit=limit)


def case_file(conn: db.Connection, reference: str) -> CaseFile | None:
    """An open case with both of its sides; None if there is none of this reference. That somebody looked is the caller's to record."""
    found = store.cases.open_case_file(conn, reference)
    return None if found is None else replace(found, proposal=store.decisions.proposal(conn, reference))


def cases_for_register(conn: db.Connection, *, limit: int = 100) -> list[PassedOn]:
    """What officers passed on to the register, to be merged or corrected there, oldest first."""
    return store.decisions.passed_on(conn, limit=limit)


def decided_of(conn: db.Connection, session: Session, *, now: datetime) -> list[Decided]:
    """What officers have decided about this account in the last 90 days, newest first; from now on the person has been told."""
    found = store.decisions.told(conn, session.account_id, since=now - _TOLD_FOR, news_since=session.started_at)
    if any(each.is_news for each in found):
        store.decisions.note_told(conn, session.account_id, now=now)
    return found


def _record_opening(conn: db.Connection, reference: str, *, reason: CaseReason, decision: Decision, now: datetime) -> None:
    only = decision.participant_ids[0] if len(decision.participant_ids) == 1 else None
    event = audit.Event(
        kind="identity.case_opened",
        at=now,
        actor=audit.Actor("system", "identity"),
        subject=only,
        purpose="account_linking",
        detail={"case": reference, "reason": reason.value},
    )
    audit.append(conn, event)
