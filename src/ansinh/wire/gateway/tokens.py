"""`POST /api/token/take`: request and reply, and the shape of the token itself."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson

from ansinh.wire.gateway.reading import MISSING, WireError, read_fields

_USERNAME, _PASSWORD = "username", "password"
_MD5 = re.compile(r"[0-9A-Fa-f]{32}", re.ASCII)
_FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """`username` in upper case; `password_md5` 32 upper-case hex digits, None for a password that is none and may not be plain."""

    username: str
    password_md5: str | None = field(repr=False)


def read_token_request(body: bytes, *, plain_passwords: bool = False) -> TokenRequest:
    """Raises WireError for a body that cannot be read and for a missing field.

    The dispatch wants the MD5 in upper case, many programs send lower case (seen in several public clients): both are read.
    `plain_passwords`: what is no MD5 is the password itself (one public client sends it so; assumed).
    """
    fields = read_fields(body, (_USERNAME, _PASSWORD))
    for name, value in fields.items():
        if not value:
            raise WireError(name, MISSING)
    password = fields[_PASSWORD]
    if not _MD5.fullmatch(password):
        if not plain_passwords:
            return TokenRequest(fields[_USERNAME].upper(), None)
        password = hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()
    return TokenRequest(fields[_USERNAME].upper(), password.upper())


def render_token(*, access_token: str, id_token: str, username: str, expires_at: datetime) -> bytes:
    """The reply to a good login, keys in the order of dispatch 1245/BHXH-CNTT."""
    key = {
        "access_token": access_token,
        "id_token": id_token,
        "token_type": "Bearer",
        "username": username,
        "expires_in": seven_digits(expires_at),
    }
    return orjson.dumps({"maKetQua": "200", "APIKey": key})


def render_token_refusal(code: str, reason: str) -> bytes:
    """The reply to a refused login: clients look at the first two keys; `ghiChu` behind them is ours, for the developer."""
    return orjson.dumps({"maKetQua": code, "APIKey": None, "ghiChu": reason})


def seven_digits(instant: datetime) -> str:
    """ISO 8601 in UTC with seven fraction digits and Z: clients cut at the last dot, so there must be one."""
    utc = instant.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond:06d}0Z"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """The three parts of an access token; `issued` is a Windows FILETIME, 100 ns since 1601-01-01 UTC."""

    mac: bytes
    username: str
    issued: int

    def render(self) -> str:
        """base64( base64(mac) ":" username ":" issued ); 96 characters without + / = for a 32-byte mac and an 8-character username."""
        mac = base64.b64encode(self.mac).decode()
        return base64.b64encode(f"{mac}:{self.username}:{self.issued}".encode()).decode()


def read_access_token(text: str) -> AccessToken | None:
    """The parts of a token, or None for anything else.

    Base64 has several spellings of one value (bits that the last character carries and nothing reads); only the one we write is a token.
    """
    try:
        mac, username, issued = base64.b64decode(text, validate=True).decode("ascii").split(":")
        token = AccessToken(base64.b64decode(mac, validate=True), username, _whole(issued))
    except (binascii.Error, ValueError):
        return None
    return token if token.render() == text else None


def filetime(instant: datetime) -> int:
    """The instant as a Windows FILETIME."""
    return (instant - _FILETIME_EPOCH) // _MICROSECOND * 10


def instant_of(ticks: int) -> datetime:
    """The instant of a FILETIME, cut to microseconds. Raises OverflowError for one beyond the calendar."""
    return _FILETIME_EPOCH + timedelta(microseconds=ticks // 10)


def _whole(text: str) -> int:
    if not (text.isdigit() and len(text) <= 18):
        raise ValueError("not a FILETIME")
    return int(text)
