"""The sandbox as developers of hospital software see it: invented people for every result code, and calls made from the console.

The calls are real: they go to the gateway of this process with a token of the account, and are recorded like every other.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

import orjson
from starlette.types import ASGIApp, Message

from ansinh import checkin, sandbox, vendors
from ansinh.doors import console
from ansinh.kit import clock
from ansinh.sandbox import Person, Trouble
from ansinh.wire import gateway

_ENOUGH = 60  # people among whom every trouble occurs
_NO_OFFICER = "099199000000"  # 099 is no province
_ANOTHER = "Phạm Thị Khác"


class SandboxWorkshop:
    """Opened with the gateway once that stands: the gateway itself leads to the console."""

    def __init__(self, *, people: int, token_secret: bytes, now: clock.Clock = clock.utc_now, bind_ip: bool = False) -> None:
        self._people = people
        self._token_secret = token_secret
        self._now = now
        self._bind_ip = bind_ip
        self._gateway: ASGIApp | None = None

    def open(self, hospital_gateway: ASGIApp) -> None:
        """Calls go there from now on."""
        self._gateway = hospital_gateway

    def examples(self) -> Sequence[console.Example]:
        """One for each code that a look-up can be made to answer, in their order."""
        return _examples(min(self._people, _ENOUGH), clock.vietnam_day(self._now()))

    def ask(self, account: str, call: gateway.PublishedCall, fields: Mapping[str, str], *, caller: str) -> console.Asked:
        """One call with a token issued for it, in a loop of its own: the pages run in threads."""
        token = checkin.issue(self._token_secret, account, id_token=str(uuid4()), caller=caller if self._bind_ip else "", now=self._now())
        body = orjson.dumps({str(name): fields.get(name, "") for name in call.needed}) if call.needed else b""
        headers = [("content-type", "application/json"), ("content-length", str(len(body))), ("user-agent", vendors.CONSOLE_AGENT)]
        query: dict[str, str] = {}
        if call.style is gateway.Style.QUERY:
            query = {gateway.Name.TOKEN: token.access_token, gateway.Name.TOKEN_ID: token.id_token, gateway.Name.USERNAME: account}
            query |= {name: fields.get(name, "") for name in call.in_query}
        elif call.style is gateway.Style.HEADERS:
            headers += [(gateway.Name.HEADER_TOKEN.lower(), token.access_token), (gateway.Name.HEADER_TOKEN_ID.lower(), token.id_token)]
        started = perf_counter()
        status, reply = asyncio.run(self._called(call.path, urlencode(query).encode(), body, headers, caller))
        return console.Asked(status, reply, round((perf_counter() - started) * 1000))

    async def _called(self, path: str, query: bytes, body: bytes, headers: list[tuple[str, str]], caller: str) -> tuple[int, bytes]:
        assert self._gateway is not None, "not opened"
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(dict(message))

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "headers": [(name.encode(), value.encode()) for name, value in headers],
            "client": (caller, 0),
        }
        await self._gateway(scope, receive, send)
        return int(sent[0]["status"]), b"".join(message.get("body", b"") for message in sent[1:])


@lru_cache(maxsize=2)
def _examples(count: int, today: date) -> tuple[console.Example, ...]:
    people = sandbox.people(count, today=today)
    found: dict[str, console.Example] = {}
    for example in (*_asked_wrongly(people, today), *_troubled(people)):
        found.setdefault(example.code, example)
    return tuple(found[code] for code in sorted(found))


def _troubled(people: Sequence[Person]) -> Iterator[console.Example]:
    """People asked for rightly, by what they carry."""
    for person in people:
        number = person.citizen_number if person.carried_card is None else person.carried_card
        yield _example(person, sandbox.lookup_code(person), number.value)
        if person.trouble is Trouble.TWO_INSURANCE_NUMBERS:
            yield _example(person, sandbox.lookup_code_by_citizen_number(person), person.citizen_number.value)


def _asked_wrongly(people: Sequence[Person], today: date) -> Iterator[console.Example]:
    """Somebody without trouble, and what goes wrong if they are asked for in another way."""
    person = next(
        each for each in people if each.trouble is None and each.carried_card is not None and each.birth_date.year < today.year - 20
    )
    assert person.carried_card is not None
    card = person.carried_card.value
    yield _example(person, "000", card)
    yield _example(person, "051", f"{'HC' if card[:2] != 'HC' else 'TN'}{card[2:]}")
    yield _example(person, "052", f"{card[:3]}{'48' if card[3:5] != '48' else '79'}{card[5:]}")
    yield _example(person, "053", f"{card[:2]}{'3' if card[2] != '3' else '2'}{card[3:]}")
    yield _example(person, "054", card, officer_number=_NO_OFFICER)
    yield _example(person, "055", card, officer_name=_ANOTHER)
    yield _example(person, "060", card, full_name="Không Đúng Tên")
    yield _example(person, "061", card, full_name=f"{person.full_name.split()[0]} Khác Hẳn")
    yield _example(person, "070", card, birth_date="01/01/1900")
    yield _example(person, "205", card, birth_date="32/13/1985")


def _example(person: Person, code: str, card: str, **changes: str) -> console.Example:
    given = {"full_name": person.full_name, "birth_date": f"{person.birth_date:%d/%m/%Y}", **changes}
    return console.Example(code=code, card=card, **given)
