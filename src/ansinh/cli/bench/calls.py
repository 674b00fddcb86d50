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
from ansinh.kit.errors import CounterpartDown

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


def _look_up_2024(address: Address, question: Question, by: Credentials) -> Call:
    """Style Q."""
    request = _request(address, f"/api/egw/KQNhanLichSuKCB2024?{by.query}", question.body())
    return Call("2024", request, _begins_with(question.code))


def _look_up_2019(address: Address, question: Question, by: Credentials) -> Call:
    """Style Q, no officer named, the visit history in the reply."""
    request = _request(address, f"/api/egw/KQNhanLichSuKCB2019?{by.query}", question.body(with_officer=False))
    return Call("2019", request, _begins_with(_without_officer(question.code)))


def _look_up_595(address: Address, question: Question, by: Credentials) -> Call:
    """Style Q, the generation of 2017: two codes fewer."""
    code = _without_officer(question.code)
    request = _request(address, f"/api/egw/KQNhanLichSuKCB595?{by.query}", question.body(with_officer=False))
    return Call("595", request, _begins_with({"003": "010", "004": "000"}.get(code, code)))


def _look_up_2016(address: Address, question: Question, by: Credentials) -> Call:
    """Style B: the credentials stand in the body. Codes of two digits."""
    credentials = {"token": by.access_token, "id_token": by.id_token, "username": by.username, "password": by.password_md5}
    request = _request(address, "/api/egw/nhanLichSuKCB", question.body(with_officer=False, **credentials))
    return Call("2016", request, _begins_with(_CODES_2016[_without_officer(question.code)]))


def _history(address: Address, question: Question, by: Credentials) -> Call:
    """Style Q: the visit history of 2025, decided like the look-up of 2024."""
    return Call("history", _request(address, f"/api/egw/Lskcb2025?{by.query}", question.body()), _begins_with(question.code))


def _copayments(address: Address, question: Question, by: Credentials) -> Call:
    """Style H: the credentials stand in headers. Nobody here was ever treated, so there is nothing to tell of anybody."""
    request = _request(
        address,
        "/api/TraCuuCCT/TraCuuTienMCCT",
        question.body(with_officer=False, username=by.username),
        accessToken=by.access_token,
        tokenId=by.id_token,
        passwordHash=by.password_md5,
    )
    return Call("copayments", request, b'{"MaKetQua":"204"')


def _begins_with(code: str) -> bytes:
    return b'{"maKetQua":"%s"' % code.encode()


def _without_officer(code: str) -> str:
    """What a question with an officer who is unknown, or another, is answered where none is named."""
    return "000" if code in {"054", "055"} else code


_CODES_2016 = {
    **dict.fromkeys(("000", "001", "002", "004"), "00"),
    **dict.fromkeys(("003", "010", "110", "120", "121", "122", "123", "124"), "01"),
    **dict.fromkeys(("050", "051", "052", "053", "130"), "05"),
    **dict.fromkeys(("060", "061"), "06"),
    "070": "07",
}


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


# Every one of them is an audited look-up; what else the gateway takes is measured elsewhere.
STYLES: Mapping[str, Callable[[Address, Question, Credentials], Call]] = MappingProxyType(
    {
        "2024": _look_up_2024,
        "2019": _look_up_2019,
        "595": _look_up_595,
        "2016": _look_up_2016,
        "history": _history,
        "copayments": _copayments,
    }
)
