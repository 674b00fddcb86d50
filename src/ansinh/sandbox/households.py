"""Gives the members of a family their papers: numbers, an account, and what the insurance register holds of them."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from ansinh.sandbox import careers, insurance, places, troubles
from ansinh.sandbox.careers import Path
from ansinh.sandbox.families import Family, Member
from ansinh.sandbox.model import Account, Insured, Person, Trouble
from ansinh.sandbox.numbers import Mint
from ansinh.terms import PROVINCES, PartialDate

_ACCOUNT_AGE = 14  # Decree 69/2024: a younger child gets an account on request only
_OLD_IDS_UNTIL = 1995  # born later: their first identity card already had twelve digits
_DAY = timedelta(days=1)


class Household:
    """A family settled at an address; `year` is the one its insurance is made for."""

    def __init__(self, random: Random, mint: Mint, *, year: int, province: str, family: Family) -> None:
        self._random = random
        self._mint = mint
        self._year = year
        self._province = province
        self._family = family
        self._address = places.address(random, province)
        self._code = mint.household_code(province)
        self._months_at_once = random.choice((3, 3, 6, 12))
        self._paid_for = 0  # members so far whom the household itself pays for
        minority = family.people != "Kinh" and random.random() < 0.7
        self._household_code = "DT2" if minority else "HN2" if random.random() < 0.05 else "GD4"
        self._living_area = random.choice(("K1", "K2", "K3")) if minority else ""

    def person(self, position: int, trouble: Trouble | None) -> Person:
        """The member at `position` (counted from 0) with all papers; to be called once for each, in order."""
        mint, member = self._mint, self._family.members[position]
        number = mint.citizen_number(self._birth_province(member), member.sex, member.birth_date)
        records = self._records(member, trouble)
        account = None
        if self._age(member) >= _ACCOUNT_AGE:
            level = 1 if trouble is Trouble.ACCOUNT_LEVEL_1 else 2
            account = Account(level=level, username=number.value, password=mint.password())
        return Person(
            citizen_number=number,
            full_name=member.full_name,
            birth_date=member.birth_date,
            sex=member.sex,
            ethnicity=self._family.people,
            old_id_number=mint.old_id_number() if member.birth_date.year <= _OLD_IDS_UNTIL else None,
            province_code=self._province,
            address=self._address,
            household_code=self._code,
            position=position + 1,
            relation=member.relation,
            deceased_on=records[0].deceased_on if records else None,
            account=account,
            insured=records,
            carried_card=troubles.carried_card(trouble, records),
            trouble=trouble,
        )

    def _records(self, member: Member, trouble: Trouble | None) -> tuple[Insured, ...]:
        """None, one or two records of the insurance register, bent by the trouble."""
        path = troubles.path_with(trouble, self._path(member))
        if trouble is Trouble.NO_INSURANCE:
            return ()
        record = self._record(member, path)
        if trouble is None:
            return (self._blurred(record, member),)
        record = troubles.bend(self._random, trouble, record, member, year=self._year)
        if trouble is not Trouble.TWO_INSURANCE_NUMBERS:
            return (record,)
        # enrolled a second time by the household, as if nobody had looked whether there was a number
        second = self._record(member, Path(household_code="GD4", works_from=careers.SCHOOL_ENDS))
        return record, replace(second, shares_number=True, verified_on=None)

    def _record(self, member: Member, path: Path) -> Insured:
        random, born = self._random, member.birth_date
        number = self._mint.social_insurance_number(self._province)
        periods = careers.periods(random, path, sex=member.sex, born=born, year=self._year)
        enrolled_on = periods[0].first_day
        verified_on = date(self._year - 2, 1, 1) + _DAY * random.randint(0, 364)
        return Insured(
            social_insurance_number=number,
            full_name=member.full_name,
            birth_date=PartialDate.of(born),
            enrolled_on=enrolled_on,
            verified_on=max(verified_on, enrolled_on),
            cards=insurance.cards(random, periods, number=number, province=self._province, living_area=path.living_area),
            contributions=insurance.contributions(random, periods, path=path, province=self._province, months_at_once=self._months_at_once),
        )

    def _blurred(self, record: Insured, member: Member) -> Insured:
        """The oldest are sometimes known by their year of birth alone: no trouble, it agrees as far as it goes."""
        if self._age(member) >= 70 and self._random.random() < 0.1:
            return replace(record, birth_date=PartialDate(member.birth_date.year))
        return record

    def _path(self, member: Member) -> Path:
        age = self._age(member)
        path = careers.choose_path(
            self._random,
            age=age,
            household_code=self._household_code,
            living_area=self._living_area,
            household_rank=self._paid_for + 1,
        )
        if careers.object_code(path, sex=member.sex, age=age + 1) == "GD4":
            self._paid_for += 1
        return path

    def _birth_province(self, member: Member) -> str:
        """Children were born where they live; one grown-up in five moved there."""
        if member.relation != "child" and self._random.random() < 0.2:
            return self._random.choice(list(PROVINCES))
        return self._province

    def _age(self, member: Member) -> int:
        """Completed years on 1 January."""
        return self._year - 1 - member.birth_date.year
