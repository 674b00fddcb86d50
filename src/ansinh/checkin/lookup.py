"""One look-up: read, decide, record. All that is written is written in one statement, so no transaction need be open around it."""

from dataclasses import dataclass
from datetime import datetime

from ansinh import audit, register
from ansinh.checkin.accounts import facility_of
from ansinh.checkin.answers import decide
from ansinh.checkin.model import Answer, Question
from ansinh.checkin.presence import EvidenceLevel
from ansinh.checkin.rules.person import tell_apart
from ansinh.checkin.store import lookups as store
from ansinh.checkin.treatments import shown_since, treatments_of
from ansinh.kit import clock, db

PURPOSE = "treatment"
_KEY_KINDS = {10: "social_insurance", 12: "citizen", 15: "card"}


@dataclass(frozen=True, slots=True)
class ProvenPerson:
    """Who stands at the desk, as a chip has proven it."""

    participant_id: int
    level: EvidenceLevel


def look_up(
    conn: db.Connection,
    question: Question,
    *,
    account: str,
    now: datetime,
    kind: str = "coverage.looked_up",
    proven: ProvenPerson | None = None,
) -> Answer:
    """The answer to the question, after the look-up was kept and audited (as an event of this `kind`), both or neither.

    `conn` may be one on which each statement is a transaction of its own; then the answer is on disk when it is returned.

    `proven`: the look-up is made in a visit where a chip proved who is there, which is recorded with it if it is about that person.
    Refused look-ups are kept too, with the person if the key led to one and not to several. `earlier` holds at most five look-ups of
    the last 30 days.
    """
    facility_code = facility_of(account)
    day = clock.vietnam_day(now)
    enquiry = register.enquire(conn, question.key, facility_code=facility_code, officer_number=question.officer_number, day=day)
    if enquiry.rivals:
        enquiry = tell_apart(question, enquiry)
    decision = decide(question, enquiry, day=day)
    participant_id = None if enquiry.coverage is None or enquiry.rivals else enquiry.coverage.participant_id
    by_chip = {"presence": proven.level.name.lower()} if proven is not None and proven.participant_id == participant_id else {}
    event = audit.Event(
        kind=kind,
        at=now,
        actor=audit.Actor("facility", facility_code, enquiry.facility_name),
        subject=participant_id,
        purpose=PURPOSE,
        detail={
            "code": decision.code.value,
            "interface": question.interface,
            "officer": "" if enquiry.officer is None else enquiry.officer.full_name,
            **by_chip,
        },
    )
    earlier = store.record_lookup(
        conn,
        at=now,
        facility_code=facility_code,
        account=account,
        officer_id=None if enquiry.officer is None else enquiry.officer.officer_id,
        key_kind=_KEY_KINDS.get(len(question.key), "other"),
        participant_id=participant_id,
        code=decision.code.value,
        purpose=PURPOSE,
        audited=audit.parameters(event),
    )
    newer, coverage = decision.newer, decision.coverage
    if coverage is None:
        return Answer(decision=decision)
    return Answer(
        decision=decision,
        newer_facility_name="" if newer is None else register.facility_name(conn, newer.span.facility_code),
        earlier=earlier,
        treatments=treatments_of(conn, coverage.participant_id, since=shown_since(day)) if question.with_treatments else (),
    )
