"""Good calls of the gateway and of our own interface, made up from a seeded generator, to be spoiled and sent.

Tokens are not known when a call is made up: `@TOKEN@` and `@ID@` stand for them until it is sent.
"""

import base64
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

import orjson

from ansinh.wire.programs.asking import LOOKUP_PATHS
from ansinh.wire.programs.spoilt_files import FILE_SPOILERS
from ansinh.wire.programs.status_file import StatusRow, render_status_file

TOKEN, TOKEN_ID = b"@TOKEN@", b"@ID@"
_LOOKUPS = {
    "lookup_2016": LOOKUP_PATHS["2016"],
    "lookup_595": LOOKUP_PATHS["595"],
    "lookup_2018": "/api/egw/NhanLichSuKCB2018",
    "lookup_2018_results": LOOKUP_PATHS["2018"],
    "lookup_2019": LOOKUP_PATHS["2019"],
    "lookup_2024": LOOKUP_PATHS["2024"],
    "history_2025": LOOKUP_PATHS["2025"],
}
PATHS = {
    "token": "/api/token/take",
    **_LOOKUPS,
    "visit_details": "/api/egw/nhanHoSoKCBChiTiet",
    "copayment": "/api/TraCuuCCT/TraCuuTienMCCT",
    "check_in_4750": "/api/qd130/checkInKcbQd4750",
    "check_in_3176": "/api/qd130/checkInKcbQd3176",
    "visits": "/api/v1/visits",
}
"""Every call of the campaign by name."""


@dataclass(slots=True)
class Caller:
    """Who makes the good call: an account, an officer, a person to ask about (number, name, dd/MM/yyyy).

    `login` is the account, with its password's MD5, of calls for a token: another one, since wrong passwords come with them.
    """

    username: str
    password_md5: str = field(repr=False)
    officer_name: str = field(repr=False)
    officer_number: str = field(repr=False)
    key: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    login: tuple[str, str] = field(repr=False)
    sex: str = "1"
    registered_facility: str = ""


@dataclass(slots=True)
class Call:
    """A request that is not sent yet. `is_found`: the path still leads to the call of that name. Header values are bytes, as sent."""

    name: str
    method: str
    path: bytes
    query: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    is_chunked: bool = False
    is_found: bool = True

    def render(self, *, token: bytes, token_id: bytes) -> bytes:
        """The whole request, HTTP/1.1."""

        def known(text: bytes) -> bytes:
            return text.replace(TOKEN, token).replace(TOKEN_ID, token_id)

        body = known(self.body)
        target = self.path + (b"?" + known(self.query) if self.query else b"")
        head = [b"%s %s HTTP/1.1" % (self.method.encode(), target), b"Host: gateway"]
        head += [b"%s: %s" % (name, known(value)) for name, value in self.headers]
        if self.is_chunked:
            head.append(b"Transfer-Encoding: chunked")
            parts = [body[at : at + 1000] for at in range(0, len(body), 1000)]
            body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        elif body or self.method == "POST":
            head.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join(head) + b"\r\n\r\n" + body


def good_call(name: str, caller: Caller, random: Random) -> Call:
    call = Call(name, "POST", PATHS[name].encode())
    person = {"maThe": caller.key, "hoTen": caller.full_name, "ngaySinh": caller.birth_date}
    fields: dict[str, Any] = {}
    if name == "token":
        fields = {"username": caller.login[0], "password": caller.login[1]}
    elif name in _LOOKUPS or name == "visit_details":
        call.query = b"token=%s&id_token=%s&username=%s&password=%s" % (
            TOKEN, TOKEN_ID, caller.username.encode(), caller.password_md5.encode(),
        )  # fmt: skip
        if name == "visit_details":
            call.query += b"&maHoSo=%d" % random.randint(0, 2000)
            return call
        fields = {
            **person,
            "hoTenCb": caller.officer_name,
            "cccdCb": caller.officer_number,
            "gioiTinh": caller.sex,
            "maCSKCB": caller.registered_facility,
        }
    else:
        call.headers = [(b"accessToken", TOKEN), (b"tokenId", TOKEN_ID), (b"passwordHash", caller.password_md5.encode())]
        if name == "copayment":
            fields = {"username": caller.username, **person}
        elif name == "visits":
            return _good_visit(call, caller, random)
        else:
            fields = _file_fields(caller, random)
    if random.random() < 0.5:
        call.headers.append((b"Content-Type", b"application/json"))
        call.body = orjson.dumps(fields)
    else:
        call.headers.append((b"Content-Type", b"application/x-www-form-urlencoded"))
        call.body = urlencode(fields).encode()
    return call


def _file_fields(caller: Caller, random: Random) -> dict[str, Any]:
    facility_code = caller.username[:5]
    file = render_status_file(tuple(_row(caller, facility_code, random) for _ in range(random.choice((1, 1, 1, 3)))))
    if random.random() < 0.4:
        file = random.choice(FILE_SPOILERS)(file, random)
    return {
        "username": caller.username,
        "loaiHoSo": "0",
        "maTinh": facility_code[:2],
        "maCSKCB": facility_code,
        "fileHSBase64": base64.b64encode(file).decode(),
    }


def _row(caller: Caller, facility_code: str, random: Random) -> StatusRow:
    *before, year = caller.birth_date.split("/")
    return StatusRow(
        visit_id=f"FZ{random.randint(0, 5000)}",
        patient_id="1",
        full_name=caller.full_name,
        birth=f"{year}{''.join(reversed(before)) or '0000'}0000",
        sex="1",
        arrived="202611200800",
        category=random.choice(("1.1", "2", "3.1", "99")),
        care_kind=random.choice(("01", "03")),
        facility_code=facility_code,
        service_code="02.1896",
        service_name="Khám",
        ordered="202611200805",
        card_number=caller.key if len(caller.key) == 15 else "",
    )


def _good_visit(call: Call, caller: Caller, random: Random) -> Call:
    *before, year = caller.birth_date.split("/")
    person = {"number": caller.key, "full_name": caller.full_name, "birth_date": "-".join([year, *reversed(before)])}
    officer = {"citizen_number": caller.officer_number, "full_name": caller.officer_name}
    evidence = {"level": "qr", "source": "QR_CCCD", "at": "2026-11-20T08:00:00+07:00", "device": "x"}
    visit_id = f"FV{random.randint(0, 500)}"
    message: dict[str, Any] = {
        "visit_id": visit_id, "person": person, "category": "1.1", "care_kind": "01", "arrived_at": "2026-11-20T08:00:00+07:00",
        "officer": officer, "evidence": evidence,
    }  # fmt: skip
    path, message = random.choice(
        (
            ("", message),
            (f"/{visit_id}/look-ups", {"moment": "during", "person": person, "officer": officer}),
            (f"/{visit_id}/evidence", {"officer": officer, "evidence": evidence}),
            (f"/{visit_id}/end", {"ended_at": "2026-11-20T09:00:00+07:00"}),
        )
    )
    call.path += path.encode()
    call.headers.append((b"Content-Type", b"application/json"))
    call.body = orjson.dumps(message)
    return call
