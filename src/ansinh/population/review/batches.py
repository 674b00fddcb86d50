"""Work batches: an officer takes some cases of one office, and nobody else holds them until they are decided, given back or timed out."""

from datetime import datetime, timedelta

from ansinh import audit
from ansinh.kit import db
from ansinh.population.review import store
from ansinh.population.review.model import Listed
from ansinh.population.review.opening import PURPOSE

BATCH = 25
HOLD = timedelta(minutes=60)  # since the officer last did something


def take_batch(conn: db.Connection, office: str, *, by: audit.Actor, now: datetime, size: int = BATCH) -> int:
    """Fills the officer's batch up to `size` from the office's queue, most at stake and best score first; returns how many were taken.

    Cases in which the officer has spoken are passed over. A case reviewed blind comes like any other.
    """
    held = len(store.batches.of(conn, by.id, now=now))
    store.batches.renew(conn, by.id, until=now + HOLD, now=now)
    if held >= size:
        return 0
    taken = store.batches.take(conn, office, by.id, count=size - held, until=now + HOLD, now=now)
    if taken:
        _record(conn, "population.cases_taken", by=by, detail={"cases": taken, "office": office}, now=now)
    return taken


def batch_of(conn: db.Connection, officer: str, *, now: datetime) -> list[Listed]:
    """What the officer holds, in the order of the queue."""
    return store.batches.of(conn, officer, now=now)


def release_batch(conn: db.Connection, *, by: audit.Actor, now: datetime) -> int:
    """Gives everything back that the officer holds; returns how many cases."""
    released = store.batches.release(conn, by.id)
    if released:
        _record(conn, "population.cases_released", by=by, detail={"cases": released}, now=now)
    return released


def _record(conn: db.Connection, kind: str, *, by: audit.Actor, detail: dict[str, str | int], now: datetime) -> None:
    audit.append(conn, audit.Event(kind=kind, at=now, actor=by, subject=None, purpose=PURPOSE, detail=detail))
