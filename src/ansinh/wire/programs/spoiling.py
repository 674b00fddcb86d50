"""Calls as no program should make them: a good call of the gateway, and one to three things done to it, from a seeded generator.

The same number and seed give the same call, so that a campaign can go on where it stopped and a failure can be made again. Tokens
are not known when a call is made up: `@TOKEN@` and `@ID@` stand for them until it is sent.
"""

import base64
import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from ansinh.wire.programs.asking import LOOKUP_PATHS
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


def spoiled(number: int, seed: int, *, names: Sequence[str], callers: Sequence[Caller]) -> tuple[Call, int]:
    """Call `number` of the campaign `seed`, and which of the callers makes it. One in twenty is left good."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - it must be repeatable
    which = random.randrange(len(callers))
    call = _good(random.choice(names), callers[which], random)
    if random.random() >= 0.05:
        for _ in range(random.randint(1, 3)):
            random.choice(_SPOILERS)(call, random)
    return call, which


def _good(name: str, caller: Caller, random: Random) -> Call:
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
        file = random.choice(_FILE_SPOILERS)(file, random)
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


# what is done to a good call

_TEXTS = (
    "", " ", "\x00", "\ud800", "x" * 300, "x" * 70_000, "'; DROP TABLE x; --", "%00", "\u202e", "٣٤٥", "²", "NaN", "-1", "1e999", "null",
    "DN4010000000000", "001185000001", "0000000000", "\u0301" * 50, "😀", "<!DOCTYPE x>", "{{7*7}}", "../../etc/passwd", "31/02/2020",
    "99/99/9999", "0", "99999999999999999999",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    *_TEXTS, None, True, 0, -1, 2**63, 10**30, 1.5, [], {}, [1, [2, [3]]], {"a": {"b": None}},
)  # fmt: skip
_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW", "post", "TRACE")


def _spoil_field(call: Call, random: Random) -> None:
    """Another value, or none, or a second one for a field of a JSON body."""
    try:
        fields = orjson.loads(call.body)
    except orjson.JSONDecodeError:
        return _spoil_bytes(call, random)
    if not isinstance(fields, dict) or not fields:
        return None
    name = random.choice(list(fields))
    done = random.randrange(5)
    if done == 0:
        del fields[name]
    elif done == 1:
        fields[name.upper() if random.random() < 0.5 else f" {name}"] = fields.pop(name)
    elif done == 2:
        inner = fields[name]
        if isinstance(inner, dict) and inner:
            inner[random.choice(list(inner))] = random.choice(_VALUES)
        else:
            fields[name] = random.choice(_VALUES)
    else:
        fields[name] = random.choice(_VALUES)
    call.body = _careless_json(fields)
    return None


def _careless_json(value: Any) -> bytes:
    """With numbers beyond 64 bits and lone surrogates, as a careless program writes them."""
    import json  # noqa: PLC0415 - orjson refuses both

    return json.dumps(value).encode()


def _spoil_bytes(call: Call, random: Random) -> None:
    body = bytearray(call.body)
    for _ in range(random.randint(1, 8)):
        if body:
            body[random.randrange(len(body))] = random.randrange(256)
    call.body = bytes(body)


def _cut(call: Call, random: Random) -> None:
    call.body = call.body[: random.randrange(len(call.body) + 1)]


def _replace_body(call: Call, random: Random) -> None:
    call.body = random.choice(
        (
            b"", b"{}", b"[]", b"null", b'"x"', b"1", b"{" * 5000, b"[" * 100_000, b"&" * 500, b"=" * 500, b"a=1&a=2", b"\xff\xfe{\x00",
            b'{"maThe":' * 200, b'{"username":"x","username":"y"}', b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n",
            random.randbytes(random.randint(1, 400)), b"x" * random.choice((65_535, 65_536, 65_537, 200_000)), b"<xml/>", b"\xef\xbb\xbf",
        )
    )  # fmt: skip


def _reencode(call: Call, random: Random) -> None:
    done = random.randrange(4)
    if done == 0:
        call.body = call.body.decode("utf-8", "replace").encode("utf-16")
    elif done == 1:
        call.body = gzip.compress(call.body, mtime=0)
        call.headers.append((b"Content-Encoding", b"gzip"))
    elif done == 2:
        call.body = b"\xef\xbb\xbf" + call.body
    else:
        call.body = call.body.decode("utf-8", "replace").encode("cp1258", "replace")


def _spoil_query(call: Call, random: Random) -> None:
    query = call.query or b"a=1"
    done = random.randrange(7)
    if done == 0:
        call.query = b""
    elif done == 1:
        at = random.randrange(len(query))
        call.query = query[:at] + bytes((random.choice(b"abcXYZ0189%+=&._-"),)) + query[at + 1 :]
    elif done == 2:
        call.query = query + b"&" + query
    elif done == 3:
        call.query = query + b"&x=" + b"y" * random.choice((100, 5_000, 30_000))
    elif done == 4:
        call.query = quote(query).encode()
    elif done == 5:
        call.query = query.replace(b"=", random.choice((b"%3D", b"==", b"")), random.randint(1, 4))
    else:
        call.query = query.replace(TOKEN, quote(random.choice(_TEXTS)[:500].encode("utf-8", "replace")).encode())


def _spoil_header(call: Call, random: Random) -> None:
    done = random.randrange(5)
    if done == 0 and call.headers:
        call.headers.pop(random.randrange(len(call.headers)))
    elif done == 1 and call.headers:
        name, value = random.choice(call.headers)
        call.headers.append((name, value))
    elif done == 2 and call.headers:
        at = random.randrange(len(call.headers))
        value = random.choice((b"", b"x", b"\xe1\xbb\x87\xff", b"y" * 8_000, b"null", b"1" * 20))
        call.headers[at] = (call.headers[at][0], value)
    elif done == 3:
        call.headers = [(name.swapcase(), value) for name, value in call.headers]
    else:
        call.headers.append(
            random.choice(
                (
                    (b"Content-Type", b"multipart/form-data; boundary=x"),
                    (b"Content-Type", b"\xfd"),
                    (b"Accept", b"text/html"),
                    (b"Origin", b"http://kiosk.example"),
                    (b"X-Forwarded-For", b"10.0.0.1"),
                    (b"Cookie", b"a=b"),
                    (b"Range", b"bytes=0-1"),
                    (b"Authorization", b"Bearer x"),
                )
            )
        )


def _spoil_path(call: Call, random: Random) -> None:
    done = random.randrange(6)
    if done == 0:
        call.path = call.path.swapcase() if call.name != "visits" else call.path
    elif done == 1 and call.name != "visits":
        call.path = call.path.replace(b"/", b"//", random.randint(1, 3))
    elif done == 2 and call.name != "visits":
        call.path = call.path.replace(b"/", b"/%20", 1)
    elif done == 3:
        call.is_found = False
        at = random.randrange(1, len(call.path))
        call.path = call.path[:at] + bytes((random.choice(b"abcxyz019_-."),)) + call.path[at:]
    elif done == 4:
        call.is_found = False
        call.path += random.choice((b"/x", b"%00", b"%ff", b"/../../x", b";a=b", b"%2e%2e/x"))
    else:
        call.path += b"/" if call.name != "visits" else b""


def _other_method(call: Call, random: Random) -> None:
    call.method = random.choice(_METHODS)


def _in_chunks(call: Call, _random: Random) -> None:
    call.is_chunked = True


def _widen(call: Call, random: Random) -> None:
    """A body far above what the call carries; rarely, because the campaign is about calls and not about megabytes."""
    if random.random() < 0.05:
        call.body = call.body + b" " * random.choice((70_000, 300_000, 2_000_000))


_SPOILERS: tuple[Callable[[Call, Random], None], ...] = (
    _spoil_field, _spoil_field, _spoil_field, _spoil_field, _spoil_bytes, _cut, _replace_body, _reencode, _spoil_query, _spoil_header,
    _spoil_path, _other_method, _in_chunks, _widen,
)  # fmt: skip
_BOMB = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>'


def _some_bytes(file: bytes, random: Random) -> bytes:
    at = random.randrange(len(file))
    return file[:at] + random.randbytes(random.randint(1, 4)) + file[at + 1 :]


_FILE_SPOILERS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _some_bytes,
    lambda file, random: file[: random.randrange(len(file))],
    lambda file, _random: file.replace(b"?>", b"?>" + _BOMB, 1).replace(b"FZ", b"&y;", 1),
    lambda _file, random: b"<a>" * random.choice((10, 1_000, 20_000)),
    lambda _file, random: random.randbytes(200),
    lambda file, _random: file.decode().encode("utf-16"),
    lambda file, random: file.replace(b"202611200800", random.choice(_TEXTS)[:300].encode("utf-8", "replace"), 1),
    lambda file, _random: file.replace(b"<MA_LK>", b"<MA_LK>\x00", 1),
    lambda _file, _random: b"",
    lambda file, random: file.replace(b"<TRANG_THAI_KCB>", b"<TRANG_THAI_KCB a='1'><X/>" * random.randint(1, 3)),
)
