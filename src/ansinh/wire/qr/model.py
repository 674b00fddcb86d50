"""What a scan says, field by field, and what is said where it cannot be read."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ansinh.terms import FacilityCode, PartialDate, Sex

ADVICE = "switch the keyboard to English (Vietnamese typing off, Caps Lock off) and scan again, or type the field"


class Kind(StrEnum):
    """What was scanned or typed. The last three are a number alone."""

    CITIZEN_CARD = "citizen_card"
    HEALTH_CARD = "health_card"
    CITIZEN_NUMBER = "citizen_number"
    INSURANCE_NUMBER = "insurance_number"
    CARD_NUMBER = "card_number"


@dataclass(frozen=True, slots=True)
class Unread:
    """A field that is there but cannot be read for certain. `reason` never repeats what was scanned; `ADVICE` says what to do."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a scan says; never a proof that its holder is the person named.

    `key` is what a look-up is made by: 12 digits, 10 digits or 15 characters. What the code does not carry is "" or None; what it
    carries and could not be read is that too, and stands in `unread`. `mended` names the fields that a keyboard had changed
    and that have only one reading. Days are inclusive.
    """

    kind: Kind
    key: str = field(repr=False)
    full_name: str = field(default="", repr=False)
    birth_date: PartialDate | None = None
    sex: Sex | None = None
    address: str = field(default="", repr=False)
    old_number: str = field(default="", repr=False)
    issued_on: date | None = None
    facility_code: FacilityCode | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    issued_by: str = ""
    parent_name: str = field(default="", repr=False)
    living_area: str = ""
    five_years_on: date | None = None
    more: tuple[str, ...] = field(default=(), repr=False)
    mended: frozenset[str] = frozenset()
    unread: tuple[Unread, ...] = ()


class QrError(ValueError):
    """Nothing can be looked up by this text: `field` says what is missing, `reason` why. Never repeats what was scanned."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}; {ADVICE}")
        self.field = field
        self.reason = reason
