"""Time comes in as an argument; this is where it comes from. Instants are aware UTC, days are Viet Nam's."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]

VIETNAM = timezone(timedelta(hours=7), "ICT")  # no daylight saving since 1975


def utc_now() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def vietnam_day(now: datetime) -> date:
    """The calendar day in Viet Nam at that instant."""
    return now.astimezone(VIETNAM).date()
