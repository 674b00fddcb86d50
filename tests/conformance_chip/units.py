"""All units of the plan with their cases, and those that are left out with the reason."""

from collections.abc import Iterable

from tests.conformance_chip import iso7816_access, iso7816_pace, iso7816_proof, lds_beside, lds_files, lds_portrait, lds_security_object
from tests.conformance_chip.table import Case, Unit

_BIOMETRICS = "fingerprints and iris are behind terminal authentication: nobody but the ministry reads them, and this reader never asks"
_OTHERS = (
    Unit(name="LDS_D", about="DG3, fingerprints", highest=16, dropped=_BIOMETRICS),
    Unit(name="LDS_E", about="DG4, iris", highest=14, dropped=_BIOMETRICS),
    Unit(name="LDS_G", about="EF.CVCA", highest=2, dropped="names the authorities of terminal authentication"),
)
UNITS: tuple[Unit, ...] = tuple(
    sorted(
        (
            *iso7816_access.UNITS,
            *iso7816_proof.UNITS,
            *iso7816_pace.UNITS,
            *lds_beside.UNITS,
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
