"""The SQL of bringing what a comparison found into many records at once: staged by COPY, locked, looked at, written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Count:
    outcome: str
    rows: int


@dataclass(frozen=True, slots=True)
class StandingRow:
    place: int
    participant_id: int | None
    found: str
    held: str | None
    outcome: str
    full_name: str | None
    birth_date: str | None
    sex: str | None
    deceased_on: date | None
    province_code: str | None
    lives_there_since: date | None


@dataclass(frozen=True, slots=True)
class GivenRow:
    participant_id: int
    ended: str | None


def stage(conn: db.Connection, lines: Iterable[bytes], *, by_insurance_number: bool) -> None:
    """Keeps the lines (text format of COPY) for the statements below, and finds whose they are."""
    with conn.cursor().copy(
        "COPY register.compared (place, insurance_number, participant_id, citizen_number, full_name, birth_date, sex, claimed_number)"
        " FROM STDIN"
    ) as copy:
        for each in lines:
            copy.write(each)
    if by_insurance_number:
        conn.execute(
            """
            UPDATE register.compared c SET participant_id = i.participant_id FROM register.identifiers i
            WHERE i.value = c.insurance_number AND i.state = 'active' AND i.kind = 'social_insurance_number'
            """
        )


def lock(conn: db.Connection) -> None:
    """Nobody else changes the records of the staged rows until the transaction ends; always locked in one order."""
    conn.execute(
        """
        SELECT count(*) FROM (
            SELECT p.participant_id FROM register.compared c JOIN register.participants p ON p.participant_id = c.participant_id
            ORDER BY p.participant_id FOR NO KEY UPDATE OF p) locked
        """
    )


def mark(conn: db.Connection, *, on: date, since: datetime, writes: bool) -> list[Count]:
    """Sets the day in the records that still are what was compared; how many rows came to what."""
    return db.many(
        conn,
        Count,
        """
        WITH looked AS MATERIALIZED (
            SELECT p.participant_id,
                   CASE WHEN p.participant_id IS NULL THEN 'unknown'
                        WHEN p.verified_on >= %(on)s::date THEN 'already'
                        WHEN n.participant_id IS NULL OR p.deceased_on IS NOT NULL OR c.full_name <> p.full_name
                             OR c.birth_date <> p.birth_date OR c.sex <> p.sex
                             OR EXISTS (SELECT FROM register.history h
                                        WHERE h.participant_id = p.participant_id AND h.changed_at >= %(since)s::timestamptz
                                          AND h.field IN ('full_name', 'birth_date', 'sex', 'citizen_number')) THEN 'changed'
                        ELSE 'verified' END AS outcome
            FROM register.compared c
            LEFT JOIN register.participants p ON p.participant_id = c.participant_id
            LEFT JOIN register.identifiers n ON n.value = c.citizen_number AND n.state = 'active' AND n.kind = 'citizen_number'
                                                AND n.participant_id = p.participant_id
        ), marked AS (
            UPDATE register.participants p SET verified_on = %(on)s::date FROM looked
            WHERE looked.outcome = 'verified' AND p.participant_id = looked.participant_id AND %(writes)s::boolean
        )
        SELECT outcome, count(*) AS rows FROM looked GROUP BY outcome
        """,
        {"on": on, "since": since, "writes": writes},
    )


def standing(conn: db.Connection, *, since: datetime) -> list[StandingRow]:
    """How each staged row stands: `outcome` is unknown, already, changed, taken or free."""
    return db.many(
        conn,
        StandingRow,
        """
        SELECT c.place, p.participant_id, c.citizen_number AS found, n.value AS held,
               CASE WHEN p.participant_id IS NULL THEN 'unknown'
                    WHEN n.value = c.citizen_number THEN 'already'
                    WHEN p.deceased_on IS NOT NULL OR c.full_name <> p.full_name OR c.birth_date <> p.birth_date OR c.sex <> p.sex
                         OR c.claimed_number <> coalesce(n.value, '')
                         OR EXISTS (SELECT FROM register.history h
                                    WHERE h.participant_id = p.participant_id AND h.changed_at >= %(since)s::timestamptz
                                      AND h.field IN ('full_name', 'birth_date', 'sex', 'citizen_number')) THEN 'changed'
                    WHEN EXISTS (SELECT FROM register.identifiers o
                                 WHERE o.value = c.citizen_number AND (o.state <> 'cancelled' OR o.participant_id = p.participant_id))
                         THEN 'taken'
                    ELSE 'free' END AS outcome,
               p.full_name, p.birth_date, p.sex, p.deceased_on, r.province_code, r.first_day AS lives_there_since
        FROM register.compared c
        LEFT JOIN register.participants p ON p.participant_id = c.participant_id
        LEFT JOIN register.residences r ON r.participant_id = p.participant_id AND r.last_day IS NULL
        LEFT JOIN LATERAL (
            SELECT i.value FROM register.identifiers i
            WHERE i.participant_id = p.participant_id AND i.kind = 'citizen_number' AND i.state = 'active'
            ORDER BY i.value = c.citizen_number DESC LIMIT 1) n ON true
        ORDER BY c.place
        """,
        {"since": since},
    )


def give(
    conn: db.Connection,
    participant_ids: Sequence[int],
    numbers: Sequence[str],
    *,
    since: date,
    changed_at: datetime,
    changed_by: str,
    because: str,
    source: str,
) -> list[GivenRow]:
    """Enters the numbers that nobody has as active, ends what stood there, writes the history of both; those who got theirs."""
    return db.many(
        conn,
        GivenRow,
        """
        WITH given AS (
            INSERT INTO register.identifiers (participant_id, kind, value, valid_from, state)
            SELECT each.participant_id, 'citizen_number', each.value, %(since)s::date, 'active'
            FROM unnest(%(participant_ids)s::bigint[], %(numbers)s::text[]) AS each (participant_id, value)
            ON CONFLICT (value) WHERE state = 'active' DO NOTHING RETURNING participant_id, value
        ), ended AS (
            UPDATE register.identifiers i SET state = 'cancelled', valid_until = greatest(i.valid_from, %(since)s::date - 1) FROM given g
            WHERE i.participant_id = g.participant_id AND i.kind = 'citizen_number' AND i.state = 'active'
            RETURNING i.participant_id, i.value
        ), noted AS (
            INSERT INTO register.history (participant_id, field, old_value, new_value, since, changed_at, changed_by, because, source)
            SELECT both_of.participant_id, 'citizen_number', both_of.old_value, both_of.new_value, %(since)s::date,
                   %(changed_at)s::timestamptz, %(changed_by)s::text, %(because)s::text, %(source)s::text
            FROM (SELECT participant_id, value AS old_value, NULL AS new_value FROM ended
                  UNION ALL SELECT participant_id, NULL, value FROM given) both_of
            ORDER BY both_of.participant_id, both_of.old_value
        )
        SELECT g.participant_id, e.value AS ended FROM given g LEFT JOIN ended e USING (participant_id) ORDER BY g.participant_id
        """,
        {
            "participant_ids": list(participant_ids),
            "numbers": list(numbers),
            "since": since,
            "changed_at": changed_at,
            "changed_by": changed_by,
            "because": because,
            "source": source,
        },
    )


def audit_each(conn: db.Connection, participant_ids: Sequence[int], parameters: Mapping[str, Any]) -> None:
    """The same event about each of them."""
    conn.execute(
        """
        SELECT audit.append(%(audit_at)s, %(audit_kind)s, %(audit_actor_kind)s, %(audit_actor_id)s, %(audit_actor_name)s,
                            each.participant_id, %(audit_purpose)s, %(audit_detail)s::jsonb)
        FROM unnest(%(participant_ids)s::bigint[]) AS each (participant_id)
        """,
        {**parameters, "participant_ids": list(participant_ids)},
    )


def forget(conn: db.Connection) -> None:
    """Takes the staged rows away."""
    conn.execute("TRUNCATE register.compared")
