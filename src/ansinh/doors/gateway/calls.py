"""What one call is and what an endpoint must be able to answer, whatever happens to it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it arrived. `caller` is the address of the other side, "" if unknown."""

    query: bytes
    body: bytes
    caller: str


@dataclass(frozen=True, slots=True)
class Reply:
    """JSON bytes and the HTTP status they ride on: 200 for every answer of the protocol itself, since many clients drop other bodies."""

    body: bytes
    status: int = 200


class Endpoint(Protocol):
    """One path of the gateway. `name` is for metrics and logs."""

    name: str

    def answer(self, call: Call) -> Reply:
        """The reply to a call; runs in a thread of its own and may wait for the database."""

    def refusal(self, status: int, reason: str) -> Reply:
        """A reply in the endpoint's own shape to a call that was not read (405, 413)."""

    def failure(self) -> Reply:
        """A reply in the endpoint's own shape after a defect of ours; says nothing about it."""
