"""Test facilities: a code of a range that no real facility has, an account name, a password, two officers. Opens no account itself.

Anybody may register one where the installation is a sandbox: so the number is bounded, and one form registers once.
"""

import re
from collections.abc import Callable
from datetime import datetime

from ansinh import audit
from ansinh.kit import db
from ansinh.kit.errors import Conflict, Refused
from ansinh.terms import FacilityCode
from ansinh.vendors.model import NewFacility, RegisteredFacility
from ansinh.vendors.store import facilities as store

MOST_FACILITIES = 900
_FIRST = 99_001
_LONGEST_NAME, _LONGEST_CONTACT = 80, 120
_CONTACT = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,80}\.[A-Za-z]{2,20}")
_PURPOSE = "test facility"


def register_facility(
    conn: db.Connection, *, name: str, contact: str, form: str, new_password: Callable[[], str], now: datetime
) -> NewFacility:
    """A new test facility for the caller to set up in the same transaction; its password is nowhere else.

    Raises Refused("name" or "contact" as field), Conflict("registered_already") for a form sent again, Refused("no_more_facilities").
    """
    name, contact = " ".join(name.split()), contact.strip()
    if not 3 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise Refused("facility_name", f"3 to {_LONGEST_NAME} characters", field="name")
    if len(contact) > _LONGEST_CONTACT or not _CONTACT.fullmatch(contact):
        raise Refused("facility_contact", "a mail address", field="contact")
    store.lock(conn)
    if store.is_used(conn, form):
        raise Conflict("registered_already", "this form has registered a facility already")
    last = store.last_code(conn)
    number = _FIRST if last is None else int(last) + 1
    if number >= _FIRST + MOST_FACILITIES:
        raise Refused("no_more_facilities", "all codes kept for tests are given")
    code = FacilityCode.parse(str(number))
    store.insert(conn, facility_code=code.value, name=name, contact=contact, form=form, registered_at=now)
    audit.append(
        conn,
        audit.Event(
            kind="vendors.facility_registered",
            at=now,
            actor=audit.Actor("system", "vendors"),
            subject=None,
            purpose=_PURPOSE,
            detail={"facility": code.value},
        ),
    )
    return NewFacility(code=code, name=name, username=f"{code.value}_BV", password=new_password(), officers=officers_of(code))


def registered_facility(conn: db.Connection, code: FacilityCode) -> RegisteredFacility | None:
    """The test facility of that code, None if it is none."""
    return store.facility(conn, code.value)


def officers_of(code: FacilityCode) -> tuple[tuple[str, str], ...]:
    """(name, citizen number) of one person and one kiosk. 099 is no province: the numbers are nobody's."""
    return (("Nguyễn Thị Thử Nghiệm", f"099190{code.value}1"), (f"Kiosk {code.value}", f"099090{code.value}2"))
