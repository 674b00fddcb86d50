"""The SQL of children who wait to be enrolled."""

from dataclasses import dataclass
from datetime import date, datetime

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class BirthRow:
    birth_id: int
    citizen_number: str
    full_name: str
    birth_date: str
    sex: str
    registered_on: date
    mother_id: int | None
    father_id: int | None


def add(
    conn: db.Connection,
    seq: int,
    *,
    citizen_number: str,
    full_name: str,
    birth_date: str,
    sex: str,
    registered_on: date,
    mother_name: str,
    mother_id: int | None,
    father_name: str,
    father_id: int | None,
    now: datetime,
) -> bool:
    """False if a child of this number waits already."""
    done = conn.execute(
        """
        INSERT INTO population.births (seq, citizen_number, full_name, birth_date, sex, registered_on, mother_name, mother_id, father_name,
                                       father_id, noted_at)
        VALUES (%(seq)s, %(citizen_number)s, %(full_name)s, %(birth_date)s, %(sex)s, %(registered_on)s, %(mother_name)s, %(mother_id)s,
                %(father_name)s, %(father_id)s, %(now)s)
        ON CONFLICT DO NOTHING
        """,
        {
            "seq": seq,
            "citizen_number": citizen_number,
            "full_name": full_name,
            "birth_date": birth_date,
            "sex": sex,
            "registered_on": registered_on,
            "mother_name": mother_name,
            "mother_id": mother_id,
            "father_name": father_name,
            "father_id": father_id,
            "now": now,
        },
    )
    return done.rowcount == 1


def find(conn: db.Connection, citizen_number: str) -> BirthRow | None:
    """The child of this number who waits."""
    return db.one(
        conn,
        BirthRow,
        """
        SELECT birth_id, citizen_number, full_name, birth_date, sex, registered_on, mother_id, father_id FROM population.births
        WHERE citizen_number = %(citizen_number)s AND state = 'waiting' FOR UPDATE
        """,
        {"citizen_number": citizen_number},
    )


def update(conn: db.Connection, birth_id: int, *, citizen_number: str, full_name: str, birth_date: str, sex: str) -> None:
    conn.execute(
        """
        UPDATE population.births
        SET citizen_number = %(citizen_number)s, full_name = %(full_name)s, birth_date = %(birth_date)s, sex = %(sex)s
        WHERE birth_id = %(birth_id)s
        """,
        {"birth_id": birth_id, "citizen_number": citizen_number, "full_name": full_name, "birth_date": birth_date, "sex": sex},
    )


def close(conn: db.Connection, birth_id: int, *, participant_id: int | None, because: str, now: datetime) -> bool:
    """Enrolled as that participant, or (None) not to be enrolled. False: nobody of this number waits."""
    done = conn.execute(
        """
        UPDATE population.births
        SET state = CASE WHEN %(participant_id)s::bigint IS NULL THEN 'dropped' ELSE 'enrolled' END,
            participant_id = %(participant_id)s, closed_because = %(because)s, closed_at = %(now)s
        WHERE birth_id = %(birth_id)s AND state = 'waiting'
        """,
        {"birth_id": birth_id, "participant_id": participant_id, "because": because, "now": now},
    )
    return done.rowcount == 1


def waiting(conn: db.Connection, *, limit: int) -> list[BirthRow]:
    """Oldest first."""
    return db.many(
        conn,
        BirthRow,
        """
        SELECT birth_id, citizen_number, full_name, birth_date, sex, registered_on, mother_id, father_id FROM population.births
        WHERE state = 'waiting' ORDER BY birth_id LIMIT %(limit)s::int
        """,
        {"limit": limit},
    )
