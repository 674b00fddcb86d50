"""Visits through our own interface: open with evidence of who was there, add evidence, end.

Every function is of one facility: another one's visit is not found. Each keeps what was said and the reply to it, so that a repeat is
answered with the same bytes; the caller commits before it answers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ansinh import register
from ansinh.checkin import statements
from ansinh.checkin.check_in import named_in, state
from ansinh.checkin.double_visits import DoubleVisit
from ansinh.checkin.named_officer import NamedOfficer, officer_id_of
from ansinh.checkin.outages import keep_outage
from ansinh.checkin.presence import Evidence, require_not_ahead, require_plausible
from ansinh.checkin.proving import Presented, Subject, prove
from ansinh.checkin.statements import Origin, Taken
from ansinh.checkin.store import desks as proofs
from ansinh.checkin.store import evidence as kept_evidence
from ansinh.checkin.store import submissions
from ansinh.checkin.store import visits as store
from ansinh.checkin.visit import Act, Outage, Outcome, StatedVisit, Visit
from ansinh.checkin.visit_reading import held, visit_of, warnings_of
from ansinh.kit import clock, db
from ansinh.kit.errors import Refused
from ansinh.wire import claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A visit as it stands after a statement, and what the facility is warned of."""

    visit: Visit
    outcome: Outcome
    warnings: tuple[DoubleVisit, ...] = ()


def open_visit(
    conn: db.Connection,
    stated: StatedVisit,
    *,
    evidence: Evidence | None,
    officer: NamedOfficer,
    outage: Outage | None,
    origin: Origin,
    render: Callable[[Opened], bytes],
    now: datetime,
    presented: Presented | None = None,
) -> Taken:
    """Open a visit, or correct what an earlier request said of it; a repeat gives the reply of the first, byte for byte.

    Evidence is a must except for emergencies; `presented` proves it. Raises Refused, naming the field, for an officer who is not
    registered with the facility, for evidence that cannot be, for a statement that does not prove it, and for times ahead of ours.
    """
    require_not_ahead(stated.arrived_at, now, field="arrived_at")
    enquiry = register.enquire(
        conn, stated.key, facility_code=origin.facility_code, officer_number=officer.citizen_number, day=clock.vietnam_day(now)
    )
    officer_id = officer_id_of(enquiry, officer)
    if evidence is None and stated.category != claims.EMERGENCY:
        raise Refused("evidence_missing", "must say how it was found out who was there, except for emergencies", field="evidence")
    sha256 = statements.sha256_of_all(Act.OPEN, [stated])
    (weighed,) = statements.weigh(conn, Act.OPEN, [stated], facility_code=origin.facility_code, now=now)
    if weighed.outcome is Outcome.REPEATED:
        before = submissions.reply_to(conn, facility_code=origin.facility_code, content_sha256=sha256)
        assert before is not None  # a statement that counts came in a submission of this interface, which holds no other
        return Taken(reply=before, is_repeat=True)
    if evidence is not None:
        require_plausible(evidence, now=now)
    coverage = named_in(stated, enquiry)
    named = replace(origin, facility_name=enquiry.facility_name)
    participant_id = state(conn, weighed, participant_id=None if coverage is None else coverage.participant_id, origin=named, now=now)
    visit_no = weighed.row.visit_no
    if evidence is not None:
        subject = Subject(key=stated.key, participant_id=participant_id)
        _add(conn, visit_no, evidence, presented, officer_id=officer_id, subject=subject, origin=named, now=now)
    if outage is not None:
        keep_outage(conn, visit_no, outage, now=now)
    visit = visit_of(conn, stated.visit_id, facility_code=origin.facility_code)
    opened = Opened(visit=visit, outcome=weighed.outcome, warnings=warnings_of(conn, visit, now=now))
    reply = render(opened)
    statements.keep(conn, Act.OPEN, [weighed], origin=named, sha256=sha256, file=None, reply=reply, now=now)
    return Taken(reply=reply, corrected=int(weighed.outcome is Outcome.CORRECTED))


def add_evidence(
    conn: db.Connection,
    visit_id: str,
    *,
    evidence: Evidence,
    officer: NamedOfficer,
    content: Any,
    origin: Origin,
    render: Callable[[Opened], bytes],
    now: datetime,
    presented: Presented | None = None,
) -> Taken:
    """Add one more piece; the same piece again changes nothing and is answered like the first. Raises NotFound and Refused."""
    row = held(conn, visit_id, facility_code=origin.facility_code)
    content_sha256 = statements.sha256_of(content)
    sha256 = statements.sha256_of([Act.EVIDENCE.value, visit_id, content_sha256])
    before = submissions.reply_to(conn, facility_code=origin.facility_code, content_sha256=sha256)
    if before is not None:
        return Taken(reply=before, is_repeat=True)
    enquiry = register.enquire(
        conn, "", facility_code=origin.facility_code, officer_number=officer.citizen_number, day=clock.vietnam_day(now)
    )
    officer_id = officer_id_of(enquiry, officer)
    require_plausible(evidence, now=now)
    named = replace(origin, facility_name=enquiry.facility_name)
    subject = Subject(key="" if presented is None else proofs.opening_key(conn, row.visit_no), participant_id=row.participant_id)
    _add(conn, row.visit_no, evidence, presented, officer_id=officer_id, subject=subject, origin=named, now=now)
    return _close(conn, Act.EVIDENCE, row, Outcome.NEW, content=content, sha256=sha256, origin=named, render=render, now=now)


def end_visit(
    conn: db.Connection, visit_id: str, *, ended_at: datetime, origin: Origin, render: Callable[[Opened], bytes], now: datetime
) -> Taken:
    """Say when the visit ended; another end is a correction and counts from then on. Raises NotFound and Refused."""
    row = held(conn, visit_id, facility_code=origin.facility_code)
    content = {"ended_at": ended_at.isoformat()}
    sha256 = statements.sha256_of([Act.END.value, visit_id, statements.sha256_of(content)])
    if row.ended_at == ended_at:
        before = submissions.reply_to(conn, facility_code=origin.facility_code, content_sha256=sha256)
        if before is not None:
            return Taken(reply=before, is_repeat=True)
    require_not_ahead(ended_at, now, field="ended_at")
    if ended_at < row.arrived_at:
        raise Refused("before_arrival", "must not be before the arrival", field="ended_at")
    store.end_visit(conn, row.visit_no, ended_at=ended_at)
    outcome = Outcome.NEW if row.ended_at is None else Outcome.CORRECTED
    kind = "visit.ended" if outcome is Outcome.NEW else "visit.corrected"
    origin = origin.named(conn)
    statements.record(conn, kind, origin=origin, subject=row.participant_id, detail={"visit": row.visit_no}, now=now)
    return _close(conn, Act.END, row, outcome, content=content, sha256=sha256, origin=origin, render=render, now=now)


def _close(
    conn: db.Connection,
    act: Act,
    row: store.VisitRow,
    outcome: Outcome,
    *,
    content: Any,
    sha256: str,
    origin: Origin,
    render: Callable[[Opened], bytes],
    now: datetime,
) -> Taken:
    """Render what the visit is now, and keep the statement with the reply."""
    reply = render(Opened(visit=visit_of(conn, row.visit_id, facility_code=row.facility_code), outcome=outcome))
    statements.keep_one(conn, act, row.visit_no, origin=origin, sha256=sha256, content=content, reply=reply, now=now)
    return Taken(reply=reply, corrected=int(outcome is Outcome.CORRECTED))


def _add(
    conn: db.Connection,
    visit_no: int,
    evidence: Evidence,
    presented: Presented | None,
    *,
    officer_id: int,
    subject: Subject,
    origin: Origin,
    now: datetime,
) -> None:
    """Keep and audit the evidence, proven where a statement comes with it; nothing where this very statement proved the visit before."""
    detail: dict[str, str | int] = {"visit": visit_no, "level": evidence.level.name.lower(), "source": evidence.source.value}
    proof_no = None
    if presented is not None:
        proven = prove(conn, presented, evidence, visit_no=visit_no, subject=subject, facility_code=origin.facility_code, now=now)
        if proven is None:
            return
        proof_no = detail["proof"] = proven.proof_no
        if proven.confirmed_by is not None:
            detail["confirmed_by"] = proven.confirmed_by
    kept_evidence.insert_evidence(
        conn,
        visit_no,
        at=evidence.at,
        level=evidence.level.value,
        source=evidence.source.value,
        device=evidence.device,
        officer_id=officer_id,
        proof_no=proof_no,
    )
    statements.record(conn, "visit.evidence_added", origin=origin, subject=subject.participant_id, detail=detail, now=now)
