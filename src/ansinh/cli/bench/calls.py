"""Questions as the bytes of HTTP requests, in the generations and the styles of authentication that programs use."""

import hashlib
import http.client
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import orjson

from ansinh.cli.bench import seeding
from ansinh.cli.bench.load import Call
from ansinh.cli.bench.questions import Question
from ansinh.kit.errors import CounterpartDown, Refused

Address = tuple[str, int]
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an account holds after it took a token."""

    username: str
    password_md5: str = field(repr=False)
    access_token: str = field(repr=False)
    id_token: str = field(repr=False)

    @property
    def query(self) -> str:
        """Style Q: everything in the query string, the token pasted in as it is."""
        return f"token={self.access_token}&id_token={self.id_token}&username={self.username}&password={self.password_md5}"


def take_tokens(address: Address, facilities: Sequence[int]) -> Mapping[int, Credentials]:
    """A fresh token, good for ten minutes, for the account of each facility. Raises CounterpartDown if one is refused."""
    password = hashlib.md5(seeding.PASSWORD.encode(), usedforsecurity=False).hexdigest().upper()
    connection = http.client.HTTPConnection(*address, timeout=30)
    taken = {}
    for facility in facilities:
        username = seeding.username(facility)
        connection.request("POST", "/api/token/take", orjson.dumps({"username": username, "password": password}), _JSON)
        key = orjson.loads(connection.getresponse().read())["APIKey"]
        if key is None:
            raise CounterpartDown("bench_failed", f"no token for {username}")
        taken[facility] = Credentials(username, password, key["access_token"], key["id_token"])
    connection.close()
    return taken


def calls(style: str, address: Address, questions: Sequence[Question], tokens: Mapping[int, Credentials]) -> list[Call]:
    """One call for each question; of "all", the styles take turns."""
    styles = [style] if style != "all" else list(STYLES)
    return [STYLES[styles[nth % len(styles)]](address, each, tokens[each.facility]) for nth, each in enumerate(questions)]


def check_style(style: str) -> None:
    if style != "all" and style not in STYLES:
        raise Refused("style", f"the style is one of: all, {', '.join(STYLES)}", field="style")


def _look_up_2024(address: Address, question: Question, by: Credentials) -> Call:
    request = _request(address, f"/api/egw/KQNhanLichSuKCB2024?{by.query}", question.body())
    return Call("2024", request, b'{"maKetQua":"%s"' % question.code.encode())


def _request(address: Address, path: str, body: bytes, **headers: str) -> bytes:
    kind = "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {address[0]}:{address[1]}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


# The call of each name; all are audited look-ups.
STYLES: Mapping[str, Callable[[Address, Question, Credentials], Call]] = MappingProxyType({"2024": _look_up_2024})
