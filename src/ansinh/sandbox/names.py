"""Composes invented Vietnamese names with the frequencies that make real registers hard: four in ten are called Nguyễn.

The parts are common family, middle and given names; no list of whole names, and so of no real persons, stands behind them.
Shares of family names are rounded from published name counts (the order is well attested, the figures are approximate).
"""

from collections.abc import Mapping, Sequence
from random import Random

from ansinh.terms import Sex

_NORTH = {"Nguyễn": 390, "Trần": 110, "Lê": 85, "Phạm": 75, "Hoàng": 55, "Vũ": 45, "Phan": 30, "Đặng": 24, "Bùi": 24, "Đỗ": 24, "Ngô": 16}
_NORTH |= {"Dương": 12, "Đinh": 11, "Đào": 10, "Đoàn": 8, "Trịnh": 8, "Lương": 7, "Mai": 6, "Tạ": 5, "Hà": 5, "Cao": 5, "Lưu": 4, "Chu": 4}
_CENTRE = {"Nguyễn": 390, "Trần": 110, "Lê": 105, "Phạm": 55, "Hoàng": 35, "Võ": 50, "Phan": 48, "Đặng": 20, "Bùi": 20, "Hồ": 25, "Ngô": 14}
_CENTRE |= {"Huỳnh": 28, "Trương": 18, "Đoàn": 9, "Dương": 9, "Mai": 7, "Thái": 5, "Cao": 6, "Hà": 4}
_SOUTH = {"Nguyễn": 390, "Trần": 115, "Lê": 90, "Phạm": 60, "Huỳnh": 70, "Võ": 50, "Phan": 40, "Đặng": 22, "Bùi": 16, "Đỗ": 12, "Hồ": 16}
_SOUTH |= {"Ngô": 13, "Dương": 13, "Lý": 9, "Trương": 18, "Lâm": 9, "Mai": 6, "Châu": 5, "Tô": 4, "Thái": 4, "Quách": 2, "Hứa": 2}

# Two generations: parents of the 1950s named otherwise than those of today.
_MIDDLE_OLD = {
    Sex.MALE: {"Văn": 58, "Đức": 8, "Hữu": 8, "Công": 4, "Quang": 5, "Ngọc": 5, "Xuân": 5, "Đình": 4, "": 3},
    Sex.FEMALE: {"Thị": 80, "Ngọc": 5, "Kim": 5, "Thanh": 3, "Thu": 3, "Hồng": 2, "": 2},
}
_MIDDLE_NEW = {
    Sex.MALE: {"Văn": 14, "Minh": 16, "Đức": 10, "Quốc": 8, "Gia": 12, "Hoàng": 8, "Ngọc": 5, "Tuấn": 6, "Thành": 5, "Anh": 6, "Nhật": 5},
    Sex.FEMALE: {"Thị": 24, "Ngọc": 15, "Thanh": 7, "Thảo": 5, "Bảo": 9, "Khánh": 8, "Minh": 8, "Phương": 8, "Quỳnh": 7, "Hà": 4, "Thu": 5},
}
_GIVEN_OLD = {
    Sex.MALE: "Hùng Dũng Sơn Thắng Hoan Bình Long Hòa Lợi Tâm Tài Thành Vĩnh Vinh Chung Minh Chiến Thanh Quý Kiên Đông Lộc Nghĩa Tiến Khỏe Bảy",
    Sex.FEMALE: "Hoa Lan Hương Hồng Mai Nga Hà Thủy Liên Loan Phượng Nhung Thu Cúc Bích Tuyết Yến Xuân Hạnh Thoa Sen Tâm Nguyệt Út Thơm Đào",
}
_GIVEN_NEW = {
    Sex.MALE: "Huy Khang Bảo Khôi Phúc Anh Nam Kiên Khoa Đạt Duy Hiếu Long Trung Nghĩa Tùng Lâm Hoàng Thịnh Phát Quân An Vinh Sang Tú Việt",
    Sex.FEMALE: "Anh Linh Trang Ngân Vy Hân Nhi My Châu Hà Thảo Trâm Ngọc Chi Dung Như Uyên Thư Quỳnh Diệp Giang Mai Vân Yến Tiên Ánh",
}
_TURN = 1985


def family_name(random: Random, *, province: str) -> str:
    """A Kinh family name with the shares of north, centre or south; `province` is the three-digit code."""
    shares = _NORTH if province <= "038" else _CENTRE if province <= "068" else _SOUTH
    return _weighted(random, shares)


def middle_and_given(random: Random, sex: Sex, *, birth_year: int, mothers_name: str = "") -> str:
    """Middle and given name, as parents of that year chose them; sometimes with the mother's family name between."""
    old = random.random() < (0.9 if birth_year < _TURN - 15 else 0.5 if birth_year < _TURN else 0.12)
    middle = _weighted(random, (_MIDDLE_OLD if old else _MIDDLE_NEW)[sex])
    givens = (_GIVEN_OLD if old else _GIVEN_NEW)[sex].split()
    given = random.choice([each for each in givens if each != middle])
    parts = [middle, given]
    if not old and mothers_name and random.random() < 0.08:
        parts.insert(0, mothers_name)
    elif not old and middle != "Thị" and random.random() < 0.12:
        parts.insert(1, random.choice([each for each in givens if each not in parts]))
    return " ".join(part for part in parts if part)


def _weighted(random: Random, shares: Mapping[str, int]) -> str:
    return random.choices(list(shares), list(shares.values()))[0]


# Names of peoples whose naming breaks the pattern "family, middle, given": the clan stands last, or there is no middle name.
_PEOPLES: Mapping[str, tuple[Sequence[str], str]] = {
    "Tày": (("002", "004", "006", "008", "019", "020"), "Nông Hoàng Lương Vi Bế Đàm Ma Triệu"),
    "Thái": (("011", "012", "014", "015"), "Lò Cầm Quàng Lường Tòng Cà Vì Lèo"),
    "Mông": (("002", "010", "011", "012", "014", "015"), "Giàng Vàng Sùng Thào Mùa Lầu Hờ Cứ"),
    "Mường": (("017", "038"), "Bùi Đinh Quách Bạch Hà Phùng"),
    "Ê Đê": (("066", "067"), "Niê Êban Ayŭn Kbuôr Mlô Ênuôl Kđoh"),
    "Khmer": (("084", "091", "093", "094", "095"), "Thạch Sơn Kim Danh Châu Lâm"),
}
_MINORITY_GIVEN: Mapping[str, Mapping[Sex, str]] = {
    "Mông": {Sex.MALE: "Páo Súa Chứ Dơ Phừ Lềnh Sình Tủa", Sex.FEMALE: "Mỷ Dính Xua Chá Sông Mảy Dợ Pàng"},
    "Ê Đê": {Sex.MALE: "Bhăm Kliu Thuin Djuan Blim Nguôn Krông", Sex.FEMALE: "Lan Wih Juin Bluên Ngơ Yươm Mai"},
    "Khmer": {Sex.MALE: "Phi|Rây|Kha|Đa Ra|Sô Phanh|Vuthi|Sóc Thol", Sex.FEMALE: "Chanh Thu|Sa Ry|Phia|Sóc Ny|Ra Ni|Đa Vy|Thia"},
}


def peoples_of(province: str) -> list[str]:
    """Ethnic groups that the sandbox settles in a province, in a fixed order; empty where it settles Kinh alone."""
    return [people for people, (provinces, _) in _PEOPLES.items() if province in provinces]


def clan_name(random: Random, people: str) -> str:
    """A family or clan name of that people."""
    return random.choice(_PEOPLES[people][1].split())


def minority_name(random: Random, people: str, clan: str, sex: Sex, *, birth_year: int) -> str:
    """A full name of a member of that clan."""
    if people not in _MINORITY_GIVEN:
        return f"{clan} {middle_and_given(random, sex, birth_year=birth_year)}"
    givens = _MINORITY_GIVEN[people][sex]
    given = random.choice(givens.split("|") if "|" in givens else givens.split())
    if people == "Ê Đê":
        return f"Y {given} {clan}" if sex is Sex.MALE else f"H'{given} {clan}"
    if people == "Mông":
        return f"{clan} {'A' if sex is Sex.MALE else 'Thị'} {given}"
    return f"{clan} {'' if sex is Sex.MALE else 'Thị '}{given}"


def family_part(people: str, full_name: str) -> str:
    """The part of a full name that is handed down: the last word among Ê Đê, the first among all others."""
    return full_name.split()[-1 if people == "Ê Đê" else 0]
