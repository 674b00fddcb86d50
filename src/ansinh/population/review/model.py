"""What the review desk speaks of: cases, candidates, opinions, standings. No rules and no SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ansinh.terms import CitizenNumber, PartialDate, Sex

MOST_CANDIDATES = 5
NO_OFFICE = "000"


class Finding(StrEnum):
    """What an officer says of a case."""

    IT_IS = "it_is"  # the insured person is this candidate
    NONE = "none"  # the insured person is none of them
    CANNOT_TELL = "cannot_tell"  # somebody else should look
    NEEDS_PAPERS = "needs_papers"  # nobody can tell from what is shown


class Part(StrEnum):
    """In which part an officer speaks."""

    DECIDES = "decides"
    CONFIRMS = "confirms"  # knows what the first officer decided, and agrees
    TURNS_DOWN = "turns_down"  # knows it, and does not


class State(StrEnum):
    OPEN = "open"
    WAITS = "waits"  # decided, and a second officer has to agree
    PAPERS = "papers"  # set aside until papers have come
    CLOSED = "closed"


class Outcome(StrEnum):
    IT_IS = "it_is"
    NONE = "none"
    OVERTAKEN = "overtaken"  # settled elsewhere: by a later run, or a change of the register


class CaseVerdict(StrEnum):
    """Why people have to look: what a run said of the record, or that a daily change contradicts it."""

    DIFFERS = "differs"
    CANDIDATES = "candidates"
    SOMEONE_ELSE = "someone_else"
    SEVERAL_NUMBERS = "several_numbers"
    NOT_FOUND = "not_found"
    DECEASED = "deceased"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One side of a comparison. `kept_back` (address, father, mother) is shown on asking alone; "" and None are not known."""

    full_name: str = field(repr=False)
    birth: PartialDate | None = None
    sex: Sex = Sex.UNKNOWN
    citizen_number: CitizenNumber | None = None
    old_number: str = field(default="", repr=False)
    deceased_on: date | None = field(default=None, repr=False)
    kept_back: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody the insured person may be. `place` is 1 for the best; `score` in hundredths of a bit, `levels` as the rules pack them."""

    place: int
    person: Person
    score: int
    levels: int
    is_holder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be opened. `participant_id` None: the register does not hold the record. `priority`: dong at stake."""

    record_id: str
    participant_id: int | None
    verdict: CaseVerdict
    stage: str
    office: str
    submitted: Person
    candidates: tuple[Candidate, ...]
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case as it stands, everything in it. What of it is shown, and to whom, is decided elsewhere (`shown`)."""

    case_id: int
    reference: str
    source: str
    rules_version: str
    salt: str = field(repr=False)
    record_id: str = field(repr=False)
    participant_id: int | None
    verdict: CaseVerdict
    stage: str
    office: str
    priority: int
    is_sampled: bool
    opened_at: datetime
    state: State
    round: int
    spoken: tuple[str, ...]
    taken_by: str | None
    taken_until: datetime | None
    submitted: Person
    candidates: tuple[Candidate, ...]

    def candidate(self, place: int) -> Candidate | None:
        """The candidate in that place."""
        return next((each for each in self.candidates if each.place == place), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one officer said. `place`, `changes_number` and `deceased_on` (who is found has died that day) are of IT_IS alone."""

    officer: str
    part: Part
    finding: Finding
    place: int | None = None
    changes_number: bool = False
    deceased_on: date | None = field(default=None, repr=False)
    facts: str = ""
    at: datetime | None = None

    @property
    def takes_two(self) -> bool:
        """Whether a second officer has to agree: to a number, and to a death, which ends cover."""
        return self.changes_number or self.deceased_on is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the opinions on a case come to; `settled` is the opinion that is carried out where the case is closed."""

    state: State
    settled: Opinion | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list: nothing about whom it is."""

    reference: str
    office: str
    verdict: CaseVerdict
    stage: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """How many cases of an office stand where; those that are taken are among the open."""

    office: str
    open: int
    taken: int
    waits: int
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An open case as an officer sees it, and `seen`, what their decision has to name: a digest of exactly this.

    `asks_death`: a finding that it is a candidate has to name the day of death; `known_death` is the day the population register tells of.
    """

    case: CaseFile
    seen: str
    proposal: Opinion | None
    asks_death: bool = False
    known_death: date | None = field(default=None, repr=False)
