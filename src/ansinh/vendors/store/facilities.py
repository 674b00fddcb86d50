"""The SQL of test facilities."""

from datetime import datetime

from ansinh.kit import db
from ansinh.vendors.model import RegisteredFacility


def lock(conn: db.Connection) -> None:
    """One registration at a time: the next code is the last one and one."""
    conn.execute("LOCK TABLE vendors.facilities IN SHARE ROW EXCLUSIVE MODE")


def is_used(conn: db.Connection, form: str) -> bool:
    return conn.execute("SELECT 1 FROM vendors.facilities WHERE form = %(form)s", {"form": form}).fetchone() is not None


def last_code(conn: db.Connection) -> str | None:
    row = conn.execute("SELECT max(facility_code) FROM vendors.facilities").fetchone()
    return None if row is None else row[0]


def insert(conn: db.Connection, *, facility_code: str, name: str, contact: str, form: str, registered_at: datetime) -> None:
    conn.execute(
        """
        INSERT INTO vendors.facilities (facility_code, name, contact, form, registered_at)
        VALUES (%(facility_code)s, %(name)s, %(contact)s, %(form)s, %(registered_at)s)
        """,
        {"facility_code": facility_code, "name": name, "contact": contact, "form": form, "registered_at": registered_at},
    )


def facility(conn: db.Connection, facility_code: str) -> RegisteredFacility | None:
    return db.one(
        conn,
        RegisteredFacility,
        "SELECT facility_code, name, contact, registered_at FROM vendors.facilities WHERE facility_code = %(facility_code)s",
        {"facility_code": facility_code},
    )
