"""The day of death that a finding has to name, where a case says that the person has died and the register does not know it yet.

What becomes of the record is `effect`'s to carry out, and the register's to write.
"""

from datetime import date

from ansinh import register
from ansinh.kit import db
from ansinh.kit.errors import Refused
from ansinh.population.review.model import Candidate, CaseFile, CaseVerdict

FIELD = "deceased_on"


def is_asked(conn: db.Connection, case: CaseFile) -> bool:
    """Whether a finding that it is a candidate has to say when they died: not where the register has a death, or not the record."""
    if case.verdict is not CaseVerdict.DECEASED or case.participant_id is None:
        return False
    held = register.record_of(conn, case.participant_id)
    return held is not None and held.deceased_on is None


def known(case: CaseFile) -> date | None:
    """The day that the population register tells of, where there is one person it can be of; None where it tells of none."""
    return case.candidates[0].person.deceased_on if len(case.candidates) == 1 else None


def said(conn: db.Connection, case: CaseFile, candidate: Candidate, day: date | None, *, today: date) -> date | None:
    """The day that the finding names, None where none is asked.

    Raises Refused("death_day_missing"), Refused("died_in_future") and Refused("died_before_birth"), each of the field `deceased_on`; before
    the birth is before the one of the record, or of the candidate, which takes its place.
    """
    if not is_asked(conn, case):
        return None
    if day is None:
        raise Refused("death_day_missing", "say on which day the person died", field=FIELD)
    if day > today:
        raise Refused("died_in_future", "the day of death has not come yet", field=FIELD)
    held = None if case.participant_id is None else register.record_of(conn, case.participant_id)
    births = (None if held is None else held.birth_date, candidate.person.birth)
    if any(birth is not None and day < birth.first_day for birth in births):
        raise Refused("died_before_birth", "the day of death lies before the birth", field=FIELD)
    return day
