"""A look-up made for a visit, at one of its three moments: arrival, during, closing."""

from dataclasses import dataclass
from datetime import datetime

from ansinh import register
from ansinh.checkin.copayments import copayment_standing
from ansinh.checkin.double_visits import DoubleVisit
from ansinh.checkin.lookup import ProvenPerson, look_up
from ansinh.checkin.model import Answer, Question
from ansinh.checkin.outages import keep_outage
from ansinh.checkin.presence import EvidenceLevel
from ansinh.checkin.proving import Subject, judge_again
from ansinh.checkin.statements import Origin
from ansinh.checkin.store import evidence, visit_lookups
from ansinh.checkin.store import visits as store
from ansinh.checkin.visit import Moment, Outage, Visit
from ansinh.checkin.visit_reading import held, visit_of, warnings_of
from ansinh.kit import clock, db


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUpInVisit:
    """A look-up made for a visit. `is_another_person`: the visit is somebody else's, so nothing but that may be told.

    `copayment` is None where nothing may be told about the person.
    """

    answer: Answer
    visit: Visit
    moment: Moment
    at: datetime
    is_another_person: bool = False
    copayment: register.CopaymentStanding | None = None
    warnings: tuple[DoubleVisit, ...] = ()


def look_up_in_visit(
    conn: db.Connection, visit_id: str, question: Question, *, moment: Moment, outage: Outage | None, origin: Origin, now: datetime
) -> LookedUpInVisit:
    """Look up at one of the three moments. Kept and audited as every look-up is, and with the visit. Raises NotFound.

    Every call is a look-up of its own: the answer may be another one a minute later. A visit whose person was not known takes the
    person of the look-up, which is how one that was opened while the gateway was down gets its look-up afterwards.
    """
    row = held(conn, visit_id, facility_code=origin.facility_code)
    if outage is not None:
        keep_outage(conn, row.visit_no, outage, now=now)
    proven = _proven(conn, row)
    answer = look_up(conn, question, account=origin.account, now=now, proven=proven)
    coverage = answer.decision.coverage
    if coverage is not None and row.participant_id is not None and coverage.participant_id != row.participant_id:
        visit = visit_of(conn, visit_id, facility_code=origin.facility_code)
        return LookedUpInVisit(answer=answer, visit=visit, moment=moment, at=now, is_another_person=True)
    if coverage is not None and row.participant_id is None:
        store.set_participant(conn, row.visit_no, participant_id=coverage.participant_id)
        judge_again(conn, row.visit_no, Subject(key=question.key, participant_id=coverage.participant_id))
    level = None if proven is None or coverage is None else proven.level.value
    visit_lookups.insert_lookup(conn, row.visit_no, at=now, moment=moment.value, code=answer.decision.code.value, proven_level=level)
    visit = visit_of(conn, visit_id, facility_code=origin.facility_code)
    if coverage is None:
        return LookedUpInVisit(answer=answer, visit=visit, moment=moment, at=now)
    return LookedUpInVisit(
        answer=answer,
        visit=visit,
        moment=moment,
        at=now,
        copayment=copayment_standing(conn, coverage.participant_id, clock.vietnam_day(now)),
        warnings=warnings_of(conn, visit, now=now),
    )


def _proven(conn: db.Connection, row: store.VisitRow) -> ProvenPerson | None:
    """Whom a chip has proven to be there; None where it has not, and where nobody known is."""
    level = evidence.proven_level(conn, row.visit_no)
    if level is None or row.participant_id is None:
        return None
    return ProvenPerson(row.participant_id, EvidenceLevel(level))
