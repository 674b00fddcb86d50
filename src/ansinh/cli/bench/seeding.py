"""Fills a database with the bench's people, in portions that are there whole or not at all, in order: it can be cut short and taken up.

What is there is asked of the register itself, so no file beside the database can disagree with it.
"""

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ansinh import audit, checkin, register
from ansinh.cli.bench import invented
from ansinh.kit import clock, db
from ansinh.terms import CitizenNumber

PASSWORD = "do-luong-2026"  # noqa: S105 - of every facility in a database of the bench's own
_PORTION = 10_000
_PEOPLE_FOR_ONE_FACILITY = 2_000
_FEWEST_FACILITIES, _MOST_FACILITIES = 10, 1_000


@dataclass(frozen=True, slots=True)
class Seeded:
    """How many people and facilities there are now, how many people were added, and how long that took."""

    participants: int
    facilities: int
    added: int
    wall_s: float


def seed(dsn: str, participants: int) -> Seeded:
    """At least so many people with numbers and cards, and facilities with officers and accounts to ask for them.

    A database that holds more people keeps them, and the facilities it was begun with. Progress goes to standard error.
    """
    started = perf_counter()
    database = db.Database(dsn, max_size=2)
    try:
        with database.transaction() as conn:
            facilities = _institutions(conn, max(_FEWEST_FACILITIES, min(_MOST_FACILITIES, participants // _PEOPLE_FOR_ONE_FACILITY)))
            there = _people_there(conn)
        if there < participants:
            _enrol(database, range(there, participants), facilities=facilities)
    finally:
        database.close()
    return Seeded(max(there, participants), facilities, max(0, participants - there), perf_counter() - started)


def username(nth: int) -> str:
    """Gateway account of the `nth` facility."""
    return f"{invented.facility_code(nth).value}_BV"


def _institutions(conn: db.Connection, wanted: int) -> int:
    """How many facilities there are; the wanted ones, with officers and accounts, where there were none."""
    there = _first_missing(_MOST_FACILITIES, lambda nth: register.facility(conn, invented.facility_code(nth)) is not None)
    if there:
        return there
    register.add_facilities(conn, [invented.facility(nth) for nth in range(wanted)])
    register.add_officers(conn, [officer for nth in range(wanted) for officer in invented.officers(nth)])
    accounts = [checkin.NewAccount(username=username(nth), password=PASSWORD) for nth in range(wanted)]
    checkin.open_accounts(conn, accounts, now=clock.utc_now(), cost="sandbox")
    return wanted


def _people_there(conn: db.Connection) -> int:
    return _first_missing(invented.MOST, lambda n: bool(register.candidates(conn, CitizenNumber(invented.person(n).citizen_number))))


def _first_missing(most: int, is_there: Callable[[int], bool]) -> int:
    return bisect_left(range(most), 1, key=lambda number: 0 if is_there(number) else 1)


def _enrol(database: db.Database, people: range, *, facilities: int) -> None:
    """While one portion is written the next is invented: PostgreSQL and this process each have a core to use."""
    portions = [range(start, min(start + _PORTION, people.stop)) for start in range(people.start, people.stop, _PORTION)]
    with _progress(people) as done, ThreadPoolExecutor(1) as inventor:
        coming = inventor.submit(_invent, portions[0], facilities)
        for portion, following in zip(portions, [*portions[1:], range(0)], strict=True):
            enrolments = coming.result()
            coming = inventor.submit(_invent, following, facilities)
            with database.transaction() as conn:
                register.enrol(conn, enrolments)
                _record(conn, len(portion), facilities)
            done(portion.stop)
    with database.statements() as conn:
        register.settle(conn)


def _invent(portion: range, facilities: int) -> list[register.Enrolment]:
    return [invented.enrolment(invented.person(number), facilities) for number in portion]


def _record(conn: db.Connection, added: int, facilities: int) -> None:
    detail = {"people": added, "participants": added, "facilities": facilities, "employers": 0}
    actor = audit.Actor("system", "bench")
    audit.append(conn, audit.Event("register.seeded", clock.utc_now(), actor, subject=None, purpose="bench", detail=detail))


@contextmanager
def _progress(people: range) -> Iterator[Callable[[int], None]]:
    """A bar with rate and time left where somebody looks on, a line every tenth otherwise."""
    if not sys.stderr.isatty():
        tenth = max(1, len(people) // 10)
        yield lambda number: print(f"seeded {number:,} people", file=sys.stderr) if (number - people.start) % tenth < _PORTION else None
        return
    columns = (TextColumn("seeding"), BarColumn(), TaskProgressColumn(show_speed=True), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("people", total=people.stop, completed=people.start)
        yield lambda number: bar.update(task, completed=number)
