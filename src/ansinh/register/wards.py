"""Wards, communes and special zones with their days: data of others that is loaded, never made up here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ansinh.kit import db
from ansinh.kit.errors import Refused
from ansinh.register.store import residences as store
from ansinh.terms import places

KINDS = ("ward", "commune", "town", "special_zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """`code` has five characters, `province_code` three digits as of `first_day`. `became`: code of the one most of it went into."""

    code: str
    name: str
    kind: str
    province_code: str
    first_day: date
    last_day: date | None = None
    became: str = ""


def load_wards(conn: db.Connection, wards: Sequence[Ward], *, source: str) -> int:
    """Enters a list, or what changed in it since; returns how many rows are new or say something else than before.

    A ward is known by its code and first day. Raises Refused("ward_unusable") naming the first that cannot be: nothing is entered then.
    """
    for number, each in enumerate(wards, start=1):
        if places.province(each.province_code, on=each.first_day) is None:
            raise Refused("ward_unusable", f"ward {number} ({each.code}): no province {each.province_code} on {each.first_day.isoformat()}")
        if each.kind not in KINDS:
            raise Refused("ward_unusable", f"ward {number} ({each.code}): kind must be one of {', '.join(KINDS)}")
    return store.load_wards(
        conn,
        codes=[each.code for each in wards],
        names=[each.name for each in wards],
        kinds=[each.kind for each in wards],
        provinces=[each.province_code for each in wards],
        first_days=[each.first_day for each in wards],
        last_days=[each.last_day for each in wards],
        became=[each.became for each in wards],
        source=source,
    )


def ward_on(conn: db.Connection, code: str, day: date) -> Ward | None:
    """What the code meant on that day; None if nothing that was loaded did."""
    row = store.ward(conn, code, day=day)
    return (
        None
        if row is None
        else Ward(
            code=row.ward_code,
            name=row.name,
            kind=row.kind,
            province_code=row.province_code,
            first_day=row.first_day,
            last_day=row.last_day,
            became=row.became,
        )
    )
