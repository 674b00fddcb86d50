"""What the developers' pages need from outside the console: invented people to ask for, and a way to make a real call.

Given by whoever puts the installation together, and only where it is a sandbox; without it there is no registration and no trying out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ansinh.wire import gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Somebody invented and how to ask for them, so that the look-up is answered with `code`.

    Officer fields are "" where the facility's own officer asks.
    """

    code: str
    card: str = field(repr=False)
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    officer_name: str = ""
    officer_number: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call from the page was answered. `duration_ms` as the gateway took."""

    status: int
    reply: bytes
    duration_ms: int


class Workshop(Protocol):
    """The sandbox as the developers' pages see it."""

    def examples(self) -> Sequence[Example]:
        """One for each code a look-up can be answered with, in the order of the codes."""

    def ask(self, account: str, call: gateway.PublishedCall, fields: Mapping[str, str], *, caller: str) -> Asked:
        """A real call in the name of the account, with a token of its own; `caller` is the address it counts as coming from."""
