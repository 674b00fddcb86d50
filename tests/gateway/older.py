"""The generations of the look-up before 2024, and how they are called."""

import orjson

from tests.gateway.calling import ASKED, LOOKUP, Answered, Hospital

PATH_2016, PATH_595, PATH_2019 = (f"/api/egw/{name}" for name in ("nhanLichSuKCB", "KQNhanLichSuKCB595", "KQNhanLichSuKCB2019"))
PATHS_2018 = ("/api/egw/NhanLichSuKCB2018", "/api/egw/KQNhanLichSuKCB2018")
OF_22_KEYS = (*PATHS_2018, PATH_2019)
ALL = (PATH_2016, PATH_595, *OF_22_KEYS)
PERSON = {name: ASKED[name] for name in ("maThe", "hoTen", "ngaySinh")}
ON_THE_CARD = {"gioiTinh": "2", "maCSKCB": "01001", "ngayBD": "01/01/2026", "ngayKT": "31/12/2026"}
EXPIRED = "DN4010123456783"
EVERY = (*ALL, LOOKUP)
KEYS_22 = [
    "maKetQua",
    "ghiChu",
    "maThe",
    "hoTen",
    "ngaySinh",
    "gioiTinh",
    "diaChi",
    "maDKBD",
    "cqBHXH",
    "gtTheTu",
    "gtTheDen",
    "maKV",
    "ngayDu5Nam",
    "maSoBHXH",
    "maTheCu",
    "maTheMoi",
    "gtTheTuMoi",
    "gtTheDenMoi",
    "maDKBDMoi",
    "tenDKBDMoi",
    "dsLichSuKCB2018",
    "dsLichSuKT2018",
]
KEYS_595 = ["maKetQua", "hoTen", "gioiTinh", "diaChi", "maDKBD", "cqBHXH", "gtTheTu", "gtTheDen", "maKV", "ngayDu5Nam", "dsLichSuKCB"]
KEYS = dict.fromkeys((LOOKUP, *OF_22_KEYS), KEYS_22) | {PATH_2016: ["maKetQua", "dsLichSuKCB"], PATH_595: KEYS_595}


def ask(hospital: Hospital, path: str, **changes: object) -> Answered:
    return hospital.call(path, orjson.dumps({**PERSON, **changes}), query=hospital.token().encode())
