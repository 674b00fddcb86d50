"""The names that occur in gateway messages, and which of them carry what: for whoever keeps messages without keeping people.

Names are known in any case, as the gateway reads them. A name that is not here is not part of any published call.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ansinh.wire.gateway.codes import ResultCode


class Name(StrEnum):
    """Fields that rules about requests speak of, by their official spelling."""

    CARD = "maThe"
    FULL_NAME = "hoTen"
    BIRTH_DATE = "ngaySinh"
    OFFICER_NAME = "hoTenCb"
    OFFICER_NUMBER = "cccdCb"
    SEX = "gioiTinh"
    FACILITY = "maCSKCB"
    PROVINCE = "maTinh"
    FIRST_DAY = "ngayBD"
    LAST_DAY = "ngayKT"
    USERNAME = "username"
    PASSWORD = "password"  # noqa: S105 - a name
    TOKEN = "token"  # noqa: S105 - a name
    TOKEN_ID = "id_token"  # noqa: S105 - a name
    HEADER_TOKEN = "accessToken"  # noqa: S105 - a name
    HEADER_TOKEN_ID = "tokenId"  # noqa: S105 - a name
    HEADER_PASSWORD = "passwordHash"  # noqa: S105 - a name
    RECORD = "maHoSo"
    FILE_KIND = "loaiHoSo"
    FILE = "fileHSBase64"
    RESULT = "maKetQua"
    NOTE = "ghiChu"
    MESSAGE = "thongDiep"


_ELSEWHERE = (
    # replies of the token call and the look-ups
    "APIKey access_token token_type expires_in diaChi maDKBD cqBHXH gtTheTu gtTheDen maKV ngayDu5Nam maSoBHXH maTheCu maTheMoi gtTheTuMoi"
    " gtTheDenMoi maDKBDMoi tenDKBDMoi dsLichSuKCB dsLichSuKCB2018 dsLichSuKCB2025 dsLichSuKT dsLichSuKT2018 dsLichSuKT2025 hoSoKCB"
    " xml1 dsXml2 dsXml3 dsXml4 dsXml5 DataCCT ThongTinSoThe"
    # submissions, catalogues, certificates
    " maGiaoDich thoiGianTiepNhan MaGD loaiHs chukydonvi fileHS fileBase64Str kyQT ngayGui tuNgay denNgay FileHoSoJson"
    " dsLoi dsHoSo dsKQGuiHosoNgay"
)
NAMES: Mapping[str, str] = MappingProxyType({name.lower(): name for name in (*map(str, Name), *_ELSEWHERE.split())})
"""Every known name by its small letters."""

PASSWORDS = frozenset({Name.PASSWORD.lower(), Name.HEADER_PASSWORD.lower()})
TOKENS = frozenset({Name.TOKEN.lower(), Name.HEADER_TOKEN.lower(), "access_token"})
TOKEN_IDS = frozenset({Name.TOKEN_ID.lower(), Name.HEADER_TOKEN_ID.lower()})
ACCOUNTS = frozenset({Name.USERNAME.lower()})
FACILITIES = frozenset({Name.FACILITY.lower()})
FILES = frozenset({Name.FILE.lower(), "filebase64str", "filehs", "filehosojson"})
NOTES = frozenset({Name.NOTE.lower(), Name.MESSAGE.lower()})

# 402, 403, 500, 501, 204, 400 and the rest come from calls other than the look-up; none of them says anything about a person
_OTHER_CODES = "200 123 124 125 201 202 204 400 402 403 408 500 501 701 1001"
# the generation of 2016 and 2017 had codes of two digits
_OLD_CODES = "00 01 02 03 04 05 06 07 08 09 10 080 090"
_FILE_KINDS, _NEWER_FILE_KINDS = "0 3 5 6 7 8 9 130", "5 10 11 12 39 60 61 70 71 72 73"
VOCABULARY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Name.RESULT.lower(): frozenset({*map(str, ResultCode), *_OTHER_CODES.split(), *_OLD_CODES.split()}),
        Name.FILE_KIND.lower(): frozenset(_FILE_KINDS.split()),
        "loaihs": frozenset(_NEWER_FILE_KINDS.split()),
        "token_type": frozenset({"Bearer"}),
    }
)
"""Values that are words of the protocol and say nothing about anybody, by field in small letters."""
