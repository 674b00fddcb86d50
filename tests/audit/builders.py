"""A log to seal and to tamper with: events of an invented facility, blocks as a sealer would close them."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansinh import audit
from ansinh.kit import db

NOW = datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC)
FACILITY = audit.Actor("facility", "01999", "Bệnh viện Thử Nghiệm")


def signer() -> audit.Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    return audit.Signer(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


SIGNER = signer()


def look(subject: int | None = 1, *, code: str = "000", at: datetime = NOW) -> audit.Event:
    return audit.Event("coverage.looked_up", at, FACILITY, subject, "check-in", {"code": code})


def append_one(database: db.Database, event: audit.Event | None = None) -> None:
    with database.transaction() as conn:
        audit.append(conn, event or look())


def seal_now(database: db.Database, *, by: audit.Signer = SIGNER, now: datetime = NOW) -> audit.Block | None:
    with database.transaction() as conn:
        return audit.seal(conn, by, now=now)


def sealed_log(database: db.Database, witness: Path | None = None, *, blocks: int = 3, events: int = 4) -> None:
    """`blocks` blocks of `events` events, each event in a transaction of its own, about subjects 1, 2, 3 ..."""
    for number in range(blocks):
        for event in range(events):
            append_one(database, look(number * events + event + 1, at=NOW + timedelta(seconds=number)))
        wait_until_final(database)
        if witness:
            audit.close_block(database, SIGNER, witness_file=witness, now=NOW)
        else:
            seal_now(database)


def wait_until_final(database: db.Database) -> None:
    """Return when no older transaction of the whole server, such as an ANALYZE in another database, holds the events back."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        with database.transaction() as conn:
            row = conn.execute("SELECT max(txid) < pg_snapshot_xmin(pg_current_snapshot()) FROM audit.events").fetchone()
        if row == (True,):
            return
        time.sleep(0.001)
    raise AssertionError("another transaction of this server does not end")


def verified(database: db.Database, witness: Path | None = None, *, key: audit.Signer = SIGNER) -> audit.Report:
    with database.transaction() as conn:
        return audit.verify(conn, [key.public_key_pem], witness=witness)


def tamper(database: db.Database, *statements: str) -> None:
    """What a superuser can do to the tables: switch the guards off, change rows, switch them on again."""
    with database.transaction() as conn:
        _tamper(conn, statements)


def verified_after(database: db.Database, *statements: str) -> audit.Report:
    """What verification says after this tampering, which is then taken back."""
    with database.transaction() as conn:
        _tamper(conn, statements)
        report = audit.verify(conn, [SIGNER.public_key_pem])
        conn.rollback()
    return report


def _tamper(conn: db.Connection, statements: tuple[str, ...]) -> None:
    for table in ("events", "blocks"):
        conn.execute(f"ALTER TABLE audit.{table} DISABLE TRIGGER append_only".encode())
    for statement in statements:
        assert conn.execute(statement.encode()).rowcount != 0, "a test that tampers with nothing proves nothing"
    for table in ("events", "blocks"):
        conn.execute(f"ALTER TABLE audit.{table} ENABLE ALWAYS TRIGGER append_only".encode())


def seqs(database: db.Database) -> list[int]:
    """The numbers of all events, in sealing order."""
    with database.transaction() as conn:
        return [row[0] for row in conn.execute("SELECT seq FROM audit.events ORDER BY txid, seq")]


def found(report: audit.Report) -> list[tuple[str, int | None, int | None]]:
    return [(each.kind, each.block, each.seq) for each in report.findings]
