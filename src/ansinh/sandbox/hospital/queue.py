"""Visits that began while the gateway was down: what the law wants kept of them, until everything late has been said and acknowledged.

When the portal is down a patient is admitted all the same; the facility keeps the time and the error, tries again, and tells the
agency at discharge (Decree 188/2025/NĐ-CP, through one secondary source).
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ansinh.kit.errors import Conflict, NotFound
from ansinh.sandbox.hospital.journal import Journal, Line

CHECKED_IN, OPENED, LOOKED_UP, OUTAGE_TOLD = "checked_in", "opened", "looked_up", "outage_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One visit that waits. Instants are ISO 8601 with offset. `codes` are the answers that late steps got, by step.

    `error_code` is the last error before the patient was admitted without a look-up, `attempts` how often it had been tried until
    now, late attempts included; `known` says what the admission rested on.
    """

    visit_id: str
    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    sex: str
    registered_facility: str
    category: str
    care_kind: str
    arrived_at: str
    evidence_source: str
    evidence_level: str
    device: str
    known: str
    outage_since: str
    error_code: str
    attempts: int
    discharged_at: str = ""
    last_tried_at: str = ""
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def is_ready_to_end(self) -> bool:
        return self.discharged_at != ""


class Queue:
    """The waiting visits of one facility, in one file."""

    def __init__(self, path: Path) -> None:
        self._journal = Journal(path)

    def add(self, entry: Entry) -> None:
        """On the disk when this returns. Raises Conflict for a visit that waits already."""
        if entry.visit_id in {each.visit_id for each in self.waiting()}:
            raise Conflict("already_waiting", f"visit {entry.visit_id} waits already")
        self._journal.append({"kind": "visit", **asdict(entry)})

    def waiting(self) -> list[Entry]:
        """Oldest first, each with what was added to it since."""
        entries: dict[str, Entry] = {}
        for line in self._journal.lines():
            record = dict(line.record)
            kind = record.pop("kind")
            if kind == "visit":
                entries.setdefault(record["visit_id"], Entry(**record))
            elif record["visit_id"] in entries:
                entries[record["visit_id"]] = _with(entries[record["visit_id"]], kind, record)
        return list(entries.values())

    def discharge(self, visit_id: str, *, at: datetime) -> None:
        """The patient has left: from now on the outage may be told. Raises NotFound."""
        if visit_id not in {each.visit_id for each in self.waiting()}:
            raise NotFound("not_waiting", f"no visit {visit_id} waits")
        self._journal.append({"kind": "discharged", "visit_id": visit_id, "at": at.isoformat()})

    def tried(self, visit_id: str, *, error_code: str, at: datetime) -> None:
        self._journal.append({"kind": "tried", "visit_id": visit_id, "error_code": error_code, "at": at.isoformat()})

    def did(self, visit_id: str, step: str, *, code: str) -> None:
        self._journal.append({"kind": "step", "visit_id": visit_id, "step": step, "code": code})

    def done(self, visit_id: str) -> None:
        """Everything is acknowledged: erase all that is kept of the visit."""
        self._journal.erase([line for line in self._journal.lines() if _visit_of(line) == visit_id])


def _visit_of(line: Line) -> Any:
    return line.record.get("visit_id")


def _with(entry: Entry, kind: str, record: dict[str, Any]) -> Entry:
    if kind == "discharged":
        return replace(entry, discharged_at=record["at"])
    if kind == "tried":
        return replace(entry, attempts=entry.attempts + 1, last_tried_at=record["at"])
    return replace(entry, codes={**entry.codes, record["step"]: record["code"]})
