"""What waits at the desk, counted; nobody is named here, so that looking at it is no look at a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ansinh.kit import clock, db
from ansinh.population.review import store
from ansinh.population.review.model import Listed, OfficeCount, State


@dataclass(frozen=True, slots=True)
class Queue:
    """Every office with something to do, and how many cases were closed on each day (in Viet Nam), those overtaken not counted."""

    offices: tuple[OfficeCount, ...]
    closed: Mapping[date, int]

    @property
    def open(self) -> int:
        return sum(each.open for each in self.offices)

    @property
    def taken(self) -> int:
        return sum(each.taken for each in self.offices)

    @property
    def waits(self) -> int:
        return sum(each.waits for each in self.offices)

    @property
    def papers(self) -> int:
        return sum(each.papers for each in self.offices)


def queue(conn: db.Connection, *, days: int, now: datetime) -> Queue:
    """The queue now, and the last so many days, today included."""
    first = clock.vietnam_day(now) - timedelta(days=days - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=clock.VIETNAM)
    closed: dict[date, int] = {}
    for each in store.queue.closed_by_day(conn, since=since):
        if each.outcome != "overtaken":
            closed[each.day] = closed.get(each.day, 0) + each.cases
    return Queue(tuple(store.queue.by_office(conn, now=now)), closed)


def waiting_for_second(conn: db.Connection, officer: str, *, limit: int) -> list[Listed]:
    """Decisions that wait for a second officer, and may be agreed to by this one; oldest first."""
    return store.queue.waiting(conn, officer, state=State.WAITS.value, limit=limit)


def waiting_for_papers(conn: db.Connection, officer: str, *, limit: int) -> list[Listed]:
    """Cases set aside until papers come, oldest first."""
    return store.queue.waiting(conn, officer, state=State.PAPERS.value, limit=limit)
