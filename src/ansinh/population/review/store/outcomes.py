"""SQL of how cases ended."""

from collections.abc import Sequence

from ansinh.kit import db


def outcomes(conn: db.Connection, references: Sequence[str]) -> list[tuple[str, str]]:
    """Reference and outcome of those that are closed."""
    rows = conn.execute(
        "SELECT reference, outcome FROM population.review_cases WHERE reference = ANY(%(references)s::text[]) AND state = 'closed'",
        {"references": list(references)},
    ).fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]
