"""What the register holds, as plain values. Days are inclusive at both ends; money is whole dong.

`Enrolment` is what a writer hands in for one person; `Record` is what a reader gets back. Neither knows SQL.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from ansinh.terms import CardNumber, CitizenNumber, Dong, FacilityCode, PartialDate, Sex, SocialInsuranceNumber


class IdentifierState(Enum):
    """Only an active number is unique; the others stay for history and for papers still in circulation."""

    ACTIVE = "active"
    REPLACED = "replaced"  # the person got another number; the old one still leads to the person
    CANCELLED = "cancelled"  # given in error, leads to nobody (Decree 70/2024 art. 11(7): may be issued anew to another person)
    DISPUTED = "disputed"  # claimed by more than one record, kept until a case decides


class Custody(Enum):
    """Which social insurance manages the card."""

    AGENCY = "agency"
    ARMY = "army"
    POLICE = "police"


class CardState(Enum):
    VALID = "valid"
    REVOKED = "revoked"
    HELD = "held"  # taken away because somebody else used it, until the holder fetches it (Law 25/2008/QH12 art. 20)
    LOCKED = "locked"  # barred by the agency while its data are being put right
    REDUCED = "reduced"  # declared reduced, no reason given
    REDUCED_MOVED_OUT = "reduced_moved_out"  # to another province
    REDUCED_MOVED_WITHIN = "reduced_moved_within"  # inside the province
    REDUCED_READDED = "reduced_readded"  # added again in the same unit
    REDUCED_STOPPED = "reduced_stopped"  # stopped taking part


class ContributionKind(Enum):
    EMPLOYEE = "employee"
    HOUSEHOLD = "household"
    VOLUNTARY = "voluntary"
    STATE = "state"  # paid by the state budget: children under 6, the poor, war veterans


class CareLevel(Enum):
    """Level of professional care since 2025-01-01 (Law 15/2023 art. 104)."""

    PRIMARY = "primary"
    BASIC = "basic"
    SPECIALISED = "specialised"


class Tier(Enum):
    """Administrative tier before 2025-01-01; later rules still ask for it."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One number a person goes or went by. `valid_until` is the last day, None while it goes on."""

    number: CitizenNumber | SocialInsuranceNumber
    valid_from: date
    valid_until: date | None = None
    state: IdentifierState = IdentifierState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSpan:
    """Days on which a card is paid for, and the facility the person is registered with during them."""

    first_day: date
    last_day: date
    facility_code: FacilityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card with its spans in any order; spans of one card never overlap. `living_area` is K1, K2, K3 or empty."""

    number: CardNumber
    issued_on: date
    issued_by: str
    spans: tuple[CoverageSpan, ...] = ()
    custody: Custody = Custody.AGENCY
    state: CardState = CardState.VALID
    living_area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Months paid for in one row. `first_month` and `last_month` are first days of months, both included.

    `base` is what the share is computed from in one month, `amount` the sum paid in one month.
    """

    kind: ContributionKind
    first_month: date
    last_month: date
    base: Dong
    amount: Dong
    employer_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Place in a household; position 1 is the head. `relation` is a word such as head, spouse, child, parent, other."""

    household_code: str
    position: int
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One person as handed to the register, with everything that hangs on the person.

    The household and the employers named must exist. `verified_on` is the day the person was found equal to the
    population register. A newborn or a foreigner may come with no identifier at all.
    """

    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    address: str = field(default="", repr=False)
    ethnicity: str = ""
    verified_on: date | None = None
    deceased_on: date | None = None
    identifiers: tuple[Identifier, ...] = ()
    cards: tuple[Card, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    membership: Membership | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    code: str
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    code: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityRank:
    """What a facility counted as from `first_day` to `last_day` (None: until further notice)."""

    first_day: date
    last_day: date | None
    level: CareLevel
    tier: Tier
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    code: FacilityCode
    name: str
    ranks: tuple[FacilityRank, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person, or a kiosk with a fixed identity, whom a facility registered to look up cards.

    `approved_on` None: not yet approved by the agency, so not yet allowed.
    """

    facility_code: FacilityCode
    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    first_day: date
    last_day: date | None = None
    approved_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a look-up needs to know of one person on one day.

    Every card, but of its spans only those that have not ended; the ended ones too if the card asked for is not in force, or, where
    no card was asked for, if none of them is. `social_insurance_number` is that of the cards; without a card, the one in force.
    """

    participant_id: int
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    address: str = field(repr=False)
    social_insurance_number: SocialInsuranceNumber | None
    five_years_on: date | None
    deceased_on: date | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOfficer:
    """An approved officer of the asking facility on the day of asking."""

    officer_id: int
    full_name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """Both halves of a look-up's question: whom the key leads to, and who is asking.

    `facility_name` is that of the asking facility, "" if the register does not know it. `rivals` are others whom the same number leads
    to no less than `coverage`: nobody holds it as active, and several claim it.
    """

    coverage: Coverage | None
    officer: KnownOfficer | None
    facility_name: str
    rivals: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that an electronic identity might belong to."""

    participant_id: int
    social_insurance_number: SocialInsuranceNumber | None
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    verified_on: date | None
    deceased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdMember:
    """`name` is whole for the person whose record it is, family name and initials for the others."""

    position: int
    relation: str
    name: str = field(repr=False)
    is_self: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionRow:
    """A contribution as the person reads it, with the employer's name ("" if none)."""

    kind: ContributionKind
    first_month: date
    last_month: date
    base: Dong
    amount: Dong
    employer_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything the register holds on one person, as that person may read it.

    Cards newest first, their spans oldest first; contributions newest first; household members by position.
    """

    participant_id: int
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    ethnicity: str
    address: str = field(repr=False)
    citizen_number: CitizenNumber | None
    social_insurance_number: SocialInsuranceNumber | None
    five_years_on: date | None
    verified_on: date | None
    deceased_on: date | None
    identifiers: tuple[Identifier, ...]
    cards: tuple[Card, ...]
    household_code: str | None
    household: tuple[HouseholdMember, ...]
    contributions: tuple[ContributionRow, ...]
    facility_names: dict[str, str]
