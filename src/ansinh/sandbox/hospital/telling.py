"""What the agency is told about a visit and an outage, through our own interface: the official gateway has no calls for it."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from ansinh.sandbox.hospital.line import Line
from ansinh.sandbox.hospital.patient import Evidence, Patient
from ansinh.terms import PartialDate

_VISITS = "/api/v1/visits"


def open_visit(
    line: Line,
    patient: Patient,
    evidence: Evidence,
    *,
    visit_id: str,
    arrived_at: datetime,
    category: str = "1.1",
    care_kind: str = "01",
) -> Any:
    """The answer to a visit told with how it was known who came; the same visit told again is answered like the first."""
    body = {
        "visit_id": visit_id,
        "person": _person(patient),
        "category": category,
        "care_kind": care_kind,
        "arrived_at": arrived_at.isoformat(),
        "officer": _officer(line),
        "evidence": {
            "level": evidence.level,
            "source": evidence.source.value,
            "at": arrived_at.isoformat(),
            "device": evidence.device,
        },
    }
    return line.tell(_VISITS, body)


def tell_outage(line: Line, patient: Patient, *, visit_id: str, since: str, error_code: str, attempts: int, ended_at: str) -> Any:
    """At discharge: the look-up of the closing moment with the outage, then the end of the visit. The answer to the latter."""
    visit = f"{_VISITS}/{quote(visit_id)}"
    outage = {"since": since, "error_code": error_code, "attempts": attempts}
    line.tell(f"{visit}/look-ups", {"moment": "closing", "person": _person(patient), "officer": _officer(line), "outage": outage})
    return line.tell(f"{visit}/end", {"ended_at": ended_at})


def _person(patient: Patient) -> dict[str, Any]:
    birth_date = PartialDate.parse(patient.birth_date).iso()
    return {"number": patient.key, "full_name": patient.full_name, "birth_date": birth_date}


def _officer(line: Line) -> dict[str, str]:
    officer = line.account.officer
    return {"citizen_number": officer.citizen_number, "full_name": officer.full_name}
