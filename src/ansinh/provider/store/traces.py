"""The last logins of clients that are traced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class Row:
    """One login as it is kept."""

    trace_id: int
    begun_at: datetime
    steps: Sequence[Mapping[str, Any]]


def keep(
    conn: db.Connection, issuer: str, client_id: str, *, step: Mapping[str, Any], marks: Sequence[str], most_steps: int, now: datetime
) -> None:
    """Adds a step to the latest login of the client that shares a mark with it and still has room, or begins a new one."""
    keys = {"issuer": issuer, "client_id": client_id, "marks": list(marks), "now": now}
    added = conn.execute(
        "UPDATE provider.traces SET steps = steps || %(step)s::jsonb, last_at = %(now)s,"
        " marks = ARRAY(SELECT DISTINCT unnest(marks || %(marks)s::text[]))"
        " WHERE trace_id = (SELECT trace_id FROM provider.traces WHERE issuer = %(issuer)s AND client_id = %(client_id)s"
        " AND marks && %(marks)s::text[] ORDER BY trace_id DESC LIMIT 1) AND jsonb_array_length(steps) < %(most_steps)s",
        {**keys, "step": db.Json([dict(step)]), "most_steps": most_steps},
    ).rowcount
    if not added:
        conn.execute(
            "INSERT INTO provider.traces (issuer, client_id, begun_at, last_at, marks, steps)"
            " VALUES (%(issuer)s, %(client_id)s, %(now)s, %(now)s, %(marks)s::text[], %(step)s)",
            {**keys, "step": db.Json([dict(step)])},
        )


def trim(conn: db.Connection, issuer: str, client_id: str, *, most: int) -> None:
    """Takes away all but the newest logins of a client."""
    conn.execute(
        "DELETE FROM provider.traces WHERE issuer = %(issuer)s AND client_id = %(client_id)s AND trace_id <= (SELECT trace_id"
        " FROM provider.traces WHERE issuer = %(issuer)s AND client_id = %(client_id)s ORDER BY trace_id DESC OFFSET %(most)s LIMIT 1)",
        {"issuer": issuer, "client_id": client_id, "most": most},
    )


def last(conn: db.Connection, issuer: str, client_id: str, *, most: int) -> list[Row]:
    """The newest logins of a client, the newest first."""
    return db.many(
        conn,
        Row,
        "SELECT trace_id, begun_at, steps FROM provider.traces WHERE issuer = %(issuer)s AND client_id = %(client_id)s"
        " ORDER BY trace_id DESC LIMIT %(most)s",
        {"issuer": issuer, "client_id": client_id, "most": most},
    )


def purge(conn: db.Connection, *, before: datetime) -> int:
    """Takes away logins whose last step is that old."""
    return conn.execute("DELETE FROM provider.traces WHERE last_at < %(before)s", {"before": before}).rowcount
