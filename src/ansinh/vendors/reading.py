"""What a facility reads of its own calls. Every question names the account: there is no way to ask for all."""

from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db
from ansinh.vendors.model import KeptCall
from ansinh.vendors.report import Report, judge
from ansinh.vendors.store import calls as store


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many calls came faster than they could be kept, and the last time that happened."""

    calls: int
    last_at: datetime


def calls_of(conn: db.Connection, account: str) -> list[KeptCall]:
    """The calls that are kept of the account, newest first."""
    return store.calls_of(conn, account)


def call_of(conn: db.Connection, account: str, number: int) -> KeptCall | None:
    """One call; None also where the number is that of another account's call."""
    return store.call(conn, account, number)


def dropped_of(conn: db.Connection, account: str) -> Dropped | None:
    """None if every call was kept."""
    row = store.dropped_of(conn, account)
    return None if row is None else Dropped(row.calls, row.last_at)


def report_on(conn: db.Connection, account: str) -> Report:
    """The conformance report on the calls that are kept and the scenarios that were ever seen."""
    return judge(store.calls_of(conn, account), store.scenarios_of(conn, account))
