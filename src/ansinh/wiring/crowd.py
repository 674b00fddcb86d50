"""Who there is in the sandbox, as plain JSON values: for the command line, the journey and the bench."""

from datetime import date
from functools import cache
from typing import Any

from ansinh import sandbox
from ansinh.wiring import old_accounts


@cache
def invented(count: int, today: date) -> tuple[sandbox.Person, ...]:
    """The invented people themselves, remembered: a start asks for them more than once."""
    return tuple(sandbox.people(count, today=today))


def people(count: int, *, today: date) -> list[dict[str, Any]]:
    """The invented people, one object each (keys as `ansinh sandbox people --json` prints them)."""
    return [dict(each) for each in sandbox.listed_people(invented(count, today))]


def vssid_accounts(count: int, *, today: date) -> list[dict[str, Any]]:
    """The accounts of the old account service, one object each."""
    return old_accounts.listing(sandbox.people(count, today=today))


def facilities() -> list[dict[str, Any]]:
    """The invented facilities, one object each."""
    return [dict(each) for each in sandbox.listed_facilities(sandbox.facilities())]


def colleagues() -> list[dict[str, Any]]:
    """The agency's invented staff, one object each."""
    return [dict(each) for each in sandbox.listed_colleagues()]


def without_trouble(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those for whom everything goes well: a card, a level-2 account, no trouble."""
    return [row for row in listed if row["trouble"] is None and row["account_level"] == 2 and row["card_number"]]


def of_level_1(listed: list[dict[str, Any]]) -> dict[str, Any]:
    """The first person whose electronic identity account is of level 1."""
    return next(row for row in listed if row["account_level"] == 1)
