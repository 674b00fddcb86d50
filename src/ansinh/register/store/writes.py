"""Writes in bulk: COPY for rows, one statement for the numbers they get. Every row is checked by the schema."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ansinh.kit import db
from ansinh.kit.errors import Conflict

Rows = Iterable[Sequence[Any]]


def new_participant_ids(conn: db.Connection, count: int) -> list[int]:
    """`count` numbers never given before."""
    rows = conn.execute(
        "SELECT nextval('register.participants_participant_id_seq') FROM generate_series(1, %(count)s::bigint)", {"count": count}
    )
    return [row[0] for row in rows.fetchall()]


def new_card_ids(conn: db.Connection, count: int) -> list[int]:
    """`count` numbers never given before."""
    rows = conn.execute("SELECT nextval('register.cards_card_id_seq') FROM generate_series(1, %(count)s::bigint)", {"count": count})
    return [row[0] for row in rows.fetchall()]


def employer_ids(conn: db.Connection, codes: Sequence[str]) -> Mapping[str, int]:
    """Number of each employer. Raises Conflict("employer_unknown") if one is missing."""
    rows = conn.execute("SELECT code, employer_id FROM register.employers WHERE code = ANY(%(codes)s::text[])", {"codes": list(codes)})
    return _complete(dict(rows.fetchall()), codes, "employer_unknown")


def household_ids(conn: db.Connection, codes: Sequence[str]) -> Mapping[str, int]:
    """Number of each household. Raises Conflict("household_unknown") if one is missing."""
    rows = conn.execute("SELECT code, household_id FROM register.households WHERE code = ANY(%(codes)s::text[])", {"codes": list(codes)})
    return _complete(dict(rows.fetchall()), codes, "household_unknown")


def facility_ids(conn: db.Connection, codes: Sequence[str]) -> Mapping[str, int]:
    """Number of each facility. Raises Conflict("facility_unknown") if one is missing."""
    rows = conn.execute(
        "SELECT facility_code, facility_id FROM register.facilities WHERE facility_code = ANY(%(codes)s::text[])", {"codes": list(codes)}
    )
    return _complete(dict(rows.fetchall()), codes, "facility_unknown")


def _complete(found: dict[str, int], codes: Sequence[str], missing: str) -> Mapping[str, int]:
    unknown = sorted(set(codes) - found.keys())
    if unknown:
        raise Conflict(missing, f"not in the register: {', '.join(unknown[:5])}")
    return found


def copy_participants(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy(
        "COPY register.participants (participant_id, full_name, birth_date, sex, ethnicity, address, five_years_on, verified_on,"
        " deceased_on) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row(row)


def copy_identifiers(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy("COPY register.identifiers (participant_id, kind, value, valid_from, valid_until, state) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_members(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy("COPY register.household_members (household_id, participant_id, position, relation) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_cards(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy(
        "COPY register.cards (card_id, participant_id, card_number, issued_on, issued_by, custody, state, living_area) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row(row)


def copy_spans(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy("COPY register.spans (card_id, period, facility_code) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_contributions(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy(
        "COPY register.contributions (participant_id, kind, first_month, last_month, base, amount, employer_id) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row(row)


def copy_households(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy("COPY register.households (code, address) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_employers(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy("COPY register.employers (code, name, address) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_facilities(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy("COPY register.facilities (facility_code, name) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_ranks(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy("COPY register.facility_ranks (facility_id, period, level, tier, score) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_officers(conn: db.Connection, rows: Rows) -> None:
    with conn.cursor().copy(
        "COPY register.officers (facility_code, citizen_number, full_name, first_day, last_day, approved_on) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row(row)


def settle(conn: db.Connection) -> None:
    conn.execute(
        "VACUUM (ANALYZE) register.participants, register.identifiers, register.cards, register.spans, register.facilities, register.officers"
    )


def period(first_day: date, last_day: date | None) -> str:
    """The daterange literal of days inclusive at both ends; None is open."""
    return f"[{first_day.isoformat()},{'' if last_day is None else last_day.isoformat()}]"
