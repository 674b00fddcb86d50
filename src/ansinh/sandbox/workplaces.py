"""Invented employers: one in every province, a second where many people work."""

from functools import cache
from random import Random

from ansinh.sandbox import places
from ansinh.sandbox.model import Employer
from ansinh.terms import PROVINCES

_BUSY = ("001", "079", "074", "075", "031", "048", "092", "024", "027", "038", "040", "077", "030", "022", "056", "066", "089")
_KINDS = "Công ty Cổ phần|Công ty TNHH|Hợp tác xã|Công ty TNHH MTV|Doanh nghiệp tư nhân"
_TRADES = "May mặc|Gỗ|Thủy sản|Chè|Gạch men|Vận tải|Cơ khí|Bánh kẹo|Giày da|Nông sản|Điện máy|Xây dựng|Phần mềm|Cà phê|Gốm sứ"
_NAMES = "Cánh Én|Sao Biển|Lá Xanh|Hạt Nắng|Trăng Khuyết|Sóng Vàng|Bồ Câu|Đom Đóm|Mây Hồng|Suối Ngọc|Tổ Ong|Cầu Vồng"


def employers() -> list[Employer]:
    """Eighty employers, the same every time; codes and names are unique."""
    return list(_employers())


@cache
def employers_near(province: str) -> tuple[Employer, ...]:
    """Employers in the province of today that the code belongs to; never empty."""
    today = places.province_today(province)
    return tuple(each for each in _employers() if places.province_today(each.province_code) == today)


@cache
def _employers() -> tuple[Employer, ...]:
    random = Random("ansinh employers")
    pairs = [(trade, name) for trade in _TRADES.split("|") for name in _NAMES.split("|")]
    random.shuffle(pairs)
    return tuple(
        Employer(
            code=f"T{chr(65 + number % 26)}{province[1:]}{number:02d}Z",
            name=f"{random.choice(_KINDS.split('|'))} {trade} {name}",
            province_code=province,
            address=places.address(random, province),
        )
        for number, (province, (trade, name)) in enumerate(zip((*PROVINCES, *_BUSY), pairs, strict=False))
    )
