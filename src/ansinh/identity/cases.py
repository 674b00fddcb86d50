"""Cases that an officer has to decide before an account sees insurance data."""

from datetime import datetime

from ansinh import audit
from ansinh.identity import store
from ansinh.identity.linking import Decision
from ansinh.identity.model import CaseFile, CaseReason, CaseSummary, OpenCase, Standing
from ansinh.identity.references import new_reference
from ansinh.kit import db

# what a correction of the register settles by itself; the other reasons may hide a stranger, so an officer closes them
_SETTLED_BY_AGREEMENT = (CaseReason.NAME_DIFFERS, CaseReason.BIRTH_DATE_DIFFERS, CaseReason.SEVERAL_NUMBERS)


def settle(conn: db.Connection, account_id: int, *, decision: Decision, now: datetime) -> None:
    """Opens the cases a decision asks for, at most one open case per account and reason, and closes those a link makes moot."""
    for reason in decision.reasons:
        reference = new_reference()
        if store.cases.open_case(conn, account_id, reason=reason, participant_ids=decision.participant_ids, reference=reference, now=now):
            _record_opening(conn, reference, reason=reason, decision=decision, now=now)
    if decision.standing is Standing.LINKED:
        store.cases.close_cases(conn, account_id, reasons=_SETTLED_BY_AGREEMENT, outcome="agrees_now", now=now)


def cases_of(conn: db.Connection, account_id: int) -> list[OpenCase]:
    """The open cases of one account, oldest first."""
    return store.cases.open_cases_of(conn, account_id)


def open_cases(conn: db.Connection, *, limit: int = 100) -> list[CaseSummary]:
    """The open cases of all accounts, oldest first; citizen numbers mask themselves when printed."""
    return store.cases.all_open_cases(conn, limit=limit)


def case_file(conn: db.Connection, reference: str) -> CaseFile | None:
    """An open case with both of its sides; None if there is none of this reference. That somebody looked is the caller's to record."""
    return store.cases.open_case_file(conn, reference)


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
