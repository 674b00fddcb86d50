"""Adding up look-ups and visits by day, so that figures over months need not count millions of rows. Exact, and repeatable.

Look-ups are added once each: the table remembers up to which instant, and goes no further than the moment before which nothing can
still be written (no transaction that began earlier is open). Visits may change after their day (evidence comes later), so the days of
facilities with news are counted anew.
"""

from datetime import date, datetime, timedelta

from ansinh.checkin.store import rollup as store
from ansinh.kit import clock, db

MARGIN = timedelta(seconds=60)  # between the instant a call is given and the start of the statement that keeps it, and between clocks
_STEP = timedelta(days=1)


def roll_up_lookups(conn: db.Connection, *, now: datetime) -> bool:
    """Add up at most a day's worth of look-ups that were not added yet; True if more wait. The caller commits each step."""
    until = store.begin(conn, "lookups")
    horizon = _horizon(conn, now)
    start = until or store.first_lookup_at(conn) or horizon
    end = min(horizon, start + _STEP)
    if end > start:
        store.add_lookups(conn, start=start, end=end)
    if until is None or end > until:
        store.finish(conn, "lookups", until=end)
    return end < horizon


def roll_up_visits(conn: db.Connection, *, now: datetime) -> None:
    """Count anew the days of the facilities that told something about their visits since the last time; add their look-ups by chip."""
    until = store.begin(conn, "visits")
    horizon = _horizon(conn, now)
    if until is None or horizon > until:
        store.recount_visits(conn, start=until, end=horizon)
        store.add_chip_lookups(conn, start=until, end=horizon)
        store.finish(conn, "visits", until=horizon)


def recount_day(conn: db.Connection, day: date) -> None:
    """Count the look-ups of one of Viet Nam's days anew, as far as they were added up; after a repair of the data by hand."""
    until = store.begin(conn, "lookups")
    start = datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)
    store.forget_lookups(conn, day)
    if until is not None and until > start:
        store.add_lookups(conn, start=start, end=min(until, start + _STEP))


def _horizon(conn: db.Connection, now: datetime) -> datetime:
    oldest = store.oldest_transaction_at(conn)
    return (now if oldest is None else min(now, oldest)) - MARGIN
