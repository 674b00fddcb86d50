"""The SQL of what happened to citizens and of how it is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ansinh.kit import db


def next_seq(conn: db.Connection) -> int:
    """The number of the next change; whoever else wants one waits until this transaction ends, so that none is missing or out of order."""
    conn.execute("LOCK TABLE sandbox_population.changes IN SHARE ROW EXCLUSIVE MODE")
    row = conn.execute("SELECT coalesce(max(seq), 0) + 1 FROM sandbox_population.changes").fetchone()
    assert row is not None
    return int(row[0])


def add(conn: db.Connection, seq: int, body: Mapping[str, Any]) -> None:
    conn.execute("INSERT INTO sandbox_population.changes (seq, body) VALUES (%(seq)s, %(body)s)", {"seq": seq, "body": db.Json(dict(body))})


def last_seq(conn: db.Connection) -> int:
    """The number of the newest change, 0 if there is none."""
    row = conn.execute("SELECT coalesce(max(seq), 0) FROM sandbox_population.changes").fetchone()
    assert row is not None
    return int(row[0])


def behind(conn: db.Connection, after: int, *, limit: int) -> list[dict[str, Any]]:
    """The changes behind that number, in order."""
    rows = conn.execute(
        "SELECT body FROM sandbox_population.changes WHERE seq > %(after)s ORDER BY seq LIMIT %(limit)s::int",
        {"after": after, "limit": limit},
    ).fetchall()
    return [row[0] for row in rows]


def arm(conn: db.Connection, trouble: str, *, times: int) -> None:
    """The trouble spoils so many answers more."""
    conn.execute(
        """
        INSERT INTO sandbox_population.feed_troubles AS t (trouble, times) VALUES (%(trouble)s, %(times)s)
        ON CONFLICT (trouble) DO UPDATE SET times = t.times + EXCLUDED.times
        """,
        {"trouble": trouble, "times": times},
    )


def take_trouble(conn: db.Connection) -> str | None:
    """The trouble that spoils the answer at hand, one less of it; None for none."""
    row = conn.execute("SELECT trouble, times FROM sandbox_population.feed_troubles ORDER BY trouble LIMIT 1 FOR UPDATE").fetchone()
    if row is None:
        return None
    if row[1] == 1:
        conn.execute("DELETE FROM sandbox_population.feed_troubles WHERE trouble = %(trouble)s", {"trouble": row[0]})
    else:
        conn.execute("UPDATE sandbox_population.feed_troubles SET times = times - 1 WHERE trouble = %(trouble)s", {"trouble": row[0]})
    return str(row[0])


def set_state(conn: db.Connection, number: str, *, state: str) -> None:
    conn.execute(
        "UPDATE sandbox_population.citizens SET state = %(state)s WHERE citizen_number = %(number)s", {"number": number, "state": state}
    )


def set_person(conn: db.Connection, number: str, *, full_name: str, birth_date: str, sex: str, deceased_on: date | None) -> None:
    conn.execute(
        """
        UPDATE sandbox_population.citizens
        SET full_name = %(full_name)s, birth_date = %(birth_date)s, sex = %(sex)s, deceased_on = %(deceased_on)s
        WHERE citizen_number = %(number)s
        """,
        {"number": number, "full_name": full_name, "birth_date": birth_date, "sex": sex, "deceased_on": deceased_on},
    )
