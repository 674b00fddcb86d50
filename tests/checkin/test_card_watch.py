"""One card at two places and one card of two people: found where it is proven, kept on both visits, audited, settled by the agency."""

import ast
import inspect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ansinh import audit, checkin
from ansinh.checkin import Conclusion, Evidence, EvidenceLevel, ReadElsewhere
from ansinh.checkin.store import cards as store
from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound, Refused
from ansinh.wire import presence
from ansinh.wire.ledger import CheckedBy
from tests.checkin.desk_statements import AUDIENCE, CITIZEN, ESSENTIAL, KEY, OTHER_KEY, SOD, origin_of, passed, sod_of
from tests.checkin.two_places import HERE, MINUTE, NOW, STRANGER, THEIRS, THERE, enrolled, open_at, statement_at

COLLEAGUE = audit.Actor("officer", "ketoan", "Phạm Thị Soát")


@pytest.fixture
def agency(conn: db.Connection) -> db.Connection:
    enrolled(conn)
    return conn


def kept(conn: db.Connection, facility_code: str, visit_id: str = "HS-1") -> checkin.Visit:
    return checkin.visit_of(conn, visit_id, facility_code=facility_code)


def audited(conn: db.Connection, kind: str) -> list[tuple[Any, ...]]:
    return conn.execute(
        "SELECT actor_kind, subject, detail FROM audit.events WHERE kind = %(kind)s ORDER BY seq", {"kind": kind}
    ).fetchall()


def refusal(do: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value


def at_two_places(conn: db.Connection, *, minutes: int = 3) -> checkin.CardFinding:
    open_at(conn, HERE)
    open_at(conn, THERE, at=NOW + minutes * MINUTE)
    (found,) = checkin.card_findings(conn)
    return found


# Two places


def test_the_same_card_at_two_facilities_is_flagged_on_both_visits_and_refuses_neither(agency: db.Connection) -> None:
    assert open_at(agency, HERE).reply == b"new []"
    assert open_at(agency, THERE, at=NOW + 3 * MINUTE).reply == b"new [4]"
    assert kept(agency, HERE).card_elsewhere == (ReadElsewhere(came_first=False, minutes=4),)
    assert kept(agency, THERE).card_elsewhere == (ReadElsewhere(came_first=True, minutes=4),)
    assert kept(agency, THERE).proven_level is EvidenceLevel.CHIP_AUTHENTICATED


def test_a_card_that_had_the_time_to_come_over_is_flagged_nowhere(agency: db.Connection) -> None:
    open_at(agency, HERE)
    open_at(agency, THERE, at=NOW + 30 * MINUTE)
    assert checkin.card_findings(agency) == []
    assert (kept(agency, HERE).card_elsewhere, kept(agency, THERE).card_elsewhere) == ((), ())


def test_a_copy_whose_security_object_is_put_into_other_bytes_is_the_same_card(agency: db.Connection) -> None:
    key_of_the_chip = "d" * 64
    open_at(agency, HERE, hashes={"sod": SOD, "dg14": key_of_the_chip})
    open_at(agency, THERE, at=NOW + MINUTE, hashes={"sod": "e" * 64, "dg14": key_of_the_chip})
    assert len(checkin.card_findings(agency)) == 1


def test_a_key_that_nobody_saw_the_chip_use_names_no_card(agency: db.Connection) -> None:
    protocols = "d" * 64  # a DG14 without a key is the same on every card
    checks = passed(*ESSENTIAL, "dg15_hash", "active_authentication")
    open_at(agency, HERE, hashes={"sod": SOD, "dg14": protocols, "dg15": "a" * 64}, checks=checks)
    open_at(agency, THERE, number=STRANGER, hashes={"sod": sod_of(STRANGER), "dg14": protocols, "dg15": "b" * 64}, checks=checks)
    assert checkin.card_findings(agency) == []


def test_two_people_at_two_facilities_have_two_cards(agency: db.Connection) -> None:
    open_at(agency, HERE)
    open_at(agency, THERE, number=STRANGER)
    assert checkin.card_findings(agency) == []


def test_an_emergency_says_nothing_for_a_card_that_is_at_two_places(agency: db.Connection) -> None:
    open_at(agency, HERE)
    open_at(agency, THERE, at=NOW + 3 * MINUTE, category="2")
    assert kept(agency, THERE).card_elsewhere


def test_a_visit_at_three_facilities_is_flagged_for_each_of_the_others(agency: db.Connection) -> None:
    open_at(agency, HERE)
    open_at(agency, HERE, "HS-2", at=NOW + MINUTE)
    open_at(agency, THERE, at=NOW + 3 * MINUTE)
    assert [len(kept(agency, HERE, each).card_elsewhere) for each in ("HS-1", "HS-2")] == [0, 1]
    open_at(agency, HERE, "HS-3", at=NOW + 4 * MINUTE)
    assert len(kept(agency, THERE).card_elsewhere) == 2


def test_evidence_added_to_a_visit_is_watched_too(agency: db.Connection) -> None:
    open_at(agency, HERE)
    open_at(agency, THERE, at=NOW - timedelta(hours=2))
    statement = statement_at(agency, THERE, at=NOW + MINUTE)
    checkin.add_evidence(
        agency,
        "HS-1",
        evidence=Evidence(level=EvidenceLevel.CHIP_READ, source=CheckedBy.CARD_CHIP, at=NOW + MINUTE),
        officer=THEIRS,
        content={"statement": statement},
        origin=origin_of(THERE),
        render=lambda _opened: b"",
        now=NOW + MINUTE,
        presented=checkin.Presented(statement=statement, audience=AUDIENCE),
    )
    assert kept(agency, THERE).card_elsewhere == (ReadElsewhere(came_first=True, minutes=2),)


def test_a_repeat_and_a_correction_find_nothing_a_second_time(agency: db.Connection) -> None:
    open_at(agency, HERE)
    statement = statement_at(agency, THERE, at=NOW + MINUTE)
    first = open_at(agency, THERE, at=NOW + MINUTE, statement=statement)
    again = open_at(agency, THERE, at=NOW + MINUTE, statement=statement)
    assert (again.reply, again.is_repeat) == (first.reply, True)
    assert open_at(agency, THERE, at=NOW + MINUTE, statement=statement, category="1.3").reply == b"corrected [2]"
    assert len(checkin.card_findings(agency)) == 1


def test_both_visits_are_audited_about_their_person_and_neither_event_names_the_other_place(agency: db.Connection) -> None:
    at_two_places(agency)
    events = audited(agency, "card.found_at_two_places")
    visits = [kept(agency, HERE), kept(agency, THERE)]
    assert [(actor, subject) for actor, subject, _ in events] == [("system", each.participant_id) for each in visits]
    assert [detail["visit"] for _, _, detail in events] == [each.visit_no for each in visits]
    for _, _, detail in events:
        assert set(detail) == {"finding", "minutes", "visit"}


def test_what_is_kept_of_a_finding_names_nobody(agency: db.Connection) -> None:
    at_two_places(agency)
    (row,) = agency.execute("SELECT to_jsonb(f)::text FROM checkin.card_findings f").fetchall()
    assert not any(each in row[0] for each in (CITIZEN, "Mẫu", SOD))


# Two people


def lie(conn: db.Connection, *, at: datetime = NOW + timedelta(hours=3), **changes: Any) -> checkin.Taken:
    """A desk states the card of the first person for somebody else."""
    return open_at(conn, THERE, "HS-lie", at=at, number=STRANGER, hashes={"sod": SOD}, **changes)


def test_a_card_that_was_proven_for_another_person_is_refused_however_much_later(agency: db.Connection) -> None:
    open_at(agency, HERE)
    refused = refusal(lambda: lie(agency, at=NOW + timedelta(days=400)))
    assert (refused.code, refused.field) == ("statement_card_of_another", "evidence.statement")
    assert CITIZEN not in refused.detail
    assert HERE not in refused.detail


def test_the_same_lie_at_the_same_facility_is_one_too(agency: db.Connection) -> None:
    open_at(agency, HERE)
    assert refusal(lambda: open_at(agency, HERE, "HS-2", number=STRANGER, hashes={"sod": SOD})).code == "statement_card_of_another"


def test_a_refused_lie_waits_for_the_agency_once_however_often_it_is_tried(agency: db.Connection) -> None:
    open_at(agency, HERE)
    for _ in range(3):
        statement = statement_at(agency, THERE, at=NOW, number=STRANGER, hashes={"sod": SOD})
        try:
            with agency.transaction():
                open_at(agency, THERE, "HS-lie", number=STRANGER, statement=statement)
        except Refused as refused:
            checkin.record_refusal(agency, refused, statement, origin=origin_of(THERE), now=NOW)
    (found,) = checkin.card_findings(agency)
    assert (found.kind, found.later, found.refused_facility, found.refused_desk) == ("two_people", None, THERE, presence.desk_id(OTHER_KEY))
    assert found.earlier.facility_code == HERE
    assert [(subject, set(detail)) for _, subject, detail in audited(agency, "card.found_for_two_people")] == [(None, {"finding"})]
    assert [detail["because"] for _, _, detail in audited(agency, "desk.statement_refused")] == ["statement_card_of_another"] * 3
    assert kept(agency, HERE).card_elsewhere == ()


def test_a_visit_that_was_corrected_to_another_person_leaves_the_card_its_holders(agency: db.Connection) -> None:
    open_at(agency, HERE)
    agency.execute("UPDATE checkin.proofs SET stands = false")
    open_at(agency, THERE, at=NOW + timedelta(hours=2))
    assert refusal(lambda: lie(agency)).code == "statement_card_of_another"


def test_what_a_service_vouches_for_outweighs_what_a_desk_alone_said_before(agency: db.Connection) -> None:
    open_at(agency, HERE, number=STRANGER, hashes={"sod": SOD})
    open_at(agency, THERE, at=NOW + timedelta(hours=2), is_confirmed=True)
    assert kept(agency, THERE).proven_level is EvidenceLevel.CHIP_AUTHENTICATED
    (found,) = checkin.card_findings(agency)
    assert found.later is not None
    assert (found.kind, found.minutes, found.later.facility_code, found.later.confirmed_by) == ("two_people", None, THERE, "police")
    assert kept(agency, THERE).card_elsewhere == ()


def test_a_desk_alone_does_not_outweigh_a_service_and_one_service_not_the_other(agency: db.Connection) -> None:
    open_at(agency, HERE, is_confirmed=True)
    for is_confirmed in (False, True):
        assert refusal(lambda so=is_confirmed: lie(agency, is_confirmed=so)).code == "statement_card_of_another"  # type: ignore[misc]


def test_a_card_that_somebody_lied_about_first_is_its_holders_again_once_that_desk_is_closed(agency: db.Connection) -> None:
    lie(agency, at=NOW - timedelta(hours=1))
    statement = statement_at(agency, HERE, at=NOW)
    refused = refusal(lambda: open_at(agency, HERE, statement=statement))
    checkin.record_refusal(agency, refused, statement, origin=origin_of(HERE), now=NOW)
    (found,) = checkin.card_findings(agency)
    checkin.settle_card_finding(agency, found.finding_no, Conclusion.EARLIER_DESK, by=COLLEAGUE, now=NOW)
    open_at(agency, HERE, "HS-2", at=NOW + MINUTE)
    assert kept(agency, HERE, "HS-2").proven_level is EvidenceLevel.CHIP_AUTHENTICATED
    assert [actor for actor, _, _ in audited(agency, "desk.closed")] == ["officer"]


# For the agency


def test_the_agency_sees_both_places_and_whose_visits_they_are(agency: db.Connection) -> None:
    found = at_two_places(agency)
    assert found.later is not None
    assert (found.kind, found.minutes, found.earlier.facility_code, found.later.facility_code) == ("two_places", 4, HERE, THERE)
    assert (found.earlier.desk_name, found.earlier.visit_id, found.later.until) == ("Quầy 1", "HS-1", NOW + 3 * MINUTE)
    assert found.participants == (kept(agency, HERE).participant_id,)


def test_each_look_at_a_finding_is_recorded_about_the_person(agency: db.Connection) -> None:
    found = at_two_places(agency)
    assert checkin.card_finding(agency, found.finding_no, by=COLLEAGUE, now=NOW) == found
    assert audited(agency, "card.finding_viewed") == [("officer", found.participants[0], {"finding": found.finding_no})]
    with pytest.raises(NotFound):
        checkin.card_finding(agency, found.finding_no + 1, by=COLLEAGUE, now=NOW)


def test_a_finding_is_settled_once_and_stays_on_record(agency: db.Connection) -> None:
    found = at_two_places(agency)
    checkin.settle_card_finding(agency, found.finding_no, Conclusion.CARD_COPIED, by=COLLEAGUE, now=NOW)
    assert checkin.card_findings(agency) == []
    (settled,) = checkin.card_findings(agency, only_open=False)
    assert (settled.conclusion, settled.settled_by, settled.settled_at) == (Conclusion.CARD_COPIED, COLLEAGUE.name, NOW)
    with pytest.raises(Conflict) as again:
        checkin.settle_card_finding(agency, found.finding_no, Conclusion.NO_FAULT, by=COLLEAGUE, now=NOW)
    assert again.value.code == "finding_settled"
    detail = {"finding": found.finding_no, "conclusion": "card_copied"}
    assert audited(agency, "card.finding_settled") == [("officer", None, detail)]
    assert kept(agency, HERE).card_elsewhere


def test_a_finding_that_was_nobodys_fault_flags_no_visit_any_more(agency: db.Connection) -> None:
    found = at_two_places(agency)
    checkin.settle_card_finding(agency, found.finding_no, Conclusion.NO_FAULT, by=COLLEAGUE, now=NOW)
    assert (kept(agency, HERE).card_elsewhere, kept(agency, THERE).card_elsewhere) == ((), ())


@pytest.mark.parametrize(
    ("conclusion", "facility_code", "key"), [(Conclusion.EARLIER_DESK, HERE, KEY), (Conclusion.LATER_DESK, THERE, OTHER_KEY)]
)
def test_a_desk_that_lied_is_closed_with_the_finding(agency: db.Connection, conclusion: Conclusion, facility_code: str, key: bytes) -> None:
    found = at_two_places(agency)
    checkin.settle_card_finding(agency, found.finding_no, conclusion, by=COLLEAGUE, now=NOW)
    closed = {each.desk.desk_id for code in (HERE, THERE) for each in checkin.desks_of(agency, facility_code=code) if each.desk.closed_at}
    assert closed == {presence.desk_id(key)}
    assert facility_code in {detail["facility"] for _, _, detail in audited(agency, "desk.closed")}


def test_findings_are_listed_the_last_first_page_by_page(agency: db.Connection) -> None:
    for number in range(3):
        open_at(agency, HERE, f"HS-{number}", at=NOW + number * timedelta(hours=1))
        open_at(agency, THERE, f"HS-{number}", at=NOW + number * timedelta(hours=1) + MINUTE)
    newest = checkin.card_findings(agency, limit=2)
    (oldest,) = checkin.card_findings(agency, before=newest[-1].finding_no)
    assert [each.found_at for each in (*newest, oldest)] == [NOW + hours * timedelta(hours=1) + MINUTE for hours in (2, 1, 0)]


# Figures


def of_day(conn: db.Connection, day: date = date(2026, 11, 20), facility_code: str | None = None) -> tuple[int, int]:
    checkin.roll_up_visits(conn, now=NOW + timedelta(days=1))
    found = checkin.figures(conn, first_day=day, last_day=day, facility_code=facility_code)
    return found.cards_at_two_places, found.visits_confirmed


def test_a_card_at_two_places_is_counted_once_a_day_for_both_facilities_and_for_no_other(agency: db.Connection) -> None:
    for number in range(2):
        open_at(agency, HERE, f"HS-{number}", at=NOW + number * MINUTE)
        open_at(agency, THERE, f"HS-{number}", at=NOW + number * MINUTE)
    assert len(checkin.card_findings(agency)) > 1
    assert [of_day(agency, facility_code=code)[0] for code in (None, HERE, THERE, "01929")] == [1, 1, 1, 0]
    assert of_day(agency, date(2026, 11, 21))[0] == of_day(agency, date(2026, 11, 19))[0] == 0


def test_a_card_of_two_people_is_no_card_at_two_places(agency: db.Connection) -> None:
    open_at(agency, HERE, number=STRANGER, hashes={"sod": SOD})
    open_at(agency, THERE, at=NOW + timedelta(hours=2), is_confirmed=True)
    assert of_day(agency)[0] == 0


def test_visits_that_a_service_confirmed_are_counted_among_the_proven(agency: db.Connection) -> None:
    open_at(agency, HERE, is_confirmed=True)
    open_at(agency, HERE, "HS-2", at=NOW + MINUTE)
    assert [of_day(agency, facility_code=code)[1] for code in (None, HERE, THERE)] == [1, 1, 0]
    found = checkin.figures(agency, first_day=date(2026, 11, 20), last_day=date(2026, 11, 20))
    assert found.visits_by_chip == 2


def test_a_confirmed_visit_that_turns_out_to_be_another_persons_is_counted_no_more(agency: db.Connection) -> None:
    open_at(agency, HERE, is_confirmed=True)
    assert of_day(agency)[1] == 1
    agency.execute("UPDATE checkin.proofs SET stands = false")
    agency.execute("UPDATE checkin.rolled_up SET until = NULL WHERE what = 'visits'")
    assert of_day(agency)[1] == 0


def test_what_was_counted_before_there_was_the_figure_is_counted_by_the_migration(agency: db.Connection) -> None:
    open_at(agency, HERE, is_confirmed=True)
    open_at(agency, HERE, "HS-2", at=NOW + MINUTE)
    assert of_day(agency)[1] == 1
    agency.execute("UPDATE checkin.daily_visits SET confirmed = 0")
    migration = (Path(checkin.__file__).parent / "migrations/0008_one_card.sql").read_text(encoding="utf-8")
    agency.execute(migration[migration.index("WITH levels AS") :])
    assert of_day(agency)[1] == 1


# What it costs


def test_where_a_card_was_proven_before_is_found_by_its_index_and_by_nothing_else(agency: db.Connection) -> None:
    open_at(agency, HERE)
    agency.execute(
        """
        INSERT INTO checkin.proofs (visit_no, facility_code, desk_id, statement_sha256, jti, challenge, subject, level, policy, access, checks,
                                    sod_sha256, card_sha256, made_at)
        SELECT visit_no, facility_code, desk_id, lpad(to_hex(each), 64, '0'), jti, challenge, subject, level, policy, access, checks,
               lpad(to_hex(each), 64, '0'), lpad(to_hex(each), 64, '0'), made_at
        FROM checkin.proofs, generate_series(1, 3000) AS each
        """
    )
    agency.execute("ANALYZE checkin.proofs")
    agency.execute("SET LOCAL plan_cache_mode = force_generic_plan")  # the plan that a prepared statement settles on
    texts = [node.value for node in ast.walk(ast.parse(inspect.getsource(store.seen))) if isinstance(node, ast.Constant)]
    (statement,) = [text for text in texts if isinstance(text, str) and "FROM checkin.proofs" in text]
    plan = "\n".join(row[0] for row in agency.execute(f"EXPLAIN {statement}", {"card_sha256": SOD, "limit": 50}).fetchall())
    assert "proofs_of_card" in plan
    assert "Seq Scan on proofs" not in plan
