"""Numbers that count once: of assertions and of proofs, checked first and used up together.

They are used up whatever else is wrong with a request that proved who sent it: an assertion or a proof that was looked at is worth
nothing any more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from ansinh import oidc
from ansinh.kit import db
from ansinh.provider import store


@dataclass(frozen=True, slots=True)
class Once:
    """`what` counts once until `until`; who brings it a second time is refused with `error`."""

    what: str
    until: datetime
    error: str


def use_up(conn: db.Connection, numbers: Sequence[Once]) -> None:
    """Raises ProtocolError for the first of them that was seen before; of any number of callers at once exactly one goes on."""
    if numbers:
        check_fresh(numbers, store.seen.remember_all(conn, pairs(numbers)))


def check_fresh(numbers: Sequence[Once], fresh: Collection[str]) -> None:
    """Raises ProtocolError for the first of them that is not among the `fresh` ones."""
    for each in numbers:
        if each.what not in fresh:
            raise oidc.ProtocolError(each.error, "jti was used before")


def pairs(numbers: Sequence[Once]) -> list[tuple[str, datetime]]:
    """As the store takes them."""
    return [(each.what, each.until) for each in numbers]
