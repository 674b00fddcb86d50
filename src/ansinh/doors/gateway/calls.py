"""What one call is and what an endpoint must be able to answer, whatever happens to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

SMALL_BODY = 64 * 1024  # calls without a file carry less than one


@dataclass(slots=True)
class Call:
    """A request as it arrived. `caller` is the address of the other side, "" if unknown; header names are in small letters.

    `account` is "" until the gatekeeper has found whose call it is; `keeps_calls`: its developers want to see the call afterwards.
    """

    query: bytes
    body: bytes
    caller: str
    headers: Sequence[tuple[bytes, bytes]] = ()
    account: str = ""
    keeps_calls: bool = False

    def header(self, name: bytes) -> str:
        """The first value of a header, given in small letters; "" if there is none."""
        return next((value.decode("latin-1").strip() for each, value in self.headers if each == name), "")


@dataclass(frozen=True, slots=True)
class Reply:
    """JSON bytes and the HTTP status they ride on: 200 for every answer of the protocol itself, since many clients drop other bodies."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Endpoint(Protocol):
    """One path of the gateway. `name` is for metrics and logs, `largest_body` in bytes."""

    name: str
    largest_body: int

    def answer(self, call: Call) -> Reply:
        """The reply to a call; runs in a thread of its own and may wait for the database."""

    def refusal(self, status: int, reason: str) -> Reply:
        """A reply in the endpoint's own shape to a call that was not read (405, 413)."""

    def failure(self) -> Reply:
        """A reply in the endpoint's own shape after a defect of ours; says nothing about it."""


@runtime_checkable
class LargeEndpoint(Endpoint, Protocol):
    """One that takes more than a small body, and can say from the headers alone that it will not."""

    def before_body(self, call: Call) -> Reply | None:
        """The reply to a call whose body need not be read (it is "" still), None to go on; in a thread of its own."""


@runtime_checkable
class BriefEndpoint(Endpoint, Protocol):
    """One that is soon done and writes through `Database.statements` alone, so that calls that wait may be committed together."""

    may_share_a_commit: bool
