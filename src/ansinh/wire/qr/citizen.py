"""The text inside the QR code of a citizen card, which VNeID shows too: seven fields, plain UTF-8, no check and no signature.

The layout is read from public hospital programs, not from an official text. Cards of 2024 may carry more fields behind the seven
(parents, spouse): not verified.
"""

from dataclasses import dataclass, field
from datetime import date

from ansinh import terms


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenQr:
    """What the code of one citizen card says. `old_number` is the nine-digit number of the paper card before, "" if there was none."""

    citizen_number: terms.CitizenNumber
    old_number: str = field(default="", repr=False)
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    sex: terms.Sex
    residence: str = field(default="", repr=False)
    issued_on: date
    more: tuple[str, ...] = field(default=(), repr=False)


def format_citizen_qr(card: CitizenQr) -> str:
    """The text to encode: number, old number, name, ddMMyyyy, sex, residence, ddMMyyyy, and what more there is, between "|"."""
    parts = (
        card.citizen_number.value,
        card.old_number,
        terms.names.tidy(card.full_name),
        card.birth_date.vietnamese().replace("/", ""),
        "Nam" if card.sex is terms.Sex.MALE else "Nữ",
        terms.names.tidy(card.residence),
        f"{card.issued_on:%d%m%Y}",
        *card.more,
    )
    return "|".join(part.replace("|", " ") for part in parts)
