"""The agency's invented staff: one for each role of the console, so that each can be tried alone, and a second for what takes two.

Nobody real has these names.
"""

from dataclasses import dataclass, field

# role, name, password: a phrase each, so that it can be typed from the screen
_STAFF = (
    ("officers", "Trần Thị Duyệt Mẫu", "ba-la-trau-xanh-01"),
    ("alerts", "Lê Văn Canh Mẫu", "bon-con-cua-vang-02"),
    ("figures", "Phạm Thị Số Mẫu", "nam-hat-mua-rao-03"),
    ("cases", "Võ Thị Khớp Mẫu", "sau-canh-buom-nau-04"),
    ("review", "Ngô Thị Chiếu Mẫu", "chin-ngon-den-dau-07"),
    ("administration", "Đỗ Văn Quản Mẫu", "bay-ngon-nui-xa-05"),
)
_SECONDS = (  # a second officer has to agree where a link would be moved, or a citizen number given
    ("cases", "Huỳnh Văn Soát Mẫu", "tam-bong-sen-do-06"),
    ("review", "Dương Văn Đối Mẫu", "muoi-chiec-la-da-08"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A member of the agency's staff with the one role that is also part of the username."""

    username: str
    full_name: str = field(repr=False)
    password: str = field(repr=False)
    role: str


def colleagues() -> list[Colleague]:
    """One for each role, then the second ones."""
    firsts = [Colleague(username=f"mau.{role}", full_name=name, password=password, role=role) for role, name, password in _STAFF]
    return firsts + [Colleague(username=f"mau.{role}-2", full_name=name, password=password, role=role) for role, name, password in _SECONDS]


def listed_colleagues() -> list[dict[str, str]]:
    """One object a colleague, as the command line prints them."""
    return [{"username": each.username, "name": each.full_name, "password": each.password, "role": each.role} for each in colleagues()]
