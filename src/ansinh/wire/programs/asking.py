"""Calls of the gateway as hospital programs write them: fields, encodings, and tokens pasted into addresses as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urlencode

import orjson

LOOKUP_PATHS = {
    "2016": "/api/egw/nhanLichSuKCB",
    "595": "/api/egw/KQNhanLichSuKCB595",
    "2018": "/api/egw/KQNhanLichSuKCB2018",
    "2019": "/api/egw/KQNhanLichSuKCB2019",
    "2024": "/api/egw/KQNhanLichSuKCB2024",
    "2025": "/api/egw/Lskcb2025",
}
_OFFICER_NAMED = frozenset({"2024", "2025"})
_CARD_DETAILS = frozenset({"2016", "595"})


class Encoding(Enum):
    """Programs use both for the same call."""

    JSON = "application/json; charset=utf-8"
    FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Sent:
    """A POST, ready to go: `path` with its query, as bytes on the wire would have it."""

    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """What a program holds after a login. `password_md5` travels with every call."""

    access_token: str = field(repr=False)
    token_id: str = field(repr=False)
    username: str
    password_md5: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Officer:
    full_name: str = field(repr=False)
    citizen_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """About whom. `birth_date` as the program writes it (dd/MM/yyyy, yyyy ...); `sex` 1 or 2, which the oldest generations send."""

    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    sex: str = field(default="", repr=False)
    registered_facility: str = ""


def take_token(username: str, password_md5: str, *, encoding: Encoding) -> Sent:
    return _sent("/api/token/take", {"username": username, "password": password_md5}, encoding)


def look_up(
    generation: str,
    asked: Asked,
    session: Session,
    *,
    officer: Officer,
    encoding: Encoding,
    first_day: str = "",
    last_day: str = "",
) -> Sent:
    """A card look-up of generation 2016, 595, 2018, 2019 or 2024: credentials in the query, as every generation has them."""
    fields = {"maThe": asked.key, "hoTen": asked.full_name, "ngaySinh": asked.birth_date}
    if generation in _OFFICER_NAMED:
        fields |= {"hoTenCb": officer.full_name, "cccdCb": officer.citizen_number}
    if generation in _CARD_DETAILS:
        fields |= {"gioiTinh": asked.sex, "maCSKCB": asked.registered_facility, "ngayBD": first_day, "ngayKT": last_day}
    if generation == "2016":  # that program repeats its credentials in the body
        fields |= _query_fields(session)
    return _sent(f"{LOOKUP_PATHS[generation]}?{_pasted(session)}", fields, encoding)


def history(asked: Asked, session: Session, *, officer: Officer, encoding: Encoding) -> Sent:
    """The history of visits of 2025."""
    return look_up("2025", asked, session, officer=officer, encoding=encoding)


def visit_details(record: str, session: Session) -> Sent:
    """One record of a history: everything in the query, the body empty."""
    return Sent(f"/api/egw/nhanHoSoKCBChiTiet?{_pasted(session)}&maHoSo={record}", {"Content-Length": "0"}, b"")


def copayment(asked: Asked, session: Session, *, encoding: Encoding) -> Sent:
    """The co-payment of the year: credentials in headers."""
    fields = {"username": session.username, "maThe": asked.key, "hoTen": asked.full_name, "ngaySinh": asked.birth_date}
    return _sent("/api/TraCuuCCT/TraCuuTienMCCT", fields, encoding, headers=_headers(session))


def check_in(decision: str, file_base64: str, session: Session, *, facility_code: str, encoding: Encoding) -> Sent:
    """A status file by decision 4750 or 3176: credentials in headers, the file as base64."""
    fields = {
        "username": session.username,
        "loaiHoSo": "0",
        "maTinh": facility_code[:2],
        "maCSKCB": facility_code,
        "fileHSBase64": file_base64,
    }
    return _sent(f"/api/qd130/checkInKcbQd{decision}", fields, encoding, headers=_headers(session))


def tell(path: str, body: Any, session: Session) -> Sent:
    """A message of our own interface: JSON, credentials in headers."""
    headers = {"Content-Type": Encoding.JSON.value, **_headers(session), "username": session.username}
    return Sent(path, headers, orjson.dumps(body))


def _sent(path: str, fields: Mapping[str, str], encoding: Encoding, *, headers: Mapping[str, str] | None = None) -> Sent:
    body = orjson.dumps(fields) if encoding is Encoding.JSON else urlencode(fields).encode()
    return Sent(path, {"Content-Type": encoding.value, **(headers or {})}, body)


def _query_fields(session: Session) -> dict[str, str]:
    return {
        "token": session.access_token,
        "id_token": session.token_id,
        "username": session.username,
        "password": session.password_md5,
    }


def _pasted(session: Session) -> str:
    """Unencoded, as most programs do it."""
    return "&".join(f"{name}={value}" for name, value in _query_fields(session).items())


def _headers(session: Session) -> dict[str, str]:
    return {"accessToken": session.access_token, "tokenId": session.token_id, "passwordHash": session.password_md5}
