"""What is kept of acting for another person. No rules and no SQL."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from ansinh import terms


class GrantKind(Enum):
    """Where the right to act comes from."""

    GIVEN = "given"  # by the person themself (Civil Code 2015 art. 138)
    MINOR = "minor"  # parents of a minor child (Civil Code 2015 art. 136)
    GUARDIAN = "guardian"  # a guardian by decision of an authority (Civil Code 2015 art. 136)


class GrantState(Enum):
    OFFERED = "offered"  # waits for the representative to take it
    REQUESTED = "requested"  # waits for an officer
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


class GrantScope(Enum):
    """What the representative may look at."""

    RECORD = "record"
    ACCESS = "access"  # who looked at the record


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant that is in force: `account_id` may look at `participant_id`'s `scopes`."""

    reference: str
    kind: GrantKind
    account_id: int
    participant_id: int
    scopes: frozenset[GrantScope]
    first_day: date
    last_day: date

    @property
    def sees_access(self) -> bool:
        return GrantScope.ACCESS in self.scopes


@dataclass(frozen=True, slots=True)
class GrantOf:
    """A grant or a request as the representative sees it. `participant_id` is None until there is a grant."""

    reference: str
    kind: GrantKind
    state: GrantState
    participant_id: int | None
    scopes: frozenset[GrantScope]
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class GrantAbout:
    """A grant as the represented person sees it. `name` is the representative's; of an offer, the name the person gave."""

    reference: str
    kind: GrantKind
    state: GrantState
    name: str = field(repr=False)
    scopes: frozenset[GrantScope]
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as the person it is made to sees it."""

    reference: str
    participant_id: int
    scopes: frozenset[GrantScope]
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class RequestSummary:
    """A request as it is listed for officers: nobody named."""

    reference: str
    kind: GrantKind
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A request as the officer who works on it sees it: who asks, and whom they name.

    `representative_id` is the participant who asks, None for somebody who takes part in no insurance here.
    """

    reference: str
    kind: GrantKind
    asked_at: datetime
    account_id: int
    representative_id: int | None
    representative_name: str = field(repr=False)
    representative_number: terms.CitizenNumber
    wanted_number: str = field(repr=False)
    wanted_name: str = field(repr=False)
    wanted_birth_date: terms.PartialDate
    scopes: frozenset[GrantScope]
    last_day: date
