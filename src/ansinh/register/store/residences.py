"""The SQL of residences and of the wards that were loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ansinh.kit import db


@dataclass(frozen=True, slots=True)
class ResidenceRow:
    province_code: str
    ward_code: str
    ward_name: str
    address: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class WardRow:
    ward_code: str
    name: str
    kind: str
    province_code: str
    first_day: date
    last_day: date | None
    became: str


def residences(conn: db.Connection, participant_id: int) -> list[ResidenceRow]:
    """The latest first."""
    return db.many(
        conn,
        ResidenceRow,
        """
        SELECT province_code, ward_code, ward_name, address, first_day, last_day FROM register.residences
        WHERE participant_id = %(participant_id)s ORDER BY residence_id DESC
        """,
        {"participant_id": participant_id},
    )


def current(conn: db.Connection, participant_id: int) -> ResidenceRow | None:
    """The one without a last day."""
    return db.one(
        conn,
        ResidenceRow,
        """
        SELECT province_code, ward_code, ward_name, address, first_day, last_day FROM register.residences
        WHERE participant_id = %(participant_id)s AND last_day IS NULL
        """,
        {"participant_id": participant_id},
    )


def end_current(conn: db.Connection, participant_id: int, *, last_day: date) -> None:
    conn.execute(
        "UPDATE register.residences SET last_day = %(last_day)s WHERE participant_id = %(participant_id)s AND last_day IS NULL",
        {"participant_id": participant_id, "last_day": last_day},
    )


def add(
    conn: db.Connection,
    participant_id: int,
    *,
    province_code: str,
    ward_code: str,
    ward_name: str,
    address: str,
    first_day: date | None,
    last_day: date | None,
) -> None:
    conn.execute(
        """
        INSERT INTO register.residences (participant_id, province_code, ward_code, ward_name, address, first_day, last_day)
        VALUES (%(participant_id)s, %(province_code)s, %(ward_code)s, %(ward_name)s, %(address)s, %(first_day)s, %(last_day)s)
        """,
        {
            "participant_id": participant_id,
            "province_code": province_code,
            "ward_code": ward_code,
            "ward_name": ward_name,
            "address": address,
            "first_day": first_day,
            "last_day": last_day,
        },
    )


def set_address(conn: db.Connection, participant_id: int, *, address: str) -> None:
    conn.execute(
        "UPDATE register.participants SET address = %(address)s WHERE participant_id = %(participant_id)s",
        {"participant_id": participant_id, "address": address},
    )


def load_wards(
    conn: db.Connection,
    *,
    codes: Sequence[str],
    names: Sequence[str],
    kinds: Sequence[str],
    provinces: Sequence[str],
    first_days: Sequence[date],
    last_days: Sequence[date | None],
    became: Sequence[str],
    source: str,
) -> int:
    """How many rows were added or changed."""
    done = conn.execute(
        """
        INSERT INTO register.wards AS w (ward_code, name, kind, province_code, first_day, last_day, became, source)
        SELECT told.*, %(source)s::text
        FROM unnest(%(codes)s::text[], %(names)s::text[], %(kinds)s::text[], %(provinces)s::text[], %(first_days)s::date[],
                    %(last_days)s::date[], %(became)s::text[]) AS told
        ON CONFLICT (ward_code, first_day) DO UPDATE
            SET name = EXCLUDED.name, kind = EXCLUDED.kind, province_code = EXCLUDED.province_code, last_day = EXCLUDED.last_day,
                became = EXCLUDED.became, source = EXCLUDED.source
            WHERE (w.name, w.kind, w.province_code, w.last_day, w.became)
                  IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.kind, EXCLUDED.province_code, EXCLUDED.last_day, EXCLUDED.became)
        """,
        {
            "codes": list(codes),
            "names": list(names),
            "kinds": list(kinds),
            "provinces": list(provinces),
            "first_days": list(first_days),
            "last_days": list(last_days),
            "became": list(became),
            "source": source,
        },
    )
    return done.rowcount


def ward(conn: db.Connection, code: str, *, day: date) -> WardRow | None:
    return db.one(
        conn,
        WardRow,
        """
        SELECT ward_code, name, kind, province_code, first_day, last_day, became FROM register.wards
        WHERE ward_code = %(code)s AND first_day <= %(day)s::date AND (last_day IS NULL OR last_day >= %(day)s::date)
        ORDER BY first_day DESC LIMIT 1
        """,
        {"code": code, "day": day},
    )
