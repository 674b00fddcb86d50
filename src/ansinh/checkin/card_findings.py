"""Findings about cards, for the agency's staff: read, and settled by one of them. Making them is `card_watch`'s."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from ansinh import audit
from ansinh.checkin.desks import close_desk
from ansinh.checkin.one_card import minutes_of
from ansinh.checkin.presence import EvidenceLevel
from ansinh.checkin.store import cards as store
from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound

_PURPOSE = "card_review"

Kind = Literal["two_places", "two_people"]


class Conclusion(StrEnum):
    """What a finding came to. A desk that lied is closed with it: what it signs counts no more, and what it signed bars no other card."""

    NO_FAULT = "no_fault"
    CARD_COPIED = "card_copied"
    EARLIER_DESK = "earlier_desk"
    LATER_DESK = "later_desk"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One of the two statements with its visit. The card was read between `since` and `until`. `participant_id` None: nobody we know.

    `stands`: the visit is still of the person whose card it was.
    """

    facility_code: str
    desk_id: str
    desk_name: str
    desk_is_open: bool
    level: EvidenceLevel
    confirmed_by: str | None
    stands: bool
    since: datetime
    until: datetime
    visit_no: int
    visit_id: str
    arrived_at: datetime
    participant_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFinding:
    """`later` None: the later statement was refused, and is `refused_desk`'s of `refused_facility`. `minutes` between the two at most."""

    finding_no: int
    kind: Kind
    found_at: datetime
    earlier: Place
    later: Place | None
    refused_facility: str | None
    refused_desk: str | None
    minutes: int | None
    settled_at: datetime | None
    settled_by: str | None
    conclusion: Conclusion | None

    @property
    def later_facility(self) -> str:
        """Where the later statement came from, kept or refused."""
        return self.later.facility_code if self.later is not None else self.refused_facility or ""

    @property
    def participants(self) -> tuple[int, ...]:
        """Whose visits these are, each once."""
        both = (self.earlier.participant_id, None if self.later is None else self.later.participant_id)
        return tuple(dict.fromkeys(each for each in both if each is not None))


def card_findings(conn: db.Connection, *, only_open: bool = True, before: int | None = None, limit: int = 50) -> list[CardFinding]:
    """The last found first, at most `limit`, those before number `before` if given."""
    return _with_places(conn, store.findings(conn, only_open=only_open, before=before, limit=limit))


def card_finding(conn: db.Connection, finding_no: int, *, by: audit.Actor, now: datetime) -> CardFinding:
    """One of them; the look is recorded for everybody whose visit it shows. Raises NotFound("no_such_finding")."""
    found = _existing(conn, finding_no)
    for subject in found.participants or (None,):
        _record(conn, "card.finding_viewed", {"finding": finding_no}, subject=subject, by=by, now=now)
    return found


def settle_card_finding(conn: db.Connection, finding_no: int, conclusion: Conclusion, *, by: audit.Actor, now: datetime) -> None:
    """Somebody has found out what was behind it. Raises NotFound("no_such_finding") and Conflict("finding_settled")."""
    found = _existing(conn, finding_no)
    if found.settled_at is not None:
        raise Conflict("finding_settled", "somebody has settled it before")
    store.settle(conn, finding_no, settled_at=now, settled_by=by.name, conclusion=conclusion.value)
    _record(conn, "card.finding_settled", {"finding": finding_no, "conclusion": conclusion.value}, subject=None, by=by, now=now)
    if conclusion is Conclusion.EARLIER_DESK:
        close_desk(conn, found.earlier.desk_id, facility_code=found.earlier.facility_code, by=by, now=now)
    if conclusion is Conclusion.LATER_DESK:
        desk_id = found.refused_desk if found.later is None else found.later.desk_id
        close_desk(conn, desk_id or "", facility_code=found.later_facility, by=by, now=now)


def _existing(conn: db.Connection, finding_no: int) -> CardFinding:
    row = store.finding(conn, finding_no)
    if row is None:
        raise NotFound("no_such_finding", "there is no such finding")
    return _with_places(conn, [row])[0]


def _with_places(conn: db.Connection, rows: Iterable[store.FindingRow]) -> list[CardFinding]:
    rows = list(rows)
    numbers = {number for row in rows for number in (row.earlier_proof, row.later_proof) if number is not None}
    places = {row.proof_no: _place(row) for row in store.places(conn, sorted(numbers))}
    return [
        CardFinding(
            finding_no=row.finding_no,
            kind="two_places" if row.kind == "two_places" else "two_people",
            found_at=row.found_at,
            earlier=places[row.earlier_proof],
            later=None if row.later_proof is None else places[row.later_proof],
            refused_facility=row.refused_facility,
            refused_desk=row.refused_desk,
            minutes=None if row.seconds_apart is None else minutes_of(timedelta(seconds=row.seconds_apart)),
            settled_at=row.settled_at,
            settled_by=row.settled_by,
            conclusion=None if row.conclusion is None else Conclusion(row.conclusion),
        )
        for row in rows
    ]


def _place(row: store.PlaceRow) -> Place:
    return Place(
        facility_code=row.facility_code,
        desk_id=row.desk_id,
        desk_name=row.desk_name,
        desk_is_open=row.desk_is_open,
        level=EvidenceLevel(row.level),
        confirmed_by=row.confirmed_by,
        stands=row.stands,
        since=row.since,
        until=row.until,
        visit_no=row.visit_no,
        visit_id=row.visit_id,
        arrived_at=row.arrived_at,
        participant_id=row.participant_id,
    )


def _record(conn: db.Connection, kind: str, detail: dict[str, str | int], *, subject: int | None, by: audit.Actor, now: datetime) -> None:
    audit.append(conn, audit.Event(kind=kind, at=now, actor=by, subject=subject, purpose=_PURPOSE, detail=detail))
