"""What a visit is to us: how a facility states it, and how it is kept with its evidence, look-ups and outages."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from ansinh.checkin.double_visits import Stay
from ansinh.checkin.presence import Evidence, EvidenceLevel, ReadElsewhere, level_of, proven_level_of
from ansinh.terms import PartialDate


class Moment(Enum):
    """When in a visit a look-up is made: the law asks for all three (Decree 188/2025/NĐ-CP, through one secondary source)."""

    ARRIVAL = "arrival"
    DURING = "during"
    CLOSING = "closing"


class Act(Enum):
    """What a statement does. Statements of one visit and one act correct each other; those of different acts do not."""

    CHECK_IN = "check_in"  # XML0
    OPEN = "open"
    EVIDENCE = "evidence"
    END = "end"


class Outcome(Enum):
    """What became of a statement."""

    NEW = "new"
    REPEATED = "repeated"  # nothing was kept: it says what counts already
    CORRECTED = "corrected"  # both are kept, this one counts


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedVisit:
    """A visit as the facility states it. `key` is a card, social-insurance or citizen number, or "" where it has none.

    `content` is all of the statement as JSON, for keeping and for telling a repeat from a correction. Instants are aware.
    """

    visit_id: str
    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: PartialDate
    category: str
    care_kind: str
    arrived_at: datetime
    admitted_at: datetime | None = None
    content: Any = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """The gateway could not be reached since then; how often it was tried, and with which error the last time."""

    since: datetime
    error_code: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLookup:
    """A look-up that was made for the visit."""

    at: datetime
    moment: Moment
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit as it is kept, with everything that hangs on it, oldest first. `participant_id` None: nobody we know."""

    visit_no: int
    facility_code: str
    visit_id: str
    participant_id: int | None
    category: str
    care_kind: str
    arrived_at: datetime
    admitted_at: datetime | None
    opened_at: datetime
    ended_at: datetime | None
    evidence: tuple[Evidence, ...] = ()
    lookups: tuple[VisitLookup, ...] = ()
    outages: tuple[Outage, ...] = ()

    @property
    def evidence_level(self) -> EvidenceLevel | None:
        return level_of(self.evidence)

    @property
    def proven_level(self) -> EvidenceLevel | None:
        return proven_level_of(self.evidence)

    @property
    def card_elsewhere(self) -> tuple[ReadElsewhere, ...]:
        """Where else the cards of this visit were proven at a time at which they cannot have been at both; not where that was."""
        return tuple(place for each in self.evidence if each.proof is not None for place in each.proof.elsewhere)

    @property
    def awaits_lookup(self) -> bool:
        """An outage was told, and no look-up has been made for the visit since."""
        return bool(self.outages) and not any(lookup.at >= self.outages[-1].since for lookup in self.lookups)

    def stay(self) -> Stay:
        """As far as the rule on double visits looks at it."""
        return Stay(
            facility_code=self.facility_code,
            arrived_at=self.arrived_at,
            ended_at=self.ended_at,
            category=self.category,
            care_kind=self.care_kind,
        )
