"""Forty invented health facilities with their gateway accounts and registered officers; the same in every year."""

from datetime import date
from decimal import Decimal
from functools import cache
from random import Random

from ansinh.sandbox import names
from ansinh.sandbox.model import Facility, FacilityRank, Officer
from ansinh.sandbox.numbers import Mint
from ansinh.terms import CitizenNumber, FacilityCode, Sex

# (province, kind) - kinds repeat so that every level and former tier of care is there
_SITES = (
    "001C 001P 001D 001M 079C 079P 079D 079M 048P 048D 031P 031M 092P 092D 046C 075P 074P 038P 038D 040P"
    " 066P 066M 014P 014D 010P 002D 020M 022P 024P 034P 052P 056P 064D 068P 077P 082P 084D 086P 089P 096M"
)
_KINDS = {
    "C": ("Bệnh viện Trung ương", "specialised", "central", 92),
    "P": ("Bệnh viện Đa khoa", "basic", "province", 64),
    "D": ("Trung tâm Y tế", "basic", "district", 45),
    "M": ("Trạm Y tế", "primary", "commune", None),
}
_NAMES = (
    "Sen Hồng|Nắng Mai|Hạc Trắng|Trúc Biếc|Sông Lam Ngọc|Mây Lành|Đồi Xanh|Biển Êm|Ban Mai|Cánh Cò|Suối Trong|Lúa Non|Hoa Ban Trắng|Trăng Rằm"
    "|Gió Lành|Cỏ Thơm|Bến Bình|Vườn Thuốc|Ngân Hà|Nguồn Sáng|Mặt Trời Nhỏ|Cầu Tre|Tiếng Sáo|Lá Trầu|Đất Mẹ|Mùa Xuân Sớm|Giọt Sương|Tường Vi"
    "|Bồ Công Anh|Mộc Lan|Hướng Dương Nhỏ|Thạch Thảo|Nhà Tròn|Đồng Quê|Ven Sông|Rừng Thông|Cát Vàng|Hải Âu|Sao Hôm|Đảo Ngọc"
)


def facilities() -> list[Facility]:
    """The forty, by code. Officers' citizen numbers are none of the people's."""
    return list(_facilities())


@cache
def facilities_near(province: str) -> tuple[Facility, ...]:
    """Facilities in the province; if it has none, those of the province with the nearest lower code."""
    at_hand = max((each.province_code for each in _facilities() if each.province_code <= province), default="001")
    return tuple(each for each in _facilities() if each.province_code == at_hand)


@cache
def _facilities() -> tuple[Facility, ...]:
    random = Random("ansinh facilities")
    mint = Mint(random, series=0)
    made = [_facility(random, mint, site[:3], site[3], name) for site, name in zip(_SITES.split(), _NAMES.split("|"), strict=True)]
    return tuple(sorted(_numbered(made), key=lambda each: each.code.value))


def _numbered(made: list[tuple[str, str, tuple[FacilityRank, ...], str, tuple[Officer, ...]]]) -> list[Facility]:
    """Codes are the two digits of the province and a number from 901 on."""
    count: dict[str, int] = {}
    numbered = []
    for province, name, ranks, password, officers in made:
        count[province] = count.get(province, 0) + 1
        code = FacilityCode.parse(f"{province[1:]}{900 + count[province]}")
        numbered.append(
            Facility(
                code=code,
                name=name,
                province_code=province,
                ranks=ranks,
                username=f"{code.value}_BV",
                password=password,
                officers=officers,
            )
        )
    return numbered


def _facility(
    random: Random, mint: Mint, province: str, kind: str, name: str
) -> tuple[str, str, tuple[FacilityRank, ...], str, tuple[Officer, ...]]:
    title, level, tier, score = _KINDS[kind]
    officers = tuple(_officer(random, mint, province) for _ in range(random.randint(3, 5)))
    return province, f"{title} {name}", _ranks(random, level, tier, score), mint.password(), officers


def _ranks(random: Random, level: str, tier: str, score: int | None) -> tuple[FacilityRank, ...]:
    """Levels of care with scores count from 2025-01-01; some facilities were scored anew in July 2026."""
    before = FacilityRank(first_day=date(2015, 1, 1), last_day=date(2024, 12, 31), level=level, tier=tier, score=None)
    scored = None if score is None else Decimal(score + random.randint(-8, 6))
    if scored is None or random.random() < 0.7:
        return before, FacilityRank(first_day=date(2025, 1, 1), last_day=None, level=level, tier=tier, score=scored)
    first = FacilityRank(first_day=date(2025, 1, 1), last_day=date(2026, 6, 30), level=level, tier=tier, score=scored)
    return before, first, FacilityRank(first_day=date(2026, 7, 1), last_day=None, level=level, tier=tier, score=scored + 4)


def _officer(random: Random, mint: Mint, province: str) -> Officer:
    sex = random.choice((Sex.MALE, Sex.FEMALE, Sex.FEMALE))
    born = date(random.randint(1970, 2000), random.randint(1, 12), random.randint(1, 28))
    number: CitizenNumber = mint.citizen_number(province, sex, born, officer=True)
    full_name = f"{names.family_name(random, province=province)} {names.middle_and_given(random, sex, birth_year=born.year)}"
    return Officer(citizen_number=number, full_name=full_name, registered_on=date(2024, random.randint(1, 12), 1))
