"""How far an account was proofed, and who may have which level at which age. Pure.

Decree 69/2024/ND-CP: level 1 rests on an automatic comparison with the population database, level 2 on the person having come, with
portrait and fingerprints verified. Citizens from 14 may have both levels; from 6 to 13 both on request of who represents them; below 6
level 1 alone, on the same request.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from ansinh import terms
from ansinh.kit import errors

IN_FORCE = date(2024, 7, 1)  # the decree; the invented accounts are all younger

_OF_AGE, _SCHOOL_AGE = 14, 6
_WITHIN_DAYS = 365


@dataclass(frozen=True, slots=True)
class Proofing:
    """`compared_on`: the day the population database agreed. `seen_on`: the day the person came; None until they do."""

    compared_on: date
    seen_on: date | None = None

    @property
    def level(self) -> int:
        """The account's level, 1 or 2."""
        return 1 if self.seen_on is None else 2


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The highest level somebody may have, and whether somebody else has to ask for it."""

    highest: int
    on_request: bool


def entitlement(birth_date: terms.PartialDate, *, on: date) -> Entitlement:
    """What the decree gives at this age. A birthday that is not known is taken to be the last it can be."""
    age = _age(birth_date, on=on)
    if age >= _OF_AGE:
        return Entitlement(2, on_request=False)
    return Entitlement(2 if age >= _SCHOOL_AGE else 1, on_request=True)


def prove_in_person(proofing: Proofing, birth_date: terms.PartialDate, *, on: date) -> Proofing:
    """The proofing after the person came. Raises Refused("level_not_for_age") below six; who came before keeps that day."""
    if entitlement(birth_date, on=on).highest < 2:
        raise errors.Refused("level_not_for_age", "an account of level 2 is for persons from six years on", field="birth_date")
    return proofing if proofing.seen_on is not None else Proofing(proofing.compared_on, max(on, proofing.compared_on))


def invented(username: str, *, level: int) -> Proofing:
    """Days for an invented account, always the same: within a year after the decree came into force, a week apart."""
    compared_on = IN_FORCE + timedelta(days=sha256(username.encode()).digest()[0] * _WITHIN_DAYS // 256)
    return Proofing(compared_on, compared_on + timedelta(days=7) if level == 2 else None)


def _age(birth_date: terms.PartialDate, *, on: date) -> int:
    month, day = birth_date.month or 12, birth_date.day or 31
    return on.year - birth_date.year - ((on.month, on.day) < (month, day))
