"""What a comparison of many records with the population register found, written into them by thousands: the day, and numbers found.

What it writes is what `correct`, `give_number` and `cancel_number` write of one record, with the same history and, for a number, the same
audit event; it differs in being one statement for all. Nothing is written into a record that is not what was compared any more. Whether
what was found is right is the caller's to know.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from ansinh import audit
from ansinh.kit import clock, db
from ansinh.register.history import Because
from ansinh.register.residence import Residence
from ansinh.register.store import compared as store
from ansinh.terms import CitizenNumber, PartialDate, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the rows of a piece came to: `verified` now, `already` that day or later, `changed` since they were compared, `unknown` here."""

    verified: int = 0
    already: int = 0
    changed: int = 0
    unknown: int = 0


class Stands(Enum):
    """How a record stands to the number that was found for it."""

    UNKNOWN = "unknown"  # the register has no such record
    ALREADY = "already"  # it is theirs
    CHANGED = "changed"  # the record is not what was compared any more
    TAKEN = "taken"  # somebody goes or went by it, or it was taken away from this very person: people must look
    FREE = "free"
    GIVEN = "given"
    REPLACED = "replaced"  # given, and the one that stood there, given in error, leads to nobody any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A record for which a number was found, as it stood before; of one that is UNKNOWN there is nothing else. `place` is the caller's."""

    place: int
    participant_id: int | None
    found: CitizenNumber
    stands: Stands
    held: CitizenNumber | None = None
    full_name: str = field(default="", repr=False)
    birth_date: PartialDate | None = None
    sex: Sex = Sex.UNKNOWN
    deceased_on: date | None = None
    residence: Residence | None = None  # the province alone


def mark_verified(
    conn: db.Connection, lines: Iterable[bytes], *, by_insurance_number: bool, on: date, since: datetime, is_trial: bool = False
) -> Verified:
    """The records that still are what was compared count as verified on that day; `is_trial` only says what would come of it.

    `lines` are PostgreSQL's text format of COPY, in pieces of any size: a number of the caller's, insurance number or NULL, participant_id
    or NULL, the citizen number that was verified, then what was compared: name, birth date, sex and the citizen number it claimed ("" for
    none), NULL where they are not told. A record is what was compared if the number is its active one, what is told stands in it, its history has nothing of name, birth date, sex or
    number at or after `since`, and nobody entered a death. Holds the records until the transaction ends.
    """
    store.stage(conn, lines, by_insurance_number=by_insurance_number)
    store.lock(conn)
    counts = {each.outcome: each.rows for each in store.mark(conn, on=on, since=since, writes=not is_trial)}
    store.forget(conn)
    return Verified(**counts)


def compare_numbers(conn: db.Connection, lines: Iterable[bytes], *, by_insurance_number: bool, since: datetime) -> list[Compared]:
    """How each record stands to the number found for it; `lines` and `since` as for `mark_verified`. Holds the records as that does."""
    store.stage(conn, lines, by_insurance_number=by_insurance_number)
    store.lock(conn)
    found = [_compared(row) for row in store.standing(conn, since=since)]
    store.forget(conn)
    return found


def give_numbers(conn: db.Connection, found: list[Compared], *, because: Because, now: datetime) -> list[Compared]:
    """Gives each record that is FREE the number found for it from today on, and says what each came to.

    Another active number of theirs was given in error and is cancelled. Call it in the transaction of `compare_numbers`, which holds the
    records; a number that somebody got meanwhile is TAKEN.
    """
    free = {each.participant_id: each.found.value for each in found if each.stands is Stands.FREE and each.participant_id is not None}
    today = clock.vietnam_day(now)
    given = store.give(
        conn,
        list(free),
        list(free.values()),
        since=today,
        changed_at=now,
        changed_by=f"{because.by.kind}:{because.by.id}",
        because=because.reason,
        source=because.source,
    )
    ended = [each.participant_id for each in given if each.ended is not None]
    _audit(conn, "cancelled", ended, because=because, now=now)
    _audit(conn, "given", [each.participant_id for each in given], because=because, now=now)
    outcomes = {each.participant_id: Stands.GIVEN if each.ended is None else Stands.REPLACED for each in given}
    return [
        dataclasses.replace(each, stands=outcomes.get(each.participant_id or 0, Stands.TAKEN)) if each.stands is Stands.FREE else each
        for each in found
    ]


def _audit(conn: db.Connection, change: str, participant_ids: list[int], *, because: Because, now: datetime) -> None:
    if not participant_ids:
        return
    event = audit.Event(
        kind="register.number_changed",
        at=now,
        actor=because.by,
        subject=None,
        purpose="register_keeping",
        detail={"because": because.reason, "source": because.source, "change": change, "number": "citizen_number"},
    )
    store.audit_each(conn, participant_ids, audit.parameters(event))


def _compared(row: store.StandingRow) -> Compared:
    return Compared(
        place=row.place,
        participant_id=row.participant_id,
        found=CitizenNumber(row.found),
        stands=Stands(row.outcome),
        held=None if row.held is None else CitizenNumber(row.held),
        full_name=row.full_name or "",
        birth_date=None if row.birth_date is None else PartialDate.from_iso(row.birth_date),
        sex=Sex.UNKNOWN if row.sex is None else Sex(row.sex),
        deceased_on=row.deceased_on,
        residence=None
        if row.province_code is None
        else Residence(province_code=row.province_code, address="", first_day=row.lives_there_since),
    )
