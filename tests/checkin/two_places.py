"""The same invented card at two facilities, each with a desk of its own; its statements, and the visits that they prove."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ansinh import checkin, register
from ansinh.checkin import Evidence, EvidenceLevel, StatedVisit
from ansinh.kit import crypto, db
from ansinh.terms import CitizenNumber, FacilityCode, PartialDate
from ansinh.wire import chip_verdicts, presence
from ansinh.wire.ledger import CheckedBy
from tests.checkin.desk_statements import AS_OFFICER, AUDIENCE, CITIZEN, KEY, OTHER_KEY, challenge_for, open_desk, origin_of, sod_of, stated
from tests.register.builders import facilities, officer, person

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HERE, THERE = "01001", "79014"
STRANGER = "001190000018"  # a number that the register does not know
THEIRS = checkin.NamedOfficer(citizen_number="079080000018", full_name="Lê Thị Đón")
SERVICE = crypto.new_ec_key()
BELIEVED: checkin.VerdictServices = {"police": chip_verdicts.public_keys(SERVICE)}
_OF = {HERE: (KEY, AS_OFFICER), THERE: (OTHER_KEY, THEIRS)}


def enrolled(conn: db.Connection) -> None:
    """One insured person, two facilities in two provinces, a desk at each."""
    facilities(conn)
    register.add_officers(conn, [officer()])
    with_desks(conn)
    register.enrol(conn, [person()])


def with_desks(conn: db.Connection) -> None:
    """A desk at each of the two facilities, which are there as the officer of the first is."""
    theirs = officer(facility_code=FacilityCode(THERE), citizen_number=CitizenNumber(THEIRS.citizen_number), full_name=THEIRS.full_name)
    register.add_officers(conn, [theirs])
    for facility_code, (key, named) in _OF.items():
        open_desk(conn, key, now=NOW - timedelta(days=1), officer=named, origin=origin_of(facility_code))


def statement_at(
    conn: db.Connection, facility_code: str, *, at: datetime, number: str = CITIZEN, is_confirmed: bool = False, **changes: Any
) -> str:
    """A statement made at that time for a challenge of ten seconds before, with a service's verdict if it is confirmed."""
    key, _ = _OF[facility_code]
    challenge = challenge_for(conn, key, now=at - timedelta(seconds=10), facility_code=facility_code)
    if is_confirmed:
        changes["verdict_jws"] = verdict_on(challenge, number=number, at=at, hashes=changes.get("hashes") or {"sod": sod_of(number)})
    if any(each.name == "active_authentication" for each in changes.get("checks", ())):
        changes["active"] = presence.Active(challenge=presence.card_challenge(challenge).hex(), signature="c2lnbmF0dXJl")
    return stated(challenge, at=at, key=key, facility=facility_code, number=number, **changes)


def verdict_on(challenge: str, *, number: str, at: datetime, hashes: Mapping[str, str]) -> str:
    verdict = chip_verdicts.Verdict(
        issuer="police",
        request_id="0123456789abcdef",
        nonce=presence.challenge_bytes(challenge),
        at=at,
        result="not_proven",
        checks=(("sod_signature", "successful", ""),),
        hashes=dict(hashes),
        subject=presence.subject_of(challenge, number),
    )
    return chip_verdicts.sign_verdict(verdict, SERVICE)


def open_at(
    conn: db.Connection,
    facility_code: str,
    visit_id: str = "HS-1",
    *,
    at: datetime = NOW,
    number: str = CITIZEN,
    statement: str | None = None,
    category: str = "1.1",
    **changes: Any,
) -> checkin.Taken:
    """A visit that is opened with a statement of the facility's desk, made at that time."""
    statement = statement or statement_at(conn, facility_code, at=at, number=number, **changes)
    told = {"visit_id": visit_id, "category": category, "person": {"number": number}}
    full_name = "Nguyễn Thị Mẫu" if number == CITIZEN else "Lê Văn Lạ"
    return checkin.open_visit(
        conn,
        StatedVisit(
            visit_id=visit_id,
            key=number,
            full_name=full_name,
            birth_date=PartialDate(1985),
            category=category,
            care_kind="01",
            arrived_at=at - MINUTE,
            content=told,
        ),
        evidence=Evidence(level=EvidenceLevel.CHIP_AUTHENTICATED, source=CheckedBy.CARD_CHIP, at=at),
        officer=_OF[facility_code][1],
        outage=None,
        origin=origin_of(facility_code),
        render=lambda opened: f"{opened.outcome.value} {[each.minutes for each in opened.visit.card_elsewhere]}".encode(),
        now=at,
        presented=checkin.Presented(statement=statement, audience=AUDIENCE, services=BELIEVED),
    )
