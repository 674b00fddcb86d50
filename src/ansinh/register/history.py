"""What was changed in a record after it was entered, from what to what, and why. The register's own functions write it, nobody else."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from ansinh import audit
from ansinh.kit import db
from ansinh.register.store import changes as store


class Field(Enum):
    """What can change in a record."""

    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    RESIDENCE = "residence"
    DECEASED_ON = "deceased_on"
    CITIZEN_NUMBER = "citizen_number"
    SOCIAL_INSURANCE_NUMBER = "social_insurance_number"
    COVER = "cover"  # days on which a card is paid for, as first/last day; None: none of them is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why a record is changed. `reason` is a stable word in small letters and underscores (population_register, review, at_request).

    `by` decided it, or told of it; `source` finds it again there (number of the change, reference of a case), and names nobody.
    """

    reason: str
    by: audit.Actor
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row of the history. Values are text as the register keeps them; `since` is the first day on which the new one counts."""

    history_id: int
    field: Field
    old_value: str | None = dataclasses.field(repr=False)
    new_value: str | None = dataclasses.field(repr=False)
    since: date
    changed_at: datetime
    because: str
    source: str


def history_of(conn: db.Connection, participant_id: int, *, limit: int = 50) -> list[Change]:
    """What was changed in this record, newest first; empty for a record that stands as it was entered."""
    return [
        Change(
            history_id=row.history_id,
            field=Field(row.field),
            old_value=row.old_value,
            new_value=row.new_value,
            since=row.since,
            changed_at=row.changed_at,
            because=row.because,
            source=row.source,
        )
        for row in store.history(conn, participant_id, limit=limit)
    ]


def note(
    conn: db.Connection,
    participant_id: int,
    changed: Field,
    *,
    old: str | None,
    new: str | None,
    since: date,
    because: Because,
    now: datetime,
) -> None:
    """Adds a row. For this room alone."""
    store.add_history(
        conn,
        participant_id,
        field=changed.value,
        old_value=old,
        new_value=new,
        since=since,
        changed_at=now,
        changed_by=f"{because.by.kind}:{because.by.id}",
        because=because.reason,
        source=because.source,
    )


def record(conn: db.Connection, kind: str, participant_id: int, *, because: Because, detail: Mapping[str, str], now: datetime) -> None:
    """Audits a change of the record. For this room alone."""
    told = {"because": because.reason, "source": because.source, **detail}
    audit.append(conn, audit.Event(kind=kind, at=now, actor=because.by, subject=participant_id, purpose="register_keeping", detail=told))
