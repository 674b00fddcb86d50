"""What the agency is told about an outage, through our own interface: the official gateway has no call for it."""

from ansinh.sandbox.hospital.line import Line
from ansinh.sandbox.hospital.queue import Entry


def tell_outage(entry: Entry, line: Line) -> str:
    """The visit with its evidence and its outage; the same visit told again is answered like the first."""
    officer = line.account.officer
    body = {
        "visit_id": entry.visit_id,
        "key": entry.key,
        "full_name": entry.full_name,
        "birth_date": entry.birth_date,
        "category": entry.category,
        "care_kind": entry.care_kind,
        "arrived_at": entry.arrived_at,
        "evidence": {
            "level": entry.evidence_level,
            "source": entry.evidence_source,
            "at": entry.arrived_at,
            "device": entry.device,
        },
        "officer": {"citizen_number": officer.citizen_number, "full_name": officer.full_name},
        "outage": {"since": entry.outage_since, "error_code": entry.error_code, "attempts": entry.attempts},
    }
    return line.tell("/api/v1/visits", body)
