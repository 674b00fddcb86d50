"""What the other institutions of the sandbox hold, as plain values. Every person, place and firm is invented.

A `Person` is what the population register and the electronic identity say; `insured` is what the insurance register holds
of the same person, which may differ: that is what the troubles are for. Days are inclusive at both ends, money is whole dong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from ansinh.terms import CardNumber, CitizenNumber, Dong, FacilityCode, PartialDate, Sex, SocialInsuranceNumber


class Trouble(Enum):
    """What is wrong around a person. The values are what `ansinh sandbox people --json` prints."""

    POPULATION_TIMEOUT = "population_timeout"  # the population register does not answer in time for this number
    NAME_DIFFERS = "name_differs"  # the insurance register holds another name
    BIRTH_DATE_DIFFERS = "birth_date_differs"  # the insurance register holds another birth date
    DECEASED = "deceased"  # died last year, both registers know it; the electronic identity account was never closed
    CARD_REVOKED = "card_revoked"  # the only card that covers today was revoked
    CARD_EXPIRED = "card_expired"  # no card covers any day of this year
    CARD_REISSUED_OLD_EXPIRED = "card_reissued_old_expired"  # the person still carries an expired card, a new one is valid
    CARD_REISSUED_OLD_VALID = "card_reissued_old_valid"  # the person carries a card that is valid beside a newer one
    CHILD_WITHOUT_CARD = "child_without_card"  # under 6, enrolled, no card yet
    ARMY_CARD = "army_card"  # managed by the army's own social insurance
    POLICE_CARD = "police_card"  # managed by the police's own social insurance
    NO_INSURANCE = "no_insurance"  # not in the insurance register at all
    TWO_INSURANCE_NUMBERS = "two_insurance_numbers"  # two records in the insurance register claim the same citizen number
    ACCOUNT_LEVEL_1 = "account_level_1"  # electronic identity of level 1 only (Decree 69/2024)
    CARD_HELD = "card_held"  # the only card that covers today was taken away: somebody else had used it
    CARD_LOCKED = "card_locked"  # the only card that covers today is barred while its data are put right
    CARD_REDUCED = "card_reduced"  # the only card that covers today was declared reduced, no reason given
    CARD_REDUCED_MOVED_OUT = "card_reduced_moved_out"  # ... moved to another province
    CARD_REDUCED_MOVED_WITHIN = "card_reduced_moved_within"  # ... moved inside the province
    CARD_REDUCED_READDED = "card_reduced_readded"  # ... added again in the same unit
    CARD_REDUCED_STOPPED = "card_reduced_stopped"  # ... stopped taking part
    FIRST_LOGIN = "first_login"  # nothing is wrong: never at the counter, so the first login on the portal has to be confirmed


class Course(Enum):
    """What is special about somebody's earlier treatment. The values are what `ansinh sandbox people --json` prints."""

    OVER_THRESHOLD = "over_threshold"  # co-payments of this year above six base salaries, five continuous years reached: exempt
    OVERLAPPING = "overlapping"  # two stays at two facilities that share days
    IN_PROGRESS = "in_progress"  # lies in hospital now: no claim yet


class Custody(Enum):
    """Which social insurance manages a card."""

    AGENCY = "agency"
    ARMY = "army"
    POLICE = "police"


class CardState(Enum):
    """Whether a card may be used; if not, why."""

    VALID = "valid"
    REVOKED = "revoked"
    HELD = "held"
    LOCKED = "locked"
    REDUCED = "reduced"
    REDUCED_MOVED_OUT = "reduced_moved_out"
    REDUCED_MOVED_WITHIN = "reduced_moved_within"
    REDUCED_READDED = "reduced_readded"
    REDUCED_STOPPED = "reduced_stopped"


class Payer(Enum):
    """Who pays a contribution."""

    EMPLOYEE = "employee"
    HOUSEHOLD = "household"
    STATE = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days on which a card is paid for, and the facility the person is registered with."""

    first_day: date
    last_day: date
    facility_code: FacilityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`spans` are in order of time and never overlap. `living_area` is K1, K2, K3 or empty."""

    number: CardNumber
    issued_on: date
    issued_by: str
    spans: tuple[Span, ...]
    custody: Custody = Custody.AGENCY
    state: CardState = CardState.VALID
    living_area: str = ""

    @property
    def last_day(self) -> date:
        return self.spans[-1].last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Equal months paid for together: `first_month` and `last_month` are first days of months, both included."""

    payer: Payer
    first_month: date
    last_month: date
    base: Dong
    amount: Dong
    employer_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured:
    """One record of the insurance register. `shares_number`: another record claims the same citizen number.

    `verified_on` is the day on which the two registers were found to agree, None if they never were.
    """

    social_insurance_number: SocialInsuranceNumber
    full_name: str = field(repr=False)
    birth_date: PartialDate
    enrolled_on: date
    verified_on: date | None
    deceased_on: date | None = None
    cards: tuple[Card, ...] = ()
    contributions: tuple[Contribution, ...] = field(default=(), repr=False)
    shares_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """A stay or visit at a facility. `discharged_at` None: it is going on, and there is no claim of it yet.

    `visit_category` is the patient-object code of the claim, `reason` the older code of the way the patient came. `copayment` is in
    whole dong. `received_at` is when the gateway took the claim, `accepted_on` when the agency did; `tables` are its rows by official
    field names.
    """

    visit_id: str
    facility_code: FacilityCode
    card_number: CardNumber
    admitted_at: datetime
    discharged_at: datetime | None
    outcome: int = 1
    result: int = 1
    reason: str
    visit_category: str
    copayment: Dong = 0
    received_at: datetime | None = None
    accepted_on: date | None = None
    tables: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An electronic identity account; the user name is the citizen number."""

    level: int
    username: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One citizen. `insured` has no, one or two records; `carried_card` is the card in the person's pocket."""

    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: Sex
    ethnicity: str
    old_id_number: str | None = field(repr=False)
    province_code: str
    address: str = field(repr=False)
    household_code: str
    position: int
    relation: str
    deceased_on: date | None
    account: Account | None
    insured: tuple[Insured, ...]
    carried_card: CardNumber | None
    trouble: Trouble | None
    course: Course | None = None

    @property
    def registered_facility(self) -> FacilityCode | None:
        """Where the card in the pocket is registered, by its last span."""
        for record in self.insured:
            for card in record.cards:
                if card.number == self.carried_card:
                    return card.spans[-1].facility_code
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    code: str
    name: str
    province_code: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityRank:
    """`level` (primary, basic, specialised) counts since 2025; `tier` is the administrative one before it, still asked for."""

    first_day: date
    last_day: date | None
    level: str
    tier: str
    score: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A member of a facility's staff who is registered with the gateway."""

    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    registered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """`password` is plain; the gateway is given its MD5 in hex."""

    code: FacilityCode
    name: str
    province_code: str
    ranks: tuple[FacilityRank, ...]
    username: str
    password: str = field(repr=False)
    officers: tuple[Officer, ...]
