"""The desk of a hospital: who comes is looked up, and where the gateway is down the patient is admitted and the agency told later."""

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ansinh.kit import db
from ansinh.kit.errors import Conflict, NotFound
from ansinh.sandbox import hospital
from ansinh.wire import ledger, qr
from tests.sandbox_hospital.between import PATIENT, Between, between
from tests.wire.scans import HEALTH_CARD

BY_CODE = hospital.Evidence(ledger.CheckedBy.CARD_QR, "qr", "desk 1")
NUMBERS = itertools.count(1)


@pytest.fixture
def visit_id() -> str:
    return f"LK{next(NUMBERS):04d}"


@pytest.fixture
def queue(tmp_path: Path) -> hospital.Queue:
    return hospital.Queue(tmp_path / "queue")


def desk(wire: Between, queue: hospital.Queue, slept: list[float] | None = None) -> hospital.Desk:
    waits: list[float] = []
    return hospital.Desk(wire.line(), queue, now=wire.now, sleep=(slept if slept is not None else waits).append)


def arrive(wire: Between, queue: hospital.Queue, visit_id: str) -> hospital.Admission:
    return desk(wire, queue).arrive(PATIENT, BY_CODE, visit_id=visit_id)


def test_a_covered_patient_is_admitted_and_nothing_waits(wire: Between, queue: hospital.Queue, visit_id: str) -> None:
    admission = arrive(wire, queue, visit_id)
    assert admission.welcome is hospital.Welcome.COVERED
    assert queue.waiting() == []


def test_a_lookup_by_another_facility_today_is_a_warning(people: db.Database, queue: hospital.Queue, visit_id: str) -> None:
    wire = between(people)
    with people.transaction() as conn:
        conn.execute("UPDATE checkin.lookups SET account = '79014_BV'")
    arrive(wire, queue, visit_id)
    with people.transaction() as conn:
        conn.execute("UPDATE checkin.lookups SET account = '79014_BV'")
    assert arrive(wire, queue, visit_id).seen_elsewhere == (("79014_BV", "202611200802"),)


@pytest.mark.parametrize("error", ["timed_out", "unreachable"])
def test_when_the_gateway_is_down_the_patient_is_admitted_and_the_evidence_kept(
    wire: Between, queue: hospital.Queue, visit_id: str, error: str
) -> None:
    wire.down = error
    slept: list[float] = []
    admission = desk(wire, queue, slept).arrive(PATIENT, BY_CODE, visit_id=visit_id)
    assert (admission.welcome, admission.error_code, admission.attempts) == (hospital.Welcome.NOT_LOOKED_UP, error, 3)
    assert len(slept) == 2
    [entry] = queue.waiting()
    assert (entry.error_code, entry.attempts, entry.outage_since) == (error, 3, "2026-11-20T01:02:03.456789+00:00")
    assert (entry.evidence_source, entry.evidence_level, entry.device) == ("QR_CCCD", "qr", "desk 1")
    assert entry.known == "number, name and birth date by QR_CCCD"


def test_a_proxys_error_page_is_an_outage_too(wire: Between, queue: hospital.Queue, visit_id: str) -> None:
    wire.error_page = 503
    assert arrive(wire, queue, visit_id).error_code == "http_503"


def test_a_visit_waits_once(wire: Between, queue: hospital.Queue, visit_id: str) -> None:
    wire.down = "timed_out"
    arrive(wire, queue, visit_id)
    with pytest.raises(Conflict):
        arrive(wire, queue, visit_id)


def deliver(wire: Between, queue: hospital.Queue) -> list[hospital.Delivered]:
    return list(hospital.deliver(queue, wire.line(), now=wire.now))


def test_while_the_gateway_is_down_a_round_ends_at_the_first_visit(wire: Between, queue: hospital.Queue) -> None:
    wire.down = "timed_out"
    arrive(wire, queue, "LK-first")
    arrive(wire, queue, "LK-second")
    assert deliver(wire, queue) == [hospital.Delivered(visit_id="LK-first", waits_for="gateway", code="timed_out")]
    assert [entry.attempts for entry in queue.waiting()] == [4, 3]


def test_when_it_is_back_the_visit_is_checked_in_and_looked_up_and_waits_for_the_discharge(
    wire: Between, queue: hospital.Queue, visit_id: str
) -> None:
    wire.down = "timed_out"
    arrive(wire, queue, visit_id)
    wire.down = ""
    assert deliver(wire, queue) == [hospital.Delivered(visit_id=visit_id, waits_for="discharge", code="000")]
    [entry] = queue.waiting()
    assert entry.codes == {"checked_in": "200", "opened": "new", "looked_up": "000"}
    sent = len(wire.paths)
    deliver(wire, queue)
    assert len(wire.paths) == sent  # nothing is said twice


@pytest.mark.parametrize("lost", [1, 2, 3, 4, 5, 6])
def test_whichever_reply_is_lost_the_visit_is_told_once(people: db.Database, queue: hospital.Queue, visit_id: str, lost: int) -> None:
    wire = between(people)
    wire.down = "timed_out"
    arrive(wire, queue, visit_id)
    queue.discharge(visit_id, at=wire.now())
    wire.down = ""
    wire.lose = lost  # of: login, check-in, visit, look-up, closing look-up, end
    assert [each.waits_for for each in deliver(wire, queue)] == ["gateway"]
    assert [each.waits_for for each in deliver(wire, queue)] == [""]
    with people.transaction() as conn:
        statements = """
            SELECT act, count(*) FROM checkin.statements JOIN checkin.visits USING (visit_no)
            WHERE visit_id = %(id)s GROUP BY act ORDER BY act
        """
        assert conn.execute(statements, {"id": visit_id}).fetchall() == [("check_in", 1), ("end", 1), ("open", 1)]
        outages = "SELECT count(*) FROM checkin.outages JOIN checkin.visits USING (visit_no) WHERE visit_id = %(id)s"
        assert conn.execute(outages, {"id": visit_id}).fetchone() == (1,)


def test_at_discharge_the_outage_is_told_and_what_the_hospital_kept_is_erased(
    people: db.Database, queue: hospital.Queue, visit_id: str, tmp_path: Path
) -> None:
    wire = between(people)
    wire.down = "timed_out"
    arrive(wire, queue, visit_id)
    wire.down = ""
    deliver(wire, queue)
    wire.gateway.now += timedelta(days=20)  # a long stay: the evidence was told when the gateway was back
    queue.discharge(visit_id, at=wire.now())
    assert deliver(wire, queue) == [hospital.Delivered(visit_id=visit_id, code="000")]
    assert queue.waiting() == []
    assert (tmp_path / "queue").read_bytes() == b""
    with people.transaction() as conn:
        kept = """
            SELECT o.error_code, o.attempts, e.source, e.level, v.ended_at IS NOT NULL, v.participant_id IS NOT NULL
            FROM checkin.visits v JOIN checkin.outages o USING (visit_no) JOIN checkin.evidence e USING (visit_no)
            WHERE v.visit_id = %(id)s
        """
        assert conn.execute(kept, {"id": visit_id}).fetchall() == [("timed_out", 3, "QR_CCCD", 2, True, True)]


def test_one_visit_is_erased_while_others_wait(wire: Between, queue: hospital.Queue, tmp_path: Path) -> None:
    wire.down = "timed_out"
    arrive(wire, queue, "LK-leaves")
    desk(wire, queue).arrive(replace(PATIENT, full_name="Somebody Else"), BY_CODE, visit_id="LK-stays")
    wire.down = ""
    queue.discharge("LK-leaves", at=wire.now())
    assert [each.waits_for for each in deliver(wire, queue)] == ["", "discharge"]
    content = (tmp_path / "queue").read_bytes()
    assert b"NGUYEN THI MAU" not in content
    assert b"Somebody Else" in content


def test_a_file_the_gateway_does_not_take_waits_for_a_person(wire: Between, queue: hospital.Queue, visit_id: str) -> None:
    wire.down = "timed_out"
    desk(wire, queue).arrive(PATIENT, BY_CODE, visit_id=visit_id, category="no such category")
    wire.down = ""
    [delivered] = deliver(wire, queue)
    assert (delivered.waits_for, delivered.code[:9]) == ("a person", "check_in_")
    assert len(queue.waiting()) == 1


def test_a_discharge_is_of_a_visit_that_waits(queue: hospital.Queue, wire: Between) -> None:
    with pytest.raises(NotFound):
        queue.discharge("nobody", at=wire.now())


def test_waits_double_up_to_five_minutes_and_are_never_quite_alike() -> None:
    waits = [hospital.wait_before(number, Random(number)) for number in range(12)]
    assert timedelta(seconds=1) <= waits[0] <= timedelta(seconds=2)
    assert all(wait <= timedelta(minutes=5) for wait in waits)
    assert waits[8] >= timedelta(minutes=2, seconds=30)
    assert len(set(waits)) == len(waits)


# scans


@pytest.mark.parametrize("keyboard", [each for each in qr.KEYBOARDS if not each.name.startswith("VNI")], ids=lambda each: each.name)
def test_a_patient_comes_from_a_scan_on_any_keyboard(keyboard: qr.Keyboard) -> None:
    patient = hospital.from_scan(qr.read(qr.typed(qr.format_card_qr(HEALTH_CARD), keyboard)))
    assert (patient.key, patient.full_name, patient.birth_date, patient.sex) == ("DN4010123456789", "Trần Thị Mẫu", "09/03/1985", "2")


def test_what_a_scan_has_not_is_typed() -> None:
    patient = hospital.from_scan(qr.read("0123456789"), full_name="Trần Thị Mẫu", birth_date="1985")
    assert (patient.key, patient.birth_minute) == ("0123456789", "198500000000")
    with pytest.raises(ValueError, match="name and the birth date"):
        hospital.from_scan(qr.read("0123456789"))


@pytest.mark.parametrize(("text", "level"), [("0123456789", "typed"), (qr.format_card_qr(HEALTH_CARD), "qr")])
def test_a_scan_is_evidence_by_code_and_a_typed_number_is_not(text: str, level: str) -> None:
    assert hospital.evidence_of(qr.read(text), device="desk 1").level == level


def test_nothing_kept_or_told_shows_whose_visit_it_is(wire: Between, queue: hospital.Queue, visit_id: str, capfd: Any) -> None:
    wire.down = "timed_out"
    admission = arrive(wire, queue, visit_id)
    wire.down = ""
    told = repr((admission, queue.waiting(), PATIENT, deliver(wire, queue), wire.line().account)) + "".join(capfd.readouterr())
    for secret in ("DN4010123456789", "NGUYEN THI MAU", "09/03/1985", "Trần Văn Tiếp", "an invented password"):
        assert secret not in told
