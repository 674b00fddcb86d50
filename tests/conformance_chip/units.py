"""All units of the plan with their cases, and those that are left out with the reason."""

from collections.abc import Iterable

from tests.conformance_chip import iso7816_access, iso7816_pace, iso7816_proof, lds_files, lds_portrait, lds_security_object
from tests.conformance_chip.table import Case, Unit

_CARD_SECURITY = (
    "EF.CardSecurity belongs to chip authentication mapping and to cards with terminal authentication of version 2: neither is built"
)
_ATR_INFO = "EF.ATR/INFO is not read: lengths are found out by asking, and asked shorter where a card refuses"


def _not_read(*titles: str, why: str, source: str) -> tuple[Case, ...]:
    return tuple(Case(title=each, card=None, expect=None, source=source, unsupported=why) for each in titles)


_CARD_SECURITY_CASES = _not_read(
    "EF.CardSecurity with the chip's keys, signed by a trusted signer",
    "its signature is wrong",
    "its signer is trusted by nobody",
    "it says something else than EF.CardAccess",
    why=_CARD_SECURITY,
    source="BSI TR-03110-3, A.1.2.3",
)
_ATR_CASES = _not_read(
    "EF.ATR/INFO says how long commands and answers may be",
    "it says less than the reader would ask for",
    "its length information is malformed",
    "it is not there although extended lengths are announced",
    why=_ATR_INFO,
    source="ICAO Doc 9303-10, 3.11.1",
)
_BIOMETRICS = "fingerprints and iris are behind terminal authentication: nobody but the ministry reads them, and this reader never asks"
_OTHERS = (
    Unit(name="LDS_D", about="DG3, fingerprints", highest=16, dropped=_BIOMETRICS),
    Unit(name="LDS_E", about="DG4, iris", highest=14, dropped=_BIOMETRICS),
    Unit(name="LDS_G", about="EF.CVCA", highest=2, dropped="names the authorities of terminal authentication"),
    Unit(name="LDS_J", about="EF.CardSecurity", highest=4, cases=_CARD_SECURITY_CASES),
    Unit(name="LDS_K", about="EF.ATR/INFO", highest=4, cases=_ATR_CASES),
)
UNITS: tuple[Unit, ...] = tuple(
    sorted(
        (
            *iso7816_access.UNITS,
            *iso7816_proof.UNITS,
            *iso7816_pace.UNITS,
            *lds_files.UNITS,
            *lds_portrait.UNITS,
            *lds_security_object.UNITS,
            *_OTHERS,
        ),
        key=lambda unit: unit.name,
    )
)
APPLICABLE = tuple(unit for unit in UNITS if unit.cases)


def every() -> Iterable[tuple[str, Case]]:
    """All cases with their numbers, in the order of the units."""
    return ((number, case) for unit in APPLICABLE for number, case in unit.numbered)


def passed(unit: Unit) -> int:
    return unit.count(unsupported=False)


def share() -> tuple[int, int]:
    """How many cases pass, of how many that apply: what is not supported and what fails counts against us."""
    return sum(map(passed, APPLICABLE)), sum(len(unit.cases) for unit in APPLICABLE)
