"""Where the invented people live: real provinces, invented communes and streets.

Citizen numbers, cards and facility codes keep the 63 provinces of before July 2025; an address names the province of today.
"""

from collections.abc import Mapping
from random import Random

from ansinh.terms import PROVINCES
from ansinh.terms import places as provinces

# People settle where people live, in rough proportion to the census; the others weigh 1.
_WEIGHTS: Mapping[str, int] = {
    "001": 9,
    "079": 10,
    "075": 4,
    "074": 3,
    "038": 4,
    "040": 4,
    "031": 3,
    "048": 2,
    "092": 2,
    "066": 2,
    "089": 2,
    "014": 2,
}

_CITIES = frozenset({"001", "031", "048", "079", "092", "074", "075"})
_WARDS = "Hoa Gạo|Sông Xanh|Trúc Bạch Dương|Đồi Thông|Bến Sen|Cầu Mây|Gió Nồm|Vườn Nhãn|Bờ Liễu|Chợ Đò|Giếng Ngọc|Lúa Vàng"
_COMMUNES = "Suối Đá|Nà Sen|Tân Lúa|Đồng Trăng|Bản Mây|Khe Gió|Đất Lành|Rừng Dẻ|Nương Chè|Vàm Cá|Rạch Dừa|Cù Lao Sậy|Phú Sen|Mỹ Trúc"
_STREETS = "Hoa Sữa|Trăng Non|Hàng Cau|Lá Đỏ|Cánh Diều|Gốc Đa|Mưa Ngâu|Bến Nước|Nắng Mai|Tre Ngà|Sương Sớm|Chim Sẻ"
_HAMLETS = "Đông|Tây|Thượng|Hạ|Trung|1|2|3|4|5|6"


def province_today(code: str) -> str:
    """Name of today's province for one of the 63 codes."""
    return provinces.today(code).name


def settle(random: Random) -> str:
    """A province code for a household, more often a populous one."""
    return random.choices(list(PROVINCES), [_WEIGHTS.get(code, 1) for code in PROVINCES])[0]


def address(random: Random, province: str) -> str:
    """An address as it has been written since districts ended: house, commune, province."""
    if province in _CITIES or random.random() < 0.3:
        house = f"số {random.randint(1, 240)} đường {_one(random, _STREETS)}, phường {_one(random, _WARDS)}"
    else:
        house = f"thôn {_one(random, _HAMLETS)}, xã {_one(random, _COMMUNES)}"
    return f"{house}, {province_today(province)}"


def _one(random: Random, choices: str) -> str:
    return random.choice(choices.split("|"))
