"""Reading visits as they are kept, each for its own facility alone, and what the rule on double visits needs to know of others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ansinh.checkin.double_visits import LONGEST_WINDOW, DoubleVisit, LookedUp, Stay, double_visits
from ansinh.checkin.one_card import minutes_of
from ansinh.checkin.presence import Evidence, EvidenceLevel, Proof, ReadElsewhere
from ansinh.checkin.store import elsewhere, visit_lookups
from ansinh.checkin.store import evidence as kept_evidence
from ansinh.checkin.store import outages as kept_outages
from ansinh.checkin.store import visits as store
from ansinh.checkin.visit import Moment, Outage, Visit, VisitLookup
from ansinh.chip import checks
from ansinh.kit import db
from ansinh.kit.errors import NotFound
from ansinh.wire import claims, ledger

MOST_AT_ONCE = 100
_MOST_OTHERS = 50


def visit_of(conn: db.Connection, visit_id: str, *, facility_code: str) -> Visit:
    """The facility's visit. Raises NotFound, for another facility's as for one that is not there."""
    row = store.visit(conn, facility_code=facility_code, visit_id=visit_id)
    if row is None:
        raise NotFound("no_such_visit", "there is no such visit of this facility")
    return _with_everything(conn, [row])[0]


def visits_since(conn: db.Connection, *, facility_code: str, since: datetime, after: int = 0, limit: int = MOST_AT_ONCE) -> list[Visit]:
    """The facility's visits opened at `since` or later, in the order of opening, at most `limit`; those behind number `after`."""
    return _with_everything(conn, store.visits_of_facility(conn, facility_code=facility_code, since=since, after=after, limit=limit))


def latest_visits(conn: db.Connection, *, facility_code: str, before: int | None = None, limit: int = MOST_AT_ONCE) -> list[Visit]:
    """The facility's visits, the last opened first, at most `limit`; those opened before the one of number `before` if given."""
    return _with_everything(conn, store.latest_visits(conn, facility_code=facility_code, before=before, limit=limit))


def numbered_visit(conn: db.Connection, visit_no: int, *, facility_code: str) -> Visit:
    """The facility's visit of this number of ours. Raises NotFound, for another facility's as for one that is not there."""
    row = store.numbered_visit(conn, visit_no, facility_code=facility_code)
    if row is None:
        raise NotFound("no_such_visit", "there is no such visit of this facility")
    return _with_everything(conn, [row])[0]


def held(conn: db.Connection, visit_id: str, *, facility_code: str) -> store.VisitRow:
    """The facility's visit, held until the transaction ends. Raises NotFound."""
    rows = store.held(conn, facility_code=facility_code, visit_ids=[visit_id])
    if not rows:
        raise NotFound("no_such_visit", "there is no such visit of this facility")
    return rows[0]


def warnings_of(conn: db.Connection, visit: Visit, *, now: datetime) -> tuple[DoubleVisit, ...]:
    """Warnings about the visit, from others' visits and look-ups of the same person around it."""
    if visit.participant_id is None or visit.category == claims.EMERGENCY:
        return ()
    since, until = visit.arrived_at - LONGEST_WINDOW, visit.ended_at or max(now, visit.arrived_at)
    around: dict[str, Any] = {"facility_code": visit.facility_code, "since": since, "until": until, "limit": _MOST_OTHERS}
    others = [
        Stay(
            facility_code=each.facility_code,
            arrived_at=each.arrived_at,
            ended_at=each.ended_at,
            category=each.category,
            care_kind=each.care_kind,
        )
        for each in elsewhere.stays_elsewhere(conn, visit.participant_id, **around)
    ]
    lookups = [
        LookedUp(facility_code=each.facility_code, at=each.at, code=each.code)
        for each in elsewhere.lookups_elsewhere(conn, visit.participant_id, **around)
    ]
    return double_visits(visit.stay(), others=others, lookups=lookups, now=now)


def _with_everything(conn: db.Connection, rows: Sequence[store.VisitRow]) -> list[Visit]:
    numbers = [row.visit_no for row in rows]
    evidence, lookups = kept_evidence.evidence_of(conn, numbers), visit_lookups.lookups_of(conn, numbers)
    outages = kept_outages.outages_of(conn, numbers)
    return [
        Visit(
            visit_no=row.visit_no,
            facility_code=row.facility_code,
            visit_id=row.visit_id,
            participant_id=row.participant_id,
            category=row.category,
            care_kind=row.care_kind,
            arrived_at=row.arrived_at,
            admitted_at=row.admitted_at,
            opened_at=row.opened_at,
            ended_at=row.ended_at,
            evidence=tuple(_evidence(each) for each in evidence if each.visit_no == row.visit_no),
            lookups=tuple(
                VisitLookup(at=each.at, moment=Moment(each.moment), code=each.code) for each in lookups if each.visit_no == row.visit_no
            ),
            outages=tuple(
                Outage(since=each.since, error_code=each.error_code, attempts=each.attempts)
                for each in outages
                if each.visit_no == row.visit_no
            ),
        )
        for row in rows
    ]


def _evidence(row: kept_evidence.EvidenceRow) -> Evidence:
    return Evidence(
        level=EvidenceLevel(row.level),
        source=ledger.CheckedBy(row.source),
        at=row.at,
        device=row.device,
        officer_id=row.officer_id,
        proof=_proof(row),
    )


def _proof(row: kept_evidence.EvidenceRow) -> Proof | None:
    if row.desk_id is None or row.proven_level is None or row.made_at is None:  # all three or none
        return None
    return Proof(
        desk_id=row.desk_id,
        desk_name=row.desk_name or "",
        level=EvidenceLevel(row.proven_level),
        policy=row.policy or "",
        access=row.access or "",
        checks=tuple(checks.Check(name, checks.Outcome(outcome), reason) for name, outcome, reason in row.checks or ()),
        made_at=row.made_at,
        stands=bool(row.stands),
        confirmed_by=row.confirmed_by,
        elsewhere=tuple(ReadElsewhere(came_first, minutes_of(timedelta(seconds=seconds))) for came_first, seconds in row.elsewhere or ()),
    )
