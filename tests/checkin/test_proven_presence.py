"""Presence proven by a desk's statement: taken once, for one visit, one facility and one person; whatever is off with it is refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansinh import audit, checkin, register
from ansinh.checkin import Evidence, EvidenceLevel, Moment, StatedVisit
from ansinh.chip import checks
from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound, Refused
from ansinh.terms import CitizenNumber, FacilityCode, PartialDate
from ansinh.wire import presence
from ansinh.wire.ledger import CheckedBy
from tests.checkin.desk_statements import (
    AS_OFFICER,
    AUDIENCE,
    CITIZEN,
    DESK,
    OTHER_KEY,
    SOD,
    challenge_for,
    checks_of,
    open_desk,
    origin_of,
    stated,
)
from tests.register.builders import card, citizen, facilities, insured, officer, person

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
BY_CHIP = Evidence(level=EvidenceLevel.CHIP_AUTHENTICATED, source=CheckedBy.CARD_CHIP, at=NOW, device="reader 1")
STRANGER = "001190000018"  # a number that the register does not know
NEIGHBOUR = "001185000002"


@pytest.fixture
def agency(conn: db.Connection) -> db.Connection:
    facilities(conn)
    theirs = officer(facility_code=FacilityCode("79014"), citizen_number=CitizenNumber("079080000009"), full_name="Lê Thị Đón")
    register.add_officers(conn, [officer(), theirs])
    neighbour = person(
        full_name="Trần Văn Bên",
        identifiers=(citizen(NEIGHBOUR), insured("0123456782")),
        cards=(card("DN4010123456782"),),
    )
    register.enrol(conn, [person(), neighbour])
    open_desk(conn, now=NOW - timedelta(days=1))
    return conn


def visit(key: str = CITIZEN, *, visit_id: str = "HS-1", full_name: str = "Nguyễn Thị Mẫu", **changes: Any) -> StatedVisit:
    content = {
        "visit_id": visit_id,
        "person": {"number": key},
        "full_name": full_name,
        **{name: str(each) for name, each in changes.items()},
    }
    values: dict[str, Any] = {"category": "1.1", "care_kind": "01", "arrived_at": NOW - timedelta(minutes=5), **changes}
    return StatedVisit(visit_id=visit_id, key=key, full_name=full_name, birth_date=PartialDate(1985), content=content, **values)


def open_visit(conn: db.Connection, statement: str | None, told: StatedVisit | None = None, **changes: Any) -> checkin.Taken:
    values: dict[str, Any] = {
        "evidence": BY_CHIP,
        "officer": AS_OFFICER,
        "outage": None,
        "origin": origin_of(),
        "render": _told,
        "now": NOW,
        "presented": None if statement is None else checkin.Presented(statement=statement, audience=AUDIENCE),
    }
    return checkin.open_visit(conn, told or visit(), **{**values, **changes})


def add(conn: db.Connection, statement: str | None, evidence: Evidence = BY_CHIP, **changes: Any) -> checkin.Taken:
    values: dict[str, Any] = {
        "evidence": evidence,
        "officer": AS_OFFICER,
        "content": {"level": evidence.level.name, "statement": statement},
        "origin": origin_of(),
        "render": _told,
        "now": NOW,
        "presented": None if statement is None else checkin.Presented(statement=statement, audience=AUDIENCE),
    }
    return checkin.add_evidence(conn, "HS-1", **{**values, **changes})


def kept(conn: db.Connection, visit_id: str = "HS-1") -> checkin.Visit:
    return checkin.visit_of(conn, visit_id, facility_code="01001")


def refusal(do: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code, refused.value.field


def proven(conn: db.Connection, **changes: Any) -> str:
    """A statement made now for a fresh challenge."""
    return stated(challenge_for(conn, now=NOW - timedelta(minutes=1)), at=NOW, **changes)


def _told(opened: checkin.Opened) -> bytes:
    level = opened.visit.proven_level
    return f"{opened.outcome.value} {'nothing' if level is None else level.name}".encode()


# What is proven


@pytest.mark.parametrize("level", ["chip_read", "chip_authenticated"])
def test_a_visit_is_proven_by_the_statement_of_a_registered_desk(agency: db.Connection, level: str) -> None:
    evidence = Evidence(level=EvidenceLevel[level.upper()], source=CheckedBy.CARD_CHIP, at=NOW)
    open_visit(agency, proven(agency, level=level), evidence=evidence)
    (told,) = kept(agency).evidence
    assert (told.level.name.lower(), told.is_proven, kept(agency).proven_level) == (level, True, evidence.level)
    assert told.proof is not None
    assert (told.proof.desk_id, told.proof.desk_name, told.proof.access, told.proof.made_at) == (DESK, "Quầy 1", "pace_can", NOW)


def test_what_no_desk_has_signed_is_stated_as_before(agency: db.Connection) -> None:
    open_visit(agency, None)
    assert (kept(agency).evidence_level, kept(agency).proven_level) == (EvidenceLevel.CHIP_AUTHENTICATED, None)


def test_of_a_statement_its_checks_are_kept_and_nothing_of_a_person(agency: db.Connection) -> None:
    open_visit(agency, proven(agency))
    (told,) = kept(agency).evidence
    assert told.proof is not None
    assert checks.Check("signer_trusted", checks.Outcome.SUCCESSFUL) in told.proof.checks
    row = agency.execute("SELECT to_jsonb(p)::text, sod_sha256 FROM checkin.proofs p").fetchone()
    assert row is not None
    assert row[1] == SOD
    assert CITIZEN not in row[0]
    assert "Mẫu" not in row[0]


def test_less_than_the_statement_proves_may_be_told(agency: db.Connection) -> None:
    evidence = Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.CARD_CHIP, at=NOW)
    open_visit(agency, proven(agency), evidence=evidence)
    assert kept(agency).proven_level is EvidenceLevel.CHIP_READ


def test_somebody_the_register_does_not_know_is_proven_by_their_number(agency: db.Connection) -> None:
    open_visit(agency, proven(agency, number=STRANGER), visit(STRANGER))
    assert (kept(agency).participant_id, kept(agency).proven_level) == (None, EvidenceLevel.CHIP_AUTHENTICATED)


def test_a_visit_named_by_an_insurance_card_is_proven_by_the_number_the_register_holds(agency: db.Connection) -> None:
    open_visit(agency, proven(agency), visit("DN4010123456789"))
    assert kept(agency).proven_level is EvidenceLevel.CHIP_AUTHENTICATED


def test_evidence_added_later_is_proven_too(agency: db.Connection) -> None:
    typed = Evidence(level=EvidenceLevel.TYPED, source=CheckedBy.TYPED_IN, at=NOW)
    for number, known in ((CITIZEN, "HS-1"), (STRANGER, "HS-2")):
        open_visit(agency, None, visit(number, visit_id=known), evidence=typed)
        statement = proven(agency, number=number)
        checkin.add_evidence(
            agency,
            known,
            evidence=BY_CHIP,
            officer=AS_OFFICER,
            content={"statement": statement},
            origin=origin_of(),
            render=_told,
            now=NOW,
            presented=checkin.Presented(statement=statement, audience=AUDIENCE),
        )
        assert kept(agency, known).proven_level is EvidenceLevel.CHIP_AUTHENTICATED


def test_who_is_looked_up_in_a_proven_visit_is_recorded_as_looked_up_by_chip(agency: db.Connection) -> None:
    open_visit(agency, proven(agency))
    look_up(agency)
    participant_id = kept(agency).participant_id
    assert participant_id is not None
    looked_up = next(each for each in audit.about(agency, participant_id) if each.kind == "coverage.looked_up")
    assert looked_up.detail["presence"] == "chip_authenticated"
    assert agency.execute("SELECT proven_level FROM checkin.visit_lookups").fetchall() == [(5,)]


def test_a_look_up_of_another_person_or_in_a_visit_only_stated_is_not_recorded_as_one_by_chip(agency: db.Connection) -> None:
    open_visit(agency, proven(agency))
    look_up(agency, key=NEIGHBOUR, full_name="Trần Văn Bên")
    open_visit(agency, None, visit(visit_id="HS-2"))
    look_up(agency, "HS-2")
    details = agency.execute("SELECT detail::text FROM audit.events WHERE kind = 'coverage.looked_up'").fetchall()
    assert len(details) == 2
    assert all("presence" not in detail for (detail,) in details)


def look_up(conn: db.Connection, visit_id: str = "HS-1", *, key: str = CITIZEN, full_name: str = "Nguyễn Thị Mẫu") -> None:
    question = checkin.Question(
        key=key,
        full_name=full_name,
        birth_date=PartialDate(1985, 3, 9),
        officer_name=AS_OFFICER.full_name,
        officer_number=AS_OFFICER.citizen_number,
        interface="visits/look-ups",
    )
    checkin.look_up_in_visit(conn, visit_id, question, moment=Moment.ARRIVAL, outage=None, origin=origin_of(), now=NOW)


# What is not


def revoked(*names: str) -> tuple[presence.CheckTold, ...]:
    return checks_of("chip_read", but=[presence.CheckTold(name=name, outcome="failed", reason="revoked") for name in names])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"facility": "79014"}, "statement_other_facility"),
        ({"aud": "http://elsewhere.test"}, "statement_other_audience"),
        ({"number": NEIGHBOUR}, "statement_other_person"),
        ({"policy": "lenient"}, "statement_policy_unknown"),
        ({"policy": "mine"}, "statement_policy_unknown"),
        ({"level": "chip_authenticated", "checks": checks_of("chip_read")}, "statement_level_wrong"),
        ({"level": "chip_read", "checks": checks_of("chip_authenticated")}, "statement_level_wrong"),
        ({"level": "chip_read", "checks": revoked("signer_revocation")}, "statement_level_wrong"),
        ({"level": "chip_read", "checks": revoked("dg13_hash")}, "statement_level_wrong"),
        ({"active": presence.Active(challenge="00" * 8)}, "statement_challenge_not_signed"),
        ({"at": NOW - timedelta(minutes=6, seconds=2)}, "statement_clock_wrong"),
        ({"at": NOW + timedelta(minutes=5, seconds=1)}, "statement_clock_wrong"),
    ],
)
def test_a_statement_that_does_not_prove_this_visit_is_refused(agency: db.Connection, changes: dict[str, Any], code: str) -> None:
    challenge = challenge_for(agency, now=NOW - timedelta(minutes=1))
    statement = stated(challenge, **{"at": NOW, **changes})
    evidence = Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.CARD_CHIP, at=min(changes.get("at", NOW), NOW))
    assert refusal(lambda: open_visit(agency, statement, evidence=evidence)) == (code, "evidence.statement")


def test_a_chip_that_signed_must_have_signed_this_challenge(agency: db.Connection) -> None:
    challenge = challenge_for(agency, now=NOW)
    signs = (*checks_of("chip_read"), presence.CheckTold(name="dg15_hash", outcome="successful"))
    signs = (*signs, presence.CheckTold(name="active_authentication", outcome="successful"))
    silent = stated(challenge, at=NOW, checks=signs)
    assert refusal(lambda: open_visit(agency, silent)) == ("statement_challenge_not_signed", "evidence.statement")
    answered = presence.Active(challenge=presence.card_challenge(challenge).hex(), signature="c2lnbmF0dXJl")
    open_visit(agency, stated(challenge, at=NOW, checks=signs, active=answered))
    assert kept(agency).proven_level is EvidenceLevel.CHIP_AUTHENTICATED


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (Evidence(level=EvidenceLevel.CHIP_AND_FACE, source=CheckedBy.CARD_CHIP, at=NOW), ("level_above_statement", "evidence.level")),
        (
            Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.AUTHENTICATION_SERVICE, at=NOW),
            ("source_not_chip", "evidence.source"),
        ),
        (
            Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.CARD_CHIP, at=NOW - timedelta(minutes=16)),
            ("at_not_of_statement", "evidence.at"),
        ),
    ],
)
def test_a_statement_proves_no_more_than_it_says(agency: db.Connection, evidence: Evidence, told: tuple[str, str]) -> None:
    assert refusal(lambda: open_visit(agency, proven(agency), evidence=evidence)) == told


def test_a_visit_that_names_nobody_by_number_cannot_be_proven(agency: db.Connection) -> None:
    statement = proven(agency)
    assert refusal(lambda: open_visit(agency, statement, visit(""))) == ("statement_person_unknown", "evidence.statement")


def test_a_key_that_the_facility_has_not_registered_is_not_believed(agency: db.Connection) -> None:
    statement = stated(challenge_for(agency, now=NOW), at=NOW, key=OTHER_KEY)
    assert refusal(lambda: open_visit(agency, statement)) == ("statement_desk_unknown", "evidence.statement")


def test_a_desk_of_another_facility_is_nobodys_here(agency: db.Connection) -> None:
    theirs = checkin.NamedOfficer(citizen_number="079080000009", full_name="Lê Thị Đón")
    open_desk(agency, OTHER_KEY, now=NOW, officer=theirs, origin=origin_of("79014"))
    challenge = challenge_for(agency, OTHER_KEY, now=NOW, facility_code="79014")
    statement = stated(challenge, at=NOW, key=OTHER_KEY)
    assert refusal(lambda: open_visit(agency, statement)) == ("statement_desk_unknown", "evidence.statement")
    with pytest.raises(NotFound):
        checkin.new_challenge(agency, presence.desk_id(OTHER_KEY), facility_code="01001", now=NOW)


def test_a_challenge_given_to_another_desk_of_the_facility_does_not_serve(agency: db.Connection) -> None:
    open_desk(agency, OTHER_KEY, now=NOW, name="Quầy 2")
    statement = stated(challenge_for(agency, now=NOW), at=NOW, key=OTHER_KEY)
    assert refusal(lambda: open_visit(agency, statement)) == ("statement_challenge_unknown", "evidence.statement")


def test_a_signature_that_is_not_the_desks_is_refused(agency: db.Connection) -> None:
    head, payload, _ = proven(agency).split(".")
    other = proven(agency).split(".")[2]
    assert refusal(lambda: open_visit(agency, f"{head}.{payload}.{other}")) == ("statement_signature_wrong", "evidence.statement")


@pytest.mark.parametrize("statement", ["x", "a.b.c", "", "é" * 10])
def test_what_is_no_statement_at_all_is_refused(agency: db.Connection, statement: str) -> None:
    assert refusal(lambda: open_visit(agency, statement)) == ("statement_unreadable", "evidence.statement")


def test_a_challenge_is_good_for_ten_minutes_and_not_longer(agency: db.Connection) -> None:
    challenge = challenge_for(agency, now=NOW - checkin.CHALLENGE_GOOD_FOR)
    statement = stated(challenge, at=NOW - timedelta(minutes=1))
    assert refusal(lambda: open_visit(agency, statement)) == ("statement_challenge_expired", "evidence.statement")
    open_visit(agency, statement, now=NOW - timedelta(seconds=1))
    assert kept(agency).proven_level is EvidenceLevel.CHIP_AUTHENTICATED


def test_a_challenge_serves_one_statement_only(agency: db.Connection) -> None:
    challenge = challenge_for(agency, now=NOW)
    open_visit(agency, stated(challenge, at=NOW))
    for again in (stated(challenge, at=NOW), stated(challenge, at=NOW, jti="another-statement")):
        code = refusal(lambda again=again: open_visit(agency, again, visit(visit_id="HS-2")))  # type: ignore[misc]
        assert code == ("statement_challenge_used", "evidence.statement")


def test_clocks_may_differ_by_five_minutes(agency: db.Connection) -> None:
    for visit_id, off in (("HS-1", timedelta(minutes=5)), ("HS-2", timedelta(minutes=-5))):
        at = NOW + off
        statement = stated(challenge_for(agency, now=NOW), at=at)
        told = Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.CARD_CHIP, at=at)
        open_visit(agency, statement, visit(visit_id=visit_id), evidence=told)
        assert kept(agency, visit_id).proven_level is EvidenceLevel.CHIP_READ


# Again, corrected, closed


def test_a_repeat_is_answered_like_the_first_and_asks_for_no_second_challenge(agency: db.Connection) -> None:
    statement = proven(agency)
    first = open_visit(agency, statement)
    again = open_visit(agency, statement, now=NOW + timedelta(hours=1))
    assert (again.reply, again.is_repeat) == (first.reply, True)
    assert len(kept(agency).evidence) == 1


def test_a_correction_of_other_things_keeps_the_proof_and_its_one_piece_of_evidence(agency: db.Connection) -> None:
    statement = proven(agency)
    open_visit(agency, statement)
    taken = open_visit(agency, statement, visit(category="1.3"), now=NOW + timedelta(hours=1))
    assert (taken.reply, taken.corrected) == (b"corrected CHIP_AUTHENTICATED", 1)
    assert (kept(agency).category, len(kept(agency).evidence)) == ("1.3", 1)


def test_evidence_added_again_with_its_statement_changes_nothing(agency: db.Connection) -> None:
    statement = proven(agency)
    open_visit(agency, None, evidence=Evidence(level=EvidenceLevel.TYPED, source=CheckedBy.TYPED_IN, at=NOW))
    first = add(agency, statement)
    assert add(agency, statement) == checkin.Taken(reply=first.reply, is_repeat=True)
    assert len(kept(agency).evidence) == 2


def test_a_visit_corrected_to_another_person_is_proven_no_more_until_it_is_corrected_back(agency: db.Connection) -> None:
    open_visit(agency, proven(agency))
    neighbour = visit(NEIGHBOUR, full_name="Trần Văn Bên")
    assert open_visit(agency, None, neighbour).reply == b"corrected nothing"
    assert [each.is_proven for each in kept(agency).evidence] == [False, False]
    back = open_visit(agency, None, visit("DN4010123456789"))
    assert back.reply == b"corrected CHIP_AUTHENTICATED"


def test_who_is_looked_up_in_a_visit_that_became_theirs_was_not_looked_up_by_chip(agency: db.Connection) -> None:
    open_visit(agency, proven(agency))
    open_visit(agency, None, visit(NEIGHBOUR, full_name="Trần Văn Bên"))
    look_up(agency, key=NEIGHBOUR, full_name="Trần Văn Bên")
    (row,) = agency.execute("SELECT detail::text FROM audit.events WHERE kind = 'coverage.looked_up'").fetchall()
    assert "presence" not in row[0]
    assert agency.execute("SELECT proven_level FROM checkin.visit_lookups").fetchall() == [(None,)]


def test_a_correction_to_another_person_cannot_bring_the_statement_along(agency: db.Connection) -> None:
    statement = proven(agency)
    open_visit(agency, statement)
    neighbour = visit(NEIGHBOUR, full_name="Trần Văn Bên")
    assert refusal(lambda: open_visit(agency, statement, neighbour))[0] == "statement_other_person"


def test_a_file_that_says_it_was_another_person_takes_the_proof_away_too(agency: db.Connection) -> None:
    open_visit(agency, proven(agency))
    origin = checkin.Origin(facility_code="01001", account="01001_BV", interface="checkInKcbQd4750")
    checkin.check_in(agency, [visit(NEIGHBOUR, full_name="Trần Văn Bên")], origin=origin, file=b"<xml/>", reply=b"first", now=NOW)
    assert kept(agency).proven_level is None


def test_a_look_up_that_gives_a_visit_its_person_takes_away_the_proof_of_somebody_else(agency: db.Connection) -> None:
    open_visit(agency, proven(agency, number=STRANGER), visit(STRANGER))
    look_up(agency)
    assert (kept(agency).participant_id is None, kept(agency).proven_level) == (False, None)


def test_what_a_closed_desk_signs_counts_no_more_and_what_it_proved_stays(agency: db.Connection) -> None:
    before, unused = proven(agency), proven(agency)
    open_visit(agency, before)
    checkin.close_desk(agency, DESK, facility_code="01001", by=origin_of().actor(), now=NOW)
    assert refusal(lambda: open_visit(agency, unused, visit(visit_id="HS-2"))) == ("statement_desk_closed", "evidence.statement")
    assert open_visit(agency, before, visit(category="1.3")).reply == b"corrected CHIP_AUTHENTICATED"
    with pytest.raises(Conflict) as refused:
        checkin.new_challenge(agency, DESK, facility_code="01001", now=NOW)
    assert refused.value.code == "desk_closed"


# Desks


def test_a_desk_that_registers_again_is_the_same_desk(agency: db.Connection) -> None:
    again = open_desk(agency, now=NOW, name="Quầy khác")
    assert (again.desk_id, again.name, again.registered_at) == (DESK, "Quầy 1", NOW - timedelta(days=1))
    assert [each.desk for each in checkin.desks_of(agency, facility_code="01001")] == [again]
    assert agency.execute("SELECT kind FROM audit.events WHERE kind LIKE 'desk.%'").fetchall() == [("desk.registered",)]


def test_a_key_whose_desk_was_closed_is_never_a_desk_again(agency: db.Connection) -> None:
    for _ in range(2):
        checkin.close_desk(agency, DESK, facility_code="01001", by=origin_of().actor(), now=NOW)
    with pytest.raises(Conflict) as refused:
        open_desk(agency, now=NOW)
    assert (refused.value.code, refused.value.field) == ("desk_closed", "public_key")
    assert agency.execute("SELECT count(*) FROM audit.events WHERE kind = 'desk.closed'").fetchone() == (1,)


def test_a_desk_of_another_facility_cannot_be_closed_or_seen(agency: db.Connection) -> None:
    with pytest.raises(NotFound):
        checkin.close_desk(agency, DESK, facility_code="79014", by=origin_of("79014").actor(), now=NOW)
    assert checkin.desks_of(agency, facility_code="79014") == []
    assert checkin.desks_of(agency, facility_code="01001")[0].desk.closed_at is None


@pytest.mark.parametrize(
    ("key", "changes", "field"),
    [
        ({"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}, {}, "public_key"),
        (None, {"officer": checkin.NamedOfficer(citizen_number="001080000001", full_name="Trần Văn Tiếp")}, "officer.citizen_number"),
        (None, {"officer": checkin.NamedOfficer(citizen_number="001080000009", full_name="Lê Thị Khác")}, "officer.full_name"),
    ],
)
def test_only_an_officer_of_the_facility_registers_a_desk_and_only_with_a_key(
    agency: db.Connection, key: dict[str, str] | None, changes: dict[str, Any], field: str
) -> None:
    public = key or presence.public_jwk(OTHER_KEY)
    values: dict[str, Any] = {"officer": AS_OFFICER, "origin": origin_of(), **changes}
    assert refusal(lambda: checkin.register_desk(agency, public, name="Quầy 2", now=NOW, **values))[1] == field


def test_a_facility_has_a_bounded_number_of_open_desks(agency: db.Connection) -> None:
    agency.execute(
        """
        INSERT INTO checkin.desks (facility_code, desk_id, name, public_key, registered_by, registered_at)
        SELECT '01001', lpad(each::text, 43, 'x'), 'Quầy', '{}', 1, %(now)s FROM generate_series(2, %(most)s) AS each
        """,
        {"now": NOW, "most": checkin.MOST_OPEN_DESKS},
    )
    with pytest.raises(Conflict) as refused:
        open_desk(agency, OTHER_KEY, now=NOW)
    assert refused.value.code == "too_many_desks"


def test_desks_are_listed_with_what_they_have_proven_open_ones_first(agency: db.Connection) -> None:
    open_visit(agency, proven(agency))
    open_desk(agency, OTHER_KEY, now=NOW, name="Quầy 2")
    checkin.close_desk(agency, DESK, facility_code="01001", by=origin_of().actor(), now=NOW)
    listed = checkin.desks_of(agency, facility_code="01001")
    assert [(each.desk.name, each.proofs, each.last_proof_at) for each in listed] == [("Quầy 2", 0, None), ("Quầy 1", 1, NOW)]


def test_challenges_are_forgotten_a_day_after_they_expired(agency: db.Connection) -> None:
    statement = proven(agency)
    challenge_for(agency, now=NOW - timedelta(days=1, minutes=11))
    checkin.purge_challenges(agency, now=NOW)
    assert agency.execute("SELECT count(*) FROM checkin.challenges").fetchone() == (1,)
    open_visit(agency, statement)
    assert kept(agency).proven_level is EvidenceLevel.CHIP_AUTHENTICATED


def test_a_challenge_is_not_kept_where_it_could_be_read(agency: db.Connection) -> None:
    challenge = challenge_for(agency, now=NOW)
    row = agency.execute("SELECT to_jsonb(c)::text FROM checkin.challenges c").fetchone()
    assert row is not None
    assert challenge not in row[0]
