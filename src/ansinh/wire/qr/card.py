"""The text inside the QR code of a health-insurance card, as hospital software reads it.

Fields are separated by "|" and the last one ends in "$". The layout is read from public hospital programs, not from an
official text; the rule of the check string in the 14th field is not public, so it is written empty and that is marked here:
assumed. Readers are known to accept "-" for an empty field.
"""

from dataclasses import dataclass, field
from datetime import date

from ansinh import terms

_EMPTY = "-"
_MALE, _NOT_MALE = "1", "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardQr:
    """What the code of one card says. Days are inclusive; `five_years_on` is None where it is not known."""

    card_number: terms.CardNumber
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    sex: terms.Sex
    address: str = field(default="", repr=False)
    facility_code: terms.FacilityCode
    valid_from: date
    valid_to: date | None
    issued_on: date
    issued_by: str
    parent_name: str = field(default="", repr=False)
    living_area: str = ""
    five_years_on: date | None = None


def format_card_qr(card: CardQr) -> str:
    """The text to encode: 15 parts between the separators, "$" as the last of them; ASCII throughout."""
    parts = (
        card.card_number.value,
        _hex(card.full_name),
        card.birth_date.vietnamese(),
        _MALE if card.sex is terms.Sex.MALE else _NOT_MALE,
        _hex(card.address),
        f"{card.facility_code.value[:2]} - {card.facility_code.value[2:]}",
        _day(card.valid_from),
        _day(card.valid_to),
        _day(card.issued_on),
        card.issued_by or _EMPTY,
        _hex(card.parent_name),
        card.living_area or _EMPTY,
        _day(card.five_years_on),
        _EMPTY,  # check string
        "$",
    )
    return "|".join(part.replace("|", " ") for part in parts)


def _day(day: date | None) -> str:
    return _EMPTY if day is None else f"{day:%d/%m/%Y}"


def _hex(text: str) -> str:
    """UTF-8 bytes of the NFC form as lower-case hex digits."""
    return terms.names.tidy(text).encode().hex() or _EMPTY
