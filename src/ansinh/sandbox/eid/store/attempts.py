"""How often somebody tried, by the hash of what was typed. A try is counted before it is judged, so that parallel tries count."""

from datetime import datetime

from ansinh.kit import db
from ansinh.kit.crypto import sha256_hex


def count(conn: db.Connection, what: str, *, now: datetime, window_ends_at: datetime) -> int:
    """The number of this try in its window; the first one opens a window that ends at `window_ends_at`."""
    row = conn.execute(
        "INSERT INTO sandbox_eid.attempts (typed_sha256, count, window_ends_at) VALUES (%(what)s, 1, %(ends)s)"
        " ON CONFLICT (typed_sha256) DO UPDATE SET"
        " count = CASE WHEN attempts.window_ends_at <= %(now)s THEN 1 ELSE attempts.count + 1 END,"
        " window_ends_at = CASE WHEN attempts.window_ends_at <= %(now)s THEN EXCLUDED.window_ends_at ELSE attempts.window_ends_at END"
        " RETURNING count",
        {"what": sha256_hex(what), "ends": window_ends_at, "now": now},
    ).fetchone()
    assert row is not None
    return int(row[0])


def so_far(conn: db.Connection, what: str, *, now: datetime) -> int:
    """How many tries the present window has seen."""
    row = conn.execute(
        "SELECT count FROM sandbox_eid.attempts WHERE typed_sha256 = %(what)s AND window_ends_at > %(now)s",
        {"what": sha256_hex(what), "now": now},
    ).fetchone()
    return 0 if row is None else int(row[0])


def count_lightly(conn: db.Connection, what: str, *, now: datetime, window_ends_at: datetime) -> int:
    """The same as a transaction of its own, for what need not outlive a power cut: nobody waits for the disk."""
    row = conn.execute(
        "WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))"
        " INSERT INTO sandbox_eid.attempts (typed_sha256, count, window_ends_at)"
        " SELECT %(what)s::text, 1, %(ends)s::timestamptz FROM unhurried"
        " ON CONFLICT (typed_sha256) DO UPDATE SET"
        " count = CASE WHEN attempts.window_ends_at <= %(now)s THEN 1 ELSE attempts.count + 1 END,"
        " window_ends_at = CASE WHEN attempts.window_ends_at <= %(now)s THEN EXCLUDED.window_ends_at ELSE attempts.window_ends_at END"
        " RETURNING count",
        {"what": sha256_hex(what), "ends": window_ends_at, "now": now},
    ).fetchone()
    assert row is not None
    return int(row[0])


def forget(conn: db.Connection, what: str) -> None:
    """After a success."""
    conn.execute("DELETE FROM sandbox_eid.attempts WHERE typed_sha256 = %(what)s", {"what": sha256_hex(what)})


def purge(conn: db.Connection, *, now: datetime) -> int:
    """Take away counters whose window is over; how many."""
    return conn.execute("DELETE FROM sandbox_eid.attempts WHERE window_ends_at <= %(now)s", {"now": now}).rowcount
