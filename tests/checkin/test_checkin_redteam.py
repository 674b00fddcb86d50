"""Attacks on presence that is proven: another person's card, a desk's name that is none, and everything at the same time."""

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from ansinh import checkin, register
from ansinh.checkin import Evidence, EvidenceLevel, StatedVisit
from ansinh.kit import db
from ansinh.kit.errors import NotFound, Refused
from ansinh.terms import PartialDate
from ansinh.wire import presence
from ansinh.wire.ledger import CheckedBy
from tests.checkin.desk_statements import AS_OFFICER, AUDIENCE, CITIZEN, DESK, KEY, challenge_for, open_desk, origin_of, stated
from tests.register.builders import card, citizen, facilities, insured, officer, person

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
BY_CHIP = Evidence(level=EvidenceLevel.CHIP_AUTHENTICATED, source=CheckedBy.CARD_CHIP, at=NOW)
TYPED = Evidence(level=EvidenceLevel.TYPED, source=CheckedBy.TYPED_IN, at=NOW)
CARD_HOLDER = "001190000018"  # has a chip card, and is nobody to the register
ABSENT = "001185000002"  # is insured, and was not there
FILE = checkin.Origin(facility_code="01001", account="01001_BV", interface="checkInKcbQd4750")


def enrolled(conn: db.Connection) -> None:
    facilities(conn)
    register.add_officers(conn, [officer()])
    absent = person(full_name="Trần Văn Bên", identifiers=(citizen(ABSENT), insured("0123456782")), cards=(card("DN4010123456782"),))
    register.enrol(conn, [person(), absent])
    open_desk(conn, now=NOW - timedelta(days=1))


@pytest.fixture
def agency(conn: db.Connection) -> db.Connection:
    enrolled(conn)
    return conn


def visit_by(number: str, full_name: str = "Nguyễn Thị Mẫu", *, visit_id: str = "HS-1") -> StatedVisit:
    return StatedVisit(
        visit_id=visit_id,
        key=number,
        full_name=full_name,
        birth_date=PartialDate(1985),
        category="1.1",
        care_kind="01",
        arrived_at=NOW - timedelta(minutes=5),
        content={"visit_id": visit_id, "person": {"number": number}, "full_name": full_name},
    )


def opened(conn: db.Connection, stating: StatedVisit, evidence: Evidence, statement: str | None) -> checkin.Taken:
    return checkin.open_visit(
        conn,
        stating,
        evidence=evidence,
        officer=AS_OFFICER,
        outage=None,
        origin=origin_of(),
        render=lambda told: told.outcome.value.encode(),
        now=NOW,
        presented=None if statement is None else checkin.Presented(statement=statement, audience=AUDIENCE),
    )


def added(conn: db.Connection, statement: str) -> checkin.Taken:
    return checkin.add_evidence(
        conn,
        "HS-1",
        evidence=BY_CHIP,
        officer=AS_OFFICER,
        content={"statement": statement},
        origin=origin_of(),
        render=lambda told: told.outcome.value.encode(),
        now=NOW,
        presented=checkin.Presented(statement=statement, audience=AUDIENCE),
    )


def said_by_file(conn: db.Connection, stating: StatedVisit) -> None:
    checkin.check_in(conn, [stating], origin=FILE, file=b"<xml/>", reply=b"taken", now=NOW)


def of_the_card_holder(conn: db.Connection) -> str:
    return stated(challenge_for(conn, now=NOW), at=NOW, number=CARD_HOLDER)


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code


def test_the_card_of_whom_a_visit_was_opened_for_does_not_prove_it_once_it_is_another_persons(agency: db.Connection) -> None:
    opened(agency, visit_by(CARD_HOLDER), TYPED, None)
    said_by_file(agency, visit_by(ABSENT, "Trần Văn Bên"))
    assert refusal(lambda: added(agency, of_the_card_holder(agency))) == "statement_other_person"
    assert checkin.visit_of(agency, "HS-1", facility_code="01001").proven_level is None


def test_naming_somebody_unknown_does_not_let_their_card_prove_the_visit_of_a_person_who_is_known(agency: db.Connection) -> None:
    said_by_file(agency, visit_by(ABSENT, "Trần Văn Bên"))
    statement = of_the_card_holder(agency)
    assert refusal(lambda: opened(agency, visit_by(CARD_HOLDER), BY_CHIP, statement)) == "statement_other_person"


def test_a_visit_that_turns_out_to_be_another_persons_loses_the_proof_of_whom_it_was_opened_for(agency: db.Connection) -> None:
    opened(agency, visit_by(CARD_HOLDER), BY_CHIP, of_the_card_holder(agency))
    said_by_file(agency, visit_by(ABSENT, "Trần Văn Bên"))
    assert checkin.visit_of(agency, "HS-1", facility_code="01001").proven_level is None


def test_the_card_of_whom_a_visit_was_opened_for_does_not_prove_it_once_a_file_says_it_is_somebody_else_unknown(
    agency: db.Connection,
) -> None:
    """Neither of the two is anybody to the register, so that what the facility says last decides, by whichever way it says it."""
    opened(agency, visit_by(CARD_HOLDER), BY_CHIP, of_the_card_holder(agency))
    said_by_file(agency, visit_by("001190000026", "Phạm Thị Khác"))
    assert checkin.visit_of(agency, "HS-1", facility_code="01001").proven_level is None
    assert refusal(lambda: added(agency, of_the_card_holder(agency))) == "statement_person_unknown"
    assert checkin.visit_of(agency, "HS-1", facility_code="01001").proven_level is None


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize("kid", ["A" * 42 + "\x00", "\ud800" * 43, "A" * 5_000, "Nguyễn Thị Mẫu 001185000001", DESK + "\n"])
def test_a_desk_whose_name_cannot_be_one_is_refused_and_never_written_down(agency: db.Connection, kid: str) -> None:
    head = base64url(json.dumps({"alg": "ES256", "kid": kid, "typ": presence.TYPE}).encode())
    statement = f"{head}.{base64url(b'{}')}.{base64url(bytes(64))}"
    with pytest.raises(Refused) as refused:
        opened(agency, visit_by(CITIZEN), BY_CHIP, statement)
    assert refused.value.code == "statement_unreadable"
    checkin.record_refusal(agency, refused.value, statement, origin=origin_of(), now=NOW)
    row = agency.execute("SELECT detail->>'desk' FROM audit.events WHERE kind = 'desk.statement_refused'").fetchone()
    assert row == ("",)


@pytest.mark.parametrize("desk_id", ["\x00", "A" * 42 + "\x00", "\ud800", "", DESK + "\n"])
def test_a_desk_whose_name_cannot_be_one_is_not_there_to_be_closed(agency: db.Connection, desk_id: str) -> None:
    with pytest.raises(NotFound):
        checkin.close_desk(agency, desk_id, facility_code="01001", by=origin_of().actor(), now=NOW)


def test_of_many_visits_at_once_one_challenge_proves_one(database: db.Database) -> None:
    with database.transaction() as conn:
        enrolled(conn)
        challenge = challenge_for(conn, now=NOW)
    statements = [stated(challenge, at=NOW, jti=f"statement-number-{number}") for number in range(6)]

    def attempt(number: int) -> str:
        try:
            with database.transaction() as conn:
                opened(conn, visit_by(CITIZEN, visit_id=f"HS-{number}"), BY_CHIP, statements[number])
        except Refused as refused:
            return refused.code
        return "proven"

    with ThreadPoolExecutor(6) as pool:
        ends = sorted(pool.map(attempt, range(6)))
    assert ends == ["proven", *["statement_challenge_used"] * 5]
    with database.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM checkin.proofs").fetchone() == (1,)


def test_a_desk_that_is_closed_at_the_same_moment_either_proves_or_is_refused(database: db.Database) -> None:
    with database.transaction() as conn:
        enrolled(conn)
        statement = stated(challenge_for(conn, now=NOW), at=NOW)
        unused = stated(challenge_for(conn, now=NOW), at=NOW, jti="another-statement")

    def prove() -> str:
        try:
            with database.transaction() as conn:
                opened(conn, visit_by(CITIZEN), BY_CHIP, statement)
        except Refused as refused:
            return refused.code
        return "proven"

    def close() -> None:
        with database.transaction() as conn:
            checkin.close_desk(conn, DESK, facility_code="01001", by=origin_of().actor(), now=NOW)

    with ThreadPoolExecutor(2) as pool:
        proving, closing = pool.submit(prove), pool.submit(close)
        closing.result()
    assert proving.result() in {"proven", "statement_desk_closed"}
    with database.transaction() as conn:
        assert refusal(lambda: opened(conn, visit_by(CITIZEN, visit_id="HS-2"), BY_CHIP, unused)) == "statement_desk_closed"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "A" * 43},
        {"aud": AUDIENCE + "/"},
        {"iat": int(NOW.timestamp()) + 3_600},
        {"iat": 2**39},
        {"challenge": base64url(bytes(32))},
        {"facility": "79014"},
        {"subject": base64url(bytes(32))},
        {"level": "chip_read"},
        {"policy": "lenient"},
        {"checks": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_claim_that_is_changed_after_signing_or_signed_otherwise_is_refused(agency: db.Connection, change: dict[str, object]) -> None:
    """By whoever holds the key: a claim that is signed otherwise than it must be. By anybody else: the signature no longer holds."""
    challenge = challenge_for(agency, now=NOW)
    head, payload, signature = stated(challenge, at=NOW).split(".")
    claims = {**json.loads(base64.urlsafe_b64decode(payload + "==")), **change}
    forged = f"{head}.{base64url(json.dumps(claims).encode())}.{signature}"
    assert refusal(lambda: opened(agency, visit_by(CITIZEN), BY_CHIP, forged)) == "statement_signature_wrong"
    signed = jws.serialize_compact({"alg": "ES256", "kid": DESK, "typ": presence.TYPE}, json.dumps(claims), ECKey.import_key(KEY))
    evidence = replace(BY_CHIP, level=EvidenceLevel.CHIP_READ)
    assert refusal(lambda: opened(agency, visit_by(CITIZEN), evidence, signed)).startswith(("statement_", "at_"))
