"""The bench's people, by number: person `n` is the same in every run, so that questions about two million need no list of them.

Obviously invented (each middle name begins with "Mẫu", sample), and yet everything that the register checks. In every hundred of
them 84 hold one good card; the others are what the other result codes need. Dates are far enough away that a database kept in a
folder answers the same until the end of 2030.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from ansinh import register
from ansinh.terms import PROVINCES, CardNumber, CitizenNumber, FacilityCode, PartialDate, Sex, SocialInsuranceNumber

EDITION = 1  # changes with whatever changes about them: kept databases hold the old ones
MOST = 9_999_999  # the numbers are seven digits wide
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Huỳnh")
_GIVEN = (
    "Sen",
    "Tre",
    "Lúa",
    "Mây",
    "Sóng",
    "Suối",
    "Đồi",
    "Biển",
    "Nắng",
    "Gió",
    "Trăng",
    "Cỏ",
    "Cát",
    "Đước",
    "Bưởi",
    "Quế",
    "Hồ",
    "Thác",
)
_STREETS = ("Thử", "Mẫu", "Đo", "Đếm", "Tính", "Ví Dụ")
_OBJECTS = ("DN4", "DN4", "DN4", "GD4", "GD4", "HT3", "TE1", "HN2", "CN3", "BT2")
_CODES = tuple(PROVINCES)
_OFFICERS = 3
_PAST = (date(2020, 1, 1), date(2023, 12, 31))
_PRESENT = (date(2024, 1, 1), date(2035, 12, 31))
_FROM_2025 = (date(2025, 1, 1), date(2035, 12, 31))


class Kind(Enum):
    """What a person is there for."""

    GOOD = "one card in force"
    EXPIRED = "one card, ended"
    REPLACED = "a card that ended and a newer one in force"
    RENEWED = "a card in force and a newer one"
    REVOKED = "a revoked card"
    REDUCED = "a reduced card"
    CHILD = "under six, no card"
    ARMY = "a card managed by the army"
    POLICE = "a card managed by the police"


_OTHERS = (
    *[Kind.EXPIRED] * 4,
    *[Kind.REPLACED] * 3,
    *[Kind.RENEWED] * 4,
    Kind.REVOKED,
    Kind.REDUCED,
    Kind.CHILD,
    Kind.ARMY,
    Kind.POLICE,
)
KINDS = (*[Kind.GOOD] * (100 - len(_OTHERS)), *_OTHERS)  # of person n: KINDS[n % 100]
REDUCED = (
    register.CardState.REDUCED,
    register.CardState.REDUCED_MOVED_OUT,
    register.CardState.REDUCED_MOVED_WITHIN,
    register.CardState.REDUCED_READDED,
    register.CardState.REDUCED_STOPPED,
)


@dataclass(frozen=True, slots=True)
class Person:
    """What a question about person `number` is made of. `old_card` is "" unless there are two cards; a child has neither."""

    number: int
    kind: Kind
    full_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: Sex
    citizen_number: str = field(repr=False)
    social_insurance_number: str = field(repr=False)
    card: str = field(repr=False)
    old_card: str = field(repr=False)

    @property
    def reduced_as(self) -> register.CardState:
        """The state of a reduced person's card."""
        return REDUCED[self.number // 100 % len(REDUCED)]


def person(number: int) -> Person:
    """Person `number`, from 0 to MOST."""
    kind = KINDS[number % 100]
    mixed = number * 2_654_435_761 % 2**32  # neighbours share nothing but their kind
    sex = Sex.FEMALE if mixed & 1 else Sex.MALE
    born = date(2025 if kind is Kind.CHILD else 1940 + mixed // 2 % 80, 1 + mixed // 160 % 12, 1 + mixed // 1920 % 28)
    province = _CODES[number % len(_CODES)]
    century = 2 * (born.year // 100 - 19) + (sex is Sex.FEMALE)
    insured = f"9{number:09d}"
    two_cards = kind in {Kind.REPLACED, Kind.RENEWED}
    return Person(
        number=number,
        kind=kind,
        full_name=(
            f"{_FAMILIES[mixed // 7 % len(_FAMILIES)]} {'Thị Mẫu' if sex is Sex.FEMALE else 'Văn Mẫu'}"
            f" {_GIVEN[mixed // 77 % len(_GIVEN)]} {_GIVEN[mixed // 1501 % len(_GIVEN)]}"
        ),
        birth_date=born,
        sex=sex,
        citizen_number=f"{province}{century}{born.year % 100:02d}{number // len(_CODES):06d}",
        social_insurance_number=insured,
        card="" if kind is Kind.CHILD else f"{_OBJECTS[mixed // 31 % len(_OBJECTS)]}{province[1:]}{insured}",
        old_card=f"XK4{province[1:]}{insured}" if two_cards else "",
    )


def enrolment(each: Person, facilities: int) -> register.Enrolment:
    """The person as the register takes them in, where there are so many facilities."""
    cards = () if each.kind is Kind.CHILD else _cards(each, facility_code(each.number % facilities))
    born = PartialDate.of(each.birth_date)
    since = max(each.birth_date, date(2016, 1, 1))
    return register.Enrolment(
        full_name=each.full_name,
        birth_date=born,
        sex=each.sex,
        address=f"Số {each.number % 300} đường {_STREETS[each.number % len(_STREETS)]}, xã Mẫu, tỉnh {PROVINCES[each.citizen_number[:3]]}",
        ethnicity="Kinh",
        verified_on=date(2024, 7, 1),
        identifiers=(
            register.Identifier(number=CitizenNumber(each.citizen_number), valid_from=since),
            register.Identifier(number=SocialInsuranceNumber(each.social_insurance_number), valid_from=since),
        ),
        cards=cards,
    )


def facility_code(nth: int) -> FacilityCode:
    """The `nth` facility of the bench: a province and a number from 1 on."""
    return FacilityCode(f"{_CODES[nth % len(_CODES)][1:]}{1 + nth // len(_CODES):03d}")


def facility(nth: int) -> register.Facility:
    return register.Facility(code=facility_code(nth), name=f"Bệnh viện Đo Lường số {nth + 1}")


def officers(nth: int) -> tuple[register.Officer, ...]:
    """The officers of a facility, approved since 2024."""
    day = date(2024, 8, 1)
    return tuple(
        register.Officer(
            facility_code=facility_code(nth),
            citizen_number=CitizenNumber(f"001180{900_000 + nth * _OFFICERS + each:06d}"),
            full_name=f"Trần Thị Tiếp Đón {_GIVEN[(nth + each) % len(_GIVEN)]}",
            first_day=day,
            approved_on=day,
        )
        for each in range(_OFFICERS)
    )


def _cards(each: Person, facility: FacilityCode) -> tuple[register.Card, ...]:
    custody = {Kind.ARMY: register.Custody.ARMY, Kind.POLICE: register.Custody.POLICE}.get(each.kind, register.Custody.AGENCY)
    state = {Kind.REVOKED: register.CardState.REVOKED, Kind.REDUCED: each.reduced_as}.get(each.kind, register.CardState.VALID)
    if each.kind is Kind.REPLACED:
        return _card(each.old_card, _PAST, facility=facility), _card(each.card, _PRESENT, facility=facility)
    if each.kind is Kind.RENEWED:
        return _card(each.old_card, _PAST, _PRESENT, facility=facility), _card(each.card, _FROM_2025, facility=facility)
    spans = (_PAST,) if each.kind is Kind.EXPIRED else (_PAST, _PRESENT)
    return (_card(each.card, *spans, facility=facility, custody=custody, state=state),)


def _card(
    number: str,
    *spans: tuple[date, date],
    facility: FacilityCode,
    custody: register.Custody = register.Custody.AGENCY,
    state: register.CardState = register.CardState.VALID,
) -> register.Card:
    return register.Card(
        number=CardNumber(number),
        issued_on=spans[0][0],
        issued_by="Bảo hiểm xã hội Đo Lường",
        custody=custody,
        state=state,
        spans=tuple(register.CoverageSpan(first_day=first, last_day=last, facility_code=facility) for first, last in spans),
    )
