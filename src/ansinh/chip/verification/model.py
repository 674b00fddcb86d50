"""What verification comes to: the checks one by one, what they are worth together, and of the person only what the purpose needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ansinh.chip.checks import Check, Outcome
from ansinh.chip.reading import Active, Way
from ansinh.chip.verification.policies import Level
from ansinh.chip.verification.verdict import Verdict
from ansinh.terms import CitizenNumber, PartialDate, Sex


@dataclass(frozen=True, slots=True)
class Signer:
    """The certificate that signed the card: country (two letters), serial number and SHA-256 of the certificate in small hex. Names no holder."""

    country: str
    serial: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the card is about, as far as health insurance needs it: fields 1, 2, 3, 4 and 9 of data group 13, or DG1 where there is none.

    `name_has_marks`: False for a name from DG1, which has capital letters without marks. None is what the card does not say.
    """

    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    name_has_marks: bool
    birth_date: PartialDate | None = field(default=None, repr=False)
    sex: Sex = field(default=Sex.UNKNOWN, repr=False)
    residence: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """`checks` in the order they are shown, each name once. `overall` is the worst of those that were performed.

    `person` is None unless a trusted signer signed the data it is taken from. `hashes` are SHA-256 of the raw files read, in small hex, by
    `sod`, `com`, `dg1` and so on. `active` is the chip's answer to a challenge, for whoever wants to check it again.
    """

    checks: tuple[Check, ...]
    overall: Outcome
    level: Level
    verdict: Verdict
    policy: str
    access: Way
    person: Person | None = field(default=None, repr=False)
    signer: Signer | None = None
    hashes: Mapping[str, str] = field(default_factory=dict, repr=False)
    active: Active | None = None

    def check(self, name: str) -> Check | None:
        """By its name; None if there is none."""
        return next((each for each in self.checks if each.name == name), None)
