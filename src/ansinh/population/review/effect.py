"""What a settled case does to the register, through the register's own door and in the same transaction."""

from datetime import date, datetime

from ansinh import audit, identity, register
from ansinh.kit import clock, db
from ansinh.kit.errors import Conflict, Refused
from ansinh.population.review import deaths
from ansinh.population.review.model import Candidate, CaseFile, CaseVerdict
from ansinh.terms import CitizenNumber, Sex


def changes_number(conn: db.Connection, case: CaseFile, candidate: Candidate) -> bool:
    """Whether the record would carry another citizen number than now, or one where it has none.

    True too for a record that the register does not hold: what is found there goes into somebody's file.
    """
    return case.participant_id is None or _held(conn, case.participant_id) != candidate.person.citizen_number


def hold(conn: db.Connection, case: CaseFile, *, by: audit.Actor, now: datetime) -> None:
    """Nobody else changes the register's record until the transaction ends, so that what is compared now still holds when it is written."""
    if case.participant_id is not None:
        because = register.Because(reason="review", by=by, source=case.reference)
        register.correct(conn, case.participant_id, because=because, now=now)


def carry_out(
    conn: db.Connection, case: CaseFile, candidate: Candidate, *, deceased_on: date | None, by: audit.Actor, now: datetime
) -> None:
    """The insured person is the candidate: their record gets the candidate's number, name, birth date and sex, and counts as verified today.

    A number that stood there before was given in error and leads to nobody from now on. With the number changes who may log in to the
    record, so the link is frozen. Where the case says that the person has died, the record counts as verified by nothing: the death is
    entered, on `deceased_on`, unless the register has one, and the link is frozen.
    Raises Conflict("number_taken") while another record has the number as active, Refused("death_day_missing").
    """
    number = candidate.person.citizen_number
    if number is None:
        raise Conflict("no_number", "the candidate has no number")
    if case.participant_id is None:
        return
    because, today = register.Because(reason="review", by=by, source=case.reference), clock.vietnam_day(now)
    is_death = deaths.is_asked(conn, case)
    if is_death and deceased_on is None:
        raise Refused("death_day_missing", "the finding names no day of death", field=deaths.FIELD)
    held = _held(conn, case.participant_id)
    if held != number:
        if held is not None:
            register.cancel_number(conn, case.participant_id, held, since=today, because=because, now=now)
        register.give_number(conn, case.participant_id, number, since=today, because=because, now=now)
    if is_death or held != number:
        identity.freeze_link(conn, case.participant_id, because="deceased" if is_death else "number_changed", now=now)
    register.correct(
        conn,
        case.participant_id,
        full_name=candidate.person.full_name or None,
        birth_date=candidate.person.birth,
        sex=None if candidate.person.sex is Sex.UNKNOWN else candidate.person.sex,
        verified_on=None if case.verdict is CaseVerdict.DECEASED else today,
        because=because,
        now=now,
    )
    if is_death and deceased_on is not None:
        register.record_death(conn, case.participant_id, deceased_on=deceased_on, because=because, now=now)


def _held(conn: db.Connection, participant_id: int) -> CitizenNumber | None:
    record = register.record_of(conn, participant_id)
    return None if record is None else record.citizen_number
