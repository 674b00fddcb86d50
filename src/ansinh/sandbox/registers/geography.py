"""Where people live, were born and have moved from: 63 provinces of before July 2025, 34 of after it, about 3,300 wards.

Provinces and their populations are real (census of 2019, rounded); wards, their codes and their sizes are invented, and the same for every seed.
"""

import numpy as np
import numpy.typing as npt

from ansinh.terms import PROVINCES

Ints = npt.NDArray[np.int64]

# Code of before: people in thousands, code of after (Decision 19/2025/QD-TTg), first two digits of nine-digit identity cards (from memory),
# per cent of residents who were born elsewhere, region (0 north, 1 centre, 2 south).
_PROVINCES: dict[str, tuple[int, str, int, int, int]] = {
    "001": (8054, "01", 1, 25, 0),
    "002": (855, "08", 7, 4, 0),
    "004": (530, "04", 8, 4, 0),
    "006": (314, "19", 9, 5, 0),
    "008": (785, "08", 7, 6, 0),
    "010": (730, "15", 6, 10, 0),
    "011": (599, "11", 4, 8, 0),
    "012": (460, "12", 4, 10, 0),
    "014": (1248, "14", 5, 6, 0),
    "015": (821, "15", 6, 6, 0),
    "017": (854, "25", 11, 6, 0),
    "019": (1287, "19", 9, 14, 0),
    "020": (782, "20", 8, 5, 0),
    "022": (1320, "22", 10, 14, 0),
    "024": (1804, "24", 12, 7, 0),
    "025": (1464, "25", 13, 6, 0),
    "026": (1151, "25", 13, 9, 0),
    "027": (1369, "24", 12, 20, 0),
    "030": (1892, "31", 14, 8, 0),
    "031": (2029, "31", 3, 14, 0),
    "033": (1253, "33", 14, 8, 0),
    "034": (1860, "33", 15, 3, 0),
    "035": (853, "37", 16, 7, 0),
    "036": (1780, "37", 16, 3, 0),
    "037": (982, "37", 16, 6, 0),
    "038": (3640, "38", 17, 3, 0),
    "040": (3328, "40", 18, 3, 1),
    "042": (1289, "42", 18, 4, 1),
    "044": (895, "44", 19, 4, 1),
    "045": (632, "44", 19, 5, 1),
    "046": (1129, "46", 19, 6, 1),
    "048": (1134, "48", 20, 24, 1),
    "049": (1496, "48", 20, 5, 1),
    "051": (1232, "51", 21, 4, 1),
    "052": (1487, "52", 21, 4, 1),
    "054": (873, "66", 22, 5, 1),
    "056": (1231, "56", 22, 12, 1),
    "058": (591, "56", 26, 8, 1),
    "060": (1231, "68", 26, 10, 1),
    "062": (540, "51", 23, 28, 1),
    "064": (1514, "52", 23, 24, 1),
    "066": (1869, "66", 24, 30, 1),
    "067": (622, "68", 24, 42, 1),
    "068": (1297, "68", 25, 32, 1),
    "070": (994, "75", 28, 38, 2),
    "072": (1169, "80", 29, 8, 2),
    "074": (2427, "79", 28, 52, 2),
    "075": (3097, "75", 27, 32, 2),
    "077": (1148, "79", 27, 26, 2),
    "079": (8993, "79", 2, 36, 2),
    "080": (1689, "80", 30, 12, 2),
    "082": (1764, "82", 31, 5, 2),
    "083": (1288, "86", 32, 4, 2),
    "084": (1009, "86", 33, 4, 2),
    "086": (1023, "86", 33, 5, 2),
    "087": (1599, "82", 34, 4, 2),
    "089": (1908, "91", 35, 4, 2),
    "091": (1723, "91", 37, 6, 2),
    "092": (1235, "92", 36, 14, 2),
    "093": (733, "92", 36, 7, 2),
    "094": (1200, "92", 36, 4, 2),
    "095": (907, "96", 38, 5, 2),
    "096": (1194, "96", 38, 4, 2),
}
# Of a thousand residents, how many belong to a people other than the Kinh; where none is named, all are Kinh.
_PEOPLES: dict[str, dict[str, int]] = {
    "002": {"Mông": 330, "Tày": 230, "Dao": 150, "Nùng": 100},
    "004": {"Tày": 410, "Nùng": 300, "Mông": 110, "Dao": 100},
    "006": {"Tày": 520, "Dao": 170, "Nùng": 90, "Mông": 70},
    "008": {"Tày": 260, "Dao": 130, "Mông": 30},
    "010": {"Mông": 250, "Tày": 150, "Dao": 140},
    "011": {"Mông": 380, "Thái": 380},
    "012": {"Thái": 310, "Mông": 240, "Dao": 130},
    "014": {"Thái": 530, "Mông": 160, "Mường": 70},
    "015": {"Tày": 180, "Mông": 130, "Dao": 120, "Thái": 80},
    "017": {"Mường": 630, "Thái": 40, "Dao": 20},
    "019": {"Tày": 120, "Nùng": 80, "Dao": 30},
    "020": {"Nùng": 430, "Tày": 360, "Dao": 40},
    "022": {"Dao": 50, "Tày": 30},
    "024": {"Nùng": 60, "Tày": 30},
    "025": {"Mường": 140},
    "037": {"Mường": 20},
    "038": {"Mường": 100, "Thái": 60},
    "040": {"Thái": 100, "Mông": 10},
    "052": {"Ba Na": 15},
    "056": {"Chăm": 5},
    "058": {"Chăm": 120},
    "060": {"Chăm": 30},
    "062": {"Ba Na": 120},
    "064": {"Gia Rai": 300, "Ba Na": 120},
    "066": {"Ê Đê": 190, "Nùng": 40, "Tày": 30, "Gia Rai": 10},
    "067": {"Mông": 50, "Nùng": 40, "Ê Đê": 12},
    "068": {"Nùng": 15, "Hoa": 12},
    "074": {"Hoa": 10},
    "075": {"Hoa": 30},
    "079": {"Hoa": 45},
    "084": {"Khmer": 310, "Hoa": 10},
    "091": {"Khmer": 120, "Hoa": 15},
    "092": {"Khmer": 20, "Hoa": 10},
    "094": {"Khmer": 300, "Hoa": 50},
    "095": {"Khmer": 80, "Hoa": 20},
    "096": {"Khmer": 25},
}
WARDS = 3_321
_CAPITAL_REGION = ("001", "079")

CODES = tuple(PROVINCES)
CODE_NUMBERS: Ints = np.array([int(code) for code in CODES])
REGION: Ints = np.array([_PROVINCES[code][4] for code in CODES])
OLD_CARD_SERIES: Ints = np.array([_PROVINCES[code][2] for code in CODES])
BORN_ELSEWHERE = np.array([_PROVINCES[code][3] / 100 for code in CODES])
PROVINCES_TODAY = tuple(sorted({today for _, today, _, _, _ in _PROVINCES.values()}))
TODAY: Ints = np.array([PROVINCES_TODAY.index(_PROVINCES[code][1]) for code in CODES])
_PEOPLE = np.array([_PROVINCES[code][0] for code in CODES], dtype=float)
# Who leaves: the poorer and the farther, not the two capitals.
ORIGIN = np.cumsum(np.where(np.isin(CODES, _CAPITAL_REGION), 0.15, 1.0) * _PEOPLE * (1.3 - BORN_ELSEWHERE))
ORIGIN /= ORIGIN[-1]
PEOPLES = ("Kinh", *sorted({people for shares in _PEOPLES.values() for people in shares}))


def _wards_of_provinces() -> Ints:
    """How many wards each of the 63 has today: by people, and by land."""
    raw = WARDS * (0.6 * _PEOPLE / _PEOPLE.sum() + 0.4 / len(CODES))
    counts: Ints = raw.astype(np.int64)
    counts[np.argsort(counts - raw)[: WARDS - counts.sum()]] += 1
    return counts


_COUNTS = _wards_of_provinces()
WARD_PROVINCE: Ints = np.repeat(np.arange(len(CODES)), _COUNTS)  # index into CODES


def _people_up_to_ward() -> npt.NDArray[np.float64]:
    """Share of all people who live in a ward or one before it."""
    sizes = np.random.default_rng(3321).lognormal(0, 0.45, WARDS)
    of_province = np.bincount(WARD_PROVINCE, sizes)
    cumulative = np.cumsum(sizes * (_PEOPLE / of_province)[WARD_PROVINCE])
    return np.asarray(cumulative / cumulative[-1])


WARD_SHARES = _people_up_to_ward()
WARD_CODES = tuple(f"{4 + 3 * nth:05d}" for nth in range(WARDS))
_SYLLABLES = "Tân Phú An Bình Long Mỹ Hòa Thạnh Đông Sơn Xuân Thanh Nghĩa Vĩnh Hưng Quảng Hải Minh Hồng Đại Trung Phước Thuận Lộc"
_NAMED = tuple(_SYLLABLES.split())
# Three communes of before became one ward: codes that no longer exist, or names as people go on writing them.
OLD_WARDS = tuple(
    f"{5 + 3 * (nth // 3) + nth % 2:05d}"
    if nth % 3 < 2
    else f"{('Xã', 'Phường')[nth % 2]} {_NAMED[nth // 3 % 24]} {_NAMED[(nth // 72 + nth // 3 + 1) % 24]}"
    for nth in range(3 * WARDS)
)


def peoples_up_to() -> npt.NDArray[np.float64]:
    """Share of residents, by province (row), who belong to a people of PEOPLES or one before it."""
    shares = np.zeros((len(CODES), len(PEOPLES)))
    for province, others in _PEOPLES.items():
        for people, per_thousand in others.items():
            shares[CODES.index(province), PEOPLES.index(people)] = per_thousand / 1000
    shares[:, 0] = 1 - shares.sum(axis=1)
    return np.cumsum(shares, axis=1)
