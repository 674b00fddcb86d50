"""Check-in by file: all visits of one XML0, or none. Status information only; nothing is paid by it."""

from collections.abc import Sequence
from datetime import datetime

from ansinh import register
from ansinh.checkin import statements
from ansinh.checkin.proving import Subject, judge_again
from ansinh.checkin.statements import Origin, Taken, Weighed
from ansinh.checkin.store import submissions
from ansinh.checkin.store import visits as store
from ansinh.checkin.visit import Act, Outcome, StatedVisit
from ansinh.kit import clock, db
from ansinh.terms import names

_ACT = Act.CHECK_IN


def check_in(conn: db.Connection, visits: Sequence[StatedVisit], *, origin: Origin, file: bytes, reply: bytes, now: datetime) -> Taken:
    """Keep what the file says and `reply`, which it is to be answered with; a repeat gives the reply it was answered with before.

    The caller commits before it answers. A file says nothing about how it was found out who was there, so it adds no evidence.
    """
    sha256 = statements.sha256_of_all(_ACT, visits)
    weighed = statements.weigh(conn, _ACT, visits, facility_code=origin.facility_code, now=now)
    if all(each.outcome is Outcome.REPEATED for each in weighed):
        before = submissions.reply_to(conn, facility_code=origin.facility_code, content_sha256=sha256)
        if before is not None:
            return Taken(reply=before, is_repeat=True)
    origin = origin.named(conn)
    for each in weighed:
        if each.outcome is not Outcome.REPEATED:
            participant_id = participant_of(conn, each.stated, facility_code=origin.facility_code, now=now)
            state(conn, each, participant_id=participant_id, origin=origin, now=now)
    statements.keep(conn, _ACT, weighed, origin=origin, sha256=sha256, file=file, reply=reply, now=now)
    return Taken(reply=reply, corrected=sum(each.outcome is Outcome.CORRECTED for each in weighed))


def state(conn: db.Connection, weighed: Weighed, *, participant_id: int | None, origin: Origin, now: datetime) -> int | None:
    """Let a visit be what the statement says; the participant it then has.

    A correction may also say that it was nobody we know; a first statement of its kind leaves a participant who is known already.
    """
    row, stated = weighed.row, weighed.stated
    if weighed.outcome is Outcome.NEW and participant_id is None:
        participant_id = row.participant_id
    store.state_visit(
        conn,
        row.visit_no,
        participant_id=participant_id,
        category=stated.category or row.category,
        care_kind=stated.care_kind or row.care_kind,
        arrived_at=stated.arrived_at,
        admitted_at=stated.admitted_at or row.admitted_at,
    )
    if not weighed.is_opened and (participant_id is None or participant_id != row.participant_id):
        judge_again(conn, row.visit_no, Subject(key=stated.key, participant_id=participant_id))
    kind = "visit.opened" if weighed.is_opened else "visit.corrected" if weighed.outcome is Outcome.CORRECTED else "visit.restated"
    statements.record(conn, kind, origin=origin, subject=participant_id, detail={"visit": row.visit_no}, now=now)
    return participant_id


def participant_of(conn: db.Connection, stated: StatedVisit, *, facility_code: str, now: datetime) -> int | None:
    """Whom the statement is about: the key leads to them, and name and birth date are theirs. None for anybody else."""
    if not stated.key:
        return None
    enquiry = register.enquire(conn, stated.key, facility_code=facility_code, officer_number="", day=clock.vietnam_day(now))
    named = named_in(stated, enquiry)
    return None if named is None else named.participant_id


def named_in(stated: StatedVisit, enquiry: register.Enquiry) -> register.Coverage | None:
    """The one person the number leads to whom the statement names; None for nobody, and where several claim number and name."""
    named = [each for each in (enquiry.coverage, *enquiry.rivals) if each is not None and _is_named(stated, each)]
    return named[0] if len(named) == 1 else None


def _is_named(stated: StatedVisit, coverage: register.Coverage) -> bool:
    """Whether the statement names this person: diacritics and case do not count, and dates agree as far as the less precise goes."""
    return names.same(stated.full_name, coverage.full_name) and stated.birth_date.agrees_with(coverage.birth_date)
