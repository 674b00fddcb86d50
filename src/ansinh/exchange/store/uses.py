"""Each time something was said about a person, for that person to see."""

from datetime import datetime
from uuid import UUID

from ansinh.exchange.model import Use
from ansinh.kit import db


def keep(conn: db.Connection, use: Use) -> None:
    conn.execute(
        "INSERT INTO exchange.uses (person_id, session_id, client_id, client_name, kind, basis, claims, upstream, account_level,"
        " authentication_level, used_at) VALUES (%(person_id)s, %(session_id)s, %(client_id)s, %(client_name)s, %(kind)s, %(basis)s,"
        " %(claims)s::text[], %(upstream)s, %(account_level)s, %(authentication_level)s, %(used_at)s)",
        {
            "person_id": use.person_id,
            "session_id": use.session_id,
            "client_id": use.client_id,
            "client_name": use.client_name,
            "kind": use.kind,
            "basis": use.basis,
            "claims": list(use.claims),
            "upstream": use.upstream,
            "account_level": use.account_level,
            "authentication_level": use.authentication_level,
            "used_at": use.used_at,
        },
    )


def of_person(conn: db.Connection, person_id: UUID, *, most: int) -> list[Use]:
    """The newest first, at most `most`."""
    return db.many(
        conn,
        Use,
        "SELECT person_id, session_id, client_id, client_name, kind, basis, claims, upstream, account_level, authentication_level, used_at"
        " FROM exchange.uses WHERE person_id = %(person_id)s ORDER BY used_at DESC, use_id DESC LIMIT %(most)s",
        {"person_id": person_id, "most": most},
    )


def purge(conn: db.Connection, *, before: datetime) -> int:
    """Take away what is older; how many rows that was."""
    return conn.execute("DELETE FROM exchange.uses WHERE used_at < %(before)s", {"before": before}).rowcount
