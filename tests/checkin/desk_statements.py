"""A desk that reads invented cards: its key, the checks of a good card, and statements about them, any part of which may be changed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ansinh import checkin
from ansinh.kit import crypto, db
from ansinh.wire import presence
from tests.register.builders import officer

KEY, OTHER_KEY = crypto.new_ec_key(), crypto.new_ec_key()
DESK, OTHER_DESK = presence.desk_id(KEY), presence.desk_id(OTHER_KEY)
AUDIENCE = "http://gateway.test"
CITIZEN = "001185000001"  # of the one person of tests.register.builders
ESSENTIAL = (
    "sod_structure", "sod_signature", "signer_trusted", "signer_validity", "signer_revocation", "country", "card_expiry", "dg1_hash", "dg13_hash",
)  # fmt: skip
CHIP = ("dg14_hash", "chip_authentication")
AS_OFFICER = checkin.NamedOfficer(citizen_number=officer().citizen_number.value, full_name=officer().full_name)


def sod_of(number: str) -> str:
    """The hash of the security object of that person's one invented card."""
    return hashlib.sha256(f"an invented security object of {number}".encode()).hexdigest()


SOD = sod_of(CITIZEN)


def passed(*names: str) -> tuple[presence.CheckTold, ...]:
    return tuple(presence.CheckTold(name=name, outcome="successful") for name in names)


def checks_of(level: str, *, but: Iterable[presence.CheckTold] = ()) -> tuple[presence.CheckTold, ...]:
    """The checks of a card that is worth the level, with some of them otherwise."""
    told = {each.name: each for each in passed(*ESSENTIAL, *(CHIP if level == "chip_authenticated" else ()))}
    return tuple({**told, **{each.name: each for each in but}}.values())


def claims_about(challenge: str, *, at: datetime, number: str = CITIZEN, key: bytes = KEY, **changes: Any) -> presence.Claims:
    """A good reading of that person's card at that time."""
    level = changes.get("level", "chip_authenticated")
    values: dict[str, Any] = {
        "iss": presence.desk_id(key),
        "aud": AUDIENCE,
        "iat": int(at.timestamp()),
        "jti": "an-invented-statement",
        "challenge": challenge,
        "facility": "01001",
        "subject": presence.subject_of(challenge, number),
        "level": level,
        "policy": "hospital",
        "checks": checks_of(level),
        "hashes": {"sod": sod_of(number)},
        "access": "pace_can",
        **changes,
    }
    return presence.Claims(**values)


def stated(challenge: str, *, at: datetime, key: bytes = KEY, **changes: Any) -> str:
    """The same, signed by the desk."""
    return presence.write(claims_about(challenge, at=at, key=key, **changes), key)


def origin_of(facility_code: str = "01001") -> checkin.Origin:
    return checkin.Origin(facility_code=facility_code, account=f"{facility_code}_BV", interface="visits")


def open_desk(conn: db.Connection, key: bytes = KEY, *, now: datetime, name: str = "Quầy 1", **changes: Any) -> checkin.Desk:
    """A desk of the first facility, whose officer must be registered."""
    values: dict[str, Any] = {"officer": AS_OFFICER, "origin": origin_of(), **changes}
    return checkin.register_desk(conn, presence.public_jwk(key), name=name, now=now, **values)


def challenge_for(conn: db.Connection, key: bytes = KEY, *, now: datetime, facility_code: str = "01001") -> str:
    return checkin.new_challenge(conn, presence.desk_id(key), facility_code=facility_code, now=now).text
