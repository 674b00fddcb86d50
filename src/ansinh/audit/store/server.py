"""What the server itself knows: its transaction counter, its settings, and who holds the sealer's lock."""

from typing import Any

from ansinh.kit import db

_SEALER_LOCK = 7_461_902


def lock_sealing(conn: db.Connection) -> bool:
    """True if this transaction is now the one sealer; False if another one is at it. Ends with the transaction."""
    return bool(_value(conn.execute("SELECT pg_try_advisory_xact_lock(%(lock)s::bigint)", {"lock": _SEALER_LOCK}).fetchone()))


def flush_at_commit(conn: db.Connection) -> None:
    """Let this transaction wait for its commit to reach the disk even where look-ups do not."""
    conn.execute("SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'")


def horizon(conn: db.Connection) -> int:
    """Every transaction id below this one has ended for good: nothing will ever appear under it that is not visible now."""
    return int(_value(conn.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()))


def next_txid(conn: db.Connection) -> int:
    """No transaction id from this one on had been given out when the statement began."""
    return int(_value(conn.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()))


def setting(conn: db.Connection, name: str) -> str:
    """A setting of the server as it holds in this session."""
    return str(_value(conn.execute("SELECT current_setting(%(name)s::text)", {"name": name}).fetchone()))


def _value(row: tuple[Any, ...] | None) -> Any:
    assert row is not None  # these statements always answer with one row
    return row[0]
