"""Who logs in: a browser and a relying party in one thread, as people of the bench's own, and whether the answers were right."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansinh import oidc, terms
from ansinh.cli.bench.agent import Browser, Wire, query_of
from ansinh.kit import clock, crypto
from ansinh.kit.errors import CounterpartDown, RoomError
from ansinh.sandbox import eid

PASSWORD = "do-luong-2026"  # noqa: S105 - of every account in a database of the bench's own
CALLBACK = "http://127.0.0.1:9/callback"  # a browser of the bench stops before it goes there
ACCOUNTS = 40  # of each cost, for each of the browsers that log in at once
Cost = crypto.Cost
COSTS: tuple[Cost, ...] = ("next to nothing", "full")
# The provider takes so many tries a minute from one address. Loopback has sixteen million.
_TRIES_OF_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of login. `cost`: of the accounts' password hash. `parts`: the servers that take part. `told`: claims to be told."""

    name: str
    unit: str
    issuer: str
    parts: tuple[str, ...]
    secure: bool = False
    cost: Cost = "next to nothing"
    again: bool = False
    number_in: str = "preferred_username"


class Visitor:
    """One browser at a time, and a relying party, in one thread."""

    def __init__(self, kind: Kind, nth: int, addresses: Iterator[int], party: Callable[[Kind, Wire], oidc.RelyingParty]) -> None:
        self._kind = kind
        self._nth = nth
        self._addresses = addresses
        self.wire = Wire()
        self._party = party(kind, self.wire)
        self._browser = Browser(Wire(_address(next(addresses))))
        self._logins = 0
        self._subjects: dict[str, str] = {}

    def arrive(self) -> None:
        """Log in once, so that the next logins find a session. Raises CounterpartDown where that fails."""
        wrong = self._log_in(account(self._kind.cost, self._nth, 0))
        if wrong is not None:
            raise CounterpartDown("bench_failed", f"{self._kind.name}: {wrong}")

    def log_in(self) -> str | None:
        """One login, None if all was well; else what was not."""
        self._logins += 1
        if not self._kind.again:
            wire = self._browser.wire
            if self._logins % _TRIES_OF_ADDRESS == 0:
                wire.close()
                wire = Wire(_address(next(self._addresses)))
            self._browser = Browser(wire)
        return self._log_in(account(self._kind.cost, self._nth, 0 if self._kind.again else self._logins % ACCOUNTS))

    def _log_in(self, person: eid.Account) -> str | None:
        requests = self._browser.wire.requests
        try:
            begun = self._party.begin(now=clock.utc_now(), random=crypto.random_token)
            reached = self._browser.visit(begun.address, until=CALLBACK)
            if not isinstance(reached, str):
                typed = {"username": person.username, "password": PASSWORD}
                action, form = self._browser.fill(reached, typed)
                reached = self._browser.visit(action, until=CALLBACK, form=form)
            if not isinstance(reached, str):
                return f"status {reached.status} after the password"
            signed_in = self._party.finish(query_of(reached), begun.attempt, now=clock.utc_now())
        except RoomError as failed:
            return f"{failed.code}: {failed.detail}"
        finally:
            self.wire.requests += self._browser.wire.requests - requests
        return self.judge(person, signed_in.id_token.subject, signed_in.userinfo)

    def judge(self, person: eid.Account, subject: str, told: Mapping[str, Any]) -> str | None:
        """Signature, issuer, audience, nonce, hash and `sub` were checked on the way; here, that it is this person."""
        if told.get(self._kind.number_in) != person.username:
            return "userinfo is of another person"
        return None if self._subjects.setdefault(person.username, subject) == subject else "the subject changed"


def account(cost: Cost, browser: int, each: int) -> eid.Account:
    """One of a browser's own, so that no account is tried by two at once."""
    number = f"001190{900_000 + COSTS.index(cost) * 50_000 + browser * ACCOUNTS + each:06d}"
    return eid.Account(
        username=number,
        password=PASSWORD,
        citizen_number=terms.CitizenNumber.parse(number),
        full_name="Trần Thị Đo Lường",
        birth_date=terms.PartialDate(1990, 5, 2),
        sex=terms.Sex.FEMALE,
        account_level=2,
    )


def _address(number: int) -> str:
    return f"127.{1 + number // 65_025 % 254}.{number // 255 % 255}.{1 + number % 254}"
