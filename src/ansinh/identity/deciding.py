"""An officer decides a case: once, on what the case says at that moment, with a reason that the person reads.

A decision that the two are one person makes no link: it permits one, and the person makes it with a fresh login (`confirming`). An
officer sees papers and not who sits at a keyboard, and a person at a keyboard must not decide about papers; so it takes both, and
neither of them alone, mistaken or bribed, opens a record. Where a link that exists would end by it, a second officer has to agree.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from ansinh import audit
from ansinh.identity import sessions, store
from ansinh.identity.model import CaseReason, Verdict
from ansinh.identity.store.cases import Locked
from ansinh.kit import db, errors

LONGEST_EXPLANATION = 500
_ANY = (Verdict.SAME_PERSON, Verdict.NOT_SAME, Verdict.FOR_REGISTER)

VERDICTS: Mapping[CaseReason, tuple[Verdict, ...]] = MappingProxyType(
    {
        CaseReason.NAME_DIFFERS: _ANY,
        CaseReason.BIRTH_DATE_DIFFERS: _ANY,
        CaseReason.SEVERAL_NUMBERS: _ANY,
        CaseReason.LINKED_TO_OTHER_ACCOUNT: (Verdict.SAME_PERSON, Verdict.NOT_SAME),
        CaseReason.LINKED_TO_OTHER_PARTICIPANT: _ANY,
        CaseReason.NUMBER_CHANGED: _ANY,
        CaseReason.DECEASED: (Verdict.NOT_SAME, Verdict.FOR_REGISTER),
    }
)
"""What can be decided about each kind of case."""


def decide_case(
    conn: db.Connection,
    reference: str,
    *,
    verdict: Verdict,
    participant_id: int | None,
    explanation: str,
    seen: str,
    officer: str,
    now: datetime,
) -> bool:
    """True if the decision is in force, False if it waits for a second officer, because a link that exists would end by it.

    `participant_id` is whom the account is, for SAME_PERSON alone. `seen` are the facts the officer was shown.
    Raises Conflict("case_decided") for one that is not open, Conflict("case_waits") for one that waits for a second officer,
    Conflict("case_changed") if it is about something else by now, and Refused naming the field: "verdict", "participant", "reason".
    """
    case = _locked(conn, reference)
    if store.decisions.waiting(conn, case.case_id) is not None:
        raise errors.Conflict("case_waits", "the case waits for a second officer")
    _check(case, verdict=verdict, participant_id=participant_id, explanation=explanation, seen=seen)
    moves = participant_id is not None and _ends_a_link(conn, case, participant_id)
    store.decisions.insert(
        conn,
        case.case_id,
        account_id=case.account_id,
        facts=case.facts,
        verdict=verdict,
        participant_id=participant_id,
        moves=moves,
        explanation=explanation.strip(),
        officer=officer,
        now=now,
    )
    if not moves:
        _carry_out(conn, case, verdict=verdict, participant_id=participant_id, now=now)
    state = "waits_for_second_officer" if moves else "in_force"
    _record(conn, reference, case, verdict=verdict, state=state, officer=officer, participant_id=participant_id, now=now)
    return not moves


def answer_proposal(conn: db.Connection, reference: str, *, agrees: bool, seen: str, officer: str, now: datetime) -> None:
    """A second officer agrees to a decision, which then is in force, or turns it down, and the case is open as before.

    Raises Conflict("case_decided") or Conflict("nothing_waits") for a case of which nothing waits, Conflict("case_changed") for
    agreement to what has changed, Refused("same_officer") for the officer who decided.
    """
    case = _locked(conn, reference)
    waiting = store.decisions.waiting(conn, case.case_id)
    if waiting is None:
        raise errors.Conflict("nothing_waits", "nothing waits for a second officer")
    if waiting.officer == officer:
        raise errors.Refused("same_officer", "the second officer has to be another one")
    verdict = Verdict(waiting.verdict)
    if agrees:
        if {seen, waiting.facts} != {case.facts}:
            raise errors.Conflict("case_changed", "the case is about something else by now")
        store.decisions.agree(conn, waiting.decision_id, officer=officer, now=now)
        _carry_out(conn, case, verdict=verdict, participant_id=waiting.participant_id, now=now)
    else:
        store.decisions.turn_down(conn, waiting.decision_id, officer=officer, now=now)
    state = "in_force" if agrees else "turned_down"
    _record(conn, reference, case, verdict=verdict, state=state, officer=officer, participant_id=waiting.participant_id, now=now)


def _locked(conn: db.Connection, reference: str) -> Locked:
    case = store.cases.lock(conn, reference)
    if case is None:
        raise errors.Conflict("case_decided", "the case is not open any more")
    return case


def _check(case: Locked, *, verdict: Verdict, participant_id: int | None, explanation: str, seen: str) -> None:
    if seen != case.facts:
        raise errors.Conflict("case_changed", "the case is about something else by now")
    if verdict not in VERDICTS[CaseReason(case.reason)]:
        raise errors.Refused("verdict", "this cannot be decided about such a case", field="verdict")
    if (verdict is Verdict.SAME_PERSON) != (participant_id is not None):
        raise errors.Refused("participant", "say which record it is, where it is one person", field="participant")
    if participant_id is not None and participant_id not in case.participant_ids:
        raise errors.Refused("participant", "the case is not about this record", field="participant")
    if not 0 < len(explanation.strip()) <= LONGEST_EXPLANATION:
        raise errors.Refused("reason", f"a reason of 1 to {LONGEST_EXPLANATION} characters is needed", field="reason")


def _ends_a_link(conn: db.Connection, case: Locked, participant_id: int) -> bool:
    own = store.accounts.participant_of(conn, case.account_id)
    held = store.accounts.holders(conn, [participant_id], account_id=case.account_id)
    return bool(held) or own not in {None, participant_id}


def _carry_out(conn: db.Connection, case: Locked, *, verdict: Verdict, participant_id: int | None, now: datetime) -> None:
    store.cases.close(conn, case.case_id, outcome=verdict.value, now=now)
    if participant_id is not None:
        ended = store.accounts.end_links_to(conn, participant_id, but=case.account_id, because="moved", now=now)
        own = store.accounts.participant_of(conn, case.account_id)
        if own not in {None, participant_id}:
            ended += _own_link_ended(conn, case.account_id, because="moved", now=now)
        _end_what_used(conn, ended, because="moved", now=now)
    elif verdict is Verdict.NOT_SAME:
        if store.accounts.participant_of(conn, case.account_id) in case.participant_ids:
            _end_what_used(conn, _own_link_ended(conn, case.account_id, because="not_same", now=now), because="not_same", now=now)
        store.cases.close_cases(conn, case.account_id, reasons=list(CaseReason), outcome=verdict.value, now=now)


def _own_link_ended(conn: db.Connection, account_id: int, *, because: str, now: datetime) -> list[store.accounts.Ended]:
    ended = store.accounts.end_link_of(conn, account_id, because=because, now=now)
    return [] if ended is None else [ended]


def _end_what_used(conn: db.Connection, ended: list[store.accounts.Ended], *, because: str, now: datetime) -> None:
    for each in ended:
        sessions.end_sessions_of_participant(conn, each.participant_id, because=because, now=now)
        store.proofs.forget_of(conn, each.account_id)
        event = audit.Event(
            kind="identity.unlinked",
            at=now,
            actor=audit.Actor("system", "identity"),
            subject=each.participant_id,
            purpose="account_linking",
            detail={"account": each.account_id, "reason": because},
        )
        audit.append(conn, event)


def _record(
    conn: db.Connection,
    reference: str,
    case: Locked,
    *,
    verdict: Verdict,
    state: str,
    officer: str,
    participant_id: int | None,
    now: datetime,
) -> None:
    only = case.participant_ids[0] if len(case.participant_ids) == 1 else None
    event = audit.Event(
        kind="identity.case_decided",
        at=now,
        actor=audit.Actor("officer", officer),
        subject=participant_id if participant_id is not None else only,
        purpose="account_linking",
        detail={"case": reference, "reason": case.reason, "state": state, "verdict": verdict.value},
    )
    audit.append(conn, event)
