"""What a facility is answered, in English keys. Instants are RFC 3339 in UTC, days yyyy-MM-dd, money whole dong."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from ansinh.doors.visits.questions import Level, MomentName


class EvidenceKept(BaseModel):
    """One check. `proven`: by the statement of a registered desk, about the person the visit is of now; else the facility says so.

    `confirmed_by`: the verification service that called the same data genuine, where a verdict of one we believe came with the statement.
    """

    level: Level
    source: str
    at: datetime
    device: str
    proven: bool
    confirmed_by: str | None


class LookUpKept(BaseModel):
    moment: MomentName
    at: datetime
    code: Annotated[str, Field(description="result code of the look-up, three digits")]


class OutageKept(BaseModel):
    since: datetime
    error_code: str
    attempts: int


class CardElsewhere(BaseModel):
    """The card of this visit was proven at another facility too, within a time in which one card cannot be at both. It forbids nothing.

    Where that was, and about what, is not told: the agency looks into it. Compare the portrait with the person.
    """

    when: Annotated[Literal["before", "after"], Field(description="whether it was proven there before or after it was here")]
    minutes: Annotated[int, Field(ge=1, description="at most so many between the two")]


class VisitKept(BaseModel):
    """A visit as it stands. `evidence_level` is that of the strongest evidence, `proven_level` of the strongest that is proven; or null."""

    visit_no: Annotated[int, Field(description="our number of the visit, for paging")]
    visit_id: str
    category: str
    care_kind: str
    arrived_at: datetime
    admitted_at: datetime | None
    opened_at: datetime
    ended_at: datetime | None
    person_known: Annotated[bool, Field(description="number, name and birth date lead to one insured person")]
    evidence_level: Level | None
    proven_level: Level | None
    evidence: list[EvidenceKept]
    card_elsewhere: list[CardElsewhere]
    look_ups: list[LookUpKept]
    outages: list[OutageKept]
    awaits_look_up: Annotated[bool, Field(description="an outage was told, and no look-up has been made since")]


class Warned(BaseModel):
    """Somebody else seems to have the person. It forbids nothing: ask the person."""

    reason: Literal["checked_in_elsewhere", "looked_up_elsewhere"]
    facility_code: str
    since: datetime
    sentence: str


class VisitAnswer(BaseModel):
    """`outcome`: what became of the statement. A repeat is answered with the bytes of the first, and with a header."""

    outcome: Literal["new", "corrected"]
    visit: VisitKept
    warnings: list[Warned]


class Visits(BaseModel):
    """`next_after`: send it as `after` for the next page; null at the end."""

    visits: list[VisitKept]
    next_after: int | None


class DeskKept(BaseModel):
    """A desk. `closed_at` null: it is open."""

    desk_id: Annotated[str, Field(description="the RFC 7638 thumbprint of its key; `iss` and `kid` of its statements")]
    name: str
    registered_at: datetime
    closed_at: datetime | None


class Desks(BaseModel):
    desks: list[DeskKept]


class ChallengeGiven(BaseModel):
    """`expires_at` is the first instant at which it is no longer good."""

    challenge: Annotated[str, Field(description="32 bytes, base64url without padding")]
    audience: Annotated[str, Field(description="`aud` of the statement")]
    expires_at: datetime


class PersonTold(BaseModel):
    full_name: str
    birth_date: Annotated[str, Field(description="yyyy-MM-dd, yyyy-MM or yyyy")]
    sex: Literal["male", "female", "unknown"]
    address: str
    social_insurance_number: str | None
    five_years_on: Annotated[date | None, Field(description="five continuous years of insurance are reached on this day")]


class CardTold(BaseModel):
    """A card during one of its spans; the days are null where it has none."""

    number: str
    facility_code: str | None
    first_day: date | None
    last_day: date | None
    percent: Annotated[int, Field(description="benefit level on the day of the look-up, before the visit category")]
    issued_by: str
    living_area: str


class CopaymentTold(BaseModel):
    """Own-route co-payment of the calendar year. 100 percent from `exempt_from` to the end of the year."""

    year: int
    paid: int
    threshold: int
    exempt_from: date | None


class EarlierLookUp(BaseModel):
    facility_code: str
    at: datetime
    code: str


class TreatmentTold(BaseModel):
    record_no: int
    facility_code: str
    admitted_at: datetime
    discharged_at: datetime
    outcome: int
    result: int
    reason: str


class CoverageAnswer(BaseModel):
    """What a look-up tells. Everything about the person is null, and lists are empty, where the code says that nothing may be told."""

    code: str
    sentence: Annotated[str, Field(description="what the code means, in Vietnamese")]
    moment: MomentName
    at: datetime
    state: Annotated[
        str | None,
        Field(description="in_force, not_begun, expired, no_card, revoked, held, locked, reduced..., managed_by_army, managed_by_police"),
    ]
    person: PersonTold | None
    card: CardTold | None
    new_card: CardTold | None
    old_card_number: str | None
    copayment: CopaymentTold | None
    earlier_look_ups: list[EarlierLookUp]
    history: Annotated[list[TreatmentTold] | None, Field(description="null where it was not asked for or may not be told")]
    warnings: list[Warned]
    visit: VisitKept
