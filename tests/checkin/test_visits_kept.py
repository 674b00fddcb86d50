"""Visits in the database: what is kept, what counts, who sees it, and that it is audited in the same transaction."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ansinh import audit, checkin, register
from ansinh.checkin import Evidence, EvidenceLevel, Moment, NamedOfficer, Opened, Origin, Outage, StatedVisit
from ansinh.kit import db
from ansinh.kit.errors import NotFound, Refused
from ansinh.terms import CitizenNumber, FacilityCode, PartialDate
from ansinh.wire.ledger import CheckedBy
from tests.register.builders import card, facilities, insured, officer, person

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
HERE = Origin(facility_code="01001", account="01001_BV", interface="visits")
THERE = Origin(facility_code="79014", account="79014_BV", interface="visits")
OFFICER = NamedOfficer(citizen_number="001080000009", full_name="Trần Văn Tiếp")
THEIR_OFFICER = NamedOfficer(citizen_number="079080000009", full_name="Lê Thị Đón")
BY_CHIP = Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.CARD_CHIP, at=NOW, device="reader 1")
OUTAGE = Outage(since=NOW - timedelta(hours=1), error_code="502", attempts=3)
CARD = "DN4010123456789"


@pytest.fixture
def agency(conn: db.Connection) -> db.Connection:
    facilities(conn)
    theirs = officer(facility_code=FacilityCode("79014"), citizen_number=CitizenNumber("079080000009"), full_name="Lê Thị Đón")
    register.add_officers(conn, [officer(), theirs])
    register.enrol(conn, [person()])
    return conn


def stated(visit_id: str = "HS-1", **changes: Any) -> StatedVisit:
    values: dict[str, Any] = {
        "key": CARD,
        "full_name": "NGUYEN THI MAU",
        "birth_date": PartialDate(1985),
        "category": "1.1",
        "care_kind": "01",
        "arrived_at": NOW - timedelta(minutes=30),
        **changes,
    }
    return StatedVisit(visit_id=visit_id, content={"visit_id": visit_id, **{name: str(value) for name, value in changes.items()}}, **values)


def check_in(conn: db.Connection, *visits: StatedVisit, reply: bytes = b"first", now: datetime = NOW) -> checkin.Taken:
    origin = Origin(facility_code="01001", account="01001_BV", interface="checkInKcbQd4750")
    return checkin.check_in(conn, visits or (stated(),), origin=origin, file=b"<xml/>", reply=reply, now=now)


def open_visit(conn: db.Connection, visit: StatedVisit | None = None, **changes: Any) -> checkin.Taken:
    values: dict[str, Any] = {"evidence": BY_CHIP, "officer": OFFICER, "outage": None, "origin": HERE, "render": _told, "now": NOW}
    return checkin.open_visit(conn, visit or stated(), **{**values, **changes})


def question(**changes: Any) -> checkin.Question:
    values: dict[str, Any] = {
        "key": CARD,
        "full_name": "Nguyễn Thị Mẫu",
        "birth_date": PartialDate(1985, 3, 9),
        "officer_name": OFFICER.full_name,
        "officer_number": OFFICER.citizen_number,
        "interface": "visits/look-ups",
    }
    return checkin.Question(**{**values, **changes})


def kept(conn: db.Connection, visit_id: str = "HS-1") -> checkin.Visit:
    return checkin.visit_of(conn, visit_id, facility_code="01001")


def events(conn: db.Connection) -> list[str]:
    rows = conn.execute("SELECT kind FROM audit.events ORDER BY seq").fetchall()
    return [row[0] for row in rows]


def _told(opened: Opened) -> bytes:
    warned = ",".join(f"{each.reason.value} {each.facility_code}" for each in opened.warnings)
    return f"{opened.visit.visit_id} {opened.outcome.value} {warned}".strip().encode()


# By file


def test_a_checked_in_visit_is_kept_with_whom_it_is_about_and_audited(agency: db.Connection) -> None:
    assert check_in(agency) == checkin.Taken(reply=b"first")
    visit = kept(agency)
    assert (visit.category, visit.care_kind, visit.arrived_at) == ("1.1", "01", NOW - timedelta(minutes=30))
    assert visit.participant_id is not None
    (entry,) = audit.about(agency, visit.participant_id)
    assert (entry.kind, entry.actor.id, entry.detail) == (
        "visit.opened",
        "01001",
        {"interface": "checkInKcbQd4750", "visit": visit.visit_no},
    )


def test_a_file_adds_no_evidence_of_who_was_there(agency: db.Connection) -> None:
    check_in(agency)
    assert kept(agency).evidence_level is None


@pytest.mark.parametrize(
    "changes", [{"full_name": "Lê Thị Khác"}, {"birth_date": PartialDate(1986)}, {"key": ""}, {"key": "DN4010000000000"}]
)
def test_a_visit_of_somebody_the_number_does_not_lead_to_is_kept_without_a_person(agency: db.Connection, changes: dict[str, Any]) -> None:
    check_in(agency, stated(**changes))
    assert kept(agency).participant_id is None


def test_a_repeat_is_answered_with_the_bytes_of_the_first_and_keeps_nothing(agency: db.Connection) -> None:
    check_in(agency)
    before = events(agency)
    assert check_in(agency, reply=b"second", now=NOW + timedelta(hours=1)) == checkin.Taken(reply=b"first", is_repeat=True)
    assert events(agency) == before
    assert _count(agency) == (1, 1)


def test_the_same_visits_in_another_order_are_a_repeat(agency: db.Connection) -> None:
    check_in(agency, stated("HS-1"), stated("HS-2"))
    assert check_in(agency, stated("HS-2"), stated("HS-1"), reply=b"second").is_repeat


def test_a_correction_is_kept_beside_the_former_and_counts(agency: db.Connection) -> None:
    check_in(agency)
    assert check_in(agency, stated(category="1.3"), reply=b"second") == checkin.Taken(reply=b"second", corrected=1)
    assert kept(agency).category == "1.3"
    assert events(agency) == ["visit.opened", "visit.corrected"]
    assert _count(agency) == (2, 2)


def test_what_an_older_statement_said_is_a_correction_again(agency: db.Connection) -> None:
    check_in(agency)
    check_in(agency, stated(category="1.3"), reply=b"second")
    assert check_in(agency, reply=b"third") == checkin.Taken(reply=b"third", corrected=1)
    assert kept(agency).category == "1.1"
    assert check_in(agency, reply=b"fourth") == checkin.Taken(reply=b"third", is_repeat=True)


def test_a_correction_may_take_the_person_back(agency: db.Connection) -> None:
    check_in(agency)
    check_in(agency, stated(key="DN4010000000000"))
    assert kept(agency).participant_id is None


def test_a_file_with_one_visit_known_and_one_new_takes_the_new_one(agency: db.Connection) -> None:
    check_in(agency)
    assert check_in(agency, stated("HS-1"), stated("HS-2"), reply=b"second") == checkin.Taken(reply=b"second")
    assert check_in(agency, reply=b"third") == checkin.Taken(reply=b"first", is_repeat=True)
    assert check_in(agency, stated("HS-1"), stated("HS-2"), reply=b"fourth") == checkin.Taken(reply=b"second", is_repeat=True)
    assert events(agency) == ["visit.opened", "visit.opened"]


def test_two_facilities_may_use_the_same_visit_id(agency: db.Connection) -> None:
    check_in(agency)
    open_visit(agency, stated(category="1.5"), officer=THEIR_OFFICER, origin=THERE)
    assert (kept(agency).category, checkin.visit_of(agency, "HS-1", facility_code="79014").category) == ("1.1", "1.5")


def test_the_file_is_kept_as_it_came(agency: db.Connection) -> None:
    check_in(agency)
    assert agency.execute("SELECT file FROM checkin.submissions").fetchall() == [(b"<xml/>",)]


def test_what_is_acknowledged_waits_for_the_disk(agency: db.Connection) -> None:
    for take in (check_in, open_visit):  # on a connection of an installation whose look-ups do not
        agency.execute("SET LOCAL synchronous_commit TO off")
        take(agency)
        assert agency.execute("SHOW synchronous_commit").fetchone() == ("on",)


# Through our own interface


def test_a_visit_is_opened_with_evidence_by_an_officer(agency: db.Connection) -> None:
    assert open_visit(agency).reply == b"HS-1 new"
    visit = kept(agency)
    (evidence,) = visit.evidence
    assert (evidence.level, evidence.source, evidence.at, evidence.device) == (
        EvidenceLevel.CHIP_READ,
        CheckedBy.CARD_CHIP,
        NOW,
        "reader 1",
    )
    assert evidence.officer_id is not None
    assert visit.evidence_level is EvidenceLevel.CHIP_READ
    assert events(agency) == ["visit.opened", "visit.evidence_added"]


def test_a_repeat_of_an_opening_is_answered_like_the_first_and_a_correction_says_so(agency: db.Connection) -> None:
    open_visit(agency)
    assert open_visit(agency) == checkin.Taken(reply=b"HS-1 new", is_repeat=True)
    assert open_visit(agency, stated(category="1.3")) == checkin.Taken(reply=b"HS-1 corrected", corrected=1)
    assert kept(agency).category == "1.3"


def test_only_an_emergency_is_opened_without_evidence(agency: db.Connection) -> None:
    with pytest.raises(Refused) as refused:
        open_visit(agency, evidence=None)
    assert (refused.value.code, refused.value.field) == ("evidence_missing", "evidence")
    assert open_visit(agency, stated(category="2"), evidence=None).reply == b"HS-1 new"


@pytest.mark.parametrize(
    ("named", "code", "field"),
    [
        (NamedOfficer(citizen_number="001080000001", full_name="Trần Văn Tiếp"), "officer_not_registered", "officer.citizen_number"),
        (THEIR_OFFICER, "officer_not_registered", "officer.citizen_number"),
        (NamedOfficer(citizen_number="001080000009", full_name="Lê Thị Khác"), "officer_name_wrong", "officer.full_name"),
    ],
)
def test_an_officer_who_is_not_the_facilitys_opens_nothing(agency: db.Connection, named: NamedOfficer, code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        open_visit(agency, officer=named)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_visit_in_the_future_is_refused(agency: db.Connection) -> None:
    with pytest.raises(Refused) as refused:
        open_visit(agency, stated(arrived_at=NOW + timedelta(minutes=6)))
    assert (refused.value.code, refused.value.field) == ("in_the_future", "arrived_at")


def test_a_file_about_a_visit_that_is_open_says_more_of_it_and_keeps_its_person(agency: db.Connection) -> None:
    open_visit(agency)
    check_in(agency, stated(key="", admitted_at=NOW, category="1.15"))
    visit = kept(agency)
    assert (visit.category, visit.admitted_at, visit.evidence_level) == ("1.15", NOW, EvidenceLevel.CHIP_READ)
    assert visit.participant_id is not None
    assert events(agency)[-1] == "visit.restated"


def test_the_person_being_elsewhere_is_warned_of(agency: db.Connection) -> None:
    open_visit(agency)
    assert open_visit(agency, stated("T-1"), officer=THEIR_OFFICER, origin=THERE).reply == b"T-1 new checked_in_elsewhere 01001"


def test_having_been_looked_up_elsewhere_is_warned_of(agency: db.Connection) -> None:
    checkin.look_up(agency, question(), account="01001_BV", now=NOW - timedelta(hours=1))
    assert open_visit(agency, stated("T-1"), officer=THEIR_OFFICER, origin=THERE).reply == b"T-1 new looked_up_elsewhere 01001"


def test_a_visit_of_nobody_we_know_is_warned_of_nothing(agency: db.Connection) -> None:
    open_visit(agency)
    assert open_visit(agency, stated("T-1", full_name="Lê Thị Khác"), officer=THEIR_OFFICER, origin=THERE).reply == b"T-1 new"


def add(conn: db.Connection, evidence: Evidence, visit_id: str = "HS-1", **changes: Any) -> checkin.Taken:
    values: dict[str, Any] = {"officer": OFFICER, "content": str(evidence), "origin": HERE, "render": _told, "now": NOW}
    return checkin.add_evidence(conn, visit_id, evidence=evidence, **{**values, **changes})


def test_evidence_is_added_and_the_same_piece_again_changes_nothing(agency: db.Connection) -> None:
    open_visit(agency)
    face = Evidence(level=EvidenceLevel.CHIP_AND_FACE, source=CheckedBy.CARD_CHIP, at=NOW)
    assert add(agency, face) == checkin.Taken(reply=b"HS-1 new")
    assert add(agency, face) == checkin.Taken(reply=b"HS-1 new", is_repeat=True)
    assert len(kept(agency).evidence) == 2
    assert kept(agency).evidence_level is EvidenceLevel.CHIP_AND_FACE


def test_an_end_may_be_repeated_and_corrected(agency: db.Connection) -> None:
    open_visit(agency)
    first, second = NOW, NOW - timedelta(minutes=5)
    assert end(agency, first) == checkin.Taken(reply=b"HS-1 new")
    assert end(agency, first).is_repeat
    assert end(agency, second) == checkin.Taken(reply=b"HS-1 corrected", corrected=1)
    assert kept(agency).ended_at == second
    assert events(agency)[-2:] == ["visit.ended", "visit.corrected"]


def end(conn: db.Connection, at: datetime, visit_id: str = "HS-1", origin: Origin = HERE) -> checkin.Taken:
    return checkin.end_visit(conn, visit_id, ended_at=at, origin=origin, render=_told, now=NOW)


def test_the_person_sees_each_act_of_the_facility_by_its_name(agency: db.Connection) -> None:
    open_visit(agency)
    add(agency, Evidence(level=EvidenceLevel.CHIP_AND_FACE, source=CheckedBy.CARD_CHIP, at=NOW))
    end(agency, NOW)
    participant_id = kept(agency).participant_id
    assert participant_id is not None
    seen = [(entry.kind, entry.actor.name) for entry in audit.about(agency, participant_id)]
    kinds = ["visit.ended", "visit.evidence_added", "visit.evidence_added", "visit.opened"]
    assert seen == [(kind, "Bệnh viện Mẫu Một") for kind in kinds]


def test_a_visit_does_not_end_before_it_began_nor_in_the_future(agency: db.Connection) -> None:
    open_visit(agency)
    for at, code in ((NOW - timedelta(hours=1), "before_arrival"), (NOW + timedelta(hours=1), "in_the_future")):
        with pytest.raises(Refused) as refused:
            end(agency, at)
        assert (refused.value.code, refused.value.field) == (code, "ended_at")


def look_up(conn: db.Connection, visit_id: str = "HS-1", **changes: Any) -> checkin.LookedUpInVisit:
    values: dict[str, Any] = {"moment": Moment.CLOSING, "outage": None, "origin": HERE, "now": NOW}
    options = {name: changes.pop(name) for name in tuple(changes) if name in values}
    return checkin.look_up_in_visit(conn, visit_id, question(**changes), **{**values, **options})


def test_a_lookup_is_made_at_each_of_three_moments_and_kept_with_the_visit(agency: db.Connection) -> None:
    open_visit(agency)
    for moment in Moment:
        look_up(agency, moment=moment)
    assert [(each.moment, each.code) for each in kept(agency).lookups] == [(moment, "000") for moment in Moment]
    assert events(agency).count("coverage.looked_up") == 3


def test_a_lookup_in_a_visit_tells_the_copayment_of_the_year(agency: db.Connection) -> None:
    open_visit(agency)
    copayment = look_up(agency).copayment
    assert copayment is not None
    assert copayment.paid == 0


def test_a_refused_lookup_is_kept_with_the_visit_and_tells_nothing(agency: db.Connection) -> None:
    open_visit(agency)
    looked_up = look_up(agency, full_name="Lê Thị Khác")
    assert (looked_up.answer.decision.coverage, looked_up.copayment, looked_up.warnings) == (None, None, ())
    assert [each.code for each in kept(agency).lookups] == ["060"]


def test_a_lookup_of_another_person_is_recorded_and_not_attached(agency: db.Connection) -> None:
    other = person(full_name="Phạm Văn Khác", identifiers=(insured("0123456780"),), cards=(card("DN4010123456780"),))
    register.enrol(agency, [other])
    open_visit(agency)
    looked_up = look_up(agency, key="DN4010123456780", full_name="Phạm Văn Khác")
    assert looked_up.is_another_person
    assert kept(agency).lookups == ()
    assert (looked_up.copayment, looked_up.warnings) == (None, ())
    assert "coverage.looked_up" in events(agency)


def test_a_visit_opened_while_the_gateway_was_down_gets_its_lookup_afterwards(agency: db.Connection) -> None:
    open_visit(agency, stated(key=""), outage=OUTAGE)
    visit = kept(agency)
    assert (visit.outages, visit.awaits_lookup, visit.participant_id) == ((OUTAGE,), True, None)
    look_up(agency, moment=Moment.ARRIVAL)
    visit = kept(agency)
    assert (visit.outages, visit.awaits_lookup) == ((OUTAGE,), False)
    assert visit.participant_id is not None


def test_an_outage_told_again_is_told_anew(agency: db.Connection) -> None:
    open_visit(agency, outage=OUTAGE)
    later = Outage(since=OUTAGE.since, error_code="timeout", attempts=9)
    look_up(agency, outage=later)
    assert kept(agency).outages == (later,)


# Whose visits


def test_another_facilitys_visit_is_not_there(agency: db.Connection) -> None:
    open_visit(agency)
    face = Evidence(level=EvidenceLevel.CHIP_AND_FACE, source=CheckedBy.CARD_CHIP, at=NOW)
    attempts: list[Callable[[], object]] = [
        lambda: checkin.visit_of(agency, "HS-1", facility_code="79014"),
        lambda: add(agency, face, officer=THEIR_OFFICER, origin=THERE),
        lambda: end(agency, NOW, origin=THERE),
        lambda: look_up(agency, origin=THERE),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert checkin.visits_since(agency, facility_code="79014", since=NOW - timedelta(days=1)) == []
    assert len(kept(agency).evidence) == 1


def test_visits_are_read_in_the_order_of_opening_page_by_page(agency: db.Connection) -> None:
    for number in range(5):
        check_in(agency, stated(f"HS-{number}"), now=NOW + timedelta(minutes=number // 2))
    since = NOW + timedelta(minutes=1)
    first = checkin.visits_since(agency, facility_code="01001", since=since, limit=2)
    second = checkin.visits_since(agency, facility_code="01001", since=since, after=first[-1].visit_no, limit=2)
    assert [each.visit_id for each in (*first, *second)] == ["HS-2", "HS-3", "HS-4"]


def _count(conn: db.Connection) -> tuple[int, int]:
    row = conn.execute("SELECT (SELECT count(*) FROM checkin.submissions), (SELECT count(*) FROM checkin.statements)").fetchone()
    assert row is not None
    return row[0], row[1]
