"""Statements about visits: telling a new one from a repeat and from a correction, and keeping it with the reply it was given.

Idempotent by facility and visit id. What is compared is the content, not the bytes, and with what counts now: a statement that
says it again changes nothing; one that says something else is kept beside the former and counts from then on, also when it says
what an even older one said.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

import orjson

from ansinh import audit, register
from ansinh.checkin.store import durability, submissions
from ansinh.checkin.store import visits as store
from ansinh.checkin.visit import Act, Outcome, StatedVisit
from ansinh.kit import db
from ansinh.terms import FacilityCode

PURPOSE = "treatment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who states it and by which interface, in the path's own spelling."""

    facility_code: str
    facility_name: str = ""
    account: str
    interface: str

    def named(self, conn: db.Connection) -> Self:
        """With the facility's name, for whoever reads what was recorded."""
        return replace(self, facility_name=self.facility_name or register.facility_name(conn, FacilityCode(self.facility_code)))

    def actor(self) -> audit.Actor:
        return audit.Actor("facility", self.facility_code, self.facility_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A statement beside what is kept: its visit, which is held until the transaction ends, and what the statement is to it.

    `is_opened`: the visit was opened for it just now.
    """

    stated: StatedVisit
    row: store.VisitRow
    sha256: str = field(repr=False)
    outcome: Outcome
    is_opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a submission is answered with. `is_repeat`: it is the reply given before, byte for byte. `corrected` counts visits."""

    reply: bytes = field(repr=False)
    is_repeat: bool = False
    corrected: int = 0


def sha256_of(content: Any) -> str:
    """Of the content as JSON with sorted keys: the same content in another order of fields has the same."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def sha256_of_all(act: Act, stated: Sequence[StatedVisit]) -> str:
    """Of a whole submission: the same visits saying the same, in whatever order."""
    return sha256_of([act.value, *sorted((each.visit_id, sha256_of(each.content)) for each in stated)])


def weigh(conn: db.Connection, act: Act, stated: Sequence[StatedVisit], *, facility_code: str, now: datetime) -> list[Weighed]:
    """Open the visits that are not there, hold all of them, and compare. Ids must differ from each other."""
    ids = [each.visit_id for each in stated]
    arrivals = [each.arrived_at for each in stated]
    opened = store.open_missing(conn, facility_code=facility_code, visit_ids=ids, arrivals=arrivals, opened_at=now)
    rows = {row.visit_id: row for row in store.held(conn, facility_code=facility_code, visit_ids=ids)}
    newest = submissions.newest_statements(conn, [row.visit_no for row in rows.values()], act=act.value)
    weighed = []
    for each in stated:
        row, sha256 = rows[each.visit_id], sha256_of(each.content)
        before = newest.get(row.visit_no)
        outcome = Outcome.NEW if before is None else Outcome.REPEATED if before == sha256 else Outcome.CORRECTED
        weighed.append(Weighed(stated=each, row=row, sha256=sha256, outcome=outcome, is_opened=each.visit_id in opened))
    return weighed


def keep(
    conn: db.Connection,
    act: Act,
    weighed: Sequence[Weighed],
    *,
    origin: Origin,
    sha256: str,
    file: bytes | None,
    reply: bytes,
    now: datetime,
) -> None:
    """Keep the submission with its reply, and each statement in it that is no repeat. The commit will wait for the disk."""
    submission_no = _submitted(conn, origin, sha256=sha256, file=file, reply=reply, now=now)
    for each in weighed:
        if each.outcome is not Outcome.REPEATED:
            submissions.insert_statement(
                conn,
                visit_no=each.row.visit_no,
                submission_no=submission_no,
                act=act.value,
                content_sha256=each.sha256,
                content=each.stated.content,
            )


def keep_one(
    conn: db.Connection, act: Act, visit_no: int, *, origin: Origin, sha256: str, content: Any, reply: bytes, now: datetime
) -> None:
    """The same for a statement that is about one visit which is there."""
    submission_no = _submitted(conn, origin, sha256=sha256, file=None, reply=reply, now=now)
    submissions.insert_statement(
        conn, visit_no=visit_no, submission_no=submission_no, act=act.value, content_sha256=sha256_of(content), content=content
    )


def record(conn: db.Connection, kind: str, *, origin: Origin, subject: int | None, detail: dict[str, str | int], now: datetime) -> None:
    """Audit what happened to a visit."""
    event = audit.Event(
        kind=kind, at=now, actor=origin.actor(), subject=subject, purpose=PURPOSE, detail={"interface": origin.interface, **detail}
    )
    audit.append(conn, event)


def _submitted(conn: db.Connection, origin: Origin, *, sha256: str, file: bytes | None, reply: bytes, now: datetime) -> int:
    durability.wait_for_disk(conn)
    return submissions.insert_submission(
        conn,
        facility_code=origin.facility_code,
        account=origin.account,
        interface=origin.interface,
        at=now,
        content_sha256=sha256,
        file=file,
        reply=reply,
    )
