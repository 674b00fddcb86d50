"""What following the feed speaks of: outcomes, problems, children who wait, a report. No rules and no SQL."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ansinh.terms import CitizenNumber, PartialDate, Sex


class Outcome(StrEnum):
    """What became of a change."""

    APPLIED = "applied"
    ALREADY = "already"  # the register stood so before
    NOT_PARTICIPANT = "not_participant"  # about somebody who does not take part: noted, nothing to do
    WAITING = "waiting"  # a child waits for somebody to enrol them
    LEFT_OPEN = "left_open"  # it contradicts the register, or cannot be read: a person decides


class Stop(StrEnum):
    """Why the feed is followed no further for the time being."""

    GAP = "feed_gap"  # a number is missing
    SIGNATURE = "feed_signature"
    PAGE = "feed_page"  # not in its own form
    REFUSED = "feed_refused"
    KEYS = "feed_keys"


@dataclass(frozen=True, slots=True)
class Taken:
    """A change that was taken. `code` says why it was left open, "" otherwise."""

    seq: int
    kind: str
    outcome: Outcome
    code: str
    told_at: datetime | None
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """Something left open. `source` is change or linking, `source_key` its number or reference there."""

    problem_id: int
    source: str
    source_key: str
    kind: str
    code: str
    participant_ids: tuple[int, ...]
    case_references: tuple[str, ...]
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A child who waits to be enrolled, with those parents who are participants."""

    birth_id: int
    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    registered_on: date
    mother_id: int | None
    father_id: int | None


@dataclass(frozen=True, slots=True)
class FeedState:
    """How far the feed was followed. `last` is the newest change there is, as it said when it was last asked."""

    seq: int
    last: int
    asked_at: datetime | None
    stopped_code: str | None
    stopped_at: datetime | None

    @property
    def behind(self) -> int:
        """How many changes are known to wait."""
        return max(0, self.last - self.seq)


@dataclass(slots=True)
class Report:
    """What one run of following the feed did. `stopped` is the reason it could not go on to the end, None if it did."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    repeated: int = 0
    pages: int = 0
    seq: int = 0
    last: int = 0
    stopped: str | None = None
    detail: str = ""

    @property
    def taken(self) -> int:
        return sum(self.outcomes.values())

    def count(self, outcome: Outcome) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
