"""What the agency is told about a visit and an outage, through our own interface: the official gateway has no calls for it."""

from typing import Any
from urllib.parse import quote

from ansinh.sandbox.hospital.line import Line
from ansinh.sandbox.hospital.queue import Entry
from ansinh.terms import PartialDate

_VISITS = "/api/v1/visits"


def open_visit(entry: Entry, line: Line) -> str:
    """The visit and how it was known who came; the same visit told again is answered like the first."""
    evidence = {"level": entry.evidence_level, "source": entry.evidence_source, "at": entry.arrived_at, "device": entry.device}
    body = {
        "visit_id": entry.visit_id,
        "person": _person(entry),
        "category": entry.category,
        "care_kind": entry.care_kind,
        "arrived_at": entry.arrived_at,
        "officer": _officer(line),
        "evidence": evidence,
    }
    return line.tell(_VISITS, body)


def tell_outage(entry: Entry, line: Line) -> str:
    """At discharge: the look-up of the closing moment with the outage, then the end of the visit."""
    visit = f"{_VISITS}/{quote(entry.visit_id)}"
    outage = {"since": entry.outage_since, "error_code": entry.error_code, "attempts": entry.attempts}
    line.tell(f"{visit}/look-ups", {"moment": "closing", "person": _person(entry), "officer": _officer(line), "outage": outage})
    return line.tell(f"{visit}/end", {"ended_at": entry.discharged_at})


def _person(entry: Entry) -> dict[str, Any]:
    return {"number": entry.key, "full_name": entry.full_name, "birth_date": PartialDate.parse(entry.birth_date).iso()}


def _officer(line: Line) -> dict[str, str]:
    officer = line.account.officer
    return {"citizen_number": officer.citizen_number, "full_name": officer.full_name}
