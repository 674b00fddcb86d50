"""Invented wards and communes of today's provinces, told in moves: their codes begin with Z, which no official one does (assumed)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class InventedWard:
    """`province_code` has three digits; `kind` is ward or commune. In force since the provinces merged."""

    code: str
    name: str
    kind: str
    province_code: str
    home: str

    @property
    def first_day(self) -> date:
        return date(2025, 7, 1)


WARDS = (
    InventedWard("Z0001", "Hoa Gạo", "ward", "001", "số 7 đường Trăng Non, phường Hoa Gạo, Hà Nội"),
    InventedWard("Z0002", "Suối Đá", "commune", "024", "thôn Đông, xã Suối Đá, Bắc Ninh"),
    InventedWard("Z0003", "Bến Sen", "ward", "079", "số 21 đường Nắng Mai, phường Bến Sen, Thành phố Hồ Chí Minh"),
    InventedWard("Z0004", "Rạch Dừa", "commune", "096", "ấp 3, xã Rạch Dừa, Cà Mau"),
    InventedWard("Z0005", "Gió Nồm", "ward", "048", "số 2 đường Cánh Diều, phường Gió Nồm, Đà Nẵng"),
    InventedWard("Z0006", "Nà Sen", "commune", "015", "thôn Thượng, xã Nà Sen, Lào Cai"),
)
