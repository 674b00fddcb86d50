"""Who stands at the desk, as far as the hospital knows, and how it knows."""

from dataclasses import dataclass, field

from ansinh.terms import Sex
from ansinh.wire import ledger, programs, qr

_SEXES = {Sex.MALE: "1", Sex.FEMALE: "2"}
_CODES = {qr.Kind.CITIZEN_CARD, qr.Kind.HEALTH_CARD}


@dataclass(frozen=True, slots=True)
class Evidence:
    """By what means it was checked who was there. A code that was scanned proves nothing more than a number that was typed."""

    source: ledger.CheckedBy
    level: str  # typed, qr, vneid, chip_read, chip_authenticated, chip_and_face
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """`key` is what the look-up is made by; `birth_date` is dd/MM/yyyy, MM/yyyy or yyyy; `sex` 1, 2 or 3."""

    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    sex: str = field(default="3", repr=False)
    registered_facility: str = ""

    def asked(self) -> programs.Asked:
        return programs.Asked(self.key, self.full_name, self.birth_date, self.sex, self.registered_facility)

    @property
    def birth_minute(self) -> str:
        """YyyyMMddHHmm with zeros for what is not known."""
        *before, year = self.birth_date.split("/")
        day, month = ("00", *before)[-2:] if before else ("00", "00")
        return f"{year}{month:0>2}{day:0>2}0000"


def from_scan(reading: qr.Reading, *, full_name: str = "", birth_date: str = "") -> Patient:
    """The patient of a scan; what the scan has not is taken from what the clerk typed. Raises ValueError naming what is missing."""
    name = reading.full_name or full_name
    birth = reading.birth_date.vietnamese() if reading.birth_date is not None else birth_date
    missing = [field for field, value in (("name", name), ("birth date", birth)) if not value]
    if missing:
        raise ValueError(f"the {' and the '.join(missing)} could not be read from the code: type it, or {qr.ADVICE}")
    return Patient(
        key=reading.key,
        full_name=name,
        birth_date=birth,
        sex=_SEXES.get(reading.sex, "3") if reading.sex is not None else "3",
        registered_facility="" if reading.facility_code is None else reading.facility_code.value,
    )


def evidence_of(reading: qr.Reading, *, device: str) -> Evidence:
    """Scanning a card is evidence by code, typing its number is not."""
    if reading.kind in _CODES:
        return Evidence(ledger.CheckedBy.CARD_QR, "qr", device)
    return Evidence(ledger.CheckedBy.TYPED_IN, "typed", device)
