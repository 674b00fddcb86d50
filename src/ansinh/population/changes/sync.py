"""Following the feed: change by change, in order, each with everything it does and the number it was in one transaction.

Whatever kills the program between two changes, the next run goes on behind the last one that was taken. Several may follow at once: who
comes second sees that the change is taken.
"""

from collections.abc import Callable
from datetime import datetime

from ansinh import audit
from ansinh.kit import clock, db, log
from ansinh.kit.errors import CounterpartDown
from ansinh.population.changes.apply import ACTOR, Applied, apply
from ansinh.population.changes.feed import Feed
from ansinh.population.changes.model import FeedState, Outcome, Report, Stop, Taken
from ansinh.population.changes.problems import leave_open
from ansinh.population.changes.store import feed as store
from ansinh.wire import population_changes as wire
from ansinh.wire import population_pages as pages

Progress = Callable[[Report], None]

_STOPS = frozenset(Stop)
_log = log.get("population.changes")


def sync(
    database: db.Database,
    feed: Feed,
    *,
    now: clock.Clock,
    page_size: int = 200,
    most_pages: int | None = None,
    progress: Progress = lambda _report: None,
) -> Report:
    """Takes what there is behind the last change taken, to the end or for `most_pages`.

    A page that cannot be believed or a number that is missing stops it: the report says why, it is on record, and the next run asks for
    the same again. What contradicts the register stops nothing. `progress` is called after each page.
    """
    report = Report()
    more = True
    while more and (most_pages is None or report.pages < most_pages):
        with database.transaction() as conn:
            report.seq = store.state(conn).seq
        try:
            page = feed.page(after=report.seq, limit=page_size, now=now())
        except CounterpartDown as down:
            _stopped(database, report, down.code, down.detail, now=now())
            return report
        more = _take_page(database, page, report, now=now)
        report.pages += 1
        progress(report)
    return report


def feed_state(conn: db.Connection) -> FeedState:
    """How far the feed was followed, and whether it has stopped."""
    return store.state(conn)


def latest_changes(conn: db.Connection, *, limit: int = 50) -> list[Taken]:
    """What became of the last changes, newest first; about nobody in particular."""
    return [Taken(row.seq, row.kind, Outcome(row.outcome), row.code, row.told_at, row.taken_at) for row in store.latest(conn, limit=limit)]


def forget_changes(conn: db.Connection, *, taken_before: datetime) -> int:
    """Forgets what became of changes taken before then, but for those that were left open; how many. Records keep their own history."""
    return store.forget(conn, taken_before=taken_before)


def _take_page(database: db.Database, page: pages.Page, report: Report, *, now: clock.Clock) -> bool:
    """Takes the changes of a page; whether there are more behind it and nothing stands in the way."""
    report.last = page.last
    with database.transaction() as conn:
        store.note_asked(conn, last=page.last, now=now())
    before = report.seq
    for change in page.changes:
        if change.seq <= report.seq:
            report.repeated += 1
            continue
        if change.seq != report.seq + 1:
            return _gap(database, report, now=now())
        if not _take(database, change, report, now=now()):
            return True  # somebody else follows too and was faster: ask from where they are
    if report.seq == before and page.last > report.seq:
        return _gap(database, report, now=now())
    if report.seq >= page.last:
        _caught_up(database)
    return report.seq < page.last


def _take(database: db.Database, change: wire.Change | pages.Unreadable, report: Report, *, now: datetime) -> bool:
    """One change in one transaction; False if it was taken by somebody else."""
    with database.transaction() as conn:
        if not store.claim(conn, after=change.seq - 1):
            return False
        if isinstance(change, wire.Change):
            applied, told_at = apply(conn, change, now=now), change.at
        else:
            applied, told_at = Applied(Outcome.LEFT_OPEN, code="unreadable"), None
        if applied.outcome is Outcome.LEFT_OPEN:
            leave_open(conn, change, applied, now=now)
        store.add_taken(
            conn,
            change.seq,
            kind=change.kind,
            outcome=applied.outcome.value,
            code=applied.code,
            participant_id=applied.participant_ids[0] if len(applied.participant_ids) == 1 else None,
            told_at=told_at,
            now=now,
        )
        store.advance(conn, change.seq)
    report.seq = change.seq
    report.count(applied.outcome)
    return True


def _gap(database: db.Database, report: Report, *, now: datetime) -> bool:
    _stopped(database, report, Stop.GAP, f"change {report.seq + 1} is missing from the feed; nothing behind it is taken", now=now)
    return False


def _stopped(database: db.Database, report: Report, code: str, detail: str, *, now: datetime) -> None:
    """Says so in the report; a stop that a person has to see (not a busy hour) is on record, once until it goes on."""
    report.stopped, report.detail = code, detail
    if code not in _STOPS:
        return
    with database.transaction() as conn:
        if not store.stop(conn, code, now=now):
            return
        event = audit.Event(
            kind="population.feed_stopped",
            at=now,
            actor=ACTOR,
            subject=None,
            purpose="verification",
            detail={"code": code, "after": report.seq},
        )
        audit.append(conn, event)
    _log.warning("population.feed_stopped", code=code, after=report.seq)


def _caught_up(database: db.Database) -> None:
    """A feed that answers in order again is no longer stopped, even if there was nothing new."""
    with database.transaction() as conn:
        store.go_on(conn)
