"""The 34 provinces since 1 July 2025, and of which of the 63 before them each was made.

Codes: Decision 19/2025/QĐ-TTg, written here with three digits like those of citizen numbers. Many a code means another province than
before: 024 was Bắc Giang and is Bắc Ninh. A code alone therefore names no province; a code and a day do.
"""

from collections.abc import Mapping
from types import MappingProxyType

# Resolution 202/2025/QH15, article 1: code -> name, and the codes of the provinces it was made of.
MERGED: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "001": ("Hà Nội", ("001",)),
        "004": ("Cao Bằng", ("004",)),
        "008": ("Tuyên Quang", ("002", "008")),
        "011": ("Điện Biên", ("011",)),
        "012": ("Lai Châu", ("012",)),
        "014": ("Sơn La", ("014",)),
        "015": ("Lào Cai", ("010", "015")),
        "019": ("Thái Nguyên", ("006", "019")),
        "020": ("Lạng Sơn", ("020",)),
        "022": ("Quảng Ninh", ("022",)),
        "024": ("Bắc Ninh", ("024", "027")),
        "025": ("Phú Thọ", ("017", "025", "026")),
        "031": ("Hải Phòng", ("030", "031")),
        "033": ("Hưng Yên", ("033", "034")),
        "037": ("Ninh Bình", ("035", "036", "037")),
        "038": ("Thanh Hóa", ("038",)),
        "040": ("Nghệ An", ("040",)),
        "042": ("Hà Tĩnh", ("042",)),
        "044": ("Quảng Trị", ("044", "045")),
        "046": ("Huế", ("046",)),
        "048": ("Đà Nẵng", ("048", "049")),
        "051": ("Quảng Ngãi", ("051", "062")),
        "052": ("Gia Lai", ("052", "064")),
        "056": ("Khánh Hòa", ("056", "058")),
        "066": ("Đắk Lắk", ("054", "066")),
        "068": ("Lâm Đồng", ("060", "067", "068")),
        "075": ("Đồng Nai", ("070", "075")),
        "079": ("Thành phố Hồ Chí Minh", ("074", "077", "079")),
        "080": ("Tây Ninh", ("072", "080")),
        "082": ("Đồng Tháp", ("082", "087")),
        "086": ("Vĩnh Long", ("083", "084", "086")),
        "091": ("An Giang", ("089", "091")),
        "092": ("Cần Thơ", ("092", "093", "094")),
        "096": ("Cà Mau", ("095", "096")),
    }
)
