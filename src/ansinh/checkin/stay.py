"""What a treatment is to us: one stay or visit as its accepted claim tells it, and the same as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ansinh.terms import CardNumber, Dong, FacilityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTreatment:
    """A stay or visit as its accepted claim tells it; the facility's own `visit_id` (MA_LK in the claim) names it.

    `outcome` 1 discharged, 2 transferred, 3 absconded, 4 asked to leave, 5 transferred on request; `result` 1 cured, 2 better, 3 same,
    4 worse, 5 died, 6 terminal, 7 unknown, 8 died before arrival. `reason` 1 right route, 2 emergency, 3 wrong route, 4 cross-route,
    or the patient-object code, which is also `visit_category` (Decision 3276/QD-BYT). `copayment` is what the patient paid inside
    the scope of the insurance. `tables` holds the rows of XML1 (one) to XML5 (lists) by official field names.
    """

    visit_id: str
    facility_code: FacilityCode
    participant_id: int
    card_number: CardNumber
    admitted_at: datetime
    discharged_at: datetime
    outcome: int
    result: int
    reason: str
    visit_category: str
    is_own_route: bool
    copayment: Dong
    received_at: datetime
    accepted_on: date
    tables: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """The same as it is kept, without the rows of its claim."""

    record_no: int
    participant_id: int
    facility_code: FacilityCode
    card_number: CardNumber
    admitted_at: datetime
    discharged_at: datetime
    outcome: int
    result: int
    reason: str
    visit_category: str
    is_own_route: bool
    copayment: Dong
    received_at: datetime
    accepted_on: date
