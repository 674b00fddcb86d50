"""Forward-only, numbered SQL migrations, one folder and one schema per room.

A migration file never changes once it has been applied: its SHA-256 is kept, and a file that differs stops the run.
An advisory lock lets any number of processes start at once; one of them migrates, the others wait and find it done.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh.kit import db
from ansinh.kit.errors import Conflict

_FILE = re.compile(r"(?P<number>[0-9]{4})_(?P<name>[a-z0-9_]+)\.sql")
_LOCK = 7_461_901  # any constant of our own; advisory locks share one number space per database


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: `room` and `number` identify it for good."""

    room: str
    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def collect(rooms: Iterable[tuple[str, Path]]) -> list[Migration]:
    """The migrations of each (room, folder), rooms in the order given, files by number.

    Raises Conflict for a file that is misnamed, or a room whose numbers do not run 1, 2, 3 ...
    """
    found: list[Migration] = []
    for room, folder in rooms:
        expected = 1
        for path in sorted(folder.glob("*.sql")):
            match = _FILE.fullmatch(path.name)
            if match is None or int(match["number"]) != expected:
                raise Conflict("migration_misnumbered", f"{room}: {path.name} should be {expected:04d}_what_it_does.sql")
            found.append(Migration(room, expected, match["name"], path.read_text(encoding="utf-8")))
            expected += 1
    return found


def apply(dsn: str, migrations: Sequence[Migration]) -> list[Migration]:
    """Apply what is not yet applied, each in a transaction of its own; returns what was applied now.

    Raises Conflict when an applied file was changed, or the database holds migrations this program does not know
    (it was made by a newer version).
    """
    with db.connect(dsn, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(%(lock)s)", {"lock": _LOCK})
        try:
            return _apply_locked(conn, migrations)
        finally:
            conn.execute("SELECT pg_advisory_unlock(%(lock)s)", {"lock": _LOCK})


@dataclass(frozen=True, slots=True)
class _Applied:
    room: str
    number: int
    checksum: str


def _apply_locked(conn: db.Connection, migrations: Sequence[Migration]) -> list[Migration]:
    conn.execute("CREATE SCHEMA IF NOT EXISTS kit")
    conn.execute(
        "CREATE TABLE IF NOT EXISTS kit.migrations (room text, number int, name text NOT NULL, checksum text NOT NULL,"
        " applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (room, number))"
    )
    rows = db.many(conn, _Applied, "SELECT room, number, checksum FROM kit.migrations")
    applied = {(row.room, row.number): row.checksum for row in rows}
    known = {(each.room, each.number): each for each in migrations}
    for key, checksum in applied.items():
        if key not in known:
            raise Conflict(
                "database_newer", f"the database holds migration {key[0]} {key[1]:04d}, which this version of ansinh does not have"
            )
        if known[key].checksum != checksum:
            raise Conflict("migration_changed", f"{key[0]} {key[1]:04d} was changed after it was applied; write a new migration instead")
    todo = [each for each in migrations if (each.room, each.number) not in applied]
    for each in todo:
        with conn.transaction():
            conn.execute(each.sql.encode())  # a file of this program, not text from outside
            conn.execute(
                "INSERT INTO kit.migrations (room, number, name, checksum) VALUES (%(room)s, %(number)s, %(name)s, %(checksum)s)",
                {"room": each.room, "number": each.number, "name": each.name, "checksum": each.checksum},
            )
    return todo
