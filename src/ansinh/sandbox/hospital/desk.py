"""The reception desk: looks up who comes, admits whoever the gateway is down for, checks visits in, and keeps what must be said later."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ansinh.kit import clock
from ansinh.kit.errors import CounterpartDown
from ansinh.sandbox.hospital.line import Line
from ansinh.sandbox.hospital.patient import Evidence, Patient
from ansinh.sandbox.hospital.queue import Entry, Queue
from ansinh.wire import programs

_USABLE = frozenset({"00", "000", "001", "002", "003", "004"})
_WAITS_S = (0.2, 0.5)  # a clerk and a patient stand and wait: three attempts, then the visit goes on
EXAMINATION = ("02.1896", "Khám Nội")  # the first cost of most visits
OWN_CHOICE, OUTPATIENT = "1.1", "01"
EMERGENCY = "2"


class Welcome(Enum):
    """What the desk tells the patient."""

    COVERED = "covered"
    NOT_USABLE = "not_usable"  # the card or the name must be cleared up first, or the patient pays
    NOT_LOOKED_UP = "not_looked_up"  # the gateway is down: admitted all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """How an arrival went. `seen_elsewhere` are (account, time) of look-ups by other facilities since the day before."""

    welcome: Welcome
    heard: programs.Heard | None = None
    error_code: str = ""
    attempts: int = 1
    seen_elsewhere: tuple[tuple[str, str], ...] = ()


class Desk:
    """One desk of one facility. `sleep` and the clock come from outside, so that tests need not wait."""

    def __init__(self, line: Line, queue: Queue, *, now: clock.Clock, sleep: Callable[[float], None] = time.sleep) -> None:
        self._line = line
        self._queue = queue
        self._now = now
        self._sleep = sleep

    def arrive(
        self, patient: Patient, evidence: Evidence, *, visit_id: str, category: str = OWN_CHOICE, care_kind: str = OUTPATIENT
    ) -> Admission:
        """Look up, three times if need be; if the gateway is down, queue what the agency must be told and admit."""
        began = self._now()
        for attempt, wait_s in enumerate((*_WAITS_S, None), start=1):
            try:
                heard = self._line.look_up(patient.asked())
            except CounterpartDown as down:
                if wait_s is not None:
                    self._sleep(wait_s)
                    continue
                self._queue.add(
                    _entry(patient, evidence, visit_id, category, care_kind, began=began, error_code=down.code, attempts=attempt)
                )
                return Admission(welcome=Welcome.NOT_LOOKED_UP, error_code=down.code, attempts=attempt)
            welcome = Welcome.COVERED if heard.code in _USABLE else Welcome.NOT_USABLE
            return Admission(welcome=welcome, heard=heard, attempts=attempt, seen_elsewhere=self._elsewhere(heard))
        raise AssertionError("the last attempt answers or is queued")

    def check_in(self, patient: Patient, *, visit_id: str, decision: str = "3176", category: str = OWN_CHOICE) -> programs.Receipt:
        """The status file of a visit that begins now. Raises CounterpartDown."""
        now = self._now()
        return send_status(
            self._line, patient, visit_id=visit_id, arrived_at=now, category=category, care_kind=OUTPATIENT, decision=decision
        )

    def _elsewhere(self, heard: programs.Heard) -> tuple[tuple[str, str], ...]:
        """The latest look-up of each other account, of today or yesterday by Viet Nam's calendar."""
        today = clock.vietnam_day(self._now()).toordinal()
        recent = {f"{type(clock.vietnam_day(self._now())).fromordinal(day):%Y%m%d}" for day in (today, today - 1)}
        own = self._line.account.username
        latest: dict[str, str] = {}
        for account, at in heard.checks:
            if account != own and at[:8] in recent:
                latest[account] = max(at, latest.get(account, ""))
        return tuple(latest.items())


def send_status(
    line: Line, patient: Patient, *, visit_id: str, arrived_at: datetime, category: str, care_kind: str, decision: str = "3176"
) -> programs.Receipt:
    """The status file of one visit with its first cost. The same visit gives the same file, however often it is sent."""
    minute = f"{arrived_at.astimezone(clock.VIETNAM):%Y%m%d%H%M}"
    is_card = len(patient.key) == 15
    row = programs.StatusRow(
        visit_id=visit_id,
        patient_id=visit_id,
        full_name=patient.full_name,
        birth=patient.birth_minute,
        sex=patient.sex,
        arrived=minute,
        category=category,
        care_kind=care_kind,
        facility_code=line.account.facility_code,
        service_code=EXAMINATION[0],
        service_name=EXAMINATION[1],
        ordered=minute,
        identity_number=patient.key if len(patient.key) == 12 else "",
        card_number=patient.key if is_card else "",
    )
    return line.check_in(decision, base64.b64encode(programs.render_status_file((row,))).decode())


def _entry(
    patient: Patient,
    evidence: Evidence,
    visit_id: str,
    category: str,
    care_kind: str,
    *,
    began: datetime,
    error_code: str,
    attempts: int,
) -> Entry:
    return Entry(
        visit_id=visit_id,
        key=patient.key,
        full_name=patient.full_name,
        birth_date=patient.birth_date,
        sex=patient.sex,
        registered_facility=patient.registered_facility,
        category=category,
        care_kind=care_kind,
        arrived_at=began.isoformat(),
        evidence_source=evidence.source.value,
        evidence_level=evidence.level,
        device=evidence.device,
        known=f"number, name and birth date by {evidence.source.value}",
        outage_since=began.isoformat(),
        error_code=error_code,
        attempts=attempts,
    )
