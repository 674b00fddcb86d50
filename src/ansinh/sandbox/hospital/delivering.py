"""Saying late what could not be said in time: check-in, visit with its evidence, look-up; at discharge that the gateway was down.

Every step is one the gateway takes twice without harm (a look-up is a new look-up; the others are idempotent by facility and visit),
so a crash between a step and its note costs a repeat and nothing else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from ansinh.kit import clock
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.sandbox.hospital.desk import send_status
from ansinh.sandbox.hospital.line import Line
from ansinh.sandbox.hospital.patient import Evidence, Patient
from ansinh.sandbox.hospital.queue import CHECKED_IN, LOOKED_UP, OPENED, OUTAGE_TOLD, Entry, Queue
from ansinh.sandbox.hospital.telling import open_visit, tell_outage
from ansinh.wire import ledger

_FIRST_WAIT_S, _LONGEST_WAIT_S = 2.0, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of one visit in this round. `waits_for`: "" if done, else "gateway", "discharge" or "a person" with `code` as the reason."""

    visit_id: str
    waits_for: str = ""
    code: str = ""


def deliver(queue: Queue, line: Line, *, now: clock.Clock) -> Iterator[Delivered]:
    """One round over every waiting visit, oldest first; it ends early when the gateway is still down."""
    for entry in queue.waiting():
        try:
            yield _deliver(entry, queue, line)
        except CounterpartDown as down:
            queue.tried(entry.visit_id, error_code=down.code, at=now())
            yield Delivered(visit_id=entry.visit_id, waits_for="gateway", code=down.code)
            return
        except Refused as refused:
            queue.tried(entry.visit_id, error_code=refused.code, at=now())
            yield Delivered(visit_id=entry.visit_id, waits_for="a person", code=refused.code)


def wait_before(round_number: int, random: Random) -> timedelta:
    """How long to wait before the next round: twice as long each time up to five minutes, less a random part, so that not all come at once."""
    longest = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2**round_number)
    return timedelta(seconds=longest * (0.5 + random.random() / 2))


def _deliver(entry: Entry, queue: Queue, line: Line) -> Delivered:
    patient = Patient(
        key=entry.key,
        full_name=entry.full_name,
        birth_date=entry.birth_date,
        sex=entry.sex,
        registered_facility=entry.registered_facility,
    )
    codes = dict(entry.codes)
    for step, take in _steps(entry, patient, line):
        if step in codes:
            continue
        codes[step] = take()
        queue.did(entry.visit_id, step, code=codes[step])
    if OUTAGE_TOLD not in codes:
        return Delivered(visit_id=entry.visit_id, waits_for="discharge", code=codes[LOOKED_UP])
    queue.done(entry.visit_id)
    return Delivered(visit_id=entry.visit_id, code=codes[LOOKED_UP])


def _steps(entry: Entry, patient: Patient, line: Line) -> list[tuple[str, Callable[[], str]]]:
    steps: list[tuple[str, Callable[[], str]]] = [
        (CHECKED_IN, lambda: _check_in(entry, patient, line)),
        (OPENED, lambda: _open(entry, patient, line)),
        (LOOKED_UP, lambda: line.look_up(patient.asked()).code),
    ]
    if entry.is_ready_to_end:
        steps.append((OUTAGE_TOLD, lambda: _tell_outage(entry, patient, line)))
    return steps


def _open(entry: Entry, patient: Patient, line: Line) -> str:
    evidence = Evidence(ledger.CheckedBy(entry.evidence_source), entry.evidence_level, entry.device)
    answer = open_visit(
        line,
        patient,
        evidence,
        visit_id=entry.visit_id,
        arrived_at=datetime.fromisoformat(entry.arrived_at),
        category=entry.category,
        care_kind=entry.care_kind,
    )
    return str(answer["outcome"])


def _tell_outage(entry: Entry, patient: Patient, line: Line) -> str:
    answer = tell_outage(
        line,
        patient,
        visit_id=entry.visit_id,
        since=entry.outage_since,
        error_code=entry.error_code,
        attempts=entry.attempts,
        ended_at=entry.discharged_at,
    )
    return str(answer["outcome"])


def _check_in(entry: Entry, patient: Patient, line: Line) -> str:
    """Raises Refused for a file the gateway does not take: sending it again would change nothing."""
    receipt = send_status(
        line,
        patient,
        visit_id=entry.visit_id,
        arrived_at=datetime.fromisoformat(entry.arrived_at),
        category=entry.category,
        care_kind=entry.care_kind,
    )
    if not receipt.is_accepted:
        raise Refused(f"check_in_{receipt.code}", "the gateway did not take the status file")
    return receipt.code
