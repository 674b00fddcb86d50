"""The little that staff need to know which person something is about. Who looks, and that it is written down, is the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ansinh.kit import db
from ansinh.register.store import briefs as store
from ansinh.terms import PartialDate, SocialInsuranceNumber, names


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """`social_insurance_number` is an active one if there is any, then a disputed one."""

    participant_id: int
    full_name: str = field(repr=False)
    birth_date: PartialDate
    social_insurance_number: SocialInsuranceNumber | None
    verified_on: date | None
    deceased_on: date | None

    @property
    def short_name(self) -> str:
        """Family name and initials."""
        return names.initials(self.full_name)


def briefs(conn: db.Connection, participant_ids: Sequence[int]) -> list[Brief]:
    """Those of the participants that there are, by number."""
    return [
        Brief(
            participant_id=row.participant_id,
            full_name=row.full_name,
            birth_date=PartialDate.from_iso(row.birth_date),
            social_insurance_number=None if row.number is None else SocialInsuranceNumber(row.number),
            verified_on=row.verified_on,
            deceased_on=row.deceased_on,
        )
        for row in store.briefs(conn, participant_ids)
    ]
