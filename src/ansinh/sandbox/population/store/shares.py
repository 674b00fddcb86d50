"""SQL of the insurance records that are shared with the population register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class ChunkRow:
    number: int
    row_count: int
    sha256: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ShareRow:
    manifest: bytes
    completed_at: datetime | None


def add(conn: db.Connection, share_id: str, manifest: bytes) -> None:
    conn.execute(
        """
        INSERT INTO sandbox_population.shares (share_id, manifest) VALUES (%(share_id)s, %(manifest)s::bytea)
        ON CONFLICT (share_id) DO NOTHING
        """,
        {"share_id": share_id, "manifest": manifest},
    )


def locked(conn: db.Connection, share_id: str) -> ShareRow | None:
    """The share, kept for this transaction alone; None for one that was not offered."""
    return db.one(
        conn,
        ShareRow,
        "SELECT manifest, completed_at FROM sandbox_population.shares WHERE share_id = %(share_id)s FOR UPDATE",
        {"share_id": share_id},
    )


def chunks(conn: db.Connection, share_id: str) -> list[ChunkRow]:
    return db.many(
        conn,
        ChunkRow,
        """
        SELECT number, row_count, sha256, received_at FROM sandbox_population.share_chunks
        WHERE share_id = %(share_id)s ORDER BY number
        """,
        {"share_id": share_id},
    )


def copy_lines(conn: db.Connection, share_id: str, lines: bytes) -> int:
    """Takes CSV lines with a first line of names; returns how many records. Raises db.Error for a line the table does not take."""
    cursor = conn.cursor()
    with cursor.copy(
        """
        COPY sandbox_population.share_lines
            (social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code, state)
        FROM STDIN (FORMAT csv, HEADER match, FORCE_NULL (card_number, first_day, last_day, facility_code))
        """
    ) as copy:
        copy.write(lines)
    count = cursor.rowcount
    conn.execute("UPDATE sandbox_population.share_lines SET share_id = %(share_id)s WHERE share_id = ''", {"share_id": share_id})
    return count


def add_chunk(conn: db.Connection, share_id: str, number: int, *, rows: int, sha256: str, now: datetime) -> None:
    conn.execute(
        """
        INSERT INTO sandbox_population.share_chunks (share_id, number, row_count, sha256, received_at)
        VALUES (%(share_id)s, %(number)s, %(rows)s, %(sha256)s, %(now)s)
        """,
        {"share_id": share_id, "number": number, "rows": rows, "sha256": sha256, "now": now},
    )


def take_over(conn: db.Connection, share_id: str, *, seq: int) -> int:
    """Makes the lines of a share what is held, where nothing newer is; returns how many of its people the register does not know."""
    row = conn.execute(
        """
        SELECT count(*) FROM sandbox_population.share_lines l
        WHERE share_id = %(share_id)s
          AND NOT EXISTS (SELECT FROM sandbox_population.citizens c WHERE c.citizen_number = l.citizen_number)
        """,
        {"share_id": share_id},
    ).fetchone()
    conn.execute(
        """
        INSERT INTO sandbox_population.insured
            (social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code, state, seq)
        SELECT social_insurance_number, citizen_number, coalesce(card_number, ''), first_day, last_day, coalesce(facility_code, ''), state,
               %(seq)s
        FROM sandbox_population.share_lines WHERE share_id = %(share_id)s
        ON CONFLICT (social_insurance_number) DO UPDATE
            SET (citizen_number, card_number, first_day, last_day, facility_code, state, seq)
              = (EXCLUDED.citizen_number, EXCLUDED.card_number, EXCLUDED.first_day, EXCLUDED.last_day, EXCLUDED.facility_code,
                 EXCLUDED.state, EXCLUDED.seq)
            WHERE insured.seq <= EXCLUDED.seq
        """,
        {"share_id": share_id, "seq": seq},
    )
    conn.execute("DELETE FROM sandbox_population.share_lines WHERE share_id = %(share_id)s", {"share_id": share_id})
    assert row is not None
    return int(row[0])


def complete(conn: db.Connection, share_id: str, *, now: datetime) -> None:
    conn.execute(
        "UPDATE sandbox_population.shares SET completed_at = %(now)s WHERE share_id = %(share_id)s", {"share_id": share_id, "now": now}
    )


def position(conn: db.Connection) -> tuple[int, str]:
    """How far the feed is kept, for this transaction alone."""
    row = conn.execute("SELECT seq, chain FROM sandbox_population.feed_position FOR UPDATE").fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def move_to(conn: db.Connection, seq: int, chain: str) -> None:
    conn.execute("UPDATE sandbox_population.feed_position SET seq = %(seq)s, chain = %(chain)s", {"seq": seq, "chain": chain})


def keep(conn: db.Connection, seqs: Sequence[int], values: Sequence[Sequence[str]]) -> None:
    """Changes of the feed, each as (numbers, days, ..., state) in the order of the wire's columns."""
    conn.cursor().executemany(
        """
        INSERT INTO sandbox_population.insured
            (social_insurance_number, citizen_number, card_number, first_day, last_day, facility_code, state, seq)
        VALUES (%(v0)s, %(v1)s, %(v2)s, nullif(%(v3)s, '')::date, nullif(%(v4)s, '')::date, %(v5)s, %(v6)s, %(seq)s)
        ON CONFLICT (social_insurance_number) DO UPDATE
            SET (citizen_number, card_number, first_day, last_day, facility_code, state, seq)
              = (EXCLUDED.citizen_number, EXCLUDED.card_number, EXCLUDED.first_day, EXCLUDED.last_day, EXCLUDED.facility_code,
                 EXCLUDED.state, EXCLUDED.seq)
        """,
        [{"seq": seq, **{f"v{place}": value for place, value in enumerate(each)}} for seq, each in zip(seqs, values, strict=True)],
    )


def count_insured(conn: db.Connection) -> int:
    """Records held that have not ended."""
    row = conn.execute("SELECT count(*) FROM sandbox_population.insured WHERE state <> 'ended'").fetchone()
    assert row is not None
    return int(row[0])
