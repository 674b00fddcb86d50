"""Putting right what a record says of the person: name, birth date, sex. Who may decide it is the caller's to know."""

from datetime import date, datetime

from ansinh.kit import clock, db
from ansinh.kit.errors import NotFound, Refused
from ansinh.register import history
from ansinh.register.history import Because, Field
from ansinh.register.store import changes as store
from ansinh.terms import PartialDate, Sex, names

_LONGEST_NAME = 200


def correct(
    conn: db.Connection,
    participant_id: int,
    *,
    full_name: str | None = None,
    birth_date: PartialDate | None = None,
    sex: Sex | None = None,
    verified_on: date | None = None,
    because: Because,
    now: datetime,
) -> tuple[Field, ...]:
    """Writes what is given and differs, with its history and its audit event; returns what was changed, () if all of it stood so already.

    `verified_on` is the day on which the record was found equal to the population register; by itself it is no change. Look-ups and
    pages show the new values from the end of the transaction on. Raises NotFound("no_such_participant") and Refused("name_invalid").
    """
    held = locked(conn, participant_id)
    new_name = held.full_name if full_name is None else names.tidy(full_name)
    if not 0 < len(new_name) <= _LONGEST_NAME:
        raise Refused("name_invalid", f"a name has 1 to {_LONGEST_NAME} characters", field="full_name")
    new_birth = held.birth_date if birth_date is None else birth_date.iso()
    new_sex = held.sex if sex is None else sex.value
    store.update_person(
        conn, participant_id, full_name=new_name, birth_date=new_birth, sex=new_sex, verified_on=verified_on or held.verified_on
    )
    values = (
        (Field.FULL_NAME, held.full_name, new_name),
        (Field.BIRTH_DATE, held.birth_date, new_birth),
        (Field.SEX, held.sex, new_sex),
    )
    changed = [each for each in values if each[1] != each[2]]
    today = clock.vietnam_day(now)
    for field, old, new in changed:
        history.note(conn, participant_id, field, old=old, new=new, since=today, because=because, now=now)
    fields = tuple(field for field, _, _ in changed)
    if fields:
        detail = {"fields": " ".join(field.value for field in fields)}
        history.record(conn, "register.corrected", participant_id, because=because, detail=detail, now=now)
    return fields


def locked(conn: db.Connection, participant_id: int) -> store.PersonRow:
    """The participant's row, which nobody else changes until the transaction ends. Raises NotFound("no_such_participant")."""
    held = store.lock_person(conn, participant_id)
    if held is None:
        raise NotFound("no_such_participant", "there is no such participant")
    return held
