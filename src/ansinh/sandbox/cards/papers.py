"""What an identity card says of an invented person: days, family, the words of data group 13. The same for a year every time."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from ansinh.chip import lds, mrz
from ansinh.sandbox import places
from ansinh.sandbox.cards.model import Printed
from ansinh.sandbox.model import Person
from ansinh.terms import PartialDate, Sex
from ansinh.wire import qr

_RENEWED_AT = (14, 25, 40, 60)  # Law on Identity 26/2023/QH15, art. 21; within the two years before, the new card skips that age
_EARLY = timedelta(days=2 * 365)
_FIRST_CHIP, _FIRST_FOR_CHILDREN = date(2021, 3, 1), date(2024, 7, 1)  # ... art. 46: children get cards since that law
_WITHOUT_END, _WITHOUT_END_IN_LINES = "Không thời hạn", "991231"  # assumed of the real card
_FEATURES = (
    "Nốt ruồi cách 1 cm dưới trước mép phải",
    "Sẹo chấm cách 2 cm trên sau cánh mũi trái",
    "Nốt ruồi cách 3 cm trên trước tai phải",
    "Sẹo chấm cách 1 cm dưới đuôi mắt trái",
)
_ANOTHER_NAME, _YET_ANOTHER = "Lương Thế Thân", "Đoàn Mạo Danh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What is printed, in the two places of the chip where it stands, and on the card."""

    lines: mrz.Td1 = field(repr=False)
    vietnamese: lds.Dg13 = field(repr=False)
    printed: Printed


def of(person: Person, household: Iterable[Person], *, year: int, is_expired: bool = False) -> Papers:
    """The papers of a person, whose father, mother and spouse are looked for in `household`.

    A card is good on every day of `year`, or (`is_expired`) was good until the last day of the year before.
    """
    issued_on, expires_on = _days(person, year)
    until = date(year - 1, 12, 31) if is_expired else expires_on
    return _written(person, _family(person, list(household)), issued_on, until)


def with_another_name(papers: Papers, person: Person) -> Papers:
    """The same papers after somebody has changed the name on them, and nothing else."""
    name = _YET_ANOTHER if person.full_name == _ANOTHER_NAME else _ANOTHER_NAME
    lines = mrz.write(
        person.citizen_number.value,
        name,
        birth_date=papers.lines.birth_date,
        expiry_date=papers.lines.expiry_date,
        sex=papers.lines.sex,
    )
    text = _qr_text(replace(person, full_name=name), papers.printed.issued_on)
    return Papers(
        lines=lines,
        vietnamese=replace(papers.vietnamese, full_name=name),
        printed=replace(papers.printed, mrz_lines=lines.lines, qr_text=text),
    )


def _days(person: Person, year: int) -> tuple[date, date | None]:
    """First and last day of the card a person carries all through `year`."""
    last_of_year, newest = date(year, 12, 31), date(year - 1, 12, 31)
    birthdays = [_birthday(person.birth_date, age) for age in _RENEWED_AT]
    passed = [day for day in birthdays if day <= last_of_year]
    oldest = max(_FIRST_CHIP, passed[-1] - _EARLY) if passed else max(_FIRST_FOR_CHILDREN, person.birth_date)
    oldest = min(oldest, newest)
    issued_on = oldest + timedelta(days=Random(f"{person.citizen_number.value}, card").randint(0, (newest - oldest).days))
    return issued_on, next((day for day in birthdays if day > last_of_year), None)


def _birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # born on 29 February
        return date(born.year + age, 3, 1)


def _family(person: Person, household: list[Person]) -> dict[str, str | None]:
    """Names of father, mother and spouse, as far as they live in the household; its head's parents are called "parent"."""
    others = [each for each in household if each.household_code == person.household_code and each.position != person.position]
    parents = {"child": {"head", "spouse"}, "head": {"parent"}}.get(person.relation, set())
    partner = {"head": "spouse", "spouse": "head", "parent": "parent"}.get(person.relation)
    return {
        "father": _name(others, parents, Sex.MALE),
        "mother": _name(others, parents, Sex.FEMALE),
        "spouse": next((each.full_name for each in others if each.relation == partner), None),
    }


def _name(others: list[Person], relations: set[str], sex: Sex) -> str | None:
    return next((each.full_name for each in others if each.relation in relations and each.sex is sex), None)


def _written(person: Person, family: dict[str, str | None], issued_on: date, expires_on: date | None) -> Papers:
    number = person.citizen_number.value
    lines = mrz.write(
        number,
        person.full_name,
        birth_date=f"{person.birth_date:%y%m%d}",
        expiry_date=f"{expires_on:%y%m%d}" if expires_on else _WITHOUT_END_IN_LINES,
        sex="M" if person.sex is Sex.MALE else "F",
    )
    vietnamese = lds.Dg13(
        citizen_number=number,
        full_name=person.full_name,
        birth_date=f"{person.birth_date:%d/%m/%Y}",
        gender="Nam" if person.sex is Sex.MALE else "Nữ",
        nationality="Việt Nam",
        ethnicity=person.ethnicity,
        religion="Không",
        origin=places.province_today(number[:3]),
        residence=person.address,
        features=Random(f"{number}, features").choice(_FEATURES),
        issued_on=f"{issued_on:%d/%m/%Y}",
        expires_on=f"{expires_on:%d/%m/%Y}" if expires_on else _WITHOUT_END,
        father=family["father"],
        mother=family["mother"],
        spouse=family["spouse"],
        old_number=person.old_id_number,
        field_16=sha256(f"{number}, field 16".encode()).hexdigest()[:16].upper(),
    )
    printed = Printed(
        mrz_lines=lines.lines, can=number[6:], qr_text=_qr_text(person, issued_on), issued_on=issued_on, expires_on=expires_on
    )
    return Papers(lines=lines, vietnamese=vietnamese, printed=printed)


def _qr_text(person: Person, issued_on: date) -> str:
    return qr.format_citizen_qr(
        qr.CitizenQr(
            citizen_number=person.citizen_number,
            old_number=person.old_id_number or "",
            full_name=person.full_name,
            birth_date=PartialDate.of(person.birth_date),
            sex=person.sex,
            residence=person.address,
            issued_on=issued_on,
        )
    )
